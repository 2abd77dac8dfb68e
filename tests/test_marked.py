import pytest

from onrecord.errors import InputError
from onrecord.evaluate.marked import parse_case
from onrecord.model import Span


def test_marks_give_text_and_spans():
    case = parse_case(
        '@title t\n@published 2024-03-05\n<content 1 act=denies speaker="the mayor">No</content>, <source 1>she</source> <cue 1>said</cue>, <content 1>never</content>.'
    )
    assert case.text == "No, she said, never."
    assert case.known == {"published": "2024-03-05"}
    content = case.named("content")[0]
    assert content.spans == [Span(0, 2), Span(14, 19)]
    assert content.attributes == {"act": "denies", "speaker": "the mayor"}


def test_a_mark_without_words():
    assert parse_case("Passed 5-4. <vote for=5 against=4/>").named("vote")[0].attributes == {"for": "5", "against": "4"}


def test_nested_marks_and_an_apostrophe_in_an_attribute():
    case = parse_case('<content 1 speaker="the party\'s head">She <content 2>goes</content 2></content 1>')
    assert [case.text[s:e] for m in case.named("content") for s, e in m.spans] == ["She goes", "goes"]
    assert case.marks[0].attributes["speaker"] == "the party's head"


@pytest.mark.parametrize("text", ["<cue>said", "said</cue>"])
def test_a_tag_that_is_not_closed_or_closes_nothing_is_refused(text):
    with pytest.raises(InputError):
        parse_case(text)
