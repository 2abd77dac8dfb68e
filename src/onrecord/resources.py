"""Models, lexicons and gazetteers by name and hash, loaded once per process and only when a stage asks.

What comes in: a name (``lexicon:cues``, ``model:attributions``, ``parser``). What goes out: the loaded thing, and the hash
that is part of the fingerprint of every stage that reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources as files
from pathlib import Path
from typing import Any

from onrecord.errors import ResourceError

_TABLES = files.files("onrecord.lexicons") / "tables"
_MODELS = files.files("onrecord.models")


@lru_cache(maxsize=64)
def _file(kind: str, name: str) -> bytes:
    place = _TABLES / f"{name}.json" if kind == "lexicon" else _MODELS / name
    try:
        return place.read_bytes()
    except FileNotFoundError as error:
        raise ResourceError(f"No {kind} named {name!r} in this installation. Run 'make lexicons', or install onrecord again.") from error


@lru_cache(maxsize=256)
def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@lru_cache(maxsize=64)
def _table(data: bytes) -> Any:
    return json.loads(data)


class Resources:
    """What stages may read besides the document: lexicons, models, and tables derived from them.

    Args:
        lexicons: Further lexicon files of the user (``--lexicon my.yml``), added to those of the package.
        model: ``default`` or ``none``: whether the learned models are used.
        parser: Name of the spaCy pipeline package, or None for the first that is installed.
        wikidata: The user's file of names and Wikidata ids (``--wikidata FILE``), or None.

    >>> len(Resources().hash("lexicon:cues"))
    16
    """

    def __init__(self, *, lexicons: tuple[Path, ...] = (), model: str = "default", parser: str | None = None, wikidata: Path | None = None) -> None:
        self.model_name, self.parser_name = model, parser
        self._user: dict[str, list[Mapping[str, Any]]] = {}
        self._user_hash = ""
        for path in lexicons:
            from onrecord.lexicons import read_user_lexicon

            for name, entries in read_user_lexicon(path).items():
                self._user.setdefault(name, []).append(entries)
            self._user_hash += hashlib.sha256(Path(path).read_bytes()).hexdigest()
        self._derived: dict[str, Any] = {}
        self._wikidata: Any = None
        self._wikidata_hash = "none"
        if wikidata is not None:
            from onrecord.identifiers import Identifiers

            self._wikidata = Identifiers(Path(wikidata))
            self._wikidata_hash = hashlib.sha256(Path(wikidata).read_bytes()).hexdigest()[:16]

    def identifier(self, name: str, kind: str) -> str | None:
        """The Wikidata id of an actor in the user's file (resource ``wikidata``), or None where it has none, or several."""
        found: str | None = None if self._wikidata is None else self._wikidata.of(name, kind)
        return found

    def lexicon(self, name: str) -> Any:
        """A compiled lexicon, with the user's own entries merged in."""
        key = f"lexicon:{name}"
        if name not in self._user:
            return _table(_file("lexicon", name))
        if key not in self._derived:
            from onrecord.lexicons import merge

            self._derived[key] = merge(_table(_file("lexicon", name)), self._user[name])
        return self._derived[key]

    def data(self, name: str) -> bytes:
        """The bytes of a model file that ships with the package."""
        return _file("model", name)

    def derived(self, key: str, build: Callable[[Resources], Any]) -> Any:
        """A table that is costly to build from lexicons, built once for this set of resources."""
        cache = self._derived if self._user else _SHARED
        if key not in cache:
            cache[key] = build(self)
        return cache[key]

    def hash(self, name: str) -> str:
        """The hash that goes into a stage's fingerprint; ``name`` as in `Stage.resources`."""
        kind, _, rest = name.partition(":")
        if kind == "lexicon":
            mine = _sha(_file("lexicon", rest))
            return mine if rest not in self._user else _sha((mine + self._user_hash).encode())
        if kind == "model":
            return "none" if self.model_name == "none" else _sha(_file("model", rest))
        if kind == "data":
            return _sha(_file("model", rest))
        if kind == "parser":
            from onrecord import parser

            return parser.parser_hash(self.parser_name)
        if kind == "wikidata":
            return self._wikidata_hash
        if kind == "package":
            from importlib.metadata import version

            return version(rest)
        raise ResourceError(f"Unknown kind of resource {name!r}. Kinds: lexicon, model, data, parser, package, wikidata.")


_SHARED: dict[str, Any] = {}
