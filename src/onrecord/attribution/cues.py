"""The lexicon of cues as look-up tables: which class a verb, noun or adjective is in, and what that class says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import Act


@dataclass(frozen=True, slots=True)
class CueClass:
    """A class of cue words.

    Attributes:
        name: ``v.say``, ``n.claim``, ``a.certain``, ``p.according``; ``v.`` alone for a verb outside the lexicon.
        act: What the source does with the words.
        uttered: Whether it is said or written rather than thought.
        number: Place in `Cues.classes`, for features.
    """

    name: str
    act: Act
    uttered: bool
    number: int = 0


@dataclass(slots=True)
class Cues:
    """Look-up tables made from ``lexicons/cues.yml``.

    Attributes:
        verbs: Lemma, then particle or preposition ("" for none), then class.
        nouns: Lemma and class.
        adjectives: Word and class.
        prepositions: First word, and the word sequences that begin with it.
        light: Verbs that carry a cue noun.
        refusals: Verbs that take back what hangs on them.
        labels: Words before a headline's colon that name no source.
        vague: Nouns that name a source without saying who.
        figures: Verbs and nouns of *puts the toll at 40*, by the part they play.
        hearsay: Words that pass something on without saying whose word it is, by part of speech.
        classes: Names of all classes, in order.
    """

    verbs: dict[str, dict[str, CueClass]] = field(default_factory=dict)
    nouns: dict[str, CueClass] = field(default_factory=dict)
    adjectives: dict[str, CueClass] = field(default_factory=dict)
    prepositions: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    refusals: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    figures: dict[str, frozenset[str]] = field(default_factory=dict)
    hearsay: dict[str, frozenset[str]] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)
    unknown: CueClass = CueClass("v.", Act.ASSERTS, True)
    according: CueClass = CueClass("p.according", Act.ASSERTS, True)


def build(table: Mapping[str, Any]) -> Cues:
    """The look-up tables of a compiled lexicon."""
    cues = Cues()
    cues.classes = [*(f"{kind[0]}.{name}" for kind in ("verbs", "nouns", "adjectives") for name in table[kind]), "p.according", "v."]
    number = {name: k for k, name in enumerate(cues.classes)}
    cues.unknown = CueClass("v.", Act.ASSERTS, True, number["v."])
    cues.according = CueClass("p.according", Act.ASSERTS, True, number["p.according"])
    for kind in ("verbs", "nouns", "adjectives"):
        for name, entry in table[kind].items():
            full = f"{kind[0]}.{name}"
            cue = CueClass(full, Act(entry["act"]), bool(entry["uttered"]), number[full])
            for word in entry["words"]:
                if kind == "verbs":
                    lemma, _, rest = word.partition(" ")
                    cues.verbs.setdefault(lemma, {}).setdefault(rest, cue)
                elif kind == "nouns":
                    cues.nouns.setdefault(word, cue)
                else:
                    cues.adjectives.setdefault(word, cue)
    for phrase in table["prepositions"]:
        words = tuple(phrase.split())
        cues.prepositions.setdefault(words[0], []).append(words)
    for words_ in cues.prepositions.values():
        words_.sort(key=len, reverse=True)
    cues.light, cues.refusals, cues.vague = frozenset(table["light"]), frozenset(table["refusals"]), frozenset(table["vague"])
    cues.labels = frozenset(table["labels"])
    cues.hearsay = {part: frozenset(words) for part, words in table["hearsay"].items()}
    cues.figures = {part: frozenset(words) for part, words in table["figures"].items()}
    return cues
