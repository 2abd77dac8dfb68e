"""Which numbers count or measure something, and what they say of it: unit, counted noun, bound and rate.

What comes in: a report, its parse and its time expressions. What goes out: `Draft`s in the order of the text; numbers that date,
order or name something are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from onrecord.counting.phrases import CALENDAR, noun_phrase, noun_run
from onrecord.counting.tables import NOUN_TAGS, RUN_TAGS, Draft, Tables, singular
from onrecord.model import Document, Qualifier, Span, TimexType
from onrecord.numerals import Number, Numerals, small
from onrecord.tallies import Ballots
from onrecord.text import Parse

_CRICKET = re.compile(
    r" (?:not out )?(?:off|from) (?:just |only )?[\w-]+ (?:balls|deliveries)| for (?:\d|one|two|three|four|five|six|seven|eight|nine)(?: (?:in|off|from) [\d.]+ overs| declared)"
)
_WICKETS = re.compile(r"\d for $")
_ABOARD = re.compile(r" (?P<w>on board|aboard)(?!\w)")
_NTH = re.compile(
    r"(?<!\w)(?:is|was|be|been|became|marks|marked|marking) (?:only |at least |now |just )?(?:the|his|her|their|its) (?P<o>(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)|(?P<d>\d{1,2})(?:nd|rd|th|st))(?= (?:such )?time(?!\w))"
)
_LASTING = re.compile(
    r"(?<!\w)(?:for|in|after|of|lasting|lasted|took|takes|take|spent|spend|at|just|well|little|slightly|to|from|by|is|was|been|be|ran|runs|waited|with|every|within|about|and|until|than|have|had|has) over $"
)
_CREPT = re.compile(r"(?<!\w)(?:tick|edg|inch|nudg|drift|crawl|bump|round|mov|push)(?:ed|es|ing)? up to $|(?<!\w)(?:crept|creeps|creeping|shot|went) up to $")
_WARM = re.compile(r"(?<!\w)(?:temperatures?|heat|heatwave|hot|hottest|cold|coldest|warm|freezing|mercury|degrees|thermometers?)(?!\w)")
_DIALLED = re.compile(r"(?<![\w.,])(?:\+?\d{3,5} ){1,2}$")
_MAGNITUDE = re.compile(r"(?<!\w)magnitude(?: of)? $")
_ODD = re.compile(r"-(?:odd|plus|some)(?!\w)")
_RECORDS = frozenset((
    "season", "record", "win", "victory", "loss", "defeat", "draw", "lead", "start", "finish", "triumph", "scoreline", "thrashing", "rout", "run", "advantage",
    "deficit", "tie", "mark", "stretch"
))  # fmt: skip
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
_ONE_BEFORE = frozenset((
    "no", "any", "every", "each", "this", "that", "which", "another", "some", "the", "such", "any-", "number", "page", "these", "those", "day", "week", "square",
    "loved"
))  # fmt: skip
_ONE_AFTER = frozenset((
    "another", "who", "whom", "which", "that", "would", "can", "could", "should", "must", "may", "might", "is", "was", "has", "does", "knows", "thing", "way",
    "time", "by", "after", "doubted", "'s", "’s", "or", "and", "-", "side", "hand", "point"
))  # fmt: skip
_OF_THE_DEAD = frozenset((
    "more", "other", "additional", "dead", "charred", "burned", "burnt", "mutilated", "decomposed", "decomposing", "headless", "dismembered", "unidentified", "human", "bullet", "-",
    "riddled", "bloodied", "naked", "of", "the", "their", "these", "those", "lifeless", "male", "female"
))  # fmt: skip
_DEMONYM = ("ians", "eans", "ans", "is", "ese", "ists", "crats", "cans", "ers", "ites")

_CLOCK = re.compile(
    r" (?:in the (?:morning|afternoon|evening)|at night|sharp|yesterday|today|tonight|tomorrow|(?:on |this |that |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\w)"
)
"""What tells *at nine* as a time of day: *at nine on Friday morning*."""


class Finder:
    """One pass over the numbers of one report."""

    def __init__(self, document: Document, parse: Parse, tables: Tables, grammar: Numerals, tallies: Ballots, timexes: Any) -> None:
        self.document, self.parse, self.t, self.grammar = document, parse, tables, grammar
        self.text, self.lower = document.text, small(document.text)
        self.dates = sorted(t.span for t in timexes if t.type in (TimexType.DATE, TimexType.TIME))
        self.date_starts = [s[0] for s in self.dates]
        self.next: Number | None = None
        self.tallies = tallies
        self.votes: dict[Span, str] = {}
        self.counted: set[int] = set()
        self.made: list[Draft] = []

    def drafts(self) -> list[Draft]:
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
            draft = Draft(n, first, last, parse.sentence[first])
            if self._read(draft, made):
                if (
                    made
                    and (draft.qualifier is Qualifier.EXACT or draft.qualifier is made[-1].qualifier is Qualifier.RANGE)
                    and not draft.counted
                    and not made[-1].counted
                    and _CONVERTED.fullmatch(self.lower, made[-1].extra.get("unit_end", made[-1].number.end), n.start)
                ):
                    draft.qualifier = made[-1].qualifier  # more than 100 kilometres (60 miles)
                    draft.extra["same"] = made[-1]
                made.append(draft)
        return made

    def _nth(self) -> Iterator[Number]:
        """Ordinals that count what happened: the fourth time this spring."""
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

    def _read(self, d: Draft, made: list[Draft]) -> bool:
        n, parse = d.number, self.parse
        if n.form == "fraction" and self._next_one(n, made):
            return False
        if n.span in self.votes and not n.currency:
            self._noun(d)
            d.unit, d.counted, d.measures = "vote", True, self.votes[n.span]
            self._bound(d, n.end)
            return True
        partner = self._shared(n) if not (n.currency or n.percent) else None
        if partner is not None and not self._names(d):
            other = Draft(partner, d.first, min(parse.token_at(partner.tail - 1), len(parse) - 1), d.sentence)
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

    def _next_one(self, n: Number, made: list[Draft]) -> bool:
        """Is *a third* one more after two that were counted: *lost two men, and a third was maimed*?"""
        order = {"a third": 2, "a fourth": 3, "a fifth": 4}.get(self.lower[n.start : n.end])
        if order is None or not made or made[-1].number.low != order or not made[-1].counted or made[-1].sentence != self.parse.sentence[self.parse.token_at(n.start)]:
            return False
        behind = self.lower[n.end : n.end + 9]
        return re.match(r" (?:was|is|has|had|died|man|person|woman|soldier)(?!\w)", behind) is not None or (made[-1].unit == "person" and behind[:1] in (".", ",", ";"))

    def _unit(self, d: Draft) -> int:
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
            if len(name) < 3 and re.match(r"-\d", self.lower[m.end() : m.end() + 2]):
                taken = False  # 3 M-16 rifles
            if name in ("season", "seasons") and self.lower[m.end() : m.end() + 7] == " ticket":
                taken = False
            if taken and t.case_units.get(raw) == "":
                return -1
            if name == "point" and n.word == "one" and self.lower[max(0, n.start - 3) : n.start] == "at ":
                return -1  # at one point
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

    def _names_unit(self, d: Draft) -> bool:
        """A number before a unit that is a name or a date all the same: the 2003 season, year 2019."""
        n = d.number
        if n.form == "digits" and 1900 <= n.low <= 2100 and d.unit in self.t.time and not n.currency:
            return True
        if n.form == "range" and d.unit == "season" and n.pieces:
            return True  # a 5-11 season
        before = self.lower[max(0, n.start - 12) : n.start]
        return bool(re.search(r"(?:section|article|route|channel|flight|no\.?|#) ?$", before))

    def _names(self, d: Draft) -> bool:
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
        if (
            digits
            and not n.scaled
            and 1900 <= n.low <= 2100
            and n.end - n.start == 4
            and previous in ("a", "an", "its", "their", "this")
            and follow_tag == "NN"
            and follows not in t.units
        ):
            return True  # under a 2011 contract
        if n.form in ("fraction", "ratio", "noun"):
            return self._in_date(n) if n.form == "fraction" else False
        if n.form == "ordinal":
            return False
        if n.form == "score":
            return True
        if (
            digits
            and not n.scaled
            and (self.text[n.start] == "0" or self.text[n.start - 1 : n.start] == "+")
            and re.match(r" \d{2,4} \d{3,4}(?![\w,.]\d)", lower[n.end : n.end + 12])
        ):
            return True  # 0207 782 4368
        if digits and not n.scaled and _DIALLED.search(self.text, max(0, n.start - 16), n.start) and not hedged:
            return True  # call 0207 782 4368
        if n.hyphen and not _ODD.match(lower, n.end):
            # two-state, three-way: no count of its own, unless the noun is counted elsewhere
            return True
        if (self._in_date(n) and not hedged) or follows in ("o'clock", "o’clock", "a.m.", "p.m.", "am", "pm"):
            return True
        if previous in ("at", "by", "until", "before", "after", "around") and isinstance(n.low, int) and 1 <= n.low <= 12 and head_noun is None and _CLOCK.match(lower, n.end):
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
                if word in t.names and follows != "times" and (word not in t.soft or (capital and not (head_noun is not None and parse.tag[head_noun] == "NNS"))):
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

    def _gapped(self, d: Draft, at: int) -> bool:
        """Does a number behind a name share the noun of the number before: *the Greens won 12 seats, the Liberals 34*?"""
        before = self.made[-1] if self.made else None
        if before is None or before.sentence != d.sentence or not before.counted or before.unit in (None, "vote", "year") or d.first - before.last > 12:
            return False
        left, right = self.text[before.number.end : d.number.start], self.lower[d.number.end : d.number.end + 5]
        return (
            ("," in left or " and " in left)
            and re.match(r"[.,;]| and |$", right) is not None
            and not any(x in ("VBD", "VBZ", "VBP") for x in self.parse.tag[before.last + 1 : d.first])
        )

    def _hedge(self, n: Number) -> re.Match[str] | None:
        start = max(0, n.start - 40)
        return self.t.before.search(self.lower[start : n.start])

    # ------------------------------------------------------------------------------------------- what is counted

    def _person(self, token: int) -> bool:
        parse = self.parse
        word = parse.lower[token]
        if singular(word, self.t) in self.t.persons:
            return True
        if word.endswith("men") and len(word) > 5 and parse.tag[token] == "NNS" and word not in ("specimen", "regimen", "abdomen", "acumen", "bitumen"):
            return True  # firemen, fishermen
        return bool(
            parse.tag[token] in ("NNPS", "NNP", "NNS")
            and parse.word[token][:1].isupper()
            and (parse.ent[token] == "NORP" or (parse.tag[token] == "NNPS" and word.endswith(_DEMONYM)))
        )

    def _governed(self, d: Draft) -> int | None:
        """The noun that the parser makes the head of the number, if it stands to the right."""
        parse = self.parse
        k, e = d.last, parse.sentences[d.sentence][1]
        for _ in range(4):
            h = parse.head[k]
            if h == k or parse.dep[k] not in ("nummod", "quantmod", "compound", "amod", "nmod", "npadvmod", "det", "appos"):
                return None
            if h > d.last and h < e and parse.tag[h] in NOUN_TAGS and h - d.last < 9:
                return h
            k = h
        return None

    def _compound(self, plural: int, head: int) -> bool:
        """Is a plural noun part of a longer compound (plain-clothes officers)?"""
        parse = self.parse
        return (
            parse.dep[plural] in ("compound", "amod", "nmod")
            and parse.lower[head] != "ages"
            and head - plural <= 3
            and all(parse.tag[k] in RUN_TAGS for k in range(plural, head + 1))
            and parse.tag[head] == "NNS"
        )

    def _noun(self, d: Draft) -> None:
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
                noun = noun_run(parse, d.sentence, k) if k < e else None
                if noun is not None and parse.lower[noun] in ("number", "total", "couple", "handful") and noun + 2 < e and parse.lower[noun + 1] == "of":
                    noun = noun_run(parse, d.sentence, noun + 2) or noun
                if noun is None and k < e and parse.lower[k] in ("those", "them", "these", "whom", "us", "which"):
                    noun = k
                if k + 1 < e and parse.lower[k] == "those" and parse.lower[k + 1] in t.states:
                    d.unit, d.counted, d.measures = "person", True, f"people {t.states[parse.lower[k + 1]]}"  # twenty of those injured
                    return
                if (
                    k < e
                    and parse.lower[k] in t.states
                    and parse.tag[k] in ("JJ", "VBN", "VBD", "NN")
                    and (noun is None or noun == k)
                    and parse.lower[nxt + 1] in ("the", "those", "these")
                ):
                    d.unit, d.counted, d.measures = "person", True, f"people {t.states[parse.lower[k]]}"  # four of the wounded
                    return
                d.extra["of"] = True
                if n.form == "fraction" and noun is not None:
                    d.unit, d.noun, d.counted = "fraction", noun, True
                    return
            elif n.form == "fraction":
                while nxt < e and parse.tag[nxt] in ("DT", "PRP$"):
                    nxt += 1
                d.unit, d.counted = "fraction", True
                d.noun = noun_run(parse, d.sentence, nxt) if nxt < e else None
                return
            else:
                run = noun_run(parse, d.sentence, nxt)
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
            d.noun, d.elliptic = None, True
            d.unit = "person" if word in ("whom", "us") else None
            return
        one = singular(word, t)
        if self._person(noun):
            d.unit = "person"
        elif one in ("corpse", "cadaver") or (one == "body" and all(parse.lower[k] in _OF_THE_DEAD for k in range(parse.token_at(n.end), noun))):
            d.unit = "person"  # eight bodies are eight dead
        else:
            d.unit = t.groups.get(one, one)
            if one == "life" and n.low != 1:
                d.unit, d.measures = "person", "lost lives"  # the attack cost 43 lives
            m = t.units.get(word)
            if m and word not in t.attached_only:
                d.unit = m

    def _bare(self, d: Draft, made: list[Draft]) -> bool:
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
            name >= s
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
            whose = noun_phrase(parse, name, d) if person else self._whose_age(d)
            d.measures = f"age of {whose}" if whose else "age"
            return True
        behind = parse.lower[nxt + 1] if nxt + 1 < e else ""
        if follows in ("remain", "remained", "are", "were") and behind in t.states:
            d.unit, d.counted, d.elliptic, d.effect = "person", True, True, t.states[behind]
            return True
        if follows in t.states or follows == "people":
            d.unit, d.counted, d.elliptic = "person", True, follows != "people"
            return True
        d.elliptic = True
        if n.low > 1 and follows in CALENDAR and self._hedge(n) is not None:
            return True  # rose to at least eight overnight
        return (
            bool(made and made[-1].sentence == d.sentence and (made[-1].unit or made[-1].elliptic))
            or n.form != "words"
            or n.scaled
            or d.extra.get("of", False)
            or self._is_argument(d)
        )

    def _of_person(self, d: Draft) -> bool:
        """Is the subject of *is 70* a person?"""
        parse = self.parse
        verb = parse.head[d.last]
        return any(parse.dep[c] == "nsubj" and (parse.lower[c] in ("he", "she", "who") or parse.ent[c] == "PERSON") for c in parse.children[verb])

    def _whose_age(self, d: Draft) -> str:
        """The person of *is 70* and of *who was 10*, by name."""
        parse = self.parse
        verb = parse.head[d.last]
        if parse.lemma[verb] not in ("be", "turn") or not parse.sentences[d.sentence][0] <= verb < d.first:
            return ""
        subject = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
        if subject is not None and parse.lower[subject] == "who" and parse.dep[verb] == "relcl":
            subject = parse.head[verb]
        return noun_phrase(parse, subject, d) if subject is not None and parse.ent[subject] == "PERSON" and parse.tag[subject] in NOUN_TAGS else ""

    def _is_argument(self, d: Draft) -> bool:
        parse = self.parse
        nxt = parse.token_at(d.number.end)
        if nxt < len(parse) and parse.lower[nxt] == "others":
            return True
        return any(parse.dep[k] in ("nsubj", "nsubjpass", "dobj", "attr", "pobj", "conj", "npadvmod", "oprd", "acomp", "ROOT") for k in range(d.first, d.last + 1))

    # ------------------------------------------------------------------------------------------- bounds and rates

    def _bound(self, d: Draft, end: int) -> None:
        n, t = d.number, self.t
        if n.form == "range":
            d.qualifier = Qualifier.RANGE
        if n.form == "noun":
            d.qualifier = Qualifier.AT_LEAST
        m = self._hedge(n)
        if m and n.form != "noun":
            word = " ".join(m["q"].split())
            q = t.qualifiers[word]
            if word == "up to" and _CREPT.search(self.lower, max(0, n.start - 30), n.start):
                return  # it ticked up to 4.1%
            if word in ("above", "over", "below", "under") and n.hyphen and re.search(r"\w (?:an?|the|its|his|her|their) $", self.lower[max(0, n.start - 12) : n.start]):
                return  # it sits above a 400-watt stereo
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
            if found and not (found["q"].strip() == "plus" and re.match(r" (?:[$£€]|\d)", self.lower[found.end() : found.end() + 2])):  # $42,990 plus $995
                word = found["q"].strip()
                d.qualifier = t.qualifiers["after " + word]
                return

    def _rate(self, d: Draft, end: int) -> None:
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
