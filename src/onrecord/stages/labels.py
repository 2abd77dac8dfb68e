"""labels: evaluative and contested names, and whose words they are.

A word of the lexicon is a label where it names or judges an actor, an action or a territory. Who owns it is mechanical: a
speaker owns only what stands in quotation marks inside an attribution; unquoted words inside indirect speech are the
outlet's, as a reader cannot tell whose they were (such a label has confidence at most .6). Words in quotation marks that
nobody is said to have uttered (scare quotes) are labels of the outlet, which keeps its distance with them.

Words that are ordinary elsewhere (*animal*, *crime*, *controversial*) count only where they are tied to an actor. The software
ranks nobody: there is no score of bias, only who used which word for whom.

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

_SCARE_WORDS = 5
"""A scare quote is short; a longer quotation without a source is a statement that was missed, and no label."""

_SIDES = 3
"""Strong labels from which on a report's quotations are searched for weak ones too."""


def _tables(resources: Resources) -> dict[str, Any]:
    raw = resources.lexicon("labels")
    raw = {**raw, "adjectives": [*raw["doubting"], *raw["adjectives"]]}
    before, after = "|".join(raw["affixes"]["before"]), "|".join(raw["affixes"]["after"])
    # the parser cuts words at hyphens, so what has one is found as a phrase
    hyphened = [w for name in ("actors", "actions", "adjectives") for w in raw[name] if "-" in str(w)]
    phrases = sorted((str(p) for p in [*raw["phrases"], *hyphened]), key=len, reverse=True)
    lists = (
        "actors",
        "weak_actors",
        "actions",
        "weak_actions",
        "verbs",
        "adjectives",
        "weak_adjectives",
        "loaded_nouns",
        "adverbs",
        "not_scare",
        "named_by_mention",
        "owned",
        "legal",
    )
    return {
        **{name: frozenset(map(str, raw[name])) for name in lists},
        "evaluative": frozenset(str(w) for name in ("actors", "weak_actors", "actions", "weak_actions", "verbs", "adjectives", "weak_adjectives") for w in raw[name]),
        "deeds": frozenset(resources.lexicon("events")["nouns"]),
        "unless": {noun: frozenset(words) for noun, words in raw["unless"].items()},
        "affix": re.compile(rf"\b(?:(?:{before})[-‑–]['‘’]?[A-Z][\w’'‘ ]*?[\w’'](?=[\s,.;:])|[A-Z][\w.]*[-‑–](?:{after}))\b"),
        "phrase": re.compile(r"\b(?:" + "|".join(re.escape(p) for p in phrases) + r")\b", re.I),
    }


def _tied(parse: Parse, i: int, at_head: dict[int, str], names: set[int]) -> str | None:
    """The actor that a noun names, judges or belongs to: its own mention, subject, apposition, possessor or *of* phrase."""
    if i in at_head and i not in names:
        return at_head[i]
    head, dep = parse.head[i], parse.dep[i]
    if dep in ("attr", "oprd", "appos", "acomp") or (dep == "pobj" and parse.lower[head] == "as"):
        subjects = [head] if dep == "appos" else [c for c in parse.children[head] if parse.dep[c] in ("nsubj", "nsubjpass", "dobj")]
        if dep in ("oprd", "acomp") and any(parse.dep[c] == "dobj" for c in subjects):
            subjects = [c for c in subjects if parse.dep[c] == "dobj"]  # he called the launch deplorable: the launch is, not he
        for c in subjects:
            if c in at_head:
                return at_head[c]
    for c in parse.children[i]:
        if parse.dep[c] in ("poss", "amod", "compound", "nmod", "appos") and (c in at_head or parse.ent[c] in ("NORP", "GPE")):
            return at_head.get(c, "")
        if parse.dep[c] == "prep" and parse.lower[c] in ("of", "by", "from"):
            for g in parse.children[c]:
                if g in at_head:
                    return at_head[g]
    return None


def _with_head(parse: Parse, i: int) -> Span:
    """A modifier with the noun that follows it (*resistance forces*), or the word alone."""
    head = parse.head[i]
    return parse.span(i, head + 1) if head == i + 1 and parse.pos[head] in ("NOUN", "PROPN") else parse.span(i, i + 1)


def _token_hits(parse: Parse, t: dict[str, Any], at_head: dict[int, str], names: set[int], places: set[int], titled: range) -> Iterator[tuple[Span, float]]:
    for i in range(len(parse)):
        pos, lemma, dep = parse.pos[i], parse.lemma[i], parse.dep[i]
        modifier = dep in ("compound", "nmod", "amod")
        if pos in ("NOUN", "PROPN"):
            if pos == "PROPN" and i in titled and i not in names:
                lemma = parse.lower[i]  # in a headline in title case every noun looks like a name
            if pos == "PROPN" and ((lemma not in t["actors"] and (i not in titled or lemma not in t["actions"])) or i in names):
                continue
            if lemma in t["unless"] and {parse.lemma[c] for c in parse.children[i] if c < i} & t["unless"][lemma]:
                continue
            if lemma in t["actors"]:
                yield (_with_head(parse, i) if modifier else parse.span(i, i + 1)), 0.75
            elif lemma in t["actions"]:
                if not (modifier and (parse.ent[i] or parse.lemma[parse.head[i]] in t["legal"])):
                    yield parse.span(i, i + 1), 0.65
            elif not modifier and lemma in t["weak_actors"]:
                # an animal is a label only of somebody: as predicate or apposition, or where it is a mention of an actor
                if (dep in ("attr", "oprd", "appos") and _tied(parse, i, {k: v for k, v in at_head.items() if k != i}, names) is not None) or (
                    lemma in t["owned"] and any(parse.dep[c] in ("poss", "amod", "compound") and parse.ent[c] in ("NORP", "GPE", "ORG") for c in parse.children[i])
                ):
                    yield parse.span(i, i + 1), 0.6
                elif (
                    i in at_head
                    and i not in names
                    and parse.ent[i] == ""
                    and lemma in t["named_by_mention"]
                    and not any(parse.dep[c] == "compound" or parse.lower[c] in ("to", "of") for c in parse.children[i])
                ):
                    yield parse.span(i, i + 1), 0.5
            elif not modifier and lemma in t["weak_actions"] and _tied(parse, i, at_head, names) is not None:
                yield parse.span(i, i + 1), 0.5
            elif modifier and lemma in t["weak_adjectives"] and parse.lemma[parse.head[i]] in t["loaded_nouns"]:
                yield _with_head(parse, i), 0.6
        elif pos == "ADJ" or (dep == "amod" and pos == "VERB"):
            if lemma in t["adjectives"] or parse.lower[i] in t["adjectives"]:
                yield _with_head(parse, i) if modifier and parse.head[i] in names else parse.span(i, i + 1), 0.6
            elif lemma in t["weak_adjectives"] or parse.lower[i] in t["weak_adjectives"]:
                head = parse.head[i]
                if modifier and head > i:
                    if parse.lemma[head] in t["loaded_nouns"] or (parse.lower[i] in ("occupied", "occupying") and (head in places or head in names)):
                        yield _with_head(parse, i), 0.6
                    elif head in at_head and parse.pos[head] == "PROPN":
                        yield parse.span(i, i + 1), 0.5
                elif dep in ("acomp", "oprd", "attr") and any(c in at_head for c in parse.children[head] if parse.dep[c] in ("nsubj", "nsubjpass", "dobj")):
                    yield parse.span(i, i + 1), 0.5
            elif lemma in t["verbs"]:
                yield parse.span(i, i + 1), 0.5
        elif pos == "VERB" and (
            lemma in t["verbs"]
            or (lemma in ("occupy", "besiege") and any(parse.dep[c] in ("dobj", "nsubjpass") and any(k in places for k in parse.subtree(c)) for c in parse.children[i]))
        ):
            yield parse.span(i, i + 1), 0.45
        elif pos == "ADV" and parse.lower[i] in t["adverbs"]:
            yield parse.span(i, i + 1), 0.55


def _judges(parse: Parse, tokens: range, t: dict[str, Any], at_head: dict[int, str]) -> bool:
    """True if a short quotation names or judges an actor or a deed; a new or technical term (*the 'supersampling mode'*) does neither."""
    if any(parse.lemma[k] in t["evaluative"] for k in tokens):
        return True
    head = next(parse.heads(tokens), tokens[-1])
    if _tied(parse, head, {k: v for k, v in at_head.items() if k not in tokens}, set()) is not None:
        return True
    above = parse.head[head]
    return parse.dep[head] in ("amod", "compound", "nmod", "poss") and (above in at_head or parse.lemma[above] in t["evaluative"] | t["loaded_nouns"] | t["deeds"])


def _scare_quotes(
    parse: Parse, t: dict[str, Any], quotations: tuple[Quotation, ...], attributions: tuple[Attribution, ...], at_head: dict[int, str]
) -> Iterator[tuple[Span, float]]:
    spoken = [s for a in attributions for s in a.content]
    for quotation in quotations:
        tokens = parse.tokens(quotation.inner)
        if not (quotation.closed and 0 < len(tokens) <= _SCARE_WORDS) or quotation.inner.end <= quotation.inner.start:
            continue
        around = any(inside(quotation.inner, s) or overlap(quotation.inner, s) * 2 > quotation.inner.end - quotation.inner.start for s in spoken)
        if not around and _distances(parse, tokens, quotation, t) and _judges(parse, tokens, t, at_head):
            yield trim(parse.text, quotation.inner, " \n\t.,"), 0.55


def _distances(parse: Parse, tokens: range, quotation: Quotation, t: dict[str, Any]) -> bool:
    """True for a short quotation that keeps a word at a distance; false for titles, names, buttons, markup and whole sentences."""
    first = tokens[0]
    if quotation.span.start and parse.text[quotation.span.start - 1] in "=/<[":
        return False
    words = [k for k in tokens if parse.word[k][:1].isalpha()]
    if parse.text[quotation.inner.start] in "'\"" or any(parse.tag[k] in ("VBD", "VBZ", "MD", "CD") for k in tokens):
        return False
    if not words or any(parse.lower[k] in ("i", "we", "you", "my", "our", "!", "?", "i'm") or "." in parse.word[k][:-1] for k in tokens):
        return False
    if all(parse.word[k][:1].isupper() for k in words) or (parse.word[first][:1].isupper() and len(words) > 1):
        return False  # a title or a sentence
    if not any(parse.pos[k] in ("NOUN", "ADJ", "VERB", "ADV") and parse.word[k].islower() for k in words):
        return False
    before = [parse.lemma[k] for k in range(max(parse.sentences[parse.sentence[first]][0], first - 4), first)]
    after = [parse.lemma[k] for k in range(tokens[-1] + 1, min(len(parse), tokens[-1] + 3))]
    return not (set(before) | set(after[1:])) & t["not_scare"]


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
    at_head: dict[int, str] = {}
    covered: dict[int, str] = {}
    names: set[int] = set()
    heads = {m.span: (m.head, m.form) for m in layers.mentions}
    for entity in layers.entities:
        for span in entity.mentions:
            tokens = parse.tokens(span)
            head, form = heads.get(span, (tokens[-1] if tokens else None, "name"))
            if head is not None:
                at_head.setdefault(head, entity.id)
            if form == "name":
                names.update(tokens)
            for k in tokens:
                covered[k] = entity.id
    described = {e.id for e in layers.entities if not any(heads.get(span, (None, "name"))[1] == "name" for span in e.mentions)}
    names |= {k for k in range(len(parse)) if parse.ent[k] in ("ORG", "PERSON", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC") and parse.word[k][:1].isupper()}
    places = {k for k in range(len(parse)) if parse.ent[k] in ("GPE", "LOC")}
    hits = [
        *_token_hits(parse, tables, at_head, names, places, parse.tokens(document.headline) if document.headline else range(0)),
        *_scare_quotes(parse, tables, quotations, attributions, at_head),
    ]
    # a report that takes sides with three strong words or more uses the weak ones so too, above all in what it quotes
    if sum(confidence >= 0.6 for _, confidence in hits) >= _SIDES:
        weak = tables["weak_actors"] | tables["weak_actions"] | tables["weak_adjectives"]
        quoted = {k for q in quotations for k in parse.tokens(q.inner)}
        hits += [
            (parse.span(k, k + 1), 0.4) for k in sorted(quoted) if parse.lemma[k] in weak and k not in names and parse.pos[k] in ("NOUN", "ADJ") and parse.dep[k] != "compound"
        ]
    hits += [(Span(*m.span()), 0.7) for m in tables["phrase"].finditer(document.text)]
    hits += [(trim(document.text, Span(*m.span())), 0.6) for m in tables["affix"].finditer(document.text)]
    cues = [s for a in attributions for s in a.cue]
    owners = _Owners(attributions, quotations)
    taken: list[Span] = []
    chosen: list[tuple[Span, float]] = []
    for span, confidence in sorted(hits, key=lambda h: (h[0].start - h[0].end, h[0].start)):
        if span.end <= span.start or any(overlap(span, x) for x in taken) or any(overlap(span, c) for c in cues):
            continue
        if document.byline and overlap(span, document.byline):
            continue
        taken.append(span)
        chosen.append((span, confidence))
    ids = Ids(document.id, "labels")
    for span, confidence in sorted(chosen):
        owner, certain = owners.of(span)
        named = _named(parse, span, at_head, covered, described)
        yield Label(id=ids(span), span=span, entity=named, applied_by=owner, confidence=confidence if certain else min(confidence, 0.6), stage=STAGE.name)


def _named(parse: Parse, span: Span, at_head: dict[int, str], covered: dict[int, str], described: set[str]) -> str | None:
    """The actor whom a label names: the mention that it stands in or modifies, or whose predicate it is.

    Of a mention that only describes (`described`: entities without a name) it is the named actor tied to it, where there is one.
    """
    tokens = parse.tokens(span)
    if not tokens:
        return None
    head = next(parse.heads(tokens), tokens[-1])
    if head in at_head:
        own = at_head[head]
        if own not in described:
            return own
        # Taliban insurgents, the terrorists of Daesh: the label is a name for the Taliban, for Daesh
        return _tied(parse, head, {k: v for k, v in at_head.items() if v != own}, set()) or own
    if parse.dep[head] in ("amod", "compound", "nmod") and parse.head[head] in at_head:
        return at_head[parse.head[head]]
    if parse.pos[head] in ("NOUN", "PROPN", "ADJ"):
        subject = _tied(parse, head, {k: v for k, v in at_head.items() if k not in tokens}, set())
        if subject:
            return subject
    return next((covered[k] for k in reversed(tokens) if k in covered), None)


STAGE = Stage(layer="labels", version="3", reads=("sentences", "quotations", "mentions", "entities", "attributions"), resources=("lexicon:labels", "lexicon:events"), find=find)
