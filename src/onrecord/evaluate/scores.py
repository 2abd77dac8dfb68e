"""Counting: pairs of gold and found, precision, recall, F1, and the errors behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ratio:
    """Hits out of a total, such as recall, or values right out of those found."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hits += bool(hit)
        self.total += 1

    @property
    def value(self) -> float:
        """The share, or not-a-number where there is nothing to measure."""
        return self.hits / self.total if self.total else float("nan")


@dataclass(slots=True)
class PRF:
    """Precision, recall and F1 of a set of findings.

    >>> PRF(hits=3, found=4, gold=6).f1
    0.6
    """

    hits: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One error, with enough context to see why.

    Attributes:
        case: Title or file of the gold case.
        what: ``missed``, ``spurious`` or the field that is wrong.
        gold: What the gold has, in words.
        found: What was found, in words.
        context: The sentence or line.
    """

    case: str
    what: str
    gold: str = ""
    found: str = ""
    context: str = ""


@dataclass(slots=True)
class Scores:
    """The result for one layer: metrics by name, and the errors.

    Attributes:
        layer: Which layer.
        values: Metric name and value between 0 and 1, such as ``{"content F1": 0.91}``.
        counts: Metric name and ``hits/total`` for the reader.
        misses: Errors to read.
    """

    layer: str
    values: dict[str, float] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def put(self, name: str, result: PRF | Ratio) -> None:
        """Add a result under a name: F1, precision and recall of a `PRF`, or a `Ratio`."""
        if isinstance(result, PRF):
            self.values |= {f"{name} F1": result.f1, f"{name} P": result.precision, f"{name} R": result.recall}
            self.counts |= {f"{name} P": f"{result.hits}/{result.found}", f"{name} R": f"{result.hits}/{result.gold}"}
        else:
            self.values[name] = result.value
            self.counts[name] = f"{result.hits}/{result.total}"

    def below(self, floors: Mapping[str, float]) -> list[str]:
        """What falls below its floor, in words; empty if nothing does.

        A floor for a metric that was not measured counts as not met.
        """
        return [
            f"{self.layer}: {name} is {self.values.get(name, float('nan')):.3f}, floor {floor:.3f}"
            for name, floor in floors.items()
            if not self.values.get(name, 0.0) >= floor - 1e-9
        ]


def match(weights: Mapping[tuple[int, int], float], threshold: float = 0.0) -> dict[int, int]:
    """One-to-one pairs of gold and found: greedy by weight, then lengthened to a pairing of the largest size.

    Args:
        weights: Weight of each (gold, found) pair.
        threshold: Pairs below it do not count; a weight of zero never does.

    Returns:
        Index of the found item for each gold item that has one.

    >>> match({(0, 0): 0.9, (1, 0): 0.5})
    {0: 0}
    """
    edges = sorted(((w, g, p) for (g, p), w in weights.items() if w > 0 and w >= threshold), key=lambda e: (-e[0], e[1], e[2]))
    neighbours: dict[int, list[int]] = {}
    pairs: dict[int, int] = {}
    taken: dict[int, int] = {}
    for _, g, p in edges:
        neighbours.setdefault(g, []).append(p)
        if g not in pairs and p not in taken:
            pairs[g], taken[p] = p, g

    def lengthen(g: int, seen: set[int]) -> bool:
        for p in neighbours.get(g, ()):
            if p in seen:
                continue
            seen.add(p)
            if p not in taken or lengthen(taken[p], seen):
                pairs[g], taken[p] = p, g
                return True
        return False

    for g in sorted(neighbours):
        if g not in pairs:
            lengthen(g, set())
    return pairs


def overlap_weights(gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> dict[tuple[int, int], float]:
    """Intersection over union, in code points, of every pair of spans that touch."""
    weights = {}
    for i, (a, b) in enumerate(gold):
        for j, (c, d) in enumerate(found):
            shared = min(b, d) - max(a, c)
            if shared > 0:
                weights[i, j] = shared / (b - a + d - c - shared)
    return weights
