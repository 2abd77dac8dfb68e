"""The options of every verb that reads sources: what is taken from a folder, table or feed, and how large it may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

F = Callable[..., Any]

_OPTIONS = (
    click.option("--recursive", "-r", is_flag=True, help="Read the folders in a folder, too."),
    click.option("--columns", metavar="FIELD=COLUMN,...", help="What a table's columns are called, as text=body,outlet=paper."),
    click.option("--follow/--no-follow", default=None, help="Fetch the pages that a feed or sitemap links to; by default if it was fetched itself."),
    click.option("--max-links", type=click.IntRange(min=0), metavar="N", help="Pages fetched from one feed or sitemap at most."),
    click.option("--min-words", type=click.IntRange(min=0), metavar="N", help="A web page with fewer words is no report."),
    click.option("--max-bytes", type=click.IntRange(min=1), metavar="N", help="Largest single file, page or row, unpacked."),
    click.option("--max-ratio", type=click.IntRange(min=1), metavar="N", help="How many times its size a packed file may become."),
    click.option("--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Between two requests to one host."),
    click.option("--allow-private", is_flag=True, help="Fetch from this machine and private networks, too."),
)


def source_options(function: F) -> F:
    """A command with these options; it gets them as `options`, a `SourceOptions`."""

    @wraps(function)
    def command(*arguments: Any, **given: Any) -> Any:
        from onrecord.sources.capture import SourceOptions

        names = ("recursive", "columns", "follow", "max_links", "min_words", "max_bytes", "max_ratio", "delay", "allow_private")
        chosen = {name: value for name in names if (value := given.pop(name)) is not None}
        if "columns" in chosen:
            from onrecord.sources.table import parse_columns

            chosen["columns"] = parse_columns(chosen["columns"])
        return function(*arguments, options=SourceOptions(**chosen), **given)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command
