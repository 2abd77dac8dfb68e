"""Scores of the quantities layer on marked text.

A mark is ``<q value=3 unit=person>three</q>``. Attributes: ``value``, or ``low`` and ``high`` (``none`` for no bound); ``unit``
(``none`` for a bare number); ``qualifier`` (``exact`` where it is not written); ``per``; ``measures``, words that must stand
in what is found; ``by``, words of the source on whose word it is (empty for one that is not named, ``none`` for the report's own). Every number of a case that is not marked is a trap.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluate.marked import Case, Mark
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match, overlap_weights
from onrecord.model import Quantity
from onrecord.pipeline import Analysis


def _number(text: str | None) -> float | None:
    return None if text in (None, "none") else float(text or 0)


def _bounds(mark: Mark) -> tuple[float | None, float | None]:
    if "value" not in mark.attributes:
        return _number(mark.attributes.get("low")), _number(mark.attributes.get("high"))
    value = _number(mark.attributes["value"])
    bound = mark.attributes.get("qualifier")
    return (None if bound in ("up_to", "under") else value), (None if bound in ("at_least", "over") else value)


def _near(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else abs(a - b) <= 1e-3 * max(abs(a), abs(b)) + 1e-9


def score(pairs: Sequence[tuple[Case, Analysis]]) -> Scores:
    """Spans by overlap, one to one; then value, unit, qualifier, rate and the words of *measures* on the pairs."""
    scores = Scores("quantities")
    span, full = PRF(), PRF()
    value, unit, qualifier, per, measures, by = Ratio(), Ratio(), Ratio(), Ratio(), Ratio(), Ratio()
    for case, analysis in pairs:
        sources = {a.id: " ".join(analysis.quote(x) for x in a.source) for a in analysis.attributions}
        gold = case.named("q")
        found: tuple[Quantity, ...] = analysis.quantities
        paired = match(overlap_weights([m.spans[0] for m in gold], [q.span for q in found]))
        for total in (span, full):
            total.gold += len(gold)
            total.found += len(found)
        span.hits += len(paired)
        for k, mark in enumerate(gold):
            words = " ".join(case.text[slice(*s)] for s in mark.spans)
            if k not in paired:
                scores.misses.append(Miss(case=case.title, what="missed", gold=words, context=case.text))
                continue
            q = found[paired[k]]
            low, high = _bounds(mark)
            want = mark.attributes.get("unit", "none")
            right = {
                "value": _near(low, q.low) and _near(high, q.high),
                "unit": (q.unit or "none") == want,
                "qualifier": q.qualifier.value == mark.attributes.get("qualifier", "exact"),
                "per": (q.per or "none") == mark.attributes.get("per", "none"),
            }
            value.add(right["value"])
            unit.add(right["unit"])
            qualifier.add(right["qualifier"])
            per.add(right["per"])
            full.hits += right["value"] and right["unit"]
            if "measures" in mark.attributes:
                right["measures"] = set(mark.attributes["measures"].lower().split()) <= set((q.measures or "").lower().replace(",", " ").split())
                measures.add(right["measures"])
            if "by" in mark.attributes:
                right["claimed_by"] = mark.attributes["by"] == (sources[q.claimed_by] if q.claimed_by else "none")
                by.add(right["claimed_by"])
            for name in (n for n, ok in right.items() if not ok):
                told = f"{q.low}..{q.high}" if name == "value" else str(getattr(q, name))
                scores.misses.append(Miss(case=case.title, what=name, gold=f"{words}: {mark.attributes}", found=told, context=case.text))
        for j, q in enumerate(found):
            if j not in paired.values():
                scores.misses.append(Miss(case=case.title, what="spurious", found=f"{analysis.quote(q.span)} {q.unit} {q.measures}", context=case.text))
    scores.put("span", span)
    scores.put("span, value, unit", full)
    for name, ratio in (("value", value), ("unit", unit), ("qualifier", qualifier), ("per", per), ("measures", measures), ("claimed_by", by)):
        scores.put(name, ratio)
    return scores
