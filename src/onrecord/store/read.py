"""Reading the record: reports, findings, problems, runs. No function here changes anything."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.formats.jsonl import _names, plain, reader
from onrecord.model import LAYERS, Document, Finding, Problem, Severity, Source, Span
from onrecord.store.keys import BITS, ROLES, key_range, layer_at
from onrecord.store.records import Actor, Brief, Capture, Judgement, Run, State
from onrecord.store.rows import PERSON, finding_of, joined

_BRIEF = """SELECT d.id, r.id, d.outlet, d.published, d.headline, c.url, c.path, c.retrieved, d.words, d.key
  FROM document d JOIN report r ON r.key = d.report JOIN capture c ON c.key = (SELECT min(key) FROM capture WHERE document = d.key)"""


def document_key(db: sqlite3.Connection, id: str) -> int:
    """The key of a document by its id or the start of it, or by the id of its address, the address, or the path (the newest text).

    Raises:
        RecordError: None or several.
    """
    found = db.execute("SELECT key FROM document WHERE id = ?", (id,)).fetchone()
    if found is None:
        found = db.execute("SELECT c.document FROM capture c JOIN report r ON r.key = c.report WHERE r.id = ? OR r.locator = ? ORDER BY c.key DESC LIMIT 1", (id, id)).fetchone()
    if found is None and "://" not in id and ("/" in id or "." in id):  # a path, as it was given to `add`
        found = db.execute(
            "SELECT c.document FROM capture c JOIN report r ON r.key = c.report WHERE r.locator = ? ORDER BY c.key DESC LIMIT 1", (Path(id).absolute().as_uri(),)
        ).fetchone()
    if found is None and id.startswith("doc_") and len(id) >= 8:
        some = db.execute("SELECT key FROM document WHERE id >= ? AND id < ? LIMIT 2", (id, id + "g")).fetchall()
        if len(some) > 1:
            raise RecordError(f"Several reports begin with {id}. Give more of the id.")
        found = some[0] if some else None
    if found is None:
        raise RecordError(f"There is no report {id} in this record. List them with: onrecord find --layer reports")
    return int(found[0])


def brief_of(row: Sequence[Any], findings: Mapping[str, int] | None = None) -> Brief:
    """A row of the brief query as a record."""
    names = ("id", "report", "outlet", "published", "headline", "url", "path", "retrieved", "words")
    return Brief(**dict(zip(names, row, strict=False)), findings=findings or {})


def briefs(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Brief]:
    """The lines of some documents, by key."""
    wanted = list(keys)
    return {row[9]: brief_of(row) for row in db.execute(f"{_BRIEF} WHERE d.key IN ({','.join('?' * len(wanted))})", wanted)} if wanted else {}


@lru_cache(maxsize=1)
def _known_readers() -> dict[str, Any]:
    from typing import get_type_hints

    hints = get_type_hints(Document)
    return {f.name: reader(hints[f.name]) for f in fields(Document)}


def load_document(db: sqlite3.Connection, key: int) -> Document:
    """A document as it is known now: as read, with amendments applied, and with the problems of its reading."""
    row = db.execute("SELECT id, known, text, outlet, published FROM document WHERE key = ?", (key,)).fetchone()
    read = _known_readers()
    known = {name: read[name](value) for name, value in json.loads(row[1]).items()}
    first = db.execute('SELECT path, url, media_type, sha256, start, "end" FROM capture WHERE document = ? ORDER BY key LIMIT 1', (key,)).fetchone()
    source = Source(path=first[0], url=first[1], media_type=first[2], sha256=first[3], start=first[4], end=first[5])
    document = Document(id=row[0], source=source, text=row[2], problems=tuple(_problems(db, "document = ? AND stage IS NULL AND dropped IS NULL", (key,))), **known)
    for (amended,) in db.execute(
        "SELECT fields FROM amendment a WHERE report = ? AND NOT EXISTS (SELECT 1 FROM retraction x WHERE x.subject = a.id) ORDER BY created, id", (row[0],)
    ):
        document = replace(document, **{name: read[name](value) for name, value in json.loads(amended).items()})
    return document


def _problems(db: sqlite3.Connection, where: str, values: Sequence[Any]) -> Iterator[Problem]:
    for code, severity, message, hint, start, end, stage in db.execute(
        f'SELECT code, severity, message, hint, start, "end", stage FROM problem WHERE {where} ORDER BY ordinal, key', values
    ):
        yield Problem(code=code, severity=Severity(severity), message=message, hint=hint, span=None if start is None else Span(start, end), stage=stage)


def stage_problems(db: sqlite3.Connection, key: int) -> list[Problem]:
    """What the stages brought up on a document, in the order of the stages."""
    return list(_problems(db, "document = ? AND stage IS NOT NULL AND dropped IS NULL", (key,)))


# -------------------------------------------------------------------------------------------------------------- findings

_CURRENT = (
    "SELECT a.key, a.id, a.confidence, s.name, a.attributes, h.attributes FROM annotation a JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared "
    "WHERE a.key BETWEEN ? AND ? AND a.dropped IS NULL ORDER BY a.ordinal, a.key"
)


def _current(db: sqlite3.Connection, document: int, layers: Sequence[str]) -> Iterator[tuple[str, str, float, str, str, str | None]]:
    """The current findings of some layers of a document, those of each layer in their order: layer, id, confidence, stage, fields, shared fields."""
    # half of the layers and more are quicker read at one go
    ranges = [key_range(document)] if 2 * len(layers) >= len(LAYERS) else [key_range(document, layer) for layer in layers]
    for at in ranges:
        for key, *row in db.execute(_CURRENT, at):
            if (layer := layer_at(key)) in layers:
                yield (layer, *row)


def load_findings(db: sqlite3.Connection, key: int, layers: Iterable[str] | None = None, *, people: bool = False) -> dict[str, tuple[Finding, ...]]:
    """The current findings of a document as the machine made them, by layer and in the order of the text.

    Args:
        db: The record.
        key: The document.
        layers: Which layers, or None for all.
        people: True adds what people marked, after the machine's.
    """
    wanted = tuple(LAYERS if layers is None else layers)
    made: dict[str, list[Finding]] = {layer: [] for layer in wanted}
    marked: dict[str, list[Finding]] = {layer: [] for layer in wanted}
    for row in _current(db, key, wanted):
        if row[3] != PERSON:
            made[row[0]].append(finding_of(*row))
        elif people:
            marked[row[0]].append(finding_of(*row))
    return {layer: (*made[layer], *marked[layer]) for layer in wanted}


@lru_cache(maxsize=16)
def _template(layer: str) -> tuple[tuple[str, Any], ...]:
    from dataclasses import MISSING

    out = []
    for f, (_, key) in zip(fields(LAYERS[layer]), _names(LAYERS[layer]), strict=True):
        out.append((key, None if f.default is MISSING else plain(f.default)))
    return tuple(out)


def finding_dict(layer: str, id: str, confidence: float, stage: str, attributes: str, shared: str | None) -> dict[str, Any]:
    """The contract's JSON object of a finding straight from its row, all fields in order."""
    have = joined(attributes, shared)
    have["id"], have["confidence"], have["stage"] = id, confidence, stage
    return {name: have.get(name, default) for name, default in _template(layer)}


def finding_dicts(db: sqlite3.Connection, key: int, layers: Iterable[str] | None = None) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
    """The current findings of a document as the contract's JSON objects: the machine's, and people's marks."""
    wanted = tuple(LAYERS if layers is None else layers)
    made: dict[str, list[dict[str, Any]]] = {layer: [] for layer in wanted}
    marked: dict[str, list[dict[str, Any]]] = {layer: [] for layer in wanted}
    for layer, id, confidence, stage, attributes, shared in _current(db, key, wanted):
        (marked if stage == PERSON else made)[layer].append(finding_dict(layer, id, confidence, stage, attributes, shared))
    return made, marked


def states(db: sqlite3.Connection, id: str) -> list[tuple[int, int, State]]:
    """All states of a finding, oldest first, each with its annotation key and document key."""
    out = []
    for key, confidence, stage, attributes, shared, first, last, dropped in db.execute(
        "SELECT a.key, a.confidence, s.name, a.attributes, h.attributes, a.first_run, a.last_run, a.dropped FROM annotation a "
        "JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared WHERE a.id = ? ORDER BY a.key",
        (id,),
    ):
        out.append((key, key >> BITS, State(finding=finding_of(layer_at(key), id, confidence, stage, attributes, shared), first_run=first, last_run=last, dropped=dropped)))
    return out


# ------------------------------------------------------------------------------------------------------------ the others


def captures(db: sqlite3.Connection, where: str, values: Sequence[Any]) -> list[Capture]:
    """Sightings, oldest first."""
    return [
        Capture(report=r[0], document=r[1], path=r[2], url=r[3], media_type=r[4], sha256=r[5], start=r[6], end=r[7], retrieved=r[8])
        for r in db.execute(
            'SELECT r.id, d.id, c.path, c.url, c.media_type, c.sha256, c.start, c."end", c.retrieved FROM capture c '
            f"JOIN report r ON r.key = c.report JOIN document d ON d.key = c.document WHERE {where} ORDER BY c.key",
            values,
        )
    ]


def blob(db: sqlite3.Connection, sha256: str) -> bytes | None:
    """The bytes that were kept under a hash, or None."""
    row = db.execute("SELECT encoding, bytes FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        return None
    return zlib.decompress(row[1]) if row[0] == "zlib" else bytes(row[1])


def runs(db: sqlite3.Connection, key: int | None = None) -> list[Run]:
    """All runs, oldest first; or the one of this key."""
    one = "" if key is None else "WHERE key = ? "
    rows = db.execute(f"SELECT key, started, finished, outcome, onrecord, command, manifest FROM run {one}ORDER BY key", () if key is None else (key,))
    return [Run(key=r[0], started=r[1], finished=r[2], outcome=r[3], onrecord=r[4], command=r[5], manifest=json.loads(r[6])) for r in rows]


_JUDGEMENT = "j.id, j.subject, j.report, j.layer, j.quote, j.verdict, j.corrections, j.note, j.user, j.created"


def _judgement(row: Sequence[Any], retracted: str | None = None) -> Judgement:
    from onrecord.model import Verdict

    return Judgement(
        id=row[0],
        subject=row[1],
        report=row[2],
        layer=row[3],
        quote=row[4],
        verdict=Verdict(row[5]),
        corrections=json.loads(row[6]) if row[6] else None,
        note=row[7],
        user=row[8],
        created=row[9],
        retracted=retracted,
    )


def judgements(db: sqlite3.Connection, where: str = "1", values: Sequence[Any] = ()) -> list[Judgement]:
    """All judgements, retracted ones too, oldest first."""
    rows = db.execute(
        f"SELECT {_JUDGEMENT}, (SELECT x.user || ', ' || x.created FROM retraction x WHERE x.subject = j.id ORDER BY x.created LIMIT 1) FROM judgement j WHERE {where} ORDER BY j.created, j.id",
        values,
    )
    return [_judgement(r, r[10]) for r in rows]


def verdicts(db: sqlite3.Connection, where: str, values: Sequence[Any]) -> dict[str, Judgement]:
    """The judgements that hold, by finding."""
    return {r[1]: _judgement(r) for r in db.execute(f"SELECT {_JUDGEMENT} FROM verdicts j WHERE {where}", values)}


def actor(db: sqlite3.Connection, name: str, kind: str | None = None) -> Actor | None:
    """A name over all reports with its counts by role (current findings only), or None."""
    row = db.execute("SELECT key, name, kind FROM actor WHERE name = ? AND (? IS NULL OR kind = ?) ORDER BY key LIMIT 1", (name, kind, kind)).fetchone()
    if row is None:
        return None
    counts = db.execute(
        "SELECT i.role, count(*) FROM involves i JOIN annotation a ON a.key = i.annotation WHERE i.actor = ? AND a.dropped IS NULL GROUP BY i.role",
        (row[0],),
    ).fetchall()
    return Actor(name=row[1], kind=row[2], roles={role: n for role, code in ROLES.items() for its, n in counts if its == code})
