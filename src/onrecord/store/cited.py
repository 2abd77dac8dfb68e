"""Findings as a footnote needs them: whose word, which words, in which sentence of which report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from onrecord.model import Attribution, Event, Finding, Label, Quantity, Span, anchors, hull
from onrecord.store import find, lookup, read
from onrecord.store.answers import Cited, Quoted
from onrecord.store.records import Brief, Hit
from onrecord.store.rows import sentence_around
from onrecord.text import PRONOUNS
from onrecord.wording import figure


def cite(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Cited]:
    """Findings by id, as they are now; those that no run makes any more are left out."""
    keys = []
    for id in dict.fromkeys(ids):
        keys += [(key, 0.0) for key, _, state in read.states(db, id) if state.dropped is None][:1]
    return {c.id: c for c in cite_hits(db, find.hits(db, keys))}


def cite_hits(db: sqlite3.Connection, hits: Iterable[Hit]) -> list[Cited]:
    """Hits with whose word they are and their sentence."""
    found = list(hits)
    texts = lookup.texts(db, list({h.report.id for h in found}))
    claims = {id for h in found if (id := _claim(h.finding))}
    others = {id for h in found for id in _about(h.finding) if id}
    known = lookup.pick(db, claims | others)
    speakers = lookup.pick(db, {c.speaker for c in known.values() if isinstance(c, Attribution) and c.speaker})
    out = []
    for h in found:
        text = texts[h.report.id]
        who, own = _whose(h, known, speakers, text)
        f = h.finding
        place, population, by = (getattr(known.get(id or ""), "name", None) for id in _about(f))
        span = hull(anchors(f)) if anchors(f) else Span(0, 0)
        says = figure(f) if isinstance(f, Quantity) else " ".join(h.words.split())
        out.append(
            Cited(
                finding=f,
                layer=h.layer,
                report=h.report,
                who=who,
                own_voice=own,
                says=says,
                words=h.words,
                span=span,
                sentence=" ".join(text[slice(*(h.context or span))].split()),
                place=place,
                population=population,
                by=by,
            )
        )
    return out


def quoted(brief: Brief, text: str, span: Span) -> Quoted:
    """Words of a report with their sentence."""
    return Quoted(report=brief, words=text[slice(*span)], span=span, sentence=" ".join(text[slice(*sentence_around(text, span))].split()))


def _claim(finding: Finding) -> str | None:
    match finding:
        case Quantity():
            return finding.claimed_by
        case Event():
            return finding.asserted_by
        case Label():
            return finding.applied_by
        case _:
            return None


def _about(finding: Finding) -> tuple[str | None, str | None, str | None]:
    """Ids of the place, of whom a figure is about, and of whose it is or by whom."""
    return (finding.place, finding.affected, finding.actor) if isinstance(finding, Quantity) else (None, None, None)


def _whose(hit: Hit, known: dict[str, Finding], speakers: dict[str, Finding], text: str) -> tuple[str, bool]:
    """Whose word a finding is, and whether it is the outlet's own."""
    f = hit.finding
    if isinstance(f, Attribution):
        return hit.speaker or printed_source(hit.source), False
    claim = known.get(_claim(f) or "")
    if _claim(f) is None:
        return hit.report.outlet or "outlet not known", True
    if not isinstance(claim, Attribution):
        return "a source that the record has no more", False
    named = speakers.get(claim.speaker or "")
    return getattr(named, "name", None) or printed_source(" … ".join(text[slice(*s)] for s in claim.source)), False


UNRESOLVED = "a source that is not resolved"


def printed_source(words: str) -> str:
    """A source that no entity stands for, as printed; a pronoun names nobody.

    >>> printed_source("a  ministry official"), printed_source("she")
    ('a ministry official', 'a source that is not resolved')
    """
    source = " ".join(words.split())
    return UNRESOLVED if not source or source.lower() in PRONOUNS else source
