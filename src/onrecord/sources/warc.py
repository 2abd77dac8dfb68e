"""Web archives: WARC files, packed or not, and WACZ packages. Every HTML page that was answered with 200 is read.

An archive is streamed: memory holds one record. The record's id, date, digest and offset are kept with each report, and its
block digest is checked, so that a report can be traced to the archived answer and that to the archive.

Source: the WARC format 1.1 (ISO 28500:2017), WACZ 1.1.1. Known to miss: pages archived as ``revisit`` records (their text is
in an earlier record), and Zstandard-packed archives with a dictionary of their own.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.parser import HeaderParser
from typing import Any, BinaryIO, cast

from onrecord.errors import InputError
from onrecord.model import Problem, Severity
from onrecord.sources.capture import MEGABYTE, Capture, Known, Result, SourceOptions, add_problems, decode_content, size, too_large
from onrecord.sources.page import read_page

_HTML = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, name: str, path: str | None, known: Known, options: SourceOptions) -> Iterator[Result]:
    """The pages of a WARC file, in order.

    Args:
        stream: The archive, packed with gzip (one member a record) or not.
        name: What to call it in messages.
        path: Its path, or None.
        known: What the user says of every report.
        options: Limits.

    Yields:
        A page's capture with its report; an InputError for a page that cannot be read. One InputError at the end counts the pages that
        hold no article (front pages, lists), and one names the offset at which a damaged archive stops; what stands before it was given.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    watched = _Watched(stream)
    pages = empty = total = last = 0
    first_empty = ""
    try:
        for record in ArchiveIterator(cast(BinaryIO, watched), record_types=WarcRecordType.any_type, parse_http=False):
            last = int(record.stream_pos)
            declared = int(record.content_length)
            wanted = record.record_type in (WarcRecordType.response, WarcRecordType.resource)
            if declared > options.max_bytes:
                if wanted:
                    yield too_large(f"The record at byte {last:,} of {name} ({size(declared)})", options, path)
                continue
            block = record.reader.read(declared)
            if watched.error is not None:
                break
            total += declared
            if total > 10 * MEGABYTE and total > watched.taken * options.max_ratio:
                raise InputError(
                    f"{name} unpacks to more than {options.max_ratio} times its size, as a zip bomb does; reading stopped at byte {last:,}. If you trust it, raise --max-ratio.",
                    code="zip-bomb",
                    path=path,
                )
            if len(block) < declared or "Content-Length" not in record.headers:
                short = f"its record is {declared:,} bytes long and {len(block):,} are there" if declared else "the record there has no whole header"
                raise _cut(name, path, last, short)
            if not wanted:
                continue
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            where = f"{url} (byte {last:,} of {name})"
            try:
                page = _page(record, block, record.record_type == WarcRecordType.response, url, where, path, last, options)
                if page is None:
                    continue
                capture, charset, problems = page
                pages += 1
                document = read_page(capture, known, options, charset=charset)
                yield replace(capture, url=capture.url or document.source.url), [add_problems(document, *problems)]
            except InputError as error:
                if error.code == "no-article":
                    empty += 1
                    first_empty = first_empty or url
                else:
                    yield InputError(str(error) if name in str(error) else f"{error} It stands at byte {last:,} of {name}.", code=error.code, path=path)
        if watched.error is not None:
            raise _cut(name, path, last, f"what follows the record at that byte cannot be read ({watched.error})")
        if _tail_is_cut(stream, last):
            raise _cut(name, path, last, "something begins after the record at that byte and is not whole")
    except OSError as error:
        yield _cut(name, path, last, f"what follows the record at that byte cannot be read ({error})")
    except InputError as error:
        yield error
    if empty:
        yield InputError(
            f"{empty:,} of the {pages:,} pages in {name} hold no article, the first of them {first_empty}. Front pages and lists never do; --min-words 1 adds them anyway.",
            code="no-article",
            path=path,
        )


class _Watched:
    """A stream that counts what was taken from it, and that keeps an error for later: fastwarc panics on one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.taken = stream, 0
        self.error: Exception | None = None

    def read(self, count: int = -1) -> bytes:
        """Bytes of the stream; none after an error."""
        try:
            piece = self._stream.read(count) if self.error is None else b""
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            self.error, piece = error, b""
        self.taken += len(piece)
        return piece

    def tell(self) -> int:
        """Where it is."""
        return self.taken


def _cut(name: str, path: str | None, at: int, why: str) -> InputError:
    return InputError(f"{name} stops in the middle, at byte {at:,}: {why}. What stands before it was read; get the archive again for the rest.", code="truncated", path=path)


def _tail_is_cut(stream: BinaryIO, last: int) -> bool:
    """True if a packed archive has the beginning of a member after its last record: fastwarc passes over one without a record."""
    if isinstance(stream, zipfile.ZipExtFile) or not stream.seekable():  # a package has a checksum of each member
        return False
    stream.seek(last)
    unpack = zlib.decompressobj(wbits=31)
    data = stream.read(1 << 16)
    if not data.startswith(b"\x1f\x8b"):
        return False
    while data:
        unpack.decompress(data)
        if unpack.eof:
            return bool((unpack.unused_data + stream.read(64)).strip(b"\0"))
        data = stream.read(1 << 16)
    return False  # the record's own text is whole; only the checksum behind it is missing


def _page(
    record: Any, block: bytes, is_response: bool, url: str, where: str, path: str | None, at: int, options: SourceOptions
) -> tuple[Capture, str | None, list[Problem]] | None:
    """(capture, charset, problems) of a record that holds an HTML page; None for any other."""
    headers = record.headers
    body, status = block, None
    media, charset = _content_type(headers.get("Content-Type"))
    if is_response:
        if not url.startswith(("http:", "https:")):
            return None
        head, found, body = block.partition(b"\r\n\r\n")
        answer = re.match(rb"HTTP/[\d.]+ (\d{3})[^\n]*\n?", head)
        if not found or not answer:
            raise InputError(f"{where} holds no whole HTTP answer. Get the archive again.", code="truncated", path=path)
        status = int(answer[1])
        fields = HeaderParser().parsestr(head[answer.end() :].decode("latin-1"))
        media, charset = _content_type(fields.get("Content-Type"))
        if status != 200 or media not in _HTML:
            return None
        if "chunked" in (fields.get("Transfer-Encoding") or "").lower():
            body = unchunk(body)
        body = decode_content(body, fields.get("Content-Encoding"), where, options)
    elif media not in _HTML:
        return None
    problems = []
    if _digest_is_wrong(headers.get("WARC-Block-Digest"), block):
        problems.append(
            Problem(
                code="warc-digest",
                severity=Severity.ERROR,
                message=f"The archived answer at byte {at:,} does not have the digest that its record states: it was changed after it was archived, or is damaged.",
                hint="Get the archive again from where it was made.",
            )
        )
    kept = {
        "warc_record_id": record.record_id.strip("<>") if record.record_id else None,
        "warc_date": headers.get("WARC-Date"),
        "warc_block_digest": headers.get("WARC-Block-Digest"),
        "warc_payload_digest": headers.get("WARC-Payload-Digest"),
        "warc_offset": at,
        "status": status,
    }
    return (
        Capture(raw=body, media_type="text/html", path=path, url=url or None, retrieved=headers.get("WARC-Date") or "", record={k: v for k, v in kept.items() if v is not None}),
        charset,
        problems,
    )


def _content_type(value: str | None) -> tuple[str, str | None]:
    """(media type, charset) of a ``Content-Type``.

    >>> _content_type('Text/HTML; charset="utf-8"')
    ('text/html', 'utf-8')
    """
    media, _, rest = (value or "").partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    return media.strip().lower(), found[1] if found else None


def unchunk(body: bytes) -> bytes:
    """A body without chunked transfer coding; as it is where it has none, as in archives that took it off and kept the header.

    >>> unchunk(b"3\\r\\nabc\\r\\n0\\r\\n\\r\\n"), unchunk(b"<html>")
    (b'abc', b'<html>')
    """
    pieces: list[bytes] = []
    at = 0
    while line := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r?\n").match(body, at):
        count = int(line[1], 16)
        if not count:
            return b"".join(pieces)
        pieces.append(body[line.end() : line.end() + count])
        at = line.end() + count
        at += 2 if body[at : at + 2] == b"\r\n" else 0
    return b"".join(pieces) if at >= len(body) and pieces else body


def _digest_is_wrong(stated: str | None, block: bytes) -> bool:
    """True if a digest is stated, can be computed and differs."""
    name, _, value = (stated or "").partition(":")
    name = name.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5") or not value:
        return False
    digest = hashlib.new(name, block, usedforsecurity=False)
    return value.rstrip("=").lower() not in (digest.hexdigest(), base64.b32encode(digest.digest()).decode().rstrip("=").lower())


def read_wacz(stream: BinaryIO, name: str, path: str | None, known: Known, options: SourceOptions) -> Iterator[Result]:
    """The pages of the WARC files in a WACZ package, in name order; see `read_warc`.

    Raises:
        InputError: It is no package, or holds no archive, or a member unpacks like a zip bomb.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            members = sorted((m for m in package.infolist() if re.search(r"\.warc(?:\.gz)?$", m.filename, re.I)), key=lambda m: m.filename)
            if not members:
                raise InputError(f"{name} is a ZIP file and holds no WARC archive. Unpack it and give the folder.", code="unsupported", path=path)
            for member in members:
                where = f"{member.filename} in {name}"
                if member.file_size > 10 * MEGABYTE and member.file_size > member.compress_size * options.max_ratio:
                    yield InputError(
                        f"{where} unpacks to more than {options.max_ratio} times its size ({size(member.file_size)} from {size(member.compress_size)}), as a zip bomb does. "
                        "If you trust it, raise --max-ratio.",
                        code="zip-bomb",
                        path=path,
                    )
                    continue
                try:
                    with package.open(member) as inner:
                        yield from read_warc(inner, where, path, known, options)  # type: ignore[arg-type]
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                    yield InputError(f"{where} cannot be unpacked: {error}. Get the package again.", code="truncated", path=path)
    except zipfile.BadZipFile as error:
        raise InputError(f"{name} is cut off or damaged: {error}. Get the package again.", code="truncated", path=path) from error
