"""What the stage of attributions asks of a parse: a verb's subject, a noun's holder, a phrase, a clause, the quotation around a token.

Everything here is in token numbers of a `Parse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.attribution.cues import CueClass, Cues
from onrecord.model import Quotation, Span
from onrecord.text import NOBODY, Parse

Range = tuple[int, int]
"""First and one-past-last token."""

RELATIONS = (
    "ccomp",  # said [that] …
    "xcomp",  # wants to …
    "object",  # denied the claim
    "object+",  # urged the council to …
    "prep",  # called for …
    "pcomp",  # accused X of doing
    "small",  # called him a liar
    "clause",  # the rest of the sentence around ", he said"
    "as",  # …, as he put it
    "quote",  # a quotation next to the cue
    "quotes",  # quotations on both sides of it
    "passive",  # the bill was condemned
    "raised",  # X is expected to …
    "relative",  # the plan, which he supports
    "noun-clause",  # the claim that …
    "noun-to",  # a plan to …
    "noun-prep",  # allegations of …
    "noun-be",  # his concern is that …
    "adj-clause",  # sure that …
    "adj-to",  # willing to …
    "adj-prep",  # critical of …
    "according",  # according to X, …
    "advcl",  # happy because … ; asked if …
    "colon",  # X: We did …
    "tail",  # US is to blame: Moscow
    "alone",  # a paragraph that is only a quotation
    "headline",  # Moscow Calls for …
    "rest",  # all that follows the cue in its sentence, whatever the parser made of it
    "linear",  # sources in the province report that …
    "inner",  # words put into somebody's mouth by a quotation inside a quotation
    "block",  # the paragraph after one that ends with a cue and a colon
    "compound",  # a noun or participle phrase that fits nothing above
)


TOPIC = frozenset(("on", "about", "regarding", "concerning"))
"""Prepositions that name what a statement is about."""


@dataclass(slots=True)
class Frame:
    """A cue with one content and one source.

    Attributes:
        cue: Its head token; -1 where there is none.
        cue_tokens: All its tokens.
        entry: Its class in the lexicon.
        relation: Which of `RELATIONS` ties the content to it; also ``figure`` and ``hearsay``, which the model is never asked about.
        content: Token ranges of the content.
        head: Head token of the content, or -1.
        source: Token range of the source, or None.
        source_head: Head token of the source, or -1.
        tie: How the source was found (``subject``, ``inherited``, ``agent``, ``of``, ``poss``, ``noun``, ``object``, ``none``).
        negated: Whether the cue is negated.
        quoted: Numbers of the quotations that the content was made from.
        probability: Set by the model or the table.
    """

    cue: int
    cue_tokens: tuple[int, ...]
    entry: CueClass
    relation: str
    content: tuple[Range, ...]
    head: int = -1
    source: Range | None = None
    source_head: int = -1
    tie: str = "none"
    negated: bool = False
    quoted: tuple[int, ...] = ()
    probability: float = 0.0


class Grammar:
    """The parse of one report with its quotations and cues, and the questions that frames put to it."""

    def __init__(self, parse: Parse, quotations: Sequence[Quotation], cues: Cues, headings: Sequence[Span] = (), place_line: Span | None = None) -> None:
        self.p, self.cues = parse, cues
        self.dateline: Range = (parse.tokens(place_line).start, parse.tokens(place_line).stop) if place_line is not None else (0, 0)
        self.headings = [(r.start, r.stop) for r in map(parse.tokens, headings) if len(r)]
        self.children = parse.children
        self.quotes = [q for q in quotations if q.depth == 0]
        self.inner = [q for q in quotations if q.depth > 0]
        n = len(parse)
        self.quote_range: list[Range] = []
        self.quote_outer: list[Range] = []
        self.quote_of = [-1] * n
        for k, q in enumerate(self.quotes):
            r, o = parse.tokens(q.inner), parse.tokens(q.span)
            self.quote_range.append((r.start, r.stop))
            self.quote_outer.append((o.start, o.stop))
            for t in range(o.start, min(o.stop, n)):
                self.quote_of[t] = k
        self.inner_of: dict[int, list[Range]] = {}
        for q in self.inner:
            r = parse.tokens(q.span)
            if len(r):
                self.inner_of.setdefault(self.quote_of[r.start], []).append((r.start, r.stop))
        if len(parse):
            parse.edges(0)
        self.left, self.right = parse._edges if parse._edges is not None else ([], [])
        self.starts: dict[int, list[int]] = {}
        self.second: set[int] = set()  # later verbs of a headline, whose subject stands before the first
        for k, (a, b) in enumerate(self.quote_range):
            if a < b:
                self.starts.setdefault(parse.paragraph[parse.sentence[a]], []).append(k)

    def verb_entry(self, i: int) -> tuple[CueClass | None, tuple[int, ...]]:
        """Class of a verb and the tokens of its particle or preposition that make the cue with it."""
        p = self.p
        frames = self.cues.verbs.get(p.lemma[i])
        if frames is None:
            return None, ()
        if len(frames) > 1 or "" not in frames:
            for c in self.children[i]:
                if c > i and p.lower[c] in frames and (p.dep[c] in ("prt", "prep", "advmod", "mark", "agent", "acomp") or p.lower[c] == "it"):
                    return frames[p.lower[c]], (c,)
        return frames.get(""), ()

    def child(self, i: int, *labels: str) -> int:
        """First dependant with one of the labels, or -1."""
        for c in self.children[i]:
            if self.p.dep[c] in labels:
                return c
        return -1

    def phrase(self, k: int, without: int = -1) -> Range:
        """The noun phrase of token `k`: its subtree without relative clause, and without what holds `without`."""
        p = self.p
        a, b = self.left[k], self.right[k]
        name = p.pos[k] == "PROPN"
        for c in self.children[k]:
            if c > k:
                d = p.dep[c]
                if (
                    d in ("relcl", "ccomp", "advcl", "parataxis")
                    or (
                        d in ("appos", "acl", "prep", "amod", "acomp", "advmod")
                        and p.lower[self.left[c] - 1] in (",", "(", "-", "–", "—", "--")
                        and (name or d != "appos" or p.pos[c] != "PROPN")
                    )
                    or (self.left[c] <= without < self.right[c])
                    or (d in ("conj",) and p.pos[c] in ("VERB", "AUX"))
                ):
                    b = min(b, self.left[c])
            elif self.left[c] <= without < self.right[c]:
                a = max(a, self.right[c])
        if a <= without < b:
            if without < k:
                a = without + 1
            elif without > k:
                b = without
        if a < self.dateline[1] <= k:
            a = self.dateline[1]
        while b > k + 1 and (p.pos[b - 1] in ("PUNCT", "CCONJ", "SPACE") and p.word[b - 1] not in (")", "]")):
            b -= 1
        while a < k and (p.pos[a] in ("PUNCT", "SPACE") or p.dep[a] == "preconj" or p.dep[a] == "cc"):
            a += 1
        return a, b

    def reporter_of(self, k: int) -> int:
        """The verb of saying that `k` goes on after a copula that the parser joined it to, or -1: *she said the plan was dead and called on him to go*."""
        p = self.p
        c = p.head[k]
        if p.dep[k] != "conj" or p.dep[c] != "ccomp" or p.lemma[c] != "be" or p.tag[k] not in ("VBD", "VBZ") or self.child(k, "nsubj", "nsubjpass", "aux", "auxpass") >= 0:
            return -1
        subject, i = self.child(c, "nsubj"), p.head[c]
        entry, above = self.verb_entry(k)[0], self.verb_entry(i)[0]
        if entry is None or above is None or not entry.uttered or not above.uttered or p.tag[i] != p.tag[k] or subject < 0 or p.pos[subject] != "NOUN":
            return -1
        return i

    def subject(self, i: int, depth: int = 0) -> tuple[int, str]:
        """Who does the verb `i`: head token and how it was found."""
        p = self.p
        if depth == 0 and (reporter := self.reporter_of(i)) >= 0:
            return self.subject(reporter, 1)
        passive = False
        for c in self.children[i]:
            d = p.dep[c]
            if d == "nsubj":
                if p.lower[c] in ("there",):
                    continue
                return c, "subject" if depth == 0 else "inherited"
            if d in ("nsubjpass", "auxpass"):
                passive = True
                if d == "nsubjpass" and depth > 0:
                    return c, "inherited"
        if depth == 0 and not passive and p.tag[i] == "VBN" and p.dep[i] == "advcl" and p.lower[self.left[i]] == "as":
            passive = self.child(i, "agent") >= 0  # as noted by X
        if passive and depth == 0:
            agent = self.child(i, "agent")
            if agent >= 0:
                k = self.child(agent, "pobj")
                if k >= 0:
                    return k, "agent"
            return -1, "none"
        if p.head[i] == i and p.tag[i] in ("VBD", "VBZ", "VBP") and (k := self._swallowed(i)) >= 0:
            return k, "subject" if depth == 0 else "inherited"
        if depth > 5 or p.head[i] == i:
            return -1, "none"
        h, d = p.head[i], p.dep[i]
        if d == "conj":
            return self.subject(h, depth + 1)
        if d == "acl":
            if p.tag[i] == "VBN":
                agent = self.child(i, "agent")
                k = self.child(agent, "pobj") if agent >= 0 else -1
                return (k, "agent") if k >= 0 else (-1, "none")
            if p.pos[h] in ("NOUN", "PROPN", "PRON") and p.tag[i] == "VBG":
                noun = self.cues.nouns.get(p.lemma[h])
                if noun is not None and noun.uttered and p.dep[h] == "dobj" and p.lemma[p.head[h]] in self.cues.light:
                    k, tie = self.holder(h, depth + 1)  # issued a statement saying: who issued it
                    if k >= 0:
                        return k, tie
                return h, "noun"
            return self.holder(h, depth + 1)
        if d == "relcl":
            return (h, "noun") if p.tag[i] in ("VBG",) else (-1, "none")
        if d == "xcomp":
            obj = self.child(h, "dobj")
            if 0 <= obj < i:
                return obj, "object"
            return self.subject(h, depth + 1) if p.pos[h] in ("VERB", "AUX") else self.holder(h, depth + 1)
        if d == "advcl" and p.tag[i] == "VBN" and p.lemma[i] in ("ask", "tell", "question", "quote", "press"):
            return -1, "none"  # "Asked whether …, she replied": somebody else asked
        if d == "advcl" and p.tag[i] in ("VBG", "VBN", "VB"):
            if p.tag[i] == "VBG" and self.trailing(i):
                # ", stressing that …": its subject is the speaker's, not that of the clause that the parser hung it on
                speaker = -1
                for a in p.ancestors(i):
                    entry = self.verb_entry(a)[0] if p.pos[a] == "VERB" else None
                    if entry is not None and entry.uttered and (any(p.dep[c] == "nsubj" for c in self.children[a]) or self._swallowed(a) >= 0):
                        speaker = a
                if speaker >= 0:
                    return self.subject(speaker, 1)
            return self.subject(h, depth + 1)
        if d == "pcomp" and p.lower[h] == "as" and p.pos[p.head[h]] == "VERB":
            obj = self.child(p.head[h], "dobj")
            if 0 <= obj < i:
                return obj, "object"  # quoted her as saying
        if d in ("pcomp", "prep"):
            while p.dep[h] in ("prep", "pcomp") and p.head[h] != h and depth < 5:
                h, depth = p.head[h], depth + 1
            return self.subject(h, depth + 1) if p.pos[h] in ("VERB", "AUX") else self.holder(h, depth + 1)
        if d == "ccomp" and p.tag[i] in ("VBG", "VB"):
            return self.subject(h, depth + 1)
        if d in ("dep", "ROOT", "parataxis"):
            return -1, "none"
        return -1, "none"

    def _swallowed(self, i: int) -> int:
        """``In a letter to Radio Velm, the group's commander, who …, said``: a subject that the parser took for an apposition in the phrase before it."""
        p = self.p
        opening = next((c for c in self.children[i] if c < i and p.dep[c] == "prep"), -1)
        if (
            opening < 0
            or p.pos[min(i + 1, len(p) - 1)] == "PROPN"
            or self.left[opening] != p.sentences[p.sentence[i]][0]
            or any(p.dep[c] in ("nsubj", "nsubjpass", "expl") for c in self.children[i])
        ):
            return -1
        for t in range(opening + 1, i):
            if p.dep[t] == "appos" and p.pos[t] in ("NOUN", "PROPN") and p.word[self.left[t] - 1] == "," and self.right[t] in (i, i - 1) and self.left[t] > opening + 1:
                return t
        return -1

    def trailing(self, i: int) -> bool:
        """Whether a participle is a cue that follows a comma and has words of its own: ``, adding that …``."""
        p = self.p
        if p.tag[i] != "VBG" or self.left[i] == 0 or p.word[self.left[i] - 1] != ",":
            return False
        entry, _ = self.verb_entry(i)
        return entry is not None and entry.uttered and any(p.dep[c] in ("ccomp", "dobj", "prep") or p.word[c] == ":" for c in self.children[i] if c > i)

    def holder(self, i: int, depth: int = 0) -> tuple[int, str]:
        """Whose a noun or adjective is: possessor, *by*/*from*/*among* X, the subject of the verb that carries it."""
        p = self.p
        for c in self.children[i]:
            if p.dep[c] == "poss":
                return c, "poss"
        for c in self.children[i]:
            if p.dep[c] in ("prep", "agent") and p.lower[c] in ("by", "from", "among", "amongst"):
                k = self.child(c, "pobj")
                if k >= 0:
                    return k, "agent"
        if depth > 5:
            return -1, "none"
        h, d = p.head[i], p.dep[i]
        if d in ("nsubj", "nsubjpass") and p.pos[h] in ("VERB", "AUX"):
            return self._of(i)
        if d in ("dobj", "attr", "acomp", "oprd") and p.pos[h] in ("VERB", "AUX"):
            k, _ = self.subject(h, depth + 1)
            if k >= 0 and p.lower[k] not in ("it", "there"):
                return k, "inherited"
            return self._of(i)
        if d == "conj":
            return self.holder(h, depth + 1)
        if d == "pobj" and p.lower[h] in ("amid", "amidst", "after", "despite", "following", "over", "against", "before"):
            return -1, "none"  # resigned after allegations that …: somebody else's
        if d == "pobj" and p.head[h] != h and p.pos[p.head[h]] in ("VERB", "AUX"):
            k, _tie = self.subject(p.head[h], depth + 1)
            return (k, "inherited") if k >= 0 else (-1, "none")
        if p.pos[i] == "ADJ" and d in ("amod", "advcl"):
            return (h, "noun") if p.pos[h] in ("NOUN", "PROPN") else self.subject(h, depth + 1) if p.pos[h] in ("VERB", "AUX") else (-1, "none")
        return self._of(i)

    def _of(self, i: int) -> tuple[int, str]:
        p = self.p
        for c in self.children[i]:
            if p.dep[c] == "compound" and p.ent[c] in ("ORG", "GPE", "NORP", "PERSON"):
                return c, "poss"
            if p.dep[c] == "amod" and p.ent[c] == "NORP":
                return c, "poss"
        return -1, "none"

    def negated(self, i: int) -> bool:
        """Whether a verb, or the verb that carries it, is negated."""
        p = self.p
        for c in self.children[i]:
            if p.dep[c] == "neg" or p.lower[c] in ("never", "not", "n't", "neither", "nor"):
                return True
            if p.dep[c] in ("nsubj", "nsubjpass") and self.none(c):
                return True
        return False

    def none(self, k: int) -> bool:
        """Whether a noun phrase is nobody: *none of them*, *no group*, *no one*."""
        return self.p.lower[k] in NOBODY or any(self.p.lower[c] == "no" and self.p.dep[c] == "det" for c in self.children[k])

    def ranged(self, k: int, without: int = -1) -> tuple[Range, ...]:
        """The subtree of `k` as ranges, without the clause of token `without`."""
        p = self.p
        a, b = self.left[k], self.right[k]
        for t in range(k + 1, b):
            # two cues are two statements: "said that …, adding that …"
            if self.p.tag[t] == "VBG" and self.right[t] == b and self.left[t] > k and self.trailing(t) and self.quote_of[t] < 0:
                b = self.left[t] - 1
                break
        q = self.quote_of[a]
        if q >= 0 and self.quote_outer[q][0] >= a - 1 and k < (e := self.quote_outer[q][1]) < b and e >= 2 and p.word[e - 2] in (",", "?", "!"):
            b = e  # “…,” the captain, Jane Roe, said: what follows the mark is no content, whatever the parser hung where
        if a <= without < b:
            c, d = self.clause(without, k)
            return tuple(r for r in ((a, c), (d, b)) if r[0] < r[1])
        return ((a, b),)

    def clause(self, i: int, content: int = -1) -> Range:
        """The cue's own clause: verb, subject, auxiliaries, and what follows it, without its content."""
        p = self.p
        a, b = i, i + 1
        for c in self.children[i]:
            if c == content or p.dep[c] in ("ccomp", "punct", "parataxis") or self.left[c] <= content < self.right[c]:
                continue
            if p.dep[c] in ("conj", "cc"):
                continue
            a, b = min(a, self.left[c]), max(b, self.right[c])
        return a, b

    def finite(self, k: int) -> bool:
        """Whether a verb, or an auxiliary of it, has a tense."""
        p = self.p
        return p.tag[k] in ("VBD", "VBZ", "VBP", "MD") or any(p.dep[c] in ("aux", "auxpass") and p.tag[c] in ("MD", "VBD", "VBZ", "VBP") for c in self.children[k])

    def around(self, h: int, i: int) -> tuple[Range, ...]:
        """The clause of `h` without the clause of the cue `i` below it."""
        a, b = self.left[h], self.right[h]
        c, d = self.left[i], self.right[i]
        first, last = self.p.sentences[self.p.sentence[h]]
        a, b = max(a, first), min(b, last)
        return tuple(r for r in ((a, c), (d, b)) if self.has_words(*r))

    def has_words(self, a: int, b: int) -> bool:
        """Whether a range holds more than punctuation and conjunctions."""
        return any(self.p.pos[k] not in ("PUNCT", "SPACE", "CCONJ") for k in range(a, b))

    def under(self, k: int, i: int) -> bool:
        """Whether token `k` depends on token `i`, at most a dozen steps up."""
        p = self.p
        for _ in range(12):
            if k == i:
                return True
            if p.head[k] == k:
                return False
            k = p.head[k]
        return False

    def near_quote(self, i: int) -> bool:
        """Whether a quotation begins, ends or stands in the sentence of `i`, itself outside of one."""
        if not self.quotes or self.quote_of[i] >= 0:
            return False
        first, last = self.p.sentences[self.p.sentence[i]]
        return any(q >= 0 for q in self.quote_of[max(0, first - 1) : last + 1])

    def first_person(self, r: Range) -> bool:
        """Whether a stretch begins to speak as I or we."""
        return any(self.p.lower[k] in ("i", "we", "my", "our") for k in range(r[0], min(r[0] + 4, r[1])))

    def top(self, r: Range) -> int:
        """The token of a range that depends on none in it: its head."""
        p = self.p
        for k in range(*r):
            h = p.head[k]
            if (h == k or not r[0] <= h < r[1]) and p.pos[k] not in ("PUNCT", "SPACE"):
                return k
        return r[0]
