"""Who is who across reports: pairs of mentions of two reports that gold gives one actor, against those that links of the kind same_entity tie.

Marked text: a line of three equals signs sets reports of one case apart, as for links. ``<mention 1>Ann Lee</mention 1>`` marks a name or
description of an actor (no pronouns); numbers hold for the whole case. ``<unsure a=1 b=2/>`` says that a person must decide whether the two are
one: they may not be linked, but must be listed as a pair for the queue. Everything that is not said to be one actor is another.

Two measures: *pairs* over all marked mentions (one that was not found counts against recall), and *merges*, over actors that were found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from onrecord.across.identity import SURE, links, pairs, view
from onrecord.api import Settings
from onrecord.evaluate.links import parts
from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores
from onrecord.model import Span
from onrecord.pipeline import Analysis, analyse_documents
from onrecord.stages import STAGES
from onrecord.text import PRONOUNS, overlap

End = TypeVar("End", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in gold: in which report, of whom, its words, and the group of linked entities that it was found in (None: not found)."""

    report: str
    actor: Hashable
    words: str
    group: Hashable | None


def best_match(span: Span, mentions: Iterable[tuple[Span, Hashable]]) -> Hashable | None:
    """What the found mention stands for that shares half of its characters with a marked one, or a third where it lies in it (*Osk Front* of *Osk Front (OF)*) or ends as it does (*President Vance*, *Vance*).

    >>> best_match(Span(0, 12), [(Span(0, 5), "group"), (Span(20, 24), "other")])
    'group'
    """
    best: tuple[float, Hashable] | None = None
    for other, what in mentions:
        shared = overlap(span, other)
        share = shared / (span[1] - span[0] + other[1] - other[0] - shared) if shared else 0.0
        inside = (span[0] <= other[0] and other[1] <= span[1]) or (other[0] <= span[0] and other[1] == span[1])
        if (share >= 0.5 or (share >= 0.3 and inside)) and (best is None or share > best[0]):
            best = (share, what)
    return best[1] if best else None


def groups(ties: Iterable[tuple[End, End]]) -> Mapping[End, End]:
    """Everything that is tied to something, with the group that it is in.

    >>> found = groups([(1, 2), (3, 4), (2, 3), (5, 6)])
    >>> found[1] == found[4], found[1] == found[5]
    (True, False)
    """
    root: dict[End, End] = {}

    def find(x: End) -> End:
        root.setdefault(x, x)
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    for a, b in ties:
        root[find(a)] = find(b)
    return {x: find(x) for x in list(root)}


def count_pairs(mentions: Sequence[Mention]) -> tuple[PRF, list[tuple[Mention, Mention]]]:
    """Pairs of mentions of two reports: hits, found and in gold; and those that were tied wrongly."""
    counts, wrong = PRF(), []
    for a, b in combinations(mentions, 2):
        if a.report == b.report:
            continue
        same, tied = a.actor == b.actor, a.group is not None and a.group == b.group
        counts.gold += same
        counts.found += tied
        counts.hits += same and tied
        if tied and not same:
            wrong.append((a, b))
    return counts, wrong


def by_actor(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention an actor and report, found where most of its mentions were: so that an actor who is named often weighs no more than another."""
    held: dict[tuple[str, Hashable], list[Mention]] = {}
    for m in mentions:
        held.setdefault((m.report, m.actor), []).append(m)
    out = []
    for (report, actor), mine in held.items():
        found = Counter(m.group for m in mine if m.group is not None)
        out.append(Mention(report, actor, mine[0].words, max(found, key=lambda g: (found[g], str(g))) if found else None))
    return out


def score(cases: Sequence[tuple[Case, Analysis]], *, settings: Settings | None = None) -> Scores:
    """Pairs, and pairs that are left to a person, on marked text."""
    scores = Scores("identity")
    resources = (settings or Settings()).resources()
    reports = [parts(case) for case, _ in cases]
    flat = iter(analyse_documents([p.document for r in reports for p in r], STAGES, resources))
    total, unsure, found = PRF(), Ratio(), Ratio()
    for (case, _), mine in zip(cases, reports, strict=True):
        analyses = [next(flat) for _ in mine]
        views = [view(a.document, a.layers, resources) for a in analyses]
        tied = groups((k.from_, k.to) for i, v in enumerate(views) for k in links(v, views[:i]))
        group_of: dict[tuple[str, Hashable], Hashable] = {(end.report, end.item): group for end, group in tied.items()}
        asked = {frozenset((a["id"], b["id"])): c for i, v in enumerate(views) for a, _, b, c, _ in pairs(v, views[:i])}
        mentions: list[Mention] = []
        entity_of: dict[int, str] = {}
        for mark in case.named("mention"):
            for span in mark.spans:
                part, analysis = max(((p, a) for p, a in zip(mine, analyses, strict=True) if p.start <= span[0]), key=lambda x: x[0].start)
                offset = part.start + (part.document.source.start or 0)
                entity = best_match(Span(span[0] - offset, span[1] - offset), ((m, e.id) for e in analysis.entities for m in e.mentions))
                found.add(entity is not None)
                if entity is not None:
                    entity_of.setdefault(mark.number or 0, str(entity))
                group = group_of.get((analysis.document.id, entity), entity) if entity else None
                mentions.append(Mention(analysis.document.id, mark.number, case.text[slice(*span)], group))
        counts, wrong = count_pairs(mentions)
        total.hits, total.found, total.gold = total.hits + counts.hits, total.found + counts.found, total.gold + counts.gold
        for a, b in wrong:
            scores.misses.append(Miss(case=case.title, what="merged", gold="two", found=f"{a.words} = {b.words}", context=case.text))
        for a, b in combinations(mentions, 2):
            if a.report != b.report and a.actor == b.actor and (a.group is None or a.group != b.group):
                scores.misses.append(Miss(case=case.title, what="not tied", gold=f"{a.words} = {b.words}", found="", context=case.text))
        for mark in case.named("unsure"):
            ends = frozenset(entity_of.get(int(mark.attributes[side]), side) for side in "ab")
            listed = 0 < asked.get(ends, 0.0) < SURE
            unsure.add(listed)
            if not listed:
                scores.misses.append(Miss(case=case.title, what="not left to a person", gold="unsure", found=str(asked.get(ends)), context=case.text))
    scores.put("pairs", total)
    scores.put("left to a person", unsure)
    scores.put("mentions found", found)
    return scores


def score_files(gold: Path, reports: Path, made: Path) -> Scores:
    """Pairs on reports that were exported, against actors annotated outside.

    Args:
        gold: A folder of JSON files, one a report, each with ``actors``: a list of ``{"id", "forms": [{"spans": [{"start", "end", "text"}]}]}``, ids shared by all files, offsets in the file that the
            report was read from; and, where there are several such files, with the name of that file as ``path``.
        reports: What ``onrecord export jsonl`` wrote.
        made: What ``onrecord export jsonl --links`` wrote.
    """
    scores = Scores("identity")
    with made.open(encoding="utf-8") as lines:
        linked = [k for line in lines if (k := json.loads(line))["kind"] == "same_entity"]
    group_of = groups(((k["from"]["report"], k["from"]["item"]), (k["to"]["report"], k["to"]["item"])) for k in linked)
    found: dict[str, list[tuple[Span, Hashable]]] = {}
    with reports.open(encoding="utf-8") as lines:
        for report in map(json.loads, lines):
            start = report["source"]["start"] or 0
            for entity in report["entities"]:
                key = (report["id"], entity["id"])
                found.setdefault(Path(report["source"]["path"]).name, []).extend((Span(s + start, e + start), group_of.get(key, key)) for s, e in entity["mentions"])
    mentions = []
    for path in sorted(gold.glob("*.json")):
        marked: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        here = found.get(marked["path"], []) if "path" in marked else [m for all_ in found.values() for m in all_]
        for actor in marked["actors"]:
            for span in (s for form in actor["forms"] for s in form["spans"]):
                if span["text"].lower() not in PRONOUNS:
                    mentions.append(Mention(path.stem, actor["id"], span["text"], best_match(Span(span["start"], span["end"]), here)))
    counts, wrong = count_pairs(mentions)
    scores.put("pairs", counts)
    scores.put("actors", count_pairs(by_actor(mentions))[0])
    for a, b in wrong:
        scores.misses.append(Miss(case=f"{a.report} {b.report}", what="merged", gold=f"{a.actor}, {b.actor}", found=f"{a.words} = {b.words}", context=""))
    for a, b in combinations(mentions, 2):
        if a.report != b.report and a.actor == b.actor and (a.group is None or a.group != b.group):
            what = "not found" if a.group is None or b.group is None else "not tied"
            scores.misses.append(Miss(case=f"{a.report} {b.report}", what=what, gold=f"{a.words} = {b.words}", found=str(a.actor), context=""))
    return scores


__all__ = ["score", "score_files"]
