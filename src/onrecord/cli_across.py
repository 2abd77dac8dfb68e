"""The verbs across reports: what is at odds, stories, ledgers, who is who, who relays whom; and what people decide of it.

Each is a few lines over the method of `Record` of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from onrecord import config
from onrecord.cli_record import Shape, note_option, say, shaped, with_record, write, write_lines

F = Callable[..., Any]


def _paged(function: F) -> F:
    for option in (
        click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="How many to pass over first."),
        click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many."),
    ):
        function = option(function)
    return function


def _days(function: F) -> F:
    for option in (
        click.option("--until", metavar="DAY", help="This day or earlier."),
        click.option("--since", metavar="DAY", help="This day or later: 2023-12-05, 2023-12 or 2023."),
    ):
        function = option(function)
    return function


def _more(shown: int, limit: int, offset: int, more: bool) -> None:
    if more:
        say(f"{offset + 1} to {offset + shown}. More with --offset {offset + limit}.")


def _missing(record: Any, what: str) -> str:
    """Why there is nothing: nothing was added, nothing was run, or nothing of the kind was found."""
    counts = record.counts()
    if not counts["reports"]:
        return f"There are no reports in {record.path}. Add some with: onrecord add SOURCE --db {record.path}"
    if not counts["runs"]:
        return f"The reports of {record.path} were not analysed yet. Do so with: onrecord run --db {record.path}"
    return what


# ------------------------------------------------------------------------------------------------------- on a terminal


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, markup=False)


def _print(text: str = "", *, at: int = 0, style: str = "") -> None:
    from onrecord.terminal import paragraph

    paragraph(text, at=at, style=style)


def _between(first: str | None, last: str | None) -> str:
    """One day, or the first and the last."""
    return first or "no date" if first == last else f"{first or 'no date'} to {last or 'no date'}"


def _where(side: dict[str, Any]) -> str:
    return f"{side['outlet'] or 'outlet not known'}, {(side['published'] or 'no date')[:10]}"


def _claim(side: dict[str, Any]) -> str:
    """A finding in a line: whose word it is and what they say."""
    voice = f"{side['who']} (own voice)" if side["own_voice"] else side["who"]
    act = ":" if side["act"] in (None, "asserts") else " " + side["act"].replace("_", " ").upper()
    words = side["says"] if side["layer"] == "quantities" else f"“{' '.join(side['words'].split())}”"
    return f"{voice}{act} {words}"


def _sides(one: dict[str, Any], other: dict[str, Any]) -> None:
    from rich.padding import Padding
    from rich.table import Table

    from onrecord.terminal import clean

    table = Table.grid(padding=(0, 3, 0, 0), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(clean(_claim(one)), clean(_claim(other)))
    if one["layer"] == "quantities":
        table.add_row(clean(one["sentence"]), clean(other["sentence"]), style="dim")
    table.add_row(clean(_where(one)), clean(_where(other)), style="dim")
    table.add_row(f"{one['report']} {one['span'][0]}-{one['span'][1]}", f"{other['report']} {other['span'][0]}-{other['span'][1]}", style="dim")
    _console().print(Padding(table, (0, 0, 0, 2)))


def _flat(pair: dict[str, Any], sides: Sequence[str]) -> dict[str, Any]:
    """A row for a table of two sides: ``from_who``, ``to_who`` and so on."""
    out = {k: v for k, v in pair.items() if k not in sides}
    for side in sides:
        for name, value in pair[side].items():
            if name == "span":
                out[f"{side}_start"], out[f"{side}_end"] = value
            elif name != "own_voice":
                out[f"{side}_{name}"] = value
    return out


_SIDE = ("outlet", "published", "who", "says", "sentence", "report", "item", "start", "end")


# ------------------------------------------------------------------------------------------------------------- at odds


@click.command()
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(["contradicts", "denies", "updates"]), help="Only these.")
@click.option("--who", metavar="NAME", help="Words of the name of one who is at odds.")
@click.option("--outlet", help="One of the two outlets.")
@click.option("--report", metavar="ID", help="Only those of this report.")
@click.option("--story", metavar="ID", help="Only those within the story of this report.")
@_days
@_paged
@shaped
@with_record("judged")
def conflicts(record: Any, settings: config.Config, words: tuple[str, ...], limit: int, offset: int, shape: Shape, **narrow: Any) -> None:
    """What is at odds, side by side, with the reason in words.

    Statements and figures that cannot both hold, denials with what they deny, later values of one measure. The record does not decide.
    What people judged wrong is left out (--judged ignore shows it); judge one with `onrecord judge lnk_… wrong`.

    \b
    Examples:
      onrecord conflicts --db city.db
      onrecord conflicts dam --kind denies --since 2024-03 --csv --db city.db
    """
    found = record.conflicts(" ".join(words), judged=settings["judged"], limit=limit + 1, offset=offset, **narrow)
    rows = [c.to_dict() for c in found[:limit]]
    if shape == "json":
        write_lines(rows)
    elif shape == "table":
        for row in rows:
            judged = f"  judged {row['judgement']}" if row["judgement"] else ""
            _print(f"{row['kind'].upper()}  {row['id']}  confidence {row['confidence']:g}{judged}", style="bold")
            _print(row["why"], at=2)
            _sides(row["from"], row["to"])
            _print()
    else:
        columns = ["kind", "why", *(f"{side}_{c}" for side in ("from", "to") for c in _SIDE), "confidence", "judgement", "id"]
        write([_flat(r, ("from", "to")) for r in rows], columns, shape)
    if not rows:
        say(_missing(record, "Nothing is at odds, as far as the program sees." + (" Take a filter away to see more." if any([*narrow.values(), words]) else "")))
    _more(len(rows), limit, offset, len(found) > limit)


# ------------------------------------------------------------------------------------------------------------- stories


@click.command()
@click.argument("words", nargs=-1)
@click.option("--outlet", help="Only stories that this outlet tells.")
@_days
@_paged
@shaped
@with_record()
def stories(record: Any, settings: config.Config, words: tuple[str, ...], limit: int, offset: int, shape: Shape, **narrow: Any) -> None:
    """Reports that tell the same story, the largest first, with what they share.

    With WORDS only stories of which some report has them. `onrecord compare ID` shows how the outlets tell one.

    \b
    Examples:
      onrecord stories --db city.db
      onrecord stories dam --since 2024-03 --json --db city.db
    """
    found = record.stories(" ".join(words), limit=limit + 1, offset=offset, **narrow)
    shown = found[:limit]
    rows = [
        {
            "first": (s.reports[0].published or "")[:10],
            "last": (s.reports[-1].published or "")[:10],
            "reports": len(s.reports),
            "outlets": ", ".join(s.outlets),
            "headline": s.reports[0].headline,
            "shared": _shared(s),
            "story": s.id,
        }
        for s in shown
    ]
    if shape == "json":
        write_lines(s.to_dict() for s in shown)
    elif shape == "table":
        for row in rows:
            _print(f"{_between(row['first'], row['last'])}  {row['reports']} reports  {row['headline'] or 'no headline'}", style="bold")
            _print(f"told by {row['outlets']}", at=2)
            _print(f"shared: {row['shared']}", at=2)
            _print(row["story"], at=2, style="dim")
            _print()
    else:
        write(rows, ["story", "first", "last", "reports", "outlets", "headline", "shared"], shape)
    if not shown:
        say(_missing(record, "No two reports tell the same story" + (" and fit. Take a filter away." if any([*narrow.values(), words]) else ".")))
    _more(len(shown), limit, offset, len(found) > limit)


def _shared(story: Any) -> str:
    """What the reports of a story share, in words; of many reports the first are read."""
    parts = []
    for what, values in (("", story.names), ("in ", story.places), ("on ", story.days), ("", story.figures)):
        if values:
            parts.append(what + ", ".join(f"{v} ({n})" for v, n in list(values.items())[:4]))
    return "; ".join(parts) or (story.links[0].why if story.links else "")


@click.command()
@click.argument("story")
@click.option("--only", type=click.Choice(["at-odds", "all", "some", "one", "labels"]), help="Only what is at odds; what all, some or one of the outlets have; the labels.")
@click.option("--limit", type=click.IntRange(1), default=12, show_default=True, help="On a terminal: how many of each.")
@shaped
@with_record()
def compare(record: Any, settings: config.Config, story: str, only: str | None, limit: int, shape: Shape) -> None:
    """How outlets tell one story: what all have, what one alone has, what is at odds, how each calls whom.

    STORY is any report of it. "One alone" means that no link was found, not that nobody else says it.

    \b
    Examples:
      onrecord compare doc_0123456789abcdef0123 --db city.db
      onrecord compare doc_0123456789abcdef0123 --only at-odds --csv --db city.db
    """
    made = record.compare(story)
    data = made.to_dict()
    if shape == "json":
        keep = {"at-odds": "at_odds", "all": "shared", "some": "some", "one": "alone", "labels": "labels"}.get(only or "")
        write_lines([data if keep is None else {k: data[k] for k in ("story", "reports", "outlets", keep)}])
    elif shape == "table":
        _compared(data, only, limit)
    else:
        rows: list[dict[str, Any]] = []
        for name in ("shared", "some", "alone"):
            rows += [
                _flat({"what": {"shared": "all", "some": "some", "alone": "one"}[name], "group": k, "side": m}, ("side",))
                for k, t in enumerate(data[name], 1)
                for m in t["members"]
            ]
        rows += [
            _flat({"what": "at-odds", "group": k, "kind": c["kind"], "why": c["why"], "side": c[s]}, ("side",)) for k, c in enumerate(data["at_odds"], 1) for s in ("from", "to")
        ]
        rows = [{k.removeprefix("side_"): v for k, v in r.items()} for r in rows]
        rows += [
            {"what": "labels", "group": r["actor"], "outlet": r["outlet"], "published": r["first"], "who": r["voice"], "says": r["words"]} | _example(r) for r in data["labels"]
        ]
        write([r for r in rows if only in (None, r["what"])], ["what", "group", "kind", "why", *_SIDE], shape)
    if len(data["reports"]) == 1:
        say("No other report tells this story, as far as the program sees. List stories with: onrecord stories")
    if data["left"]:
        say(f"{data['left']} further reports of this story were not read: the first {len(data['reports'])} were.")


def _example(row: dict[str, Any]) -> dict[str, Any]:
    e = row["example"]
    return {"sentence": e["sentence"], "report": e["report"], "start": e["span"][0], "end": e["span"][1]} if e else {}


def _compared(data: dict[str, Any], only: str | None, limit: int) -> None:
    for r in data["reports"]:
        _print(f"{(r['published'] or 'no date')[:10]}  {r['outlet'] or 'outlet not known'}: {r['headline'] or 'no headline'}  {r['report']}")
    outlets = {r["report"]: r["outlet"] or "outlet not known" for r in data["reports"]}
    if data["joined"]:
        _print()
        _print("ONE STORY, SINCE OF TWO OF THEM", style="bold")
        for k in data["joined"][:limit]:
            _print(f"{outlets[k['from']['report']]} and {outlets[k['to']['report']]}: {k['why']}  {k['confidence']:g}", at=2)
        _rest(data["joined"], limit)
    for some in data["copies"]:
        _print(f"Almost one text, so one source's word: {', '.join(outlets[r] for r in some)} ({', '.join(some)})", at=2)
    titles = {"shared": "ALL OUTLETS HAVE", "some": "SOME OUTLETS HAVE", "alone": "ONE OUTLET ALONE HAS (no link was found)"}
    if only in (None, "at-odds"):
        _print()
        _print(f"AT ODDS ({len(data['at_odds'])})", style="bold")
        for row in data["at_odds"][:limit]:
            _print(f"{row['kind'].upper()}  {row['why']}", at=2)
            _sides(row["from"], row["to"])
        _rest(data["at_odds"], limit)
    for name, key in (("shared", "all"), ("some", "some"), ("alone", "one")):
        if only in (None, key):
            _print()
            _print(f"{titles[name]} ({len(data[name])})", style="bold")
            for told in data[name][:limit]:
                first = told["members"][0]
                odds = "  [at odds]" if told["at_odds"] else ""
                _print(f"{_claim(first)}{odds}", at=2)
                if first["layer"] == "quantities":
                    _print(first["sentence"], at=6, style="dim")
                _print("; ".join(dict.fromkeys(_where(m) for m in told["members"])), at=6, style="dim")
            _rest(data[name], limit)
    if only in (None, "labels"):
        _print()
        _print(f"LABELS ({len(data['labels'])})", style="bold")
        for r in data["labels"][:limit]:
            voice = "in its own voice" if r["voice"] == "own voice" else f"in the words of {r['voice']}"
            _print(f"{r['actor'] or 'not resolved'}: “{r['words']}”, {r['outlet'] or 'outlet not known'}, {voice}", at=2)
        _rest(data["labels"], limit)


def _rest(items: Sequence[Any], limit: int) -> None:
    if len(items) > limit:
        _print(f"… {len(items) - limit} more; --limit {len(items)} shows all.", at=2, style="dim")


# -------------------------------------------------------------------------------------------------------------- ledger


@click.command()
@click.argument("measure", nargs=-1, required=True)
@click.option("--place", metavar="NAME", help="A place name.")
@click.option("--population", metavar="WORDS", help="Whom the figure is about: civilians, nurses ...")
@click.option("--unit", help="person, USD, percent ...")
@click.option("--outlet", help="The outlet's name.")
@click.option("--claimed-by", metavar="NAME", help="Words of the claimant's name.")
@click.option("--story", metavar="ID", help="Only in reports of the same story as this one.")
@_days
@click.option("--exact", is_flag=True, help="Only the words given; without it words that count the same are found too (killed: dead, died ...).")
@click.option("--summary", is_flag=True, help="Low, best and high of each series, with the rule: a view, no finding.")
@shaped
@with_record("judged")
def ledger(record: Any, settings: config.Config, measure: tuple[str, ...], summary: bool, shape: Shape, **narrow: Any) -> None:
    """Figures of one MEASURE over time: each with bound, day, claimant, outlet and sentence. Nothing is merged.

    One series a measure, unit, place and population, as far as the texts give them. The day is that of the figure, else that of its report.

    \b
    Examples:
      onrecord ledger killed --place Lenz --db city.db
      onrecord ledger displaced --summary --json --db city.db
    """
    made = record.ledger(" ".join(measure), judged=settings["judged"], summary=summary, **narrow)
    about = [{"measure": s.measure, "unit": s.unit, "per": s.per, "place": s.place, "population": s.population} for s in made]
    if summary and shape != "table":
        rows = [a | {"points": len(s.points), "first": s.points[0].day, "last": s.points[-1].day} | (s.to_dict()["summary"] or {}) for a, s in zip(about, made, strict=True)]
        write(rows, ["measure", "unit", "per", "place", "population", "low", "best", "high", "open", "claimants", "points", "first", "last", "rule"], shape)
    elif shape == "table":
        _ledgers(made)
    else:
        rows = [{"series": k, "measure": a["measure"]} | p.to_dict() for k, (a, s) in enumerate(zip(about, made, strict=True), 1) for p in s.points]
        if shape != "json":
            rows = [r | {"start": r["span"][0], "end": r["span"][1]} for r in rows]
        columns = [
            "series",
            "measure",
            "as_of",
            "reported",
            "low",
            "high",
            "qualifier",
            "unit",
            "per",
            "measures",
            "place",
            "population",
            "by",
            "says",
            "claimant",
            "outlet",
            "sentence",
        ]
        write(rows, [*columns, "report", "item", "start", "end"], shape)
    if made and made[0].cut:
        say("There are more figures of this measure than were read: the newest. Narrow by --since, --place or --outlet.")
    if not made:
        say(
            _missing(
                record,
                f"No figure counts {' '.join(measure)!r}"
                + (" and fits. Take a filter away, or" if any(narrow.values()) else ". See what is counted:")
                + " onrecord find --layer quantities WORDS",
            )
        )


def _ledgers(made: Iterable[Any]) -> None:
    rule = None
    for s in made:
        rate = f" per {s.per}" if s.per else ""
        _print(f"{s.measure}, {s.unit or 'no unit'}{rate} · place: {s.place or 'not stated'} · population: {s.population or 'not stated'}", style="bold")
        for p in s.points:
            voice = f"{p.cited.who} (own voice)" if p.cited.own_voice else p.cited.who
            counts = (p.quantity.measures or "") + (f", by {p.cited.by}" if p.cited.by else "")
            _print(f"{p.as_of or 'no day given'}  {p.cited.says}" + (f" ({counts})" if counts else "") + f", says {voice}", at=2)
            _print(p.cited.sentence, at=14, style="dim")
            _print(f"{p.cited.outlet or 'outlet not known'}, {p.reported or 'no date'}  {p.cited.id}", at=14, style="dim")
        if s.summary:
            x = s.summary
            _print(f"low {x.low:,} · best {x.best:,} · high {x.high:,}{' or more' if x.open else ''} · {x.claimants} claimant{'s' if x.claimants != 1 else ''}", at=2)
            rule = x.rule
        _print()
    if rule:
        _print(f"The rule. {rule}", style="dim")


# ----------------------------------------------------------------------------------------------------------------- who


@click.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["person", "organisation", "state", "armed_group", "body", "outlet", "population"]), help="Only an actor of this kind.")
@click.option("--alone", is_flag=True, help="Only the report of the entity that is given by id.")
@shaped
@with_record()
def who(record: Any, settings: config.Config, name: str, kind: str | None, alone: bool, shape: Shape) -> None:
    """An actor over all reports: names and roles by outlet with the days and a sentence, what it says, through whom.

    NAME is a name, words that one name alone has, or the id of an entity. As CSV: its names, roles and labels.

    \b
    Examples:
      onrecord who "Jane Doe" --db city.db
      onrecord who ent_1f2e3d4c5b6a7988 --json --db city.db
    """
    made = record.who(name, kind, alone=alone)
    data = made.to_dict()
    if shape == "json":
        write_lines([data])
    elif shape == "table":
        _who(data)
    else:
        rows = [{"what": what} | r | _example(r) for what in ("names", "roles", "labels") for r in data[what]]
        write(rows, ["what", "words", "proper", "body", "voice", "outlet", "first", "last", "count", "sentence", "report", "start", "end"], shape)
    if data["others"]:
        some = "; ".join(f"{o['item']} ({o['outlet'] or 'outlet not known'}, {(o['published'] or 'no date')[:10]})" for o in data["others"][:4])
        say(f"{len(data['others'])} more of this name that no link joins with it: {some}. If they are one: onrecord merge A B --db {record.path}")
    if data["cut"]:
        say("There are more reports than were followed; the names are those of the newest.")


def _who(data: dict[str, Any]) -> None:
    days = f"{(data['first'] or 'no date')[:10]} to {(data['last'] or 'no date')[:10]}"
    _print("  ".join([data["name"], data["kind"].replace("_", " "), *data["wikidata"], f"in {data['reports']} report{'s' if data['reports'] != 1 else ''}, {days}"]), style="bold")
    if len(data["wikidata"]) > 1:
        _print("Its reports give more than one Wikidata id: two actors may have been joined.", at=2)
    for title, key in (("NAMES", "names"), ("ROLES", "roles"), ("LABELS", "labels")):
        if not data[key]:
            continue
        _print()
        _print(f"{title}", style="bold")
        for r in data[key]:
            more = (f" of {r['body']}" if r["body"] else "") + (f" ({r['voice']})" if r["voice"] else "")
            _print(f"{r['words']}{more}: {r['outlet'] or 'outlet not known'}, {_between(r['first'], r['last'])}, {r['count']} time{'s' if r['count'] != 1 else ''}", at=2)
            if r["example"]:
                _print(r["example"]["sentence"], at=6, style="dim")
                _print(f"{r['example']['report']} {r['example']['span'][0]}-{r['example']['span'][1]}", at=6, style="dim")
    if data["acts"]:
        _print()
        _print("SAYS", style="bold")
        _print(", ".join(f"{act.replace('_', ' ')} {n}" for act, n in data["acts"].items()) + "   (onrecord find --said-by NAME lists them)", at=2)
    for title, key in (("ITS WORDS COME THROUGH", "relayed_by"), ("RELAYS THE WORDS OF", "relays")):
        if data[key]:
            _print()
            _print(f"{title}", style="bold")
            _print(", ".join(f"{name} {n}" for name, n in data[key].items()), at=2)
    doubtful = [k for k in data["links"] if k["confidence"] < 0.9]
    if doubtful:
        _print()
        _print("JOINED BY (the least sure links)", style="bold")
        for k in doubtful[:5]:
            _print(f"{k['why']}  {k['confidence']:g}  {k['id']}", at=2)


@click.command()
@click.argument("name", required=False)
@click.option("--outlet", help="Only what this outlet prints.")
@_days
@click.option("--graph", is_flag=True, help="As JSON: one object with nodes, edges and chains.")
@_paged
@shaped
@with_record()
def relays(record: Any, settings: config.Config, name: str | None, graph: bool, limit: int, offset: int, shape: Shape, **narrow: Any) -> None:
    """Who relays whom: from the speaker, by those between, to the outlet; chains of most statements first.

    \b
    Examples:
      onrecord relays --db city.db
      onrecord relays "Jane Doe" --graph --db city.db
    """
    made = record.relays(name, **narrow)
    if graph:
        write_lines([made.to_dict()])
        return
    shown = [c.to_dict() for c in made.chains[offset : offset + limit]]
    if shape == "json":
        write_lines(shown)
    elif shape == "table":
        for c in shown:
            _print(f"{' > '.join(c['chain'])}  {c['count']} statement{'s' if c['count'] != 1 else ''}, {_between(c['first'], c['last'])}")
            _print(f"“{' '.join(c['example']['words'].split())}”  {c['example']['item']}", at=4, style="dim")
    else:
        rows = [
            {
                "speaker": c["chain"][0],
                "by way of": " > ".join(c["chain"][1:-1]),
                "outlet": c["chain"][-1],
                "statements": c["count"],
                "first": c["first"],
                "last": c["last"],
                "example": c["example"]["words"],
                "sentence": c["example"]["sentence"],
                "report": c["example"]["report"],
                "item": c["example"]["item"],
            }
            for c in shown
        ]
        columns = ["speaker", "by way of", "outlet", "statements", "first", "last", "example"]
        write(rows, [*columns, "sentence", "report", "item"], shape)
    if not made.chains:
        say(_missing(record, "No statement came through somebody" + (" and fits. Take a filter away." if name or any(narrow.values()) else ".")))
    _more(len(shown), limit, offset, len(made.chains) > offset + limit)
    if made.more:
        say(f"Out of the newest {made.looked:,} relayed statements.")


# -------------------------------------------------------------------------------------------------------------- people


@click.command()
@click.option("--reports", type=click.IntRange(1), default=600, show_default=True, help="Among how many of the newest reports to look.")
@_paged
@shaped
@with_record("lexicons")
def queue(record: Any, settings: config.Config, reports: int, limit: int, offset: int, shape: Shape) -> None:
    """Pairs of names that may be one actor: a person must say. The likeliest come first.

    Decide one with `onrecord merge A B`, `onrecord split A B`, or `onrecord split --unsure A B` where one cannot tell; then it leaves the queue.

    \b
    Examples:
      onrecord queue --db city.db
      onrecord queue --limit 100 --csv --db city.db
    """
    found = record.unsure(limit=limit + 1, offset=offset, reports=reports)
    rows = [u.to_dict() for u in found[:limit]]
    if shape == "json":
        write_lines(rows)
    elif shape == "table":
        for row in rows:
            _print(f"{row['one']['name']}  ?  {row['other']['name']}", style="bold")
            _print(f"{row['why']}" + (f" {row['count']} pairs of reports." if row["count"] > 1 else ""), at=2)
            for side in (row["one"], row["other"]):
                _print(f"{side['item']}  {_where(side)}" + (f", {side['role']}" if side["role"] else ""), at=2)
                _print(side["sentence"], at=6, style="dim")
            _print()
    else:
        side = ("item", "name", "role", "outlet", "published", "sentence", "report", "start", "end")
        write([_flat(r, ("one", "other")) for r in rows], ["why", *(f"{s}_{c}" for s in ("one", "other") for c in side), "confidence", "count"], shape)
    if not rows:
        say(_missing(record, "No pair of names waits for a decision."))
    _more(len(rows), limit, offset, len(found) > limit)


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--every", is_flag=True, help="B is a name: every actor of it is A, but for those that somebody keeps apart.")
@note_option
@with_record("user", "wait", write=True)
def merge(record: Any, settings: config.Config, one: str, other: str, every: bool, note: str | None) -> None:
    """Say that two actors are one, or that two reports tell one story.

    A and B are names, entities (ent_…) or reports (doc_…). It is a judgement: it holds at once and after every run, and `onrecord retract` takes it back.

    \b
    Examples:
      onrecord merge "Jane Doe" "J. Doe" --note "same office, same day" --db city.db
      onrecord merge "Jane Doe" Doe --every --db city.db
    """
    made = record.merge_every(one, other, user=settings["user"], note=note) if every else [record.merge(one, other, user=settings["user"], note=note)]
    for judgement in made:
        click.echo(judgement.id)
        say(f"Merged: {judgement.quote}. Take it back with: onrecord retract {judgement.id} --db {record.path}")


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="[B]", required=False)
@click.option("--unsure", is_flag=True, help="One cannot tell: the pair leaves the queue, and no link changes.")
@note_option
@with_record("user", "wait", write=True)
def split(record: Any, settings: config.Config, one: str, other: str | None, unsure: bool, note: str | None) -> None:
    """Say that two actors are not one, or that two reports tell different stories.

    Links that would join them, directly or by way of others, do not hold any more. Without B, A is kept apart from all that it is linked with.

    \b
    Examples:
      onrecord split ent_1f2e3d4c5b6a7988 ent_8897a6b5c4d3e2f1 --note "father and son" --db city.db
      onrecord split doc_0123456789abcdef0123 --db city.db
    """
    if unsure:
        if other is None:
            raise click.UsageError("--unsure needs both: onrecord split --unsure A B")
        click.echo(record.doubt(one, other, user=settings["user"], note=note).id)
        return
    made = record.split(one, other, user=settings["user"], note=note)
    for judgement in made:
        click.echo(judgement.id)
        say(f"Split: {judgement.quote}. Take it back with: onrecord retract {judgement.id} --db {record.path}")


COMMANDS = (conflicts, stories, compare, ledger, who, relays, queue, merge, split)


def register(group: click.Group) -> None:
    """Put the verbs on the command line."""
    for command in COMMANDS:
        group.add_command(command)
