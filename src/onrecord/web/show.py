"""What a page shows of a finding: its letter, its marks, its fields in words. No HTML here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Attribution, Entity, Event, Finding, Label, Quantity, Span, Timex, Toponym, Vote, anchors
from onrecord.store import lookup
from onrecord.store.judge import references
from onrecord.store.record import Record
from onrecord.store.records import Hit, Judgement, StoredReport
from onrecord.store.rows import attributes_of
from onrecord.web.highlight import Mark
from onrecord.web.site import sure
from onrecord.wording import figure, number, stretch

LETTERS = {"attributions": "Q", "quantities": "F", "events": "E", "votes": "V", "timexes": "T", "toponyms": "P", "entities": "A", "labels": "L"}
"""One letter a layer; a source is S and a cue C."""

COUNTED = {
    "attributions": ("statement", "statements"),
    "quantities": ("figure", "figures"),
    "events": ("event", "events"),
    "votes": ("vote", "votes"),
    "timexes": ("date", "dates"),
    "toponyms": ("place name", "place names"),
    "entities": ("actor", "actors"),
    "labels": ("label", "labels"),
}
"""What one and what several findings of a layer are called."""

NAMES = {
    "attributions": "statements",
    "quantities": "figures",
    "events": "events",
    "votes": "votes",
    "timexes": "dates",
    "toponyms": "places",
    "entities": "actors",
    "labels": "labels",
}


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
        whose: Whose word a figure or event is, where the title does not say it.
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
    whose: str | None = None


class Reading:
    """Findings of one report with look-ups by id, to put them into words.

    Attributes:
        text: The report's text.
        outlet: Its outlet, or None.
        by_id: The findings that others may refer to.
        judgements: The judgements that hold, by finding.
    """

    def __init__(self, text: str, outlet: str | None, by_id: Mapping[str, Any], judgements: Mapping[str, Judgement]) -> None:
        self.text, self.outlet, self.by_id, self.judgements = text, outlet, by_id, judgements

    @classmethod
    def of(cls, report: StoredReport) -> Reading:
        """All findings of a report."""
        return cls(report.document.text, report.document.outlet, {f.id: f for layer in report.layers.values() for f in layer}, report.judgements)

    def quote(self, span: Span) -> str:
        """The report's own words under a span."""
        return self.text[span[0] : span[1]]

    def words(self, spans: Iterable[Span]) -> str:
        """The report's own words under some spans."""
        return " … ".join(self.quote(s) for s in spans)

    def name(self, id: str | None) -> str | None:
        """The name of an entity or place, or None."""
        found = self.by_id.get(id) if id else None
        return None if found is None else str(found.name)

    def who(self, id: str | None) -> tuple[str, str] | None:
        """(name, address of the page) of an entity, or None."""
        name = self.name(id)
        return (name, f"/entity/{id}") if name else None

    def speaker(self, finding: Attribution) -> str:
        """Who says it: the resolved actor, else the source as printed, else that it is not resolved."""
        return self.name(finding.speaker) or self.words(finding.source) or "not resolved"

    def claimant(self, attribution: str | None) -> str:
        """Whose word it is: the speaker or source of an attribution, or the outlet."""
        if not attribution:
            return f"{self.outlet or 'the outlet'} (own voice)"
        found = self.by_id.get(attribution)
        return self.speaker(found) if isinstance(found, Attribution) and (found.speaker or found.source) else "a source that is not named"

    def claim(self, attribution: str | None) -> Any:
        """Whose word it is, with the address of the statement where there is one."""
        return (self.claimant(attribution), f"/finding/{attribution}") if attribution in self.by_id else self.claimant(attribution)

    def period(self, finding: Any) -> str | None:
        """The period of a finding, in words."""
        period = getattr(finding, "period", None) or getattr(finding, "said", None)
        if period is None:
            return None
        return stretch(period.start, period.end)

    def row(self, finding: Finding) -> Row:
        """A finding in words."""
        layer = next(name for name, cls in LAYERS.items() if isinstance(finding, cls))
        where = anchors(finding) or (Span(0, 0),)
        facts: list[tuple[str, Any]] = []
        chips: list[str] = []
        title = words = self.words(where)
        match finding:
            case Attribution():
                title = self.speaker(finding)
                chips = [finding.act.value.replace("_", " ")] + ([finding.status.value] if finding.status != "reported" else [])
                chain = [self.name(finding.speaker) or self.words(finding.source) or "not resolved", *(self.name(v) for v in finding.via), self.outlet]
                facts = [
                    ("speaker", self.who(finding.speaker) or "not resolved"),
                    ("why", self._why(finding)),
                    ("source as printed", self.words(finding.source) or "none"),
                    ("cue", self.words(finding.cue) or "none"),
                    ("chain", " → ".join(n for n in chain if n)),
                    ("quoted", {"direct": "in full, word for word", "indirect": "in the outlet's words", "mixed": "in part word for word"}[finding.kind.value]),
                    ("said", self.period(finding)),
                    ("to", self.who(finding.addressee)),
                    ("inside", (self.words(self.by_id[finding.within].content), f"/finding/{finding.within}") if finding.within and finding.within in self.by_id else None),
                    ("source is", {"named": "named", "role": "given by role only", "unnamed": "not named"}[finding.anonymity.value] if finding.anonymity else None),
                ]
            case Quantity():
                title = figure(finding)
                facts = [
                    ("counts", finding.measures or "not stated"),
                    ("claimed by", self.claim(finding.claimed_by)),
                    ("as of", self.period(finding) or "not stated"),
                    ("place", self.name(finding.place)),
                    ("by", self.who(finding.actor)),
                    ("affected", self.who(finding.affected)),
                    ("low", number(finding.low)),
                    ("high", number(finding.high)),
                ]
            case Event():
                title = finding.type.lower().replace("_", " ") + (f", {finding.mode.lower().replace('_', ' ')}" if finding.mode else "")
                chips = [finding.modality.value]
                facts = [
                    ("who", ", ".join(n for n in map(self.name, finding.actor) if n) or "not stated"),
                    ("to whom", ", ".join(n for n in map(self.name, finding.recipient) if n) or "not stated"),
                    ("when", self.period(finding) or "not stated"),
                    ("where", self.name(finding.place)),
                    ("asserted by", self.claim(finding.asserted_by)),
                    ("figures", ", ".join(figure(self.by_id[q]) for q in finding.quantities if q in self.by_id)),
                    ("code", f"PLOVER {finding.type}" + (f" / {finding.mode}" if finding.mode else "")),
                ]
            case Vote():
                title = ", ".join(
                    f"{'not stated' if n is None else number(n)} {what}" for n, what in ((finding.for_, "for"), (finding.against, "against"), (finding.abstain, "abstaining"))
                )
                chips = [finding.outcome.value if finding.outcome.value != "unknown" else "outcome not stated"]
                facts = [("body", self.who(finding.body) or "not resolved"), ("motion", self.words([finding.motion]) if finding.motion else None), ("when", self.period(finding))]
            case Timex():
                title = finding.value or "not resolved"
                anchor = self.by_id.get(finding.anchor or "")
                facts = [
                    ("type", finding.type.value.lower()),
                    ("modified", finding.mod.lower() if finding.mod else None),
                    ("from", finding.start),
                    ("to", finding.end),
                    (
                        "counted from",
                        self.words([anchor.span])
                        if isinstance(anchor, Timex)
                        else {"publication": "the day of publication", "absolute": "nothing: it is absolute"}.get(finding.anchor or ""),
                    ),
                ]
            case Toponym():
                title = finding.name
                others = finding.candidates[1:]
                chips = [] if finding.lat is not None else ["not resolved"]
                facts = [
                    ("country", finding.country),
                    ("kind", finding.kind),
                    ("used as", finding.use.value.replace("_", " ")),
                    ("claimed by states", ", ".join(finding.claimants)),
                    ("position", f"{finding.lat:.3f}, {finding.lon:.3f}" if finding.lat is not None and finding.lon is not None else "not resolved"),
                    ("may also be", "; ".join(f"{c.name} ({c.country or 'country not known'})" for c in others[:4]) + (f"; {len(others) - 4} more" if len(others) > 4 else "")),
                ]
            case Entity():
                title = finding.name
                facts = [
                    ("kind", finding.kind.value.replace("_", " ")),
                    ("role", finding.role),
                    ("of", self.who(finding.affiliation)),
                    ("Wikidata", finding.wikidata),
                    ("mentions", str(len(finding.mentions))),
                    ("all it says", ("over all reports", f"/entity/{finding.id}")),
                ]
                facts += [
                    (f"why “{self.quote(r.mention)}”", r.rule.replace("_", " ").replace("-", " ") + (f": {self.words(r.evidence)}" if r.evidence else ""))
                    for r in finding.resolutions[:8]
                ]
            case Label():
                facts = [("of", self.who(finding.entity) or "not resolved"), ("whose word", self.claim(finding.applied_by))]
        facts = [(n, v) for n, v in facts if v]
        facts += [("how sure", sure(finding.confidence)), ("made by", finding.stage)]
        whose = self.claimant(finding.claimed_by) if isinstance(finding, Quantity) else self.claimant(finding.asserted_by) if isinstance(finding, Event) else None
        return Row(finding.id, layer, LETTERS[layer], title, words, where[0].start, where[-1].end, tuple(facts), tuple(chips), self.judgements.get(finding.id), whose)

    def _why(self, finding: Attribution) -> str | None:
        evidence = finding.speaker_evidence
        if evidence is None:
            return None
        return evidence.rule.replace("_", " ").replace("-", " ") + (f": {self.words(evidence.spans)}" if evidence.spans else "")


def referred(record: Record, findings: Iterable[Finding]) -> dict[str, Finding]:
    """Some findings with those that they refer to and the speakers of those, by id."""
    found = {f.id: f for f in findings}
    ring: Iterable[Finding] = list(found.values())
    for _ in range(2):
        more = lookup.pick(record.db, {id for f in ring for _, id, _ in references(attributes_of(f))} - found.keys())
        found |= more
        ring = more.values()
    return found


def readings(record: Record, hits: Iterable[Hit]) -> dict[str, Reading]:
    """What is needed to put some hits into words, by report: texts, and only those findings that the hits refer to."""
    wanted = list(hits)
    texts = lookup.texts(record.db, list({h.report.id for h in wanted}))
    found = referred(record, [h.finding for h in wanted])
    judged = {h.id: h.judgement for h in wanted if h.judgement is not None}
    return {h.report.id: Reading(texts[h.report.id], h.report.outlet, found, judged) for h in wanted}


def around(text: str, start: int, end: int, most: int = 160) -> tuple[str, str, str]:
    """The words before a span within its paragraph, the span (cut where it is very long), and the words after.

    >>> around("One. Two three. Four.", 5, 8)
    ('One. ', 'Two', ' three. Four.')
    """
    left = max(text.rfind("\n", max(0, start - most), start) + 1, start - most)
    stop = text.find("\n", end, end + most)
    right = min(len(text), end + most) if stop < 0 else stop
    before, words, after = text[left:start], text[start:end], text[end:right]
    if left > 0 and text[left - 1] != "\n":  # begin at a word
        before = "…" + (before.split(" ", 1)[1] if " " in before else before)
    if right < len(text) and text[right] != "\n":
        after = (after.rsplit(" ", 1)[0] if " " in after else after) + "…"
    return before, words if len(words) <= 3 * most else words[: 3 * most].rsplit(" ", 1)[0] + " …", after


def lines_of(record: Record, hits: Iterable[Hit], have: dict[str, Reading] | None = None) -> list[dict[str, Any]]:
    """Hits as lines of a list: the row in words, the report, the words in context, the address of the exact span."""
    wanted = list(hits)
    known = readings(record, wanted) if have is None else have
    out = []
    for hit in wanted:
        reading = known[hit.report.id]
        row = reading.row(hit.finding)
        before, words, after = around(reading.text, row.start, row.end)
        out.append({"row": row, "hit": hit, "reading": reading, "report": hit.report, "before": before, "words": words, "after": after, "address": address(hit.report.id, row)})
    return out


def address(report: str, row: Row) -> str:
    """The permalink of a finding: its report, itself, its exact span."""
    return f"/report/{report}?f={row.id}#c={row.start}-{row.end}"


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
