"""What people decided of links: which pairs are one, which are kept apart, and so which links hold.

A decision is a judgement in the layer ``links``. Its subject is the id of a link; where no stage made that link (two actors that only a person
knows to be one) the judgement carries the ends. The links of the stages stay as they were made: what holds is worked out when they are read.
So a decision holds at once, survives every run, moves with `judgements export`, and is undone by `retract`.

Two actors (``same_entity``) or two reports (``same_story``) that a person keeps apart are in different groups, whatever chain of other links leads
from one to the other: links are taken in order, people's first, then the surest, and one that would join what is kept apart does not hold.
Where the one that is taken out stood between others (links are chains, not all pairs), those are compared as the stage would have compared them.
Source: constrained clustering with must-link and cannot-link pairs (Wagstaff and Cardie 2000).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from onrecord.across.identity import IDENTITY, SURE, apart, same
from onrecord.across.steps import make_link
from onrecord.across.stories import STORIES, near, tree
from onrecord.errors import RecordError, UsageError
from onrecord.formats.jsonl import dumps
from onrecord.model import Entity, Link, LinkEnd, LinkKind, Verdict, link_id
from onrecord.resources import Resources
from onrecord.store import read
from onrecord.store.judge import insert
from onrecord.store.records import Judgement
from onrecord.store.rows import PERSON
from onrecord.store.schema import transaction

TIES = (LinkKind.SAME_ENTITY, LinkKind.SAME_STORY)
"""Kinds of links that make groups; a decision on one of them counts for the whole group."""
WIDEST = 5000
"""Members of a group that are followed where one group is asked for."""
_LINK = "id, kind, from_report, from_item, to_report, to_item, why, confidence, stage"


def link_of(row: Sequence[Any]) -> Link:
    """A row of ``id, kind, from_report, from_item, to_report, to_item, why, confidence, stage`` as a link."""
    id, kind, a, b, c, d, why, confidence, stage = row
    return Link(id=id, kind=LinkKind(kind), from_=LinkEnd(report=a, item=b), to=LinkEnd(report=c, item=d), why=why, confidence=confidence, stage=stage)


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement that holds on two ends: they are one (or the link is right), or they are not."""

    kind: LinkKind
    ends: frozenset[LinkEnd]
    verdict: Verdict
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Held:
    """Which links hold, after what people decided.

    Attributes:
        decisions: The judgements of links that hold, oldest first, one for a pair.
        refused: Ids of links of the stages that do not hold.
        added: Links that people made, and those that close the gap where somebody was taken out.
        right: Ids of links that people judged right.
    """

    decisions: tuple[Decision, ...] = ()
    refused: frozenset[str] = frozenset()
    added: tuple[Link, ...] = ()
    right: frozenset[str] = frozenset()
    by_pair: Mapping[tuple[LinkKind, frozenset[LinkEnd]], Decision] = field(default_factory=dict)


NOTHING = Held()


def decisions(db: sqlite3.Connection) -> list[Decision]:
    """What people say of links now, oldest first; of several judgements of one pair the latest that was not taken back."""
    latest: dict[tuple[LinkKind, frozenset[LinkEnd]], Decision] = {}
    for judgement in read.judgements(db, "j.layer = 'links'"):
        if judgement.retracted is not None:
            continue
        found = _ends(db, judgement)
        if found is not None:
            key = (found[0], frozenset(found[1:]))
            latest.pop(key, None)
            latest[key] = Decision(found[0], key[1], judgement.verdict, judgement)
    return list(latest.values())


def _ends(db: sqlite3.Connection, judgement: Judgement) -> tuple[LinkKind, LinkEnd, LinkEnd] | None:
    """The kind and the ends that a judgement is about, or None where this file does not know them."""
    if judgement.corrections:
        c = judgement.corrections
        return LinkKind(c["kind"]), LinkEnd(**c["from"]), LinkEnd(**c["to"])
    row = db.execute(f"SELECT {_LINK} FROM link WHERE id = ? ORDER BY key DESC LIMIT 1", (judgement.subject,)).fetchone()
    if row is None:
        return None
    link = link_of(row)
    return link.kind, link.from_, link.to


_KEPT: dict[tuple[Any, ...], Held] = {}


def held(db: sqlite3.Connection) -> Held:
    """Which links hold; worked out again only where the file has changed."""
    path = db.execute("PRAGMA database_list").fetchone()[2]
    counters = db.execute("SELECT (SELECT max(key) FROM judgement), (SELECT max(key) FROM retraction), (SELECT max(key) FROM link), (SELECT max(key) FROM run)").fetchone()
    if counters[0] is None:
        return NOTHING
    key = (id(db), path, *counters, db.execute("PRAGMA data_version").fetchone()[0], db.total_changes)
    if key not in _KEPT or not path:
        made = _held(db)
        if len(_KEPT) > 64:
            _KEPT.clear()
        _KEPT[key] = made
        return made
    return _KEPT[key]


def _held(db: sqlite3.Connection) -> Held:
    if not db.execute("SELECT 1 FROM judgement WHERE layer = 'links' LIMIT 1").fetchone():
        return NOTHING
    said = decisions(db)
    refused = {d.judgement.subject for d in said if d.verdict is Verdict.WRONG}
    right = {d.judgement.subject for d in said if d.verdict is Verdict.RIGHT}
    added: list[Link] = []
    for kind in TIES:
        mine = [d for d in said if d.kind is kind and d.verdict in (Verdict.RIGHT, Verdict.WRONG)]
        if mine:
            more, lost = _settle(db, kind, mine)
            added += more
            refused |= lost
    return Held(tuple(said), frozenset(refused), tuple(sorted(added, key=lambda k: k.id)), frozenset(right), {(d.kind, d.ends): d for d in said})


def _settle(db: sqlite3.Connection, kind: LinkKind, said: Sequence[Decision]) -> tuple[list[Link], set[str]]:
    """Links that people add, and links of the stages that do not hold, in the groups that decisions touch."""
    together = sorted((d for d in said if d.verdict is Verdict.RIGHT), key=lambda d: (d.judgement.created, d.judgement.id), reverse=True)
    apart = [d for d in said if d.verdict is Verdict.WRONG]
    there = {e for e in {e for d in said for e in d.ends} if _exists(db, e)}
    made = {k.id: k for k in _around(db, kind, there)}
    pairs = {frozenset((k.from_, k.to)) for k in made.values()}
    added = [_persons(d) for d in together if d.ends not in pairs and d.ends <= there]
    order = [*(tuple(d.ends) for d in together if d.ends <= there), *((k.from_, k.to) for k in sorted(made.values(), key=lambda k: (-k.confidence, k.id)))]
    groups = Groups()
    kept = [tuple(d.ends) for d in apart if d.ends <= there]

    def parted(a: LinkEnd, b: LinkEnd) -> bool:
        x, y = groups.first(a), groups.first(b)
        return any({groups.first(p), groups.first(q)} == {x, y} for p, q in kept) if x != y else False

    for a, b in order:
        if not parted(a, b):
            groups.join(a, b)
    lost = {k.id for k in made.values() if groups.first(k.from_) != groups.first(k.to)}
    for end in sorted({e for pair in kept for e in pair}, key=lambda e: (e.report, e.item or "")):
        beside = sorted({k.to if k.from_ == end else k.from_ for k in made.values() if k.id in lost and end in (k.from_, k.to)}, key=lambda e: (e.report, e.item or ""))
        for a, b in pairwise(beside):
            if groups.first(a) != groups.first(b) and not parted(a, b) and (link := _between(db, kind, a, b)):
                groups.join(a, b)
                added.append(link)
    return [k for k in added if groups.first(k.from_) == groups.first(k.to)], lost


def _between(db: sqlite3.Connection, kind: LinkKind, a: LinkEnd, b: LinkEnd) -> Link | None:
    """The link that a stage would make of two ends that only had another between them, or None."""
    resources = Resources()
    views = []
    for end in (a, b):
        key = read.document_key(db, end.report)
        step = IDENTITY if kind is LinkKind.SAME_ENTITY else STORIES
        views.append(step.view(read.load_document(db, key), read.load_findings(db, key, step.reads), resources))
    if kind is LinkKind.SAME_STORY:
        return next(iter(tree(views)), None) if near(*views) else None
    actors = [next((x for x in view["actors"] if x["id"] == end.item), None) for view, end in zip(views, (a, b), strict=True)]
    if None in actors:
        return None
    verdict = same(actors[0], actors[1], apart(*views))  # type: ignore[arg-type]
    return make_link(kind, b, a, verdict[1], verdict[0], IDENTITY.label) if verdict and verdict[0] >= SURE else None


def _exists(db: sqlite3.Connection, end: LinkEnd) -> bool:
    if end.item is None:
        return db.execute("SELECT 1 FROM document WHERE id = ?", (end.report,)).fetchone() is not None
    return any(state.dropped is None for _, _, state in read.states(db, end.item))


def _persons(decision: Decision) -> Link:
    """The link that a person made, or parted: from the end that sorts last to the other."""
    to, from_ = sorted(decision.ends, key=lambda e: (e.report, e.item or ""))
    j, actors = decision.judgement, decision.kind is LinkKind.SAME_ENTITY
    said = {
        Verdict.RIGHT: "says that both are one actor" if actors else "says that both tell one story",
        Verdict.WRONG: "says that they are two actors" if actors else "says that they tell two stories",
    }.get(decision.verdict, "cannot tell whether both are one")
    why = f"{j.user} {said}" + (f": {j.note}" if j.note else ".")
    return Link(id=j.subject, kind=decision.kind, from_=from_, to=to, why=why, confidence=1.0, stage=PERSON)


class Groups:
    """Union-find over anything that can be a key."""

    def __init__(self) -> None:
        self._parent: dict[Any, Any] = {}

    def first(self, x: Any) -> Any:
        """What stands for the group of `x`."""
        parent = self._parent
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def join(self, a: Any, b: Any) -> None:
        """Put two groups together."""
        self._parent[self.first(a)] = self.first(b)


def link(db: sqlite3.Connection, id: str) -> tuple[Link, bool] | None:
    """A link by its id and whether it holds: one that a stage makes now, or one that people made or parted; None where there is none."""
    hold = held(db)
    row = db.execute(f"SELECT {_LINK} FROM link WHERE id = ? AND dropped IS NULL", (id,)).fetchone()
    if row is not None:
        return link_of(row), id not in hold.refused
    made = next((k for k in hold.added if k.id == id), None)
    if made is not None:
        return made, True
    for j in reversed(read.judgements(db, "j.subject = ?", (id,))):
        if j.corrections and (ends := _ends(db, j)):
            return _persons(Decision(ends[0], frozenset(ends[1:]), j.verdict, j)), False
    return None


# ------------------------------------------------------------------------------------------------------------------ groups


def _steps(db: sqlite3.Connection, kind: LinkKind, ends: Iterable[LinkEnd]) -> Iterator[Link]:
    """The current links of a kind at some ends."""
    wanted = {(e.report, e.item) for e in ends}
    reports = sorted({report for report, _ in wanted})
    for at in range(0, len(reports), 400):
        some = reports[at : at + 400]
        marks = ",".join("?" * len(some))
        for at_end, side in ((2, "from"), (4, "to")):  # where the end stands in the row
            for row in db.execute(f"SELECT {_LINK} FROM link WHERE dropped IS NULL AND kind = ? AND {side}_report IN ({marks})", (kind.value, *some)):
                if (row[at_end], row[at_end + 1]) in wanted:
                    yield link_of(row)


def _around(db: sqlite3.Connection, kind: LinkKind, ends: Iterable[LinkEnd]) -> Iterator[Link]:
    """Every current link of a stage in the groups of some ends."""
    seen = set(ends)
    edge = set(seen)
    while edge:
        found = list(_steps(db, kind, edge))
        yield from found
        edge = {e for k in found for e in (k.from_, k.to)} - seen
        seen |= edge


def group_of(db: sqlite3.Connection, kind: LinkKind, end: LinkEnd, hold: Held, most: int = WIDEST) -> tuple[list[LinkEnd], list[Link], bool]:
    """The group of an end: its members, the links that hold it together, and whether it was cut at `most` members."""
    extra: dict[LinkEnd, list[Link]] = {}
    for link in hold.added:
        if link.kind is kind:
            extra.setdefault(link.from_, []).append(link)
            extra.setdefault(link.to, []).append(link)
    members: dict[LinkEnd, None] = {end: None}
    links: dict[str, Link] = {}
    edge = [end]
    while edge and len(members) < most:
        found = [k for k in _steps(db, kind, edge) if k.id not in hold.refused]
        found += [k for e in edge for k in extra.get(e, ())]
        edge = []
        for link in found:
            links[link.id] = link
            for e in (link.from_, link.to):
                if e not in members:
                    members[e] = None
                    edge.append(e)
    return list(members)[:most], [k for k in links.values() if k.from_ in members and k.to in members], len(members) >= most and bool(edge)


# ---------------------------------------------------------------------------------------------------------------- deciding


def resolve(db: sqlite3.Connection, what: str, hold: Held) -> tuple[LinkKind, LinkEnd, str]:
    """What a person means by an id or a name: the kind of group, the end, and how to call it.

    A name stands for the earliest report of it, and only where all reports of the name are one actor.

    Raises:
        RecordError: There is nothing of this id or name, or the name is that of several actors.
    """
    if what.startswith("ent_"):
        found = read.states(db, what)
        state = next(((key, s) for _, key, s in found if s.dropped is None), None)
        if state is None or not isinstance(state[1].finding, Entity):
            raise RecordError(f"There is no actor {what} in this record. Look for one with: onrecord find --layer entities NAME")
        brief = read.briefs(db, [state[0]])[state[0]]
        return LinkKind.SAME_ENTITY, LinkEnd(report=brief.id, item=what), f"{state[1].finding.name} ({brief.outlet or 'outlet not known'}, {(brief.published or 'no date')[:10]})"
    if what.startswith(("doc_", "rep_")) or "://" in what:
        key = read.document_key(db, what)
        brief = read.briefs(db, [key])[key]
        return LinkKind.SAME_STORY, LinkEnd(report=brief.id), f"{brief.headline or brief.id} ({brief.outlet or 'outlet not known'}, {(brief.published or 'no date')[:10]})"
    from onrecord.store.who import groups_of_name

    groups = groups_of_name(db, what, hold)
    if not groups:
        raise RecordError(f"There is no actor named {what!r} in this record. Look for one with: onrecord find --layer entities NAME")
    if len(groups) > 1:
        some = "; ".join(
            f"{g[0].item} ({g[1].name}{', ' + g[1].role if g[1].role else ''}; {g[2].outlet or 'outlet not known'}, {(g[2].published or 'no date')[:10]})" for g in groups[:6]
        )
        more = f"; and {len(groups) - 6} more" if len(groups) > 6 else ""
        raise RecordError(f"{what!r} is the name of {len(groups)} actors that no link joins. Give the id of the one you mean: {some}{more}.")
    end, entity, brief = groups[0]
    return LinkKind.SAME_ENTITY, end, f"{entity.name} ({brief.outlet or 'outlet not known'}, {(brief.published or 'no date')[:10]})"


def decide(db: sqlite3.Connection, path: str, one: str, other: str, verdict: Verdict, *, user: str, note: str | None) -> Judgement:
    """Say that two actors, or the stories of two reports, are one (``right``), are not (``wrong``), or that one cannot tell; see `Record.merge`."""
    hold = held(db)
    kind, a, called_a = resolve(db, one, hold)
    other_kind, b, called_b = resolve(db, other, hold)
    if kind is not other_kind:
        raise UsageError(f"{one} and {other} are not of one sort. Give two actors (names or ent_…) or two reports (doc_…).")
    if a == b:
        raise UsageError(f"{one} and {other} are the same already: {called_a}." if one != other else f"{one} was given twice.")
    if verdict is Verdict.RIGHT:
        _may_join(db, kind, a, b, hold)
    elif verdict is Verdict.WRONG:
        _may_part(db, kind, a, b, hold)
    return _write(db, path, kind, a, b, f"{called_a} {'=' if verdict is Verdict.RIGHT else '≠' if verdict is Verdict.WRONG else '?'} {called_b}", verdict, user, note)


def decide_every(db: sqlite3.Connection, path: str, one: str, name: str, *, user: str, note: str | None) -> list[Judgement]:
    """Say that every actor of a name is one with another, but for those that somebody keeps apart from it; see `Record.merge_every`."""
    from onrecord.store.who import groups_of_name

    hold = held(db)
    kind, a, called = resolve(db, one, hold)
    if kind is not LinkKind.SAME_ENTITY:
        raise UsageError(f"{one} is a report. Give an actor: a name or ent_….")
    mine = set(group_of(db, kind, a, hold)[0])
    kinds = [s.finding.kind.value for _, _, s in read.states(db, a.item or "") if s.dropped is None and isinstance(s.finding, Entity)]
    out = []
    for end, other, brief in groups_of_name(db, name, hold, kinds[0], most=500):
        if end in mine or any(p in mine for p in group_of(db, kind, end, hold)[0]):
            continue
        if _kept_apart(db, kind, a, end, hold):
            continue
        where = f"{brief.outlet or 'outlet not known'}, {(brief.published or 'no date')[:10]}"
        out.append(_write(db, path, kind, a, end, f"{called} = {other.name} ({where})", Verdict.RIGHT, user, note))
    if not out:
        raise UsageError(f"Every actor named {name!r} is one with {called} already, is kept apart from it, or there is none.")
    return out


def alone(db: sqlite3.Connection, path: str, one: str, *, user: str, note: str | None) -> list[Judgement]:
    """Keep an actor of a report, or a report, apart from all that it is linked with; see `Record.split`."""
    hold = held(db)
    kind, end, called = resolve(db, one, hold)
    if not one.startswith(("ent_", "doc_", "rep_")) and "://" not in one and len(group_of(db, kind, end, hold)[0]) > 1:
        members = [m.item or m.report for m in group_of(db, kind, end, hold)[0]]
        raise UsageError(
            f"{one!r} is in {len(members)} reports. Give the id of the one that is somebody else, out of {', '.join(members[:6])}{' …' if len(members) > 6 else ''}; or name both: onrecord split A B"
        )
    links = [k for k in group_of(db, kind, end, hold)[1] if end in (k.from_, k.to)]
    if not links:
        raise UsageError(f"{called} is not linked with any other; there is nothing to split.")
    out = []
    for link in links:
        other = link.to if link.from_ == end else link.from_
        out.append(_write(db, path, kind, end, other, f"{called} ≠ {_call(db, other)}", Verdict.WRONG, user, note))
    return out


def _call(db: sqlite3.Connection, end: LinkEnd) -> str:
    return resolve(db, end.item or end.report, NOTHING)[2]


def _write(db: sqlite3.Connection, path: str, kind: LinkKind, a: LinkEnd, b: LinkEnd, quote: str, verdict: Verdict, user: str, note: str | None) -> Judgement:
    from onrecord.store.add import now

    to, from_ = sorted((a, b), key=lambda e: (e.report, e.item or ""))
    row = db.execute(
        "SELECT id FROM link WHERE kind = ? AND ((from_report = ? AND from_item IS ? AND to_report = ? AND to_item IS ?) OR (from_report = ? AND from_item IS ? AND to_report = ? AND to_item IS ?)) "
        "ORDER BY dropped IS NULL DESC, key DESC LIMIT 1",
        (kind.value, from_.report, from_.item, to.report, to.item, to.report, to.item, from_.report, from_.item),
    ).fetchone()
    ends = {"kind": kind.value, "from": {"report": from_.report, "item": from_.item}, "to": {"report": to.report, "item": to.item}}
    values = {
        "subject": row[0] if row else link_id(kind, from_, to),
        "report": from_.report,
        "layer": "links",
        "quote": quote,
        "verdict": verdict.value,
        "corrections": dumps(ends),
        "note": note,
        "user": user,
        "created": now(),
    }
    with transaction(db, path):
        made = insert(db, "judgement", values)
    return read.judgements(db, "j.id = ?", (made,))[0]


def _kept_apart(db: sqlite3.Connection, kind: LinkKind, a: LinkEnd, b: LinkEnd, hold: Held) -> list[Decision]:
    """The decisions that keep the groups of two ends apart."""
    one, other = ({*group_of(db, kind, e, hold)[0]} for e in (a, b))
    parted = [d for d in hold.decisions if d.kind is kind and d.verdict is Verdict.WRONG]
    return [d for d in parted for p, q in [tuple(d.ends)] if (p in one and q in other) or (q in one and p in other)]


def _may_join(db: sqlite3.Connection, kind: LinkKind, a: LinkEnd, b: LinkEnd, hold: Held) -> None:
    """Refuse a merge that a standing split of others contradicts, and say which; of one pair the later decision holds."""
    for d in _kept_apart(db, kind, a, b, hold):
        if d.ends != {a, b}:
            raise UsageError(f"{d.judgement.user} keeps two of these apart ({d.judgement.quote}). Take that back first, or leave it so: onrecord retract {d.judgement.id}")


def _may_part(db: sqlite3.Connection, kind: LinkKind, a: LinkEnd, b: LinkEnd, hold: Held) -> None:
    """Refuse a split that standing merges contradict, and say which."""
    groups = Groups()
    merged = [d for d in hold.decisions if d.kind is kind and d.verdict is Verdict.RIGHT and d.ends != {a, b}]
    for d in merged:
        groups.join(*tuple(d.ends))
    if merged and groups.first(a) == groups.first(b):
        first = next(d for d in merged if a in d.ends or b in d.ends)
        raise UsageError(f"{first.judgement.user} says that these are one ({first.judgement.quote}). Take that back first: onrecord retract {first.judgement.id}")
