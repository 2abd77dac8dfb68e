"""How an event stands: did it happen, is it going on, planned, hypothetical or denied?

Read from the auxiliaries, negation and conjunctions of its own clause, then from the words that govern it (*plans to*,
*refused to*, *calls for*, *no*). Known to miss: irony, and conditions that are set in another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.coding.arguments import BLAMED, TOUGH, is_caused
from onrecord.model import Modality
from onrecord.text import Parse

Lists = Mapping[str, frozenset[str]]
_AUX = ("aux", "auxpass", "neg", "mark", "advmod")
_STEPS = 6


def is_negated(parse: Parse, token: int) -> bool:
    """True if *not*, *never* or *at no time* stands with a verb (*not only* does not count)."""
    for c in parse.children[token]:
        if parse.dep[c] == "prep" and c < token and any(parse.lower[d] == "no" for g in parse.children[c] for d in parse.children[g]) and parse.lower[c] in ("at", "in", "under"):
            return True  # at no time, under no circumstances
        if parse.dep[c] == "advmod" and parse.lower[c] in ("once", "yet", "ever") and any(parse.lower[g] in ("not", "never", "n't") for g in parse.children[c]):
            return True
        if parse.dep[c] == "neg" or (parse.dep[c] in ("advmod", "preconj") and parse.lower[c] in ("never", "no", "neither", "nor")):
            if c + 1 < len(parse) and parse.lower[c + 1] in ("only", "just"):
                continue
            return True
    return False


def _nobody(parse: Parse, verb: int) -> bool:
    """True where the subject is *no one*, *nobody* or *no* and a noun."""
    subjects = [s for s in parse.children[verb] if parse.dep[s] in ("nsubj", "nsubjpass")]
    return any(
        parse.lower[s] in ("nobody", "none", "nothing") or any(parse.lower[c] in ("no", "neither") and parse.dep[c] in ("det", "preconj") for c in parse.children[s])
        for s in subjects
    )


def _is_infinitive(parse: Parse, verb: int) -> bool:
    """True for *to attack* and *to be attacked*."""
    return (
        parse.tag[verb] in ("VB", "VBN")
        and any(parse.lower[c] == "to" and parse.dep[c] == "aux" for c in parse.children[verb])
        and (parse.tag[verb] == "VB" or not any(parse.lower[c] in ("have", "has", "had") for c in parse.children[verb]))
    )


_INSISTENCE = frozenset({"insistence", "demand", "request", "proposal", "recommendation", "suggestion", "call", "idea"})
_PROPOSING = frozenset({"propose", "demand", "recommend", "request", "insist", "urge", "suggest", "require"})


def _is_inverted(parse: Parse, verb: int) -> bool:
    """True for a condition without *if*: *should Norland attack*, *had they attacked*; not for a question."""
    subjects = [c for c in parse.children[verb] if parse.dep[c] in ("nsubj", "nsubjpass") and c < verb]
    return (
        parse.dep[verb] in ("advcl", "ccomp")
        and any(parse.lower[c] in ("should", "had") and parse.dep[c] == "aux" and c < s for c in parse.children[verb] for s in subjects)
        and not any(parse.tag[c] in ("WDT", "WP", "WRB") for c in parse.children[verb])
    )


def _clause(parse: Parse, verb: int, lists: Lists) -> Modality | None:
    """What a clause says of itself, or None where it has no finite verb to say it."""
    words = {parse.lower[c] for c in parse.children[verb] if parse.dep[c] in _AUX}
    if words & {"if", "unless", "whether", "lest"}:
        return Modality.HYPOTHETICAL
    if _is_inverted(parse, verb):
        return Modality.HYPOTHETICAL
    if is_negated(parse, verb) or _nobody(parse, verb):
        return Modality.DENIED
    if any(parse.dep[o] in ("dobj", "nsubjpass") and any(parse.lower[c] == "no" and parse.dep[c] == "det" for c in parse.children[o]) for o in parse.children[verb]):
        return Modality.DENIED
    if words & {"nearly", "almost"}:
        return Modality.DENIED  # he nearly died: he did not
    if words & {"until", "till", "once", "before"} and (parse.tag[verb] in ("VBP", "VBZ", "VB") or (parse.tag[verb] in ("VBN", "VBG") and words & {"is", "are", "has", "have"})):
        return Modality.HYPOTHETICAL
    if words & lists["future"]:
        return Modality.PLANNED
    if ("would" in words or "'d" in words) and "have" in words and parse.tag[verb] == "VBN":
        return Modality.HYPOTHETICAL  # would have gone
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
        if (
            own is Modality.HAPPENED
            and parse.tag[token] in ("VBP", "VB")
            and parse.dep[token] == "conj"
            and not any(parse.dep[c] in ("nsubj", "nsubjpass") for c in parse.children[token])
        ):
            own = _standing(parse, parse.head[token], lists, depth + 1) if depth <= _STEPS else own  # should be glad and agree
        if own is not None:
            if parse.dep[token] == "ccomp" and parse.lemma[parse.head[token]] in ("believe", "think", "expect") and is_negated(parse, parse.head[token]):
                return Modality.HYPOTHETICAL  # does not believe that they will attack
            if parse.dep[token] == "ccomp" and parse.lemma[parse.head[token]] in ("sure", "certain", "clear") and is_negated(parse, parse.head[parse.head[token]]):
                return Modality.HYPOTHETICAL  # is not sure that they will attack
            if own is Modality.HAPPENED and parse.dep[token] == "advcl" and any(parse.lower[c] == "before" and parse.dep[c] == "mark" for c in parse.children[token]):
                over = _standing(parse, parse.head[token], lists, depth + 1) if depth <= _STEPS else Modality.HAPPENED
                return Modality.PLANNED if over in (Modality.PLANNED, Modality.HYPOTHETICAL) else own
            if (
                own is Modality.HAPPENED
                and parse.tag[token] in ("VB", "VBP")
                and parse.dep[token] == "ccomp"
                and parse.lemma[parse.head[token]] in ("see", "let", "make", "have", "watch")
            ):
                return _standing(parse, parse.head[token], lists, depth + 1) if depth <= _STEPS else own  # would like to see them agree
            if own is Modality.HAPPENED and parse.dep[token] == "ccomp" and parse.tag[token] == "VBP" and parse.lemma[parse.head[token]] in _PROPOSING:
                return Modality.HYPOTHETICAL  # proposed that they postpone the drills
            if own is Modality.HAPPENED and parse.dep[token] in ("ccomp", "acl") and parse.tag[token] in ("VB", "VBP") and parse.lemma[parse.head[token]] in _INSISTENCE:
                return Modality.HYPOTHETICAL  # the demand that they leave
            if own is Modality.HAPPENED and parse.dep[token] == "ccomp" and parse.lower[parse.head[token]] == "thought":
                return Modality.HYPOTHETICAL  # thought that a plane had crashed
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
    if "any" in lower:  # denied any attack, had not seen any fighting; elsewhere it may be none
        above = [k for k, _ in zip(parse.ancestors(noun), range(_STEPS), strict=False) if parse.pos[k] in ("VERB", "AUX")]
        denied = any(is_negated(parse, k) or parse.lemma[k] == "deny" for k in above)
        return Modality.DENIED if denied else Modality.HYPOTHETICAL
    if words & lists["planned_before"] or lower & lists["planned_before"]:
        return Modality.HYPOTHETICAL if parse.dep[noun] == "dobj" and parse.lemma[parse.head[noun]] in ("prevent", "avert", "avoid", "stop", "foil", "thwart") else Modality.PLANNED
    if words & lists["unreal_before"] or lower & lists["unreal_before"]:
        return Modality.HYPOTHETICAL
    if words & lists["ongoing_before"] or lower & lists["ongoing_before"]:
        return Modality.ONGOING
    if any(parse.dep[c] == "acl" and parse.tag[c] == "VBN" and parse.lemma[c] in ("expect", "plan", "schedule", "slate", "propose", "set") for c in parse.children[noun]):
        return Modality.PLANNED
    return None


def is_definite(parse: Parse, noun: int) -> bool:
    """True if a noun is given as known: *the attack*, *Norland's attack*, *that attack*; *an attack* and *attacks* are not."""
    return any(
        parse.dep[c] == "poss"
        or (parse.lower[c] == "of" and any(parse.dep[n] == "nummod" or parse.pos[n] == "NUM" for g in parse.children[c] for n in (g, *parse.children[g])))
        or parse.lower[c] in ("the", "this", "that", "these", "those")
        or (parse.dep[c] in ("relcl", "acl") and parse.tag[c] in ("VBD", "VBN"))
        for c in parse.children[noun]
    )


def _shared(parse: Parse, noun: int, verb: int, lists: Lists, depth: int) -> Modality:
    """How a noun stands in a clause that did not happen: *an attack* that may come is none yet, *the attack* that may be avenged took place."""
    if (parse.dep[noun] != "dobj" or parse.lemma[verb] not in lists["brings"]) and (is_definite(parse, noun) or parse.lemma[verb] in lists["about"]):
        return Modality.HAPPENED
    if parse.dep[noun] == "dobj" and parse.lemma[verb] in lists["attitude"] and any(parse.lower[c] in ("a", "an") for c in parse.children[noun]):
        return Modality.HYPOTHETICAL
    over = _standing(parse, verb, lists, depth + 1)
    if over is Modality.PLANNED and parse.dep[noun] == "nsubj" and parse.tag[noun] == "NN" and any(parse.lower[c] in ("would", "could") for c in parse.children[verb]):
        return Modality.HYPOTHETICAL  # warned that an attack would ruin the town
    return over if over in (Modality.DENIED, Modality.HYPOTHETICAL, Modality.PLANNED) else Modality.HAPPENED


def _governed(parse: Parse, token: int, lists: Lists, depth: int, verbal: bool) -> Modality:
    above, relation = parse.head[token], parse.dep[token]
    infinitive = verbal and _is_infinitive(parse, token)
    if is_caused(parse, token):
        relation = "xcomp"
    if parse.pos[above] == "ADP":
        preposition = parse.lower[above]
        governor = parse.head[above]
        if preposition == "without":
            return Modality.HYPOTHETICAL if not verbal else Modality.DENIED
        if not verbal and preposition in ("until", "pending", "barring"):
            while parse.pos[governor] == "ADJ" and parse.head[governor] != governor:
                governor = parse.head[governor]  # remained married until his death
            past = preposition == "until" and parse.pos[governor] in ("VERB", "AUX") and _standing(parse, governor, lists, depth + 1) is Modality.HAPPENED
            return Modality.HAPPENED if past and parse.tag[governor] in ("VBD", "VBN") else Modality.HYPOTHETICAL
        if not verbal and preposition in ("before", "of") and above > 0 and parse.lower[above - 1] in ("ahead", "case", "event"):
            return Modality.PLANNED if parse.lower[above - 1] == "ahead" else Modality.HYPOTHETICAL
        lemma = parse.lemma[governor]
        if preposition == "than" and above and parse.lower[above - 1] == "rather":
            return Modality.DENIED
        if verbal and parse.tag[token] == "VBG" and lemma in ("mention", "discuss", "contemplate", "float", "weigh", "debate", "talk"):
            return Modality.HYPOTHETICAL
        if lemma == "short" and preposition == "of" and parse.lemma[parse.head[governor]] in ("stop", "fall", "come"):
            return Modality.DENIED
        if verbal and preposition == "off" and lemma in ("hold", "put"):
            return Modality.DENIED
        if parse.lower[governor] == "according":
            return Modality.HAPPENED
        if parse.lower[governor] == "instead" or (preposition == "of" and above and parse.lower[above - 1] == "instead"):
            return Modality.DENIED
        if not verbal and preposition == "to" and parse.pos[governor] in ("ADJ", "ADV") and lemma in ("close", "near", "prone", "vulnerable"):
            return Modality.HYPOTHETICAL
        if (
            not verbal
            and preposition == "for"
            and lemma in ("deal", "agreement", "accord", "talk", "negotiation", "push", "roadmap", "condition", "hope")
            and not is_definite(parse, token)
        ):
            return Modality.PLANNED
        if not verbal and lemma in lists["weighed"] and is_definite(parse, token):
            return Modality.HAPPENED
        if parse.dep[above] == "prep" and parse.dep[governor] == "prep":
            lemma = parse.lemma[parse.head[governor]]
        if not verbal and preposition == "for" and lemma in lists["awaits"]:
            return Modality.HYPOTHETICAL if lemma in ("argue", "campaign", "lobby", "root", "press", "push", "pretext") else Modality.PLANNED
        if not verbal and lemma == "due":
            return Modality.HAPPENED
        if not verbal and preposition == "of" and any(parse.dep[c] == "conj" and governor < c < token and parse.lemma[c] in lists["unreal"] for c in parse.children[governor]):
            return Modality.HYPOTHETICAL  # the anger and threat of protests
        if not verbal and parse.lemma[token] in ("establishment", "creation", "formation") and preposition in ("regarding", "concerning", "for", "toward", "towards", "on"):
            return Modality.HYPOTHETICAL  # its position on the creation of a state
        if not verbal and preposition in ("on", "about", "over") and is_definite(parse, token):
            return Modality.HAPPENED  # a motion on the deaths
        if not verbal and lemma in ("end", "halt", "stop") and preposition == "to" and not is_definite(parse, token) and parse.pos[governor] == "NOUN":
            return Modality.HYPOTHETICAL  # demanded an end to evictions
        if lemma in lists["unreal"] and (preposition in ("for", "of", "on", "about", "over", "against", "to") or (verbal and preposition in ("in", "at", "into"))):
            return Modality.HYPOTHETICAL
        if not verbal and preposition == "for" and any(parse.dep[c] == "nsubj" and parse.lemma[c] in ("plan", "preparation", "arrangement") for c in parse.children[governor]):
            return Modality.PLANNED  # plans are under way for the meeting
        if lemma in lists["plans"] and preposition in ("for", "to", "of", "on", "about", "at"):
            return Modality.PLANNED
        if lemma in lists["fails"] and preposition in (
            ("from", "of", "out", "against", "in", "on", "at", "to") if verbal or lemma == "fail" else ("from", "of", "out", "against", "to")
        ):
            return Modality.DENIED
        if lemma in lists["go_on"] and preposition in ("with", "in", "to"):
            return Modality.ONGOING
        if verbal and preposition == "for" and parse.tag[token] == "VBG" and lemma in BLAMED:
            return Modality.HAPPENED  # held in contempt for refusing
        if verbal and parse.pos[governor] in ("NOUN", "PROPN") and preposition in ("of", "for", "to"):
            return _standing(parse, governor, lists, depth + 1) if lemma not in lists["facts"] else Modality.HAPPENED
        if verbal and preposition in ("by", "in", "with", "through", "while") and parse.pos[governor] in ("VERB", "AUX"):
            return _standing(parse, governor, lists, depth + 1)
        if not verbal and preposition == "of" and lemma in lists["carriers"]:
            return _standing(parse, governor, lists, depth + 1)
        if not verbal and lemma in ("result", "lead", "culminate") and preposition in ("in", "to"):
            over = _standing(parse, governor, lists, depth + 1)
            return over if over is not Modality.ONGOING else Modality.HAPPENED
        if not verbal and preposition in ("in", "into", "by", "with", "through") and parse.pos[governor] in ("VERB", "AUX"):
            return _shared(parse, token, governor, lists, depth)
        if not verbal and preposition in ("at", "during") and parse.pos[governor] in ("VERB", "AUX"):
            return Modality.PLANNED if _standing(parse, governor, lists, depth + 1) is Modality.PLANNED else Modality.HAPPENED
        return Modality.HAPPENED
    lemma = parse.lemma[above]
    if relation == "acl" and parse.tag[token] in ("VBN", "VBG"):
        return Modality.HAPPENED  # the bill that they proposed: what is said of the bill is not said of the proposing
    if relation == "conj" and infinitive and parse.pos[above] in ("VERB", "AUX") and not _is_infinitive(parse, above) and above < token - 2:
        return Modality.PLANNED  # we go on to do it, and of course to free them
    if relation in ("conj", "appos"):
        if not verbal and parse.pos[above] in ("VERB", "AUX"):
            return Modality.HAPPENED
        return _standing(parse, above, lists, depth + 1) if verbal == (parse.pos[above] in ("VERB", "AUX")) else Modality.HAPPENED
    if verbal:
        if relation in ("xcomp", "ccomp", "acl", "advcl", "dobj", "prep", "pcomp", "csubj", "attr", "oprd") or (relation == "relcl" and infinitive):
            if lemma == "go" and infinitive and parse.tag[above] in ("VBD", "VBN") and any(parse.lower[c] == "on" for c in parse.children[above]):
                return _standing(parse, above, lists, depth + 1)  # went on to win
            if lemma == "go" and infinitive and parse.tag[above] == "VBG":
                over = _standing(parse, above, lists, depth + 1)
                return Modality.PLANNED if over in (Modality.ONGOING, Modality.HAPPENED) else over
            if lemma in ("like", "want", "wish") and infinitive and parse.lemma[token] in lists["performed"] and any(parse.lower[c] in ("i", "we") for c in parse.children[above]):
                return Modality.HAPPENED  # I would like to thank: it is done by saying so
            if lemma in ("delay", "postpone") and relation == "xcomp" and parse.tag[token] == "VBG":
                return Modality.PLANNED  # delayed lifting the ban
            if lemma in lists["go_on"] and relation == "xcomp":
                over = _standing(parse, above, lists, depth + 1)
                return Modality.ONGOING if over is Modality.HAPPENED else over
            if parse.tag[token] == "VBG" and relation in ("xcomp", "dobj", "conj") and lemma in ("mention", "discuss", "contemplate", "float", "weigh", "debate"):
                return Modality.HYPOTHETICAL
            hard = [c for c in parse.children[above] if parse.dep[c] in ("acomp", "oprd", "ccomp") and parse.lemma[c] in TOUGH]
            if hard and infinitive and relation in ("xcomp", "ccomp", "advcl"):
                return Modality.DENIED if parse.lemma[hard[0]] == "impossible" else Modality.HYPOTHETICAL
            if lemma in ("hold", "put") and relation in ("xcomp", "advcl") and any(parse.lower[c] == "off" for c in parse.children[above]):
                return Modality.DENIED
            if lemma in lists["fails"] and relation in ("xcomp", "acl", "ccomp"):
                over = _standing(parse, above, lists, depth + 1) if parse.pos[above] in ("VERB", "AUX") else Modality.HAPPENED
                if over in (Modality.HYPOTHETICAL, Modality.PLANNED):
                    return Modality.HYPOTHETICAL  # may stop giving: it goes on
                return Modality.HAPPENED if over is Modality.DENIED else Modality.DENIED
            if is_negated(parse, above) and relation == "xcomp":
                return Modality.DENIED
            if lemma in ("allow", "enable", "permit", "let") and parse.tag[above] in ("VBD", "VBN", "VBG"):
                over = _standing(parse, above, lists, depth + 1)
                return over if over is not Modality.ONGOING else Modality.HAPPENED
            if lemma in ("act", "move", "rush", "hurry") and infinitive and any(parse.lower[c] in ("quickly", "swiftly", "immediately") for c in parse.children[above]):
                return _standing(parse, above, lists, depth + 1)
            if lemma == "able" and parse.tag[parse.head[above]] == "VBD" and not is_negated(parse, parse.head[above]):
                return Modality.HAPPENED  # were able to arrest him
            if lemma in lists["unreal"]:
                return Modality.HYPOTHETICAL
            if lemma in lists["plans"]:
                copula = parse.dep[above] in ("acomp", "oprd", "attr")
                verb = parse.head[above]
                if not copula and parse.pos[above] == "VERB" and relation == "xcomp" and _clause(parse, above, lists) is Modality.HYPOTHETICAL:
                    return Modality.HYPOTHETICAL  # if they agree to leave
                return Modality.DENIED if copula and (is_negated(parse, verb) or _nobody(parse, verb)) else Modality.PLANNED
            if relation == "xcomp" and (parse.pos[above] in ("VERB", "AUX")):
                over = _standing(parse, above, lists, depth + 1)
                return over if lemma in lists["makes"] or over is not Modality.HAPPENED or not infinitive else Modality.PLANNED
            if relation == "xcomp" and parse.dep[above] in ("acomp", "oprd", "attr") and parse.head[above] != above:
                over = _standing(parse, parse.head[above], lists, depth + 1)
                if over is not Modality.HAPPENED:
                    return over
            if relation in ("advcl", "acl", "relcl") and infinitive:  # the purpose of something else
                over = _standing(parse, above, lists, depth + 1)
                return Modality.HYPOTHETICAL if over in (Modality.HYPOTHETICAL, Modality.DENIED) else Modality.PLANNED
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
                if lemma == "stop" and is_definite(parse, token):
                    return Modality.HAPPENED  # to stop the war: there is one
                return Modality.HAPPENED if _standing(parse, above, lists, depth + 1) is Modality.DENIED else Modality.DENIED
            if lemma in lists["weighed"] and is_definite(parse, token):
                return Modality.HAPPENED
            if lemma == "call" and relation == "dobj":  # called it a blow; called a strike
                return Modality.HAPPENED if any(parse.dep[c] == "oprd" or (parse.dep[c] == "dobj" and c != token) for c in parse.children[above]) else Modality.PLANNED
            if lemma in lists["unreal"]:
                return Modality.HYPOTHETICAL
            if lemma in lists["plans"]:
                return Modality.PLANNED
            if relation == "attr" and is_negated(parse, above):
                return Modality.DENIED
        if relation == "nsubj" and lemma == "be" and any(parse.dep[c] == "attr" and parse.lemma[c] in ("possibility", "option", "prospect") for c in parse.children[above]):
            return Modality.HYPOTHETICAL  # a ban is a possibility
        if happens and lemma in lists["ends"] and is_definite(parse, token):
            return Modality.HAPPENED
        if happens or (relation in ("attr", "nsubjpass") and lemma in lists["carriers"]):
            return _standing(parse, above, lists, depth + 1)
        if relation == "nsubj" and parse.pos[above] == "AUX":
            return Modality.PLANNED if _clause(parse, above, lists) is Modality.PLANNED else Modality.HAPPENED
        if relation in ("dobj", "nsubj", "nsubjpass"):
            return _shared(parse, token, above, lists, depth)
        return Modality.HAPPENED
    if relation in ("dobj", "compound") and lemma in lists["plans"]:
        return Modality.PLANNED
    return Modality.HAPPENED
