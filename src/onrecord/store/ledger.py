"""The ledger: claimed figures of one measure over time, each with its bound, its day, whose word it is, and its sentence. Nothing is merged.

A series holds figures of one measure, unit, rate, place and population. Different words for one measure (*killed*, *dead*, *died*) are taken together
where the lexicon `measures` lists them as one; each figure keeps its own words. Where the texts give no place or population the series says so: they
are not filled in.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.across.words import stem, tokens
from onrecord.errors import UsageError
from onrecord.model import Quantity
from onrecord.resources import Resources
from onrecord.store import find
from onrecord.store.answers import Point, Series, Summary
from onrecord.store.cited import cite_hits

MOST = 5000
"""Figures that one ledger reads: the newest added."""
RULE = (
    "Of each claimant the figure of the latest day counts (of one day the last that was reported). Low is the smallest bound among these, high the largest, best the middle one of "
    "their lower bounds (of two, the lower). “At least” and “over” leave the high open. Forecasts, parts of a whole and figures of other places are not told apart: read the sentences. "
    "The form is that of the low, best and high estimates of UCDP GED; the record itself decides nothing."
)


def ledger(
    db: sqlite3.Connection,
    resources: Resources,
    measure: str,
    *,
    place: str | None,
    population: str | None,
    unit: str | None,
    outlet: str | None,
    claimed_by: str | None,
    since: str | None,
    until: str | None,
    story: str | None,
    exact: bool,
    judged: str,
    most: int = MOST,
) -> list[Series]:
    """Series of claimed figures; see `Record.ledger`."""
    words = tokens(measure)
    if not words:
        raise UsageError("A ledger needs words of what is counted, as in: onrecord ledger killed --place Lenz")
    lexicon = {} if exact else resources.lexicon("measures")
    table: Mapping[str, Sequence[str]] = lexicon.get("same", {})
    classes = _classes(table)
    asked = [{stem(w)} if exact else {stem(w), classes.get(stem(w), stem(w))} for w in words]
    forms = [words if exact else list(dict.fromkeys([w, *table.get(classes.get(stem(w), ""), ())])) for w in words]
    found: dict[str, Any] = {}
    cut = False
    for form in _choices(forms):
        query = find.Query(layer="quantities", measures=form, place=place, outlet=outlet, said_by=claimed_by, story=story, judged=judged)
        some = find.find(db, query, limit=most, newest=True)
        cut = cut or len(some) == most
        found |= {hit.id: hit for hit in some}
    points = []
    for c in cite_hits(db, sorted(found.values(), key=lambda h: h.id)):
        q = c.finding
        assert isinstance(q, Quantity)
        if q.low is None and q.high is None:
            continue
        stems = {stem(w) for w in tokens(f"{q.measures or ''} {q.unit or ''}")}
        stems |= {classes[s] for s in stems if s in classes}
        if not all(stems & some for some in asked) or (unit and unit.casefold() != (q.unit or "").casefold()):
            continue
        if population and population.casefold() not in (c.population or "").casefold():
            continue
        end = q.period.end if q.period else None  # a period without an end goes on until the report
        point = Point(cited=c, as_of=end[:10] if end else None, reported=c.report.published[:10] if c.report.published else None)
        if (since and (point.day or "") < since) or (until and (point.day or "9999") >= until + "~"):
            continue
        points.append(point)
    series: dict[tuple[Any, ...], list[Point]] = {}
    for p in points:
        q = p.quantity
        name = _measure(q, classes, words)
        series.setdefault((name, q.unit or lexicon.get("units", {}).get(name), q.per, p.cited.place, p.cited.population), []).append(p)
    made = [
        Series(
            measure=key[0],
            unit=key[1],
            per=key[2],
            place=key[3],
            population=key[4],
            cut=cut,
            points=tuple(sorted(some, key=lambda p: (p.day or "9999", p.reported or "9999", p.cited.report.id, p.cited.span.start))),
        )
        for key, some in series.items()
    ]
    return sorted(made, key=lambda s: (-len(s.points), s.measure, s.place or "", s.population or "", s.unit or "", s.per or ""))


def summarised(series: Series) -> Series:
    """A series with its low, best and high; the rule stands beside them."""
    latest: dict[str, Point] = {}
    for p in series.points:  # in the order of their days
        latest[p.cited.who.casefold()] = p
    ends = [(p.quantity.low, p.quantity.high) for p in latest.values()]
    stated = [x for low, high in ends for x in (low, high) if x is not None]
    lows = sorted(low if low is not None else high for low, high in ends if low is not None or high is not None)  # type: ignore[type-var]
    return replace(
        series,
        summary=Summary(low=min(stated), best=lows[(len(lows) - 1) // 2], high=max(stated), open=any(high is None for _, high in ends), claimants=len(latest), rule=RULE)
        if stated
        else None,
    )


def _classes(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each stem of a word that means a measure of the lexicon, with that measure."""
    return {stem(w): name for name, words in table.items() for w in words if " " not in w}


def _choices(forms: Sequence[Sequence[str]], most: int = 60) -> list[str]:
    """The searches that find every choice of words."""
    out = [""]
    for some in forms:
        out = [f"{before} {word}".strip() for before in out for word in some][:most]
    return out


_BARE = re.compile(r"[^\W\d_]+")


def _measure(q: Quantity, classes: Mapping[str, str], asked: Sequence[str]) -> str:
    """The measure of a figure as its series has it: the lexicon's name where one of its words has one, else its own words."""
    words = _BARE.findall((q.measures or q.unit or "").lower())
    known = dict.fromkeys(classes[stem(w)] for w in words if stem(w) in classes)
    if known:  # words of two measures in one phrase are a series of their own
        return " and ".join(known)
    return " ".join(w for w in words if w not in ("the", "a", "an", "of")) or " ".join(asked)
