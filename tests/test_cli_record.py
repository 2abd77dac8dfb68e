"""The verbs on a record, as they are typed: output, exit codes, settings."""

import csv
import io
import json
import re
import shlex
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from stub_stages import STUBS

from onrecord import cli_across, cli_record, config
from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.store import Record

COMMANDS = (*cli_record.COMMANDS, *cli_across.COMMANDS)
TEXT = "Jane Doe said that the bridge in Northport would open on Monday. Rolf Amber denied that 24 people were hurt."


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Run a command in an empty folder, with stub stages."""
    monkeypatch.chdir(tmp_path)
    for name in config.OPTIONS:
        monkeypatch.delenv(f"ONRECORD_{name.upper()}", raising=False)
    monkeypatch.setattr("onrecord.store.run.default_stages", lambda: STUBS)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def run(*arguments, code=0, **options):
        result = CliRunner().invoke(main, [str(a) for a in arguments], **options)
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def city(typed):
    typed("add", "a.txt", "--outlet", "Wire", "--published", "2024-01-15", "--db", "city.db")
    typed("run", "--db", "city.db")
    return typed


def test_from_a_file_to_an_answer(typed):
    added = typed("add", "a.txt", "--db", "city.db")
    assert added.stdout == ""
    assert "1 report added" in added.stderr
    assert "Next: onrecord run --db city.db" in added.stderr
    assert "Run 1: 1 report in" in typed("run", "--db", "city.db").stderr
    assert "nothing to do" in typed("run", "--db", "city.db").stderr
    hit = json.loads(typed("find", "bridge", "--db", "city.db", "--json").stdout)
    assert (hit["words"], hit["speaker"]) == ("the bridge in Northport would open on Monday", "Jane Doe")
    shown = typed("show", hit["id"], "--db", "city.db").stdout
    assert "chain    Jane Doe" in shown
    assert "source: 0-8 “Jane Doe”" in shown
    assert "speaker: Jane Doe (ent_" in shown
    assert "Jane Doe said that the bridge" in shown
    assert "is sound" in typed("verify", "--db", "city.db").stderr


def test_tables(city):
    rows = list(csv.DictReader(io.StringIO(city("find", "--layer", "quantities", "--csv", "--db", "city.db").stdout)))
    assert [(r["words"], r["measures"], r["speaker"], r["kind"]) for r in rows] == [("24", "people", "Rolf Amber", "exact")]
    assert rows[0]["sentence"] == "Rolf Amber denied that 24 people were hurt."
    assert city("find", "--layer", "reports", "--tsv", "--db", "city.db").stdout.splitlines()[0].split("\t")[:3] == ["id", "report", "outlet"]
    assert "Give one of" in city("find", "--csv", "--json", "--db", "city.db", code=2).stderr


def test_what_goes_wrong_says_so_and_exits_with_its_code(city, tmp_path):
    assert "none.txt" in city("add", "none.txt", "--db", "city.db", code=1).stderr
    assert "No record is named" in city("run", code=2).stderr
    assert "There is no record at none.db" in city("find", "x", "--db", "none.db", code=1).stderr
    assert "no layer 'quotes'" in city("find", "--layer", "quotes", "--db", "city.db", code=2).stderr
    (tmp_path / "notes.db").write_text("Dear diary, " * 100)
    assert "is not a database" in city("run", "--db", "notes.db", code=1).stderr
    with Record("city.db") as record:
        record.db.execute("UPDATE annotation SET quotes = json_set(quotes, '$[0]', 'another')")
    broken = city("verify", "--db", "city.db", code=1)
    assert "quote:" in broken.stdout
    assert "faults" in broken.stderr


def test_a_damaged_file_says_what_to_do(city):
    with Record("city.db") as record:
        record.db.execute("PRAGMA ignore_check_constraints = ON")
        record.db.execute("UPDATE annotation SET attributes = '{'")
    for verb in (["export", "jsonl"], ["find", "bridge"], ["find", "--layer", "quantities"]):
        assert "city.db is damaged (fields are no JSON any more" in city(*verb, "--db", "city.db", code=1).stderr
    assert "cannot be read" in city("verify", "--db", "city.db", code=1).stdout


def test_a_stage_that_fails_is_exit_1_and_the_rest_is_done(typed, tmp_path):
    (tmp_path / "b.txt").write_text("It will explode.")
    typed("add", "a.txt", "b.txt", "--db", "city.db")
    assert "1 stages failed" in typed("run", "--db", "city.db", code=1).stderr
    assert "stage-failed" in typed("problems", "--severity", "error", "--db", "city.db").stdout
    assert len(typed("export", "jsonl", "--db", "city.db").stdout.splitlines()) == 2


def test_ctrl_c_says_how_to_go_on(typed, monkeypatch):
    typed("add", "a.txt", "--db", "city.db")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.store.run.analyse_tasks", stop)
    assert "Go on with: onrecord run --db city.db" in typed("run", "--db", "city.db", code=130).stderr
    with Record("city.db") as record:
        assert record.runs()[-1].outcome == "interrupted"


def test_judging(city):
    id = json.loads(city("find", "bridge", "--db", "city.db").stdout)["id"]
    judgement = city("judge", id, "wrong", "--note", "the deputy", "--user", "ana", "--db", "city.db").stdout.strip()
    assert city("find", "bridge", "--db", "city.db").stdout == ""
    assert json.loads(city("find", "bridge", "--judged", "ignore", "--db", "city.db").stdout)["judgement"] == "wrong"
    assert json.loads(city("judgements", "list", "--json", "--db", "city.db").stdout)["user"] == "ana"
    city("retract", judgement, "--db", "city.db")
    assert city("find", "bridge", "--db", "city.db").stdout
    report = json.loads(city("find", "--layer", "reports", "--json", "--db", "city.db").stdout)["id"]
    city("mark", report, "0", "4", "--layer", "labels", "--db", "city.db")
    city("amend", report, "--outlet", "The Gull", "--db", "city.db")
    figure = json.loads(city("find", "--layer", "quantities", "--db", "city.db").stdout)["id"]
    city("judge", figure, "corrected", "--set", "high=null", "--set", "qualifier=at_least", "--db", "city.db")
    assert "no field" in city("judge", figure, "corrected", "--set", "colour=red", "--db", "city.db", code=2).stderr
    lines = city("judgements", "export", "--db", "city.db").stdout
    assert [json.loads(line)["type"] for line in lines.splitlines()] == ["judgement", "retraction", "mark", "amendment", "judgement"]
    assert "0 new, 5 known" in city("judgements", "import", "-", "--db", "city.db", input=lines).stderr
    assert {"judge", "retract", "mark", "amend"} <= {json.loads(x)["verb"] for x in city("log", "--db", "city.db").stdout.splitlines()}


def test_only_what_is_sure_enough(city):
    report = json.loads(city("export", "jsonl", "--min-confidence", "1", "--manifest", "city.json", "--db", "city.db").stdout)
    assert not report["attributions"]
    assert [p["code"] for p in report["problems"]] == ["below-confidence"]
    with open("city.json", encoding="utf-8") as file:
        assert json.load(file)["min_confidence"] == 1
    assert city("find", "bridge", "--min-confidence", "1", "--db", "city.db").stdout == ""
    assert city("export", "jsonl", "--links", "--min-confidence", "0.5", "--db", "city.db").stdout == ""
    assert "Write 0.7 for 70 percent" in city("find", "bridge", "--min-confidence", "70", "--db", "city.db", code=2).stderr
    assert "goes with a layer of findings" in city("find", "--layer", "reports", "--min-confidence", "0.5", "--db", "city.db", code=2).stderr
    assert "is not a valid float" in city("export", "csv", "OUT", "--min-confidence", "high", "--db", "city.db", code=2).stderr


def test_out_and_in(city):
    out = city("export", "jsonl", "--db", "city.db", "--manifest", "city.json").stdout
    assert json.loads(out)["outlet"] == "Wire"
    assert city("export", "jsonl", "--links", "--db", "city.db").stdout == ""
    assert "1 reports imported" in city("import", "-", "--manifest", "city.json", "--db", "copy.db", input=out).stderr
    assert city("export", "jsonl", "--db", "copy.db").stdout == out
    assert "nothing to do" in city("run", "--db", "copy.db").stderr
    assert "attributions.csv 2" in city("export", "csv", "OUT", "--db", "city.db").stderr
    assert "attributions.parquet 2" in city("export", "parquet", "OUT", "--db", "city.db").stderr
    assert "is not JSON" in city("import", "-", "--db", "copy.db", input="{", code=1).stderr


def test_history_and_diff(city, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT.replace("24", "26"), encoding="utf-8")
    assert "1 changed text of known addresses" in city("add", "a.txt", "--outlet", "Wire", "--published", "2024-01-15", "--db", "city.db").stderr
    report = json.loads(city("find", "--layer", "reports", "--limit", "1", "--db", "city.db").stdout)["id"]
    told = city("history", report, "--db", "city.db").stdout
    assert "[-24-]{+26+} people" in told
    assert city("history", "a.txt", "--db", "city.db").stdout == told
    city("run", "--db", "city.db")
    assert "attributions added: 2" in city("diff", "1", "2", "--db", "city.db").stderr
    assert "no run 9" in city("diff", "1", "9", "--db", "city.db", code=1).stderr


def test_where_each_setting_comes_from(typed, tmp_path, monkeypatch):
    (tmp_path / "onrecord.toml").write_text('db = "file.db"\njobs = 2\n')
    monkeypatch.setenv("ONRECORD_JOBS", "3")
    rows = {r["setting"]: r for r in map(json.loads, typed("config", "--json").stdout.splitlines())}
    assert rows["jobs"]["value"] == 3
    assert rows["jobs"]["from"] == "ONRECORD_JOBS"
    assert rows["db"]["value"] == str(tmp_path / "file.db")
    assert rows["judged"]["from"] == "default"
    typed("add", "a.txt")
    assert (tmp_path / "file.db").exists()
    typed("add", "a.txt", "--db", "flag.db")
    assert (tmp_path / "flag.db").exists()


@pytest.mark.parametrize(
    ("toml", "env", "message"),
    [
        ("colour = 1", {}, "there is no setting 'colour'"),
        ("jobs = 'many'", {}, "jobs = 'many' is no int"),
        ("db = ", {}, "is no TOML"),
        ("", {"ONRECORD_JUDGED": "maybe"}, "judged is one of only, prefer, ignore"),
        ("", {"ONRECORD_JOBS": "0"}, "jobs is 1 or more"),
    ],
)
def test_a_setting_that_cannot_be(tmp_path, toml, env, message):
    (tmp_path / "onrecord.toml").write_text(toml)
    with pytest.raises(UsageError, match=message):
        config.load(env=env, start=tmp_path)


def verbs(command, before=()):
    for name, sub in getattr(command, "commands", {}).items():
        yield from verbs(sub, (*before, name))
    if not getattr(command, "commands", {}):
        yield before, command


@pytest.mark.parametrize(("name", "command"), [v for c in COMMANDS for v in verbs(c, (c.name,))], ids=lambda v: " ".join(v) if isinstance(v, tuple) else "")
def test_each_verb_ends_its_help_with_examples_that_parse(name, command):
    examples = [line.strip() for line in command.help.split("Examples:")[1].splitlines() if line.strip().startswith("onrecord ")]
    assert examples
    for example in examples:
        words = shlex.split(example.split(" > ")[0])[1:]
        assert tuple(words[: len(name)]) == name
        with suppress(*[click.BadParameter] if name[-1] == "import" else []):  # its file is not here
            command.make_context(name[-1], words[len(name) :])


def test_help_is_quick():
    import subprocess
    import sys

    loaded = subprocess.run([sys.executable, "-c", "import onrecord.cli, sys; print('spacy' in sys.modules, 'sqlite3' in sys.modules)"], capture_output=True, text=True, check=True)
    assert loaded.stdout.split()[0] == "False"


GUIDE = Path(__file__).parent.parent / "docs" / "guide"


@pytest.mark.parametrize(("name", "command"), [v for c in COMMANDS for v in verbs(c, (c.name,))], ids=lambda v: " ".join(v) if isinstance(v, tuple) else "")
def test_each_verb_is_in_the_guide(name, command):
    text = "\n".join(p.read_text(encoding="utf-8") for p in GUIDE.glob("*.md"))
    assert f"onrecord {' '.join(name)}" in text or f"`{name[-1]}" in text


def test_the_python_of_the_guide_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("onrecord.store.run.default_stages", lambda: STUBS)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "a.txt").write_text("Jane Doe said that the dam would hold on Monday.", encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", (GUIDE / "record-file.md").read_text(encoding="utf-8"), re.S)
    exec(compile(code, "record-file.md", "exec"), {})
    assert "Jane Doe | the dam would hold on Monday" in capsys.readouterr().out
