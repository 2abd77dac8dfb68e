"""Where people decide: judging, marking what was missed, amending, the queue of reviewers, agreement and adjudication.

There is a POST only with ``--judge``, and only from these pages, with the local token (see `app`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.errors import UsageError
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Span
from onrecord.store.record import Record
from onrecord.store.records import Judgement
from onrecord.web.pages import record_of, site_of, twin
from onrecord.web.show import lines_of
from onrecord.web.site import answer

router = APIRouter(include_in_schema=False)
USER = "onrecord_user"
WAITING = 200
"""How many of the newest findings a queue takes its order from, besides those that the reader has judged."""
SETTLED = "adjudicated"
"""A note that begins so settles a disagreement; the verdict counts, and agreement is measured without it."""


def _back(request: Request, to: str, user: str) -> Response:
    """Go back to a page of this site, and remember who judges."""
    parts = urlsplit(to)
    here = to if to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc and not any(c < " " for c in to) else "/"
    response = RedirectResponse(here, status_code=303)
    response.set_cookie(USER, "".join(c for c in user if c.isascii() and c.isprintable() and c not in ';,"\\')[:60], httponly=True, samesite="strict")
    return response


def _name(user: str) -> str:
    if not user.strip():
        raise UsageError("A judgement needs the name of who judges. Fill in 'your name'.")
    return user.strip()[:60]


def _fields(text: str) -> dict[str, Any]:
    """Fields as somebody types them, one a line: ``act: denies`` or ``low: 14``; a value may be JSON.

    >>> _fields("act: denies\\nlow: 14")
    {'act': 'denies', 'low': 14}
    """
    out: dict[str, Any] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise UsageError(f"{line.strip()!r} is no field. Write one a line, as in: act: denies")
        try:
            out[name.strip()] = json.loads(value)
        except ValueError:
            out[name.strip()] = value.strip() or None
    return out


@router.post("/judge")
def judge(
    request: Request,
    id: Annotated[str, Form()],
    verdict: Annotated[str, Form()],
    user: Annotated[str, Form()],
    to: Annotated[str, Form()] = "/",
    note: Annotated[str, Form()] = "",
    corrections: Annotated[str, Form()] = "",
) -> Response:
    """Write a judgement, and go back."""
    who, fields = _name(user), _fields(corrections) if verdict == "corrected" else None
    site_of(request).writing(lambda record: record.judge(id, verdict, user=who, note=note.strip() or None, corrections=fields or None))
    return _back(request, to, who)


@router.post("/retract")
def retract(request: Request, id: Annotated[str, Form()], user: Annotated[str, Form()], to: Annotated[str, Form()] = "/") -> Response:
    """Take a judgement back; it stays in the trail."""
    who = _name(user)
    site_of(request).writing(lambda record: record.retract(id, user=who))
    return _back(request, to, who)


@router.post("/tie")
def tie(
    request: Request,
    one: Annotated[str, Form()],
    what: Annotated[str, Form()],
    user: Annotated[str, Form()],
    other: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Say that two actors (or the stories of two reports) are one, are not, or that one cannot tell; or that all of a name are one; and go back."""
    who, why = _name(user), note.strip() or None
    a, b = one.strip(), other.strip() or None
    if what not in ("merge", "every", "split", "unsure"):
        raise UsageError(f"One merges, splits or is unsure; {what!r} is none of them.")
    if what != "split" and b is None:
        raise UsageError("Give the name or the id of the other.")

    def write(record: Record) -> object:
        if what == "every":
            return record.merge_every(a, b or "", user=who, note=why)
        if what == "split":
            return record.split(a, b, user=who, note=why)
        return (record.merge if what == "merge" else record.doubt)(a, b or "", user=who, note=why)

    site_of(request).writing(write)
    return _back(request, to, who)


@router.post("/mark")
def mark(
    request: Request,
    report: Annotated[str, Form()],
    start: Annotated[int, Form()],
    end: Annotated[int, Form()],
    layer: Annotated[str, Form()],
    user: Annotated[str, Form()],
    fields: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Record a finding that the machine missed, and show it in its report."""
    who = _name(user)
    text = record_of(request).report(report).document.text
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start} to {end} lies outside the text, which has {len(text)} characters.")
    span = Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end - len(text[start:end]) + len(text[start:end].rstrip()))
    more = {**MARKED.get(layer, {}), **_fields(fields)}
    made = site_of(request).writing(lambda record: record.mark(report, span.start, span.end, layer, user=who, note=note.strip() or None, **more))
    return _back(request, f"/report/{report}?f={made.id}", who)


MARKED: dict[str, dict[str, Any]] = {
    "attributions": {"kind": "indirect"},
    "quantities": {"low": None, "high": None},
    "events": {"type": "OTHER"},
    "timexes": {"type": "DATE"},
}
"""What a mark's fields are where nobody states them and the contract wants one. An entity and a place need a name."""


@router.post("/amend")
def amend(
    request: Request, report: Annotated[str, Form()], field: Annotated[str, Form()], value: Annotated[str, Form()], user: Annotated[str, Form()], note: Annotated[str, Form()] = ""
) -> Response:
    """Correct what is known of a report, and show it."""
    who = _name(user)
    wanted: Any = [v.strip() for v in value.split(",") if v.strip()] if field == "authors" else value.strip() or None
    site_of(request).writing(lambda record: record.amend(report, user=who, note=note.strip() or None, **{field: wanted}))
    return _back(request, f"/report/{report}", who)


def standing(judgements: list[Judgement]) -> dict[str, dict[str, Judgement]]:
    """The last judgement of each person on each finding, those taken back and those that settle left out: finding, then person."""
    out: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.retracted is None and not (judgement.note or "").startswith(SETTLED):
            out[judgement.subject][judgement.user] = judgement
    return out


def krippendorff(units: list[list[str]]) -> float | None:
    """Krippendorff's alpha for nominal codes, or None where fewer than two people coded anything or all codes are one.

    Args:
        units: For each finding the verdicts of those who judged it.

    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), nominal metric.

    >>> krippendorff([["right", "right"], ["wrong", "wrong"]])
    1.0
    """
    pairable = [u for u in units if len(u) > 1]
    total = sum(len(u) for u in pairable)
    if total < 2:
        return None
    values = Counter(v for u in pairable for v in u)
    observed = sum(sum(n * (len(u) - n) for n in Counter(u).values()) / (len(u) - 1) for u in pairable) / total
    expected = sum(n * (total - n) for n in values.values()) / (total * (total - 1))
    return None if expected == 0 else 1 - observed / expected


@twin("/queue")
def queue(request: Request) -> Response:
    """The next finding to judge, the least certain first; what others said of it stays hidden until one has judged it."""
    record, params = record_of(request), request.query_params
    user = (params.get("user") or request.cookies.get(USER, "")).strip()
    layer = params.get("layer") or "attributions"
    if layer not in LAYERS:
        raise UsageError(f"There is no layer {layer!r}. Layers: {', '.join(LAYERS)}.")
    every = record.judgements()
    settled = {j.subject for j in every if j.retracted is None and (j.note or "").startswith(SETTLED)}
    judged = standing(every)
    mine = [by[user] for by in judged.values() if user in by]
    found = record.find(layer=layer, newest=True, limit=WAITING + sum(j.layer == layer for j in mine), judged="ignore") if user else []
    # how far a confidence lies from a coin's toss: where the machine knows least, a person's answer tells most
    waiting = sorted((h for h in found if user not in judged.get(h.id, {})), key=lambda h: (abs(h.finding.confidence - 0.5), h.id))
    lines = lines_of(record, waiting[:1])
    last = max(mine, key=lambda j: (j.created, j.id), default=None)
    units = [[j.verdict.value for j in by.values()] for by in judged.values()]
    differ: list[dict[str, Any]] = [
        {"subject": s, "verdicts": by, "quote": next(iter(by.values())).quote, "settled": s in settled} for s, by in judged.items() if len({j.verdict for j in by.values()}) > 1
    ]
    people = Counter(u for by in judged.values() for u in by)
    alpha = krippendorff(units)
    context = {
        "title": "Queue",
        "coder": user,
        "layer": layer,
        "layers": [name for name in LAYERS if site_of(request).counts[name]] or list(LAYERS),
        "line": lines[0] if lines else None,
        "left": len(waiting),
        "done": len(mine),
        "last": last,
        "alpha": alpha,
        "both": sum(len(u) > 1 for u in units),
        "differ": [d for d in differ if not d["settled"] and user in d["verdicts"]],
        "hidden": sum(not d["settled"] and user not in d["verdicts"] for d in differ),
        "settled": sum(d["settled"] for d in differ),
        "people": people,
        "settles": SETTLED,
    }
    data: dict[str, Any] = {
        "left": len(waiting),
        "next": lines[0]["row"].id if lines else None,
        "alpha": alpha,
        "people": dict(people),
        "differ": [{"finding": d["subject"], "verdicts": {u: plain(j.verdict) for u, j in d["verdicts"].items()}} for d in context["differ"]],
    }
    return answer(request, "queue.html", context, data)
