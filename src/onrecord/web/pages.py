"""The pages for readers. Each route answers at its address and, as JSON, at the same address with ``.json``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.errors import RecordError
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Act, AttributionKind, Entity, Finding, LinkKind, Quantity, Span
from onrecord.store.find import COLUMNS, Found
from onrecord.store.record import Record
from onrecord.store.records import Hit, StoredReport
from onrecord.text import paragraphs
from onrecord.web import charts
from onrecord.web.highlight import cut
from onrecord.web.show import LETTERS, NAMES, Reading, Row, as_json, figure, marks_of
from onrecord.web.site import Site, answer

router = APIRouter(include_in_schema=False)
PAGE = 50
FILTERS = ("said_by", "outlet", "since", "until", "kind", "act", "status", "measures", "place")


def twin(path: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Register a page and its JSON twin."""

    def register(page: Callable[..., Response]) -> Callable[..., Response]:
        # the twin first: {id} of the page would take "….json" too
        router.add_api_route((path.rstrip("/") or "/index") + ".json", page, methods=["GET"])
        router.add_api_route(path, page, methods=["GET"])
        return page

    return register


def record_of(request: Request) -> Record:
    """The record, for reading."""
    site: Site = request.app.state.site
    return site.record


def page_number(request: Request) -> int:
    """The number of the page asked for, from 1."""
    wanted = request.query_params.get("page", "1")
    return max(1, int(wanted)) if wanted.isdigit() and len(wanted) < 8 else 1


def link_with(request: Request, **changed: Any) -> str:
    """This page's address with other query parameters; None takes one away."""
    query = {k: v for k, v in request.query_params.items() if v} | changed
    kept = {k: v for k, v in query.items() if v is not None}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


class Readings:
    """Reports read for one page, each once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._have: dict[str, Reading] = {}

    def __getitem__(self, id: str) -> Reading:
        if id not in self._have:
            self._have[id] = Reading(self.record.report(id))
        return self._have[id]


def context_of(reading: Reading, start: int, end: int) -> tuple[str, str, str]:
    """The words before a span in its sentence's neighbourhood, the span, and the words after."""
    text = reading.report.document.text
    left = max(text.rfind("\n", 0, start) + 1, start - 160)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + 160)
    return ("…" if left > 0 and text[left - 1] != "\n" else "") + text[left:start], text[start:end], text[end:right] + ("…" if right < len(text) and text[right] != "\n" else "")


def lines_of(hits: Found | list[Hit], readings: Readings) -> list[dict[str, Any]]:
    """Hits as lines of a list: the row in words, the report, the words in context, the address of the exact span."""
    out = []
    for hit in hits:
        reading = readings[hit.report.id]
        row = reading.row(hit.finding)
        before, words, after = context_of(reading, row.start, row.end)
        out.append({"row": row, "report": hit.report, "before": before, "words": words, "after": after, "address": address(hit.report.id, row)})
    return out


def address(report: str, row: Row) -> str:
    """The permalink of a finding: its report, itself, its exact span."""
    return f"/report/{report}?f={row.id}#c={row.start}-{row.end}"


@twin("/")
def home(request: Request) -> Response:
    """What came in, and what needs eyes."""
    record = record_of(request)
    counts = record.counts()
    newest, _ = record.reports(limit=12, newest=True)
    unsure = sorted(record.find(layer="attributions", newest=True, limit=200), key=lambda h: h.finding.confidence)
    readings = Readings(record)
    eyes = lines_of([h for h in unsure if h.judgement is None and h.finding.confidence < 0.6][:8], readings)
    problems = Counter(p.code for _, p in record.problems(limit=500))
    conflicts = [k for k in (LinkKind.CONTRADICTS, LinkKind.DENIES) if any(True for _ in record.links(kind=k))] if counts["links"] else []
    data = {"counts": counts, "newest": [plain(b) for b in newest], "unsure": [as_json(e["row"]) for e in eyes], "problems": dict(problems)}
    return answer(
        request, "home.html", {"title": "The record", "counts": counts, "newest": newest, "eyes": eyes, "problems": problems, "conflicts": conflicts, "names": NAMES}, data
    )


@twin("/find")
def find(request: Request) -> Response:
    """Search with the filters of the command line, facets, and the hits as CSV and JSON."""
    record, params = record_of(request), request.query_params
    layer = params.get("layer") or "attributions"
    narrow: dict[str, Any] = {name: params[name] for name in FILTERS if params.get(name)}
    number = page_number(request)
    found = record.find(params.get("q", ""), layer=None if layer == "all" else layer, limit=PAGE, offset=(number - 1) * PAGE, **narrow) if layer != "reports" else None
    if layer == "reports":
        briefs, total = record.reports(params.get("q", ""), limit=PAGE, offset=(number - 1) * PAGE, **{k: v for k, v in narrow.items() if k in ("outlet", "since", "until")})
        listing: dict[str, Any] = {
            "title": "Find",
            "layer": layer,
            "briefs": briefs,
            "lines": [],
            "total": total,
            "facets": {},
            "page": number,
            "more": len(briefs) == PAGE,
            "next": link_with(request, page=number + 1),
            "previous": link_with(request, page=number - 1),
        }
        return answer(request, "find.html", listing | _choices(request), {"total": total, "reports": [plain(b) for b in briefs]})
    assert found is not None
    if params.get("format") in ("csv", "tsv"):
        body = found.to_csv("\t" if params["format"] == "tsv" else ",")
        return Response(
            body,
            media_type="text/csv; charset=utf-8" if params["format"] == "csv" else "text/tab-separated-values; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="onrecord-find.{params["format"]}"'},
        )
    facets = record.facets(params.get("q", ""), layer=None if layer == "all" else layer, **narrow)
    facet_filter = {"outlet": "outlet", "speaker": "said_by", "kind": "kind", "act": "act", "status": "status", "month": "since"}
    shown = {
        name: [
            (value, count, link_with(request, **({"since": value, "until": value} if name == "month" else {facet_filter[name]: value}), page=None))
            for value, count in list(values.items())[:12]
        ]
        for name, values in facets.items()
        if values
    }
    context: dict[str, Any] = {
        "title": "Find",
        "layer": layer,
        "lines": lines_of(found, Readings(record)),
        "briefs": [],
        "total": found.total,
        "facets": shown,
        "page": number,
        "more": len(found) == PAGE,
        "next": link_with(request, page=number + 1),
        "previous": link_with(request, page=number - 1),
        "csv": link_with(request, format="csv"),
    }
    return answer(request, "find.html", context | _choices(request), {"total": found.total, "columns": COLUMNS, "hits": found.to_dicts(), "facets": facets})


def _choices(request: Request) -> dict[str, Any]:
    return {
        "layers": ["all", "reports", *LAYERS],
        "acts": [a.value for a in Act],
        "kinds": [k.value for k in AttributionKind],
        "filters": {name: request.query_params.get(name, "") for name in FILTERS},
        "names": NAMES,
    }


@twin("/report/{id}")
def report(request: Request, id: str) -> Response:
    """A report: its text with the findings marked, and one of them in full beside it."""
    stored = record_of(request).report(id)
    reading = Reading(stored)
    asked = request.query_params.get("layers")
    shown = [name for name in LAYERS if name in asked.split(",")] if asked is not None else ["attributions", "quantities"]
    chosen = reading.by_id.get(request.query_params.get("f", ""))
    if chosen is not None:
        own = next(name for name, cls in LAYERS.items() if isinstance(chosen, cls))
        shown = shown if own in shown else [*shown, own]
    layers: dict[str, tuple[Finding, ...]] = {name: tuple(found) for name, found in stored.layers.items()}
    toggles = [
        {
            "layer": name,
            "letter": LETTERS[name],
            "name": NAMES[name],
            "count": len(layers.get(name, ())),
            "on": name in shown,
            "address": link_with(request, layers=",".join(x for x in LAYERS if (x in shown) != (x == name))),
        }
        for name in LAYERS
    ]
    rows = [reading.row(f) for name in shown if name != "entities" for f in layers.get(name, ())]
    rows.sort(key=lambda r: (r.start, -r.end))
    context: dict[str, Any] = {
        "title": stored.brief.headline or "Report",
        "stored": stored,
        "document": stored.document,
        "paragraphs": list(_paragraphs(stored, marks_of(layers, shown))),
        "toggles": toggles,
        "rows": rows,
        "chosen": reading.row(chosen) if chosen is not None else None,
        "versions": len({c.document for c in stored.captures}),
        "layers": ",".join(shown),
    }
    return answer(request, "report.html", context, stored.to_dict())


def _paragraphs(stored: StoredReport, marks: list[Any]) -> Any:
    document = stored.document
    for span in paragraphs(document.text):
        kind = (
            "headline"
            if document.headline and span.start >= document.headline.start and span.end <= document.headline.end
            else "byline"
            if document.byline and span.start >= document.byline.start and span.end <= document.byline.end
            else "subhead"
            if span in document.subheads
            else ""
        )
        near = [m for m in marks if m.span.start < span.end and m.span.end > span.start]
        yield {"kind": kind, "pieces": list(cut(document.text, near, span)), "span": span}


@twin("/report/{id}/history")
def history(request: Request, id: str) -> Response:
    """The texts seen at a report's address, each against the one before."""
    record = record_of(request)
    seen = record.history(id)
    context: dict[str, Any] = {"title": "Versions", "seen": seen, "id": id}
    return answer(request, "history.html", context, [{"capture": plain(c), "changes": [list(p) for p in pieces]} for c, pieces in seen])


@router.get("/report/{id}/bytes")
def kept_bytes(request: Request, id: str) -> Response:
    """The bytes that were kept, as a download: never shown as a page."""
    stored = record_of(request).report(id)
    sha = stored.document.source.sha256
    raw = record_of(request).blob(sha) if sha else None
    if raw is None:
        raise RecordError(f"There is no kept copy of the bytes of {id}; it was imported without them.")
    return Response(raw, media_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{id}.bin"', "Content-Security-Policy": "sandbox"})


@twin("/finding/{id}")
def finding(request: Request, id: str) -> Response:
    """A finding in full: words in context, chain, states, judgements."""
    shown = record_of(request).show(id)
    reading = Reading(record_of(request).report(shown.document.id))
    row = reading.row(shown.hit.finding)
    before, words, after = context_of(reading, row.start, row.end)
    links = list(record_of(request).links(item=id))
    context: dict[str, Any] = {
        "title": row.title,
        "row": row,
        "shown": shown,
        "before": before,
        "words": words,
        "after": after,
        "address": address(shown.document.id, row),
        "links": links,
    }
    return answer(request, "finding.html", context, shown.to_dict())


@twin("/entity/{id}")
def entity(request: Request, id: str) -> Response:
    """An actor over all reports: what they say, what is said of them, how each outlet calls them, their names with the sentence that shows each.

    The address takes an entity's id (of one report) or a name.
    """
    record = record_of(request)
    name, kind = id, request.query_params.get("kind")
    if id.startswith("ent_"):
        found = record.show(id).hit.finding
        assert isinstance(found, Entity)
        name, kind = found.name, found.kind.value
    actor, says = record.entity(name, kind, role="speaker", limit=PAGE)
    if actor is None:
        raise RecordError(f"There is no actor {name!r} in this record.")
    readings = Readings(record)
    _, labelled = record.entity(name, kind, role="entity", limit=PAGE)
    _, present = record.entity(name, kind, role="is", limit=PAGE)
    _, told = record.entity(name, kind, role="recipient", limit=PAGE)
    _, did = record.entity(name, kind, role="actor", limit=PAGE)
    aliases: dict[str, dict[str, Any]] = {}
    for hit in present:
        reading = readings[hit.report.id]
        assert isinstance(hit.finding, Entity)
        for span in hit.finding.mentions:
            words = reading.report.quote(span)
            if (
                words.lower() not in ("he", "she", "it", "they", "him", "her", "his", "its", "their", "them", "i", "we", "us", "our", "my", "me")
                and words not in aliases
                and len(aliases) < 60
            ):
                before, _, after = context_of(reading, span.start, span.end)
                aliases[words] = {
                    "outlet": hit.report.outlet,
                    "published": hit.report.published,
                    "before": before,
                    "words": words,
                    "after": after,
                    "address": f"/report/{hit.report.id}?f={hit.id}#c={span.start}-{span.end}",
                }
    context: dict[str, Any] = {
        "title": name,
        "actor": actor,
        "says": lines_of(says, readings),
        "labels": lines_of(labelled, readings),
        "did": lines_of(did, readings),
        "told": lines_of(told, readings),
        "aliases": aliases,
    }
    return answer(
        request,
        "entity.html",
        context,
        {"name": actor.name, "kind": actor.kind, "roles": dict(actor.roles), "says": [as_json(x["row"]) for x in context["says"]], "names": aliases},
    )


def _ledger(request: Request) -> tuple[list[dict[str, Any]], bool]:
    record, params = record_of(request), request.query_params
    narrow = {name: params[name] for name in ("measures", "place", "outlet", "since", "until") if params.get(name)}
    found = record.find(params.get("q", ""), layer="quantities", limit=200, offset=(page_number(request) - 1) * 200, newest=True, **narrow)
    readings = Readings(record)
    lines = []
    for line in lines_of(found, readings):
        reading = readings[line["report"].id]
        quantity = reading.by_id.get(line["row"].id)
        if isinstance(quantity, Quantity):
            period = quantity.period
            lines.append(
                line
                | {
                    "quantity": quantity,
                    "figure": figure(quantity),
                    "claimant": reading.claimant(quantity.claimed_by),
                    "place": reading.name(quantity.place),
                    "as_of": (period.end or period.start) if period else None,
                    "since": period.start if period else None,
                }
            )
    return lines, len(found) == 200


def quantities_chart(request: Request) -> dict[str, Any]:
    """The specification of the ledger's chart."""
    return charts.ledger(charts.points(_ledger(request)[0]))


@twin("/quantities")
def quantities(request: Request) -> Response:
    """The ledger of figures: by what they count and where, over time, each with its bound and claimant."""
    lines, more = _ledger(request)
    number = page_number(request)
    params = request.query_params
    data = [
        as_json(x["row"])
        | {
            "low": x["quantity"].low,
            "high": x["quantity"].high,
            "unit": x["quantity"].unit,
            "claimant": x["claimant"],
            "as_of": x["as_of"],
            "reported": x["report"].published,
            "report": x["report"].id,
        }
        for x in lines
    ]
    context: dict[str, Any] = {
        "title": "Figures",
        "lines": lines,
        "filters": {n: params.get(n, "") for n in ("measures", "place", "outlet", "since", "until")},
        "page": number,
        "more": more,
        "next": link_with(request, page=number + 1),
        "previous": link_with(request, page=number - 1),
        "spec": charts.address(request, "quantities"),
    }
    return answer(request, "quantities.html", context, data)


def _dated(request: Request) -> tuple[list[dict[str, Any]], bool]:
    record, params = record_of(request), request.query_params
    narrow = {name: params[name] for name in ("kind", "status", "place", "outlet", "since", "until") if params.get(name)}
    found = record.find(params.get("q", ""), layer="events", limit=100, offset=(page_number(request) - 1) * 100, newest=True, **narrow)
    readings = Readings(record)
    lines = lines_of(found, readings)
    for line in lines:
        event = readings[line["report"].id].by_id.get(line["row"].id)
        period = getattr(event, "period", None)
        line["start"], line["end"], line["event"] = (period.start if period else None), (period.end if period else None), event
    lines.sort(key=lambda x: (x["start"] or "9999", x["report"].published or ""))
    return lines, len(found) == 100


def events_chart(request: Request) -> dict[str, Any]:
    """The specification of the time line."""
    lines, _ = _dated(request)
    dated = [x for x in lines if x["start"]]
    return charts.timeline(
        [
            {"day": x["start"][:10], "type": x["event"].type, "modality": x["event"].modality.value, "words": x["words"], "reported": x["report"].published, "href": x["address"]}
            for x in dated
        ]
    )


@twin("/events")
def events(request: Request) -> Response:
    """What is reported to have happened, by its own date; planned, denied and hypothetical events are told apart."""
    lines, more = _dated(request)
    number, params = page_number(request), request.query_params
    context: dict[str, Any] = {
        "title": "Events",
        "lines": lines,
        "filters": {n: params.get(n, "") for n in ("kind", "status", "place", "outlet", "since", "until")},
        "page": number,
        "more": more,
        "next": link_with(request, page=number + 1),
        "previous": link_with(request, page=number - 1),
        "spec": charts.address(request, "events"),
    }
    return answer(
        request, "events.html", context, [as_json(x["row"]) | {"start": x["start"], "end": x["end"], "reported": x["report"].published, "report": x["report"].id} for x in lines]
    )


def _placed(request: Request) -> list[dict[str, Any]]:
    found = record_of(request).find(request.query_params.get("q", ""), layer="toponyms", limit=1000, newest=True)
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for hit in found:
        place = hit.finding
        key = (getattr(place, "geonameid", None) or getattr(place, "name", ""), getattr(place, "country", None))
        one = seen.setdefault(key, {"place": place, "count": 0, "reports": {}})
        one["count"] += 1
        one["reports"].setdefault(hit.report.id, hit)
    return sorted(seen.values(), key=lambda x: (-x["count"], x["place"].name))


def places_chart(request: Request) -> dict[str, Any]:
    """The specification of the map."""
    known = [x for x in _placed(request) if x["place"].lat is not None and x["place"].lon is not None]
    return charts.world(
        [
            {
                "name": x["place"].name,
                "country": x["place"].country or "",
                "lat": x["place"].lat,
                "lon": x["place"].lon,
                "mentions": x["count"],
                "href": f"/find?layer=toponyms&place={x['place'].name}",
            }
            for x in known
        ]
    )


@twin("/places")
def places(request: Request) -> Response:
    """Where things are reported: a map without tile servers, and its list."""
    listed = _placed(request)
    data = [
        {
            "name": x["place"].name,
            "country": x["place"].country,
            "lat": x["place"].lat,
            "lon": x["place"].lon,
            "claimants": list(x["place"].claimants),
            "mentions": x["count"],
            "reports": list(x["reports"]),
        }
        for x in listed
    ]
    return answer(request, "places.html", {"title": "Places", "listed": listed, "spec": charts.address(request, "places")}, data)


@twin("/votes")
def votes(request: Request) -> Response:
    """Votes of parliaments, councils and assemblies."""
    record = record_of(request)
    found = record.find(request.query_params.get("q", ""), layer="votes", limit=200, newest=True)
    readings = Readings(record)
    lines = lines_of(found, readings)
    return answer(request, "votes.html", {"title": "Votes", "lines": lines}, [as_json(x["row"]) | {"report": x["report"].id} for x in lines])


@twin("/labels")
def labels(request: Request) -> Response:
    """Actor by outlet: which names each outlet uses, and in whose voice."""
    record = record_of(request)
    found = record.find(request.query_params.get("q", ""), layer="labels", limit=1000, newest=True)
    readings = Readings(record)
    table: dict[str, dict[str, Counter[tuple[str, str]]]] = defaultdict(lambda: defaultdict(Counter))
    shows: dict[tuple[str, str, str, str], str] = {}
    for hit in found:
        reading = readings[hit.report.id]
        label = hit.finding
        actor = reading.name(getattr(label, "entity", None)) or "(no actor resolved)"
        outlet = hit.report.outlet or "(outlet not known)"
        voice = reading.claimant(getattr(label, "applied_by", None)) if getattr(label, "applied_by", None) else "own voice"
        words = hit.words.lower()
        table[actor][outlet][(words, voice)] += 1
        shows.setdefault((actor, outlet, words, voice), address(hit.report.id, reading.row(label)))
    outlets = sorted({o for by in table.values() for o in by})
    listed = [
        (actor, [(outlet, [(w, v, n, shows[actor, outlet, w, v]) for (w, v), n in by[outlet].most_common(12)]) for outlet in outlets if by[outlet]])
        for actor, by in sorted(table.items(), key=lambda x: -sum(sum(c.values()) for c in x[1].values()))
    ]
    data = [{"actor": a, "outlet": o, "words": w, "voice": v, "count": n} for a, by in listed for o, words_ in by for w, v, n, _ in words_]
    return answer(request, "labels.html", {"title": "Labels", "listed": listed[:100], "outlets": outlets}, data)


def _sides(record: Record, kinds: tuple[LinkKind, ...], limit: int = 100) -> list[dict[str, Any]]:
    readings = Readings(record)
    out: list[dict[str, Any]] = []
    for kind in kinds:
        for link in record.links(kind=kind):
            if len(out) >= limit:
                return out
            ends = []
            for end in (link.from_, link.to):
                try:
                    reading = readings[end.report]
                except RecordError:
                    break
                found = reading.by_id.get(end.item) if end.item else None
                if found is not None:
                    row = reading.row(found)
                    ends.append({"row": row, "report": reading.report.brief, "address": address(end.report, row)})
                else:
                    ends.append({"row": None, "report": reading.report.brief, "address": f"/report/{end.report}"})
            if len(ends) == 2:
                out.append({"link": link, "ends": ends})
    return out


@twin("/conflicts")
def conflicts(request: Request) -> Response:
    """Statements and figures at odds, side by side, with the reason."""
    pairs = _sides(record_of(request), (LinkKind.CONTRADICTS, LinkKind.DENIES, LinkKind.UPDATES))
    return answer(request, "conflicts.html", {"title": "Conflicts", "pairs": pairs}, [plain(p["link"]) for p in pairs])


@twin("/compare")
def compare(request: Request) -> Response:
    """How outlets tell the same story: what they share, what one alone has, what is at odds."""
    record = record_of(request)
    story = request.query_params.get("story")
    groups: dict[str, set[str]] = {}
    for link in record.links(kind=LinkKind.SAME_STORY):
        joined = groups.get(link.from_.report, {link.from_.report}) | groups.get(link.to.report, {link.to.report})
        for member in joined:
            groups[member] = joined
    distinct = {min(g): g for g in groups.values()}
    if story is None or not groups.get(story):
        listed = [(first, [record.report(m).brief for m in sorted(members)[:12]], len(members)) for first, members in sorted(distinct.items(), key=lambda x: -len(x[1]))[:100]]
        return answer(request, "stories.html", {"title": "Stories", "listed": listed}, [{"story": first, "reports": [plain(b) for b in briefs]} for first, briefs, _ in listed])
    readings = Readings(record)
    members = sorted(groups[story])[:12]
    columns = []
    for member in members:
        reading = readings[member]
        rows = [reading.row(f) for layer in ("attributions", "quantities") for f in reading.report.layers.get(layer, ())]
        columns.append({"report": reading.report.brief, "rows": rows, "labels": [reading.row(f) for f in reading.report.layers.get("labels", ())]})
    inside = set(members)
    pairs = [p for p in _sides(record, (LinkKind.CONTRADICTS, LinkKind.DENIES, LinkKind.UPDATES, LinkKind.SAME_CLAIM), 500) if {e["report"].id for e in p["ends"]} <= inside]
    shared = {e["row"].id for p in pairs if p["link"].kind is LinkKind.SAME_CLAIM for e in p["ends"] if e["row"]}
    odds = {e["row"].id for p in pairs if p["link"].kind in (LinkKind.CONTRADICTS, LinkKind.DENIES) for e in p["ends"] if e["row"]}
    context: dict[str, Any] = {"title": "One story", "columns": columns, "pairs": pairs, "shared": shared, "odds": odds, "address": address}
    return answer(request, "compare.html", context, {"reports": [plain(c["report"]) for c in columns], "links": [plain(p["link"]) for p in pairs]})


@twin("/problems")
def problems(request: Request) -> Response:
    """What could not be read, and what contradicts itself."""
    number = page_number(request)
    code, severity = request.query_params.get("code") or None, request.query_params.get("severity") or None
    found = record_of(request).problems(code=code, severity=severity, limit=PAGE, offset=(number - 1) * PAGE)
    codes = Counter(p.code for _, p in record_of(request).problems(limit=1000))
    context: dict[str, Any] = {
        "title": "Problems",
        "found": found,
        "codes": codes,
        "page": number,
        "more": len(found) == PAGE,
        "next": link_with(request, page=number + 1),
        "previous": link_with(request, page=number - 1),
    }
    return answer(request, "problems.html", context, [{"report": r, **plain(p)} for r, p in found])


@twin("/audit")
def audit(request: Request) -> Response:
    """Who decided what, when and why; runs and sightings too."""
    record = record_of(request)
    id = request.query_params.get("id") or None
    entries = list(reversed(record.log(id)))
    number = page_number(request)
    shown = entries[(number - 1) * 100 : number * 100]
    orphans = record.judgements(orphans=True)
    context: dict[str, Any] = {
        "title": "Audit",
        "entries": shown,
        "orphans": orphans,
        "id": id,
        "page": number,
        "more": len(entries) > number * 100,
        "next": link_with(request, page=number + 1),
        "previous": link_with(request, page=number - 1),
    }
    return answer(request, "audit.html", context, [plain(e) for e in shown])


@router.get("/go")
def go(request: Request) -> Response:
    """From any id to its page."""
    id = request.query_params.get("id", "")
    return RedirectResponse(f"/report/{id}" if id.startswith(("doc_", "rep_")) else f"/entity/{id}" if id.startswith("ent_") else f"/finding/{id}", status_code=303)


__all__ = ["Span", "router"]
