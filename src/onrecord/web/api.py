"""``/api``: what programs may ask, as OpenAPI made from the same dataclasses, with a page of our own (no CDN)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from onrecord.web import charts
from onrecord.web.pages import record_of, twin
from onrecord.web.site import Site, answer, render

router = APIRouter()
router.include_router(charts.router)


def _paged(request: Request, rows: list[Any], limit: int, offset: int) -> Response:
    headers = {}
    if len(rows) == limit:
        following = request.url.include_query_params(offset=offset + limit)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return JSONResponse(rows, headers=headers)


@router.get("/api/findings", tags=["findings"], summary="Search the findings")
def findings(
    request: Request,
    q: str = "",
    layer: str = "attributions",
    said_by: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    act: str | None = None,
    measures: str | None = None,
    place: str | None = None,
    limit: int = Query(20, ge=1, le=200),
    offset: int = Query(0, ge=0),
) -> Response:
    """The hits of a search, each with its finding in the contract's form. A ``Link`` header leads to the next page."""
    narrow = {"said_by": said_by, "outlet": outlet, "since": since, "until": until, "kind": kind, "act": act, "measures": measures, "place": place}
    found = record_of(request).find(q, layer=None if layer == "all" else layer, limit=limit, offset=offset, **{k: v for k, v in narrow.items() if v})  # type: ignore[arg-type]
    return _paged(request, found.to_dicts(), limit, offset)


@router.get("/api/reports", tags=["reports"], summary="List the reports")
def reports(
    request: Request, q: str = "", outlet: str | None = None, since: str | None = None, until: str | None = None, limit: int = Query(20, ge=1, le=200), offset: int = Query(0, ge=0)
) -> Response:
    """Lines of reports, newest published first or best match first."""
    briefs, _ = record_of(request).reports(q, outlet=outlet, since=since, until=until, limit=limit, offset=offset)
    return _paged(request, [plain_brief(b) for b in briefs], limit, offset)


def plain_brief(brief: Any) -> dict[str, Any]:
    """A line of a report as JSON's own types."""
    return {name: dict(getattr(brief, name)) if name == "findings" else getattr(brief, name) for name in brief.__slots__}


@router.get("/api/reports/{id}", tags=["reports"], summary="One report with its findings")
def report(request: Request, id: str) -> Response:
    """The report as the contract's JSON object."""
    return JSONResponse(record_of(request).report(id).to_dict())


@router.get("/api/findings/{id}", tags=["findings"], summary="One finding in full")
def finding(request: Request, id: str) -> Response:
    """A finding with its context, chain, states and judgements."""
    return JSONResponse(record_of(request).show(id).to_dict())


@router.get("/api/schema", tags=["about"], summary="The JSON Schema of a report")
def schema() -> Response:
    """The schema that the dataclasses give."""
    from onrecord.schema import schema as json_schema

    return JSONResponse(json_schema())


@router.get("/api", include_in_schema=False)
def page(request: Request) -> Response:
    """What there is to ask, for people."""
    site: Site = request.app.state.site
    spec = request.app.openapi()
    calls = [(method.upper(), path, what) for path, methods in spec["paths"].items() for method, what in methods.items()]
    return Response(render(site, request, "api.html", {"title": "API", "calls": calls}), media_type="text/html; charset=utf-8")


@twin("/-/patterns")
def patterns(request: Request) -> Response:
    """Every component of the pages, in the reader's scheme."""
    return answer(request, "patterns.html", {"title": "Components"}, {})
