"""Frames of verbs: clause, object, quotation or rest of the sentence, with the subject as source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.attribution.grammar import TOPIC, Frame, Grammar, Range
from onrecord.attribution.nominal import of_adjective
from onrecord.model import Act

_CLAUSAL = frozenset(
    [
        "v.say",
        "v.add",
        "v.announce",
        "v.claim",
        "v.explain",
        "v.answer",
        "v.admit",
        "v.write",
        "v.report",
        "v.warn",
        "v.promise",
        "v.show",
        "v.predict",
        "v.deny",
        "v.believe",
        "v.know",
        "v.agree",
    ]
)
_TOLD = frozenset(("inform", "notify", "warn", "forewarn", "remind", "assure", "reassure", "brief", "alert", "caution"))
"""Verbs whose object is who is told, never what."""
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))


def of_verb(g: Grammar, i: int) -> Iterator[Frame]:
    """The frames of a verb."""
    p, children = g.p, g.children
    if i in g.second:
        return
    entry, more = g.verb_entry(i)
    kids = children[i]
    deps = {p.dep[c] for c in kids}
    if entry is None:
        if p.pos[i] == "VERB" and p.lower[i] in g.cues.adjectives and p.tag[i] in ("VBN", "VBD"):
            yield from of_adjective(g, i, g.cues.adjectives[p.lower[i]])
            return
        if p.pos[i] == "AUX" or not ("ccomp" in deps or g.near_quote(i)):
            return
        entry = g.cues.unknown
    if p.dep[i] in ("aux", "auxpass", "amod", "compound"):
        return
    if p.lemma[i] == "attack" and not g.near_quote(i) and not any(p.dep[c] == "prep" and p.lower[c] in ("for", "over", "as") for c in kids):
        return  # attacked a camp: a deed, unless it says for what, or with which words
    passive = "auxpass" in deps or "nsubjpass" in deps
    source_head, tie = g.subject(i)
    if entry.name == "v.affect":
        obj = g.child(i, "dobj")
        k = g.child(i, "nsubjpass")
        source_head, tie = (k, "subject") if k >= 0 else (obj, "object") if obj >= 0 else (source_head, tie)
    elif passive and tie == "none" and p.lemma[i] in ("quote", "cite"):
        source_head, tie = g.child(i, "nsubjpass"), "subject"
    source = g.phrase(source_head, i) if source_head >= 0 else None
    if source is None and entry.uttered and g.quotes and not passive and (p.tag[i] in ("VBD", "VBZ", "VBP") or entry.name == "v.document"):
        source, source_head = _beside(g, i)
        tie = "subject" if source is not None else tie
    if 0 <= source_head < g.dateline[1] < i:
        # "GAZA – Spokesman Jane Roe said": the parser takes the dateline for the subject
        end = next((k for k in range(g.dateline[1], i + 1) if p.pos[k] in ("VERB", "AUX", "ADV") or p.word[k] in (",", "–", "—")), i)
        head = next((k for k in range(end - 1, g.dateline[1] - 1, -1) if p.pos[k] in ("PROPN", "NOUN", "PRON")), -1)
        source, source_head = ((g.dateline[1], end), head) if head >= 0 else (None, -1)
    if source_head >= 0 and p.lower[source_head] in ("it", "there") and passive:
        source, source_head, tie = None, -1, "none"
    inverted = _set_in(g, i) if entry.name in ("v.say", "v.claim", "v.explain", "v.write") and source_head < i else None
    if inverted is not None:
        yield Frame(i, (i,), entry, "clause", inverted[0], g.top(inverted[0][0]), inverted[1], inverted[1][1] - 1, "subject")
        return
    negated = g.negated(i)
    cue_tokens: tuple[int, ...] = (i, *more)
    if "prt" in deps and not more:
        cue_tokens = (i, g.child(i, "prt"))

    def frame(relation: str, content: Iterable[Range], head: int, tokens: tuple[int, ...] = cue_tokens, who: tuple[int, str] | None = None, quoted: tuple[int, ...] = ()) -> Frame:
        s, h, t = source, source_head, tie
        if who is not None:
            h, t = who
            s = g.phrase(h, i) if h >= 0 else None
        return Frame(i, tokens, entry, relation, tuple(content), head, s, h, t, negated, quoted)

    obj = g.child(i, "dobj")
    if entry.uttered and obj >= 0 and p.lower[obj] == "nothing":
        return  # said nothing of the villages
    if p.lemma[i] == "refer" and obj >= 0 and p.lemma[obj] in ("question", "call", "inquiry", "enquiry", "request", "query", "reporter"):
        return  # referred questions to the ministry
    if entry.name == "v.ask" and p.lemma[i] in ("question", "quiz", "grill", "interrogate") and obj >= 0 and _somebody(g, obj):
        return  # police questioned 14 people
    if entry.act is Act.DENIES and source_head >= 0 and g.none(source_head):
        return  # nobody could rule it out: neither a denial nor anybody's word
    if p.lemma[i] in ("ask", "request", "speak", "talk", "insist", "decline", "refuse", "wish", "want", "prefer", "demand", "agree") and any(
        p.lower[t] in ("anonymity", "named", "identified") for c in kids if c > i for t in range(g.left[c], min(g.right[c], g.left[c] + 8))
    ):
        return  # who asked not to be named: how the source is printed, nothing that it says
    addressed = _only_addressed(g, i, obj)
    said_quotes: list[Frame] = []
    for c in kids:
        d = p.dep[c]
        if d == "ccomp":
            small = p.pos[c] not in ("VERB", "AUX") or (p.tag[c] in ("VB", "VBG", "VBN") and not g.finite(c))
            told = g.ranged(c, i)
            goes_on = next((k for k in g.children[c] if g.reporter_of(k) == i), -1)
            if goes_on >= 0 and len(told) == 1 and told[0][0] < g.left[goes_on] < told[0][1]:
                told = ((told[0][0], g.left[goes_on]),)
            yield frame("small" if small else "ccomp", told, c)
        elif d == "xcomp" and entry.name == "v.add":
            continue  # went on to say: what is said hangs on the verb of saying
        elif d == "xcomp" and entry.name == "v.demand" and more and p.dep[more[0]] == "prep" and g.right[more[0]] == g.left[c]:
            continue  # called on both sides to …: made with the preposition
        elif d == "xcomp" or (d == "acomp" and entry.name in ("v.name", "v.believe")) or d == "oprd":
            if passive and g.child(i, "nsubjpass") >= 0 and d != "acomp":
                s = g.child(i, "nsubjpass")
                yield frame("raised", (g.phrase(s), (g.left[c], g.right[c])), c)
            if 0 <= obj < c and d != "acomp":
                yield frame("object+", ((g.left[obj], g.right[c]),), c)
            yield frame("xcomp", ((g.left[c], _own_end(g, c)),), c)
        elif d == "dobj" and not addressed:
            about = next((x for x in kids if x > c and p.dep[x] == "prep" and p.lower[x] in TOPIC and g.right[c] <= g.left[x] <= g.right[c] + 1), -1)
            if about >= 0 and any(p.dep[x] == "acl" and p.lemma[x] == "attribute" for x in children[c]):
                yield frame("object", ((g.left[c], g.right[about]),), c)  # denied statements attributed to her, on the strike
            yield frame("object", _object(g, c), c)
            end = g.right[c]
            if entry.name == "v.name" and end < len(p) and (q := g.quote_of[end]) >= 0 and g.quote_outer[q][0] == end:
                yield frame("object+", ((g.left[c], g.quote_outer[q][1]),), c, quoted=(q,))  # called the attack “cowardly”
            aim = next((x for x in kids if x > c and p.dep[x] == "advcl" and p.tag[x] == "VB" and g.left[x] == g.right[c]), -1)
            if aim >= 0 and entry.name == "v.demand":
                yield frame("object+", ((g.left[c], g.right[aim]),), c)  # proposed a fund to help the farmers
            rel = g.child(c, "relcl", "acl")
            if rel >= 0 and p.dep[rel] == "acl" and p.tag[rel] in ("VB", "VBG", "VBN"):
                yield frame("object+", ((g.left[c], g.right[c]),), rel)
        elif d == "nsubjpass" and passive:
            if entry.name != "v.affect":
                yield frame("passive", (g.phrase(c, i),), c)
        elif d in ("prep", "agent") and p.lower[c] not in ("by", "from", "after", "before", "since", "during", "until"):
            k = g.child(c, "pobj", "pcomp")
            if p.lemma[i] in ("compare", "equate", "liken") and k >= 0 and p.pos[k] == "NUM":
                continue  # comparing 2023 to 2022
            if p.lemma[i] == "refer" and k >= 0 and p.lemma[k] in g.cues.nouns:
                continue  # referring to the ministry's claims: the claims are the ministry's
            if k < 0 and (c in more or p.lower[c] == "as") and 0 <= obj < c:
                yield frame("object+", ((g.left[obj], g.right[c]),), c, cue_tokens)
            if k >= 0 and p.ent[k] not in ("DATE", "TIME"):
                tokens = cue_tokens if c in more else (*cue_tokens, c)
                if p.dep[k] == "pcomp":
                    if p.lower[c] == "as" and 0 <= obj < c:
                        yield frame("small", ((g.left[obj], g.right[k]),), k)
                    elif p.lower[c] != "as" or entry.name != "v.explain":
                        yield frame("pcomp", ((g.left[k], g.right[k]),), k, tokens)
                    if 0 <= obj < c:
                        yield frame("object+", ((g.left[obj], g.right[k]),), k, cue_tokens)
                    elif passive and g.child(i, "nsubjpass") >= 0 and (p.lower[c] != "as" or g.verb_entry(k)[0] is None):
                        yield frame("raised", (g.phrase(g.child(i, "nsubjpass"), i), (g.left[c], g.right[c])), k, tokens)
                else:
                    end = g.right[c]
                    # "called for X to do": what the parser hangs on the verb belongs to the demand
                    nxt = [x for x in kids if x > c and p.dep[x] in ("xcomp", "advcl", "ccomp") and g.left[x] == end]
                    if nxt and p.tag[nxt[0]] == "VB":
                        end = g.right[nxt[0]]
                    yield frame("prep", ((g.left[k], end),), k, tokens)
                    if 0 <= obj < c:
                        yield frame("object+", ((g.left[obj], g.right[c]),), k, cue_tokens)
                    elif passive and g.child(i, "nsubjpass") >= 0:
                        yield frame("raised", (g.phrase(g.child(i, "nsubjpass"), i), (g.left[c], g.right[c])), k, tokens)
        elif d == "advcl":
            if p.lower[g.left[c]] in ("if", "whether", "that", "how", "why", "what", "because", "to", "when") or (p.tag[c] == "VB" and g.left[c] < c):
                yield frame("advcl", ((g.left[c], g.right[c]),), c)
        elif d in ("attr", "advmod", "npadvmod") and c > i and p.lower[c] in ("so", "otherwise", "likewise", "no", "yes", "enough"):
            yield frame("compound", ((g.left[c], g.right[c]),), c)
    # the content governs the cue: "X, he said, …" read as parataxis; "…, as he put it"
    h = p.head[i]
    if p.dep[i] == "csubj" and p.lemma[h] == "be":
        for c in children[h]:
            if c > h and p.dep[c] in ("ccomp", "attr", "acomp"):
                yield frame("ccomp", ((g.left[c], g.right[c]),), c)  # what she said was that …
    if h != i:
        d = p.dep[i]
        if d == "relcl":
            content = g.phrase(h, i)
            if (source_head >= 0 and p.lower[source_head] not in ("who",)) or (source_head < 0 and not passive):
                if not (source_head >= 0 and p.lower[source_head] in _RELATIVE and p.dep[source_head] == "nsubj"):
                    yield frame("relative", (content,), h)
            elif passive and source_head >= 0:
                yield frame("relative", (content,), h)
        elif d == "acl" and p.tag[i] == "VBN":
            yield frame("relative", (g.phrase(h, i),), h)
        elif d in ("parataxis", "ccomp", "dep", "advcl", "conj", "intj"):
            has_mark = g.left[i] < i and p.lower[g.left[i]] == "as"
            if has_mark and d == "advcl":
                yield frame("as", g.around(h, i), h)
            elif d != "conj" and source is not None and tie == "subject" and "ccomp" not in deps and "dobj" not in deps and entry.uttered:
                around = g.around(h, i)
                if around:
                    yield frame("clause", around, h)
    if entry.uttered:
        yield from _tail(g, i, frame)
    last = p.sentences[p.sentence[i]][1]
    if entry.name in _CLAUSAL and tie == "subject" and source_head < i and p.tag[i] != "VB" and i + 3 < last:
        # from "that" if it follows in the cue's own words ("said in a recording that …"), else from the next word
        # past a participle on the way: said in a statement carried by the agency that …
        stops = (t for t in range(i + 1, min(i + 20, last)) if p.lower[t] == "that" or (p.pos[t] in ("VERB", "AUX", "PUNCT") and not (p.tag[t] == "VBN" and p.dep[t] == "acl")))
        that = next(stops, -1)
        nothing = i < obj < that and any(p.lower[c] == "no" and p.dep[c] == "det" for c in g.children[obj])  # found no evidence that …
        begin = (
            -1
            if addressed or nothing or (p.lemma[i] in ("cite", "quote") and i < obj)
            else that
            if that > 0 and p.lower[that] == "that" and that + 2 < last
            else i + 1
            if p.pos[i + 1] not in ("PUNCT", "ADP", "PART", "CCONJ", "SPACE")
            else -1
        )
        if begin > 0:
            end = last
            for c in children[i]:
                gerund = p.dep[c] == "conj" and any(p.dep[k] == "xcomp" and p.tag[k] == "VBG" for k in children[i])
                if c > begin + 1 and (p.dep[c] == "conj" or (p.dep[c] == "advcl" and p.tag[c] == "VBG")) and (gerund or g.verb_entry(c)[0] is not None):
                    end = min(end, max(g.left[c], begin + 1))
            end = next((g.left[t] for t in range(begin + 2, end) if g.trailing(t) or g.reporter_of(t) == i), end)
            end = next((t for t in range(begin + 2, end) if p.word[t] == ";" and g.quote_of[t] < 0), end)
            # ", which the premier calls an insult": the outlet goes on with another's words
            aside = (t for t in range(begin + 2, end) if p.dep[t] == "relcl" and p.word[g.left[t] - 1] == "," and p.head[t] < g.left[t])
            end = next(
                (
                    g.left[t] - 1
                    for t in aside
                    if (other := g.verb_entry(t)[0]) is not None and other.uttered and (who := g.child(t, "nsubj")) >= 0 and p.pos[who] in ("PROPN", "NOUN")
                ),
                end,
            )
            if g.quote_of[i] >= 0:
                end = min(end, g.quote_outer[g.quote_of[i]][1])
            yield frame("rest", ((begin, end),), g.top((begin, end)))
    if _before_block(g, last) and entry.uttered and p.pos[i] == "VERB":
        block = p.tokens_of_paragraph[p.paragraph[p.sentence[i]] + 1]
        yield frame("block", (block,), g.top(block))
    # quotations beside the cue
    if g.quotes and (entry.uttered or "ccomp" in deps or entry is g.cues.unknown or not more):
        said_quotes.extend(_quotes(g, i, frame))
    yield from said_quotes


def _somebody(g: Grammar, k: int) -> bool:
    """Whether a noun is a person by its form: a name, a pronoun, counted, or of the vague ones (*people*, *witnesses*)."""
    p = g.p
    if (
        p.ent[k] == "PERSON"
        or p.lower[k] in ("him", "her", "them")
        or p.lower[k] in g.cues.vague
        or p.lower[k] in ("men", "women", "suspects", "residents", "students", "witnesses")
    ):
        return True
    return any(p.dep[c] == "nummod" for c in g.children[k])


def _own_end(g: Grammar, c: int) -> int:
    """Where a gerund's or infinitive's words end: a finite verb joined to it is the outlet's (*admitted paying him and was fined*)."""
    p = g.p
    if p.tag[c] not in ("VBG", "VB"):
        return g.right[c]
    finite = ("VBD", "VBZ", "VBP")
    further = [
        k for k in g.children[c] if k > c and p.dep[k] == "conj" and (p.tag[k] in finite or any(p.dep[a] in ("aux", "auxpass") and p.tag[a] in finite for a in g.children[k]))
    ]
    return min([g.right[c], *(max(c + 1, g.left[k]) for k in further)])


def _set_in(g: Grammar, i: int) -> tuple[tuple[Range, Range], Range] | None:
    """``The mill, said Roe, will close``: the sentence around, and who says it, where the parser took the mill for the speaker."""
    p = g.p
    first, last = p.sentences[p.sentence[i]]
    if i <= first + 1 or p.word[i - 1] != "," or p.tag[i] not in ("VBD", "VBZ") or g.quote_of[i] >= 0:
        return None
    comma = next((t for t in range(i + 2, min(i + 12, last)) if p.word[t] == ","), -1)
    if comma < 0 or comma + 2 >= last or p.pos[i + 1] not in ("PROPN", "DET", "NOUN", "PRON", "ADJ"):
        return None
    further = next((t for t in range(comma + 2, min(comma + 7, last)) if p.word[t] == ","), -1)
    if further > 0 and all(p.pos[t] == "PROPN" for t in range(comma + 1, further)):
        named, comma = comma, further  # said the mayor, Jane Roe, …
    else:
        named = comma
    end = next((t for t in range(i + 1, named) if p.pos[t] == "ADP" and p.lower[t] in ("on", "in", "at", "during", "after")), named)
    who = range(i + 1, end)
    if any(p.pos[t] not in ("PROPN", "DET", "NOUN", "PRON", "ADJ", "PART", "ADP", "NUM") for t in who) or p.pos[end - 1] not in ("PROPN", "NOUN", "PRON"):
        return None
    if not any(p.pos[t] in ("VERB", "AUX") and p.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(comma + 1, last)) or not g.has_words(first, i - 1):
        return None
    if any(p.pos[t] in ("VERB", "AUX") and p.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(first, i)):
        return None  # a clause stands before it: the parser reads that
    return ((first, i - 1), (comma + 1, last)), (i + 1, end)


def _only_addressed(g: Grammar, i: int, obj: int) -> bool:
    """``The ministry warned Norland on Friday.``: the verb has somebody whom it was said to, and nothing that was said."""
    p = g.p
    if obj < i or not (p.lemma[i] in _TOLD or (p.lemma[i] == "tell" and p.pos[obj] in ("PROPN", "PRON"))):
        return False
    last = p.sentences[p.sentence[i]][1]
    end = next((t for t in range(g.right[obj], last) if p.word[t] in (";", ".", "!", "?") or p.pos[t] == "CCONJ"), last)
    return not any(
        p.pos[t] in ("VERB", "AUX") or (p.dep[t] == "prep" and p.ent[t + 1] not in ("DATE", "TIME")) or p.word[t] in (":", '"') or p.lower[t] == "that"
        for t in range(obj + 1, min(end, last - 1))
    )


def _quotes(g: Grammar, i: int, frame: object) -> Iterator[Frame]:
    """The quotations right before and right after the cue's clause, each alone and both together."""
    p = g.p
    if g.quote_of[i] >= 0:
        for a, b in g.inner_of.get(g.quote_of[i], ()):
            if i < a <= i + 5 and b - a > 2 and p.word[a - 1] in (",", ":") and not any(p.pos[t] in ("VERB", "AUX") for t in range(i + 1, a)):
                b -= p.word[b - 1] in ("'", '"')  # the closing mark
                yield frame("quote", ((a + 1, b),), g.top((a + 1, b)))  # type: ignore[operator]
                break
        return
    paragraph = p.paragraph[p.sentence[i]]
    ks = g.starts.get(paragraph)
    if not ks:
        return
    first, last = p.sentences[p.sentence[i]]
    before = after = -1
    for k in ks:
        a, b = g.quote_outer[k]
        if b <= i:
            before = k
        elif a > i:
            after = k
            break

    # nothing but the cue's own clause may stand between
    def gap(x: int, y: int) -> int:
        return sum(1 for t in range(x, y) if p.pos[t] not in ("PUNCT", "SPACE"))

    subject = g.child(i, "nsubj", "nsubjpass")
    left_edge = min([i] + [g.left[c] for c in g.children[i] if c < i and g.quote_of[c] < 0 and (before < 0 or g.left[c] >= g.quote_outer[before][1])])
    ok_before = ok_after = False
    if before >= 0:
        e = g.quote_outer[before][1]
        # ", he said" / ", a spokesman for the mayor said": the subject lies between the quotation and the verb
        ok_before = gap(e, left_edge) <= 1 and (e >= first or gap(e, left_edge) == 0)
        # a quotation that is the end of a longer clause is no content of its own
    if after >= 0:
        s = g.quote_outer[after][0]
        between = [t for t in range(i + 1, s) if p.pos[t] not in ("PUNCT", "SPACE")]
        same = s < last
        colon = s - 1 > i and p.word[s - 1] in (",", ":")
        verbs = any(p.pos[t] in ("VERB", "AUX") and not (subject >= 0 and g.left[subject] <= t < g.right[subject]) for t in range(i + 1, s))
        # "claiming that the town “is poor”": the clause is the content, not the words in marks at its end
        clause = any(p.dep[c] == "ccomp" and i < g.left[c] < s and any(p.pos[t] not in ("PUNCT", "SCONJ") for t in range(g.left[c], s)) for c in g.children[i])
        ok_after = (
            (not verbs or colon)
            and not clause
            and (same or p.word[min(s, len(p)) - 1] in (":", ","))
            and (colon or len(between) <= 2 or all(g.under(t, i) for t in between))
            and len(between) <= 40
        )
    content_before = g.quote_range[before] if before >= 0 else (0, 0)
    make: list[tuple[str, tuple[Range, ...], tuple[int, ...]]] = []
    if ok_before:
        make.append(("quote", (content_before,), (before,)))
        # ", he said. “B”": the quotation that goes on
        if after >= 0:
            s = g.quote_outer[after][0]
            standing = range(i + 1, s)
            own = not any(p.pos[t] in ("VERB", "AUX") and not (subject >= 0 and g.left[subject] <= t < g.right[subject]) for t in standing)
            if (s >= last and gap(last, s) == 0) or (s < last and own and (p.pos[s - 1] == "PUNCT" or gap(i, s) <= 12)):
                make.append(("quotes", (content_before, g.quote_range[after]), (before, after)))
    if ok_after:
        make.append(("quote", (g.quote_range[after],), (after,)))
    for relation, content, numbers in make:
        full = tuple(r for r in content if r[0] < r[1])
        if full:
            yield frame(relation, full, g.top(full[0]), quoted=numbers)  # type: ignore[operator]


def _tail(g: Grammar, i: int, frame: object) -> Iterator[Frame]:
    """``X will open, the mayor said`` where the parser tied the two in no way: the sentence before the comma."""
    p = g.p
    first, last = p.sentences[p.sentence[i]]
    subject = g.child(i, "nsubj")
    if subject < 0 or p.dep[i] not in ("ROOT", "conj", "ccomp", "dep", "advcl", "parataxis") or g.child(i, "mark") >= 0:
        return
    # the subject's own words: the parser may hang on it what stands before the comma
    a = min([subject, i] + [g.left[c] for c in g.children[subject] if c < subject and p.dep[c] in ("det", "compound", "amod", "poss", "nummod", "nmod")])
    rest = max(i + 1, g.right[subject])
    while rest < last and (p.dep[rest] in ("npadvmod", "prep", "pobj", "det", "compound", "advmod", "nummod", "dative", "poss", "case", "amod", "dobj") and g.under(rest, i)):
        rest += 1
    placed = a > first + 2 and p.word[a - 1] == "," and (rest >= last or p.pos[rest] == "PUNCT")
    if placed and g.quote_of[a - 1] < 0 and g.has_words(first, a - 1) and any(p.pos[k] in ("VERB", "AUX") for k in range(first, a - 1)):
        yield frame("clause", ((first, a - 1),), p.sentences[p.sentence[i]][0])  # type: ignore[operator]


def _beside(g: Grammar, i: int) -> tuple[Range | None, int]:
    """``“…,” the captain, Jane Roe, said.`` ``“…,” said Roe.``: the noun phrase between the quotation and the verb, or right after it."""
    p = g.p
    ks = g.starts.get(p.paragraph[p.sentence[i]], ())
    before = next((k for k in reversed(ks) if g.quote_outer[k][1] <= i), -1)
    if before < 0:
        return None, -1
    a = g.quote_outer[before][1]
    if 0 < i - a <= 14 and not any(p.pos[t] in ("VERB", "AUX", "SCONJ") or p.word[t] in (".", "?", "!") for t in range(a, i)):
        head = next((t for t in range(a, i) if p.pos[t] in ("PROPN", "NOUN", "PRON") and (t + 1 >= i or p.pos[t + 1] not in ("PROPN", "NOUN", "PART"))), -1)
        if head >= 0:
            end = next((t for t in range(head + 1, i) if p.word[t] == ","), i)
            start = next((t for t in range(a, head + 1) if p.pos[t] not in ("PUNCT", "SPACE", "CCONJ", "ADV")), head)
            return (start, end), head
    if a == i:
        end = i + 2 if i + 2 < len(p) and p.word[i + 1] == "Per" else i + 1  # said Per Strand
        while end < len(p) and end < i + 12 and p.pos[end] in ("PROPN", "NOUN", "DET", "ADJ", "PRON", "NUM", "PART") and p.sentence[end] == p.sentence[i]:
            end += 1
        if end > i + 1 and p.pos[end - 1] in ("PROPN", "NOUN", "PRON"):
            return (i + 1, end), end - 1
    return None, -1


def _object(g: Grammar, k: int) -> tuple[Range, ...]:
    """The object phrase, with the relative clause or apposition that ends it cut off where a comma sets it apart."""
    p = g.p
    a, b = g.left[k], g.right[k]
    for c in reversed(g.children[k]):
        if c > k and g.right[c] == b and p.dep[c] in ("relcl", "appos", "advcl", "acl", "parataxis") and p.lower[g.left[c] - 1] in (",", "-", "–", "—", "--"):
            b = g.left[c] - 1
    for t in range(b - 1, k, -1):
        if p.dep[t] == "relcl" and g.right[t] == b and p.word[g.left[t] - 1] == "," and g.quote_of[t] < 0:
            b = g.left[t] - 1  # offers money in aid, which the premier calls an insult
            break
    return ((a, max(b, k + 1)),)


def _before_block(g: Grammar, last: int) -> bool:
    """Whether the token before `last` is a colon that ends its paragraph, with another paragraph after it."""
    p = g.p
    if last >= len(p) or p.word[last - 1] != ":":
        return False
    number = p.paragraph[p.sentence[last - 1]]
    return p.tokens_of_paragraph[number][1] == last and number + 1 < len(p.tokens_of_paragraph)
