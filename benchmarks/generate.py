"""A corpus of invented reports, as large as one likes, and stages that find in it what was put in.

The reports are made from sentence patterns with invented names, so that a pattern finds the statements, figures, events,
dates, places, entities and labels again without a parser: for sizes that would take days to parse, findings are made this way
and go through the same writer. How many there are a thousand words follows what the real stages find in news (see `DENSITY`).

    python benchmarks/generate.py 1000 > corpus.jsonl
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from onrecord.formats.jsonl import dumps
from onrecord.model import (
    Attribution,
    AttributionKind,
    Document,
    Entity,
    EntityKind,
    Event,
    Ids,
    Label,
    Quantity,
    Source,
    Span,
    Timex,
    TimexType,
    Toponym,
    document_id,
)
from onrecord.pipeline import Stage

DENSITY = "attributions 25, quantities 13, events 44, timexes 19, entities 75, labels 30 a thousand words"

SYLLABLES = ["bar", "bel", "cor", "dan", "del", "fen", "gar", "hal", "jor", "kel", "lan", "mar", "nel", "or", "pel", "ran", "sel", "tor", "val", "wen", "yar", "zel"]
FIRST = [
    "Ada",
    "Ben",
    "Cleo",
    "Dora",
    "Emil",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "Jane",
    "Karl",
    "Lena",
    "Milo",
    "Nora",
    "Otto",
    "Pia",
    "Rolf",
    "Sara",
    "Tom",
    "Una",
    "Vera",
    "Walt",
    "Yara",
    "Zoe",
]
OUTLETS = ["The Gull", "City Herald", "Wire", "Evening Post", "Northern Star", "The Courier", "Daily Ledger", "Harbour News"]
TOPICS = [
    "bridge",
    "harbour",
    "school",
    "budget",
    "strike",
    "flood",
    "election",
    "tunnel",
    "hospital",
    "railway",
    "forest",
    "fishery",
    "tax",
    "court",
    "stadium",
    "museum",
    "airport",
    "library",
    "market",
    "vaccine",
    "drought",
    "protest",
    "treaty",
    "border",
    "ceasefire",
    "refugee",
    "oil",
    "gas",
    "wheat",
    "steel",
    "bank",
    "union",
    "council",
    "parliament",
    "minister",
    "police",
    "army",
    "fire",
    "storm",
    "earthquake",
]
THINGS = ["workers", "houses", "ships", "farms", "trucks", "schools", "patients", "pupils", "tickets", "votes", "litres", "trees"]
VERBS = ["said", "told reporters", "denied", "announced", "warned", "added", "promised", "insisted"]
DAYS = ["on Monday", "on Tuesday", "last week", "in October", "yesterday", "on Friday", "in 2023"]
WORDS = [
    "plan",
    "costs",
    "delay",
    "repair",
    "review",
    "offer",
    "talks",
    "vote",
    "deal",
    "report",
    "figure",
    "claim",
    "letter",
    "rule",
    "season",
    "winter",
    "summer",
    "route",
    "price",
    "wage",
]


PLAIN = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "for",
    "on",
    "with",
    "as",
    "by",
    "at",
    "from",
    "it",
    "was",
    "which",
    "had",
    "been",
    "there",
    "were",
    "this",
    "after",
    "before",
    "under",
    "over",
    "more",
    "less",
    "most",
    "long",
    "short",
    *WORDS,
]


def _name(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


def people(count: int = 20_000) -> list[str]:
    """Invented names; few of them speak often, as in news."""
    rng = random.Random(1)
    return [f"{rng.choice(FIRST)} {_name(rng, 2 + k % 2)}" for k in range(count)]


def places(count: int = 2_000) -> list[str]:
    """Invented places."""
    rng = random.Random(2)
    return [_name(rng, 2) + rng.choice(["port", "ville", "stad", "burgh", "mouth"]) for _ in range(count)]


PEOPLE, PLACES = people(), places()


def _common(rng: random.Random, values: list[str]) -> str:
    """One of a list, the first ones far more often (Zipf)."""
    return values[min(int(len(values) ** rng.random()) - 1, len(values) - 1)]


def text(rng: random.Random, words: int, *, statements: bool = False) -> str:
    """The text of one report, headline first; `statements` puts little else in it than what people say."""
    own = [_common(rng, PEOPLE) for _ in range(6)]
    topics = [_common(rng, TOPICS) for _ in range(3)]
    out = [f"{rng.choice(topics).capitalize()} {rng.choice(WORDS)} near {_common(rng, PLACES)}"]
    count = len(out[0].split())
    while count < words:
        paragraph = []
        for _ in range(rng.randint(1, 3)):
            topic, place, day, n = rng.choice(topics), _common(rng, PLACES), rng.choice(DAYS), rng.randint(2, 4000)
            who, verb, thing = rng.choice(own), rng.choice(VERBS), rng.choice(THINGS)
            a, b = rng.choice(WORDS), rng.choice(WORDS)
            paragraph.append(
                rng.choice(
                    [
                        f"{who} {verb} that the {topic} {a} in {place} would change the {b} of {n} {thing}.",
                        f"“The {topic} {a} is a disgrace for {place} and its {b},” {who} {verb} {day}.",
                        f"Rescuers reached {n} {thing} in {place} {day} after the {topic} collapsed, and troops attacked the {a} depot.",
                        f"The so-called {topic} {a} moved slowly {day}, while officials met in {place} and signed the {b}.",
                        f"{who} {verb} that {n} {thing} were lost {day} when the {topic} closed.",
                    ]
                )
            )
            if statements:
                paragraph[-1] = f"{who} {verb} that the {topic} {a} in {place} would change the {b} of {n} {thing}."
            elif rng.random() < 0.75:
                paragraph.append(" ".join(rng.choice(PLAIN) for _ in range(rng.randint(14, 30))).capitalize() + ".")
            count += sum(len(p.split()) for p in paragraph[-2:])
        out.append(" ".join(paragraph))
    return "\n\n".join(out)


def documents(count: int, *, words: int = 400, seed: int = 0, statements: bool = False) -> Iterator[Document]:
    """Invented reports, three years of them, the same for the same seed."""
    first = date(2021, 1, 1)
    for k in range(count):
        rng = random.Random(seed * 1_000_003 + k)
        body = text(rng, max(40, int(rng.gauss(words, words / 4))), statements=statements)
        day = (first + timedelta(days=k * 1095 // max(count, 1))).isoformat()
        outlet = _common(rng, OUTLETS)
        end = body.index("\n")
        yield Document(
            id=document_id(outlet, day, body),
            source=Source(path=f"made/{k}.txt", start=0, end=len(body)),
            text=body,
            headline=Span(0, end),
            body=Span(end + 2, len(body)),
            outlet=outlet,
            published=day,
            language="en",
        )


# ------------------------------------------------------------------------------------------------------ stages for it

_VERB = "|".join(VERBS)
_NAME = r"[A-Z][a-z]+ [A-Z][a-z]+"
_SAID = re.compile(rf"(?P<who>{_NAME}) (?P<cue>{_VERB}) that (?P<what>[^.]+)\.|“(?P<quote>[^”]+?),?” (?P<who2>{_NAME}) (?P<cue2>{_VERB})")
_DAY = re.compile("|".join(DAYS))
_PLACE = re.compile(r"\b[A-Z][a-z]+(?:port|ville|stad|burgh|mouth)\b")
_NUMBER = re.compile(rf"\b(\d+) ({'|'.join(THINGS)})")
_EVENT = re.compile(r"\b(reached|collapsed|attacked|met|signed|moved|closed|change|lost)\b")
_LABEL = re.compile(r"so-called \w+|disgrace|depot|officials|troops|Rescuers")
_ENTITY = re.compile(rf"{_NAME}|troops|officials|Rescuers|the (?:{'|'.join(TOPICS)})")


def find_entities(document, layers):
    ids, found = Ids(document.id, "entities"), {}
    for m in _ENTITY.finditer(document.text):
        found.setdefault(m.group(), []).append(Span(*m.span()))
    for name, mentions in found.items():
        kind = EntityKind.PERSON if name[0].isupper() and " " in name else EntityKind.ORGANISATION
        yield Entity(id=ids(mentions[0]), name=name, kind=kind, mentions=tuple(mentions), confidence=0.83, stage="entities@made")


def find_attributions(document, layers):
    ids = Ids(document.id, "attributions")
    known = {e.name: e.id for e in layers.entities}
    for m in _SAID.finditer(document.text):
        direct = m["quote"] is not None
        content, who, cue = (Span(*m.span(g)) for g in (("quote", "who2", "cue2") if direct else ("what", "who", "cue")))
        verb = document.text[slice(*cue)]
        yield Attribution(
            id=ids(content),
            kind=AttributionKind.DIRECT if direct else AttributionKind.INDIRECT,
            content=(content,),
            cue=(cue,),
            source=(who,),
            speaker=known.get(document.text[slice(*who)]),
            act={"denied": "denies", "warned": "threatens", "promised": "promises", "announced": "announces"}.get(verb, "asserts"),
            anonymity="named",
            confidence=0.87,
            stage="attributions@made",
        )


def find_timexes(document, layers):
    ids = Ids(document.id, "timexes")
    for m in _DAY.finditer(document.text):
        yield Timex(
            id=ids(Span(*m.span())),
            span=Span(*m.span()),
            type=TimexType.DATE,
            value=document.published,
            anchor="publication",
            start=document.published,
            end=document.published,
            confidence=0.9,
            stage="timexes@made",
        )


def find_toponyms(document, layers):
    ids = Ids(document.id, "toponyms")
    for m in _PLACE.finditer(document.text):
        yield Toponym(
            id=ids(Span(*m.span())),
            span=Span(*m.span()),
            name=m.group(),
            country="XX",
            lat=45.125,
            lon=-73.5,
            geonameid=6077243,
            kind="city",
            confidence=0.9,
            stage="toponyms@made",
        )


def find_quantities(document, layers):
    ids = Ids(document.id, "quantities")
    for m in _NUMBER.finditer(document.text):
        span = Span(*m.span(1))
        claim = next((a.id for a in layers.attributions if a.content[0].start <= span.start < a.content[0].end), None)
        yield Quantity(
            id=ids(span),
            span=span,
            low=int(m[1]),
            high=int(m[1]),
            unit="person" if m[2] in ("workers", "patients", "pupils") else None,
            measures=m[2],
            claimed_by=claim,
            confidence=0.8,
            stage="quantities@made",
        )


def find_events(document, layers):
    ids = Ids(document.id, "events")
    actors = {s: e.id for e in layers.entities for s in e.mentions}
    for m in _EVENT.finditer(document.text):
        span = Span(*m.span())
        near = [i for s, i in actors.items() if 0 <= span.start - s.end < 12]
        yield Event(id=ids(span), trigger=span, type="ASSAULT" if m.group() == "attacked" else "OTHER", actor=tuple(near[:1]), confidence=0.55, stage="events@made")


def find_labels(document, layers):
    ids = Ids(document.id, "labels")
    for m in _LABEL.finditer(document.text):
        yield Label(id=ids(Span(*m.span())), span=Span(*m.span()), confidence=0.6, stage="labels@made")


MADE = tuple(
    Stage(layer=layer, version="made", reads=reads, find=find)
    for layer, reads, find in (
        ("entities", (), find_entities),
        ("timexes", (), find_timexes),
        ("toponyms", (), find_toponyms),
        ("attributions", ("entities", "timexes"), find_attributions),
        ("quantities", ("attributions",), find_quantities),
        ("events", ("entities", "attributions"), find_events),
        ("labels", (), find_labels),
    )
)

if __name__ == "__main__":
    for made in documents(int(sys.argv[1])):
        print(dumps({"text": made.text, "outlet": made.outlet, "published": made.published}))
