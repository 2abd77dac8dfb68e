"""`Record`: the one class that users hold. Each method is the Python form of a verb of the command line."""

from __future__ import annotations

import getpass
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from types import SimpleNamespace, TracebackType
from typing import Any

from onrecord.across.steps import Step
from onrecord.api import Settings
from onrecord.errors import RecordError
from onrecord.formats.jsonl import reader
from onrecord.model import LAYERS, Document, Finding, Link, Problem, Verdict
from onrecord.pipeline import Stage
from onrecord.sources.capture import SourceOptions
from onrecord.store import add as adding
from onrecord.store import compare as comparing
from onrecord.store import conflicts as conflicting
from onrecord.store import corpus as across
from onrecord.store import decided, read, relays, trail
from onrecord.store import export as exporting
from onrecord.store import find as finding
from onrecord.store import judge as judging
from onrecord.store import ledger as counting
from onrecord.store import run as running
from onrecord.store import verify as verifying
from onrecord.store import who as naming
from onrecord.store.answers import Comparison, Conflict, Profile, Relays, Series, Story, Unsure
from onrecord.store.corpus import CORPUS_STAGES, CorpusStage
from onrecord.store.progress import shown
from onrecord.store.records import Actor, Added, Brief, Capture, Change, Entry, Fault, Hit, Judgement, Run, State, StoredReport
from onrecord.store.schema import connect, said_plainly, transaction


def default_user() -> str:
    """Who judges, where nobody says: the name of the account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Record:
    """A record in one SQLite file: reports, findings, what people say of them, and how each came about.

    Args:
        path: The file; it is made on first use. ``:memory:`` keeps it nowhere.
        write: False opens it for reading only.
        wait: How many seconds to wait while another process writes.
        settings: What to use for reading and analysing; the defaults if None.
        sync: True has each report on the disk before the next one is begun, for machines whose power fails.

    Raises:
        RecordError: Not there (for reading), no record, newer than this program, locked, or not to be opened.

    >>> record = Record(":memory:")
    >>> record.counts()["reports"]
    0
    """

    def __init__(self, path: str | os.PathLike[str], *, write: bool = True, wait: float = 5.0, settings: Settings | None = None, sync: bool = False) -> None:
        self.path = os.fspath(path)
        self.settings = settings or Settings()
        self.db: sqlite3.Connection = connect(self.path, write=write, wait=wait, sync=sync)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------------------ in

    def add(self, *locators: str, settings: Settings | None = None, options: SourceOptions | None = None, progress: bool | Callable[[int], None] = False) -> Added:
        """Read sources and keep them: their bytes once, their texts once, each sighting in the history of its address.

        Args:
            locators: Files, folders, ``-`` for standard input, http(s) addresses.
            settings: What is known of them (outlet, day, language); the record's own settings if None.
            options: How sources are read: limits, columns of tables, politeness.
            progress: True prints progress to standard error after one second; or a function that is told how many more.

        Returns:
            Ids of the new texts, which of them are changed texts of a known address, how many were known, what failed.

        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.txt").write_text("The mayor said that the bridge would open.")
        >>> record = Record(folder / "city.db")
        >>> len(record.add(str(folder / "a.txt")).new), record.add(str(folder / "a.txt")).known
        (1, 1)
        """
        with shown(progress) as show:
            return adding.add(self.db, self.path, locators, settings or self.settings, options, show)

    def add_documents(self, documents: Iterable[Document]) -> Added:
        """Keep documents that a program has made; there are no bytes to keep beside their text."""

        def items() -> Iterator[tuple[Any, list[Document]]]:
            for document in documents:
                raw = document.text.encode("utf-8", "surrogatepass")
                yield SimpleNamespace(raw=raw, media_type=document.source.media_type, retrieved=adding.now()), [document]

        return adding.keep_all(self.db, self.path, items(), bytes_kept=False)

    def run(
        self,
        *,
        stages: Sequence[Stage] | None = None,
        corpus: Sequence[CorpusStage | Step] = CORPUS_STAGES,
        jobs: int = 1,
        settings: Settings | None = None,
        progress: bool | Callable[[int], None] = False,
        command: str | None = None,
    ) -> Run:
        """Analyse what is new or out of date, then what goes across reports.

        A layer of a report is made again if the fingerprint of its stage changed: version, lexicons, models, or that of a
        layer that it reads. Findings that are made again keep their ids; those that are not stay in the file, dropped.

        Args:
            stages: The stages; all of the package's own if None.
            corpus: The stages across reports.
            jobs: How many worker processes; 1 works in this one.
            settings: What to use; the record's own settings if None.
            progress: True prints progress to standard error after one second; or a function that is told how many more.
            command: What was typed, for the manifest.

        Returns:
            The run with its manifest. Stopped with Ctrl-C it raises KeyboardInterrupt, with all finished reports whole.
        """
        with shown(progress) as show:
            return running.run(self.db, self.path, settings=settings or self.settings, stages=stages, corpus=corpus, jobs=jobs, progress=show, command=command, view=self)

    def write_links(self, stage: str, links: Iterable[Link]) -> int:
        """Make these the current links of a stage across reports (``name@version``); how many there are now.

        Links that the stage gave before and does not give now stay in the file, dropped.
        """
        with transaction(self.db, self.path):
            newest = self.db.execute("SELECT max(key) FROM run").fetchone()[0]
            if newest is None:
                raise RecordError("Links belong to a run, and there is none yet. Call run() first.")
            return across.write_links(self.db, stage.partition("@")[0], stage, links, newest)

    # ---------------------------------------------------------------------------------------------------- find

    def find(
        self,
        words: str = "",
        *,
        layer: str | None = "attributions",
        said_by: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        kind: str | None = None,
        act: str | None = None,
        status: str | None = None,
        measures: str | None = None,
        place: str | None = None,
        report: str | None = None,
        story: str | None = None,
        judged: str = "prefer",
        min_confidence: float | None = None,
        limit: int = 20,
        offset: int = 0,
        newest: bool = False,
    ) -> finding.Found:
        """Search the findings.

        Args:
            words: Words that all must occur, stemmed; ``"a phrase"``, ``word*``, ``-without``, ``OR``.
            layer: Which layer, or None for all.
            said_by: Words of the speaker's name, in order; for figures, events and labels that of who claims them.
            outlet: The outlet's name, whole, upper or lower case.
            since: First day of publication: ``2023-12-05``, ``2023-12`` or ``2023``.
            until: Last day of publication, in the same forms.
            kind: The field ``kind`` of an attribution; else the layer's own class (a figure's ``qualifier``, an event's ``type``).
            act: ``denies`` and so on.
            status: ``reported`` and so on; for events their modality.
            measures: Words of what a figure counts, or of its unit.
            place: Words of a place name.
            report: Only in this report.
            story: Only in reports of the same story as this one.
            judged: ``prefer`` (what people judged wrong is left out), ``only`` (nothing but what they judged right) or ``ignore``.
            min_confidence: From 0 to 1: findings that are less sure are left out, unless people judged them right.
            limit: How many hits.
            offset: How many hits to pass over first.
            newest: True gives the newest added first instead of the best.
        """
        query = finding.Query(
            words=words,
            layer=layer,
            said_by=said_by,
            outlet=outlet,
            since=since,
            until=until,
            kind=kind,
            act=act,
            status=status,
            measures=measures,
            place=place,
            report=report,
            story=story,
            judged=judged,
            min_confidence=min_confidence,
        )
        with said_plainly(self.path):
            return finding.find(self.db, query, limit=limit, offset=offset, newest=newest)

    def reports(
        self,
        words: str = "",
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        story: str | None = None,
        limit: int = 20,
        offset: int = 0,
        newest: bool = False,
    ) -> tuple[list[Brief], int]:
        """Lines of reports, with how many findings each has by layer; best match or newest published first; and how many there are in all."""
        query = finding.Query(words=words, layer="reports", outlet=outlet, since=since, until=until, story=story)
        return finding.find_reports(self.db, query, limit=limit, offset=offset, newest=newest)

    def report(self, id: str, *, judged: str = "ignore") -> StoredReport:
        """A report with its findings.

        Args:
            id: The id of the text (``doc_…``), or of its address (``rep_…``, its newest text), or the address itself.
            judged: ``ignore`` gives the machine's findings, with the judgements beside them; see `find`.

        Raises:
            RecordError: There is none.
        """
        key = read.document_key(self.db, id)
        document = read.load_document(self.db, key)
        if judged == "ignore":
            layers: Mapping[str, tuple[Any, ...]] = read.load_findings(self.db, key)
            notes: list[Problem] = []
        else:
            dicts, notes = judging.judged_findings(self.db, key, None, judged)
            layers = {layer: tuple(reader(LAYERS[layer])(d) for d in found) for layer, found in dicts.items()}
        brief = read.briefs(self.db, [key])[key]
        return StoredReport(
            document=document,
            layers=layers,
            problems=(*document.problems, *read.stage_problems(self.db, key), *notes),
            brief=brief,
            captures=tuple(read.captures(self.db, "r.id IN (SELECT r2.id FROM capture c2 JOIN report r2 ON r2.key = c2.report WHERE c2.document = ?)", (key,))),
            judgements=read.verdicts(self.db, "j.report = ?", (document.id,)),
        )

    def findings(self, report: str, layer: str, *, people: bool = True) -> tuple[Any, ...]:
        """The current findings of one layer of a report; `people` adds what people marked."""
        return read.load_findings(self.db, read.document_key(self.db, report), [layer], people=people)[layer]

    def blob(self, sha256: str) -> bytes | None:
        """The bytes that were kept under a hash, or None."""
        return read.blob(self.db, sha256)

    def documents(self) -> Iterator[Document]:
        """All documents, in the order in which they were added."""
        for (key,) in self.db.execute("SELECT key FROM document ORDER BY key").fetchall():
            yield read.load_document(self.db, key)

    def stored(self, layers: Iterable[str] | None = None) -> Iterator[tuple[Document, dict[str, tuple[Finding, ...]]]]:
        """All documents with their current findings, one after another: what stages across reports read."""
        wanted = None if layers is None else list(layers)
        for (key,) in self.db.execute("SELECT key FROM document ORDER BY key").fetchall():
            yield read.load_document(self.db, key), read.load_findings(self.db, key, wanted)

    def show(self, id: str) -> trail.Shown:
        """A finding in full: its words in context, the chain of sources, stage, runs, judgements.

        Raises:
            RecordError: There is no such finding.
        """
        return trail.show(self.db, id)

    def entity(self, name: str, kind: str | None = None, *, role: str = "speaker", layer: str | None = None, limit: int = 50, offset: int = 0) -> tuple[Actor | None, list[Hit]]:
        """A name over all reports: how often it is in what role, and its findings in one role, newest first.

        Names are told apart by name and kind alone; two people of one name are one here.
        """
        return trail.entity(self.db, name, kind, role, layer, limit, offset)

    def entities(self, words: str = "", *, kind: str | None = None, limit: int = 50, offset: int = 0) -> list[Actor]:
        """Names over all reports, those that say most first."""
        return trail.entities(self.db, words, kind, limit, offset)

    def facets(self, words: str = "", **narrow: Any) -> dict[str, dict[str, int]]:
        """How the hits of a search divide by outlet, speaker, kind, act, month; over the first 2,000 hits."""
        return trail.facets(self.db, finding.Query(words=words, **narrow))

    def problems(self, *, code: str | None = None, severity: str | None = None, limit: int = 100, offset: int = 0) -> list[tuple[str | None, Problem]]:
        """Problems with the id of their report (None: an input that could not be read), newest first."""
        return trail.problems(self.db, code, severity, limit, offset)

    def counts(self) -> dict[str, int]:
        """How much there is: reports, addresses, runs, judgements, problems, links, and each layer's current findings."""
        return trail.counts(self.db)

    def runs(self) -> list[Run]:
        """All runs with their manifests, oldest first."""
        return read.runs(self.db)

    def links(self, *, report: str | None = None, item: str | None = None, kind: str | None = None, judged: str = "prefer", min_confidence: float | None = None) -> Iterator[Link]:
        """The links across reports, all or those at a report or finding, in the order of their ids.

        Args:
            report: Only those with an end in this report.
            item: Only those with an end at this finding.
            kind: Only this kind.
            judged: ``prefer`` (without those that do not hold after what people decided, with those that people made), ``only`` (what people judged right or
                made) or ``ignore`` (what the stages made).
            min_confidence: Leave out links that are less sure, and links to findings that `export` leaves out under it and `judged`.
        """
        for link in exporting.links_under(self.db, judged, min_confidence):
            ends = (link.from_, link.to)
            if (report is None or any(e.report == report for e in ends)) and (item is None or any(e.item == item for e in ends)) and (kind is None or link.kind == kind):
                yield link

    # -------------------------------------------------------------------------------------------------- across

    def conflicts(
        self,
        words: str = "",
        *,
        kind: str | None = None,
        who: str | None = None,
        outlet: str | None = None,
        report: str | None = None,
        story: str | None = None,
        since: str | None = None,
        until: str | None = None,
        judged: str = "prefer",
        limit: int = 20,
        offset: int = 0,
    ) -> list[Conflict]:
        """Statements and figures at odds, side by side, with the reason in words; contradictions first, then denials, then later values.

        Args:
            words: Words that all must occur in the sentences, the speakers' names or the reason.
            kind: ``contradicts``, ``denies`` or ``updates``; all three if None.
            who: Words of the name of one who is at odds.
            outlet: One of the two outlets, whole name.
            report: Only those with an end in this report.
            story: Only those within the story of this report.
            since: One of the reports is of this day or later.
            until: One of the reports is of this day or earlier.
            judged: ``prefer`` leaves out what people judged wrong, ``only`` gives what they judged right, ``ignore`` all.
            limit: How many.
            offset: How many to pass over first.
        """
        with said_plainly(self.path):
            return conflicting.conflicts(
                self.db,
                kind=kind,
                words=words,
                who=who,
                outlet=outlet,
                report=report,
                story=story,
                since=since,
                until=until,
                judged=judged,
                limit=limit,
                offset=offset,
            )

    def stories(self, words: str = "", *, outlet: str | None = None, since: str | None = None, until: str | None = None, limit: int = 20, offset: int = 0) -> list[Story]:
        """Groups of reports that tell one story, the largest first, with what they share; narrowed to those with a report that fits."""
        with said_plainly(self.path):
            return comparing.stories(self.db, words=words, outlet=outlet, since=since, until=until, limit=limit, offset=offset)

    def compare(self, story: str) -> Comparison:
        """How outlets tell the story of a report: what all have, what one alone has, what is at odds, how each calls whom.

        Args:
            story: A report of the story, by id or address.

        Raises:
            RecordError: There is no such report.
        """
        return comparing.compare(self.db, story)

    def ledger(
        self,
        measure: str,
        *,
        place: str | None = None,
        population: str | None = None,
        unit: str | None = None,
        outlet: str | None = None,
        claimed_by: str | None = None,
        since: str | None = None,
        until: str | None = None,
        story: str | None = None,
        exact: bool = False,
        judged: str = "prefer",
        summary: bool = False,
        most: int = counting.MOST,
    ) -> list[Series]:
        """Claimed figures of one measure over time, each with its bound, its day, whose word it is, and its sentence.

        Args:
            measure: Words of what is counted; words that count the same (the lexicon `measures`) are found with them.
            place: Words of a place name.
            population: Words of whom the figure is about.
            unit: The unit: ``person``, ``USD`` ….
            outlet: The outlet, whole name.
            claimed_by: Words of the claimant's name.
            since: First day that the figure is as of, else of its report.
            until: Last day.
            story: Only in reports of the same story as this one.
            exact: True takes only the words given.
            judged: As in `find`.
            summary: True adds low, best and high to each series, with the rule.
            most: How many figures are read: the newest added.

        Returns:
            One series a measure, unit, place and population, the longest first; nothing is merged.

        Raises:
            UsageError: No words.
        """
        with said_plainly(self.path):
            made = counting.ledger(
                self.db,
                self.settings.resources(),
                measure,
                place=place,
                population=population,
                unit=unit,
                outlet=outlet,
                claimed_by=claimed_by,
                since=since,
                until=until,
                story=story,
                exact=exact,
                judged=judged,
                most=most,
            )
        return [counting.summarised(s) for s in made] if summary else made

    def who(self, name: str, kind: str | None = None, *, alone: bool = False, reports: int = naming.READ) -> Profile:
        """An actor over all reports that links join: names by outlet, dated, each with a sentence; roles; what it says; through whom.

        Args:
            name: A name, words of one name only, or the id of an entity (``ent_…``).
            kind: Only actors of this kind.
            alone: True takes the one report of the entity.
            reports: How many of its reports, and of its statements, are read: the newest.

        Raises:
            RecordError: No actor has the name, or several have the words in theirs.
        """
        return naming.who(self.db, name, kind, alone=alone, reports=reports)

    def relays(self, name: str | None = None, *, outlet: str | None = None, since: str | None = None, until: str | None = None, most: int = relays.MOST) -> Relays:
        """Who relays whom: outlet ← intermediaries ← speaker, over all statements that came through somebody.

        Args:
            name: Only chains that this name is in.
            outlet: Only chains that end at this outlet.
            since: First day of publication.
            until: Last day of publication.
            most: How many relayed statements are read: the newest added.
        """
        return relays.relays(self.db, name=name, outlet=outlet, since=since, until=until, most=most)

    def unsure(self, *, limit: int = 20, offset: int = 0, reports: int = naming.QUEUED) -> list[Unsure]:
        """Pairs of names that may be one actor and that nobody has decided, the likeliest first.

        Args:
            limit: How many.
            offset: How many to pass over first.
            reports: Among how many of the newest reports to look.
        """
        return naming.unsure(self.db, self.settings.resources(), limit=limit, offset=offset, reports=reports)

    def merge(self, one: str, other: str, *, user: str | None = None, note: str | None = None) -> Judgement:
        """Say that two actors are one, or that two reports tell one story. Nothing is overwritten; `retract` takes it back.

        Args:
            one: An actor by id (``ent_…``) or by a name that only one actor has; or a report by id.
            other: The other, of the same sort.
            user: Who says so; the account's name if None.
            note: Why.

        Raises:
            UsageError: The same one twice, an actor and a report, or a split stands against it.
            RecordError: There is none, or several actors have the name.
        """
        return decided.decide(self.db, self.path, one, other, Verdict.RIGHT, user=user or default_user(), note=note)

    def merge_every(self, one: str, name: str, *, user: str | None = None, note: str | None = None) -> list[Judgement]:
        """Say that every actor of a name is one with another: one judgement each, but for those that somebody keeps apart from it.

        Args:
            one: An actor by id or by a name that only one actor has.
            name: The name, as in *Sorel* for *Davit Sorel*; only actors of the same kind are taken.
            user: Who says so; the account's name if None.
            note: Why.

        Raises:
            UsageError: There is nothing to merge.
        """
        return decided.decide_every(self.db, self.path, one, name, user=user or default_user(), note=note)

    def split(self, one: str, other: str | None = None, *, user: str | None = None, note: str | None = None) -> list[Judgement]:
        """Say that two actors are not one, or that two reports tell different stories; links that would join them do not hold any more.

        Args:
            one: As in `merge`.
            other: The other; None keeps `one` apart from all that it is linked with.
            user: Who says so; the account's name if None.
            note: Why.
        """
        if other is None:
            return decided.alone(self.db, self.path, one, user=user or default_user(), note=note)
        return [decided.decide(self.db, self.path, one, other, Verdict.WRONG, user=user or default_user(), note=note)]

    def doubt(self, one: str, other: str, *, user: str | None = None, note: str | None = None) -> Judgement:
        """Say that one cannot tell whether two actors are one: the pair leaves the queue of `unsure`, and no link changes."""
        return decided.decide(self.db, self.path, one, other, Verdict.UNSURE, user=user or default_user(), note=note)

    # --------------------------------------------------------------------------------------------------- audit

    def verify(self, progress: Callable[[int], None] | None = None) -> list[Fault]:
        """Everything that is wrong with the record: bytes against hashes, quotes against text, references; empty if nothing is."""
        with said_plainly(self.path):
            return list(verifying.verify(self.db, progress))

    def log(self, id: str | None = None) -> list[Entry]:
        """The audit trail, oldest first: all of it, or what concerns one finding, report, judgement or run."""
        return trail.log(self.db, id)

    def diff(self, before: int, after: int) -> list[Change]:
        """Which findings were added, dropped or changed from the end of one run to the end of another."""
        return trail.diff(self.db, before, after)

    def history(self, id: str) -> list[tuple[Capture, list[tuple[str, str]]]]:
        """The texts that were seen at a report's address, oldest first, each with its words against the text before.

        Returns:
            Sightings; each with ``(what, words)`` pieces where `what` is ``" "`` (kept), ``"-"`` (gone) or ``"+"`` (new); no
            pieces for the first.
        """
        return trail.history(self.db, id)

    def states(self, id: str) -> list[State]:
        """All states that a finding had, oldest first."""
        return [s for _, _, s in read.states(self.db, id)]

    # --------------------------------------------------------------------------------------------------- people

    def judge(self, id: str, verdict: str, *, user: str | None = None, note: str | None = None, corrections: Mapping[str, Any] | None = None) -> Judgement:
        """Say of a finding or link that it is ``right``, ``wrong``, ``unsure`` or ``corrected``. Nothing is overwritten.

        Args:
            id: The finding (``att_…``) or link (``lnk_…``).
            verdict: One of the four.
            user: Who says so; the account's name if None.
            note: Why.
            corrections: For ``corrected``: fields of the contract as they should be; checked as a machine's finding is.

        Raises:
            UsageError: A verdict or a field that cannot be.
            RecordError: There is no such finding.
        """
        return judging.judge(self.db, self.path, id, verdict, user=user or default_user(), note=note, corrections=corrections)

    def mark(self, report: str, start: int, end: int, layer: str, *, user: str | None = None, note: str | None = None, **fields: Any) -> Finding:
        """Record a finding that the machine missed: the words from `start` to `end` of a report, with further fields of the contract."""
        return judging.mark(self.db, self.path, report, start, end, layer, user=user or default_user(), note=note, fields=fields)

    def amend(self, report: str, *, user: str | None = None, note: str | None = None, **fields: Any) -> dict[str, Any]:
        """Correct what is known of a report (outlet, authors, published, place_line, kind, language); the next `run` makes its layers again.

        The report keeps its id, so that findings and judgements stay attached.
        """
        return judging.amend(self.db, self.path, report, user=user or default_user(), note=note, fields=fields)

    def retract(self, id: str, *, user: str | None = None, note: str | None = None) -> None:
        """Take back a judgement, mark or amendment; it stays in the file, with who took it back and when."""
        judging.retract(self.db, self.path, id, user=user or default_user(), note=note)

    def judgements(self, *, subject: str | None = None, orphans: bool = False) -> list[Judgement]:
        """What people said of findings, oldest first: all, of one finding, or only of findings that no run makes any more."""
        if orphans:
            return judging.orphans(self.db)
        return read.judgements(self.db, "j.subject = ?", (subject,)) if subject else read.judgements(self.db)

    def export_judgements(self) -> Iterator[dict[str, Any]]:
        """Everything that people said (judgements, marks, amendments, retractions), one object a row."""
        yield from judging.export_rows(self.db)

    def import_judgements(self, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
        """Add another file's rows to this one's: (new, known). Neither side loses any."""
        return judging.import_rows(self.db, self.path, rows)

    # ------------------------------------------------------------------------------------------------------ out

    def export(self, *, judged: str = "prefer", min_confidence: float | None = None) -> Iterator[dict[str, Any]]:
        """The reports as the contract's JSON objects, in the order in which they were added.

        Args:
            judged: As in `find`.
            min_confidence: From 0 to 1: findings that are less sure are left out, unless one that stays points to them or people
                judged them right. Each report says among its problems how many were left out.

        Raises:
            UsageError: `min_confidence` is not from 0 to 1.
        """
        return exporting.report_dicts(self.db, judged, None, exporting.floor_of(self.db, judged, min_confidence))

    def export_tables(self, form: str, out: str | os.PathLike[str], *, judged: str = "prefer", min_confidence: float | None = None) -> dict[str, Any]:
        """Write the record as ``csv`` or ``parquet``: one file a layer, the reports, the links, and ``manifest.json``.

        Args:
            form: ``csv`` or ``parquet``.
            out: A folder; it is made, and files of these names in it are written over.
            judged: As in `find`.
            min_confidence: As in `export`; links to what is left out are left out too.

        Returns:
            The manifest: versions, fingerprints, rows and SHA-256 of each file, and what the format cannot hold.
        """
        return exporting.export_tables(self.db, form, os.fspath(out), judged, min_confidence)

    def manifest(self, *, judged: str = "prefer", min_confidence: float | None = None) -> dict[str, Any]:
        """What made this record: versions, fingerprints of the stages, counts. `import_reports` takes it."""
        return exporting.manifest(self.db, judged, min_confidence)

    def import_reports(
        self, reports: Iterable[Mapping[str, Any]], *, manifest: Mapping[str, Any] | None = None, command: str | None = None, progress: bool | Callable[[int], None] = False
    ) -> tuple[int, int]:
        """Add reports with their findings, as `export` wrote them; a text that is here already is left as it is.

        Args:
            reports: The contract's JSON objects.
            manifest: That of the export. With it the next `run` leaves alone what is current; without it all is analysed again.
            command: What was typed, for the audit trail.
            progress: As for `run`.

        Returns:
            (new, known).

        Raises:
            InputError: The first report that is not as the contract says; those before it are in.
        """
        with shown(progress) as show:
            return exporting.import_reports(self.db, self.path, reports, manifest, command, show)

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{k}</td><td style='text-align:right'>{v:,}</td></tr>" for k, v in self.counts().items())
        return f"<table><caption>{escape(self.path)}</caption>{rows}</table>"
