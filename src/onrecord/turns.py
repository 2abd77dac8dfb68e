"""Who goes on speaking: statements without a source of their own, and the statement before them whose source carries on.

What comes in: statements in any order. What goes out: pairs of ids. The stages `entities` (for "I" and "we") and `attributions`
(for speakers) read it, and must agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Attribution, Span
from onrecord.text import inside


def first_offset(statement: Attribution) -> int:
    """Where a statement begins: its content, cue or source, whichever stands first."""
    return min((s[0] for s in (*statement.content, *statement.cue, *statement.source)), default=0)


def carry_over(statements: Iterable[Attribution]) -> dict[str, Attribution]:
    """For each statement without source and cue, the statement before it whose source goes on speaking.

    A quotation paragraph without a cue belongs to the last speaker in the report's own voice, so a statement inside another's
    content is never carried on.

    Known to miss: a quotation paragraph that runs ahead of its speaker, named only in the paragraph after.
    """
    carried: dict[str, Attribution] = {}
    last: Attribution | None = None
    until = Span(0, 0)
    for statement in sorted(statements, key=lambda a: (first_offset(a), -max((s[1] for s in a.content), default=0))):
        nested = bool(statement.content) and any(inside(piece, until) for piece in statement.content)
        if not statement.source:
            if not statement.cue and last is not None:
                carried[statement.id] = last
        elif not nested:
            last = statement
            until = Span(first_offset(statement), max((s[1] for s in statement.content), default=0))
    return carried
