"""Near-duplicates: copies of one text with small changes, found by MinHash over runs of three words.

Source: Broder 1997, "On the resemblance and containment of documents"; banding after Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", 3.4; containment from resemblance and sizes after Broder 1997, section 2. Known to miss: a copy of which less than half is
left, and texts of fewer than `SHORTEST` words. Apt to take for a copy: a brief whose words nearly all stand in a longer report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from onrecord.across.steps import Layers, Step, View, day_of, make_link
from onrecord.across.words import tokens
from onrecord.model import Document, Link, LinkEnd, LinkKind
from onrecord.resources import Resources

WORDS = 3
"""Words in a run. A copy in which one word in twenty is another keeps three runs in four."""
BANDS, ROWS = 40, 3
"""Texts with .4 of their runs in common share a band nineteen times in twenty; unrelated ones, with .02, three times in ten thousand."""
SAME = 0.5
"""Share of runs in common from which two texts are near-duplicates; of unrelated reports it is under .05, of rewritten ones under .3."""
LEFT, INSIDE = 0.35, 0.74
"""Also near-duplicates: texts with `LEFT` of their runs in common where the shorter one has `INSIDE` of its runs in the longer: a copy cut short."""
SHORTEST = 12


def view(document: Document, layers: Layers, resources: Resources) -> View:
    """The signature of the text: the smallest of the hashes of its runs, under 120 orders."""
    from rensa import RMinHash

    headline = document.text[slice(*document.headline)] + "\n" if document.headline else ""
    words = tokens(headline + (document.text[slice(*document.body)] if document.body else document.text))
    signature: list[int] = []
    runs: dict[str, None] = {}
    if len(words) >= SHORTEST:
        sketch = RMinHash(num_perm=BANDS * ROWS, seed=42)
        runs = dict.fromkeys(" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1))
        sketch.update(list(runs))
        signature = list(sketch.digest())
    return {"report": document.id, "day": day_of(document.published), "outlet": document.outlet, "length": len(words), "runs": len(runs), "signature": signature}


def keys(view: View) -> list[str]:
    """One key a band of the signature."""
    s = view["signature"]
    return [blake2b(repr((k, s[k : k + ROWS])).encode(), digest_size=8).hexdigest() for k in range(0, len(s), ROWS)]


def resemblance(a: View, b: View) -> float:
    """Share of runs that two texts have in common, estimated from their signatures (to about .05)."""
    x, y = a["signature"], b["signature"]
    return sum(p == q for p, q in zip(x, y, strict=True)) / len(x) if x and y else 0.0


def contained(a: View, b: View, alike: float) -> float:
    """Share of the runs of the shorter text that stand in the longer, from their resemblance.

    >>> contained({"runs": 50}, {"runs": 100}, 0.5)
    1.0
    """
    share: float = alike / (1 + alike) * (a["runs"] + b["runs"]) / max(1, min(a["runs"], b["runs"]))
    return min(1.0, share)


def links(view: View, neighbours: Sequence[View]) -> Iterable[Link]:
    """Links to the texts of which this one is nearly a copy; the later report is the one that links."""
    for other in neighbours:
        alike = resemblance(view, other)
        inside = contained(view, other, alike)
        if alike < SAME and (alike < LEFT or inside < INSIDE):
            continue
        later, first = (view, other) if (view["day"], view["report"]) >= (other["day"], other["report"]) else (other, view)
        share = "All" if alike == 1 else f"About {alike:.0%} of"
        sizes = f"{later['length']} and {first['length']} words"
        cut = f"; about {inside:.0%} of the shorter stand in the longer" if alike < SAME else ""
        text = f"{share} the runs of three words of the two texts are the same ({sizes}){cut}."
        yield make_link(
            LinkKind.NEAR_DUPLICATE,
            LinkEnd(report=later["report"]),
            LinkEnd(report=first["report"]),
            text,
            min(0.99, 0.5 + max(alike, inside * alike / SAME) / 2),
            NEAR_DUPLICATES.label,
        )


NEAR_DUPLICATES = Step(name="near_duplicates", version="3", resources=("package:rensa",), view=view, keys=keys, links=links, nearest=20, most=60)
