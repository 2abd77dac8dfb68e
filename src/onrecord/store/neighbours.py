"""What a stage across reports keeps of every report, and under which words it is looked up, those nearest in time first.

What it keeps is plain JSON, most of it words of the report: packed with the report's own text for a dictionary it takes a fifth of its
length. Words are kept as numbers; nobody reads them here, and two words of one number only cost a comparison.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable

from onrecord.across.steps import View

# What stands in views besides words of the text; it is part of the file's form, so another one needs another schema number.
_OFTEN = (
    b'"signature":[,"actors":[{"id":"ent_","name":"","plain":"","kind":"organisation","wikidata":null,"role":null,"body":null,"short":[]},"kind":"person"'
    b'"kind":"state","wikidata":"Q"figures":[{"id":"qty_","at":,"sentence":,"low":,"high":null,"unit":"person","per":null,"measure":["],"measures":"","place":null,'
    b'"actor":null,"affected":null,"period":null,"who":null,"claim":false,"names":[],"words":"","vague":false,"expected":false,"part":false,"majority":false,'
    b'"cumulative":false},"events":[{"id":"evt_","at":,"type":"OTHER","trigger":"","stems":[""],"actor":[],"recipient":[],"place":null,"period":null,'
    b'"modality":"happened"},{"report":"doc_","day":19,"published":"20","outlet":"","words":{"":0.1,"headline":{"":0.2},"statements":[{"id":"att_","at":,"end":,'
    b'"act":"asserts","status":"reported","who":"","as":"","cue":"said","stems":{"":2.0,"":3.1,"":1.5},"negated":false,"names":[""],"places":[],"purpose":null,'
    b'"condition":null,"words":"'
)
_STEP = 40
_GROUP = 1 << 32


def _dictionary(text: str) -> bytes:
    return (text.encode("utf-8", "replace") + _OFTEN)[-32768:]


def pack(view: View, text: str) -> bytes:
    """A view as it is kept beside the text of its report."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _dictionary(text))
    return packer.compress(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) + packer.flush()


def unpack(packed: bytes, text: str) -> View:
    """The view again.

    >>> unpack(pack({"report": "doc_1", "day": 0}, "A text."), "A text.")
    {'report': 'doc_1', 'day': 0}
    """
    view: View = json.loads(zlib.decompressobj(-15, _dictionary(text)).decompress(packed))
    return view


class Neighbours:
    """What one step keeps; all changes are made inside the caller's transaction.

    Args:
        db: The record.
        step: The key of the step in ``corpus``.
    """

    def __init__(self, db: sqlite3.Connection, step: int) -> None:
        self._db = db
        self._low, self._high = step << _STEP, ((step + 1) << _STEP) - 1

    def clear(self) -> None:
        """Keep nothing any more."""
        self._db.execute("DELETE FROM neighbour WHERE key BETWEEN ? AND ?", (self._low, self._high))
        self._db.execute("DELETE FROM neighbour_word WHERE word BETWEEN ? AND ?", (self._low, self._high))

    def has(self, document: int) -> bool:
        """Whether a report is kept."""
        return self._db.execute("SELECT 1 FROM neighbour WHERE key = ?", (self._low + document,)).fetchone() is not None

    def keep(self, document: int, view: View, text: str) -> int:
        """Keep the view of a report, in no group; how many bytes it takes."""
        packed = pack(view, text)
        self._db.execute("INSERT OR REPLACE INTO neighbour VALUES (?, NULL, ?)", (self._low + document, packed))
        return len(packed)

    def view(self, document: int) -> tuple[View, int] | None:
        """The view of a report with the bytes that it takes, or None."""
        row = self._db.execute("SELECT n.view, d.text FROM neighbour n JOIN document d ON d.key = ? WHERE n.key = ?", (document, self._low + document)).fetchone()
        return None if row is None else (unpack(*row), len(row[0]))

    # words --------------------------------------------------------------------------------------------------------

    def _word(self, word: str) -> int:
        return self._low + zlib.crc32(word.encode("utf-8", "surrogatepass"))

    def put(self, document: int, day: int, words: Iterable[str]) -> None:
        """Have a report looked up under some words."""
        self._db.executemany("INSERT OR IGNORE INTO neighbour_word VALUES (?, ?, ?)", [(self._word(w), day, document) for w in words])

    def drop(self, document: int, day: int, words: Iterable[str]) -> None:
        """Have it looked up no more."""
        self._db.executemany("DELETE FROM neighbour_word WHERE word = ? AND day = ? AND document = ?", [(self._word(w), day, document) for w in set(words)])

    def near(self, word: str, day: int, most: int) -> list[int]:
        """Reports under a word, those nearest in time on either side."""
        return self._on(self._word(word), day, most)

    def _on(self, word: int, day: int, most: int) -> list[int]:
        found: list[int] = []
        for beyond, order in ((">=", "day, document"), ("<", "day DESC, document")):
            found += [r[0] for r in self._db.execute(f"SELECT document FROM neighbour_word WHERE word = ? AND day {beyond} ? ORDER BY {order} LIMIT ?", (word, day, most))]
        return found

    # groups -------------------------------------------------------------------------------------------------------

    def group(self, document: int) -> int | None:
        """The group of a report."""
        found = self._db.execute('SELECT "group" FROM neighbour WHERE key = ?', (self._low + document,)).fetchone()
        return found[0] if found else None

    def next_group(self) -> int:
        """A number that no group has."""
        newest = self._db.execute('SELECT max("group") FROM neighbour WHERE "group" IS NOT NULL AND key BETWEEN ? AND ?', (self._low, self._high)).fetchone()[0]
        return int(newest or 0) + 1

    def move(self, document: int, day: int, old: int | None, new: int | None) -> None:
        """Move a report from a group to another."""
        self._db.execute('UPDATE neighbour SET "group" = ? WHERE key = ?', (new, self._low + document))
        if old is not None:
            self._db.execute("DELETE FROM neighbour_word WHERE word = ? AND day = ? AND document = ?", (self._low + _GROUP + old, day, document))
        if new is not None:
            self._db.execute("INSERT OR IGNORE INTO neighbour_word VALUES (?, ?, ?)", (self._low + _GROUP + new, day, document))

    def members(self, group: int) -> list[int]:
        """The reports of a group."""
        return [r[0] - self._low for r in self._db.execute('SELECT key FROM neighbour WHERE "group" = ? AND key BETWEEN ? AND ?', (group, self._low, self._high))]

    def count(self, group: int) -> int:
        """How many they are."""
        return int(self._db.execute('SELECT count(*) FROM neighbour WHERE "group" = ? AND key BETWEEN ? AND ?', (group, self._low, self._high)).fetchone()[0])

    def members_near(self, group: int, day: int, most: int) -> list[int]:
        """Those nearest in time on either side."""
        return self._on(self._low + _GROUP + group, day, most)

    def members_around(self, group: int, day: int, most: int) -> tuple[list[int], list[int]]:
        """Up to so many before a day, and all of that day with up to so many after it, each nearest first."""
        rows, word = "SELECT document FROM neighbour_word WHERE word = ? AND day", self._low + _GROUP + group
        before = [r[0] for r in self._db.execute(f"{rows} < ? ORDER BY day DESC, document LIMIT ?", (word, day, most))]
        then = [r[0] for r in self._db.execute(f"{rows} = ?", (word, day))]
        return before, then + [r[0] for r in self._db.execute(f"{rows} > ? ORDER BY day, document LIMIT ?", (word, day, most))]
