"""statements: source, cue and content of every attribution, as spans; an internal layer (`attributions` adds who that is).

Rules on the parse propose frames (`onrecord.attribution.frames`), each with a probability: from the model, or without it from a table of
how often each relation is right. Of the frames of one cue the likeliest is kept, if it is likely enough.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onrecord.attribution import choice, cues, reading
from onrecord.attribution.features import Features
from onrecord.attribution.frames import Finder, Frame
from onrecord.attribution.trees import Trees
from onrecord.model import Attribution, AttributionKind, Document, Ids, Problem, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources

# How often a frame of each relation was right on PolNeAR's training split, for cues that are uttered, thought, and outside the lexicon.
TABLE: dict[str, tuple[float, float, float]] = {
    "ccomp": (0.9, 0.7, 0.3),
    "xcomp": (0.3, 0.55, 0.0),
    "object": (0.3, 0.3, 0.0),
    "object+": (0.5, 0.3, 0.0),
    "prep": (0.3, 0.2, 0.0),
    "pcomp": (0.5, 0.3, 0.0),
    "small": (0.6, 0.5, 0.1),
    "clause": (0.8, 0.5, 0.1),
    "as": (0.6, 0.2, 0.1),
    "quote": (0.93, 0.4, 0.5),
    "quotes": (0.95, 0.3, 0.6),
    "raised": (0.5, 0.5, 0.0),
    "noun-clause": (0.6, 0.6, 0.0),
    "noun-to": (0.5, 0.5, 0.0),
    "noun-prep": (0.3, 0.3, 0.0),
    "noun-be": (0.4, 0.4, 0.0),
    "adj-clause": (0.6, 0.6, 0.0),
    "adj-to": (0.5, 0.5, 0.0),
    "adj-prep": (0.3, 0.4, 0.0),
    "according": (0.9, 0.9, 0.9),
    "colon": (0.8, 0.8, 0.8),
    "tail": (0.8, 0.8, 0.8),
    "alone": (0.85, 0.85, 0.85),
    "headline": (0.7, 0.3, 0.0),
}
_STRONG = frozenset(("v.condemn", "v.praise", "v.demand", "v.deny", "v.want", "v.intend"))
TABLE_LIMIT = 0.45
LIMIT = 0.35


def table_probability(frame: Frame) -> float:
    """How likely a frame is without the model."""
    uttered, thought, unknown = TABLE.get(frame.relation, (0.0, 0.0, 0.0))
    p = unknown if frame.entry.name == "v." else uttered if frame.entry.uttered else thought
    if frame.entry.name in _STRONG and frame.relation in ("object", "prep", "pcomp", "xcomp"):
        p = max(p, 0.6)
    return p if frame.source is not None or frame.relation in ("alone", "noun-clause", "raised") else p * 0.55


ALWAYS = frozenset(("alone",))
"""Relations that layout decides and the model is not asked about: in PolNeAR a paragraph that is only a quotation is part of its neighbour."""


def _table(resources: Resources) -> cues.Cues:
    return cues.build(resources.lexicon("cues"))


def _model(resources: Resources) -> tuple[Features, Trees, np.ndarray]:
    features = Features(resources.derived("attribution:cues", _table))
    trees = Trees(resources.data("attributions.npz"))
    place = {name: k for k, name in enumerate(features.names)}
    return features, trees, np.array([place[name] for name in trees.names], dtype=np.int64)


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The attributions of a report, without their speakers."""
    parse, resources = layers.sentences, layers.resources
    if not len(parse):
        return
    finder = Finder(parse, layers.quotations, resources.derived("attribution:cues", _table), [s for s in (document.headline, *document.subheads) if s is not None])
    skip = {t for s in (document.byline, document.place_line_span) if s is not None for t in parse.tokens(s)}
    frames, contents = [], []
    for frame in finder.find():
        content = reading.content_spans(finder, frame)
        if content and frame.cue not in skip and frame.content[0][0] not in skip:
            frames.append(frame)
            contents.append(content)
    limit = score(finder, frames, resources)
    ids = Ids(document.id, "attributions")
    kept = choice.choose(finder, frames, contents, limit)
    taken = {q for k in kept if frames[k].relation != "alone" for q in frames[k].quoted}
    kept = sorted((k for k in kept if frames[k].relation != "alone" or not taken & set(frames[k].quoted)), key=lambda k: (contents[k], frames[k].cue))
    made = [(frames[k], _attribution(finder, frames[k], contents[k], ids)) for k in kept]
    yield from (a for _, a in reading.nest(made))


def score(finder: Finder, frames: list[Frame], resources: Resources) -> float:
    """Give each frame its probability; the lowest that stands."""
    for frame in frames:
        frame.probability = table_probability(frame)
    if resources.model_name == "none":
        return TABLE_LIMIT
    features, trees, columns = resources.derived("attribution:model", _model)
    asked = [f for f in frames if f.relation not in ALWAYS]
    for frame, p in zip(asked, trees.probability(features.matrix(finder, asked)[:, columns]).tolist(), strict=True):
        frame.probability = p
    return LIMIT


def _attribution(finder: Finder, frame: Frame, content: tuple[Span, ...], ids: Ids) -> Attribution:
    kind = reading.kind_of(finder, content)
    if frame.relation == "colon" and finder.first_person(frame.content[0]):
        kind = AttributionKind.DIRECT
    return Attribution(
        id=ids(*content),
        kind=kind,
        content=content,
        cue=reading.cue_spans(finder.p, frame.cue_tokens),
        source=reading.range_span(finder.p, frame.source),
        act=reading.act_of(finder, frame),
        status=reading.status_of(finder, frame),
        anonymity=reading.anonymity_of(finder, frame),
        confidence=round(frame.probability, 3),
        stage=STAGE.name,
    )


STAGE = Stage(layer="statements", version="3", reads=("sentences", "quotations", "mentions"), resources=("lexicon:cues", "model:attributions.npz"), find=find)
