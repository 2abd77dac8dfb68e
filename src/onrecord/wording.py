"""Findings in a few words, for every surface alike: numbers, figures with their bound and unit, periods.

What comes in: values of the data model. What goes out: plain text, no markup. Nothing is rounded.
"""

from __future__ import annotations

from calendar import monthrange

from onrecord.model import Attribution, Entity, Event, Finding, Quantity, Timex, Toponym, Vote

BOUNDS = {"at_least": "at least", "over": "over", "about": "about", "nearly": "nearly", "under": "under", "up_to": "up to", "exact": "", "range": ""}


def number(value: float | None) -> str:
    """A number as a reader writes it.

    >>> number(13500), number(2.5), number(None)
    ('13,500', '2.5', 'open')
    """
    if value is None:
        return "open"
    return f"{value:,}" if isinstance(value, int) or (value == int(value) and abs(value) < 1e15) else f"{value:,.6g}"


_UNCOUNTED = frozenset({"percent", "hertz", "celsius", "fahrenheit", "kelvin", "aircraft", "livestock", "horsepower", "personnel", "police", "people"})
_PLURALS = {
    "foot": "feet",
    "body": "bodies",
    "country": "countries",
    "party": "parties",
    "city": "cities",
    "person": "persons",
    "century": "centuries",
    "ferry": "ferries",
    "factory": "factories",
}


def unit_words(unit: str, amount: float | None) -> str:
    """A unit's code as a word that fits the amount; codes in capitals (USD) stay.

    >>> unit_words("person", 14), unit_words("cubic metre per second", 2), unit_words("day", 1), unit_words("USD", 3)
    ('persons', 'cubic metres per second', 'day', 'USD')
    """
    head, per, rest = unit.partition(" per ")
    first, _, last = head.rpartition(" ")
    if amount == 1 or last in _UNCOUNTED or not last.islower() or last.endswith("s"):
        return unit
    plural = _PLURALS.get(last) or (last + "es" if last.endswith(("sh", "ch", "x")) else last[:-1] + "ies" if last.endswith("y") and last[-2:-1] not in "aeou" else last + "s")
    return f"{first} {plural}".strip() + per + rest


def figure(quantity: Quantity) -> str:
    """A figure with its bound and unit, in words."""
    low, high = quantity.low, quantity.high
    amount = number(low) if low == high else number(high) if low is None else number(low) if high is None else f"{number(low)} to {number(high)}"
    largest = high if high is not None else low
    bound = BOUNDS[quantity.qualifier.value]
    words = [bound, amount.removesuffix(".0"), unit_words(quantity.unit, largest) if quantity.unit else ""]
    if quantity.per and not (quantity.unit or "").endswith(f"per {quantity.per}"):
        words.append(f"per {quantity.per}")
    return " ".join(w for w in words if w)


def brief(finding: Finding) -> str:
    """What a finding says beside its own words, for a line in a list; nothing where the words say it all.

    >>> from onrecord.model import Span, Timex, TimexType
    >>> brief(Timex(id="tmx_1", span=Span(0, 7), type=TimexType.DATE, value="2024-01-01", start="2024-01-01", end="2024-01-01"))
    '2024-01-01'
    """
    match finding:
        case Attribution():
            return finding.act.value.replace("_", " ")
        case Quantity():
            return ": ".join(w for w in (figure(finding), finding.measures) if w)
        case Event():
            return " ".join(w for w in (finding.type, finding.mode, finding.modality.value) if w)
        case Vote():
            return " ".join(w for w in (finding.outcome.value, " to ".join(number(n) for n in (finding.for_, finding.against, finding.abstain) if n is not None)) if w)
        case Timex():
            return stretch(finding.start, finding.end) if finding.start or finding.end else finding.value or ""
        case Toponym():
            return ", ".join(w for w in (finding.name, finding.country, finding.kind) if w)
        case Entity():
            return ", ".join(w for w in (finding.kind.value.replace("_", " "), finding.role, finding.wikidata) if w)
        case _:
            return ""


def stretch(start: str | None, end: str | None) -> str:
    """A period as a reader writes it: a whole year or month by its name.

    >>> stretch("2024-02-01", "2024-02-29"), stretch("2023-01-01", "2023-12-31"), stretch(None, "2024-05-01")
    ('2024-02', '2023', 'until 2024-05-01')
    """
    if start is None or end is None:
        return f"until {end}" if start is None else f"from {start}"
    if start == end:
        return start
    if len(start) == len(end) == 10 and start.endswith("-01"):
        if start[:4] == end[:4] and start.endswith("01-01") and end.endswith("12-31"):
            return start[:4]
        year, month = int(start[:4]), int(start[5:7])
        if start[:7] == end[:7] and 1 <= month <= 12 and int(end[8:]) == monthrange(year, month)[1]:
            return start[:7]
    return f"{start} to {end}"
