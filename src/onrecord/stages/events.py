"""events: what is reported to have happened, in PLOVER's types.

Found on the parse: a verb or noun of the lexicon names an event, its frame gives the type, and the arguments give actor and
recipient. Light verbs (*carried out an attack*) take the type of their noun, verbs of ending (*lifted the sanctions*) turn
it. What somebody only says is an attribution with its act and no event.

Source: the division of labour follows dictionary coders (Schrodt's TABARI and PETRARCH), on dependencies instead of
phrase patterns. Known to miss: events that no verb or noun of the lexicon names, and actors named in another sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import Act, Attribution, Document, Event, Ids, Modality, Period, PlaceUse, Problem, Span, Status
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import Parse

Frame = Mapping[str, Any]

_SUBJECT = {"nsubj", "csubj"}
_PATIENT = {"dobj", "nsubjpass", "obj"}
_COOPERATIVE = {"CONSULT", "AID", "COOPERATE", "CONCEDE", "RETREAT"}
_TARGET = ("against", "on", "upon", "with", "at", "into", "to", "from", "of", "in", "for", "over")


@dataclass(slots=True)
class _Found:
    """An event before it has an id."""

    tokens: tuple[int, ...]
    frame: Frame
    actors: list[int] = field(default_factory=list)
    recipients: list[int] = field(default_factory=list)
    passive: bool = False
    score: float = 0.6


def _frames(value: Any) -> tuple[Frame, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple({"type": e} if isinstance(e, str) else e for e in entries)


def _tables(resources: Resources) -> dict[str, Any]:
    raw = resources.lexicon("events")
    return {
        "verbs": {lemma: _frames(v) for lemma, v in raw["verbs"].items()},
        "nouns": {lemma: _frames(v)[0] for lemma, v in raw["nouns"].items()},
        "light": frozenset(raw["light"]),
        "reverse": frozenset(raw["reverse"]),
        "reversed": raw["reversed"],
        "verbal": frozenset(raw["verbal"]),
        "agreeing": frozenset(raw["agreeing"]),
        "modality": {name: frozenset(words) for name, words in raw["modality"].items()},
    }


def _arguments(parse: Parse, verb: int) -> tuple[list[int], list[int], bool]:
    """(subjects, objects, passive) of a verb, through coordination, control, raising and relative clauses."""
    children, dep = parse.children, parse.dep
    passive = any(dep[c] in ("nsubjpass", "auxpass") for c in children[verb])
    subjects = [c for c in children[verb] if dep[c] in _SUBJECT]
    objects = [c for c in children[verb] if dep[c] in _PATIENT]
    for c in children[verb]:
        if dep[c] == "agent" or (dep[c] == "prep" and parse.lower[c] == "by" and passive):
            subjects += [g for g in children[c] if dep[g] == "pobj"]
    head = parse.head[verb]
    if dep[verb] == "acl" and parse.tag[verb] == "VBN":
        objects.append(head)
        passive = True
    elif (dep[verb] == "acl" and parse.tag[verb] == "VBG" and not subjects) or (dep[verb] == "relcl" and not subjects and not passive):
        subjects.append(head)
    elif dep[verb] == "relcl":
        subjects = [head if parse.tag[s] in ("WDT", "WP") else s for s in subjects]
        objects = [head if parse.tag[o] in ("WDT", "WP") else o for o in objects]
    climb = verb
    while not subjects and not passive and dep[climb] in ("xcomp", "conj", "advcl", "ccomp", "pcomp", "prep", "dep") and parse.head[climb] != climb:
        if dep[climb] == "ccomp" and parse.tag[climb] not in ("VBG", "VB"):
            break
        above = parse.head[climb]
        if parse.pos[above] in ("VERB", "AUX"):
            up = [c for c in children[above] if dep[c] in ("nsubj", "nsubjpass")]
            if dep[climb] in ("xcomp", "ccomp"):
                up = [c for c in children[above] if dep[c] == "dobj"] or up
            subjects = up
        climb = above
    if passive and not objects and dep[verb] == "conj":
        objects = [c for c in children[head] if dep[c] == "nsubjpass"]
    if not objects and dep[verb] == "conj" and not passive and parse.pos[head] == "VERB" and not any(dep[c] == "prep" for c in children[verb]):
        objects = [c for c in children[head] if dep[c] == "dobj" and c > verb]
    return subjects, objects, passive


def _prepositions(parse: Parse, head: int) -> Iterator[tuple[str, int]]:
    for c in parse.children[head]:
        if parse.dep[c] in ("prep", "agent", "dative"):
            for g in parse.children[c]:
                if parse.dep[g] in ("pobj", "pcomp"):
                    yield parse.lower[c], g
                elif parse.dep[g] == "prep":  # out of, away from
                    for h in parse.children[g]:
                        if parse.dep[h] == "pobj":
                            yield parse.lower[g], h


def _conjuncts(parse: Parse, head: int) -> list[int]:
    found, todo = [], [head]
    while todo:
        k = todo.pop()
        found.append(k)
        todo.extend(c for c in parse.children[k] if parse.dep[c] == "conj" and parse.pos[c] in ("NOUN", "PROPN", "PRON"))
    return found


def _holds(frame: Frame, parse: Parse, verb: int, objects: list[int], passive: bool, people: frozenset[int]) -> bool:
    children = parse.children[verb]
    if "object" in frame and not any(parse.lemma[o] in frame["object"] for o in objects for o in _conjuncts(parse, o)):
        return False
    if "except" in frame and any(parse.lemma[o] in frame["except"] for o in objects):
        return False
    if frame.get("alone") and any(parse.dep[c] in ("oprd", "xcomp", "ccomp", "prep") for c in children if parse.lower[c] not in ("on", "in", "at")):
        return False
    if "subject" in frame and not any(parse.lemma[c] in frame["subject"] for c in children if parse.dep[c] in _SUBJECT):
        return False
    if "particle" in frame and not any(parse.lower[c] == frame["particle"] and parse.dep[c] in ("prt", "advmod", "prep") for c in children):
        return False
    if "prep" in frame and not any(p in frame["prep"] for p, _ in _prepositions(parse, verb)):
        return False
    if frame.get("clause") and not any(parse.dep[c] in ("xcomp", "ccomp") for c in children):
        return False
    if frame.get("passive") and not passive:
        return False
    return not frame.get("person") or any(o in people for o in objects)


def _noun_holds(frame: Frame, parse: Parse, noun: int) -> bool:
    if frame.get("plural") and parse.tag[noun] not in ("NNS", "NNPS"):
        return False
    modifiers = {parse.lemma[c] for c in parse.children[noun]} | {parse.lemma[g] for c in parse.children[noun] if parse.dep[c] == "prep" for g in parse.children[c]}
    if "only" in frame and not modifiers & set(frame["only"]):
        return False
    return not ("unless" in frame and modifiers & set(frame["unless"]))


def _noun_arguments(parse: Parse, noun: int) -> tuple[list[int], list[int]]:
    actors, recipients = [], []
    for c in parse.children[noun]:
        if parse.dep[c] == "poss" or (parse.dep[c] in ("amod", "compound", "nmod") and (parse.pos[c] == "PROPN" or parse.ent[c] in ("NORP", "GPE", "ORG"))):
            actors.append(c)
    for preposition, argument in _prepositions(parse, noun):
        if preposition == "by":
            actors.append(argument)
        elif (
            preposition in ("against", "on", "upon", "at", "into", "to", "over")
            or (preposition in ("of", "from") and parse.lemma[noun] not in ("war", "talk", "meeting"))
            or preposition in ("with", "between")
        ):
            recipients.append(argument)
    return actors, recipients


def _candidates(parse: Parse, tables: dict[str, Any], skip: frozenset[int], people: frozenset[int]) -> Iterator[_Found]:
    verbs, nouns = tables["verbs"], tables["nouns"]
    used: set[int] = set()
    for i in range(len(parse)):
        if i in used or (i in skip and parse.lemma[i] not in ("order", "announce")):
            continue
        pos, lemma = parse.pos[i], parse.lemma[i]
        if pos == "VERB" and (lemma in verbs or lemma in tables["light"] or lemma in tables["reverse"]):
            subjects, objects, passive = _arguments(parse, i)
            frame = next((f for f in verbs.get(lemma, ()) if f and _holds(f, parse, i, objects, passive, people)), None)
            event_noun = next(
                (
                    n
                    for o in [*objects, *(a for p, a in _prepositions(parse, i) if p in ("in", "to", "out", "for"))]
                    for n in (o,)
                    if parse.lemma[n] in nouns and _noun_holds(nouns[parse.lemma[n]], parse, n)
                ),
                None,
            )
            light = lemma in tables["light"]
            turns = lemma in tables["reverse"]
            if event_noun is not None and (light or turns) and not (frame and "object" in frame):
                noun_frame = nouns[parse.lemma[event_noun]]
                kind = noun_frame["type"]
                if turns and not light:
                    kind = (frame or {}).get("type", tables["reversed"].get(kind, kind)) if lemma in ("reject", "refuse") else tables["reversed"].get(kind, kind)
                    noun_frame = {"type": kind}
                actors, recipients = _noun_arguments(parse, event_noun)
                targets = [a for p, a in _prepositions(parse, i) if p in ("against", "on", "with", "to", "at", "into", "from", "in", "for")]
                used.add(event_noun)
                yield _Found((i, event_noun) if light else (i,), noun_frame, subjects or actors, recipients or targets or ([] if light else actors), passive, 0.65)
                continue
            if frame is None or frame.get("words") or i in skip:
                continue
            if frame["type"] in ("REJECT", "AGREE") and any(parse.dep[c] == "xcomp" and parse.lemma[c] in verbs for c in parse.children[i]):
                continue  # refused to meet, agreed to send: the inner verb is the event, and takes this type
            recipients = list(objects)
            if not passive or not recipients:
                targets = [a for p in _TARGET for q, a in _prepositions(parse, i) if p == q]
                if not recipients:
                    recipients = targets[:1]
            yield _Found((i,), frame, subjects, recipients, passive, 0.7 if subjects and recipients else 0.55)
        elif pos == "NOUN" and lemma in nouns:
            frame = nouns[lemma]
            if not _noun_holds(frame, parse, i) or parse.dep[i] == "compound":
                continue
            actors, recipients = _noun_arguments(parse, i)
            yield _Found((i,), frame, actors, recipients, False, 0.5 if actors or recipients else 0.35)


def _modality(parse: Parse, found: _Found, attribution: Attribution | None, lists: Mapping[str, frozenset[str]]) -> Modality:
    i = found.tokens[0]
    climb, steps = i, 0
    result = Modality.HAPPENED
    verbal = parse.pos[i] == "VERB"
    children = parse.children[i]
    if verbal:
        words = {parse.lower[c] for c in children if parse.dep[c] in ("aux", "auxpass", "neg", "mark", "advmod")}
        if any(parse.dep[c] == "neg" for c in children) or "never" in words:
            return Modality.DENIED
        if "if" in words or "unless" in words:
            return Modality.HYPOTHETICAL
        if words & lists["future"]:
            result = Modality.PLANNED
        elif words & lists["maybe"]:
            result = Modality.HYPOTHETICAL
        elif parse.tag[i] == "VBG" and parse.dep[i] not in ("acl", "advcl", "pcomp", "amod") and not words & {"was", "were"}:
            result = Modality.ONGOING
    elif any(parse.dep[c] == "det" and parse.lower[c] == "no" for c in children):
        return Modality.DENIED
    if result is Modality.HAPPENED:
        while steps < 4 and parse.head[climb] != climb:
            above, relation = parse.head[climb], parse.dep[climb]
            lemma = parse.lemma[above]
            if relation in ("conj", "relcl", "acl") and parse.pos[above] in ("NOUN", "PROPN") and (relation != "acl" or parse.tag[climb] != "VB"):
                break
            if relation == "ccomp" and lemma not in lists["fails"]:
                break
            if relation in ("xcomp", "ccomp", "pcomp", "dobj", "pobj", "prep", "acl", "advcl", "nsubj", "nsubjpass", "conj"):
                if lemma in lists["go_on"] and relation == "xcomp":
                    return Modality.ONGOING
                if relation in ("xcomp", "pcomp", "prep", "dobj", "pobj", "acl") and lemma in lists["fails"]:
                    return Modality.DENIED
                if relation in ("xcomp", "acl", "prep", "pobj") and lemma in lists["plans"]:
                    return Modality.PLANNED
                if relation in ("prep", "pobj", "dobj", "xcomp") and lemma in lists["unreal"]:
                    return Modality.HYPOTHETICAL
                if parse.pos[above] in ("VERB", "AUX"):
                    words = {parse.lower[c] for c in parse.children[above] if parse.dep[c] in ("aux", "auxpass", "neg", "mark")}
                    if any(parse.dep[c] == "neg" for c in parse.children[above]) and relation in ("dobj", "nsubjpass", "xcomp", "nsubj", "attr"):
                        return Modality.DENIED
                    if words & lists["future"] and relation != "advcl":
                        return Modality.PLANNED
                    if words & (lists["maybe"] | {"if", "unless"}) and relation != "advcl":
                        return Modality.HYPOTHETICAL
                    if relation == "advcl" and parse.tag[climb] == "VB":
                        return Modality.PLANNED
                    if relation not in ("xcomp", "pcomp", "prep", "conj"):
                        break
            climb, steps = above, steps + 1
        if verbal and parse.tag[i] == "VB" and any(parse.lower[c] == "to" for c in children) and parse.dep[i] in ("xcomp", "advcl", "acl", "ROOT"):
            result = Modality.PLANNED
    if attribution is not None and result is Modality.HAPPENED:
        if attribution.act in (Act.CALLS_FOR, Act.ASKS):
            return Modality.HYPOTHETICAL
        if attribution.act in (Act.INTENDS, Act.THREATENS, Act.PROMISES):
            return Modality.PLANNED
        if attribution.act is Act.DENIES:
            return Modality.DENIED
    return result


def _governor(parse: Parse, verb: int) -> str:
    """Lemma of the verb or adjective that a verb is an infinitive of (agreed *to send*, is willing *to send*), or ""."""
    if parse.dep[verb] in ("xcomp", "ccomp") and parse.head[verb] != verb:
        return parse.lemma[parse.head[verb]]
    return ""


class _Index:
    """Which entity, place, date, figure and attribution stands at a token."""

    def __init__(self, parse: Parse, layers: Layers) -> None:
        self.parse = parse
        heads = {m.span: m.head for m in layers.mentions}
        self.at_head: dict[int, str] = {}
        self.covering: dict[int, tuple[int, str]] = {}
        self.people: set[int] = set()
        for entity in layers.entities:
            for span in entity.mentions:
                tokens = parse.tokens(span)
                if not tokens:
                    continue
                head = heads.get(span)
                if head is None:
                    head = next((t for t in tokens if parse.head[t] not in tokens or parse.head[t] == t), tokens[-1])
                self.at_head.setdefault(head, entity.id)
                if entity.kind == "person":
                    self.people.add(head)
                for t in tokens:
                    if t not in self.covering or self.covering[t][0] > len(tokens):
                        self.covering[t] = (len(tokens), entity.id)
        self.people |= {i for i in range(len(parse)) if parse.ent[i] == "PERSON"}
        self.places = {t: p for p in layers.toponyms if p.use in (PlaceUse.LOCATION, PlaceUse.MODIFIER) for t in parse.tokens(p.span)}
        self.dates = [(next(iter(parse.tokens(t.span)), None), t) for t in layers.timexes if t.start or t.end]
        self.quantities = {parse.tokens(q.span)[-1]: q for q in layers.quantities if len(parse.tokens(q.span))}
        self.attributions = [a for a in layers.attributions if a.status is Status.REPORTED]
        self.by_sentence: dict[int, list[tuple[int, Any]]] = {}
        for token, timex in self.dates:
            if token is not None:
                self.by_sentence.setdefault(parse.sentence[token], []).append((token, timex))

    def entities(self, heads: list[int]) -> tuple[str, ...]:
        found: list[str] = []
        for head in heads:
            for k in _conjuncts(self.parse, head):
                one = self.at_head.get(k) or (self.covering[k][1] if k in self.covering else None)
                if one and one not in found:
                    found.append(one)
        return tuple(found)

    def attribution(self, span: Span) -> Attribution | None:
        best: Attribution | None = None
        size = 0
        for a in self.attributions:
            if a.act in (Act.BELIEVES,):
                continue
            for s, e in a.content:
                if s <= span.start and span.end <= e and (best is None or e - s < size):
                    best, size = a, e - s
        return best

    def place(self, tokens: tuple[int, ...]) -> str | None:
        for i in tokens:
            for preposition, argument in _prepositions(self.parse, i):
                if preposition in ("in", "at", "near", "on", "into", "to", "over", "from", "across", "inside", "outside") and argument in self.places:
                    return str(self.places[argument].id)
        return None

    def period(self, tokens: tuple[int, ...]) -> Period | None:
        parse = self.parse
        dates = self.by_sentence.get(parse.sentence[tokens[0]], [])
        for token, timex in dates:
            climb, steps = token, 0
            while steps < 5 and parse.head[climb] != climb:
                climb, steps = parse.head[climb], steps + 1
                if climb in tokens:
                    return Period(start=timex.start, end=timex.end, timex=timex.id)
                if parse.pos[climb] in ("VERB", "AUX"):
                    if any(parse.head[t] == climb and parse.dep[t] in ("dobj", "nsubj", "nsubjpass", "attr") for t in tokens):
                        return Period(start=timex.start, end=timex.end, timex=timex.id)
                    break
        return None

    def figures(self, heads: list[int]) -> tuple[str, ...]:
        found = []
        for head in heads:
            found += [str(self.quantities[t].id) for t in self.parse.subtree(head) if t in self.quantities]
        return tuple(dict.fromkeys(found))


def find(document: Document, layers: Layers) -> Iterator[Event | Problem]:
    """The events of a report, mentions of one event joined.

    Two mentions are one event if their types, lemmas, actors and recipients agree and their dates do not disagree.
    """
    parse = layers.sentences
    tables = layers.resources.derived("events", _tables)
    index = _Index(parse, layers)
    cues = {t for a in layers.attributions for span in a.cue for t in parse.tokens(span) if a.act not in (Act.BELIEVES, Act.INTENDS)}
    # what can be done by words alone (refuse, praise) is no event where it is a cue; an arrest that is also reported speech is one
    cues = {t for t in cues if parse.lemma[t] in tables["verbal"] or parse.pos[t] != "VERB" or parse.lemma[t] not in tables["verbs"]}
    byline = frozenset(parse.tokens(document.byline)) if document.byline else frozenset()
    merged: dict[tuple[Any, ...], int] = {}
    made: list[tuple[dict[str, Any], list[Span]]] = []
    for found in _candidates(parse, tables, frozenset(cues | byline), frozenset(index.people)):
        first, last = min(found.tokens), max(found.tokens)
        trigger_token = found.tokens[-1] if len(found.tokens) > 1 and last - first > 4 else None
        trigger = parse.span(trigger_token, trigger_token + 1) if trigger_token is not None else parse.span(first, last + 1)
        attribution = index.attribution(trigger)
        modality = _modality(parse, found, attribution, tables["modality"])
        kind = found.frame["type"]
        agreed = _governor(parse, first) in tables["agreeing"]
        if modality is Modality.PLANNED and (kind in _COOPERATIVE or (agreed and kind in ("OTHER", "SUPPORT"))):
            kind = "AGREE"  # PLOVER: a promise or plan to cooperate is AGREE, whatever is promised
        elif modality is Modality.DENIED and kind in _COOPERATIVE and parse.pos[first] == "VERB":
            kind = "REJECT"  # and a refusal to cooperate is REJECT, whatever is refused
        fields: dict[str, Any] = {
            "type": kind,
            "mode": found.frame.get("mode"),
            "actor": index.entities(found.actors),
            "recipient": index.entities(found.recipients),
            "place": index.place(found.tokens),
            "period": index.period(found.tokens),
            "modality": modality,
            "asserted_by": attribution.id if attribution else None,
            "quantities": index.figures([*found.actors, *found.recipients]),
            "confidence": found.score,
        }
        lemma = parse.lemma[found.tokens[-1]]
        key = (fields["type"], lemma, fields["actor"], fields["recipient"], fields["modality"])
        have = merged.get(key)
        if have is not None and (fields["actor"] or fields["recipient"]):
            other = made[have][0]
            if not (fields["period"] and other["period"] and fields["period"].start != other["period"].start):
                other["period"] = other["period"] or fields["period"]
                other["place"] = other["place"] or fields["place"]
                made[have][1].append(trigger)
                continue
        merged[key] = len(made)
        made.append((fields, [trigger]))
    ids = Ids(document.id, "events")
    for fields, triggers in made:
        yield Event(id=ids(triggers[0]), trigger=triggers[0], triggers=tuple(triggers[1:]), stage=STAGE.name, **fields)


STAGE = Stage(
    layer="events", version="1", reads=("sentences", "mentions", "entities", "attributions", "timexes", "toponyms", "quantities"), resources=("lexicon:events",), find=find
)
