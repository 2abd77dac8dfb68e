"""Scores of the labels layer on marked text.

``<label of="the army" by=outlet>occupiers</label>``: ``of`` names any form of the actor (left out: not checked), ``by`` is
``outlet`` or a form of the speaker whose word it is. A case without a mark is a trap: no label may be found. ``optional=1`` may
be found or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluate.events import forms
from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match
from onrecord.model import Label
from onrecord.pipeline import Analysis
from onrecord.text import overlap


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ")


def score(pairs: Sequence[tuple[Case, Analysis]]) -> Scores:
    """Labels paired by overlap, one to one; then whose word it is and whom it names."""
    scores = Scores("labels")
    found_labels, owner, actor, quiet = PRF(), Ratio(), Ratio(), Ratio()
    for case, analysis in pairs:
        gold = case.named("label")
        found: tuple[Label, ...] = analysis.labels
        paired = match({(i, j): float(n) for i, m in enumerate(gold) for j, x in enumerate(found) if (n := sum(overlap(s, x.span) for s in m.spans))})
        optional = {i for i, m in enumerate(gold) if m.attributes.get("optional")}
        found_labels.gold += len(gold) - len(optional)
        found_labels.found += len(found) - sum(i in optional for i in paired)
        found_labels.hits += sum(i not in optional for i in paired)
        if not gold:
            quiet.add(not found)
        for i, mark in enumerate(gold):
            words = analysis.quote(mark.spans)
            if i in optional:
                continue
            if i not in paired:
                scores.misses.append(Miss(case=case.title, what="missed", gold=words, context=case.text))
                continue
            label = found[paired[i]]
            if "by" in mark.attributes:
                attribution = next((a for a in analysis.attributions if a.id == label.applied_by), None)
                names = forms(analysis, attribution.speaker) | {_plain(analysis.quote(s)) for s in attribution.source} if attribution else {"outlet"}
                right = _plain(mark.attributes["by"]) in names
                owner.add(right)
                if not right:
                    scores.misses.append(Miss(case=case.title, what="owner", gold=mark.attributes["by"], found=str(sorted(names)), context=case.text))
            if "of" in mark.attributes:
                right = bool({_plain(x) for x in mark.attributes["of"].split("|")} & forms(analysis, label.entity))
                actor.add(right)
                if not right:
                    scores.misses.append(Miss(case=case.title, what="actor", gold=mark.attributes["of"], found=str(sorted(forms(analysis, label.entity))), context=case.text))
        scores.misses += [Miss(case=case.title, what="spurious", found=analysis.quote(x.span), context=case.text) for j, x in enumerate(found) if j not in paired.values()]
    scores.put("found", found_labels)
    scores.put("owner right", owner)
    scores.put("actor right", actor)
    scores.put("traps without a label", quiet)
    return scores
