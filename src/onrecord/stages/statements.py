"""statements: source, cue and content of every attribution, as spans; an internal layer (`attributions` adds who that is).

Rules on the parse propose frames (`onrecord.attribution.frames`), each with a probability: from the model, or without it from a table by
relation. Of the frames of one cue the likeliest is kept, if it is likely enough.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onrecord.attribution import choice, cues, reading
from onrecord.attribution.features import Features
from onrecord.attribution.frames import find_frames
from onrecord.attribution.grammar import Frame, Grammar
from onrecord.attribution.nominal import AVOWED
from onrecord.attribution.trees import Trees
from onrecord.model import Act, Attribution, AttributionKind, Document, Ids, Problem, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import Parse

# How likely a frame of each relation is right without the model, for cues that are uttered, thought, and outside the lexicon. Set by hand, in steps
# of a tenth or so, after counts on PolNeAR's training split and our own gold; the order within a cue matters more than the values.
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
    "raised": (0.3, 0.3, 0.0),
    "noun-clause": (0.6, 0.6, 0.0),
    "noun-to": (0.5, 0.5, 0.0),
    "noun-prep": (0.4, 0.3, 0.0),
    "noun-be": (0.4, 0.4, 0.0),
    "adj-clause": (0.6, 0.6, 0.0),
    "adj-to": (0.5, 0.5, 0.0),
    "adj-prep": (0.3, 0.4, 0.0),
    "according": (0.9, 0.9, 0.9),
    "colon": (0.8, 0.8, 0.8),
    "tail": (0.8, 0.8, 0.8),
    "alone": (0.85, 0.85, 0.85),
    "inner": (0.7, 0.7, 0.7),
    "linear": (0.75, 0.5, 0.0),
    "headline": (0.7, 0.3, 0.0),
    "rest": (0.5, 0.1, 0.0),
    "block": (0.5, 0.0, 0.2),
    "figure": (0.8, 0.8, 0.8),
    "hearsay": (0.46, 0.46, 0.46),  # any statement with a source that holds the same words is preferred
}
_STRONG = frozenset(("v.condemn", "v.praise", "v.demand", "v.deny", "v.reject", "v.promise", "v.warn", "v.want", "v.intend"))
"""Classes whose bare object, infinitive or prepositional phrase is what is said."""

TABLE_LIMIT = 0.45
LIMIT = 0.4
LIMIT_OF_THOUGHTS = 0.35  # what nobody utters is marked as such, and who does not want it leaves it out
LIMIT_WITH_MARKS = 0.1  # words in quotation marks after a cue of saying are more often right than the model thinks


def _set_off(grammar: Grammar, frame: Frame) -> bool:
    """Whether a quotation is set off as speech is: by a comma or colon before it, or by a stop or comma before its closing mark."""
    p = grammar.p
    return any(a > 1 and p.word[a - 1] in (",", ":", '"') and p.word[a - 2] in (",", ":", "said") for a, _ in frame.content) or any(
        p.word[y - 1] in (",", ".", "?", "!") for _, y in frame.content
    )


def table_probability(grammar: Grammar, frame: Frame) -> float:
    """How likely a frame is without the model: the table, and what layout and grammar say against it."""
    p, i, relation, name = grammar.p, frame.cue, frame.relation, frame.entry.name
    uttered, thought, unknown = TABLE.get(relation, (0.0, 0.0, 0.0))
    chance = unknown if name == "v." else uttered if frame.entry.uttered else thought
    a, _b = frame.content[0]
    if name in _STRONG and relation in ("object", "prep", "pcomp", "xcomp", "object+"):
        chance = max(chance, 0.68 if relation in ("object+", "xcomp", "pcomp") else 0.6)
    if relation in ("quote", "quotes"):
        size = sum(y - x for x, y in frame.content)
        set_off = _set_off(grammar, frame)
        if not set_off and (name in ("v.", "v.manner") or size < 5 or not frame.entry.uttered):
            chance = min(chance, 0.2)  # a title, a nickname, a slogan
    elif relation == "ccomp" and frame.entry.uttered and name != "v.":
        chance = 0.9 if grammar.quote_of[a] >= 0 else 0.95
    elif relation == "clause" and i >= 0 and p.dep[i] == "ccomp" and grammar.verb_entry(p.head[i])[0] is not None:
        chance = 0.1  # "said …": the cue above it governs, not the other way round
    if frame.source is None and relation not in ("alone", "inner", "noun-clause", "raised", "hearsay"):
        chance *= 0.55
    return chance


ALWAYS = frozenset(("alone", "inner", "linear", "figure", "hearsay"))
"""Relations that layout or the words alone decide and the model is not asked about: in PolNeAR a paragraph that is only a quotation is part of its neighbour."""


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
    grammar = Grammar(
        parse, layers.quotations, resources.derived("attribution:cues", _table), [s for s in (document.headline, *document.subheads) if s is not None], document.place_line_span
    )
    skip = {t for s in (document.byline, document.place_line_span) if s is not None for t in parse.tokens(s)}
    frames, contents = [], []
    for frame in find_frames(grammar):
        _postposed(parse, frame)
        content = reading.content_spans(grammar, frame)
        if content and frame.cue not in skip and frame.content[0][0] not in skip:
            frames.append(frame)
            contents.append(content)
    limit = score(grammar, frames, resources)
    _prefer_what_was_refused(frames)
    for frame in frames:
        if frame.entry.uttered and frame.probability < limit:
            frame.probability = 0.0
    limit = min(limit, LIMIT_OF_THOUGHTS) if resources.model_name != "none" else limit
    ids = Ids(document.id, "attributions")
    kept = choice.choose(grammar, frames, contents, limit)
    taken = {q for k in kept if frames[k].relation != "alone" for q in frames[k].quoted}
    kept = sorted((k for k in kept if frames[k].relation != "alone" or not taken & set(frames[k].quoted)), key=lambda k: (contents[k], frames[k].cue))
    _carry_on(grammar, [frames[k] for k in kept], contents, kept)
    made = [(frames[k], _attribution(grammar, frames[k], contents[k], ids)) for k in kept]
    yield from (a for _, a in reading.nest(made))


def _carry_on(grammar: Grammar, frames: list[Frame], contents: list[tuple[Span, ...]], kept: list[int]) -> None:
    """A quotation that the next paragraphs carry on, each opened anew, is one content: its paragraphs are further spans of it."""
    quotes = grammar.quotes
    own = {q for frame in frames for q in frame.quoted}
    ends = {q.inner.end: k for k, q in enumerate(quotes) if not q.closed and k + 1 < len(quotes) and quotes[k + 1].continues}
    for k in kept if ends else ():
        at = next((ends[e] for e in range(contents[k][-1].end, contents[k][-1].end + 2) if e in ends), -1)
        more = []
        while at >= 0 and at + 1 < len(quotes) and quotes[at + 1].continues and not quotes[at].closed and at + 1 not in own:
            at += 1
            more.append(quotes[at].inner)
        contents[k] = (*contents[k], *more)


def _postposed(parse: Parse, frame: Frame) -> None:
    """*…, and hurt scores of others, police and residents said*: speakers that the parser took for more of a list before the comma."""
    if frame.source is not None or frame.relation not in ("ccomp", "clause") or len(frame.content) != 1 or not frame.entry.uttered:
        return
    first, last = frame.content[0]
    if last != frame.cue or last - first < 6:
        return
    comma = next((t for t in range(last - 1, max(first + 3, last - 9), -1) if parse.word[t] == ","), -1)
    between = range(comma + 1, last)
    if (
        comma > 0
        and len(between) > 1
        and any(parse.pos[t] == "CCONJ" for t in between)
        and all(parse.pos[t] in _NOMINAL for t in between)
        and parse.pos[last - 1] in ("NOUN", "PROPN")
    ):
        frame.content, frame.source = ((first, comma),), (comma + 1, last)
        frame.source_head, frame.tie = next(t for t in between if parse.pos[t] in ("NOUN", "PROPN")), "subject"


_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "ADP", "NUM", "PART"))


def score(grammar: Grammar, frames: list[Frame], resources: Resources) -> float:
    """Give each frame its probability; the lowest that stands."""
    for frame in frames:
        frame.probability = table_probability(grammar, frame)
    if resources.model_name == "none":
        return TABLE_LIMIT
    features, trees, columns = resources.derived("attribution:model", _model)
    asked = [f for f in frames if f.relation not in ALWAYS]
    for frame, p in zip(asked, trees.probability(features.matrix(grammar, asked)[:, columns]).tolist(), strict=True):
        frame.probability = 0.0 if _outlet_judges(grammar, frame) else max(p, _floor(grammar, frame))
        if any(grammar.quote_of[t] >= 0 for x, y in frame.content for t in range(x, y)) and frame.cue >= 0 and grammar.quote_of[frame.cue] < 0:
            if frame.entry.name in ("v.", "v.manner", "n.statement") and frame.relation != "ccomp" and not _set_off(grammar, frame):
                frame.probability = 0.0  # began Operation “Long Night”, sang “The Boat”: a name or a title
            elif frame.entry.uttered and frame.entry.name[0] == "v" and frame.source is not None and p >= LIMIT_WITH_MARKS:
                frame.probability = max(frame.probability, LIMIT)
    return LIMIT


def _outlet_judges(grammar: Grammar, frame: Frame) -> bool:
    """*What the mayor said was true*: a subject of the outlet's own sentence."""
    p, i = grammar.p, frame.cue
    if i < 0 or frame.relation not in ("rest", "ccomp", "clause") or frame.source is None or not frame.source[1] <= i < frame.content[0][0]:
        return False
    what = frame.source[0] - 1
    opens = what >= 0 and p.lower[what] == "what" and (what == 0 or p.pos[what - 1] in ("PUNCT", "SPACE", "CCONJ"))
    return opens and p.lemma[frame.content[0][0]] == "be"


_SAYING = frozenset(("v.say", "v.add", "v.announce", "v.claim", "v.explain", "v.deny", "v.admit", "v.write", "v.report", "v.warn", "v.promise"))


_HEADLINE = frozenset(("v.demand", "v.condemn", "v.deny", "v.reject", "v.warn", "v.promise", "v.claim", "v.accuse", "v.say", "v.announce", "v.add"))


def _floor(grammar: Grammar, frame: Frame) -> float:
    """What we keep although PolNeAR does not mark it: speech related inside a quotation, denials of something said, speakers after a headline."""
    p, i = grammar.p, frame.cue
    if frame.relation == "tail" or (frame.relation == "colon" and frame.tie == "inherited"):
        return 0.5
    if i < 0:
        named = frame.source_head >= 0 and frame.tie == "colon" and frame.relation == "colon" and p.lower[frame.source_head] not in grammar.cues.labels
        heading = named and any(x <= frame.content[0][0] < y for x, y in grammar.headings)
        return 0.45 if heading and any(p.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(*frame.content[0])) else 0.0
    if frame.relation == "according" and frame.head >= 0 and p.dep[frame.head] == "relcl" and len(frame.content) == 1 and frame.content[0][0] > i:
        return 0.5  # a launch which, according to the agency, put it into orbit
    if frame.relation == "as" and frame.tie == "agent" and frame.entry.uttered:
        return 0.5  # as noted by X, …
    if frame.relation == "headline":
        return 0.45 if frame.entry.name in _HEADLINE else 0.0
    if frame.entry.name == "v.demand" and frame.source is not None and frame.tie in ("subject", "inherited", "noun") and grammar.quote_of[i] < 0:
        complete = frame.relation == "object+" or (frame.relation == "prep" and len(frame.cue_tokens) > 1 and p.lower[frame.cue_tokens[1]] in ("for", "on", "upon"))
        if frame.tie == "noun" and (p.tag[i] != "VBG" or p.lemma[frame.source_head] not in reading.DOCUMENTS):
            complete = False
        if complete and p.tag[i] in ("VBD", "VBZ", "VBP", "VBN", "VBG"):
            return 0.45
    if p.lemma[i] == "rule" and frame.entry.name == "v.reject" and frame.relation == "object":
        return 0.5
    if (
        frame.negated
        and frame.entry.name in ("v.say", "v.announce")
        and frame.relation in ("ccomp", "advcl")
        and frame.source is not None
        and p.tag[i] == "VB"
        and grammar.quote_of[i] < 0
    ):
        return 0.5  # did not say when: never recorded as said
    if frame.entry.name in ("n.claim", "n.blame") and frame.tie == "poss" and (frame.relation == "noun-clause" or (frame.relation == "noun-prep" and p.dep[frame.head] == "pcomp")):
        return 0.5
    if frame.relation == "quotes" and len(frame.content) == 2:
        (_, end), (begin, _) = frame.content
        if p.word[end - 1] == "," and p.word[begin][:1].islower() and begin >= 2 and p.word[begin - 2] == ",":
            return 0.98  # “The river,” she said, “has never been this low.”: one sentence, whatever the halves look like
    if frame.relation == "quote" and not frame.quoted and grammar.quote_of[i] >= 0 and frame.entry.uttered and frame.source is not None:
        return 0.6
    if frame.quoted and frame.source is not None and (frame.relation == "object+" or (frame.entry.name == "v.document" and frame.tie == "subject")):
        return 0.5
    if frame.relation == "ccomp" and frame.entry.name in _SAYING and frame.tie == "subject" and grammar.quote_of[i] < 0 and p.tag[i] in ("VBD", "VBZ", "VBN"):
        # the plainest case of all: "the mayor said that it had rained"
        return 0.5 if frame.source_head < i < frame.content[0][0] and grammar.finite(frame.head) and not p.lower[frame.content[0][0]].startswith("wh") else 0.0
    if frame.relation == "clause" and frame.entry.name in _SAYING and frame.tie == "subject" and frame.source_head >= 0 and grammar.quote_of[i] < 0:
        end = frame.content[0][1]
        named = p.pos[frame.source_head] in ("PROPN", "NOUN") and p.tag[i] in ("VBD", "VBZ", "VBP")
        return 0.5 if named and end < len(p) and p.word[end] == "," and end - frame.content[0][0] > 4 else 0.0
    if frame.relation in ("noun-prep", "noun-clause") and (p.lower[frame.cue_tokens[0]] in AVOWED or (len(frame.cue_tokens) > 1 and p.lemma[frame.cue_tokens[1]] == "attribute")):
        return 0.5  # statements attributed to her on the strike; with the declared aim of
    if grammar.quote_of[i] >= 0 and frame.relation == "ccomp" and frame.entry.name in _SAYING and frame.source is not None and frame.tie in ("subject", "inherited", "object"):
        told = p.tag[i] in ("VBD", "VBN") or (p.tag[i] == "VBG" and p.dep[i] == "pcomp")
        return 0.5 if told and not frame.negated and p.lower[frame.content[0][0]] == "that" else 0.0
    if frame.entry.name in ("v.deny", "v.reject") and frame.relation == "object" and frame.source is not None and frame.head >= 0:
        noun = grammar.cues.nouns.get(p.lemma[frame.head])
        denied = p.lemma[i] == "deny" and p.tag[i] in ("VBD", "VBZ", "VBP", "VBN") and grammar.child(i, "dative") < 0
        whole = frame.content[0][1] > grammar.right[frame.head]  # with ", on the strike", which the parser hung on the verb
        return (0.6 if whole else 0.5) if denied or (noun is not None and noun.uttered) else 0.0
    return 0.0


def _prefer_what_was_refused(frames: list[Frame]) -> None:
    """*Declined to say how many*: the attribution is what was not said, not the declining."""
    cues_of_words = {f.cue for f in frames if f.entry.uttered and f.relation in ("ccomp", "advcl", "object", "prep", "rest") and f.probability >= LIMIT / 2}
    refused = set()
    for frame in frames:
        if frame.entry.act is Act.DENIES and frame.relation == "xcomp" and frame.head in cues_of_words:
            frame.probability *= 0.3
            refused.add(frame.head)
    for frame in frames:
        if frame.cue in refused and frame.probability < LIMIT:
            frame.probability = min(0.99, frame.probability * 2)


def _attribution(grammar: Grammar, frame: Frame, content: tuple[Span, ...], ids: Ids) -> Attribution:
    kind = reading.kind_of(grammar, frame, content)
    if frame.relation == "colon" and grammar.first_person(frame.content[0]):
        kind = AttributionKind.DIRECT
    return Attribution(
        id=ids(*content),
        kind=kind,
        content=content,
        cue=reading.cue_spans(grammar.p, frame.cue_tokens),
        source=reading.range_span(grammar.p, frame.source),
        act=reading.act_of(grammar, frame),
        status=reading.status_of(grammar, frame),
        anonymity=reading.anonymity_of(grammar, frame),
        confidence=0.6 if frame.relation == "hearsay" else round(frame.probability, 3),
        stage=STAGE.name,
    )


STAGE = Stage(layer="statements", version="12", reads=("sentences", "quotations"), resources=("lexicon:cues", "model:attributions.npz"), find=find)
