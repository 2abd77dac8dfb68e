"""Names of one actor: the gazetteer's, full names, surnames, abbreviations in brackets. Two bearers of a surname that are equally good stay two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.model import EntityKind, Mention
from onrecord.resolving.beside import beside
from onrecord.resolving.clusters import Cast, Cluster
from onrecord.resolving.names import family_comes_first, generation, is_surname, name_words, same_person

_K = EntityKind


@dataclass(slots=True)
class _Index:
    """Actors by their names, while the names of a report are tied.

    Attributes:
        bearers: People by each word of their full names.
        exact: Groups, bodies and lone names that nobody bears, by the words of the name.
        singles: People of whom only one name is told, by that name.
        pairs: Of `exact` the names of two words, by the last.
    """

    bearers: dict[str, list[Cluster]] = field(default_factory=dict)
    exact: dict[str, Cluster] = field(default_factory=dict)
    singles: dict[str, Cluster] = field(default_factory=dict)
    pairs: dict[str, list[Cluster]] = field(default_factory=dict)


def tie_names(cast: Cast) -> None:
    """Tie all names of a report, and the bodies that the gazetteer knows by a description."""
    index = _Index()
    persons: list[Cluster] = []
    lone: list[Mention] = []
    for m in cast.mentions:
        if m.form == "pronoun":
            continue
        if m.key:
            if m.form == "description" and beside(cast, m) is not None:
                continue  # "the state news agency KCNA": the name tells which
            cluster = cast.by_key.get(m.key)
            if cluster is None:
                cast.new(m)
            else:
                cast.join(cluster, m, *(("same-body", (cluster.mentions[0].span,), 0.9) if m.form == "description" else ()))
        elif m.form == "name" and m.name is not None:
            words = name_words(m.name)
            if len(words) == 1 and m.kind not in (_K.OUTLET, _K.POPULATION):
                lone.append(m)  # the parser takes half of the surnames that it does not know for organisations
            elif m.kind is _K.PERSON:
                _full_name(cast, index, persons, m, m.name, words)
            else:
                _exact(cast, index, m, " ".join(words))
    for cluster in persons:
        words_of = {" ".join(name_words(n)) for n in cluster.names}
        for norm in sorted(words_of & index.exact.keys()):
            cast.merge(cluster, index.exact.pop(norm))  # the parser took one of its mentions for an organisation
    _brackets(cast)
    for norm, cluster in index.exact.items():
        if norm.count(" ") == 1:
            index.pairs.setdefault(norm.split()[-1], []).append(cluster)
    for m in lone:
        _lone_name(cast, index, m, m.name or "")


def _full_name(cast: Cast, index: _Index, persons: list[Cluster], m: Mention, name: str, words: tuple[str, ...]) -> None:
    """A person's name of two words or more: the one person before who bears it, else a new one."""
    found = [
        c for c in index.bearers.get(words[-1], ()) if any(same_person(words, name_words(n)) for n in c.names) and not c.clashes(m.gender) and _generations(c) == {generation(name)}
    ]
    if len(found) == 1:
        cluster = found[0]
        cast.join(cluster, m)
    else:
        cluster = cast.new(m)
        persons.append(cluster)
    for word in set(words):
        if cluster not in index.bearers.setdefault(word, []):
            index.bearers[word].append(cluster)


def _exact(cast: Cast, index: _Index, m: Mention, norm: str) -> None:
    """A name that is the same only word for word."""
    if norm in index.exact:
        cast.join(index.exact[norm], m)
    else:
        index.exact[norm] = cast.new(m)


def _lone_name(cast: Cast, index: _Index, m: Mention, name: str) -> None:
    """A name of one word: the surname or given name of a person of the report, else a person or body of its own."""
    word, told = name_words(name)[0], generation(name)
    found = _by_surname(cast, index, m, word, told)
    word += f" {told}" if told else ""
    exact, singles = index.exact, index.singles
    if len(found) == 1 and _is_anothers(cast, index, m, word, found[0]):
        found = []
    if not found:
        found = [c for c in index.bearers.get(word, ()) if any(name_words(n)[0] == word for n in c.names) and not c.clashes(m.gender) and word in cast.words.given]
    if not found and m.kind is _K.PERSON:
        # a full name that the parser took for an organisation, and the surname that it took for a person
        found = [c for c in index.pairs.get(word, ()) if c.kind is _K.ORGANISATION and not c.key and c.mentions]
        if len(found) == 1:
            found[0].kind = _K.PERSON
    if len(found) == 1:
        cast.join(found[0], m)
    elif m.kind is not _K.PERSON:
        if word not in exact and word in singles and (singles[word].roles or singles[word].gender) and _like_surname(cast, [m]):
            cast.join(singles[word], m)
        else:
            _exact(cast, index, m, word)
    elif word in exact and (not m.role or _like_surname(cast, exact[word].mentions)):
        if (m.role or m.gender) and exact[word].kind is _K.ORGANISATION and _like_surname(cast, exact[word].mentions):
            exact[word].kind = _K.PERSON
        cast.join(exact[word], m)
    elif word in singles and not singles[word].clashes(m.gender):
        cast.join(singles[word], m)
    else:
        singles[word] = cast.new(m)


def _by_surname(cast: Cast, index: _Index, m: Mention, word: str, told: str | None) -> list[Cluster]:
    """The people whom a bare surname may mean: one where title, gender, generation or standing tell."""
    found = [c for c in index.bearers.get(word, ()) if any(is_surname(word, n, cast.words.family_first) for n in c.names) and not c.clashes(m.gender)]
    same = [c for c in found if told in _generations(c)]
    found = same if same or told else found  # "Vance Jr." is no other Vance; of father and son the bare name is the father
    if len(found) > 1:
        found = [c for c in found if any(name_words(n)[-1] == word or family_comes_first(n) for n in c.names)] or found  # not "the Ann Lee Papers"
    if len(found) > 1:
        # only a title or a gender that one of them has tells two people of one surname apart
        sure = [c for c in found if (m.gender and c.gender == m.gender) or (m.role and cast.role_words(m.role) & c.roles)]
        found = sure if len(sure) == 1 else _main_bearer(cast, found, m)
    return found


def _is_anothers(cast: Cast, index: _Index, m: Mention, word: str, found: Cluster) -> bool:
    """True where a bare surname is not that of the one person who bears it in full."""
    if found.names and (m.span < found.mentions[0].span or word in index.singles or word in index.exact) and _is_relative(cast, found):
        return True  # "Lee spoke. His wife, Anna Lee, …": the first Lee is another
    # "President Lee and Anna Lee", "First lady Anna Lee … President Lee": the bare name is another's
    return _named_with(cast, found, word) or bool(m.role and _is_relative(cast, found) and not cast.role_words(m.role) & found.roles)


def _like_surname(cast: Cast, mentions: Sequence[Mention]) -> bool:
    """Whether a lone name that the parser took for an organisation may be the surname of whom a title names: *Vance* beside *President Vance*, not *the FBI*."""
    text = cast.document.text
    return all(
        m.kind in (_K.ORGANISATION, _K.PERSON) and not m.key and m.name is not None and m.name.istitle() and not text[max(0, m.span[0] - 4) : m.span[0]].lower().endswith("the ")
        for m in mentions
    )


def _main_bearer(cast: Cast, found: list[Cluster], m: Mention) -> list[Cluster]:
    """Of people with one surname the one whom a bare surname means: the others come in only as somebody's relatives.

    "Lee's husband, Roy Lee, ... Lee said": the one who was there first and is no relative. Equals stay two.
    """
    family = [c for c in found if _is_relative(cast, c)]
    rest = [c for c in found if c not in family]
    if len(rest) == 1 and family and rest[0].mentions[0].span < m.span:
        return rest
    known = [c for c in rest if c.mentions[0].span < m.span]
    if len(known) == 1 and not m.role and not cast.in_headline(m.span):
        return known  # the others come in later
    headline = [c for c in found if any(cast.in_headline(x.span) for x in c.mentions[:20])]
    if len(headline) == 1 and len(headline[0].mentions) >= 2 * max(len(c.mentions) for c in found if c is not headline[0]):
        return headline
    return found


def _is_relative(cast: Cast, cluster: Cluster) -> bool:
    """Whether a report brings somebody in as a wife, a son, a cousin."""
    return any("family" in cast.words.group_of.get(r, ()) for r in cluster.roles | _roles_beside(cast, cluster))


def _roles_beside(cast: Cast, cluster: Cluster) -> set[str]:
    """Role nouns right before or beside a name: "daughter Ann Lee", "her husband, Roy Lee"."""
    parse, roles = cast.parse, set()
    for m in cluster.mentions[:20]:
        first = parse.token_at(m.span[0])
        for t in (first - 1, first - 2, parse.head[m.head]):
            if 0 <= t < len(parse) and parse.sentence[t] == parse.sentence[first]:
                roles.add(parse.lower[t])
    return roles


def _named_with(cast: Cast, cluster: Cluster, word: str) -> bool:
    """True where a bare surname is joined by *and* to the full name: two people."""
    before = re.compile(rf"\b{re.escape(word)} and (?:[a-z]+,? ){{0,3}}$", re.IGNORECASE)
    text = cast.document.text
    return word.isalpha() and any(len(name_words(m.name or "")) > 1 and before.search(text, max(0, m.span[0] - 60), m.span[0]) for m in cluster.mentions[:20])


def _generations(cluster: Cluster) -> set[str | None]:
    """What the full names of an actor say of the generation; father and son of one name are two."""
    return {generation(n) for n in cluster.names if len(name_words(n)) > 1} or {None}


def _brackets(cast: Cast) -> None:
    """Abbreviations introduced in brackets: "the Harbour Workers' Front (HWF)"; later ones are the same actor."""
    text = cast.document.text
    by_start = {m.span[0]: m for m in reversed(cast.mentions)}
    short: dict[str, Cluster] = {}
    for m in cast.mentions:
        cluster = cast.of.get(m.span)
        if cluster is None or text[m.span[1] : m.span[1] + 2] != " (":
            continue
        inner = by_start.get(m.span[1] + 2)
        close = text.find(")", m.span[1] + 2, m.span[1] + 16)
        abbreviation = text[m.span[1] + 2 : close] if close > 0 else ""
        if not abbreviation or not any(c.isupper() for c in abbreviation) or " " in abbreviation or not abbreviation[0].isalpha():
            continue
        letters = [w[0].lower() for w in re.split(r"[\s-]+", cast.text(m.span)) if w]
        wanted = [c.lower() for c in abbreviation if c.isalpha()]
        at = 0
        for letter in letters:
            at += at < len(wanted) and letter == wanted[at]
        if at < len(wanted) - (len(wanted) > 3):
            continue
        short[abbreviation] = cluster
        if inner is not None and inner.span[1] == close:
            cast.merge(cluster, cast.of.get(inner.span), inner)
    for m in cast.mentions:
        if m.form == "name" and cast.text(m.span) in short:
            cast.merge(short[cast.text(m.span)], cast.of.get(m.span), m)
