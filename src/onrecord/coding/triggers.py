"""Which words name an event, with the frame of the lexicon that holds and the arguments as head tokens.

A verb's frames are tried in order. Light verbs (*carried out an attack*) take the frame of their noun, verbs of ending
(*lifted the sanctions*) turn it by a table. Nouns name events of their own where they have arguments, or where the lexicon
says that they may stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.coding.arguments import SUBJECT, agents, conjuncts, names_before, owners, prepositions, surface_subjects, verb_arguments
from onrecord.resources import Resources
from onrecord.text import Parse

Frame = Mapping[str, Any]

_COLOURED = {"CONSULT", "AID", "COOPERATE", "CONCEDE", "RETREAT", "SUPPORT", "WITHDRAW", "DEPLOY", "AGREE"}

_THINGS = {
    "AID",
    "SUPPORT",
    "AGREE",
    "CONSULT",
    "COOPERATE",
    "SANCTION",
    "DEPLOY",
    "REJECT",
    "CONCEDE",
    "REQUEST",
    "ACCUSE",
    "THREATEN",
    "PROTEST",
    "RETREAT",
    "WITHDRAW",
    "MOBILIZE",
    "VOTE",
}
"""Types whose object may be a thing (signed *a treaty*), so that the other party stands in a prepositional phrase or owns the thing."""

_TARGET = ("against", "on", "upon", "with", "at", "into", "to", "toward", "towards", "from", "of", "for", "over")
_NOUN_TARGET = {"against", "on", "upon", "at", "to", "into", "over", "with", "toward", "towards"}


@dataclass(slots=True)
class Found:
    """An event before it has entities and an id.

    Attributes:
        tokens: The trigger: a verb, a noun, or a light verb and its noun. The first carries the modality.
        frame: The lexicon's frame, with `type` and maybe `mode`.
        actors: Heads of who does it.
        recipients: Groups of heads to whom it is done, the likeliest group first.
        passive: True if the verb is passive.
        shape: ``verb``, ``light``, ``turned``, ``noun`` or ``adjective``.
        parties: Heads of parties that do it to one another (*between A and B*).
    """

    tokens: tuple[int, ...]
    frame: Frame
    actors: list[int] = field(default_factory=list)
    recipients: list[list[int]] = field(default_factory=list)
    passive: bool = False
    shape: str = "verb"
    parties: list[int] = field(default_factory=list)


def _frames(value: Any) -> tuple[Frame, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple({"type": e} if isinstance(e, str) else e for e in entries)


@dataclass(frozen=True, slots=True)
class Tables:
    """The events lexicon, ready for look-up."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    adjectives: Mapping[str, tuple[Frame, ...]]
    reversed: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    modality: Mapping[str, frozenset[str]]
    confidence: Mapping[str, float]


def tables(resources: Resources) -> Tables:
    """The lexicon's tables, built once for a set of resources."""
    raw = resources.lexicon("events")
    return Tables(
        verbs={lemma: _frames(v) for lemma, v in raw["verbs"].items()},
        nouns={lemma: _frames(v) for lemma, v in raw["nouns"].items()},
        adjectives={lemma: _frames(v) for lemma, v in raw["adjectives"].items()},
        reversed=raw["reversed"],
        words={name: frozenset(map(str, entries)) for name, entries in raw.items() if isinstance(entries, list)},
        modality={name: frozenset(map(str, words)) for name, words in raw["modality"].items()},
        confidence=raw["confidence"],
    )


def _holds(frame: Frame, parse: Parse, verb: int, objects: list[int], passive: bool, people: frozenset[int]) -> bool:
    children = parse.children[verb]
    if "object" in frame or "except" in frame:
        heads = {parse.lemma[k] for o in objects for k in conjuncts(parse, core(parse, o, None))}
        if "object" in frame and not heads & set(frame["object"]):
            return False
        if "except" in frame and heads & set(frame["except"]):
            return False
    if frame.get("alone") and any(parse.dep[c] in ("oprd", "xcomp", "ccomp", "prep") for c in children if parse.lower[c] not in ("on", "in", "at")):
        return False
    if "subject" in frame and not any(parse.lemma[s] in frame["subject"] for s in (objects if passive and not frame.get("object") else surface_subjects(parse, verb))):
        return False
    if "unless_subject" in frame and any(parse.lemma[k] in frame["unless_subject"] for k in surface_subjects(parse, verb)):
        return False
    if "particle" in frame and not any(parse.lower[c] == frame["particle"] and parse.dep[c] in ("prt", "advmod", "prep") for c in children):
        if verb + 1 == len(parse) or parse.lower[verb + 1] != frame["particle"]:  # handed over 13 of them: to the parser more than 13
            return False
    if "prep" in frame and not any(p in frame["prep"] and (p in ("in", "by") or parse.ent[a] not in ("DATE", "TIME")) for p, a in prepositions(parse, verb)):
        return False  # fired on the crowd, not fired on Monday; but founded in May
    if "with" in frame:
        arguments = [(p, parse.lemma[a]) for p, a in prepositions(parse, verb)]
        arguments += [(p, parse.lemma[a]) for o in objects for p, a in prepositions(parse, o)]
        if not any(a in words for p, words in frame["with"].items() for q, a in arguments if p == q):
            return False
    if "complement" in frame:
        below = [c for c in children if parse.dep[c] in ("acomp", "oprd", "xcomp", "ccomp", "advmod", "attr")]
        below += [g for c in below for g in parse.children[c] if parse.dep[g] in ("acomp", "attr", "amod")]
        if not any(parse.lemma[c] in frame["complement"] for c in below):
            return False
    if "unless_with" in frame:
        beside = [*prepositions(parse, verb), *(x for o in objects for x in prepositions(parse, o))]
        if any(p in frame["unless_with"] and parse.lemma[a] in frame["unless_with"][p] for p, a in beside):
            return False
    if "unless_clause" in frame and any(parse.dep[c] in ("xcomp", "ccomp") and parse.lemma[c] in frame["unless_clause"] for c in children):
        return False
    if frame.get("no_clause") and any(parse.dep[c] in ("xcomp", "ccomp") for c in children):
        return False
    if "described" in frame and not any(parse.lemma[c] in frame["described"] for o in objects for c in parse.children[o]):
        return False
    if frame.get("clause") and not any(parse.dep[c] in ("xcomp", "ccomp") for c in children):
        return False
    if frame.get("passive") and not passive:
        return False
    if frame.get("active") and passive:
        return False
    if frame.get("has_object") and not objects:
        return False
    left = frame.get("particle") in ("out", "back") and not passive  # the treaty that they pulled out of is no object
    if frame.get("bare_object") and any(parse.head[o] == verb or not left for o in objects):
        return False
    if frame.get("named") and not any(parse.pos[k] == "PROPN" for k in (surface_subjects(parse, verb) if frame["type"] == "CONCEDE" else objects)):
        return False
    # released 19 Norlanders: a people in the plural are persons
    return not frame.get("person") or any(o in people or (parse.ent[o] == "NORP" and parse.tag[o] == "NNPS") for o in objects)


def _noun_holds(frame: Frame, parse: Parse, noun: int, light: frozenset[str]) -> bool:
    if frame.get("plural") and parse.tag[noun] not in ("NNS", "NNPS"):
        return False
    if "only" in frame or "unless" in frame:
        near = {parse.lemma[c] for c in parse.children[noun]} | {parse.lemma[g] for c in parse.children[noun] if parse.dep[c] == "prep" for g in parse.children[c]}
        near |= {parse.lemma[g] for c in parse.children[noun] if parse.dep[c] in ("compound", "amod") for g in parse.children[c]}
        near |= {parse.lemma[core(parse, a)] for p, a in prepositions(parse, noun) if p == "of"}  # the exchange of a few of the captives
        head = parse.head[noun]
        if parse.dep[noun] == "pobj" and parse.head[head] != head:
            near.add(parse.lemma[parse.head[head]])
        if parse.dep[noun] in ("dobj", "nsubjpass"):
            near.add(parse.lemma[head])
        if noun:
            near.add(parse.lemma[noun - 1])
        if "only" in frame and not near & set(frame["only"]):
            return False
        if "unless" in frame and near & set(frame["unless"]):
            return False
    if "report" in frame and not any(lemma in frame["report"] for lemma in parse.lemma):
        return False
    if "prep" not in frame or any(p in frame["prep"] for p, _ in prepositions(parse, noun)):
        return True
    # had lunch with him, put pressure on them: the parser may tie the preposition to the verb
    verb = parse.head[noun]
    tied = parse.dep[noun] == "dobj" and parse.pos[verb] == "VERB" and parse.lemma[verb] in light and frame["type"] != "AGREE"
    return tied and any(p in frame["prep"] and a > noun and parse.ent[a] not in ("DATE", "TIME") for p, a in prepositions(parse, verb))


def noun_frame(parse: Parse, noun: int, t: Tables) -> Frame | None:
    """The frame of the lexicon that holds of a noun, or None where it names no event."""
    if parse.pos[noun] not in ("NOUN", "PROPN"):
        return None
    lemma = parse.lemma[noun]
    if parse.pos[noun] == "PROPN" and (lemma not in t.words["named"] or (parse.ent[noun] in ("WORK_OF_ART", "ORG", "PRODUCT", "PERSON") and not is_battle(parse, noun))):
        return None
    if parse.pos[noun] == "PROPN" and any(0 <= k < len(parse) and parse.word[k] in "\"'" for k in (noun + 1, noun + 2)) and parse.word[noun - 1 if noun else 0][:1].isupper():
        return None  # "Infinity War"
    return next((f for f in t.nouns.get(lemma, ()) if _noun_holds(f, parse, noun, t.words["light"])), None)


def is_battle(parse: Parse, noun: int) -> bool:
    """True for a name such as *the Battle of Osk* or *the Siege of Zuli*, whatever the parser takes it for."""
    return parse.pos[noun] == "PROPN" and noun + 2 < len(parse) and parse.lower[noun + 1] == "of" and parse.pos[noun + 2] == "PROPN"


def core(parse: Parse, noun: int, t: Tables | None = None) -> int:
    """The noun that matters: in *a wave of attacks* the attacks."""
    words = t.words["quantifiers"] | t.words["light_nouns"] if t else _QUANTIFIERS
    for _ in range(3):
        if parse.lemma[noun] not in words and parse.pos[noun] != "NUM":
            return noun
        below = next((a for p, a in prepositions(parse, noun) if p == "of"), None)
        if below is None:
            return noun
        noun = below
    return noun


_SANCTIONERS = frozenset({"us", "u.s.", "usa", "uk", "u.k.", "un", "u.n.", "eu", "e.u.", "states", "kingdom", "nato"})
"""Short forms that stand before what they do (US sanctions), not before what is done to them (Iran sanctions)."""

_QUANTIFIERS = frozenset(
    [
        "some",
        "most",
        "all",
        "series",
        "wave",
        "number",
        "round",
        "spate",
        "string",
        "set",
        "package",
        "lot",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "billion",
        "group",
        "variety",
        "range",
        "couple",
        "total",
        "handful",
        "piece",
        "shipment",
        "batch",
        "load",
        "team",
        "part",
        "ton",
        "tonne",
        "kg",
        "kilogram",
        "truckload",
    ]
)


def noun_arguments(parse: Parse, noun: int, frame: Frame, t: Tables) -> tuple[list[int], list[list[int]], list[int]]:
    """(actors, groups of recipients, mutual parties) that stand around an event noun."""
    actors: list[int] = []
    groups: list[list[int]] = []
    parties: list[int] = []
    lemma = parse.lemma[noun]
    own_is_recipient = lemma in t.words["own_recipient"]
    named = names_before(parse, noun)
    if frame["type"] in ("ASSAULT", "COERCE"):  # police killings, a rebel attack
        named = [*named, *(c for c in parse.children[noun] if c < noun and parse.dep[c] == "compound" and parse.lemma[c] in t.words["squads"])]
    possessors = [c for c in parse.children[noun] if parse.dep[c] == "poss"]
    after = list(prepositions(parse, noun))
    objects = [a for p, a in after if p == "of"]
    targets = [a for p, a in after if p in _NOUN_TARGET]
    actors += [a for p, a in after if p == "by"]
    for c in parse.children[noun]:  # the Norland-led invasion
        if c < noun and parse.dep[c] == "amod" and parse.lemma[c] == "lead":
            actors += [g for g in parse.children[c] if parse.pos[g] == "PROPN" or parse.ent[g] in ("NORP", "GPE", "ORG")]
    for c in parse.children[noun]:  # an attack launched by, an agreement signed between
        if parse.dep[c] == "acl" and parse.tag[c] == "VBN":
            if parse.lemma[c] not in ("broker", "mediate"):
                actors += [g for p, g in prepositions(parse, c) if p == "by"]
            parties += [g for p, g in prepositions(parse, c) if p == "between"]
        elif parse.dep[c] == "relcl" and parse.lemma[c] == "claim":  # an attack that was claimed by
            actors += [g for p, g in prepositions(parse, c) if p == "by"]
        elif parse.dep[c] == "relcl" and parse.lemma[c] in ("accept", "conclude") and frame["type"] == "AGREE":  # deals that we can accept
            actors += [g for g in parse.children[c] if parse.dep[g] == "nsubj" and parse.tag[g] not in ("WDT", "WP")]
    if named and (frame["type"] in ("SANCTION", "ACCUSE") or lemma == "war"):
        aimed = [k for k in named if parse.dep[k] == "compound" and parse.ent[k] == "GPE" and parse.lower[k] not in _SANCTIONERS]
        if aimed:  # the Iran sanctions, the Russia investigation, the Iraq war
            groups.append(aimed)
            named = [k for k in named if k not in aimed]
    if frame["type"] in ("ASSAULT", "PROTEST") and lemma != "war":
        # the Brussels attacks: a town before the noun is where; only a state's short form before it acts (US strikes)
        named = [k for k in named if not (parse.dep[k] == "compound" and parse.ent[k] == "GPE" and parse.lower[k] not in _SANCTIONERS)]
    if frame.get("mode") == "visit" and named and not possessors:
        where = [k for k in named if parse.dep[k] == "compound" and parse.ent[k] in ("GPE", "ORG", "FAC", "LOC")]
        if where:  # a White House visit
            groups.append(where)
            named = [k for k in named if k not in where]
    if own_is_recipient and not (possessors and objects):
        if possessors:
            groups.append(possessors)
        elif frame["type"] == "DEATH":
            groups += [named] if named else []
        else:
            actors += named
    elif frame["type"] in ("DISASTER", "DEATH"):
        groups += [x for x in (possessors, named) if x]  # the Norland floods are nobody's deed
    else:
        actors += possessors or named
    if objects:
        if lemma in t.words["of_actor"]:
            if not (frame["type"] == "CONSULT" and any(p == "with" for p, _ in after)) and not (possessors and frame["type"] == "WITHDRAW"):
                actors += objects  # the withdrawal of the troops; but whose withdrawal of its troops it is has withdrawn them
        else:
            groups.append(objects)
    for one in targets:
        groups.append([one])
    for p, a in after:
        if p == "from":
            if lemma in t.words["from_actor"]:
                actors.append(a)
            else:
                groups.append([a])
        elif p == "between":
            parties.append(a)
        elif p == "for" and frame["type"] in ("AID", "SUPPORT", "REQUEST"):
            groups.append([a])
    return actors, groups, parties


def find_events(parse: Parse, t: Tables, skip: frozenset[int], people: frozenset[int], names: frozenset[int]) -> Iterator[Found]:
    """Every event that the words of a text name.

    Args:
        parse: The sentences layer.
        t: The lexicon.
        skip: Tokens that are no triggers: cues of statements that are on record already, bylines.
        people: Head tokens of persons.
        names: Tokens inside names, which are no triggers unless the lexicon lists them (*Battle of …*).
    """
    used: set[int] = set()
    for i in range(len(parse)):
        if i in used:
            continue
        pos = parse.pos[i]
        if pos == "VERB" and i not in names:
            found = _verb(parse, i, t, skip, people, used)
        elif pos in ("NOUN", "PROPN") and i not in skip and (i not in names or parse.lemma[i] in t.words["named"]):
            found = _carried(parse, i, t, skip, people, used) or _noun(parse, i, t, used)
        elif pos == "ADJ" and parse.lemma[i] in t.adjectives and i not in skip:
            found = _adjective(parse, i, t, people)
        else:
            continue
        if found is not None:
            used.update(found.tokens)
            yield found


def _light_noun(parse: Parse, objects: list[int], verb: int, t: Tables, used: set[int]) -> tuple[int, ...] | None:
    """The event noun of a light verb, with the light nouns on the way to it."""
    through = prepositions(parse, verb) if parse.lemma[verb] in t.words["light_prepositional"] else ()
    for o in [*(x for x in objects if parse.dep[x] != "dative"), *(a for p, a in through if p in ("in", "into", "on", "under", "out", "to"))]:
        n = core(parse, o, t)
        if n in used:
            continue
        if noun_frame(parse, n, t) is not None:
            return (n,)
        for k in conjuncts(parse, n)[1:]:
            if noun_frame(parse, k, t) is not None:
                return (k,)
    return None


def _verb(parse: Parse, i: int, t: Tables, skip: frozenset[int], people: frozenset[int], used: set[int]) -> Found | None:
    lemma = parse.lemma[i]
    frames = t.verbs.get(lemma, ())
    light, turns, suffers = lemma in t.words["light"], lemma in t.words["reverse"], lemma in t.words["light_passive"]
    if parse.dep[i] == "amod" and lemma in t.words["hyphenated"]:
        return _hyphenated(parse, i, frames[-1])
    if not (frames or light or turns or suffers) or parse.dep[i] == "amod" or parse.dep[i] == "compound":
        return None
    subjects, objects, passive = verb_arguments(parse, i)
    bare = not passive and not objects and parse.tag[i] in ("VBN", "VBD") and parse.dep[i] not in ("relcl", "acl")
    if (
        bare
        and lemma == "seize"
        and any(p in ("on", "upon") and not parse.ent[a] and parse.lemma[a] not in ("border", "road", "street", "ship", "boat") for p, a in prepositions(parse, i))
    ):
        return None  # seized on the words
    if (
        bare
        and (lemma in t.words["transitive"] or (frames and agents(parse, i) and not any(parse.dep[c] == "aux" for c in parse.children[i])))
        and not any(parse.dep[c] == "aux" or (parse.dep[c] in ("ccomp", "xcomp") and c > i) for c in parse.children[i])
    ):
        subjects, objects, passive = agents(parse, i), subjects, True
    if lemma == "promise" and parse.tag[i] == "VBG" and not objects and not any(parse.dep[c] in ("xcomp", "ccomp") for c in parse.children[i]):
        return None  # looks promising
    if lemma == "fall":  # the town fell to the rebels
        frame = next((f for f in frames if _holds(f, parse, i, objects, passive, people)), None)
        takers = [a for p, a in prepositions(parse, i) if p == "to" and parse.pos[a] in ("NOUN", "PROPN") and not parse.ent[a].startswith(("PERCENT", "CARDINAL", "MONEY"))]
        return Found((i,), frame, takers, [subjects], True) if frame is not None and takers and parse.pos[takers[0]] != "NUM" else None
    if lemma == "take" and any(parse.lower[c] in ("seriously", "lightly", "personally") for c in parse.children[i]):
        return None  # took the talks seriously
    if lemma == "engage" and passive and any(p == "in" for p, _ in prepositions(parse, i)):  # were engaged in clashes
        subjects, objects, passive = objects, [], False
    if lemma == "oppose" and parse.lower[i - 1] == "as":
        return None  # as opposed to
    if lemma == "oppose" and not subjects and any(p == "to" for p, _ in prepositions(parse, i)):  # is opposed to the plan
        subjects, objects, passive = objects or surface_subjects(parse, i) or surface_subjects(parse, parse.head[i]), [], False
    frame = next((f for f in frames if _holds(f, parse, i, objects, passive, people)), None)
    strong = frame is not None and any(k in frame for k in ("object", "with", "complement"))
    if parse.tag[i] in ("VBN", "VBD") and any(parse.dep[c] == "det" for c in parse.children[i]):
        return None  # the wounded
    if parse.lower[i] == "barring" and parse.dep[i] in ("prep", "advcl"):
        return None  # barring accidents
    if parse.dep[i] == "pcomp" and parse.tag[i] == "VBN" and not parse.children[i]:
        return None  # took it for granted
    if parse.dep[i] == "pcomp" and parse.tag[i] == "VBG" and parse.lower[parse.head[i]] == "to" and parse.pos[parse.head[parse.head[i]]] == "NOUN":
        return None  # statements to investigating agents
    if (light or turns or suffers) and not strong and i not in skip:
        event_noun = _light_noun(parse, objects, i, t, used)
        if event_noun is not None:
            found = _with_noun(parse, i, event_noun, t, subjects, objects, passive, light, suffers)
            if found is not None:
                used.update(event_noun)  # however far it stands
            return found
    if frame is None or "type" not in frame or frame.get("words") or i in skip:
        return None
    if frame["type"] in ("REJECT", "AGREE") and any(parse.dep[c] == "xcomp" and _cooperative(parse, c, t, people) for c in parse.children[i]):
        return None  # refused to meet, agreed to send: the inner verb is the event, and takes this type
    if frame["type"] == "CONSULT" and any(parse.dep[c] in ("xcomp",) and parse.lemma[c] in t.verbs for c in parse.children[i] if parse.lemma[i] in ("speak", "talk")):
        return None
    if frame["type"] == "DEATH":
        objects, subjects = [*objects, *subjects], []  # who dies does nothing: it happens to him
    for o in objects:
        n = core(parse, o, t)
        if noun_frame(parse, n, t) is not None and strong:
            used.add(n)  # sign an agreement, hold talks: one event
    groups: list[list[int]] = [[o] for o in objects if parse.dep[o] == "dative"]
    plain = [o for o in objects if parse.dep[o] != "dative"]
    if frame.get("topic") and not passive:
        plain = []
    if plain and not (strong and frame["type"] in _THINGS and not passive and frame["type"] in ("SUPPORT", "AGREE", "CONSULT", "SANCTION", "AID", "COOPERATE", "DEPLOY")):
        groups.append(plain)
    targets = dict(reversed(list(prepositions(parse, i))))
    if frame["type"] in _THINGS or not plain:
        order = frame.get("target", _TARGET if not passive else ("against", "on", "to", "from"))
        groups += [[targets[p]] for p in order if p in targets]
        if "target" in frame or frame["type"] in _THINGS:
            for o in plain:
                below = dict(reversed(list(prepositions(parse, o))))
                groups += [[below[p]] for p in order if p in below]
                if frame["type"] in _THINGS and not passive:
                    groups.append(owners(parse, o))
        if plain and plain not in groups:
            groups.append(plain)
    parties = [a for p, a in prepositions(parse, i) if p in ("between", "among")]
    parties += [a for o in plain for p, a in prepositions(parse, o) if p in ("between", "among")]
    return Found((i,), frame, subjects, [g for g in groups if g], passive, "verb", parties)


def _hyphenated(parse: Parse, i: int, frame: Frame) -> Found | None:
    """*Norland-occupied land*, *a Norland-brokered truce*: who did it stands before the hyphen, the noun after is what it was done to."""
    who = [c for c in parse.children[i] if c == i - 2 and parse.word[i - 1] in ("-", "–") and (parse.pos[c] == "PROPN" or parse.ent[c] in ("NORP", "GPE", "ORG"))]
    return Found((i,), frame, who, [[parse.head[i]]], True) if who else None


def _cooperative(parse: Parse, verb: int, t: Tables, people: frozenset[int]) -> bool:
    """An inner verb that is an event of its own, so that *agree* or *refuse* before it only colours it."""
    frames = t.verbs.get(parse.lemma[verb], ())
    if not frames and parse.lemma[verb] not in t.words["light"] | t.words["reverse"]:
        return False
    _, objects, passive = verb_arguments(parse, verb)
    frame = next((f for f in frames if _holds(f, parse, verb, objects, passive, people)), None)
    if frame is not None and frame.get("needs") == "both" and not any(parse.dep[o] == "dative" for o in objects) and not any(True for _ in prepositions(parse, verb)):
        frame = None  # willing to send material: nobody it goes to is named, so that it stands for no event of its own
    if frame is None and parse.lemma[verb] in t.words["light"]:
        noun = _light_noun(parse, objects, verb, t, set())
        frame = noun_frame(parse, noun[-1], t) if noun else None
    if frame is None and parse.lemma[verb] in t.words["reverse"]:  # agreed to drop the charges
        noun = _light_noun(parse, objects, verb, t, set())
        turned = noun_frame(parse, noun[-1], t) if noun else None
        return turned is not None and t.reversed.get(str(turned.get("type"))) in _COLOURED
    return frame is not None and frame.get("type") in _COLOURED


def _with_noun(parse: Parse, i: int, event_noun: tuple[int, ...], t: Tables, subjects: list[int], objects: list[int], passive: bool, light: bool, suffers: bool) -> Found | None:
    n = event_noun[-1]
    frame = noun_frame(parse, n, t)
    if frame is None:
        return None
    lemma = parse.lemma[i]
    if (lemma in ("grant", "approve") and frame["type"] == "REQUEST") or (lemma in ("claim", "seek") and frame.get("mode") == "asylum"):
        return Found((i, n), {"type": "CONCEDE" if frame["type"] == "REQUEST" else "REQUEST"}, subjects, [], passive, "light", [])
    if frame["type"] in ("SUPPORT", "AID", "THREATEN") and lemma in _HAVING:
        return None  # has the support of: nothing was done
    if lemma == "pay" and frame["type"] in ("COERCE", "SANCTION"):
        return None
    if lemma in ("violate", "breach", "break") and frame["type"] in ("SANCTION", "COERCE", "ACCUSE"):
        return None  # violated the sanctions: they stand
    if frame["type"] in ("DISASTER", "DEATH") and not (light or suffers):
        return None  # stopped the epidemic: the noun stands for itself
    if parse.dep[n] == "pobj" and parse.lower[parse.head[n]] == "under":
        light, suffers = False, True  # came under attack
    actors, groups, parties = noun_arguments(parse, n, frame, t)
    if lemma == "seek" and frame["type"] in ("SUPPORT", "CONCEDE"):
        return Found((i, n), {"type": "REQUEST"}, subjects, [g for g in (actors, *groups) if g], passive, "light", [])
    targets = [[a] for p, a in prepositions(parse, i) if p in ("against", "on", "with", "to", "at", "into", "from", "for", "over", "upon", "toward", "towards") and a != n]
    parties += [a for p, a in prepositions(parse, i) if p in ("between", "among")]
    if suffers and not light:
        return Found((i, n), frame, [*actors, *(g[0] for g in targets if g)], [subjects], passive, "light", parties)
    founding = parse.lemma[n] in ("formation", "creation", "establishment")
    if light and lemma in t.words["announcing"] and not founding and frame["type"] in ("DEATH", "ASSAULT", "DISASTER", "PROTEST", "OTHER", "ACCUSE", "ELECT"):
        subjects, passive = [], True  # who announces a death has not caused it
    if light:
        who = subjects or ([] if passive else actors)
        if not subjects and (passive or not who):
            who = actors
        elif subjects and actors and not passive and frame["type"] not in ("ASSAULT", "COERCE", "SANCTION"):
            groups = [*groups, actors]  # attended the president's meeting
        return Found((i, n), frame, who, [*groups, *targets], passive, "light", parties)
    if lemma in t.words["ending"] and frame["type"] in ("CONSULT", "COOPERATE", "VOTE", "ELECT", "ACCUSE") and frame.get("mode") != "third-party":
        return Found((i, n), frame, subjects, [*groups, *targets], passive, "light", parties)  # ended a visit: it took place; who ends his mediation breaks it off
    kind = t.reversed.get(frame["type"], frame["type"])
    turned: Frame = {"type": "REJECT"} if lemma in ("reject", "refuse") else {"type": kind}
    return Found((i, n) if n - i <= 4 else (i,), turned, subjects, [*groups, *([actors] if actors else []), *targets], passive, "turned", parties)


def _carried(parse: Parse, noun: int, t: Tables, skip: frozenset[int], people: frozenset[int], used: set[int]) -> Found | None:
    """The event of a light verb that follows its noun: *the attack was launched by …*, *the strikes that they carried out*."""
    if noun_frame(parse, noun, t) is None:
        return None
    head = parse.head[noun]
    carriers = [head] if parse.dep[noun] == "nsubjpass" else [c for c in parse.children[noun] if parse.dep[c] == "relcl" and c > noun]
    for verb in carriers:
        if parse.pos[verb] == "VERB" and verb not in used and parse.lemma[verb] in t.words["light"]:
            found = _verb(parse, verb, t, skip, people, used)
            if found is not None and noun in found.tokens and found.shape == "light":
                return found
    return None


_HAVING = frozenset({"have", "win", "earn", "gain", "enjoy", "secure", "draw", "lose", "need", "get", "come"})


def _noun(parse: Parse, i: int, t: Tables, used: set[int]) -> Found | None:
    frame = noun_frame(parse, i, t)
    if frame is None or "type" not in frame or parse.dep[i] in ("compound", "nmod", "amod"):
        return None
    if parse.dep[i] == "nsubjpass" and parse.head[i] not in used:
        if any(parse.lemma[i] in f.get("object", ()) for f in t.verbs.get(parse.lemma[parse.head[i]], ())):
            return None  # protests were held: the verb has it
    actors, groups, parties = noun_arguments(parse, i, frame, t)
    tokens: tuple[int, ...] = (i,)
    head = parse.head[i]
    if parse.dep[i] == "nsubj" and parse.lemma[head] in t.modality["occurs"]:  # clashes broke out between
        for p, a in prepositions(parse, head):
            if p in ("between", "among"):
                parties.append(a)
            elif p == "against" and not groups:
                groups.append([a])
    if parse.dep[i] == "pobj" and parse.lower[head] == "of" and parse.lemma[parse.head[head]] in t.words["light_nouns"] and parse.head[head] not in used:
        carrier = parse.head[head]
        more, others, both = noun_arguments(parse, carrier, frame, t)
        actors, parties = actors or more, parties or both
        groups = [*groups, *(g for g in others if i not in g)]
        tokens = (carrier, i)
    if not actors and parse.dep[i] == "pobj" and parse.lower[head] == "for" and parse.lemma[parse.head[head]] in ("responsibility", "responsible"):
        above = parse.head[head]
        actors = surface_subjects(parse, parse.head[above]) if parse.head[above] != above else []
    if not (actors or groups or parties):
        parties = _shared_parties(parse, i, t)
    under = parse.dep[i] == "pobj" and parse.lower[head] == "under"
    if under and not groups and parse.pos[parse.head[head]] in ("NOUN", "PROPN"):
        return None  # a principle under attack
    above = parse.head[head]
    if under and not groups and parse.pos[above] == "AUX":
        groups = [surface_subjects(parse, above)]
    exists = parse.dep[i] == "attr" and any(parse.dep[c] == "expl" for c in parse.children[head])
    if not (actors or groups or parties or exists) and parse.lemma[i] not in t.words["bare"]:
        return None
    return Found(tokens, frame, actors, groups, False, "noun", parties)


def _shared_parties(parse: Parse, noun: int, t: Tables) -> list[int]:
    """Between whom it is where the agreement or talks that it is about say so: *a deal between Norland and Altavia on a truce and an exchange of prisoners*."""
    k = noun
    while parse.dep[k] == "conj" and parse.pos[parse.head[k]] == "NOUN":
        k = parse.head[k]
    if parse.dep[k] != "pobj" or parse.lower[parse.head[k]] not in ("on", "for", "of", "about"):
        return []
    above = parse.head[parse.head[k]]
    about = [c for c in parse.children[above] if parse.dep[c] == "dobj"] if parse.pos[above] == "VERB" else [above]
    for one in about:
        frame = noun_frame(parse, one, t)
        if frame is not None and frame.get("type") in ("AGREE", "CONSULT", "SUPPORT"):
            return noun_arguments(parse, one, frame, t)[2]
    return []


def _adjective(parse: Parse, i: int, t: Tables, people: frozenset[int]) -> Found | None:
    """*is ready to*, *are on strike*: what a state of mind or body says of what somebody will do."""
    head = parse.head[i]
    if parse.dep[i] not in ("acomp", "attr", "oprd", "ROOT"):
        return None
    if parse.lemma[i] == "guilty" and any(parse.dep[c] == "neg" for c in parse.children[i]):
        return None  # pleaded not guilty
    inner = [c for c in parse.children[i] if parse.dep[c] in ("xcomp", "ccomp")]
    for frame in t.adjectives[parse.lemma[i]]:
        if frame.get("clause") and not inner:
            continue
        if "inner" in frame and not any(parse.lemma[c] in frame["inner"] for c in inner):
            continue
        if "prep" in frame and not any(p in frame["prep"] for p, _ in prepositions(parse, i)):
            continue
        if "with" in frame and not any(parse.lemma[core(parse, a)] in frame["with"].get(p, ()) for p, a in prepositions(parse, i)):
            continue
        if any(_cooperative(parse, c, t, people) for c in inner):
            return None
        subjects = [c for c in parse.children[head] if parse.dep[c] in SUBJECT] or surface_subjects(parse, head)
        groups = [[a] for p, a in prepositions(parse, i)]
        for c in inner:
            groups += [[o] for o in parse.children[c] if parse.dep[o] in ("dobj", "dative")]
            groups += [[a] for p, a in prepositions(parse, c) if p in _TARGET]
        return Found((i,), frame, subjects, groups, False, "adjective", [])
    return None
