"""The pages about actors: the list, one actor over all reports, who relays whom, and the pairs of names that a person must decide."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from onrecord.formats.jsonl import plain
from onrecord.model import EntityKind
from onrecord.store import lookup
from onrecord.store.answers import Alias, Chain, Profile
from onrecord.store.record import Record
from onrecord.store.records import Actor, Hit
from onrecord.web import charts
from onrecord.web.pages import PAGE, given, record_of, site_of, twin
from onrecord.web.people import USER
from onrecord.web.show import as_json, lines_of, readings
from onrecord.web.site import answer, link_with, page_number, paging

FOLLOWED = 80
"""Reports of one actor that its page reads: the newest. ``onrecord who`` reads more."""
DRAWN = 24
"""Chains that the picture of relays draws; the table has all."""
_ROLES = {"speaker": "says", "claims": "claims", "via": "relays", "addressee": "is told", "actor": "does", "recipient": "is done to", "affected": "is affected", "body": "votes", "entity": "is labelled", "is": "is in reports"}  # fmt: skip


@twin("/who")
def actors(request: Request) -> Response:
    """Names over all reports, those that say most first."""
    number = page_number(request)
    words, kind = request.query_params.get("q", "").strip(), request.query_params.get("kind") or None
    kinds = [k.value for k in EntityKind]
    kind = kind if kind in kinds else None
    found: list[Actor] = site_of(request).kept(f"actors {words!r} {kind} {number}", lambda r: r.entities(words, kind=kind, limit=PAGE + 1, offset=(number - 1) * PAGE))
    rows = [(a, f"/entity/{quote(a.name, safe='')}?kind={a.kind}", [(_ROLES.get(r, r), n) for r, n in a.roles.items() if r != "affiliation"]) for a in found[:PAGE]]
    context = {"title": "Actors", "rows": rows, "words": words, "kind": kind, "kinds": kinds} | paging(request, number, len(found) > PAGE)
    return answer(request, "who.html", context, [{"name": a.name, "kind": a.kind, "roles": dict(a.roles)} for a in found[:PAGE]])


@twin("/entity/{id:path}")
def entity(request: Request, id: str) -> Response:
    """An actor over all reports that links join: what they say, by date; their names and roles by outlet, each with a sentence; labels; relays.

    The address takes an entity's id (of one report) or a name.
    """
    record, params = record_of(request), request.query_params
    profile = record.who(id, params.get("kind"), alone=bool(params.get("alone")), reports=FOLLOWED)
    mine = {e for _, e in profile.entities}
    called = {(e.name, e.kind.value) for e in lookup.pick(record.db, [e for _, e in profile.entities[-FOLLOWED:]]).values()}  # type: ignore[union-attr]
    known = [k for k in (lookup.actor(record.db, name, kind) for name, kind in sorted(called)) if k is not None]
    keys, named = [k for k, _ in known], [a for _, a in known]
    number = page_number(request)

    def hits(role: str, layer: str, field: str, page: int = 1) -> list[Hit]:
        found = lookup.involved(record.db, keys, role, layer, limit=PAGE if role == "speaker" else PAGE // 2, offset=(page - 1) * PAGE)
        if profile.cut:
            return found  # too many reports to know all that are joined: names are told apart by name and kind alone
        return [h for h in found if mine & set(v if isinstance(v := getattr(h.finding, field), tuple) else (v,))]

    says = hits("speaker", "attributions", "speaker", number)
    did, told, heard = (hits(*x) for x in (("actor", "events", "actor"), ("recipient", "events", "recipient"), ("addressee", "attributions", "addressee")))
    have = readings(record, {h.id: h for h in (*says, *did, *told, *heard)}.values())
    reports = dict(profile.entities)
    context: dict[str, Any] = {
        "title": profile.name,
        "profile": profile,
        "joined": _joined(record, profile),
        "roles": _roles(named),
        "most": lookup.MOST,
        "says": lines_of(record, says, have),
        "did": lines_of(record, did, have),
        "told": lines_of(record, told, have),
        "heard": lines_of(record, heard, have),
        "names": _by_words(profile.names),
        "offices": _by_words(profile.roles),
        "labels": _by_outlet(profile.labels),
        "alone": None if params.get("alone") or len(profile.entities) < 2 else link_with(request, alone=1),
        "apart": [(b, reports[b.id]) for b in reversed(profile.reports)][:40] if len(profile.reports) > 1 else [],
        "id": profile.entities[0][1] if profile.entities else id,
        "at": _at,
    } | paging(request, number, len(says) >= PAGE)
    data = profile.to_dict() | {
        "roles_in_findings": dict(_roles(named)),
        "says": [as_json(x["row"]) | {"report": x["report"].id, "published": x["report"].published} for x in context["says"]],
        "same": [{"name": name, "why": k.why, "confidence": k.confidence, "link": k.id} for name, _, k in context["joined"]],
    }
    return answer(request, "entity.html", context, data)


def _at(alias: Alias) -> str | None:
    """The permalink of the words that show an alias."""
    e = alias.example
    return f"/report/{e.report.id}?c={e.span.start}-{e.span.end}#c={e.span.start}-{e.span.end}" if e else None


def _roles(actors: list[Actor]) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for actor in actors:
        for role, n in actor.roles.items():
            sums[role] = sums.get(role, 0) + n
    return [(_ROLES.get(role, role), sums[role]) for role in (*_ROLES, *(r for r in sums if r not in _ROLES)) if role in sums]


def _by_words(aliases: tuple[Alias, ...]) -> list[tuple[str, list[Alias]]]:
    """Aliases with the outlets that use each: one name, several rows."""
    out: dict[str, list[Alias]] = {}
    for alias in aliases:
        out.setdefault(alias.words.casefold(), []).append(alias)
    return [(some[0].words, some) for some in out.values()][:40]


def _by_outlet(aliases: tuple[Alias, ...]) -> dict[str, list[Alias]]:
    out: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        out[alias.outlet or "outlet not known"].append(alias)
    return dict(out)


def _joined(record: Record, profile: Profile) -> list[tuple[str, str, Any]]:
    """Other names that links join with the actor, each once with its address and the least sure link by which it came."""
    entities = lookup.pick(record.db, list(dict.fromkeys(e.item or "" for k in profile.links[:400] for e in (k.from_, k.to))))
    name = {id: str(getattr(e, "name", "")) for id, e in entities.items()}
    out: dict[str, tuple[str, str, Any]] = {}
    for link in profile.links[:400]:
        ends = [(e.item or "", name.get(e.item or "", "")) for e in (link.from_, link.to)]
        if ends[0][1] == ends[1][1] and link.stage != "person":
            continue
        for id, called in ends:
            if called and called != profile.name and called not in out:
                out[called] = (called, f"/entity/{id}?alone=1", link)
    return list(out.values())[:20]


# ------------------------------------------------------------------------------------------------------------------ relays


def _chains(request: Request) -> tuple[Any, list[Chain]]:
    made = record_of(request).relays(request.query_params.get("name", "").strip() or None, most=600, **given(request, ("outlet", "since", "until")))
    return made, list(made.chains)


def relays_chart(request: Request) -> dict[str, Any]:
    """The specification of the picture of relays."""
    return charts.relays([(c.names, c.count, f"/finding/{c.example.id}") for c in _chains(request)[1][:DRAWN]])


@twin("/relays")
def relays(request: Request) -> Response:
    """Who relays whom, from the speaker to the outlet."""
    made, chains = _chains(request)
    number = page_number(request)
    shown = chains[(number - 1) * PAGE : number * PAGE]
    context = {
        "title": "Relays",
        "made": made,
        "shown": shown,
        "total": len(chains),
        "filters": {n: request.query_params.get(n, "") for n in ("name", "outlet", "since", "until")},
        "spec": charts.address(request, "relays", charts.relays_height([c.names for c in chains[:DRAWN]])) if chains else None,
        "drawn": min(DRAWN, len(chains)),
        "address": lambda c: f"/report/{c.report.id}?f={c.id}#c={c.span.start}-{c.span.end}",
        "narrowed": lambda name: link_with(request, name=name, page=None),
    } | paging(request, number, len(chains) > number * PAGE)
    return answer(request, "relays.html", context, made.to_dict())


# ------------------------------------------------------------------------------------------------------------------- queue


@twin("/queue/names")
def names(request: Request) -> Response:
    """Pairs of names that may be one actor: a person must say."""
    number = page_number(request)
    every: list[Any] = site_of(request).kept("unsure names", lambda r: r.unsure(limit=200, reports=300))
    shown = every[(number - 1) * 20 : number * 20]
    context = {
        "title": "Names to decide",
        "pairs": [(u, [(u.one, u.one_at), (u.other, u.other_at)]) for u in shown],
        "total": len(every),
        "coder": (request.query_params.get("user") or request.cookies.get(USER, "")).strip(),
    } | paging(request, number, len(every) > number * 20)
    return answer(request, "names.html", context, [plain_pair(u) for u in shown])


def plain_pair(unsure: Any) -> Any:
    """A pair as JSON's own types."""
    return plain(unsure.to_dict())
