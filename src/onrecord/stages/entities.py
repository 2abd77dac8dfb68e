"""entities: the actors of a report: mentions that are one, with the reason.

Sieves (`onrecord.resolving`), the surest first, after Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric,
precision-ranked rules"), cut to what news needs: names and abbreviations, surnames, appositions, descriptions by role and affiliation, then
pronouns by gender, number, place in the sentence and distance, with an eye on who is speaking. Two candidates that are
equally good stay two: the mention is left out rather than guessed.

Known to miss: pronouns that stand for a whole sentence, "both", split antecedents ("they" for two people named apart).
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Entity, EntityKind, Ids, Mention, Problem
from onrecord.pipeline import Layers, Stage
from onrecord.resolving.beside import affiliate
from onrecord.resolving.called import called, only_a_place
from onrecord.resolving.clusters import Cast
from onrecord.resolving.described import describe
from onrecord.resolving.later import late_bodies, late_names
from onrecord.resolving.named import tie_names
from onrecord.resolving.pronouns import pronoun
from onrecord.resolving.speakers import first_person, with_sources
from onrecord.resolving.words import Words, build_words
from onrecord.resources import Resources


def resolve(cast: Cast) -> None:
    """Tie the mentions of a report to actors, sieve by sieve."""
    tie_names(cast)
    for m in cast.mentions:
        if m.span in cast.of:
            affiliate(cast, m, cast.of[m.span])
    mine: list[Mention] = []
    for m in cast.mentions:
        if m.span in cast.of:
            continue
        if m.form == "description":
            if cast.parse.lower[cast.parse.token_at(m.span[0])] in ("our", "my") and m.kind is not EntityKind.PERSON:
                mine.append(m)  # whose they are is known when the pronouns are
                continue
            describe(cast, m)
        elif m.form == "pronoun" and m.person == 3:
            pronoun(cast, m)
    for m in mine:
        describe(cast, m)
    for m in cast.mentions:  # bodies that are only described have their clusters now
        if m.affiliation is not None and m.span in cast.of:
            affiliate(cast, m, cast.of[m.span])
    late_names(cast)
    late_bodies(cast)
    first_person(cast)


def entities(cast: Cast, resources: Resources) -> Iterator[Entity]:
    """The actors as findings, in order of their first mention: those with a name or a description, without states that are only places."""
    bodies = {c.affiliation for c in cast.clusters if c.affiliation is not None and c.mentions}
    kept = [
        c
        for c in cast.clusters
        if any(m.form != "pronoun" for m in c.mentions) and (c.number in bodies or not only_a_place(cast, c)) and (c.names or c.kind is not EntityKind.STATE)
    ]
    kept.sort(key=lambda c: min(m.span for m in c.mentions))
    ids = Ids(cast.document.id, "entities")
    spans = {c.number: tuple(sorted({m.span for m in c.mentions})) for c in kept}
    named = {c.number: ids(spans[c.number][0]) for c in kept}
    for c in kept:
        name, kind = called(cast, c), c.kind or EntityKind.ORGANISATION
        role = next((m.role for m in c.mentions if m.role and m.form == "name"), None) or next((m.role for m in c.mentions if m.role), None)
        yield Entity(
            id=named[c.number],
            name=name,
            kind=kind,
            wikidata=next((m.wikidata for m in c.mentions if m.wikidata), None) or resources.identifier(name, kind),
            affiliation=named.get(c.affiliation) if c.affiliation is not None else None,
            role=role if kind is EntityKind.PERSON else None,
            mentions=spans[c.number],
            resolutions=tuple(sorted(c.why.values(), key=lambda r: r.mention)),
            confidence=round(c.confidence, 2),
            stage=STAGE.name,
        )


def find(document: Document, layers: Layers) -> Iterator[Entity | Problem]:
    """The entities of a report, in order of their first mention."""
    if layers.mentions or layers.statements:
        words: Words = layers.resources.derived("entities", build_words)
        cast = Cast(document, layers, words, with_sources(document, layers, words.documents))
        resolve(cast)
        yield from entities(cast, layers.resources)


STAGE = Stage(
    layer="entities",
    version="2",
    reads=("sentences", "quotations", "mentions", "statements"),
    resources=("lexicon:roles", "lexicon:names", "lexicon:events", "lexicon:actors", "lexicon:labels", "wikidata"),
    find=find,
)
