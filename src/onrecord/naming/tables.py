"""What the mentions stage needs of the lexicons: the forms of the gazetteer's actors, role nouns, collective nouns, given names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.model import EntityKind
from onrecord.resources import Resources
from onrecord.text import PARTICLES

_K = EntityKind
_APOSTROPHES = re.compile(r"['’‘ʼ`.]")
_SECTIONS = {
    "states": _K.STATE,
    "peoples": _K.POPULATION,
    "bodies": _K.BODY,
    "armed_groups": _K.ARMED_GROUP,
    "parties": _K.ORGANISATION,
    "outlets": _K.OUTLET,
    "companies": _K.ORGANISATION,
}
"""Sections of the gazetteer, and what their actors are."""


class Entry(NamedTuple):
    """One form of one actor of the gazetteer; `sort` says how far the form may be trusted."""

    key: str
    name: str
    kind: EntityKind
    wikidata: str | None
    sort: str  # name, adjective, people, metonym, weak
    of: str | None


class Form(NamedTuple):
    """A form's words as `plain` writes them, how the case of each must be, and what it is a form of."""

    words: tuple[str, ...]
    cases: tuple[str, ...]
    entry: Entry


@dataclass(slots=True)
class Tables:
    """The lexicons `actors`, `roles` and `names`, ready for look-up.

    Attributes:
        forms: Forms of the gazetteer by their first word, the longest first.
        forces: A state's armed forces, by the state's key.
        states: Keys of states.
        roles: Role nouns and their class.
        phrases: Of these the phrases.
        honorifics: Titles and what they tell of gender.
        gender: What a role noun tells of gender.
        given: Given names and their gender, "" where both bear it.
        collectives: Singular nouns that name a group by its sort.
        plurals: Plural nouns that stand for people who act together.
        military: Nouns for soldiers and the army.
        particles: Small words inside a name.
        capitals: Where a capital stands for a government.
        words: The further lists of `roles` and `names`, each by its name.
    """

    forms: dict[str, list[Form]] = field(default_factory=dict)
    forces: dict[str, Entry] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    roles: dict[str, str] = field(default_factory=dict)
    phrases: set[str] = field(default_factory=set)
    honorifics: dict[str, str | None] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    collectives: dict[str, EntityKind] = field(default_factory=dict)
    plurals: dict[str, EntityKind] = field(default_factory=dict)
    military: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    capitals: dict[str, frozenset[str]] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word in lower case, without accents, apostrophes and full stops; empty for a hyphen or a lone mark.

    >>> plain("U.S."), plain("Élysée"), plain("'s"), plain("-")
    ('us', 'elysee', 's', '')
    """
    word = word.lower()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _APOSTROPHES.sub("", word)
    return word if any(c.isalnum() for c in word) else ""


def _words(name: str) -> list[str]:
    name = re.sub(r"['’]s\b", " 's", name)
    return [w for w in re.split(r"[\s/–-]+|(?<=\w)\.(?=\s)|[(),]", name) if w and plain(w)]


def _case(word: str) -> str:
    """How the case of a word must be: "U" capitals, "=" just so ("AfD"), "C" a capital first, "" any."""
    letters = [c for c in word if c.isalpha()]
    if 1 < len(letters) < 5 and sum(c.isupper() for c in letters) > 1 and not all(c.isupper() for c in letters):
        return "=" + word
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "U"
    return "C" if word[:1].isupper() else ""


def build_tables(resources: Resources) -> Tables:
    """The look-up tables, built once for a set of resources."""
    tables = Tables()
    _add_actors(tables, resources.lexicon("actors"))
    roles: Mapping[str, Any] = resources.lexicon("roles")
    names: Mapping[str, Any] = resources.lexicon("names")
    for group, nouns in roles["roles"].items():
        for noun in nouns:
            tables.roles.setdefault(noun, group)
            if " " in noun:
                tables.phrases.add(noun)
    tables.honorifics = dict(roles["honorifics"])
    for gender, nouns in roles["gender"].items():
        tables.gender.update(dict.fromkeys(nouns, gender))
    tables.collectives = _kinds(roles["collectives"])
    tables.plurals = _kinds(roles["plurals"])
    for gender in ("male", "female"):
        for name in names[gender]:
            tables.given[name.lower()] = "" if tables.given.get(name.lower(), gender) != gender else gender
    tables.military = frozenset(("troop", *(noun for nouns in roles["soldiers"].values() for noun in nouns)))
    tables.particles = PARTICLES | {*names["particles"], "-", "'"}
    tables.capitals = {use: frozenset(words) for use, words in roles["capitals"].items()}
    tables.words = {name: frozenset(words) for lexicon in (roles, names) for name, words in lexicon.items() if isinstance(words, list)}
    return tables


def _add_actors(tables: Tables, actors: Mapping[str, Any]) -> None:
    """The forms of the gazetteer's actors, and which of them are states and armed forces."""

    def add(forms: Iterable[str], entry: Entry) -> None:
        for form in forms:
            words = _words(form)
            if words:
                tables.forms.setdefault(plain(words[0]), []).append(Form(tuple(plain(w) for w in words), tuple(_case(w) for w in words), entry))

    for section, kind in _SECTIONS.items():
        for key, raw in (actors.get(section) or {}).items():
            key = str(key)
            entry = Entry(key, raw["name"], EntityKind(raw.get("kind", kind)), raw.get("wikidata"), "name", raw.get("of"))
            if section == "states":
                tables.states.add(key)
            full = entry.name[4:] if entry.kind is _K.OUTLET and entry.name.startswith("The ") and len(entry.name.split()) > 2 else entry.name
            add((full, *raw.get("names", ())), entry)
            add(raw.get("adjectives", ()), entry._replace(sort="adjective"))
            if raw.get("people"):
                add(raw["people"], Entry(f"{key}:people", raw["people"][0], _K.POPULATION, None, "people", key))
            add((*([raw["capital"]] if raw.get("capital") else ()), *raw.get("seats", ())), entry._replace(sort="metonym"))
            add(raw.get("weak", ()), entry._replace(sort="weak"))
            if raw.get("forces"):
                tables.forces[entry.of or ""] = entry
    for found in tables.forms.values():
        found.sort(key=lambda f: -len(f.words))


def _kinds(nouns_of: Mapping[str, list[str]]) -> dict[str, EntityKind]:
    """Nouns and the kind that each tells; of two kinds the first."""
    kinds: dict[str, EntityKind] = {}
    for kind, nouns in nouns_of.items():
        for noun in nouns:
            kinds.setdefault(noun, EntityKind(kind))
    return kinds
