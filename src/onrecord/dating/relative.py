"""Dates that lean on another day: *Monday*, *yesterday*, *last week*, *the month before*, *now*; and `find_date`, the longest date of all sorts.

What comes in: a `Story` and a position of its text. What goes out: a `Draft`, or None.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.calendar_values import SEASONS, When, plus, unit_of
from onrecord.dating.dates import find_day_and_month, find_decade, find_first_of, find_holiday, find_month, find_nth_day, find_numeric, find_quarter, find_season, find_year
from onrecord.dating.story import DATE, DURATION, SET, TIME, Draft, Story

_ENDED = re.compile(r" (?:that )?(?:ended|ending|ends|to|through) (?:on )?(?=[A-Z\d])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century"}


def find_date(story: Story, pos: int) -> Draft | None:
    """The longest date that begins at a position, with a part of the day behind it (*Monday night*)."""
    best = None
    for rule in (
        find_numeric, find_first_of, find_nth_day, find_day_and_month, find_month, find_weekday, find_deictic, find_relative, find_quarter, find_season, find_holiday, find_decade, find_year, find_definite,
    ):  # fmt: skip
        draft = rule(story, pos)
        if draft is not None and (best is None or draft.end > best.end):
            best = draft
    if best is not None and best.when is not None and best.when.unit == "day" and best.type is DATE:
        m = story.g.part_after.match(story.text, best.end)
        if m:
            best.end, best.type = m.end(), TIME
            best.value = f"{best.value}T{story.g.parts[m['part'].lower()]}"
            best.mod = {"early": "START", "late": "END", "mid": "MID"}.get((m["phase"] or "").lower(), best.mod)
    elif best is not None and best.when is None and best.type is DATE and best.value and best.value.startswith("XXXX"):
        m = story.g.part_after.match(story.text, best.end)
        if m:
            best.end, best.type, best.value = m.end(), TIME, f"{best.value}T{story.g.parts[m['part'].lower()]}"
    return best


def find_weekday(story: Story, pos: int) -> Draft | None:
    """*Monday*, *last Friday*, *every Sunday*: past or to come by the tense."""
    m = story.g.weekday.match(story.text, pos)
    if m is None:
        return None
    name, det = m["weekday"], (m["det"] or "").lower()
    number = story.g.weekdays[name.lower()]
    if not name[0].isupper() and not name.lower().endswith("day"):
        return None
    end = m.end() if m["dot"] and len(name) < 6 else m.end() - len(m["dot"] or "")
    if len(name) < 6 and not m["dot"]:
        return None  # Sun, Sat, Wed are words
    if len(name) < 6 and name.lower() in ("sun", "sat", "wed", "mon"):
        i = story.parse.token_at(m.start("weekday"))
        if story.parse.ent[i] not in ("DATE", "TIME"):
            return None
    if not det and story.token and story.parse.lower[story.token - 1] in ("a", "an", "any"):
        return Draft(end, DATE, f"XXXX-WXX-{number}", confidence=0.7)  # born on a Sunday: any
    if det.startswith(("every", "each", "alternate")) or (m["plural"] and det != "the"):
        return Draft(end, SET, f"XXXX-WXX-{number}")
    if story.published is None:
        return story.resolved(end, None, f"XXXX-WXX-{number}")
    back = plus(story.published, days=-((story.published.isoweekday() - number) % 7))
    ahead = plus(story.published, days=(number - story.published.isoweekday()) % 7)
    if det in ("last", "past", "this past"):
        day = back if back < story.published else plus(back, days=-7)
    elif det in ("next", "this coming"):
        day = ahead if ahead > story.published else plus(ahead, days=7)
    elif det in ("the following", "the previous", "that", "the same") and story.reference_day() is not None:
        base = story.reference_day() or story.published
        gap = (number - base.isoweekday()) % 7
        if det == "the following":
            day = plus(base, days=gap or 7)
        elif det == "the previous":
            day = plus(base, days=-((base.isoweekday() - number) % 7 or 7))
        else:
            day = plus(base, days=-((base.isoweekday() - number) % 7))
        return story.resolved(end, When("day", day), "", anchor=story.last[1] if story.last else "publication")
    elif not det and (first := opens_range(story)) is not None:
        day = plus(first, days=(number - first.isoweekday()) % 7 or 7)  # Monday through Wednesday
    elif det == "this":
        day = back if story.tense() == "past" else ahead
    else:
        tense = story.tense()
        before = story.parse.lower[story.token - 1] if story.token else ""
        # "it has until Monday"; "talks went on ahead of Monday's deadline"
        limit = (tense == "present" and before in ("by", "until", "till")) or (before == "of" and story.parse.lower[story.token - 2 : story.token - 1] == ["ahead"])
        day = ahead if limit or tense == "future" else back
    draft = story.resolved(end, When("day", day), "")
    if det == "the":
        draft.begin = m.start("weekday")
    return draft


def opens_range(story: Story) -> date | None:
    """The weekday before *through* or *to*, where the range in hand begins."""
    parse, i = story.parse, story.token
    if i < 2 or parse.lower[i - 1] not in ("through", "to", "thru") or parse.lower[i - 2].rstrip(".") not in story.g.weekdays or story.last_day is None:
        return None
    day, _, token, _ = story.last_day
    return day.first if token == i - 2 or (token < i - 2 and i - 2 - token < 3) else None


def find_deictic(story: Story, pos: int) -> Draft | None:
    """*today*, *yesterday*, *overnight*."""
    m = story.g.deictic.match(story.text, pos)
    if m is None:
        return None
    word = " ".join(m["word"].lower().split())
    if word == "overnight" and story.parse.pos[story.token] not in ("ADV", "NOUN"):
        return None
    shift = {"today": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[word]
    when = When("day", plus(story.published, days=shift)) if story.published else None
    draft = story.resolved(m.end(), when, "XXXX-XX-XX", confidence=0.95)
    if word in ("tonight", "overnight"):
        draft.type, draft.value = TIME, f"{draft.value}TNI"
    return draft


def find_relative(story: Story, pos: int) -> Draft | None:
    """*last week*, *this spring*, *the following month*, *the past year*."""
    m = story.g.relative.match(story.text, pos)
    if m is None:
        return find_year_earlier(story, pos)
    det, word = " ".join(m["det"].lower().split()).replace(" fiscal", ""), m["unit"].lower()
    the = story.text[pos : pos + 3].lower() == "the"
    year_earlier = det in ("year-earlier", "year-ago")
    code = story.g.units.get(word, "")
    season = story.g.words["seasons"].get(word)
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
            return story.stretch(Draft(m.end(), DURATION, value, None, "publication"), 1, code, -1 if det in ("past", "last") else 1)
        if code == "D":
            det = "following"
    if det == "past" and code in ("Y", "M", "W", "DE"):
        return story.stretch(Draft(m.end(), DURATION, f"P1{code}", None, "publication"), 1, code, -1)
    anaphoric = det in ("that", "same", "that same", "preceding", "previous", "prior", "following", "year-earlier", "year-ago")
    base, anchor = story.base(anaphoric)
    if base is None:
        pattern = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(
            code, "XXXX-" + season if season else "XXXX-WXX-WE" if word == "weekend" else "XXX"
        )
        return story.resolved(m.end(), None, pattern)
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "preceding": -1,
        "prior": -1,
        "this past": -1,
        "latest": -1,
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
        elif (season == "WI" and base.first.month < 3) or (when.first > base.first and story.tense() == "past"):
            when = when.shift(-1)  # in March, "this winter it froze" is the one that began last December
        return story.resolved(m.end(), when, "", anchor=anchor)
    if word == "weekend":
        when = unit_of("weekend", base.first)
        if det in ("last", "this past", "past"):
            when = when if when.last < base.first else when.shift(-1)
        elif step > 0 or (step == 0 and base.first.weekday() < 2 and story.tense() == "past"):
            when = when.shift(step or -1)
        return story.resolved(m.end(), when, "", anchor=anchor)
    unit = _UNITS[code]
    if year_earlier:
        when = When(base.unit, plus(base.first, months=-12)) if base.unit in ("quarter", "month") else unit_of(unit, plus(base.first, months=-12))
    else:
        when = unit_of(unit, base.first).shift(step)
        ago = story.g.year_ago.match(story.text, m.end()) if "same" in det else None
        if ago:  # "the same quarter last year"
            return story.resolved(ago.end(), unit_of(unit, plus(base.first, months=-12)), "", anchor=anchor)
    return story.resolved(m.end(), when, "", anchor=anchor)


def find_year_earlier(story: Story, pos: int) -> Draft | None:
    """*the year-earlier period*, *from the year-ago level*: the quarter or month in hand a year before, else the year before."""
    m = story.g.year_earlier.match(story.text, pos)
    if m is None or "-" not in m.group():
        return None
    base, anchor = story.base(True)
    if base is None:
        return story.resolved(m.end(), None, "XXXX")
    first = plus(base.first, months=-12)
    return story.resolved(m.end(), When(base.unit, first) if base.unit in ("quarter", "month", "half") else unit_of("year", first), "", anchor=anchor, confidence=0.8)


def find_definite(story: Story, pos: int) -> Draft | None:
    """*the year*, *the quarter*, *the weekend* after a preposition; *the day before*."""
    last_but_one = story.g.before_last.match(story.text, pos)
    if last_but_one:
        unit = last_but_one["unit"].lower()
        base, anchor = story.base(False)
        return story.resolved(last_but_one.end(), unit_of(unit, base.first).shift(-2) if base else None, "XXXX", anchor=anchor)
    night = story.g.night_before.match(story.text, pos)
    if night and story.clause_ends(night.end()):
        base, anchor = story.base(True)
        when = When("day", plus(base.first, days=-1)) if base is not None and base.unit == "day" else None
        draft = story.resolved(night.end(), when, "XXXX-XX-XX", anchor=anchor, confidence=0.8)
        draft.type, draft.value = TIME, f"{draft.value}T{story.g.parts[night['part'].lower()]}"
        return draft
    m = story.g.definite.match(story.text, pos)
    if m is None:
        return None
    i, unit = story.token, m["unit"].lower()
    before = story.parse.lower[i - 1] if i else ""
    e = story.parse.token_at(m.end())
    following = story.parse.lower[e] if e < len(story.parse) else ""
    tail = (m["tail"] or "").lower()
    if tail:
        closed = not (following and (following[0].isalpha() or following in ('"', "'")))
        if (tail in ("before", "after") and not closed and following not in ("and", "in", "at", "on", "with")) or (
            tail == "after" and before not in ("", ",", ".", "and", "or", "on")
        ):
            return None
        if unit in ("decade", "century", "weekend"):
            return None
        base, anchor = story.base(True)
        if base is None:
            return story.resolved(m.end(), None, "XXXX-XX-XX" if unit == "day" else "XXXX")
        return story.resolved(m.end(), unit_of(unit, base.first).shift(1 if tail == "after" else -1), "", anchor=anchor)
    if m["unit"][0].isupper() and not story.text[m.start("unit") - 4 : m.start("unit")].startswith("T"):
        return None  # "Person of the Year"
    if not (unit == "weekend" and following == "that") and following in (
        "of",
        "that",
        "when",
        "after",
        "before",
        "in",
        "since",
        "'s",
        "he",
        "she",
        "they",
        "we",
        "i",
        "which",
        "ahead",
        "to",
        "it",
    ):
        return None
    if (unit == "weekend" and before in ("over", "on", "at", "during", "of", "for", "this", ",", "through", "since", "by", "until", "before", "after", "from", "into")) or (
        unit in ("quarter", "month", "week", "year") and before in ("of", "for", "in", "during", "through")
    ):
        if unit == "weekend":
            if story.published is None:
                return story.resolved(m.end(), None, "XXXX-WXX-WE")
            when = unit_of("weekend", story.published)
            tense = story.tense()
            if when.first > story.published and tense != "future" and not (tense == "present" and before in ("by", "until")):
                when = when.shift(-1)
            return story.resolved(m.end(), when, "", confidence=0.8)
        first = story.parse.lower[i - 2] if i > 1 else ""
        if first in story.g.words["not_in_the_unit_after"]:
            return None
        base, anchor = story.base(True)
        if base is not None and (ended := stated_end(story, m.end())) is not None:
            return story.resolved(m.end(), unit_of(unit, ended), "", confidence=0.8)  # the week ended Dec. 28
        wider = base is not None and unit in ("week", "month", "quarter") and base.unit in ("year", "half", "decade", "century")
        if wider or (base is not None and base.unit in ("day", "month") and base.first.year != (story.published or base.first).year):
            base, anchor = story.base(False)  # "near its highest since September 2008, and up for the year"
        if base is None:
            return story.resolved(m.end(), None, {"week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX"))
        when = unit_of(unit, base.first)
        if unit == "quarter" and anchor == "publication" and story.tense() == "past":
            when = when.shift(-1)  # "for the quarter, sales rose": what is reported has ended
        return story.resolved(m.end(), when, "", anchor=anchor, confidence=0.7)
    return None


def stated_end(story: Story, end: int) -> date | None:
    """The last day of a week, quarter or year that says when it ended."""
    m = _ENDED.match(story.text, end)
    if m is None:
        return None
    with story.at(m.end()):
        day = find_date(story, m.end())
    return day.when.first if day is not None and day.when is not None and day.when.unit == "day" else None


def find_reference(story: Story, pos: int) -> Draft | None:
    """*now*, *recently*, *the future*: no day of the calendar."""
    m = story.g.reference.match(story.text, pos)
    if m is None:
        return None
    word = " ".join(m.group().lower().split())
    i = story.token
    before = story.parse.lower[i - 1] if i else ""
    e = story.parse.token_at(m.end())
    following = story.parse.lower[e] if e < len(story.parse) else ""
    if word == "recently" and before == "as" and following == "as":
        return None  # "as recently as last year"
    if word == "now" and following == "that" and before not in ("until", "by", "for", "right", "just"):
        return None
    if word == "these days" and before in ("of", "in", "for", "during"):
        return None
    if word == "the moment" and (before not in ("at", "for") or following == "of"):
        return None
    if (word == "this time" and following == "of") or (word == "this time" and not (before in ("at", "by", "around") or following in (",", "."))):
        return None
    if word in ("the past", "the future", "the present") and (
        story.parse.pos[e - 1] not in ("NOUN", "ADJ", "PROPN") or (story.parse.head[e - 1] >= e and story.parse.dep[e - 1] in ("amod", "compound", "nmod"))
    ):
        return None
    return Draft(m.end(), DATE, story.g.words["references"][word], None, "publication", confidence=0.85)
