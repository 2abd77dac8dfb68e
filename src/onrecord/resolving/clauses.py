"""Where a word stands in its clause: whose clause it is, what it hangs on, and what grammar forbids."""

from __future__ import annotations

from onrecord.text import Parse

PROMINENCE = {
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
"""How much a word's place in its sentence makes it the one that is spoken of."""


def clause_subject(parse: Parse, i: int) -> int | None:
    """The subject of the nearest verb above a word."""
    for a in parse.ancestors(i):
        if parse.pos[a] in ("VERB", "AUX"):
            return next((c for c in parse.children[a] if parse.dep[c] in ("nsubj", "nsubjpass")), None)
    return None


def governors(parse: Parse, i: int) -> set[int]:
    """Heads that a pronoun's clause hangs on: the subject above ("Lee said he ..."), the noun of its relative clause ("Lee, who sold his ...")."""
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


def ahead(parse: Parse, i: int) -> int | None:
    """The subject after a pronoun that it looks ahead to: "When he was mayor, Roy Lee ..."; the pronoun opens the sentence."""
    first = parse.sentences[parse.sentence[i]][0]
    if i - first > 8:
        return None
    for a in parse.ancestors(i):
        if a < i or parse.pos[a] not in ("VERB", "AUX"):
            continue
        subject = next((c for c in parse.children[a] if parse.dep[c] in ("nsubj", "nsubjpass") and c > i), None)
        if subject is not None:
            between = parse.text[parse.end[i] : parse.start[subject]]
            return subject if "," in between else None
    return None


def bound(parse: Parse, i: int, head: int, subject: int | None) -> bool:
    """True where grammar forbids it: "Lee told him" is not Lee; "he told Lee" neither."""
    if parse.dep[i] == "poss" or parse.lower[i].endswith(("self", "selves")):
        return False
    if head == subject and subject != i and parse.dep[i] in ("dobj", "dative", "iobj", "pobj"):
        verb = parse.head[head]
        above = parse.head[i] if parse.dep[i] != "pobj" else parse.head[parse.head[i]]
        return above == verb
    return False
