"""events: what is reported to have happened, in PLOVER's types.

Found on the parse: a verb or noun of the lexicon names an event, its frame gives the type, and the arguments give actor and
recipient. Light verbs (*carried out an attack*) take the type of their noun, verbs of ending (*lifted the sanctions*) turn
it. What somebody only says is an attribution with its act and no event.

Source: the division of labour follows dictionary coders (Schrodt's TABARI and PETRARCH), on dependencies instead of
phrase patterns. Known to miss: events that no verb or noun of the lexicon names, and actors named in another sentence.
What is coded, and how well, is in ``docs/events.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp
from typing import Any

from onrecord.coding.aims import MOVED, aims, doers, holders, is_agreed, is_mutual
from onrecord.coding.arguments import attending, conjuncts, names_before, owners, prepositions
from onrecord.coding.doubt import NATURAL, count_risks, is_doubtful, is_in_words, is_of_campaign, is_of_force, is_of_sport
from onrecord.coding.standing import is_definite, standing
from onrecord.coding.triggers import Found, Tables, core, find_events, is_battle, noun_frame, tables
from onrecord.model import Act, Attribution, Document, Entity, Event, Ids, Modality, Period, PlaceUse, Problem, Span, Status, Timex, TimexType
from onrecord.pipeline import Layers, Stage
from onrecord.text import Parse

_COOPERATIVE = {"CONSULT", "AID", "COOPERATE", "CONCEDE", "RETREAT"}
_HOSTILE = {"SANCTION", "COERCE", "ASSAULT", "PROTEST"}
_WILL = {"will", "'ll", "would", "shall"}
_TOGETHER = {"CONSULT", "COOPERATE", "SUPPORT", "AGREE", "REJECT", "SANCTION"}
_PLACE = frozenset({"in", "at", "near", "on", "into", "to", "over", "from", "across", "inside", "outside", "around", "throughout", "within", "along", "off"})
_TOO_MANY = 4
"""Risks at which words and help of private persons and firms are no longer given, but in a report full of the words of force: of such events about half were wrong."""
_MANY = 2
"""Risks at which deeds of firms, groups and crowds are no longer given in such a report: of 29 judged last, 14 were right."""
_LEAST = 0.6
"""Confidence below which an event is not given: of the 63 such among the 340 judged last, 33 were right. It holds in texts that are long enough to show what they are about."""
_SHORT = 4
"""Sentences; a shorter text does not show what it is about."""
_DEALS = frozenset({"agreement", "deal"})
_DEEDS = frozenset({"ASSAULT", "COERCE", "CONSULT", "DEATH", "DEPLOY", "MOBILIZE", "PROTEST", "RETREAT", "VOTE", "WITHDRAW"})
_FIRMS = frozenset({"organisation", "outlet", "population"})
_PRIVATE = _FIRMS | {"person"}
_SAYS = {"ACCUSE": {Act.CONDEMNS}, "REQUEST": {Act.CALLS_FOR, Act.ASKS}, "THREATEN": {Act.THREATENS}, "REJECT": {Act.DENIES}, "AGREE": {Act.PROMISES}, "SUPPORT": {Act.PRAISES}}
"""Acts of an attribution that already say what a type says: then the cue is no event."""


def _governor(parse: Parse, verb: int) -> str:
    """Lemma of the verb or adjective that a verb is an infinitive of (agreed *to send*, is willing *to send*), or ""."""
    if parse.dep[verb] in ("xcomp", "ccomp") and parse.head[verb] != verb:
        return parse.lemma[parse.head[verb]]
    return ""


class _Index:
    """Which entity, place, date, figure and attribution stands at a token."""

    def __init__(self, document: Document, parse: Parse, layers: Layers) -> None:
        self.parse = parse
        heads = {m.span: m.head for m in layers.mentions}
        self.at_head: dict[int, str] = {}
        self.covering: dict[int, tuple[int, str, int]] = {}
        self.people: set[int] = set()
        self.entity: dict[str, Entity] = {e.id: e for e in layers.entities}
        apart = [s for s in (document.byline, document.place_line_span) if s]
        self.apart = frozenset(t for s in apart for t in parse.tokens(s))
        for entity in layers.entities:
            for span in entity.mentions:
                tokens = parse.tokens(span)
                if not tokens or tokens[0] in self.apart:
                    continue
                head = heads.get(span)
                if head is None:
                    head = next(parse.heads(tokens), tokens[-1])
                self.at_head.setdefault(head, entity.id)
                if entity.kind == "person":
                    self.people.add(head)
                for t in tokens:
                    if t not in self.covering or self.covering[t][0] > len(tokens):
                        self.covering[t] = (len(tokens), entity.id, head)
        self.people |= {i for i in range(len(parse)) if parse.ent[i] == "PERSON"}
        self.places = {t: p for p in layers.toponyms if p.use in (PlaceUse.LOCATION, PlaceUse.MODIFIER) for t in parse.tokens(p.span)}
        self.quantities = {parse.tokens(q.span)[-1]: q for q in layers.quantities if len(parse.tokens(q.span))}
        self.attributions: list[tuple[int, Span, Attribution]] = sorted(((s.end - s.start, s, a) for a in layers.attributions for s in a.content), key=lambda x: (x[0], x[1]))
        self.dates: dict[int, list[tuple[int, Timex]]] = {}
        for timex in layers.timexes:
            tokens = parse.tokens(timex.span)
            if tokens and (timex.start or timex.end) and timex.type in (TimexType.DATE, TimexType.TIME) and tokens[0] not in self.apart:
                head = next(parse.heads(tokens), tokens[-1])
                self.dates.setdefault(parse.sentence[head], []).append((head, timex))

    def entities(self, heads: Iterable[int]) -> tuple[str, ...]:
        found: list[str] = []
        for head in heads:
            for k in dict.fromkeys((*conjuncts(self.parse, head), core(self.parse, head))):
                if k != head and any(self.parse.word[x] in ("—", "–", "--") for x in range(min(k, head), max(k, head))):
                    continue  # a dateline is no part of who acts
                one = self.at_head.get(k) or self._around(k)
                if one and self.entity[one].kind == "outlet" and 0 < k < len(self.parse) - 1 and self.parse.word[k - 1] == "(" and self.parse.word[k + 1] == ")":
                    continue  # (Reuters) before the first sentence
                if one and self.entity[one].kind == "state" and any(self.parse.lower[c] in ("a", "an") for c in self.parse.children[k]):
                    continue  # "an Afghan" is no state
                if one and one not in found:
                    found.append(one)
        return tuple(found)

    def _around(self, token: int) -> str | None:
        """The entity whose name or description a token is a part of, as a modifier or with modifiers of its own; not one that only stands inside it."""
        if token not in self.covering:
            return None
        _, entity, head = self.covering[token]
        pos = self.parse.pos
        if pos[token] == pos[head] == "PROPN" and all(pos[k] in ("PROPN", "ADP", "CCONJ", "DET", "PUNCT", "PART") for k in range(min(token, head), max(token, head))):
            return entity  # one name: House of Representatives
        if self.parse.head[token] == self.parse.head[head] and self.parse.dep[token] in ("compound", "nmod", "amod"):
            return entity  # the US military | presence: both hang on the noun after them
        for low, high in ((token, head), (head, token)):
            k = low
            for _ in range(3):
                if self.parse.dep[k] not in ("compound", "nmod", "amod", "appos", "nummod", "flat", "det", "poss", "quantmod", "npadvmod"):
                    break
                k = self.parse.head[k]
                if k == high:
                    return entity
        return None

    def actors(self, heads: list[int], t: Tables) -> tuple[str, ...]:
        """Who acts; of an instrument (*killed by Norland airstrikes*) whose it is."""
        found = () if heads and self.parse.lemma[heads[0]] in t.words["papers"] else self.entities(heads)
        if not found:
            found = self.entities(
                o for h in heads if self.parse.lemma[h] in t.words["papers"] for o in owners(self.parse, h) if self.parse.lemma[h] not in _DEALS or self.parse.dep[o] == "poss"
            )
        if not found:
            found = self.entities(o for h in heads if self.parse.lemma[h] in t.words["instruments"] for o in owners(self.parse, h))
        return found

    def first(self, groups: list[list[int]], kind: str) -> tuple[str, ...]:
        """The first group of arguments with an entity; then whose the arguments are (rejected *Norland's* plan)."""
        for group in groups:
            if found := self.entities(group):
                return found
            if kind == "CONSULT":
                continue  # discussed somebody's plan: not with him
            # a nation before the noun that is affected is affected with it: killed three Norland soldiers
            for head in group:
                if found := self.entities(owners(self.parse, head)):
                    return found
        return ()

    def is_direct(self, groups: list[list[int]]) -> bool:
        """True if an entity stands itself where the recipient is looked for."""
        return any(self.entities(group) for group in groups)

    def is_argument(self, actor: tuple[str, ...], recipient: tuple[str, ...], sentence: frozenset[str], t: Tables) -> bool:
        """True if named persons or bodies that do not fight have at their like, and the sentence names no weapon."""
        both = [self.entity[x] for x in (*actor, *recipient)]
        return (
            bool(actor and recipient)
            and all(e.kind in ("person", "organisation", "body", "outlet") and e.name[:1].isupper() for e in both)
            and not any(word in t.words["fighting"] for e in both for word in e.name.lower().split())
            and not sentence & (t.words["armed"] | t.words["instruments"] - {"attack", "assault", "raid", "operation", "offensive", "strike"})
        )

    def attribution(self, span: Span) -> Attribution | None:
        """The innermost statement around a span."""
        return next((a for _, s, a in self.attributions if s.start <= span.start and span.end <= s.end), None)

    def place(self, tokens: tuple[int, ...], objects: list[list[int]]) -> str | None:
        for i in reversed(tokens):
            for preposition, argument in prepositions(self.parse, i):
                if preposition in _PLACE:
                    for k in (argument, *self.parse.children[argument]):
                        if k in self.places and (k == argument or self.parse.dep[k] in ("compound", "poss", "appos", "nmod")):
                            return str(self.places[k].id)
        for group in objects[:1]:
            for k in group:
                if k in self.places:
                    return str(self.places[k].id)
                for preposition, argument in prepositions(self.parse, k):
                    if preposition in ("in", "at", "of", "near", "on") and argument in self.places:
                        return str(self.places[argument].id)
        return next((str(self.places[c].id) for i in tokens for c in self.parse.children[i] if c in self.places and self.parse.dep[c] == "compound"), None)

    def period(self, tokens: tuple[int, ...], t: Tables) -> Period | None:
        """The date that the clause of the event gives it; a date elsewhere in the sentence says nothing of it."""
        parse = self.parse
        near = self.dates.get(parse.sentence[tokens[0]], [])
        if not near:
            return None
        homes = set(tokens)
        first = tokens[0]
        above = parse.head[first]
        if parse.pos[first] != "VERB" and parse.pos[above] in ("VERB", "AUX") and parse.lemma[above] in (t.modality["occurs"] | t.words["light"] | t.words["light_passive"]):
            if parse.dep[first] in ("nsubj", "nsubjpass", "dobj", "attr"):
                homes.add(above)
        elif (
            parse.dep[first] in ("conj", "advcl", "xcomp")
            and parse.pos[first] == "VERB"
            and parse.pos[above] == "VERB"
            and not any(h in homes for d, _ in near for h in self._homes(d)[0])
        ) and (parse.dep[first] != "advcl" or parse.tag[first] == "VBG"):
            homes.add(above)
        for head, timex in near:
            above_date, preposition = self._homes(head)
            if not any(h in homes for h in above_date):
                continue
            if preposition in ("since", "from"):
                perfect = any(parse.lower[c] in ("has", "have", "'ve", "is", "are", "been") for h in homes for c in parse.children[h])
                if preposition == "since" and not perfect:
                    continue
                return Period(start=timex.start, end=timex.end if preposition == "from" else None, timex=timex.id)
            if preposition in ("until", "till", "by", "before"):
                return Period(start=None, end=timex.end, timex=timex.id) if preposition in ("until", "till", "by") else None
            if preposition in ("after", "following", "for", "against", "of", "to", "about", "with") and not (preposition == "of" and parse.pos[tokens[-1]] == "NOUN"):
                continue
            return Period(start=timex.start, end=timex.end, timex=timex.id)
        return None

    def _homes(self, date: int) -> tuple[list[int], str]:
        """The tokens that a date modifies directly, and the preposition between."""
        parse = self.parse
        preposition, k = "", date
        for _ in range(3):
            above = parse.head[k]
            if above == k:
                return [], preposition
            if parse.pos[above] in ("ADP", "SCONJ"):
                preposition = preposition or parse.lower[above]
                k = above
                continue
            if parse.dep[k] in ("npadvmod", "advmod", "prep", "compound", "amod", "nummod", "poss", "nmod", "tmod", "pobj", "appos", "ROOT", "dep"):
                if parse.ent[above] in ("DATE", "TIME") and parse.ent[date] in ("DATE", "TIME"):
                    k = above  # late on Monday, the morning of 3 May
                    continue
                return [above], preposition
            return [], preposition
        return [], preposition

    def figures(self, heads: Iterable[int]) -> tuple[str, ...]:
        found: list[str] = []
        for head in heads:
            for k in conjuncts(self.parse, head):
                left, right = self.parse.edges(k)
                found += [str(self.quantities[t].id) for t in range(left, right) if t in self.quantities]
        return tuple(dict.fromkeys(found))


def _stands(parse: Parse, found: Found, attribution: Attribution | None, t: Tables) -> Modality:
    """The modality from the words, then from the statement that the event stands in."""
    first = found.tokens[0]
    result = standing(parse, first, t.modality)
    if result is Modality.HAPPENED and len(found.tokens) > 1 and parse.pos[first] != "VERB":
        result = standing(parse, found.tokens[-1], t.modality)
    elif result is Modality.HAPPENED and found.shape == "light" and {parse.lower[c] for c in parse.children[found.tokens[-1]]} & {"no"}:
        result = Modality.DENIED
    end = parse.sentences[parse.sentence[first]][1] - 1
    start = parse.sentences[parse.sentence[first]][0]
    why = any(parse.lower[k] in ("why", "how") and parse.tag[k] == "WRB" for k in range(start, min(start + 4, end)))
    if result in (Modality.HAPPENED, Modality.PLANNED) and parse.lower[end] == "?" and not why and not (parse.pos[first] != "VERB" and is_definite(parse, first)):
        return Modality.HYPOTHETICAL
    if result in (Modality.HAPPENED, Modality.ONGOING) and found.shape == "light" and parse.pos[first] == "VERB":
        lemma = parse.lemma[first]  # sought talks, proposed a ceasefire: it is only meant; who pledges support supports
        if not (lemma in ("pledge", "offer", "promise") and found.frame.get("type") == "SUPPORT") and lemma in (
            "seek",
            "propose",
            "plan",
            "prepare",
            "schedule",
            "offer",
            "promise",
            "pledge",
        ):
            return Modality.PLANNED
    if attribution is None:
        return result
    if attribution.status is not Status.REPORTED:
        if parse.pos[first] == "VERB":
            known = parse.tag[first] == "VBD" and parse.dep[first] == "relcl"  # the night he died: that he died is not what was left unsaid
        else:
            known = is_definite(parse, first) or bool(names_before(parse, first))
        return Modality.HYPOTHETICAL if result in (Modality.HAPPENED, Modality.ONGOING) and not known else result
    finite = parse.pos[first] == "VERB" and parse.tag[first] in ("VBD", "VBZ", "VBP", "VBN")
    if result is Modality.HAPPENED and not finite and (parse.pos[first] == "VERB" or not (is_definite(parse, first) or names_before(parse, first))):
        head = _reaches(parse, first, attribution)
        if head and attribution.act in (Act.CALLS_FOR, Act.ASKS):
            return Modality.HYPOTHETICAL
        if head and (parse.pos[first] == "VERB" or attribution.act is not Act.INTENDS) and attribution.act in (Act.INTENDS, Act.THREATENS, Act.PROMISES):
            return Modality.PLANNED
    if (
        result in (Modality.HAPPENED, Modality.ONGOING)
        and attribution.act is Act.DENIES
        and not (parse.pos[first] != "VERB" and is_definite(parse, first))
        and _reaches(parse, first, attribution)
    ):
        return Modality.DENIED
    return result


def _reaches(parse: Parse, token: int, attribution: Attribution) -> bool:
    """True if an event is what is said (or a part of it), and not mentioned in passing by a finite clause of its own."""
    cues = {k for span in attribution.cue for k in parse.tokens(span)}
    k = token
    for _ in range(6):
        above = parse.head[k]
        if above in cues:
            return True
        that = parse.dep[k] == "acl" and any(parse.dep[c] == "mark" and parse.lower[c] == "that" for c in parse.children[k])
        if that and parse.pos[above] == "NOUN":
            k = above  # rejected claims that it had shelled the town
            continue
        if above == k or parse.dep[k] in ("relcl", "nsubj", "nsubjpass", "acl", "advcl") or (k != token and parse.tag[k] in ("VBD", "VBZ", "VBP") and parse.dep[k] != "ccomp"):
            return False
        k = above
    return False


def _confidence(kind: str, risks: int, who: str, force: bool, t: Tables) -> float:
    """How likely an event is right in type, actor and modality: a logistic of its type, of who acts, of its report and of what makes its reading unsure.

    The weights in the lexicon are fitted on events judged by hand; ``docs/events.md`` says how well they hold on others.
    """
    weights = t.confidence
    names = (kind, f"risks {min(risks, 4)}", f"actor {who}", "report force" if force else "report calm")
    return round(1 / (1 + exp(-(weights["base"] + sum(weights.get(name, 0.0) for name in names)))), 2)


def _agrees(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def find(document: Document, layers: Layers) -> Iterator[Event | Problem]:
    """The events of a report, mentions of one event joined.

    Two mentions are one event if type and word agree, and neither actors, recipients, modality nor dates disagree; a mention
    without any argument joins only where its noun is definite (*the attack*).
    """
    parse = layers.sentences
    t = layers.resources.derived("events", tables)
    index = _Index(document, parse, layers)
    said: dict[int, set[Act]] = {}
    for a in layers.attributions:
        if a.act not in (Act.BELIEVES, Act.INTENDS):
            for span in a.cue:
                for k in parse.tokens(span):
                    said.setdefault(k, set()).add(a.act)
    verbal = t.words["verbal"]
    skip = {k for k, acts in said.items() if parse.pos[k] != "VERB" or _is_said(parse, k, acts, t, verbal)}
    skip |= index.apart
    names = frozenset(
        i for i in range(len(parse)) if parse.pos[i] == "PROPN" or (parse.ent[i] in ("ORG", "PERSON", "WORK_OF_ART", "LAW", "PRODUCT", "FAC") and _inside_name(parse, i))
    )
    made: list[tuple[dict[str, Any], list[Span], str]] = []
    struck: dict[int, tuple[int, tuple[str, ...]]] = {}  # the last blow of each sentence, and whose it was
    sporting, campaigning = is_of_sport(parse, t), is_of_campaign(parse, t)
    short, force = len(parse.sentences) <= _SHORT, is_of_force(parse, t)
    calm = not (short or force)
    for found in find_events(parse, t, frozenset(skip), frozenset(index.people), names):
        first, last = min(found.tokens), max(found.tokens)
        key_token = found.tokens[-1]
        whole = last - first <= 4 and not (found.tokens[0] > key_token and parse.dep[found.tokens[0]] == "relcl")
        trigger = parse.span(first, last + 1) if whole else parse.span(key_token, key_token + 1)
        attribution = index.attribution(trigger)
        modality = _stands(parse, found, attribution, t)
        kind = str(found.frame["type"])
        period = index.period(found.tokens, t)
        if (
            modality in (Modality.HAPPENED, Modality.ONGOING)
            and period
            and period.start
            and document.published
            and period.start[:10] > document.published[:10]
            and not _is_past(parse, found.tokens[0])
        ):
            modality = Modality.PLANNED  # its date is still to come
        actor = index.actors(found.actors, t) or index.entities(doers(parse, found, t))
        aimed = aims(parse, found, kind, t)
        groups = [*aimed, *found.recipients] if kind in MOVED and not found.passive else [*found.recipients, *aimed]
        groups = [g for g in ([h for h in g if (noun_frame(parse, h, t) or {}).get("type") != kind] for g in groups) if g]  # an inquiry that is opened is the deed
        recipient = index.first(groups, kind) or (index.first(holders(parse, groups, t), kind) if kind != "CONSULT" or found.shape != "verb" else ())
        if found.frame.get("type") == "VOTE" and not actor:
            actor = index.entities(o for group in found.recipients for h in group for o in owners(parse, h))  # the council's resolution was adopted
        if kind == "CONSULT" and found.shape == "noun" and recipient and not (actor or found.parties):
            actor = tuple(a for a in index.entities(attending(parse, key_token)) if a not in recipient)
        if kind in MOVED and found.passive and parse.lemma[key_token] != "remove" and not (actor or found.actors):
            actor = index.entities(
                h for g in found.recipients for h in g if parse.dep[h] in ("nsubjpass", "nsubj") or parse.dep[found.tokens[0]] == "acl"
            )  # troops that were sent act too
            recipient = index.first(aimed, kind)
        if kind == "ASSAULT" and parse.tag[found.tokens[0]] == "VBG" and parse.lemma[found.tokens[0]] in _HARMS:
            before, by = struck.get(parse.sentence[key_token], (-1, ()))
            if parse.dep[found.tokens[0]] == "advcl" and parse.head[found.tokens[0]] < before:
                actor = by  # condemned them for launching a missile, killing ten: not who condemns kills
        if kind in MOVED or kind == "ASSAULT":
            actor = tuple(a for a in actor if index.entity[a].kind != "outlet")  # "its deployment" after the name of a paper: who reports it sends nobody
        parties = index.entities(found.parties)
        if len(parties) == 1 and not (actor or recipient):
            actor, parties = parties, ()  # one of two is no pair
        if parties and not (actor and recipient):
            if not actor and not found.actors:
                actor = recipient = parties
            elif not recipient:
                recipient = tuple(p for p in parties if p not in actor) or parties
        recipient = tuple(r for r in recipient if r not in actor) or (recipient if parties else ())
        if len(actor) > 1 and not recipient and (is_agreed(parse, found) or (kind in _TOGETHER and is_mutual(parse, found, t))):
            recipient = actor  # A and B met: each met the other
        place = index.place(found.tokens, found.recipients)
        kind = _settle(parse, found, kind, modality, bool(found.actors), t)
        if sporting and (kind in t.words["violent"] or kind in ("DISASTER", "SUPPORT", "REJECT") or found.frame.get("mode") == "disapprove"):
            continue
        kinds = {index.entity[a].kind for a in actor}
        public = bool((t.words["public"] | t.words["fighting"]) & {w for a in actor for w in index.entity[a].name.lower().split()})
        firms = bool(kinds) and kinds <= _FIRMS and not public
        if kind == "SUPPORT" and modality is Modality.PLANNED and not found.passive and found.shape == "verb" and kinds and kinds <= {"state", "body"}:
            if {parse.lower[c] for c in parse.children[found.tokens[0]] if parse.dep[c] == "aux"} & _WILL:
                kind = "AGREE"  # a state that will support somebody has not done so yet
        if kind == "ASSAULT" and kinds == {"person"} and not (recipient or place or period) and is_in_words(parse, found, False, t):
            continue
        if kind == "ASSAULT" and kinds == {"person"} and parse.lemma[key_token] in ("capture", "recapture", "retake", "conquer") and is_in_words(parse, found, True, t):
            continue  # captured Iowa
        if calm and kind == "ASSAULT" and kinds == {"person"} and not (place or period) and {index.entity[r].kind for r in recipient} <= {"organisation", "outlet", "body"}:
            if is_in_words(parse, found, False, t):
                continue  # attacked the companies
        if campaigning and kind == "ASSAULT" and not (place or period) and is_in_words(parse, found, bool(kinds) and kinds <= {"person", "organisation"}, t):
            continue
        if kind == "AID" and found.frame.get("mode") not in ("asylum", "humanitarian", "military") and not _nearby(parse, key_token) & t.words["welfare"]:
            if kinds & {"person", "organisation", "outlet", "population"} or (not kinds and found.frame.get("mode") == "economic"):
                continue  # lending, paying and helping among people and firms
        if kind == "SANCTION" and (firms or kinds == {"person"}) and recipient and not {index.entity[r].kind for r in recipient} & {"state", "body", "armed_group"}:
            continue  # a league that suspends a player, a firm that cancels an order
        if kind == "CONCEDE" and found.frame.get("mode") == "access" and firms:
            continue
        if kind == "SANCTION" and found.frame.get("mode") == "expel" and recipient and all(index.entity[r].kind == "population" for r in recipient):
            kind = "COERCE"
        if kind == "AID" and found.frame.get("mode") == "military" and firms:
            continue
        if (
            found.frame.get("mode") == "release"
            and found.shape == "verb"
            and recipient
            and not actor
            and {index.entity[r].kind for r in recipient} <= {"organisation", "body", "outlet"}
        ):
            continue  # a statement, not a prisoner
        if found.frame.get("mode") == "release" and found.shape == "noun" and recipient and not {index.entity[r].kind for r in recipient} & {"person", "population", "armed_group"}:
            continue
        if kind in NATURAL:
            actor = ()  # what nobody did
        if kind == "POLL":
            actor = tuple(a for a in actor if not {"poll", "polls", "survey", "surveys", "study"} & set(index.entity[a].name.lower().split()))
        if kind == "POLL" and not any(index.entity[a].kind in ("organisation", "outlet", "body") for a in actor):
            if not any(parse.pos[k] == "PROPN" and parse.ent[k] != "PERSON" for k in found.actors):
                continue
            actor = ()  # a body by its name, of which no entity was made
        if kind == "RETREAT" and found.frame.get("mode") == "resign" and any(index.entity[a].kind in ("organisation", "state", "outlet") for a in actor):
            continue
        if kind == "ASSAULT" and parse.lemma[key_token] in t.words["figurative"] and index.is_argument(actor, recipient, _nearby(parse, key_token), t):
            if parse.lemma[key_token] != "attack":
                continue
            kind = "ACCUSE"  # one politician attacks another: in words, unless a weapon is named
        if not (actor or recipient) and found.shape != "noun" and not _stands_alone(parse, found, kind, bool(place), t):
            continue
        risks = count_risks(parse, found, [index.entity[a].kind for a in actor], modality)
        if (calm or short) and risks >= _TOO_MANY and kind not in _DEEDS and kinds <= _PRIVATE and not public and parse.lemma[key_token] not in t.words["transitive"]:
            continue
        if calm and firms and kind not in ("PROTEST", "POLL"):
            surely = modality in (Modality.HAPPENED, Modality.ONGOING) and any(index.entity[a].name[:1].isupper() for a in actor)
            if risks >= _MANY or not surely:
                continue
        if is_doubtful(
            parse,
            found,
            kind,
            bool(actor),
            bool(recipient),
            index.is_direct(found.recipients),
            bool(place or period),
            attribution is not None and attribution.speaker in actor,
            modality,
            t,
        ):
            continue
        if calm and "calm" in found.frame and not (recipient and (actor or found.frame["calm"] == "recipient")):
            continue  # rarer words: of those with one party half were wrong in such reports, of those with both four in five right
        if found.frame.get("needs") == "recipient" and not recipient:
            continue
        if found.frame.get("needs") in ("both", "actor") and not (actor and (recipient or found.frame["needs"] == "actor")):
            continue
        exists = parse.dep[key_token] == "attr" and any(parse.dep[c] == "expl" for c in parse.children[parse.head[key_token]])
        if found.shape == "noun" and not (actor or recipient or place or exists or is_battle(parse, key_token)) and parse.lemma[key_token] not in t.words["bare"]:
            continue
        if kind == "ASSAULT":
            struck[parse.sentence[key_token]] = (found.tokens[0], actor)
        fields: dict[str, Any] = {
            "type": kind,
            "mode": _mode(found, kind),
            "actor": actor,
            "recipient": recipient,
            "place": place,
            "period": period,
            "modality": modality,
            "asserted_by": attribution.id if attribution else None,
            "quantities": index.figures([*found.actors, *(h for g in found.recipients[:1] for h in g)]),
            # a crowd that protests is no firm: 13 of 15 judged were right
            "confidence": _confidence(
                kind, risks, "nobody" if not actor or (firms and kind == "PROTEST") else "firm" if firms else "person" if kinds <= _PRIVATE and not public else "public", force, t
            ),
        }
        lemma = parse.lemma[key_token]
        definite = found.shape == "noun" and any(parse.lower[c] in ("the", "this", "that", "these", "those", "their", "its", "his", "her") for c in parse.children[key_token])
        same = next((k for k in range(len(made) - 1, -1, -1) if _is_same(made[k], fields, lemma, definite)), None)
        if same is not None:
            other = made[same][0]
            for name in ("period", "place", "actor", "recipient", "mode"):
                other[name] = other[name] or fields[name]
            other["quantities"] = tuple(dict.fromkeys((*other["quantities"], *fields["quantities"])))
            other["confidence"] = max(other["confidence"], fields["confidence"])
            made[same][1].append(trigger)
            continue
        made.append((fields, [trigger], lemma))
    ids = Ids(document.id, "events")
    for fields, triggers, _ in made:
        if fields["confidence"] < _LEAST and not short:
            continue
        yield Event(id=ids(triggers[0]), trigger=triggers[0], triggers=tuple(triggers[1:]), stage=STAGE.name, **fields)


def _stands_alone(parse: Parse, found: Found, kind: str, place: bool, t: Tables) -> bool:
    """Whether a deed of nobody to nobody is worth recording: victims by number, a blast, a protest, not *it failed*."""
    lemma = parse.lemma[found.tokens[-1]]
    if lemma in t.words["bare"] or kind in ("ELECT", "VOTE", "DISASTER", "POLL"):
        return True
    if kind not in t.words["physical"] and found.frame.get("mode") != "release":
        return False
    heads = [*found.actors, *(h for g in found.recipients for h in g)]
    return place or any(parse.lemma[h] in t.words["occasions"] or parse.pos[h] == "NUM" or any(parse.pos[c] == "NUM" for c in parse.children[h]) for h in heads)


def _inside_name(parse: Parse, i: int) -> bool:
    """True if a token is a capital word inside a name of several words (*the Kidnap Survey Office*)."""
    return parse.word[i][:1].isupper() and i != parse.sentences[parse.sentence[i]][0] and any(parse.ent[k] == parse.ent[i] for k in (i - 1, i + 1) if 0 <= k < len(parse))


def _is_said(parse: Parse, token: int, acts: set[Act], t: Tables, verbal: frozenset[str]) -> bool:
    """True if a cue only says: the statement is on record with an act that says as much as an event would."""
    lemma = parse.lemma[token]
    if lemma not in t.verbs:
        return lemma not in t.words["light"]
    if lemma not in verbal:
        return False
    if any(parse.dep[c] == "ccomp" for c in parse.children[token]):
        return True
    types = {str(f["type"]) for f in t.verbs[lemma] if "type" in f}
    return any(acts & _SAYS.get(kind, set()) for kind in types)


_THREATS = {"expel": "expel", "deport": "expel", "ban": "ban", "censor": "ban", "arrest": "arrest"}


def _mode(found: Found, kind: str) -> str | None:
    """PLOVER's mode; of a hostile act that is only threatened, what is threatened."""
    own, mode = str(found.frame["type"]), found.frame.get("mode")
    if kind == own:
        return None if mode is None else str(mode)
    if kind == "THREATEN" and own in _HOSTILE:
        return _THREATS.get(str(mode), {"SANCTION": "relations", "COERCE": "restrict", "ASSAULT": "violence"}.get(own))
    return None


def _settle(parse: Parse, found: Found, kind: str, modality: Modality, agent: bool, t: Tables) -> str:
    """The type once modality is known.

    PLOVER codes a promise or plan to cooperate as AGREE whatever is promised, a refusal to cooperate as REJECT, and a hostile
    act that is announced or threatened as THREATEN. Deaths that an accident caused are no assault.
    """
    first = found.tokens[0]
    if parse.pos[first] == "VERB":
        words = {parse.lower[c] for c in parse.children[first] if parse.dep[c] in ("aux", "neg")}
        governor = _governor(parse, first)
        if modality is Modality.PLANNED and kind in (*_COOPERATIVE, "SUPPORT", "OTHER", "WITHDRAW") and not found.passive:
            if governor in t.words["agreeing"]:
                return "AGREE"
            if kind in _COOPERATIVE and words & _WILL:
                return "AGREE"
        if (
            modality is Modality.PLANNED
            and kind in _HOSTILE
            and agent
            and not found.passive
            and (governor in t.words["threatening"] or (words & _WILL and parse.lemma[first] not in ("march", "rally", "gather")))
        ):
            return "THREATEN"  # but a march that is planned is none
        if modality is Modality.DENIED and kind in (*_COOPERATIVE, "AGREE", "SUPPORT") and (governor in ("refuse", "decline", "fail", "reject") or words & {"will", "wo", "would"}):
            return "REJECT"
    if (
        kind == "ASSAULT"
        and parse.lemma[first] in ("fire", "launch")
        and t.words["testing"] & _nearby(parse, first)
        and not any(p in ("at", "into", "against") and parse.lower[a] not in ("pacific", "sea", "ocean", "waters", "orbit", "space") for p, a in prepositions(parse, first))
    ):
        return "MOBILIZE"
    if kind == "DEPLOY" and _nearby(parse, first) & _PEACEKEEPING:
        return "AID"  # troops for a mission that keeps the peace, as PLOVER has it
    if kind == "COOPERATE" and parse.lemma[found.tokens[-1]] in ("exercise", "drill", "maneuver", "manoeuvre", "game") and not found.parties:
        joint = any(parse.lemma[c] in ("joint", "bilateral", "multinational", "combined", "common") for k in found.tokens for c in parse.children[k])
        if not joint and not any(p == "with" for k in found.tokens for p, _ in prepositions(parse, k)) and not any(len(conjuncts(parse, a)) > 1 for a in found.actors):
            return "MOBILIZE"  # alone, to show strength
    if kind == "ASSAULT" and not agent and t.words["accidents"] and parse.lemma[first] in _HARMS:
        causes = frozenset(parse.lemma[a] for k in (first, parse.head[first]) for p, a in prepositions(parse, k) if p in ("in", "by", "when", "from", "after", "during"))
        near = _nearby(parse, first)
        if not causes & t.words["accidents"] and not near & (t.words["instruments"] | t.words["armed"]):
            if near & t.words["accidents"] or (near & t.words["moving"] and near & t.words["striking"]):
                return "DEATH" if parse.lemma[first] == "kill" else "DISASTER"
        if causes & t.words["accidents"]:
            return "DEATH" if parse.lemma[first] == "kill" else "DISASTER"
    if kind == "ASSAULT" and not agent and parse.lemma[first] in ("injure", "hurt") and not _nearby(parse, first) & (t.words["instruments"] | t.words["armed"]):
        harmed = sum(lemma in t.words["instruments"] or lemma in t.words["armed"] for lemma in parse.lemma)
        if sum(lemma in t.words["accidents"] for lemma in parse.lemma) > harmed:
            return "DISASTER"  # the report is about an accident
    if kind == "ASSAULT" and agent and {parse.lemma[a] for a in found.actors} & t.words["accidents"] and parse.lemma[first] in _HARMS:
        return "DEATH" if parse.lemma[first] == "kill" else "DISASTER"
    return kind


def _is_past(parse: Parse, token: int) -> bool:
    """True for a verb in a past tense: its date cannot be still to come, whatever was read as its date."""
    return parse.tag[token] == "VBD" or any(parse.lower[c] in ("had", "was", "were", "did") for c in parse.children[token])


_PEACEKEEPING = frozenset({"peacekeeping", "peace-keeping", "peacekeeper", "peace-keeper"})
_HARMS = frozenset({"kill", "injure", "wound", "hurt", "destroy", "displace", "claim"})


def _nearby(parse: Parse, token: int) -> frozenset[str]:
    """The lemmas of a token's sentence."""
    return frozenset(parse.lemma[slice(*parse.sentences[parse.sentence[token]])])


def _is_same(have: tuple[dict[str, Any], list[Span], str], fields: dict[str, Any], lemma: str, definite: bool) -> bool:
    other, _, word = have
    if other["type"] != fields["type"] or other["modality"] != fields["modality"]:
        return False
    if word != lemma and not (word[:5] == lemma[:5] and len(lemma) > 5):
        return False
    if other["period"] and fields["period"] and other["period"].start != fields["period"].start:
        return False
    if other["place"] and fields["place"] and other["place"] != fields["place"]:
        return False
    mine, theirs = (fields["actor"], fields["recipient"]), (other["actor"], other["recipient"])
    if mine == theirs and any(mine):
        return True
    if not any(mine):
        return definite
    return _agrees(mine[0], theirs[0]) and _agrees(mine[1], theirs[1]) and any(set(a) & set(b) for a, b in zip(mine, theirs, strict=True))


STAGE = Stage(
    layer="events", version="10", reads=("sentences", "mentions", "entities", "attributions", "timexes", "toponyms", "quantities"), resources=("lexicon:events",), find=find
)
