"""Fetching from a server of our own on the loopback address: manners, limits and refusals. No test leaves this machine."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import InputError
from onrecord.sources.capture import MEGABYTE, Capture, SourceOptions, Validators
from onrecord.sources.dispatch import read_source
from onrecord.sources.fetch import Fetcher, is_public

ARTICLE = (
    "<html><head><title>Ferry sails</title>{head}</head><body><article><p>The ferry left the pier at noon with forty people on board, the harbour master said.</p>"
    "<p>It came back empty at night, and nobody on the island could say where the people had gone.</p></article></body></html>"
)
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web server whose pages are functions of the request's headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {k.lower(): v for k, v in self.headers.items()}
                site.asked.append((self.path, headers))
                page = site.pages.get(self.path)
                status, fields, body = page(headers) if page else (404, {}, b"none")
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name, value)
                self.end_headers()
                pace = 0.02 if self.path == "/slow" else 0
                try:
                    for k in range(0, len(body), 1 if pace else 1 << 20):
                        self.wfile.write(body[k : k + (1 if pace else 1 << 20)])
                        time.sleep(pace)
                except OSError:
                    pass

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def put(self, path: str, body: str | bytes, *, status: int = 200, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else body.encode()
        fields = {"Content-Type": "text/html; charset=utf-8"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self.pages[path] = lambda _: (status, fields, raw)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    found.put("/a", ARTICLE.replace("{head}", '<meta property="og:site_name" content="Port Ledger">'))
    yield found
    found.server.shutdown()
    found.server.server_close()


OPTIONS = SourceOptions(allow_private=True, delay=0, timeout=5)


def read(url: str, options: SourceOptions = OPTIONS, fetcher: Fetcher | None = None) -> tuple[list[Capture], list[InputError]]:
    results = list(read_source(url, None, options, fetcher=fetcher))
    return [r[0] for r in results if not isinstance(r, InputError)], [r for r in results if isinstance(r, InputError)]


def code(url: str, options: SourceOptions = OPTIONS) -> str:
    captures, (error,) = read(url, options)
    assert captures == []
    assert url.split("?")[0] in str(error)
    return error.code


def test_a_page_is_fetched_with_where_and_when(site: Site) -> None:
    ((capture, (document,)),) = read_source(site.url + "/a", None, OPTIONS)
    assert (capture.path, capture.url, capture.media_type) == (None, site.url + "/a", "text/html")
    assert capture.retrieved.endswith("+00:00")
    assert (document.outlet, document.source.url) == ("Port Ledger", site.url + "/a")
    assert "onrecord" in site.asked[-1][1]["user-agent"]


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    assert code(site.url + "/a", replace(OPTIONS, allow_private=False)) == "refused-address"
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_with_one_private_address_is_refused(site: Site) -> None:
    fetcher = Fetcher(replace(OPTIONS, allow_private=False), resolve=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    _, (error,) = read(f"http://innocent.example:{site.server.server_port}/a", replace(OPTIONS, allow_private=False), fetcher)
    assert error.code == "refused-address"
    assert "127.0.0.1" in str(error)


def test_the_address_that_was_checked_is_the_one_that_is_asked(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    fetcher = Fetcher(OPTIONS, resolve=lambda host, port: next(answers))
    captures, errors = read(f"http://ledger.example:{site.server.server_port}/a", OPTIONS, fetcher)
    assert errors == []
    assert captures[0].url == f"http://ledger.example:{site.server.server_port}/a"  # no name was looked up again: there is no such host
    assert site.asked[-1][1]["host"].startswith("ledger.example")


def test_a_redirect_is_followed_and_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/old", b"", status=301, Location="/a")
    captures, _ = read(site.url + "/old")
    assert captures[0].url == site.url + "/a"
    assert captures[0].record is not None
    assert captures[0].record["asked"] == site.url + "/old"
    site.put("/away", b"", status=302, Location="http://metadata.example/secret")
    options = replace(OPTIONS, allow_private=False)
    # the loopback server stands for a public one; the host that it redirects to is private
    public = Fetcher(options, resolve=lambda host, port: ["127.0.0.1"] if host == "127.0.0.1" else ["169.254.169.254"])
    monkeypatch.setattr("onrecord.sources.fetch.is_public", lambda address: address == "127.0.0.1")
    _, (error,) = read(site.url + "/away", options, public)
    assert error.code == "refused-address"
    assert "metadata.example" in str(error)
    site.put("/file", b"", status=302, Location="file:///etc/passwd")
    assert code(site.url + "/file") == "bad-address"
    site.put("/loop", b"", status=302, Location="/loop")
    assert code(site.url + "/loop") == "http-error"


def test_robots_txt_is_obeyed(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\nDisallow: /*?print=\n", Content_Type="text/plain")
    site.put("/private/a", ARTICLE)
    assert code(site.url + "/private/a") == "robots"
    assert code(site.url + "/a?print=1") == "robots"
    assert site.paths() == []
    assert len(read(site.url + "/private/a", replace(OPTIONS, robots=False))[0]) == 1


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.put("/robots.txt", b"", status=503)
    assert code(site.url + "/a") == "robots"


def test_pages_of_one_host_are_asked_for_with_a_delay(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", Content_Type="text/plain")
    waits: list[float] = []
    fetcher = Fetcher(replace(OPTIONS, delay=2), sleep=waits.append, clock=lambda: 100.0)
    fetcher.fetch(site.url + "/a")
    fetcher.fetch(site.url + "/a")
    assert waits == [7, 7]
    plain = Fetcher(replace(OPTIONS, delay=2, robots=False), sleep=waits.append, clock=lambda: 100.0)
    plain.fetch(site.url + "/a")
    plain.fetch(site.url + "/a")
    assert waits[2:] == [2]


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    def page(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == '"1"' and headers.get("if-modified-since") == "Sat, 03 Feb 2024 10:00:00 GMT":
            return 304, {}, b""
        return 200, {"Content-Type": "text/html", "ETag": '"1"', "Last-Modified": "Sat, 03 Feb 2024 10:00:00 GMT"}, ARTICLE.encode()

    site.pages["/b"] = page
    (capture,), _ = read(site.url + "/b")
    assert capture.record is not None
    known = Validators(etag=capture.record["etag"], last_modified=capture.record["last_modified"])
    assert read(site.url + "/b", replace(OPTIONS, validators={site.url + "/b": known}.get)) == ([], [])
    assert site.paths() == ["/b", "/b"]


def test_a_packed_page_and_a_bomb(site: Site) -> None:
    site.put("/packed", gzip.compress(ARTICLE.encode()), Content_Encoding="gzip")
    assert b"ferry left" in read(site.url + "/packed")[0][0].raw
    site.put("/bomb", gzip.compress(b"<html><p>" + b"a" * (30 * MEGABYTE), 9), Content_Encoding="gzip")
    assert code(site.url + "/bomb") == "zip-bomb"


def test_a_page_over_the_limit(site: Site) -> None:
    site.put("/big", b"<html>" + b"a " * MEGABYTE)
    assert code(site.url + "/big", replace(OPTIONS, max_bytes=MEGABYTE)) == "too-large"


def test_a_server_that_sends_one_byte_at_a_time_is_left(site: Site) -> None:
    site.put("/slow", b"<html>" + b"a" * 10_000)
    began = time.monotonic()
    assert code(site.url + "/slow", replace(OPTIONS, timeout=0.5)) == "timeout"
    assert time.monotonic() - began < 20  # all of it takes minutes


def test_a_page_that_breaks_off(site: Site) -> None:
    site.put("/cut", ARTICLE[:100], Content_Length="5000")
    assert code(site.url + "/cut", replace(OPTIONS, timeout=1)) in ("truncated", "not-reached", "timeout")


@pytest.mark.parametrize(("status", "advice"), [(403, "browser"), (404, "web archive"), (410, "web archive"), (429, "--delay"), (500, "--delay"), (418, "address")])
def test_an_answer_that_is_no_page_says_what_to_do(site: Site, status: int, advice: str) -> None:
    site.put("/x", b"", status=status)
    _, (error,) = read(site.url + "/x")
    assert error.code == "http-error"
    assert str(status) in str(error)
    assert advice in str(error)


def test_addresses_that_cannot_be(site: Site) -> None:
    assert code("http://127.0.0.1:99999/a") == "bad-address"
    assert read("http://user:secret@127.0.0.1/a")[1][0].code == "bad-address"
    assert "secret" not in str(read("http://user:secret@127.0.0.1/a")[1][0])
    assert read("http:///a")[1][0].code == "bad-address"
    site.server.shutdown()
    site.server.server_close()
    assert code(site.url + "/a") == "not-reached"


def test_an_unknown_name_is_not_reached() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    _, (error,) = read("http://nowhere.example/a", OPTIONS, Fetcher(OPTIONS, resolve=unknown))
    assert error.code == "not-reached"
    assert "nowhere.example" in str(error)


def test_odd_letters_in_an_address_are_quoted(site: Site) -> None:
    site.put("/caf%C3%A9%20noir?q=%22a%22", ARTICLE)
    assert len(read(site.url + '/caf\u00e9 noir?q="a"')[0]) == 1
    assert read(site.url + "/a\r\nX-Evil: 1")[1] != []
    assert all("x-evil" not in headers for _, headers in site.asked)


def test_other_kinds_come_by_address_too(site: Site) -> None:
    site.put("/t.jsonl", b'{"text": "One is here."}\n', Content_Type="application/octet-stream")
    site.put("/t", b"text,outlet\nOne is here.,A\n", Content_Type="text/csv")
    site.put("/p", b"\x89PNG", Content_Type="image/png")
    assert [c.url for c in read(site.url + "/t.jsonl")[0]] == [site.url + "/t.jsonl"]
    assert len(read(site.url + "/t")[0]) == 1
    assert code(site.url + "/p") == "unsupported"
