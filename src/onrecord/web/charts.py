"""Charts and the map, as Vega-Lite through altair: a specification for readers with scripts, an SVG of the same for those
without. The JavaScript comes out of the vl-convert package, so that nothing is fetched."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

router = APIRouter(include_in_schema=False)
LAND = Path(__file__).parent / "data" / "land-110m.json"


def address(request: Request, chart: str) -> dict[str, str]:
    """Where a page's chart is: its specification and its picture, for the same query."""
    query = urlencode([(k, v) for k, v in request.query_params.items() if v and k != "page"])
    return {"spec": f"/chart/{chart}.vl.json?{query}", "svg": f"/chart/{chart}.svg?{query}"}


def points(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points of the ledger's chart: one a claimed figure, never merged.

    Each has `day` (the figure's own date, else the report's), `low`, `high` (equal where exact; an open end is drawn to the
    number given), `claimant`, `measures`, `unit`, `bound` and the address of its sentence.
    """
    out = []
    for line in lines:
        quantity, day = line["quantity"], line["as_of"] or line["report"].published
        low, high = quantity.low, quantity.high
        if day is None or (low is None and high is None) or max(abs(x) for x in (low, high) if x is not None) > 1e18:
            continue
        out.append(
            {
                "day": day[:10],
                "own": line["as_of"] is not None,
                "low": float(low if low is not None else high),
                "high": float(high if high is not None else low),
                "claimant": line["claimant"],
                "measures": quantity.measures or "",
                "unit": quantity.unit or "number",
                "bound": quantity.qualifier.value.replace("_", " "),
                "href": line["address"],
            }
        )
    return out


def _base(**more: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "background": None,
        "config": {"font": "system-ui, sans-serif", "view": {"stroke": None}},
        **more,
    }


def ledger(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Claimed values over time with low and high, coloured and shaped by claimant."""
    common = {
        "x": {"field": "day", "type": "temporal", "title": "as of"},
        "color": {"field": "claimant", "type": "nominal", "title": "claimed by", "legend": {"orient": "bottom", "columns": 2, "labelLimit": 260}},
    }
    tips = [{"field": f, "type": "nominal"} for f in ("day", "claimant", "bound", "low", "high", "unit", "measures")]
    return _base(
        height=300,
        data={"values": values},
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": {**common, "y": {"field": "low", "type": "quantitative", "title": "claimed"}, "y2": {"field": "high"}}},
            {
                "mark": {"type": "point", "filled": True, "size": 70},
                "encoding": {
                    **common,
                    "y": {"field": "low", "type": "quantitative"},
                    "shape": {"field": "bound", "type": "nominal", "title": "bound", "legend": {"orient": "bottom"}},
                    "href": {"field": "href"},
                    "tooltip": tips,
                },
            },
        ],
    )


def timeline(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Events on a zoomable time line, by type; the modality gives the shape."""
    return _base(
        height={"step": 22},
        data={"values": values},
        mark={"type": "point", "filled": True, "size": 80, "opacity": 0.8},
        params=[{"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}],
        encoding={
            "x": {"field": "day", "type": "temporal", "title": "date of the event"},
            "y": {"field": "type", "type": "nominal", "title": None},
            "shape": {"field": "modality", "type": "nominal", "legend": {"orient": "bottom"}},
            "color": {"field": "modality", "type": "nominal", "scale": {"range": ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a7a00"]}},
            "href": {"field": "href"},
            "tooltip": [{"field": f, "type": "nominal"} for f in ("day", "type", "modality", "words", "reported")],
        },
    )


def world(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Places on the land of the world, without borders (borders are claims)."""
    return _base(
        height=360,
        projection={"type": "equalEarth"},
        layer=[
            {"data": {"values": _land(), "format": {"type": "topojson", "feature": "land"}}, "mark": {"type": "geoshape", "fill": "#c9c4b8", "stroke": None}},
            {
                "data": {"values": values},
                "mark": {"type": "circle", "opacity": 0.75, "color": "#0072b2"},
                "encoding": {
                    "longitude": {"field": "lon", "type": "quantitative"},
                    "latitude": {"field": "lat", "type": "quantitative"},
                    "size": {"field": "mentions", "type": "quantitative", "scale": {"range": [30, 500]}, "legend": None},
                    "href": {"field": "href"},
                    "tooltip": [{"field": f, "type": "nominal"} for f in ("name", "country", "mentions")],
                },
            },
        ],
    )


@lru_cache(maxsize=1)
def _land() -> Any:
    return json.loads(LAND.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def svg(spec: str) -> str:
    """The picture of a specification, for readers without scripts."""
    import vl_convert

    sized = json.loads(spec)
    sized["width"] = 760
    return str(vl_convert.vegalite_to_svg(json.dumps(sized)))


@lru_cache(maxsize=1)
def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, out of the vl-convert package."""
    import vl_convert

    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # the stub forgets that the snippet is optional


@router.get("/static-vega.js")
def vega() -> Response:
    """The chart library."""
    return Response(bundle(), media_type="text/javascript", headers={"Cache-Control": "public, max-age=86400"})


def _spec(request: Request, name: str) -> dict[str, Any]:
    from onrecord.errors import UsageError
    from onrecord.web import pages

    makers = {"quantities": pages.quantities_chart, "events": pages.events_chart, "places": pages.places_chart}
    if name not in makers:
        raise UsageError(f"There is no chart {name!r}. Charts: {', '.join(makers)}.")
    return makers[name](request)


@router.get("/chart/{name}.vl.json")
def specification(request: Request, name: str) -> Response:
    """A page's chart as Vega-Lite."""
    return Response(json.dumps(_spec(request, name)), media_type="application/json")


@router.get("/chart/{name}.svg")
def picture(request: Request, name: str) -> Response:
    """A page's chart as a picture, for readers without scripts."""
    return Response(
        svg(json.dumps(_spec(request, name))), media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    )
