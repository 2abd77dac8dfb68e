"""Stages across reports: they read the record and give links. They run after the stages of the single reports.

A `Step` takes the reports one by one: what it must know of each, and the words under which it is looked up, is kept in `neighbours`; a new report is compared with the reports that share a key and lie nearest in time, never with all. A `CorpusStage` reads
the whole record each time; it is for stages that users write.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from onrecord.across.claims import CLAIMS
from onrecord.across.identity import IDENTITY
from onrecord.across.near_duplicates import NEAR_DUPLICATES
from onrecord.across.steps import Step, View
from onrecord.across.stories import STORIES
from onrecord.model import Link
from onrecord.resources import Resources
from onrecord.store import read
from onrecord.store.neighbours import Neighbours
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
        How many links each stage that ran has; of a `Step` that took in some reports only, how many those have.
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
            _remember_step(db, stage.name, mine, run)
    return made


def _data_state(db: sqlite3.Connection, run: int, wrote: bool) -> str:
    """Changes whenever a report or a finding does: the last run that wrote any (a killed one may have)."""
    before = "SELECT max(key) FROM run WHERE key < ? AND (finished IS NULL OR manifest ->> 'reports' > 0)"
    newest = run if wrote else db.execute(before, (run,)).fetchone()[0]
    return f"{newest}/{db.execute('SELECT max(key) FROM document').fetchone()[0]}/{db.execute('SELECT max(key) FROM amendment').fetchone()[0]}"


# --------------------------------------------------------------------------------------------------- one report at a time

CHUNK = 500
"""Reports that a step takes in one transaction: a stop loses seconds, and links do not pile up in memory."""
LARGE = 5000
"""From so many reports on their words are held back and written together, see `Neighbours`."""
LOG, LARGE_LOG = 1000, 16_000
"""Pages that SQLite's log may hold before they are copied into the file: its own number, and that for many reports, where a page is written again and again."""
BUILDING = "building "
"""Before the fingerprint of a step that is taking in the whole record anew: a run that is stopped goes on where it was."""


def _run_step(db: sqlite3.Connection, path: str, step: Step, prints: Mapping[str, str], resources: Resources, run: int) -> int | None:
    """Take in the reports that changed since the step last ran, some at a time; how many links they have now, None where nothing changed.

    A new version of the step, or of what it reads, begins anew. Reports are taken in the order of publication, so that the order of adding
    does not show.
    """
    parts = [step.label, *(f"{r}={resources.hash(r)}" for r in step.resources), *(prints.get(layer, "") for layer in step.reads)]
    mine = sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    last = db.execute("SELECT fingerprint, run FROM corpus WHERE stage = ?", (step.name,)).fetchone()
    anew = last is None or last[0] not in (mine, BUILDING + mine)
    if anew:
        with transaction(db, path):
            _remember_step(db, step.name, BUILDING + mine, run)
            Neighbours(db, _key_of(db, step.name)).clear()
    building = anew or last[0] != mine
    since = run if anew else last[1]
    kept = Neighbours(db, _key_of(db, step.name))
    todo = _changed(db, step, kept, since, building)
    if not todo and not building:
        return None
    large = building or len(todo) > LARGE
    if large:
        with transaction(db, path):
            for key in kept.hold(anew=anew):
                view = kept.view(key)
                if view is not None:
                    kept.put(key, view[0]["day"], list(dict.fromkeys(step.keys(view[0]))))
    work = _Steps(db, step, kept, resources, first=anew and step.links is not None and not _has_links(db, step))
    count = 0
    db.execute(f"PRAGMA wal_autocheckpoint = {LARGE_LOG if large else LOG}")
    try:
        for at in range(0, len(todo), CHUNK):
            with transaction(db, path):
                count += work.write(todo[at : at + CHUNK], run)
                kept.settle()
    finally:
        db.execute(f"PRAGMA wal_autocheckpoint = {LOG}")
    with transaction(db, path):
        kept.settle(all=True)
        if building:  # what no report gave again, from an earlier version of the step
            db.execute("UPDATE link SET dropped = ? WHERE dropped IS NULL AND (stage = ? OR stage LIKE ? || '@%') AND last_run < ?", (run, step.label, step.name, since))
            count = int(db.execute("SELECT count(*) FROM link WHERE dropped IS NULL AND stage = ?", (step.label,)).fetchone()[0])
        _remember_step(db, step.name, mine, run)
    return count


def _has_links(db: sqlite3.Connection, step: Step) -> bool:
    """Whether any version of a step ever gave a link."""
    return db.execute("SELECT 1 FROM link WHERE stage = ? OR stage LIKE ? || '@%' LIMIT 1", (step.label, step.name)).fetchone() is not None


def _remember_step(db: sqlite3.Connection, stage: str, fingerprint: str, run: int) -> None:
    db.execute(
        "INSERT INTO corpus (stage, fingerprint, run) VALUES (?, ?, ?) ON CONFLICT (stage) DO UPDATE SET fingerprint = excluded.fingerprint, run = excluded.run",
        (stage, fingerprint, run),
    )


def _key_of(db: sqlite3.Connection, stage: str) -> int:
    return int(db.execute("SELECT key FROM corpus WHERE stage = ?", (stage,)).fetchone()[0])


def _changed(db: sqlite3.Connection, step: Step, kept: Neighbours, since: int, building: bool) -> array[int]:
    """The reports to be taken in, in the order of publication: those not taken yet, those that changed, and those whose links lead to one that changed."""
    listed = "SELECT key FROM document {} AND state <> '' ORDER BY published, id"
    todo = array("q", (k for (k,) in db.execute(listed.format("WHERE true")) if not kept.has(k))) if building else array("q")
    changed = [k for (k,) in db.execute(listed.format("INDEXED BY document_run WHERE run > ?"), (since,))]  # in the order of the index: all would be read
    have = set(todo) if changed else set()
    changed = [k for k in changed if k not in have]
    todo.extend(changed)
    if step.owned:
        todo.extend(k for k in _owners(db, step, changed) if k not in have)
    return todo


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

    REMEMBERED = 8_000_000
    """Bytes of packed views that are kept at hand; unpacked they take some fifteen times as much."""

    def __init__(self, db: sqlite3.Connection, step: Step, kept: Neighbours, resources: Resources, *, first: bool = False) -> None:
        self.db, self.step, self.kept, self.resources, self.first = db, step, kept, resources, first
        self.scope: set[str] = set()
        self._views: OrderedDict[int, tuple[View, int]] = OrderedDict()
        self._size = 0
        self._touched: dict[int, set[int]] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        self._next = kept.next_group()

    def write(self, keys: Iterable[int], run: int) -> int:
        """Take in some reports and write their links, inside a transaction; how many links."""
        self.scope, self._touched = set(), {}
        links = [link for key in keys for link in self.take(key)]
        for group in sorted(self._touched):
            links += self._tree(group, sorted(self._touched[group]))
        scope: set[str] = set() if self.first else self.scope  # a report that is taken for the first time has no links yet
        return write_links(self.db, self.step.name, self.step.label, links, run, scope=scope, owned=self.step.owned or self.step.tree is not None)

    def take(self, key: int) -> list[Link]:
        """Take in one report: keep its view, compare it with its neighbours."""
        db, step, kept = self.db, self.step, self.kept
        old = kept.view(key)
        if old is not None:
            before = old[0]
            self._pairs.clear()  # its words may be others now
            kept.drop(key, before["day"], step.keys(before))
            group = kept.group(key)
            if group is not None:
                self._put(key, before["day"], group, None)
        document = read.load_document(db, key)
        view = step.view(document, read.load_findings(db, key, step.reads), self.resources)
        words = list(dict.fromkeys(step.keys(view)))
        neighbours = [k for k in kept.sharing(words, view["day"], step.nearest, step.most) if k != key]
        size = kept.keep(key, view, document.text)
        kept.put(key, view["day"], words)
        self._remember(key, view, size)
        self.scope.add(view["report"])
        if step.links is not None:
            return list(step.links(view, [self._view(k) for k in neighbours]))
        self._group(key, view, neighbours)
        return []

    def _view(self, key: int) -> View:
        have = self._views.get(key)
        if have is not None:
            self._views.move_to_end(key)
            return have[0]
        made = self.kept.view(key)
        assert made is not None
        self._remember(key, *made)
        return made[0]

    def _remember(self, key: int, view: View, size: int) -> None:
        if key in self._views:
            self._size -= self._views.pop(key)[1]
        self._views[key] = view, size
        self._size += size
        while self._size > self.REMEMBERED:
            self._size -= self._views.popitem(last=False)[1][1]

    # groups -----------------------------------------------------------------------------------------------------

    MEMBERS, FEWEST = 40, 8
    """Members of all groups together that are compared with a new report, and of each at least: those nearest in time."""
    BESIDE = 6
    """Groups that are formed anew with a new report: those of the reports most like it."""
    PAIRS = 100_000
    """Pairs of reports whose likeness is kept at hand."""
    WHOLE = 100
    """Up to so many members the links of a group are made anew together, beyond that around the change only."""

    def _alike(self, view: View, others: Sequence[View]) -> list[float]:
        """How alike a report and some others are; reports of one week are compared again and again, so the last answers are kept."""
        assert self.step.alike is not None
        if len(self._pairs) > self.PAIRS:
            self._pairs = dict(islice(self._pairs.items(), self.PAIRS // 2, None))
        known = self._pairs
        pairs = [_pair(view, other) for other in others]
        asked = [k for k, pair in enumerate(pairs) if pair not in known]
        if asked:
            known.update(zip((pairs[k] for k in asked), self.step.alike(view, [others[k] for k in asked]), strict=True))
        return [known[pair] for pair in pairs]

    def _put(self, key: int, day: int, old: int | None, new: int | None) -> None:
        """Move a report from a group to another; both are linked anew around its day."""
        if old == new:
            return
        self.kept.move(key, day, old, new)
        for group in (old, new):
            if group is not None:
                self._touched.setdefault(group, set()).add(day)

    def _group(self, key: int, view: View, neighbours: Sequence[int]) -> None:
        """Form the groups of the report and of its neighbours anew; a group keeps its number where most of its members stay together."""
        assert self.step.groups is not None
        alike: dict[int, float] = {}
        for k, score in zip(neighbours, self._alike(view, [self._view(k) for k in neighbours]), strict=True):
            if score >= self.step.together and (g := self.kept.group(k)) is not None:
                alike[g] = max(score, alike.get(g, 0.0))
        beside = sorted(alike, key=lambda g: (-alike[g], g))[: self.BESIDE]
        home: dict[int, int] = {}
        room = max(self.FEWEST, self.MEMBERS // max(1, len(beside)))
        for group in beside:
            close = sorted(self.kept.members_near(group, view["day"], self.MEMBERS), key=lambda k: (abs(self._view(k)["day"] - view["day"]), k))
            home |= dict.fromkeys(close[:room], group)
        keys = [key, *sorted(home)]
        views = [self._view(k) for k in keys]
        formed = [[keys[i] for i in g] for g in self.step.groups(views, self._alike)]
        heir = {group: max(range(len(formed)), key=lambda i: sum(home.get(k) == group for k in formed[i])) for group in beside}
        for i, members in enumerate(formed):
            claims = [g for g in beside if heir[g] == i]
            if len(claims) > 1:
                claims.sort(key=lambda g: (-self.kept.count(g), g))
            number = claims[0] if claims else self._next
            self._next += not claims
            for group in claims[1:]:  # merged: those too far in time to be compared follow
                for k in self.kept.members(group):
                    if k not in home:
                        self._put(k, self._view(k)["day"], group, number)
            for k in members:
                self._put(k, self._view(k)["day"], home.get(k), number)

    def _tree(self, group: int, days: Sequence[int]) -> list[Link]:
        """The links that hold a group together, of the reports from the days on which it changed."""
        assert self.step.tree is not None
        if self.kept.count(group) <= self.WHOLE:
            views = [self._view(k) for k in self.kept.members(group)]
            self.scope.update(v["report"] for v in views)
            return list(self.step.tree(views, 0, self._alike))
        links: dict[str, Link] = {}
        for day in days:
            before, after = self.kept.members_around(group, day, self.MEMBERS)
            self.scope.update(self._view(k)["report"] for k in after)
            links |= {link.id: link for link in self.step.tree([self._view(k) for k in before + after], len(before), self._alike)}
        return list(links.values())


def _pair(a: View, b: View) -> tuple[str, str]:
    return (a["report"], b["report"]) if a["report"] < b["report"] else (b["report"], a["report"])


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
