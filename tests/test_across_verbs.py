"""The verbs across reports: what they give, in each form, on our examples; and what people decide of groups."""

import csv
import io
import json

import pytest
import web_record
from click.testing import CliRunner
from stub_stages import STUBS, document

from onrecord import config
from onrecord.cli import main
from onrecord.errors import RecordError, UsageError
from onrecord.store import Record


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Our examples, with the links that the stages across reports make."""
    at = web_record.copy_to(tmp_path_factory.mktemp("across"))
    with Record(at) as record:
        for stage in ("links",):
            record.write_links(stage, [])
        record.run()
    return at


@pytest.fixture(scope="module")
def examples(path):
    with Record(path, write=False) as record:
        yield record


@pytest.fixture
def typed(path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in config.OPTIONS:
        monkeypatch.delenv(f"ONRECORD_{name.upper()}", raising=False)

    def run(*arguments, code=0, db=path):
        result = CliRunner().invoke(main, [*map(str, arguments), "--db", str(db)])
        assert result.exit_code == code, result.output
        return result

    return run


def rows_of(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def check_quote(record, where):
    """The words stand where the span says, and in the sentence."""
    text = record.report(where["report"]).document.text
    assert text[slice(*where["span"])].split() == where["words"].split()
    assert " ".join(where["words"].split())[:40] in where["sentence"]


# ------------------------------------------------------------------------------------------------------------- at odds


def test_conflicts_stand_side_by_side_with_the_reason_and_exact_words(examples):
    found = examples.conflicts(limit=100)
    assert [c.link.kind for c in found] == sorted((c.link.kind for c in found), key=["contradicts", "denies", "updates"].index)
    assert {"contradicts", "updates"} <= {c.link.kind.value for c in found}
    for c in found:
        assert c.link.why.endswith((".", "?", "!"))
        for side in (c.one, c.other):
            text = examples.report(side.report.id).document.text
            assert text[slice(*side.span)].startswith(side.words.split(" … ")[0])
            assert side.who


def test_conflicts_are_narrowed_by_what_is_asked(examples):
    every = examples.conflicts(limit=100)
    one = every[0]
    assert {c.link.id for c in examples.conflicts(kind="updates")} == {c.link.id for c in every if c.link.kind == "updates"}
    assert one.link.id in {c.link.id for c in examples.conflicts(who=one.one.who)}
    assert all("Ternpost" in (c.one.report.outlet, c.other.report.outlet) for c in examples.conflicts(outlet="ternpost"))
    assert all(one.one.report.id in (c.one.report.id, c.other.report.id) for c in examples.conflicts(report=one.one.report.id))
    assert examples.conflicts("gates") == [c for c in every if any("gate" in f"{s.words} {s.sentence} {c.link.why}".lower() for s in (c.one, c.other))][:20]
    assert examples.conflicts(until="2020") == []
    pages = [examples.conflicts(limit=1, offset=k)[0].link.id for k in range(len(every))]
    assert pages == [c.link.id for c in every]
    with pytest.raises(UsageError, match="contradicts, denies, updates"):
        examples.conflicts(kind="gossip")


def test_a_conflict_judged_wrong_is_left_out_and_can_be_seen(path, tmp_path):
    import shutil

    with Record(shutil.copy(path, tmp_path / "judged.db")) as record:
        link = record.conflicts()[0].link
        record.judge(link.id, "wrong", user="ana", note="two other gates")
        assert link.id not in {c.link.id for c in record.conflicts(limit=100)}
        seen = next(c for c in record.conflicts(judged="ignore", limit=100) if c.link.id == link.id)
        assert seen.judgement.note == "two other gates"
        assert link.id not in {k.id for k in record.links()}
        assert link.id in {k.id for k in record.links(judged="ignore")}
        assert record.conflicts(judged="only") == []
        other = record.conflicts()[0].link
        record.judge(other.id, "right", user="ana")
        assert [c.link.id for c in record.conflicts(judged="only")] == [other.id]
        assert [k.id for k in record.links(judged="only")] == [other.id]


def test_conflicts_as_typed(typed):
    rows = [json.loads(line) for line in typed("conflicts", "--json").stdout.splitlines()]
    assert {"kind", "why", "from", "to", "confidence"} <= rows[0].keys()
    flat = rows_of(typed("conflicts", "--csv").stdout)
    assert [r["id"] for r in flat] == [r["id"] for r in rows]
    assert flat[0]["from_sentence"] == rows[0]["from"]["sentence"]
    assert rows_of(typed("conflicts", "--tsv", "--limit", "1").stdout, "\t")[0]["why"] == rows[0]["why"]
    assert "More with --offset 1" in typed("conflicts", "--limit", "1").stderr
    assert "Take a filter away" in typed("conflicts", "nowhere").stderr
    assert "Give one of" in typed("conflicts", "--json", "--csv", code=2).stderr


# ------------------------------------------------------------------------------------------------------------- stories


def test_a_story_says_what_its_reports_share(examples):
    story = examples.stories()[0]
    assert [b.published for b in story.reports] == sorted(b.published for b in story.reports)
    assert story.id == story.reports[0].id
    assert len(story.links) >= len(story.reports) - 1
    for name, count in story.names.items():
        have = sum(any(e.name == name for e in examples.findings(b.id, "entities")) for b in story.reports)
        assert have == count > 1
    assert examples.stories("gauges")[0].id == story.id
    assert examples.stories("xylophone") == []


def test_stories_as_typed(typed, examples):
    first = json.loads(typed("stories", "--json").stdout.splitlines()[0])
    assert first["story"] == examples.stories()[0].id
    assert rows_of(typed("stories", "--csv").stdout)[0]["story"] == first["story"]
    assert "Take a filter away" in typed("stories", "xylophone").stderr


def test_a_comparison_puts_each_claim_where_it_belongs(examples):
    story = examples.stories()[0]
    made = examples.compare(story.reports[-1].id)
    assert [b.id for b in made.reports] == [b.id for b in story.reports]
    assert set(made.outlets) >= {"Karsova Today", "Northern Wire"}
    for told in made.told:
        outlets = {m.report.outlet or f"outlet not known ({m.report.id})" for m in told.members}
        assert set(told.outlets) == outlets
        assert told.standing == ("one" if len(outlets) == 1 else "all" if len(outlets) == len(made.outlets) else "some")
        assert len(told.members) == 1 or told.links
    ids = [m.id for t in made.told for m in t.members]
    assert len(ids) == len(set(ids))
    assert {c.one.report.id for c in made.at_odds} <= {b.id for b in story.reports}
    assert ("terrorist group", "own voice") in {(label.words, label.voice) for _, label in made.labels}
    assert {t.at_odds for t in made.told} == {True, False}


def test_copies_of_one_text_are_named_in_a_comparison(tmp_path):
    text = "Jane Doe said that the bridge in Northport would open on Monday after two years of work by the harbour engineers of the town."
    with Record(tmp_path / "copies.db") as record:
        record.add_documents(
            [document(text, outlet=o, published="2024-01-15") for o in ("Wire", "Gull")]
            + [document("Rolf Amber said that the bridge is dear.", outlet="Star", published="2024-01-16")]
        )
        record.run(stages=STUBS)
        wire, star = (record.reports(outlet=o)[0][0].id for o in ("Wire", "Star"))
        if star not in {b.id for s in record.stories() for b in s.reports}:
            record.merge(wire, star)
        made = record.compare(star)
        assert [{b.outlet for b in some} for some in made.copies] == [{"Wire", "Gull"}]
        shared = next(t for t in made.told if len(t.outlets) > 1)
        assert (set(shared.outlets), shared.standing) == ({"Wire", "Gull"}, "some")


def test_compare_as_typed(typed, examples):
    story = examples.stories()[0].id
    data = json.loads(typed("compare", story, "--json").stdout)
    assert data.keys() == {"story", "reports", "outlets", "left", "shared", "some", "alone", "at_odds", "labels", "copies", "joined"}
    assert {k[side]["report"] for k in data["joined"] for side in ("from", "to")} == {r["report"] for r in data["reports"]}
    assert all(k["kind"] == "same_story" and k["why"].endswith(".") for k in data["joined"])
    only = json.loads(typed("compare", story, "--only", "labels", "--json").stdout)
    assert only["labels"] == data["labels"]
    assert "alone" not in only
    rows = rows_of(typed("compare", story, "--csv").stdout)
    assert {r["what"] for r in rows} >= {"one", "at-odds", "labels"}
    assert len([r for r in rows if r["what"] == "at-odds"]) == 2 * len(data["at_odds"])
    assert "There is no report" in typed("compare", "doc_nothing", code=1).stderr


# -------------------------------------------------------------------------------------------------------------- ledger


def test_a_ledger_merges_nothing_and_shows_each_bound_and_claimant(examples):
    series = examples.ledger("killed")
    points = [p for s in series for p in s.points]
    said = {(p.cited.says, p.cited.who, p.as_of, p.reported) for p in points}
    assert ("at least 14 persons", "Velmark interior ministry", "2024-03-10", "2024-03-11") in said
    assert ("up to 9 persons", "Davit Sorel", None, "2024-03-11") in said
    assert any(p.cited.own_voice and p.cited.who == "Northern Wire" for p in points)
    for s in series:
        assert len({(p.quantity.per, p.cited.place, p.cited.population) for p in s.points}) == 1
        assert [p.day for p in s.points] == sorted(p.day for p in s.points)
        for p in s.points:
            check_quote(examples, p.to_dict())
    assert {p.quantity.measures for p in points} >= {"people killed", "people died", "people dead"}
    exact = [p for s in examples.ledger("killed", exact=True) for p in s.points]
    assert {p.quantity.measures for p in exact} == {"people killed"}


def test_a_ledger_is_narrowed(examples):
    assert {s.place for s in examples.ledger("killed", place="Tesk Dam")} == {"Tesk Dam"}
    assert {s.population for s in examples.ledger("killed", population="citizens")} == {"citizens"}
    assert {p.cited.who for s in examples.ledger("killed", claimed_by="Sorel") for p in s.points} == {"Davit Sorel"}
    assert all(p.day >= "2024-03-12" for s in examples.ledger("dead", since="2024-03-12") for p in s.points)
    assert {p.cited.id for s in examples.ledger("dead") for p in s.points} == {p.cited.id for s in examples.ledger("killed") for p in s.points}
    assert examples.ledger("killed", unit="vehicle") == []
    with pytest.raises(UsageError, match="words of what is counted"):
        examples.ledger("…")


def test_low_best_and_high_follow_the_rule_that_stands_beside_them(examples):
    series = next(s for s in examples.ledger("killed", summary=True) if s.place is None and s.population is None)
    latest = {}
    for p in series.points:
        latest[p.cited.who] = p
    ends = [x for p in latest.values() for x in (p.quantity.low, p.quantity.high) if x is not None]
    assert (series.summary.low, series.summary.high) == (min(ends), max(ends))
    assert series.summary.low <= series.summary.best <= series.summary.high
    assert series.summary.open == any(p.quantity.high is None for p in latest.values())
    assert "Of each claimant the figure of the latest day counts" in series.summary.rule


def test_ledger_as_typed(typed):
    points = [json.loads(line) for line in typed("ledger", "killed", "--json").stdout.splitlines()]
    assert {"low", "high", "qualifier", "claimant", "outlet", "as_of", "sentence", "report", "span"} <= points[0].keys()
    flat = rows_of(typed("ledger", "killed", "--csv").stdout)
    assert [r["item"] for r in flat] == [p["item"] for p in points]
    summed = rows_of(typed("ledger", "killed", "--summary", "--csv").stdout)
    assert "latest day" in summed[0]["rule"]
    assert "No figure counts" in typed("ledger", "umbrellas").stderr
    assert "Missing argument" in typed("ledger", code=2).stderr


# ----------------------------------------------------------------------------------------------------------------- who


def test_who_gives_names_by_outlet_with_days_and_a_sentence_that_shows_each(examples):
    made = examples.who("Davit Sorel")
    assert made.kind == "person"
    assert len(made.reports) >= 5
    sorel = [a for a in made.names if a.words == "Sorel"]
    assert {a.outlet for a in sorel} == {"Karsova Today"}
    assert (sorel[0].first, sorel[0].last) == ("2024-03-11", "2024-03-14")
    for alias in (*made.names, *made.roles, *made.labels):
        assert alias.first <= alias.last
        if alias.example:
            check_quote(examples, alias.example.to_dict())
            assert alias.words.lower() in alias.example.sentence.lower()
    assert {a.words.lower() for a in made.roles} == {"energy minister"}
    assert made.acts["denies"] == sum(a.act == "denies" and a.status == "reported" for r, e in made.entities for a in examples.findings(r, "attributions") if a.speaker == e)
    assert not {a.words.lower() for a in made.names} & {"he", "his", "him"}
    assert made.relayed_by["two people"] == 1


def test_who_says_what_a_name_is_not(examples):
    assert examples.who("Sorel").name == "Davit Sorel"  # the only actor with that word in the name
    with pytest.raises(RecordError, match="Several actors have 'interior'"):
        examples.who("interior")
    with pytest.raises(RecordError, match="no actor named 'Nobody Atall'"):
        examples.who("Nobody Atall")
    with pytest.raises(UsageError, match="Give the name"):
        examples.who(" ")
    alone = examples.who(examples.who("Davit Sorel").entities[0][1], alone=True)
    assert len(alone.reports) == 1


def test_who_as_typed(typed):
    data = json.loads(typed("who", "Davit Sorel", "--json").stdout)
    assert data["names"][0]["example"]["sentence"]
    rows = rows_of(typed("who", "Davit Sorel", "--csv").stdout)
    assert {r["what"] for r in rows} == {"names", "roles"}
    assert "no actor named" in typed("who", "Nobody Atall", code=1).stderr


def test_relays_are_chains_from_speaker_to_outlet(examples, typed):
    made = examples.relays()
    chains = {c.names: c for c in made.chains}
    assert ("Davit Sorel", "two people", "The Harbour Ledger") in chains
    for chain in made.chains:
        assert len(chain.names) > 2
        assert chain.example.report.outlet == chain.names[-1] or chain.names[-1] == "outlet not known"
    assert sum(n for _, b, n in made.edges if b == "The Harbour Ledger") == sum(c.count for c in made.chains if c.names[-1] == "The Harbour Ledger")
    assert all("Davit Sorel" in c.names for c in examples.relays("Sorel").chains)
    assert examples.relays(outlet="Northern Wire").chains == ()
    assert examples.relays(until="2020").chains == ()
    graph = json.loads(typed("relays", "--graph").stdout)
    assert {n["name"] for n in graph["nodes"]} >= {"Davit Sorel", "two people", "The Harbour Ledger"}
    assert rows_of(typed("relays", "--csv").stdout)[0].keys() >= {"speaker", "by way of", "outlet", "statements", "example"}
    assert "Take a filter away" in typed("relays", "Xylophone").stderr


def test_an_empty_record_says_which_command_fills_it(typed, tmp_path):
    Record(tmp_path / "empty.db").close()
    for verb in (["conflicts"], ["stories"], ["ledger", "killed"], ["relays"], ["queue"]):
        assert "onrecord add SOURCE --db empty.db" in typed(*verb, db="empty.db").stderr
    with Record(tmp_path / "empty.db") as record:
        record.add_documents([document("Jane Doe said that it would rain.")])
    assert "onrecord run --db empty.db" in typed("conflicts", db="empty.db").stderr


# ----------------------------------------------------------------------------------------------------- what people decide


def told(record, number, *texts, day="2024-01-1"):
    record.add_documents([document(t, outlet=f"Gull {number + k}", published=f"{day}{number + k}") for k, t in enumerate(texts)])
    record.run(stages=STUBS)


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "city.db") as made:
        told(
            made,
            1,
            "Jane Doe said that the bridge would open.",
            "Jane Doe said that the harbour was full.",
            "Jane Doe said that the mills agree. Rolf Amber said that they do not.",
        )
        yield made


def at(record, outlet, name):
    brief = record.reports(outlet=outlet)[0][0]
    return next(e.id for e in record.findings(brief.id, "entities") if e.name == name)


def reports_of(profile):
    return {b.outlet for b in profile.reports}


def test_one_kept_apart_stays_apart_in_every_later_run(record):
    assert reports_of(record.who("Jane Doe")) == {"Gull 1", "Gull 2", "Gull 3"}
    middle = at(record, "Gull 2", "Jane Doe")
    made = record.split(middle, user="ana", note="her daughter")
    assert {j.verdict.value for j in made} == {"wrong"}
    assert all(j.note == "her daughter" and j.user == "ana" for j in made)
    assert reports_of(record.who(middle)) == {"Gull 2"}
    assert reports_of(record.who(at(record, "Gull 1", "Jane Doe"))) == {"Gull 1", "Gull 3"}  # those on both sides of it stay one
    told(record, 4, "Jane Doe said that the dam would hold.")
    assert reports_of(record.who(middle)) == {"Gull 2"}
    assert middle not in {e.item for k in record.links(kind="same_entity") for e in (k.from_, k.to)}
    assert record.verify() == []
    for judgement in made:
        record.retract(judgement.id, user="ben", note="misread")
    assert reports_of(record.who(middle)) == {"Gull 1", "Gull 2", "Gull 3", "Gull 4"}


def test_a_chain_by_way_of_others_does_not_join_what_is_kept_apart(record):
    one, three = at(record, "Gull 1", "Jane Doe"), at(record, "Gull 3", "Jane Doe")
    (made,) = record.split(one, three, user="ana")
    assert "≠" in made.quote
    assert not {"Gull 1", "Gull 3"} <= reports_of(record.who(one))
    assert not {"Gull 1", "Gull 3"} <= reports_of(record.who(three))
    assert {"Gull 1", "Gull 2", "Gull 3"} == reports_of(record.who(one)) | reports_of(record.who(three))
    machine = {k.id for k in record.links(judged="ignore", kind="same_entity")}
    assert len(machine) == 2
    assert len({k.id for k in record.links(kind="same_entity")}) == 1


def test_a_merge_makes_one_actor_of_two_names_and_survives_runs_and_files(record, tmp_path):
    made = record.merge("Jane Doe", "Rolf Amber", user="ana", note="a pen name")
    assert reports_of(record.who("Rolf Amber")) == {"Gull 1", "Gull 2", "Gull 3"}
    assert {a.words for a in record.who("Jane Doe").names} == {"Jane Doe", "Rolf Amber"}
    link = next(k for k in record.links(kind="same_entity") if k.stage == "person")
    assert (link.why, link.confidence) == ("ana says that both are one actor: a pen name", 1.0)
    told(record, 4, "Rolf Amber said that the dam would hold.")
    assert "Gull 4" in reports_of(record.who("Jane Doe"))
    assert record.verify() == []
    assert record.judgements(orphans=True) == []
    with Record(tmp_path / "other.db") as other:
        other.import_judgements(record.export_judgements())
        assert [j.id for j in other.judgements(orphans=True)] == [made.id]
        other.import_reports(record.export(judged="ignore"))
        other.run(stages=STUBS)
        assert other.judgements(orphans=True) == []
        assert [k.id for k in other.links(kind="same_entity")] == [k.id for k in record.links(kind="same_entity")]
    record.retract(made.id, user="ana")
    assert reports_of(record.who("Rolf Amber")) == {"Gull 3", "Gull 4"}


def test_the_later_of_two_decisions_on_one_pair_holds(record):
    one, other = at(record, "Gull 3", "Jane Doe"), at(record, "Gull 3", "Rolf Amber")
    record.merge(one, other, user="ana")
    assert "Rolf Amber" in {a.words for a in record.who(one).names}
    record.split(one, other, user="ben")
    assert "Rolf Amber" not in {a.words for a in record.who(one).names}
    record.merge(other, one, user="ana")
    assert "Rolf Amber" in {a.words for a in record.who(one).names}
    link = next(k for k in record.links(kind="same_entity") if k.stage == "person")
    record.judge(link.id, "wrong", user="ben")  # a link that a person made can be judged as any other
    assert "Rolf Amber" not in {a.words for a in record.who(one).names}


def test_decisions_that_cannot_both_hold_are_refused_with_the_one_to_take_back(record):
    one, two, three = (at(record, f"Gull {k}", "Jane Doe") for k in (1, 2, 3))
    kept = record.split(one, three, user="ana")[0]
    with pytest.raises(UsageError, match=f"onrecord retract {kept.id}"):
        record.merge(two, one if "Gull 3" in reports_of(record.who(two)) else three)
    record.retract(kept.id)
    merged = record.merge(one, two, user="ana")
    record.merge(two, three, user="ana")
    with pytest.raises(UsageError, match="onrecord retract jdg_"):
        record.split(one, three)
    record.split(one, two, user="ana")  # the same pair: the later judgement holds
    assert merged.id in {j.id for j in record.judgements()}


def test_what_cannot_be_merged_or_split_says_why(record):
    report = record.reports()[0][0].id
    for arguments, error, message in (
        (("Jane Doe", "Jane Doe"), UsageError, "given twice"),
        (("Jane Doe", report), UsageError, "not of one sort"),
        (("Jane Doe", "Nobody Atall"), RecordError, "no actor named"),
        (("ent_nothing", "Jane Doe"), RecordError, "no actor ent_nothing"),
    ):
        with pytest.raises(error, match=message):
            record.merge(*arguments)
    with pytest.raises(UsageError, match="is in 3 reports"):
        record.split("Jane Doe")
    with pytest.raises(UsageError, match="nothing to split"):
        record.split("Rolf Amber")
    record.split(at(record, "Gull 2", "Jane Doe"))
    with pytest.raises(RecordError, match="name of 2 actors"):
        record.merge("Jane Doe", "Rolf Amber")


def test_reports_are_merged_into_one_story_and_split_out_of_it(tmp_path):
    with Record(tmp_path / "apart.db") as record:
        record.add_documents(
            [document(f"Jane Doe said that {what}.", outlet=f"Gull {k}", published=f"2024-01-1{k}") for k, what in ((1, "it rains"), (2, "bread is dear"), (3, "he won"))]
        )
        record.run(stages=STUBS, corpus=())
        merge_and_split_reports(record)


def merge_and_split_reports(record):
    one, two, three = (record.reports(outlet=f"Gull {k}")[0][0].id for k in (1, 2, 3))
    a, b = record.merge(one, two, user="ana"), record.merge(two, three, user="ana")
    assert [len(s.reports) for s in record.stories()] == [3]
    assert {h.report.outlet for h in record.find(story=three)} == {"Gull 1", "Gull 2", "Gull 3"}
    assert [b.id for b in record.compare(two).reports] == [one, two, three]
    record.retract(b.id)
    assert [b.id for b in record.stories()[0].reports] == [one, two]
    record.split(one, user="ben")
    assert record.stories() == []
    assert a.id in {j.id for j in record.judgements()}


def test_a_story_link_judged_wrong_parts_the_story(path, tmp_path):
    import shutil

    with Record(shutil.copy(path, tmp_path / "parted.db")) as record:
        story = record.stories()[0]
        link = story.links[0]
        record.judge(link.id, "wrong", user="ana")
        record.run()
        ends = {link.from_.report, link.to.report}
        assert not any(ends <= {b.id for b in s.reports} for s in record.stories())
        assert sum(len({b.id for b in s.reports} & {b.id for b in story.reports}) for s in record.stories()) >= len(story.reports) - 1


def test_pairs_of_names_wait_in_a_queue_until_somebody_decides(examples, path, tmp_path):
    import shutil

    with Record(shutil.copy(path, tmp_path / "queue.db")) as record:
        waiting = record.unsure(limit=100)
        assert waiting
        for pair in waiting:
            assert pair.confidence < 0.5
            for side in (pair.one_at, pair.other_at):
                check_quote(record, side.to_dict())
            assert pair.other[0] not in {e for _, e in record.who(pair.one[0]).entities}
        first = waiting[0]
        record.doubt(first.one[0], first.other[0], user="ana")
        assert (first.one[0], first.other[0]) not in {(u.one[0], u.other[0]) for u in record.unsure(limit=100)}
        assert len(list(record.links())) == len(list(examples.links()))  # one cannot tell: nothing changes
        if len(waiting) > 1:
            second = waiting[1]
            record.merge(second.one[0], second.other[0], user="ana")
            assert second.other[0] in {e for _, e in record.who(second.one[0]).entities}


def test_every_actor_of_a_name_is_merged_but_for_those_kept_apart(record, typed, tmp_path):
    for k, text in ((4, "Amber Rolf said that it rains."), (5, "Amber Rolf said that bread is dear.")):
        record.add_documents([document(text, outlet=f"Gull {k}", published=f"2024-01-1{k}")])
    record.run(stages=STUBS, corpus=())
    apart = at(record, "Gull 5", "Amber Rolf")
    with pytest.raises(RecordError, match="name of 2 actors"):
        record.merge("Rolf Amber", "Amber Rolf")
    record.split("Rolf Amber", apart, user="ben")
    made = record.merge_every("Rolf Amber", "Amber Rolf", user="ana", note="names turned round")
    assert [j.user for j in made] == ["ana"]
    assert reports_of(record.who("Rolf Amber")) == {"Gull 3", "Gull 4"}
    with pytest.raises(UsageError, match="already"):
        record.merge_every("Rolf Amber", "Amber Rolf")
    with pytest.raises(UsageError, match="is a report"):
        record.merge_every(record.reports()[0][0].id, "Amber Rolf")
    record.retract(made[0].id)
    assert len(typed("merge", "Rolf Amber", "Amber Rolf", "--every", db=tmp_path / "city.db").stdout.split()) == 1


def test_deciding_as_typed(record, typed, tmp_path):
    db = tmp_path / "city.db"
    made = typed("merge", "Jane Doe", "Rolf Amber", "--note", "a pen name", "--user", "ana", db=db)
    assert "Merged: Jane Doe (Gull 1, 2024-01-11) = Rolf Amber (Gull 3, 2024-01-13)" in made.stderr
    typed("retract", made.stdout.strip(), db=db)
    middle = at(record, "Gull 2", "Jane Doe")
    ids = typed("split", middle, "--user", "ana", db=db).stdout.split()
    assert ids
    assert all(i.startswith("jdg_") for i in ids)
    assert "needs both" in typed("split", "--unsure", middle, db=db, code=2).stderr
    links = [json.loads(x) for x in typed("export", "jsonl", "--links", db=db).stdout.splitlines()]
    assert middle not in {k[end]["item"] for k in links for end in ("from", "to")}
    ignored = [json.loads(x) for x in typed("export", "jsonl", "--links", "--judged", "ignore", db=db).stdout.splitlines()]
    assert len(ignored) > len(links)
    assert "more of this name" in typed("who", "Jane Doe", db=db).stderr
    assert {r["verb"] for r in map(json.loads, typed("log", db=db).stdout.splitlines())} >= {"judge", "retract"}


def test_the_python_of_the_guide_runs(tmp_path, monkeypatch, capsys):
    import re
    import shutil

    monkeypatch.chdir(tmp_path)
    shutil.copytree(web_record.EXAMPLES, tmp_path / "examples")
    (code,) = re.findall(r"```python\n(.*?)```", (web_record.EXAMPLES.parent / "docs" / "guide" / "across.md").read_text(encoding="utf-8"), re.S)
    exec(compile(code, "across.md", "exec"), {})
    assert "Tesk River Commission |" in capsys.readouterr().out


# --------------------------------------------------------------------------------------------------------- on a terminal


@pytest.fixture
def shown(path, typed, monkeypatch):
    """What a terminal of 80 columns shows."""
    monkeypatch.setattr("onrecord.cli_record._form", lambda *_: "table")
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments, db=path: typed(*arguments, db=db).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("stories",), "reports  Sorel: We warned Velmark two days before"),
        (("ledger", "dead", "--summary"), "no day given  up to 9 persons (people died), says Davit Sorel"),
        (("find", "gates"), "River Front: “it opened the gates”"),
        (("find", "--layer", "quantities", "missing"), "interior ministry: 31 persons: people missing: “31”"),
        (("relays",), "Lenz > engineer > Davit Sorel > Karsova Today  1 statement, 2024-03-11"),
        (("conflicts",), "CONTRADICTS  lnk_"),
        (("who", "Davit Sorel"), "Energy Minister: Northern Wire"),
        (("queue",), "a surname alone is not enough"),
    ],
)
def test_a_terminal_of_80_columns_shows_whole_lines(shown, arguments, words):
    text = shown(*arguments)
    assert words in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_a_report_cannot_steer_the_terminal(shown, tmp_path):
    at = tmp_path / "hostile.db"
    body = "Jane Doe said that 40 people had died.\n\nThe coast guard said that no more than 3 people had died.\n"
    with Record(at) as record:
        for k in (1, 2):
            record.add_documents([document(f"Boat \x1b]0;mine\x07 Sinks Off Halden {k}\n\n{body}", outlet=f"The \x1b[2JGull {k}", published="2024-01-02")])
        record.run()
    for arguments in (("find", "died"), ("find", "--layer", "reports"), ("conflicts",), ("stories",), ("ledger", "died"), ("relays",), ("queue",), ("who", "Jane Doe")):
        assert "\x1b" not in shown(*arguments, db=at)
