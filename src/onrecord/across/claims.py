"""Claims across reports and within one: the same claim, what a denial denies, what cannot both hold, a later value.

Likeness is never agreement: two statements are first compared field by field (who speaks, polarity, negation, actors, places, purpose), two
figures by unit, what is counted, place, whose, period and bound. Only what agrees in all but one field is a conflict in that field. The reason
names the fields that were compared, so that it can be checked against the two texts.

Source of the idea: contradiction types of de Marneffe, Rafferty and Manning 2008 ("Finding contradictions in text"): negation, antonymy,
numbers, structure. Known to miss: contradictions that need knowledge of the world, and paraphrases that share few words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from onrecord.across.propositions import _NO_DENIAL, Words, plain, run_of, takes_up, whose_claim, words_of
from onrecord.across.stances import groundless, misreports, mission, one_deed, stances, whose_agree
from onrecord.across.steps import Layers, Step, View, day_of, listed, make_link
from onrecord.across.stories import KEPT, TOGETHER, similarities
from onrecord.across.words import _STOP, _weight, headline_vector, length, stem, text_vector, tokens
from onrecord.model import Attribution, Document, Entity, Event, Label, Link, LinkEnd, LinkKind, PlaceUse, Quantity, ReportKind, Span, Timex, Toponym
from onrecord.resources import Resources

_LED = re.compile(r"(?:the )?(?P<by>[\w.]+)-led\b")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n")
_PURPOSE = re.compile(
    r"\b(?:(?P<only>only|solely|purely|exclusively) (?:to|for|as)|(?:in order|so as) to|with the (?:sole )?aim of|aimed (?P<aim>only |solely )?at|for the (?:sole )?purpose of|"
    r"(?:is|are|was|were) (?:there|here|really|actually) to|(?P<plain>(?:is|are|was|were) to))\b\s+(?P<words>[^.;,“”\"(]+)"
)
_AIMED = re.compile(
    r"(?i)\b(?:push|mission|aim|goal|purpose|objective|role|task|job|move|plan|campaign|operation|presence|deployment|policy|strategy|intention|intent|effort|voyage|visit|war|drive|project|scheme)s?\b[^.;:]*$"
)
"""What is *to do* something as its purpose; *the minister is to visit* says what is to come."""
_IF = re.compile(r"(?i)\bif (?:[\w'’]+ ){1,4}$")
_CLAUSE_START = re.compile(r"[.;:!?“”\n—]|\b(?:that|because|while|although|but)\b")
_OTHER_SUBJECT = frozenset(
    ["you", "we", "they", "he", "she", "it", "i", "who", "which", "there", "to", "must", "can", "will", "would", "should", "is", "are", "was", "were", "has", "have", "had"]
)
_NO_SPEECH = frozenset(["believes", "intends", "asks"])
_SCALE = frozenset(["person", "vehicle", "aircraft", "ship", "warship", "building", "house", "vote", "percent", "fraction", "km", "ton", "animal", "case"])
_ORDINAL = re.compile(r"(?i)\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b")
_GLUED = re.compile(r"[A-Za-z]\d")
_TOTAL_BEFORE = re.compile(
    r"(?i)(?<!among a )(?<!among the )(?<!out of a )(?<!out of the )(?<!in a )\b(?:total of|in all,?|altogether,?|in total,?|combined total of)\s+(?:about |nearly )?$"
)
_TOTAL_AFTER = re.compile(r"(?i)(?:\s+[a-z]+){0,2},?\s+(?:in all|altogether|in total)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")
_EXPECTED = frozenset(
    [
        "expected",
        "expects",
        "expect",
        "planned",
        "plans",
        "plan",
        "will",
        "would",
        "could",
        "may",
        "might",
        "should",
        "forecast",
        "forecasts",
        "predicted",
        "predicts",
        "projected",
        "threatens",
    ]
)
_NEEDS = frozenset(["need", "needs", "needed"])
_WISHED = frozenset(["want", "wants", "wanted", "aim", "aims", "aimed", "hope", "hopes", "hoped", "seek", "seeks", "proposed", "proposes", "propose", "if"])
_AIMS = frozenset(["goal", "target", "aim", "objective", "plan", "pledge", "limit", "cap", "quota", "ceiling", "maximum", "minimum", "threshold"])
_VAGUE = re.compile(r"^(?:dozens|scores|hundreds|thousands|millions|billions|several)\b", re.I)
_QUALIFIER = {"at_least": "at least ", "over": "more than ", "about": "about ", "nearly": "nearly ", "under": "under ", "up_to": "up to ", "range": "", "exact": ""}


# ------------------------------------------------------------------------------------------------------------------- view


def _content_stems(text: str, by: Words) -> dict[str, float]:
    return {w: _weight(w) for w in by.stems(text) if w not in by.hollow}


def _sentences(text: str) -> list[int]:
    return [0, *(m.end() for m in _SENTENCE_END.finditer(text))]


def _cut(text: str, size: int) -> str:
    """The text in one line; what is longer ends at a word, with an ellipsis, so that nothing is quoted that nobody said.

    >>> _cut("leaving nearly 60 missing", 16)
    'leaving nearly …'
    """
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _purpose(text: str, by: Words) -> View | None:
    found = [m for m in _PURPOSE.finditer(text) if m["plain"] is None or (_AIMED.search(text, 0, m.start()) and not _IF.search(text, 0, m.start()))]
    if not found:
        return None
    m = found[-1]
    return {"only": bool(m["only"] or m["aim"] or " sole " in m.group()), "words": _cut(m.group(), 120), "stems": sorted(_content_stems(m["words"], by)), "at": m.start()}


def _condition(text: str, lexicon: Any) -> list[str] | None:
    """Classes of a refused thing and of its condition: ``no talks without a truce`` gives ``['deal', 'ceasefire']``."""
    words = tokens(text)
    if not {"no", "not", "never", "nor"} & set(words):
        return None
    at = next((k for k, w in enumerate(words) if w in lexicon["conditions"]["words"]), None)
    if at is None:
        return None
    sides = []
    for part in (words[:at], words[at + 1 :]):
        classes = [name for name, members in lexicon["conditions"]["classes"].items() if set(part) & set(members)]
        if not classes:
            return None
        sides.append(classes)
    asked = [c for c in sides[1] if c not in sides[0]] or sides[1]
    return [sides[0][0], asked[0]]


def _measures(resources: Resources) -> dict[str, str]:
    """Words that count one thing, and its name as a stem: *killed* and *died* are *dead*."""
    return {w: stem(name) for name, words in resources.lexicon("measures")["same"].items() for w in words}


def _peoples(resources: Resources) -> dict[str, str]:
    """The country of each people and of each adjective that names one: ``palestinians`` gives PS."""
    states = (resources.lexicon("actors").get("states") or {}).values()
    return {w.lower(): s["iso"] for s in states if s.get("iso") for w in (*s.get("people", ()), *s.get("adjectives", ())) if " " not in w}


def _moved(text: str, start: int, span: Span) -> str | None:
    """Whether a figure is given as the value before another of its sentence: ``from`` 12 to 44, 71, up ``from`` 44."""
    before = text[start : span[0]]
    if _UP_FROM.search(before) or (_COMPARED.search(before) and _ONCE.search(text[span[1] : span[1] + 60])):
        return "after"
    if not _CHANGE.search(before) or set(plain(before)) & (_EXPECTED | _WISHED):  # from 16 to 80 by 2030, as analysts expect
        return None
    return "before" if _FROM.search(before) and _TO.match(text[span[1] : span[1] + 60]) else None


_LACKING = re.compile(r"(?:\s\w+){0,2}\s(?:short of|shy of|away from|too few|left to)\b|(?:\s\w+){0,4}\s(?:each\b|apiece\b)")
_TOLLS = frozenset(
    [
        "death",
        "deaths",
        "killing",
        "killings",
        "murder",
        "murders",
        "toll",
        "total",
        "number",
        "loss",
        "least",
        "some",
        "up",
        "most",
        "majority",
        "casualties",
        "arrest",
        "arrests",
        "detention",
        "injury",
        "injuries",
        "rescue",
        "of",
    ]
)
"""Words of which a figure after *of* is the count; the parents, the lawyer, a photograph *of two* count nobody."""
_THEN = re.compile(
    r"\b(?:[Ii]n|[Ll]ast|[Ss]ince|[Bb]y|[Dd]uring) (?:early |late |mid[- ])?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d|year|month)\b|\b(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)\b"
)
"""Words of another time than that of the report's own news."""
_OTHER_MOST = re.compile(r"(?i)\b(?:majority|most|half) of (?!them\b|these\b|those\b|whom\b|it\b)[^,(–—-]*$")
"""*Most of the votes in seven towns*: the seven are not most of anything."""
_VARIANT = re.compile(
    r"(?:-| )(?:inch|foot|yard|met(?:er|re)|mile|kilomet(?:er|re)|hour|minute|second|day|week|month|pound|ounce|kilo|kilogram|ton|tonne|lit(?:er|re)|gallon|watt|volt|point|page|seat)[- ][a-zA-Z]"
)
"""A measure that names a kind of thing: the 16-inch screen, the 50 yard race."""
_AGE_AFTER = re.compile(r"(?:,| \(|,? who (?:is|was|turned)| is| was)?,? ?(?:now |then |aged |age )?")
_AGE_BEFORE = re.compile(r"(?:[- ]years?[- ]old)?,?(?: \w+){0,2} ")
_UP_FROM = re.compile(r"(?i)\b(?:up|down) from (?:about |nearly |around |some |just )?$")
_HABIT = re.compile(
    r"(?i)\b(?:weekly|daily|nightly|monthly|yearly|annually|every|each|often|again|(?:second|third|fourth) time|regularly|routinely|repeatedly|for (?:\w+ )?(?:years|months|weeks|decades))\b"
)
_TRUCE = frozenset(["truce", "ceasefire", "armistice"])
_CHANGE = re.compile(
    r"(?i)\b(?:ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|gr[eo]w(?:s|n|ing)?|increas|decreas|drop|climb|jump|slash|cut|plung|doubl|tripl|went|go(?:es|ne|ing)|slid|soar|shr[aiu]nk|"
    r"rais|reduc|improv|chang|expand|sw[eo]l|surg|slip|declin|lower|widen|narrow|sank|s[iu]nk|tumbl|leap|leapt|revis|upgrad|downgrad|mov(?:e|ed|es|ing)|shift|halv|trim|boost|brought|bring)"
)
_COMPARED = re.compile(r"(?i)\b(?:compared (?:with|to)|against) (?:about |nearly |around |some |just )?$")
_ONCE = re.compile(
    r"(?i)^(?:\s[a-z]+){0,3}?,? (?:a (?:year|month|week|decade|day) (?:ago|earlier|before)|(?:\w+ ){1,2}(?:years|months|weeks|days) (?:ago|earlier|before)|last (?:year|month|week)|"
    r"the (?:previous|prior) \w+|in (?:19|20)\d\d|in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
_FROM = re.compile(r"(?i)(?<!ranging )(?<!range )(?<!ranged )(?<!ranges )(?<!anywhere )(?<!varying )(?<!varies )\bfrom (?:about |nearly |around |some |just )?$")
_TO = re.compile(r"(?i)(?:\s[a-z]+)?\s(?:in \w+ |a year ago )?to (?:about |nearly |around |some |just )?[\d$€£a-z]")


def _last_named(takes: str, text: str, at: int) -> int | None:
    """Where the noun of *the allegation* stood last before, within 500 characters."""
    noun = tokens(takes)[-1].rstrip("s")
    found = [m.start() for m in re.finditer(rf"(?i)\b{noun}", text[max(0, at - 500) : at])] if len(noun) > 4 else []
    return max(0, at - 500) + found[-1] if found else None


def _spelt_out(words: str, content: Iterable[Span], mentions: Iterable[tuple[Span, str]], text: str) -> str:
    """The words of a statement with the full name for initials: ``PA`` counts as *Palestinian Authority*."""
    for m, n in mentions:
        short = text[slice(*m)]
        if short.isupper() and len(short) > 1 and " " in n and any(s <= m[0] and m[1] <= e for s, e in content):
            words = re.sub(rf"\b{re.escape(short)}\b", n, words)
    return words


def view(document: Document, layers: Layers, resources: Resources) -> View:
    """Statements, figures and events of a report as fields that can be compared."""
    text = document.text
    lexicon = resources.lexicon("claims")
    by = words_of(resources)
    entities = [e for e in layers.get("entities", ()) if isinstance(e, Entity)]
    name = {e.id: e.name for e in entities}
    of_whom = {e.id: name[e.affiliation] for e in entities if e.affiliation in name}
    persons = {e.name for e in entities if e.kind == "person"}
    times = [(t.span, t.start[:10], t.end[:10]) for t in layers.get("timexes", ()) if isinstance(t, Timex) and t.start and t.end and t.type in ("DATE", "TIME")]
    mentions = sorted((m, e.name) for e in entities for m in e.mentions)
    places = [t for t in layers.get("toponyms", ()) if isinstance(t, Toponym)]
    place = {t.id: t.name for t in places}
    starts = _sentences(text)
    led: dict[str, set[str]] = {}  # who leads a body, where the report says so: the Norland-led coalition
    for m, n in mentions:
        if (lead := _LED.match(text, m[0], m[1])) and lead.end() < m[1]:
            led.setdefault(n, set()).update(other for o, other in mentions if text[slice(*o)].lower() == lead["by"].lower() and other != n)
    headline = text[slice(*document.headline)] if document.headline else ""
    body = text[slice(*document.body)] if document.body else text

    def within(spans: Iterable[Span]) -> tuple[list[str], list[str]]:
        ranges = list(spans)
        named = dict.fromkeys(n for m, n in mentions if any(s <= m[0] and m[1] <= e for s, e in ranges))
        located = dict.fromkeys(t.name for t in places if t.use == PlaceUse.LOCATION and any(s <= t.span[0] and t.span[1] <= e for s, e in ranges))
        return list(named), list(located)

    def doer(start: int, at: int) -> tuple[list[str], bool]:
        """Who stands as the subject of the words before a purpose, and whether they begin with *this*: a deed that was named before."""
        cuts = [m.end() for m in _CLAUSE_START.finditer(text, start, at)]
        for begin in (*reversed(cuts), start):
            first = next((m for m, _ in mentions if begin <= m[0] and m[1] <= at), None)
            if first is None:
                continue
            lead = tokens(text[begin : first[0]])
            if len(lead) <= 6 and not set(lead) & _OTHER_SUBJECT and text[first[0] : first[1]].lower() not in _PRONOUNS:
                return list(dict.fromkeys(n for m, n in mentions if first[0] <= m[0] and m[1] <= first[1])), bool(set(lead[:1]) & {"this", "that", "these", "those", "such"})
            return [], False
        return [], False

    def first_named(spans: Sequence[Span]) -> str | None:
        """The person whom a statement begins with: its subject, as far as can be seen."""
        start, end = spans[0]
        m, n = next(((m, n) for m, n in mentions if start <= m[0] and m[1] <= end), (Span(end, end), ""))
        return n if n in persons and n[:1].isupper() and len(tokens(text[start : m[0]])) <= 1 else None

    def misreported(span: Span) -> list[str]:
        """Whose words a report is said to misreport."""
        found = misreports(text[slice(*span)])
        return list(dict.fromkeys(n for m, n in mentions if span[0] + found[0] <= m[0] and m[1] <= span[0] + found[1])) if found else []

    def unfounded(a: Attribution) -> list[str] | None:
        """Whose forces are said to have no grounds to stay any more; None where nothing of the kind is said."""
        for span in a.content:
            if found := groundless(text[slice(*span)]):
                ranges = [(span[0] + found[0], span[0] + found[1])]
                return list(dict.fromkeys(x for m, n in mentions if any(s <= m[0] and m[1] <= e for s, e in ranges) for x in (n, *led.get(n, ()))))
        return None

    def rare(a: Attribution, words: str, cue: str) -> View:
        """What few statements hold; it is kept only where it is found."""
        act, who = a.act.value, [name.get(a.speaker or "") or " ".join(text[slice(*s)] for s in a.source[:1]), of_whom.get(a.speaker or "")]
        takes_side = act in _STANDING and (act != "denies" or cue.startswith(_REFUSING))
        return {
            "stances": list(stances(text, a.content, cue, [n for n in who if n], mentions, labels, by)) if takes_side else [],
            "misreports": misreported(a.content[0]) if len(a.content) == 1 else [],
            "groundless": unfounded(a),
            "mission": mission(words),
            "relayed": bool(a.via or a.within),
        }

    def own_place(claim: Attribution | None) -> str | None:
        """The town or region that counts its own: *the city of Hale reported 84 deaths*."""
        who = name.get(claim.speaker or "", "") if claim is not None else ""
        forms = sorted({f for t in places for f in (t.name, text[slice(*t.span)])})
        return next((n for n in forms if n == who or f" of {n}" in who or who.startswith(n)), None) if who and who not in persons else None

    def aged(span: Span) -> str | None:
        """The person whose age a figure beside a name is."""
        for m, n in mentions:
            if n in persons and n[:1].isupper() and text[m[0]].isupper():
                if (m[1] <= span[0] <= m[1] + 40 and _AGE_AFTER.fullmatch(text, m[1], span[0])) or (span[1] <= m[0] <= span[1] + 60 and _AGE_BEFORE.fullmatch(text, span[1], m[0])):
                    return n
        return None

    def sentence(at: int) -> tuple[int, int]:
        from bisect import bisect_right

        k = bisect_right(starts, at) - 1
        return starts[k], starts[k + 1] if k + 1 < len(starts) else len(text)

    def against(e: Event) -> View | None:
        """Where an event is told in the outlet's own voice by a sentence that begins with *however*: that sentence, and its words."""
        start, end = sentence(e.trigger[0])
        if e.asserted_by is not None or e.modality.value not in ("happened", "ongoing", "denied") or not _HOWEVER.match(text, start):
            return None
        return {"at": start, "stems": sorted(_content_stems(text[start:end], by)), "words": _cut(text[start:end], 160)}

    attributions = [a for a in layers.get("attributions", ()) if isinstance(a, Attribution)]
    labels = [(x.span, name.get(x.entity or "", "")[:1].isupper()) for x in layers.get("labels", ()) if isinstance(x, Label)]
    by_id = {a.id: a for a in attributions}
    statements = []
    for a in attributions:
        if a.act.value in _NO_SPEECH or not a.content:
            continue
        words = " ".join(text[slice(*s)] for s in a.content)
        if len(words) > 600:
            words = words[:600]
        act = a.act.value
        cue = " ".join(text[slice(*s)] for s in a.cue).lower()
        takes = takes_up({"act": act, "words": _cut(words, 160), "cue": cue})
        stems = _content_stems(_spelt_out(words, a.content, mentions, text), by)
        if len(stems) < 2 and not takes:
            continue
        named, located = within(a.content)
        clauses = list(by.clauses(_spelt_out(text[slice(*s)], [s], mentions, text) for s in a.content))
        line = plain(words)
        purpose = _purpose(words, by)
        naming = {by.root(w) for n in [*named, *located] if n[:1].isupper() for w in tokens(n)} | {w for w in stems if w[0].isdigit() or w in by.days}
        if purpose is not None:
            at = a.content[0][0] + purpose["at"]
            of, at_places = within([Span(a.content[0][0], at)])
            purpose["of"] = [n for n in of if n not in at_places] or of
            purpose["names"] = within([Span(at, a.content[-1][1])])[0]
            purpose["whose"], purpose["this"] = doer(a.content[0][0], at)
            purpose["deed"] = sorted(_content_stems(text[a.content[0][0] : at], by))
        statements.append(
            {
                "id": a.id,
                "at": a.content[0][0],
                "end": a.content[-1][1],
                "act": a.act.value,
                "status": a.status.value,
                "who": name.get(a.speaker or ""),
                "as": _cut(" ".join(text[slice(*s)] for s in a.source), 80),
                "cue": cue,
                "stems": {w: round(x, 1) for w, x in stems.items()},
                "negated": by.negations(words) % 2 == 1,
                "clauses": clauses,
                "clausal": line[0] not in _RELATIVE and (not cue or (bool(_SAYING.match(cue)) and not cue.endswith(" about")) or by.predicated(line)),
                "subject": first_named(a.content),
                "when": [[start, end] for span, start, end in times if any(s <= span[0] and span[1] <= e for s, e in a.content)],
                "said": a.said.end[:10] if a.said and a.said.end else None,
                "takes": takes,
                "start": min(s[0] for s in (*a.content, *a.cue, *a.source)),
                "named": _last_named(takes, text, min(s[0] for s in (*a.content, *a.cue, *a.source))) if takes else None,
                "line": " ".join(line) if len(words) > 160 else None,
                "names": named,
                "naming": sorted(naming),
                "places": located,
                "purpose": purpose,
                "condition": _condition(words, lexicon),
                "words": _cut(words, 160),
                "headline": bool(document.headline and a.content[0][0] < document.headline[1]),
                **{field: found for field, found in rare(a, words, cue).items() if found},
            }
        )
    figures: list[View] = []
    fates: dict[str, str] = resources.derived("claims:measures", _measures)
    peoples: dict[str, str] = resources.derived("claims:peoples", _peoples)
    land = {t.id: t.country for t in places}
    additive: set[str] = set(lexicon["additive"])
    for q in layers.get("quantities", ()):
        if not isinstance(q, Quantity) or not q.unit or (q.low is None and q.high is None):
            continue
        start, end = sentence(q.span[0])
        printed = text[slice(*q.span)]
        measured = q.unit in _SCALE or (len(q.unit) == 3 and q.unit.isupper())
        if not (measured or q.measures):
            continue
        if not measured and q.low is not None and q.low % 1:  # version 5.5 of something
            continue
        if (q.unit != "fraction" and _ORDINAL.search(printed)) or _GLUED.search(printed) or _VARIANT.match(text, q.span[1]):
            continue
        claim = by_id.get(q.claimed_by or "")
        if claim is not None and claim.status.value != "reported":
            continue
        before = tokens(text[start : q.span[0]])
        named, _ = within([Span(start, end)])
        where = set(tokens(place.get(q.place or "", "")))
        whose = aged(q.span) if q.unit == "year" and (q.measures or "").startswith("age") else None
        measure = ["age"] if whose else [w for w in tokens(q.measures or "") if w not in _STOP and w not in where]
        people = next((peoples[w] for w in measure if w in peoples), None) if q.unit == "person" else None
        if people:
            measure = [w for w in measure if w not in peoples]
        figures.append(
            {
                "id": q.id,
                "at": q.span[0],
                "sentence": start,
                "low": q.low,
                "high": q.high,
                "unit": q.unit,
                "per": q.per,
                "measure": sorted({fates.get(w, stem(w)) for w in measure if w not in lexicon["generic"]}),
                "people": people,
                "aged": whose,
                "land": land.get(q.place or ""),
                "measures": q.measures,
                **({"home": home} if (home := own_place(claim)) else {}),
                "place": place.get(q.place or ""),
                "actor": name.get(q.actor or ""),
                "affected": name.get(q.affected or ""),
                "period": [q.period.start[:10] if q.period.start else None, q.period.end[:10] if q.period.end else None] if q.period else None,
                "who": (name.get(claim.speaker or "") or _cut(" ".join(text[slice(*s)] for s in claim.source), 80) or None) if claim is not None else None,
                "claim": claim is not None,
                "names": named,
                "words": _QUALIFIER.get(q.qualifier.value, "") + printed,
                "total": bool(_TOTAL_BEFORE.search(text[start : q.span[0]])) or bool(_TOTAL_AFTER.match(text[q.span[1] : end])),
                **({"persons": of} if (of := sorted(n for n in named if n in persons and n[:1].isupper())) else {}),
                "vague": bool(_VAGUE.search(printed)),
                "small": q.low == q.high and q.low is not None and q.low <= 2,
                "about": q.qualifier.value in ("about", "nearly"),
                "apart": bool(before[-1:] != ["than"] and set(before[-2:]) & additive)
                or bool(set(tokens(text[q.span[1] : q.span[1] + 24])[:2]) & additive)
                or bool(_LACKING.match(text, q.span[1])),
                **({"owner": before[-2]} if before[-1:] == ["of"] and q.unit == "person" and len(before) > 1 and before[-2] not in _TOLLS else {}),
                "years": sorted({y for y in _YEAR.findall(text[start:end]) if y != (document.published or "")[:4]}),
                "expected": bool(set(plain(text[start:end])) & (_EXPECTED | _NEEDS if q.unit == "percent" else _EXPECTED) or set(before[-5:]) & _AIMS),
                "part": bool(set(before) & set(lexicon["parts"])) and "total" not in before[-3:],
                "majority": bool(set(before[-12:]) & set(lexicon["majority"]))
                and not _OTHER_MOST.search(text[start : q.span[0]])
                and not {"less", "fewer", "under"} & set(before[-12:])
                and q.unit != "percent",
                "cumulative": bool({fates.get(w, stem(w)) for w in measure} & set(lexicon["cumulative"])),
                "moved": _moved(text, start, q.span),
                **({"then": True} if _THEN.search(text, start, end) else {}),
                "dates": [min(s for _, s, _ in stated), max(e for _, _, e in stated)] if (stated := [t for t in times if start <= t[0][0] < end]) else None,
            }
        )
    for k, f in enumerate(figures):  # of several figures after "most of them are", the first is called most
        f["majority"] = f["majority"] and not any(o["sentence"] == f["sentence"] and o["majority"] and o["at"] < f["at"] for o in figures[:k])
    for f in figures:  # three values of one measure in a sentence are a list of different things
        f["listed"] = sum(o["sentence"] == f["sentence"] and o["measure"] == f["measure"] and o["unit"] == f["unit"] for o in figures) >= 3
    towns = set(place.values())
    singles = {e.id for e in entities if e.kind == "person" and e.name[:1].isupper()}
    events: list[View] = []
    for e in layers.get("events", ()):
        if not isinstance(e, Event):
            continue
        period = [e.period.start[:10] if e.period.start else None, e.period.end[:10] if e.period.end else None] if e.period else None
        if period is None:  # "On Monday the port was shut": what a sentence begins with holds for what it tells
            start, end = sentence(e.trigger[0])
            days = [(s, t, u) for s, t, u in times if start <= s[0] < end]
            if len(days) == 1 and len(tokens(text[start : days[0][0][0]])) <= 1 and days[0][1] == days[0][2]:
                period = [days[0][1], days[0][2]]
        events.append(
            {
                "id": e.id,
                "at": e.trigger[0],
                "type": e.type,
                "trigger": text[slice(*e.trigger)],
                "stems": sorted(_content_stems(text[slice(*e.trigger)], by)),
                "actor": [name[x] for x in e.actor if x in name],
                "recipient": [name[x] for x in e.recipient if x in name],
                "place": place.get(e.place or ""),
                "period": period,
                "modality": e.modality.value,
                **({"against": told} if (told := against(e)) else {}),
                "single": [name[x] for x in e.recipient if x in singles],
                "towns": [name[x] for x in e.recipient if x in name and name[x] in towns],
                "persons": [name[x] for x in e.recipient if x in name and name[x] in persons and name[x][:1].isupper()],
                "habit": bool(_HABIT.search(text[max(0, e.trigger[0] - 60) : e.trigger[1] + 40])),
                "truce": bool(
                    set(tokens(text[slice(*e.trigger)])) & _TRUCE or (e.type in ("AGREE", "CONSULT", "RETREAT") and set(tokens(text[e.trigger[1] : e.trigger[1] + 50])) & _TRUCE)
                ),
            }
        )
    for told in events:  # what the headline tells is dated by the body
        if document.headline and told["at"] < document.headline[1] and not told["period"]:
            told["period"] = next((o["period"] for o in events if o["period"] and o["type"] == told["type"] and set(o["stems"]) & set(told["stems"])), None)
    heaviest = sorted(text_vector(headline, body).items(), key=lambda x: (-x[1], x[0]))[:KEPT]
    return {
        "report": document.id,
        "day": day_of(document.published),
        "published": (document.published or "")[:10] or None,
        "outlet": document.outlet,
        "words": {w: round(x, 3) for w, x in heaviest},
        "headline": {w: round(x, 3) for w, x in headline_vector(headline).items()},
        "length": length(body),
        "statements": statements,
        "figures": figures,
        "events": events,
        **({"live": True} if document.kind == ReportKind.LIVE else {}),
    }


def keys(view: View) -> Iterator[str]:
    """What is counted and where; the heaviest words of each statement; purposes by actor; dated events."""
    for q in view["figures"]:
        for word in q["measure"] or ["-"]:
            yield f"q {q['unit']} {word} {q['place'] or ''}"
    for s in view["statements"]:
        heavy = sorted(s["stems"], key=lambda w: (-s["stems"][w], w))[:3]
        for word in heavy:
            yield f"s {word}"
        if s["purpose"]:
            for n in s["purpose"]["of"][:3]:
                yield f"p {n.split()[0]}"
    for e in view["events"]:
        if e["period"] and e["period"][0] and (e["actor"] or e["recipient"]):
            for n in {*e["actor"], *e["recipient"]}:
                yield f"e {e['type']} {n} {e['period'][0]}"


# -------------------------------------------------------------------------------------------------------------- statements


def _speaker(s: View, v: View) -> str:
    if not s["who"] and s["as"].lower() in _PRONOUNS:
        return f"“{s['as']}”"
    return s["who"] or s["as"] or v["outlet"] or "the report"


_PRONOUNS = frozenset(["who", "which", "he", "she", "they", "it", "we", "i", "one"])


def _one_name(a: str, b: str) -> bool:
    """Whether one name holds the other: Vance, Otto Vance.

    >>> _one_name("Vance", "Otto Vance"), _one_name("Anna Vance", "Otto Vance")
    (True, False)
    """
    x, y = _name_words(a), _name_words(b)
    return x <= y or y <= x


@lru_cache(maxsize=1 << 14)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(tokens(name))


@cache
def _words() -> Words:
    """The `Words` of the package's own lexicon."""
    return words_of(Resources())


def _shared(a: View, b: View) -> tuple[float, float, list[str]]:
    """Of two statements: the shared weight of words over all, over that of the lighter one, and the shared words."""
    x, y = a["stems"], b["stems"]
    shared = sorted((w for w in x if w in y), key=lambda w: -x[w])
    weight, mine, other = sum(x[w] for w in shared), sum(x.values()), sum(y.values())
    return weight / max(1e-9, mine + other - weight), weight / max(1e-9, min(mine, other)), shared


def _agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two lists of names do not exclude each other: one is empty, or they meet."""
    return not a or not b or bool(set(a) & set(b))


def _opposite(a: View, b: View, table: frozenset[tuple[str, str]]) -> tuple[str, str, list[str], float] | None:
    """Two words that cannot both hold, in two clauses that are otherwise alike: (the word of `a`, the word of `b`, shared words, how alike)."""
    for x in a["clauses"]:
        for y in b["clauses"]:
            if x["not"] != y["not"] or x["conditional"] or y["conditional"] or x["hedged"] or y["hedged"]:
                continue
            mine, other = {*x["stems"], *x["turns"]}, {*y["stems"], *y["turns"]}
            pair = next(((v, w) for v in sorted(mine - other) for w in sorted(other - mine) if (v, w) in table), None)
            shared = sorted(mine & other, key=lambda w: (-a["stems"].get(w, 1.0), w))
            if pair and pair[0] in _contests() and mine & _named(a) != other & _named(b):  # he won, she lost
                continue
            if not pair or len(shared) < 2 or not (set(shared) & set(x["beside"][pair[0]]) and set(shared) & set(y["beside"][pair[1]])):
                continue
            weight = sum(a["stems"].get(w, 1.0) for w in shared)
            weights = [sum(s["stems"].get(w, 1.0) for w in c) for s, c in ((a, mine), (b, other))]
            overlap = weight / max(1e-9, sum(weights) - weight)
            if overlap >= 0.3 and weight >= 0.5 * min(weights):
                return *pair, shared, overlap
    return None


@cache
def _contests() -> frozenset[str]:
    """Stems of opposites that hold of the two sides of one contest."""
    return frozenset(_words().root(w) for w in Resources().lexicon("claims")["contests"])


@cache
def opposites() -> frozenset[tuple[str, str]]:
    """Pairs of stems that cannot both hold of one thing, both ways round."""
    by = _words()
    pairs = [(by.root(x), by.root(y)) for x, y in Resources().lexicon("claims")["opposites"]]
    return frozenset(pairs + [(y, x) for x, y in pairs])


def compare_statements(a: View, b: View, va: View, vb: View, told: bool) -> tuple[LinkKind, bool, str, float] | None:
    """How two statements stand to each other: (kind, whether the link starts at `a`, why, confidence), or None.

    `told` says that the two reports tell one story (or are one).
    """
    made = _compare(a, b, va, vb, told)
    return _compare_stances(a, b, va, vb) if made is None and told and a.get("stances") and b.get("stances") else made


_SILENT = re.compile(
    r"(?i)\b(?:refus|declin|fail|avoid|hesitat|forg|without|never|unwilling|reluctan)\w*(?: \w+){0,2}? ?$|\b(?:can|could|should|would|will|must|might|do|does|is|are)(?: not|n?['’]t|not) (?:\w+ ){0,3}?sa(?:y|ying)\b[^.;]{0,12}$|\b(?:sa(?:id|ys?|ying)|statements?|remarks?|comments?|spoke|told \w+) about $"
)
"""What somebody would not say, and what they spoke of, is not what they are said to have said."""


def _compare_stances(a: View, b: View, va: View, vb: View) -> tuple[LinkKind, bool, str, float] | None:
    """The same deed of one actor that is said to be open and refused, by two speakers or against what is ascribed to one; or refused (or open) both times."""
    one = va["report"] == vb["report"]
    if "hypothetical" in (a["status"], b["status"]) or (one and max(a["at"], b["at"]) < min(a["end"], b["end"])):
        return None
    if not _agree(a["places"], b["places"]) or not _at_one_time(a, b):
        return None
    who_a, who_b = _speaker(a, va), _speaker(b, vb)
    same_speaker, disputed = _one_name(who_a, who_b), (a["status"] == "disputed") != (b["status"] == "disputed")
    if a["status"] == b["status"] == "disputed":
        return None
    for x in a["stances"]:
        for y in b["stances"]:
            whose = whose_agree(x, y) or (who_a if disputed and same_speaker and x["of"] and y["of"] else None)
            if not whose or not one_deed(x, y, one and same_speaker):
                continue
            both = f"“{x['words']}” and “{y['words']}”"
            if x["for"] == y["for"]:
                if x["for"] or disputed or (not same_speaker and not (x["head"] and y["head"])):
                    continue
                why = f"{who_a} refuses it both times: {both}." if same_speaker else f"{who_a} and {who_b} both say that {whose} refuses it: {both}."
                return LinkKind.SAME_CLAIM, True, why, 0.65
            if disputed:
                ascribed = a if a["status"] == "disputed" else b
                why = f"What is ascribed to {_speaker(ascribed, va)} and what is reported as said, {both}: of one deed, once refused and once not."
                return LinkKind.CONTRADICTS, ascribed is b, why, 0.7
            if not same_speaker:  # else a change of mind
                why = f"Of what {whose} would do, {who_a} says “{x['words']}” and {who_b} says “{y['words']}”: one deed, once refused and once not."
                return LinkKind.CONTRADICTS, y["for"], why, 0.65
    return None


_STANDING = frozenset(["asserts", "announces", "promises", "denies", "threatens"])
_REFUSING = ("refus", "reject", "rul", "oppos")


def _compare(a: View, b: View, va: View, vb: View, told: bool) -> tuple[LinkKind, bool, str, float] | None:
    """How two statements stand to each other word for word and clause by clause."""
    who_a, who_b = _speaker(a, va), _speaker(b, vb)
    one = va["report"] == vb["report"]
    if one and (max(a["at"], b["at"]) < min(a["end"], b["end"])):  # one lies inside the other: a statement of a statement
        if a["status"] == "disputed" or b["status"] == "disputed":
            inner, outer = (a, b) if a["end"] - a["at"] <= b["end"] - b["at"] else (b, a)
            said = inner["status"] == "disputed" and _SPOKE.search(inner["cue"]) and outer["status"] == "reported" and bool(inner["who"]) and not inner["words"].startswith(_ASKED)
            lead = outer["words"][: max(0, inner["at"] - outer["at"])]
            if said and not _SILENT.search(lead) and inner["who"][:1].isupper() and not _one_name(_speaker(outer, va), inner["who"]):
                return LinkKind.DENIES, outer is a, f"{_speaker(outer, va)} says that {_speaker(inner, va)} did not say it: “{inner['words']}”.", 0.8
        return None
    overlap, contained, shared = _shared(a, b)
    same_speaker = _one_name(who_a, who_b)
    content = [w for w in shared if a["stems"][w] > HEAVY]
    if a["purpose"] and b["purpose"] and (made := _purposes(a, b, va, vb, one)):
        return made
    if a["condition"] and a["condition"] == b["condition"] and same_speaker and (one or told):
        refused, asked = a["condition"]
        return LinkKind.SAME_CLAIM, True, f"Both times {who_a} refuses a {refused} before a {asked}: “{a['words']}” and “{b['words']}”.", 0.7
    if (one or told) and (made := _grounds(a, b, who_a, who_b)):
        return made
    if not shared or not _agree(a["places"], b["places"]) or not _at_one_time(a, b) or not _one_subject(a, b):
        return None
    if a["status"] != b["status"] and "disputed" in (a["status"], b["status"]) and (one or told):
        ascribed, said = (a, b) if a["status"] == "disputed" else (b, a)
        if (same_speaker or _one_name(said["subject"] or "–", _speaker(ascribed, va))) and said["status"] == "reported":
            return _not_so_said(ascribed, said, _speaker(ascribed, va), said is a)
    denial = "denies" in (a["act"], b["act"])
    if denial and a["act"] != b["act"]:
        d, o, first = (a, b, True) if a["act"] == "denies" else (b, a, False)
        disputed = o["status"] == "disputed"
        who_d = who_a if first else who_b
        accused = who_d[:1].isupper() and any(_one_name(who_d, n) for n in o["names"]) and va["day"] and vb["day"] and abs(va["day"] - vb["day"]) <= 14
        enough = (len(shared) >= 2 and contained >= 0.45) if (one or told) else ((len(content) >= 3 or (accused and len(shared) >= 2)) and contained >= 0.6)
        if d["status"] == "reported" and not d["takes"] and enough and (not same_speaker or disputed) and _denied(d, o, shared, one):
            w1, w2 = (who_a, who_b) if first else (who_b, who_a)
            return (
                LinkKind.DENIES,
                first,
                f"{w1} denies “{d['words']}”; {'the words ascribed to ' if disputed else ''}{w2}{'' if disputed else ' says'}: “{o['words']}”. Both speak of {_spelt(shared, o, 4)}.",
                0.5 + contained / 3,
            )
        return None
    if a["status"] == "hypothetical" or b["status"] == "hypothetical" or (denial and not same_speaker):
        return None
    disputed = (a["status"] == "disputed") != (b["status"] == "disputed")
    if not disputed and same_speaker and (one or told) and (made := _said_again(a, b, who_a)):
        return made
    if not (one or told) and (len(content) < 4 or overlap < 0.5):
        return None
    pair = _opposite(a, b, opposites())
    asserted = a["act"] in _ASSERTED and b["act"] in _ASSERTED and a["status"] == b["status"]
    if asserted and pair and not same_speaker:
        return LinkKind.CONTRADICTS, True, f"Of {_spelt(pair[2], a, 4)}, {who_a} says “{_printed(pair[0], a)}”, {who_b} says “{_printed(pair[1], b)}”.", 0.55 + pair[3] / 4
    if asserted and not pair and not same_speaker and not (a["condition"] or b["condition"]) and (odds := _at_odds(a, b)):
        n, p, first = (a, b, True) if odds[0] else (b, a, False)
        w1, w2 = (who_a, who_b) if first else (who_b, who_a)
        return (
            LinkKind.CONTRADICTS,
            first,
            f"{w1} says “{n['words']}”, {w2} says “{p['words']}”: the same of {_spelt(odds[1], a, 4)}, once with a negation and once without.",
            0.55 + overlap / 4,
        )
    named = _named(a) | _named(b)
    if not pair and len(shared) >= 3 and overlap >= 0.55 and not disputed and _figures_agree(a, b) and _alike(a, b) and sum(w not in named for w in shared) >= 2:
        by = f"{who_a} says it both times" if same_speaker else f"{who_a} and {who_b} say the same"
        return LinkKind.SAME_CLAIM, True, f"{by}, of {_spelt(shared, a, 5)}: “{a['words']}” and “{b['words']}”.", 0.5 + overlap / 2
    return None


def _at_one_time(a: View, b: View) -> bool:
    """Whether the days that two statements name meet, or one of them names none and was not made before those of the other."""
    x, y = a["when"], b["when"]
    for one, other in ((a, y), (b, x)):
        if other and not one["when"] and one["said"] and one["said"] < min(start for start, _ in other):
            return False  # said in May that it had not passed: no word on October
    return not x or not y or any(s <= e2 and s2 <= e for s, e in x for s2, e2 in y)


def _one_subject(a: View, b: View) -> bool:
    """Whether two statements may be of one person: one does not begin with a person, or both with forms of one name."""
    return not a["subject"] or not b["subject"] or _one_name(a["subject"], b["subject"])


def _not_so_said(ascribed: View, said: View, who: str, first: bool) -> tuple[LinkKind, bool, str, float] | None:
    """Words ascribed to somebody that are denied, and the opposite that the same person is reported to have said."""
    if ascribed["words"].startswith(_ASKED):
        return None
    if said["act"] not in ("asserts", "announces", "promises", ascribed["act"]) or said["act"] == "denies" or not _SPOKE.search(ascribed["cue"]):
        return None
    for x in ascribed["clauses"]:
        for y in said["clauses"]:
            if x["negated"] == y["negated"] or not (_flat(x) and _flat(y)):
                continue
            shared = [w for w in x["stems"] if w in y["stems"]]
            named = {_words().root(w) for n in ascribed["names"] if n in said["names"] for w in tokens(n)} & set(x["stems"]) - set(shared)
            weight = sum(ascribed["stems"].get(w, 1.0) for w in [*shared, *named]) / max(1e-9, sum(ascribed["stems"].get(w, 1.0) for w in x["stems"]))
            unnamed = any(w not in _named(ascribed) | _named(said) for w in shared)
            if unnamed and len(shared) + len(named) >= 2 and weight >= 0.6:
                words = sorted([*shared, *named], key=lambda w: (-ascribed["stems"].get(w, 1.0), w))
                return (
                    LinkKind.CONTRADICTS,
                    first,
                    f"What is ascribed to {who}, “{ascribed['words']}”, and what {who} is reported to have said, “{said['words']}”: "
                    f"the same of {_spelt(words, ascribed, 4)}, once with a negation and once without.",
                    0.6 + weight / 5,
                )
    return None


_ASKED = ("whether ", "if ", "what ", "which ", "how ", "who ", "why ", "where ", "when ")
_SPOKE = re.compile(r"\b(?:sa(?:y|ys|id|ying)|attribut|ascrib|claim|stat|tell|told|quot|declar|announc|promis|wrote|writ)")


def _said_again(a: View, b: View, who: str) -> tuple[LinkKind, bool, str, float] | None:
    """The shorter of two statements of one speaker said again in a clause of the longer: word for word, or all its words, and as flatly."""
    short, long = (a, b) if sum(a["stems"].values()) <= sum(b["stems"].values()) else (b, a)
    if short["act"] != long["act"] and "denies" in (short["act"], long["act"]):
        return None
    (clause, *more) = short["clauses"] or [None]
    if clause is None or more or len(clause["stems"]) < 2 or not _figures_agree(a, b):
        return None
    heavy = sum(short["stems"].get(w, 1.0) for w in clause["stems"])
    named = _named(short) | _named(long)
    for other in long["clauses"]:
        if any(clause[f] != other[f] for f in _STANCE):
            continue
        shared = [w for w in clause["stems"] if w in other["stems"]]
        if len(shared) < 2 or all(w in named for w in shared):
            continue
        line = plain(short["words"])
        whole = not set(clause["stems"]) - set(shared) - _US
        verbatim = whole and len(line) >= 6 and run_of(line, (long["line"] or " ".join(plain(long["words"]))).split()) is not None
        unnamed = sum(w not in named for w in shared)
        if verbatim or (whole and ((unnamed >= 3 and heavy >= 12) or (unnamed >= 2 and len(shared) >= 3 and heavy >= 14))):
            how = "word for word" if verbatim else f"of {_spelt(shared, short, 5)}"
            return LinkKind.SAME_CLAIM, True, f"{who} says it both times, {how}: “{a['words']}” and “{b['words']}”.", 0.85 if verbatim else 0.7
    return None


_US = frozenset(["government", "men", "man", "party", "country", "team", "ministry", "side", "troop", "forc", "company", "union", "movement"])
"""Of whom a report says what they say of themselves as *we*."""
_STANCE = ("negated", "doubted", "conditional", "hedged", "norm", "wish")


def _flat(clause: View) -> bool:
    """Whether a clause says flatly what it says: without doubt, condition or hedge."""
    return not (clause["doubted"] or clause["conditional"] or clause["hedged"] or clause["could"])


def _named(s: View) -> set[str]:
    """The stems of a statement that name: people, places, days, figures."""
    return set(s["naming"])


def _answers(v: View) -> Iterator[tuple[View, View, str, float]]:
    """Denials that only take up what was claimed before them (*denied the allegation*, *“That is a lie”*), with that claim.

    It is the nearest claim before the denial of another speaker: the one just before, or one that names who denies.
    """
    statements = sorted(v["statements"], key=lambda s: (s["at"], s["end"]))
    for k, d in enumerate(statements):
        if not d["takes"] or d["status"] != "reported":
            continue
        who = _speaker(d, v)
        pronoun = d["takes"].lower().split()[0] in ("this", "that", "these", "those", "it") and len(d["takes"].split()) <= 2
        if pronoun and d["act"] == "denies" and not d["cue"].startswith(("den", "refut", "disput", "contest")):
            continue  # rejected it: perhaps an offer
        whose = whose_claim(d["takes"])
        for o in reversed(statements[:k]):
            if o["end"] > d["at"] or d["at"] - o["end"] > (FAR if whose else REACH):
                break
            if whose and not _one_name(whose, _speaker(o, v)):
                continue
            if o["status"] != "reported" or o["takes"] or _one_name(_speaker(o, v), who):
                continue
            claim = o["act"] in ("asserts", "announces", "condemns") and o["clausal"] and not o["cue"].startswith(("propos", "offer", "call"))
            near = d["at"] - o["end"] <= ADJACENT
            named = {w for n in (d["who"], d["as"]) if n for w in _roles(n)} & set(o["stems"])
            told = "report" not in d["takes"] or o["cue"].startswith(("report", "wrote", "publish"))
            if not whose and d["named"] is not None and d["named"] < o["start"]:
                break  # what "the claim" means was named before this claim
            if claim and told and (whose or near or (named and not pronoun)):
                verb = "denies" if d["act"] == "denies" else "calls untrue"
                of = (
                    f"the last claim of {_speaker(o, v)} before it"
                    if whose
                    else "the claim just before it"
                    if near
                    else f"the last claim before it that speaks of {_spelt(sorted(named), o, 2)}"
                )
                by = "" if whose else f" that of {_speaker(o, v)}"
                yield d, o, f"{who} {verb} “{d['takes']}”; {of} is{by}: “{o['words']}”.", 0.7 if whose or (near and named) else 0.6
                break
            if near and pronoun:
                break


def _told_otherwise(v: View) -> Iterator[tuple[View, View, str, float]]:
    """Events that the outlet sets against the statement just before them: *the ministry said no troops remained there. However, 300 soldiers remain.*"""
    for e in v["events"]:
        however = e.get("against")
        if not however:
            continue
        for s in v["statements"]:
            if not -4 <= however["at"] - s["end"] <= BESIDES or s["status"] != "reported" or s["act"] not in _ASSERTED:
                continue
            for c in s["clauses"]:
                if c["negated"] == (e["modality"] == "denied") or not _flat(c) or c["wish"] or c["norm"] or (c["negated"] and "because" in s["words"]):
                    continue
                whole = not c["negated"] or bool(_NONE.match(s["words"]))
                deed = [w for w in e["stems"] if w in c["stems" if whole else "governs"]]
                shared = [w for w in c["stems"] if w in however["stems"] and w not in deed]
                if deed and shared:
                    yield e, s, f"{_speaker(s, v)} says “{s['words']}”; of {_spelt([*deed, *shared], s, 3)} the report itself says otherwise: “{however['words']}”.", 0.65
                    break


_HOWEVER = re.compile(r"[\"“‘'(\[]*(?:However|But|Yet|Nevertheless|Nonetheless|Still,|In fact|In reality|In truth|Even so|Despite (?:this|that))\b")
_NONE = re.compile(r"(?i)[“\"]?(?:that )?[“\"]?(?:no|none|nobody|neither|not (?:one|a single))\b")
BESIDES = 120
"""Characters between the end of a statement and the sentence that is set against it: its speaker and cue may stand there."""


def _misreported(v: View) -> Iterator[tuple[View, View, str, float]]:
    """Statements that a report misreports somebody, with the last statement before them that is ascribed to that person."""
    statements = sorted(v["statements"], key=lambda s: (s["at"], s["end"]))
    for k, d in enumerate(statements):
        if not d.get("misreports") or d["status"] != "reported":
            continue
        for o in reversed(statements[:k]):
            if o["end"] > d["at"] or d["at"] - o["end"] > FAR:
                continue
            who = _speaker(o, v)
            if (o["status"] == "disputed" or o.get("relayed")) and any(_one_name(n, who) for n in d["misreports"]):
                yield d, o, f"{_speaker(d, v)} says that {who} is misreported, “{d['words']}”; what is ascribed to {who} before it is “{o['words']}”.", 0.65
                break


REACH, ADJACENT, FAR = 700, 110, 2500
"""Characters between a claim and a denial that takes it up: at most, where it counts as the one just before, and at most where the denial says whose claim."""


def _roles(name: str) -> set[str]:
    by = _words()
    return set(by.stems(name))


def _denied(d: View, o: View, shared: Sequence[str], one: bool) -> bool:
    """Whether a statement asserts what another denies: it holds most of what is denied, more than its names, of the same people, and without doubt."""
    words = tokens(d["words"])
    if d["cue"].startswith(_NO_DENIAL):
        return False
    if d["cue"].startswith(_TURNED_DOWN) and not _SAYS.match(d["words"]):  # rejected a plan or a motion
        return False
    if d["cue"].startswith("rul") and not (words[0].endswith("ing") or _SAYS.match(d["words"])):  # ruled out a candidate
        return False
    if words[0] in ("to", "as") or words[:2] == ["it", "as"] or ("as" in words[1:6] and words[0] == "it"):  # declined to do; dismissed it as something: no claim is denied
        return False
    if set(words[:8]) & _refusals() and not _PREDICATE.match(d["words"]):
        return False
    if o["act"] in ("denies", "calls_for", "asks", "threatens", "promises"):
        return False
    names = _named(d)
    by = _words()
    lower = {by.root(w) for w in _LOWER.findall(d["words"])}
    if not any(w not in names and w in lower for w in shared):
        return False
    said = {w: x for w, x in d["stems"].items() if w not in by.hollow and w not in by.doubted}
    weight = sum(x for w, x in said.items() if w in shared) / max(1e-9, sum(said.values()))
    if weight < 0.66 or (len(shared) < 3 and weight < (0.6 if one else 0.85)):
        return False
    content = [w for w in said if w not in names]
    if sum(w in shared for w in content) < 0.6 * len(content):
        return False
    held = sum(said.get(w, 0.0) for w in shared)
    if not any(sum(said.get(w, 0.0) for w in c["stems"]) >= 0.6 * held and not c["negated"] and _flat(c) for c in o["clauses"]):
        return False
    people, others = {_head(n) for n in [d["who"] or d["as"], *d["names"]]}, {_head(n) for n in o["names"]}
    return one or bool(people & others) or len(shared) >= 4


@cache
def _refusals() -> frozenset[str]:
    return frozenset(Resources().lexicon("claims")["refusals"])


_RELATIVE = frozenset(["who", "which", "whom", "whose"])
_SAYING = re.compile(
    r"(?:ha[ds] |have |is |was |were |also |later |then )*(?:sa(?:y|ys|id|ying)|t(?:old|ells?|elling)|claim|insist|stat|wr(?:ite|ote)|add|announc|report|f(?:ind|ound)|argu|warn|maintain|alleg|"
    r"not(?:e|ing)|explain|confirm|admit|acknowledg|stress|declar|believ|accus|conced|conclud|suggest|affirm|repl|respond|reveal|predict|promis|vow|pledg|swear|swore|testif|tweet|post)"
)
_TURNED_DOWN = ("reject", "dismiss", "declin", "refus", "turn", "oppos", "block", "spurn", "rebuff")
_SAYS = re.compile(
    r"(?i)(?:that\b|having\b|any\b(?! of\b)|it\b|he\b|she\b|they\b|there\b|(?:[\w'’]+ ){0,4}?(?:allegation|accusation|claim|charge|assertion|suggestion|insinuation|rumou?r|report|account|notion|idea)s?\b)"
)
_LOWER = re.compile(r"\b[a-z][a-z'’]+")
_PREDICATE = re.compile(r"(?i)(?:that\b|\w+ing\b|having\b|any\b|it\b|he\b|she\b|they\b|there\b)")


def _head(name: str) -> str:
    """The last word of a name, by which two forms of it meet."""
    words = tokens(name)
    return stem(words[-1]) if words else ""


def _at_odds(a: View, b: View) -> tuple[bool, list[str]] | None:
    """The clause of one statement that is that of the other turned round: (whether `a` has the negation, the shared words); None where a clause also agrees."""
    found = None
    if not (a["clausal"] and b["clausal"]):
        return None
    for x, y, shared in _matched(a, b):
        if not (_flat(x) and _flat(y)) or any(x.get(f) != y.get(f) for f in ("norm", "wish", "former")):
            continue
        if x["negated"] == y["negated"]:
            return None
        turned = x if x["negated"] else y
        if not set(shared) & set(turned["governs"]) or (turned["first"] and not set(shared) & set(turned["first"])):
            continue
        found = found or (x["negated"], sorted(shared, key=lambda w: (-a["stems"].get(w, 1.0), w)))
    return found


def _matched(a: View, b: View) -> Iterator[tuple[View, View, list[str]]]:
    """Clauses of two statements that are of the same words but for little, and the shared words."""
    named = _named(a) | _named(b)
    for x in a["clauses"]:
        for y in b["clauses"]:
            shared = [w for w in x["stems"] if w in y["stems"]]
            if len(shared) < 3 or sum(w not in named for w in shared) < 2:
                continue
            weights = [sum(s["stems"].get(w, 1.0) for w in c["stems"]) for s, c in ((a, x), (b, y))]
            weight = sum(a["stems"].get(w, 1.0) for w in shared)
            if weight / max(1e-9, sum(weights) - weight) >= 0.48 and weight / max(1e-9, min(weights)) >= 0.6:
                yield x, y, shared


def _alike(a: View, b: View) -> bool:
    """Whether no clause that two statements share stands otherwise in one of them: turned round, doubted, hedged or on a condition."""
    if len(a["clauses"]) == len(b["clauses"]) == 1 and a["clauses"][0]["negated"] != b["clauses"][0]["negated"]:
        return False
    return all(x[f] == y[f] for x, y, _ in _matched(a, b) for f in _STANCE)


_ASSERTED = frozenset(["asserts", "announces", "condemns", "praises"])


_NUMBER = {
    w: n
    for n, w in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        2,
    )
}


def _figures_agree(a: View, b: View) -> bool:
    digits = [{*_DIGITS.findall(s["words"]), *(str(_NUMBER[w]) for w in tokens(s["words"]) if w in _NUMBER)} for s in (a, b)]
    return not digits[0] or not digits[1] or digits[0] == digits[1]


def _printed(word: str, s: View) -> str:
    by = _words()
    return next((w for w in plain(s["words"]) if by.root(w) == word), word)


def _spelt(stems: Sequence[str], s: View, most: int) -> str:
    """The words of a statement that have these stems, as a list in a sentence."""
    return listed([_printed(w, s).removesuffix("'s") for w in stems[:most]], most)


def _grounds(a: View, b: View, who_a: str, who_b: str) -> tuple[LinkKind, bool, str, float] | None:
    """What forces of somebody are said to be somewhere for, and another's word that the grounds for their presence are gone."""
    for x, y, w1, w2 in ((a, b, who_a, who_b), (b, a, who_b, who_a)):
        if "groundless" not in x or "mission" not in y or _one_name(w1, w2) or not _agree(x["places"], y["places"]) or {x["status"], y["status"]} != {"reported"}:
            continue
        forces = next((n for n in x["groundless"] for o in (*y["names"], w2) if n == o or n.lower() == o.lower()), None)
        if forces:
            why = f"{w1} says that the grounds for the presence of {forces} are gone, “{x['words']}”; {w2} says what it is for: “{_cut(y['mission'], 80)}”."
            return LinkKind.CONTRADICTS, x is a, why, 0.6
    return None


def _purposes(a: View, b: View, va: View, vb: View, one: bool) -> tuple[LinkKind, bool, str, float] | None:
    """Two purposes given for one actor's doing, which share no word: one of them is said to be the only one, or two speakers differ in one report."""
    p, q = a["purpose"], b["purpose"]
    who_a, who_b = _speaker(a, va), _speaker(b, vb)
    if who_a.lower() == who_b.lower() or set(p["stems"]) & set(q["stems"]) or set(p["names"]) & set(q["names"]):
        return None
    heads = [{" ".join(n.split()[:2]) for n in s["whose"]} for s in (p, q)]
    actor = sorted(heads[0] & heads[1])
    if not actor or not _agree(a["places"], b["places"]):
        return None
    if not (p["only"] or q["only"]) and not one:
        return None
    named = _named(a) | _named(b)
    deeds = [{w for w in s["deed"] if w not in named} for s in (p, q)]
    if not (deeds[0] & deeds[1] or set(a["places"]) & set(b["places"]) or p["this"] or q["this"] or (p["only"] and q["only"])):
        return None  # of two deeds
    both = p["only"] and q["only"]
    only = "each calls it the only one" if both else f"{who_a if p['only'] else who_b} calls it the only one" if p["only"] or q["only"] else "the two purposes share no word"
    return LinkKind.CONTRADICTS, True, f"Both give a purpose of what {actor[0]} does: {who_a} says “{p['words']}”, {who_b} says “{q['words']}”; {only}.", 0.8 if both else 0.6


# ----------------------------------------------------------------------------------------------------------------- figures


def _as_of(q: View, v: View) -> str | None:
    """The day until which a figure counts: the end of its period if that is over, else the report's day.

    A count that grows is dated by its report where its period is the day of what happened: of five killed on Saturday one may have died on Monday.
    """
    end = q["period"][1] if q["period"] else None
    if end and q["cumulative"] and q["period"][0] == end and v["published"] and 0 <= (date.fromisoformat(v["published"]) - date.fromisoformat(end)).days <= 30:
        return str(v["published"])
    if end and end >= "1000" and (not v["published"] or end <= v["published"]):
        return str(end)
    published: str | None = v["published"]
    return published


def _bounds(q: View) -> tuple[float, float]:
    return (q["low"] if q["low"] is not None else float("-inf"), q["high"] if q["high"] is not None else float("inf"))


def _periods_clash(a: View, b: View) -> bool:
    """Whether two stated periods are different ones: neither meets the other, or they begin on different days and end on different days."""
    x, y = a["period"], b["period"]
    if not x or not y:
        return bool(x and x[0] and x[1]) != bool(y and y[0] and y[1])  # one of a closed period, the other open: not one measure
    (s1, e1), (s2, e2) = x, y
    if x != y and any(s and e and s[5:] == "01-01" and e[5:] == "12-31" for s, e in (x, y)):
        return True  # in all of a year, and since that year
    if (s1 and e2 and s1 > e2) or (s2 and e1 and s2 > e1):
        return True
    return bool(s1 and s2 and s1 != s2 and s1[:7] != s2[:7])


def comparable(a: View, b: View, told: bool) -> bool:
    """Whether two figures count the same thing: unit, rate, what is counted, place, whose and period agree.

    >>> one = {"unit": "person", "per": None, "measure": ["kill"], "place": "Sandvik", "actor": None, "affected": None, "period": None, "names": []}
    >>> comparable(one, one, True), comparable(one, one | {"measure": ["injur"]}, True), comparable(one, one | {"place": "Lindholm"}, True)
    (True, False, False)
    """
    if a["unit"] != b["unit"] or a["per"] != b["per"] or not a["measure"] or a["measure"] != b["measure"]:
        return False
    if a.get("aged") or b.get("aged"):
        return bool(a["aged"] and b["aged"] and _one_name(a["aged"], b["aged"]))
    if "age" in a["measure"] and not told:  # a man of 43 in another story is another man
        return False
    if a["place"] and b["place"] and a["place"] != b["place"]:
        return False
    if not _one_people(a, b) or (not told and not (a["place"] and b["place"]) and not (a.get("people") or b.get("people"))):
        return False
    for field in ("actor", "affected"):
        if a[field] and b[field] and a[field] != b[field]:
            return False
    once = bool(a["period"] and all(a["period"])) != bool(b["period"] and all(b["period"]))
    closed = a["period"] if a["period"] and all(a["period"]) else b["period"]
    if told and once and closed and closed[0][:8] == closed[1][:8] and a.get("cumulative") and b.get("cumulative"):
        return True  # killed on Sunday, and killed: in one story the toll of one event
    return not _periods_clash(a, b)


def _one_people(a: View, b: View) -> bool:
    """Whether two counts are of one people: both name it, or one names it and the other its country (*Norwegians killed*, *people killed in Norway*)."""
    x, y = a.get("people"), b.get("people")
    if not x and not y:
        return True
    return (x or a.get("land")) == (y or b.get("land"))


def _day(iso: str | None, q: View) -> str:
    """The day of a figure in words: *as of* where its text gives the day, *reported* where it is only the report's."""
    if not iso:
        return ""
    d = date.fromisoformat(iso[:10])
    stated = bool(q["period"] and q["period"][1] == iso)
    return f" as of {d.day} {d:%B %Y}" if stated else f" (reported {d.day} {d:%B %Y})"


def _counts(a: View, b: View) -> str:
    what = a["measures"] or a["unit"]
    unit = (
        f" ({a['unit']})"
        if a["measures"] and "age" not in a["measure"] and a["unit"] != "person" and stem(a["unit"].lower()) not in {stem(w) for w in tokens(a["measures"])}
        else ""
    )
    where = f" in {a['place']}" if a["place"] and a["place"] == b["place"] else ""
    return f"Both give “{what}”{unit}{where}"


def compare_figures(a: View, b: View, va: View, vb: View, told: bool) -> tuple[LinkKind, bool, str, float] | None:
    """How two figures stand to each other: (kind, whether the link starts at `a`, why, confidence), or None."""
    one = va["report"] == vb["report"]
    who_a, who_b = a["who"] or va["outlet"] or "the report", b["who"] or vb["outlet"] or "the report"
    low_a, high_a = _bounds(a)
    low_b, high_b = _bounds(b)
    if one and (made := _inside(a, b, va)):
        return made
    if a["unit"] == "fraction" and b["unit"] == "fraction" and low_a == low_b and high_a == high_b:
        return _fractions(a, b, va, vb)
    if any(a[f] != b[f] for f in ("part", "expected", "apart")) or any(f["majority"] or f["vague"] or f["listed"] for f in (a, b)) or not comparable(a, b, told):
        return None
    day_a, day_b = _as_of(a, va), _as_of(b, vb)
    counts = _counts(a, b)
    says = f"{who_a} says {a['words']}{_day(day_a, a)}, {who_b} says {b['words']}{_day(day_b, b)}"
    meet = low_a <= high_b and low_b <= high_a
    lows = [abs(x) for x in (low_a, high_a, low_b, high_b) if abs(x) != float("inf")]
    apart = max(lows) / max(1e-9, min(lows)) if lows else 1.0
    cumulative = a["cumulative"] and b["cumulative"]
    if meet or ((a["about"] or b["about"]) and apart <= ROUNDED):
        exact = (low_a, high_a) == (low_b, high_b)
        if one and who_a.lower() == who_b.lower() and (not exact or not (a["claim"] or b["claim"])):
            return None
        if max(lows) <= 12 and not (cumulative or _anchored(a, b) or len(a["measure"]) > 1):
            return None  # two laps, two nations: too common a number to be the same claim
        two = not exact and not cumulative and ((a["high"] is None and b["high"] is None) or not _of_one(a, b, who_a, who_b))  # at least 42, and at least 45
        if exact or (apart <= 1.25 and not two):
            how = "the figures are equal" if exact else "one bound admits the other figure" if meet else "one is a round number of the other"
            return LinkKind.SAME_CLAIM, True, f"{counts}: {says}; {how}.", 0.8 if exact else 0.6
        if not (day_a and day_b and day_a != day_b and cumulative):
            return None
    if a["apart"] or a.get("owner") or b.get("owner") or not _one_measure(a, b, apart) or _long_apart(a, b) or not _of_one(a, b, who_a, who_b):
        return None
    if "age" in a["measure"] and not _ages_clash(a, b, va, vb):
        return None
    if day_a and day_b and day_a != day_b and not one and "age" not in a["measure"]:
        later = day_a > day_b
        if abs(date.fromisoformat(day_a) - date.fromisoformat(day_b)) > timedelta(days=400) and not (a["place"] and b["place"]):
            return None
        new, old = ((low_a, high_a), (low_b, high_b)) if later else ((low_b, high_b), (low_a, high_a))
        if old[0] == float("-inf") and who_a.lower() != who_b.lower():
            return None  # no more than nine, says one: a later count by another is no newer value of that
        if cumulative and new[1] < old[0]:
            return LinkKind.CONTRADICTS, later, f"{counts}: {says}; the later count is lower, though such a count does not fall.", 0.55
        return LinkKind.UPDATES, later, f"{counts}: {says}; the later value is the newer.", 0.7
    if who_a.lower() == who_b.lower() or meet:
        return None
    if not one and not (day_a and day_b):  # a count that changes, of days that are not known
        return None
    if a.get("home") != b.get("home") and not _anchored(a, b) and (one or (a.get("home") and b.get("home"))):  # each counts its own
        return None
    if one and cumulative and a.get("then") != b.get("then"):  # killed today, and killed in an attack in March
        return None
    if one and (va.get("live") or not (a["claim"] or b["claim"])):
        return None
    if a["unit"] == "percent" and abs((a["low"] or 0) - (b["low"] or 0)) <= 0.5 and (a["low"] or 0) % 1 != (b["low"] or 0) % 1:
        return None  # 50 is 49.5, rounded
    if a["unit"] == "percent" and (a["expected"] or (one and a["sentence"] == b["sentence"])):  # so many for one, so many for the other; needed, if
        return None
    if (a["about"] or b["about"]) and apart <= LOOSE:
        return None
    return LinkKind.CONTRADICTS, True, f"{counts}: {says}; both cannot hold.", 0.65


def _of_one(a: View, b: View, who_a: str, who_b: str) -> bool:
    """Whether the sentences of two figures name no persons, or one in common, those who give the figures aside: *she has 40 votes*, *Vance has 38*."""
    x, y = ({n for n in q.get("persons", ()) if n not in (who_a, who_b)} for q in (a, b))
    return not x or not y or bool(x & y)


def _long_apart(a: View, b: View) -> bool:
    """Whether the sentences of two figures name days more than a month apart: two happenings, as far as can be seen."""
    x, y = a.get("dates"), b.get("dates")
    if not x or not y:
        return False
    return max((date.fromisoformat(y[0]) - date.fromisoformat(x[1])).days, (date.fromisoformat(x[0]) - date.fromisoformat(y[1])).days) > 31


def _ages_clash(a: View, b: View, va: View, vb: View) -> bool:
    """Whether one person cannot have had both ages on the days of the two reports; within a fortnight a birthday is not reckoned with."""
    days = vb["day"] - va["day"] if va["day"] and vb["day"] else 0
    grown = (b["low"] or 0) - (a["low"] or 0)
    if days < 0:
        days, grown = -days, -grown
    years = int(days // 365.25)
    return not years <= grown <= (years if days <= 14 else years + 1)


LOOSE = 1.15
"""How far a figure may lie from one given as *about* before they are at odds: about 30, and 32."""

ROUNDED = 1.03
"""How far a round figure may lie from the exact one that it stands for."""


def _anchored(a: View, b: View) -> bool:
    """Whether both figures state one place, or whose or by whom they are."""
    return any(a[f] and a[f] == b[f] for f in ("place", "actor", "affected")) or bool((a.get("people") or b.get("people")) and _one_people(a, b))


def _one_measure(a: View, b: View, apart: float) -> bool:
    """Whether two unequal figures are likely values of one measure and not of two things of one name: near enough to one another for what ties them."""
    cumulative, anchored = a["cumulative"] and b["cumulative"], _anchored(a, b)
    if (a["small"] or b["small"]) and not cumulative and "age" not in a["measure"]:  # one participant, two of the firms
        return False
    if set(a["years"]) != set(b["years"]) and not (a["period"] and b["period"]):  # of another year than the report's
        return False
    if not cumulative and not anchored and len(a["measure"]) < 2 and not a.get("aged"):  # nine games, 18 games
        return False
    if "age" in a["measure"]:
        return (len(a["measure"]) > 1 or anchored or bool(a.get("aged"))) and abs((a["low"] or 0) - (b["low"] or 0)) <= 3
    if a["unit"] in ("percent", "fraction") or a["unit"].isupper():
        return apart <= 3 and (anchored or len(a["measure"]) > 1) and _same_names(a, b)
    return apart <= (20 if cumulative and anchored else 10 if cumulative or (anchored and len(a["measure"]) > 1) else 4 if anchored else 2.5)


def _same_names(a: View, b: View) -> bool:
    """Whether the sentences of two figures name nobody, or somebody in common."""
    return (not a["names"] and not b["names"]) or bool(set(a["names"]) & set(b["names"]))


def _fractions(a: View, b: View, va: View, vb: View) -> tuple[LinkKind, bool, str, float] | None:
    """Two equal shares of one place, with an actor in common."""
    where = [{w[:4] for w in [*q["measure"], *(stem(x) for x in tokens(q["place"] or ""))]} for q in (a, b)]
    actors = [{" ".join(n.split()[:2]) for n in q["names"]} for q in (a, b)]
    place = a["affected"] if a["affected"] and a["affected"] == b["affected"] else a["place"] or b["place"]
    shared = sorted(actors[0] & actors[1])
    if not place or not set(shared) - {" ".join(place.split()[:2])} or not where[0] & where[1] or stem(tokens(place)[0])[:4] not in where[0] & where[1]:
        return None
    if a["place"] and b["place"] and a["place"] != b["place"] and a["affected"] != b["affected"]:
        return None
    who_a, who_b = a["who"] or va["outlet"] or "the report", b["who"] or vb["outlet"] or "the report"
    return LinkKind.SAME_CLAIM, True, f"Both give a share of {place} and name {listed(shared, 2)}: {who_a} says {a['words']}, {who_b} says {b['words']}; the shares are equal.", 0.6


def _inside(a: View, b: View, v: View) -> tuple[LinkKind, bool, str, float] | None:
    """Two figures of one report: one count given twice in a sentence, a majority that is none, a part larger than its whole."""
    if a["unit"] != b["unit"] or a["per"] != b["per"]:
        return None
    gap = abs(a["at"] - b["at"])
    ha, hb = a["high"], b["high"]
    stems_a, stems_b = set(a["measure"]), set(b["measure"])
    if a["sentence"] == b["sentence"] and gap < 240 and (ha is None) != (hb is None):
        bound, exact = (a, b) if ha is None else (b, a)
        fits = exact["low"] == exact["high"] and bound["low"] <= exact["low"] <= 1.1 * bound["low"]
        if fits and (stems_a <= stems_b or stems_b <= stems_a) and not (a["part"] or b["part"]) and not (a["place"] and b["place"] and a["place"] != b["place"]):
            return (
                LinkKind.SAME_CLAIM,
                True,
                f"One sentence gives {bound['words']} and {exact['words']} of the same unit ({a['unit']}); the exact figure lies just within the bound.",
                0.6,
            )
    for old, new, first in ((a, b, False), (b, a, True)):
        near = old["sentence"] == new["sentence"] and old.get("moved") and gap < 160 and (old["moved"] == "after" or stems_a <= stems_b or stems_b <= stems_a)
        if near and (old["at"] < new["at"]) == (old["moved"] == "before") and (old["low"], old["high"]) != (new["low"], new["high"]):
            return LinkKind.UPDATES, first, f"One sentence gives {old['words']} and {new['words']} ({new['unit']}) as the value before and after.", 0.75
    for part, whole, first in ((a, b, True), (b, a, False)):
        if part["majority"] and part["low"] and whole["low"] and 0 <= part["sentence"] - whole["sentence"] <= 400 and part["high"] is not None and whole["low"] > 2 * part["high"]:
            if part["measure"] and set(part["measure"]) <= set(whole["measure"]) and not whole["majority"]:
                share = part["high"] / whole["low"]
                return LinkKind.CONTRADICTS, first, f"{part['words']} is called most of {whole['words']} ({part['measures']}), but is {share:.0%} of it.", 0.75
        if part["part"] and not whole["part"] and part["sentence"] == whole["sentence"] and whole["at"] < part["at"] and whole["high"] is not None and part["low"] is not None:
            others = [q for q in v["figures"] if q["unit"] == "person" and q["sentence"] == whole["sentence"] and q["at"] < part["at"] and not q["part"]]
            if part["low"] > sum(q["high"] or float("inf") for q in others) and a["unit"] == "person":
                return LinkKind.CONTRADICTS, first, f"{part['words']} is given as a part of {whole['words']} in one sentence, but is more.", 0.7
    return None


def _sums(v: View) -> Iterator[tuple[View, View, str]]:
    """Totals of a sentence that are not the sum of its parts: (the total, the largest part, why). Only where every figure of the unit is exact."""
    for total in v["figures"]:
        if not total["total"]:
            continue
        parts = [q for q in v["figures"] if q is not total and q["sentence"] == total["sentence"] and (q["unit"], q["per"]) == (total["unit"], total["per"])]
        if len(parts) < 2 or any(q["low"] != q["high"] or q["about"] or q["part"] or q["total"] or q["expected"] for q in [*parts, total] if q is not total):
            continue
        made = sum(q["low"] for q in parts)
        if total["low"] == total["high"] and not total["about"] and made != total["low"]:
            shown = listed([q["words"] for q in parts], 9)
            yield total, max(parts, key=lambda q: (q["low"], q["id"])), f"{shown} make {made:,.0f}, but the total in the same sentence is given as {total['words']}."


# ------------------------------------------------------------------------------------------------------------------- links


def _events(a: View, b: View, va: View, vb: View) -> tuple[str, float] | None:
    """Whether two events of two reports of one story are one: type, a party, day or place, and no field at odds."""
    truce = a["truce"] and b["truce"]
    if a["habit"] or b["habit"]:
        return None
    if (a["type"] != b["type"] and not truce) or a["type"] == "OTHER" or a["modality"] in ("hypothetical", "denied") or a["modality"] != b["modality"]:
        return None
    actors, recipients = (_both(a[f], b[f]) for f in ("actor", "recipient"))
    if truce:
        parties = _both([*a["actor"], *a["recipient"]], [*b["actor"], *b["recipient"]])
    elif (a["actor"] and b["actor"] and not actors) or (a["recipient"] and b["recipient"] and not recipients):
        return None
    else:
        parties = list(dict.fromkeys([*actors, *recipients]))
    if not parties or (truce and len(parties) < 2):
        return None
    place = bool(a["place"] and a["place"] == b["place"]) and a["place"] not in parties  # a state named as party is no place that two events share
    if a["place"] and b["place"] and a["place"] != b["place"]:
        return None
    apart = _days_apart(a["period"], b["period"])
    if apart is not None and apart > 1:
        return None
    same = bool(set(a["stems"]) & set(b["stems"]))
    day, whole = apart == 0, bool(actors and recipients)
    if apart == 1 and all(n in a["towns"] for n in recipients):  # a town is shelled on one day and on the next
        return None
    single = whole and any(n in a["single"] for n in recipients)
    dies = same and any(n in a["persons"] and n in b["persons"] for n in recipients) and bool(set(a["stems"]) & _DIES)
    near = abs(va["day"] - vb["day"]) <= 4
    fits = dies or (day and (truce or same or place)) or (place and same and apart is None) or (apart == 1 and same and whole) or (apart is None and same and single and near)
    if not fits or (a["type"] in _SAID and not day):
        return None
    type = a["type"] if a["type"] == b["type"] else f"{a['type']} and {b['type']}"
    where = f" in {a['place']}" if place else ""
    start = (a["period"] or b["period"] or [None])[0]
    when = f" on {start}" if day and a["period"][0] == a["period"][1] else f" in the period from {start}" if day else " on days next to each other" if apart == 1 else ""
    once = "; a person is killed once" if dies and not day else ""
    return f"Both tell of one event of the type {type} (“{a['trigger']}”, “{b['trigger']}”) with {listed(parties, 3)}{where}{when}{once}.", 0.5 + 0.2 * (day or dies) + 0.1 * place


_DIES = frozenset(["kill", "shoot", "murder", "assassinat", "die", "dead", "death", "execut", "slay"])
_SAID = frozenset(["ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "CONSULT", "SANCTION", "REJECT", "CONCEDE", "AGREE"])
"""What is done in words is done again and again: without a day, no two of these are one."""


def _both(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """Names in both lists, whatever their case."""
    other = {n.lower() for n in b}
    return list(dict.fromkeys(n for n in a if n.lower() in other))


def _days_apart(a: Sequence[str | None] | None, b: Sequence[str | None] | None) -> int | None:
    """Days between two periods, 0 where they are the same; None where one is not stated or they only overlap."""
    if not a or not b or not (a[0] and a[1] and b[0] and b[1]):
        return None if not a or not b or not a[0] or a != b else 0
    if list(a) == list(b):
        return 0
    gap = max((date.fromisoformat(b[0]) - date.fromisoformat(a[1])).days, (date.fromisoformat(a[0]) - date.fromisoformat(b[1])).days)
    return gap if gap > 0 else None


HEAVY = 8.0
"""Weight of a word that says what a statement is about; of reports of different stories only these count."""


def _comparable(a: View, b: View, told: bool) -> Iterator[tuple[View, View]]:
    """Pairs of statements of two reports of which `compare_statements` may say something: they share enough words, or both give a purpose or one condition."""
    under: tuple[dict[str, list[int]], dict[str, list[int]]] | None = a.get("under")
    if under is None:
        every: dict[str, list[int]] = {}
        heavy: dict[str, list[int]] = {}
        for i, s in enumerate(a["statements"]):
            for word, weight in s["stems"].items():
                every.setdefault(word, []).append(i)
                if weight > HEAVY:
                    heavy.setdefault(word, []).append(i)
        under = a["under"] = every, heavy  # made once a report, and never stored
    words, enough = (under[0], 2) if told else (under[1], 3)
    for y in b["statements"]:
        shared = Counter(i for word in y["stems"] if word in words for i in words[word])
        for i, x in enumerate(a["statements"]):
            n = shared[i]
            disputed = told and n and x["status"] != y["status"] and "disputed" in (x["status"], y["status"])
            if n >= enough or disputed or (x["purpose"] and y["purpose"]) or (told and x["condition"] and x["condition"] == y["condition"]):
                yield x, y


def _pair(a: View, b: View, same_report: bool, told: bool) -> Iterator[Link]:
    ends: dict[str, list[tuple[float, Link]]] = {}

    def give(kind: LinkKind, x: str, y: str, first: bool, why: str, confidence: float) -> None:
        one, two = LinkEnd(report=a["report"], item=x), LinkEnd(report=b["report"], item=y)
        from_, to = (one, two) if first else (two, one)
        several = same_report and kind in (LinkKind.CONTRADICTS, LinkKind.DENIES)
        ends.setdefault(f"{kind} {x} {y}" if several else f"{kind} {x}", []).append((confidence, make_link(kind, from_, to, why, min(0.95, confidence), CLAIMS.label)))

    statements = a["statements"]
    for x, y in ((x, y) for i, x in enumerate(statements) for y in statements[i + 1 :]) if same_report else _comparable(a, b, told):
        if made := compare_statements(x, y, a, b, told):
            give(made[0], x["id"], y["id"], made[1], made[2], made[3] - 0.02 * (x["headline"] or y["headline"]))
    for i, x in enumerate(a["figures"]):
        for y in a["figures"][i + 1 :] if same_report else b["figures"]:
            if made := compare_figures(x, y, a, b, told):
                give(made[0], x["id"], y["id"], made[1], made[2], made[3])
    if same_report:
        for denial, claim, why, confidence in (*_answers(a), *_misreported(a)):
            give(LinkKind.DENIES, denial["id"], claim["id"], True, why, confidence)
        for event, claim, why, confidence in _told_otherwise(a):
            give(LinkKind.CONTRADICTS, event["id"], claim["id"], True, why, confidence)
        for total, part, why in _sums(a):
            give(LinkKind.CONTRADICTS, total["id"], part["id"], True, why, 0.75)
    if told and not same_report:
        for x in a["events"]:
            for y in b["events"]:
                if found := _events(x, y, a, b):
                    give(LinkKind.SAME_EVENT, x["id"], y["id"], True, *found)
    headlines = {s["id"] for s in a["statements"] if s["headline"]} if same_report else frozenset()
    if headlines:  # what the body says again in full is not linked twice
        pairs = {frozenset((k.from_.item, k.to.item)) for links in ends.values() for _, k in links}
        told_by_body = {i for p in pairs if not p & headlines for i in p}
        for key, links in ends.items():
            ends[key] = [
                c for c in links if not (one := {c[1].from_.item, c[1].to.item} & headlines) or len(one) == 2 or not ({c[1].from_.item, c[1].to.item} - one) & told_by_body
            ]
    for links in filter(None, ends.values()):  # of several that fit, the surest: one finding has one counterpart of a kind in another report
        yield max(links, key=lambda c: (c[0], c[1].id))[1]


def links(view: View, neighbours: Sequence[View]) -> Iterator[Link]:
    """Links inside a report, and between it and each neighbour."""
    yield from _pair(view, view, True, True)
    for other, alike in zip(neighbours, similarities(view, neighbours), strict=True):
        yield from _pair(view, other, False, alike >= TOGETHER)


CLAIMS = Step(
    name="claims",
    version="16",
    reads=("attributions", "quantities", "events", "entities", "toponyms", "timexes", "labels"),
    resources=("lexicon:claims", "lexicon:measures", "lexicon:actors", "package:wordfreq"),
    view=view,
    keys=keys,
    links=links,
    nearest=8,
    most=16,
)
