"""Forms of the gazetteer in a parse, and which of them hold: a form inside another's name or a capital that is only a place is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.model import EntityKind
from onrecord.naming.tables import Entry, Tables, plain
from onrecord.text import Parse

_K = EntityKind
_ORDER = {"name": 0, "people": 1, "adjective": 2, "metonym": 3, "weak": 4}
"""Which reading of a form is taken where it has several."""
_WITH = {"between", "with", "against", "by", "for", "of", "on", "towards", "toward", "about", "than", "like", "under", "among"}
"""Prepositions after which a capital stands for a government, *of* with exceptions."""


class Hit(NamedTuple):
    """Tokens ``[first, last)`` that are a form of the gazetteer."""

    first: int
    last: int
    entry: Entry
    others: tuple[Entry, ...] = ()


def find_hits(parse: Parse, tables: Tables) -> list[Hit]:
    """Where forms of the gazetteer stand, longest first, without overlaps."""
    hits: list[Hit] = []
    words, lower, forms = parse.word, parse.lower, tables.forms
    n = len(words)
    i = 0
    while i < n:
        low = lower[i]
        found = forms.get(low)
        if found is None and (not low.isalpha() or not low.isascii()):
            found = forms.get(plain(low))
        if not found:
            i += 1
            continue
        step = i + 1
        best: list[Entry] = []
        last, size = i, 0
        for pattern, cases, entry in found:
            if best and len(pattern) < size:
                break
            at, k = i, 0
            stop = parse.sentences[parse.sentence[i]][1]
            while k < len(pattern) and at < stop:
                p = plain(words[at])
                if not p:  # a hyphen or an apostrophe inside a name
                    at += 1
                    continue
                if p != pattern[k] or not _fits(words[at], cases[k]):
                    break
                at += 1
                k += 1
            if k == len(pattern):
                size, last = len(pattern), at
                best.append(entry)
        if best:
            entry = _choose(parse, last, best)
            if entry.sort == "people" and words[i].lower() == "the" and last < n and parse.pos[last] in ("NOUN", "PROPN", "ADJ"):
                # "the French Senate": the adjective, not the people
                adjective = next((e for _, _, e in forms.get(plain(words[i + 1]), ()) if e.sort == "adjective"), None)
                if adjective is not None:
                    i, entry = i + 1, adjective
            hits.append(Hit(i, last, entry, tuple(best)))
            step = last
        i = step
    return hits


def _fits(word: str, case: str) -> bool:
    """True where a word is written as its form asks (`tables.Form`)."""
    if case[:1] == "=":
        return word == case[1:]
    return not case or (case == "U" and word.isupper()) or (case == "C" and word[:1].isupper())


def _choose(parse: Parse, last: int, entries: list[Entry]) -> Entry:
    """The reading of a form that several entries share: an adjective before a noun, else a name, else a metonym."""
    if len(entries) == 1:
        return entries[0]
    modifies = parse.dep[last - 1] in ("amod", "compound", "nmod") and parse.head[last - 1] >= last
    return min(entries, key=lambda e: -1 if modifies and e.sort == "adjective" else _ORDER[e.sort])


def sound_hits(p: Parse, tables: Tables, hits: list[Hit]) -> Iterator[Hit]:
    """Hits that are not part of a person's or another thing's name."""
    at_token = {t: h for h in hits for t in range(h.first, h.last)}
    full = {h.entry.key for h in hits if h.entry.sort == "name"}
    n = len(p)
    for hit in hits:
        entry = hit.entry
        if entry.sort == "weak":
            known = [e for e in hit.others if e.key in full]
            if len({e.key for e in known}) != 1:
                continue  # "the Post" where no paper, or two, of that name stand in the report
            entry = known[0]
            hit = hit._replace(entry=entry)
        if entry.of and hit.first and _other_body(p, tables, at_token, hit):
            continue
        if entry.sort == "metonym" and not _stands_for_government(p, tables, hit):
            continue
        if (
            hit.last < n
            and entry.sort in ("name", "people")
            and entry.kind is not _K.STATE
            and hit.last - hit.first <= 2
            and p.pos[hit.last] == "PROPN"
            and p.dep[hit.last - 1] == "compound"
            and p.lower[hit.last] in tables.words["things"]
        ):
            continue  # "the West Bank", "the Quartet Agreement"
        if (hit.last - hit.first == 1 and entry.kind in (_K.STATE, _K.ORGANISATION, _K.POPULATION, _K.ARMED_GROUP)) or entry.sort == "weak":
            if _in_persons_name(p, tables, hit):
                continue
        yield hit


def _in_persons_name(p: Parse, tables: Tables, hit: Hit) -> bool:
    """True inside a longer name of a person: "Jordan Peele", "Michael Jordan"."""
    if p.ent[hit.first] != "PERSON":
        return False
    after = hit.last
    if hit.entry.sort in ("name", "metonym") and after < len(p) and p.ent[after] == "PERSON" and not p.ent_start[after] and p.pos[after] == "PROPN":
        return True
    return hit.first > 0 and not p.ent_start[hit.first] and p.lower[hit.first - 1] in tables.given


def _other_body(p: Parse, tables: Tables, at_token: dict[int, Hit], hit: Hit) -> bool:
    """True where words before a body's name make it another's: "the French Senate", "Lower Marl Army National Guard"."""
    k = hit.first - 1
    if p.sentence[k] != p.sentence[hit.first]:
        return False
    if p.word[k] == "'s":
        k -= 1
    if k in at_token:
        before = at_token[k]
        return before.entry.kind is _K.STATE and before.entry.key != hit.entry.of and hit.entry.of in tables.states
    if p.word[k] == "'s" or p.pos[k] != "PROPN" or not p.word[k][0].isupper() or p.dep[k] not in ("compound", "nmod", "poss", "amod"):
        return False
    at = k
    while p.head[at] != at and not hit.first <= p.head[at] < hit.last and p.head[at] > at:
        at = p.head[at]
    return hit.first <= p.head[at] < hit.last and hit.entry.of in tables.states and any(w in hit.entry.name for w in tables.words["everywhere"])


def _stands_for_government(p: Parse, tables: Tables, hit: Hit) -> bool:
    """True where a capital or seat acts or is addressed; false where it is a place or a part of another name."""
    i = hit.last - 1
    while p.dep[i] == "conj" and p.head[i] != i:
        i = p.head[i]
    dep, head = p.dep[i], p.head[i]
    if dep in ("compound", "nmod", "amod"):
        return p.lower[head] in tables.capitals["before"]
    if dep == "pobj":
        prep, above = p.lower[head], p.head[head]
        if prep in _WITH:
            return prep != "of" or p.lower[above] not in tables.capitals["not_of"]
        return prep == "to" and (p.lemma[above] in tables.capitals["to"] or p.lower[head - 1] == "according")
    if dep == "dobj":
        return p.lemma[head] in tables.capitals["done_to"]
    return dep not in ("npadvmod", "attr")
