"""Searching, showing, facets, entities."""

import csv
import io
import json

import pytest
from stub_stages import STUBS, document

from onrecord.errors import RecordError, UsageError
from onrecord.model import LAYERS, Link, LinkEnd, LinkKind, link_id
from onrecord.store import Record
from onrecord.store import find as finding

TEXTS = [
    ("Jane Doe said that the bridge in Northport would open on Monday. Rolf Amber denied that 24 people were hurt.", "Wire", "2024-01-15"),
    ("Rolf Amber said that the bridges held. Jane Doe said that 30 people were hurt in Lakeside.", "Wire", "2024-02-01"),
    ("Ann Bell said that a town hall was built. Ann Bell said that the hall of the town was old.", "The Gull", "2023-12-31"),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("find") / "city.db") as made:
        made.add_documents(document(t, outlet=o, published=p) for t, o, p in TEXTS)
        made.run(stages=STUBS, corpus=())
        yield made


def words(found):
    return [h.words for h in found]


def test_words_are_found_in_any_form(record):
    found = record.find("bridge")
    assert set(words(found)) == {"the bridge in Northport would open on Monday", "the bridges held"}
    assert (found.total, found.ranked) == (2, True)
    assert found[0].score >= found[1].score > 0


def test_the_speaker_is_the_entity_not_only_the_words(record):
    assert words(record.find(said_by="Jane Doe")) == ["30 people were hurt in Lakeside", "the bridge in Northport would open on Monday"]
    assert words(record.find("bridge", said_by="doe")) == ["the bridge in Northport would open on Monday"]
    assert not record.find("bridge", said_by="Doe Jane")


@pytest.mark.parametrize(
    ("narrow", "count"),
    [
        ({"outlet": "wire"}, 4),
        ({"outlet": "wir"}, 0),
        ({"since": "2024"}, 4),
        ({"since": "2024-02"}, 2),
        ({"until": "2024-01"}, 4),
        ({"until": "2024-01-14"}, 2),
        ({"since": "2023-12-31", "until": "2023-12-31"}, 2),
        ({"kind": "direct"}, 0),
        ({"kind": "indirect"}, 6),
        ({"act": "denies"}, 1),
        ({"place": "Lakeside"}, 1),
        ({"layer": "quantities"}, 2),
        ({"layer": "quantities", "measures": "people"}, 2),
        ({"layer": "quantities", "measures": "cars"}, 0),
        ({"layer": "quantities", "said_by": "Jane Doe"}, 1),
        ({"layer": "toponyms"}, 2),
        ({"layer": "entities", "kind": "person"}, 5),
    ],
)
def test_each_filter_narrows(record, narrow, count):
    found = record.find(**narrow)
    assert (len(found), found.total) == (count, count)


def test_figures_are_found_by_the_statement_they_stand_in(record):
    (hit,) = record.find(layer="quantities", act="denies", kind="indirect", said_by="Amber", measures="people")
    assert (hit.words, hit.sentence) == ("24", "Rolf Amber denied that 24 people were hurt.")
    assert not record.find(layer="quantities", act="denies", place="Lakeside")
    assert len(record.find(layer="quantities", kind="exact")) == 2


def test_a_search_for_nothing_gives_all_the_newest_added_first(record):
    found = record.find(limit=100)
    assert [h.layer for h in found] == ["attributions"] * 6
    assert [h.report.outlet for h in found] == ["The Gull"] * 2 + ["Wire"] * 4
    assert len(record.find(layer=None, limit=100)) == sum(record.counts()[layer] for layer in LAYERS)
    assert len(record.find(layer="entities", outlet="wire")) == 4


def test_a_rare_word_counts_more_than_a_common_one(record):
    """Of two words of which one will do, the rarer one leads; of findings with the same words, the shorter."""
    assert words(record.find("hall OR bridge OR Monday"))[0] == "the bridge in Northport would open on Monday"
    scores = {h.words: h.score for h in record.find("hurt OR bridge")}
    assert scores["24 people were hurt"] > scores["30 people were hurt in Lakeside"]


def test_all_layers_at_once(record):
    assert {h.layer for h in record.find("Northport", layer=None)} == {"attributions", "toponyms"}


def test_a_phrase_a_prefix_a_word_left_out_and_either_of_two(record):
    assert words(record.find('"town hall"')) == ["a town hall was built"]
    assert len(record.find("bui*")) == 1
    assert words(record.find("hall -old")) == ["a town hall was built"]
    assert len(record.find("northport OR lakeside")) == 2


@pytest.mark.parametrize("odd", ['"', "(", "AND", "NOT NOT", "*", "a:b", "\u202e", "😀", "x\x00y", "-", "--", '""', "NEAR(a b)", "{words}:x", "'; DROP TABLE document"])
def test_no_query_is_a_syntax_error(record, odd):
    assert len(record.find(odd)) <= 6


def test_what_cannot_be_asked_says_so(record):
    with pytest.raises(UsageError, match=r"no layer 'quotes'.*attributions"):
        record.find(layer="quotes")
    with pytest.raises(UsageError, match=r"--since takes a day"):
        record.find(since="last week")
    with pytest.raises(UsageError, match=r"--judged takes"):
        record.find(judged="maybe")


def test_what_only_figures_have_is_not_asked_of_statements(record):
    with pytest.raises(UsageError, match="--measures asks what a figure counts and goes with --layer quantities, not attributions"):
        record.find(measures="people")


def test_pages_follow_one_another(record):
    whole = [h.id for h in record.find(limit=10)]
    assert [h.id for h in record.find(limit=2)] + [h.id for h in record.find(limit=10, offset=2)] == whole


def test_very_common_words_give_the_newest_first_and_no_total(record, monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 1)
    monkeypatch.setattr(finding, "COUNTED", 1)
    found = record.find("bridge", limit=1)
    assert (words(found), found.ranked, found.total) == (["the bridges held"], False, None)
    assert record.find("bridge", limit=5).total == 2


def test_within_one_report(record):
    id = record.find("bridges held")[0].report.id
    assert len(record.find(report=id)) >= 2
    assert {h.report.id for h in record.find(report=id)} == {id}


def test_within_one_story(record):
    a, b, c = (d.id for d in record.documents())
    ends = LinkEnd(report=a), LinkEnd(report=b)
    record.write_links("stories@1", [Link(id=link_id(LinkKind.SAME_STORY, *ends), kind=LinkKind.SAME_STORY, from_=ends[0], to=ends[1], why="the same bridge")])
    assert {h.report.id for h in record.find(story=b)} == {a, b}
    assert {h.report.id for h in record.find(story=c)} == {c}
    record.write_links("stories@1", [])


def test_reports_are_found_too(record):
    found, total = record.reports("bridge")
    assert total == 2
    assert {b.outlet for b in found} == {"Wire"}
    assert found[0].findings["attributions"] == 2
    assert [b.published for b in record.reports()[0]] == ["2024-02-01", "2024-01-15", "2023-12-31"]
    assert record.reports(outlet="The Gull")[1] == 1


def test_a_hit_knows_its_context(record):
    hit = record.find("hurt", act="denies")[0]
    text = record.report(hit.report.id).document.text
    assert text[slice(*hit.context)] == "Rolf Amber denied that 24 people were hurt."
    assert (hit.source, hit.cue, hit.speaker) == ("Rolf Amber", "denied", "Rolf Amber")
    figure = record.find(layer="quantities", measures="people", said_by="amber")[0]
    assert (figure.words, figure.speaker) == ("24", "Rolf Amber")


def test_tables_of_hits(record, tmp_path):
    found = record.find("bridge")
    table = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert [r["words"] for r in table] == words(found)
    assert "<table>" in found._repr_html_()
    found.write(str(tmp_path / "hits.jsonl"))
    assert [json.loads(line)["words"] for line in (tmp_path / "hits.jsonl").read_text().splitlines()] == words(found)
    found.write(str(tmp_path / "hits.parquet"))
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "hits.parquet")["words"].to_pylist() == words(found)
    with pytest.raises(UsageError, match="no ending"):
        found.write(str(tmp_path / "hits.doc"))


def test_a_data_frame(record):
    pytest.importorskip("pandas")
    assert list(record.find("bridge").to_pandas()["outlet"]) == ["Wire", "Wire"]


def test_what_is_printed_escapes_markup(record):
    with Record(":memory:") as other:
        other.add_documents([document("Ann Bell said that <script>alert</script> is bad.")])
        other.run(stages=STUBS)
        assert "&lt;script&gt;" in other.find("script")._repr_html_()
    assert "<td>24</td><td>24 persons: people</td>" in record.find(layer="quantities", act="denies")._repr_html_()


def test_show_gives_the_chain_and_the_runs(record):
    hit = record.find("town hall built")[0]
    shown = record.show(hit.id)
    assert shown.chain == ("Ann Bell", "The Gull")
    assert shown.document.text[slice(*shown.around)] == "Ann Bell said that a town hall was built."
    assert (shown.current, len(shown.states), shown.judgements) == (True, 1, ())
    assert json.loads(json.dumps(shown.to_dict()))["chain"] == ["Ann Bell", "The Gull"]
    assert record.show(hit.id[:12]).hit.id == hit.id, "the start of an id will do"
    with pytest.raises(RecordError, match="no finding att_none"):
        record.show("att_none")


def test_facets_count_the_hits(record):
    counts = record.facets()
    assert counts["outlet"] == {"Wire": 4, "The Gull": 2}
    assert counts["speaker"] == {"Jane Doe": 2, "Rolf Amber": 2, "Ann Bell": 2}
    assert counts["month"] == {"2024-02": 2, "2024-01": 2, "2023-12": 2}
    assert record.facets(act="denies")["act"] == {"denies": 1}


def test_an_entity_over_all_reports(record):
    who, hits = record.entity("Jane Doe")
    assert who.kind == "person"
    assert who.roles == {"speaker": 2, "claims": 1, "is": 2}
    assert [h.report.published for h in hits] == ["2024-02-01", "2024-01-15"]
    assert record.entity("Nobody") == (None, [])
    assert [a.name for a in record.entities("A")] == ["Ann Bell", "Jane Doe", "Rolf Amber"]
    assert record.entities("100%") == []


def test_counts(record):
    counts = record.counts()
    assert (counts["reports"], counts["attributions"], counts["quantities"], counts["links"]) == (3, 6, 2, 0)
