"""Parties that stand one or two nouns away from what they do or suffer."""

import pytest

import onrecord


def parties(text):
    analysis = onrecord.analyse(text)
    names = {e.id: e.name for e in analysis.entities}
    return [(e.type, [names[a] for a in e.actor], [names[r] for r in e.recipient]) for e in analysis.events]


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("France will supply weapons to Kenya.", "AGREE", ["France"], ["Kenya"]),
        ("France sent medicine to Kenya on Monday.", "AID", ["France"], ["Kenya"]),
        ("Norway has agreed to end its embargo on Belarus.", "AGREE", ["Norway"], ["Belarus"]),
        ("Russia fired two missiles at Latvia.", "ASSAULT", ["Russia"], ["Latvia"]),
        ("Rebels launched rockets at Chad.", "ASSAULT", ["Rebels"], ["Chad"]),
        ("Norway withdrew its soldiers from Mali.", "WITHDRAW", ["Norway"], ["Mali"]),
        ("Poland refused to give support to Belarus.", "REJECT", ["Poland"], ["Belarus"]),
        ("Norway opened an inquiry into the dealings of the Orvik Bank.", "ACCUSE", ["Norway"], ["Orvik Bank"]),
        ("Norway and Poland have renewed diplomatic ties.", "SUPPORT", ["Norway", "Poland"], ["Norway", "Poland"]),
        ("Turkey has suspended flights and food supplies to Armenia.", "SANCTION", ["Türkiye"], ["Armenia"]),
        ("The Orvik Bank refused to answer a request from the Norwegian government.", "REJECT", ["Orvik Bank"], ["Norwegian government"]),
        ("India and Kenya have agreed to cut tariffs on tea.", "AGREE", ["India", "Kenya"], ["India", "Kenya"]),
        ("Police in Norway issued an arrest warrant for Arne Solberg.", "COERCE", ["Police in Norway"], ["Arne Solberg"]),
        ("Norway mobilised its reserve for a war against Sweden.", "MOBILIZE", ["Norway"], ["Sweden"]),
        ("Norway gave 3 million euros to support Syrian refugees.", "AID", ["Norway"], ["Syrian refugees"]),
        ("Somali farmers sought refuge in Kenya.", "REQUEST", ["Somali farmers"], ["Kenya"]),
        ("Denmark has issued an ultimatum to Norway.", "THREATEN", ["Denmark"], ["Norway"]),
        ("Norway agreed to a ban on trawling.", "AGREE", ["Norway"], []),
        ("Kenya opened its borders to a large number of Somalis.", "AID", ["Kenya"], ["Somalis"]),
        ("Norway and Poland held talks.", "CONSULT", ["Norway", "Poland"], ["Norway", "Poland"]),
        ("Norway and Poland agreed to share maps.", "AGREE", ["Norway", "Poland"], ["Norway", "Poland"]),
        ("Six people were killed in a Russian air strike.", "ASSAULT", ["Russia"], ["Six people"]),
        ("Six people were killed in an attack by the Taliban.", "ASSAULT", ["Taliban"], ["Six people"]),
    ],
)
def test_who_and_whom(text, kind, actor, recipient):
    assert (kind, actor, recipient) in parties(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister flew home from Kenya after the storm.",
        "She was born in Kenya and moved to Chad.",
        "He drove to Chad with his sister.",
    ],
)
def test_a_state_that_is_only_a_place_is_no_actor(text):
    assert not [e for e in onrecord.analyse(text).entities if e.kind == "state"]


def test_the_death_of_a_man_is_not_asked_of_the_man():
    assert ("ACCUSE", ["police"], []) in parties("The police opened an inquiry into the death of a farmer.")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Norway announced that it will impose a ban on trawling.", "ban"),
        ("Norway said it would expel two diplomats of Belarus.", "expel"),
        ("Russia threatened to shell the port of Odesa.", "violence"),
        ("Norway will suspend aid to Belarus.", "relations"),
    ],
)
def test_a_hostile_act_that_is_announced_is_a_threat_as_in_plover(text, mode):
    assert [("THREATEN", mode, "planned")] == [(e.type, e.mode, e.modality.value) for e in onrecord.analyse(text).events]


@pytest.mark.parametrize(
    ("text", "kind"), [("Norway imposed a ban on trawling.", "COERCE"), ("Two diplomats will be expelled.", "SANCTION"), ("Russia has shelled the port of Odesa.", "ASSAULT")]
)
def test_one_that_was_done_or_has_no_doer_is_not(text, kind):
    assert kind in [e.type for e in onrecord.analyse(text).events]


def test_who_reports_a_deployment_sends_nobody():
    found = parties("The city is to receive soldiers on Monday, CNN reports. Its deployment of 300 troops began on Sunday.")
    assert all("CNN" not in actor for _, actor, _ in found)
