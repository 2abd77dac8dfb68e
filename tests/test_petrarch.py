"""The comparison with the PETRARCH suites: its verdicts, and that the page says what the table holds."""

import csv
import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("petrarch", ROOT / "benchmarks" / "petrarch.py")
petrarch = importlib.util.module_from_spec(SPEC)
sys.modules["petrarch"] = petrarch
SPEC.loader.exec_module(petrarch)


def item(kind, actor, recipient, *, statement=False):
    return petrarch.Item(frozenset([kind] if kind else []), statement, tuple(actor), tuple(recipient))


@pytest.mark.parametrize(
    ("found", "code", "how"),
    [
        ([item("ASSAULT", ["Gondor"], ["Mordor"])], "190", "met"),
        ([item("ASSAULT", ["soldiers from Gondor"], ["the Mordor police"])], "190", "met"),
        ([item("ASSAULT", ["Mordor"], ["Gondor"])], "190", "direction"),
        ([item("AID", ["Gondor"], ["Mordor"])], "190", "type"),
        ([item("ASSAULT", ["Gondor"], [])], "190", "recipient"),
        ([item("ASSAULT", [], ["Mordor"])], "190", "actor"),
        ([item("ASSAULT", ["Bree"], ["Rohan"])], "190", "nothing"),
        ([item("REQUEST", ["Gondor"], ["that Mordor leave"], statement=True)], "100", "met"),
        ([item("", ["Gondor"], ["that Mordor leave"], statement=True)], "010", "met"),
        ([], "190", "nothing"),
        ([item("AID", ["Gondor"], ["Mordor"])], "*", "met"),
    ],
)
def test_verdicts(found, code, how):
    assert petrarch.verdict("GON", "MORMIL", code, found) == how


def test_where_nothing_is_to_be_coded():
    assert petrarch.verdict("", "", "", [item("ASSAULT", ["Gondor"], [])]) == "met"
    assert petrarch.verdict("", "", "", [item("ASSAULT", ["Gondor"], ["Mordor"])]) == "spurious"
    assert petrarch.verdict("", "", "", [item("REQUEST", ["Gondor"], ["Mordor"], statement=True)]) == "met"


def test_a_suite_is_read(tmp_path):
    (tmp_path / "a.xml").write_text(
        '<Sentence date="20150103" id="X-1"><!-- <Text>no</Text> --><EventCoding sourcecode="GON" targetcode="MOR" eventcode="190"></EventCoding><Text>\nGondor attacked\nMordor.\n</Text></Sentence>'
        '<Sentence date="20150103" id="X-2"><EventCoding error="dateline"></EventCoding><Text>A</Text></Sentence>'
    )
    (case,) = petrarch.read_suite(tmp_path / "a.xml")
    assert (case.id, case.text, case.published, case.codings) == ("a-000-X-1", "Gondor attacked Mordor.", "2015-01-03", (("GON", "MOR", "190"),))


def test_the_page_says_what_the_table_holds():
    with open(ROOT / "benchmarks" / "petrarch.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    counts = Counter((r["verdict"], r["case"].startswith("PETR2")) for r in rows)
    page = (ROOT / "docs" / "petrarch.md").read_text(encoding="utf-8")
    told = {m[1]: (int(m[2]), int(m[3])) for m in re.finditer(r"^\| (\w+)[^|]*\| (\d+) \| (\d+) \|$", page, re.M)}
    assert told == {name: (counts[name, False], counts[name, True]) for name in ("met", "mutual", "recipient", "actor", "type", "direction", "nothing", "spurious")}
    why = Counter(r["why"] for r in rows if r["why"])
    assert [int(n) for n in re.findall(r"^\| [^|]+\| (\d+) \|$", page, re.M)] == [
        why["only a statement"],
        why["word not known"],
        why["party is no entity"],
        why["party not tied"],
        why["another type"],
        sum(r["verdict"] == "spurious" for r in rows),
    ]
