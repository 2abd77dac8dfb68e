"""The accuracy gate: every layer of gold against its floors."""

from pathlib import Path

import pytest

from onrecord.evaluate.gold import floors_of, score_layer

GOLD = Path(__file__).parent.parent / "gold"
LAYERS = sorted(p.parent.name for p in GOLD.glob("*/floors.json"))


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_falls_below_its_floors(layer):
    scores = score_layer(layer, GOLD / layer)
    below = scores.below(floors_of(GOLD / layer))
    assert not below, "\n".join(below + [str(m) for m in scores.misses[:20]])
