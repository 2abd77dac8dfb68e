from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.api import Settings
from onrecord.calendar_values import When, unit_of
from onrecord.pipeline import analyse_documents
from onrecord.resources import Resources
from onrecord.sources.text import read_one
from onrecord.stages import sentences, timexes

FRIDAY = "2024-03-08"


@cache
def resources():
    return Settings().resources() or Resources()


def analyse(text, published=FRIDAY):
    document = read_one(text, published=published, language="en")
    return next(analyse_documents([document], [sentences.STAGE, timexes.STAGE], resources()))


def found(text, published=FRIDAY):
    return [(text[slice(*t.span)], str(t.type), t.value) for t in analyse(text, published).timexes]


def values(text, published=FRIDAY):
    return [value for _, _, value in found(text, published)]


def problems(text, published=FRIDAY):
    return [p.code for p in analyse(text, published).problems if p.stage == timexes.STAGE.name]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council met on Monday.", "2024-03-04"),
        ("The council met on Friday.", "2024-03-08"),
        ("The council will meet on Monday.", "2024-03-11"),
        ("The council met last Friday.", "2024-03-01"),
        ("The council meets next Friday.", "2024-03-15"),
        ("The bridge opened in November.", "2023-11"),
        ("The bridge will open in November.", "2024-11"),
        ("The bridge opened on 29.12.2023.", "2023-12-29"),
        ("The bridge opened on 03/04/2023.", "2023-04-03"),
        ("The bridge opened on 01/14/2024.", "2024-01-14"),
        ("The bridge opened two months ago.", "2024-01"),
        ("The bridge opened late last year.", "2023"),
        ("The bridge opened in the third quarter.", "2023-Q3"),
    ],
)
def test_dates_count_from_publication(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,003 people came.",
        "The 2003 people in the hall stood up.",
        "She may march with them.",
        "Prices fall and spring back.",
        "He came second.",
        "The Sunday Times and the Daily Mail were there.",
        "Channel 4 showed section 2003 of the film.",
        "They won 10:30 in sets.",
        "Theresa May and April Jones sat in the sun.",
        "It cost $2015.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The talks ended at 8:30 in the evening.", "8:30 in the evening", "2024-03-08T20:30"),
        ("Doors opened at 9:30 Thursday night.", "9:30 Thursday night", "2024-03-07T21:30"),
        ("He was found in the early hours of Tuesday.", "the early hours of Tuesday", "2024-03-05TMO"),
        ("In the nine months ended Sept. 30, sales fell.", "the nine months", "P9M"),
        ("The judge gave the state until April 18.", "April 18", "2024-04-18"),
    ],
)
def test_a_wording_with_its_extent(text, words, value):
    assert (words, value) in [(w, v) for w, _, v in found(text)]


def test_a_range_of_weekdays_and_two_days_of_a_month():
    assert values("Rain is expected Monday through Wednesday.") == ["2024-03-11", "2024-03-13"]
    assert values("The fair will be held June 6 and 7.") == ["2024-06-06", "2024-06-07"]
    assert values("On June 6 and 7 people died in a fire.", "2024-07-01")[1:] == []
    assert values("The fair was held on 3 and 4 March.") == ["2024-03-03", "2024-03-04"]
    assert values("She was born on a Sunday.") == ["XXXX-WXX-7"]


def test_a_day_that_does_not_exist_is_a_note_without_a_value():
    assert values("It opened on 31 February 2024.") == [None]
    assert problems("It opened on 31 February 2024.") == ["no-such-date"]
    assert problems("It opened on 30 February.") == ["no-such-date"]


def test_a_weekday_that_is_not_the_dates_is_a_note():
    assert problems("It opened on Monday, 5 March 2024.") == ["dates-disagree"]
    assert problems("It opened on Tuesday, 5 March 2024.") == []


def test_one_statement_with_two_dates_is_a_note():
    text = "A spokesman yesterday denied the report.\nThe plan was dropped, the spokesman said in a statement on Wednesday."
    assert problems(text) == ["dates-disagree"]
    assert problems(text.replace("Wednesday", "Thursday")) == []


def test_without_publication_date_there_is_one_note_and_no_guess():
    analysis = analyse("They met on Friday and again yesterday, and in June 2014.", None)
    assert [t.value for t in analysis.timexes] == ["XXXX-WXX-5", "XXXX-XX-XX", "2014-06"]
    assert [t.anchor for t in analysis.timexes] == [None, None, "absolute"]
    assert [t.start for t in analysis.timexes] == [None, None, "2014-06-01"]
    assert [p.code for p in analysis.problems if p.stage == timexes.STAGE.name] == ["no-publication-date-for-relative"]


def test_a_date_can_lean_on_the_one_before():
    analysis = analyse("The fire broke out on 3 May 2011. Two days later it was out.")
    first, second = analysis.timexes
    assert (second.value, second.anchor) == ("2011-05-05", first.id)


def test_digits_of_other_scripts_and_huge_numbers():
    assert values("It opened in ٢٠٢٣ and ran ٣ days.")[-1] == "P3D"
    for text in ("It ran for 99999999999999999999999 days.", "In 99999 it ended 999999 years ago.", "\u202e2024 may\u202c", "0000-00-00 00/00/0000 0:0 0"):
        analyse(text)


def test_units_of_the_calendar_end_where_they_should():
    assert unit_of("month", date(2024, 2, 10)).last == date(2024, 2, 29)
    assert When("season", date(2023, 12, 1)).last == date(2024, 2, 29)
    assert unit_of("weekend", date(2024, 3, 8)).value == "2024-W10-WE"


WORDS = [
    *[
        "in",
        "on",
        "the",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "end",
        "of",
        "past",
        "two",
        "3",
        "half",
        "a",
        "an",
        "first",
        "second",
        "third",
        "Friday",
        "March",
        "may",
        "31",
        "2024",
        "'90s",
        "1990s",
        "years",
        "year",
        "ago",
        "later",
        "before",
        "quarter",
        "week-end",
        "10:30",
        "a.m.",
        "night",
        ".",
        ",",
        "-",
        "every",
    ]
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60), st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_any_text_gives_findings_in_bounds(text, published):
    analysis = analyse(text, published)
    assert not [p for p in analysis.problems if p.code == "stage-failed"], [p.hint for p in analysis.problems]
    at = 0
    for t in analysis.timexes:
        start, end = t.span
        assert at <= start < end <= len(analysis.document.text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert t.start is None or t.end is None or t.start <= t.end
        at = end
