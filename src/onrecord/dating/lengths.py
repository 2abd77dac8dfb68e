"""Lengths of time and what recurs: *three weeks*, *two months ago*, *the past decade*, *every Monday*, *daily*.

What comes in: a `Story` and a position of its text. What goes out: a `Draft`, or None. A length that ends with *ago* or *later*
is a date.
"""

from __future__ import annotations

import re

from onrecord.calendar_values import When, plus, unit_of
from onrecord.dating.relative import stated_end
from onrecord.dating.story import DATE, DURATION, SET, TIME, Draft, Story


def coded(n: str, code: str) -> str:
    """TIMEX3 value of a number of units."""
    if code == "2W":
        code, n = "W", (str(int(n) * 2) if n.isdigit() else "X")
    return f"PT{n}{code[1]}" if code.startswith("T") and len(code) == 2 else f"P{n}{code}"


def shown(n: float) -> str:
    """A number as TIMEX3 writes it."""
    return str(int(n)) if n == int(n) else f"{n:g}"


def length_value(n: float, code: str) -> str:
    """TIMEX3 value of a length, halves as smaller units.

    "half a year" is P6M, half an hour PT30M, and "two and a half years" P2.5Y.
    """
    if n != int(n):
        smaller = {"TH": ("TM", 60), "Y": ("M", 12), "D": ("TH", 24), "TM": ("TS", 60), "DE": ("Y", 10), "CE": ("Y", 100)}.get(code)
        if smaller and (n * 2) == int(n * 2) and n < 1:
            return coded(shown(n * smaller[1]), smaller[0])
    return coded(shown(n), code)


def find_duration(story: Story, pos: int) -> Draft | None:
    """*three weeks*, *more than a year*, *two months ago*, *a day later*, *a four-day visit*."""
    g = story.g
    if m := g.quarter_century.match(story.text, pos):
        mod = g.words["bounds"].get(" ".join(m["bound"].lower().split()) if m["bound"] else "")
        tail = None if m["old"] else g.tail.match(story.text, m.end())
        if tail and tail["tail"].lower() in ("ago", "earlier", "later"):
            return offset(story, tail, tail["tail"].lower(), 25, "Y", mod, half=False)
        return Draft(m.end(), DURATION, "P25Y", mod)
    m = g.duration.match(story.text, pos)
    if m is None:
        return None
    word, plural = m["unit"].lower(), m["plural"]
    if m["det"] and (m["article"] or m["half"] or not (plural or "-" in story.text[m.start("unit") - 1 : m.start("unit")])):
        return None
    code = g.units[word]
    i = story.token
    before = story.parse.lower[i - 1] if i else ""
    if m["bound"] and m["bound"].lower() in ("over", "under", "around", "about") and story.parse.dep[i] == "prep":
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
        n = story.number(m["high"] or m["number"])
        if n is None:
            return None
    end = m.end()
    hyphen = bool(m["old"] or m["long"]) or "-" in story.text[max(pos, m.start("unit") - 1) : m.start("unit")]
    if n is not None and n != 1 and not plural and not hyphen and n >= 1 and word not in ("century", "millennium"):
        return None
    if m["andhalf"] and n is not None:
        n += 0.5
    tail = g.tail.match(story.text, m.end())
    tail_word = " ".join(tail["tail"].lower().split()) if tail else ""
    if tail is not None and tail_word in ("before", "prior", "afterward", "afterwards", "previously", "after") and not story.clause_ends(tail.end()):
        tail_word = ""
    if tail_word == "since" or (tail is not None and story.text.startswith(" than ", tail.end())):
        tail_word = ""  # "two days earlier than planned": a length
    if word in ("second", "sec", "min", "quarter") and (n is None or n == 1) and not tail_word:
        return None  # "a second vote", "a quarter of the seats"
    if word == "quarter" and story.text[m.end() : m.end() + 4].lower() in (" of ", " mil", " bil"):
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
        if story.text[m.end() : m.end() + 12].lower().startswith((" and a half",)):
            n, end = 1.5, m.end() + len(" and a half")
        elif not m["bound"] and is_rate(story, i):
            return Draft(end, SET, coded("1", code), None, None, confidence=0.7)
        elif (
            word in ("day", "night")
            and not g.beside.match(story.text, m.end())
            and before not in ("for", "in", "within", "than", "only", "just", "after", "least", "nearly", "about", "almost", "of")
        ):
            return None
    mod = g.words["bounds"].get(" ".join(m["bound"].lower().split()) if m["bound"] else "")
    value = length_value(n, code) if n is not None else coded("X", code)
    if tail_word and not m["old"]:
        return offset(story, tail, tail_word, n, code, mod, half=m["half"] is not None)
    if hyphen and m["bound"] and mod and m["old"]:
        mod = None
    ended = stated_end(story, end) if n is not None and code in ("W", "M", "Y") and not hyphen else None
    if ended is not None and n is not None:
        # the three months ended Feb. 28: from the day after the same day three months before
        stop = ended if code == "W" or plus(ended, days=1).day != 1 else plus(ended, days=1)
        first = plus(stop, days=-7 * int(n)) if code == "W" else plus(stop, months=-int(n if code == "M" else 12 * n))
        draft = Draft(end, DURATION, value, mod, None, confidence=0.9)
        draft.start, draft.stop = (plus(first, days=1) if stop == ended else first).isoformat(), ended.isoformat()
        return draft
    begin = None
    if hyphen and m["det"] and m["bound"]:
        begin = m.start("bound")
    if hyphen and not m["bound"] and one != "one":  # "a four-day visit", "a two- to three-year delay"
        begin = next((m.start(part) for part in ("number", "low", "unit") if m[part]), None)
    return Draft(end, DURATION, value, mod, None, confidence=0.9, begin=begin)


def is_rate(story: Story, i: int) -> bool:
    """*five dollars a day*: the noun before stands in a count, and the parser hangs the unit on it."""
    parse = story.parse
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


def offset(story: Story, tail: re.Match[str] | None, word: str, n: float | None, code: str, mod: str | None, *, half: bool) -> Draft | None:
    """*two months ago*, *a day later*."""
    assert tail is not None
    end, ago = tail.end(), word in ("ago", "from now", "from today", "hence")
    sign = -1 if word in ("ago", "earlier", "before", "prior", "previously", "beforehand") else 1
    time = code.startswith("T")
    if n is None or n > 20000:
        return Draft(end, TIME if time and ago else DATE, "PAST_REF" if sign < 0 else "FUTURE_REF", mod, "publication" if ago else None, confidence=0.8)
    base, anchor = story.base(not ago)
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
        if code in ("DE", "CE"):
            unit = "year"
        if not ago and base.unit in ("quarter", "month") and code == "Y":
            unit = base.unit
        elif word == "ago" and n == 1 and code == "Y" and (quarter := story.quarter_here()) is not None:
            unit, first = "quarter", plus(quarter.first, months=-12)  # earned more in the quarter than a year ago
        when = unit_of(unit, first)
    else:
        first = plus(base.first, days=int(sign * n * {"D": 1, "W": 7, "2W": 14}[code]))
        when = unit_of("day" if code == "D" else "week", first)
    if word == "ago" and (m := story.g.ago_today.match(story.text, end)):
        if m["unit"]:
            return story.resolved(m.end(), unit_of(m["unit"].lower(), first), "", anchor=anchor, mod=mod)
        return story.resolved(m.end(), When("day", first), "", anchor=anchor, mod=mod)
    return story.resolved(end, when, "", anchor=anchor, mod=mod)


def find_window(story: Story, pos: int) -> Draft | None:
    """*the past three years*, *the next few days*, *recent months*."""
    if story.parse.pos[story.token] == "VERB" and story.parse.lower[story.token] == "last":
        return None  # "will last two days"
    m = story.g.window.match(story.text, pos)
    if m:
        det, code = m["det"].lower(), story.g.units[m["unit"].lower()]
        high = m["high"] or m["high2"]
        if m["vague"]:
            n = None
            if not m["plural"]:
                return None
        else:
            n = story.number(high or m["number"])
            if n is None or (n != 1 and not m["plural"]):
                return None
        value = length_value(n, code) if n is not None else coded("X", code)
        draft = Draft(m.end(), DURATION, value, None, None, confidence=0.9)
        if n is not None and det in ("last", "past", "next", "coming"):
            draft.anchor = "publication"
            draft = story.stretch(draft, n, code, 1 if det in ("next", "coming") else -1)
        return draft
    m = story.g.recent.match(story.text, pos)
    if m is None:
        return None
    det, code = m["det"].lower(), story.g.units[m["unit"].lower()]
    if det in ("last", "next") and code.startswith("T"):
        return None
    if det in ("recent", "past", "last", "previous"):
        return Draft(m.end(), DATE, "PAST_REF", None, "publication", confidence=0.8)
    return Draft(m.end(), DATE, "FUTURE_REF", None, "publication", confidence=0.8)


def find_bare(story: Story, pos: int) -> Draft | None:
    """*decades*, *for years*: a length without a number; *years ago*; *year-long*."""
    m = story.g.bare.match(story.text, pos)
    i = story.token
    if m is None or m["unit"].lower() in ("second", "minute", "min", "sec", "quarter", "night"):
        tail = story.g.tail.match(story.text, m.end()) if m is not None and m["unit"].lower() in ("minute", "second") else None
        if tail and tail["tail"].lower() in ("ago", "earlier", "later"):
            return Draft(
                tail.end(), DATE, "FUTURE_REF" if tail["tail"].lower() == "later" else "PAST_REF", None, "publication" if tail["tail"].lower() == "ago" else None, confidence=0.8
            )
        if m is not None and m["unit"].lower() == "minute" and story.parse.lower[max(0, i - 1)] in ("in", "within", "of", "for"):
            return Draft(m.end(), DURATION, "PTXM", confidence=0.7)
        return find_unit_long(story, pos)
    if story.parse.tag[i] not in ("NNS", "NNPS") or (i and story.parse.dep[i - 1] == "compound" and story.parse.head[i - 1] == i):
        return None  # "game days"
    code = story.g.units[m["unit"].lower()]
    tail = story.g.tail.match(story.text, m.end())
    if tail and (tail["tail"].lower() in ("ago", "earlier", "later") or (tail["tail"].lower() == "before" and story.clause_ends(tail.end()))):
        past = tail["tail"].lower() != "later"
        return Draft(tail.end(), DATE, "PAST_REF" if past else "FUTURE_REF", None, "publication" if tail["tail"].lower() == "ago" else None, confidence=0.8)
    before = story.parse.lower[i - 1] if i else ""
    if before in story.g.words["no_bare_plural_after"]:
        return None
    return Draft(m.end(), DURATION, coded("X", code), None, None, confidence=0.75)


def find_unit_long(story: Story, pos: int) -> Draft | None:
    """*year-long*, *hours-long*."""
    m = story.g.unit_long.match(story.text, pos)
    if m is None:
        return None
    code = story.g.units[m["unit"].lower().replace("centurie", "century")]
    return Draft(m.end(), DURATION, coded("X" if m["plural"] else "1", code), None, None, confidence=0.8)


def find_set(story: Story, pos: int) -> Draft | None:
    """*every Monday*, *daily*, *twice a week*, *on Sundays*."""
    g, text = story.g, story.text
    m = g.every.match(text, pos)
    if m:
        word = m["unit"].lower()
        if m["single"] and m["single"].lower() != "single":
            return Draft(m.end(), SET, coded("X", g.units[word])) if word in g.units else None
        if (word in g.parts and word not in g.units) or word == "night":
            return Draft(m.end(), SET, f"XXXX-XX-XXT{g.parts[word]}")
        if word not in g.units:
            return Draft(m.end(), SET, {"weekend": "XXXX-WXX-WE", "weekday": "P1D"}.get(word) or f"XXXX-{g.words['seasons'].get(word, 'XX')}")
        n = 2.0 if m["other"] else story.number(m["number"]) if m["number"] else 1.0
        if n is None or (word == "second" and n == 1):
            return None
        return Draft(m.end(), SET, length_value(n, g.units[word]))
    m = g.times_a.match(text, pos) or g.per.match(text, pos)
    if m:
        if m.re is g.per and text[pos : pos + 3].lower() != "per":
            return None
        code = g.units[m["unit"].lower()]
        return Draft(m.end(), SET, coded("1", code)) if code != "TS" else None
    m = g.plural_day.match(text, pos)
    if m:
        if m["weekday"]:
            return Draft(m.end(), SET, f"XXXX-WXX-{g.weekdays[m['weekday'].lower()]}")
        before = story.parse.lower[story.token - 1] if story.token else ""
        if m["part"]:
            return Draft(m.end(), SET, f"XXXX-XX-XXT{g.parts[m['part'].lower()[:-1]]}") if before in ("on", "in", "most") else None
        return Draft(m.end(), SET, "XXXX-WXX-WE" if m["we"].lower() == "weekends" else "P1D")
    m = g.set_word.match(text, pos)
    if m:
        return Draft(m.end(), SET, g.words["sets"][m.group().lower()], confidence=0.85)
    return None


def find_times_a(story: Story, pos: int) -> Draft | None:
    """*three times a day*."""
    m = story.g.times_a.match(story.text, pos)
    return Draft(m.end(), SET, coded("1", story.g.units[m["unit"].lower()])) if m else None
