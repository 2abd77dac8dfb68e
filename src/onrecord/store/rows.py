"""Findings as rows, and back. Pure functions: workers call them, so that the one writer has little left to do.

A row's ``attributes`` are the contract's fields of the finding without ``id``, ``confidence`` and ``stage``, which have
columns of their own, and without nulls and empty lists, which take a third of the space and say nothing.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from onrecord.formats.jsonl import dumps, plain, reader
from onrecord.model import LAYERS, Attribution, Document, Entity, Event, Finding, Label, Problem, Quantity, Severity, Span, Timex, Toponym, Vote, anchors, hull, spans_of
from onrecord.text import overlap

COLUMNS = frozenset({"id", "confidence", "stage"})
SHARED = {
    "attributions": frozenset(["kind", "act", "status", "anonymity"]),
    "quantities": frozenset(["unit", "qualifier", "per"]),
    "events": frozenset(["type", "mode", "modality"]),
    "timexes": frozenset(["type", "value", "mod", "start", "end"]),
    "toponyms": frozenset(["name", "country", "lat", "lon", "geonameid", "kind", "claimants", "candidates"]),
    "entities": frozenset(["name", "kind", "wikidata"]),
}
"""Fields that are the same in many findings, none of them spans: what a gazetteer knows of a place takes eight times the space of where it is named."""
RARE = frozenset({"votes", "labels"})
"""Layers with so few findings that a search for a common word in them needs a word of theirs in the index."""
PERSON = "person"
"""The stage name of a finding that a person marked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, ready to be written.

    Attributes:
        attributes: JSON of the fields of this finding alone.
        shared: JSON of the fields that many findings have alike (see `SHARED`), or None.
        quotes: JSON list of the words of every span, in the order of `spans_of`.
        actors: ``(role, name, kind)`` of everybody in it.
        search: The five columns of ``finding_fts``: words, who, place, topic, tags.
    """

    id: str
    layer: str
    start: int
    end: int
    confidence: float
    stage: str
    attributes: str
    shared: str | None
    quotes: str
    actors: tuple[tuple[str, str, str], ...]
    search: tuple[str, str, str, str, str]

    @property
    def indexed(self) -> int:
        """A number that changes with whatever one searches it by: the names in it, and its words in the index."""
        return crc(repr((sorted(self.actors), self.search)))


def crc(text: str) -> int:
    """CRC-32, less 2^31, so that it takes four bytes in the file."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) - (1 << 31)


# name, name in JSON, and whether an empty value is left out (a field without a default always stands there)
_FIELDS = {cls: tuple((f.name, f.metadata.get("json", f.name), f.default is None or f.default == ()) for f in fields(cls) if f.name not in COLUMNS) for cls in LAYERS.values()}


def attributes_of(finding: Finding) -> dict[str, Any]:
    """The contract's fields that have no column of their own, nulls and empty lists left out."""
    out = {}
    for name, key, optional in _FIELDS[type(finding)]:
        value = getattr(finding, name)
        if not optional or (value is not None and value != ()):
            out[key] = plain(value)
    return out


LISTED = {"speaker_evidence": ("rule", "spans"), "resolutions": ("mention", "evidence", "rule")}
"""Fields that hold records of their own, with the names in these: kept as lists in this order, as the names would take more space than what they name."""


def split(layer: str, attributes: Mapping[str, Any]) -> tuple[str, str | None]:
    """The JSON of a finding's own fields, and that of those that many findings have alike."""
    kept = dict(attributes)
    for field, names in LISTED.items():
        if field in kept:
            value = kept[field]
            kept[field] = [[part[n] for n in names] for part in value] if isinstance(value, list) else [value[n] for n in names]
    alike = SHARED.get(layer)
    if alike is None:
        return dumps(kept), None
    return dumps({k: v for k, v in kept.items() if k not in alike}), dumps({k: v for k, v in kept.items() if k in alike})


def joined(attributes: str, shared: str | None) -> dict[str, Any]:
    """The fields of a row again.

    >>> joined(*split("entities", {"name": "Rolf", "resolutions": [{"mention": [0, 2], "evidence": [[5, 9]], "rule": "pronoun"}]}))
    {'resolutions': [{'mention': [0, 2], 'evidence': [[5, 9]], 'rule': 'pronoun'}], 'name': 'Rolf'}
    """
    made: dict[str, Any] = json.loads(attributes)
    for field, names in LISTED.items():
        value = made.get(field)
        if isinstance(value, list):
            made[field] = [dict(zip(names, part, strict=True)) for part in value] if field == "resolutions" else dict(zip(names, value, strict=True))
    return made if shared is None else {**made, **_alike(shared)}


@lru_cache(maxsize=1 << 12)
def _alike(shared: str) -> Mapping[str, Any]:
    """The fields that many findings have alike; not to be changed."""
    fields: dict[str, Any] = json.loads(shared)
    return fields


def finding_of(layer: str, id: str, confidence: float, stage: str, attributes: str | Mapping[str, Any], shared: str | None = None) -> Finding:
    """The finding of a row.

    >>> finding_of("timexes", "tmx_1", 0.5, "timexes@1", '{"span":[0,4],"type":"DATE"}').span
    Span(start=0, end=4)
    """
    data = joined(attributes, shared) if isinstance(attributes, str) else attributes
    made: Finding = reader(LAYERS[layer])({**data, "id": id, "confidence": confidence, "stage": stage})
    return made


# ------------------------------------------------------------------------------------------------------- what is searched

_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")


def sentence_around(text: str, span: Span, most: int = 300) -> Span:
    """The sentence around a span by punctuation alone: good enough to search in and to show, and needs no parse.

    Known to miss: an abbreviation before a name (``Gen. Smith``) cuts it short.

    >>> sentence_around("It rained. Five died. It stopped.", Span(11, 15))
    Span(start=11, end=21)
    """
    left = max(text.rfind("\n", 0, span.start) + 1, span.start - most)
    right = text.find("\n", span.end)
    right = min(len(text) if right < 0 else right, span.end + most)
    for m in _STOP.finditer(text, left, span.start + 1):  # one further, as the pattern looks at what comes after
        left = m.end()
    stop = _STOP.search(text, max(span.end - 1, left), right)
    if stop:
        right = stop.start() + 1
        while right < len(text) and text[right] in "\"'”’)]":
            right += 1
    piece = text[left:right]
    return Span(left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip()))


@lru_cache(maxsize=512)
def tag(name: str, value: str) -> str:
    """One word of the ``tags`` column of the search index. No stemmer shortens it, as it ends in a digit.

    >>> tag("act", "calls_for")
    'xactcallsfor0'
    """
    return f"x{name}{re.sub(r'[^a-z0-9]', '', value.lower())}0"


def _actors(finding: Finding, entities: Mapping[str, Entity], claim: Attribution | None) -> list[tuple[str, Entity]]:
    """Everybody in a finding, by role."""
    named: list[tuple[str, str | None]] = []
    match finding:
        case Attribution():
            named = [("speaker", finding.speaker), *(("via", v) for v in finding.via), ("addressee", finding.addressee)]
        case Quantity():
            named = [("actor", finding.actor), ("affected", finding.affected)]
        case Event():
            named = [*(("actor", a) for a in finding.actor), *(("recipient", r) for r in finding.recipient)]
        case Vote():
            named = [("body", finding.body)]
        case Label():
            named = [("entity", finding.entity)]
        case Entity():
            body = entities.get(finding.affiliation or "")
            return [("is", finding), *([("affiliation", body)] if body else [])]
        case _:
            return []
    if claim is not None:
        named.append(("claims", claim.speaker))
    return [(role, entities[e]) for role, e in named if e is not None and e in entities]


_CLASSES: dict[type, dict[str, str]] = {
    Attribution: {"kind": "kind", "act": "act", "status": "status"},
    Quantity: {"kind": "qualifier"},
    Event: {"kind": "type", "status": "modality"},
    Vote: {"kind": "outcome"},
    Timex: {"kind": "type"},
    Toponym: {"kind": "use"},
    Entity: {"kind": "kind"},
}


def classes_of(finding: Finding) -> dict[str, str]:
    """What ``--kind``, ``--act`` and ``--status`` of a search mean for a finding.

    >>> from onrecord.model import Timex, TimexType
    >>> classes_of(Timex(id="tmx_1", span=Span(0, 4), type=TimexType.DATE))
    {'kind': 'DATE'}
    """
    return {name: plain(getattr(finding, field)) for name, field in _CLASSES.get(type(finding), {}).items()}


def _claim(finding: Finding, said: Mapping[str, Attribution]) -> Attribution | None:
    """The statement that a figure, event or label stands in."""
    id = next((id for field in ("claimed_by", "asserted_by", "applied_by") if (id := getattr(finding, field, None))), None)
    return said.get(id) if id else None


def _search(
    finding: Finding,
    layer: str,
    text: str,
    actors: Sequence[tuple[str, Entity]],
    claim: Attribution | None,
    places: Sequence[Toponym],
    by_id: Mapping[str, Toponym],
) -> tuple[str, str, str, str, str]:
    who = [e.name for role, e in actors if role in ("speaker", "claims", "is")]
    place, topic = [], []
    tags = [tag(name, value) for name, value in classes_of(finding).items()]
    if claim is not None:
        tags += [tag("kind", claim.kind), tag("act", claim.act)]
    if layer in RARE:
        tags.append(tag("layer", layer))
    match finding:
        case Attribution():
            words = " ".join(text[s:e] for s, e in finding.content)
            who += [text[s:e] for s, e in finding.source]
            place = [t.name for t in places if any(overlap(t.span, s) for s in finding.content)]
        case Quantity():
            words = _sentence(text, finding.span)
            topic = [finding.measures or "", finding.unit or ""]
            place = [by_id[finding.place].name] if finding.place is not None and finding.place in by_id else []
        case Event():
            words = _sentence(text, finding.trigger)
            topic = [finding.type, finding.mode or ""]
            place = [by_id[finding.place].name] if finding.place is not None and finding.place in by_id else []
        case Vote():
            words = " ".join(text[s:e] for s, e in (*finding.spans, *((finding.motion,) if finding.motion else ())))
        case Timex():
            words = text[slice(*finding.span)]
        case Toponym():
            words = text[slice(*finding.span)]
            place = [finding.name, finding.country or ""]
        case Entity():
            named = {text[s:e]: 0 for s, e in finding.mentions[:20]}
            named.pop(finding.name, None)  # it stands in `who`
            words = " ".join(named)
            topic = [finding.role or ""]
        case Label():
            words = text[slice(*finding.span)]
            who += [e.name for role, e in actors if role == "entity"]
    return words, " ".join(dict.fromkeys(who)), " ".join(dict.fromkeys(place)), " ".join(topic).strip(), " ".join(tags)


def _sentence(text: str, span: Span) -> str:
    return text[slice(*sentence_around(text, span))]


def rows_of(document: Document, layers: Mapping[str, Any], wanted: Iterable[str]) -> tuple[dict[str, list[Row]], list[tuple[str, Problem]]]:
    """The rows of the wanted layers of a document, and what is wrong with findings that cannot be pointed at.

    Args:
        document: The report.
        layers: All layers that are known, as entities give the names and toponyms the places of the others' rows.
        wanted: The layers to write.
    """
    text = document.text
    entities: dict[str, Entity] = {e.id: e for e in layers.get("entities", ())}
    said: dict[str, Attribution] = {a.id: a for a in layers.get("attributions", ())}
    places: tuple[Toponym, ...] = tuple(layers.get("toponyms", ()))
    by_id = {t.id: t for t in places}
    made: dict[str, list[Row]] = {}
    wrong: list[tuple[str, Problem]] = []
    for layer in wanted:
        rows = made[layer] = []
        seen = set()
        for finding in layers.get(layer, ()):
            roles = list(spans_of(finding))
            bad = next(((role, s) for role, s in roles if not 0 <= s[0] < s[1] <= len(text)), None)
            if bad is not None or finding.id in seen:
                what = f"span {bad[1][0]}-{bad[1][1]} ({bad[0]}) outside the text" if bad else "an id that the layer has already"
                wrong.append(
                    (
                        layer,
                        Problem(
                            code="bad-finding",
                            severity=Severity.ERROR,
                            message=f"{finding.stage} made {finding.id} with {what}; it was not kept.",
                            hint="Please report it.",
                            stage=finding.stage,
                        ),
                    )
                )
                continue
            seen.add(finding.id)
            claim = _claim(finding, said)
            actors = _actors(finding, entities, claim)
            parts = anchors(finding)
            where = parts[0] if len(parts) == 1 else hull(parts) if parts else Span(0, 0)
            rows.append(
                Row(
                    finding.id,
                    layer,
                    where.start,
                    where.end,
                    float(finding.confidence),
                    finding.stage,
                    *split(layer, attributes_of(finding)),
                    dumps([text[start:end] for _, (start, end) in roles]),
                    tuple(dict.fromkeys((role, e.name, e.kind.value) for role, e in actors)),
                    _search(finding, layer, text, actors, claim, places, by_id),
                )
            )
    return made, wrong


# ------------------------------------------------------------------------------------------------------------- documents

KNOWN = ("headline", "byline", "body", "subheads", "outlet", "authors", "published", "place_line", "place_line_span", "kind", "language")
AMENDABLE = ("outlet", "authors", "published", "place_line", "kind", "language")
"""What a person may correct of a report: everything but the text and the spans in it."""


def known_of(document: Document) -> dict[str, Any]:
    """What is known of a document besides its text, as JSON's own types, nulls left out."""
    out = {name: plain(getattr(document, name)) for name in KNOWN}
    return {k: v for k, v in out.items() if v not in (None, [])}


def without_surrogates(document: Document) -> Document:
    """The document with lone surrogates, which are no characters and fit no database, as U+FFFD; offsets stay."""
    try:
        document.text.encode()
        return document
    except UnicodeEncodeError as error:
        text = re.sub("[\ud800-\udfff]", "\ufffd", document.text)
        note = Problem(code="lone-surrogate", message=f"The text holds half a character at {error.start}; it was read as U+FFFD.", span=Span(error.start, error.start + 1))
        from onrecord.model import document_id

        return replace(document, id=document_id(document.outlet, document.published, text), text=text, problems=(*document.problems, note))
