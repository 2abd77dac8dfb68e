"""Who speaks: sources of statements as mentions, the speaker of the words at a place, and *I*, *we* and *our* of that speaker."""

from __future__ import annotations

from bisect import bisect_right

from onrecord.model import Document, EntityKind, Mention, Span
from onrecord.pipeline import Layers
from onrecord.resolving.clusters import Cast, Cluster
from onrecord.text import NOBODY, Parse, inside, overlap

_K = EntityKind


def with_sources(document: Document, layers: Layers, documents: frozenset[str]) -> list[Mention]:
    """The mentions of a report outside byline and place line, and what they miss: sources of statements ("the journalist", "a joint resolution").

    Args:
        document: The report.
        layers: Its sentences, mentions and statements.
        documents: Nouns of texts that speak; each further mention of one that is a source is a mention too.
    """
    parse: Parse = layers.sentences
    hidden = [s for s in (document.byline, document.place_line_span) if s is not None]
    mentions = [m for m in layers.mentions if not any(overlap(m.span, s) for s in hidden)]
    spans = sorted(m.span for m in mentions)
    starts = [s[0] for s in spans]
    heads = {m.head for m in mentions}
    more: list[Mention] = []
    for statement in layers.statements:
        for source in statement.source:
            if not source[1] > source[0] or any(inside(source, s) for s in hidden):
                continue
            tokens = parse.tokens(source)
            if not len(tokens) or parse.lower[tokens[0]] in NOBODY:
                continue
            head = next(parse.heads(tokens), tokens[0])
            if parse.pos[head] not in ("NOUN", "PROPN", "NUM", "ADJ"):
                head = next((t for t in tokens if parse.pos[t] in ("NOUN", "PROPN")), head)
            if any(overlap(parse.span(head, head + 1), s) for s in hidden):
                continue
            if parse.pos[head] in ("PRON", "DET") or head in heads or (statement.confidence < 0.6 and not _text_speaks(parse, documents, head)):
                continue
            k = bisect_right(starts, source[1])
            if any(overlap(spans[j], source) for j in range(max(0, k - 12), k)) and not _text_speaks(parse, documents, head):
                continue
            if any(m.span == source for m in more):
                continue
            plural = parse.tag[head] in ("NNS", "NNPS")
            more.append(
                Mention(
                    span=source,
                    head=head,
                    form="description",
                    kind=_K.POPULATION if plural and parse.lower[head] not in ("data", "figures", "results") else None,
                    plural=plural,
                )
            )
    nouns = {parse.lemma[m.head].lower() for m in more if _text_speaks(parse, documents, m.head)}
    if nouns:
        have = {m.head for m in more} | heads
        nouns |= {"document", "text"}
        for i, lemma in enumerate(parse.lemma):
            if lemma.lower() in nouns and i not in have and parse.pos[i] in ("NOUN", "PROPN") and parse.dep[i] not in ("compound", "nmod"):
                left = next((c for c in parse.children[i] if parse.dep[c] in ("det", "poss", "amod", "nmod")), i)
                more.append(Mention(span=parse.span(min(left, parse.edges(left)[0], i), i + 1), head=i, form="description", plural=parse.tag[i] == "NNS"))
    return sorted([*mentions, *more], key=lambda m: (m.span[0], -m.span[1])) if more else mentions


def _text_speaks(parse: Parse, documents: frozenset[str], head: int) -> bool:
    """True for a text that speaks for itself ("its resolution"), not for a body's ("a poll from the institute")."""
    if parse.lemma[head].lower() not in documents and parse.lower[head] not in documents:
        return False
    return not any(parse.dep[c] == "prep" and parse.lower[c] in ("from", "by", "on", "in", "with") for c in parse.children[head])


def speaker_of(cast: Cast, span: Span) -> Cluster | None:
    """Who speaks the words at a span: the source of the statement, or of the one that it carries on."""
    statement = cast.statement_at(span)
    statement = cast.carried(statement) if statement is not None else None
    return _cluster_of(cast, statement.source[0]) if statement is not None else None


def _cluster_of(cast: Cast, source: Span) -> Cluster | None:
    """The actor that a source names: of the mentions in it the one at its head, else the longest."""
    found = cast.of.get(source)
    if found is not None:
        return found
    line = cast.document.place_line_span
    if line is not None and overlap(source, line):
        # the parser takes the dateline for the subject; the first name after it is
        after = next((m for m in cast.mentions if m.span[0] >= line[1]), None)
        return cast.of.get(after.span) if after is not None and after.span[0] - line[1] < 60 else None
    k = bisect_right(cast.starts, source[1])
    over = [m for m in cast.mentions[max(0, k - 40) : k] if overlap(m.span, source) and m.span in cast.of]
    if not over:
        return None
    tokens = cast.parse.tokens(source)
    heads = set(cast.parse.heads(tokens))
    at_head = [m for m in over if m.head in heads]
    return cast.of[max(at_head or over, key=lambda m: (overlap(m.span, source), m.span[1] - m.span[0])).span]


def first_person(cast: Cast) -> None:
    """I is who speaks; we is the speaker's body, or the body that speaks; nobody where the report names no body."""
    for m in cast.mentions:
        if m.form == "pronoun" and m.person == 1:
            if cast.quotation_at(m.span[0]) is None and not cast.in_headline(m.span):
                continue
            speaker = speaker_of(cast, m.span)
            if speaker is None:
                continue
            statement = cast.statement_at(m.span)
            evidence = tuple(statement.source[:1]) if statement is not None and statement.source else (speaker.mentions[0].span,)
            if m.plural and speaker.kind is _K.PERSON and speaker.affiliation is not None:
                cast.join(cast.clusters[speaker.affiliation], m, "we-of-speakers-body", evidence, 0.7)
            elif m.plural and speaker.kind is _K.PERSON:
                continue
            else:
                cast.join(speaker, m, "first-person", evidence, 0.9)


def ours(cast: Cast, m: Mention, first: int) -> bool:
    """ "Our fighters" of one speaker are the speaker's armed group; "our people" of one speaker are one people."""
    if cast.parse.lower[first] not in ("our", "my"):
        return False
    speaker = speaker_of(cast, m.span)
    if speaker is None:
        return False
    group = cast.clusters[speaker.affiliation] if speaker.affiliation is not None else speaker
    if m.kind is _K.ARMED_GROUP and m.plural and group.kind is _K.ARMED_GROUP:
        cast.join(group, m, "we-of-speakers-body", (speaker.mentions[0].span,), 0.7)
        return True
    key = (speaker.number, cast.text(m.span).lower())
    have = cast.ours.get(key)
    if have is None:
        cast.ours[key] = cast.new(m)
    else:
        cast.join(have, m, "same-words", (have.mentions[0].span,), 0.8)
    return True
