"""entities: the actors of a report: mentions that are one, with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Entity, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Entity | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="entities", version="0", reads=("sentences", "quotations", "mentions", "statements"), find=find)
