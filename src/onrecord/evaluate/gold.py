"""Our own gold, layer by layer: ``gold/LAYER/*.txt`` in marked text, and ``gold/LAYER/floors.json`` below which CI fails.

A scorer is a module of this package named after its layer, with a function ``score(pairs) -> Scores`` over
``(Case, Analysis)`` pairs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from onrecord.api import Settings
from onrecord.evaluate.marked import Case, read_cases
from onrecord.evaluate.scores import Scores
from onrecord.model import Document
from onrecord.pipeline import Analysis, Stage, analyse_documents
from onrecord.sources.text import read_one
from onrecord.stages import STAGES


def document_of(case: Case) -> Document:
    """The report that a case of gold stands for."""
    return read_one(case.text, outlet=case.known.get("outlet"), published=case.known.get("published"), language="en")


def analyse_cases(cases: Sequence[Case], *, settings: Settings | None = None, stages: Sequence[Stage] = STAGES) -> list[tuple[Case, Analysis]]:
    """Each case with the analysis of its text."""
    analyses = analyse_documents([document_of(c) for c in cases], stages, (settings or Settings()).resources())
    return list(zip(cases, analyses, strict=True))


def score_layer(layer: str, folder: Path | str, *, settings: Settings | None = None) -> Scores:
    """The scores of one layer on a folder of marked text.

    Args:
        layer: Name of the layer; also the name of the scorer's module.
        folder: Where its ``.txt`` files are.
        settings: What to run with.
    """
    pairs = analyse_cases(list(read_cases(folder)), settings=settings)
    scores: Scores = import_module(f"onrecord.evaluate.{layer}").score(pairs)
    return scores


def floors_of(folder: Path | str, name: str = "floors.json") -> dict[str, float]:
    """The floors of a layer: metric name and lowest value."""
    floors: dict[str, float] = json.loads((Path(folder) / name).read_text(encoding="utf-8"))
    return floors
