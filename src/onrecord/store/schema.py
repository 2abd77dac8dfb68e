"""The file itself: made, opened, checked, brought up to date; SQLite's errors said in our words."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.formats.jsonl import _names
from onrecord.model import LAYERS
from onrecord.store.keys import BITS, CODES, NUMBER_BITS
from onrecord.store.rows import SHARED

VERSION = 2
APPLICATION = 0x6F6E7263
"""``onrc``: SQLite's application id of our files, so that another program's database is told from ours."""


def _column(layer: str, key: str) -> str:
    """A field of the contract as SQL."""
    if key == "speaker_evidence":
        return f"CASE WHEN a.attributes -> '{key}' IS NOT NULL THEN json_object('rule', a.attributes ->> '$.{key}[0]', 'spans', json(a.attributes -> '$.{key}[1]')) END"
    if key == "resolutions":
        part = "json_object('mention', json(p.value -> 0), 'evidence', json(p.value -> 1), 'rule', p.value ->> 2)"
        return f"CASE WHEN a.attributes -> '{key}' IS NOT NULL THEN (SELECT json_group_array({part}) FROM json_each(a.attributes, '$.{key}') p) END"
    return f"{'h' if key in SHARED.get(layer, ()) else 'a'}.attributes ->> '{key}'"


def _views() -> str:
    """One view a layer: current findings, one column a field of the data model, the words in front."""
    out = []
    for layer, cls in LAYERS.items():
        columns = [f'{_column(layer, key)} AS "{key}"' for name, key in _names(cls) if name not in ("id", "confidence", "stage")]
        if layer == "attributions":
            piece = "group_concat(substr(d.text, (p.value ->> 0) + 1, (p.value ->> 1) - (p.value ->> 0)), ' … ')"
            words = [f"(SELECT {piece} FROM json_each(a.attributes, '$.{q}') p) AS {q}_words" for q in ("content", "source", "cue")]
            words.append(
                "(SELECT e.attributes ->> 'name' FROM annotation n JOIN shared e ON e.key = n.shared WHERE n.id = a.attributes ->> 'speaker' AND n.dropped IS NULL) AS speaker_name"
            )
        else:
            words = ['substr(d.text, a.start + 1, a."end" - a.start) AS words']
        out.append(
            f'CREATE VIEW {layer} AS SELECT a.id, d.id AS report, d.outlet, d.published, a.start AS first, a."end" AS last, {", ".join(words + columns)}, a.confidence, s.name AS stage '
            f"FROM annotation a JOIN document d ON d.key = a.key >> {BITS} JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared "
            f"WHERE (a.key >> {NUMBER_BITS}) & 15 = {CODES[layer]} AND a.dropped IS NULL;"
        )
    return "\n".join(out)


def statements() -> Iterator[str]:
    """Every statement that makes an empty record of this version; what is there already is left as it is."""
    script = (resources.files("onrecord.store") / "schema.sql").read_text(encoding="utf-8") + "\n" + _views()
    script = re.sub(r"(?m)^CREATE (TABLE|INDEX|TRIGGER|VIEW|VIRTUAL TABLE) ", r"CREATE \1 IF NOT EXISTS ", script)
    piece = ""
    for line in script.splitlines():
        piece += line + "\n"
        if sqlite3.complete_statement(piece):
            yield piece
            piece = ""


def _damaged(path: str, why: object) -> RecordError:
    return RecordError(f"{path} is damaged ({why}). Restore it from a copy, or save what can be read with: sqlite3 {path} .recover")


@contextmanager
def said_plainly(path: str) -> Iterator[None]:
    """SQLite's errors as `RecordError`s that say what, where and what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise RecordError(f"{path} is being written by another process. Wait until it is done, or give a longer --wait SECONDS; nothing was changed.") from error
        if "full" in text:
            raise RecordError(f"The disk is full: {path} could not grow. What was written before is whole. Free some space and give the same command again.") from error
        if "readonly" in text or "read-only" in text:
            raise RecordError(f"{path} cannot be written (read-only file or folder). Copy it to a folder that you may write to, or change its permissions.") from error
        if "unable to open" in text:
            raise RecordError(f"{path} cannot be opened. Check that its folder exists and that you may write there.") from error
        if "decode" in text or "malformed" in text:
            raise _damaged(path, error) from error
        if "disk I/O error" in text:
            raise RecordError(f"{path} could not be read or written (disk I/O error). Check the disk; what was committed before is whole.") from error
        raise
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise RecordError(f"{path} is not a database. Give the path of an onrecord database, or a path where none exists yet.") from error
        if "malformed" in str(error):
            raise _damaged(path, error) from error
        raise
    except UnicodeDecodeError as error:  # SQLite quotes the damaged words of the file in its own message
        raise _damaged(path, "its words are no UTF-8") from error
    except json.JSONDecodeError as error:
        raise _damaged(path, f"fields are no JSON any more: {error}") from error


def connect(path: str, *, write: bool = True, wait: float = 5.0, sync: bool = False) -> sqlite3.Connection:
    """A connection to a record, which is made if it is not there and `write` is true.

    Args:
        path: The file, or ``:memory:``.
        write: False opens it for reading only: nothing is made or changed, and a record in a folder that cannot be written opens too.
        wait: How many seconds to wait for another writer.
        sync: True has every transaction on the disk before it is done (for the power failing, not for the process).

    Raises:
        RecordError: Not there, no record, newer than this program, locked, or not to be opened.
    """
    if not write and path != ":memory:" and not Path(path).exists():
        raise RecordError(f"There is no record at {path}. Make one with: onrecord add SOURCE --db {path}")
    if Path(path).is_dir():
        raise RecordError(f"{path} is a folder. Give the path of a file, such as {path.rstrip('/')}/record.db.")
    with said_plainly(path):
        if write:
            db = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
        else:
            db = _read_only(path, wait)
        try:
            _prepare(db, path, write, sync)
        except BaseException:
            db.close()
            raise
    return db


def outdated(path: str) -> int | None:
    """The version of the schema of a file, if it is one of ours and older than this program's."""
    if path == ":memory:" or not Path(path).is_file():
        return None
    try:
        with closing(_read_only(path, 0.0)) as db:
            application, version = (int(db.execute(f"PRAGMA {p}").fetchone()[0]) for p in ("application_id", "user_version"))
    except sqlite3.Error:  # `connect` says what is wrong with it
        return None
    return version if application == APPLICATION and version < VERSION else None


def _read_only(path: str, wait: float) -> sqlite3.Connection:
    uri = Path(path).absolute().as_uri()
    db = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        db.close()
        if Path(path + "-wal").exists() and Path(path + "-wal").stat().st_size:
            raise
        # WAL needs a side file even to read; where none can be made and nobody writes, the file can be read as it is
        db = sqlite3.connect(f"{uri}?immutable=1", uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    return db


def _prepare(db: sqlite3.Connection, path: str, write: bool, sync: bool) -> None:
    application, version = (db.execute(f"PRAGMA {p}").fetchone()[0] for p in ("application_id", "user_version"))
    if application != APPLICATION:
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] or application:
            raise RecordError(f"{path} is a database, but not one of onrecord's. Give another path; nothing was changed.")
        if not write:
            raise RecordError(f"{path} is empty. Make a record with: onrecord add SOURCE --db {path}")
        _create(db)
        version = VERSION
    if version > VERSION:
        raise RecordError(f"{path} was written by a newer onrecord (schema {version}; this program knows up to {VERSION}). Update onrecord; nothing was changed.")
    if version < VERSION:
        if not write:
            raise RecordError(f"{path} has the older schema {version}. Bring it up to date with: onrecord run --db {path}")
        from onrecord.store.migrate import migrate

        migrate(db, path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA temp_store = MEMORY")
    if not write:  # a search reads a few bytes of many pages; a writer's memory would seem to grow with the file
        db.execute(f"PRAGMA mmap_size = {1 << 32}")


def _create(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA page_size = 8192")  # a report of usual length then shares its page with others
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements():  # where another process made the same file a moment before, they find all there
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


@contextmanager
def transaction(db: sqlite3.Connection, path: str) -> Iterator[None]:
    """All or nothing, with the write lock from the start."""
    with said_plainly(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
