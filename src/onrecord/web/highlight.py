"""Overlapping findings as flat marks: a text cut at every boundary, so that no mark lies within another.

HTML elements must nest and findings need not (a figure may begin inside a quotation and a place inside both). So the text
is cut wherever a mark begins or ends, and each piece knows all the marks that cover it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One span of one finding, as it will be shown.

    Attributes:
        span: Code points of the report's text.
        finding: Id of the finding.
        layer: Its layer.
        role: Its role in the finding (``content``, ``cue``, ``span`` …).
        letter: The letter that labels it on the page, so that colour is never alone.
    """

    span: Span
    finding: str
    layer: str
    role: str
    letter: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the marks that cover it.

    Attributes:
        span: Code points of the report's text.
        text: The words, unaltered.
        marks: Marks that cover it, longest first.
        begins: Those that begin here, in the same order; they are labelled here.
    """

    span: Span
    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]


def cut(text: str, marks: Iterable[Mark], within: Span | None = None) -> Iterator[Piece]:
    """The text in pieces, cut wherever a mark begins or ends.

    Args:
        text: The report's text.
        marks: What to show; marks outside of `within` are left out.
        within: The part of the text that is wanted, or None for all of it.

    Yields:
        Pieces in order; joined, their texts are the text.

    >>> mark = Mark(span=Span(4, 9), finding="a", layer="entities", role="mention", letter="E")
    >>> [(p.text, len(p.marks)) for p in cut("The mayor left.", [mark])]
    [('The ', 0), ('mayor', 1), (' left.', 0)]
    """
    start, end = within or Span(0, len(text))
    shown = sorted(
        (m for m in marks if m.span.start < end and m.span.end > start and m.span.start < m.span.end), key=lambda m: (m.span.start, -m.span.end, m.layer, m.finding, m.role)
    )
    borders = sorted({start, end, *(max(start, m.span.start) for m in shown), *(min(end, m.span.end) for m in shown)})
    active: list[Mark] = []
    coming = 0
    for left, right in itertools.pairwise(borders):
        active = [m for m in active if m.span.end > left]
        new = []
        while coming < len(shown) and max(start, shown[coming].span.start) <= left:
            new.append(shown[coming])
            coming += 1
        active.extend(new)
        active.sort(key=lambda m: (m.span.start - m.span.end, m.span.start, m.finding))
        yield Piece(Span(left, right), text[left:right], tuple(active), tuple(m for m in active if m in new))
