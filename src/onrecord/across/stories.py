"""Same story: reports of one happening, told apart from reports that only share a topic.

Average linkage over a similarity of words (body, headline, and headline in the other's text), raised for short reports, damped where
reports lie far apart in time. A new report is compared with its neighbours; the groups they are in are formed anew together with it, so that a report that bridges
two groups merges them and one that was placed badly moves. Source of the linkage: Sokal and Michener 1958 (UPGMA); of the background
frequencies in place of the collection's: Speer 2022 (wordfreq). Known to miss: reports of a few words, and headlines that name no actor.
Apt to join: two happenings of one actor in one week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from onrecord.across.likeness import likeness
from onrecord.across.steps import Layers, Step, View, day_of, listed, make_link
from onrecord.across.words import FIRST_WORDS, headline_vector, length, spellings, stem, text_vector, tokens
from onrecord.model import Document, Entity, Link, LinkEnd, LinkKind, PlaceUse, Quantity, Timex, Toponym
from onrecord.resources import Resources

TOGETHER = 0.19
"""Mean similarity from which groups are one story. On our measurements the result is the same from .163 to .202 (docs/benchmarks.md)."""
HEADLINE, COVER = 0.2, 0.15
"""Shares of the similarity: two headlines alike, and the headline of one found in the text of the other."""
SHORT, LENGTH = 40, 0.3
"""Short reports share fewer words: a similarity is divided by the share of `FIRST_WORDS` that the shorter one has (at least `SHORT` words), to this power."""
HALF_LIFE, FLOOR = 365.0, 0.5
WEEKS, TOPIC = 14, 0.85
"""Reports more days apart are damped by so much, unless they share a day, a figure or three words of their headlines: a topic comes again, a happening does not."""
FORMS = 40
"""Of how many of its heaviest words a report keeps the spelling, for the reasons."""
KEPT = 140
"""Words of a report that are kept; the lighter ones change a similarity by less than a hundredth."""
KEYS = 14


def view(document: Document, layers: Layers, resources: Resources) -> View:
    """Words with weights, and the names, places, days and figures by which a person would know the story."""
    headline = document.text[slice(*document.headline)] if document.headline else ""
    body = document.text[slice(*document.body)] if document.body else document.text
    words = sorted(text_vector(headline, body).items(), key=lambda x: (-x[1], x[0]))[:KEPT]
    names: dict[str, int] = {}
    for e in layers.get("entities", ()):
        if isinstance(e, Entity) and e.name[:1].isupper() and e.kind != "population":
            names[e.name] = len(e.mentions)
    places = {t.name: None for t in layers.get("toponyms", ()) if isinstance(t, Toponym) and t.use == PlaceUse.LOCATION}
    days = {t.start[:10]: None for t in layers.get("timexes", ()) if isinstance(t, Timex) and t.start and t.end and t.start[:10] == t.end[:10]}
    figures: dict[str, None] = {}
    for q in layers.get("quantities", ()):
        if isinstance(q, Quantity) and q.low is not None and q.low == q.high and q.low > 2:
            if shown := _figure(q.low, q.measures or "", q.unit or ""):
                figures[shown] = None
    if document.language not in (None, "en"):  # words are weighed as English: the commonest ones of another language would count for rare
        words, headline = [], ""
    return {
        "report": document.id,
        "day": day_of(document.published),
        "words": {w: round(x, 4) for w, x in words},
        "headline": {w: round(x, 4) for w, x in headline_vector(headline).items()},
        "length": length(body),
        "forms": spellings(headline, body, [w for w, _ in words[:FORMS]]),
        "spelt": list(dict.fromkeys(w for w in tokens(headline) if len(w) > 3)),
        "names": sorted(names, key=lambda n: (-names[n], n))[:12],
        "places": list(places)[:8],
        "days": list(days)[:8],
        "figures": list(figures)[:12],
    }


def _figure(value: float, measures: str, unit: str) -> str | None:
    """A figure as a reader would know it again; None where what it counts is not a plain noun in the plural.

    >>> _figure(84, "passengers", ""), _figure(16, "age of pilot", "year"), _figure(2300, "", "USD"), _figure(5, "well", "")
    ('84 passengers', 'age 16', '2,300 USD', None)
    """
    if measures.startswith("age"):
        return f"age {value:g}"
    if unit == "percent":
        return f"{value:g} percent"
    if measures[:1].islower() and (measures.split()[0].endswith("s") or measures.endswith("s") or unit == "person"):
        return f"{value:,.10g} {measures}"
    return f"{value:,.10g} {unit}" if len(unit) == 3 and unit.isupper() else None


def keys(view: View) -> list[str]:
    """The words that weigh most in the report and in its headline."""
    words = sorted(view["words"], key=lambda w: (-view["words"][w], w))[:KEYS]
    headline = sorted(view["headline"], key=lambda w: (-view["headline"][w], w))[:4]
    return list(dict.fromkeys([*words, *headline]))


def similarities(view: View, others: Sequence[View]) -> list[float]:
    """How alike a report and each other one are in their words, 0 to 1, less the farther apart they were published."""
    out = []
    for other, (words, headlines, covered) in zip(others, likeness(view, others), strict=True):
        alike = (1 - HEADLINE - COVER) * words + HEADLINE * headlines + COVER * covered
        gap = abs(view["day"] - other["day"]) if view["day"] and other["day"] else 0
        score = min(1.0, alike / _short(min(view["length"], other["length"]))) * _fade(gap)
        out.append(score * TOPIC if gap > WEEKS and score >= TOGETHER and "spelt" in view and not _tied(view, other) else score)
    return out


def _tied(a: View, b: View) -> bool:
    """Whether two reports share what one topic seldom gives twice: a day, a figure, or three words of their headlines."""
    return any(d in b["days"] for d in a["days"]) or any(f in b["figures"] for f in a["figures"]) or len(a["headline"].keys() & b["headline"].keys()) >= 3


def similarity(a: View, b: View) -> float:
    """How alike two reports are; see `similarities`."""
    return similarities(a, [b])[0]


@lru_cache(maxsize=FIRST_WORDS + 1)
def _short(length: int) -> float:
    return float((max(SHORT, length) / FIRST_WORDS) ** LENGTH)


@lru_cache(maxsize=1 << 12)
def _fade(gap: int) -> float:
    return FLOOR + (1 - FLOOR) * float(0.5 ** (gap / HALF_LIFE))


def near(a: View, b: View) -> bool:
    """Whether two reports may belong to one story."""
    return similarity(a, b) >= TOGETHER


def groups(views: Sequence[View], alike: Callable[[View, Sequence[View]], list[float]] = similarities) -> list[list[int]]:
    """The stories that these reports fall into: average linkage down to `TOGETHER`; ties are broken by the order given."""
    n = len(views)
    alive = {i: [i] for i in range(n)}
    table = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j, score in enumerate(alike(views[i], views[:i])):
            table[i][j] = table[j][i] = score
    best = {i: max(((table[i][j], -j) for j in range(n) if j != i), default=(0.0, 0)) for i in range(n)}
    while len(alive) > 1:
        i = max(alive, key=lambda k: (best[k][0], -k))
        score, j = best[i][0], -best[i][1]
        if score < TOGETHER:
            break
        i, j = min(i, j), max(i, j)
        a, b = len(alive[i]), len(alive[j])
        for k in alive:
            if k not in (i, j):
                table[i][k] = table[k][i] = (table[i][k] * a + table[j][k] * b) / (a + b)
        alive[i] += alive.pop(j)
        del best[j]
        for k in alive:
            if k == i or -best[k][1] in (i, j):
                best[k] = max(((table[k][m], -m) for m in alive if m != k), default=(0.0, 0))
            elif table[k][i] > best[k][0]:
                best[k] = (table[k][i], -i)
    return [sorted(g) for _, g in sorted(alive.items())]


def why(a: View, b: View) -> str:
    """What two reports share, in words: actors, places, days, figures, words of the headline."""
    parts = []
    names = [n for n in a["names"] if n in b["names"]]
    places = [p for p in a["places"] if p in b["places"] and p not in names]
    days = [d for d in a["days"] if d in b["days"]]
    figures = [f for f in a["figures"] if f in b["figures"]]
    other = {stem(w) for w in b["spelt"]}
    head = [w for w in a["spelt"] if stem(w) in other]
    if names:
        parts.append(f"both name {listed(names)}")
    if places:
        parts.append(f"both place it in {listed(places, 3)}" if len(places) == 1 else f"both name the places {listed(places, 4)}")
    if days:
        parts.append(f"both speak of {listed(days, 3)}")
    if figures:
        parts.append(f"both give the figures {listed(figures, 3)}")
    known = len(names) + len(places) + len(days) + len(figures)
    if head:
        parts.append(f"both headlines have {_quoted(head)}")
    if known < 2:
        forms = {**b.get("forms", {}), **a.get("forms", {})}
        shared = sorted((w for w in a["words"] if w in b["words"] and w in forms), key=lambda w: (-a["words"][w] * b["words"][w], w))
        told = {stem(w) for w in (*head, *tokens(" ".join((*names, *places))))}
        if shared := [forms[w].removesuffix("'s") for w in shared if w not in told][:5]:
            parts.append(f"both use {_quoted(shared)}")
    gap = abs(a["day"] - b["day"])
    if a["day"] and b["day"]:
        parts.append("published on one day" if gap == 0 else f"published {gap} day{'s' if gap > 1 else ''} apart")
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."


def _quoted(words: Sequence[str]) -> str:
    return listed([f"“{w}”" for w in words])


def tree(views: Sequence[View], skip: int = 0, alike: Callable[[View, Sequence[View]], list[float]] = similarities) -> Iterable[Link]:
    """Links that hold a story together: each report but the first `skip`, in the order of publication, to the most similar one before it."""
    ordered = sorted(views, key=lambda v: (v["day"], v["report"]))
    for k, v in enumerate(ordered[max(1, skip) :], max(1, skip)):
        earlier = ordered[max(0, k - 40) : k]
        score, other = max(zip(alike(v, earlier), earlier, strict=True), key=lambda x: (x[0], x[1]["report"]))
        yield make_link(LinkKind.SAME_STORY, LinkEnd(report=v["report"]), LinkEnd(report=other["report"]), why(v, other), min(0.99, 0.6 + score), STORIES.label)


STORIES = Step(
    name="stories",
    version="7",
    reads=("entities", "toponyms", "timexes", "quantities"),
    resources=("package:wordfreq",),
    view=view,
    keys=keys,
    alike=similarities,
    together=TOGETHER,
    groups=groups,
    tree=tree,
    nearest=30,
    most=24,
)
