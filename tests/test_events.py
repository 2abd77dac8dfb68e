import pytest

import onrecord
from onrecord.api import Settings


def events(text):
    return [(e.type, e.modality.value) for e in onrecord.analyse(text).events]


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Norland attacked the port of Altavia on Monday.", "ASSAULT", "happened"),
        ("The army carried out an airstrike on the village.", "ASSAULT", "happened"),
        ("The village was shelled by the army.", "ASSAULT", "happened"),
        ("Police arrested three men in the capital.", "COERCE", "happened"),
        ("Norland expelled two diplomats.", "SANCTION", "happened"),
        ("The president met the foreign minister of Altavia.", "CONSULT", "happened"),
        ("Norland lifted the sanctions on Altavia.", "CONCEDE", "happened"),
        ("The army did not attack the village.", "ASSAULT", "denied"),
        ("The army may attack the village.", "ASSAULT", "hypothetical"),
        ("Norland will deploy 500 troops to the border.", "DEPLOY", "planned"),
        ("Norland will send food aid to Altavia.", "AGREE", "planned"),
        ("The assassination of the general shocked the city.", "ASSAULT", "happened"),
        ("Workers protested against the law.", "PROTEST", "happened"),
    ],
)
def test_type_and_modality(text, kind, modality):
    assert (kind, modality) in events(text)


def test_what_is_only_said_is_no_event():
    assert events("The minister condemned the decision.") == []


def analysed(text, published="2024-03-06"):
    return onrecord.analyse(text, settings=Settings(published=published))


def names(analysis, ids):
    entities = {e.id: e.name for e in analysis.entities}
    return [entities[i] for i in ids]


def test_whoever_counts_the_injured_has_not_attacked_them():
    analysis = analysed("According to the Pentagon, 60 US soldiers were injured in two mortar attacks.")
    assert analysis.events
    assert not any("Pentagon" in name or "Defense" in name for e in analysis.events for name in names(analysis, e.actor))


def test_a_blocked_vote_is_no_coercion():
    kinds = [kind for kind, _ in events("Norland blocked a resolution in the Security Council on Monday.")]
    assert "VOTE" in kinds
    assert "COERCE" not in kinds


def test_the_fall_of_a_city_years_ago_is_not_dated_today():
    analysis = analysed("Rebels captured the city of Brask in June 2014. The bridge there was repaired on Monday.")
    (fall,) = [e for e in analysis.events if e.type == "ASSAULT"]
    assert fall.period is not None
    assert fall.period.start.startswith("2014-06")


def test_without_a_date_of_its_own_an_event_has_none():
    analysis = analysed("Rebels captured the city of Brask, the minister said on Monday.")
    assert [e.period for e in analysis.events if e.type == "ASSAULT"] == [None]


def test_a_date_still_to_come_makes_it_planned():
    found = analysed("Police close the border with Norland on 20 April 2024.").events
    assert [(e.type, e.modality.value) for e in found] == [("COERCE", "planned")]


def test_mentions_of_one_event_are_one_event():
    found = onrecord.analyse("Norland attacked Altavia. The attack began at dawn.").events
    assert [len(e.triggers) for e in found if e.type == "ASSAULT"] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked the goal in the second half of the match.",
        "The fair brought a tsunami of cookbooks.",
        "Dozens of ducks died on the pond.",
        "The candidate has the support of five percent.",
        "The firm declined to comment.",
        "They killed it.",
        "The singer released an album.",
        "Fifty days before the election, the shops were empty.",
    ],
)
def test_what_is_doubtful_is_not_given(text):
    assert events(text) == []


def test_an_event_is_less_sure_the_more_stands_between():
    plain = onrecord.analyse("Police arrested three men in the capital.").events[0].confidence
    reached = onrecord.analyse("He said that he might arrest three men in the capital.").events
    assert all(e.confidence < plain for e in reached)
    assert 0.5 < plain < 1
