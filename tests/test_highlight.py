from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.web.highlight import Mark, cut


def mark(start, end, finding="f"):
    return Mark(span=Span(start, end), finding=finding, layer="entities", role="mention", letter="E")


def test_overlapping_marks_are_cut_at_every_boundary():
    pieces = list(cut("abcdefgh", [mark(1, 5, "a"), mark(3, 7, "b")]))
    assert [(p.text, [m.finding for m in p.marks]) for p in pieces] == [("a", []), ("bc", ["a"]), ("de", ["a", "b"]), ("fg", ["b"]), ("h", [])]
    assert [[m.finding for m in p.begins] for p in pieces] == [[], ["a"], ["b"], [], []]


def test_only_the_wanted_part_is_cut():
    assert [(p.text, len(p.marks)) for p in cut("abcdefgh", [mark(0, 4)], Span(2, 6))] == [("cd", 1), ("ef", 0)]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_joined_pieces_are_the_text_and_every_piece_knows_its_marks(text, ends):
    marks = [mark(min(a, b), min(max(a, b), len(text)), str(k)) for k, (a, b) in enumerate(ends)]
    pieces = list(cut(text, marks))
    assert "".join(p.text for p in pieces) == text
    for piece in pieces:
        assert {m.finding for m in piece.marks} == {m.finding for m in marks if m.span.start <= piece.span.start and piece.span.end <= m.span.end and m.span.start < m.span.end}
