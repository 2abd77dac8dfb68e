"""What all pages share: the site over one record, rendering, answers with ETags, errors as pages."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from onrecord import __version__
from onrecord.formats.jsonl import dumps
from onrecord.store.record import Record

COOKIE = "onrecord_token"


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
        self._lock = threading.Lock()
        self.env = Environment(
            loader=PackageLoader("onrecord.web"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def record(self) -> Record:
        """The record, for reading; each thread has a connection of its own."""
        if not hasattr(self._local, "record"):
            self._local.record = Record(self.path, write=False)
        record: Record = self._local.record
        return record

    def writing(self, do: Callable[[Record], Any]) -> Any:
        """Call something with a record that may be written; one writer at a time."""
        with self._lock, Record(self.path) as record:
            return do(record)

    def may_judge(self, request: Request) -> bool:
        """Does this request come from somebody who holds the token?"""
        return self.judge and hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self.token.encode())


def failure(site: Site, request: Request, status: int, message: str) -> Response:
    """An error as a page, or as JSON where JSON was asked for."""
    if request.url.path.endswith(".json") or request.url.path.startswith("/api"):
        return JSONResponse({"error": message}, status_code=status)
    return HTMLResponse(render(site, request, "error.html", {"title": f"{status}", "message": message}), status_code=status)


def render(site: Site, request: Request, template: str, context: dict[str, Any]) -> str:
    """A page."""
    path = request.url.path
    twin = (path.rstrip("/") or "/index") + ".json"
    query = f"?{request.url.query}" if request.url.query else ""
    return site.env.get_template(template).render(
        path=path, query=query, twin=twin + query, judging=site.may_judge(request), serving_judges=site.judge, version=__version__, params=request.query_params, **context
    )


def answer(request: Request, template: str, context: dict[str, Any], data: Any) -> Response:
    """A page, or its JSON twin where the address ends in ``.json``; with an ETag, and 304 where the reader has it already."""
    site: Site = request.app.state.site
    if request.url.path.endswith(".json"):
        body, kind = dumps(data).encode(), "application/json"
    else:
        body, kind = render(site, request, template, context).encode("utf-8", "surrogatepass"), "text/html; charset=utf-8"
    tag = '"' + hashlib.sha256(body).hexdigest()[:24] + '"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type=kind, headers={"ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie"})
