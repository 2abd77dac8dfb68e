"""The record: adding, running, running again, failing, the file itself."""

import json
import sqlite3
from dataclasses import replace

import pytest
from stub_stages import LABELS, STUBS, STUBS_2, document, fail, find_entities, find_or_die, stage

from onrecord.errors import RecordError
from onrecord.model import Link, LinkEnd, LinkKind, Severity, link_id
from onrecord.store import APPLICATION, CorpusStage, Record

BRIDGE = "Jane Doe said that the bridge in Northport would open on Monday. Rolf Amber denied that 24 people were hurt."
DAM = "Rolf Amber said that the dam held. It rained in Lakeside."


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "city.db") as made:
        yield made


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return str(path)


def rows(record, sql, *values):
    return record.db.execute(sql, values).fetchall()


# --------------------------------------------------------------------------------------------------------------- adding


def test_bytes_are_kept_by_their_hash_and_the_text_is_a_slice_of_them(record, tmp_path):
    added = record.add(write(tmp_path / "a.txt", BRIDGE))
    assert len(added.new) == 1
    (sha,) = rows(record, "SELECT sha256 FROM blob")[0]
    assert record.report(added.new[0]).document.source.sha256 == sha
    assert record.verify() == []


def test_an_exact_duplicate_is_not_added_twice(record, tmp_path):
    path = write(tmp_path / "a.txt", BRIDGE)
    record.add(path)
    again = record.add(path)
    assert (again.new, again.known) == ((), 1)
    assert rows(record, "SELECT count(*) FROM capture") == [(1,)]


def test_the_same_text_elsewhere_is_one_report_seen_twice(record, tmp_path):
    first = record.add(write(tmp_path / "a.txt", BRIDGE))
    second = record.add(write(tmp_path / "b.txt", BRIDGE))
    assert (len(first.new), len(second.new), second.known) == (1, 0, 1)
    assert rows(record, "SELECT count(*) FROM document") == [(1,)]
    assert rows(record, "SELECT count(*) FROM capture") == [(2,)]


def test_another_text_at_the_same_path_is_a_second_text_of_the_same_report(record, tmp_path):
    path = tmp_path / "a.txt"
    first = record.add(write(path, BRIDGE)).new[0]
    second = record.add(write(path, BRIDGE.replace("24", "26")))
    assert second.changed == second.new
    assert record.report(first).brief.report == record.report(second.new[0]).brief.report
    (_, none), (_, pieces) = record.history(first)
    assert none == []
    assert [p for p in pieces if p[0] != " "] == [("-", "24"), ("+", "26")]


def test_a_text_that_comes_back_stands_in_the_history_again(record, tmp_path):
    path = tmp_path / "a.txt"
    for text in (BRIDGE, DAM, BRIDGE):
        record.add(write(path, text))
    first, second = (id for (id,) in rows(record, "SELECT id FROM document ORDER BY key"))
    assert [c.document for c, _ in record.history(first)] == [first, second, first]


def test_an_input_that_cannot_be_read_is_told_and_kept_and_stops_nothing(record, tmp_path):
    added = record.add(str(tmp_path / "none.txt"), write(tmp_path / "a.txt", BRIDGE))
    assert len(added.new) == 1
    assert "none.txt" in str(added.failed[0])
    ((report, problem),) = [p for p in record.problems() if p[0] is None]
    assert report is None
    assert problem.severity is Severity.ERROR


def test_a_lone_surrogate_is_read_as_a_replacement_character(record):
    added = record.add_documents([document("Half \ud83d a face.")])
    stored = record.report(added.new[0])
    assert stored.document.text == "Half \ufffd a face."
    assert "lone-surrogate" in [p.code for p in stored.problems]


def test_nul_bytes_and_bidi_marks_come_back_as_they_were(record):
    text = "A\x00B \u202eabc\u202c 😀 said that \r\n yes."
    added = record.add_documents([document(text)])
    record.run(stages=STUBS)
    assert record.report(added.new[0]).document.text == text
    assert record.verify() == []


# -------------------------------------------------------------------------------------------------------------- running


def test_a_run_stores_what_the_stages_find(record):
    (id,) = record.add_documents([document(BRIDGE, outlet="Wire", published="2024-01-15")]).new
    run = record.run(stages=STUBS, command="onrecord run")
    stored = record.report(id)
    assert [stored.quote(a.content[0]) for a in stored.layers["attributions"]] == ["the bridge in Northport would open on Monday", "24 people were hurt"]
    assert (run.reports, run.outcome, run.command) == (1, "done", "onrecord run")
    assert run.manifest["findings"]["attributions"] == 2
    assert run.manifest["stages"]["attributions"]["name"] == "attributions@1"
    assert record.verify() == []


def test_a_second_run_has_nothing_to_do(record):
    record.add_documents([document(BRIDGE)])
    record.run(stages=STUBS)
    before = rows(record, "SELECT * FROM annotation")
    assert record.run(stages=STUBS).reports == 0
    assert rows(record, "SELECT * FROM annotation") == before


def test_only_layers_whose_fingerprint_changed_are_made_again(record):
    record.add_documents([document(BRIDGE)])
    record.run(stages=STUBS)
    record.run(stages=STUBS_2)
    made_in = dict(rows(record, "SELECT layer, run FROM layer"))
    assert {k for k, run in made_in.items() if run == 2} == {"attributions", "quantities"}
    assert {k for k, run in made_in.items() if run == 1} == {"sentences", "entities", "timexes", "toponyms", "labels"}


def test_stages_that_are_current_are_not_even_called(record):
    record.add_documents([document(BRIDGE)])
    record.run(stages=STUBS)
    failing = tuple(replace(s, find=fail) if s.layer in ("entities", "timexes", "toponyms", "labels") else s for s in STUBS_2)
    run = record.run(stages=failing)
    assert run.failed == 0
    assert run.reports == 1


def test_findings_keep_ids_and_those_no_longer_made_stay_with_their_last_run(record):
    (id,) = record.add_documents([document(BRIDGE + " Ann Bell said that it is.")]).new
    record.run(stages=STUBS)
    before = {a.id: a for a in record.findings(id, "attributions")}
    record.run(stages=STUBS_2)
    after = {a.id: a for a in record.findings(id, "attributions")}
    (gone,) = set(before) - set(after)
    assert set(after) < set(before)
    (state,) = record.states(gone)
    assert (state.first_run, state.last_run, state.dropped) == (1, 1, 2)
    first, second = record.states(next(iter(after)))
    assert (first.finding.confidence, second.finding.confidence) == (0.8, 0.95)
    # the figures were made again and are the same: one state, seen by both runs
    (figure,) = record.findings(id, "quantities")
    (state,) = record.states(figure.id)
    assert (state.first_run, state.last_run, state.dropped) == (1, 2, None)
    assert record.verify() == []


def test_a_finding_that_comes_back_is_a_new_state_of_the_same_id(record):
    (id,) = record.add_documents([document(BRIDGE + " Ann Bell said that it is.")]).new
    for stages in (STUBS, STUBS_2, STUBS):
        record.run(stages=stages)
    last = record.findings(id, "attributions")[-1]
    assert [(s.first_run, s.last_run, s.dropped) for s in record.states(last.id)] == [(1, 1, 2), (3, 3, None)]


def test_a_name_that_changes_is_found_by_the_new_one(record):
    """The fields of a statement stay as they are when its speaker is known by another name; what one searches it by does not."""
    record.add_documents([document(BRIDGE)])
    record.run(stages=STUBS)

    def in_full(document, layers):
        for e in find_entities(document, layers):
            yield replace(e, name={"Rolf Amber": "Rolf P. Amber"}.get(e.name, e.name))

    record.run(stages=tuple(stage("entities", in_full, version="2", reads=("sentences",)) if s.layer == "entities" else s for s in STUBS))
    assert [h.speaker for h in record.find(said_by="Rolf P. Amber")] == ["Rolf P. Amber"]
    assert [h.words for h in record.find(layer="quantities", said_by="Rolf P. Amber")] == ["24"]
    assert not record.find(layer="quantities", said_by="Rolf Amber")
    assert {c.layer for c in record.diff(1, 2)} == {"entities"}, "the statements themselves are the same"


def test_a_run_leaves_the_index_in_one_piece(record):
    for k in range(3):
        record.add_documents([document(f"{BRIDGE} Ann Bell said that it is {k} o'clock.")])
        record.run(stages=STUBS)
    assert rows(record, "SELECT count(DISTINCT segid) FROM finding_fts_idx") == [(1,)]
    assert len(record.find("bridge")) == 3


def test_diff_tells_what_a_new_version_changes(record):
    record.add_documents([document(BRIDGE + " Ann Bell said that it is.")])
    record.run(stages=STUBS)
    record.run(stages=STUBS_2)
    changes = record.diff(1, 2)
    assert sorted((c.what, c.layer, c.words[:10]) for c in changes) == [
        ("changed", "attributions", "24 people "),
        ("changed", "attributions", "the bridge"),
        ("dropped", "attributions", "it is"),
    ]
    assert changes[0].fields == {"confidence": (0.8, 0.95)}
    assert [c.what for c in record.diff(2, 1)].count("added") == 1
    with pytest.raises(RecordError, match="no run 7"):
        record.diff(1, 7)


def test_a_failing_stage_is_a_problem_of_its_report_and_goes_when_it_is_mended(record):
    (id,) = record.add_documents([document("It will explode.")]).new
    run = record.run(stages=STUBS)
    assert run.failed == 1
    assert "stage-failed" in [p.code for p in record.report(id).problems]
    record.run(stages=(*STUBS[:-1], replace(LABELS, version="2", find=lambda d, l: ())))
    assert record.report(id).problems == ()


def test_worker_processes_give_the_same_findings(tmp_path):
    texts = [document(f"{BRIDGE} Number {k} of two dates.") for k in range(60)]
    out = []
    for jobs in (1, 2):
        with Record(tmp_path / f"{jobs}.db") as record:
            record.add_documents(texts)
            record.run(stages=STUBS, jobs=jobs)
            out.append([json.dumps(d) for d in record.export()])
    assert out[0] == out[1]


def test_a_worker_that_is_killed_says_what_to_do(record):
    record.add_documents([document("Please die here.")])
    with pytest.raises(RecordError, match="fewer --jobs"):
        record.run(stages=(*STUBS[:-1], stage("labels", find_or_die)), jobs=2)
    assert record.runs()[-1].outcome == "failed"
    assert record.run(stages=STUBS).reports == 1


# ------------------------------------------------------------------------------------------------------------- the file


def test_it_is_marked_as_ours(record):
    assert rows(record, "PRAGMA application_id") == [(APPLICATION,)]
    assert rows(record, "PRAGMA journal_mode") == [("wal",)]


def test_a_file_that_is_no_database(tmp_path):
    path = write(tmp_path / "notes.txt", "Dear diary, " * 200)
    with pytest.raises(RecordError, match=r"notes\.txt is not a database"):
        Record(path)
    assert (tmp_path / "notes.txt").read_text().startswith("Dear diary")


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="not one of onrecord's"):
        Record(path)
    assert path.read_bytes() == before


def test_the_database_of_a_newer_version(tmp_path):
    path = tmp_path / "city.db"
    Record(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(RecordError, match=r"newer onrecord .schema 99"):
        Record(path)


def test_a_record_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(RecordError, match=r"There is no record at .*onrecord add"):
        Record(tmp_path / "none.db", write=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("path", "message"), [("/proc/city.db", "cannot be opened"), ("/", "is a folder")])
def test_a_place_where_nothing_can_be_written(path, message):
    with pytest.raises(RecordError, match=message):
        Record(path)


def test_a_folder_that_is_read_only_can_be_read_from(record, tmp_path):
    record.add_documents([document(BRIDGE)])
    record.close()
    with Record(tmp_path / "city.db", write=False) as reader:
        assert reader.counts()["reports"] == 1
        with pytest.raises(RecordError, match="read-only"):
            reader.add_documents([document(DAM)])


def test_two_writers_at_once(record, tmp_path):
    record.add_documents([document(BRIDGE)])
    other = sqlite3.connect(tmp_path / "city.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Record(tmp_path / "city.db", wait=0.05) as second:
        assert second.counts()["reports"] == 1, "reading goes on"
        with pytest.raises(RecordError, match="being written by another process"):
            second.add_documents([document(DAM)])
    other.execute("ROLLBACK")
    assert record.add_documents([document(DAM)]).new


def test_a_full_disk_leaves_what_was_there(record):
    record.add_documents([document(BRIDGE)])
    pages = rows(record, "PRAGMA page_count")[0][0]
    record.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(RecordError, match="disk is full"):
        record.add_documents(document(f"{DAM} {k} " * 200) for k in range(100))
    record.db.execute("PRAGMA max_page_count = 1000000")
    assert record.verify() == []
    assert record.run(stages=STUBS).outcome == "done"


# --------------------------------------------------------------------------------------------------------------- verify


@pytest.fixture
def sound(record):
    record.add_documents([document(BRIDGE, outlet="Wire", published="2024-01-15")])
    record.run(stages=STUBS)
    assert record.verify() == []
    return record


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE annotation SET quotes = json_set(quotes, '$[1]', 'another') WHERE layer = 'attributions'", "quote"),
        ("UPDATE annotation SET attributes = json_set(attributes, '$.content[0][0]', 3) WHERE layer = 'attributions'", "quote"),
        ("UPDATE annotation SET quotes = json_remove(quotes, '$[1]') WHERE layer = 'attributions'", "span"),
        ("UPDATE document SET text = replace(text, '24', '25')", "quote"),
        ("UPDATE annotation SET attributes = json_set(attributes, '$.speaker', 'ent_0') WHERE layer = 'attributions'", "reference"),
        ("UPDATE shared SET attributes = json_set(attributes, '$.kind', 'loud') WHERE attributes ->> 'act' IS NOT NULL", "finding"),
        ("UPDATE annotation SET quotes = '[' WHERE layer = 'attributions'", "finding"),
        ("UPDATE document SET known = '{\"place'", "document"),
        ("UPDATE annotation SET start = start + 1 WHERE layer = 'timexes'", "span"),
        ("UPDATE annotation SET dropped = 1 WHERE layer = 'timexes'", "count"),
        ("UPDATE blob SET bytes = zeroblob(3), encoding = 'raw'", "bytes"),
        ("UPDATE blob SET bytes = zeroblob(3), encoding = 'zlib'", "bytes"),
    ],
)
def test_verify_finds_what_was_tampered_with(record, tmp_path, sql, what):
    record.add(write(tmp_path / "a.txt", BRIDGE))
    record.run(stages=STUBS)
    assert record.verify() == []
    record.db.execute("PRAGMA ignore_check_constraints = ON")  # as a broken disk would
    record.db.execute(sql)
    assert what in {f.what for f in record.verify()}


def test_the_views_answer_plain_sql(sound):
    assert rows(sound, "SELECT speaker_name, cue_words, content_words FROM attributions") == [
        ("Jane Doe", "said", "the bridge in Northport would open on Monday"),
        ("Rolf Amber", "denied", "24 people were hurt"),
    ]
    assert rows(sound, "SELECT words, low, measures, outlet FROM quantities") == [("24", 24, "people", "Wire")]


def test_the_audit_trail_tells_it_all(sound):
    finding = sound.find("bridge")[0]
    sound.judge(finding.id, "right", user="ana")
    assert [e.verb for e in sound.log(finding.id)] == ["add", "run", "found", "judge"]
    assert [e.verb for e in sound.log()] == ["add", "run", "judge"]


# --------------------------------------------------------------------------------------------------------- across reports


def same_speaker(record, resources):
    """Links the reports in which somebody of one name speaks."""
    first = {}
    for made, layers in record.stored(["entities"]):
        for entity in layers["entities"]:
            start = first.setdefault(entity.name, LinkEnd(report=made.id, item=entity.id))
            end = LinkEnd(report=made.id, item=entity.id)
            if start != end:
                yield Link(id=link_id(LinkKind.SAME_ENTITY, end, start), kind=LinkKind.SAME_ENTITY, from_=end, to=start, why=f"both are called {entity.name}", confidence=0.5)


NAMES = CorpusStage(name="names", version="1", reads=("entities",), find=same_speaker)


def test_stages_across_reports_run_when_something_changed(record):
    record.add_documents([document(BRIDGE), document(DAM)])
    assert record.run(stages=STUBS, corpus=[NAMES]).manifest["links"] == {"names": 1}
    (link,) = record.links()
    assert (link.why, link.stage) == ("both are called Rolf Amber", "names@1")
    assert record.run(stages=STUBS, corpus=[NAMES]).manifest["links"] == {}, "nothing changed"
    record.add_documents([document("Jane Doe said that it is late.")])
    assert record.run(stages=STUBS, corpus=[NAMES]).manifest["links"] == {"names": 2}
    assert record.run(stages=STUBS, corpus=[replace(NAMES, version="2", find=lambda record, resources: ())]).manifest["links"] == {"names": 0}
    assert list(record.links()) == []
    assert rows(record, "SELECT count(*), max(dropped) FROM link") == [(2, 4)]
    assert record.verify() == []
