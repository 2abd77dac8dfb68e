"""Attributions in brat standoff: the layout of PolNeAR (``text/*.txt``, ``attributions/*.ann``) or files side by side.

What comes in: a folder. What goes out: a text and its attributions as spans of it. ``T`` lines are spans (``Source``, ``Cue``,
``Content``; ``;`` joins the pieces of a split one), ``E`` lines tie them together. Where several people annotated one text, the
first file by name counts. A text is read with its line ends as they are, since the offsets count them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.model import Span

_SPAN = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)(?:\t|$)")
_EVENT = re.compile(r"E\d+\t(.+)$")
_KEPT = frozenset(("Attribution", "Attribution-no-source"))


@dataclass(frozen=True, slots=True)
class Standoff:
    """One attribution of a brat file.

    Attributes:
        source: Its spans, possibly none.
        cue: Its spans, possibly none.
        content: Its spans.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def parse_ann(lines: str) -> list[Standoff]:
    """The attributions of an ``.ann`` file.

    >>> parse_ann("T1\\tContent 0 3;5 7\\tabc fg\\nT2\\tAttribution 8 9\\tx\\nE1\\tAttribution:T2 Content:T1")[0].content
    (Span(start=0, end=3), Span(start=5, end=7))
    """
    spans: dict[str, tuple[Span, ...]] = {}
    found = []
    events = []
    for line in lines.split("\n"):
        if m := _SPAN.match(line):
            spans[m[1]] = tuple(Span(*map(int, piece.split())) for piece in m[3].split(";"))
        elif m := _EVENT.match(line):
            events.append([part.partition(":") for part in m[1].split()])
    for (kind, _, _), *roles in events:
        parts: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, _, name in roles:
            role = role.rstrip("0123456789")
            if role in parts:
                parts[role].extend(spans.get(name, ()))
        if kind in _KEPT and parts["Content"]:
            found.append(Standoff(tuple(sorted(parts["Source"])), tuple(sorted(parts["Cue"])), tuple(sorted(parts["Content"]))))
    return found


def read_brat(folder: Path | str) -> Iterator[tuple[str, str, list[Standoff]]]:
    """Name, text and attributions of each text of a folder that has an annotation, in order of name.

    Raises:
        InputError: The folder holds no text with an annotation.
    """
    place = Path(folder)
    texts = place / "text" if (place / "text").is_dir() else place
    notes = place / "attributions" if (place / "attributions").is_dir() else place
    by_stem: dict[str, list[Path]] = {}
    for path in sorted(notes.glob("*.ann")):
        by_stem.setdefault(path.stem, []).append(path)
        by_stem.setdefault(path.stem.rpartition("_")[0], []).append(path)
    some = False
    for path in sorted(texts.glob("*.txt")):
        own = by_stem.get(path.stem)
        if own:
            some = True
            yield path.name, path.read_bytes().decode("utf-8"), parse_ann(own[0].read_bytes().decode("utf-8"))
    if not some:
        raise InputError(f"{folder} holds no text with an annotation. Expected text/NAME.txt and attributions/NAME_ANNOTATOR.ann, or NAME.txt and NAME.ann.", code="brat-empty")
