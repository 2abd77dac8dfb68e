"""Scores of the attributions: content, cue and source, by kind, act and status, and who the speaker is.

Gold and found are paired one to one by intersection over union of the words of their content, at 0.5 and at 0.8 (quotation
marks and punctuation are no words, a leading *that* does not count). Cue and source of a pair are right where they share a word
with the gold's, exact where they are the same words. What gold does not say (a kind, an act, a speaker) is not scored.

In marked text an attribution is ``<source 1>``, ``<cue 1>`` and ``<content 1 kind=mixed act=denies status=disputed
speaker="the mayor" optional=yes>``. ``speaker=none`` says that nobody can be named. Acts may be several: ``act=asserts/announces``.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.api import Settings
from onrecord.evaluate.brat import read_brat
from onrecord.evaluate.marked import Case
from onrecord.evaluate.scores import PRF, Miss, Ratio, Scores, match
from onrecord.model import Act, Attribution, Document, Source, Span
from onrecord.pipeline import Analysis, analyse_documents
from onrecord.sources.text import read_one

WORD = re.compile(r"\w+(?:[.,]\d+)*")
_THOUGHT = frozenset((Act.BELIEVES, Act.INTENDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One attribution of gold; None where the gold does not say.

    Attributes:
        content: Its spans.
        cue: Its spans; empty where there is none.
        source: Its spans; empty where there is none.
        kind: ``direct`` …, or None.
        acts: The acts that are right; empty where the gold does not say.
        status: ``reported`` …, or None.
        source_known: False where the gold has a cue and marks no source (that of another cue, not written twice); then it is not scored.
        speakers: Names of the speaker that are right, in lower case; empty where the gold does not say.
        nobody: True where the speaker is rightly left open.
        optional: True where leaving it out is no fault.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: str | None = None
    acts: tuple[str, ...] = ()
    status: str | None = None
    source_known: bool = True
    speakers: tuple[str, ...] = ()
    nobody: bool = False
    optional: bool = False


class Words:
    """The words of a text by number, so that spans can be compared as sets.

    >>> words = Words("He said that it rained.")
    >>> sorted(words.content([Span(8, 23)]))
    [3, 4]
    """

    def __init__(self, text: str) -> None:
        found = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(text)]
        self._starts, self._ends, self._words = [w[0] for w in found], [w[1] for w in found], [w[2] for w in found]

    def ids(self, spans: Iterable[Span]) -> set[int]:
        """Numbers of the words that share a code point with the spans."""
        out = set()
        for start, end in spans:
            k = max(0, bisect_right(self._starts, start) - 1)
            while k < len(self._starts) and self._starts[k] < end:
                if self._ends[k] > start:
                    out.add(k)
                k += 1
        return out

    def content(self, spans: Iterable[Span]) -> set[int]:
        """The same, without a leading *that*."""
        words = self.ids(spans)
        if len(words) > 1 and self._words[min(words)] == "that":
            words.discard(min(words))
        return words


def _iou(a: set[int], b: set[int]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def gold_of_case(case: Case) -> list[Gold]:
    """The attributions of marked text."""
    parts: dict[tuple[str, int], tuple[Span, ...]] = {}
    for mark in case.marks:
        if mark.name in ("source", "cue"):
            parts[mark.name, mark.number] = (*parts.get((mark.name, mark.number), ()), *mark.spans)
    made = []
    for mark in case.named("content"):
        say = mark.attributes
        speaker = say.get("speaker", "")
        made.append(
            Gold(
                content=tuple(sorted(mark.spans)),
                cue=parts.get(("cue", mark.number), ()),
                source=parts.get(("source", mark.number), ()),
                source_known=("source", mark.number) in parts or ("cue", mark.number) not in parts,
                kind=say.get("kind"),
                acts=tuple(say["act"].split("/")) if "act" in say else (),
                status=say.get("status", "reported"),
                speakers=tuple(s.strip().lower() for s in speaker.split("/") if s.strip() not in ("", "none")),
                nobody=speaker == "none",
                optional=say.get("optional") == "yes",
            )
        )
    return made


class _Counts:
    """What is counted over all reports."""

    def __init__(self) -> None:
        self.content = {0.5: PRF(), 0.8: PRF()}
        self.both = PRF()
        self.ratios: dict[str, Ratio] = {}
        self.unsaid = 0
        self.misses: list[Miss] = []

    def ratio(self, name: str, hit: bool) -> None:
        self.ratios.setdefault(name, Ratio()).add(hit)


def _count(counts: _Counts, title: str, analysis: Analysis, gold: Sequence[Gold], *, thoughts: bool) -> None:
    words = Words(analysis.document.text)
    found: list[Attribution] = [a for a in analysis.attributions if thoughts is False or a.status == "reported"]
    g = [words.content(x.content) for x in gold]
    f = [words.content(x.content) for x in found]
    weights = {(i, j): w for i, a in enumerate(g) for j, b in enumerate(f) if (w := _iou(a, b))}
    optional = {i for i, x in enumerate(gold) if x.optional}
    # gold that marks only what is uttered takes no notice of thoughts, unless it marks thoughts too
    quiet = set() if thoughts or any(set(x.acts) & _THOUGHT for x in gold) else {j for j, a in enumerate(found) if a.act in _THOUGHT}
    for cut, prf in counts.content.items():
        pairs = match(weights, cut)
        prf.hits += sum(i not in optional for i in pairs)
        prf.found += len(found) - len(quiet - set(pairs.values())) - sum(i in optional for i in pairs)
        prf.gold += len(gold) - len(optional)
    pairs = match(weights, 0.5)
    counts.both.found += len(found) - len(quiet - set(pairs.values())) - sum(i in optional for i in pairs)
    counts.both.gold += len(gold) - len(optional)
    surface = analysis.quote
    for i, x in enumerate(gold):
        hit = i in pairs
        if x.optional:
            continue
        if x.kind:
            counts.ratio(f"recall {x.kind}", hit)
        for act in x.acts[:1]:
            counts.ratio(f"recall act {act}", hit)
        if x.status not in (None, "reported"):
            said = [a for a, b in zip(found, f, strict=True) if a.status == "reported" and a.act not in _THOUGHT and _iou(g[i], b) >= 0.3]
            better = [
                a for a in said if any(gold[k].status == "reported" and _iou(g[k], words.content(a.content)) > _iou(g[i], words.content(a.content)) for k in range(len(gold)))
            ]
            counts.unsaid += len(said) > len(better)
        if not hit:
            counts.misses.append(Miss(case=title, what="missed", gold=surface(x.content), context=surface(x.source) + " | " + surface(x.cue)))
            continue
        a = found[pairs[i]]
        source_right = bool(words.ids(x.source) & words.ids(a.source)) if x.source else not (x.source_known and a.source)
        counts.both.hits += source_right
        if x.cue:
            counts.ratio("cue overlaps", bool(words.ids(x.cue) & words.ids(a.cue)))
            counts.ratio("cue exact", words.ids(x.cue) == words.ids(a.cue))
        if x.source:
            counts.ratio("source overlaps", source_right)
            counts.ratio("source exact", words.ids(x.source) == words.ids(a.source))
        counts.ratio("content exact", g[i] == f[pairs[i]])
        if not source_right:
            counts.misses.append(Miss(case=title, what="source", gold=surface(x.source), found=surface(a.source), context=surface(x.content)))
        for name, want, got in (("kind", (x.kind,) if x.kind else (), a.kind.value), ("act", x.acts, a.act.value), ("status", (x.status,) if x.status else (), a.status.value)):
            if want:
                counts.ratio(f"{name} right", got in want)
                if got not in want:
                    counts.misses.append(
                        Miss(case=title, what=name, gold="/".join(want), found=got, context=surface(x.source) + " | " + surface(x.cue) + " | " + surface(x.content))
                    )
        if x.speakers or x.nobody:
            names = _names(analysis, a.speaker)
            right = (x.nobody and a.speaker is None) or bool(set(x.speakers) & names)
            counts.ratio("speaker right", right)
            if not right:
                counts.misses.append(Miss(case=title, what="speaker", gold="/".join(x.speakers), found="/".join(sorted(names)), context=surface(x.content)))
    taken = set(pairs.values())
    for j, a in enumerate(found):
        if j not in taken and j not in quiet:
            counts.misses.append(Miss(case=title, what="spurious", found=surface(a.content), context=surface(a.source) + " | " + surface(a.cue)))


def _names(analysis: Analysis, speaker: str | None) -> set[str]:
    """Every form of a speaker in lower case, its name included."""
    for entity in analysis.layers.get("entities", ()):
        if entity.id == speaker:
            forms = {analysis.quote(m).lower() for m in entity.mentions}
            return forms | {entity.name.lower()} | {re.sub(r"^the ", "", x) for x in forms}
    return set()


def _scores(counts: _Counts) -> Scores:
    scores = Scores("attributions")
    scores.put("content", counts.content[0.5])
    scores.put("content 0.8", counts.content[0.8])
    scores.put("content and source", counts.both)
    for name in sorted(counts.ratios):
        scores.put(name, counts.ratios[name])
    scores.values["unsaid taken as said"] = float(counts.unsaid)
    scores.values["nothing unsaid taken as said"] = float(not counts.unsaid)
    scores.misses = counts.misses
    return scores


def score(pairs: list[tuple[Case, Analysis]]) -> Scores:
    """The scores on marked text."""
    counts = _Counts()
    for case, analysis in pairs:
        _count(counts, case.title, analysis, gold_of_case(case), thoughts=False)
    return _scores(counts)


def score_folder(folder: Path | str, format: str, settings: Settings | None = None) -> Scores:
    """The scores on a folder of gold in another format.

    Args:
        folder: ``brat``: PolNeAR's layout, or ``.txt`` and ``.ann`` side by side. ``onrecord``: ``.jsonl`` files of ours.
        format: ``brat``, ``onrecord`` or ``marked``.
        settings: What to run with.
    """
    settings = settings or Settings()
    if format == "marked":
        from onrecord.evaluate.gold import score_layer

        return score_layer("attributions", folder, settings=settings)
    gold = list(_read_brat(folder) if format == "brat" else _read_onrecord(folder))
    return score_reports(gold, analyse_documents([d for _, d, _ in gold], _stages(), settings.resources()), thoughts=format == "brat")


def score_reports(gold: Sequence[tuple[str, Document, list[Gold]]], analyses: Iterable[Analysis], *, thoughts: bool) -> Scores:
    """The scores of analyses against gold, in the same order.

    Args:
        gold: Title, document and gold attributions of each report.
        analyses: What was found in them.
        thoughts: Whether the gold marks beliefs and plans too. Then only what is ``reported`` counts as found.
    """
    counts = _Counts()
    for (title, _, items), analysis in zip(gold, analyses, strict=True):
        _count(counts, title, analysis, items, thoughts=thoughts)
    return _scores(counts)


def _stages() -> Any:
    from onrecord.stages import STAGES

    return STAGES


def brat_document(text: str) -> Document:
    """The document of a brat text: its first line is the headline."""
    document = read_one(text, language="en")
    if document.headline is None and "\n" in text.strip():
        first = text.index(text.strip()[0])
        document = replace(document, headline=Span(first, text.index("\n", first)))
    return document


def _read_brat(folder: Path | str) -> Iterator[tuple[str, Document, list[Gold]]]:
    for name, text, items in read_brat(folder):
        yield name, brat_document(text), [Gold(content=x.content, cue=x.cue, source=x.source) for x in items]


def _read_onrecord(folder: Path | str) -> Iterator[tuple[str, Document, list[Gold]]]:
    """Reports of our own JSON Lines: their attributions are the gold, their text is read anew."""
    place = Path(folder)
    for path in sorted(place.glob("*.jsonl")) if place.is_dir() else [place]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                report = json.loads(line)
                entities = {e["id"]: e for e in report.get("entities", ())}
                text = report["text"]

                def spans(value: Any) -> tuple[Span, ...]:
                    return tuple(Span(*x) for x in value or ())

                items = [
                    Gold(
                        content=spans(a["content"]),
                        cue=spans(a.get("cue")),
                        source=spans(a.get("source")),
                        kind=a.get("kind"),
                        acts=(a["act"],) if a.get("act") else (),
                        status=a.get("status"),
                        speakers=tuple({entities[a["speaker"]]["name"].lower(), *(text[s:e].lower() for s, e in entities[a["speaker"]]["mentions"])})
                        if a.get("speaker") in entities
                        else (),
                    )
                    for a in report.get("attributions", ())
                ]
                headline, byline, body = (Span(*report[k]) if report.get(k) else None for k in ("headline", "byline", "body"))
                document = Document(
                    id=report["id"],
                    source=Source(path=str(path)),
                    text=text,
                    headline=headline,
                    byline=byline,
                    body=body,
                    outlet=report.get("outlet"),
                    authors=tuple(report.get("authors") or ()),
                    published=report.get("published"),
                    place_line=report.get("place_line"),
                    language=report.get("language") or "en",
                )
                yield f"{path.name}:{number}", document, items
