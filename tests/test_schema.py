"""The JSON Schema: made from the dataclasses, kept as a file, in step with the contract; our own output fits it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import onrecord
from onrecord.formats.jsonl import plain
from onrecord.model import LAYERS, Link, LinkEnd, LinkKind, Vote
from onrecord.schema import schema, schema_text

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "record.schema.json"

# The names that others rely on, by hand from the contract. A field may be added; none may go.
CONTRACT = {
    "report": "schema id source text headline byline body outlet authors published place_line kind language problems",
    "Source": "path url media_type sha256 start end",
    "Problem": "code severity message hint span stage",
    "Period": "start end timex",
    "Attribution": "id confidence stage kind content cue source speaker via act status said addressee within anonymity speaker_evidence",
    "Evidence": "rule spans",
    "Quantity": "id confidence stage span low high unit measures qualifier per place actor affected period claimed_by",
    "Event": "id confidence stage trigger type mode actor recipient place period modality asserted_by quantities",
    "Vote": "id confidence stage body motion for against abstain outcome period spans",
    "Timex": "id confidence stage span type value mod anchor start end",
    "Toponym": "id confidence stage span name country lat lon geonameid kind use claimants candidates",
    "Entity": "id confidence stage name kind wikidata affiliation role mentions resolutions",
    "Resolution": "mention evidence rule",
    "Label": "id confidence stage span entity applied_by",
    "Link": "id kind from to why confidence stage",
    "LinkEnd": "report item",
}
CODES = {
    "ReportKind": "news opinion statement live unknown",
    "Severity": "note error",
    "AttributionKind": "direct indirect mixed",
    "Act": "asserts denies calls_for threatens promises asks condemns praises announces believes intends",
    "Status": "reported disputed hypothetical",
    "Anonymity": "named role unnamed",
    "Qualifier": "exact at_least over about nearly under up_to range",
    "Modality": "happened ongoing planned hypothetical denied",
    "Outcome": "adopted rejected blocked unknown",
    "TimexType": "DATE TIME DURATION SET",
    "PlaceUse": "location actor modifier name_part",
    "EntityKind": "person organisation state armed_group body outlet population",
    "LinkKind": "same_entity same_story near_duplicate same_event same_claim denies contradicts updates",
}


def strict(value):
    """The schema without room for fields that it does not name."""
    if isinstance(value, dict):
        value = {k: strict(v) for k, v in value.items()}
        if value.get("type") == "object" and "properties" in value:
            value["additionalProperties"] = False
    elif isinstance(value, list):
        value = [strict(v) for v in value]
    return value


VALIDATOR = Draft202012Validator(strict(json.loads(FILE.read_text(encoding="utf-8"))))


def test_the_file_is_the_schema():
    assert FILE.read_text(encoding="utf-8") == schema_text(), "Run: onrecord schema > docs/record.schema.json"
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", CONTRACT)
def test_every_name_of_the_contract_is_there(name):
    record = schema() if name == "report" else schema()["$defs"][name]
    assert set(CONTRACT[name].split()) <= set(record["properties"])
    assert set(record["required"]) == set(record["properties"])


@pytest.mark.parametrize("name", CODES)
def test_the_codes_are_those_of_the_contract(name):
    assert schema()["$defs"][name]["enum"] == CODES[name].split()


def test_layers_are_lists_of_their_records():
    for layer, cls in LAYERS.items():
        assert schema()["properties"][layer] == {"type": "array", "items": {"$ref": f"#/$defs/{cls.__name__}"}}


@pytest.fixture(scope="module")
def examples():
    return [a.to_dict() for a in onrecord.read(str(ROOT / "examples"))]


def test_our_output_fits(examples):
    for report in examples:
        VALIDATOR.validate(json.loads(json.dumps(report)))


def test_a_vote_and_a_link_fit():
    within = VALIDATOR.schema["$defs"]
    vote = plain(Vote(id="vot_1", for_=11, against=7))
    assert (vote["for"], "for_" in vote) == (11, False)
    Draft202012Validator({**within["Vote"], "$defs": within}).validate(vote)
    link = plain(Link(id="lnk_1", kind=LinkKind.DENIES, from_=LinkEnd(report="doc_1", item="att_1"), to=LinkEnd(report="doc_2"), why="said not"))
    Draft202012Validator({**within["Link"], "$defs": within}).validate(link)


@pytest.mark.parametrize(
    ("field", "value"),
    [("headline", [3]), ("headline", [-1, 3]), ("kind", "gossip"), ("published", 20240115), ("attributions", [{"id": "att_1"}]), ("schema", "onrecord/2"), ("surprise", 1)],
)
def test_what_does_not_fit_is_refused(examples, field, value):
    assert not VALIDATOR.is_valid({**examples[0], field: value})
