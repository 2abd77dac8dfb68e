"""The layout of a text: which lines are headlines, bylines, datelines and sub-headlines, and where one report ends and the next begins.

What comes in: the decoded text of a file. What goes out: `Cut`s, one a report; together they tile the text. Nothing but a byline next
to a headline marks a new report: blank lines, datelines, rules and sub-headlines do not, so that an ordinary report with a table, a
list or a live blog's times in it stays whole.

Known to miss: reports run together without any byline, and bylines in languages that write their names without capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.model import ReportKind, Span
from onrecord.sources.bylines import Byline, is_name, is_outlet, is_person, layout, parse_byline, parse_date
from onrecord.text import lines, trim

_NOTHING = Byline("noise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One report of a text. All spans but `span` count from the report's own start.

    Attributes:
        span: The report in the text, from the first character of its head to the first of the next report's.
        headline: Its headline, or None.
        byline: Its byline, all lines of it, or None.
        body: All below head and byline, or None.
        subheads: Sub-headlines in the body.
        place_line: City of the dateline as printed, or None.
        place_line_span: The whole dateline with its dash, or None.
        found: What byline and dateline say.
        kind: What sort of text it is.
    """

    span: Span
    headline: Span | None = None
    byline: Span | None = None
    body: Span | None = None
    subheads: tuple[Span, ...] = ()
    place_line: str | None = None
    place_line_span: Span | None = None
    found: Byline = _NOTHING
    kind: ReportKind = ReportKind.UNKNOWN


_RULE = re.compile(r"[\W_]+")
_CLOCK = re.compile(r"^[\[(]?\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\b\.?)?[\])]?(?:\s|$|[-–—:|])", re.I)
_ENDS = re.compile(r"(?:[.…]|[!?;:,])[”\"’')\]»]*$")
_FULL_STOP = re.compile(r"[.…;,:][”\"’')\]»]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]\.){1,4}|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|St|a\.m|p\.m|vs|No)\.)$")
_LIST = re.compile(r"^(?:[-*•·‣▪►>+–—]\s|\d{1,3}[.)]\s|[a-zA-Z][.)]\s|\[\d+\]|\|)")
_BARS = re.compile(r"\s[|¦]\s|\t")
_QUOTE = re.compile(r"^[“\"„«]")
_CREDIT = re.compile(
    r"^\W*(?:photos?|images?|picture|credit|caption|file photo|getty|epa|read more|more:|related|see also|more on|also read|advertisement|subscribe|sign up|share this|slideshow|scroll down|enlarge|tags?:|topics?:)\b"
    r"|\bread more\W*$|\bphotograph:|\b(?:getty images?|shutterstock|reuters|ap|afp|epa)\)?$|^[\[(].*[\])]$|\((?:[^()]*/[^()]*|photo[^()]*|courtesy[^()]*)\)$",
    re.I,
)
_TITLE_LABEL = re.compile(r"^(?:headline|title)\s*:\s*(?=\S)", re.I)
HEADLINE = 220
"""Longest headline, in code points."""


def _is_rule(line: str) -> bool:
    return bool(_RULE.fullmatch(line))


def _headlike(line: str) -> bool:
    """Could this line be a headline, by itself? Short, no full stop, no list item, time, credit or table row."""
    if len(line) > HEADLINE or len(line.split()) > 32 or not any(c.isalpha() for c in line):
        return False
    if _LIST.match(line) or _CLOCK.match(line) or _CREDIT.search(line) or len(_BARS.findall(line)) > 1 or (line[0].islower() and not line.split()[0].isalnum()):
        return False
    if line[0].islower() and not any(c.isupper() for c in line.split()[0]):
        return False
    if dateline(line) is not None and len(line) > 120:
        return False
    return not _FULL_STOP.search(line) or bool(_ABBREVIATION.search(line)) or _title_case(line)


def _title_case(line: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", line) if len(w) > 3]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _sentence(line: str) -> bool:
    """Is this line running text: long, or a sentence with its full stop?"""
    return len(line) > 160 or (len(line.split()) >= 5 and bool(_ENDS.search(line)) and not _LIST.match(line)) or (len(line.split()) >= 12 and bool(_QUOTE.match(line)))


# -------------------------------------------------------------------------------------------------------- datelines

_CAPS = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|['’.\-](?=\w))*\.?"
_CITY_CAPS = rf"(?:{_CAPS})(?:(?:\s+|\s*/\s*|\s+(?:and|AND|&)\s+)(?:{_CAPS}))*"
_CITY_TITLE = r"[^\W\d_][\w’'.-]*(?:[ /-](?:[^\W\d_][\w’'.-]*|de|la|al|el|of|and)){0,3}"
_AFTER_CITY = r"(?:,\s*(?P<region>[^\W\d_][\w.’' -]{1,30}?))?"
_DAY = (
    r"(?:,?\s*(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)(?:,?\s*\d{4})?,?)"
)
_AGENCY = r"(?:\s*[(\[/]{1,2}(?P<agency>[A-Z+][\w’'&.+ -]{1,40}?)[)\]/]{1,2})"
_DASH = r"\s*(?:–|—|―|--|-)(?=\s|[“\"‘A-Z])"
_DATELINES = (
    re.compile(rf"(?P<city>{_CITY_CAPS}){_AFTER_CITY}(?P<day>{_DAY})?{_AGENCY}?{_DASH}\s*"),
    re.compile(rf"(?P<city>{_CITY_TITLE}){_AFTER_CITY}(?:(?P<day>{_DAY}){_AGENCY}?|{_AGENCY.replace('agency', 'agency2')}){_DASH}\s*"),
    re.compile(rf"(?P<day>{_DAY})?{_AGENCY}{_DASH}\s*"),
    re.compile(rf"(?P<city>{_CITY_CAPS}),?(?P<day>{_DAY})\.?\s*/(?P<agency>[A-Z][\w’'&. -]{{1,30}})/\.?\s+"),
    re.compile(rf"(?P<city>{_CITY_CAPS}):\s+(?=[“\"‘A-Z])"),
    re.compile(rf"(?P<city>{_CITY_TITLE}){_AFTER_CITY}\s+[–—]\s+(?=[“\"‘A-Z])"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """``LONDON, Jan 5 (AP) —``: its length without the blanks after it, city, agency and ISO date (if it gives a year)."""

    end: int
    city: str | None
    agency: str | None
    published: str | None


def dateline(line: str) -> Dateline | None:
    """The dateline at the start of a paragraph, or None.

    >>> dateline("PORT ELLERY, Skerry, March 5 (Tern) - The ferry sails again.")
    Dateline(end=37, city='PORT ELLERY', agency='Tern', published=None)
    >>> dateline("NATO – the alliance – said so.") is None
    True
    """
    head = line[:140]
    for k, pattern in enumerate(_DATELINES):
        m = pattern.match(head)
        if not m:
            continue
        parts = m.groupdict()
        agency = parts.get("agency") or parts.get("agency2")
        city, region = parts.get("city"), parts.get("region")
        if region and not agency and region.lower() in layout()["outlets"]:
            agency = region  # Tehran, IRNA –
        rest = line[m.end() :]
        if len(rest.split()) < 4:
            continue
        if city is not None:
            words = re.findall(r"[\w’'-]+", city.lower())
            if not words or len(words) > 5 or set(words) & layout()["not_places"] or not any(len(w) > 1 for w in words):
                continue
            if city.lower() in layout()["outlets"] and not agency:
                continue
            # a name between two dashes is an aside, and a place is followed by a new sentence
            bare = not agency and not parts.get("day")
            if bare and (rest[:1].islower() or (k != 4 and re.match(r"[^.!?]{0,60}\s[–—-]{1,2}\s[a-z]", rest) and not re.match(r"[^.!?]{25,}\s[–—-]", rest))):
                continue
            if k == 4 and len(city) < 4:
                continue
            if k == 5 and not agency and (len(rest) < 40 or not (city.lower() in layout()["cities"] or re.match(r",\s*[A-Z]", head[m.end("city") :]))):
                continue  # a word and a dash at the start of a paragraph may be anything
        return Dateline(len(line[: m.end()].rstrip()), re.sub(r"\s+", " ", city) if city else None, agency.strip(" /") if agency else None, parse_date(parts.get("day") or ""))
    return None


# ---------------------------------------------------------------------------------------------------------- splitting


@dataclass(frozen=True, slots=True)
class _Head:
    """Lines of one report's head: first line of the report, headline, first and last line of the byline, first line of the body."""

    first: int
    headline: int | None
    group: tuple[int, int] | None
    body: int
    found: Byline


class _Page:
    """The lines of a text, each looked at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = lines(text)
        self.lines = [text[s:e] for s, e in self.spans]
        self.bylines = [parse_byline(line) if len(line) <= 200 else None for line in self.lines]

    def blank_before(self, k: int) -> bool:
        """True if an empty line stands above line `k`."""
        return k == 0 or self.text.count("\n", self.spans[k - 1].end, self.spans[k].start) > 1 or self.text.count("\r", self.spans[k - 1].end, self.spans[k].start) > 1

    def group(self, k: int) -> tuple[int, int, Byline]:
        """The byline that starts at line `k`: its last line, and all that it says."""
        found = self.bylines[k]
        assert found is not None
        last = k
        while last + 1 < len(self.lines) and last - k < 4:
            more = self.bylines[last + 1]
            if more is None or (more.form == "full" and (found.form == "full" or (found.published and more.published))) or (more.form in ("date", "labelled") and found.published):
                break
            if more.form in ("author", "outlet") and found.authors and found.outlet and found.published:
                break
            found, last = found.join(more), last + 1
        if found.form in ("author", "outlet") and found.published:
            found = replace(found, form="full")
        return k, last, found

    def is_table(self, first: int, last: int) -> bool:
        """Do rows of a table, or further entries of a list, stand directly above or below these lines?"""
        for k in (first - 1, last + 1):
            if 0 <= k < len(self.lines):
                other = self.bylines[k]
                if (other and other.form == "full") or (_BARS.search(self.lines[k]) and not _sentence(self.lines[k]) and _BARS.search(self.lines[first])):
                    return True
        return False


def _heads(page: _Page) -> list[_Head]:
    """The heads of all reports of a page, in order."""
    lines = page.lines
    n = len(lines)
    heads: list[_Head] = []
    below: bool | None = None  # does this page put the byline above the headline?
    lone_dates = False  # is a date alone its byline?
    live = bool(_live(lines))
    k = 0
    while k < n:
        if page.bylines[k] is None or page.bylines[k].form == "noise":  # type: ignore[union-attr]
            k += 1
            continue
        first, last, found = page.group(k)
        top = not heads and k <= 4 and all(len(x) <= 300 for x in lines[:k]) and sum(map(_sentence, lines[:k])) <= 1
        strong = found.form == "full" or (found.form == "author" and (found.authors or found.outlet)) or found.form == "labelled"
        body_follows = any(_sentence(x) or len(x.split()) > 6 for x in lines[last + 1 : last + 4])
        k = last + 1
        if page.is_table(first, last) or not (body_follows or (top and found.form != "outlet")):
            continue
        while first and page.bylines[first - 1] is not None and page.bylines[first - 1].form == "noise" and (not heads or first - 1 >= heads[-1].body):  # type: ignore[union-attr]
            first -= 1
        above = first - 1 if first and page.bylines[first - 1] is None and not _is_rule(lines[first - 1]) else None
        under = last + 1 if last + 1 < n and page.bylines[last + 1] is None else None
        label = next((j for j in (above, under) if j is not None and _TITLE_LABEL.match(lines[j])), None)
        good_above = above is not None and _headlike(lines[above]) and (not heads or above >= heads[-1].body)
        good_under = (
            under is not None
            and _headlike(lines[under])
            and not _sentence(lines[under])
            and under + 1 < n
            and (_sentence(lines[under + 1]) or (page.bylines[under + 1] is not None) or (under + 2 < n and _sentence(lines[under + 2])))
        )
        if found.form == "place" and not top and heads and good_above and _comma_style(page, heads[0]):
            found, strong = replace(found, form="full", outlet=found.place, place=None), True
        if top:
            if above and (found.published or found.updated):
                first, above, found = _bare_names(page, first, above, found)
            if above is None:
                if found.form == "place" and not good_under:
                    headline = None
                else:
                    headline = label if label is not None else under if good_under else None
                below = headline is not None
                heads.append(_Head(0, headline, (first, last), (headline + 1) if headline is not None else last + 1, found))
            else:
                headline = label if label is not None else _above(page, above, 0)
                if headline is not None and len(lines[headline]) > 300:
                    headline = None
                if headline == 0 and good_under and not found.outlet and is_outlet(lines[0]) and len(lines[0].split()) <= 4:
                    found, first, headline = replace(found, outlet=lines[0], form="full"), 0, under  # outlet, date, headline
                kicker_only = headline is not None and headline == 0 and good_under and lines[0].lower() in layout()["kickers"]
                if kicker_only:
                    headline, below = under, True
                else:
                    below = False
                heads.append(_Head(0, headline, (first, last), (headline + 1) if headline is not None and headline > last else last + 1, found))
            found_kickers = any(x.lower() in layout()["opinion"] for x in lines[: first + 1])
            heads[-1] = replace(heads[-1], found=replace(found, opinion=found.opinion or found_kickers))
            lone_dates = found.form == "date"
            k = heads[-1].body
            continue
        if not strong and not (lone_dates and found.form == "date" and not live and (good_above or good_under) and found.published != heads[0].found.published):
            continue
        if found.form == "author" and not (good_above or good_under):
            continue
        if not heads and first < 2 and not good_above:
            continue
        # the sentence before it may still be a headline, as some houses close theirs with a full stop
        stopped = above is not None and found.form == "full" and found.outlet and len(lines[above]) <= 140 and not _QUOTE.match(lines[above]) and not _LIST.match(lines[above])
        if label is not None:
            headline = label
        elif below and good_under:
            headline = under
        elif good_above and above is not None:
            headline = _above(page, above, heads[-1].body if heads else 0)
        elif good_under:
            headline = under
        elif stopped and not below and (not heads or above > heads[-1].body):  # type: ignore[operator]
            headline = above
        elif found.form == "full" and heads and heads[0].headline is None and heads[0].group is not None:
            headline = None  # a page without headlines, from its first report on
        else:
            continue
        start = first if headline is None or headline > last else headline
        floor = heads[-1].body if heads else 0
        if start - 1 >= floor and lines[start - 1].strip(" :|").lower() in layout()["kickers"]:
            start -= 1
            found = replace(found, opinion=found.opinion or lines[start].strip(" :|").lower() in layout()["opinion"])
        if not heads and start > 0:  # what stands above the first byline is a report of its own
            heads.append(_headless(page, start))
        body = headline + 1 if headline is not None and headline > last else last + 1
        heads.append(_Head(start, headline, (first, last), body, found))
        k = body
    if not heads:
        heads.append(_headless(page, n))
        foot = page.bylines[-1] if n > 2 else None
        if foot is not None and foot.form in ("full", "labelled") and _sentence(lines[-2]) and not _BARS.search(lines[-2]):
            heads[0] = replace(heads[0], group=(n - 1, n - 1), found=foot)
    return heads


def _above(page: _Page, above: int, floor: int) -> int:
    """The headline above a byline: the line next to it, or the one above a standfirst."""
    lines = page.lines
    over = above - 1
    if over < floor or len(lines[above]) <= 40 or not _sentence(lines[above]) or _title_case(lines[above]) or not _headlike(lines[over]) or _FULL_STOP.search(lines[over]):
        return above
    alone = over == floor or _sentence(lines[over - 1]) or page.blank_before(over)
    return over if alone and lines[over].lower() not in layout()["kickers"] and len(lines[over].split()) > 2 else above


def _comma_style(page: _Page, head: _Head) -> bool:
    """Has the first byline of the page the form *The Gull, 5 March 2024*?"""
    return bool(head.group and head.found.outlet and head.found.published and not re.search(r"[|•·–—/]|\s-\s", page.lines[head.group[0]]))


def _bare_names(page: _Page, first: int, above: int, found: Byline) -> tuple[int, int, Byline]:
    """The byline with the lines between headline and date that are nothing but a person's or an outlet's name."""
    lines = page.lines
    while above > 0 and len(lines[above].split()) <= 6:
        name, over = re.sub(r"\s+in\s+[A-Z].*$", "", lines[above].strip(" ,")), lines[above - 1]
        if not _headlike(over) or len(over.split()) < 4 or over.lower() in layout()["kickers"] or not is_name(name):
            break
        if is_person(name) and not found.authors and len(name.split()) <= 3:
            found = replace(found, authors=(name,))
        elif not found.outlet and (is_outlet(name) or len(name.split()) == 1):
            found = replace(found, outlet=name)
        else:
            break
        first, above = above, above - 1
    return first, above, found


def _headless(page: _Page, end: int) -> _Head:
    """The head of a text without a byline: a headline where the first line is one."""
    lines = page.lines[:end]
    first = next((k for k, line in enumerate(lines) if not _is_rule(line)), 0)
    headline = None
    opinion = False
    if len(lines) > first + 1 and lines[first].strip(" :|").lower() in layout()["kickers"] and _headlike(lines[first + 1]) and len(lines) > first + 2:
        opinion = lines[first].strip(" :|").lower() in layout()["opinion"]
        first += 1
    if len(lines) > first + 1 and _headlike(lines[first]) and not _QUOTE.match(lines[first]) and any(map(_sentence, lines[first + 1 : first + 4])):
        top = lines[first]
        if not _ENDS.search(top) or _title_case(top) or _ABBREVIATION.search(top) or (len(top) <= 120 and top[-1] in "?!" and len(lines[first + 1]) > len(top)):
            headline = first
    return _Head(0, headline, None, headline + 1 if headline is not None else 0, Byline("noise", opinion=opinion))


def split(text: str, *, one: bool = False) -> list[Cut]:
    """The reports of a text, in order.

    Args:
        text: The decoded text.
        one: Take it as one report, whatever bylines stand in it.

    Returns:
        At least one cut; their spans tile the text.
    """
    page = _Page(text)
    if not page.lines:
        return [Cut(span=Span(0, len(text)))]
    heads = _heads(page)
    if one:
        heads = heads[:1]
    cuts = []
    for k, head in enumerate(heads):
        stop_line = heads[k + 1].first if k + 1 < len(heads) else len(page.lines)
        start = 0 if k == 0 else page.spans[head.first].start
        end = page.spans[stop_line].start if k + 1 < len(heads) else len(text)
        cuts.append(_cut(page, head, stop_line, start, end))
    return cuts


def _cut(page: _Page, head: _Head, stop: int, start: int, end: int) -> Cut:
    lines, spans = page.lines, page.spans

    def own(span: Span) -> Span:
        return Span(span.start - start, span.end - start)

    body = [k for k in range(head.body, stop) if head.group is None or not head.group[0] <= k <= head.group[1]]
    while body and _is_rule(lines[body[-1]]):
        body.pop()
    while body and _is_rule(lines[body[0]]):
        body.pop(0)
    headline = None
    if head.headline is not None:
        label = _TITLE_LABEL.match(lines[head.headline])
        s, e = spans[head.headline]
        headline = own(_bare(page.text, Span(s + (label.end() if label else 0), e)))
    byline = own(Span(spans[head.group[0]].start, spans[head.group[1]].end)) if head.group else None
    found = head.found
    place = dateline(lines[body[0]]) if body else None
    if place and place.city and re.match(r"\S+:", lines[body[0]]) and sum(bool(re.match(r"[A-Z][A-Z .]+:\s", lines[k])) for k in body) > 1:
        place = None  # a transcript: speakers before colons
    place_line = found.place
    place_span = None
    if place:
        place_line = place.city or place_line
        at = spans[body[0]].start
        place_span = own(Span(at, at + place.end))
        found = replace(found, outlet=found.outlet or place.agency, published=found.published or place.published)
    subheads = tuple(own(spans[k]) for k in _subheads(page, body))
    kind = _kind([lines[k] for k in range(head.first, body[0] if body else stop)], [lines[k] for k in body if own(spans[k]) not in subheads], found, place)
    return Cut(
        span=Span(start, end),
        headline=headline,
        byline=byline,
        body=own(Span(spans[body[0]].start, spans[body[-1]].end)) if body else None,
        subheads=subheads,
        place_line=place_line,
        place_line_span=place_span,
        found=found,
        kind=kind,
    )


def _bare(text: str, span: Span) -> Span:
    """A headline without the marks of Markdown around it."""
    piece = text[slice(*span)]
    m = re.fullmatch(r"\s*#{1,6}\s+(.+?)\s*#*\s*|\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*", piece, re.S)
    return trim(text, Span(span.start + m.start(m.lastindex), span.start + m.end(m.lastindex)) if m and m.lastindex else span)


def _subheads(page: _Page, body: list[int]) -> list[int]:
    """Sub-headlines: one short line without a full stop between two paragraphs of running text."""
    lines, found = page.lines, []
    for before, k, after in zip(body, body[1:], body[2:], strict=False):
        line = lines[k]
        if len(line) > 110 or len(line.split()) > 16 or not _headlike(line) or _FULL_STOP.search(line) or _QUOTE.match(line) or page.bylines[k] is not None or _BARS.search(line):
            continue
        if (line[-1] in '”"!' and not line[0].isupper()) or (line[-1] == "?" and len(line) > 70) or "''" in line:
            continue
        if _sentence(lines[before]) and _sentence(lines[after]) and not lines[before].endswith(":") and not _LIST.match(lines[after]):
            found.append(k)
    return found


# --------------------------------------------------------------------------------------------------------------- kind

_STATEMENT = re.compile(
    r"\b(?:press (?:release|statement)|news release|media (?:release|advisory|statement)|for immediate release|joint (?:statement|communiqu[eé]|declaration)|statement (?:by|from|of|on behalf)|official statement"
    r"|full text|communiqu[eé]|readout of|remarks by|open letter|transcript|declaration by|message from)\b",
    re.I,
)
_LIVE = re.compile(
    r"\b(?:live updates?|live ?blog|live coverage|as it happened|latest updates|minute by minute|rolling coverage)\b|^\W*live\b\s*[:|–—-]|[–—|-]\s*live\W*$|\blive:", re.I
)
_SPOKEN = re.compile(r"[“„«][^”»]{0,1500}[”»]|\"[^\"]{0,1500}\"")
SAMPLE = 30_000
"""Code points of a report by which its kind is told."""
_SAID = re.compile(
    r"\b(?:said|says|told|according to|announced|added|stated|reported|reports|warned|stressed|claimed|denied|confirmed|quoted|statement|spokes(?:man|woman|person)|affirmed|noted)\b",
    re.I,
)


def _live(lines: list[str]) -> bool:
    """Do times of the day open paragraphs, as in a live blog?"""
    return sum(bool(_CLOCK.match(line)) for line in lines) >= 3


def _kind(head: list[str], body: list[str], found: Byline, place: Dateline | None) -> ReportKind:
    """What sort of text it is, by head, layout and the author's own words. Quoted words do not count.

    Opinion by language alone is a sum of signs (questions to the reader, *should* and *must*, words of argument, the first person, few
    attributions); a signed text needs fewer of them, a dateline rules it out.
    """
    words = sum(len(line.split()) for line in body)
    top = " \n ".join(head)
    first = body[0] if body else ""
    if any(_LIVE.search(line) for line in head) or _live(body):
        return ReportKind.LIVE
    if found.opinion or re.search(r"^\W*(?:opinion|op-ed|editorial|comment|commentary|viewpoint)\s*[:|]", top, re.I):
        return ReportKind.OPINION
    if any(re.match(r"\W*(?:the (?:views|opinions) expressed|the author is|the writer is)\b", line, re.I) for line in body[-3:]):
        return ReportKind.OPINION
    if (
        _STATEMENT.search(top)
        or re.match(r"\W*for immediate release\b", first, re.I)
        or (place and place.agency and re.search(r"PRNewswire|GLOBE NEWSWIRE|BUSINESS WIRE", place.agency, re.I))
    ):
        return ReportKind.STATEMENT
    if any(re.match(r"\W*(?:media|press) contact\b", line, re.I) for line in body[-4:]):
        return ReportKind.STATEMENT
    if words < 25:
        return ReportKind.UNKNOWN
    own = _SPOKEN.sub(" ", "\n".join(body)[:SAMPLE])
    words = min(words, SAMPLE // 6)
    per = 300 / max(300, words)
    questions = own.count("?") * per
    should = len(re.findall(r"\b(?:should|must|ought)\b", own)) * per
    argument = sum(len(re.findall(rf"\b{re.escape(w)}\b", own, re.I)) for w in layout()["argument"]) * per
    person = (len(re.findall(r"\bI(?:[’']m|[’']ve|[’']d)?\b|\b[Mm]y\b", own)) + 0.5 * len(re.findall(r"\b(?:we|our|us)\b", own, re.I))) * per
    said = len(_SAID.findall(own)) * 100 / words
    points = min(2, questions) + min(1.5, should / 2) + min(2, argument / 1.5) + min(2, person / 2) + (1 if said < 0.7 else 0 if said < 1.5 else -2)
    need = 2.5 if found.authors else 4.5
    if place is None and points >= need:
        return ReportKind.OPINION
    return ReportKind.NEWS
