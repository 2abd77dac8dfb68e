"""Stories, and how outlets tell one: what all have, what one alone has, what is at odds, how each calls whom.

A statement or figure is in several reports where a ``same_claim`` link says so. That no link was found does not mean that nobody else says it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.model import Attribution, Entity, Label, LinkEnd, LinkKind, PlaceUse, Quantity, Status, Timex, Toponym
from onrecord.store import find, lookup, read
from onrecord.store.answers import Alias, Cited, Comparison, Story, Told
from onrecord.store.cited import cite
from onrecord.store.conflicts import AT_ODDS, side_by_side
from onrecord.store.decided import Groups, group_of, held
from onrecord.store.records import Brief
from onrecord.store.who import Dated, printed
from onrecord.wording import figure

MOST = 60
"""Reports of one story that are compared: the first ones."""
COUNTED = 12
"""Reports of a story over which a list of stories counts what they share."""


def stories(db: sqlite3.Connection, *, words: str, outlet: str | None, since: str | None, until: str | None, limit: int, offset: int) -> list[Story]:
    """Groups of reports that tell one story, the largest first; see `Record.stories`."""
    every = lookup.stories(db)
    groups = list(every.values())
    if words or outlet or since or until:
        query = find.Query(words=words, layer="reports", outlet=outlet, since=since, until=until)
        some = {b.id for b in find.find_reports(db, query, limit=5000)[0]}
        groups = [g for g in groups if some & set(g)]
    hold = held(db)
    out = []
    for members in groups[offset : offset + limit]:
        briefs = _ordered(lookup.briefs(db, list(members)).values())
        _, links, _ = group_of(db, LinkKind.SAME_STORY, LinkEnd(report=briefs[0].id), hold)
        out.append(Story(id=briefs[0].id, reports=tuple(briefs), links=tuple(sorted(links, key=lambda k: k.id)), **_shared(db, briefs[:COUNTED]), read=min(COUNTED, len(briefs))))
    return out


def _ordered(briefs: Iterable[Brief]) -> list[Brief]:
    return sorted(briefs, key=lambda b: (b.published or "9999", b.outlet or "", b.id))


def _shared(db: sqlite3.Connection, briefs: Sequence[Brief]) -> dict[str, dict[str, int]]:
    """Names, places, days and figures that two or more reports have, those that most have first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("names", "places", "days", "figures")}
    for brief in briefs:
        found: dict[str, set[str]] = {name: set() for name in counts}
        layers = read.load_findings(db, read.document_key(db, brief.id), ["entities", "toponyms", "timexes", "quantities"])
        for f in (x for layer in layers.values() for x in layer):
            match f:
                case Entity() if f.name[:1].isupper() and f.kind != "population":
                    found["names"].add(f.name)
                case Toponym() if f.use == PlaceUse.LOCATION:
                    found["places"].add(f.name)
                case Timex() if f.start and f.end and f.start[:10] == f.end[:10]:
                    found["days"].add(f.start[:10])
                case Quantity() if f.low is not None and f.low == f.high and f.low > 2:
                    found["figures"].add(f"{figure(f)}{f' ({f.measures})' if f.measures else ''}")
        for name, values in found.items():
            counts[name].update(values)
    return {name: dict(sorted(((v, n) for v, n in c.items() if n > 1), key=lambda x: (-x[1], x[0]))[:8]) for name, c in counts.items()}


def compare(db: sqlite3.Connection, story: str) -> Comparison:
    """How outlets tell the story of a report; see `Record.compare`."""
    key = read.document_key(db, story)
    start = LinkEnd(report=read.briefs(db, [key])[key].id)
    hold = held(db)
    members, tied, _ = group_of(db, LinkKind.SAME_STORY, start, hold)
    every = _ordered(lookup.briefs(db, [m.report for m in members]).values())
    reports = every[:MOST]
    inside = {b.id for b in reports}
    links = {k.id: k for b in reports for k in lookup.links(db, report=b.id, kinds=(*AT_ODDS, LinkKind.SAME_CLAIM), hold=hold) if {k.from_.report, k.to.report} <= inside}
    odds = side_by_side(db, sorted((k for k in links.values() if k.kind in AT_ODDS), key=lambda k: (AT_ODDS.index(k.kind), -k.confidence, k.id)))
    disputed = {c.id for pair in odds for c in (pair.one, pair.other)}
    ids = []
    labels: list[str] = []
    for b in reports:
        layers = read.load_findings(db, read.document_key(db, b.id), ["attributions", "quantities", "labels"])
        ids += [f.id for f in layers["attributions"] if isinstance(f, Attribution) and f.status is Status.REPORTED] + [f.id for f in layers["quantities"]]
        labels += [f.id for f in layers["labels"]]
    cited = {id: c for id, c in cite(db, ids).items() if _stands(db, c)}
    groups = Groups()
    for k in links.values():
        if k.kind is LinkKind.SAME_CLAIM and k.from_.item in cited and k.to.item in cited:
            groups.join(k.from_.item, k.to.item)
    together: dict[str, list[Cited]] = {}
    for c in cited.values():
        together.setdefault(groups.first(c.id), []).append(c)
    outlets = tuple(dict.fromkeys(_outlet(b) for b in reports))
    told = []
    for some in together.values():
        own = {c.id for c in some}
        have = tuple(o for o in outlets if any(_outlet(c.report) == o for c in some))
        standing = "one" if len(have) == 1 else "all" if len(have) == len(outlets) else "some"
        mine = tuple(k for k in links.values() if k.kind is LinkKind.SAME_CLAIM and k.from_.item in own and k.to.item in own)
        told.append(Told(outlets=have, standing=standing, at_odds=bool(own & disputed), members=tuple(sorted(some, key=_place)), links=mine))
    order = {"all": 0, "some": 1, "one": 2}
    told.sort(key=lambda t: (order[t.standing], -len(t.outlets), not t.at_odds, _place(t.members[0])))
    same = Groups()
    for b in reports:
        for k in lookup.links(db, report=b.id, kinds=(LinkKind.NEAR_DUPLICATE,), hold=hold):
            if {k.from_.report, k.to.report} <= inside:
                same.join(k.from_.report, k.to.report)
    texts: dict[str, list[Brief]] = {}
    for b in reports:
        texts.setdefault(same.first(b.id), []).append(b)
    copies = tuple(tuple(some) for some in texts.values() if len(some) > 1)
    joined = tuple(sorted((k for k in tied if {k.from_.report, k.to.report} <= inside), key=lambda k: k.id))
    left = len(every) - len(reports)
    return Comparison(copies=copies, reports=tuple(reports), outlets=outlets, told=tuple(told), at_odds=tuple(odds), labels=_labels(db, labels), left=left, joined=joined)


def _stands(db: sqlite3.Connection, cited: Cited) -> bool:
    """Whether nobody judged a finding wrong."""
    said = read.verdicts(db, "j.subject = ?", (cited.id,)).get(cited.id)
    return said is None or said.verdict.value != "wrong"


def _outlet(brief: Brief) -> str:
    return brief.outlet or f"outlet not known ({brief.id})"


def _place(cited: Cited) -> tuple[str, str, int]:
    return cited.report.published or "9999", cited.report.id, cited.span.start


def _labels(db: sqlite3.Connection, ids: Sequence[str]) -> tuple[tuple[str | None, Alias], ...]:
    cited = sorted(cite(db, ids).values(), key=_place)
    named = lookup.pick(db, {c.finding.entity for c in cited if isinstance(c.finding, Label) and c.finding.entity})
    by: dict[str | None, Dated] = {}
    for c in cited:
        assert isinstance(c.finding, Label)
        actor = getattr(named.get(c.finding.entity or ""), "name", None)
        by.setdefault(actor, Dated()).add_cited(printed(c.words), c)
    return tuple((actor, alias) for actor in sorted(by, key=lambda a: (a is None, a or "")) for alias in by[actor].listed())
