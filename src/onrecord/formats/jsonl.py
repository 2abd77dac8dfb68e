"""JSON Lines: the contract's format, one report a line. It loses nothing of the record.

`report_to_dict` and `finding_to_dict` go by the dataclasses: a field is written under its own name, or under the name in
its ``json`` metadata (``for_`` is ``for``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.errors import InputError
from onrecord.model import LAYERS, SCHEMA, Document, Problem, Span, spans_of

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
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
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


# ------------------------------------------------------------------------------------------------------ read side

Reader = Callable[[Any], Any]


_READERS: dict[Any, Reader] = {}


def reader(kind: Any) -> Reader:
    """A function that turns JSON's own types back into a record, or a part of one; strict about types and names.

    It raises `ValueError` with the path of the first wrong field. A field that is missing takes its default.

    >>> from onrecord.model import Period
    >>> reader(Period)({"start": "2024-01-02"})
    Period(start='2024-01-02', end=None, timex=None)
    """
    if kind not in _READERS:
        _READERS[kind] = _reader(kind)
    return _READERS[kind]


def _reader(kind: Any) -> Reader:
    origin, args = get_origin(kind), get_args(kind)
    if kind is Span:
        return _span
    if origin is tuple:
        part = reader(args[0])

        def read_tuple(value: Any) -> Any:
            if not isinstance(value, list | tuple):
                raise ValueError(f"a list is needed, not {value!r:.60}")
            return tuple(part(v) for v in value)

        return read_tuple
    if origin in (Union, UnionType):
        inner = [reader(a) for a in args if a is not type(None)]
        if {a for a in args if a is not type(None)} == {float, int}:
            inner = [_number]
        optional = type(None) in args

        def read_union(value: Any) -> Any:
            if value is None and optional:
                return None
            return inner[0](value)

        return read_union
    if isinstance(kind, type) and issubclass(kind, Enum):

        def read_enum(value: Any) -> Any:
            try:
                return kind(value)
            except ValueError:
                raise ValueError(f"{value!r:.60} is none of {', '.join(str(m.value) for m in kind)}") from None

        return read_enum
    if is_dataclass(kind):
        return _record_reader(kind)
    if kind is float:
        return _number
    if kind in (str, int, bool):

        def read_scalar(value: Any) -> Any:
            if type(value) is not kind:
                raise ValueError(f"{kind.__name__} is needed, not {value!r:.60}")
            return value

        return read_scalar
    raise TypeError(kind)


def _number(value: Any) -> int | float:
    if type(value) not in (int, float):
        raise ValueError(f"a number is needed, not {value!r:.60}")
    return value  # type: ignore[no-any-return]


def _span(value: Any) -> Span:
    if isinstance(value, list | tuple) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start <= end:
            return Span(start, end)
    raise ValueError(f"a span [start, end] is needed, not {value!r:.60}")


def _record_reader(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    table = {out: (name, reader(hints[name])) for name, out in _names(cls)}

    def read_record(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"an object is needed, not {value!r:.60}")
        made = {}
        for key, part in value.items():
            if key not in table:
                raise ValueError(f"{cls.__name__} has no field {key!r}; its fields: {', '.join(table)}")
            name, read = table[key]
            try:
                made[name] = read(part)
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from None
        try:
            return cls(**made)
        except TypeError as error:
            raise ValueError(str(error).split("__init__() ")[-1]) from None

    return read_record


def report_from_dict(data: Mapping[str, Any]) -> tuple[Document, dict[str, tuple[Any, ...]], tuple[Problem, ...]]:
    """A line of the contract back as a document, its layers and its problems. Fields that this version does not know are left out.

    Raises:
        InputError: Not a report of this schema, a field of the wrong type, or a span outside the text.

    >>> line = {"schema": "onrecord/1", "id": "doc_1", "source": {}, "text": "A text."}
    >>> report_from_dict(line)[0].text
    'A text.'
    """
    if data.get("schema") != SCHEMA:
        raise InputError(f"This line is no report of schema {SCHEMA}: its schema is {data.get('schema')!r}. Write it again with a matching onrecord.", code="wrong-schema")
    known = {out for name, out in _names(Document)} - {"problems"}
    where = "report"
    try:
        document = reader(Document)({k: v for k, v in data.items() if k in known})
        where = "problems"
        problems = tuple(reader(Problem)(p) for p in data.get("problems") or ())
        layers: dict[str, tuple[Any, ...]] = {}
        for layer, cls in LAYERS.items():
            fields_of = {out for _, out in _names(cls)}
            read = reader(cls)
            found = []
            for k, item in enumerate(data.get(layer) or ()):
                where = f"{layer}[{k}]"
                found.append(read({f: v for f, v in item.items() if f in fields_of}))
                for role, span in spans_of(found[-1]):
                    if span.end > len(document.text):
                        raise ValueError(f"{role} {list(span)} lies outside the text, which has {len(document.text)} characters")
            layers[layer] = tuple(found)
    except (ValueError, AttributeError) as error:
        raise InputError(f"Report {data.get('id')!r}: {where}: {error}.", code="bad-record") from error
    return document, layers, problems
