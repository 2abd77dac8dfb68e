"""The record: one SQLite file in which reports are kept, analysed again, searched, verified and judged.

What comes in: captures of the sources, rows of the stages, what people say. What goes out: `Record`, the one class that users
hold. All SQL that writes stands in this package: `schema` (the file), `add`, `run`, `corpus`, `judge`; `work` is what worker
processes do and never touches the file; `read`, `find`, `trail`, `verify` and `export` only read.
"""

from onrecord.store.corpus import CORPUS_STAGES, CorpusStage
from onrecord.store.record import Record
from onrecord.store.records import Actor, Added, Brief, Capture, Change, Entry, Fault, Hit, Judgement, Run, State, StoredReport
from onrecord.store.schema import APPLICATION, VERSION

open = Record
"""``onrecord.open("city.db")``: the record at a path, made on first use."""

__all__ = [
    "APPLICATION",
    "CORPUS_STAGES",
    "VERSION",
    "Actor",
    "Added",
    "Brief",
    "Capture",
    "Change",
    "CorpusStage",
    "Entry",
    "Fault",
    "Hit",
    "Judgement",
    "Record",
    "Run",
    "State",
    "StoredReport",
    "open",
]
