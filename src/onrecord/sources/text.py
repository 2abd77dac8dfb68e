"""Plain text: decoding without loss, and cutting a digest into its reports.

A digest is a file in which several reports stand one after another; nothing but the byline marks where one begins. A byline
is a short line of its own that names an outlet, an author or both with a date, next to a headline.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from onrecord.errors import InputError
from onrecord.model import Document, Problem, ReportKind, Severity, Source, Span, document_id
from onrecord.text import paragraphs

MONTHS = {
    m.lower(): k
    for k, names in enumerate(
        ("January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug", "September Sept Sep", "October Oct", "November Nov", "December Dec"),
        1,
    )
    for m in names.split()
}
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
DATE = re.compile(
    rf"(?:(?P<mdy>{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})|(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<num>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}))",
    re.I,
)
_SEPARATOR = r"\s*(?:\||–|—|•|·|\s-\s|,)\s*"


def decode(raw: bytes) -> str:
    """The text of some bytes: by byte order mark, then UTF-8, then the encoding that charset-normalizer finds."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def parse_date(text: str) -> str | None:
    """The ISO date of a byline date, day first where it is all digits; None if there is no such day."""
    m = DATE.search(text)
    if not m:
        return None
    words = re.findall(r"\d+|[A-Za-z]+", m.group())
    try:
        if m["mdy"]:
            return date(int(words[-1]), MONTHS[words[0].lower()], int(words[1])).isoformat()
        if m["dmy"]:
            month = next(w for w in words if w.lower() in MONTHS)
            return date(int(words[-1]), MONTHS[month.lower()], int(words[0])).isoformat()
        if m["iso"]:
            return date(*map(int, words)).isoformat()
        return date(int(words[2]), int(words[1]), int(words[0])).isoformat()
    except ValueError:
        return None


def _byline(line: str) -> tuple[str | None, tuple[str, ...], str | None] | None:
    """(outlet, authors, ISO date) if the line is a byline."""
    if len(line) > 120:
        return None
    m = DATE.search(line)
    if not m or line[m.end() :].strip():
        return None
    parts = [p.strip() for p in re.split(_SEPARATOR, line[: m.start()]) if p and p.strip()]
    if not parts or len(parts) > 4 or any(len(p) > 60 for p in parts):
        return None
    authors: tuple[str, ...] = ()
    if re.match(r"by\s", parts[0], re.I):
        authors = tuple(a.strip() for a in re.split(r",| and ", parts.pop(0)[3:]) if a.strip())
    return (parts[-1] if parts else None), authors, parse_date(line)


def split(text: str) -> list[tuple[Span, Span | None, Span | None, tuple[str | None, tuple[str, ...], str | None]]]:
    """(report, headline, byline, (outlet, authors, date)) for each report of a text."""
    lines = paragraphs(text)
    starts = []
    for i, line in enumerate(lines):
        found = _byline(text[slice(*line)])
        if found and i:
            starts.append((i - 1, i, found))
    if not starts:
        head = lines[0] if len(lines) > 1 and len(text[slice(*lines[0])]) < 200 else None
        return [(Span(0, len(text)), head, None, (None, (), None))]
    out: list[tuple[Span, Span | None, Span | None, tuple[str | None, tuple[str, ...], str | None]]] = []
    for k, (h, b, found) in enumerate(starts):
        first = 0 if k == 0 else lines[h].start
        last = lines[starts[k + 1][0]].start if k + 1 < len(starts) else len(text)
        out.append((Span(first, last), Span(lines[h].start - first, lines[h].end - first), Span(lines[b].start - first, lines[b].end - first), found))
    return out


_PLACE_LINE = re.compile(r"(?P<city>[A-Z][A-Z.'’ \-]{2,40}?)(?:\s*\([^)\n]{2,30}\))?\s*(?:–|—|--|-)\s+")


def read_text(text: str, *, path: str | None = None, sha256: str | None = None, outlet: str | None = None, published: str | None = None) -> Iterator[Document]:
    """The reports of a decoded text, in order."""
    for span, headline, byline, (found_outlet, authors, found_date) in split(text):
        piece = text[span.start : span.end]
        the_outlet, the_date = outlet or found_outlet, published or found_date
        problems = []
        if the_date is None:
            problems.append(
                Problem(code="no-published", severity=Severity.NOTE, message="No publication date was found.", hint="Give --published DATE; dates relative to it stay unresolved.")
            )
        if the_outlet is None:
            problems.append(Problem(code="no-outlet", severity=Severity.NOTE, message="No outlet was found.", hint="Give --outlet NAME."))
        after = max((s.end for s in (headline, byline) if s), default=0)
        lines = paragraphs(piece, Span(after, len(piece)))
        body = Span(lines[0].start, lines[-1].end) if lines else None
        place = _PLACE_LINE.match(piece, body.start) if body else None
        yield Document(
            id=document_id(the_outlet, the_date, piece),
            source=Source(path=path, sha256=sha256, start=span.start, end=span.end),
            text=piece,
            headline=headline,
            byline=byline,
            body=body,
            outlet=the_outlet,
            authors=authors,
            published=the_date,
            place_line=place["city"].strip() if place else None,
            place_line_span=Span(place.start(), place.end() - 1) if place else None,
            kind=ReportKind.NEWS,
            language="en",
            problems=tuple(problems),
        )


def read_path(path: str, **known: str | None) -> Iterator[Document]:
    """The reports of a file, or of the files of a folder in name order."""
    place = Path(path)
    if not place.exists():
        raise InputError(f"There is no file or folder {path}. Check the path.", code="no-such-file", path=path)
    if place.is_dir():
        for entry in sorted(place.iterdir()):
            if entry.is_file():
                yield from read_path(f"{path.rstrip('/')}/{entry.name}", **known)
        return
    raw = place.read_bytes()
    yield from read_text(decode(raw), path=path, sha256=hashlib.sha256(raw).hexdigest(), **known)


def read_one(text: str, *, outlet: str | None = None, published: str | None = None, language: str | None = None) -> Document:
    """A text as one report, whatever bylines stand in it."""
    first = next(read_text(text, outlet=outlet, published=published))
    return first
