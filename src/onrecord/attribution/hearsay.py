"""What an outlet passes on without saying whose word it is: ``the army allegedly killed …``, ``the alleged murder of …``, ``allegations that …``.

The frame has no source; what it holds is not the outlet's own assertion all the same. It is made in the outlet's own sentences only: where
somebody is said to say it, that statement holds it already.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.attribution.grammar import Frame, Grammar


def of_hearsay(g: Grammar, i: int) -> Iterator[Frame]:
    """The frame of an adverb, adjective or noun of hearsay, if `i` is one."""
    p, words = g.p, g.cues.hearsay
    if g.quote_of[i] >= 0:
        return
    if p.lower[i] in words["adverbs"]:
        yield from _adverb(g, i)
    elif p.lower[i] in words["adjectives"]:
        k = p.head[i]
        if p.dep[i] == "amod" and i < k and p.pos[k] == "NOUN" and not _told(g, k) and any(c > k and p.lower[c] in ("of", "by", "against") for c in g.children[k]):
            yield Frame(i, (i,), g.cues.nouns["claim"], "hearsay", ((i + 1, g.phrase(k, i)[1]),), k)  # a deed: the alleged murder of two nuns
    elif p.pos[i] == "NOUN" and p.lemma[i] in words["nouns"] and (p.tag[i] == "NNS" or p.lemma[i] != "report") and not _told(g, i):
        there = p.dep[i] == "attr" and any(p.dep[c] == "expl" for c in g.children[p.head[i]])
        if g.holder(i)[0] >= 0 and not on_suspicion(g, i) and not there:
            return
        if any(p.dep[c] == "det" and p.lower[c] == "no" for c in g.children[i]) or g.negated(p.head[i]):
            return  # there is no claim that
        if p.dep[i] in ("dobj", "attr") and not there:
            return  # denied, faced, rejected allegations: the verb has them
        for c in g.children[i]:
            k = g.child(c, "pobj", "pcomp") if p.dep[c] == "prep" and p.lower[c] == "of" else c if p.dep[c] in ("acl", "ccomp") and p.lower[g.left[c]] == "that" else -1
            if c > i and k > i:
                yield Frame(i, (i,), g.cues.nouns[p.lemma[i]], "hearsay", ((g.left[k], g.right[k]),), k)
                return


def on_suspicion(g: Grammar, i: int) -> bool:
    """*Arrested on suspicion of*: of the police, not of him who was arrested."""
    return i > 0 and g.p.lower[i] == "suspicion" and g.p.lower[i - 1] == "on"


def _adverb(g: Grammar, i: int) -> Iterator[Frame]:
    p = g.p
    verb = p.head[i]
    while p.pos[verb] == "AUX" and p.dep[verb] in ("aux", "auxpass"):
        verb = p.head[verb]
    entry = g.cues.verbs["claim"][""]
    if p.dep[verb] == "amod" and p.head[verb] > verb:
        verb = p.head[verb]
    if p.pos[verb] not in ("VERB", "AUX"):
        if p.pos[verb] in ("NOUN", "PROPN", "ADJ", "ADP", "NUM") and i < verb and not _told(g, verb):
            yield Frame(i, (i,), entry, "hearsay", ((i + 1, g.right[verb]),), verb)  # an allegedly stolen car
        return
    if _told(g, verb):
        return
    subject = g.child(verb, "nsubj", "nsubjpass")
    start = g.left[subject] if subject >= 0 and p.lower[subject] not in ("who", "which", "that") and g.left[subject] < verb else min(verb, i + 1)
    end = g.right[verb]
    for c in g.children[verb]:
        if c > max(verb, i) and (p.dep[c] in ("conj", "parataxis") and p.pos[c] in ("VERB", "AUX") and g.child(c, "nsubj", "nsubjpass") >= 0):
            end = min(end, g.left[c])  # and he fled: another sentence
    end = next((t for t in range(max(verb, i) + 1, end) if p.lower[t] == "according" and p.word[t - 1] == ","), end)
    pieces = tuple(r for r in ((start, i), (i + 1, end)) if g.has_words(*r)) if start < i < end else ((start, end),)
    yield Frame(i, (i,), entry, "hearsay", pieces, verb)


def _told(g: Grammar, k: int) -> bool:
    """Whether a cue of saying governs a token: then whose word it is is known."""
    p = g.p
    for _ in range(10):
        h = p.head[k]
        if h == k:
            return False
        if p.pos[h] == "VERB" and p.dep[k] in ("ccomp", "xcomp", "dobj", "prep") and (entry := g.verb_entry(h)[0]) is not None and entry.uttered:
            return True
        k = h
    return False
