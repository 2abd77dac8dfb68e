"""A user's file of Wikidata ids: what it gives, what it leaves open, what it refuses."""

import json

import pytest

import onrecord
from onrecord.api import Settings
from onrecord.errors import UsageError
from onrecord.identifiers import Identifiers
from onrecord.store import Record

TABS = """# invented
Davit Sorel\tQ900001\tperson
The Gull\tQ900002
the gull\tQ900003\torganisation
Anna Reyes\tQ900004
Anna Reyes\tQ900005
Kata'ib Norr\tQ900006\tarmed_group
Reyes\tQ900007
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ids.tsv"
    path.write_text(TABS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("Davit  sorel", "person", "Q900001"),
        ("Davit Sorel", "organisation", None),
        ("The Gull", "outlet", "Q900002"),
        ("The Gull", "organisation", "Q900003"),
        ("Anna Reyes", "person", None),
        ("Kata’ib Norr", "armed_group", "Q900006"),
        ("Reyes", "person", None),
        ("Sorel", "person", None),
        ("Anna", "person", None),
        ("Nobody Atall", "person", None),
    ],
)
def test_a_name_gives_an_id_only_where_it_is_one(file, name, kind, id):
    assert Identifiers(file).of(name, kind) == id


def test_json_lines_with_aliases(tmp_path):
    path = tmp_path / "ids.jsonl"
    path.write_text(json.dumps({"name": "Harbour Front", "wikidata": "Q900008", "aliases": ["HF", "Front of the Harbour"], "kind": "armed_group"}) + "\n\n", encoding="utf-8")
    ids = Identifiers(path)
    assert {ids.of(n, "armed_group") for n in ("Harbour Front", "HF", "Front of the Harbour")} == {"Q900008"}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Davit Sorel", "line 1 has 1 cells"),
        ("# x\nDavit Sorel\tP31", "line 2: 'P31' is no Wikidata id"),
        ("Davit Sorel\tQ1\tminister", "'minister' is no kind of actor"),
        ('{"name": "x"}', "line 1 is none"),
        ('{"name": "x", "wikidata": "Q1"}\n[1]', "line 2 is none"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_number(tmp_path, text, message):
    (tmp_path / "ids").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        Identifiers(tmp_path / "ids")
    with pytest.raises(UsageError, match="Cannot read"):
        Identifiers(tmp_path / "none")


def test_an_actor_gets_its_id_and_keeps_the_gazetteers(file):
    text = "Davit Sorel said on Monday that France and Anna Reyes would pay."
    made = onrecord.analyse(text, settings=Settings(wikidata=file))
    ids = {e.name: e.wikidata for e in made.entities}
    assert ids["Davit Sorel"] == "Q900001"
    assert ids["Anna Reyes"] is None
    assert ids["France"] == "Q142"
    assert {e.name: e.wikidata for e in onrecord.analyse(text).entities}["Davit Sorel"] is None


def test_a_run_with_another_file_makes_the_entities_again(file, tmp_path):
    (tmp_path / "a.txt").write_text("Davit Sorel said on Monday that it rained.", encoding="utf-8")
    with Record(tmp_path / "c.db") as record:
        record.add(str(tmp_path / "a.txt"))
        record.run()
        assert record.run().reports == 0
        assert record.run(settings=Settings(wikidata=file)).reports == 1
        (report,) = record.export()
        assert "Q900001" in {e["wikidata"] for e in report["entities"]}
        assert record.who("Davit Sorel").wikidata == ("Q900001",)
        assert record.run(settings=Settings(wikidata=file)).reports == 0
        file.write_text(TABS.replace("Q900001", "Q900009"), encoding="utf-8")
        assert record.run(settings=Settings(wikidata=file)).reports == 1
        assert record.who("Davit Sorel").wikidata == ("Q900009",)
