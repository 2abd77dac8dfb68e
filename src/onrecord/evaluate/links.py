"""Links on marked text: two short reports in a case, and which of their findings deny, contradict, update or repeat one another.

A line of three equals signs sets reports of one case apart; each may begin with ``@outlet`` and ``@published``. ``<claim 1>`` marks the words
of a statement, ``<figure 2>`` a number; numbers are unique in a case. ``<link kind=denies from=2 to=1/>`` says how they stand;
``kind=none`` is a trap: the two may not be linked as a denial, a contradiction, an update or the same claim. ``<event 3>`` marks the trigger of
an event, for ``kind=same_event``. ``open=yes`` says that the link is true but known to be out of reach: it is counted on its own. A denial and a
contradiction count as one, and their direction is not scored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.across.claims import links, view
from onrecord.api import Settings
from onrecord.evaluate.marked import Case, Mark
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores
from onrecord.model import Document, LinkKind, Span
from onrecord.pipeline import Analysis, analyse_documents
from onrecord.sources.text import read_one
from onrecord.stages import STAGES
from onrecord.text import overlap

_ODDS = {LinkKind.DENIES: "conflict", LinkKind.CONTRADICTS: "conflict", LinkKind.UPDATES: "updates", LinkKind.SAME_CLAIM: "same_claim", LinkKind.SAME_EVENT: "same_event"}


@dataclass(frozen=True, slots=True)
class _Part:
    document: Document
    start: int


def parts(case: Case) -> list[_Part]:
    """The reports of a case, each with the offset of its text in the case."""
    out: list[_Part] = []
    start = 0
    for piece in re.split(r"(?m)^===[ \t]*\n", case.text):
        known = case.known if not out else {}
        body, at = piece, start
        while body.startswith("@"):
            line, _, rest = body.partition("\n")
            name, _, value = line[1:].partition(" ")
            known = {**known, name: value.strip()}
            at += len(line) + 1
            body = rest
        out.append(_Part(read_one(body, outlet=known.get("outlet"), published=known.get("published"), language="en"), at))
        start += len(piece) + len(case.text[start + len(piece) :].partition("\n")[0]) + 1
    return out


def _found(name: str, analysis: Analysis) -> list[tuple[str, Sequence[Span]]]:
    """The findings that a mark of this name can stand for, with their spans."""
    if name == "figure":
        return [(q.id, [q.span]) for q in analysis.quantities]
    if name == "event":
        return [(e.id, [e.trigger]) for e in analysis.events]
    return [(a.id, a.content) for a in analysis.attributions]


def _item(mark: Mark, reports: Sequence[_Part], analyses: Sequence[Analysis]) -> tuple[str, str] | None:
    """Report and id of the finding that a mark stands for: the one that overlaps it most, of several the shortest."""
    best: tuple[tuple[int, int], tuple[str, str]] | None = None
    for part, analysis in zip(reports, analyses, strict=True):
        offset = part.start + (part.document.source.start or 0)
        for span in mark.spans:
            here = Span(span[0] - offset, span[1] - offset)
            for id, spans in _found(mark.name, analysis):
                shared = sum(overlap(here, s) for s in spans)
                fit = (shared, -sum(s[1] - s[0] for s in spans))
                if shared * 2 > here[1] - here[0] and (best is None or fit > best[0]):
                    best = (fit, (part.document.id, id))
    return best[1] if best else None


def score(pairs: Sequence[tuple[Case, Analysis]], *, settings: Settings | None = None) -> Scores:
    """How many links of gold are found, with the right kind, how many traps are linked, and how many links are given beside those of gold."""
    scores = Scores("links")
    resources = (settings or Settings()).resources()
    reports = [parts(case) for case, _ in pairs]
    flat = iter(analyse_documents([p.document for r in reports for p in r], STAGES, resources))
    found, kinds, traps, given, sides, beyond = PRF(), Ratio(), Ratio(), 0, Ratio(), Ratio()
    for (case, _), mine in zip(pairs, reports, strict=True):
        analyses = [next(flat) for _ in mine]
        views = [view(a.document, a.layers, resources) for a in analyses]
        made = [k for i, v in enumerate(views) for k in links(v, views[:i]) if k.kind in _ODDS]
        given += len({k.id for k in made})
        by_pair: dict[frozenset[tuple[str, str | None]], set[str]] = {}
        for k in made:
            by_pair.setdefault(frozenset([(k.from_.report, k.from_.item), (k.to.report, k.to.item)]), set()).add(_ODDS[k.kind])
        marks = {m.number: m for m in case.marks if m.name in ("claim", "figure", "event")}
        for link in case.named("link"):
            ends = [_item(marks[int(link.attributes[side])], mine, analyses) for side in ("from", "to")]
            have = by_pair.get(frozenset(e for e in ends if e), set()) if all(ends) else set()
            want = link.attributes["kind"]
            if link.attributes.get("open"):
                beyond.add(_ODDS[LinkKind(want)] in have)
                continue
            sides.add(all(ends))
            if want == "none":
                traps.add(not have)
                if have:
                    scores.misses.append(Miss(case=case.title, what="trap", gold="none", found=", ".join(sorted(have)), context=case.text))
                continue
            want = _ODDS[LinkKind(want)]
            found.gold += 1
            found.hits += want in have
            if have:
                kinds.add(want in have)
            if want not in have:
                scores.misses.append(Miss(case=case.title, what="missed" if all(ends) else "finding missing", gold=want, found=", ".join(sorted(have)), context=case.text))
    found.found = given
    scores.put("links", found)
    scores.put("kind right", kinds)
    scores.put("traps left alone", traps)
    scores.put("both findings there", sides)
    if beyond.total:
        scores.put("known to be missed, found", beyond)
    return scores


__all__ = ["parts", "score"]
