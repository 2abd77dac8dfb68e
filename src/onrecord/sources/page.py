"""A saved web page: the article's own words, and what the page says of outlet, authors, time and headline.

The text is found by trafilatura (the settings are those that did best on 181 news pages, see ``docs/benchmarks.md``). What
is known of the article is read from schema.org JSON-LD first, then from meta tags, then from the visible page; htmldate
looks for a date only where neither says one. Scripts, styles, forms and comments of readers are never text.

Known to miss: pages that are drawn by a script after loading (the text is then only in JSON-LD, which is used where it
holds the article's body); articles spread over several pages; what stands behind a subscription.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Document, Problem, ReportKind, Source, Span, document_id
from onrecord.sources.bylines import parse_date
from onrecord.sources.capture import Capture, Known, PageFacts, SourceOptions, note
from onrecord.sources.decoding import decode
from onrecord.sources.text import read_one

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:\-]+)|^\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:\-]+)""", re.I)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-9": "cp1254", "tis-620": "cp874"}
"""What browsers read for a declared encoding (WHATWG Encoding Standard, section 4.2): the wider one of the same family."""


# ------------------------------------------------------------------------------------------------------- decoding


def decode_page(raw: bytes, charset: str | None = None) -> tuple[str, list[Problem]]:
    """The markup of a page as text: by byte order mark, then the server's charset, then the page's own, then as plain text is.

    >>> decode_page(b'<meta charset="no-such"><p>caf\\xc3\\xa9')[1][0].code
    'unknown-encoding'
    """
    problems: list[Problem] = []
    if not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        found = _META_CHARSET.search(raw[:4096])
        declared = (found[1] or found[2]).decode("ascii", "replace") if found else None
        for name in (charset, declared):
            if not name:
                continue
            try:
                codec = codecs.lookup(name).name
                if codec.startswith("utf-16"):
                    codec = "utf-8"  # WHATWG: a page whose ASCII declaration could be read is not UTF-16
                return raw.decode(_WIDER.get(codec, codec)), problems
            except LookupError:
                problems.append(note("unknown-encoding", f"The page says that its encoding is {name}, which is none.", "Look for odd letters in the text."))
            except UnicodeDecodeError as error:
                problems.append(note("wrong-encoding", f"The page says that its encoding is {name}, but byte {error.start:,} is not.", "Look for odd letters in the text."))
    decoded = decode(raw, name="The page")
    return decoded.text, [*problems, *(replace(p, span=None) for p in decoded.problems)]  # their spans are of the markup


# ------------------------------------------------------------------------------------------------------- metadata

_ARTICLES = {
    "NewsArticle": 0,
    "ReportageNewsArticle": 0,
    "AnalysisNewsArticle": 0,
    "BackgroundNewsArticle": 0,
    "ReviewNewsArticle": 0,
    "AskPublicNewsArticle": 0,
    "OpinionNewsArticle": 0,
    "LiveBlogPosting": 0,
    "Article": 1,
    "BlogPosting": 2,
    "Report": 2,
    "TechArticle": 2,
    "ScholarlyArticle": 2,
    "WebPage": 9,
}
"""schema.org types of an article, best first: a page may describe itself, its site and its article in one breath."""
_PLATFORMS = {"Blogger", "WordPress", "WordPress.com", "Google"}
"""What blog software writes as the publisher of everybody's pages."""
_KINDS = {"OpinionNewsArticle": ReportKind.OPINION, "LiveBlogPosting": ReportKind.LIVE}


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All objects of a JSON-LD value, outermost first."""
    if depth > 12:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner, depth + 1)


def _types(node: dict[str, Any]) -> list[str]:
    value = node.get("@type")
    return [str(v).rsplit("/", 1)[-1] for v in (value if isinstance(value, list) else [value]) if v]


def _plain(value: Any) -> str | None:
    """A string of metadata as people read it: entities and tags resolved, blanks single; None if empty."""
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    for _ in range(2):  # many sites escape twice
        value = unescape(value)
    value = " ".join(re.sub(r"</?[A-Za-z][^<>]*>", " ", value).split())
    return value or None


def _names(value: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Names in an ``author`` or ``publisher`` value: a string, an object, a reference, or a list of them."""
    if isinstance(value, list):
        for one in value:
            yield from _names(one, known)
    elif isinstance(value, dict):
        if "name" not in value and value.get("@id") in known:
            value = known[value["@id"]]
        name = value.get("name")
        yield from (_names(name, {}) if isinstance(name, list) else filter(None, [_plain(name)]))
    elif isinstance(value, str) and (name := _plain(value)):
        yield name


_AUTHOR_SPLIT = re.compile(r"\s*(?:,| and | & |;|\||·|•)\s*")
_NO_AUTHOR = re.compile(
    r"https?:|www\.|@|^\W*$|\d{2}|\w\.(?:com|org|net|co|uk|tv|info)\b|\b(?:writer|editor|reporter|correspondent|contributor|columnist)$|^(?:admin|staff|editor|newsroom|web ?desk|unknown|author|none|null|updated|posted|published)$",
    re.I,
)


def split_authors(names: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """Names of people, one each, without *By*, roles after a comma, addresses and the outlet's own name.

    >>> split_authors(["By Ann Lee and Bo Dahl", "https://facebook.com/x", "Daily Wire"], "Daily Wire")
    ('Ann Lee', 'Bo Dahl')
    """
    found: list[str] = []
    for name in names:
        for part in _AUTHOR_SPLIT.split(re.sub(r"^\s*(?:by|from|written by)[:\s]\s*", "", name, flags=re.I)):
            part = re.split(r" for [A-Z]", part)[0].strip(" .-–—")
            if not part or len(part) > 60 or _NO_AUTHOR.search(part) or (outlet and part.casefold() == outlet.casefold()) or part in found:
                continue
            found.append(part)
    return tuple(found)


def iso_time(value: Any) -> str | None:
    """An ISO date, with time and zone where they are given, from what pages, feeds and tables write; None if it is no date.

    >>> iso_time("2024-01-15T10:00:00.123Z"), iso_time("Mon, 15 Jan 2024 10:00:00 +0200"), iso_time("January 15, 2024")
    ('2024-01-15T10:00:00+00:00', '2024-01-15T10:00:00+02:00', '2024-01-15')
    """
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = _plain(value)
    if not text or len(text) > 60:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return parse_date(text)
    compact = re.sub(
        r"^(\d{4}-\d{2}-\d{2})[T ]+(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:(Z|[+-]\d{2}:?\d{2})|(?:UTC|GMT))?$",
        lambda m: f"{m[1]}T{m[2]}{m[3] or ('+00:00' if m[0][-1] in 'CT' else '')}",
        text,
    )
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}T", compact):
            return datetime.fromisoformat(compact).replace(microsecond=0).isoformat()
        if re.match(r"[A-Z][a-z]{2}, \d", text):
            return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError):
        pass
    return parse_date(text)


def _json_ld(tree: Any) -> PageFacts:
    """What the page's JSON-LD says of its article; blocks that are no JSON are passed over."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        source = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text).strip().rstrip(";")
        try:
            nodes.extend(_nodes(json.loads(source, strict=False)))
        except (ValueError, RecursionError):
            continue
    ranked = sorted((min(_ARTICLES[t] for t in _types(n) if t in _ARTICLES), k) for k, n in enumerate(nodes) if any(t in _ARTICLES for t in _types(n)))
    if not ranked:
        return PageFacts()
    known = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and "name" in n}
    rank, first = ranked[0]
    node = nodes[first]
    outlet = next((n for key in ("publisher", "sourceOrganization") for n in _names(node.get(key), known) if n not in _PLATFORMS), None)
    body = node.get("articleBody")
    return PageFacts(
        # a WebPage's name is the title of the window, site and all
        headline=_plain(node.get("headline")) or (_plain(node.get("name")) if rank < 9 else None),
        outlet=outlet,
        authors=split_authors(_names(node.get("author") or node.get("creator"), known), outlet),
        published=iso_time(node.get("datePublished")) or iso_time(node.get("dateCreated")),
        kind=next((_KINDS[t] for t in _types(node) if t in _KINDS), ReportKind.NEWS if rank == 0 else None),
        language=_language(node.get("inLanguage")),
        url=_plain(node.get("url")),
        body=body if isinstance(body, str) and body.strip() else None,
    )


def _language(value: Any) -> str | None:
    """A BCP 47 code, or None if it is none."""
    text = _plain(value)
    return text.replace("_", "-") if text and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text) else None


_TITLE = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_SITE = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title", "apple-mobile-web-app-title")
_AUTHOR = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author", "citation_author", "article.author")
_TIME = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "pubdate", "publishdate", "publish-date", "date", "article.published", "citation_publication_date")  # fmt: skip


def _meta(tree: Any) -> PageFacts:
    """What meta tags and the visible page say."""
    values: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name, content = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower(), _plain(tag.get("content"))
        if name and content:
            values.setdefault(name, []).append(content)

    def first(names: Iterable[str]) -> str | None:
        return next((values[n][0] for n in names if n in values), None)

    outlet = first(_SITE)
    headings = [_plain(" ".join(h.itertext())) for h in tree.iter("h1")]
    visible = next((h for h in headings if h and len(h) > 15), None) if len(headings) < 3 else None
    window = next((_plain(t.text) for t in tree.iter("title")), None)
    published = next((t for n in _TIME for v in values.get(n, ()) if (t := iso_time(v))), None)
    if published is None:
        marked = (e for e in tree.iter("time", "span") if e.get("itemprop") == "datePublished" or e.get("pubdate") is not None)
        published = next((t for e in marked if (t := iso_time(e.get("datetime") or e.get("content") or " ".join(e.itertext())))), None)
    canonical = next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    root = tree.getroottree().getroot()
    return PageFacts(
        headline=without_site(first(_TITLE) or visible or window, outlet),
        outlet=outlet,
        authors=next((a for n in _AUTHOR if n in values and (a := split_authors(values[n], outlet))), ()),
        published=published,
        language=_language(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) or _language(first(("og:locale", "content-language"))),
        url=next((u for u in (canonical, first(("og:url",))) if u and u.startswith("http")), None),
    )


def without_site(title: str | None, outlet: str | None) -> str | None:
    """A window title without the site's name behind it.

    >>> without_site("Bridge opens | The Daily Wire", "Daily Wire")
    'Bridge opens'
    """
    if not title or not outlet:
        return title
    parts = re.split(r"\s+[|–—»:-]\s+", title)
    last, site = (re.sub(r"^the\b|\.(?:com|org|net)$|\W", "", s.casefold()) for s in (parts[-1], outlet))
    if len(parts) > 1 and last == site:
        return title[: title.rindex(parts[-1])].rstrip(" |–—»:-\t")
    return title


def page_facts(tree: Any, *, url: str | None = None) -> PageFacts:
    """What a parsed page says of its article: JSON-LD, then meta tags, then a date that htmldate finds.

    Args:
        tree: An lxml tree, as `trafilatura.load_html` gives it.
        url: The page's address; a date in it may be used.
    """
    said, meta = _json_ld(tree), _meta(tree)
    published = said.published or meta.published
    if published is None:
        from htmldate import find_date

        # The latest date is fixed: with htmldate's own, today, one page would give two records on two days.
        try:
            published = find_date(tree, original_date=True, url=url or meta.url, max_date="2099-12-31")
        except ValueError:  # an unserialisable tree (NUL or surrogate in an attribute)
            published = None
    outlet = said.outlet or meta.outlet
    return PageFacts(
        headline=without_site(said.headline, outlet) or meta.headline,
        outlet=outlet,
        authors=said.authors or tuple(a for a in meta.authors if a != outlet),
        published=published,
        kind=said.kind,
        language=said.language or meta.language,
        url=meta.url or said.url,
        body=said.body,
    )


# ----------------------------------------------------------------------------------------------------------- text

_KEPT = re.compile("[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
"""Direction marks and joiners: they change what a reader sees, so they are evidence. trafilatura drops them as unprintable."""


def _shield(tree: Any) -> dict[int, str]:
    """Swap direction marks and joiners in a tree for letters that the page does not use; gives the way back."""
    texts = [(e, a, v) for e in tree.iter() for a in ("text", "tail") if (v := getattr(e, a)) and isinstance(e.tag, str) and _KEPT.search(v)]
    if not texts:
        return {}
    used = set("".join(tree.itertext()))
    free = (c for c in map(chr, range(0x10600, 0x10737)) if c not in used)  # Linear A: printable, and in no newspaper
    there = {ord(c): next(free) for c in sorted(set(_KEPT.findall("".join(v for *_, v in texts))))}
    for element, attribute, value in texts:
        setattr(element, attribute, value.translate(there))
    return {ord(c): chr(k) for k, c in there.items()}


_BLOCKS = {"p", "head", "quote", "item", "row", "code", "list", "table", "ab", "div", "body", "main"}


def _blocks(element: Any, inside: str = "p") -> Iterator[tuple[str, str]]:
    """(tag, text) of the paragraphs under an element of trafilatura's tree, in order; blanks are single."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in ("head", "item", "row"):
        inside = tag
    pieces: list[str] = []

    def flush() -> Iterator[tuple[str, str]]:
        for line in "".join(pieces).split("\x1e"):
            if text := " ".join(line.split()):
                yield inside, text
        pieces.clear()

    pieces.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag in _BLOCKS:
            yield from flush()
            yield from _blocks(child, inside)
        elif child.tag == "lb":
            pieces.append("\x1e")
        elif child.tag == "cell":
            pieces.append(" ".join("".join(child.itertext()).split()) + " ")
        elif child.tag != "graphic":
            pieces.append("".join(child.itertext()))
        pieces.append(child.tail or "")
    yield from flush()


def page_blocks(tree: Any) -> list[tuple[str, str]]:
    """The article of a parsed page as (``p``, ``head``, ``item`` or ``row``, text), in order; empty if there is none."""
    from trafilatura import bare_extraction

    back = _shield(tree)
    # A copy each: trafilatura prunes the tree that it is given.
    blocks = _extract(bare_extraction(deepcopy(tree), favor_precision=True, include_comments=False))
    words = _words(blocks)
    if sum(len("".join(p.itertext()).split()) for p in tree.iter("p")) > 2 * words:
        # Precision drops most of a few pages; where its ordinary mode finds more than twice as much, that is the article.
        more = _extract(bare_extraction(deepcopy(tree), include_comments=False))
        if _words(more) > 2 * words:
            blocks = more
    return [(tag, text.translate(back)) for tag, text in blocks]


def _extract(found: Any) -> list[tuple[str, str]]:
    return [] if found is None or isinstance(found, dict) else list(_blocks(found.body))


def _words(blocks: Iterable[tuple[str, str]]) -> int:
    return sum(len(text.split()) for _, text in blocks)


def _same(a: str, b: str) -> bool:
    """True if two lines have the same letters and digits."""
    left, right = ("".join(c for c in unicodedata.normalize("NFKC", s).casefold() if c.isalnum()) for s in (a, b))
    return left == right


def compose(headline: str | None, blocks: Iterable[tuple[str, str]], authors: Iterable[str] = ()) -> tuple[str, Span | None, Span | None, Span | None, tuple[Span, ...]]:
    """One text from a headline and paragraphs, with its spans: (text, headline, byline, body, sub-headlines).

    >>> text, headline, byline, body, subheads = compose("Bridge opens", [("p", "By Ann Lee"), ("p", "It is open."), ("head", "Cost"), ("p", "Much.")], ["Ann Lee"])
    >>> text[slice(*headline)], text[slice(*byline)], text[slice(*body)], text[slice(*subheads[0])]
    ('Bridge opens', 'By Ann Lee', 'It is open.\\n\\nCost\\n\\nMuch.', 'Cost')
    """
    rest = list(blocks)
    if headline and rest and _same(rest[0][1], headline):
        rest = rest[1:]
    lines = [headline] if headline else []
    spans: list[tuple[str, Span]] = [("headline", Span(0, len(headline)))] if headline else []
    at = len(headline) + 2 if headline else 0
    people = list(authors)
    for k, (tag, text) in enumerate(rest):
        if k < 2 and len(text) < 120 and ((re.match(r"by\s", text, re.I) and any(p in text for p in people)) or text in people):
            tag = "byline"
        lines.append(text)
        spans.append((tag, Span(at, at + len(text))))
        at += len(text) + 2
    byline = next((s for t, s in spans if t == "byline"), None)
    below = [(t, s) for t, s in spans if t not in ("headline", "byline") and (byline is None or s.start > byline.start)]
    return (
        "\n\n".join(lines),
        Span(0, len(headline)) if headline else None,
        byline,
        Span(below[0][1].start, below[-1][1].end) if below else None,
        tuple(s for t, s in below if t == "head"),
    )


def document_of(
    capture: Capture,
    *,
    headline: str | None,
    blocks: Iterable[tuple[str, str]],
    outlet: str | None,
    authors: tuple[str, ...],
    published: str | None,
    kind: ReportKind | None = None,
    language: str | None = None,
    known: Known,
    problems: Iterable[Problem] = (),
) -> Document:
    """A document from extracted paragraphs and what the source says of them; what the user says comes first.

    Headline, byline, body and sub-headlines are spans of the text that is put together here; ``source.start`` and ``end`` are None,
    because the text is no slice of the bytes.
    """
    text, head, byline, body, subheads = compose(headline, blocks, authors)
    outlet, published = known.outlet or outlet, known.published or published
    # one report, whatever bylines stand in it: dateline, kind and language are read as in plain text
    plain = read_one(text, outlet=outlet, published=published, language=known.language)
    given_outlet, given_published = outlet or plain.outlet, published or plain.published
    return replace(
        plain,
        id=document_id(given_outlet, given_published, text),
        source=Source(path=capture.path, url=capture.url, media_type=capture.media_type, sha256=capture.sha256),
        text=text,
        headline=head,
        byline=byline,
        body=body,
        subheads=subheads,
        outlet=given_outlet,
        authors=authors or plain.authors,
        published=given_published,
        kind=kind if kind and kind != ReportKind.NEWS else plain.kind,
        language=plain.language if plain.language != "und" else (language or "und"),
        problems=(*plain.problems, *problems),
    )


# -------------------------------------------------------------------------------------------------------- reading


def read_page(capture: Capture, known: Known, options: SourceOptions, *, charset: str | None = None, facts: PageFacts | None = None) -> Document:
    """The article of a saved page.

    Args:
        capture: The page's bytes and where they came from.
        known: What the user says of every report.
        options: ``min_words`` is used.
        charset: What the server said of the encoding, or None.
        facts: What a feed or sitemap said of the page; used where the page itself says nothing.

    Raises:
        InputError: ``empty``, ``not-html`` or ``no-article``.
    """
    from lxml.etree import LxmlError
    from trafilatura import load_html

    name = capture.url or capture.path or "the page"
    if not capture.raw.strip(b"\0 \t\r\n"):
        raise InputError(f"{name} is empty. Save or fetch the page again.", code="empty", path=name)
    markup, problems = decode_page(capture.raw, charset)
    if "\0" in markup:
        problems.append(note("nul", f"The page holds {markup.count(chr(0)):,} NUL characters; they were left out of the text.", "The saved file may be damaged."))
        markup = markup.replace("\0", "")
    try:
        tree = load_html(markup)
    except LxmlError as error:
        raise InputError(f"{name} cannot be read as HTML: {error}. Open it in a browser and save it again.", code="not-html", path=name) from error
    if tree is None:
        raise InputError(f"{name} cannot be read as HTML: there is no markup in it. If it is plain text, name it .txt.", code="not-html", path=name)
    said = page_facts(tree, url=capture.url)
    blocks = page_blocks(tree)
    words = _words(blocks)
    if said.body and len(said.body.split()) > max(words * 2, options.min_words):
        # drawn by a script: the article stands in the JSON-LD alone
        blocks = [("p", line) for part in re.split(r"\n+", said.body) if (line := _plain(part))]
        words = _words(blocks)
        problems.append(note("body-from-metadata", "The page's text stands only in its JSON-LD, which was read instead.", "Paragraphs and sub-headlines may be lost."))
    if words < options.min_words:
        raise InputError(
            f"{name} has no article: {words} words of running text were found and {options.min_words} are needed. It may be a front page, a video page or one that a script "
            "draws; save it from the browser after it has loaded, or give --min-words 1 to add it anyway.",
            code="no-article",
            path=name,
        )
    more = facts or PageFacts()
    if capture.url is None and said.url:
        capture = replace(capture, url=said.url)
    return document_of(
        capture,
        headline=said.headline or more.headline,
        blocks=blocks,
        outlet=said.outlet or more.outlet,
        authors=said.authors or more.authors,
        published=said.published or more.published,
        kind=said.kind,
        language=said.language,
        known=known,
        problems=problems,
    )


def fragment_blocks(markup: str) -> list[tuple[str, str]]:
    """The paragraphs of a piece of HTML that is all article, as feeds carry it; scripts, styles and figures are left out.

    >>> fragment_blocks("<p>One &amp; <b>two</b>.</p><script>x()</script><h2>Three</h2>four<br>five")
    [('p', 'One & two.'), ('head', 'Three'), ('p', 'four'), ('p', 'five')]
    """
    from lxml import html
    from lxml.etree import LxmlError

    if "<" not in markup:
        return [("p", text) for part in re.split(r"\n\s*\n", unescape(markup)) if (text := " ".join(part.split()))]
    try:
        tree = html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (LxmlError, ValueError):
        return []
    found: list[tuple[str, str]] = []
    pieces: list[str] = []
    dropped = {"script", "style", "noscript", "template", "figure", "iframe", "object", "embed", "form", "svg", "img", "video", "audio", "button", "select", "textarea"}
    block = {
        "p",
        "div",
        "blockquote",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "section",
        "article",
        "pre",
        "br",
        "hr",
        "dd",
        "dt",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "footer",
        "main",
        "aside",
        "td",
        "th",
    }

    def flush(tag: str) -> None:
        if text := " ".join("".join(pieces).split()):
            found.append((tag, text))
        pieces.clear()

    def walk(element: Any, tag: str, depth: int) -> None:
        pieces.append(element.text or "")
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name and name not in dropped and depth < 200:
                if name in block:
                    flush(tag)
                    inner = "head" if re.fullmatch("h[1-6]", name) else "item" if name == "li" else tag
                    walk(child, inner, depth + 1)
                    flush(inner)
                else:
                    walk(child, tag, depth + 1)
            pieces.append(child.tail or "")

    walk(tree, "p", 0)
    flush("p")
    return found
