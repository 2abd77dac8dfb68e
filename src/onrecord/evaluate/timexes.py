"""Scores of time expressions: spans that overlap or agree, values, types, mods and intervals.

A gold mark is ``<timex type=DATE value=2024-01-15 mod=START start=2024-01-15 end=2024-01-15>``; ``mod``, ``start`` and ``end`` are
compared where gold has them. As in TempEval-3, value F1 counts the spans that overlap and have the gold value. Gold also says
which notes a case must bring up: ``@problems dates-disagree``.
"""

from __future__ import annotations

from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match, overlap_weights
from onrecord.pipeline import Analysis


def score(pairs: list[tuple[Case, Analysis]]) -> Scores:
    """The scores of the timexes of our gold."""
    scores = Scores("timexes")
    relaxed, strict, value = PRF(), PRF(), PRF()
    types, mods, intervals, notes = Ratio(), Ratio(), Ratio(), Ratio()
    for case, analysis in pairs:
        gold, found = case.named("timex"), list(analysis.timexes)
        weights = overlap_weights([m.spans[0] for m in gold], [t.span for t in found])
        matched = match(weights)
        for result in (relaxed, strict, value):
            result.gold += len(gold)
            result.found += len(found)
        relaxed.hits += len(matched)
        for g, mark in enumerate(gold):
            words = analysis.quote(tuple(mark.spans))
            if g not in matched:
                scores.misses.append(Miss(case=case.title, what="missed", gold=words, context=case.text))
                continue
            timex, wanted = found[matched[g]], mark.attributes
            strict.hits += timex.span == mark.spans[0]
            value.hits += (timex.value or "null") == wanted.get("value")
            types.add(timex.type == wanted.get("type"))
            mods.add((timex.mod or None) == wanted.get("mod"))
            if "start" in wanted or "end" in wanted:
                intervals.add((timex.start, timex.end) == (wanted.get("start"), wanted.get("end")))
            says = f"{analysis.quote(timex.span)} {timex.type} {timex.value} {timex.mod or ''} {timex.start}/{timex.end}"
            should = f"{words} {wanted.get('type')} {wanted.get('value')} {wanted.get('mod', '')} {wanted.get('start')}/{wanted.get('end')}"
            wrong = timex.span != mark.spans[0] or any((getattr(timex, k) or "null") != v for k, v in wanted.items()) or (timex.mod is not None and "mod" not in wanted)
            if wrong:
                scores.misses.append(Miss(case=case.title, what="wrong", gold=should, found=says, context=case.text))
        for p, timex in enumerate(found):
            if p not in matched.values():
                scores.misses.append(Miss(case=case.title, what="spurious", found=f"{analysis.quote(timex.span)} {timex.value}", context=case.text))
        wanted_notes = sorted(case.known.get("problems", "").split())
        given = sorted(p.code for p in analysis.problems if (p.stage or "").startswith("timexes@"))
        notes.add(wanted_notes == given)
        if wanted_notes != given:
            scores.misses.append(Miss(case=case.title, what="problems", gold=" ".join(wanted_notes), found=" ".join(given), context=case.text))
    for name, result in {"relaxed": relaxed, "strict": strict, "value": value}.items():
        scores.put(name, result)
    for name, ratio in {"type": types, "mod": mods, "interval": intervals, "problems": notes}.items():
        scores.put(name, ratio)
    return scores
