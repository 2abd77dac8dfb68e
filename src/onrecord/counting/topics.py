"""What a percentage, a price, a length or a bare number is about: *of* what, the noun it modifies, or the subject of its verb.

What comes in: a parse and a `Draft` with its unit. What goes out: a noun phrase of the sentence, or nothing. The rules go from the
words next to the number (brackets, *of*, *off*, *worth*) over the tree above it to the nearest noun before it.
"""

from __future__ import annotations

import re

from onrecord.counting.phrases import CALENDAR, children, is_extent, noun_phrase, noun_run, opened, opening
from onrecord.counting.tables import NOUN_TAGS, NUMBER_WORDS, RUN_TAGS, Draft, Tables, singular
from onrecord.text import Parse

_WORTH = re.compile(r" (?:worth|valued at|priced at|costing|totalling|totaling|amounting to)(?: [a-z]+){0,3} $")
_MARGIN = re.compile(r"(?<!\w)(?P<m>(?:[Mm]argin of (?:sampling )?|[Ss]ampling )error)[^.;]{0,30}(?:plus or minus|±|\+/-|of|is|was) ?(?:about )?$")
_WORTH_OF = re.compile(r"(?: [a-z]+)? worth of ")
_BRACKET_OF = re.compile(r" ?\([^()]{1,30}\) of ")
_BRACKET = re.compile(r"(?<=[\w”\"’]) \((?:up|down|about|around|some|nearly|over|only|just|plus|minus|[~≈+-])* ?$")
_WAS = re.compile(r"(?i)\((?:save|saving|was|now|down from|up from|from|instead of|usually|normally) $")
_OPINES = frozenset(("say", "tell", "add", "expect", "forecast", "predict", "estimate", "project", "report", "announce", "note", "warn", "claim", "believe", "think"))
_SHOWS = _OPINES | {"find", "show", "suggest", "reveal", "indicate", "mean", "ensure", "prove", "argue", "conclude"}
"""Whose subject tells of what is measured, and is not measured itself: *the survey found that sales rose 6%*."""
_SPENDS = frozenset(
    ("spend", "save", "invest", "raise", "lavish", "splash", "donate", "give", "pledge", "allocate", "earmark", "award", "grant", "lend", "contribute", "waste", "commit")
)
_SELLS = frozenset(("offer", "sell", "buy", "get", "purchase", "acquire", "trade", "launch", "list", "retail", "auction", "rent", "lease"))
_HOLLOW = frozenset(("total", "sum", "amount", "close", "high", "low", "peak", "record", "maximum", "minimum", "average"))
"""Nouns that say nothing of their own: *to a close of 88 points*, *a total of 14 million*."""
_HOLLOW_BEFORE = _HOLLOW | {"new", "all", "time", "-", "weekly", "monthly", "daily", "yearly", "session", "combined", "grand", "intraday", "historic"}
_ECONOMY = frozenset(("gdp", "gross domestic product", "gnp", "national income", "economic output", "national output"))
_OUTSIDE = frozenset(("DATE", "TIME", "GPE", "PERSON", "ORG"))
_WHEN = frozenset(
    ("morning", "afternoon", "evening", "night", "day", "week", "month", "quarter", "year", "decade", "season", "summer", "winter", "spring", "autumn", "time", "future", "past")
)
_SPAN_BY = frozenset(("in", "within", "over", "during", "after", "since", "for"))


def topic_of(parse: Parse, t: Tables, d: Draft, previous: Draft | None = None) -> str:
    """What a number with a unit, or without a noun, is about; "" where the sentence does not say.

    Args:
        parse: The parse of the report.
        t: Units and persons.
        d: The number; ``verb`` is set to the verb that governs it.
        previous: The number before it in the report, with its measure.
    """
    s, e = parse.sentences[d.sentence]
    if previous and _WAS.search(parse.text, max(parse.start[s], d.number.start - 16), d.number.start) and (same := _shared(d, previous)):
        return same  # for $89.99 (save $30)
    beside = _beside(parse, t, d, s, e) or _listed(parse, d, previous)
    if d.unit == "percent" and beside.lower() in _ECONOMY and (whose := _above(parse, t, d, s)) and whose.lower() not in _ECONOMY:
        return f"{whose} as share of {beside}"  # the deficit widened to 5.2% of GDP
    if beside:
        return beside
    above = _above(parse, t, d, s)
    if above is not None:
        return above or (_shared(d, previous) if previous else "")
    subject = next(
        (
            c
            for c in range(d.first - 1, max(s, d.first - 60) - 1, -1)
            if parse.dep[c] in ("nsubj", "nsubjpass")
            and _names(parse, c)
            and parse.lower[c] not in NUMBER_WORDS
            and parse.lemma[parse.head[c]] not in _SHOWS
            and not is_extent(parse, c, t.units)
        ),
        None,
    )
    if subject is not None:
        return noun_phrase(parse, subject, d, t.units)
    found = _bare_copula(parse, t, d, s) or _behind(parse, t, d, e) or (_shared(d, previous) if previous else "")
    return found or next((parse.word[k] for k in range(d.first - 1, s - 1, -1) if parse.lower[k] in _HOLLOW and parse.tag[k] in NOUN_TAGS), "")


# ------------------------------------------------------------------------------------------------ beside the number


def _beside(parse: Parse, t: Tables, d: Draft, s: int, e: int) -> str:
    """What stands next to the number and its unit: in or before a bracket, *of*, *off*, *worth*, *for*."""
    margin = _MARGIN.search(parse.text, max(parse.start[s], d.number.start - 70), d.number.start)
    if margin:
        return margin["m"].lower()
    end = max(d.number.end, d.extra.get("unit_end", 0))
    nxt = parse.token_at(end)
    spelled = parse.text[d.number.end : end]
    if " of " in spelled:
        return spelled.rpartition(" of ")[2]  # the unit is spelled out with what it measures: 500Nm of torque
    bracket = _BRACKET.search(parse.text, max(parse.start[s], d.number.start - 12), d.number.start)
    if bracket:
        run = noun_run(parse, d.sentence, nxt) if nxt < e and parse.start[nxt] <= end + 1 else None
        plain = run is not None and all(parse.tag[k] in RUN_TAGS for k in range(nxt, run + 1))
        if run is not None and plain and parse.text[parse.end[run] : parse.end[run] + 1] == ")":
            return " ".join(parse.text[parse.start[nxt] : parse.end[run]].split())  # a pipe (2 cm outer diameter)
        k = parse.token_at(bracket.start()) - 1
        while k > s and parse.start[k] >= bracket.start():
            k -= 1
        if k >= s and parse.tag[k] in NOUN_TAGS and not is_extent(parse, k, t.units) and not (nxt < e and parse.lower[nxt] == "of"):
            return opened(parse, k, s)  # inflation (3.4%), onions (about 300g)
    far = _BRACKET_OF.match(parse.text, end) or _WORTH_OF.match(parse.text, end)
    if far:
        k = parse.token_at(far.end())
        run = noun_run(parse, d.sentence, k) if k < e else None
        if run is not None:
            return " ".join(parse.text[parse.start[k] : parse.end[run]].split())  # 400 Nm (295 lb-ft) of torque, 20 years worth of records
    if nxt + 1 < e and parse.lower[nxt] in ("of", "in", "for", "worth"):
        k = _object(parse, nxt)
        if (
            k >= 0
            and parse.tag[k] in NOUN_TAGS
            and (parse.lower[nxt] in ("of", "worth") or ((d.number.form == "noun" or d.number.currency) and parse.ent[k] not in _OUTSIDE and parse.lower[k] not in _WHEN))
        ):
            return noun_phrase(parse, k, d, t.units)
    if nxt + 1 < e and parse.lower[nxt] == "off" and (d.number.currency or d.unit == "percent"):
        k = nxt + 1
        while k < e and parse.tag[k] in ("DT", "PRP$", "PDT"):
            k += 1
        run = noun_run(parse, d.sentence, k) if k < e else None
        if run is not None:
            return " ".join(parse.text[parse.start[k] : parse.end[run]].split())  # 30% off an air fryer
    if nxt + 1 < e and parse.lower[nxt] in ("on", "into", "to", "towards", "toward") and (d.number.currency or d.unit == "percent"):
        verb = parse.head[d.last]
        for _ in range(3):
            if parse.pos[verb] == "VERB" or parse.head[verb] == verb:
                break
            verb = parse.head[verb]
        k = _object(parse, nxt)
        if (parse.lemma[verb] in _SPENDS if d.number.currency else parse.lemma[verb] == "save") and k >= 0 and parse.tag[k] in NOUN_TAGS and parse.ent[k] not in ("DATE", "TIME"):
            return noun_phrase(parse, k, d, t.units)  # spends 14 million on the bridge
    worth = _WORTH.search(parse.text, max(0, d.number.start - 40), d.number.start)
    if worth:
        k = parse.token_at(worth.start() + 1) - 1
        while k > s and parse.tag[k] in ("JJ", "RB", "VBN"):
            k -= 1
        if s <= k < d.first and parse.tag[k] in NOUN_TAGS:
            return noun_phrase(parse, k, d, t.units)
    return ""


def _object(parse: Parse, preposition: int) -> int:
    """The noun of a preposition, or -1."""
    return next((c for c in children(parse, preposition) if parse.dep[c] == "pobj"), -1)


def _listed(parse: Parse, d: Draft, previous: Draft | None) -> str:
    """The noun that stands where a verb is left out: *the tower is 320 metres tall and the bridge 2.4 km long*."""
    if previous is None or previous.sentence != d.sentence or (previous.unit != d.unit and not (d.unit in ("metre", "kilometre") and previous.unit in ("metre", "kilometre"))):
        return ""
    k = d.first - 1
    between = parse.tag[previous.last + 1 : d.first]
    if k <= previous.last or parse.tag[k] not in NOUN_TAGS or parse.lower[k] in CALENDAR or parse.ent[k] in ("DATE", "TIME") or parse.end[k] + 1 != d.number.start:
        return ""
    if any(tag in ("VBD", "VBZ", "VBP", "MD", "TO") or (tag == "IN" and parse.lower[previous.last + 1 + j] != "of") for j, tag in enumerate(between)):
        return ""
    left = opening(parse, k, previous.last + 1)
    return " ".join(parse.text[parse.start[left] : parse.end[k]].split()) if parse.tag[left - 1] in ("DT", "CC", ",") else ""


# ------------------------------------------------------------------------------------------------ the tree above


def _names(parse: Parse, k: int) -> bool:
    """Is a token a noun, or the number of a name: *the Norbank 250*?"""
    return parse.tag[k] in NOUN_TAGS or (parse.tag[k] == "CD" and any(c == k - 1 and parse.tag[c] in NOUN_TAGS for c in children(parse, k)))


def _hollow(parse: Parse, k: int) -> bool:
    """Does a noun say nothing of its own: *a total of*, *a new high of*?"""
    if parse.lower[k] not in _HOLLOW:
        return False
    return all(parse.lower[c] in _HOLLOW_BEFORE or parse.tag[c] in ("DT", "IN", "PRP$", "CC") for c in children(parse, k) if c < k)


def _sold(parse: Parse, t: Tables, d: Draft, preposition: int, head: int) -> str:
    """What a price after *for* or *at* is the price of: the object of the sale, or the noun just before."""
    verb = head
    for _ in range(4):
        if parse.pos[verb] in ("VERB", "AUX") or parse.head[verb] == verb:
            break
        verb = parse.head[verb]
    thing = next((c for c in children(parse, verb) if parse.dep[c] == "dobj" and verb < c < d.first and parse.tag[c] in NOUN_TAGS and not is_extent(parse, c, t.units)), None)
    if parse.lemma[verb] in _SELLS and thing is not None and not any(parse.tag[k] == "CC" for k in range(thing, preposition)):
        return noun_phrase(parse, thing, d, t.units)
    k = preposition - 1
    s = parse.sentences[d.sentence][0]
    if k > s and parse.dep[k] in ("conj", "dep", "advmod", "amod") and parse.tag[k] == "JJ" and parse.tag[k - 1] in NOUN_TAGS:
        return opened(parse, k, s)  # the Orsa pad pro for $799
    return ""


def _above(parse: Parse, t: Tables, d: Draft, s: int) -> str | None:
    """The noun that the number modifies or hangs on, or the subject of the verb that governs it; None where the tree does not say."""
    k = d.last
    adjective, preposition = "", -1
    time = d.unit in t.time
    for _ in range(8):
        h = parse.head[k]
        if h == k:
            return None
        extent = is_extent(parse, h, t.units)
        if (
            (parse.pos[h] in ("NOUN", "PROPN") or (parse.tag[h] == "VBN" and parse.dep[h] in ("dobj", "pobj") and parse.dep[k] == "compound"))  # an 89 percent cut
            and h > d.last
            and parse.lower[h] not in CALENDAR
            and parse.dep[k] in ("nummod", "compound", "amod", "nmod", "npadvmod")
            and parse.start[h] >= d.number.end
            and parse.start[h] >= d.extra.get("unit_end", 0)
            and not (extent and parse.tag[h] in ("NNS", "NNPS"))
        ):
            return noun_phrase(parse, h, d, t.units)
        if parse.pos[h] == "ADP" and h < d.first:
            preposition = h
            if d.number.currency and parse.lower[h] in ("for", "at") and (sold := _sold(parse, t, d, h, parse.head[h])):
                return sold
        if parse.dep[h] == "acomp" and parse.tag[h] == "JJ" and time and preposition >= 0:
            adjective = parse.lower[h]  # unemployed for two years
        if parse.pos[h] in ("VERB", "AUX"):
            return _of_verb(parse, t, d, h, adjective, time and preposition >= 0 and parse.lower[preposition] in _SPAN_BY and parse.lower[preposition] != "for")
        if parse.pos[h] in ("NOUN", "PROPN") and parse.dep[k] in ("prep", "appos", "pobj") and h < d.first and not extent and not _hollow(parse, h):
            return noun_phrase(parse, h, d, t.units)
        k = h
    return None


def _of_verb(parse: Parse, t: Tables, d: Draft, h: int, adjective: str, lasting: bool) -> str | None:
    """The object that is moved to the number, else the subject of the verb or of the verbs above it, else the object."""
    d.verb = h
    moved = next((c for c in children(parse, h) if parse.dep[c] == "dobj" and c < h), None)
    if moved is not None and parse.dep[h] == "relcl" and parse.lower[moved] in ("which", "that") and parse.tag[parse.head[h]] in NOUN_TAGS:
        return noun_phrase(parse, parse.head[h], d, t.units)  # the losses, which the ministry puts at 40 million
    if not lasting:
        over = parse.head[h] if parse.tag[h] == "VBN" and parse.dep[h] == "advcl" and parse.tag[h - 1] in NOUN_TAGS else h  # puts the number of homes lost at 900
        thing = next(
            (
                c
                for c in children(parse, over)
                if parse.dep[c] == "dobj"
                and over < c < d.first
                and parse.tag[c] in NOUN_TAGS
                and parse.lower[c] not in t.units
                and not is_extent(parse, c, t.units)
                and not _hollow(parse, c)
            ),
            None,
        )
        if thing is not None:
            return noun_phrase(parse, thing, d, t.units)  # cut its target to 550p
        if parse.lemma[h] in ("put", "place", "peg") and any(parse.dep[c] == "dobj" and h < c < d.first and parse.lower[c] in ("it", "them") for c in children(parse, h)):
            return ""  # while the council puts it at 20 percent: not the council
    verb = h
    for _ in range(4):
        subjects = [c for c in children(parse, verb) if parse.dep[c] in ("nsubj", "nsubjpass")]
        subject = next((c for c in subjects if _names(parse, c)), subjects[0] if subjects else None)
        opined = subject is not None and parse.dep[subject] == "nsubjpass"  # output is thought to grow to 3%
        if parse.lemma[verb] in _SHOWS and verb != h and not opined:
            break  # the minister who says it is not what is counted
        if subject is not None and parse.lemma[verb] in _OPINES and not opined:
            return ""
        if subject is not None and parse.lower[subject] in NUMBER_WORDS:
            break
        if subject is not None and _names(parse, subject) and not d.number.start <= parse.start[subject] < d.number.end and not is_extent(parse, subject, t.units):
            return f"{noun_phrase(parse, subject, d, t.units)} {adjective}".strip()
        whole = parse.head[verb]
        if parse.dep[verb] in ("relcl", "acl") and parse.tag[whole] in NOUN_TAGS and not is_extent(parse, whole, t.units):
            above = parse.head[parse.head[whole]]
            if d.number.currency and singular(parse.lower[whole], t) in t.persons and parse.dep[whole] == "pobj" and parse.tag[above] in NOUN_TAGS:
                whole = above  # a package for the director, which was worth 2 million
            return f"{noun_phrase(parse, whole, d, t.units)} {adjective}".strip()
        if parse.head[verb] == verb or parse.dep[verb] not in ("conj", "advcl", "xcomp", "ccomp", "aux"):
            break
        verb = parse.head[verb]
    obj = next(
        (
            c
            for c in children(parse, h)
            if parse.dep[c] == "dobj" and parse.tag[c] in NOUN_TAGS and not (d.first <= c <= d.last) and parse.lower[c] not in t.units and not is_extent(parse, c, t.units)
        ),
        None,
    )
    return noun_phrase(parse, obj, d, t.units) if obj is not None and not _hollow(parse, obj) else None


# ------------------------------------------------------------------------------------------------ where the tree is silent


def _bare_copula(parse: Parse, t: Tables, d: Draft, s: int) -> str:
    """The noun before a copula to which the parser gave no subject: *Before the war state debt, excluding pensions, was 90 billion*."""
    k = d.last
    for _ in range(4):
        if parse.lemma[k] == "be":
            break
        k = parse.head[k]
    if parse.lemma[k] != "be" or k <= s or k > d.first:
        return ""
    at = k - 1
    if parse.lower[at] == ",":
        opening = next((c for c in range(at - 1, s, -1) if parse.lower[c] == ","), None)
        if opening is None:
            return ""
        at = opening - 1
    if parse.tag[at] in NOUN_TAGS or (parse.word[at].isupper() and len(parse.word[at]) > 1):
        return opened(parse, at, s)
    return ""


def _behind(parse: Parse, t: Tables, d: Draft, e: int) -> str:
    """Where the subject is a pronoun: what a prepositional phrase behind says: *shooting 51% from the floor*, *gave $2m to the clinic*."""
    nxt = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))
    if nxt + 1 >= e or parse.lower[nxt] not in (("from",) if d.unit == "percent" else ("to", "from", "on", "for", "towards") if d.number.currency else ()):
        return ""
    k = _object(parse, nxt)
    if k < 0 or parse.tag[k] not in NOUN_TAGS or parse.ent[k] in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT") or is_extent(parse, k, t.units):
        return ""
    return noun_phrase(parse, k, d, t.units)


def _shared(d: Draft, previous: Draft) -> str:
    """The measure of the number before, where it has the same unit in the same sentence: *$42,500 versus last year's $39,900*."""
    same = previous.sentence == d.sentence and previous.unit == d.unit and d.unit is not None and not previous.counted and not d.counted
    return (previous.measures or "") if same and d.unit != "year" else ""
