"""Descriptions that stand alone: *the premier*, *the ministry*, *the group*, by role, body, head noun and sort; of equals none."""

from __future__ import annotations

import re

from onrecord.model import EntityKind, Mention
from onrecord.resolving.beside import affiliate, apposition
from onrecord.resolving.clauses import PROMINENCE
from onrecord.resolving.clusters import GROUPS, Cast, Cluster
from onrecord.resolving.forces import sent_by, theirs
from onrecord.resolving.speakers import ours, speaker_of

_K = EntityKind
_ARTICLE = re.compile(r"^(the|this|that|these|those)\s+")
_APART = re.compile(r"^\w+ (?:last|first|only|next|second|third|other|latter|former two|same|two|three|four|five|entire|whole|vast majority|\d[\d,.]*) ")
"""Words after the article that set somebody apart from those named before."""
_OFFICES = frozenset(
    [
        "minister",
        "head_of_government",
        "head_of_state",
        "foreign_minister",
        "lawmaker",
        "mayor",
        "leader",
        "official",
        "diplomat",
        "vice",
        "defence_minister",
        "finance_minister",
        "interior_minister",
        "spokesperson",
        "politician",
    ]
)
"""Classes of roles that *the official*, *the politician* and *the leader* may go on with."""
_GENERIC = frozenset({"official", "politician", "leader"})


def describe(cast: Cast, m: Mention) -> None:
    """Tie a description to who stands beside it, sends it, owns it or was named before; else it is a new actor."""
    if cast.parse.pos[m.head] == "NUM" and _counted(cast, m):
        return
    found = apposition(cast, m)
    if found is not None:
        cluster, rule, evidence = found
        cast.join(cluster, m, rule, (evidence,), 0.95)
        affiliate(cast, m, cluster)
        return
    surface = cast.text(m.span).lower()
    first = cast.parse.token_at(m.span[0])
    poss = cast.parse.lower[first] in ("his", "her", "their", "its", "my", "our", "your")
    if first and cast.parse.lower[first - 1] in ("the", "that") and m.kind in GROUPS:
        surface = f"the {surface}"  # the body in "the movement's former head"
    definite = surface.startswith(("the ", "this ", "that ", "these ", "those ")) and not _APART.search(surface)
    bare = not definite and not poss and cast.parse.pos[first] not in ("DET", "NUM")
    cluster2: Cluster | None = None
    rule = ""
    sent = sent_by(cast, m)
    if sent is not None:
        cast.join(sent[0], m, "forces-of-subject", (sent[1],), 0.8)
        return
    if poss and (ours(cast, m, first) or theirs(cast, m, first)):
        return
    if m.kind is _K.PERSON and not m.plural:
        if definite or (bare and m.affiliation is not None):
            cluster2, rule = _person(cast, m, definite)
    elif definite or bare:
        cluster2, rule = _group(cast, m, definite)
    if cluster2 is not None:
        because = (cluster2.mentions[0].span,) if cluster2.mentions else ()
        role_mention = next((x for x in cluster2.mentions[:50] if x.role), None) if rule.startswith("role") else None
        if role_mention is not None:
            because = (role_mention.span,)
        cast.join(cluster2, m, rule, because, 0.85)
        affiliate(cast, m, cluster2)
        return
    cluster = cast.new(m)
    affiliate(cast, m, cluster)


def _counted(cast: Cast, m: Mention) -> bool:
    """*The 1,500* is who was counted last with that number; nobody, unless they are quoted, where nobody was counted so."""
    parse, number = cast.parse, cast.parse.lower[m.head]
    few = not number[0].isdigit() or len(number) == 1
    for x in reversed(cast.mentions[: cast.position[m.span]]):
        if few and cast.sentence_of[m.span] - cast.sentence_of[x.span] > 2:
            break  # "the two" may be any two
        if x.plural and x.span in cast.of and any(parse.lower[c] == number and parse.dep[c] == "nummod" for c in parse.children[x.head]):
            cast.join(cast.of[x.span], m, "same-number", (x.span,), 0.85)
            return True
    return m.kind is None and m.span not in cast.source_spans


def _person(cast: Cast, m: Mention, definite: bool) -> tuple[Cluster | None, str]:
    """The person whom a role means, with the rule: same role, same class of role, one of the body that is named."""
    words = cast.role_words(m.role or cast.parse.lower[m.head])
    groups = cast.groups(words)
    target = cast.of.get(m.affiliation) if m.affiliation is not None else None
    speaker = speaker_of(cast, m.span) if cast.quotation_at(m.span[0]) is not None else None
    best: list[tuple[float, int, Cluster]] = []
    for distance, cluster, _ in cast.before(m):
        if cluster.kind is not _K.PERSON or cluster.plural or not cluster.agrees(m):
            continue
        theirs = cast.groups(cluster.roles)
        if target is not None and cluster.affiliation is not None and cast.clusters[cluster.affiliation] is not target and cast.top(cluster.affiliation) != cast.top(target.number):
            continue
        if cluster is speaker:
            continue
        score = 0.0
        if words & cluster.roles or words & cluster.nouns:
            score = 3.0
        elif target is not None and (cluster.affiliation is None or cast.top(cluster.affiliation) != cast.top(target.number)):
            continue
        elif _same_part(cast, words, cluster.roles, groups & theirs):
            score = 2.0
        elif groups & cast.words.unique:
            continue
        elif "person" in groups and cluster.names and distance <= 3:
            score = 1.0
        elif theirs & _OFFICES and distance <= 3 and (("head" in words and target is not None) or any(words & cast.words.again[g] for g in groups & _GENERIC)):
            score = 1.2
        if score:
            if target is not None and cluster.affiliation == target.number:
                score += 1.0
            if cluster.names:
                score += 0.5
            best.append((score, distance, cluster))
    if not best:
        return None, ""
    best.sort(key=lambda b: (-b[0], b[1]))
    top = best[0]
    rivals = [b for b in best[1:] if top[0] - b[0] < 0.5]
    if rivals and not (top[1] <= 2 and all(r[1] - top[1] >= 2 for r in rivals)):
        return None, ""
    if not definite and top[0] < 3:
        return None, ""
    if top[0] < 2 and top[1] > 3:
        return None, ""
    return top[2], "role" if top[0] >= 2 else "description"


def _same_part(cast: Cast, words: set[str], roles: set[str], shared: set[str]) -> bool:
    """Whether a role may name again who has some roles: *the lawmaker* a senator, *the attorney* a lawyer; not *the victim* a suspect."""
    if shared & cast.words.unique or any(words & cast.words.again.get(g, frozenset()) for g in shared):
        return True
    return bool(shared) and any(cast.words.alike.get(w, frozenset()) & roles for w in words)


def _group(cast: Cast, m: Mention, definite: bool) -> tuple[Cluster | None, str]:
    """The body, group or text that a noun means, with the rule: the same words, the same head noun, a noun for its sort."""
    parse, words = cast.parse, cast.words
    noun, lemma = parse.lower[m.head], parse.lemma[m.head].lower()
    text = _ARTICLE.sub("", cast.text(m.span).lower())
    kinds = words.stands_for.get(noun) or words.stands_for.get(lemma) or frozenset()
    military = noun in words.force
    plain = text in (noun, lemma)
    document = lemma in words.documents
    tail = m.span[1] > parse.end[m.head]
    sort = not tail and not m.plural and _K.ARMED_GROUP in kinds and set(text.split()[:-1]) <= words.sorts and not plain
    if sort and definite:
        near = {c.number: c for d, c, _ in cast.before(m) if d <= 2 and c.kind is _K.ARMED_GROUP and c.names}
        return (next(iter(near.values())), "sort-of-actor") if len(near) == 1 else (None, "")
    candidates: list[tuple[float, int, Cluster]] = []
    for distance, cluster, last in cast.before(m):
        if (cluster.kind is _K.PERSON and not cluster.plural) or (
            cluster.plural and m.plural is False and noun not in ("group", "movement") and not (noun in words.soldiers and cast.is_army(cluster))
        ):
            continue
        if any(cast.text(x.span).lower().removeprefix("the ") == text for x in cluster.mentions[:40]):
            if definite or m.plural or document:
                return cluster, "same-words"
            continue
        if not definite and not (military and plain):
            continue
        score = 0.0
        if (not plain and not military and not _fewer_words(cast, text, cluster)) or (tail and not document):
            continue
        if lemma in cluster.nouns or (military and cluster.nouns & {"troop", "soldier", "force", "troops", "forces"}) or (noun in words.soldiers and cast.is_army(cluster)):
            score = 3.0 - (not plain)
        elif cluster.names and lemma in words.named_by and any(lemma in n.lower().split() for n in cluster.names[:10]):
            score = 3.0
        elif document and plain and cluster.nouns & words.documents and noun in ("document", "text", "measure", "paper"):
            score = 2.0
        elif not m.plural and cluster.kind in kinds and cluster.names and distance <= 3 and (plain or len(text.split()) <= 3):
            score = 1.5 + PROMINENCE.get(parse.dep[last.head], 0.5) / 10
            if noun in words.soldiers and not any(w in words.arms for n in cluster.names for w in n.lower().split()):
                score = 0.0  # a court is no army
            if cluster.kind is _K.STATE and distance > 1:
                score = 0.0
        if score:
            candidates.append((score - 0.2 * distance, distance, cluster))
    if m.affiliation is not None and candidates:
        target = cast.of.get(m.affiliation)
        candidates = [c for c in candidates if target is None or c[2].affiliation is None or c[2].affiliation == target.number]
        if not plain:
            candidates = [c for c in candidates if c[0] >= 1.8 and target is not None and c[2].affiliation == target.number]
    if not candidates:
        return None, ""
    candidates.sort(key=lambda c: -c[0])
    if len(candidates) > 1 and candidates[0][0] - candidates[1][0] < 0.15:
        return None, ""
    return candidates[0][2], "head-noun" if candidates[0][0] >= 1.9 else "sort-of-actor"


def _fewer_words(cast: Cast, text: str, cluster: Cluster) -> bool:
    """True if each word of a description stands in one earlier mention: "the health ministry" for "Gaza's health ministry"."""
    words = set(text.replace("-", " ").split())
    return any(words <= set(re.sub(r"['’]s\b", "", cast.text(x.span).lower()).replace("-", " ").split()) for x in cluster.mentions[:20])
