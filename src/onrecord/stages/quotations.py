"""quotations: the stretches in quotation marks, an internal layer. The work is `onrecord.text.find_quotations`."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, Problem, Quotation, Span
from onrecord.pipeline import Layers, Stage
from onrecord.text import find_quotations


def find(document: Document, layers: Layers) -> Iterator[Quotation | Problem]:
    """The quotations of a report; a note for the first mark that nothing closes and no next paragraph carries on."""
    quotations = find_quotations(document.text, layers.sentences.paragraphs)
    yield from quotations
    for i, quotation in enumerate(quotations):
        following = quotations[i + 1] if i + 1 < len(quotations) else None
        if not quotation.closed and not (following is not None and following.continues):
            yield Problem(
                code="unclosed-quote",
                message=f"The quotation mark at {quotation.span.start} is not closed in its paragraph.",
                hint="The quotation is taken to end with the paragraph.",
                span=Span(quotation.span.start, quotation.span.start + 1),
            )
            break


STAGE = Stage(layer="quotations", version="1", reads=("sentences",), find=find)
