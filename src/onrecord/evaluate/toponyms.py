"""The toponyms layer on gold: names found, places within 161 km, countries, uses.

Marks: ``<toponym country=FR lat=48.85 lon=2.35 use=location>Paris</toponym>``; every attribute may be left out, then it is not
measured. Text without a mark is no place name. 161 km (100 miles) is the usual radius of the field (Gritta et al. 2018).
"""

from __future__ import annotations

import math

from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match, overlap_weights
from onrecord.pipeline import Analysis

RADIUS_KM = 161.0


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points given as latitude and longitude (haversine).

    >>> round(kilometres((48.85, 2.35), (51.5, -0.12)))
    343
    """
    la, lb = math.radians(a[0]), math.radians(b[0])
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, h)))


def score(pairs: list[tuple[Case, Analysis]]) -> Scores:
    """Exact and overlapping spans; country, use and distance of the names found, and distance end to end (not found is wrong)."""
    scores = Scores("toponyms")
    exact, some = PRF(), PRF()
    country, use, near, end_to_end, claimants = Ratio(), Ratio(), Ratio(), Ratio(), Ratio()
    for case, analysis in pairs:
        gold = [(m.spans[0], m.attributes) for m in case.named("toponym")]
        offset = analysis.document.source.start or 0
        found = analysis.toponyms
        spans = [(t.span[0] + offset, t.span[1] + offset) for t in found]
        pairing = match(overlap_weights([s for s, _ in gold], spans))
        for result in (exact, some):
            result.gold += len(gold)
            result.found += len(found)
        some.hits += len(pairing)
        exact.hits += sum(tuple(gold[g][0]) == spans[k] for g, k in pairing.items())
        for k, t in enumerate(found):
            if k not in pairing.values():
                scores.misses.append(Miss(case=case.title, what="spurious", found=analysis.quote(t.span), context=case.text))
        for g, (span, attributes) in enumerate(gold):
            words = case.text[slice(*span)]
            t = found[pairing[g]] if g in pairing else None
            if t is None:
                scores.misses.append(Miss(case=case.title, what="missed", gold=words, context=case.text))
            if "lat" in attributes:
                point = (float(attributes["lat"]), float(attributes["lon"]))
                right = t is not None and t.lat is not None and t.lon is not None and kilometres(point, (t.lat, t.lon)) <= RADIUS_KM
                end_to_end.add(right)
                if t is not None:
                    near.add(right)
                    if not right:
                        scores.misses.append(Miss(case=case.title, what="place", gold=f"{words} {point}", found=f"{t.name} {t.lat} {t.lon} {t.kind}", context=case.text))
            if t is None:
                continue
            for field, ratio in (("country", country), ("use", use)):
                if field in attributes:
                    value = getattr(t, field)
                    ratio.add((value or "none") == attributes[field])
                    if (value or "none") != attributes[field]:
                        scores.misses.append(Miss(case=case.title, what=field, gold=f"{words} {attributes[field]}", found=str(value), context=case.text))
            if "claimants" in attributes:
                claimants.add(attributes["claimants"].split("/") == list(t.claimants))
                if attributes["claimants"].split("/") != list(t.claimants):
                    scores.misses.append(Miss(case=case.title, what="claimants", gold=f"{words} {attributes['claimants']}", found=f"{t.name} {t.claimants}", context=case.text))
    scores.put("span exact", exact)
    scores.put("span", some)
    scores.put("country", country)
    scores.put("use", use)
    scores.put("within 161 km, found", near)
    scores.put("within 161 km, end to end", end_to_end)
    if claimants.total:
        scores.put("claimants", claimants)
    return scores
