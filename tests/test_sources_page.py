"""Saved pages: what is text, what is known of it, and what happens to pages that have none."""

from pathlib import Path

import pytest

from onrecord.api import Settings
from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.sources.capture import Capture, Nothing, SourceOptions
from onrecord.sources.dispatch import read_source
from onrecord.sources.page import decode_page, iso_time, page_facts, read_page, split_authors, without_site

BRIDGE = Path(__file__).parent / "data" / "sources" / "bridge.html"
LONG = "<p>" + "The ferry left the pier at noon with forty people on board, and it came back empty at night. " * 4 + "</p>"


def read(markup: str | bytes, *, charset: str | None = None, url: str | None = None, **options: int) -> Document:
    raw = markup if isinstance(markup, bytes) else markup.encode()
    capture = Capture(raw=raw, media_type="text/html", path="page.html", url=url, retrieved="2024-01-01T00:00:00+00:00")
    return read_page(capture, Nothing(), SourceOptions(**options), charset=charset)


def quote(document: Document, name: str) -> str:
    span = getattr(document, name)
    return document.text[span.start : span.end]


def test_a_saved_page_gives_its_article_and_what_it_says_of_itself() -> None:
    ((capture, (document,)),) = read_source(str(BRIDGE))
    assert capture.raw == BRIDGE.read_bytes()
    assert capture.media_type == document.source.media_type == "text/html"
    assert capture.url == document.source.url == "https://port-ledger.example/2024/02/harbour-bridge-reopens"
    assert document.source.path == str(BRIDGE)
    assert document.source.sha256 == capture.sha256
    assert (document.source.start, document.source.end) == (None, None)
    assert quote(document, "headline") == "Harbour bridge reopens after nine months & two delays"
    assert document.byline is None  # the line of authors is furniture of the page; their names are kept
    assert document.outlet == "The Port Ledger"
    assert document.authors == ("Marta Quell", "Idris Vane")
    assert document.published == "2024-02-03T18:05:00+01:00"
    assert document.place_line == "LARNMOUTH"
    assert [document.text[slice(*s)] for s in document.subheads] == ["Two delays"]
    body = quote(document, "body")
    assert body.startswith("LARNMOUTH (PL) — The harbour")
    assert body.count("\n\n") == 4
    assert document.text.count("Harbour bridge reopens") == 1


def test_scripts_styles_and_furniture_are_never_text() -> None:
    ((_, (document,)),) = read_source(str(BRIDGE))
    for word in ("never be text", "nor this", "Ten soups", "Copyright", "Sport", "var hidden"):
        assert word not in document.text


def test_direction_marks_are_kept() -> None:
    ((_, (document,)),) = read_source(str(BRIDGE))
    assert "his dog \u202ebeside him" in document.text


def test_what_the_user_says_comes_first() -> None:
    ((_, (document,)),) = read_source(str(BRIDGE), Settings(outlet="Archive", published="1999-09-09"))
    assert (document.outlet, document.published) == ("Archive", "1999-09-09")


def test_meta_tags_are_read_where_json_ld_is_missing_or_broken() -> None:
    document = read(
        "<html><head><script type='application/ld+json'>{broken</script><meta property='og:site_name' content='Hill Post'><meta name=author content='Ann Lee and Bo Dahl'>"
        f"<meta property='article:published_time' content='2023-11-02T07:00:00Z'><title>Snow closes pass | Hill Post</title></head><body><article>{LONG}</article></body></html>"
    )
    assert (document.outlet, document.authors, document.published) == ("Hill Post", ("Ann Lee", "Bo Dahl"), "2023-11-02T07:00:00+00:00")
    assert quote(document, "headline") == "Snow closes pass"


def test_a_visible_date_is_found_where_no_metadata_gives_one() -> None:
    assert read(f"<html><body><article><h1>Snow closes the mountain pass</h1><p>Posted on 2 November 2023</p>{LONG}</article></body></html>").published == "2023-11-02"


def test_no_date_is_not_guessed() -> None:
    document = read(f"<html><body><article>{LONG}</article></body></html>")
    assert document.published is None
    assert "no-published" in [p.code for p in document.problems]


def test_a_page_drawn_by_a_script_is_read_from_its_json_ld() -> None:
    body = "The ferry left at noon. " * 30
    document = read(
        f'<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry","articleBody":"{body}"}}</script></head><body><div id=app></div></body></html>'
    )
    assert quote(document, "body").startswith("The ferry left at noon.")
    assert "body-from-metadata" in [p.code for p in document.problems]


def test_opinion_and_live_pages_say_so() -> None:
    page = '<html><head><script type="application/ld+json">{"@type":"%s","headline":"Ferry at noon"}</script></head><body><article>' + LONG + "</article></body></html>"
    assert read(page % "OpinionNewsArticle").kind == "opinion"
    assert read(page % "LiveBlogPosting").kind == "live"


@pytest.mark.parametrize(
    ("markup", "code", "hint"), [(b"", "empty", "again"), (b"\0\0\n", "empty", "again"), (b"<html><body><a href=/>Home</a></body></html>", "no-article", "--min-words")]
)
def test_a_page_without_an_article_says_what_to_do(markup: bytes, code: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint) as caught:
        read(markup)
    assert caught.value.code == code
    assert "page.html" in str(caught.value)


def test_min_words_lets_short_pages_in() -> None:
    short = "<html><body><article><p>The ferry left the pier at noon with forty people, the harbour master said.</p></article></body></html>"
    with pytest.raises(InputError, match="14 words"):
        read(short)
    assert "harbour master" in read(short, min_words=5).text


def test_encodings() -> None:
    page = f"<html><head><meta charset=CODE></head><body><article>{LONG}<p>Caf\u00e9 \u201cNoir\u201d</p></article></body></html>"
    assert "Caf\u00e9 \u201cNoir\u201d" in read(page.replace("CODE", "iso-8859-1").encode("cp1252")).text
    assert "Caf\u00e9 \u201cNoir\u201d" in read(page.replace("CODE", "utf-8").encode()).text
    assert "Caf\u00e9 \u201cNoir\u201d" in read(page.replace("CODE", "wrong").encode("utf-16")).text
    assert "Caf\u00e9 \u201cNoir\u201d" in read(page.replace("CODE", "ascii").encode(), charset="utf-8").text


def test_an_unknown_or_wrong_encoding_is_a_note() -> None:
    page = f"<html><head><meta charset=klingon></head><body><article>{LONG}<p>Caf\u00e9</p></article></body></html>"
    document = read(page)
    assert "Caf\u00e9" in document.text
    assert [p.message for p in document.problems if p.code == "unknown-encoding"] == ["The page says that its encoding is klingon, which is none."]
    assert [p.code for p in decode_page("<meta charset=utf-8>caf\u00e9".encode("cp1252"))[1]] == ["wrong-encoding"]


def test_nul_bytes_are_left_out_and_noted() -> None:
    document = read("<html><body><article>" + LONG.replace("noon", "no\0on") + "</article></body></html>")
    assert "\0" not in document.text
    assert "nul" in [p.code for p in document.problems]


def test_hostile_markup_is_only_text() -> None:
    document = read(
        f"<html><body onload=alert(1)><article>{LONG}<script>document.write('<p>never</p>')</script><p>&lt;script&gt;shown as text&lt;/script&gt; said the hacker in his letter to us.</p>"
        f"<svg><script>never</script></svg></article>{'<div>' * 5000}deep"
    )
    assert "never" not in document.text
    assert "<script>shown as text</script>" in document.text


def test_endless_nesting_of_metadata_is_survived() -> None:
    deep = "[" * 100_000
    assert read(f"<html><head><script type='application/ld+json'>{deep}</script></head><body><article>{LONG}</article></body></html>").text


def test_small_readers() -> None:
    assert iso_time("2024-02-30") is None
    assert iso_time("2024-01-15 10:00:00 UTC") == "2024-01-15T10:00:00+00:00"
    assert iso_time("2024-01-15T10:00") == "2024-01-15T10:00:00"
    assert iso_time("Sat, 99 Foo 2024 10:00:00 GMT") is None
    assert iso_time({"@value": "2024-01-15"}) == "2024-01-15"
    assert split_authors(["Ann Lee | Hill Post", "ann@post.example", "Posted"], "Hill Post") == ("Ann Lee",)
    assert split_authors(["Ann Lee, Hill Correspondent", "Bo Dahl for Hill.com"]) == ("Ann Lee", "Bo Dahl")
    assert without_site("A - B: what it means", "Hill Post") == "A - B: what it means"


def test_the_same_page_gives_the_same_report_every_time() -> None:
    first, second = (next(iter(read_source(str(BRIDGE)))) for _ in range(2))
    assert not isinstance(first, InputError)
    assert not isinstance(second, InputError)
    assert first[1] == second[1]


def test_facts_of_a_page_with_a_null_json_ld() -> None:
    from trafilatura import load_html

    tree = load_html(
        '<html><head><script type=\'application/ld+json\'>{"@type":"NewsArticle","author":null,"publisher":[null],"datePublished":7}</script></head><body><p>x</p></body></html>'
    )
    assert page_facts(tree).authors == ()
