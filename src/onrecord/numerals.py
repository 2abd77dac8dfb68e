"""The number grammar of English news: from characters to values, with no word about what is counted.

What comes in: a text. What goes out: `Number`s in the order of the text, each with its span, its value or bounds, and the
currency, scale and percent sign that belong to it. Dates, clock times, ordinals, telephone numbers and names with digits
(``F-15``, ``COVID-19``) are left out as far as characters show them; the stages leave out the rest by the parse.

Values are exact: Python ints of any size, and `Fraction` on the way to a float. A run of more than `LONGEST` digits is no
number that a newspaper prints, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from onrecord.model import Span

LONGEST = 60
"""Digits of one number; what is longer is a key, a hash or noise."""

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
_DIGITS = (
    r"(?:\d{1,3}(?:[,\u202f\u00a0\u2009\u066c]\d{3})+(?![\d])|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|(?<![\d.,] )\d{1,3}(?: \d{3})+(?![\d,./:-]\d|\d|\w)|\d+)"
    r"(?:[.\u066b]\d+(?![\d.]*\.\d))?"
)
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


@dataclass(slots=True)
class Number:
    """One number of a text.

    Attributes:
        start: First code point.
        end: One past the last.
        low: Lower bound, or the value.
        high: Upper bound, the value again, or None for a numeral noun.
        form: ``digits``, ``words``, ``fraction``, ``ratio`` (one in five), ``noun`` (dozens), ``range``, or ``score`` (3-1).
        currency: ISO 4217 code, or None.
        attached: Letters that hang on the digits and are no scale (``40km``), or "".
        percent: True if *percent* or its sign belongs to it.
        hyphen: True if a word follows behind a hyphen (``four-day``).
        tail: Where the digits or number words end, before *percent* and currency nouns.
        pieces: Of a range: the spans of its two ends.
        word: The number words in lower case, or "" for digits.
    """

    start: int
    end: int
    low: int | float
    high: int | float | None
    form: str
    currency: str | None = None
    attached: str = ""
    percent: bool = False
    hyphen: bool = False
    tail: int = 0
    scaled: bool = False
    pieces: tuple[Span, ...] = ()
    word: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def small(text: str) -> str:
    """The text in small letters, one for one: a letter whose small form is longer stays, so that offsets do.

    >>> small("İzmir AND")
    'İzmir and'
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain(value: Fraction | int) -> int | float:
    """An int where it is whole, else the nearest float.

    >>> plain(Fraction(39, 10) * 1000000), plain(Fraction(1, 4))
    (3900000, 0.25)
    """
    value = Fraction(value)
    return value.numerator if value.denominator == 1 else float(value)


@dataclass(slots=True)
class _Atom:
    start: int
    end: int
    kind: str
    value: Any


@dataclass(slots=True)
class Numerals:
    """The grammar, built once from the lexicons ``numbers`` and ``units``.

    Args:
        numbers: The table ``numbers``.
        units: The table ``units``.
    """

    numbers: Mapping[str, Any]
    units: Mapping[str, Any]
    _words: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _atom: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    _sign: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    _noun: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    _nouns: dict[str, str] = field(default_factory=dict)
    _letters: re.Pattern[str] = field(default_factory=lambda: re.compile(""))

    def __post_init__(self) -> None:
        n = self.numbers
        for kind, table in (("U", n["units"]), ("T", n["teens"]), ("Y", n["tens"]), ("S", n["scales"]), ("P", n["nouns"])):
            self._words |= {w: (kind, v) for w, v in table.items()}
        self._words |= dict.fromkeys(n["hundred"], ("H", 100))
        self._words["dozen"] = ("Z", n["dozen"])
        for w, v in n["fractions"].items():
            self._words[w] = ("F", v)
            if not w.endswith(("f", "ves")):
                self._words[w + "s"] = ("F", v)
        for w, v in {**n["letters"], **n["letters_after_currency"]}.items():
            if len(w) > 1:
                self._words.setdefault(w, ("S", v))
        words = "|".join(sorted(self._words, key=lambda w: (-len(w), w)))
        self._atom = re.compile(rf"(?<![\w])(?P<w>{words})(?![\w])|(?P<d>{_DIGITS}|(?<![\w.])\.\d+)(?P<v>[ ]?[{_VULGAR}])?|(?P<v2>[{_VULGAR}])")
        signs = sorted(self.units["currency_signs"], key=len, reverse=True)
        self._sign = re.compile(r"(?:(?<=[^\w$])|^)(?:" + "|".join(re.escape(s) for s in signs) + r")[ \u00a0]?$|[$€£¥₹₪₽₩₺₴₦₱฿₫][ ]?$")
        self._nouns = dict(self.units["currency_nouns"]) | dict(self.units["currency_adjectives"])
        for w, code in list(self._nouns.items()):
            self._nouns.setdefault(w + ("es" if w.endswith("s") else "s"), code)
        self._nouns["pennies"] = "penny"
        nouns = sorted(self._nouns, key=len, reverse=True)
        self._noun = re.compile(r"(?P<of>[ \u00a0-]of)?[ \u00a0-]?(?P<n>" + "|".join(re.escape(w) for w in nouns) + r")(?![\w])")
        self._letters = re.compile(r"[^\W\d_]{1,3}(?![\w])")

    # ------------------------------------------------------------------------------------------------------- atoms

    def _atoms(self, text: str, lower: str) -> list[_Atom]:
        found = []
        closed = [m.span() for start, end in _windows(lower) for m in _CLOSED.finditer(lower, start, end)]
        k = 0
        for m in self._atom.finditer(lower):
            start = m.start()
            while k < len(closed) and closed[k][1] <= start:
                k += 1
            if k < len(closed) and closed[k][0] < m.end():
                continue
            if m["w"]:
                kind, value = self._words[m["w"]]
                found.append(_Atom(start, m.end(), kind, value))
                continue
            raw = m["d"]
            before = text[start - 1] if start else " "
            if before.isalnum() or before in "_#@" or (before in "-–./:'’" and start > 1 and (text[start - 2].isalnum() or text[start - 2] == "/")):
                previous = found[-1] if found else None
                joined = before in "-–" and previous is not None and previous.kind == "D" and _RANGE_LEFT.fullmatch(lower, previous.end, start)
                if not joined and not (before.isalpha() and self._sign.search(text, max(0, start - 6), start)):
                    continue
            value = Fraction(0)
            if raw:
                digits = re.sub(r"[,\s\u066c]", "", raw).replace("\u066b", ".")
                if len(digits) > LONGEST:
                    continue
                whole, _, part = digits.partition(".")
                value = Fraction(int(whole or "0")) + (Fraction(int(part), 10 ** len(part)) if part else 0)
            vulgar = (m["v"] or m["v2"] or "").strip()
            if vulgar:
                top, bottom = self.numbers["vulgar"][vulgar]
                value += Fraction(top, bottom)
            found.append(_Atom(start, m.end(), "D" if raw else "V", value))
        return found

    # ----------------------------------------------------------------------------------------------------- numbers

    def find(self, text: str, lower: str | None = None) -> list[Number]:
        """The numbers of a text, in order.

        Args:
            text: The text.
            lower: The same in small letters, as `small` makes it, where the caller has it.

        >>> from onrecord.resources import Resources
        >>> found = numerals(Resources()).find("Nearly two and a half million people and 12 to 15 percent of $3bn.")
        >>> [(n.low, n.high, n.currency) for n in found]
        [(2500000, 2500000, None), (12, 15, None), (3000000000, 3000000000, 'USD')]
        """
        lower = small(text) if lower is None else lower
        atoms = self._atoms(text, lower)
        found: list[Number] = []
        i = 0
        while i < len(atoms):
            number, i = self._number(text, lower, atoms, i)
            if number is not None and (not found or number.start >= found[-1].end):
                found.append(number)
        return self._ranges(lower, found)

    def _number(self, text: str, lower: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
        a = atoms[i]
        if a.kind == "P":
            return self._noun_number(lower, atoms, i)
        if a.kind == "F":
            return self._bare_fraction(lower, atoms, i)
        start = a.start
        form = "digits" if a.kind in "DV" else "words"
        group: Fraction | None = None
        total = Fraction(0)
        last: int | None = None
        end = a.start
        k = i
        scaled = False
        while k < len(atoms):
            b = atoms[k]
            gap = lower[end : b.start]
            if k > i:
                if b.kind == "F" and group is not None and total == 0 and gap in (" ", "-") and form == "words" and k == i + 1:
                    # two-thirds, one quarter; one third man is left to the stage
                    number = self._fraction(lower, start, b, group)
                    return (number, k + 1) if number else (None, k + 1)
                if b.kind == "P" and gap in (" ", "-") and group is not None:
                    # 2 millions
                    singular = self._words.get(lower[b.start : b.end].rstrip("s"))
                    if singular and singular[0] in "SH":
                        total += group * singular[1]
                        group, end, scaled, k = None, b.end, True, k + 1
                    break
                if b.kind == "D" or b.kind == "V":
                    if b.kind == "V" and gap in (" ", "") and group is not None:
                        group += b.value
                        end, k = b.end, k + 1
                        continue
                    break
                if gap == " and ":
                    if form != "words" or b.kind not in "UTY" or not (last or (group is not None and group % 100 == 0 and group > 0)):
                        break
                elif gap not in (" ", "-", "", "\u00a0", "-\n"):
                    break
                if gap == "" and b.kind not in "S":
                    break
            if b.kind in "DV":
                group = b.value
            elif b.kind in "UTY":
                if form == "digits" and k > i:
                    break
                if group is None:
                    group = Fraction(b.value)
                elif (group % 100 == 0 and group > 0 and b.value < 100) or (b.kind == "U" and b.value and group % 10 == 0 and group % 100 >= 20 and gap in (" ", "-")):
                    group += b.value
                else:
                    break
            elif b.kind == "H":
                if group is None and k > i:
                    break
                group = (Fraction(1) if group is None else group) * 100
            elif b.kind == "S":
                if group is None and total and last is not None and b.value > last and lower[atoms[k - 1].start : atoms[k - 1].end] in ("thousand", "million", "lakh", "hundred"):
                    total *= b.value  # a thousand billion, one lakh crore
                elif (group is None and k > i) or (last is not None and b.value >= last):
                    break
                else:
                    total += (Fraction(1) if group is None else group) * b.value
                last, group, scaled = b.value, None, True
            elif b.kind == "Z":
                if group is None and k > i:
                    break
                group = (Fraction(1) if group is None else group) * b.value
                end, k, scaled = b.end, k + 1, True
                break
            else:
                break
            end, k = b.end, k + 1
            mixed = _MIXED.match(lower, end) if b.kind == "D" and k == i + 1 and group is not None and group.denominator == 1 else None
            if mixed and group is not None:  # 15 1/2 months
                group += Fraction(int(mixed["a"]), int(mixed["b"]))
                end = mixed.end()
                while k < len(atoms) and atoms[k].start < end:
                    k += 1
                break
            more = _AND_PART.match(lower, end)
            if more and b.kind in "UTY" and form == "words" and group is not None:
                group += _PARTS[more["part"]]
                end = more.end()
                while k < len(atoms) and atoms[k].start < end:
                    k += 1
        value = total + (group or 0)
        if k == i:
            return None, i + 1
        first = a.kind
        if first in "HSZ":
            # only after an article: a hundred, a million; several hundred is a bound
            before = _ARTICLE.search(lower, max(0, start - 14), start)
            if not before:
                return None, k
            word = before["a"]
            if word in ("several", "a few", "many"):
                start = before.start("a")
                return Number(start, end, plain(2 * value), None, "noun", tail=end, word=lower[start:end]), k
            if word == "half a":
                value /= 2
            elif word == "couple":
                value *= 2
            elif word.startswith("quarter"):
                value /= 4
            start = before.start("a")
        return self._dress(text, lower, Number(start, end, plain(value), plain(value), form, tail=end, scaled=scaled, word="" if form == "digits" else lower[start:end])), k

    def _noun_number(self, lower: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
        a = atoms[i]
        word = lower[a.start : a.end]
        low, start, end, k = a.value, a.start, a.end, i + 1
        if word == "scores" and not _SCORES.match(lower, end):
            return None, k
        if word == "hundreds" and k < len(atoms) and atoms[k].kind == "P" and lower[end : atoms[k].start] == " of ":
            low, end = atoms[k].value * 100, atoms[k].end  # hundreds of thousands: 200,000
            k += 1
        elif lower.endswith("tens of ", 0, start) and not lower[: start - 8].endswith(tuple("abcdefghijklmnopqrstuvwxyz-")):
            low, start = a.value * 10, start - 8
        elif lower.endswith("dozens of ", 0, start):
            return None, k
        number = Number(start, end, low, None, "noun", tail=end, word=lower[start:end])
        return self._dress("", lower, number), k

    def _bare_fraction(self, lower: str, atoms: list[_Atom], i: int) -> tuple[Number | None, int]:
        a = atoms[i]
        word = lower[a.start : a.end]
        before = lower[max(0, a.start - 24) : a.start]
        if word == "half":
            if _NOT_HALF.search(before) or (lower[a.end : a.end + 1] in "-–" and not lower.startswith("-a-", a.end)):
                return None, i + 1
            nxt = atoms[i + 1] if i + 1 < len(atoms) else None
            if nxt and nxt.kind in "SZH" and lower[a.end : nxt.start] in (" a ", " ", "-a-"):
                # half a million
                end, value = nxt.end, Fraction(nxt.value, 2)
                return self._dress("", lower, Number(a.start, end, plain(value), plain(value), "words", tail=end, scaled=True, word=lower[a.start : end])), i + 2
            if _HALF_OF.match(lower, a.end) or _HALF_BY.search(before):
                return Number(a.start, a.end, 0.5, 0.5, "fraction", tail=a.end, word=word), i + 1
            return None, i + 1
        if word in ("seconds", "second") or word.endswith("s"):
            return None, i + 1
        one = re.search(r"(?<!\w)a $", before)
        if one and not lower.startswith("-", a.end) and not _NEXT_ONE.match(lower, a.end):
            return self._fraction(lower, a.start - 2, a, Fraction(1)), i + 1
        # the northern third of the country
        if (
            word in ("third", "quarter", "fifth")
            and _OF_THING.match(lower, a.end)
            and re.search(r"(?<!\w)the (?:[a-z]+[ -]){0,3}[a-z]*(?:ern|er|most|tral|land|tal) $|-rich (?:[a-z]+ )?$", before)
            and not _NOT_THIRD.search(before)
        ):
            return Number(a.start, a.end, plain(Fraction(1, a.value)), plain(Fraction(1, a.value)), "fraction", tail=a.end, word=word), i + 1
        return None, i + 1

    def _fraction(self, lower: str, start: int, bottom: _Atom, top: Fraction) -> Number | None:
        word = lower[bottom.start : bottom.end]
        if lower[bottom.end : bottom.end + 1] == "-" and top == 1:
            return None
        if word in ("quarter", "quarters") and not lower.startswith(" of", bottom.end) and not re.search(r"by (?:about |nearly |almost |roughly )?$", lower[:start]):
            return None
        if top == 1 and word.endswith("s"):
            return None
        if top > 1 and not word.endswith(("s", "half")):
            return None
        value = plain(top / bottom.value)
        return Number(start, bottom.end, value, value, "fraction", tail=bottom.end, word=lower[start : bottom.end])

    # ------------------------------------------------------------------------------------- currency, percent, letters

    def _dress(self, text: str, lower: str, n: Number) -> Number | None:
        """Add what belongs to the number: currency before or after, letters that scale it, *percent*."""
        if n.form == "digits":
            sign = self._sign.search(text, max(0, n.start - 6), n.start)
            if sign and sign.group() == "PS" and n.end - sign.end() == 1 and not n.scaled and not re.match(r"[.,]\d|[a-z]", text[n.end : n.end + 2]):
                return None  # PS4, a console
            if sign and not (sign.group() == "PS " or (sign.group().strip().isalpha() and sign.start() and text[sign.start() - 1].isalnum())):
                n.currency = self.units["currency_signs"][sign.group().strip()]
                n.start = sign.start()
                if n.start >= 2 and text[n.start - 3 : n.start] in ("US ", "AU ", "NZ ", "HK ") and text[sign.start()] == "$":
                    n.currency = self.units["currency_signs"].get(text[n.start - 3 : n.start - 1] + "$", n.currency)
                    n.start -= 3
            if n.start and text[n.start - 1] in "-−" and (n.start < 2 or text[n.start - 2] in " (") and text[n.end : n.end + 1] in "%°":
                n.low, n.high, n.start = -n.low, -(n.high or 0), n.start - 1
            letters = self._letters.match(text, n.end)
            if letters:
                raw = letters.group()
                small = raw.lower()
                if small in ("st", "nd", "rd", "th", "s"):
                    return None
                scale = (1000000 if raw == "M" else self.numbers["letters"].get(small)) or (
                    self.numbers["letters_after_currency"].get(small) if n.currency or (_MILLION_OF.match(lower, letters.end()) and small == "m") else None
                )
                if (scale and not (n.scaled and small in "kmbt") and raw != "K") or (scale and n.currency):
                    n.low, n.high = plain(Fraction(str(n.low)) * scale), plain(Fraction(str(n.high)) * scale)
                    n.end, n.scaled = letters.end(), True
                else:
                    n.attached = raw
            elif n.end < len(text) and (text[n.end].isalpha() or text[n.end] == "_"):
                longer = _ATTACHED.match(text, n.end)
                n.attached = longer.group() if longer else "?"
            n.tail = n.end
        percent = _PERCENT.match(lower, n.end)
        if percent and not n.currency:
            n.percent, n.end = True, percent.end("p")
            return n
        if n.currency is None and not n.attached:
            noun = self._noun.match(lower, n.end)
            if noun and not (noun["of"] and n.form != "noun"):
                code = self._nouns[noun["n"]]
                follows = lower[noun.end() : noun.end() + 4]
                weight = (
                    code == "GBP"
                    and "sterling" not in noun["n"]
                    and "british" not in noun["n"]
                    and (
                        (follows.startswith(" of ") and not lower.startswith(" of debt", noun.end()))
                        or follows.startswith("-f")
                        or _WEIGH.search(lower, max(0, n.start - 30), n.start) is not None
                    )
                )
                if not weight and not (lower[noun.end() : noun.end() + 1] == "-" or (lower[n.end] == "-" and code in ("GBP",) and follows.startswith("-"))):
                    n.currency, n.end = code, noun.end()
        if n.currency is None and not n.attached and text:
            iso = _CODE.match(text, n.end)
            if iso:
                n.currency, n.end = iso["c"], iso.end()
        n.hyphen = lower[n.end : n.end + 1] in ("-", "‑") and lower[n.end + 1 : n.end + 2].isalpha()
        return n

    # ------------------------------------------------------------------------------------------------------ ranges

    def _ranges(self, lower: str, numbers: list[Number]) -> list[Number]:
        made: list[Number] = []
        i = 0
        while i < len(numbers):
            a = numbers[i]
            b = numbers[i + 1] if i + 1 < len(numbers) else None
            joined = self._range(lower, a, b, numbers[i - 1] if i else None) if b is not None and b.start - a.end < 24 else None
            if joined is not None:
                made.append(joined)
                i += 2
                continue
            made.append(a)
            i += 1
        return made

    def _range(self, lower: str, a: Number, b: Number, before: Number | None) -> Number | None:
        gap = lower[a.end : b.start]
        joint = _JOINT.fullmatch(gap)
        if joint and a.form == "digits" and a.low in range(1900, 2101) and a.end - a.start == 4 and not 1900 <= b.low <= 2100:
            return None  # in 2016 to 4.2 million
        ratio = _RATIO.fullmatch(gap)
        if (
            ratio
            and a.form in ("words", "digits")
            and b.form == a.form
            and not (a.currency or b.currency or a.percent or b.percent or a.attached or b.attached or a.scaled or b.scaled)
        ):
            if b.high and isinstance(a.low, int) and isinstance(b.low, int) and 0 < a.low < b.low <= 1000 and _is_ratio(lower, a, b, ratio.group()):
                value = plain(Fraction(a.low, b.low))
                return Number(a.start, b.end, value, value, "ratio", tail=b.end, word=lower[a.start : b.end])
            return None
        person = _EACH.fullmatch(gap)
        if person and a.low == 1 and a.form == "words" and b.form == "words" and isinstance(b.low, int) and 1 < b.low <= 100 and _ENDS.match(lower, b.end):
            value = plain(Fraction(1, b.low))
            return Number(a.start, b.end, value, value, "ratio", tail=b.end, word=lower[a.start : b.end])
        unit = ""
        if not joint:
            # between 10 km and 12 km; 8 yards to 10 yards: the same unit is said twice
            with_unit = re.fullmatch(r"(?P<u>[ -]?[^\W\d]{1,12}) (?P<j>and|to) ", gap)
            if not with_unit or not lower.startswith(with_unit["u"].strip(), b.end + (lower[b.end : b.end + 1] == " ")):
                return None
            unit, word = with_unit["u"], with_unit["j"]
        else:
            word = joint.group().strip()
        opening = lower[max(0, a.start - 12) : a.start]
        between = opening.rstrip().endswith("between")
        by = _BY.search(lower, max(0, a.start - 24), a.start) is not None
        started = by or re.search(r"(?<!\w)from (?:about |around |roughly |just |some |under |over |a )?$", opening) is not None
        if word == "and" and not between:
            return None
        if a.form in ("noun", "fraction") or b.form in ("noun", "fraction") or a.form == "ratio":
            return None
        if (
            (a.percent and not b.percent)
            or (a.currency and b.currency and a.currency != b.currency)
            or (a.currency and (b.percent or b.attached))
            or (b.currency and not b.currency.islower() and a.percent)
        ):
            return None
        if a.attached and a.attached != b.attached:
            return None
        same_said_twice = bool(unit) or a.percent or (a.currency and b.currency)
        if by and word == "to" and b.low >= 10 * a.low:
            return None  # fell by 12,000 to 1.3 million
        if word == "to" and same_said_twice and not between and (started or _CHANGE.search(lower, max(0, a.start - 40), a.start)):
            return None  # from 17 percent to 39 percent: two values
        if a.hyphen and word not in ("-to-",):
            return None
        low, high = a.low, b.high if b.high is not None else b.low
        if b.scaled and not a.scaled and b.form == a.form and low < 1000:
            scale = _scale_of(lower, b, self)
            if scale and Fraction(str(low)) < Fraction(str(high)) / scale:
                low = plain(Fraction(str(low)) * scale)
        dash = word in ("-", "–", "—", "−")
        if dash and a.form == "words":
            return None
        if low >= high:
            # 3-1, 52-48: a score or a tally, no range
            return Number(a.start, b.end, low, high, "score", tail=b.tail, pieces=(a.span, b.span), hyphen=b.hyphen) if dash and a.form == "digits" else None
        return Number(
            a.start,
            b.end,
            low,
            high,
            "range",
            currency=b.currency or a.currency,
            attached=b.attached,
            percent=b.percent,
            hyphen=b.hyphen,
            tail=b.tail,
            scaled=b.scaled,
            pieces=(a.span, b.span),
            word=b.word,
        )


def _windows(lower: str) -> list[tuple[int, int]]:
    """The stretches around digits, in which dates and keys may stand: looking everywhere would cost more than all the rest."""
    found: list[tuple[int, int]] = []
    for m in _DIGIT_RUN.finditer(lower):
        start, end = max(0, m.start() - 24), m.end() + 30
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _scale_of(lower: str, n: Number, grammar: Numerals) -> int | None:
    words = re.findall(r"[a-z]+", lower[n.start : n.tail])
    for w in reversed(words):
        kind = grammar._words.get(w)
        if kind and kind[0] in "SH":
            return int(kind[1])
        if w in grammar.numbers["letters"] or w in grammar.numbers["letters_after_currency"]:
            return int(grammar.numbers["letters"].get(w) or grammar.numbers["letters_after_currency"][w])
    return None


def _is_ratio(lower: str, a: Number, b: Number, gap: str) -> bool:
    if "out of" in gap:
        return True
    if b.hyphen or _TIME_AFTER.match(lower, b.end):
        return False
    return a.low == 1 or (b.low in (3, 4, 5, 8, 10, 100) and a.form == "words" and not _PLURAL_EVENT.match(lower, b.end))


_CODE = re.compile(r"[ \u00a0](?P<c>USD|EUR|GBP|JPY|CNY|INR|CHF|CAD|AUD|NZD|HKD|SGD|SEK|NOK|DKK|PLN|RUB|TRY|ZAR|BRL|MXN|ILS|AED|SAR|KRW|UAH|EGP|PKR|NGN|KES)(?!\w)")
_SCORES = re.compile(r" (?:of|more|others|were|are|have been|had been|died|fled|killed|injured|wounded|arrested|dead)(?!\w)")
_BY = re.compile(r" by (?:about |around |roughly |nearly |almost |some |over |more than |at least |as much as )?$")
_EACH = re.compile(r" [a-z]+ (?:in|out of)(?: every)? ")
_ENDS = re.compile(r"[,.;:!?]|$| (?:has|have|is|are|was|were|will|had|lives|dies|said|say|would|could|now|who|and)(?!\w)")
_DIGIT_RUN = re.compile(r"\d+")
_RANGE_LEFT = re.compile(r"(?:[a-z°%]{0,3}|-to)[-–]")
_PERCENT = re.compile(r"(?P<p>[ \u00a0]?%|[ \u00a0-](?:percent|per[ -]cent|pct|percents)(?!\w)|(?:percent|pct|pc)(?!\w)|[ ]?％)(?![ -](?:percentage )?points?(?!\w))")
_NEXT_ONE = re.compile(
    r" (?!of|or|the|as|more|less|fewer|higher|lower|larger|bigger|smaller|to|from|in|by|on|and|its|their|his|her|were|was|are|is|say|said|have|had|over|since|when|who|that)[a-z]"
)
"""What makes *a fourth day*, *a third party* one more of a row, not a part."""
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_MIXED = re.compile(r"[ -](?P<a>[1357])/(?P<b>2|4|8|16)(?![\d/])")
_AND_PART = re.compile(r"[ -]and[ -]a[ -](?P<part>half|quarter|third)(?!\w)")
_ARTICLE = re.compile(r"(?<!\w)(?P<a>half a|quarter of a|several|a few|many|a|an|couple)[ -](?:good |full |whole |record )?$")
_NOT_HALF = re.compile(
    r"(?<![a-z])(?:first|second|1st|2nd|latter|former|other|better|opening|each|every|final|last|either|this|early|next|previous|one|three|a day and|a year and|past|ten|by|per|the)[ -]$"
)
_HALF_BY = re.compile(
    r"(?:about|nearly|almost|over|more than|less than|roughly|just under|just over|(?:fell|cut|rose|dropped|grew|reduced|fallen|shrank|shrunk|declined|increase|reduction|drop|fall|rise|cuts) by) $"
)
_HALF_OF = re.compile(r" (?:of|the|its|their|his|her|our|my|your|that|those|these|this|all)(?!\w)(?! (?:time|day)\b)")
_OF_THING = re.compile(r" of (?!january|february|march|april|may|june|july|august|september|october|november|december|three|four|five|six|seven|eight|nine|ten|\d)")
_NOT_THIRD = re.compile(r"(?:final|attacking|defensive|middle|last) $")
_JOINT = re.compile(r"[ \u00a0]?(?:-|–|−)[ \u00a0]?|—| to | and |-to-| to about | to around | to roughly | to nearly | to (?:just |well )?over |- to ")
_RATIO = re.compile(r" (?:in|out of|in every|of every)(?: the)? ?| out of ")
_TIME_AFTER = re.compile(r"[ -](?:second|minute|hour|day|night|week|month|year|decade|season|quarter|game|match|attempt)s?\b")
_PLURAL_EVENT = re.compile(r" (?:attacks?|incidents?|raids?|strikes?|cities|towns|villages|provinces|districts|countries|states|places|locations)\b")
_CHANGE = re.compile(r"(?:rose|fell|up|down|climbed|dropped|slid|jumped|went|gone|grew|increased|decreased|cut|raised|lowered|shifted|moved) $")
_MILLION_OF = re.compile(
    r" (?:people|residents|inhabitants|users|customers|viewers|voters|refugees|children|households|homes|jobs|tonnes|tons|barrels|copies|units|doses|[a-z]{4,}s(?!\w))(?! (?:final|sprint|race|freestyle|hurdles|relay))"
)
_ATTACHED = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)?(?:[²³]|(?<=[mM])[23](?!\w))?(?![\w])")
_WEIGH = re.compile(r"(?:weigh|heav|lost|lose|gain|bench)\w*")
_CLOSED = re.compile(
    r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+"
    r"|\b\d{4}-\d{2}-\d{2}(?:t[\d:.]+z?)?|\b\d{1,4}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}-\d{1,2}-\d{2,4}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b(?=[ ,.)]|$)(?<![^\d]1/2)"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:(?:,| of)? ?\d{{4}}\b|(?= ?[-–] ?\d{{1,2}}\b)[ ]?[-–] ?\d{{1,2}}\b(?:,? \d{{4}}\b)?)?(?![\d,.]\d|\d|%| ?(?:percent|per cent|million|billion|people|years)\b)"
    rf"|\b{_MONTH}(?: of)?,? (?:1[5-9]|20)\d{{2}}\b|\b{_MONTH} ?'?\d{{2}}\b(?=[,.)]|$)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}(?:,? ?\d{{4}}\b)?(?<!\bmay)|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?may(?:,? \d{{4}}\b|(?=[,.;)]|$| at\b| in\b| to\b))"
    r"|\b\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?: ?[ap]\.?m\b\.?)?(?: ?(?:gmt|utc|et|est|edt|pt|pst|pdt|bst|cet|local)\b)?|\b\d{1,2}(?:\.\d{2})? ?[ap]\.?m\b\.?|\b\d{1,2} o['’]clock\b|\b\d{4} (?:hours|hrs|gmt|utc)\b"
    r"|\b(?:a\.d\.|ad|c\.e\.|b\.c\.|bc) ?\d{1,4}(?: (?:and|to|-) \d{1,4})?\b|\b\d{1,5} (?:b\.c\.|bc|a\.d\.|ad|bce|ce)(?:e\b|\b|(?=\W))"
    r"|\b\+?\d{1,3}[ -]\(?\d{2,4}\)?[ -]\d{3}[ -]\d{3,4}\b|\b\d{3}-\d{4}\b|\b\d+(?:-\d+){2,}\b|\b\d+(?:\.\d+){2,}\b|\b(?:mid-?|late |early |')?(?:1[5-9]|20)?\d0s\b|\b24/7\b"
    r"|\bunder-\d\d\b|\bthe \d{1,2}(?:st|nd|rd|th)\b|\b(?:1[5-9]|20)\d{2}[-–/](?:\d{2}|(?:1[5-9]|20)\d{2})\b"
)


def numerals(resources: Any) -> Numerals:
    """The grammar for a set of resources, built once."""
    grammar: Numerals = resources.derived("numerals", lambda r: Numerals(r.lexicon("numbers"), r.lexicon("units")))
    return grammar
