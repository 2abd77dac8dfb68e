"""``--min-confidence``: what it leaves out, and that what stays is whole."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub_stages import STUBS, document, find_attributions
from test_export import QUICK

from onrecord.errors import UsageError
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS, Link, LinkEnd, LinkKind, link_id
from onrecord.store import Record
from onrecord.store.confident import at_least

TEXT = "Jane Doe said that 24 people were hurt on Monday. Rolf Amber said that the bridge held. 30 people left on Tuesday."


def doubtful(document, layers):
    """Every statement is doubtful; the figures in them are not."""
    for a in find_attributions(document, layers):
        yield replace(a, confidence=0.3)


STAGES = [replace(s, find=doubtful) if s.layer == "attributions" else s for s in STUBS]


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "city.db") as made:
        made.add_documents([document(TEXT, outlet="Wire", published="2024-01-15")])
        made.run(stages=STAGES, corpus=())
        yield made


def counts(report):
    return {layer: len(report[layer]) for layer in LAYERS if report[layer]}


def test_what_is_less_sure_is_left_out_but_for_what_a_figure_points_to(record):
    (whole,) = record.export()
    (report,) = record.export(min_confidence=0.65)
    assert counts(whole) == {"attributions": 2, "quantities": 2, "timexes": 2, "entities": 2}
    assert counts(report) == {"attributions": 1, "quantities": 2, "entities": 2}
    assert report["quantities"] == whole["quantities"], "a figure keeps who claims it, however unsure that is"
    assert report["attributions"][0]["id"] == report["quantities"][0]["claimed_by"]
    assert report["attributions"][0]["confidence"] == 0.3


def test_a_report_says_what_it_lacks(record):
    (report,) = record.export(min_confidence=0.65)
    (note,) = [p for p in report["problems"] if p["code"] == "below-confidence"]
    assert note["message"] == "--min-confidence 0.65 left out 1 attributions, 2 timexes."
    (all_of_it,) = record.export(min_confidence=0)
    assert all_of_it == next(record.export())


def test_what_people_judged_right_stays(record):
    held = next(h for h in record.find("bridge"))
    record.judge(held.id, "right", user="ana")
    (report,) = record.export(min_confidence=0.65)
    assert counts(report)["attributions"] == 2
    assert counts(next(record.export(min_confidence=0.65, judged="ignore")))["attributions"] == 1
    assert [h.id for h in record.find("bridge", min_confidence=0.65)] == [held.id]
    assert not record.find("bridge", min_confidence=0.65, judged="ignore")


def test_find_takes_it_too(record):
    assert record.find(layer="quantities", min_confidence=0.7).total == 2
    assert record.find(layer="quantities", min_confidence=0.71).total == 0
    assert {h.layer for h in record.find(layer=None, min_confidence=0.65, limit=50)} == {"quantities", "entities"}
    assert not record.find("bridge", min_confidence=0.31)
    assert record.find("bridge", min_confidence=0.3)


@pytest.mark.parametrize(("value", "message"), [(70, "Write 0.7 for 70 percent"), (-0.1, "from 0 to 1, not -0.1"), (float("nan"), "from 0 to 1"), (1000, "from 0 to 1")])
def test_it_is_a_number_from_0_to_1(record, tmp_path, value, message):
    for ask in (record.find, record.export, lambda **k: record.export_tables("csv", tmp_path / "out", **k), lambda **k: list(record.links(**k))):
        with pytest.raises(UsageError, match=message):
            ask(min_confidence=value)


def test_links_to_what_is_left_out_go_too(record, tmp_path):
    (report,) = record.export()
    first, second = report["attributions"]
    ends = [LinkEnd(report=report["id"], item=x["id"]) for x in (first, second, *report["entities"])]

    def link(a, b, sure):
        return Link(id=link_id(LinkKind.SAME_CLAIM, a, b), kind=LinkKind.SAME_CLAIM, from_=a, to=b, why="the same words", confidence=sure, stage="same@1")

    made = [link(ends[0], ends[1], 0.9), link(ends[2], ends[3], 0.9), link(ends[0], ends[3], 0.5), link(ends[0], ends[2], 0.9)]
    record.write_links("same@1", made)
    kept = {made[1].id, made[3].id}
    assert {x.id for x in record.links()} == {x.id for x in made}
    assert {x.id for x in record.links(min_confidence=0.65)} == kept
    out = record.export_tables("csv", tmp_path / "out", min_confidence=0.65)
    with open(tmp_path / "out" / "links.csv", encoding="utf-8", newline="") as file:
        assert {row["id"] for row in csv.DictReader(file)} == kept
    assert (out["min_confidence"], out["files"]["timexes.csv"]["rows"]) == (0.65, 0)


def test_an_import_of_it_is_not_taken_for_whole(record, tmp_path):
    with Record(tmp_path / "copy.db") as copy:
        copy.import_reports(record.export(min_confidence=0.65), manifest=record.manifest(min_confidence=0.65))
        assert copy.verify() == []
        assert copy.run(stages=STAGES, corpus=()).reports == 1
        assert [dumps(r[layer]) for r in copy.export() for layer in LAYERS] == [dumps(r[layer]) for r in record.export() for layer in LAYERS]


SURE = st.integers(0, 10).map(lambda n: n / 10)
ATT = st.sampled_from([None, *(f"att_{k}" for k in range(6))])
TMX = st.sampled_from(["publication", *(f"tmx_{k}" for k in range(4))])
GRAPHS = st.fixed_dictionaries(
    {
        "attributions": st.lists(st.fixed_dictionaries({"confidence": SURE, "within": ATT, "said": st.fixed_dictionaries({"timex": TMX})}), max_size=6),
        "quantities": st.lists(st.fixed_dictionaries({"confidence": SURE, "claimed_by": ATT}), max_size=4),
        "timexes": st.lists(st.fixed_dictionaries({"confidence": SURE, "anchor": TMX}), max_size=4),
    }
)


@given(GRAPHS, SURE)
@QUICK
def test_nothing_that_stays_points_to_what_is_left_out(made, mark):
    layers = {layer: [{"id": f"{layer[:3].replace('tim', 'tmx')}_{k}", **item} for k, item in enumerate(found)] for layer, found in made.items()}
    stay, left = at_least(layers, mark)
    gone = {id for ids in left.values() for id in ids}
    assert {layer: [i for i in found if i["id"] not in gone] for layer, found in layers.items()} == stay, "what stays is as it was, in the same order"
    assert all(i["confidence"] < mark for found in layers.values() for i in found if i["id"] in gone)
    words = dumps(stay)
    assert not [id for id in gone if f'"{id}"' in words]


def test_a_date_keeps_the_date_that_it_is_counted_from():
    later = {"id": "tmx_2", "stage": "timexes@1", "confidence": 0.9, "anchor": "tmx_1"}
    first = {"id": "tmx_1", "stage": "timexes@1", "confidence": 0.4, "anchor": "publication"}
    assert at_least({"timexes": [first, later]}, 0.8) == ({"timexes": [first, later]}, {})
