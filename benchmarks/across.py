"""What the stages across reports cost, and whether altered copies are found. Prints Markdown tables; `docs/benchmarks.md` holds them.

python benchmarks/across.py scale COUNT [FILE]     processor time and memory of each stage on COUNT generated reports; then one report more
python benchmarks/across.py copies [COUNT]         near-duplicates among COUNT altered copies and COUNT reports of the same stories

The reports are told in stories, as news is: a story has its own people, place, figures and words, and is told by one to a dozen reports within
days. Their other words follow the frequencies of English. The findings are made by patterns (`generate.MADE`) and go through the same writer.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from generate import MADE, OUTLETS, PEOPLE, PLACES, THINGS, TOPICS, VERBS

from onrecord.across.near_duplicates import NEAR_DUPLICATES
from onrecord.model import LAYERS, Document, Source, Span, document_id
from onrecord.pipeline import Stage
from onrecord.store import Record
from onrecord.store.corpus import CORPUS_STAGES

PER_DAY = 900
"""Reports a day: a million in three years."""


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """English words with their cumulated frequencies: the commonest for what surrounds a story, the rarer ones for what it is about."""
    from wordfreq import get_frequency_dict

    words = sorted((w for w in get_frequency_dict("en", wordlist="small").items() if w[0].isalpha() and w[0].isascii() and len(w[0]) > 1), key=lambda w: (-w[1], w[0]))
    return [w for w, _ in words], list(itertools.accumulate(f for _, f in words))


class Story:
    """What the reports of one story have in common."""

    def __init__(self, number: int) -> None:
        rng = self.rng = random.Random(f"story {number}")
        words, _ = vocabulary()
        self.people = [rng.choice(PEOPLE) for _ in range(4)]
        self.places = [rng.choice(PLACES) for _ in range(2)]
        self.topic = rng.choice(TOPICS)
        self.words = rng.sample(words[800:20_000], 14)
        self.figures = [(rng.randint(2, 900), rng.choice(THINGS)) for _ in range(3)]
        self.said = [" ".join(rng.sample(self.words, 4)) for _ in range(5)]
        self.size = min(12, 1 + int(rng.expovariate(0.35)))


def sentence(rng: random.Random, story: Story, length: int = 16) -> str:
    """A sentence of common words in which some of the story's own stand."""
    words, weights = vocabulary()
    out = rng.choices(words, cum_weights=weights, k=length)
    for _ in range(3):
        out[rng.randrange(len(out))] = rng.choice(story.words)
    return " ".join(out).capitalize() + "."


def tell(rng: random.Random, story: Story, day: int, paragraphs: int = 0) -> tuple[str, list[str]]:
    """Headline and paragraphs of one report of a story; a count grows with the days."""
    who, place = rng.choice(story.people), story.places[0]
    headline = f"{story.topic.capitalize()} {' '.join(rng.sample(story.words, 3))} in {place}"
    out = []
    for _ in range(paragraphs or rng.randint(3, 5)):
        n, thing = rng.choice(story.figures)
        lines = [
            f"{rng.choice(story.people)} {rng.choice(VERBS)} that the {story.topic} {rng.choice(story.said)} in {rng.choice(story.places)}.",
            f"Rescuers reached {n + 3 * day} {thing} in {place} after the {story.topic} collapsed.",
            f"“The {story.topic} {rng.choice(story.said)},” {who} {rng.choice(VERBS)} on Monday.",
        ]
        out.append(" ".join([rng.choice(lines), sentence(rng, story), sentence(rng, story)]))
    return headline, out


def document(headline: str, paragraphs: list[str], outlet: str, published: str, number: int) -> Document:
    """A document as reading it would give it."""
    text = headline + "\n\n" + "\n\n".join(paragraphs)
    return Document(
        id=document_id(outlet, published, text),
        source=Source(path=f"made/{number}.txt", start=0, end=len(text)),
        text=text,
        headline=Span(0, len(headline)),
        body=Span(len(headline) + 2, len(text)),
        outlet=outlet,
        published=published,
        language="en",
    )


def stories(count: int, *, first: int = 0) -> Iterator[Document]:
    """So many reports, in stories, `PER_DAY` a day."""
    made = 0
    for number in itertools.count(first):
        story = Story(number)
        start = date(2021, 1, 1) + timedelta(days=(first + made) // PER_DAY)
        for k in range(story.size):
            rng = random.Random(f"report {number} {k}")
            late = min(k // 3, 4)
            yield document(*tell(rng, story, late), rng.choice(OUTLETS), (start + timedelta(days=late)).isoformat(), 100 * number + k)
            made += 1
            if made == count:
                return


def row(*cells: object) -> None:
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def megabytes() -> float:
    """Largest memory of this process until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def scale(count: str | int, path: str | None = None) -> None:
    """One row of the table: each stage alone over all reports, then everything for one report more."""
    count = int(count)
    with tempfile.TemporaryDirectory() as folder:
        path = path or str(Path(folder) / "many.db")
        cells = []
        with Record(path) as record:
            began = time.process_time()
            have = record.counts()["reports"]
            stream = itertools.islice(stories(count), have, None)
            while part := list(itertools.islice(stream, 10_000)):
                record.add_documents(part)
            record.run(stages=MADE, corpus=())
            cells.append(f"{(time.process_time() - began) * 1000 / max(1, count - have):.2f}")
            before = megabytes()
            for stage in CORPUS_STAGES:
                began = time.process_time()
                made = record.run(stages=MADE, corpus=(stage,)).manifest["links"].get(stage.name, 0)
                cells.append(f"{(time.process_time() - began) * 1000 / count:.2f} ({made / count:.2f})")
            memory = megabytes()
        times = []
        for k in range(5):
            with Record(path) as record:
                record.add_documents(stories(1, first=10_000_000 + k))
                wall, began = time.perf_counter(), time.process_time()
                run = record.run(stages=MADE)
                assert run.reports == 1
                times.append((time.process_time() - began, time.perf_counter() - wall))
        used, waited = (sorted(t)[2] for t in zip(*times, strict=True))
        row(f"{count:,}", *cells, f"{before:.0f} / {memory:.0f} MB", f"{used:.2f} s / {waited:.2f} s", f"{os.path.getsize(path) / 1e9:.2f} GB")


# -------------------------------------------------------------------------------------------------- near-duplicates


def edited(rng: random.Random, words: list[str], share: float) -> list[str]:
    """Of so large a share of the words each is another, left out, or said twice."""
    out = []
    for w in words:
        chance = rng.random() * 3 / share
        out += [rng.choice(vocabulary()[0])] if chance < 1 else [] if chance < 2 else [w, w] if chance < 3 else [w]
    return out


def altered(rng: random.Random, original: Document) -> tuple[str, str, list[str]]:
    """A copy as outlets make them: (how it was altered, headline, paragraphs). Two copies in five have two alterations."""
    headline, _, body = original.text.partition("\n\n")
    paragraphs = body.split("\n\n")
    done = rng.sample(["words edited", "end cut", "byline and notes added", "paragraphs reordered", "figures changed", "another headline"], 2 if rng.random() < 0.4 else 1)
    for how in done:
        if how == "words edited":
            share = rng.uniform(0.01, 0.08)
            paragraphs = [" ".join(edited(rng, p.split(), share)) for p in paragraphs]
        elif how == "end cut":
            paragraphs = paragraphs[: max(1, round(len(paragraphs) * rng.uniform(0.5, 0.95)))]
        elif how == "byline and notes added":
            paragraphs = [
                f"By {rng.choice(PEOPLE)}, {rng.choice(OUTLETS)}",
                *paragraphs,
                f"Reporting by {rng.choice(PEOPLE)}; editing by {rng.choice(PEOPLE)}. All rights reserved.",
            ]
        elif how == "paragraphs reordered":
            rng.shuffle(paragraphs)
        elif how == "figures changed":
            paragraphs = [re.sub(r"\d+", lambda m: str(int(m.group()) + rng.randint(1, 40)), p) for p in paragraphs]
        else:
            headline = " ".join(rng.choices(vocabulary()[0], k=6)).capitalize()
    return " + ".join(sorted(done)), headline, paragraphs


def copies(count: str | int = 10_000) -> None:
    """Precision and recall of near-duplicates: so many originals, an altered copy of each, and as many other
    reports of the same stories, with up to two paragraphs of quotations in common."""
    count = int(count)
    originals, copied, others, how = [], [], [], {}
    for number in itertools.count():
        story, rng = Story(number), random.Random(f"copies {number}")
        day = (date(2021, 1, 1) + timedelta(days=number * 3 // PER_DAY)).isoformat()
        originals.append(document(*tell(rng, story, 0, rng.randint(5, 9)), "Wire", day, 3 * number))
        headline, paragraphs = tell(rng, story, 0, rng.randint(5, 9))
        quoted = originals[-1].text.split("\n\n")[1:]
        for k in range(number % 3):  # none, one or two of its paragraphs are the same quotations
            paragraphs[-1 - k] = quoted[k]
        others.append(document(headline, paragraphs, "The Courier", day, 3 * number + 1))
        what, *text = altered(rng, originals[-1])
        copied.append(document(*text, "City Herald", day, 3 * number + 2))
        how[frozenset((originals[-1].id, copied[-1].id))] = what
        if len(originals) == count:
            break
    with Record(":memory:") as record:
        record.add_documents([*originals, *copied, *others])
        record.run(stages=[Stage(layer=layer, version="none", find=lambda document, layers: ()) for layer in LAYERS], corpus=(NEAR_DUPLICATES,))
        found = {frozenset((link.from_.report, link.to.report)) for link in record.links(kind="near_duplicate")}
    hits = found & set(how)
    row("all", f"{count:,}", f"{len(hits) / len(how):.2%}", f"{len(hits) / max(1, len(found)):.2%}")
    for what in sorted(set(how.values()), key=lambda w: (w.count("+"), w)):
        mine = [pair for pair, w in how.items() if w == what]
        row(what, f"{len(mine):,}", f"{sum(pair in found for pair in mine) / len(mine):.2%}", "")


if __name__ == "__main__":
    {"scale": scale, "copies": copies}[sys.argv[1]](*sys.argv[2:])
