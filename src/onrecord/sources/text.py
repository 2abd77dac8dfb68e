"""Text to documents: a decoded text of one report or of many, and the paths that lead to them.

What comes in: text, or paths, and what is known of the reports. What goes out: `Document`s in order, and an `InputError` for each
input that cannot be read; one bad input never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.errors import InputError, UsageError
from onrecord.model import Document, Problem, Severity, Source, Span, document_id
from onrecord.sources import digest, language
from onrecord.sources.decoding import clean_surrogates
from onrecord.text import READ_AT_MOST

if TYPE_CHECKING:
    from onrecord.sources.capture import SourceOptions


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
    if len(piece) > READ_AT_MOST:
        notes.append(
            Problem(
                code="too-long",
                severity=Severity.ERROR,
                message=f"The report has {len(piece):,} characters; only the first {READ_AT_MOST:,} were read.",
                hint="Cut the file into its reports; between two reports there must be a byline.",
                span=Span(READ_AT_MOST, len(piece)),
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


def read_paths(
    paths: Iterable[str], *, outlet: str | None = None, published: str | None = None, language: str | None = None, options: SourceOptions | None = None
) -> Iterator[Document | InputError]:
    """The reports of files, folders, patterns and ``-`` (standard input), in order.

    Args:
        paths: Files; folders, whose files are taken in name order; glob patterns; ``-``.
        outlet: Outlet of all of them, where it is known.
        published: ISO date of all of them, where it is known.
        language: BCP 47 code of all of them; detected where None.
        options: How sources are read: folders in folders, columns of tables, limits.

    Yields:
        A Document a report, or an InputError for what cannot be read, where it stands in the order.

    Raises:
        UsageError: A date or language code that is none.
    """
    from onrecord.sources.capture import Nothing
    from onrecord.sources.dispatch import read_source

    known = Nothing(outlet=outlet, published=checked_date(published), language=checked_language(language))
    for path in paths:
        for item in read_source(path, known, options):
            if isinstance(item, InputError):
                yield item
            else:
                yield from item[1]


def read_path(path: str, *, outlet: str | None = None, published: str | None = None, language: str | None = None) -> Iterator[Document]:
    """The reports of a file, a folder or a pattern.

    Raises:
        InputError: The first input that cannot be read, after all the others were yielded.
    """
    failed: InputError | None = None
    for item in read_paths([path], outlet=outlet, published=published, language=language):
        if isinstance(item, Document):
            yield item
        else:
            failed = failed or item
    if failed is not None:
        raise failed
