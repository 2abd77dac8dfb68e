"""How fast the pages answer on a large record: server time at the median and p95, page by page, without a network.

The last column is processor time at p95, which other work on the machine does not change.

    python benchmarks/pages_speed.py made.db            # a record that is there
    python benchmarks/pages_speed.py --make 100000 made.db

Made records come from `generate.py`: invented reports with findings that went through the same writer, and links across them.
The aim is under 100 ms at p95 for every page on 100,000 reports.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

from fastapi.testclient import TestClient

from onrecord.model import Link, LinkEnd, LinkKind, link_id
from onrecord.store.record import Record
from onrecord.web.app import create_app

sys.path.insert(0, str(Path(__file__).parent))


def make(path: str, count: int, words: int) -> None:
    """A record of so many invented reports."""
    from generate import MADE, documents

    with Record(path) as record:
        record.add_documents(documents(count, words=words))
        record.run(stages=MADE)
    link(path)


def link(path: str) -> None:
    """A link of each kind for a tenth of the reports, and stories of five."""
    with Record(path) as record:
        ids = [i for (i,) in record.db.execute("SELECT id FROM document ORDER BY key")]
        made = []
        for k in range(0, len(ids) - 5, 5):
            made += [(LinkKind.SAME_STORY, LinkEnd(report=ids[k + n]), LinkEnd(report=ids[k])) for n in range(1, 5)]
        for k in range(0, len(ids) - 11, 10):
            for layer, kind in (
                ("attributions", LinkKind.DENIES),
                ("attributions", LinkKind.SAME_CLAIM),
                ("quantities", LinkKind.CONTRADICTS),
                ("quantities", LinkKind.UPDATES),
                ("entities", LinkKind.SAME_ENTITY),
            ):
                ends = [record.findings(ids[k + n], layer)[:1] for n in (0, 1)]
                if all(ends):
                    made.append((kind, *(LinkEnd(report=ids[k + n], item=e[0].id) for n, e in enumerate(ends))))
        record.write_links("made@1", [Link(id=link_id(*m), kind=m[0], from_=m[1], to=m[2], why="Made for measuring.", confidence=0.7) for m in made])


def addresses(path: str, rng: random.Random, count: int) -> dict[str, list[str]]:
    """Addresses of every page, as readers would ask for them."""
    with Record(path, write=False) as record:
        last = record.db.execute("SELECT max(key) FROM document").fetchone()[0]
        reports = [record.db.execute("SELECT id FROM document WHERE key >= ? ORDER BY key LIMIT 1", (rng.randint(1, last),)).fetchone()[0] for _ in range(count)]
        said = [a for r in reports for a in record.findings(r, "attributions")[:1]]
        who = [e for r in reports for e in record.findings(r, "entities")[:1]]
    words = ["bridge", "flood", "harbour strike", '"tax court"', "quorum", "vaccine -school", "earth*"]
    months = [f"{y}-{m:02}" for y in (2021, 2022, 2023) for m in range(1, 13)]

    def some(*pattern: str) -> list[str]:
        return [rng.choice(pattern).format(word=rng.choice(words), month=rng.choice(months), page=rng.randint(1, 20)) for _ in range(count)]

    return {
        "/": ["/"] * count,
        "/find": some(
            "/find",
            "/find?q={word}",
            "/find?q={word}&act=denies",
            "/find?since={month}&until={month}",
            "/find?page={page}",
            "/find?layer=all&q={word}",
            "/find?outlet=The+Gull&q={word}",
        ),
        "/find reports": some("/find?layer=reports", "/find?layer=reports&q={word}", "/find?layer=reports&since={month}&until={month}"),
        "/report": [f"/report/{r}" for r in reports],
        "/report, a finding": [f"/report/{a_report}?f={a.id}" for a_report, a in zip(reports, said, strict=False)],
        "/finding": [f"/finding/{a.id}" for a in said],
        "/entity": [f"/entity/{e.id}" for e in who],
        "/quantities": some("/quantities", "/quantities?measures=workers", "/quantities?page={page}", "/quantities?since={month}&until={month}"),
        "/ledger": some("/ledger", "/ledger?measure=workers", "/ledger?measure=workers&summary=1", "/ledger?measure=killed&since={month}&until={month}"),
        "/who": some("/who", "/who?q=a", "/who?page={page}"),
        "/relays": ["/relays"] * count,
        "/queue/names": ["/queue/names"] * count,
        "/events": some("/events", "/events?kind=ASSAULT", "/events?page={page}"),
        "/places": some("/places", "/places?since={month}&until={month}"),
        "/votes": ["/votes"] * count,
        "/labels": some("/labels", "/labels?outlet=Wire"),
        "/conflicts": some("/conflicts", "/conflicts?page={page}", "/conflicts?kind=denies"),
        "/compare": some("/compare", "/compare?page={page}"),
        "/compare, a story": [f"/compare?story={r}" for r in reports],
        "/queue": ["/queue?user=ana"] * count,
        "/problems": ["/problems"] * count,
        "/audit": some("/audit", "/audit?page={page}", "/audit?verb=people"),
        "/api/findings": some("/api/findings?q={word}", "/api/findings?since={month}"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path")
    parser.add_argument("--make", type=int, metavar="REPORTS")
    parser.add_argument("--words", type=int, default=180)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--only", help="one line of the table")
    given = parser.parse_args()
    if given.make:
        make(given.path, given.make, given.words)
    client = TestClient(create_app(given.path), base_url="http://127.0.0.1")
    print(f"{'page':24}{'median':>9}{'p95':>9}{'worst':>9}{'p95 cpu':>9}   (ms)")
    for name, wanted in addresses(given.path, random.Random(1), given.times).items():
        if given.only and name != given.only:
            continue
        client.get(wanted[0])
        took, busy, slow = [], [], ""
        for address in wanted:
            began, before = time.perf_counter(), time.process_time()
            answer = client.get(address)
            took.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - before) * 1000)
            slow = address if took[-1] == max(took) else slow
            assert answer.status_code == 200, (address, answer.text[:200])
        took.sort()
        print(f"{name:24}{statistics.median(took):9.0f}{took[int(len(took) * 0.95) - 1]:9.0f}{took[-1]:9.0f}{sorted(busy)[int(len(busy) * 0.95) - 1]:9.0f}   {slow}", flush=True)


if __name__ == "__main__":
    main()
