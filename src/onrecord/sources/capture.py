"""What every reader of a kind of source shares: the capture, the options, and bytes that are never more than was allowed.

A capture is the bytes that a report was read from, with where and when they were got. The record keeps them by SHA-256, so
that anybody can check later that the text came from these bytes.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, Protocol, TypeAlias

from onrecord.errors import InputError
from onrecord.model import Document, Problem, ReportKind, Severity

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes that one or more reports were read from.

    Attributes:
        raw: The bytes, as they were got (after transport compression and ``.gz`` were taken off).
        media_type: Media type of `raw`.
        path: The path as it was given (a folder is joined with the file's name), or None.
        url: The address of the page, or None.
        retrieved: When the bytes were fetched, or, for a file, read: ISO 8601, UTC. A WARC record gives its own date.
        record: Where they stood inside something larger, or how they were fetched (WARC record id, date, digest and offset; row of a
            table; feed and entry id; ``etag`` and ``last_modified`` of a response), or None.
    """

    raw: bytes
    media_type: str
    path: str | None
    url: str | None
    retrieved: str
    record: Mapping[str, Any] | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()


Result: TypeAlias = tuple[Capture, list[Document]] | InputError
"""What a reader yields: the bytes with their reports, or why they could not be read."""


class Known(Protocol):
    """What the user says of every report; `onrecord.api.Settings` is one."""

    @property
    def outlet(self) -> str | None:
        """Outlet, or None to read it from the source."""

    @property
    def published(self) -> str | None:
        """ISO date, or None to read it from the source."""

    @property
    def language(self) -> str | None:
        """BCP 47 code, or None to detect it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing is known beforehand.

    Attributes:
        outlet: None.
        published: None.
        language: None.
    """

    outlet: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave with a page, to ask it later whether the page changed.

    Attributes:
        etag: The ``ETag`` header, or None.
        last_modified: The ``Last-Modified`` header, or None.
    """

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How sources are read. Built once by the caller and passed on.

    Attributes:
        max_bytes: The largest single thing that is read into memory, in bytes after decompression: a text file, a page, one WARC
            record, one row. Archives and tables themselves may be any size; they are streamed.
        max_ratio: How many times larger than its compressed form a file may become. HTML packs 5 to 15 times; a bomb, 1,000.
        columns: Names of the columns of a table: ``{"text": "body", "outlet": "paper"}``; what is not named is found by its usual names.
        recursive: Whether a folder's folders are read too.
        follow: Whether the links of a feed or sitemap are fetched; None for "if the feed itself was fetched".
        max_links: How many links of one feed or sitemap are fetched at most.
        min_words: Pages with fewer words of body than this are not taken for an article.
        allow_private: Whether addresses of this machine and of private networks may be fetched.
        robots: Whether ``robots.txt`` is obeyed.
        delay: Seconds between two requests to one host; a longer ``Crawl-delay`` in ``robots.txt`` is kept.
        timeout: Seconds that one request may take, redirects not counted.
        user_agent: How we present ourselves.
        validators: Gives what is known of an address from an earlier fetch, or None. An address that has not changed yields nothing.
    """

    max_bytes: int = 64 * MEGABYTE
    max_ratio: int = 200
    columns: Mapping[str, str] = field(default_factory=dict)
    recursive: bool = False
    follow: bool | None = None
    max_links: int = 500
    min_words: int = 25
    allow_private: bool = False
    robots: bool = True
    delay: float = 1.0
    timeout: float = 30.0
    user_agent: str = "onrecord/0.1 (news archive reader; obeys robots.txt)"
    validators: Callable[[str], Validators | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says of its article. None and empty mean that it does not say.

    Attributes:
        headline: The headline.
        outlet: Name of the outlet.
        authors: Names of the authors.
        published: ISO date, with time and zone if the page gives them.
        kind: What sort of article it says it is.
        language: BCP 47 code that the page declares.
        url: The page's own (canonical) address.
        body: The article's text as JSON-LD gives it; most pages give none.
    """

    headline: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    kind: ReportKind | None = None
    language: str | None = None
    url: str | None = None
    body: str | None = None


def now() -> str:
    """This second in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def size(count: int) -> str:
    """A number of bytes for people.

    >>> size(64 * MEGABYTE), size(1500), size(1_572_864_000)
    ('64 MB', '1,500 bytes', '1,500 MB')
    """
    megabytes = count / MEGABYTE
    return f"{count:,} bytes" if megabytes < 1 else f"{megabytes:.3g} MB" if megabytes < 100 else f"{megabytes:,.0f} MB"


def too_large(what: str, options: SourceOptions, path: str | None = None) -> InputError:
    """The error for what is over the limit."""
    return InputError(f"{what} is larger than {size(options.max_bytes)}, the most that is read as one report. Split it, or raise --max-bytes.", code="too-large", path=path or what)


def read_limited(stream: BinaryIO, what: str, options: SourceOptions, path: str | None = None) -> bytes:
    """All bytes of a stream.

    Raises:
        InputError: ``too-large``, before more than the limit is in memory.
    """
    raw = stream.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        raise too_large(what, options, path)
    return raw


def gunzip_chunks(stream: BinaryIO, what: str, options: SourceOptions, *, limit: int | None) -> Iterator[bytes]:
    """The decompressed bytes of a gzip file of one or more members, in pieces of at most 1 MB.

    Args:
        stream: The compressed bytes.
        what: Its name, for messages.
        options: ``max_ratio`` is kept; it is looked at from the tenth megabyte on, because a short text of one letter is no bomb.
        limit: Most bytes to give, or None.

    Raises:
        InputError: ``zip-bomb``, ``too-large``, or ``truncated`` where it stops in the middle or is no gzip (after all that is whole was given).
    """
    taken = given = 0
    unpack = zlib.decompressobj(wbits=31)
    fresh = True
    while data := stream.read(1 << 16):
        taken += len(data)
        while True:
            try:
                piece = unpack.decompress(data, MEGABYTE)
            except zlib.error as error:
                if fresh and given:  # zero padding or junk after the last member
                    return
                raise InputError(f"{what} is damaged at compressed byte {taken - len(data):,}: {error}. Get it again.", code="truncated", path=what) from error
            given += len(piece)
            fresh = fresh and not data
            if given > 10 * MEGABYTE and given > taken * options.max_ratio:
                raise InputError(
                    f"{what} unpacks to more than {options.max_ratio} times its size ({size(given)} from {size(taken)}), as a zip bomb does. "
                    "If you trust it, unpack it yourself or raise --max-ratio.",
                    code="zip-bomb",
                    path=what,
                )
            if limit is not None and given > limit:
                raise too_large(f"{what} unpacked", options, what)
            if piece:
                yield piece
            data = unpack.unconsumed_tail
            if unpack.eof:
                data = unpack.unused_data
                unpack, fresh = zlib.decompressobj(wbits=31), True
                if not data:
                    break
            elif not data and len(piece) < MEGABYTE:
                break
    if not fresh:
        raise InputError(f"{what} stops in the middle at compressed byte {taken:,} ({size(given)} unpacked). Get it again.", code="truncated", path=what)


def gunzip(stream: BinaryIO, what: str, options: SourceOptions) -> bytes:
    """All decompressed bytes of a gzip file, under the limits of `gunzip_chunks`."""
    return b"".join(gunzip_chunks(stream, what, options, limit=options.max_bytes))


def add_problems(document: Document, *problems: Problem) -> Document:
    """The document with more problems."""
    return replace(document, problems=(*document.problems, *problems)) if problems else document


def note(code: str, message: str, hint: str | None = None) -> Problem:
    """A Problem that only tells."""
    return Problem(code=code, severity=Severity.NOTE, message=message, hint=hint)


def decode_content(raw: bytes, encodings: str | None, what: str, options: SourceOptions) -> bytes:
    """A response's body without its ``Content-Encoding``.

    Archives often keep the header and store the body unpacked; what is not packed is given as it is.

    Raises:
        InputError: ``zip-bomb``, ``too-large``, ``truncated``, or ``unsupported`` for a coding that is not known.
    """
    for name in reversed([e.strip().lower() for e in (encodings or "").split(",")]):
        if name in ("gzip", "x-gzip"):
            if raw.startswith(b"\x1f\x8b"):
                raw = gunzip(io.BytesIO(raw), what, options)
        elif name == "deflate":
            raw = _inflate(raw, what, options)
        elif name == "br":
            raw = _unbrotli(raw, what, options)
        elif name not in ("", "identity", "none"):
            raise InputError(f"{what} is packed as {name}, which is not read. Fetch it without compression.", code="unsupported", path=what)
    return raw


def _inflate(raw: bytes, what: str, options: SourceOptions) -> bytes:
    for wbits in (15, -15):  # servers send zlib's form and the bare one under one name
        unpack = zlib.decompressobj(wbits=wbits)
        try:
            text = unpack.decompress(raw, options.max_bytes + 1)
        except zlib.error:
            continue
        if len(text) > options.max_bytes:
            raise too_large(f"{what} unpacked", options, what)
        return text
    return raw


def _unbrotli(raw: bytes, what: str, options: SourceOptions) -> bytes:
    import brotli

    unpack, pieces, given = brotli.Decompressor(), [], 0
    try:
        for at in range(0, len(raw), 4096):
            piece = unpack.process(raw[at : at + 4096])
            given += len(piece)
            if given > options.max_bytes:
                raise too_large(f"{what} unpacked", options, what)
            pieces.append(piece)
    except brotli.error:
        return raw
    return b"".join(pieces)
