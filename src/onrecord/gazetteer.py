"""The gazetteer: place names and the places that bear them, from GeoNames and from our own sourced list.

What comes in: names as written. What goes out: `Place`s, by exact match of the name without case, accents, hyphens and full
stops; there is no fuzzy search, because it finds a place for everything. Loaded once per process, at the first look-up: about
half a second and 60 MB. The file is made by ``tools/make_gazetteer.py``; GeoNames data, CC BY 4.0.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.resources import Resources

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ə": "e", "ŋ": "ng",
        "-": " ", "‐": " ", "‑": " ", "–": " ", "/": " ", "_": " ",
        "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "`": "", "´": "", ".": "", ",": " ", '"': "", "”": "", "“": "", "(": " ", ")": " ",
    }
)  # fmt: skip


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name as the gazetteer looks it up: lower case, without accents, apostrophes and full stops, *saint* as *st*.

    >>> name_key("Saint-Étienne"), name_key("St. Etienne"), name_key("N’Djamena")
    ('st etienne', 'st etienne', 'ndjamena')
    """
    low = name.lower()
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)).lower()
    words = low.translate(_LETTERS).split()
    if len(words) > 1:
        if words[0] == "co":
            words[0] = "county"
        words = ["st" if w in ("saint", "sainte") else "mt" if w == "mount" else "ft" if w == "fort" else w for w in words]
    return " ".join(words)


class Place(NamedTuple):
    """One place.

    Attributes:
        name: As the gazetteer calls it.
        kind: ``country``, ``state`` (first-level division), ``county``, ``district``, ``capital``, ``city``, ``area`` (a region without
            borders of its own), ``continent``; from our own list also ``sea``, ``river``, ``island``, ``base`` ….
        country: ISO 3166-1 alpha-2, or "".
        state: Code of the first-level division within the country (GeoNames admin1), or "".
        lat: Latitude of a representative point, or None.
        lon: Longitude, or None.
        people: Inhabitants, 0 where not known.
        geonameid: GeoNames id, or None.
        claimants: ISO codes where sovereignty is disputed.
        main: Whether the name looked up is its main name (an alternative name counts less).
        weight: What our own list adds to its prior.
    """

    name: str
    kind: str
    country: str = ""
    state: str = ""
    lat: float | None = None
    lon: float | None = None
    people: int = 0
    geonameid: int | None = None
    claimants: tuple[str, ...] = ()
    main: bool = True
    weight: float = 0.0


class Gazetteer:
    """Places by name. Use `gazetteer` to get the one of a set of resources.

    Args:
        data: The packed file of `tools/make_gazetteer.py`.
        own: The lexicon ``places``.
    """

    def __init__(self, data: bytes, own: Mapping[str, Any]) -> None:
        places, _, others = gzip.decompress(data).decode("utf-8").partition("\n\n")
        # Lists of lines, looked up by bisection: a dictionary of half a million names would take three times the memory.
        self._places = places.split("\n")
        self._others = others.rstrip("\n").split("\n")
        self._found: dict[str, tuple[Place, ...]] = {}
        self._own: dict[str, list[Place]] = {}
        self.countries: dict[str, Place] = {}
        self.states: dict[tuple[str, str], Place] = {}
        self.short: dict[str, set[str]] = {}
        self._read_own(own)

    def _read_own(self, own: Mapping[str, Any]) -> None:
        """Our own places first, then the countries and states of GeoNames under all the names that news gives them."""
        for entry in own.get("places", ()):
            lat, lon = entry.get("at") or (None, None)
            place = Place(
                entry["name"],
                entry["kind"],
                entry.get("country") or "",
                str(entry.get("state") or ""),
                lat,
                lon,
                int(entry.get("people") or 0),
                entry.get("geonameid"),
                tuple(entry.get("claimants", ())),
                True,
                float(entry.get("weight", 1.0)),
            )
            for name in (entry["name"], *entry.get("also", ())):
                self._own.setdefault(name_key(name), []).append(place)
            if place.kind == "country":
                self.countries.setdefault(place.country, place)
            if place.kind == "state" and place.state:
                self.states.setdefault((place.country, place.state), place)
        for row in self._places:
            if "\tcountry\t" in row or "\tstate\t" in row:
                place = _place(row, True)
                if place.kind == "country":
                    self.countries.setdefault(place.country, place)
                elif place.kind == "state":
                    known = self.states.get((place.country, place.state))
                    if known is None or (known.people < place.people and known.weight == 0):
                        self.states[place.country, place.state] = place
        for code, names in own.get("countries", {}).items():
            if code in self.countries:
                self._alias(self.countries[code], names)
        for country, states in own.get("states", {}).items():
            for code, names in states.items():
                state = self.states.get((country, str(code)))
                if state is not None:
                    self._alias(state._replace(name=names[0]), names)

    def _alias(self, place: Place, names: Iterable[str]) -> None:
        place = place._replace(weight=1.0, main=True)
        for name in names:
            key = name_key(name)
            known = self._own.setdefault(key, [])
            if not any(p.geonameid == place.geonameid for p in known):
                known.append(place)
            if len(key) <= 4 and name.upper() == name:
                self.short.setdefault(key, set()).add(name)

    def places(self, name: str) -> tuple[Place, ...]:
        """The places of that name, our own list first, then by number of people; empty where there is none."""
        key = name_key(name)
        found = self._found.get(key)
        if found is None:
            found = tuple(self._look_up(key))
            if len(self._found) > 20_000:
                self._found.clear()
            self._found[key] = found
        return found

    def has_own(self, name: str) -> bool:
        """Whether our own list has the name."""
        return name_key(name) in self._own

    def _look_up(self, key: str) -> Iterable[Place]:
        own = self._own.get(key, [])
        seen: set[int | None] = {p.geonameid for p in own if p.geonameid}
        rows: list[tuple[str, bool]] = []
        front = key + "\t"
        k = bisect_left(self._places, front)
        while k < len(self._places) and self._places[k].startswith(front):
            rows.append((self._places[k], True))
            k += 1
        k = bisect_left(self._others, front)
        if k < len(self._others) and self._others[k].startswith(front):
            rows.extend((self._places[int(row)], False) for row in self._others[k][len(front) :].split())
        made = []
        for row, main in rows:
            place = _place(row, main)
            if place.geonameid not in seen:
                seen.add(place.geonameid)
                made.append(place)
        made.sort(key=lambda p: (not p.main, -p.people))
        return (*own, *made)


def _place(row: str, main: bool) -> Place:
    key, name, kind, country, state, lat, lon, people, geonameid = row.split("\t")
    return Place(name or key.title(), kind, country, state, float(lat), float(lon), int(people), int(geonameid), (), main)


def gazetteer(resources: Resources) -> Gazetteer:
    """The gazetteer of a set of resources, made at the first call."""
    made: Gazetteer = resources.derived("gazetteer", lambda r: Gazetteer(r.data("gazetteer.txt.gz"), r.lexicon("places")))
    return made
