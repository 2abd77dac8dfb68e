"""statements: source, cue and content of every attribution, as spans; an internal layer (`attributions` adds who that is)."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Attribution, AttributionKind, Document, Ids, Problem
from onrecord.pipeline import Layers, Stage


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The attributions of a report, without their speakers."""
    parse = layers.sentences
    ids = Ids(document.id, "attributions")
    for i in range(len(parse)):
        if parse.lemma[i] == "say" and parse.pos[i] == "VERB":
            subject = next((c for c in parse.children[i] if parse.dep[c] == "nsubj"), None)
            content = next((c for c in parse.children[i] if parse.dep[c] in ("ccomp", "dobj")), None)
            if subject is not None and content is not None:
                span = parse.span(*parse.edges(content))
                yield Attribution(
                    id=ids(span), kind=AttributionKind.INDIRECT, content=(span,), cue=(parse.span(i, i + 1),), source=(parse.span(*parse.edges(subject)),), stage=STAGE.name
                )


STAGE = Stage(layer="statements", version="1", reads=("sentences", "quotations", "mentions"), find=find)
