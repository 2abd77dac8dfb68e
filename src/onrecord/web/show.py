"""What a page shows of a finding: its letter, its marks, its fields in words. No HTML here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Attribution, Entity, Event, Finding, Label, Quantity, Span, Timex, Toponym, Vote, anchors
from onrecord.store.records import Judgement, StoredReport
from onrecord.web.highlight import Mark

LETTERS = {"attributions": "Q", "quantities": "F", "events": "E", "votes": "V", "timexes": "T", "toponyms": "P", "entities": "A", "labels": "L"}
"""One letter a layer; a source is S and a cue C."""

NAMES = {
    "attributions": "who says what",
    "quantities": "figures",
    "events": "events",
    "votes": "votes",
    "timexes": "dates",
    "toponyms": "places",
    "entities": "actors",
    "labels": "labels",
}

BOUNDS = {"at_least": "at least", "over": "over", "about": "about", "nearly": "nearly", "under": "under", "up_to": "up to", "exact": "", "range": ""}


def marks_of(layers: Mapping[str, Iterable[Finding]], shown: Iterable[str]) -> list[Mark]:
    """The marks of a report's findings, for the layers that are shown."""
    marks = []
    for layer in shown:
        letter = LETTERS[layer]
        for finding in layers.get(layer, ()):
            if isinstance(finding, Attribution):
                for role, spans, sign in (("content", finding.content, letter), ("cue", finding.cue, "C"), ("source", finding.source, "S")):
                    marks += [Mark(span=s, finding=finding.id, layer=layer, role=role, letter=sign) for s in spans]
            elif isinstance(finding, Entity):
                marks += [Mark(span=s, finding=finding.id, layer=layer, role="mention", letter=letter) for s in finding.mentions]
            elif isinstance(finding, Event):
                marks += [Mark(span=s, finding=finding.id, layer=layer, role="trigger", letter=letter) for s in (finding.trigger, *finding.triggers)]
            else:
                marks += [Mark(span=s, finding=finding.id, layer=layer, role="span", letter=letter) for s in anchors(finding)]
    return marks


def number(value: float | None) -> str:
    """A number as a reader writes it.

    >>> number(13500), number(2.5), number(None)
    ('13,500', '2.5', 'open')
    """
    if value is None:
        return "open"
    return f"{value:,}" if isinstance(value, int) or (value == int(value) and abs(value) < 1e15) else f"{value:,.6g}"


def figure(quantity: Quantity) -> str:
    """A figure with its bound and unit, in words."""
    low, high = quantity.low, quantity.high
    amount = number(low) if low == high else number(high) if low is None else number(low) if high is None else f"{number(low)} to {number(high)}"
    amount = amount.removesuffix(".0")
    words = [BOUNDS[quantity.qualifier.value], amount, quantity.unit or ""]
    if quantity.per:
        words.append(f"per {quantity.per}")
    return " ".join(w for w in words if w)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a card or a line of a list.

    Attributes:
        id: The finding's id.
        layer: Its layer.
        letter: The layer's letter.
        title: The finding in a few words.
        words: The report's own words.
        start: Where it begins in the report.
        end: Where it ends.
        facts: Name and value of its fields, those that are stated; a value may be ``(text, address)``.
        chips: Short words that must be seen at once: act, status, modality.
        judgement: The judgement that holds, or None.
    """

    id: str
    layer: str
    letter: str
    title: str
    words: str
    start: int
    end: int
    facts: tuple[tuple[str, Any], ...]
    chips: tuple[str, ...]
    judgement: Judgement | None = None


class Reading:
    """A stored report with look-ups by id, to put a finding into words."""

    def __init__(self, report: StoredReport) -> None:
        self.report = report
        self.by_id: dict[str, Any] = {f.id: f for layer in report.layers.values() for f in layer}

    def words(self, spans: Iterable[Span]) -> str:
        """The report's own words under some spans."""
        return " … ".join(self.report.quote(s) for s in spans)

    def name(self, id: str | None) -> str | None:
        """The name of an entity or place, or None."""
        found = self.by_id.get(id) if id else None
        return None if found is None else str(found.name)

    def who(self, id: str | None) -> tuple[str, str] | None:
        """(name, address of the page) of an entity, or None."""
        name = self.name(id)
        return (name, f"/entity/{id}") if name else None

    def claimant(self, attribution: str | None) -> str:
        """Whose word it is: the speaker or source of an attribution, or the outlet."""
        found = self.by_id.get(attribution) if attribution else None
        if isinstance(found, Attribution):
            return self.name(found.speaker) or self.words(found.source) or "a source that is not named"
        return f"{self.report.document.outlet or 'the outlet'} (own voice)"

    def period(self, finding: Any) -> str | None:
        """The period of a finding, in words."""
        period = getattr(finding, "period", None) or getattr(finding, "said", None)
        if period is None:
            return None
        return str(period.start) if period.start == period.end else f"{period.start or 'open'} to {period.end or 'open'}"

    def row(self, finding: Finding) -> Row:
        """A finding in words."""
        layer = next(name for name, cls in LAYERS.items() if isinstance(finding, cls))
        where = anchors(finding) or (Span(0, 0),)
        facts: list[tuple[str, Any]] = []
        chips: list[str] = []
        title = words = self.words(where)
        match finding:
            case Attribution():
                speaker = self.name(finding.speaker)
                title = f"{speaker or self.words(finding.source) or 'not resolved'}"
                chips = [finding.act.value.replace("_", " ")] + ([finding.status.value] if finding.status != "reported" else [])
                facts = [
                    ("source as printed", self.words(finding.source)),
                    ("cue", self.words(finding.cue) or "none"),
                    ("speaker", self.who(finding.speaker) or "not resolved"),
                    ("why", self._why(finding)),
                    ("chain", " ← ".join(n for n in (speaker, *(self.name(v) for v in finding.via), self.report.document.outlet) if n)),
                    ("kind", finding.kind.value),
                    ("said", self.period(finding)),
                    ("to", self.name(finding.addressee)),
                    ("within", self.words(self.by_id[finding.within].content) if finding.within in self.by_id else None),
                    ("source is", finding.anonymity.value if finding.anonymity else None),
                ]
            case Quantity():
                title = figure(finding)
                facts = [
                    ("counts", finding.measures or "not stated"),
                    ("claimed by", self.claimant(finding.claimed_by)),
                    ("as of", self.period(finding) or "not stated"),
                    ("place", self.name(finding.place)),
                    ("by", self.name(finding.actor)),
                    ("affected", self.name(finding.affected)),
                ]
            case Event():
                title = finding.type + (f" ({finding.mode})" if finding.mode else "")
                chips = [finding.modality.value]
                facts = [
                    ("who", ", ".join(n for n in map(self.name, finding.actor) if n) or "not stated"),
                    ("to whom", ", ".join(n for n in map(self.name, finding.recipient) if n) or "not stated"),
                    ("when", self.period(finding) or "not stated"),
                    ("where", self.name(finding.place)),
                    ("asserted by", self.claimant(finding.asserted_by)),
                    ("figures", ", ".join(figure(self.by_id[q]) for q in finding.quantities if q in self.by_id)),
                ]
            case Vote():
                title = f"{number(finding.for_)} for, {number(finding.against)} against, {number(finding.abstain)} abstaining".replace("open", "not stated")
                chips = [finding.outcome.value]
                facts = [("body", self.name(finding.body) or "not resolved"), ("motion", self.words([finding.motion]) if finding.motion else None), ("when", self.period(finding))]
            case Timex():
                title = finding.value or "not resolved"
                facts = [("type", finding.type.value), ("mod", finding.mod), ("from", finding.start), ("to", finding.end), ("anchored to", finding.anchor)]
            case Toponym():
                title = finding.name
                facts = [
                    ("country", finding.country),
                    ("kind", finding.kind),
                    ("use", finding.use.value.replace("_", " ")),
                    ("claimed by states", ", ".join(finding.claimants)),
                    ("position", f"{finding.lat:.3f}, {finding.lon:.3f}" if finding.lat is not None and finding.lon is not None else "not resolved"),
                    ("may also be", "; ".join(f"{c.name} ({c.country or '?'})" for c in finding.candidates[1:4])),
                ]
            case Entity():
                title = finding.name
                facts = [
                    ("kind", finding.kind.value.replace("_", " ")),
                    ("role", finding.role),
                    ("of", self.who(finding.affiliation)),
                    ("Wikidata", finding.wikidata),
                    ("mentions", str(len(finding.mentions))),
                ]
            case Label():
                facts = [("of", self.name(finding.entity)), ("whose word", self.claimant(finding.applied_by))]
        facts = [(n, v) for n, v in facts if v]
        facts += [("confidence", f"{finding.confidence:.2f}"), ("made by", finding.stage)]
        return Row(finding.id, layer, LETTERS[layer], title, words, where[0].start, where[-1].end, tuple(facts), tuple(chips), self.report.judgements.get(finding.id))

    def _why(self, finding: Attribution) -> str | None:
        evidence = finding.speaker_evidence
        if evidence is None:
            return None
        return evidence.rule.replace("_", " ").replace("-", " ") + (f": {self.words(evidence.spans)}" if evidence.spans else "")


def as_json(row: Row) -> dict[str, Any]:
    """A row as JSON's own types."""
    return {
        "id": row.id,
        "layer": row.layer,
        "title": row.title,
        "words": row.words,
        "span": [row.start, row.end],
        "facts": {n: v if isinstance(v, str) else v[0] for n, v in row.facts},
        "verdict": plain(row.judgement.verdict) if row.judgement else None,
    }
