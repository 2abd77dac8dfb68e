"""Names: those of the gazetteer's forms, and those that no gazetteer has, of a person, a body, or a place that acts.

The parser's own names are a hint and never the last word: it takes half of the Arabic names for organisations.
"""

from __future__ import annotations

from onrecord.model import EntityKind, Mention, Span
from onrecord.naming.bodies import body_before
from onrecord.naming.hits import Hit
from onrecord.naming.phrases import Phrases
from onrecord.naming.roles import name_after_office, role_of_body, role_start, title

_K = EntityKind
_PLACES = ("GPE", "LOC", "FAC", "NORP")
_NO_ACTORS = ("DATE", "TIME", "EVENT", "LAW", "LANGUAGE", "WORK_OF_ART", "PRODUCT", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY")
"""What the parser calls such a name is an actor only where it acts."""


def name_of_hit(phrases: Phrases, hit: Hit) -> None:
    """Put the mention of a form of the gazetteer, with the article that is part of its name."""
    p, entry = phrases.parse, hit.entry
    span = p.span(hit.first, hit.last)
    if span in phrases.found:
        return
    first = hit.first
    if first and p.lower[first - 1] == "the" and p.word[first - 1] == "The" and entry.name.startswith("The "):
        first -= 1
        span = p.span(first, hit.last)
    phrases.put(
        Mention(
            span=span,
            head=hit.last - 1,
            form="name",
            kind=entry.kind,
            name=entry.name,
            key=entry.key,
            wikidata=entry.wikidata,
            plural=True if entry.kind is _K.POPULATION else None,
        )
    )


def proper(phrases: Phrases, i: int, first: int) -> None:
    """Put the mention of a name that the gazetteer does not hold, if it is one.

    Args:
        phrases: The parse.
        i: The last proper noun of the name.
        first: First token of its phrase.
    """
    p, tables = phrases.parse, phrases.tables
    may = p.ent[i] == "PERSON" and (p.lower[i] in phrases.people or (i > first and p.lower[i - 1] in tables.given))  # Theresa May
    if (p.lower[i] in tables.words["not_names"] and not may) or not any(p.word[t][:1].isupper() for t in range(max(first, i - 2), i + 1)):
        return
    start, last = _start(phrases, i, first), i + 1
    if p.word[i].isupper() and last < len(p) and p.word[last] in ("--", "—", "–", "-", "(") and start == p.tokens_of_paragraph[p.paragraph[p.sentence[i]]][0]:
        return  # a dateline
    if p.word[i].islower() and p.lower[i] not in tables.particles and not phrases.syllable(i):
        return  # "swine flu"
    if last - start > 1 and phrases.syllable(last + 1):
        last += 2  # "Moon Jae-in": the parser took the last syllable for a word
    if p.lower[i] in tables.words["things"] or p.lower[start] in ("battle", "operation", "mount", "lake", "no", "any", "every") or len(p.word[i]) < 2:
        return
    label = p.ent[i] or p.ent[start]
    if last < len(p) and p.pos[last] == "PROPN" and p.dep[last] == "appos" and last not in phrases.hit_at and p.sentence[last] == p.sentence[i] and p.dep[i] != "appos":
        return  # the parser cut a name in two; its last word brings it
    if p.dep[i] == "appos" and start == first:
        while (
            start > 1
            and p.pos[start - 1] == "PROPN"
            and start - 1 not in phrases.hit_at
            and p.lower[start - 1] not in tables.collectives
            and p.lower[start - 1] not in tables.roles
        ):
            start -= 1
        first = start
    told = title(phrases, first, start)
    if told is not None and last - start == 1 and label != "PERSON" and p.lower[start - 1] in tables.words["no_titles"] and p.lower[start] not in phrases.people:
        return  # "Marine One", "Executive Session"
    if told is None and start > 1 and _after_body(phrases, i, start, last):
        return
    given, acting = p.lower[start], phrases.acts(i)
    kind = _K.PERSON if told is not None else _kind(phrases, i, start, last, label)
    if kind is _K.ORGANISATION and label == "ORG":
        start, last = _whole_name(phrases, i, start, last)
        if last - start == 1 and p.dep[i] == "pobj" and p.lower[p.head[i]] in ("of", "in", "at", "near", "on", "along", "across"):
            return
        if given in tables.given and 1 < last - start < 4 and acting:
            kind = _K.PERSON
    if kind is _K.PERSON and told is None:
        if last - start == 1 and not acting and given not in phrases.people and given not in tables.given and p.dep[i] not in ("poss", "appos", "nsubjpass"):
            return  # the parser's "person" may be a disease, a dish or a ship
        if p.tag[i] == "NNPS" and p.lower[max(0, start - 1)] == "the":
            kind = _K.ORGANISATION
    if kind is None:
        return
    name = p.text[p.start[start] : p.end[last - 1]]
    if kind is not _K.PERSON:
        phrases.put(Mention(span=p.span(start, last), head=i, form="name", kind=kind, name=name, plural=True if kind is _K.POPULATION else None))
        return
    role = affiliation = gender = None
    if told is not None:
        role_first, role_last, gender = told
        role = p.text[p.start[role_first] : p.end[role_last - 1]] if role_last > role_first else None
        affiliation = body_before(phrases, first, role_first)
    if gender is None and (last - start > 1 or told is None):
        gender = tables.given.get(given) or None
    phrases.people.update(p.lower[t] for t in (start, last - 1) if p.word[t][:1].isupper())
    if told is None:
        affiliation = _possessor(phrases, first, start)
    whole = start if told is None and affiliation is None else first
    phrases.put(Mention(span=p.span(whole, last), head=i, form="name", kind=kind, name=name, role=role, affiliation=affiliation, gender=gender, plural=False))


def _start(phrases: Phrases, i: int, first: int) -> int:
    """First token of a name: it runs left over proper nouns and particles, and stops at a title, a role noun or another actor."""
    p, tables = phrases.parse, phrases.tables
    start = i
    while start > first:
        k = start - 1
        if p.word[k] == '"' and k - 2 > first and p.word[k - 2] == '"' and p.pos[k - 1] == "PROPN" and p.pos[k - 3] == "PROPN":
            start = k - 2  # a nickname in quotation marks: Roy "Buddy" Lee
            continue
        if k in phrases.hit_at and not (p.ent[k] == "PERSON" and p.ent[start] == "PERSON" and phrases.hit_at[k].entry.sort in ("name", "metonym")):
            break
        low = p.lower[k]
        particle = low in tables.particles
        if p.word[k].islower() and not particle and not phrases.syllable(k) and not (k > first and p.pos[k - 1] == "PROPN" and p.word[k - 1][:1].isupper()):
            break  # "pledge-- Kim"
        if not (particle or (p.pos[k] == "PROPN" and p.word[k] != ":") or (p.word[k][:1].isupper() and p.pos[k] in ("ADJ", "NOUN"))):
            break
        if (low.rstrip(".") in tables.honorifics or low in tables.roles or low in tables.collectives) and not _given_after(phrases, k, start):
            break
        if low == "-" and k > first and p.lower[k - 1] in tables.roles:
            break
        start = k
    while start < i and (p.lower[start] in ("-", "'", "y", "e") or p.pos[start] == "PUNCT"):
        start += 1
    return start


def _given_after(phrases: Phrases, k: int, start: int) -> bool:
    """True where a title word is in fact a given name or part of a name ("Pope Francis" is not, "Prince Harry" is not)."""
    return phrases.parse.lower[k] in phrases.tables.given and phrases.parse.ent[k] == "PERSON" and phrases.parse.ent[start] == "PERSON"


def _after_body(phrases: Phrases, i: int, start: int, last: int) -> bool:
    """Put the name of "Spokesman for the Harbour Union Ann Lee", with role and body, if such a role stands before it."""
    p, tables = phrases.parse, phrases.tables
    before = role_of_body(phrases, start)
    if before is None:
        return False
    role_noun, body = before
    role_last = role_noun + 1
    office = name_after_office(phrases, role_noun, start, i)
    if office:
        role_last = start = office
    left = phrases.left(role_noun)
    phrases.people.add(p.lower[last - 1])
    role_first = role_start(phrases, role_noun, left)
    owner = body_before(phrases, left, role_first) or (None if office else body)
    phrases.drop(role_noun)
    phrases.put(
        Mention(
            span=p.span(left, last),
            head=i,
            form="name",
            kind=_K.PERSON,
            name=p.text[p.start[start] : p.end[last - 1]],
            role=p.text[p.start[role_first] : p.end[role_last - 1]],
            affiliation=owner,
            gender=tables.gender.get(p.lower[role_noun]) or tables.given.get(p.lower[start]) or None,
            plural=False,
        )
    )
    return True


def _kind(phrases: Phrases, i: int, start: int, last: int, label: str) -> EntityKind | None:
    """What a name without a title names, from given names, the parser's label and what it does; None for no actor."""
    p, tables = phrases.parse, phrases.tables
    given, lone, acting = p.lower[start], last - start == 1, phrases.acts(i)
    if (
        label == "PERSON"
        or given in ("abu", "umm", "bin")
        or (p.dep[i] == "appos" and p.tag[p.head[i]] == "NN" and phrases.is_role(p.head[i]) and last - start < 5)
        or (lone and given in phrases.people and label != "NORP")
        or (not lone and given in tables.given and label != "ORG" and label not in _PLACES)
    ):
        return _K.PERSON
    if label == "ORG":
        return _K.ORGANISATION
    if label == "NORP" and p.tag[i] == "NNPS":
        return _K.POPULATION
    if label in _PLACES:
        return _K.BODY if label == "GPE" and acting and p.lemma[p.head[i]] in tables.words["governing"] else None
    if not acting:
        return None
    return _K.PERSON if label not in _NO_ACTORS and last - start < 4 and p.tag[i] == "NNP" else _K.ORGANISATION


def _whole_name(phrases: Phrases, i: int, start: int, last: int) -> tuple[int, int]:
    """A name with "of", "and", "for" in it, as far as the parser's own name goes: "Institute for Harbour Studies"."""
    p = phrases.parse
    a, b = i, i + 1
    while a > 0 and not p.ent_start[a] and p.ent[a - 1] == "ORG":
        a -= 1
    while b < len(p) and p.ent[b] == "ORG" and not p.ent_start[b]:
        b += 1
    while a < b and p.pos[a] in ("DET", "ADP", "PUNCT", "PART"):
        a += 1
    while b > a and p.pos[b - 1] in ("PUNCT", "PART", "ADP"):
        b -= 1
    inner = range(min(a, start), max(b, last))
    if any(t in phrases.hit_at for t in inner) or any(p.word[t] in (",", ":", ";", '"', "(") for t in inner) or len(inner) > 9:
        return start, last
    return min(a, start), max(b, last)


def _possessor(phrases: Phrases, first: int, start: int) -> Span | None:
    """The body before a name, in the possessive or not: "Ruritania's Ann Lee"."""
    p = phrases.parse
    if start - first >= 2 and p.lower[start - 1] == "'s":
        hits = phrases.modifiers(first, start - 1)
        if hits:
            return p.span(hits[-1].first, hits[-1].last)
    hits = phrases.modifiers(first, start)
    return p.span(hits[-1].first, hits[-1].last) if hits and hits[-1].last == start else None
