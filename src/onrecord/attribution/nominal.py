"""Frames of nouns and adjectives, of *according to* and of free relatives (*what X says was …*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.attribution.cues import CueClass
from onrecord.attribution.grammar import TOPIC, Frame, Grammar, Range
from onrecord.attribution.hearsay import on_suspicion

_FREE = frozenset(("v.say", "v.claim", "v.announce", "v.believe", "v.report", "v.explain"))
AVOWED = frozenset(("declared", "stated", "avowed", "professed", "proclaimed"))


def of_noun(g: Grammar, i: int, entry: CueClass) -> Iterator[Frame]:
    """The frames of a noun: the claim that, a plan to, allegations of, his concern is that."""
    p = g.p
    if on_suspicion(g, i):
        return
    holder, tie = g.holder(i)
    source = g.phrase(holder, i) if holder >= 0 else None
    tokens: tuple[int, ...] = (i,)
    h = p.head[i]
    carried = p.dep[i] == "dobj" and p.lemma[h] in g.cues.light
    negated = (p.pos[h] in ("VERB", "AUX") and g.negated(h)) or any(p.lower[c] == "no" and p.dep[c] == "det" for c in g.children[i])

    def frame(relation: str, content: Iterable[Range], head: int, more: tuple[int, ...] = ()) -> Frame:
        cue = (h, *tokens) if carried else tokens
        return Frame(i, (*cue, *more), entry, relation, tuple(content), head, source, holder, tie, negated)

    for c in g.children[i]:
        d = p.dep[c]
        if c > i and d in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
            word = p.lower[g.left[c]]
            if p.tag[c] == "VB" and (word in ("to", "not") or any(p.lower[x] == "to" for x in g.children[c])):
                yield frame("noun-to", ((g.left[c], g.right[c]),), c)
            elif (
                (d in ("acl", "ccomp") and (p.tag[c] not in ("VBG", "VBN") or (word == "that" and g.child(c, "aux", "auxpass") >= 0)))
                or (d == "relcl" and word == "that" and p.dep[g.left[c]] in ("mark",))
                or (d == "relcl" and word == "that" and g.child(c, "nsubj", "nsubjpass") != g.left[c] and g.child(c, "dobj") >= 0)
            ):
                yield frame("noun-clause", ((g.left[c], g.right[c]),), c)
        elif c > i and d == "prep" and p.lower[c] not in ("by", "from", "among", "amongst", "in", "at", "during", "after", "before"):
            k = g.child(c, "pobj", "pcomp")
            if k >= 0 and not (p.lemma[i] == "opposition" and p.lower[c] != "to"):  # accused the opposition of …: the party
                yield frame("noun-prep", ((g.left[k], g.right[c]),), k, (c,))
        elif c > i and d == "appos" and p.lower[g.left[c] - 1] == ":":
            yield frame("colon", ((g.left[c], g.right[c]),), c)
    if p.dep[i] in ("nsubj", "attr") and p.lemma[h] == "be":
        for c in g.children[h]:
            if c > i and c > h and p.dep[c] in ("ccomp", "attr", "xcomp", "acomp", "advcl") and p.dep[i] == "nsubj":
                yield frame("noun-be", ((g.left[c], g.right[c]),), c)
    # carried by a verb that has the clause: "raised the question whether", "made it clear that"
    if p.dep[i] == "dobj" and p.pos[h] == "VERB":
        for c in g.children[h]:
            if c > i and p.dep[c] in ("ccomp", "xcomp", "advcl"):
                yield frame("noun-clause" if p.dep[c] != "xcomp" else "noun-to", ((g.left[c], g.right[c]),), c)
            elif c > i and p.dep[c] == "prep" and p.lower[c] in ("about", "on", "over", "of", "for", "against", "to", "toward", "towards"):
                k = g.child(c, "pobj", "pcomp")
                if k >= 0:
                    yield frame("noun-prep", ((g.left[k], g.right[c]),), k, (c,))
    if p.dep[i] == "pobj" and p.lower[h] in ("in", "to") and (tie == "poss" or g.child(i, "prep") >= 0) and entry.name in ("n.belief", "n.statement", "n.want", "n.claim"):
        # in his view, X; in the words of X
        if tie != "poss":
            of = next((c for c in g.children[i] if p.dep[c] == "prep" and p.lower[c] == "of"), -1)
            k = g.child(of, "pobj") if of >= 0 else -1
            if k < 0:
                return
            holder, tie, source = k, "agent", g.phrase(k, i)
        verb = p.head[h]
        if p.pos[verb] in ("VERB", "AUX"):
            carried = False
            yield frame("according", g.around(verb, h), verb)


def attributed(g: Grammar, i: int, entry: CueClass) -> Iterator[Frame]:
    """``Statements attributed to X on …``; ``with the declared aim of …``: a noun whose participle says that it was uttered."""
    p = g.p
    for c in g.children[i]:
        if entry.uttered and p.dep[c] == "acl" and p.lemma[c] == "attribute":
            to = next((x for x in g.children[c] if p.dep[x] == "prep" and p.lower[x] == "to"), -1)
            who = g.child(to, "pobj") if to >= 0 else -1
            # the parser hangs "on …" on the noun, its participle, the speaker, or the verb above
            about = next((x for h in (i, c, who, p.head[i]) if h >= 0 for x in g.children[h] if x > who >= 0 and p.dep[x] == "prep" and p.lower[x] in TOPIC), -1)
            that = next((x for h in (i, c, who) if h >= 0 for x in g.children[h] if x > who >= 0 and p.pos[x] in ("VERB", "AUX") and p.lower[g.left[x]] == "that"), -1)
            if that >= 0:
                yield Frame(i, (i, c, to), entry, "noun-clause", ((g.left[that], g.right[that]),), that, g.phrase(who, that), who, "agent")
            topic = g.child(about, "pobj", "pcomp") if about >= 0 else -1
            if topic >= 0 and not any(p.pos[t] in ("VERB", "AUX") for t in range(who + 1, about)):
                yield Frame(i, (i, c, to), entry, "noun-prep", ((g.left[topic], g.right[about]),), topic, g.phrase(who, about), who, "agent")
        elif p.lower[c] in AVOWED and entry.name in ("n.intend", "n.want") and (announce := g.cues.verbs.get("declare", {}).get("")) is not None:
            of = next((x for x in g.children[i] if p.dep[x] == "prep" and p.lower[x] == "of"), -1)
            aim = g.child(of, "pcomp", "pobj") if of >= 0 else -1
            verb = next((a for a in p.ancestors(i) if p.pos[a] == "VERB"), -1)
            who = g.holder(i)[0]
            if who < 0 and verb >= 0:
                who = g.subject(verb)[0]
            if aim >= 0 and who >= 0:
                yield Frame(i, (c, i), announce, "noun-prep", ((g.left[aim], g.right[of]),), aim, g.phrase(who, i), who, "inherited")


def of_adjective(g: Grammar, i: int, entry: CueClass) -> Iterator[Frame]:
    """The frames of an adjective or participle of feeling: sure that, willing to, critical of."""
    p = g.p
    if p.dep[i] in ("amod", "compound") and g.right[i] == i + 1:
        return
    verb = p.pos[i] == "VERB"
    if verb:
        holder = g.child(i, "nsubjpass", "nsubj")
        tie = "subject"
        if holder < 0:
            holder, tie = g.subject(i, 1)
    else:
        holder, tie = g.holder(i)
    source = g.phrase(holder, i) if holder >= 0 else None
    negated = g.negated(i) or (p.pos[p.head[i]] in ("VERB", "AUX") and g.negated(p.head[i]))

    def frame(relation: str, content: Iterable[Range], head: int, more: tuple[int, ...] = ()) -> Frame:
        return Frame(i, (i, *more), entry, relation, tuple(content), head, source, holder, tie, negated)

    h = p.head[i]
    places = list(g.children[i])
    if p.dep[i] in ("acomp", "oprd"):
        places += [c for c in g.children[h] if c > i and p.dep[c] in ("ccomp", "xcomp", "prep", "advcl")]
    for c in places:
        d = p.dep[c]
        if c <= i:
            continue
        if d in ("ccomp", "advcl", "acl"):
            yield frame("adj-clause", ((g.left[c], g.right[c]),), c)
        elif d == "xcomp":
            yield frame("adj-to", ((g.left[c], g.right[c]),), c)
        elif d in ("prep", "agent"):
            k = g.child(c, "pobj", "pcomp")
            if k >= 0:
                yield frame("adj-prep", ((g.left[k], g.right[c]),), k, (c,))


def according(g: Grammar, i: int) -> Iterator[Frame]:
    """``According to X, …``: the clause that the phrase hangs on, without the phrase."""
    p = g.p
    first, last = p.sentences[p.sentence[i]]
    words = next((w for w in g.cues.prepositions.get(p.lower[i], ()) if tuple(p.lower[i : i + len(w)]) == w), None)
    if words is None or (p.word[i] == "Per" and i > first and p.word[i - 1] != '"'):
        return  # said Per Strand: a name
    n = i + len(words)
    end = min(max(g.right[i], n + 1), last)
    head = -1
    for k in range(n, end):
        if p.dep[k] == "pobj" and i <= p.head[k] < n:
            head = k
            break
    if head < 0:
        return
    a, b = g.phrase(head)
    comma = next((k for k in range(head + 1, b) if p.word[k] == ","), -1)
    if comma > 0 and (b >= last or p.word[b] != ",") and any(p.dep[c] == "conj" and c > comma for c in g.children[head]):
        # "according to Roe, Ruritania and Borduria have …": what follows the comma belongs to the clause
        b = end = comma
    if p.lower[i] == "per" and (p.pos[head] != "PROPN" or p.ent[head] in ("MONEY", "PERCENT", "QUANTITY", "")):
        return
    if p.lower[i] == "according" and p.lower[head] in ("plan", "law", "rule", "need", "ability", "schedule", "custom"):
        return
    start = i
    stop = max(end, b)
    while stop < last and stop > b and p.pos[stop - 1] == "PUNCT":
        stop -= 1
    verb = p.head[i]
    # what hangs between: the whole sentence if the phrase opens or closes it, else the clause around it
    ranges: tuple[Range, ...]
    if start == first or (start == first + 1 and p.pos[first] in ("PUNCT", "CCONJ", "ADV", "SCONJ")):
        ranges = ((stop, last),)
        if start == first + 1 and p.pos[first] == "ADV":
            ranges = ((first, start), (stop, last)) if False else ranges
    else:
        x, y = (g.left[verb], g.right[verb]) if verb != i and p.pos[verb] in ("VERB", "AUX") else (first, last)
        x, y = max(first, min(x, start)), min(last, max(y, stop))
        for other in g.children[verb] if verb != i else ():
            # "…, adding that": another attribution with its own cue
            if other > stop and p.dep[other] in ("advcl", "conj") and g.verb_entry(other)[0] is not None and g.has_words(x, start):
                y = min(y, g.left[other])
        ranges = tuple(r for r in ((x, start), (stop, y)) if g.has_words(*r))
    ranges = tuple(r for r in ranges if g.has_words(*r))
    if ranges:
        yield Frame(i, tuple(range(i, n)), g.cues.according, "according", ranges, verb, (a, b), head, "of")
        if len(ranges) > 1:
            for part in ranges:
                yield Frame(i, tuple(range(i, n)), g.cues.according, "according", (part,), verb, (a, b), head, "of")
    quote = g.starts.get(p.paragraph[p.sentence[i]], ())
    for k in quote:
        o = g.quote_outer[k]
        if (o[1] <= start and not g.has_words(o[1], start)) or (o[0] >= stop and not g.has_words(stop, o[0])):
            yield Frame(i, tuple(range(i, n)), g.cues.according, "quote", (g.quote_range[k],), g.top(g.quote_range[k]), (a, b), head, "of", quoted=(k,))


def linear(g: Grammar, i: int) -> Iterator[Frame]:
    """``Local sources in the province report that …``, where the parser takes the verb for a noun."""
    p = g.p
    if i + 2 >= len(p) or p.lower[i + 1] != "that" or p.lemma[i] not in g.cues.verbs or p.tag[i] not in ("NN", "NNS", "NNP"):
        return
    first, last = p.sentences[p.sentence[i]]
    if i - 1 <= first or p.pos[i - 1] not in ("NOUN", "PROPN") or g.quote_of[i] >= 0:
        return
    entry = g.cues.verbs[p.lemma[i]].get("")
    if entry is None or not entry.uttered or not any(p.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(i + 2, last)):
        return
    start = next((k + 1 for k in range(i - 1, first - 1, -1) if p.word[k] in (",", ";", ":", '"')), first)
    head = next((k for k in range(start, i) if p.pos[k] in ("NOUN", "PROPN") and (k + 1 >= i or p.pos[k + 1] not in ("NOUN", "PROPN"))), -1)
    if head >= 0:
        yield Frame(i, (i,), entry, "linear", ((i + 2, last),), g.top((i + 2, last)), (start, i), head, "subject")


def what(g: Grammar, w: int) -> Iterator[Frame]:
    """``After what Norland says was an assault``; ``what it claimed to be an engine``: the outlet gives the name as somebody's."""
    p = g.p
    last = p.sentences[p.sentence[w]][1]
    i = next((t for t in range(w + 2, min(w + 10, last)) if p.pos[t] == "VERB" or p.pos[t] == "PUNCT"), -1)
    if i < 0 or p.pos[i] != "VERB" or i + 2 >= last or g.quote_of[i] >= 0 or w == 0 or p.pos[w - 1] not in ("ADP", "SCONJ", "VERB"):
        return  # "What she said was true": the outlet's own words
    entry = g.verb_entry(i)[0]
    end = next((t for t in range(w + 1, i) if p.pos[t] in ("AUX", "ADV")), i)
    be = next((t for t in range(i + 1, min(i + 4, last)) if p.lemma[t] == "be"), -1)
    if entry is None or entry.name not in _FREE or be < 0 or any(p.pos[t] not in ("AUX", "PART") for t in range(i + 1, be)):
        return
    head = next((t for t in range(end - 1, w, -1) if p.pos[t] in ("NOUN", "PROPN", "PRON")), -1)
    stop = min(last, max(g.right[be], next((g.right[c] for c in g.children[be] if p.dep[c] in ("attr", "acomp") and c > be), be + 2)))
    if head >= 0 and stop > be + 1:
        yield Frame(i, (i,), entry, "linear", ((i + 1, stop),), be, (w + 1, end), head, "subject")
