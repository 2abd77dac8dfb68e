"""The data model: every record that onrecord writes, its enumerations and its id rule.

What comes in: nothing. What goes out: the types that stages make, that the store keeps and that the JSON shows, under the
same names everywhere (see the contract in ``docs/record.md``). This module imports only the standard library.

Offsets are Unicode code points, half-open ``[start, end)``, into the ``text`` of one report. ``None`` means "not stated or
not found"; it never means "no".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, get_type_hints

SCHEMA = "onrecord/1"
"""The number of the output format. It changes when a field changes its meaning, never when a field is added."""


class Span(NamedTuple):
    """A stretch of a report's text: code points, half-open.

    >>> text = "The mayor said so."
    >>> text[slice(*Span(4, 9))]
    'mayor'
    """

    start: int
    end: int


# --------------------------------------------------------------------------------------------------- enumerations


class Severity(StrEnum):
    """How bad a Problem is: a note tells, an error says that something is missing from the record."""

    NOTE = "note"
    ERROR = "error"


class ReportKind(StrEnum):
    """What sort of text a report is."""

    NEWS = "news"
    OPINION = "opinion"
    STATEMENT = "statement"
    LIVE = "live"
    UNKNOWN = "unknown"


class AttributionKind(StrEnum):
    """How the words are given: all in quotation marks, none, or some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """What the source does with the words. The last two are for what nobody utters: thoughts, wishes and plans."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CALLS_FOR = "calls_for"
    THREATENS = "threatens"
    PROMISES = "promises"
    ASKS = "asks"
    CONDEMNS = "condemns"
    PRAISES = "praises"
    ANNOUNCES = "announces"
    BELIEVES = "believes"
    INTENDS = "intends"


class Status(StrEnum):
    """Whether the report says that it was said: reported, expressly not said, or imagined and imputed."""

    REPORTED = "reported"
    DISPUTED = "disputed"
    HYPOTHETICAL = "hypothetical"


class Anonymity(StrEnum):
    """How the source is printed: by name, by role (``a ministry official``) or not at all (``local sources``)."""

    NAMED = "named"
    ROLE = "role"
    UNNAMED = "unnamed"


class Qualifier(StrEnum):
    """The bound that the text puts on a figure."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    OVER = "over"
    ABOUT = "about"
    NEARLY = "nearly"
    UNDER = "under"
    UP_TO = "up_to"
    RANGE = "range"


class Modality(StrEnum):
    """How an event stands in the text."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Outcome(StrEnum):
    """How a vote ended."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class TimexType(StrEnum):
    """TIMEX3 types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class PlaceUse(StrEnum):
    """What a place name does in its sentence."""

    LOCATION = "location"
    ACTOR = "actor"
    MODIFIER = "modifier"
    NAME_PART = "name_part"


class EntityKind(StrEnum):
    """What sort of actor an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    ARMED_GROUP = "armed_group"
    BODY = "body"
    OUTLET = "outlet"
    POPULATION = "population"


class LinkKind(StrEnum):
    """How two findings, or two reports, stand to each other."""

    SAME_ENTITY = "same_entity"
    SAME_STORY = "same_story"
    NEAR_DUPLICATE = "near_duplicate"
    SAME_EVENT = "same_event"
    SAME_CLAIM = "same_claim"
    DENIES = "denies"
    CONTRADICTS = "contradicts"
    UPDATES = "updates"


class Verdict(StrEnum):
    """What a reviewer says of a finding."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"
    CORRECTED = "corrected"


# -------------------------------------------------------------------------------------------------------- reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that a reader of the record must know: input that could not be read, a text that contradicts itself.

    Attributes:
        code: A stable word that the docs explain, such as ``no-published``.
        severity: ``note`` or ``error``.
        message: What, where and with which value.
        hint: What to do about it, or None.
        span: Where in the report's text, or None.
        stage: Which stage says so (``name@version``), or None where a source does.
    """

    code: str
    severity: Severity = Severity.NOTE
    message: str
    hint: str | None = None
    span: Span | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the text of a report came from.

    Attributes:
        path: The path as it was given (a folder is joined with the file's name), or None.
        url: The address, or None.
        media_type: Media type of the raw bytes, such as ``text/plain``.
        sha256: SHA-256 of the raw bytes, hexadecimal.
        start: For plain text: first code point of the report in the decoded input (a byte order mark is not counted).
        end: For plain text: one past the last; ``input[start:end] == text``.
    """

    path: str | None = None
    url: str | None = None
    media_type: str = "text/plain"
    sha256: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One captured text of one report. The text is never altered.

    Attributes:
        id: Hash of outlet, published and text.
        source: Where it came from.
        text: The whole report, headline and byline included.
        headline: Span of the headline, or None.
        byline: Span of the byline, or None.
        body: Span of everything below, dateline and sub-headlines included, or None.
        subheads: Spans of the sub-headlines inside the body.
        outlet: Name as the byline or page gives it, or None.
        authors: Names.
        published: ISO date, with time and zone if given; None if unknown.
        place_line: The dateline city as printed, or None.
        place_line_span: Span of the whole dateline, dash included (``LONDON (AP) —``), or None.
        kind: What sort of text it is.
        language: BCP 47 code; ``und`` if it cannot be told.
        problems: What reading it brought up.
    """

    id: str
    source: Source
    text: str
    headline: Span | None = None
    byline: Span | None = None
    body: Span | None = None
    subheads: tuple[Span, ...] = ()
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    place_line: str | None = None
    place_line_span: Span | None = None
    kind: ReportKind = ReportKind.UNKNOWN
    language: str = "und"
    problems: tuple[Problem, ...] = ()


# ------------------------------------------------------------------------------------------------------- findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days, both ends inclusive. An open end is None.

    Attributes:
        start: ISO 8601 date or date-time, or None.
        end: ISO 8601 date or date-time, or None.
        timex: Id of the timex that gives it, or None.
    """

    start: str | None = None
    end: str | None = None
    timex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a speaker is who we say.

    Attributes:
        rule: Name of the rule.
        spans: The words that it read.
    """

    rule: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody other than the outlet says, thinks or means to do something.

    Attributes:
        kind: ``direct``, ``indirect`` or ``mixed``.
        content: Spans of the words, without outer quotation marks and without *that*.
        cue: Spans of the signal (``said``, ``According to``); may be empty.
        source: Spans of the source as written; may be empty.
        speaker: Entity id, or None where it is not resolved.
        via: Entity ids between the speaker and this outlet, nearest the speaker first.
        act: What the source does with the words.
        status: Only ``reported`` counts as said, and not where ``act`` is ``believes`` or ``intends``.
        said: When it was said, if the text says so.
        addressee: Entity id, or None.
        within: Id of the enclosing attribution, or None.
        anonymity: How the source is printed, or None where there is none.
        speaker_evidence: Why this speaker, or None.
        confidence: 0 to 1; how often findings like this one are right on gold.
        stage: ``name@version`` that made it.
    """

    id: str
    kind: AttributionKind
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: str | None = None
    via: tuple[str, ...] = ()
    act: Act = Act.ASSERTS
    status: Status = Status.REPORTED
    said: Period | None = None
    addressee: str | None = None
    within: str | None = None
    anonymity: Anonymity | None = None
    speaker_evidence: Evidence | None = None
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number that counts or measures something in the world.

    Attributes:
        span: The number with its currency sign, scale word and *percent*; without the qualifier.
        low: Lower bound, or None for "at most". Equal to ``high`` when the text gives one number.
        high: Upper bound, or None for "at least".
        unit: ``person``, ``vehicle``, ``vote``, ``USD``, ``percent``, ``day`` …, or None for a bare number.
        measures: What it counts, a short noun phrase of the text, or None.
        qualifier: The bound that the text puts on it.
        per: ``month`` …, or None.
        place: Toponym id, or None.
        actor: Entity id (whose, by whom), or None.
        affected: Entity id, or None.
        period: The period that the text gives, never the publication date by default.
        claimed_by: Attribution id, or None for the outlet's own voice.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    span: Span
    low: float | int | None
    high: float | int | None
    unit: str | None = None
    measures: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    per: str | None = None
    place: str | None = None
    actor: str | None = None
    affected: str | None = None
    period: Period | None = None
    claimed_by: str | None = None
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something reported to happen in the world. What somebody says is an Attribution with its act, not an event.

    Attributes:
        trigger: The word or words that name it.
        triggers: Further mentions of the same event in the report.
        type: PLOVER event type, or one of ``VOTE DEPLOY WITHDRAW DEATH POLL ELECT DISASTER OTHER``.
        mode: PLOVER mode, or None.
        actor: Entity ids of who does it.
        recipient: Entity ids of whom it is done to.
        place: Toponym id, or None.
        period: The date that the text gives it, never the report's by default.
        modality: How it stands in the text.
        asserted_by: Attribution id, or None for the outlet's own voice.
        quantities: Ids of the figures that belong to it.
        confidence: 0 to 1, calibrated on gold.
        stage: ``name@version`` that made it.
    """

    id: str
    trigger: Span
    triggers: tuple[Span, ...] = ()
    type: str
    mode: str | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: str | None = None
    period: Period | None = None
    modality: Modality = Modality.HAPPENED
    asserted_by: str | None = None
    quantities: tuple[str, ...] = ()
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote of a parliament, council or assembly.

    Attributes:
        body: Entity id of who voted, or None.
        motion: Span of what was voted on, or None.
        for_: Votes in favour, or None; ``for`` in JSON and SQL.
        against: Votes against, or None.
        abstain: Abstentions, or None.
        outcome: How it ended.
        period: When, as the text says.
        spans: The words that show it: numbers and outcome.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    body: str | None = None
    motion: Span | None = None
    for_: int | None = field(default=None, metadata={"json": "for"})
    against: int | None = None
    abstain: int | None = None
    outcome: Outcome = Outcome.UNKNOWN
    period: Period | None = None
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A date, time, duration or set, as TIMEX3 of TimeML.

    Attributes:
        span: The expression without its preposition.
        type: ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
        value: TIMEX3 value (``2023-10``, ``P2M``, ``PAST_REF``), or None where it cannot be resolved.
        mod: TIMEX3 mod (``START MID END APPROX BEFORE AFTER …``), or None.
        anchor: ``absolute``, ``publication``, the id of another timex, or None.
        start: First day or instant, ISO 8601, or None.
        end: Last day or instant, ISO 8601, or None.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    span: Span
    type: TimexType
    value: str | None = None
    mod: str | None = None
    anchor: str | None = None
    start: str | None = None
    end: str | None = None
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may mean.

    Attributes:
        name: Its name in the gazetteer.
        country: ISO 3166-1 alpha-2, or None.
        lat: Latitude, WGS 84 degrees.
        lon: Longitude, WGS 84 degrees.
        geonameid: GeoNames id, or None.
        kind: ``country``, ``region``, ``city``, ``sea`` ….
        score: 0 to 1 among the candidates of one name.
    """

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    kind: str | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name. Adjectives (``French``) are not toponyms.

    Attributes:
        span: The name as written.
        name: The place that it is taken for, as the gazetteer calls it.
        country: ISO 3166-1 alpha-2 code, or None.
        lat: Latitude of a representative point, or None.
        lon: Longitude of a representative point, or None.
        geonameid: GeoNames id, or None.
        kind: ``country``, ``region``, ``city``, ``sea`` …, or None.
        use: What the name does in its sentence.
        claimants: ISO codes where the territory is disputed, else empty.
        candidates: Places that the name may also mean, best first.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    span: Span
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    kind: str | None = None
    use: PlaceUse = PlaceUse.LOCATION
    claimants: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Why a description or a pronoun is an entity.

    Attributes:
        mention: Span of the description or pronoun.
        evidence: Spans that the rule read.
        rule: Name of the rule.
    """

    mention: Span
    evidence: tuple[Span, ...] = ()
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor of one report.

    Attributes:
        name: Canonical name: the fullest form in the report, or the gazetteer's.
        kind: What sort of actor.
        wikidata: Wikidata id, or None.
        affiliation: Entity id of the body that the report ties it to, or None.
        role: Role as the report gives it (``spokesman``), or None.
        mentions: Spans of names, descriptions and pronouns.
        resolutions: Why each description or pronoun is this entity.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    name: str
    kind: EntityKind
    wikidata: str | None = None
    affiliation: str | None = None
    role: str | None = None
    mentions: tuple[Span, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    confidence: float = 1.0
    stage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An evaluative or contested name for an entity or thing, as the text uses it.

    Attributes:
        span: The name.
        entity: Entity id of whom it names, or None.
        applied_by: Attribution id of whose word it is, or None for the outlet's own voice.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    span: Span
    entity: str | None = None
    applied_by: str | None = None
    confidence: float = 1.0
    stage: str = ""


Finding = Attribution | Quantity | Event | Vote | Timex | Toponym | Entity | Label

LAYERS: dict[str, type[Finding]] = {
    "attributions": Attribution,
    "quantities": Quantity,
    "events": Event,
    "votes": Vote,
    "timexes": Timex,
    "toponyms": Toponym,
    "entities": Entity,
    "labels": Label,
}
"""The layers of the record, in the order in which the JSON lists them."""


# ---------------------------------------------------------------------------------------- layers that stay inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch in quotation marks; an internal layer that other stages read.

    Attributes:
        span: With the marks.
        inner: Without the marks.
        mark: The opening mark.
        closed: False where the closing mark is missing (a quotation that runs on into the next paragraph, or a slip).
        continues: True where it carries on the unclosed quotation of the paragraph before.
        depth: 0 for an outer quotation, 1 for one inside another.
    """

    span: Span
    inner: Span
    mark: str
    closed: bool = True
    continues: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name, description or pronoun that may stand for an actor; an internal layer.

    Attributes:
        span: The words, with title and without a relative clause.
        head: Index of the head token in the parse.
        form: ``name``, ``description`` or ``pronoun``.
        kind: What sort of actor, if it can be told.
        name: Canonical name from the gazetteer, or the name without titles; None for descriptions and pronouns.
        key: Gazetteer key, or None.
        wikidata: Wikidata id from the gazetteer, or None.
        role: Role that the phrase gives (``spokesman``), or None.
        affiliation: Span of the body that the phrase ties it to, or None.
        gender: ``male``, ``female`` or None where it cannot be told.
        plural: True, False or None where it cannot be told.
        person: 1, 2 or 3, grammatical person of a pronoun; else 3.
    """

    span: Span
    head: int
    form: str
    kind: EntityKind | None = None
    name: str | None = None
    key: str | None = None
    wikidata: str | None = None
    role: str | None = None
    affiliation: Span | None = None
    gender: str | None = None
    plural: bool | None = None
    person: int = 3


# --------------------------------------------------------------------------------------------------------- across


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnd:
    """One end of a Link: a report, and the finding in it or None for the whole report."""

    report: str
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two findings, or two reports, that belong together, with the reason in words.

    Attributes:
        id: Hash of kind and ends.
        kind: How they stand to each other.
        from_: The one that denies, updates …; ``from`` in JSON and SQL.
        to: The one that is denied, updated ….
        why: The reason, in words that a person can check.
        confidence: 0 to 1.
        stage: ``name@version`` that made it.
    """

    id: str
    kind: LinkKind
    from_: LinkEnd = field(metadata={"json": "from"})
    to: LinkEnd
    why: str
    confidence: float = 1.0
    stage: str = ""


# ------------------------------------------------------------------------------------------------------------- ids

PREFIX = {
    "attributions": "att",
    "quantities": "qty",
    "events": "evt",
    "votes": "vot",
    "timexes": "tmx",
    "toponyms": "top",
    "entities": "ent",
    "labels": "lab",
}


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")).hexdigest()


def document_id(outlet: str | None, published: str | None, text: str) -> str:
    """The id of a report's text: the same outlet, date and text give the same id wherever they were read.

    >>> document_id("Wire", "2024-01-15", "A text.") == document_id("Wire", "2024-01-15", "A text.")
    True
    """
    return "doc_" + _digest(outlet or "", published or "", text)[:20]


class Ids:
    """Makes the ids of one layer of one document, in the order in which they are asked for.

    An id is made from the anchor spans only (content, trigger, span), not from attributes: a better speaker for the same
    words is the same finding, changed, so that judgements stay attached.

    >>> ids = Ids("doc_1", "timexes")
    >>> ids(Span(3, 7)) == Ids("doc_1", "timexes")(Span(3, 7))
    True
    """

    def __init__(self, document: str, layer: str) -> None:
        self._document, self._layer, self._seen = document, layer, dict[tuple[Span, ...], int]()

    def __call__(self, *anchors: Span) -> str:
        """The next id for these anchor spans."""
        ordinal = self._seen[anchors] = self._seen.get(anchors, -1) + 1
        place = ",".join(f"{s}-{e}" for s, e in anchors)
        return f"{PREFIX[self._layer]}_{_digest(self._document, self._layer, place, ordinal)[:16]}"


def link_id(kind: LinkKind, from_: LinkEnd, to: LinkEnd) -> str:
    """The id of a link: hash of its kind and its two ends."""
    return "lnk_" + _digest(kind, from_.report, from_.item or "", to.report, to.item or "")[:16]


def anchors(finding: Finding) -> tuple[Span, ...]:
    """The spans that make a finding's id and that a reader looks at first."""
    match finding:
        case Attribution():
            return finding.content
        case Event():
            return (finding.trigger,)
        case Vote():
            return finding.spans
        case Entity():
            return finding.mentions[:1]
        case _:
            return (finding.span,)


_SPAN_FIELDS: dict[type, tuple[tuple[str, str], ...]] = {}


def _span_fields(cls: type) -> tuple[tuple[str, str], ...]:
    """The fields of a finding that hold spans, with how: ``span``, ``spans``, ``evidence`` or ``resolutions``."""
    if cls not in _SPAN_FIELDS:
        hints = get_type_hints(cls)
        how: dict[object, str] = {Span: "span", Span | None: "span", tuple[Span, ...]: "spans", Evidence | None: "evidence", tuple[Resolution, ...]: "resolutions"}
        _SPAN_FIELDS[cls] = tuple((name, how[hint]) for name, hint in hints.items() if hint in how)
    return _SPAN_FIELDS[cls]


def spans_of(finding: Finding) -> Iterable[tuple[str, Span]]:
    """Every ``(role, span)`` of a finding, in the order of its fields."""
    for name, how in _span_fields(type(finding)):
        value = getattr(finding, name)
        if not value:
            continue
        if how == "span":
            yield name, value
        elif how == "spans":
            for span in value:
                yield name, span
        elif how == "evidence":
            for span in value.spans:
                yield name, span
        else:
            for resolution in value:
                yield "resolution", resolution.mention
                for span in resolution.evidence:
                    yield "evidence", span


def hull(spans: Sequence[Span]) -> Span:
    """The smallest span that holds all of them.

    >>> hull([Span(5, 9), Span(1, 3)])
    Span(start=1, end=9)
    """
    return Span(min(s.start for s in spans), max(s.end for s in spans))
