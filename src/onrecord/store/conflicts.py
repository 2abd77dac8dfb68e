"""What is at odds: contradictions, denials with what they deny, later values; side by side, with the reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from onrecord.errors import UsageError
from onrecord.model import Link, LinkEnd, LinkKind
from onrecord.store import lookup, read
from onrecord.store.answers import Conflict
from onrecord.store.cited import cite
from onrecord.store.decided import NOTHING, Held, group_of, held

AT_ODDS = (LinkKind.CONTRADICTS, LinkKind.DENIES, LinkKind.UPDATES)
JUDGED = ("only", "prefer", "ignore")
BATCH = 200


def conflicts(
    db: sqlite3.Connection,
    *,
    kind: str | None,
    words: str,
    who: str | None,
    outlet: str | None,
    report: str | None,
    story: str | None,
    since: str | None,
    until: str | None,
    judged: str,
    limit: int,
    offset: int,
) -> list[Conflict]:
    """Pairs at odds; see `Record.conflicts`."""
    if kind not in (None, *AT_ODDS):
        raise UsageError(f"Conflicts are of the kinds {', '.join(AT_ODDS)}, not {kind!r}.")
    if judged not in JUDGED:
        raise UsageError(f"--judged is one of {', '.join(JUDGED)}, not {judged!r}.")
    hold = NOTHING if judged == "ignore" else held(db)
    kinds = (LinkKind(kind),) if kind else AT_ODDS
    inside: set[str] | None = None
    if report is not None:
        inside = {_id(db, report)}
    if story is not None:
        inside = {m.report for m in group_of(db, LinkKind.SAME_STORY, LinkEnd(report=_id(db, story)), hold)[0]}
    asked = [w.casefold() for w in words.split()]

    def fits(c: Conflict) -> bool:
        sides = (c.one, c.other)
        return (
            (not asked or all(any(w in f"{s.who} {s.words} {s.sentence} {c.link.why}".casefold() for s in sides) for w in asked))
            and (who is None or any(who.casefold() in s.who.casefold() for s in sides))
            and (outlet is None or any(outlet.casefold() == (s.report.outlet or "").casefold() for s in sides))
            and (since is None or any((s.report.published or "") >= since for s in sides))
            and (until is None or any((s.report.published or "9999") < until + "~" for s in sides))
        )

    out: list[Conflict] = []
    passed = 0
    free = not (asked or who or outlet or since or until or judged == "only")
    for links in _pieces(db, kinds, hold, inside, limit + 1 if free else BATCH):
        if free and passed + len(links) <= offset:  # nothing is asked of these: pass over them unread
            passed += len(links)
            continue
        for made in side_by_side(db, links):
            if (judged == "only" and made.link.id not in hold.right) or not fits(made):
                continue
            if passed < offset:
                passed += 1
                continue
            out.append(made)
            if len(out) >= limit:
                return out
    return out


def _id(db: sqlite3.Connection, report: str) -> str:
    key = read.document_key(db, report)
    return read.briefs(db, [key])[key].id


def _pieces(db: sqlite3.Connection, kinds: Sequence[LinkKind], hold: Held, inside: set[str] | None, size: int) -> Iterator[list[Link]]:
    """The links, some at a time: contradictions first, then denials, then later values."""
    if inside is not None:
        found = {k.id: k for r in sorted(inside) for k in lookup.links(db, kinds=kinds, report=r, hold=hold)}
        kept = (k for k in found.values() if len(inside) == 1 or {k.from_.report, k.to.report} <= inside)
        yield sorted(kept, key=lambda k: (kinds.index(k.kind), -k.confidence, k.id))
        return
    for kind in kinds:
        at = 0
        while some := lookup.links(db, kinds=(kind,), limit=size, offset=at, hold=hold):
            at += len(some)
            yield some


def side_by_side(db: sqlite3.Connection, links: Sequence[Link]) -> list[Conflict]:
    """Links with both their ends; those of which an end is no longer made are left out."""
    cited = cite(db, [e.item for k in links for e in (k.from_, k.to) if e.item])
    said = read.verdicts(db, f"j.subject IN ({','.join('?' * len(links))})", [k.id for k in links]) if links else {}
    return [Conflict(link=k, one=cited[k.from_.item], other=cited[k.to.item], judgement=said.get(k.id)) for k in links if k.from_.item in cited and k.to.item in cited]
