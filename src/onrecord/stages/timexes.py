"""timexes: dates, times, durations and sets, as TIMEX3, resolved against the publication date and against one another.

One pass over the tokens: a trigger word (unit, month, weekday, year …) makes the reader try a few anchored patterns at the
words before it. Sources: TimeML 1.2.1 (types, values, mods), TIDES TIMEX2 (which words are markable, what belongs to the
span), HeidelTime (Strötgen and Gertz 2013: news dates look back unless the tense looks ahead).

Known to miss: events used as dates (*the start of the war*), eras of a person (*his presidency*), movable feasts of lunar
calendars (found, not resolved), fiscal years that differ from the calendar's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from onrecord.calendar_values import PARTS, SEASONS, When, feast, plus, unit_of
from onrecord.model import Document, Ids, Problem, Span, Timex, TimexType
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import PARSER_CHARACTERS, Parse
from onrecord.timex_patterns import Grammar

DATE, TIME, DURATION, SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET


def _grammar(resources: Resources) -> Grammar:
    grammar: Grammar = resources.derived("timexes.grammar", lambda r: Grammar(r.lexicon("timex")))
    return grammar


_DIGITS = re.compile(
    r"\d{4}|\d\d?(?:st|nd|rd|th)|\d{3}0'?s|'?\d0s|\d{4}[-–/]\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d(?:[ap]\.?m\.?)?|\d{1,2}[ap]\.?m\.?|mid-?\d{4}s?|fy\d{2,4}|q[1-4]|h[12]|\d{4}-\d\d-\d\dt.*|\d\d?/\d\d?"
)


_BEFORE_NTH = frozenset(("on", "of", "until", "till", "by", "since", "from", "before", "after"))
_ENDED = re.compile(r" (?:that )?(?:ended|ending|ends|to|through) (?:on )?(?=[A-Z\d])")

# ---------------------------------------------------------------------------------------------------------- the reader


@dataclass(slots=True)
class Draft:
    """What one pattern made of the words: everything of a Timex but its id."""

    end: int
    type: TimexType
    value: str | None
    mod: str | None = None
    anchor: str | None = None
    when: When | None = None
    start: str | None = None
    stop: str | None = None
    confidence: float = 0.9
    begin: int | None = None


_UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century"}
_PHASE_OF = {"beginning", "start", "end", "close", "middle"}
_QUARTERS = {"opening": 1, "final": 4, "last": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


class _Reader:
    """Reads one report from left to right, and remembers the last date so that *two days later* can lean on it."""

    def __init__(self, document: Document, parse: Parse, grammar: Grammar) -> None:
        self.parse, self.g = parse, grammar
        self.published: date | None = None
        self.text = parse.text.translate(PARSER_CHARACTERS)
        self.ids = Ids(document.id, "timexes")
        self.problems: list[Problem] = []
        self.last: tuple[When, str, int] | None = None  # the last date: unit, timex id, token
        self.last_day: tuple[When, str, int, bool] | None = None  # the last day that is named: day, timex id, token, whether its night
        self.last_year: tuple[int, str, int] | None = None  # the last year that is printed: year, timex id, token
        if document.published:
            try:
                published = date.fromisoformat(document.published[:10])
                # outside these years a publication date is a slip, and the calendar of `date` would end under our hands
                self.published = published if 1583 <= published.year < 3000 else None
            except ValueError:
                self.published = None
        self.token = 0

    # ------------------------------------------------------------------------------------------------------- the walk

    def read(self) -> Iterator[Timex]:
        parse, lower = self.parse, self.parse.lower
        closers, done = self.g.closers, 0
        for t in range(len(parse)):
            word = lower[t]
            if parse.start[t] < done or not (
                word in closers or word.rstrip(".") in closers or ((word.startswith("mid") or any(c.isdigit() for c in word[:3])) and _DIGITS.fullmatch(word))
            ):
                continue
            first = max(parse.sentences[parse.sentence[t]][0], t - 9)
            for s in range(first, t + 1):
                if parse.start[s] < done or not self._starts(s):
                    continue
                draft = self._best(s)
                if draft is None or draft.end <= parse.start[t] or self._is_name(s, draft):
                    continue
                begin = draft.begin if draft.begin is not None else parse.start[s]
                while self.text[draft.end - 1].isspace():
                    draft.end -= 1
                if self.text[draft.end - 1] == "." and self._ends_sentence(draft.end):
                    draft.end -= 1
                yield self._finish(Span(begin, draft.end), draft, t)
                done = draft.end
                break

    def _starts(self, i: int) -> bool:
        word, openers = self.parse.lower[i], self.g.openers
        return word in openers or word[0].isdigit() or word[0] == "'" or word.rstrip(".") in openers or word.startswith(("mid", "fy", "q1", "q2", "q3", "q4"))

    def _ends_sentence(self, end: int) -> bool:
        """True if the full stop before `end` closes the sentence rather than an abbreviation."""
        word = self.text[max(0, end - 5) : end].lower()
        return not re.search(r"(?:[ap]\.m|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri))\.$", word)

    def _is_name(self, s: int, draft: Draft) -> bool:
        """*Sunday Times*, *Daily Mail*, *Black Friday*: the words are part of a name."""
        parse = self.parse
        e = parse.token_at(draft.end)
        following = parse.lower[e] if e < len(parse) else ""
        capital = self.text[draft.end - 1 : draft.end].isalpha() and parse.word[max(s, e - 1)][:1].isupper()
        if capital and e < len(parse) and parse.word[e][:1].isupper() and parse.start[e] - draft.end <= 1:
            two = following + " " + (parse.lower[e + 1] if e + 1 < len(parse) else "")
            if following in self.g.words["titles_after"] or two in self.g.words["titles_after"]:
                return True
        before = parse.word[s - 1] if s else ""
        word, inside = parse.lower[s], s > parse.sentences[parse.sentence[s]][0] and parse.word[s][0].isupper()
        after = parse.word[e] if e < len(parse) else ""
        if not inside:
            return before.lower() in self.g.words["name_weekdays"] and word in self.g.weekdays
        if word in self.g.words["sets"] and (before[:1].isupper() or before == "'s" or after[:1].isupper()):
            return True
        if word in ("the", "this") and capital and e - s > 1 and before.islower() and parse.ent[s] not in ("DATE", "TIME"):
            return True  # "Back to The Future"
        if word in ("now", "today", "tonight", "tomorrow") and before[:1].isupper():
            return True
        return f"{before} {word}".lower() in self.g.words["names"] or (before.lower() in self.g.words["name_weekdays"] and word in self.g.weekdays)

    def _best(self, s: int) -> Draft | None:
        """The longest expression that begins with token `s`."""
        pos, word, best = self.parse.start[s], self.parse.lower[s], None
        self.token = s
        for rule in self._rules(word):
            draft = rule(pos)
            if draft is not None and (best is None or draft.end > best.end):
                best = draft
        return best

    def _rules(self, word: str) -> tuple[Callable[[int], Draft | None], ...]:
        if word[0].isdigit():
            return (self._clock, self._times_a, self._duration, self._date)
        if word in self.g.words["phases"] or word.startswith("mid"):
            return (self._phase, self._clock, self._unit_long, self._part)
        return (self._set, self._clock, self._window, self._phase, self._date, self._duration, self._part, self._reference, self._bare, self._times_a)

    # ------------------------------------------------------------------------------------------------------- the dates

    def _date(self, pos: int) -> Draft | None:
        best = None
        for rule in (
            self._numeric, self._first_of, self._nth_day, self._day_and_month, self._month, self._weekday, self._deictic, self._relative, self._quarter, self._season, self._holiday, self._decade, self._year, self._definite,
        ):  # fmt: skip
            draft = rule(pos)
            if draft is not None and (best is None or draft.end > best.end):
                best = draft
        if best is not None and best.when is not None and best.when.unit == "day" and best.type is DATE:
            m = self.g.part_after.match(self.text, best.end)
            if m:
                best.end, best.type = m.end(), TIME
                best.value = f"{best.value}T{self.g.parts[m['part'].lower()]}"
                best.mod = {"early": "START", "late": "END", "mid": "MID"}.get((m["phase"] or "").lower(), best.mod)
        elif best is not None and best.when is None and best.type is DATE and best.value and best.value.startswith("XXXX"):
            m = self.g.part_after.match(self.text, best.end)
            if m:
                best.end, best.type, best.value = m.end(), TIME, f"{best.value}T{self.g.parts[m['part'].lower()]}"
        return best

    def _resolved(self, end: int, when: When | None, unresolved: str, *, anchor: str | None = "publication", mod: str | None = None, confidence: float = 0.9) -> Draft:
        """A date by its calendar unit, or its pattern with X where nothing anchors it."""
        if when is None:
            return Draft(end, DATE, unresolved, mod, None, confidence=0.6)
        return Draft(end, DATE, when.value, mod, anchor, when, confidence=confidence)

    def _exact(self, end: int, year: int, month: int, day: int, pos: int) -> Draft:
        try:
            return Draft(end, DATE, (when := When("day", date(year, month, day))).value, None, "absolute", when, confidence=0.98)
        except ValueError:
            self._impossible(pos, end)
            return Draft(end, DATE, None, None, None, confidence=0.3)

    def _impossible(self, pos: int, end: int) -> None:
        words = self.parse.text[pos:end]
        if not any(p.span == Span(pos, end) for p in self.problems):
            self.problems.append(Problem(code="no-such-date", message=f"The calendar has no such day: {words}.", hint="It is listed without a value.", span=Span(pos, end)))

    def _full_year(self, digits: str) -> int:
        digits = digits.lstrip("'")
        if len(digits) > 2:
            return int(digits)
        limit = (self.published.year if self.published else 2030) % 100 + 10
        return int(digits) + (2000 if int(digits) <= limit else 1900)

    def _numeric(self, pos: int) -> Draft | None:
        m = self.g.iso.match(self.text, pos) or self.g.year_first.match(self.text, pos)
        if m:
            draft = self._exact(m.end(), int(m["year"]), int(m["month"]), int(m["day"]), pos)
            if "time" in m.re.groupindex and m["time"] and draft.when:
                draft.type, draft.value = TIME, f"{draft.value}T{m['time']}"
            return draft
        m = self.g.numeric.match(self.text, pos)
        if m is None:
            m = self.g.named.match(self.text, pos)
            if m is None:
                return None
            known = date.fromisoformat(self.g.words["named"][m.group().lower()])
            return self._exact(m.end(), known.year, known.month, known.day, pos)
        if len(m["year"]) == 2 and m["sep"] != "/":
            return None  # 1.2.10 is a version or a paragraph
        a, b, year = int(m["a"]), int(m["b"]), self._full_year(m["year"])
        # CASE: day first, as the world writes; month first only where day first cannot be or lies ahead of the report
        day, month = (b, a) if b > 12 >= a else (a, b)
        draft = self._exact(m.end(), year, month, day, pos)
        if m["sep"] == "/" and a <= 12 and b <= 12 and a != b:
            draft.confidence = 0.7
            if self.published and draft.when and draft.when.first > self.published and date(year, a, b) <= self.published:
                draft = self._exact(m.end(), year, a, b, pos)
        return draft

    def _day_and_month(self, pos: int) -> Draft | None:
        g, text = self.g, self.text
        m = g.month_range.match(text, pos) or g.range_month.match(text, pos)
        last = None
        if m:
            last = int(m["last"])
        else:
            m = g.month_day.match(text, pos) or g.day_month.match(text, pos)
        if m is None or (m["month"].islower() and m["month"] in ("may", "march", "mar", "sun", "sat", "dec", "jun")):
            return None
        month, day = g.months[m["month"].lower()], int(m["day"])
        if m.re is g.month_day and not m["year"] and self._ends_name(self.parse.token_at(m.start("month"))):
            return None
        if day == 0 or day > 31:
            if day > 31 and m.re is not g.day_month and m["year"] is None:
                return None
            if day > 31:
                self._impossible(pos, m.end())
            return None
        start_end = m.end()
        if m["year"]:
            draft = self._exact(start_end, self._full_year(m["year"]), month, day, pos)
            self._check_weekday(m, draft, pos)
        elif "of" in m.re.groupindex and m["of"] and self.published:
            draft = self._exact(start_end, self._year_of(m["of"]) or 0, month, day, pos)
            draft.anchor = "publication"
        else:
            if day > calendar.monthrange(2024, month)[1]:
                self._impossible(pos, start_end)
                return Draft(start_end, DATE, None, confidence=0.3)
            lead = self.g.lead.match(text, pos) if m.re in (g.month_day, g.day_month) else None
            draft = self._partial(start_end, month, day, g.weekdays[lead["weekday"].lower()] if lead else None)
        if last is not None and draft.when and last > day and draft.value:
            try:
                stop = draft.when.first.replace(day=last)
                draft.start, draft.stop = draft.value, stop.isoformat()
                draft.value = f"{draft.value}/{stop.isoformat()}"
            except ValueError:
                self._impossible(pos, start_end)
        return draft

    def _ends_name(self, i: int) -> bool:
        """True if a month that is a surname too follows a word with a capital inside its sentence: *Theresa May*, *Long March 9*."""
        parse = self.parse
        return (
            parse.lower[i] in self.g.words["month_like_surnames"]
            and i > parse.sentences[parse.sentence[i]][0] + 1
            and parse.word[i - 1][0].isupper()
            and parse.lower[i - 1] not in self.g.weekdays
        )

    def _check_weekday(self, m: re.Match[str], draft: Draft, pos: int) -> None:
        lead = self.g.lead.match(self.text, pos)
        if lead and draft.when and m.re in (self.g.month_day, self.g.day_month) and self.g.weekdays[lead["weekday"].lower()] != draft.when.first.isoweekday():
            name = calendar.day_name[draft.when.first.weekday()]
            self.problems.append(
                Problem(
                    code="dates-disagree",
                    message=f"{self.parse.text[pos : draft.end]}: {draft.value} is a {name}.",
                    hint="The date is taken as printed.",
                    span=Span(pos, draft.end),
                )
            )

    def _partial(self, end: int, month: int, day: int | None, weekday: int | None = None) -> Draft:
        """A day or month without a year: the year of the sentence's story, or the nearest one, looking back unless the tense looks ahead."""
        pattern = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")

        def make(year: int) -> When | None:
            try:
                return When("day", date(year, month, day)) if day else When("month", date(year, month, 1))
            except ValueError:
                return None

        known = self.g.words["known_years"].get(f"{month:02d}-{day or 0:02d}")
        if known:
            i = self.parse.token_at(end)
            if any(w in known["words"] for w in self.parse.lower[i : i + 2]):
                return self._resolved(end, make(known["year"]), pattern, anchor="absolute")
        story = self._story_year()
        if story is not None:
            when = make(story[0])
            if when is not None:
                return self._resolved(end, when, pattern, anchor=story[1], confidence=0.85)
        if self.published is None:
            return self._resolved(end, None, pattern)
        published = self.published
        tense = self._tense()
        following = self.parse.lower[min(self.parse.token_at(end), len(self.parse) - 1)]
        if day is None and following in self.g.words["months_ahead_of"]:
            tense = "future"  # "crude for May delivery fell"
        elif day is None and tense == "past" and following in self.g.words["months_near"]:
            near = min((w for y in (-1, 0, 1) if (w := make(published.year + y)) is not None), key=lambda w: abs((w.first - published).days))
            return self._resolved(end, near, pattern, confidence=0.6)
        if tense == "present" and self.token and self.parse.lower[self.token - 1] in ("by", "until"):
            tense = "future"
        years = range(published.year - 4, published.year + 5) if month == 2 and day == 29 else range(published.year - 1, published.year + 2)
        candidates = [w for y in years if (w := make(y)) is not None]
        back = [w for w in candidates if w.first <= published]
        ahead = [w for w in candidates if w.last >= published]
        if not back or not ahead:
            return self._resolved(end, None, pattern)
        fitting = [w for w in (back[-1], ahead[0]) if w.first.isoweekday() == weekday]
        if fitting:  # "Monday, March 18": the year in which it is a Monday
            return self._resolved(end, min(fitting, key=lambda w: abs((w.first - published).days)), pattern, confidence=0.95)
        if tense == "future" or (day and (ahead[0].first - published).days < 14 and (published - back[-1].first).days > 300):  # nobody means the day a year ago
            return self._resolved(end, ahead[0], pattern)
        # CASE: "the ceremony on 5 January" in a report of 28 December, without a past tense, is nine days ahead
        if tense != "past" and (ahead[0].first - published).days < 75 and (published - back[-1].first).days > 240:
            return self._resolved(end, ahead[0], pattern, confidence=0.7)
        return self._resolved(end, back[-1], pattern)

    def _story_year(self) -> tuple[int, str] | None:
        """The year that the same sentence, or a past year that the sentence before, has printed."""
        if self.last_year is None:
            return None
        year, ident, at = self.last_year
        here, there = self.parse.sentence[self.token], self.parse.sentence[at]
        if self.published is not None and year < self.published.year - 1 and self._holds_now():
            return None  # "founded in 1872; its meeting is on May 7"
        if here == there or (
            here - there == 1
            and self.parse.paragraph[here] == self.parse.paragraph[there]
            and self.published is not None
            and year < self.published.year - 1
            and at - self.parse.sentences[there][0] < 4
        ):
            return year, ident
        return None

    def _month(self, pos: int) -> Draft | None:
        g, text = self.g, self.text
        m = g.month_year.match(text, pos)
        if m:
            if m["month"].islower() and m["month"] in ("may", "march"):
                return None
            if not m["year"].strip("'").isdigit():
                if self.published is None:
                    return self._resolved(m.end(), None, f"XXXX-{g.months[m['month'].lower()]:02d}")
                return self._resolved(m.end(), When("month", date(self._year_of(m["year"]) or 1, g.months[m["month"].lower()], 1)), "")
            year = self._full_year(m["year"])
            if not 1000 <= year < 2200:
                return None
            return self._resolved(m.end(), When("month", date(year, g.months[m["month"].lower()], 1)), "", anchor="absolute", confidence=0.97)
        m = g.month_only.match(text, pos)
        if m is None:
            return None
        name, det = m["month"], (m["det"] or "").lower()
        i = self.parse.token_at(m.start("month"))
        if not name[0].isupper() or (len(name) < 4 and name.lower() != "may"):
            return None
        if self.parse.ent[i] == "PERSON" or self.parse.pos[i] in ("VERB", "AUX"):
            return None
        if not det and self._ends_name(i):
            return None
        if name.lower() in g.words["month_like_surnames"] and not det:
            before = self.parse.lower[i - 1] if i else ""
            if before not in g.words["before_months"] and before not in g.words["before_years"] and not (self.parse.ent[i] == "DATE" and self.parse.pos[i] in ("PROPN", "NOUN")):
                return None
        month = g.months[name.lower()]
        if det in ("each", "every"):
            return Draft(m.end(), SET, f"XXXX-{month:02d}")
        if det in ("", "that", "the same"):
            return self._partial(m.end(), month, None)
        if self.published is None:
            return self._resolved(m.end(), None, f"XXXX-{month:02d}")
        year, this = self.published.year, self.published.month
        if det in ("last", "this past", "the previous"):
            year -= month >= this
        elif det in ("next", "this coming", "the following"):
            year += month <= this
        return self._resolved(m.end(), When("month", date(year, month, 1)), "")

    def _weekday(self, pos: int) -> Draft | None:
        m = self.g.weekday.match(self.text, pos)
        if m is None:
            return None
        name, det = m["weekday"], (m["det"] or "").lower()
        number = self.g.weekdays[name.lower()]
        if not name[0].isupper() and not name.lower().endswith("day"):
            return None
        end = m.end() if m["dot"] and len(name) < 6 else m.end() - len(m["dot"] or "")
        if len(name) < 6 and not m["dot"]:
            return None  # Sun, Sat, Wed are words
        if len(name) < 6 and name.lower() in ("sun", "sat", "wed", "mon"):
            i = self.parse.token_at(m.start("weekday"))
            if self.parse.ent[i] not in ("DATE", "TIME"):
                return None
        if det.startswith(("every", "each", "alternate")) or (m["plural"] and det != "the"):
            return Draft(end, SET, f"XXXX-WXX-{number}")
        if self.published is None:
            return self._resolved(end, None, f"XXXX-WXX-{number}")
        back = plus(self.published, days=-((self.published.isoweekday() - number) % 7))
        ahead = plus(self.published, days=(number - self.published.isoweekday()) % 7)
        if det in ("last", "past", "this past"):
            day = back if back < self.published else plus(back, days=-7)
        elif det in ("next", "this coming"):
            day = ahead if ahead > self.published else plus(ahead, days=7)
        elif det in ("the following", "the previous", "that", "the same") and self._reference_day() is not None:
            base = self._reference_day() or self.published
            gap = (number - base.isoweekday()) % 7
            if det == "the following":
                day = plus(base, days=gap or 7)
            elif det == "the previous":
                day = plus(base, days=-((base.isoweekday() - number) % 7 or 7))
            else:
                day = plus(base, days=-((base.isoweekday() - number) % 7))
            return self._resolved(end, When("day", day), "", anchor=self.last[1] if self.last else "publication")
        elif det == "this":
            day = back if self._tense() == "past" else ahead
        else:
            tense = self._tense()
            limit = tense == "present" and self.token and self.parse.lower[self.token - 1] in ("by", "until", "till")  # "it has until Monday"
            day = ahead if limit or tense == "future" else back
        draft = self._resolved(end, When("day", day), "")
        if det == "the":
            draft.begin = m.start("weekday")
        return draft

    def _reference_day(self) -> date | None:
        return self.last[0].first if self.last and self.last[0].unit == "day" else None

    def _deictic(self, pos: int) -> Draft | None:
        m = self.g.deictic.match(self.text, pos)
        if m is None:
            return None
        word = " ".join(m["word"].lower().split())
        if word == "overnight" and self.parse.pos[self.token] not in ("ADV", "NOUN"):
            return None
        shift = {"today": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[word]
        when = When("day", plus(self.published, days=shift)) if self.published else None
        draft = self._resolved(m.end(), when, "XXXX-XX-XX", confidence=0.95)
        if word in ("tonight", "overnight"):
            draft.type, draft.value = TIME, f"{draft.value}TNI"
        return draft

    def _relative(self, pos: int) -> Draft | None:
        m = self.g.relative.match(self.text, pos)
        if m is None:
            return None
        det, word = " ".join(m["det"].lower().split()).replace(" fiscal", ""), m["unit"].lower()
        the = self.text[pos : pos + 3].lower() == "the"
        year_earlier = det in ("year-earlier", "year-ago")
        code = self.g.units.get(word, "")
        season = self.g.words["seasons"].get(word)
        if word == "night":
            if det in ("last", "this", "that", "the same", "same", "previous", "next", "following"):
                return None  # a part of a day
            return None
        if code.startswith("T") or code == "2W" or not (code or season or word == "weekend"):
            return None
        if word == "fall" and det not in ("last", "this", "next", "this past", "this coming"):
            return None
        if the and det in ("past", "last", "coming", "next") and code in ("Y", "M", "W", "D", "DE", "CE", "Q"):
            # "the past year" is a stretch up to now; "the last quarter" a quarter
            if (det in ("past", "last") and code != "Q") or (det in ("coming", "next") and code != "D"):
                value = f"P1{code}"
                return self._stretch(Draft(m.end(), DURATION, value, None, "publication"), 1, code, -1 if det in ("past", "last") else 1)
            if code == "D":
                det = "following"
        if det == "past" and code in ("Y", "M", "W", "DE"):
            return self._stretch(Draft(m.end(), DURATION, f"P1{code}", None, "publication"), 1, code, -1)
        anaphoric = det in ("that", "same", "that same", "preceding", "previous", "prior", "following", "year-earlier", "year-ago")
        base, anchor = self._base(anaphoric)
        if base is None:
            pattern = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(
                code, "XXXX-" + season if season else "XXXX-WXX-WE" if word == "weekend" else "XXX"
            )
            return self._resolved(m.end(), None, pattern)
        step = {
            "last": -1,
            "past": -1,
            "previous": -1,
            "preceding": -1,
            "prior": -1,
            "this past": -1,
            "year-earlier": -1,
            "year-ago": -1,
            "next": 1,
            "coming": 1,
            "following": 1,
            "upcoming": 1,
        }.get(det, 0)
        if season:
            month = SEASONS[season][0]
            year = base.first.year
            when = When("season", date(year, month, 1))
            if det in ("last", "this past"):
                when = when if when.first <= base.first and when.last < base.first else when.shift(-1)
            elif det in ("next", "coming"):
                when = when if when.first > base.first else when.shift(1)
            elif (season == "WI" and base.first.month < 3) or (when.first > base.first and self._tense() == "past"):
                when = when.shift(-1)  # in March, "this winter it froze" is the one that began last December
            return self._resolved(m.end(), when, "", anchor=anchor)
        if word == "weekend":
            when = unit_of("weekend", base.first)
            if det in ("last", "this past", "past"):
                when = when if when.last < base.first else when.shift(-1)
            elif step > 0 or (step == 0 and base.first.weekday() < 2 and self._tense() == "past"):
                when = when.shift(step or -1)
            return self._resolved(m.end(), when, "", anchor=anchor)
        unit = _UNITS[code]
        if year_earlier:
            when = When(base.unit, plus(base.first, months=-12)) if base.unit in ("quarter", "month") else unit_of(unit, plus(base.first, months=-12))
        else:
            when = unit_of(unit, base.first).shift(step)
            ago = self.g.year_ago.match(self.text, m.end()) if "same" in det else None
            if ago:  # "the same quarter last year"
                return self._resolved(ago.end(), unit_of(unit, plus(base.first, months=-12)), "", anchor=anchor)
        return self._resolved(m.end(), when, "", anchor=anchor)

    def _base(self, anaphoric: bool) -> tuple[When | None, str | None]:
        """What a relative date counts from: the last date named where the words lean on it, else the publication date."""
        if anaphoric and self.last is not None and self.parse.sentence[self.token] - self.parse.sentence[self.last[2]] < 4:
            return self.last[0], self.last[1]
        if self.published is None:
            return None, None
        return When("day", self.published), "publication"

    def _definite(self, pos: int) -> Draft | None:
        """*the year*, *the quarter*, *the weekend* after a preposition; *the day before*."""
        m = self.g.definite.match(self.text, pos)
        if m is None:
            return None
        i, unit = self.token, m["unit"].lower()
        before = self.parse.lower[i - 1] if i else ""
        e = self.parse.token_at(m.end())
        following = self.parse.lower[e] if e < len(self.parse) else ""
        tail = (m["tail"] or "").lower()
        if tail:
            closed = not (following and (following[0].isalpha() or following in ('"', "'")))
            if (tail in ("before", "after") and not closed and following not in ("and", "in", "at", "on", "with")) or (
                tail == "after" and before not in ("", ",", ".", "and", "on")
            ):
                return None
            if unit in ("decade", "century", "weekend"):
                return None
            base, anchor = self._base(True)
            if base is None:
                return self._resolved(m.end(), None, "XXXX-XX-XX" if unit == "day" else "XXXX")
            return self._resolved(m.end(), unit_of(unit, base.first).shift(1 if tail == "after" else -1), "", anchor=anchor)
        if following in ("of", "that", "when", "after", "before", "in", "since", "'s", "he", "she", "they", "we", "i", "which", "ahead", "to", "it"):
            return None
        if (unit == "weekend" and before in ("over", "on", "at", "during", "of", "for", "this", ",", "through")) or (
            unit in ("quarter", "month", "week", "year") and before in ("of", "for", "in", "during", "through")
        ):
            if unit == "weekend":
                if self.published is None:
                    return self._resolved(m.end(), None, "XXXX-WXX-WE")
                when = unit_of("weekend", self.published)
                if self._tense() != "future" and when.first > self.published:
                    when = when.shift(-1)
                return self._resolved(m.end(), when, "", confidence=0.8)
            first = self.parse.lower[i - 2] if i > 1 else ""
            if first in self.g.words["not_in_the_unit_after"]:
                return None
            base, anchor = self._base(True)
            if base is not None and (ended := self._ended(m.end())) is not None:
                return self._resolved(m.end(), unit_of(unit, ended), "", confidence=0.8)  # the week ended Dec. 28
            if base is not None and base.unit in ("day", "month") and base.first.year != (self.published or base.first).year:
                base, anchor = self._base(False)  # "near its highest since September 2008, and up for the year"
            if base is None:
                return self._resolved(m.end(), None, {"week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX"))
            return self._resolved(m.end(), unit_of(unit, base.first), "", anchor=anchor, confidence=0.7)
        return None

    def _ended(self, end: int) -> date | None:
        """The last day of a week, quarter or year that says when it ended."""
        m = _ENDED.match(self.text, end)
        if m is None:
            return None
        keep, self.token = self.token, min(self.parse.token_at(m.end()), len(self.parse) - 1)
        day = self._date(m.end())
        self.token = keep
        return day.when.first if day is not None and day.when is not None and day.when.unit == "day" else None

    def _year_of(self, words: str | None) -> int | None:
        """The year of *of last year*."""
        if self.published is None:
            return None
        words = (words or "").lower()
        if words.startswith("last"):
            return self.published.year - 1
        if words.startswith("next"):
            return self.published.year + 1
        return self.published.year

    def _quarter(self, pos: int) -> Draft | None:
        m = self.g.month_quarter.match(self.text, pos)
        if m:
            return self._month_quarter(m)
        m = self.g.quarter.match(self.text, pos)
        if m is None:
            return None
        n = int(m["q"]) if m["q"] else _QUARTERS[m["ordinal"].lower()]
        if m["year"] and not 1000 < int(m["year"]) < 2200:
            return None
        year = int(m["year"]) if m["year"] else None
        anchor = "absolute" if year else "publication"
        lead = self.text[pos : m.end()].lower()
        if year is None and (m["of"] or lead.startswith(("this", "last"))):
            year = self._year_of(m["of"] or lead)
        if year is None:
            if self.published is None:
                return self._resolved(m.end(), None, f"XXXX-Q{n}")
            when = When("quarter", date(self.published.year, 3 * n - 2, 1))
            if self._tense() == "future":
                when = when if when.last >= self.published else when.shift(4)
            elif when.first > self.published:
                when = when.shift(-4)
            return self._resolved(m.end(), when, "", confidence=0.8)
        return self._resolved(m.end(), When("quarter", date(year, 3 * n - 2, 1)), "", anchor=anchor)

    def _month_quarter(self, m: re.Match[str]) -> Draft | None:
        """*the December quarter*: the quarter that ends with the month, the last one up to publication."""
        month = self.g.months[m["month"].lower()]
        if m["year"]:
            if not 1000 < int(m["year"]) < 2200:
                return None
            return self._resolved(m.end(), When("quarter", date(int(m["year"]), month - 2, 1)), "", anchor="absolute")
        if self.published is None:
            return self._resolved(m.end(), None, f"XXXX-Q{month // 3}")
        when = When("quarter", date(self.published.year, month - 2, 1))
        if when.first > self.published and self._tense() != "future":
            when = when.shift(-4)
        return self._resolved(m.end(), when, "", confidence=0.85)

    def _nth_day(self, pos: int) -> Draft | None:
        """*on the 25th*: the day of the month that the story is in, else the nearest one where the tense looks."""
        m = self.g.nth_day.match(self.text, pos)
        if m is None or not 1 <= int(m["day"]) <= 31 or not self.token or self.parse.lower[self.token - 1] not in _BEFORE_NTH:
            return None
        e = self.parse.token_at(m.end())
        if e < len(self.parse) and (self.parse.pos[e] in ("NOUN", "PROPN", "ADJ", "NUM") or self.parse.lower[e] in ("of", "most", "-", "and")):
            return None
        n = int(m["day"])
        base = self.last[0].first if self.last is not None and self.last[0].unit in ("day", "month") and self.parse.sentence[self.token] - self.parse.sentence[self.last[2]] < 4 else None
        if base is None and self.published is None:
            return self._resolved(m.end(), None, f"XXXX-XX-{n:02d}")
        if base is None:
            base = self.published
            tense = self._tense()
            if base is not None and ((tense == "past" and n > base.day) or (tense == "future" and n < base.day)):
                base = plus(base.replace(day=1), months=-1 if tense == "past" else 1)
        assert base is not None
        try:
            when = When("day", base.replace(day=n))
        except ValueError:
            return None
        return self._resolved(m.end(), when, "", anchor=self.last[1] if self.last else "publication", confidence=0.7)

    def _season(self, pos: int) -> Draft | None:
        m = self.g.half.match(self.text, pos)
        if m:
            if m["decade"]:
                return None
            second = (m["h"] or "") == "2" or (m["half"] or "").lower() in ("second", "latter", "last", "2nd")
            year = int(m["year"] or m["y2"]) if (m["year"] or m["y2"]) else self._year_of(m["of"])
            if year is None or not 1000 < year < 2200:
                return self._resolved(m.end(), None, f"XXXX-H{1 + second}")
            return self._resolved(m.end(), When("half", date(year, 7 if second else 1, 1)), "", anchor="absolute" if m["year"] or m["y2"] else "publication", confidence=0.95)
        m = self.g.season.match(self.text, pos)
        if m is None:
            return None
        digits = m["year"].isdigit()
        year_number = int(m["year"]) if digits else self._year_of(m["year"])
        code = self.g.words["seasons"][m["season"].lower()]
        if year_number is None or not 1000 < year_number < 2200:
            return self._resolved(m.end(), None, f"XXXX-{code}")
        return self._resolved(m.end(), When("season", date(year_number, SEASONS[code][0], 1)), "", anchor="absolute" if digits else "publication")

    def _first_of(self, pos: int) -> Draft | None:
        """*the first week of June*, *the last weekend in May*, *the third Thursday of November*; a week keeps the month's value."""
        m = self.g.first_of.match(self.text, pos)
        if m is None:
            return None
        keep, self.token = self.token, min(self.parse.token_at(m.end()), len(self.parse) - 1)
        draft = self._month(m.end()) or (self._year(m.end()) if m["unit"].lower() == "day" else None)
        self.token = keep
        if draft is None or draft.when is None or draft.mod is not None or draft.type is not DATE:
            return None
        month, unit = draft.when, m["unit"].lower()
        n = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3}.get(m["which"].lower(), -1)
        if unit == "week":
            first = plus(month.last, days=-6) if n < 0 else plus(month.first, days=7 * n)
            draft.mod = "END" if n < 0 else "START" if n == 0 else "MID" if n == 1 else None
            draft.start, draft.stop = first.isoformat(), plus(first, days=6).isoformat()
            return draft
        if unit == "day":
            day = month.last if n < 0 else plus(month.first, days=n)
            when = When("day", day)
        else:
            number = 6 if unit == "weekend" else self.g.weekdays[unit]
            if n < 0:
                day = plus(month.last, days=-((month.last.isoweekday() - number) % 7))
            else:
                day = plus(month.first, days=(number - month.first.isoweekday()) % 7 + 7 * n)
            when = unit_of("weekend", day) if unit == "weekend" else When("day", day)
        return self._resolved(draft.end, when, "", anchor=draft.anchor, confidence=0.85)

    def _holiday(self, pos: int) -> Draft | None:
        m = self.g.year_end.match(self.text, pos)
        if m:
            unit = m["which"].lower()
            if unit == "year":
                printed = int(m["year"] or m["after"] or 0)
                if printed:
                    return self._resolved(m.end(), When("year", date(printed, 1, 1)), "", mod="END", anchor="absolute")
                return self._resolved(m.end(), unit_of("year", self.published) if self.published else None, "XXXX", mod="END")
            return self._resolved(m.end(), unit_of(unit, self.published) if self.published else None, "XXXX-XX", mod="END")
        m = self.g.holiday.match(self.text, pos)
        if m is None or not m["holiday"][0].isupper():
            return None
        rule = self.g.holidays[m["holiday"].lower()]
        if rule is None:
            return Draft(m.end(), DATE, None)
        if m["year"]:
            year = int(m["year"])
            if not 1600 < year < 2200:
                return None
            return self._resolved(m.end(), When("day", feast(rule, year)), "", anchor="absolute")
        if self.published is None:
            return self._resolved(m.end(), None, f"XXXX-{rule}" if "-" in rule and " " not in rule else "XXXX-XX-XX")
        days = [feast(rule, y) for y in range(self.published.year - 1, self.published.year + 2) if 1583 <= y < 9999]
        back = max((d for d in days if d <= self.published), default=None)
        ahead = min((d for d in days if d >= self.published), default=None)
        if back is None or ahead is None:
            return self._resolved(m.end(), None, "XXXX-XX-XX")
        if self.token and self.parse.lower[self.token - 1] in ("every", "each"):
            return Draft(m.end(), SET, f"XXXX-{back:%m-%d}" if rule[0].isdigit() else "P1Y", begin=self.parse.start[self.token - 1])
        gap = (ahead - self.published).days
        near = ahead if self._tense() == "future" or gap < 14 or (gap < 45 and self._tense() != "past") else back
        return self._resolved(m.end(), When("day", near), "", confidence=0.8)

    def _decade(self, pos: int) -> Draft | None:
        m = self.g.century.match(self.text, pos)
        if m:
            words = m["ordinal"].lower()
            n = self.g.words["ordinals"].get(words) or int(re.sub(r"\D", "", words))
            if m["bc"] or not 0 < n < 23:
                return Draft(m.end(), DATE, f"BC{n:02d}" if m["bc"] else None, None, "absolute")
            return self._resolved(m.end(), When("century", date(max(1, (n - 1) * 100), 1, 1)), "", anchor="absolute")
        m = self.g.decade.match(self.text, pos)
        if m is None:
            return None
        if m["century"]:
            year = int(m["century"] + m["ten"] + "0")
            if not 1000 <= year < 2200:
                return None
        elif m["word"]:
            i = self.parse.token_at(m.start("word"))
            if not self.text[pos : pos + 4].lower().startswith("the") or self.parse.ent[i] != "DATE":
                return None
            year = 1900 + 10 * self.g.words["decades"][m["word"].lower()]
        elif m["short"]:
            year = (1900 if int(m["short"]) > 1 else 2000) + 10 * int(m["short"])
        else:
            i = self.parse.token_at(m.start("ten"))
            if self.text[pos : pos + 3].lower() != "the" or self.parse.ent[i] != "DATE":
                return None  # "in his 30s"
            year = 1900 + 10 * int(m["ten"])
        return self._resolved(m.end(), When("decade", date(year, 1, 1)), "", anchor="absolute")

    def _year(self, pos: int) -> Draft | None:
        m = self.g.year_only.match(self.text, pos)
        if m is None:
            return None
        year = int(m["year"])
        i = self.parse.token_at(m.start("year"))
        if not 1000 <= year < 2150 or not self._is_year(i, year, m.start("year"), m.end("year"), bool(m["fiscal"] or m["cal"])):
            return None
        begin, end = pos, m.end("year")
        if not (m["fiscal"] or m["cal"]):
            words = self.text[pos : m.start("year")].lower().split()
            if words and words[-1] != "year":
                begin = m.start("year")  # "the 1967 borders"
        if m["to"] and int(m["to"]) == (year + 1) % 100:
            draft = Draft(m.end(), DATE, f"{year}/{year + 1}", None, "absolute")
            draft.start, draft.stop, draft.begin = f"{year}-01-01", f"{year + 1}-12-31", begin
            return draft
        draft = self._resolved(end, When("year", date(year, 1, 1)), "", anchor="absolute", confidence=0.93)
        draft.begin = begin
        return draft

    def _is_year(self, i: int, year: int, start: int, end: int, surely: bool) -> bool:
        """Whether a number of four digits is a year: by the word before it, the noun after it and the parser's opinion."""
        if surely or (self.parse.start[i] < start and self.parse.lower[i].startswith("mid")):
            return True
        parse, text = self.parse, self.text
        before = parse.lower[i - 1] if i else ""
        touching = text[start - 1] if start else " "
        if touching in "$£€¥#.,/_@" or (touching == "-" and i > 1 and parse.lower[i - 2].isalpha() and parse.lower[i - 2] not in ("mid", "pre", "post", "late", "early")):
            return False
        if before.isdigit() and i > 1 and parse.lower[i - 2].rstrip(".") not in self.g.months and not (len(before) < 3 and int(before) < 32):
            return False  # a telephone number
        if touching == "-" and i > 1 and parse.lower[i - 2].isdigit() and len(parse.lower[i - 2]) != 4:
            return False
        if before.rstrip(".") in self.g.words["not_years"] and before != "order":
            return False
        following = parse.lower[i + 1] if i + 1 < len(parse) else ""
        if following in self.g.words["measures"]:
            return False
        if following == "-" and i + 2 < len(parse) and not parse.lower[i + 2][0].isdigit() and parse.start[i + 1] == end:
            return False  # "a 2003-acre farm"
        if following and parse.tag[i + 1] in ("NNS", "NNPS") and parse.head[i] >= i + 1 and parse.dep[i] == "nummod":
            # "2003 people" counts; "the 1967 borders" and "its 2015 elections" date
            return following not in self.g.words["counted"] and before in ("the", "his", "her", "its", "their", "our", "'s") and parse.ent[i] != "CARDINAL" and year >= 1500
        if before in self.g.words["before_years"]:
            return year >= 1500 or parse.ent[i] == "DATE"
        if year >= 1900 and parse.ent[i] == "DATE":
            return True
        return (
            year >= 1900
            and parse.ent[i] in ("", "EVENT", "LAW", "WORK_OF_ART", "CARDINAL")
            and (before in ("the", "'s", "its", "his", "their", "a") or not following or not following[0].isalnum() or parse.tag[i + 1] in ("NN", "JJ", "NNP"))
            and not (parse.ent[i] == "CARDINAL" and parse.dep[i] == "nummod" and before not in ("the", "'s", "its", "his", "their"))
        )

    # --------------------------------------------------------------------------------------- phases, parts, times of day

    def _phase(self, pos: int) -> Draft | None:
        m = self.g.phase.match(self.text, pos)
        if m is None:
            return None
        word, join = m["word"].lower(), m["join"].lower().strip()
        if word in _PHASE_OF and not (join == "of" or (join == "" and word == "end") or join == "-"):
            return None
        if (word in ("early", "late", "mid", "earlier", "later") and join == "of") or not m["join"]:
            return None
        keep, self.token = self.token, min(self.parse.token_at(m.end()), len(self.parse) - 1)
        draft = self._date(m.end()) or self._part(m.end())
        if draft is None and word in ("early", "late", "mid"):
            draft = self._clock(m.end())
        if draft is None and join == "of" and word in _PHASE_OF:
            d = self.g.definite.match(self.text, m.end())
            if d and d["unit"].lower() in ("day", "week", "month", "year", "quarter", "decade", "century", "weekend") and not d["tail"]:
                unit = d["unit"].lower()
                base, anchor = self._base(unit != "year")
                draft = self._resolved(d.end(), unit_of(unit, base.first) if base else None, "XXXX", anchor=anchor)
        if draft is None and word in ("earlier", "later", "early", "late") and join == "in":
            d = self.g.definite.match(self.text, m.end())
            if d and not d["tail"]:
                base, anchor = self._base(True)
                draft = self._resolved(d.end(), unit_of(d["unit"].lower(), base.first) if base else None, "XXXX", anchor=anchor)
        self.token = keep
        if draft is None or draft.type in (SET, DURATION) or draft.mod is not None:
            return None
        if word in ("earlier", "later") and not re.match(r"(?:this|that|last|next|the|in|on|yesterday|today|[A-Z][a-z]+day)\b", self.text[m.start("join") :].lstrip()):
            return None
        draft.mod = self.g.words["phases"][word]
        draft.begin = pos
        if draft.when is not None and self.published is not None and draft.when.first <= self.published <= draft.when.last:
            if draft.mod == "BEFORE":
                draft.stop = self.published.isoformat()
            elif draft.mod == "AFTER":
                draft.start = self.published.isoformat()
        return draft

    def _part(self, pos: int) -> Draft | None:
        m = self.g.part.match(self.text, pos)
        if m is None:
            return None
        det, part = (m["det"] or "").lower(), self.g.parts[m["part"].lower()]
        m_end = m.end()
        words = self.text[pos:m_end].lower()
        phase = re.match(r"(?:very )?(early|late|mid)[- ]", words)
        mod = {"early": "START", "late": "END", "mid": "MID"}[phase[1]] if phase else None
        if det in ("every", "each"):
            return Draft(m_end, SET, f"XXXX-XX-XXT{part}")
        phased = not det and mod is not None and self.token and self.parse.lower[self.token - 1] in ("by", "until", "in", "from", "since")  # by late afternoon
        if not phased and (det == "one" or (not det and m["part"].lower() not in ("midday",))):
            of = self.g.part_of.match(self.text, m_end)
            return self._part_of_day(m_end, of, part, mod) if of and not det else None
        of = self.g.part_of.match(self.text, m_end)
        if of and det == "the":
            draft = self._part_of_day(m_end, of, part, mod)
            if draft is not None:
                return draft
        i = self.token
        before = self.parse.lower[i - 1] if i else ""
        if det == "the" and before not in ("in", "during", "through", "into", "for", "later", "earlier", "late", "early", "of"):
            return None
        anaphoric = det in ("", "that", "the", "the same", "the next", "the following", "the previous")
        base, anchor = self._base(anaphoric)
        shift = {"last": -1, "yesterday": -1, "tomorrow": 1, "the next": 1, "the following": 1, "the previous": -1}.get(det, 0)
        if base is None:
            draft = self._resolved(m_end, None, "XXXX-XX-XX")
        else:
            day = base.last if base.unit == "weekend" else base.first
            draft = self._resolved(m_end, When("day", plus(day, days=shift)), "", anchor=anchor, confidence=0.85)
        draft.type, draft.value, draft.mod = TIME, f"{draft.value}T{part}", mod
        return draft

    def _part_of_day(self, end: int, of: re.Match[str], part: str, mod: str | None) -> Draft | None:
        keep, self.token = self.token, min(self.parse.token_at(of.end()), len(self.parse) - 1)
        draft = self._date(of.end())
        self.token = keep
        if draft is None or draft.type is not DATE or draft.value is None or (draft.when is not None and draft.when.unit != "day"):
            return None
        draft.type, draft.value, draft.mod = TIME, f"{draft.value}T{part}", mod
        return draft

    def _clock(self, pos: int) -> Draft | None:
        m = self.g.clock.match(self.text, pos)
        if m is None:
            return None
        zone = self.g.zone.match(self.text, m.end())
        end = zone.end() if zone else m.end()
        i = self.token
        before = self.parse.lower[i - 1] if i else ""
        if m["word"]:
            hour, minute = (0, 0) if m["word"].lower() == "midnight" else (12, 0)
        elif m["mil"] or m["zulu"]:
            digits = m["mil"] or m["zulu"]
            hour, minute = int(digits[:2]), int(digits[2:])
        elif m["h24"]:
            hour, minute = int(m["h24"]), int(m["m24"])
            if not zone and (
                ":" not in m.group()
                or before not in ("at", "by", "around", "until", "from", "since", "about", "before", "after", "till", "to")
                or self.parse.ent[i] in ("PERCENT", "QUANTITY", "MONEY")
            ):
                return None  # a score, a ratio, a price
        else:
            hour, minute = int(self._number(m["h"]) or 0), int(m["m"] or 0)
            half = m["half"].lower().replace(".", "")
            if half in ("am", "pm") and not 1 <= hour <= 12:
                return None
            if half == "am" and not m["m"] and m["half"] == "am" and self.text[pos : m.end()].count(" ") and self.parse.tag[min(i + 1, len(self.parse) - 1)] == "VBP":
                return None  # "7 am I told"
            hour = hour % 12 + 12 if half == "pm" else hour % 12 if half == "am" else hour
        if hour > 24 or minute > 59:
            return None
        stamp = f"T{hour:02d}:{minute:02d}"
        if m["word"] and m["word"].lower() == "midnight":
            stamp = "T24:00"
        day = self._day_behind(end)
        if day is not None and day.value is not None:
            return Draft(day.end, TIME, day.value.partition("T")[0] + stamp, None, day.anchor, day.when, confidence=0.9)
        to = self.g.clock_to.match(self.text, end)
        other = self.g.clock.match(self.text, to.end()) if to else None
        if other:  # between 2 p.m. and 3 p.m. on Saturday
            zone = self.g.zone.match(self.text, other.end())
            day = self._day_behind(zone.end() if zone else other.end())
            if day is not None and day.value is not None:
                return Draft(end, TIME, day.value.partition("T")[0] + stamp, None, day.anchor, day.when, confidence=0.85)
        base, anchor = self._clock_day(hour)
        if base is None:
            return Draft(end, TIME, "XXXX-XX-XX" + stamp, confidence=0.6)
        return Draft(end, TIME, base.value + stamp, None, anchor, base, confidence=0.8)

    def _day_behind(self, end: int) -> Draft | None:
        """The day that is printed behind a time of day: 9 a.m. *on Friday*."""
        join = self.g.clock_join.match(self.text, end)
        if join is None:
            return None
        keep, self.token = self.token, min(self.parse.token_at(join.end()), len(self.parse) - 1)
        day = self._date(join.end()) or self._part(join.end())
        present = self._tense() == "present" and not any(x == "VBD" for x in self.parse.tag[slice(*self.parse.sentences[self.parse.sentence[self.token]])])
        self.token = keep
        if present and day is not None and day.when is not None and self.published and day.anchor == "publication" and 0 < (self.published - day.when.first).days < 7:
            weekday = self.g.weekday.match(self.text, join.end())
            if weekday and not weekday["det"]:  # "Rovers host Albion at 3 p.m. on Saturday"
                day = self._resolved(day.end, day.when.shift(7), "", confidence=0.7)
        if day is None or day.type not in (DATE, TIME) or day.value is None:
            return None
        return day if (day.when.unit == "day" if day.when is not None else day.value.startswith("XXXX-")) else None

    def _clock_day(self, hour: int) -> tuple[When | None, str | None]:
        """The day of a time that prints none: the day that the story named last, else that of publication.

        A few hours after midnight belong to the day after a night that was named: *on Sunday night … about 2 a.m.*
        """
        tense = self._tense()
        if self.last_day is not None and self.parse.sentence[self.token] - self.parse.sentence[self.last_day[2]] < 6:
            day, ident, _, night = self.last_day
            fits = self.published is None or not (
                (tense == "past" and day.first > self.published) or (tense == "future" and day.first < self.published) or (self.published - day.first).days > 400
            )
            if fits:
                return (day.shift(1) if night and hour < 6 else day), ident
        return (When("day", self.published), "publication") if self.published else (None, None)

    # ------------------------------------------------------------------------------------------------- durations and sets

    def _number(self, words: str) -> float | None:
        """A number in digits or words; None if it is none.

        Known to miss: numbers above thousands in words.
        """
        words = re.sub(r"[- ]?plus|[+,]", "", words.lower()).strip()
        if part := re.fullmatch(r"(\d+)\s(\d)/(\d)", words):
            return int(part[1]) + int(part[2]) / int(part[3])
        if whole := re.match(r"(.+)[- ]and[- ](?:a|one)[- ]half$", words):
            n = self._number(whole[1])
            return None if n is None else n + 0.5
        if scale := re.match(r"(.+) (million|billion)$", words):
            n = self._number(scale[1])
            return None if n is None else n * (1e6 if scale[2] == "million" else 1e9)
        try:
            return float(words)
        except ValueError:
            pass
        total, group = 0.0, 0.0
        for word in re.split(r"[-\s]+", words):
            if word in ("a", "an", "and"):
                continue
            n = self.g.numbers.get(word)
            if n is None:
                return None
            if n in (100, 12) and word in ("hundred", "dozen"):
                group = max(group, 1) * n
            elif n == 1000:
                total += max(group, 1) * n
                group = 0
            else:
                group += n
        return float(total + group)

    @staticmethod
    def _code(n: str, code: str) -> str:
        if code == "2W":
            code, n = "W", (str(int(n) * 2) if n.isdigit() else "X")
        return f"PT{n}{code[1]}" if code.startswith("T") and len(code) == 2 else f"P{n}{code}"

    @staticmethod
    def _shown(n: float) -> str:
        return str(int(n)) if n == int(n) else f"{n:g}"

    def _length(self, n: float, code: str) -> str:
        """TIMEX3 value of a length, halves as smaller units.

        "half a year" is P6M, half an hour PT30M, and "two and a half years" P2.5Y.
        """
        if n != int(n):
            smaller = {"TH": ("TM", 60), "Y": ("M", 12), "D": ("TH", 24), "TM": ("TS", 60), "DE": ("Y", 10), "CE": ("Y", 100)}.get(code)
            if smaller and (n * 2) == int(n * 2) and n < 1:
                return self._code(self._shown(n * smaller[1]), smaller[0])
        return self._code(self._shown(n), code)

    def _stretch(self, draft: Draft, n: float, code: str, direction: int) -> Draft:
        """The days of a stretch that ends, or begins, with the report."""
        if self.published is None:
            draft.anchor = None
            return draft
        months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(code)
        days = {"D": 1, "W": 7, "2W": 14}.get(code)
        n = min(n, 20000)
        if months:
            other = plus(self.published, months=int(direction * n * months))
        elif days:
            other = plus(self.published, days=int(direction * n * days))
        else:
            draft.anchor = "publication"
            return draft
        draft.start, draft.stop = sorted((other.isoformat(), self.published.isoformat()))
        return draft

    def _duration(self, pos: int) -> Draft | None:
        g = self.g
        m = g.duration.match(self.text, pos)
        if m is None:
            return None
        word, plural = m["unit"].lower(), m["plural"]
        code = g.units[word]
        i = self.token
        before = self.parse.lower[i - 1] if i else ""
        if m["bound"] and m["bound"].lower() in ("over", "under", "around", "about") and self.parse.dep[i] == "prep":
            return None  # "costs a million over ten years": a preposition, so the length begins after it
        n: float | None = None
        if m["half"]:
            n = 0.5
        elif m["vague"]:
            if not plural or before == "as":
                return None
        elif m["article"]:
            n = 1.0
        else:
            n = self._number(m["high"] or m["number"])
            if n is None:
                return None
        end = m.end()
        hyphen = bool(m["old"] or m["long"]) or "-" in self.text[max(pos, m.start("unit") - 1) : m.start("unit")]
        if n is not None and n != 1 and not plural and not hyphen and n >= 1 and word not in ("century", "millennium"):
            return None
        if m["andhalf"] and n is not None:
            n += 0.5
        tail = g.tail.match(self.text, m.end())
        tail_word = " ".join(tail["tail"].lower().split()) if tail else ""
        if tail is not None and tail_word in ("before", "prior", "afterward", "afterwards", "previously", "after") and not self._clause_ends(tail.end()):
            tail_word = ""
        if tail_word == "since":
            tail_word = ""
        if word in ("second", "sec", "min", "quarter") and (n is None or n == 1) and not tail_word:
            return None  # "a second vote", "a quarter of the seats"
        if word == "quarter" and self.text[m.end() : m.end() + 4].lower() in (" of ", " mil", " bil"):
            return None
        one = (m["number"] or m["article"] or "").lower()
        if (
            one == "one"
            and word in ("day", "night", "second", "minute", "moment")
            and not tail_word
            and not hyphen
            and before not in ("for", "in", "within", "than", "only", "just", "after", "least", "lasted", "every")
        ):
            return None  # "one day they will see"
        if m["article"] and word in ("day", "night", "week", "month", "year", "hour") and one in ("a", "an") and not tail_word and not hyphen:
            if self.text[m.end() : m.end() + 12].lower().startswith((" and a half",)):
                n, end = 1.5, m.end() + len(" and a half")
            elif not m["bound"] and self._is_rate(i):
                return Draft(end, SET, self._code("1", code), None, None, confidence=0.7)
            elif word in ("day", "night") and not g.beside.match(self.text, m.end()) and before not in ("for", "in", "within", "than", "only", "just", "after", "least", "nearly", "about", "almost", "of"):
                return None
        mod = g.words["bounds"].get(" ".join(m["bound"].lower().split()) if m["bound"] else "")
        value = self._length(n, code) if n is not None else self._code("X", code)
        if tail_word and not m["old"]:
            return self._offset(tail, tail_word, n, code, mod, half=m["half"] is not None)
        if hyphen and m["bound"] and mod and m["old"]:
            mod = None
        ended = self._ended(end) if n is not None and code in ("W", "M", "Y") and not hyphen else None
        if ended is not None and n is not None:
            # the three months ended Feb. 28: from the day after the same day three months before
            stop = ended if code == "W" or plus(ended, days=1).day != 1 else plus(ended, days=1)
            first = plus(stop, days=-7 * int(n)) if code == "W" else plus(stop, months=-int(n if code == "M" else 12 * n))
            draft = Draft(end, DURATION, value, mod, None, confidence=0.9)
            draft.start, draft.stop = (plus(first, days=1) if stop == ended else first).isoformat(), ended.isoformat()
            return draft
        begin = None
        if hyphen and not m["bound"] and (m["number"] or m["article"]) and one != "one":  # "a four-day visit"
            begin = m.start("number") if m["number"] else m.start("unit")
        return Draft(end, DURATION, value, mod, None, confidence=0.9, begin=begin)

    def _clause_ends(self, end: int) -> bool:
        """True if *before* or *after* has no noun or clause behind it: *two days before.*"""
        e = self.parse.token_at(end)
        word = self.parse.lower[e] if e < len(self.parse) else ""
        return not word or not (word[0].isalnum() or word in ('"', "'", "(", "[")) or word in ("and", "in", "at", "on", "when", "with", "by")

    def _is_rate(self, i: int) -> bool:
        """*five dollars a day*: the noun before stands in a count, and the parser hangs the unit on it."""
        parse = self.parse
        if i + 2 < len(parse) and parse.lower[i + 2] in ("after", "before", "later", "earlier"):
            return False
        head = parse.head[i]  # the unit, whose head is what it measures
        if parse.dep[i] == "det" and head > i:
            if parse.dep[head] == "npadvmod" and parse.lower[i - 1] not in ("once", "twice") and i:
                previous = i - 1
                return (parse.tag[previous] in ("NNS", "NN", "CD", "$", "NNP") and parse.head[head] <= previous) or parse.lower[previous] in (
                    "%",
                    "percent",
                    "times",
                    "more",
                    "million",
                    "billion",
                    "people",
                )
            return (
                bool(i)
                and parse.tag[i - 1] in ("CD", "NNS")
                and parse.dep[head] in ("npadvmod", "appos", "nmod", "prep", "dobj", "pobj")
                and parse.head[head] < i
                and parse.lower[i - 1] not in ("later", "for")
            )
        return False

    def _offset(self, tail: re.Match[str] | None, word: str, n: float | None, code: str, mod: str | None, *, half: bool) -> Draft | None:
        """*two months ago*, *a day later*."""
        assert tail is not None
        end, ago = tail.end(), word in ("ago", "from now", "from today", "hence")
        sign = -1 if word in ("ago", "earlier", "before", "prior", "previously", "beforehand") else 1
        time = code.startswith("T")
        if n is None or n > 20000:
            return Draft(end, TIME if time and ago else DATE, "PAST_REF" if sign < 0 else "FUTURE_REF", mod, "publication" if ago else None, confidence=0.8)
        base, anchor = self._base(not ago)
        if base is None:
            pattern = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "2W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(code, "XXXX")
            return Draft(end, TIME if time else DATE, pattern + ("TXX" if time else ""), mod, None, confidence=0.6)
        n = min(n, 20000)
        if time:
            when = When("day", base.first)
            return Draft(end, TIME, f"{when.value}TXX:XX" if code != "TH" else f"{when.value}TXX", mod, anchor, when, confidence=0.5)
        months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(code)
        if months:
            first = plus(base.first, months=int(sign * n * months))
            unit = {"M": "month", "Q": "quarter"}.get(code, "year")
            if n != int(n) and unit == "year":
                unit = "month"
            if not ago and base.unit in ("quarter", "month") and code == "Y":
                unit = base.unit
            when = unit_of(unit, first)
        else:
            first = plus(base.first, days=int(sign * n * {"D": 1, "W": 7, "2W": 14}[code]))
            when = unit_of("day" if code == "D" else "week", first)
        if word == "ago" and (m := self.g.ago_today.match(self.text, end)):
            if m["unit"]:
                return self._resolved(m.end(), unit_of(m["unit"].lower(), first), "", anchor=anchor, mod=mod)
            return self._resolved(m.end(), When("day", first), "", anchor=anchor, mod=mod)
        return self._resolved(end, when, "", anchor=anchor, mod=mod)

    def _window(self, pos: int) -> Draft | None:
        """*the past three years*, *the next few days*, *recent months*."""
        if self.parse.pos[self.token] == "VERB":
            return None  # "will last two days"
        m = self.g.window.match(self.text, pos)
        if m:
            det, code = m["det"].lower(), self.g.units[m["unit"].lower()]
            high = m["high"] or m["high2"]
            if m["vague"]:
                n = None
                if not m["plural"]:
                    return None
            else:
                n = self._number(high or m["number"])
                if n is None or (n != 1 and not m["plural"]):
                    return None
            value = self._length(n, code) if n is not None else self._code("X", code)
            draft = Draft(m.end(), DURATION, value, None, None, confidence=0.9)
            if n is not None and det in ("last", "past", "next", "coming"):
                draft.anchor = "publication"
                draft = self._stretch(draft, n, code, 1 if det in ("next", "coming") else -1)
            return draft
        m = self.g.recent.match(self.text, pos)
        if m is None:
            return None
        det, code = m["det"].lower(), self.g.units[m["unit"].lower()]
        if det in ("last", "next") and code.startswith("T"):
            return None
        if det in ("recent", "past", "last", "previous"):
            return Draft(m.end(), DATE, "PAST_REF", None, "publication", confidence=0.8)
        return Draft(m.end(), DATE, "FUTURE_REF", None, "publication", confidence=0.8)

    def _bare(self, pos: int) -> Draft | None:
        """*decades*, *for years*: a length without a number; *years ago*; *year-long*."""
        m = self.g.bare.match(self.text, pos)
        i = self.token
        if m is None or m["unit"].lower() in ("second", "minute", "min", "sec", "quarter", "night"):
            if m is not None and m["unit"].lower() == "minute" and self.parse.lower[max(0, i - 1)] in ("in", "within", "of", "for"):
                return Draft(m.end(), DURATION, "PXTM".replace("PXTM", "PTXM"), confidence=0.7)
            return self._unit_long(pos)
        if self.parse.tag[i] not in ("NNS", "NNPS") or (i and self.parse.dep[i - 1] == "compound" and self.parse.head[i - 1] == i):
            return None  # "game days"
        code = self.g.units[m["unit"].lower()]
        tail = self.g.tail.match(self.text, m.end())
        if tail and (tail["tail"].lower() in ("ago", "earlier", "later") or (tail["tail"].lower() == "before" and self._clause_ends(tail.end()))):
            past = tail["tail"].lower() != "later"
            return Draft(tail.end(), DATE, "PAST_REF" if past else "FUTURE_REF", None, "publication" if tail["tail"].lower() == "ago" else None, confidence=0.8)
        before = self.parse.lower[i - 1] if i else ""
        if before in self.g.words["no_bare_plural_after"]:
            return None
        return Draft(m.end(), DURATION, self._code("X", code), None, None, confidence=0.75)

    def _unit_long(self, pos: int) -> Draft | None:
        m = self.g.unit_long.match(self.text, pos)
        if m is None:
            return None
        code = self.g.units[m["unit"].lower()]
        return Draft(m.end(), DURATION, self._code("X" if m["plural"] else "1", code), None, None, confidence=0.8)

    def _set(self, pos: int) -> Draft | None:
        g, text = self.g, self.text
        m = g.every.match(text, pos)
        if m:
            word = m["unit"].lower()
            if m["single"] and m["single"].lower() != "single":
                return Draft(m.end(), SET, self._code("X", g.units[word])) if word in g.units else None
            if (word in g.parts and word not in g.units) or word == "night":
                return Draft(m.end(), SET, f"XXXX-XX-XXT{g.parts[word]}")
            if word not in g.units:
                return Draft(m.end(), SET, {"weekend": "XXXX-WXX-WE", "weekday": "P1D"}.get(word) or f"XXXX-{g.words['seasons'].get(word, 'XX')}")
            n = 2.0 if m["other"] else self._number(m["number"]) if m["number"] else 1.0
            if n is None or (word == "second" and n == 1):
                return None
            return Draft(m.end(), SET, self._length(n, g.units[word]))
        m = g.times_a.match(text, pos) or g.per.match(text, pos)
        if m:
            if m.re is g.per and text[pos : pos + 3].lower() != "per":
                return None
            code = g.units[m["unit"].lower()]
            return Draft(m.end(), SET, self._code("1", code)) if code != "TS" else None
        m = g.plural_day.match(text, pos)
        if m:
            if m["weekday"]:
                return Draft(m.end(), SET, f"XXXX-WXX-{g.weekdays[m['weekday'].lower()]}")
            before = self.parse.lower[self.token - 1] if self.token else ""
            if m["part"]:
                return Draft(m.end(), SET, f"XXXX-XX-XXT{g.parts[m['part'].lower()[:-1]]}") if before in ("on", "in", "most") else None
            return Draft(m.end(), SET, "XXXX-WXX-WE" if m["we"].lower() == "weekends" else "P1D")
        m = g.set_word.match(text, pos)
        if m:
            return Draft(m.end(), SET, g.words["sets"][m.group().lower()], confidence=0.85)
        return None

    def _times_a(self, pos: int) -> Draft | None:
        m = self.g.times_a.match(self.text, pos)
        return Draft(m.end(), SET, self._code("1", self.g.units[m["unit"].lower()])) if m else None

    def _reference(self, pos: int) -> Draft | None:
        m = self.g.reference.match(self.text, pos)
        if m is None:
            return None
        word = " ".join(m.group().lower().split())
        i = self.token
        before = self.parse.lower[i - 1] if i else ""
        e = self.parse.token_at(m.end())
        following = self.parse.lower[e] if e < len(self.parse) else ""
        if word == "now" and following == "that" and before not in ("until", "by", "for"):
            return None
        if word == "these days" and before in ("of", "in", "for", "during"):
            return None
        if word == "the moment" and (before not in ("at", "for") or following == "of"):
            return None
        if (word == "this time" and following == "of") or (word == "this time" and not (before in ("at", "by", "around") or following in (",", "."))):
            return None
        if word in ("the past", "the future", "the present") and (
            self.parse.pos[e - 1] not in ("NOUN", "ADJ", "PROPN") or (self.parse.head[e - 1] >= e and self.parse.dep[e - 1] in ("amod", "compound", "nmod"))
        ):
            return None
        return Draft(m.end(), DATE, self.g.words["references"][word], None, "publication", confidence=0.85)

    # --------------------------------------------------------------------------------------------------------- the tense

    def _tense(self) -> str:
        """Where the verb above the current token looks: ``past``, ``future`` or ``present``."""
        parse, g = self.parse, self.g
        i, seen = self.token, 0
        while seen < 12:
            seen += 1
            if parse.pos[i] in ("VERB", "AUX") and i != self.token:
                tag, lemma = parse.tag[i], parse.lemma[i]
                helpers = {parse.lower[c] for c in parse.children[i] if parse.dep[c] in ("aux", "auxpass")}
                if helpers & {"will", "'ll", "shall", "wo", "wo not"}:
                    return "future"
                if helpers & {"did", "had", "was", "were", "would", "could"} or tag == "VBD":
                    if lemma in g.ahead and tag == "VBN" and parse.dep[self._child_below(i)] == "prep":
                        return "future"
                    return "future" if lemma in ("schedule", "slate") else "past"
                if helpers & {"may", "might", "can", "must", "should"}:
                    return "present" if "have" in helpers else "future"
                if tag == "VBN":
                    return "future" if lemma in g.ahead else "past"
                if "to" in helpers or tag == "VB":
                    head = parse.head[i]
                    if head == i:
                        return "present"
                    if parse.lemma[head] in g.ahead or parse.lemma[head] == "be":
                        return "future"
                elif tag == "VBG":
                    if parse.lemma[i] == "go":
                        return "future"
                    if helpers & {"is", "are", "'s", "'re"}:
                        return "future" if parse.lemma[i] in g.timetable else "present"
                elif (lemma in g.timetable or lemma in g.ahead) and tag in ("VBZ", "VBP"):
                    return "future"
                else:
                    return "present"
            elif parse.lower[i] in ("due", "upcoming", "scheduled") and i != self.token:
                return "future"
            if parse.head[i] == i:
                break
            i = parse.head[i]
        return "present"

    def _holds_now(self) -> bool:
        """Whether the nearest verb above the current token speaks of the present or of what is to come."""
        parse = self.parse
        verb = next((k for k in parse.ancestors(self.token) if parse.pos[k] in ("VERB", "AUX")), None)
        return verb is not None and (parse.tag[verb] in ("VBZ", "VBP") or any(parse.lower[c] in ("will", "'ll") for c in parse.children[verb] if parse.dep[c] == "aux"))

    def _child_below(self, i: int) -> int:
        """The child of `i` on the way down to the current token."""
        k = self.token
        while self.parse.head[k] != i and self.parse.head[k] != k:
            k = self.parse.head[k]
        return k

    # ------------------------------------------------------------------------------------------------------------ the end

    def _finish(self, span: Span, draft: Draft, token: int) -> Timex:
        start, stop = draft.start, draft.stop
        if draft.when is not None and draft.type in (DATE, TIME):
            start = start or draft.when.first.isoformat()
            stop = stop or draft.when.last.isoformat()
            if draft.type is TIME and draft.value and "T" in draft.value:
                day, _, clock = draft.value.partition("T")
                if clock in PARTS:
                    start, stop = (f"{day}T{x}" for x in PARTS[clock])
                elif re.fullmatch(r"\d\d:\d\d(:\d\d)?", clock) and not clock.startswith("24"):
                    start = stop = draft.value
        ident = self.ids(span)
        first = self.parse.token_at(span[0])
        if draft.when is not None and draft.type in (DATE, TIME):
            self.last = (draft.when, ident, first)
            if draft.when.unit == "day":
                self.last_day = (draft.when, ident, first, bool(re.search(r"T(?:NI|EV|1[89]|2\d)", draft.value or "")))
            if draft.when.unit in ("day", "month", "quarter", "season", "half", "year") and (
                draft.anchor == "absolute" or (self.last_year is not None and draft.anchor == self.last_year[1] and self.last_year[0] == draft.when.first.year)
            ):
                self.last_year = (draft.when.first.year, ident, first)
        return Timex(
            id=ident, span=span, type=draft.type, value=draft.value, mod=draft.mod, anchor=draft.anchor, start=start, end=stop, confidence=draft.confidence, stage=STAGE.name
        )


def find(document: Document, layers: Layers) -> Iterator[Timex | Problem]:
    """The time expressions of a report in order, then what it says of dates that cannot be."""
    parse = layers.sentences
    if not len(parse):
        return
    reader = _Reader(document, parse, _grammar(layers.resources))
    found = list(reader.read())
    yield from found
    yield from reader.problems
    unresolved = sum(t.type in (DATE, TIME) and t.anchor is None and "XX" in (t.value or "") for t in found)
    if unresolved and reader.published is None:
        yield Problem(
            code="no-publication-date-for-relative",
            message=f"{unresolved} dates count from the publication date, which is not known.",
            hint="They are listed with X for what is unknown. Give the date with the report.",
        )
    yield from _disagreements(parse, found, reader.g.speech)


def _disagreements(parse: Parse, found: list[Timex], speech: frozenset[str]) -> Iterator[Problem]:
    """One source's one statement dated twice: *yesterday* in one sentence, *on Wednesday* in the next.

    Two dates are compared where both hang on verbs of speech of neighbouring sentences with the same subject noun, one of
    them is *today* or *yesterday*, and neither sentence names a further day.
    """
    said: list[tuple[Timex, int, int, str]] = []
    for timex in found:
        if timex.type is not DATE or timex.anchor != "publication" or timex.start is None or timex.start != timex.end:
            continue
        i = parse.token_at(timex.span[0])
        verb = next((k for k in (i, *parse.ancestors(i)) if parse.pos[k] == "VERB"), None)
        if verb is None or parse.lemma[verb] not in speech:
            continue
        noun = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
        if noun is not None:
            said.append((timex, parse.sentence[i], verb, parse.lemma[noun]))
    for n, (a, here, _, subject) in enumerate(said):
        for b, there, _, other in said[n + 1 : n + 3]:
            words = {parse.surface(a.span).lower(), parse.surface(b.span).lower()}
            if subject == other and there - here <= 2 and a.start != b.start and len(words & {"today", "yesterday"}) == 1:
                yield Problem(
                    code="dates-disagree",
                    message=f"The same statement is dated {parse.surface(a.span)} ({a.value}) and {parse.surface(b.span)} ({b.value}).",
                    hint="Both are listed as printed.",
                    span=b.span,
                )
                break


STAGE = Stage(layer="timexes", version="1", reads=("sentences",), resources=("lexicon:timex",), find=find)
