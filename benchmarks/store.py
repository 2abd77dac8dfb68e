"""What the record costs: rates, sizes, search times, memory. Prints a Markdown table; `docs/benchmarks.md` holds one.

python benchmarks/store.py rate            add + run against the bare parser, real stages
python benchmarks/store.py size [FILE…]    size on disk against the text, by table, real stages: of reports of your own, or of generated ones
python benchmarks/store.py large FILE [N]  100,000 reports (or N) with a million attributions: write, run again, search, memory
python benchmarks/store.py search FILE     the last part alone, on a file that `large` made
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from generate import MADE, PEOPLE, PLACES, TOPICS, WORDS, documents, find_attributions, find_entities

from onrecord.pipeline import Stage
from onrecord.store import CORPUS_STAGES, Record

STATEMENTS = (
    Stage(layer="entities", version="made", find=find_entities),
    Stage(layer="attributions", version="made", reads=("entities",), find=find_attributions),
)


def row(*cells: object) -> None:
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def megabytes() -> float:
    """Largest memory of this process until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rate(count: int = 100) -> None:
    from onrecord.parser import load

    made = list(documents(count))
    words = sum(len(d.text.split()) for d in made)
    nlp = load(None)
    list(nlp.pipe(["Warm up."]))
    began = time.process_time()
    for _ in nlp.pipe((p for d in made for p in d.text.split("\n\n")), batch_size=128):
        pass
    parser = words / (time.process_time() - began)
    with tempfile.TemporaryDirectory() as folder:
        for name, stages, corpus in (
            ("all stages", None, CORPUS_STAGES),
            ("all stages of single reports", None, ()),
            ("findings by patterns (what the writer leaves room for)", MADE, ()),
        ):
            with Record(Path(folder) / f"{len(name)}.db") as record:
                began = time.process_time()
                record.add_documents(made)
                added = time.process_time() - began
                record.run(stages=stages, corpus=corpus)
                total = time.process_time() - began
                row(f"add + run, {name}", f"{words / total:,.0f} words/s", f"{words / total / parser:.0%} of the parser's {parser:,.0f}; adding alone {words / added:,.0f} words/s")


def size(*sources: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.db"
        with Record(path) as record:
            if sources:
                record.add(*sources, progress=True)
            else:
                record.add_documents(documents(150))
            run = record.run(progress=True)
            words = run.manifest["words"]
            print(
                f"{record.counts()['reports']:,} reports, {words:,} words; findings a thousand words:",
                ", ".join(f"{k} {v * 1000 / words:.0f}" for k, v in run.manifest["findings"].items()),
            )
        sizes(path)


PARTS = ("document_fts", "finding_fts", "shared", "actor", "neighbour", "link", "blob")
"""Tables that are counted with their indexes and shadows."""


def sizes(path: Path) -> None:
    db = sqlite3.connect(path)
    text = db.execute("SELECT sum(length(CAST(text AS BLOB))) FROM document").fetchone()[0]
    pages: dict[str, int] = {}
    for name, used in db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        name = next((part for part in PARTS if name.removeprefix("sqlite_autoindex_").startswith(part)), name)
        pages[name] = pages.get(name, 0) + used
    kept = pages.pop("blob", 0)
    for name, used in sorted(pages.items(), key=lambda x: -x[1]):
        if used / text >= 0.05:
            row(f"`{name}`", f"{used / 1e6:,.1f} MB", f"{used / text:.2f} × the text")
    rest = sum(used for used in pages.values() if used / text < 0.05)
    row("all others", f"{rest / 1e6:,.1f} MB", f"{rest / text:.2f} × the text")
    row("all", f"{sum(pages.values()) / 1e6:,.1f} MB", f"{sum(pages.values()) / text:.2f} × the text ({text / 1e6:,.1f} MB)")
    row("kept bytes (`blob`)", f"{kept / 1e6:,.1f} MB", f"{kept / text:.2f} × the text")


def large(path: str, count: int | str = 100_000) -> None:
    count = int(count)
    with Record(path) as record:
        stream = documents(count, words=225, statements=True)
        began = time.time()
        for k in range(10):
            record.add_documents(islice(stream, count // 10))
            row(f"memory after {(k + 1) * count // 10:,} reports added", f"{megabytes():.0f} MB", "")
        added = time.time() - began
        began = time.time()
        run = record.run(stages=STATEMENTS, corpus=(), progress=True)
        ran = time.time() - began
        row(
            "written",
            f"{run.manifest['findings']['attributions']:,} attributions of {count:,} reports",
            f"add {added:.0f} s, run {ran:.0f} s (wall clock), memory {megabytes():.0f} MB",
        )
    search(path)


def search(path: str, count: int = 300) -> None:
    with Record(path) as record:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            assert record.run(stages=STATEMENTS, corpus=()).reports == 0
            times.append(time.perf_counter() - began)
        row(f"a second run with nothing to do, {record.counts()['reports']:,} reports", f"{statistics.median(times) * 1000:.1f} ms", "")
    rng = random.Random(3)

    def name() -> str:
        return PEOPLE[min(int(len(PEOPLE) ** rng.random()) - 1, len(PEOPLE) - 1)]

    kinds = {
        "one word": lambda: {"words": rng.choice(TOPICS)},
        "two words": lambda: {"words": f"{rng.choice(TOPICS)} {rng.choice(WORDS)}"},
        "a place": lambda: {"words": rng.choice(PLACES)},
        "a phrase": lambda: {"words": f'"{rng.choice(TOPICS)} {rng.choice(WORDS)}"'},
        "a speaker": lambda: {"said_by": name()},
        "a word and a speaker": lambda: {"words": rng.choice(TOPICS), "said_by": name()},
        "a word and a month": lambda: {"words": rng.choice(TOPICS), "since": "2022-05", "until": "2022-05"},
        "a word, an outlet, an act": lambda: {"words": rng.choice(TOPICS), "outlet": "Wire", "act": "denies"},
        "an act, since a day": lambda: {"act": "threatens", "since": "2023-06-01"},
        "everything, page 5": lambda: {"offset": 80},
    }
    everything = []
    with Record(path, write=False) as record:
        print(f"attributions: {record.counts()['attributions']:,}; {os.path.getsize(path) / 1e9:.2f} GB")
        for what, make in kinds.items():
            times = []
            for _ in range(count // len(kinds)):
                query = make()
                began, used = time.perf_counter(), time.process_time()
                record.find(**query)
                times.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
            everything += times
            row(f"find: {what}", *quantiles(times))
    row("find: all of these", *quantiles(everything))


def quantiles(times: list[tuple[float, float]]) -> list[str]:
    out = []
    for name, values in zip(("wall clock", "processor"), zip(*times, strict=True), strict=True):
        ordered = sorted(values)
        out.append(f"{name}: p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms")
    return out


if __name__ == "__main__":
    {"rate": rate, "size": size, "large": large, "search": search}[sys.argv[1]](*sys.argv[2:])
