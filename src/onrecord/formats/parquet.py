"""Parquet: one file a layer, plus ``reports.parquet`` with the texts. DuckDB, Polars, pandas and R read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from onrecord.formats.columns import LINKS, REPORTS, TABLES, finding_rows, link_row, report_row
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS

NAME, SUFFIX = "parquet", ".parquet"
LOSES = "nothing of the findings; what has a shape of its own (candidates, resolutions, speaker_evidence, problems) is JSON text"
ROWS = 20_000
"""Rows of a row group: what is held in memory a table."""


def schema_of(table: str) -> Any:
    """The Arrow schema of a table."""
    import pyarrow as pa

    span = pa.struct([("start", pa.int64()), ("end", pa.int64())])
    types = {"text": pa.string(), "json": pa.string(), "integer": pa.int64(), "number": pa.float64(), "span": span, "spans": pa.list_(span), "texts": pa.list_(pa.string())}
    return pa.schema([(c.name, types[c.kind]) for c in TABLES[table]])


def _value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "span":
        return {"start": value[0], "end": value[1]}
    if kind == "spans":
        return [{"start": s, "end": e} for s, e in value]
    if kind == "json":
        return dumps(value)
    return value


def write_parquet(reports: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]], out: Path) -> dict[str, int]:
    """Write the tables into a folder, in one pass over the reports and in row groups of `ROWS`.

    Args:
        reports: The contract's JSON objects.
        links: The contract's JSON objects of links.
        out: The folder, which is made.

    Returns:
        How many rows each table has.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    out.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(TABLES, 0)
    schemas = {name: schema_of(name) for name in TABLES}
    waiting: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    with ExitStack() as files:
        writers = {name: files.enter_context(pq.ParquetWriter(out / f"{name}{SUFFIX}", schemas[name], compression="zstd")) for name in TABLES}

        def flush(table: str) -> None:
            if waiting[table]:
                writers[table].write_table(pa.Table.from_pylist(waiting[table], schema=schemas[table]))
                waiting[table].clear()

        def write(table: str, row: Mapping[str, Any]) -> None:
            waiting[table].append({c.name: _value(c.kind, row.get(c.name)) for c in TABLES[table]})
            counts[table] += 1
            if len(waiting[table]) >= ROWS:
                flush(table)

        for report in reports:
            write(REPORTS, report_row(report))
            for layer in LAYERS:
                for row in finding_rows(layer, report):
                    write(layer, row)
        for link in links:
            write(LINKS, link_row(link))
        for table in TABLES:
            flush(table)
    return counts
