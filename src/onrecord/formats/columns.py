"""The columns of a layer as a flat table, from the data model: what CSV and Parquet share.

A table has the finding's own fields under the contract's names; in front of them the report that it is in, its words, and their
first and one-past-last character (``first``, ``last``; ``start`` and ``end`` of a timex are days), and in place of a period its ``_start``, ``_end`` and ``_timex``. Spans count code points of ``text`` in the table ``reports``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.model import LAYERS, Attribution, Document, Link, LinkEnd, Period, Source, Span

REPORTS = "reports"
LINKS = "links"
_FRONT = (("id", "text"), ("report", "text"), ("outlet", "text"), ("published", "text"), ("words", "text"), ("first", "integer"), ("last", "integer"))
_ANCHOR = {"attributions": "content", "events": "trigger", "votes": "spans", "entities": "mentions"}
_INTERNAL = frozenset({"subheads", "place_line_span", "problems", "source"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and what it holds: ``text integer number span spans texts json``."""

    name: str
    kind: str


def _kind(hint: Any) -> str:
    if get_origin(hint) in (Union, UnionType):
        parts = {a for a in get_args(hint) if a is not NoneType}
        return "number" if parts == {int, float} else _kind(parts.pop())
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return "spans" if inner is Span else "texts" if inner is str else "json"
    if hint is Span:
        return "span"
    if hint is str or (isinstance(hint, type) and issubclass(hint, Enum)):
        return "text"
    return {int: "integer", float: "number", Period: "period", LinkEnd: "end"}.get(hint, "json")


def _fields(cls: type) -> Iterator[Column]:
    hints = get_type_hints(cls)
    for f in fields(cls):
        name, kind = f.metadata.get("json", f.name), _kind(hints[f.name])
        if kind == "period":
            yield from (Column(f"{name}_{part}", "text") for part in ("start", "end", "timex"))
        elif kind == "end":
            yield from (Column(f"{name}_{part}", "text") for part in ("report", "item"))
        else:
            yield Column(name, kind)


def _layer(cls: type) -> tuple[Column, ...]:
    front = [Column(n, k) for n, k in _FRONT]
    have = {c.name for c in front}
    named = [Column("speaker_name", "text")] if cls is Attribution else []
    return (*front, *named, *(c for c in _fields(cls) if c.name not in have))


def _reports() -> tuple[Column, ...]:
    own = [c for c in _fields(Document) if c.name not in _INTERNAL]
    source = [Column(f"source_{c.name}", c.kind) for c in _fields(Source)]
    return (*(c for c in own if c.name != "text"), *source, Column("problems", "json"), Column("text", "text"))


TABLES: dict[str, tuple[Column, ...]] = {REPORTS: _reports(), **{layer: _layer(cls) for layer, cls in LAYERS.items()}, LINKS: tuple(_fields(Link))}
"""The tables with their columns, in the order in which they are written."""


def report_row(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report (the contract's JSON object) as a row."""
    row = {c.name: report.get(c.name) for c in TABLES[REPORTS]}
    return row | {f"source_{k}": v for k, v in report["source"].items()}


def finding_rows(layer: str, report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The findings of one layer of a report as rows."""
    text = report["text"]
    names = {e["id"]: e["name"] for e in report["entities"]} if layer == "attributions" else {}
    for item in report[layer]:
        anchor = item[_ANCHOR.get(layer, "span")]
        parts = [anchor] if anchor and isinstance(anchor[0], int) else anchor or []
        words = item["name"] if layer == "entities" else " … ".join(text[a:b] for a, b in parts)
        row: dict[str, Any] = {"id": item["id"], "report": report["id"], "outlet": report["outlet"], "published": report["published"], "words": words}
        row["first"], row["last"] = (min(a for a, _ in parts), max(b for _, b in parts)) if parts else (None, None)
        if layer == "attributions":
            row["speaker_name"] = names.get(item["speaker"])
        for name, value in item.items():
            if isinstance(value, Mapping) and set(value) == {"start", "end", "timex"}:
                row |= {f"{name}_{k}": v for k, v in value.items()}
            elif name not in row:
                row[name] = value
        yield row


def link_row(link: Mapping[str, Any]) -> dict[str, Any]:
    """A link (the contract's JSON object) as a row."""
    row = {k: v for k, v in link.items() if k not in ("from", "to")}
    for name in ("from", "to"):
        row |= {f"{name}_{k}": v for k, v in link[name].items()}
    return row
