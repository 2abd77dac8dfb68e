"""quantities: the number grammar, what is a count and what is not, and what a count is of."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.model import Problem
from onrecord.numerals import LONGEST, numerals
from onrecord.resources import Resources

GRAMMAR = numerals(Resources())


def numbers(text):
    return [(text[n.start : n.end], n.low, n.high) for n in GRAMMAR.find(text)]


def counts(text):
    analysis = onrecord.analyse(text)
    return [(analysis.quote(q.span), q.low, q.high, q.unit) for q in analysis.quantities]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1,500", 1500, 1500),
        ("1 500", 1500, 1500),
        ("12,34,567", 1234567, 1234567),
        ("2½", 2.5, 2.5),
        ("twenty-one", 21, 21),
        ("two hundred and fifty", 250, 250),
        ("two and a half million", 2500000, 2500000),
        ("half a million", 500000, 500000),
        ("half a dozen", 6, 6),
        ("a hundred", 100, 100),
        ("three dozen", 36, 36),
        ("1.356 billion", 1356000000, 1356000000),
        ("two-thirds", 2 / 3, 2 / 3),
        ("hundreds of thousands", 200000, None),
        ("tens of millions", 20000000, None),
        ("several hundred", 200, None),
        ("12 to 15", 12, 15),
        ("10-12", 10, 12),
        ("one in five", 0.2, 0.2),
        ("٣٤٥", 345, 345),
    ],
)
def test_the_value_of_a_number(text, low, high):
    assert [(n.low, n.high) for n in GRAMMAR.find(text)] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("$188 million", "USD", 188000000),
        ("US $58.24", "USD", 58.24),
        ("€3bn", "EUR", 3000000000),
        ("£2.7m", "GBP", 2700000),
        ("Rs 5 crore", "INR", 50000000),
        ("40,000 pounds", "GBP", 40000),
        ("2m dollars", "USD", 2000000),
        ("10.5 million Australian dollars", "AUD", 10500000),
        ("RM79", "MYR", 79),
        ("billions of dollars", "USD", 2000000000),
    ],
)
def test_money_has_its_sign_and_scale_in_the_span(text, code, value):
    (number,) = GRAMMAR.find(text)
    assert (text[number.start : number.end], number.currency, number.low) == (text, code, value)


@pytest.mark.parametrize(
    "text",
    [
        "29.12.2023",
        "2019-09-01",
        "10:27 PM",
        "5.30pm",
        "March 29",
        "15 January 2024",
        "the 1990s",
        "24/7",
        "9/11",
        "MQ9",
        "555-0199",
        "10th",
        "mayor@a1.example",
        "https://x.example/1",
    ],
)
def test_dates_times_and_keys_hold_no_number(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The F-15 and the COVID-19 tests.",
        "They met on Channel 4 under Article 5 of Resolution 242.",
        "No one knew the one who came.",
        "Harrow beat Stowe 3-1.",
        "A two-state solution was urged.",
        "He came third in the second half.",
        "In 2019 sales fell after the 2008 crash.",
    ],
)
def test_what_names_orders_or_dates_is_no_quantity(text):
    assert counts(text) == []


def test_victims_are_persons_and_their_fate_is_named():
    analysis = onrecord.analyse("The bomb killed four farmers and wounded two of their bodyguards. Six priests were murdered.")
    assert [(q.low, q.unit, (q.measures or "").split()[-1]) for q in analysis.quantities] == [(4, "person", "killed"), (2, "person", "wounded"), (6, "person", "murdered")]


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("At least nine people came.", 9, None, "at_least"),
        ("More than 900 people came.", 900, None, "over"),
        ("About 45 people came.", 45, 45, "about"),
        ("Nearly 200 people came.", 200, 200, "nearly"),
        ("Fewer than 30 people came.", None, 30, "under"),
        ("No more than 30 people came.", None, 30, "up_to"),
        ("Up to 30 people came.", None, 30, "up_to"),
        ("Between 20 and 30 people came.", 20, 30, "range"),
        ("Some 240 people came.", 240, 240, "about"),
    ],
)
def test_the_bound_is_read_from_the_words(text, low, high, qualifier):
    (q,) = onrecord.analyse(text).quantities
    assert (q.low, q.high, q.qualifier.value) == (low, high, qualifier)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The raid left five dead: three guerrillas and two civilians.", ["people dead", "guerrillas dead", "civilians dead"]),
        ("The blast hurt two guards, one of whom later died.", ["guards hurt", "guards died"]),
        ("A bus burned; 18 of its 40 passengers died.", ["passengers died", "passengers"]),
        ("Eight members of the family were machine-gunned.", ["members of the family shot"]),
        ("Nine persons were taken from their homes and murdered.", ["persons murdered"]),
        ("The blast hurt 15 passers-by.", ["passers-by hurt"]),
        ("Officials put the losses at 12 killed and 30 wounded.", ["people killed", "people wounded"]),
    ],
)
def test_what_befell_those_who_are_counted(text, measures):
    assert [(q.unit, q.measures) for q in onrecord.analyse(text).quantities] == [("person", m) for m in measures]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("A study found that ticket sales in Norway dropped 12%.", ["ticket sales in Norway"]),
        ("Inflation (3.4%) and unemployment (5.1%) both fell.", ["Inflation", "unemployment"]),
        ("Get 30% off a Lumo air fryer and $150 off the Brisk laptop.", ["Lumo air fryer", "Brisk laptop"]),
        ("The engine makes 310 hp (231 kW) and 400 Nm (295 lb-ft) of torque.", ["engine", "engine", "torque", "torque"]),
        ("The flight lasted 3 hours, 20 minutes and 12 seconds.", ["flight", "flight", "flight"]),
        ("The clinic treats 300 patients, two thirds of whom are children.", ["patients", "patients"]),
        ("Some 4,200 people who have been homeless will get flats.", ["people homeless"]),
        ("The fund closed at a low of 88.2 points while its rival climbed 0.7% to 1,204.55.", ["fund", "rival", "rival"]),
        ("The Norbank 250 is set to gain 0.5%.", ["Norbank 250"]),
        ("The deficit widened to 5.2% of GDP.", ["deficit as share of GDP"]),
        ("The council agreed an 89 percent cut.", ["cut"]),
        ("The satellite circled the planet 14 times.", ["times satellite circled planet"]),
    ],
)
def test_what_a_number_measures_is_the_thing_and_not_the_unit_of_another(text, measures):
    assert [q.measures for q in onrecord.analyse(text).quantities] == measures


def test_a_number_of_any_size_is_kept_exact_and_one_that_is_none_is_told():
    big = str(2**70)
    analysis = onrecord.analyse(f"The ledger shows {big} tokens. The key is {'7' * (LONGEST + 1)}.")
    assert [q.low for q in analysis.quantities] == [2**70]
    assert json.loads(json.dumps(analysis.to_dict()))["quantities"][0]["low"] == 2**70
    assert "number-too-long" in {p.code for p in analysis.problems if isinstance(p, Problem)}


def test_a_report_that_is_one_table_of_numbers():
    table = "\n".join("\t".join(str(i * j) for j in range(1, 12)) for i in range(1, 60))
    analysis = onrecord.analyse(table)
    assert not [p for p in analysis.problems if p.code == "stage-failed"]


@given(st.text(max_size=200) | st.text(alphabet="0123456789.,-–/$€%½ kmbn one two million half a third of to between and", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_numbers_inside_it(text):
    at = 0
    for n in GRAMMAR.find(text):
        assert at <= n.start < n.end <= len(text)
        assert text[n.start : n.end].strip() == text[n.start : n.end]
        assert n.high is None or n.form == "score" or n.low <= n.high
        at = n.end


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,-–$% of to and people killed about a\n", max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_report_gives_quantities_and_no_exception(text):
    analysis = onrecord.analyse(text)
    assert not [p for p in analysis.problems if p.code == "stage-failed"]
    for q in analysis.quantities:
        assert q.low is None or q.high is None or q.low <= q.high
