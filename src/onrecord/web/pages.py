"""The pages on which people read: the first page, search, a report, a finding, an actor. Each answers as JSON at the same address with ``.json``."""

from __future__ import annotations

import bisect
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.errors import RecordError, UsageError
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Act, AttributionKind, Finding, LinkKind, Span
from onrecord.store import decided, lookup, read
from onrecord.store.find import COLUMNS, Found
from onrecord.store.record import Record
from onrecord.store.records import Hit, StoredReport
from onrecord.text import paragraphs
from onrecord.web.highlight import Mark, cut
from onrecord.web.show import COUNTED, LETTERS, NAMES, Reading, address, around, as_json, lines_of, marks_of, readings, referred
from onrecord.web.site import Site, answer, link_with, page_number, paging

router = APIRouter(include_in_schema=False)
PAGE = 50
LISTED = 300
"""How many findings of a report the panel lists; the text shows them all."""
FILTERS = ("said_by", "outlet", "since", "until", "kind", "act", "status", "measures", "place", "story")


def twin(path: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Register a page and its JSON twin."""

    def register(page: Callable[..., Response]) -> Callable[..., Response]:
        # the twin first: {id} of the page would take "….json" too
        router.add_api_route((path.rstrip("/") or "/index") + ".json", page, methods=["GET", "HEAD"])
        router.add_api_route(path, page, methods=["GET", "HEAD"])
        return page

    return register


def site_of(request: Request) -> Site:
    """The site."""
    site: Site = request.app.state.site
    return site


def record_of(request: Request) -> Record:
    """The record, for reading."""
    return site_of(request).record


def given(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    """The filters of an address that are filled in."""
    return {name: request.query_params[name].strip() for name in names if request.query_params.get(name, "").strip()}


# ------------------------------------------------------------------------------------------------------------ first page


@twin("/")
def home(request: Request) -> Response:
    """What came in, and what needs eyes."""
    site, record = site_of(request), record_of(request)
    counts = site.counts
    newest, _ = record.reports(limit=10, newest=True)
    eyes = lines_of(record, site.kept("unsure", _unsure))
    problems = site.kept("problems", lambda r: lookup.problem_codes(r.db))
    odds = sides(record, site.kept("odds", _odds)) if counts["links"] else []
    data = {
        "counts": counts,
        "newest": [plain(b) for b in newest],
        "unsure": [as_json(e["row"]) for e in eyes],
        "conflicts": [plain(p["link"]) for p in odds],
        "problems": [{"code": c, "severity": s, "count": n} for c, s, n in problems],
    }
    context = {"title": "The record", "counts": counts, "newest": newest, "eyes": eyes, "problems": problems, "odds": odds, "names": NAMES, "counted": COUNTED}
    return answer(request, "home.html", context, data)


def _unsure(record: Record) -> list[Hit]:
    found = sorted((h for h in record.find(newest=True, limit=200) if h.judgement is None and h.finding.confidence < 0.6), key=lambda h: (h.finding.confidence, h.id))
    return found[:6]


def _odds(record: Record) -> list[Any]:
    """The first conflicts that nobody has judged."""
    out = []
    for link in lookup.links(record.db, kinds=(LinkKind.CONTRADICTS, LinkKind.DENIES), limit=200):
        if not any(j.retracted is None for j in record.judgements(subject=link.id)):
            out.append(link)
            if len(out) == 5:
                break
    return out


def sides(record: Record, links: list[Any]) -> list[dict[str, Any]]:
    """Links with both their ends in words; links to what is not in the record any more are left out."""
    items = lookup.pick(record.db, [e.item for k in links for e in (k.from_, k.to) if e.item])
    reports = list({e.report for k in links for e in (k.from_, k.to)})
    briefs, texts, known = lookup.briefs(record.db, reports), lookup.texts(record.db, reports), referred(record, items.values())
    judged = read.verdicts(record.db, f"j.subject IN ({','.join('?' * len(items))})", list(items))
    out = []
    for link in links:
        ends = []
        for end in (link.from_, link.to):
            if end.report not in briefs or (end.item and end.item not in items):
                break
            reading = Reading(texts[end.report], briefs[end.report].outlet, known, judged)
            row = reading.row(items[end.item]) if end.item else None
            before, words, after = around(reading.text, row.start, row.end) if row else ("", "", "")
            ends.append(
                {
                    "row": row,
                    "report": briefs[end.report],
                    "before": before,
                    "words": words,
                    "after": after,
                    "address": address(end.report, row) if row else f"/report/{end.report}",
                }
            )
        if len(ends) == 2:
            out.append({"link": link, "ends": ends})
    return out


# ---------------------------------------------------------------------------------------------------------------- search

FACETED = 300
"""The newest hits that facets are counted over."""
FACETS = {"outlet": "outlet", "speaker": "said_by", "kind": "kind", "act": "act", "status": "status", "month": "since"}


@twin("/find")
def find(request: Request) -> Response:
    """Search with the filters of the command line, facets with counts, and the hits as CSV and JSON."""
    site, record, params = site_of(request), record_of(request), request.query_params
    layer = params.get("layer") or "attributions"
    if layer not in ("all", "reports", *LAYERS):
        raise UsageError(f"There is no layer {layer!r}. Layers: all, reports, {', '.join(LAYERS)}.")
    narrow = given(request, FILTERS)
    number = page_number(request)
    words = params.get("q", "")
    chosen = [(name, value, link_with(request, **{name: None, "page": None})) for name, value in narrow.items()]
    choices: dict[str, Any] = {
        "title": "Find",
        "layer": layer,
        "layers": ["all", "reports", *LAYERS],
        "acts": [a.value for a in Act],
        "kinds": [k.value for k in AttributionKind],
        "filters": {name: params.get(name, "") for name in FILTERS},
        "chosen": chosen,
        "names": NAMES | {"all": "all findings", "reports": "whole reports"},
    }
    if layer == "reports":
        some = {k: v for k, v in narrow.items() if k in ("outlet", "since", "until", "story")}
        briefs, total = record.reports(words, limit=PAGE, offset=(number - 1) * PAGE, **some)
        context = choices | {"briefs": briefs, "lines": [], "total": total, "facets": {}, "csv": None} | paging(request, number, len(briefs) == PAGE and total > number * PAGE)
        return answer(request, "find.html", context, {"total": total, "reports": [plain(b) for b in briefs]})
    asked: dict[str, Any] = {"layer": None if layer == "all" else layer, **narrow}
    if params.get("format") in ("csv", "tsv"):
        return _table(record.find(words, limit=1000, **asked), params["format"])
    found = record.find(words, limit=PAGE, offset=(number - 1) * PAGE, **asked)
    key = "facets " + repr((words, sorted((k, str(v)) for k, v in asked.items())))
    facets: dict[str, dict[str, int]] = site.kept(key, lambda r: _facets(r, words, asked)) if found else {}
    shown = {
        name: [
            (value, count, link_with(request, **({"since": value, "until": value} if name == "month" else {FACETS[name]: value}), page=None))
            for value, count in sorted(values.items(), key=lambda v: (v[0] if name == "month" else -v[1], v[0]), reverse=name == "month")[:12]
            if len(value) <= 200  # an address that long would be no link
        ]
        for name, values in facets.items()
        if values
    }
    more = len(found) == PAGE and (found.total is None or found.total > number * PAGE)
    context = choices | {
        "lines": lines_of(record, found),
        "briefs": [],
        "total": found.total,
        "faceted": FACETED if found.total is None or found.total > FACETED else None,
        "facets": shown,
        "csv": link_with(request, format="csv", page=None),
    }
    return answer(request, "find.html", context | paging(request, number, more), {"total": found.total, "columns": COLUMNS, "hits": found.to_dicts(), "facets": facets})


def _facets(record: Record, words: str, asked: dict[str, Any]) -> dict[str, dict[str, int]]:
    """How the newest hits of a search divide; as `Record.facets`, over fewer hits, for a page must not wait."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for hit in record.find(words, limit=FACETED, newest=True, **asked):
        values = {"outlet": hit.report.outlet, "speaker": hit.speaker, "month": (hit.report.published or "")[:7]}
        for name, value in (values | {n: getattr(hit.finding, n, None) for n in ("kind", "act", "status")}).items():
            if value:
                counts[name][str(plain(value))] += 1
    return {name: dict(c.most_common(50)) for name, c in counts.items()}


_FORMULA = re.compile(r"[=+\-@\t\r]")


def _table(found: Found, form: str) -> Response:
    """Hits as a CSV or TSV download. A text that a spreadsheet would run as a formula is given an apostrophe in front."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t" if form == "tsv" else ",", lineterminator="\r\n")
    writer.writeheader()
    for row in found.rows():
        writer.writerow({k: "" if v is None else "'" + v if isinstance(v, str) and _FORMULA.match(v) else v for k, v in row.items()})
    kind = "text/csv" if form == "csv" else "text/tab-separated-values"
    return Response(out.getvalue().encode("utf-8", "replace"), media_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="onrecord-find.{form}"'})


# --------------------------------------------------------------------------------------------------------------- reports


def _span(wanted: str | None, length: int) -> Span | None:
    """``120-180`` as a span of a text, or None."""
    m = re.fullmatch(r"(\d{1,9})-(\d{1,9})", wanted or "")
    return Span(int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) <= length else None


@twin("/report/{id}")
def report(request: Request, id: str) -> Response:
    """A report: its text with the findings marked, and one of them in full beside it."""
    record, params = record_of(request), request.query_params
    stored = record.report(id)
    document = stored.document
    layers = read.load_findings(record.db, read.document_key(record.db, document.id), people=True)
    reading = Reading(document.text, document.outlet, {f.id: f for found in layers.values() for f in found}, stored.judgements)
    asked = params.get("layers")
    shown = [name for name in LAYERS if name in asked.split(",")] if asked is not None else ["attributions", "quantities"]
    chosen = reading.by_id.get(params.get("f", ""))
    if chosen is not None:
        own = next(name for name, cls in LAYERS.items() if isinstance(chosen, cls))
        shown = shown if own in shown else [*shown, own]
    span = _span(params.get("c"), len(document.text)) if chosen is None else None
    toggles = [
        {
            "layer": name,
            "letter": LETTERS[name],
            "name": NAMES[name],
            "count": len(layers.get(name, ())),
            "on": name in shown,
            "address": link_with(
                request,
                layers=",".join(x for x in LAYERS if (x in shown) != (x == name)),
                f=None if chosen is not None and name in shown and own == name else params.get("f") or None,
            ),
        }
        for name in LAYERS
        if layers.get(name)
    ]
    rows = sorted((reading.row(f) for name in shown if name != "entities" for f in layers.get(name, ())), key=lambda r: (r.start, -r.end, r.layer))
    at = next((k for k, r in enumerate(rows) if chosen is not None and r.id == chosen.id), None)
    marks = marks_of(layers, shown)
    if span is not None:
        marks.append(Mark(span=span, finding="", layer="chosen", role="chosen", letter=""))
    context: dict[str, Any] = {
        "title": stored.brief.headline or "Report",
        "stored": stored,
        "document": document,
        "paragraphs": list(_paragraphs(stored, marks)),
        "toggles": toggles,
        "rows": rows[:LISTED],
        "unlisted": max(0, len(rows) - LISTED),
        "chosen": reading.row(chosen) if chosen is not None else None,
        "states": record.states(chosen.id) if chosen is not None else [],
        "span": span,
        "span_words": reading.quote(span) if span else "",
        "touching": [reading.row(reading.by_id[id]) for id in _touching(layers, span)] if span else [],
        "before": rows[at - 1] if at else None,
        "after": rows[at + 1] if at is not None and at + 1 < len(rows) else rows[0] if at is None and rows else None,
        "versions": len({c.document for c in stored.captures}),
        "layers": ",".join(shown),
        "all_layers": list(LAYERS),
        "links": [k for k in lookup.links(record.db, report=document.id, limit=200) if chosen is not None and chosen.id in (k.from_.item, k.to.item)],
        "same": _whole(record, document.id),
    }
    return answer(request, "report.html", context, stored.to_dict())


def _touching(layers: dict[str, tuple[Finding, ...]], span: Span) -> list[str]:
    """Ids of the findings that have a part in a span."""
    return list(dict.fromkeys(m.finding for m in marks_of(layers, LAYERS) if m.span.start < span.end and m.span.end > span.start))


def _whole(record: Record, id: str) -> list[tuple[Any, Any]]:
    """Links of a whole report to others, with the other's line."""
    found = lookup.links(record.db, report=id, kinds=(LinkKind.SAME_STORY, LinkKind.NEAR_DUPLICATE), limit=12)
    others = [k.to.report if k.from_.report == id else k.from_.report for k in found]
    briefs = lookup.briefs(record.db, others)
    return [(link, briefs[other]) for link, other in zip(found, others, strict=True) if other in briefs]


def _paragraphs(stored: StoredReport, marks: list[Mark]) -> Iterator[dict[str, Any]]:
    """The paragraphs of a report, each in pieces."""
    document = stored.document
    spans = list(paragraphs(document.text))
    starts = [s.start for s in spans]
    near: list[list[Mark]] = [[] for _ in spans]
    for mark in marks:
        k = max(0, bisect.bisect_right(starts, mark.span.start) - 1)
        while k < len(spans) and starts[k] < mark.span.end:
            near[k].append(mark)
            k += 1
    for span, own in zip(spans, near, strict=True):
        kind = (
            "headline"
            if document.headline and span.start >= document.headline.start and span.end <= document.headline.end
            else "byline"
            if document.byline and span.start >= document.byline.start and span.end <= document.byline.end
            else "subhead"
            if span in document.subheads
            else ""
        )
        pieces, seen = [], set()
        for piece in cut(document.text, own, span):
            labels = []
            for mark in piece.begins:  # one label a mark; only the first of a span carries the address of the span
                named = mark.span not in seen and mark.span.start == piece.span.start
                seen.add(mark.span)
                labels.append((mark.letter, f"c={mark.span.start}-{mark.span.end}" if named else None))
            real = [m for m in piece.marks if m.finding]
            pieces.append(
                {
                    "piece": piece,
                    "labels": labels,
                    "inner": real[-1] if real else None,
                    "findings": " ".join(dict.fromkeys(m.finding for m in real)),
                    "chosen": len(real) < len(piece.marks),
                }
            )
        yield {"kind": kind, "pieces": pieces, "span": span}


@twin("/report/{id}/history")
def history(request: Request, id: str) -> Response:
    """The texts seen at a report's address, each against the one before."""
    seen = record_of(request).history(id)
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
    headers = {"Content-Disposition": f'attachment; filename="{stored.document.id}.bin"', "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(raw, media_type="application/octet-stream", headers=headers)


# -------------------------------------------------------------------------------------------------------------- findings


@twin("/finding/{id}")
def finding(request: Request, id: str) -> Response:
    """A finding in full: words in context, chain, states, judgements, links."""
    record = record_of(request)
    if id.startswith("lnk_"):
        return _link(request, id)
    shown = record.show(id)
    reading = readings(record, [shown.hit])[shown.document.id]
    row = reading.row(shown.hit.finding)
    before, words, after = around(reading.text, row.start, row.end, 400)
    links = sides(record, lookup.links(record.db, report=shown.document.id, item=row.id, limit=20))
    context: dict[str, Any] = {
        "title": f"{row.title}: {row.words}",
        "row": row,
        "shown": shown,
        "before": before,
        "words": words,
        "after": after,
        "address": address(shown.document.id, row),
        "links": links,
    }
    return answer(request, "finding.html", context, shown.to_dict())


def _link(request: Request, id: str) -> Response:
    """A link with both its ends."""
    record = record_of(request)
    found = decided.link(record.db, id)
    if found is None:
        raise RecordError(f"There is no link {id} in this record.")
    link, holds = found
    context = {
        "title": link.why,
        "pair": next(iter(sides(record, [link])), None),
        "link": link,
        "holds": holds,
        "judgements": record.judgements(subject=id),
    }
    return answer(request, "link.html", context, plain(link))


@router.get("/go")
def go(request: Request) -> Response:
    """From any id to its page."""
    id = request.query_params.get("id", "")
    if not re.fullmatch(r"[a-z]{3}_[0-9a-z]{1,64}", id):
        raise UsageError(f"{id!r} is no id. Ids look like doc_1a2b3c4d or att_1a2b3c4d.")
    return RedirectResponse(f"/report/{id}" if id.startswith(("doc_", "rep_")) else f"/entity/{id}" if id.startswith("ent_") else f"/finding/{id}", status_code=303)
