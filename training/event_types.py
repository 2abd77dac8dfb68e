"""Would a learned classifier type events better than the lexicon? Cross-validation on PLV's training split; nothing is shipped.

    python training/event_types.py PLV_train.tsv [--news FOLDER] [--folds 5] [--limit 0.4]

PLV_train.tsv is that of snowood1/Zero-Shot-PLOVER (columns sentence, source, target, gold_root). Each sentence is read as a report; of its
events and statements the one whose parties fit the gold pair best is compared with the gold root, as an outside scorer would. The
classifier (multinomial logistic regression) sees an event's lexicon type, mode, modality, kinds of parties, trigger, dependents, governor and
the words around it; of words only those that stand in our lexicons, as the corpus states no licence. It is learned from the chosen events
of the other folds, and retypes an event where it is sure (`--limit`). With FOLDER (texts of news) it says how many events of ordinary
news it would retype, and prints them for reading. Needs scikit-learn. The result stands in docs/decisions/2026-11-26-event-types-by-lexicon.md.
"""

import argparse
import csv
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

import onrecord
from onrecord.api import Settings
from onrecord.lexicons import TABLES
from onrecord.model import Act
from onrecord.text import overlap

ONE = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "WITHDRAW": "YIELD", "DEPLOY": "MOBILIZE", "DEATH": "ASSAULT"}
"""PLV has the older YIELD for CONCEDE and RETREAT; our own types stand for the nearest of PLOVER's."""
ACTS = {
    Act.CONDEMNS: ["ACCUSE"],
    Act.CALLS_FOR: ["REQUEST"],
    Act.ASKS: ["REQUEST"],
    Act.THREATENS: ["THREATEN"],
    Act.DENIES: ["REJECT"],
    Act.PROMISES: ["AGREE", "CONSULT"],
    Act.PRAISES: ["SUPPORT"],
}
SPEECH = ("VERB", "NOUN", "ADJ")


def vocabulary():
    """Every word of the lexicons of events and cues."""

    def words(x):
        if isinstance(x, dict):
            for k, v in x.items():
                yield from words(k)
                yield from words(v)
        elif isinstance(x, list):
            for v in x:
                yield from words(v)
        else:
            yield from re.split(r"[ /-]", str(x).lower())

    return {w for name in ("events", "cues") for w in words(json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8")))}


def features(analysis, event, known):
    """What the classifier sees of an event."""
    p, kinds = analysis.layers["sentences"], {e.id: e.kind.value for e in analysis.entities}
    tokens = p.tokens(event.trigger)
    out = [f"type={event.type}"] * 2 + [f"modality={event.modality.value}", f"both={event.type}/{event.modality.value}", f"mode={event.mode}"]
    out.append("parties=" + "/".join([*(kinds[i] for i in event.actor[:1]), ">", *(kinds[i] for i in event.recipient[:1])]))
    words = []
    for i in tokens:
        words.append(f"trigger={p.lemma[i]}")
        for c in p.children[i]:
            if p.dep[c] in ("neg", "aux", "prep", "agent", "dative"):
                out.append(f"{p.dep[c]}={p.lower[c]}")
                words += [f"below={p.lemma[g]}" for g in p.children[c] if p.pos[g] != "PROPN"]
            elif p.pos[c] in SPEECH or p.dep[c] == "prt":
                words.append(f"below={p.lemma[c]}")
    first = tokens[0]
    if p.head[first] != first:
        out.append(f"as={p.dep[first]}")
        words.append(f"above={p.lemma[p.head[first]]}")
    words += [f"near={p.lemma[k]}" for k in range(max(0, first - 15), min(len(p), first + 18)) if p.pos[k] in SPEECH and k not in tokens and not p.ent[k]]
    return out + [w for w in words if w.partition("=")[2] in known]


def read(path):
    """(analysis, source span, target span, root) of each row."""
    settings = Settings(language="en")
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            analysis = onrecord.analyse(row["sentence"], settings=settings)
            text = analysis.document.text
            spans = []
            for name in ("source", "target"):
                at = text.find(row[name].strip()) if row[name].strip() else -1
                spans.append((at, at + len(row[name].strip())) if at >= 0 else None)
            yield analysis, *spans, ONE.get(row["gold_root"], row["gold_root"])


def choose(analysis, source, target, root, types):
    """(root, number of the event or None) of the item whose parties fit best; events first."""
    mentions = {e.id: e.mentions for e in analysis.entities}

    def touches(spans, gold):
        return gold is not None and any(overlap(s, gold) for s in spans)

    best, kind, number = -1, None, None
    for k, e in enumerate(analysis.events):
        fit = touches([m for i in e.actor for m in mentions[i]], source) + touches([m for i in e.recipient for m in mentions[i]], target)
        if fit > best:
            best, kind, number = fit, ONE.get(types[k], types[k]), k
    for a in analysis.attributions:
        if a.act in ACTS:
            fit = touches([*a.source, *mentions.get(a.speaker, ())], source) + touches([*a.content, *mentions.get(a.addressee, ())], target)
            if fit > best:
                best, kind, number = fit, root if root in ACTS[a.act] else ACTS[a.act][0], None
    return kind, number


def macro(pairs):
    """Macro F1 over the gold's classes."""
    classes = sorted({g for g, _ in pairs})
    out = []
    for c in classes:
        hits = sum(g == c == p for g, p in pairs)
        out.append(2 * hits / (sum(g == c for g, _ in pairs) + sum(p == c for _, p in pairs)) if hits else 0.0)
    return sum(out) / len(out)


def retyped(model, vectors, analysis, known, limit):
    """The types of a report's events after the classifier."""
    types = [e.type for e in analysis.events]
    if not types:
        return types
    chances = model.predict_proba(vectors.transform([features(analysis, e, known) for e in analysis.events]))
    for k, row in enumerate(chances):
        new, old = str(model.classes_[row.argmax()]), ONE.get(types[k], types[k])
        if row.max() >= limit and old in model.classes_ and new != old and {old, new} != {"COERCE", "SANCTION"}:
            types[k] = new
    return types


def main():
    """Read, cross-validate, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("plv", type=Path)
    ask.add_argument("--news", type=Path)
    ask.add_argument("--folds", type=int, default=5)
    ask.add_argument("--limit", type=float, default=0.4)
    a = ask.parse_args()
    known, rows = vocabulary(), list(read(a.plv))
    roots = np.array([r[3] for r in rows])
    plain = [choose(*r, [e.type for e in r[0].events]) for r in rows]
    vectors = CountVectorizer(analyzer=lambda x: x, min_df=2)
    taught = [k for k, (_, n) in enumerate(plain) if n is not None and not (roots[k] == "COERCE" and rows[k][0].events[n].type == "SANCTION")]
    matrix = vectors.fit_transform([features(rows[k][0], rows[k][0].events[plain[k][1]], known) for k in taught])
    place = {k: n for n, k in enumerate(taught)}

    def fit(keys):
        return LogisticRegression(C=3, max_iter=1000).fit(matrix[[place[k] for k in keys]], roots[keys])

    learned = [None] * len(rows)
    for train, test in StratifiedKFold(a.folds, shuffle=True, random_state=0).split(roots, roots):
        model = fit([k for k in train if k in place])
        for k in test:
            learned[k] = choose(*rows[k], retyped(model, vectors, rows[k][0], known, a.limit))[0]
    for name, keep in (("all", lambda k: True), ("even rows (errors were read)", lambda k: k % 2 == 0), ("odd rows (not read)", lambda k: k % 2 == 1)):
        keys = [k for k in range(len(rows)) if keep(k)]
        print(f"{name}: root macro F1 {macro([(roots[k], plain[k][0]) for k in keys]):.3f} by the lexicon, {macro([(roots[k], learned[k]) for k in keys]):.3f} with the classifier")
    if a.news:
        model, count = fit(taught), Counter()
        for analysis in onrecord.read(str(a.news), settings=Settings(language="en")):
            for e, new in zip(analysis.events, retyped(model, vectors, analysis, known, a.limit), strict=True):
                count[new != e.type] += 1
                if new != e.type:
                    text, (start, end) = analysis.document.text, e.trigger
                    print(f"{e.type} > {new}: {text[max(0, start - 80) : end + 60]!r}")
        print(f"{count[True]} of {sum(count.values())} events of the news would be retyped")


if __name__ == "__main__":
    main()
