"""Where people decide: judging, the queue of reviewers, agreement and adjudication. There is a POST only with ``--judge``."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from onrecord.errors import UsageError
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS
from onrecord.store.records import Judgement
from onrecord.web.pages import Readings, lines_of, record_of, twin
from onrecord.web.site import Site, answer

router = APIRouter(include_in_schema=False)
USER = "onrecord_user"


def _back(request: Request, to: str, user: str) -> Response:
    """Go back to a page of this site, and remember who judges."""
    parts = urlsplit(to)
    here = to if to.startswith("/") and not to.startswith("//") and not parts.netloc else "/"
    response = RedirectResponse(here, status_code=303)
    response.set_cookie(USER, user, httponly=True, samesite="strict")
    return response


@router.post("/judge")
def judge(
    request: Request, id: Annotated[str, Form()], verdict: Annotated[str, Form()], user: Annotated[str, Form()], to: Annotated[str, Form()] = "/", note: Annotated[str, Form()] = ""
) -> Response:
    """Write a judgement, and go back."""
    if not user.strip():
        raise UsageError("A judgement needs the name of who judges. Fill in 'your name'.")
    site: Site = request.app.state.site
    site.writing(lambda record: record.judge(id, verdict, user=user.strip(), note=note.strip() or None))
    return _back(request, to, user.strip())


@router.post("/retract")
def retract(request: Request, id: Annotated[str, Form()], user: Annotated[str, Form()], to: Annotated[str, Form()] = "/") -> Response:
    """Take a judgement back; it stays in the trail."""
    site: Site = request.app.state.site
    site.writing(lambda record: record.retract(id, user=user.strip() or "unknown"))
    return _back(request, to, user.strip())


def standing(judgements: list[Judgement]) -> dict[str, dict[str, Judgement]]:
    """The last judgement of each person on each finding, those taken back left out: finding, then person."""
    out: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.retracted is None:
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
    user = params.get("user") or request.cookies.get(USER, "")
    layer = params.get("layer") or "attributions"
    if layer not in LAYERS:
        raise UsageError(f"There is no layer {layer!r}. Layers: {', '.join(LAYERS)}.")
    judged = standing(record.judgements())
    found = record.find(layer=layer, newest=True, limit=500, judged="ignore")
    waiting = sorted((h for h in found if user not in judged.get(h.id, {})), key=lambda h: (h.finding.confidence, h.id))
    lines = lines_of(waiting[:1], Readings(record))
    mine = [j for by in judged.values() for u, j in by.items() if u == user]
    last = max(mine, key=lambda j: j.created, default=None)
    units = [[j.verdict.value for j in by.values()] for by in judged.values()]
    differ: list[dict[str, Any]] = [{"subject": s, "verdicts": by, "quote": next(iter(by.values())).quote} for s, by in judged.items() if len({j.verdict for j in by.values()}) > 1]
    people = Counter(u for by in judged.values() for u in by)
    alpha = krippendorff(units)
    context = {
        "title": "Queue",
        "user": user,
        "layer": layer,
        "layers": list(LAYERS),
        "line": lines[0] if lines else None,
        "left": len(waiting),
        "last": last,
        "alpha": alpha,
        "both": sum(len(u) > 1 for u in units),
        "differ": differ,
        "people": people,
    }
    data: dict[str, Any] = {
        "left": len(waiting),
        "next": lines[0]["row"].id if lines else None,
        "alpha": alpha,
        "people": dict(people),
        "differ": [{"finding": d["subject"], "verdicts": {u: j.verdict.value for u, j in d["verdicts"].items()}} for d in differ],
    }
    return answer(request, "queue.html", context, plain_json(data))


def plain_json(value: Any) -> Any:
    """Dictionaries as they are, records as JSON's own types."""
    if isinstance(value, dict):
        return {k: plain_json(v) for k, v in value.items()}
    return plain(value) if not isinstance(value, list) else [plain_json(v) for v in value]
