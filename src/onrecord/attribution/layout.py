"""Frames that the layout shows rather than a sentence: headlines, colons, transcripts, paragraphs that are only a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.attribution.cues import CueClass
from onrecord.attribution.grammar import Frame, Grammar, Range


def heading(g: Grammar, a: int, b: int) -> Iterator[Frame]:
    """The frames of a headline, read from left to right: in capitals the parser takes verbs for names."""
    p = g.p
    start = a
    colon = next((k for k in range(a, b) if p.word[k] == ":"), -1)
    if colon > a:
        last = max(k for k in range(a, b) if p.word[k] == ":")
        if (
            b - 1 - last <= 5
            and last - a >= 3
            and b - last > 1
            and ((b - last == 2 and p.lower[last + 1] in g.cues.nouns) or all(p.pos[k] in ("PROPN", "NOUN", "ADJ", "DET", "PART", "ADP", "CCONJ") for k in range(last + 1, b)))
        ):
            yield Frame(-1, (), g.cues.unknown, "tail", ((a, last),), g.top((a, last)), (last + 1, b), b - 1, "colon")
        if colon - a <= 8 and b - colon > 2 and not any(p.pos[k] in ("VERB", "AUX") and p.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(a, colon)):
            yield Frame(-1, (), g.cues.unknown, "colon", ((colon + 1, b),), g.top((colon + 1, b)), (a, colon), g.top((a, colon)), "colon")
    source: Range | None = None
    previous: tuple[int, CueClass, tuple[int, ...]] | None = None
    for k in range(a, b):
        if p.word[k] in (":", ";", ".", "?", "!"):
            if previous is not None and source is not None:
                yield _headline_frame(g, previous, k, source)
            start, source, previous = k + 1, None, None
            continue
        found = _headline_verb(g, k) if k > start and p.lower[k - 1] != "to" else None
        if found is None:
            continue
        entry, more = found
        if previous is None:
            if p.word[k - 1] in (",", "and") or k - start > 9 or any(p.tag[x] in ("VBD", "VBZ", "VBP", "MD", "IN") for x in range(start, k) if p.lower[x] not in ("of",)):
                continue
            if p.pos[k - 1] not in ("NOUN", "PROPN", "PRON", "NUM", "PART", "PUNCT") or (k + 1 < b and p.pos[k + 1] in ("VERB", "AUX") and p.tag[k + 1] != "VBG"):
                continue
            if p.lower[k - 1] in ("i", "we"):
                continue  # "Roe: We warned them": what the speaker of the headline tells of himself
            source = (start, k)
        elif source is not None and p.word[k - 1] in (",", "and", "&"):
            yield _headline_frame(g, previous, k - 1, source)
            g.second.add(k)
        else:
            continue
        previous = (k, entry, more)
    if previous is not None and source is not None:
        yield _headline_frame(g, previous, b, source)


def _headline_frame(g: Grammar, verb: tuple[int, CueClass, tuple[int, ...]], end: int, source: Range) -> Frame:
    k, entry, more = verb
    first = max((k, *more)) + 1
    return Frame(k, (k, *more), entry, "headline", ((first, max(first, end)),), g.top((first, end)) if first < end else -1, source, source[1] - 1, "subject")


def _headline_verb(g: Grammar, k: int) -> tuple[CueClass, tuple[int, ...]] | None:
    p = g.p
    word = p.lower[k]
    verbs = g.cues.verbs
    lemma = next(
        (
            stem
            for stem in (
                p.lemma[k] if p.pos[k] in ("VERB",) else "",
                word[:-1] if word.endswith("s") and not word.endswith("ss") else "",
                word[:-2] if word.endswith("es") else "",
                word[:-3] + "y" if word.endswith("ies") else "",
            )
            if stem in verbs
        ),
        "",
    )
    if not lemma:
        return None
    frames = verbs[lemma]
    following = p.lower[k + 1] if k + 1 < len(p) else ""
    if following in frames:
        return frames[following], (k + 1,)
    entry = frames.get("")
    if entry is None:
        return None
    if following in ("for", "of", "on", "about", "against", "at", "over"):
        return entry, (k + 1,)
    return entry, ()


def colons(g: Grammar) -> Iterator[Frame]:
    """``The mayor: “We are late.”`` at the start of a paragraph; transcripts."""
    p = g.p
    for k, _q in enumerate(g.quotes):
        a, b = g.quote_outer[k]
        if a >= b or a < 2 or p.word[a - 1] != ":":
            continue
        first, _ = p.tokens_of_paragraph[p.paragraph[p.sentence[a]]]
        if 0 < a - 1 - first <= 8 and not any(p.pos[t] in ("VERB", "AUX") for t in range(first, a - 1)):
            r = (first, a - 1)
            yield Frame(-1, (), g.cues.unknown, "colon", (g.quote_range[k],), g.top(g.quote_range[k]), r, g.top(r), "colon", quoted=(k,))
        elif b - a > 8:
            yield from _unsaid_colon(g, k, a)


def _unsaid_colon(g: Grammar, k: int, a: int) -> Iterator[Frame]:
    """``Roe’s visit drew a crowd: “We have waited for this day for years.”``: a colon, and no verb of saying before it."""
    p = g.p
    first = p.sentences[p.sentence[a - 1]][0]
    verbs = [t for t in range(first, a - 1) if p.pos[t] == "VERB" and g.quote_of[t] < 0]
    if not verbs or any((entry := g.verb_entry(t)[0]) is not None and entry.uttered for t in verbs):
        return
    who = next((t for t in range(first, a - 1) if p.ent[t] == "PERSON" and p.dep[t] in ("nsubj", "poss", "nsubjpass")), -1)
    if who >= 0:
        yield Frame(-1, (), g.cues.unknown, "colon", (g.quote_range[k],), g.top(g.quote_range[k]), g.phrase(who), who, "inherited", quoted=(k,))


def transcript(g: Grammar) -> Iterator[Frame]:
    """``ROE: It was late.``: a paragraph that a name and a colon open, without quotation marks."""
    p = g.p
    turns = []
    for a, b in p.tokens_of_paragraph:
        colon = next((k for k in range(a + 1, min(a + 6, b)) if p.word[k] == ":"), -1)
        if colon < 0 or b - colon <= 3 or g.quote_of[colon + 1] >= 0 or any(x <= a < y for x, y in g.headings):
            continue
        if all(p.pos[k] in ("PROPN", "PUNCT") or p.ent[k] == "PERSON" for k in range(a, colon)):
            turns.append((a, colon, b))
    for a, colon, b in turns if len(turns) > 1 else ():  # one alone is a dateline or a label
        yield Frame(-1, (), g.cues.unknown, "colon", ((colon + 1, b),), g.top((colon + 1, b)), (a, colon), colon - 1, "inherited")


def imputed(g: Grammar) -> Iterator[Frame]:
    """Quotations inside a quotation that no cue introduces: ``“It is always, ‘We decide for you,’” he said``."""
    p = g.p
    for q in g.inner:
        r = p.tokens(q.inner)
        if len(r) < 5 or not g.first_person((r.start, r.stop)) or not any(p.tag[t] in ("VBP", "VBZ", "VBD", "MD") for t in r):
            continue
        before = [t for t in range(max(0, r.start - 8), r.start) if p.pos[t] == "VERB"]
        if any((entry := g.verb_entry(t)[0]) is not None and entry.uttered for t in before):
            continue
        yield Frame(-1, (), g.cues.unknown, "inner", ((r.start, r.stop),), g.top((r.start, r.stop)))


def alone(g: Grammar) -> Iterator[Frame]:
    """Paragraphs that are only a quotation: whose it is, is left to later."""
    p = g.p
    for number, (a, b) in enumerate(p.tokens_of_paragraph):
        ks = g.starts.get(number, ())
        if not ks or any(g.quote_of[t] < 0 and p.pos[t] not in ("PUNCT", "SPACE") for t in range(a, b)):
            continue
        if all(g.quotes[k].continues for k in ks):
            continue
        ranges = tuple(g.quote_range[k] for k in ks)
        if sum(y - x for x, y in ranges) < 4:
            continue
        yield Frame(-1, (), g.cues.unknown, "alone", ranges, g.top(ranges[0]), None, -1, "none", quoted=tuple(ks))
