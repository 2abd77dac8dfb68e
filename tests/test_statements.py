"""Who says what, as spans: the statements layer."""

import onrecord


def said(text, **want):
    analysis = onrecord.analyse(text)
    return [(analysis.quote(a.source), analysis.quote(a.cue), analysis.quote(a.content)) for a in analysis.attributions]


def test_a_plain_indirect_statement():
    assert said("The mayor said that the bridge would open in June.") == [("The mayor", "said", "the bridge would open in June")]


def test_the_outer_marks_and_the_comma_before_them_are_no_content():
    assert said("“The bridge is old,” the mayor said.") == [("the mayor", "said", "The bridge is old")]


def test_according_to():
    assert said("According to the ministry, 40 houses were damaged.") == [("the ministry", "According to", "40 houses were damaged")]
