"""The text layer of a PDF, with the lines of its columns joined to paragraphs.

A PDF holds lines, not paragraphs. Lines are joined where the next one goes on: the line is nearly as long as its neighbours and no
sentence ends there, or the next begins with a small letter. A hyphen at a line's end is dropped unless the word stands with it
elsewhere in the file. Known to miss: paragraphs whose last line is as long as the others; tables; text in more than one column
where the file gives the lines across the columns.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from onrecord.errors import InputError
from onrecord.model import Document
from onrecord.sources.capture import Capture, Known, SourceOptions
from onrecord.sources.text import read_text


def read_pdf(capture: Capture, known: Known, options: SourceOptions) -> list[Document]:
    """The reports of a PDF.

    Raises:
        InputError: ``no-text-layer`` for scans, ``encrypted``, or ``damaged-pdf``.
    """
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    name = capture.path or capture.url or "the PDF"
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of each odd object; what matters is raised
    pages: list[list[str]] = []
    try:
        reader = PdfReader(io.BytesIO(capture.raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name} is locked with a password. Save it without one.", code="encrypted", path=name)
        total = 0
        for page in reader.pages:
            text = page.extract_text()
            total += len(text)
            if total > options.max_bytes:
                raise InputError(f"{name} holds more text than --max-bytes allows. Split it.", code="too-large", path=name)
            pages.append(text.splitlines())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, NotImplementedError) as error:
        # pypdf raises all of these on damaged files
        raise InputError(
            f"{name} cannot be read as a PDF: {type(error).__name__}: {error}. Open it in a viewer and print it to a new PDF.", code="damaged-pdf", path=name
        ) from error
    text = "\n\n".join(join_lines(without_running_heads(pages)))
    if len(re.findall(r"\w\w", text)) < 5:
        raise InputError(
            f"{name} has no text layer: its {len(pages):,} page{'s are' if len(pages) != 1 else ' is a'} picture{'s' if len(pages) != 1 else ''}. Run it through OCR first, for example `ocrmypdf in.pdf out.pdf`.",
            code="no-text-layer",
            path=name,
        )
    # The day on which a PDF was made is not the day on which its report came out: its metadata are not read.
    documents = list(read_text(text, path=capture.path, sha256=capture.sha256, url=capture.url, outlet=known.outlet, published=known.published, language=known.language))
    return [replace(d, source=replace(d.source, media_type="application/pdf", start=None, end=None)) for d in documents]


def without_running_heads(pages: list[list[str]]) -> list[str]:
    """The lines of all pages, without page numbers and without a first or last line that stands on most pages.

    >>> without_running_heads([["Gazette", "One.", "1"], ["Gazette", "Two.", "2"], ["Gazette", "Three.", "3"]])
    ['One.', 'Two.', 'Three.']
    """
    filled = [[line.strip() for line in page] for page in pages]
    filled = [page[next((k for k, line in enumerate(page) if line), len(page)) :] for page in filled]
    ends = [{re.sub(r"\d+", "#", line) for line in (page[0], next(line for line in reversed(page) if line))} for page in filled if page]
    often = {line for some in ends for line in some if len(ends) > 2 and sum(line in other for other in ends) > len(ends) / 2}
    lines: list[str] = []
    for page in filled:
        last = max((k for k, line in enumerate(page) if line), default=-1)
        for k, line in enumerate(page[: last + 1]):
            edge = k in (0, last)
            if edge and (re.fullmatch(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–—] ?\d{1,4} ?[-–—]", line, re.I) or re.sub(r"\d+", "#", line) in often):
                continue
            lines.append(line)
    return lines


def join_lines(lines: list[str]) -> Iterator[str]:
    """Paragraphs from the lines of a column.

    >>> list(join_lines(["The council voted on the har-", "bour on Monday, and then it", "went home.", "", "Nobody was against."]))
    ['The council voted on the harbour on Monday, and then it went home.', 'Nobody was against.']
    """
    lengths = [len(line) for line in lines if line]
    width = median(sorted(lengths)[len(lengths) // 2 :]) if lengths else 0
    together = " ".join(lines)
    current = ""
    previous = ""
    for line in [*lines, ""]:
        line = " ".join(line.split())
        if current and line and _goes_on(previous, line, width):
            hyphenated = re.search(r"(\w+)-$", current)
            tail = re.match(r"[a-z]+", line)
            if hyphenated and tail:
                kept = f"{hyphenated[1]}-{tail[0]}" in together
                current = (current if kept else current[:-1]) + line
            else:
                current += " " + line
        else:
            if current:
                yield current
            current = line
        previous = line


def _goes_on(line: str, following: str, width: float) -> bool:
    """True if a paragraph goes on from one line to the next."""
    if following[0].islower() or line.endswith("-"):
        return True
    full = len(line) > width * 0.75
    ended = bool(re.search(r"[.!?…:][\"”’')\]]*$", line))
    return full and (not ended or len(line) > width * 0.92)
