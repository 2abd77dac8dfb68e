"""CSV: one file a layer, plus ``reports.csv`` with the texts; UTF-8, comma, a header line, LF."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from onrecord.formats.columns import LINKS, REPORTS, TABLES, finding_rows, link_row, report_row
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS

NAME, SUFFIX = "csv", ".csv"
LOSES = "the difference between null and an empty text; lists are JSON inside a cell"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple | Mapping):
        return dumps(value)
    # a NUL ends the line for many readers, and U+FFFD says that something stood there
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def write_csv(reports: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]], out: Path) -> dict[str, int]:
    """Write the tables into a folder, in one pass over the reports.

    Args:
        reports: The contract's JSON objects.
        links: The contract's JSON objects of links.
        out: The folder, which is made.

    Returns:
        How many rows each table has.
    """
    out.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as files:
        writers = {}
        for name, columns in TABLES.items():
            file = files.enter_context(open(out / f"{name}{SUFFIX}", "w", encoding="utf-8", errors="replace", newline=""))
            writers[name] = csv.DictWriter(file, [c.name for c in columns], lineterminator="\n", extrasaction="ignore")
            writers[name].writeheader()

        def write(table: str, row: Mapping[str, Any]) -> None:
            writers[table].writerow({k: _cell(v) for k, v in row.items()})
            counts[table] += 1

        for report in reports:
            write(REPORTS, report_row(report))
            for layer in LAYERS:
                for row in finding_rows(layer, report):
                    write(layer, row)
        for link in links:
            write(LINKS, link_row(link))
    return counts
