"""attributions: the statements, each with its speaker, relays, addressee and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.model import Attribution, Document, Entity, Evidence, Problem, Span
from onrecord.pipeline import Layers, Stage
from onrecord.text import overlap
from onrecord.turns import carry_over


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The statements of a report, each tied to the entities that it names."""
    spans: list[tuple[Span, Entity]] = sorted(((m, e) for e in layers.entities for m in e.mentions), key=lambda x: x[0])
    carried = carry_over(layers.statements)

    def entity_of(source: Span) -> Entity | None:
        over = [(m, e) for m, e in spans if overlap(m, source)]
        return max(over, key=lambda x: (overlap(x[0], source), x[0][1] - x[0][0]))[1] if over else None

    for statement in layers.statements:
        from_ = statement if statement.source else carried.get(statement.id)
        speaker = entity_of(from_.source[0]) if from_ is not None else None
        evidence = None
        if speaker is not None and from_ is not None:
            evidence = Evidence(rule="source" if from_ is statement else "carried-over", spans=from_.source)
        yield replace(statement, speaker=speaker.id if speaker else None, speaker_evidence=evidence, stage=STAGE.name)


STAGE = Stage(layer="attributions", version="1", reads=("sentences", "quotations", "mentions", "statements", "entities", "timexes"), find=find)
