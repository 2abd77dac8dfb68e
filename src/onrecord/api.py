"""The two functions that need no database: `read` (files to analyses) and `analyse` (a text to its analysis).

Everything heavy is imported when it is first used: the command line builds `Settings` from here, and ``--help`` must be quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.errors import InputError
    from onrecord.model import Document
    from onrecord.pipeline import Analysis, Stage
    from onrecord.resources import Resources
    from onrecord.sources.capture import SourceOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose; built once, at the start, and passed on.

    Attributes:
        parser: Name of the spaCy pipeline package, or None for the first that is installed.
        model: ``default`` or ``none``: whether learned models are used.
        lexicons: The user's own lexicon files.
        outlet: Outlet of every report read, or None to read it from the byline.
        published: ISO date of every report read, or None to read it from the byline.
        language: Language of every report read, or None to detect it.
        wikidata: The user's file of names and Wikidata ids, or None.

    Raises:
        UsageError: A date that is not ISO 8601, or a language code that cannot be one.
    """

    parser: str | None = None
    model: str = "default"
    lexicons: tuple[Path, ...] = ()
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    wikidata: Path | None = None

    def __post_init__(self) -> None:
        if self.published is not None or self.language is not None:
            from onrecord.sources.text import checked_date, checked_language

            checked_date(self.published)
            checked_language(self.language)

    def resources(self) -> Resources:
        """Lexicons and models as these settings ask for them."""
        from onrecord.resources import Resources

        return Resources(lexicons=self.lexicons, model=self.model, parser=self.parser, wikidata=self.wikidata)


def analyse(text: str | Document, *, settings: Settings | None = None, stages: Sequence[Stage] | None = None) -> Analysis:
    """Analyse one report.

    Args:
        text: The report's text (headline and byline may stand in it), or a Document.
        settings: What to use; the defaults if None.
        stages: Stages to run; all of the package's own if None.

    Returns:
        The report with its findings. A text that holds several reports is taken as one.

    >>> [a.kind.value for a in analyse('She said that they had won.').attributions]
    ['indirect']
    """
    from onrecord.model import Document
    from onrecord.pipeline import analyse_documents
    from onrecord.sources.text import read_one
    from onrecord.stages import STAGES

    settings = settings or Settings()
    document = text if isinstance(text, Document) else read_one(text, outlet=settings.outlet, published=settings.published, language=settings.language)
    return next(analyse_documents([document], stages or STAGES, settings.resources()))


def read(
    *paths: str, settings: Settings | None = None, stages: Sequence[Stage] | None = None, options: SourceOptions | None = None, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Analysis]:
    """Read files or folders and analyse every report in them, in order.

    Args:
        paths: Files, folders (taken in name order), glob patterns, or ``-`` for standard input.
        settings: What to use; the defaults if None.
        stages: Stages to run; all of the package's own if None.
        options: How sources are read: folders in folders, columns of tables, limits.
        on_error: Called with each input that cannot be read, when its turn comes.

    Yields:
        One Analysis a report.

    Raises:
        InputError: The first input that cannot be read, after all the others were yielded; never where `on_error` is given.
    """
    from onrecord.model import Document
    from onrecord.pipeline import analyse_documents
    from onrecord.sources.text import read_paths
    from onrecord.stages import STAGES

    settings = settings or Settings()
    failed: list[InputError] = []
    tell = on_error or failed.append

    def documents() -> Iterator[Document]:
        for item in read_paths(paths, outlet=settings.outlet, published=settings.published, language=settings.language, options=options):
            if isinstance(item, Document):
                yield item
            else:
                tell(item)

    yield from analyse_documents(documents(), stages or STAGES, settings.resources())
    if failed:
        raise failed[0]
