"""What a stage across reports keeps of every report, and under which words it is looked up, those nearest in time first.

While many reports are taken in, the words of the last ones are held back and written together in their order: written one report
at a time, nearly every word would rewrite a page of its own, and a million reports a thousand gigabytes. Which reports that is about is
noted in the file with each transaction, so that a run that was stopped finds them again.

What it keeps is plain JSON, most of it words of the report: packed with the report's own text for a dictionary it takes a fifth of its
length. Words are kept as numbers; nobody reads them here, and two words of one number only cost a comparison.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

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
_HELD = 1 << 33
"""The word under which a report stands whose words are held back."""
_DAY = 40
_DOCUMENT = (1 << _DAY) - 1


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


_AFTER = f"SELECT (day << {_DAY}) + document FROM neighbour_word WHERE word = ? AND day >= ? ORDER BY day, document LIMIT ?"
_BEFORE = f"SELECT (day << {_DAY}) + document FROM neighbour_word WHERE word = ? AND day < ? ORDER BY day DESC, document LIMIT ?"


class _Held:
    """Words of the last reports: those that the file lacks, and those written last, which are asked for most.

    It knows enough of what only the file has to leave most questions to the file out: the newest day, and which words there are (some too many).
    """

    MOST = 600_000
    """Words of reports that are held back; they and as many written ones take up to 150 MB."""

    def __init__(self, *, anew: bool) -> None:
        self._new: dict[int, int | list[int]] = {}
        self._last: dict[int, int | list[int]] = {}
        self._count = 0
        self._newest = -(1 << 30) if anew else 1 << 30  # of what only the file has
        self._newest_held = -(1 << 30)
        self._newest_last = self._newest
        self._words = bytearray(1 << 25) if anew else None  # a bit for each sixteen words

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return self._count >= self.MOST

    def put(self, at: int, words: Iterable[int]) -> None:
        """Hold a report under some words; `at` is its day and its key as one number."""
        new = self._new
        for word in words:
            have = new.get(word)
            if have is None:
                new[word] = at
            elif isinstance(have, int):
                new[word] = [have, at] if have < at else [at, have]
            else:
                insort(have, at)
            self._count += 1
        self._newest_held = max(self._newest_held, at >> _DAY)

    def drop(self, at: int, words: Iterable[int]) -> None:
        """Hold it no more."""
        for word in words:
            for table in (self._new, self._last):
                have = table.get(word)
                if have == at:
                    del table[word]
                elif isinstance(have, list) and at in have:
                    have.remove(at)

    def near(self, word: int, day: int, most: int, side: Callable[[int, int, int, bool], list[int]]) -> list[int]:
        """Reports under a word, those nearest in time on either side; `side` asks the file for one."""
        after: list[int] = []
        before: list[int] = []
        for table in (self._last, self._new):
            have = table.get(word)
            if have is not None:
                later, earlier = _nearest([have] if isinstance(have, int) else have, day, most)
                after += later
                before += earlier
        known = self._words
        if known is None or known[(word & 0xFFFFFFFF) >> 7] >> (word >> 4 & 7) & 1:
            if self._newest >= day:
                after = sorted({*after, *side(word, day, most, True)})
            if len(before) < most or sorted(before)[-most] >> _DAY <= self._newest:
                before = list({*before, *side(word, day, most, False)})
        if len(after) > most:
            after = sorted(after)[:most]
        if len(before) > most:
            before = sorted(before, key=lambda at: (-(at >> _DAY), at))[:most]
        return after + before

    def settle(self) -> Iterator[tuple[int, int]]:
        """What is to be written, in the order of the file; it is then known to stand there."""
        if self._words is not None:
            for word in self._last:
                self._words[(word & 0xFFFFFFFF) >> 7] |= 1 << (word >> 4 & 7)
        self._newest = max(self._newest, self._newest_last)
        self._newest_last, self._newest_held = self._newest_held, -(1 << 30)
        self._last, self._new, self._count = self._new, {}, 0
        for word in sorted(self._last):
            have = self._last[word]
            if isinstance(have, int):
                yield word, have
            else:
                for at in have:
                    yield word, at


def _nearest(have: Sequence[int], day: int, most: int) -> tuple[Sequence[int], Sequence[int]]:
    """Of sorted numbers of day and document, those nearest to a day, from it on and before it; of one day those with the smallest document.

    >>> _nearest([(1 << 40) + 7, (1 << 40) + 8, (2 << 40) + 9], 3, 2) == ([], [(1 << 40) + 7, (2 << 40) + 9])
    True
    """
    at = bisect_left(have, day << _DAY)
    cut = max(0, at - most)
    if not cut:
        return have[at : at + most], have[:at]
    last = have[cut] >> _DAY
    start, end = bisect_left(have, last << _DAY), bisect_left(have, (last + 1) << _DAY)
    end = min(end, at)
    return have[at : at + most], [*have[start : start + end - cut], *have[end:at]]


class Neighbours:
    """What one step keeps; all changes are made inside the caller's transaction.

    Args:
        db: The record.
        step: The key of the step in ``corpus``.
    """

    def __init__(self, db: sqlite3.Connection, step: int) -> None:
        self._db = db
        self._low, self._high = step << _STEP, ((step + 1) << _STEP) - 1
        self._held: _Held | None = None

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
        if self._held is not None:
            self._held.put((day << _DAY) + document, map(self._word, words))
            self._db.execute("INSERT OR IGNORE INTO neighbour_word VALUES (?, ?, ?)", (self._low + _HELD, day, document))
            return
        self._db.executemany("INSERT OR IGNORE INTO neighbour_word VALUES (?, ?, ?)", [(self._word(w), day, document) for w in words])

    def drop(self, document: int, day: int, words: Iterable[str]) -> None:
        """Have it looked up no more."""
        if self._held is not None:
            self._held.drop((day << _DAY) + document, map(self._word, words))
        self._db.executemany("DELETE FROM neighbour_word WHERE word = ? AND day = ? AND document = ?", [(self._word(w), day, document) for w in set(words)])

    def sharing(self, words: Iterable[str], day: int, nearest: int, most: int) -> list[int]:
        """The reports that share most of these words, of each word those nearest in time on either side; of equals those nearest in time first."""
        shared: Counter[int] = Counter()
        held = self._held
        for word in words:
            number = self._word(word)
            shared.update(self._on(number, day, nearest) if held is None else held.near(number, day, nearest, self._side))
        ranked = sorted(shared.items(), key=lambda x: (-x[1], abs((x[0] >> _DAY) - day), x[0]))
        return [at & _DOCUMENT for at, _ in ranked[:most]]

    def _on(self, word: int, day: int, most: int) -> list[int]:
        return self._side(word, day, most, True) + self._side(word, day, most, False)

    def _side(self, word: int, day: int, most: int, after: bool) -> list[int]:
        """Under a word in the file, those nearest from a day on, or before it: day and document as one number."""
        return [r[0] for r in self._db.execute(_AFTER if after else _BEFORE, (word, day, most))]

    # held back ----------------------------------------------------------------------------------------------------

    def hold(self, *, anew: bool) -> list[int]:
        """Hold words back from now on; those of which reports an earlier run held back and lost: they are to be `put` again.

        Args:
            anew: True where nothing is kept yet.
        """
        self._held = _Held(anew=anew)
        return [] if anew else [r[0] for r in self._db.execute("SELECT document FROM neighbour_word WHERE word = ?", (self._low + _HELD,))]

    def settle(self, *, all: bool = False) -> None:
        """Write what is held back, where it is much; `all` does so in any case, and holds nothing back any more."""
        held = self._held
        if held is None or not (all or held.full):
            return
        self._db.executemany("INSERT OR IGNORE INTO neighbour_word VALUES (?, ?, ?)", ((word, at >> _DAY, at & _DOCUMENT) for word, at in held.settle()))
        self._db.execute("DELETE FROM neighbour_word WHERE word = ?", (self._low + _HELD,))
        if all:
            self._held = None

    # groups -------------------------------------------------------------------------------------------------------

    def group(self, document: int) -> int | None:
        """The group of a report."""
        found = self._db.execute('SELECT "group" FROM neighbour WHERE key = ?', (self._low + document,)).fetchone()
        return found[0] if found else None

    def next_group(self) -> int:
        """A number that no group has."""
        by_number = 'SELECT "group" FROM neighbour INDEXED BY neighbour_group WHERE "group" IS NOT NULL AND key BETWEEN ? AND ? ORDER BY "group" DESC LIMIT 1'
        newest = self._db.execute(by_number, (self._low, self._high)).fetchone()  # by their keys, all would be read
        return int(newest[0]) + 1 if newest else 1

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
        return [at & _DOCUMENT for at in self._on(self._low + _GROUP + group, day, most)]

    def members_around(self, group: int, day: int, most: int) -> tuple[list[int], list[int]]:
        """Up to so many before a day, and all of that day with up to so many after it, each nearest first."""
        rows, word = "SELECT document FROM neighbour_word WHERE word = ? AND day", self._low + _GROUP + group
        before = [r[0] for r in self._db.execute(f"{rows} < ? ORDER BY day DESC, document LIMIT ?", (word, day, most))]
        then = [r[0] for r in self._db.execute(f"{rows} = ?", (word, day))]
        return before, then + [r[0] for r in self._db.execute(f"{rows} > ? ORDER BY day, document LIMIT ?", (word, day, most))]
