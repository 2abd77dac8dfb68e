"""Organs of states in any wording: *Norway's interior ministry*, *the Norwegian Ministry of the Interior*; *French troops*, *the French army*.

A body that is written in small letters has no name that two reports could share, but its words say whose organ it is and which. Only organs of which
a state has one count: a ministry, the government, the armed forces; not an embassy, a court or officials, and no part of one (*three French soldiers*).

Source of the list: the organs that the CIA World Factbook (public domain) gives for most states, and its words for armed forces. Known to miss: organs that have a name of
their own (the Duma, the Bundestag) where the gazetteer of actors does not hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ARMED = frozenset(["armed", "army", "forces", "military", "personnel", "servicemen", "soldiers", "troop", "troops"])
"""A name of nothing but these words is the armed forces, as in the entities of a report."""
_ORGANS = frozenset(
    [
        "air force",
        "border guard",
        "cabinet",
        "central bank",
        "coast guard",
        "constitutional court",
        "foreign office",
        "government",
        "judiciary",
        "national assembly",
        "navy",
        "parliament",
        "presidency",
        "supreme court",
        "treasury",
    ]
)
_FIELDS = frozenset(
    [
        "agriculture",
        "culture",
        "defence",
        "economy",
        "education",
        "energy",
        "environment",
        "finance",
        "foreign",
        "health",
        "housing",
        "immigration",
        "information",
        "intelligence",
        "interior",
        "justice",
        "labour",
        "oil",
        "planning",
        "security",
        "tourism",
        "trade",
        "transport",
        "transportation",
        "water",
    ]
)
_SPELT = {"defense": "defence", "labor": "labour", "transportation": "transport"}
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_OF = re.compile(r"^(.*?)\bministry (?:of|for) (?:the )?(.+)$")
_WORDS = re.compile(r"[^\W_]+")


def organ_of(text: str, owners: Iterable[str]) -> str | None:
    """Which organ of a state a mention names, without the state's name; None where it names none, or does not say whose.

    Args:
        text: The mention.
        owners: Forms of the state's name and adjective in the report.

    >>> organ_of("Norway's Ministry of the Interior", ["Norway", "Norwegian"]), organ_of("the Norwegian interior ministry", ["Norwegian"])
    ('interior ministry', 'interior ministry')
    >>> organ_of("French troops", ["French"]), organ_of("three French soldiers", ["French"]), organ_of("the government", ["French"])
    ('armed forces', None, None)
    """
    low = _POSSESSIVE.sub("", text.lower())
    for owner in sorted({o.lower() for o in owners}, key=lambda o: (-len(o), o)):
        rest, times = re.subn(rf"(?:\bof (?:the )?)?(?<!\w){re.escape(owner)}(?!\w|-)", " ", low)
        if times:
            return _organ(" ".join(_WORDS.findall(rest)))
    return None


@lru_cache(maxsize=1 << 12)
def _organ(words: str) -> str | None:
    """The organ that words name from the first to the last."""
    words = re.sub(r"^(?:the|its|their) ", "", words)
    found = _OF.match(words)
    field = found.group(2) if found and not found.group(1).strip() else words[: -len(" ministry")] if words.endswith(" ministry") else None
    if field:
        told = [_SPELT.get(w, w) for w in field.split() if w not in ("affairs", "the")]
        return f"{' '.join(told)} ministry" if told and all(w in _FIELDS or w == "and" for w in told) else None
    if words and set(words.split()) <= _ARMED:
        return "armed forces"
    return words if words in _ORGANS else None


def ministry_of(text: str) -> str | None:
    """The same key for a ministry whose state or territory is not known as one: its proper name and the field; None for anything else.

    >>> ministry_of("Osten's health ministry"), ministry_of("the Osten Ministry of Health"), ministry_of("the health ministry")
    ('osten health ministry', 'osten health ministry', None)
    """
    words = [w for w in _WORDS.findall(_POSSESSIVE.sub("", text)) if w not in ("the", "The")]
    at = next((k for k, w in enumerate(words) if w.lower() in _FIELDS | _SPELT.keys() | {"ministry"}), 0)
    owner = words[:at]
    if not owner or not all(w[:1].isupper() for w in owner) or len(owner) > 3:
        return None
    organ = _organ(" ".join(words[at:]).lower())
    return f"{' '.join(owner).lower()} {organ}" if organ and organ.endswith(" ministry") else None


__all__ = ["ministry_of", "organ_of"]
