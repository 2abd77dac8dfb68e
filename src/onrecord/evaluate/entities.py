"""Entities on marked text: mentions tied right, pronouns and descriptions resolved, names and kinds.

A case marks the mentions of each actor with one number: ``<mention 1 name="Ann Lee" kind=person>Ann Lee</mention 1> ... <mention
1>she</mention 1>``. A mark ``<unresolved>they</unresolved>`` stands where the text does not say who is meant: nothing may be tied.
Marks need not be complete: only what is marked is scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import Miss, Ratio, Scores
from onrecord.model import Entity, Span
from onrecord.pipeline import Analysis
from onrecord.text import PERSONAL, overlap


def _find(span: Span, mentions: Sequence[tuple[Span, Entity]]) -> Entity | None:
    """The entity of the found mention that covers at least half of a marked one, and the other way round."""
    best: tuple[float, Entity] | None = None
    for other, entity in mentions:
        shared = overlap(span, other)
        score = shared / (span[1] - span[0] + other[1] - other[0] - shared) if shared else 0.0
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, entity)
    return best[1] if best else None


def score(pairs: Sequence[tuple[Case, Analysis]]) -> Scores:
    """B-cubed over marked mentions, and how many pronouns and descriptions stand for the right actor.

    Source of the measure: Bagga and Baldwin 1998, "Algorithms for scoring coreference chains". A mention that is not found counts
    against recall, never against precision.
    """
    scores = Scores("entities")
    found, pronouns, descriptions, names, kinds, open_ = Ratio(), Ratio(), Ratio(), Ratio(), Ratio(), Ratio()
    precision = recall = 0.0
    n_found = n_gold = 0
    for case, analysis in pairs:
        mentions = [(m, e) for e in analysis.entities for m in e.mentions]
        gold: dict[Span, int] = {}
        for mark in case.named("mention"):
            for span in mark.spans:
                gold[span] = mark.number
        predicted: dict[Span, str] = {}
        for span in gold:
            entity = _find(span, mentions)
            found.add(entity is not None)
            if entity is not None:
                predicted[span] = entity.id
        sizes = Counter(gold.values())
        for span, entity_id in predicted.items():
            same_found = [s for s, e in predicted.items() if e == entity_id]
            right = sum(gold[s] == gold[span] for s in same_found)
            precision += right / len(same_found)
            recall += right / sizes[gold[span]]
        n_found += len(predicted)
        n_gold += len(gold)
        for mark in case.named("mention"):
            votes = Counter(predicted[s] for s in mark.spans if s in predicted and case.text[s[0] : s[1]].lower() not in PERSONAL)
            main = votes.most_common(1)[0][0] if votes else None
            entity = next((e for e in analysis.entities if e.id == main), None)
            if "name" in mark.attributes:
                right_name = entity is not None and entity.name == mark.attributes["name"]
                names.add(right_name)
                if not right_name:
                    scores.misses.append(Miss(case=case.title, what="name", gold=mark.attributes["name"], found=entity.name if entity else "nothing", context=case.text))
            if "kind" in mark.attributes:
                kinds.add(entity is not None and entity.kind == mark.attributes["kind"])
            for span in mark.spans:
                words = case.text[span[0] : span[1]]
                small = words.lower() in PERSONAL
                if not small and (words[:1].isupper() and not words.lower().startswith("the ")):
                    continue
                hit = main is not None and predicted.get(span) == main
                if len(mark.spans) > 1:
                    (pronouns if small else descriptions).add(hit)
                    if not hit:
                        other = next((e for e in analysis.entities if e.id == predicted.get(span)), None)
                        scores.misses.append(
                            Miss(case=case.title, what="resolution", gold=f"{words}: {entity.name if entity else '?'}", found=other.name if other else "nothing", context=case.text)
                        )
        for mark in case.named("unresolved"):
            for span in mark.spans:
                entity = next((e for m, e in mentions if m == span), None)
                alone = entity is None or len(entity.mentions) == 1
                open_.add(alone)
                if not alone:
                    scores.misses.append(Miss(case=case.title, what="guessed", gold=case.text[span[0] : span[1]], found=entity.name if entity else "", context=case.text))
    p, r = precision / max(1, n_found), recall / max(1, n_gold)
    scores.values |= {"B3 P": p, "B3 R": r, "B3 F1": 2 * p * r / (p + r) if p + r else 0.0}
    scores.counts["B3 P"] = scores.counts["B3 R"] = f"{n_found} of {n_gold} mentions"
    scores.put("mentions found", found)
    scores.put("pronouns right", pronouns)
    scores.put("descriptions right", descriptions)
    scores.put("names right", names)
    scores.put("kinds right", kinds)
    scores.put("left open", open_)
    return scores
