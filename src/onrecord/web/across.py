"""The pages across reports: what is at odds, and how several outlets tell one story."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from onrecord.errors import UsageError
from onrecord.formats.jsonl import plain
from onrecord.model import LinkKind
from onrecord.store import lookup
from onrecord.store.record import Record
from onrecord.web.pages import PAGE, record_of, sides, site_of, twin
from onrecord.web.show import Reading, address
from onrecord.web.site import answer, link_with, page_number, paging

AT_ODDS = (LinkKind.CONTRADICTS, LinkKind.DENIES, LinkKind.UPDATES)
SAID = {
    "contradicts": "cannot both hold",
    "denies": "denies",
    "updates": "is a later value of",
    "same_claim": "says the same as",
    "same_event": "is the same event as",
    "same_entity": "is the same actor as",
    "same_story": "tells the same story as",
    "near_duplicate": "is almost the same text as",
}
MEMBERS = 8
"""Reports of one story that stand side by side on one page."""


@twin("/conflicts")
def conflicts(request: Request) -> Response:
    """Statements and figures at odds, side by side, with the reason and what people say of it."""
    site, record = site_of(request), record_of(request)
    kind = request.query_params.get("kind") or None
    if kind not in (None, *AT_ODDS):
        raise UsageError(f"Conflicts are of the kinds {', '.join(AT_ODDS)}, not {kind!r}.")
    number = page_number(request)
    links = lookup.links(record.db, kinds=(kind,) if kind else AT_ODDS, limit=PAGE // 2, offset=(number - 1) * PAGE // 2)
    kinds: dict[str, int] = site.kept("links", lambda r: lookup.link_kinds(r.db))
    pairs = sides(record, links)
    for pair in pairs:
        pair["judgements"] = [j for j in record.judgements(subject=pair["link"].id) if j.retracted is None]
    context: dict[str, Any] = {
        "title": "Conflicts",
        "pairs": pairs,
        "kind": kind,
        "said": SAID,
        "kinds": [(k.value, kinds[k], link_with(request, kind=k.value, page=None)) for k in AT_ODDS if kinds.get(k)],
        "any": link_with(request, kind=None, page=None),
    } | paging(request, number, len(links) == PAGE // 2)
    return answer(request, "conflicts.html", context, [plain(p["link"]) | {"judgements": [plain(j.verdict) for j in p["judgements"]]} for p in pairs])


@twin("/compare")
def compare(request: Request) -> Response:
    """How outlets tell the same story: what they share, what one alone has, what is at odds."""
    site, record = site_of(request), record_of(request)
    stories: dict[str, tuple[str, ...]] = site.kept("stories", lambda r: lookup.stories(r.db))
    wanted = request.query_params.get("story")
    if wanted is None:
        return _stories(request, record, stories)
    key = next((k for k, members in stories.items() if wanted in members), None)
    members = stories[key] if key else (record.report(wanted).document.id,)
    stored = sorted((record.report(m) for m in members[:40]), key=lambda r: (r.brief.published or "9999", r.brief.outlet or ""))
    number = page_number(request)
    shown = stored[(number - 1) * MEMBERS : number * MEMBERS]
    inside = set(members)
    links = {k.id: k for r in shown for k in lookup.links(record.db, report=r.document.id, limit=500) if {k.from_.report, k.to.report} <= inside and k.from_.item and k.to.item}
    by_item: dict[str, list[Any]] = {}
    for link in links.values():
        for end in (link.from_, link.to):
            by_item.setdefault(end.item or "", []).append(link)
    columns: list[dict[str, Any]] = []
    for report in shown:
        reading = Reading.of(report)
        rows = [(reading.row(f), _standing(by_item.get(f.id, []))) for layer in ("attributions", "quantities") for f in report.layers.get(layer, ())]
        rows.sort(key=lambda r: (("at odds", "updated", "shared", "only here").index(r[1]), r[0].start))
        columns.append({"report": report.brief, "rows": rows, "labels": [reading.row(f) for f in report.layers.get("labels", ())]})
    pairs = sides(record, [k for k in links.values() if k.kind in (*AT_ODDS, LinkKind.SAME_CLAIM)][:60])
    order = (LinkKind.CONTRADICTS, LinkKind.DENIES, LinkKind.UPDATES, LinkKind.SAME_CLAIM)
    pairs.sort(key=lambda p: (order.index(p["link"].kind), p["link"].id))
    context: dict[str, Any] = {"title": "One story", "columns": columns, "total": len(members), "pairs": pairs, "said": SAID, "address": address, "order": order} | paging(
        request, number, len(stored) > number * MEMBERS
    )
    data = {
        "reports": [plain(c["report"]) for c in columns],
        "findings": [{"report": c["report"].id, "finding": row.id, "standing": standing} for c in columns for row, standing in c["rows"]],
        "links": [plain(p["link"]) for p in pairs],
    }
    return answer(request, "compare.html", context, data)


def _standing(links: list[Any]) -> str:
    """How a finding stands to the other reports of its story."""
    kinds = {k.kind for k in links}
    if kinds & {LinkKind.CONTRADICTS, LinkKind.DENIES}:
        return "at odds"
    return "updated" if LinkKind.UPDATES in kinds else "shared" if LinkKind.SAME_CLAIM in kinds else "only here"


def _stories(request: Request, record: Record, stories: dict[str, tuple[str, ...]]) -> Response:
    number = page_number(request)
    some = list(stories.items())[(number - 1) * 30 : number * 30]
    known = lookup.briefs(record.db, [m for _, members in some for m in members[:6]])
    listed = [(first, sorted((known[m] for m in members[:6] if m in known), key=lambda b: b.published or "9999"), len(members)) for first, members in some]
    context = {"title": "Stories", "listed": listed, "total": len(stories)} | paging(request, number, len(stories) > number * 30)
    return answer(request, "stories.html", context, [{"story": first, "count": n, "reports": [plain(b) for b in briefs]} for first, briefs, n in listed])


# ----------------------------------------------------------------------------------------------------- problems, audit


@twin("/problems")
def problems(request: Request) -> Response:
    """What could not be read, and what contradicts itself."""
    record, number = record_of(request), page_number(request)
    code, severity = request.query_params.get("code") or None, request.query_params.get("severity") or None
    found = record.problems(code=code, severity=severity, limit=PAGE, offset=(number - 1) * PAGE)
    codes: list[tuple[str, str, int]] = site_of(request).kept("problems", lambda r: lookup.problem_codes(r.db))
    context: dict[str, Any] = {"title": "Problems", "found": found, "codes": codes, "code": code, "any": link_with(request, code=None, severity=None, page=None)}
    return answer(request, "problems.html", context | paging(request, number, len(found) == PAGE), [{"report": r, **plain(p)} for r, p in found])


@twin("/audit")
def audit(request: Request) -> Response:
    """Who decided what, when and why; runs and sightings too."""
    record, number = record_of(request), page_number(request)
    id, verb = request.query_params.get("id") or None, request.query_params.get("verb") or None
    if verb not in (None, "people", *lookup.VERBS):
        raise UsageError(f"The trail has the verbs {', '.join(lookup.VERBS)}; or people. {verb!r} is none of them.")
    verbs = ("judge", "mark", "amend", "retract") if verb == "people" else (verb,) if verb else lookup.VERBS
    if id is not None:
        entries = [e for e in reversed(record.log(id)) if e.verb in (*verbs, "found", "dropped")]
        more = len(entries) > number * 100
        entries = entries[(number - 1) * 100 : number * 100]
    else:
        entries = lookup.newest_entries(record.db, verbs=verbs, limit=101, offset=(number - 1) * 100)
        more, entries = len(entries) > 100, entries[:100]
    orphans = record.judgements(orphans=True) if number == 1 and id is None else []
    context: dict[str, Any] = {
        "title": "Audit",
        "entries": entries,
        "orphans": orphans,
        "id": id,
        "verb": verb,
        "verbs": [(v, link_with(request, verb=v, page=None)) for v in ("people", *lookup.VERBS)],
        "any": link_with(request, verb=None, page=None),
    }
    return answer(request, "audit.html", context | paging(request, number, more), [plain(e) for e in entries])
