"""quantities: numbers that count or measure something.

The number grammar (`onrecord.numerals`) finds every number; this stage leaves out those that date, order or name something,
and says of the rest what they count, in which unit, with which bound, for which period, where, whose, and on whose word.

Known to miss: multiples without a number (*doubled*, *twice as many*), indefinite quantifiers (*several*, *a large number*),
and ages that stand after a name without a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from onrecord.model import Act, Document, Ids, Period, PlaceUse, Problem, Qualifier, Quantity, Span, Status, TimexType
from onrecord.numerals import LONGEST, Number, Numerals, numerals, small
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.tallies import Ballots, ballots
from onrecord.text import Parse, inside

_NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
_RUN_TAGS = _NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS"}


@dataclass(slots=True)
class _Tables:
    """What the lexicons give, ready for look-up."""

    unit: re.Pattern[str]
    units: dict[str, str]
    attached_only: set[str]
    loose: set[str]
    case_units: dict[str, str]
    time: set[str]
    rates: dict[str, str]
    persons: set[str]
    plurals: dict[str, str]
    groups: dict[str, str]
    bodies: set[str]
    containers: set[str]
    names: set[str]
    soft: set[str]
    indices: tuple[str, ...]
    roads: set[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    qualifiers: dict[str, Qualifier]
    effects: dict[str, str]
    happens: dict[str, str]
    states: dict[str, str]
    effect_nouns: dict[str, str]
    unharmed: set[str]
    participles: set[str]
    outcomes: set[str]


def _build(resources: Resources) -> _Tables:
    units, bounds = resources.lexicon("units"), resources.lexicon("bounds")
    names: dict[str, str] = {}
    for canonical, spellings in units["measures"].items():
        for spelling in spellings:
            names[spelling] = canonical
            if len(spelling) > 2 and spelling[-1].isalpha() and not spelling.endswith(("s", "feet", "inches")):
                names.setdefault(spelling + "s", canonical)
    pattern = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    before = {w.lower(): Qualifier(q) for q, words in bounds["before"].items() for w in words}
    after = {w.lower(): Qualifier(q) for q, words in bounds["after"].items() for w in words}
    gap = "|".join(re.escape(w) for w in sorted(bounds["gap"], key=len, reverse=True))
    words = "|".join(re.escape(w) + (r"(?<=\w) " if w[-1].isalpha() or w[-1] == "." else " ?") for w in sorted(before, key=len, reverse=True))
    return _Tables(
        unit=re.compile(rf"(?P<gap>[ \u00a0‑-]?)(?P<u>{pattern})(?![\w²³]|-(?!old|long|high|wide|tall|deep|per|a-)[a-z])"),
        units=names,
        attached_only=set(units["attached_only"]),
        loose=set(units["attached_or_digits"]),
        case_units=units["case_units"],
        time=set(units["time"]),
        rates=units["rates"],
        persons=set(units["persons"]),
        plurals=units["plurals"],
        groups=units["groups"],
        bodies=set(units["bodies"]),
        containers=set(units["containers"]),
        names=set(units["name_nouns"]),
        soft=set(units["soft_name_nouns"]),
        indices=tuple(units["indices"]),
        roads=set(units["roads"]),
        before=re.compile(rf"(?:(?<=[^\w-])|^)(?P<q>{words})(?:(?:{gap}) )?$"),
        after=re.compile(r"(?P<q>" + "|".join((r"(?:[ -]|(?<=\+))?" if w[0] in "+-" else " ") + re.escape(w) for w in sorted(after, key=len, reverse=True)) + r")(?![\w])"),
        qualifiers=before | {f"after {w}": q for w, q in after.items()},
        effects=bounds["effects"],
        happens=bounds["happens"],
        states=bounds["states"],
        effect_nouns=bounds["nouns"],
        outcomes={w for name in ("adopted", "rejected", "blocked") for w in resources.lexicon("ballots")[name]} | {"vote"},
        participles={w for w in bounds["effects"].values() if " " not in w},
        unharmed=set(bounds["not_persons"]) | set(units["groups"].values()) | set(units["measures"]) | {"fraction", "vote"},
    )


@dataclass(slots=True)
class _Draft:
    """A quantity in the making."""

    number: Number
    first: int
    last: int
    sentence: int
    unit: str | None = None
    noun: int | None = None  # token of the counted noun
    phrase: Span | None = None
    per: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    measures: str | None = None
    elliptic: bool = False
    counted: bool = False
    effect: str | None = None
    verb: int | None = None
    passive: bool = False
    confidence: float = 0.9
    carried: _Draft | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def find(document: Document, layers: Layers) -> Iterator[Quantity | Problem]:
    """The quantities of a report, in the order of the text, and a Problem for a number that is too long to be one.

    Args:
        document: The report.
        layers: ``sentences``, ``timexes``, ``toponyms``, ``entities``, ``attributions``; the last four may be empty.

    Yields:
        Quantities; spans are code points of the report.
    """
    parse = layers.sentences
    if not len(parse):
        return
    for long in _TOO_LONG.finditer(document.text):
        yield Problem(
            code="number-too-long",
            message=f"A run of {long.end() - long.start()} digits is not read as a number.",
            hint=f"Numbers have up to {LONGEST} digits; a longer run is taken for a key or noise.",
            span=Span(*long.span()),
        )
    tables = layers.resources.derived("quantities", _build)
    drafts = _Finder(document, parse, tables, numerals(layers.resources), ballots(layers.resources), layers.timexes).drafts()
    if drafts:
        yield from _resolve(document, parse, layers, drafts)


_TOO_LONG = re.compile(rf"\d{{{LONGEST + 1},}}")


def singular(word: str, tables: _Tables) -> str:
    """The singular of a noun in lower case, by the table of plurals and the rules of English spelling."""
    if word in tables.plurals:
        return tables.plurals[word]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class _Finder:
    """One pass over the numbers of one report."""

    def __init__(self, document: Document, parse: Parse, tables: _Tables, grammar: Numerals, tallies: Ballots, timexes: Any) -> None:
        self.document, self.parse, self.t, self.grammar = document, parse, tables, grammar
        self.text, self.lower = document.text, small(document.text)
        self.dates = sorted(t.span for t in timexes if t.type in (TimexType.DATE, TimexType.TIME))
        self.date_starts = [s[0] for s in self.dates]
        self.next: Number | None = None
        self.tallies = tallies
        self.votes: dict[Span, str] = {}
        self.counted: set[int] = set()
        self.made: list[_Draft] = []

    def drafts(self) -> list[_Draft]:
        """The numbers that count or measure, with unit, noun and bound."""
        parse, made = self.parse, self.made
        skip = [s for s in (self.document.byline, self.document.place_line_span) if s]
        numbers = self._tallied(self.grammar.find(self.text, self.lower))
        times = list(self._nth())
        if times:
            numbers = sorted([*numbers, *times], key=lambda n: n.start)
        for k, n in enumerate(numbers):
            self.next = numbers[k + 1] if k + 1 < len(numbers) else None
            if any(s[0] < n.end and n.start < s[1] for s in skip):
                continue
            first, after = parse.token_at(n.start), parse.token_at(n.tail - 1 if n.tail > n.start else n.end - 1)
            if first >= len(parse) or parse.start[first] >= n.end:
                continue
            last = min(after, len(parse) - 1)
            draft = _Draft(n, first, last, parse.sentence[first])
            if self._read(draft, made):
                if (
                    made
                    and draft.qualifier is Qualifier.EXACT
                    and not draft.counted
                    and not made[-1].counted
                    and _CONVERTED.fullmatch(self.lower, made[-1].extra.get("unit_end", made[-1].number.end), n.start)
                ):
                    draft.qualifier = made[-1].qualifier  # more than 100 kilometres (60 miles)
                    draft.extra["same"] = made[-1]
                made.append(draft)
        return made

    def _nth(self) -> Iterator[Number]:
        """Ordinals that count what happened: it was the second time this year."""
        for m in _NTH.finditer(self.lower):
            value = self.grammar.numbers["ordinals"].get(m["n"]) or int(m["d"] or 0)
            if value > 1:
                yield Number(m.start("o"), m.end("o"), value, value, "ordinal", tail=m.end("o"), word=m["o"])

    def _tallied(self, numbers: list[Number]) -> list[Number]:
        """The numbers, with those that are votes known as such and pairs of votes (52–48) cut in two."""
        parse = self.parse
        starts = [n.start for n in numbers]
        for m in _BALLOT.finditer(self.lower):
            token = parse.token_at(m.start())
            if token >= len(parse):
                break
            k = parse.sentence[token]
            if k in self.counted:
                continue
            self.counted.add(k)
            zone = parse.sentence_span(k)
            here = numbers[bisect_left(starts, zone[0]) : bisect_left(starts, zone[1])]
            if here:
                for tally in self.tallies.find(self.lower, zone, here):
                    if tally.pair and tally.first:
                        tally.settle(tally.first, "against" if tally.first == "for" else "for")
                    self.votes |= dict.fromkeys(tally.all_spans, "votes") | {span: _ROLE[role] for role, span in tally.spans.items()}
        if not self.votes:
            return numbers
        made = []
        for n in numbers:
            if n.pieces and n.form in ("range", "score") and n.pieces[0] in self.votes:
                low, high = int(n.low), int(n.high or 0)
                made += [Number(*span, value, value, "digits", tail=span[1]) for span, value in zip(n.pieces, (low, high), strict=True)]
            else:
                made.append(n)
        return made

    # ------------------------------------------------------------------------------------------------ one number

    def _shared(self, n: Number) -> Number | None:
        """The next number, where the two share a unit: eight or nine euros."""
        b = self.next
        if b is None or n.form not in ("digits", "words") or b.form not in ("digits", "words") or n.attached:
            return None
        return b if self.lower[n.end : b.start] in (" or ", " and ", " or about ", " or even ") and (not b.currency or b.form == "words" or self.text[b.start].isdigit()) else None

    def _read(self, d: _Draft, made: list[_Draft]) -> bool:
        n, _t, parse = d.number, self.t, self.parse
        if n.span in self.votes and not n.currency:
            self._noun(d)
            d.unit, d.counted, d.measures = "vote", True, self.votes[n.span]
            self._bound(d, n.end)
            return True
        partner = self._shared(n) if not (n.currency or n.percent) else None
        if partner is not None and not self._names(d):
            other = _Draft(partner, d.first, min(parse.token_at(partner.tail - 1), len(parse) - 1), d.sentence)
            other.unit = partner.currency or ("percent" if partner.percent else None)
            if other.unit is None and self._unit(other) >= 0 and other.unit is None:
                self._noun(other)
            if other.unit is not None:
                d.unit, d.noun, d.counted = other.unit, other.noun, other.counted
                d.extra |= other.extra
                self._bound(d, n.end)
                return True
        if n.currency:
            d.unit = n.currency
            end = n.end
        elif n.percent:
            d.unit = "percent"
            end = n.end
        else:
            end = self._unit(d)
            if end < 0:
                return False
        if d.unit is None:
            if self._names(d):
                return False
            self._noun(d)
            end = parse.end[d.noun] if d.noun is not None else n.end
            if d.noun is None and not self._bare(d, made):
                return False
        elif d.unit != "percent" and not n.currency and self._names_unit(d):
            return False
        self._bound(d, end)
        self._rate(d, end)
        return True

    def _unit(self, d: _Draft) -> int:
        """Set the unit of measure; the end of its name, or -1 where letters on the digits are no unit."""
        n, t = d.number, self.t
        m = t.unit.match(self.lower, n.tail)
        if not m and (odd := _ODD.match(self.lower, n.tail)):
            m = t.unit.match(self.lower, odd.end())  # 30-plus years
        if m:
            raw, name = self.text[m.start("u") : m.end("u")], m["u"]
            gap = m["gap"]
            digits = n.form in ("digits", "range") and self.text[n.tail - 1].isdigit()
            taken = not (name in t.attached_only and gap) or (name in t.loose and digits and not self.lower[m.end() : m.end() + 2].strip().isdigit())
            if gap == "" and not (digits or raw in "%°"):
                taken = False
            if name in ("season", "seasons") and self.lower[m.end() : m.end() + 7] == " ticket":
                taken = False
            if taken and t.case_units.get(raw) == "":
                return -1
            if taken:
                d.unit = t.case_units.get(raw, t.units[name])
                if (
                    name in ("foot", "night", "day", "second", "point", "minute")
                    and gap == " "
                    and re.match(r" (?:soldier|patrol|club|care|hand|guard|man\b|men\b)", self.lower[m.end() : m.end() + 10])
                ):
                    d.unit = None
                elif (
                    d.unit in ("day", "week", "month", "year")
                    and n.low == 1
                    and n.word == "one"
                    and re.match(r"[ ](?:day|year)\b(?! (?:later|earlier|after|before|ago|old|of))", m.group() + self.lower[m.end() : m.end() + 9])
                ):
                    return -1  # one day: some day
                else:
                    d.extra["unit_end"] = m.end()
                    return m.end()
        if n.attached in ("C", "F") and _WARM.search(self.lower, self.parse.start[self.parse.sentences[d.sentence][0]], self.parse.end[self.parse.sentences[d.sentence][1] - 1]):
            d.unit = "celsius" if n.attached == "C" else "fahrenheit"
            d.extra["unit_end"] = n.end + 1
            return n.end + 1
        if n.attached:
            return -1
        if _MAGNITUDE.search(self.lower, max(0, n.start - 14), n.start):
            d.unit = "magnitude"
        return n.end

    # -------------------------------------------------------------------------------------------- what is no count

    def _in_date(self, n: Number) -> bool:
        k = bisect_left(self.date_starts, n.end) - 1
        while k >= 0 and k >= 0 and self.date_starts[k] > n.start - 60:
            if self.dates[k][1] > n.start:
                return True
            k -= 1
        return False

    def _names_unit(self, d: _Draft) -> bool:
        """A number before a unit that is a name or a date all the same: the 2003 season, year 2019."""
        n = d.number
        if n.form == "digits" and 1900 <= n.low <= 2100 and d.unit in t_time(self.t) and not n.currency:
            return True
        before = self.lower[max(0, n.start - 12) : n.start]
        return bool(re.search(r"(?:section|article|route|channel|flight|no\.?|#) ?$", before))

    def _names(self, d: _Draft) -> bool:
        """Is this number part of a name, a date, an order, an address or a list?"""
        n, t, parse, lower = d.number, self.t, self.parse, self.lower
        first, last = d.first, d.last
        s, e = parse.sentences[d.sentence]
        previous = parse.lower[first - 1] if first > s else ""
        nxt = parse.token_at(n.end)
        follows = parse.lower[nxt] if nxt < e else ""
        follow_tag = parse.tag[nxt] if nxt < e else ""
        head_noun = self._governed(d)
        hedged = self._hedge(n) is not None
        digits = n.form == "digits"
        if n.form == "noun" and self.text[n.start].isupper() and (follow_tag in ("NNP", "NNPS") or follows in ("no", "no.")) and first > s:
            return True
        if n.form in ("fraction", "ratio", "noun"):
            return self._in_date(n) if n.form == "fraction" else False
        if n.form == "ordinal":
            return False
        if n.form == "score":
            return True
        if n.hyphen and not _ODD.match(lower, n.end):
            # two-state, three-way: no count of its own, unless the noun is counted elsewhere
            return True
        if (self._in_date(n) and not hedged) or follows in ("o'clock", "o’clock", "a.m.", "p.m.", "am", "pm"):
            return True
        if digits and previous == "the" and first - 1 > s and parse.word[first - 1] == "The" and head_noun is None:
            return True  # a title
        # list numbers: 1. First
        line = lower.rfind("\n", 0, n.start) + 1
        if digits and not lower[line : n.start].strip(" (\t#") and re.match(r"[.):](?=\s|$)", lower[n.end : n.end + 2]) and isinstance(n.low, int) and n.low < 100:
            return True
        if digits and not n.scaled and isinstance(n.low, int) and 1500 <= n.low <= 2100 and "," not in self.text[n.start : n.end] and not hedged:
            person = head_noun is not None and (self._person(head_noun) or (n.low % 100 == 0 and parse.tag[head_noun] == "NNS"))
            total = previous == "of" and n.low % 100 == 0 and parse.lower[max(first - 2, 0)] in t.containers
            if not total and (not person or previous in ("in", "since", "by", "until", "the", "before", "after", "late", "early", "mid")):
                return True
        if n.form == "range" and n.pieces and 1500 <= n.low <= 2100 and 1500 <= (n.high or 0) <= 2100 and head_noun is None:
            return True
        if n.form == "range" and not n.currency and head_noun is None and re.search(r"[-–]", self.text[n.pieces[0][1] : n.pieces[1][0]]) and previous not in ("of", "by", "from"):
            return True
        if n.form == "range" and n.pieces and head_noun is not None and parse.lower[head_noun] in _RECORDS:
            return True  # a 5-11 season
        if _NO_BEFORE.search(self.text, max(0, n.start - 6), n.start):
            return True
        if digits and self.text[n.start - 1 : n.start] == "(" and self.text[n.end : n.end + 1] == ")" and first - 2 >= s and parse.pos[first - 2] == "PROPN":
            return True  # a player's number
        # names: Article 5, Boeing 737, Channel Four
        if previous and not hedged:
            at = first - 1
            if parse.end[at] < n.start - 1 and parse.text[parse.end[at] : n.start].strip():
                at = -1
            if at >= 0:
                word = parse.lower[at]
                capital = parse.word[at][:1].isupper() and at > s
                proper = parse.pos[at] == "PROPN" or (capital and parse.ent[at] not in ("", "DATE", "TIME"))
                if word in t.names and (word not in t.soft or (capital and not (head_noun is not None and parse.tag[head_noun] == "NNS"))):
                    return True
                if word in t.names and word in t.soft and head_noun is None and digits and follows not in ("more", "times"):
                    return True
                if n.form == "words" and self.text[n.start].isupper() and capital:
                    return True  # Formula One
                if proper and digits and self._gapped(d, at):
                    return False
                if proper and word not in _NOT_NAME and not n.scaled:
                    counted = (
                        head_noun is not None
                        and parse.tag[head_noun] == "NNS"
                        and head_noun - last <= 3
                        and parse.ent[first] in ("", "CARDINAL", "QUANTITY")
                        and parse.ent[at] not in ("PRODUCT", "FAC", "LAW", "WORK_OF_ART", "EVENT")
                    )
                    if (
                        digits
                        and not counted
                        and "," not in self.text[n.start : n.end]
                        and not (parse.ent[at] == "PERSON" and isinstance(n.low, int) and 10 <= n.low <= 110 and not follow_tag.startswith("NNP"))
                    ):
                        return True
                    if not digits and self.text[n.start].isupper():
                        return True
                if (word.endswith(t.indices) and digits and head_noun is None) or (word in ("s&p", "fortune", "ftse", "p") and digits):
                    return True
                if word in ("top", "last", "final", "bottom") and digits and head_noun is None:
                    return True
        # a capital after it goes on with the name: 42nd Street, 575 Old Road; 7 News
        if digits and not hedged and follow_tag in ("NNP", "NNPS"):
            k = nxt
            while k < e and k < nxt + 4 and parse.tag[k] in ("NNP", "NNPS"):
                if parse.lower[k] in t.roads:
                    return True
                k += 1
        if digits and not hedged and not n.scaled and follow_tag == "NNP" and head_noun is not None and parse.tag[head_noun] == "NNP" and not self._person(head_noun):
            return True  # 787 Dreamliner
        if digits and not hedged and not n.scaled and follow_tag == "NNP" and previous and parse.pos[first - 1] == "PROPN" and parse.end[first - 1] + 1 == n.start:
            return True  # the iPhone 11 Pro
        if digits and re.match(r"(?:[ ]?x[ ]?\d|:\d)", lower[n.end : n.end + 4]):
            return True
        return bool(n.word == "one" and (previous in _ONE_BEFORE or follows in _ONE_AFTER or (follows == "day" and previous != "only")))

    def _gapped(self, d: _Draft, at: int) -> bool:
        """Does a number behind a name share the noun of the number before: *the Greens won 12 seats, the Liberals 34*?"""
        before = self.made[-1] if self.made else None
        if before is None or before.sentence != d.sentence or not before.counted or before.unit in (None, "vote", "year") or d.first - before.last > 12:
            return False
        left, right = self.text[before.number.end : d.number.start], self.lower[d.number.end : d.number.end + 5]
        return ("," in left or " and " in left) and re.match(r"[.,;]| and |$", right) is not None and not any(x in ("VBD", "VBZ", "VBP") for x in self.parse.tag[before.last + 1 : d.first])

    def _hedge(self, n: Number) -> re.Match[str] | None:
        start = max(0, n.start - 40)
        return self.t.before.search(self.lower[start : n.start])

    # ------------------------------------------------------------------------------------------- what is counted

    def _person(self, token: int) -> bool:
        parse = self.parse
        word = parse.lower[token]
        if singular(word, self.t) in self.t.persons:
            return True
        return bool(
            parse.tag[token] in ("NNPS", "NNP", "NNS")
            and parse.word[token][:1].isupper()
            and (parse.ent[token] == "NORP" or (parse.tag[token] == "NNPS" and word.endswith(_DEMONYM)))
        )

    def _governed(self, d: _Draft) -> int | None:
        """The noun that the parser makes the head of the number, if it stands to the right."""
        parse = self.parse
        k, e = d.last, parse.sentences[d.sentence][1]
        for _ in range(4):
            h = parse.head[k]
            if h == k or parse.dep[k] not in ("nummod", "quantmod", "compound", "amod", "nmod", "npadvmod", "det", "appos"):
                return None
            if h > d.last and h < e and parse.tag[h] in _NOUN_TAGS and h - d.last < 9:
                return h
            k = h
        return None

    def _run(self, d: _Draft, start: int) -> int | None:
        return self.run(self.parse, d.sentence, start)

    @staticmethod
    def run(parse: Parse, sentence: int, start: int) -> int | None:
        """The noun of the phrase that begins at a token, read from tags alone."""
        e = parse.sentences[sentence][1]
        k, noun = start, None
        while k < e and k < start + 9:
            tag, word = parse.tag[k], parse.lower[k]
            if k > start and parse.start[k] > parse.end[k - 1] + 1:
                break
            if tag in _NOUN_TAGS and (word in _CALENDAR or not word[:1].isalpha()):
                break
            if tag == "POS":
                noun = None  # the Kremlin's most vocal critics
            elif tag in _NOUN_TAGS:
                noun = k
                if tag in ("NNS", "NNPS") and not (k + 1 < e and parse.tag[k + 1] in ("NN", "NNS") and parse.head[k] == k + 1):
                    break
            elif (
                tag in _RUN_TAGS
                or word in ("more", "other", "further", "additional", "-", "“", '"', "second", "third", "first")
                or (tag in ("RB", "RBS", "RBR") and noun is None and word != "off")
                or (tag == "CD" and noun is None and (k > start or (word[:1].isalpha() and "-" in word)))  # two F-16 jets
            ):
                if noun is not None and tag in ("VBN", "VBG", "JJ"):
                    break
            elif tag in (",", "CC") and noun is None and k > start and parse.tag[k - 1] == "JJ" and k + 1 < e and parse.tag[k + 1] == "JJ":
                pass
            else:
                break
            k += 1
        return noun

    def _compound(self, plural: int, head: int) -> bool:
        """Is a plural noun part of a longer compound (plain-clothes officers)?"""
        parse = self.parse
        return (
            parse.dep[plural] in ("compound", "amod", "nmod")
            and head - plural <= 3
            and all(parse.tag[k] in _RUN_TAGS for k in range(plural, head + 1))
            and parse.tag[head] == "NNS"
        )

    def _noun(self, d: _Draft) -> None:
        parse, n, t = self.parse, d.number, self.t
        e = parse.sentences[d.sentence][1]
        nxt = parse.token_at(n.end)
        noun: int | None = None
        if nxt + 2 < e and parse.lower[nxt] == "or" and parse.lower[nxt + 1] in ("more", "fewer", "less"):
            nxt += 2
        if nxt < e:
            word = parse.lower[nxt]
            if word == "of" or (word in ("more", "other") and nxt + 1 < e and parse.lower[nxt + 1] == "of"):
                k = nxt + 1 if word == "of" else nxt + 2
                while k < e and parse.tag[k] in ("DT", "PRP$", "WDT", "PDT", "CD", "JJS") and parse.lower[k] not in ("those", "these", "which"):
                    k += 1
                noun = self._run(d, k) if k < e else None
                if noun is not None and parse.lower[noun] in ("number", "total", "couple", "handful") and noun + 2 < e and parse.lower[noun + 1] == "of":
                    noun = self._run(d, noun + 2) or noun
                if noun is None and k < e and parse.lower[k] in ("those", "them", "these", "whom", "us", "which"):
                    noun = k
                d.extra["of"] = True
                if n.form == "fraction" and noun is not None:
                    d.unit, d.noun, d.counted = "fraction", noun, True
                    return
            elif n.form == "fraction":
                while nxt < e and parse.tag[nxt] in ("DT", "PRP$"):
                    nxt += 1
                d.unit, d.counted = "fraction", True
                d.noun = self._run(d, nxt) if nxt < e else None
                return
            else:
                run = self._run(d, nxt)
                head = self._governed(d)
                noun = head if head is not None and run is not None and head >= run and (parse.tag[run] not in ("NNS", "NNPS") or self._compound(run, head)) else run
                if (
                    noun is not None
                    and n.form == "digits"
                    and n.low != 1
                    and parse.tag[noun] == "NN"
                    and parse.tag[nxt] == "NN"
                    and nxt < noun
                    and word not in t.plurals
                    and not self._person(noun)
                ):
                    noun = nxt  # a 12 page document: twelve of what is singular
        if n.form == "fraction":
            d.unit, d.counted = "fraction", True
            return
        if n.form == "ratio":
            d.unit, d.noun, d.counted = "fraction", noun, True
            return
        if noun is None:
            return
        if _UNDER_AGE.search(self.lower, max(0, n.start - 40), n.start) and not self._person(noun):
            return
        d.noun, d.counted = noun, True
        word = parse.lower[noun]
        if word in ("others", "ones"):
            d.noun, d.elliptic = None, True
            return
        if word in ("those", "them", "these", "us", "which", "whom"):
            d.noun = None
            d.unit = "person" if word in ("whom", "us") else None
            return
        if self._person(noun):
            d.unit = "person"
        else:
            one = singular(word, t)
            d.unit = t.groups.get(one, one)
            if one == "life" and n.low != 1:
                d.unit, d.effect = "person", "lost"  # the attack cost 43 lives
            m = t.units.get(word)
            if m and word not in t.attached_only:
                d.unit = m

    def _bare(self, d: _Draft, made: list[_Draft]) -> bool:
        """A number without a noun: an age, a noun left out, a state (12 dead), or nothing that counts."""
        parse, n, t, lower = self.parse, d.number, self.t, self.lower
        s, e = parse.sentences[d.sentence]
        nxt = parse.token_at(n.end)
        follows = parse.lower[nxt] if nxt < e else ""
        previous = parse.lower[d.first - 1] if d.first > s else ""
        if d.unit == "fraction" or d.unit == "person":
            return True
        if n.word == "one" and not d.extra.get("of") and follows not in t.states:
            return False
        if n.form == "words" and n.low in (1, 2, 3) and follows in (",", ":") and previous in (",", "and", "is", ";", ".", ""):
            return False  # one, his temper, and two, his words
        before = lower[max(0, n.start - 30) : n.start]
        age: object = re.search(
            r"(?<!\w)(?:aged|ages|age|age of|ages of|the age of|ageing)(?: (?:between|just|only|about|around|over|under|up to))? $|(?<!\w)as (?:young|old) as $", before
        )
        name = d.first - 1 if previous != "," else d.first - 2
        person = (
            name > s
            and (
                (parse.ent[name] == "PERSON" and parse.pos[name] == "PROPN")
                or (previous == "," and (parse.pos[name] == "PROPN" or self._person(name)) and _AGE_BEHIND.match(lower, n.end))
            )
            and n.form == "digits"
            and isinstance(n.low, int)
            and 3 <= n.low <= 110
            and (
                (previous == "," and follows in (",", ".", ";", ""))
                or (previous != "," and follows in ("has", "was", "is", "had", "who", "of", "from", "said", "and", "became", "won", "died"))
            )
        )
        if (cricket := _CRICKET.match(lower, n.end)) is not None or _WICKETS.search(lower, max(0, n.start - 12), n.start):
            d.unit, d.counted, d.measures = ("run", True, "runs") if cricket else ("wicket", True, "wickets")
            return True
        if (aboard := _ABOARD.match(lower, n.end)) is not None:
            d.unit, d.counted, d.measures = "person", True, f"people {aboard['w']}"
            return True
        age = age or _UNDER_AGE.search(before)
        if n.form in ("digits", "words") and isinstance(n.low, int) and 3 <= n.low <= 115 and follows in (".", ",", ";", "and", "") and _IS_AGE.search(before):
            age = age or self._of_person(d)
        if made and (made[-1].measures or "").startswith("age") and lower[made[-1].number.end : n.start] in (" and ", ", ", " or ", ", and ", " to "):
            age = True
        if age or person:
            d.unit, d.counted = "year", False
            d.measures = f"age of {_np(parse, name, d)}" if person else "age"
            return True
        behind = parse.lower[nxt + 1] if nxt + 1 < e else ""
        if follows in ("remain", "remained", "are", "were") and behind in t.states:
            d.unit, d.counted, d.elliptic, d.effect = "person", True, True, t.states[behind]
            return True
        if follows in t.states or follows == "people":
            d.unit, d.counted, d.elliptic = "person", True, follows != "people"
            return True
        d.elliptic = True
        return bool(made and made[-1].sentence == d.sentence and (made[-1].unit or made[-1].elliptic)) or n.form != "words" or n.scaled or d.extra.get("of", False) or self._is_argument(d)

    def _of_person(self, d: _Draft) -> bool:
        """Is the subject of *is 70* a person?"""
        parse = self.parse
        verb = parse.head[d.last]
        return any(parse.dep[c] == "nsubj" and (parse.lower[c] in ("he", "she", "who") or parse.ent[c] == "PERSON") for c in parse.children[verb])

    def _is_argument(self, d: _Draft) -> bool:
        parse = self.parse
        nxt = parse.token_at(d.number.end)
        if nxt < len(parse) and parse.lower[nxt] == "others":
            return True
        return any(parse.dep[k] in ("nsubj", "nsubjpass", "dobj", "attr", "pobj", "conj", "npadvmod", "oprd", "acomp", "ROOT") for k in range(d.first, d.last + 1))

    # ------------------------------------------------------------------------------------------- bounds and rates

    def _bound(self, d: _Draft, end: int) -> None:
        n, t = d.number, self.t
        if n.form == "range":
            d.qualifier = Qualifier.RANGE
        if n.form == "noun":
            d.qualifier = Qualifier.AT_LEAST
        m = self._hedge(n)
        if m and n.form != "noun":
            word = " ".join(m["q"].split())
            q = t.qualifiers[word]
            if word == "over" and d.unit in t.time and not (d.measures or "").startswith("age") and not _LASTING.search(self.lower, max(0, n.start - 30), n.start):
                return  # over three years: in the course of them
            if n.form == "range" and (q in (Qualifier.UP_TO, Qualifier.NEARLY) or word == "some"):
                pass
            elif not (word == "over" and n.form == "range"):
                d.qualifier = q
                d.extra["bound"] = True
            return
        if n.form == "range" or n.form == "noun":
            return
        for place in (n.end, d.extra.get("unit_end", n.end), end):
            found = t.after.match(self.lower, place)
            if found:
                word = found["q"].strip()
                d.qualifier = t.qualifiers["after " + word]
                return

    def _rate(self, d: _Draft, end: int) -> None:
        """``per``: a time, *each* or a good after the number and its unit or noun."""
        m = _PER.match(self.lower, d.extra.get("unit_end", end))
        if not m:
            return
        word = m["w"] or m["adv"]
        t = self.t
        if m["adv"]:
            d.per = t.rates.get(word)
            return
        unit = t.units.get(word) or singular(word, t)
        if m["slash"]:
            if unit in t.units.values() and d.unit:
                d.per, d.unit = unit, f"{d.unit} per {unit}"
            return
        if self.lower[m.end() : m.end() + 8].startswith((" earlier", " ago", " later", " before", " after", " old")):
            return
        if unit in t.time or m["art"] in ("per", "each", "every", "/"):
            d.per = unit
            if unit in ("second", "minute", "hour") or (d.number.currency and unit not in t.time and unit not in t.persons):
                d.unit = f"{d.unit} per {unit}"
        elif unit in t.units.values() and d.number.currency:
            d.per, d.unit = unit, f"{d.unit} per {unit}"


def t_time(tables: _Tables) -> set[str]:
    """The units that are a time."""
    return tables.time


_CALENDAR = {
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "today",
    "yesterday",
    "tonight",
    "tomorrow",
}
_CRICKET = re.compile(r" (?:not out )?(?:off|from) (?:just |only )?[\w-]+ (?:balls|deliveries)| for (?:\d|one|two|three|four|five|six|seven|eight|nine)(?: (?:in|off|from) [\d.]+ overs| declared)")
_WICKETS = re.compile(r"\d for $")
_ABOARD = re.compile(r" (?P<w>on board|aboard)(?!\w)")
_NTH = re.compile(
    r"(?<!\w)(?:is|was|be|been|became|marks|marked|marking) (?:only |at least |now |just )?(?:the|his|her|their|its) (?P<o>(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)|(?P<d>\d{1,2})(?:nd|rd|th|st))(?= (?:such )?time(?!\w))"
)
_LASTING = re.compile(
    r"(?<!\w)(?:for|in|after|of|lasting|lasted|took|takes|take|spent|spend|at|just|well|little|slightly|to|from|by|is|was|been|be|ran|runs|waited|with|every|within|about|and|until|than|have|had|has) over $"
)
_WORTH = re.compile(r" (?:worth|valued at|priced at|costing|totalling|totaling|amounting to)(?: [a-z]+){0,3} $")
_WARM = re.compile(r"(?<!\w)(?:temperatures?|heat|heatwave|hot|hottest|cold|coldest|warm|freezing|mercury|degrees|thermometers?)(?!\w)")
_MAGNITUDE = re.compile(r"(?<!\w)magnitude(?: of)? $")
_ODD = re.compile(r"-(?:odd|plus|some)(?!\w)")
_RECORDS = {
    "season",
    "record",
    "win",
    "victory",
    "loss",
    "defeat",
    "draw",
    "lead",
    "start",
    "finish",
    "triumph",
    "scoreline",
    "thrashing",
    "rout",
    "run",
    "advantage",
    "deficit",
    "tie",
    "mark",
    "stretch",
}
_AGE_BEHIND = re.compile(r",(?! \d)| and \d\d,")
_NO_BEFORE = re.compile(r"(?<!\w)(?:[Nn]os?|[Aa]rt|[Ss]ec|[Ff]ig|[Vv]ol|[Cc]h|[Pp]p?|[Nn]r)\. ?$|[#№] ?$")
_UNDER_AGE = re.compile(
    r"(?<!\w)(?:people|those|anyone|everyone|men|women|adults|children|voters|americans|residents|patients|girls|boys|players|drivers|workers|persons?|teenagers)(?: who (?:are|were))?(?: aged)? (?:under|over|above|below|younger than|older than) (?:the age of )?$"
)
_IS_AGE = re.compile(r"(?<!\w)(?:is|was|be|am|turned|turns|turning|are|were)(?: (?:now|only|just|about|around|nearly|almost))? $")
_ROLE = {"for": "votes in favor", "against": "votes against", "abstain": "abstentions"}
_BALLOT = re.compile(
    r"(?<![\w-])(?:vot(?:e|es|ed|ing)|abstain\w*|abstentions?|ayes|noes|nays?|yeas?|in favou?r|oppos\w+|ruling|pass(?:ed|es)|approv\w+|adopt\w*|reject\w*|defeat\w*|confirm\w*|fail\w*|ratif\w+)(?![\w])"
)
_CONVERTED = re.compile(r" ?[(/] ?| / ")
_PER = re.compile(
    r"(?: (?P<art>a|an|per|each|every) |(?P<slash>/))(?P<w>(?:square (?:foot|feet|metre|meter)|[a-z]+))(?!\w)| (?P<adv>monthly|daily|weekly|yearly|annually|hourly|nightly|quarterly|each|apiece)(?!\w)(?! (?:newspaper|magazine))"
)
_NOT_NAME = {"about", "over", "some", "us", "mr", "mr.", "gov", "sen", "the", "an", "more", "than", "at", "up", "of", "in", "on"}
_ONE_BEFORE = {
    "no",
    "any",
    "every",
    "each",
    "this",
    "that",
    "which",
    "another",
    "some",
    "the",
    "such",
    "any-",
    "number",
    "page",
    "these",
    "those",
    "day",
    "week",
    "square",
    "loved",
}
_ONE_AFTER = {
    "another",
    "who",
    "whom",
    "which",
    "that",
    "would",
    "can",
    "could",
    "should",
    "must",
    "may",
    "might",
    "is",
    "was",
    "has",
    "does",
    "knows",
    "thing",
    "way",
    "time",
    "by",
    "after",
    "doubted",
    "'s",
    "’s",
    "or",
    "and",
    "-",
    "side",
    "hand",
    "point",
}
_DEMONYM = ("ians", "eans", "ans", "is", "ese", "ists", "crats", "cans", "ers", "ites")


# --------------------------------------------------------------------------------- from drafts to findings


def _resolve(document: Document, parse: Parse, layers: Layers, drafts: list[_Draft]) -> Iterator[Quantity]:
    tables = layers.resources.derived("quantities", _build)
    done: list[_Draft] = []
    known: dict[float | int, _Draft] = {}
    for d in drafts:
        _effect(parse, tables, d)
        if d.elliptic and d.unit is None:
            _group_of(parse, tables, d)
        counted = d.elliptic and not d.measures and d.unit in (None, "person") and _counted_subject(parse, tables, d)
        if d.elliptic and not counted and not d.measures and d.unit in (None, "person"):
            d.carried = _antecedent(parse, d, done, known)
            if d.carried is not None:
                d.unit = d.unit or d.carried.unit
                if d.effect is None and d.carried.effect and _same_fate(parse, d, d.carried):
                    d.effect = d.carried.effect
        if d.unit is None and d.elliptic and d.number.form == "noun" and _is_subject(parse, d):
            d.unit, d.measures = "person", f"people {d.effect}" if d.effect else "people"  # dozens fled
        if d.effect and d.verb is not None and _only_possible(parse, d.verb):
            d.effect = None
        if d.effect in _HARM and (d.unit is None or (d.counted and d.unit not in tables.unharmed)):
            d.unit = "person"
        _measure(document, parse, tables, d)
        if d.counted or d.unit in ("person", "point") or d.carried:
            done.append(d)
            if d.unit:
                known.setdefault(d.number.low, d)
    finder = _Context(document, parse, layers, tables, drafts)
    ids = Ids(document.id, "quantities")
    for d in drafts:
        n = d.number
        low: float | int | None = n.low
        high: float | int | None = n.high
        if d.qualifier in (Qualifier.AT_LEAST, Qualifier.OVER):
            high = None
        elif d.qualifier in (Qualifier.UP_TO, Qualifier.UNDER) and n.form != "range":
            low = None
        actor, affected = finder.parties(d)
        yield Quantity(
            id=ids(n.span),
            span=n.span,
            low=low,
            high=high,
            unit=d.unit,
            measures=d.measures,
            qualifier=d.qualifier,
            per=d.per,
            place=finder.place(d),
            actor=actor,
            affected=affected,
            period=finder.period(d),
            claimed_by=finder.claim(d),
            confidence=0.95 if d.unit and not d.carried else 0.8,
            stage=STAGE.name,
        )


_NO_FATE = {"percent", "year", "month", "week", "day", "hour", "minute", "vote", "point", "USD", "EUR", "GBP", "fraction"}
_SMALL = {
    "at",
    "least",
    "dead",
    "to",
    "death",
    "about",
    "some",
    "more",
    "than",
    "over",
    "nearly",
    "almost",
    "another",
    "the",
    "a",
    "an",
    "up",
    "around",
    "roughly",
    "only",
    "just",
    "all",
    "other",
    "further",
    "estimated",
    "as",
    "many",
}
_AMONG = re.compile(r"(?<!\w)[Aa]mong the (?P<w>dead|wounded|injured|killed|victims|missing) (?:were|was|are|is) (?:at least |about |also )?$")
_PARTITIVE = {
    "member",
    "group",
    "number",
    "total",
    "majority",
    "team",
    "couple",
    "pair",
    "dozen",
    "hundred",
    "thousand",
    "million",
    "rest",
    "toll",
    "crowd",
    "half",
    "third",
    "quarter",
    "body",
    "corpse",
    "life",
    "part",
    "most",
    "some",
    "squad",
    "band",
    "convoy",
    "crew",
    "family",
    "column",
    "patrol",
}
_HARM = {
    "killed",
    "murdered",
    "assassinated",
    "wounded",
    "injured",
    "dead",
    "died",
    "kidnapped",
    "abducted",
    "arrested",
    "detained",
    "massacred",
    "executed",
    "slain",
    "shot",
    "hurt",
    "captured",
    "missing",
    "displaced",
    "beheaded",
    "tortured",
    "burned",
}


_OLD = re.compile(r"[ -]years?[ -]old")
_ALL_OF_THEM = re.compile(r"[^.;]{0,40}?, (?:all|both|each|some|most)(?: of (?:them|whom))?(?: (?:were|had been|have been|was))? (?P<w>[a-z]+ed|slain|shot|hurt|held|burnt)\b")
_MARGIN = re.compile(r"(?<!\w)(?P<m>(?:[Mm]argin of (?:sampling )?|[Ss]ampling )error)[^.;]{0,30}(?:plus or minus|±|\+/-|of|is|was) ?(?:about )?$")
_NUMBERING = re.compile(r"(?P<w>[A-Za-z]+s),? (?:who )?number(?:ing|ed) (?:between|about|around|some|up to|at least|more than|over|nearly)? ?$")
_APART = re.compile(r"(?: (?:percent|per cent|percentage) points?)? apart(?!\w)")
_PART = re.compile(r" (?:of (?:them|whom|those)\b|(?:critically|seriously|gravely|fatally|badly|slightly)\b)")


def _is_subject(parse: Parse, d: _Draft) -> bool:
    """Is the number the subject of a verb, so that it does what persons do?"""
    return any(parse.dep[k] in ("nsubj", "nsubjpass") for k in range(d.first, d.last + 1))


def _antecedent(parse: Parse, d: _Draft, done: list[_Draft], known: dict[float | int, _Draft]) -> _Draft | None:
    """The quantity whose noun this one leaves out: killing three and wounding 12."""
    before = parse.lower[d.first - 1] if d.first else ""
    if before in ("the", "these", "those", "all") and d.number.low in known:
        return known[d.number.low]  # the 1,500: the same as before
    last = done[-1] if done else None
    if last is None:
        return None
    if d.unit == "person" and before in ("the", "of", "to", "with") and d.number.low > last.number.low:
        return None  # among the 15,000 killed
    if last.unit != "person" and (_is_subject(parse, d) or d.effect or d.number.form == "noun"):
        # who does something is more likely to be the persons than the cities
        last = next((x for x in takewhile(lambda x: x.sentence == d.sentence, reversed(done)) if x.unit == "person"), last)
        if last.unit != "person" and d.number.form == "noun":
            return None
    near = d.sentence == last.sentence or (
        d.sentence == last.sentence + 1 and last.unit == "person" and parse.paragraph[d.sentence] == parse.paragraph[last.sentence] and d.number.low > 20
    )
    return last if near and (last.unit in ("person", "point") or ((last.counted or last.carried) and last.unit != "fraction")) else None


def _same_fate(parse: Parse, d: _Draft, carried: _Draft) -> bool:
    """Does nothing but a place follow a number that leaves out noun and verb: *63 died in Arvada and 200 in Belmont*?"""
    if d.sentence != carried.sentence or not _ELSEWHERE.match(parse.text, d.number.end):
        return False
    return not any(parse.pos[k] == "VERB" and k != carried.verb for k in range(carried.last, d.first))


_ELSEWHERE = re.compile(r" (?:more |others )?(?:in|at|near|on|outside) (?:the )?(?:[a-z]+ (?:of )?)?[A-Z]")


def _group_of(parse: Parse, t: _Tables, d: _Draft) -> None:
    """A crew of 18: the noun before *of* says what is counted."""
    at = d.first - 1
    if at > 0 and parse.lower[at] == "of" and parse.tag[at - 1] in _NOUN_TAGS:
        word = singular(parse.lower[at - 1], t)
        if word in t.bodies or word in t.persons or word in ("team", "family", "class", "party", "gang", "staff"):
            d.unit, d.measures = "person", _np(parse, at - 1, d)


def _counted_subject(parse: Parse, t: _Tables, d: _Draft) -> bool:
    """*The number of wounded rose to 18*, *arrests rose to 300*: the subject says what is counted. True if it did."""
    k = d.last
    for _ in range(4):
        h = parse.head[k]
        if h == k:
            return False
        k = h
        if parse.pos[k] in ("VERB", "AUX"):
            break
    if parse.lemma[k] not in _MOVES:
        return False
    subject = next((c for c in _children(parse, k) if parse.dep[c] in ("nsubj", "nsubjpass") and c < d.first), None)
    if subject is None or parse.tag[subject] not in _NOUN_TAGS:
        return False
    if parse.lower[subject] in ("number", "numbers", "count", "total", "tally", "toll"):
        of = next((c for c in _children(parse, subject) if parse.dep[c] == "prep" and parse.lower[c] in ("of", "for")), None)
        k = next((c for c in _children(parse, of)), subject) if of is not None else subject
        if k == subject:
            return False
        word = singular(parse.lower[k], t)
        if word in t.states or parse.lower[k] in t.states:
            state = t.states.get(parse.lower[k], parse.lower[k])
            d.unit, d.measures = "person", state if state.endswith("s") else f"people {state}"
            return True
        d.unit = "person" if word in t.persons or word in ("unemployed", "jobless", "poor", "homeless", "missing") else t.groups.get(word, word)
        phrase = _np(parse, k, d)
        done = parse.lower[k + 1] if k + 1 < d.first and parse.lower[k + 1] in t.participles else ""
        d.measures = f"{phrase} {done}".strip()
        return True
    if parse.tag[subject] != "NNS":
        return False
    word = singular(parse.lower[subject], t)
    if word in ("share", "stock", "price", "bond", "rate", "yield", "profit", "revenue", "earning", "sale", "cost", "future", "future", "temperature", "average"):
        return False
    d.unit = "person" if word in t.persons else t.groups.get(word, word)
    d.measures = _np(parse, subject, d)
    return True


_MOVES = frozenset(
    ("rise", "climb", "fall", "drop", "increase", "grow", "jump", "soar", "swell", "surge", "reach", "stand", "hit", "decline", "decrease", "shrink", "dip", "slip", "mount", "total", "exceed", "top", "pass")
)


def _climb(parse: Parse, k: int) -> int:
    """From a number token to the head of its noun phrase: over *of*, lists and partitives."""
    for _ in range(6):
        dep, h = parse.dep[k], parse.head[k]
        if dep in ("nummod", "quantmod", "compound", "amod", "conj", "appos", "nmod", "det") and h != k:
            if dep == "conj" and parse.pos[h] not in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
                return k
            k = h
        elif dep == "pobj" and parse.lower[h] == "of" and parse.pos[parse.head[h]] in ("NOUN", "NUM", "PRON") and parse.head[h] != h:
            k = parse.head[h]
        else:
            return k
    return k


def _only_possible(parse: Parse, verb: int) -> bool:
    """*250,000 could die*: what may come to pass has befallen nobody."""
    return any(parse.dep[c] == "aux" and parse.lower[c] in ("could", "may", "might", "would", "will", "can", "should", "'ll") for c in _children(parse, verb)) and not any(
        parse.lower[c] == "have" for c in _children(parse, verb)
    )


def _children(parse: Parse, k: int) -> list[int]:
    """The dependants of a token; of one that has more than a sentence of prose gives (a table), those around it."""
    kids = parse.children[k]
    return kids if len(kids) < 64 else kids[bisect_left(kids, k - 32) : bisect_left(kids, k + 64)]


def _fate_before(parse: Parse, t: _Tables, d: _Draft, first: int) -> tuple[str, int] | None:
    """An effect that stands right before the number, whatever the parser made of it: shot dead at least four."""
    k = d.first - 1
    while k >= max(first, d.first - 6) and parse.lower[k] in _SMALL:
        k -= 1
    if k < first:
        return None
    word = parse.lower[k]
    if (
        word in t.participles
        and parse.tag[k] in ("VBD", "VBN", "JJ", "NN", "VBP")
        and not (k > first and parse.lower[k - 1] in ("was", "were", "been", "be", "is", "are", "being"))
    ):
        return word, k
    among = _AMONG.search(parse.text, max(parse.start[first], d.number.start - 50), d.number.start)
    if among:
        return t.states.get(among["w"].lower(), among["w"].lower()), k
    return None


def _effect(parse: Parse, t: _Tables, d: _Draft) -> None:
    """What happened to those who are counted: from the verb, the participle, the adjective or the noun that governs them."""
    e = parse.sentences[d.sentence][1]
    if d.unit in _NO_FATE or d.effect:
        return
    nxt = parse.token_at(d.number.end)
    while (
        nxt < e - 1
        and parse.lower[nxt] in ("others", "other", "more", "are", "were", "left", "reported", "was", "had", "been", "have")
        and parse.lower[nxt + 1] in (*t.states, "others", "more", "reported", "been")
    ):
        nxt += 1
    if nxt < e and parse.lower[nxt] in t.states and (d.noun is None or nxt > d.noun):
        d.effect = t.states[parse.lower[nxt]]
        return
    base = d.noun if d.noun is not None else d.last
    if d.noun is not None:
        word = parse.lower[d.noun]
        if word in t.states:
            return
        after = d.noun + 1
        if after < e and parse.lower[after] in t.states and parse.tag[after] in ("JJ", "VBN", "VBD", "NN", "RB"):
            d.effect = t.states[parse.lower[after]]
            d.verb = after
            return
    if d.unit == "person" and d.noun is not None:
        both = _ALL_OF_THEM.match(parse.text, parse.end[d.noun])
        if both:
            k = parse.token_at(both.start("w"))
            if k < e and parse.lemma[k] in t.effects:
                d.effect, d.verb, d.passive = t.effects[parse.lemma[k]], k, True
                return
    near = _fate_before(parse, t, d, parse.sentences[d.sentence][0])
    if near is not None:
        d.effect, d.verb = near
        return
    k = base
    for _ in range(7):
        # participles and states that hang on the noun: people killed in, six men found dead
        for c in _children(parse, k):
            if c > d.first and parse.dep[c] in ("acl", "amod", "relcl") and parse.pos[c] in ("VERB", "ADJ"):
                lemma = parse.lemma[c]
                if parse.tag[c] == "VBN" and lemma in t.effects:
                    d.effect, d.verb, d.passive = t.effects[lemma], c, True
                    return
                if parse.lower[c] in t.states:
                    d.effect, d.verb = t.states[parse.lower[c]], c
                    return
                if parse.dep[c] == "relcl" and lemma in t.effects and any(parse.dep[x] == "nsubjpass" for x in _children(parse, c)):
                    d.effect, d.verb, d.passive = t.effects[lemma], c, True
                    return
                if parse.dep[c] == "relcl" and lemma in t.happens:
                    d.effect, d.verb = t.happens[lemma], c
                    return
            elif parse.dep[c] in ("amod",) and c < k and parse.lower[c] in t.states:
                return  # already in the noun phrase: three wounded men
        dep, h = parse.dep[k], parse.head[k]
        if h == k:
            break
        lemma = parse.lemma[h]
        if dep in ("nsubjpass", "dobj", "nsubj", "attr", "oprd") and parse.pos[h] in ("VERB", "AUX"):
            if (dep in ("nsubjpass", "dobj") and lemma in t.effects) or (dep == "nsubj" and parse.tag[h] == "VBN" and lemma in t.effects):
                d.effect, d.verb, d.passive = t.effects[lemma], h, dep != "dobj"
                return
            if dep in ("nsubj",) and lemma in t.happens:
                d.effect, d.verb = t.happens[lemma], h
                return
            if dep in ("dobj", "attr", "nsubj") and lemma in ("include", "be", "comprise", "number"):
                dead = next((c for c in _children(parse, h) if parse.lower[c] in t.states and (c < d.first or dep == "nsubj") and parse.dep[c] in ("nsubj", "attr", "pobj")), None)
                if dead is not None and parse.lower[dead] not in ("casualties", "deaths", "injuries"):
                    d.effect, d.verb = t.states[parse.lower[dead]], h  # the dead include five nuns
                    return
            if dep == "dobj" and lemma in ("leave", "have", "suffer", "find", "cause", "report", "see"):
                for c in _children(parse, h):
                    if parse.lower[c] in t.states and c > d.first:
                        d.effect, d.verb = t.states[parse.lower[c]], c
                        return
            if dep in ("nsubj", "nsubjpass"):
                for c in _children(parse, h):
                    if parse.lower[c] in t.states and parse.dep[c] in ("acomp", "oprd", "attr"):
                        d.effect, d.verb = t.states[parse.lower[c]], c
                        return
                if dep == "nsubj" and lemma == "lose" and any(parse.lemma[c] == "life" for c in _children(parse, h)):
                    d.effect, d.verb = "lost their lives", h
                    return
            d.verb = d.verb if d.verb is not None else h
            return
        if dep == "pobj":
            p = parse.head[h]
            if parse.lower[h] in ("of", "to") and p != h and parse.pos[p] in ("NOUN", "PROPN") and parse.lemma[p] in t.effect_nouns:
                d.effect, d.verb = t.effect_nouns[parse.lemma[p]], p
                return
            if parse.lower[h] == "by" and parse.pos[p] == "VERB":
                d.verb = p
                return
            if parse.lower[h] == "of" and parse.pos[p] in ("NOUN", "PROPN") and parse.lemma[p] not in _PARTITIVE and k == base:
                return  # the leaders of three unions: what befell them befell nobody counted
            k = p
            if parse.pos[p] in ("VERB", "AUX"):
                d.verb = p
                return
            continue
        if parse.pos[k] in ("NOUN", "PROPN") and parse.lemma[k] in t.effect_nouns and k != base:
            d.effect, d.verb = t.effect_nouns[parse.lemma[k]], k
            return
        k = h


def _measure(document: Document, parse: Parse, t: _Tables, d: _Draft) -> None:
    """``measures``: the counted noun with its modifiers and the effect; for money and percent what they measure."""
    if d.measures:
        return
    text = document.text
    same = d.extra.get("same")
    if isinstance(same, _Draft):
        d.measures, d.verb = same.measures, same.verb  # 100 kilometres (60 miles)
        return
    if d.unit == "year" and (old := _OLD.match(text, d.number.end)):
        k = parse.token_at(old.end())
        run = _Finder.run(parse, d.sentence, k) if k < len(parse) and parse.start[k] <= old.end() + 1 else None
        whose = _np(parse, run, d).removeprefix("old ").strip() if run is not None else ""
        d.measures = f"age of {whose}" if whose else "age"
        return
    phrase = ""
    if d.noun is not None:
        phrase = _phrase(parse, text, d)
    elif d.carried is not None:
        phrase = str(d.carried.extra.get("phrase", ""))
        if d.effect is None and _PART.match(text, d.number.end):
            d.effect = d.carried.effect  # four of them seriously
        if d.effect and phrase.split()[-1:] and phrase.split()[-1].lower() in t.states:
            phrase = ""
    if d.noun is None and (who := _NUMBERING.search(parse.text, max(0, d.number.start - 60), d.number.start)):
        k = parse.token_at(who.start("w"))
        phrase = _np(parse, k, d)
        d.unit = "person" if singular(parse.lower[k], t) in t.persons else d.unit
    if d.unit == "person" and d.noun is None and not phrase and d.effect:
        phrase = "people"
    if (d.noun is None and not phrase) or d.unit in ("percent",):
        topic = _topic(parse, t, d)
        phrase = phrase if phrase else topic
        if d.unit is None and topic and d.verb is not None:
            subject = next((c for c in _children(parse, d.verb) if parse.dep[c] in ("nsubj", "nsubjpass")), None)
            if subject is not None and singular(parse.lower[subject], t) in t.bodies:
                d.unit = "person"
        elif d.unit is None and topic:
            word = topic.split()[-1].lower() if topic else ""
            if singular(word, t) in t.bodies:
                d.unit = "person"
    if phrase and d.noun is None and _APART.match(text, max(d.number.end, d.extra.get("unit_end", 0))):
        phrase = f"gap between {phrase}"
    d.extra["phrase"] = phrase
    if d.effect and d.effect.split()[0] not in phrase.lower().split():
        phrase = f"{phrase} {d.effect}".strip() if phrase or d.unit == "person" else phrase
    d.measures = phrase or None


def _phrase(parse: Parse, text: str, d: _Draft) -> str:
    """The counted noun with the words between number and noun, and a following *of* phrase."""
    assert d.noun is not None
    first = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))
    noun = d.noun
    e = parse.sentences[d.sentence][1]
    while first < noun and (parse.tag[first] in ("DT", "PRP$", "IN", "CD", "PDT") or parse.lower[first] in ("of", "or", "more", "fewer", "less", "other", "another", "different", "-")):
        first += 1
    if first > noun:
        first = noun
    end = noun
    if end + 2 < e and parse.lower[end + 1] in ("of", "in", "from", "for") and parse.head[end + 1] == end:
        edge = min(parse.edges(end + 1)[1], end + 6, e)
        k = end + 2
        while k < edge and parse.tag[k] not in (",", ":", "IN", "WDT", "WP", "CC", "VBD", "VBZ", "VBP", "CD", "."):
            k += 1
        if k > end + 2 and parse.tag[k - 1] in _NOUN_TAGS:
            end = k - 1
    piece = text[parse.start[first] : parse.end[end]]
    return " ".join(piece.split())


def _np(parse: Parse, head: int, d: _Draft, longest: int = 8) -> str:
    """The noun phrase of a head without determiner, relative clause and what is set off by a comma."""
    left, right = parse.edges(head)
    left = max(left, head - longest)
    floor = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))  # the number and its unit are no part of it
    if head >= floor and parse.start[left] < d.number.end:
        left = max(left, floor)
    elif head >= d.first and head < floor:
        return ""
    while (
        left < head
        and (
            parse.lower[left] in _NUMBER_WORDS
            or parse.lower[left] in ("lakh", "crore", "points", "point")
            or parse.tag[left] in ("DT", "PRP$", "CC", ",", "IN", "RB", "CD", "$", "``", "''", "PDT", "HYPH")
            or (parse.text[parse.start[left] - 1 : parse.start[left]] in ("-", "–") and left > 1 and parse.tag[left - 2] in ("CD", "HYPH"))  # 44-year low
            or (parse.tag[left] == "JJ" and parse.text[parse.start[left] - 1 : parse.start[left]] == "-" and parse.lower[left] == "old")
            or (parse.head[left] != head and parse.edges(parse.head[left])[1] <= left)
        )
    ):
        left += 1
    end = head + 1
    while end < right and end < head + longest and parse.tag[end] not in (",", ":", "WDT", "WP", "WRB", "VBD", "VBZ", "VBN", "VBG", "-LRB-", ".", "CC", "CD", "TO", "``", "''"):
        end += 1
    while end > head + 1 and parse.tag[end - 1] not in _NOUN_TAGS:
        end -= 1
    return " ".join(parse.text[parse.start[left] : parse.end[end - 1]].split())


def _topic(parse: Parse, t: _Tables, d: _Draft) -> str:
    """What a percentage, a price or a bare number is about: *of* what, the noun it modifies, or the subject of its verb."""
    s, e = parse.sentences[d.sentence]
    margin = _MARGIN.search(parse.text, max(parse.start[s], d.number.start - 70), d.number.start)
    if margin:
        return margin["m"].lower()
    nxt = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))
    if nxt < e and parse.lower[nxt] in ("of", "in", "for", "worth") and nxt + 1 < e:
        k = next((c for c in _children(parse, nxt) if parse.dep[c] == "pobj"), None)
        if (
            k is not None
            and parse.tag[k] in _NOUN_TAGS
            and (parse.lower[nxt] in ("of", "worth") or ((d.number.form == "noun" or d.number.currency) and parse.ent[k] not in ("DATE", "TIME", "GPE", "PERSON", "ORG")))
        ):
            return _np(parse, k, d)
    worth = _WORTH.search(parse.text, max(0, d.number.start - 40), d.number.start)
    if worth:
        k = parse.token_at(worth.start() + 1) - 1
        while k > s and parse.tag[k] in ("JJ", "RB", "VBN"):
            k -= 1
        if s <= k < d.first and parse.tag[k] in _NOUN_TAGS:
            return _np(parse, k, d)
    k = d.last
    for _ in range(8):
        h = parse.head[k]
        if h == k:
            break
        if (
            parse.pos[h] in ("NOUN", "PROPN")
            and h > d.last
            and parse.dep[k] in ("nummod", "compound", "amod", "nmod", "npadvmod")
            and parse.start[h] >= d.number.end
            and parse.start[h] >= d.extra.get("unit_end", 0)
        ):
            return _np(parse, h, d)
        if parse.pos[h] in ("VERB", "AUX"):
            d.verb = h
            thing = next((c for c in _children(parse, h) if parse.dep[c] == "dobj" and h < c < d.first and parse.tag[c] in _NOUN_TAGS and parse.lower[c] not in t.units), None)
            if thing is not None:
                return _np(parse, thing, d)  # cut its target to 550p
            verb = h
            for _ in range(4):
                subject = next((c for c in _children(parse, verb) if parse.dep[c] in ("nsubj", "nsubjpass")), None)
                if parse.lemma[verb] in _OPINES and verb != h:
                    break  # the minister who says it is not what is counted
                if subject is not None and parse.lemma[verb] in _OPINES:
                    return ""
                if subject is not None and parse.lower[subject] in _NUMBER_WORDS:
                    break
                if subject is not None and parse.tag[subject] in _NOUN_TAGS and not d.number.start <= parse.start[subject] < d.number.end:
                    return _np(parse, subject, d)
                if parse.dep[verb] in ("relcl", "acl") and parse.tag[parse.head[verb]] in _NOUN_TAGS:
                    return _np(parse, parse.head[verb], d)
                if parse.head[verb] == verb or parse.dep[verb] not in ("conj", "advcl", "xcomp", "ccomp", "aux"):
                    break
                verb = parse.head[verb]
            obj = next(
                (c for c in _children(parse, h) if parse.dep[c] == "dobj" and parse.tag[c] in _NOUN_TAGS and not (d.first <= c <= d.last) and parse.lower[c] not in t.units), None
            )
            if obj is not None:
                return _np(parse, obj, d)
            break
        if parse.pos[h] in ("NOUN", "PROPN") and parse.dep[k] in ("prep", "appos", "pobj") and h < d.first:
            return _np(parse, h, d)
        k = h
    subject = next(
        (
            c
            for c in range(d.first - 1, max(s, d.first - 60) - 1, -1)
            if parse.dep[c] in ("nsubj", "nsubjpass") and parse.tag[c] in _NOUN_TAGS and parse.lower[c] not in _NUMBER_WORDS and parse.lemma[parse.head[c]] not in _OPINES
        ),
        None,
    )
    return _np(parse, subject, d) if subject is not None else ""


_OPINES = frozenset(("say", "tell", "add", "expect", "forecast", "predict", "estimate", "project", "report", "announce", "note", "warn", "claim", "believe", "think"))
_NUMBER_WORDS = frozenset(("%", "percent", "pc", "third", "thirds", "quarter", "quarters", "half", "halves", "fifth", "fifths", "million", "billion"))


class _Context:
    """What stands around a number in the other layers: claims, places, parties, periods."""

    def __init__(self, document: Document, parse: Parse, layers: Layers, tables: _Tables, drafts: list[_Draft]) -> None:
        self.document, self.parse, self.t = document, parse, tables
        claims = [a for a in layers.attributions if a.status is Status.REPORTED and a.act not in (Act.BELIEVES, Act.INTENDS)]
        self.size = {a.id: sum(e - s for s, e in a.content) for a in claims}
        self.cues = {a.id: a.cue for a in claims}
        self.claims = sorted((content, a.id) for a in claims for content in a.content)
        self.longest = max((c[1] - c[0] for c, _ in self.claims), default=0)
        self.numbers = [d.number.start for d in drafts]
        self.places = sorted((p.span, p.id) for p in layers.toponyms if p.use is PlaceUse.LOCATION)
        self.actors = sorted((p.span, p.id) for p in layers.toponyms if p.use is PlaceUse.ACTOR)
        self.timexes = sorted(((x.span, x) for x in layers.timexes if x.start or x.end), key=lambda p: p[0])
        self.mentions = sorted((m, x.id) for x in layers.entities for m in x.mentions)
        self.mention_starts = [m[0][0] for m in self.mentions]

    def _holding(self, span: Span) -> Iterator[tuple[Span, str]]:
        """The contents of claims that hold a span."""
        k = bisect_left(self.claims, (Span(span[0] + 1, 0),), key=lambda c: (c[0],)) - 1
        while k >= 0 and self.claims[k][0][0] >= span[1] - self.longest:
            if inside(span, self.claims[k][0]):
                yield self.claims[k]
            k -= 1

    def claim(self, d: _Draft) -> str | None:
        """The innermost reported attribution whose content holds the number, or that of the number whose noun it shares.

        A vote is not said by those who vote: *rejected* and *approved* are no claim of the figure.
        """
        best = None
        for _, a in self._holding(d.number.span):
            if d.unit == "vote" and any(self.parse.lemma[k] in self.t.outcomes for cue in self.cues[a] for k in self.parse.tokens(cue)):
                continue
            if best is None or self.size[a] < self.size[best]:
                best = a
        if best is None and d.carried is not None:
            return self.claim(d.carried)
        return best

    def _near(self, d: _Draft, items: list[tuple[Span, Any]]) -> tuple[Span, Any] | None:
        """The nearest item of the clause, what follows before what stands in front; none beyond another clause."""
        zone = self.parse.sentence_span(d.sentence)
        for content, _ in self._holding(d.number.span):
            zone = Span(max(zone[0], content[0]), min(zone[1], content[1]))
        n = d.number
        k = bisect_left(items, (Span(zone[0], 0),), key=lambda p: (p[0],))
        best, cost = None, 230
        while k < len(items) and items[k][0][0] < zone[1]:
            span, item = items[k]
            k += 1
            if span[1] <= n.start:
                gap, c = Span(span[1], n.start), (n.start - span[1]) * 2 + 8
            elif span[0] >= n.end:
                gap, c = Span(n.end, span[0]), span[0] - n.end
            else:
                continue
            between = self.document.text[gap[0] : gap[1]]
            if gap[0] == n.end and _COMPARED.search(between):
                continue  # 57%, up from 49% in 2021: the year is the other number's
            c += 60 * sum(between.count(x) for x in ";:()") + 15 * between.count(",") + 40 * len(_CLAUSE.findall(between))
            c += 60 * (bisect_left(self.numbers, gap[1]) - bisect_left(self.numbers, gap[0] + 1)) if gap[0] == n.end else 0
            if c < cost:
                best, cost = (span, item), c
        return best

    def place(self, d: _Draft) -> str | None:
        """Id of the place name nearest in the clause; a place that acts only where it is all that counts: Kuvria, with 900."""
        if d.noun is None and d.elliptic:
            k = bisect_left(self.actors, (Span(max(0, d.number.start - 80), 0),), key=lambda p: (p[0],))
            for span, place in takewhile(lambda p: p[0][0] < d.number.start, self.actors[k : k + 20]):
                if span[1] <= d.number.start <= span[1] + 12 and _AT.fullmatch(self.document.text, span[1], d.number.start):
                    return str(place)
        found = self._near(d, self.places)
        return str(found[1]) if found else None

    def period(self, d: _Draft) -> Period | None:
        """The period that the clause gives; *since* and *until* leave one end open."""
        if d.unit in ("year", "month", "week", "day", "hour", "minute"):
            return None
        found = self._near(d, self.timexes)
        if found is None:
            return None
        span, x = found
        before = self.document.text[max(0, span[0] - 60) : span[0]].lower()
        if _ENDED.search(before):  # the three months ended Feb. 28
            k = bisect_left(self.timexes, (span[0],), key=lambda p: (p[0][0],)) - 1
            if k >= 0 and span[0] - self.timexes[k][0][1] < 20:
                x = self.timexes[k][1]
                return Period(start=x.start, end=x.end, timex=x.id)
        if _SINCE.search(before):
            return Period(start=(x.start or "")[:10] or None, timex=x.id)
        if re.search(r"(?<!\w)(?:until|till|by) (?:the )?$", before):
            return Period(end=(x.end or "")[:10] or None, timex=x.id)  # by Monday evening: no later than Monday
        return Period(start=x.start, end=x.end, timex=x.id)

    def _entity(self, token: int | None, d: _Draft) -> str | None:
        """The entity whose mention holds a token, the shortest mention first; not the counted persons themselves."""
        if token is None:
            return None
        s, e = self.parse.start[token], self.parse.end[token]
        best: tuple[int, str] | None = None
        k = bisect_left(self.mention_starts, e) - 1
        while k >= 0 and self.mention_starts[k] > s - 200:
            span, entity = self.mentions[k]
            if span[1] >= e and span[0] <= s and not inside(d.number.span, span) and (best is None or span[1] - span[0] < best[0]):
                best = (span[1] - span[0], entity)
            k -= 1
        return best[1] if best else None

    def _modifier(self, d: _Draft) -> str | None:
        """The entity that the counted noun carries with it: US troops, Israeli vehicles."""
        if d.noun is None:
            return None
        first = self.parse.token_at(d.number.end)
        return next((entity for k in range(first, d.noun + 1) if (entity := self._entity(k, d))), None)

    def parties(self, d: _Draft) -> tuple[str | None, str | None]:
        """Actor (whose, by whom) and affected."""
        parse, verb = self.parse, d.verb
        whose = self._modifier(d)
        if d.unit == "fraction":
            return None, whose
        if verb is None or parse.pos[verb] not in ("VERB", "AUX"):
            return (None, whose) if d.effect in _HARM else (whose, None)
        subject = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
        if subject is None and parse.dep[verb] in ("advcl", "conj", "xcomp"):
            subject = next((c for c in parse.children[parse.head[verb]] if parse.dep[c] == "nsubj"), None)
        agent = next((x for c in parse.children[verb] if parse.dep[c] == "agent" for x in parse.children[c]), None)
        by = self._entity(agent, d) if agent is not None else None
        own = subject is not None and d.first <= subject <= (d.noun if d.noun is not None else d.last)
        doer = by or (self._entity(subject, d) if subject is not None and not own and not d.passive else None)
        if d.effect:
            return doer, whose
        return doer or whose, None


_COMPARED = re.compile(r"(?<!\w)(?:from|against|compared (?:with|to)|versus|than|to) (?:(?:about|just|over|nearly|around|only) )?\W{0,2}\d[^;]*$")
_CLAUSE = re.compile(r"(?<!\w)(?:that|which|who|while|where|when|but|adding|after|although|because)(?!\w)")
_SINCE = re.compile(r"(?<!\w)since (?:the )?$|(?<!\w)since the (?:start|beginning|onset|outbreak) of [\w ]{1,30} (?:on|in) $")
_ENDED = re.compile(r" (?:ended|ending|that ended) (?:on )?$")
_AT = re.compile(r",? (?:at|with)(?: (?:about|some|nearly|over|around))? ")

STAGE = Stage(
    layer="quantities",
    version="1",
    reads=("sentences", "timexes", "toponyms", "entities", "attributions"),
    resources=("lexicon:numbers", "lexicon:units", "lexicon:bounds", "lexicon:ballots"),
    find=find,
)
