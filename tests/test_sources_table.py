"""Tables: columns by their usual names or as the user says, and rows that are wrong."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest
from pyarrow import parquet

from onrecord.api import Settings
from onrecord.errors import InputError, UsageError
from onrecord.model import Document
from onrecord.sources.capture import MEGABYTE, Capture, SourceOptions
from onrecord.sources.dispatch import read_source
from onrecord.sources.table import parse_columns

TEXT = "The ferry left at noon, the harbour master said.\n\nIt came back at night."


def good(path: Path, options: SourceOptions | None = None) -> list[tuple[Capture, Document]]:
    found = []
    for result in read_source(str(path), None, options):
        assert not isinstance(result, InputError), str(result)
        found.append((result[0], result[1][0]))
    return found


def errors(path: Path, options: SourceOptions | None = None) -> list[InputError]:
    return [r for r in read_source(str(path), None, options) if isinstance(r, InputError)]


ROW = {"Title": "Ferry sails", "Body": TEXT, "source": "Port Ledger", "Date": "2024-02-03T10:00:00Z", "author": "By Ann Lee and Bo Dahl", "link": "https://ledger.example/1"}


def check(document: Document) -> None:
    assert document.text == f"Ferry sails\n\n{TEXT}"
    assert document.headline is not None
    assert document.body is not None
    assert document.text[slice(*document.headline)] == "Ferry sails"
    assert document.text[slice(*document.body)] == TEXT
    assert (document.outlet, document.authors, document.published) == ("Port Ledger", ("Ann Lee", "Bo Dahl"), "2024-02-03T10:00:00+00:00")
    assert document.source.url == "https://ledger.example/1"
    assert document.source.start is None


def write(tmp_path: Path, kind: str, rows: list[dict[str, Any]]) -> Path:
    path = tmp_path / f"a.{kind}"
    if kind.startswith("jsonl"):
        raw = "".join(json.dumps(r) + "\n" for r in rows).encode()
        path.write_bytes(gzip.compress(raw) if kind.endswith("gz") else raw)
    elif kind == "json":
        path.write_text(json.dumps(rows))
    elif kind == "parquet":
        parquet.write_table(arrow.Table.from_pylist(rows), path)
    else:
        import csv

        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if kind == "tsv" else ";" if "semi" in kind else ",")
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "json", "csv", "tsv", "semi.csv", "parquet"])
def test_a_table_of_each_format(tmp_path: Path, kind: str) -> None:
    (first, document), (second, _) = good(write(tmp_path, kind, [ROW, {**ROW, "Body": "Another report entirely, as the mayor said."}]))
    check(document)
    assert (first.media_type, second.record) == ("application/json", {"row": 2})
    assert document.source.sha256 == first.sha256
    assert json.loads(first.raw)["Body"] == TEXT


def test_columns_are_named_by_the_user(tmp_path: Path) -> None:
    path = write(tmp_path, "csv", [{"a": TEXT, "b": "Hill Post", "text": "no"}])
    ((_, document),) = good(path, SourceOptions(columns=parse_columns("text=a,outlet=b")))
    assert (document.text, document.outlet) == (TEXT, "Hill Post")
    (wrong,) = errors(path, SourceOptions(columns={"text": "nope"}))
    assert (wrong.code, "'nope'" in str(wrong), "a, b, text" in str(wrong)) == ("no-column", True, True)


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_a_table_without_text_says_which_columns_it_has(tmp_path: Path, kind: str) -> None:
    (found,) = errors(write(tmp_path, kind, [{"headline": "A", "link": "B"}]))
    assert found.code == "no-column"
    assert "headline, link" in str(found)
    assert "--columns text=NAME" in str(found)


@pytest.mark.parametrize("value", ["text", "text=", "colour=red"])
def test_columns_that_cannot_be(value: str) -> None:
    with pytest.raises(UsageError, match="--columns"):
        parse_columns(value)


def test_odd_lines_of_json_do_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One is here."}\n{broken\n\n[1]\n{"text": ""}\n{"text": 5}\n' + "[" * 9000 + '\n{"text": "Two is here."}')
    results = list(read_source(str(path)))
    assert [r.code if isinstance(r, InputError) else r[1][0].text for r in results] == ["One is here.", "not-json", "not-json", "no-text", "no-text", "not-json", "Two is here."]
    assert "Line 2 of" in str(results[1])


def test_odd_rows_of_csv_do_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,outlet\nOne is here.,A\n,B\nToo,many,cells\n\n"Two, is\nhere.",C\n')
    results = list(read_source(str(path)))
    assert [r.code if isinstance(r, InputError) else r[1][0].text for r in results] == ["One is here.", "no-text", "bad-row", "Two, is\nhere."]
    assert "line 4" in str(results[2])


def test_windows_letters_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("text;outlet\n\u201cNo,\u201d said Ren\u00e9e.;Caf\u00e9\n".encode("cp1252"))
    assert [d.text for _, d in good(path)] == ["\u201cNo,\u201d said Ren\u00e9e."]
    path.write_bytes("text;outlet\n\u201cNo,\u201d said Ren\u00e9e.;Caf\u00e9\n".encode("utf-16"))
    assert [d.outlet for _, d in good(path)] == ["Caf\u00e9"]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,outlet\n"One is here,A\n' + "more words,B\n" * 5000)
    options = SourceOptions(max_bytes=200_000)
    found = errors(path, options)
    assert [f.code for f in found] == ["bad-row"]


def test_a_row_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "x " * MEGABYTE}) + '\n{"text": "Two is here."}\n')
    results = list(read_source(str(path), None, SourceOptions(max_bytes=MEGABYTE)))
    assert [r.code if isinstance(r, InputError) else r[1][0].text for r in results] == ["too-large", "Two is here."]
    other = tmp_path / "a.csv"
    other.write_text("text\n" + "x " * MEGABYTE)
    assert [e.code for e in errors(other, SourceOptions(max_bytes=MEGABYTE))] == ["too-large"]


def test_a_date_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    ((_, document),) = good(write(tmp_path, "jsonl", [{"text": TEXT, "date": "soon"}]))
    assert document.published is None
    assert "bad-date" in [p.code for p in document.problems]


def test_moments_in_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.Table.from_pylist([{"text": TEXT, "date": datetime(2024, 2, 3, 10, 0, tzinfo=UTC), "authors": ["Ann Lee"]}]), path)
    ((_, document),) = good(path)
    assert (document.published, document.authors) == ("2024-02-03T10:00:00+00:00", ("Ann Lee",))
    assert good(write(tmp_path, "jsonl", [{"text": TEXT, "date": 1706954400}]))[0][1].published == "2024-02-03T10:00:00+00:00"


def test_what_the_user_says_comes_first(tmp_path: Path) -> None:
    (result,) = read_source(str(write(tmp_path, "jsonl", [ROW])), Settings(outlet="Archive", published="1999-09-09", language="de"))
    assert not isinstance(result, InputError)
    assert (result[1][0].outlet, result[1][0].published, result[1][0].language) == ("Archive", "1999-09-09", "de")


def test_what_this_program_wrote_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bridge opens\n\nPort Ledger | 3 February 2024\n\nThe bridge opened on Saturday, the mayor said.")
    ((_, document),) = good(path)
    row = {
        "schema": "onrecord/1",
        "id": document.id,
        "source": {"path": "a.txt", "url": "https://ledger.example/1"},
        "text": document.text,
        "headline": document.headline,
        "byline": document.byline,
        "body": document.body,
        "outlet": document.outlet,
        "authors": document.authors,
        "published": document.published,
    }
    ((_, again),) = good(write(tmp_path, "jsonl", [row]))
    for name in ("id", "text", "headline", "byline", "body", "outlet", "authors", "published"):
        assert getattr(again, name) == getattr(document, name)
    assert again.source.url == "https://ledger.example/1"


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    path = write(tmp_path, "parquet", [ROW])
    path.write_bytes(path.read_bytes()[:-20])
    (found,) = errors(path)
    assert found.code == "truncated"
    assert str(path) in str(found)


def test_a_bomb_in_a_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({"text": ["a" * (30 * MEGABYTE)]}), path, compression="gzip", use_dictionary=False, write_statistics=False)
    (found,) = errors(path)
    assert found.code == "zip-bomb"
    assert "--max-ratio" in str(found)


def test_a_json_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "One"')
    (found,) = errors(path)
    assert found.code == "not-json"
