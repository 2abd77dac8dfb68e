"""The pages that put one layer of many reports side by side: figures, events, places, votes, labels. Nothing is merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from onrecord.model import Event, Label, Modality, Quantity, Toponym
from onrecord.web import charts
from onrecord.web.pages import given, record_of, twin
from onrecord.web.show import as_json, lines_of
from onrecord.web.site import answer, link_with, page_number, paging
from onrecord.wording import figure, number, unit_words

MOST = 150
"""Findings on one page of a ledger."""
NEWEST = 400
"""The newest place names and labels that a page counts over."""

# --------------------------------------------------------------------------------------------------------------- figures


def _ledger(request: Request) -> tuple[list[dict[str, Any]], int | None, bool]:
    record = record_of(request)
    narrow = given(request, ("measures", "place", "outlet", "since", "until", "said_by"))
    found = record.find(request.query_params.get("q", ""), layer="quantities", limit=MOST, offset=(page_number(request) - 1) * MOST, newest=True, **narrow)
    lines = []
    for line in lines_of(record, found):
        quantity, reading = line["hit"].finding, line["reading"]
        assert isinstance(quantity, Quantity)
        period = quantity.period
        lines.append(
            line
            | {
                "quantity": quantity,
                "figure": figure(quantity),
                "claimant": reading.claimant(quantity.claimed_by),
                "claim": f"/finding/{quantity.claimed_by}" if quantity.claimed_by in reading.by_id else None,
                "place": reading.name(quantity.place),
                "period": reading.period(quantity),
                "as_of": (period.end or period.start) if period else None,
            }
        )
    lines.sort(key=lambda x: (x["as_of"] or x["report"].published or "", x["row"].start))
    return lines, found.total, len(found) == MOST


def _unit(line: dict[str, Any]) -> str:
    quantity = line["quantity"]
    unit = quantity.unit or "no unit"
    return unit + (f" per {quantity.per}" if quantity.per and not unit.endswith(f"per {quantity.per}") else "")


def _charted(request: Request, lines: list[dict[str, Any]]) -> tuple[list[tuple[str, int]], str | None]:
    """The units of some figures with their counts, and the one that is drawn: two units never share an axis."""
    units = Counter(_unit(x) for x in lines)
    asked = request.query_params.get("unit")
    return units.most_common(), asked if asked in units else units.most_common(1)[0][0] if units else None


def quantities_chart(request: Request) -> dict[str, Any]:
    """The specification of the ledger's chart."""
    lines, _, _ = _ledger(request)
    _, unit = _charted(request, lines)
    return charts.ledger(charts.points([x for x in lines if _unit(x) == unit]), unit or "")


@twin("/quantities")
def quantities(request: Request) -> Response:
    """The ledger of figures by what they count and where, over time, each with its bound and claimant."""
    lines, total, more = _ledger(request)
    number_of_page, params = page_number(request), request.query_params
    units, unit = _charted(request, lines)
    shown = [x for x in lines if _unit(x) == unit] if params.get("unit") else lines
    measured = Counter(x["quantity"].measures for x in lines if x["quantity"].measures)
    places = Counter(x["place"] for x in lines if x["place"])
    spread = [(x["quantity"].low, x["quantity"].high) for x in lines if _unit(x) == unit]
    data = [
        as_json(x["row"])
        | {
            "low": x["quantity"].low,
            "high": x["quantity"].high,
            "unit": x["quantity"].unit,
            "qualifier": x["quantity"].qualifier.value,
            "measures": x["quantity"].measures,
            "place": x["place"],
            "claimant": x["claimant"],
            "as_of": x["as_of"],
            "reported": x["report"].published,
            "outlet": x["report"].outlet,
            "report": x["report"].id,
        }
        for x in shown
    ]
    context: dict[str, Any] = {
        "title": "Figures",
        "lines": shown,
        "total": total,
        "filters": {n: params.get(n, "") for n in ("measures", "place", "said_by", "outlet", "since", "until")},
        "units": [(u, n, link_with(request, unit=u, page=None), u == unit) for u, n in units],
        "unit": unit,
        "unit_words": unit_words(unit or "", None),
        "narrowed": link_with(request, unit=None) if params.get("unit") else None,
        "measured": [(m, n, link_with(request, measures=m, page=None)) for m, n in measured.most_common(14) if n > 1],
        "places": [(p, n, link_with(request, place=p, page=None)) for p, n in places.most_common(8)],
        "spec": charts.address(request, "quantities", charts.LEDGER_HEIGHT) if any(charts.drawable(x) for x in lines if _unit(x) == unit) else None,
        "drawn": len(spread),
    } | paging(request, number_of_page, more)
    return answer(request, "quantities.html", context, data)


# ---------------------------------------------------------------------------------------------------------------- events


def _when(period: Any) -> tuple[str | None, str | None]:
    return (period.start or period.end, period.end or period.start) if period else (None, None)


def _dated(request: Request) -> tuple[list[dict[str, Any]], int | None, bool]:
    record, params = record_of(request), request.query_params
    narrow = given(request, ("kind", "status", "place", "outlet", "since", "until"))
    found = record.find(params.get("q", ""), layer="events", limit=MOST, offset=(page_number(request) - 1) * MOST, newest=True, **narrow)
    lines = lines_of(record, found)
    for line in lines:
        event, reading = line["hit"].finding, line["reading"]
        assert isinstance(event, Event)
        line["event"], line["when"] = event, reading.period(event)
        line["start"], line["end"] = _when(event.period)
        line["who"] = [(reading.name(a), f"/entity/{a}") for a in event.actor if reading.name(a)]
        line["whom"] = [(reading.name(a), f"/entity/{a}") for a in event.recipient if reading.name(a)]
        line["asserted"] = reading.claim(event.asserted_by)
    lines.sort(key=lambda x: (x["start"] or "9999", x["report"].published or "", x["row"].start))
    return lines, found.total, len(found) == MOST


def _zoomed(request: Request, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events whose own date lies in the stretch that the address names (``when=2024-03``)."""
    when = request.query_params.get("when")
    return [x for x in lines if x["start"] and (x["start"][: len(when)] <= when <= x["end"][: len(when)])] if when else lines


def events_chart(request: Request) -> dict[str, Any]:
    """The specification of the time line."""
    lines = _zoomed(request, _dated(request)[0])
    return charts.timeline([charts.moment(x) for x in lines if x["start"]])


@twin("/events")
def events(request: Request) -> Response:
    """What is reported to have happened, by its own date; planned, denied and hypothetical events are told apart."""
    every, total, more = _dated(request)
    lines = _zoomed(request, every)
    number_of_page, params = page_number(request), request.query_params
    when = params.get("when") or ""
    years = Counter(x["start"][:4] for x in every if x["start"])
    months = Counter(x["start"][:7] for x in every if x["start"] and x["start"][:4] == (when[:4] or max(years, key=lambda y: years[y])))
    dated = [x for x in lines if x["start"]]
    context: dict[str, Any] = {
        "title": "Events",
        "lines": lines,
        "dated": len(dated),
        "total": total,
        "filters": {n: params.get(n, "") for n in ("place", "outlet", "since", "until")},
        "types": sorted(Counter(x["event"].type for x in every)),
        "modalities": [m.value for m in Modality],
        "when": when,
        "all_times": link_with(request, when=None),
        "years": [(y, n, link_with(request, when=y, page=None)) for y, n in sorted(years.items())],
        "months": [(m, n, link_with(request, when=m, page=None)) for m, n in sorted(months.items())],
        "spec": charts.address(request, "events", charts.timeline_height({x["event"].type for x in dated})) if dated else None,
    } | paging(request, number_of_page, more)
    data = [
        as_json(x["row"])
        | {
            "type": x["event"].type,
            "modality": x["event"].modality.value,
            "start": x["start"],
            "end": x["end"],
            "reported": x["report"].published,
            "outlet": x["report"].outlet,
            "report": x["report"].id,
        }
        for x in lines
    ]
    return answer(request, "events.html", context, data)


# ---------------------------------------------------------------------------------------------------------------- places


def _placed(request: Request) -> tuple[list[dict[str, Any]], int | None]:
    narrow = given(request, ("place", "outlet", "since", "until"))
    found = record_of(request).find(request.query_params.get("q", ""), layer="toponyms", limit=NEWEST, newest=True, **narrow)
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for hit in found:
        place = hit.finding
        assert isinstance(place, Toponym)
        one = seen.setdefault((place.geonameid or place.name, place.country), {"place": place, "count": 0, "reports": {}, "doubt": len(place.candidates)})
        one["count"] += 1
        one["reports"].setdefault(hit.report.id, hit)
    return sorted(seen.values(), key=lambda x: (-x["count"], x["place"].name)), found.total


def places_chart(request: Request) -> dict[str, Any]:
    """The specification of the map."""
    known = [x for x in _placed(request)[0] if x["place"].lat is not None and x["place"].lon is not None]
    return charts.world(
        [
            {
                "name": x["place"].name,
                "country": x["place"].country or "",
                "lat": x["place"].lat,
                "lon": x["place"].lon,
                "mentions": x["count"],
                "href": "/find?" + urlencode({"layer": "toponyms", "place": x["place"].name}),
            }
            for x in known
        ]
    )


@twin("/places")
def places(request: Request) -> Response:
    """Where things are reported: a map without tile servers, and its list."""
    listed, total = _placed(request)
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
    located = sum(x["place"].lat is not None for x in listed)
    context = {
        "title": "Places",
        "listed": listed,
        "located": located,
        "counted": sum(x["count"] for x in listed),
        "total": total,
        "filters": {n: request.query_params.get(n, "") for n in ("place", "outlet", "since", "until")},
        "spec": charts.address(request, "places", charts.MAP_HEIGHT) if located else None,
    }
    return answer(request, "places.html", context, data)


# ------------------------------------------------------------------------------------------------------ votes and labels


@twin("/votes")
def votes(request: Request) -> Response:
    """Votes of parliaments, councils and assemblies."""
    record = record_of(request)
    page = page_number(request)
    found = record.find(request.query_params.get("q", ""), layer="votes", limit=MOST, offset=(page - 1) * MOST, newest=True)
    lines = lines_of(record, found)
    for line in lines:
        line["vote"], line["body"] = line["hit"].finding, line["reading"].who(line["hit"].finding.body)
        line["motion"] = line["reading"].words([line["hit"].finding.motion]) if line["hit"].finding.motion else None
        line["when"] = line["reading"].period(line["hit"].finding)
    data = [as_json(x["row"]) | {"report": x["report"].id} for x in lines]
    return answer(request, "votes.html", {"title": "Votes", "lines": lines, "number": number} | paging(request, page, len(found) == MOST), data)


@twin("/labels")
def labels(request: Request) -> Response:
    """Actor by outlet: which names each outlet uses, and in whose voice."""
    record = record_of(request)
    narrow = given(request, ("outlet", "since", "until"))
    found = record.find(request.query_params.get("q", ""), layer="labels", limit=NEWEST, newest=True, **narrow)
    table: dict[str, dict[str, dict[tuple[str, str], dict[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    links: dict[str, str] = {}
    for line in lines_of(record, found):
        label, reading = line["hit"].finding, line["reading"]
        assert isinstance(label, Label)
        actor = reading.name(label.entity) or "actor not resolved"
        if label.entity and actor not in links and reading.name(label.entity):
            links[actor] = f"/entity/{label.entity}"
        voice = reading.claimant(label.applied_by) if label.applied_by else "own voice"
        words = line["row"].words.lower()
        cell = table[actor][line["report"].outlet or "outlet not known"].setdefault(
            (words, voice), {"words": words, "voice": voice, "own": not label.applied_by, "count": 0, "address": line["address"]}
        )
        cell["count"] += 1
    actors = sorted(table, key=lambda a: (a == "actor not resolved", -sum(c["count"] for by in table[a].values() for c in by.values()), a))
    outlets = sorted({o for by in table.values() for o in by})
    listed = [(a, links.get(a), [(o, sorted(table[a][o].values(), key=lambda c: (-c["count"], c["words"]))[:12]) for o in outlets if table[a][o]]) for a in actors[:100]]
    data = [
        {"actor": a, "outlet": o, "words": c["words"], "voice": c["voice"], "count": c["count"], "address": c["address"]} for a, _, by in listed for o, cells in by for c in cells
    ]
    context = {
        "title": "Labels",
        "listed": listed,
        "outlets": outlets,
        "total": found.total,
        "counted": len(found),
        "filters": {n: request.query_params.get(n, "") for n in ("outlet", "since", "until")},
    }
    return answer(request, "labels.html", context, data)
