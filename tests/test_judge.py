"""What people say: judgements, marks, amendments, retractions, merging."""

import json

import pytest
from stub_stages import STUBS, STUBS_2, document

from onrecord.errors import RecordError, UsageError
from onrecord.store import Record

TEXT = "Jane Doe said that the bridge would open on Monday. Rolf Amber denied that 24 people were hurt. Ann Bell said that it is."


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "city.db") as made:
        made.add_documents([document(TEXT, outlet="Wire", published="2024-01-15")])
        made.run(stages=STUBS)
        yield made


def attribution(record, words):
    return record.find(words, judged="ignore")[0].id


def exported(record, judged):
    (report,) = record.export(judged=judged)
    return report


def test_a_wrong_finding_leaves_what_is_shown_and_stays_in_the_file(record):
    id = attribution(record, "bridge")
    made = record.judge(id, "wrong", user="ana", note="the deputy says this")
    assert (made.verdict, made.user, made.note, made.quote) == ("wrong", "ana", "the deputy says this", "the bridge would open on Monday")
    assert not record.find("bridge")
    assert record.find("bridge", judged="ignore")[0].judgement.verdict == "wrong"
    assert len(exported(record, "prefer")["attributions"]) == 2
    assert len(exported(record, "ignore")["attributions"]) == 3
    assert record.verify() == []


def test_only_gives_what_people_let_stand(record):
    assert exported(record, "only")["attributions"] == []
    record.judge(attribution(record, "bridge"), "right")
    record.judge(attribution(record, "hurt"), "unsure")
    assert [a["id"] for a in exported(record, "only")["attributions"]] == [attribution(record, "bridge")]
    assert [h.words for h in record.find(judged="only")] == ["the bridge would open on Monday"]


def test_a_correction_carries_its_fields(record):
    (figure,) = record.find(layer="quantities")
    record.judge(figure.id, "corrected", corrections={"low": 24, "high": None, "qualifier": "at_least"})
    (corrected,) = exported(record, "prefer")["quantities"]
    assert (corrected["low"], corrected["high"], corrected["qualifier"]) == (24, None, "at_least")
    assert exported(record, "ignore")["quantities"][0]["high"] == 24
    assert record.find(layer="quantities")[0].finding.high is None
    assert record.report(figure.report.id, judged="prefer").layers["quantities"][0].high is None


@pytest.mark.parametrize(
    ("corrections", "message"),
    [
        ({"volume": "loud"}, "no field 'volume'"),
        ({"id": "att_0"}, "no field 'id'"),
        ({"kind": "loud"}, "'loud' is none of direct, indirect, mixed"),
        ({"content": [[5, 9999]]}, "lies outside the text"),
        ({"content": [[0, 9]]}, "ends with a blank"),
        ({"content": "words"}, "content: a list is needed"),
        ({"content": [[3]]}, "a span"),
        ({"speaker": "ent_0"}, "speaker ent_0 is not among the entities"),
        ({}, "A correction needs"),
    ],
)
def test_a_correction_is_checked_as_a_finding_is(record, corrections, message):
    with pytest.raises(UsageError, match=message):
        record.judge(attribution(record, "bridge"), "corrected", corrections=corrections)
    assert record.judgements() == []


def test_what_cannot_be_judged(record):
    with pytest.raises(RecordError, match="no finding att_0"):
        record.judge("att_0", "right")
    with pytest.raises(UsageError, match="right, wrong, unsure, corrected, not 'maybe'"):
        record.judge(attribution(record, "bridge"), "maybe")


def test_the_latest_that_is_not_retracted_holds(record):
    id = attribution(record, "bridge")
    record.judge(id, "wrong", user="ana")
    second = record.judge(id, "right", user="ben")
    assert record.find("bridge")[0].judgement.user == "ben"
    record.retract(second.id, user="ben", note="misread")
    assert not record.find("bridge")
    assert [j.retracted is not None for j in record.judgements(subject=id)] == [False, True]
    with pytest.raises(RecordError, match="no judgement"):
        record.retract("jdg_0")


def test_a_judgement_survives_a_run_that_changes_the_finding(record):
    id = attribution(record, "bridge")
    record.judge(id, "right")
    record.run(stages=STUBS_2)
    hit = record.find("bridge")[0]
    assert (hit.id, hit.judgement.verdict, hit.finding.confidence) == (id, "right", 0.95)


def test_a_judgement_whose_finding_is_gone_is_listed(record):
    id = attribution(record, '"it is"')
    record.judge(id, "right", note="heard it")
    assert record.judgements(orphans=True) == []
    record.run(stages=STUBS_2)
    (orphan,) = record.judgements(orphans=True)
    assert (orphan.subject, orphan.quote, orphan.note) == (id, "it is", "heard it")
    assert not record.show(id).current
    assert record.verify() == []


def test_what_pointed_to_a_wrong_finding_points_to_nothing_and_says_so(record):
    record.judge(attribution(record, "hurt"), "wrong")
    report = exported(record, "prefer")
    (figure,) = report["quantities"]
    assert figure["claimed_by"] is None
    assert [p["code"] for p in report["problems"]] == ["judged-reference"]


# ----------------------------------------------------------------------------------------------------------------- marks


def test_a_mark_is_a_finding_of_its_own(record):
    id = record.reports()[0][0].id
    start = TEXT.index("Monday")
    made = record.mark(id, start, start + 6, "labels", user="ana", note="a label")
    assert made.stage == "person"
    assert [h.words for h in record.find("monday", layer="labels")] == ["Monday"]
    assert [x["id"] for x in exported(record, "prefer")["labels"]] == [made.id]
    assert [x["id"] for x in exported(record, "only")["labels"]] == [made.id]
    assert exported(record, "ignore")["labels"] == []
    assert not record.find("monday", layer="labels", judged="ignore")
    assert record.verify() == []
    record.run(stages=STUBS_2)
    assert record.findings(id, "labels")[0].id == made.id, "a run leaves it"
    (mark,) = [e for e in record.log(made.id) if e.verb == "mark"]
    record.retract(mark.text.split("[")[-1].rstrip("]"))
    assert not record.find("monday", layer="labels")


def test_a_mark_stands_in_place_of_the_machines(record):
    id = record.reports()[0][0].id
    machine = record.find("bridge")[0]
    (content,) = machine.finding.content
    made = record.mark(id, *content, "attributions", kind="direct")
    assert made.id == machine.id
    assert [h.finding.kind for h in record.find("bridge")] == ["direct"]
    assert [a["kind"] for a in exported(record, "prefer")["attributions"] if a["id"] == made.id] == ["direct"]


@pytest.mark.parametrize(
    ("span", "layer", "fields", "message"),
    [
        ((0, 4), "quotes", {}, "no layer 'quotes'"),
        ((0, 4), "attributions", {}, "missing .*'kind'"),
        ((0, 9999), "labels", {}, "outside the text"),
        ((0, 0), "labels", {}, "outside the text"),
        ((0, 5), "labels", {}, "ends with a blank"),
        ((0, 4), "labels", {"size": 3}, "no field 'size'"),
    ],
)
def test_a_mark_is_checked(record, span, layer, fields, message):
    with pytest.raises(UsageError, match=message):
        record.mark(record.reports()[0][0].id, *span, layer, **fields)


# ------------------------------------------------------------------------------------------------------------ amendments


def test_an_amendment_makes_what_depends_on_it_again(record):
    id = record.reports()[0][0].id
    assert record.findings(id, "timexes")[0].value == "2024-01-15"
    record.amend(id, outlet="The Gull", published="2024-01-16", user="ana", note="as printed")
    stored = record.report(id)
    assert (stored.document.outlet, stored.document.published, stored.document.id) == ("The Gull", "2024-01-16", id)
    assert record.find("bridge", outlet="The Gull")
    assert record.run(stages=STUBS).reports == 1
    assert record.findings(id, "timexes")[0].value == "2024-01-16"
    assert [e.user for e in record.log(id) if e.verb == "amend"] == ["ana"]
    assert record.run(stages=STUBS).reports == 0


def test_an_amendment_can_be_taken_back(record):
    id = record.reports()[0][0].id
    record.amend(id, outlet="The Gull")
    (entry,) = [e for e in record.log(id) if e.verb == "amend"]
    record.retract(entry.text.split("[")[-1].rstrip("]"))
    assert record.report(id).document.outlet == "Wire"
    assert record.find("bridge", outlet="Wire")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Nothing to amend"),
        ({"text": "x"}, "'text' of a report cannot be amended"),
        ({"published": "last week"}, "ISO date"),
        ({"kind": "gossip"}, "none of news"),
        ({"authors": "x"}, "a list"),
    ],
)
def test_an_amendment_is_checked(record, fields, message):
    with pytest.raises(UsageError, match=message):
        record.amend(record.reports()[0][0].id, **fields)


# ----------------------------------------------------------------------------------------------------------------- merge


def test_two_people_merge_without_loss(record, tmp_path):
    lines = [json.dumps(r) for r in record.export()]
    with Record(tmp_path / "other.db") as other:
        other.import_reports(map(json.loads, lines))
        one, two = attribution(record, "bridge"), attribution(record, "hurt")
        record.judge(one, "wrong", user="ana")
        record.judge(two, "right", user="ana")
        taken = other.judge(two, "wrong", user="ben")
        other.retract(taken.id, user="ben")
        mark = other.mark(other.reports()[0][0].id, 0, 4, "labels", user="ben")
        other.amend(other.reports()[0][0].id, outlet="The Gull", user="ben")
        ours, theirs = list(record.export_judgements()), list(other.export_judgements())
        assert record.import_judgements(json.loads(json.dumps(theirs))) == (4, 0)
        assert other.import_judgements(ours) == (2, 0)
        assert list(record.export_judgements()) == list(other.export_judgements())
        assert record.import_judgements(theirs) == (0, 4), "a second time nothing is new"
        for file in (record, other):
            assert {j.user for j in file.judgements()} == {"ana", "ben"}
            assert not file.find("bridge")
            assert file.find("hurt")[0].judgement.user == "ana"
            assert file.find(layer="labels")[0].id == mark.id
            assert file.reports()[0][0].outlet == "The Gull"
            assert file.verify() == []


def test_a_judgement_of_a_report_that_is_not_here_waits(record, tmp_path):
    record.judge(attribution(record, "bridge"), "wrong", user="ana")
    with Record(tmp_path / "other.db") as other:
        other.import_judgements(record.export_judgements())
        (orphan,) = other.judgements(orphans=True)
        assert orphan.quote == "the bridge would open on Monday"
        other.import_reports(record.export(judged="ignore"))
        assert other.judgements(orphans=True) == []
        assert not other.find("bridge")


def test_a_line_that_was_tampered_with_is_refused(record):
    record.judge(attribution(record, "bridge"), "wrong", user="ana")
    (row,) = record.export_judgements()
    with pytest.raises(UsageError, match="Line 1 was changed"):
        record.import_judgements([{**row, "verdict": "right"}])
    with pytest.raises(UsageError, match="Line 1 is no judgement"):
        record.import_judgements([{"id": "x"}])
    with pytest.raises(UsageError, match="Line 1 lacks subject"):
        record.import_judgements([{"type": "judgement", "id": "x"}])
    assert len(record.judgements()) == 1


# ----------------------------------------------------------------------------------------------------------------- links


def test_a_link_can_be_judged(record):
    from onrecord.model import Link, LinkEnd, LinkKind, link_id

    id = record.reports()[0][0].id
    ends = LinkEnd(report=id, item=attribution(record, "bridge")), LinkEnd(report=id, item=attribution(record, "hurt"))
    link = Link(id=link_id(LinkKind.CONTRADICTS, *ends), kind=LinkKind.CONTRADICTS, from_=ends[0], to=ends[1], why="they cannot both be")
    assert record.write_links("links@1", [link]) == 1
    assert next(record.links(kind="contradicts")).why == "they cannot both be"
    assert record.judge(link.id, "wrong").layer == "links"
    assert record.verify() == []
    assert record.write_links("links@1", []) == 0
    assert [j.subject for j in record.judgements(orphans=True)] == [link.id]
