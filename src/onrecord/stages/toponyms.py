"""toponyms: place names and the places that they are taken for.

Two steps, as geoparsing has it. **Tagging**: every run of capitalised words that the gazetteer knows, or that the parser calls a
place, is weighed by a few plain signs: what sort of places bear the name, what the parser says, a preposition before it, a state
or country after a comma, a word for a sort of place (``province``), the words around it that would make it part of a person's
or an organisation's name. **Resolution**: among the places of the name the one is taken that fits best: the chain it stands in
(``Paris, Texas``), the countries, states and places that the report names, and how well known it is.

One name has one sense in a report. Adjectives are no toponyms; they only say which countries the report is about.

Source: the signs are those of Leidner, Toponym Resolution in Text (2007), ch. 3-4, and Lieberman and Samet, Multifaceted toponym
recognition (2011). Known to miss: places that neither the gazetteer nor the parser knows, one name for two places in one report.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from onrecord.gazetteer import Gazetteer, Place, gazetteer, name_key
from onrecord.model import Candidate, Document, Ids, PlaceUse, Problem, Span, Toponym
from onrecord.pipeline import Layers, Stage
from onrecord.text import Parse

PLACE_LABELS = {"GPE": 2.6, "LOC": 2.3, "FAC": 1.6}
OTHER_LABELS = {"PERSON": -1.6, "NORP": -3.5, "ORG": -0.7, "DATE": -3.0, "TIME": -3.0, "PRODUCT": -1.2, "WORK_OF_ART": -1.5, "EVENT": -1.2, "LAW": -1.5, "LANGUAGE": -3.0, "CARDINAL": -2.0, "ORDINAL": -2.0, "MONEY": -2.0, "QUANTITY": -1.0, "PERCENT": -2.0}  # fmt: skip
"""What the parser's name type adds to a name's weight. A small parser takes many towns for persons or organisations, so that those weigh little."""

THRESHOLD = 1.5
"""From which weight on a name is taken for a place; chosen on epidemics reports with marked places and on our gold."""

SINGULAR = {"states": "state", "cities": "city", "towns": "town", "villages": "village", "provinces": "province", "districts": "district", "regions": "region", "counties": "county", "islands": "island", "suburbs": "suburb"}  # fmt: skip
JOINED = frozenset(("street", "water", "land", "park"))
CONTAINERS = frozenset(("country", "state", "county", "area", "territory", "historic"))


@dataclass(slots=True)
class Mention:
    """A name in the text that may be a place's.

    Attributes:
        first: First token.
        last: One past the last token.
        span: Its characters.
        key: The name as the gazetteer looks it up.
        places: The places that bear the name.
        weight: The sum of the signs.
        inside: Mentions that contain it by a comma, a preposition or a possessive.
        use: What it does, once known.
        sort: The word for a sort of place beside it, lower case, or "".
        part: Whether it is part of a longer name.
        local: Whether a preposition of place stands before it.
        person: Whether it looks like a person's name here.
        peers: What sort of places it is listed with (``country``, ``state``).
        holds: The mentions that lie in it.
        listed: Whether it stands in a list with a sure place.
        outer: Whether it says where another lies.
        near: The place whose name it begins with (``Hope Street``, where Hope is a town).
    """

    first: int
    last: int
    span: Span
    key: str
    places: tuple[Place, ...]
    weight: float = 0.0
    inside: list[Mention] = field(default_factory=list)
    use: PlaceUse = PlaceUse.LOCATION
    sort: str = ""
    part: bool = False
    local: bool = False
    outer: bool = False
    listed: bool = False
    person: bool = False
    peers: set[str] = field(default_factory=set)
    holds: list[Mention] = field(default_factory=list)
    near: Mention | None = None


class Words:
    """The word lists of the lexicon ``places``, as sets."""

    def __init__(self, lexicon: Any) -> None:
        self.never = {w.lower() for w in lexicon["never"]}
        self.doubtful = {name_key(w) for w in lexicon["doubtful"]}
        self.after = {w: kind for kind, words in lexicon["sort_after"].items() for w in words}
        self.before = {w: kind for kind, words in lexicon["sort_before"].items() for w in words}
        self.organisation = set(lexicon["organisation_after"])
        self.alone = set(lexicon["alone"])
        self.demonyms = {w: country for country, words in lexicon["demonyms"].items() for w in words}
        self.abbreviations: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.state_names: set[str] = set()
        for country, states in lexicon["states"].items():
            for code, names in states.items():
                self.state_names.add(name_key(names[0]))
                for name in names[1:]:
                    if len(name) <= 6:
                        self.abbreviations[name].append((country, str(code)))
        self.prepositions: dict[str, float] = lexicon["prepositions"]
        self.local, self.directions, self.sorts = (frozenset(lexicon[name]) for name in ("local", "directions", "sorts"))
        self.tails, self.joiners, self.middle, self.joined = (frozenset(lexicon[name]) for name in ("tails", "joiners", "middle", "joined"))
        self.streets = {w.lower() for w, kind in self.after.items() if kind in ("street", "park")}
        self.not_places = {name_key(w) for w in lexicon["not_places"]}
        self.settlements = frozenset(lexicon["settlements"])
        self.things, self.followers, self.dealings = (frozenset(lexicon[name]) for name in ("things", "followers", "dealings"))
        self.titles, self.speech = frozenset(lexicon["titles"]), frozenset(lexicon["speech"])
        self.country_names = {name: code for code, names in lexicon["countries"].items() for name in names}


def prior(place: Place) -> float:
    """How likely a place is meant by its name when nothing else is known, on a scale like the logarithm of its people.

    >>> prior(Place("Paris", "capital", "FR", people=2_100_000)) > prior(Place("Paris", "city", "US", people=25_000))
    True
    """
    people = math.log10(place.people + 100)
    kind = place.kind
    if kind == "country":
        score = 9.2
    elif kind == "continent":
        score = 9.0
    elif kind == "capital":
        score = people + 1.8
    elif kind == "city":
        score = people + (0.6 if place.country in ("US", "GB") else 0.4 if place.country in ("CA", "AU", "IE", "NZ", "ZA") else 0.0)
    elif kind == "state":
        score = 8.2 if place.country in ("US", "CA", "AU", "GB") else 3.6 + 0.45 * people
    elif kind == "county":
        score = 5.6 if place.country == "GB" else 2.0 + 0.42 * people
    elif kind == "district":
        score = 2.0 + 0.4 * people
    elif place.weight:
        score = 6.8
    else:
        score = 3.0 + 0.3 * people
    if place.weight and kind not in ("country", "continent", "state"):
        score = max(score + 0.8, 6.0)
    if place.weight:
        score += 3.0 * (place.weight - 1.0)
    # an alternative name may be of any language and any age; of a great city it is more often one that English uses
    return score - (0.0 if place.main else 0.6 if kind in ("country", "state") else 0.8 if place.people > 300_000 and kind != "capital" else 1.4)


def distance(a: Place, b: Place) -> float:
    """Kilometres between two places (equirectangular; good enough to rank)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 20_000.0
    x = ((a.lon - b.lon + 180) % 360 - 180) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(x, a.lat - b.lat)


def within(place: Place, container: Place) -> bool:
    """Whether a place may lie in another, by the codes of country and state, or by nearness where the container has none."""
    if container == place:
        return False
    if container.kind == "country":
        return place.country == container.country and place.kind != "country"
    if container.kind == "state" and container.state:
        return place.country == container.country and place.state == container.state and place.kind not in ("country", "state")
    if container.kind in ("county", "district", "area", "territory", "island", "historic", "state"):
        return (not container.country or place.country == container.country) and distance(place, container) < 250 and place.kind not in ("country", "state")
    if container.kind in ("city", "capital"):
        return place.country == container.country and distance(place, container) < 60 and place.kind not in ("country", "state")
    return False


# ------------------------------------------------------------------------------------------------------------ tagging


class Tagger:
    """Finds the mentions of one document."""

    def __init__(self, document: Document, parse: Parse, places: Gazetteer, words: Words) -> None:
        self.document, self.parse, self.gazetteer, self.words = document, parse, places, words
        self.entity: dict[int, tuple[int, int, str]] = {}
        n = len(parse)
        i = 0
        while i < n:
            if parse.ent[i]:
                k = i + 1
                while k < n and parse.ent[k] == parse.ent[i] and not parse.ent_start[k]:
                    k += 1
                for t in range(i, k):
                    self.entity[t] = (i, k, parse.ent[i])
                i = k
            else:
                i += 1
        self.surnames: set[str] = set()
        for t, (first, last, label) in self.entity.items():
            if label == "PERSON" and t == first and last - first > 1:
                self.surnames.update((parse.lower[last - 1], parse.lower[first]))
        for t in range(1, n):  # `in Hope` somewhere: then the parser's person of that name was none
            if (
                parse.lower[t] in self.surnames
                and parse.lower[t - 1] in ("in", "near", "at")
                and parse.word[t][:1].isupper()
                and self.entity.get(t, (t, t + 1, ""))[1] == t + 1
                and parse.lower[t + 1 : t + 2] != ["'s"]
            ):
                self.surnames.discard(parse.lower[t])
        self.demonyms: Counter[str] = Counter()
        self.doubts: list[Mention] = []
        self._shout: dict[int, bool] = {}
        self._titled: dict[int, bool] = {}

    def capital(self, i: int) -> bool:
        """Whether a token begins with a capital letter."""
        word = self.parse.word[i]
        return word[:1].isupper() or (len(word) > 3 and word[:3] in ("al-", "el-") and word[3:4].isupper())

    def shouting(self, i: int) -> bool:
        """Whether the token's sentence is all capitals, as some headlines are."""
        number = self.parse.sentence[i]
        if number not in self._shout:
            first, last = self.parse.sentences[number]
            letters = [w for w in self.parse.word[first:last] if len(w) > 1 and w.isalpha()]
            self._shout[number] = len(letters) > 3 and sum(w.isupper() for w in letters) > 0.7 * len(letters)
        return self._shout[number]

    def titled(self, i: int) -> bool:
        """Whether nearly every word of the token's sentence has a capital, as in headlines: then a capital says little."""
        number = self.parse.sentence[i]
        if number not in self._titled:
            first, last = self.parse.sentences[number]
            letters = [w for w in self.parse.word[first:last] if len(w) > 3 and w.isalpha()]
            self._titled[number] = len(letters) > 4 and sum(w[0].isupper() for w in letters) > 0.8 * len(letters)
        return self._titled[number]

    def mentions(self) -> list[Mention]:
        """All mentions that weigh enough, in order."""
        found: list[Mention] = []
        p, n = self.parse, len(self.parse)
        i = 0
        while i < n:
            if not p.word[i][:1].isalpha() or not (self.capital(i) or p.lower[i] in ("al", "el", "the")):
                i += 1
                continue
            if p.word[i] in self.words.demonyms:
                self.demonyms[self.words.demonyms[p.word[i]]] += 1
            mention = self.longest(i)
            if mention is None:
                mention = self.unknown(i)
            if mention is None:
                i += 1
                continue
            found.append(mention)
            i = mention.last
        self.chain(found)
        for m in found:
            m.weight += self.weigh(m)
        self.list(found)
        best: dict[str, float] = {}
        for m in found:
            if not m.part:
                best[m.key] = max(best.get(m.key, -9.0), m.weight)
        kept = []
        for m in found:
            # one sense a report: a name that is surely a place elsewhere is one here, unless it is a person's
            top = best.get(m.key, -9.0)
            if m.weight < THRESHOLD <= top - 0.8 and m.weight > THRESHOLD - 3.0 and not m.person:
                m.weight = THRESHOLD
            if m.weight >= THRESHOLD:
                kept.append(m)
            elif m.weight >= THRESHOLD - 1.0 and not m.part and not m.person and m.places:
                self.doubts.append(m)
        return kept

    def longest(self, i: int) -> Mention | None:
        """The longest name of the gazetteer that begins at a token, with a capitalised word for its sort (``Hope Street``)."""
        p, words = self.parse, self.words
        limit = min(p.sentences[p.sentence[i]][1], i + 7)
        ends = []
        k = i
        while k < limit and (k == i or p.start[k] - p.end[k - 1] <= 1):
            low = p.lower[k]
            if self.capital(k) or (k > i and (low in words.tails or low.isdigit() or low[:2] == "d'" or (low == "'s" and p.lower[i] in ("st.", "st", "saint", "king", "queen")))):
                ends.append(k + 1)
            elif (k > i and low not in words.joiners) or (k == i and low not in ("al", "el", "the")):
                break
            k += 1
        low = p.lower[i]
        if low == "united" and i + 1 < len(p) and p.lower[i + 1] == "nations" and self.in_place_line(i):
            seat = self.gazetteer.places("United Nations headquarters")
            return Mention(i, i + 2, Span(p.start[i], p.end[i + 1]), "united nations headquarters", seat, weight=2.0)
        for end in reversed(ends):
            if end == i + 1 and (low in ("al", "el", "the", "st", "st.") or low in words.never or p.word[i] in words.demonyms):
                continue
            if low == "the" and not (end - i == 2 and p.lower[i + 1] in ("hague", "gambia") and p.word[i] == "The"):
                continue
            name = p.text[p.start[i] : p.end[end - 1]]
            places = self.gazetteer.places(name)
            if name_key(name) in words.not_places:
                return Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), (), weight=-20.0)
            if not places or not self.spelt(i, end, name, name_key(name)):
                continue
            if end - i > 1 and not self.gazetteer.has_own(name) and (p.word[end - 1][:1].islower() or any(p.lower[t] in ("and", "&") for t in range(i, end))):
                continue  # `Hope region`, `Australia and New Zealand`: only our own list joins such words
            if words.after.get(p.word[end - 1]) in ("water", "street", "park") and end - i > 1 and not self.gazetteer.has_own(name) and not any(q.main for q in places):
                continue  # `Grand River` is no town of another name
            return self.with_sort(Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), places))
        return None

    def with_sort(self, m: Mention) -> Mention:
        """The mention with the sort word behind it, where both are one name that the gazetteer lacks: ``Hope River``, ``Hope Street``."""
        p, end, words = self.parse, m.last, self.words
        if any(prior(q) >= 9 for q in m.places):
            return m
        k = end
        while k < len(p) and k < end + 3 and p.sentence[k] == p.sentence[m.first] and self.capital(k) and p.start[k] - p.end[k - 1] == 1:
            if words.after.get(p.word[k]) in JOINED or p.word[k] in words.joined:
                if k + 1 < len(p) and p.word[k + 1] in words.organisation and self.capital(k + 1):
                    return m  # `Hope County Council`
                span = Span(m.span[0], p.end[k])
                name = p.text[slice(*span)]
                sort = words.after.get(p.word[k], "facility")
                whole = Mention(m.first, k + 1, span, name_key(name), self.gazetteer.places(name), sort=p.lower[k])
                whole.near = m
                whole.weight = 1.2 if sort in JOINED else 0.8
                return whole
            if p.word[k] not in words.middle:
                break
            k += 1
        return m

    def spelt(self, i: int, end: int, name: str, key: str) -> bool:
        """Whether the capitals are those of a name: ``US`` is the country, ``us`` and ``Us`` are not; ``WHO`` is no town."""
        if end - i > 1:
            return True
        if name.islower():
            return False
        if len(key) <= 3 or (name.isupper() and len(name) <= 5):
            known = name in self.words.country_names or name in self.words.alone
            if known:
                return True
            if name in self.words.abbreviations or name.rstrip(".") in self.words.abbreviations:
                return self.after_comma(i)
            if name.isupper():
                return self.shouting(i) or self.in_place_line(i)
            return len(key) > 2
        if name.endswith(".") and name in self.words.abbreviations:
            return self.after_comma(i) or name in self.words.alone
        return True

    def after_comma(self, i: int) -> bool:
        """Whether a capitalised word and a comma stand before a token."""
        return i > 1 and self.parse.word[i - 1] == "," and self.capital(i - 2)

    def in_place_line(self, i: int) -> bool:
        """Whether a token stands in the report's dateline."""
        line = self.document.place_line_span
        return line is not None and line[0] <= self.parse.start[i] < line[1]

    def unknown(self, i: int) -> Mention | None:
        """A place of the parser's that the gazetteer lacks, or a name with a sort of place (``Hope Street``)."""
        p, words = self.parse, self.words
        if p.lower[i] in words.never or p.word[i] in words.demonyms or not self.capital(i):
            return None
        first, last, label = self.entity.get(i, (i, i, ""))
        k = i + 1
        while k < len(p) and k < i + 5 and p.sentence[k] == p.sentence[i] and (self.capital(k) or p.lower[k] in ("of", "-")) and p.start[k] - p.end[k - 1] <= 1:
            if words.after.get(p.word[k]) in JOINED or words.after.get(p.word[k]) in ("county", "region"):
                if any(self.entity.get(t, (0, 0, ""))[2] in ("DATE", "NORP") for t in range(i, k)) or (k + 1 < len(p) and p.word[k + 1] in words.organisation):
                    break
                if p.lower[i] in words.directions and self.gazetteer.places(p.text[p.start[i + 1] : p.end[k]]):
                    return None
                span = Span(p.start[i], p.end[k])
                return Mention(i, k + 1, span, name_key(p.text[slice(*span)]), (), sort=p.lower[k], weight=1.4)
            k += 1
        if p.word[i] in words.before and i + 1 < len(p) and self.capital(i + 1) and words.before[p.word[i]] != "facility" and p.lower[i + 1] not in words.never:
            span = Span(p.start[i], p.end[i + 1])  # `Lake Hope`, `Mount Hope`
            return Mention(i, i + 2, span, name_key(p.text[slice(*span)]), (), sort=p.lower[i], weight=2.2)
        if i > 1 and p.lower[i - 1] == "of" and p.lower[i - 2] in words.settlements and p.tag[i] in ("NNP", "NNPS"):
            k = i + 1
            while k < len(p) and k < i + 3 and self.capital(k) and p.tag[k] == "NNP" and p.start[k] - p.end[k - 1] <= 1:
                k += 1
            span = Span(p.start[i], p.end[k - 1])
            return Mention(i, k, span, name_key(p.text[slice(*span)]), (), sort=p.lower[i - 2], weight=1.0)
        if label in PLACE_LABELS and (first == i or all(p.lower[t] == "the" for t in range(first, i))):
            end = last
            while end > i and (not p.word[end - 1][:1].isalnum() or p.word[end - 1][:1].islower()):
                end -= 1
            if end == i or any(p.lower[t] in words.never for t in range(i, end)):
                return None
            if any(self.capital(t) and self.gazetteer.places(p.text[p.start[t] : p.end[end - 1]]) for t in range(i + 1, end)):
                return None  # the gazetteer knows the end of it: `Friends of Sudan`
            name = p.text[p.start[i] : p.end[end - 1]]
            if "\n" not in name and not (name.isupper() and not self.in_place_line(i)):
                return Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), (), weight=-1.2 if label == "GPE" else -0.8)
        return None

    def chain(self, found: list[Mention]) -> None:
        """Ties each mention to those that say where it lies: ``Ada, Ohio``; ``Ada in western Ohio``; ``Ghana's Ada``."""
        p, words = self.parse, self.words
        for k, (a, b) in enumerate(pairwise(found)):
            between = p.lower[a.last : b.first]
            after = found[k + 2] if k + 2 < len(found) else None
            if p.sentence[a.first] != p.sentence[b.first] or not 0 < len(between) <= 6:
                continue
            if between in ([","], ["("], [",", "in"], [",", "the"]):
                # a list of states or countries (`Ohio, Indiana and Iowa`) is no chain
                listed = after is not None and p.lower[b.last : after.first] in ([","], ["and"], [",", "and"], ["or"]) and states(after) and states(b)
                if listed and any(q.kind == "state" and prior(q) > 7 for q in a.places):
                    continue
                short = p.word[b.last - 1].endswith(".") or (b.last - b.first == 1 and len(p.word[b.first]) == 2 and p.word[b.first].isupper())
                if short and states(b) and holds(a, b):
                    tie(a, b, 2.6, 2.2)  # `Victoria, B.C.`
                elif not great(a) and states(b) and not holds(a, b) and max(map(prior, a.places), default=0.0) < 6.6 and not listed:
                    tie(a, b, 1.6, 1.2)  # `Ada, Ohio`, where the gazetteer knows no Ada in Ohio
                elif holds(a, b) and not (great(a) and not (states(a) and great(b) == "country")):
                    tie(a, b, 2.6 if a.places else 1.6, 2.2)
                elif not great(a) and not great(b) and any(within(r, q) for r in a.places[:6] for q in b.places[:2] if q.kind in ("city", "capital", "county", "district")):
                    tie(a, b, 1.5, 0.8)
            elif between[0] in ("in", "of", "near", "'s") and all(
                w in words.directions or w in words.sorts or w in ("in", "of", "the", "'s", "and", "a", "near", "-") for w in between
            ):
                if between[0] == "'s":
                    if holds(b, a) and not great(b):
                        tie(b, a, 1.5, 0.0)
                elif holds(a, b) and not great(a):
                    tie(a, b, 1.2, 0.8)

    def list(self, found: list[Mention]) -> None:
        """A name between commas beside a sure place is one of a list of places, and of their sort."""
        p = self.parse
        links = [(a, b) for a, b in pairwise(found) if p.lower[a.last : b.first] in ([","], ["and"], ["or"], [",", "and"], ["/"], [";"], ["to"])]
        run: list[Mention] = []
        for a, b in [*links, (None, None)]:
            if run and a is run[-1] and b is not None:
                run.append(b)
                continue
            last = p.lower[run[-1].last] if run and run[-1].last < len(p) else ""
            for m in run:  # `Kano, Jigawa and Niger states`
                m.sort = m.sort or (last if last in SINGULAR else "")
            known = [m for m in run if m.places and not m.part and not m.person]
            if len(known) >= 3 and sum(m.weight for m in known) >= 0.3 * len(known):
                for m in known:
                    m.weight += 1.2  # three towns in a row hold one another up
            run = [a, b] if a is not None and b is not None else []
        for pairs in (links, [(b, a) for a, b in reversed(links)]):
            for sure, other in pairs:
                if sure.weight >= THRESHOLD + 0.2 and not sure.part and other not in sure.inside:
                    other.peers.add(great(sure) or ("state" if "state" in sure.peers else ""))
                    if not other.listed and other.weight < THRESHOLD + 2 and p.lower[other.first] not in self.words.never:
                        other.weight += 1.9 if other.places else 0.9
                    other.listed = True

    def weigh(self, m: Mention) -> float:
        """The sum of the signs for and against a place."""
        p, i, end = self.parse, m.first, m.last
        weight = 0.0
        best = max((prior(q) for q in m.places), default=0.0)
        low = p.lower[i]
        single = end - i == 1
        before = i - 1 if i > 0 and p.sentence[i - 1] == p.sentence[i] else -1
        after = end if end < len(p) and p.sentence[end] == p.sentence[i] else -1
        # what the gazetteer says
        if not m.places:
            weight += 0.0
        elif best >= 9:
            weight += 3.0
        elif best >= 7.8:
            weight += 2.3
        elif best >= 6.8:
            weight += 2.0
        elif best >= 6:
            weight += 1.5
        elif best >= 5:
            weight += 0.8
        elif best >= 4:
            weight += 0.3
        else:
            weight -= 0.5
        if not single and m.places:
            weight += 0.7
        if not single and p.word[end - 1] in ("County", "State", "Province", "Parish") and any(q.main for q in m.places):
            weight += 1.2
        if m.places and best < 6.5 and not any(q.main for q in m.places):
            weight -= 0.8  # only an alternative name, of whatever language
        low_before = p.lower[before] if before >= 0 else ""
        if low_before == "of" and before > 0 and p.lower[before - 1] in self.words.sorts:
            weight += 2.0
            m.sort, m.local = p.lower[before - 1], True
        firm = bool(m.sort) or low_before in ("in", "near") or self.in_place_line(i)
        own = not single and self.gazetteer.has_own(p.text[slice(*m.span)])
        # what the parser says
        labels = {self.entity[k] for k in range(i, end) if k in self.entity}
        for first, last, label in labels:
            if label in PLACE_LABELS:
                weight += PLACE_LABELS[label] if len(labels) == 1 else 1.0
            elif label == "PERSON" and last - first > end - i and not any(p.word[k] in (",", "and", "'s") for k in range(first, last)):
                weight -= 4.0
                m.person = True
            else:
                # the better known the name, the less the small parser's other opinion counts
                weight += OTHER_LABELS.get(label, 0.0) * (0.3 if best >= 9 or own or (firm and m.places) else 0.6 if best >= 6 or not single else 1.0)
        if single and p.tag[i] not in ("NNP", "NNPS"):
            weight -= (1.2 if p.tag[i] in ("NN", "NNS", "JJ") else 2.5) * (0.2 if firm and m.places else 1.0)
        # words beside it
        if before >= 0:
            word = p.lower[before]
            if word == "the" and before > 0:
                word = p.lower[before - 1] if not m.places or best < 7 else word
            if word in self.words.prepositions and not (p.tag[before] == "TO" and p.pos[i] == "VERB"):
                weight += self.words.prepositions[word]
                m.local = word in self.words.local
            if word == "to" and before > 0 and p.lower[before - 1] == "according" and best < 8:
                weight -= 2.5
            if word in self.words.directions or word.rstrip("-") in self.words.directions or (word == "-" and before > 0 and p.lower[before - 1] in self.words.directions):
                weight += 1.2
                m.local = True
            if word.rstrip(".") in self.words.titles and self.capital(before):
                weight -= 4.0
            elif self.capital(before) and p.tag[before] in ("NNP", "NNPS") and p.start[i] - p.end[before] == 1:
                if (
                    word in self.words.directions
                    or p.word[before] in self.words.demonyms
                    or word in self.words.never
                    or (word.rstrip(".") in self.words.sorts)
                    or self.entity.get(before, (0, 0, ""))[2] in ("DATE", "TIME", "GPE")
                ):
                    pass
                else:
                    body = self.entity.get(before, (0, 0, ""))
                    weight -= 0.8 if body[2] == "ORG" and body[1] >= end and best >= 6 else 2.8 if best < 9 else 1.5
                    m.part = True
        elif single and best < 6.8:
            weight -= 0.4
        if after >= 0:
            word = p.word[after]
            if word.lower() in self.words.sorts:
                weight += 1.2
                m.sort = m.sort or word.lower()
            if self.capital(after) and p.tag[after] in ("NNP", "NNPS") and p.start[after] - p.end[end - 1] == 1:
                kind = self.entity.get(after, (0, 0, ""))[2]
                if word in self.words.organisation or (kind in ("ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT") and self.entity.get(i, (0, 0, ""))[2] == kind):
                    m.part = True
                    weight += 1.0 if best >= 6 and word in self.words.organisation else 0.0
                elif kind in ("DATE", "TIME", "NORP") or word in self.words.after:
                    pass
                elif best < 9 and not (m.local and kind == "PERSON" and self.entity.get(i, (0, 0, ""))[2] in PLACE_LABELS):
                    weight -= 2.8 if kind == "PERSON" and before < 0 else 1.8
            if word == "State" and m.key not in ("washington", "new york") and any(q.kind == "state" and q.country == "US" and q.weight for q in m.places):
                m.part = True  # `Ohio State`: the university
            if word.lower() in self.words.followers:
                weight += 0.9
            if word.lower() in self.words.things:
                weight -= 4.0  # `Lassa fever`: the name of a thing
            if p.lemma[after] in self.words.speech and best < 7 and m.weight < 1:
                weight -= 1.2
        if single:
            if low in self.words.never:
                weight -= 6.0
            elif m.key in self.words.doubtful and best < 9 and not m.local:
                weight -= 1.0
            if low in self.surnames:
                m.person = not firm
                weight -= 0.8 if best >= 9 else 2.5 if firm or best >= 7 else 4.5
        # organisation's name around it: the place is part of a name
        for first, last, label in labels:
            if (
                label in ("ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT")
                and last - first > end - i
                and not self.titled(i)
                and any(self.capital(k) for k in range(first, last) if not i <= k < end)
            ):
                m.part = True
        if m.part:
            weight -= 0.5
        return weight


# --------------------------------------------------------------------------------------------------------- resolution


def great(m: Mention) -> str:
    """``country`` or ``state`` where the name is first of all that of one, else ""."""
    best = max(m.places, key=prior, default=None)
    return best.kind if best is not None and best.kind in ("country", "state", "continent") and prior(best) >= 7.5 else ""


def states(m: Mention) -> bool:
    """Whether the name is first of all a state's."""
    return great(m) == "state"


def tie(inner: Mention, outer: Mention, more: float, most: float) -> None:
    """Say that one lies in the other, and let both weigh more for it."""
    inner.inside.append(outer)
    inner.weight += more
    outer.outer = True
    outer.holds.append(inner)
    outer.weight += most


def holds(inner: Mention, outer: Mention) -> bool:
    """Whether a place of one name may lie in a region, state or country of the other; a name without places may lie in any."""
    if not inner.places:
        return any(q.kind in CONTAINERS or (inner.sort and q.kind in ("city", "capital")) for q in outer.places[:2])
    return any(q.kind in CONTAINERS and any(within(r, q) for r in inner.places) for q in outer.places[:4])


def resolve(mentions: list[Mention], demonyms: Counter[str]) -> dict[str, list[tuple[float, Place]]]:
    """For each name of a report its places, best first, with their scores.

    Two rounds: what is clear by itself or by its chain says what the report is about; then everything is scored again.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.places:
            groups[m.key].append(m)
        elif m.near is not None and m.near.places:
            groups[m.near.key].append(m.near)
    ranked: dict[str, list[tuple[float, Place]]] = {}
    about: defaultdict[str, float] = defaultdict(float)
    states: Counter[tuple[str, str]] = Counter()
    spots: list[Place] = []
    for turn in (0, 1, 2):
        for key, group in groups.items():
            rows = []
            containers = list({c.key: c for m in group for c in m.inside}.values())
            sorts = {SINGULAR.get(m.sort, m.sort) for m in group if m.sort}
            total = sum(about.values()) or 1
            famous = max(map(prior, group[0].places)) >= 7.5
            peers: set[str] = set().union(*(m.peers for m in group))
            for q in group[0].places:
                score = prior(q)
                mine = max((about[c] for c in q.claimants or (q.country,)), default=0.0)
                context = 2.4 * mine / total + (0.5 if mine else 0.0)
                if q.state and q.kind != "state" and states[q.country, q.state]:
                    context += 1.6
                near = min((distance(q, s) for s in spots if s.geonameid != q.geonameid or s.name != q.name), default=20_000.0) if turn else 20_000.0
                context += 1.2 if near < 80 else 0.8 if near < 250 else 0.3 if near < 600 else 0.0
                # what the report is about weighs, but alone does not turn a capital into a village of its name
                score += min(context, 2.9) if famous else context
                for c in containers:
                    inside = ranked.get(c.key, [(0.0, x) for x in c.places[:3]])
                    if any(within(q, x) for _, x in inside[:2]):
                        score += 7.0 / len(containers) + 2.0
                score += fits(q, sorts)
                if q.kind == "state" and "state" in peers and q.country in ("US", "CA", "AU"):
                    score += 3.0
                rows.append((score, q))
            rows.sort(key=lambda row: -row[0])
            ranked[key] = rows[:6]
        about = defaultdict(float, {c: n * 0.5 for c, n in demonyms.items()})
        states = Counter()
        spots = []
        for key, group in groups.items():
            rows = ranked[key]
            best = rows[0][1]
            margin = rows[0][0] - rows[1][0] if len(rows) > 1 else 5.0
            sure = 1.0 if margin > 1.5 or turn else 0.3
            if best.country and best.kind not in ("continent",):
                about[best.country] += sure * (1.0 if best.kind != "country" else 1.3) * min(3, len(group)) ** 0.5
            if (best.kind == "state" and sure == 1.0) or (best.state and sure == 1.0 and best.kind in ("city", "county")):
                states[best.country, best.state] += 1
            if best.kind not in ("country", "continent", "state", "area", "sea") and sure == 1.0:
                spots.append(best)
    return ranked


def fits(place: Place, sorts: set[str]) -> float:
    """How well a place fits the words for sorts of places beside its name."""
    score = 0.0
    for sort in sorts:
        if sort in ("city", "town", "village", "suburb", "capital", "resort", "port", "municipality", "hamlet"):
            score += 1.5 if place.kind in ("city", "capital") else -1.5
        elif sort in ("state", "province", "region", "governorate", "oblast", "prefecture", "department"):
            score += 2.5 if place.kind in ("state", "county", "area", "territory") else -1.0
        elif sort in ("county", "district", "borough", "parish"):
            score += 2.0 if place.kind in ("county", "district", "state") else -0.5
        elif sort in ("island", "peninsula", "valley"):
            score += 2.0 if place.kind in ("island", "area") else 0.0
    return score


# ---------------------------------------------------------------------------------------------------------------- use


def use_of(m: Mention, place: Place | None, parse: Parse, dealings: frozenset[str] = frozenset()) -> PlaceUse:
    """What a name does in its sentence, read from the parse.

    A country or capital that acts, is acted on or talks stands for its government; before a noun it modifies; else it is where.
    """
    if m.part:
        return PlaceUse.NAME_PART
    if m.last < len(parse) and parse.text[m.span[1] : m.span[1] + 1] in ("-", "–") and parse.text[m.span[1] + 1 : m.span[1] + 2].isalpha():
        return PlaceUse.MODIFIER  # `UK-based`
    head = next((k for k in range(m.last - 1, m.first - 1, -1) if not m.first <= parse.head[k] < m.last or parse.head[k] == k), m.last - 1)
    dep, up = parse.dep[head], parse.head[head]
    for _ in range(4):  # members of a list do what its first member does
        if dep == "conj" or (dep == "appos" and up != head):
            head, dep, up = up, parse.dep[up], parse.head[up]
        else:
            break
    power = (place is not None and place.kind in ("country", "capital", "territory")) or m.key in ("washington", "kremlin", "brussels", "west")
    if dep in ("compound", "nmod", "amod") and up > head:
        return PlaceUse.MODIFIER
    if dep == "poss":
        return PlaceUse.MODIFIER if place is None or place.kind != "capital" else PlaceUse.ACTOR
    if not power:
        return PlaceUse.LOCATION
    if dep == "nsubj":
        return PlaceUse.LOCATION if parse.lemma[up] in ("be", "have", "lie", "border", "remain") else PlaceUse.ACTOR
    if dep in ("nsubjpass", "dobj", "iobj", "dative", "agent"):
        verb = parse.lemma[up]
        return (
            PlaceUse.LOCATION
            if verb in ("leave", "visit", "enter", "reach", "hit", "flee", "tour", "strike", "cross", "occupy", "locate", "affect", "follow", "include") and place is not None
            else PlaceUse.ACTOR
        )
    if dep == "pobj":
        word = parse.lower[up]
        if word in ("by", "against", "with", "between", "for", "upon"):
            return PlaceUse.ACTOR
        if word == "of" and parse.lemma[parse.head[up]] in dealings:
            return PlaceUse.ACTOR
        if (
            word == "on"
            and parse.pos[parse.head[up]] in ("NOUN", "VERB")
            and parse.lemma[parse.head[up]] in ("sanction", "pressure", "attack", "war", "impose", "call", "influence", "embargo", "tariff")
        ):
            return PlaceUse.ACTOR
    return PlaceUse.LOCATION


# -------------------------------------------------------------------------------------------------------------- stage


def choose(m: Mention, ranked: dict[str, list[tuple[float, Place]]]) -> tuple[list[tuple[float, Place]], Place | None]:
    """The places of one mention, best first, and where it lies if no place of the name fits.

    CASE 1. It says where another lies: a country, state or county (``Buffalo, New York`` is not in the city).
    CASE 2. It lies in a place that is named beside it: only places in there; if there is none, it is one that the gazetteer lacks.
    CASE 3. It begins with the name of a place (``Hope Street``) and has no entry: it lies there.
    CASE 4. Else the sense of the name in this report.
    """
    rows = ranked.get(m.key, [])
    if m.outer and rows:
        towns = [row for row in rows[:3] if row[1].kind in ("city", "capital")]
        for inner in m.holds:  # `Brooklyn, New York` is in the city
            first = ranked.get(inner.key, [])[:1]
            if first and towns and distance(first[0][1], towns[0][1]) < 30:
                return towns, None
        wide = [row for row in rows if row[1].kind in CONTAINERS]
        return (wide + [row for row in rows if row not in wide]) if wide and wide[0][0] > rows[0][0] - 4 else rows, None
    for outer in m.inside:
        containers = [q for _, q in choose(outer, ranked)[0][:1]]
        fitting = [row for row in rows if any(within(row[1], q) for q in containers)]
        if fitting:
            return fitting, None
        if containers and (not rows or (containers[0].kind in CONTAINERS and prior(rows[0][1]) < 7)):
            return [], containers[0]
    if not rows and m.near is not None:
        near = choose(m.near, ranked)[0]
        return [], near[0][1] if near else None
    return rows, None


def belongs(m: Mention, ranked: dict[str, list[tuple[float, Place]]]) -> bool:
    """Whether a doubtful name has a place of its own close to the towns and states that the report surely names."""
    known = [rows[0][1] for rows in ranked.values() if rows and rows[0][1].kind in ("city", "capital", "state", "county")]
    return any(q.main and (q.people > 3000 or q.weight) and any(distance(q, k) < 150 and q.country == k.country for k in known) for q in m.places[:4])


def candidate(q: Place, score: float) -> Candidate:
    """A place as the record lists it."""
    return Candidate(name=q.name, country=q.country or None, lat=q.lat, lon=q.lon, geonameid=q.geonameid, kind=q.kind, score=score)


def find(document: Document, layers: Layers) -> Iterator[Toponym | Problem]:
    """The place names of a report, each with the place it is taken for.

    Yields:
        Toponyms in order of the text. `lat` and `lon` are WGS 84 degrees of a representative point; all fields of the place
        are None where the name is a place's by its context, but no gazetteer knows it.
    """
    parse = layers.sentences
    if not any(word[:1].isupper() for word in parse.word):
        return
    resources = layers.resources
    places = gazetteer(resources)
    words: Words = resources.derived("toponym words", lambda r: Words(r.lexicon("places")))
    tagger = Tagger(document, parse, places, words)
    mentions = tagger.mentions()
    ranked = resolve(mentions, tagger.demonyms)
    near = [m for m in tagger.doubts if belongs(m, ranked)]
    if near:
        for m in near:
            m.weight = THRESHOLD
        mentions = sorted([*mentions, *near], key=lambda m: m.first)
        ranked = resolve(mentions, tagger.demonyms)
    ids = Ids(document.id, "toponyms")
    town: tuple[int, Place] | None = None
    for m in mentions:
        rows, container = choose(m, ranked)
        place = rows[0][1] if rows else None
        sentence = parse.sentence[m.first]
        if place is not None and place.kind in ("city", "capital"):
            town = sentence, place
        elif place is None and not m.inside and m.sort in words.streets and town is not None and sentence - town[0] <= 3:
            container = town[1]  # a street lies in the town named last
        confidence = round(1 / (1 + math.exp(-(m.weight - THRESHOLD + 0.8))), 2)
        if place is None:
            yield Toponym(
                id=ids(m.span),
                span=m.span,
                name=parse.text[slice(*m.span)],
                country=(container.country or None) if container else None,
                lat=container.lat if container else None,
                lon=container.lon if container else None,
                kind=m.sort or None,
                use=use_of(m, None, parse),
                candidates=(candidate(container, 0.0),) if container else (),
                confidence=min(confidence, 0.5 if container else 0.6),
                stage=STAGE.name,
            )
            continue
        top = rows[0][0]
        shares = [math.exp(s - top) for s, _ in rows]
        total = sum(shares)
        yield Toponym(
            id=ids(m.span),
            span=m.span,
            name=place.name,
            country=place.country or None,
            lat=place.lat,
            lon=place.lon,
            geonameid=place.geonameid,
            kind=place.kind,
            use=PlaceUse.LOCATION if tagger.in_place_line(m.first) else use_of(m, place, parse, words.dealings),
            claimants=place.claimants,
            candidates=tuple(candidate(q, round(share / total, 3)) for share, (_, q) in zip(shares[:5], rows[:5], strict=True)),
            confidence=round(confidence * (0.6 + 0.4 / total), 2),
            stage=STAGE.name,
        )


STAGE = Stage(layer="toponyms", version="7", reads=("sentences",), resources=("lexicon:places", "data:gazetteer.txt.gz"), find=find)
