"""What happened to those who are counted: killed, wounded, arrested, missing.

What comes in: a `Draft` with its noun. What goes out: its `effect` and the verb that says it, from the verb, participle, adjective
or noun that governs the number.
"""

from __future__ import annotations

import re

from onrecord.counting.phrases import children
from onrecord.counting.tables import Draft, Tables
from onrecord.text import Parse

_NO_FATE = {"percent", "year", "month", "week", "day", "hour", "minute", "vote", "point", "USD", "EUR", "GBP", "fraction"}
_SMALL = frozenset((
    "at", "least", "dead", "to", "death", "about", "some", "more", "than", "over", "nearly", "almost", "another", "the", "a", "an", "up", "around", "roughly",
    "only", "just", "all", "other", "further", "estimated", "as", "many"
))  # fmt: skip
_AMONG = re.compile(r"(?<!\w)[Aa]mong the (?P<w>dead|wounded|injured|killed|victims|missing) (?:were|was|are|is) (?:at least |about |also )?$")
_PARTITIVE = frozenset((
    "member", "group", "number", "total", "majority", "team", "couple", "pair", "dozen", "hundred", "thousand", "million", "rest", "toll", "crowd", "half", "third",
    "quarter", "body", "corpse", "life", "part", "most", "some", "squad", "band", "convoy", "crew", "family", "column", "patrol"
))  # fmt: skip
HARM = frozenset((
    "killed", "murdered", "assassinated", "wounded", "injured", "dead", "died", "kidnapped", "abducted", "arrested", "detained", "massacred", "executed", "slain",
    "shot", "hurt", "captured", "missing", "displaced", "beheaded", "tortured", "burned"
))  # fmt: skip
_ALL_OF_THEM = re.compile(r"[^.;]{0,40}?, (?:all|both|each|some|most)(?: of (?:them|whom))?(?: (?:were|had been|have been|was))? (?P<w>[a-z]+ed|slain|shot|hurt|held|burnt)\b")


def harmed(d: Draft) -> bool:
    """Whether the effect is one that befalls persons: *killed*, *burned to death*, *kidnapped and murdered*."""
    return d.effect is not None and d.effect.split()[0].rstrip(",") in HARM


def only_possible(parse: Parse, verb: int) -> bool:
    """*250,000 could die*: what may come to pass has befallen nobody."""
    return any(parse.dep[c] == "aux" and parse.lower[c] in ("could", "may", "might", "would", "will", "can", "should", "'ll") for c in children(parse, verb)) and not any(
        parse.lower[c] == "have" for c in children(parse, verb)
    )


def _fate_before(parse: Parse, t: Tables, d: Draft, first: int) -> tuple[str, int] | None:
    """An effect that stands right before the number, whatever the parser made of it: shot dead at least four."""
    k = d.first - 1
    while k >= max(first, d.first - 6) and parse.lower[k] in _SMALL:
        k -= 1
    if k < first:
        return None
    word = parse.lower[k]
    if (
        word in t.participles
        and parse.tag[k] in ("VBD", "VBN", "JJ", "NN", "VBP")
        and not (k > first and parse.lower[k - 1] in ("was", "were", "been", "be", "is", "are", "being"))
    ):
        return word, k
    among = _AMONG.search(parse.text, max(parse.start[first], d.number.start - 50), d.number.start)
    if among:
        return t.states.get(among["w"].lower(), among["w"].lower()), k
    return None


def find_fate(parse: Parse, t: Tables, d: Draft) -> None:
    """Set the effect, and what a verb beside it adds: *stabbed to death*, *kidnapped and murdered*, *kidnapped … found dead*."""
    _first_fate(parse, t, d)
    if d.effect is None and d.noun is not None:
        _joined_fate(parse, t, d)
    if d.effect is None or d.verb is None or parse.pos[d.verb] not in ("VERB", "AUX"):
        return
    if any(parse.lower[c] == "to" and parse.lower[c + 1 : c + 2] == ["death"] for c in children(parse, d.verb)):
        d.effect += " to death"
        return
    k = d.verb + 1
    if k + 1 < parse.sentences[d.sentence][1] and parse.lower[k] == "or" and parse.lower[k + 1] in t.participles and d.effect == parse.lower[d.verb]:
        d.effect += f" or {parse.lower[k + 1]}"  # were killed or wounded
        return
    if d.effect.split()[0] in _FATAL:
        return
    for c in children(parse, d.verb):
        if parse.dep[c] == "conj" and parse.lemma[c] == "find" and (state := _found(parse, t, c)):
            d.effect += f", found {state}"
            return
        if (
            parse.dep[c] == "conj"
            and parse.tag[c] in ("VBN", "VBD")
            and t.effects.get(parse.lemma[c]) in _FATAL
            and not any(parse.dep[x] in ("dobj", "nsubj", "nsubjpass") for x in children(parse, c))
        ):
            d.effect += f" and {t.effects[parse.lemma[c]]}"
            return
    if parse.dep[d.verb] == "relcl":
        found = parse.head[parse.head[d.verb]]
        if parse.lemma[found] in ("find", "leave", "report", "declare", "turn") and any(parse.lower[c] == "dead" for c in children(parse, found)):
            d.effect += ", found dead"


def _participle(parse: Parse, t: Tables, k: int) -> str | None:
    """The effect of a participle that the parser may take for an adjective: *machine-gunned*."""
    word = parse.lower[k]
    stems = (parse.lemma[k], word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ned"))
    return next((t.effects[w] for w in stems if w in t.effects), None) if parse.tag[k] in ("VBN", "JJ") else None


def _joined_fate(parse: Parse, t: Tables, d: Draft) -> None:
    """What a second verb of the same subject says: *were taken from their homes and shot*; or a verb that the parser hung on the last of those listed."""
    assert d.noun is not None
    verb = d.verb
    if verb is not None and any(parse.dep[c] == "nsubjpass" for c in children(parse, verb)):
        for c in children(parse, verb):
            if (
                parse.dep[c] == "conj"
                and parse.tag[c] in ("VBN", "VBD")
                and parse.lemma[c] in t.effects
                and not any(parse.dep[x] in ("dobj", "nsubj", "nsubjpass") for x in children(parse, c))
            ):
                d.effect, d.verb, d.passive = t.effects[parse.lemma[c]], c, True
                return
    if parse.head[d.noun] == d.noun:
        last = next((c for c in reversed(children(parse, d.noun)) if parse.dep[c] == "conj" and c > d.noun), None)
        hung = next((c for c in children(parse, last) if parse.dep[c] == "acl" and parse.tag[c] == "VBD"), None) if last is not None else None
        if hung is not None and parse.lemma[hung] in t.happens:
            d.effect, d.verb = t.happens[parse.lemma[hung]], hung  # 21 marines and a cook drowned


def _found(parse: Parse, t: Tables, verb: int) -> str | None:
    """The state in which somebody was found: *found murdered*, *found dead*."""
    for c in children(parse, verb):
        if c > verb and (parse.lower[c] in t.states or (parse.tag[c] in ("VBN", "VBD", "JJ") and parse.lower[c] in t.participles)):
            return t.states.get(parse.lower[c], parse.lower[c])
    return None


_FATAL = frozenset(("killed", "murdered", "assassinated", "slain", "massacred", "executed", "shot", "dead", "died", "slaughtered", "beheaded", "hanged", "lynched"))


def _first_fate(parse: Parse, t: Tables, d: Draft) -> None:
    """What happened to those who are counted: from the verb, the participle, the adjective or the noun that governs them."""
    e = parse.sentences[d.sentence][1]
    if d.unit in _NO_FATE or d.number.currency or d.effect:
        return
    nxt = parse.token_at(d.number.end)
    while (
        nxt < e - 1
        and parse.lower[nxt] in ("others", "other", "more", "are", "were", "left", "reported", "was", "had", "been", "have")
        and parse.lower[nxt + 1] in (*t.states, "others", "more", "reported", "been")
    ):
        nxt += 1
    if nxt < e and parse.lower[nxt] in t.states and (d.noun is None or nxt > d.noun):
        d.effect = t.states[parse.lower[nxt]]
        return
    base = d.noun if d.noun is not None else d.last
    if d.noun is not None:
        word = parse.lower[d.noun]
        if word in t.states:
            return
        after = d.noun + 1
        if after < e and parse.lower[after] in t.states and parse.tag[after] in ("JJ", "VBN", "VBD", "NN", "RB"):
            d.effect = t.states[parse.lower[after]]
            d.verb = after
            return
    if d.unit == "person" and d.noun is not None:
        both = _ALL_OF_THEM.match(parse.text, parse.end[d.noun])
        if both:
            k = parse.token_at(both.start("w"))
            if k < e and parse.lemma[k] in t.effects:
                d.effect, d.verb, d.passive = t.effects[parse.lemma[k]], k, True
                return
    near = _fate_before(parse, t, d, parse.sentences[d.sentence][0])
    if near is not None:
        d.effect, d.verb = near
        return
    k = base
    for _ in range(7):
        # participles and states that hang on the noun: people killed in, six men found dead
        for c in children(parse, k):
            if c > d.first and parse.dep[c] in ("acl", "amod", "relcl") and parse.pos[c] in ("VERB", "ADJ"):
                lemma = parse.lemma[c]
                if parse.tag[c] == "VBN" and lemma in t.effects:
                    d.effect, d.verb, d.passive = t.effects[lemma], c, True
                    return
                if parse.lower[c] in t.states:
                    d.effect, d.verb = t.states[parse.lower[c]], c
                    return
                if parse.dep[c] == "relcl" and lemma in t.effects and any(parse.dep[x] == "nsubjpass" for x in children(parse, c)):
                    d.effect, d.verb, d.passive = t.effects[lemma], c, True
                    return
                if parse.dep[c] == "relcl" and lemma == "find" and (state := _found(parse, t, c)):
                    d.effect, d.verb, d.passive = state, c, True
                    return
                if parse.dep[c] == "relcl" and lemma in t.happens and any(parse.dep[x] == "nsubj" and parse.lower[x] in ("who", "that", "which") for x in children(parse, c)):
                    d.effect, d.verb = t.happens[lemma], c
                    return
            elif parse.dep[c] in ("amod",) and c < k and parse.lower[c] in t.states:
                return  # already in the noun phrase: three wounded men
        dep, h = parse.dep[k], parse.head[k]
        if h == k:
            break
        lemma = parse.lemma[h]
        if (
            dep == "conj"
            and parse.pos[h] == "VERB"
            and parse.tag[k] in ("NN", "NNS", "NNP", "NNPS")
            and lemma in t.effects
            and any(parse.dep[c] == "dobj" for c in children(parse, h))
        ):
            d.effect, d.verb = t.effects[lemma], h  # killing a couple and their two sons
            return
        if dep in ("nsubjpass", "dobj", "nsubj", "attr", "oprd") and parse.pos[h] in ("VERB", "AUX"):
            if (dep in ("nsubjpass", "dobj") and lemma in t.effects) or (dep == "nsubj" and parse.tag[h] == "VBN" and lemma in t.effects):
                d.effect, d.verb, d.passive = t.effects[lemma], h, dep != "dobj"
                return
            if dep == "nsubj" and lemma in ("sustain", "suffer", "receive", "incur") and any(parse.lemma[c] in ("injury", "wound", "burn", "fracture") for c in children(parse, h)):
                d.effect, d.verb = "injured", h
                return
            if dep in ("nsubj",) and lemma in t.happens:
                d.effect, d.verb = t.happens[lemma], h
                return
            if dep in ("dobj", "attr", "nsubj") and lemma in ("include", "be", "comprise", "number"):
                dead = next((c for c in children(parse, h) if parse.lower[c] in t.states and (c < d.first or dep == "nsubj") and parse.dep[c] in ("nsubj", "attr", "pobj")), None)
                if dead is not None and parse.lower[dead] not in ("casualties", "deaths", "injuries"):
                    d.effect, d.verb = t.states[parse.lower[dead]], h  # the dead include five nuns
                    return
            if dep in ("nsubj", "nsubjpass") and lemma == "be":
                among = next((x for c in children(parse, h) if parse.lower[c] == "among" for x in children(parse, c) if parse.lower[x] in t.states), None)
                if among is not None:
                    d.effect, d.verb = t.states[parse.lower[among]], h  # two nuns were among the dead
                    return
            if dep == "dobj" and lemma in ("leave", "have", "suffer", "find", "cause", "report", "see"):
                for c in children(parse, h):
                    if parse.lower[c] in t.states and c > d.first:
                        d.effect, d.verb = t.states[parse.lower[c]], c
                        return
            if dep in ("nsubj", "nsubjpass"):
                for c in children(parse, h):
                    if parse.lower[c] in t.states and parse.dep[c] in ("acomp", "oprd", "attr"):
                        d.effect, d.verb = t.states[parse.lower[c]], c
                        return
                    done = _participle(parse, t, c) if lemma == "be" and parse.dep[c] == "acomp" else None
                    if done:
                        d.effect, d.verb, d.passive = done, c, True  # were machine-gunned
                        return
                if dep == "nsubj" and lemma == "lose" and any(parse.lemma[c] == "life" for c in children(parse, h)):
                    d.effect, d.verb = "lost their lives", h
                    return
            d.verb = d.verb if d.verb is not None else h
            return
        if dep == "pobj":
            p = parse.head[h]
            if (
                parse.lower[h] in ("of", "to")
                and p != h
                and parse.pos[p] in ("NOUN", "PROPN")
                and (one := "corpse" if parse.lower[p] == "corpses" else parse.lemma[p]) in t.effect_nouns
            ):
                d.effect, d.verb = t.effect_nouns[one], p
                return
            if parse.lower[h] == "as" and parse.lemma[p] == "identify":
                dead = next((c for c in children(parse, p) if parse.lower[c] in t.states and parse.dep[c] in ("nsubj", "nsubjpass")), None)
                if dead is not None:
                    d.effect, d.verb = t.states[parse.lower[dead]], p  # the dead were identified as two nuns
                    return
            if parse.lower[h] == "by" and parse.pos[p] == "VERB":
                d.verb = p
                return
            if parse.lower[h] == "of" and parse.pos[p] in ("NOUN", "PROPN") and parse.lemma[p] not in _PARTITIVE and k == base:
                return  # the leaders of three unions: what befell them befell nobody counted
            k = p
            if parse.pos[p] in ("VERB", "AUX"):
                d.verb = p
                return
            continue
        if parse.pos[k] in ("NOUN", "PROPN") and parse.lemma[k] in t.effect_nouns and k != base:
            d.effect, d.verb = t.effect_nouns[parse.lemma[k]], k
            return
        k = h
