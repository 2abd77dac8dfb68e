"""Calendar units and the values that TIMEX3 gives them: a day, a week, a quarter, a season, a decade.

What comes in: dates of the standard library. What goes out: `When`, a unit by its first day, which knows its TIMEX3 value, its
last day and its neighbours. Nothing here reads text. Dates stay within the years that `datetime.date` knows.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
PARTS = {"MO": ("06:00", "11:59"), "MI": ("12:00", "12:59"), "AF": ("12:00", "17:59"), "EV": ("18:00", "21:59"), "NI": ("18:00", "23:59")}


@dataclass(frozen=True, slots=True)
class When:
    """A calendar unit: ``day``, ``week``, ``weekend``, ``month``, ``quarter``, ``half``, ``season``, ``year``, ``decade`` or ``century``, by its first day."""

    unit: str
    first: date

    @property
    def value(self) -> str:
        """As TIMEX3 writes it.

        >>> When("quarter", date(2023, 7, 1)).value, When("week", date(2023, 1, 2)).value
        ('2023-Q3', '2023-W01')
        """
        d = self.first
        match self.unit:
            case "day":
                return d.isoformat()
            case "week" | "weekend":
                year, week, _ = d.isocalendar()
                return f"{year:04d}-W{week:02d}" + ("-WE" if self.unit == "weekend" else "")
            case "month":
                return f"{d.year:04d}-{d.month:02d}"
            case "quarter":
                return f"{d.year:04d}-Q{(d.month + 2) // 3}"
            case "half":
                return f"{d.year:04d}-H{1 if d.month < 7 else 2}"
            case "season":
                return f"{d.year:04d}-{next(k for k, (m, _) in SEASONS.items() if m == d.month)}"
            case "decade":
                return f"{d.year // 10:03d}"
            case "century":
                return f"{d.year // 100:02d}"
        return f"{d.year:04d}"

    @property
    def last(self) -> date:
        """The last day."""
        d = self.first
        match self.unit:
            case "day":
                return d
            case "week":
                return plus(d, days=6)
            case "weekend":
                return plus(d, days=1)
        months = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}[self.unit]
        after = plus(d, months=months)
        return after if after == date.max else plus(after, days=-1)

    def shift(self, n: int) -> When:
        """The unit `n` further on."""
        match self.unit:
            case "day":
                return When("day", plus(self.first, days=n))
            case "week" | "weekend":
                return When(self.unit, plus(self.first, days=7 * n))
        months = {"month": 1, "quarter": 3, "half": 6, "season": 12, "year": 12, "decade": 120, "century": 1200}[self.unit]
        return When(self.unit, plus(self.first, months=months * n))


def plus(d: date, *, days: int = 0, months: int = 0) -> date:
    """A date moved, held within the years that `date` knows.

    >>> plus(date(2024, 1, 31), months=1)
    datetime.date(2024, 2, 29)
    """
    try:
        if months:
            n = d.year * 12 + d.month - 1 + months
            year, month = divmod(n, 12)
            d = date(year, month + 1, min(d.day, calendar.monthrange(year, month + 1)[1]))
        return d + timedelta(days=days)
    except (ValueError, OverflowError):
        return date.max if days > 0 or months > 0 else date.min


def unit_of(unit: str, d: date) -> When:
    """The calendar unit that holds a day.

    >>> unit_of("quarter", date(2024, 5, 20)).first
    datetime.date(2024, 4, 1)
    """
    match unit:
        case "day":
            return When("day", d)
        case "week":
            return When("week", plus(d, days=-d.weekday()))
        case "weekend":
            return When("weekend", plus(d, days=5 - d.weekday()))
        case "month":
            return When("month", d.replace(day=1))
        case "quarter":
            return When("quarter", date(d.year, (d.month - 1) // 3 * 3 + 1, 1))
        case "half":
            return When("half", date(d.year, 1 if d.month < 7 else 7, 1))
        case "decade":
            return When("decade", date(max(1, d.year // 10 * 10), 1, 1))
        case "century":
            return When("century", date(max(1, d.year // 100 * 100), 1, 1))
    return When("year", date(d.year, 1, 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's algorithm).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def feast(rule: str, year: int) -> date:
    """A holiday's day in a year, by its rule in the lexicon.

    >>> feast("11 4 4", 2023), feast("5 -1 1", 2023)
    (datetime.date(2023, 11, 23), datetime.date(2023, 5, 29))
    """
    if rule.startswith("easter"):
        return plus(easter(year), days=int(rule.split()[1]))
    if "-" in rule and " " not in rule:
        month, day = rule.split("-")
        return date(year, int(month), int(day))
    month_n, nth, weekday = (int(x) for x in rule.split())
    days = [d for d in calendar.Calendar().itermonthdates(year, month_n) if d.month == month_n and d.isoweekday() == weekday]
    return days[nth - 1 if nth > 0 else nth]
