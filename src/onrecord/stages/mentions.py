"""mentions: names, descriptions and pronouns that may stand for an actor; an internal layer.

Three sources, in this order: the gazetteer of actors (`actors.yml`, longest match, case counts), the grammar of noun phrases
around role nouns, titles and collective nouns (`roles.yml`), and the parser's own names, which are a hint and never the last
word (it takes half of the Arabic names for organisations). `entities` then says which mentions are one actor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.model import Document, EntityKind, Mention, Problem, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import NOBODY, Parse

_K = EntityKind


class Entry(NamedTuple):
    """One form of one actor of the gazetteer; `sort` says how far the form may be trusted."""

    key: str
    name: str
    kind: EntityKind
    wikidata: str | None
    sort: str  # name, adjective, people, metonym, weak
    of: str | None


class Hit(NamedTuple):
    """Tokens ``[first, last)`` that are a form of the gazetteer."""

    first: int
    last: int
    entry: Entry
    others: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Tables:
    """The lexicons, ready for look-up."""

    forms: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Entry]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    forces: dict[str, Entry] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    phrases: set[str] = field(default_factory=set)
    honorifics: dict[str, str | None] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    family_first: frozenset[str] = frozenset()
    collectives: dict[str, EntityKind] = field(default_factory=dict)
    plurals: dict[str, EntityKind] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    abstract: frozenset[str] = frozenset()
    states: set[str] = field(default_factory=set)


_APOSTROPHES = re.compile(r"['’‘ʼ`.]")


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """A word in lower case, without accents, apostrophes and full stops; empty for a hyphen or a lone mark.

    >>> plain("U.S."), plain("Élysée"), plain("'s"), plain("-")
    ('us', 'elysee', 's', '')
    """
    word = word.lower()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _APOSTROPHES.sub("", word)
    return word if any(c.isalnum() for c in word) else ""


def _words(name: str) -> list[str]:
    name = re.sub(r"['’]s\b", " 's", name)
    return [w for w in re.split(r"[\s/–-]+|(?<=\w)\.(?=\s)|[(),]", name) if w and plain(w)]


def _case(word: str) -> str:
    """How the case of a word must be: "U" capitals, "=" just so ("AfD"), "C" a capital first, "" any."""
    letters = [c for c in word if c.isalpha()]
    if 1 < len(letters) < 5 and sum(c.isupper() for c in letters) > 1 and not all(c.isupper() for c in letters):
        return "=" + word
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "U"
    return "C" if word[:1].isupper() else ""


_SECTIONS = {
    "states": _K.STATE,
    "peoples": _K.POPULATION,
    "bodies": _K.BODY,
    "armed_groups": _K.ARMED_GROUP,
    "parties": _K.ORGANISATION,
    "outlets": _K.OUTLET,
    "companies": _K.ORGANISATION,
}


def build_tables(resources: Resources) -> Tables:
    """The look-up tables made from the lexicons `actors`, `roles` and `names`."""
    tables = Tables()

    def add(form: str, entry: Entry) -> None:
        words = _words(form)
        if words:
            tables.forms.setdefault(plain(words[0]), []).append((tuple(plain(w) for w in words), tuple(_case(w) for w in words), entry))

    for section, kind in _SECTIONS.items():
        for key, raw in (resources.lexicon("actors").get(section) or {}).items():
            key = str(key)
            entry = Entry(key, raw["name"], EntityKind(raw.get("kind", kind)), raw.get("wikidata"), "name", raw.get("of"))
            tables.names[key] = entry.name
            if section == "states":
                tables.states.add(key)
            full = entry.name[4:] if entry.kind is _K.OUTLET and entry.name.startswith("The ") and len(entry.name.split()) > 2 else entry.name
            for form in (full, *raw.get("names", ())):
                add(form, entry)
            for form in raw.get("adjectives", ()):
                add(form, entry._replace(sort="adjective"))
            for form in raw.get("people", ()):
                add(form, Entry(f"{key}:people", raw["people"][0], _K.POPULATION, None, "people", key))
            for form in (*([raw["capital"]] if raw.get("capital") else ()), *raw.get("seats", ())):
                add(form, entry._replace(sort="metonym"))
            for form in raw.get("weak", ()):
                add(form, entry._replace(sort="weak"))
            if raw.get("forces"):
                tables.forces[entry.of or ""] = entry
    for found in tables.forms.values():
        found.sort(key=lambda f: -len(f[0]))
    roles: Mapping[str, Any] = resources.lexicon("roles")
    for group, nouns in roles["roles"].items():
        for noun in nouns:
            tables.roles.setdefault(noun, group)
            if " " in noun:
                tables.phrases.add(noun)
    tables.honorifics = dict(roles["honorifics"])
    for gender, nouns in roles["gender"].items():
        tables.gender.update(dict.fromkeys(nouns, gender))
    for kind, nouns in roles["collectives"].items():
        for noun in nouns:
            tables.collectives.setdefault(noun, EntityKind(kind))
    for kind, nouns in roles["plurals"].items():
        for noun in nouns:
            tables.plurals.setdefault(noun, EntityKind(kind))
    tables.documents = frozenset(roles["documents"])
    tables.abstract = frozenset(roles["abstract"])
    tables.things = frozenset(roles["things"])
    names: Mapping[str, Any] = resources.lexicon("names")
    for gender in ("male", "female"):
        for name in names[gender]:
            tables.given[name.lower()] = "" if name.lower() in tables.given and tables.given[name.lower()] != gender else gender
    tables.family_first = frozenset(n.lower() for n in names["family_first"])
    return tables


def find_hits(parse: Parse, tables: Tables) -> list[Hit]:
    """Where forms of the gazetteer stand, longest first, without overlaps."""
    hits: list[Hit] = []
    words, lower, forms = parse.word, parse.lower, tables.forms
    n = len(words)
    i = 0
    while i < n:
        low = lower[i]
        found = forms.get(low)
        if found is None and (not low.isalpha() or not low.isascii()):
            found = forms.get(plain(low))
        if not found:
            i += 1
            continue
        step = i + 1
        best: list[Entry] = []
        last, size = i, 0
        for pattern, cases, entry in found:
            if best and len(pattern) < size:
                break
            at, k = i, 0
            stop = parse.sentences[parse.sentence[i]][1]
            while k < len(pattern) and at < stop:
                p = plain(words[at])
                if not p:  # a hyphen or an apostrophe inside a name
                    at += 1
                    continue
                if p != pattern[k] or not _fits(words[at], cases[k]):
                    break
                at += 1
                k += 1
            if k == len(pattern):
                size, last = len(pattern), at
                best.append(entry)
        if best:
            entry = _choose(parse, i, last, best)
            if entry.sort == "people" and words[i].lower() == "the" and last < n and parse.pos[last] in ("NOUN", "PROPN", "ADJ"):
                # "the French Senate": the adjective, not the people
                adjective = next((e for _, _, e in forms.get(plain(words[i + 1]), ()) if e.sort == "adjective"), None)
                if adjective is not None:
                    i, entry = i + 1, adjective
            hits.append(Hit(i, last, entry, tuple(best)))
            step = last
        i = step
    return hits


def _fits(word: str, case: str) -> bool:
    if case[:1] == "=":
        return word == case[1:]
    return not case or (case == "U" and word.isupper()) or (case == "C" and word[:1].isupper())


def _choose(parse: Parse, first: int, last: int, entries: list[Entry]) -> Entry:
    """The reading of a form that several entries share: an adjective before a noun, else a name, else a metonym."""
    if len(entries) == 1:
        return entries[0]
    order = {"name": 0, "people": 1, "adjective": 2, "metonym": 3, "weak": 4}
    modifies = parse.dep[last - 1] in ("amod", "compound", "nmod") and parse.head[last - 1] >= last
    if modifies:
        order["adjective"] = -1
    return min(entries, key=lambda e: order[e.sort])


_PRONOUNS: dict[str, tuple[int, str | None, bool | None]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), (3, "male", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), (3, "female", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), (3, None, True)),
    **dict.fromkeys(("it", "its", "itself"), (3, None, False)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), (1, None, False)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), (1, None, True)),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), (2, None, None)),
}
_LEFT = {"det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "advmod", "npadvmod", "case", "neg"}
_PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "ben",
    "de",
    "del",
    "della",
    "der",
    "den",
    "di",
    "da",
    "do",
    "dos",
    "du",
    "la",
    "le",
    "van",
    "von",
    "ter",
    "abu",
    "umm",
    "um",
    "ul",
    "ur",
    "ad",
    "ash",
    "as",
    "ar",
    "at",
    "y",
    "e",
    "st",
    "-",
    "'",
    "ten",
}
_MILITARY = {"troop", "troops", "soldiers", "forces", "personnel", "servicemen", "military", "armed forces", "army"}
_MOVES = {
    "build-up",
    "buildup",
    "casualties",
    "deployment",
    "deployments",
    "drawdown",
    "exit",
    "fatalities",
    "increase",
    "level",
    "levels",
    "losses",
    "movement",
    "movements",
    "numbers",
    "presence",
    "pullout",
    "redeployment",
    "reduction",
    "reductions",
    "rotation",
    "rotations",
    "strength",
    "surge",
    "withdrawal",
    "withdrawals",
}
"""What happens to soldiers: before one of these nouns a state's soldiers are named ("US troop withdrawal"), before others a thing ("troop carrier")."""
_FIGHTERS = {"fighters", "militants", "gunmen", "rebels", "insurgents", "guerrillas", "militiamen", "combatants", "jihadists"}
_STOP = {
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "god",
    "internet",
    "christmas",
    "easter",
    "covid",
    "covid-19",
    "earth",
    "english",
    "arabic",
}
_NO_TITLES = {"marine", "executive", "trader", "star", "model", "worker", "student", "guard", "driver", "supporter", "opponent", "national", "member"}
_SAYS = {
    "say",
    "tell",
    "announce",
    "deny",
    "confirm",
    "warn",
    "claim",
    "condemn",
    "call",
    "urge",
    "demand",
    "reject",
    "declare",
    "insist",
    "accuse",
    "vote",
    "decide",
    "agree",
    "refuse",
    "sue",
    "approve",
    "order",
    "ban",
}

_DEEDS = frozenset(
    {
        "attack",
        "invade",
        "bomb",
        "sever",
        "sign",
        "impose",
        "lift",
        "expel",
        "deploy",
        "annex",
        "occupy",
        "ratify",
        "recognise",
        "recognize",
        "retaliate",
        "surrender",
        "suffer",
        "establish",
    }
)
"""What a state or town does as a body: a name of a place that is the subject of such a verb acts."""
_DEFINITE = {"the", "this", "that", "these", "those"}
_GENERIC = {"person", "individual", "figure", "year", "old", "one", "native", "guy"}


class _Finder:
    """The mentions of one parse."""

    def __init__(self, parse: Parse, tables: Tables, headline: Span | None = None) -> None:
        self.parse, self.tables, self.headline = parse, tables, headline
        self.hits = find_hits(parse, tables)
        self.hit_at: dict[int, Hit] = {}
        self.found: dict[Span, Mention] = {}
        self.people: set[str] = set()
        self.raw = {t: h for h in self.hits for t in range(h.first, h.last)}
        self.states = tables.states
        for t in range(1, len(parse)):
            if parse.ent[t] == "PERSON" and not parse.ent_start[t] and parse.ent[t - 1] == "PERSON" and parse.word[t][0].isupper():
                self.people.add(parse.lower[t])
        for hit in self._sound(self.hits):
            for t in range(hit.first, hit.last):
                self.hit_at[t] = hit

    def _sound(self, hits: list[Hit]) -> Iterator[Hit]:
        """Hits that are not part of a person's or another thing's name."""
        p = self.parse
        full = {h.entry.key for h in hits if h.entry.sort == "name"}
        n = len(p)
        for hit in hits:
            entry = hit.entry
            if entry.sort == "weak":
                known = [e for e in hit.others if e.key in full]
                if len({e.key for e in known}) != 1:
                    continue  # "the Post" where no paper, or two, of that name stand in the report
                entry = known[0]
                hit = hit._replace(entry=entry)
            if entry.of and hit.first and self._other_body(hit):
                continue
            if entry.sort == "metonym" and not self._stands_for_government(hit):
                continue
            if (
                hit.last < n
                and entry.sort in ("name", "people")
                and entry.kind is not _K.STATE
                and hit.last - hit.first <= 2
                and p.pos[hit.last] == "PROPN"
                and p.dep[hit.last - 1] == "compound"
                and p.lower[hit.last] in self.tables.things
            ):
                continue  # "the West Bank", "the Quartet Agreement"
            if (hit.last - hit.first == 1 and entry.kind in (_K.STATE, _K.ORGANISATION, _K.POPULATION, _K.ARMED_GROUP)) or entry.sort == "weak":
                after = hit.last
                # "Jordan Peele", "Michael Jordan": inside a longer name of a person
                if (
                    entry.sort in ("name", "metonym")
                    and after < n
                    and p.ent[hit.first] == "PERSON"
                    and p.ent[after] == "PERSON"
                    and not p.ent_start[after]
                    and p.pos[after] == "PROPN"
                ):
                    continue
                if hit.first and p.ent[hit.first] == "PERSON" and not p.ent_start[hit.first] and p.lower[hit.first - 1] in self.tables.given:
                    continue
            yield hit

    def _other_body(self, hit: Hit) -> bool:
        """True where words before a body's name make it another's: "the French Senate", "New Jersey Army National Guard"."""
        p, k = self.parse, hit.first - 1
        head = hit.last - 1
        if p.sentence[k] != p.sentence[hit.first]:
            return False
        if p.word[k] == "'s":
            k -= 1
        if k in self.raw:
            before = self.raw[k]
            return before.entry.kind is _K.STATE and before.entry.key != hit.entry.of and hit.entry.of in self.states
        if p.word[k] == "'s" or p.pos[k] != "PROPN" or not p.word[k][0].isupper() or p.dep[k] not in ("compound", "nmod", "poss", "amod"):
            return False
        at = k
        while p.head[at] != at and not hit.first <= p.head[at] < hit.last and p.head[at] > at:
            at = p.head[at]
        return hit.first <= p.head[at] <= head and hit.entry.of in self.states and self.document_kind(hit)

    @staticmethod
    def document_kind(hit: Hit) -> bool:
        """True for bodies of which every state or province has one of its own."""
        return any(w in hit.entry.name for w in ("Guard", "Senate", "House", "Congress", "Court", "Department", "Supreme", "Army", "Police", "Parliament", "Council", "Assembly"))

    def _stands_for_government(self, hit: Hit) -> bool:
        """True where a capital or seat acts or is addressed; false where it is a place or a part of another name."""
        p = self.parse
        i = hit.last - 1
        while p.dep[i] == "conj" and p.head[i] != i:
            i = p.head[i]
        dep, head = p.dep[i], p.head[i]
        if dep in ("compound", "nmod", "amod"):
            return p.lower[head] in ("spokesman", "spokeswoman", "spokesperson", "official", "officials", "government", "administration", "statement", "insiders")
        if dep == "pobj":
            prep = p.lower[head]
            if prep in ("between", "with", "against", "by", "for", "of", "on", "towards", "toward", "about", "than", "like", "under", "among"):
                return prep != "of" or p.lower[p.head[head]] not in (
                    "city",
                    "capital",
                    "suburb",
                    "suburbs",
                    "outskirts",
                    "streets",
                    "port",
                    "north",
                    "south",
                    "east",
                    "west",
                    "northeast",
                    "northwest",
                    "southeast",
                    "southwest",
                    "centre",
                    "center",
                    "mayor",
                    "university",
                    "airport",
                    "town",
                    "area",
                    "part",
                    "parts",
                    "siege",
                    "fall",
                    "battle",
                    "district",
                    "resident",
                    "residents",
                )
            return prep == "to" and (
                p.lemma[p.head[head]]
                in (
                    "accord",
                    "say",
                    "belong",
                    "appeal",
                    "signal",
                    "message",
                    "letter",
                    "offer",
                    "warning",
                    "response",
                    "demand",
                    "threat",
                    "ultimatum",
                    "plea",
                    "request",
                    "proposal",
                    "overture",
                    "concession",
                )
                or p.lower[head - 1] == "according"
            )
        if dep == "dobj":
            return p.lemma[head] in (
                "condemn",
                "accuse",
                "blame",
                "criticise",
                "criticize",
                "urge",
                "tell",
                "warn",
                "support",
                "back",
                "pressure",
                "press",
                "assure",
                "inform",
                "anger",
                "convince",
                "persuade",
                "force",
                "ask",
                "sanction",
                "denounce",
                "praise",
                "thank",
                "want",
                "allow",
                "help",
                "arm",
            )
        return dep not in ("npadvmod", "attr")

    def find(self) -> list[Mention]:
        """All mentions, in order of the text."""
        p = self.parse
        pos, dep, lower = p.pos, p.dep, p.lower
        for i in range(len(p)):
            tag = pos[i]
            if tag == "PRON" or (tag == "DET" and lower[i] in ("his", "her", "their", "its", "my", "our")):
                known = _PRONOUNS.get(lower[i])
                if known:
                    if lower[i] == "us" and p.word[i] == "US":
                        continue
                    self._put(Mention(span=p.span(i, i + 1), head=i, form="pronoun", kind=_K.PERSON if known[1] else None, gender=known[1], plural=known[2], person=known[0]))
            elif tag in ("NOUN", "PROPN"):
                if dep[i] not in ("compound", "nmod", "amod") or self._ends_part(i):
                    self._phrase(i)
            elif tag == "NUM":
                self._counted(i)
            elif tag == "ADJ" and i in self.hit_at and self.hit_at[i].entry.sort in ("people", "name", "metonym") and self.hit_at[i].last == i + 1:
                self._phrase(i)
            elif tag == "ADJ" and lower[i] == "military" and p.head[i] == i + 1 and lower[i + 1] in _MOVES and i not in self.hit_at and i - 1 in self.hit_at:
                self._collective(i, self.hit_at[i - 1].first, _K.BODY, plural=False)  # "the Norwegian military presence"
        for hit in dict.fromkeys(self.hit_at.values()):
            self._name_of_hit(hit)
        self._mend_headline()
        return sorted(self.found.values(), key=lambda m: (m.span[0], -m.span[1]))

    def _counted(self, i: int) -> None:
        """A number that stands for people counted before: "the 1,500" after "1,500 soldiers"."""
        p = self.parse
        if (
            i == 0
            or p.lower[i - 1] not in ("the", "these", "those")
            or p.dep[i] not in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "attr")
            or p.dep[i - 1] != "det"
            or p.head[i - 1] != i
        ):
            return
        if any(p.lower[t] == p.lower[i] and p.dep[t] == "nummod" and p.tag[p.head[t]] == "NNS" and p.lower[p.head[t]] in self.tables.plurals for t in range(i)):
            self._put(Mention(span=p.span(i - 1, i + 1), head=i, form="description", plural=True))

    def _mend_headline(self) -> None:
        """In a headline in title case every noun looks like a name: there only names that the body has too count."""
        p, zone = self.parse, self.headline
        if zone is None:
            return
        words = [w for t in p.tokens(zone) if (w := p.word[t]).isalpha() and len(w) > 3]
        if len(words) < 3 or sum(w[0].isupper() for w in words) < 0.7 * len(words):
            return
        body = p.text[zone[1] :]
        for span, m in list(self.found.items()):
            if span[1] > zone[1] or m.form == "pronoun" or (m.head in self.hit_at and m.key and "/" not in m.key):
                continue
            words_of = p.text[span[0] : span[1]]
            if (m.form == "name" and (m.name or words_of) not in body and not (m.kind is _K.PERSON and words_of.split()[0].lower() in self.tables.given)) or (
                m.form == "description" and m.kind is not _K.PERSON and (span[1] - span[0] > 60 or p.end[m.head] < span[1])
            ):
                del self.found[span]

    # ------------------------------------------------------------------------------------------------------ phrases

    def _ends_part(self, i: int) -> bool:
        """True for a collective noun inside a longer phrase: "Foreign Ministry" in "Foreign Ministry spokesman", "US troop" in "US troop withdrawal"."""
        p = self.parse
        if p.lower[i] not in self.tables.collectives and p.lower[i] in _MILITARY:
            return p.head[i] == i + 1 and p.lower[i + 1] in _MOVES and i - 1 in self.hit_at and self.hit_at[i - 1].entry.kind is _K.STATE
        return p.lower[i] in self.tables.collectives and p.head[i] > i and (i - 1 in self.hit_at or any(p.dep[c] in ("compound", "amod") for c in p.children[i]))

    def _bare(self, i: int, first: int) -> bool:
        """True for a lone singular noun that names no one: "go to college", "in search of justice"."""
        p = self.parse
        if first < i or p.tag[i] != "NN" or p.word[i][:1].isupper() or p.dep[i] in ("appos", "attr", "nsubj", "nsubjpass", "ROOT"):
            return (
                p.dep[i] in ("nsubj", "nsubjpass")
                and first == i
                and p.tag[i] == "NN"
                and p.word[i].islower()
                and p.lower[i]
                in (
                    "justice",
                    "business",
                    "college",
                    "school",
                    "charity",
                    "press",
                    "church",
                    "force",
                    "authority",
                    "service",
                    "command",
                    "company",
                    "union",
                    "radio",
                    "television",
                    "guard",
                    "star",
                    "model",
                    "child",
                    "party",
                    "state",
                    "office",
                )
            )
        return p.lower[i] not in ("police", "parliament", "congress", "government")

    def _left(self, i: int) -> int:
        p = self.parse
        first = i
        for c in p.children[i]:
            if c >= i:
                break
            if p.dep[c] in _LEFT or (p.dep[c] == "punct" and p.word[c] in "-'\"" and first > c):
                first = min(first, p.edges(c)[0])
        while first < i and (p.pos[first] in ("PUNCT", "CCONJ", "ADV", "SCONJ") or p.lower[first] in ("both", "even", "only", "also", "not")):
            first += 1
        return first

    def _phrase(self, i: int) -> None:
        p, tables = self.parse, self.tables
        hit = self.hit_at.get(i)
        low = p.lower[i]
        if hit is not None and hit.last > i + 1:
            return  # inside a form of the gazetteer: emitted with it
        first = self._left(i)
        if low in _MILITARY and p.dep[i] in ("compound", "nmod") and i - 1 in self.hit_at:
            first = min(first, self.hit_at[i - 1].first)  # in "US troop withdrawal" both words hang on the last
        if hit is not None and hit.entry.sort != "adjective":
            self._name_of_hit(hit)
            return
        lemma = p.lemma[i].lower()
        if self._bare(i, first) or (low == "bank" and i and p.lower[i - 1] in ("west", "left", "right", "east")):
            return
        if p.pos[i] == "NOUN" and ((low in self.people and p.word[i][:1].isupper() and not self._is_role(i)) or self._syllable(i)):
            self._proper(i, first)  # the parser takes some surnames for common nouns
            return
        if p.pos[i] == "PROPN" and not (low in tables.collectives or low in tables.plurals) and not self._is_role(i):
            self._proper(i, first)
            return
        if low in tables.plurals and (p.tag[i] in ("NNS", "NNPS") or low in ("people", "police", "staff", "personnel", "media")):
            self._collective(i, first, tables.plurals[low], plural=True)
        elif low == "troop" and p.dep[i] in ("compound", "nmod"):
            self._collective(i, first, _K.BODY, plural=True)
        elif low in tables.collectives and (partner := self._partner(i, first, self._modifiers(first, i), tables.collectives[low])) is not None:
            entry = partner.entry
            self._put(Mention(span=p.span(first, i + 1), head=i, form="name", kind=entry.kind, name=entry.name, key=entry.key, wikidata=entry.wikidata))
        elif self._is_role(i):
            self._role(i, first)
        elif (lemma in tables.collectives and lemma not in ("office",)) or low in tables.collectives:
            self._collective(i, first, tables.collectives.get(low) or tables.collectives[lemma], plural=p.tag[i] in ("NNS", "NNPS"))
        elif p.pos[i] == "PROPN":
            self._proper(i, first)

    def _is_role(self, i: int) -> bool:
        p = self.parse
        roles = self.tables.roles
        low, lemma = p.lower[i], p.lemma[i].lower()
        if lemma in ("head", "star", "model", "guard", "figure", "driver", "critic", "native", "host") and p.tag[i] == "NNS" and low != "critics":
            return False  # "with their heads held high"
        return low in roles or lemma in roles or low.rsplit("-", 1)[-1] in roles

    def _modifiers(self, first: int, last: int) -> list[Hit]:
        """Gazetteer forms among tokens, in order."""
        found: list[Hit] = []
        t = first
        while t < last:
            hit = self.hit_at.get(t)
            if hit is not None and hit.first >= first and hit.last <= last:
                found.append(hit)
                t = hit.last
            else:
                t += 1
        return found

    def _role(self, i: int, first: int) -> None:
        """A person by role: "the spokeswoman", "a ministry official", "Ruritania's foreign minister"."""
        p, tables = self.parse, self.tables
        low, lemma = p.lower[i], p.lemma[i].lower()
        plural = p.tag[i] in ("NNS", "NNPS")
        right = self._right(i)
        role_first = self._role_start(i, first)
        role = p.text[p.start[role_first] : p.end[i]]
        affiliation = self._affiliation(first, role_first, i, right)
        kind = _K.POPULATION if plural and low not in tables.plurals else _K.PERSON
        self._put(
            Mention(
                span=p.span(first, right),
                head=i,
                form="description",
                kind=kind,
                role=role,
                affiliation=affiliation,
                gender=None if plural else tables.gender.get(low) or tables.gender.get(lemma),
                plural=plural,
            )
        )

    def _role_start(self, i: int, first: int) -> int:
        """First token of the role noun with the words that belong to it (``deputy prime minister``)."""
        p = self.parse
        at = i
        while at > first:
            k = at - 1
            if k in self.hit_at or (p.pos[k] in ("DET", "PUNCT", "PART", "PRON", "NUM", "ADP", "CCONJ") and p.word[k] != "-"):
                break
            if (p.lower[k] not in self.tables.collectives or p.lower[k] == "press") and f"{p.lower[k]} {p.lower[at]}" in self.tables.phrases:
                at = k  # "first lady"
                continue
            if p.lower[k] in self.tables.collectives or (
                p.pos[k] == "ADJ"
                and p.lower[k]
                not in (
                    "prime",
                    "foreign",
                    "deputy",
                    "vice",
                    "former",
                    "chief",
                    "senior",
                    "general",
                    "acting",
                    "interim",
                    "permanent",
                    "high",
                    "top",
                    "ex",
                    "assistant",
                    "presidential",
                )
            ):
                break
            at = k
        while at < i and p.pos[at] in ("PUNCT", "PART"):
            at += 1
        return at

    def _right(self, i: int) -> int:
        """One past the last token of the phrase, with "of …", "for …" where they tell which one."""
        p = self.parse
        right = i + 1
        at = i
        for _ in range(2):
            prep = next((c for c in p.children[at] if c == right and p.dep[c] == "prep" and p.lower[c] in ("of", "for", "to", "at", "from", "in")), None)
            if prep is None:
                break
            obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None)
            if obj is None or p.pos[obj] not in ("NOUN", "PROPN") or (p.lower[prep] in ("in", "from", "to") and obj not in self.hit_at and p.pos[obj] != "PROPN"):
                break
            hit = self.hit_at.get(obj)
            right = hit.last if hit is not None else obj + 1
            at = obj
        return right

    def _where(self, i: int) -> int:
        """One past a short "in ...", "from ..." that tells a group apart: "rebels in the north"."""
        p = self.parse
        prep = next((c for c in p.children[i] if c == i + 1 and p.dep[c] == "prep" and p.lower[c] in ("in", "from")), None)
        obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None) if prep is not None else None
        if obj is None or obj - i > 5 or p.pos[obj] not in ("NOUN", "PROPN") or p.ent[obj] in ("DATE", "TIME") or p.dep[i] not in ("nsubj", "nsubjpass", "pobj", "dobj"):
            return i + 1
        if p.pos[obj] == "NOUN" and not any(p.dep[c] in ("det", "poss") for c in p.children[obj]):
            return i + 1  # "members in favour"
        hit = self.hit_at.get(obj)
        return hit.last if hit is not None else obj + 1

    def _affiliation(self, first: int, role_first: int, head: int, right: int) -> Span | None:
        """The span of the body that a role belongs to: before it, possessive or not, or after "of", "for"."""
        p = self.parse
        inner = self._body_before(first, role_first)
        if inner is not None:
            return inner
        if right > head + 1:
            for hit in self._modifiers(head + 2, right):
                if hit.entry.sort != "weak":
                    return p.span(hit.first, hit.last)
            obj = right - 1
            if p.pos[obj] == "PROPN" or p.lower[obj] in self.tables.collectives or p.lower[obj] in self.tables.plurals:
                start = self._left(obj)
                while start < obj and p.pos[start] == "DET":
                    start += 1
                return p.span(start, obj + 1)
        return None

    def _body_before(self, first: int, last: int) -> Span | None:
        """The longest actor named among the modifiers ``[first, last)``: "Russian Foreign Ministry", "PA"."""
        p = self.parse
        for t in range(last - 1, first - 1, -1):
            low = p.lower[t]
            if low in self.tables.collectives and t not in self.hit_at:
                start = t
                while start > first and (p.pos[start - 1] in ("PROPN", "NOUN", "ADJ") or start - 1 in self.hit_at or p.word[start - 1] in ("-", "'s", "&")):
                    start -= 1
                while start < t and p.pos[start] in ("PART", "PUNCT"):
                    start += 1
                span = p.span(start, t + 1)
                if span not in self.found:
                    self._collective(t, start, self.tables.collectives[low], plural=False)
                return span
        hits = [h for h in self._modifiers(first, last) if h.entry.kind is not _K.POPULATION]
        if hits:
            return p.span(hits[-1].first, hits[-1].last)
        for t in range(last - 1, first - 1, -1):
            # an unknown body in the possessive: "Acme's chairman"
            if p.dep[t] == "poss" and p.pos[t] == "PROPN":
                return p.span(self._left(t), t + 1)
        return None

    def _collective(self, i: int, first: int, kind: EntityKind, *, plural: bool) -> None:
        """A body or group: "Ruritania's foreign ministry", "US troops", "local authorities"."""
        p, tables = self.parse, self.tables
        low = p.lower[i]
        start = first
        right = i + 1
        own = [h for h in self._modifiers(first, i) if h.entry.sort != "weak"]
        if plural:
            right = self._where(i)
        if self._tells_sort(i, own):
            own = own[:-1]
        key = name = None
        affiliation = None
        proper = p.pos[i] == "PROPN" and p.word[i][:1].isupper() and not plural
        words = [t for t in range(first, i) if t not in self.hit_at and p.pos[t] in ("ADJ", "NOUN", "PROPN") and not self._counts(t)]
        partner = self._partner(i, first, own, kind)
        if partner is not None:
            entry = partner.entry
            self._put(Mention(span=p.span(first, i + 1), head=i, form="name", kind=entry.kind, name=entry.name, key=entry.key, wikidata=entry.wikidata))
            return
        if (
            low in tables.abstract
            and p.pos[i] != "PROPN"
            and not self._acts(i)
            and not (own and low in ("occupation", "command", "leadership") and p.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj"))
        ):
            return
        prep = next((c for c in p.children[i] if c == i + 1 and p.dep[c] == "prep" and p.lower[c] == "of"), None)
        if prep is not None and not plural:
            obj = next((c for c in p.children[prep] if p.dep[c] == "pobj"), None)
            if obj is not None and (p.pos[obj] in ("NUM", "SYM") or p.lower[obj] in ("percent", "%", "cent") or p.ent[obj] in ("PERCENT", "MONEY")):
                return  # "a commission of 3 percent"
            if obj is not None and p.pos[obj] in ("PROPN", "NOUN") and obj - i < 8:
                hit = self.hit_at.get(obj)
                right = hit.last if hit is not None else obj + 1
                if hit is not None and not own:
                    own = [hit]
        state = next((h for h in own if h.entry.kind is _K.STATE or h.entry.kind in (_K.BODY, _K.ORGANISATION, _K.ARMED_GROUP)), None)
        if state is not None:
            affiliation = p.span(state.first, state.last)
            shared = sum(h.entry.kind is _K.STATE for h in own) > 1 or any(p.dep[h.last - 1] == "conj" for h in own) or (state.last < i and p.word[state.last] in ("-", "–"))
            if shared:
                pass  # "Iranian and Russian forces", "Iran-backed forces": no one state's
            elif low in _MILITARY and p.few(i):
                pass  # two soldiers are persons, not the army
            elif low in _MILITARY and not [t for t in words if p.lower[t] not in ("military", "armed", "ground", "own", "occupation", "occupying")]:
                own_forces = tables.forces.get(state.entry.key) or next((e for e in tables.forces.values() if e.key == state.entry.key), None)
                key = own_forces.key if own_forces else f"{state.entry.key}/forces"
                name = own_forces.name if own_forces else None
            elif low in _FIGHTERS and own[-1].entry.kind is _K.ARMED_GROUP and own[-1].last == i and right == i + 1 and not words and p.pos[first] not in ("NUM", "ADV"):
                key = own[-1].entry.key  # who fights for a group is the group; three of its fighters, or those of one town, are not
            elif low == "people" and state.entry.kind is _K.STATE and not words:
                key, kind = f"{state.entry.key}:people", _K.POPULATION
            elif not plural:
                core = " ".join(plain(p.word[t]) for t in words if p.dep[t] in ("compound", "amod", "nmod") and p.lower[t] not in _VAGUE)
                key = f"{state.entry.key}/{(core + ' ' + low).strip()}".replace("defense", "defence").replace("affairs ", "")
                if low in ("regime", "administration") and not core:
                    key = f"{state.entry.key}/government"
        if proper and p.pos[i] == "PROPN" and (words or own) and not plural:
            start = first
            while start < i and p.pos[start] in ("DET", "NUM", "PUNCT"):
                start += 1
            name = name or p.text[p.start[start] : p.end[i]]
            if right > i + 1 and p.pos[right - 1] == "PROPN":
                name = p.text[p.start[start] : p.end[right - 1]]  # "Department of Agriculture"
        if start == first and p.pos[i] == "PROPN" and proper and not words and not own:
            name = name or None
        form = "name" if name is not None and proper else "description"
        self._put(
            Mention(
                span=p.span(first if form == "description" else start, right),
                head=i,
                form=form,
                kind=kind,
                name=name,
                key=key,
                affiliation=affiliation if key is None or state is None or key != state.entry.key else None,
                plural=None if kind is _K.ARMED_GROUP and key and "/" not in key else plural,
                wikidata=None,
            )
        )

    def _tells_sort(self, i: int, own: list[Hit]) -> bool:
        """True where the name after a noun tells which group it is, not the one in it: "the Marl resistance movement Harbour Dawn"."""
        named = self.hit_at.get(i + 1)
        return named is not None and bool(own) and named.entry.sort == "name" and named.entry.kind is own[-1].entry.kind is _K.ARMED_GROUP and named.entry.key != own[-1].entry.key

    def _counts(self, t: int) -> bool:
        """True for a word of a number phrase: "least" in "at least 2,500 soldiers"."""
        p = self.parse
        return p.dep[t] in ("quantmod", "nummod") or p.pos[p.head[t]] == "NUM" or (p.dep[t] == "pobj" and p.dep[p.head[t]] == "quantmod")

    def _partner(self, i: int, first: int, own: list[Hit], kind: EntityKind) -> Hit | None:
        """The actor whose sort a noun right after its name tells: "the Rossiya 24 broadcaster", "the Fatah party"."""
        if not own or (
            own[-1].last != i and not (own[-1].last == i - 1 and self.parse.lower[i - 1] in ("radio", "tv", "news", "political", "armed", "militant", "resistance", "television"))
        ):
            return None
        entry = own[-1].entry
        if self._tells_sort(i, own):
            return None
        if entry.sort not in ("name", "weak") or self.parse.tag[i] in ("NNS", "NNPS") or self.parse.lower[own[-1].last] == "'s":
            return None
        sorts = {_K.OUTLET: {_K.OUTLET}, _K.ARMED_GROUP: {_K.ORGANISATION, _K.ARMED_GROUP}, _K.ORGANISATION: {_K.ORGANISATION}}
        if kind in sorts.get(entry.kind, ()) or (entry.kind is _K.OUTLET and self.parse.lower[i] in ("agency", "group")):
            return own[-1]
        return None

    # -------------------------------------------------------------------------------------------------------- names

    def _name_of_hit(self, hit: Hit) -> None:
        p, entry = self.parse, hit.entry
        span = p.span(hit.first, hit.last)
        if span in self.found:
            return
        first = hit.first
        if first and p.lower[first - 1] == "the" and p.word[first - 1] == "The" and entry.name.startswith("The "):
            first -= 1
            span = p.span(first, hit.last)
        self._put(
            Mention(
                span=span,
                head=hit.last - 1,
                form="name",
                kind=entry.kind,
                name=entry.name,
                key=entry.key,
                wikidata=entry.wikidata,
                plural=True if entry.kind is _K.POPULATION else None,
            )
        )

    def _proper(self, i: int, first: int) -> None:
        """A name that the gazetteer does not hold: of a person, a body, or a place that acts."""
        p, tables = self.parse, self.tables
        may = p.ent[i] == "PERSON" and (p.lower[i] in self.people or (i > first and p.lower[i - 1] in tables.given))  # Theresa May
        if (p.lower[i] in _STOP and not may) or not any(p.word[t][:1].isupper() for t in range(max(first, i - 2), i + 1)):
            return
        last = i + 1
        # the name runs left over proper nouns and particles, and stops at a title, a role noun or another actor
        start = i
        while start > first:
            k = start - 1
            if p.word[k] == '"' and k - 2 > first and p.word[k - 2] == '"' and p.pos[k - 1] == "PROPN" and p.pos[k - 3] == "PROPN":
                start = k - 2  # a nickname in quotation marks: Roy "Buddy" Lee
                continue
            if k in self.hit_at and not (p.ent[k] == "PERSON" and p.ent[start] == "PERSON" and self.hit_at[k].entry.sort in ("name", "metonym")):
                break
            low = p.lower[k]
            bare = low.rstrip(".")
            if p.word[k].islower() and low not in _PARTICLES and not self._syllable(k) and not (k > first and p.pos[k - 1] == "PROPN" and p.word[k - 1][:1].isupper()):
                break  # "pledge-- Kim"
            if (p.pos[k] == "PROPN" and p.word[k] != ":") or low in _PARTICLES or (p.word[k][:1].isupper() and p.pos[k] in ("ADJ", "NOUN")):
                if (bare in tables.honorifics or low in tables.roles or low in tables.collectives) and not self._given_after(k, start):
                    break
                if low in ("-",) and k > first and p.lower[k - 1] in tables.roles:
                    break
                start = k
            else:
                break
        while start < i and (p.lower[start] in ("-", "'", "y", "e") or p.pos[start] == "PUNCT"):
            start += 1
        words = [p.word[t] for t in range(start, last)]
        if p.word[i].isupper() and last < len(p) and p.word[last] in ("--", "—", "–", "-", "(") and start == p.tokens_of_paragraph[p.paragraph[p.sentence[i]]][0]:
            return  # a dateline
        if p.word[i].islower() and p.lower[i] not in _PARTICLES and not self._syllable(i):
            return  # "swine flu"
        if last - start > 1 and self._syllable(last + 1):
            last += 2  # "Moon Jae-in": the parser took the last syllable for a word
            words = [p.word[t] for t in range(start, last)]
        if p.lower[i] in tables.things or words[0].lower() in ("battle", "operation", "mount", "lake", "no", "any", "every") or len(p.word[i]) < 2:
            return
        label = p.ent[i] or p.ent[start]
        if last < len(p) and p.pos[last] == "PROPN" and p.dep[last] == "appos" and last not in self.hit_at and p.sentence[last] == p.sentence[i] and p.dep[i] != "appos":
            return  # the parser cut a name in two; its last word brings it
        if p.dep[i] == "appos" and start == first:
            while (
                start > 1
                and p.pos[start - 1] == "PROPN"
                and start - 1 not in self.hit_at
                and p.lower[start - 1] not in tables.collectives
                and p.lower[start - 1] not in tables.roles
            ):
                start -= 1
            first = start
            words = [p.word[t] for t in range(start, last)]
        title = self._title(first, start)
        if title is not None and len(words) == 1 and label != "PERSON" and p.lower[start - 1] in _NO_TITLES and words[0].lower() not in self.people:
            return  # "Marine One", "Executive Session"
        if title is None and start > 1:
            before = self._role_of_body(start)
            if before is not None:
                role_noun, body = before
                office = self._office(role_noun, start, i)
                role_last = role_noun + 1
                if office:
                    role_last = start = office
                    words = [p.word[t] for t in range(start, last)]
                left = self._left(role_noun)
                self.people.add(words[-1].lower())
                role_first = self._role_start(role_noun, left)
                owner = self._body_before(left, role_first) or (None if office else body)
                self.found = {s: m for s, m in self.found.items() if m.head != role_noun}
                self._put(
                    Mention(
                        span=p.span(left, last),
                        head=i,
                        form="name",
                        kind=_K.PERSON,
                        name=p.text[p.start[start] : p.end[last - 1]],
                        role=p.text[p.start[role_first] : p.end[role_last - 1]],
                        affiliation=owner,
                        gender=tables.gender.get(p.lower[role_noun]) or tables.given.get(words[0].lower()) or None,
                        plural=False,
                    )
                )
                return
        given = words[0].lower()
        gender = None
        kind: EntityKind | None = None
        role = affiliation = None
        acting = self._acts(i)
        if title is not None:
            role_first, role_last, gender = title
            kind = _K.PERSON
            if role_last > role_first:
                role = p.text[p.start[role_first] : p.end[role_last - 1]]
            affiliation = self._body_before(first, role_first)
        elif (
            (p.dep[i] == "appos" and p.tag[p.head[i]] == "NN" and self._is_role(p.head[i]) and len(words) < 5)
            or (len(words) == 1 and words[0].lower() in self.people and label != "NORP")
            or (
                (given in tables.given and len(words) > 1 and label not in ("ORG", "GPE", "FAC", "LOC", "NORP"))
                or (given in tables.given and label == "PERSON")
                or label == "PERSON"
                or given in ("abu", "umm", "bin")
            )
        ):
            kind = _K.PERSON
        elif label == "ORG":
            kind = _K.ORGANISATION
            start, last = self._whole_name(i, start, last)
            words = [p.word[t] for t in range(start, last)]
            if len(words) == 1 and p.dep[i] == "pobj" and p.lower[p.head[i]] in ("of", "in", "at", "near", "on", "along", "across"):
                return
            if given in tables.given and 1 < len(words) < 4 and acting:
                kind = _K.PERSON
        elif label == "NORP" and p.tag[i] == "NNPS":
            kind = _K.POPULATION
        elif label in ("GPE", "LOC", "FAC", "NORP"):
            if label != "GPE" or not acting or p.lemma[p.head[i]] not in (_SAYS | _DEEDS):
                return
            kind = _K.BODY
        elif label in ("DATE", "TIME", "EVENT", "LAW", "LANGUAGE", "WORK_OF_ART", "PRODUCT", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"):
            if not acting:
                return
            kind = _K.ORGANISATION
        elif len(words) > 1 and given in tables.given:
            kind = _K.PERSON
        elif acting:
            kind = _K.PERSON if len(words) < 4 and p.tag[i] == "NNP" else _K.ORGANISATION
        else:
            return
        if (
            kind is _K.PERSON
            and title is None
            and len(words) == 1
            and not acting
            and given not in self.people
            and given not in tables.given
            and p.dep[i] not in ("poss", "appos", "nsubjpass")
        ):
            return  # the parser's "person" may be a disease, a dish or a ship
        if kind is _K.PERSON and title is None and p.tag[i] == "NNPS" and p.lower[max(0, start - 1)] == "the":
            kind = _K.ORGANISATION
        if kind is _K.PERSON:
            if gender is None and (len(words) > 1 or title is None):
                gender = tables.given.get(given) or None
            self.people.update(w.lower() for w in (words[0], words[-1]) if w[:1].isupper())
            if affiliation is None and title is None:
                affiliation = self._possessor(first, start)
        name = p.text[p.start[start] : p.end[last - 1]]
        whole = first
        while whole < start and p.pos[whole] in ("DET",) and kind is not _K.PERSON:
            whole += 1
        if kind is not _K.PERSON or (title is None and affiliation is None):
            whole = start
        if kind is not _K.PERSON:
            affiliation = None
        self._put(
            Mention(
                span=p.span(whole, last),
                head=i,
                form="name",
                kind=kind,
                name=name,
                role=role,
                affiliation=affiliation,
                gender=gender,
                plural=True if kind is _K.POPULATION else None if kind is not _K.PERSON else False,
            )
        )

    def _syllable(self, t: int) -> bool:
        """True for a small syllable that a hyphen joins to a person's given name: "wen" in "Tsai Ing-wen"."""
        p = self.parse
        return (
            2 <= t < len(p)
            and p.word[t - 1] == "-"
            and p.word[t].islower()
            and p.word[t].isalpha()
            and len(p.word[t]) < 7
            and p.word[t - 2][:1].isupper()
            and p.ent[t - 2] == "PERSON"
            and p.end[t - 2] == p.start[t - 1]
            and p.end[t - 1] == p.start[t]
            and p.pos[t] in ("PROPN", "NOUN", "ADP", "X")
            and p.sentence[t] == p.sentence[t - 2]
        )

    def _whole_name(self, i: int, start: int, last: int) -> tuple[int, int]:
        """A name with "of", "and", "for" in it, as far as the parser's own name goes: "Institute for Harbour Studies"."""
        p = self.parse
        a, b = i, i + 1
        while a > 0 and not p.ent_start[a] and p.ent[a - 1] == "ORG":
            a -= 1
        while b < len(p) and p.ent[b] == "ORG" and not p.ent_start[b]:
            b += 1
        while a < b and p.pos[a] in ("DET", "ADP", "PUNCT", "PART"):
            a += 1
        while b > a and p.pos[b - 1] in ("PUNCT", "PART", "ADP"):
            b -= 1
        inner = range(min(a, start), max(b, last))
        if any(t in self.hit_at for t in inner) or any(p.word[t] in (",", ":", ";", '"', "(") for t in inner) or len(inner) > 9:
            return start, last
        return min(a, start), max(b, last)

    def _role_of_body(self, start: int) -> tuple[int, Span] | None:
        """The role noun and the body of "Spokesman for the Harbour Union Ann Lee": no comma before the name."""
        p = self.parse
        hit = self.hit_at.get(start - 1)
        body = p.span(hit.first, hit.last) if hit is not None and hit.last == start else None
        at = hit.first if hit is not None and body is not None else start - 1
        if body is None and p.lower[at] == "of" and self._is_role(at - 1) and p.word[at - 1][:1].isupper():
            return at - 1, p.span(start, start + 1)
        if body is None:
            if p.lower[at] not in self.tables.collectives or p.pos[at] != "PROPN":
                return None
            while at > 0 and p.pos[at - 1] == "PROPN":
                at -= 1
            body = p.span(at, start)
        while at > 0 and p.pos[at - 1] in ("DET", "PROPN", "ADJ") and p.sentence[at - 1] == p.sentence[start]:
            at -= 1
        if at < 2 or p.lower[at - 1] not in ("for", "of", "to", "at") or not self._is_role(at - 2):
            return None
        if p.tag[at - 2] in ("NNS", "NNPS") or p.sentence[at - 2] != p.sentence[start]:
            return None
        return at - 2, body

    def _office(self, role_noun: int, start: int, i: int) -> int:
        """Where the name begins after an office with "of": "Secretary of Health | Ann Lee"; 0 where it is a body's role."""
        p = self.parse
        if p.lower[role_noun] not in ("secretary", "minister", "undersecretary", "commissioner", "speaker", "master", "chief", "under-secretary"):
            return 0
        if p.lower[start - 1] != "of":
            return start if p.lower[role_noun + 1] == "of" and start - 1 not in self.hit_at else 0
        return next((t for t in range(start + 1, i) if p.lower[t] in self.tables.given), 0)

    def _given_after(self, k: int, start: int) -> bool:
        """True where a title word is in fact a given name or part of a name ("Pope Francis" is not, "Prince Harry" is not)."""
        return self.parse.lower[k] in self.tables.given and self.parse.ent[k] == "PERSON" and self.parse.ent[start] == "PERSON"

    def _title(self, first: int, start: int) -> tuple[int, int, str | None] | None:
        """Tokens of the title or role noun right before a name, and the gender that it tells."""
        p, tables = self.parse, self.tables
        at = start - 1
        if at < first:
            return None
        low = p.lower[at]
        bare = low.rstrip(".")
        gender: str | None = None
        if bare in tables.honorifics:
            gender = tables.honorifics[bare]
            begin = self._role_start(at, first) if low in tables.roles else at
            return (begin, at + 1, gender) if bare not in ("mr", "mrs", "ms", "miss", "dr") else (at, at, gender)
        if low in tables.roles or low.rsplit("-", 1)[-1] in tables.roles:
            begin = self._role_start(at, first)
            while begin < at and p.lower[begin].rstrip(".") in ("mr", "mrs", "ms"):
                begin += 1
            return begin, at + 1, tables.gender.get(low)
        if at > 1 and p.lower[at - 1] == "of" and f"{p.lower[at - 2]} of {low}" in tables.phrases:
            return self._role_start(at - 2, min(first, at - 2)), at + 1, None  # "Secretary of State Ann Lee"
        return None

    def _possessor(self, first: int, start: int) -> Span | None:
        p = self.parse
        if start - first >= 2 and p.lower[start - 1] == "'s":
            hits = self._modifiers(first, start - 1)
            if hits:
                return p.span(hits[-1].first, hits[-1].last)
        hits = self._modifiers(first, start)
        return p.span(hits[-1].first, hits[-1].last) if hits and hits[-1].last == start else None

    def _acts(self, i: int) -> bool:
        """True if the token is the subject of a verb, or the one that words are according to."""
        p = self.parse
        if p.dep[i] == "nsubj":
            verb = p.head[i]
            return p.pos[verb] in ("VERB", "AUX") and p.lemma[verb] != "be"
        return p.dep[i] == "pobj" and p.lower[p.head[i]] in ("to", "by") and p.lower[max(0, p.head[i] - 1)] in ("according", "said", "told")

    def _put(self, mention: Mention) -> None:
        first, last = mention.span
        if first < last and self.parse.lower[self.parse.token_at(first)] not in NOBODY:
            self.found.setdefault(mention.span, mention)


_VAGUE = {"own", "new", "whole", "entire", "local", "current", "former", "so", "called", "latest", "next", "first", "last"}


def find(document: Document, layers: Layers) -> Iterator[Mention | Problem]:
    """The mentions of a report, in order of the text; of two at one place the longer first."""
    parse = layers.sentences
    if not len(parse) or document.language.split("-")[0] not in ("en", "und"):
        return
    tables: Tables = layers.resources.derived("mentions", build_tables)
    yield from _Finder(parse, tables, document.headline).find()


STAGE = Stage(layer="mentions", version="2", reads=("sentences", "quotations"), resources=("lexicon:actors", "lexicon:roles", "lexicon:names"), find=find)
