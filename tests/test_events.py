import pytest

import onrecord


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
