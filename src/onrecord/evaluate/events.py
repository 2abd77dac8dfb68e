"""Scores of the events layer on marked text.

``<event type=ASSAULT mode=explosives modality=happened actor="Norland" recipient="" when=2024-03-04 asserted_by="Lars Hede">words</event>``:
the mark stands on the trigger, or on words around it. What is left out is not checked; alternatives are set apart by ``|``,
several parties by ``+``; ``""`` means that there must be nobody, no date, nobody but the outlet. ``optional=1`` may be found or
not. ``@also TYPE …`` names types of further events that may be found. A case without a mark is a trap: no event may be found.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluate.marked import Case, Mark
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match
from onrecord.model import Event
from onrecord.pipeline import Analysis
from onrecord.text import overlap

_FIELDS = ("type", "mode", "modality", "actor", "recipient", "when", "asserted_by")


def forms(analysis: Analysis, entity: str | None) -> set[str]:
    """Name and surface forms of an entity, in lower case and without an article."""
    for e in analysis.entities:
        if e.id == entity:
            return {_plain(x) for x in (e.name, *(analysis.quote(m) for m in e.mentions))}
    return set()


def _plain(name: str) -> str:
    low = name.lower()
    return low[4:] if low.startswith("the ") else low


def _parties_right(analysis: Analysis, want: str, ids: Sequence[str]) -> bool:
    if not want:
        return not ids
    have = [forms(analysis, i) for i in ids]
    return all(any({_plain(x) for x in one.split("|")} & names for names in have) for one in want.split("+"))


def _field_right(analysis: Analysis, name: str, want: str, event: Event) -> bool:
    if name in ("actor", "recipient"):
        return _parties_right(analysis, want, getattr(event, name))
    if name == "asserted_by":
        attribution = next((a for a in analysis.attributions if a.id == event.asserted_by), None)
        if not want or attribution is None:
            return not want and attribution is None
        said_by = forms(analysis, attribution.speaker) | {_plain(analysis.quote(s)) for s in attribution.source}
        return bool({_plain(x) for x in want.split("|")} & said_by)
    if name == "when":
        start = event.period.start if event.period else None
        return (start or "")[:10] == want
    have = getattr(event, name)
    return (have or "") in want.split("|")


def _triggers_touch(mark: Mark, event: Event) -> bool:
    return any(overlap(s, t) for s in mark.spans for t in (event.trigger, *event.triggers))


def score(pairs: Sequence[tuple[Case, Analysis]]) -> Scores:
    """Events paired by trigger, one to one, the right type first; then every field that the mark has."""
    scores = Scores("events")
    found_events = PRF()
    fields = {name: Ratio() for name in _FIELDS}
    whole, quiet = Ratio(), Ratio()
    for case, analysis in pairs:
        gold = case.named("event")
        found: tuple[Event, ...] = analysis.events
        free = set(case.known.get("also", "").split())
        weights = {(i, j): 1.0 + 2 * (e.type in m.attributes.get("type", "").split("|")) for i, m in enumerate(gold) for j, e in enumerate(found) if _triggers_touch(m, e)}
        paired = match(weights)
        optional = {i for i, m in enumerate(gold) if m.attributes.get("optional")}
        extra = [e for j, e in enumerate(found) if j not in paired.values() and e.type not in free]
        found_events.gold += len(gold) - len(optional)
        found_events.hits += sum(i not in optional for i in paired)
        found_events.found += len(found) - sum(i in optional for i in paired) - sum(j not in paired.values() and e.type in free for j, e in enumerate(found))
        if not gold:
            quiet.add(not extra)
        for i, mark in enumerate(gold):
            if i in optional:
                continue
            words = analysis.quote(mark.spans)
            if i not in paired:
                scores.misses.append(Miss(case=case.title, what="missed", gold=f"{mark.attributes.get('type')} {words}", context=case.text))
                continue
            event = found[paired[i]]
            right = {name: _field_right(analysis, name, mark.attributes[name], event) for name in _FIELDS if name in mark.attributes}
            for name, ok in right.items():
                fields[name].add(ok)
                if not ok:
                    scores.misses.append(Miss(case=case.title, what=name, gold=mark.attributes[name], found=told(analysis, event), context=case.text))
            whole.add(all(right.get(name, True) for name in ("type", "modality", "actor")))
        scores.misses += [Miss(case=case.title, what="spurious", found=told(analysis, e), context=case.text) for e in extra]
    scores.put("found", found_events)
    for name, ratio in fields.items():
        scores.put(f"{name} right", ratio)
    scores.put("type, modality and actor right", whole)
    scores.put("traps without an event", quiet)
    return scores


def told(analysis: Analysis, event: Event) -> str:
    """An event in one line, for a list of errors."""
    names = {e.id: e.name for e in analysis.entities}
    who, whom = (" + ".join(names[i] for i in ids) or "nobody" for ids in (event.actor, event.recipient))
    return f"{event.type} {event.modality} {analysis.quote(event.trigger)!r}: {who} -> {whom}, {event.period.start if event.period else 'no date'}"
