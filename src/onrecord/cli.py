"""The command line: each verb is a few lines over the Python function of the same name. stdout is data, stderr is talk."""

from __future__ import annotations

import sys

import click

from onrecord import __version__
from onrecord.cli_evaluate import evaluate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """Turn news reports into a record that can be checked: who said what, on whose word."""


@main.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one report a line.")
@click.option("--outlet", help="The outlet, where the text does not say.")
@click.option("--published", help="The publication date, where the text does not say.")
@click.option("--model", type=click.Choice(["default", "none"]), default="default", show_default=True, help="Use the learned models, or rules only.")
def read(paths: tuple[str, ...], as_json: bool, outlet: str | None, published: str | None, model: str) -> None:
    """Read reports and print their record. No database is used.

    \b
    Examples:
      onrecord read examples/
      onrecord read report.txt --json | jq .attributions
    """
    from onrecord.api import Settings
    from onrecord.api import read as read_reports
    from onrecord.formats.jsonl import dumps

    for analysis in read_reports(*paths, settings=Settings(outlet=outlet, published=published, model=model)):
        if as_json:
            sys.stdout.write(dumps(analysis.to_dict()) + "\n")
        else:
            click.echo(analysis.document.id)
            for a in analysis.attributions:
                click.echo(f"  {analysis.quote(a.source)} | {analysis.quote(a.cue)} | {analysis.quote(a.content)}")


main.add_command(evaluate)

if __name__ == "__main__":
    main()
