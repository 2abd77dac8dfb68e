"""mentions: names, descriptions and pronouns that may stand for an actor; an internal layer."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Mention, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Mention | Problem]:
    """Not written yet."""
    yield from ()


STAGE = Stage(layer="mentions", version="0", reads=("sentences", "quotations"), find=find)
