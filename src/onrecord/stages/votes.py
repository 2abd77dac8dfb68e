"""votes: votes of parliaments, councils, assemblies and courts.

Which number is for and which against is read from the words beside it; a bare pair (``52–48``) takes its roles from what the
sentence says came of the vote, and none where it does not say. A referendum, an election and a poll are no vote of a body
and are left out. Where the words give only part of a vote the rest is None.

Known to miss: votes told in headlines without numbers, and a motion that was named more than a sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.model import Document, EntityKind, Ids, Outcome, Period, Problem, Span, TimexType, Vote
from onrecord.numerals import Number, numerals, small
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.tallies import Ballots, Tally, ballots
from onrecord.text import Parse, overlap


@dataclass(slots=True)
class _Tables:
    """The outcome words by lemma, with the particle that some of them need."""

    outcomes: dict[str, Outcome]
    particles: dict[str, set[str]]
    motions: set[str]
    bodies: set[str]
    members: set[str]
    tallies: Ballots
    cue: re.Pattern[str] = field(
        default_factory=lambda: re.compile(
            r"(?<![\w-])(?:vote[sd]?|voting|unanim\w+|veto\w*|abst\w+|voice vote|show of hands|ayes?|noes|nays?|yeas?|in favou?r|cloture|filibuster\w*|\d+\s?[-–]\s?\d+|dissent\w*|opposed|against)(?![\w])"
        )
    )


def _build(resources: Resources) -> _Tables:
    table = resources.lexicon("ballots")
    outcomes = {lemma: Outcome(kind) for kind in ("adopted", "rejected", "blocked") for lemma in table[kind]}
    return _Tables(
        outcomes=outcomes,
        particles={k: set(v) for k, v in table["particles"].items()},
        motions=set(table["motions"]),
        bodies=set(table["bodies"]),
        members=set(table["members"]),
        tallies=ballots(resources),
    )


def find(document: Document, layers: Layers) -> Iterator[Vote | Problem]:
    """The votes of a report, in the order of the text.

    Args:
        document: The report.
        layers: ``sentences``, ``timexes``, ``entities``, ``quantities``; all but the first may be empty.

    Yields:
        Votes; ``spans`` holds the numbers and the words of the outcome.
    """
    parse = layers.sentences
    if not len(parse):
        return
    tables: _Tables = layers.resources.derived("votes", _build)
    text = document.text
    if not _ANY.search(text):
        return
    finder = _Finder(document, parse, tables, small(text), layers)
    yield from finder.votes()


_ANY = re.compile(r"[Vv]ot(?:e|ing)|[Uu]nanim|[Vv]eto|[Aa]bst|in favou?r|\d ?[-–] ?\d|\d+ to \d|[Aa]yes|[Nn]ays|[Nn]oes|show of hands")


@dataclass(slots=True)
class _Found:
    """A vote in the making."""

    sentence: int
    tally: Tally | None
    outcome: Outcome = Outcome.UNKNOWN
    word: int | None = None
    motion: Span | None = None
    body: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    confidence: float = 0.9


class _Finder:
    """One pass over the sentences of a report."""

    def __init__(self, document: Document, parse: Parse, tables: _Tables, lower: str, layers: Layers) -> None:
        self.document, self.parse, self.t, self.lower = document, parse, tables, lower
        self.grammar = numerals(layers.resources)
        self.timexes = sorted((x.span, x) for x in layers.timexes if x.type is TimexType.DATE and x.start)
        self.entities = sorted((m, x.id, x.kind) for x in layers.entities for m in x.mentions)

    def _numbers(self, zone: Span) -> list[Number]:
        """The numbers of one sentence; the whole text need not be read where few sentences tell of votes."""
        found = self.grammar.find(self.document.text[zone[0] : zone[1]], self.lower[zone[0] : zone[1]])
        for n in found:
            n.start, n.end, n.tail = n.start + zone[0], n.end + zone[0], n.tail + zone[0]
            n.pieces = tuple(Span(a + zone[0], b + zone[0]) for a, b in n.pieces)
        return found

    def _hedged(self, n: Number) -> bool:
        return bool(_HEDGE.search(self.lower, max(0, n.start - 24), n.start))

    def votes(self) -> Iterator[Vote]:
        """The votes, joined with their outcome, motion and body."""
        found: list[_Found] = []
        parse, t = self.parse, self.t
        for k in range(len(parse.sentences)):
            zone = parse.sentence_span(k)
            words = self.lower[zone[0] : zone[1]]
            if not t.cue.search(words) and not _PAIR.search(words):
                continue
            tallies = t.tallies.find(self.lower, zone, self._numbers(zone), self._hedged)
            whole = [x for x in tallies if x.pair or len(x.counts) > 1]
            if whole:
                tallies = whole
            else:
                last = found[-1] if found else None
                for x in tallies:  # "195 voted in favour and 106 against. Three abstained."
                    if last is not None and set(x.counts) == {"abstain"} and last.sentence == k - 1 and "abstain" not in last.counts and self._same_paragraph(k - 1, k):
                        last.counts |= x.counts
                        last.spans += x.spans.values()
                tallies = [x for x in tallies if not x.hedged and "abstain" not in x.counts]
                if last is not None and len(last.counts) > 1 and k - last.sentence < 3:
                    tallies = []  # of a vote that is told already, who voted no
            if (_TRAP.search(words) and not _BODY_VOTE.search(words)) or _ELECTED.search(words):
                continue
            if tallies:
                found.extend(self._tallied(k, tally) for tally in tallies)
            elif _WITHOUT.search(words):
                vote = self._without(k, words)
                if vote:
                    found.append(vote)
        found = self._joined(found)
        ids = Ids(self.document.id, "votes")
        for f in found:
            spans = tuple(dict.fromkeys(sorted(f.spans)))
            if spans:
                yield Vote(
                    id=ids(*spans),
                    body=f.body,
                    motion=f.motion,
                    for_=f.counts.get("for"),
                    against=f.counts.get("against"),
                    abstain=f.counts.get("abstain"),
                    outcome=f.outcome,
                    period=self._period(f),
                    spans=spans,
                    confidence=f.confidence,
                    stage=STAGE.name,
                )

    # ------------------------------------------------------------------------------------------------ with numbers

    def _tallied(self, k: int, tally: Tally) -> _Found:
        f = _Found(k, tally)
        zone = self.parse.sentence_span(k)
        words = self.lower[zone[0] : zone[1]]
        f.outcome, f.word = self._outcome(k, tally.span)
        to = _VOTED_TO.search(words)
        if f.word is None and to and tally.pair and tally.pair[0] > tally.pair[1] and not self.t.tallies.majorities.search(words):
            f.outcome = Outcome.ADOPTED  # what a body voted to do is carried
        elif f.word is None and self._same_paragraph(k - 1, k):
            f.outcome, f.word = self._outcome(k - 1, tally.span)
        if f.word is None and f.outcome is Outcome.UNKNOWN and self._same_paragraph(k, k + 1):
            f.outcome, f.word = self._outcome(k + 1, tally.span)
        f.confidence = 0.9
        if tally.pair:
            a, b = tally.pair
            short = self.t.tallies.majorities.search(self._around(k)) is not None  # more than half is needed
            if a == b:
                tally.settle("for", "against")
            elif tally.first:
                tally.settle(*(("for", "against") if tally.first == "for" else ("against", "for")))
                if f.word is None and not _VERDICT.match(self.lower, tally.pair_spans[1][1] if tally.pair_spans else 0):
                    f.outcome = Outcome.ADOPTED if (tally.first == "for") == (a > b) else Outcome.REJECTED
            elif f.outcome is Outcome.ADOPTED:
                tally.settle(*(("for", "against") if a >= b or short else ("against", "for")))
            elif f.outcome in (Outcome.REJECTED, Outcome.BLOCKED):
                # short of the 60 votes needed: the first is for; else the losers are the smaller number
                if short and a > b:
                    tally.settle("for", "against")
                else:
                    tally.settle(*(("against", "for") if a > b else ("for", "against")))
            else:
                f.confidence = 0.6
                if _VOTED_TO.search(words):
                    tally.settle("for", "against")
                elif _COURT.search(words):
                    tally.settle(*(("for", "against") if a >= b else ("against", "for")))  # a court's majority carries its ruling
        if f.outcome is Outcome.REJECTED and any(self.parse.lower[i] == "vetoed" and self.parse.pos[i] == "VERB" for i in range(*self.parse.sentences[k])):
            f.outcome = Outcome.BLOCKED
        f.counts = dict(tally.counts)
        f.spans = [*tally.spans.values()] or list(tally.pair_spans or ())
        if f.word is not None:
            f.spans.append(Span(self.parse.start[f.word], self.parse.end[f.word]))
        f.motion = self._motion(f)
        f.body = self._body(f)
        return f

    def _around(self, k: int) -> str:
        a = self.parse.sentence_span(max(0, k - 1))
        b = self.parse.sentence_span(min(len(self.parse.sentences) - 1, k + 1))
        return self.lower[a[0] : b[1]]

    def _same_paragraph(self, a: int, b: int) -> bool:
        p = self.parse.paragraph
        return a >= 0 and b < len(p) and p[a] == p[b]

    def _outcome(self, k: int, at: Span) -> tuple[Outcome, int | None]:
        """The outcome word nearest the numbers in a sentence, and what it says; verbs that are denied or only planned do not count."""
        parse, t = self.parse, self.t
        s, e = parse.sentences[k]
        best: tuple[int, Outcome, int] | None = None
        for i in range(s, e):
            lemma = parse.lemma[i]
            kind = t.outcomes.get(lemma)
            word = parse.lower[i]
            if word in ("passage", "approval", "adoption", "confirmation"):
                kind = Outcome.ADOPTED
            elif word in ("overrode", "overridden"):
                kind = Outcome.ADOPTED  # the parser's lemma is the form itself
            elif word in ("rejection", "defeat"):
                kind = Outcome.REJECTED
            elif word in ("vetoed", "veto", "filibuster", "filibustered"):
                kind = Outcome.BLOCKED if parse.pos[i] == "VERB" or not parse.lower[parse.head[i]].startswith(("overr", "overc", "end", "break", "broke", "overturn")) else None
            elif lemma == "vote" and i + 1 < e and "down" in (parse.lower[i + 1], parse.lower[min(i + 2, e - 1)]):
                kind = Outcome.REJECTED
            if kind is None and lemma not in t.particles:
                continue
            if lemma in t.particles and lemma != "vote":
                if not (i + 1 < e and parse.lower[i + 1] in t.particles[lemma]):
                    continue
                kind = Outcome.REJECTED
            if kind is None or (
                parse.pos[i] not in ("VERB", "AUX")
                and word
                not in (
                    "vetoed",
                    "veto",
                    "passed",
                    "rejected",
                    "approved",
                    "adopted",
                    "defeated",
                    "passage",
                    "approval",
                    "adoption",
                    "rejection",
                    "defeat",
                    "confirmation",
                    "blocked",
                    "failed",
                )
            ):
                continue
            if lemma in (
                "call",
                "support",
                "back",
                "extend",
                "amend",
                "sink",
                "fall",
                "win",
                "stop",
                "halt",
                "oppose",
                "demand",
                "condemn",
                "urge",
                "declare",
                "establish",
                "agree",
                "carry",
                "clear",
                "accept",
                "turn",
                "table",
                "elect",
                "ban",
                "repeal",
                "abolish",
                "suspend",
                "recognise",
                "recognize",
                "expel",
            ) and not self._heads_vote(i, at):
                continue
            if lemma == "defeat" and any(parse.dep[c] == "dobj" and parse.lemma[c] in _LOSERS for c in parse.children[i]):
                continue  # who defeats the government has not said what was voted on
            if word == "defeat" and any(parse.dep[c] == "poss" and parse.lemma[c] in _LOSERS for c in parse.children[i]):
                continue
            down = kind
            head, dep = parse.head[i], parse.dep[i]
            if dep in ("amod",) or (parse.tag[i] in ("VB",) and dep in ("acl", "relcl", "advcl") and not self._by_vote(head)):
                continue
            negated = any(parse.dep[c] == "neg" for c in parse.children[i])
            if (dep == "xcomp" and parse.lemma[head] in _UNDECIDED) or (parse.tag[i] == "VB" and parse.lemma[head] in ("be", "expect") and dep in ("xcomp", "acomp")):
                if parse.lemma[head] in ("fail", "refuse", "decline"):
                    down = Outcome.REJECTED if kind is Outcome.ADOPTED else Outcome.ADOPTED
                else:
                    continue
            if dep == "xcomp" and parse.lemma[head] == "vote":
                pass
            elif parse.tag[i] == "VB" and any(parse.lower[c] in ("would", "will", "could", "should", "may", "might", "must", "can") for c in parse.children[i]):
                continue
            if negated:
                down = Outcome.REJECTED if kind is Outcome.ADOPTED else Outcome.UNKNOWN
            if lemma == "survive":
                down = Outcome.REJECTED  # a government that survives: the motion against it is lost
            distance = min(abs(parse.start[i] - at[1]), abs(at[0] - parse.end[i]))
            if dep in ("relcl", "acl") and not (parse.start[i] < at[0] and distance < 40):
                distance += 200
            if best is None or distance < best[0]:
                best = (distance, down, i)
        if best is None:
            return Outcome.UNKNOWN, None
        return best[1], best[2]

    def _heads_vote(self, i: int, at: Span) -> bool:
        """Is this verb what the body voted to do, or what the numbers hang on?"""
        parse = self.parse
        if any(parse.dep[c] in ("nsubj", "nsubjpass", "dobj") and parse.lemma[c] in self.t.motions for c in parse.children[i]):
            return True
        if parse.lemma[parse.head[i]] in ("vote", "decide", "agree") and parse.dep[i] in ("xcomp", "advcl", "acl", "ccomp"):
            return True
        if parse.lower[parse.head[i]] == "vote" and parse.dep[i] in ("acl", "relcl"):
            return True
        first = parse.token_at(at[0])
        return first < len(parse) and i in list(parse.ancestors(first))[:7] and parse.dep[i] not in ("acl",)

    def _by_vote(self, head: int) -> bool:
        return self.parse.lower[head] in ("vote", "voted", "votes", "decision", "decided")

    # --------------------------------------------------------------------------------------------- without numbers

    def _without(self, k: int, words: str) -> _Found | None:
        """A vote told without numbers: unanimously, by voice vote, vetoed, voted to."""
        parse = self.parse
        m = _WITHOUT.search(words)
        if m is None:
            return None
        zone = parse.sentence_span(k)
        at = Span(zone[0] + m.start("w"), zone[0] + m.end("w"))
        f = _Found(k, None, confidence=0.7)
        word = m["w"]
        token = parse.token_at(at[0])
        if word.startswith("veto"):
            if parse.pos[token] != "VERB" or parse.tag[token] not in ("VBD", "VBN") or not re.search(r"(?<!\w)(?:council|assembly|un|u\.n\.|united nations)(?!\w)", words):
                return None
            f.outcome, f.word = Outcome.BLOCKED, token
        else:
            if word.startswith("vote") and parse.pos[token] != "VERB":
                return None
            f.outcome, f.word = self._outcome(k, at)
            if word.startswith("unanim") and f.word is None and not re.search(r"vot|support|decision|resolution", words):
                return None
            if f.word is None and not word.startswith(("unanim", "voice", "show")) and not re.search(r"(?<!\w)voted (?:to|on|in favou?r|against|for)(?!\w)", words):
                return None
            if f.word is None and " voted against" in words:
                f.outcome = Outcome.REJECTED
            elif f.word is None and re.search(r" voted (?:in favou?r|to (?!discuss|decide|choose|elect))", words):
                f.outcome = Outcome.ADOPTED
        subject_words = set(re.findall(r"[a-z]+", words))
        if not subject_words & self.t.bodies or not (subject_words & self.t.motions or f.word is not None):
            return None
        f.spans = [at]
        if f.word is not None:
            f.spans.append(Span(parse.start[f.word], parse.end[f.word]))
        f.motion = self._motion(f)
        f.body = self._body(f)
        return f

    # ------------------------------------------------------------------------------------ motion, body, period, join

    def _motion(self, f: _Found) -> Span | None:
        """The noun phrase of what was voted on: object of the outcome word, else the nearest noun that is a motion."""
        parse, t = self.parse, self.t
        noun: int | None = None
        if f.word is None and (aim := self._aim(f.sentence)) is not None:
            return aim
        if f.word is not None:
            todo = [f.word]
            if parse.dep[f.word] == "xcomp":
                todo.append(parse.head[f.word])
            for verb in todo:
                for c in parse.children[verb]:
                    if parse.dep[c] in ("dobj", "nsubjpass") and parse.pos[c] in ("NOUN", "PROPN"):
                        noun = c
                if noun is None or parse.lemma[noun] not in t.motions:
                    noun = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj" and parse.lemma[c] in t.motions), noun)
        if noun is None:
            for k in (f.sentence, f.sentence - 1):
                if k < 0 or (k != f.sentence and not self._same_paragraph(k, f.sentence)):
                    continue
                s, e = parse.sentences[k]
                around = f.tally.span if f.tally else f.spans[0]
                here = [i for i in range(s, e) if parse.lemma[i] in t.motions and parse.pos[i] in ("NOUN", "PROPN")]
                if here:
                    noun = min(here, key=lambda i: min(abs(parse.start[i] - around[1]), abs(around[0] - parse.start[i])))
                    break
        if noun is None:
            return None
        while parse.dep[noun] in ("compound", "nmod") and parse.pos[parse.head[noun]] in ("NOUN", "PROPN"):
            noun = parse.head[noun]
        left, right = parse.edges(noun)
        right = min(right, noun + 30)
        inside = f.tally.span if f.tally else None
        end = noun + 1
        relative = False
        while end < right:
            relative = relative or parse.lower[end] in ("that", "which", "who")
            if parse.lower[end] in ("which", "who", "whose") and parse.lower[end - 1] == ",":
                break  # what is said of it besides is not what was voted on
            if not relative and parse.tag[end] in ("VBD", "VBZ", "VBP", "MD"):
                break
            if parse.lower[end] in ("on", "by", "in", "with") and any(
                parse.lemma[k] in ("vote", "margin", "ballot", "tally") for k in range(end, min(end + 7, parse.sentences[parse.sentence[end]][1]))
            ):
                break
            if (
                parse.lower[end] in (";", ":", "(", "-", "–")
                or (inside and parse.start[end] >= inside[0] - 1 and parse.start[end] <= inside[1])
                or (f.word is not None and end == f.word)
            ):
                break
            end += 1
        while left < noun and (parse.lower[left] in (",", '"', "(") or parse.pos[left] == "PUNCT"):
            left += 1
        while end > noun + 1 and (parse.pos[end - 1] in ("PUNCT", "ADP", "CCONJ", "DET", "AUX", "PART") or parse.lower[end - 1] in ("by", "with", "a", "vote", "in")):
            end -= 1
        return parse.span(left, end)

    def _aim(self, k: int) -> Span | None:
        """What a body voted to do, where no noun of the list names the motion: *voted to hold him in contempt*."""
        parse = self.parse
        zone = parse.sentence_span(k)
        m = _VOTED_TO.search(self.lower, zone[0], zone[1])
        if m is None:
            return None
        verb = parse.token_at(m.end("to") + 1)
        if verb >= len(parse) or parse.pos[verb] != "VERB":
            return None
        end = verb + 1
        right = min(parse.edges(verb)[1], verb + 25)
        while end < right and parse.lower[end] not in (",", ";", ":", "(", "-", "–", "which", "who"):
            end += 1
        while end > verb + 1 and parse.pos[end - 1] in ("PUNCT", "ADP", "CCONJ", "DET", "AUX", "PART"):
            end -= 1
        return parse.span(verb, end)

    def _voter(self, f: _Found) -> int | None:
        """The subject of the outcome word, or of the verb *vote* of the same sentence."""
        parse = self.parse
        s, e = parse.sentences[f.sentence]
        verbs = [f.word] if f.word is not None and s <= f.word < e else []
        verbs += [i for i in range(s, e) if parse.lemma[i] == "vote" and parse.pos[i] == "VERB"]
        for verb in verbs:
            for k in (verb, parse.head[verb]):
                subject = next((c for c in parse.children[k] if parse.dep[c] == "nsubj"), None)
                if subject is not None:
                    return parse.head[k] if parse.lower[subject] in ("which", "who", "that") and parse.dep[k] == "relcl" else subject
        return None

    def _body(self, f: _Found) -> str | None:
        """The entity that voted: in the sentence of the numbers, else in that of the outcome, else one before."""
        parse, t = self.parse, self.t
        at = f.tally.span[0] if f.tally else f.spans[0][0]
        numbers = f.tally.all_spans if f.tally else []
        subject = self._voter(f)
        near = parse.span(parse.edges(subject)[0], min(parse.edges(subject)[1], subject + 8)) if subject is not None else None
        voter: tuple[int, str] | None = None
        own = parse.sentences[f.sentence]
        alone = any(parse.lemma[i] in t.bodies - t.members or parse.lower[i] in t.bodies - t.members for i in range(*own)) and not any(
            overlap(m, parse.sentence_span(f.sentence)) and set(re.findall(r"[^\W\d_]+", self.lower[m[0] : m[1]])) & t.bodies for m, _, _ in self.entities
        )
        for only in (True, False):
            for k in (f.sentence, f.sentence - 1, f.sentence - 2):
                if k < 0 or (alone and k != f.sentence):
                    break
                zone = parse.sentence_span(k)
                best: tuple[int, str] | None = None
                i = bisect_left(self.entities, (Span(zone[0], 0),), key=lambda x: (x[0],))
                while i < len(self.entities) and self.entities[i][0][0] < zone[1]:
                    span, entity, kind = self.entities[i]
                    i += 1
                    words = set(re.findall(r"[^\W\d_]+", self.lower[span[0] : span[1]]))
                    # a name of a body first, then whoever votes by what they are called
                    fits = kind is EntityKind.BODY or bool(words & (t.bodies - t.members)) if only else bool(words & t.bodies)
                    fits = fits and kind is not EntityKind.PERSON and not words & {"government", "ministry", "administration"}
                    if not fits or any(overlap(span, n) for n in numbers):
                        continue
                    if k == f.sentence and near is not None and near[0] <= span[0] < near[1]:
                        named = 0 if words & (t.bodies - t.members) else 1  # Members of the Assembly: the assembly
                        if voter is None or named < voter[0]:
                            voter = (named, entity)
                    if f.motion is not None and overlap(span, f.motion):
                        continue
                    distance = abs(at - span[0]) + (0 if words & t.bodies else 300)
                    if best is None or distance < best[0]:
                        best = (distance, entity)
                if voter:
                    return voter[1]
                if best:
                    return best[1]
        return None

    def _period(self, f: _Found) -> Period | None:
        parse = self.parse
        for k in (f.sentence, parse.sentence[f.word] if f.word is not None else f.sentence):
            zone = parse.sentence_span(k)
            i = bisect_left(self.timexes, (Span(zone[0], 0),), key=lambda x: (x[0],))
            best = None
            at = f.spans[0][0]
            while i < len(self.timexes) and self.timexes[i][0][0] < zone[1]:
                span, x = self.timexes[i]
                if best is None or abs(span[0] - at) < best[0]:
                    best = (abs(span[0] - at), x)
                i += 1
            if best:
                return Period(start=best[1].start, end=best[1].end, timex=best[1].id)
        return None

    def _joined(self, found: list[_Found]) -> list[_Found]:
        """Two tellings of one vote in neighbouring sentences become one: equal numbers, or numbers that complete one another."""
        made: list[_Found] = []
        for f in found:
            last = made[-1] if made else None
            if last is not None and f.sentence - last.sentence <= 1 and f.tally and last.tally and self._same_paragraph(last.sentence, f.sentence):
                shared = set(f.counts) & set(last.counts)
                if f.counts and last.counts and all(f.counts[r] == last.counts[r] for r in shared) and (shared or len(f.counts) == 1 or len(last.counts) == 1):
                    last.counts |= f.counts
                    last.spans += f.spans
                    if last.outcome is Outcome.UNKNOWN:
                        last.outcome = f.outcome
                    continue
            if last is not None and f.tally is not None and last.tally is None and f.sentence - last.sentence <= 1 and self._same_paragraph(last.sentence, f.sentence):
                made.pop()  # the numbers follow the news
                f.outcome = f.outcome if f.outcome is not Outcome.UNKNOWN else last.outcome
                f.motion = f.motion or last.motion
                f.body = f.body or last.body
            elif last is not None and f.tally is None and last.tally is not None and f.sentence - last.sentence <= 1 and self._same_paragraph(last.sentence, f.sentence):
                continue
            made.append(f)
        return made


_ELECTED = re.compile(
    r"(?<![\w-])(?:re-?)?elected (?:him|her|[a-z’'-]+)?(?: [a-z’'-]+){0,3}? ?(?:speaker|president|chair\w*|prime minister|mayor|leader|premier|pope|chancellor)(?![\w])"
)
_LOSERS = {"government", "minister", "opposition", "cabinet", "party", "premier", "leader", "rival", "candidate"}
_VERDICT = re.compile(r" for (?:acquittal|conviction|death|life)")
_COURT = re.compile(r"(?<![\w-])(?:court|justices|judges|ruling|ruled|panel of judges)(?![\w])")
_HEDGE = re.compile(r"(?:more than|over|nearly|almost|at least|fewer than|less than|up to|roughly) $")
_PAIR = re.compile(r"\d ?[-–] ?\d|\d+ (?:votes )?to \d")
_TRAP = re.compile(
    r"(?<![\w-])(?:poll|polls|pollsters?|survey(?:ed)?|respondents|referendum|plebiscite|(?:re-?)?elect(?:ed|ions?)|goals?|league|aggregate|penalt(?:y|ies)|innings|voters|turnout|ballots counted|candidates?)(?![\w])"
)
_BODY_VOTE = re.compile(
    r"(?<![\w-])(?:parliament|senate|assembly|council|lawmakers|senators|mps|meps|deputies|knesset|bundestag|duma|sabha|commons|house of|chamber|committee|legislators|congress)(?![\w])"
)
_WITHOUT = re.compile(r"(?<![\w-])(?P<w>unanimously|unanimous|voice vote|show of hands|vetoed|voted|vote)(?![\w])")
_WHEN = r"(?:,? (?:(?:late|early) )?(?:on )?(?:last \w+|yesterday|today|earlier|\w+day(?: (?:night|evening|morning|afternoon))?|overwhelmingly|narrowly|unanimously|along party lines|in favou?r)){0,3}"
_VOTED_TO = re.compile(
    rf"(?<![\w-])vot(?:ed|ing){_WHEN}(?: [\d–-]+| by (?:a (?:vote|margin) of )?\d+ (?:votes )?to \d+)?{_WHEN},? (?P<to>to) (?!discuss|decide|choose|elect)[a-z]+"
)
_UNDECIDED = {
    "fail",
    "refuse",
    "decline",
    "try",
    "attempt",
    "want",
    "plan",
    "seek",
    "expect",
    "hope",
    "intend",
    "urge",
    "call",
    "threaten",
    "vow",
    "promise",
    "ask",
    "need",
    "set",
    "prepare",
    "aim",
    "likely",
    "schedule",
    "tell",
    "push",
}

STAGE = Stage(layer="votes", version="1", reads=("sentences", "timexes", "entities", "quantities"), resources=("lexicon:numbers", "lexicon:units", "lexicon:ballots"), find=find)
