"""The verbs that work on a record. Each is a few lines over the method of `Record` of the same name."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TextIO

import click

from onrecord import config
from onrecord.cli_sources import source_options
from onrecord.errors import UsageError

F = Callable[..., Any]


def with_record(*names: str, write: bool = False) -> Callable[[F], F]:
    """A command on a record: adds ``--db`` and the named settings as options, opens the record, says errors plainly."""

    def decorate(function: F) -> F:
        @wraps(function)
        def command(**given: Any) -> None:
            from onrecord.store import VERSION, Record
            from onrecord.store.schema import outdated, said_plainly

            flags = {name: given.pop(name, None) for name in ("db", *names)}
            settings = config.load(flags)
            if settings["db"] is None:
                raise UsageError('No record is named. Give --db FILE, set ONRECORD_DB, or write db = "FILE" into onrecord.toml.')
            if write and (version := outdated(settings["db"])) is not None:
                say(f"{settings['db']} has the older schema {version}; it is brought to {VERSION} once, which takes about as long as writing its findings did.")
            with Record(settings["db"], write=write, wait=settings["wait"], settings=settings.settings()) as record, said_plainly(settings["db"]):
                function(record, settings, **given)

        for name in reversed(names):
            option = config.OPTIONS[name]
            flag = click.Choice(option.choices) if option.choices else {int: int, float: float}.get(option.kind, str)
            command = click.option(f"--{name}", type=flag, multiple=option.kind is list, help=option.help + (f"  [default: {option.default}]" if option.default else ""))(command)
        return click.option("--db", metavar="FILE", help="The record's file; or ONRECORD_DB, or db in onrecord.toml.")(command)

    return decorate


def say(text: str) -> None:
    """Talk: it goes to standard error."""
    click.echo(text, err=True)


def _typed() -> str:
    return "onrecord " + shlex.join(sys.argv[1:])


def write_lines(items: Iterable[Any], out: TextIO | None = None) -> None:
    """Records as JSON Lines, to standard output."""
    from onrecord.store.export import write_jsonl

    write_jsonl(items, out or sys.stdout)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _form(as_json: bool, as_csv: bool, as_tsv: bool) -> str:
    if as_json + as_csv + as_tsv > 1:
        raise UsageError("Give one of --json, --csv and --tsv.")
    return "csv" if as_csv else "tsv" if as_tsv else "json" if as_json or not sys.stdout.isatty() else "table"


def _table(rows: Iterable[dict[str, Any]], columns: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    from onrecord.terminal import clean

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in ("id", "published", "report"))
    for row in rows:
        table.add_row(*("" if row.get(c) is None else clean(str(row[c])) for c in columns))
    Console(highlight=False, markup=False).print(table)


def write(rows: list[dict[str, Any]], columns: list[str], form: str) -> None:
    """Rows in the form asked for: a table, JSON Lines, CSV or TSV."""
    import csv

    if form == "table":
        _table(rows, columns)
    elif form == "json":
        write_lines(rows)
    else:
        writer = csv.DictWriter(sys.stdout, columns, delimiter="\t" if form == "tsv" else ",", lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)


_json = click.option("--json", "as_json", is_flag=True, help="JSON Lines; what a pipe gets by default.")
_csv = click.option("--csv", "as_csv", is_flag=True, help="CSV.")
_tsv = click.option("--tsv", "as_tsv", is_flag=True, help="Tab-separated values.")
_sure = click.option("--min-confidence", type=float, metavar="0..1", help="Leave out findings that are less sure, as 0.7.")
Shape = str
"""``table``, ``json``, ``csv`` or ``tsv``."""


def shaped(function: F) -> F:
    """Adds ``--json``, ``--csv`` and ``--tsv``; the command is told the one that holds as `shape`."""

    @wraps(function)
    def command(*args: Any, as_json: bool, as_csv: bool, as_tsv: bool, **given: Any) -> None:
        function(*args, shape=_form(as_json, as_csv, as_tsv), **given)

    return _json(_csv(_tsv(command)))


_quiet = click.option("--quiet", "-q", is_flag=True, help="Say nothing that is no error.")


# ----------------------------------------------------------------------------------------------------------------- in


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_quiet
@source_options
@with_record("outlet", "published", "language", "wait", write=True)
def add(record: Any, settings: config.Config, sources: tuple[str, ...], quiet: bool, options: Any) -> None:
    """Keep reports: files, folders, - for standard input, addresses.

    What is there already is not added twice. Another text at a known address is kept beside the first; see `onrecord history`.

    \b
    Examples:
      onrecord add reports/ --db city.db
      onrecord add https://example.org/feed.xml --db city.db
    """
    added = record.add(*sources, options=options, progress=not quiet)
    for error in added.failed:
        say(f"onrecord: {error}")
    if not quiet:
        changed = f", {_many(len(added.changed), 'changed text')} of known addresses among them" if added.changed else ""
        told = f"{_many(len(added.new), 'report')} added{changed}"
        told += f"; {added.known} known already" if added.known else ""
        told += f"; {_many(len(added.failed), 'input')} failed" if added.failed else ""
        say(told + (f". Next: onrecord run --db {record.path}" if added.new else "."))
    if added.failed:
        sys.exit(1)


@click.command()
@_quiet
@click.option("--json", "as_json", is_flag=True, help="Print the manifest of the run.")
@with_record("jobs", "parser", "model", "lexicons", "wikidata", "wait", write=True)
def run(record: Any, settings: config.Config, quiet: bool, as_json: bool) -> None:
    """Analyse what is new or out of date. Ctrl-C stops after whole reports; the same command goes on.

    \b
    Examples:
      onrecord run --db city.db
      onrecord run --jobs 4 --wikidata ids.tsv --db city.db
    """
    try:
        made = record.run(jobs=settings["jobs"], progress=not quiet, command=_typed())
    except KeyboardInterrupt:
        last = record.runs()[-1]
        say(f"\nStopped: {last.reports} reports are done and whole, {last.manifest.get('left', 0)} are left. Go on with: onrecord run --db {record.path}")
        sys.exit(130)
    if as_json:
        from onrecord.store.run import dumps_manifest

        click.echo(dumps_manifest(made))
    if not quiet:
        m = made.manifest
        found = ", ".join(f"{n} {layer}" for layer, n in m["findings"].items() if n) or "no findings"
        say(f"Run {made.key}: {_many(made.reports, 'report')} in {m['seconds']:.1f} s: {found}." if made.reports else f"Run {made.key}: nothing to do; all reports are up to date.")
        if made.failed:
            say(f"{made.failed} stages failed on reports; list them with: onrecord problems --severity error --db {record.path}")
        elif made.reports:
            if links := sum(m["links"].values()):
                say(f"{links} links across reports. See what is at odds: onrecord conflicts --db {record.path}")
            say(f"Next: onrecord find WORDS --db {record.path}")
    if made.failed:
        sys.exit(1)


# --------------------------------------------------------------------------------------------------------------- find


@click.command()
@click.argument("words", nargs=-1)
@click.option("--layer", default="attributions", show_default=True, help="Which layer; 'reports' for reports, 'all' for all layers.")
@click.option("--said-by", metavar="NAME", help="Words of the speaker's name, in order.")
@click.option("--outlet", help="The outlet's name.")
@click.option("--since", metavar="DAY", help="Published then or later: 2023-12-05, 2023-12 or 2023.")
@click.option("--until", metavar="DAY", help="Published then or before.")
@click.option("--kind", help="direct, indirect, mixed; for other layers their own class.")
@click.option("--act", help="denies, threatens, calls_for ...")
@click.option("--status", help="reported, disputed, hypothetical; for events their modality.")
@click.option("--measures", metavar="WORDS", help="What a figure counts, or its unit.")
@click.option("--place", metavar="NAME", help="A place name.")
@click.option("--report", metavar="ID", help="Only in this report.")
@click.option("--story", metavar="ID", help="Only in reports of the same story as this one.")
@_sure
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True)
@click.option("--newest", is_flag=True, help="The newest added first instead of the best match.")
@_json
@_csv
@_tsv
@with_record("judged")
def find(
    record: Any, settings: config.Config, words: tuple[str, ...], layer: str, as_json: bool, as_csv: bool, as_tsv: bool, limit: int, offset: int, newest: bool, **narrow: Any
) -> None:
    """Search what was said, every figure, event, place and name.

    All words must occur, in any form (bridge finds bridges); "a phrase", bridg*, -without and OR work.

    \b
    Examples:
      onrecord find bridge --said-by "Jane Doe" --since 2023-12 --db city.db
      onrecord find --layer quantities --measures killed --csv --db city.db
    """
    from onrecord.wording import brief

    form = _form(as_json, as_csv, as_tsv)
    query = " ".join(words)
    if layer == "reports":
        for name in ("said_by", "kind", "act", "status", "measures", "place", "report", "min_confidence"):
            if narrow[name] is not None:
                raise UsageError(f"--{name.replace('_', '-')} goes with a layer of findings, not with --layer reports.")
        reports, total = record.reports(query, limit=limit, offset=offset, newest=newest, **{k: narrow[k] for k in ("outlet", "since", "until", "story")})
        columns = ["id", "report", "outlet", "published", "headline", "url", "path", "retrieved", "words"]
        rows = [{c: getattr(b, c) for c in columns} | ({"findings": dict(b.findings)} if form == "json" else {}) for b in reports]
        write(rows, ["published", "outlet", "headline", "id"] if form == "table" else columns, form)
        shown = len(rows)
    else:
        found = record.find(query, layer=None if layer == "all" else layer, judged=settings["judged"], limit=limit, offset=offset, newest=newest, **narrow)
        if form == "json":
            write_lines(found.to_dicts())
        elif form == "table":
            from onrecord.terminal import clean, paragraph

            for h, r in zip(found, found.rows(), strict=True):
                who = r["speaker"] or r["source"]
                what = f"“{clean(r['words'])}”" if layer == "attributions" else f"{brief(h.finding)}: “{clean(r['words'])}”"
                paragraph(f"{who}: {what}" if who else what)
                paragraph(f"{r['outlet'] or 'outlet not known'}, {(r['published'] or 'no date')[:10]}  {r['id']}", at=4, style="dim")
        else:
            sys.stdout.write(found.to_csv("\t" if form == "tsv" else ","))
        total, shown = found.total, len(found)
        if not found.ranked and query and not newest:
            say("These words are in so many findings that the newest come first. Narrow the search to have the best first.")
    if not shown:
        say("Nothing was found.")
    elif total is None or total > offset + shown:
        say(f"{offset + 1} to {offset + shown} of {total if total is not None else 'very many'}. More with --offset {offset + shown}.")


def _spelt(value: Any, text: str, names: Mapping[str, str]) -> str:
    """A field's value as a reader wants it: spans with their words, ids with what they stand for."""
    if isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value):
        return f"{value[0]}-{value[1]} “{' '.join(text[slice(*value)].split())}”"
    if isinstance(value, list):
        return ", ".join(_spelt(v, text, names) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_spelt(v, text, names)}" for name, v in value.items() if v not in (None, []))
    return f"{names[value]} ({value})" if value in names else str(value)


@click.command()
@click.argument("id")
@_json
@with_record()
def show(record: Any, settings: config.Config, id: str, as_json: bool) -> None:
    """Show one finding: the words in context, the chain of sources, stage, runs, judgements. A report's id shows the report.

    \b
    Examples:
      onrecord show att_1f2e3d4c5b6a7988 --db city.db
      onrecord show doc_0123456789abcdef0123 --db city.db
    """
    from onrecord.formats.jsonl import dumps, plain

    if id.startswith(("doc_", "rep_")) or "://" in id:
        stored = record.report(id, judged="prefer")
        if as_json:
            click.echo(dumps(stored.to_dict()))
            return
        b = stored.brief
        click.echo(f"{b.id}  {b.outlet or 'no outlet'}  {b.published or 'no date'}  {b.url or b.path or ''}\n\n{stored.document.text.strip()}\n")
        click.echo(", ".join(f"{len(v)} {k}" for k, v in stored.layers.items()))
        for p in stored.problems:
            click.echo(f"{p.severity.value}: {p.message}" + (f" {p.hint}" if p.hint else ""))
        return
    shown = record.show(id)
    if as_json:
        click.echo(dumps(shown.to_dict()))
        return
    hit, f = shown.hit, shown.hit.finding
    click.echo(f"{hit.id}  {hit.layer}  {f.stage}  confidence {f.confidence:g}" + ("" if shown.current else "  (no run makes it any more)"))
    click.echo(f"{hit.report.id}  {hit.report.outlet or 'no outlet'}  {hit.report.published or 'no date'}  {hit.report.url or hit.report.path or ''}")
    if shown.around:
        click.echo(f"\n  {shown.document.text[slice(*shown.around)]}\n")
    click.echo(f"words    {hit.words}")
    for name, value in (("source", hit.source), ("cue", hit.cue), ("chain", " > ".join(shown.chain))):
        if value:
            click.echo(f"{name:8} {value}")
    for name, value in plain(f).items():
        if name not in ("id", "stage", "confidence") and value not in (None, []):
            click.echo(f"  {name}: {_spelt(value, shown.document.text, shown.names)}")
    for state in shown.states:
        click.echo(
            f"runs     {state.first_run or '-'} to {state.last_run or '-'}" + (f", dropped in {state.dropped}" if state.dropped is not None else "") + f"  {state.finding.stage}"
        )
    for j in shown.judgements:
        click.echo(f"{j.verdict.value:8} {j.user}, {j.created}{': ' + j.note if j.note else ''}  [{j.id}]{'  taken back by ' + j.retracted if j.retracted else ''}")
        if j.corrections:
            click.echo(f"  {dumps(dict(j.corrections))}")


# -------------------------------------------------------------------------------------------------------------- audit


@click.command()
@_json
@_quiet
@with_record()
def verify(record: Any, settings: config.Config, as_json: bool, quiet: bool) -> None:
    """Hash the kept bytes again, compare every quote with its span, follow every reference. Exit 1 on a mismatch.

    \b
    Examples:
      onrecord verify --db city.db
      onrecord verify --json --db city.db
    """
    from onrecord.store.progress import Progress

    progress = None if quiet else Progress("reports")
    faults = record.verify(progress)
    if progress:
        progress.close()
    for f in faults:
        click.echo(json.dumps({"what": f.what, "where": f.where, "message": f.message}, ensure_ascii=False) if as_json else f"{f.what}: {f.where}: {f.message}")
    if not quiet:
        say(f"{len(faults)} faults." if faults else f"{record.path} is sound: {record.counts()['reports']} reports, every byte, quote and reference.")
    if faults:
        sys.exit(1)


@click.command()
@click.argument("id", required=False)
@_json
@_csv
@_tsv
@with_record()
def log(record: Any, settings: config.Config, id: str | None, as_json: bool, as_csv: bool, as_tsv: bool) -> None:
    """The audit trail, oldest first: of everything, or of one finding, report, judgement or run.

    \b
    Examples:
      onrecord log --db city.db
      onrecord log att_1f2e3d4c5b6a7988 --db city.db
    """
    columns = ["at", "user", "verb", "subject", "text"]
    write([{c: getattr(e, c) for c in columns} for e in record.log(id)], columns, _form(as_json, as_csv, as_tsv))


@click.command()
@click.argument("before", type=int, metavar="RUN1")
@click.argument("after", type=int, metavar="RUN2")
@click.option("--layer", help="Only this layer.")
@_json
@_csv
@_tsv
@with_record()
def diff(record: Any, settings: config.Config, before: int, after: int, layer: str | None, as_json: bool, as_csv: bool, as_tsv: bool) -> None:
    """Which findings a run added, dropped or changed against an earlier one: what to look at before an upgrade.

    \b
    Examples:
      onrecord diff 1 2 --db city.db
      onrecord diff 1 2 --layer attributions --json --db city.db
    """
    from collections import Counter

    changes = [c for c in record.diff(before, after) if layer is None or c.layer == layer]
    columns = ["what", "layer", "id", "report", "words", "fields"]
    form = _form(as_json, as_csv, as_tsv)
    rows = [{c: getattr(x, c) for c in columns[:-1]} | {"fields": {k: list(v) for k, v in x.fields.items()}} for x in changes]
    if form != "json":
        rows = [r | {"fields": "; ".join(f"{k}: {json.dumps(a, ensure_ascii=False)} > {json.dumps(b, ensure_ascii=False)}" for k, (a, b) in r["fields"].items())} for r in rows]
    write(rows, columns, form)
    counts = Counter((c.layer, c.what) for c in changes)
    say("; ".join(f"{layer} {what}: {n}" for (layer, what), n in sorted(counts.items())) or "No finding differs.")


@click.command()
@click.argument("id")
@_json
@with_record()
def history(record: Any, settings: config.Config, id: str, as_json: bool) -> None:
    """The texts seen at a report's address, oldest first, each with its words against the text before.

    \b
    Examples:
      onrecord history doc_0123456789abcdef0123 --db city.db
      onrecord history https://example.org/story --db city.db
    """
    seen = record.history(id)
    if as_json:
        write_lines(
            {"report": c.report, "document": c.document, "retrieved": c.retrieved, "url": c.url, "path": c.path, "changes": [list(p) for p in pieces]} for c, pieces in seen
        )
        return
    for capture, pieces in seen:
        click.echo(f"{capture.retrieved}  {capture.document}  {capture.url or capture.path or ''}")
        for line in _changes(pieces):
            click.echo(f"  {line}")
    if len(seen) == 1:
        say("One text was seen at this address; it has not changed.")


def _changes(pieces: list[tuple[str, str]], around: int = 40) -> list[str]:
    """The changed places of a word diff with some words around them: ``… the [-five-] {+six+} who died …``."""
    if not pieces:
        return ["first text"]
    out, line = [], ""
    for k, (what, words) in enumerate(pieces):
        words = words.replace("\n", " ")
        if what == " ":
            if len(words) > 2 * around and line:
                out.append(line + words[:around] + "…")
                line = "…" + words[-around:] if k + 1 < len(pieces) else ""
            elif not line:
                line = ("…" if len(words) > around else "") + words[-around:] if k + 1 < len(pieces) else ""
            else:
                line += words
        else:
            line += f"[-{words}-]" if what == "-" else f"{{+{words}+}}"
    if line and ("[-" in line or "{+" in line):
        out.append(line)
    return out


@click.command()
@click.option("--code", help="Only this code.")
@click.option("--severity", type=click.Choice(["note", "error"]))
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True)
@_json
@_csv
@_tsv
@with_record()
def problems(record: Any, settings: config.Config, code: str | None, severity: str | None, limit: int, as_json: bool, as_csv: bool, as_tsv: bool) -> None:
    """What reading and analysing brought up, newest first.

    \b
    Examples:
      onrecord problems --db city.db
      onrecord problems --severity error --json --db city.db
    """
    columns = ["report", "code", "severity", "message", "hint", "stage"]
    rows = [
        {"report": id, "code": p.code, "severity": p.severity.value, "message": p.message, "hint": p.hint, "stage": p.stage}
        for id, p in record.problems(code=code, severity=severity, limit=limit)
    ]
    write(rows, columns, _form(as_json, as_csv, as_tsv))


# ------------------------------------------------------------------------------------------------------------- people


def _fields(pairs: tuple[str, ...]) -> dict[str, Any]:
    """``name=value`` pairs; a value is JSON where it can be read as that, else a word."""
    out: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"--set takes FIELD=VALUE, not {pair!r}.")
        try:
            out[name] = json.loads(value)
        except json.JSONDecodeError:
            out[name] = value
    return out


note_option = click.option("--note", help="Why.")
_set = click.option("--set", "pairs", multiple=True, metavar="FIELD=VALUE", help="A field as in the JSON; the value is JSON or a word. May be given several times.")


@click.command()
@click.argument("id")
@click.argument("verdict", type=click.Choice(["right", "wrong", "unsure", "corrected"]))
@_set
@note_option
@with_record("user", "wait", write=True)
def judge(record: Any, settings: config.Config, id: str, verdict: str, pairs: tuple[str, ...], note: str | None) -> None:
    """Say of a finding that it is right, wrong, unsure, or corrected with the fields as they should be.

    Nothing is overwritten: the judgement is a row of its own. Take it back with `onrecord retract`.

    \b
    Examples:
      onrecord judge att_1f2e3d4c5b6a7988 wrong --note "the deputy says this" --db city.db
      onrecord judge qty_1f2e3d4c5b6a7988 corrected --set low=24 --set qualifier=at_least --db city.db
    """
    made = record.judge(id, verdict, user=settings["user"], note=note, corrections=_fields(pairs) or None)
    click.echo(made.id)


@click.command()
@click.argument("report")
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.option("--layer", required=True)
@_set
@note_option
@with_record("user", "wait", write=True)
def mark(record: Any, settings: config.Config, report: str, start: int, end: int, layer: str, pairs: tuple[str, ...], note: str | None) -> None:
    """Record a finding that the machine missed, from character START to END of a report.

    \b
    Examples:
      onrecord mark doc_0123456789abcdef0123 120 180 --layer attributions --set kind=indirect --db city.db
      onrecord mark doc_0123456789abcdef0123 40 42 --layer quantities --set low=24 --set high=24 --db city.db
    """
    click.echo(record.mark(report, start, end, layer, user=settings["user"], note=note, **_fields(pairs)).id)


@click.command()
@click.argument("report")
@click.option("--outlet")
@click.option("--published", metavar="DAY")
@click.option("--author", "authors", multiple=True, help="May be given several times.")
@click.option("--kind", type=click.Choice(["news", "opinion", "statement", "live", "unknown"]))
@click.option("--language", metavar="CODE")
@click.option("--place-line", metavar="PLACE")
@note_option
@with_record("user", "wait", write=True)
def amend(record: Any, settings: config.Config, report: str, note: str | None, authors: tuple[str, ...], **given: Any) -> None:
    """Correct what is known of a report. Its text and id stay; the next run makes what depends on it again.

    \b
    Examples:
      onrecord amend doc_0123456789abcdef0123 --published 2024-01-05 --note "as printed" --db city.db
      onrecord amend doc_0123456789abcdef0123 --outlet "City Herald" --author "Jane Doe" --db city.db
    """
    fields = {k: v for k, v in given.items() if v is not None} | ({"authors": list(authors)} if authors else {})
    record.amend(report, user=settings["user"], note=note, **fields)
    say(f"Amended: {', '.join(fields)}. Next: onrecord run --db {record.path}")


@click.command()
@click.argument("id")
@note_option
@with_record("user", "wait", write=True)
def retract(record: Any, settings: config.Config, id: str, note: str | None) -> None:
    """Take back a judgement (jdg_), mark (mrk_) or amendment (amd_). It stays in the file, with who took it back and when.

    \b
    Examples:
      onrecord retract jdg_1f2e3d4c5b6a7988 --note "misread" --db city.db
      onrecord retract amd_1f2e3d4c5b6a7988 --db city.db
    """
    record.retract(id, user=settings["user"], note=note)


@click.group()
def judgements() -> None:
    """What people said: list it, move it between two people's files."""


@judgements.command("list")
@click.option("--orphans", is_flag=True, help="Only those of findings that no run makes any more.")
@_json
@_csv
@_tsv
@with_record()
def judgements_list(record: Any, settings: config.Config, orphans: bool, as_json: bool, as_csv: bool, as_tsv: bool) -> None:
    """List judgements, oldest first.

    \b
    Examples:
      onrecord judgements list --db city.db
      onrecord judgements list --orphans --db city.db
    """
    from onrecord.store.trail import plain_judgement

    form = _form(as_json, as_csv, as_tsv)
    rows = [plain_judgement(j) for j in record.judgements(orphans=orphans)]
    write(
        rows,
        ["created", "user", "verdict", "subject", "quote", "note", "retracted", "id"]
        if form == "table"
        else ["id", "subject", "report", "layer", "quote", "verdict", "corrections", "note", "user", "created", "retracted"],
        form,
    )


@judgements.command("export")
@with_record()
def judgements_export(record: Any, settings: config.Config) -> None:
    """Write all judgements, marks, amendments and retractions as JSON Lines.

    \b
    Examples:
      onrecord judgements export --db city.db > ana.jsonl
    """
    write_lines(record.export_judgements())


@judgements.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@with_record("wait", write=True)
def judgements_import(record: Any, settings: config.Config, file: TextIO) -> None:
    """Add another person's judgements to this record; nobody's are lost.

    \b
    Examples:
      onrecord judgements import ana.jsonl --db city.db
    """
    from onrecord.store.export import read_jsonl

    new, known = record.import_judgements([row for _, row in read_jsonl(file, file.name)])
    say(f"{new} new, {known} known. {len(record.judgements(orphans=True))} judgements are of findings that are not in this record.")


# ---------------------------------------------------------------------------------------------------------------- out


@click.group()
def export() -> None:
    """Write the record as JSON Lines, CSV or Parquet."""


@export.command("jsonl")
@click.option("--links", is_flag=True, help="The links across reports instead of the reports.")
@click.option("--manifest", metavar="FILE", help="Write what made the record into this file; `onrecord import` takes it.")
@_sure
@with_record("judged")
def export_jsonl(record: Any, settings: config.Config, links: bool, manifest: str | None, min_confidence: float | None) -> None:
    """Write one report a line to standard output, in the form of the contract; with --links one link a line.

    \b
    Examples:
      onrecord export jsonl --db city.db > city.jsonl
      onrecord export jsonl --links --db city.db
    """
    asked = {"judged": settings["judged"], "min_confidence": min_confidence}
    write_lines(record.links(**asked) if links else record.export(**asked))
    if manifest:
        with open(manifest, "w", encoding="utf-8") as file:
            file.write(json.dumps(record.manifest(**asked), indent=2, ensure_ascii=False) + "\n")


def _tables(form: str, about: str) -> click.Command:
    @click.argument("out", type=click.Path(file_okay=False))
    @_sure
    @with_record("judged")
    def command(record: Any, settings: config.Config, out: str, min_confidence: float | None) -> None:
        made = record.export_tables(form, out, judged=settings["judged"], min_confidence=min_confidence)
        files = ", ".join(f"{name} {file['rows']}" for name, file in made["files"].items())
        say(f"{made['reports']} reports written to {out}: {files}; manifest.json.")

    command.__doc__ = about
    return click.command(form)(command)


export.add_command(
    _tables(
        "csv",
        """Write one CSV file a layer, the reports and the links into a folder, with a manifest.\n\n\b\nExamples:\n  onrecord export csv OUT/ --db city.db\n  onrecord export csv OUT/ --judged only --db city.db""",
    )
)
export.add_command(
    _tables(
        "parquet",
        """Write one Parquet file a layer, the reports and the links into a folder, with a manifest.\n\n\b\nExamples:\n  onrecord export parquet OUT/ --db city.db\n  duckdb -c "SELECT outlet, count(*) FROM 'OUT/attributions.parquet' GROUP BY outlet\"""",
    )
)


@click.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--manifest", type=click.File("r", encoding="utf-8"), help="The manifest of the export: what is current then is not analysed again.")
@_quiet
@with_record("wait", write=True)
def import_(record: Any, settings: config.Config, file: TextIO, manifest: TextIO | None, quiet: bool) -> None:
    """Add the reports of an `export jsonl` with their findings; - is standard input.

    \b
    Examples:
      onrecord import city.jsonl --db copy.db
      onrecord import city.jsonl --manifest city.json --db copy.db
    """
    from onrecord.store.export import read_jsonl

    source = json.load(manifest) if manifest else None
    new, known = record.import_reports((row for _, row in read_jsonl(file, file.name)), manifest=source, command=_typed(), progress=not quiet)
    if not quiet:
        say(f"{new} reports imported, {known} were known. The bytes that they were read from are not part of an export.")


@click.command("config")
@click.option("--json", "as_json", is_flag=True)
def show_config(as_json: bool) -> None:
    """Show each setting, its value and where it comes from.

    Flags beat the environment (ONRECORD_DB ...), which beats onrecord.toml, which beats the defaults.

    \b
    Examples:
      onrecord config
      onrecord config --json
    """
    settings = config.load()
    rows = [{"setting": n, "value": list(v) if isinstance(v, tuple) else v, "from": settings.origins[n], "meaning": config.OPTIONS[n].help} for n, v in settings.values.items()]
    write_lines(rows) if as_json else _table(rows, ["setting", "value", "from", "meaning"])


COMMANDS = (add, run, find, show, verify, log, diff, history, problems, judge, mark, amend, retract, judgements, export, import_, show_config)


def register(group: click.Group) -> None:
    """Put the verbs on the command line."""
    for command in COMMANDS:
        group.add_command(command)
