"""Who an actor is over all reports: its names and roles by outlet, dated, each with a sentence; what it says; through whom. And which pairs of names
a person must decide.

Everything is as far as links say that reports mean one actor, after what people decided. Names are grouped as printed, without a leading article and
a possessive ending; nothing else is taken off.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.across import identity
from onrecord.errors import RecordError, UsageError
from onrecord.model import Attribution, Entity, Link, LinkEnd, LinkKind, Span
from onrecord.resources import Resources
from onrecord.store import lookup, read
from onrecord.store.answers import Alias, Cited, Profile, Quoted, Unsure
from onrecord.store.cited import cite_hits, printed_source, quoted
from onrecord.store.decided import WIDEST, Held, group_of, held
from onrecord.store.records import Brief, Hit
from onrecord.text import PRONOUNS

READ = 1000
"""Reports of one actor whose texts are read for names and roles: the newest."""
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_WORD = re.compile(r"[^\W_]+")


def groups_of_name(db: sqlite3.Connection, name: str, hold: Held, kind: str | None = None, most: int = 50, read: int = WIDEST) -> list[tuple[LinkEnd, Entity, Brief]]:
    """The actors of a name, those in most reports first: the earliest report of each, with the entity there."""
    keys = [key for key, _, k in lookup.named(db, name) if kind in (None, k)]
    present = lookup.involved(db, keys, "is", "entities", limit=lookup.MOST) if keys else []
    seen: set[str] = set()
    out: list[tuple[int, tuple[LinkEnd, Entity, Brief]]] = []
    for hit in present:
        if hit.id in seen or len(out) >= most:
            continue
        members, _, _ = group_of(db, LinkKind.SAME_ENTITY, LinkEnd(report=hit.report.id, item=hit.id), hold, read)
        seen.update(m.item or "" for m in members)
        briefs = lookup.briefs(db, list({m.report for m in members}))
        first = min((m for m in members if m.report in briefs), key=lambda m: (briefs[m.report].published or "9999", m.report, m.item or ""))
        entity = lookup.pick(db, [first.item or ""])[first.item or ""]
        assert isinstance(entity, Entity)
        out.append((len(members), (first, entity, briefs[first.report])))
    return [g for _, g in sorted(out, key=lambda x: (-x[0], x[1][2].published or "9999", x[1][0].item or ""))]


def who(db: sqlite3.Connection, name: str, kind: str | None = None, *, alone: bool = False, reports: int = READ) -> Profile:
    """An actor over all reports; see `Record.who`."""
    if not name.strip():
        raise UsageError("Give the name of an actor, or the id of one (ent_…).")
    hold = held(db)
    others: list[tuple[LinkEnd, Entity, Brief]] = []
    if name.startswith("ent_"):
        found = lookup.pick(db, [name]).get(name)
        if not isinstance(found, Entity):
            raise RecordError(f"There is no actor {name} in this record. Look for one with: onrecord find --layer entities NAME")
        end = LinkEnd(report=_report_of(db, name), item=name)
    else:
        groups = groups_of_name(db, name, hold, kind, read=2 * reports) or _by_words(db, name, hold, kind)
        end, others = groups[0][0], groups[1:]
    if alone:
        members, links, cut = [end], list[Link](), False
    else:
        members, links, cut = group_of(db, LinkKind.SAME_ENTITY, end, hold, 2 * reports)
    return _profile(db, members, links, others, cut, reports)


def _report_of(db: sqlite3.Connection, entity: str) -> str:
    key = next(key for _, key, state in read.states(db, entity) if state.dropped is None)
    return read.briefs(db, [key])[key].id


def _by_words(db: sqlite3.Connection, words: str, hold: Held, kind: str | None) -> list[tuple[LinkEnd, Entity, Brief]]:
    """The actors whose name has some words, where that is one name only.

    Raises:
        RecordError: No name has them, or several have.
    """
    from onrecord.store.trail import entities

    found = [a for a in entities(db, words, kind, 12, 0) if a.roles.get("is")]
    if not found:
        raise RecordError(
            f"There is no actor named {words!r} in this record. Names come from reports that were analysed: onrecord run. Look for one with: onrecord find --layer entities WORDS"
        )
    groups = [g for a in found for g in groups_of_name(db, a.name, hold, a.kind)]
    ends = {g[0] for g in groups}
    if len(ends) > 1:
        names = ", ".join(dict.fromkeys(repr(a.name) for a in found))
        raise RecordError(f"Several actors have {words!r} in their name: {names}. Give one of these, or an id (ent_…).")
    return groups[:1]


def _profile(db: sqlite3.Connection, members: Sequence[LinkEnd], links: Sequence[Link], others: Sequence[tuple[LinkEnd, Entity, Brief]], cut: bool, most: int) -> Profile:
    briefs = lookup.briefs(db, list({m.report for m in members}))
    ordered = sorted((m for m in members if m.report in briefs), key=lambda m: (briefs[m.report].published or "9999", m.report, m.item or ""))
    entities = {id: e for id, e in lookup.pick(db, [m.item or "" for m in ordered]).items() if isinstance(e, Entity)}
    ordered = [m for m in ordered if m.item in entities]
    ids = set(entities)
    bodies = lookup.pick(db, {e.affiliation for e in entities.values() if e.affiliation})
    kept = ordered[-most:]
    texts = lookup.texts(db, list({m.report for m in kept}))
    names, roles = Dated(), Dated()
    for m in kept:
        entity, brief, text = entities[m.item or ""], briefs[m.report], texts[m.report]
        for mention in entity.mentions:
            span = _without_title(mention, entity, text)
            words = printed(text[slice(*span)])
            if words.lower() not in PRONOUNS:
                titled = words.casefold() == (entity.role or "").casefold()
                names.add(words, brief, lambda s=span, b=brief, t=text: quoted(b, t, s), proper=proper(words) and not titled)
        if entity.role:
            body = getattr(bodies.get(entity.affiliation or ""), "name", None)
            roles.add(entity.role, brief, lambda e=entity, b=brief, t=text: _role_at(e, b, t), body=body)
    called = {(e.name, e.kind.value) for e in entities.values()}
    keys = [key for name in {n for n, _ in called} for key, n, k in lookup.named(db, name) if (n, k) in called]

    def mine(role: str, layer: str, field: str) -> list[Hit]:
        found = lookup.involved(db, keys, role, layer, limit=min(most, lookup.MOST)) if keys else []
        return [h for h in found if ids & set(v if isinstance(v := getattr(h.finding, field), tuple) else (v,))]

    acts: Counter[str] = Counter()
    by: list[str] = []
    for h in mine("speaker", "attributions", "speaker"):
        assert isinstance(h.finding, Attribution)
        status = h.finding.status.value
        acts[h.finding.act.value if status == "reported" else "not said" if status == "disputed" else "imagined"] += 1
        by += h.finding.via
    through = mine("via", "attributions", "via")
    via = lookup.pick(db, by)
    labels = Dated()
    for c in sorted(cite_hits(db, mine("entity", "labels", "entity")), key=lambda c: (c.report.published or "9999", c.id)):
        labels.add_cited(printed(c.words), c)
    name = Counter(e.name for e in entities.values()).most_common()
    kinds = Counter(e.kind.value for e in entities.values())
    reports = {m.report: briefs[m.report] for m in ordered}
    left = {m.item for m in members}
    return Profile(
        name=min(name, key=lambda n: (-n[1], n[0]))[0],
        kind=min(kinds, key=lambda k: (-kinds[k], k)),
        wikidata=tuple(sorted({e.wikidata for e in entities.values() if e.wikidata})),
        entities=tuple((m.report, m.item or "") for m in ordered),
        reports=tuple(reports.values()),
        names=names.listed(),
        roles=roles.listed(),
        labels=labels.listed(),
        acts=dict(sorted(acts.items(), key=lambda x: (-x[1], x[0]))),
        relayed_by=_counted(getattr(via.get(id), "name", None) for id in by),
        relays=_counted(h.speaker or printed_source(h.source) for h in through),
        links=tuple(sorted(links, key=lambda k: (k.confidence, k.id))),
        others=tuple((end.item or "", e.name, e.role, b) for end, e, b in others if end.item not in left),
        cut=cut or len(ordered) > most,
    )


def _counted(names: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(n for n in names if n).items(), key=lambda x: (-x[1], x[0])))


class Dated:
    """Words by outlet with the first and last day on which they stand."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], dict[str, Any]] = {}

    def add(self, words: str, brief: Brief, example: Any, *, proper: bool = True, body: str | None = None, voice: str | None = None) -> None:
        """One use; uses come in the order of their days."""
        day = brief.published[:10] if brief.published else None
        key = (words.casefold(), brief.outlet, body, voice)
        have = self._made.get(key)
        if have is None:
            have = self._made[key] = {
                "words": words,
                "outlet": brief.outlet,
                "first": day,
                "last": day,
                "count": 0,
                "proper": proper,
                "example": example(),
                "body": body,
                "voice": voice,
            }
        have["count"] += 1
        have["last"] = max(filter(None, (have["last"], day)), default=None)
        have["example"] = have["example"] or example()

    def add_cited(self, words: str, cited: Cited) -> None:
        """One use of a label, in the voice of whose word it is."""
        example = Quoted(report=cited.report, words=cited.words, span=cited.span, sentence=cited.sentence)
        self.add(words, cited.report, lambda: example, voice="own voice" if cited.own_voice else cited.who)

    def listed(self) -> tuple[Alias, ...]:
        """All of them: names before descriptions, those used most first, the uses of one beside each other."""
        total: Counter[str] = Counter()
        for have in self._made.values():
            total[have["words"].casefold()] += have["count"]
        rows = sorted(self._made.values(), key=lambda h: (not h["proper"], -total[h["words"].casefold()], h["words"].casefold(), h["first"] or "9999", h["outlet"] or ""))
        return tuple(Alias(**h) for h in rows)


def printed(words: str) -> str:
    """A mention as printed, on one line, without a leading article and a possessive ending.

    >>> printed("the Tesk River\\nCommission’s"), printed("The Hague")
    ('Tesk River Commission', 'The Hague')
    """
    text = re.sub(r"['’]s$", "", " ".join(words.split()))
    bare = _ARTICLE.sub("", text)
    return bare if text[:1].islower() or " " in bare else text


def proper(words: str) -> bool:
    """Whether words are a name: each word that counts begins with a capital or a digit.

    >>> proper("Tesk River Commission"), proper("the minister"), proper("Energy Minister Davit Sorel")
    (True, False, True)
    """
    counted = [w for w in _WORD.findall(words) if len(w) > 3 or w[:1].isupper()]
    return bool(counted) and all(w[:1].isupper() or w[:1].isdigit() for w in counted)


def _without_title(mention: Span, entity: Entity, text: str) -> Span:
    """A mention without the role before the name: that is listed among the roles."""
    at = text.find(entity.name, *mention)
    if at > mention.start:
        return Span(at, mention.end)
    words = text[slice(*mention)]
    role = re.match(re.escape(entity.role) + r"\s+", words, re.I) if entity.role else None
    return Span(mention.start + role.end(), mention.end) if role and role.end() < len(words) else mention


def _role_at(entity: Entity, brief: Brief, text: str) -> Quoted | None:
    """The first sentence with a mention of the actor that has its role in words."""
    role = re.compile(r"\b" + re.escape(entity.role or "") + r"\b", re.I)
    for span in entity.mentions:
        made = quoted(brief, text, span)
        at = text.find(made.sentence[:20]) if made.sentence else -1
        if role.search(made.sentence):
            near = role.search(text, max(0, span.start - 300), min(len(text), span.end + 300))
            where = Span(near.start(), near.end()) if near and at >= 0 else span
            return quoted(brief, text, where)
    return None


# -------------------------------------------------------------------------------------------------------------------- unsure

QUEUED = 600
"""Reports that are searched for pairs of names: the newest."""


def unsure(db: sqlite3.Connection, resources: Resources, *, limit: int = 20, offset: int = 0, reports: int = QUEUED) -> list[Unsure]:
    """Pairs of names that may be one actor, the likeliest first; see `Record.unsure`."""
    hold = held(db)
    views: list[tuple[Brief, dict[str, Any]]] = []
    for (key,) in db.execute("SELECT key FROM document WHERE state <> '' ORDER BY published DESC, id LIMIT ?", (reports,)).fetchall():
        made = identity.view(read.load_document(db, key), read.load_findings(db, key, ["entities"]), resources)
        views.append((read.briefs(db, [key])[key], made))
    index: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for k, (_, view) in enumerate(views):
        for actor in view["actors"]:
            for key in identity.keys({"actors": [actor]}):
                index.setdefault(key, []).append((k, actor))
    pairs: dict[frozenset[tuple[Any, ...]], list[tuple[float, str, int, dict[str, Any], int, dict[str, Any]]]] = {}
    seen: set[tuple[str, str]] = set()
    for near in index.values():
        if len(near) > 400:  # a name as common as that is no evidence
            continue
        for i, (k, a) in enumerate(near):
            for m, b in near[i + 1 :]:
                pair = (min(a["id"], b["id"]), max(a["id"], b["id"]))
                if k == m or pair in seen:
                    continue
                seen.add(pair)
                verdict = identity.same(a, b, identity.apart(views[k][1], views[m][1]))
                if verdict is not None and verdict[0] < identity.SURE:
                    pairs.setdefault(frozenset([_sign(a), _sign(b)]), []).append((*verdict, k, a, m, b))
    for some in pairs.values():
        some.sort(key=lambda x: -x[0])  # the likeliest stands for all of these names
    decided = [frozenset(e.item for e in d.ends) for d in hold.decisions if d.kind is LinkKind.SAME_ENTITY]
    groups: dict[str, set[str | None]] = {}

    def group(k: int, actor: dict[str, Any]) -> set[str | None]:
        if actor["id"] not in groups:
            made = {e.item for e in group_of(db, LinkKind.SAME_ENTITY, LinkEnd(report=views[k][0].id, item=actor["id"]), hold, 2000)[0]}
            groups.update(dict.fromkeys((id for id in made if id), made))
        return groups[actor["id"]]

    out: list[Unsure] = []
    skipped = 0
    for some in sorted(pairs.values(), key=lambda x: (-x[0][0], -len(x), x[0][3]["id"])):
        for confidence, why, k, a, m, b in some[:60]:
            one, other = group(k, a), group(m, b)
            if b["id"] in one or any(p & one and p & other for p in decided):
                continue  # one actor already, or somebody has said of these two groups what they are
            if skipped < offset:
                skipped += 1
                break
            at = [_first(db, views[n][0], x["id"]) for n, x in ((k, a), (m, b))]
            out.append(
                Unsure(one=(a["id"], a["name"], a["role"]), other=(b["id"], b["name"], b["role"]), one_at=at[0], other_at=at[1], why=why, confidence=confidence, count=len(some))
            )
            break
        if len(out) >= limit:
            break
    return out


def _sign(actor: dict[str, Any]) -> tuple[Any, ...]:
    return actor["plain"], actor["kind"]


def _first(db: sqlite3.Connection, brief: Brief, id: str) -> Quoted:
    """The first place where an entity is named in its report."""
    entity = lookup.pick(db, [id])[id]
    assert isinstance(entity, Entity)
    text = lookup.texts(db, [brief.id])[brief.id]
    span = next((s for s in entity.mentions if proper(printed(text[slice(*s)]))), entity.mentions[0])
    return quoted(brief, text, span)
