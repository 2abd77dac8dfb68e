"""Geoparsing: which names of a report are place names, and which of the places that bear a name is meant.

What comes in: a parsed report, the gazetteer and the word lists of the lexicon ``places``. What goes out: `Mention`s that weigh
enough to be place names (`tagging`), and for each name its places, best first (`senses`).
"""
