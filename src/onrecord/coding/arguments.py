"""Who does it to whom: subjects, objects and prepositional arguments of verbs and nouns, as head tokens of the parse.

Coordination, passives, relative clauses, control, raising and participles are followed; light verbs and event nouns pass their
arguments on. Known to miss: actors that another sentence names, and ties that the parser gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.text import Parse

SUBJECT = {"nsubj", "csubj"}
PATIENT = {"dobj", "nsubjpass", "obj"}
_DEEP = 6
"""How many clauses up a missing subject is looked for; sentences of news are rarely deeper."""

SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "swear", "offer", "agree"})
"""Verbs whose own subject does what their infinitive says even where they have an object (promised him to come)."""

ASKED_WITH = {
    "plead": ("with",),
    "call": ("on", "upon"),
    "appeal": ("to",),
    "rely": ("on", "upon"),
    "count": ("on",),
    "depend": ("on",),
    "wait": ("for",),
    "arrange": ("for",),
    "shout": ("at", "to"),
}
"""Verbs whose prepositional object does what their infinitive says (called *on Norland* to leave)."""

CAUSING = frozenset(
    {
        "lead",
        "force",
        "prompt",
        "cause",
        "order",
        "urge",
        "ask",
        "persuade",
        "push",
        "press",
        "drive",
        "spur",
        "get",
        "tell",
        "invite",
        "encourage",
        "instruct",
        "compel",
        "enable",
        "allow",
        "educate",
        "teach",
        "train",
    }
)
"""Verbs whose object does what an infinitive after it says, whatever the parser calls that infinitive (led *him* to resign)."""

LETTING = frozenset({"allow", "permit", "let", "force", "compel", "order", "forbid", "help", "enable", "invite"})
"""Verbs that are done to whoever does their infinitive."""

TOUGH = frozenset({"easy", "hard", "difficult", "tough", "impossible", "simple", "dangerous", "expensive", "cheap"})
"""Adjectives whose subject is the object of their infinitive (they are hard *to deport*)."""

LAWS = frozenset({"resolution", "bill", "law", "motion", "amendment", "legislation", "petition", "measure"})
"""What orders a deed and does not do it: a bill *to ban* smoking is nobody's ban yet."""

DECIDING = frozenset(
    {
        "decision",
        "attempt",
        "effort",
        "plan",
        "intention",
        "refusal",
        "failure",
        "ability",
        "willingness",
        "readiness",
        "commitment",
        "pledge",
        "promise",
        "desire",
        "bid",
    }
)
"""Nouns whose *of* phrase does what an infinitive after them says (the decision of the council to close the port)."""

BUILDING = frozenset({"establishment", "creation", "formation", "deployment", "dispatch", "use", "mobilization", "mobilisation", "training", "arrival"})
"""Nouns whose *of* phrase does what an infinitive after them says (the formation *of a militia* to fight)."""

# fmt: off
BLAMED = frozenset({
    "accuse", "blame", "criticize", "criticise", "condemn", "praise", "thank", "hail", "lambast", "slam", "denounce", "suspect", "convict", "arrest", "detain", "charge",
    "jail", "sentence", "fine", "punish", "sanction", "prevent", "stop", "bar", "ban", "prohibit", "keep", "deter", "dissuade", "discourage", "rebuke", "chide", "fault",
    "applaud", "commend", "hold", "protest", "honor", "honour", "sue", "prosecute", "indict", "acquit", "target", "mock", "attack", "blast",
    "imprison", "incarcerate", "expel", "dismiss", "sack", "fire", "execute", "deport", "impeach", "censure", "reprimand", "admonish", "berate", "castigate", "chastise",
    "scold", "ridicule", "deride", "lambaste", "excoriate", "laud", "kidnap", "kill", "murder", "suspend", "ostracize", "blacklist", "try", "arraign", "remand",
})
# fmt: on
"""Verbs whose object does what a gerund after *for, of, from* says (accused them of killing)."""


_TIMES = frozenset({"year", "month", "week", "day", "night", "morning", "time", "moment", "hour", "season", "way", "reason"})
"""Nouns that a clause after them tells of without an object: *the year they left*."""


def is_passive(parse: Parse, verb: int) -> bool:
    """True if a verb has a passive subject or auxiliary, or is a participle after its noun."""
    if any(parse.dep[c] in ("nsubjpass", "auxpass") for c in parse.children[verb]):
        return True
    if parse.dep[verb] == "acl" and parse.tag[verb] in ("VBN", "VBD") and not any(parse.dep[c] in ("dobj", "nsubj") for c in parse.children[verb]):
        return True
    if parse.tag[verb] != "VBN":
        return False
    if (
        parse.dep[verb] in ("ccomp", "xcomp", "pcomp")
        and any(parse.dep[c] == "nsubj" for c in parse.children[verb])
        and not any(parse.dep[c] == "aux" for c in parse.children[verb])
    ):
        return True  # they want them destroyed
    if (parse.dep[verb] == "acl" and not any(parse.dep[c] in ("nsubj", "aux") for c in parse.children[verb])) or (
        parse.dep[verb] == "advcl" and not any(parse.dep[c] in ("aux", "dobj") for c in parse.children[verb])
    ):
        return True
    # coordination under a passive: "were killed and wounded"
    head = parse.head[verb]
    return (
        parse.dep[verb] == "conj"
        and parse.tag[head] == "VBN"
        and not any(parse.dep[c] in ("aux", "nsubj") or (parse.dep[c] == "dobj" and parse.lemma[c] not in ("hostage", "captive", "prisoner")) for c in parse.children[verb])
        and is_passive(parse, head)
    )


def referent(parse: Parse, token: int) -> int:
    """The noun that a relative pronoun stands for, or the token itself."""
    if parse.tag[token] in ("WDT", "WP") or (parse.lower[token] == "that" and parse.dep[token] in ("nsubj", "nsubjpass", "dobj", "pobj")):
        for k, above in enumerate(parse.ancestors(token)):
            if parse.dep[above] == "relcl":
                return parse.head[above]
            if k > 3:
                break
    return token


def _own(parse: Parse, verb: int, relations: set[str]) -> list[int]:
    return [
        referent(parse, c)
        for c in parse.children[verb]
        if (parse.dep[c] in relations and parse.lower[c] not in ("it", "there")) or (parse.dep[c] in relations and parse.lower[c] == "it")
    ]


def agents(parse: Parse, verb: int) -> list[int]:
    """Who stands after *by* with a passive."""
    found = []
    for c in parse.children[verb]:
        if parse.dep[c] == "agent" or (parse.dep[c] == "prep" and parse.lower[c] == "by"):
            found += [g for g in parse.children[c] if parse.dep[g] == "pobj"]
    return found


def surface_subjects(parse: Parse, verb: int, depth: int = 0) -> list[int]:
    """The grammatical subject of a verb, active or passive, its own or that of the clause above."""
    own = _own(parse, verb, {"nsubj", "csubj", "nsubjpass", "csubjpass"})
    if not own:  # the parser hangs some subjects on the auxiliary
        own = [s for c in parse.children[verb] if parse.dep[c] in ("aux", "auxpass") for s in _own(parse, c, {"nsubj", "nsubjpass"})]
    if own or depth > _DEEP:
        return own
    head, dep = parse.head[verb], parse.dep[verb]
    if head == verb:
        return []
    if dep in ("acl", "relcl"):
        if parse.tag[verb] == "VB":  # the plan to attack: whoever has the plan
            if parse.lemma[head] in LAWS:
                return []
            if parse.lemma[head] in BUILDING:
                return [a for p, a in prepositions(parse, head) if p == "of"]
            if parse.dep[head] == "attr" and not any(parse.lower[c] in ("first", "last", "only", "next", "latest") for c in parse.children[head]):
                return owners(parse, head)  # is no country to seek asylum in
            of = [a for p, a in prepositions(parse, head) if p == "of"] if parse.lemma[head] in DECIDING else []
            return owners(parse, head) or of or _governing_subject(parse, head, depth + 1)
        return [head]
    if dep == "pcomp" and parse.pos[head] == "ADP":
        above = parse.head[head]
        if (parse.pos[above] == "ADJ" or parse.tag[above] == "VBN") and parse.lemma[above] not in BLAMED:
            at_whom = [a for p, a in prepositions(parse, above) if p in ("in", "at", "with") and a < verb]
            if at_whom:
                return at_whom  # angry at them for leaving
        if parse.pos[above] in ("VERB", "AUX"):
            objects = _own(parse, above, {"dobj"})
            if parse.lower[head] in ("for", "of", "from", "over", "into", "with", "against") and parse.lemma[above] in BLAMED:
                return _own(parse, above, {"nsubjpass"}) or objects or surface_subjects(parse, above, depth + 1)
            return surface_subjects(parse, above, depth + 1)
        return owners(parse, above) or ([] if parse.dep[above] == "attr" else _governing_subject(parse, above, depth + 1))
    if parse.pos[head] not in ("VERB", "AUX"):
        if dep not in ("xcomp", "conj", "advcl", "ccomp"):
            return []
        above = parse.head[head]  # is willing to withdraw: the subject stands with the copula
        own = _own(parse, head, {"nsubj"})
        if own or parse.dep[head] not in ("acomp", "oprd", "attr") or parse.pos[above] not in ("VERB", "AUX"):
            return own
        return surface_subjects(parse, above, depth + 1)
    if dep in ("xcomp", "ccomp"):
        if dep == "ccomp" and (parse.tag[verb] not in ("VB", "VBG") or any(parse.lower[c] in ("do", "let") and parse.dep[c] == "aux" for c in parse.children[verb])):
            return []  # "don't shoot", she said
        objects = _own(parse, head, {"dobj", "dative"})
        if not objects and parse.lemma[head] in ASKED_WITH:
            objects = [a for p, a in prepositions(parse, head) if p in ASKED_WITH[parse.lemma[head]]]
        if objects and parse.lemma[head] not in SUBJECT_CONTROL:
            return objects
        return surface_subjects(parse, head, depth + 1)
    if dep in ("conj", "advcl", "dep"):
        if dep == "advcl" and parse.tag[verb] in ("VBD", "VBP", "VBZ"):
            return []
        if dep == "advcl" and parse.tag[verb] == "VB" and parse.lemma[head] in ASKED_WITH:
            asked = [a for p, a in prepositions(parse, head) if p in ASKED_WITH[parse.lemma[head]] and a < verb]
            if asked:
                return asked  # pleaded with the officers not to shoot
        if dep == "advcl" and parse.tag[verb] == "VB" and any(parse.lemma[o] in LAWS for o in _own(parse, head, {"dobj"})):
            return []  # voted down a bill to remove the troops
        if is_caused(parse, verb):
            return _own(parse, head, {"dobj"})
        return surface_subjects(parse, head, depth + 1)
    return []


def is_caused(parse: Parse, verb: int) -> bool:
    """True for an infinitive that the object of the verb above does, where the parser takes it for an adverbial clause."""
    head = parse.head[verb]
    return parse.dep[verb] == "advcl" and parse.tag[verb] == "VB" and parse.lemma[head] in CAUSING and any(parse.dep[c] == "dobj" and c < verb for c in parse.children[head])


def _governing_subject(parse: Parse, noun: int, depth: int) -> list[int]:
    """Whose noun it is by the verb above it: *Norland has a plan to …*, *with the goal of …*."""
    k = noun
    for _ in range(4):
        above = parse.head[k]
        if above == k:
            return []
        if parse.pos[above] in ("VERB", "AUX"):
            if parse.dep[k] in ("nsubj", "nsubjpass"):
                return agents(parse, above)
            return surface_subjects(parse, above, depth)
        if parse.dep[k] not in ("pobj", "prep", "dobj", "attr", "conj", "pcomp"):
            return []
        k = above
    return []


def attending(parse: Parse, noun: int) -> list[int]:
    """Who was at a meeting or visit that names only the other side: the subject of the clause that it stands in (*in talks with Norland the envoy said …*)."""
    k = noun
    while parse.dep[k] == "conj" and parse.pos[parse.head[k]] in ("NOUN", "PROPN"):
        k = parse.head[k]
    above = parse.head[k]
    if (
        parse.dep[k] == "pobj"
        and parse.lower[above] == "for"
        and parse.lemma[parse.head[above]] in ("join", "arrive", "travel", "gather", "fly", "return", "host", "welcome", "receive")
    ):
        above = parse.head[above]  # arrived for talks with
    elif parse.dep[k] == "pobj" and parse.lower[above] in ("in", "during", "at", "after", "before", "on", "despite", "following", "ahead"):
        above = parse.head[above]
        while parse.pos[above] == "ADP" and parse.head[above] != above:
            above = parse.head[above]
    else:
        return []
    return surface_subjects(parse, above) if parse.pos[above] in ("VERB", "AUX") and above != k else []


def owners(parse: Parse, noun: int) -> list[int]:
    """Whose a noun is: possessor, *by* or *from* phrase, or a name before it (*the Norland proposal*)."""
    found = [c for c in parse.children[noun] if parse.dep[c] == "poss"]
    found += [a for p, a in prepositions(parse, noun) if p in ("by", "from")]
    return found or names_before(parse, noun)


def names_before(parse: Parse, noun: int) -> list[int]:
    """Names and national adjectives that stand as modifiers before a noun."""
    return [
        c
        for c in parse.children[noun]
        if c < noun
        and parse.dep[c] in ("amod", "compound", "nmod")
        and (parse.pos[c] == "PROPN" or parse.ent[c] in ("NORP", "GPE", "ORG"))
        and parse.ent[c] not in ("DATE", "CARDINAL", "ORDINAL")
    ]


def verb_arguments(parse: Parse, verb: int) -> tuple[list[int], list[int], bool]:
    """(subjects, objects, passive) of a verb.

    The subject of a passive without *by* is nobody: who is only the object has done nothing.
    """
    passive = is_passive(parse, verb)
    children, dep = parse.children[verb], parse.dep
    head = parse.head[verb]
    if passive:
        subjects = agents(parse, verb)
        if not subjects and dep[verb] != "conj":
            subjects = [
                g for c in children if dep[c] == "conj" and is_passive(parse, c) and not any(dep[a] in ("aux", "auxpass") for a in parse.children[c]) for g in agents(parse, c)
            ]
        objects = _own(parse, verb, {"nsubjpass", "dobj"}) or (_own(parse, verb, {"nsubj"}) if dep[verb] in ("ccomp", "xcomp", "pcomp") else [])
        if not objects:
            objects = [head] if dep[verb] == "acl" else [s for s in surface_subjects(parse, verb) if s not in subjects]
        return subjects, objects, True
    objects = _own(parse, verb, {"dobj", "obj", "dative"})
    if not objects and dep[verb] == "xcomp" and parse.lemma[head] in TOUGH and parse.head[head] != head:
        return [], surface_subjects(parse, parse.head[head]), False
    subjects = surface_subjects(parse, verb)
    if dep[verb] == "relcl" and not objects and _own(parse, verb, {"nsubj"}) and not any(parse.tag[c] == "WRB" for k in children for c in (k, *parse.children[k])):
        inner = [c for c in children if dep[c] in ("nsubj", "prep")]
        if not any(parse.tag[g] in ("WDT", "WP") for c in inner for g in (c, *parse.children[c])) and parse.lemma[head] not in _TIMES:
            objects = [head]  # the ship that they seized, the man they killed: a subject stands inside, so the noun is the object
    if not objects and parse.lemma[verb] in LETTING:
        # allowed the team to enter: to the parser the team is the subject of what it may do
        objects = [k for c in children if dep[c] == "ccomp" and parse.tag[c] == "VB" for k in _own(parse, c, {"nsubj"})]
    if not objects:
        here = verb
        for _ in range(3):
            after = next((c for c in parse.children[here] if dep[c] == "conj" and c - here <= 3 and parse.pos[c] == "VERB"), None)
            if after is None or objects or any(dep[c] == "prep" for c in children):
                break
            here = after
            objects = _own(parse, after, {"dobj"})  # invaded and occupied the town
    return subjects, objects, False


def prepositions(parse: Parse, head: int) -> Iterator[tuple[str, int]]:
    """(preposition, head of its argument) below a token; of *out of*, *away from* the last word."""
    for c in parse.children[head]:
        if parse.dep[c] in ("prep", "agent", "dative", "prt", "advmod"):
            for g in parse.children[c]:
                if parse.dep[g] in ("pobj", "pcomp"):
                    yield parse.lower[c], referent(parse, g)
                elif parse.dep[g] == "prep":
                    for h in parse.children[g]:
                        if parse.dep[h] == "pobj":
                            yield parse.lower[g], referent(parse, h)


def conjuncts(parse: Parse, head: int) -> list[int]:
    """A noun and what is coordinated with it, in order of the text."""
    found, todo = [], [head]
    while todo:
        k = todo.pop()
        found.append(k)
        todo.extend(c for c in parse.children[k] if parse.dep[c] in ("conj", "appos") and parse.pos[c] in ("NOUN", "PROPN", "PRON") and (parse.dep[c] == "conj"))
    return sorted(found)
