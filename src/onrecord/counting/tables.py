"""What the lexicons say of units, persons and bounds, ready for look-up, and `Draft`, a quantity in the making."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import Qualifier, Span
from onrecord.numerals import Number
from onrecord.resources import Resources

NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
RUN_TAGS = NOUN_TAGS | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS"}
NUMBER_WORDS = frozenset(("%", "percent", "pc", "third", "thirds", "quarter", "quarters", "half", "halves", "fifth", "fifths", "million", "billion"))


@dataclass(slots=True)
class Tables:
    """Units, persons, bounds and fates of the lexicons, as sets and patterns."""

    unit: re.Pattern[str]
    units: dict[str, str]
    attached_only: set[str]
    loose: set[str]
    case_units: dict[str, str]
    time: set[str]
    rates: dict[str, str]
    persons: set[str]
    plurals: dict[str, str]
    groups: dict[str, str]
    bodies: set[str]
    containers: set[str]
    names: set[str]
    soft: set[str]
    indices: tuple[str, ...]
    roads: set[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    qualifiers: dict[str, Qualifier]
    effects: dict[str, str]
    happens: dict[str, str]
    states: dict[str, str]
    effect_nouns: dict[str, str]
    unharmed: set[str]
    participles: set[str]
    outcomes: set[str]


def build(resources: Resources) -> Tables:
    """The tables of a set of resources."""
    units, bounds = resources.lexicon("units"), resources.lexicon("bounds")
    names: dict[str, str] = {}
    for canonical, spellings in units["measures"].items():
        for spelling in spellings:
            names[spelling] = canonical
            if len(spelling) > 2 and spelling[-1].isalpha() and not spelling.endswith(("s", "feet", "inches")):
                names.setdefault(spelling + "s", canonical)
    names |= {name.replace(" ", "-"): canonical for name, canonical in names.items() if " " in name}  # a 2,400-square-foot home
    pattern = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    before = {w.lower(): Qualifier(q) for q, words in bounds["before"].items() for w in words}
    after = {w.lower(): Qualifier(q) for q, words in bounds["after"].items() for w in words}
    gap = "|".join(re.escape(w) for w in sorted(bounds["gap"], key=len, reverse=True))
    words = "|".join(re.escape(w) + (r"(?<=\w) " if w[-1].isalpha() or w[-1] == "." else " ?") for w in sorted(before, key=len, reverse=True))
    return Tables(
        unit=re.compile(rf"(?P<gap>[ \u00a0‑-]?)(?P<u>{pattern})(?![\w²³]|-(?!old|long|high|wide|tall|deep|per|a-)[a-z])"),
        units=names,
        attached_only=set(units["attached_only"]),
        loose=set(units["attached_or_digits"]),
        case_units=units["case_units"],
        time=set(units["time"]),
        rates=units["rates"],
        persons=set(units["persons"]),
        plurals=units["plurals"],
        groups=units["groups"],
        bodies=set(units["bodies"]),
        containers=set(units["containers"]),
        names=set(units["name_nouns"]),
        soft=set(units["soft_name_nouns"]),
        indices=tuple(units["indices"]),
        roads=set(units["roads"]),
        before=re.compile(rf"(?:(?<=[^\w-])|^)(?P<q>{words})(?:(?:{gap}) )?$"),
        after=re.compile(r"(?P<q>" + "|".join((r"(?:[ -]|(?<=\+))?" if w[0] in "+-" else " ") + re.escape(w) for w in sorted(after, key=len, reverse=True)) + r")(?![\w])"),
        qualifiers=before | {f"after {w}": q for w, q in after.items()},
        effects=bounds["effects"],
        happens=bounds["happens"],
        states=bounds["states"],
        effect_nouns=bounds["nouns"],
        outcomes={w for name in ("adopted", "rejected", "blocked") for w in resources.lexicon("ballots")[name]} | {"vote"},
        participles={w for w in bounds["effects"].values() if " " not in w},
        unharmed=set(bounds["not_persons"]) | set(units["groups"].values()) | set(units["measures"]) | {"fraction", "vote"},
    )


@dataclass(slots=True)
class Draft:
    """A quantity in the making."""

    number: Number
    first: int
    last: int
    sentence: int
    unit: str | None = None
    noun: int | None = None  # token of the counted noun
    phrase: Span | None = None
    per: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    measures: str | None = None
    elliptic: bool = False
    counted: bool = False
    effect: str | None = None
    verb: int | None = None
    passive: bool = False
    confidence: float = 0.9
    carried: Draft | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def singular(word: str, tables: Tables) -> str:
    """The singular of a noun in lower case, by the table of plurals and the rules of English spelling."""
    if word in tables.plurals:
        return tables.plurals[word]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
