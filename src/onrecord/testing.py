"""Checks for those who write a stage: does it keep its promises, and does a record keep the contract's rules?

What comes in: a `Stage` and texts, or an `Analysis`. What goes out: the breaches in words, one a line; none is what you want::

    from onrecord.testing import broken_promises

    def test_my_stage():
        assert not broken_promises(MY_STAGE, ["The mayor said that it rained."])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import zip_longest
from typing import Any

from onrecord.model import LAYERS, Document, Finding, Problem, spans_of
from onrecord.pipeline import Analysis, Layers, Stage, order, run_stages
from onrecord.resources import Resources
from onrecord.sources.text import read_one
from onrecord.stages import STAGES
from onrecord.store.judge import references
from onrecord.store.rows import attributes_of
from onrecord.text import Parse


class WatchedResources(Resources):
    """Resources that note, under the names of `Stage.resources`, which lexicons and files were asked for.

    A derived table counts as all that it was built from, also where an earlier stage had it built.

    >>> resources = WatchedResources()
    >>> _ = resources.derived("cues' names", lambda r: sorted(r.lexicon("cues")))
    >>> sorted(resources.asked)
    ['lexicon:cues']
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.asked: set[str] = set()
        self._built: dict[str, tuple[Any, frozenset[str]]] = {}

    def lexicon(self, name: str) -> Any:
        """As `Resources.lexicon`."""
        self.asked.add(f"lexicon:{name}")
        return super().lexicon(name)

    def data(self, name: str) -> bytes:
        """As `Resources.data`."""
        self.asked.add(f"data:{name}")
        return super().data(name)

    def identifier(self, name: str, kind: str) -> str | None:
        """As `Resources.identifier`."""
        self.asked.add("wikidata")
        return super().identifier(name, kind)

    def derived(self, key: str, build: Callable[[Resources], Any]) -> Any:
        """As `Resources.derived`, with a store of its own."""
        if key not in self._built:
            before, self.asked = self.asked, set()
            value = build(self)
            self._built[key] = value, frozenset(self.asked)
            self.asked |= before
        value, needs = self._built[key]
        self.asked |= needs
        return value


def broken_promises(stage: Stage, texts: Iterable[str | Document], *, others: Sequence[Stage] = STAGES, resources: WatchedResources | None = None) -> list[str]:
    """Which promises of a stage do not hold on these texts.

    The stage is given only the layers that it `reads`. It must use no other, nor a resource that it does not name; leave the layers
    as they were; point inside the text, with no blanks at the ends of a span; give every finding an id of its own, its own name
    and a confidence from 0 to 1; and find the same again.

    Args:
        stage: The stage.
        texts: Reports; a few that your stage finds something in, and a few odd ones.
        others: The stages that make the layers which it reads; one of the same layer is replaced by `stage`.
        resources: To share what is loaded between several calls.

    Returns:
        The breaches; an empty list if there is none.

    >>> from onrecord.model import Ids, Label, Span
    >>> def find(document, layers):
    ...     yield Label(id=Ids(document.id, "labels")(Span(0, 99)), span=Span(0, 99), stage="labels@1")
    >>> broken_promises(Stage(layer="labels", version="1", find=find), ["Rain."], others=())
    ["labels@1 on 'Rain.': span 0-99 is no span of the text, which has 5 characters"]
    """
    resources = resources or WatchedResources()
    found: dict[str, None] = {}
    for text in texts:
        document = text if isinstance(text, Document) else read_one(text, language="en")
        for what in _breaches_of_stage(stage, document, others, resources):
            found[f"{stage.name} on {document.text[:40]!r}: {what}"] = None
    return list(found)


def _breaches_of_stage(stage: Stage, document: Document, others: Sequence[Stage], resources: WatchedResources) -> Iterator[str]:
    made, problems = run_stages(document, _before(stage, others), resources)
    if problems and any(p.code == "stage-failed" for p in problems):
        yield "a stage before it failed: " + next(p.message for p in problems if p.code == "stage-failed")
        return
    view = {layer: made[layer] for layer in stage.reads}
    before = {layer: _frozen(value) for layer, value in view.items()}
    resources.asked.clear()
    items = list(stage.find(document, Layers(view, resources)))
    named = {("data:" + r.partition(":")[2] if r.startswith("model:") else r) for r in stage.resources}
    for name in sorted(resources.asked - named):
        yield f"reads {name}, which is not among its resources"
    for layer, value in view.items():
        if _frozen(value) != before[layer]:
            yield f"changes the layer {layer}"
    for first, again in zip_longest(items, stage.find(document, Layers(view, resources))):
        if _frozen(first) != _frozen(again):
            yield "finds something else when it runs again"
            break
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Problem):
            if item.span is not None:
                yield from _bad_span("span of its problem", item.span, document.text)
        elif hasattr(item, "id"):
            yield from _breaches_of_finding(item, document.text)
            if item.stage != stage.name:
                yield f"{item.id} says that it is from {item.stage!r}"
            if item.id in seen:
                yield f"the id {item.id} is used twice"
            seen.add(item.id)


def _before(stage: Stage, others: Sequence[Stage]) -> list[Stage]:
    """The stages that make what a stage reads, in order."""
    ordered = order([s for s in others if s.layer != stage.layer and stage.layer not in s.reads and not _needs(s, stage.layer, others)])
    wanted: set[str] = set(stage.reads)
    for s in reversed(ordered):
        if s.layer in wanted:
            wanted |= set(s.reads)
    return [s for s in ordered if s.layer in wanted]


def _needs(stage: Stage, layer: str, others: Sequence[Stage]) -> bool:
    by_layer = {s.layer: s for s in others}
    return any(r == layer or (r in by_layer and _needs(by_layer[r], layer, others)) for r in stage.reads)


def _frozen(value: Any) -> Any:
    """A layer as something that can be compared later: a parse is copied, since its lists could be changed."""
    if isinstance(value, Parse):
        return tuple(tuple(x) if isinstance(x, list) else x for x in (getattr(value, f.name) for f in fields(value) if not f.name.startswith("_")))
    return value


def _bad_span(role: str, span: tuple[int, int], text: str) -> Iterator[str]:
    start, end = span
    if not 0 <= start < end <= len(text):
        yield f"{role} {start}-{end} is no span of the text, which has {len(text)} characters"
    elif text[start:end] != text[start:end].strip():
        yield f"{role} {start}-{end} begins or ends in blanks: {text[start:end][:60]!r}"


def _breaches_of_finding(item: Finding, text: str) -> Iterator[str]:
    for role, span in spans_of(item):
        yield from _bad_span(role, span, text)
    if not 0 <= item.confidence <= 1:
        yield f"{item.id} has the confidence {item.confidence}"


def breaches(analysis: Analysis) -> list[str]:
    """Which rules of the contract (``docs/record.md``) a report and its findings break.

    Every span lies in the text and neither begins nor ends in blanks; every finding has an id of its own, a confidence from 0 to 1 and
    a stage; every id that it points to is there, in the right layer, and is not its own; no stage failed.

    >>> import onrecord
    >>> breaches(onrecord.analyse("The mayor said that the bridge would open."))
    []
    """
    return list(_breaches(analysis.document, analysis.layers, analysis.problems))


def _breaches(document: Document, layers: Mapping[str, Any], problems: Iterable[Problem]) -> Iterator[str]:
    text = document.text
    for name in ("headline", "byline", "body"):
        if getattr(document, name) is not None:
            yield from _bad_span(name, getattr(document, name), text)
    for problem in problems:
        if problem.code == "stage-failed":
            yield problem.message
        if problem.span is not None and not 0 <= problem.span[0] <= problem.span[1] <= len(text):
            yield f"the problem {problem.code} points to {list(problem.span)}, outside the text"
    layer_of: dict[str, str] = {}
    for layer in LAYERS:
        for item in layers.get(layer, ()):
            if item.id in layer_of:
                yield f"the id {item.id} is used twice"
            layer_of[item.id] = layer
            if not item.stage.startswith(f"{layer}@"):
                yield f"{item.id} says that it is from {item.stage!r}"
            if layer == "attributions" and not item.content:
                yield f"{item.id} has no content"
            yield from (f"{item.id}: {what}" for what in _breaches_of_finding(item, text))
    for layer in LAYERS:
        for item in layers.get(layer, ()):
            for field, id, wanted in references(attributes_of(item)):
                if layer_of.get(id) != wanted or id == item.id:
                    yield f"{item.id}: {field} points to {id}, which is not among the {wanted}"
