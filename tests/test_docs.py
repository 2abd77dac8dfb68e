"""The documentation is complete and its examples run."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from onrecord.schema import schema

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_field_of_the_record_is_explained():
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", text))))
    made = schema()
    records = [made, *(made["$defs"][n] for n in ("Attribution", "Quantity", "Event", "Vote", "Timex", "Toponym", "Entity", "Label", "Link"))]
    assert not {name for r in records for name in r["properties"]} - words


def test_every_code_of_the_record_is_explained():
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    for name, definition in schema()["$defs"].items():
        for code in definition.get("enum", []):
            if name != "Severity":
                assert re.search(rf"\b{code}\b", text), (name, code)


def test_every_problem_of_a_report_is_explained():
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    found = set()
    for path in [*(ROOT / "src/onrecord/stages").glob("*.py"), *(ROOT / "src/onrecord/sources").glob("*.py"), ROOT / "src/onrecord/pipeline.py"]:
        found |= set(re.findall(r"Problem\(\s*code=\"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert len(found) > 10
    missing = {code for code in found if f"`{code}`" not in text}
    assert not missing, f"Say in docs/problems.md what these mean: {', '.join(sorted(missing))}"


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "guide" / "read.md"], ids=lambda p: p.name)
def test_python_in_the_docs_runs(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    for code in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        exec(compile(code, str(page), "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_reference_is_that_of_the_docstrings():
    """`make reference` writes it again."""
    spec = spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == tool.page()


def test_the_readme_opens_with_the_two_commands():
    lines = [x for x in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if x.strip()]
    assert [x.split()[:2] for x in lines[1:3]] == [["make", "demo"], ["make", "test"]]
