"""Feeds and sitemaps: what they carry, what they link to, and broken ones."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_sources_fetch import ARTICLE, OPTIONS, Site, site

from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.sources.capture import SourceOptions
from onrecord.sources.dispatch import read_source

__all__ = ["site"]  # a fixture

FULL = "&lt;p&gt;The ferry left the pier at noon with &lt;b&gt;forty&lt;/b&gt; people on board, the harbour master said.&lt;/p&gt;&lt;p&gt;It came back empty at night, and nobody knew why.&lt;/p&gt;&lt;script&gt;never()&lt;/script&gt;"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Port Ledger</title><language>en-gb</language>
<item><title>Ferry &amp;amp; pier</title><link>HOST/one</link><guid>tag:1</guid><dc:creator>Ann Lee</dc:creator><pubDate>Sat, 03 Feb 2024 10:00:00 +0100</pubDate>
<content:encoded>{FULL}</content:encoded></item>
<item><title>Only a summary</title><link>HOST/two</link><description>A short description of the page.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Port Ledger</title>
<entry><title>Ferry sails</title><id>tag:1</id><link href="HOST/one"/><author><name>Bo Dahl</name></author><published>2024-02-03T10:00:00Z</published><content type="html">{FULL}</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Port Ledger",
        "items": [
            {
                "id": 7,
                "url": "HOST/one",
                "title": "Ferry sails",
                "date_published": "2024-02-03T10:00:00+01:00",
                "authors": [{"name": "Cy Moe"}],
                "content_html": FULL.replace("&lt;", "<").replace("&gt;", ">"),
            },
            {"id": 8, "url": "HOST/two", "summary": "Short."},
        ],
    }
)


def read(locator: str, options: SourceOptions = OPTIONS) -> tuple[list[Document], list[InputError]]:
    results = list(read_source(locator, None, options))
    return [d for r in results if not isinstance(r, InputError) for d in r[1]], [r for r in results if isinstance(r, InputError)]


def write(tmp_path: Path, text: str, name: str = "feed.xml", host: str = "https://ledger.example") -> str:
    path = tmp_path / name
    path.write_text(text.replace("HOST", host))
    return str(path)


@pytest.mark.parametrize(
    ("text", "name", "author", "published", "headline"),
    [
        (RSS, "a.xml", "Ann Lee", "2024-02-03T10:00:00+01:00", "Ferry & pier"),
        (ATOM, "a.atom", "Bo Dahl", "2024-02-03T10:00:00+00:00", "Ferry sails"),
        (JSON, "a.json", "Cy Moe", "2024-02-03T10:00:00+01:00", "Ferry sails"),
    ],
)
def test_a_saved_feed_gives_the_full_text_it_carries(tmp_path: Path, text: str, name: str, author: str, published: str, headline: str) -> None:
    locator = write(tmp_path, text, name)
    (first, *_) = read_source(locator)
    assert not isinstance(first, InputError)
    capture, (document,) = first
    assert capture.url == document.source.url == "https://ledger.example/one"
    assert capture.record is not None
    assert capture.record["feed"] == locator
    assert (document.outlet, document.authors, document.published) == ("Port Ledger", (author,), published)
    assert (
        document.text == f"{headline}\n\nThe ferry left the pier at noon with forty people on board, the harbour master said.\n\nIt came back empty at night, and nobody knew why."
    )
    assert b"forty" in capture.raw
    if "/two" in text:
        _, (error,) = read(locator)
        assert error.code == "summary-only"
        assert "1 of the 2 entries" in str(error)
        assert "--follow" in str(error)


def test_a_fetched_feed_gives_the_pages_it_links_to(site: Site) -> None:
    site.put("/feed", RSS.replace("HOST", site.url), Content_Type="application/rss+xml")
    site.put("/two", ARTICLE)
    documents, errors = read(site.url + "/feed")
    assert errors == []
    # the first page is gone, so the feed's own text is taken, and the page's lack of outlet and date is made up from the feed
    assert [d.outlet for d in documents] == ["Port Ledger", "Port Ledger"]
    assert "from-feed" in [p.code for p in documents[0].problems]
    assert "404" in next(p.message for p in documents[0].problems if p.code == "from-feed")
    assert "came back empty" in documents[1].text


def test_a_saved_feed_is_followed_when_asked_to(tmp_path: Path, site: Site) -> None:
    site.put("/one", ARTICLE)
    locator = write(tmp_path, ATOM, host=site.url)
    read(locator)
    assert site.asked == []
    (document,), _ = read(locator, replace(OPTIONS, follow=True))
    assert document.published == "2024-02-03T10:00:00+00:00"
    assert site.paths() == ["/one"]


def test_a_broken_feed_gives_what_can_be_read(tmp_path: Path) -> None:
    documents, errors = read(write(tmp_path, RSS[: RSS.index("<item><title>Only")] + "<item><title>Cut & off"))
    assert len(documents) == 1
    broken = next(e for e in errors if e.code == "broken-feed")
    assert "line" in str(broken)
    assert "were read of it" in str(broken)


def test_an_empty_feed(tmp_path: Path) -> None:
    assert [e.code for e in read(write(tmp_path, '<rss version="2.0"><channel><title>x</title></channel></rss>'))[1]] == ["empty-feed"]
    assert [e.code for e in read(write(tmp_path, '{"version": "https://jsonfeed.org/version/1", "items": []}', "a.json"))[1]] == ["empty-feed"]


def test_entities_that_grow_or_read_files_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    laughs = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    for name, root in (("rss", RSS.split("?>", 1)[1]), ("sitemap", "<urlset><url><loc>https://a.example/&a9;&x;</loc></url></urlset>")):
        text = f"<?xml version='1.0'?><!DOCTYPE x [{laughs}<!ENTITY x SYSTEM '{secret.as_uri()}'>]>{root.replace('Only a summary', '&x; &a9;')}"
        documents, errors = read(write(tmp_path, text, name + ".xml"))
        assert errors
        assert "the secret" not in repr(documents) + repr(errors)


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>HOST/one</loc><news:news><news:publication><news:name>Port Ledger</news:name><news:language>en</news:language></news:publication><news:publication_date>2024-02-03</news:publication_date><news:title>Ferry sails</news:title></news:news></url><url><loc>HOST/gone</loc></url></urlset>'


def test_a_sitemap_and_its_index(site: Site) -> None:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>HOST/s.xml.gz</loc></sitemap><sitemap><loc>HOST/index.xml</loc></sitemap></sitemapindex>'
    )
    site.put("/index.xml", index.replace("HOST", site.url), Content_Type="application/xml")
    site.put("/s.xml.gz", gzip.compress(SITEMAP.replace("HOST", site.url).encode()), Content_Type="application/gzip")
    site.put("/one", ARTICLE)
    (document,), (error,) = read(site.url + "/index.xml")
    assert (document.outlet, document.published) == ("Port Ledger", "2024-02-03")
    assert (error.code, "/gone" in str(error)) == ("http-error", True)
    assert site.paths() == ["/index.xml", "/s.xml.gz", "/one", "/gone"]  # the index that names itself is not read again


def test_a_saved_sitemap_says_how_to_follow_it(tmp_path: Path) -> None:
    _, (error,) = read(write(tmp_path, SITEMAP))
    assert (error.code, "2 links" in str(error), "--follow" in str(error)) == ("not-followed", True, True)


def test_no_more_links_than_allowed_are_followed(site: Site) -> None:
    links = "".join(f"<url><loc>{site.url}/{n}</loc></url>" for n in range(9))
    site.put("/s.xml", f"<urlset>{links}</urlset>", Content_Type="application/xml")
    _, errors = read(site.url + "/s.xml", replace(OPTIONS, max_links=3))
    assert site.paths() == ["/s.xml", "/0", "/1", "/2"]
    assert [e.code for e in errors] == ["http-error"] * 3 + ["too-many-links"]
    assert f"{site.url}/3" in str(errors[-1])


def test_a_broken_sitemap_gives_the_links_before_the_break(site: Site) -> None:
    site.put("/one", ARTICLE)
    site.put("/s.xml", SITEMAP.replace("HOST", site.url).split("<url><loc>" + site.url + "/gone")[0] + "<url><loc>&bro", Content_Type="application/xml")
    documents, errors = read(site.url + "/s.xml")
    assert len(documents) == 1
    assert [e.code for e in errors] == ["broken-feed"]


def test_a_sitemap_with_prefixes_that_are_not_declared(tmp_path: Path) -> None:
    locator = write(tmp_path, SITEMAP.replace('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', ""))
    assert [e.code for e in read(locator)[1]] == ["not-followed"]


def test_a_feed_never_leads_to_a_file_or_a_private_address(tmp_path: Path, site: Site) -> None:
    text = ATOM.replace(FULL, "")
    documents, errors = read(write(tmp_path, text, host="file:///etc"), replace(OPTIONS, follow=True))
    assert (documents, [e.code for e in errors]) == ([], ["summary-only"])
    documents, errors = read(write(tmp_path, text, host=site.url), replace(OPTIONS, follow=True, allow_private=False))
    assert (documents, [e.code for e in errors]) == ([], ["refused-address"])
    assert site.asked == []
