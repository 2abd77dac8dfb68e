"""The record out, and in again: the contract's JSON Lines, tables a layer, each with a manifest that says what made it."""

from __future__ import annotations

import hashlib
import heapq
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO

from onrecord import __version__
from onrecord.errors import InputError, UsageError
from onrecord.formats.jsonl import _INTERNAL, _names, dumps, plain, report_from_dict
from onrecord.model import LAYERS, SCHEMA, Document, Link
from onrecord.store import confident, read
from onrecord.store.add import keep, now, write_problem
from onrecord.store.decided import NOTHING, held, link_of
from onrecord.store.judge import judged_findings
from onrecord.store.keys import key_range
from onrecord.store.rows import PERSON, Row, rows_of
from onrecord.store.run import Known, insert_rows, stage_key, state_of
from onrecord.store.schema import transaction

# -------------------------------------------------------------------------------------------------------------------- out


@dataclass(slots=True)
class Floor:
    """What `confident` leaves out in one export.

    Attributes:
        mark: The least confidence.
        right: Ids that stay in any case.
        gone: Ids of the findings that were left out so far, so that no link leads to them.
    """

    mark: float
    right: frozenset[str]
    gone: set[str] = field(default_factory=set)


def floor_of(db: sqlite3.Connection, judged: str, min_confidence: float | None) -> Floor | None:
    """The floor of an export, or None where all is wanted.

    Raises:
        UsageError: `min_confidence` is not from 0 to 1.
    """
    mark = confident.check(min_confidence)
    return None if mark is None else Floor(mark, confident.judged_right(db, judged))


def report_dict(db: sqlite3.Connection, key: int, judged: str = "prefer", floor: Floor | None = None) -> dict[str, Any]:
    """One report as the contract's JSON object."""
    document = read.load_document(db, key)
    findings, notes = judged_findings(db, key, None, judged)
    if floor is not None:
        findings, left = confident.at_least(findings, floor.mark, floor.right)
        floor.gone.update(*left.values())
        notes = [*notes, confident.note(floor.mark, left)] if left else notes
    out: dict[str, Any] = {"schema": SCHEMA}
    for name, written in _names(Document):
        if name not in _INTERNAL and name != "problems":
            out[written] = plain(getattr(document, name))
    out["problems"] = [plain(p) for p in (*document.problems, *read.stage_problems(db, key), *notes)]
    return out | {layer: findings.get(layer, []) for layer in LAYERS}


def report_dicts(db: sqlite3.Connection, judged: str = "prefer", keys: Iterable[int] | None = None, floor: Floor | None = None) -> Iterator[dict[str, Any]]:
    """All reports, or those of some documents, in the order in which they were added."""
    wanted = [k for (k,) in db.execute("SELECT key FROM document ORDER BY key")] if keys is None else keys
    for key in wanted:
        yield report_dict(db, key, judged, floor)


def links(db: sqlite3.Connection, judged: str = "prefer") -> Iterator[Link]:
    """The current links, in the order of their ids, so that the order of adding does not show.

    ``ignore`` gives what the stages made; ``prefer`` leaves out what does not hold after what people decided, and adds what they tied;
    ``only`` gives nothing but what people judged right or tied.
    """
    hold = NOTHING if judged == "ignore" else held(db)
    mine = {link.id: link for link in hold.added}
    rows = db.execute("SELECT id, kind, from_report, from_item, to_report, to_item, why, confidence, stage FROM link WHERE dropped IS NULL ORDER BY id")
    made = (link for link in map(link_of, rows) if link.id not in mine and link.id not in hold.refused)
    yield from heapq.merge(made if judged != "only" else (k for k in made if k.id in hold.right), sorted(mine.values(), key=lambda k: k.id), key=lambda k: k.id)


def links_at_least(db: sqlite3.Connection, judged: str, floor: Floor) -> Iterator[Link]:
    """The links that are sure enough themselves and lead to no finding that was left out; `floor` knows those already."""
    for link in links(db, judged):
        if (link.confidence >= floor.mark or link.id in floor.right) and link.from_.item not in floor.gone and link.to.item not in floor.gone:
            yield link


def links_under(db: sqlite3.Connection, judged: str, min_confidence: float | None) -> Iterator[Link]:
    """The current links of an export of its own, with or without a floor."""
    floor = floor_of(db, judged, min_confidence)
    if floor is None:
        return links(db, judged)
    ends = {e.report for k in held(db).added for e in (k.from_, k.to) if e.item}
    keys = dict.fromkeys([*confident.keys_in_links(db), *(read.document_key(db, r) for r in sorted(ends))])
    for _ in report_dicts(db, judged, keys, floor):
        pass  # which fills floor.gone
    return links_at_least(db, judged, floor)


def write_jsonl(lines: Iterable[Any], out: TextIO) -> int:
    """Write records as JSON Lines; how many."""
    count = 0
    for line in lines:
        out.write(dumps(line if isinstance(line, dict) else plain(line)) + "\n")
        count += 1
    return count


def manifest(db: sqlite3.Connection, judged: str, min_confidence: float | None = None) -> dict[str, Any]:
    """What made this record: versions, fingerprints of the stages by layer with how many reports each is current for, counts.

    ``whole`` says whether an export of this kind holds all that the machine found, as it found it: no judgement and no limit of confidence took anything out.
    """
    stages: dict[str, list[dict[str, Any]]] = {}
    for layer, name, fingerprint, count in db.execute(
        "SELECT l.layer, s.name, s.fingerprint, count(*) FROM layer l JOIN stage s ON s.key = l.stage GROUP BY l.layer, s.key ORDER BY l.layer, s.key"
    ):
        stages.setdefault(layer, []).append({"name": name, "fingerprint": fingerprint, "reports": count})
    last = read.runs(db)[-1:]
    return {
        "onrecord": __version__,
        "schema": SCHEMA,
        "written": now(),
        "judged": judged,
        "min_confidence": min_confidence,
        "whole": min_confidence is None and (judged == "ignore" or (judged == "prefer" and db.execute("SELECT 1 FROM judgement LIMIT 1").fetchone() is None)),
        "reports": db.execute("SELECT count(*) FROM document").fetchone()[0],
        "out_of_date": db.execute("SELECT count(*) FROM document WHERE state = ''").fetchone()[0],
        "stages": stages,
        "last_run": {"run": last[0].key, "finished": last[0].finished, "outcome": last[0].outcome} if last else None,
    }


def export_tables(db: sqlite3.Connection, form: str, out: str, judged: str, min_confidence: float | None = None) -> dict[str, Any]:
    """Write one file a layer, the reports and the links into a folder, with ``manifest.json``; the manifest."""
    folder = Path(out)
    writer: Callable[[Iterable[Mapping[str, Any]], Iterable[Mapping[str, Any]], Path], dict[str, int]]
    if form == "csv":
        from onrecord.formats.csv_tables import LOSES, SUFFIX
        from onrecord.formats.csv_tables import write_csv as writer
    elif form == "parquet":
        from onrecord.formats.parquet import LOSES, SUFFIX
        from onrecord.formats.parquet import write_parquet as writer
    else:
        raise UsageError(f"There is no format {form!r}. Formats: jsonl, csv, parquet.")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{out} is a file. Give a folder; one file a layer is written into it.")
    floor = floor_of(db, judged, min_confidence)
    # the writers read all reports before the first link, so that the floor knows by then what was left out
    found = links(db, judged) if floor is None else links_at_least(db, judged, floor)
    counts = writer(report_dicts(db, judged, None, floor), (plain(link) for link in found), folder)
    files = {f"{name}{SUFFIX}": {"rows": n, "sha256": _sha(folder / f"{name}{SUFFIX}")} for name, n in counts.items()}
    made = {**manifest(db, judged, min_confidence), "format": form, "loses": LOSES, "files": files}
    (folder / "manifest.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def _sha(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --------------------------------------------------------------------------------------------------------------------- in


def read_jsonl(lines: Iterable[str], name: str) -> Iterator[tuple[int, Any]]:
    """The objects of JSON Lines with the numbers of their lines.

    Raises:
        InputError: A line that is no JSON object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{name}, line {number} is not JSON: {error}. The lines before it were read.", code="bad-json", path=name) from error
        if not isinstance(value, dict):
            raise InputError(f"{name}, line {number} is not a JSON object. The lines before it were read.", code="bad-json", path=name)
        yield number, value


def import_reports(
    db: sqlite3.Connection, path: str, reports: Iterable[Mapping[str, Any]], source: Mapping[str, Any] | None, command: str | None, progress: Callable[[int], None] | None = None
) -> tuple[int, int]:
    """Add reports with their findings as they are; see `Record.import_reports`."""
    stages = (source or {}).get("stages") or {}
    # a layer that one stage made everywhere is known to be current for that fingerprint; of any other it is not known
    prints = {layer: made[0]["fingerprint"] for layer, made in stages.items() if len(made) == 1 and made[0]["reports"] == (source or {}).get("reports")}
    if not (source or {}).get("whole", False):
        prints = {}  # findings were left out or corrected: the next run makes all of them again
    state = state_of(prints) if prints and len(prints) == len(stages) else ""
    names = {layer: made[0]["name"] for layer, made in stages.items() if made}
    new = known = 0
    run: int | None = None
    names_known = Known(db)
    for data in reports:
        document, layers, problems = report_from_dict(data)
        with transaction(db, path):
            if run is None:
                run = db.execute("INSERT INTO run (started, onrecord, command, manifest) VALUES (?, ?, ?, ?)", (now(), __version__, command, "{}")).lastrowid
            assert run is not None
            mine = tuple(p for p in problems if p.stage is None)
            document = replace(document, problems=mine)
            capture = SimpleNamespace(raw=b"", media_type=document.source.media_type, retrieved=now())
            more, _, _ = keep(db, capture, [document], bytes_kept=False)
            if not more:
                known += 1
                continue
            new += 1
            key = db.execute("SELECT key FROM document WHERE id = ?", (more[0],)).fetchone()[0]
            rows, wrong = rows_of(document, layers, LAYERS)
            batch: list[tuple[int, Row, int, int, int | None]] = []
            for layer, found in rows.items():
                at = key_range(key, layer)[0]
                default = names.get(layer, f"{layer}@")
                stage = stage_key(db, layer, default, prints.get(layer, ""))
                for ordinal, row in enumerate(found):
                    person = row.stage == PERSON
                    named = stage if row.stage == default else stage_key(db, layer, row.stage, layer if person else "")
                    batch.append((at + ordinal, row, ordinal, named, None if person else run))
                count = sum(r.stage != PERSON for r in found)
                db.execute("INSERT OR REPLACE INTO layer VALUES (?, ?, ?, ?, ?)", (key, layer, stage, run, count))
            for layer in prints:
                if layer not in LAYERS:
                    db.execute("INSERT OR REPLACE INTO layer VALUES (?, ?, ?, ?, 0)", (key, layer, stage_key(db, layer, names[layer], prints[layer]), run))
            insert_rows(db, batch, names_known)
            for k, p in enumerate([*(p for p in problems if p.stage is not None), *(p for _, p in wrong)]):
                write_problem(db, key, p.stage, k, p, run)
            db.execute("UPDATE document SET state = ?, run = ? WHERE key = ?", (state, run, key))
        if progress is not None:
            progress(1)
    if run is not None:
        made = {"imported": new, "known": known, "reports": new, "stages": names}
        with transaction(db, path):
            db.execute("UPDATE run SET finished = ?, outcome = 'imported', manifest = ? WHERE key = ?", (now(), json.dumps(made), run))
    return new, known
