"""One function for every source: `read_source` finds out what a locator is and hands it to the reader of that kind.

What a thing is is told by its first bytes, then by its name, then by what a server says of it: a feed saved as ``.txt`` is
still a feed. Each reader is imported when the first thing of its kind is read.
"""

from __future__ import annotations

import glob
import io
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.errors import InputError
from onrecord.sources.capture import Capture, Known, Nothing, PageFacts, Result, SourceOptions, gunzip_chunks, now, read_limited

if TYPE_CHECKING:
    from onrecord.sources.feed import Get
    from onrecord.sources.fetch import Fetcher

HEAD = 8192
"""Bytes that are looked at to tell what a thing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to be read: a file, standard input, a response.

    Attributes:
        stream: Its bytes, at the beginning.
        head: Its first `HEAD` bytes.
        name: What to call it in messages; its ending is looked at.
        path: The path as it was given, or None.
        url: Its address, or None.
        retrieved: When it was got.
        media_type: What a server said that it is, or None.
        charset: What a server said of its encoding, or None.
        seekable: Whether `stream` can go back.
        facts: What a feed or sitemap said of it.
        depth: How many feeds and sitemaps led to it.
    """

    stream: BinaryIO
    head: bytes
    name: str
    path: str | None
    url: str | None
    retrieved: str
    media_type: str | None = None
    charset: str | None = None
    seekable: bool = True
    facts: PageFacts | None = None
    depth: int = 0

    @property
    def place(self) -> str | None:
        """Its path or address."""
        return self.path or self.url


class _Chunks(io.RawIOBase):
    """A stream of pieces that an iterator gives."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _from(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream that gives the head that was already read, then the rest."""

    def pieces() -> Iterator[bytes]:
        if head:
            yield head
        while piece := stream.read(1 << 16):
            yield piece

    return io.BufferedReader(_Chunks(pieces()), 1 << 16)


# ------------------------------------------------------------------------------------------------- what a thing is

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"Rar!", "RAR archive"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"RIFF", "picture or sound"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"\x00\x00\x00\x18ftyp", "video"),
    (b"\x00\x00\x00\x20ftyp", "video"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"SQLite format 3\x00", "database"),
    (b"\x7fELF", "program"),
)
_ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
}
_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/x-ndjson": "json",
    "application/feed+json": "json",
}
_ROOT = re.compile(r"\s*(?:<\?xml.*?\?>\s*|<!--.*?-->\s*|<\?.*?\?>\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:[\w.-]+:)?([\w.-]+)", re.S | re.I)
_ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "urlset": "sitemap", "sitemapindex": "sitemap", "html": "html"}
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title|script|table)\b", re.I)


def kind_of(head: bytes, name: str = "", media_type: str | None = None) -> str:
    """What a thing is, from its first bytes, its name and what a server said.

    Returns:
        ``text html feed sitemap json csv tsv parquet warc pdf mhtml gzip zip``, or a few words for what is not read (``picture``).

    >>> kind_of(b"<?xml version='1.0'?><rss version='2.0'>", "news.txt"), kind_of(b"A bridge opened.", "a.txt"), kind_of(b"\\x89PNG", "a.html")
    ('feed', 'text', 'picture')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    ending = Path(name.split("?")[0] if "://" in name else name).suffix.lower()
    text = _head_text(head)
    start = text.lstrip("\ufeff \t\r\n\0")
    if start.startswith("<"):
        root = _ROOT.match(start)
        found = _ROOTS.get(root[1].lower()) if root else None
        if found:
            return found
        if _TAG.search(start[:2048]):
            return "html"
        if start.startswith("<?xml"):
            return f"XML document ({root[1]})" if root else "XML document"
    named = _ENDINGS.get(ending) or _MEDIA.get(media_type or "")
    if named == "json" or (start[:1] in ("{", "[") and ending == "" and re.match(r"\{\s*\"|\[\s*\{\s*\"", start)):
        return "json"
    if named:
        return named
    if start[:300].lower().startswith(("mime-version:", "from: <saved by", 'from: "saved by')) and "multipart/related" in text:
        return "mhtml"
    return "text"


def _head_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


# ---------------------------------------------------------------------------------------------------------- readers

DEPTH = 3
"""How far a sitemap may lead to a sitemap, or a feed to a feed."""


def read_source(
    locator: str,
    settings: Known | None = None,
    options: SourceOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Result]:
    """The reports of a source, with the bytes that they were read from.

    Args:
        locator: A file, a folder (its files in name order), a glob pattern, ``-`` for standard input, or an http(s) address.
        settings: What the user says of every report: outlet, published, language. An `onrecord.api.Settings` will do.
        options: Limits, columns of tables, manners of fetching; the defaults if None.
        stdin: What ``-`` reads; the process's own if None.
        fetcher: Fetches addresses; give one to several calls, so that delays and robots.txt are kept between them. A new one if None.

    Yields:
        A capture with its reports, or an InputError that says what could not be read, where and what to do. Nothing is raised for bad
        input, so one odd file never stops the others. Archives, tables and folders are streamed: memory holds one thing at a time.
    """
    options = options or SourceOptions()
    reader = _Reader(settings or Nothing(), options, stdin, fetcher)
    try:
        yield from reader.locator(locator)
    except InputError as error:
        yield error


class _Reader:
    """Reads one source; what it leads to is read by the same reader, which counts how much that is."""

    def __init__(self, known: Known, options: SourceOptions, stdin: BinaryIO | None, fetcher: Fetcher | None) -> None:
        self.known, self.options, self.stdin, self._fetcher = known, options, stdin, fetcher
        self.seen: set[str] = set()
        self.links = 0

    def locator(self, locator: str) -> Iterator[Result]:
        """What a locator stands for."""
        if locator == "-":
            stream = self.stdin or sys.stdin.buffer
            head = stream.read(HEAD)
            yield from self.item(Item(stream=_from(head, stream), head=head, name="standard input", path="-", url=None, retrieved=now(), seekable=False))
        elif re.match(r"https?://", locator, re.I):
            yield from self.url(locator, PageFacts(), 0)
        elif re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", locator):
            raise InputError(f"{locator} has a scheme that is not read. Give an http or https address, or a path.", code="unsupported-scheme", path=locator)
        elif os.path.lexists(locator):
            yield from self.path(locator)
        elif glob.has_magic(locator):
            paths = sorted(glob.glob(locator, recursive=True))
            if not paths:
                raise InputError(f"No file fits the pattern {locator}. Check it and the folder that you are in.", code="no-such-file", path=locator)
            for path in paths:
                if not os.path.isdir(path):
                    yield from self.each(path)
        else:
            raise InputError(f"There is no file or folder {locator}. Check the path.", code="no-such-file", path=locator)

    # ------------------------------------------------------------------------------------------------------- files

    def each(self, path: str) -> Iterator[Result]:
        """A path among others: its error is yielded."""
        try:
            yield from self.path(path)
        except InputError as error:
            yield error

    def path(self, path: str) -> Iterator[Result]:
        """A file or a folder."""
        try:
            if os.path.isdir(path):
                yield from self.folder(path)
                return
            stream = open(path, "rb")  # noqa: SIM115 - closed below, whatever the readers do
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            raise _unreadable(path, error) from error
        with stream:
            try:
                head, seekable = stream.read(HEAD), stream.seekable()
                if seekable:
                    stream.seek(0)
            except OSError as error:
                raise _unreadable(path, error) from error
            source: BinaryIO = stream if seekable else _from(head, stream)
            yield from self.item(Item(stream=source, head=head, name=path, path=path, url=None, retrieved=now(), seekable=seekable))

    def folder(self, folder: str) -> Iterator[Result]:
        """The files of a folder in name order, hidden ones left out."""
        names = sorted(os.listdir(folder))
        found = folders = 0
        for name in names:
            path = os.path.join(folder, name)
            if name.startswith("."):
                continue
            if os.path.isdir(path):
                folders += 1
                # "Save page as, complete" puts the page's pictures and scripts into such a folder
                companion = name.endswith("_files") and any(name[:-6] + end in names for end in (".html", ".htm"))
                if self.options.recursive and not os.path.islink(path) and not companion:
                    found += 1
                    yield from self.each(path)
            elif os.path.lexists(path) and not _is_special(path):
                found += 1
                yield from self.each(path)
        if not found:
            hint = f"It has {folders:,} folder{'s' if folders > 1 else ''}; give --recursive to read them." if folders else "Check the path."
            yield InputError(f"{folder} holds no files. {hint}", code="empty-folder", path=folder)

    # ----------------------------------------------------------------------------------------------------- the web

    def url(self, url: str, facts: PageFacts, depth: int) -> Iterator[Result]:
        """What is at an address.

        Raises:
            InputError: It cannot be fetched or read.
        """
        if self._fetcher is None:
            from onrecord.sources.fetch import Fetcher

            self._fetcher = Fetcher(self.options)
        self.seen.add(url)
        response = self._fetcher.fetch(url)
        if response is None:  # not changed since it was last fetched
            return
        item = Item(
            stream=io.BytesIO(response.body),
            head=response.body[:HEAD],
            name=response.url,
            path=None,
            url=response.url,
            retrieved=response.retrieved,
            media_type=response.media_type,
            charset=response.charset,
            facts=facts,
            depth=depth,
        )
        kept = {"asked": response.asked if response.asked != response.url else None, "etag": response.validators.etag, "last_modified": response.validators.last_modified}
        fetched = {k: v for k, v in kept.items() if v}
        for result in self.item(item):
            if isinstance(result, InputError) or result[0].url != response.url:
                yield result
            else:
                yield replace(result[0], record={**(result[0].record or {}), **fetched} or None), result[1]

    def getter(self, item: Item) -> Get | None:
        """What reads the links of an item; None if they are not followed."""
        follow = self.options.follow if self.options.follow is not None else item.url is not None
        if not follow:
            return None

        def get(url: str, facts: PageFacts) -> Iterator[Result]:
            if url in self.seen:
                return
            self.seen.add(url)
            if item.depth >= DEPTH:
                yield InputError(f"{url} is {DEPTH + 1} sitemaps deep, which is too deep. Give its own address.", code="too-many-links", path=url)
                return
            self.links += 1
            if self.links > self.options.max_links:
                if self.links == self.options.max_links + 1:
                    yield InputError(
                        f"{item.name} leads to more than {self.options.max_links:,} pages; the others were left out, the first of them {url}. Give a higher --max-links to read them.",
                        code="too-many-links",
                        path=item.name,
                    )
                return
            try:
                yield from self.url(url, facts, item.depth + 1)
            except InputError as error:
                yield error

        return get

    # ----------------------------------------------------------------------------------------------------- by kind

    def item(self, item: Item) -> Iterator[Result]:
        """The reports of one thing, by its kind.

        Raises:
            InputError: It cannot be read at all. What goes wrong inside an archive or table is yielded.
        """
        kind = kind_of(item.head, item.name, item.media_type)
        if kind == "text" and self.options.columns:
            kind = "csv"  # columns were named, so it is a table
        read = getattr(self, f"read_{kind}", None) if kind.isalpha() else None
        if read is None:
            raise InputError(
                f"{item.name} is not a report: it is a {kind}. Reports are read from text, HTML, MHTML, feeds, WARC, WACZ, JSON, CSV, Parquet and PDF.",
                code="unsupported",
                path=item.place,
            )
        try:
            yield from read(item)
        except OSError as error:
            raise _unreadable(item.name, error) from error

    def read_gzip(self, item: Item) -> Iterator[Result]:
        """A packed file: an archive as it is, anything else unpacked."""
        try:
            head = zlib.decompressobj(wbits=31).decompress(item.head, HEAD)
        except zlib.error as error:
            raise InputError(f"{item.name} begins like a gzip file and is none: {error}. Get it again.", code="truncated", path=item.place) from error
        if head.startswith(b"\x1f\x8b"):
            raise InputError(f"{item.name} is packed twice. Unpack it once.", code="unsupported", path=item.place)
        if head.startswith(b"WARC/"):
            yield from self.read_warc(item)
            return
        stream = io.BufferedReader(_Chunks(gunzip_chunks(item.stream, item.name, self.options, limit=None)), 1 << 20)
        name = re.sub(r"\.gz(?=$|\?)", "", item.name, flags=re.I)
        yield from self.item(replace(item, stream=stream, head=head, name=name, seekable=False, media_type=None))

    def read_text(self, item: Item) -> Iterator[Result]:
        """A file of one report or of many."""
        from onrecord.sources.decoding import decode
        from onrecord.sources.text import read_text

        capture = self.take(item, "text/plain")
        decoded = decode(capture.raw, name=item.name)
        known = self.known
        documents = read_text(
            decoded.text,
            path=item.path,
            sha256=capture.sha256,
            url=item.url,
            outlet=known.outlet,
            published=known.published,
            language=known.language,
            problems=decoded.problems,
        )
        yield capture, list(documents)

    def read_html(self, item: Item) -> Iterator[Result]:
        """A saved or fetched page."""
        from onrecord.sources.page import read_page

        capture = self.take(item, "text/html")
        document = read_page(capture, self.known, self.options, charset=item.charset, facts=item.facts)
        yield replace(capture, url=document.source.url), [document]

    def read_mhtml(self, item: Item) -> Iterator[Result]:
        """A page saved with its pictures in one file, as Chrome and Edge do: the first HTML part is the page."""
        from email import message_from_bytes

        from onrecord.sources.page import read_page

        whole = self.take(item, "multipart/related")
        message = message_from_bytes(whole.raw)
        part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        if part is None:
            raise InputError(f"{item.name} holds no HTML page. Save the page again.", code="no-article", path=item.place)
        raw = part.get_payload(decode=True)
        page = replace(
            whole,
            raw=raw if isinstance(raw, bytes) else b"",
            media_type="text/html",
            url=item.url or _http(part.get("Content-Location")) or _http(message.get("Snapshot-Content-Location")),
            record={"mhtml_sha256": whole.sha256},
        )
        document = read_page(page, self.known, self.options, charset=part.get_content_charset(), facts=item.facts)
        yield replace(page, url=document.source.url), [document]

    def read_feed(self, item: Item) -> Iterator[Result]:
        """RSS or Atom."""
        from onrecord.sources.feed import read_feed

        yield from read_feed(self.take(item, "application/xml"), self.known, self.options, self.getter(item))

    def read_sitemap(self, item: Item) -> Iterator[Result]:
        """A sitemap or an index of them."""
        from onrecord.sources.feed import read_sitemap

        yield from read_sitemap(self.take(item, "application/xml"), self.getter(item))

    def read_json(self, item: Item) -> Iterator[Result]:
        """JSON Lines, a JSON Feed, a list of objects or one object."""
        from onrecord.sources.feed import is_json_feed, read_json_feed
        from onrecord.sources.table import read_json, read_json_lines

        # a first line that is a whole object that is no feed: one object a line; a named .jsonl may break in its first line
        if re.search(r"\.(?:jsonl|ndjson)$", item.name, re.I) or (item.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _is_lines(item.head)):
            yield from read_json_lines(item.stream, item.name, item.path, self.known, self.options, url=item.url)
            return
        capture = self.take(item, "application/json")
        if is_json_feed(_loads(capture.raw)):
            yield from read_json_feed(capture, self.known, self.options, self.getter(item))
        else:
            yield from read_json(capture.raw, item.name, item.path, self.known, self.options, url=item.url)

    def read_csv(self, item: Item, *, tabs: bool = False) -> Iterator[Result]:
        """A table with a row of names."""
        from onrecord.sources.table import read_csv

        yield from read_csv(item.stream, item.name, item.path, self.known, self.options, tabs=tabs, url=item.url)

    def read_tsv(self, item: Item) -> Iterator[Result]:
        """A table with tabs."""
        yield from self.read_csv(item, tabs=True)

    def read_parquet(self, item: Item) -> Iterator[Result]:
        """A Parquet table."""
        from onrecord.sources.table import read_parquet

        with self.seekable(item) as stream:
            yield from read_parquet(stream, item.name, item.path, self.known, self.options, url=item.url)

    def read_warc(self, item: Item) -> Iterator[Result]:
        """A web archive, packed or not."""
        from onrecord.sources.warc import read_warc

        yield from read_warc(item.stream, item.name, item.path, self.known, self.options)

    def read_zip(self, item: Item) -> Iterator[Result]:
        """A WACZ package; other ZIP files say that they are none."""
        from onrecord.sources.warc import read_wacz

        with self.seekable(item) as stream:
            yield from read_wacz(stream, item.name, item.path, self.known, self.options)

    def read_pdf(self, item: Item) -> Iterator[Result]:
        """A PDF with a text layer."""
        from onrecord.sources.pdf import read_pdf

        capture = self.take(item, "application/pdf")
        yield capture, read_pdf(capture, self.known, self.options)

    def take(self, item: Item, media_type: str) -> Capture:
        """All the bytes of an item as a capture."""
        raw = read_limited(item.stream, item.name, self.options, item.place)
        return Capture(raw=raw, media_type=media_type, path=item.path, url=item.url, retrieved=item.retrieved)

    @contextmanager
    def seekable(self, item: Item) -> Iterator[BinaryIO]:
        """The item's bytes as a stream that can go back: a temporary file where it cannot."""
        if item.seekable:
            yield item.stream
            return
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(item.stream, spool)
            spool.seek(0)
            yield cast(BinaryIO, spool)


def _is_special(path: str) -> bool:
    """True for a socket, pipe or device, which a folder may hold and which is no report."""
    return os.path.exists(path) and not os.path.isfile(path)


def _unreadable(path: str, error: OSError | ValueError) -> InputError:
    why = getattr(error, "strerror", None) or str(error)
    if isinstance(error, PermissionError):
        return InputError(f"{path} may not be read: {why}. Change its permissions or run as its owner.", code="not-permitted", path=path)
    return InputError(f"{path} cannot be read: {why}. Check the path and the disk.", code="unreadable", path=path)


def _http(value: object) -> str | None:
    text = str(value or "")  # a header that is not ASCII is no str
    return text if text.startswith(("http://", "https://")) else None


def _loads(raw: bytes) -> Any:
    """A JSON value, or None where there is none; `read_json` says what is wrong."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _is_lines(head: bytes) -> bool:
    """True if the first line of a JSON text is an object of its own that is no feed, or too long to be seen whole."""
    line, ended, _ = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if b"jsonfeed.org" in line:
        return False
    return isinstance(_loads(line), dict) if ended else len(head) >= HEAD
