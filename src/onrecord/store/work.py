"""What a worker does with reports: run the stages that are out of date, make rows. It never sees the file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from onrecord.api import Settings
from onrecord.model import LAYERS, Document, Problem
from onrecord.pipeline import Stage, order, run_stages
from onrecord.resources import Resources
from onrecord.store.rows import Row, rows_of


@dataclass(frozen=True, slots=True)
class Task:
    """A document to analyse: `made` are the stored layers that are current, `stale` the layers to make."""

    key: int
    document: Document
    made: Mapping[str, tuple[Any, ...]]
    stale: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of a task: rows by layer, counts of internal layers, problems with the layer that they belong to."""

    key: int
    stale: frozenset[str]
    rows: Mapping[str, list[Row]]
    counts: Mapping[str, int]
    problems: Sequence[tuple[str, Problem]]
    words: int


def needed(ordered: Sequence[Stage], stale: frozenset[str], made: Mapping[str, Any]) -> list[Stage]:
    """The stages to run: those that are out of date, and those that make what they read and what is not stored."""
    need = set(stale)
    for stage in reversed(ordered):
        if stage.layer in need:
            need.update(layer for layer in stage.reads if layer not in made)
    return [s for s in ordered if s.layer in need]


def analyse_tasks(tasks: Sequence[Task], ordered: Sequence[Stage], resources: Resources) -> list[Result]:
    """Analyse some documents; stages that work on many at once are given all that need them."""
    plans = [needed(ordered, t.stale, t.made) for t in tasks]
    ready: list[dict[str, Any]] = [dict(t.made) for t in tasks]
    for stage in ordered:
        if stage.find_many is None or stage.reads:
            continue
        group = [k for k, plan in enumerate(plans) if stage in plan]
        try:
            for k, layer in zip(group, stage.find_many([tasks[k].document for k in group], resources), strict=True):
                ready[k][stage.layer] = layer
        except Exception:  # as in pipeline: each is then run alone, where its failure becomes a Problem
            for k in group:
                ready[k].pop(stage.layer, None)
    results = []
    for task, plan, have in zip(tasks, plans, ready, strict=True):
        layers, found = run_stages(task.document, plan, resources, have)
        by_name = {s.name: s.layer for s in ordered}
        rows, wrong = rows_of(task.document, layers, [layer for layer in LAYERS if layer in task.stale])
        problems = [(by_name.get(p.stage or "", ""), p) for p in found] + wrong
        counts = {layer: len(layers.get(layer, ())) for layer in task.stale if layer not in LAYERS}
        results.append(Result(task.key, task.stale, rows, counts, [(n, p) for n, p in problems if n in task.stale], len(task.document.text.split())))
    return results


# ------------------------------------------------------------------------------------------------------------- processes

_state: dict[str, Any] = {}


def start_worker(stages: Sequence[Stage] | None, settings: Settings, stop: Connection) -> None:
    """Prepare a worker process: its own models, and no part in Ctrl-C, which the writer answers by closing the other end of `stop`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(stop,), daemon=True).start()
    _state["stages"] = order(default_stages() if stages is None else stages)
    _state["resources"] = settings.resources()


def _end_when_told(stop: Connection) -> None:
    """End this process when its work is no longer wanted, or when the one that started it is gone: killed, it cannot tell its workers."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel, stop])
        os._exit(1)


def default_stages() -> Sequence[Stage]:
    """All of the package's own stages, imported only where they are used."""
    from onrecord.stages import STAGES

    return STAGES


def work(tasks: Sequence[Task]) -> list[Result]:
    """Analyse some documents in a worker process."""
    return analyse_tasks(tasks, _state["stages"], _state["resources"])
