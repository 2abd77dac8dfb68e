"""The web app: one Record behind FastAPI, on this machine only.

A report is hostile text, so every page is rendered with autoescaping, runs no inline script (strict Content-Security-Policy),
and kept bytes are only ever sent as a download. The Host header must name this machine (DNS rebinding), a POST must come from
these pages and carry the local token, and without ``judge`` there is no POST at all.
"""

from __future__ import annotations

import hmac
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.base import RequestResponseEndpoint

from onrecord import __version__
from onrecord.errors import OnrecordError, RecordError, UsageError
from onrecord.web import across, actors, api, ledgers, pages, people  # noqa: F401  # across, actors and ledgers register their pages with those of pages
from onrecord.web.site import COOKIE, Site, failure

HERE = Path(__file__).parent
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(path: str, *, judge: bool = False, token: str | None = None, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The app over a record.

    Args:
        path: The record's file.
        judge: Let people who hold the token judge.
        token: The token; a fresh one if None.
        hosts: Names besides this machine's own under which it may be reached.

    Raises:
        RecordError: The file is no record.
    """
    site = Site(path, judge=judge, token=token)
    site.record.counts()  # refuse a file that is no record now, not on the first page
    app = FastAPI(title="onrecord", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.site = site
    allowed = {"127.0.0.1", "localhost", "::1", "[::1]", *hosts}

    @app.middleware("http")
    async def guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
        host = request.headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name not in allowed:
            return PlainTextResponse(f"This server answers to 127.0.0.1 and localhost, not to {name!r}. Open the address that 'onrecord serve' printed.", status_code=421)
        if request.method not in ("GET", "HEAD"):
            refused = _refuse(site, request, host)
            if refused:
                return PlainTextResponse(refused, status_code=403)
        if site.judge and request.query_params.get("token") and request.method == "GET":
            answer: Response = RedirectResponse(request.url.path, status_code=303)
            if hmac.compare_digest(request.query_params["token"].encode(), site.token.encode()):
                answer.set_cookie(COOKIE, site.token, httponly=True, samesite="strict")
        else:
            answer = await call_next(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer

    @app.exception_handler(StarletteHTTPException)
    async def http_error(request: Request, error: StarletteHTTPException) -> Response:
        return failure(site, request, error.status_code, str(error.detail))

    @app.exception_handler(OnrecordError)
    async def own_error(request: Request, error: OnrecordError) -> Response:
        status = 404 if isinstance(error, RecordError) and str(error).startswith(("There is no", "Several")) else 400 if isinstance(error, UsageError) else 500
        return failure(site, request, status, str(error))

    @app.exception_handler(RequestValidationError)
    async def bad_form(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"][1:])
        return failure(site, request, 422, f"{where}: {first['msg']}.")

    app.openapi = lambda: api.describe(app)  # type: ignore[method-assign]  # FastAPI's own way to change it
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for part in (api, pages, people):  # the pages across reports register themselves with those of pages
        app.include_router(part.router)
    return app


def _refuse(site: Site, request: Request, host: str) -> str | None:
    """Why a POST is refused, or None."""
    if not site.judge:
        return "This record is served for reading only. Start it with: onrecord serve --judge"
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    if not origin or urlsplit(origin).netloc != host or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "A judgement must come from these pages."
    if not site.may_judge(request):
        return "You do not hold the token. Open the address that 'onrecord serve --judge' printed."
    return None
