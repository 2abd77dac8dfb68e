"""Near-duplicates: copies of one text with small changes, found by MinHash over runs of three words.

Source: Broder 1997, "On the resemblance and containment of documents"; banding after Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", 3.4. Known to miss: a copy of which less than half is left, and texts of fewer than `SHORTEST` words.
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
BANDS, ROWS = 30, 4
SAME = 0.5
"""Share of runs in common from which two texts are near-duplicates; of unrelated reports it is under .05, of rewritten ones under .3."""
SHORTEST = 12


def view(document: Document, layers: Layers, resources: Resources) -> View:
    """The signature of the text: the smallest of the hashes of its runs, under 120 orders."""
    from rensa import RMinHash

    headline = document.text[slice(*document.headline)] + "\n" if document.headline else ""
    words = tokens(headline + (document.text[slice(*document.body)] if document.body else document.text))
    signature: list[int] = []
    if len(words) >= SHORTEST:
        sketch = RMinHash(num_perm=BANDS * ROWS, seed=42)
        sketch.update(list(dict.fromkeys(" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1))))
        signature = list(sketch.digest())
    return {"report": document.id, "day": day_of(document.published), "outlet": document.outlet, "length": len(words), "signature": signature}


def keys(view: View) -> list[str]:
    """One key a band of the signature."""
    s = view["signature"]
    return [blake2b(repr((k, s[k : k + ROWS])).encode(), digest_size=8).hexdigest() for k in range(0, len(s), ROWS)]


def resemblance(a: View, b: View) -> float:
    """Share of runs that two texts have in common, estimated from their signatures (to about .05)."""
    x, y = a["signature"], b["signature"]
    return sum(p == q for p, q in zip(x, y, strict=True)) / len(x) if x and y else 0.0


def links(view: View, neighbours: Sequence[View]) -> Iterable[Link]:
    """Links to the texts of which this one is nearly a copy; the later report is the one that links."""
    for other in neighbours:
        alike = resemblance(view, other)
        if alike < SAME:
            continue
        later, first = (view, other) if (view["day"], view["report"]) >= (other["day"], other["report"]) else (other, view)
        share = "All" if alike == 1 else f"About {alike:.0%} of"
        sizes = f"{later['length']} and {first['length']} words"
        text = f"{share} the runs of three words of the two texts are the same ({sizes})."
        yield make_link(LinkKind.NEAR_DUPLICATE, LinkEnd(report=later["report"]), LinkEnd(report=first["report"]), text, min(0.99, 0.5 + alike / 2), NEAR_DUPLICATES.label)


NEAR_DUPLICATES = Step(name="near_duplicates", version="1", resources=("package:rensa",), view=view, keys=keys, links=links, nearest=20, most=60)
