"""What the statements stage is made of: cue words, candidate frames, their features, a small model, and how a frame is read.

What comes in: a `Parse`, the quotations of a report and the lexicon of cues. What goes out: `Frame`s, each a cue with one
content and one source that the `grammar` allows (`frames`, from `layout`, `verbal` and `nominal`), a probability for each (`features`, `trees`), and kind, act, status
and anonymity of those that are kept (`reading`). The stage only puts these together.
"""
