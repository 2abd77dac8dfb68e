"""Files of text: a file of one report or of many, a folder, a pattern, standard input, JSON Lines with text and metadata.

What comes in: paths and what is known of the reports. What goes out: `Document`s in order, and an `InputError` for each input that
cannot be read; one bad input never stops the others.
"""

from __future__ import annotations

import glob
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, UsageError
from onrecord.model import Document, Problem, Severity, Source, Span, document_id
from onrecord.sources import digest, language
from onrecord.sources.bylines import parse_date
from onrecord.sources.decoding import clean_surrogates, decode

LONGEST = 2_000_000
"""Code points of one report that are analysed, about 330,000 words or seventy seconds of parsing; the rest is kept and not read.
No report is that long: what is longer is a dump, and its parse would need gigabytes."""

_TABLES = (".jsonl", ".ndjson")


def checked_date(value: str | None, *, option: str = "--published") -> str | None:
    """An ISO date or date-time as it was given.

    Raises:
        UsageError: It is none.
    """
    if value is None:
        return None
    try:
        if not re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", value):
            raise ValueError(value)
        datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{option} {value!r} is no ISO date. Write it as 2024-01-15 or 2024-01-15T10:30+00:00.") from None
    return value


def checked_language(value: str | None) -> str | None:
    """A BCP 47 code as it was given.

    Raises:
        UsageError: It has not the form of one.
    """
    if value is not None and not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", value):
        raise UsageError(f"--language {value!r} is no language code. Write it as en, en-GB or de.")
    return value


def read_text(
    text: str,
    *,
    path: str | None = None,
    sha256: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    language: str | None = None,
    problems: tuple[Problem, ...] = (),
) -> Iterator[Document]:
    """The reports of a decoded text, in order; their texts joined are the text.

    Args:
        text: The decoded text.
        path: Where it stood.
        sha256: Hash of the raw bytes.
        url: Its address.
        outlet: Outlet, where it is known.
        published: ISO date, where it is known.
        language: BCP 47 code; detected where None.
        problems: What decoding brought up; a span counts in `text` and goes to the report that holds it.
    """
    text, more = clean_surrogates(text)
    cuts = digest.split(text)
    for k, cut in enumerate(cuts):
        mine = tuple(_placed(p, cut.span) for p in (*problems, *more) if (k == 0 if p.span is None else cut.span.start <= p.span.start < cut.span.end))
        source = Source(path=path, url=url, sha256=sha256, start=cut.span.start, end=cut.span.end)
        yield _document(text[cut.span.start : cut.span.end], cut, source, outlet=outlet, published=published, language=language, problems=mine)


def _placed(problem: Problem, report: Span) -> Problem:
    return problem if problem.span is None else replace(problem, span=Span(problem.span.start - report.start, problem.span.end - report.start))


def _document(
    piece: str,
    cut: digest.Cut,
    source: Source,
    *,
    outlet: str | None = None,
    published: str | None = None,
    language: str | None = None,
    authors: tuple[str, ...] | None = None,
    problems: tuple[Problem, ...] = (),
) -> Document:
    found = cut.found
    the_outlet, the_date = outlet or found.outlet, published or found.published
    notes = list(problems)
    if the_date is None and found.updated:
        the_date = found.updated
        notes.append(
            Problem(code="published-is-update", message=f"Only the date of an update is given ({found.updated}); it stands as the publication date.", hint="Give --published DATE.")
        )
    if the_date is None:
        notes.append(Problem(code="no-published", message="No publication date was found; dates such as 'on Tuesday' stay unresolved.", hint="Give --published DATE."))
    if the_outlet is None:
        notes.append(Problem(code="no-outlet", message="No outlet was found.", hint="Give --outlet NAME."))
    body_text = piece[slice(*cut.body)] if cut.body else ""
    if not body_text.strip() or (
        cut.headline is None and cut.byline is None and "\n" not in body_text.strip() and len(body_text) <= 120 and not re.search(r"[.!?…][”\"’')]*\s*$", body_text)
    ):
        notes.append(Problem(code="no-body", message="There is nothing but a headline.", hint="Add the report's text, if there is any."))
    the_language = language if language is not None else _language(body_text or piece)
    if not _english(the_language):
        notes.append(_not_read(the_language))
    if len(piece) > LONGEST:
        notes.append(
            Problem(
                code="too-long",
                severity=Severity.ERROR,
                message=f"The report has {len(piece):,} characters; only the first {LONGEST:,} were read.",
                hint="Cut the file into its reports; between two reports there must be a byline.",
                span=Span(LONGEST, len(piece)),
            )
        )
    return Document(
        id=document_id(the_outlet, the_date, piece),
        source=source,
        text=piece,
        headline=cut.headline,
        byline=cut.byline,
        body=cut.body,
        subheads=cut.subheads,
        outlet=the_outlet,
        authors=found.authors if authors is None else authors,
        published=the_date,
        place_line=cut.place_line,
        place_line_span=cut.place_line_span,
        kind=cut.kind,
        language=the_language,
        problems=tuple(notes),
    )


_language, _english, _not_read = language.detect, language.is_english, language.not_read


def read_one(text: str, *, outlet: str | None = None, published: str | None = None, language: str | None = None, path: str | None = None) -> Document:
    """A text as one report, whatever bylines stand in it.

    >>> read_one("Ferry sails again\\nThe Gull | 5 March 2024\\n\\nIt left at noon, the harbour office said.").outlet
    'The Gull'
    """
    text, problems = clean_surrogates(text)
    cut = digest.split(text, one=True)[0]
    return _document(text, cut, Source(path=path, start=0, end=len(text)), outlet=outlet, published=published, language=language, problems=problems)


# ------------------------------------------------------------------------------------------------------------- paths


def read_paths(paths: Iterable[str], *, outlet: str | None = None, published: str | None = None, language: str | None = None) -> Iterator[Document | InputError]:
    """The reports of files, folders, patterns and ``-`` (standard input), in order.

    Args:
        paths: Files; folders, whose files are taken in name order; glob patterns; ``-``.
        outlet: Outlet of all of them, where it is known.
        published: ISO date of all of them, where it is known.
        language: BCP 47 code of all of them; detected where None.

    Yields:
        A Document a report, or an InputError for what cannot be read, where it stands in the order.

    Raises:
        UsageError: A date or language code that is none.
    """
    known = {"outlet": outlet, "published": checked_date(published), "language": checked_language(language)}
    for path in paths:
        try:
            for name in _files(path):
                yield from _read_file(name, known)
        except InputError as error:
            yield error


def read_path(path: str, **known: str | None) -> Iterator[Document]:
    """The reports of a file, a folder or a pattern.

    Raises:
        InputError: The first input that cannot be read, after all the others were yielded.
    """
    failed: InputError | None = None
    for item in read_paths([path], **known):
        if isinstance(item, Document):
            yield item
        else:
            failed = failed or item
    if failed is not None:
        raise failed


def _files(path: str) -> list[str]:
    """The files that a path stands for, in name order."""
    if path == "-":
        return [path]
    place = Path(path)
    try:
        if place.is_dir():
            names = sorted(e.name for e in place.iterdir() if e.is_file() and not e.name.startswith("."))
            if not names:
                folders = sum(e.is_dir() for e in place.iterdir())
                inner = f" It holds {folders} folder{'s' if folders != 1 else ''}; give one of them, or '{path.rstrip('/')}/**/*.txt'." if folders else " Give a folder that does."
                raise InputError(f"The folder {path} holds no files.{inner}", code="no-text", path=path)
            base = path if path.endswith(("/", "\\")) else path + "/"
            return [base + name for name in names]
        if place.exists():
            return [path]
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if glob.has_magic(path):
        names = sorted(p for p in glob.glob(path, recursive=True) if Path(p).is_file())
        if names:
            return names
        raise InputError(f"No file matches {path}. Check the pattern and the folder that you are in.", code="no-such-file", path=path)
    raise InputError(f"There is no file or folder {path}. Check the path.", code="no-such-file", path=path)


def _unreadable(path: str, error: OSError | ValueError) -> InputError:
    why = getattr(error, "strerror", None) or str(error)
    return InputError(f"Cannot read {path}: {why}. Check its permissions and that it is a file.", code="unreadable", path=path)


def _read_file(path: str, known: Mapping[str, str | None]) -> Iterator[Document | InputError]:
    """The reports of one file or of standard input."""
    name = "Standard input" if path == "-" else path
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        decoded = decode(raw, name=name)
    except InputError as error:
        error.path = path
        yield error
        return
    except OSError as error:
        yield _unreadable(path, error)
        return
    sha = hashlib.sha256(raw).hexdigest()
    del raw
    if path.lower().endswith(_TABLES) or (path == "-" and _is_table(decoded.text)):
        yield from read_table(decoded.text, path=path, sha256=sha, **known)
    else:
        yield from read_text(decoded.text, path=path, sha256=sha, problems=decoded.problems, **known)


def _is_table(text: str) -> bool:
    """Is the first line a JSON object with a text?"""
    first = text.lstrip()[:1_000_000].split("\n", 1)[0]
    if not first.startswith("{"):
        return False
    try:
        row = json.loads(first)
    except ValueError:
        return False
    return isinstance(row, dict) and "text" in row


# -------------------------------------------------------------------------------------------------------- JSON Lines

_KEYS = {
    "text": ("text", "body", "content"),
    "headline": ("headline", "title"),
    "outlet": ("outlet", "source", "publisher"),
    "published": ("published", "date", "published_at"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link"),
}


def read_table(
    text: str,
    *,
    path: str | None = None,
    sha256: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Iterator[Document | InputError]:
    """The reports of JSON Lines: one object a line, with ``text`` and, if known, ``headline`` or ``title``, ``outlet`` or ``source``,
    ``published`` or ``date``, ``authors`` and ``url``.

    A headline of its own that does not open the text is put before it, with an empty line between them. Lines that are no such object
    are InputErrors; the others are read. What the program itself wrote (``onrecord read --json``) can be read again.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"Line {number} of {path}"
        try:
            row = json.loads(line)
        except ValueError as error:
            yield InputError(f"{where} is no JSON: {error}. Each line must be one JSON object.", code="not-json", path=path)
            continue
        body = _first(row, "text") if isinstance(row, dict) else None
        if not isinstance(body, str) or not body.strip():
            yield InputError(f'{where} has no text. Each line must be a JSON object with a "text".', code="no-text", path=path)
            continue
        yield _row(row, body, where, path, sha256, outlet, published, language)


def _first(row: Mapping[str, Any], field: str) -> Any:
    return next((row[key] for key in _KEYS[field] if row.get(key) not in (None, "", [])), None)


def _row(row: Mapping[str, Any], body: str, where: str, path: str | None, sha256: str | None, outlet: str | None, published: str | None, lang: str | None) -> Document:
    problems: list[Problem] = []
    title, said, who, date = (_first(row, k) for k in ("headline", "outlet", "authors", "published"))
    if not isinstance(said, str):
        said = row.get("outlet") if isinstance(row.get("outlet"), str) else None
    text = body
    if isinstance(title, str) and title.strip() and not body.lstrip().startswith(title.strip()):
        text = f"{title.strip()}\n\n{body}"
    text, more = clean_surrogates(text)
    problems += more
    cut = digest.split(text, one=True)[0]
    if isinstance(title, str) and title.strip():
        at = text.find(clean_surrogates(title.strip())[0])
        headline = Span(at, at + len(title.strip()))
        if cut.headline != headline:
            cut = _with_headline(text, cut, headline)
    when = published
    if when is None and isinstance(date, str):
        try:
            when = checked_date(date.strip())
        except UsageError:
            when = parse_date(date)
        if when is None:
            problems.append(Problem(code="bad-date", message=f"{where}: the date {date!r} is none that can be read.", hint="Write it as 2024-01-15."))
    if isinstance(who, str):
        who = [w.strip() for w in re.split(r",|;|\band\b", re.sub(r"^by\s+", "", who, flags=re.I)) if w.strip()]
    authors = tuple(str(w) for w in who if isinstance(w, str)) if isinstance(who, list) else None
    url = _first(row, "url")
    source = Source(path=path, url=url if isinstance(url, str) else None, media_type="application/jsonl", sha256=sha256)
    language = lang or (row["language"] if isinstance(row.get("language"), str) and re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", row["language"]) else None)
    return _document(
        text, cut, source, outlet=outlet or (clean_surrogates(said)[0] if said else None), published=when, language=language, authors=authors, problems=tuple(problems)
    )


def _with_headline(text: str, cut: digest.Cut, headline: Span) -> digest.Cut:
    """A cut whose headline is known from outside the text."""
    after = max(headline.end, cut.byline.end if cut.byline else 0)
    from onrecord.text import paragraphs

    lines = paragraphs(text, Span(after, len(text)))
    return replace(cut, headline=headline, body=Span(lines[0].start, lines[-1].end) if lines else None)
