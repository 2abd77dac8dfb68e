"""statements: source, cue and content of every attribution, as spans; an internal layer (`attributions` adds who that is).

Rules on the parse propose frames (`onrecord.attribution.frames`), each with a probability: from the model, or without it from a table of
how often each relation is right. Of the frames of one cue the likeliest is kept, if it is likely enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.attribution import cues, reading
from onrecord.attribution.frames import Finder, Frame
from onrecord.model import Attribution, AttributionKind, Document, Ids, Problem, Span
from onrecord.pipeline import Layers, Stage

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
LIMIT = 0.45


def table_probability(frame: Frame) -> float:
    """How likely a frame is without the model."""
    uttered, thought, unknown = TABLE.get(frame.relation, (0.0, 0.0, 0.0))
    p = unknown if frame.entry.name == "v." else uttered if frame.entry.uttered else thought
    if frame.entry.name in _STRONG and frame.relation in ("object", "prep", "pcomp", "xcomp"):
        p = max(p, 0.6)
    return p if frame.source is not None or frame.relation in ("alone", "noun-clause", "raised") else p * 0.55


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The attributions of a report, without their speakers."""
    parse = layers.sentences
    if not len(parse):
        return
    table: cues.Cues = layers.resources.derived("attribution:cues", lambda r: cues.build(r.lexicon("cues")))
    headings = [s for s in (document.headline, *document.subheads) if s is not None]
    finder = Finder(parse, layers.quotations, table, headings)
    best: dict[object, tuple[float, Frame, tuple[Span, ...]]] = {}
    skip = [parse.tokens(s) for s in (document.byline, document.place_line_span) if s is not None]
    for frame in finder.find():
        if any(frame.cue in r for r in skip):
            continue
        content = reading.content_spans(finder, frame)
        if not content:
            continue
        frame.probability = table_probability(frame)
        key: object = frame.cue if frame.cue >= 0 else content[0]
        if frame.probability >= LIMIT and (key not in best or frame.probability > best[key][0]):
            best[key] = (frame.probability, frame, content)
    ids = Ids(document.id, "attributions")
    taken: set[int] = {k for _, f, _ in best.values() if f.relation != "alone" for k in f.quoted}
    kept = [(f, c) for _, f, c in best.values() if f.relation != "alone" or not taken & set(f.quoted)]
    kept.sort(key=lambda x: (x[1][0], x[0].cue))
    made: list[tuple[Frame, Attribution]] = []
    for frame, content in kept:
        kind = reading.kind_of(finder, content)
        if frame.relation == "colon" and finder.first_person(frame.content[0]):
            kind = AttributionKind.DIRECT
        made.append(
            (
                frame,
                Attribution(
                    id=ids(*content),
                    kind=kind,
                    content=content,
                    cue=reading.cue_spans(parse, frame.cue_tokens),
                    source=reading.range_span(parse, frame.source),
                    act=reading.act_of(finder, frame),
                    status=reading.status_of(finder, frame),
                    anonymity=reading.anonymity_of(finder, frame),
                    confidence=round(frame.probability, 3),
                    stage=STAGE.name,
                ),
            )
        )
    yield from (a for _, a in reading.nest(made))


STAGE = Stage(layer="statements", version="2", reads=("sentences", "quotations", "mentions"), resources=("lexicon:cues",), find=find)
