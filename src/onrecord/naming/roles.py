"""Persons by role: *the spokeswoman*, *a ministry official*; titles and roles before a name, and the body that a role belongs to."""

from __future__ import annotations

from onrecord.model import EntityKind, Mention, Span
from onrecord.naming.bodies import body_before
from onrecord.naming.phrases import Phrases

_K = EntityKind


def person(phrases: Phrases, i: int, first: int) -> None:
    """A person by role: "the spokeswoman", "a ministry official", "Ruritania's foreign minister"."""
    p, tables = phrases.parse, phrases.tables
    low, lemma = p.lower[i], p.lemma[i].lower()
    plural = p.tag[i] in ("NNS", "NNPS")
    right = _right(phrases, i)
    role_first = role_start(phrases, i, first)
    name = p.text[p.start[role_first] : p.end[i]]
    affiliation = _affiliation(phrases, first, role_first, i, right)
    kind = _K.POPULATION if plural and low not in tables.plurals else _K.PERSON
    phrases.put(
        Mention(
            span=p.span(first, right),
            head=i,
            form="description",
            kind=kind,
            role=name,
            affiliation=affiliation,
            gender=None if plural else tables.gender.get(low) or tables.gender.get(lemma),
            plural=plural,
        )
    )


def role_start(phrases: Phrases, i: int, first: int) -> int:
    """First token of the role noun with the words that belong to it (``deputy prime minister``)."""
    p = phrases.parse
    at = i
    while at > first:
        k = at - 1
        if k in phrases.hit_at or (p.pos[k] in ("DET", "PUNCT", "PART", "PRON", "NUM", "ADP", "CCONJ") and p.word[k] != "-"):
            break
        if (p.lower[k] not in phrases.tables.collectives or p.lower[k] == "press") and f"{p.lower[k]} {p.lower[at]}" in phrases.tables.phrases:
            at = k  # "first lady"
            continue
        if p.lower[k] in phrases.tables.collectives or (p.pos[k] == "ADJ" and p.lower[k] not in phrases.tables.words["of_roles"]):
            break
        at = k
    while at < i and p.pos[at] in ("PUNCT", "PART"):
        at += 1
    return at


def _right(phrases: Phrases, i: int) -> int:
    """One past the last token of the phrase, with "of …", "for …" where they tell which one."""
    p = phrases.parse
    right = i + 1
    at = i
    for _ in range(2):
        prep = next((c for c in p.children[at] if c == right and p.dep[c] == "prep" and p.lower[c] in ("of", "for", "to", "at", "from", "in")), None)
        if prep is None:
            break
        obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None)
        if obj is None or p.pos[obj] not in ("NOUN", "PROPN") or (p.lower[prep] in ("in", "from", "to") and obj not in phrases.hit_at and p.pos[obj] != "PROPN"):
            break
        hit = phrases.hit_at.get(obj)
        right = hit.last if hit is not None else obj + 1
        at = obj
    return right


def _affiliation(phrases: Phrases, first: int, role_first: int, head: int, right: int) -> Span | None:
    """The span of the body that a role belongs to: before it, possessive or not, or after "of", "for"."""
    p = phrases.parse
    inner = body_before(phrases, first, role_first)
    if inner is not None:
        return inner
    if right > head + 1:
        for hit in phrases.modifiers(head + 2, right):
            if hit.entry.sort != "weak":
                return p.span(hit.first, hit.last)
        obj = right - 1
        if p.pos[obj] == "PROPN" or p.lower[obj] in phrases.tables.collectives or p.lower[obj] in phrases.tables.plurals:
            start = phrases.left(obj)
            while start < obj and p.pos[start] == "DET":
                start += 1
            return p.span(start, obj + 1)
    return None


def title(phrases: Phrases, first: int, start: int) -> tuple[int, int, str | None] | None:
    """Tokens of the title or role noun right before a name, and the gender that it tells."""
    p, tables = phrases.parse, phrases.tables
    at = start - 1
    if at < first:
        return None
    low = p.lower[at]
    bare = low.rstrip(".")
    gender: str | None = None
    if bare in tables.honorifics:
        gender = tables.honorifics[bare]
        begin = role_start(phrases, at, first) if low in tables.roles else at
        return (begin, at + 1, gender) if bare not in ("mr", "mrs", "ms", "miss", "dr") else (at, at, gender)
    if low in tables.roles or low.rsplit("-", 1)[-1] in tables.roles:
        begin = role_start(phrases, at, first)
        while begin < at and p.lower[begin].rstrip(".") in ("mr", "mrs", "ms"):
            begin += 1
        return begin, at + 1, tables.gender.get(low)
    if at > 1 and p.lower[at - 1] == "of" and f"{p.lower[at - 2]} of {low}" in tables.phrases:
        return role_start(phrases, at - 2, min(first, at - 2)), at + 1, None  # "Secretary of State Ann Lee"
    return None


def role_of_body(phrases: Phrases, start: int) -> tuple[int, Span] | None:
    """The role noun and the body of "Spokesman for the Harbour Union Ann Lee": no comma before the name."""
    p = phrases.parse
    hit = phrases.hit_at.get(start - 1)
    body = p.span(hit.first, hit.last) if hit is not None and hit.last == start else None
    at = hit.first if hit is not None and body is not None else start - 1
    if body is None and p.lower[at] == "of" and phrases.is_role(at - 1) and p.word[at - 1][:1].isupper():
        return at - 1, p.span(start, start + 1)
    if body is None:
        if p.lower[at] not in phrases.tables.collectives or p.pos[at] != "PROPN":
            return None
        while at > 0 and p.pos[at - 1] == "PROPN":
            at -= 1
        body = p.span(at, start)
    while at > 0 and p.pos[at - 1] in ("DET", "PROPN", "ADJ") and p.sentence[at - 1] == p.sentence[start]:
        at -= 1
    if at < 2 or p.lower[at - 1] not in ("for", "of", "to", "at") or not phrases.is_role(at - 2):
        return None
    if p.tag[at - 2] in ("NNS", "NNPS") or p.sentence[at - 2] != p.sentence[start]:
        return None
    return at - 2, body


def name_after_office(phrases: Phrases, role_noun: int, start: int, i: int) -> int:
    """Where the name begins after an office with "of": "Secretary of Health | Ann Lee"; 0 where it is a body's role."""
    p = phrases.parse
    if p.lower[role_noun] not in phrases.tables.words["offices"]:
        return 0
    if p.lower[start - 1] != "of":
        return start if p.lower[role_noun + 1] == "of" and start - 1 not in phrases.hit_at else 0
    return next((t for t in range(start + 1, i) if p.lower[t] in phrases.tables.given), 0)
