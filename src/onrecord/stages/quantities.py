"""quantities: numbers that count or measure something."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Problem, Quantity
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Quantity | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="quantities", version="0", reads=("sentences", "timexes", "toponyms", "entities", "attributions"), find=find)
