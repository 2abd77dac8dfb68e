"""Runs: analyse what is new or out of date, write it, some whole reports a transaction.

Workers are processes that get documents and give back rows; the one writer is the process that called. A stop at any moment
(Ctrl-C, a kill, the power) leaves whole reports: those that are done carry the ``state`` of the stages that made them, the
others are found again by the next run.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import sqlite3
import threading
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from onrecord import __version__
from onrecord.api import Settings
from onrecord.errors import RecordError
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS, Severity
from onrecord.pipeline import Stage, fingerprints, order
from onrecord.store import read
from onrecord.store.add import now, write_problem
from onrecord.store.keys import NUMBER_BITS, ROLES, digits_of, key_range, sureness
from onrecord.store.records import Run
from onrecord.store.rows import PERSON, Row, crc
from onrecord.store.schema import transaction
from onrecord.store.work import Result, Task, analyse_tasks, default_stages, start_worker, work

BATCH_REPORTS, BATCH_CHARACTERS = 24, 120_000
"""A task for a worker, and a transaction: enough for the parser to work in batches and for the search index to be written in
pieces that need no merging (one transaction a report took three times as long), small enough that a stop loses seconds."""


TIDY = 10
"""A run that wrote one report in so many merges the pieces of the search indexes: it takes a hundredth of the run, and a search then reads one piece."""


LOOKED_AT = 1000
"""Rows of an index from which SQLite learns how it is best searched: enough to choose, and the same work in a large record."""


def tidy(db: sqlite3.Connection, path: str) -> None:
    """Merge the pieces that many transactions wrote of the search indexes, a little at a time, so that no other writer waits long."""
    for table in ("finding_fts", "document_fts"):
        pages = -500  # a negative number begins to merge all pieces, whatever their size; those after it go on
        while True:
            before = db.total_changes
            with transaction(db, path):
                db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))
            if db.total_changes - before < 2:
                break
            pages = 500


def state_of(prints: Mapping[str, str]) -> str:
    """What a document's ``state`` is when all of these fingerprints are done."""
    return sha256(",".join(f"{k}={v}" for k, v in sorted(prints.items())).encode()).hexdigest()[:16]


def out_of_date(db: sqlite3.Connection, state: str) -> array[int]:
    """The keys of the documents that are not in this state, oldest first. Two ends of an index: nothing to do costs nothing."""
    found = array("q", (k for (k,) in db.execute("SELECT key FROM document WHERE state < :s UNION ALL SELECT key FROM document WHERE state > :s", {"s": state})))
    return array("q", sorted(found))


def run(
    db: sqlite3.Connection,
    path: str,
    *,
    settings: Settings,
    stages: Sequence[Stage] | None = None,
    corpus: Sequence[Any] = (),
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
    command: str | None = None,
    view: Any = None,
) -> Run:
    """Analyse what is out of date; see `Record.run`."""
    resources = settings.resources()
    ordered = order(default_stages() if stages is None else stages)
    prints = fingerprints(ordered, resources)
    state = state_of(prints)
    todo = out_of_date(db, state)
    began = time.monotonic()
    manifest: dict[str, Any] = {
        "stages": {s.layer: {"name": s.name, "fingerprint": prints[s.layer], "resources": {r: resources.hash(r) for r in s.resources}} for s in ordered},
        "jobs": jobs,
    }
    with transaction(db, path):
        key = db.execute("INSERT INTO run (started, onrecord, command, manifest) VALUES (?, ?, ?, ?)", (now(), __version__, command, json.dumps(manifest))).lastrowid
        assert key is not None
        stage_keys = {s.layer: stage_key(db, s.layer, s.name, prints[s.layer]) for s in ordered}
    writer = _Writer(db, path, key, {s.layer: k for k, s in enumerate(ordered)}, stage_keys, state)
    if progress is not None and hasattr(progress, "total"):
        progress.total = len(todo)
    outcome = "failed"
    try:
        tasks = _batches(db, todo, prints)
        made: Generator[list[Result], None, None] = (analyse_tasks(batch, ordered, resources) for batch in tasks) if jobs <= 1 else _in_processes(tasks, stages, settings, jobs)
        with closing(made):
            for results in made:
                writer.write(results)
                if progress is not None:
                    progress(len(results))
        from onrecord.store.corpus import run_corpus

        manifest["links"] = run_corpus(db, path, view, corpus, prints, resources, key, writer.reports > 0)
        outcome = "done"
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        seconds = time.monotonic() - began
        if outcome != "done":  # a stop may fall between the end of a transaction and its count
            ours = set(todo)
            writer.reports = len(ours) - len(ours.intersection(out_of_date(db, state)))
        manifest |= {
            "reports": writer.reports,
            "words": writer.words,
            "seconds": round(seconds, 3),
            "words_per_second": round(writer.words / seconds) if seconds else None,
            "left": len(todo) - writer.reports,
            "failed": writer.failed,
            "findings": dict(writer.count),
            "changes": dict(writer.changes),
        }
        if db.in_transaction:
            db.execute("ROLLBACK")
        with transaction(db, path):
            db.execute("UPDATE run SET finished = ?, outcome = ?, manifest = ? WHERE key = ?", (now(), outcome, json.dumps(manifest), key))
    if writer.reports * TIDY >= (db.execute("SELECT max(key) FROM document").fetchone()[0] or 0):  # none is ever taken out, and counting reads an index
        tidy(db, path)
    db.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
    db.execute("PRAGMA optimize")
    return read.runs(db, key)[0]


def stage_key(db: sqlite3.Connection, layer: str, name: str, fingerprint: str) -> int:
    """The key of a stage with a fingerprint, written if it is new."""
    found = db.execute("SELECT key FROM stage WHERE name = ? AND fingerprint = ?", (name, fingerprint)).fetchone()
    return int(found[0]) if found else int(db.execute("INSERT INTO stage (layer, name, fingerprint) VALUES (?, ?, ?)", (layer, name, fingerprint)).lastrowid or 0)


def _batches(db: sqlite3.Connection, todo: Sequence[int], prints: Mapping[str, str]) -> Iterator[list[Task]]:
    batch: list[Task] = []
    size = 0
    for key in todo:
        current = dict(db.execute("SELECT l.layer, s.fingerprint FROM layer l JOIN stage s ON s.key = l.stage WHERE l.document = ?", (key,)))
        stale = frozenset(layer for layer, mine in prints.items() if current.get(layer) != mine)
        keep = [layer for layer in LAYERS if layer in current and layer not in stale]
        made = read.load_findings(db, key, keep) if keep else {}
        batch.append(Task(key, read.load_document(db, key), made, stale))
        size += len(batch[-1].document.text)
        if len(batch) >= BATCH_REPORTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _in_processes(tasks: Iterator[list[Task]], stages: Sequence[Stage] | None, settings: Settings, jobs: int) -> Generator[list[Result], None, None]:
    """Results in the order of the tasks, at most two tasks a worker under way, so that memory stays flat."""
    # spawn, not fork: a forked child would hold a copy of the writer's database connection
    context = multiprocessing.get_context("spawn")
    stop, told = context.Pipe(duplex=False)
    with _told_first(told):
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker, initargs=(stages, settings, stop))
        waiting: deque[Future[list[Result]]] = deque()
        whole = False
        try:
            for batch in tasks:
                waiting.append(pool.submit(work, batch))
                if len(waiting) >= 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
            whole = True
        except BrokenProcessPool as error:
            raise RecordError("A worker process stopped, most likely for want of memory. All reports stored so far are whole; give the command again with fewer --jobs.") from error
        finally:
            if not whole:  # workers hold nothing that is wanted
                told.close()
            pool.shutdown(wait=True, cancel_futures=True)
            told.close()
            stop.close()


@contextmanager
def _told_first(told: Connection) -> Iterator[None]:
    """While this lasts, Ctrl-C ends the workers before it does anything else.

    Left to the code that unwinds, a second Ctrl-C could fall between the first and the line that tells them; they would then work on, and we wait for them.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or not callable(before) or threading.current_thread() is not threading.main_thread():  # no Ctrl-C reaches this code
        yield
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        with suppress(OSError):  # being closed at this moment
            told.close()
        before(number, frame)

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_BEFORE = (
    "SELECT a.id, a.key, a.confidence, a.attributes, h.attributes, a.indexed FROM annotation a JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared "
    "WHERE a.key BETWEEN ? AND ? AND a.dropped IS NULL AND s.name <> ?"
)
"""The machine's current findings of a layer, with all that makes a state of one."""


class _Writer:
    """Writes results: the only place where machine findings enter the file."""

    def __init__(self, db: sqlite3.Connection, path: str, run: int, position: Mapping[str, int], stages: Mapping[str, int], state: str) -> None:
        self.db, self.path, self.run, self.position, self.stages, self.state = db, path, run, position, stages, state
        self.reports = self.words = self.failed = 0
        self.count: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()
        self._known = Known(db)
        self._names: dict[str, int] = {}

    def write(self, results: Sequence[Result]) -> None:
        """Store what was made of some documents, all or nothing; the lock is held for the writing only, not for the analysis."""
        with transaction(self.db, self.path):
            for result in results:
                if result.rows:
                    self._findings(result)
                for layer in result.stale:
                    count = len(result.rows[layer]) if layer in result.rows else result.counts.get(layer, 0)
                    self.db.execute("INSERT OR REPLACE INTO layer VALUES (?, ?, ?, ?, ?)", (result.key, layer, self.stages[layer], self.run, count))
                    self._problems(result, layer)
                self.db.execute("UPDATE document SET state = ?, run = ? WHERE key = ?", (self.state, self.run, result.key))
        self.reports += len(results)
        self.words += sum(r.words for r in results)

    def _problems(self, result: Result, layer: str) -> None:
        db, found = self.db, [p for name, p in result.problems if name == layer]
        if not found and not db.execute("SELECT 1 FROM problem WHERE document = ? LIMIT 1", (result.key,)).fetchone():
            return
        before = {
            tuple(r[1:]): r[0]
            for r in db.execute(
                "SELECT key, ordinal, code, severity, message, hint, start, \"end\", stage FROM problem WHERE document = ? AND dropped IS NULL AND stage LIKE ? || '@%'",
                (result.key, layer),
            )
        }
        for k, p in enumerate(found):
            self.failed += p.severity is Severity.ERROR
            ordinal = (self.position[layer] << 20) + k
            same = before.pop((ordinal, p.code, p.severity.value, p.message, p.hint, *(p.span or (None, None)), p.stage), None)
            if same is None:
                write_problem(db, result.key, p.stage or f"{layer}@", ordinal, p, self.run)
        db.executemany("UPDATE problem SET dropped = ? WHERE key = ?", [(self.run, k) for k in before.values()])

    def _findings(self, result: Result) -> None:
        again: list[tuple[Any, ...]] = []
        gone: list[tuple[int, int]] = []
        fresh: list[tuple[int, Row, int, int, int | None]] = []
        for layer, found in result.rows.items():
            low, high = key_range(result.key, layer)
            last = self.db.execute("SELECT max(key) FROM annotation WHERE key BETWEEN ? AND ?", (low, high)).fetchone()[0]
            before = {} if last is None else {r[0]: r for r in self.db.execute(_BEFORE, (low, high, PERSON))}
            next_key = low if last is None else last + 1
            self.count[layer] += len(found)
            for ordinal, row in enumerate(found):
                stage = self._stage(row.stage, layer)
                old = before.pop(row.id, None)
                if old is not None and old[2:] == (row.confidence, row.attributes, row.shared, row.indexed):
                    again.append((self.run, ordinal, stage, old[1]))
                    continue
                self.changes["added" if old is None else "changed"] += 1
                if old is not None:
                    gone.append((self.run, old[1]))
                if next_key > high:
                    raise RecordError(f"Report {result.key} has more states of {layer} than a record can hold ({1 << NUMBER_BITS:,}).")
                fresh.append((next_key, row, ordinal, stage, self.run))
                next_key += 1
            self.changes["dropped"] += len(before)
            gone += [(self.run, r[1]) for r in before.values()]
        if again:
            self.db.executemany("UPDATE annotation SET last_run = ?, ordinal = ?, stage = ? WHERE key = ?", again)
        if gone:
            self.db.executemany("UPDATE annotation SET dropped = ? WHERE key = ?", gone)
        insert_rows(self.db, fresh, self._known)

    def _stage(self, name: str, layer: str) -> int:
        """The key of the stage that a finding names; as a rule that of its layer."""
        if name not in self._names:
            mine = self.db.execute("SELECT name FROM stage WHERE key = ?", (self.stages[layer],)).fetchone()[0]
            self._names[name] = self.stages[layer] if name == mine else stage_key(self.db, layer, name, "")
        return self._names[name]


def insert_rows(db: sqlite3.Connection, rows: Sequence[tuple[int, Row, int, int, int | None]], known: Known, *, index: bool = True) -> None:
    """Insert findings: (annotation key, row, ordinal, stage key, run or None for a person's), inside a transaction; `index` False keeps them from being searched."""
    db.executemany(
        'INSERT INTO annotation (key, digits, ordinal, start, "end", sure, stage, first_run, last_run, shared, indexed, attributes, quotes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (k, digits_of(r.layer, r.id), n, r.start, r.end, sureness(r.confidence), stage, run, run, known.shared(r.shared), r.indexed, r.attributes, r.quotes)
            for k, r, n, stage, run in rows
        ],
    )
    if index:
        db.executemany("INSERT INTO finding_fts (rowid, words, who, place, topic, tags) VALUES (?, ?, ?, ?, ?, ?)", [(k, *r.search) for k, r, *_ in rows])
        db.executemany("INSERT OR IGNORE INTO involves VALUES (?, ?, ?)", [(known.actor(name, kind), ROLES[role], k) for k, r, *_ in rows for role, name, kind in r.actors])


class Known:
    """Keys of names and shared fields, written where they are new; a bounded memory of those that were asked for."""

    MOST = 100_000

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._keys: dict[tuple[str | int, ...], int] = {}

    def actor(self, name: str, kind: str) -> int:
        """The key of a name with its kind."""
        return self._key("SELECT key FROM actor WHERE name = ? AND kind = ?", "INSERT INTO actor (name, kind) VALUES (?, ?)", (name, kind))

    def shared(self, attributes: str | None) -> int | None:
        """The key of fields that many findings have alike."""
        if attributes is None:
            return None
        return self._key("SELECT key FROM shared WHERE hash = ? AND attributes = ?", "INSERT INTO shared (hash, attributes) VALUES (?, ?)", (crc(attributes), attributes))

    def _key(self, select: str, insert: str, values: tuple[str | int, ...]) -> int:
        key = self._keys.get(values)
        if key is None:
            found = self._db.execute(select, values).fetchone()
            key = int(found[0]) if found else int(self._db.execute(insert, values).lastrowid or 0)
            if len(self._keys) > self.MOST:
                self._keys.clear()
            self._keys[values] = key
        return key


def dumps_manifest(run: Run) -> str:
    """The manifest of a run as JSON."""
    return dumps({"run": run.key, "started": run.started, "finished": run.finished, "outcome": run.outcome, "onrecord": run.onrecord, "command": run.command, **run.manifest})
