"""Candidate frames: every cue with each content and the source that the grammar allows it.

The rules only propose. Which of the proposals stands is decided afterwards, by the model or by a table of how often each
relation is right; so the rules may be generous. Everything here is in token numbers of a `Parse`.

Known to miss: contents that begin in another sentence than their cue without quotation marks, and cues that are whole idioms.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.attribution.figures import of_figure
from onrecord.attribution.grammar import Frame, Grammar
from onrecord.attribution.hearsay import of_hearsay
from onrecord.attribution.layout import alone, colons, heading, imputed, transcript
from onrecord.attribution.nominal import according, attributed, linear, of_adjective, of_noun, what
from onrecord.attribution.verbal import of_verb


def find_frames(g: Grammar) -> Iterator[Frame]:
    """All candidate frames, in order of their cues."""
    p = g.p
    for a, b in g.headings:
        yield from heading(g, a, b)
    yield from colons(g)
    yield from transcript(g)
    yield from imputed(g)
    yield from alone(g)
    for i in range(len(p)):
        pos = p.pos[i]
        if pos in ("VERB", "AUX"):
            if p.lower[i] == "according":
                yield from according(g, i)
                continue
            yield from of_verb(g, i)
            yield from of_figure(g, i)
        elif pos == "NOUN" or pos == "PROPN":
            entry = g.cues.nouns.get(p.lemma[i])
            if entry is not None:
                yield from attributed(g, i, entry)
                yield from of_noun(g, i, entry)
            yield from linear(g, i)
        elif pos == "ADJ":
            entry = g.cues.adjectives.get(p.lower[i])
            if entry is not None:
                yield from of_adjective(g, i, entry)
        elif pos in ("ADP", "SCONJ") and p.lower[i] in g.cues.prepositions:
            yield from according(g, i)
        elif p.lower[i] == "what":
            yield from what(g, i)
        yield from of_hearsay(g, i)
