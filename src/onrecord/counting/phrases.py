"""The noun phrase beside a number: which noun it counts, and the words by which `measures` calls it.

What comes in: a parse and tokens. What goes out: tokens or short strings; read from tags and heads alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container

from onrecord.counting.tables import NOUN_TAGS, NUMBER_WORDS, RUN_TAGS, Draft
from onrecord.text import Parse

CALENDAR = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july", "august", "september", "october",
    "november", "december", "today", "yesterday", "tonight", "tomorrow"
))  # fmt: skip


def noun_run(parse: Parse, sentence: int, start: int) -> int | None:
    """The noun of the phrase that begins at a token, read from tags alone."""
    e = parse.sentences[sentence][1]
    k, noun = start, None
    while k < e and k < start + 9:
        tag, word = parse.tag[k], parse.lower[k]
        if k > start and (parse.start[k] > parse.end[k - 1] + 1 or (word in ("last", "next", "this") and noun is None)):
            break  # 2,500 dead last year
        if noun is not None and word in ("ages", "aged") and k + 1 < e and parse.tag[k + 1] == "CD":
            break  # two girls, ages 9 and 13
        if tag in NOUN_TAGS and (word in CALENDAR or not word[:1].isalpha()):
            break
        if tag == "POS":
            noun = None  # the Kremlin's most vocal critics
        elif tag in NOUN_TAGS:
            noun = k
            if tag in ("NNS", "NNPS") and not (k + 1 < e and parse.tag[k + 1] in ("NN", "NNS") and parse.head[k] == k + 1):
                break
        elif (
            tag in RUN_TAGS
            or word in ("more", "other", "further", "additional", "-", "“", '"', "second", "third", "first")
            or (tag in ("RB", "RBS", "RBR") and noun is None and word != "off")
            or (tag == "CD" and noun is None and (k > start or (word[:1].isalpha() and "-" in word)))  # two F-16 jets
        ):
            if noun is not None and tag in ("VBN", "VBG", "JJ"):
                break
        elif tag in (",", "CC") and noun is None and k > start and parse.tag[k - 1] == "JJ" and k + 1 < e and parse.tag[k + 1] == "JJ":
            pass
        else:
            break
        k += 1
    return noun


def children(parse: Parse, k: int) -> list[int]:
    """The dependants of a token; of one that has more than a sentence of prose gives (a table), those around it."""
    kids = parse.children[k]
    return kids if len(kids) < 64 else kids[bisect_left(kids, k - 32) : bisect_left(kids, k + 64)]


def counted_phrase(parse: Parse, text: str, d: Draft) -> str:
    """The counted noun with the words between number and noun, and a following *of* phrase."""
    assert d.noun is not None
    first = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))
    noun = d.noun
    e = parse.sentences[d.sentence][1]
    while first < noun and (
        parse.tag[first] in ("DT", "PRP$", "IN", "CD", "PDT") or parse.lower[first] in ("of", "or", "more", "fewer", "less", "other", "another", "different", "-")
    ):
        first += 1
    if first > noun:
        first = noun
    end = noun
    while end + 2 < e and parse.lower[end + 1] == "-" and parse.start[end + 2] == parse.end[end] + 1 and parse.lower[end + 2].isalpha():
        end += 2  # passers-by, brothers-in-law
    noun = end
    if parse.lower[noun] == "times":
        return _times(parse, d, noun)
    if parse.tag[noun] == "NN" and noun < parse.head[noun] < e and parse.dep[noun] in ("compound", "nmod", "nummod", "amod") and d.number.low != 1:
        last = parse.head[noun]
        if last - noun < 4 and all(parse.tag[k] in RUN_TAGS for k in range(noun, last + 1)):
            end = last  # a 40 page report
    if end + 2 < e and parse.lower[end + 1] == "worth" and parse.lower[end + 2] == "of":
        run = noun_run(parse, d.sentence, end + 3) if end + 3 < e else None
        if run is not None:
            return " ".join(text[parse.start[end + 3] : parse.end[run]].split())  # 50 previous years worth of programmes
    if end + 2 < e and parse.lower[end + 1] in ("of", "in", "from", "for") and parse.head[end + 1] == end:
        edge = min(parse.edges(end + 1)[1], end + 6, e)
        k = end + 2
        while k < edge and parse.tag[k] not in (",", ":", "IN", "WDT", "WP", "CC", "VBD", "VBZ", "VBP", "CD", "."):
            k += 1
        if k > end + 2 and parse.tag[k - 1] in NOUN_TAGS:
            end = k - 1
    piece = " ".join(text[parse.start[first] : parse.end[end]].split())
    if end == noun and (state := _who_are(parse, noun, e)):
        return f"{piece} {state}"
    return f"{act} of {piece}" if (act := _act(parse, d)) else piece


_ACTS = frozenset((
    "sale", "delivery", "purchase", "order", "loss", "creation", "construction", "production", "export", "import", "shipment", "closure", "launch", "output", "run", "streak", "string",
    "recruitment", "hiring", "removal", "theft", "seizure", "release", "registration", "downing", "destruction", "demolition"
))  # fmt: skip
"""Nouns that say what becomes of the things counted: *the delivery of 63 trams*, *sales of 5,800 units*; *run* and the like: of what row the games are."""


def _act(parse: Parse, d: Draft) -> str:
    """The noun of such an act before *of*, where it governs the counted noun."""
    k = d.first - 1
    s = parse.sentences[d.sentence][0]
    while k > s and parse.lower[k] in ("about", "some", "around", "nearly", "over", "more", "than", "at", "least", "almost", "up", "to", "just", "the", "another"):
        k -= 1
    if k <= s or parse.lower[k] != "of" or parse.tag[k - 1] not in ("NN", "NNS"):
        return ""
    word = parse.lower[k - 1]
    one = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s") if not word.endswith("ss") else word
    return word if one in _ACTS else ""


def _who_are(parse: Parse, noun: int, e: int) -> str:
    """The state that a relative clause gives to those counted: *4,200 people who have been homeless*."""
    if noun + 1 >= e or parse.lower[noun + 1] not in ("who", "that", "which"):
        return ""
    for verb in children(parse, noun):
        if parse.dep[verb] == "relcl" and parse.lemma[verb] == "be" and not any(parse.dep[c] == "neg" for c in children(parse, verb)):
            for c in children(parse, verb):
                if parse.dep[c] == "acomp" and parse.tag[c] == "JJ" and (c + 1 >= e or parse.lower[c + 1] not in ("to", "that", "about", "of", "with")):
                    return parse.lower[c]
    return ""


def _times(parse: Parse, d: Draft, noun: int) -> str:
    """What happens so many times, or what a multiple is of: *circles the planet 14 times*, *three times the amount*."""
    e = parse.sentences[d.sentence][1]
    k = noun + 1
    if k + 1 < e and parse.lower[k] == "as" and parse.lower[k + 1] in ("many", "much"):
        run = noun_run(parse, d.sentence, k + 2) if k + 2 < e and parse.lower[k + 2] != "as" else None
        return " ".join(parse.text[parse.start[noun] : parse.end[run]].split()) if run is not None else "times"
    if k < e and parse.lower[k] in ("the", "its", "their", "his", "her", "that"):
        run = noun_run(parse, d.sentence, k + 1) if k + 1 < e else None
        return " ".join(parse.text[parse.start[noun] : parse.end[run]].split()) if run is not None else "times"
    run = noun_run(parse, d.sentence, k) if k < e and parse.tag[k] in RUN_TAGS and parse.lower[k] not in ("last", "next", "more", "less") else None
    if run is not None and parse.ent[run] not in ("DATE", "TIME") and parse.lower[run] not in ("week", "month", "year", "day", "night"):
        return " ".join(parse.text[parse.start[noun] : parse.end[run]].split())  # prices are 12 times average earnings
    verb = parse.head[noun]
    if parse.pos[verb] != "VERB" or verb > d.first or (k < e and (parse.lower[k] in ("as", "more", "less", "over") or parse.tag[k] in ("JJR", "RBR"))):
        return "times"
    thing = next((c for c in children(parse, verb) if parse.dep[c] == "dobj" and verb < c < d.first and parse.tag[c] in NOUN_TAGS), None)
    subject = next((c for c in children(parse, verb) if parse.dep[c] in ("nsubj", "nsubjpass") and parse.tag[c] in NOUN_TAGS), None)
    parts = ("times", noun_phrase(parse, subject, d) if subject is not None else "", parse.word[verb], noun_phrase(parse, thing, d) if thing is not None else "")
    return " ".join(p for p in parts if p)


def is_extent(parse: Parse, k: int, units: Container[str]) -> bool:
    """Is a noun the unit of another number, so that it is measured with and not measured: *3 years, 2 months*, *0.7 per cent*?"""
    if parse.lower[k] not in units and parse.lower[k] not in NUMBER_WORDS and parse.lower[k] not in ("cent", "points", "degrees"):
        return False
    before = k - 2 if k > 1 and parse.lower[k - 1] in ("per", "basis", "percentage", "-", "square") else k - 1
    return before >= 0 and (parse.tag[before] == "CD" or any(c < k and parse.tag[c] == "CD" for c in children(parse, k)))


def opening(parse: Parse, last: int, floor: int, longest: int = 8) -> int:
    """The first token of the noun phrase that ends at a token, read from tags alone: back to a determiner, a verb or a preposition."""
    left = last
    while left > floor and last - left < longest:
        if parse.tag[left - 1] in RUN_TAGS:
            left -= 1
        elif parse.lower[left - 1] == "of" and left > floor + 1 and parse.tag[left - 2] in NOUN_TAGS:
            left -= 2  # a gallon of gas
        else:
            break
    while left < last and parse.tag[left] in ("HYPH", "POS"):
        left += 1
    return left


def opened(parse: Parse, last: int, floor: int) -> str:
    """The noun phrase that ends at a token."""
    return " ".join(parse.text[parse.start[opening(parse, last, floor)] : parse.end[last]].split())


def noun_phrase(parse: Parse, head: int, d: Draft, units: Container[str] = (), longest: int = 8) -> str:
    """The noun phrase of a head without determiner, relative clause, what is set off by a comma, and other numbers with their units."""
    if parse.tag[head] == "CD" and head and parse.tag[head - 1] in NOUN_TAGS:  # the Norbank 250
        return opened(parse, head, parse.sentences[parse.sentence[head]][0])
    left, right = parse.edges(head)
    left = max(left, head - longest)
    floor = parse.token_at(max(d.number.end, d.extra.get("unit_end", 0)))  # the number and its unit are no part of it
    if head >= floor and parse.start[left] < d.number.end:
        left = max(left, floor)
    elif head >= d.first and head < floor:
        return ""
    while (
        left < head
        and (
            parse.lower[left] in NUMBER_WORDS
            or parse.lower[left] in ("lakh", "crore", "points", "point")
            or parse.tag[left] in ("DT", "PRP$", "WP$", "CC", ",", "IN", "RB", "CD", "$", "``", "''", "PDT", "HYPH")
            or (parse.text[parse.start[left] - 1 : parse.start[left]] in ("-", "–") and left > 1 and parse.tag[left - 2] in ("CD", "HYPH"))  # 44-year low
            or (left and parse.tag[left - 1] == "CD" and parse.lower[left] in units)  # its 4.0 litre engine, 60GB data cap
            or (parse.tag[left] == "JJ" and parse.text[parse.start[left] - 1 : parse.start[left]] == "-" and parse.lower[left] == "old")
            or (parse.head[left] != head and parse.edges(parse.head[left])[1] <= left)
        )
    ):
        left += 1
    end = head + 1
    while end < right and end < head + longest and parse.tag[end] not in (",", ":", "WDT", "WP", "WRB", "VBD", "VBZ", "VBN", "VBG", "-LRB-", ".", "CC", "CD", "TO", "``", "''"):
        end += 1
    while end > head + 1 and parse.tag[end - 1] not in NOUN_TAGS:
        end -= 1
    if end == head + 1 and _numbered(parse, head, right) and not d.first <= end <= d.last:
        end += 1
    return " ".join(parse.text[parse.start[left] : parse.end[end - 1]].split())


def _numbered(parse: Parse, head: int, right: int) -> bool:
    """Does a number that is part of a name follow: *the Vellmark 100*?"""
    k = head + 1
    return k < right and parse.tag[head] in ("NNP", "NNPS") and parse.tag[k] == "CD" and parse.head[k] == head and parse.word[k].isdigit() and parse.start[k] == parse.end[head] + 1
