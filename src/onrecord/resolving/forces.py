"""Armed forces that a report describes: the soldiers whom a state sends, *its troops*, and the forces of a state as one actor."""

from __future__ import annotations

from onrecord.model import EntityKind, Mention, Span
from onrecord.resolving.clusters import Cast, Cluster
from onrecord.resolving.pronouns import pronoun

_K = EntityKind


def sent_by(cast: Cast, m: Mention) -> tuple[Cluster, Span] | None:
    """The armed forces of the state that sends soldiers: "Ruritania will send 500 troops" are Ruritania's."""
    parse, at = cast.parse, m.head
    if parse.lower[at] not in cast.words.deployed or m.affiliation is not None or parse.few(at):
        return None
    if parse.dep[at] == "pobj" and parse.lower[parse.head[at]] == "of" and parse.dep[parse.head[parse.head[at]]] in ("dobj", "conj"):
        at = parse.head[parse.head[at]]
    while parse.dep[at] == "conj" and parse.head[at] != at and parse.pos[parse.head[at]] in ("NOUN", "PROPN", "NUM"):
        at = parse.head[at]  # tanks and troops
    if parse.dep[at] != "dobj":
        return None
    verb = parse.head[at]
    if parse.lemma[verb] not in cast.words.sending:
        return None
    for _ in range(4):
        subject = next((c for c in parse.children[verb] if parse.dep[c] in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            other = cast.by_head.get(subject)
            state = cast.of.get(other.span) if other is not None else None
            if other is None or state is None or state.kind is not _K.STATE or state.key is None:
                return None
            return _forces_of(cast, state, m.key), other.span
        if parse.dep[verb] not in ("xcomp", "conj", "ROOT", "advcl", "ccomp") or parse.head[verb] == verb:
            return None
        verb = parse.head[verb]
    return None


def theirs(cast: Cast, m: Mention, first: int) -> bool:
    """*Its troops* are the armed forces of the state that *its* stands for, *its fighters* the group."""
    parse = cast.parse
    noun = parse.lower[m.head]
    owned_by = cast.by_head.get(first)
    if (
        parse.lower[first] not in ("its", "their")
        or (noun not in cast.words.soldiers and noun not in cast.words.fighters)
        or m.key
        or m.affiliation
        or m.head != first + 1
        or m.span[1] > parse.end[m.head]
        or owned_by is None
        or owned_by.form != "pronoun"
    ):
        return False
    if owned_by.span not in cast.of:
        pronoun(cast, owned_by)
    owner = cast.of.get(owned_by.span)
    if owner is None or owner.key is None:
        return False
    if owner.kind is _K.STATE and noun in cast.words.soldiers:
        cast.join(_forces_of(cast, owner), m, "forces-of-owner", (owned_by.span,), 0.75)
    elif owner.kind is _K.ARMED_GROUP and m.plural:
        plural = owner.plural
        cast.join(owner, m, "fighters-of-group", (owned_by.span,), 0.75)
        owner.plural = plural  # the group is still an *it*
    else:
        return False
    return True


def _forces_of(cast: Cast, state: Cluster, key: str | None = None) -> Cluster:
    """The armed forces of a state: those that the report names, else new ones."""
    named = (c.key for c in cast.clusters[:300] if c.key and c.mentions and (c.key == f"{state.key}/forces" or _named_forces(cast, c, state)))
    key = key or next(named, None) or cast.words.forces.get(state.key or "", (f"{state.key}/forces", ""))[0]
    cluster = cast.by_key.get(key)
    if cluster is None:
        cluster = Cluster(len(cast.clusters), kind=_K.BODY, key=key, affiliation=state.number)
        cast.clusters.append(cluster)
        cast.by_key[key] = cluster
    return cluster


def _named_forces(cast: Cast, cluster: Cluster, state: Cluster) -> bool:
    """True for the gazetteer's armed forces of a state, where the report names them."""
    return (
        cluster.kind is _K.BODY
        and cluster.affiliation == state.number
        and any(cast.parse.lower[m.head] in cast.words.force or cast.parse.lower[m.head] == "military" for m in cluster.mentions if m.affiliation is not None)
    )
