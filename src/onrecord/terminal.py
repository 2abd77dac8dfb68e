"""A record for a reader at a terminal: who said what in the order of the text, then figures, votes, events, dates, places, names.

What comes in: `Analysis` objects and a stream. What goes out: text, as wide as the terminal, in colour where the terminal has it and
``NO_COLOR`` is not set. Nothing is told by colour alone: a denial reads DENIES, what the report says was not said reads NOT SAID, what it imagines reads IMAGINED. Characters of a
report that would steer the terminal are shown as `�`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.model import (
    Act,
    Anonymity,
    Attribution,
    AttributionKind,
    Entity,
    EntityKind,
    Event,
    Modality,
    Qualifier,
    Quantity,
    Severity,
    Span,
    Status,
    Timex,
    TimexType,
    Toponym,
    Vote,
)
from onrecord.pipeline import Analysis
from onrecord.text import inside

WIDEST = 110
"""Lines longer than this are hard to read, however wide the window."""

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_ACTS = {
    Act.ASSERTS: ("says", ""),
    Act.DENIES: ("DENIES", "bold red"),
    Act.CALLS_FOR: ("calls for", "magenta"),
    Act.THREATENS: ("threatens", "bold yellow"),
    Act.PROMISES: ("promises", "green"),
    Act.ASKS: ("asks", "magenta"),
    Act.CONDEMNS: ("condemns", "yellow"),
    Act.PRAISES: ("praises", "green"),
    Act.ANNOUNCES: ("announces", "green"),
    Act.BELIEVES: ("believes", "dim"),
    Act.INTENDS: ("intends", "dim"),
}
_STATUS = {Status.DISPUTED: "NOT SAID", Status.HYPOTHETICAL: "IMAGINED"}
_BOUNDS = {
    Qualifier.AT_LEAST: "at least",
    Qualifier.OVER: "over",
    Qualifier.ABOUT: "about",
    Qualifier.NEARLY: "nearly",
    Qualifier.UNDER: "under",
    Qualifier.UP_TO: "up to",
    Qualifier.RANGE: "range",
}
_MODALITY = {Modality.ONGOING: "going on", Modality.PLANNED: "PLANNED", Modality.HYPOTHETICAL: "HYPOTHETICAL", Modality.DENIED: "DENIED"}


def clean(text: str) -> str:
    """Words of a report on one line, without characters that steer a terminal or turn the order of letters.

    >>> clean("a\\x1b[31m  b\\n c")
    'a�[31m b c'
    """
    return harmless(re.sub(r"\s+", " ", text)).strip()


def harmless(text: str) -> str:
    """Text without characters that steer a terminal or turn the order of letters, its white space as it is.

    >>> harmless("two  words\x1b]0;title\x07")
    'two  words�]0;title�'
    """
    return _STEERING.sub("\ufffd", text)


def paragraph(text: str = "", *, at: int = 0, style: str = "") -> None:
    """Print a paragraph on standard output, indented as a whole, as wide as the terminal."""
    console = Console(highlight=False, markup=False)
    for line in Text(harmless(text), style=style).wrap(console, max(20, console.width - at)):
        line.rstrip()
        console.print(Text(" " * at) + line)


class Screen:
    """Shows analyses on a stream, one under the other.

    Args:
        stream: Where to.
        width: In columns; that of the terminal, at most `WIDEST`, if None.
        colour: Whether to use colour; found out if None.
    """

    def __init__(self, stream: IO[str], *, width: int | None = None, colour: bool | None = None) -> None:
        self._console = Console(
            file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False, no_color=None if colour is None else not colour, force_terminal=colour
        )
        self._stream = stream
        if width is None and self._console.width > WIDEST:
            self._console.width = WIDEST

    def show(self, analysis: Analysis) -> None:
        """Print one report's record."""
        with self._console.capture() as capture:
            for part in _View(analysis, self._console.width).parts():
                self._console.print(part)
        self._stream.write("".join(line.rstrip() + "\n" for line in capture.get().splitlines()))
        self._stream.flush()


class _View:
    """The parts of one report's record."""

    def __init__(self, analysis: Analysis, width: int) -> None:
        self.analysis, self.width = analysis, width
        self.entities: Mapping[str, Entity] = {e.id: e for e in analysis.entities}
        self.attributions: Mapping[str, Attribution] = {a.id: a for a in analysis.attributions}
        self.places: Mapping[str, Toponym] = {t.id: t for t in analysis.toponyms}

    # ------------------------------------------------------------------------------------------------ small things

    def words(self, spans: Span | Sequence[Span] | None) -> str:
        return clean(self.analysis.quote(spans)) if spans else ""

    def name(self, entity: str | None) -> str | None:
        found = self.entities.get(entity) if entity else None
        return clean(found.name) if found else None

    def who(self, attribution: str | None) -> str:
        """In whose voice: the speaker of an attribution, or the outlet."""
        if attribution is None:
            return "outlet"
        a = self.attributions.get(attribution)
        if a is None:
            return "?"
        return self.name(a.speaker) or (f"“{self.words(a.source)}”" if a.source else "speaker not stated")

    def speaker(self, a: Attribution) -> Text:
        """Who speaks, with role and affiliation, and how the report names him where that is by more than a name."""
        line = Text()
        entity = self.entities.get(a.speaker) if a.speaker else None
        written = self.words(a.source)
        if entity is None:
            line.append(f"“{written}”" if written else "Speaker not stated", style="bold")
            line.append("  (not resolved)" if written else "  (nobody is named)", style="dim")
        else:
            line.append(clean(entity.name), style="bold cyan")
            about = [clean(entity.role)] if entity.role and entity.role.lower() not in entity.name.lower() else []
            body = self.name(entity.affiliation)
            if body and body.lower() not in " ".join(about).lower():
                about.append(body)
            if about:
                line.append(", " + ", ".join(about), style="cyan")
            person = entity.kind in (EntityKind.PERSON, EntityKind.POPULATION)
            if a.anonymity is Anonymity.UNNAMED:
                line.append("  (unnamed source)", style="dim")
            elif a.anonymity is Anonymity.ROLE and person and not _proper(entity.name):
                line.append("  (by role only)", style="dim")
        return line

    # ------------------------------------------------------------------------------------------------------- parts

    def parts(self) -> Iterator[RenderableType]:
        """All that is shown, from top to bottom."""
        yield from self.head()
        yield from self.said()
        yield from self.figures()
        yield from self.votes()
        yield from self.events()
        yield from self.labels()
        yield from self.dates_and_places()
        yield from self.problems()
        yield Text()

    def head(self) -> Iterator[RenderableType]:
        d = self.analysis.document
        title = self.words(d.headline) or "(no headline)"
        yield Rule(style="dim")
        yield Text(title, style="bold")
        facts = [clean(d.outlet) if d.outlet else "outlet unknown", _day(d.published), d.kind.value]
        if d.authors:
            facts.append("by " + ", ".join(map(clean, d.authors)))
        if d.place_line:
            facts.append(clean(d.place_line))
        if d.language not in ("en", "und"):
            facts.append(f"language: {clean(d.language)}")
        yield Text(" · ".join(facts), style="dim")

    def said(self) -> Iterator[RenderableType]:
        everything = sorted(self.analysis.attributions, key=lambda a: (a.content[0] if a.content else Span(0, 0), -(a.content[-1].end if a.content else 0)))
        children: dict[str, list[Attribution]] = {}
        top = []
        for a in everything:
            if a.within and a.within in self.attributions and a.within != a.id:
                children.setdefault(a.within, []).append(a)
            else:
                top.append(a)
        if not everything:
            return
        yield _title(f"Who said what ({len(everything)})")
        shown: set[str] = set()
        last: str | None = None
        table = _grid()
        for a in top:
            key = a.speaker or self.words(a.source)
            if key != last or not key:
                if table.row_count:
                    yield table
                yield self.speaker(a)
                table, last = _grid(), key
            self.statement(table, a, 0, children, shown)
        for a in everything:  # a circle of enclosing statements would hide them; show them all the same
            if a.id not in shown:
                self.statement(table, a, 0, {}, shown)
        yield table

    def statement(self, table: Table, a: Attribution, depth: int, children: Mapping[str, list[Attribution]], shown: set[str]) -> None:
        """One statement, and those inside it below, indented."""
        shown.add(a.id)
        verb, style = _ACTS[a.act]
        if a.status is not Status.REPORTED:
            verb, style = _STATUS[a.status], "bold red"
        line = Text()
        if depth:
            line.append("└ ", style="dim")
            line.append_text(self.speaker(a))
            line.append(f" {verb}: ", style=style or "dim")
        content = self.words(a.content)
        if a.kind is AttributionKind.DIRECT:
            content = f"“{content}”"
        line.append(content, style="italic" if a.kind is AttributionKind.INDIRECT else "")
        notes = ["so this report"] if a.status is Status.DISPUTED else []
        if a.status is not Status.REPORTED and a.act is not Act.ASSERTS:
            notes.append(_ACTS[a.act][0].lower())
        chain = [n for n in map(self.name, a.via) if n]
        if chain:
            notes.append("via " + " → ".join(chain))
        to = self.name(a.addressee)
        if to:
            notes.append(f"to {to}")
        if a.said and (a.said.start or a.said.end):
            notes.append("on " + _period(a.said.start, a.said.end))
        entity = self.entities.get(a.speaker) if a.speaker else None
        written = self.words(a.source)
        if entity and written and not _same(written, entity.name):
            notes.append(f"as “{written}”")
        elif entity and not written:
            notes.append("speaker carried over")
        if notes:
            line.append("  ← " + " · ".join(notes), style="dim")
        table.add_row(Text("" if depth else verb, style=style or "dim"), Padding(line, (0, 0, 0, 2 * max(0, depth - 1))))
        if depth < 8:
            for child in children.get(a.id, ()):
                if child.id not in shown:
                    self.statement(table, child, depth + 1, children, shown)

    def figures(self) -> Iterator[RenderableType]:
        if not self.analysis.quantities:
            return
        yield _title(f"Figures ({len(self.analysis.quantities)})")
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(justify="right", max_width=30)
        table.add_column(ratio=2)
        table.add_column(ratio=2, style="dim")
        for q in sorted(self.analysis.quantities, key=lambda q: q.span):
            table.add_row(self.figure(q), self.measure(q), self.claim(q))
        yield table

    def figure(self, q: Quantity) -> Text:
        surface = self.words(q.span)
        bound = _BOUNDS.get(q.qualifier)
        line = Text()
        if bound and bound.split()[0] not in surface.lower().split() and q.qualifier is not Qualifier.RANGE:
            line.append(bound + " ", style="yellow")
        line.append(surface, style="bold")
        if q.unit and not _told(q.unit, f"{surface} {q.measures or ''}"):
            line.append(f" {_many(q.unit) if q.low != 1 or q.high != 1 else q.unit}", style="dim")
        value = _number(q)
        if value and not _plain(surface, q):
            line.append(f" = {value}", style="dim")
        return line

    def measure(self, q: Quantity) -> str:
        parts = [clean(q.measures) if q.measures else "people" if q.unit == "person" else ""]
        if q.per:
            parts.append(f"per {q.per}")
        if q.affected and self.name(q.affected):
            parts.append(f"· {self.name(q.affected)}")
        place = self.places.get(q.place) if q.place else None
        if place:
            parts.append(f"· {clean(place.name)}")
        if q.period and (q.period.start or q.period.end):
            parts.append(f"· {_period(q.period.start, q.period.end)}")
        return " ".join(p for p in parts if p)

    def claim(self, q: Quantity) -> str:
        return f"says {self.who(q.claimed_by)}" if q.claimed_by else "(outlet)"

    def votes(self) -> Iterator[RenderableType]:
        votes: Sequence[Vote] = self.analysis.votes
        if not votes:
            return
        yield _title(f"Votes ({len(votes)})")
        for v in votes:
            line = Text(self.name(v.body) or "body not named", style="bold")
            counts = [f"{n} {what}" for n, what in ((v.for_, "for"), (v.against, "against"), (v.abstain, "abstaining")) if n is not None]
            line.append("  " + (", ".join(counts) or "no numbers") + f"  → {v.outcome.value}", style="")
            if v.motion:
                line.append(f"  on {self.words(v.motion)}", style="dim")
            if v.period and (v.period.start or v.period.end):
                line.append(f"  ({_period(v.period.start, v.period.end)})", style="dim")
            yield Padding(line, (0, 0, 0, 2))

    def events(self) -> Iterator[RenderableType]:
        events: Sequence[Event] = sorted(self.analysis.events, key=lambda e: e.trigger)
        if not events:
            return
        yield _title(f"What happened, as reported ({len(events)})")
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(no_wrap=True, style="dim", width=10)
        table.add_column(ratio=1)
        for e in events:
            line = Text()
            mark = _MODALITY.get(e.modality)
            if mark:
                line.append(f"{mark}: ", style="bold red" if e.modality is Modality.DENIED else "yellow")
            actors = ", ".join(filter(None, map(self.name, e.actor)))
            line.append(actors + " " if actors else "")
            line.append(self.words(e.trigger), style="bold")
            recipients = ", ".join(filter(None, map(self.name, e.recipient)))
            line.append(f" → {recipients}" if recipients else "")
            place = self.places.get(e.place) if e.place else None
            notes = [clean(place.name)] if place else []
            if e.period and (e.period.start or e.period.end):
                notes.append(_period(e.period.start, e.period.end))
            if e.asserted_by:
                notes.append(f"says {self.who(e.asserted_by)}")
            if notes:
                line.append("  " + " · ".join(notes), style="dim")
            table.add_row(e.type, line)
        yield table

    def labels(self) -> Iterator[RenderableType]:
        if not self.analysis.labels:
            return
        yield _title(f"Loaded or contested names ({len(self.analysis.labels)})")
        items = []
        for label in self.analysis.labels:
            line = Text(f"“{self.words(label.span)}”")
            named = self.name(label.entity)
            line.append(f" for {named}" if named else "")
            line.append(f" ({self.who(label.applied_by)})", style="dim")
            items.append(line)
        yield _flow(items)

    def dates_and_places(self) -> Iterator[RenderableType]:
        byline = self.analysis.document.byline or Span(0, 0)
        dates: Sequence[Timex] = [t for t in self.analysis.timexes if not inside(t.span, byline)]
        if dates:
            yield _title(f"Dates and times ({len(dates)})")
            seen: dict[tuple[str, str], None] = {}
            for t in dates:
                when = _period(t.start, t.end) if t.start or t.end else t.value or "not resolved"
                if t.type in (TimexType.DURATION, TimexType.SET) and t.value:
                    when = self.words(t.span)  # a length of time says itself
                seen[self.words(t.span), when] = None
            yield _flow(Text.assemble(surface, (f" = {when}", "dim")) if surface != when else Text(surface) for surface, when in seen)
        places: Sequence[Toponym] = self.analysis.toponyms
        if places:
            yield _title(f"Places ({len(places)})")
            names: dict[tuple[str, str | None], int] = {}
            for p in places:
                key = (clean(p.name), p.country)
                names[key] = names.get(key, 0) + 1
            yield _flow(
                Text.assemble(name, (f" {country}" if country and country != name else "", "dim"), (f" ×{n}" if n > 1 else "", "dim")) for (name, country), n in names.items()
            )

    def problems(self) -> Iterator[RenderableType]:
        if not self.analysis.problems:
            return
        yield _title("Problems")
        for p in self.analysis.problems:
            bad = p.severity is Severity.ERROR
            line = Text("ERROR " if bad else "note  ", style="bold red" if bad else "yellow")
            line.append(clean(p.message))
            if p.hint:
                line.append(" " + clean(p.hint.splitlines()[0]), style="dim")
            line.append(f" [{p.code}]", style="dim")
            yield Padding(line, (0, 0, 0, 2))


def _title(text: str) -> RenderableType:
    return Group(Text(), Text(text.upper(), style="bold dim"))


def _flow(items: Iterable[Text]) -> RenderableType:
    return Padding(Text("  ·  ", style="dim").join(items), (0, 0, 0, 2))


def _grid() -> Table:
    """Two columns: what the speaker does, and the words."""
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(width=12, justify="right", no_wrap=True)
    table.add_column(ratio=1)
    return table


def _plain(surface: str, q: Quantity) -> bool:
    """Does a reader see the value in the words: digits that are the value, or a number up to twelve in words?"""
    ends = {x for x in (q.low, q.high) if x is not None}
    digits = {float(x) for x in re.findall(r"\d+(?:\.\d+)?", surface.replace(",", ""))}
    return ends <= digits or (not digits and len(ends) == 1 and abs(next(iter(ends))) <= 12)


def _told(unit: str, words: str) -> bool:
    """Is the unit to be seen in the words: *villages*, *percent*, *$*; or is it people, whom what is counted names?"""
    return unit in ("person", "vote") or unit[:-1].lower() in words.lower() or any(c in words for c in "$€£¥₹%")


def _many(unit: str) -> str:
    """*cubic metres per second*, *days*, *USD*."""
    what, per, time = unit.partition(" per ")
    return what + ("" if what.isupper() or what.endswith("s") or what == "percent" else "s") + per + time


def _proper(name: str) -> bool:
    """Is this a person's own name, and not a description?"""
    words = name.split()
    return len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()


def _same(written: str, name: str) -> bool:
    return written.lower().removeprefix("the ") == name.lower().removeprefix("the ")


def _day(published: str | None) -> str:
    """``Tue 12 March 2024, 14:05+00:00``, or that it is unknown."""
    if not published:
        return "date unknown"
    from datetime import date

    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return clean(published)
    clock = published[11:]
    return f"{day:%a} {day.day} {day:%B %Y}" + (f", {clean(clock)}" if clock else "")


def _period(start: str | None, end: str | None) -> str:
    """One day, or from and to; an open end is an ellipsis."""
    if start == end:
        return clean(start or "")
    return f"{clean(start or '…')} to {clean(end or '…')}"


def _number(q: Quantity) -> str | None:
    """The value as a number: one, a range, or an open bound."""

    def text(value: float | int) -> str:
        return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"

    if q.low is not None and q.high is not None:
        return text(q.low) if q.low == q.high else f"{text(q.low)} to {text(q.high)}"
    if q.low is not None:
        return f"{text(q.low)} or more"
    return f"{text(q.high)} or less" if q.high is not None else None
