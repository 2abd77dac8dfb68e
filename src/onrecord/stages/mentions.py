"""mentions: names, descriptions and pronouns that may stand for an actor; an internal layer.

Three sources (`onrecord.naming`), in this order: the gazetteer of actors (`actors.yml`, longest match, case counts), the grammar of noun
phrases around role nouns, titles and collective nouns (`roles.yml`), and the parser's own names, which are a hint and never the last
word (it takes half of the Arabic names for organisations). `entities` then says which mentions are one actor.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Document, EntityKind, Mention, Problem, Span
from onrecord.naming.bodies import collective, ends_part, names_nobody, tells_known
from onrecord.naming.names import name_of_hit, proper
from onrecord.naming.phrases import Phrases
from onrecord.naming.roles import person
from onrecord.naming.tables import Tables, build_tables
from onrecord.pipeline import Layers, Stage
from onrecord.text import PERSONAL

_K = EntityKind


def read(phrases: Phrases) -> None:
    """Put all mentions of a parse, word by word; then the gazetteer's names that stand inside longer phrases."""
    p = phrases.parse
    pos, dep, lower = p.pos, p.dep, p.lower
    for i in range(len(p)):
        tag = pos[i]
        if tag == "PRON" or (tag == "DET" and lower[i] in ("his", "her", "their", "its", "my", "our")):
            known = PERSONAL.get(lower[i])
            if known is not None and p.word[i] != "US":
                who, gender, plural = known
                phrases.put(Mention(span=p.span(i, i + 1), head=i, form="pronoun", kind=_K.PERSON if gender else None, gender=gender, plural=plural, person=who))
        elif tag in ("NOUN", "PROPN"):
            if dep[i] not in ("compound", "nmod", "amod") or ends_part(phrases, i):
                _phrase(phrases, i)
        elif tag == "NUM":
            _counted(phrases, i)
        elif tag == "ADJ" and i in phrases.hit_at and phrases.hit_at[i].entry.sort in ("people", "name", "metonym") and phrases.hit_at[i].last == i + 1:
            _phrase(phrases, i)
        elif (
            tag == "ADJ" and lower[i] == "military" and p.head[i] == i + 1 and lower[i + 1] in phrases.tables.words["moves"] and i not in phrases.hit_at and i - 1 in phrases.hit_at
        ):
            collective(phrases, i, phrases.hit_at[i - 1].first, _K.BODY, plural=False)  # "the Norwegian military presence"
    for hit in dict.fromkeys(phrases.hit_at.values()):
        name_of_hit(phrases, hit)


def _phrase(phrases: Phrases, i: int) -> None:
    """Put what the noun phrase around a noun names: a form of the gazetteer, people who act together, a body, a role, a name."""
    p, tables = phrases.parse, phrases.tables
    hit = phrases.hit_at.get(i)
    low, lemma = p.lower[i], p.lemma[i].lower()
    if hit is not None and hit.last > i + 1:
        return  # inside a form of the gazetteer: emitted with it
    if hit is not None and hit.entry.sort != "adjective":
        name_of_hit(phrases, hit)
        return
    first = phrases.left(i)
    if low in tables.military and p.dep[i] in ("compound", "nmod") and i - 1 in phrases.hit_at:
        first = min(first, phrases.hit_at[i - 1].first)  # in "US troop withdrawal" both words hang on the last
    if names_nobody(phrases, i, first) or (low == "bank" and i and p.lower[i - 1] in ("west", "left", "right", "east")):
        return
    if p.pos[i] == "NOUN" and ((low in phrases.people and p.word[i][:1].isupper() and not phrases.is_role(i)) or phrases.syllable(i)):
        proper(phrases, i, first)  # the parser takes some surnames for common nouns
    elif p.pos[i] == "PROPN" and not (low in tables.collectives or low in tables.plurals) and not phrases.is_role(i):
        proper(phrases, i, first)
    elif low in tables.plurals and (p.tag[i] in ("NNS", "NNPS") or low in tables.words["plural_as_is"]):
        collective(phrases, i, first, tables.plurals[low], plural=True)
    elif low == "troop" and p.dep[i] in ("compound", "nmod"):
        collective(phrases, i, first, _K.BODY, plural=True)
    elif low in tables.collectives and tells_known(phrases, i, first, phrases.modifiers(first, i), tables.collectives[low]):
        return
    elif phrases.is_role(i):
        person(phrases, i, first)
    elif (lemma in tables.collectives and lemma != "office") or low in tables.collectives:
        collective(phrases, i, first, tables.collectives.get(low) or tables.collectives[lemma], plural=p.tag[i] in ("NNS", "NNPS"))
    elif p.pos[i] == "PROPN":
        proper(phrases, i, first)


def _counted(phrases: Phrases, i: int) -> None:
    """A number that stands for people counted before: "the 1,500" after "1,500 soldiers"."""
    p = phrases.parse
    if (
        i == 0
        or p.lower[i - 1] not in ("the", "these", "those")
        or p.dep[i] not in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "attr")
        or p.dep[i - 1] != "det"
        or p.head[i - 1] != i
    ):
        return
    if any(p.lower[t] == p.lower[i] and p.dep[t] == "nummod" and p.tag[p.head[t]] == "NNS" and p.lower[p.head[t]] in phrases.tables.plurals for t in range(i)):
        phrases.put(Mention(span=p.span(i - 1, i + 1), head=i, form="description", plural=True))


def _mend_headline(phrases: Phrases, zone: Span | None) -> None:
    """In a headline in title case every noun looks like a name: there only names that the body has too count."""
    p = phrases.parse
    if zone is None:
        return
    words = [w for t in p.tokens(zone) if (w := p.word[t]).isalpha() and len(w) > 3]
    if len(words) < 3 or sum(w[0].isupper() for w in words) < 0.7 * len(words):
        return
    body = p.text[zone[1] :]
    for span, m in list(phrases.found.items()):
        if span[1] > zone[1] or m.form == "pronoun" or (m.head in phrases.hit_at and m.key and "/" not in m.key):
            continue
        words_of = p.text[span[0] : span[1]]
        if (m.form == "name" and (m.name or words_of) not in body and not (m.kind is _K.PERSON and words_of.split()[0].lower() in phrases.tables.given)) or (
            m.form == "description" and m.kind is not _K.PERSON and (span[1] - span[0] > 60 or p.end[m.head] < span[1])
        ):
            del phrases.found[span]


def find(document: Document, layers: Layers) -> Iterator[Mention | Problem]:
    """The mentions of a report, in order of the text; of two at one place the longer first."""
    parse = layers.sentences
    if not len(parse) or document.language.split("-")[0] not in ("en", "und"):
        return
    tables: Tables = layers.resources.derived("mentions", build_tables)
    phrases = Phrases(parse, tables)
    read(phrases)
    _mend_headline(phrases, document.headline)
    yield from sorted(phrases.found.values(), key=lambda m: (m.span[0], -m.span[1]))


STAGE = Stage(layer="mentions", version="2", reads=("sentences", "quotations"), resources=("lexicon:actors", "lexicon:roles", "lexicon:names"), find=find)
