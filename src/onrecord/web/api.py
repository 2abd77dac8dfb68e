"""``/api``: what programs may ask, as OpenAPI made from the same dataclasses, with a page of our own (no CDN)."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

from onrecord import __version__
from onrecord.formats.jsonl import plain
from onrecord.schema import schema as json_schema
from onrecord.store import lookup
from onrecord.web import charts
from onrecord.web.pages import record_of, twin
from onrecord.web.site import answer

router = APIRouter()
router.include_router(charts.router)
_REPORT = {"200": {"description": "The report with its findings", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}}}


def _list(of: str) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI says that an answer is a list of something."""
    return {
        200: {
            "description": "A list; a Link header leads to the next page",
            "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}}},
        }
    }


def _paged(request: Request, rows: list[Any], limit: int, offset: int) -> Response:
    links = []
    for rel, at in (("next", offset + limit if len(rows) == limit else None), ("prev", max(0, offset - limit) if offset else None)):
        if at is not None:
            other = request.url.include_query_params(offset=at)
            links.append(f'<{other.path}?{other.query}>; rel="{rel}"')
    return JSONResponse(rows, headers={"Link": ", ".join(links)} if links else {})


@router.get("/api/findings", tags=["findings"], summary="Search the findings", responses=_list("Hit"))
def findings(
    request: Request,
    q: str = Query("", description='Words that all must occur; "a phrase", word*, -without, OR'),
    layer: str = Query("attributions", description="A layer, or all"),
    said_by: str | None = None,
    outlet: str | None = None,
    since: str | None = Query(None, description="First day, month or year of publication"),
    until: str | None = Query(None, description="Last day, month or year of publication"),
    kind: str | None = None,
    act: str | None = None,
    status: str | None = None,
    measures: str | None = None,
    place: str | None = None,
    report: str | None = None,
    story: str | None = None,
    judged: str = Query("prefer", description="prefer, only or ignore: what people's judgements do"),
    min_confidence: float | None = Query(None, ge=0, le=1, description="Leave out findings that are less sure"),
    limit: int = Query(20, ge=1, le=200),
    offset: int = Query(0, ge=0, le=100_000),
) -> Response:
    """The hits of a search, each with its finding in the contract's form."""
    narrow = {"said_by": said_by, "outlet": outlet, "since": since, "until": until, "kind": kind, "act": act, "status": status, "measures": measures, "place": place}
    narrow |= {"report": report, "story": story}
    asked: dict[str, Any] = {k: v for k, v in narrow.items() if v}
    found = record_of(request).find(q, layer=None if layer == "all" else layer, limit=limit, offset=offset, judged=judged, min_confidence=min_confidence, **asked)
    return _paged(request, found.to_dicts(), limit, offset)


@router.get("/api/reports", tags=["reports"], summary="List the reports", responses=_list("Brief"))
def reports(
    request: Request,
    q: str = "",
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    story: str | None = None,
    limit: int = Query(20, ge=1, le=200),
    offset: int = Query(0, ge=0, le=100_000),
) -> Response:
    """Lines of reports, newest published first or best match first."""
    briefs, _ = record_of(request).reports(q, outlet=outlet, since=since, until=until, story=story, limit=limit, offset=offset)
    return _paged(request, [plain(b) for b in briefs], limit, offset)


@router.get("/api/reports/{id}", tags=["reports"], summary="One report with its findings", responses=_REPORT)  # type: ignore[arg-type]
def report(request: Request, id: str) -> Response:
    """The report as the contract's JSON object: what ``onrecord export jsonl`` writes on one line."""
    return JSONResponse(record_of(request).report(id).to_dict())


@router.get("/api/findings/{id}", tags=["findings"], summary="One finding in full")
def finding(request: Request, id: str) -> Response:
    """A finding with its context, chain, states and judgements."""
    return JSONResponse(record_of(request).show(id).to_dict())


@router.get("/api/links", tags=["links"], summary="Links across reports", responses=_list("Link"))
def links(
    request: Request,
    kind: str | None = Query(None, description="denies, contradicts, updates, same_story, same_claim, same_event, same_entity or near_duplicate"),
    report: str | None = None,
    limit: int = Query(100, ge=1, le=1000),
    offset: int = Query(0, ge=0, le=1_000_000),
) -> Response:
    """Links, each with the reason in words."""
    found = lookup.links(record_of(request).db, kinds=(kind,) if kind else (), report=report, limit=limit, offset=offset)
    return _paged(request, [plain(k) for k in found], limit, offset)


@router.get("/api/counts", tags=["about"], summary="How much there is")
def counts(request: Request) -> Response:
    """Reports, runs, judgements, problems, links, and each layer's findings."""
    return JSONResponse(request.app.state.site.counts)


@router.get("/api/schema", tags=["about"], summary="The JSON Schema of a report")
def schema() -> Response:
    """The schema that the dataclasses give."""
    return JSONResponse(json_schema())


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description: FastAPI's own of the calls, and the schemas of what they answer out of the data model."""
    if app.openapi_schema is None:
        spec = get_openapi(
            title="onrecord", version=__version__, description="A record of news reports that can be checked. Read-only; every page has a .json twin besides.", routes=app.routes
        )
        report = json.loads(json.dumps(json_schema()).replace("#/$defs/", "#/components/schemas/"))
        definitions = report.pop("$defs")
        for name in ("$schema", "$id"):
            report.pop(name)
        text: dict[str, Any] = {"type": ["string", "null"]}
        brief = {
            "type": "object",
            "properties": dict.fromkeys(("outlet", "published", "headline", "url", "path", "retrieved"), text)
            | {"id": {"type": "string"}, "report": {"type": "string"}, "words": {"type": "integer"}},
        }
        kinds = [{"$ref": f"#/components/schemas/{n}"} for n in ("Attribution", "Quantity", "Event", "Vote", "Timex", "Toponym", "Entity", "Label")]
        hit = {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "layer": {"type": "string"},
                "report": {"$ref": "#/components/schemas/Brief"},
                "words": {"type": "string"},
                "speaker": text,
                "context": {"$ref": "#/components/schemas/Span"},
                "judgement": text,
                "score": {"type": "number"},
                "finding": {"anyOf": kinds},
            },
        }
        spec.setdefault("components", {}).setdefault("schemas", {}).update({**definitions, "Report": report, "Brief": brief, "Hit": hit})
        app.openapi_schema = spec
    return app.openapi_schema


@twin("/api")
def page(request: Request) -> Response:
    """What there is to ask, for people; its twin is the OpenAPI description."""
    spec = request.app.openapi()
    calls = [(method.upper(), path, what) for path, methods in spec["paths"].items() for method, what in methods.items()]
    schemas = {name: s for name, s in spec["components"]["schemas"].items() if s.get("type") == "object" and name not in ("HTTPValidationError", "ValidationError")}
    return answer(request, "api.html", {"title": "API", "calls": calls, "schemas": schemas}, spec)


@twin("/-/patterns")
def patterns(request: Request) -> Response:
    """Every component of the pages; both schemes side by side where the browser can."""
    return answer(request, "patterns.html", {"title": "Components"}, {"components": ["marks", "chips", "fields", "table", "panel", "pager", "empty", "change", "line"]})
