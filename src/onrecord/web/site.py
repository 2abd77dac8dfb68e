"""What all pages share: the site over one record, rendering, answers with ETags and Link headers, errors as pages."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from onrecord import __version__
from onrecord.formats.jsonl import dumps
from onrecord.store import lookup
from onrecord.store.record import Record

COOKIE = "onrecord_token"
STALE = 20.0
"""Seconds after which a counter is counted again even where nothing seems to have been added (a finding was dropped)."""
LONG = 240
"""Characters of a headline or quotation that a list shows; a report's own page shows all of it."""

_HIDDEN = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\0-\x08\x0b-\x1f\x7f]")


class Site:
    """What the pages share: the record (one connection a thread), the templates, whether people may judge.

    Attributes:
        path: The record's file.
        judge: True if people may judge here.
        token: What a person must hold to judge; it comes with the address that ``onrecord serve`` prints.
        env: The templates.
    """

    def __init__(self, path: str, *, judge: bool = False, token: str | None = None) -> None:
        self.path, self.judge, self.token = path, judge, token or secrets.token_urlsafe(18)
        self._local = threading.local()
        self._writing = threading.Lock()
        self._kept: dict[str, tuple[Any, float, Any]] = {}
        self.env = Environment(
            loader=PackageLoader("onrecord.web"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.env.filters |= {"calm": calm, "brief": brief, "weekday": weekday, "short": short, "many": many, "web": web, "sure": sure}

    @property
    def record(self) -> Record:
        """The record, for reading; each thread has a connection of its own."""
        if not hasattr(self._local, "record"):
            self._local.record = Record(self.path, write=False)
        record: Record = self._local.record
        return record

    def kept(self, name: str, count: Callable[[Record], Any]) -> Any:
        """What a function counts over the whole record, counted again only when something was added."""
        record, now = self.record, time.monotonic()
        stamp = lookup.stamp(record.db)
        have = self._kept.get(name)
        if have is None or have[0] != stamp or now - have[1] > STALE:
            have = self._kept[name] = (stamp, now, count(record))
        return have[2]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is; see `Record.counts`."""
        counts: dict[str, int] = self.kept("counts", lambda record: record.counts())
        return counts

    def writing(self, do: Callable[[Record], Any]) -> Any:
        """Call something with a record that may be written; one writer at a time."""
        with self._writing, Record(self.path) as record:
            return do(record)

    def may_judge(self, request: Request) -> bool:
        """Does this request come from somebody who holds the token?"""
        return self.judge and hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self.token.encode())


# ----------------------------------------------------------------------------------------------------- words for readers


def calm(value: object) -> str:
    """Text for a place that takes no markup (a title, a tooltip): one line, no control characters or direction marks.

    >>> calm("a\u202eb\\nc")
    'a b c'
    """
    return re.sub(r"\s+", " ", _HIDDEN.sub(" ", str(value))).strip()


def brief(value: object, most: int = LONG) -> str:
    """Text cut to what a list can hold; a cut is shown.

    >>> brief("one two three", 8)
    'one two…'
    """
    text = str(value)
    return text if len(text) <= most else (text[:most].rsplit(" ", 1)[0] if " " in text[most // 2 : most] else text[: most - 1]) + "…"


def weekday(value: str | None) -> str:
    """The weekday of an ISO date or date-time; empty where it has no day.

    >>> weekday("2024-03-11T08:00")
    'Monday'
    """
    try:
        return date.fromisoformat((value or "")[:10]).strftime("%A")
    except ValueError:
        return ""


def short(value: str) -> str:
    """An ISO date-time to the minute, a blank for the T, without UTC's zone.

    >>> short("2024-03-11T08:00:00+00:00")
    '2024-03-11 08:00'
    """
    m = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|\+00:00)?(.*)", value)
    return f"{m[1]} {m[2]}{m[4]}" if m else value


def many(count: int, one: str, more: str | None = None) -> str:
    """A count with its noun.

    >>> many(1, "report"), many(2100, "report"), many(2, "party", "parties")
    ('1 report', '2,100 reports', '2 parties')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def web(address: str | None) -> str | None:
    """The address if it is one of the web, else None: no other scheme is ever made a link.

    >>> web("https://a.example/x"), web("javascript:alert(1)"), web(" data:text/html,x")
    ('https://a.example/x', None, None)
    """
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def sure(confidence: float) -> str:
    """How sure the program is, in words and then as a number: how often findings like this one are right.

    >>> sure(0.93), sure(0.4)
    ('nearly certain (0.93)', 'doubtful (0.40)')
    """
    words = "nearly certain" if confidence >= 0.9 else "likely" if confidence >= 0.75 else "more likely than not" if confidence >= 0.5 else "doubtful"
    return f"{words} ({confidence:.2f})"


# --------------------------------------------------------------------------------------------------------------- answers

PAGES = (
    ("/find", "Find", ()),
    ("/quantities", "Figures", ("quantities",)),
    ("/events", "Events", ("events",)),
    ("/places", "Places", ("toponyms",)),
    ("/votes", "Votes", ("votes",)),
    ("/labels", "Labels", ("labels",)),
    ("/who", "Actors", ("entities",)),
    ("/conflicts", "Conflicts", ("links",)),
    ("/compare", "Compare", ("links",)),
    ("/relays", "Relays", ("attributions",)),
    ("/queue", "Queue", ("attributions", "quantities", "events", "votes", "timexes", "toponyms", "entities", "labels")),
    ("/problems", "Problems", ("problems",)),
    ("/audit", "Audit", ("reports",)),
)
"""Address, name, and what a record must have some of before the page is offered."""


def link_with(request: Request, **changed: Any) -> str:
    """This page's address with other query parameters; None takes one away."""
    query = {k: v for k, v in request.query_params.items() if v} | changed
    kept = {k: v for k, v in query.items() if v is not None}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def failure(site: Site, request: Request, status: int, message: str) -> Response:
    """An error as a page, or as JSON where JSON was asked for."""
    if request.url.path.endswith(".json") or request.url.path.startswith("/api"):
        return JSONResponse({"error": message}, status_code=status)
    words = {400: "This cannot be asked", 403: "Not allowed", 404: "Not here", 405: "Not allowed", 422: "This cannot be asked"}.get(status, "Something went wrong")
    return HTMLResponse(render(site, request, "error.html", {"title": words, "status": status, "message": message}), status_code=status)


def render(site: Site, request: Request, template: str, context: dict[str, Any]) -> str:
    """A page."""
    path = request.url.path
    twin = (path.rstrip("/") or "/index") + ".json"
    query = f"?{request.url.query}" if request.url.query else ""
    counts = site.counts
    pages = [(address, name) for address, name, needs in PAGES if not needs or any(counts[n] for n in needs) or path == address]
    return site.env.get_template(template).render(
        path=path,
        query=query,
        twin=twin + query,
        pages=pages,
        judging=site.may_judge(request),
        serving_judges=site.judge,
        user=request.cookies.get("onrecord_user", ""),
        version=__version__,
        params=request.query_params,
        db=site.path,
        **context,
    )


def answer(request: Request, template: str, context: dict[str, Any], data: Any) -> Response:
    """A page, or its JSON twin where the address ends in ``.json``; with an ETag, and 304 where the reader has it already.

    Where the context holds ``page``, ``more``, ``previous`` and ``next`` the neighbours stand in a ``Link`` header too.
    """
    site: Site = request.app.state.site
    if request.url.path.endswith(".json"):
        body, kind = dumps(data).encode("utf-8", "surrogatepass"), "application/json"
    else:
        body, kind = render(site, request, template, context).encode("utf-8", "replace"), "text/html; charset=utf-8"
    tag = '"' + hashlib.sha256(body).hexdigest()[:24] + '"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie"}
    neighbours = [f'<{context["previous"]}>; rel="prev"'] if context.get("page", 1) > 1 else []
    neighbours += [f'<{context["next"]}>; rel="next"'] if context.get("more") else []
    if neighbours:
        headers["Link"] = ", ".join(neighbours)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def page_number(request: Request) -> int:
    """The number of the page asked for, from 1."""
    wanted = request.query_params.get("page", "1")
    return max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1


def paging(request: Request, number: int, more: bool) -> dict[str, Any]:
    """What a pager needs."""
    return {"page": number, "more": more, "next": link_with(request, page=number + 1), "previous": link_with(request, page=number - 1 if number > 2 else None)}
