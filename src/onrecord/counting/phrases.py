"""The noun phrase beside a number: which noun it counts, and the words by which `measures` calls it.

What comes in: a parse and tokens. What goes out: tokens or short strings; read from tags and heads alone.
"""

from __future__ import annotations

from bisect import bisect_left

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
            break  # two girls ages 11 and 15
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
    if end + 2 < e and parse.lower[end + 1] in ("of", "in", "from", "for") and parse.head[end + 1] == end:
        edge = min(parse.edges(end + 1)[1], end + 6, e)
        k = end + 2
        while k < edge and parse.tag[k] not in (",", ":", "IN", "WDT", "WP", "CC", "VBD", "VBZ", "VBP", "CD", "."):
            k += 1
        if k > end + 2 and parse.tag[k - 1] in NOUN_TAGS:
            end = k - 1
    piece = text[parse.start[first] : parse.end[end]]
    return " ".join(piece.split())


def noun_phrase(parse: Parse, head: int, d: Draft, longest: int = 8) -> str:
    """The noun phrase of a head without determiner, relative clause and what is set off by a comma."""
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
            or parse.tag[left] in ("DT", "PRP$", "CC", ",", "IN", "RB", "CD", "$", "``", "''", "PDT", "HYPH")
            or (parse.text[parse.start[left] - 1 : parse.start[left]] in ("-", "–") and left > 1 and parse.tag[left - 2] in ("CD", "HYPH"))  # 44-year low
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
    return " ".join(parse.text[parse.start[left] : parse.end[end - 1]].split())
