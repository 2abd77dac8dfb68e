"""What onrecord raises. Everything that a caller may want to catch stands in this tree::

    OnrecordError
    ├── InputError        a source cannot be read: what, where, what to do
    ├── UsageError        an option or argument that cannot be
    ├── PipelineError     stages that do not fit together, or break their promises
    ├── ResourceError     a model, lexicon or gazetteer that is missing or is not the one it should be
    └── RecordError       a database that is no record, is newer, is locked or does not verify

Bad reports are not errors: they are read as far as they go, and say so with Problems.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root: ``str()`` says what, where and what to do."""

    code = "error"


class InputError(OnrecordError):
    """A source that cannot be read."""

    def __init__(self, message: str, *, code: str = "unreadable", path: str | None = None) -> None:
        super().__init__(message)
        self.code, self.path = code, path


class UsageError(OnrecordError):
    """An option or argument that cannot be."""

    code = "usage"


class PipelineError(OnrecordError):
    """Stages that do not fit together, or that break their promises."""

    code = "pipeline"


class ResourceError(OnrecordError):
    """A model, lexicon or gazetteer that is missing or is not the one it should be."""

    code = "resource"


class RecordError(OnrecordError):
    """A database that is no record, is newer than this program, is locked or does not verify."""

    code = "record"
