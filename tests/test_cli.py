"""The command line: exit codes, stdout and stderr, the view for a reader."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_schema import VALIDATOR

from onrecord.cli import main
from onrecord.model import (
    Act,
    Anonymity,
    Attribution,
    AttributionKind,
    Document,
    Entity,
    EntityKind,
    Event,
    Label,
    Modality,
    Outcome,
    PlaceUse,
    Problem,
    Qualifier,
    Quantity,
    ReportKind,
    Severity,
    Source,
    Span,
    Status,
    Timex,
    TimexType,
    Toponym,
    Vote,
)
from onrecord.pipeline import Analysis
from onrecord.terminal import Screen

ROOT = Path(__file__).parent.parent
REPORT = "Ferry to sail again\nThe Gull | January 15, 2024\n\n“It is safe,” said Mara Quill, who heads the board. She denied that the hull had cracked.\n"


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, list(arguments), input=stdin)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


def test_json_is_on_stdout_and_talk_on_stderr(report):
    done = run("read", report, "--json")
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    VALIDATOR.validate(found)
    assert (found["schema"], found["outlet"], found["source"]["path"]) == ("onrecord/1", "The Gull", report)
    assert found["text"] == REPORT
    assert "1 report read" in done.stderr


def test_a_pipe_gets_json_lines(report):
    assert json.loads(run("read", report).stdout)["outlet"] == "The Gull"


def test_quiet_says_nothing_but_errors(report):
    assert run("read", report, "--json", "--quiet").stderr == ""
    assert "gone.txt" in run("read", "gone.txt", "-q").stderr


def test_the_view_for_a_reader(report):
    done = run("read", report, "--text")
    assert done.exit_code == 0
    assert "Ferry to sail again" in done.stdout
    assert "The Gull · Mon 15 January 2024" in done.stdout
    assert "“It is safe”" in done.stdout
    assert "DENIES" in done.stdout
    assert "\x1b" not in done.stdout


def test_figures_carry_their_unit():
    words = "The water stood 40 centimetres below the crest after ten days of rain, and 14 people had died. It rose at 90 cubic metres per second."
    done = run("read", "-", "--text", "--outlet", "Ternpost", "--published", "2024-02-01", "--language", "en", stdin=words)
    for told in ("40 centimetres", "ten days", "14  people", "90 cubic metres per second"):
        assert told in done.stdout, told


def test_standard_input_and_what_is_known():
    done = run("read", "-", "--json", "--outlet", "Ternpost", "--published", "2024-02-01", "--language", "en", stdin="The board said that the ferry would sail.")
    found = json.loads(done.stdout)
    assert (found["outlet"], found["published"], found["language"], found["source"]["path"]) == ("Ternpost", "2024-02-01", "en", "-")


def test_model_none_and_a_lexicon_of_ones_own(report, tmp_path):
    (tmp_path / "mine.yml").write_text("layout:\n  outlets: [gull]\n")
    assert run("read", report, "--json", "--model", "none", "--lexicon", str(tmp_path / "mine.yml")).exit_code == 0


def test_bad_input_is_named_the_rest_is_read_and_the_exit_is_1(report, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("read", str(tmp_path / "gone.txt"), str(tmp_path / "empty.txt"), report, "--json")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1
    assert "onrecord: There is no file or folder" in done.stderr
    assert "empty.txt is empty" in done.stderr
    assert "1 report read. 2 inputs could not be read." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_only_carries_problems_exits_0(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("Der Hafenrat hat nach sechs Stunden beschlossen, dass die Fähre ab Freitag wieder fährt.", encoding="utf-8")
    done = run("read", str(path), "--json")
    assert done.exit_code == 0
    assert "language-not-read" in {p["code"] for p in json.loads(done.stdout)["problems"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read"], "Missing argument"),
        (["read", "x", "--published", "yesterday"], "no ISO date"),
        (["read", "x", "--language", "?"], "no language code"),
        (["read", "x", "--model", "huge"], "Invalid value"),
        (["read", "x", "--lexicon", "gone.yml"], "Cannot read the lexicon"),
        (["read", "x", "--nonsense"], "No such option"),
        (["shout"], "No such command"),
    ],
)
def test_wrong_usage_exits_2(arguments, words):
    done = run(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_folders_in_folders_and_columns_of_tables(tmp_path):
    (tmp_path / "news" / "march").mkdir(parents=True)
    (tmp_path / "news" / "march" / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "news.csv").write_text("story_words,paper\nThe board said that the ferry would sail on Friday.,The Gull\n", encoding="utf-8")
    refused = run("read", str(tmp_path / "news"), "--json")
    assert refused.exit_code == 1
    assert "--recursive" in refused.stderr
    assert json.loads(run("read", str(tmp_path / "news"), "--json", "--recursive").stdout)["outlet"] == "The Gull"
    done = run("read", str(tmp_path / "news.csv"), "--json", "--columns", "text=story_words,outlet=paper")
    assert json.loads(done.stdout)["outlet"] == "The Gull"
    assert run("read", "x.csv", "--columns", "words").exit_code == 2


def test_a_parser_that_is_not_there(report):
    done = run("read", report, "--parser", "xx_gone")
    assert done.exit_code == 1
    assert "The parser 'xx_gone' is not installed" in done.stderr


def test_an_interrupt_exits_130(report, monkeypatch):
    def interrupted(*paths, **known):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("onrecord.api.read", interrupted)
    done = run("read", report)
    assert done.exit_code == 130
    assert "Interrupted" in done.stderr


def test_a_closed_pipe_leaves_no_trace():
    command = f"{sys.executable} -m onrecord.cli read {ROOT / 'examples'} --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr


def test_schema_prints_the_file():
    assert run("schema").stdout == (ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", [[], *([name] for name, verb in sorted(main.commands.items()) if not hasattr(verb, "commands"))], ids=lambda v: " ".join(v) or "onrecord")
def test_help_ends_with_examples(verb):
    done = run(*verb, "--help")
    assert done.exit_code == 0
    assert "Example" in done.stdout


def test_help_is_quick_and_loads_nothing_heavy():
    code = "import sys, onrecord.cli; print(*[m for m in ('spacy', 'pydantic', 'rich', 'yaml', 'numpy', 'fastapi', 'sqlite3', 'trafilatura') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "onrecord.cli", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.15  # processor time: what the machine does besides does not count


# ---------------------------------------------------------------------------------------------------- the terminal


TEXT = "Ferry row\n\nMara Quill told Radio Skerry that crews never said it sank. At least 14 people left Port Ellery on Friday. The council voted 7-4."


def at(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def analysis_of(**layers):
    document = Document(id="doc_1", source=Source(), text=TEXT, headline=Span(0, 9), outlet="The Gull", published="2024-01-15T14:05+00:00", kind=ReportKind.NEWS, language="en")
    problem = Problem(code="no-published", severity=Severity.ERROR, message="Something is missing.", hint="Give it.")
    return Analysis(document, layers, (problem,), {})


def shown(analysis, width=100, colour=False):
    import io

    out = io.StringIO()
    Screen(out, width=width, colour=colour).show(analysis)
    return out.getvalue()


FULL = {
    "entities": (
        Entity(id="ent_1", name="Mara Quill", kind=EntityKind.PERSON, role="head", affiliation="ent_2", mentions=(at("Mara Quill"),)),
        Entity(id="ent_2", name="harbour board", kind=EntityKind.BODY),
        Entity(id="ent_3", name="Radio Skerry", kind=EntityKind.OUTLET, mentions=(at("Radio Skerry"),)),
        Entity(id="ent_4", name="crews", kind=EntityKind.POPULATION, mentions=(at("crews"),)),
    ),
    "attributions": (
        Attribution(
            id="att_1",
            kind=AttributionKind.INDIRECT,
            content=(at("crews never said it sank"),),
            cue=(at("told"),),
            source=(at("Mara Quill"),),
            speaker="ent_1",
            via=("ent_3",),
            act=Act.DENIES,
        ),
        Attribution(
            id="att_2",
            kind=AttributionKind.DIRECT,
            content=(at("it sank"),),
            cue=(at("said"),),
            source=(at("crews"),),
            speaker="ent_4",
            within="att_1",
            status=Status.DISPUTED,
            anonymity=Anonymity.ROLE,
        ),
        Attribution(id="att_3", kind=AttributionKind.INDIRECT, content=(at("left Port Ellery"),), source=(at("people"),), status=Status.HYPOTHETICAL),
        Attribution(id="att_4", kind=AttributionKind.INDIRECT, content=(at("voted"),), within="att_5"),
        Attribution(id="att_5", kind=AttributionKind.INDIRECT, content=(at("council"),), within="att_4"),
    ),
    "quantities": (Quantity(id="qty_1", span=at("14"), low=14, high=None, unit="person", measures="people", qualifier=Qualifier.AT_LEAST, claimed_by="att_1", place="top_1"),),
    "votes": (Vote(id="vot_1", body="ent_2", for_=7, against=4, outcome=Outcome.ADOPTED),),
    "events": (Event(id="evt_1", trigger=at("left"), type="OTHER", actor=("ent_4",), place="top_1", modality=Modality.DENIED),),
    "timexes": (Timex(id="tmx_1", span=at("Friday"), type=TimexType.DATE, value="2024-01-12", start="2024-01-12", end="2024-01-12"),),
    "toponyms": (Toponym(id="top_1", span=at("Port Ellery"), name="Port Ellery", country="GB", use=PlaceUse.LOCATION),),
    "labels": (Label(id="lab_1", span=at("row"), entity="ent_1"),),
}


def test_the_view_says_everything_in_words():
    text = shown(analysis_of(**FULL))
    for words in (
        "Mon 15 January 2024, 14:05+00:00",
        "Mara Quill, head, harbour board",
        "DENIES crews never said it sank  ← via Radio Skerry",
        "└ crews  (by role only) NOT SAID: “it sank”  ← so this report",
        "IMAGINED left Port Ellery",
        "at least 14  people · Port Ellery",
        "says Mara Quill",
        "harbour board  7 for, 4 against  → adopted",
        "DENIED: crews left",
        "Friday = 2024-01-12",
        "Port Ellery GB",
        "“row” for Mara Quill (outlet)",
        "ERROR Something is missing. Give it. [no-published]",
    ):
        assert words in text, (words, text)
    assert "voted" in text  # two statements that each claim to be inside the other are both shown


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_the_view_keeps_to_the_width(width):
    assert max(map(len, shown(analysis_of(**FULL), width=width).splitlines())) <= width


def test_colour_adds_nothing_but_colour():
    coloured = shown(analysis_of(**FULL), colour=True)
    assert "\x1b[" in coloured
    plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()]
    assert plain == shown(analysis_of(**FULL)).splitlines()


def test_no_colour_is_honoured(report):
    done = subprocess.run(
        [sys.executable, "-m", "onrecord.cli", "read", report, "--text"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "", "PYTHONIOENCODING": "utf-8"},
    )
    assert not re.search(r"\x1b\[3[0-9]", done.stdout)


def test_a_report_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "hostile.txt"
    path.write_text("Ferry \x1b[31mrow\x07\nThe Gull | January 15, 2024\n\nMara \u202eQuill said that \x1b]0;title\x07 it was safe.\n", encoding="utf-8")
    done = run("read", str(path), "--text")
    assert not re.search("[\x1b\x07\u202e]", done.stdout)


def test_the_view_of_nothing():
    assert "Ferry row" in shown(analysis_of())
