"""timexes: dates, times, durations and sets, as TIMEX3."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Problem, Timex
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Timex | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="timexes", version="0", reads=("sentences",), find=find)
