"""A statement as propositions: the words of each clause, whether it is turned round, doubted, hedged or conditional, and what it takes up of what was said before.

Two clauses are at odds only where both assert flatly: *the ferry may not sail*, *whether the ferry sails* and *the ferry will not sail if it blows*
say nothing against *the ferry will sail*. Contractions are opened and irregular verbs brought to one form, so that *won't* meets *will not* and *stole*
meets *stealing*.

Source of the idea: natural logic of MacCartney and Manning 2007 (what a word does to the polarity of what it governs), reduced to lists of
words. Known to miss: negation by a verb that is not listed, and irony.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.across.steps import View
from onrecord.across.words import _STOP, stem, tokens
from onrecord.resources import Resources

_WHOLE = {"won't": ("will", "not"), "can't": ("can", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"), "cannot": ("can", "not"), "gonna": ("going", "to")}
_CLITIC = {"'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would"}
_IS = frozenset(["it's", "he's", "she's", "that's", "there's", "what's", "who's", "here's", "this's"])
_AUXILIARIES = frozenset(
    [
        *("do", "does", "did", "can", "could", "may", "might", "must", "shall", "should", "am", "being", "also", "there", "if", "than"),
        *("her", "him", "them", "me", "us", "my", "your", "our", "himself", "herself", "itself", "themselves", "these", "those", "such"),
    ]
)
_BREAK = re.compile(
    r"(?<=[^\W_]{3})[.!?;:]+[\"”’')\]]*\s+|\s[—–-]{1,2}\s|—|\n"
    r"|,?[\"”’']?\s(?:but|while|whereas|although|though|yet|because|despite|which|who|so that)\s(?!only\b)|,[\"”’']?\s(?:and|or|as)\s"
)
_REACHES = re.compile(r"\s[—–-]{1,2}\s|—|,[\"”’']?\s(?:and|or|as)\s")
SCOPE = 7
"""Words after a negation that it is taken to reach."""
BESIDE = 2
"""Words on either side that an opposite (*rose*, *fell*) is said of; as stop words do not count, they reach over a phrase."""
_DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "mai", "june", "july", "august"),
    *("september", "october", "november", "december", "today", "yesterday", "tomorrow", "week", "month", "year"),
)
_EMBEDS = frozenset(["that", "whether"])
_CONDITIONS = frozenset(["if", "unless", "provided", "otherwise"])
_KNOWING = frozenset(
    [
        "know",
        "knows",
        "knew",
        "known",
        "say",
        "says",
        "said",
        "sure",
        "certain",
        "clear",
        "see",
        "seen",
        "saw",
        "recall",
        "remember",
        "hope",
        "hopes",
        "hoped",
        "fear",
        "fears",
        "feared",
        "ask",
        "asks",
        "asked",
        "wonder",
        "wonders",
        "wondered",
    ]
)
_NOT_KNOWN = re.compile(rf"\b(?:not|never|nobody|none|nor|neither|no one)(?: \w+)? (?:{'|'.join(sorted(_KNOWING))})\b")
_FINITE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "do",
        "does",
        "did",
        "am",
        "been",
        "not",
        "never",
        "no",
        "nobody",
    ]
)
_HEDGES = frozenset(["may", "might", "perhaps", "possibly", "maybe", "possible", "likely", "probably", "apparently", "seemingly"])
_WANTING = re.compile(
    r"(?<!\bthe )(?<!\ba )\b(?:want|wish|hope|plan|intend|aim|seek|tri|try|ask|demand|urg|prepar|propos|attempt|need)(?:s|es|ed|ied|ies|ing|e|es)?\b(?: \w+){0,5}? (?:to|that)\b|\bsought to\b"
)
_FALSE_THAT = re.compile(r"\b(?:false|untrue|incorrect|wrong|nonsense|lie) (?:that|to (?:say|claim|suggest|think))\b")
_PASSED = frozenset(["tru", "correct", "right", "accurat", "intention", "intent", "plan", "wish", "desir", "longer", "mor", "way"])
"""Stems after a negation that are passed over to find what it turns round: *not true that …*, *no intention of …*."""
_FORMER = frozenset(["once", "formerly", "previously"])
_NORMS = frozenset(["should", "must", "ought"])
_NO_NEGATION = re.compile(
    r"\b(?:not (?:only|just|merely|simply|least|to mention|so much)|no (?:doubt|less than|fewer than|more than|matter|sooner|later than|other than|question)|nothing (?:but|less than)|"
    r"none other|second to none|whether or not|or not)\b"
)
_NO_ALONE = re.compile(r"(?i)^[\"“‘'\s]*no[,.!:;—–-]+\s")
"""The *no* that answers, and turns nothing round: *No, the gate was open.*"""
_MONTH = re.compile(r"(?<!^)(?<![.!?:“\"] )\bMay\b(?! (?:not|be|I|we)\b)")  # the month, which is no hedge; written so that it never meets the verb
_NOT_YET = re.compile(r"\b(?:not|n't) yet\b|\byet to\b|\bso far\b")


def plain(text: str) -> list[str]:
    """The words of a text, lower case, with contractions opened.

    >>> plain("The gate won’t open; it isn't safe, they can't leave")
    ['the', 'gate', 'will', 'not', 'open', 'it', 'is', 'not', 'safe', 'they', 'can', 'not', 'leave']
    """
    words = tokens(_MONTH.sub("Mai", text) if "May" in text else text)
    if "'" not in text and "’" not in text and _WHOLE.keys().isdisjoint(words):
        return words
    out: list[str] = []
    for word in words:
        if word in _WHOLE:
            out += _WHOLE[word]
        elif word.endswith("n't"):
            out += (word[:-3], "not")
        elif word in _IS:
            out += (word[:-2], "is")
        elif (clitic := next((c for c in _CLITIC if word.endswith(c)), None)) and len(word) > len(clitic):
            out += (word[: -len(clitic)], _CLITIC[clitic])
        else:
            out.append(word)
    return out


class Words:
    """The lexicon ``claims`` in the form that statements are compared by; one for each set of resources.

    Attributes:
        base: Irregular forms and their verb: *stole* is ``steal``.
        negation: Words that turn a clause round.
        negative: Stems of words that hold a negation.
        doubted: Stems of words that leave open what they speak of.
        aspects: Words that stand for the thing itself before *of*.
    """

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.base = {form: verb for verb, forms in lexicon["irregular"].items() for form in forms}
        self.days = frozenset(self.root(w) for w in _DAYS)
        self.negation = frozenset(lexicon["negation"])
        self.negative = frozenset(self.root(w) for w in lexicon["negative"])
        self.doubted = frozenset(self.root(w) for w in lexicon["doubted"])
        self.opposed = frozenset(self.root(w) for pair in lexicon["opposites"] for w in pair)
        self.hollow = frozenset(self.root(w) for w in lexicon["hollow"])
        self.aspects = frozenset(lexicon["aspects"])
        self.phrases = re.compile(r"\b(?:" + "|".join(re.escape(p) for p in lexicon["negative_phrases"]) + r")\b")

    def root(self, word: str) -> str:
        """The stem of a word, of an irregular form that of its verb."""
        word = word[:-2] if word.endswith("'s") else word
        found = stem(self.base.get(word, word))
        if len(found) == 4 and found[3] == "e":  # fire, fired
            return found[:3]
        return found[:3] if len(found) == 4 and found[3] == found[2] not in "aeiouls" else found  # cutting, cut

    def stems(self, text: str) -> dict[str, None]:
        """The stems of a text that say something: no stop words, auxiliaries or negations."""
        return self._stems(plain(text))

    def _stems(self, words: Iterable[str]) -> dict[str, None]:
        words = self.phrases.sub(" ", " ".join(words)).split()
        return dict.fromkeys(self.root(w) for w in words if w not in _STOP and w not in _AUXILIARIES and w not in self.negation and len(w) > 1)

    def predicated(self, words: Sequence[str]) -> bool:
        """Whether these words hold a finite verb, as far as forms show: *the arms agreement* says nothing that can be denied."""
        return any(w in _FINITE or w in self.base or (w.endswith("ed") and len(w) > 4) for w in words)

    def negations(self, text: str) -> int:
        """How many words of a text turn it round by themselves."""
        return sum(w in self.negation for w in _NO_NEGATION.sub(" ", " ".join(plain(_NO_ALONE.sub("", text)))).split())

    def clauses(self, texts: Iterable[str]) -> Iterator[View]:
        """The clauses of the parts of a statement, cut at contrasts and reasons, each with its words and how it stands.

        Two negations of a kind (*no collusion and no obstruction*) are one, one of each (*did not deny*) cancel. What follows a negated clause
        after a dash or an *and* is left open, as the negation may reach into it.
        """
        for text in texts:
            start, before = 0, False
            for m in [*_BREAK.finditer(text), None]:
                part = text[start : m.start() if m else len(text)]
                words = plain(_NO_ALONE.sub("", part))
                stems = self._stems(words)
                core = sorted(w for w in stems if w not in self.negative and w not in self.hollow)
                if core and words:
                    clause = {"stems": core, **self._stance(words, stems)}
                    line = list(stems)
                    clause["beside"] = {w: [*line[max(0, k - BESIDE) : k], *line[k + 1 : k + 1 + BESIDE]] for k, w in enumerate(line) if w in self.opposed}
                    clause["doubted"] |= before and not clause["negated"]
                    yield clause
                    before = clause["negated"]
                if m:
                    start = m.end()
                    before &= bool(_REACHES.fullmatch(m.group()))

    def _stance(self, words: Sequence[str], stems: Mapping[str, None]) -> View:
        line = _NO_NEGATION.sub(" ", " ".join(words))
        turned = line.split()
        negating = {k for k, w in enumerate(turned) if w in self.negation}
        phrases = list(self.phrases.finditer(line))
        holding = {k for k, w in enumerate(turned) if self.root(w) in self.negative} | {line[: p.end()].count(" ") for p in phrases}
        conditional = bool(set(words[1:]) & _CONDITIONS) or words[0] in _CONDITIONS
        untrue = _FALSE_THAT.search(line)
        if untrue:
            holding.add(line[: untrue.start()].count(" "))
        open_words = {w for w in stems if w in self.doubted} - ({self.root(untrue.group().split()[0])} if untrue else set())
        doubted = bool(open_words) or bool(_NOT_YET.search(line)) or bool(_NOT_KNOWN.search(line))
        at = next((k for k, w in enumerate(turned) if w in _EMBEDS and k), None)
        if at is not None and (turned[at] == "whether" or (any(k < at for k in negating) and set(turned[:at]) & _KNOWING)):
            doubted = True
        governed: set[str] = set()
        first: set[str] = set()
        for k in negating | holding:
            last = k == len(turned) - 1 or (k == len(turned) - 2 and turned[k - 1] in ("a", "an", "mere", "pure"))  # the hope that … is a fantasy
            governed |= {self.root(w) for w in (turned if last else turned[k + 1 : k + 1 + SCOPE])}
            following = (self.root(w) for w in turned[k + 1 :] if not w.endswith("ly"))
            first |= governed if last else {next((w for w in following if w in stems and w not in self.negative and w not in self.hollow and w not in _PASSED), "")}
        return {
            "negated": bool(negating) != bool(holding),
            "not": bool(negating),
            "turns": sorted(stems.keys() & (self.negative | self.doubted)),
            "governs": sorted(governed & stems.keys()),
            "first": sorted(first & stems.keys()),
            "doubted": doubted,
            "conditional": conditional,
            "hedged": bool(set(words) & _HEDGES),
            "could": "could" in words,
            **({"former": True} if set(words) & _FORMER else {}),
            "wish": bool(_WANTING.search(line)),
            "norm": bool(set(words) & _NORMS),
        }


def words_of(resources: Resources) -> Words:
    """The `Words` of these resources."""
    made: Words = resources.derived("claims:words", lambda r: Words(r.lexicon("claims")))
    return made


# ------------------------------------------------------------------------------------------------------- taking up a claim

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_UNTRUE = (
    r"(?:not true|untrue|false|wrong|incorrect|a lie|an outright lie|a pure lie|a complete lie|lies|baseless|groundless|unfounded|nonsense|rubbish|fabricated|fabrications?|"
    r"an invention|inventions?|slander|propaganda|fake news|a fake|fake|a fairy tale|fairy tales|a myth|a hoax|a smear|without (?:any )?(?:basis|foundation|merit|substance))"
)
_NOUN = r"(?:allegation|accusation|claim|charge|assertion|suggestion|insinuation|rumou?r|report|story)s?"
_ANAPHOR = re.compile(
    rf"^(?:(?i:that |as )?(?i:(?:all |any )?(?:of )?(?:the|this|that|these|those|such|both|his|her|their|its|any|all)) (?:[\w-]+ ){{0,2}}?(?P<noun>(?i:{_NOUN}))"
    rf"|(?P<whose>[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}})['’]s? (?:[\w-]+ )??(?i:{_NOUN})|(?i:this|that|it|it all))"
    rf"(?P<untrue> (?i:(?:as )?(?:\w+ly )?{_UNTRUE}))?(?: (?i:against (?:him|her|them|it)|(?:on |late |early )?{_WEEKDAY}|in an? (?:statement|letter|interview|speech|tweet|post|e-?mail|filing)\b.*))?[.,]*$"
)
_FALSE = re.compile(
    rf"(?i)^(?:but |and |no, )?(?:(?:all )?(?:this|that|these|those|it)|(?:the|this|that|these|those|such|his|her|their) (?:\w+ )?(?P<noun>{_NOUN}))"
    r"(?: is| are| was| were|['’]s)(?: all| simply| just| completely| totally| absolutely| utterly| entirely| plainly| nothing but| not only)*"
    rf" {_UNTRUE}\b[^.!?]{{0,30}}[.!?”\"]*$"
)


_CALLING = ("call", "describ", "dismiss", "brand", "denounc", "label", "term", "reject")
_NO_QUOTES = str.maketrans("", "", '“”"')
_NO_DENIAL = ("play", "downplay", "declin", "ignor", "brush", "shrug", "laugh", "refus", "oppos", "block")
"""Cues that turn something away and do not say that it is untrue."""


def takes_up(statement: View) -> str | None:
    """What a statement denies without saying it: the noun or pronoun by which it takes up an earlier claim; None where it says what it denies.

    >>> takes_up({"act": "denies", "words": "the allegation"}), takes_up({"act": "asserts", "words": "That is a lie"})
    ('the allegation', 'That')
    >>> takes_up({"act": "denies", "words": "the demand for a meeting"}), takes_up({"act": "asserts", "words": "the map was wrong"})
    (None, None)
    """
    text, cue = str(statement["words"]).translate(_NO_QUOTES), str(statement.get("cue", ""))
    if statement["act"] != "denies" and cue.startswith(_CALLING):
        called = _ANAPHOR.match(text)
        return text[: called.start("untrue")] if called and called["untrue"] else None
    if statement["act"] == "denies" and not cue.startswith(_NO_DENIAL):
        found = _ANAPHOR.match(text)
        return text[: found.start("untrue") if found["untrue"] else found.end("noun") if found["noun"] else len(text)].strip(" .,") if found else None
    if statement["act"] in ("asserts", "announces", "condemns") and _FALSE.match(text):
        return re.split(r"(?i)(?: is| are| was| were|['’]s)\b", text)[0]
    return None


def whose_claim(takes: str) -> str | None:
    """Whose claim is taken up, where that is said.

    >>> whose_claim("Otto Vance’s claims"), whose_claim("the claims")
    ('Otto Vance', None)
    """
    found = _ANAPHOR.match(takes)
    return found["whose"] if found else None


def run_of(words: Sequence[str], inside: Sequence[str]) -> int | None:
    """Where a run of words stands in another, word for word; None where it does not.

    >>> run_of(["will", "not", "open"], ["the", "gate", "will", "not", "open"])
    2
    """
    n = len(words)
    return next((k for k in range(len(inside) - n + 1) if list(inside[k : k + n]) == list(words)), None)
