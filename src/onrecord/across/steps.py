"""What a stage across reports gives to the engine in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.model import Document, Finding, Link, LinkEnd, LinkKind, link_id
from onrecord.resources import Resources

View = dict[str, Any]
"""What a stage needs to know of one report, as plain JSON. Every view has ``report`` (id) and ``day`` (days since 1970, or 0 if unknown)."""
Layers = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage across reports that takes them one by one.

    Attributes:
        name: Its name; links carry ``name@version``.
        version: Changes whenever its links may change.
        reads: Layers that it reads.
        resources: Lexicons and packages that it reads, as for `Stage`.
        view: What it keeps of a report.
        keys: Under which words a report is looked up; reports that share a key may be compared.
        links: ``(view, neighbours) -> links`` between them; the end that the link starts from is the view's where `owned`.
        alike: For stories: how alike a report and each of some others are, 0 to 1.
        together: For stories: from which likeness on two reports may belong together.
        groups: For stories: how a set of reports falls into groups (lists of indexes), given what to ask for the likeness of some.
        tree: For stories: the links that hold one group together, each from the later report; those of the first so many reports are left out; given what to ask for the likeness of some.
        nearest: How many neighbours a key gives, those nearest in time first.
        most: How many neighbours a report is compared with.
        owned: True where every link starts at the report that was looked up, so that a changed neighbour asks for it again.
    """

    name: str
    version: str
    reads: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    view: Callable[[Document, Layers, Resources], View]
    keys: Callable[[View], Iterable[str]]
    links: Callable[[View, Sequence[View]], Iterable[Link]] | None = None
    alike: Callable[[View, Sequence[View]], list[float]] | None = None
    together: float = 1.0
    groups: Callable[[Sequence[View], Callable[[View, Sequence[View]], list[float]]], list[list[int]]] | None = None
    tree: Callable[[Sequence[View], int, Callable[[View, Sequence[View]], list[float]]], Iterable[Link]] | None = None
    nearest: int = 30
    most: int = 200
    owned: bool = False

    @property
    def label(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"


def day_of(published: str | None) -> int:
    """Days since 1970 of an ISO date, 0 where none is known.

    >>> day_of("1970-01-03T08:00:00Z"), day_of(None)
    (2, 0)
    """
    if not published:
        return 0
    try:
        return (date.fromisoformat(published[:10]) - date(1970, 1, 1)).days
    except ValueError:
        return 0


def make_link(kind: LinkKind, from_: LinkEnd, to: LinkEnd, why: str, confidence: float, stage: str) -> Link:
    """A link with its id."""
    return Link(id=link_id(kind, from_, to), kind=kind, from_=from_, to=to, why=why, confidence=round(confidence, 3), stage=stage)


def listed(words: Sequence[str], most: int = 5) -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    shown = list(words[:most])
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)
