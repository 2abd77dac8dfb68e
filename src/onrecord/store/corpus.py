"""Stages across reports: they read the record and give links. They run after the stages of the single reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from onrecord.model import Link
from onrecord.resources import Resources
from onrecord.store.schema import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStage:
    """One maker of links across reports.

    Attributes:
        name: Its name; links carry ``name@version``.
        version: Changes whenever its links may change.
        reads: Layers that it reads.
        resources: Lexicons and models that it reads, as for `Stage`.
        find: ``(record, resources) -> links``; the record is for reading only. It gives all its links, not only new ones.
    """

    name: str
    version: str
    reads: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    find: Callable[[Any, Resources], Iterable[Link]]

    @property
    def label(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"


CORPUS_STAGES: tuple[CorpusStage, ...] = ()


def run_corpus(
    db: sqlite3.Connection, path: str, view: Any, stages: Sequence[CorpusStage], prints: Mapping[str, str], resources: Resources, run: int, wrote: bool
) -> dict[str, int]:
    """Run the corpus stages that are out of date: another version or resource, or another set of findings.

    Returns:
        How many links each stage that ran has now.
    """
    made = {}
    data = _data_state(db, run, wrote)
    for stage in stages:
        parts = [stage.label, *(f"{r}={resources.hash(r)}" for r in stage.resources), *(prints.get(layer, "") for layer in stage.reads), data]
        mine = sha256("\x1f".join(parts).encode()).hexdigest()[:16]
        if db.execute("SELECT 1 FROM corpus WHERE stage = ? AND fingerprint = ?", (stage.name, mine)).fetchone():
            continue
        links = list(stage.find(view, resources))
        with transaction(db, path):
            made[stage.name] = write_links(db, stage.name, stage.label, links, run)
            db.execute("INSERT OR REPLACE INTO corpus VALUES (?, ?, ?)", (stage.name, mine, run))
    return made


def _data_state(db: sqlite3.Connection, run: int, wrote: bool) -> str:
    """Changes whenever a report or a finding does: the last run that wrote any (a killed one may have)."""
    before = "SELECT max(key) FROM run WHERE key < ? AND (finished IS NULL OR manifest ->> 'reports' > 0)"
    newest = run if wrote else db.execute(before, (run,)).fetchone()[0]
    return f"{newest}/{db.execute('SELECT max(key) FROM document').fetchone()[0]}/{db.execute('SELECT max(key) FROM amendment').fetchone()[0]}"


def write_links(db: sqlite3.Connection, name: str, label: str, links: Iterable[Link], run: int) -> int:
    """Make these the current links of a stage; those that it no longer gives stay in the file, dropped. Inside a transaction."""
    before = {r[1]: r for r in db.execute("SELECT key, id, why, confidence FROM link WHERE dropped IS NULL AND (stage = ? OR stage LIKE ? || '@%')", (name, name))}
    count = 0
    seen: set[str] = set()
    for link in links:
        if link.id in seen:
            continue
        seen.add(link.id)
        count += 1
        old = before.get(link.id)
        if old is not None and old[2] == link.why and old[3] == link.confidence:
            db.execute("UPDATE link SET last_run = ?, stage = ? WHERE key = ?", (run, link.stage or label, old[0]))
            del before[link.id]
            continue
        db.execute(
            "INSERT INTO link (id, kind, from_report, from_item, to_report, to_item, why, confidence, stage, first_run, last_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (link.id, link.kind.value, link.from_.report, link.from_.item, link.to.report, link.to.item, link.why, link.confidence, link.stage or label, run, run),
        )
    db.executemany("UPDATE link SET dropped = ? WHERE key = ?", [(run, r[0]) for r in before.values()])
    return count
