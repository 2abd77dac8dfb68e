import json
from typing import Any

from onrecord.lexicons import TABLES, main


def test_tables_are_those_of_the_sources():
    assert main(["--check"]) == 0


def _truths(value: Any, path: str) -> list[str]:
    """Where a list of words holds a truth value."""
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in _truths(v, f"{path}/{k}")]
    if isinstance(value, list):
        return [path for v in value if isinstance(v, bool)] + [p for v in value for p in _truths(v, path)]
    return []


def test_no_word_is_read_as_a_truth_value():
    # YAML reads on, off, no and yes as true and false unless they are quoted: a frame with such a preposition never held
    assert [p for table in sorted(TABLES.glob("*.json")) for p in _truths(json.loads(table.read_text(encoding="utf-8")), table.stem)] == []
