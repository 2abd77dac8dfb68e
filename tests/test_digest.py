"""Layouts of reports and digests: all of our own writing, with invented people, places and outlets."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.model import ReportKind
from onrecord.sources.digest import dateline, split
from onrecord.sources.text import read_one, read_text

P1 = "The harbour board met for six hours before it reached a decision on the ferry, people in the hall said."
P2 = "Mara Quill, who heads the board, said the vessel would be inspected again before Friday."
P3 = "A second vote is expected next week, and the company has promised to publish the survey."
Q1 = "Fishing crews in Lower Tarn blocked the slipway on Monday, according to the coast guard."
Q2 = "The crews asked for fuel money and said they would stay until they got it."

# name, text, [(headline, outlet, authors, published), ...]
LAYOUTS = [
    ("outlet | date", f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\n{P2}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("blank line before the byline", f"Ferry to sail again\n\nThe Gull | January 15, 2024\n{P1}\n{P2}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("blank lines everywhere", f"Ferry to sail again\n\nThe Gull | January 15, 2024\n\n{P1}\n\n{P2}\n", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("outlet – dotted date", f"Ferry to Sail Again\nTernpost – 29.12.2023\n{P1}", [("Ferry to Sail Again", "Ternpost", (), "2023-12-29")]),
    ("By | outlet | date", f"Who pays for the ferry?\nBy Ann Lee | TIDE | November 28, 2023\n{P1}", [("Who pays for the ferry?", "TIDE", ("Ann Lee",), "2023-11-28")]),
    ("By name, agency", f"Ferry to sail again\nBy Jane Doe, Reuters\n\n{P1}\n{P2}", [("Ferry to sail again", "Reuters", ("Jane Doe",), None)]),
    ("two authors", f"Ferry to sail again\nBy Jane Doe and John Roe\n{P1}\n{P2}", [("Ferry to sail again", None, ("Jane Doe", "John Roe"), None)]),
    (
        "three authors",
        f"Ferry to sail again\nBy Jane Doe, John Roe and Max May\nThe Gull, 5 March 2024\n{P1}",
        [("Ferry to sail again", "The Gull", ("Jane Doe", "John Roe", "Max May"), "2024-03-05")],
    ),
    ("Published:", f"Ferry to sail again\nPublished: 2024-01-15\n\n{P1}\n{P2}", [("Ferry to sail again", None, (), "2024-01-15")]),
    ("ISO date with time", f"Ferry to sail again\nThe Gull | 2024-01-15T09:30:00Z\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15T09:30+00:00")]),
    ("weekday and day first", f"Ferry to sail again\nEstuary Gazette, Monday 15 January 2024\n{P1}", [("Ferry to sail again", "Estuary Gazette", (), "2024-01-15")]),
    ("time and zone", f"Ferry to sail again\nThe Gull | 15 January 2024 14:05 GMT\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15T14:05+00:00")]),
    ("American time", f"Ferry to sail again\nThe Gull\nJanuary 15, 2024, 2:05 p.m. ET\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15T14:05-05:00")]),
    ("American summer time", f"Ferry to sail again\nHarbour News | July 1, 2024 9:15 AM ET\n{P1}", [("Ferry to sail again", "Harbour News", (), "2024-07-01T09:15-04:00")]),
    ("abbreviated month", f"Ferry to sail again\nThe Gull • Jan. 5, 2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-05")]),
    ("ordinal", f"Ferry to sail again\nThe Gull | 3rd March 2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-03-03")]),
    ("all capitals", f"FERRY TO SAIL AGAIN\nBY JANE DOE\nTHE GULL | JANUARY 15, 2024\n{P1}", [("FERRY TO SAIL AGAIN", "THE GULL", ("JANE DOE",), "2024-01-15")]),
    ("byline above the headline", f"The Gull | January 15, 2024\nFerry to sail again\n{P1}\n{P2}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("byline above, blank lines", f"The Gull | January 15, 2024\n\nFerry to sail again\n\n{P1}\n\n{P2}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("author line, then date line", f"Ferry to sail again\nBy Ann Lee\nJanuary 15, 2024\n\n{P1}", [("Ferry to sail again", None, ("Ann Lee",), "2024-01-15")]),
    (
        "a bare name, then outlet and date",
        f"Ferry to sail again on Friday\nAnn Lee\nThe Gull | January 15, 2024\n{P1}",
        [("Ferry to sail again on Friday", "The Gull", ("Ann Lee",), "2024-01-15")],
    ),
    (
        "outlet line, then date line",
        f"Ferry to sail again on Friday\n\nTernpost\nMonday, January 15, 2024\n\n{P1}",
        [("Ferry to sail again on Friday", "Ternpost", (), "2024-01-15")],
    ),
    ("name | outlet | date", f"Ferry to sail again\nAnn Lee | The Gull | January 15, 2024\n{P1}", [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15")]),
    ("outlet | By name | date", f"Ferry to sail again\nThe Gull | By Ann Lee | January 15, 2024\n{P1}", [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15")]),
    (
        "role and town",
        f"Ferry to sail again\nBy Ann Lee in Port Ellery, Political Editor\nThe Gull | 15/01/2024\n{P1}",
        [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15")],
    ),
    ("month first where it must be", f"Ferry to sail again\nThe Gull | 01/15/2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("date first", f"Ferry to sail again\n15 January 2024 | The Gull\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("of the paper", f"Ferry to sail again\nBy Ann Lee of the Estuary Gazette\nJan 15, 2024\n{P1}", [("Ferry to sail again", "Estuary Gazette", ("Ann Lee",), "2024-01-15")]),
    ("By agency", f"Ferry to sail again\nBy The Associated Press\nJanuary 15, 2024\n{P1}", [("Ferry to sail again", "The Associated Press", (), "2024-01-15")]),
    ("section and reading time", f"Ferry to sail again\nThe Gull | World | January 15, 2024 | 3 min read\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    (
        "Updated after Published",
        f"Ferry to sail again\nBy Ann Lee, The Gull\nPublished 10:02 GMT, January 15, 2024\nUpdated 11:00 GMT, January 16, 2024\n{P1}",
        [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15T10:02+00:00")],
    ),
    ("Updated in the same line", f"Ferry to sail again\nThe Gull | January 15, 2024 | Updated January 16, 2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    (
        "only Updated",
        f"Ferry to sail again\nBy Ann Lee, The Gull\nUpdated 3:45 PM ET, Mon January 15, 2024\n{P1}",
        [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15T15:45-05:00")],
    ),
    ("kicker", f"WORLD NEWS\nFerry to sail again\nThe Gull | January 15, 2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    (
        "standfirst",
        f"Ferry to sail again\nAfter six hours the board finds a way out, and nobody in the hall is happy.\nThe Gull | January 15, 2024\n{P1}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15")],
    ),
    (
        "headline with a full stop",
        f"The Ferry Will Sail Again on Friday.\nThe Gull | January 15, 2024\n\n{P1}",
        [("The Ferry Will Sail Again on Friday.", "The Gull", (), "2024-01-15")],
    ),
    (
        "labelled lines",
        f"Title: Ferry to sail again\nSource: The Gull\nAuthor: Ann Lee\nDate: 15 January 2024\n\n{P1}",
        [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15")],
    ),
    ("agency in the dateline", f"Ferry to sail again\n\nPORT ELLERY (Reuters) - {P1}\n{P2}", [("Ferry to sail again", "Reuters", (), None)]),
    ("agency without a town", f"Ferry to sail again\n\n(Reuters) - {P1}\n{P2}", [("Ferry to sail again", "Reuters", (), None)]),
    ("dated dateline", f"Ferry to sail again\n\nPORT ELLERY, March 5, 2024 (Tern) — {P1}", [("Ferry to sail again", "Tern", (), "2024-03-05")]),
    ("a domain", f"Ferry to sail again\nternpost.example.org – 2024-01-15\n{P1}", [("Ferry to sail again", "ternpost.example.org", (), "2024-01-15")]),
    ("byline at the foot", f"Ferry to sail again\n{P1}\n{P2}\nThe Gull, 15 January 2024", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("headline, blank line, text", f"Ferry to sail again\n\n{P1}\n\n{P2}", [("Ferry to sail again", None, (), None)]),
    ("headline and text", f"Ferry to sail again\n{P1}\n{P2}", [("Ferry to sail again", None, (), None)]),
    ("no headline", f"{P1}\n{P2}", [(None, None, (), None)]),
    ("one sentence", P1, [(None, None, (), None)]),
    ("one short line", "Ferry to sail again", [(None, None, (), None)]),
    ("byline without headline", f"The Gull | January 15, 2024\n{P1}\n{P2}", [(None, "The Gull", (), "2024-01-15")]),
    ("windows line ends", f"Ferry to sail again\r\nThe Gull | January 15, 2024\r\n\r\n{P1}\r\n{P2}\r\n", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("old mac line ends", f"Ferry to sail again\rThe Gull | January 15, 2024\r{P1}\r{P2}\r", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    (
        "two lines above the headline",
        f"By Ann Lee\nThe Gull | January 15, 2024\nFerry to sail again\n{P1}\n{P2}",
        [("Ferry to sail again", "The Gull", ("Ann Lee",), "2024-01-15")],
    ),
    ("outlet, date, headline", f"The Gull\nJanuary 15, 2024\nFerry to sail again\n{P1}\n{P2}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("Published by", f"Ferry to sail again\nPublished by The Gull on January 15, 2024\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("Posted by", f"Ferry to sail again\nPosted on January 15, 2024 by Ann Lee\n{P1}", [("Ferry to sail again", None, ("Ann Lee",), "2024-01-15")]),
    ("author (outlet)", f"Ferry to sail again\nBy Ann Lee (The Gull)\n{P1}", [("Ferry to sail again", "The Gull", ("Ann Lee",), None)]),
    (
        "an outlet's staff",
        f"Ferry to sail again\nBy Gull News staff\nPublished date: 15 January 2024 09:42 GMT\n{P1}",
        [("Ferry to sail again", "Gull News", (), "2024-01-15T09:42+00:00")],
    ),
    (
        "author and town, first published",
        f"Ferry to sail again on Friday\nAnn Lee in Port Ellery\nMon 15 Jan 2024 10.15 GMT\nFirst published on Sun 14 Jan 2024 18.02 GMT\n{P1}",
        [("Ferry to sail again on Friday", None, ("Ann Lee",), "2024-01-15T10:15+00:00")],
    ),
    ("Published on a line of its own", f"Ferry to sail again\nPublished\n15 January 2024\n{P1}", [("Ferry to sail again", None, (), "2024-01-15")]),
    (
        "a date stuck to its time",
        f"Ferry to sail again\nBy Jane Doe\nJanuary 15, 20244:05 PM UTC\n\nPORT ELLERY, Jan 15 (Reuters) - {P1}",
        [("Ferry to sail again", "Reuters", ("Jane Doe",), "2024-01-15T16:05+00:00")],
    ),
    (
        "source, editor, date",
        f"Ferry to sail again\nSource: Xinhua\nEditor: huaxia\n2024-01-15 10:11:45\n\nPORT ELLERY, Jan. 15 (Xinhua) -- {P1}",
        [("Ferry to sail again", "Xinhua", (), "2024-01-15T10:11")],
    ),
    ("dateline with slashes", f"Ferry to sail again\nPORT ELLERY, January 15. /TASS/. {P1}", [("Ferry to sail again", "TASS", (), None)]),
    ("year of two digits", f"Ferry to sail again\nby Ann Lee - 01/15/24 10:02 AM ET\n{P1}", [("Ferry to sail again", None, ("Ann Lee",), "2024-01-15T10:02-05:00")]),
    ("markdown", f"# Ferry to sail again\n*The Gull | January 15, 2024*\n\n{P1}", [("Ferry to sail again", "The Gull", (), "2024-01-15")]),
    ("a month is no day", f"Ferry to sail again\nThe Gull | January 2024\n{P1}", [("Ferry to sail again", None, (), None)]),
    (
        "a digest in markdown with commas",
        f"## Ferry to sail again\n_The Gull, 15 January 2024_\n{P1}\n\n## Crews block slipway\n_Ternpost, 16 January 2024_\n{Q1}\n",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest with colons in its headlines",
        f"Quill: “We will sail”\nThe Gull | January 15, 2024\n{P1}\nBoard: no comment\nThe Gull | January 16, 2024\n{Q1}",
        [("Quill: “We will sail”", "The Gull", (), "2024-01-15"), ("Board: no comment", "The Gull", (), "2024-01-16")],
    ),
    (
        "a digest, lines close together",
        f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\n{P2}\nCrews block slipway\nTernpost – 16.01.2024\n{Q1}\n{Q2}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest in three house styles",
        f"Ferry to sail again\n\nThe Gull | January 15, 2024\n{P1}\n\nCrews Block Slipway\nBy Jane Doe, Reuters\n{Q1}\n{Q2}\n\nWho pays?\n\nBy Ann Lee | TIDE | 2024-01-17\n\n{P3}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews Block Slipway", "Reuters", ("Jane Doe",), None), ("Who pays?", "TIDE", ("Ann Lee",), "2024-01-17")],
    ),
    (
        "a digest with the byline above",
        f"The Gull | January 15, 2024\nFerry to sail again\n{P1}\n{P2}\nTernpost | January 16, 2024\nCrews block slipway\n{Q1}\n{Q2}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest ruled off with stars",
        f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\n\n* * *\n\nCrews block slipway\nTernpost | January 16, 2024\n{Q1}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest with kickers",
        f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\nOPINION\nWho pays for the crews?\nBy Ann Lee | TIDE | January 16, 2024\n{Q1}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Who pays for the crews?", "TIDE", ("Ann Lee",), "2024-01-16")],
    ),
    (
        "a digest with labelled dates",
        f"Ferry to sail again\nPublished: 2024-01-15\n{P1}\n{P2}\n\nCrews block slipway\nPublished: 2024-01-16\n{Q1}\n{Q2}",
        [("Ferry to sail again", None, (), "2024-01-15"), ("Crews block slipway", None, (), "2024-01-16")],
    ),
    (
        "a digest with dates alone",
        f"Ferry to sail again\nJanuary 15, 2024\n{P1}\n{P2}\n\nCrews block slipway\nJanuary 16, 2024\n{Q1}\n{Q2}",
        [("Ferry to sail again", None, (), "2024-01-15"), ("Crews block slipway", None, (), "2024-01-16")],
    ),
    (
        "a digest whose first report has no byline",
        f"Ferry to sail again\n\n{P1}\n{P2}\n{P3}\n\nCrews block slipway\nTernpost – 16.01.2024\n{Q1}\n{Q2}",
        [("Ferry to sail again", None, (), None), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest with sub-headlines and datelines",
        f"Ferry to sail again\nThe Gull | January 15, 2024\nPORT ELLERY – {P1}\nBoard split over costs\n{P2}\n{P3}\nCrews block slipway\nTernpost | January 16, 2024\nLOWER TARN (Tern) — {Q1}\n{Q2}",
        [("Ferry to sail again", "The Gull", (), "2024-01-15"), ("Crews block slipway", "Ternpost", (), "2024-01-16")],
    ),
    (
        "a digest in capitals with two-line bylines",
        f"FERRY TO SAIL AGAIN\nBY JANE DOE\nTHE GULL, MONDAY, JANUARY 15, 2024\n\n{P1}\n{P2}\n\nCREWS BLOCK SLIPWAY\nBY JOHN ROE\nTERN NEWS AGENCY, TUESDAY, JANUARY 16, 2024\n\n{Q1}\n{Q2}",
        [("FERRY TO SAIL AGAIN", "THE GULL", ("JANE DOE",), "2024-01-15"), ("CREWS BLOCK SLIPWAY", "TERN NEWS AGENCY", ("JOHN ROE",), "2024-01-16")],
    ),
    (
        "a digest whose headline is a question or a quotation",
        f"Will the ferry sail?\nThe Gull | January 15, 2024\n{P1}\n“We will stay until they pay”\nTernpost | January 16, 2024\n{Q1}",
        [("Will the ferry sail?", "The Gull", (), "2024-01-15"), ("“We will stay until they pay”", "Ternpost", (), "2024-01-16")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [x[1:] for x in LAYOUTS], ids=[x[0] for x in LAYOUTS])
def test_layout(text, expected):
    documents = list(read_text(text))
    found = [(d.headline and d.text[slice(*d.headline)], d.outlet, d.authors, d.published) for d in documents]
    assert found == expected
    assert "".join(d.text for d in documents) == text
    for document in documents:
        assert document.text == text[document.source.start : document.source.end]
        # every paragraph of running text is in some body
        body = document.text[slice(*document.body)] if document.body else ""
        assert all(p in body for p in (P1, P2, P3, Q1, Q2) if p in document.text)


ROW = "Northgate Bridge | March 3, 2021"
TRAPS = {
    "a dash or a bar in the text": f"{P1}\nThe vote – the second – came on 5 March 2024.\nTickets | 4 crowns\n{P2}",
    "a table": f"{P1}\nBridge | Opened\n{ROW}\nEastgate Bridge | May 9, 2022\n{P2}",
    "one row of a table with a heading": f"{P1}\nBridge | Opened\n{ROW}\n{P2}\n{P3}",
    "times of a live blog": f"{P1}\n14:05 GMT | January 15, 2024\n{P2}\n14:40 GMT | January 15, 2024\n{P3}",
    "dated entries": f"{P1}\nJanuary 15, 2024\n{P2}\nJanuary 16, 2024\n{P3}",
    "a timeline": f"{P1}\nMarch 3, 2021 – Board approves the plan\n{P2}\nMay 9, 2022 – Ferry launched\n{P3}",
    "a list": f"{P1}\n- The Gull, January 15, 2024\n- Ternpost, January 16, 2024\n{P2}",
    "references": f"{P1}\n{P2}\nThe Gull, January 15, 2024\nTernpost, January 16, 2024\nHarbour News, January 17, 2024",
    "a signature": f"{P1}\nYours sincerely,\nMara Quill\nPort Ellery, January 15, 2024\n{P2}",
    "a photo credit": f"{P1}\nPhoto: Ann Lee | The Gull | January 15, 2024\n{P2}",
    "an embedded post": f"{P1}\n— Mara Quill (@maraquill) January 15, 2024\n{P2}",
    "a paragraph that begins with By": f"{P1}\nBy Friday, the board had met twice.\nBy January 15, 2024, it had decided.\n{P2}",
    "a sub-headline": f"{P1}\nBoard split over costs\n{P2}\nWhat happens next?\n{P3}",
    "several datelines": f"PORT ELLERY – {P1}\n{P2}\nLOWER TARN (Tern) — {Q1}\n{Q2}",
    "a place and date": f"{P1}\nPort Ellery, 15 January 2024\n{P2}",
    "a span of life": f"{P1}\nMara Quill | 3 May 1950 – 4 June 2020\n{P2}",
    "a pointer to another report": f"{P1}\nRead more: Crews block slipway | January 15, 2024\n{P2}",
    "a quoted notice": f"{P1}\n“The Gull | January 15, 2024”\n{P2}",
    "an impossible date": f"{P1}\nCrews block slipway\nThe Gull | February 31, 2024\n{P2}",
    "a rule": f"{P1}\n* * *\n{P2}\n------\n{P3}",
}


@pytest.mark.parametrize("inner", TRAPS.values(), ids=TRAPS)
@pytest.mark.parametrize("head", ["", "Ferry to sail again\nThe Gull | January 14, 2024\n\n"], ids=["bare", "with byline"])
def test_an_ordinary_report_is_never_split(inner, head):
    documents = list(read_text(head + inner))
    assert len(documents) == 1
    if head:
        assert (documents[0].outlet, documents[0].published) == ("The Gull", "2024-01-14")


def test_what_is_between_head_and_foot_is_body():
    (d,) = read_text(f"WORLD NEWS\nFerry to sail again\nThe Gull | January 15, 2024\n\n{P1}\n\nBoard split over costs\n\n{P2}\n\n***\n")
    assert d.text[slice(*d.byline)] == "The Gull | January 15, 2024"
    assert d.text[slice(*d.body)].startswith(P1)
    assert d.text[slice(*d.body)].endswith(P2)
    assert [d.text[slice(*s)] for s in d.subheads] == ["Board split over costs"]


def test_short_lines_in_a_row_are_a_list_and_no_sub_headlines():
    (d,) = read_text(f"{P1}\nFuel\nWages\nRepairs\n{P2}\n[Crews block slipway]\n{P3}")
    assert d.subheads == ()


def test_one_report_is_not_cut():
    text = f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\nCrews block slipway\nTernpost – 16.01.2024\n{Q1}"
    d = read_one(text)
    assert d.text == text
    assert d.outlet == "The Gull"
    assert d.text[slice(*d.body)].endswith(Q1)


def test_what_is_given_wins_over_the_byline():
    d = read_one(f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}", outlet="Ternpost", published="2024-02-01", language="en-GB")
    assert (d.outlet, d.published, d.language) == ("Ternpost", "2024-02-01", "en-GB")


@pytest.mark.parametrize(
    ("line", "city", "words"),
    [
        (f"MOSCOW – {P1}", "MOSCOW", "MOSCOW –"),
        (f"LONDON (AP) — {P1}", "LONDON", "LONDON (AP) —"),
        (f"KYIV, Ukraine, Jan 5 (Tern) - {P1}", "KYIV", "KYIV, Ukraine, Jan 5 (Tern) -"),
        (f"UNITED NATIONS – {P1}", "UNITED NATIONS", "UNITED NATIONS –"),
        (f"UNITED NATIONS, 5 January (Tern) -- {P1}", "UNITED NATIONS", "UNITED NATIONS, 5 January (Tern) --"),
        (f"ST. ALBANS - {P1}", "ST. ALBANS", "ST. ALBANS -"),
        (f"PORT-AU-PRINCE — {P1}", "PORT-AU-PRINCE", "PORT-AU-PRINCE —"),
        (f"SÃO PAULO/RIO DE JANEIRO (Tern) - {P1}", "SÃO PAULO/RIO DE JANEIRO", "SÃO PAULO/RIO DE JANEIRO (Tern) -"),
        (f"Port Ellery, Skerry — {P1}", "Port Ellery", "Port Ellery, Skerry —"),
        (f"Port Ellery (Tern) — {P1}", "Port Ellery", "Port Ellery (Tern) —"),
        (f"Geneva – {P1}", "Geneva", "Geneva –"),
        (f"ISLAMABAD: {P1}", "ISLAMABAD", "ISLAMABAD:"),
        (f"WASHINGTON, D.C. — {P1}", "WASHINGTON", "WASHINGTON, D.C. —"),
        (f"(Tern) - {P1}", None, "(Tern) -"),
    ],
)
def test_datelines(line, city, words):
    found = dateline(line)
    assert found is not None
    assert (found.city, line[: found.end]) == (city, words)
    (d,) = read_text(f"Ferry to sail again\nThe Gull | January 15, 2024\n{line}\n{P2}")
    assert d.place_line == city
    assert d.text[slice(*d.place_line_span)] == words


@pytest.mark.parametrize(
    "line",
    [
        "NATO – the alliance – said it would answer in writing before the week was out.",
        "BREAKING — The board has agreed to let the ferry sail again on Friday.",
        "The vote – the second – came late, and the board went home without a word.",
        "Outrage – There is no other word for what was heard in the hall that night.",
        "PRESIDENT: Thank you all for coming here tonight, and please be seated now.",
        "Mara Quill — The head of the board — said the vessel would be inspected again.",
        "FILE - The ferry lies in the harbour of Port Ellery on a grey day in March.",
        "It was late - too late, said the board - when the ferry left for the islands.",
    ],
)
def test_a_dash_is_not_a_dateline(line):
    (d,) = read_text(f"Ferry to sail again\nThe Gull | January 15, 2024\n{line}\n{P2}")
    assert d.place_line is None


I1 = "I have taken this ferry for thirty years, and I have never felt safe. Who should answer for that? Surely not my neighbours, who were never asked."
I2 = "We must stop pretending. The board should resign, and it should do so now. How many more winters must we wait?"
KINDS = {
    "news": (f"Ferry to sail again\nThe Gull | January 15, 2024\n{P1}\n{P2}\n{P3}", ReportKind.NEWS),
    "a signed report": (f"Ferry to sail again\nBy Ann Lee | The Gull | January 15, 2024\n{P1}\n{P2}\n{P3}", ReportKind.NEWS),
    "a signed opinion": (f"The ferry and us\nBy Ann Lee | The Gull | January 15, 2024\n{I1}\n{I2}", ReportKind.OPINION),
    "questions inside quotations": (
        f"Ferry to sail again\nBy Ann Lee | The Gull | January 15, 2024\n“Who should answer for that? Who must pay? I will not,” said Mara Quill.\n{P1}\n{P2}",
        ReportKind.NEWS,
    ),
    "marked as opinion": (f"OPINION\nThe ferry and us\nThe Gull | January 15, 2024\n{P1}\n{P2}", ReportKind.OPINION),
    "section opinion": (f"The ferry and us\nThe Gull | Opinion | January 15, 2024\n{P1}\n{P2}", ReportKind.OPINION),
    "the author's note": (f"The ferry and us\nBy Ann Lee | The Gull | January 15, 2024\n{P1}\n{P2}\nThe views expressed here are the author's own.", ReportKind.OPINION),
    "a statement": (f"Joint statement by the harbour board and the ferry company\nJanuary 15, 2024\n{P1}\n{P3}", ReportKind.STATEMENT),
    "a press release": (f"FOR IMMEDIATE RELEASE\nFerry to sail again\nJanuary 15, 2024\n{P1}\n{P3}", ReportKind.STATEMENT),
    "a newswire": (f"Ferry to sail again\n\nPORT ELLERY, Jan. 15, 2024 /PRNewswire/ -- {P1}\n{P3}", ReportKind.STATEMENT),
    "live by name": (f"Ferry crisis: live updates\nThe Gull | January 15, 2024\n{P1}\n{P2}", ReportKind.LIVE),
    "live by its times": (f"Ferry crisis\nThe Gull | January 15, 2024\n14:05 {P1}\n14:20 {P2}\n15:10 {P3}", ReportKind.LIVE),
    "one sentence": (P2, ReportKind.UNKNOWN),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_kind(text, kind):
    assert [d.kind for d in read_text(text)] == [kind]


def test_what_is_missing_is_null_and_said():
    (d,) = read_text(f"{P1}\n{P2}")
    assert (d.outlet, d.published, d.headline, d.byline) == (None, None, None, None)
    assert {p.code for p in d.problems} == {"no-published", "no-outlet"}


def test_only_a_headline():
    for text in ("Ferry to sail again", "Ferry to sail again\nThe Gull | January 15, 2024"):
        (d,) = read_text(text)
        assert "no-body" in {p.code for p in d.problems}


def test_an_update_date_stands_in_and_says_so():
    (d,) = read_text(f"Ferry to sail again\nBy Ann Lee, The Gull\nUpdated January 15, 2024\n{P1}")
    assert d.published == "2024-01-15"
    assert "published-is-update" in {p.code for p in d.problems}


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                " ",
                P1,
                P2,
                Q1,
                "Ferry to sail again",
                "The Gull | January 15, 2024",
                "By Ann Lee",
                "Ternpost – 16.01.2024",
                "14:05",
                "***",
                "OPINION",
                "Title:",
                "By",
                "|",
                "–",
                "January 15, 2024",
                "Updated 2024-01-15",
                "Source: The Gull",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
@example(["\ufeff", "\u200f“", "\x00"], "\n")
def test_any_text_is_tiled_and_its_spans_are_trimmed(lines, end):
    text = end.join(lines)
    cuts = split(text)
    assert "".join(text[slice(*c.span)] for c in cuts) == text
    assert all(a.span.end == b.span.start for a, b in pairwise(cuts))
    for cut in cuts:
        piece = text[slice(*cut.span)]
        for span in (cut.headline, cut.byline, cut.body, cut.place_line_span, *cut.subheads):
            if span is not None:
                assert 0 <= span.start < span.end <= len(piece)
                assert piece[slice(*span)] == piece[slice(*span)].strip()
        if cut.headline and cut.body:
            assert cut.headline.end <= cut.body.start or cut.body.end <= cut.headline.start


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    documents = list(read_text(text))
    assert "".join(d.text for d in documents) == re.sub("[\ud800-\udfff]", "\ufffd", text)
