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

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
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
        score = 5.8 if place.country == "GB" else 2.4 + 0.45 * people
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
    return score - (0.0 if place.main else 0.6 if kind in ("country", "state", "capital") else 1.4)


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
                self.surnames.add(parse.lower[last - 1])
                self.surnames.add(parse.lower[first])
        self.demonyms: Counter[str] = Counter()
        self._shout: dict[int, bool] = {}

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
        good = {m.key for m in found if m.weight >= THRESHOLD + 0.7 and not m.part}
        kept = []
        for m in found:
            if m.weight < THRESHOLD and m.key in good and m.weight > THRESHOLD - 2.2 and m.key not in self.surnames:
                m.weight = THRESHOLD  # a name that is surely a place elsewhere in the report
            if m.weight >= THRESHOLD:
                kept.append(m)
        return kept

    def longest(self, i: int) -> Mention | None:
        """The longest name of the gazetteer that begins at a token."""
        p = self.parse
        limit = min(p.sentences[p.sentence[i]][1], i + 7)
        ends = []
        k = i
        while k < limit:
            word = p.word[k]
            if k > i and not (p.start[k] - p.end[k - 1] <= 1):
                break
            if self.capital(k) or (
                k > i
                and (
                    word.isdigit()
                    or word.lower() in ("city",)
                    or p.lower[k] in ("camp", "crossing", "strip", "corridor", "base", "peninsula", "desert", "river", "field", "region", "headquarters", "territories")
                )
            ):
                ends.append(k + 1)
            elif (
                k > i
                and not (
                    word in ("-", "–", "’", "'", "'s", "’s", ".", "&", "and")
                    or p.lower[k]
                    in (
                        "of",
                        "the",
                        "de",
                        "del",
                        "da",
                        "do",
                        "dos",
                        "di",
                        "du",
                        "des",
                        "la",
                        "le",
                        "au",
                        "sur",
                        "upon",
                        "on",
                        "al",
                        "el",
                        "ul",
                        "bin",
                        "y",
                        "e",
                        "es",
                        "en",
                        "am",
                        "air",
                        "oil",
                        "gas",
                        "border",
                        "refugee",
                        "kwa",
                        "d'ivoire",
                    )
                )
            ) or (k == i and p.lower[k] not in ("al", "el", "the")):
                break
            k += 1
        for end in reversed(ends):
            if end == i + 1 and p.lower[i] in ("al", "el", "the", "st", "st."):
                continue
            name = p.text[p.start[i] : p.end[end - 1]]
            if p.lower[i] == "the" and p.word[i] == "the" and not (end - i == 2 and p.lower[i + 1] == "hague"):
                continue
            key = name_key(name)
            places = self.gazetteer.places(name)
            if places and self.spelt(i, end, name, key):
                # CASE 1. `Northern Syria`: the direction is part of a name only where the gazetteer says so.
                return Mention(i, end, Span(p.start[i], p.end[end - 1]), key, places)
        return None

    def spelt(self, i: int, end: int, name: str, key: str) -> bool:
        """Whether the capitals are those of a name: ``US`` is the country, ``us`` and ``Us`` are not; ``WHO`` is no town."""
        if end - i > 1:
            return True
        if name.islower():
            return False
        if len(key) <= 3 or (name.isupper() and len(name) <= 5):
            known = name in self.words.country_names or name in self.words.alone
            if known:
                return name == "US" or True
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
        p = self.parse
        first, last, label = self.entity.get(i, (i, i, ""))
        if label in PLACE_LABELS and first <= i < last and all(not self.capital(k) or p.lower[k] == "the" for k in range(first, i)):
            end = last
            while end > i and (not p.word[end - 1][:1].isalnum() or p.lower[end - 1] in ("'s", "the", "of")):
                end -= 1
            if (
                end > i
                and self.capital(i)
                and any(self.capital(k) and p.lower[k] not in self.words.never for k in range(i, end))
                and p.lower[i] not in ("the", "u.n.", "un", "eu", "nato")
            ):
                name = p.text[p.start[i] : p.end[end - 1]]
                if "\n" not in name and not name.isupper():
                    return Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), ())
        k = i
        while k < len(p) and k < i + 5 and self.capital(k) and p.sentence[k] == p.sentence[i]:
            if k > i and p.word[k] in self.words.after and self.words.after[p.word[k]] in ("street", "county", "water", "land", "park", "facility", "region"):
                if p.lower[i] in self.words.never or any(self.entity.get(t, (0, 0, ""))[2] in ("PERSON", "DATE", "NORP") for t in range(i, k)):
                    return None
                name = p.text[p.start[i] : p.end[k]]
                return Mention(i, k + 1, Span(p.start[i], p.end[k]), name_key(name), (), sort=p.lower[k])
            k += 1
        return None

    def chain(self, found: list[Mention]) -> None:
        """Ties each mention to those that say where it lies: ``Ada, Ohio``; ``Ada in western Ohio``; ``Ghana's Ada``."""
        p = self.parse
        for a, b in itertools.pairwise(found):
            between = p.word[a.last : b.first]
            if p.sentence[a.first] != p.sentence[b.first] or len(between) > 6:
                continue
            low = [w.lower() for w in between]

            if low in ([","], ["("], [",", "in"], [",", "the"]):
                if holds(a, b):
                    a.inside.append(b)
                    a.weight += 2.6 if a.places else 1.2
                    b.weight += 2.2
                elif any(within(r, q) for r in a.places[:6] for q in b.places[:2] if q.kind in ("city", "capital", "county", "district")):
                    a.inside.append(b)
                    a.weight += 1.5
                    b.weight += 0.8
            elif (
                low
                and low[0] in ("in", "of", "and", "'s", "near")
                and low[0] != "and"
                and all(w in self.words.directions or w in self.words.sorts or w in ("in", "of", "the", "'s", "'", "and", "a", "near") or w.endswith("-") for w in low)
            ):
                if low[0] == "'s":
                    if holds(b, a):
                        b.inside.append(a)
                        b.weight += 1.5
                elif holds(a, b):
                    a.inside.append(b)
                    a.weight += 1.2
                    b.weight += 0.8

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
        # what the parser says
        labels = {self.entity[k] for k in range(i, end) if k in self.entity}
        for first, last, label in labels:
            if label in PLACE_LABELS:
                weight += PLACE_LABELS[label] if len(labels) == 1 else 1.0
            elif label == "PERSON" and last - first > end - i:
                weight -= 5.0
            else:
                weight += OTHER_LABELS.get(label, 0.0) * (1.0 if single or label in ("DATE", "NORP") else 0.6)
        if single and p.tag[i] not in ("NNP", "NNPS"):
            weight -= 1.2 if p.tag[i] in ("NN", "NNS", "JJ") else 2.5
        # words beside it
        if before >= 0:
            word = p.lower[before]
            if word == "the" and before > 0:
                word = p.lower[before - 1] if not m.places or best < 7 else word
            if word in self.words.prepositions and not (p.tag[before] == "TO" and p.pos[i] == "VERB"):
                weight += self.words.prepositions[word]
                m.local = word in self.words.local
            if word == "of" and before > 0 and p.lower[before - 1] in self.words.sorts:
                weight += 2.0
                m.sort, m.local = p.lower[before - 1], True
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
                    weight -= 2.3
                    m.part = True
        elif single:
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
                elif kind in ("DATE", "TIME", "NORP") or word in self.words.after:
                    pass
                elif best < 9 and not (kind == "PERSON" and self.entity.get(i, (0, 0, ""))[2] in PLACE_LABELS):
                    weight -= 1.8
            if p.lemma[after] in self.words.speech and best < 7 and m.weight < 1:
                weight -= 1.2
        if single:
            if low in self.words.never:
                weight -= 6.0
            elif m.key in self.words.doubtful and best < 9:
                weight -= 1.0
            if low in self.surnames and best < 9.1:
                weight -= 2.5
            elif low in self.surnames:
                weight -= 1.2
        # organisation's name around it: the place is part of a name
        for first, last, label in labels:
            if label in ("ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT") and last - first > end - i and any(self.capital(k) for k in range(first, last) if not i <= k < end):
                m.part = True
        if m.part:
            weight -= 0.5
        return weight


# --------------------------------------------------------------------------------------------------------- resolution


def holds(inner: Mention, outer: Mention) -> bool:
    """Whether a place of one name may lie in a region, state or country of the other; a name without places may lie in any."""
    if not inner.places:
        return any(q.kind in ("country", "state") for q in outer.places[:2])
    return any(q.kind in CONTAINERS and any(within(r, q) for r in inner.places) for q in outer.places[:4])


def resolve(mentions: list[Mention], demonyms: Counter[str], words: Words) -> dict[str, list[tuple[float, Place]]]:
    """For each name of a report its places, best first, with their scores.

    Two rounds: what is clear by itself or by its chain says what the report is about; then everything is scored again.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.places:
            groups[m.key].append(m)
    ranked: dict[str, list[tuple[float, Place]]] = {}
    about: defaultdict[str, float] = defaultdict(float)
    states: Counter[tuple[str, str]] = Counter()
    spots: list[Place] = []
    for turn in (0, 1, 2):
        for key, group in groups.items():
            rows = []
            containers = [c for m in group for c in m.inside]
            sorts = {m.sort for m in group if m.sort}
            total = sum(about.values()) or 1
            for q in group[0].places:
                score = prior(q)
                if q.country and q.kind != "country":
                    score += 2.4 * about[q.country] / total + (0.5 if about[q.country] else 0.0)
                if q.state and q.kind != "state" and states[q.country, q.state]:
                    score += 1.6
                if q.kind == "country" and any(s == ("US", q.name) for s in states):
                    score -= 0.0
                near = min((distance(q, s) for s in spots if s.geonameid != q.geonameid or s.name != q.name), default=20_000.0) if turn else 20_000.0
                score += 1.2 if near < 80 else 0.8 if near < 250 else 0.3 if near < 600 else 0.0
                for c in containers:
                    inside = ranked.get(c.key, [(0.0, x) for x in c.places[:3]])
                    if any(within(q, x) for _, x in inside[:3]):
                        score += 7.0 / len(containers) + 2.0
                score += fits(q, sorts)
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


def use_of(m: Mention, place: Place | None, parse: Parse) -> PlaceUse:
    """What a name does in its sentence, read from the parse.

    A country or capital that acts, is acted on or talks stands for its government; before a noun it modifies; else it is where.
    """
    if m.part:
        return PlaceUse.NAME_PART
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
            if verb in ("leave", "visit", "enter", "reach", "hit", "flee", "tour", "strike", "cross", "occupy", "locate") and place is not None
            else PlaceUse.ACTOR
        )
    if dep == "pobj":
        word = parse.lower[up]
        if word in ("by", "against", "with", "between", "for", "upon"):
            return PlaceUse.ACTOR
        if (
            word == "on"
            and parse.pos[parse.head[up]] in ("NOUN", "VERB")
            and parse.lemma[parse.head[up]] in ("sanction", "pressure", "attack", "war", "impose", "call", "influence", "embargo", "tariff")
        ):
            return PlaceUse.ACTOR
    return PlaceUse.LOCATION


# -------------------------------------------------------------------------------------------------------------- stage


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
    ranked = resolve(mentions, tagger.demonyms, words)
    ids = Ids(document.id, "toponyms")
    for m in mentions:
        rows = ranked.get(m.key, [])
        place = rows[0][1] if rows else None
        confidence = round(1 / (1 + math.exp(-(m.weight - THRESHOLD + 0.8))), 2)
        if place is None:
            yield Toponym(id=ids(m.span), span=m.span, name=parse.text[slice(*m.span)], use=use_of(m, None, parse), confidence=min(confidence, 0.6), stage=STAGE.name)
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
            use=use_of(m, place, parse),
            claimants=place.claimants,
            candidates=tuple(
                Candidate(name=q.name, country=q.country or None, lat=q.lat, lon=q.lon, geonameid=q.geonameid, kind=q.kind, score=round(share / total, 3))
                for share, (_, q) in zip(shares[:5], rows[:5], strict=True)
            ),
            confidence=round(confidence * (0.6 + 0.4 / total), 2),
            stage=STAGE.name,
        )


STAGE = Stage(layer="toponyms", version="1", reads=("sentences",), resources=("lexicon:places", "data:gazetteer.txt.gz"), find=find)
