"""One line of a report's head: is it a byline, or a part of one, and what does it say?

What comes in: a line. What goes out: a `Byline` with outlet, authors, date and place as printed, or None. Nothing here looks at
other lines; `onrecord.sources.digest` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from onrecord.resources import Resources
from onrecord.text import PARTICLES

MONTHS = {
    m.lower(): k
    for k, names in enumerate(
        ("January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug", "September Sept Sep", "October Oct", "November Nov", "December Dec"),
        1,
    )
    for m in names.split()
}
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?,?\s*"
DATE = re.compile(
    rf"(?<![\w/.-])(?:{_WEEKDAY})?(?:"
    rf"(?P<mdy>{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s*\d{{4}})"
    rf"|(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]*\d{{4}})"
    r"|(?P<iso>\d{4}[-/.]\d{2}[-/.]\d{2})(?=$|\D)"
    r"|(?P<num>\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d{2}))"
    r")(?!\d(?!\d?:\d\d))",
    re.I,
)
"""A whole day. A date of two digits a year counts as 20xx."""

_ZONES = {
    **dict.fromkeys(["GMT", "UTC", "Z", "WET"], 0),
    **dict.fromkeys(["BST", "CET", "WAT"], 60),
    **dict.fromkeys(["CEST", "EET", "CAT", "SAST"], 120),
    **dict.fromkeys(["EEST", "MSK", "EAT", "TRT"], 180),
    **dict.fromkeys(["PKT"], 300),
    **dict.fromkeys(["SGT", "HKT"], 480),
    **dict.fromkeys(["JST", "KST"], 540),
    **dict.fromkeys(["AEST"], 600),
    **dict.fromkeys(["AEDT"], 660),
    **dict.fromkeys(["EDT"], -240),
    **dict.fromkeys(["EST", "CDT"], -300),
    **dict.fromkeys(["MDT"], -360),
    **dict.fromkeys(["MST", "PDT"], -420),
    **dict.fromkeys(["PST"], -480),
}
"""Minutes east of Greenwich. IST, CST, AST and GST each mean several zones and are left without an offset."""
_AMERICAN = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}
_ZONE = (
    r"(?:(?P<zone>"
    + "|".join(sorted([*_ZONES, *_AMERICAN, "IST", "CST", "AST", "GST"], key=len, reverse=True))
    + r")\b(?P<plus>\s?[+-]\d{1,2}(?::?\d{2})?)?|(?P<offset>[+-]\d{2}:?\d{2})|local\s+time)"
)
_TIME = re.compile(
    rf"(?:\bat\s+|T)?(?<!\d)(?:(?P<h>\d{{1,2}})[:.h](?P<m>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?(?:\s*(?P<ap>[ap])\.?m\b\.?)?|(?P<h2>\d{{1,2}})\s*(?P<ap2>[ap])\.?m\b\.?|(?P<h4>\d{{2}})(?P<m4>\d{{2}})(?=\s*(?:GMT|UTC|hrs|hours)\b))"
    rf"(?:\s*(?:hrs|hours|h)\b)?\s*\(?{_ZONE}?\)?",
    re.I,
)
_LABEL = re.compile(
    r"^(?:(?P<pub>(?:first\s+)?(?:publication\s+date|publish(?:ed)?\s+date|published|posted|issued|date|dated|created)(?:\s+on|\s+at)?)|(?P<upd>(?:last\s+)?(?:updated|modified|revised|edited)(?:\s+on|\s+at)?)"
    r"|(?P<out>outlet|source|publication|publisher|newspaper)|(?P<aut>authors?|written\s+by|words\s+by|reported\s+by|posted\s+by|story\s+by|report\s+by|text\s+by|by|from))(?P<colon>\s*:)?(?=\s|$)\s*",
    re.I,
)
_UPDATED = re.compile(r"[(\[,;|•·–—-]*\s*\b(?:last\s+)?(?:updated|modified|revised)\b(?:\s+(?:on|at))?\s*:?\s*(?P<rest>.*)$", re.I)
_NOISE = re.compile(
    r"^(?:published|updated|last updated|share|save|by|editors?\s*:\s*.+|photographers?\s*:\s*.+|\d+ comments?)$|\b\d+\s*(?:-\s*)?min(?:ute)?s?\s+read\b|\b(?:share|print|save|listen)\b(?=\s*$)",
    re.I,
)
_BAR = re.compile(r"\s*(?:[|•·¦›»]|/{1,2}(?=\s)|\s[–—-]{1,2}(?=\s|$)|(?<=\w)[—](?=\w))\s*")
_CAPTION = re.compile(
    r"^\W*(?:photos?|image|picture|credit|caption|video|watch|file\b|illustration|graphic|map|chart|table|figure|source\s+photo|read\s+more|related|see\s+also|more\s+on|listen|©|via\s|pic\b)|[@#]\w|https?://",
    re.I,
)
_BULLET = re.compile(r"^(?:[-–—*•·‣▪►>+]|\d{1,3}[.)]\s|\[\d+\]|\(\d+\))")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|tv|press|media|[a-z]{2})$", re.I)
_JOINERS = PARTICLES | {"&", "and", "at", "ben", "d'", "den", "des", "do", "dos", "du", "e", "for", "in", "l'", "of", "on", "the", "und", "y"}
_PARTICLES = PARTICLES | {"abu", "af", "ben", "den", "des", "do", "dos", "du", "ten", "ter", "umm", "y", "zu"}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line says as a byline.

    Attributes:
        form: ``full`` (outlet or author, and a date), ``author``, ``labelled`` (a date with *Published*), ``date``, ``updated``,
            ``outlet`` (an outlet alone, with its label or well known), ``place`` (a place and a date) or ``noise``.
        outlet: As printed, or None.
        authors: As printed.
        published: ISO date, with time and zone if printed; or None.
        updated: The same of *Updated*, or None.
        place: City before a date (``Geneva, 5 January 2024``), or None.
        opinion: True where the section says that it is one.
    """

    form: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    place: str | None = None
    opinion: bool = False

    def join(self, other: Byline) -> Byline:
        """This line with what the next one of the same byline adds."""
        return replace(
            self,
            form=self.form if _RANK[self.form] >= _RANK[other.form] else other.form,
            outlet=self.outlet or other.outlet,
            authors=self.authors or other.authors,
            published=self.published or other.published,
            updated=self.updated or other.updated,
            place=self.place or other.place,
            opinion=self.opinion or other.opinion,
        )


_RANK = {"full": 7, "author": 6, "labelled": 5, "outlet": 4, "date": 3, "place": 2, "updated": 1, "noise": 0}


@lru_cache(maxsize=1)
def layout() -> dict[str, frozenset[str]]:
    """The lexicon of layout words, as sets."""
    table: dict[str, Any] = Resources().lexicon("layout")
    return {name: frozenset(str(w) for w in words) for name, words in table.items()}


def parse_date(text: str) -> str | None:
    """The ISO date of the first day named in a text, day first where it is all digits; None if there is no such day.

    >>> parse_date("Friday, 29.12.2023"), parse_date("January 5th, 2024"), parse_date("31.02.2024")
    ('2023-12-29', '2024-01-05', None)
    """
    m = DATE.search(text)
    return _day(m) if m else None


def _day(m: re.Match[str]) -> str | None:
    words = re.findall(r"\d+|[^\W\d_]+", m["mdy"] or m["dmy"] or m["iso"] or m["num"])
    try:
        if m["mdy"]:
            return date(int(words[-1]), MONTHS[words[0].lower()], int(words[1])).isoformat()
        if m["dmy"]:
            month = next(MONTHS[w.lower()] for w in words if w.lower() in MONTHS)
            return date(int(words[-1]), month, int(words[0])).isoformat()
        if m["iso"]:
            return date(*map(int, words)).isoformat()
        day, month, year = map(int, words)
        if day <= 12 < month:  # 01/15/2024 has no reading with the day first
            day, month = month, day
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def _summer(day: date) -> bool:
    """True in the United States' daylight saving time (second Sunday of March to first Sunday of November)."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    return march + timedelta(days=(6 - march.weekday()) % 7) <= day < november + timedelta(days=(6 - november.weekday()) % 7)


def _clock(m: re.Match[str], day: str) -> str | None:
    """``T10:02+01:00`` of a time, or None where there is no such time."""
    hour, minute = int(m["h"] or m["h2"] or m["h4"]), int(m["m"] or m["m4"] or 0)
    half = (m["ap"] or m["ap2"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 if half == "p" else hour % 12 if half == "a" else hour
    if hour > 23 or minute > 59:
        return None
    zone, east = (m["zone"] or "").upper(), None
    if m["offset"]:
        digits = re.sub(r"\D", "", m["offset"])
        east = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if m["offset"][0] == "-" else 1)
    elif m["plus"] and zone in ("GMT", "UTC"):
        digits = re.sub(r"\D", "", m["plus"])
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        east = (hours * 60 + minutes) * (-1 if "-" in m["plus"] else 1)
    elif zone in _AMERICAN:
        east = _AMERICAN[zone] + 60 * _summer(date.fromisoformat(day))
    elif zone in _ZONES:
        east = _ZONES[zone]
    if east is not None and abs(east) > 14 * 60:
        return None
    sign = "" if east is None else f"{'-' if east < 0 else '+'}{abs(east) // 60:02d}:{abs(east) % 60:02d}"
    return f"T{hour:02d}:{minute:02d}{sign}"


def _dated(text: str) -> tuple[str, str | None, bool]:
    """(the text without its first date and times, ISO date with time, was there anything?)."""
    m = DATE.search(text)
    if not m:
        return text, None, False
    day = _day(m)
    before, after = text[: m.start()], text[m.end() :]
    clock = None
    for side in (after, before):
        t = _TIME.search(side)
        if t:
            clock = clock or (_clock(t, day) if day else None)
    after, before = _TIME.sub(" ", after), _TIME.sub(" ", before)
    return f"{before} | {after}", (day + (clock or "")) if day else None, True


def _token(word: str) -> bool:
    """Could this word stand in a name?"""
    bare = word.strip(".,'’&()")
    return not bare or word.lower() in _JOINERS or not bare[0].islower() or bool(_DOMAIN.match(word)) or any(c.isupper() for c in bare) or word.lower() in layout()["outlets"]


def is_name(part: str) -> bool:
    """Could this be the name of a person or an outlet? Short, and no word of it in lower case except joiners."""
    words = part.split()
    if not words or len(words) > 7 or len(part) > 60 or not any(c.isalpha() for c in part):
        return False
    stopped = re.search(r"[?!:;“”\"«»=]|\.\s", re.sub(r"\b(?:[A-Z]|Dr|Mr|Ms|Mrs|Prof|Rev|St|Jr|Sr|Gen|Col|Lt)\.\s", " ", part)) or part[-1] in ".,"
    if stopped and not re.fullmatch(r"(?:[A-Z]\.)+|.*\b(?:Jr|Sr|Inc|Co|Ltd|[A-Z])\.", part):
        return False  # a full stop is fine only in initials and titles
    return all(map(_token, words)) and words[0].lower() not in _JOINERS - {"the", "al", "el", "la", "le"} - _PARTICLES


def is_outlet(part: str) -> bool:
    """Is this surely an outlet: a known one, one with a word such as *News*, a domain, or an abbreviation?"""
    low = part.lower().removeprefix("the ").strip()
    words = re.findall(r"[\w’'-]+", low)
    sets = layout()
    if low in sets["outlets"] or part.lower() in sets["outlets"] or _DOMAIN.match(part):
        return True
    if any(w in sets["outlet_words"] or w in sets["outlets"] for w in words[-1:] + words[:1]) or (len(words) > 1 and any(w in sets["outlet_words"] for w in words)):
        return True
    if part.lower() in sets["cities"]:
        return False  # The Hague, 5 March 2024
    return bool(part.lower().startswith("the ") and len(words) <= 4) or bool(re.fullmatch(r"[A-Z][A-Z0-9&.-]{1,6}", part))


def is_person(part: str) -> bool:
    """Has this the shape of a person's name: two to four words in capitals or with particles, no outlet's word?"""
    words = part.split()
    if not 2 <= len(words) <= 5 or not is_name(part) or any(c.isdigit() for c in part) or is_outlet(part):
        return False
    return (
        all(w.lower() in _PARTICLES or (w[0].isupper() or not w[0].isascii()) for w in words)
        and words[-1].lower() not in _PARTICLES
        and not set(part.lower().split()) & {"of", "the", "and", "for"}
    )


def _given(part: str) -> bool:
    return part.split()[0].lower() in layout()["given_names"] and is_person(part)


def _is_role(part: str) -> bool:
    words = set(re.findall(r"[\w-]+", part.lower()))
    return bool(words & layout()["roles"]) and not (words & layout()["outlet_words"] - {"news"}) and len(words) <= 6


def _people(text: str) -> tuple[list[str], list[str], bool]:
    """(authors, outlets, is it all names?) of what follows *By*."""
    authors: list[str] = []
    outlets: list[str] = []
    text = text.strip(" .,")
    if text.lower().removeprefix("the ") in layout()["nobody"]:
        return [], [], True
    items = [x for x in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&|with|AND)\s+", text) if x]
    for k, item in enumerate(items):
        item = re.sub(r"\s+(?:staff|reporters?|correspondents?|agencies|newsroom)$", "", item, flags=re.I)
        note = re.fullmatch(r"(.+?)\s*\(([^()]+)\)?", item)
        if note and is_person(note[1]) and is_name(note[2]):  # By Ann Lee (The Gull)
            authors.append(note[1])
            outlets.append(note[2])
            continue
        item = re.sub(r"\s+(?:reporting\s+)?(?:in|from)\s+(?:[A-Z][\w.’'-]+[\s,]*)+$", "", item)
        of = re.fullmatch(r"(.+?)\s*(?:\s(?:of|for|at)\s+(?:the\s+)?|/)((?:The\s+)?[A-Z].+)", item)
        if of and is_person(of[1].strip()) and is_name(of[2]):
            authors.append(of[1].strip())
            outlets.append(of[2].strip())
        elif item.lower().removeprefix("the ") in layout()["nobody"] or (_is_role(item) and not _given(item)):
            if "editorial board" in item.lower():
                authors.append(item)
        elif not is_name(item):
            return [], [], False
        elif is_outlet(item) and not (_given(item) and k == 0 and len(item.split()) > 1 and item.lower() not in layout()["outlets"]):
            outlets.append(item)
        elif k == 0 or is_person(item):
            if k == 0 and len(item.split()) == 1 and len(items) == 1 and not item.isupper() and not item[0].isupper():
                return [], [], False
            authors.append(re.sub(r"^(?:Dr|Mr|Ms|Mrs|Prof)\.?\s+", "", item))
        elif re.fullmatch(r"Jr\.?|Sr\.?|PhD|Ph\.D\.?|MD|M\.D\.?", item) and authors:
            authors[-1] += f", {item}"
        else:
            outlets.append(item)
    return authors, outlets, True


def parse_byline(line: str) -> Byline | None:
    """What a line says as a byline, or None if it is none.

    >>> parse_byline("By Ann Lee | The Gull | 5 March 2024")
    Byline(form='full', outlet='The Gull', authors=('Ann Lee',), published='2024-03-05', updated=None, place=None, opinion=False)
    >>> parse_byline("The vote – the second – came on 5 March 2024.") is None
    True
    """
    text = line.strip().strip("*_").strip()
    if not text or len(text) > LONGEST or _BULLET.match(text) or _CAPTION.search(text) or re.search(r"[“”\"«»?!]", text):
        return None
    text = re.sub(r"\(\s*(\d[^()]*)\)$", r"\1", text)
    if _NOISE.fullmatch(text):
        return Byline("noise")
    text = _NOISE.sub("", text).strip(" |•·–—-,;")
    opinion = False
    updated = None
    label = _LABEL.match(text)
    if label and label["upd"] and DATE.search(text):
        rest, when, _ = _dated(text[label.end() :])
        return Byline("updated", updated=when) if when and not _leftover(rest) else None
    later = _UPDATED.search(text)
    if later and later.start() > 0:
        rest, when, has = _dated(later["rest"])
        if has and not _leftover(rest):
            updated, text = when, text[: later.start()].strip(" |•·–—-,;(")
            label = _LABEL.match(text)
    labelled = by = named = False
    if label and text[label.end() :].strip():
        labelled, by, named = bool(label["pub"]), bool(label["aut"]), bool(label["out"]) and bool(label["colon"])
        if labelled or by or named:
            text = text[label.end() :].strip()
    rest, when, has_date = _dated(text)
    if has_date and when is None:
        return None  # there is no such day: better none than a wrong one
    if has_date and DATE.search(rest):
        return None  # two days make no byline: a period, a table, a life
    parts = []
    for part in _BAR.split(rest):
        part = re.sub(r"^(?:on|at|in)\s*$", "", (part or "").strip(" ,;:.()[]") if not re.search(r"(?:Jr|Sr|[A-Z])\.$", part or "") else (part or "").strip(" ,;:()[]"))
        part = re.sub(r"^[-–—]\s*|\s+(?:on|at)$", "", part)
        if part and not re.fullmatch(rf"{_WEEKDAY}|(?:published|posted)(?:\s+on|\s+at|:)?", part, re.I):
            parts.append(part)
    kept = []
    for part in parts:
        if part.lower() in layout()["sections"] or part.lower() in layout()["opinion"]:
            opinion |= part.lower() in layout()["opinion"]
        else:
            kept.append(part)
    if len(kept) > 4:
        return None
    outlet: str | None = None
    inner = re.match(r"by\s+(?=\S)", kept[-1], re.I) if kept and (len(kept) > 1 or has_date) and not by else None
    if inner:  # The Gull | By Ann Lee | 5 March 2024
        by = True
        kept = [kept[-1][inner.end() :], *kept[:-1]]
    elif len(kept) > 2 and not by and re.match(r"by\s", kept[1], re.I):
        by, kept = True, [kept[1][3:].strip(), kept[0], *kept[2:]]
    elif kept and not by and not has_date and not named:
        glued = re.fullmatch(r"(.+?),?\s+by\s+(.+)", kept[0], re.I)
        if glued and is_outlet(glued[1]) and is_person(glued[2]):
            by, kept = True, [glued[2], glued[1]]
    if by:
        if not kept or (re.match(_WEEKDAY, kept[0] + " ", re.I) and not is_person(kept[0])):
            return None
        people, outlets, ok = _people(kept[0])
        others = [p for p in kept[1:] if not _is_role(p)]
        if not ok or not all(is_name(p) for p in others):
            return None
        for part in others:  # By Ann Lee | John Roe | The Gull
            if is_person(part) and not outlets and _given(part) and len(others) > 1:
                people.append(part)
            else:
                outlets.append(part)
        sure = [o for o in outlets if is_outlet(o)]
        outlet = (sure or outlets)[-1] if outlets else None
        if not people and not outlet and kept[0].lower().removeprefix("the ") not in layout()["nobody"]:
            return None
        if not has_date and len(people) == 1 and not outlet and len(people[0].split()) == 1:
            return None  # "By Friday", "By Sea": one word alone is no author
        return Byline("full" if has_date else "author", outlet, tuple(people), when, updated, None, opinion)
    if named:
        return Byline("full" if has_date else "outlet", kept[0], (), when, updated, None, opinion) if len(kept) == 1 and is_name(kept[0]) else None
    if not kept:
        if not has_date:
            return Byline("noise", opinion=True) if opinion and parts else None
        return Byline("labelled" if labelled else "date", None, (), when, updated, None, opinion)
    if not all(is_name(p) or (len(kept) > 1 and _is_role(p)) for p in kept):
        # The Gull, Monday 5 March 2024 and Ann Lee, The Gull, 5 March 2024 have commas for bars
        kept = [p for part in kept for p in re.split(r"\s*,\s*", part)]
        if not all(is_name(p) or _is_role(p) for p in kept) or len(kept) > 4:
            return None
    comma_only = bool(has_date and not re.search(r"[|•·¦›»/–—]|\s-\s", text))
    kept = [x for p in kept for x in (re.split(r"\s*,\s*", p) if "," in p else [p]) if x]
    kept = [p for p in kept if not _is_role(p)] or kept
    kept = [x for p in kept for x in _both(p)]
    if not all(is_name(p) for p in kept):
        return None
    if not has_date:
        if len(kept) == 1 and (kept[0].lower() in layout()["outlets"] or kept[0].lower().removeprefix("the ") in layout()["outlets"]) and len(kept[0]) > 2:
            return Byline("outlet", kept[0], (), None, updated, None, opinion)
        if updated:
            return Byline("updated", None, (), None, updated)
        return None
    sure = [p for p in kept if is_outlet(p) and not (_given(p) and p.lower() not in layout()["outlets"])]
    people = [p for p in kept if p not in sure and _given(p)]
    rest_names = [p for p in kept if p not in sure and p not in people]
    if not sure and comma_only and not people and len(kept) <= 2:
        return Byline("place", None, (), when, updated, kept[0], opinion)  # Geneva, 5 January 2024
    if sure:
        outlet = sure[-1]
        people += [p for p in rest_names if is_person(p)]
    elif len(rest_names) == 1:
        outlet = rest_names[0]
    elif rest_names:
        people += [p for p in rest_names[:-1] if is_person(p)]
        outlet = rest_names[-1]
    return Byline("full", outlet, tuple(people), when, updated, None, opinion)


def _both(part: str) -> list[str]:
    """*Ann Lee and John Roe* as two."""
    both = re.split(r"\s+(?:and|&)\s+", part)
    return both if len(both) > 1 and all(map(is_person, both)) else [part]


def _leftover(text: str) -> str:
    return re.sub(rf"{_WEEKDAY}|[\W_]|\b(?:at|on|in|by)\b", "", _TIME.sub(" ", text), flags=re.I)
