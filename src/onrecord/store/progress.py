"""Progress on standard error: count, rate and time left, after the first second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Called with how many more are done; prints at most five times a second on a terminal, else every ten seconds.

    Args:
        what: What is counted, in the plural.
        total: How many there are, or None if that is not known.
        stream: Where to print.
    """

    def __init__(self, what: str, total: int | None = None, stream: TextIO | None = None) -> None:
        self.what, self.total, self.stream = what, total, stream or sys.stderr
        self.done, self._began = 0, time.monotonic()
        self._terminal = self.stream.isatty()
        self._next = self._began + 1.0
        self._printed = False

    def __call__(self, more: int) -> None:
        """Count `more` as done."""
        self.done += more
        now = time.monotonic()
        if now >= self._next:
            self._next = now + (0.2 if self._terminal else 10.0)
            self._print(now)

    def _print(self, now: float) -> None:
        rate = self.done / max(now - self._began, 1e-9)
        line = f"{self.done:,}" + (f" of {self.total:,}" if self.total else "") + f" {self.what}, {rate:,.1f} a second"
        if self.total and rate:
            left = int((self.total - self.done) / rate)
            line += f", {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
        self.stream.write(f"\r\x1b[K{line}" if self._terminal else line + "\n")
        self.stream.flush()
        self._printed = True

    def close(self) -> None:
        """Finish the line."""
        if self._printed and self._terminal:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


@contextmanager
def shown(progress: bool | Callable[[int], None]) -> Iterator[Callable[[int], None] | None]:
    """Whom to tell of each report that is done: standard error for True, nobody for False, or the caller's own function."""
    if progress is not True:
        yield progress or None
        return
    show = Progress("reports")
    try:
        yield show
    finally:
        show.close()
