"""attributions: the statements, each with its speaker, relays, addressee and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.model import Attribution, Document, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The statements of a report, each tied to the entities that it names."""
    for statement in layers.statements:
        yield replace(statement, stage=STAGE.name)


STAGE = Stage(layer="attributions", version="0", reads=("sentences", "quotations", "mentions", "statements", "entities", "timexes"), find=find)
