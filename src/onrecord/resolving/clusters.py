"""The actors of one report while they are put together: clusters of mentions, each with the reason that tied it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model import Attribution, Document, EntityKind, Mention, Quotation, Resolution, Span
from onrecord.pipeline import Layers
from onrecord.resolving.words import Words
from onrecord.text import inside
from onrecord.turns import carry_over

_K = EntityKind
GROUPS = frozenset({_K.ORGANISATION, _K.STATE, _K.ARMED_GROUP, _K.BODY, _K.OUTLET})
"""Kinds of actors that are an *it*."""
_SEEN = 150  # mentions that a description looks back
_OVER = re.compile(r"(former|ex|late|then|outgoing)\b")
_OVER_BEFORE = re.compile(r"(the )?(former|ex-|late |then-)")


@dataclass(slots=True)
class Cluster:
    """One actor while it is being put together.

    Attributes:
        number: Its place in `Cast.clusters`.
        mentions: What names it, in the order in which it was tied, or of the text after a merge.
        why: The rule that tied a mention and the words that it read.
        kind: What it is; None until a mention tells.
        key: Its key in the gazetteer.
        gender: What names, titles and pronouns tell.
        plural: True for people or things that are several.
        names: Its names, each once.
        roles: Role nouns that it was given and that are not over.
        nouns: Head nouns of its descriptions.
        affiliation: Number of the body that it belongs to.
        confidence: The least sure of its ties.
    """

    number: int
    mentions: list[Mention] = field(default_factory=list)
    why: dict[Span, Resolution] = field(default_factory=dict)
    kind: EntityKind | None = None
    key: str | None = None
    gender: str | None = None
    plural: bool | None = None
    names: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    affiliation: int | None = None
    confidence: float = 1.0

    def clashes(self, gender: str | None) -> bool:
        """True where gender alone tells that somebody is another."""
        return bool(gender and self.gender and gender != self.gender)

    def agrees(self, m: Mention) -> bool:
        """True where gender, number and kind allow that a mention is this actor."""
        if self.clashes(m.gender):
            return False
        if self.kind is _K.PERSON and not self.plural:
            return m.kind in (_K.PERSON, None) and not m.plural
        if m.kind is _K.PERSON and not m.plural:
            return self.kind is None
        return self.kind is None or m.kind is None or self.kind == m.kind or (self.kind in GROUPS and m.kind in GROUPS)


class Cast:
    """The actors of one report, and what the sieves ask of the report.

    Attributes:
        document: The report.
        parse: Its sentences.
        words: The word lists.
        mentions: All mentions, in order of the text.
        clusters: The actors so far; one that was merged into another has no mentions.
        of: The actor of a mention, by its span.
        merged: What an actor was merged into, by number.
        by_key: The actor of a key of the gazetteer.
        by_head: The longest mention with a head token.
        position: A mention's place in `mentions`.
        starts: First code point of each mention.
        sentence_of: The number of a mention's sentence.
        source_spans: Spans that are the source of a statement.
        ours: *Our people*, *my children*, by speaker and words.
    """

    def __init__(self, document: Document, layers: Layers, words: Words, mentions: Sequence[Mention]) -> None:
        self.document, self.parse, self.words, self.mentions = document, layers.sentences, words, mentions
        self.clusters: list[Cluster] = []
        self.of: dict[Span, Cluster] = {}
        self.by_key: dict[str, Cluster] = {}
        self.merged: dict[int, int] = {}
        self.ours: dict[tuple[int, str], Cluster] = {}
        self.by_head: dict[int, Mention] = {}
        for m in mentions:
            have = self.by_head.get(m.head)
            if have is None or (m.span[1] - m.span[0]) > (have.span[1] - have.span[0]):
                self.by_head[m.head] = m
        self.position = {m.span: k for k, m in enumerate(mentions)}
        self.starts = [m.span[0] for m in mentions]
        self.sentence_of = {m.span: self.parse.sentence[m.head] for m in mentions}
        statements: tuple[Attribution, ...] = layers.statements
        self.source_spans = {s for a in statements for s in a.source}
        self._contents = sorted(((piece[0], a) for a in statements for piece in a.content), key=lambda c: c[0])
        self._content_starts = [c[0] for c in self._contents]
        self._carried = carry_over(statements)
        self._quotations = [q for q in layers.quotations if q.depth == 0 and len(self.parse.text[q.inner[0] : q.inner[1]].split()) > 2]
        self._quote_starts = [q.span[0] for q in self._quotations]

    # ------------------------------------------------------------------------------------------------------------ look-up

    def text(self, span: Span) -> str:
        """The report's own words under a span."""
        return self.document.text[span[0] : span[1]]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation of three words or more around an offset."""
        k = bisect_right(self._quote_starts, offset) - 1
        return self._quotations[k] if k >= 0 and offset < self._quotations[k].span[1] else None

    def in_headline(self, span: Span) -> bool:
        """True for a span of the headline."""
        return self.document.headline is not None and inside(span, self.document.headline)

    def statement_at(self, span: Span) -> Attribution | None:
        """The innermost statement whose words hold a span."""
        best: Attribution | None = None
        size = 1 << 60
        k = bisect_right(self._content_starts, span[0])
        for _, statement in self._contents[max(0, k - 40) : k]:
            for piece in statement.content:
                if inside(span, piece) and piece[1] - piece[0] < size:
                    best, size = statement, piece[1] - piece[0]
        return best

    def carried(self, statement: Attribution) -> Attribution | None:
        """The statement that one without a source carries on; itself where it has a source."""
        return statement if statement.source else self._carried.get(statement.id)

    def before(self, m: Mention) -> list[tuple[int, Cluster, Mention]]:
        """Actors seen before a mention, the latest first: how many sentences ago, which, and with which mention."""
        seen: dict[int, tuple[int, Cluster, Mention]] = {}
        here = self.sentence_of[m.span]
        for x in reversed(self.mentions[: self.position[m.span]][-_SEEN:]):
            cluster = self.of.get(x.span)
            if cluster is not None and cluster.number not in seen:
                seen[cluster.number] = here - self.sentence_of[x.span], cluster, x
        return list(seen.values())

    def top(self, number: int) -> str | int:
        """What stands above a body: its state's key in the gazetteer, else its own number."""
        key = self.clusters[number].key
        return key.split("/")[0].split(":")[0] if key else number

    def is_army(self, cluster: Cluster) -> bool:
        """True for the armed forces of a state."""
        return cluster.key is not None and (cluster.key in self.words.armies or cluster.key.endswith("/forces"))

    def role_words(self, role: str) -> set[str]:
        """The role nouns in a role: "Deputy Prime Minister" gives the phrase and its last words, longest known first."""
        words = role.lower().replace("-", " ").split()
        found = set()
        for k in range(len(words)):
            tail = " ".join(words[k:])
            if tail in self.words.group_of:
                found.add(tail)
                break
        if words:
            found.add(words[-1])
        return found

    def groups(self, roles: set[str]) -> set[str]:
        """The role classes of the longest role phrases."""
        groups: set[str] = set()
        for role in roles:
            if not any(role != other and other.endswith(" " + role) for other in roles):
                groups |= self.words.group_of.get(role, frozenset())
        return groups

    # --------------------------------------------------------------------------------------------------- putting together

    def new(self, mention: Mention) -> Cluster:
        """A new actor with its first mention."""
        cluster = Cluster(len(self.clusters))
        self.clusters.append(cluster)
        self.join(cluster, mention)
        return cluster

    def join(self, cluster: Cluster, mention: Mention, rule: str | None = None, evidence: tuple[Span, ...] = (), confidence: float = 1.0) -> None:
        """Tie a mention to an actor, unless it is tied already; each tie by a rule lowers the actor's confidence to that of the rule."""
        if mention.span in self.of:
            return
        cluster.mentions.append(mention)
        self.of[mention.span] = cluster
        if rule is not None:
            cluster.why[mention.span] = Resolution(mention=mention.span, evidence=evidence, rule=rule)
            cluster.confidence = min(cluster.confidence, max(confidence, 0.6))
        if mention.kind is not None and cluster.kind is None:
            cluster.kind = mention.kind
        if mention.key and not cluster.key:
            cluster.key = mention.key
            self.by_key.setdefault(mention.key, cluster)
        if mention.gender and not cluster.gender:
            cluster.gender = mention.gender
        if mention.plural is not None and mention.form != "pronoun" and cluster.plural is None:
            cluster.plural = mention.plural
        if mention.form == "name" and mention.name and mention.name not in cluster.names:
            cluster.names.append(mention.name)
        if mention.role and not _OVER.match(mention.role.lower()) and not self._was(mention):
            cluster.roles.update(self.role_words(mention.role))
        if mention.form == "description":
            cluster.nouns.add(self.parse.lemma[mention.head].lower())

    def _was(self, mention: Mention) -> bool:
        """True where the phrase says that the role is over: "former Ruritanian prime minister"."""
        return mention.form == "name" and _OVER_BEFORE.match(self.text(mention.span).lower()) is not None

    def merge(self, keep: Cluster, other: Cluster | None, mention: Mention | None = None) -> None:
        """Make two clusters one; the one with a gazetteer key gives kind and key."""
        if other is keep:
            return
        if other is None:
            if mention is not None:
                self.join(keep, mention)
            return
        if keep.key and other.key and keep.key != other.key:
            return
        if other.key and not keep.key:
            keep.key, keep.kind = other.key, other.kind
            self.by_key[other.key] = keep
        for m in other.mentions:
            self.of[m.span] = keep
        keep.mentions.extend(other.mentions)
        keep.mentions.sort(key=lambda m: m.span)
        keep.why |= other.why
        keep.names.extend(n for n in other.names if n not in keep.names)
        keep.roles |= other.roles
        keep.nouns |= other.nouns
        keep.gender = keep.gender or other.gender
        keep.kind = keep.kind or other.kind
        keep.affiliation = keep.affiliation if keep.affiliation is not None else other.affiliation
        keep.confidence = min(keep.confidence, other.confidence)
        other.mentions = []
        self.merged[other.number] = keep.number

    def follow_merges(self) -> None:
        """Who belongs to a body that was merged into another belongs to that one."""
        for c in self.clusters:
            while c.affiliation in self.merged:
                c.affiliation = self.merged[c.affiliation]
            if c.affiliation == c.number:
                c.affiliation = None
