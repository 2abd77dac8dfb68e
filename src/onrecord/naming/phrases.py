"""The mentions of a parse while they are found, and what the readers ask of its noun phrases."""

from __future__ import annotations

from onrecord.model import Mention
from onrecord.naming.hits import Hit, find_hits, sound_hits
from onrecord.naming.tables import Tables
from onrecord.text import NOBODY, Parse

_LEFT = {"det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "advmod", "npadvmod", "case", "neg"}
"""Dependents on the left that belong to a noun's phrase."""


class Phrases:
    """The mentions of one parse so far.

    Attributes:
        parse: The parse.
        tables: The lexicons.
        hit_at: The gazetteer's form at a token.
        found: Mentions by their span.
        people: Words of the names of people, lower case; what the parser calls a person once is one elsewhere.
    """

    def __init__(self, parse: Parse, tables: Tables) -> None:
        self.parse, self.tables = parse, tables
        self.hit_at: dict[int, Hit] = {t: hit for hit in sound_hits(parse, tables, find_hits(parse, tables)) for t in range(hit.first, hit.last)}
        self.found: dict[tuple[int, int], Mention] = {}
        self.people: set[str] = set()
        for t in range(1, len(parse)):
            if parse.ent[t] == "PERSON" and not parse.ent_start[t] and parse.ent[t - 1] == "PERSON" and parse.word[t][0].isupper():
                self.people.add(parse.lower[t])

    def put(self, mention: Mention) -> None:
        """Keep a mention, the first of a span; of nobody (*no minister*) none."""
        first, last = mention.span
        if first < last and self.parse.lower[self.parse.token_at(first)] not in NOBODY:
            self.found.setdefault(mention.span, mention)

    def drop(self, head: int) -> None:
        """Take back the mentions with a head token."""
        self.found = {span: m for span, m in self.found.items() if m.head != head}

    def left(self, i: int) -> int:
        """First token of a noun's phrase."""
        p = self.parse
        first = i
        for c in p.children[i]:
            if c >= i:
                break
            if p.dep[c] in _LEFT or (p.dep[c] == "punct" and p.word[c] in "-'\"" and first > c):
                first = min(first, p.edges(c)[0])
        while first < i and (p.pos[first] in ("PUNCT", "CCONJ", "ADV", "SCONJ") or p.lower[first] in ("both", "even", "only", "also", "not")):
            first += 1
        return first

    def modifiers(self, first: int, last: int) -> list[Hit]:
        """Gazetteer forms among tokens, in order."""
        found: list[Hit] = []
        t = first
        while t < last:
            hit = self.hit_at.get(t)
            if hit is not None and hit.first >= first and hit.last <= last:
                found.append(hit)
                t = hit.last
            else:
                t += 1
        return found

    def is_role(self, i: int) -> bool:
        """True for a noun that names a person by role."""
        p, roles = self.parse, self.tables.roles
        low, lemma = p.lower[i], p.lemma[i].lower()
        if lemma in self.tables.words["things_in_plural"] and p.tag[i] == "NNS":
            return False  # "they bowed their heads"
        return low in roles or lemma in roles or low.rsplit("-", 1)[-1] in roles

    def acts(self, i: int) -> bool:
        """True if the token is the subject of a verb, or the one that words are according to."""
        p = self.parse
        if p.dep[i] == "nsubj":
            verb = p.head[i]
            return p.pos[verb] in ("VERB", "AUX") and p.lemma[verb] != "be"
        return p.dep[i] == "pobj" and p.lower[p.head[i]] in ("to", "by") and p.lower[max(0, p.head[i] - 1)] in ("according", "said", "told")

    def syllable(self, t: int) -> bool:
        """True for a small syllable that a hyphen joins to a person's given name: "wen" in "Tsai Ing-wen"."""
        p = self.parse
        return (
            2 <= t < len(p)
            and p.word[t - 1] == "-"
            and p.word[t].islower()
            and p.word[t].isalpha()
            and len(p.word[t]) < 7
            and p.word[t - 2][:1].isupper()
            and p.ent[t - 2] == "PERSON"
            and p.end[t - 2] == p.start[t - 1]
            and p.end[t - 1] == p.start[t]
            and p.pos[t] in ("PROPN", "NOUN", "ADP", "X")
            and p.sentence[t] == p.sentence[t - 2]
        )
