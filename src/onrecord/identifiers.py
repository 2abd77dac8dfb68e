"""Wikidata ids by name, out of a file that the user brings (``--wikidata FILE``). Nothing is fetched, and nothing is guessed.

The file is one of two, by its first line:

- tab-separated, one name a line: name, id, and if you like the kind of actor; ``#`` begins a comment.
- JSON Lines: ``{"name": "Harbour Front", "wikidata": "Q123", "aliases": ["HF"], "kind": "armed_group"}``.

A name gives an id only where it is one: a name that the file has with two ids gives none, unless the kind of the actor tells them apart. Upper and
lower case, kinds of apostrophe and runs of blanks do not count; all else does. A person's single name (a surname alone) gives none.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import UsageError
from onrecord.model import EntityKind

_ID = re.compile(r"Q[1-9]\d{0,11}")


def plain(name: str) -> str:
    """A name as names are compared here.

    >>> plain("Kata’ib  Hezbollah") == plain("kata'ib hezbollah")
    True
    """
    return " ".join(re.sub(r"[’‘ʼ`´]", "'", unicodedata.normalize("NFC", name)).casefold().split())


class Identifiers:
    """The ids of a file.

    Args:
        path: The file.

    Raises:
        UsageError: It cannot be read; or a line that is none, with its number.
    """

    def __init__(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"Cannot read {path}: {error}. --wikidata takes a UTF-8 file of names and Wikidata ids.") from error
        self._ids: dict[str, set[tuple[str, str | None]]] = {}
        for name, id, kind in _json(text, path) if text.lstrip().startswith("{") else _tabs(text, path):
            self._ids.setdefault(plain(name), set()).add((id, kind))

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, name: str, kind: str) -> str | None:
        """The id of an actor of a name and kind, or None where there is none or more than one.

        Args:
            name: The name.
            kind: A value of `EntityKind`.
        """
        if kind == EntityKind.PERSON and " " not in name.strip():
            return None
        fit = {(id, of) for id, of in self._ids.get(plain(name), ()) if of in (None, kind)}
        sure = {id for id, of in fit if of is not None} or {id for id, _ in fit}
        return sure.pop() if len(sure) == 1 else None


def _tabs(text: str, path: Path) -> Iterator[tuple[str, str, str | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if len(cells) not in (2, 3):
            raise UsageError(f"{path}, line {number} has {len(cells)} cells. Write a name, a tab, a Wikidata id such as Q42, and if you like a tab and the kind of actor.")
        yield cells[0], _id(cells[1], path, number), _kind(cells[2] if len(cells) == 3 else "", path, number)


def _json(text: str, path: Path) -> Iterator[tuple[str, str, str | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            names = [row["name"], *row.get("aliases", ())]
            id, kind = str(row["wikidata"]), str(row.get("kind") or "")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f'{path}, line {number} is none: it takes {{"name": …, "wikidata": "Q…", "aliases": […], "kind": …}}, one object a line.') from error
        for name in names:
            yield str(name), _id(id, path, number), _kind(kind, path, number)


def _id(value: str, path: Path, number: int) -> str:
    if not _ID.fullmatch(value):
        raise UsageError(f"{path}, line {number}: {value!r} is no Wikidata id. Ids look like Q42.")
    return value


def _kind(value: str, path: Path, number: int) -> str | None:
    if value and value not in list(EntityKind):
        raise UsageError(f"{path}, line {number}: {value!r} is no kind of actor. Kinds: {', '.join(EntityKind)}.")
    return value or None
