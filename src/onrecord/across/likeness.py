"""How alike the words of one report and of many others are, at one go.

Words are numbered as they come and weights are whole numbers, so that a sum is exact: neither the order of the words nor how many
reports are compared together shows in the result.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.across.steps import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCALE = 10_000
"""Weights are kept with four digits."""
_MOST = 300_000
"""Words that are numbered before the numbers begin anew."""
_PACKED = "packed"
"""Where the numbers of a view are remembered beside it; it is never stored."""


class _Numbers:
    """Numbers of words; 0 is none."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.next = itertools.count(1)

    def of(self, words: Sequence[str]) -> list[int]:
        get, have = self.words.get, self.words
        return [get(w) or have.setdefault(w, next(self.next)) for w in words]  # atomic, as several threads may ask


_numbers = _Numbers()
_own = threading.local()


def _packed(view: View) -> tuple[Any, ...]:
    """Words and headline of a view as numbers and weights, each with a last one that counts for nothing, so that none is empty."""
    global _numbers
    have: tuple[Any, ...] | None = view.get(_PACKED)
    if have is not None and have[0] is _numbers:
        return have
    if len(_numbers.words) > _MOST:
        _numbers = _Numbers()
    import numpy as np

    numbers, words, headline = _numbers, view["words"], view["headline"]
    made = (
        numbers,
        np.array([*numbers.of(list(words)), 0], dtype=np.int32),
        np.array([*(round(x * _SCALE) for x in words.values()), 0], dtype=np.int64),
        np.array([*numbers.of(list(headline)), 0], dtype=np.int32),
        np.array([*(round(x * _SCALE) for x in headline.values()), 0], dtype=np.int64),
    )
    view[_PACKED] = made
    return made


def _scratch(size: int) -> tuple[NDArray[np.int64], ...]:
    """Four empty tables of this thread, with room for so many words."""
    import numpy as np

    have: tuple[NDArray[np.int64], ...] | None = getattr(_own, "tables", None)
    if have is None or len(have[0]) < size:
        have = _own.tables = tuple(np.zeros(2 * size, dtype=np.int64) for _ in range(4))
    return have


def likeness(view: View, others: Sequence[View]) -> list[tuple[float, float, float]]:
    """Of a view and each other one: the cosine of their words, that of their headlines, and how much of the headline of one stands in the text of the other (the mean of both ways).

    >>> one = {"words": {"ferry": 0.6, "dock": 0.8}, "headline": {"ferry": 1.0}}
    >>> likeness(one, [one, {"words": {"ferry": 1.0}, "headline": {}}])
    [(1.0, 1.0, 1.0), (0.6, 0.0, 0.5)]
    """
    import numpy as np

    if not others:
        return []
    mine, packed = _packed(view), [_packed(v) for v in others]
    while any(p[0] is not mine[0] for p in packed):  # the numbers began anew in between
        mine, packed = _packed(view), [_packed(v) for v in others]
    _, ids, weights, head_ids, head_weights = mine
    text, has, head, squares = tables = _scratch(len(mine[0].words) + 2)
    text[ids], has[ids], head[head_ids], squares[head_ids] = weights, 1, head_weights, head_weights**2
    has[0] = 0
    try:
        all_ids, all_weights, heads, all_heads = (np.concatenate([p[k] for p in packed]) for k in (1, 2, 3, 4))
        at = np.cumsum([0, *(len(p[1]) for p in packed[:-1])])
        head_at = np.cumsum([0, *(len(p[3]) for p in packed[:-1])])
        words = np.add.reduceat(text[all_ids] * all_weights, at)
        headlines = np.add.reduceat(head[heads] * all_heads, head_at)
        covered = np.add.reduceat(squares[all_ids], at) + np.add.reduceat(has[heads] * all_heads**2, head_at)
    finally:
        for table in tables[:2]:
            table[ids] = 0
        for table in tables[2:]:
            table[head_ids] = 0
    unit = _SCALE * _SCALE
    return [(w / unit, h / unit, c / (2 * unit)) for w, h, c in zip(words.tolist(), headlines.tolist(), covered.tolist(), strict=True)]
