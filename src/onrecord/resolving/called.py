"""What the record says of a cluster: whether it is an actor at all, and what it is called."""

from __future__ import annotations

import re

from onrecord.model import EntityKind
from onrecord.resolving.clusters import GROUPS, Cast, Cluster
from onrecord.resolving.names import name_words

_K = EntityKind
_LOCATIVE = {"in", "across", "inside", "into", "from", "at", "near", "throughout", "within", "outside", "around", "to", "on", "over", "through", "toward", "towards"}
_AIMED = {"to", "into", "from", "at", "on", "over", "toward", "towards"}
"""Of these the prepositions that may name whom a deed is aimed at; `_is_acted_on` asks the word above."""
_NUMBERED = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|several|some|many|few|no)\b", re.IGNORECASE)
_THE = re.compile(r"^the ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|this|that|these|those|an?|his|her|its|their|our|my)\s+", re.IGNORECASE)


def only_a_place(cast: Cast, cluster: Cluster) -> bool:
    """True for a state that the report only uses as a place."""
    if cluster.kind is not _K.STATE:
        return False
    parse = cast.parse
    for m in cluster.mentions:
        if m.form == "pronoun" or parse.dep[m.head] not in ("pobj", "conj", "npadvmod", "appos", "amod", "compound", "nmod"):
            return False
        at = m.head
        while parse.dep[at] == "conj" and parse.head[at] != at:
            at = parse.head[at]
        if parse.dep[at] == "pobj" and (parse.lower[parse.head[at]] not in _LOCATIVE or _is_acted_on(cast, at)):
            return False
        if parse.dep[at] == "pobj" and parse.lower[parse.head[at]] == "from" and parse.lemma[parse.head[parse.head[at]]] in cast.words.sent:
            return False  # mediation from Egypt, troops from Norway
        if parse.dep[at] not in ("pobj", "npadvmod"):
            return False
    return True


def _is_acted_on(cast: Cast, at: int) -> bool:
    """True where something is done to a state rather than in it: aid *to Norland*, sanctions *on Norland*, fire *at Norland*."""
    parse = cast.parse
    preposition = parse.head[at]
    governor = parse.head[preposition]
    if parse.lower[preposition] == "in":
        return any(parse.lemma[k] in cast.words.shelter for k in (governor, *parse.children[governor]))
    if parse.lower[preposition] not in _AIMED:
        return False
    if parse.dep[preposition] == "prep" and parse.pos[governor] == "ADP":
        governor = parse.head[governor]
    deeds = cast.words.deeds
    if parse.lemma[governor] in deeds:
        return True
    # to give money to Norland: the noun says nothing, the verb does
    return parse.dep[governor] in ("dobj", "nsubjpass", "dative") and parse.lemma[parse.head[governor]] in deeds


def called(cast: Cast, c: Cluster) -> str:
    """What the entity is called here: its fullest name without what doubts it (*the so-called River Front*), or else its first description."""
    name = _fullest(cast, c)
    return cast.words.doubt.sub("", name) or name


def _fullest(cast: Cast, c: Cluster) -> str:
    if c.key and "/" not in c.key and ":" not in c.key:
        known = next((m.name for m in c.mentions if m.key == c.key and m.name), None)
        if known:
            return known
    if c.key is not None and c.key in cast.words.armies:
        return cast.words.armies[c.key]
    if c.key and c.key.endswith("/forces"):
        whole = [m for m in c.mentions if m.affiliation is not None and cast.parse.pos[cast.parse.token_at(m.span[0])] != "NUM" and not _NUMBERED.search(cast.text(m.span))]
        if whole:  # "Ruritanian troops", not "at least 200 Ruritanian troops"
            return _THE.sub("", next((n for m in whole if not (n := cast.text(m.span)).endswith("troop")), cast.text(whole[0].span)))
        if c.affiliation is not None and any(cast.text(m.span).lower().startswith(("its ", "their ")) for m in c.mentions):
            return f"armed forces of {called(cast, cast.clusters[c.affiliation])}"
    if c.key and ":" in c.key:
        return _THE.sub("", max((cast.text(m.span) for m in c.mentions if m.form != "pronoun"), key=len))
    if c.names:
        return max(c.names, key=lambda n: (len(name_words(n)), len(n)))
    told = [x for x in c.mentions if x.form != "pronoun"]
    m = next((x for x in told if c.kind in GROUPS and len(cast.text(x.span).split()) > 2), told[0])  # "the Ruritanian government" tells more than "the government"
    return _ARTICLE.sub("", cast.text(m.span))
