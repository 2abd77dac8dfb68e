"""toponyms: place names and the places that they are taken for."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Problem, Toponym
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Toponym | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="toponyms", version="0", reads=("sentences", "mentions"), find=find)
