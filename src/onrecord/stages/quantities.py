"""quantities: numbers that count or measure something.

The number grammar (`onrecord.numerals`) finds every number; this stage leaves out those that date, order or name something,
and says of the rest what they count, in which unit, with which bound, for which period, where, whose, and on whose word.

Known to miss: multiples without a number (*doubled*, *twice as many*), indefinite quantifiers (*several*, *a large number*),
and ages that stand after a name without a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.counting.context import Context
from onrecord.counting.fates import find_fate, harmed, only_possible
from onrecord.counting.finding import Finder
from onrecord.counting.measures import antecedent, counted_subject, find_measure, group_of, is_subject, itemised, others_of, same_fate
from onrecord.counting.tables import Draft, build
from onrecord.model import Document, Ids, Problem, Qualifier, Quantity, Span
from onrecord.numerals import LONGEST, numerals
from onrecord.pipeline import Layers, Stage
from onrecord.tallies import ballots
from onrecord.text import Parse


def find(document: Document, layers: Layers) -> Iterator[Quantity | Problem]:
    """The quantities of a report, in the order of the text, and a Problem for a number that is too long to be one.

    Args:
        document: The report.
        layers: ``sentences``, ``timexes``, ``toponyms``, ``entities``, ``attributions``; the last four may be empty.

    Yields:
        Quantities; spans are code points of the report.
    """
    parse = layers.sentences
    if not len(parse):
        return
    for long in _TOO_LONG.finditer(document.text):
        yield Problem(
            code="number-too-long",
            message=f"A run of {long.end() - long.start()} digits is not read as a number.",
            hint=f"Numbers have up to {LONGEST} digits; a longer run is taken for a key or noise.",
            span=Span(*long.span()),
        )
    tables = layers.resources.derived("quantities", build)
    drafts = Finder(document, parse, tables, numerals(layers.resources), ballots(layers.resources), layers.timexes).drafts()
    if drafts:
        yield from _resolve(document, parse, layers, drafts)


_TOO_LONG = re.compile(rf"\d{{{LONGEST + 1},}}")


def _resolve(document: Document, parse: Parse, layers: Layers, drafts: list[Draft]) -> Iterator[Quantity]:
    tables = layers.resources.derived("quantities", build)
    done: list[Draft] = []
    known: dict[float | int, Draft] = {}
    for previous, d in zip([None, *drafts], drafts, strict=False):
        find_fate(parse, tables, d)
        of_whole = previous is not None and previous.noun == d.noun is not None and _WHOLE.fullmatch(document.text, previous.number.end, d.number.start)
        if of_whole and d.verb is not None and parse.head[d.verb] != d.noun:
            d.effect = None  # 18 of its 40 passengers died: not the 40
        if d.elliptic and d.unit is None:
            group_of(parse, tables, d)
        counted = d.elliptic and not d.measures and d.unit in (None, "person") and counted_subject(parse, tables, d)
        if d.elliptic and not counted and not d.measures and d.unit in (None, "person"):
            d.carried = antecedent(parse, d, done, known)
            if d.carried is not None:
                d.unit = d.unit or d.carried.unit
                if d.effect is None and d.carried.effect and same_fate(parse, d, d.carried):
                    d.effect = d.carried.effect
        if d.unit is None and d.elliptic and d.number.form == "noun" and is_subject(parse, d):
            d.unit, d.measures = "person", f"people {d.effect}" if d.effect else "people"  # dozens fled
        if d.unit is None and d.elliptic and d.carried is None and others_of(parse, tables, d):
            d.unit, d.measures = "person", f"others {d.effect}" if d.effect else "others"  # a policeman died, and two others are in hospital
        if d.effect and d.verb is not None and only_possible(parse, d.verb):
            d.effect = None
        if (
            d.effect is None
            and d.unit == "person"
            and d.sentence in [x.sentence for x in done[-1:]]
            and _INCLUDED.search(document.text, max(0, d.number.start - 50), d.number.start)
        ):
            d.effect = done[-1].effect or (_CASUALTIES if (done[-1].measures or "").endswith(_CASUALTIES) else None)  # ten were wounded, including two reporters
        if d.effect is None and d.unit == "person" and (total := itemised(parse, d, done)) is not None:
            d.effect = total.effect
        if harmed(d) and (d.unit is None or (d.counted and d.unit not in tables.unharmed)):
            d.unit = "person"
        find_measure(document, parse, tables, d, previous)
        if d.counted or d.unit in ("person", "point") or d.carried:
            done.append(d)
            if d.unit:
                known.setdefault(d.number.low, d)
    finder = Context(document, parse, layers, tables, drafts)
    ids = Ids(document.id, "quantities")
    for d in drafts:
        n = d.number
        low: float | int | None = n.low
        high: float | int | None = n.high
        if d.qualifier in (Qualifier.AT_LEAST, Qualifier.OVER):
            high = None
        elif d.qualifier in (Qualifier.UP_TO, Qualifier.UNDER) and n.form != "range":
            low = None
        actor, affected = finder.parties(d)
        yield Quantity(
            id=ids(n.span),
            span=n.span,
            low=low,
            high=high,
            unit=d.unit,
            measures=d.measures,
            qualifier=d.qualifier,
            per=d.per,
            place=finder.place(d),
            actor=actor,
            affected=affected,
            period=finder.period(d),
            claimed_by=finder.claim(d),
            confidence=0.95 if d.unit and not d.carried else 0.8,
            stage=STAGE.name,
        )


_WHOLE = re.compile(r" (?:out )?of (?:the|its|his|her|their|our|these|those)(?: (?:about|some|first|last|original))? ")
_CASUALTIES = "casualties"
_INCLUDED = re.compile(r"(?<!\w)(?:including|among them|among whom (?:were|are)|counting) (?:at least |about |another |the )?$")

STAGE = Stage(
    layer="quantities",
    version="4",
    reads=("sentences", "timexes", "toponyms", "entities", "attributions"),
    resources=("lexicon:numbers", "lexicon:units", "lexicon:bounds", "lexicon:ballots"),
    find=find,
)
