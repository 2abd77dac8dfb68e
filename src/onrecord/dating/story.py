"""What a report's time expressions count from: its publication date, the dates it has named so far, and the tense of its verbs.

What comes in: a parsed report and its publication date. What goes out: `Story`, which readers of single expressions ask for the
base of a relative date and where a verb looks, and `Draft`, what they make of the words. The walk over the report keeps it up to date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from onrecord.calendar_values import When, plus
from onrecord.model import Document, Problem, Span, TimexType
from onrecord.text import PARSER_CHARACTERS, Parse
from onrecord.timex_patterns import Grammar

DATE, TIME, DURATION, SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET


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


class Story:
    """One report, read from left to right.

    Attributes:
        parse: The parse.
        g: The wordings.
        text: The report's text with plain quotation marks, same offsets.
        published: The publication date, or None.
        token: The token at which the expression in hand begins.
        problems: Dates that cannot be.
        last: The date named last: its unit, the id of its timex, its token.
        last_day: The day named last: day, id, token, whether it was its night.
        last_year: The year printed last: year, id, token.
    """

    def __init__(self, document: Document, parse: Parse, grammar: Grammar) -> None:
        self.parse, self.g = parse, grammar
        self.published: date | None = None
        self.text = parse.text.translate(PARSER_CHARACTERS)
        self.problems: list[Problem] = []
        self.last: tuple[When, str, int] | None = None
        self.last_day: tuple[When, str, int, bool] | None = None
        self.last_year: tuple[int, str, int] | None = None
        if document.published:
            try:
                published = date.fromisoformat(document.published[:10])
                # outside these years a publication date is a slip, and the calendar of `date` would end under our hands
                self.published = published if 1583 <= published.year < 3000 else None
            except ValueError:
                self.published = None
        self.token = 0

    @contextmanager
    def at(self, pos: int) -> Iterator[None]:
        """Read on at another place of the text, and come back."""
        keep, self.token = self.token, min(self.parse.token_at(pos), len(self.parse) - 1)
        yield
        self.token = keep

    def note(self, draft: Draft, ident: str, token: int) -> None:
        """Remember a date that has become a timex, for those that lean on it."""
        if draft.when is None or draft.type not in (DATE, TIME):
            return
        self.last = (draft.when, ident, token)
        if draft.when.unit == "day":
            self.last_day = (draft.when, ident, token, bool(re.search(r"T(?:NI|EV|1[89]|2\d)", draft.value or "")))
        if draft.when.unit in ("day", "month", "quarter", "season", "half", "year") and (
            draft.anchor == "absolute" or (self.last_year is not None and draft.anchor == self.last_year[1] and self.last_year[0] == draft.when.first.year)
        ):
            self.last_year = (draft.when.first.year, ident, token)

    def stretch(self, draft: Draft, n: float, code: str, direction: int) -> Draft:
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

    def resolved(self, end: int, when: When | None, unresolved: str, *, anchor: str | None = "publication", mod: str | None = None, confidence: float = 0.9) -> Draft:
        """A date by its calendar unit, or its pattern with X where nothing anchors it."""
        if when is None:
            return Draft(end, DATE, unresolved, mod, None, confidence=0.6)
        return Draft(end, DATE, when.value, mod, anchor, when, confidence=confidence)

    def exact(self, end: int, year: int, month: int, day: int, pos: int) -> Draft:
        """A day that is printed whole; without a value where the calendar lacks it."""
        try:
            return Draft(end, DATE, (when := When("day", date(year, month, day))).value, None, "absolute", when, confidence=0.98)
        except ValueError:
            self.impossible(pos, end)
            return Draft(end, DATE, None, None, None, confidence=0.3)

    def impossible(self, pos: int, end: int) -> None:
        """Note a day that the calendar lacks."""
        words = self.parse.text[pos:end]
        if not any(p.span == Span(pos, end) for p in self.problems):
            self.problems.append(Problem(code="no-such-date", message=f"The calendar has no such day: {words}.", hint="It is listed without a value.", span=Span(pos, end)))

    def full_year(self, digits: str) -> int:
        """The year of two or four digits."""
        digits = digits.lstrip("'")
        if len(digits) > 2:
            return int(digits)
        limit = (self.published.year if self.published else 2030) % 100 + 10
        return int(digits) + (2000 if int(digits) <= limit else 1900)

    def year_of(self, words: str | None) -> int | None:
        """The year of *of last year*."""
        if self.published is None:
            return None
        words = (words or "").lower()
        if words.startswith("last"):
            return self.published.year - 1
        if words.startswith("next"):
            return self.published.year + 1
        return self.published.year

    def says(self, words: Collection[str]) -> bool:
        """Whether the sentence in hand has one of the words."""
        first, last = self.parse.sentences[self.parse.sentence[self.token]]
        return any(word in words for word in self.parse.lower[first:last])

    def quarter_here(self) -> When | None:
        """The quarter that the sentence in hand has named last, or None."""
        if self.last is None or self.last[0].unit != "quarter" or self.parse.sentence[self.token] != self.parse.sentence[self.last[2]]:
            return None
        return self.last[0]

    def reference_day(self) -> date | None:
        """The day named last."""
        return self.last[0].first if self.last and self.last[0].unit == "day" else None

    def base(self, anaphoric: bool) -> tuple[When | None, str | None]:
        """What a relative date counts from: the last date named where the words lean on it, else the publication date."""
        if anaphoric and self.last is not None and self.parse.sentence[self.token] - self.parse.sentence[self.last[2]] < 4:
            return self.last[0], self.last[1]
        if self.published is None:
            return None, None
        return When("day", self.published), "publication"

    def number(self, words: str) -> float | None:
        """A number in digits or words; None if it is none.

        Known to miss: numbers above thousands in words.
        """
        words = re.sub(r"[- ]?plus|[+,]", "", words.lower()).strip()
        if part := re.fullmatch(r"(\d+)\s(\d)/(\d)", words):
            return int(part[1]) + int(part[2]) / int(part[3])
        if whole := re.match(r"(.+)[- ]and[- ](?:a|one)[- ]half$", words):
            n = self.number(whole[1])
            return None if n is None else n + 0.5
        if scale := re.match(r"(.+) (million|billion)$", words):
            n = self.number(scale[1])
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

    def clause_ends(self, end: int) -> bool:
        """True if *before* or *after* has no noun or clause behind it: *two days before.*"""
        e = self.parse.token_at(end)
        word = self.parse.lower[e] if e < len(self.parse) else ""
        return not word or not (word[0].isalnum() or word in ('"', "'", "(", "[")) or word in ("and", "in", "at", "on", "when", "with", "by")

    def tense(self) -> str:
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
                if helpers & {"would", "could"}:
                    # CASE: "said it would close on Monday" looks ahead; "would not comment on Monday", "could not be reached Monday" do not
                    denied = any(parse.dep[c] == "neg" for c in parse.children[i])
                    return "past" if "have" in helpers or (denied and ("could" in helpers or lemma in g.speech or lemma in g.comments)) else "future"
                if helpers & {"did", "had", "was", "were"} or tag == "VBD":
                    if lemma in g.ahead and tag == "VBN" and parse.dep[self.child_below(i)] == "prep":
                        return "future"
                    return "future" if lemma in ("schedule", "slate") else "past"
                if helpers & {"may", "might", "can", "must", "should"}:
                    return "present" if "have" in helpers else "future"
                if tag == "VBN" and "to" in helpers and parse.head[i] != i and (parse.lemma[parse.head[i]] == "be" or parse.lemma[parse.head[i]] in g.ahead):
                    return "future"  # "is to be sentenced on May 3"
                if tag == "VBN":
                    return "future" if lemma in g.ahead else "present" if helpers & {"is", "are", "'s", "'re"} and "been" not in helpers else "past"
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
                elif tag in ("VBZ", "VBP") and (lemma in g.timetable or lemma in g.ahead or (lemma == "be" and self._on_a_day(i))):
                    return "future"
                else:
                    return "present"
            elif parse.lower[i] in ("due", "upcoming", "scheduled") and i != self.token:
                return "future"
            elif parse.lower[i] == "since" or (parse.lower[i] == "from" and i and parse.lower[i - 1] in ("up", "down")):
                return "past"  # all records since 1 March; up from 44 percent in January
            if parse.head[i] == i:
                break
            i = parse.head[i]
        return "present"

    def _on_a_day(self, verb: int) -> bool:
        """*The summit is on Tuesday*: a day that the verb itself takes, with *on*."""
        i = self.token
        while self.parse.dep[i] == "conj" and self.parse.head[i] < i:
            i = self.parse.head[i]
        up = self.parse.head[i]
        return self.parse.lower[up] == "on" and self.parse.head[up] == verb and up == verb + 1

    def holds_now(self) -> bool:
        """Whether the nearest verb above the current token speaks of the present or of what is to come."""
        parse = self.parse
        verb = next((k for k in parse.ancestors(self.token) if parse.pos[k] in ("VERB", "AUX")), None)
        return verb is not None and (parse.tag[verb] in ("VBZ", "VBP") or any(parse.lower[c] in ("will", "'ll") for c in parse.children[verb] if parse.dep[c] == "aux"))

    def child_below(self, i: int) -> int:
        """The child of `i` on the way down to the current token."""
        k = self.token
        while self.parse.head[k] != i and self.parse.head[k] != k:
            k = self.parse.head[k]
        return k

    def ends_sentence(self, end: int) -> bool:
        """True if the full stop before `end` closes the sentence rather than an abbreviation."""
        word = self.text[max(0, end - 5) : end].lower()
        return not re.search(r"(?:[ap]\.m|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri))\.$", word)
