"""Parts of dates and of days: *early June*, *the end of the week*, *Monday night*, *9 a.m. on Friday*.

What comes in: a `Story` and a position of its text. What goes out: a `Draft`, or None.
"""

from __future__ import annotations

import re

from onrecord.calendar_values import When, plus, unit_of
from onrecord.dating.relative import find_date
from onrecord.dating.story import DATE, DURATION, SET, TIME, Draft, Story

_MARKETS = frozenset(("index", "shares", "stocks", "points", "closed", "traded", "trading", "metres", "meters", "feet", "price", "prices"))
_PHASE_OF = {"beginning", "start", "end", "close", "middle"}


def find_phase(story: Story, pos: int) -> Draft | None:
    """*early June*, *the end of the month*, *late Monday*."""
    m = story.g.phase.match(story.text, pos)
    if m is None:
        return None
    word, join = m["word"].lower(), m["join"].lower().strip()
    if word in _PHASE_OF and not (join == "of" or (join == "" and word == "end" and story.parse.pos[story.token] != "VERB") or join == "-"):
        return None
    if (word in ("early", "late", "mid", "earlier", "later") and join == "of") or not m["join"]:
        return None
    with story.at(m.end()):
        draft = find_date(story, m.end()) or find_part(story, m.end())
        if draft is None and word in ("early", "late", "mid"):
            draft = find_clock(story, m.end())
        if draft is None and join == "of" and word in _PHASE_OF:
            d = story.g.definite.match(story.text, m.end())
            if d and d["unit"].lower() in ("day", "week", "month", "year", "quarter", "decade", "century", "weekend") and not d["tail"]:
                unit = d["unit"].lower()
                base, anchor = story.base(unit != "year")
                draft = story.resolved(d.end(), unit_of(unit, base.first) if base else None, "XXXX", anchor=anchor)
        if draft is None and word in ("earlier", "later", "early", "late") and join == "in":
            d = story.g.definite.match(story.text, m.end())
            if d and not d["tail"]:
                base, anchor = story.base(True)
                draft = story.resolved(d.end(), unit_of(d["unit"].lower(), base.first) if base else None, "XXXX", anchor=anchor)
    if draft is None or draft.type in (SET, DURATION) or draft.mod is not None:
        return None
    if word in ("earlier", "later") and not re.match(r"(?:this|that|last|next|the|in|on|yesterday|today|[A-Z][a-z]+day)\b", story.text[m.start("join") :].lstrip()):
        return None
    draft.mod = story.g.words["phases"][word]
    draft.begin = pos
    if draft.when is not None and story.published is not None and draft.when.first <= story.published <= draft.when.last:
        if draft.mod == "BEFORE":
            draft.stop = story.published.isoformat()
        elif draft.mod == "AFTER":
            draft.start = story.published.isoformat()
    return draft


def find_part(story: Story, pos: int) -> Draft | None:
    """*this morning*, *the night*, *late evening*."""
    m = story.g.part.match(story.text, pos)
    if m is None:
        return None
    det, part = (m["det"] or "").lower(), story.g.parts[m["part"].lower()]
    m_end = m.end()
    words = story.text[pos:m_end].lower()
    phase = re.match(r"(?:very )?(early|late|mid)[- ]", words)
    mod = {"early": "START", "late": "END", "mid": "MID"}[phase[1]] if phase else None
    if det in ("every", "each"):
        return Draft(m_end, SET, f"XXXX-XX-XXT{part}")
    # mid-morning; by late afternoon
    phased = not det and mod is not None and (mod == "MID" or (story.token and story.parse.lower[story.token - 1] in ("by", "until", "in", "from", "since")))
    if not phased and (det == "one" or (not det and m["part"].lower() not in ("midday",))):
        of = story.g.part_of.match(story.text, m_end)
        return part_of_day(story, m_end, of, part, mod) if of and not det else None
    of = story.g.part_of.match(story.text, m_end)
    if of and det == "the":
        draft = part_of_day(story, m_end, of, part, mod)
        if draft is not None:
            return draft
    i = story.token
    before = story.parse.lower[i - 1] if i else ""
    if det == "the" and before not in ("in", "during", "through", "into", "for", "later", "earlier", "late", "early", "of"):
        return None
    anaphoric = det in ("", "that", "the", "the same", "the next", "the following", "the previous")
    base, anchor = story.base(anaphoric)
    if base is not None and base.unit not in ("day", "weekend", "week"):
        base, anchor = story.base(False)  # "closed in March; by the evening" is no evening of the first of March
    shift = {"last": -1, "yesterday": -1, "tomorrow": 1, "the next": 1, "the following": 1, "the previous": -1}.get(det, 0)
    if base is None:
        draft = story.resolved(m_end, None, "XXXX-XX-XX")
    else:
        day = base.last if base.unit == "weekend" else base.first
        draft = story.resolved(m_end, When("day", plus(day, days=shift)), "", anchor=anchor, confidence=0.85)
    draft.type, draft.value, draft.mod = TIME, f"{draft.value}T{part}", mod
    return draft


def part_of_day(story: Story, end: int, of: re.Match[str], part: str, mod: str | None) -> Draft | None:
    """*the morning of May 5*."""
    with story.at(of.end()):
        draft = find_date(story, of.end())
    if draft is None or draft.type is not DATE or draft.value is None or (draft.when is not None and draft.when.unit != "day"):
        return None
    draft.type, draft.value, draft.mod = TIME, f"{draft.value}T{part}", mod
    return draft


def find_clock(story: Story, pos: int) -> Draft | None:
    """*9 a.m.*, *21:30 GMT*, *noon on Friday*."""
    m = story.g.clock.match(story.text, pos)
    if m is None:
        return None
    zone = story.g.zone.match(story.text, m.end())
    end = zone.end() if zone else m.end()
    i = story.token
    before = story.parse.lower[i - 1] if i else ""
    if m["word"]:
        if m["word"].lower() == "midday" and before != "at":
            return None  # a part of the day
        hour, minute = (0, 0) if m["word"].lower() == "midnight" else (12, 0)
    elif m["mil"] or m["zulu"] or m["bare"]:
        if m["bare"] and story.says(_MARKETS):
            return None  # "the index closed at 1430"
        digits = m["mil"] or m["zulu"] or m["bare"]
        hour, minute = int(digits[:2]), int(digits[2:])
    elif m["h24"]:
        hour, minute = int(m["h24"]), int(m["m24"])
        if not zone and (
            ":" not in m.group()
            or before not in ("at", "by", "around", "until", "from", "since", "about", "before", "after", "till", "to")
            or story.parse.ent[i] in ("PERCENT", "QUANTITY", "MONEY")
        ):
            return None  # a score, a ratio, a price
    else:
        hour, minute = int(story.number(m["h"]) or 0), int(m["m"] or 0)
        half = m["half"].lower().replace(".", "")
        if half in ("am", "pm") and not 1 <= hour <= 12:
            return None
        if half == "am" and not m["m"] and m["half"] == "am" and story.text[pos : m.end()].count(" ") and story.parse.tag[min(i + 1, len(story.parse) - 1)] == "VBP":
            return None  # "7 am I told"
        hour = hour % 12 + 12 if half == "pm" else hour % 12 if half == "am" else hour
    if hour > 24 or minute > 59:
        return None
    if not (m["word"] or m["mil"] or m["zulu"] or m["bare"]) and (within := story.g.in_the_morning.match(story.text, end)):
        end = within.end()  # 8:30 in the morning
        hour = later_half(hour, "NI" if within["night"] else story.g.parts[within["part"].lower()])
        if zone := story.g.zone.match(story.text, end):
            end = zone.end()
    stamp = f"T{hour:02d}:{minute:02d}"
    if m["word"] and m["word"].lower() == "midnight":
        stamp = "T24:00"
    day = day_behind(story, end)
    if day is not None and day.value is not None:
        if not m["word"] and not (m["half"] or "").lower().startswith(("a", "p")):
            stamp = f"T{later_half(hour, day.value.partition('T')[2]):02d}:{minute:02d}"  # 9:30 Monday night
        return Draft(day.end, TIME, day.value.partition("T")[0] + stamp, None, day.anchor, day.when, confidence=0.9)
    to = story.g.clock_to.match(story.text, end)
    other = story.g.clock.match(story.text, to.end()) if to else None
    if other:  # between 2 p.m. and 3 p.m. on Saturday
        zone = story.g.zone.match(story.text, other.end())
        day = day_behind(story, zone.end() if zone else other.end())
        if day is not None and day.value is not None:
            return Draft(end, TIME, day.value.partition("T")[0] + stamp, None, day.anchor, day.when, confidence=0.85)
    base, anchor = clock_day(story, 24 if stamp == "T24:00" else hour)
    if base is None:
        return Draft(end, TIME, "XXXX-XX-XX" + stamp, confidence=0.6)
    return Draft(end, TIME, base.value + stamp, None, anchor, base, confidence=0.8)


def later_half(hour: int, part: str) -> int:
    """The hour of 24 of a clock time whose part of the day is told: half past nine at night is 21:30."""
    if part == "NI" and hour == 12:
        return 0
    return hour + 12 if part in ("AF", "EV", "NI") and 1 <= hour < 12 and not (part == "NI" and hour < 5) else hour


def find_small_hours(story: Story, pos: int) -> Draft | None:
    """*the early hours of Tuesday*: the beginning of that morning."""
    m = story.g.small_hours.match(story.text, pos)
    if m is None:
        return None
    if m["of"]:
        with story.at(m.end()):
            day = find_date(story, m.end())
        if day is not None and day.type is DATE and day.value is not None and (day.when is None or day.when.unit == "day"):
            day.type, day.value, day.mod = TIME, f"{day.value}TMO", "START"
            return day
    if not story.text[pos : pos + 4].lower().startswith("the"):
        return None
    base, anchor = story.base(True)
    if base is not None and base.unit != "day":
        base, anchor = story.base(False)
    end = m.start("of") if m["of"] else m.end()
    draft = story.resolved(end, When("day", base.first) if base else None, "XXXX-XX-XX", anchor=anchor, confidence=0.7)
    draft.type, draft.value, draft.mod = TIME, f"{draft.value}TMO", "START"
    return draft


def day_behind(story: Story, end: int) -> Draft | None:
    """The day that is printed behind a time of day: 9 a.m. *on Friday*."""
    join = story.g.clock_join.match(story.text, end)
    if join is None:
        return None
    with story.at(join.end()):
        day = find_date(story, join.end()) or find_part(story, join.end())
        present = story.tense() == "present" and not any(x == "VBD" for x in story.parse.tag[slice(*story.parse.sentences[story.parse.sentence[story.token]])])
    if present and day is not None and day.when is not None and story.published and day.anchor == "publication" and 0 < (story.published - day.when.first).days < 7:
        weekday = story.g.weekday.match(story.text, join.end())
        if weekday and not weekday["det"]:  # "Rovers host Albion at 3 p.m. on Saturday"
            day = story.resolved(day.end, day.when.shift(7), "", confidence=0.7)
    if day is None or day.type not in (DATE, TIME) or day.value is None:
        return None
    return day if (day.when.unit == "day" if day.when is not None else day.value.startswith("XXXX-")) else None


def clock_day(story: Story, hour: int) -> tuple[When | None, str | None]:
    """The day of a time that prints none: the day that the story named last, else that of publication.

    A few hours after midnight belong to the day after a night that was named: *on Sunday night … about 2 a.m.*
    """
    tense = story.tense()
    first, last = story.parse.sentences[story.parse.sentence[story.token]]
    alone = last - first <= 5 and story.published is not None  # "11:05 a.m." as the head of an entry of a day's running report
    if story.last_day is not None and not alone and story.parse.sentence[story.token] - story.parse.sentence[story.last_day[2]] < 6:
        day, ident, _, night = story.last_day
        here = story.parse.sentence[story.token] == story.parse.sentence[story.last_day[2]]
        fits = (
            here
            or story.published is None
            or not ((tense == "past" and day.first > story.published) or (tense == "future" and day.first < story.published) or (story.published - day.first).days > 400)
        )
        if fits:
            return (day.shift(1) if night and hour < 6 else day), ident
    return (When("day", story.published), "publication") if story.published else (None, None)
