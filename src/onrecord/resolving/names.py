"""What a person's name says by itself: the words that count in comparison, the generation, which of them is the surname."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from onrecord.text import PARTICLES

_FAMILY_FIRST = re.compile(r"\w+ [^\W\d_a-z]\w*-[a-z]+$")
_GENERATION = re.compile(r",? (?:(?P<two>jr|junior|ii)|(?P<one>sr|senior|i)|(?P<three>iii))\.?$", re.IGNORECASE)
_PARTICLES = PARTICLES | {"ad", "ul"}
_SPLIT = re.compile(r"[^\w']+")


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name that count in comparison: lower case, without particles and initials.

    >>> name_words("Mohammed Shia al-Sudani"), name_words("John F. Doe Jr.")
    (('mohammed', 'shia', 'sudani'), ('john', 'doe'))
    """
    words = [w.strip("'’").lower() for w in _SPLIT.split(name.replace("’", "'"))]
    kept = [w for w in words if len(w) > 1 and w not in _PARTICLES and w not in ("jr", "sr", "iii", "ii")]
    return tuple(kept or [w for w in words if w])


def generation(name: str) -> str | None:
    """Which bearer of a name somebody is, where the name says so.

    >>> generation("Otto Vance Jr."), generation("Otto Vance III"), generation("Otto Vance")
    ('two', 'three', None)
    """
    found = _GENERATION.search(name)
    return found.lastgroup if found else None


def family_comes_first(name: str) -> bool:
    """True where the form of a name tells that the family name leads it.

    >>> family_comes_first("Lin Mei-hua"), family_comes_first("Ann Lee")
    (True, False)
    """
    return _FAMILY_FIRST.match(name) is not None


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words of two full names are one person's: the same, or first and last word shared, or one inside the other.

    >>> same_person(("ann", "lee"), ("ann", "mary", "lee")), same_person(("ann", "lee"), ("roy", "lee"))
    (True, False)
    """
    if a == b:
        return True
    return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a) or a[0] == b[0])


def is_surname(word: str, name: str, family_first: Container[str]) -> bool:
    """Whether a lone word is how a person of this full name is called: *Tsai* of *Tsai Ing-wen*, whose form tells that the family comes first.

    >>> is_surname("lin", "Lin Mei-hua", ()), is_surname("ann", "Ann Lee", ()), is_surname("xi", "Xi Zhen", {"xi"})
    (True, False, True)
    """
    full = name_words(name)
    if family_comes_first(name):
        return full[0] == word
    return full[-1] == word or (full[0] == word and full[0] in family_first) or (len(full) > 2 and word in full[1:])
