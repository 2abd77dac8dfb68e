"""sentences: the parse of a report, an internal layer that every other stage reads.

The parser (`onrecord.parser`) is given one paragraph at a time (on whole files sentences span newlines) in a copy with
straight quotation marks, one character for one, so that every offset is an offset of the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from onrecord import parser
from onrecord.model import Document, ReportKind, Span
from onrecord.pipeline import Layers, Stage
from onrecord.resources import Resources
from onrecord.text import PARSER_CHARACTERS, READ_AT_MOST, Parse, lines, paragraphs, trim

_COLUMNS = ["IDX", "LEMMA", "POS", "TAG", "DEP", "ENT_IOB", "ENT_TYPE", "HEAD", "SENT_START"]

LONGEST = 20_000
"""Code points of one paragraph that go to the parser at once; a longer one is cut at a blank, as the parser's memory grows
with it."""

BATCH = 50_000
"""Code points that are parsed together."""

MARKS = 40
"""How many marks in a row the parser is given of a longer run: its tokenizer cuts them off one by one, at a cost of their square."""

_RUN = re.compile(rf"[^\w\s]{{{MARKS},}}")
_INSERT = re.compile(r"(?<!\w)\[([^\[\]\n]*)\](?!\w)")
"""An editor's insertion or cut (*[the council]*, *[…]*): the parser reads its words in place, and nothing where it holds none."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?(?:\s(?:GMT|UTC|BST|CET|CEST|E[SD]?T))?(?=\s)")


def pieces(text: str, spans: Iterable[Span] | None = None) -> list[Span]:
    """The paragraphs of a text (or those given), where longer than `LONGEST` cut at a blank."""
    found = []
    for start, end in paragraphs(text) if spans is None else spans:
        while end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = start + LONGEST if cut < 0 else cut
            found.append(Span(start, cut))
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        if start < end:
            found.append(Span(start, end))
    return found


def pieces_of(document: Document) -> list[Span]:
    """The pieces of a report that are parsed one by one: its paragraphs, a dateline or a live blog's time apart from what follows it.

    With the dateline in its sentence the parser takes *LENZ* or *MOSCOW – The minister* for the subject.
    """
    text, found, dateline = document.text, [], document.place_line_span
    stop = min(len(text), READ_AT_MOST)
    first, last = document.body or Span(0, stop)
    spans = [*lines(text, Span(0, min(first, stop))), *paragraphs(text, Span(min(first, stop), min(last, stop))), *lines(text, Span(min(last, stop), stop))]
    for piece in pieces(text, spans):
        cut = piece.start
        if dateline is not None and piece.start == dateline.start:
            cut = dateline.end
        elif document.kind is ReportKind.LIVE and (clock := _CLOCK.match(text, *piece)):
            cut = clock.end()
        if piece.start < cut < piece.end:
            found += [Span(piece.start, cut), trim(text, Span(cut, piece.end))]
        else:
            found.append(piece)
    return found


def parse_documents(documents: Sequence[Document], resources: Resources) -> Iterator[Parse]:
    """The parses of many reports; paragraphs of all of them go through the parser in batches."""
    texts: list[tuple[int, Span]] = [(k, s) for k, d in enumerate(documents) if _readable(d) for s in pieces_of(d)]
    parses = [Parse(d.text) for d in documents]
    if texts:
        nlp = parser.load(resources.parser_name)
        string = lru_cache(maxsize=None)(nlp.vocab.strings.__getitem__)
        copies = (_copy(documents[k].text[s:e]) for k, (s, e) in texts)
        docs = (doc for group in _batches(copies) for doc in nlp.pipe(group, batch_size=len(group)))
        for (k, span), doc in zip(texts, docs, strict=True):
            _append(parses[k], doc, span, string)
    for document, parse in zip(documents, parses, strict=True):
        if not parse.paragraphs:
            parse.paragraphs = pieces_of(document)
        yield parse


def _copy(piece: str) -> str:
    """What the parser is given: as long as the piece, without what it stumbles over."""
    # a wrapped paragraph has line ends inside, which the parser takes for tokens
    piece = piece.translate(PARSER_CHARACTERS).replace("\n", " ").replace("\r", " ")
    piece = _INSERT.sub(lambda m: f" {m[1]} " if any(map(str.isalnum, m[1])) else " " * len(m[0]), piece)
    return _RUN.sub(lambda m: m.group()[:MARKS] + " " * (m.end() - m.start() - MARKS), piece)


def _batches(copies: Iterable[str]) -> Iterator[list[str]]:
    """Paragraphs that go through the parser together: as many as is fast, and few enough characters that memory stays under a gigabyte."""
    group: list[str] = []
    size = 0
    for copy in copies:
        if group and (len(group) >= 128 or size + len(copy) > BATCH):
            yield group
            group, size = [], 0
        group.append(copy)
        size += len(copy)
    if group:
        yield group


def _readable(document: Document) -> bool:
    return document.language in ("en", "und") or document.language.startswith("en-")


def _base_form(word: str, lemma: str) -> str:
    """The base form of a verb where the model's rules take another: *staged* comes of *stage*, as *stag* would double its last letter.

    >>> _base_form("hoped", "hop"), _base_form("hopped", "hop"), _base_form("cordoned", "cordone")
    ('hope', 'hop', 'cordon')
    """
    if word in _BASES:
        return _BASES[word]
    if len(lemma) < 6 and word in (lemma + "ed", lemma + "ing") and lemma not in ("bus", "gas") and _CLOSED.fullmatch(lemma):
        return lemma + "e"
    return lemma


_CLOSED = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_BASES = {
    f"{start}{end}": base
    for base, start in {
        "cordon": "cordon",
        "defund": "defund",
        "readmit": "readmitt",
        "rearrest": "rearrest",
        "relaunch": "relaunch",
        "unban": "unbann",
        "wiretap": "wiretapp",
    }.items()
    for end in ("ed", "ing")
}
"""Inflected forms of verbs that the model's list lacks."""


def _append(parse: Parse, doc: Any, span: Span, string: Callable[[int], str]) -> None:
    """Add one parsed paragraph, column by column: reading spaCy's tokens one attribute at a time would cost a tenth of the parse."""
    offset, first, number = span.start, len(parse.start), len(parse.paragraphs)
    parse.paragraphs.append(span)
    columns = doc.to_array(_COLUMNS).T
    idx, lemma, pos, tag, dep, iob, ent = (column.tolist() for column in columns[:7])
    head, begins = (column.astype("int64").tolist() for column in columns[7:])
    words = [token.text for token in doc]
    parse.start += [offset + i for i in idx]
    parse.end += [offset + i + len(w) for i, w in zip(idx, words, strict=True)]
    parse.word += words
    parse.lower += [w.lower() for w in words]
    classes = [string(x) for x in pos]
    parse.lemma += [_base_form(w.lower(), string(x).lower()) if c == "VERB" else string(x).lower() for w, x, c in zip(words, lemma, classes, strict=True)]
    parse.pos += classes
    parse.tag += [string(x) for x in tag]
    parse.dep += [string(x) for x in dep]
    parse.head += [first + i + h for i, h in enumerate(head)]
    parse.ent += [string(x) for x in ent]
    parse.ent_start += [x == 3 for x in iob]
    starts = [first + i for i, x in enumerate(begins) if x == 1 or i == 0]
    for a, b in zip(starts, [*starts[1:], first + len(words)], strict=True):
        parse.sentence += [len(parse.sentences)] * (b - a)
        parse.sentences.append((a, b))
        parse.paragraph.append(number)
    parse.tokens_of_paragraph.append((first, len(parse.start)))


def find(document: Document, layers: Layers) -> Iterator[Parse]:
    """The parse of one report."""
    yield from parse_documents([document], layers.resources)


STAGE = Stage(layer="sentences", version="5", resources=("parser:spacy",), find=find, find_many=parse_documents)
