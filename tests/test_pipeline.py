import pytest

from onrecord.errors import PipelineError
from onrecord.model import Document, Source, document_id
from onrecord.pipeline import Stage, analyse_documents, order
from onrecord.resources import Resources
from onrecord.stages import STAGES


def make(text):
    return Document(id=document_id(None, None, text), source=Source(), text=text, language="en")


def stage(layer, reads=(), find=lambda document, layers: ()):
    return Stage(layer=layer, version="1", reads=reads, find=find)


def test_stages_come_after_what_they_read():
    assert [s.layer for s in order([stage("b", ("a",)), stage("a")])] == ["a", "b"]


def test_a_layer_that_nobody_writes_is_named():
    with pytest.raises(PipelineError, match="No stage writes layer 'timexes', which 'events' reads"):
        order([stage("events", ("timexes",))])


def test_a_circle_is_named():
    with pytest.raises(PipelineError, match="circle"):
        order([stage("a", ("b",)), stage("b", ("a",))])


def test_a_failing_stage_becomes_a_problem_and_the_others_go_on():
    def fails(document, layers):
        raise ValueError("odd text")

    analysis = next(analyse_documents([make("A text.")], [stage("labels", find=fails), stage("x", find=lambda d, l: ("here",))], Resources()))
    assert [p.code for p in analysis.problems] == ["stage-failed"]
    assert "odd text" in analysis.problems[0].message
    assert analysis.layers["x"] == ("here",)


def test_the_stages_of_the_package_fit_together():
    assert {s.layer for s in order(STAGES)} >= {"attributions", "quantities", "events", "votes", "timexes", "toponyms", "entities", "labels"}


def test_batches_do_not_change_the_findings():
    texts = ["The mayor said the bridge would open.", "Nothing.", "She said it was late."]
    one = [a.to_dict() for a in analyse_documents(map(make, texts), STAGES, Resources(), batch=1)]
    many = [a.to_dict() for a in analyse_documents(map(make, texts), STAGES, Resources(), batch=64)]
    assert one == many
