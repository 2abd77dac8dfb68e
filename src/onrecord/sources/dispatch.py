"""One function for every source: `read_source` finds out what a locator is and hands it to the reader of that kind.

What a thing is is told by its first bytes, then by its name, then by what a server says of it: a feed saved as ``.txt`` is
still a feed. Each reader is imported when the first thing of its kind is read.
"""

from __future__ import annotations

import glob
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.sources.capture import Capture, Known, Nothing, Result, SourceOptions, gunzip_chunks, now, read_limited

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


def read_source(locator: str, settings: Known | None = None, options: SourceOptions | None = None, *, stdin: BinaryIO | None = None) -> Iterator[Result]:
    """The reports of a source, with the bytes that they were read from.

    Args:
        locator: A file, a folder (its files in name order), a glob pattern, ``-`` for standard input, or an http(s) address.
        settings: What the user says of every report: outlet, published, language. An `onrecord.api.Settings` will do.
        options: Limits, columns of tables, manners of fetching; the defaults if None.
        stdin: What ``-`` reads; the process's own if None.

    Yields:
        A capture with its reports, or an InputError that says what could not be read, where and what to do. Nothing is raised for bad
        input, so one odd file never stops the others. Archives, tables and folders are streamed: memory holds one thing at a time.
    """
    known, options = settings or Nothing(), options or SourceOptions()
    try:
        yield from _read_locator(locator, known, options, stdin)
    except InputError as error:
        yield error


def _read_locator(locator: str, known: Known, options: SourceOptions, stdin: BinaryIO | None) -> Iterator[Result]:
    if locator == "-":
        stream = stdin or sys.stdin.buffer
        head = stream.read(HEAD)
        yield from read_item(Item(stream=_from(head, stream), head=head, name="standard input", path="-", url=None, retrieved=now(), seekable=False), known, options)
        return
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", locator):
        raise InputError(f"{locator} has a scheme that is not read. Give an http or https address, or a path.", code="unsupported-scheme", path=locator)
    if os.path.lexists(locator):
        yield from _read_path(locator, known, options)
    elif glob.has_magic(locator):
        paths = sorted(glob.glob(locator, recursive=True))
        if not paths:
            raise InputError(f"No file fits the pattern {locator}. Check it, and quote it against the shell.", code="no-such-file", path=locator)
        for path in paths:
            yield from _each(path, known, options)
    else:
        raise InputError(f"There is no file or folder {locator}. Check the path.", code="no-such-file", path=locator)


def _each(path: str, known: Known, options: SourceOptions) -> Iterator[Result]:
    """A path among others: its error is yielded."""
    try:
        yield from _read_path(path, known, options)
    except InputError as error:
        yield error


def _read_path(path: str, known: Known, options: SourceOptions) -> Iterator[Result]:
    try:
        if os.path.isdir(path):
            yield from _read_folder(path, known, options)
            return
        stream = open(path, "rb")  # noqa: SIM115 - closed below, whatever the readers do
    except OSError as error:
        raise _unreadable(path, error) from error
    with stream:
        try:
            head, seekable = stream.read(HEAD), stream.seekable()
            if seekable:
                stream.seek(0)
        except OSError as error:
            raise _unreadable(path, error) from error
        source: BinaryIO = stream if seekable else _from(head, stream)
        yield from read_item(Item(stream=source, head=head, name=path, path=path, url=None, retrieved=now(), seekable=seekable), known, options)


def _read_folder(folder: str, known: Known, options: SourceOptions) -> Iterator[Result]:
    names = sorted(os.listdir(folder))
    base, found, folders = folder.rstrip("/") or "/", 0, 0
    for name in names:
        path = os.path.join(base, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            folders += 1
            # "Save page as, complete" puts the page's pictures and scripts into such a folder
            if options.recursive and not os.path.islink(path) and not (name.endswith("_files") and any(name[:-6] + end in names for end in (".html", ".htm"))):
                found += 1
                yield from _each(path, known, options)
        elif os.path.isfile(path):
            found += 1
            yield from _each(path, known, options)
        elif os.path.islink(path):
            yield InputError(f"{path} is a link to nothing. Remove it or mend it.", code="no-such-file", path=path)
    if not found:
        hint = f"It has {folders:,} folders; give --recursive to read them." if folders else "Check the path."
        yield InputError(f"{folder} holds no files. {hint}", code="empty-folder", path=folder)


def _unreadable(path: str, error: OSError) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{path} may not be read: {error.strerror}. Change its permissions or run as its owner.", code="not-permitted", path=path)
    return InputError(f"{path} cannot be read: {error.strerror or error}. Check the disk and the path.", code="unreadable", path=path)


def read_item(item: Item, known: Known, options: SourceOptions) -> Iterator[Result]:
    """The reports of one thing, by its kind.

    Raises:
        InputError: It cannot be read at all. What goes wrong inside an archive or table is yielded.
    """
    kind = kind_of(item.head, item.name, item.media_type)
    try:
        if kind == "gzip":
            yield from _read_gzip(item, known, options)
        elif kind in _READERS:
            yield from _READERS[kind](item, known, options)
        else:
            raise InputError(
                f"{item.name} is not a report: it is a {kind}. Reports are read from text, HTML, feeds, WARC, WACZ, JSONL, CSV, Parquet and PDF.",
                code="unsupported",
                path=item.path or item.url,
            )
    except OSError as error:
        raise _unreadable(item.name, error) from error


def _read_gzip(item: Item, known: Known, options: SourceOptions) -> Iterator[Result]:
    try:
        head = zlib.decompressobj(wbits=31).decompress(item.head, HEAD)
    except zlib.error as error:
        raise InputError(f"{item.name} begins like a gzip file and is none: {error}. Get it again.", code="truncated", path=item.path) from error
    stream = io.BufferedReader(_Chunks(gunzip_chunks(item.stream, item.name, options, limit=None)), 1 << 20)
    name = item.name[:-3] if item.name.lower().endswith(".gz") else item.name
    if head.startswith(b"\x1f\x8b"):
        raise InputError(f"{item.name} is packed twice. Unpack it once.", code="unsupported", path=item.path)
    yield from read_item(replace(item, stream=stream, head=head, name=name, seekable=False), known, options)


def _take(item: Item, options: SourceOptions, media_type: str) -> Capture:
    """All the bytes of an item as a capture."""
    raw = read_limited(item.stream, item.name, options, item.path or item.url)
    return Capture(raw=raw, media_type=media_type, path=item.path, url=item.url, retrieved=item.retrieved)


def _read_plain(item: Item, known: Known, options: SourceOptions) -> Iterator[Result]:
    from onrecord.sources.decoding import decode
    from onrecord.sources.text import read_text

    capture = _take(item, options, "text/plain")
    if not capture.raw.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise InputError(f"{item.name} is empty. Check that it was written or saved whole.", code="empty", path=item.path or item.url)
    decoded = decode(capture.raw, name=item.name)
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


def _read_html(item: Item, known: Known, options: SourceOptions) -> Iterator[Result]:
    from onrecord.sources.page import read_page

    capture = _take(item, options, "text/html")
    document = read_page(capture, known, options, charset=item.charset)
    yield replace(capture, url=document.source.url), [document]


_READERS = {"text": _read_plain, "html": _read_html}
