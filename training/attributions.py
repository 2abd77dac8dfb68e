"""Makes src/onrecord/models/attributions.npz from PolNeAR's training split: python training/attributions.py TRAIN [--dev DEV] [--cache FILE] [--folds 5]

TRAIN and DEV are folders in brat standoff with ``text/`` and ``attributions/``. The rules propose frames; a frame is right if its
content and one of the gold's share half of their words or more and their cues share a word. Boosted trees learn to tell right
from wrong. Cross-validation is by report. Needs scikit-learn. The same input gives the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from onrecord.attribution import choice, cues, reading
from onrecord.attribution.features import Features
from onrecord.attribution.frames import find_frames
from onrecord.attribution.grammar import Grammar
from onrecord.evaluate.attributions import Words, brat_document
from onrecord.evaluate.brat import read_brat
from onrecord.evaluate.scores import PRF, match
from onrecord.resources import Resources
from onrecord.stages.sentences import parse_documents
from onrecord.text import find_quotations

SETTINGS = {
    "max_iter": 220,
    "learning_rate": 0.1,
    "max_leaf_nodes": 24,
    "max_depth": 10,
    "min_samples_leaf": 30,
    "l2_regularization": 2.0,
    "max_features": 0.3,
    "random_state": 0,
    "early_stopping": False,
}
LIMITS = [x / 100 for x in range(20, 60, 5)]


def parses(documents, cache):
    """The parses, kept in a pickle of our own between runs (a cache, never shipped)."""
    have = pickle.loads(cache.read_bytes()) if cache and cache.exists() else {}
    keys = [hashlib.sha1(d.text.encode()).hexdigest() for d in documents]
    todo = [d for d, k in zip(documents, keys, strict=False) if k not in have]
    for i in range(0, len(todo), 32):
        for d, p in zip(todo[i : i + 32], parse_documents(todo[i : i + 32], Resources()), strict=False):
            p._children, p._edges = [], None
            have[hashlib.sha1(d.text.encode()).hexdigest()] = p
    if todo and cache:
        cache.write_bytes(pickle.dumps(have, protocol=5))
    return [have[k] for k in keys]


def examples(folder, cache, table, features):
    """For each report: grammar, frames, contents, matrix, labels, gold."""
    gold = list(read_brat(folder))
    documents = [brat_document(text) for _, text, _ in gold]
    for (_, _text, items), document, parse in zip(gold, documents, parses(documents, cache), strict=False):
        quotations = find_quotations(document.text, parse.paragraphs)
        grammar = Grammar(parse, quotations, table, [s for s in (document.headline, *document.subheads) if s])
        pairs = [(f, c) for f in find_frames(grammar) if (c := reading.content_spans(grammar, f))]
        frames, contents = [f for f, _ in pairs], [c for _, c in pairs]
        words = Words(document.text)
        wanted = [(words.content(x.content), words.ids(x.cue), words.ids(x.source)) for x in items]
        got = [(words.content(c), words.ids(reading.cue_spans(parse, f.cue_tokens)), words.ids(reading.range_span(parse, f.source))) for f, c in pairs]
        best = [max((_iou(w[0], g[0]) for g in wanted if not w[1] or not g[1] or w[1] & g[1]), default=0.0) for w in got]
        labels = np.array([x >= 0.5 for x in best], dtype=int)
        # a content that just passes teaches less than one with the right ends, so that of two the better is chosen
        weights = np.array([0.6 if 0.5 <= x < 0.8 else 1.0 for x in best])
        yield grammar, frames, contents, features.matrix(grammar, frames), labels, wanted, got, weights


def _iou(a, b):
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def measure(reports, probabilities, limit):
    """Content F1 at 0.5 and content-and-source F1 of the choice at a limit."""
    content, both = PRF(), PRF()
    for (grammar, frames, contents, _, _, wanted, got, _), p in zip(reports, probabilities, strict=False):
        for f, q in zip(frames, p, strict=False):
            f.probability = float(q)
        kept = choice.choose(grammar, frames, list(contents), limit)
        weights = {(i, j): w for i, g in enumerate(wanted) for j, k in enumerate(kept) if (w := _iou(g[0], got[k][0]))}
        pairs = match(weights, 0.5)
        for prf in (content, both):
            prf.found += len(kept)
            prf.gold += len(wanted)
        content.hits += len(pairs)
        both.hits += sum(bool(wanted[i][2] & got[kept[j]][2]) if wanted[i][2] else not got[kept[j]][2] for i, j in pairs.items())
    return {"limit": limit, "content F1": round(content.f1, 4), "P": round(content.precision, 4), "R": round(content.recall, 4), "content and source F1": round(both.f1, 4)}


RARE = 40
"""Columns that fewer frames than this fill are left out: they teach nothing and cost time."""


def columns(reports):
    """Numbers of the columns that are filled often enough."""
    return np.flatnonzero(sum(np.count_nonzero(r[3], axis=0) for r in reports) >= RARE)


def fit(reports, use):
    """Trees on the frames of these reports."""
    x, y, weight = np.concatenate([r[3][:, use] for r in reports]), np.concatenate([r[4] for r in reports]), np.concatenate([r[7] for r in reports])
    return HistGradientBoostingClassifier(**SETTINGS).fit(x, y, sample_weight=weight)


def predict(model, reports, use):
    """Probabilities of each report's frames."""
    return [model.predict_proba(r[3][:, use])[:, 1] if len(r[1]) else np.zeros(0) for r in reports]


def write(model, names, path):
    """The trees as plain arrays, with the columns that no tree asks left out."""
    trees = [p[0].nodes for p in model._predictors]
    used = sorted({int(n["feature_idx"]) for t in trees for n in t if not n["is_leaf"]})
    place = {c: k for k, c in enumerate(used)}
    size = max(len(t) for t in trees)
    feature, threshold, value = np.zeros((len(trees), size), np.int16), np.zeros((len(trees), size), np.float32), np.zeros((len(trees), size), np.float32)
    left = np.tile(np.arange(size, dtype=np.int16), (len(trees), 1))
    right = left.copy()
    for k, nodes in enumerate(trees):
        for j, n in enumerate(nodes):
            if n["is_leaf"]:
                value[k, j] = n["value"]
            else:
                feature[k, j], threshold[k, j], left[k, j], right[k, j] = place[int(n["feature_idx"])], n["num_threshold"], n["left"], n["right"]
    depth = max(int(n["depth"]) for t in trees for n in t)
    np.savez_compressed(
        path,
        feature=feature,
        threshold=threshold,
        left=left,
        right=right,
        value=value,
        base=np.float64(model._baseline_prediction.ravel()[0]),
        depth=np.int64(depth),
        names=np.array([names[c] for c in used]),
    )


def main():
    """Read, fit, write, print the figures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("train", type=Path)
    ask.add_argument("--dev", type=Path)
    ask.add_argument("--cache", type=Path)
    ask.add_argument("--folds", type=int, default=5)
    ask.add_argument("--iterations", type=int, help="fewer trees, for a quick cross-validation")
    ask.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "src/onrecord/models/attributions.npz")
    a = ask.parse_args()
    if a.iterations:
        SETTINGS["max_iter"] = a.iterations
    table = cues.build(Resources().lexicon("cues"))
    features = Features(table)
    train = list(examples(a.train, a.cache, table, features))
    print(f"{len(train)} reports, {sum(len(r[1]) for r in train)} frames, {np.concatenate([r[4] for r in train]).mean():.1%} right, {len(features.names)} columns", file=sys.stderr)
    use = columns(train)
    figures = {"columns": len(use), "train reports": len(train), "frames": sum(len(r[1]) for r in train)}
    if a.folds > 1:
        out = [None] * len(train)
        for fold in range(a.folds):
            model = fit([r for k, r in enumerate(train) if k % a.folds != fold], use)
            held = [k for k in range(len(train)) if k % a.folds == fold]
            for k, p in zip(held, predict(model, [train[k] for k in held], use), strict=False):
                out[k] = p
        figures["cross-validation"] = [measure(train, out, x) for x in LIMITS]
        p, y = np.concatenate(out), np.concatenate([r[4] for r in train])
        figures["calibration"] = [[round(float(p[m].mean()), 3), round(float(y[m].mean()), 3), int(m.sum())] for b in range(10) if (m := (p >= b / 10) & (p < (b + 1) / 10)).any()]
    model = fit(train, use)
    write(model, [features.names[c] for c in use], a.out)
    if a.dev:
        dev = list(examples(a.dev, a.cache, table, features))
        figures["dev"] = [measure(dev, predict(model, dev, use), x) for x in LIMITS]
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
