"""How an event stands: did it happen, is it going on, planned, hypothetical or denied?

Read from the auxiliaries, negation and conjunctions of its own clause, then from the words that govern it (*plans to*,
*refused to*, *calls for*, *no*). Known to miss: irony, and conditions that are set in another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.model import Modality
from onrecord.text import Parse

Lists = Mapping[str, frozenset[str]]
_AUX = ("aux", "auxpass", "neg", "mark", "advmod")
_STEPS = 6


def is_negated(parse: Parse, token: int) -> bool:
    """True if *not* or *never* stands with a verb (*not only* does not count)."""
    for c in parse.children[token]:
        if parse.dep[c] == "neg" or (parse.dep[c] in ("advmod", "preconj") and parse.lower[c] in ("never", "no", "neither", "nor")):
            if c + 1 < len(parse) and parse.lower[c + 1] in ("only", "just"):
                continue
            return True
    return False


def _clause(parse: Parse, verb: int, lists: Lists) -> Modality | None:
    """What a clause says of itself, or None where it has no finite verb to say it."""
    words = {parse.lower[c] for c in parse.children[verb] if parse.dep[c] in _AUX}
    if is_negated(parse, verb):
        return Modality.DENIED
    if words & {"nearly", "almost"}:
        return Modality.DENIED  # he nearly died: he did not
    if words & {"if", "unless", "whether", "lest"}:
        return Modality.HYPOTHETICAL
    if words & {"until", "till", "once", "before"} and parse.tag[verb] in ("VBP", "VBZ", "VB"):
        return Modality.HYPOTHETICAL
    if any(parse.dep[c] == "det" and parse.lower[c] == "no" for s in parse.children[verb] if parse.dep[s] in ("nsubj", "nsubjpass") for c in parse.children[s]):
        return Modality.DENIED
    if words & lists["future"]:
        return Modality.PLANNED
    if "would" in words or "'d" in words:
        return Modality.PLANNED if _reported(parse, verb) else Modality.HYPOTHETICAL
    if words & lists["maybe"]:
        return Modality.HYPOTHETICAL
    tag = parse.tag[verb]
    if tag in ("VBD", "VBP", "VBZ"):
        return Modality.HAPPENED
    auxiliaries = words & {"is", "are", "was", "were", "am", "has", "have", "had", "been", "be", "'s", "'re", "'ve", "did", "do", "does", "being", "got", "get"}
    if auxiliaries and "to" not in words:
        if tag == "VBG":
            return Modality.HAPPENED if words & {"was", "were", "had"} and "been" not in words else Modality.ONGOING
        return Modality.ONGOING if "being" in words and words & {"is", "are"} else Modality.HAPPENED
    return None


def _reported(parse: Parse, verb: int) -> bool:
    """*said it would send*: the future of the one who speaks."""
    k = verb
    for _ in range(3):
        if parse.dep[k] == "ccomp" and parse.head[k] != k:
            return parse.tag[parse.head[k]] in ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB")
        if parse.dep[k] not in ("conj", "xcomp"):
            return False
        k = parse.head[k]
    return False


def standing(parse: Parse, token: int, lists: Lists) -> Modality:
    """The modality of the event that a token names, from its own clause and from what governs it."""
    return _standing(parse, token, lists, 0)


def _standing(parse: Parse, token: int, lists: Lists, depth: int) -> Modality:
    verbal = parse.pos[token] in ("VERB", "AUX")
    if verbal:
        own = _clause(parse, token, lists)
        if own is not None:
            if own is Modality.HAPPENED and parse.tag[token] == "VB" and parse.dep[token] == "ccomp" and parse.lemma[parse.head[token]] in lists["unreal"]:
                return Modality.HYPOTHETICAL
            return own
    else:
        own = _nominal(parse, token, lists)
        if own is not None:
            return own
    if depth > _STEPS or parse.head[token] == token:
        return Modality.PLANNED if verbal and parse.tag[token] == "VB" and any(parse.lower[c] == "to" for c in parse.children[token]) else Modality.HAPPENED
    return _governed(parse, token, lists, depth, verbal)


def _nominal(parse: Parse, noun: int, lists: Lists) -> Modality | None:
    words = {parse.lemma[c] for c in parse.children[noun] if c < noun}
    lower = {parse.lower[c] for c in parse.children[noun] if c < noun}
    if "no" in lower:
        return Modality.DENIED
    if words & lists["planned_before"] or lower & lists["planned_before"]:
        return Modality.PLANNED
    if words & lists["unreal_before"] or lower & lists["unreal_before"]:
        return Modality.HYPOTHETICAL
    if words & lists["ongoing_before"] or lower & lists["ongoing_before"]:
        return Modality.ONGOING
    if lower & {"any"}:
        return Modality.HYPOTHETICAL
    return None


def _governed(parse: Parse, token: int, lists: Lists, depth: int, verbal: bool) -> Modality:
    above, relation = parse.head[token], parse.dep[token]
    infinitive = verbal and parse.tag[token] == "VB" and any(parse.lower[c] == "to" for c in parse.children[token])
    if parse.pos[above] == "ADP":
        preposition = parse.lower[above]
        governor = parse.head[above]
        if preposition == "without":
            return Modality.HYPOTHETICAL if not verbal else Modality.DENIED
        if not verbal and preposition in ("until", "pending", "barring"):
            return Modality.HYPOTHETICAL
        if not verbal and preposition in ("before", "of") and above > 0 and parse.lower[above - 1] in ("ahead", "case", "event"):
            return Modality.PLANNED if parse.lower[above - 1] == "ahead" else Modality.HYPOTHETICAL
        lemma = parse.lemma[governor]
        if parse.dep[above] == "prep" and parse.dep[governor] == "prep":
            lemma = parse.lemma[parse.head[governor]]
        if lemma in lists["unreal"] and preposition in ("for", "of", "on", "about", "against", "to"):
            return Modality.HYPOTHETICAL
        if lemma in lists["plans"] and preposition in ("for", "to", "of", "on", "about"):
            return Modality.PLANNED
        if lemma in lists["fails"] and preposition in ("from", "of", "out", "against", "in", "on", "at", "to"):
            return Modality.DENIED
        if lemma in lists["go_on"] and preposition in ("with", "in", "to"):
            return Modality.ONGOING
        if verbal and parse.pos[governor] in ("NOUN", "PROPN") and preposition in ("of", "for", "to"):
            return _standing(parse, governor, lists, depth + 1) if lemma not in lists["facts"] else Modality.HAPPENED
        if verbal and preposition in ("by", "in", "with", "through", "while") and parse.pos[governor] in ("VERB", "AUX"):
            return _standing(parse, governor, lists, depth + 1)
        if not verbal and preposition == "of" and lemma in lists["carriers"]:
            return _standing(parse, governor, lists, depth + 1)
        return Modality.HAPPENED
    lemma = parse.lemma[above]
    if relation == "acl" and parse.tag[token] in ("VBN", "VBG"):
        return Modality.HAPPENED  # the bill that they proposed: what is said of the bill is not said of the proposing
    if relation in ("conj", "appos"):
        if not verbal and parse.pos[above] in ("VERB", "AUX"):
            return Modality.HAPPENED
        return _standing(parse, above, lists, depth + 1) if verbal == (parse.pos[above] in ("VERB", "AUX")) else Modality.HAPPENED
    if verbal:
        if relation in ("xcomp", "ccomp", "acl", "advcl", "dobj", "prep", "pcomp", "csubj", "attr", "oprd"):
            if lemma in lists["go_on"] and relation == "xcomp":
                over = _standing(parse, above, lists, depth + 1)
                return Modality.ONGOING if over is Modality.HAPPENED else over
            if lemma in lists["fails"] and relation in ("xcomp", "acl", "ccomp"):
                return Modality.DENIED
            if is_negated(parse, above) and relation == "xcomp":
                return Modality.DENIED
            if lemma in lists["unreal"]:
                return Modality.HYPOTHETICAL
            if lemma in lists["plans"]:
                return Modality.PLANNED
            if relation == "xcomp" and (parse.pos[above] in ("VERB", "AUX")):
                over = _standing(parse, above, lists, depth + 1)
                return over if lemma in lists["makes"] or over is not Modality.HAPPENED or not infinitive else Modality.PLANNED
            if relation in ("advcl", "acl") and infinitive:
                return Modality.PLANNED  # the purpose of something else
            if relation == "advcl":
                over = _standing(parse, above, lists, depth + 1)
                return over if over in (Modality.PLANNED, Modality.HYPOTHETICAL) and token > above else Modality.HAPPENED
            if infinitive:
                return Modality.PLANNED
        return Modality.HAPPENED
    if parse.pos[above] in ("VERB", "AUX"):
        happens = lemma in lists["occurs"]
        if relation in ("dobj", "nsubjpass", "attr"):
            if lemma in lists["fails"]:
                return Modality.DENIED
            if lemma in lists["unreal"]:
                return Modality.HYPOTHETICAL
            if lemma in lists["plans"]:
                return Modality.PLANNED
            if relation == "attr" and is_negated(parse, above):
                return Modality.DENIED
        if happens or (relation in ("attr", "nsubjpass") and lemma in lists["carriers"]):
            return _standing(parse, above, lists, depth + 1)
        if relation == "nsubj" and parse.pos[above] == "AUX":
            return Modality.PLANNED if _clause(parse, above, lists) is Modality.PLANNED else Modality.HAPPENED
        return Modality.HAPPENED
    if relation in ("dobj", "compound") and lemma in lists["plans"]:
        return Modality.PLANNED
    return Modality.HAPPENED
