"""Which of the candidate frames stand: the likeliest of each cue, and of frames with nearly the same content only one."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.frames import Finder, Frame
from onrecord.model import Span

SAME = 0.5
"""Contents that share this much (intersection over union of their tokens) are one statement; chosen on PolNeAR's training split."""

NESTED = 0.45
"""Two utterances of at least this probability, the one inside the other's content, both stand however much they share."""


def choose(finder: Finder, frames: Sequence[Frame], contents: list[tuple[Span, ...]], limit: float) -> list[int]:
    """Numbers of the frames that stand, best first.

    Args:
        finder: What found the frames.
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
        if frame.relation == "quotes" and len(contents[k]) == 2 and own.get(frame.quoted[1], k) != k:
            contents[k] = contents[k][:1]
            frame.content, frame.quoted = frame.content[:1], frame.quoted[:1]
    order = sorted(best.values(), key=lambda k: (-frames[k].probability, contents[k], frames[k].cue))
    tokens = {k: {t for s in contents[k] for t in finder.p.tokens(s) if finder.p.pos[t] not in ("PUNCT", "SPACE")} for k in order}
    by_token: dict[int, list[int]] = {}
    kept: list[int] = []
    for k in order:
        mine = tokens[k]
        if all(_apart(frames, tokens, k, j) for j in {j for t in mine for j in by_token.get(t, ())}):
            kept.append(k)
            for t in mine:
                by_token.setdefault(t, []).append(k)
    return kept


def _apart(frames: Sequence[Frame], tokens: dict[int, set[int]], k: int, j: int) -> bool:
    shared = len(tokens[k] & tokens[j])
    if shared <= SAME * (len(tokens[k]) + len(tokens[j]) - shared):
        return True
    a, b = frames[k], frames[j]
    if "inner" in (a.relation, b.relation):
        return True
    nested = (a.cue >= 0 and a.cue in tokens[j]) or (b.cue >= 0 and b.cue in tokens[k])
    return nested and a.entry.uttered and b.entry.uttered and min(a.probability, b.probability) >= NESTED
