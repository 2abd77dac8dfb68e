"""Descriptions beside a name (*Ann Lee, the mayor*; *Lee is the mayor*), and the body that a phrase ties somebody to."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.model import EntityKind, Mention, Span
from onrecord.resolving.clauses import clause_subject
from onrecord.resolving.clusters import GROUPS, Cast, Cluster

_K = EntityKind
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,20})\), $")
_AFTER_NAME = re.compile(r"(?:\s*\([^()]{1,20}\))?,?[ \u00a0](?=\S)")


def affiliate(cast: Cast, m: Mention, cluster: Cluster) -> None:
    """Tie a cluster to the body that a mention's phrase names, a text to the body whose it is."""
    if m.affiliation is None and m.kind is None and m.form == "description" and cluster.affiliation is None:
        owner = next((c for c in cast.parse.children[m.head] if cast.parse.dep[c] in ("poss", "nmod", "compound") and c in cast.by_head), None)
        issuer = cast.of.get(cast.by_head[owner].span) if owner is not None else None
        if issuer is None and owner is not None:
            subject = clause_subject(cast.parse, m.head)
            issuer = cast.of.get(cast.by_head[subject].span) if subject in cast.by_head else None
        if issuer is not None and issuer is not cluster and issuer.kind in GROUPS:
            cluster.affiliation = issuer.number
        return
    if m.affiliation is None or cluster.affiliation is not None:
        return
    body = cast.of.get(m.affiliation)
    if body is None:
        other = cast.by_head.get(cast.parse.tokens(m.affiliation)[-1]) if len(cast.parse.tokens(m.affiliation)) else None
        body = cast.of.get(other.span) if other is not None else None
    if body is not None and body is not cluster:
        cluster.affiliation = body.number


def apposition(cast: Cast, m: Mention) -> tuple[Cluster, str, Span] | None:
    """The actor that a description stands beside ("Ann Lee, the mayor") or is said to be ("Lee is the mayor")."""
    parse, head = cast.parse, m.head
    other: Mention | None = None
    rule = "apposition"
    if parse.dep[head] == "appos":
        other = cast.by_head.get(parse.head[head])
    elif parse.dep[head] == "attr" and parse.lemma[parse.head[head]] == "be":
        verb = parse.head[head]
        if not any(parse.dep[c] == "neg" or parse.lower[c] in ("if", "whether") or parse.tag[c] == "MD" for c in parse.children[verb]):
            subject = next((c for c in parse.children[verb] if parse.dep[c] == "nsubj"), None)
            other = cast.by_head.get(subject) if subject is not None else None
            rule = "copula"
    elif parse.dep[head] == "conj" and m.kind is _K.PERSON and not m.plural:
        # "Ann Lee, the mayor of Lindport and chair of the port"
        first = cast.by_head.get(parse.head[head])
        if first is not None and first.form == "description" and _stands_beside(cast, first):
            other = first
    if other is None:
        other = next((cast.by_head[c] for c in parse.children[head] if parse.dep[c] == "appos" and c in cast.by_head), None)
        rule = "apposition"
    if other is None:
        other = beside(cast, m) or _after_brackets(cast, m)
    if other is None or other.span == m.span or other.form == "pronoun" or other.span not in cast.of:
        return None
    cluster = cast.of[other.span]
    if not cluster.agrees(m):
        return None
    return cluster, rule, other.span


def _stands_beside(cast: Cast, m: Mention) -> bool:
    """True for a description that was tied to the name beside it."""
    reason = cast.of[m.span].why.get(m.span) if m.span in cast.of else None
    return reason is not None and reason.rule in ("apposition", "copula")


def _after_brackets(cast: Cast, m: Mention) -> Mention | None:
    """*The Kachin Independence Army (KIA), the armed group that …*: the short name in brackets right before a description."""
    before = _IN_BRACKETS.search(cast.document.text, max(0, m.span[0] - 30), m.span[0])
    if before is None or m.plural or not cast.text(m.span).lower().startswith("the "):
        return None
    k = bisect_right(cast.starts, before.start(1) - 1)
    return cast.mentions[k] if k < len(cast.mentions) and cast.mentions[k].span[0] == before.start(1) and cast.mentions[k].form == "name" else None


def beside(cast: Cast, m: Mention) -> Mention | None:
    """The name right after a description, where the parser missed the tie: "the resistance group Al-Harbour", "the chairman (PF), Ann Lee"."""
    text = cast.document.text
    if m.plural:
        return None
    singular = m.kind is _K.PERSON
    gap = _AFTER_NAME.match(text, m.span[1])
    if gap is None or (gap.group().strip() and not singular):
        return None
    k = bisect_right(cast.starts, gap.end() - 1)
    if gap.group().strip() and not text[m.span[0] : m.span[1]].lower().startswith("the ") and not (k < len(cast.mentions) and _hung_inside(cast, m, cast.mentions[k])):
        return None
    if k < len(cast.mentions) and cast.mentions[k].span[0] == gap.end() and cast.mentions[k].form == "name" and cast.sentence_of[cast.mentions[k].span] == cast.sentence_of[m.span]:
        if not singular and cast.mentions[k].kind not in GROUPS:
            return None
        return cast.mentions[k]
    return None


def _hung_inside(cast: Cast, m: Mention, name: Mention) -> bool:
    """*A spokesman for the movement's wing, Omar Tal, said*: the parser hangs the name on the wing."""
    parse = cast.parse
    above = parse.head[name.head]
    return parse.dep[name.head] == "appos" and above != m.head and m.span[0] <= parse.start[above] < m.span[1] and cast.document.text.startswith(",", name.span[1])
