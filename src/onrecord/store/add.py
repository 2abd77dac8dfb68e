"""Captures into the record: bytes once by their hash, texts once by their id, every sighting in the history of its address."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.api import Settings
from onrecord.errors import InputError
from onrecord.formats.jsonl import dumps
from onrecord.model import Document, Problem
from onrecord.sources import read_source
from onrecord.sources.capture import SourceOptions, Validators
from onrecord.store.records import Added
from onrecord.store.rows import known_of, without_surrogates
from onrecord.store.schema import transaction


def now() -> str:
    """This instant, UTC, ISO 8601 to the microsecond, so that what two people do in one second keeps its order."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def clean(text: str | None) -> str | None:
    """The text without lone surrogates (file names may hold some), which fit no database."""
    return text if text is None else text.encode("utf-8", "replace").decode()


def _validators(db: sqlite3.Connection) -> Callable[[str], Validators | None]:
    """What a server gave with an address the last time, so that a page that has not changed is not sent again."""

    def of(url: str) -> Validators | None:
        row = db.execute("SELECT record FROM capture WHERE url = ? AND record IS NOT NULL ORDER BY key DESC LIMIT 1", (url,)).fetchone()
        known = json.loads(row[0]) if row else {}
        if not (known.get("etag") or known.get("last_modified")):
            return None
        return Validators(etag=known.get("etag"), last_modified=known.get("last_modified"))

    return of


BUFFER_CAPTURES, BUFFER_BYTES, BUFFER_SECONDS = 64, 8 << 20, 1.0
"""How much waits to be written in one transaction: the search index is built in pieces, and small pieces cost the most. The lock
is held for the writing only, never while a source is read or fetched."""


def add(db: sqlite3.Connection, path: str, locators: Iterable[str], settings: Settings, options: SourceOptions | None = None, progress: Any = None) -> Added:
    """Read sources and keep them; see `Record.add`."""
    asked = replace(options or SourceOptions(), validators=_validators(db))
    return keep_all(db, path, (item for locator in locators for item in read_source(locator, settings, asked)), progress)


def keep_all(db: sqlite3.Connection, path: str, items: Iterable[Any], progress: Any = None, *, bytes_kept: bool = True) -> Added:
    """Keep captures with their documents, and what could not be read; some at a time, each whole. A stop loses a second's reading."""
    new: list[str] = []
    changed: list[str] = []
    failed: list[InputError] = []
    waiting: list[Any] = []
    known = size = 0
    began = time.monotonic()

    def flush() -> None:
        nonlocal known, size, began
        count = 0
        if waiting:
            with transaction(db, path):
                for item in waiting:
                    if isinstance(item, InputError):
                        write_problem(db, None, None, 0, Problem(code=item.code, message=str(item)), None, severity="error")
                        continue
                    more, other, seen = keep(db, *item, bytes_kept=bytes_kept)
                    new.extend(more)
                    changed.extend(other)
                    known += seen
                    count += len(item[1])
        if progress is not None:
            progress(count)
        waiting.clear()
        size, began = 0, time.monotonic()

    try:
        for item in items:
            if isinstance(item, InputError):
                failed.append(item)
            else:
                size += len(item[0].raw)
            waiting.append(item)
            if len(waiting) >= BUFFER_CAPTURES or size >= BUFFER_BYTES or time.monotonic() - began >= BUFFER_SECONDS:
                flush()
    except KeyboardInterrupt:
        flush()
        raise
    flush()
    return Added(new=tuple(new), changed=tuple(changed), known=known, failed=tuple(failed))


def keep(db: sqlite3.Connection, capture: Any, documents: list[Document], *, bytes_kept: bool = True) -> tuple[list[str], list[str], int]:
    """Write one capture with its documents, inside a transaction.

    Returns:
        Ids of new texts, ids of those among them whose address had another text, and how many were known.
    """
    new: list[str] = []
    changed: list[str] = []
    known = 0
    record = dumps(dict(capture.record)) if getattr(capture, "record", None) else None
    if bytes_kept and documents:
        sha = hashlib.sha256(capture.raw).hexdigest()
        if not db.execute("SELECT 1 FROM blob WHERE sha256 = ?", (sha,)).fetchone():
            small = zlib.compress(capture.raw, 6)
            raw = len(small) >= len(capture.raw)
            db.execute("INSERT INTO blob VALUES (?, ?, ?, ?, ?)", (sha, capture.media_type, len(capture.raw), "raw" if raw else "zlib", capture.raw if raw else small))
    for document, locator in zip(documents, addresses(capture, documents), strict=True):
        document = without_surrogates(document)
        report = _report(db, locator)
        last = db.execute("SELECT d.key, d.id, d.text FROM capture c JOIN document d ON d.key = c.document WHERE c.report = ? ORDER BY c.key DESC LIMIT 1", (report,)).fetchone()
        if last and (last[1] == document.id or last[2] == document.text):
            # the same words at the same address; what is known better now (an outlet, a date) is said with `amend`
            known += 1
            continue
        there = db.execute("SELECT key FROM document WHERE id = ?", (document.id,)).fetchone()
        if there:
            key = there[0]
            known += 1
        else:
            key = write_document(db, document, report)
            new.append(document.id)
            if last:
                changed.append(document.id)
        source = document.source
        db.execute(
            'INSERT INTO capture (report, document, path, url, media_type, sha256, kept, start, "end", retrieved, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            (report, key, clean(source.path), clean(source.url), source.media_type, source.sha256, int(bytes_kept), source.start, source.end, capture.retrieved, record),
        )
    return new, changed, known


def addresses(capture: Any, documents: list[Document]) -> Iterator[str]:
    """What tells one report from another, and stays when its text changes: the URL, or the path.

    Where one file holds many reports the headline is added (a place in the file would shift when one is put in before), or
    else the number. Text from nowhere (standard input) is its own address.
    """
    seen: dict[str, int] = {}
    for number, document in enumerate(documents):
        url, path = document.source.url, document.source.path
        if url:
            address = url
        elif path and path != "-":
            address = Path(path).absolute().as_uri() if "://" not in path else path
            if len(documents) > 1:
                title = " ".join(document.text[slice(*document.headline)].lower().split()) if document.headline else str(number)
                address = f"{address}#{title}"
        else:
            address = document.id
        seen[address] = seen.get(address, 0) + 1
        yield address if seen[address] == 1 else f"{address}#{seen[address]}"


def _report(db: sqlite3.Connection, locator: str) -> int:
    found = db.execute("SELECT key FROM report WHERE locator = ?", (locator,)).fetchone()
    if found:
        return int(found[0])
    id = "rep_" + hashlib.sha256(locator.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return int(db.execute("INSERT INTO report (id, locator) VALUES (?, ?)", (id, locator.encode("utf-8", "replace").decode())).lastrowid or 0)


def write_document(db: sqlite3.Connection, document: Document, report: int) -> int:
    """Insert a document and what reading it brought up; its key."""
    headline = " ".join(document.text[slice(*document.headline)].split()) if document.headline else None
    key = db.execute(
        "INSERT INTO document (id, report, outlet, published, headline, words, known, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (document.id, report, document.outlet, document.published, headline, len(document.text.split()), dumps(known_of(document)), document.text),
    ).lastrowid
    assert key is not None
    for k, problem in enumerate(document.problems):
        write_problem(db, key, None, k, problem, None)
    return key


def write_problem(db: sqlite3.Connection, document: int | None, stage: str | None, ordinal: int, problem: Problem, run: int | None, *, severity: str | None = None) -> None:
    """Insert a problem."""
    start, end = problem.span or (None, None)
    row = (document, stage, ordinal, problem.code, severity or problem.severity.value, clean(problem.message), clean(problem.hint), start, end, now(), run)
    db.execute('INSERT INTO problem (document, stage, ordinal, code, severity, message, hint, start, "end", created, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', row)
