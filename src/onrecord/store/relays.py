"""Who relays whom: outlet ← intermediaries ← speaker, as a graph over the corpus.

A name stands for one node however often it occurs; outlets and intermediaries of one name (*The Meridian Review* as outlet, *Meridian Review* in a
text) are one node. Apt to join: two people of one name.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import pairwise

from onrecord.model import Attribution, Status
from onrecord.store import find, lookup
from onrecord.store.answers import Chain, Cited, Relays
from onrecord.store.cited import cite_hits
from onrecord.store.who import printed

MOST = 3000
"""Relayed statements that are read: the newest added."""


def relays(db: sqlite3.Connection, *, name: str | None, outlet: str | None, since: str | None, until: str | None, most: int = MOST) -> Relays:
    """The graph; see `Record.relays`."""
    keys = lookup.relayed(db, most + 1)
    hits = [h for h in find.hits(db, [(k, 0.0) for k in keys[:most]]) if h.judgement is None or h.judgement.verdict.value != "wrong"]
    names = lookup.pick(db, {v for h in hits if isinstance(h.finding, Attribution) for v in h.finding.via})
    called: dict[str, Counter[str]] = {}
    chains: dict[tuple[str, ...], list[Cited]] = {}
    wanted = _node(name) if name else None
    for c in cite_hits(db, hits):
        f, day = c.finding, c.report.published or ""
        if not isinstance(f, Attribution) or f.status is not Status.REPORTED:
            continue
        if (since and day < since) or (until and (not day or day >= until + "~")) or (outlet and _node(outlet) != _node(c.outlet)):
            continue
        printed = (c.who, *(str(getattr(names[v], "name", "")) for v in f.via if v in names), c.outlet)
        chain: list[str] = []
        for words in printed:
            node = _node(words)
            called.setdefault(node, Counter())[words] += 1
            if not chain or chain[-1] != node:  # an outlet that relays to itself is one
                chain.append(node)
        if len(chain) < 3 or (wanted is not None and not any(wanted in node for node in chain)):
            continue
        chains.setdefault(tuple(chain), []).append(c)
    title = {node: min(c, key=lambda w: (-c[w], w)) for node, c in called.items()}
    made = []
    edges: Counter[tuple[str, str]] = Counter()
    for nodes, some in chains.items():
        days = sorted(c.report.published[:10] for c in some if c.report.published)
        first = min(some, key=lambda c: (c.report.published or "9999", c.id))
        made.append(Chain(names=tuple(title[n] for n in nodes), count=len(some), first=days[0] if days else None, last=days[-1] if days else None, example=first))
        for a, b in pairwise(nodes):
            edges[title[a], title[b]] += len(some)
    return Relays(
        chains=tuple(sorted(made, key=lambda c: (-c.count, c.names))),
        edges=tuple((a, b, n) for (a, b), n in sorted(edges.items(), key=lambda x: (-x[1], x[0]))),
        looked=min(len(keys), most),
        more=len(keys) > most,
    )


def _node(name: str) -> str:
    """What two names must share to be one node: all but case, a leading article and a possessive ending.

    >>> _node("The Meridian Review") == _node("Meridian Review")
    True
    """
    return printed(name).casefold()
