"""Tables of reports: JSON Lines, JSON, CSV, TSV and Parquet, one report a row.

Columns are found by their usual names, or as the user says. A row is kept as JSON, so that the record can show where a report
came from without the whole table. Tables are streamed: memory holds a few rows.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from onrecord.errors import InputError, UsageError
from onrecord.model import Document, Source, Span, document_id
from onrecord.sources.capture import MEGABYTE, Capture, Known, Result, SourceOptions, now, size, too_large
from onrecord.sources.page import iso_time, split_authors
from onrecord.sources.text import read_one
from onrecord.text import paragraphs

USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "articlebody", "article_text", "full_text", "fulltext", "maintext", "story"),
    "headline": ("headline", "title"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "source_name", "sitename"),
    "published": ("published", "date", "published_at", "publish_date", "publication_date", "date_publish", "date_published", "pubdate", "datetime"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link", "uri"),
    "language": ("language", "lang"),
}
"""What the columns are usually called, in order of preference; capitals do not matter."""


def parse_columns(text: str) -> dict[str, str]:
    """The columns that a user names.

    Raises:
        UsageError: It is no list of ``field=column``.

    >>> parse_columns("text=body, outlet=paper")
    {'text': 'body', 'outlet': 'paper'}
    """
    found = {}
    for pair in filter(None, (p.strip() for p in text.split(","))):
        name, equals, column = (p.strip() for p in pair.partition("="))
        if not equals or not column or name not in USUAL:
            raise UsageError(f"--columns {pair!r} is not FIELD=COLUMN. Fields are {', '.join(USUAL)}; for example --columns text=body,outlet=paper.")
        found[name] = column
    return found


def choose_columns(names: Iterable[str], options: SourceOptions, where: str, path: str | None) -> dict[str, list[str]]:
    """Which columns of a table hold what, best first.

    Raises:
        InputError: ``no-column``: there is none for the text, or one that the user named is not there.
    """
    names = list(names)
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.strip().lower().replace(" ", "_").replace("-", "_"), name)
    listed = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    found: dict[str, list[str]] = {}
    for field, usual in USUAL.items():
        chosen = options.columns.get(field)
        if chosen is not None:
            if chosen not in names:
                raise InputError(f"{where} has no column {chosen!r}. It has: {listed}.", code="no-column", path=path)
            found[field] = [chosen]
        else:
            found[field] = [folded[u] for u in usual if u in folded]
    if not found["text"]:
        raise InputError(f"{where} has no column of text. It has: {listed}. Say which holds the report: --columns text=NAME.", code="no-column", path=path)
    return found


# ------------------------------------------------------------------------------------------------------------- rows


def row_document(row: Mapping[str, Any], columns: Mapping[str, Sequence[str]], capture: Capture, known: Known, where: str) -> Document:
    """The report of a row. A headline of its own is put before the text, with an empty line between, unless the text begins with it.

    Raises:
        InputError: ``no-text``.
    """

    def value(field: str) -> Any:
        return next((row[c] for c in columns[field] if row.get(c) not in (None, "", [])), None)

    def string(field: str) -> str | None:
        return next((s.strip() for c in columns[field] if isinstance(s := row.get(c), str) and s.strip()), None)

    body = value("text")
    if not isinstance(body, str) or not body.strip():
        raise InputError(f"{where} has no text. Fill the column {columns['text'][0]!r}, or name another with --columns text=NAME.", code="no-text", path=capture.path)
    if str(row.get("schema", "")).startswith("onrecord/"):
        return _own_row(row, body, capture, known)
    title = string("headline")
    text = f"{title}\n\n{body}" if title and not body.lstrip().startswith(title) else body
    said_date = value("published")
    published = known.published or iso_time(_epoch(said_date))
    outlet, language = known.outlet or string("outlet"), known.language or _code(string("language"))
    document = read_one(text, outlet=outlet, published=published, language=language)
    names = value("authors")
    if isinstance(names, str):
        names = [names]
    authors = split_authors((n if isinstance(n, str) else str(n.get("name") or "") for n in names if isinstance(n, str | dict)), outlet) if isinstance(names, list) else ()
    headline = document.headline
    body_span = document.body
    if title:
        at = document.text.find(title)
        headline = Span(at, at + len(title)) if at >= 0 else headline
        if headline != document.headline and headline is not None:
            lines = paragraphs(document.text, Span(max(headline.end, document.byline.end if document.byline else 0), len(document.text)))
            body_span = Span(lines[0].start, lines[-1].end) if lines else None
    document = replace(
        document,
        source=Source(path=capture.path, url=string("url"), media_type=capture.media_type, sha256=capture.sha256),
        headline=headline,
        body=body_span,
        authors=authors or document.authors,
    )
    if published is None and said_date is not None:
        from onrecord.sources.capture import add_problems, note

        return add_problems(document, note("bad-date", f"{where}: the date {str(said_date)[:60]!r} is none that can be read.", "Write it as 2024-01-15."))
    return document


def _own_row(row: Mapping[str, Any], text: str, capture: Capture, known: Known) -> Document:
    """A report that this program wrote: its own spans are taken."""
    outlet, published = known.outlet or row.get("outlet"), known.published or row.get("published")
    document = read_one(text, outlet=outlet, published=published, language=known.language or _code(row.get("language")))

    def span(name: str) -> Span | None:
        value = row.get(name)
        fits = isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value) and 0 <= value[0] < value[1] <= len(text)
        return Span(*value) if fits and value is not None else None

    given = row.get("source") if isinstance(row.get("source"), dict) else {}
    url = given.get("url") if given else None
    authors = row.get("authors")
    return replace(
        document,
        id=document_id(document.outlet, document.published, document.text),
        source=Source(path=capture.path, url=url if isinstance(url, str) else None, media_type=capture.media_type, sha256=capture.sha256),
        headline=span("headline"),
        byline=span("byline"),
        body=span("body"),
        authors=tuple(a for a in authors if isinstance(a, str)) if isinstance(authors, list) else (),
    )


def _code(value: Any) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", value) else None


def _epoch(value: Any) -> Any:
    """A moment for a number of seconds or milliseconds since 1970; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 100_000_000 < value < 100_000_000_000_000:
        return value
    return datetime.fromtimestamp(value / 1000 if value > 100_000_000_000 else value, UTC)


def _result(row: Mapping[str, Any], raw: bytes, columns: Mapping[str, Sequence[str]], number: int, where: str, path: str | None, known: Known, url: str | None) -> Result:
    capture = Capture(raw=raw, media_type="application/json", path=path, url=url, retrieved=now(), record={"row": number})
    try:
        document = row_document(row, columns, capture, known, where)
    except InputError as error:
        return error
    return replace(capture, url=document.source.url or url), [document]


def _dump(row: Mapping[str, Any]) -> bytes:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else str(value)

    return json.dumps(row, ensure_ascii=False, default=plain).encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------------------------------------------------- formats


def read_json_lines(stream: BinaryIO, name: str, path: str | None, known: Known, options: SourceOptions, *, url: str | None = None) -> Iterator[Result]:
    """The reports of JSON Lines, one object a line; a line that is none is an InputError and the others are read."""
    number = 0
    while line := stream.readline(options.max_bytes + 1):
        number += 1
        where = f"Line {number:,} of {name}"
        if len(line) > options.max_bytes:
            yield too_large(where, options, path)
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            continue
        raw = line.removeprefix(codecs.BOM_UTF8).strip()
        if not raw:
            continue
        try:
            row = json.loads(raw)
        except (ValueError, RecursionError) as error:
            yield InputError(f"{where} is no JSON: {error}. Each line must be one JSON object.", code="not-json", path=path)
            continue
        if not isinstance(row, dict):
            yield InputError(f'{where} is JSON and no object. Each line must be one, such as {{"text": "…", "outlet": "…"}}.', code="not-json", path=path)
            continue
        try:
            columns = choose_columns(row, options, where, path)
        except InputError as error:
            yield error
            continue
        yield _result(row, raw, columns, number, where, path, known, url)


def read_json(raw: bytes, name: str, path: str | None, known: Known, options: SourceOptions, *, url: str | None = None) -> Iterator[Result]:
    """The reports of a JSON file: a list of objects, or one object.

    Raises:
        InputError: ``not-json``.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is no JSON: {error}. Mend it, or write one object a line and name it .jsonl.", code="not-json", path=path) from error
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        where = f"Item {number:,} of {name}" if isinstance(value, list) else name
        if not isinstance(row, dict):
            yield InputError(f'{where} is no object with a text. Reports are objects, such as {{"text": "…", "outlet": "…"}}.', code="not-json", path=path)
            continue
        try:
            yield _result(row, _dump(row), choose_columns(row, options, where, path), number, where, path, known, url)
        except InputError as error:
            yield error


def read_csv(stream: BinaryIO, name: str, path: str | None, known: Known, options: SourceOptions, *, tabs: bool = False, url: str | None = None) -> Iterator[Result]:
    """The reports of a CSV or TSV file with a row of names; the delimiter is the comma, semicolon, tab or bar that the names hold most of.

    Raises:
        InputError: ``empty``, ``no-column``, or ``bad-csv`` where quoting is broken beyond repair.
    """
    head = stream.read(1 << 16)
    if not head.strip():
        raise InputError(f"{name} is empty. Give a table with a row of column names.", code="empty", path=path)
    encoding = _encoding(head)
    first = head.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    delimiter = "\t" if tabs else max(",;\t|", key=first.count)
    # the limit is the process's; it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
    reader = csv.reader(_lines(head, stream, encoding, options, name, path), delimiter=delimiter)
    number = 0
    try:
        names = [n.strip() for n in next(reader, [])]
        columns = choose_columns(names, options, name, path)
        for cells in reader:
            if not any(c.strip() for c in cells):
                continue
            number += 1
            where = f"Row {number:,} of {name} (line {reader.line_num:,})"
            if len(cells) != len(names):
                yield InputError(
                    f"{where} has {len(cells)} cells and there are {len(names)} columns. Put text that holds the delimiter or line ends in quotation marks.",
                    code="bad-row",
                    path=path,
                )
                continue
            row = dict(zip(names, cells, strict=True))
            yield _result(row, _dump(row), columns, number, where, path, known, url)
    except csv.Error as error:
        raise InputError(f"{name} breaks off at line {reader.line_num:,}: {error}. Look for a quotation mark that is not closed.", code="bad-csv", path=path) from error


def _encoding(head: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or Windows-1252, by the first 64 KB (the last character may be cut)."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(head: bytes, stream: BinaryIO, encoding: str, options: SourceOptions, name: str, path: str | None) -> Iterator[str]:
    """The lines of a text stream, line ends kept, none longer than the limit."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest, data = "", head
    while True:
        rest += decoder.decode(data, final=not data)
        *whole, rest = io.StringIO(rest, newline="").readlines() or [""]
        yield from whole
        if rest.endswith("\n"):
            yield rest
            rest = ""
        if len(rest) > options.max_bytes:
            raise too_large(f"A line of {name}", options, path)
        if not data:
            break
        data = stream.read(1 << 20)
    if rest:
        yield rest


def read_parquet(stream: BinaryIO, name: str, path: str | None, known: Known, options: SourceOptions, *, url: str | None = None) -> Iterator[Result]:
    """The reports of a Parquet file, by row group and a few rows at a time; only the columns that are needed are read.

    Raises:
        InputError: It is damaged, has no column of text, or unpacks like a zip bomb.
    """
    import pyarrow as arrow
    from pyarrow import parquet

    packed = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        table = parquet.ParquetFile(stream)
        names = table.schema_arrow.names
        columns = choose_columns(names, options, name, path)
        wanted = list(dict.fromkeys(c for some in columns.values() for c in some))
        _check_parquet(table.metadata, packed, name, path, options)
        number = 0
        for batch in table.iter_batches(batch_size=64, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield _result(row, _dump(row), columns, number, f"Row {number:,} of {name}", path, known, url)
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(f"{name} cannot be read as Parquet: {error}. Get or write it again.", code="truncated", path=path) from error


def _check_parquet(metadata: Any, packed: int, name: str, path: str | None, options: SourceOptions) -> None:
    """No row group may unpack like a bomb. Its own total is looked at, not its columns: pyarrow ends the process on a column with wrong statistics."""
    for group in range(metadata.num_row_groups):
        full = metadata.row_group(group).total_byte_size
        if full > 10 * MEGABYTE and full > packed * options.max_ratio:
            raise InputError(
                f"{name}: a row group unpacks to more than {options.max_ratio} times the file's size ({size(full)} from {size(packed)}), as a zip bomb does. If you trust it, raise --max-ratio.",
                code="zip-bomb",
                path=path,
            )
