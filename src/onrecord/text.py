"""Spans and the parse: what every stage reads, and nothing about meaning.

A `Parse` is the sentences layer: plain lists with one entry a token, in code points of the report's text. Stages read it
instead of spaCy's objects, so that they run (and are tested) without a model, and so that nobody can change it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.model import Quotation, Span

PARSER_CHARACTERS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " "}) | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)
"""One character for one, so that offsets stay: the parser was trained on straight marks and plain blanks, and takes no half characters."""

NOBODY = frozenset(("no", "none", "nobody", "neither"))
"""First words of a phrase that stands for nobody (*no minister*, *none of them*): it is no actor and says nothing."""

PERSONAL: dict[str, tuple[int, str | None, bool | None]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), (3, "male", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), (3, "female", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), (3, None, True)),
    **dict.fromkeys(("it", "its", "itself"), (3, None, False)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), (1, None, False)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), (1, None, True)),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), (2, None, None)),
}
"""The personal pronouns in all their forms: person, gender and whether they are plural."""

RELATIVES = frozenset(("who", "whom", "whose", "which", "that"))
"""The relative pronouns."""

PRONOUNS = RELATIVES.union(PERSONAL)
"""Words that name nobody by themselves."""

PARTICLES = frozenset(("al", "el", "bin", "ibn", "de", "del", "der", "di", "da", "la", "le", "van", "von"))
"""Small words inside names of people that are never a name by themselves; who reads names adds those that he needs."""

READ_AT_MOST = 2_000_000
"""Code points of one report that are parsed, about 330,000 words or seventy seconds; the rest is kept, and a Problem says so. No report
is that long: what is longer is a dump, and its parse would need gigabytes."""


def overlap(a: Span, b: Span) -> int:
    """How many code points two spans share.

    >>> overlap(Span(0, 5), Span(3, 9))
    2
    """
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def inside(a: Span, b: Span) -> bool:
    """True if `a` lies within `b`."""
    return b[0] <= a[0] and a[1] <= b[1]


def trim(text: str, span: Span, characters: str | None = None) -> Span:
    """The span without blanks (or the given characters) at its ends; an empty span where nothing is left.

    >>> trim(" a ,", Span(0, 4), " ,")
    Span(start=1, end=2)
    """
    piece = text[span[0] : span[1]]
    left = len(piece) - len(piece.lstrip(characters))
    return Span(span[0] + left, max(span[0] + left, span[0] + len(piece.rstrip(characters))))


def subtract(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span when others are cut out of it.

    >>> subtract(Span(0, 10), [Span(3, 5)])
    (Span(start=0, end=3), Span(start=5, end=10))
    """
    left, at = [], span[0]
    for hole in sorted(holes):
        if hole[1] <= at or hole[0] >= span[1]:
            continue
        if hole[0] > at:
            left.append(Span(at, hole[0]))
        at = max(at, hole[1])
    if at < span[1]:
        left.append(Span(at, span[1]))
    return tuple(left)


_LINE = re.compile(r"[^\n\r\f\x85\u2028\u2029]+")
"""A line of any system's text: ends are ``\\n``, ``\\r\\n``, ``\\r``, form feeds and Unicode's own separators."""


def lines(text: str, within: Span | None = None) -> list[Span]:
    """The lines of a text that are not blank, trimmed, in order.

    >>> lines("A\\r\\n\\r\\n B ")
    [Span(start=0, end=1), Span(start=6, end=7)]
    """
    found = []
    for m in _LINE.finditer(text, *(within or (0, len(text)))):
        piece = m.group()
        start = m.start() + len(piece) - len(piece.lstrip())
        end = m.start() + len(piece.rstrip())
        if start < end:
            found.append(Span(start, end))
    return found


_OPEN = re.compile(r"[^.!?:…]$")


def paragraphs(text: str, within: Span | None = None) -> list[Span]:
    """The paragraphs of a text, in order: its lines, those of a text that is wrapped at a fixed width joined up to the next blank line.

    A text counts as wrapped where no line is longer than 100 code points and most lines are full and end in the middle of a sentence.
    """
    found = lines(text, within)
    if len(found) < 6:
        return found
    width = max(end - start for start, end in found)
    if not 50 <= width <= 100:
        return found
    pairs = [k for k in range(len(found) - 1) if text.count("\n", found[k].end, found[k + 1].start) == 1]
    full = [k for k in pairs if found[k].end - found[k].start >= 0.7 * width]
    going_on = [k for k in full if _OPEN.search(text, found[k].end - 1, found[k].end) and not text[found[k + 1].start].isupper()]
    if len(pairs) < 5 or len(full) < 0.6 * len(pairs) or len(going_on) < 0.5 * len(full):
        return found
    joined = [found[0]]
    joins = {k for k in pairs if found[k].end - found[k].start >= (0.55 if _OPEN.search(text, found[k].end - 1, found[k].end) else 0.75) * width}
    for k, line in enumerate(found[1:]):
        if k in joins:
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


_FEW = frozenset(["a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *"123456789"])


@dataclass(slots=True)
class Parse:
    """The sentences layer: tokens with part of speech, dependency and name type, all offsets in code points of the report.

    Attributes:
        text: The report's text.
        start: First code point of each token.
        end: One past the last.
        word: The token as the parser saw it (straight quotation marks).
        lower: The same in lower case.
        lemma: Base form in lower case.
        pos: Universal part of speech (``VERB``).
        tag: Penn Treebank tag (``VBD``).
        dep: Dependency label (``nsubj``; the parser's own inventory).
        head: Index of the head token; a root is its own head.
        ent: Name type (``PERSON``, ``GPE`` …) or "".
        ent_start: True on the first token of a name.
        sentence: Number of the sentence of each token.
        sentences: First and one-past-last token of each sentence.
        paragraph: Number of the paragraph of each sentence.
        paragraphs: Span of each paragraph.
        tokens_of_paragraph: First and one-past-last token of each paragraph.
    """

    text: str
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    ent: list[str] = field(default_factory=list)
    ent_start: list[bool] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    paragraphs: list[Span] = field(default_factory=list)
    tokens_of_paragraph: list[tuple[int, int]] = field(default_factory=list)
    _children: list[list[int]] = field(default_factory=list)
    _edges: tuple[list[int], list[int]] | None = None

    def __len__(self) -> int:
        return len(self.start)

    @property
    def children(self) -> list[list[int]]:
        """The direct dependants of each token, in order of the text."""
        if len(self._children) != len(self.head):
            self._children = [[] for _ in self.head]
            for i, h in enumerate(self.head):
                if h != i:
                    self._children[h].append(i)
        return self._children

    def edges(self, i: int) -> tuple[int, int]:
        """First and one-past-last token of the subtree of token `i` (its hull)."""
        if self._edges is None:
            n = len(self.head)
            left, right = list(range(n)), list(range(1, n + 1))
            for first, last in self.sentences:
                changed = True
                while changed:
                    changed = False
                    for k in range(first, last):
                        h = self.head[k]
                        if left[k] < left[h]:
                            left[h], changed = left[k], True
                        if right[k] > right[h]:
                            right[h], changed = right[k], True
            self._edges = (left, right)
        return self._edges[0][i], self._edges[1][i]

    def subtree(self, i: int) -> list[int]:
        """All tokens below `i`, itself included, in order of the text."""
        found, todo, children = [], [i], self.children
        while todo:
            k = todo.pop()
            found.append(k)
            todo.extend(children[k])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above `i`, nearest first."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def heads(self, tokens: range) -> Iterator[int]:
        """The tokens of a stretch that hang on no other token of it, in order: of a phrase its head."""
        return (t for t in tokens if self.head[t] not in tokens or self.head[t] == t)

    def few(self, i: int) -> bool:
        """True where a noun is counted and the number is below ten: "two soldiers", "a soldier"."""
        return any(self.dep[c] in ("nummod", "det") and self.lower[c] in _FEW for c in self.children[i])

    def span(self, first: int, last: int) -> Span:
        """The span from token `first` up to but without token `last`."""
        return Span(self.start[first], self.end[last - 1])

    def token_at(self, offset: int) -> int:
        """The token at or after an offset; ``len(self)`` past the last."""
        return bisect_right(self.end, offset)

    def tokens(self, span: Span) -> range:
        """The tokens that share a code point with a span."""
        return range(bisect_right(self.end, span[0]), bisect_left(self.start, span[1]))

    def sentence_span(self, number: int) -> Span:
        """The span of a sentence."""
        return self.span(*self.sentences[number])

    def surface(self, span: Span) -> str:
        """The report's own words under a span."""
        return self.text[span[0] : span[1]]


# ------------------------------------------------------------------------------------------------- quotation marks

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’", "'": "'"}
_DOUBLE = set('“„«"')


def find_quotations(text: str, lines: Sequence[Span]) -> list[Quotation]:
    """The stretches in quotation marks of a text, paragraph by paragraph, outer ones first.

    Double marks (curly, straight, low, guillemets) open and close; single marks count where they cannot be an apostrophe.
    An outer quotation that is not closed in its paragraph ends with the paragraph; if the next paragraph opens with a mark
    too, that one `continues` it, as English newspapers print quotations of several paragraphs.

    Known to miss: a straight mark that opens in the middle of a word.

    >>> [q.inner for q in find_quotations('He said “yes”.', [Span(0, 14)])]
    [Span(start=9, end=12)]
    """
    found: list[Quotation] = []
    pending = False
    for line in lines:
        i, stop = line
        stack: list[tuple[int, str]] = []
        first = True
        done: list[Quotation] = []
        while i < stop:
            c = text[i]
            if stack and c in _PAIRS[stack[-1][1]] and _closes(text, i, stop, stack[-1][1]):
                at, mark = stack.pop()
                inner = trim(text, Span(at + 1, i))
                if inner[1] > inner[0]:
                    done.append(Quotation(span=Span(at, i + 1), inner=inner, mark=mark, continues=first and pending and at == line[0], depth=len(stack)))
                    first = first and at != line[0]
            elif len(stack) > 1 and c in _PAIRS[stack[0][1]] and c in '”"»' and _closes(text, i, stop, stack[0][1]):
                # the inner quotation was never closed: the outer mark closes both
                at, mark = stack[0]
                stack.clear()
                inner = trim(text, Span(at + 1, i))
                done.append(Quotation(span=Span(at, i + 1), inner=inner, mark=mark, continues=pending and at == line[0]))
            elif c in _PAIRS and len(stack) < 3 and _opens(text, i, line[0], stop) and not (stack and stack[-1][1] == c):
                stack.append((i, c))
            i += 1
        pending_now = False
        for depth, (at, mark) in enumerate(stack):
            if mark in _DOUBLE and depth == 0:
                inner = trim(text, Span(at + 1, stop))
                if inner[1] > inner[0]:
                    done.append(Quotation(span=Span(at, stop), inner=inner, mark=mark, closed=False, continues=pending and at == line[0]))
                    pending_now = True
        pending = pending_now
        found.extend(done)
    found.sort(key=lambda q: (q.span[0], -q.span[1]))
    return found


def _opens(text: str, i: int, first: int, stop: int) -> bool:
    before = text[i - 1] if i > first else " "
    after = text[i + 1] if i + 1 < stop else " "
    if after.isspace():
        return False
    if text[i] in "“„«":
        return True
    if text[i] in "'‘":
        # an apostrophe at the front ('tis, ’90s) opens nothing unless something closes it
        closer = _PAIRS[text[i]]
        if not (before.isspace() or before in '([—–-“"«:'):
            return False
        return any(text[k] in closer and not (k + 1 < stop and text[k + 1].isalnum()) for k in range(i + 2, min(stop, i + 400)))
    return before.isspace() or before in "([{—–-‘'“«:/…" or (not before.isalnum() and before not in ".,!?;")


def _closes(text: str, i: int, stop: int, mark: str) -> bool:
    before = text[i - 1]
    after = text[i + 1] if i + 1 < stop else " "
    if mark in "'‘":
        return not after.isalnum() and not before.isspace()
    return not (mark == '"' and before.isspace() and after.isalnum())
