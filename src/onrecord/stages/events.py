"""events: what is reported to have happened."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Event, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Event | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="events", version="0", reads=("sentences", "mentions", "entities", "attributions", "timexes", "toponyms", "quantities"), find=find)
