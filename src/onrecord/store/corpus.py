"""Stages across reports: they read the record and give links. They run after the stages of the single reports.

A `Step` takes the reports one by one: what it must know of each is kept in ``neighbour``, the words under which it is looked up in
``neighbour_key``; a new report is compared with the reports that share a key and lie nearest in time, never with all. A `CorpusStage` reads
the whole record each time; it is for stages that users write.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from onrecord.across.claims import CLAIMS
from onrecord.across.identity import IDENTITY
from onrecord.across.near_duplicates import NEAR_DUPLICATES
from onrecord.across.steps import Step, View
from onrecord.across.stories import STORIES
from onrecord.model import Link
from onrecord.resources import Resources
from onrecord.store import read
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


CORPUS_STAGES: tuple[CorpusStage | Step, ...] = (NEAR_DUPLICATES, STORIES, IDENTITY, CLAIMS)
"""The stages across reports, in the order in which they run."""


def run_corpus(
    db: sqlite3.Connection, path: str, view: Any, stages: Sequence[CorpusStage | Step], prints: Mapping[str, str], resources: Resources, run: int, wrote: bool
) -> dict[str, int]:
    """Run the corpus stages that are out of date: another version or resource, or another set of findings.

    Returns:
        How many links each stage that ran has now.
    """
    made = {}
    data = _data_state(db, run, wrote)
    for stage in stages:
        if isinstance(stage, Step):
            count = _run_step(db, path, stage, prints, resources, run)
            if count is not None:
                made[stage.name] = count
            continue
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


# --------------------------------------------------------------------------------------------------- one report at a time

CHUNK = 500
"""Reports that a step takes in one transaction."""


def _run_step(db: sqlite3.Connection, path: str, step: Step, prints: Mapping[str, str], resources: Resources, run: int) -> int | None:
    """Take in the reports that changed since the step last ran; how many links it has now, None where nothing changed.

    A new version of the step, or of what it reads, begins anew. Reports are taken in the order of publication, so that the order of adding
    does not show.
    """
    parts = [step.label, *(f"{r}={resources.hash(r)}" for r in step.resources), *(prints.get(layer, "") for layer in step.reads)]
    mine = sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    last = db.execute("SELECT fingerprint, run FROM corpus WHERE stage = ?", (step.name,)).fetchone()
    fresh = last is None or last[0] != mine
    if fresh:
        changed = [r[0] for r in db.execute("SELECT key FROM document WHERE state <> '' ORDER BY published, id")]
    else:
        changed = [
            r[0]
            for r in db.execute(
                "SELECT d.key FROM document d WHERE d.key IN (SELECT DISTINCT document FROM layer WHERE run > ?) AND d.state <> '' ORDER BY d.published, d.id", (last[1],)
            )
        ]
        if not changed:
            return None
        if step.owned:
            changed += _owners(db, step, changed)
    with transaction(db, path):
        if fresh:
            db.execute("DELETE FROM neighbour WHERE stage = ?", (step.name,))
            db.execute("DELETE FROM neighbour_key WHERE stage = ?", (step.name,))
        work = _Steps(db, step, resources)
        links: list[Link] = []
        for key in changed:
            links += work.take(key)
        for group in sorted(work.touched):
            links += work.tree(group)
        scope = None if fresh else work.scope
        write_links(db, step.name, step.label, links, run, scope=scope, owned=step.owned)
        db.execute("INSERT OR REPLACE INTO corpus VALUES (?, ?, ?)", (step.name, mine, run))
    return int(db.execute("SELECT count(*) FROM link WHERE dropped IS NULL AND stage = ?", (step.label,)).fetchone()[0])


def _owners(db: sqlite3.Connection, step: Step, changed: Sequence[int]) -> list[int]:
    """The reports whose links of this step lead to a changed report: they are taken again."""
    have = set(changed)
    more: dict[int, None] = {}
    for key in changed:
        for (other,) in db.execute(
            "SELECT DISTINCT o.key FROM document d JOIN link l ON l.to_report = d.id JOIN document o ON o.id = l.from_report WHERE d.key = ? AND l.dropped IS NULL AND l.stage = ?",
            (key, step.label),
        ):
            if other not in have:
                more[other] = None
    return list(more)


class _Steps:
    """One run of a step: takes reports in, remembers whose links are to be written."""

    def __init__(self, db: sqlite3.Connection, step: Step, resources: Resources) -> None:
        self.db, self.step, self.resources = db, step, resources
        self.scope: set[str] = set()
        self.touched: set[int] = set()
        self._views: dict[int, View] = {}

    def take(self, key: int) -> list[Link]:
        """Take in one report: keep its view, compare it with its neighbours."""
        db, step = self.db, self.step
        old = db.execute('SELECT view, "group" FROM neighbour WHERE stage = ? AND document = ?', (step.name, key)).fetchone()
        if old is not None:
            before = json.loads(old[0])
            db.executemany(
                "DELETE FROM neighbour_key WHERE stage = ? AND word = ? AND day = ? AND document = ?", [(step.name, w, before["day"], key) for w in set(step.keys(before))]
            )
            if old[1] is not None:
                self.touched.add(old[1])
                self._leave(key, old[1])
        view = step.view(read.load_document(db, key), read.load_findings(db, key, step.reads), self.resources)
        words = list(dict.fromkeys(step.keys(view)))
        neighbours = self._neighbours(key, view["day"], words)
        db.execute("INSERT OR REPLACE INTO neighbour VALUES (?, ?, NULL, ?)", (step.name, key, json.dumps(view, ensure_ascii=False, separators=(",", ":"))))
        db.executemany("INSERT OR IGNORE INTO neighbour_key VALUES (?, ?, ?, ?)", [(step.name, w, view["day"], key) for w in words])
        self._remember(key, view)
        self.scope.add(view["report"])
        if step.links is not None:
            return list(step.links(view, [self._view(k) for k in neighbours]))
        self._group(key, view, neighbours)
        return []

    def _neighbours(self, key: int, day: int, words: Sequence[str]) -> list[int]:
        """Reports that share keys, those that share most first."""
        shared: Counter[int] = Counter()
        for word in words:
            for beyond, order in ((">=", "day, document"), ("<", "day DESC, document")):
                rows = self.db.execute(
                    f"SELECT document FROM neighbour_key WHERE stage = ? AND word = ? AND day {beyond} ? ORDER BY {order} LIMIT ?", (self.step.name, word, day, self.step.nearest)
                )
                shared.update(r[0] for r in rows)
        shared.pop(key, None)
        return [k for k, _ in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[: self.step.most]]

    def _view(self, key: int) -> View:
        if key not in self._views:
            self._remember(key, json.loads(self.db.execute("SELECT view FROM neighbour WHERE stage = ? AND document = ?", (self.step.name, key)).fetchone()[0]))
        return self._views[key]

    def _remember(self, key: int, view: View) -> None:
        if len(self._views) > 20_000:  # a bounded memory of what is compared again and again
            self._views.clear()
        self._views[key] = view

    # groups -----------------------------------------------------------------------------------------------------

    MEMBERS = 40
    """Members of a large group that are compared with a new report: those nearest in time."""

    def _group_of(self, key: int) -> int | None:
        found = self.db.execute('SELECT "group" FROM neighbour WHERE stage = ? AND document = ?', (self.step.name, key)).fetchone()
        return found[0] if found else None

    def _members(self, group: int) -> list[int]:
        return [r[0] for r in self.db.execute('SELECT document FROM neighbour WHERE stage = ? AND "group" = ? ORDER BY document', (self.step.name, group))]

    def _set(self, keys: Iterable[int], group: int) -> None:
        self.db.executemany('UPDATE neighbour SET "group" = ? WHERE stage = ? AND document = ?', [(group, self.step.name, k) for k in keys])
        self.touched.add(group)

    def _leave(self, key: int, group: int) -> None:
        rest = [k for k in self._members(group) if k != key]
        self.db.execute('UPDATE neighbour SET "group" = NULL WHERE stage = ? AND document = ?', (self.step.name, key))
        if rest and min(rest) != group:
            self._set(rest, min(rest))

    def _group(self, key: int, view: View, neighbours: Sequence[int]) -> None:
        """Form the groups of the report and of its neighbours anew; a group is named by its lowest key."""
        assert self.step.near is not None
        assert self.step.groups is not None
        beside = {g for k in neighbours if self.step.near(view, self._view(k)) and (g := self._group_of(k)) is not None}
        home: dict[int, int] = {}
        rest: dict[int, list[int]] = {}
        for group in sorted(beside):
            members = self._members(group)
            closest = sorted(members, key=lambda k: (abs(self._view(k)["day"] - view["day"]), k))[: self.MEMBERS]
            home |= dict.fromkeys(closest, group)
            rest[group] = [k for k in members if k not in home]
        keys = [key, *sorted(home)]
        formed = [[keys[i] for i in g] for g in self.step.groups([self._view(k) for k in keys])]
        self.touched |= beside
        for group in beside:  # members that were too far in time to be compared stay with most of the others
            if rest[group]:
                max(formed, key=lambda g: sum(home.get(k) == group for k in g)).extend(rest[group])
        for members in formed:
            self._set(members, min(members))

    def tree(self, group: int) -> list[Link]:
        """The links that hold a group together."""
        assert self.step.tree is not None
        views = [self._view(k) for k in self._members(group)]
        self.scope.update(v["report"] for v in views)
        return list(self.step.tree(views)) if len(views) > 1 else []


def write_links(db: sqlite3.Connection, name: str, label: str, links: Iterable[Link], run: int, *, scope: set[str] | None = None, owned: bool = False) -> int:
    """Make these the current links of a stage; those that it no longer gives stay in the file, dropped. Inside a transaction.

    Args:
        db: The record.
        name: The stage.
        label: Its name with its version.
        links: The links.
        run: The run that they belong to.
        scope: Ids of the reports whose links these are; None means that they are all that the stage has.
        owned: True where a link belongs to the report that it starts from alone.
    """
    current = "SELECT key, id, why, confidence FROM link WHERE dropped IS NULL AND (stage = ? OR stage LIKE ? || '@%')"
    if scope is None:
        before = {r[1]: r for r in db.execute(current, (name, name))}
    else:
        ends = ("from_report",) if owned else ("from_report", "to_report")
        before = {r[1]: r for report in sorted(scope) for end in ends for r in db.execute(f"{current} AND {end} = ?", (name, name, report))}
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
