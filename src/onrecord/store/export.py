"""The record out, and in again: the contract's JSON Lines, one report a line or one link a line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from onrecord.errors import InputError
from onrecord.formats.jsonl import _INTERNAL, _names, dumps, plain, report_from_dict
from onrecord.model import LAYERS, SCHEMA, Document, Link, LinkEnd, LinkKind
from onrecord.store import read
from onrecord.store.judge import judged_findings


def report_dict(db: sqlite3.Connection, key: int, judged: str = "prefer") -> dict[str, Any]:
    """One report as the contract's JSON object."""
    document = read.load_document(db, key)
    findings, notes = judged_findings(db, key, None, judged)
    out: dict[str, Any] = {"schema": SCHEMA}
    for name, field in _names(Document):
        if name not in _INTERNAL and name != "problems":
            out[field] = plain(getattr(document, name))
    out["problems"] = [plain(p) for p in (*document.problems, *read.stage_problems(db, key), *notes)]
    return out | {layer: findings.get(layer, []) for layer in LAYERS}


def report_dicts(db: sqlite3.Connection, judged: str = "prefer", keys: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """All reports, or those of some documents, in the order in which they were added."""
    wanted = [k for (k,) in db.execute("SELECT key FROM document ORDER BY key")] if keys is None else keys
    for key in wanted:
        yield report_dict(db, key, judged)


def links(db: sqlite3.Connection) -> Iterator[Link]:
    """The current links, in the order of their ids, so that the order of adding does not show."""
    rows = db.execute("SELECT id, kind, from_report, from_item, to_report, to_item, why, confidence, stage FROM link WHERE dropped IS NULL ORDER BY id")
    for id, kind, a, b, c, d, why, confidence, stage in rows:
        yield Link(id=id, kind=LinkKind(kind), from_=LinkEnd(report=a, item=b), to=LinkEnd(report=c, item=d), why=why, confidence=confidence, stage=stage)


def write_jsonl(lines: Iterable[Any], out: TextIO) -> int:
    """Write records as JSON Lines; how many."""
    count = 0
    for line in lines:
        out.write(dumps(line if isinstance(line, dict) else plain(line)) + "\n")
        count += 1
    return count


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


__all__ = ["links", "read_jsonl", "report_dict", "report_dicts", "report_from_dict", "write_jsonl"]
