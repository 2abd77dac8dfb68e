"""What a number measures, in words: its noun with its fate, the noun of an earlier number that it leaves out, or its topic.

What comes in: `Draft`s with noun and fate. What goes out: their `measures`, and the unit where another number or the subject says it.
"""

from __future__ import annotations

import re
from itertools import takewhile

from onrecord.counting.fates import HARM
from onrecord.counting.phrases import children, counted_phrase, noun_phrase, noun_run
from onrecord.counting.tables import NOUN_TAGS, Draft, Tables, singular
from onrecord.counting.topics import topic_of
from onrecord.model import Document
from onrecord.text import Parse

_TOLL = re.compile(
    r"(?<!\w)(?:(?:[Nn]umber|total|count|tally|toll|figure|that)s? of (?:the |its |their |people )?|(?:its|their|his) |(?<= at )[\d,]+ (?:dead )?and (?:that of )?the )(?P<w>[a-z]+)"
    r"(?: (?!of\b|who\b|that\b)[a-z]+){0,4}? (?:to|at|from|is|was|reached|from [\d,]+ to) (?:at least |about |nearly |more than |over |around |some |almost )?$"
)
"""*Puts the number of dead at 23 and that of the missing at 31*, *lowers the number of missing from 22 to 21*."""
_MONEY = frozenset(("crown", "krona", "dinar", "riyal", "rial", "won", "shilling", "real", "forint", "zloty", "taka", "birr", "naira", "cedi", "kwacha"))
"""Money that the lexicon gives no code, as its country is not named."""
_POINTERS = frozenset(("which", "whom", "them", "those", "these", "it"))
_STATES = frozenset(("put", "place", "estimate"))  # who puts the toll at 12 is not counted
_IN_ALL = re.compile(r"(?<!\w)[Tt]he (?P<w>dead|wounded|injured|missing|killed|arrested|kidnapped), (?:about |some |at least )?$")
_OLD = re.compile(r"[ -]years?[ -]old")
_NUMBERING = re.compile(r"(?P<w>[A-Za-z]+s),? (?:who )?number(?:ing|ed) (?:between|about|around|some|up to|at least|more than|over|nearly)? ?$")
_APART = re.compile(r"(?: (?:percent|per cent|percentage) points?)? apart(?!\w)")
_PART = re.compile(r" (?:of (?:them|whom|those)\b|in (?:a )?(?:critical|serious|grave|stable|intensive)\b|(?:critically|seriously|gravely|fatally|badly|slightly)\b)")
_ELSEWHERE = re.compile(r" (?:more |others )?(?:in|at|near|on|outside) (?:the )?(?:[a-z]+ (?:of )?)?[A-Z]")
_IN_THE_OTHER = re.compile(r"(?:[;,] (?:and )?| and )(?:in|at|on) [^,;.]{3,40}, (?:at least |about |another )?$")
_ENDS = re.compile(r"[.;]|$")
_MOVES = frozenset((
    "rise", "climb", "fall", "drop", "increase", "grow", "jump", "soar", "swell", "surge", "reach", "stand", "hit", "decline", "decrease", "shrink", "dip",
    "slip", "mount", "total", "exceed", "top", "pass", "estimate", "put", "place"
))  # fmt: skip


def is_subject(parse: Parse, d: Draft) -> bool:
    """Is the number the subject of a verb, so that it does what persons do?"""
    return any(parse.dep[k] in ("nsubj", "nsubjpass") for k in range(d.first, d.last + 1))


def antecedent(parse: Parse, d: Draft, done: list[Draft], known: dict[float | int, Draft]) -> Draft | None:
    """The quantity whose noun this one leaves out: killing three and wounding 12."""
    before = parse.lower[d.first - 1] if d.first else ""
    if before in ("the", "these", "those", "all") and d.number.low in known:
        return known[d.number.low]  # the 1,500: the same as before
    last = done[-1] if done else None
    if last is None:
        return None
    if d.unit == "person" and before in ("the", "of", "to", "with") and d.number.low > last.number.low:
        return None  # among the 15,000 killed
    if last.unit != "person" and (is_subject(parse, d) or d.effect or d.number.form == "noun"):
        # who does something is more likely to be the persons than the cities
        last = next((x for x in takewhile(lambda x: x.sentence == d.sentence, reversed(done)) if x.unit == "person"), last)
        if last.unit != "person" and d.number.form == "noun":
            return None
    near = d.sentence == last.sentence or (
        d.sentence == last.sentence + 1 and last.unit == "person" and parse.paragraph[d.sentence] == parse.paragraph[last.sentence] and d.number.low > 20
    )
    return last if near and (last.unit in ("person", "point") or ((last.counted or last.carried) and last.unit != "fraction")) else None


def same_fate(parse: Parse, d: Draft, carried: Draft) -> bool:
    """Does nothing but a place follow a number that leaves out noun and verb: *63 died in Arvada and 200 in Belmont*?"""
    if d.sentence != carried.sentence:
        return False
    elsewhere = _ELSEWHERE.match(parse.text, d.number.end) or (_IN_THE_OTHER.search(parse.text, carried.number.end, d.number.start) and _ENDS.match(parse.text, d.number.end))
    if not elsewhere:
        return False
    return not any(parse.pos[k] == "VERB" and k != carried.verb for k in range(carried.last, d.first))


def group_of(parse: Parse, t: Tables, d: Draft) -> None:
    """A crew of 18: the noun before *of* says what is counted."""
    at = d.first - 1
    if at > 0 and parse.lower[at] == "of" and parse.tag[at - 1] in NOUN_TAGS:
        word = singular(parse.lower[at - 1], t)
        if word in t.bodies or word in t.persons or word in ("team", "family", "class", "party", "gang", "staff"):
            d.unit, d.measures = "person", noun_phrase(parse, at - 1, d)


def counted_subject(parse: Parse, t: Tables, d: Draft) -> bool:
    """*The number of wounded rose to 18*, *arrests rose to 300*: the subject says what is counted. True if it did."""
    toll = _TOLL.search(parse.text, max(0, d.number.start - 90), d.number.start)
    if toll and toll["w"].lower() in t.states:
        state = t.states[toll["w"].lower()]
        d.unit, d.measures = "person", state if state.endswith("s") else f"people {state}"
        return True
    k = d.last
    for _ in range(4):
        h = parse.head[k]
        if h == k:
            return False
        k = h
        if parse.pos[k] in ("VERB", "AUX"):
            break
    if parse.lemma[k] not in _MOVES:
        return False
    subject = next((c for c in children(parse, k) if parse.dep[c] in ("nsubj", "nsubjpass") and c < d.first), None)
    if subject is None or parse.tag[subject] not in NOUN_TAGS or (parse.lemma[k] in _STATES and parse.dep[subject] == "nsubj"):
        return False
    if parse.lower[subject] in ("number", "numbers", "count", "total", "tally", "toll"):
        of = next((c for c in children(parse, subject) if parse.dep[c] == "prep" and parse.lower[c] in ("of", "for")), None)
        k = next((c for c in children(parse, of)), subject) if of is not None else subject
        if k == subject:
            return False
        word = singular(parse.lower[k], t)
        if word in t.states or parse.lower[k] in t.states:
            state = t.states.get(parse.lower[k], parse.lower[k])
            d.unit, d.measures = "person", state if state.endswith("s") else f"people {state}"
            return True
        d.unit = "person" if word in t.persons or word in ("unemployed", "jobless", "poor", "homeless", "missing") else t.groups.get(word, word)
        phrase = noun_phrase(parse, k, d)
        done = parse.lower[k + 1] if k + 1 < d.first and parse.lower[k + 1] in t.participles else ""
        d.measures = f"{phrase} {done}".strip()
        return True
    if parse.tag[subject] != "NNS":
        return False
    word = singular(parse.lower[subject], t)
    if word in ("share", "stock", "price", "bond", "rate", "yield", "profit", "revenue", "earning", "sale", "cost", "future", "future", "temperature", "average"):
        return False
    d.unit = "person" if word in t.persons else t.groups.get(word, word)
    d.measures = noun_phrase(parse, subject, d)
    return True


def find_measure(document: Document, parse: Parse, t: Tables, d: Draft, previous: Draft | None = None) -> None:
    """``measures``: the counted noun with its modifiers and the effect; for money and percent what they measure.

    Args:
        document: The report.
        parse: Its parse.
        t: Units, persons and states.
        d: The number; its ``measures`` and, where its noun says so, its unit are set.
        previous: The number before it, with its measure.
    """
    if d.measures and d.unit == "person" and d.noun is None and d.effect in HARM and d.effect not in d.measures and d.measures.startswith("people "):
        d.measures = f"people {d.effect}"  # two of the injured had died
    if d.measures:
        return
    text = document.text
    same = d.extra.get("same")
    if isinstance(same, Draft):
        d.measures, d.verb = same.measures, same.verb  # 100 kilometres (60 miles)
        return
    if d.unit == "year" and (old := _OLD.match(text, d.number.end)):
        k = parse.token_at(old.end())
        run = noun_run(parse, d.sentence, k) if k < len(parse) and parse.start[k] <= old.end() + 1 else None
        whose = noun_phrase(parse, run, d).removeprefix("old ").strip() if run is not None else ""
        d.measures = f"age of {whose}" if whose else "age"
        return
    phrase = ""
    if d.noun is not None and parse.lower[d.noun] in _POINTERS:
        phrase = _pointed(parse, d, previous)
    elif d.noun is not None:
        phrase = counted_phrase(parse, text, d)
    elif d.carried is not None:
        phrase = str(d.carried.extra.get("phrase", ""))
        if d.unit == "point" and d.carried.unit == "point":
            phrase = topic_of(parse, t, d, previous) or phrase  # its rival climbed 0.7% to 1,204.55
        if d.effect is None and _PART.match(text, d.number.end):
            d.effect = d.carried.effect  # four of them seriously
        if d.effect and phrase.split()[-1:] and (phrase.split()[-1].lower() in t.states or phrase.split()[-1].lower() in ("bodies", "corpses")):
            phrase = ""  # recovered 12 bodies; 30 wounded were taken to hospital
    if (
        d.noun is None
        and not phrase
        and (all_of := _IN_ALL.search(parse.text, max(0, d.number.start - 30), d.number.start))
        and parse.text.startswith((" in all", " in total"), d.number.end)
    ):
        d.unit, d.effect, phrase = "person", t.states.get(all_of["w"], all_of["w"]), "people"  # the wounded, 16 in all
    if d.noun is None and (who := _NUMBERING.search(parse.text, max(0, d.number.start - 60), d.number.start)):
        k = parse.token_at(who.start("w"))
        phrase = noun_phrase(parse, k, d)
        d.unit = "person" if singular(parse.lower[k], t) in t.persons else d.unit
    if d.unit == "person" and d.noun is None and not phrase and d.effect:
        phrase = "people"
    money = d.noun is not None and d.unit in _MONEY and phrase.lower() in (parse.lower[d.noun], f"{d.unit}s")
    if money and d.noun is not None:
        d.extra["unit_end"] = parse.end[d.noun]
        phrase = topic_of(parse, t, d, previous) or phrase  # a profit of 2.1 billion crowns
    if (d.noun is None and not phrase) or d.unit in ("percent",):
        topic = topic_of(parse, t, d, previous)
        phrase = phrase if phrase else topic
        if d.unit is None and topic.split()[-1:] == ["toll"]:
            d.unit = "person"
        elif d.unit is None and topic and d.verb is not None:
            subject = next((c for c in children(parse, d.verb) if parse.dep[c] in ("nsubj", "nsubjpass")), None)
            if subject is not None and singular(parse.lower[subject], t) in t.bodies:
                d.unit = "person"
        elif d.unit is None and topic:
            word = topic.split()[-1].lower() if topic else ""
            if singular(word, t) in t.bodies:
                d.unit = "person"
    if phrase and d.noun is None and _APART.match(text, max(d.number.end, d.extra.get("unit_end", 0))):
        phrase = f"gap between {phrase}"
    d.extra["phrase"] = phrase
    if d.effect and d.effect.split()[0] not in phrase.lower().split():
        phrase = f"{phrase} {d.effect}".strip() if phrase or d.unit == "person" else phrase
    d.measures = phrase.lstrip("'’ ") or None  # 48 hours' notice


def _pointed(parse: Parse, d: Draft, previous: Draft | None) -> str:
    """What a pronoun after *half of* points to: *two thirds of whom*; *those questioned* stays as it is."""
    assert d.noun is not None
    if parse.lower[d.noun] == "those":
        k = d.noun + 1
        done = k < parse.sentences[d.sentence][1] and parse.tag[k] == "VBN"
        return f"those {parse.word[k]}" if done else "those"
    before = str(previous.extra.get("phrase", "")) if previous is not None and previous.sentence == d.sentence and previous.counted else ""
    return before or parse.word[d.noun]


def itemised(parse: Parse, d: Draft, done: list[Draft]) -> Draft | None:
    """The total of those who are listed by kind behind a colon: *left five dead: three guerrillas and two civilians*."""
    if d.noun is None:
        return None
    for total in takewhile(lambda x: x.sentence == d.sentence, reversed(done)):
        if total.unit == "person" and total.effect and total.number.low > d.number.low and _LIST.match(parse.text[total.number.end : d.number.start]):
            listed = not any(parse.pos[k] == "VERB" and k != total.verb for k in range(total.last + 1, d.first))
            return total if listed else None
    return None


_LIST = re.compile(r"[^:.;]{0,60}(?::| --| —|—| -|, namely) ?[^:;]{0,80}$")


def others_of(parse: Parse, t: Tables, d: Draft) -> bool:
    """Are *two others* persons, as the noun before them in the sentence is?"""
    nxt = parse.token_at(d.number.end)
    s, e = parse.sentences[d.sentence]
    if nxt >= e or parse.lower[nxt] != "others":
        return False
    noun = next((k for k in range(d.first - 1, s - 1, -1) if parse.tag[k] in ("NN", "NNS") and parse.dep[k] in ("nsubj", "nsubjpass", "dobj", "conj")), None)
    return noun is not None and singular(parse.lower[noun], t) in t.persons
