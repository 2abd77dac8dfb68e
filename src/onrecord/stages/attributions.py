"""attributions: the statements, each with its speaker, relays, addressee and date.

`statements` says which words are whose as spans; this stage says who that is. Every tie keeps its rule and the words that it
read, and what the text does not say stays null: no speaker without a candidate, no date from the publication date.

Known to miss: relays named in another sentence than the cue, except "... made the comment"; split speakers ("Lee and Roy said")
are given as the first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from onrecord.model import Act, Anonymity, Attribution, AttributionKind, Document, Entity, EntityKind, Evidence, Mention, Period, Problem, Span, Status, Timex, TimexType
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import inside, overlap
from onrecord.turns import carry_over

_RELAYED = frozenset({EntityKind.OUTLET})
_GOING_ON = frozenset({"add", "continue", "conclude"})
_CHAIN = 8  # the deepest nesting that is followed; real reports stop at three


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of the lexicon `sourcing`."""

    carriers: frozenset[str]
    occasions: frozenset[str]
    releases: frozenset[str]
    tells: frozenset[str]
    comments: frozenset[str]
    unnamed: frozenset[str]
    texts: frozenset[str]
    offices: frozenset[str]
    says: frozenset[str]
    platforms: frozenset[str]


def build_words(resources: Resources) -> Words:
    """The word lists as sets."""
    lists: Mapping[str, list[str]] = resources.lexicon("sourcing")
    return Words(**{f.name: frozenset(lists[f.name]) for f in fields(Words)})


class _Sourcing:
    """Ties the statements of one report to its entities."""

    def __init__(self, document: Document, layers: Layers) -> None:
        self.headline, self.place_line = document.headline, document.place_line_span
        self.words: Words = layers.resources.derived("attributions", build_words)
        self.parse = layers.sentences
        self.statements: tuple[Attribution, ...] = layers.statements
        self.entities: dict[str, Entity] = {e.id: e for e in layers.entities}
        pairs = sorted(((m, e) for e in layers.entities for m in e.mentions), key=lambda x: (x[0][0], -x[0][1]))
        self.spans = [m for m, _ in pairs]
        self.owners = [e for _, e in pairs]
        self.starts = [m[0] for m in self.spans]
        self.mention: dict[Span, Mention] = {m.span: m for m in layers.mentions}
        self.why = {r.mention: r for e in layers.entities for r in e.resolutions}
        self.timexes: tuple[Timex, ...] = tuple(sorted((t for t in layers.timexes if t.start and t.type in (TimexType.DATE, TimexType.TIME)), key=lambda t: t.span))
        self.timex_starts = [t.span[0] for t in self.timexes]
        self.carried = carry_over(self.statements)
        self.by_id = {a.id: a for a in self.statements}
        self.contents = sorted(((piece, a) for a in self.statements for piece in a.content), key=lambda c: (c[0][0], -c[0][1]))
        self.content_starts = [piece[0] for piece, _ in self.contents]
        self.cue_tokens: dict[int, Attribution] = {t: a for a in self.statements for c in a.cue for t in self.parse.tokens(c)}
        self.outlets = [k for k, e in enumerate(self.owners) if e.kind in _RELAYED or (e.kind is EntityKind.ORGANISATION and e.name in self.words.platforms)]
        self.outlet_starts = [self.starts[k] for k in self.outlets]
        self.comments: dict[int, tuple[Entity, Span, int]] = dict(self._made_the_comment())
        self.firsts: dict[tuple[str, str], Mention | None] = {}

    # ------------------------------------------------------------------------------------------------------- look-up

    def _near(self, span: Span) -> list[int]:
        """Mentions that share a code point with a span."""
        first = bisect_left(self.starts, span[0] - 200)
        last = bisect_right(self.starts, span[1])
        return [k for k in range(first, last) if overlap(self.spans[k], span)]

    def who(self, source: Span) -> tuple[Entity, Span] | None:
        """The entity that a source names, with the mention that says so: the one at the source's head, else the longest."""
        parse = self.parse
        if self.place_line is not None and overlap(source, self.place_line):
            # the parser takes the dateline for the subject; the first name after it is
            k = bisect_left(self.starts, self.place_line[1])
            return (self.owners[k], self.spans[k]) if k < len(self.spans) and self.starts[k] - self.place_line[1] < 60 else None
        near = self._near(source)
        if not near:
            return None
        tokens = parse.tokens(source)
        heads = set(parse.heads(tokens))

        one = any(parse.lower[t] == "one" for t in heads)  # one of the firms, Nordskip

        def rank(k: int) -> tuple[bool, bool, bool, int, int]:
            span = self.spans[k]
            mention = self.mention.get(span)
            named = one and mention is not None and mention.form == "name" and parse.dep[mention.head] == "appos" and inside(span, source)
            return (span == source, mention is not None and mention.head in heads, named, overlap(span, source), -(span[1] - span[0]))

        best = max(near, key=rank)
        if not rank(best)[0] and not rank(best)[1] and 2 * overlap(self.spans[best], source) < source[1] - source[0]:
            # the source's own noun is no actor ("the attacks on Ruritania"): a name inside it is not who speaks
            head = min(heads, default=tokens[0])
            if (
                parse.pos[head] in ("NOUN", "PROPN")
                and parse.lemma[head].lower() not in self.words.carriers
                and parse.lemma[head].lower() not in self.words.texts | self.words.offices
            ):
                return None
        return self.owners[best], self.spans[best]

    def _head(self, span: Span) -> int:
        tokens = self.parse.tokens(span)
        return next(self.parse.heads(tokens), tokens[0])

    def _is_text(self, source: Span) -> bool:
        return self.parse.lemma[self._head(source)].lower() in self.words.texts

    def _outside(self, span: Span, own: Attribution) -> bool:
        """True if a span stands outside what the statement says."""
        return not any(overlap(span, piece) for piece in own.content)

    # ------------------------------------------------------------------------------------------------------ speakers

    def speaker(self, statement: Attribution) -> tuple[Entity | None, Evidence | None, float]:
        """Who said it, why we think so, and how sure that is."""
        if statement.source:
            found = self._author(statement.source[0]) or self.who(statement.source[0])
            if found is None and (found := self._antecedent(statement.source[0])) is not None:
                return found[0], Evidence(rule="relative", spans=(found[1], statement.source[0])), 0.95
            if found is None:
                return None, None, 1.0
            entity, span = found
            if entity.name in self.words.platforms and entity.kind is EntityKind.ORGANISATION and self.parse.lower[self._head(statement.source[0])] in self.words.carriers:
                return None, None, 1.0
            why = self.why.get(span)
            mention = self.mention.get(span)
            if why is None:
                rule = "surname" if mention is not None and mention.name and mention.form == "name" and entity.name != mention.name and mention.key is None else "name"
                if mention is None or mention.form == "description":
                    rule = "description"
                return entity, Evidence(rule=rule, spans=(span,)), 1.0
            sure = 0.9 if mention is not None and mention.form == "pronoun" else 0.95
            return entity, Evidence(rule=why.rule, spans=(span, *why.evidence)), sure
        before = self._before_colon(statement)
        if before is not None:
            return before[0], Evidence(rule="colon", spans=(before[1],)), 0.85
        if statement.cue:
            return self._governor(statement)
        if statement.status is Status.HYPOTHETICAL:
            return None, None, 1.0  # imagined words are nobody's
        carrier = self.carried.get(statement.id)
        if carrier is not None and carrier.source and statement.content and self._in_headline(carrier.source[0]):
            told = self._teller_before(statement.content[0][0])
            if told is not None:
                return told[0], Evidence(rule="subject-of-saying", spans=(told[1],)), 0.8
        if carrier is None or not carrier.source or not statement.content:
            return None, None, 1.0
        if self._paragraph(statement.content[0][0]) - self._paragraph(carrier.source[0][0]) > 4:
            return None, None, 1.0
        found = self.who(carrier.source[0])
        if found is None:
            return None, None, 1.0
        return found[0], Evidence(rule="carried-over", spans=(found[1],)), 0.9

    def _in_headline(self, span: Span) -> bool:
        return self.headline is not None and inside(span, self.headline)

    def _teller_before(self, offset: int) -> tuple[Entity, Span] | None:
        """The person who speaks last in the body before a place, by any verb of saying."""
        parse = self.parse
        for k in range(bisect_left(self.starts, offset) - 1, max(-1, bisect_left(self.starts, offset) - 60), -1):
            mention = self.mention.get(self.spans[k])
            if mention is None or self.owners[k].kind is not EntityKind.PERSON or self._in_headline(self.spans[k]):
                continue
            subject = next((t for t in parse.tokens(self.spans[k]) if parse.dep[t] == "nsubj"), None)
            if subject is not None and parse.lemma[parse.head[subject]] in self.words.says:
                return self.owners[k], self.spans[k]
        return None

    def _author(self, source: Span) -> tuple[Entity, Span] | None:
        """Whose post, interview or article a source is: "her post on X", "a post on X in which he ..."; None elsewhere.

        A post of nobody's has no speaker; the platform is never one.
        """
        parse = self.parse
        tokens = parse.tokens(source)
        head = next(parse.heads(tokens), None)
        if head is None or parse.lemma[head].lower() not in self.words.carriers:
            return None
        options: list[int] = []
        for c in parse.children[head]:
            if parse.dep[c] == "poss":
                options.append(c)
            elif parse.dep[c] in ("prep", "agent") and parse.lower[c] in ("by", "from", "of", "with"):
                options.extend(g for g in parse.children[c] if parse.dep[g] == "pobj")
            elif parse.dep[c] in ("relcl", "acl"):
                options.extend(g for g in parse.children[c] if parse.dep[g] == "nsubj")
        for option in options:
            near = [k for k in self._near(parse.span(option, option + 1)) if (m := self.mention.get(self.spans[k])) is not None and m.head == option]
            if near:
                return self.owners[near[0]], self.spans[near[0]]
        return None

    def _antecedent(self, source: Span) -> tuple[Entity, Span] | None:
        """Whom a relative word stands for: *Roe, who argued that …*, *the board, which found that …*: the noun that its clause hangs on."""
        parse = self.parse
        tokens = parse.tokens(source)
        if len(tokens) != 1 or parse.lower[tokens[0]] not in ("who", "which", "that") or parse.tag[tokens[0]] not in ("WP", "WDT"):
            return None
        clause = next((t for t in parse.ancestors(tokens[0]) if parse.dep[t] == "relcl"), None)
        if clause is None or parse.head[clause] >= tokens[0]:
            return None
        noun = parse.head[clause]
        near = [k for k in self._near(parse.span(noun, noun + 1)) if (m := self.mention.get(self.spans[k])) is not None and m.head == noun]
        if not near or (parse.lower[tokens[0]] == "who" and self.owners[near[0]].kind is EntityKind.STATE):
            return None
        return self.owners[near[0]], self.spans[near[0]]

    def _paragraph(self, offset: int) -> int:
        parse = self.parse
        token = min(parse.token_at(offset), len(parse) - 1)
        return parse.paragraph[parse.sentence[token]]

    def _before_colon(self, statement: Attribution) -> tuple[Entity, Span] | None:
        """A person named in the clause before a colon that opens the words: "Lee's reply was short: ..."."""
        if not statement.content or statement.cue:
            return None
        start = statement.content[0][0]
        lead = self.parse.text[max(0, start - 3) : start]
        if ":" not in lead:
            return None
        token = self.parse.token_at(start)
        if token >= len(self.parse):
            return None
        paragraph = self.parse.paragraphs[self._paragraph(start)]
        options = [k for k in self._near(Span(max(paragraph[0], start - 250), start)) if self.spans[k][1] <= start and self.owners[k].kind is EntityKind.PERSON]
        options = [k for k in options if self._at_clause(k)]
        return (self.owners[options[-1]], self.spans[options[-1]]) if options else None

    def _at_clause(self, k: int) -> bool:
        """True for a mention that is a subject, or owns the subject."""
        parse = self.parse
        mention = self.mention.get(self.spans[k])
        if mention is None:
            return False
        dep = parse.dep[mention.head]
        return dep in ("nsubj", "nsubjpass") or (dep == "poss" and parse.dep[parse.head[mention.head]] in ("nsubj", "nsubjpass", "ROOT", "dobj"))

    def _governor(self, statement: Attribution) -> tuple[Entity | None, Evidence | None, float]:
        """The subject of the verb that governs a participle cue: "Lee said ..., adding ..."."""
        parse = self.parse
        for cue in statement.cue[:1]:
            for token in parse.tokens(cue):
                if parse.tag[token] != "VBG":
                    continue
                for above in parse.ancestors(token):
                    other = self.cue_tokens.get(above)
                    if other is not None and other.id != statement.id and other.source:
                        found = self.who(other.source[0])
                        if found is not None:
                            return found[0], Evidence(rule="participle", spans=(found[1],)), 0.9
        return None, None, 1.0

    # --------------------------------------------------------------------------------------------------------- nests

    def within(self, statement: Attribution) -> str | None:
        """The smallest statement whose words hold this one's words and its cue or source."""
        if statement.within is not None or not statement.content:
            return statement.within
        signal = (*statement.cue, *statement.source)
        if not signal:
            return None
        best: tuple[int, str] | None = None
        k = bisect_right(self.content_starts, min(statement.content[0][0], signal[0][0]))
        for piece, other in self.contents[max(0, k - 30) : k]:
            if other.id == statement.id or not all(inside(s, piece) for s in (*statement.content, *signal)):
                continue
            size = piece[1] - piece[0]
            if best is None or size < best[0]:
                best = (size, other.id)
        return best[1] if best else None

    # -------------------------------------------------------------------------------------------------------- relays

    def relays(self, statement: Attribution, speaker: Entity | None) -> list[str]:
        """Entities that stand between the speaker and this outlet in the cue's own sentence, nearest the speaker first."""
        parse = self.parse
        found: list[str] = []
        for cue in (*statement.cue, *statement.source)[:2]:
            tokens = parse.tokens(cue)
            if not len(tokens):
                continue
            first, last = parse.sentences[parse.sentence[tokens[0]]]
            scope = parse.span(first, last)
            lo, hi = bisect_left(self.outlet_starts, scope[0]), bisect_left(self.outlet_starts, scope[1])
            for at in range(lo, hi):
                k = self.outlets[at]
                span, entity = self.spans[k], self.owners[k]
                mention = self.mention.get(span)
                if mention is None or (speaker is not None and entity.id == speaker.id) or entity.id in found:
                    continue
                if not self._outside(span, statement) or self._in_other(span, statement):
                    continue
                if self._relays(mention.head, statement, entity.kind in _RELAYED):
                    found.append(entity.id)
            break
        return found

    def _cited(self, statement: Attribution, speaker: Entity | None) -> tuple[Entity | None, Span] | None:
        """Whose words an outlet relays: *Reuters reported, citing two officials, that …*: the officials said it, Reuters relays them.

        Not for words in quotation marks, which are the outlet's own, nor for reasons and documents that are cited.
        """
        if speaker is None or speaker.kind is not EntityKind.OUTLET or statement.kind is not AttributionKind.INDIRECT:
            return None
        parse = self.parse
        begin = parse.token_at(statement.content[0][0])
        for token in (t for c in statement.cue for t in parse.tokens(c)):
            # right after the cue, whatever the parser hung it on: said, citing officials, that …
            for citing in (*parse.children[token], *range(token + 1, min(begin, token + 12))):
                noun = next((c for c in parse.children[citing] if parse.dep[c] == "dobj"), None)
                if noun is None or parse.tag[citing] != "VBG" or parse.lemma[citing] not in ("cite", "quote"):
                    continue
                phrase = self._phrase(noun)
                near = [k for k in self._near(phrase) if (m := self.mention.get(self.spans[k])) is not None and m.head == noun]
                if near and self.owners[near[0]].kind is not EntityKind.OUTLET:
                    return self.owners[near[0]], phrase
                if parse.lemma[noun].lower() in self.words.unnamed:
                    return None, phrase
        return None

    def _phrase(self, noun: int) -> Span:
        """A noun with the words before it that hang on it, and a phrase of *in*, *at*, *from*, *of* or *by* after it."""
        parse = self.parse
        first = min([noun, *(c for c in parse.children[noun] if c < noun)])
        last = noun
        for c in parse.children[noun]:
            if c == last + 1 and parse.lower[c] in ("in", "at", "from", "of", "by"):
                last = max(c, *(t for t in range(c, parse.sentences[parse.sentence[noun]][1]) if c in (t, *parse.ancestors(t))))
        return parse.span(first, last + 1)

    def _in_other(self, span: Span, statement: Attribution) -> bool:
        """True if a span is source of another statement, or inside words that do not hold this statement."""
        return any(overlap(span, s) for a in self._others_near(span) if a.id != statement.id for s in a.source)

    def _others_near(self, span: Span) -> Sequence[Attribution]:
        k = bisect_right(self.content_starts, span[1] + 400)
        return [a for _, a in self.contents[max(0, k - 20) : k]]

    def _relays(self, head: int, statement: Attribution, outlet: bool) -> bool:
        """True if a name hangs on the cue by "told", "to", "with", "by", "on" or on a noun that carries words."""
        parse = self.parse
        cues = {t for c in statement.cue for t in parse.tokens(c)}
        sources = {t for s in statement.source for t in parse.tokens(s)}
        at = head
        step = 0
        while parse.dep[at] in ("compound", "poss", "nmod", "appos", "amod") and step < 4:
            at, step = parse.head[at], step + 1
            if parse.lower[at] in self.words.carriers and parse.dep[at] == "pobj":
                break
        if parse.dep[at] in ("dobj", "dative", "iobj") and parse.head[at] in cues:
            return outlet and parse.lemma[parse.head[at]] in ("tell", "inform", "give", "write", "text", "message", "email")
        carrier = False
        for above in parse.ancestors(at):
            step += 1
            if above in cues:
                # "told"'s object came above; here the name hangs by prepositions and carriers only
                return carrier or (parse.dep[at] == "pobj" and parse.lower[parse.head[at]] in ("to", "on", "by", "with", "in", "via", "through"))
            if above in sources:
                return carrier or (parse.dep[at] == "pobj" and parse.lemma[above].lower() in self.words.carriers)
            if parse.pos[above] in ("NOUN", "PROPN"):
                if parse.lower[above] in self.words.carriers or parse.lemma[above] in self.words.carriers:
                    carrier = True
                elif parse.dep[above] not in ("compound", "poss", "pobj") or step > 6:
                    return False
            elif parse.pos[above] in ("VERB", "AUX") and parse.lemma[above] not in self.words.releases:
                return False
            if step > 10:
                return False
        return False

    def _made_the_comment(self) -> Iterator[tuple[int, tuple[Entity, Span, int]]]:
        """Sentences of the form "Ann Lee made the comment during a speech": number of the sentence, who, and the verb."""
        parse = self.parse
        for k, span in enumerate(self.spans):
            mention = self.mention.get(span)
            if mention is None or self.owners[k].kind is not EntityKind.PERSON:
                continue
            subject = next((t for t in parse.tokens(span) if parse.dep[t] == "nsubj" and parse.head[t] >= mention.head), None)
            if subject is None:
                continue
            verb = parse.head[subject]
            if parse.lemma[verb] not in ("make", "deliver", "issue", "give"):
                continue
            thing = next((c for c in parse.children[verb] if parse.dep[c] == "dobj"), None)
            if thing is not None and parse.lemma[thing] in self.words.comments and any(parse.lower[c] in ("the", "this", "these", "those", "that") for c in parse.children[thing]):
                yield parse.sentence[verb], (self.owners[k], span, verb)

    def _comment_after(self, statement: Attribution) -> tuple[Entity, Span, int] | None:
        """Whoever "made the comment" in the sentence after a statement."""
        if not self.comments or not statement.content:
            return None
        end = max(s[1] for s in (*statement.content, *statement.cue, *statement.source))
        token = min(self.parse.token_at(end - 1), len(self.parse) - 1)
        number = self.parse.sentence[token]
        return self.comments.get(number + 1)

    # ----------------------------------------------------------------------------------------------------- addressee

    def addressee(self, statement: Attribution) -> Entity | None:
        """Whom the words are for: "told the court", "urged Ruritania to", "demands that Ruritania leave"."""
        parse = self.parse
        for cue in statement.cue[:1]:
            tokens = [t for t in parse.tokens(cue) if parse.pos[t] in ("VERB", "AUX", "NOUN")]
            for verb in tokens:
                lemma = parse.lemma[verb]
                options: list[int] = []
                for c in parse.children[verb]:
                    if c < verb and parse.dep[c] not in ("dative",):
                        continue
                    if parse.dep[c] in ("dative", "iobj") or (parse.dep[c] == "dobj" and lemma in self.words.tells):
                        options.append(c if parse.pos[c] != "ADP" else next((g for g in parse.children[c] if parse.dep[g] == "pobj"), c))
                    elif (
                        parse.dep[c] == "prep"
                        and parse.lower[c] in ("to", "on", "upon")
                        and (lemma in ("call", "appeal", "say", "write", "speak", "explain", "complain") or parse.lower[c] == "on")
                    ):
                        if parse.lower[c] == "on" and lemma != "call":
                            continue
                        options.extend(g for g in parse.children[c] if parse.dep[g] == "pobj")
                    elif parse.dep[c] in ("ccomp", "xcomp") and (statement.act is Act.CALLS_FOR or lemma in self.words.tells):
                        options.extend(g for g in parse.children[c] if parse.dep[g] in ("nsubj", "nsubjpass") and g < c)
                for head in options:
                    entity = self._at_head(head)
                    if entity is not None and entity.kind is not EntityKind.OUTLET:
                        return entity
        return None

    def _at_head(self, head: int) -> Entity | None:
        span = self.parse.span(head, head + 1)
        best = None
        for k in self._near(span):
            mention = self.mention.get(self.spans[k])
            if mention is not None and mention.head == head:
                best = self.owners[k]
        return best

    # ---------------------------------------------------------------------------------------------------------- when

    def said(self, statement: Attribution) -> Period | None:
        """The date on the cue's own clause, or on the verb that brought the words out; never the publication date."""
        for cue in statement.cue[:1]:
            period = self._date_on(set(self.parse.tokens(cue)), statement)
            if period is not None:
                return period
        return None

    def _date_on(self, verbs: set[int], statement: Attribution | None) -> Period | None:
        parse = self.parse
        if not verbs:
            return None
        first, last = parse.sentences[parse.sentence[min(verbs)]]
        scope = parse.span(first, last)
        for at in range(bisect_left(self.timex_starts, scope[0]), bisect_left(self.timex_starts, scope[1])):
            timex = self.timexes[at]
            if statement is not None and not self._outside(timex.span, statement):
                continue
            tokens = parse.tokens(timex.span)
            if not len(tokens):
                continue
            head = next(parse.heads(tokens), tokens[0])
            if head in verbs:
                continue
            for above in parse.ancestors(head):
                if above in verbs:
                    return Period(start=timex.start, end=timex.end, timex=timex.id)
                if parse.pos[above] in ("VERB", "AUX") and parse.lemma[above] not in self.words.releases:
                    break
                if parse.pos[above] in ("NOUN", "PROPN") and parse.lemma[above] not in self.words.carriers and parse.lower[above] not in self.words.occasions:
                    break
        return None

    # ----------------------------------------------------------------------------------------------------- anonymity

    def anonymity(self, statement: Attribution, speaker: Entity | None) -> Anonymity | None:
        """How the source is printed; a pronoun is printed as what it stands for, and no source gives None."""
        if not statement.source:
            return None
        found = self.who(statement.source[0])
        if found is None:
            return statement.anonymity
        entity, span = found
        mention = self.mention.get(span)
        if mention is not None and mention.form == "pronoun":
            mention = self._first(entity, "name") or self._first(entity, "description")
        if mention is None:
            return statement.anonymity
        if any(
            self.owners[k] is entity and inside(self.spans[k], statement.source[0]) and (m := self.mention.get(self.spans[k])) is not None and m.form == "name"
            for k in self._near(statement.source[0])
        ):
            return Anonymity.NAMED
        if mention.form == "name":
            return Anonymity.NAMED
        if mention.form == "description" and self.parse.lemma[mention.head].lower() == "source":
            # "the source" is whoever the report called one first: "a Ruritanian security source"
            mention = self._first(entity, "description") or mention
        lemma = self.parse.lemma[mention.head].lower()
        if lemma in self.words.unnamed and mention.affiliation is None:
            return Anonymity.UNNAMED
        if mention.kind is EntityKind.POPULATION and mention.affiliation is None:
            return Anonymity.UNNAMED
        if (
            mention.kind is not EntityKind.PERSON
            and mention.plural is False
            and (mention.key or self._first(entity, "name") is not None or len(self.parse.tokens(mention.span)) > 2)
        ):
            return Anonymity.NAMED
        return Anonymity.ROLE

    def _first(self, entity: Entity, form: str) -> Mention | None:
        """The first mention of an entity that is a name, or a description."""
        key = (entity.id, form)
        if key not in self.firsts:
            self.firsts[key] = next((m for s in entity.mentions if (m := self.mention.get(s)) is not None and m.form == form), None)
        return self.firsts[key]

    # ----------------------------------------------------------------------------------------------------------- run

    def find(self, stage: str) -> Iterator[Attribution]:
        """The attributions, in the order of the statements."""
        done: dict[str, Attribution] = {}
        for statement in self.statements:
            speaker, evidence, sure = self.speaker(statement)
            via = self.relays(statement, speaker)
            cited = self._cited(statement, speaker)
            if cited is not None and speaker is not None:
                via = [speaker.id, *(v for v in via if cited[0] is None or v != cited[0].id)]
                speaker, evidence, statement = cited[0], Evidence(rule="citing", spans=(cited[1],)), replace(statement, source=(cited[1],))
            said = self.said(statement)
            comment = self._comment_after(statement)
            if comment is not None and speaker is not None and speaker.kind is not EntityKind.PERSON:
                entity, _, verb = comment
                if entity.id != speaker.id and (entity.affiliation == speaker.id or not statement.within):
                    via.insert(0, entity.id)
                    said = said or self._date_on({verb}, None)
            if speaker is not None and speaker.affiliation is not None and speaker.role is None and statement.source and self._is_text(statement.source[0]):
                via.append(speaker.affiliation)  # a text speaks; the body that issued it stands behind it
            addressee = self.addressee(statement)
            done[statement.id] = replace(
                statement,
                speaker=speaker.id if speaker else None,
                speaker_evidence=evidence,
                via=tuple(via),
                said=said or statement.said,
                addressee=addressee.id if addressee is not None and addressee is not speaker else None,
                within=self.within(statement),
                anonymity=self.anonymity(statement, speaker),
                confidence=round(statement.confidence * sure, 3),
                stage=stage,
            )
        cited_spans = {a.source[0] for a in done.values() if a.speaker_evidence is not None and a.speaker_evidence.rule == "citing"}
        last: Attribution | None = None
        for statement in self.statements:
            found = done[statement.id]
            if len(found.content) == 1 and any(inside(found.content[0], c) for c in cited_spans):
                continue  # whom an outlet cites is nothing that it says
            found = replace(found, via=self._chain(found, done), said=found.said or self._same_breath(found, done))
            if found.within is None and found.speaker is not None:
                if last is not None and last.speaker == found.speaker and self._goes_on(last, found):
                    found = replace(found, via=found.via or last.via, said=found.said or last.said)
                last = found
            yield found

    def _goes_on(self, before: Attribution, found: Attribution) -> bool:
        """*“…,” he told the Post. “…,” he added.*: the same speaker in the same or the next paragraph, who adds, or without a cue: one occasion, one relay."""
        parse = self.parse
        if found.cue:
            adds = any(parse.lemma[t] in _GOING_ON for t in parse.tokens(found.cue[0]))
        else:
            adds = found.speaker_evidence is not None and found.speaker_evidence.rule == "carried-over"
        places = [parse.paragraph[parse.sentence[parse.tokens(a.content[0])[0]]] for a in (before, found) if len(parse.tokens(a.content[0]))]
        return adds and len(places) == 2 and 0 <= places[1] - places[0] <= 1

    def _chain(self, found: Attribution, done: dict[str, Attribution]) -> tuple[str, ...]:
        """The relays of a statement with those who tell of it: the speakers of the statements around it."""
        chain = list(found.via)
        outer, depth = found.within, 0
        while outer is not None and depth < _CHAIN:
            around = done.get(outer)
            if around is None:
                break
            for entity in (around.speaker, *around.via):
                if entity is not None and entity != found.speaker and entity not in chain:
                    chain.append(entity)
            outer, depth = around.within, depth + 1
        return tuple(chain)

    def _same_breath(self, found: Attribution, done: dict[str, Attribution]) -> Period | None:
        """A participle has the date of the verb that it hangs on: "said on Friday ..., adding ..."."""
        parse = self.parse
        for cue in found.cue[:1]:
            for token in parse.tokens(cue):
                if parse.tag[token] == "VBG":
                    for above in parse.ancestors(token):
                        other = self.cue_tokens.get(above)
                        if other is not None and other.id != found.id and done[other.id].speaker == found.speaker:
                            return done[other.id].said
        return None


def find(document: Document, layers: Layers) -> Iterator[Attribution | Problem]:
    """The statements of a report, each tied to the entities that it names."""
    if layers.statements:
        yield from _Sourcing(document, layers).find(STAGE.name)


STAGE = Stage(layer="attributions", version="2", reads=("sentences", "quotations", "mentions", "statements", "entities", "timexes"), resources=("lexicon:sourcing",), find=find)
