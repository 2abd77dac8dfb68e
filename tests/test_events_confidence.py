"""The confidence of events against the events judged by hand."""

import importlib.util
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("confidence", ROOT / "benchmarks" / "confidence.py")
confidence = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = confidence
SPEC.loader.exec_module(confidence)
JUDGED = confidence.read_judged(ROOT / "gold" / "events" / "judged.tsv")
WEIGHTS = json.loads((ROOT / "src" / "onrecord" / "lexicons" / "tables" / "events.json").read_text(encoding="utf-8"))["confidence"]


def test_the_list_is_whole():
    assert len(JUDGED) > 1000
    assert {r.round for r in JUDGED} >= set("0ABCDEFGHIJKLMNOPQRS")


def test_confidence_says_more_than_the_mean():
    pairs = [(confidence.probability(WEIGHTS, r), r.right) for r in JUDGED if r.round in "OPQRS"]
    mean = sum(right for _, right in pairs) / len(pairs)
    assert confidence.brier(pairs) < confidence.brier([(mean, right) for _, right in pairs])


def test_a_surer_bin_is_right_more_often():
    pairs = [(confidence.probability(WEIGHTS, r), r.right) for r in JUDGED if r.risks is not None]
    shares = [right / count for _, count, right in confidence.bins(pairs, 3)]
    assert shares == sorted(shares)


def test_bins_hold_every_event_once():
    pairs = [(0.5, True), (0.5, False), (0.9, True), (0.7, True)]
    assert sum(count for _, count, _ in confidence.bins(pairs, 3)) == 4


def test_fitted_weights_have_the_wanted_mean():
    early, late = [r for r in JUDGED if r.round < "O" and r.risks is not None], [r for r in JUDGED if r.round in "OPQR"]
    weights = confidence.fit(early, late)
    assert abs(sum(confidence.probability(weights, r) - r.right for r in late) / len(late)) < 0.01


def test_the_interval_holds_the_share():
    low, high = confidence.interval(30, 40)
    assert low < 0.75 < high
