"""What a locator may be, and that one bad input never stops the others."""

import gzip
import io
import os
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.sources.capture import MEGABYTE, SourceOptions
from onrecord.sources.dispatch import kind_of, read_source

REPORT = "Bridge opens\n\nPort Ledger | 3 February 2024\n\nThe bridge opened on Saturday, the mayor said."


def read(locator: object, *args: object, **kwargs: object) -> list[object]:
    return list(read_source(str(locator), *args, **kwargs))  # type: ignore[arg-type]


def error(results: list[object]) -> InputError:
    (found,) = (r for r in results if isinstance(r, InputError))
    return found


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    ((capture, (document,)),) = read_source(str(path))
    assert (capture.raw, capture.media_type, capture.path, capture.url) == (REPORT.encode(), "text/plain", str(path), None)
    assert document.source.sha256 == capture.sha256
    assert REPORT[document.source.start : document.source.end] == document.text


def test_a_folder_is_read_in_name_order_and_odd_files_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(REPORT)
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "d.txt").write_bytes(b"")
    (tmp_path / ".hidden").write_text("no")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.txt").write_text(REPORT)
    results = read(tmp_path)
    assert [r.code if isinstance(r, InputError) else r[0].path for r in results] == ["no-article", f"{tmp_path}/b.txt", "unsupported", "empty"]  # type: ignore[index]
    deep = read(tmp_path, None, SourceOptions(recursive=True))
    assert deep[-1][0].path == f"{tmp_path}/sub/e.txt"  # type: ignore[index]


def test_a_glob_pattern(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(REPORT)
    assert [r[0].path for r in read(tmp_path / "*.txt")] == [f"{tmp_path}/a.txt", f"{tmp_path}/b.txt"]  # type: ignore[index]
    assert error(read(tmp_path / "*.doc")).code == "no-such-file"


def test_standard_input() -> None:
    ((capture, (document,)),) = read_source("-", stdin=io.BytesIO(REPORT.encode()))
    assert (capture.path, document.outlet) == ("-", "Port Ledger")


def test_a_gzipped_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(REPORT[:20].encode()) + gzip.compress(REPORT[20:].encode()) + b"\0" * 512)
    ((capture, (document,)),) = read_source(str(path))
    assert capture.raw == REPORT.encode()
    assert document.outlet == "Port Ledger"


@pytest.mark.parametrize(
    ("locator", "code"),
    [("/no/such/file", "no-such-file"), ("ftp://host.example/a", "unsupported-scheme")],
)
def test_locators_that_cannot_be(locator: str, code: str) -> None:
    found = error(read(locator))
    assert (found.code, found.path) == (code, locator)
    assert locator in str(found)


def test_an_empty_folder_and_one_of_folders(tmp_path: Path) -> None:
    assert error(read(tmp_path)).code == "empty-folder"
    (tmp_path / "sub").mkdir()
    assert "--recursive" in str(error(read(tmp_path)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    path.chmod(0)
    assert error(read(path)).code == "not-permitted"


def test_a_broken_link_and_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    assert error(read(tmp_path / "a.txt")).code == "unreadable"


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf"], ids=["nothing", "blanks", "a mark"])
def test_an_empty_file(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    found = error(read(path))
    assert found.code == "empty"
    assert str(path) in str(found)


def test_a_file_of_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\0" * 100)
    assert error(read(path)).code in ("empty", "binary")


def test_a_text_with_nul_bytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT.replace("opened", "op\0ened"))
    ((_, (document,)),) = read_source(str(path))
    assert "op\0ened" in document.text
    assert [p.code for p in document.problems] != []


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(range(256)) * 8)
    assert error(read(path)).code == "binary"


def test_a_line_of_200_megabytes_is_refused_before_it_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as out:
        out.write(b"word ")
        out.truncate(200 * MEGABYTE)  # a sparse file: NULs, but the size comes first
    found = error(read(path))
    assert found.code == "too-large"
    assert "64 MB" in str(found)
    assert "--max-bytes" in str(found)


def test_a_zip_bomb_in_a_gz(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a" * (40 * MEGABYTE), 9))
    found = error(read(path))
    assert found.code == "zip-bomb"
    assert "200 times" in str(found)
    assert "--max-ratio" in str(found)


def test_a_gz_that_stops_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(os.urandom(3000).hex().encode())[:-700])
    found = error(read(path))
    assert found.code == "truncated"
    assert "stops in the middle" in str(found)


def test_a_damaged_gz(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    raw = bytearray(gzip.compress(REPORT.encode() * 9))
    raw[-6] ^= 255
    path.write_bytes(bytes(raw))
    assert error(read(path)).code == "truncated"


def test_a_gz_that_is_packed_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(gzip.compress(REPORT.encode())))
    assert "twice" in str(error(read(path)))


def test_what_a_thing_is() -> None:
    assert kind_of(b"%PDF-1.7", "a.txt") == "pdf"
    assert kind_of(b"PAR1....") == "parquet"
    assert kind_of(b"WARC/1.1\r\n", "a") == "warc"
    assert kind_of(b"\xef\xbb\xbf  <!-- saved --><!DOCTYPE html><html>") == "html"
    assert kind_of("<html><body>".encode("utf-16")) == "html"
    assert kind_of(b"<p>only a paragraph") == "html"
    assert kind_of(b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><feed xmlns='http://www.w3.org/2005/Atom'>") == "feed"
    assert kind_of(b"<?xml version='1.0'?><ns:urlset>") == "sitemap"
    assert kind_of(b"<?xml version='1.0'?><invoice/>") == "XML document (invoice)"
    assert kind_of(b'{"version": "https://jsonfeed.org/version/1.1"}') == "json"
    assert kind_of(b"text,outlet\n", "a.csv") == "csv"
    assert kind_of(b"text", "http://h.example/a", "text/html") == "html"
    assert kind_of(b"< 5 people were hurt, the police said") == "text"
    assert kind_of("A report.".encode("utf-16-le")) == "text"


MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ledger.example/ferry\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n------x\r\nContent-Type: text/html; charset=utf-8\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><article>"
    + "<p>The ferry left the pier at noon with forty people on board, =E2=80=9Cas always=E2=80=9D, the harbour master said. It came back empty at night, and nobody could say why it had.</p>"
    + "</article></body></html>\r\n------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n------x--\r\n"
)


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_text(MHTML)
    ((capture, (document,)),) = read_source(str(path))
    assert capture.media_type == "text/html"
    assert capture.url == document.source.url == "https://ledger.example/ferry"
    assert "\u201cas always\u201d" in document.text
    path.write_bytes(MHTML.replace("ledger.example/ferry", "ledger.example/caf\u00e9").encode())
    ((capture, _),) = read_source(str(path))
    assert capture.url is not None
    assert capture.url.startswith("https://ledger.example/caf")
    path.write_text(MHTML.replace("text/html; charset", "text/css; charset"))
    assert error(read(path)).code == "no-article"


def test_a_pipe_can_be_read_and_is_left_out_of_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert error(read(tmp_path)).code == "empty-folder"


def test_a_path_with_a_nul() -> None:
    assert error(read("a\0b")).code in ("no-such-file", "unreadable")
