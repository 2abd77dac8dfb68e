"""From a document to its findings: stages in the order of what they read, fingerprints, failures turned into Problems.

What comes in: `Document`s and `Stage`s. What goes out: an `Analysis` a document. A stage is a function of the document and
of the layers that it names; it reads no file, clock, network or global state, and changes nothing.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from onrecord.errors import PipelineError
from onrecord.model import LAYERS, Document, Finding, Problem, Severity, Span
from onrecord.resources import Resources
from onrecord.text import Parse


class Layers(Mapping[str, Any]):
    """The layers made so far, as attributes; a stage is given only those that it `reads`.

    ``layers.sentences`` is a `Parse`; every other layer is a tuple. ``layers.resources`` gives lexicons and models.
    """

    def __init__(self, made: Mapping[str, Any], resources: Resources) -> None:
        self._made, self.resources = made, resources

    def __getitem__(self, name: str) -> Any:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._made[name]
        except KeyError:
            raise AttributeError(f"This stage does not read the layer {name!r}. It reads: {', '.join(self._made) or 'nothing'}.") from None

    @property
    def sentences(self) -> Parse:
        """The parse."""
        parse: Parse = self._made["sentences"]
        return parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One layer's maker.

    Attributes:
        layer: Name of the layer that it writes.
        version: Changes whenever its findings may change.
        reads: Layers that it reads.
        resources: Lexicons and models that it reads (``lexicon:cues``, ``model:attributions.json``).
        find: ``(document, layers) -> findings and problems``.
        find_many: The same for many documents at once, where that is faster; used instead of `find` if given.
    """

    layer: str
    version: str
    reads: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    find: Callable[[Document, Layers], Iterable[Any]]
    find_many: Callable[[Sequence[Document], Resources], Iterable[Any]] | None = None

    @property
    def name(self) -> str:
        """``layer@version``."""
        return f"{self.layer}@{self.version}"


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its findings.

    >>> import onrecord
    >>> analysis = onrecord.analyse("The mayor said that the bridge would open.")
    >>> [analysis.quote(a.source) for a in analysis.attributions]
    ['The mayor']
    """

    document: Document
    layers: Mapping[str, Any]
    problems: tuple[Problem, ...]
    fingerprints: Mapping[str, str]

    def __getattr__(self, name: str) -> Any:
        if name in LAYERS or name in self.layers:
            return self.layers.get(name, ())
        raise AttributeError(name)

    def quote(self, spans: Span | Sequence[Span] | None) -> str:
        """The report's own words under a span or spans, joined with an ellipsis where they are apart."""
        if not spans:
            return ""
        if isinstance(spans, Span):
            spans = (spans,)
        return " … ".join(self.document.text[s:e] for s, e in spans)

    def to_dict(self) -> dict[str, Any]:
        """The report as the contract's JSON object."""
        from onrecord.formats.jsonl import report_to_dict

        return report_to_dict(self.document, self.layers, self.problems)


def order(stages: Sequence[Stage]) -> list[Stage]:
    """Stages sorted so that each comes after the layers that it reads, otherwise in the order given.

    Raises:
        PipelineError: A layer that is read but not made, made twice, or a circle.
    """
    made: dict[str, Stage] = {}
    for stage in stages:
        if stage.layer in made:
            raise PipelineError(f"Two stages write the layer {stage.layer!r}: {made[stage.layer].name} and {stage.name}. Drop one.")
        made[stage.layer] = stage
    for stage in stages:
        for layer in stage.reads:
            if layer not in made:
                raise PipelineError(f"No stage writes layer {layer!r}, which {stage.layer!r} reads. Layers available: {', '.join(made)}. Add the stage or drop {stage.layer!r}.")
    done: list[Stage] = []
    left = list(stages)
    while left:
        ready = [s for s in left if all(r not in {x.layer for x in left} for r in s.reads)]
        if not ready:
            raise PipelineError(f"These stages read one another in a circle: {', '.join(s.layer for s in left)}.")
        done.append(ready[0])
        left.remove(ready[0])
    return done


def fingerprints(stages: Sequence[Stage], resources: Resources) -> dict[str, str]:
    """For each layer the hash of all that its findings depend on besides the text: version, resources, layers read."""
    made: dict[str, str] = {}
    for stage in order(stages):
        parts = [stage.layer, stage.version, *(f"{r}={resources.hash(r)}" for r in stage.resources), *(made[r] for r in stage.reads)]
        made[stage.layer] = sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    return made


def run_stages(document: Document, stages: Sequence[Stage], resources: Resources, made: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """Run stages on one document, given layers that are already made.

    A stage that raises gives an empty layer and a Problem with its traceback; the others go on.
    """
    layers: dict[str, Any] = dict(made or {})
    problems: list[Problem] = []
    for stage in stages:
        if stage.layer in layers:
            continue
        view = Layers({r: layers[r] for r in stage.reads}, resources)
        findings: list[Any] = []
        try:
            for item in stage.find(document, view):
                if isinstance(item, Problem):
                    problems.append(replace(item, stage=stage.name))
                else:
                    findings.append(item)
        except Exception as error:  # the one place: a failed stage must not take the batch with it
            findings = [Parse(document.text)] if stage.layer == "sentences" else []
            problems.append(_failed(stage, error))
        layers[stage.layer] = findings[0] if stage.layer == "sentences" else tuple(findings)
    return layers, problems


def _failed(stage: Stage, error: Exception) -> Problem:
    return Problem(
        code="stage-failed",
        severity=Severity.ERROR,
        message=f"The stage {stage.name} stopped on this report: {type(error).__name__}: {error}",
        hint="Its layer is empty here; the others are whole. Please report it with this trace: " + "".join(traceback.format_exception(error)[-3:]).strip(),
        stage=stage.name,
    )


def analyse_documents(documents: Iterable[Document], stages: Sequence[Stage], resources: Resources, *, batch: int = 64) -> Iterator[Analysis]:
    """Analyse many documents, in order; the parser works on `batch` of them at a time.

    Args:
        documents: What to analyse.
        stages: The stages, in any order.
        resources: Lexicons and models.
        batch: How many documents are parsed together. It changes the speed, never the findings.

    Yields:
        One Analysis a document, in the order of the documents.
    """
    ordered = order(stages)
    prints = fingerprints(ordered, resources)
    group: list[Document] = []
    size = 0

    def flush() -> Iterator[Analysis]:
        ready: list[dict[str, Any]] = [{} for _ in group]
        for stage in ordered:
            if stage.find_many is not None and not stage.reads:
                try:
                    for k, made in enumerate(stage.find_many(group, resources)):
                        ready[k][stage.layer] = made
                except Exception:  # one of the group fails: each is then run alone, so that the others do not suffer
                    for have in ready:
                        have.pop(stage.layer, None)
        for document, have in zip(group, ready, strict=True):
            layers, more = run_stages(document, ordered, resources, have)
            yield Analysis(document, layers, (*document.problems, *more), prints)

    for document in documents:
        group.append(document)
        size += len(document.text)
        if len(group) >= batch or size > 500_000:
            yield from flush()
            group, size = [], 0
    if group:
        yield from flush()


def finding_layers(layers: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The layers of the record, in the contract's order."""
    for name in LAYERS:
        yield name, layers.get(name, ())
