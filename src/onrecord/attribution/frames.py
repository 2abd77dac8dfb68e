"""Candidate frames: every cue with each content and the source that the grammar allows it.

The rules only propose. Which of the proposals stands is decided afterwards, by the model or by a table of how often each
relation is right; so the rules may be generous. Everything here is in token numbers of a `Parse`.

Known to miss: contents that begin in another sentence than their cue without quotation marks, and cues that are whole idioms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.attribution.cues import CueClass, Cues
from onrecord.model import Quotation, Span
from onrecord.text import Parse

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

_CLAUSAL = frozenset(
    [
        "v.say",
        "v.add",
        "v.announce",
        "v.claim",
        "v.explain",
        "v.answer",
        "v.admit",
        "v.write",
        "v.report",
        "v.warn",
        "v.promise",
        "v.show",
        "v.predict",
        "v.deny",
        "v.believe",
        "v.know",
        "v.agree",
    ]
)
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_FREE = frozenset(("v.say", "v.claim", "v.announce", "v.believe", "v.report", "v.explain"))
_TOPIC = frozenset(("on", "about", "regarding", "concerning"))
AVOWED = frozenset(("declared", "stated", "avowed", "professed", "proclaimed"))
_DASHES = frozenset(("-", "–", "—", "--"))


@dataclass(slots=True)
class Frame:
    """A cue with one content and one source.

    Attributes:
        cue: Its head token; -1 where there is none.
        cue_tokens: All its tokens.
        entry: Its class in the lexicon.
        relation: Which of `RELATIONS` ties the content to it.
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


class Finder:
    """Finds the candidate frames of one report."""

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
        self._starts: dict[int, list[int]] = {}
        self._second: set[int] = set()  # later verbs of a headline, whose subject stands before the first
        for k, (a, b) in enumerate(self.quote_range):
            if a < b:
                self._starts.setdefault(parse.paragraph[parse.sentence[a]], []).append(k)

    # ------------------------------------------------------------------------------------------------- look-ups

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

    def subject(self, i: int, depth: int = 0) -> tuple[int, str]:
        """Who does the verb `i`: head token and how it was found."""
        p = self.p
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
                    if entry is not None and entry.uttered and any(p.dep[c] == "nsubj" for c in self.children[a]):
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
            if p.dep[c] in ("nsubj", "nsubjpass") and p.lower[c] in ("nobody", "none", "neither"):
                return True
        return False

    # ---------------------------------------------------------------------------------------------------- frames

    def find(self) -> Iterator[Frame]:
        """All candidate frames, in order of their cues."""
        p = self.p
        for a, b in self.headings:
            yield from self.heading(a, b)
        yield from self.colons()
        yield from self.transcript()
        yield from self.imputed()
        yield from self.alone()
        for i in range(len(p)):
            pos = p.pos[i]
            if pos in ("VERB", "AUX"):
                if p.lower[i] == "according":
                    yield from self.according(i)
                    continue
                yield from self.of_verb(i)
            elif pos == "NOUN" or pos == "PROPN":
                entry = self.cues.nouns.get(p.lemma[i])
                if entry is not None:
                    yield from self.attributed(i, entry)
                    yield from self.of_noun(i, entry)
                yield from self.linear(i)
            elif pos == "ADJ":
                entry = self.cues.adjectives.get(p.lower[i])
                if entry is not None:
                    yield from self.of_adjective(i, entry)
            elif pos in ("ADP", "SCONJ") and p.lower[i] in self.cues.prepositions:
                yield from self.according(i)
            elif p.lower[i] == "what":
                yield from self.what(i)

    def attributed(self, i: int, entry: CueClass) -> Iterator[Frame]:
        """``Statements attributed to X on …``; ``with the declared aim of …``: a noun whose participle says that it was uttered."""
        p = self.p
        for c in self.children[i]:
            if entry.uttered and p.dep[c] == "acl" and p.lemma[c] == "attribute":
                to = next((x for x in self.children[c] if p.dep[x] == "prep" and p.lower[x] == "to"), -1)
                who = self.child(to, "pobj") if to >= 0 else -1
                # the parser hangs "on …" on the noun, its participle, the speaker, or the verb above
                about = next((x for h in (i, c, who, p.head[i]) if h >= 0 for x in self.children[h] if x > who >= 0 and p.dep[x] == "prep" and p.lower[x] in _TOPIC), -1)
                that = next((x for h in (i, c, who) if h >= 0 for x in self.children[h] if x > who >= 0 and p.pos[x] in ("VERB", "AUX") and p.lower[self.left[x]] == "that"), -1)
                if that >= 0:
                    yield Frame(i, (i, c, to), entry, "noun-clause", ((self.left[that], self.right[that]),), that, self.phrase(who, that), who, "agent")
                topic = self.child(about, "pobj", "pcomp") if about >= 0 else -1
                if topic >= 0 and not any(p.pos[t] in ("VERB", "AUX") for t in range(who + 1, about)):
                    yield Frame(i, (i, c, to), entry, "noun-prep", ((self.left[topic], self.right[about]),), topic, self.phrase(who, about), who, "agent")
            elif p.lower[c] in AVOWED and entry.name in ("n.intend", "n.want") and (announce := self.cues.verbs.get("declare", {}).get("")) is not None:
                of = next((x for x in self.children[i] if p.dep[x] == "prep" and p.lower[x] == "of"), -1)
                aim = self.child(of, "pcomp", "pobj") if of >= 0 else -1
                verb = next((a for a in p.ancestors(i) if p.pos[a] == "VERB"), -1)
                who = self.holder(i)[0]
                if who < 0 and verb >= 0:
                    who = self.subject(verb)[0]
                if aim >= 0 and who >= 0:
                    yield Frame(i, (c, i), announce, "noun-prep", ((self.left[aim], self.right[of]),), aim, self.phrase(who, i), who, "inherited")

    def linear(self, i: int) -> Iterator[Frame]:
        """``Local sources in the province report that …``, where the parser takes the verb for a noun."""
        p = self.p
        if i + 2 >= len(p) or p.lower[i + 1] != "that" or p.lemma[i] not in self.cues.verbs or p.tag[i] not in ("NN", "NNS", "NNP"):
            return
        first, last = p.sentences[p.sentence[i]]
        if i - 1 <= first or p.pos[i - 1] not in ("NOUN", "PROPN") or self.quote_of[i] >= 0:
            return
        entry = self.cues.verbs[p.lemma[i]].get("")
        if entry is None or not entry.uttered or not any(p.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(i + 2, last)):
            return
        start = next((k + 1 for k in range(i - 1, first - 1, -1) if p.word[k] in (",", ";", ":", '"')), first)
        head = next((k for k in range(start, i) if p.pos[k] in ("NOUN", "PROPN") and (k + 1 >= i or p.pos[k + 1] not in ("NOUN", "PROPN"))), -1)
        if head >= 0:
            yield Frame(i, (i,), entry, "linear", ((i + 2, last),), self._top((i + 2, last)), (start, i), head, "subject")

    def what(self, w: int) -> Iterator[Frame]:
        """``After what Norland says was an assault``; ``what it claimed to be an engine``: the outlet gives the name as somebody's."""
        p = self.p
        last = p.sentences[p.sentence[w]][1]
        i = next((t for t in range(w + 2, min(w + 10, last)) if p.pos[t] == "VERB" or p.pos[t] == "PUNCT"), -1)
        if i < 0 or p.pos[i] != "VERB" or i + 2 >= last or self.quote_of[i] >= 0 or w == 0 or p.pos[w - 1] not in ("ADP", "SCONJ", "VERB"):
            return  # "What she said was true": the outlet's own words
        entry = self.verb_entry(i)[0]
        end = next((t for t in range(w + 1, i) if p.pos[t] in ("AUX", "ADV")), i)
        be = next((t for t in range(i + 1, min(i + 4, last)) if p.lemma[t] == "be"), -1)
        if entry is None or entry.name not in _FREE or be < 0 or any(p.pos[t] not in ("AUX", "PART") for t in range(i + 1, be)):
            return
        head = next((t for t in range(end - 1, w, -1) if p.pos[t] in ("NOUN", "PROPN", "PRON")), -1)
        stop = min(last, max(self.right[be], next((self.right[c] for c in self.children[be] if p.dep[c] in ("attr", "acomp") and c > be), be + 2)))
        if head >= 0 and stop > be + 1:
            yield Frame(i, (i,), entry, "linear", ((i + 1, stop),), be, (w + 1, end), head, "subject")

    def heading(self, a: int, b: int) -> Iterator[Frame]:
        """The frames of a headline, read from left to right: in capitals the parser takes verbs for names."""
        p = self.p
        start = a
        colon = next((k for k in range(a, b) if p.word[k] == ":"), -1)
        if colon > a:
            last = max(k for k in range(a, b) if p.word[k] == ":")
            if (
                b - 1 - last <= 5
                and last - a >= 3
                and b - last > 1
                and (
                    (b - last == 2 and p.lower[last + 1] in self.cues.nouns) or all(p.pos[k] in ("PROPN", "NOUN", "ADJ", "DET", "PART", "ADP", "CCONJ") for k in range(last + 1, b))
                )
            ):
                yield Frame(-1, (), self.cues.unknown, "tail", ((a, last),), self._top((a, last)), (last + 1, b), b - 1, "colon")
            if colon - a <= 8 and b - colon > 2 and not any(p.pos[k] in ("VERB", "AUX") and p.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(a, colon)):
                yield Frame(-1, (), self.cues.unknown, "colon", ((colon + 1, b),), self._top((colon + 1, b)), (a, colon), self._top((a, colon)), "colon")
        source: Range | None = None
        previous: tuple[int, CueClass, tuple[int, ...]] | None = None
        for k in range(a, b):
            if p.word[k] in (":", ";", ".", "?", "!"):
                if previous is not None and source is not None:
                    yield self._headline_frame(previous, k, source)
                start, source, previous = k + 1, None, None
                continue
            found = self._headline_verb(k) if k > start and p.lower[k - 1] != "to" else None
            if found is None:
                continue
            entry, more = found
            if previous is None:
                if p.word[k - 1] in (",", "and") or k - start > 9 or any(p.tag[x] in ("VBD", "VBZ", "VBP", "MD", "IN") for x in range(start, k) if p.lower[x] not in ("of",)):
                    continue
                if p.pos[k - 1] not in ("NOUN", "PROPN", "PRON", "NUM", "PART", "PUNCT") or (k + 1 < b and p.pos[k + 1] in ("VERB", "AUX") and p.tag[k + 1] != "VBG"):
                    continue
                source = (start, k)
            elif source is not None and p.word[k - 1] in (",", "and", "&"):
                yield self._headline_frame(previous, k - 1, source)
                self._second.add(k)
            else:
                continue
            previous = (k, entry, more)
        if previous is not None and source is not None:
            yield self._headline_frame(previous, b, source)

    def _headline_frame(self, verb: tuple[int, CueClass, tuple[int, ...]], end: int, source: Range) -> Frame:
        k, entry, more = verb
        first = max((k, *more)) + 1
        return Frame(k, (k, *more), entry, "headline", ((first, max(first, end)),), self._top((first, end)) if first < end else -1, source, source[1] - 1, "subject")

    def _headline_verb(self, k: int) -> tuple[CueClass, tuple[int, ...]] | None:
        p = self.p
        word = p.lower[k]
        verbs = self.cues.verbs
        lemma = next(
            (
                stem
                for stem in (
                    p.lemma[k] if p.pos[k] in ("VERB",) else "",
                    word[:-1] if word.endswith("s") and not word.endswith("ss") else "",
                    word[:-2] if word.endswith("es") else "",
                    word[:-3] + "y" if word.endswith("ies") else "",
                )
                if stem in verbs
            ),
            "",
        )
        if not lemma:
            return None
        frames = verbs[lemma]
        following = p.lower[k + 1] if k + 1 < len(p) else ""
        if following in frames:
            return frames[following], (k + 1,)
        entry = frames.get("")
        if entry is None:
            return None
        if following in ("for", "of", "on", "about", "against", "at", "over"):
            return entry, (k + 1,)
        return entry, ()

    def colons(self) -> Iterator[Frame]:
        """``The mayor: “We are late.”`` at the start of a paragraph; transcripts."""
        p = self.p
        for k, _q in enumerate(self.quotes):
            a, b = self.quote_outer[k]
            if a >= b or a < 2 or p.word[a - 1] != ":":
                continue
            first, _ = p.tokens_of_paragraph[p.paragraph[p.sentence[a]]]
            if 0 < a - 1 - first <= 8 and not any(p.pos[t] in ("VERB", "AUX") for t in range(first, a - 1)):
                r = (first, a - 1)
                yield Frame(-1, (), self.cues.unknown, "colon", (self.quote_range[k],), self._top(self.quote_range[k]), r, self._top(r), "colon", quoted=(k,))
            elif b - a > 8:
                yield from self._unsaid_colon(k, a)

    def _unsaid_colon(self, k: int, a: int) -> Iterator[Frame]:
        """``Roe’s visit drew a crowd: “We have waited for this day for years.”``: a colon, and no verb of saying before it."""
        p = self.p
        first = p.sentences[p.sentence[a - 1]][0]
        verbs = [t for t in range(first, a - 1) if p.pos[t] == "VERB" and self.quote_of[t] < 0]
        if not verbs or any((entry := self.verb_entry(t)[0]) is not None and entry.uttered for t in verbs):
            return
        who = next((t for t in range(first, a - 1) if p.ent[t] == "PERSON" and p.dep[t] in ("nsubj", "poss", "nsubjpass")), -1)
        if who >= 0:
            yield Frame(-1, (), self.cues.unknown, "colon", (self.quote_range[k],), self._top(self.quote_range[k]), self.phrase(who), who, "inherited", quoted=(k,))

    def transcript(self) -> Iterator[Frame]:
        """``ROE: It was late.``: a paragraph that a name and a colon open, without quotation marks."""
        p = self.p
        turns = []
        for a, b in p.tokens_of_paragraph:
            colon = next((k for k in range(a + 1, min(a + 6, b)) if p.word[k] == ":"), -1)
            if colon < 0 or b - colon <= 3 or self.quote_of[colon + 1] >= 0 or any(x <= a < y for x, y in self.headings):
                continue
            if all(p.pos[k] in ("PROPN", "PUNCT") or p.ent[k] == "PERSON" for k in range(a, colon)):
                turns.append((a, colon, b))
        for a, colon, b in turns if len(turns) > 1 else ():  # one alone is a dateline or a label
            yield Frame(-1, (), self.cues.unknown, "colon", ((colon + 1, b),), self._top((colon + 1, b)), (a, colon), colon - 1, "inherited")

    def imputed(self) -> Iterator[Frame]:
        """Quotations inside a quotation that no cue introduces: ``“It is always, ‘We decide for you,’” he said``."""
        p = self.p
        for q in self.inner:
            r = p.tokens(q.inner)
            if len(r) < 5 or not self.first_person((r.start, r.stop)) or not any(p.tag[t] in ("VBP", "VBZ", "VBD", "MD") for t in r):
                continue
            before = [t for t in range(max(0, r.start - 8), r.start) if p.pos[t] == "VERB"]
            if any((entry := self.verb_entry(t)[0]) is not None and entry.uttered for t in before):
                continue
            yield Frame(-1, (), self.cues.unknown, "inner", ((r.start, r.stop),), self._top((r.start, r.stop)))

    def alone(self) -> Iterator[Frame]:
        """Paragraphs that are only a quotation: whose it is, is left to later."""
        p = self.p
        for number, (a, b) in enumerate(p.tokens_of_paragraph):
            ks = self._starts.get(number, ())
            if not ks or any(self.quote_of[t] < 0 and p.pos[t] not in ("PUNCT", "SPACE") for t in range(a, b)):
                continue
            if all(self.quotes[k].continues for k in ks):
                continue
            ranges = tuple(self.quote_range[k] for k in ks)
            if sum(y - x for x, y in ranges) < 4:
                continue
            yield Frame(-1, (), self.cues.unknown, "alone", ranges, self._top(ranges[0]), None, -1, "none", quoted=tuple(ks))

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

    def of_verb(self, i: int) -> Iterator[Frame]:
        """The frames of a verb."""
        p, children = self.p, self.children
        if i in self._second:
            return
        entry, more = self.verb_entry(i)
        kids = children[i]
        deps = {p.dep[c] for c in kids}
        if entry is None:
            if p.pos[i] == "VERB" and p.lower[i] in self.cues.adjectives and p.tag[i] in ("VBN", "VBD"):
                yield from self.of_adjective(i, self.cues.adjectives[p.lower[i]])
                return
            if p.pos[i] == "AUX" or not ("ccomp" in deps or self._near_quote(i)):
                return
            entry = self.cues.unknown
        if p.dep[i] in ("aux", "auxpass", "amod", "compound"):
            return
        if p.lemma[i] == "attack" and not self._near_quote(i) and not any(p.dep[c] == "prep" and p.lower[c] in ("for", "over", "as") for c in kids):
            return  # attacked a camp: a deed, unless it says for what, or with which words
        passive = "auxpass" in deps or "nsubjpass" in deps
        source_head, tie = self.subject(i)
        if entry.name == "v.affect":
            obj = self.child(i, "dobj")
            k = self.child(i, "nsubjpass")
            source_head, tie = (k, "subject") if k >= 0 else (obj, "object") if obj >= 0 else (source_head, tie)
        elif passive and tie == "none" and p.lemma[i] in ("quote", "cite"):
            source_head, tie = self.child(i, "nsubjpass"), "subject"
        source = self.phrase(source_head, i) if source_head >= 0 else None
        if source is None and entry.uttered and self.quotes and not passive and (p.tag[i] in ("VBD", "VBZ", "VBP") or entry.name == "v.document"):
            source, source_head = self._beside(i)
            tie = "subject" if source is not None else tie
        if 0 <= source_head < self.dateline[1] < i:
            # "GAZA – Spokesman Jane Roe said": the parser takes the dateline for the subject
            end = next((k for k in range(self.dateline[1], i + 1) if p.pos[k] in ("VERB", "AUX", "ADV") or p.word[k] in (",", "–", "—")), i)
            head = next((k for k in range(end - 1, self.dateline[1] - 1, -1) if p.pos[k] in ("PROPN", "NOUN", "PRON")), -1)
            source, source_head = ((self.dateline[1], end), head) if head >= 0 else (None, -1)
        if source_head >= 0 and p.lower[source_head] in ("it", "there") and passive:
            source, source_head, tie = None, -1, "none"
        negated = self.negated(i)
        cue_tokens: tuple[int, ...] = (i, *more)
        if "prt" in deps and not more:
            cue_tokens = (i, self.child(i, "prt"))

        def frame(
            relation: str, content: Iterable[Range], head: int, tokens: tuple[int, ...] = cue_tokens, who: tuple[int, str] | None = None, quoted: tuple[int, ...] = ()
        ) -> Frame:
            s, h, t = source, source_head, tie
            if who is not None:
                h, t = who
                s = self.phrase(h, i) if h >= 0 else None
            return Frame(i, tokens, entry, relation, tuple(content), head, s, h, t, negated, quoted)

        if p.lemma[i] in ("ask", "request", "speak", "talk", "insist", "decline", "refuse", "wish", "want", "prefer", "demand", "agree") and any(
            p.lower[t] in ("anonymity", "named", "identified") for c in kids if c > i for t in range(self.left[c], min(self.right[c], self.left[c] + 8))
        ):
            return  # who asked not to be named: how the source is printed, nothing that it says
        obj = self.child(i, "dobj")
        said_quotes: list[Frame] = []
        for c in kids:
            d = p.dep[c]
            if d == "ccomp":
                small = p.pos[c] not in ("VERB", "AUX") or (p.tag[c] in ("VB", "VBG", "VBN") and not self.finite(c))
                yield frame("small" if small else "ccomp", self.ranged(c, i), c)
            elif d == "xcomp" and entry.name == "v.add":
                continue  # went on to say: what is said hangs on the verb of saying
            elif d == "xcomp" and entry.name == "v.demand" and more and p.dep[more[0]] == "prep" and self.right[more[0]] == self.left[c]:
                continue  # called on both sides to …: made with the preposition
            elif d == "xcomp" or (d == "acomp" and entry.name in ("v.name", "v.believe")) or d == "oprd":
                if passive and self.child(i, "nsubjpass") >= 0 and d != "acomp":
                    s = self.child(i, "nsubjpass")
                    yield frame("raised", (self.phrase(s), (self.left[c], self.right[c])), c)
                if 0 <= obj < c and d != "acomp":
                    yield frame("object+", ((self.left[obj], self.right[c]),), c)
                yield frame("xcomp", ((self.left[c], self.right[c]),), c)
            elif d == "dobj":
                about = next((x for x in kids if x > c and p.dep[x] == "prep" and p.lower[x] in _TOPIC and self.right[c] <= self.left[x] <= self.right[c] + 1), -1)
                if about >= 0 and any(p.dep[x] == "acl" and p.lemma[x] == "attribute" for x in children[c]):
                    yield frame("object", ((self.left[c], self.right[about]),), c)  # denied statements attributed to her, on the strike
                yield frame("object", self._object(c), c)
                end = self.right[c]
                if entry.name == "v.name" and end < len(p) and (q := self.quote_of[end]) >= 0 and self.quote_outer[q][0] == end:
                    yield frame("object+", ((self.left[c], self.quote_outer[q][1]),), c, quoted=(q,))  # called the attack “cowardly”
                aim = next((x for x in kids if x > c and p.dep[x] == "advcl" and p.tag[x] == "VB" and self.left[x] == self.right[c]), -1)
                if aim >= 0 and entry.name == "v.demand":
                    yield frame("object+", ((self.left[c], self.right[aim]),), c)  # proposed a fund to help the farmers
                rel = self.child(c, "relcl", "acl")
                if rel >= 0 and p.dep[rel] == "acl" and p.tag[rel] in ("VB", "VBG", "VBN"):
                    yield frame("object+", ((self.left[c], self.right[c]),), rel)
            elif d == "nsubjpass" and passive:
                if entry.name != "v.affect":
                    yield frame("passive", (self.phrase(c, i),), c)
            elif d in ("prep", "agent") and p.lower[c] not in ("by", "from", "after", "before", "since", "during", "until"):
                k = self.child(c, "pobj", "pcomp")
                if p.lemma[i] in ("compare", "equate", "liken") and k >= 0 and p.pos[k] == "NUM":
                    continue  # comparing 2023 to 2022
                if p.lemma[i] == "refer" and k >= 0 and p.lemma[k] in self.cues.nouns:
                    continue  # referring to the ministry's claims: the claims are the ministry's
                if k < 0 and (c in more or p.lower[c] == "as") and 0 <= obj < c:
                    yield frame("object+", ((self.left[obj], self.right[c]),), c, cue_tokens)
                if k >= 0 and p.ent[k] not in ("DATE", "TIME"):
                    tokens = cue_tokens if c in more else (*cue_tokens, c)
                    if p.dep[k] == "pcomp":
                        if p.lower[c] == "as" and 0 <= obj < c:
                            yield frame("small", ((self.left[obj], self.right[k]),), k)
                        elif p.lower[c] != "as" or entry.name != "v.explain":
                            yield frame("pcomp", ((self.left[k], self.right[k]),), k, tokens)
                        if 0 <= obj < c:
                            yield frame("object+", ((self.left[obj], self.right[k]),), k, cue_tokens)
                        elif passive and self.child(i, "nsubjpass") >= 0 and (p.lower[c] != "as" or self.verb_entry(k)[0] is None):
                            yield frame("raised", (self.phrase(self.child(i, "nsubjpass"), i), (self.left[c], self.right[c])), k, tokens)
                    else:
                        end = self.right[c]
                        # "called for X to do": what the parser hangs on the verb belongs to the demand
                        nxt = [x for x in kids if x > c and p.dep[x] in ("xcomp", "advcl", "ccomp") and self.left[x] == end]
                        if nxt and p.tag[nxt[0]] == "VB":
                            end = self.right[nxt[0]]
                        yield frame("prep", ((self.left[k], end),), k, tokens)
                        if 0 <= obj < c:
                            yield frame("object+", ((self.left[obj], self.right[c]),), k, cue_tokens)
                        elif passive and self.child(i, "nsubjpass") >= 0:
                            yield frame("raised", (self.phrase(self.child(i, "nsubjpass"), i), (self.left[c], self.right[c])), k, tokens)
            elif d == "advcl":
                if p.lower[self.left[c]] in ("if", "whether", "that", "how", "why", "what", "because", "to", "when") or (p.tag[c] == "VB" and self.left[c] < c):
                    yield frame("advcl", ((self.left[c], self.right[c]),), c)
            elif d in ("attr", "advmod", "npadvmod") and c > i and p.lower[c] in ("so", "otherwise", "likewise", "no", "yes", "enough"):
                yield frame("compound", ((self.left[c], self.right[c]),), c)
        # the content governs the cue: "X, he said, …" read as parataxis; "…, as he put it"
        h = p.head[i]
        if p.dep[i] == "csubj" and p.lemma[h] == "be":
            for c in children[h]:
                if c > h and p.dep[c] in ("ccomp", "attr", "acomp"):
                    yield frame("ccomp", ((self.left[c], self.right[c]),), c)  # what she said was that …
        if h != i:
            d = p.dep[i]
            if d == "relcl":
                content = self.phrase(h, i)
                if (source_head >= 0 and p.lower[source_head] not in ("who",)) or (source_head < 0 and not passive):
                    if not (source_head >= 0 and p.lower[source_head] in _RELATIVE and p.dep[source_head] == "nsubj"):
                        yield frame("relative", (content,), h)
                elif passive and source_head >= 0:
                    yield frame("relative", (content,), h)
            elif d == "acl" and p.tag[i] == "VBN":
                yield frame("relative", (self.phrase(h, i),), h)
            elif d in ("parataxis", "ccomp", "dep", "advcl", "conj", "intj"):
                has_mark = self.left[i] < i and p.lower[self.left[i]] == "as"
                if has_mark and d == "advcl":
                    yield frame("as", self.around(h, i), h)
                elif d != "conj" and source is not None and tie == "subject" and "ccomp" not in deps and "dobj" not in deps and entry.uttered:
                    around = self.around(h, i)
                    if around:
                        yield frame("clause", around, h)
        if entry.uttered:
            yield from self._tail(i, frame)
        last = p.sentences[p.sentence[i]][1]
        if entry.name in _CLAUSAL and tie == "subject" and source_head < i and p.tag[i] != "VB" and i + 3 < last:
            # from "that" if it follows in the cue's own words ("said in a recording that …"), else from the next word
            that = next((t for t in range(i + 1, min(i + 14, last)) if p.lower[t] == "that" or p.pos[t] in ("VERB", "AUX", "PUNCT")), -1)
            begin = that if that > 0 and p.lower[that] == "that" and that + 2 < last else i + 1 if p.pos[i + 1] not in ("PUNCT", "ADP", "PART", "CCONJ", "SPACE") else -1
            if begin > 0:
                end = last
                for c in children[i]:
                    if c > begin + 1 and (p.dep[c] == "conj" or (p.dep[c] == "advcl" and p.tag[c] == "VBG")) and self.verb_entry(c)[0] is not None:
                        end = min(end, max(self.left[c], begin + 1))
                end = next((self.left[t] for t in range(begin + 2, end) if self.trailing(t)), end)
                end = next((t for t in range(begin + 2, end) if p.word[t] == ";" and self.quote_of[t] < 0), end)
                # ", which the premier calls an insult": the outlet goes on with another's words
                aside = (t for t in range(begin + 2, end) if p.dep[t] == "relcl" and p.word[self.left[t] - 1] == "," and p.head[t] < self.left[t])
                end = next(
                    (
                        self.left[t] - 1
                        for t in aside
                        if (other := self.verb_entry(t)[0]) is not None and other.uttered and (who := self.child(t, "nsubj")) >= 0 and p.pos[who] in ("PROPN", "NOUN")
                    ),
                    end,
                )
                if self.quote_of[i] >= 0:
                    end = min(end, self.quote_outer[self.quote_of[i]][1])
                yield frame("rest", ((begin, end),), self._top((begin, end)))
        if self._before_block(last) and entry.uttered and p.pos[i] == "VERB":
            block = p.tokens_of_paragraph[p.paragraph[p.sentence[i]] + 1]
            yield frame("block", (block,), self._top(block))
        # quotations beside the cue
        if self.quotes and (entry.uttered or "ccomp" in deps or entry is self.cues.unknown or not more):
            said_quotes.extend(self._quotes(i, frame))
        yield from said_quotes

    def _beside(self, i: int) -> tuple[Range | None, int]:
        """``“…,” the captain, Jane Roe, said.`` ``“…,” said Roe.``: the noun phrase between the quotation and the verb, or right after it."""
        p = self.p
        ks = self._starts.get(p.paragraph[p.sentence[i]], ())
        before = next((k for k in reversed(ks) if self.quote_outer[k][1] <= i), -1)
        if before < 0:
            return None, -1
        a = self.quote_outer[before][1]
        if 0 < i - a <= 14 and not any(p.pos[t] in ("VERB", "AUX", "SCONJ") or p.word[t] in (".", "?", "!") for t in range(a, i)):
            head = next((t for t in range(a, i) if p.pos[t] in ("PROPN", "NOUN", "PRON") and (t + 1 >= i or p.pos[t + 1] not in ("PROPN", "NOUN", "PART"))), -1)
            if head >= 0:
                end = next((t for t in range(head + 1, i) if p.word[t] == ","), i)
                start = next((t for t in range(a, head + 1) if p.pos[t] not in ("PUNCT", "SPACE", "CCONJ", "ADV")), head)
                return (start, end), head
        if a == i:
            end = i + 1
            while end < len(p) and end < i + 12 and p.pos[end] in ("PROPN", "NOUN", "DET", "ADJ", "PRON", "NUM", "PART") and p.sentence[end] == p.sentence[i]:
                end += 1
            if end > i + 1 and p.pos[end - 1] in ("PROPN", "NOUN", "PRON"):
                return (i + 1, end), end - 1
        return None, -1

    def _before_block(self, last: int) -> bool:
        """Whether the token before `last` is a colon that ends its paragraph, with another paragraph after it."""
        p = self.p
        if last >= len(p) or p.word[last - 1] != ":":
            return False
        number = p.paragraph[p.sentence[last - 1]]
        return p.tokens_of_paragraph[number][1] == last and number + 1 < len(p.tokens_of_paragraph)

    def finite(self, k: int) -> bool:
        """Whether a verb, or an auxiliary of it, has a tense."""
        p = self.p
        return p.tag[k] in ("VBD", "VBZ", "VBP", "MD") or any(p.dep[c] in ("aux", "auxpass") and p.tag[c] in ("MD", "VBD", "VBZ", "VBP") for c in self.children[k])

    def _object(self, k: int) -> tuple[Range, ...]:
        """The object phrase, with the relative clause or apposition that ends it cut off where a comma sets it apart."""
        p = self.p
        a, b = self.left[k], self.right[k]
        for c in reversed(self.children[k]):
            if c > k and self.right[c] == b and p.dep[c] in ("relcl", "appos", "advcl", "acl", "parataxis") and p.lower[self.left[c] - 1] in (",", "-", "–", "—", "--"):
                b = self.left[c] - 1
        for t in range(b - 1, k, -1):
            if p.dep[t] == "relcl" and self.right[t] == b and p.word[self.left[t] - 1] == "," and self.quote_of[t] < 0:
                b = self.left[t] - 1  # offers money in aid, which the premier calls an insult
                break
        return ((a, max(b, k + 1)),)

    def around(self, h: int, i: int) -> tuple[Range, ...]:
        """The clause of `h` without the clause of the cue `i` below it."""
        a, b = self.left[h], self.right[h]
        c, d = self.left[i], self.right[i]
        first, last = self.p.sentences[self.p.sentence[h]]
        a, b = max(a, first), min(b, last)
        return tuple(r for r in ((a, c), (d, b)) if self._words(*r))

    def _words(self, a: int, b: int) -> bool:
        return any(self.p.pos[k] not in ("PUNCT", "SPACE", "CCONJ") for k in range(a, b))

    def _tail(self, i: int, frame: object) -> Iterator[Frame]:
        """``X will open, the mayor said`` where the parser tied the two in no way: the sentence before the comma."""
        p = self.p
        first, last = p.sentences[p.sentence[i]]
        subject = self.child(i, "nsubj")
        if subject < 0 or p.dep[i] not in ("ROOT", "conj", "ccomp", "dep", "advcl", "parataxis") or self.child(i, "mark") >= 0:
            return
        # the subject's own words: the parser may hang on it what stands before the comma
        a = min([subject, i] + [self.left[c] for c in self.children[subject] if c < subject and p.dep[c] in ("det", "compound", "amod", "poss", "nummod", "nmod")])
        rest = max(i + 1, self.right[subject])
        while rest < last and (
            p.dep[rest] in ("npadvmod", "prep", "pobj", "det", "compound", "advmod", "nummod", "dative", "poss", "case", "amod", "dobj") and self._under(rest, i)
        ):
            rest += 1
        placed = a > first + 2 and p.word[a - 1] == "," and (rest >= last or p.pos[rest] == "PUNCT")
        if placed and self.quote_of[a - 1] < 0 and self._words(first, a - 1) and any(p.pos[k] in ("VERB", "AUX") for k in range(first, a - 1)):
            yield frame("clause", ((first, a - 1),), p.sentences[p.sentence[i]][0])  # type: ignore[operator]

    def _under(self, k: int, i: int) -> bool:
        p = self.p
        for _ in range(12):
            if k == i:
                return True
            if p.head[k] == k:
                return False
            k = p.head[k]
        return False

    def _near_quote(self, i: int) -> bool:
        if not self.quotes or self.quote_of[i] >= 0:
            return False
        first, last = self.p.sentences[self.p.sentence[i]]
        return any(q >= 0 for q in self.quote_of[max(0, first - 1) : last + 1])

    def _quotes(self, i: int, frame: object) -> Iterator[Frame]:
        """The quotations right before and right after the cue's clause, each alone and both together."""
        p = self.p
        if self.quote_of[i] >= 0:
            for a, b in self.inner_of.get(self.quote_of[i], ()):
                if i < a <= i + 5 and b - a > 2 and p.word[a - 1] in (",", ":") and not any(p.pos[t] in ("VERB", "AUX") for t in range(i + 1, a)):
                    b -= p.word[b - 1] in ("'", '"')  # the closing mark
                    yield frame("quote", ((a + 1, b),), self._top((a + 1, b)))  # type: ignore[operator]
                    break
            return
        paragraph = p.paragraph[p.sentence[i]]
        ks = self._starts.get(paragraph)
        if not ks:
            return
        first, last = p.sentences[p.sentence[i]]
        before = after = -1
        for k in ks:
            a, b = self.quote_outer[k]
            if b <= i:
                before = k
            elif a > i:
                after = k
                break

        # nothing but the cue's own clause may stand between
        def gap(x: int, y: int) -> int:
            return sum(1 for t in range(x, y) if p.pos[t] not in ("PUNCT", "SPACE"))

        subject = self.child(i, "nsubj", "nsubjpass")
        left_edge = min([i] + [self.left[c] for c in self.children[i] if c < i and self.quote_of[c] < 0 and (before < 0 or self.left[c] >= self.quote_outer[before][1])])
        ok_before = ok_after = False
        if before >= 0:
            e = self.quote_outer[before][1]
            # ", he said" / ", a spokesman for the mayor said": the subject lies between the quotation and the verb
            ok_before = gap(e, left_edge) <= 1 and (e >= first or gap(e, left_edge) == 0)
            # a quotation that is the end of a longer clause is no content of its own
        if after >= 0:
            s = self.quote_outer[after][0]
            between = [t for t in range(i + 1, s) if p.pos[t] not in ("PUNCT", "SPACE")]
            same = s < last
            colon = s - 1 > i and p.word[s - 1] in (",", ":")
            verbs = any(p.pos[t] in ("VERB", "AUX") and not (subject >= 0 and self.left[subject] <= t < self.right[subject]) for t in range(i + 1, s))
            # "claiming that the town “is poor”": the clause is the content, not the words in marks at its end
            clause = any(p.dep[c] == "ccomp" and i < self.left[c] < s and any(p.pos[t] not in ("PUNCT", "SCONJ") for t in range(self.left[c], s)) for c in self.children[i])
            ok_after = (
                (not verbs or colon)
                and not clause
                and (same or p.word[min(s, len(p)) - 1] in (":", ","))
                and (colon or len(between) <= 2 or all(self._under(t, i) for t in between))
                and len(between) <= 40
            )
        content_before = self.quote_range[before] if before >= 0 else (0, 0)
        make: list[tuple[str, tuple[Range, ...], tuple[int, ...]]] = []
        if ok_before:
            make.append(("quote", (content_before,), (before,)))
            # ", he said. “B”": the quotation that goes on
            if after >= 0:
                s = self.quote_outer[after][0]
                standing = range(i + 1, s)
                own = not any(p.pos[t] in ("VERB", "AUX") and not (subject >= 0 and self.left[subject] <= t < self.right[subject]) for t in standing)
                if (s >= last and gap(last, s) == 0) or (s < last and own and (p.pos[s - 1] == "PUNCT" or gap(i, s) <= 12)):
                    make.append(("quotes", (content_before, self.quote_range[after]), (before, after)))
        if ok_after:
            make.append(("quote", (self.quote_range[after],), (after,)))
        for relation, content, numbers in make:
            full = tuple(r for r in content if r[0] < r[1])
            if full:
                yield frame(relation, full, self._top(full[0]), quoted=numbers)  # type: ignore[operator]

    def first_person(self, r: Range) -> bool:
        """Whether a stretch begins to speak as I or we."""
        return any(self.p.lower[k] in ("i", "we", "my", "our") for k in range(r[0], min(r[0] + 4, r[1])))

    def _top(self, r: Range) -> int:
        p = self.p
        for k in range(*r):
            h = p.head[k]
            if (h == k or not r[0] <= h < r[1]) and p.pos[k] not in ("PUNCT", "SPACE"):
                return k
        return r[0]

    def of_noun(self, i: int, entry: CueClass) -> Iterator[Frame]:
        """The frames of a noun: the claim that, a plan to, allegations of, his concern is that."""
        p = self.p
        holder, tie = self.holder(i)
        source = self.phrase(holder, i) if holder >= 0 else None
        tokens: tuple[int, ...] = (i,)
        h = p.head[i]
        carried = p.dep[i] == "dobj" and p.lemma[h] in self.cues.light
        negated = self.negated(h) if p.pos[h] in ("VERB", "AUX") else any(p.lower[c] == "no" for c in self.children[i])

        def frame(relation: str, content: Iterable[Range], head: int, more: tuple[int, ...] = ()) -> Frame:
            cue = (h, *tokens) if carried else tokens
            return Frame(i, (*cue, *more), entry, relation, tuple(content), head, source, holder, tie, negated)

        for c in self.children[i]:
            d = p.dep[c]
            if c > i and d in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
                word = p.lower[self.left[c]]
                if p.tag[c] == "VB" and (word in ("to", "not") or any(p.lower[x] == "to" for x in self.children[c])):
                    yield frame("noun-to", ((self.left[c], self.right[c]),), c)
                elif (
                    (d in ("acl", "ccomp") and p.tag[c] not in ("VBG", "VBN"))
                    or (d == "relcl" and word == "that" and p.dep[self.left[c]] in ("mark",))
                    or (d == "relcl" and word == "that" and self.child(c, "nsubj", "nsubjpass") != self.left[c] and self.child(c, "dobj") >= 0)
                ):
                    yield frame("noun-clause", ((self.left[c], self.right[c]),), c)
            elif c > i and d == "prep" and p.lower[c] not in ("by", "from", "among", "amongst", "in", "at", "during", "after", "before"):
                k = self.child(c, "pobj", "pcomp")
                if k >= 0:
                    yield frame("noun-prep", ((self.left[k], self.right[c]),), k, (c,))
            elif c > i and d == "appos" and p.lower[self.left[c] - 1] == ":":
                yield frame("colon", ((self.left[c], self.right[c]),), c)
        if p.dep[i] in ("nsubj", "attr") and p.lemma[h] == "be":
            for c in self.children[h]:
                if c > i and c > h and p.dep[c] in ("ccomp", "attr", "xcomp", "acomp", "advcl") and p.dep[i] == "nsubj":
                    yield frame("noun-be", ((self.left[c], self.right[c]),), c)
        # carried by a verb that has the clause: "raised the question whether", "made it clear that"
        if p.dep[i] == "dobj" and p.pos[h] == "VERB":
            for c in self.children[h]:
                if c > i and p.dep[c] in ("ccomp", "xcomp", "advcl"):
                    yield frame("noun-clause" if p.dep[c] != "xcomp" else "noun-to", ((self.left[c], self.right[c]),), c)
                elif c > i and p.dep[c] == "prep" and p.lower[c] in ("about", "on", "over", "of", "for", "against", "to", "toward", "towards"):
                    k = self.child(c, "pobj", "pcomp")
                    if k >= 0:
                        yield frame("noun-prep", ((self.left[k], self.right[c]),), k, (c,))
        if p.dep[i] == "pobj" and p.lower[h] in ("in", "to") and (tie == "poss" or self.child(i, "prep") >= 0) and entry.name in ("n.belief", "n.statement", "n.want", "n.claim"):
            # in his view, X; in the words of X
            if tie != "poss":
                of = next((c for c in self.children[i] if p.dep[c] == "prep" and p.lower[c] == "of"), -1)
                k = self.child(of, "pobj") if of >= 0 else -1
                if k < 0:
                    return
                holder, tie, source = k, "agent", self.phrase(k, i)
            verb = p.head[h]
            if p.pos[verb] in ("VERB", "AUX"):
                carried = False
                yield frame("according", self.around(verb, h), verb)

    def of_adjective(self, i: int, entry: CueClass) -> Iterator[Frame]:
        """The frames of an adjective or participle of feeling: sure that, willing to, critical of."""
        p = self.p
        if p.dep[i] in ("amod", "compound") and self.right[i] == i + 1:
            return
        verb = p.pos[i] == "VERB"
        if verb:
            holder = self.child(i, "nsubjpass", "nsubj")
            tie = "subject"
            if holder < 0:
                holder, tie = self.subject(i, 1)
        else:
            holder, tie = self.holder(i)
        source = self.phrase(holder, i) if holder >= 0 else None
        negated = self.negated(i) or (p.pos[p.head[i]] in ("VERB", "AUX") and self.negated(p.head[i]))

        def frame(relation: str, content: Iterable[Range], head: int, more: tuple[int, ...] = ()) -> Frame:
            return Frame(i, (i, *more), entry, relation, tuple(content), head, source, holder, tie, negated)

        h = p.head[i]
        places = list(self.children[i])
        if p.dep[i] in ("acomp", "oprd"):
            places += [c for c in self.children[h] if c > i and p.dep[c] in ("ccomp", "xcomp", "prep", "advcl")]
        for c in places:
            d = p.dep[c]
            if c <= i:
                continue
            if d in ("ccomp", "advcl", "acl"):
                yield frame("adj-clause", ((self.left[c], self.right[c]),), c)
            elif d == "xcomp":
                yield frame("adj-to", ((self.left[c], self.right[c]),), c)
            elif d in ("prep", "agent"):
                k = self.child(c, "pobj", "pcomp")
                if k >= 0:
                    yield frame("adj-prep", ((self.left[k], self.right[c]),), k, (c,))

    def according(self, i: int) -> Iterator[Frame]:
        """``According to X, …``: the clause that the phrase hangs on, without the phrase."""
        p = self.p
        first, last = p.sentences[p.sentence[i]]
        words = next((w for w in self.cues.prepositions.get(p.lower[i], ()) if tuple(p.lower[i : i + len(w)]) == w), None)
        if words is None:
            return
        n = i + len(words)
        end = min(max(self.right[i], n + 1), last)
        head = -1
        for k in range(n, end):
            if p.dep[k] == "pobj" and i <= p.head[k] < n:
                head = k
                break
        if head < 0:
            return
        a, b = self.phrase(head)
        comma = next((k for k in range(head + 1, b) if p.word[k] == ","), -1)
        if comma > 0 and (b >= last or p.word[b] != ",") and any(p.dep[c] == "conj" and c > comma for c in self.children[head]):
            # "according to Roe, Ruritania and Borduria have …": what follows the comma belongs to the clause
            b = end = comma
        if p.lower[i] == "per" and (p.pos[head] != "PROPN" or p.ent[head] in ("MONEY", "PERCENT", "QUANTITY", "")):
            return
        if p.lower[i] == "according" and p.lower[head] in ("plan", "law", "rule", "need", "ability", "schedule", "custom"):
            return
        start = i
        stop = max(end, b)
        while stop < last and stop > b and p.pos[stop - 1] == "PUNCT":
            stop -= 1
        verb = p.head[i]
        # what hangs between: the whole sentence if the phrase opens or closes it, else the clause around it
        ranges: tuple[Range, ...]
        if start == first or (start == first + 1 and p.pos[first] in ("PUNCT", "CCONJ", "ADV", "SCONJ")):
            ranges = ((stop, last),)
            if start == first + 1 and p.pos[first] == "ADV":
                ranges = ((first, start), (stop, last)) if False else ranges
        else:
            x, y = (self.left[verb], self.right[verb]) if verb != i and p.pos[verb] in ("VERB", "AUX") else (first, last)
            x, y = max(first, min(x, start)), min(last, max(y, stop))
            for other in self.children[verb] if verb != i else ():
                # "…, adding that": another attribution with its own cue
                if other > stop and p.dep[other] in ("advcl", "conj") and self.verb_entry(other)[0] is not None and self._words(x, start):
                    y = min(y, self.left[other])
            ranges = tuple(r for r in ((x, start), (stop, y)) if self._words(*r))
        ranges = tuple(r for r in ranges if self._words(*r))
        if ranges:
            yield Frame(i, tuple(range(i, n)), self.cues.according, "according", ranges, verb, (a, b), head, "of")
            if len(ranges) > 1:
                for part in ranges:
                    yield Frame(i, tuple(range(i, n)), self.cues.according, "according", (part,), verb, (a, b), head, "of")
        quote = self._starts.get(p.paragraph[p.sentence[i]], ())
        for k in quote:
            o = self.quote_outer[k]
            if (o[1] <= start and not self._words(o[1], start)) or (o[0] >= stop and not self._words(stop, o[0])):
                yield Frame(i, tuple(range(i, n)), self.cues.according, "quote", (self.quote_range[k],), self._top(self.quote_range[k]), (a, b), head, "of", quoted=(k,))
