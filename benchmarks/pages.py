"""How well the article of a saved page is found: four-word shingles of our body against the gold body.

The set is Zyte's article extraction benchmark (github.com/scrapinghub/article-extraction-benchmark, MIT; the pages belong to
their publishers and are not in this repository). Precision and recall are averaged over the pages, F1 is of the averages, as the
benchmark's own script does; the last column is the mean of the pages' F1.

    python benchmarks/pages.py FOLDER        # the folder with ground-truth.json and html/*.html.gz
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from onrecord.errors import InputError
from onrecord.sources.capture import Capture, Nothing, SourceOptions
from onrecord.sources.page import decode_page, read_page

WORD = re.compile(r"\w+")


def shingles(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[k : k + length]) for k in range(max(1, len(words) - length + 1))) if words else Counter()


def compare(gold: str, found: str) -> tuple[int, int, int]:
    """(right, too much, missing) shingles."""
    a, b = shingles(gold), shingles(found)
    right = sum((a & b).values())
    return right, sum(b.values()) - right, sum(a.values()) - right


def scores(rows: list[tuple[int, int, int]]) -> tuple[float, float, float, float]:
    precision = mean(tp / (tp + fp) for tp, fp, _ in rows if tp + fp)
    recall = mean(tp / (tp + fn) for tp, _, fn in rows if tp + fn)
    each = mean(2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0 for tp, fp, fn in rows)
    return precision, recall, 2 * precision * recall / (precision + recall), each


def ours(raw: bytes) -> str:
    capture = Capture(raw=raw, media_type="text/html", path="page.html", url=None, retrieved="")
    try:
        document = read_page(capture, Nothing(), SourceOptions(min_words=1))
    except InputError:
        return ""
    return document.text[slice(*document.body)] if document.body else ""


def bare(**settings: bool) -> Callable[[bytes], str]:
    from trafilatura import bare_extraction

    def extract(raw: bytes) -> str:
        found: Any = bare_extraction(decode_page(raw)[0], include_comments=False, **settings)
        return (found.text or "") if found else ""

    return extract


def main(folder: str) -> None:
    logging.disable(logging.CRITICAL)
    gold = json.loads(Path(folder, "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress(Path(folder, "html", f"{key}.html.gz").read_bytes()) for key in gold}
    ways = {
        "onrecord": ours,
        "trafilatura, precision": bare(favor_precision=True),
        "trafilatura, default": bare(),
        "trafilatura, recall": bare(favor_recall=True),
        "trafilatura, fast": bare(fast=True),
        "trafilatura, fast + precision": bare(fast=True, favor_precision=True),
        "trafilatura, no tables": bare(include_tables=False),
        "trafilatura, deduplicate": bare(deduplicate=True),
    }
    print(f"{len(pages)} pages\n\n| way | precision | recall | F1 | mean F1 | ms a page |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, extract in ways.items():
        began = time.perf_counter()
        rows = [compare(gold[key]["articleBody"], extract(raw)) for key, raw in pages.items()]
        spent = (time.perf_counter() - began) / len(pages) * 1000
        print(f"| {name} |" + "".join(f" {value:.3f} |" for value in scores(rows)) + f" {spent:.0f} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
