"""The command line: each verb is a few lines over the Python function of the same name. stdout is data, stderr is talk."""

from __future__ import annotations

import io
import shlex
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from onrecord import __version__
from onrecord.cli_across import register as register_across
from onrecord.cli_evaluate import evaluate
from onrecord.cli_record import register
from onrecord.cli_serve import serve
from onrecord.cli_sources import source_options
from onrecord.errors import OnrecordError, UsageError

if TYPE_CHECKING:
    from onrecord.errors import InputError
    from onrecord.sources.capture import SourceOptions


class Verbs(click.Group):
    """A group whose verbs may raise the package's own errors: wrong usage exits 2, anything else 1, an interrupt 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except OnrecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            raise click.exceptions.Exit(2 if isinstance(error, UsageError) else 1) from error
        except KeyboardInterrupt:
            click.echo("\nInterrupted. What was printed is whole; run the same command again for the rest.", err=True)
            raise click.exceptions.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()  # the reader of the pipe has gone; no trace of it on the way out
            raise click.exceptions.Exit(0) from None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """Turn news reports into a record that can be checked: who said what, on whose word.

    \b
    Examples:
      onrecord read examples/
      onrecord read report.txt --json | jq .attributions
    """


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "form", flag_value="json", help="JSON Lines, one report a line. The default in a pipe.")
@click.option("--text", "form", flag_value="text", help="For a reader. The default on a terminal.")
@click.option("--outlet", metavar="NAME", help="The outlet of all reports.")
@click.option("--published", metavar="DATE", help="The publication date of all reports, as 2024-01-15.")
@click.option("--language", metavar="CODE", help="The language of all reports, as en; detected otherwise.")
@click.option("--lexicon", "lexicons", type=click.Path(), multiple=True, metavar="FILE", help="Your own words (YAML), added to ours. Can be given again.")
@click.option("--wikidata", type=click.Path(), metavar="FILE", help="Your names with their Wikidata ids; what is ambiguous gets none.")
@click.option("--model", type=click.Choice(["default", "none"]), default="default", show_default=True, help="Use the learned models, or rules only.")
@click.option("--parser", metavar="PACKAGE", help="Another spaCy pipeline that is installed, as en_core_web_trf.")
@click.option("--quiet", "-q", is_flag=True, help="Only errors on stderr.")
@source_options
def read(
    paths: tuple[str, ...],
    form: str | None,
    outlet: str | None,
    published: str | None,
    language: str | None,
    lexicons: tuple[str, ...],
    wikidata: str | None,
    model: str,
    parser: str | None,
    quiet: bool,
    options: SourceOptions,
) -> None:
    """Read reports and print their record. No database is used.

    PATHS are files of one report or of many, web pages, tables, archives, folders, patterns such as 'news/*.txt', or - for standard input.

    \b
    Examples:
      onrecord read examples/
      onrecord read report.txt --outlet "The Gull" --published 2024-01-15 --json
    """
    from pathlib import Path

    from onrecord.api import Settings
    from onrecord.api import read as read_reports

    settings = Settings(
        parser=parser, model=model, lexicons=tuple(map(Path, lexicons)), outlet=outlet, published=published, language=language, wikidata=Path(wikidata) if wikidata else None
    )
    failed: list[InputError] = []

    def tell(error: InputError) -> None:
        failed.append(error)
        click.echo(f"onrecord: {error}", err=True)

    analyses = read_reports(*paths, settings=settings, options=options, on_error=tell)
    count = 0
    if form == "text" or (form is None and sys.stdout.isatty()):
        from onrecord.terminal import Screen

        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
        screen = Screen(sys.stdout)
        for analysis in analyses:
            screen.show(analysis)
            count += 1
    else:
        from onrecord.formats.jsonl import dumps

        started = time.monotonic()
        progress = not quiet and sys.stderr.isatty() and not sys.stdout.isatty()
        for analysis in analyses:
            click.echo((dumps(analysis.to_dict()) + "\n").encode(), nl=False)
            count += 1
            spent = time.monotonic() - started
            if progress and spent > 1:
                click.echo(f"\r{count:,} reports, {count / spent:.1f} a second ", nl=False, err=True)
        if progress and time.monotonic() - started > 1:
            click.echo("\r", nl=False, err=True)
    if not quiet:
        bad = f" {len(failed)} input{'s' if len(failed) != 1 else ''} could not be read." if failed else ""
        more = f" To keep the record: onrecord add {' '.join(map(shlex.quote, paths))} --db news.db" if count and "-" not in paths else ""
        click.echo(f"{count} report{'s' if count != 1 else ''} read.{bad}{more}", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the record.

    \b
    Examples:
      onrecord schema
      onrecord schema > record.schema.json
    """
    from onrecord.schema import schema_text

    click.echo(schema_text(), nl=False)


main.add_command(evaluate)
main.add_command(serve)
register(main)
register_across(main)

if __name__ == "__main__":
    main()
