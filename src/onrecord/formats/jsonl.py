"""JSON Lines: the contract's format, one report a line. It loses nothing of the record.

`report_to_dict` and `finding_to_dict` go by the dataclasses: a field is written under its own name, or under the name in
its ``json`` metadata (``for_`` is ``for``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from onrecord.model import LAYERS, SCHEMA, Document, Problem

LOSES = "nothing"

_INTERNAL = frozenset({"subheads", "place_line_span"})
"""Fields of `Document` that help stages and are not part of the contract."""


_NAMES: dict[Any, tuple[tuple[str, str], ...]] = {}


def _names(cls: Any) -> tuple[tuple[str, str], ...]:
    if cls not in _NAMES:
        _NAMES[cls] = tuple((f.name, f.metadata.get("json", f.name)) for f in fields(cls))
    return _NAMES[cls]


def plain(value: Any) -> Any:
    """A record, or a part of one, as JSON's own types; spans become ``[start, end]``.

    >>> from onrecord.model import Span
    >>> plain(Span(3, 9))
    [3, 9]
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return {out: plain(getattr(value, name)) for name, out in _names(type(value))}


def report_to_dict(document: Document, layers: Mapping[str, Any], problems: Iterable[Problem]) -> dict[str, Any]:
    """One report with its layers, in the contract's order of keys."""
    out: dict[str, Any] = {"schema": SCHEMA}
    for name, key in _names(Document):
        if name not in _INTERNAL and name != "problems":
            out[key] = plain(getattr(document, name))
    out["problems"] = [plain(p) for p in problems]
    for layer in LAYERS:
        out[layer] = [plain(f) for f in layers.get(layer, ())]
    return out


def dumps(value: Any) -> str:
    """One line of JSON. Lone surrogates, which UTF-8 cannot carry, are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text
