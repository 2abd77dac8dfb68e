"""What pages ask of a record besides searching: findings by id, links by kind, stories, the newest lines of the trail, counters.

All of it reads, and stops early: nothing here walks a whole record where a page shows fifty lines, but for the counters and
the stories, which the caller keeps until `stamp` changes.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.model import Finding, Link, LinkKind
from onrecord.store import decided, find, read
from onrecord.store.decided import Held
from onrecord.store.keys import BITS, ROLES
from onrecord.store.records import Actor, Brief, Entry, Hit

MOST = 1000
"""What is counted and sorted by day at most of what an actor says or does; those are the newest added."""
_ALIVE = "NOT EXISTS (SELECT 1 FROM annotation x INDEXED BY annotation_dropped WHERE x.key = i.annotation AND x.dropped IS NOT NULL)"
VERBS = ("add", "run", "judge", "mark", "amend", "retract")


def pick(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Finding]:
    """The current state of some findings, by id; those that no run makes any more are left out."""
    out = {}
    for id in dict.fromkeys(ids):
        for _, _, state in read.states(db, id):
            if state.dropped is None:
                out[id] = state.finding
                break
    return out


def texts(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str]:
    """The texts of some reports, by id."""
    return dict(db.execute(f"SELECT id, text FROM document WHERE id IN ({','.join('?' * len(ids))})", list(ids)))


def briefs(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Brief]:
    """The lines of some reports, by id; those that are not there are left out."""
    keys = [k for (k,) in db.execute(f"SELECT key FROM document WHERE id IN ({','.join('?' * len(ids))})", list(ids))]
    return {b.id: b for b in read.briefs(db, keys).values()}


def links(
    db: sqlite3.Connection, *, kinds: Sequence[str] = (), report: str | None = None, item: str | None = None, limit: int = -1, offset: int = 0, hold: Held | None = None
) -> list[Link]:
    """Links that hold: those that people made, then those of the stages in the order in which they came.

    Args:
        db: The record.
        kinds: Only these kinds; all if empty.
        report: Only those with an end in this report.
        item: Only those with an end at this finding; with `report` given it is quick.
        limit: How many; -1 for all.
        offset: How many to pass over first.
        hold: What people decided, where the caller knows it; `decided.NOTHING` gives what the stages made.
    """
    hold = decided.held(db) if hold is None else hold
    conditions, values = ["dropped IS NULL"], list[object]()
    if report is not None:
        conditions.append("(from_report = ? OR to_report = ?)")
        values += [report, report]
    if kinds:
        conditions.append(f"kind IN ({','.join('?' * len(kinds))})")
        values += kinds
    if item is not None:
        conditions.append("(from_item = ? OR to_item = ?)")
        values += [item, item]
    mine = [
        k
        for k in hold.added
        if (not kinds or k.kind in kinds) and (report is None or report in (k.from_.report, k.to.report)) and (item is None or item in (k.from_.item, k.to.item))
    ]
    out = mine[offset:][: None if limit < 0 else limit]
    if hold.refused or hold.added:
        conditions.append("id NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([*hold.refused, *(k.id for k in hold.added)]))
    rows = db.execute(
        f"SELECT id, kind, from_report, from_item, to_report, to_item, why, confidence, stage FROM link WHERE {' AND '.join(conditions)} ORDER BY key LIMIT ? OFFSET ?",
        [*values, limit if limit < 0 else limit - len(out), max(0, offset - len(mine))],
    )
    return out + [decided.link_of(row) for row in rows]


def link_kinds(db: sqlite3.Connection) -> dict[str, int]:
    """How many links that hold there are of each kind."""
    hold = decided.held(db)
    gone = json.dumps([*hold.refused, *(k.id for k in hold.added)])
    count = Counter(dict(db.execute("SELECT kind, count(*) FROM link WHERE dropped IS NULL AND id NOT IN (SELECT value FROM json_each(?)) GROUP BY kind", (gone,))))
    count.update(k.kind.value for k in hold.added)
    return dict(count)


def stories(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Reports that tell the same story: the story's first report to all its reports, the largest story first.

    Two reports are in one story where a chain of ``same_story`` links that hold leads from one to the other.
    """
    hold = decided.held(db)
    groups = decided.Groups()
    members: dict[str, list[str]] = {}
    ids: dict[str, None] = {}
    rows = db.execute("SELECT id, from_report, to_report FROM link WHERE kind = 'same_story' AND dropped IS NULL")
    added = [(k.id, k.from_.report, k.to.report) for k in hold.added if k.kind is LinkKind.SAME_STORY]
    for _, a, b in [*added, *(r for r in rows if r[0] not in hold.refused)]:
        groups.join(a, b)
        ids[a] = ids[b] = None
    for id in ids:
        members.setdefault(groups.first(id), []).append(id)
    made = [tuple(sorted(m)) for m in members.values()]
    return {m[0]: m for m in sorted(made, key=lambda m: (-len(m), m[0]))}


def story_reason(db: sqlite3.Connection, report: str) -> str | None:
    """In words, why a report tells one story with another: the reason of its surest link that holds, or None."""
    found = links(db, report=report, kinds=(LinkKind.SAME_STORY,), hold=decided.held(db))
    return max(found, key=lambda k: (k.confidence, k.id)).why if found else None


def named(db: sqlite3.Connection, name: str) -> list[tuple[int, str, str]]:
    """The keys of the actors of a name over all reports, with name and kind; upper and lower case count only where some name is written so."""
    exact = db.execute("SELECT key, name, kind FROM actor WHERE name = ? ORDER BY key", (name,)).fetchall()
    return exact or db.execute("SELECT key, name, kind FROM actor WHERE name = ? COLLATE NOCASE ORDER BY key", (name,)).fetchall()


def problem_codes(db: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """How many problems there are by code and severity: ``(code, severity, count)``, errors first, then by count."""
    rows = db.execute("SELECT code, severity, count(*) AS n FROM problem WHERE dropped IS NULL GROUP BY code, severity ORDER BY severity = 'note', n DESC, code")
    return [(str(c), str(s), int(n)) for c, s, n in rows]


def stamp(db: sqlite3.Connection) -> tuple[int | None, ...]:
    """Changes whenever something is added to the record; costs a few look-ups at the end of a table."""
    tables = ("document", "capture", "run", "annotation", "link", "problem", "judgement", "mark", "amendment", "retraction")
    return tuple(db.execute(f"SELECT {', '.join(f'(SELECT max(key) FROM {t})' for t in tables)}").fetchone())


def newest_entries(db: sqlite3.Connection, *, verbs: Sequence[str] = VERBS, limit: int = 100, offset: int = 0) -> list[Entry]:
    """The newest lines of the audit trail, the newest first.

    Rows are only ever added, so the newest lines are among the last `limit` + `offset` of each table. Known to miss: rows that
    came with another person's file and are older than that file's last `limit` + `offset`; `Record.log` sorts all.
    """
    most = limit + offset
    out: list[Entry] = []
    if "add" in verbs:
        for url, path, kind, sha, at, document in db.execute(
            "SELECT c.url, c.path, c.media_type, c.sha256, c.retrieved, d.id FROM capture c JOIN document d ON d.key = c.document ORDER BY c.key DESC LIMIT ?", (most,)
        ):
            out.append(Entry(at=at, user="", verb="add", subject=document, text=f"read from {url or path or 'standard input'} ({kind}, SHA-256 {(sha or 'unknown')[:12]})"))
    if "run" in verbs:
        for r in reversed(read.runs(db)[-most:]):
            text = f"onrecord {r.onrecord}, {r.outcome or 'killed'}: {r.reports} reports" + (f", {r.manifest['left']} left" if r.manifest.get("left") else "")
            out.append(Entry(at=r.started, user="", verb="run", subject=f"run {r.key}", text=text))
    for table, verb, subject, extra in (
        ("judgement", "judge", "subject", "verdict || coalesce(' ' || corrections, '')"),
        ("mark", "mark", "subject", "layer || ' ' || fields"),
        ("amendment", "amend", "report", "fields"),
        ("retraction", "retract", "subject", "''"),
    ):
        if verb in verbs:
            for id, what, said, note, user, at in db.execute(f"SELECT id, {subject}, {extra}, note, user, created FROM {table} ORDER BY key DESC LIMIT ?", (most,)):
                out.append(Entry(at=at, user=user, verb=verb, subject=what, text=" ".join(x for x in (said, f"({note})" if note else "", f"[{id}]") if x)))
    return sorted(out, key=lambda e: e.at, reverse=True)[offset:most]


def actor(db: sqlite3.Connection, name: str, kind: str | None = None) -> tuple[int, Actor] | None:
    """The key of a name over all reports, with its counts by role, each up to `MOST`; None where no report has it."""
    row = db.execute("SELECT key, name, kind FROM actor WHERE name = ? AND (? IS NULL OR kind = ?) ORDER BY key LIMIT 1", (name, kind, kind)).fetchone()
    if row is None:
        return None
    count = f"SELECT count(*) FROM (SELECT 1 FROM involves i WHERE i.actor = ? AND i.role = ? AND {_ALIVE} LIMIT {MOST})"
    roles = {role: int(db.execute(count, (row[0], code)).fetchone()[0]) for role, code in ROLES.items()}
    return row[0], Actor(name=row[1], kind=row[2], roles={role: n for role, n in roles.items() if n})


def involved(db: sqlite3.Connection, keys: Sequence[int], role: str, layer: str | None = None, *, limit: int = 50, offset: int = 0) -> list[Hit]:
    """The findings in which actors have a role, the newest published first, out of the `MOST` newest added of each actor."""
    near = " UNION ALL ".join(
        f"SELECT * FROM (SELECT i.annotation FROM involves i WHERE i.actor = {int(k)} AND i.role = :role AND {_ALIVE} ORDER BY i.annotation DESC LIMIT {MOST})" for k in keys
    )
    found = db.execute(
        f"SELECT n.annotation FROM ({near}) n CROSS JOIN document d INDEXED BY document_known ON d.key = n.annotation >> {BITS} "
        "WHERE :layer IS NULL OR (SELECT a.layer FROM annotation a WHERE a.key = n.annotation) = :layer "
        "ORDER BY d.published DESC, n.annotation LIMIT :limit OFFSET :offset",
        {"role": ROLES.get(role, 0), "layer": layer, "limit": limit, "offset": offset},
    )
    return find.hits(db, [(k, 0.0) for (k,) in found])


def relayed(db: sqlite3.Connection, limit: int) -> list[int]:
    """Keys of statements that came through somebody, the newest added first."""
    return [int(k) for (k,) in db.execute(f"SELECT DISTINCT i.annotation FROM involves i WHERE i.role = {ROLES['via']} AND {_ALIVE} ORDER BY i.annotation DESC LIMIT ?", (limit,))]
