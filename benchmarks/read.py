"""How fast reports are read, as a share of what the bare parser takes for the same paragraphs in the same process.

    OMP_NUM_THREADS=1 python benchmarks/read.py [--words 40000] [--rounds 3] [FOLDER]

The text is our own: the example reports and the sentences of the gold, shuffled into reports of 25 paragraphs, the same at every run.
A folder of text files may be given instead. Each round times the bare parser, then `onrecord.read` on the same text; the ratio is of
the medians. Times are of the processor, not of the clock, so that other work on the machine disturbs them less. The second table says what each stage takes, measured in a round of its own, one stage at a time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded: two threads of one parser are slower than one

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import onrecord
from onrecord import parser
from onrecord.api import Settings
from onrecord.evaluate.marked import read_cases
from onrecord.model import Document
from onrecord.pipeline import Layers, Stage, analyse_documents
from onrecord.sources.text import read_paths
from onrecord.stages import STAGES
from onrecord.stages.sentences import pieces
from onrecord.text import PARSER_CHARACTERS, paragraphs

ROOT = Path(__file__).parents[1]


def our_text() -> list[str]:
    """Paragraphs of the examples and of the gold of all layers, without marks, in a fixed order."""
    found = []
    for path in sorted((ROOT / "examples").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found += [text[slice(*p)] for p in paragraphs(text)]
    for folder in sorted(p for p in (ROOT / "gold").iterdir() if p.is_dir()):
        for case in read_cases(folder):
            found += [case.text[slice(*p)] for p in paragraphs(case.text)]
    return list(dict.fromkeys(p for p in found if len(p.split()) > 5))


def write_reports(folder: Path, words: int) -> None:
    """Reports of 25 paragraphs each, until there are enough words."""
    chance, stock = random.Random(7), our_text()
    count = number = 0
    while count < words:
        chance.shuffle(stock)
        for at in range(0, len(stock), 25):
            lines = stock[at : at + 25]
            text = f"Report {number} of the day\nBenchmark Wire | 15 January 2024\n\n" + "\n\n".join(lines) + "\n"
            (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
            number += 1
            count += len(text.split())
            if count >= words:
                return


def bare(documents: Iterable[Document]) -> float:
    """Seconds of the parser alone on the paragraphs that the sentences stage gives it."""
    nlp = parser.load(None)
    texts = [d.text[s:e].translate(PARSER_CHARACTERS) for d in documents for s, e in pieces(d.text)]
    began = time.process_time()
    for _ in nlp.pipe(texts, batch_size=128):
        pass
    return time.process_time() - began


class Watched:
    """The parser, noting the seconds that it takes inside a run."""

    def __init__(self, nlp: Any, spent: Counter[str]) -> None:
        self._nlp, self._spent = nlp, spent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._nlp, name)

    def pipe(self, texts: Iterable[str], **options: Any) -> Any:
        docs = self._nlp.pipe(texts, **options)
        while True:
            began = time.process_time()
            doc = next(docs, None)
            self._spent["parser"] += time.process_time() - began
            if doc is None:
                return
            yield doc


def timed(stages: Iterable[Stage], spent: Counter[str]) -> list[Stage]:
    """The stages, each of which notes its seconds."""

    def wrap(stage: Stage) -> Stage:
        def find(document: Document, layers: Layers) -> list[Any]:
            began = time.process_time()
            try:
                return list(stage.find(document, layers))
            finally:
                spent[stage.layer] += time.process_time() - began

        def find_many(documents: Any, resources: Any) -> Any:
            assert stage.find_many is not None
            began = time.process_time()
            made = list(stage.find_many(documents, resources))
            spent[stage.layer] += time.process_time() - began
            return made

        return replace(stage, find=find, find_many=find_many if stage.find_many else None)

    return [wrap(s) for s in stages]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", help="text files to read instead of our own text")
    options.add_argument("--words", type=int, default=40_000, help="words of our own text (default 40,000)")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or made
        if not given.folder:
            write_reports(Path(made), given.words)
        documents = [d for d in read_paths([folder]) if isinstance(d, Document)]
        words = sum(len(d.text.split()) for d in documents)
        # once through for models, lexicons and caches
        bare(documents[:3])
        for _ in analyse_documents(documents[:3], STAGES, Settings().resources()):
            pass
        alone, whole = [], []
        findings = 0
        for _ in range(given.rounds):
            alone.append(bare(documents))
            began = time.process_time()
            findings = sum(len(a.attributions) + len(a.quantities) + len(a.events) + len(a.timexes) for a in onrecord.read(folder))
            whole.append(time.process_time() - began)
        base, total = median(alone), median(whole)
        spent: Counter[str] = Counter()
        load = parser.load
        parser.load = lambda wanted: Watched(load(wanted), spent)  # type: ignore[assignment]
        began = time.process_time()
        for _ in analyse_documents(documents, timed(STAGES, spent), Settings().resources()):
            pass
        profiled = time.process_time() - began
    spent["the rest: order, ids, problems"] = profiled - sum(seconds for name, seconds in spent.items() if name != "parser")
    spent["sentences"] -= spent["parser"]
    print(
        f"{len(documents):,} reports, {words:,} words, {findings:,} attributions, figures, events and dates; medians of {given.rounds} rounds, OMP_NUM_THREADS={os.environ['OMP_NUM_THREADS']}\n"
    )
    print("| | processor seconds | words a second |\n| --- | ---: | ---: |")
    print(f"| bare parser | {base:.2f} | {words / base:,.0f} |\n| `onrecord.read` | {total:.2f} | {words / total:,.0f} |")
    print(f"\n`onrecord.read` takes {total / base:.2f} times the bare parser.\n")
    print("| stage, in one run | seconds | share of the parser in that run | ms a 1,000 words |\n| --- | ---: | ---: | ---: |")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {seconds:.2f} | {seconds / spent['parser']:.1%} | {seconds / words * 1e6:.1f} |")
    print(f"| all | {profiled:.2f} | {profiled / spent['parser']:.1%} | {profiled / words * 1e6:.1f} |")


if __name__ == "__main__":
    main()
