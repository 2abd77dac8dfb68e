"""Is the record what it says? Bytes against their hashes, quotes against the text, references against what is there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS, anchors, hull, spans_of
from onrecord.store import read
from onrecord.store.judge import references
from onrecord.store.keys import key_range
from onrecord.store.records import Fault
from onrecord.store.rows import finding_of, joined

MAX_DAMAGE = 100
"""How many lines of SQLite's own check are shown."""


def verify(db: sqlite3.Connection, progress: Callable[[int], None] | None = None) -> Iterator[Fault]:
    """Everything that is wrong, one Fault each; nothing if the record is sound.

    SQLite's own check of the file comes first. Then every kept byte is hashed again; every document must be a slice of its
    decoded bytes where it says so; every stored quote must equal its span of the text and every span of a finding must have
    its quote; every id that a finding, a judgement or a link points to must be there.
    """
    for (line,) in db.execute(f"PRAGMA integrity_check({MAX_DAMAGE})"):
        if line != "ok":
            yield Fault(what="file", where="sqlite", message=line)
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Fault(what="reference", where=f"{table} {rowid}", message=f"points to a row of {parent} that is not there")
    yield from _blobs(db)
    keys = [k for (k,) in db.execute("SELECT key FROM document ORDER BY key")]
    for key in keys:
        yield from _document(db, key)
        if progress is not None:
            progress(1)
    yield from _links(db)


def _bytes(encoding: str, data: bytes) -> bytes:
    return data if encoding == "raw" else zlib.decompress(data)


def _blobs(db: sqlite3.Connection) -> Iterator[Fault]:
    from onrecord.sources.decoding import decode

    for sha, encoding, size, data in db.execute("SELECT sha256, encoding, size, bytes FROM blob"):
        try:
            raw = _bytes(encoding, data)
        except zlib.error as error:
            yield Fault(what="bytes", where=sha, message=f"cannot be unpacked: {error}")
            continue
        mine = hashlib.sha256(raw).hexdigest()
        if mine != sha or len(raw) != size:
            yield Fault(what="bytes", where=sha, message=f"the kept bytes have the hash {mine} and {len(raw)} bytes, not {size}")
            continue
        text: str | None = None
        for id, start, end, words in db.execute(
            'SELECT d.id, c.start, c."end", d.text FROM capture c JOIN document d ON d.key = c.document WHERE c.sha256 = ? AND c.kept = 1 AND c.start IS NOT NULL', (sha,)
        ):
            text = decode(raw).text if text is None else text
            if text[start:end] != words:
                yield Fault(what="text", where=id, message=f"is not characters {start} to {end} of its kept bytes ({sha[:12]}…)")
    for sha, id in db.execute(
        "SELECT c.sha256, d.id FROM capture c JOIN document d ON d.key = c.document WHERE c.kept = 1 AND c.sha256 IS NOT NULL AND c.sha256 NOT IN (SELECT sha256 FROM blob)"
    ):
        yield Fault(what="bytes", where=id, message=f"its bytes {sha} are not kept in this file")


def _document(db: sqlite3.Connection, key: int) -> Iterator[Fault]:
    try:
        document = read.load_document(db, key)
    except (ValueError, KeyError, TypeError) as error:
        yield Fault(what="document", where=f"document {key}", message=f"what is known of it cannot be read: {error}")
        return
    text = document.text
    ids: dict[str, str] = {}
    current: list[tuple[str, dict[str, Any]]] = []
    counts = dict.fromkeys(LAYERS, 0)
    for id, layer, confidence, stage, attributes, shared, quotes, start, end, dropped in db.execute(
        'SELECT a.id, a.layer, a.confidence, s.name, a.attributes, h.attributes, a.quotes, a.start, a."end", a.dropped FROM annotation a JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared WHERE a.key BETWEEN ? AND ?',
        key_range(key),
    ):
        try:
            finding = finding_of(layer, id, confidence, stage, attributes, shared)
            spans, said = list(spans_of(finding)), json.loads(quotes)
        except (ValueError, KeyError, TypeError) as error:
            yield Fault(what="finding", where=id, message=f"cannot be read: {error}")
            continue
        if len(spans) != len(said):
            yield Fault(what="span", where=id, message=f"its fields have {len(spans)} spans, {len(said)} were stored with their words")
        for (role, span), quote in zip(spans, said, strict=False):
            if text[slice(*span)] != quote:
                yield Fault(
                    what="quote", where=f"{id} {role} {span.start}-{span.end}", message=f"the stored quote {quote[:60]!r} is not the text there, {text[slice(*span)][:60]!r}"
                )
        where = hull(anchors(finding)) if anchors(finding) else (0, 0)
        if (start, end) != tuple(where):
            yield Fault(what="span", where=id, message=f"it stands at {start}-{end}, its words at {where[0]}-{where[1]}")
        if dropped is None:
            ids[id] = layer
            current.append((id, joined(attributes, shared)))
            counts[layer] += stage != "person"
    for id, fields in current:
        for field, other, layer in references(fields):
            if ids.get(other) != layer:
                yield Fault(what="reference", where=id, message=f"{field} points to {other}, which is not among the {layer} of {document.id}")
    for layer, count in db.execute("SELECT layer, count FROM layer WHERE document = ?", (key,)):
        if layer in counts and counts[layer] != count:
            yield Fault(what="count", where=f"{document.id} {layer}", message=f"{counts[layer]} findings are there, {count} were written")


def _links(db: sqlite3.Connection) -> Iterator[Fault]:
    for id, *ends in db.execute("SELECT id, from_report, from_item, to_report, to_item FROM link WHERE dropped IS NULL"):
        for report, item in (ends[:2], ends[2:]):
            if not db.execute("SELECT 1 FROM document WHERE id = ?", (report,)).fetchone():
                yield Fault(what="reference", where=id, message=f"points to report {report}, which is not there")
            elif item is not None and not db.execute("SELECT 1 FROM annotation WHERE id = ? AND dropped IS NULL", (item,)).fetchone():
                yield Fault(what="reference", where=id, message=f"points to {item}, which is not there")
    for id, subject in db.execute("SELECT id, subject FROM retraction"):
        if not any(db.execute(f"SELECT 1 FROM {t} WHERE id = ?", (subject,)).fetchone() for t in ("judgement", "mark", "amendment")):
            yield Fault(what="reference", where=id, message=f"takes back {dumps(subject)}, which is not in this file")
