"""Words of a report as weights: what it is about, comparable with any other report without knowing the rest of the collection.

The background is how common a word is in English at large (wordfreq), not in the reports at hand: so a vector never changes when
reports are added, and two records of the same reports agree.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "for",
        "on",
        "at",
        "by",
        "with",
        "from",
        "as",
        "that",
        "this",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "he",
        "she",
        "they",
        "his",
        "their",
        "i",
        "we",
        "you",
        "not",
        "but",
        "will",
        "would",
        "who",
        "which",
        "what",
        "when",
        "said",
        "say",
        "mr",
        "mrs",
        "ms",
    ]
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
RARE = 4.5
"""Zipf frequency taken for words that the background does not list (thirty in a million): names and misspellings must not outweigh all."""
POWER = 1.5
NUMBERS = 0.4
FIRST_WORDS, LEAD = 300, 120
"""Words of the body that are read, and those among them that count twice: news tells what happened first."""


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its common endings; crude on purpose, as both sides are treated alike.

    >>> stem("bridges"), stem("collided"), stem("mayor's")
    ('bridg', 'collid', 'mayor')
    """
    if word.endswith("'s"):
        word = word[:-2]
    for ending, other in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + other
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def tokens(text: str) -> list[str]:
    """The words of a text, lower case, straight apostrophes.

    >>> tokens("The mayor’s bridge, 1922")
    ['the', "mayor's", 'bridge', '1922']
    """
    straight = text.replace("’", "'") if "’" in text else text
    return _TOKEN.findall(straight.lower()) if straight.isascii() else [w.lower() for w in _TOKEN.findall(straight)]  # a capital beyond ASCII may become two characters


@cache
def _commonness() -> dict[str, float]:
    from wordfreq import get_frequency_dict

    share: dict[str, float] = {}
    for word, frequency in get_frequency_dict("en", wordlist="small").items():
        share[stem(word)] = share.get(stem(word), 0.0) + frequency
    return {word: math.log10(f) + 9 for word, f in share.items()}


@lru_cache(maxsize=1 << 16)
def _weight(word: str) -> float:
    return float(max(0.2, 7.2 - _commonness().get(word, RARE)) ** POWER)


def _unit(counts: dict[str, float]) -> dict[str, float]:
    vector = {w: (1 + math.log(c) if c > 1 else c) * _weight(w) for w, c in counts.items()}
    length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
    return {w: x / length for w, x in vector.items()}


def text_vector(headline: str, body: str) -> dict[str, float]:
    """Stems with their weights, of length 1; the headline counts four times and the lead twice, figures less than words."""
    counts: dict[str, float] = {}
    lead = _first(body)
    for words, times in ((tokens(headline), 4.0), (lead[:LEAD], 2.0), (lead[LEAD:], 1.0)):
        for word, n in Counter(words).items():
            if word not in _STOP:
                figure = word[0].isdigit()
                key = word if figure else stem(word)
                counts[key] = counts.get(key, 0.0) + n * times * (NUMBERS if figure else 1.0)
    return _unit(counts)


@lru_cache(maxsize=4)
def _first(body: str) -> tuple[str, ...]:
    return tuple(tokens(body[: FIRST_WORDS * 12])[:FIRST_WORDS])


def spellings(headline: str, body: str, stems: Iterable[str]) -> dict[str, str]:
    """How a report first writes some stems, for a reader.

    >>> spellings("Bridge closed", "Two bridges are closed by the flood.", ["bridg", "flood"])
    {'bridg': 'bridge', 'flood': 'flood'}
    """
    found = dict.fromkeys(stems, "")
    for word in (*tokens(headline), *_first(body)):
        if not word[0].isdigit() and found.get(key := stem(word)) == "":
            found[key] = word
    return {key: word for key, word in found.items() if word}


def length(body: str) -> int:
    """How many words of a body are read."""
    return len(_first(body))


def headline_vector(headline: str) -> dict[str, float]:
    """The stems of a headline with their weights, of length 1."""
    return _unit({stem(w): 1.0 for w in tokens(headline) if w not in _STOP})


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    """The cosine of two vectors of length 1.

    >>> cosine({"bridge": 1.0}, {"bridge": 0.6, "mayor": 0.8})
    0.6
    """
    return math.fsum(a[w] * b[w] for w in a.keys() & b.keys())  # exact, so that the order of a set does not show
