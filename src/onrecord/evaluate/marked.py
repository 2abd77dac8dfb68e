"""Marked text: gold written in the sentence, so that a reviewer can read it aloud.

A file holds cases, set apart by a line of three dashes. A case may begin with lines of the form ``@name value`` (``@title``,
``@outlet``, ``@published``; what they give is known of the report) and with ``#`` comments. Then comes the text with its marks::

    @title a denial
    @published 2024-03-05
    <source>The mayor</source> <cue>denied</cue> <content act=denies speaker="the mayor">that the bridge was unsafe</content>.

A mark is ``<name attributes>words</name>``. Marks may overlap or be split: ``<content 1>`` and a later ``<content 1>`` are two
pieces of one mark, and a closing tag may carry the number (``</content 1>``) where marks overlap. The number also ties marks
together: ``<source 1>``, ``<cue 1>`` and ``<content 1>`` are one attribution (without a number: the only one, number 0). A
mark without words is written ``<name attributes/>`` (``<vote for=13/>``). ``&lt;`` stands for a less-than sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.errors import InputError
from onrecord.model import Span

_TAG = re.compile(r"<(?P<close>/)?(?P<name>[a-z_]+)(?:\s+(?P<number>\d+))?(?P<attributes>(?:\s+[a-z_]+=(?:\"[^\"]*\"|[^\s\">/]+(?:/[^\s\">/]+)*))*)\s*(?P<empty>/)?>")
_ATTRIBUTE = re.compile(r"([a-z_]+)=(\"[^\"]*\"|[^\s\">]+)")


@dataclass(slots=True)
class Mark:
    """One mark of a case.

    Attributes:
        name: ``source``, ``timex`` ….
        number: Ties marks together; 0 where none is written.
        spans: Its pieces, in the text without marks.
        attributes: What it says of them, as written.
    """

    name: str
    number: int
    spans: list[Span] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Case:
    """One case of gold.

    Attributes:
        title: ``@title``, or file and number.
        text: The text without marks.
        marks: The marks, in order of their first piece.
        known: ``@outlet``, ``@published`` ….
    """

    title: str
    text: str
    marks: list[Mark]
    known: dict[str, str]

    def named(self, name: str) -> list[Mark]:
        """The marks of one name."""
        return [m for m in self.marks if m.name == name]


def parse_case(source: str, title: str = "case") -> Case:
    """A case from its marked text.

    Raises:
        InputError: A tag is not closed or closes nothing.

    >>> case = parse_case("<source>She</source> <cue>spoke</cue>.")
    >>> case.text, case.marks[0].spans
    ('She spoke.', [Span(start=0, end=3)])
    """
    known: dict[str, str] = {}
    lines = source.strip("\n").split("\n")
    while lines and (lines[0].startswith(("@", "#")) or not lines[0].strip()):
        line = lines.pop(0)
        if line.startswith("@"):
            name, _, value = line[1:].partition(" ")
            known[name] = value.strip()
    raw = "\n".join(lines)
    out: list[str] = []
    length = at = 0
    marks: dict[tuple[str, int], Mark] = {}
    order: list[Mark] = []
    open_marks: list[tuple[str, int | None, Mark, int]] = []
    for tag in _TAG.finditer(raw):
        piece = raw[at : tag.start()].replace("&lt;", "<")
        out.append(piece)
        length += len(piece)
        at = tag.end()
        number = int(tag["number"]) if tag["number"] else None
        if tag["close"]:
            k = next((k for k in range(len(open_marks) - 1, -1, -1) if open_marks[k][0] == tag["name"] and number in (None, open_marks[k][1])), None)
            if k is None:
                raise InputError(f"{known.get('title', title)}: {tag.group()} closes nothing.", code="marked-text")
            _, _, mark, start = open_marks.pop(k)
            mark.spans.append(Span(start, length))
            continue
        attributes = {name: value.strip('"') for name, value in _ATTRIBUTE.findall(tag["attributes"])}
        key = (tag["name"], number or 0)
        if number is not None and key in marks:
            mark = marks[key]
            mark.attributes |= attributes
        else:
            mark = Mark(tag["name"], number or 0, [], attributes)
            order.append(mark)
            if number is not None:
                marks[key] = mark
        if not tag["empty"]:
            open_marks.append((tag["name"], number, mark, length))
    out.append(raw[at:].replace("&lt;", "<"))
    if open_marks:
        raise InputError(f"{known.get('title', title)}: <{open_marks[-1][0]}> is not closed.", code="marked-text")
    return Case(known.pop("title", title), "".join(out), order, known)


def read_cases(path: Path | str) -> Iterator[Case]:
    """The cases of a file, or of all ``.txt`` files of a folder in name order."""
    place = Path(path)
    for file in sorted(place.glob("**/*.txt")) if place.is_dir() else [place]:
        for k, part in enumerate(re.split(r"(?m)^---\s*$", file.read_text(encoding="utf-8")), 1):
            if any(line.strip() and not line.startswith(("#", "@")) for line in part.splitlines()):
                yield parse_case(part, f"{file.name}:{k}")
