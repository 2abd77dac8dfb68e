"""Who says what, as spans: the statements layer."""

import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

import onrecord
from onrecord.api import Settings
from onrecord.attribution import cues
from onrecord.attribution.features import Features
from onrecord.attribution.trees import Trees
from onrecord.evaluate.attributions import Words, score_folder
from onrecord.evaluate.brat import parse_ann, read_brat
from onrecord.evaluate.gold import floors_of, score_layer
from onrecord.model import Span
from onrecord.resources import Resources
from onrecord.text import find_quotations, paragraphs

GOLD = Path(__file__).parent.parent / "gold" / "attributions"


def found(text, model="default"):
    return onrecord.analyse(text, settings=Settings(model=model, language="en"))


def said(text, model="default"):
    analysis = found(text, model)
    return [(analysis.quote(a.source), analysis.quote(a.cue), analysis.quote(a.content)) for a in analysis.attributions]


@pytest.mark.parametrize("model", ["default", "none"])
def test_a_plain_indirect_statement(model):
    assert said("The mayor said that the bridge would open in June.", model) == [("The mayor", "said", "the bridge would open in June")]


@pytest.mark.parametrize("model", ["default", "none"])
def test_the_outer_marks_and_the_comma_before_them_are_no_content(model):
    assert said("“The bridge is old,” the mayor said.", model) == [("the mayor", "said", "The bridge is old")]


@pytest.mark.parametrize("model", ["default", "none"])
def test_according_to(model):
    assert said("According to the ministry, 40 houses were damaged.", model) == [("the ministry", "According to", "40 houses were damaged")]


def test_two_cues_are_two_statements_of_one_source():
    assert said("The envoy said that the border was quiet, stressing that the truce had held for ten days.") == [
        ("The envoy", "said", "the border was quiet"),
        ("The envoy", "stressing", "the truce had held for ten days"),
    ]


def test_a_quotation_on_both_sides_of_its_cue_is_one_statement():
    analysis = found("“We waited for six hours,” Ruth Calder said. “Nobody came.”")
    assert [[analysis.quote(s) for s in a.content] for a in analysis.attributions] == [["We waited for six hours", "Nobody came."]]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The coast guard puts the number of dead at 23 and that of the missing at 31.", "The coast guard", ["the number of dead at 23 and that of the missing at 31"]),
        ("The losses, which the port puts at $40 million, are insured.", "the port", ["The losses", "at $40 million"]),
        ("The toll was put at 3,000 by the district.", "the district", ["The toll", "at 3,000"]),
        ("Doctors raised the death toll to 25 on Tuesday.", "Doctors", ["the death toll to 25"]),
        ("The bank cut its forecast for growth to 2 percent.", "The bank", ["its forecast for growth to 2 percent"]),
        ("Calder put the number of homes lost at “around 900”.", "Calder", ["the number of homes lost at “around 900”"]),
    ],
)
@pytest.mark.parametrize("model", ["default", "none"])
def test_whose_figure_it_is(text, source, content, model):
    (statement,) = found(text, model).attributions
    assert ([found(text).quote(s) for s in statement.source], [found(text).quote(s) for s in statement.content]) == ([source], content)


@pytest.mark.parametrize(
    "text",
    [
        "Two more deaths raised the toll to 45.",
        "That would put the toll at 50.",
        "Nobody has put the toll at more than 50.",
        "The army raised the number of troops to 5,000.",
        "Workers placed 40 barriers at 12 crossings.",
        "Calder put the boat at risk and the coat at 5 on the hook.",
        "The so-called “peace camp” met in a hotel by the lake.",
        "Her novel “The Salt Road” won the prize in 1998.",
        "The miners' wives and the fishermen's sons marched in the '90s.",
        "The launch went according to plan.",
        "The army began Operation “Long Night” in the hills.",
        "Behind the stage hung the words “Bread and Boats.”",
        "The council closed the bridge and opened a ferry.",
    ],
)
@pytest.mark.parametrize("model", ["default", "none"])
def test_marks_and_words_that_report_nothing(text, model):
    assert said(text, model) == []


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("Calder did not say that the votes had been bought.", "the votes had been bought", "disputed"),
        ("The ministry declined to say how many people were hurt.", "how many people were hurt", "disputed"),
        ("Petrak denied having said that the miners were lazy.", "the miners were lazy", "disputed"),
        ("A cynic would say that the report was written in advance.", "the report was written in advance", "hypothetical"),
        ("If the board says the mine is unsafe, it will close.", "the mine is unsafe", "hypothetical"),
        ("The mayor said the mine is unsafe.", "the mine is unsafe", "reported"),
        ("The general did not deny that shells had been fired.", "shells had been fired", "reported"),
    ],
)
def test_what_was_not_said_is_not_recorded_as_said(text, words, status):
    analysis = found(text)
    statuses = [a.status.value for a in analysis.attributions if analysis.quote(a.content) == words]
    assert statuses == [status] or (status != "reported" and not statuses)


def test_negation_turns_a_denial_round():
    (statement,) = found("The general did not deny that shells had been fired.").attributions
    assert statement.act == "asserts"


@pytest.mark.parametrize(("source", "anonymity"), [("Ruth Calder", "named"), ("A ministry official", "role"), ("Local sources", "unnamed"), ("Some", "unnamed"), ("She", None)])
def test_how_the_source_is_printed(source, anonymity):
    (statement,) = found(f"{source} said that the bridge had been closed.").attributions
    assert statement.anonymity == anonymity


def test_speech_inside_speech_points_at_what_holds_it():
    analysis = found("The witness said that a guard had told him that the gate was open.")
    inner = [a for a in analysis.attributions if analysis.quote(a.content) == "the gate was open"]
    outer = [a for a in analysis.attributions if analysis.quote(a.cue) == "said"]
    assert outer
    assert all(a.within == outer[0].id for a in inner)


def test_a_paragraph_that_is_only_a_quotation_has_neither_cue_nor_source():
    analysis = found("The union said the strike would last a week.\n\n“Our members have waited long enough for an answer.”")
    last = analysis.attributions[-1]
    assert (last.kind, last.cue, last.source) == ("direct", (), ())


@pytest.mark.parametrize(
    "text", ["", " ", "“", "'" * 50, "said said said said", "🙂 “🙂” 🙂 said 🙂.", "\u202e“abc” said the mayor", ":", "A:", "“a” “b” “c” said", "According to", "Mayor: “"]
)
@pytest.mark.parametrize("model", ["default", "none"])
def test_odd_texts_give_no_failure(text, model):
    analysis = found(text, model)
    assert not [p for p in analysis.problems if p.code == "stage-failed" and p.stage.startswith("statements")]
    for a in analysis.attributions:
        for s, e in (*a.content, *a.cue, *a.source):
            assert 0 <= s < e <= len(text)
            assert text[s:e] == text[s:e].strip()


@pytest.mark.parametrize("mark", ["“", "‘", '"', "'", "«", " “", " ‘a", "“a ‘b "])
def test_a_hundred_thousand_unclosed_marks_are_read_in_time(mark):
    text = mark * (100_000 // len(mark))
    began = time.process_time()
    find_quotations(text, paragraphs(text))
    assert time.process_time() - began < 5


def test_running_twice_gives_the_same():
    text = "“We waited,” Ruth Calder said. According to the ministry, nobody came."
    assert found(text).to_dict() == found(text).to_dict()


def test_each_cue_word_stands_in_one_class():
    table = Resources().lexicon("cues")
    for kind in ("verbs", "nouns", "adjectives"):
        classes = defaultdict(list)
        for name, entry in table[kind].items():
            for word in entry["words"]:
                classes[word].append(name)
        assert {w: c for w, c in classes.items() if len(c) > 1} == {}


def test_the_model_asks_only_for_columns_that_the_features_have():
    trees = Trees(Resources().data("attributions.npz"))
    names = Features(cues.build(Resources().lexicon("cues"))).names
    assert set(trees.names) <= set(names)
    assert len(names) == len(set(names))


def test_trees_give_the_probability_of_the_leaf(tmp_path):
    path = tmp_path / "t.npz"
    # one tree: x > 1 gives +2, else -2
    np.savez(path, feature=[[0, 0, 0]], threshold=[[1.0, 0, 0]], left=[[1, 1, 2]], right=[[2, 1, 2]], value=[[0, -2.0, 2.0]], base=0.0, depth=1, names=["x"])
    low, high = Trees(path.read_bytes()).probability(np.array([[1.0], [3.0]], dtype=np.float32))
    assert (round(low, 3), round(high, 3)) == (0.119, 0.881)


def test_without_the_model_the_floors_of_the_rules_hold():
    scores = score_layer("attributions", GOLD, settings=Settings(model="none"))
    assert not scores.below(floors_of(GOLD, "floors.none.json"))


# --------------------------------------------------------------------------------------------------------- gold


def test_words_compare_spans_without_marks_and_that():
    words = Words("He said that “it rained.”")
    assert words.content([Span(8, 25)]) == words.content([Span(13, 24)])


def write_brat(folder):
    text = "A headline\nThe mayor said the bridge was open.\n"
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    (folder / "text" / "a.txt").write_text(text)
    (folder / "attributions" / "a_x1.ann").write_text(
        "T1\tSource 11 20\tThe mayor\nT2\tCue 21 25\tsaid\nT3\tContent 26 45\tthe bridge was open\nT4\tAttribution 21 25\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    )
    (folder / "attributions" / "a_x2.ann").write_text("")
    return folder


def test_brat_folders_are_read(tmp_path):
    ((name, text, items),) = read_brat(write_brat(tmp_path))
    assert name == "a.txt"
    assert [text[slice(*s)] for s in (items[0].source[0], items[0].cue[0], items[0].content[0])] == ["The mayor", "said", "the bridge was open"]


def test_brat_notes_that_span_lines_do_not_stop_the_reader():
    assert parse_ann("T1\tContent 0 3\tabc\nThe rest of a note\nE1\tDiscard:T1 Content:T1\n") == []


def test_the_product_is_scored_on_brat_and_on_its_own_lines(tmp_path):
    scores = score_folder(write_brat(tmp_path), "brat")
    assert scores.values["content F1"] == 1.0
    analysis = onrecord.analyse("The mayor said the bridge was open.")
    own = tmp_path / "own"
    own.mkdir()
    (own / "gold.jsonl").write_text(json.dumps(analysis.to_dict()) + "\n", encoding="utf-8")
    scores = score_folder(own, "onrecord")
    assert scores.values["content F1"] == 1.0
    assert scores.values["act right"] == 1.0


def test_speakers_joined_to_a_list_before_the_comma_are_the_source():
    import onrecord

    analysis = onrecord.analyse("Gunmen attacked three villages on Wednesday night, killing at least a dozen people and abducting scores of others, police and residents said.")
    (attribution,) = analysis.attributions
    assert analysis.quote(attribution.source) == "police and residents"
    assert analysis.quote(attribution.content).endswith("scores of others")
