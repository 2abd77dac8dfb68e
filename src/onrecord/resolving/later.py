"""Descriptions before the name: the headline's *Ruritanian PM*, *the government* before *the Ruritanian government*."""

from __future__ import annotations

from onrecord.model import EntityKind, Resolution
from onrecord.resolving.clusters import GROUPS, Cast, Cluster

_K = EntityKind


def late_names(cast: Cast) -> None:
    """A description that comes before the name: the headline's "Ruritanian PM", the lead's "the prime minister of …"."""
    named: dict[str | int, list[Cluster]] = {}
    for c in cast.clusters:
        if c.names and c.kind is _K.PERSON and c.mentions and c.roles and c.affiliation is not None:
            named.setdefault(cast.top(c.affiliation), []).append(c)
    for cluster in cast.clusters:
        if cluster.names or cluster.kind is not _K.PERSON or cluster.plural or not cluster.mentions or cluster.affiliation is None:
            continue
        groups = cast.groups(cluster.roles) & cast.words.unique | ({"spokesperson"} & cast.groups(cluster.roles) if cast.in_headline(cluster.mentions[0].span) else set())
        if not groups:
            continue
        found = [c for c in named.get(cast.top(cluster.affiliation), ()) if cast.groups(c.roles) & groups and not c.clashes(cluster.gender)]
        if len(found) == 1:
            for m in cluster.mentions:
                cluster.why.setdefault(m.span, Resolution(mention=m.span, evidence=(found[0].mentions[0].span,), rule="role-and-body"))
            cast.merge(found[0], cluster)


def late_bodies(cast: Cast) -> None:
    """*The government* before *the Ruritanian government*: the only body of that noun in the report that says whose it is."""
    whose: dict[str, list[Cluster]] = {}
    for c in cast.clusters:
        m = next((m for m in c.mentions if m.form != "pronoun"), None)
        if m is not None and c.kind in GROUPS and not c.plural and len(cast.text(m.span).split()) > 2:
            whose.setdefault(cast.parse.lemma[m.head].lower(), []).append(c)
        elif c.kind is _K.STATE and any(cast.parse.lower[m.head] == "regime" for m in c.mentions):
            whose.setdefault("regime", []).append(c)  # "the Ruritanian regime" names the state
    for cluster in cast.clusters:
        if cluster.names or cluster.key or not cluster.mentions or cluster.kind not in GROUPS or cluster.plural:
            continue
        first = next((m for m in cluster.mentions if m.form == "description"), None)
        if first is None or cast.text(first.span).lower().split() != ["the", cast.parse.lower[first.head]]:
            continue
        if any(cast.parse.dep[k] == "prep" and cast.parse.lower[k] in ("in", "of", "at", "for") for k in cast.parse.children[first.head]):
            continue  # "the government in Osten" is another's
        found = whose.get(cast.parse.lemma[first.head].lower(), [])
        if len(found) == 1 and found[0] is not cluster and (found[0].mentions[0].span > first.span or cast.parse.lower[first.head] == "regime"):
            for m in cluster.mentions:
                cluster.why.setdefault(m.span, Resolution(mention=m.span, evidence=(found[0].mentions[0].span,), rule="body-named-later"))
            cast.merge(found[0], cluster)
    cast.follow_merges()
