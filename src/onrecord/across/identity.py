"""Who is who across reports: names that mean one actor, with the evidence; never on a surname alone.

Evidence, strongest first: a Wikidata id; one organ of one state; the same name of two words or more; the same name of a group, body or state; a name in another
spelling (Kataib, Kata'ib); a short name that both reports give beside a long one. What speaks for one actor but does not suffice (a surname
alone, one name under two roles that exclude each other) is a pair with a confidence under .5: it is listed, never linked.

Source of the spelling variants: a skeleton of consonants after the romanisation tables of Arabic, Hebrew, Russian and Persian names, then
Damerau-Levenshtein distance (rapidfuzz). Known to miss: a married name, a nom de guerre that no report explains. Apt to join: two people of
one full name and no stated role.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from onrecord.across.organs import ministry_of, organ_of
from onrecord.across.steps import Layers, Step, View, day_of, make_link
from onrecord.model import Document, Entity, EntityKind, Link, LinkEnd, LinkKind
from onrecord.resources import Resources
from onrecord.text import PARTICLES

_PARTICLES = PARTICLES | {"abu", "ad", "an", "and", "ar", "as", "ash", "at", "az", "ben", "bint", "della", "den", "do", "dos", "du", "for", "in", "of", "on", "the", "to"}
_GIVEN_TOO = frozenset(["abu", "al", "ben", "van"])
"""Of these the particles that are also given names, or half of a name: *Ben Stiller*, *Al Gore*, *Van Morrison*, *Abu Nidal*."""
_SOUNDS = (
    ("kh", "k"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("zh", "z"),
    ("ts", "s"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("z", "s"),
)
_HEADS = frozenset(
    [
        "president",
        "prime minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "pope",
        "emir",
        "sultan",
        "secretary general",
    ]
)
"""Roles that one person has at a time; with the surname they name somebody."""
_GENERATIONS = {"jr": 2, "junior": 2, "sr": 1, "senior": 1, "ii": 2, "iii": 3, "iv": 4}
TERM = 366
"""Days within which a role and a surname are taken for one person."""
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 15)
def plain_name(name: str, person: bool = False) -> str:
    """A name in lower case without accents, apostrophes, hyphens and articles: what two reports must share.

    Of a person's name a given name that looks like a particle stays, and the syllables of *Jae-in* and *Do-hyun*.

    >>> plain_name("Karim al-Tamér", person=True), plain_name("Kata'ib Hezbollah")
    ('karim tamer', 'kataib hezbollah')
    >>> plain_name("Ben Holm", person=True), plain_name("Ben-Holm", person=True), plain_name("Otto Ben Holm", person=True)
    ('ben holm', 'holm', 'otto holm')
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    text = re.sub(r"['’‘ʿʾ`´]", "", text)
    found = list(_WORD.finditer(text))
    kept = [m[0] for k, m in enumerate(found) if m[0].lower() not in _PARTICLES or (person and _stays(text, found, k))]
    return " ".join(kept or [m[0] for m in found]).lower()


def _stays(text: str, words: Sequence[re.Match[str]], k: int) -> bool:
    """Whether a word of a person's name that looks like a particle is none: the last, a syllable, a given name."""
    if k == len(words) - 1:
        return True
    joined = text[words[k].end() :].startswith("-")
    if text[: words[k].start()].endswith("-") or (joined and not words[k + 1][0][:1].isupper()):
        return True  # Jae-in, In-hyun
    return k == 0 and not joined and words[0][0].lower() in _GIVEN_TOO and words[0][0][:1].isupper()


@lru_cache(maxsize=1 << 15)
def skeleton(name: str) -> str:
    """The consonants of a plain name, alike sounds written alike, double letters once: a key for spelling variants.

    >>> skeleton("meshaal") == skeleton("mashal"), skeleton("hezbollah") == skeleton("hizbullah")
    (True, True)
    """
    out = []
    for word in name.split():
        for sound, letter in _SOUNDS:
            word = word.replace(sound, letter)
        kept = word[:1] if word[:1] not in "aeiouy" else "a"
        kept += re.sub(r"[aeiouyh]", "", word[1:])
        out.append(re.sub(r"(.)\1+", r"\1", kept))
    return " ".join(out)


def _proper(name: str) -> bool:
    """Whether every word that is no particle is written as a name: ``US troops`` is a description."""
    name = re.sub(r"(?<=\w)['’‘ʿʾ`´](?=\w)|(?<=[a-z])-[a-z]+(?!\w)", "", name)  # Kata'ib, Jong-un
    words = [w for w in _WORD.findall(name) if w.lower() not in _PARTICLES]
    return bool(words) and all(w[:1].isupper() or w[:1].isdigit() for w in words)


def view(document: Document, layers: Layers, resources: Resources) -> View:
    """The actors of a report that have a name: name, kind, id, role, affiliation, short forms with where they stand."""
    entities = [e for e in layers.get("entities", ()) if isinstance(e, Entity)]
    by_id = {e.id: e for e in entities}
    surnames: dict[str, int] = {}
    actors = []
    for e in entities:
        body = by_id.get(e.affiliation or "")
        organ = _organ(document, e, body)
        if not (e.wikidata or organ or _proper(e.name)) or (e.kind is EntityKind.POPULATION and not e.wikidata) or len(e.name) < 2:
            continue
        name = plain_name(e.name, e.kind is EntityKind.PERSON)
        if not name or name.isdigit() or (e.role and e.name.lower().endswith(e.role.lower())):  # "US President" is no name
            continue
        forms = {document.text[s:t] for s, t in e.mentions}
        short = sorted(f for f in forms if f.isupper() and 3 <= len(f) <= 8 and f.isalpha())
        actors.append(
            {
                "id": e.id,
                "name": e.name,
                "plain": name,
                "kind": e.kind.value,
                "wikidata": e.wikidata,
                "role": e.role.lower() if e.role else None,
                "body": body.name if body else None,
                "short": short,
                "organ": organ,
            }
        )
        surnames[name.split()[-1]] = surnames.get(name.split()[-1], 0) + 1
    return {"report": document.id, "day": day_of(document.published), "actors": actors, "outlet": document.outlet}


def _organ(document: Document, entity: Entity, owner: Entity | None) -> str | None:
    """The organ of which state an actor is, as some mention words it; None for all else."""
    if entity.wikidata or entity.kind is not EntityKind.BODY:
        return None
    told = dict.fromkeys(document.text[s:t] for s, t in entity.mentions)
    if owner is not None and owner.kind is EntityKind.STATE and owner.wikidata:
        forms = {owner.name, *(document.text[s:t] for s, t in owner.mentions)}
        return next((f"{owner.wikidata} {organ}" for text in told if (organ := organ_of(text, forms))), None)
    return next((organ for text in told if (organ := ministry_of(text))), None) if owner is None else None


def keys(view: View) -> Iterator[str]:
    """Id, organ, name, skeleton, surname and short forms of each actor."""
    for a in view["actors"]:
        if a["wikidata"]:
            yield f"w {a['wikidata']}"
        if a.get("organ"):
            yield f"o {a['organ']}"
        yield f"n {a['plain']}"
        yield f"k {skeleton(a['plain'])}"
        words = _generation(a["plain"].split())[0]
        if a["kind"] == "person" or len(words) == 1:
            yield f"s {words[-1]}"
        for s in a["short"]:
            yield f"a {s}"


def _generation(words: Sequence[str]) -> tuple[list[str], int | None]:
    """The words of a name without junior, senior or a number at the end, and which generation that is.

    >>> _generation(["otto", "vance", "jr"]), _generation(["otto", "vance"])
    ((['otto', 'vance'], 2), (['otto', 'vance'], None))
    """
    last = _GENERATIONS.get(words[-1]) if len(words) > 2 else None
    return (list(words[:-1]), last) if last else (list(words), None)


def _in_office(a: View, b: View, days: int | None) -> bool:
    """Whether two persons of one surname have one role at one time: of one body, or one that only one person has."""
    one, two = ((_WORD.findall(x["role"]) if x["role"] else []) for x in (a, b))
    if not one or one != two or (days is not None and days > TERM):
        return False
    bodies = [set(plain_name(x["body"]).split()) if x["body"] else set() for x in (a, b)]
    if bodies[0] and bodies[1]:
        return bool(bodies[0] & bodies[1])
    return " ".join(one) in _HEADS


def _roles_agree(a: View, b: View) -> bool:
    """Whether both roles or both bodies are stated and share a word."""
    return any(a[field] and b[field] and set(a[field].lower().split()) & set(b[field].lower().split()) - _PARTICLES for field in ("role", "body"))


def apart(a: View, b: View) -> int | None:
    """How many days apart two reports were published; None where one does not say when."""
    return abs(a["day"] - b["day"]) if a["day"] and b["day"] else None


def same(a: View, b: View, days: int | None = None) -> tuple[float, str] | None:
    """How surely two named actors of two reports are one, and why in words; None where nothing speaks for it.

    `days` is how far apart the reports were published, None where that is not known.

    >>> one = {"name": "Kata'ib Hezbollah", "plain": "kataib hezbollah", "kind": "armed_group", "wikidata": None, "role": None, "body": None, "short": []}
    >>> same(one, one | {"name": "Kataeb Hizbullah", "plain": "kataeb hizbullah"})
    (0.85, "Kata'ib Hezbollah and Kataeb Hizbullah are spellings of one name.")
    >>> same({**one, "name": "Reyes", "plain": "reyes", "kind": "person"}, {**one, "name": "Anna Reyes", "plain": "anna reyes", "kind": "person"})[0]
    0.3
    """
    if a["wikidata"] and b["wikidata"]:
        return (0.97, f"Both are {a['name']} ({a['wikidata']}).") if a["wikidata"] == b["wikidata"] else None
    if a.get("organ") and b.get("organ"):
        return (0.9, f"{a['name']} and {b['name']} are one organ of {a['body'] or 'one state'}.") if a["organ"] == b["organ"] else None
    x, y = a["plain"], b["plain"]
    person = "person" in (a["kind"], b["kind"])
    if person and a["kind"] != b["kind"]:
        if x.split()[-1] == y.split()[-1] and min(len(x.split()), len(y.split())) == 1 and {a["kind"], b["kind"]} == {"person", "organisation"}:
            return 0.3, f"{a['name']} and {b['name']} share a word; one of them is not known as a person."
        return None
    agree = _roles_agree(a, b)
    short_name = " " not in x or (x.startswith("abu ") and x.count(" ") == 1)  # a surname, or a kunya: many bear it
    one, two = a["role"] or a["body"], b["role"] or b["body"]
    stated = "" if not (one and two) else f" as {one}" if one == two else f" as {one} and as {two}"
    if x == y:
        if not person:
            place = not {a["kind"], b["kind"]} & {"state"} or a["kind"] == b["kind"]
            return (
                (0.93, f"Both reports name {a['name']}.")
                if place and (" " in x or len(x) > 3 or a["name"].isupper())
                else (0.4, f"Both have the name {a['name']}, for a {a['kind']} and a {b['kind']}.")
            )
        if not short_name:
            return (0.95, f"Both reports name {a['name']}{stated}.") if agree or not stated else (0.8, f"Both reports name {a['name']}{stated}.")
        return (0.75, f"Both reports name {a['name']}{stated}.") if agree else (0.4, f"Both have the one name {a['name']}; a surname alone is not enough.")
    if skeleton(x) == skeleton(y) and len(skeleton(x).replace(" ", "")) >= 4 and DamerauLevenshtein.normalized_similarity(x, y) >= 0.6:
        words = x.split(), y.split()
        near = len(words[0]) == len(words[1]) and all(DamerauLevenshtein.distance(p, q) <= max(1, len(p) // 3) for p, q in zip(*words, strict=True))
        if near and (agree or not person or (not short_name and (days is None or days <= TERM))):
            return (0.7 if short_name else 0.85, f"{a['name']} and {b['name']} are spellings of one name{stated}.")
        return 0.4, f"{a['name']} and {b['name']} may be spellings of one name."
    if person:
        (mine, first), (other, second) = _generation(x.split()), _generation(y.split())
        if first != second and mine[-1] == other[-1] and mine[0] == other[0]:
            sure = agree and not (first and second) and 2 not in (first, second)  # a junior has a senior; a third seldom has a first beside him
            told = f"share first and last name{stated}" if sure else "may be of two generations"
            return (0.75 if sure else 0.4), f"{a['name']} and {b['name']} {told}."
        if min(len(mine), len(other)) >= 2 and (set(mine) <= set(other) or set(other) <= set(mine)) and mine[0] == other[0] and mine[-1] == other[-1]:
            return 0.85, f"{a['name']} and {b['name']} share first and last name{stated}."
        if min(len(mine), len(other)) >= 2 and (set(mine) <= set(other) or set(other) <= set(mine)):
            return (0.75, f"{a['name']} and {b['name']} share two names{stated}.") if agree else (0.45, f"{a['name']} and {b['name']} share two names.")
        bare = min(len(mine), len(other)) == 1
        led = {w[0] for w in (mine, other) if len(w) == 2} & _GIVEN_TOO  # "Al Holm" may be a surname alone
        if mine[-1] == other[-1] and (bare or (led and agree)):
            if (bare or not led & {"ben", "van"}) and _in_office(a, b, days):
                return (
                    0.6,
                    f"{a['name']} and {b['name']} share a surname and the role {a['role']}{' of ' + (a['body'] or b['body']) if a['body'] or b['body'] else ''} at the time.",
                )
            return (0.45 if agree else 0.3), f"{a['name']} and {b['name']} share a surname; that alone is not enough."
        return None
    short = next((s for s in a["short"] if s in b["short"] or s == b["name"]), None) or next((s for s in b["short"] if s == a["name"]), None)
    if short:
        full = [n for n in (a["name"], b["name"]) if n != short]
        fits = all(_initials(n, short) for n in full)
        if fits and len(full) == 2 and set(x.split()) & set(y.split()):
            return 0.7, f"Both reports call it {short}: {a['name']} and {b['name']}."
        if fits and len(full) == 1:
            return 0.7, f"One report names {full[0]} and calls it {short}; the other has {short}."
        return 0.35, f"Both reports use {short}, for {a['name']} and {b['name']}."
    return None


def _initials(name: str, short: str) -> bool:
    """Whether the letters of a short form begin words of the name, in order.

    >>> _initials("Harbour Workers' Front", "HWF")
    True
    """
    initials = "".join(w[0] for w in _WORD.findall(name) if w[0].isupper())
    return initials.upper() == short or (len(initials) >= 2 and short.startswith(initials[:2]))


def pairs(view: View, others: Sequence[View]) -> Iterator[tuple[View, View, View, float, str]]:
    """Every actor of a report with the best match in each other report: (actor, other report, other actor, confidence, why)."""
    for other in others:
        days = apart(view, other)
        index: dict[str, list[View]] = {}
        for b in other["actors"]:
            for key in keys({"actors": [b]}):
                index.setdefault(key, []).append(b)
        for a in view["actors"]:
            found: dict[str, tuple[float, str, View]] = {}
            for key in keys({"actors": [a]}):
                for b in index.get(key, ()):
                    if b["id"] not in found and (verdict := same(a, b, days)):
                        found[b["id"]] = (*verdict, b)
            ranked = sorted(found.values(), key=lambda f: (-f[0], f[2]["id"]))
            if ranked:
                best = ranked[0]
                if len(ranked) > 1 and ranked[1][0] == best[0] and best[0] < 0.9:  # two actors of the other report fit as well: a person must say
                    best = (0.4, best[1] + f" {ranked[1][2]['name']} fits as well.", best[2])
                yield a, other, best[2], best[0], best[1]


SURE = 0.5


def links(view: View, neighbours: Sequence[View]) -> Iterator[Link]:
    """Each actor with the same actor of the nearest report before, or of the nearest after it where none is before: a chain, not all pairs.

    An actor whose name is printed in another form elsewhere gets a second link, to the nearest of those: else two forms would be two chains.
    """
    best: dict[tuple[str, bool], tuple[tuple[object, ...], View, View, float, str]] = {}
    for a, other, b, confidence, why in pairs(view, neighbours):
        if confidence < SURE:
            continue
        before = (other["day"], other["report"]) < (view["day"], view["report"])
        rank = (confidence >= 0.7, before, -abs(other["day"] - view["day"]), other["report"])
        form = (a["id"], a["plain"] == b["plain"])
        if form not in best or rank > best[form][0]:
            best[form] = (rank, other, b, confidence, why)
    for (id, _), (_, other, b, confidence, why) in best.items():
        yield make_link(LinkKind.SAME_ENTITY, LinkEnd(report=view["report"], item=id), LinkEnd(report=other["report"], item=b["id"]), why, confidence, IDENTITY.label)


IDENTITY = Step(name="identity", version="6", reads=("entities",), resources=("package:rapidfuzz",), view=view, keys=keys, links=links, nearest=3, most=300, owned=True)
