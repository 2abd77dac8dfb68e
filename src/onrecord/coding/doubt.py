"""Which findings are too doubtful to be given: the sense of the trigger is not that of its type, or nobody is there to have done it.

Events are proposals, and a wrong one costs a reader more than a missing one. What is left out here was wrong more often than right
among events judged by hand (``gold/events/judged.tsv``): deeds of subjects that are no actors, words of support or refusal that name no
party, nouns for talks and votes that name nobody, and words of war in sport.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.coding.arguments import names_before, prepositions
from onrecord.coding.triggers import Found, Tables, core
from onrecord.model import Modality
from onrecord.text import Parse

NATURAL = frozenset({"DEATH", "DISASTER"})
"""Types that need nobody who did it."""


def is_doubtful(parse: Parse, found: Found, kind: str, actor: bool, recipient: bool, direct: bool, placed: bool, own_words: bool, modality: Modality, t: Tables) -> bool:
    """True if an event had better not be given.

    Args:
        parse: The sentences layer.
        found: The trigger with its arguments as tokens.
        kind: Its type, as settled.
        actor: Whether an entity was found for the actor.
        recipient: Whether one was found for the recipient.
        direct: Whether that entity is an argument itself, and not only owns one (an attack on *Norland's* plan).
        placed: Whether it has a place or a date of its own.
        own_words: Whether it stands in a statement of its actor (*the group said that they had …*).
        modality: How it stands.
        t: The lexicon.
    """
    own = str(found.frame.get("type")) == kind
    key = found.tokens[-1]
    after = list(prepositions(parse, key))
    strong = any(k in found.frame for k in ("object", "with", "complement", "clause", "inner", "particle"))
    if kind in ("AGREE", "CONCEDE") and actor and "prep" in found.frame:
        strong = True  # agreed to a programme, conceded to the demands
    if kind == "REJECT" and actor and any(parse.dep[c] == "xcomp" for c in parse.children[found.tokens[0]]):
        strong = True  # refused to release the list
    suffers = parse.lemma[found.tokens[0]] in t.words["light_passive"]
    dated = found.passive and all(parse.lemma[a] in ("end", "time", "deadline") or parse.ent[a] in ("DATE", "TIME") for a in found.actors)  # released by the end of the week
    if found.actors and not actor and not dated and kind not in NATURAL and kind != "POLL" and not suffers and not _acts_unnamed(parse, found, t):
        return True
    if kind in t.words["mutual"] and suffers and not actor:
        return True
    exists = parse.dep[key] == "attr" and any(parse.dep[c] == "expl" for c in parse.children[parse.head[key]])
    if kind in t.words["mutual"] and own and not (actor and recipient) and found.shape != "light" and not exists:
        if (kind not in t.words["one_sided"] or found.shape == "noun" or not strong) and not is_one_sided(parse, found, kind, actor, recipient):
            return True
    if kind == "SUPPORT" and own and not strong and modality in (Modality.PLANNED, Modality.HYPOTHETICAL) and found.shape == "verb":
        return True
    if kind == "POLL" and found.shape == "light" and parse.lemma[found.tokens[0]] in ("participate", "join", "take", "lead"):
        return True
    if kind == "POLL" and not actor and not found.actors:
        return True
    if kind == "VOTE" and found.shape == "verb" and not actor and (found.actors or not found.passive or not strong):
        return True  # but a bill that was passed was passed by somebody
    if kind == "VOTE" and found.shape == "verb" and parse.tag[key] == "VBG" and not any(p in ("for", "against", "in", "on") for p, _ in after):
        return True
    if kind == "POLL" and parse.dep[key] == "nsubj" and parse.lemma[parse.head[key]] in ("open", "close"):
        return True
    if parse.lemma[key] in _OVERFLOWING and any(p == "of" and parse.tag[a] == "NNS" for p, a in after):
        return True  # a tsunami of books
    if parse.lemma[key] in _BURSTS and any(p == "of" and not parse.ent[a] for p, a in after):
        return True  # an avalanche of praise
    if found.shape == "noun" and kind == "ASSAULT" and parse.lemma[key] in t.words["figurative"]:
        aims = [core(parse, a) for p, a in after if p in ("on", "against", "upon")]
        if (
            aims
            and not direct
            and not any(parse.lemma[a] in t.words["targets"] or parse.pos[a] in ("PROPN", "NUM") or parse.ent[a] in ("DATE", "TIME", "GPE", "LOC", "FAC", "NORP") for a in aims)
        ):
            return True  # attacks on a policy
    if (
        parse.lemma[key] in ("explosion", "blast")
        and any(p in ("of", "in") and parse.tag[a] in ("NNS", "NN") and parse.lemma[a] not in t.words["targets"] for p, a in after)
        and not placed
    ):
        return True  # an explosion of colour, in cases
    if found.frame.get("mode") == "investigate" and not recipient and _sentence_has(parse, found, t.words["clinical"]):
        return True
    if found.actors and parse.lower[found.actors[0]] == "they" and not own_words:
        return True  # too often taken for the wrong group
    if kind == "MOBILIZE" and _sentence_has(parse, found, t.words["clinical"]):
        return True
    if kind == "DISASTER" and (_sentence_has(parse, found, t.words["financial"]) or _is_judgement(parse, key)):
        return True
    if (
        kind in ("DEATH", "ASSAULT")
        and _sentence_has(parse, found, t.words["animals"])
        and not recipient
        and not _sentence_has(parse, found, t.words["occasions"] - {"thousand", "hundred", "dozen", "score"})
    ):
        return True
    if parse.lemma[key] == "retaliate" and _sentence_has(parse, found, t.words["trading"]):
        return True
    if not found.actors and not found.passive and found.shape == "verb" and kind not in NATURAL and not (actor and recipient):
        return True  # whoever it is that does it is not said near it
    if str(found.frame.get("mode")) == "disapprove" and own and not (actor and recipient):
        return True
    if kind == "VOTE" and found.shape == "light" and parse.lemma[found.tokens[0]] not in _BALLOT:
        return True
    if kind in ("VOTE", "ELECT", "POLL") and not (
        actor or recipient or (placed and found.shape == "noun") or (kind == "VOTE" and found.shape == "verb") or (kind == "POLL" and found.actors)
    ):
        return True
    if kind == "VOTE" and found.shape == "noun" and not placed and not any(True for _ in prepositions(parse, key)):
        return True
    heads = [core(parse, h) for group in found.recipients[:1] for h in group]
    if any(parse.lower[h] in _REFLEXIVE for h in heads):
        return True  # killed themselves
    if any(parse.pos[h] == "NOUN" and parse.lemma[h] in t.words["animals"] for h in (*heads, *(core(parse, a) for a in found.actors))):
        return True
    if found.frame.get("mode") == "visit" and any(parse.lemma[a] in t.words["idle"] for a in (*found.actors, *heads)):
        return True
    if parse.lemma[key] == "epidemic" and any(p == "of" and parse.lemma[a] not in t.words["accidents"] for p, a in after):
        return True
    if found.frame.get("mode") == "release" and _sentence_has(parse, found, t.words["works"]):
        return True
    if found.frame.get("mode") == "release" and _sentence_has(parse, found, t.words["medical"]):
        return True
    if (
        kind == "DEATH"
        and found.shape == "verb"
        and heads
        and not recipient
        and not any({parse.lemma[h], parse.lower[h]} & t.words["occasions"] or parse.pos[h] in ("NUM", "PRON") for h in heads)
    ):
        return True  # birds die
    if found.shape == "noun" and kind == "PROTEST" and not placed and _is_generic(parse, key):
        return True
    if kind == "VOTE" and parse.tag[key] == "VB" and parse.lemma[parse.head[key]] in ("register", "eligible"):
        return True
    if found.shape == "noun" and kind == "ASSAULT" and not placed and (_is_generic(parse, key) or _is_judgement(parse, key)):
        return True
    return kind in t.words["violent"] and _sentence_has(parse, found, t.words["sport"])


_LAWS = frozenset({"treaty", "pact", "accord", "deal"})
_EMPTY = frozenset({"assure", "greet", "reassure", "honor", "honour", "recognize", "recognise", "welcome", "salute"})


def is_one_sided(parse: Parse, found: Found, kind: str, actor: bool, recipient: bool) -> bool:
    """True for words and deeds between two that hold where only one is named: what somebody promised, asked, refused or backed, and who was brought to safety."""
    key = found.tokens[-1]
    lemma = parse.lemma[key]
    if found.shape == "noun" and lemma == "evacuation":
        return True
    if not actor:
        return recipient and kind == "AID" and found.frame.get("mode") == "humanitarian" and found.passive and not found.actors and found.shape == "verb"
    if kind == "AGREE":
        return (found.shape != "noun" and lemma not in _LAWS) or any(parse.dep[c] == "poss" for c in parse.children[key])  # a body's name before its treaty does not agree
    if kind == "SUPPORT" and found.shape == "noun" and not any(p in ("for", "from", "of", "to") for p, _ in prepositions(parse, key)):
        return lemma != "support"  # whose support it is may be who has it
    if kind == "SUPPORT":  # not the support that a candidate has among voters
        return lemma not in _EMPTY and not any(p in ("among", "amongst") for p, _ in prepositions(parse, key)) and parse.lemma[parse.head[parse.head[key]]] != "lack"
    if kind == "COOPERATE":  # several that act together, though one phrase names them
        return found.shape == "verb" and lemma in _TOGETHER and any(parse.tag[a] in ("NNS", "NNPS") for a in found.actors)
    if kind == "CONSULT":
        return found.frame.get("mode") == "third-party" or (
            found.frame.get("mode") == "visit" and (any(parse.dep[c] == "poss" for c in parse.children[key]) or any(p == "of" for p, _ in prepositions(parse, key)))
        )
    if kind == "CONCEDE":
        return lemma in _GIVING_WAY
    return kind in ("REJECT", "REQUEST")


_TOGETHER = frozenset({"coordinate", "co-ordinate", "cooperate", "co-operate", "collaborate"})
_GIVING_WAY = frozenset({"apologize", "apologise", "apology", "repeal", "rescind"})


def is_in_words(parse: Parse, found: Found, politicians: bool, t: Tables) -> bool:
    """True for words of war without a weapon or a fighter in the sentence, or of politicians: in a report on an election they are said, not done."""
    words = (
        t.words["armed"]
        | t.words["instruments"] - {"attack", "strike", "fire", "operation", "offensive"}
        | {"terrorist", "terror", "bomber", "nightclub", "embassy", "consulate", "killed", "dead", "wound", "injure"}
    )
    return (politicians or parse.lemma[found.tokens[-1]] in t.words["figurative"]) and not _sentence_has(parse, found, words)


def is_of_campaign(parse: Parse, t: Tables) -> bool:
    """True for a report full of the words of an election."""
    count = sum(lemma in t.words["campaigning"] for lemma in parse.lemma)
    return count >= 8 and count >= 0.4 * len(parse.sentences)


def is_of_force(parse: Parse, t: Tables) -> bool:
    """True for a report with many words of force, in which deeds are seldom figures of speech: a soldier or weapon in every third sentence."""
    words = t.words["armed"] | t.words["instruments"]
    return sum(lemma in words for lemma in parse.lemma) >= 0.35 * len(parse.sentences)


def is_of_sport(parse: Parse, t: Tables) -> bool:
    """True for a report full of the words of sport, where to attack, to defeat and to release mean something else."""
    count = sum(lemma in t.words["sporting"] for lemma in parse.lemma)
    return count >= 8 and count >= 0.3 * len(parse.sentences)


_BALLOT = frozenset(
    {"hold", "cast", "take", "call", "schedule", "delay", "postpone", "conduct", "order", "organize", "organise", "plan", "propose", "lead", "begin", "finish", "complete"}
)


_OVERFLOWING = frozenset({"tsunami", "flood", "avalanche", "earthquake", "hurricane", "eruption", "drought", "landslide", "flooding", "wildfire"})
_BURSTS = frozenset({"avalanche", "blizzard", "stampede", "tornado"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves"})


def _is_generic(parse: Parse, noun: int) -> bool:
    """True for a lone singular noun that names no one deed (*in time of war*)."""
    return parse.tag[noun] == "NN" and not any(parse.dep[c] in ("det", "poss", "amod", "compound", "nummod", "nmod", "prep", "acl", "relcl") for c in parse.children[noun])


def _is_judgement(parse: Parse, noun: int) -> bool:
    """True where a noun only says what something amounts to (*the leak was an attack on the country*)."""
    k = noun
    while parse.dep[k] == "conj" and parse.head[k] != k:
        k = parse.head[k]
    verb = parse.head[k]
    if parse.dep[k] == "pobj" and parse.lower[verb] == "as":
        return True
    if parse.dep[k] != "attr" or parse.lemma[verb] != "be" or any(parse.dep[c] == "expl" for c in parse.children[verb]):
        return False
    return any(parse.lower[c] in ("a", "an") for c in parse.children[noun])


def _acts_unnamed(parse: Parse, found: Found, t: Tables) -> bool:
    """True if the actor is no entity and yet somebody: people by number, or a noun that only a name before it ties to somebody."""
    if found.shape == "noun":
        before = names_before(parse, found.tokens[-1])
        return all(a in before for a in found.actors)
    if str(found.frame.get("type")) == "PROTEST" and any(parse.lemma[a] in t.words["occasions"] for a in found.actors):
        return True  # thousands marched
    who = [*found.actors, *(a for k in found.actors for p, a in prepositions(parse, k) if p == "of")]  # a new round of airstrikes
    return any(parse.lemma[a] in t.words["instruments"] or {parse.lemma[a], parse.lower[a]} & t.words["fighting"] for a in who)


def _sentence_has(parse: Parse, found: Found, words: frozenset[str]) -> bool:
    first, last = parse.sentences[parse.sentence[found.tokens[0]]]
    return any(parse.lemma[k] in words for k in range(first, last))


def count_risks(parse: Parse, found: Found, kinds: Iterable[str], modality: Modality) -> int:
    """How many things stand between an event and a sure reading, from 0 to 7; each made events wrong more often among those judged by hand.

    The actor is a pronoun, far from the trigger, the subject of another clause, or nobody but private persons and firms; the trigger
    is a gerund, or hangs on another verb or noun; it did not simply happen.
    """
    key = found.tokens[0]
    risks = [
        parse.dep[key] in ("advcl", "conj", "pcomp", "acl") and parse.tag[key] != "VBN",
        parse.tag[key] == "VBG",
        modality is not Modality.HAPPENED,
    ]
    kinds = set(kinds)
    if found.actors and kinds:
        first = found.actors[0]
        risks += [
            parse.pos[first] == "PRON" or parse.tag[first] in ("WDT", "WP"),
            kinds <= {"person", "organisation", "outlet", "population"},
            min(abs(a - key) for a in found.actors) > 8,
            parse.head[first] != key,
        ]
    return sum(risks)
