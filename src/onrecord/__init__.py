"""onrecord turns news reports into a record that can be checked.

>>> import onrecord
>>> analysis = onrecord.analyse("The mayor said that the bridge would open.")
>>> analysis.quote(analysis.attributions[0].source)
'The mayor'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "analyse": "onrecord.api",
    "read": "onrecord.api",
    "Analysis": "onrecord.pipeline",
    "Stage": "onrecord.pipeline",
    "STAGES": "onrecord.stages",
    "Record": "onrecord.store",
    "open": "onrecord.store",
    "OnrecordError": "onrecord.errors",
    "InputError": "onrecord.errors",
    "UsageError": "onrecord.errors",
    "ResourceError": "onrecord.errors",
    "RecordError": "onrecord.errors",
    **dict.fromkeys(["Document", "Span", "Period", "Attribution", "Quantity", "Event", "Vote", "Timex", "Toponym", "Entity", "Label", "Link", "Problem"], "onrecord.model"),
}

__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from onrecord.api import analyse, read
    from onrecord.errors import InputError, OnrecordError, RecordError, ResourceError, UsageError
    from onrecord.model import Attribution, Document, Entity, Event, Label, Link, Period, Problem, Quantity, Span, Timex, Toponym, Vote
    from onrecord.pipeline import Analysis, Stage
    from onrecord.stages import STAGES
    from onrecord.store import Record, open


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that ``onrecord --help`` stays quick."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
