"""Collective nouns: *Ruritania's foreign ministry*, *US troops*, *local authorities*; whose they are, and which of them name a known actor."""

from __future__ import annotations

from onrecord.model import EntityKind, Mention, Span
from onrecord.naming.hits import Hit
from onrecord.naming.phrases import Phrases
from onrecord.naming.tables import plain

_K = EntityKind
_SORTS = {_K.OUTLET: {_K.OUTLET}, _K.ARMED_GROUP: {_K.ORGANISATION, _K.ARMED_GROUP}, _K.ORGANISATION: {_K.ORGANISATION}}
"""The kinds of nouns that tell the sort of a known actor."""


def ends_part(phrases: Phrases, i: int) -> bool:
    """True for a collective noun inside a longer phrase: "Foreign Ministry" in "Foreign Ministry spokesman", "US troop" in "US troop withdrawal"."""
    p, tables, low = phrases.parse, phrases.tables, phrases.parse.lower[i]
    if low in tables.collectives:
        return p.head[i] > i and (i - 1 in phrases.hit_at or any(p.dep[c] in ("compound", "amod") for c in p.children[i]))
    return low in tables.military and p.head[i] == i + 1 and p.lower[i + 1] in tables.words["moves"] and i - 1 in phrases.hit_at and phrases.hit_at[i - 1].entry.kind is _K.STATE


def names_nobody(phrases: Phrases, i: int, first: int) -> bool:
    """True for a lone singular noun that names no one: "go to college", "in search of justice"."""
    p, words = phrases.parse, phrases.tables.words
    if first < i or p.tag[i] != "NN" or p.word[i][:1].isupper() or p.dep[i] in ("appos", "attr", "ROOT"):
        return False
    if p.dep[i] in ("nsubj", "nsubjpass"):
        return p.word[i].islower() and p.lower[i] in words["nobody_alone"]
    return p.lower[i] not in words["somebody_alone"]


def body_before(phrases: Phrases, first: int, last: int) -> Span | None:
    """The longest actor named among the modifiers ``[first, last)``: "Russian Foreign Ministry", "PA"."""
    p, collectives = phrases.parse, phrases.tables.collectives
    for t in range(last - 1, first - 1, -1):
        if p.lower[t] in collectives and t not in phrases.hit_at:
            start = t
            while start > first and (p.pos[start - 1] in ("PROPN", "NOUN", "ADJ") or start - 1 in phrases.hit_at or p.word[start - 1] in ("-", "'s", "&")):
                start -= 1
            while start < t and p.pos[start] in ("PART", "PUNCT"):
                start += 1
            span = p.span(start, t + 1)
            if span not in phrases.found:
                collective(phrases, t, start, collectives[p.lower[t]], plural=False)
            return span
    hits = [h for h in phrases.modifiers(first, last) if h.entry.kind is not _K.POPULATION]
    if hits:
        return p.span(hits[-1].first, hits[-1].last)
    for t in range(last - 1, first - 1, -1):
        # an unknown body in the possessive: "Acme's chairman"
        if p.dep[t] == "poss" and p.pos[t] == "PROPN":
            return p.span(phrases.left(t), t + 1)
    return None


def collective(phrases: Phrases, i: int, first: int, kind: EntityKind, *, plural: bool) -> None:
    """Put the mention of a body or group: "Ruritania's foreign ministry", "US troops", "local authorities".

    Args:
        phrases: The parse.
        i: The collective noun.
        first: First token of its phrase.
        kind: What the noun names.
        plural: True for people who act together.
    """
    p, tables, low = phrases.parse, phrases.tables, phrases.parse.lower[i]
    own = [h for h in phrases.modifiers(first, i) if h.entry.sort != "weak"]
    if _tells_sort(phrases, i, own):
        own = own[:-1]
    if tells_known(phrases, i, first, own, kind):
        return
    if (
        low in tables.words["abstract"]
        and p.pos[i] != "PROPN"
        and not phrases.acts(i)
        and not (own and low in ("occupation", "command", "leadership") and p.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj"))
    ):
        return
    right = _where(phrases, i) if plural else i + 1
    prep = next((c for c in p.children[i] if c == i + 1 and p.dep[c] == "prep" and p.lower[c] == "of"), None)
    if prep is not None and not plural:
        obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None)
        if obj is not None and (p.pos[obj] in ("NUM", "SYM") or p.lower[obj] in ("percent", "%", "cent") or p.ent[obj] in ("PERCENT", "MONEY")):
            return  # "a commission of 4.5 percent"
        if obj is not None and p.pos[obj] in ("PROPN", "NOUN") and obj - i < 8:
            hit = phrases.hit_at.get(obj)
            right = hit.last if hit is not None else obj + 1
            if hit is not None and not own:
                own = [hit]
    words = [t for t in range(first, i) if t not in phrases.hit_at and p.pos[t] in ("ADJ", "NOUN", "PROPN") and not _counts(phrases, t)]
    key = name = affiliation = None
    state = next((h for h in own if h.entry.kind in (_K.STATE, _K.BODY, _K.ORGANISATION, _K.ARMED_GROUP)), None)
    if state is not None:
        all_of_them = right == i + 1 and not words and p.pos[first] not in ("NUM", "ADV")
        key, name = _known_as(phrases, i, own, state, words, all_of_them=all_of_them, plural=plural)
        if key != state.entry.key:
            affiliation = p.span(state.first, state.last)
        if key == f"{state.entry.key}:people":
            kind = _K.POPULATION
    start = first
    proper = p.pos[i] == "PROPN" and p.word[i][:1].isupper() and not plural
    if proper and (words or own):
        while start < i and p.pos[start] in ("DET", "NUM", "PUNCT"):
            start += 1
        name = name or p.text[p.start[start] : p.end[i]]
        if right > i + 1 and p.pos[right - 1] == "PROPN":
            name = p.text[p.start[start] : p.end[right - 1]]  # "Department of Agriculture"
    named = name is not None and proper
    phrases.put(
        Mention(
            span=p.span(start if named else first, right),
            head=i,
            form="name" if named else "description",
            kind=kind,
            name=name,
            key=key,
            affiliation=affiliation,
            plural=None if kind is _K.ARMED_GROUP and key and "/" not in key else plural,
        )
    )


def _known_as(phrases: Phrases, i: int, own: list[Hit], state: Hit, words: list[int], *, all_of_them: bool, plural: bool) -> tuple[str | None, str | None]:
    """Key and name of the actor that a state's or group's noun means: its armed forces, its people, a body of its own; None where it is no one's."""
    p, tables, low = phrases.parse, phrases.tables, phrases.parse.lower[i]
    whose = state.entry.key
    if sum(h.entry.kind is _K.STATE for h in own) > 1 or any(p.dep[h.last - 1] == "conj" for h in own) or (state.last < i and p.word[state.last] in ("-", "–")):
        return None, None  # "Iranian and Russian forces", "Iran-backed forces": no one state's
    if low in tables.military and p.few(i):
        return None, None  # two soldiers are persons, not the army
    if low in tables.military and all(p.lower[t] in tables.words["of_forces"] for t in words):
        forces = tables.forces.get(whose) or next((e for e in tables.forces.values() if e.key == whose), None)
        return (forces.key, forces.name) if forces else (f"{whose}/forces", None)
    if low in tables.words["fighters"] and own[-1].entry.kind is _K.ARMED_GROUP and own[-1].last == i and all_of_them:
        return own[-1].entry.key, None  # who fights for a group is the group; three of its fighters, or those of one town, are not
    if low == "people" and state.entry.kind is _K.STATE and not words:
        return f"{whose}:people", None
    if plural:
        return None, None
    core = " ".join(plain(p.word[t]) for t in words if p.dep[t] in ("compound", "amod", "nmod") and p.lower[t] not in tables.words["vague"])
    if low in ("regime", "administration") and not core:
        return f"{whose}/government", None
    return f"{whose}/{(core + ' ' + low).strip()}".replace("defense", "defence").replace("affairs ", ""), None


def _where(phrases: Phrases, i: int) -> int:
    """One past a short "in ...", "from ..." that tells a group apart: "rebels in the north"."""
    p = phrases.parse
    prep = next((c for c in p.children[i] if c == i + 1 and p.dep[c] == "prep" and p.lower[c] in ("in", "from")), None)
    obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None) if prep is not None else None
    if obj is None or obj - i > 5 or p.pos[obj] not in ("NOUN", "PROPN") or p.ent[obj] in ("DATE", "TIME") or p.dep[i] not in ("nsubj", "nsubjpass", "pobj", "dobj"):
        return i + 1
    if p.pos[obj] == "NOUN" and not any(p.dep[c] in ("det", "poss") for c in p.children[obj]):
        return i + 1  # "members in favour"
    hit = phrases.hit_at.get(obj)
    return hit.last if hit is not None else obj + 1


def _counts(phrases: Phrases, t: int) -> bool:
    """True for a word of a number phrase: "least" in "at least 2,500 soldiers"."""
    p = phrases.parse
    return p.dep[t] in ("quantmod", "nummod") or p.pos[p.head[t]] == "NUM" or (p.dep[t] == "pobj" and p.dep[p.head[t]] == "quantmod")


def _tells_sort(phrases: Phrases, i: int, own: list[Hit]) -> bool:
    """True where the name after a noun tells which group it is, not the one in it: "the Marl resistance movement Harbour Dawn"."""
    named = phrases.hit_at.get(i + 1)
    return named is not None and bool(own) and named.entry.sort == "name" and named.entry.kind is own[-1].entry.kind is _K.ARMED_GROUP and named.entry.key != own[-1].entry.key


def tells_known(phrases: Phrases, i: int, first: int, own: list[Hit], kind: EntityKind) -> bool:
    """Put the known actor whose sort a noun right after its name tells, if there is one: "the Kanal 9 broadcaster", "the Fatah party"."""
    p = phrases.parse
    if not own or (own[-1].last != i and not (own[-1].last == i - 1 and p.lower[i - 1] in phrases.tables.words["between"])) or _tells_sort(phrases, i, own):
        return False
    entry = own[-1].entry
    if entry.sort not in ("name", "weak") or p.tag[i] in ("NNS", "NNPS") or p.lower[own[-1].last] == "'s":
        return False
    if kind not in _SORTS.get(entry.kind, ()) and not (entry.kind is _K.OUTLET and p.lower[i] in ("agency", "group")):
        return False
    phrases.put(Mention(span=p.span(first, i + 1), head=i, form="name", kind=entry.kind, name=entry.name, key=entry.key, wikidata=entry.wikidata))
    return True
