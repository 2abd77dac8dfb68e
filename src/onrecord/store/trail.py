"""How the record came about and how it divides: one finding in full, the audit trail, differences of runs and of texts, counts."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from onrecord.errors import RecordError
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Document, Finding, Problem, Severity, Span, anchors
from onrecord.store import find as finding
from onrecord.store import read
from onrecord.store.judge import references
from onrecord.store.keys import BITS, ROLES, key_range
from onrecord.store.records import Actor, Capture, Change, Entry, Hit, Judgement, State
from onrecord.store.rows import attributes_of, finding_of, joined, sentence_around

FACET_HITS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding in full.

    Attributes:
        hit: The finding with its words.
        document: Its report.
        around: The span of its sentence.
        names: What the ids in its fields stand for: a name, or the words.
        chain: Names from the one who said it, by way of those who relay it, to the outlet.
        states: All states that it had, oldest first; the last one is `hit`'s.
        judgements: What people said of it, oldest first.
        current: False where no run makes it any more.
    """

    hit: Hit
    document: Document
    around: Span | None
    names: Mapping[str, str]
    chain: tuple[str, ...]
    states: tuple[State, ...]
    judgements: tuple[Judgement, ...]
    current: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return finding.dict_of(self.hit) | {
            "around": self.document.text[slice(*self.around)] if self.around else None,
            "chain": list(self.chain),
            "current": self.current,
            "runs": [{"first": s.first_run, "last": s.last_run, "dropped": s.dropped, "finding": plain(s.finding)} for s in self.states],
            "judgements": [plain_judgement(j) for j in self.judgements],
        }


def plain_judgement(judgement: Judgement) -> dict[str, Any]:
    """A judgement as JSON's own types."""
    return {f: (dict(v) if f == "corrections" and v else plain(v)) for f in Judgement.__slots__ for v in [getattr(judgement, f)]}


def show(db: sqlite3.Connection, id: str) -> Shown:
    """A finding in full; see `Record.show`."""
    found = read.states(db, id)
    if not found:
        some = db.execute("SELECT DISTINCT id FROM annotation WHERE id >= ? AND id < ? LIMIT 3", (id, id + "g")).fetchall() if re.fullmatch(r"[a-z]{3}_[0-9a-f]{4,}", id) else []
        if len(some) != 1:
            raise RecordError(
                f"Several findings begin with {id}. Give more of the id." if some else f"There is no finding {id} in this record. Look for it with: onrecord find WORDS"
            )
        id = some[0][0]
        found = read.states(db, id)
    key, document_key, state = next(((k, d, s) for k, d, s in found if s.dropped is None), found[-1])
    hit = finding.hits(db, [(key, 0.0)], "ignore")[0]
    document = read.load_document(db, document_key)
    parts = anchors(state.finding)
    around = sentence_around(document.text, Span(parts[0].start, parts[-1].end)) if parts else None
    names = _names_in(db, document, state.finding)
    chain = [hit.speaker] if hit.speaker else [hit.source] if hit.source else []
    chain += [names.get(v, v) for v in getattr(state.finding, "via", ())]
    if document.outlet:
        chain.append(document.outlet)
    return Shown(
        hit=hit,
        document=document,
        around=around,
        names=names,
        chain=tuple(chain),
        states=tuple(s for _, _, s in found),
        judgements=tuple(read.judgements(db, "j.subject = ?", (id,))),
        current=any(s.dropped is None for _, _, s in found),
    )


def _names_in(db: sqlite3.Connection, document: Document, found: Finding) -> dict[str, str]:
    """What the ids in the fields of a finding stand for."""
    out: dict[str, str] = {}
    for _, id, _ in references(attributes_of(found)):
        for _, _, state in read.states(db, id):
            if state.dropped is None:
                name = getattr(state.finding, "name", None)
                out[id] = name or " … ".join(document.text[slice(*span)] for span in anchors(state.finding))
                break
    return out


# --------------------------------------------------------------------------------------------------------------- entities


def entity(db: sqlite3.Connection, name: str, kind: str | None, role: str, layer: str | None, limit: int, offset: int) -> tuple[Actor | None, list[Hit]]:
    """A name and its findings in one role; see `Record.entity`."""
    who = read.actor(db, name, kind)
    if who is None:
        return None, []
    key = db.execute("SELECT key FROM actor WHERE name = ? AND kind = ?", (who.name, who.kind)).fetchone()[0]
    wanted = layer or ("attributions" if role == "speaker" else None)
    keys = db.execute(
        f"SELECT a.key FROM involves i JOIN annotation a ON a.key = i.annotation JOIN document d ON d.key = a.key >> {BITS} "
        "WHERE i.actor = ? AND i.role = ? AND a.dropped IS NULL AND (? IS NULL OR a.layer = ?) ORDER BY d.published DESC, a.key LIMIT ? OFFSET ?",
        (key, ROLES.get(role, 0), wanted, wanted, limit, offset),
    ).fetchall()
    return who, finding.hits(db, [(k, 0.0) for (k,) in keys])


def entities(db: sqlite3.Connection, words: str, kind: str | None, limit: int, offset: int) -> list[Actor]:
    """Names over all reports; see `Record.entities`."""
    conditions, values = ["1"], []
    for word in words.split():
        conditions.append("x.name LIKE ? ESCAPE '\\'")
        values.append("%" + re.sub(r"([%_\\])", r"\\\1", word) + "%")
    if kind:
        conditions.append("x.kind = ?")
        values.append(kind)
    rows = db.execute(
        "SELECT x.key, x.name, x.kind, count(i.annotation) AS said FROM actor x LEFT JOIN involves i ON i.actor = x.key AND i.role = 1 "
        f"WHERE {' AND '.join(conditions)} GROUP BY x.key ORDER BY said DESC, x.name LIMIT ? OFFSET ?",
        [*values, limit, offset],
    ).fetchall()
    out = [read.actor(db, r[1], r[2]) for r in rows]
    return [a for a in out if a is not None]


def facets(db: sqlite3.Connection, query: finding.Query) -> dict[str, dict[str, int]]:
    """How the hits of a search divide; see `Record.facets`."""
    found = finding.find(db, query, limit=FACET_HITS, newest=True)
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("outlet", "speaker", "kind", "act", "status", "month")}
    for hit in found:
        values = {"outlet": hit.report.outlet, "speaker": hit.speaker, "month": (hit.report.published or "")[:7] or None}
        values |= {name: getattr(hit.finding, name, None) for name in ("kind", "act", "status")}
        for name, value in values.items():
            if value:
                counts[name][str(plain(value))] += 1
    return {name: dict(c.most_common(50)) for name, c in counts.items()}


# ----------------------------------------------------------------------------------------------------- problems and counts


def problems(db: sqlite3.Connection, code: str | None, severity: str | None, limit: int, offset: int) -> list[tuple[str | None, Problem]]:
    """Problems with their reports, newest first."""
    rows = db.execute(
        'SELECT d.id, p.code, p.severity, p.message, p.hint, p.start, p."end", p.stage FROM problem p LEFT JOIN document d ON d.key = p.document '
        "WHERE p.dropped IS NULL AND (? IS NULL OR p.code = ?) AND (? IS NULL OR p.severity = ?) ORDER BY p.key DESC LIMIT ? OFFSET ?",
        (code, code, severity, severity, limit, offset),
    )
    return [(r[0], Problem(code=r[1], severity=Severity(r[2]), message=r[3], hint=r[4], span=None if r[5] is None else Span(r[5], r[6]), stage=r[7])) for r in rows]


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How much there is."""
    tables = {
        "reports": "document",
        "addresses": "report",
        "runs": "run",
        "judgements": "judgement",
        "problems": "problem WHERE dropped IS NULL",
        "links": "link WHERE dropped IS NULL",
    }
    out = {name: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()}
    layers = dict(db.execute("SELECT layer, sum(count) FROM layer GROUP BY layer"))
    return out | {layer: int(layers.get(layer, 0)) for layer in LAYERS}


# ------------------------------------------------------------------------------------------------------------- audit trail


def log(db: sqlite3.Connection, id: str | None) -> list[Entry]:
    """The audit trail; see `Record.log`."""
    out: list[Entry] = []
    reports: set[str] | None = None
    if id is not None:
        reports = _reports_of(db, id)
    for c in read.captures(db, "1", ()):
        if reports is None or c.document in reports:
            where = c.url or c.path or "standard input"
            out.append(Entry(at=c.retrieved, user="", verb="add", subject=c.document, text=f"read from {where} ({c.media_type}, SHA-256 {(c.sha256 or 'unknown')[:12]})"))
    run_keys = _runs_of(db, id) if id is not None else None
    for r in read.runs(db):
        if run_keys is None or r.key in run_keys:
            text = f"onrecord {r.onrecord}, {r.outcome or 'killed'}: {r.reports} reports" + (f", {r.manifest['left']} left" if r.manifest.get("left") else "")
            out.append(Entry(at=r.started, user="", verb="run", subject=f"run {r.key}", text=text))
    if id is not None:
        for _, _, state in read.states(db, id):
            stage = f"by {state.finding.stage}"
            if state.first_run is not None:
                out.append(Entry(at=_started(db, state.first_run), user="", verb="found", subject=id, text=f"{stage}, runs {state.first_run} to {state.last_run}"))
            if state.dropped is not None:
                out.append(Entry(at=_started(db, state.dropped), user="", verb="dropped", subject=id, text=f"run {state.dropped} makes it no more or otherwise"))
    for table, verb in (("judgement", "judge"), ("mark", "mark"), ("amendment", "amend"), ("retraction", "retract")):
        subject = "report" if table == "amendment" else "subject"
        extra = {"judgement": "verdict || coalesce(' ' || corrections, '')", "mark": "layer || ' ' || fields", "amendment": "fields", "retraction": "''"}[table]
        for row_id, what, said, note, user, created in db.execute(f"SELECT id, {subject}, {extra}, note, user, created FROM {table}"):
            if (
                id is None
                or id in (what, row_id)
                or (table != "retraction" and reports is not None and id.startswith(("doc_", "rep_")) and what in reports)
                or (table == "retraction" and what in _said_of(db, id))
            ):
                out.append(Entry(at=created, user=user, verb=verb, subject=what, text=" ".join(x for x in (said, f"({note})" if note else "", f"[{row_id}]") if x)))
    return sorted(out, key=lambda e: e.at)


def _started(db: sqlite3.Connection, run: int) -> str:
    row = db.execute("SELECT started FROM run WHERE key = ?", (run,)).fetchone()
    return str(row[0]) if row else ""


def _said_of(db: sqlite3.Connection, id: str) -> set[str]:
    rows = db.execute(
        "SELECT id FROM judgement WHERE subject = :i OR id = :i UNION SELECT id FROM mark WHERE subject = :i OR id = :i UNION SELECT id FROM amendment WHERE report = :i OR id = :i",
        {"i": id},
    )
    return {r for (r,) in rows}


def _reports_of(db: sqlite3.Connection, id: str) -> set[str]:
    """Ids of the documents that an id concerns."""
    if id.startswith(("doc_", "rep_")) or "://" in id:
        key = read.document_key(db, id)
        return {
            d
            for (d,) in db.execute(
                "SELECT DISTINCT d.id FROM capture c JOIN document d ON d.key = c.document WHERE c.report IN (SELECT report FROM capture WHERE document = ?)", (key,)
            )
        }
    return {d for (d,) in db.execute(f"SELECT DISTINCT d.id FROM annotation a JOIN document d ON d.key = a.key >> {BITS} WHERE a.id = ?", (id,))}


def _runs_of(db: sqlite3.Connection, id: str) -> set[int]:
    if id.isdigit():
        return {int(id)}
    if id.startswith(("doc_", "rep_")) or "://" in id:
        key = read.document_key(db, id)
        low, high = key_range(key)
        return {
            r
            for (r,) in db.execute(
                "SELECT run FROM layer WHERE document = ? UNION SELECT first_run FROM annotation WHERE key BETWEEN ? AND ? AND first_run IS NOT NULL", (key, low, high)
            )
        }
    return {r for _, _, s in read.states(db, id) for r in (s.first_run, s.last_run) if r is not None}


def diff(db: sqlite3.Connection, before: int, after: int) -> list[Change]:
    """What changed between the ends of two runs; see `Record.diff`."""
    known = {r.key for r in read.runs(db)}
    for run in (before, after):
        if run not in known:
            raise RecordError(f"There is no run {run} in this record. Runs: {', '.join(map(str, sorted(known))) or 'none'}.")
    alive = "(a.first_run <= {0} AND (a.dropped IS NULL OR a.dropped > {0}))"
    rows = db.execute(
        f"SELECT a.id, a.layer, d.id, a.confidence, s.name, a.attributes, h.attributes, {alive.format(':b')}, {alive.format(':a')}, d.key FROM annotation a "
        f"JOIN document d ON d.key = a.key >> {BITS} JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared "
        f"WHERE {alive.format(':b')} <> {alive.format(':a')} ORDER BY a.key",
        {"b": before, "a": after},
    ).fetchall()
    was = {(r[1], r[0]): r for r in rows if r[7]}
    isnow = {(r[1], r[0]): r for r in rows if r[8]}
    texts: dict[int, str] = {}
    out = []
    for key in dict.fromkeys([*was, *isnow]):
        old, new = was.get(key), isnow.get(key)
        row = new or old
        assert row is not None
        if row[9] not in texts:
            texts = dict(db.execute("SELECT key, text FROM document WHERE key = ?", (row[9],)))  # findings of a report lie side by side
        words = " … ".join(texts[row[9]][slice(*span)] for span in anchors(finding_of(row[1], row[0], row[3], row[4], row[5], row[6])))
        fields: dict[str, tuple[Any, Any]] = {}
        if old and new:
            a, b = (joined(r[5], r[6]) | {"confidence": r[3]} for r in (old, new))
            fields = {f: (a.get(f), b.get(f)) for f in dict.fromkeys([*a, *b]) if a.get(f) != b.get(f)}
            if not fields:  # only the name that one searches by changed
                continue
        out.append(Change(what="changed" if old and new else "added" if new else "dropped", id=key[1], layer=key[0], report=row[2], words=words, fields=fields))
    return out


# ---------------------------------------------------------------------------------------------------------------- history

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as pieces that stayed (`" "`), went (`"-"`) and came (`"+"`), cut at words.

    >>> word_diff("Five died.", "Six died.")
    [('-', 'Five'), ('+', 'Six'), (' ', ' died.')]
    """
    a, b = _WORD.findall(before), _WORD.findall(after)
    out: list[tuple[str, str]] = []
    for what, i, j, k, l in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            out.append((" ", "".join(a[i:j])))
            continue
        if j > i:
            out.append(("-", "".join(a[i:j])))
        if l > k:
            out.append(("+", "".join(b[k:l])))
    return out


def history(db: sqlite3.Connection, id: str) -> list[tuple[Capture, list[tuple[str, str]]]]:
    """The texts seen at an address; see `Record.history`."""
    key = read.document_key(db, id)
    address = db.execute("SELECT key FROM report WHERE id = ? OR locator = ?", (id, id)).fetchone() or db.execute("SELECT report FROM document WHERE key = ?", (key,)).fetchone()
    out: list[tuple[Capture, list[tuple[str, str]]]] = []
    before: str | None = None
    for capture in read.captures(db, "c.report = ?", (address[0],)):
        text = db.execute("SELECT text FROM document WHERE id = ?", (capture.document,)).fetchone()[0]
        out.append((capture, [] if before is None else word_diff(before, text)))
        before = text
    return out
