"""What the model sees of a frame: classes of our lexicon, parts of speech, dependencies, lengths, quotation marks and layout.

No feature is a word of a text: a word counts only as the class that our lexicon gives it, or as one of a short list of function
words written here. So a model trained on a corpus holds nothing of that corpus's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from onrecord.attribution.cues import Cues
from onrecord.attribution.grammar import RELATIONS, Frame, Grammar

_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "NN", "NNS", "NNP", "NNPS", "JJ", "PRP", "PRP$", "DT", "WP", "WDT", "IN", "TO", "CD", "RB", "WRB", "EX")
_DEPS = [
    "ROOT",
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "dative",
    "dep",
    "det",
    "dobj",
    "expl",
    "intj",
    "mark",
    "neg",
    "nmod",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "oprd",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "preconj",
    "prep",
    "prt",
    "punct",
    "relcl",
    "xcomp",
]
_ENTS = ("PERSON", "ORG", "GPE", "NORP", "DATE", "CARDINAL", "PERCENT", "WORK_OF_ART", "LAW", "EVENT", "LOC", "PRODUCT", "FAC", "TIME", "MONEY")
_TIES = ("subject", "inherited", "agent", "of", "poss", "noun", "object", "none", "colon")
_FIRST_WORDS = (
    "that",
    "to",
    "how",
    "whether",
    "if",
    "what",
    "why",
    "who",
    "when",
    "where",
    "the",
    "a",
    "it",
    "this",
    "his",
    "their",
    "not",
    "no",
    "for",
    "on",
    "of",
    "as",
    "in",
    "with",
    "about",
    "against",
    "at",
    "up",
    "by",
    "so",
    "because",
)
_PREPOSITIONS = ("for", "on", "about", "of", "to", "with", "against", "at", "in", "as", "over", "into", "from", "that", "out", "up", "down", "back", "by", "toward")
_AUXILIARIES = (
    "will",
    "would",
    "could",
    "can",
    "should",
    "may",
    "might",
    "must",
    "did",
    "do",
    "does",
    "have",
    "has",
    "had",
    "be",
    "is",
    "was",
    "were",
    "been",
    "to",
    "being",
    "are",
)
_SOURCES = ("i", "we", "you", "he", "she", "they", "it", "who", "which", "that", "this", "those", "one", "what", "there", "his", "her", "their", "my", "our", "your", "its")
_NUMBERS = [
    "content tokens",
    "content root offset",
    "content before",
    "gap",
    "content to sentence end",
    "content quoted",
    "content whole quotes",
    "content has subject",
    "content finite",
    "content pieces",
    "content commas",
    "content cues",
    "content is pronoun",
    "content capital",
    "content question",
    "cue quoted",
    "cue is root",
    "cue depth",
    "cue place",
    "sentence tokens",
    "sentence quotes",
    "paragraph quotes",
    "headline",
    "first paragraph",
    "negated",
    "passive",
    "expletive",
    "frames of cue",
    "better of cue",
    "source tokens",
    "source plural",
    "source vague",
    "source before",
    "source distance",
    "comma before content",
    "colon before content",
    "comma after cue",
    "has object",
    "has clause",
    "has infinitive",
    "has prep",
    "has particle",
    "has adverb",
    "children",
    "content number",
    "sources equal content",
    "inside other content",
    "content root has object",
    "quote starts content",
    "quote ends content",
    "sentence question",
    "modal",
    "content tense past",
    "content tense present",
    "content cue noun",
    "cue capital",
    "within parentheses",
    "imperative",
    "same subject",
    "title words",
]


class Features:
    """The feature space for one lexicon: names of the columns, and the matrix of a report's frames."""

    def __init__(self, cues: Cues) -> None:
        self.cues = cues
        self.names: list[str] = []

        def block(name: str, values: Sequence[str]) -> dict[str, int]:
            first = len(self.names)
            self.names.extend(f"{name}={v}" for v in values)
            return {v: first + k for k, v in enumerate(values)}

        self.relation = block("relation", RELATIONS)
        self.entry = block("class", cues.classes)
        self.cue_tag = block("cue tag", _TAGS)
        self.cue_dep = block("cue dep", _DEPS)
        self.head_class = block("head class", cues.classes)
        self.head_tag = block("head tag", _TAGS)
        self.root_tag = block("root tag", _TAGS)
        self.root_dep = block("root dep", _DEPS)
        self.root_class = block("root class", cues.classes)
        self.first = block("first word", _FIRST_WORDS)
        self.preposition = block("preposition", _PREPOSITIONS)
        self.auxiliary = block("auxiliary", _AUXILIARIES)
        self.tie = block("tie", _TIES)
        self.source_word = block("source word", _SOURCES)
        self.source_tag = block("source tag", _TAGS)
        self.source_ent = block("source name", _ENTS)
        self.root_ent = block("root name", _ENTS)
        self.other = block("other relation", RELATIONS)
        self.number = block("number", _NUMBERS)

    def class_of(self, grammar: Grammar, k: int) -> str | None:
        """The lexicon class of a token, as far as its word alone tells."""
        p, cues = grammar.p, self.cues
        pos = p.pos[k]
        if pos == "VERB":
            frames = cues.verbs.get(p.lemma[k])
            if frames is not None:
                return (frames.get("") or next(iter(frames.values()))).name
            entry = cues.adjectives.get(p.lower[k])
            return entry.name if entry is not None else None
        if pos == "NOUN":
            entry = cues.nouns.get(p.lemma[k])
            return entry.name if entry is not None else None
        if pos == "ADJ":
            entry = cues.adjectives.get(p.lower[k])
            return entry.name if entry is not None else None
        return None

    def matrix(self, grammar: Grammar, frames: Sequence[Frame]) -> np.ndarray:
        """One row a frame."""
        x = np.zeros((len(frames), len(self.names)), dtype=np.float32)
        p = grammar.p
        n_tokens = len(p)
        classes: dict[int, str | None] = {}

        def class_at(k: int) -> str | None:
            if k not in classes:
                classes[k] = self.class_of(grammar, k)
            return classes[k]

        cue_at = [0] * (n_tokens + 1)
        seen = {f.cue for f in frames if f.cue >= 0}
        for k in range(n_tokens):
            cue_at[k + 1] = cue_at[k] + (k in seen)
        per_cue = Counter(f.cue for f in frames)
        relations: dict[int, set[str]] = {}
        for f in frames:
            if f.cue >= 0:
                relations.setdefault(f.cue, set()).add(f.relation)
        in_quote = grammar.quote_of
        quoted = [0] * (n_tokens + 1)
        commas = [0] * (n_tokens + 1)
        for k in range(n_tokens):
            quoted[k + 1] = quoted[k] + (in_quote[k] >= 0)
            commas[k + 1] = commas[k] + (p.word[k] == ",")
        heading = [False] * len(p.sentences)
        for a, b in grammar.headings:
            for k in range(a, b):
                heading[p.sentence[k]] = True
        own: dict[int, list[tuple[int, float]]] = {}
        for row, f in zip(x, frames, strict=True):
            for column, value in self._cue(grammar, f, class_at, own):
                row[column] = value
            self._rest(row, grammar, f, class_at, cue_at, per_cue, relations, quoted, commas, heading)
        return x

    def _cue(self, grammar: Grammar, f: Frame, class_at: object, own: dict[int, list[tuple[int, float]]]) -> list[tuple[int, float]]:
        """The columns that are the same for all frames of a cue."""
        i = f.cue
        if i in own:
            return own[i]
        p, n = grammar.p, self.number
        made: list[tuple[int, float]] = []
        own[i] = made
        if i < 0:
            return made
        for table, key in ((self.cue_tag, p.tag[i]), (self.cue_dep, p.dep[i])):
            if key in table:
                made.append((table[key], 1.0))
        h = p.head[i]
        if h != i:
            c = class_at(h)  # type: ignore[operator]
            if c is not None:
                made.append((self.head_class[c], 1.0))
            if p.tag[h] in self.head_tag:
                made.append((self.head_tag[p.tag[h]], 1.0))
        kids = grammar.children[i]
        flags = dict.fromkeys(("passive", "expletive", "has object", "has clause", "has infinitive", "has prep", "has particle", "has adverb", "modal"), 0.0)
        bearer = [*kids, *(grammar.children[h] if p.pos[i] != "VERB" and p.pos[h] in ("VERB", "AUX") else ())]
        for c in bearer:
            d = p.dep[c]
            if d in ("aux", "auxpass"):
                if p.lower[c] in self.auxiliary:
                    made.append((self.auxiliary[p.lower[c]], 1.0))
                flags["modal"] = max(flags["modal"], float(p.tag[c] == "MD"))
            if d in ("auxpass", "nsubjpass"):
                flags["passive"] = 1.0
            elif d == "expl":
                flags["expletive"] = 1.0
        for c in kids:
            d = p.dep[c]
            if d in ("dobj", "dative"):
                flags["has object"] = 1.0
            elif d == "ccomp":
                flags["has clause"] = 1.0
            elif d == "xcomp":
                flags["has infinitive"] = 1.0
            elif d == "prep":
                flags["has prep"] += 1.0
                if p.lower[c] in self.preposition:
                    made.append((self.preposition[p.lower[c]], 1.0))
            elif d == "prt":
                flags["has particle"] = 1.0
                if p.lower[c] in self.preposition:
                    made.append((self.preposition[p.lower[c]], 1.0))
            elif d == "advmod":
                flags["has adverb"] = 1.0
        made.extend((n[k], v) for k, v in flags.items() if v)
        s = p.sentence[i]
        first, last = p.sentences[s]
        depth, k = 0, i
        while p.head[k] != k and depth < 12:
            k, depth = p.head[k], depth + 1
        made += [
            (n["cue quoted"], float(grammar.quote_of[i] >= 0)),
            (n["cue is root"], float(h == i)),
            (n["cue depth"], depth),
            (n["cue place"], (i - first) / max(1, last - first)),
            (n["sentence tokens"], last - first),
            (n["paragraph quotes"], len(grammar.starts.get(p.paragraph[s], ()))),
            (n["first paragraph"], float(p.paragraph[s] <= 2)),
            (n["children"], len(kids)),
            (n["sentence question"], float(p.word[last - 1] == "?" or (last - 2 >= first and p.word[last - 2] == "?"))),
            (n["cue capital"], float(p.word[i][:1].isupper())),
            (n["comma after cue"], float(i + 1 < len(p) and p.word[i + 1] == ",")),
            (n["imperative"], float(p.tag[i] == "VB" and not any(p.dep[c] in ("aux", "nsubj") for c in kids))),
        ]
        return made

    def _rest(
        self,
        row: np.ndarray,
        grammar: Grammar,
        f: Frame,
        class_at: object,
        cue_at: list[int],
        per_cue: Counter[int],
        relations: dict[int, set[str]],
        quoted: list[int],
        commas: list[int],
        heading: list[bool],
    ) -> None:
        p, n = grammar.p, self.number
        i = f.cue
        row[self.relation[f.relation]] = 1.0
        row[self.entry[f.entry.name]] = 1.0
        row[self.tie[f.tie]] = 1.0
        row[n["negated"]] = f.negated
        row[n["frames of cue"]] = per_cue[i] if i >= 0 else 0
        for r in relations.get(i, ()):
            if r != f.relation:
                row[self.other[r]] = 1.0
        if len(f.cue_tokens) > 1:
            w = p.lower[f.cue_tokens[-1]]
            if w in self.preposition:
                row[self.preposition[w]] = 2.0
        a, b = f.content[0][0], f.content[-1][1]
        size = sum(y - x for x, y in f.content)
        inside = sum(quoted[y] - quoted[x] for x, y in f.content)
        first, last = p.sentences[p.sentence[i if i >= 0 else a]]
        row[n["content tokens"]] = min(size, 80)
        row[n["content pieces"]] = len(f.content)
        row[n["content quoted"]] = inside / max(1, size)
        row[n["content commas"]] = sum(commas[y] - commas[x] for x, y in f.content)
        row[n["content cues"]] = min(10, sum(cue_at[y] - cue_at[x] for x, y in f.content))
        row[n["content before"]] = float(i >= 0 and b <= i)
        row[n["gap"]] = max(-1, min(30, a - i - 1 if a > i else i - b)) if i >= 0 else -1
        row[n["content to sentence end"]] = last - b
        row[n["comma before content"]] = float(a > 0 and p.word[a - 1] == ",")
        row[n["colon before content"]] = float(a > 0 and p.word[a - 1] == ":")
        row[n["content capital"]] = float(p.word[a][:1].isupper())
        row[n["quote starts content"]] = float(grammar.quote_of[a] >= 0)
        row[n["quote ends content"]] = float(grammar.quote_of[b - 1] >= 0)
        row[n["content whole quotes"]] = len(f.quoted)
        row[n["sentence quotes"]] = min(20, quoted[last] - quoted[first])
        row[n["headline"]] = float(heading[p.sentence[a]])
        start = a
        while start < b - 1 and p.pos[start] in ("PUNCT", "SPACE"):
            start += 1
        w = p.lower[start]
        if w in self.first:
            row[self.first[w]] = 1.0
        h = f.head
        if 0 <= h < len(p):
            if p.tag[h] in self.root_tag:
                row[self.root_tag[p.tag[h]]] = 1.0
            if p.dep[h] in self.root_dep:
                row[self.root_dep[p.dep[h]]] = 1.0
            c = class_at(h)  # type: ignore[operator]
            if c is not None:
                row[self.root_class[c]] = 1.0
            if p.ent[h] in self.root_ent:
                row[self.root_ent[p.ent[h]]] = 1.0
            kids = grammar.children[h]
            row[n["content has subject"]] = float(any(p.dep[c] in ("nsubj", "nsubjpass", "expl") for c in kids))
            row[n["content finite"]] = float(grammar.finite(h))
            row[n["content root has object"]] = float(any(p.dep[c] == "dobj" for c in kids))
            row[n["content is pronoun"]] = float(p.pos[h] == "PRON")
            row[n["content root offset"]] = min(30, h - a)
            row[n["content question"]] = float(p.word[min(b, len(p)) - 1] == "?")
            row[n["content number"]] = float(p.pos[h] == "NUM")
        s = f.source_head
        if s >= 0:
            w = p.lower[s]
            if w in self.source_word:
                row[self.source_word[w]] = 1.0
            if p.tag[s] in self.source_tag:
                row[self.source_tag[p.tag[s]]] = 1.0
            if p.ent[s] in self.source_ent:
                row[self.source_ent[p.ent[s]]] = 1.0
            c = class_at(s)  # type: ignore[operator]
            row[n["source vague"]] = float(w in self.cues.vague or p.lemma[s] in self.cues.vague)
            row[n["content cue noun"]] = float(c is not None and c.startswith("n."))
            row[n["source distance"]] = min(40, abs(s - i)) if i >= 0 else 0
            row[n["source before"]] = float(s < i)
            if f.source is not None:
                x, y = f.source
                row[n["source tokens"]] = y - x
                row[n["sources equal content"]] = float(x < b and a < y)
                row[n["title words"]] = sum(1 for k in range(x, min(y, x + 12)) if p.pos[k] == "PROPN")
