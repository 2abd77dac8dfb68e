"""toponyms: place names and the places that they are taken for.

Two steps, as geoparsing has it. **Tagging**: every run of capitalised words that the gazetteer knows, or that the parser calls a
place, is weighed by a few plain signs: what sort of places bear the name, what the parser says, a preposition before it, a state
or country after a comma, a word for a sort of place (``province``), the words around it that would make it part of a person's
or an organisation's name. **Resolution**: among the places of the name the one is taken that fits best: the chain it stands in
(``Paris, Texas``), the countries, states and places that the report names, and how well known it is.

One name has one sense in a report. Adjectives are no toponyms; they only say which countries the report is about.

Source: the signs are those of Leidner, Toponym Resolution in Text (2007), ch. 3-4, and Lieberman and Samet, Multifaceted toponym
recognition (2011). Known to miss: places that neither the gazetteer nor the parser knows, one name for two places in one report.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from onrecord.gazetteer import Place, gazetteer
from onrecord.model import Candidate, Document, Ids, PlaceUse, Problem, Toponym
from onrecord.pipeline import Layers, Stage
from onrecord.placing.senses import Mention, belongs, choose, resolve
from onrecord.placing.tagging import THRESHOLD, Tagger, Words
from onrecord.text import Parse


def use_of(m: Mention, place: Place | None, parse: Parse, dealings: frozenset[str] = frozenset()) -> PlaceUse:
    """What a name does in its sentence, read from the parse.

    A country or capital that acts, is acted on or talks stands for its government; before a noun it modifies; else it is where.
    """
    if m.part:
        return PlaceUse.NAME_PART
    if m.last < len(parse) and parse.text[m.span[1] : m.span[1] + 1] in ("-", "–") and parse.text[m.span[1] + 1 : m.span[1] + 2].isalpha():
        return PlaceUse.MODIFIER  # `UK-based`
    head = next((k for k in range(m.last - 1, m.first - 1, -1) if not m.first <= parse.head[k] < m.last or parse.head[k] == k), m.last - 1)
    dep, up = parse.dep[head], parse.head[head]
    for _ in range(4):  # members of a list do what its first member does
        if dep == "conj" or (dep == "appos" and up != head):
            head, dep, up = up, parse.dep[up], parse.head[up]
        else:
            break
    power = (place is not None and place.kind in ("country", "capital", "territory")) or m.key in ("washington", "kremlin", "brussels", "west")
    if dep in ("compound", "nmod", "amod") and up > head:
        return PlaceUse.MODIFIER
    if dep == "poss":
        return PlaceUse.MODIFIER if place is None or place.kind != "capital" else PlaceUse.ACTOR
    if not power:
        return PlaceUse.LOCATION
    if dep == "nsubj":
        return PlaceUse.LOCATION if parse.lemma[up] in ("be", "have", "lie", "border", "remain") else PlaceUse.ACTOR
    if dep in ("nsubjpass", "dobj", "iobj", "dative", "agent"):
        verb = parse.lemma[up]
        return (
            PlaceUse.LOCATION
            if verb in ("leave", "visit", "enter", "reach", "hit", "flee", "tour", "strike", "cross", "occupy", "locate", "affect", "follow", "include") and place is not None
            else PlaceUse.ACTOR
        )
    if dep == "pobj":
        word = parse.lower[up]
        if word in ("by", "against", "with", "between", "for", "upon"):
            return PlaceUse.ACTOR
        if word == "of" and parse.lemma[parse.head[up]] in dealings:
            return PlaceUse.ACTOR
        if (
            word == "on"
            and parse.pos[parse.head[up]] in ("NOUN", "VERB")
            and parse.lemma[parse.head[up]] in ("sanction", "pressure", "attack", "war", "impose", "call", "influence", "embargo", "tariff")
        ):
            return PlaceUse.ACTOR
    return PlaceUse.LOCATION


def candidate(q: Place, score: float) -> Candidate:
    """A place as the record lists it."""
    return Candidate(name=q.name, country=q.country or None, lat=q.lat, lon=q.lon, geonameid=q.geonameid, kind=q.kind, score=score)


def find(document: Document, layers: Layers) -> Iterator[Toponym | Problem]:
    """The place names of a report, each with the place it is taken for.

    Yields:
        Toponyms in order of the text. `lat` and `lon` are WGS 84 degrees of a representative point; all fields of the place
        are None where the name is a place's by its context, but no gazetteer knows it.
    """
    parse = layers.sentences
    if not any(word[:1].isupper() for word in parse.word):
        return
    resources = layers.resources
    places = gazetteer(resources)
    words: Words = resources.derived("toponym words", lambda r: Words(r.lexicon("places")))
    tagger = Tagger(document, parse, places, words)
    mentions = tagger.mentions()
    ranked = resolve(mentions, tagger.demonyms)
    near = [m for m in tagger.doubts if belongs(m, ranked)]
    if near:
        for m in near:
            m.weight = THRESHOLD
        mentions = sorted([*mentions, *near], key=lambda m: m.first)
        ranked = resolve(mentions, tagger.demonyms)
    ids = Ids(document.id, "toponyms")
    town: tuple[int, Place] | None = None
    for m in mentions:
        rows, container = choose(m, ranked)
        place = rows[0][1] if rows else None
        sentence = parse.sentence[m.first]
        if place is not None and place.kind in ("city", "capital"):
            town = sentence, place
        elif place is None and not m.inside and m.sort in words.streets and town is not None and sentence - town[0] <= 3:
            container = town[1]  # a street lies in the town named last
        confidence = round(1 / (1 + math.exp(-(m.weight - THRESHOLD + 0.8))), 2)
        if place is None:
            yield Toponym(
                id=ids(m.span),
                span=m.span,
                name=parse.text[slice(*m.span)],
                country=(container.country or None) if container else None,
                lat=container.lat if container else None,
                lon=container.lon if container else None,
                kind=m.sort or None,
                use=use_of(m, None, parse),
                candidates=(candidate(container, 0.0),) if container else (),
                confidence=min(confidence, 0.5 if container else 0.6),
                stage=STAGE.name,
            )
            continue
        top = rows[0][0]
        shares = [math.exp(s - top) for s, _ in rows]
        total = sum(shares)
        yield Toponym(
            id=ids(m.span),
            span=m.span,
            name=place.name,
            country=place.country or None,
            lat=place.lat,
            lon=place.lon,
            geonameid=place.geonameid,
            kind=place.kind,
            use=PlaceUse.LOCATION if tagger.in_place_line(m.first) else use_of(m, place, parse, words.dealings),
            claimants=place.claimants,
            candidates=tuple(candidate(q, round(share / total, 3)) for share, (_, q) in zip(shares[:5], rows[:5], strict=True)),
            confidence=round(confidence * (0.6 + 0.4 / total), 2),
            stage=STAGE.name,
        )


STAGE = Stage(layer="toponyms", version="9", reads=("sentences",), resources=("lexicon:places", "data:gazetteer.txt.gz"), find=find)
