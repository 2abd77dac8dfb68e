"""Dates that stand in the calendar by their own words: 5 May, *June 2019*, *the third quarter*, *the 1990s*, *Easter*.

What comes in: a `Story` and a position of its text. What goes out: a `Draft`, or None where no such date begins there.
What the words leave out (the year of *5 May*) is taken from the story or from the publication date.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from onrecord.calendar_values import SEASONS, When, feast, plus, unit_of
from onrecord.dating.story import DATE, SET, TIME, Draft, Story
from onrecord.model import Problem, Span

_STAMP = re.compile(r",? (?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\w:%]| ?[ap]\.?m\b)", re.IGNORECASE)
_BEFORE_NTH = frozenset(("on", "of", "until", "till", "by", "since", "from", "before", "after"))
_BEFORE_SEASONS = frozenset(("in", "during", "since", "until", "till", "by", "before", "after", "through", "throughout", "from", "to", "into"))
_QUARTERS = {"opening": 1, "final": 4, "last": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def find_numeric(story: Story, pos: int) -> Draft | None:
    """*2024-03-08*, *08/03/2024*, *8.3.2024*, and dates that serve as names (*9/11*)."""
    m = story.g.iso.match(story.text, pos) or story.g.year_first.match(story.text, pos)
    if m:
        draft = story.exact(m.end(), int(m["year"]), int(m["month"]), int(m["day"]), pos)
        if "time" in m.re.groupindex and m["time"] and draft.when:
            draft.type, draft.value = TIME, f"{draft.value}T{m['time']}"
        return with_stamp(story, draft)
    m = story.g.numeric.match(story.text, pos)
    if m is None:
        m = story.g.named.match(story.text, pos)
        if m is None:
            return None
        known = date.fromisoformat(story.g.words["named"][m.group().lower()])
        return story.exact(m.end(), known.year, known.month, known.day, pos)
    if len(m["year"]) == 2 and m["sep"] != "/":
        return None  # 1.2.10 is a version or a paragraph
    a, b, year = int(m["a"]), int(m["b"]), story.full_year(m["year"])
    # CASE: day first, as the world writes; month first where day first cannot be or lies ahead of the report, or where month first is the week of the report
    day, month = (b, a) if b > 12 >= a else (a, b)
    draft = story.exact(m.end(), year, month, day, pos)
    if m["sep"] == "/" and a <= 12 and b <= 12 and a != b:
        draft.confidence = 0.7
        if story.published and draft.when:
            gap, other = (story.published - draft.when.first).days, (story.published - date(year, a, b)).days
            if (gap < 0 <= other) or (0 <= other < 8 and gap > 20):
                draft = story.exact(m.end(), year, a, b, pos)
    return with_stamp(story, draft)


def with_stamp(story: Story, draft: Draft) -> Draft:
    """A day in digits with the time of day that is printed behind it: *11/02/1998 21:30*."""
    clock = _STAMP.match(story.text, draft.end)
    if clock and draft.when and draft.type is DATE:
        draft.type, draft.value, draft.end = TIME, f"{draft.value}T{int(clock['h']):02d}:{clock['m']}", clock.end()
    return draft


def find_day_and_month(story: Story, pos: int) -> Draft | None:
    """*5 May*, *May 5, 2019*, *Monday, May 5*, *May 5-7*."""
    g, text = story.g, story.text
    m = g.month_range.match(text, pos) or g.range_month.match(text, pos)
    last = None
    if m:
        last = int(m["last"])
    else:
        m = g.month_day.match(text, pos) or g.day_month.match(text, pos)
    if m is None or (m["month"].islower() and m["month"] in ("may", "march", "mar", "sun", "sat", "dec", "jun")):
        return None
    month, day = g.months[m["month"].lower()], int(m["day"])
    if m.re is g.month_day and not m["year"] and ends_name(story, story.parse.token_at(m.start("month"))):
        return None
    if day == 0 or day > 31:
        if day > 31 and m.re is not g.day_month and m["year"] is None:
            return None
        if day > 31:
            story.impossible(pos, m.end())
        return None
    start_end = m.end()
    if m["year"]:
        draft = story.exact(start_end, story.full_year(m["year"]), month, day, pos)
        check_weekday(story, m, draft, pos)
    elif "of" in m.re.groupindex and m["of"] and story.published:
        draft = story.exact(start_end, story.year_of(m["of"]) or 0, month, day, pos)
        draft.anchor = "publication"
    else:
        if day > calendar.monthrange(2024, month)[1]:
            story.impossible(pos, start_end)
            return Draft(start_end, DATE, None, confidence=0.3)
        lead = story.g.lead.match(text, pos) if m.re in (g.month_day, g.day_month) else None
        draft = partial(story, start_end, month, day, g.weekdays[lead["weekday"].lower()] if lead else None)
    if last is not None and draft.when and last > day and draft.value:
        try:
            stop = draft.when.first.replace(day=last)
            draft.start, draft.stop = draft.value, stop.isoformat()
            draft.value = f"{draft.value}/{stop.isoformat()}"
        except ValueError:
            story.impossible(pos, start_end)
    return draft


def ends_name(story: Story, i: int) -> bool:
    """True if a month that is a surname too follows a word with a capital inside its sentence: *Theresa May*, *Long March 9*."""
    parse = story.parse
    return (
        parse.lower[i] in story.g.words["month_like_surnames"]
        and i > parse.sentences[parse.sentence[i]][0] + 1
        and parse.word[i - 1][0].isupper()
        and parse.lower[i - 1] not in story.g.weekdays
    )


def check_weekday(story: Story, m: re.Match[str], draft: Draft, pos: int) -> None:
    """Note a weekday that its own date denies."""
    lead = story.g.lead.match(story.text, pos)
    if lead and draft.when and m.re in (story.g.month_day, story.g.day_month) and story.g.weekdays[lead["weekday"].lower()] != draft.when.first.isoweekday():
        name = calendar.day_name[draft.when.first.weekday()]
        story.problems.append(
            Problem(
                code="dates-disagree",
                message=f"{story.parse.text[pos : draft.end]}: {draft.value} is a {name}.",
                hint="The date is taken as printed.",
                span=Span(pos, draft.end),
            )
        )


def partial(story: Story, end: int, month: int, day: int | None, weekday: int | None = None) -> Draft:
    """A day or month without a year: the year of the sentence's story, or the nearest one, looking back unless the tense looks ahead."""
    pattern = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")

    def make(year: int) -> When | None:
        try:
            return When("day", date(year, month, day)) if day else When("month", date(year, month, 1))
        except ValueError:
            return None

    known = story.g.words["known_years"].get(f"{month:02d}-{day or 0:02d}")
    if known:
        i = story.parse.token_at(end)
        if any(w in known["words"] for w in story.parse.lower[i : i + 2]):
            return story.resolved(end, make(known["year"]), pattern, anchor="absolute")
    told = story_year(story)
    if told is not None:
        when = make(told[0])
        if when is not None:
            return story.resolved(end, when, pattern, anchor=told[1], confidence=0.85)
    if story.published is None:
        return story.resolved(end, None, pattern)
    published = story.published
    tense = story.tense()
    following = story.parse.lower[min(story.parse.token_at(end), len(story.parse) - 1)]
    if day is None and following in story.g.words["months_ahead_of"]:
        tense = "future"  # "crude for May delivery fell"
    elif day is None and tense == "past" and following in story.g.words["months_near"]:
        near = min((w for y in (-1, 0, 1) if (w := make(published.year + y)) is not None), key=lambda w: abs((w.first - published).days))
        return story.resolved(end, near, pattern, confidence=0.6)
    if tense == "present" and story.token and story.parse.lower[story.token - 1] in ("by", "until"):
        tense = "future"
    years = range(published.year - 4, published.year + 5) if month == 2 and day == 29 else range(published.year - 1, published.year + 2)
    candidates = [w for y in years if (w := make(y)) is not None]
    back = [w for w in candidates if w.first <= published]
    ahead = [w for w in candidates if w.last >= published]
    if not back or not ahead:
        return story.resolved(end, None, pattern)
    fitting = [w for w in (back[-1], ahead[0]) if w.first.isoweekday() == weekday]
    if fitting:  # "Monday, March 18": the year in which it is a Monday
        return story.resolved(end, min(fitting, key=lambda w: abs((w.first - published).days)), pattern, confidence=0.95)
    if tense == "past" and story.token and story.parse.lower[story.token - 1] == "ended":
        return story.resolved(end, back[-1], pattern)  # "the year ended March 31"
    if tense == "future" or (day and (ahead[0].first - published).days < 14 and (published - back[-1].first).days > 300):  # nobody means the day a year ago
        return story.resolved(end, ahead[0], pattern)
    limit = day and story.token and story.parse.lower[story.token - 1] in ("until", "till", "by", "before")
    if limit and (ahead[0].first - published).days < 60 and (published - back[-1].first).days > 300:
        return story.resolved(end, ahead[0], pattern, confidence=0.8)  # "gave the state until April 18"
    # CASE: "the ceremony on 5 January" in a report of 28 December, without a past tense, is nine days ahead
    if tense != "past" and (ahead[0].first - published).days < 75 and (published - back[-1].first).days > 240:
        return story.resolved(end, ahead[0], pattern, confidence=0.7)
    return story.resolved(end, back[-1], pattern)


def story_year(story: Story) -> tuple[int, str] | None:
    """The year that the same sentence, or a past year that the sentence before, has printed."""
    if story.last_year is None:
        return None
    year, ident, at = story.last_year
    here, there = story.parse.sentence[story.token], story.parse.sentence[at]
    if story.published is not None and year < story.published.year - 1 and story.holds_now():
        return None  # "founded in 1872; its meeting is on May 7"
    if here == there or (
        here - there == 1
        and story.parse.paragraph[here] == story.parse.paragraph[there]
        and story.published is not None
        and year < story.published.year - 1
        and at - story.parse.sentences[there][0] < 4
    ):
        return year, ident
    return None


def find_month(story: Story, pos: int) -> Draft | None:
    """*May*, *May 2019*, *last May*."""
    g, text = story.g, story.text
    m = g.month_year.match(text, pos)
    if m:
        if m["month"].islower() and m["month"] in ("may", "march"):
            return None
        if not m["year"].strip("'").isdigit():
            if story.published is None:
                return story.resolved(m.end(), None, f"XXXX-{g.months[m['month'].lower()]:02d}")
            return story.resolved(m.end(), When("month", date(story.year_of(m["year"]) or 1, g.months[m["month"].lower()], 1)), "")
        year = story.full_year(m["year"])
        if not 1000 <= year < 2200:
            return None
        return story.resolved(m.end(), When("month", date(year, g.months[m["month"].lower()], 1)), "", anchor="absolute", confidence=0.97)
    m = g.month_only.match(text, pos)
    if m is None:
        return None
    name, det = m["month"], (m["det"] or "").lower()
    i = story.parse.token_at(m.start("month"))
    if not name[0].isupper() or (len(name) < 4 and name.lower() != "may"):
        return None
    if story.parse.ent[i] == "PERSON" or story.parse.pos[i] in ("VERB", "AUX"):
        return None
    if not det and ends_name(story, i):
        return None
    if name.lower() in g.words["month_like_surnames"] and not det:
        before = story.parse.lower[i - 1] if i else ""
        if before not in g.words["before_months"] and before not in g.words["before_years"] and not (story.parse.ent[i] == "DATE" and story.parse.pos[i] in ("PROPN", "NOUN")):
            return None
    month = g.months[name.lower()]
    if det in ("each", "every"):
        return Draft(m.end(), SET, f"XXXX-{month:02d}")
    if det in ("", "that", "the same", "the month of"):
        return partial(story, m.end(), month, None)
    if story.published is None:
        return story.resolved(m.end(), None, f"XXXX-{month:02d}")
    year, this = story.published.year, story.published.month
    if det in ("last", "this past", "the previous"):
        year -= month >= this
    elif det in ("next", "this coming", "the following"):
        year += month <= this
    return story.resolved(m.end(), When("month", date(year, month, 1)), "")


def find_quarter(story: Story, pos: int) -> Draft | None:
    """*the third quarter of 2023*, *Q3*, *the December quarter*."""
    m = story.g.month_quarter.match(story.text, pos)
    if m:
        return month_quarter(story, m)
    m = story.g.quarter.match(story.text, pos)
    if m is None:
        return None
    n = int(m["q"]) if m["q"] else _QUARTERS[m["ordinal"].lower()]
    if not m["year"] and not m["of"] and story.says(story.g.words["game_words"]):
        return None  # the third quarter of a match
    if m["year"] and not 1000 < int(m["year"]) < 2200:
        return None
    year = int(m["year"]) if m["year"] else None
    anchor = "absolute" if year else "publication"
    lead = story.text[pos : m.end()].lower()
    if year is None and (m["of"] or lead.startswith(("this", "last"))):
        year = story.year_of(m["of"] or lead)
    if year is None:
        if story.published is None:
            return story.resolved(m.end(), None, f"XXXX-Q{n}")
        when = When("quarter", date(story.published.year, 3 * n - 2, 1))
        if story.tense() == "future":
            when = when if when.last >= story.published else when.shift(4)
        elif when.first > story.published:
            when = when.shift(-4)
        return story.resolved(m.end(), when, "", confidence=0.8)
    return story.resolved(m.end(), When("quarter", date(year, 3 * n - 2, 1)), "", anchor=anchor)


def month_quarter(story: Story, m: re.Match[str]) -> Draft | None:
    """*the December quarter*: the quarter that ends with the month, the last one up to publication."""
    month = story.g.months[m["month"].lower()]
    if m["year"]:
        if not 1000 < int(m["year"]) < 2200:
            return None
        return story.resolved(m.end(), When("quarter", date(int(m["year"]), month - 2, 1)), "", anchor="absolute")
    if story.published is None:
        return story.resolved(m.end(), None, f"XXXX-Q{month // 3}")
    when = When("quarter", date(story.published.year, month - 2, 1))
    if when.first > story.published and story.tense() != "future":
        when = when.shift(-4)
    return story.resolved(m.end(), when, "", confidence=0.85)


def find_nth_day(story: Story, pos: int) -> Draft | None:
    """*on the 25th*: the day of the month that the story is in, else the nearest one where the tense looks."""
    m = story.g.nth_day.match(story.text, pos)
    if m is None or not 1 <= int(m["day"]) <= 31 or not story.token or story.parse.lower[story.token - 1] not in _BEFORE_NTH:
        return None
    e = story.parse.token_at(m.end())
    if e < len(story.parse) and (story.parse.pos[e] in ("NOUN", "PROPN", "ADJ", "NUM") or story.parse.lower[e] in ("of", "most", "-", "and")):
        return None
    n = int(m["day"])
    base = (
        story.last[0].first
        if story.last is not None and story.last[0].unit in ("day", "month") and story.parse.sentence[story.token] - story.parse.sentence[story.last[2]] < 4
        else None
    )
    if base is None and story.published is None:
        return story.resolved(m.end(), None, f"XXXX-XX-{n:02d}")
    if base is None:
        base = story.published
        tense = story.tense()
        if base is not None and ((tense == "past" and n > base.day) or (tense == "future" and n < base.day)):
            base = plus(base.replace(day=1), months=-1 if tense == "past" else 1)
    assert base is not None
    try:
        when = When("day", base.replace(day=n))
    except ValueError:
        return None
    return story.resolved(m.end(), when, "", anchor=story.last[1] if story.last else "publication", confidence=0.7)


def find_season(story: Story, pos: int) -> Draft | None:
    """*the first half of 2023*, *spring 2023*, *summer last year*."""
    m = story.g.half.match(story.text, pos)
    if m:
        if m["decade"]:
            return None
        second = (m["h"] or "") == "2" or (m["half"] or "").lower() in ("second", "latter", "last", "2nd")
        year = int(m["year"] or m["y2"]) if (m["year"] or m["y2"]) else story.year_of(m["of"])
        if year is None or not 1000 < year < 2200:
            return story.resolved(m.end(), None, f"XXXX-H{1 + second}")
        return story.resolved(m.end(), When("half", date(year, 7 if second else 1, 1)), "", anchor="absolute" if m["year"] or m["y2"] else "publication", confidence=0.95)
    m = story.g.half_alone.match(story.text, pos)
    paired = m is not None and story.last is not None and story.last[0].unit == "half" and story.parse.sentence[story.last[2]] == story.parse.sentence[story.token]
    if m and story.published and (paired or story.says(story.g.words["money_words"])) and not story.says(story.g.words["game_words"]):
        when = When("half", date(story.published.year, 7 if m["half"].lower() == "second" else 1, 1))
        if when.last >= story.published and story.tense() != "future":
            when = when.shift(-2)
        return story.resolved(m.end(), when, "", confidence=0.7)
    m = story.g.season.match(story.text, pos)
    if m is None:
        return season_alone(story, pos)
    digits = m["year"].isdigit()
    year_number = int(m["year"]) if digits else story.year_of(m["year"])
    code = story.g.words["seasons"][m["season"].lower()]
    if year_number is None or not 1000 < year_number < 2200:
        return story.resolved(m.end(), None, f"XXXX-{code}")
    return story.resolved(m.end(), When("season", date(year_number, SEASONS[code][0], 1)), "", anchor="absolute" if digits else "publication")


def season_alone(story: Story, pos: int) -> Draft | None:
    """*in the spring*, *since winter*: the nearest one where the tense looks."""
    m = story.g.season_alone.match(story.text, pos)
    parse, i = story.parse, story.token
    much = i > 1 and parse.lower[i - 1] == "of" and parse.lower[i - 2] in ("much", "most", "rest", "all", "part")
    if m is None or not i or not (parse.lower[i - 1] in _BEFORE_SEASONS or much) or (m["season"].lower() == "fall" and m.start("season") == pos):
        return None
    e = parse.token_at(m.end())
    if parse.pos[e - 1] not in ("NOUN", "PROPN") or (e < len(parse) and (parse.lower[e] == "of" or parse.pos[e] in ("NOUN", "PROPN", "NUM", "ADJ"))):
        return None
    code = story.g.words["seasons"][m["season"].lower()]
    if story.published is None:
        return story.resolved(m.end(), None, f"XXXX-{code}")
    tense = story.tense()
    if tense == "past" and m["season"].lower() == "fall":
        return None  # "nobody was hurt in the fall"
    when = When("season", date(story.published.year - (code == "WI"), SEASONS[code][0], 1))
    if tense == "past":
        when = when if when.first <= story.published else when.shift(-1)
    elif when.last < story.published:
        when = when.shift(1)
    return story.resolved(m.end(), when, "", confidence=0.7)


def find_first_of(story: Story, pos: int) -> Draft | None:
    """*the first week of June*, *the last weekend in May*, *the third Thursday of November*; a week keeps the month's value."""
    if m := story.g.week_of.match(story.text, pos):
        with story.at(m.end()):
            within = find_day_and_month(story, m.end())
        if within is None or within.when is None or within.when.unit != "day":
            return None
        return story.resolved(within.end, unit_of("week", within.when.first), "", anchor=within.anchor, confidence=0.85)
    m = story.g.first_of.match(story.text, pos)
    if m is None:
        return None
    with story.at(m.end()):
        draft = find_month(story, m.end()) or (find_year(story, m.end()) if m["unit"].lower() == "day" else None)
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
        number = 6 if unit == "weekend" else story.g.weekdays[unit]
        if n < 0:
            day = plus(month.last, days=-((month.last.isoweekday() - number) % 7))
        else:
            day = plus(month.first, days=(number - month.first.isoweekday()) % 7 + 7 * n)
        when = unit_of("weekend", day) if unit == "weekend" else When("day", day)
    return story.resolved(draft.end, when, "", anchor=draft.anchor, confidence=0.85)


def find_holiday(story: Story, pos: int) -> Draft | None:
    """*Christmas*, *Easter Monday 2024*, *year-end*."""
    m = story.g.year_end.match(story.text, pos)
    if m:
        unit = m["which"].lower()
        if unit == "year":
            printed = int(m["year"] or m["after"] or 0)
            if printed:
                return story.resolved(m.end(), When("year", date(printed, 1, 1)), "", mod="END", anchor="absolute")
            return story.resolved(m.end(), unit_of("year", story.published) if story.published else None, "XXXX", mod="END")
        return story.resolved(m.end(), unit_of(unit, story.published) if story.published else None, "XXXX-XX", mod="END")
    m = story.g.holiday.match(story.text, pos)
    if m is None or not m["holiday"][0].isupper():
        return None
    rule = story.g.holidays[m["holiday"].lower()]
    if rule is None:
        return Draft(m.end(), DATE, None)
    if m["year"]:
        year = int(m["year"])
        if not 1600 < year < 2200:
            return None
        return story.resolved(m.end(), When("day", feast(rule, year)), "", anchor="absolute")
    if story.published is None:
        return story.resolved(m.end(), None, f"XXXX-{rule}" if "-" in rule and " " not in rule else "XXXX-XX-XX")
    days = [feast(rule, y) for y in range(story.published.year - 1, story.published.year + 2) if 1583 <= y < 9999]
    back = max((d for d in days if d <= story.published), default=None)
    ahead = min((d for d in days if d >= story.published), default=None)
    if back is None or ahead is None:
        return story.resolved(m.end(), None, "XXXX-XX-XX")
    if story.token and story.parse.lower[story.token - 1] in ("every", "each"):
        return Draft(m.end(), SET, f"XXXX-{back:%m-%d}" if rule[0].isdigit() else "P1Y", begin=story.parse.start[story.token - 1])
    gap = (ahead - story.published).days
    if (story.published - back).days < 15 and gap > 300:
        return story.resolved(m.end(), When("day", back), "", confidence=0.8)
    soon = 45 if (story.published - back).days <= 240 else 75
    near = ahead if story.tense() == "future" or gap < 14 or (gap < soon and story.tense() != "past") else back
    return story.resolved(m.end(), When("day", near), "", confidence=0.8)


def find_decade(story: Story, pos: int) -> Draft | None:
    """*the 1990s*, *the nineties*, *the 19th century*."""
    m = story.g.century.match(story.text, pos)
    if m:
        words = m["ordinal"].lower()
        n = story.g.words["ordinals"].get(words) or int(re.sub(r"\D", "", words))
        if m["bc"] or not 0 < n < 23:
            return Draft(m.end(), DATE, f"BC{n:02d}" if m["bc"] else None, None, "absolute")
        return story.resolved(m.end(), When("century", date(max(1, (n - 1) * 100), 1, 1)), "", anchor="absolute")
    m = story.g.decade.match(story.text, pos)
    if m is None:
        return None
    if m["century"]:
        year = int(m["century"] + m["ten"] + "0")
        if not 1000 <= year < 2200:
            return None
    elif m["word"]:
        i = story.parse.token_at(m.start("word"))
        if not story.text[pos : pos + 4].lower().startswith("the") or story.parse.ent[i] != "DATE":
            return None
        year = 1900 + 10 * story.g.words["decades"][m["word"].lower()]
    elif m["short"]:
        year = (1900 if int(m["short"]) > 1 else 2000) + 10 * int(m["short"])
    else:
        i = story.parse.token_at(m.start("ten"))
        if story.text[pos : pos + 3].lower() != "the" or story.parse.ent[i] != "DATE":
            return None  # "in his 30s"
        year = 1900 + 10 * int(m["ten"])
    return story.resolved(m.end(), When("decade", date(year, 1, 1)), "", anchor="absolute")


def find_year(story: Story, pos: int) -> Draft | None:
    """*2019*, *fiscal 2019*, *2019-20*."""
    m = story.g.year_only.match(story.text, pos)
    if m is None:
        return None
    year = int(m["year"])
    i = story.parse.token_at(m.start("year"))
    if not 1000 <= year < 2150 or not is_year(story, i, year, m.start("year"), m.end("year"), bool(m["fiscal"] or m["cal"])):
        return None
    begin, end = pos, m.end("year")
    if not (m["fiscal"] or m["cal"]):
        words = story.text[pos : m.start("year")].lower().split()
        if words and words[-1] != "year":
            begin = m.start("year")  # "the 1967 borders"
    if m["to"] and int(m["to"]) == (year + 1) % 100:
        draft = Draft(m.end(), DATE, f"{year}/{year + 1}", None, "absolute")
        draft.start, draft.stop, draft.begin = f"{year}-01-01", f"{year + 1}-12-31", begin
        return draft
    draft = story.resolved(end, When("year", date(year, 1, 1)), "", anchor="absolute", confidence=0.93)
    draft.begin = begin
    return draft


def is_year(story: Story, i: int, year: int, start: int, end: int, surely: bool) -> bool:
    """Whether a number of four digits is a year: by the word before it, the noun after it and the parser's opinion."""
    if surely or (story.parse.start[i] < start and story.parse.lower[i].startswith("mid")):
        return True
    parse, text = story.parse, story.text
    before = parse.lower[i - 1] if i else ""
    touching = text[start - 1] if start else " "
    if touching in "$£€¥#.,/_@" or (touching == "-" and i > 1 and parse.lower[i - 2].isalpha() and parse.lower[i - 2] not in ("mid", "pre", "post", "late", "early")):
        return False
    if before.isdigit() and i > 1 and parse.lower[i - 2].rstrip(".") not in story.g.months and not (len(before) < 3 and int(before) < 32):
        return False  # a telephone number
    if touching == "-" and i > 1 and parse.lower[i - 2].isdigit() and len(parse.lower[i - 2]) != 4:
        return False
    if before.rstrip(".") in story.g.words["not_years"] and before != "order":
        return False
    following = parse.lower[i + 1] if i + 1 < len(parse) else ""
    if following in story.g.words["measures"]:
        return False
    if following == "-" and i + 2 < len(parse) and not parse.lower[i + 2][0].isdigit() and parse.start[i + 1] == end:
        return False  # "a 2003-acre farm"
    if following and parse.tag[i + 1] in ("NNS", "NNPS") and parse.head[i] >= i + 1 and parse.dep[i] == "nummod":
        # "2003 people" counts; "the 1967 borders" and "its 2015 elections" date
        return following not in story.g.words["counted"] and before in ("the", "his", "her", "its", "their", "our", "'s") and parse.ent[i] != "CARDINAL" and year >= 1500
    if before in story.g.words["before_years"]:
        return year >= 1500 or parse.ent[i] == "DATE"
    if year >= 1900 and parse.ent[i] == "DATE":
        return True
    return (
        year >= 1900
        and parse.ent[i] in ("", "EVENT", "LAW", "WORK_OF_ART", "CARDINAL")
        and (before in ("the", "'s", "its", "his", "their", "a") or not following or not following[0].isalnum() or parse.tag[i + 1] in ("NN", "JJ", "NNP"))
        and not (parse.ent[i] == "CARDINAL" and parse.dep[i] == "nummod" and before not in ("the", "'s", "its", "his", "their"))
    )
