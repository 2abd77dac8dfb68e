"""labels: evaluative and contested names, and whose words they are.

A word of the lexicon is a label where it names or judges an actor, an action or a territory. Who owns it is mechanical: a
speaker owns only what stands in quotation marks inside an attribution; unquoted words inside indirect speech are the
outlet's, as a reader cannot tell whose they were (such a label has confidence at most .6). Words in quotation marks that
nobody is said to have uttered (scare quotes) are labels of the outlet, which keeps its distance with them.

Known to miss: loaded wording that is not in the lexicon, irony, and names that are contested only in one country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.model import Attribution, AttributionKind, Document, Ids, Label, Problem, Quotation, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import Parse, inside, overlap, trim

_SCARE_WORDS = 6
"""A scare quote is short; a longer quotation without a source is a statement that was missed, and no label."""


def _tables(resources: Resources) -> dict[str, Any]:
    raw = resources.lexicon("labels")
    before, after = "|".join(raw["affixes"]["before"]), "|".join(raw["affixes"]["after"])
    phrases = sorted((str(p) for p in raw["phrases"]), key=len, reverse=True)
    return {
        **{name: frozenset(map(str, raw[name])) for name in ("actors", "actions", "verbs", "adjectives", "adverbs")},
        "before_actor": {word: frozenset(nouns) for word, nouns in raw["before_actor"].items()},
        "affix": re.compile(rf"\b(?:(?:{before})[-‑–]['‘’]?[A-Z][\w’'‘ ]*?[\w’'](?=[\s,.;:])|[A-Z][\w.]*[-‑–](?:{after}))\b"),
        "phrase": re.compile(r"\b(?:" + "|".join(re.escape(p) for p in phrases) + r")\b", re.I),
    }


def _token_hits(parse: Parse, tables: dict[str, Any], quoted: set[int]) -> Iterator[tuple[Span, float]]:
    actors, actions, adjectives, need = tables["actors"], tables["actions"], tables["adjectives"], tables["before_actor"]
    for i in range(len(parse)):
        pos, lemma = parse.pos[i], parse.lemma[i]
        if pos == "NOUN" or (pos == "PROPN" and lemma in actors):
            if lemma in actors:
                head = parse.head[i]
                if parse.dep[i] in ("compound", "nmod", "amod") and parse.pos[head] in ("NOUN", "PROPN") and head == i + 1:
                    yield parse.span(i, head + 1), 0.7  # resistance forces, regime troops
                else:
                    yield parse.span(i, i + 1), 0.7
            elif lemma in actions:
                yield parse.span(i, i + 1), 0.55
            elif lemma in need and parse.lemma[parse.head[i]] in need[lemma]:
                yield parse.span(i, parse.head[i] + 1) if parse.head[i] == i + 1 else parse.span(i, i + 1), 0.6
        elif pos == "ADJ" or parse.dep[i] == "amod":
            if lemma in need:
                head = parse.head[i]
                if (parse.lemma[head] in need[lemma] and head > i) or i in quoted:
                    yield parse.span(i, head + 1) if head == i + 1 else parse.span(i, i + 1), 0.6
            elif lemma in adjectives or parse.lower[i] in adjectives:
                yield parse.span(i, i + 1), 0.55
            elif lemma in tables["verbs"]:
                yield parse.span(i, i + 1), 0.5
        elif pos == "VERB" and lemma in tables["verbs"]:
            yield parse.span(i, i + 1), 0.45
        elif pos == "ADV" and parse.lower[i] in tables["adverbs"]:
            yield parse.span(i, i + 1), 0.55


def _scare_quotes(parse: Parse, quotations: tuple[Quotation, ...], attributions: tuple[Attribution, ...]) -> Iterator[tuple[Span, float]]:
    spoken = [s for a in attributions for s in a.content]
    for quotation in quotations:
        words = len(parse.tokens(quotation.inner))
        if quotation.closed and words <= _SCARE_WORDS and quotation.inner.end > quotation.inner.start:
            around = any(inside(quotation.inner, s) or overlap(quotation.inner, s) * 2 > quotation.inner.end - quotation.inner.start for s in spoken)
            if not around:
                yield trim(parse.text, quotation.inner, " \n\t.,"), 0.6


class _Owners:
    """Whose words stand at a span."""

    def __init__(self, attributions: tuple[Attribution, ...], quotations: tuple[Quotation, ...]) -> None:
        self.attributions = sorted(((e - s, s, e, a) for a in attributions for s, e in a.content), key=lambda x: x[:3])
        self.quotations = quotations

    def of(self, span: Span) -> tuple[str | None, bool]:
        """(attribution id or None for the outlet, is it certain?)."""
        quoted = [q for q in self.quotations if inside(span, q.inner)]
        for _, s, e, attribution in self.attributions:
            if s <= span.start and span.end <= e:
                if attribution.kind is AttributionKind.DIRECT or quoted:
                    return attribution.id, True
                return None, False
        return None, True


def find(document: Document, layers: Layers) -> Iterator[Label | Problem]:
    """The labels of a report, in order of the text; of labels that overlap the longest is kept."""
    parse = layers.sentences
    tables = layers.resources.derived("labels", _tables)
    attributions, quotations = layers.attributions, layers.quotations
    quoted = {t for q in quotations for t in parse.tokens(q.inner)}
    hits = [*_token_hits(parse, tables, quoted), *_scare_quotes(parse, quotations, attributions)]
    hits += [(Span(*m.span()), 0.7) for m in tables["phrase"].finditer(document.text)]
    hits += [(trim(document.text, Span(*m.span())), 0.6) for m in tables["affix"].finditer(document.text)]
    cues = [s for a in attributions for s in a.cue]
    owners = _Owners(attributions, quotations)
    at_head: dict[int, str] = {}
    for entity in layers.entities:
        for span in entity.mentions:
            for t in parse.tokens(span):
                at_head[t] = entity.id
    taken: list[Span] = []
    chosen: list[tuple[Span, float]] = []
    for span, confidence in sorted(hits, key=lambda h: (h[0].start - h[0].end, h[0].start)):
        if span.end <= span.start or any(overlap(span, t) for t in taken) or any(overlap(span, c) for c in cues):
            continue
        if document.byline and overlap(span, document.byline):
            continue
        taken.append(span)
        chosen.append((span, confidence))
    ids = Ids(document.id, "labels")
    for span, confidence in sorted(chosen):
        owner, certain = owners.of(span)
        tokens = parse.tokens(span)
        named = next((at_head[t] for t in reversed(tokens) if t in at_head), None)
        if named is None and tokens:
            head = parse.head[tokens[-1]]
            if parse.dep[tokens[-1]] in ("amod", "compound", "nmod"):
                named = at_head.get(head)
        yield Label(id=ids(span), span=span, entity=named, applied_by=owner, confidence=confidence if certain else min(confidence, 0.6), stage=STAGE.name)


STAGE = Stage(layer="labels", version="1", reads=("sentences", "quotations", "mentions", "entities", "attributions"), resources=("lexicon:labels",), find=find)
