"""An older file brought up to date, in place and all or nothing: nothing that anybody wrote is lost, what can be made again is made again.

What changed in its form is read as the older version wrote it and written by today's writer; all else stays where it is. A reader of
each older version stands here as long as there are files of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import replace

from onrecord.errors import RecordError
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS, Finding, spans_of
from onrecord.store import read
from onrecord.store.keys import key_range
from onrecord.store.rows import PERSON, finding_of, rows_of
from onrecord.store.run import Known, insert_rows
from onrecord.store.schema import VERSION, statements

OLDEST = 1


def migrate(db: sqlite3.Connection, path: str) -> None:
    """Bring a file to `VERSION`, in one transaction: it takes about as long as writing the findings did, and as much space again.

    Raises:
        RecordError: A version that there never was.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may have done it meanwhile
        if version < OLDEST:
            raise RecordError(f"{path} has the schema {version}, which no onrecord wrote. Restore it from a copy; nothing was changed.")
        if version == 1:
            _from_1(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


# --------------------------------------------------------------------------------------------- version 1, until 2026-11

_VIEWS_1 = (*LAYERS, "reports", "links", "verdicts")
_MADE_AGAIN_1 = ("involves", "finding_fts", "neighbour", "neighbour_key", "corpus")
"""Tables of version 1 that hold nothing but what follows from the others: the index, and what stages across reports remember."""


def _from_1(db: sqlite3.Connection) -> None:
    """Findings get keys that tell their layer, spans become quotes beside the fields that hold them."""
    for view in _VIEWS_1:
        db.execute(f"DROP VIEW IF EXISTS {view}")
    for table in _MADE_AGAIN_1:
        db.execute(f"DROP TABLE {table}")
    for index in ("annotation_id", "annotation_dropped", "layer_run"):
        db.execute(f"DROP INDEX {index}")
    db.execute("PRAGMA legacy_alter_table = ON")  # else references in other tables would follow the old names
    for table in ("annotation", "span", "shared"):
        db.execute(f"ALTER TABLE {table} RENAME TO {table}_1")
    db.execute("PRAGMA legacy_alter_table = OFF")
    db.execute("ALTER TABLE document ADD COLUMN run INTEGER REFERENCES run")
    db.execute("UPDATE document SET run = (SELECT max(l.run) FROM layer l WHERE l.document = document.key)")
    for statement in statements():
        db.execute(statement)
    known = Known(db)
    for (key,) in db.execute("SELECT key FROM document ORDER BY key").fetchall():
        _document_1(db, key, known)
    for table in ("span", "annotation", "shared"):
        db.execute(f"DROP TABLE {table}_1")


_STATES_1 = """SELECT a.key, a.layer, a.id, a.confidence, s.name, a.attributes, h.attributes, a.ordinal, a.stage, a.first_run, a.last_run, a.dropped
  FROM annotation_1 a JOIN stage s ON s.key = a.stage LEFT JOIN shared_1 h ON h.key = a.shared WHERE a.key BETWEEN ? AND ? ORDER BY a.key"""


def _document_1(db: sqlite3.Connection, key: int, known: Known) -> None:
    """Write the findings of a document anew, states that were dropped too; those have no place in the index."""
    document = read.load_document(db, key)
    states = [
        (old, layer, finding_of(layer, id, confidence, stage, json.loads(attributes) | json.loads(shared or "{}")), rest)
        for old, layer, id, confidence, stage, attributes, shared, *rest in db.execute(_STATES_1, key_range(key))
    ]
    current = {layer: tuple(f for _, its, f, rest in states if its == layer and rest[-1] is None and f.stage != PERSON) for layer in LAYERS}
    made = {row.id: row for rows in rows_of(document, current, LAYERS)[0].values() for row in rows}
    next_key = {layer: key_range(key, layer)[0] for layer in LAYERS}
    for old, layer, finding, (ordinal, stage, first, last, dropped) in states:
        row = made.get(finding.id) if dropped is None and finding.stage != PERSON else None
        if row is None:
            among = (*(f for f in current[layer] if f.id != finding.id), finding)
            row = next((r for r in reversed(rows_of(document, {**current, layer: among}, [layer])[0][layer]) if r.id == finding.id), None)
        if row is None:
            raise RecordError(f"Finding {finding.id} points outside the text of {document.id}: the file is damaged. Restore it from a copy; nothing was changed.")
        # the words as they were written, not as they would be cut now: a damage must not be healed over unseen
        row = replace(row, quotes=dumps(_quotes_1(db, old, finding)))
        at = next_key[layer]
        next_key[layer] += 1
        insert_rows(db, [(at, row, ordinal, stage, None)], known, index=dropped is None)
        db.execute("UPDATE annotation SET first_run = ?, last_run = ?, dropped = ? WHERE key = ?", (first, last, dropped, at))


def _quotes_1(db: sqlite3.Connection, annotation: int, finding: Finding) -> list[str]:
    stored = {(role, n): quote for role, n, quote in db.execute("SELECT role, ordinal, quote FROM span_1 WHERE annotation = ?", (annotation,))}
    count: Counter[str] = Counter()
    out = []
    for role, _ in spans_of(finding):
        out.append(stored.get((role, count[role]), ""))
        count[role] += 1
    return out
