"""Which names, descriptions and pronouns the mentions stage finds, and what it tells of them."""

import pytest

import onrecord
from onrecord.api import Settings
from onrecord.model import EntityKind, Mention
from onrecord.pipeline import analyse_documents
from onrecord.sources.text import read_one
from onrecord.stages import STAGES


def mentions(text: str) -> dict[str, Mention]:
    """The mentions of a text by their words; of two with the same words the first."""
    document = read_one(text, outlet="The Harbour Post", published="2024-03-05", language="en")
    analysis = next(analyse_documents([document], STAGES, Settings().resources()))
    found: dict[str, Mention] = {}
    for m in analysis.layers["mentions"]:
        found.setdefault(text[m.span[0] : m.span[1]], m)
    return found


@pytest.mark.parametrize(
    ("text", "words", "key", "kind"),
    [
        ("France said on Monday that it would wait.", "France", "france", EntityKind.STATE),
        ("The Kremlin denied the report on Friday.", "Kremlin", "russia", EntityKind.STATE),
        ("A U.N. agency warned of hunger, and the U.N. Security Council met.", "U.N. Security Council", "unsc", EntityKind.BODY),
        ("Al Jazeera reported that Hizballah had fired rockets.", "Hizballah", "hezbollah", EntityKind.ARMED_GROUP),
        ("The Bundestag voted on Thursday.", "Bundestag", "bundestag", EntityKind.BODY),
        ("The WHO said that it was safe.", "WHO", "who", EntityKind.ORGANISATION),
    ],
)
def test_the_gazetteer_names_actors(text: str, words: str, key: str, kind: EntityKind) -> None:
    found = mentions(text)[words]
    assert (found.key, found.kind, found.form) == (key, kind, "name")


def test_case_counts_in_abbreviations() -> None:
    assert "who" not in mentions("The man who gave us the keys said it was his.")
    assert "us" in mentions("The man gave us the keys.")
    assert mentions("The man gave us the keys.")["us"].form == "pronoun"


def test_initials_that_others_share_need_the_full_name_in_the_report() -> None:
    alone = mentions("The new car drives well, KIA said. Coach Fox left early.")
    assert {m.key for m in alone.values()} & {"kia", "fox"} == set()
    both = mentions("The Kachin Independence Army held the ridge. KIA fighters left at dawn.")
    assert both["KIA"].key == "kia"


def test_a_title_tells_role_affiliation_and_gender() -> None:
    found = mentions("Norwegian Deputy Prime Minister Anna Lund said that the bridge was safe.")["Norwegian Deputy Prime Minister Anna Lund"]
    assert (found.name, found.role, found.gender, found.kind) == ("Anna Lund", "Deputy Prime Minister", "female", EntityKind.PERSON)
    assert found.affiliation is not None


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Secretary of Health Ann Lindqvist said the wells were safe.", "Ann Lindqvist", "Secretary of Health"),
        ("Former Secretary of State Ann Lindqvist said so.", "Ann Lindqvist", "Former Secretary of State"),
        ("Mr Justice Brandt adjourned the case.", "Brandt", "Justice"),
        ("Spokesman for the Harbour Union Ilan Soro said no.", "Ilan Soro", "Spokesman"),
        ("Robert “Buddy” Lindqvist said no.", "Robert “Buddy” Lindqvist", None),
    ],
)
def test_titles_and_offices(text: str, name: str, role: str | None) -> None:
    found = next(m for m in mentions(text).values() if m.name == name)
    assert found.role == role


@pytest.mark.parametrize("text", ["Cholera spread.", "The West Bank was quiet.", "The Harbour Accords failed.", "Marine One landed."])
def test_things_are_no_actors(text: str) -> None:
    assert not [m for m in mentions(text).values() if m.form == "name"]


@pytest.mark.parametrize(("text", "words"), [("The troops met in Moscow.", "Moscow"), ("The Paris Agreement holds.", "Paris"), ("She flew to Beijing.", "Beijing")])
def test_a_capital_that_is_a_place_is_no_state(text: str, words: str) -> None:
    assert words not in mentions(text)


@pytest.mark.parametrize(("text", "words"), [("Moscow denied it.", "Moscow"), ("Talks between Paris and Berlin failed.", "Berlin"), ("She condemned Beijing.", "Beijing")])
def test_a_capital_that_acts_is_its_state(text: str, words: str) -> None:
    assert mentions(text)[words].kind is EntityKind.STATE


def test_mixed_case_abbreviations_must_stand_just_so() -> None:
    assert "Let" not in mentions("Let us go.")
    assert mentions("The AfD won.")["AfD"].key == "afd"


def test_public_names() -> None:
    assert onrecord.analyse("The mayor said that the bridge would open.").entities[0].name == "mayor"
