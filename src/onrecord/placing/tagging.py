"""Which capitalised words are a place name here: plain signs for and against, added up.

What comes in: a document, its parse, the gazetteer and the word lists. What goes out: the `Mention`s that weigh enough, in order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from onrecord.gazetteer import Gazetteer, name_key
from onrecord.model import Document, Span
from onrecord.placing.senses import SINGULAR, Mention, great, holds, prior, states, tie, within
from onrecord.text import Parse

PLACE_LABELS = {"GPE": 2.6, "LOC": 2.3, "FAC": 1.6}
OTHER_LABELS = {"PERSON": -1.6, "NORP": -3.5, "ORG": -0.7, "DATE": -3.0, "TIME": -3.0, "PRODUCT": -1.2, "WORK_OF_ART": -1.5, "EVENT": -1.2, "LAW": -1.5, "LANGUAGE": -3.0, "CARDINAL": -2.0, "ORDINAL": -2.0, "MONEY": -2.0, "QUANTITY": -1.0, "PERCENT": -2.0}  # fmt: skip
"""What the parser's name type adds to a name's weight. A small parser takes many towns for persons or organisations, so that those weigh little."""

THRESHOLD = 1.5
"""From which weight on a name is taken for a place; chosen on epidemics reports with marked places and on our gold."""

WATERS = frozenset(("river", "sea", "lake", "strait", "area", "mountains", "canal"))
SETTLED = frozenset(("country", "state", "capital", "city"))
JOINED = frozenset(("street", "water", "land", "park"))


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
        for country, divisions in lexicon["states"].items():
            for code, names in divisions.items():
                self.state_names.add(name_key(names[0]))
                for name in names[1:]:
                    if len(name) <= 6:
                        self.abbreviations[name].append((country, str(code)))
        self.prepositions: dict[str, float] = lexicon["prepositions"]
        self.local, self.directions, self.sorts = (frozenset(lexicon[name]) for name in ("local", "directions", "sorts"))
        self.tails, self.joiners, self.middle, self.joined = (frozenset(lexicon[name]) for name in ("tails", "joiners", "middle", "joined"))
        self.streets = {w.lower() for w, kind in self.after.items() if kind in ("street", "park", "quarter")}
        self.not_places = {name_key(w) for w in lexicon["not_places"]}
        self.settlements = frozenset(lexicon["settlements"])
        self.things, self.followers, self.dealings = (frozenset(lexicon[name]) for name in ("things", "followers", "dealings"))
        self.moves, self.offices, self.planets, self.divisions, self.dwellers = (frozenset(lexicon[name]) for name in ("moves", "offices", "planets", "divisions", "dwellers"))
        self.hits, self.forces, self.patrons, self.ends, self.headline = (frozenset(lexicon[name]) for name in ("hits", "forces", "patrons", "ends", "headline"))
        self.titles, self.speech = frozenset(lexicon["titles"]), frozenset(lexicon["speech"])
        self.country_names = {name: code for code, names in lexicon["countries"].items() for name in names}


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
        self.demonyms: Counter[str] = Counter()
        self.lowered = {w for w in parse.word if w.islower()}
        self.doubts: list[Mention] = []
        self._shout: dict[int, bool] = {}
        self._titled: dict[int, bool] = {}
        self.surnames: set[str] = set()
        for t, (first, last, label) in self.entity.items():
            if (
                label == "PERSON"
                and t == first
                and last - first > 1
                and not any(self.plain(k) for k in range(first, last))
                and not any(q.main and prior(q) >= 5 for q in places.places(parse.text[parse.start[first] : parse.end[last - 1]]))
            ):
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
            capitals = sum(w[0].isupper() for w in letters)
            short = 2 < len(letters) <= 4 and capitals == len(letters) and self.parse.word[last - 1] not in (".", "!", "?", '"', "”")
            small_verb = any(self.parse.word[k].islower() and self.parse.tag[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(first, last))
            self._titled[number] = not small_verb and ((len(letters) > 4 and capitals > 0.8 * len(letters)) or short)
        return self._titled[number]

    def plain(self, i: int) -> bool:
        """Whether a token of a headline in title case is a common word: one that the report also writes small, or that headlines are made of."""
        if not self.titled(i):
            return False
        word = self.parse.lower[i]
        w = self.words
        return (
            word in self.lowered
            or word in w.headline
            or word in w.followers
            or word in w.forces
            or word in w.sorts
            or self.parse.word[i] in w.after
            or self.parse.tag[i] not in ("NNP", "NNPS", "NN", "NNS", "JJ", "VBG")
        )

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
            if mention is None or (mention.last == i + 1 and not mention.sort and max(map(prior, mention.places), default=9.0) < 4.5):
                longer = self.unknown(i)  # `Grand Trunk Road`, though some village is called Grand
                mention = longer if mention is None or (longer is not None and longer.last > mention.last + 1) else mention
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
                if m.sort == "state" and m.key in ("washington", "new york"):
                    m.key += " state"  # a report may name the city and the state
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
        if p.text[max(p.start[i] - 1, 0)] in "$€£":
            return None  # $US 15 billion
        for end in reversed(ends):
            if end == i + 1 and (low in ("al", "el", "the", "st", "st.") or (low in words.never and not self.stated(i, end)) or p.word[i] in words.demonyms):
                continue
            if end == i + 1 and low in words.directions and end < limit and self.capital(end) and p.tag[end] == "NNP" and p.start[end] - p.end[i] == 1:
                continue  # `Upper Hope` is not the region Upper
            if end == i + 1 and (p.word[i] in words.before or p.word[i] in words.after or low in words.sorts):
                continue  # `Moon Village`, `Lake Hope`: a word for a sort of place is no name by itself
            if low == "the" and not (end - i == 2 and p.lower[i + 1] in ("hague", "gambia") and p.word[i] == "The"):
                continue
            name = p.text[p.start[i] : p.end[end - 1]]
            places = self.gazetteer.places(name)
            if name_key(name) in words.not_places:
                return Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), (), weight=-20.0)
            if not places or not self.spelt(i, end, name, name_key(name)):
                continue
            if end - i > 1 and p.word[end - 1] == "City" and end < limit and p.word[end] in words.organisation and not any(q.kind in SETTLED for q in places):
                continue  # `Hope City Council`, where the city is called Hope
            if end - i > 1 and low in words.directions and not self.gazetteer.has_own(name) and not any(q.main or q.kind in ("state", "county", "country") for q in places):
                rest = self.gazetteer.places(p.text[p.start[i + 1] : p.end[end - 1]])
                if max(map(prior, rest), default=0.0) > max(7.5, max(map(prior, places)) + 1):
                    continue  # `Central Italy`
            if end - i > 1 and p.word[end - 1] in words.organisation and p.word[end - 1] != "City" and not self.gazetteer.has_own(name):
                of = self.gazetteer.places(p.text[p.start[i] : p.end[end - 2]])
                if len(p.word[i]) > 3 and max((prior(q) for q in of if q.main), default=0.0) > max(map(prior, places)):
                    continue  # `Hope Council`: the council of Hope
            if end - i > 1 and not self.gazetteer.has_own(name) and (p.word[end - 1][:1].islower() or any(p.lower[t] in ("and", "&") for t in range(i, end))):
                continue  # `Hope region`, `Australia and New Zealand`: only our own list joins such words
            watery = words.after.get(p.word[end - 1]) == "water" and i > 0 and p.lower[i - 1] == "the" and not any(q.kind in WATERS for q in places)
            if words.after.get(p.word[end - 1]) in ("water", "street", "park") and end - i > 1 and not self.gazetteer.has_own(name) and (watery or not any(q.main for q in places)):
                continue  # `Grand River` is no town of another name
            if p.text[p.end[end - 1] : p.end[end - 1] + 1] == "." and end < p.sentences[p.sentence[i]][1] - 1 and name + "." in words.abbreviations:
                return Mention(i, end + 1, Span(p.start[i], p.end[end - 1] + 1), name_key(name), places)  # `Sask.`, whose full stop is a token of its own
            return self.with_sort(Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), places))
        return None

    def with_sort(self, m: Mention) -> Mention:
        """The mention with the sort word behind it, where both are one name that the gazetteer lacks: ``Hope River``, ``Hope Street``."""
        p, end, words = self.parse, m.last, self.words
        if any(prior(q) >= 9 for q in m.places):
            return m
        k = end
        while k < len(p) and k < end + 3 and p.sentence[k] == p.sentence[m.first] and self.capital(k) and p.start[k] - p.end[k - 1] == 1:
            if p.word[k] == "Coast" and self.titled(k):
                return m  # `Hurricane Heads For North Carolina Coast`
            if words.after.get(p.word[k]) in JOINED or p.word[k] in words.joined or words.after.get(p.word[k]) == "quarter":
                if k + 1 < len(p) and p.word[k + 1] in words.organisation and self.capital(k + 1):
                    return m  # `Hope County Council`
                while k + 1 < len(p) and p.word[k + 1] in words.joined and p.start[k + 1] - p.end[k] == 1:
                    k += 1  # `Sydney Harbour Bridge`
                span = Span(m.span[0], p.end[k])
                name = p.text[slice(*span)]
                sort = words.after.get(p.word[k], "facility")
                first = m.first
                if sort == "street" and first > 0 and p.lower[first - 1] in words.directions and self.capital(first - 1) and p.start[first] - p.end[first - 1] == 1:
                    first -= 1  # `West Hope Avenue`
                    span = Span(p.start[first], span[1])
                    name = p.text[slice(*span)]
                whole = Mention(first, k + 1, span, name_key(name), self.gazetteer.places(name), sort=p.lower[k])
                whole.near = m if any(q.main and (sort != "quarter" or prior(q) >= 5) for q in m.places) else None
                whole.weight = 1.2 if sort in JOINED else 1.4 if self.titled(m.first) and any(q.main and prior(q) >= 5.5 for q in m.places) else 0.8
                return whole
            if k == end and p.word[k] == "Township" and not (k + 1 < len(p) and self.capital(k + 1) and p.start[k + 1] - p.end[k] == 1):
                span = Span(m.span[0], p.end[k])
                name = p.text[slice(*span)]
                return Mention(m.first, k + 1, span, name_key(name), self.gazetteer.places(name), sort="township", weight=1.4)
            if (
                k == end
                and words.after.get(p.word[k]) in ("county", "region")
                and p.word[k] not in ("State", "Department", "Territory", "Division", "Region")
                and any(q.kind in ("county", "state", "district") for q in m.places)
            ):
                if k + 1 < len(p) and p.start[k + 1] - p.end[k] == 1 and (self.capital(k + 1) or p.lower[k + 1] == "of"):
                    return m  # `Hope District Court`
                return Mention(m.first, k + 1, Span(m.span[0], p.end[k]), m.key, m.places, sort=p.lower[k], weight=0.5)
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
        if p.lower[i] in words.never or p.word[i] in words.demonyms or not self.capital(i) or (p.lower[i] in words.dwellers and p.lower[i + 1 : i + 2] == ["of"]):
            return None
        first, last, label = self.entity.get(i, (i, i, ""))
        if self.titled(i) and label not in PLACE_LABELS and not (i and p.lower[i - 1] in words.local):
            return None  # `Cows Block Highway`
        k = i + 1
        while k < len(p) and k < i + 5 and p.sentence[k] == p.sentence[i] and (self.capital(k) or p.lower[k] in ("of", "-")) and p.start[k] - p.end[k - 1] <= 1:
            if words.after.get(p.word[k]) in JOINED or words.after.get(p.word[k]) in ("county", "region"):
                if any(self.entity.get(t, (0, 0, ""))[2] in ("DATE", "NORP") for t in range(i, k)) or (k + 1 < len(p) and p.word[k + 1] in words.organisation):
                    break
                if p.lower[i] in words.directions and self.gazetteer.places(p.text[p.start[i + 1] : p.end[k]]):
                    return None
                while k + 1 < len(p) and self.capital(k + 1) and p.start[k + 1] - p.end[k] == 1:
                    if words.after.get(p.word[k + 1]) in JOINED:
                        k += 1  # `Stony Ridge Park`
                    elif k + 2 < len(p) and p.word[k + 1] in words.middle and words.after.get(p.word[k + 2]) in JOINED:
                        k += 2  # `Stony Mountain National Forest`
                    else:
                        break
                span = Span(p.start[i], p.end[k])
                return Mention(i, k + 1, span, name_key(p.text[slice(*span)]), (), sort=p.lower[k], weight=2.0 if words.after.get(p.word[k]) in ("water", "land", "park") else 1.4)
            k += 1
        if (
            p.word[i] in words.before
            and i + 1 < len(p)
            and self.capital(i + 1)
            and (words.before[p.word[i]] != "facility" or p.word[i] in ("Port", "Fort", "Ft."))
            and p.lower[i + 1] not in words.never
            and p.word[i + 1] not in words.organisation
        ):
            span = Span(p.start[i], p.end[i + 1])  # `Lake Hope`, `Mount Hope`
            made = Mention(i, i + 2, span, name_key(p.text[slice(*span)]), (), sort=p.lower[i], weight=2.2)
            namesakes = self.gazetteer.places(p.word[i + 1]) if words.before[p.word[i]] in ("water", "facility") else ()
            if any(q.main for q in namesakes):  # a lake of a town's name lies by the town
                made.near = Mention(i + 1, i + 2, Span(p.start[i + 1], p.end[i + 1]), name_key(p.word[i + 1]), namesakes)
            return made
        if i > 1 and p.lower[i - 1] == "of" and p.lower[i - 2] in words.settlements and p.tag[i] in ("NNP", "NNPS"):
            k = i + 1
            while k < len(p) and k < i + 3 and self.capital(k) and p.tag[k] == "NNP" and p.start[k] - p.end[k - 1] <= 1:
                k += 1
            span = Span(p.start[i], p.end[k - 1])
            return Mention(i, k, span, name_key(p.text[slice(*span)]), (), sort=p.lower[i - 2], weight=1.0)
        told = self.told(i)
        if told is not None:
            return told
        if (
            i > 0
            and i + 1 < len(p)
            and p.lower[i - 1] in ("in", "'s", "from", "near", "of", "to", "outside")
            and p.tag[i] == "NNP"
            and p.word[i + 1] in words.divisions
            and (label not in ("ORG", "PERSON", "NORP") or (last == i + 1 and (label != "NORP" or p.lower[i - 1] == "'s")))
        ):
            return Mention(i, i + 1, Span(p.start[i], p.end[i]), name_key(p.word[i]), (), sort=p.lower[i + 1], weight=1.6)  # `Nepal's Sindhu district`
        if label in PLACE_LABELS and (first == i or all(p.lower[t] == "the" for t in range(first, i))):
            end = last
            while end > i and (not p.word[end - 1][:1].isalnum() or p.word[end - 1][:1].islower()):
                end -= 1
            if end == i or any(p.lower[t] in words.never for t in range(i, end)):
                return None
            if end == i + 1 and (p.word[i] in words.after or p.word[i] in words.before or p.lower[i] in words.sorts):
                return None  # `Trains Collide in Tunnel`
            if any(self.capital(t) and any(prior(q) >= 5 for q in self.gazetteer.places(p.text[p.start[t] : p.end[end - 1]])) for t in range(i + 1, end)):
                return None  # the gazetteer knows the end of it: `Friends of Sudan`
            name = p.text[p.start[i] : p.end[end - 1]]
            if "\n" not in name and not (name.isupper() and not self.in_place_line(i)):
                return Mention(i, end, Span(p.start[i], p.end[end - 1]), name_key(name), (), weight=-1.2 if label == "GPE" else -0.8)
        return None

    def stated(self, i: int, end: int) -> bool:
        """Whether a state in which the gazetteer knows the name follows behind a comma: *Hope, Arkansas*; *Independence, Mo.*"""
        p = self.parse
        if end + 1 >= len(p) or p.lower[end] != "," or p.sentence[end + 1] != p.sentence[i] or not self.capital(end + 1):
            return False
        places = self.gazetteer.places(p.text[p.start[i] : p.end[end - 1]])
        for last in (end + 2, end + 1):
            if last < len(p) and (last == end + 1 or self.capital(last)):
                outer = [q for q in self.gazetteer.places(p.text[p.start[end + 1] : p.end[last]]) if q.kind == "state"] if last < len(p) else []
                if any(within(q, o) for q in places for o in outer):
                    return True
        return False

    def told(self, i: int) -> Mention | None:
        """A name that no gazetteer knows, of which the words beside it say that it is a place: *near Orlev*, *Orlev, a farming town in*, *a town called Orlev*."""
        p, words = self.parse, self.words
        s, e = p.sentences[p.sentence[i]]
        if p.tag[i] not in ("NNP", "NNPS") or not p.word[i].isalpha() or not p.word[i][1:].islower() or (i > s and self.capital(i - 1)):
            return None
        k = i + 1
        while k < min(e, i + 3) and self.capital(k) and p.tag[k] == "NNP" and p.start[k] - p.end[k - 1] == 1:
            k += 1
        if k < e and (self.capital(k) or p.lower[k] in ("'s", "-")):
            return None
        person = any(self.entity.get(t, (0, 0, ""))[2] == "PERSON" for t in range(i, k)) and k - i > 1
        sort = ""
        before = p.lower[max(i - 2, s) : i]
        if before[-1:] == ["near"] or before == ["near", "to"]:
            sort = "near"
        elif before[-1:] in (["called"], ["named"]) and len(before) == 2 and before[0] in words.settlements:
            sort = before[0]
        elif k + 2 < e and p.lower[k] == "," and p.lower[k + 1] in ("a", "an"):
            at = next((t for t in range(k + 2, min(k + 6, e)) if p.lower[t] in words.settlements), None)
            if (
                at is not None
                and all(p.tag[t] in ("JJ", "NN", "NNP", "VBG", "HYPH", "CD", "VBN") for t in range(k + 2, at))
                and at + 1 < e
                and p.lower[at + 1] in ("in", "of", "near", "on", "located", "about", "outside", "north", "south", "east", "west")
            ):
                sort = p.lower[at]
        if not sort or person or (sort == "near" and k < e and p.tag[k] in ("NN", "NNS")):
            return None
        span = Span(p.start[i], p.end[k - 1])
        return Mention(i, k, span, name_key(p.text[slice(*span)]), (), sort="" if sort == "near" else sort, weight=1.8)

    def chain(self, found: list[Mention]) -> None:
        """Ties each mention to those that say where it lies: ``Ada, Ohio``; ``Ada in western Ohio``; ``Ghana's Ada``."""
        p, words = self.parse, self.words
        for k, (a, b) in enumerate(pairwise(found)):
            between = p.lower[a.last : b.first]
            after = found[k + 2] if k + 2 < len(found) else None
            if p.sentence[a.first] != p.sentence[b.first] or not 0 < len(between) <= 6:
                continue
            if between in ([","], ["("], [",", "in"], [",", "the"]) or (len(between) == 2 and between[0] == "," and between[1] in words.directions):
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
                elif not listed and not great(a) and max(map(prior, a.places), default=0.0) < 5.5 and any(q.kind in ("city", "capital") and prior(q) >= 7.5 for q in b.places[:2]):
                    followed = after is not None and p.lower[b.last : after.first] in (["and"], [",", "and"], ["or"], [","])
                    if len(between) == 2 or not followed:
                        tie(a, b, 1.0, 0.5)  # `Paddington, west London`, where the gazetteer knows another only
            elif len(between) == 2 and p.word[a.last] in words.sorts and between[1] == "of" and great(a) in ("country", "state"):
                if holds(b, a):
                    tie(b, a, 1.5, 0.0)  # `the Ohio town of Lima`
            elif (between[0] in ("in", "of", "near", "'s") or between[:2] in ([",", "a"], [",", "the"])) and all(
                w in words.directions or w in words.sorts or w in ("in", "of", "the", "'s", "and", "a", "near", "-", ",", "small", "remote", "mining", "coastal", "border")
                for w in between
            ):
                if between[0] == "'s":
                    town = any(q.kind in ("city", "capital") and prior(q) >= 5.8 for q in a.places[:2])
                    if not great(b) and (holds(b, a) or (town and len(between) == 1 and b.last - b.first > 1 and max(map(prior, b.places), default=0.0) < 5.8)):
                        tie(b, a, 1.5, 0.0)  # `Brooklyn's Prospect Park`
                elif (holds(a, b) and not great(a)) or (between == ["in"] and states(b) and not self.capital(max(a.first - 1, 0)) and max(map(prior, a.places), default=0.0) < 5.5):
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
                county = f"{p.text[slice(*m.span)]} County"
                if last == "counties" and (of := self.gazetteer.places(county)):
                    m.key, m.places = name_key(county), of  # `Salem and Marion counties`
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
                        if sure.local and other.key in self.words.doubtful:
                            other.weight += 1.0  # `in Cairo and Alexandria`
                    other.listed = True

    def body_behind(self, k: int) -> bool:
        """Whether the capitalised words from a token on name an organisation: *Court*, *Stock Exchange*, *High Court*."""
        p, last = self.parse, min(k + 4, self.parse.sentences[self.parse.sentence[k]][1])
        for t in range(k, last):
            if not self.capital(t) or p.start[t] - p.end[t - 1] != 1:
                return False
            if p.word[t] in self.words.organisation:
                return True
        return False

    def mislabelled(self, entity: tuple[int, int, str], m: Mention, best: float) -> bool:
        """Whether the parser's entity says nothing of a name: two places for a firm (*in Goma and Beni*), a club or a bridge for a person."""
        first, last, label = entity
        p = self.parse
        if label in ("ORG", "WORK_OF_ART", "PRODUCT", "EVENT", "PERSON") and m.places:
            if label == "ORG" and m.last - m.first > 1 and self.gazetteer.has_own(p.text[slice(*m.span)]) and "and" in (*p.lower[first : m.first], *p.lower[m.last : last]):
                return True  # `the Scottish Borders and …`
            joint = next((k for k in range(first + 1, last - 1) if p.lower[k] == "and"), None)
            if joint is not None and joint - first < 3 and last - joint < 4:
                halves = (p.text[p.start[first] : p.end[joint - 1]], p.text[p.start[joint + 1] : p.end[last - 1]])
                before = p.lower[first - 1] if first else ""
                placed = before in self.words.local or (first > 0 and p.lemma[first - 1] in self.words.hits and self.forced(first - 1))
                placed = placed or (label != "PERSON" and p.lower[last : last + 1] == ["in"])
                if placed and before != "of" and all(any(q.main and prior(q) >= 4 for q in self.gazetteer.places(half)) for half in halves):
                    return True
        if label not in PLACE_LABELS and self.titled(m.first) and best >= 5 and all(self.plain(k) for k in range(first, last) if not m.first <= k < m.last):
            return label != "PERSON" or last - first > m.last - m.first or best >= 6
        if label == "PERSON" and last - first > 1:
            tail = p.word[last - 1]
            if tail in self.words.ends and m.last == last and any(q.main and prior(q) >= 4 for q in m.places):
                return True  # `Causeway Bay`
            if tail in self.words.joined or (best >= 6 and m.last < last and self.body_behind(m.last)):
                return True
        return False

    def forced(self, verb: int) -> bool:
        """Whether the subject of a verb is a storm, a quake or a rocket, so that what it hits is a place."""
        p = self.parse
        return any(p.dep[k] in ("nsubj", "nsubjpass") and (p.lemma[k] in self.words.forces or self.entity.get(k, (0, 0, ""))[2] == "LOC") for k in p.children[verb])

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
            weight += 1.6
        if not single and p.word[i] == "County" and m.places:
            weight += 3.0  # `County Kerry` is no person
        if m.places and best < 6.5 and not any(q.main for q in m.places):
            weight -= 0.8  # only an alternative name, of whatever language
        low_before = p.lower[before] if before >= 0 else ""
        if low_before == "of" and before > 0 and p.lower[before - 1] in self.words.sorts:
            weight += 2.0
            m.sort, m.local = p.lower[before - 1], True
        moved = before >= 0 and p.pos[before] == "VERB" and best >= 4 and (p.lemma[before] in self.words.moves or (p.lemma[before] in self.words.hits and self.forced(before)))
        dwelt = low_before == "of" and before > 0 and p.lower[before - 1] in self.words.dwellers and bool(m.places)
        if dwelt:
            weight += 1.2
            m.local = True
        if low_before in ("river", "lake", "mount") and not m.places:
            weight += 1.6
            m.sort = m.sort or low_before
        if m.places and best < 6 and (told := self.told(i)) is not None and told.last == end:
            weight += 1.5
            m.sort, m.local = m.sort or told.sort, True
        firm = bool(m.sort) or low_before in ("in", "near") or self.in_place_line(i) or moved or dwelt
        own = not single and self.gazetteer.has_own(p.text[slice(*m.span)])
        # what the parser says
        labels = {x for x in {self.entity[k] for k in range(i, end) if k in self.entity} if not self.mislabelled(x, m, best)}
        for first, last, label in labels:
            if label in PLACE_LABELS:
                weight += PLACE_LABELS[label] if len(labels) == 1 else 1.0
            elif label == "PERSON" and last - first > end - i and not any(p.word[k] in (",", "and", "'s") for k in range(first, last)):
                weight -= 4.0
                m.person = True
            else:
                # the better known the name, the less the small parser's other opinion counts; `from Geelong` is seldom from a firm
                resident = label == "NORP" and single and best >= 5.5 and after >= 0 and p.lower[after] in self.words.followers
                placed = resident or (
                    low_before in self.words.local and ((label == "ORG" and best >= 5 and low_before != "of") or (label == "NORP" and best >= 6 and p.tag[i] == "NNP"))
                )
                weight += OTHER_LABELS.get(label, 0.0) * (0.3 if best >= 9 or own or (firm and m.places) or placed else 0.6 if best >= 6 or not single else 1.0)
        if single and p.tag[i] not in ("NNP", "NNPS"):
            weight -= (1.2 if p.tag[i] in ("NN", "NNS", "JJ") else 2.5) * (
                0.2 if firm and m.places else 0.4 if best >= 5.5 and after >= 0 and p.lower[after] in self.words.followers else 1.0
            )
        # words beside it
        if before >= 0:
            word = p.lower[before]
            if word == "the" and before > 0:
                word = p.lower[before - 1] if not m.places or best < 7 else word
            if word in self.words.prepositions and not (p.tag[before] == "TO" and p.pos[i] == "VERB"):
                weight += self.words.prepositions[word]
                m.local = word in self.words.local
            if p.lower[before] == "the" and single and not (after >= 0 and self.capital(after)) and any(q.kind in WATERS and q.weight for q in m.places):
                weight += 1.5  # persons and towns take no article
            if moved:
                weight += 1.5
            if word == "of" and before > 0 and p.word[before - 1] in self.words.organisation:
                school = p.word[before - 1] in ("University", "College", "Diocese") and any(q.main and prior(q) >= 4.5 for q in m.places)
                if best >= 6 or school:
                    m.part = True
                    weight += 2.2 if school and best < 6 else 1.0  # `the University of Lagos`
            if word == "to" and before > 0 and p.lower[before - 1] == "according" and best < 8:
                weight -= 2.5
            if word in self.words.directions or word.rstrip("-") in self.words.directions or (word == "-" and before > 0 and p.lower[before - 1] in self.words.directions):
                weight += 1.2
                m.local = True
            if word.rstrip(".") in self.words.titles and self.capital(before):
                weight -= 4.0
            elif self.capital(before) and p.tag[before] in ("NNP", "NNPS") and p.start[i] - p.end[before] == 1 and not self.plain(before):
                if (
                    word in self.words.directions
                    or p.word[before] in self.words.demonyms
                    or word in self.words.never
                    or word in self.words.prepositions
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
                bodied = word in self.words.organisation or (best >= 5.7 and any(q.kind in SETTLED for q in m.places[:2]) and self.body_behind(after))
                if bodied or (kind in ("ORG", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT") and self.entity.get(i, (0, 0, ""))[2] == kind):
                    m.part = True
                    weight += 1.0 if best >= (5.7 if single else 4.5) and bodied else 0.0
                    weight += 0.3 if bodied and best >= 6.5 else 0.0
                elif kind in ("DATE", "TIME", "NORP") or word in self.words.after or self.plain(after):
                    pass
                elif best < 9 and not (m.local and kind == "PERSON" and self.entity.get(i, (0, 0, ""))[2] in PLACE_LABELS):
                    weight -= 2.8 if kind == "PERSON" and before < 0 else 1.8
            if word == "State" and m.key not in ("washington", "new york") and any(q.kind == "state" and q.country == "US" and q.weight for q in m.places):
                m.part = True  # `Ohio State`: the university
            if word in self.words.offices and any(q.kind == "state" and q.weight for q in m.places):
                m.sort = m.sort or "state"  # `Washington Gov. Jane Doe`
            if word.lower() in self.words.followers:
                weight += 0.9
            if word.lower() in self.words.things:
                weight -= 4.0  # `Lassa fever`: the name of a thing
            if p.lemma[after] in self.words.speech and best < 7 and m.weight < 1:
                weight -= 1.2
        if low in ("st", "st.", "saint") and best < 6 and after >= 0 and p.word[after] in self.words.patrons and self.capital(after):
            weight -= 5.0  # `St Mary's Hospital`
        if single and low in self.words.planets and not m.inside:
            weight -= 6.0
        if single:
            if low in self.words.never and not (m.inside and self.stated(m.first, m.last)):
                weight -= 6.0
            elif m.key in self.words.doubtful and best < 9 and not m.local and not m.sort and not (m.part and best >= 5.7 and end < len(p) and self.body_behind(end)):
                weight -= 1.0
            if low in self.surnames:
                m.person = not firm
                weight -= 0.8 if best >= 9 else 0.5 if m.outer or (m.inside and self.stated(m.first, m.last)) else 2.5 if firm or best >= 7 else 4.5
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
