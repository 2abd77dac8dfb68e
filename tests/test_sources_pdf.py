"""PDFs: a text layer, none, and damaged ones. The files are written here, so that every byte of them is ours."""

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.sources.capture import SourceOptions
from onrecord.sources.dispatch import read_source
from onrecord.sources.pdf import join_lines, without_running_heads

LINES = [
    "Bridge opens",
    "Port Ledger | 3 February 2024",
    "",
    "The harbour bridge at Larnmouth opened to traffic on Satur-",
    "day, nine months after a barge struck its northern pier and",
    "closed the only road to the island.",
    "",
    "The repair had cost at least 14 million crowns, the county",
    "said.",
]


def pdf(*pages: list[str]) -> bytes:
    """A PDF of pages of lines; a page without lines holds a picture's worth of nothing."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * k} 0 R' for k in range(len(pages)))}] /Count {len(pages)} >>"]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for k, lines in enumerate(pages):
        shown = "".join(f"({line.replace('(', '').replace(')', '')}) Tj T* " for line in lines)
        content = f"BT /F1 11 Tf 14 TL 72 720 Td {shown}ET" if lines else "0 0 m 10 10 l S"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * k} 0 R >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010} 00000 n \n" for p in places)
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode("cp1252")


def error(path: Path, raw: bytes) -> InputError:
    path.write_bytes(raw)
    (found,) = read_source(str(path))
    assert isinstance(found, InputError)
    assert str(path) in str(found)
    return found


def test_a_pdf_gives_its_reports(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(LINES))
    ((capture, (document,)),) = read_source(str(path))
    assert (capture.media_type, document.source.media_type, document.source.start) == ("application/pdf", "application/pdf", None)
    assert (document.outlet, document.published) == ("Port Ledger", "2024-02-03")
    assert "opened to traffic on Saturday, nine months after a barge struck its northern pier and closed the only road to the island." in document.text
    assert document.source.sha256 == capture.sha256


def test_scans_have_no_text_layer(tmp_path: Path) -> None:
    found = error(tmp_path / "a.pdf", pdf([], []))
    assert found.code == "no-text-layer"
    assert "2 pages are pictures" in str(found)
    assert "OCR" in str(found)


@pytest.mark.parametrize("cut", [20, 200, 500])
def test_a_damaged_pdf_is_an_error_and_never_an_exception(tmp_path: Path, cut: int) -> None:
    assert error(tmp_path / "a.pdf", pdf(LINES)[:cut]).code in ("damaged-pdf", "no-text-layer")


def test_lines_become_paragraphs() -> None:
    assert list(join_lines(["A well-", "known man said that he was well-known for being", "late."])) == ["A well-known man said that he was well-known for being late."]
    assert list(join_lines(["The first paragraph ends here, and it does so early.", "Short.", "The second paragraph begins here, and it is longer"])) == [
        "The first paragraph ends here, and it does so early. Short.",
        "The second paragraph begins here, and it is longer",
    ]


def test_page_numbers_and_running_heads_are_no_text() -> None:
    assert without_running_heads([["The Gazette 3", "One.", ""], ["", "The Gazette 4", "Two."], ["The Gazette 5", "Three.", "Page 5 of 9"]]) == ["One.", "Two.", "Three."]
    assert without_running_heads([[], ["1"]]) == []


def test_a_pdf_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(LINES))
    (found,) = read_source(str(path), None, SourceOptions(max_bytes=500))
    assert isinstance(found, InputError)
    assert found.code == "too-large"
