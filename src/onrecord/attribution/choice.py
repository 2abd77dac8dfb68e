"""Which of the candidate frames stand: the likeliest of each cue, and of frames with nearly the same content only one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from onrecord.attribution.grammar import Frame, Grammar
from onrecord.model import Span

SAME = 0.5
"""Contents that share this much (intersection over union of their tokens) are one statement; chosen on PolNeAR's training split."""

NESTED = 0.45
"""Two utterances of at least this probability, the one inside the other's content, both stand however much they share."""


BLOCK = 64
"""Tokens of a block; only contents that touch one block are compared."""


def choose(grammar: Grammar, frames: Sequence[Frame], contents: list[tuple[Span, ...]], limit: float) -> list[int]:
    """Numbers of the frames that stand, best first.

    Args:
        grammar: What found the frames.
        frames: The candidates, each with its probability.
        contents: Their contents; of a quotation on both sides of its cue the second part is cut off where it is another cue's.
        limit: The lowest probability that stands.
    """
    best: dict[object, int] = {}
    for k, frame in enumerate(frames):
        if frame.probability < limit:
            continue
        key: object = frame.cue if frame.cue >= 0 else (contents[k],)
        if key not in best or frame.probability > frames[best[key]].probability:
            best[key] = k
    # of two cues around one quotation each has its own: “A,” he said, adding: “B.” “A,” he told us. “B,” he added.
    own = {f.quoted[0]: k for k in best.values() if (f := frames[k]).relation == "quote" and len(f.quoted) == 1}
    for k in best.values():
        frame = frames[k]
        if frame.relation == "quotes" and len(contents[k]) == len(frame.quoted) == 2 and own.get(frame.quoted[1], k) != k:
            contents[k] = contents[k][:1]
            frame.content, frame.quoted = frame.content[:1], frame.quoted[:1]
    order = sorted(best.values(), key=lambda k: (-frames[k].probability, contents[k], frames[k].cue))
    tokens = {k: [grammar.p.tokens(s) for s in contents[k]] for k in order}
    words = [0, *accumulate(pos not in ("PUNCT", "SPACE") for pos in grammar.p.pos)]
    by_block: dict[int, list[int]] = {}
    kept: list[int] = []
    for k in order:
        blocks = sorted({b for r in tokens[k] for b in range(r.start // BLOCK, (r.stop - 1) // BLOCK + 1)})
        if all(_apart(frames, tokens, words, k, j) for j in {j for b in blocks for j in by_block.get(b, ())}):
            kept.append(k)
            for b in blocks:
                by_block.setdefault(b, []).append(k)
    return kept


def _apart(frames: Sequence[Frame], tokens: dict[int, list[range]], words: list[int], k: int, j: int) -> bool:
    """May both stand? `words` counts the words up to each token, so that long contents are compared without looking at their words."""
    shared = sum(max(0, words[min(a.stop, b.stop)] - words[max(a.start, b.start)]) for a in tokens[k] for b in tokens[j] if a.start < b.stop and b.start < a.stop)
    size = sum(words[r.stop] - words[r.start] for i in (k, j) for r in tokens[i])
    if shared <= SAME * (size - shared):
        return True
    a, b = frames[k], frames[j]
    if "inner" in (a.relation, b.relation):
        return True
    if a.cue in b.cue_tokens or b.cue in a.cue_tokens:
        return False  # denied allegations that …: one statement, whether the verb or the noun holds it
    nested = any(a.cue in r for r in tokens[j]) or any(b.cue in r for r in tokens[k])
    return nested and a.entry.uttered and b.entry.uttered and min(a.probability, b.probability) >= NESTED
