"""How a kept frame is read: its spans as the contract wants them, and kind, act, status and anonymity.

The conventions of spans: no outer quotation marks, no *that*, no comma before the closing mark, no full stop after an
indirect statement; a full stop inside the marks stays.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.attribution.grammar import Frame, Grammar, Range
from onrecord.model import Act, Anonymity, Attribution, AttributionKind, Span, Status, hull
from onrecord.text import Parse, inside, trim

_EDGE = frozenset((",", ";", ":", "-", "–", "—", "--", "...", "…"))
_MARKS = frozenset('"“”„«»')
_FIRST = frozenset(("i", "we", "my", "our", "us", "me", "mine", "ours"))


def content_spans(grammar: Grammar, frame: Frame) -> tuple[Span, ...]:
    """The content of a frame as spans of the report, cleaned at their ends; empty where nothing is left."""
    spans: list[Span] = []
    for a, b in frame.content:
        span = _clean(grammar, *_to_quote_end(grammar, a, b), first=not spans)
        if span is not None:
            spans.append(span)
    return tuple(spans)


def _to_quote_end(grammar: Grammar, a: int, b: int) -> Range:
    """A content that runs into a quotation holds it to its end, over sentences too."""
    quote_of = grammar.quote_of
    k = quote_of[b - 1] if 0 < b <= len(quote_of) else -1
    if k >= 0:
        s, e = grammar.quote_outer[k]
        # the whole of a quotation that begins in the content; one that begins before it only where they share the beginning
        if s >= a - 1 and e > b and s > a - 2:
            return a, e
        for r in grammar.inner_of.get(k, ()):
            if a <= r[0] < b < r[1]:
                return a, r[1]
    return a, b


def _clean(grammar: Grammar, a: int, b: int, *, first: bool) -> Span | None:
    p = grammar.p
    quote_of = grammar.quote_of
    if a < grammar.dateline[1] < b:
        a = grammar.dateline[1]
    if first and p.lower[a] in ("citing", "quoting"):
        # said, citing officials, that …: whom it cites is no part of what it says
        a = next((t for t in range(a + 2, min(a + 20, b)) if p.lower[t] == "that" and p.word[t - 1] == ","), a)
    while a < b:
        w = p.word[a]
        if w in _EDGE or p.pos[a] == "SPACE" or w in (".", "?", "!", ")", "]", "'") or (p.lower[a] == "that" and p.dep[a] in ("mark",) and first):
            a += 1
        elif w in ('"', "''", "``") or p.text[p.start[a]] in _MARKS:
            k = quote_of[a]
            if k >= 0 and p.start[a] == grammar.quotes[k].span.start and grammar.quote_outer[k][1] <= b:
                break
            a += 1
        else:
            break
    b = next((t for t in range(a + 2, b - 3) if p.word[t] == "," and p.lower[t + 1] == "as" and quote_of[t] < 0 and _another_says(grammar, t + 2, b)), b)
    # …, a claim that could not be verified: the outlet goes on
    b = next((t for t in range(a + 2, b - 2) if p.word[t] == "," and p.lower[t + 1] in ("a", "an") and p.lemma[t + 2] in _CALLED and quote_of[t] < 0), b)
    while b > a:
        t = b - 1
        w = p.word[t]
        if w in _EDGE or p.pos[t] == "SPACE" or w in ("(", "[") or p.pos[t] == "CCONJ" or (w == "." and quote_of[t] < 0):
            b -= 1
        elif p.end[t] - p.start[t] == 1 and p.text[p.start[t]] in _MARKS:
            k = quote_of[t]
            if k >= 0 and p.end[t] == grammar.quotes[k].span.end and grammar.quote_outer[k][0] >= a:
                break
            b -= 1
        else:
            break
    if a >= b:
        return None
    start, end = p.start[a], p.end[b - 1]
    k = quote_of[a]
    if k >= 0 and start == grammar.quotes[k].span.start and end == grammar.quotes[k].span.end:
        start, end = grammar.quotes[k].inner
    k = quote_of[a]
    if k >= 0 and k == quote_of[b - 1]:
        # the marks may be glued to a word by the tokeniser
        start, end = max(start, grammar.quotes[k].inner.start), min(end, grammar.quotes[k].inner.end)
    span = _with_bracket(p.text, trim(p.text, Span(start, end), " \t\u00a0,;"))
    return span if span.end > span.start and any(c.isalnum() for c in p.text[span.start : span.end]) else None


def _with_bracket(text: str, span: Span) -> Span:
    """The span with the bracket at its edge that belongs to an editor's insertion inside: the parser is not given those brackets, so no token ends there."""
    start, end = span
    inside = text[start:end]
    if text[start - 1 : start] == "[" and "]" in inside and "[" not in inside[: inside.find("]")]:
        start -= 1
    if text[end : end + 1] == "]" and "[" in inside and "]" not in inside[inside.rfind("[") :]:
        end += 1
    return Span(start, end)


def range_span(parse: Parse, r: Range | None) -> tuple[Span, ...]:
    """A token range as a tuple of one span, or of none."""
    if r is None or r[0] >= r[1]:
        return ()
    span = _with_bracket(parse.text, trim(parse.text, parse.span(*r), " \t\u00a0,;:\"“”'"))
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


def kind_of(grammar: Grammar, frame: Frame, content: tuple[Span, ...]) -> AttributionKind:
    """``direct`` if all of the content stands in quotation marks, ``mixed`` if part of it does.

    Inside a quotation only the marks within it count: what a quoted speaker relates is indirect at its own level.
    """
    p = grammar.p
    around = grammar.quote_of[frame.cue] if frame.cue >= 0 else -1
    total = inside = 0
    for s, e in content:
        for t in p.tokens(Span(s, e)):
            if p.pos[t] in ("PUNCT", "SPACE"):
                continue
            total += 1
            k = grammar.quote_of[t]
            inside += (k >= 0 and k != around) or (k >= 0 and k == around and any(x <= t < y for x, y in grammar.inner_of.get(k, ())))
    if total and inside == total:
        return AttributionKind.DIRECT
    return AttributionKind.MIXED if inside else AttributionKind.INDIRECT


_MODAL = frozenset(("would", "could", "might", "may", "should", "'d", "’d"))
_IF = frozenset(("if", "unless", "whether", "lest", "though"))
_AHEAD = frozenset(("v.want", "v.intend", "v.expect", "v.demand", "v.ask", "v.promise", "v.decide", "a.willing", "n.intend", "n.demand", "n.want", "n.promise", "n.decree"))
_SUPPOSE = frozenset(("imagine", "suppose", "picture", "pretend"))
_MOTIONS = frozenset(("motion", "bill", "amendment", "resolution", "measure", "legislation", "candidate", "candidacy", "application"))


def act_of(grammar: Grammar, frame: Frame) -> Act:
    """What the source does with the words: the act of the cue's class, turned by negation, object and complement."""
    act, name, p, i = frame.entry.act, frame.entry.name, grammar.p, frame.cue
    if i < 0:
        return act
    lemma, h = p.lemma[i], frame.head
    carrier = frame.cue_tokens[0] if frame.cue_tokens else i
    if carrier != i and p.pos[i] == "NOUN" and p.pos[carrier] == "VERB" and (e := grammar.verb_entry(carrier)[0]) is not None and e.act is Act.DENIES:
        return act if frame.negated else Act.DENIES  # denied allegations that …
    if _would_not_speak(grammar, frame):
        return Act.ASSERTS
    if act is Act.DENIES:
        if frame.negated:
            return Act.ASSERTS  # did not deny, would not rule out
        if frame.relation in ("object", "object+") and any(p.dep[c] == "dobj" and p.lemma[c] in _MOTIONS for c in grammar.children[i]):
            return Act.INTENDS  # a chamber that rejects a motion votes
        return act
    if not frame.entry.uttered:
        return act
    if name == "v.show" and lemma == "find" and frame.relation in ("object", "object+", "small") and frame.source_head >= 0 and p.lemma[frame.source_head] not in DOCUMENTS:
        return Act.BELIEVES  # divers found coral: they saw it
    if frame.relation in ("xcomp", "object+") and lemma in ("tell", "ask", "advise", "warn", "remind", "caution") and _infinitive(grammar, h):
        return Act.CALLS_FOR
    if name == "v.ask" and frame.relation == "prep" and any(p.lower[t] == "for" for t in frame.cue_tokens):
        return Act.CALLS_FOR
    if name == "v.warn" and lemma != "threaten" and not _own_future(grammar, frame):
        return Act.ASSERTS  # to warn of what others may bring is no threat
    if name in ("v.say", "v.add", "v.claim", "v.explain", "v.write") and h >= 0 and any(p.lower[c] in ("must", "should") and p.dep[c] == "aux" for c in grammar.children[h]):
        verb = [p.lower[c] for c in grammar.children[h]]
        if "have" not in verb and "i" not in verb:
            return Act.CALLS_FOR
    return act


def _infinitive(grammar: Grammar, h: int) -> bool:
    return h >= 0 and grammar.p.tag[h] == "VB" and any(grammar.p.lower[c] == "to" for c in grammar.children[h])


def _own_future(grammar: Grammar, frame: Frame) -> bool:
    """Whether the content says what the source itself will do."""
    p, h = grammar.p, frame.head
    if h < 0:
        return False
    kids = grammar.children[h]
    own = any(p.dep[c] == "nsubj" and (p.lower[c] in ("i", "we", "it", "they", "he", "she") or p.tag[grammar.left[c]] == "PRP$") for c in kids)
    return own and any(p.lower[c] in ("will", "would", "'ll", "shall") for c in kids)


def status_of(grammar: Grammar, frame: Frame) -> Status:
    """Whether the report says that it was said.

    ``disputed``: the cue of an utterance is negated, refused (*declined to say*) or itself the content of a denial (*denied
    having said*). ``hypothetical``: it hangs on a condition, a modal (*would say*) or on something still to come (*asked him
    to say*), is asked, or is a quotation inside a quotation that imputes words to nobody in particular.
    """
    p, i = grammar.p, frame.cue
    if frame.relation == "inner":
        return Status.HYPOTHETICAL
    if i < 0 or not frame.entry.uttered or frame.relation == "headline":
        return Status.REPORTED
    verb = i if p.pos[i] in ("VERB", "AUX") else next((t for t in frame.cue_tokens if p.pos[t] == "VERB"), -1)
    denies = frame.entry.act is Act.DENIES
    if (frame.negated and not denies) or (not denies and _taken_back(grammar, i)) or (verb >= 0 and _left_open(grammar, verb)) or _would_not_speak(grammar, frame):
        return Status.DISPUTED
    if verb < 0:
        return Status.REPORTED
    document = frame.source_head >= 0 and (grammar.cues.nouns.get(p.lemma[frame.source_head]) is not None or p.lemma[frame.source_head] in DOCUMENTS)
    speaks_for_itself = frame.source_head >= 0 and p.lower[frame.source_head] in ("i", "we")
    kids = grammar.children[verb]
    if not document and not speaks_for_itself and not (frame.negated and denies) and any(p.dep[c] == "aux" and p.lower[c] in _MODAL for c in kids):
        return Status.HYPOTHETICAL
    k, steps = verb, 0
    while steps < 4:
        if any(p.dep[c] == "mark" and p.lower[c] in _IF for c in grammar.children[k]) and p.dep[k] in ("advcl", "ccomp", "acl", "dep"):
            return Status.HYPOTHETICAL if p.dep[k] == "advcl" else Status.REPORTED
        if p.dep[k] not in ("conj", "xcomp"):
            break
        k, steps = p.head[k], steps + 1
    if any(p.lemma[a] in _SUPPOSE and grammar.child(a, "nsubj") < 0 for a in p.ancestors(verb)):
        return Status.HYPOTHETICAL
    h = p.head[verb]
    if h != verb and _infinitive(grammar, verb) and p.dep[verb] in ("xcomp", "ccomp", "acl", "advcl") and not any(p.lower[c] in ("have", "having") for c in kids):
        entry = grammar.verb_entry(h)[0] if p.pos[h] == "VERB" else grammar.cues.adjectives.get(p.lower[h]) if p.pos[h] == "ADJ" else grammar.cues.nouns.get(p.lemma[h])
        if entry is not None and entry.name in _AHEAD:
            return Status.HYPOTHETICAL
    first, last = p.sentences[p.sentence[verb]]
    if h == verb and grammar.quote_of[verb] < 0 and p.word[last - 1] == "?" and first <= verb and any(p.dep[c] == "aux" and c < frame.source_head for c in kids):
        return Status.HYPOTHETICAL
    return Status.REPORTED


DOCUMENTS = frozenset(
    [
        "resolution",
        "bill",
        "law",
        "act",
        "document",
        "treaty",
        "amendment",
        "measure",
        "legislation",
        "plan",
        "agreement",
        "text",
        "constitution",
        "charter",
        "budget",
        "order",
        "report",
        "study",
        "poll",
        "survey",
        "rule",
        "draft",
        "proposal",
    ]
)


def _taken_back(grammar: Grammar, i: int) -> bool:
    """Whether what a cue reports is refused or denied by what governs it: *declined to say*, *denied that he had said*, *without saying*."""
    p = grammar.p
    k = i
    for _ in range(4):
        h, d = p.head[k], p.dep[k]
        if h == k:
            return False
        if d == "pcomp" and (p.lower[h] == "without" or (p.lower[h] == "of" and h > 0 and p.lower[h - 1] == "short")):
            return True  # left without saying, stopped short of saying
        if d in ("xcomp", "ccomp", "dobj", "pcomp") and p.pos[h] == "VERB":
            entry, _ = grammar.verb_entry(h)
            if (entry is not None and entry.act is Act.DENIES and entry.uttered) or p.lemma[h] in grammar.cues.refusals:
                # "denied the claim that …" denies the claim, not that it was made
                noun = p.pos[i] == "NOUN"
                attributed = noun and any(p.dep[c] == "acl" and p.lemma[c] == "attribute" for c in grammar.children[i])
                return not grammar.negated(h) and (not noun or attributed)
            if d == "ccomp":
                return False
        elif d not in ("conj", "prep"):
            return False
        k = h
    return False


def _another_says(grammar: Grammar, a: int, b: int) -> bool:
    """*…, as state television claimed on Tuesday*: a subject, a verb of saying, and nothing that is said."""
    p = grammar.p
    verb = next((t for t in range(a + 1, min(a + 9, b)) if p.tag[t] in ("VBD", "VBZ", "VBP", "VBN")), -1)
    if verb < 0 or not any(p.pos[t] in ("NOUN", "PROPN", "PRON") for t in range(a, verb)):
        return False
    entry = grammar.verb_entry(verb)[0]
    return entry is not None and entry.uttered and not any(p.pos[t] in ("VERB", "AUX") and t != verb for t in range(a, b)) and grammar.child(verb, "dobj", "ccomp") < 0


_CALLED = frozenset(("claim", "allegation", "charge", "accusation", "assertion", "contention"))
"""What an outlet calls the words that it has just reported."""


def _would_not_speak(grammar: Grammar, frame: Frame) -> bool:
    """*Declined to comment*: nothing was said, and nothing denied."""
    p = grammar.p
    return frame.cue >= 0 and p.lemma[frame.cue] in ("decline", "refuse") and frame.relation == "xcomp" and frame.head >= 0 and p.lemma[frame.head] in _SPEAKING


_SPEAKING = frozenset(("comment", "say", "speak", "discuss", "elaborate", "answer", "respond", "talk", "disclose", "reveal", "name", "identify", "specify", "explain", "confirm"))


def _left_open(grammar: Grammar, verb: int) -> bool:
    """*Neither confirmed nor denied*, *refused to rule out*: said neither way."""
    p, h = grammar.p, grammar.p.head[verb]
    if p.dep[verb] == "conj" and any(p.lower[c] == "nor" for c in grammar.children[h]):
        return True
    entry = grammar.verb_entry(verb)[0]
    return p.dep[verb] == "xcomp" and p.lemma[h] in ("refuse", "decline") and entry is not None and entry.act is Act.DENIES and not grammar.negated(h)


def anonymity_of(grammar: Grammar, frame: Frame) -> Anonymity | None:
    """How the source is printed: a name, a role, or neither."""
    p = grammar.p
    h = frame.source_head
    if frame.source is None or h < 0:
        return None
    a, b = frame.source
    if p.pos[h] == "PRON":
        return Anonymity.UNNAMED if p.lower[h] in grammar.cues.vague else None
    if p.pos[h] == "PROPN" or any(p.ent[t] == "PERSON" for t in range(a, b)):
        return Anonymity.NAMED
    if p.lemma[h] in grammar.cues.vague or p.lower[h] in grammar.cues.vague:
        return Anonymity.UNNAMED
    return Anonymity.ROLE


def nest(made: list[tuple[Frame, Attribution]]) -> list[tuple[Frame, Attribution]]:
    """The same attributions, each that lies with its cue inside another's content tied to the smallest such one."""
    hulls = [hull(a.content) for _, a in made]
    sizes = [sum(e - s for s, e in a.content) for _, a in made]
    whole = [hull((*a.cue, *a.content)) for _, a in made]
    result = list(made)
    outer = sorted(range(len(made)), key=lambda k: hulls[k])
    at, around = 0, list[int]()
    for k in sorted(range(len(made)), key=lambda k: whole[k]):
        # a sweep over the text: only contents that began before this one and have not ended can hold it
        while at < len(outer) and hulls[outer[at]].start <= whole[k].start:
            around.append(outer[at])
            at += 1
        around = [j for j in around if hulls[j].end > whole[k].start]
        holders = [j for j in around if j != k and sizes[j] > sizes[k] and all(any(inside(x, y) for y in made[j][1].content) for x in (*made[k][1].cue, *made[k][1].content))]
        if holders:
            frame, attribution = made[k]
            result[k] = (frame, replace(attribution, within=made[min(holders, key=lambda j: (sizes[j], j))][1].id))
    return result
