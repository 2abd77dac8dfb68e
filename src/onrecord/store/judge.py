"""What people say of findings and reports: judgements, marks, amendments, retractions. All are rows that are only added.

A judgement names a finding by its id, which is made from the report and the anchor spans; so it stays attached when a run
changes the finding's other fields, and is listed as an orphan when no run makes the finding any more. Ids of these rows are
hashes of the whole row: merging two people's files is a union of rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from onrecord.errors import RecordError, UsageError
from onrecord.formats.jsonl import _names, dumps, reader
from onrecord.model import LAYERS, Finding, Ids, LinkEnd, LinkKind, Problem, Verdict, anchors, spans_of
from onrecord.store import read
from onrecord.store.add import now
from onrecord.store.keys import BITS, key_range
from onrecord.store.records import Judgement
from onrecord.store.rows import AMENDABLE, PERSON, attributes_of, finding_of, rows_of
from onrecord.store.schema import transaction

TABLES = {"judgement": "jdg", "mark": "mrk", "amendment": "amd", "retraction": "ret"}
_COLUMNS = {
    "judgement": ("subject", "report", "layer", "quote", "verdict", "corrections", "note", "user", "created"),
    "mark": ("subject", "report", "layer", "quote", "fields", "note", "user", "created"),
    "amendment": ("report", "fields", "note", "user", "created"),
    "retraction": ("subject", "note", "user", "created"),
}
REFERENCES = {
    "speaker": "entities",
    "via": "entities",
    "addressee": "entities",
    "within": "attributions",
    "place": "toponyms",
    "actor": "entities",
    "recipient": "entities",
    "affected": "entities",
    "claimed_by": "attributions",
    "asserted_by": "attributions",
    "applied_by": "attributions",
    "quantities": "quantities",
    "body": "entities",
    "affiliation": "entities",
    "entity": "entities",
    "timex": "timexes",
}
"""Fields of findings that hold ids, with the layer that they point into. ``timex`` stands inside a period."""


def references(attributes: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Every ``(field, id, layer)`` that a finding's fields point to."""
    for field, value in attributes.items():
        if field in ("period", "said") and isinstance(value, Mapping):
            if value.get("timex"):
                yield f"{field}.timex", value["timex"], "timexes"
        elif field in REFERENCES and value:
            for id in value if isinstance(value, list) else [value]:
                yield field, id, REFERENCES[field]


def insert(db: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> str:
    """Add a row of what people say, unless it is there already; its id, a hash of the row. Inside a transaction."""
    columns = _COLUMNS[table]
    row = [values[c] for c in columns]
    id = f"{TABLES[table]}_{sha256(json.dumps(row, ensure_ascii=False).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    db.execute(f"INSERT OR IGNORE INTO {table} (id, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})", (id, *row))
    return id


# ------------------------------------------------------------------------------------------------------------- judgements


def judge(db: sqlite3.Connection, path: str, id: str, verdict: str, *, user: str, note: str | None, corrections: Mapping[str, Any] | None) -> Judgement:
    """Write a judgement; see `Record.judge`."""
    if verdict not in list(Verdict):
        raise UsageError(f"A verdict is one of {', '.join(Verdict)}, not {verdict!r}.")
    if (verdict == "corrected") != bool(corrections):
        raise UsageError("A correction needs the fields as they should be (--set FIELD=VALUE), and only the verdict 'corrected' takes them.")
    if id.startswith("lnk_"):
        if corrections:
            raise UsageError("A link is right, wrong or unsure; it has no fields to correct.")
        link = db.execute("SELECT from_report, why FROM link WHERE id = ? ORDER BY key DESC LIMIT 1", (id,)).fetchone()
        made = next((j for j in reversed(read.judgements(db, "j.subject = ?", (id,))) if j.corrections), None)
        if link is None and made is None:
            raise RecordError(f"There is no link {id} in this record. List links with: onrecord export jsonl --links")
        report, quote = link or (made.report, made.quote)  # type: ignore[union-attr]
        layer, corrections = "links", made.corrections if made else None  # a link that a person made is known by its ends
    else:
        all_states = read.states(db, id)
        if not all_states:
            raise RecordError(f"There is no finding {id} in this record. Look for it with: onrecord find WORDS")
        _, key, state = all_states[-1]
        layer = layer_of(state.finding)
        document = read.load_document(db, key)
        report, quote = document.id, " … ".join(document.text[s:e] for s, e in anchors(state.finding))
        if corrections:
            check(db, key, document.text, layer, state.finding, corrections)
    values = {
        "subject": id,
        "report": report,
        "layer": layer,
        "quote": quote,
        "verdict": verdict,
        "corrections": dumps(corrections) if corrections else None,
        "note": note,
        "user": user,
        "created": now(),
    }
    with transaction(db, path):
        written = insert(db, "judgement", values)
    return read.judgements(db, "j.id = ?", (written,))[0]


def layer_of(finding: Finding) -> str:
    """The layer that a finding belongs to."""
    return next(name for name, cls in LAYERS.items() if type(finding) is cls)


def check(db: sqlite3.Connection, key: int, text: str, layer: str, finding: Finding | None, fields: Mapping[str, Any]) -> Finding:
    """A finding with other fields, checked as a machine's finding is: names, types, spans inside the text, references that exist.

    Raises:
        UsageError: The first thing that is wrong.
    """
    fixed = {"id", "stage", "confidence"}
    names = [out for _, out in _names(LAYERS[layer]) if out not in fixed]
    for name in fields:
        if name not in names:
            raise UsageError(f"{layer} have no field {name!r} that can be set. Fields: {', '.join(names)}.")
    base = attributes_of(finding) if finding is not None else {}
    try:
        made = finding_of(layer, finding.id if finding else "", 1.0, PERSON, {**base, **fields})
    except ValueError as error:
        raise UsageError(f"This is no valid entry of {layer}: {error}.") from error
    for role, span in spans_of(made):
        if not 0 <= span.start < span.end <= len(text):
            raise UsageError(f"{role} {list(span)} lies outside the text, which has {len(text)} characters.")
        if text[span.start].isspace() or text[span.end - 1].isspace():
            raise UsageError(f"{role} {list(span)} begins or ends with a blank: {text[slice(*span)]!r}. Give the span without it.")
    for field, id, wanted in references(attributes_of(made)):
        if not db.execute("SELECT 1 FROM annotation WHERE id = ? AND dropped IS NULL AND key BETWEEN ? AND ?", (id, *key_range(key, wanted))).fetchone():
            raise UsageError(f"{field} {id} is not among the {wanted} of this report.")
    return made


def corrected(layer: str, finding: Finding, judgement: Judgement) -> Finding:
    """The finding as a reviewer's correction has it; the finding itself where there is none."""
    if judgement.verdict is not Verdict.CORRECTED or not judgement.corrections:
        return finding
    return finding_of(layer, finding.id, finding.confidence, finding.stage, {**attributes_of(finding), **judgement.corrections})


def orphans(db: sqlite3.Connection) -> list[Judgement]:
    """Judgements that hold and whose finding, link or (where a person tied or parted two) end is not made any more, or never was in this file."""

    def end(name: str) -> str:
        item, report = (f"json_extract(j.corrections, '$.{name}.{what}')" for what in ("item", "report"))
        return f"CASE WHEN {item} IS NULL THEN EXISTS (SELECT 1 FROM document d WHERE d.id = {report}) ELSE EXISTS (SELECT 1 FROM annotation a WHERE a.id = {item} AND a.dropped IS NULL) END"

    gone = (
        "NOT EXISTS (SELECT 1 FROM annotation a WHERE a.id = j.subject AND a.dropped IS NULL) AND NOT EXISTS (SELECT 1 FROM link l WHERE l.id = j.subject AND l.dropped IS NULL) "
        f"AND NOT (j.layer = 'links' AND j.corrections IS NOT NULL AND {end('from')} AND {end('to')}) "
        "AND NOT EXISTS (SELECT 1 FROM retraction x WHERE x.subject = j.id)"
    )
    return read.judgements(db, gone)


def judged_keys(db: sqlite3.Connection, judged: str) -> tuple[set[int], set[int] | None]:
    """(annotation keys to hide, annotation keys to show or None for all) under ``--judged``."""
    marks = {
        k
        for (k,) in db.execute(
            "SELECT a.key FROM mark m CROSS JOIN annotation a ON a.id = m.subject JOIN stage s ON s.key = a.stage WHERE s.name = ? AND a.dropped IS NULL", (PERSON,)
        )
    }
    if judged == "ignore":
        return marks, None
    wrong: set[int] = set()
    good: set[int] = set(marks)
    for key, verdict in db.execute("SELECT a.key, v.verdict FROM verdicts v CROSS JOIN annotation a ON a.id = v.subject WHERE a.dropped IS NULL"):
        if verdict == "wrong":
            wrong.add(key)
        elif verdict in ("right", "corrected"):
            good.add(key)
    if marks:  # where a person marked what the machine finds too, the person's stands
        twins = db.execute(f"SELECT a.key FROM annotation a JOIN annotation m ON m.id = a.id AND m.key <> a.key WHERE m.key IN ({','.join(map(str, marks))}) AND a.dropped IS NULL")
        twin = {k for (k,) in twins} - marks
        wrong |= twin
        good -= twin
    return wrong, good - wrong if judged == "only" else None


def apply(
    made: Mapping[str, list[dict[str, Any]]], marked: Mapping[str, list[dict[str, Any]]], said: Mapping[str, Judgement], judged: str
) -> tuple[dict[str, list[dict[str, Any]]], list[Problem]]:
    """A report's findings (contract's JSON objects) under ``--judged``, and notes on what now points to nothing.

    ``ignore`` gives what the machine made. ``prefer`` leaves out what was judged wrong, corrects what was corrected and adds
    what people marked. ``only`` gives nothing but what people judged right, corrected or marked. What pointed to a finding
    that is left out points to null; as null may read as "in the outlet's own voice", a note in the problems says so.
    """
    if judged == "ignore" or (judged == "prefer" and not said and not any(marked.values())):
        return dict(made), []
    out: dict[str, list[dict[str, Any]]] = {}
    for layer, found in made.items():
        mine = {m["id"] for m in marked.get(layer, ())}
        keep = []
        for item in found:
            judgement = said.get(item["id"])
            verdict = judgement.verdict if judgement else None
            if item["id"] in mine or verdict is Verdict.WRONG or (judged == "only" and verdict not in (Verdict.RIGHT, Verdict.CORRECTED)):
                continue
            keep.append({**item, **(judgement.corrections or {})} if judgement else item)
        keep += [m for m in marked.get(layer, ()) if not (m["id"] in said and said[m["id"]].verdict is Verdict.WRONG)]
        out[layer] = keep
    there = {item["id"] for found in out.values() for item in found}
    notes = []
    for layer, found in out.items():
        for k, item in enumerate(found):
            lost = [(field, id) for field, id, _ in references(item) if id not in there]
            if lost:
                found[k] = _without(item, {id for _, id in lost})
                what = ", ".join(f"{field} {id}" for field, id in lost)
                notes.append(
                    Problem(
                        code="judged-reference",
                        message=f"{layer} {item['id']} pointed to what reviewers did not let stand ({what}); null here does not mean the outlet's own voice.",
                    )
                )
    return out, notes


def _without(item: dict[str, Any], lost: set[str]) -> dict[str, Any]:
    out = dict(item)
    for field, value in item.items():
        if field in ("period", "said") and isinstance(value, Mapping) and value.get("timex") in lost:
            out[field] = {**value, "timex": None}
        elif field in REFERENCES:
            if isinstance(value, list):
                out[field] = [v for v in value if v not in lost]
            elif value in lost:
                out[field] = None
    return out


# --------------------------------------------------------------------------------------------------- marks, amendments


ANCHOR = {"attributions": "content", "quantities": "span", "events": "trigger", "votes": "spans", "timexes": "span", "toponyms": "span", "entities": "mentions", "labels": "span"}
_LISTS = frozenset({"content", "spans", "mentions"})


def mark(db: sqlite3.Connection, path: str, report: str, start: int, end: int, layer: str, *, user: str, note: str | None, fields: Mapping[str, Any]) -> Finding:
    """Write what a person found; see `Record.mark`."""
    if layer not in LAYERS:
        raise UsageError(f"There is no layer {layer!r}. Layers: {', '.join(LAYERS)}.")
    key = read.document_key(db, report)
    document = read.load_document(db, key)
    anchor = ANCHOR[layer]
    given = {anchor: [[start, end]] if anchor in _LISTS else [start, end], **fields}
    made = check(db, key, document.text, layer, None, given)
    made = replace(made, id=Ids(document.id, layer)(*anchors(made)))
    quote = " … ".join(document.text[s:e] for s, e in anchors(made))
    values = {"subject": made.id, "report": document.id, "layer": layer, "quote": quote, "fields": dumps(attributes_of(made)), "note": note, "user": user, "created": now()}
    with transaction(db, path):
        insert(db, "mark", values)
        place_mark(db, key, made)
    return made


def place_mark(db: sqlite3.Connection, key: int, made: Finding) -> None:
    """Put a marked finding among the findings of its document, in place of an earlier mark of the same id."""
    from onrecord.store.run import Known, insert_rows, stage_key

    layer = layer_of(made)
    document = read.load_document(db, key)
    others = read.load_findings(db, key)
    row = rows_of(document, {**others, layer: (*(f for f in others[layer] if f.id != made.id), made)}, [layer])[0][layer][-1]
    low, high = key_range(key, layer)
    stage = stage_key(db, layer, PERSON, layer)
    db.execute(
        "UPDATE annotation SET dropped = coalesce((SELECT max(key) FROM run), 0) WHERE id = ? AND stage = ? AND dropped IS NULL AND key BETWEEN ? AND ?",
        (made.id, stage, low, high),
    )
    last = db.execute("SELECT max(key) FROM annotation WHERE key BETWEEN ? AND ?", (low, high)).fetchone()[0]
    insert_rows(db, [(low if last is None else last + 1, row, 0, stage, None)], Known(db))


def amend(db: sqlite3.Connection, path: str, report: str, *, user: str, note: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Write what is known better of a report; see `Record.amend`."""
    from onrecord.model import Document

    key = read.document_key(db, report)
    if not fields:
        raise UsageError(f"Nothing to amend. Fields: {', '.join(AMENDABLE)}.")
    import typing

    hints = typing.get_type_hints(Document)
    for name, value in fields.items():
        if name not in AMENDABLE:
            raise UsageError(f"{name!r} of a report cannot be amended. Fields: {', '.join(AMENDABLE)}.")
        try:
            reader(hints[name])(value)
        except ValueError as error:
            raise UsageError(f"{name}: {error}.") from error
    if fields.get("published") is not None:
        check_day(str(fields["published"]))
    id = db.execute("SELECT id FROM document WHERE key = ?", (key,)).fetchone()[0]
    with transaction(db, path):
        insert(db, "amendment", {"report": id, "fields": dumps(dict(fields)), "note": note, "user": user, "created": now()})
        refresh(db, key)
    return dict(fields)


def check_day(value: str) -> None:
    """Raise a UsageError unless this is an ISO date or date-time."""
    from datetime import datetime

    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(f"A publication date is an ISO date such as 2024-01-05 or 2024-01-05T10:30:00+01:00, not {value!r}.") from None


def refresh(db: sqlite3.Connection, key: int) -> None:
    """Write what is known of a document now into the columns that one searches by, and have its layers made again."""
    document = read.load_document(db, key)
    db.execute("UPDATE document SET outlet = ?, published = ?, state = '' WHERE key = ?", (document.outlet, document.published, key))
    # stages do not say which facts about a report they read, so all of its layers are out of date
    stale = db.execute("SELECT key FROM stage WHERE name = 'amended'").fetchone()
    stage = stale[0] if stale else db.execute("INSERT INTO stage (layer, name, fingerprint) VALUES ('', 'amended', '')").lastrowid
    db.execute("UPDATE layer SET stage = ? WHERE document = ?", (stage, key))


def retract(db: sqlite3.Connection, path: str, id: str, *, user: str, note: str | None) -> None:
    """Take back a judgement, mark or amendment; see `Record.retract`."""
    for table in ("judgement", "mark", "amendment"):
        row = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id,)).fetchone()
        if row is not None:
            break
    else:
        raise RecordError(f"There is no judgement, mark or amendment {id} in this record. List them with: onrecord log")
    with transaction(db, path):
        insert(db, "retraction", {"subject": id, "note": note, "user": user, "created": now()})
        settle(db, table, id)


def settle(db: sqlite3.Connection, table: str, id: str) -> None:
    """Bring findings and documents in line with a row that was added or retracted. Inside a transaction."""
    alive = not db.execute("SELECT 1 FROM retraction WHERE subject = ?", (id,)).fetchone()
    if table == "amendment":
        found = db.execute("SELECT d.key FROM amendment a JOIN document d ON d.id = a.report WHERE a.id = ?", (id,)).fetchone()
        if found:
            refresh(db, found[0])
    elif table == "mark":
        subject, report, layer, fields = db.execute("SELECT subject, report, layer, fields FROM mark WHERE id = ?", (id,)).fetchone()
        found = db.execute("SELECT key FROM document WHERE id = ?", (report,)).fetchone()
        if not found:
            return
        if alive:
            place_mark(db, found[0], finding_of(layer, subject, 1.0, PERSON, json.loads(fields)))
        else:
            db.execute(
                "UPDATE annotation SET dropped = coalesce((SELECT max(key) FROM run), 0) WHERE id = ? AND dropped IS NULL AND stage IN (SELECT key FROM stage WHERE name = ?) AND key >> ? = ?",
                (subject, PERSON, BITS, found[0]),
            )


# ------------------------------------------------------------------------------------------------------------------ merge


def export_rows(db: sqlite3.Connection) -> Iterable[dict[str, Any]]:
    """Everything that people said, one object a row, oldest first."""
    out = []
    for table, columns in _COLUMNS.items():
        for row in db.execute(f"SELECT id, {', '.join(columns)} FROM {table}"):
            values = dict(zip(("id", *columns), row, strict=True))
            for name in ("corrections", "fields"):
                if values.get(name):
                    values[name] = json.loads(values[name])
            out.append({"type": table, **values})
    return sorted(out, key=lambda r: (r["created"], r["id"]))


def import_rows(db: sqlite3.Connection, path: str, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Add another file's rows to ours; a row that is here already (same id) is left as it is.

    Returns:
        How many were new, and how many were known.

    Raises:
        UsageError: A row that is none of ours, or whose id is not the hash of its fields.
    """
    new = known = 0
    with transaction(db, path):
        waiting: list[tuple[str, str]] = []
        for number, row in enumerate(rows, 1):
            table = row.get("type")
            if table not in _COLUMNS:
                raise UsageError(f"Line {number} is no judgement, mark, amendment or retraction. Nothing was imported.")
            missing = [c for c in _COLUMNS[table] if c not in row]
            if missing:
                raise UsageError(f"Line {number} lacks {', '.join(missing)}. Nothing was imported.")
            values = {c: dumps(row[c]) if c in ("corrections", "fields") and row[c] is not None else row[c] for c in _COLUMNS[table]}
            if table == "judgement" and values["layer"] == "links" and values["corrections"]:
                _check_ends(json.loads(values["corrections"]), number)
            before = db.total_changes
            id = insert(db, table, values)
            if id != row.get("id"):
                raise UsageError(f"Line {number} was changed after it was written: its id is {row.get('id')}, its fields give {id}. Nothing was imported.")
            if db.total_changes == before:
                known += 1
                continue
            new += 1
            waiting.append((table, id) if table != "retraction" else ("", row["subject"]))
        for table, id in waiting:
            if table in ("mark", "amendment"):
                settle(db, table, id)
            elif table == "":
                for other in ("mark", "amendment"):
                    if db.execute(f"SELECT 1 FROM {other} WHERE id = ?", (id,)).fetchone():
                        settle(db, other, id)
    return new, known


def _check_ends(ends: Mapping[str, Any], number: int) -> None:
    """Raise a UsageError unless a judgement of a link names its kind and both ends."""
    try:
        LinkKind(ends["kind"])
        LinkEnd(**ends["from"])
        LinkEnd(**ends["to"])
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError(f"Line {number} is a judgement of a link and does not name its kind and both ends. Nothing was imported.") from error


def judged_findings(db: sqlite3.Connection, key: int, layers: Sequence[str] | None, judged: str) -> tuple[dict[str, list[dict[str, Any]]], list[Problem]]:
    """A document's findings as the contract's JSON objects, under ``--judged``."""
    made, marked = read.finding_dicts(db, key, layers)
    if judged == "ignore":
        return made, []
    id = db.execute("SELECT id FROM document WHERE key = ?", (key,)).fetchone()[0]
    return apply(made, marked, read.verdicts(db, "j.report = ?", (id,)), judged)
