"""From bytes to documents. What comes in: a path, a folder, standard input. What goes out: `Document`s, each with the
place that it came from, and an `InputError` for what cannot be read; one bad input never stops the others."""

from onrecord.sources.dispatch import read_source as read_source
