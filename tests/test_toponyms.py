"""Place names: traps of tagging and resolution, on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.gazetteer import gazetteer, name_key
from onrecord.resources import Resources


def places_in(text):
    analysis = onrecord.analyse(text)
    return {analysis.quote(t.span): t for t in analysis.toponyms}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The fire began in Paris, Texas, on Monday.", "Paris", "US"),
        ("The minister flew to Paris on Monday.", "Paris", "FR"),
        ("Police in Birmingham, Ala., arrested two men.", "Birmingham", "US"),
        ("Troops crossed into Georgia from Russia.", "Georgia", "GE"),
        ("Mayors of Denver, Houston, Toledo and Tulsa praised the accord that was signed in Paris.", "Paris", "FR"),
        ("Voters in Alabama, Georgia and South Carolina go to the polls.", "Georgia", "US"),
    ],
)
def test_the_context_decides_between_namesakes(text, name, country):
    assert places_in(text)[name].country == country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Hilton sang at the gala.", "Paris"),
        ("Jordan Pickard said the road would open.", "Jordan"),
        ("They told us that Reading is fun for children.", "us"),
        ("The Israeli minister met French officials.", "Israeli"),
        ("The WHO said the outbreak was over.", "WHO"),
        ("He retired in March.", "March"),
    ],
)
def test_what_is_no_place_is_left_out(text, name):
    assert name not in places_in(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cases were found in Goma and Beni.", ["Goma", "Beni"]),
        ("Rockets hit Sderot and Ashkelon on Monday.", ["Sderot", "Ashkelon"]),
        ("Flooding closed roads in parts of County Kerry.", ["County Kerry"]),
        ("The mayor of Hope, Arkansas, and of Independence, Mo., met.", ["Hope", "Arkansas", "Independence", "Mo."]),
        ("Mayor Ann Lincoln left for Lincoln, Nebraska, on Friday.", ["Lincoln", "Nebraska"]),
        ("The Toronto Blue Jays and the University of Warwick signed.", ["Toronto", "Warwick"]),
        ("He was treated at St Mary's Hospital.", []),
        ("It cost $US 15 billion.", []),
        ("Leeds Man Jailed For Bradford Robbery", ["Leeds", "Bradford"]),
        ("Earthquake Shakes Central Italy, Dozens Feared Dead", ["Italy"]),
        ("Cows Block Highway In Devon", ["Devon"]),
        ("Stores on West Florissant Avenue in Ferguson were looted.", ["West Florissant Avenue", "Ferguson"]),
        ("He was found near the village of Upper Harden.", ["Upper Harden"]),
        ("The girl came from Orlevka, a fishing village in western Turkey.", ["Orlevka", "Turkey"]),
        ("Residents of Jefferson Parish were told to leave.", ["Jefferson Parish"]),
    ],
)
def test_the_places_of_a_sentence(text, names):
    analysis = onrecord.analyse(text)
    assert [analysis.quote(t.span) for t in analysis.toponyms] == names


def test_one_name_for_a_city_and_a_state_or_country():
    found = onrecord.analyse("In Washington, senators debated; in Washington state, Seattle voters cast ballots.").toponyms
    assert [round(t.lat) for t in found[:2]] == [39, 48]
    found = places_in("Georgia's president arrived in Tbilisi; in Atlanta, Georgia, the governor spoke.")
    assert (found["Atlanta"].country, found["Georgia"].country) == ("US", "US")


def test_a_suburb_that_the_gazetteer_knows_elsewhere_only_lies_in_its_city():
    assert places_in("He died in Paddington, west London.")["Paddington"].country == "GB"


def test_disputed_territory_names_its_claimants():
    golan = places_in("Shells fell on the Golan Heights overnight.")["Golan Heights"]
    assert golan.claimants == ("IL", "SY")


def test_look_up_is_exact_but_for_case_and_accents():
    names = gazetteer(Resources())
    assert names.places("São Paulo")[0].geonameid == names.places("sao paulo")[0].geonameid
    assert names.places("Al-Fashir")
    assert not names.places("Parris Texxas")


def test_every_candidate_is_scored_and_the_first_is_the_place():
    paris = places_in("The minister flew to Paris on Monday.")["Paris"]
    assert paris.candidates[0].geonameid == paris.geonameid
    assert [c.score for c in paris.candidates] == sorted((c.score for c in paris.candidates), reverse=True)
    assert len(paris.candidates) <= 5


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name):
    assert name_key(name_key(name)) == name_key(name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["London", "the", "US", "“Gaza", "العربية", "🙂", ",", "Ohio", "al-", "Hol", "\n", "St.", "'s", "in", "PARIS", "\u202eRome", "County"]), max_size=12)
)
def test_any_text_gives_spans_of_the_text(words):
    text = " ".join(words)
    analysis = onrecord.analyse(text)
    assert not [p for p in analysis.problems if p.code == "stage-failed"]
    spans = [t.span for t in analysis.toponyms]
    assert spans == sorted(spans)
    for a, b in spans:
        assert 0 <= a < b <= len(analysis.document.text)
        assert analysis.document.text[a:b].strip() == analysis.document.text[a:b]


def test_a_town_that_the_gazetteer_lacks_lies_in_the_state_beside_it():
    town = places_in("Deputies searched a barn in Ostervale, Wis., on Thursday.")["Ostervale"]
    assert (town.country, town.geonameid, town.kind) == ("US", None, None)
    assert town.confidence <= 0.5
    assert town.candidates[0].name == "Wisconsin"


def test_the_state_and_not_the_city_says_where_a_town_lies():
    found = places_in("Snow closed schools in Buffalo, New York, for a third day.")
    assert found["New York"].kind == "state"
    assert places_in("She flew to New York on Monday.")["New York"].kind == "city"


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Moscow called for talks in Geneva.", "Moscow", "actor"),
        ("US troops left Niger before dawn.", "US", "modifier"),
        ("US troops left Niger before dawn.", "Niger", "location"),
        ("The US Department of Energy declined to comment.", "US", "name_part"),
        ("A UK-based charity sent tents.", "UK", "modifier"),
    ],
)
def test_what_a_name_does_in_its_sentence(text, name, use):
    assert places_in(text)[name].use == use


def test_every_place_of_our_own_has_what_the_record_needs():
    own = Resources().lexicon("places")
    for entry in own["places"]:
        lat, lon = entry["at"]
        assert -90 <= lat <= 90, entry
        assert -180 <= lon <= 180, entry
        assert all(len(c) == 2 and c.isupper() for c in (*entry.get("claimants", ()), *([entry["country"]] if entry.get("country") else []))), entry
