"""Stopped at any moment: killed, interrupted, in one process or with workers. The record opens, verifies, and the next run
completes it with the same findings as an undisturbed run.

``ONRECORD_KILLS=100 pytest tests/test_crash.py`` kills a hundred times; ``ONRECORD_REAL=1`` does it with the real stages.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from stub_stages import SLOW_STUBS, document

from onrecord.formats.jsonl import dumps
from onrecord.store import Record

KILLS = int(os.environ.get("ONRECORD_KILLS", "4"))
HERE = Path(__file__).parent
REPORTS = 240

RUN = """
import sys
from onrecord.store import Record
from stub_stages import SLOW_STUBS
if __name__ == "__main__":
    with Record(sys.argv[1]) as record:
        print("ready", flush=True)
        try:
            record.run(stages=None if sys.argv[3] == "real" else SLOW_STUBS, jobs=int(sys.argv[2]))
        except KeyboardInterrupt:
            sys.exit(130)
"""


def hear_interrupts():
    """In the child before it runs: what starts the tests in the background has it ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(path, jobs, stages="stubs", delay="0.002", **options):
    env = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent / 'src'}", "ONRECORD_TEST_DELAY": delay}
    script = path.parent / "run_it.py"
    script.write_text(RUN)
    process = subprocess.Popen(
        [sys.executable, str(script), str(path), str(jobs), stages], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, preexec_fn=hear_interrupts, **options
    )
    assert process.stdout.readline() == "ready\n"
    return process


def fill(path, count):
    with Record(path) as record:
        record.add_documents(
            document(f"Jane Doe said that bridge {k} would open on Monday. Rolf Amber denied that {k} people were hurt.", outlet="Wire", published="2024-01-15")
            for k in range(count)
        )


def findings(record):
    made = record.db.execute('SELECT a.id, a.layer, a.ordinal, a.start, a."end", a.confidence, a.attributes FROM annotation a WHERE a.dropped IS NULL ORDER BY a.key').fetchall()
    return made, [dumps(r) for r in record.export()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "city.db"
    fill(path, REPORTS)
    with Record(path) as record:
        record.run(stages=SLOW_STUBS)
        return findings(record)


def test_killed_at_random_moments(tmp_path, undisturbed):
    rng = random.Random(KILLS)
    path = tmp_path / "city.db"
    fill(path, REPORTS)
    killed = 0
    while killed < KILLS:
        process = start(path, jobs=1)
        time.sleep(rng.uniform(0, 0.6))
        process.kill()
        process.communicate()
        killed += 1
        with Record(path) as record:
            assert record.verify() == [], f"after kill {killed}"
            done = record.db.execute("SELECT count(*) FROM document WHERE state <> ''").fetchone()[0]
            written = record.db.execute("SELECT count(DISTINCT key >> 24) FROM annotation").fetchone()[0]
            assert done == written, "only whole reports"
        if done == REPORTS and killed < KILLS:
            for leftover in tmp_path.glob("city.db*"):
                leftover.unlink()
            fill(path, REPORTS)
    with Record(path) as record:
        record.run(stages=SLOW_STUBS)
        assert findings(record) == undisturbed
        assert record.run(stages=SLOW_STUBS).reports == 0
        assert record.verify() == []


def test_killed_with_workers_that_end_too(tmp_path, undisturbed):
    path = tmp_path / "city.db"
    fill(path, REPORTS)
    process = start(path, jobs=2)
    deadline = time.monotonic() + 20
    while not (workers := children(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    workers |= children(process.pid)
    process.kill()
    process.communicate()
    assert workers
    while any(alive(w) for w in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(w) for w in workers)
    with Record(path) as record:
        assert record.verify() == []
        record.run(stages=SLOW_STUBS)
        assert findings(record) == undisturbed


def children(pid):
    try:
        return {int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_interrupted_it_leaves_whole_reports_and_says_so(tmp_path, undisturbed):
    path = tmp_path / "city.db"
    fill(path, REPORTS)
    process = start(path, jobs=1)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    with Record(path) as record:
        (run,) = record.runs()
        assert run.outcome == "interrupted"
        assert 0 <= run.reports < REPORTS
        assert run.manifest["left"] == REPORTS - run.reports
        assert record.verify() == []
        assert record.run(stages=SLOW_STUBS).reports == REPORTS - run.reports
        assert findings(record) == undisturbed


@pytest.mark.parametrize("pause", [0.0, 0.3])
def test_interrupted_with_workers_nobody_waits_for_anybody(tmp_path, undisturbed, pause):
    """Neither for the tasks under way, nor after an impatient second Ctrl-C, which reaches the whole group."""
    path = tmp_path / "city.db"
    fill(path, REPORTS)
    process = start(path, jobs=2, delay="1", start_new_session=True)
    deadline = time.monotonic() + 30
    while len(workers := children(process.pid)) < 3 and time.monotonic() < deadline:  # two and the tracker of their resources
        time.sleep(0.02)
    time.sleep(3)  # both are at work
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(pause)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.communicate(timeout=15)  # a task of a worker takes 24 seconds here
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode != 0
    while any(alive(w) for w in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(w) for w in workers)
    with Record(path) as record:
        assert record.verify() == []
        record.run(stages=SLOW_STUBS)
        assert findings(record) == undisturbed


def workers_of(pid):
    """The live children of a process that are no tracker of its resources."""
    with suppress(OSError):
        return {p for p in children(pid) if alive(p) and b"resource_tracker" not in Path(f"/proc/{p}/cmdline").read_bytes()}
    return {pid}  # one ended while we looked: look again


UNWOUND = """
import signal, sys, time
from onrecord.api import Settings
from onrecord.store.run import _in_processes
from onrecord.store.work import Task
from stub_stages import SLOW_STUBS, document
if __name__ == "__main__":
    tasks = ([Task(k, document("Jane Doe said that it rained."), {}, frozenset({"attributions"}))] for k in range(1000))
    made = _in_processes(tasks, SLOW_STUBS, Settings(), 2)
    next(made)
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        pass  # a second one came before the generator was closed: nothing in it has run
    print("interrupted", flush=True)
    time.sleep(60)
"""


def test_an_interrupt_ends_the_workers_before_anything_else(tmp_path):
    """Also where the code that unwinds is itself interrupted before it tells them."""
    script = tmp_path / "unwound.py"
    script.write_text(UNWOUND)
    env = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parent / 'src'}", "ONRECORD_TEST_DELAY": "0.01"}
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env, preexec_fn=hear_interrupts)
    try:
        assert process.stdout.readline() == "interrupted\n"
        deadline = time.monotonic() + 30
        while (left := workers_of(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not left
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif("ONRECORD_REAL" not in os.environ, reason="loads the parser for every kill: ONRECORD_REAL=1 runs it")
def test_killed_with_the_real_stages(tmp_path):
    whole, path = tmp_path / "whole.db", tmp_path / "city.db"
    fill(whole, 60)
    fill(path, 60)
    with Record(whole) as record:
        record.run()
        undisturbed = findings(record)
    rng = random.Random(7)
    for _ in range(KILLS):
        process = start(path, jobs=1, stages="real")
        time.sleep(rng.uniform(0, 6))
        process.kill()
        process.communicate()
        with Record(path) as record:
            assert record.verify() == []
    with Record(path) as record:
        record.run()
        assert findings(record) == undisturbed
