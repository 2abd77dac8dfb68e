"""Feeds and sitemaps: RSS, Atom, JSON Feed, XML sitemaps and their indexes.

A feed gives reports in two ways. Where its links may be followed, each page is fetched and read, and what the feed says of it
stands in for what the page does not say. Otherwise the full text that some feeds carry (``content:encoded``, Atom ``content``,
``content_html``) is the report; a summary never is.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.sources.capture import Capture, Known, PageFacts, Result, SourceOptions, add_problems, note
from onrecord.sources.page import document_of, fragment_blocks, iso_time, split_authors, without_site

Get = Callable[[str, PageFacts], Iterator[Result]]
"""Fetches and reads the page at an address, given what the feed says of it."""

SUMMARY = 100
"""Words. A description shorter than this is a summary: reports are longer, and feeds' summaries run to 60 words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed.

    Attributes:
        id: The feed's id for it, or its address.
        url: Its page, or None.
        facts: What the feed says of it.
        markup: Its full text as HTML or plain text, or None.
    """

    id: str | None
    url: str | None
    facts: PageFacts
    markup: str | None


def read_feed(capture: Capture, known: Known, options: SourceOptions, get: Get | None) -> Iterator[Result]:
    """The reports of an RSS or Atom feed.

    Args:
        capture: The feed.
        known: What the user says of every report.
        options: ``min_words`` and ``max_links`` are kept.
        get: Reads the page of an entry; None if links are not followed.

    Yields:
        A report an entry; an InputError for a page that cannot be read; one InputError that counts the entries with a summary only, and
        one where the feed's XML is broken (what could be read of it was given).
    """
    import feedparser

    name = capture.url or capture.path or "the feed"
    try:
        found = feedparser.parse(io.BytesIO(capture.raw), resolve_relative_uris=True, sanitize_html=True)
    except (ValueError, LookupError, RecursionError, AssertionError, UnicodeError) as error:  # its fallback parser, on hostile markup
        raise InputError(f"{name} cannot be read as a feed: {type(error).__name__}: {error}. Get it again.", code="broken-feed", path=name) from error
    outlet = _text(found.feed.get("title"))
    language = found.feed.get("language")
    entries = [_entry(e, outlet, language, options) for e in found.entries]
    yield from _entries(entries, name, capture, known, options, get)
    broken = found.get("bozo_exception") if found.bozo else None
    if broken is not None and type(broken).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType"):
        line = broken.getLineNumber() if hasattr(broken, "getLineNumber") else None
        why = broken.getMessage() if hasattr(broken, "getMessage") else str(broken)
        at = f" at line {line:,}" if isinstance(line, int) else ""
        yield InputError(
            f"{name} is broken XML{at}: {why}. {len(entries):,} entr{'ies were' if len(entries) != 1 else 'y was'} read of it; tell the site, or get it again.",
            code="broken-feed",
            path=name,
        )
    elif not entries:
        yield InputError(f"{name} is a feed without entries. Try again later, or check the address.", code="empty-feed", path=name)


def _text(value: Any) -> str | None:
    """A string without markup, or None."""
    if not isinstance(value, str):
        return None
    return " ".join(text for _, text in fragment_blocks(value)) or None


def _entry(entry: Any, outlet: str | None, language: str | None, options: SourceOptions) -> Entry:
    source = entry.get("source") or {}
    outlet = _text(entry.get("dc_source")) or _text(source.get("title") if isinstance(source, dict) else None) or outlet
    markups = [c.get("value") for c in entry.get("content", ()) if c.get("value")]
    full = max(markups, key=len, default=None)
    if full is None and (summary := entry.get("summary")) and len(summary.split()) >= SUMMARY:
        full = summary
    names = [a.get("name") for a in entry.get("authors", ()) if a.get("name")]
    link = entry.get("link")
    return Entry(
        id=entry.get("id") or link,
        url=link if isinstance(link, str) and link.startswith(("http://", "https://")) else None,
        facts=PageFacts(
            headline=without_site(_text(entry.get("title")), outlet),
            outlet=outlet,
            authors=split_authors(names, outlet),
            published=iso_time(entry.get("published")) or iso_time(entry.get("created")) or iso_time(entry.get("updated")),
            language=language if isinstance(language, str) else None,
        ),
        markup=full,
    )


def is_json_feed(value: Any) -> bool:
    """Whether a JSON value is a feed of the JSON Feed format."""
    return isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", "")) and isinstance(value.get("items"), list)


def read_json_feed(capture: Capture, known: Known, options: SourceOptions, get: Get | None) -> Iterator[Result]:
    """The reports of a JSON Feed (version 1 or 1.1); see `read_feed`."""
    value = json.loads(capture.raw)
    name = capture.url or capture.path or "the feed"
    outlet = _text(value.get("title"))
    entries = []
    for item in value["items"]:
        if not isinstance(item, dict):
            continue
        people = item.get("authors") or (item.get("author") and [item["author"]]) or value.get("authors")
        names = [str(p["name"]) for p in people if isinstance(p, dict) and p.get("name")] if isinstance(people, list) else []
        url = item.get("url") or item.get("external_url")
        markup = item.get("content_html") or item.get("content_text")
        entries.append(
            Entry(
                id=str(item.get("id") or url or "") or None,
                url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
                facts=PageFacts(
                    headline=without_site(_text(item.get("title")), outlet),
                    outlet=outlet,
                    authors=split_authors(names, outlet),
                    published=iso_time(item.get("date_published")) or iso_time(item.get("date_modified")),
                    language=item.get("language") or value.get("language"),
                ),
                markup=markup if isinstance(markup, str) else None,
            )
        )
    yield from _entries(entries, name, capture, known, options, get)
    if not entries:
        yield InputError(f"{name} is a feed without entries. Try again later, or check the address.", code="empty-feed", path=name)


def _entries(entries: list[Entry], name: str, feed: Capture, known: Known, options: SourceOptions, get: Get | None) -> Iterator[Result]:
    summaries = 0
    for entry in entries:
        report = _report(entry, feed, known, options)
        if get is None or entry.url is None:
            if report is None:
                summaries += 1
            else:
                yield report
            continue
        for result in get(entry.url, entry.facts):
            # the feed's own full text is better than nothing
            if isinstance(result, InputError) and report is not None:
                capture, documents = report
                why = note("from-feed", f"The page could not be read, so this is the feed's text. {result}")
                yield capture, [add_problems(d, why) for d in documents]
            else:
                yield result
    if summaries:
        of = f"{summaries:,} of the {len(entries):,} entries"
        yield InputError(f"{name}: {of} hold no more than a summary. Give --follow to fetch their pages.", code="summary-only", path=name)


def _report(entry: Entry, feed: Capture, known: Known, options: SourceOptions) -> tuple[Capture, list[Document]] | None:
    """The full text that the feed carries as a report, or None."""
    if not entry.markup:
        return None
    blocks = fragment_blocks(entry.markup)
    if sum(len(text.split()) for _, text in blocks) < options.min_words:
        return None
    capture = Capture(
        raw=entry.markup.encode("utf-8", "surrogatepass"),
        media_type="text/html" if "<" in entry.markup else "text/plain",
        path=feed.path,
        url=entry.url,
        retrieved=feed.retrieved,
        record={"feed": feed.url or feed.path, "feed_sha256": feed.sha256, "entry": entry.id},
    )
    facts = entry.facts
    document = document_of(
        capture, headline=facts.headline, blocks=blocks, outlet=facts.outlet, authors=facts.authors, published=facts.published, language=facts.language, known=known
    )
    return capture, [document]


# --------------------------------------------------------------------------------------------------------- sitemaps


def read_sitemap(capture: Capture, get: Get | None) -> Iterator[Result]:
    """The pages, and the pages of the sitemaps, that a sitemap lists; a news sitemap's outlet, title and date stand in for what a page does not say.

    Args:
        capture: The sitemap.
        get: Reads what is at an address; None if links are not followed.

    Raises:
        InputError: ``not-followed``, ``empty-feed`` or ``broken-feed``.
    """
    from lxml import etree

    name = capture.url or capture.path or "the sitemap"
    # recover: what stands before broken XML is used; entities are never resolved
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(capture.raw, parser)
    links: list[tuple[str, PageFacts]] = []
    for node in root if root is not None else ():
        if _local(node) in ("url", "sitemap"):
            values = {_local(e): " ".join((e.text or "").split()) for e in node.iter() if e.text}
            if values.get("loc", "").startswith(("http://", "https://")):
                links.append(
                    (
                        values["loc"],
                        PageFacts(headline=values.get("title"), outlet=values.get("name"), published=iso_time(values.get("publication_date")), language=values.get("language")),
                    )
                )
    broken = next((e for e in parser.error_log if e.level_name == "FATAL"), None)
    if not links and not broken:
        raise InputError(f"{name} is a sitemap without links. Check the address.", code="empty-feed", path=name)
    if get is None and links:
        raise InputError(f"{name} is a sitemap: it holds {len(links):,} links and no text. Give --follow to fetch them.", code="not-followed", path=name)
    for url, facts in links:
        if get is not None:
            yield from get(url, facts)
    if broken:
        yield InputError(
            f"{name} is broken XML at line {broken.line:,}: {broken.message.strip()}. {len(links):,} links were read of it; tell the site, or get it again.",
            code="broken-feed",
            path=name,
        )


def _local(node: Any) -> str:
    """An element's name without namespace or prefix; broken XML leaves prefixes that lxml's own QName refuses."""
    return node.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(node.tag, str) else ""
