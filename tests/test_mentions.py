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


def test_a_title_tells_role_affiliation_and_gender() -> None:
    found = mentions("Norwegian Deputy Prime Minister Anna Lund said that the bridge was safe.")["Norwegian Deputy Prime Minister Anna Lund"]
    assert (found.name, found.role, found.gender, found.kind) == ("Anna Lund", "Deputy Prime Minister", "female", EntityKind.PERSON)
    assert found.affiliation is not None


def test_public_names() -> None:
    assert onrecord.analyse("The mayor said that the bridge would open.").entities[0].name == "mayor"
