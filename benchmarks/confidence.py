"""Are events as sure as they say? Fits the weights of their confidence, and draws the reliability diagram, from the events judged by hand.

    python benchmarks/confidence.py fit --rounds ABCDEFGHIJKLMN --mean OPQR   # weights for src/onrecord/lexicons/events.yml
    python benchmarks/confidence.py diagram --rounds OPQRS --bins 5           # docs/images/events-confidence.svg, a table and the Brier score

Only `gold/events/judged.tsv` is read: round, type, modality, risks, actor, report and verdict of each event, no text. Weights are log-odds of a logistic
with a ridge. What is still given of an early round was mended after it was read, so it is right more often than fresh events are: only the
differences between types, risks, actors and reports are learned from the early rounds, and the base is set so that the mean is the share right of the last
rounds as they were drawn. The diagram is of those last rounds: it tests the differences, while the mean is theirs by making.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

ROOT = Path(__file__).parents[1]
RIDGE = 2.0
"""Strength of the pull of every weight to nought, in events' worth: a type with few events stays near the mean."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One event judged by hand; `risks` is None where it is no longer given as it was. `actor` and `report` are what the events stage calls them."""

    round: str
    type: str
    risks: int | None
    actor: str
    report: str
    right: bool


def read_judged(path: Path) -> list[Judged]:
    """The rows of the file, in order."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    names = rows[0]
    found = [dict(zip(names, row, strict=True)) for row in rows[1:]]
    return [Judged(r["round"], r["type"], int(r["risks"]) if r["risks"].isdigit() else None, r["actor"], r["report"], r["verdict"] == "right") for r in found]


def keys(row: Judged) -> tuple[str, str, str, str]:
    """The weights that count for an event beside the base."""
    return row.type, f"risks {min(row.risks or 0, 4)}", f"actor {row.actor}", f"report {row.report}"


def probability(weights: dict[str, float], row: Judged) -> float:
    """What the weights say of an event, as the events stage computes it."""
    return 1 / (1 + exp(-(weights["base"] + sum(weights.get(k, 0.0) for k in keys(row)))))


def fit(rows: list[Judged], at: list[Judged]) -> dict[str, float]:
    """Weights by Newton's steps on one weight at a time, then the base moved until the mean over `at` is the share right there."""
    weights = {"base": 0.0} | dict.fromkeys(sorted({k for r in rows for k in keys(r)}), 0.0)
    for _ in range(60):
        for name in weights:
            mine = rows if name == "base" else [r for r in rows if name in keys(r)]
            ps = [probability(weights, r) for r in mine]
            pull = 0.0 if name == "base" else RIDGE
            slope = sum(r.right - p for r, p in zip(mine, ps, strict=True)) - pull * weights[name]
            weights[name] += slope / (sum(p * (1 - p) for p in ps) + pull + 1e-9)
    mean = sum(r.right for r in at) / len(at)
    for _ in range(60):
        have = sum(probability(weights, r) for r in at) / len(at)
        weights["base"] += log(mean / (1 - mean)) - log(have / (1 - have))
    return {k: round(w, 2) for k, w in weights.items()}


def brier(pairs: list[tuple[float, bool]]) -> float:
    """Mean squared difference of what was said and what was so; 0 is best."""
    return sum((p - right) ** 2 for p, right in pairs) / len(pairs)


def bins(pairs: list[tuple[float, bool]], count: int) -> list[tuple[float, int, int]]:
    """(mean confidence, events, right) of `count` bins of about equally many events, equal confidences kept together."""
    pairs = sorted(pairs)
    found: list[list[tuple[float, bool]]] = [[]]
    for k, pair in enumerate(pairs):
        full = len(found[-1]) >= len(pairs) / count and pair[0] != found[-1][-1][0]
        if full and len(pairs) - k >= len(pairs) / count / 2:
            found.append([])
        found[-1].append(pair)
    return [(sum(p for p, _ in b) / len(b), len(b), sum(r for _, r in b)) for b in found]


def interval(right: int, count: int) -> tuple[float, float]:
    """Wilson's 95 percent interval of a share."""
    z, p = 1.96, right / count
    middle, half = (p + z * z / (2 * count)) / (1 + z * z / count), z * ((p * (1 - p) + z * z / (4 * count)) / count) ** 0.5 / (1 + z * z / count)
    return middle - half, middle + half


def svg(table: list[tuple[float, int, int]], title: str) -> str:
    """The diagram: confidence across, share right up, a point a bin with its 95 percent interval, the diagonal for comparison."""
    size, left, top, low = 320, 56, 34, 0.3
    at = lambda v: (v - low) / (1 - low) * size  # noqa: E731
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + left + 24} {size + top + 52}" width="{size + left + 24}" height="{size + top + 52}" role="img" aria-labelledby="t">',
        f'<title id="t">{title}</title>',
        "<style>text{font:13px system-ui,sans-serif;fill:#333}line,path{stroke:#888}.e{stroke:#0a6aa1;stroke-width:2}.p{fill:#0a6aa1}"
        "@media (prefers-color-scheme:dark){text{fill:#ddd}.e{stroke:#6cb8e6}.p{fill:#6cb8e6}}</style>",
        f'<text x="{left}" y="18">{title}</text>',
        f'<path d="M{left} {top}V{top + size}H{left + size}" fill="none"/>',
        f'<line x1="{left}" y1="{top + size}" x2="{left + size}" y2="{top}" stroke-dasharray="4 4"/>',
    ]
    for k in range(3, 11):
        v = k / 10
        parts.append(
            f'<text x="{left + at(v):.1f}" y="{top + size + 18}" text-anchor="middle">.{k}</text>'
            if k < 10
            else f'<text x="{left + size}" y="{top + size + 18}" text-anchor="middle">1</text>'
        )
        parts.append(f'<text x="{left - 8}" y="{top + size - at(v) + 4:.1f}" text-anchor="end">{"1" if k == 10 else f".{k}"}</text>')
    parts.append(f'<text x="{left + size / 2}" y="{top + size + 40}" text-anchor="middle">confidence given</text>')
    parts.append(f'<text transform="translate(14 {top + size / 2}) rotate(-90)" text-anchor="middle">share right</text>')
    for mean, count, right in table:
        a, b = (max(low, v) for v in interval(right, count))
        x, y = left + at(mean), top + size - at(max(low, right / count))
        parts.append(f'<line class="e" x1="{x:.1f}" y1="{top + size - at(a):.1f}" x2="{x:.1f}" y2="{top + size - at(b):.1f}"/>')
        parts.append(f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{right} of {count} right at confidence {mean:.2f}</title></circle>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=["fit", "diagram"])
    options.add_argument("--rounds", required=True, help="letters of the rounds to use")
    options.add_argument("--mean", default="OPQR", help="rounds whose share right sets the base (default OPQR, the last)")
    options.add_argument("--bins", type=int, default=4)
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "events-confidence.svg")
    given = options.parse_args()
    everything = read_judged(ROOT / "gold" / "events" / "judged.tsv")
    rows = [r for r in everything if r.round in given.rounds and r.risks is not None]
    if given.what == "fit":
        at = [r for r in everything if r.round in given.mean and r.risks is not None]
        print(f"# {len(rows)} events of the rounds {given.rounds} that are still given; base from {len(at)} of {given.mean}, {sum(r.right for r in at)} right")
        print("confidence:")
        for name, weight in fit(rows, at).items():
            print(f"  {name}: {weight}")
        return
    weights = json.loads((ROOT / "src" / "onrecord" / "lexicons" / "tables" / "events.json").read_text(encoding="utf-8"))["confidence"]
    pairs = [(probability(weights, r), r.right) for r in rows]
    mean = sum(right for _, right in pairs) / len(pairs)
    table = bins(pairs, given.bins)
    print(f"{len(pairs)} events, {sum(r for _, r in pairs)} right; Brier score {brier(pairs):.3f}, of the mean alone {brier([(mean, r) for _, r in pairs]):.3f}\n")
    print("| confidence, mean of the bin | events | right | share |\n| --- | ---: | ---: | ---: |")
    for confidence, count, right in table:
        print(f"| {confidence:.2f} | {count} | {right} | {right / count:.2f} |")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(svg(table, f"{len(pairs)} events judged, rounds {' and '.join(given.rounds)}"), encoding="utf-8")
    print(f"\nDiagram: {given.out}")


if __name__ == "__main__":
    main()
