"""Files of older versions: opened, brought up to date, nothing lost. See tests/data/records/README.md."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.formats.jsonl import dumps
from onrecord.model import LAYERS, spans_of
from onrecord.store import VERSION, Record

DATA = Path(__file__).parent / "data" / "records"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "ferry.db"
    path.write_bytes(gzip.decompress((DATA / "version-1.db.gz").read_bytes()))
    return path


def plain_sql(path, sql):
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_an_older_file_gives_the_same_record(old):
    states = plain_sql(old, "SELECT id, first_run, last_run, dropped, confidence FROM annotation ORDER BY id, key")
    spans = plain_sql(old, 'SELECT a.id, s.role, s.ordinal, s.start, s."end", s.quote FROM span s JOIN annotation a ON a.key = s.annotation ORDER BY a.id, a.key, role, s.ordinal')
    with Record(old) as record:
        assert record.db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert record.verify() == []
        assert "".join(dumps(line) + "\n" for line in record.export()) == (DATA / "version-1.jsonl").read_text(encoding="utf-8")
        changes = [json.loads(line) for line in (DATA / "version-1.diff.jsonl").read_text(encoding="utf-8").splitlines()]
        made = sorted((c.what, c.layer, c.id, sorted(c.fields)) for c in record.diff(1, 3))
        assert made == sorted((c["what"], c["layer"], c["id"], sorted(c["fields"])) for c in changes)
    assert plain_sql(old, "SELECT id, first_run, last_run, dropped, confidence FROM annotation ORDER BY id, key") == states
    assert (
        plain_sql(old, 'SELECT a.id, s.role, s.ordinal, s.start, s."end", s.quote FROM span s JOIN annotation a ON a.key = s.annotation ORDER BY a.id, a.key, role, s.ordinal')
        == spans
    )


def test_what_people_said_of_an_older_file_holds(old):
    with Record(old) as record:
        assert [(j.verdict.value, j.user, j.note) for j in record.judgements()] == [("right", "ada", "Heard on the tape."), ("wrong", "ben", "A crate is no figure of ours.")]
        assert record.judgements(orphans=True) == []
        assert [h.words for h in record.find(layer="labels")] == ["Ferry"]
        assert [h.judgement.verdict.value for h in record.find(judged="only")] == ["right"]
        assert {e.verb for e in record.log()} >= {"add", "run", "judge", "mark", "amend"}


def test_an_older_file_is_searched_as_a_new_one(old):
    with Record(old) as record:
        assert {h.words for h in record.find("crates", said_by="North Sound")} == {"At least 12 crates of medicine were lost", "14 crates of medicine had been lost"}
        assert [h.finding.act for h in record.find(act="denies", said_by="Ada Brown", until="2024-01-05")] == ["denies", "denies"]
        for layer in ("quantities", "timexes", "entities", "toponyms"):
            assert len(record.find(layer=layer, limit=100)) == record.counts()[layer] - (layer == "quantities")  # one figure was judged wrong
        record.add_documents([])
        assert record.run().reports in (0, 3), "the stages are those of then, or newer"
        assert record.verify() == []


def test_a_file_that_cannot_be_brought_up_to_date_stays_as_it_is(old):
    db = sqlite3.connect(old)
    db.execute("""UPDATE annotation SET attributes = json_set(attributes, '$.span', json('[9000, 9007]')) WHERE layer = 'timexes'""")
    db.commit()
    before = db.execute("SELECT count(*) FROM span").fetchone()
    db.close()
    with pytest.raises(RecordError, match=r"Finding tmx_\w+ points outside the text of doc_\w+: the file is damaged"):
        Record(old)
    assert plain_sql(old, "PRAGMA user_version") == [(1,)]
    assert plain_sql(old, "SELECT count(*) FROM span") == [before]


def test_damage_is_not_healed_over_unseen(old):
    db = sqlite3.connect(old)
    db.execute("UPDATE span SET quote = 'nobody' WHERE quote = 'Ada Brown' AND role = 'source'")
    db.commit()
    db.close()
    with Record(old) as record:
        assert {(f.what, "nobody" in f.message) for f in record.verify()} == {("quote", True)}


def test_an_older_file_is_not_changed_by_reading(old):
    with pytest.raises(RecordError, match=r"older schema 1. Bring it up to date with: onrecord run"):
        Record(old, write=False)
    assert plain_sql(old, "PRAGMA user_version") == [(1,)]


def test_the_view_of_spans_is_what_the_findings_point_at(old):
    with Record(old) as record:
        seen = record.db.execute('SELECT a.id, s.role, s.start, s."end" FROM span s JOIN annotation a ON a.key = s.annotation WHERE a.dropped IS NULL').fetchall()
        made = [(f.id, role, s.start, s.end) for document in record.documents() for layer in LAYERS for f in record.findings(document.id, layer) for role, s in spans_of(f)]
        assert sorted(seen) == sorted(made)
        assert len({role for _, role, _, _ in made}) >= 6
        wrong = 'SELECT count(*) FROM span s JOIN document d ON d.key = s.annotation >> 24 WHERE substr(d.text, s.start + 1, s."end" - s.start) <> s.quote'
        assert record.db.execute(wrong).fetchone() == (0,)


def test_the_views_of_the_layers_say_what_the_export_says(old):
    with Record(old) as record:
        record.db.row_factory = sqlite3.Row
        exported = {(layer, f["id"]): f for line in record.export(judged="ignore") for layer in LAYERS for f in line[layer]}
        seen = set()
        for layer in LAYERS:
            for row in record.db.execute(f"SELECT * FROM {layer} WHERE stage <> 'person'"):
                finding = exported[layer, row["id"]]
                seen.add((layer, row["id"]))
                for field, value in finding.items():
                    stored = row[field]
                    if isinstance(value, list | dict):
                        stored = json.loads(stored) if stored is not None else []
                    assert stored == value, (layer, field)
        assert seen == set(exported)
