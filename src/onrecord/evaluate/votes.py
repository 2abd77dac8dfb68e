"""Scores of the votes layer on marked text.

A mark without words stands for one vote, ``<vote for=13 against=84 outcome=rejected/>``; what is not written is None, and
``outcome`` is ``unknown`` then. ``body="Senate"`` are words of the body. ``<motion>the bill</motion>`` marks what was voted on
(its number ties it to a vote where there are two). A case without a vote mark is a trap.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match
from onrecord.model import Vote
from onrecord.pipeline import Analysis
from onrecord.text import overlap

_ROLES = (("for", "for_"), ("against", "against"), ("abstain", "abstain"))


def score(pairs: Sequence[tuple[Case, Analysis]]) -> Scores:
    """Votes paired by their numbers, one to one; then all numbers right, outcome, motion (a shared word) and body."""
    scores = Scores("votes")
    found_votes = PRF()
    numbers, outcome, motion, body = Ratio(), Ratio(), Ratio(), Ratio()
    for case, analysis in pairs:
        gold = case.named("vote")
        motions = {m.number: m.spans[0] for m in case.named("motion")}
        found: tuple[Vote, ...] = analysis.votes
        wanted = [{role: int(m.attributes[role]) if role in m.attributes else None for role, _ in _ROLES} for m in gold]
        weights = {
            (i, j): 1.0 + sum(want[role] == getattr(v, name) for role, name in _ROLES) + (gold[i].attributes.get("outcome", "unknown") == v.outcome.value) / 2
            for i, want in enumerate(wanted)
            for j, v in enumerate(found)
        }
        paired = match(weights)
        found_votes.gold += len(gold)
        found_votes.found += len(found)
        found_votes.hits += len(paired)
        for i, mark in enumerate(gold):
            if i not in paired:
                scores.misses.append(Miss(case=case.title, what="missed", gold=str(mark.attributes), context=case.text))
                continue
            v = found[paired[i]]
            told = f"{v.for_} {v.against} {v.abstain} {v.outcome.value} motion={analysis.quote(v.motion)!r}"
            right = {"numbers": all(wanted[i][role] == getattr(v, name) for role, name in _ROLES), "outcome": v.outcome.value == mark.attributes.get("outcome", "unknown")}
            numbers.add(right["numbers"])
            outcome.add(right["outcome"])
            if mark.number in motions:
                right["motion"] = v.motion is not None and overlap(v.motion, motions[mark.number]) > 0
                motion.add(right["motion"])
            if "body" in mark.attributes:
                entity = next((e for e in analysis.entities if e.id == v.body), None)
                names = " ".join([entity.name, *(analysis.quote(m) for m in entity.mentions)]).lower() if entity else ""
                right["body"] = mark.attributes["body"].lower() in names
                body.add(right["body"])
            scores.misses += [Miss(case=case.title, what=name, gold=str(mark.attributes), found=told, context=case.text) for name, ok in right.items() if not ok]
        for j, v in enumerate(found):
            if j not in paired.values():
                scores.misses.append(
                    Miss(case=case.title, what="spurious", found=f"{v.for_} {v.against} {v.abstain} {v.outcome.value} {analysis.quote(v.spans)}", context=case.text)
                )
    scores.put("found", found_votes)
    for name, ratio in (("numbers", numbers), ("outcome", outcome), ("motion", motion), ("body", body)):
        scores.put(name, ratio)
    return scores
