"""What `Record` answers across reports: conflicts, stories, actors, figures over time, who relays whom; each with its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.formats.jsonl import plain
from onrecord.model import Finding, Link, Quantity, Span
from onrecord.store.records import Brief, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A finding with what a footnote needs: whose word it is, its words, its sentence, its report.

    Attributes:
        finding: The finding; corrected where a person corrected it.
        layer: Its layer.
        report: The report that it is in.
        who: Whose word it is: the speaker, else the source as printed; the outlet where it is the outlet's own voice.
        own_voice: True where the outlet says it itself.
        says: The finding in a few words: a figure with its bound and unit, else its own words.
        words: The words that it points at.
        span: Where they stand, from the first to the last character.
        sentence: The sentence around them.
        place: The place of a figure or event, or None.
        population: Whom a figure is about, or None.
        by: Whose it is, or by whom, or None.
    """

    finding: Finding
    layer: str
    report: Brief
    who: str
    own_voice: bool
    says: str
    words: str
    span: Span
    sentence: str
    place: str | None = None
    population: str | None = None
    by: str | None = None

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    @property
    def outlet(self) -> str:
        """The outlet, or that it is not known."""
        return self.report.outlet or "outlet not known"

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        f = self.finding
        return {
            "item": f.id,
            "layer": self.layer,
            "report": self.report.id,
            "outlet": self.report.outlet,
            "published": self.report.published,
            "headline": self.report.headline,
            "who": self.who,
            "own_voice": self.own_voice,
            "act": plain(getattr(f, "act", None)),
            "status": plain(getattr(f, "status", None)),
            "says": self.says,
            "words": self.words,
            "span": [self.span.start, self.span.end],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two findings at odds, or a later value, side by side, with the reason in words.

    Attributes:
        link: The link that says so.
        one: Where the link starts: the one that denies, contradicts, is the later value.
        other: Where it leads.
        judgement: What a person said of the link, or None.
    """

    link: Link
    one: Cited
    other: Cited
    judgement: Judgement | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        k = self.link
        return {
            "id": k.id,
            "kind": k.kind.value,
            "why": k.why,
            "confidence": k.confidence,
            "stage": k.stage,
            "judgement": self.judgement.verdict.value if self.judgement else None,
            "from": self.one.to_dict(),
            "to": self.other.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of a report with the sentence that shows them."""

    report: Brief
    words: str
    span: Span
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "report": self.report.id,
            "outlet": self.report.outlet,
            "published": self.report.published,
            "words": self.words,
            "span": [self.span.start, self.span.end],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One way in which one outlet calls an actor.

    Attributes:
        words: The name, role or label as printed.
        outlet: The outlet, or None where it is not known.
        first: Day of the first report that has it, or None.
        last: Day of the last one.
        count: How often it stands in the reports.
        proper: True for a name, False for a description (``the minister``).
        example: The first place where it stands, with its sentence; for a role None where no sentence with the actor has it.
        body: For a role: the body that it is tied to, or None.
        voice: For a label: whose word it is; ``own voice`` for the outlet's.
    """

    words: str
    outlet: str | None
    first: str | None
    last: str | None
    count: int
    proper: bool = True
    example: Quoted | None = None
    body: str | None = None
    voice: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {f: plain(getattr(self, f)) for f in ("words", "outlet", "first", "last", "count", "proper", "body", "voice")} | {
            "example": self.example.to_dict() if self.example else None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor over all reports, as far as links say that they are one.

    Attributes:
        name: The name that most reports give.
        kind: What sort of actor.
        wikidata: Wikidata ids that its reports give it; more than one is a sign that two actors were joined.
        entities: ``(report, entity)`` of each report that it is in.
        reports: The reports, oldest first.
        names: Its names by outlet, dated.
        roles: Its roles by outlet, dated.
        labels: What it is called besides, by outlet and voice.
        acts: How many statements it makes, by act; those that the report says were not made stand under ``not said``.
        relayed_by: Through whom its words come, with counts.
        relays: Whose words come through it, with counts.
        links: The links that join its reports.
        others: Actors of the same name that no link joins with it: ``(entity id, name, role, report)``.
        cut: True where there are more reports than were followed.
    """

    name: str
    kind: str
    wikidata: tuple[str, ...]
    entities: tuple[tuple[str, str], ...]
    reports: tuple[Brief, ...]
    names: tuple[Alias, ...]
    roles: tuple[Alias, ...]
    labels: tuple[Alias, ...]
    acts: Mapping[str, int]
    relayed_by: Mapping[str, int]
    relays: Mapping[str, int]
    links: tuple[Link, ...]
    others: tuple[tuple[str, str, str | None, Brief], ...] = ()
    cut: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "name": self.name,
            "kind": self.kind,
            "wikidata": list(self.wikidata),
            "reports": len(self.reports),
            "first": next((b.published for b in self.reports if b.published), None),
            "last": next((b.published for b in reversed(self.reports) if b.published), None),
            "names": [a.to_dict() for a in self.names],
            "roles": [a.to_dict() for a in self.roles],
            "labels": [a.to_dict() for a in self.labels],
            "acts": dict(self.acts),
            "relayed_by": dict(self.relayed_by),
            "relays": dict(self.relays),
            "entities": [{"report": r, "item": e} for r, e in self.entities],
            "links": [plain(k) for k in self.links],
            "others": [{"item": id, "name": name, "role": role, "report": b.id, "outlet": b.outlet, "published": b.published} for id, name, role, b in self.others],
            "cut": self.cut,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Two names that may be one actor: a person must say.

    Attributes:
        one: ``(entity id, name, role)`` in a report.
        other: The same of the other.
        one_at: The first place where the first is named, with its sentence.
        other_at: That of the other.
        why: What speaks for it, and why it is not enough.
        confidence: Under one half.
        count: In how many pairs of reports the same names meet.
    """

    one: tuple[str, str, str | None]
    other: tuple[str, str, str | None]
    one_at: Quoted
    other_at: Quoted
    why: str
    confidence: float
    count: int = 1

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""

        def side(who: tuple[str, str, str | None], at: Quoted) -> dict[str, Any]:
            return {"item": who[0], "name": who[1], "role": who[2]} | at.to_dict()

        return {"why": self.why, "confidence": self.confidence, "count": self.count, "one": side(self.one, self.one_at), "other": side(self.other, self.other_at)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports that tell one story, with what they share.

    Attributes:
        id: The report published first; any report of the story names it.
        reports: The reports, oldest first.
        links: The links that hold the story together, each with its reason.
        names: Actors that two or more of its reports name, with the number of reports.
        places: The same for places.
        days: The same for days that are spoken of.
        figures: The same for exact figures.
        read: How many of the reports that was counted over: the first ones.
    """

    id: str
    reports: tuple[Brief, ...]
    links: tuple[Link, ...]
    names: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    read: int = 0

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, in the order of their first report."""
        return tuple(dict.fromkeys(b.outlet or "outlet not known" for b in self.reports))

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        first = self.reports[0]
        return {
            "story": self.id,
            "headline": first.headline,
            "reports": [{"report": b.id, "outlet": b.outlet, "published": b.published, "headline": b.headline} for b in self.reports],
            "outlets": list(self.outlets),
            "first": first.published,
            "last": self.reports[-1].published,
            "shared": {"names": dict(self.names), "places": dict(self.places), "days": dict(self.days), "figures": dict(self.figures), "read": self.read},
            "links": [plain(k) for k in self.links],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement or figure of a story, with all reports in which a link finds it again.

    Attributes:
        outlets: Who has it.
        standing: ``all`` outlets of the story have it, ``some`` do, or ``one`` alone.
        at_odds: Whether something in the story is at odds with it.
        members: It, in each report, oldest first.
        links: The links that say that these are the same.
    """

    outlets: tuple[str, ...]
    standing: str
    at_odds: bool
    members: tuple[Cited, ...]
    links: tuple[Link, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "standing": self.standing,
            "at_odds": self.at_odds,
            "outlets": list(self.outlets),
            "layer": self.members[0].layer,
            "members": [m.to_dict() for m in self.members],
            "links": [{"id": k.id, "why": k.why, "confidence": k.confidence} for k in self.links],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How outlets tell one story.

    Attributes:
        reports: The reports, oldest first.
        outlets: The outlets, in the order of their first report.
        told: Statements and figures: those that all outlets have, that some have, that one alone has.
        at_odds: What contradicts, denies or updates what, within the story.
        labels: ``(actor, label)``: how each outlet calls whom, and in whose voice; the actor is None where it is not resolved.
        copies: Reports that are almost one text: what they share is one source's word, not several.
        left: How many further reports of the story were not read.
        joined: The links that make the reports one story, each with its reason.
    """

    reports: tuple[Brief, ...]
    outlets: tuple[str, ...]
    told: tuple[Told, ...]
    at_odds: tuple[Conflict, ...]
    labels: tuple[tuple[str | None, Alias], ...]
    copies: tuple[tuple[Brief, ...], ...] = ()
    left: int = 0
    joined: tuple[Link, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "story": self.reports[0].id,
            "reports": [{"report": b.id, "outlet": b.outlet, "published": b.published, "headline": b.headline} for b in self.reports],
            "outlets": list(self.outlets),
            "left": self.left,
            "shared": [t.to_dict() for t in self.told if t.standing == "all"],
            "some": [t.to_dict() for t in self.told if t.standing == "some"],
            "alone": [t.to_dict() for t in self.told if t.standing == "one"],
            "at_odds": [c.to_dict() for c in self.at_odds],
            "labels": [{"actor": actor} | label.to_dict() for actor, label in self.labels],
            "copies": [[b.id for b in some] for some in self.copies],
            "joined": [plain(k) for k in self.joined],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One claimed figure of a ledger: nothing merged, nothing rounded.

    Attributes:
        cited: The figure with claimant, sentence, report and span.
        as_of: The day that the text gives it (the end of its period), or None.
        reported: The day of its report, or None.
    """

    cited: Cited
    as_of: str | None
    reported: str | None

    @property
    def quantity(self) -> Quantity:
        """The figure itself."""
        assert isinstance(self.cited.finding, Quantity)
        return self.cited.finding

    @property
    def day(self) -> str | None:
        """The day by which it is placed: its own, else that of its report."""
        return self.as_of or self.reported

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        q, c = self.quantity, self.cited
        return {
            "as_of": self.as_of,
            "reported": self.reported,
            "low": q.low,
            "high": q.high,
            "qualifier": q.qualifier.value,
            "unit": q.unit,
            "per": q.per,
            "measures": q.measures,
            "place": c.place,
            "population": c.population,
            "by": c.by,
            "says": c.says,
            "claimant": c.who,
            "own_voice": c.own_voice,
            "outlet": c.report.outlet,
            "report": c.report.id,
            "item": c.id,
            "words": c.words,
            "span": [c.span.start, c.span.end],
            "sentence": c.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Low, best and high of a series: a view, no finding; `rule` says how it is made.

    Attributes:
        low: The smallest bound among the latest figures of each claimant.
        best: Their middle.
        high: The largest bound among them.
        open: True where one of them is "at least" or "over": the true high may lie above.
        claimants: How many claimants there are.
        rule: The rule, in words.
    """

    low: float | int | None
    best: float | int | None
    high: float | int | None
    open: bool
    claimants: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures of one measure, unit, place and population, by day.

    Attributes:
        measure: The words that are taken as one measure here.
        unit: The unit, or None.
        per: The rate, or None.
        place: The place that the texts give, or None where they give none.
        population: Whom it is about, or None where the texts do not say.
        points: The figures, by the day that they are as of, else by the day of the report.
        summary: Low, best and high, where they were asked for.
        cut: True where there are more figures of the measure than were read.
    """

    measure: str
    unit: str | None
    per: str | None
    place: str | None
    population: str | None
    points: tuple[Point, ...]
    summary: Summary | None = None
    cut: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {
            "measure": self.measure,
            "unit": self.unit,
            "per": self.per,
            "place": self.place,
            "population": self.population,
            "points": [p.to_dict() for p in self.points],
            "summary": plain(self.summary) if self.summary else None,
            "cut": self.cut,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A way that words take: from who said them, by those who relay them, to the outlet that prints them.

    Attributes:
        names: The speaker first, the outlet last.
        count: How many statements took it.
        first: Day of the first report, or None.
        last: Day of the last one, or None.
        example: One of the statements: the one reported first.
    """

    names: tuple[str, ...]
    count: int
    first: str | None
    last: str | None
    example: Cited

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types."""
        return {"chain": list(self.names), "count": self.count, "first": self.first, "last": self.last, "example": self.example.to_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relays:
    """Who relays whom.

    Attributes:
        chains: The chains, those of most statements first.
        edges: ``(from, to, count)``: the steps of the chains, added up.
        looked: How many relayed statements were read.
        more: True where there are more than were read.
    """

    chains: tuple[Chain, ...]
    edges: tuple[tuple[str, str, int], ...]
    looked: int
    more: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON's own types: a graph with its chains."""
        ends: dict[str, set[str]] = {}
        for c in self.chains:
            for k, name in enumerate(c.names):
                ends.setdefault(name, set()).add("speaker" if k == 0 else "outlet" if k == len(c.names) - 1 else "intermediary")
        return {
            "nodes": [{"name": n, "as": sorted(kinds)} for n, kinds in ends.items()],
            "edges": [{"from": a, "to": b, "count": n} for a, b, n in self.edges],
            "chains": [c.to_dict() for c in self.chains],
            "looked": self.looked,
            "more": self.more,
        }
