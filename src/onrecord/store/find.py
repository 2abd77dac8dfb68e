"""Search: by words, speaker, outlet, day, kind, act, place, what is measured.

Words are looked up in two FTS5 indexes: of findings (their words, who says them, place, what they measure, tags for the
kind, act and status) and of whole reports. Up to `RANKED` hits are ranked by BM25; beyond that rank tells little, and the
newest come first, which needs no look at the rest.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log
from pathlib import Path
from typing import Any, overload

from onrecord.errors import UsageError
from onrecord.formats.jsonl import dumps, plain
from onrecord.model import LAYERS, Attribution, Entity, LinkEnd, LinkKind, Span, anchors
from onrecord.store import confident, read
from onrecord.store.decided import group_of, held
from onrecord.store.judge import corrected, judged_keys
from onrecord.store.keys import BITS, CODES, NUMBER_BITS, key_range
from onrecord.store.records import Brief, Hit
from onrecord.store.rows import PERSON, RARE, classes_of, finding_of, sentence_around, tag
from onrecord.wording import brief

RANKED = 500
"""How many hits are ranked at most: as many as can be in well under 50 ms."""
COUNTED = 200
"""How many hits are counted where they are not ranked."""
COMMON = 5000
"""How many whole reports are ranked at most."""
MEASURED = (None, "quantities", "events", "entities")
"""Layers with something in the index beside their words, names and places: unit and what is counted, an event's type, a role."""
JUDGED = ("only", "prefer", "ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; every field narrows. Dates are ISO, whole (``2023-12-05``) or not (``2023-12``), both ends inclusive."""

    words: str = ""
    layer: str | None = "attributions"
    said_by: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    act: str | None = None
    status: str | None = None
    measures: str | None = None
    place: str | None = None
    report: str | None = None
    story: str | None = None
    judged: str = "prefer"
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        if self.layer not in (None, "reports", *LAYERS):
            raise UsageError(f"There is no layer {self.layer!r}. Layers: {', '.join(LAYERS)}; or reports.")
        if self.measures and self.layer not in MEASURED:
            raise UsageError(f"--measures asks what a figure counts and goes with --layer quantities, not {self.layer}.")
        if self.judged not in JUDGED:
            raise UsageError(f"--judged takes {', '.join(JUDGED)}, not {self.judged!r}.")
        confident.check(self.min_confidence)
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
                raise UsageError(f"--{name} takes a day, month or year such as 2023-12-05, 2023-12 or 2023, not {value!r}.")


class Found(Sequence[Hit]):
    """The hits of a search, best first.

    Attributes:
        query: What was looked for.
        total: How many there are in all, or None where there were too many to count.
        ranked: False where a word was so common that the newest come first instead of the best.
    """

    def __init__(self, query: Query, hits: list[Hit], total: int | None, ranked: bool) -> None:
        self.query, self.total, self.ranked, self._hits = query, total, ranked, hits

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        return self._hits[index]

    def rows(self) -> Iterator[dict[str, Any]]:
        """One flat row a hit, as in the CSV."""
        return (row_of(h) for h in self._hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One JSON object a hit: the finding as in the contract, under ``finding``, with what a reader needs around it."""
        return [dict_of(h) for h in self._hits]

    def to_pandas(self) -> Any:
        """A pandas DataFrame with one row a hit."""
        import pandas

        return pandas.DataFrame(list(self.rows()), columns=COLUMNS)

    def to_csv(self, delimiter: str = ",") -> str:
        """The hits as CSV, or TSV with a tab for a delimiter."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        for row in self.rows():
            writer.writerow({k: ("" if v is None else v) for k, v in row.items()})
        return out.getvalue()

    def write(self, path: str) -> None:
        """Write the hits to a file, by its ending: ``.jsonl``, ``.csv``, ``.tsv`` or ``.parquet``."""
        suffix = Path(path).suffix
        if suffix == ".jsonl":
            Path(path).write_text("".join(dumps(d) + "\n" for d in self.to_dicts()), encoding="utf-8")
        elif suffix in (".csv", ".tsv"):
            Path(path).write_text(self.to_csv("\t" if suffix == ".tsv" else ","), encoding="utf-8")
        elif suffix == ".parquet":
            self.to_pandas().to_parquet(path)
        else:
            raise UsageError(f"{path} has no ending that is known. Endings: .jsonl, .csv, .tsv, .parquet.")

    def _repr_html_(self) -> str:
        columns = ["published", "outlet", "speaker", "words", "finding", "id"]
        if self.query.layer == "attributions":
            columns.remove("finding")
        head = "".join(f"<th>{c}</th>" for c in columns)
        body = ""
        for h in self._hits:
            row = {"published": h.report.published, "outlet": h.report.outlet, "speaker": h.speaker or h.source, "words": h.words, "finding": brief(h.finding), "id": h.id}
            body += "<tr>" + "".join(f"<td>{escape(row[c] or '')}</td>" for c in columns) + "</tr>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


COLUMNS = [
    "id",
    "layer",
    "report",
    "outlet",
    "published",
    "headline",
    "url",
    "path",
    "speaker",
    "source",
    "cue",
    "words",
    "sentence",
    "first",
    "last",
    "kind",
    "act",
    "status",
    "low",
    "high",
    "unit",
    "measures",
    "confidence",
    "verdict",
]
"""The columns of a table of hits. ``first`` and ``last`` are the first and one past the last character of the words; ``kind``, ``act`` and ``status`` what one searches by."""


def row_of(hit: Hit) -> dict[str, Any]:
    """A hit as one flat row."""
    f, r = hit.finding, hit.report
    where = anchors(f)
    out: dict[str, Any] = {"id": f.id, "layer": hit.layer, "report": r.id, "outlet": r.outlet, "published": r.published, "headline": r.headline, "url": r.url, "path": r.path}
    out |= {
        "speaker": hit.speaker,
        "source": hit.source or None,
        "cue": hit.cue or None,
        "words": hit.words,
        "sentence": hit.sentence or None,
        "first": where[0].start if where else None,
        "last": where[-1].end if where else None,
    }
    out |= dict.fromkeys(("kind", "act", "status")) | classes_of(f)
    for name in ("low", "high", "unit", "measures"):
        out[name] = plain(getattr(f, name, None))
    return out | {"confidence": f.confidence, "verdict": hit.judgement.verdict.value if hit.judgement else None}


def dict_of(hit: Hit) -> dict[str, Any]:
    """A hit as a JSON object."""
    r = hit.report
    return {
        "id": hit.id,
        "layer": hit.layer,
        "report": {"id": r.id, "outlet": r.outlet, "published": r.published, "headline": r.headline, "url": r.url, "path": r.path},
        "words": hit.words,
        "sentence": hit.sentence or None,
        "source": hit.source or None,
        "cue": hit.cue or None,
        "speaker": hit.speaker,
        "context": plain(hit.context),
        "judgement": plain(hit.judgement.verdict) if hit.judgement else None,
        "score": round(hit.score, 4),
        "finding": plain(hit.finding),
    }


# ----------------------------------------------------------------------------------------------------------- FTS queries

_PART = re.compile(r'(-)?"([^"]*)"?|(\S+)')


def match(words: str) -> str:
    """A reader's query as an FTS5 expression. Words all must occur; ``"a phrase"``, ``word*``, ``-without`` and ``OR`` work;
    whatever else stands in it is a word and never a syntax error.

    >>> match('bridge "town hall" OR dam* -toll')
    '"bridge" AND ("town hall" OR "dam" *) NOT "toll"'
    """
    groups, without = _parts(words)
    out = " AND ".join(g[0] if len(g) == 1 else f"({' OR '.join(g)})" for g in groups)
    for piece in without:
        out += f" NOT {piece}" if out else ""
    return out


def pieces(words: str) -> list[str]:
    """The single words and phrases that a query asks for, as FTS5 expressions.

    >>> pieces('bridge "town hall" -toll')
    ['"bridge"', '"town hall"']
    """
    return [piece for group in _parts(words)[0] for piece in group]


def _parts(words: str) -> tuple[list[list[str]], list[str]]:
    """What must occur (one of each group), and what must not."""
    groups: list[list[str]] = []
    without: list[str] = []
    either = False
    for minus, phrase, word in _PART.findall(words.replace("\0", " ")):
        if word == "OR" and groups:
            either = True
            continue
        if word.startswith("-") and len(word) > 1:
            minus, word = "-", word[1:]
        piece = phrase or word
        if not re.search(r"\w", piece):
            continue
        quoted = '"' + piece.rstrip("*").replace('"', '""') + '"' + (" *" if piece.endswith("*") and not phrase else "")
        if minus:
            without.append(quoted)
        elif either:
            groups[-1].append(quoted)
        else:
            groups.append([quoted])
        either = False
    return groups, without


def _phrase(column: str, value: str) -> str:
    return f'{column} : "{value.replace(chr(34), " ").replace(chr(0), " ")}"' if re.search(r"\w", value) else ""


def words_expression(query: Query) -> str:
    """The FTS5 expression of the words of a query, or nothing."""
    words = match(query.words)
    return f"{{words who place topic}} : ({words})" if words else ""


def expression(query: Query) -> str:
    """The FTS5 expression of a query: everything but layer, outlet, days, report and story; nothing where only those are asked for."""
    parts = [words_expression(query)]
    for column, value in (("who", query.said_by), ("topic", query.measures), ("place", query.place)):
        if value:
            parts.append(_phrase(column, value))
    tags = [tag(name, value) for name, value in (("kind", query.kind), ("act", query.act), ("status", query.status)) if value]
    if query.layer in RARE:
        tags.insert(0, tag("layer", query.layer))
    parts += [f'tags : "{t}"' for t in tags]
    return " AND ".join(p for p in parts if p)


def _documents(db: sqlite3.Connection, query: Query) -> tuple[str, list[Any]]:
    """What the query asks of reports, as a condition on ``d`` (document)."""
    conditions: list[str] = []
    values: list[Any] = []
    if query.outlet:
        conditions.append("d.outlet = ? COLLATE NOCASE")
        values.append(query.outlet)
    if query.since:
        conditions.append("d.published >= ?")
        values.append(query.since)
    if query.until:
        conditions.append("d.published < ?")
        values.append(query.until + "~")  # after every longer date that begins so
    if query.report:
        conditions.append("d.key = ?")
        values.append(read.document_key(db, query.report))
    if query.story:
        first = db.execute("SELECT id FROM document WHERE key = ?", (read.document_key(db, query.story),)).fetchone()[0]
        members, _, _ = group_of(db, LinkKind.SAME_STORY, LinkEnd(report=first), held(db))
        conditions.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([m.report for m in members]))
    return " AND ".join(conditions), values


def _bounds(db: sqlite3.Connection, condition: str, values: Sequence[Any]) -> tuple[int, int] | None:
    """First and last annotation key in the documents of a condition, or None where there are none. Reports are mostly added in the
    order of their days, so that days bound the part of the index that is read."""
    if not condition:
        return 0, (1 << 62)
    low, high = db.execute(f"SELECT min(d.key), max(d.key) FROM document d WHERE {condition}", values).fetchone()
    return None if low is None else (key_range(low)[0], key_range(high)[1])


def find(db: sqlite3.Connection, query: Query, *, limit: int = 20, offset: int = 0, newest: bool = False) -> Found:
    """Search findings; see `Record.find`.

    Words that are in few findings are ranked: FTS5 scores all that have them, and each is looked at. Otherwise the index is walked
    from its newest end, with tags for layer, kind and act, until there are enough.
    """
    condition, values = _documents(db, query)
    bounds = _bounds(db, condition, values)
    words, wanted = words_expression(query), expression(query)
    hidden, shown = judged_keys(db, query.judged)
    if bounds is None or (shown is not None and not shown):
        return Found(query, [], 0, True)
    join = f" CROSS JOIN document d INDEXED BY document_known ON d.key = f.rowid >> {BITS} AND {condition}" if condition else ""
    # only what was judged: few, so take them first
    only = f" AND f.rowid IN ({','.join(map(str, sorted(shown)))})" if shown is not None else ""
    alive = "NOT EXISTS (SELECT 1 FROM annotation a INDEXED BY annotation_dropped WHERE a.key = f.rowid AND a.dropped IS NOT NULL)"
    sure = ""
    if query.min_confidence is not None:  # what a person judged right is sure, whatever the machine thought of it
        right = "" if query.judged == "ignore" else " OR a.id IN (SELECT subject FROM verdicts WHERE verdict IN ('right', 'corrected'))"
        sure = f" AND EXISTS (SELECT 1 FROM annotation a WHERE a.key = f.rowid AND (a.confidence >= {float(query.min_confidence)!r}{right}))"
    layer = f" AND (f.rowid >> {NUMBER_BITS}) & 15 = {CODES[query.layer]}" if query.layer is not None else ""
    source, matches = ("finding_fts f", "f.finding_fts MATCH ?") if wanted else ("annotation f", "? = ''")
    within = f"FROM {source}{join} WHERE {matches} AND f.rowid BETWEEN ? AND ?{layer}{only}{sure} AND {alive}"
    asked = bool(words) and not newest
    most = RANKED if asked else COUNTED
    want = max(most, limit + offset + len(hidden)) + 1
    found = [k for (k,) in db.execute(f"SELECT f.rowid {within} ORDER BY f.rowid DESC LIMIT ?", (*values, wanted, *bounds, want))]
    total = len([k for k in found if k not in hidden]) if len(found) < want else None
    ranked = asked and len(found) <= RANKED
    scores = dict.fromkeys(found, 0.0)
    if ranked and found:
        scores = _scores(db, query.words, found)
        found.sort(key=lambda k: (-scores[k], k))
    keys = [k for k in found if k not in hidden]
    return Found(query, hits(db, [(k, scores[k]) for k in keys[offset : offset + limit]], query.judged), total, ranked or not asked)


_COLUMNS = (("words place topic", 1.0), ("who", 0.6))
"""Columns of the index, with what a word found there is worth."""


def _scores(db: sqlite3.Connection, words: str, found: Sequence[int]) -> dict[int, float]:
    """How well findings match the words of a query: BM25 (k1 = 1.2, b = 0.75, 100 characters on the average), a word counted once a finding.

    So a rare word counts more than a common one, and a short statement that has it more than a long one. How often a word stands in
    one finding is left out: it is hardly ever twice, and an index that knows takes a fifth more space. A word in more than `RANKED`
    findings is taken to be in all of them.
    """
    sums = dict.fromkeys(found, 0.0)
    low, high = min(found), max(found)
    for piece in pieces(words):
        for columns, weight in _COLUMNS:
            has: Sequence[int] = [
                k
                for (k,) in db.execute(
                    "SELECT rowid FROM finding_fts WHERE finding_fts MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?", (f"{{{columns}}} : {piece}", low, high, RANKED + 1)
                )
            ]
            if not has:
                continue
            worth = weight * log(1 + 2 * RANKED / min(len(has), RANKED))
            for k in has if len(has) <= RANKED else found:
                if k in sums:
                    sums[k] += worth
    rows = db.execute(f'SELECT key, "end" - start FROM annotation WHERE key IN ({",".join(map(str, found))})')
    return {k: sums[k] * 2.2 / (1 + 1.2 * (0.25 + 0.75 * length / 100)) for k, length in rows}


def hits(db: sqlite3.Connection, page: Sequence[tuple[int, float]], judged: str = "prefer") -> list[Hit]:
    """Annotation keys with their scores as hits, in the same order."""
    if not page:
        return []
    marks = ",".join("?" * len(page))
    keys = [k for k, _ in page]
    rows = {
        r[0]: r
        for r in db.execute(
            f"SELECT a.key, a.layer, a.id, a.confidence, s.name, a.attributes, h.attributes FROM annotation a JOIN stage s ON s.key = a.stage LEFT JOIN shared h ON h.key = a.shared WHERE a.key IN ({marks})",
            keys,
        )
    }
    speakers = _speakers(db, rows)
    reports = read.briefs(db, {k >> BITS for k in keys})
    texts = dict(db.execute(f"SELECT key, text FROM document WHERE key IN ({','.join('?' * len(reports))})", list(reports)))
    said = read.verdicts(db, f"j.subject IN ({marks})", [r[2] for r in rows.values()])
    out = []
    for key, score in page:
        _, layer, id, confidence, stage, attributes, shared = rows[key]
        finding = finding_of(layer, id, confidence, stage, attributes, shared)
        judgement = said.get(id)
        if judged != "ignore" and judgement is not None and stage != PERSON:
            finding = corrected(layer, finding, judgement)
        text = texts[key >> BITS]
        parts = anchors(finding)
        source = cue = ""
        if isinstance(finding, Attribution):
            source, cue = (" … ".join(text[s:e] for s, e in spans) for spans in (finding.source, finding.cue))
        words = finding.name if isinstance(finding, Entity) else " … ".join(text[s:e] for s, e in parts)
        context = sentence_around(text, Span(parts[0].start, parts[-1].end)) if parts else None
        out.append(
            Hit(
                finding=finding,
                layer=layer,
                report=reports[key >> BITS],
                words=words,
                source=source,
                cue=cue,
                speaker=speakers.get(key),
                context=context,
                sentence=" ".join(text[slice(*context)].split()) if context else "",
                judgement=judgement,
                score=score,
            )
        )
    return out


def _speakers(db: sqlite3.Connection, rows: dict[int, Any]) -> dict[int, str]:
    """The speakers' names of some findings, by way of the entities of their reports."""
    out: dict[int, str] = {}
    for key, row in rows.items():
        attributes = json.loads(row[5])
        said = attributes.get("claimed_by") or attributes.get("asserted_by") or attributes.get("applied_by")
        speaker = attributes.get("speaker")
        if said:
            found = db.execute("SELECT attributes ->> 'speaker' FROM annotation WHERE id = ? AND dropped IS NULL", (said,)).fetchone()
            speaker = found[0] if found else None
        if speaker:
            found = db.execute("SELECT h.attributes ->> 'name' FROM annotation a JOIN shared h ON h.key = a.shared WHERE a.id = ? AND a.dropped IS NULL", (speaker,)).fetchone()
            if found:
                out[key] = found[0]
    return out


def find_reports(db: sqlite3.Connection, query: Query, *, limit: int = 20, offset: int = 0, newest: bool = False) -> tuple[list[Brief], int]:
    """Reports by words in them, outlet, days, story: their lines, best first (newest where there are no words), and how many in all.

    Where more than `COMMON` reports have the words, rank tells little and would be worked out for each: the newest added come first.
    """
    condition, values = _documents(db, query)
    words = match(query.words)
    where = " AND ".join(x for x in [condition, "document_fts MATCH ?" if words else ""] if x) or "1"
    source = "document d JOIN document_fts f ON f.rowid = d.key" if words else "document d"
    args = [*values, *([words] if words else [])]
    order = "bm25(document_fts, 4.0, 1.0), d.key" if words and not newest else "d.published DESC, d.key DESC"
    if words and db.execute("SELECT count(*) FROM (SELECT 1 FROM document_fts WHERE document_fts MATCH ? LIMIT ?)", (words, COMMON + 1)).fetchone()[0] > COMMON:
        order = "f.rowid DESC"
    total = db.execute(f"SELECT count(*) FROM {source} WHERE {where}", args).fetchone()[0]
    keys = [k for (k,) in db.execute(f"SELECT d.key FROM {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", [*args, limit, offset])]
    found = read.briefs(db, keys)
    out = []
    for key in keys:
        counts = dict(db.execute(f"SELECT layer, count FROM layer WHERE document = ? AND layer IN ({','.join('?' * len(LAYERS))})", (key, *LAYERS)))
        out.append(Brief(**{**{f: getattr(found[key], f) for f in Brief.__slots__}, "findings": counts}))
    return out, total
