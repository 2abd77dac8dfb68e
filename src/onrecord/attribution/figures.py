"""Whose figure it is: ``The ministry puts the number of dead at 23``, ``police lowered the toll to 21``.

Such verbs say nothing elsewhere (``put the boat at the pier``), so they are no cues of the lexicon's classes: they stand here with the
object and the figure that make them one. The frame is sure, and the model, which never saw them, is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.attribution.grammar import Frame, Grammar

_NOT_YET = frozenset(("would", "could", "may", "might", "should", "can"))
_MANY = frozenset(("dozens", "scores", "hundreds", "thousands", "millions", "billions", "half", "zero", "none"))


def of_figure(g: Grammar, i: int) -> Iterator[Frame]:
    """The frame of a verb that sets a figure, if `i` is one."""
    p, words = g.p, g.cues.figures
    lemma = p.lemma[i]
    if lemma in words["gives"] and p.dep[i] not in ("amod", "compound"):
        obj, (who, tie) = g.child(i, "dobj"), g.subject(i)
        given = obj > i and (p.lemma[obj] in words["counts"] or p.lower[obj] == "number")
        if given and any((p.dep[c] == "appos" and _figure(g, c)) or (p.lower[c] == "of" and _figure(g, g.child(c, "pobj"))) for c in g.children[obj]):
            if who >= 0 and not g.none(who) and p.lower[who] not in words["changes"]:
                yield Frame(i, (i,), g.cues.verbs["estimate"][""], "figure", ((g.left[obj], g.right[obj]),), obj, g.phrase(who, i), who, tie, g.negated(i))
        return
    if not (lemma in words["at"] or lemma in words["to"]) or p.dep[i] in ("amod", "compound"):
        return
    kids = g.children[i]
    passive = any(p.dep[c] in ("auxpass", "nsubjpass") for c in kids)
    obj = g.child(i, "nsubjpass") if passive else g.child(i, "dobj")
    of_relative = obj < 0 and p.dep[i] == "relcl"  # the losses, which the ministry puts at 40
    if of_relative or (obj >= 0 and p.dep[i] == "relcl" and p.lower[obj] in ("which", "that")):
        obj, of_relative = p.head[i], True
    preposition = "at" if lemma in words["at"] else "to"
    preps = [c for c in kids if c > i and p.dep[c] == "prep"]
    preps += [k for c in preps if p.lower[c] == "from" for k in g.children[c] if p.dep[k] == "prep"]  # from 22 to 21: the parser hangs the one on the other
    preps += [k for c in kids if c > i and p.dep[c] == "advcl" and p.tag[c] == "VBN" and g.left[c] == c for k in g.children[c] if p.dep[k] == "prep"]
    preps += [k for k in range(i, g.right[obj] if obj > i else i) if p.dep[k] == "prep"]  # the number of homes lost at 900
    values = [c for c in preps if p.lower[c] == preposition and _figure(g, g.child(c, "pobj"))]
    if obj < 0 or not values or not (_counts(g, obj) if preposition == "to" else p.lower[obj] in words["measured"] or p.lemma[obj] in words["measured"]):
        return
    if any(p.dep[c] == "aux" and p.lower[c] in _NOT_YET for c in kids):
        return
    if passive:
        agent = g.child(i, "agent")
        who, tie = (g.child(agent, "pobj"), "agent") if agent >= 0 else (-1, "none")
    else:
        who, tie = g.subject(i)
    if who >= 0 and p.lower[who] in ("who", "which", "that") and p.dep[i] == "relcl" and not of_relative:
        who, tie = p.head[i], "noun"
    if who < 0 or g.none(who) or (p.lower[who] in words["changes"] and (preposition == "to" or p.pos[who] in ("PRON", "DET"))):
        return
    end = max(g.right[c] for c in preps if p.lower[c] in (preposition, "from") and g.child(c, "pobj") >= 0)
    last = p.sentences[p.sentence[i]][1]
    if end + 2 < last and p.lower[end] == "and" and p.lower[end + 1] in ("that", "those", "the", "another"):
        more = next((t for t in range(end + 2, min(end + 9, last)) if p.lower[t] == preposition or p.pos[t] in ("AUX", "PUNCT") or p.tag[t] in ("VBD", "VBZ", "VBP")), last)
        if more < last and p.lower[more] == preposition and _figure(g, g.child(more, "pobj")):
            end = g.right[more]  # and that of the missing at 31
    content = ((g.left[obj], end),) if obj > i else (g.phrase(obj, i), (values[0], end))
    yield Frame(i, (i,), g.cues.verbs["estimate"][""], "figure", content, obj, g.phrase(who, i), who, tie, g.negated(i))


def _figure(g: Grammar, k: int) -> bool:
    """Whether a noun is a number, or counted or measured by one: *23*, *about $40 million*, *at least 31 dead*."""
    p = g.p
    if k < 0 or p.pos[k] == "PROPN":
        return False
    return p.pos[k] == "NUM" or p.lower[k] in _MANY or any(p.dep[c] == "nummod" or (p.dep[c] == "quantmod" and c < k) for c in g.children[k])


def _counts(g: Grammar, k: int) -> bool:
    """Whether a noun is a count of somebody's: *its forecast*, *the death toll*, *the number of missing*."""
    p, words = g.p, g.cues.figures
    if p.lemma[k] in words["counts"]:
        return True
    if p.lower[k] != "number":
        return False
    return any(p.lower[t] in words["befallen"] for c in g.children[k] if p.lower[c] == "of" for t in range(c, g.right[c]))
