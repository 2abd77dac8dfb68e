"""Tiny stages for tests of the record: no parser, no models, and functions at module level, so that worker processes find them."""

import os
import re
import signal
import time

from onrecord.model import (
    Attribution,
    AttributionKind,
    Document,
    Entity,
    EntityKind,
    Ids,
    Problem,
    Quantity,
    Source,
    Span,
    Timex,
    TimexType,
    Toponym,
    document_id,
)
from onrecord.pipeline import Stage
from onrecord.text import Parse


def document(text, *, outlet=None, published=None, path=None, url=None):
    return Document(
        id=document_id(outlet, published, text), source=Source(path=path, url=url, start=0, end=len(text)), text=text, outlet=outlet, published=published, language="en"
    )


def spans(pattern, text, group=0):
    return [Span(*m.span(group)) for m in re.finditer(pattern, text)]


def find_words(document, layers):
    yield Parse(document.text)


def find_entities(document, layers):
    ids = Ids(document.id, "entities")
    names = {}
    for span in spans(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", document.text):
        names.setdefault(document.text[slice(*span)], []).append(span)
    for name, mentions in names.items():
        yield Entity(id=ids(mentions[0]), name=name, kind=EntityKind.PERSON, mentions=tuple(mentions), confidence=0.9, stage="entities@1")


def find_attributions(document, layers):
    """``NAME said that WORDS.``"""
    ids = Ids(document.id, "attributions")
    speakers = {document.text[slice(*e.mentions[0])]: e.id for e in layers.entities}
    for m in re.finditer(r"([A-Z][a-z]+ [A-Z][a-z]+) (said|denied) that ([^.]+)", document.text):
        content = Span(*m.span(3))
        yield Attribution(
            id=ids(content),
            kind=AttributionKind.INDIRECT,
            content=(content,),
            cue=(Span(*m.span(2)),),
            source=(Span(*m.span(1)),),
            speaker=speakers.get(m[1]),
            act="denies" if m[2] == "denied" else "asserts",
            confidence=0.8,
            stage="attributions@1",
        )


def find_attributions_surely(document, layers):
    """The second version: surer, and it leaves out short ones."""
    from dataclasses import replace

    for a in find_attributions(document, layers):
        if len(document.text[slice(*a.content[0])]) > 12:
            yield replace(a, confidence=0.95, stage="attributions@2")


def find_quantities(document, layers):
    ids = Ids(document.id, "quantities")
    for m in re.finditer(r"\b(\d+) (\w+)", document.text):
        span = Span(*m.span(1))
        inside = next((a.id for a in layers.attributions if a.content[0].start <= span.start < a.content[0].end), None)
        yield Quantity(
            id=ids(span),
            span=span,
            low=int(m[1]),
            high=int(m[1]),
            unit="person" if m[2] == "people" else None,
            measures=m[2],
            claimed_by=inside,
            confidence=0.7,
            stage="quantities@1",
        )


def find_timexes(document, layers):
    ids = Ids(document.id, "timexes")
    for span in spans(r"\b(?:Monday|Tuesday|yesterday)\b", document.text):
        yield Timex(id=ids(span), span=span, type=TimexType.DATE, value=document.published, confidence=0.6, stage="timexes@1")


def find_toponyms(document, layers):
    ids = Ids(document.id, "toponyms")
    for span in spans(r"\b(?:Northport|Lakeside)\b", document.text):
        yield Toponym(id=ids(span), span=span, name=document.text[slice(*span)], country="CA", lat=45.5, lon=-73.0, confidence=1.0, stage="toponyms@1")


def find_problems(document, layers):
    if "two dates" in document.text:
        yield Problem(code="two-dates", message="The report gives two dates for one act.", span=Span(document.text.index("two dates"), document.text.index("two dates") + 9))
    if "explode" in document.text:
        raise ValueError("odd text")


def fail(document, layers):
    raise ValueError("odd text")
    yield


def find_slowly(document, layers):
    time.sleep(float(os.environ.get("ONRECORD_TEST_DELAY", "0")))
    yield from find_attributions(document, layers)


def find_or_die(document, layers):
    if "die here" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    yield from ()


def stage(layer, find, version="1", reads=()):
    return Stage(layer=layer, version=version, reads=reads, find=find)


SENTENCES = stage("sentences", find_words)
ENTITIES = stage("entities", find_entities, reads=("sentences",))
TIMEXES = stage("timexes", find_timexes, reads=("sentences",))
TOPONYMS = stage("toponyms", find_toponyms)
ATTRIBUTIONS = stage("attributions", find_attributions, reads=("sentences", "entities", "timexes"))
ATTRIBUTIONS_2 = stage("attributions", find_attributions_surely, version="2", reads=("sentences", "entities", "timexes"))
QUANTITIES = stage("quantities", find_quantities, reads=("attributions",))
LABELS = stage("labels", find_problems)
SLOW = stage("attributions", find_slowly, reads=("sentences", "entities", "timexes"))

STUBS = (SENTENCES, ENTITIES, TIMEXES, TOPONYMS, ATTRIBUTIONS, QUANTITIES, LABELS)
STUBS_2 = (SENTENCES, ENTITIES, TIMEXES, TOPONYMS, ATTRIBUTIONS_2, QUANTITIES, LABELS)
SLOW_STUBS = (SENTENCES, ENTITIES, TIMEXES, TOPONYMS, SLOW, QUANTITIES, LABELS)
