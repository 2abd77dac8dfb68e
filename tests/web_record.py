"""A record for the tests of the pages: our example reports, read by the real stages, with links across them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.model import Link, LinkEnd, LinkKind, link_id
from onrecord.pipeline import Stage
from onrecord.store.record import Record

EXAMPLES = Path(__file__).parents[1] / "examples"


@lru_cache(maxsize=1)
def _built() -> str:
    """The record, made once for all tests; whoever writes takes a copy."""
    path = os.path.join(tempfile.mkdtemp(prefix="onrecord-pages-"), "examples.db")
    build(path)
    return path


def copy_to(folder: Path) -> str:
    """A copy of the record of our examples."""
    return shutil.copy(_built(), folder / "examples.db")


def build(path: str) -> None:
    """Write the record."""
    with Record(path) as record:
        record.add(os.path.relpath(EXAMPLES))
        record.run(corpus=())  # the links of these tests are their own
        link(record)
        record.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def link(record: Record) -> None:
    """Links as the stages across reports write them."""
    reports = {b.headline or "": b.id for b in record.reports(limit=50)[0]}

    def report(words: str) -> str:
        return next(id for headline, id in reports.items() if words in headline)

    def item(words: str, layer: str, at: str) -> LinkEnd:
        stored = record.report(report(words))
        if layer == "entities":
            return LinkEnd(report=stored.document.id, item=next(e.id for e in stored.layers[layer] if at in e.name))
        spot = stored.document.text.index(at)
        found = stored.layers[layer]
        spans = [(f, s) for f in found for s in (f.content if layer == "attributions" else (f.span,))]
        finding = next(f for f, s in spans if s.start < spot + len(at) and s.end > spot)
        return LinkEnd(report=stored.document.id, item=finding.id)

    wire, today, radio, live = "Dam gates open", "We warned Velmark", "The Regime in Brannov", "Live updates"
    pairs = [
        (
            LinkKind.CONTRADICTS,
            item(today, "quantities", "nine people"),
            item(wire, "quantities", "14 people"),
            "No more than nine against at least 14 people dead, both of the same flood.",
            0.86,
        ),
        (LinkKind.DENIES, item(today, "attributions", "I will quote"), item(wire, "attributions", "There was no siren"), "Sorel denies that nobody was warned.", 0.71),
        (LinkKind.UPDATES, item(live, "quantities", "21"), item(wire, "quantities", "60 missing"), "Missing people: 21 on 15 March after nearly 60 on 11 March.", 0.8),
        (
            LinkKind.SAME_CLAIM,
            item(today, "attributions", "They took the message"),
            item(wire, "attributions", "ministry had informed Lenz"),
            "Both say that Lenz was told on Friday.",
            0.77,
        ),
        (LinkKind.SAME_ENTITY, item(today, "entities", "Sorel"), item(wire, "entities", "Sorel"), "The same name and office.", 0.98),
    ]
    whole = [LinkEnd(report=report(w)) for w in (wire, today, radio, live)]
    made = [Link(id=link_id(k, a, b), kind=k, from_=a, to=b, why=why, confidence=sure) for k, a, b, why, sure in pairs]
    made += [
        Link(id=link_id(LinkKind.SAME_STORY, a, whole[0]), kind=LinkKind.SAME_STORY, from_=a, to=whole[0], why="The same place, days and names.", confidence=0.9) for a in whole[1:]
    ]
    record.write_links("across@test", made)


# ------------------------------------------------------------------------------------------------------- hostile reports

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)> \u202eevil\u2066 {{7*7}} javascript:alert(4) 😀"
PAGE = f"""<!doctype html><html lang="en"><head><title>{HOSTILE}</title><meta property="og:site_name" content='"><script>alert(5)</script>'>
<meta name="author" content="<b onclick=alert(6)>Ada</b>"><link rel="canonical" href="javascript:alert(7)"><script>alert(8)</script></head>
<body onload="alert(9)"><article><h1>Bridge <script>alert(10)</script> talks fail</h1><p>{"The mayor, Ada Quill, said that the bridge would open in May. " * 4}</p>
<p>&lt;script&gt;alert(11)&lt;/script&gt; was painted on the bridge, and at least 40 workers were hurt, according to the port authority of the town.</p></article></body></html>"""


def hostile_stages() -> tuple[Stage, ...]:
    """Stages that put hostile words into every field that takes words."""
    from onrecord.model import (
        Act,
        Attribution,
        AttributionKind,
        Candidate,
        Entity,
        EntityKind,
        Event,
        Ids,
        Label,
        Period,
        Qualifier,
        Quantity,
        Resolution,
        Span,
        Timex,
        TimexType,
        Toponym,
        Vote,
    )

    def one(layer: str, make: Callable[[Ids, Any], Any], reads: tuple[str, ...] = ()) -> Stage:
        return Stage(layer=layer, version="1", reads=reads, find=lambda document, layers: [make(Ids(document.id, layer), layers)] if len(document.text) > 12 else [])

    a, b, c = Span(0, 4), Span(4, 8), Span(2, 9)
    day = Period(start="2024-01-02", end="2024-01-05")
    common: dict[str, Any] = {"confidence": 0.4, "stage": "hostile@1"}
    return (
        one("entities", lambda i, x: Entity(id=i(a), name=HOSTILE, kind=EntityKind.PERSON, role=HOSTILE, wikidata=HOSTILE, mentions=(a, b), resolutions=(Resolution(mention=b, evidence=(a,), rule=HOSTILE),), **common)),
        one("timexes", lambda i, x: Timex(id=i(c), span=c, type=TimexType.DATE, value=HOSTILE, mod=HOSTILE, start="2024-01-02", end="2024-01-05", **common)),
        one("toponyms", lambda i, x: Toponym(id=i(b), span=b, name=HOSTILE, country="XX", lat=1.0, lon=2.0, kind=HOSTILE, claimants=("YY", HOSTILE), candidates=(Candidate(name=HOSTILE), Candidate(name=HOSTILE)), **common)),
        one("attributions", lambda i, x: Attribution(id=i(c), kind=AttributionKind.MIXED, content=(c,), cue=(a,), source=(b,), speaker=x.entities[0].id, act=Act.DENIES, said=day, **common), ("entities",)),
        one("quantities", lambda i, x: Quantity(id=i(b), span=b, low=3, high=None, unit=HOSTILE, measures=HOSTILE, per=HOSTILE, qualifier=Qualifier.AT_LEAST, place=x.toponyms[0].id, period=day, claimed_by=x.attributions[0].id, **common), ("toponyms", "attributions")),
        one("events", lambda i, x: Event(id=i(a), trigger=a, type=HOSTILE, mode=HOSTILE, actor=(x.entities[0].id,), recipient=(x.entities[0].id,), period=day, asserted_by=x.attributions[0].id, **common), ("entities", "attributions")),
        one("votes", lambda i, x: Vote(id=i(b), body=x.entities[0].id, motion=c, for_=3, spans=(b,), **common), ("entities",)),
        one("labels", lambda i, x: Label(id=i(a), span=a, entity=x.entities[0].id, applied_by=x.attributions[0].id, **common), ("entities", "attributions")),
    )  # fmt: skip


def build_hostile(path: str, folder: Path) -> None:
    """A record of hostile reports: from text, from a page, and with hostile words in all that stages and people write."""
    from onrecord.model import Document, Problem, Source, Span, document_id

    (folder / "a.txt").write_text(f"Bridge talks fail {HOSTILE}\nThe Harbour {HOSTILE} | January 15, 2024\n\nThe mayor said {HOSTILE} and left.\n", encoding="utf-8")
    (folder / "b.html").write_text(PAGE, encoding="utf-8")
    made = []
    for k in range(2):
        text = f"{k} {HOSTILE}\n\nIt is said {HOSTILE}."
        made.append(
            Document(
                id=document_id(HOSTILE, "2024-01-15", text),
                source=Source(url=f"javascript:alert({k})", path=HOSTILE, sha256=None),
                text=text,
                headline=Span(0, text.index("\n")),
                outlet=HOSTILE,
                authors=(HOSTILE,),
                published="2024-01-15",
                place_line=HOSTILE,
                language='en" onclick="alert(12)',
                problems=(Problem(code=HOSTILE, message=HOSTILE, hint=HOSTILE, span=Span(0, 3)),),
            )
        )
    with Record(path) as record:
        record.add(str(folder / "a.txt"), str(folder / "b.html"))
        record.add_documents(made)
        record.run(stages=hostile_stages())
        one, other = (d.id for d in made)
        ends = [[LinkEnd(report=id, item=record.report(id).layers[layer][0].id) for id in (one, other)] for layer in ("attributions", "entities")]
        links = [Link(id=link_id(k, *e), kind=k, from_=e[0], to=e[1], why=HOSTILE, confidence=0.5) for k, e in ((LinkKind.DENIES, ends[0]), (LinkKind.SAME_ENTITY, ends[1]))]
        whole = [LinkEnd(report=one), LinkEnd(report=other)]
        record.write_links("hostile@1", [*links, Link(id="lnk_whole", kind=LinkKind.SAME_STORY, from_=whole[0], to=whole[1], why=HOSTILE, confidence=0.5)])
        for user in (HOSTILE[:50], "ana"):
            record.judge(ends[0][0].item or "", "right" if user == "ana" else "wrong", user=user, note=HOSTILE)
        record.amend(one, user=HOSTILE[:50], note=HOSTILE, place_line=HOSTILE)


# ------------------------------------------------------------------------------------------------------------- addresses


def addresses(path: str) -> dict[str, str]:
    """Every page of a record: name and address."""
    with Record(path, write=False) as record:
        report = next(b.id for b in record.reports(limit=50)[0] if "gates open" in (b.headline or "") or "evil" in (b.headline or ""))
        stored = record.report(report)
        first = stored.layers["attributions"][0]
        who = next((e for e in stored.layers["entities"] if "Sorel" in e.name), stored.layers["entities"][0])
        link = next(record.links()).id
        measure = "alert" if first.stage == "hostile@1" else "killed"
    return {
        "home": "/",
        "find": "/find",
        "find-words": "/find?q=dam&layer=all",
        "find-nothing": "/find?q=zzzzzz",
        "find-reports": "/find?layer=reports",
        "report": f"/report/{report}?f={first.id}",
        "report-layers": f"/report/{report}?layers=attributions,quantities,events,votes,timexes,toponyms,entities,labels",
        "report-span": f"/report/{report}?c=1-9",
        "history": f"/report/{report}/history",
        "finding": f"/finding/{first.id}",
        "link": f"/finding/{link}",
        "entity": f"/entity/{who.id}",
        "quantities": "/quantities",
        "events": "/events",
        "places": "/places",
        "votes": "/votes",
        "labels": "/labels",
        "conflicts": "/conflicts",
        "stories": "/compare",
        "compare": f"/compare?story={report}",
        "actors": "/who",
        "ledger": f"/ledger?measure={measure}&summary=1",
        "ledger-empty": "/ledger",
        "relays": "/relays",
        "queue": "/queue?user=ana",
        "names": "/queue/names",
        "problems": "/problems",
        "audit": "/audit",
        "api": "/api",
        "components": "/-/patterns",
    }
