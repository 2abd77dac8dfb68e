"""labels: evaluative and contested names, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Label, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Label | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="labels", version="0", reads=("sentences", "quotations", "mentions", "entities", "attributions"), find=find)
