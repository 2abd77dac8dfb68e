"""What stays of a report under ``--min-confidence``: findings that are sure enough, and what they point to.

A finding below the mark is left out unless one that stays points to it. So no reference is ever cut: null keeps its meaning
("the outlet's own voice", "not stated"), and an event never loses the statement that it stands in. What people judged right,
corrected or marked stays however unsure the machine was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from onrecord.errors import UsageError
from onrecord.model import LAYERS, Problem, Verdict
from onrecord.store import read
from onrecord.store.judge import references

CODE = "below-confidence"
_RIGHT = (Verdict.RIGHT, Verdict.CORRECTED)


def check(value: float | None) -> float | None:
    """The mark itself, if it is one.

    Raises:
        UsageError: It is not from 0 to 1.

    >>> check(0.7), check(None)
    (0.7, None)
    >>> check(70)
    Traceback (most recent call last):
    onrecord.errors.UsageError: --min-confidence takes a number from 0 to 1, not 70. Write 0.7 for 70 percent.
    """
    if value is None or 0 <= value <= 1:
        return value
    hint = f"Write {value / 100:g} for {value:g} percent." if 1 < value <= 100 else "0.7 leaves out what is less sure than 70 percent."
    raise UsageError(f"--min-confidence takes a number from 0 to 1, not {value:g}. {hint}")


def judged_right(db: sqlite3.Connection, judged: str) -> frozenset[str]:
    """Ids of what people judged right or corrected; none under ``ignore``."""
    if judged == "ignore":
        return frozenset()
    return frozenset(id for id, verdict in db.execute("SELECT subject, verdict FROM verdicts") if verdict in _RIGHT)


def _points_to(layer: str, item: Mapping[str, Any]) -> Iterator[str]:
    yield from (id for _, id, _ in references(item))
    if layer == "timexes" and item.get("anchor"):
        yield item["anchor"]


def at_least(layers: Mapping[str, list[dict[str, Any]]], mark: float, right: Collection[str] = ()) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[str]]]:
    """The findings that stay, and the ids of those left out by layer.

    Args:
        layers: The findings of a report, as the contract's JSON objects.
        mark: The least confidence; a finding of just that stays. What people marked has 1.
        right: Ids that stay in any case.

    >>> event = {"id": "evt_1", "stage": "events@1", "confidence": 0.8, "asserted_by": "att_1"}
    >>> said = [{"id": f"att_{k}", "stage": "attributions@1", "confidence": 0.5} for k in (1, 2)]
    >>> at_least({"events": [event], "attributions": said}, 0.7)[1]
    {'attributions': ['att_2']}
    """
    where = {item["id"]: (layer, item) for layer, found in layers.items() for item in found}
    todo = [id for id, (_, item) in where.items() if item["confidence"] >= mark or id in right]
    stays: set[str] = set()
    while todo:
        id = todo.pop()
        if id in where and id not in stays:
            stays.add(id)
            todo.extend(_points_to(*where[id]))
    left = {layer: [item["id"] for item in found if item["id"] not in stays] for layer, found in layers.items()}
    return {layer: [item for item in found if item["id"] in stays] for layer, found in layers.items()}, {layer: ids for layer, ids in left.items() if ids}


def note(mark: float, left: Mapping[str, Collection[str]]) -> Problem:
    """What a report says of itself where something was left out, so that nobody takes it for whole."""
    what = ", ".join(f"{len(left[layer])} {layer}" for layer in LAYERS if layer in left)
    return Problem(code=CODE, message=f"--min-confidence {mark:g} left out {what}.", hint="They are in the record; export without it to have them.")


def keys_in_links(db: sqlite3.Connection) -> list[int]:
    """The documents with findings at the end of a link."""
    ends = "SELECT from_report AS id FROM link WHERE dropped IS NULL AND from_item IS NOT NULL UNION SELECT to_report FROM link WHERE dropped IS NULL AND to_item IS NOT NULL"
    return [read.document_key(db, id) for (id,) in db.execute(ends).fetchall()]
