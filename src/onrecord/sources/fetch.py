"""Polite and careful HTTP: one page at a time, with a delay, by the rules of ``robots.txt``, never to private addresses.

The address of a host is looked up once, every address found is checked, and the connection goes to the address that was
checked, so that a name cannot point elsewhere a moment later (DNS rebinding). Each redirect is checked like the first
address. Size after unpacking and time are limited. Proxies named in the environment are not used: they would do the looking up.

Source: RFC 9309 (robots), RFC 9110 section 13 (conditional requests), RFC 6890 (special addresses).
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from onrecord.errors import InputError
from onrecord.sources.capture import SourceOptions, Validators, decode_content, now, too_large

REDIRECTS = 5
ROBOTS_BYTES = 512 << 10
"""What RFC 9309 asks crawlers to read of a ``robots.txt``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A page that was fetched.

    Attributes:
        url: Where it was found, after redirects.
        asked: The address that was asked for.
        body: Its bytes, unpacked.
        media_type: What the server says it is, or None.
        charset: What the server says of its encoding, or None.
        validators: What to send next time to ask whether it changed.
        retrieved: When, ISO 8601, UTC.
    """

    url: str
    asked: str
    body: bytes
    media_type: str | None
    charset: str | None
    validators: Validators
    retrieved: str


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was already looked up and checked."""

    def __init__(self, host: str, port: int, address: str, timeout: float, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._tls = address, tls
        self.held: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; the certificate must still be the host's."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)
        self.held = self.sock  # http.client forgets the socket as soon as the answer has begun

    def hang_up(self) -> None:
        """End the connection from another thread."""
        if self.held is not None:
            with contextlib.suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """True for an address of the public internet, also when it is wrapped in an IPv6 address.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254"), is_public("64:ff9b::7f00:1")
    (True, False, False, False, False)
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, remembering each host's rules and when it was last asked.

    Attributes:
        options: Limits and manners.
        resolve: Looks up a host's addresses; replaced in tests.
        sleep: Waits; replaced in tests.
        clock: Seconds that only grow.
    """

    options: SourceOptions
    resolve: Callable[[str, int], list[str]] = field(default=lambda host, port: sorted({str(a[4][0]) for a in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}))
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, Any] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str) -> Response | None:
        """A page; None if the server says that it has not changed since `SourceOptions.validators` knew it.

        Raises:
            InputError: ``refused-address``, ``robots``, ``http-error``, ``not-reached``, ``timeout``, ``too-large`` and others; what, where, what to do.
        """
        asked, validators = url, self.options.validators(url) if self.options.validators else None
        for _ in range(REDIRECTS + 1):
            parts = self._parts(url, asked)
            if self.options.robots and not self._allowed(url, parts):
                raise InputError(
                    f"{_via(url, asked)} may not be fetched: the site's robots.txt forbids it to programs. Save the page in a browser and add the file.", code="robots", path=asked
                )
            status, headers, body = self._get(url, parts, asked, validators, self.options.max_bytes)
            if status in (301, 302, 303, 307, 308) and headers.get("Location"):
                url = urljoin(url, headers["Location"] or "")
                continue
            if status == 304 and validators:
                return None
            if status != 200:
                raise InputError(f"{_via(url, asked)} answers {status} {http.client.responses.get(status, '')}. {_advice(status)}", code="http-error", path=asked)
            media, _, rest = (headers.get("Content-Type") or "").partition(";")
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
            return Response(
                url=url,
                asked=asked,
                body=decode_content(body, headers.get("Content-Encoding"), url, self.options),
                media_type=media.strip().lower() or None,
                charset=charset[1] if charset else None,
                validators=Validators(etag=headers.get("ETag"), last_modified=headers.get("Last-Modified")),
                retrieved=now(),
            )
        raise InputError(f"{asked} was redirected more than {REDIRECTS} times. Give the page's own address.", code="http-error", path=asked)

    def _parts(self, url: str, asked: str) -> tuple[str, str, int, str]:
        """(scheme, host, port, path with query) of an address that may be asked for."""
        try:
            split = urlsplit(url)
            host, port = split.hostname, split.port
        except ValueError as error:
            raise InputError(f"{_via(url, asked)} is no address: {error}. Check it.", code="bad-address", path=asked) from error
        if split.scheme not in ("http", "https") or not host or any(c in host for c in " \r\n\t"):
            raise InputError(f"{_via(url, asked)} is no http or https address. Check it.", code="bad-address", path=asked)
        if split.username is not None or split.password is not None:
            raise InputError(
                f"{host}: addresses with a user name or password in them are not fetched, because they would be stored. Save the page and add the file.",
                code="bad-address",
                path=asked,
            )
        try:
            host = host.encode("idna").decode("ascii") if not host.isascii() else host
        except UnicodeError as error:
            raise InputError(f"{_via(url, asked)} has a host name that cannot be: {error}. Check it.", code="bad-address", path=asked) from error
        # what is already quoted stays; a blank or a letter beyond ASCII would break the request line
        path = quote(urlunsplit(("", "", split.path or "/", split.query, "")), safe="%/:=&?~#+!$,;'@()*[]")
        return split.scheme, host, port or (443 if split.scheme == "https" else 80), path

    def _address(self, host: str, port: int, url: str, asked: str) -> str:
        """The address of a host, checked: all that its name stands for must be public."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise InputError(f"{_via(url, asked)} cannot be reached: the name {host} is not known ({error}). Check it and the network.", code="not-reached", path=asked) from error
        if not found:
            raise InputError(f"{_via(url, asked)} cannot be reached: the name {host} has no address. Check it.", code="not-reached", path=asked)
        for address in found:
            if not self.options.allow_private and not is_public(address):
                raise InputError(
                    f"{_via(url, asked)} is not fetched: {host} is {address}, an address of this machine or of a private network. Give --allow-private if you mean it.",
                    code="refused-address",
                    path=asked,
                )
        return found[0]

    def _get(
        self, url: str, parts: tuple[str, str, int, str], asked: str, validators: Validators | None, limit: int, *, whole: bool = True
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """(status, headers, body as sent) of one request."""
        scheme, host, port, path = parts
        address = self._address(host, port, url, asked)
        self._wait(host)
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if validators and validators.etag and url == asked:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified and url == asked:
            headers["If-Modified-Since"] = validators.last_modified
        connection = _Connection(host, port, address, self.options.timeout, ssl.create_default_context() if scheme == "https" else None)
        # A socket's timeout starts anew with each byte; the timer ends a server that sends one byte a second.
        late = threading.Event()

        def end() -> None:
            late.set()
            connection.hang_up()

        timer = threading.Timer(self.options.timeout, end)
        timer.daemon = True
        timer.start()
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read(limit + 1)
            if len(body) > limit and whole:
                raise too_large(url, self.options, asked)
            if late.is_set():
                raise TimeoutError
            declared = response.headers.get("Content-Length") or ""
            if whole and declared.isdigit() and len(body) < int(declared):
                raise InputError(f"{_via(url, asked)} broke off after {len(body):,} of {int(declared):,} bytes. Try again later.", code="truncated", path=asked)
            return response.status, response.headers, body
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            # AttributeError: http.client's reader when the timer closes the socket under it
            if late.is_set() or isinstance(error, TimeoutError):
                raise InputError(
                    f"{_via(url, asked)} did not answer within {self.options.timeout:g} seconds. Try again later, or raise --timeout.", code="timeout", path=asked
                ) from error
            raise InputError(
                f"{_via(url, asked)} cannot be fetched: {type(error).__name__}: {error}. Check the address and the network.", code="not-reached", path=asked
            ) from error
        finally:
            timer.cancel()
            connection.close()

    def _wait(self, host: str) -> None:
        rules = self._robots.get(host)
        delay = max(self.options.delay, min(float(rules.crawl_delay(self.options.user_agent) or 0), 60.0)) if rules else self.options.delay
        last = self._asked.get(host)
        if last is not None and (left := last + delay - self.clock()) > 0:
            self.sleep(left)
        self._asked[host] = self.clock()

    def _allowed(self, url: str, parts: tuple[str, str, int, str]) -> bool:
        """Whether the host's ``robots.txt`` lets us fetch an address. No file: yes. A server error: no (RFC 9309, 2.3.1)."""
        from protego import Protego

        scheme, host, port, _ = parts
        key = f"{scheme}://{host}:{port}"
        if key not in self._robots:
            where, text = f"{key}/robots.txt", ""
            for _ in range(REDIRECTS + 1):
                status, headers, body = self._get(where, self._parts(where, url), url, None, ROBOTS_BYTES, whole=False)
                if status not in (301, 302, 303, 307, 308) or not headers.get("Location"):
                    break
                where = urljoin(where, headers["Location"] or "")
            if status == 200:
                text = decode_content(body, headers.get("Content-Encoding"), where, self.options).decode("utf-8", "replace")
            elif status >= 500 or status == 429:
                text = "User-agent: *\nDisallow: /\n"
            self._robots[key] = self._robots[host] = Protego.parse(text)
        return bool(self._robots[key].can_fetch(url, self.options.user_agent))


def _via(url: str, asked: str) -> str:
    return url if url == asked else f"{url} (from {asked})"


def _advice(status: int) -> str:
    if status in (401, 402, 403, 451):
        return "The site does not give it to programs or without a subscription; save the page in a browser and add the file."
    if status in (404, 410):
        return "It is gone; look for it in a web archive."
    if status == 429 or status >= 500:
        return "Try again later, with a longer --delay."
    return "Check the address."
