"""Charts and the map as Vega-Lite: a specification for readers with scripts, an SVG of the same for those without.

The JavaScript (Vega, Vega-Lite, Vega-Embed) and the SVG both come out of the vl-convert package, so nothing is fetched. The
specifications are plain dictionaries; tests check each against altair's schema (see docs/decisions).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.errors import UsageError

router = APIRouter(include_in_schema=False)
LAND = Path(__file__).parent / "data" / "land-110m.json"
LEDGER_HEIGHT, MAP_HEIGHT = 420, 400
WIDTH = 1100
SHAPES = {
    "exact": "circle",
    "at least": "triangle-up",
    "over": "triangle-up",
    "about": "diamond",
    "nearly": "diamond",
    "under": "triangle-down",
    "up to": "triangle-down",
    "range": "square",
}
# Okabe and Ito's hues, darker on paper and lighter on black, until each reaches 3:1 against the page
LIGHT = ["#0060a0", "#b34700", "#00735a", "#a8487d", "#7a6a00", "#16799f", "#4d4d4d", "#8a5a00"]
DARK = ["#7cc0ff", "#ff9a5c", "#5fd0a8", "#e39bc7", "#e2d455", "#6fcbe8", "#c3beb3", "#f0b04a"]
MODES = {"happened": "circle", "ongoing": "square", "planned": "triangle-up", "hypothetical": "diamond", "denied": "cross"}


def address(request: Request, chart: str, height: int) -> dict[str, Any]:
    """Where a page's chart is: its specification and its picture, for the same query, in both schemes."""
    query = [(k, v) for k, v in request.query_params.items() if v]
    at = {f"{form}{scheme}": f"/chart/{chart}.{form}?{urlencode([*query, ('scheme', scheme)])}" for form in ("vl.json", "svg") for scheme in ("light", "dark")}
    return {"spec": at["vl.jsonlight"], "spec_dark": at["vl.jsondark"], "svg": at["svglight"], "svg_dark": at["svgdark"], "height": height, "width": WIDTH}


def drawable(line: dict[str, Any]) -> bool:
    """Has a figure a day and a value that an axis can hold?"""
    quantity = line["quantity"]
    values = [x for x in (quantity.low, quantity.high) if x is not None]
    return bool((line["as_of"] or line["report"].published) and values and max(map(abs, values)) < 1e15)


def points(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points of the ledger's chart: one a claimed figure, never merged.

    Each has `day` (the figure's own date, else the report's, which `own` tells), `low` and `high` (equal where exact; an open end
    is drawn as the number that is given, with a shape that points to where it is open), `claimant` and the address of its sentence.
    """
    out = []
    for line in lines:
        if not drawable(line):
            continue
        quantity, day = line["quantity"], line["as_of"] or line["report"].published
        low, high = quantity.low, quantity.high
        out.append(
            {
                "day": day[:10],
                "dated": "as of" if line["as_of"] else "reported",
                "low": float(low if low is not None else high),
                "high": float(high if high is not None else low),
                "claimant": line["claimant"][:60],
                "figure": line["figure"],
                "measures": (quantity.measures or "")[:60],
                "bound": quantity.qualifier.value.replace("_", " "),
                "href": line["address"],
            }
        )
    return out


def _base(height: int, **more: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "transparent",
        **more,
    }


def in_scheme(spec: dict[str, Any], dark: bool) -> dict[str, Any]:
    """A specification with the colours of the light or the dark page."""
    ink, soft, grid = ("#ece9e2", "#b3aea4", "#3c3d42") if dark else ("#1c1b19", "#5a564f", "#e4dfd4")
    words = {"labelColor": soft, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 600}
    config = {
        "font": "system-ui, sans-serif",
        "view": {"stroke": None},
        "axis": {"gridColor": grid, "domainColor": soft, "tickColor": soft, **words},
        "legend": {"orient": "bottom", "symbolStrokeWidth": 2, "symbolBaseFillColor": soft, "symbolBaseStrokeColor": soft, **words},
        "range": {"category": DARK if dark else LIGHT},
        "rule": {"color": soft},
        "geoshape": {"fill": "#3a3b40" if dark else "#d9d4c7"},
        "circle": {"color": (DARK if dark else LIGHT)[0]},
        "text": {"color": ink},
        "tick": {"color": soft},
    }
    return spec | {"config": config}


def ledger(values: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    """Claimed values over time with low and high: colour for who claims it, shape for the bound."""
    claimants = [c for c, _ in sorted(_count(v["claimant"] for v in values).items(), key=lambda x: (-x[1], x[0]))]
    named = claimants[: len(LIGHT) - 1] if len(claimants) > len(LIGHT) else claimants
    values = [v | {"by": v["claimant"] if v["claimant"] in named else "others (see the table)"} for v in values]
    highest, lowest = max((v["high"] for v in values), default=0), min((v["low"] for v in values if v["low"] > 0), default=1)
    wide = highest > 100 * lowest
    scale = {"type": "log" if all(v["low"] > 0 for v in values) else "symlog"} if wide else {"zero": True}
    bounds = [b for b in SHAPES if any(v["bound"] == b for v in values)]
    x = {"field": "day", "type": "temporal", "title": None, "axis": _DAYS, "scale": {"type": "utc", "padding": 24}}
    y = {"field": "low", "type": "quantitative", "title": unit or None, "scale": scale, "axis": {"format": ",~r", "labelOverlap": True, "tickCount": 4 if wide else 6}}
    color = {
        "field": "by",
        "type": "nominal",
        "title": "claimed by",
        "scale": {"domain": [*named, *(["others (see the table)"] if len(named) < len(claimants) else [])]},
        "legend": {"columns": 4, "labelLimit": 220},
    }
    shape = {"field": "bound", "type": "nominal", "title": "bound", "scale": {"domain": bounds, "range": [SHAPES[b] for b in bounds]}, "legend": {"orient": "top", "columns": 4}}
    return _base(
        LEDGER_HEIGHT,
        padding={"left": 5, "top": 5, "right": 32, "bottom": 5},  # half a date beyond the last day
        data={"values": values},
        params=[{"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales", "views": ["points"]}],
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 2.5, "opacity": 0.7}, "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "color": color}},
            {
                "name": "points",
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.85},
                "encoding": {"x": x, "y": y, "color": color, "shape": shape, "href": {"field": "href"}, "tooltip": _tips("figure", "measures", "claimant", "dated", "day")},
            },
        ],
    )


# days are UTC, as they have no hour of their own; ticks between days have no label
_DAYS = {"labelExpr": "utchours(datum.value) ? '' : utcFormat(datum.value, '%Y-%m-%d')", "labelOverlap": True, "tickCount": 6}


def _tips(*fields: str) -> list[dict[str, str]]:
    return [{"field": f, "type": "nominal"} for f in fields]


def _count(values: Any) -> dict[str, int]:
    out: dict[str, int] = {}
    for value in values:
        out[value] = out.get(value, 0) + 1
    return out


def moment(line: dict[str, Any]) -> dict[str, Any]:
    """An event's point on the time line."""
    return {
        "start": line["start"][:10],
        "end": line["end"][:10],
        "type": line["event"].type.lower().replace("_", " "),
        "modality": line["event"].modality.value,
        "words": line["row"].words[:80],
        "reported": (line["report"].published or "")[:10] or None,
        "outlet": (line["report"].outlet or "")[:60],
        "href": line["address"],
    }


def timeline_height(types: Any) -> int:
    """How high a time line of so many types is."""
    return 110 + 24 * max(2, len(types))


def timeline(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Events on a zoomable time line, by type: the shape gives the modality, a grey tick the day of the report."""
    height = timeline_height({v["type"] for v in values})
    modes = [m for m in MODES if any(v["modality"] == m for v in values)]
    x = {"field": "start", "type": "temporal"}
    seen = {"title": "date of the event (grey tick: date of the report)", "axis": _DAYS, "scale": {"type": "utc", **_first_view(values)}}
    y = {"field": "type", "type": "nominal", "title": None}
    # what did not happen is hollow, so that it is told without colour too
    hollow = {"condition": {"test": "datum.modality == 'happened' || datum.modality == 'ongoing'", "value": 0.85}, "value": 0}
    kind = {"field": "modality", "type": "nominal", "title": "modality", "scale": {"domain": modes, "range": [MODES[m] for m in modes]}}
    color = {"field": "modality", "type": "nominal", "title": "modality", "scale": {"domain": modes}}
    return _base(
        height,
        data={"values": values},
        params=[{"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales", "views": ["points"]}],
        layer=[
            {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45, "clip": True}, "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "color": color}},
            {"mark": {"type": "tick", "thickness": 1.5, "opacity": 0.6, "clip": True}, "encoding": {"x": {**x, "field": "reported"}, "y": y}},
            {
                "name": "points",
                "mark": {"type": "point", "size": 90, "strokeWidth": 2, "clip": True},
                "encoding": {
                    "x": {**x, **seen},
                    "y": y,
                    "shape": kind,
                    "color": color,
                    "fill": color,
                    "fillOpacity": hollow,
                    "href": {"field": "href"},
                    "tooltip": _tips("words", "type", "modality", "start", "end", "outlet", "reported"),
                },
            },
        ],
    )


def _first_view(values: list[dict[str, Any]]) -> dict[str, Any]:
    """The stretch that is seen at first: most events lie near their reports, and one of 1998 must not squeeze the others together."""
    reports = [v["reported"] for v in values if v["reported"]]
    if not reports:
        return {"padding": 20}
    first, last = (date.fromisoformat(d) for d in (min(reports), max(reports)))
    near = [d for v in values for d in (v["start"], v["end"]) if first - timedelta(60) <= date.fromisoformat(d) <= last + timedelta(90)]
    if not near or len(near) < len(values):  # less than half of the ends
        return {"padding": 20}
    return {"domain": [min([*near, min(reports)]), max([*near, max(reports)])], "padding": 20}


def _columns(chains: Sequence[Sequence[str]]) -> dict[tuple[int, str], float]:
    """Where each name of some chains stands: speakers in the first column, outlets in the last, those between in the columns between; rows from the top."""
    last = max((len(c) for c in chains), default=2) - 1
    seen: dict[int, dict[str, None]] = {}
    for chain in chains:
        for k, name in enumerate(chain):
            seen.setdefault(last if k == len(chain) - 1 else k, {})[name] = None
    rows = max((len(names) for names in seen.values()), default=1)
    return {(column, name): rows * (k + 0.5) / len(names) for column, names in seen.items() for k, name in enumerate(names)}


def relays_height(chains: Sequence[Sequence[str]]) -> int:
    """How high a picture of these chains is."""
    rows: dict[int, set[str]] = {}
    for column, name in _columns(chains):
        rows.setdefault(column, set()).add(name)
    return 60 + 32 * max(3, max((len(names) for names in rows.values()), default=1))


def relays(chains: Sequence[tuple[Sequence[str], int, str]]) -> dict[str, Any]:
    """Chains from speakers on the left to outlets on the right; the broader a line, the more statements."""
    at = _columns([names for names, _, _ in chains])
    last = max((column for column, _ in at), default=1)
    steps: dict[tuple[int, str, int, str], list[Any]] = {}
    for names, count, address in chains:
        placed = [(last if k == len(names) - 1 else k, name) for k, name in enumerate(names)]
        for (c1, a), (c2, b) in pairwise(placed):
            have = steps.setdefault((c1, a, c2, b), [0, address])
            have[0] += count
    edges = [
        {"x": c1, "y": -at[c1, a], "x2": c2, "y2": -at[c2, b], "statements": n, "from": a[:60], "to": b[:60], "href": address} for (c1, a, c2, b), (n, address) in steps.items()
    ]
    nodes = [{"x": column, "y": -row, "name": name[:44], "side": "right" if column == last else "left" if column == 0 else "middle"} for (column, name), row in at.items()]
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [-0.04 * last, 1.04 * last], "nice": False}}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"zero": False, "padding": 16}}

    def words(side: str, align: str, dx: int, dy: int) -> dict[str, Any]:
        return {
            "data": {"values": [n for n in nodes if n["side"] == side]},
            "mark": {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": 12, "limit": 230},
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
        }

    return _base(
        relays_height([names for names, _, _ in chains]),
        layer=[
            {
                "data": {"values": edges},
                "mark": {"type": "rule", "opacity": 0.7},
                "encoding": {
                    "x": x,
                    "y": y,
                    "x2": {"field": "x2"},
                    "y2": {"field": "y2"},
                    "strokeWidth": {"field": "statements", "type": "quantitative", "legend": None, "scale": {"type": "sqrt", "range": [1.2, 6]}},
                    "href": {"field": "href"},
                    "tooltip": _tips("from", "to", "statements"),
                },
            },
            {"data": {"values": nodes}, "mark": {"type": "circle", "size": 60, "opacity": 1}, "encoding": {"x": x, "y": y, "tooltip": _tips("name")}},
            words("left", "left", -5, -11),
            words("middle", "center", 0, -11),
            words("right", "right", 5, -11),
        ],
    )


def world(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Places on the land of the world, without borders (borders are claims)."""
    return _base(
        MAP_HEIGHT,
        projection={"type": "equalEarth"},
        layer=[
            {"data": {"values": _land(), "format": {"type": "topojson", "feature": "land"}}, "mark": {"type": "geoshape"}},
            {
                "data": {"values": values},
                "mark": {"type": "circle", "opacity": 0.8},
                "encoding": {
                    "longitude": {"field": "lon", "type": "quantitative"},
                    "latitude": {"field": "lat", "type": "quantitative"},
                    "size": {"field": "mentions", "type": "quantitative", "scale": {"range": [40, 600]}, "legend": None},
                    "href": {"field": "href"},
                    "tooltip": _tips("name", "country", "mentions"),
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
    sized["width"] = WIDTH
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


def chart(request: Request, name: str) -> dict[str, Any]:
    """A page's chart as a specification, in the scheme that the address asks for."""
    from onrecord.web import across, actors, ledgers

    known = {"quantities": ledgers.quantities_chart, "events": ledgers.events_chart, "places": ledgers.places_chart, "ledger": across.ledger_chart, "relays": actors.relays_chart}
    if name not in known:
        raise UsageError(f"There is no chart {name!r}. Charts: {', '.join(known)}.")
    return in_scheme(known[name](request), request.query_params.get("scheme") == "dark")


def _spec(request: Request, name: str) -> str:
    return json.dumps(chart(request, name), ensure_ascii=False)


@router.get("/chart/{name}.vl.json")
def specification(request: Request, name: str) -> Response:
    """A page's chart as Vega-Lite."""
    return Response(_spec(request, name).encode("utf-8", "replace"), media_type="application/json")


@router.get("/chart/{name}.svg")
def picture(request: Request, name: str) -> Response:
    """A page's chart as a picture, for readers without scripts."""
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return Response(svg(_spec(request, name)).encode("utf-8", "replace"), media_type="image/svg+xml", headers=headers)
