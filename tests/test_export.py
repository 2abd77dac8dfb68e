"""Out and in again: JSON Lines, CSV, Parquet, manifests."""

import csv
import io
import itertools
import json
import sys
from dataclasses import fields
from enum import Enum
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stub_stages import STUBS, STUBS_2, document

from onrecord.errors import InputError, UsageError
from onrecord.formats.jsonl import dumps, report_from_dict, report_to_dict
from onrecord.model import LAYERS, Document, Problem, Source, Span, spans_of
from onrecord.pipeline import analyse_documents
from onrecord.resources import Resources
from onrecord.store import Record
from onrecord.store.rows import attributes_of, finding_of, split

TEXTS = [
    ("Jane Doe said that the bridge in Northport would open on Monday.\nRolf Amber denied that 24 people were hurt.", "Wire", "2024-01-15"),
    ("Nothing “happened”, 😀 \u202e two dates\x00.", None, None),
    ("It will explode.", "The Gull", "2023-12-31"),
]


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "city.db") as made:
        made.add_documents(document(t, outlet=o, published=p) for t, o, p in TEXTS)
        made.run(stages=STUBS)
        yield made


def lines(record, **options):
    return [dumps(r) for r in record.export(**options)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_of_an_import_leaves_an_empty_line(record, tmp_path, monkeypatch):
    seconds = itertools.count(0, 2)
    monkeypatch.setattr("onrecord.store.progress.time.monotonic", lambda: next(seconds))
    monkeypatch.setattr("sys.stderr", Terminal())
    with Record(tmp_path / "copy.db") as copy:
        copy.import_reports(map(json.loads, lines(record)), progress=True)
    printed = sys.stderr.getvalue()
    assert "3 reports" in printed
    assert printed.endswith("\r\x1b[K")


def test_export_is_what_read_prints(record):
    documents = [document(t, outlet=o, published=p) for t, o, p in TEXTS]
    assert lines(record) == [dumps(a.to_dict()) for a in analyse_documents(documents, STUBS, Resources())]


def test_import_gives_the_same_record(record, tmp_path):
    with Record(tmp_path / "copy.db") as copy:
        assert copy.import_reports(map(json.loads, lines(record))) == (3, 0)
        assert lines(copy) == lines(record)
        assert copy.verify() == []
        assert copy.import_reports(map(json.loads, lines(record))) == (0, 3)
        assert [h.id for h in copy.find("bridge")] == [h.id for h in record.find("bridge")]


def test_with_the_manifest_nothing_is_analysed_again(record, tmp_path):
    with Record(tmp_path / "copy.db") as copy:
        copy.import_reports(map(json.loads, lines(record)), manifest=record.manifest())
        assert copy.run(stages=STUBS).reports == 0
        assert copy.run(stages=STUBS_2).reports == 3
    with Record(tmp_path / "other.db") as other:
        other.import_reports(map(json.loads, lines(record)))
        before = lines(other)
        assert other.run(stages=STUBS).reports == 3
        assert lines(other) == before
        assert other.verify() == []


def test_what_judgements_left_out_is_analysed_again(record, tmp_path):
    found = list(record.find())
    record.judge(found[0].id, "wrong", user="ana")
    for judged in ("only", "prefer"):
        with Record(tmp_path / f"{judged}.db") as copy:
            copy.import_reports(map(json.loads, lines(record, judged=judged)), manifest=record.manifest(judged=judged))
            assert len(lines(copy)) == 3
            assert copy.run(stages=STUBS).reports == 3
            assert [r[layer] for r in copy.export() for layer in LAYERS] == [r[layer] for r in record.export(judged="ignore") for layer in LAYERS]
    with Record(tmp_path / "ignore.db") as copy:
        copy.import_reports(map(json.loads, lines(record, judged="ignore")), manifest=record.manifest(judged="ignore"))
        assert copy.run(stages=STUBS).reports == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "onrecord/9"}, "its schema is 'onrecord/9'"),
        ({"text": 3}, "text: str is needed"),
        ({"timexes": [{"id": "tmx_1", "span": [0, 9999], "type": "DATE"}]}, r"timexes\[0\].*outside the text"),
        ({"timexes": [{"id": "tmx_1", "span": [3, 1], "type": "DATE"}]}, "a span"),
        ({"labels": [{"id": "lab_1"}]}, r"labels\[0\]: missing .*'span'"),
        ({"attributions": ["x"]}, r"attributions\[0\]"),
        ({"kind": "gossip"}, "none of news"),
    ],
)
def test_a_report_that_is_not_as_the_contract_says_is_refused(record, change, message):
    (report, *_) = record.export()
    with Record(":memory:") as other, pytest.raises(InputError, match=message):
        other.import_reports([{**report, **change}])


def test_a_field_of_a_later_version_is_left_out(record):
    (report, *_) = record.export()
    report["weather"] = "fair"
    report["timexes"][0]["sureness"] = 3
    with Record(":memory:") as other:
        assert other.import_reports([report]) == (1, 0)


# ---------------------------------------------------------------------------------------------------------------- tables


def test_csv_has_one_file_a_layer(record, tmp_path):
    made = record.export_tables("csv", tmp_path / "out")
    with open(tmp_path / "out" / "attributions.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["speaker_name"] for r in rows] == ["Jane Doe", "Rolf Amber"]
    assert [r["words"] for r in rows] == ["the bridge in Northport would open on Monday", "24 people were hurt"]
    assert json.loads(rows[0]["content"]) == [[int(rows[0]["first"]), int(rows[0]["last"])]]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {*(f"{layer}.csv" for layer in LAYERS), "reports.csv", "links.csv", "manifest.json"}
    assert json.loads((tmp_path / "out" / "manifest.json").read_text()) == made
    assert made["files"]["attributions.csv"]["rows"] == 2
    assert made["stages"]["attributions"][0]["name"] == "attributions@1"
    with open(tmp_path / "out" / "reports.csv", encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["text"] == TEXTS[0][0]


def test_parquet_holds_the_same(record, tmp_path):
    record.export_tables("parquet", tmp_path / "out")
    reports = list(record.export())
    for layer in LAYERS:
        table = pq.read_table(tmp_path / "out" / f"{layer}.parquet").to_pylist()
        assert [r["id"] for r in table] == [f["id"] for r in reports for f in r[layer]]
    table = pq.read_table(tmp_path / "out" / "attributions.parquet").to_pylist()
    text = TEXTS[0][0]
    assert [text[s["start"] : s["end"]] for s in table[0]["content"]] == [table[0]["words"]]
    assert pq.read_table(tmp_path / "out" / "reports.parquet")["text"].to_pylist() == [t for t, _, _ in TEXTS]


def test_a_format_or_folder_that_cannot_be(record, tmp_path):
    with pytest.raises(UsageError, match="Formats: jsonl, csv, parquet"):
        record.export_tables("xlsx", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        record.export_tables("csv", tmp_path / "file")


# ------------------------------------------------------------------------------------------------------------ properties

LENGTH = 24
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SPAN = st.tuples(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1)).map(lambda p: Span(min(p), max(p) + 1))
IDS = st.integers(0, 2**64).map(lambda n: f"id_{n:016x}")
SIMPLE = {NoneType: st.none(), Span: SPAN, float: st.floats(allow_nan=False, allow_infinity=False), int: st.integers(-(2**53), 2**53), bool: st.booleans(), str: WORDS}


def made_of(hint):
    """Any value of a field's type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.one_of(*map(made_of, args))
    if origin is tuple:
        return st.lists(made_of(args[0]), max_size=2).map(tuple)
    if hint in SIMPLE:
        return SIMPLE[hint]
    return st.sampled_from(list(hint)) if issubclass(hint, Enum) else anything(hint)


def anything(cls):
    hints = get_type_hints(cls)
    own = {"confidence": st.floats(0, 1), "id": IDS, "stage": st.sampled_from(["a@1", "b@2"])}
    return st.builds(cls, **{f.name: own[f.name] if f.name in own else made_of(hints[f.name]) for f in fields(cls)})


FINDINGS = {layer: anything(cls) for layer, cls in LAYERS.items()}
REPORTS = st.fixed_dictionaries(
    {
        "document": st.builds(
            Document,
            id=IDS.map(lambda i: f"doc_{i}"),
            source=st.builds(Source, path=st.none() | st.just("a.txt"), url=st.none() | st.just("https://example.org/a"), start=st.just(0), end=st.just(LENGTH)),
            text=st.text(st.characters(exclude_categories=["Cs"]), min_size=LENGTH, max_size=LENGTH),
            headline=made_of(Span | None),
            authors=made_of(tuple[str, ...]),
            language=st.just("en"),
        ),
        "layers": st.fixed_dictionaries({layer: st.lists(f, max_size=1).map(tuple) for layer, f in FINDINGS.items()}),
        "problems": st.lists(st.builds(Problem, code=st.just("odd"), message=WORDS, span=made_of(Span | None), stage=st.none()), max_size=2),
    }
)
QUICK = settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("layer", LAYERS)
@given(data=st.data())
@QUICK
def test_any_finding_comes_back_from_its_row(layer, data):
    finding = data.draw(FINDINGS[layer])
    assert finding_of(layer, finding.id, finding.confidence, finding.stage, *split(layer, attributes_of(finding))) == finding


@given(REPORTS)
@QUICK
def test_any_report_comes_back_from_the_record(made):
    report = json.loads(dumps(report_to_dict(made["document"], made["layers"], made["problems"])))
    with Record(":memory:") as record:
        record.import_reports([report])
        (back,) = record.export()
        assert json.loads(dumps(back)) == report
        assert [f for f in record.verify() if f.what != "reference"] == []
        text = made["document"].text
        if "\0" in text:  # SQL's functions stop at a NUL
            return
        spans = sorted((f.id, role, s.start, s.end, text[slice(*s)]) for found in made["layers"].values() for f in found for role, s in spans_of(f))
        assert sorted(record.db.execute('SELECT a.id, s.role, s.start, s."end", s.quote FROM span s JOIN annotation a ON a.key = s.annotation').fetchall()) == spans


@given(REPORTS)
@QUICK
def test_reading_a_line_loses_nothing(made):
    report = json.loads(dumps(report_to_dict(made["document"], made["layers"], made["problems"])))
    document, layers, problems = report_from_dict(report)
    assert (document.text, dict(layers), list(problems)) == (made["document"].text, made["layers"], made["problems"])
