"""What the entities stage ties together, why, and what it leaves apart."""

import itertools
import json
import sys
from collections.abc import Callable

import pytest

from onrecord.api import Settings
from onrecord.model import Entity, EntityKind, Ids
from onrecord.pipeline import Analysis, analyse_documents, fingerprints
from onrecord.resolving.names import name_words
from onrecord.sources.text import read_one
from onrecord.stages import STAGES


def analyse(text: str, **settings: object) -> Analysis:
    document = read_one(text, outlet="The Harbour Post", published="2024-03-05", language="en")
    return next(analyse_documents([document], STAGES, Settings(**settings).resources()))


def entity(analysis: Analysis, name: str) -> Entity:
    return next(e for e in analysis.entities if e.name == name)


def test_each_tie_of_a_pronoun_or_description_has_its_reason() -> None:
    analysis = analyse("Norwegian Prime Minister Jonas Vik opened the bridge. The premier said that he was proud.")
    vik = entity(analysis, "Jonas Vik")
    reasons = {analysis.quote((r.mention,)): (r.rule, analysis.quote(r.evidence)) for r in vik.resolutions}
    assert reasons["The premier"] == ("role", "Norwegian Prime Minister Jonas Vik")
    assert set(reasons) == {"The premier", "he"}
    assert all(rule and evidence for rule, evidence in reasons.values())
    assert (vik.role, vik.kind) == ("Prime Minister", EntityKind.PERSON)


def test_a_state_that_sends_something_is_an_actor_and_a_mere_place_is_none() -> None:
    analysis = analyse("The truce was extended on Monday after mediation from Norway and Oman. The talks were held in Portugal.")
    assert {e.name for e in analysis.entities} >= {"Norway", "Oman"}
    assert "Portugal" not in {e.name for e in analysis.entities}


def test_the_body_that_is_named_only_later_is_one_with_its_bare_noun_if_it_is_the_only_one() -> None:
    one = analyse("The minister said the government would not yield. The Ruritanian government had lost the vote.")
    assert {one.quote((m,)) for m in entity(one, "Ruritanian government").mentions} == {"the government", "The Ruritanian government"}
    two = analyse("The government lost. The Ruritanian government and the Bordurian government met.")
    assert {one.name for one in two.entities} >= {"government", "Ruritanian government", "Bordurian government"}


def test_who_speaks_for_the_body_that_is_named_only_later_belongs_to_it() -> None:
    analysis = analyse(
        "The government lost the vote on Monday. The government’s spokeswoman, Mira Vance, said: “We will not give up what we have won.” The Ruritanian government had lost before."
    )
    body = entity(analysis, "Ruritanian government")
    assert entity(analysis, "Mira Vance").affiliation == body.id
    assert {"We", "we"} <= {analysis.quote((m,)) for m in body.mentions}


def test_a_bare_surname_before_a_relative_is_another_person() -> None:
    names = {e.name for e in analyse("Orban spoke in Osk on Monday. His wife, Mira Orban, said that she was glad. Orban said he would win.").entities}
    assert {"Orban", "Mira Orban"} <= names


def test_a_description_after_initials_in_brackets_is_the_one_who_has_them() -> None:
    group = entity(analyse("The aim is to prevent the return of the Kachin Independence Army (KIA), the armed group that held the town."), "Kachin Independence Army")
    assert len(group.mentions) == 3


def test_a_number_stands_for_those_counted_with_it_and_the_reason_is_given() -> None:
    analysis = analyse("Norway will send 1,200 soldiers to the island. Captain Ann Hede is among the 1,200 to be sent. The bridge cost 900 crowns. Of the 900, half was borrowed.")
    forces = next(e for e in analysis.entities if "the 1,200" in {analysis.quote((m,)) for m in e.mentions})
    assert {analysis.quote((r.mention,)): (r.rule, analysis.quote(r.evidence)) for r in forces.resolutions}["the 1,200"] == ("same-number", "1,200 soldiers")
    assert "the 900" not in {analysis.quote((m,)) for e in analysis.entities for m in e.mentions}


def test_who_fights_for_a_group_is_the_group_and_a_few_of_its_fighters_are_not() -> None:
    analysis = analyse("Hamas said that its fighters had left. Hamas fighters crossed the river. Three Hamas fighters were buried on Sunday.")
    group = {analysis.quote((m,)) for m in entity(analysis, "Hamas").mentions}
    assert {"its fighters", "Hamas fighters"} <= group
    assert "Three Hamas fighters" not in group


@pytest.mark.parametrize("men", ["fighters", "insurgents", "militiamen"])
def test_its_men_are_the_group_whatever_they_are_called(men: str) -> None:
    analysis = analyse(f"Hamas said that its {men} had left.")
    assert f"its {men}" in {analysis.quote((m,)) for m in entity(analysis, "Hamas").mentions}


def test_soldiers_are_named_before_what_happens_to_them_and_not_before_a_thing() -> None:
    found = {m.name for m in analyse("The French troop withdrawal began in May. A French troop carrier sank.").entities if m.affiliation}
    assert found == {"French troop"}
    assert entity(analyse("At least 40 Norwegian soldiers stayed. Norwegian soldiers built the camp."), "Norwegian soldiers").kind is EntityKind.BODY


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The Ann Leigh Papers were sold. Ann Leigh was not asked. Leigh went to court.", {"Ann Leigh": 2}),
        ("Norwegian minister Theresa May will meet the envoys in May.", {"Theresa May": 1}),
        ("Kim Jae-ho opened the mine. Kim said it was safe. Kim Il-wen had closed it. Kim was silent.", {"Kim Jae-ho": 2, "Kim Il-wen": 1}),
        ("The union sued Otto Vance. Otto Vance Jr. was named as well. Vance spoke. Vance Jr. did not.", {"Otto Vance": 2, "Otto Vance Jr.": 2}),
        ("President Vance and Mira Vance welcomed the envoy. Mr. Vance spoke.", {"Vance": 2, "Mira Vance": 1}),
        ("First lady Mira Vance opened the school. President Vance was abroad.", {"Mira Vance": 1, "Vance": 1}),
        ("Tsai Ru-wen met Cho Jae-in on Monday. Cho smiled.", {"Tsai Ru-wen": 1, "Cho Jae-in": 2}),
    ],
)
def test_who_bears_a_surname(text: str, people: dict[str, int]) -> None:
    assert {e.name: len(e.mentions) for e in analyse(text).entities if e.kind is EntityKind.PERSON and e.name in people} == people


def test_affiliation_is_an_entity_of_the_report() -> None:
    analysis = analyse("Finance ministry spokeswoman Clara Ode denied it. “We have not decided,” she said.")
    ode = entity(analysis, "Clara Ode")
    body = next(e for e in analysis.entities if e.id == ode.affiliation)
    assert body.name == "Finance ministry"
    assert "We" in {analysis.quote((m,)) for m in body.mentions}


def test_ids_come_from_the_first_mention() -> None:
    analysis = analyse("Anna Reyes spoke. She left.")
    reyes = entity(analysis, "Anna Reyes")
    assert reyes.id == Ids(analysis.document.id, "entities")(reyes.mentions[0])


def test_a_mention_belongs_to_one_entity() -> None:
    analysis = analyse("France’s foreign ministry said the French army and its allies would leave. The ministry said they would return.")
    spans = [m for e in analysis.entities for m in e.mentions]
    assert len(spans) == len(set(spans))


def test_the_outlets_byline_is_no_actor() -> None:
    text = "Bridge opens\n\nThe Cradle | March 5, 2024\nThe mayor said the bridge was open.\n"
    document = read_one(text, language="en")
    analysis = next(analyse_documents([document], STAGES, Settings().resources()))
    assert "The Cradle" not in {e.name for e in analysis.entities}


def test_a_users_lexicon_adds_actors(tmp_path) -> None:
    extra = tmp_path / "my.yml"
    extra.write_text("actors:\n  armed_groups:\n    river_guard: {name: River Guard, names: [Wachters], wikidata: Q1}\n", encoding="utf-8")
    analysis = analyse("Wachters blocked the lock. The River Guard said it would stay.", lexicons=(extra,))
    guard = entity(analysis, "River Guard")
    assert (guard.kind, guard.wikidata, len(guard.mentions)) == (EntityKind.ARMED_GROUP, "Q1", 3)


def test_the_gazetteer_counts_in_the_fingerprint() -> None:
    prints = fingerprints(STAGES, Settings().resources())
    assert prints["mentions"] != prints["entities"]
    assert "lexicon:actors" in next(s for s in STAGES if s.layer == "mentions").resources


@pytest.mark.parametrize(
    ("name", "words"),
    [("Mohammed Shia al-Sudani", ["mohammed", "shia", "sudani"]), ("John F. Doe Jr.", ["john", "doe"]), ("O’Neill", ["o'neill"]), ("X", ["x"])],
)
def test_the_words_of_a_name_that_count(name: str, words: list[str]) -> None:
    assert list(name_words(name)) == words


@pytest.mark.parametrize("text", ["", " ", "“", "((((", "HE SAID SHE SAID", "🙂 said 🙂", "He he he he. " * 50, "‮abc said ‭it‬", "The the the (the (THE)) said said."])
def test_any_text_gives_findings_and_no_failure(text: str) -> None:
    assert not [p for p in analyse(text).problems if p.code == "stage-failed"]


def test_what_doubts_a_name_is_no_part_of_it() -> None:
    analysis = analyse("The so-called River Front fired on guards on Monday. The River Front claimed that it had opened the gates.")
    assert entity(analysis, "River Front").mentions
    assert [analysis.quote((label.span,)) for label in analysis.labels] == ["so-called"]


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: a measure of cost that no other work on the machine changes."""
    count = itertools.count()
    sys.setprofile(lambda frame, event, arg: next(count) if event in ("call", "c_call") else None)
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(count)


def test_ten_times_the_text_costs_ten_times_the_work() -> None:
    """The search for antecedents looks back a fixed way only."""
    paragraph = "Anna Reyes met the Norwegian prime minister on Monday. She said that the ministry had told her of the flood. The premier said he would write to the agency.\n"
    from onrecord.stages import entities, mentions, sentences

    resources = Settings().resources()
    cost = []
    for n in (30, 300):
        document = read_one(paragraph * n, outlet="x", published="2024-03-05", language="en")
        parse = next(iter(sentences.parse_documents([document], resources)))
        from onrecord.pipeline import run_stages

        layers, _ = run_stages(
            document, [s for s in STAGES if s.layer in ("quotations", "mentions", "timexes", "statements")], resources, {"sentences": parse, "statements": (), "timexes": ()}
        )
        cost.append(calls(lambda: run_stages(document, [entities.STAGE], resources, layers)))  # noqa: B023
        assert mentions.STAGE.layer in layers
    assert cost[1] < 15 * cost[0], cost


def test_the_gazetteers_keys_are_used_once() -> None:
    from importlib.resources import files

    table = json.loads((files("onrecord.lexicons") / "tables" / "actors.json").read_text(encoding="utf-8"))
    keys = [key for section in table.values() for key in section]
    assert len(keys) == len(set(keys)), sorted(k for k in set(keys) if keys.count(k) > 1)
    assert len(table["states"]) > 195
    assert len(table["outlets"]) > 250
