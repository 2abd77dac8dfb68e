"""votes: which number is which, and what came of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.model import Span
from onrecord.numerals import numerals
from onrecord.resources import Resources
from onrecord.tallies import ballots

RESOURCES = Resources()


def tallies(text):
    return ballots(RESOURCES).find(text.lower(), Span(0, len(text)), numerals(RESOURCES).find(text))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It passed with 64 votes in favor, seven against and 31 abstentions.", {"for": 64, "against": 7, "abstain": 31}),
        ("Nine voted against and 40 voted in favour.", {"against": 9, "for": 40}),
        ("Noes 290, Ayes 312.", {"against": 290, "for": 312}),
        ("The vote was 14-3-2.", {"for": 14, "against": 3, "abstain": 2}),
        ("It was adopted with 50 votes in favour and none against.", {"for": 50, "against": 0}),
    ],
)
def test_roles_are_read_from_the_words(text, counts):
    (tally,) = tallies(text)
    assert tally.counts == counts


def test_a_bare_pair_has_no_role_of_its_own():
    (tally,) = tallies("The bill passed 52–48.")
    assert (tally.counts, tally.pair) == ({}, (52, 48))


@pytest.mark.parametrize(
    "text",
    [
        "Velden beat Harrow 3-1 in the cup.",
        "The road passes 12 farms and 3 mills.",
        "In a poll 52 percent were in favor.",
        "Two ministers are opposed to the dam.",
        "He paid $12 for 3 tickets and voted.",
    ],
)
def test_other_numbers_are_no_tally(text):
    assert tallies(text) == []


def test_the_loser_of_a_lost_motion_is_the_smaller_side():
    (vote,) = onrecord.analyse("Parliament rejected the treaty by 52 votes to 48.").votes
    assert (vote.for_, vote.against, vote.outcome.value) == (48, 52, "rejected")


def test_votes_are_quantities_of_votes():
    found = onrecord.analyse("The Senate passed the bill 52–48.").quantities
    assert [(q.low, q.high, q.unit) for q in found] == [(52, 52, "vote"), (48, 48, "vote")]


@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "the",
                "Senate",
                "voted",
                "rejected",
                "passed",
                "52",
                "48",
                "52-48",
                "13-0-2",
                "to",
                "by",
                "in",
                "favor",
                "against",
                "two",
                "abstaining",
                ",",
                ".",
                "(",
                ")",
                "bill",
                "vote",
                "unanimously",
                "none",
                "\n",
            ]
        ),
        max_size=24,
    ).map(" ".join)
)
@settings(max_examples=80, deadline=None)
def test_any_text_gives_votes_and_no_exception(text):
    analysis = onrecord.analyse(text)
    assert not [p for p in analysis.problems if p.code == "stage-failed"]
    for vote in analysis.votes:
        assert vote.spans
        assert all(n is None or n >= 0 for n in (vote.for_, vote.against, vote.abstain))
