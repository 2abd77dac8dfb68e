"""The pages across reports: what is at odds, how several outlets tell one story, and figures over time; problems and the audit trail."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from onrecord.errors import UsageError
from onrecord.formats.jsonl import plain
from onrecord.model import LinkKind, Quantity
from onrecord.store import lookup
from onrecord.store.answers import Cited, Point, Series, Told
from onrecord.store.conflicts import AT_ODDS
from onrecord.store.record import Record
from onrecord.web import charts
from onrecord.web.pages import PAGE, given, record_of, sides, site_of, twin
from onrecord.web.show import Reading, address
from onrecord.web.site import answer, link_with, page_number, paging
from onrecord.wording import number as number_words
from onrecord.wording import unit_words

NEWEST = 250
"""The newest figures of a measure that a ledger's page reads; ``onrecord ledger`` reads more."""
MEMBERS = 8
"""Reports of one story that stand side by side on one page."""


@twin("/conflicts")
def conflicts(request: Request) -> Response:
    """Statements and figures at odds, side by side, with the reason and what people say of it."""
    site, record, params = site_of(request), record_of(request), request.query_params
    kind = params.get("kind") or None
    if kind not in (None, *AT_ODDS):
        raise UsageError(f"Conflicts are of the kinds {', '.join(AT_ODDS)}, not {kind!r}.")
    number, size = page_number(request), PAGE // 2
    judged = params.get("judged") or "prefer"
    narrow = given(request, ("who", "outlet", "since", "until", "story", "report"))
    found = record.conflicts(params.get("q", ""), kind=kind, judged=judged, limit=size + 1, offset=(number - 1) * size, **narrow)
    kinds: dict[str, int] = site.kept("links", lambda r: lookup.link_kinds(r.db))
    pairs = sides(record, [c.link for c in found[:size]])
    for pair in pairs:
        pair["judgements"] = [j for j in record.judgements(subject=pair["link"].id) if j.retracted is None]
    context: dict[str, Any] = {
        "title": "Conflicts",
        "pairs": pairs,
        "kind": kind,
        "filters": {n: params.get(n, "") for n in ("who", "outlet", "since", "until")},
        "narrowed": bool(narrow or params.get("q")),
        "ignored": link_with(request, judged=None if judged == "ignore" else "ignore", page=None),
        "judged": judged,
        "kinds": [(k.value, kinds[k], link_with(request, kind=k.value, page=None)) for k in AT_ODDS if kinds.get(k)],
        "any": link_with(request, kind=None, page=None),
    } | paging(request, number, len(found) > size)
    return answer(request, "conflicts.html", context, [plain(p["link"]) | {"judgements": [plain(j.verdict) for j in p["judgements"]]} for p in pairs])


@twin("/compare")
def compare(request: Request) -> Response:
    """How outlets tell the same story: what they share, what one alone has, what is at odds, how each calls whom."""
    site, record = site_of(request), record_of(request)
    wanted = request.query_params.get("story")
    if wanted is None:
        return _stories(request, record, site.kept("stories", lambda r: lookup.stories(r.db)))
    made = record.compare(wanted)
    number = page_number(request)
    shown = made.reports[(number - 1) * MEMBERS : number * MEMBERS]
    ids = {b.id for b in shown}
    odds = {end.item: k.link.kind for k in made.at_odds for end in (k.link.from_, k.link.to)}
    standing = {m.id: _standing(t, odds.get(m.id)) for t in made.told for m in t.members}
    columns: list[dict[str, Any]] = []
    for brief in shown:
        report = record.report(brief.id)
        reading = Reading.of(report)
        rows = [(reading.row(f), standing[f.id]) for layer in ("attributions", "quantities") for f in report.layers.get(layer, ()) if f.id in standing]
        rows.sort(key=lambda r: (STANDINGS.index(r[1]), r[0].start))
        columns.append({"report": report.brief, "rows": rows, "labels": [reading.row(f) for f in report.layers.get("labels", ())]})
    pairs = sides(record, [c.link for c in made.at_odds if ids & {c.link.from_.report, c.link.to.report}][:60])
    labels: dict[str, list[Any]] = {}
    for actor, label in made.labels:
        labels.setdefault(actor or "actor not resolved", []).append(label)
    context: dict[str, Any] = {
        "title": "One story",
        "columns": columns,
        "total": len(made.reports) + made.left,
        "outlets": made.outlets,
        "pairs": pairs,
        "together": [t for t in made.told if t.standing != "one"],
        "alone": sum(t.standing == "one" for t in made.told),
        "labels": labels,
        "copies": made.copies,
        "left": made.left,
        "joined": made.joined,
        "address": address,
        "cited": lambda c: f"/report/{c.report.id}?f={c.id}#c={c.span.start}-{c.span.end}",
        "shows": lambda q: f"/report/{q.report.id}?c={q.span.start}-{q.span.end}#c={q.span.start}-{q.span.end}",
        "story": made.reports[0].id,
    } | paging(request, number, len(made.reports) > number * MEMBERS)
    data = made.to_dict() | {
        "findings": [{"report": c["report"].id, "finding": row.id, "standing": how} for c in columns for row, how in c["rows"]],
        "links": [plain(p["link"]) for p in pairs],
    }
    return answer(request, "compare.html", context, data)


STANDINGS = ("at odds", "updated", "shared", "only here")


def _standing(told: Told, odds: LinkKind | None) -> str:
    """How a finding stands to the other reports of its story."""
    if odds in (LinkKind.CONTRADICTS, LinkKind.DENIES):
        return "at odds"
    return "updated" if odds is LinkKind.UPDATES else "shared" if told.standing != "one" else "only here"


# ------------------------------------------------------------------------------------------------------------------ ledger


def _ledger(request: Request) -> list[Series]:
    params = request.query_params
    measure = params.get("measure", "").strip()
    narrow = given(request, ("place", "population", "unit", "outlet", "claimed_by", "since", "until", "story"))
    return record_of(request).ledger(measure, exact=bool(params.get("exact")), summary=bool(params.get("summary")), most=NEWEST, **narrow) if measure else []


def _drawn(request: Request, made: list[Series]) -> Series | None:
    """The series that is drawn: the one asked for, else the longest."""
    asked = request.query_params.get("series", "")
    return made[int(asked) - 1] if asked.isascii() and asked.isdigit() and 0 < int(asked) <= len(made) else made[0] if made else None


def ledger_chart(request: Request) -> dict[str, Any]:
    """The specification of a ledger's chart: one series."""
    series = _drawn(request, _ledger(request))
    return charts.ledger([_point(p) for p in series.points if _drawable(p)] if series else [], series.unit or "" if series else "")


def _drawable(p: Point) -> bool:
    ends = [x for x in (p.quantity.low, p.quantity.high) if x is not None]
    return bool(p.day and ends and max(map(abs, ends)) < 1e15)


def _point(p: Point) -> dict[str, Any]:
    low, high = p.quantity.low, p.quantity.high
    assert p.day is not None
    return {
        "day": p.day,
        "dated": "as of" if p.as_of else "reported",
        "low": float(low if low is not None else high or 0),
        "high": float(high if high is not None else low or 0),
        "claimant": p.cited.who[:60],
        "figure": p.cited.says,
        "measures": (p.quantity.measures or "")[:60],
        "bound": p.quantity.qualifier.value.replace("_", " "),
        "href": _cited(p.cited),
    }


def _cited(c: Cited) -> str:
    """The permalink of a finding."""
    return f"/report/{c.report.id}?f={c.id}#c={c.span.start}-{c.span.end}"


@twin("/ledger")
def ledger(request: Request) -> Response:
    """Claimed figures of one measure over time, a series a place and population; low, best and high as a view with its rule."""
    params = request.query_params
    made = _ledger(request)
    series = _drawn(request, made)
    context: dict[str, Any] = {
        "title": f"Ledger of {params.get('measure', '').strip()}" if params.get("measure") else "Ledger",
        "made": made,
        "drawn": series,
        "filters": {n: params.get(n, "") for n in ("place", "population", "claimed_by", "outlet", "since", "until")},
        "exact": params.get("exact"),
        "summary": params.get("summary"),
        "summing": link_with(request, summary=None if params.get("summary") else 1),
        "measures": _measured(request) if not params.get("measure") else [],
        "spec": charts.address(request, "ledger", charts.LEDGER_HEIGHT) if series and any(map(_drawable, series.points)) else None,
        "draw": lambda k: link_with(request, series=k),
        "cited": _cited,
        "unit_words": unit_words,
        "number": number_words,
    }
    return answer(request, "ledger.html", context, [s.to_dict() for s in made])


def _measured(request: Request) -> list[tuple[str, int, str]]:
    """What the newest figures count, to begin with."""
    found = record_of(request).find(layer="quantities", limit=150, newest=True)
    counted = Counter(h.finding.measures for h in found if isinstance(h.finding, Quantity) and h.finding.measures)
    return [(m, n, f"/ledger?{urlencode({'measure': m})}") for m, n in counted.most_common(24)]


def _stories(request: Request, record: Record, stories: dict[str, tuple[str, ...]]) -> Response:
    number = page_number(request)
    some = list(stories.items())[(number - 1) * 30 : number * 30]
    known = lookup.briefs(record.db, [m for _, members in some for m in members[:6]])
    listed = [
        (first, sorted((known[m] for m in members[:6] if m in known), key=lambda b: b.published or "9999"), len(members), lookup.story_reason(record.db, first))
        for first, members in some
    ]
    context = {"title": "Stories", "listed": listed, "total": len(stories)} | paging(request, number, len(stories) > number * 30)
    return answer(request, "stories.html", context, [{"story": first, "count": n, "why": why, "reports": [plain(b) for b in briefs]} for first, briefs, n, why in listed])


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
