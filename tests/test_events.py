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


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("Soldiers fired on the crowd in Brask.", "ASSAULT", "happened"),
        ("Protesters hurled stones at the police in Brask on Monday.", "ASSAULT", "happened"),
        ("Norland slapped tariffs on steel from Altavia.", "COERCE", "happened"),
        ("Police cordoned off the square in Brask.", "COERCE", "happened"),
        ("The court fined the party of Otto Vance.", "COERCE", "happened"),
        ("Two women were raped by soldiers in Brask.", "ASSAULT", "happened"),
        ("The Norland army and the Altavian army staged a joint exercise.", "COOPERATE", "happened"),
        ("Norland waged a war against Altavia.", "ASSAULT", "happened"),
        ("The Norland navy boarded a tanker near Brask.", "COERCE", "happened"),
        ("Norland clinched a deal with Altavia on Monday.", "SUPPORT", "happened"),
        ("Norland tore up the treaty with Altavia.", "SANCTION", "happened"),
        ("Norland ruled out talks with Altavia.", "REJECT", "happened"),
        ("Otto Vance had lunch with Marta Olin.", "CONSULT", "happened"),
        ("The United States put pressure on President Marta Olin.", "REQUEST", "happened"),
        ("Police broke up a rally in Brask.", "ASSAULT", "happened"),
        ("Farmers blocked a motorway near Brask.", "PROTEST", "happened"),
        ("Norland sent inspectors to Altavia.", "ACCUSE", "happened"),
    ],
)
def test_further_words(text, kind, modality):
    assert (kind, modality) in events(text) or kind in _acts(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The manager was fired on Monday.", "ASSAULT"),
        ("He answered a blizzard of messages about the plan.", "DISASTER"),
        ("An avalanche of praise greeted the film.", "DISASTER"),
        ("The wedding was held in Brask.", "COERCE"),
        ("Otto Vance locked up the nomination in May.", "COERCE"),
        ("The band smashed the record for tickets.", "PROTEST"),
        ("She tightened her grip on the race.", "COERCE"),
        ("The judge rapped the lawyer for being late.", "ASSAULT"),
        ("Planes were grounded by snow, and the road was blocked by a landslide.", "PROTEST"),
        ("The firm built up its presence in Altavia.", "ASSAULT"),
    ],
)
def test_what_the_words_do_not_mean(text, kind):
    assert kind not in [k for k, _ in events(text)]


def test_rarer_words_need_both_parties_in_a_calm_report():
    calm = "The council met on Monday. The library opens in May. The baker sells bread. Rain is expected. The choir sang."
    both = events(f"{calm} Otto Vance mocked Marta Olin.")
    assert ("ACCUSE", "happened") in both
    assert "REJECT" not in [k for k, _ in events(f"{calm} Otto Vance skipped the summit in Bergen.")]
    assert ("REJECT", "happened") in events("Otto Vance skipped the summit in Bergen.")


def test_who_is_imprisoned_for_a_deed_did_it():
    analysis = analysed("Otto Vance was imprisoned in Norway for kidnapping Marta Olin.")
    (deed,) = [e for e in analysis.events if e.type == "ASSAULT"]
    assert names(analysis, deed.actor) == ["Otto Vance"]


def test_a_rocket_into_orbit_is_no_assault():
    assert "ASSAULT" not in [k for k, _ in events("Norway fired a rocket into orbit on Monday.")]


def test_who_is_engaged_in_clashes_fights():
    analysis = analysed("Norwegian soldiers were engaged in clashes with the rebels near Bergen.")
    (clash,) = [e for e in analysis.events if e.type == "ASSAULT"]
    assert clash.actor


def test_whose_withdrawal_of_the_troops_it_is():
    analysis = analysed("The drawdown of troops by the United States began in May. Norway's withdrawal of its troops ended in June.")
    assert [names(analysis, e.actor) for e in analysis.events if e.type == "WITHDRAW"][-1] == ["Norway"]


def test_troops_for_a_mission_that_keeps_the_peace_are_aid():
    assert "AID" in [k for k, _ in events("Norway deployed 200 soldiers to a peacekeeping mission in Mali.")]


def test_who_breaks_off_his_mediation_helps_nobody():
    assert "SANCTION" in [k for k, _ in events("Norway ended its mediation between the rebels and the government of Mali.")]


def test_a_state_that_will_support_somebody_agrees():
    assert "AGREE" in [k for k, _ in events("Norway will support the plan of Iceland to join the council.")]


def _acts(text):
    of = {"denies": "REJECT", "condemns": "ACCUSE", "calls_for": "REQUEST"}
    return [of.get(a.act.value) for a in onrecord.analyse(text).attributions]


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
