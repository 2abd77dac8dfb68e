"""How a kept frame is read: its spans as the contract wants them, and kind, act, status and anonymity.

The conventions of spans: no outer quotation marks, no *that*, no comma before the closing mark, no full stop after an
indirect statement; a full stop inside the marks stays.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.attribution.frames import Finder, Frame, Range
from onrecord.model import Act, Anonymity, Attribution, AttributionKind, Span, Status
from onrecord.text import Parse, inside, trim

_EDGE = frozenset((",", ";", ":", "-", "–", "—", "--", "...", "…"))
_MARKS = frozenset('"“”„«»')
_FIRST = frozenset(("i", "we", "my", "our", "us", "me", "mine", "ours"))


def content_spans(finder: Finder, frame: Frame) -> tuple[Span, ...]:
    """The content of a frame as spans of the report, cleaned at their ends; empty where nothing is left."""
    spans: list[Span] = []
    for a, b in frame.content:
        span = _clean(finder, *_to_quote_end(finder, a, b), first=not spans)
        if span is not None:
            spans.append(span)
    return tuple(spans)


def _to_quote_end(finder: Finder, a: int, b: int) -> Range:
    """A content that runs into a quotation holds it to its end, over sentences too."""
    quote_of = finder.quote_of
    k = quote_of[b - 1] if 0 < b <= len(quote_of) else -1
    if k >= 0:
        s, e = finder.quote_outer[k]
        # the whole of a quotation that begins in the content; one that begins before it only where they share the beginning
        if s >= a - 1 and e > b and s > a - 2:
            return a, e
    return a, b


def _clean(finder: Finder, a: int, b: int, *, first: bool) -> Span | None:
    p = finder.p
    quote_of = finder.quote_of
    while a < b:
        w = p.word[a]
        if w in _EDGE or p.pos[a] == "SPACE" or w in (".", "?", "!", ")", "]") or (p.lower[a] == "that" and p.dep[a] in ("mark",) and first):
            a += 1
        elif w in ('"', "''", "``") or p.text[p.start[a]] in _MARKS:
            k = quote_of[a]
            if k >= 0 and p.start[a] == finder.quotes[k].span.start and finder.quote_outer[k][1] <= b:
                break
            a += 1
        else:
            break
    while b > a:
        t = b - 1
        w = p.word[t]
        if w in _EDGE or p.pos[t] == "SPACE" or w in ("(", "[") or p.pos[t] == "CCONJ" or (w == "." and quote_of[t] < 0):
            b -= 1
        elif p.end[t] - p.start[t] == 1 and p.text[p.start[t]] in _MARKS:
            k = quote_of[t]
            if k >= 0 and p.end[t] == finder.quotes[k].span.end and finder.quote_outer[k][0] >= a:
                break
            b -= 1
        else:
            break
    if a >= b:
        return None
    start, end = p.start[a], p.end[b - 1]
    k = quote_of[a]
    if k >= 0 and start == finder.quotes[k].span.start and end == finder.quotes[k].span.end:
        start, end = finder.quotes[k].inner
    k = quote_of[a]
    if k >= 0 and k == quote_of[b - 1]:
        # the marks may be glued to a word by the tokeniser
        start, end = max(start, finder.quotes[k].inner.start), min(end, finder.quotes[k].inner.end)
    span = trim(p.text, Span(start, end), " \t\u00a0,;")
    return span if span.end > span.start and any(c.isalnum() for c in p.text[span.start : span.end]) else None


def range_span(parse: Parse, r: Range | None) -> tuple[Span, ...]:
    """A token range as a tuple of one span, or of none."""
    if r is None or r[0] >= r[1]:
        return ()
    span = trim(parse.text, parse.span(*r), " \t\u00a0,;:\"“”'")
    return (span,) if span.end > span.start else ()


def cue_spans(parse: Parse, tokens: tuple[int, ...]) -> tuple[Span, ...]:
    """The cue's tokens as spans, neighbours joined."""
    spans: list[Span] = []
    last = -2
    for t in sorted(tokens):
        if t == last + 1:
            spans[-1] = Span(spans[-1].start, parse.end[t])
        else:
            spans.append(Span(parse.start[t], parse.end[t]))
        last = t
    return tuple(spans)


def kind_of(finder: Finder, content: tuple[Span, ...]) -> AttributionKind:
    """``direct`` if all of the content stands in quotation marks, ``mixed`` if part of it does."""
    total = inside = 0
    for s, e in content:
        for t in finder.p.tokens(Span(s, e)):
            if finder.p.pos[t] in ("PUNCT", "SPACE"):
                continue
            total += 1
            inside += finder.quote_of[t] >= 0
    if total and inside == total:
        return AttributionKind.DIRECT
    return AttributionKind.MIXED if inside else AttributionKind.INDIRECT


def act_of(finder: Finder, frame: Frame) -> Act:
    """What the source does with the words, from the cue's class, its negation and its complement."""
    act = frame.entry.act
    p = finder.p
    i = frame.cue
    if frame.negated and act is Act.DENIES:
        return Act.ASSERTS
    if act is Act.BELIEVES or act is Act.INTENDS or i < 0:
        return act
    lemma = p.lemma[i]
    if act is Act.ASSERTS and frame.relation in ("xcomp", "object+") and lemma in ("tell", "ask", "advise", "warn", "remind"):
        return Act.CALLS_FOR
    if act is Act.ASKS and frame.relation in ("xcomp", "object+", "prep"):
        return Act.CALLS_FOR
    if (
        act is Act.ASSERTS
        and frame.head >= 0
        and lemma in ("say", "state", "tell", "add", "stress", "insist", "declare", "suggest", "propose")
        and any(p.lower[c] in ("should", "must", "ought") for c in finder.children[frame.head])
    ):
        return act
    return act


def status_of(finder: Finder, frame: Frame) -> Status:
    """Whether the report says that it was said."""
    i = frame.cue
    if i < 0:
        return Status.REPORTED
    if frame.negated and frame.entry.uttered and frame.entry.act is Act.ASSERTS and frame.relation in ("ccomp", "quote", "quotes", "object"):
        return Status.DISPUTED
    return Status.REPORTED


def anonymity_of(finder: Finder, frame: Frame) -> Anonymity | None:
    """How the source is printed: a name, a role, or neither."""
    p = finder.p
    h = frame.source_head
    if frame.source is None or h < 0:
        return None
    a, b = frame.source
    if p.pos[h] == "PRON":
        return Anonymity.UNNAMED if p.lower[h] in finder.cues.vague else None
    if p.pos[h] == "PROPN" or any(p.ent[t] == "PERSON" for t in range(a, b)):
        return Anonymity.NAMED
    if p.lemma[h] in finder.cues.vague or p.lower[h] in finder.cues.vague:
        return Anonymity.UNNAMED
    return Anonymity.ROLE


def nest(made: list[tuple[Frame, Attribution]]) -> list[tuple[Frame, Attribution]]:
    """The same attributions, each that lies inside another's content tied to the smallest such one."""
    sizes = [sum(e - s for s, e in a.content) for _, a in made]
    result = []
    for k, (frame, a) in enumerate(made):
        anchor = a.cue or a.content
        best = -1
        for j, (_, b) in enumerate(made):
            if j != k and sizes[j] > sizes[k] and (best < 0 or sizes[j] < sizes[best]) and all(any(inside(x, y) for y in b.content) for x in (*anchor, *a.content)):
                best = j
        result.append((frame, replace(a, within=made[best][1].id) if best >= 0 else a))
    return result
