"""votes: votes of parliaments, councils and assemblies."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Problem, Vote
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Vote | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="votes", version="0", reads=("sentences", "timexes", "entities", "quantities"), find=find)
