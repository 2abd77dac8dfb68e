"""entities: the actors of a report: mentions that are one, with the reason.

Sieves, the surest first, after Lee et al. 2013 ("Deterministic coreference resolution based on entity-centric, precision-ranked
rules"), cut to what news needs: names and abbreviations, surnames, appositions, descriptions by role and affiliation, then
pronouns by gender, number, place in the sentence and distance, with an eye on who is speaking. Two candidates that are
equally good stay two: the mention is left out rather than guessed.

Known to miss: pronouns that stand for a whole sentence, "both", split antecedents ("they" for two people named apart).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from onrecord.model import Attribution, Document, Entity, EntityKind, Ids, Mention, Problem, Quotation, Resolution, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import NOBODY, inside, overlap
from onrecord.turns import carry_over

_K = EntityKind
_GROUPS = {_K.ORGANISATION, _K.STATE, _K.ARMED_GROUP, _K.BODY, _K.OUTLET}


@dataclass(slots=True)
class Cluster:
    """One actor while it is being put together."""

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


@dataclass(frozen=True, slots=True)
class Words:
    """What the entities stage needs of the lexicons."""

    group_of: dict[str, frozenset[str]]
    unique: frozenset[str]
    documents: frozenset[str]
    family_first: frozenset[str]
    given: dict[str, str]
    gender: dict[str, str]
    acting: frozenset[str]
    deeds: frozenset[str]
    forces: dict[str, tuple[str, str]]


def build_words(resources: Resources) -> Words:
    """Role classes and lists from the lexicons `roles` and `names`."""
    roles = resources.lexicon("roles")
    groups: dict[str, set[str]] = {}
    for group, nouns in roles["roles"].items():
        for noun in nouns:
            groups.setdefault(noun, set()).add(group.lstrip("+"))
    names = resources.lexicon("names")
    given = {n.lower(): g for g in ("male", "female") for n in names[g]}
    gender = {noun: g for g, nouns in roles["gender"].items() for noun in nouns}
    return Words(
        {n: frozenset(g) for n, g in groups.items()},
        frozenset(g[1:] for g in roles["roles"] if g.startswith("+")),
        frozenset(roles["documents"]),
        frozenset(n.lower() for n in names["family_first"]),
        given,
        gender,
        frozenset(roles["acting"]),
        _deeds(resources.lexicon("events")),
        {raw["of"]: (str(key), raw["name"]) for key, raw in resources.lexicon("actors")["bodies"].items() if raw.get("forces")},
    )


_WAYS = {
    "fly",
    "move",
    "go",
    "come",
    "travel",
    "arrive",
    "return",
    "leave",
    "flee",
    "head",
    "drive",
    "walk",
    "march",
    "cross",
    "enter",
    "take",
    "make",
    "get",
    "put",
    "bring",
    "carry",
    "run",
    "sail",
}
"""Verbs of the lexicon with which a state is mostly where somebody goes."""
_UNAIMED = {"DEATH", "DISASTER", "ELECT", "POLL", "VOTE", "PROTEST", "OTHER"}


def _deeds(events: dict[str, dict[str, Any]]) -> frozenset[str]:
    """Verbs and nouns of the events lexicon that are done to somebody."""
    found: set[str] = set()
    for part in ("verbs", "nouns"):
        for lemma, frames in events[part].items():
            types = {f if isinstance(f, str) else f.get("type") for f in (frames if isinstance(frames, list) else [frames])}
            if types - _UNAIMED - {None}:
                found.add(lemma)
    return frozenset(found - _WAYS)


_FAMILY_FIRST = re.compile(r"\w+ [^\W\d_a-z]\w*-[a-z]+$")
_GENERATION = re.compile(r",? (?:(?P<two>jr|junior|ii)|(?P<one>sr|senior|i)|(?P<three>iii))\.?$", re.IGNORECASE)
_PARTICLES = {"al", "el", "bin", "ibn", "de", "del", "van", "von", "der", "la", "le", "di", "da", "ul", "ad"}
_SPLIT = re.compile(r"[^\w']+")


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name that count in comparison: lower case, without particles and initials.

    >>> name_words("Mohammed Shia al-Sudani"), name_words("John F. Doe Jr.")
    (('mohammed', 'shia', 'sudani'), ('john', 'doe'))
    """
    words = [w.strip("'’").lower() for w in _SPLIT.split(name.replace("’", "'"))]
    kept = [w for w in words if len(w) > 1 and w not in _PARTICLES and w not in ("jr", "sr", "iii", "ii")]
    return tuple(kept or [w for w in words if w])


def generation(name: str) -> str | None:
    """Which bearer of a name somebody is, where the name says so.

    >>> generation("Otto Vance Jr."), generation("Otto Vance III"), generation("Otto Vance")
    ('two', 'three', None)
    """
    found = _GENERATION.search(name)
    return found.lastgroup if found else None


# What a definite collective noun may stand for, by the kind of its antecedent.
_STANDS_FOR: dict[str, frozenset[EntityKind]] = {
    **dict.fromkeys(("group", "movement", "organisation", "organization", "faction"), frozenset({_K.ARMED_GROUP, _K.ORGANISATION})),
    **dict.fromkeys(
        (
            "party",
            "coalition",
            "alliance",
            "bloc",
            "union",
            "charity",
            "ngo",
            "company",
            "firm",
            "corporation",
            "bank",
            "institute",
            "institution",
            "university",
            "association",
            "federation",
        ),
        frozenset({_K.ORGANISATION}),
    ),
    **dict.fromkeys(("militia", "rebels", "militants", "insurgents", "gunmen"), frozenset({_K.ARMED_GROUP})),
    **dict.fromkeys(("newspaper", "paper", "daily", "weekly", "magazine", "broadcaster", "channel", "station", "website", "site", "outlet", "tabloid"), frozenset({_K.OUTLET})),
    **dict.fromkeys(("agency",), frozenset({_K.OUTLET, _K.BODY})),
    **dict.fromkeys(
        (
            "body",
            "council",
            "committee",
            "commission",
            "court",
            "parliament",
            "assembly",
            "senate",
            "house",
            "tribunal",
            "board",
            "panel",
            "chamber",
            "department",
            "bureau",
            "watchdog",
            "authority",
            "office",
        ),
        frozenset({_K.BODY, _K.ORGANISATION}),
    ),
    **dict.fromkeys(("country", "nation", "state", "kingdom"), frozenset({_K.STATE})),
    **dict.fromkeys(("army", "military", "forces", "troops", "soldiers", "force"), frozenset({_K.BODY})),
}
_SOLDIERS = {"troops", "soldiers", "forces", "servicemen", "military", "army"}
_MEN = _SOLDIERS | {"fighters", "militants", "gunmen", "rebels", "guerrillas", "combatants"}
_ARMS = _SOLDIERS | {"force", "guard", "corps", "guards", "navy", "brigades", "battalion"}
_SORTS = {"armed", "extremist", "guerrilla", "insurgent", "islamist", "jihadist", "militant", "paramilitary", "rebel", "separatist", "terror", "terrorist"}
"""Words that tell the sort of an armed group, not which: *the militant group* is the group that was named last."""
_DEFINITE = ("the ", "this ", "that ", "these ", "those ")
_PROPER_OF = {
    "council",
    "committee",
    "commission",
    "court",
    "parliament",
    "assembly",
    "senate",
    "house",
    "tribunal",
    "board",
    "panel",
    "chamber",
    "department",
    "bureau",
    "ministry",
    "bank",
    "university",
    "institute",
    "party",
    "union",
    "army",
    "agency",
    "office",
    "authority",
    "coalition",
    "alliance",
    "federation",
    "association",
    "company",
}
_LOCATIVE = {"in", "across", "inside", "into", "from", "at", "near", "throughout", "within", "outside", "around", "to", "on", "over", "through", "toward", "towards"}
_AIMED = {"to", "into", "from", "at", "on", "over", "toward", "towards"}
"""Of these the prepositions that may name whom a deed is aimed at; `_is_acted_on` asks the word above."""
_GIVEN_IN = {"refuge", "asylum", "shelter", "sanctuary"}
"""What a state gives to those in it: who seeks it there asks it of the state."""
_SUBJECT = {
    "nsubj": 4.0,
    "nsubjpass": 3.6,
    "agent": 2.0,
    "dobj": 2.0,
    "dative": 2.0,
    "iobj": 2.0,
    "pobj": 1.4,
    "poss": 1.2,
    "appos": 2.0,
    "conj": 1.8,
    "attr": 1.5,
    "compound": 0.3,
    "amod": 0.0,
    "nmod": 0.3,
}
_NO_REASON = Resolution(mention=Span(0, 0), rule="")
_NUMBERED = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|several|some|many|few|no)\b", re.IGNORECASE)
_APART = re.compile(r"^\w+ (?:last|first|only|next|second|third|other|latter|former two|same|two|three|four|five|entire|whole|vast majority|\d[\d,.]*) ")
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,20})\), $")
_AFTER_NAME = re.compile(r"(?:\s*\([^()]{1,20}\))?,?[ \u00a0](?=\S)")
_BACK = 6  # sentences that a pronoun looks back; a report's paragraph or two

_SENT = frozenset(
    [
        "aid",
        "approval",
        "assistance",
        "backing",
        "call",
        "condemnation",
        "contingent",
        "contribution",
        "criticism",
        "delegate",
        "delegation",
        "demand",
        "diplomat",
        "envoy",
        "force",
        "funding",
        "guarantee",
        "help",
        "invitation",
        "mediation",
        "mediator",
        "observer",
        "offer",
        "official",
        "opposition",
        "permission",
        "pilot",
        "pledge",
        "pressure",
        "protest",
        "recognition",
        "request",
        "soldier",
        "support",
        "threat",
        "troop",
        "warning",
    ]
)
"""What a state sends: with *from*, the state has done something and is not only where it comes from."""


_DOUBT = re.compile(r"^(?:so[- ]called|self-styled|self-proclaimed|purported|ostensible)\s+", re.IGNORECASE)
"""Words that an outlet puts before a name to doubt it; they are labels, and no part of the name."""


class _Resolver:
    """The entities of one report."""

    def __init__(self, document: Document, layers: Layers) -> None:
        self.document, self.parse = document, layers.sentences
        self.words: Words = layers.resources.derived("entities", build_words)
        self.armies: dict[str, str] = dict(self.words.forces.values())
        self.identifier = layers.resources.identifier
        self.statements: tuple[Attribution, ...] = layers.statements
        self.quotations = [q for q in layers.quotations if q.depth == 0 and len(self.parse.text[q.inner[0] : q.inner[1]].split()) > 2]
        self.quote_starts = [q.span[0] for q in self.quotations]
        hidden = [s for s in (document.byline, document.place_line_span) if s is not None]
        self.mentions: list[Mention] = [m for m in layers.mentions if not any(overlap(m.span, s) for s in hidden)]
        self._add_sources(hidden)
        self.clusters: list[Cluster] = []
        self.of: dict[Span, Cluster] = {}
        self.by_key: dict[str, Cluster] = {}
        self.last_seen: dict[int, Mention] = {}
        self.ours: dict[tuple[int, str], Cluster] = {}
        self.by_head: dict[int, Mention] = {}
        for m in self.mentions:
            have = self.by_head.get(m.head)
            if have is None or (m.span[1] - m.span[0]) > (have.span[1] - have.span[0]):
                self.by_head[m.head] = m
        self.sentence_of = {m.span: self.parse.sentence[m.head] for m in self.mentions}
        self.source_spans = {s for a in self.statements for s in a.source}

    # ------------------------------------------------------------------------------------------------------- reading

    def _add_sources(self, hidden: list[Span]) -> None:
        """Sources of statements that no mention covers are actors too: "the journalist", "a joint resolution"."""
        parse = self.parse
        spans = sorted(m.span for m in self.mentions)
        starts = [s[0] for s in spans]
        heads = {m.head for m in self.mentions}
        more: list[Mention] = []
        for statement in self.statements:
            for source in statement.source:
                if not source[1] > source[0] or any(inside(source, s) for s in hidden):
                    continue
                tokens = parse.tokens(source)
                if not len(tokens) or parse.lower[tokens[0]] in NOBODY:
                    continue
                head = next((t for t in tokens if parse.head[t] not in tokens or parse.head[t] == t), tokens[0])
                if parse.pos[head] not in ("NOUN", "PROPN", "NUM", "ADJ"):
                    head = next((t for t in tokens if parse.pos[t] in ("NOUN", "PROPN")), head)
                if any(overlap(parse.span(head, head + 1), s) for s in hidden):
                    continue
                if parse.pos[head] in ("PRON", "DET") or head in heads or (statement.confidence < 0.6 and not self._text_speaks(head)):
                    continue
                k = bisect_right(starts, source[1])
                if any(overlap(spans[j], source) for j in range(max(0, k - 12), k)) and not self._text_speaks(head):
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
        nouns = {parse.lemma[m.head].lower() for m in more if self._text_speaks(m.head)}
        if nouns:
            have = {m.head for m in more} | heads
            nouns |= {"document", "text"}
            for i, lemma in enumerate(parse.lemma):
                if lemma.lower() in nouns and i not in have and parse.pos[i] in ("NOUN", "PROPN") and parse.dep[i] not in ("compound", "nmod"):
                    left = next((c for c in parse.children[i] if parse.dep[c] in ("det", "poss", "amod", "nmod")), i)
                    more.append(Mention(span=parse.span(min(left, parse.edges(left)[0], i), i + 1), head=i, form="description", plural=parse.tag[i] == "NNS"))
        if more:
            self.mentions = sorted([*self.mentions, *more], key=lambda m: (m.span[0], -m.span[1]))

    def _text_speaks(self, head: int) -> bool:
        """True for a text that speaks for itself ("its resolution"), not for a body's ("a poll from the institute")."""
        parse = self.parse
        if parse.lemma[head].lower() not in self.words.documents and parse.lower[head] not in self.words.documents:
            return False
        return not any(parse.dep[c] == "prep" and parse.lower[c] in ("from", "by", "on", "in", "with") for c in parse.children[head])

    def text(self, span: Span) -> str:
        return self.document.text[span[0] : span[1]]

    def quotation_at(self, offset: int) -> Quotation | None:
        k = bisect_right(self.quote_starts, offset) - 1
        return self.quotations[k] if k >= 0 and offset < self.quotations[k].span[1] else None

    # ------------------------------------------------------------------------------------------------------ clusters

    def _new(self, mention: Mention) -> Cluster:
        cluster = Cluster(len(self.clusters))
        self.clusters.append(cluster)
        self._join(cluster, mention)
        return cluster

    def _join(self, cluster: Cluster, mention: Mention, rule: str | None = None, evidence: tuple[Span, ...] = (), confidence: float = 1.0) -> None:
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
        if mention.role and not re.match(r"(former|ex|late|then|outgoing)\b", mention.role.lower()) and not self._was(mention):
            cluster.roles.update(self._role_words(mention.role))
        if mention.form == "description":
            cluster.nouns.add(self.parse.lemma[mention.head].lower())

    def _was(self, mention: Mention) -> bool:
        """True where the phrase says that the role is over: "former Ruritanian prime minister"."""
        return mention.form == "name" and bool(re.match(r"(the )?(former|ex-|late |then-)", self.text(mention.span).lower()))

    def _role_words(self, role: str) -> set[str]:
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

    def _groups(self, roles: set[str]) -> set[str]:
        """The role classes of the longest role phrases."""
        groups: set[str] = set()
        for role in roles:
            if not any(role != other and other.endswith(" " + role) for other in roles):
                groups |= self.words.group_of.get(role, frozenset())
        return groups

    # --------------------------------------------------------------------------------------------------------- names

    def _names(self) -> None:
        persons: list[Cluster] = []
        bearers: dict[str, list[Cluster]] = {}
        exact: dict[str, Cluster] = {}
        later: list[Mention] = []
        for m in self.mentions:
            if m.form == "pronoun":
                continue
            if m.key and m.form == "description" and self._beside(m) is not None:
                continue  # "the state news agency KCNA": the name tells which
            if m.key:
                cluster = self.by_key.get(m.key)
                if cluster is None:
                    self._new(m)
                else:
                    self._join(cluster, m, *(("same-body", (cluster.mentions[0].span,), 0.9) if m.form == "description" else ()))
                continue
            if m.form != "name" or m.name is None:
                continue
            if m.kind is _K.PERSON:
                words = name_words(m.name)
                if len(words) == 1:
                    later.append(m)
                    continue
                found = [
                    c
                    for c in bearers.get(words[-1], ())
                    if any(self._same_person(words, name_words(n)) for n in c.names) and not self._clash(c, m) and self._generations(c) == {generation(m.name)}
                ]
                if len(found) == 1:
                    cluster = found[0]
                    self._join(cluster, m)
                else:
                    cluster = self._new(m)
                    persons.append(cluster)
                for word in set(words):
                    if cluster not in bearers.setdefault(word, []):
                        bearers[word].append(cluster)
                continue
            words = name_words(m.name)
            if len(words) == 1 and m.kind not in (_K.OUTLET, _K.POPULATION):
                later.append(m)  # the parser takes half of the surnames that it does not know for organisations
                continue
            norm = " ".join(words)
            if norm in exact:
                self._join(exact[norm], m)
            else:
                exact[norm] = self._new(m)
        for cluster in persons:
            words_of = {" ".join(name_words(n)) for n in cluster.names}
            for norm in sorted(words_of & exact.keys()):
                self._merge(cluster, exact.pop(norm))  # the parser took one of its mentions for an organisation
        self._brackets(exact)
        singles: dict[str, Cluster] = {}
        pairs: dict[str, list[Cluster]] = {}
        for norm, cluster in exact.items():
            if norm.count(" ") == 1:
                pairs.setdefault(norm.split()[-1], []).append(cluster)
        for m in later:
            word = name_words(m.name or "")[0]
            found = [c for c in bearers.get(word, ()) if any(self._surname(word, n) for n in c.names) and not self._clash(c, m)]
            told = generation(m.name or "")
            same = [c for c in found if told in self._generations(c)]
            found = same if same or told else found  # "Vance Jr." is no other Vance; of father and son the bare name is the father
            if len(found) > 1:
                found = [c for c in found if any(name_words(n)[-1] == word or _FAMILY_FIRST.match(n) for n in c.names)] or found  # not "the Ann Lee Papers"
            word += f" {told}" if told else ""
            if len(found) > 1:
                # only a title or a gender that one of them has tells two people of one surname apart
                sure = [c for c in found if (m.gender and c.gender == m.gender) or (m.role and self._role_words(m.role) & c.roles)]
                found = sure if len(sure) == 1 else self._main_bearer(found, m)
            if len(found) == 1 and found[0].names and (m.span < found[0].mentions[0].span or word in singles or word in exact) and self._is_relative(found[0]):
                found = []  # "Lee spoke. His wife, Anna Lee, …": the first Lee is another
            if len(found) == 1 and (self._named_with(found[0], word) or (m.role and self._is_relative(found[0]) and not self._role_words(m.role) & found[0].roles)):
                found = []  # "President Lee and Anna Lee", "First lady Anna Lee … President Lee": the bare name is another's
            if not found:
                found = [c for c in bearers.get(word, ()) if any(name_words(n)[0] == word for n in c.names) and not self._clash(c, m) and word in self.words.given]
            if not found and m.kind is _K.PERSON:
                # a full name that the parser took for an organisation, and the surname that it took for a person
                found = [c for c in pairs.get(word, ()) if c.kind is _K.ORGANISATION and not c.key and c.mentions]
                if len(found) == 1:
                    found[0].kind = _K.PERSON
            if len(found) == 1:
                self._join(found[0], m)
            elif m.kind is not _K.PERSON and (not found or len(found) > 1):
                if word in exact:
                    self._join(exact[word], m)
                elif word in singles and (singles[word].roles or singles[word].gender) and self._like_surname([m]):
                    self._join(singles[word], m)
                else:
                    exact[word] = self._new(m)
            elif word in exact and (not m.role or self._like_surname(exact[word].mentions)):
                if (m.role or m.gender) and exact[word].kind is _K.ORGANISATION and self._like_surname(exact[word].mentions):
                    exact[word].kind = _K.PERSON
                self._join(exact[word], m)
            elif word in singles and not self._clash(singles[word], m):
                self._join(singles[word], m)
            else:
                singles[word] = self._new(m)

    def _like_surname(self, mentions: list[Mention]) -> bool:
        """Whether a lone name that the parser took for an organisation may be the surname of whom a title names: *Vance* beside *President Vance*, not *the FBI*."""
        text = self.document.text
        return all(
            m.kind in (_K.ORGANISATION, _K.PERSON)
            and not m.key
            and m.name is not None
            and m.name.istitle()
            and not text[max(0, m.span[0] - 4) : m.span[0]].lower().endswith("the ")
            for m in mentions
        )

    def _main_bearer(self, found: list[Cluster], m: Mention) -> list[Cluster]:
        """Of people with one surname the one whom a bare surname means: the others come in only as somebody's relatives.

        "Lee's husband, Roy Lee, ... Lee said": the one who was there first and is no relative. Equals stay two.
        """
        family = [c for c in found if self._is_relative(c)]
        rest = [c for c in found if c not in family]
        if len(rest) == 1 and family and rest[0].mentions[0].span < m.span:
            return rest
        known = [c for c in rest if c.mentions[0].span < m.span]
        if len(known) == 1 and not m.role and not self._in_headline(m.span):
            return known  # the others come in later
        headline = [c for c in found if any(self._in_headline(x.span) for x in c.mentions[:20])]
        if len(headline) == 1 and len(headline[0].mentions) >= 2 * max(len(c.mentions) for c in found if c is not headline[0]):
            return headline
        return found

    def _is_relative(self, cluster: Cluster) -> bool:
        """Whether a report brings somebody in as a wife, a son, a cousin."""
        return any("family" in self.words.group_of.get(r, ()) for r in cluster.roles | self._roles_beside(cluster))

    def _named_with(self, cluster: Cluster, word: str) -> bool:
        """True where a bare surname is joined by *and* to the full name: two people."""
        before = re.compile(rf"\b{re.escape(word)} and (?:[a-z]+,? ){{0,3}}$", re.IGNORECASE)
        text = self.document.text
        return word.isalpha() and any(len(name_words(m.name or "")) > 1 and before.search(text, max(0, m.span[0] - 60), m.span[0]) for m in cluster.mentions[:20])

    def _roles_beside(self, cluster: Cluster) -> set[str]:
        """Role nouns right before or beside a name: "daughter Ann Lee", "her husband, Roy Lee"."""
        parse, roles = self.parse, set()
        for m in cluster.mentions[:20]:
            first = parse.token_at(m.span[0])
            for t in (first - 1, first - 2, parse.head[m.head]):
                if 0 <= t < len(parse) and parse.sentence[t] == parse.sentence[first]:
                    roles.add(parse.lower[t])
        return roles

    def _same_person(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        """Two full names of one person: the same, or first and last word shared and one inside the other."""
        if a == b:
            return True
        return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a) or a[0] == b[0])

    def _surname(self, word: str, name: str) -> bool:
        """Whether a lone word is how a person of this full name is called: *Tsai* of *Tsai Ing-wen*, whose form tells that the family comes first."""
        full = name_words(name)
        if _FAMILY_FIRST.match(name):
            return full[0] == word
        return full[-1] == word or (full[0] == word and full[0] in self.words.family_first) or (len(full) > 2 and word in full[1:])

    @staticmethod
    def _generations(cluster: Cluster) -> set[str | None]:
        """What the full names of an actor say of the generation; father and son of one name are two."""
        return {generation(n) for n in cluster.names if len(name_words(n)) > 1} or {None}

    @staticmethod
    def _clash(cluster: Cluster, m: Mention) -> bool:
        return bool(m.gender and cluster.gender and m.gender != cluster.gender)

    def _brackets(self, exact: dict[str, Cluster]) -> None:
        """Abbreviations introduced in brackets: "the Harbour Workers' Front (HWF)"; later ones are the same actor."""
        text = self.document.text
        by_start = {m.span[0]: m for m in reversed(self.mentions)}
        short: dict[str, Cluster] = {}
        for m in self.mentions:
            cluster = self.of.get(m.span)
            if cluster is None or text[m.span[1] : m.span[1] + 2] != " (":
                continue
            inner = by_start.get(m.span[1] + 2)
            close = text.find(")", m.span[1] + 2, m.span[1] + 16)
            abbreviation = text[m.span[1] + 2 : close] if close > 0 else ""
            if not abbreviation or not any(c.isupper() for c in abbreviation) or " " in abbreviation or not abbreviation[0].isalpha():
                continue
            letters = [w[0].lower() for w in re.split(r"[\s-]+", self.text(m.span)) if w]
            wanted = [c.lower() for c in abbreviation if c.isalpha()]
            at = 0
            for letter in letters:
                at += at < len(wanted) and letter == wanted[at]
            if at < len(wanted) - (len(wanted) > 3):
                continue
            short[abbreviation] = cluster
            if inner is not None and inner.span[1] == close:
                self._merge(cluster, self.of.get(inner.span), inner)
        for m in self.mentions:
            if m.form == "name" and self.text(m.span) in short:
                self._merge(short[self.text(m.span)], self.of.get(m.span), m)
        del exact

    def _merge(self, keep: Cluster, other: Cluster | None, mention: Mention | None = None) -> None:
        """Make two clusters one; the one with a gazetteer key gives kind and key."""
        if other is keep:
            return
        if other is None:
            if mention is not None:
                self._join(keep, mention)
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

    # -------------------------------------------------------------------------------------------------- descriptions

    def _affiliate(self, m: Mention, cluster: Cluster) -> None:
        """Tie a cluster to the body that a mention's phrase names, a text to the body whose it is."""
        if m.affiliation is None and m.kind is None and m.form == "description" and cluster.affiliation is None:
            owner = next((c for c in self.parse.children[m.head] if self.parse.dep[c] in ("poss", "nmod", "compound") and c in self.by_head), None)
            issuer = self.of.get(self.by_head[owner].span) if owner is not None else None
            if issuer is None and owner is not None:
                subject = self._clause_subject(m.head)
                issuer = self.of.get(self.by_head[subject].span) if subject in self.by_head else None
            if issuer is not None and issuer is not cluster and issuer.kind in _GROUPS:
                cluster.affiliation = issuer.number
            return
        if m.affiliation is None or cluster.affiliation is not None:
            return
        body = self.of.get(m.affiliation)
        if body is None:
            other = self.by_head.get(self.parse.tokens(m.affiliation)[-1]) if len(self.parse.tokens(m.affiliation)) else None
            body = self.of.get(other.span) if other is not None else None
        if body is not None and body is not cluster:
            cluster.affiliation = body.number

    def _apposition(self, m: Mention) -> tuple[Cluster, str, Span] | None:
        """The actor that a description stands beside ("Ann Lee, the mayor") or is said to be ("Lee is the mayor")."""
        parse, head = self.parse, m.head
        other: Mention | None = None
        rule = "apposition"
        if parse.dep[head] == "appos":
            other = self.by_head.get(parse.head[head])
        elif parse.dep[head] == "attr" and parse.lemma[parse.head[head]] == "be":
            verb = parse.head[head]
            if not any(parse.dep[c] == "neg" or parse.lower[c] in ("if", "whether") or parse.tag[c] == "MD" for c in parse.children[verb]):
                subject = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
                other = self.by_head.get(subject) if subject is not None else None
                rule = "copula"
        elif parse.dep[head] == "conj" and m.kind is _K.PERSON and not m.plural:
            # "Ann Lee, the mayor of Lindport and chair of the port"
            first = self.by_head.get(parse.head[head])
            if first is not None and first.form == "description" and first.span in self.of and self.of[first.span].why.get(first.span, _NO_REASON).rule in ("apposition", "copula"):
                other = first
        if other is None:
            other = next((self.by_head[c] for c in parse.children[head] if parse.dep[c] == "appos" and c in self.by_head), None)
            rule = "apposition"
        if other is None:
            other = self._beside(m) or self._after_brackets(m)
        if other is None or other.span == m.span or other.form == "pronoun" or other.span not in self.of:
            return None
        cluster = self.of[other.span]
        if not self._agree(cluster, m):
            return None
        return cluster, rule, other.span

    def _after_brackets(self, m: Mention) -> Mention | None:
        """*The Kachin Independence Army (KIA), the armed group that …*: the short name in brackets right before a description."""
        before = _IN_BRACKETS.search(self.document.text, max(0, m.span[0] - 30), m.span[0])
        if before is None or m.plural or not self.text(m.span).lower().startswith("the "):
            return None
        k = bisect_right(self.starts, before.start(1) - 1)
        return self.order[k] if k < len(self.order) and self.order[k].span[0] == before.start(1) and self.order[k].form == "name" else None

    def _beside(self, m: Mention) -> Mention | None:
        """The name right after a description, where the parser missed the tie: "the resistance group Al-Harbour", "the chairman (PF), Ann Lee"."""
        text = self.document.text
        if m.plural:
            return None
        singular = m.kind is _K.PERSON
        gap = _AFTER_NAME.match(text, m.span[1])
        if gap is None or (gap.group().strip() and not (singular and text[m.span[0] : m.span[1]].lower().startswith("the "))):
            return None
        k = bisect_right(self.starts, gap.end() - 1)
        if k < len(self.order) and self.order[k].span[0] == gap.end() and self.order[k].form == "name" and self.sentence_of[self.order[k].span] == self.sentence_of[m.span]:
            if not singular and self.order[k].kind not in _GROUPS:
                return None
            return self.order[k]
        return None

    def _agree(self, cluster: Cluster, m: Mention) -> bool:
        if m.gender and cluster.gender and m.gender != cluster.gender:
            return False
        if cluster.kind is _K.PERSON and not cluster.plural:
            return m.kind in (_K.PERSON, None) and not m.plural
        if m.kind is _K.PERSON and not m.plural:
            return cluster.kind is None
        return cluster.kind is None or m.kind is None or cluster.kind == m.kind or (cluster.kind in _GROUPS and m.kind in _GROUPS)

    def _counted(self, m: Mention) -> bool:
        """*The 1,500* is who was counted last with that number; nobody, unless they are quoted, where nobody was counted so."""
        parse, number = self.parse, self.parse.lower[m.head]
        few = not number[0].isdigit() or len(number) == 1
        for x in reversed(self.order[: self.position[m.span]]):
            if few and self.sentence_of[m.span] - self.sentence_of[x.span] > 2:
                break  # "the two" may be any two
            if x.plural and x.span in self.of and any(parse.lower[c] == number and parse.dep[c] == "nummod" for c in parse.children[x.head]):
                self._join(self.of[x.span], m, "same-number", (x.span,), 0.85)
                return True
        return m.kind is None and m.span not in self.source_spans

    def _description(self, m: Mention) -> None:
        if self.parse.pos[m.head] == "NUM" and self._counted(m):
            return
        found = self._apposition(m)
        if found is not None:
            cluster, rule, evidence = found
            self._join(cluster, m, rule, (evidence,), 0.95)
            self._affiliate(m, cluster)
            return
        surface = self.text(m.span).lower()
        first = self.parse.token_at(m.span[0])
        poss = self.parse.lower[first] in ("his", "her", "their", "its", "my", "our", "your")
        if first and self.parse.lower[first - 1] in ("the", "that") and m.kind in _GROUPS:
            surface = f"the {surface}"  # the body in "the movement's former head"
        definite = surface.startswith(_DEFINITE) and not _APART.search(surface)
        bare = not definite and not poss and self.parse.pos[first] not in ("DET", "NUM")
        cluster2: Cluster | None = None
        rule = ""
        sent = self._sent_by(m)
        if sent is not None:
            self._join(sent[0], m, "forces-of-subject", (sent[1],), 0.8)
            return
        if poss and (self._ours(m, first) or self._theirs(m, first)):
            return
        if m.kind is _K.PERSON and not m.plural:
            if definite or (bare and m.affiliation is not None):
                cluster2, rule = self._person_described(m, definite)
        elif definite or bare:
            cluster2, rule = self._group_described(m, definite)
        if cluster2 is not None:
            because = (cluster2.mentions[0].span,) if cluster2.mentions else ()
            role_mention = next((x for x in cluster2.mentions[:50] if x.role), None) if rule.startswith("role") else None
            if role_mention is not None:
                because = (role_mention.span,)
            self._join(cluster2, m, rule, because, 0.85)
            self._affiliate(m, cluster2)
            return
        cluster = self._new(m)
        self._affiliate(m, cluster)

    def _sent_by(self, m: Mention) -> tuple[Cluster, Span] | None:
        """The armed forces of the state that sends soldiers: "Ruritania will send 500 troops" are Ruritania's."""
        parse, at = self.parse, m.head
        if parse.lower[at] not in ("troops", "soldiers", "forces", "servicemen", "personnel") or m.affiliation is not None or parse.few(at):
            return None
        if parse.dep[at] == "pobj" and parse.lower[parse.head[at]] == "of" and parse.dep[parse.head[parse.head[at]]] in ("dobj", "conj"):
            at = parse.head[parse.head[at]]
        while parse.dep[at] == "conj" and parse.head[at] != at and parse.pos[parse.head[at]] in ("NOUN", "PROPN", "NUM"):
            at = parse.head[at]  # tanks and troops
        if parse.dep[at] != "dobj":
            return None
        verb = parse.head[at]
        if parse.lemma[verb] not in ("send", "deploy", "withdraw", "station", "dispatch", "mobilise", "mobilize", "lose", "remove", "keep", "redeploy", "pull"):
            return None
        for _ in range(4):
            subject = next((c for c in parse.children[verb] if parse.dep[c] in ("nsubj", "nsubjpass")), None)
            if subject is not None:
                other = self.by_head.get(subject)
                state = self.of.get(other.span) if other is not None else None
                if other is None or state is None or state.kind is not _K.STATE or state.key is None:
                    return None
                return self._forces_of(state, m.key), other.span
            if parse.dep[verb] not in ("xcomp", "conj", "ROOT", "advcl", "ccomp") or parse.head[verb] == verb:
                return None
            verb = parse.head[verb]
        return None

    def _forces_of(self, state: Cluster, key: str | None = None) -> Cluster:
        """The armed forces of a state: those that the report names, else new ones."""
        named = (c.key for c in self.clusters[:300] if c.key and c.mentions and (c.key == f"{state.key}/forces" or self._forces(c, state)))
        key = key or next(named, None) or self.words.forces.get(state.key or "", (f"{state.key}/forces", ""))[0]
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = Cluster(len(self.clusters), kind=_K.BODY, key=key, affiliation=state.number)
            self.clusters.append(cluster)
            self.by_key[key] = cluster
        return cluster

    def _theirs(self, m: Mention, first: int) -> bool:
        """*Its troops* are the armed forces of the state that *its* stands for, *its fighters* the group."""
        parse = self.parse
        noun = parse.lower[m.head]
        pronoun = self.by_head.get(first)
        if (
            parse.lower[first] not in ("its", "their")
            or noun not in _MEN
            or m.key
            or m.affiliation
            or m.head != first + 1
            or m.span[1] > parse.end[m.head]
            or pronoun is None
            or pronoun.form != "pronoun"
        ):
            return False
        if pronoun.span not in self.of:
            self._pronoun(pronoun)
        owner = self.of.get(pronoun.span)
        if owner is None or owner.key is None:
            return False
        if owner.kind is _K.STATE and noun in _SOLDIERS:
            self._join(self._forces_of(owner), m, "forces-of-owner", (pronoun.span,), 0.75)
        elif owner.kind is _K.ARMED_GROUP and m.plural:
            plural = owner.plural
            self._join(owner, m, "fighters-of-group", (pronoun.span,), 0.75)
            owner.plural = plural  # the group is still an *it*
        else:
            return False
        return True

    def _forces(self, cluster: Cluster, state: Cluster) -> bool:
        """True for the gazetteer's armed forces of a state, where the report names them."""
        return (
            cluster.kind is _K.BODY
            and cluster.affiliation == state.number
            and any(self.parse.lower[m.head] in ("troops", "soldiers", "forces", "military") for m in cluster.mentions if m.affiliation is not None)
        )

    def _ours(self, m: Mention, first: int) -> bool:
        """ "Our fighters" of one speaker are the speaker's armed group; "our people" of one speaker are one people."""
        if self.parse.lower[first] not in ("our", "my"):
            return False
        speaker = self._speaker_of(m.span)
        if speaker is None:
            return False
        group = self.clusters[speaker.affiliation] if speaker.affiliation is not None else speaker
        if m.kind is _K.ARMED_GROUP and m.plural and group.kind is _K.ARMED_GROUP:
            self._join(group, m, "we-of-speakers-body", (speaker.mentions[0].span,), 0.7)
            return True
        key = (speaker.number, self.text(m.span).lower())
        have = self.ours.get(key)
        if have is None:
            self.ours[key] = self._new(m)
        else:
            self._join(have, m, "same-words", (have.mentions[0].span,), 0.8)
        return True

    def _before(self, m: Mention) -> list[tuple[int, Cluster]]:
        """Clusters seen before a mention with how many sentences ago, the latest first; `last_seen` has the mention."""
        seen: dict[int, int] = {}
        self.last_seen.clear()
        here = self.sentence_of[m.span]
        for x in reversed(self.order[: self.position[m.span]][-150:]):
            cluster = self.of.get(x.span)
            if cluster is not None and cluster.number not in seen:
                seen[cluster.number] = here - self.sentence_of[x.span]
                self.last_seen[cluster.number] = x
        return [(d, self.clusters[n]) for n, d in seen.items()]

    def _person_described(self, m: Mention, definite: bool) -> tuple[Cluster | None, str]:
        words = self._role_words(m.role or self.parse.lower[m.head])
        groups = self._groups(words)
        target = self.of.get(m.affiliation) if m.affiliation is not None else None
        speaker = self._speaker_of(m.span) if self.quotation_at(m.span[0]) is not None else None
        best: list[tuple[float, int, Cluster]] = []
        for distance, cluster in self._before(m):
            if cluster.kind is not _K.PERSON or cluster.plural or not self._agree(cluster, m):
                continue
            theirs = self._groups(cluster.roles)
            if (
                target is not None
                and cluster.affiliation is not None
                and self.clusters[cluster.affiliation] is not target
                and self._top(cluster.affiliation) != self._top(target.number)
            ):
                continue
            if cluster is speaker:
                continue
            score = 0.0
            if words & cluster.roles or words & cluster.nouns:
                score = 3.0
            elif target is not None and (cluster.affiliation is None or self._top(cluster.affiliation) != self._top(target.number)):
                continue
            elif groups & theirs:
                score = 2.0
            elif groups & self.words.unique:
                continue
            elif "person" in groups and cluster.names and distance <= 3:
                score = 1.0
            elif (
                groups & {"official", "politician", "leader"}
                and theirs
                & {
                    "minister",
                    "head_of_government",
                    "head_of_state",
                    "foreign_minister",
                    "lawmaker",
                    "mayor",
                    "leader",
                    "official",
                    "diplomat",
                    "vice",
                    "defence_minister",
                    "finance_minister",
                    "interior_minister",
                    "spokesperson",
                    "politician",
                }
                and distance <= 3
            ):
                score = 1.2
            if score:
                if target is not None and cluster.affiliation == target.number:
                    score += 1.0
                if cluster.names:
                    score += 0.5
                best.append((score, distance, cluster))
        if not best:
            return None, ""
        best.sort(key=lambda b: (-b[0], b[1]))
        top = best[0]
        rivals = [b for b in best[1:] if top[0] - b[0] < 0.5]
        if rivals and not (top[1] <= 2 and all(r[1] - top[1] >= 2 for r in rivals)):
            return None, ""
        if not definite and top[0] < 3:
            return None, ""
        if top[0] < 2 and top[1] > 3:
            return None, ""
        return top[2], "role" if top[0] >= 2 else "description"

    def _top(self, number: int) -> str | int:
        cluster = self.clusters[number]
        return cluster.key.split("/")[0].split(":")[0] if cluster.key else number

    def _group_described(self, m: Mention, definite: bool) -> tuple[Cluster | None, str]:
        parse = self.parse
        noun, lemma = parse.lower[m.head], parse.lemma[m.head].lower()
        text = re.sub(r"^(the|this|that|these|those)\s+", "", self.text(m.span).lower())
        kinds = _STANDS_FOR.get(noun) or _STANDS_FOR.get(lemma)
        military = noun in ("troops", "soldiers", "forces")
        plain = text in (noun, lemma)
        document = lemma in self.words.documents
        tail = m.span[1] > parse.end[m.head]
        sort = not tail and not m.plural and noun in ("group", "movement", "organisation", "organization", "faction", "militia") and set(text.split()[:-1]) <= _SORTS and not plain
        if sort and definite:
            near = {c.number: c for d, c in self._before(m) if d <= 2 and c.kind is _K.ARMED_GROUP and c.names}
            return (next(iter(near.values())), "sort-of-actor") if len(near) == 1 else (None, "")
        candidates: list[tuple[float, int, Cluster]] = []
        for distance, cluster in self._before(m):
            if (cluster.kind is _K.PERSON and not cluster.plural) or (
                cluster.plural and m.plural is False and noun not in ("group", "movement") and not (noun in _SOLDIERS and self._is_army(cluster))
            ):
                continue
            if any(self.text(x.span).lower().removeprefix("the ") == text for x in cluster.mentions[:40]):
                if definite or m.plural or document:
                    return cluster, "same-words"
                continue
            if not definite and not (military and plain):
                continue
            score = 0.0
            if (not plain and not military and not self._fewer_words(text, cluster)) or (tail and not document):
                continue
            if lemma in cluster.nouns or (military and cluster.nouns & {"troop", "soldier", "force", "troops", "forces"}) or (noun in _SOLDIERS and self._is_army(cluster)):
                score = 3.0 - (not plain)
            elif cluster.names and lemma in _PROPER_OF and any(lemma in n.lower().split() for n in cluster.names[:10]):
                score = 3.0
            elif document and plain and cluster.nouns & self.words.documents and noun in ("document", "text", "measure", "paper"):
                score = 2.0
            elif kinds and not m.plural and cluster.kind in kinds and cluster.names and distance <= 3 and (plain or len(text.split()) <= 3):
                score = 1.5 + self._prominence(cluster)
                if noun in _SOLDIERS and not any(w in _ARMS for n in cluster.names for w in n.lower().split()):
                    score = 0.0  # a court is no army
                if cluster.kind is _K.STATE and (distance > 1 or (noun != "country" and noun != "nation")):
                    score = 0.0
                if noun in ("body", "council", "committee", "court", "parliament", "assembly", "senate", "house", "ministry", "department") and noun != "body":
                    score = 0.0
            if score:
                candidates.append((score - 0.2 * distance, distance, cluster))
        if m.affiliation is not None and candidates:
            target = self.of.get(m.affiliation)
            candidates = [c for c in candidates if target is None or c[2].affiliation is None or c[2].affiliation == target.number]
            if not plain:
                candidates = [c for c in candidates if c[0] >= 1.8 and target is not None and c[2].affiliation == target.number]
        if not candidates:
            return None, ""
        candidates.sort(key=lambda c: -c[0])
        if len(candidates) > 1 and candidates[0][0] - candidates[1][0] < 0.15:
            return None, ""
        return candidates[0][2], "head-noun" if candidates[0][0] >= 1.9 else "sort-of-actor"

    def _is_army(self, cluster: Cluster) -> bool:
        """True for the armed forces of a state."""
        return cluster.key is not None and (cluster.key in self.armies or cluster.key.endswith("/forces"))

    def _fewer_words(self, text: str, cluster: Cluster) -> bool:
        """True if each word of a description stands in one earlier mention: "the health ministry" for "Gaza's health ministry"."""
        words = set(text.replace("-", " ").split())
        return any(words <= set(re.sub(r"['’]s\b", "", self.text(x.span).lower()).replace("-", " ").split()) for x in cluster.mentions[:20])

    def _prominence(self, cluster: Cluster) -> float:
        """How much the last mention of a cluster stands out: subject of its sentence or not."""
        return _SUBJECT.get(self.parse.dep[self.last_seen[cluster.number].head], 0.5) / 10

    # ------------------------------------------------------------------------------------------------------ pronouns

    def _pronoun(self, m: Mention) -> None:
        parse, i = self.parse, m.head
        low = parse.lower[i]
        if low in ("it", "its", "itself") and not self._acting_it(i, low):
            return
        here = self.sentence_of[m.span]
        quotation = self.quotation_at(m.span[0])
        subject = self._clause_subject(i)
        is_source = m.span in self.source_spans
        scores: dict[int, tuple[float, Mention]] = {}
        bonus: dict[int, float] = {}
        governors = self._governors(i)
        k = self.position[m.span]
        for x in reversed(self.order[max(0, k - 60) : k]):
            distance = here - self.sentence_of[x.span]
            if distance > _BACK:
                break
            cluster = self.of.get(x.span)
            if cluster is None or x.person != 3 or not self._fits(m, cluster, x):
                continue
            if inside(m.span, x.span) and x.form != "pronoun":
                continue  # "his" inside "his lawyer"
            if self._bound(i, x, subject):
                continue
            top = x.head
            while parse.dep[top] == "conj" and parse.head[top] != top:
                top = parse.head[top]
            score = _SUBJECT.get(parse.dep[top], 1.0) - (0.1 if top != x.head else 0.0)
            if x.form == "name" and x.role and parse.dep[x.head] == "appos":
                score = 2.5
            score -= 1.6 * distance if distance < 3 else 1.6 * 2 + 0.8 * (distance - 2)
            theirs = self.quotation_at(x.span[0])
            if theirs is not None and (quotation is None or theirs is not quotation):
                score -= 3.0
            elif theirs is None and quotation is not None:
                score -= 0.5
            if x.span in self.source_spans:
                score += 1.5 if is_source else 1.0
            if distance == 0 and score > 0:
                score += 0.8
                if low in ("his", "her", "its", "their") and x.head == subject:
                    score += 1.0
            if cluster.gender is None and m.gender is not None:
                score -= 0.7
            if cluster.names:
                score += 0.5
            elif m.gender is not None and x.form == "description" and (cluster.roles & {"source", "person", "child", "kid"} or parse.dep[x.head] not in ("nsubj", "nsubjpass")):
                score -= 1.0
            if m.plural and not cluster.plural and cluster.kind in (_K.OUTLET, _K.ORGANISATION, _K.BODY) and not (is_source or distance == 0 or low == "their"):
                score -= 2.0
            if x.head in governors:
                score += 2.0 if parse.dep[x.head] != "poss" else 4.0
            if self._in_headline(x.span):
                score -= 1.0
            have = scores.get(cluster.number)
            if have is None:
                scores[cluster.number] = (score, x)
            else:
                # named again and again: what the passage is about
                bonus[cluster.number] = bonus.get(cluster.number, 0.0) + 0.35
                scores[cluster.number] = (max(have[0], score) + (0.35 if bonus[cluster.number] <= 1.1 else 0.0), have[1] if have[0] >= score else x)
        ahead = self._ahead(i) if m.gender else None
        if ahead is not None and ahead.span in self.of and self._fits(m, self.of[ahead.span], ahead):
            scores[self.of[ahead.span].number] = (max(4.5, scores.get(self.of[ahead.span].number, (0.0, ahead))[0]), ahead)
        if quotation is not None and m.gender:
            speaker = self._speaker_of(m.span)
            if speaker is not None:
                scores.pop(speaker.number, None)
        if not scores:
            return
        ranked = sorted(scores.items(), key=lambda s: -s[1][0])
        best, (score, by) = ranked[0]
        margin = score - ranked[1][1][0] if len(ranked) > 1 else 9.0
        if margin < 0.3 or score < (-3.0 if m.gender else -1.0):
            return
        rule = (
            "pronoun-speaker-goes-on" if is_source and by.span in self.source_spans else "pronoun-same-sentence" if self.sentence_of[by.span] == here else "pronoun-sentence-before"
        )
        self._join(self.clusters[best], m, rule, (by.span,), 0.8)
        if m.gender and not self.clusters[best].gender:
            self.clusters[best].gender = m.gender

    def _governors(self, i: int) -> set[int]:
        """Heads that a pronoun's clause hangs on: the subject above ("Lee said he ..."), the noun of its relative clause ("Lee, who sold his ...")."""
        parse = self.parse
        found: set[int] = set()
        verb = next((a for a in parse.ancestors(i) if parse.pos[a] in ("VERB", "AUX") and parse.dep[a] not in ("aux", "auxpass")), None)
        for _ in range(4):
            if verb is None:
                break
            if parse.dep[verb] == "relcl":
                noun = parse.head[verb]
                found.add(noun)
                # "Lee's statements, in which she ...": whose they are
                found.update(c for c in parse.children[noun] if parse.dep[c] == "poss")
                break
            if parse.dep[verb] not in ("ccomp", "advcl", "xcomp", "conj", "pcomp", "acl"):
                break
            above = parse.head[verb]
            subject = next((c for c in parse.children[above] if parse.dep[c] in ("nsubj", "nsubjpass")), None)
            if subject is not None and subject != i:
                found.add(subject)
                break
            verb = above if above != verb else None
        return found

    def _ahead(self, i: int) -> Mention | None:
        """A name after the pronoun that it looks ahead to: "When he was mayor, Roy Lee ..."; the pronoun opens the sentence."""
        parse = self.parse
        first = parse.sentences[parse.sentence[i]][0]
        if i - first > 8:
            return None
        for a in parse.ancestors(i):
            if a < i or parse.pos[a] not in ("VERB", "AUX"):
                continue
            subject = next((c for c in parse.children[a] if parse.dep[c] in ("nsubj", "nsubjpass") and c > i), None)
            if subject is not None:
                between = parse.text[parse.end[i] : parse.start[subject]]
                other = self.by_head.get(subject)
                return other if other is not None and other.form == "name" and "," in between else None
        return None

    def _in_headline(self, span: Span) -> bool:
        return self.document.headline is not None and inside(span, self.document.headline)

    def _fits(self, m: Mention, cluster: Cluster, x: Mention) -> bool:
        if m.gender:
            if cluster.kind is not _K.PERSON or cluster.plural or (cluster.gender and cluster.gender != m.gender):
                return False
            if self.parse.lower[self.parse.token_at(x.span[0])] == "your":
                return False
            return self.parse.dep[x.head] not in ("amod",)
        if self.parse.dep[x.head] in ("amod", "compound") and x.form != "pronoun":
            return False
        if m.plural:
            return (
                bool(cluster.plural)
                or cluster.kind is _K.POPULATION
                or (cluster.kind in (_K.ARMED_GROUP, _K.OUTLET, _K.ORGANISATION) and bool(cluster.names))
                or cluster.kind is _K.BODY
            )
        return cluster.kind in _GROUPS and (not cluster.plural or (x.plural is False and self._is_army(cluster)))  # "the military … it", though "the troops … they"

    def _clause_subject(self, i: int) -> int | None:
        parse = self.parse
        for a in parse.ancestors(i):
            if parse.pos[a] in ("VERB", "AUX"):
                return next((c for c in parse.children[a] if parse.dep[c] in ("nsubj", "nsubjpass")), None)
        return None

    def _bound(self, i: int, x: Mention, subject: int | None) -> bool:
        """True where grammar forbids it: "Lee told him" is not Lee; "he told Lee" neither."""
        parse = self.parse
        if parse.dep[i] == "poss" or parse.lower[i].endswith(("self", "selves")):
            return False
        if x.head == subject and subject != i and parse.dep[i] in ("dobj", "dative", "iobj", "pobj"):
            verb = parse.head[x.head]
            above = parse.head[i] if parse.dep[i] != "pobj" else parse.head[parse.head[i]]
            return above == verb
        return False

    def _acting_it(self, i: int, low: str) -> bool:
        """True where *it* acts or owns: the rest stands for things, sentences or the weather."""
        parse = self.parse
        if low in ("its", "itself"):
            return True
        if parse.dep[i] not in ("nsubj", "nsubjpass"):
            return False
        verb = parse.head[i]
        if parse.dep[verb] == "ccomp" and parse.lemma[parse.head[verb]] in self.words.acting and parse.pos[verb] == "VERB":
            teller = next((c for c in parse.children[parse.head[verb]] if parse.dep[c] == "nsubj"), None)
            if teller in self.by_head and (group := self.of.get(self.by_head[teller].span)) is not None and group.kind in _GROUPS:
                return True
        return parse.dep[i] == "nsubj" and parse.lemma[verb] in self.words.acting and not any(parse.dep[c] in ("expl",) for c in parse.children[verb])

    # ------------------------------------------------------------------------------------------------------ speakers

    def _statement_at(self, span: Span) -> Attribution | None:
        """The innermost statement whose words hold a span."""
        best: Attribution | None = None
        size = 1 << 60
        k = bisect_right(self.content_starts, span[0])
        for _, statement in self.contents[max(0, k - 40) : k]:
            for piece in statement.content:
                if inside(span, piece) and piece[1] - piece[0] < size:
                    best, size = statement, piece[1] - piece[0]
        return best

    def _speaker_of(self, span: Span) -> Cluster | None:
        """Who speaks the words at a span: the source of the statement, or of the one that it carries on."""
        statement = self._statement_at(span)
        if statement is None:
            return None
        if not statement.source:
            statement = self.carried.get(statement.id)
        if statement is None:
            return None
        return self._cluster_of(statement.source[0])

    def _cluster_of(self, source: Span) -> Cluster | None:
        """The actor that a source names: of the mentions in it the one at its head, else the longest."""
        found = self.of.get(source)
        if found is not None:
            return found
        line = self.document.place_line_span
        if line is not None and overlap(source, line):
            # the parser takes the dateline for the subject; the first name after it is
            after = next((m for m in self.order if m.span[0] >= line[1]), None)
            return self.of.get(after.span) if after is not None and after.span[0] - line[1] < 60 else None
        k = bisect_right(self.starts, source[1])
        over = [m for m in self.order[max(0, k - 40) : k] if overlap(m.span, source) and m.span in self.of]
        if not over:
            return None
        tokens = self.parse.tokens(source)
        heads = {t for t in tokens if self.parse.head[t] not in tokens or self.parse.head[t] == t}
        at_head = [m for m in over if m.head in heads]
        return self.of[max(at_head or over, key=lambda m: (overlap(m.span, source), m.span[1] - m.span[0])).span]

    def _first_person(self) -> None:
        """I is who speaks; we is the speaker's body, or the speaker where the report names none."""
        for m in self.order:
            if m.form == "pronoun" and m.person == 1:
                if self.quotation_at(m.span[0]) is None and not self._in_headline(m.span):
                    continue
                speaker = self._speaker_of(m.span)
                if speaker is None:
                    continue
                statement = self._statement_at(m.span)
                evidence = tuple(statement.source[:1]) if statement is not None and statement.source else (speaker.mentions[0].span,)
                if m.plural and speaker.kind is _K.PERSON and speaker.affiliation is not None:
                    self._join(self.clusters[speaker.affiliation], m, "we-of-speakers-body", evidence, 0.7)
                elif m.plural and speaker.kind is _K.PERSON:
                    continue
                else:
                    self._join(speaker, m, "first-person", evidence, 0.9)

    # ----------------------------------------------------------------------------------------------------------- run

    def find(self) -> Iterator[Entity]:
        """The entities, in order of their first mention."""
        self.order = self.mentions
        self.position = {m.span: k for k, m in enumerate(self.order)}
        self.starts = [m.span[0] for m in self.order]
        self.contents = sorted(((piece[0], a) for a in self.statements for piece in a.content), key=lambda c: c[0])
        self.content_starts = [c[0] for c in self.contents]
        self.carried = carry_over(self.statements)
        self._names()
        for m in self.order:
            if m.span in self.of:
                self._affiliate(m, self.of[m.span])
        mine: list[Mention] = []
        for m in self.order:
            if m.span in self.of:
                continue
            if m.form == "description":
                if self.parse.lower[self.parse.token_at(m.span[0])] in ("our", "my"):
                    mine.append(m)  # whose they are is known when the pronouns are
                    continue
                self._description(m)
            elif m.form == "pronoun" and m.person == 3:
                self._pronoun(m)
        for m in mine:
            self._description(m)
        for m in self.order:  # bodies that are only described have their clusters now
            if m.affiliation is not None and m.span in self.of:
                self._affiliate(m, self.of[m.span])
        self._late_names()
        self._late_bodies()
        self._first_person()
        yield from self._entities()

    def _late_bodies(self) -> None:
        """*The government* before *the Ruritanian government*: the only body of that noun in the report that says whose it is."""
        whose: dict[str, list[Cluster]] = {}
        for c in self.clusters:
            m = next((m for m in c.mentions if m.form != "pronoun"), None)
            if m is not None and c.kind in _GROUPS and not c.plural and len(self.text(m.span).split()) > 2:
                whose.setdefault(self.parse.lemma[m.head].lower(), []).append(c)
            elif c.kind is _K.STATE and any(self.parse.lower[m.head] == "regime" for m in c.mentions):
                whose.setdefault("regime", []).append(c)  # "the Ruritanian regime" names the state
        for cluster in self.clusters:
            if cluster.names or cluster.key or not cluster.mentions or cluster.kind not in _GROUPS or cluster.plural:
                continue
            first = next((m for m in cluster.mentions if m.form == "description"), None)
            if first is None or self.text(first.span).lower().split() != ["the", self.parse.lower[first.head]]:
                continue
            if any(self.parse.dep[k] == "prep" and self.parse.lower[k] in ("in", "of", "at", "for") for k in self.parse.children[first.head]):
                continue  # "the government in Osten" is another's
            found = whose.get(self.parse.lemma[first.head].lower(), [])
            if len(found) == 1 and found[0] is not cluster and (found[0].mentions[0].span > first.span or self.parse.lower[first.head] == "regime"):
                for m in cluster.mentions:
                    cluster.why.setdefault(m.span, Resolution(mention=m.span, evidence=(found[0].mentions[0].span,), rule="body-named-later"))
                self._merge(found[0], cluster)

    def _late_names(self) -> None:
        """A description that comes before the name: the headline's "Ruritanian PM", the lead's "the prime minister of …"."""
        named: dict[str | int, list[Cluster]] = {}
        for c in self.clusters:
            if c.names and c.kind is _K.PERSON and c.mentions and c.roles and c.affiliation is not None:
                named.setdefault(self._top(c.affiliation), []).append(c)
        for cluster in self.clusters:
            if cluster.names or cluster.kind is not _K.PERSON or cluster.plural or not cluster.mentions or cluster.affiliation is None:
                continue
            groups = self._groups(cluster.roles) & self.words.unique | ({"spokesperson"} & self._groups(cluster.roles) if self._in_headline(cluster.mentions[0].span) else set())
            if not groups:
                continue
            found = [
                c for c in named.get(self._top(cluster.affiliation), ()) if self._groups(c.roles) & groups and not (c.gender and cluster.gender and c.gender != cluster.gender)
            ]
            if len(found) == 1:
                for m in cluster.mentions:
                    cluster.why.setdefault(m.span, Resolution(mention=m.span, evidence=(found[0].mentions[0].span,), rule="role-and-body"))
                self._merge(found[0], cluster)

    def _locative_only(self, cluster: Cluster) -> bool:
        """True for a state that the report only uses as a place."""
        if cluster.kind is not _K.STATE or cluster.number in self.bodies:
            return False
        parse = self.parse
        for m in cluster.mentions:
            if m.form == "pronoun" or parse.dep[m.head] not in ("pobj", "conj", "npadvmod", "appos", "amod", "compound", "nmod"):
                return False
            at = m.head
            while parse.dep[at] == "conj" and parse.head[at] != at:
                at = parse.head[at]
            if parse.dep[at] == "pobj" and (parse.lower[parse.head[at]] not in _LOCATIVE or self._is_acted_on(at)):
                return False
            if parse.dep[at] == "pobj" and parse.lower[parse.head[at]] == "from" and parse.lemma[parse.head[parse.head[at]]] in _SENT:
                return False  # mediation from Egypt, troops from Norway
            if parse.dep[at] not in ("pobj", "npadvmod"):
                return False
        return True

    def _is_acted_on(self, at: int) -> bool:
        """True where something is done to a state rather than in it: aid *to Norland*, sanctions *on Norland*, fire *at Norland*."""
        parse = self.parse
        preposition = parse.head[at]
        governor = parse.head[preposition]
        if parse.lower[preposition] == "in":
            return any(parse.lemma[k] in _GIVEN_IN for k in (governor, *parse.children[governor]))
        if parse.lower[preposition] not in _AIMED:
            return False
        if parse.dep[preposition] == "prep" and parse.pos[governor] == "ADP":
            governor = parse.head[governor]
        deeds = self.words.deeds
        if parse.lemma[governor] in deeds:
            return True
        # to give money to Norland: the noun says nothing, the verb does
        return parse.dep[governor] in ("dobj", "nsubjpass", "dative") and parse.lemma[parse.head[governor]] in deeds

    def _entities(self) -> Iterator[Entity]:
        self.bodies = {c.affiliation for c in self.clusters if c.affiliation is not None and c.mentions}
        kept = [c for c in self.clusters if c.mentions and any(m.form != "pronoun" for m in c.mentions) and not self._locative_only(c) and (c.names or c.kind is not _K.STATE)]
        kept.sort(key=lambda c: min(m.span for m in c.mentions))
        ids = Ids(self.document.id, "entities")
        spans = {c.number: tuple(sorted({m.span for m in c.mentions})) for c in kept}
        named = {c.number: ids(spans[c.number][0]) for c in kept}
        for c in kept:
            role = next((m.role for m in c.mentions if m.role and m.form == "name"), None) or next((m.role for m in c.mentions if m.role), None)
            yield Entity(
                id=named[c.number],
                name=self._name(c),
                kind=c.kind or _K.ORGANISATION,
                wikidata=next((m.wikidata for m in c.mentions if m.wikidata), None) or self.identifier(self._name(c), c.kind or _K.ORGANISATION),
                affiliation=named.get(c.affiliation) if c.affiliation is not None else None,
                role=role if c.kind is _K.PERSON else None,
                mentions=spans[c.number],
                resolutions=tuple(sorted(c.why.values(), key=lambda r: r.mention)),
                confidence=round(c.confidence, 2),
                stage=STAGE.name,
            )

    def _name(self, c: Cluster) -> str:
        """What the entity is called here: its fullest name without what doubts it (*the so-called River Front*), or else its first description."""
        return _DOUBT.sub("", self._fullest(c)) or self._fullest(c)

    def _fullest(self, c: Cluster) -> str:
        if c.key and "/" not in c.key and ":" not in c.key:
            known = next((m.name for m in c.mentions if m.key == c.key and m.name), None)
            if known:
                return known
        if c.key is not None and c.key in self.armies:
            return self.armies[c.key]
        if c.key and c.key.endswith("/forces"):
            whole = [m for m in c.mentions if m.affiliation is not None and self.parse.pos[self.parse.token_at(m.span[0])] != "NUM" and not _NUMBERED.search(self.text(m.span))]
            if whole:  # "Ruritanian troops", not "at least 200 Ruritanian troops"
                return re.sub(r"^the ", "", next((n for m in whole if not (n := self.text(m.span)).endswith("troop")), self.text(whole[0].span)), flags=re.IGNORECASE)
            if c.affiliation is not None and any(self.text(m.span).lower().startswith(("its ", "their ")) for m in c.mentions):
                return f"armed forces of {self._name(self.clusters[c.affiliation])}"
        if c.key and ":" in c.key:
            return re.sub(r"^the ", "", max((self.text(m.span) for m in c.mentions if m.form != "pronoun"), key=len), flags=re.IGNORECASE)
        if c.names:
            return max(c.names, key=lambda n: (len(name_words(n)), len(n)))
        told = [x for x in c.mentions if x.form != "pronoun"]
        m = next((x for x in told if c.kind in _GROUPS and len(self.text(x.span).split()) > 2), told[0])  # "the Ruritanian government" tells more than "the government"
        return re.sub(r"^(?:the|this|that|these|those|an?|his|her|its|their|our|my)\s+", "", self.text(m.span), flags=re.IGNORECASE)


def find(document: Document, layers: Layers) -> Iterator[Entity | Problem]:
    """The entities of a report, in order of their first mention."""
    if layers.mentions or layers.statements:
        yield from _Resolver(document, layers).find()


STAGE = Stage(
    layer="entities",
    version="1",
    reads=("sentences", "quotations", "mentions", "statements"),
    resources=("lexicon:roles", "lexicon:names", "lexicon:events", "lexicon:actors", "wikidata"),
    find=find,
)
