"""What `Record` answers of reports, findings, runs and judgements; what it answers across reports stands in `answers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Document, Finding, Problem, Span, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A report in a list.

    Attributes:
        id: The id of the text (``doc_…``).
        report: The id of the address that it was found at (``rep_…``); texts of one address share it.
        words: How many words the text has.
        findings: How many findings it has, by layer; empty where it was not counted.
    """

    id: str
    report: str
    outlet: str | None = None
    published: str | None = None
    headline: str | None = None
    url: str | None = None
    path: str | None = None
    retrieved: str | None = None
    words: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One time that a text was seen at an address."""

    report: str
    document: str
    path: str | None
    url: str | None
    media_type: str
    sha256: str | None
    start: int | None
    end: int | None
    retrieved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person says of a finding.

    Attributes:
        subject: Id of the finding.
        report: Id of the report that it is in.
        quote: The finding's words, so that the judgement can be read where the finding is gone.
        corrections: For ``corrected``: the fields as they should be, in the contract's form.
        retracted: Who took it back and when (``ana, 2024-01-05T10:00:00Z``), or None.
    """

    id: str
    subject: str
    report: str
    layer: str
    quote: str
    verdict: Verdict
    corrections: Mapping[str, Any] | None = None
    note: str | None = None
    user: str
    created: str
    retracted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a finding in the history of the record; `dropped` is the run that no longer made it, or None."""

    finding: Finding
    first_run: int | None
    last_run: int | None
    dropped: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A finding with what a reader needs to judge it.

    Attributes:
        finding: The finding, as the machine or a person made it.
        layer: Its layer.
        report: The report that it is in.
        words: Its own words: content, trigger, span; parts that are apart are joined with an ellipsis.
        source: The source as written, for an attribution.
        cue: The cue, for an attribution.
        speaker: Name of the entity that says it, or None.
        context: The span of the sentence around it.
        sentence: The words of that sentence.
        judgement: The judgement that holds, or None.
        score: Rank by the search, higher is better; 0 where nothing was searched for.
    """

    finding: Finding
    layer: str
    report: Brief
    words: str
    source: str = ""
    cue: str = ""
    speaker: str | None = None
    context: Span | None = None
    sentence: str = ""
    judgement: Judgement | None = None
    score: float = 0.0

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report with its findings, as the record holds it.

    Attributes:
        document: The text and what is known of it, amendments applied.
        layers: The current findings by layer, judgements applied as asked for.
        problems: What reading and analysing it brought up.
        brief: Its line in a list.
        captures: When and where the text was seen.
        judgements: The judgements that hold, by finding.
    """

    document: Document
    layers: Mapping[str, tuple[Any, ...]]
    problems: tuple[Problem, ...]
    brief: Brief
    captures: tuple[Capture, ...] = ()
    judgements: Mapping[str, Judgement] = field(default_factory=dict)

    def quote(self, span: Span) -> str:
        """The report's own words under a span."""
        return self.document.text[span[0] : span[1]]

    def to_dict(self) -> dict[str, Any]:
        """The report as the contract's JSON object."""
        from onrecord.formats.jsonl import report_to_dict

        return report_to_dict(self.document, self.layers, self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an `add` did.

    Attributes:
        new: Ids of the texts that were not there.
        changed: Those of them whose address was there with another text.
        known: How many texts were there already.
        failed: Inputs that could not be read.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    known: int = 0
    failed: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution with its manifest.

    Attributes:
        key: Its number.
        outcome: ``done``, ``interrupted``, ``failed`` or None where the process was killed.
        manifest: Versions, fingerprints, counts, time, words a second.
    """

    key: int
    started: str
    finished: str | None
    outcome: str | None
    onrecord: str
    command: str | None
    manifest: Mapping[str, Any]

    @property
    def reports(self) -> int:
        """How many reports it analysed."""
        return int(self.manifest.get("reports", 0))

    @property
    def failed(self) -> int:
        """How many stages failed on a report."""
        return int(self.manifest.get("failed", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One finding that two runs see differently.

    Attributes:
        what: ``added``, ``dropped`` or ``changed``.
        fields: For ``changed``: name to (before, after).
    """

    what: str
    id: str
    layer: str
    report: str
    words: str
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the audit trail: when, who, did what, to what, why."""

    at: str
    user: str
    verb: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that `verify` found wrong."""

    what: str
    where: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A name with its kind, over all reports, and how often it is in what role.

    Attributes:
        roles: ``speaker``, ``claims`` (a figure, event or label is theirs), ``via``, ``addressee``, ``actor``, ``recipient``, ``affected``, ``body``, ``entity`` (labelled) or
            ``is`` (reports that it is in), each with its count.
    """

    name: str
    kind: str
    roles: Mapping[str, int]


# ------------------------------------------------------------------------------------------------------------ across reports
