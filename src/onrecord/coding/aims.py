"""Whom a deed is aimed at where neither object nor preposition of the trigger names an actor.

*supply arms to Norland*, *lift the sanctions on Norland*, *an inquiry into the dealings of the Orvik Bank*, *Norland and Altavia
renewed their ties*: the other party stands one or two nouns away. What comes in is a found event; what goes out are further
groups of head tokens, the likeliest first, for the events stage to look up. Known to miss: parties named in another clause.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.coding.arguments import conjuncts, prepositions
from onrecord.coding.triggers import Found, Tables, core, noun_arguments, noun_frame
from onrecord.text import Parse

_ON = ("on", "against", "upon")
AIMED: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("against", "into", "at", "on"),
    "AGREE": ("with", "to", "on", "from", "for"),
    "AID": ("to", "for", "toward", "towards"),
    "ASSAULT": ("against", "on", "at", "into", "upon"),
    "COERCE": ("on", "against", "from", "upon", "for"),
    "CONCEDE": ("on", "to", "with", "from", "against"),
    "CONSULT": ("with", "to"),
    "COOPERATE": ("with", "to"),
    "DEPLOY": ("to", "against", "into"),
    "MOBILIZE": ("against", "to", "into"),
    "PROTEST": ("against",),
    "REJECT": ("with", "to", "for", "on", "from"),
    "REQUEST": ("from", "to", "with", "in"),
    "RETREAT": ("from", "to", "with"),
    "SANCTION": ("on", "against", "with", "to", "from", "upon"),
    "SUPPORT": ("to", "for", "with", "between", "of"),
    "THREATEN": ("against", "with", "to", "on"),
    "WITHDRAW": ("from",),
}
"""Prepositions that name the other party of a type, the likeliest first."""

_MISREAD = frozenset({"advmod", "npadvmod", "dep", "nmod", "intj", "compound", "meta"})

MOVED = frozenset({"DEPLOY", "WITHDRAW", "MOBILIZE"})
"""Types whose object is what is moved: where it goes or leaves from is the party."""


def _nouns(parse: Parse, found: Found) -> Iterator[int]:
    """The trigger, then the nouns below it on the way to the other party: its objects and what stands after *of*."""
    seen: list[int] = list(found.tokens)
    seen += [c for token in found.tokens for c in parse.children[token] if parse.dep[c] == "xcomp"]  # refused to respond to
    for token in tuple(seen):
        seen += [c for c in parse.children[token] if parse.dep[c] in ("dobj", "nsubjpass", "attr") and parse.pos[c] in ("NOUN", "PROPN")]
    for noun in tuple(seen):
        if parse.pos[noun] in ("NOUN", "PROPN"):
            seen += [a for p, a in prepositions(parse, noun) if p == "of" and parse.pos[a] == "NOUN"]
            seen += [k for k in conjuncts(parse, noun) if k != noun]
    yield from dict.fromkeys(seen)


def aims(parse: Parse, found: Found, kind: str, t: Tables) -> list[list[int]]:
    """Further groups of recipients: after the prepositions of the type, at the trigger or at a noun below it."""
    wanted = AIMED.get(kind, ())
    after = [(p, a) for noun in _nouns(parse, found) for p, a in prepositions(parse, noun) if p in wanted]
    first = found.tokens[0]
    if parse.dep[first] == "xcomp":  # agreed with Norland to exchange maps
        after += [(p, a) for p, a in prepositions(parse, parse.head[first]) if p == "with" and p in wanted]
    if kind in MOVED:  # mobilised the reserve for a war against Norland
        ends = [a for noun in _nouns(parse, found) for p, a in prepositions(parse, noun) if p in ("for", "to")]
        after += [x for end in ends for x in prepositions(parse, end) if x[0] == "against"]
    after.sort(key=lambda x: wanted.index(x[0]))
    helped = [[o] for token in found.tokens for o in _helped(parse, token)] if kind in ("AID", "SUPPORT") else []
    return [*([core(parse, a, t)] for _, a in after), *helped]


def _helped(parse: Parse, token: int) -> list[int]:
    """Whom it is to help: *gave money to support the farmers*, *its commitment to defend Norland*."""
    below = [c for c in parse.children[token] if parse.dep[c] in ("advcl", "acl", "xcomp", "pcomp")]
    below += [g for c in parse.children[token] if parse.dep[c] in ("dobj", "prep") for g in parse.children[c] if parse.dep[g] in ("acl", "advcl", "pcomp")]
    return [o for verb in below if parse.lemma[verb] in ("support", "help", "assist", "aid", "defend", "protect") for o in parse.children[verb] if parse.dep[o] == "dobj"]


def holders(parse: Parse, groups: list[list[int]], t: Tables) -> list[list[int]]:
    """Whose the things in some groups are: the dealings *of the Orvik Bank*, a request *from Norland*; not the death of a man."""
    out = []
    for group in groups:
        for head in group:
            if parse.pos[head] != "NOUN":
                continue
            frame = noun_frame(parse, head, t)
            if frame is None:
                out += [[a] for p, a in prepositions(parse, head) if p == "of"]
            elif frame.get("type") == "REQUEST":
                out += [[a] for p, a in prepositions(parse, head) if p in ("of", "from", "by")]
    return out


def doers(parse: Parse, found: Found, t: Tables) -> list[int]:
    """Who did it where the verb has no subject that names an actor.

    By the noun that it was done with (killed *in a Norland air strike*, *as a result of Norland strikes*, wounded *by shelling from Altavia*), or by a name before
    the verb that the parser takes for an adverb.
    """
    first = found.tokens[0]
    if parse.pos[first] != "VERB":
        return []
    out: list[int] = []
    if not found.actors and not found.passive and parse.tag[first] in ("VBD", "VBZ", "VBP", "VBN", "VBG"):
        # a name in capitals before its verb is at times no subject to the parser
        out += [c for c in parse.children[first] if c < first and parse.dep[c] in _MISREAD and parse.ent[c] in ("ORG", "GPE", "PERSON", "NORP")]
    results = [b for p, a in prepositions(parse, first) if p == "as" and parse.lemma[a] in ("result", "consequence") for q, b in prepositions(parse, a) if q == "of"]
    # killed and wounded in an air strike: what stands at the second is said of the first too
    results += [a for c in parse.children[first] if parse.dep[c] == "conj" and parse.tag[c] == "VBN" for p, a in prepositions(parse, c) if p in ("in", "by")]
    for noun in (*(a for p, a in prepositions(parse, first) if p in ("in", "by", "from", "during")), *results, *found.actors):
        frame = noun_frame(parse, noun, t)
        if frame is not None and frame.get("type") == found.frame["type"]:
            out += noun_arguments(parse, noun, frame, t)[0]
    return out


def is_agreed(parse: Parse, found: Found) -> bool:
    """True for what several agree to do (*Norland and Altavia agreed to cut tariffs*)."""
    first = found.tokens[0]
    return parse.dep[first] == "xcomp" and parse.lemma[parse.head[first]] == "agree"


def is_mutual(parse: Parse, found: Found, t: Tables) -> bool:
    """True if what several actors did needs a partner (*met*, *renewed their ties*, *agreed to share data*), so that each did it with the others."""
    words = {parse.lemma[k] for k in _nouns(parse, found)}
    first = found.tokens[0]
    if parse.dep[first] in ("xcomp", "ccomp"):
        words.add(parse.lemma[parse.head[first]])
    return bool(words & (t.words["reciprocal"] | t.words["bonds"]))
