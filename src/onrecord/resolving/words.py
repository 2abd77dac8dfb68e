"""What the entities stage needs of the lexicons: role classes, nouns by what they may stand for, verbs that tell who acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.model import EntityKind
from onrecord.resources import Resources

_UNAIMED = {"DEATH", "DISASTER", "ELECT", "POLL", "VOTE", "PROTEST", "OTHER"}
"""Types of events that are done to nobody."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the lexicons `roles`, `names`, `labels`, `events` and `actors`, ready for look-up.

    Attributes:
        group_of: The role classes of a role noun (``premier``: head_of_government, mayor).
        unique: Classes that one person of a body holds.
        again: By which words somebody of a class may be named again.
        alike: Words for one office or part, by word.
        documents: Nouns of texts that speak.
        family_first: Family names that stand first.
        given: Given names.
        acting: Verbs whose subject *it* is an actor.
        deeds: Verbs and nouns of what is done to somebody.
        sent: What a state sends: after *from* it acts.
        shelter: What a state gives to those in it.
        forces: Key and name of a state's armed forces, by the state's key.
        armies: The names of armed forces by their keys.
        stands_for: The kinds of actor that a definite noun may stand for.
        named_by: Nouns that are part of the name of a body.
        sorts: Adjectives and nouns that tell the sort of an armed group.
        force: Nouns for a state's armed forces as news tells of them (*troops*).
        deployed: The same, and single men and staff.
        soldiers: The same, and the institution (*army*), without staff.
        fighters: Who fights for an armed group.
        arms: Words of the names of armed forces.
        sending: What states do with their soldiers.
        doubt: Words at the front of a name that doubt it.
    """

    group_of: dict[str, frozenset[str]]
    unique: frozenset[str]
    again: dict[str, frozenset[str]]
    alike: dict[str, frozenset[str]]
    documents: frozenset[str]
    family_first: frozenset[str]
    given: frozenset[str]
    acting: frozenset[str]
    deeds: frozenset[str]
    sent: frozenset[str]
    shelter: frozenset[str]
    forces: dict[str, tuple[str, str]]
    armies: dict[str, str]
    stands_for: dict[str, frozenset[EntityKind]]
    named_by: frozenset[str]
    sorts: frozenset[str]
    force: frozenset[str]
    deployed: frozenset[str]
    soldiers: frozenset[str]
    fighters: frozenset[str]
    arms: frozenset[str]
    sending: frozenset[str]
    doubt: re.Pattern[str]


def build_words(resources: Resources) -> Words:
    """The word lists, built once for a set of resources."""
    roles, names = resources.lexicon("roles"), resources.lexicon("names")
    groups: dict[str, set[str]] = {}
    for group, nouns in roles["roles"].items():
        for noun in nouns:
            groups.setdefault(noun, set()).add(group.lstrip("+"))
    alike: dict[str, set[str]] = {}
    for some in roles["alike"].values():
        for noun in some:
            alike.setdefault(noun, set()).update(some)
    soldiers = roles["soldiers"]
    force, men = frozenset(soldiers["force"]), frozenset(soldiers["men"])
    army = force | men | frozenset(soldiers["institution"])
    forces = {raw["of"]: (str(key), raw["name"]) for key, raw in resources.lexicon("actors")["bodies"].items() if raw.get("forces")}
    return Words(
        group_of={n: frozenset(g) for n, g in groups.items()},
        unique=frozenset(g[1:] for g in roles["roles"] if g.startswith("+")),
        again={group: frozenset(nouns) for group, nouns in roles["again"].items()},
        alike={noun: frozenset(some) for noun, some in alike.items()},
        documents=frozenset(roles["documents"]),
        family_first=frozenset(n.lower() for n in names["family_first"]),
        given=frozenset(n.lower() for gender in ("male", "female") for n in names[gender]),
        acting=frozenset(roles["acting"]),
        deeds=_deeds(resources.lexicon("events"), frozenset(roles["going"])),
        sent=frozenset(roles["sent"]),
        shelter=frozenset(roles["shelter"]),
        forces=forces,
        armies=dict(forces.values()),
        stands_for={noun: frozenset(map(EntityKind, kinds.split())) for kinds, nouns in roles["stands_for"].items() for noun in nouns},
        named_by=frozenset(roles["named_by"]),
        sorts=frozenset(roles["sorts"]),
        force=force,
        deployed=force | men | frozenset(soldiers["staff"]),
        soldiers=army,
        fighters=frozenset(roles["fighters"]),
        arms=army | frozenset(roles["arms"]),
        sending=frozenset(roles["sending"]),
        doubt=re.compile(r"^(?:" + "|".join(re.escape(w).replace("\\-", "[- ]") for w in resources.lexicon("labels")["doubting"]) + r")\s+", re.IGNORECASE),
    )


def _deeds(events: dict[str, dict[str, Any]], going: frozenset[str]) -> frozenset[str]:
    """Verbs and nouns of the events lexicon that are done to somebody."""
    found: set[str] = set()
    for part in ("verbs", "nouns"):
        for lemma, frames in events[part].items():
            types = {f if isinstance(f, str) else f.get("type") for f in (frames if isinstance(frames, list) else [frames])}
            if types - _UNAIMED - {None}:
                found.add(lemma)
    return frozenset(found - going)
