"""Stances: what somebody is said to be open to doing, or refuses to do, and the reports that are said to misreport words.

*Is considering selling the mill* and *has no intention of selling the mill* share a deed and an object and stand on opposite sides. Here a statement is read for
such phrases: the side, the verb, its object and whose stance it is. Two stances are of one deed where verb and head of the object agree and no name in the two
objects excludes the other. What is said on a condition, of earlier days or of an unnamed *it* is no stance.

Source of the idea: the veridicality signatures of Nairn, Condoravdi and Karttunen 2006 (what *refuse to*, *be willing to* say of the deed under them), cut down to
phrases. Known to miss: verbs that differ (*sell*, *part with*), stances that are deeds (*vetoed*), and objects taken up by a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.across.propositions import Words, plain
from onrecord.across.steps import View
from onrecord.across.words import _STOP, tokens
from onrecord.model import Span

_IDEA = r"(?: (?:the|any|an) (?:idea|notion|possibility|prospect|option|thought|suggestion)s? of)?"
_AGAINST = re.compile(
    r"\b(?:"
    r"(?:refus(?:e|es|ed|ing|als?)|not(?: going| about| ready| willing| prepared)?|never|no (?:intention|plans?|wish|desire)|unwilling(?:ness)?|reluctan(?:t|ce)) to (?P<to>[a-z]+)"
    r"|(?:(?:will|would|shall|['’]ll) (?:not|never)|won['’]t|wouldn['’]t)(?: ever)? (?P<bare>[a-z]+)"
    rf"|(?:reject(?:s|ed|ing|ion of)?|rul(?:e|es|ed|ing) out|no (?:intention|question) of|oppos(?:es|ed to)|against){_IDEA} (?P<ing>[a-z]+ing)"
    r")\b"
)
_FOR = re.compile(
    r"\b(?:"
    r"(?:ready|willing|prepared|agree[ds]?|intend(?:s|ed|ing)?|intention|readiness|willingness|plan(?:s|ned|ning)?|offer(?:s|ed|ing)?|promis(?:es?|ed)) to (?P<to>[a-z]+)"
    r"|(?:will|would|shall|['’]ll) (?P<bare>(?!not\b|never\b|be\b|have\b)[a-z]+)"
    rf"|(?:open to|consider(?:s|ing)?|weigh(?:s|ing)|contemplat(?:es|ing)|mull(?:s|ing)|in favou?r of|(?:possibility|prospect|idea|option) of){_IDEA} (?P<ing>[a-z]+ing)"
    r")\b"
)
_LIKELY = re.compile(r"refus|\bto\b|\b(?:not|never|no)\b|n['’]t\b|ing\b|['’]ll\b|\bwill\b|would|shall")
_TURNED = re.compile(r"(?:\bnot|\bnever|n['’]t)(?: \w+)? $")
"""What stands before a stance that turns it round once more: *has not ruled out selling*. Such are left alone."""
_EARLIER = re.compile(r"\b(?:had|once|earlier|previously|formerly|used to|no longer|initially|originally|at first)\b")
_CONDITION = re.compile(r"\b(?:if|whether|unless|until|till|before|without|provided|as long as|only (?:if|when|after)|except)\b|\bwould have\b")
_END = re.compile(
    r"[.;:!?,()\[\]—\"“”\n]|\b(?:if|unless|until|till|before|after|when|while|because|since|but|and|or|nor|which|who|that|as|so|despite|without|within|by|on|at|during|for|with|to|from|in|"
    r"into|over|under|against|through|about|next|this week|this month|this year|last|today|tomorrow|now|again|later|soon|any more|anymore|yet|then|also)\b"
)
_PREPOSITION = re.compile(r"\s*(?:with|to|from|in|into|against|for|on|over|about|at|by|through|under|down|up|out|off|back)\b")
_UNNAMED = frozenset(["it", "them", "him", "her", "this", "that", "these", "those", "so", "one", "such", "anything", "everything", "us", "me", "you"])
_BETWEEN = frozenset(
    [
        *(
            "is",
            "are",
            "was",
            "were",
            "am",
            "has",
            "have",
            "had",
            "be",
            "been",
            "being",
            "also",
            "now",
            "still",
            "would",
            "will",
            "does",
            "did",
            "do",
            "clearly",
            "again",
            "ever",
            "simply",
            "itself",
        ),
        *(
            "himself",
            "herself",
            "themselves",
            "government",
            "cabinet",
            "administration",
            "side",
            "party",
            "company",
            "team",
            "office",
            "movement",
            "group",
            "union",
            "itself",
            "both",
            "all",
            "and",
            "m",
            "re",
        ),
    ]
)
"""Words between whoever takes a stance and the phrase that says so."""
_POSITION = re.compile(r"(?i)\b(?:position|policy|stance|line|aim|decision|answer|view|principle) (?:is|was|has been|remains|remained) $")
_SPEECH = frozenset(
    [
        "comment",
        "say",
        "answer",
        "speak",
        "talk",
        "elaborate",
        "respond",
        "reply",
        "discuss",
        "name",
        "identify",
        "confirm",
        "disclose",
        "be",
        "have",
        "do",
        "go",
        "get",
        "make",
        "know",
        "see",
        "forget",
        "let",
        "take",
        "give",
        "come",
        "like",
        "want",
        "think",
        "accept",
        "stop",
        "allow",
    ]
)
"""Verbs whose refusal is no stance: refused to comment. And verbs too general to name a deed."""
_WE = frozenset(["we", "our", "us", "i", "my", "me"])


def stances(
    text: str, spans: Sequence[Span], cue: str, speaker: Sequence[str], mentions: Iterable[tuple[Span, str]], labels: Iterable[tuple[Span, bool]], by: Words
) -> Iterator[View]:
    """The stances in the words of one statement.

    Args:
        text: The report.
        spans: The words of the statement, offsets in the text.
        cue: The words that report it; a refusal may stand in them (*refused* to sell the port).
        speaker: Whose statement it is, and the body that is meant where they say *we*: a stance that names nobody is theirs.
        mentions: Spans with the name of the actor that each means, in order.
        labels: Spans of contested names, and whether it is known whom each means.
        by: The lexicon ``claims``.

    Yields:
        ``for`` (open to it, or against), ``verb`` (stem), ``head`` (stem of what it is done to; empty for none), ``object`` (its stems), ``names`` (actors named in it), ``label`` (whether it is
        a contested name of nobody that is known), ``of`` (whose stance), ``words`` (as printed).

    >>> from onrecord.resources import Resources
    >>> from onrecord.across.propositions import words_of
    >>> said = "Hoff has no intention of selling the old ferries to the Weil company"
    >>> [s] = stances(said, [Span(0, len(said))], "", [], [(Span(0, 4), "Lena Hoff")], [], words_of(Resources()))
    >>> s["for"], s["verb"], s["head"], s["object"], s["of"], s["words"]
    (False, 'sell', 'ferry', ['old', 'ferry'], ['Lena Hoff'], 'no intention of selling the old ferries')
    """
    mentions, labels = list(mentions), list(labels)
    for k, span in enumerate(spans):
        lead = f"{cue} " if k == 0 and cue.startswith(("refus", "reject", "rul", "oppos")) else ""
        part = lead + text[slice(*span)]
        if not _LIKELY.search(part):
            continue
        shift = span[0] - len(lead)
        taken: list[tuple[int, int]] = []
        for favour, pattern in ((False, _AGAINST), (True, _FOR)):
            for m in pattern.finditer(part):
                verb = m["to"] or m["bare"] or m["ing"]
                if verb.endswith("ly") and verb not in ("apply", "reply", "rely", "supply", "comply", "ally", "fly"):
                    continue
                start = max(part.rfind(c, 0, m.start()) for c in ".;!?“\n") + 1
                before = part[start : m.start()]
                if any(s < m.end() and m.start() < e for s, e in taken):
                    continue
                taken.append(m.span())
                rest = part[m.end() : m.end() + 160]
                sentence = re.split(r"[.;!?\n]", rest, maxsplit=1)[0]
                if verb in _SPEECH or by.base.get(verb, verb) in _SPEECH or _TURNED.search(before) or _EARLIER.search(before) or _CONDITION.search(before + m.group() + sentence):
                    continue
                lead_in = _PREPOSITION.match(rest)
                at = lead_in.end() if lead_in else 0
                stop = _END.search(rest, at)
                end = stop.start() if stop else len(rest)
                words = [w for w in plain(rest[at:end]) if w not in _STOP]
                if (set(words) & _UNNAMED) or len(words) > 8:
                    continue
                noun = re.split(r"\bof\b", rest[at:end])
                heads = [[w for w in plain(n) if w not in _STOP] for n in noun]
                head = next((h[-1] for h in heads if h and h[-1] not in by.aspects), "") if heads else ""
                where = Span(shift + m.end() + at, shift + m.end() + end)
                named = list(dict.fromkeys(n for s, n in mentions if n[:1].isupper() and where[0] <= s[0] and s[1] <= where[1]))
                yield {
                    "for": favour,
                    "verb": by.root(verb),
                    "head": by.root(head) if head else "",
                    "object": [by.root(w) for w in words if w not in by.aspects],
                    "names": named,
                    "label": not named and any(not known and where[0] <= s[0] and s[1] <= where[1] for s, known in labels),
                    "of": _whose(before, shift + start, shift + m.start(), speaker, mentions),
                    "words": " ".join(part[m.start() : m.end() + end].split()),
                }


def _whose(before: str, start: int, at: int, speaker: Sequence[str], mentions: Sequence[tuple[Span, str]]) -> list[str]:
    """Who takes a stance: the actor that stands before it, whoever speaks where it is *we* or nobody; none where somebody stands there that is not known."""
    last = next(((s, n) for s, n in reversed(mentions) if start <= s[0] and s[1] <= at), None)
    own = list(speaker[:1])
    position = _POSITION.search(before)
    text = before[: position.start()] if position else before
    words = [w for w in tokens(text) if w not in _BETWEEN and w not in ("the", "a", "an", "that", "clear", "firm", "official", "any", "long", "standing")]
    if last is not None:
        gap = tokens(before[last[0][1] - start :] if not position else before[last[0][1] - start : position.start()])
        inside = tokens(before[last[0][0] - start : last[0][1] - start])
        if all(w in _BETWEEN or (position and w in ("clear", "firm", "official", "long", "standing")) for w in gap):
            return [*(speaker if set(inside) & _WE else []), last[1]]
        return []
    return list(speaker) if words and words[-1] in _WE else own if not words or words[-1] in ("he", "she", "they") else []


def one_deed(a: View, b: View, unknown: bool) -> bool:
    """Whether two stances are of one deed: verb and object agree. `unknown`: a contested name of nobody that is known may stand for the other's object."""
    if a["verb"] != b["verb"]:
        return False
    if unknown and (a["label"] or b["label"]) and a["head"] and b["head"]:
        return True
    if a["names"] and b["names"]:
        if not set(a["names"]) & set(b["names"]):
            return False
        if len(a["object"]) <= 2 and len(b["object"]) <= 3 and (a["object"] == b["object"] or a["names"] == b["names"]):
            return True
    return bool(a["head"] == b["head"])


def whose_agree(a: View, b: View) -> str | None:
    """The actor whose stance both are; None where they are of different ones or of nobody that is known.

    >>> whose_agree({"of": ["Lena Hoff"]}, {"of": ["Hoff"]}), whose_agree({"of": ["Lena Hoff"]}, {"of": []})
    ('Lena Hoff', None)
    """
    for x in a["of"]:
        for y in b["of"]:
            one, two = frozenset(tokens(x)), frozenset(tokens(y))
            if one and two and (one <= two or two <= one):
                return str(max(x, y, key=len))
    return None


_MISREPORTS = re.compile(
    r"(?i)\b(?:article|report|story|account|interview|coverage|headline|post|quotation|quote|version|summary|transcript|newspaper|paper|journalist|reporter)s?\b[^.;“”]{0,60}?"
    r"\b(?:(?:is|are|was|were) (?:far from|nothing like|not)|bear(?:s|ing)? (?:no|little) (?:resemblance|relation|likeness) to|(?:does|did|do) not (?:reflect|represent|match|correspond to|convey)|"
    r"misrepresent(?:s|ed)?|misquot(?:es|ed)|misreport(?:s|ed)?|distort(?:s|ed)?|twist(?:s|ed)|falsif(?:ies|ied)|garbled) (?P<rest>[^.;]*)"
)
_WORDS = re.compile(
    r"\bwhat\b.{1,60}\b(?:said|told|says|stated|wrote|declared)\b|['’]s? (?:[\w-]+ (?:and )?){0,4}(?:words|statements?|remarks?|comments?|speech|interview|views?|position)\b|\bthe (?:words|remarks|statements|comments) of\b"
)


def misreports(words: str) -> tuple[int, int] | None:
    """Where, in a statement that a report misreports somebody, it says whose words: the span of that; None for other statements.

    >>> said = "the paper’s story is far from what Otto Vance said"
    >>> said[slice(*misreports(said))], misreports("the town is far from what it was")
    ('what Otto Vance said', None)
    """
    m = _MISREPORTS.search(words)
    return m.span("rest") if m and _WORDS.search(m["rest"]) else None


_GROUNDS = r"(?:justifications?|pretexts?|rationales?|grounds|excuses?|reasons?|need)"
_STAY = r"(?:presence|existence|stay|stationing|deployment|occupation|mission|bases?|troops|soldiers|forces)"
_GONE = r"(?:(?:ha[sd]|have) (?:now |long |already |since )?(?:ended|expired|gone|disappeared|vanished|lapsed|ceased)|(?:is|are|was|were) (?:now |long )?(?:gone|over)|no longer (?:exist|appl|hold|stand)\w*)"
_GROUNDLESS = re.compile(
    rf"(?i)\b{_GROUNDS} (?:for|of|behind) (?P<what>[^.;“”]{{0,60}}?\b{_STAY}\b[^.;“”]{{0,40}}?) {_GONE}|\b(?:no|any) (?:longer |more )?(?:any )?{_GROUNDS} for (?P<none>[^.;“”]{{0,60}}?\b{_STAY}\b)"
)
_MISSION = re.compile(
    r"(?i)(?:\b(?:keep|kept|station|deploy|send|sent|maintain|bas(?:e|ed|ing)\b|post|leav(?:e|ing)|left|hold)\w*\b[^.;]{0,80}?\b(?:troops|soldiers|forces|brigades?|warships|bases|weapons|advisers|marines)\b"
    r"|\b(?:troops|soldiers|forces|brigades?|warships|bases|advisers|marines|presence|mission|deployment|coalition)\b[^.;]{0,60}?\b(?:is|are|was|were|remain(?:s|ed)?|stay(?:s|ed)?|aim(?:s|ed)?|needed|stationed|deployed|based))"
    r"[^.;]{0,60}?\b(?:in order to|to) (?P<words>(?:help|fight|combat|protect|defend|train|support|prevent|stop|counter|deter|keep|secure|guard|assist|advise|defeat)\b[^.;”\"]*)"
)


def groundless(words: str) -> tuple[int, int] | None:
    """Where a statement that the grounds for a presence of forces are gone says whose presence; None for other statements.

    >>> said = "the justification for the presence of the coalition has ended"
    >>> said[slice(*groundless(said))], groundless("the justification for the tax has ended")
    ('the presence of the coalition', None)
    """
    m = _GROUNDLESS.search(words)
    return None if not m else m.span("what") if m["what"] else m.span("none")


def mission(words: str) -> str | None:
    """What forces are said to be somewhere for.

    >>> mission("it keeps soldiers in Velmark to help its army defeat the Front"), mission("soldiers have to help")
    ('help its army defeat the Front', None)
    """
    m = _MISSION.search(words)
    return m["words"].strip() if m else None


__all__ = ["groundless", "misreports", "mission", "one_deed", "stances", "whose_agree"]
