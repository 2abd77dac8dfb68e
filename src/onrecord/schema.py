"""The JSON Schema of the record, made from the dataclasses in `onrecord.model`.

What comes in: nothing. What goes out: the schema of one line of ``onrecord read --json``; that of a link stands in its ``$defs`` under
``Link``. ``docs/record.schema.json`` is this, written out, and a test compares the two.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord import model
from onrecord.formats.jsonl import _INTERNAL  # what is internal there is no part of the schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_SPAN = {
    "description": "A stretch of the report's text: [start, end], half-open, in Unicode code points.",
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
    "maxItems": 2,
}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def _descriptions(cls: type) -> dict[str, str]:
    """The texts of a docstring's ``Attributes:``, by field."""
    _, _, section = (cls.__doc__ or "").partition("Attributes:\n")
    found = re.findall(r"^ {8}(\w+): (.*(?:\n {12}.*)*)", section.split("\n\n")[0], re.M)
    return {name: re.sub(r"\s+", " ", text).replace("``", "").replace("None", "null") for name, text in found}


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type."""
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is NoneType:
        return {"type": "null"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        parts = [_of(a, definitions) for a in arguments]
        if all(set(p) == {"type"} for p in parts):
            kinds = [p["type"] for p in parts]
            return {"type": sorted({"number" if k == "integer" and "number" in kinds else k for k in kinds})}
        return {"anyOf": parts}
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if hint is model.Span:
        definitions.setdefault("Span", _SPAN)
    elif issubclass(hint, Enum):
        definitions.setdefault(hint.__name__, {"description": _first_line(hint), "enum": [member.value for member in hint]})
    elif hint.__name__ not in definitions:
        definitions[hint.__name__] = {}  # its place, before its parts
        definitions[hint.__name__] = _record(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _record(cls: type, definitions: dict[str, Any], leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The schema of a dataclass: every field is always written."""
    hints, texts = get_type_hints(cls), _descriptions(cls)
    properties = {}
    for field in fields(cls):
        if field.name in leave_out:
            continue
        schema = _of(hints[field.name], definitions)
        if field.name in ("confidence", "score"):
            schema = {**schema, "minimum": 0, "maximum": 1}
        name = field.metadata.get("json", field.name)
        properties[name] = {"description": texts[field.name], **schema} if field.name in texts else schema
    return {"description": _first_line(cls), "type": "object", "properties": properties, "required": list(properties)}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one report, with that of a link in ``$defs``."""
    definitions: dict[str, Any] = {}
    report = _record(model.Document, definitions, _INTERNAL)
    properties = {"schema": {"description": "Number of this format.", "const": model.SCHEMA}, **report["properties"]}
    for layer, cls in model.LAYERS.items():
        properties[layer] = {"type": "array", "items": _of(cls, definitions)}
    _of(model.Link, definitions)
    return {
        "$schema": DRAFT,
        "$id": "https://onrecord.invalid/schema/onrecord-1.json",
        "title": "onrecord/1",
        "description": "One report with its findings: one line of 'onrecord read --json' and 'onrecord export jsonl'. A line of 'export jsonl --links' is a $defs/Link.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as the file in ``docs/`` and ``onrecord schema`` have it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
