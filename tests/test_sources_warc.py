"""Web archives, whole and damaged."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.sources.capture import MEGABYTE, SourceOptions
from onrecord.sources.dispatch import read_source

PAGE = (
    '<html><head><title>Ferry sails {n}</title><meta property="article:published_time" content="2024-02-0{n}T10:00:00Z"></head><body><article><h1>Ferry sails {n}</h1>'
    "<p>The ferry left the pier at noon with forty people on board, \u201cas always\u201d, the harbour master said on day {n}.</p>"
    "<p>It came back empty at night, and nobody on the island could say where the people had gone.</p></article></body></html>"
)


def page(n: int) -> bytes:
    return PAGE.replace("{n}", str(n)).encode()


def http(body: bytes, *, headers: str = "", status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body


def record(n: int, block: bytes, *, kind: str = "response", digest: str | None = None, length: int | None = None, media: str = "application/http; msgtype=response") -> bytes:
    digest = digest or "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://ledger.example/{n}\r\nWARC-Date: 2024-02-09T10:00:0{n}Z\r\nWARC-Record-ID: <urn:uuid:0000-{n}>\r\n"
        f"WARC-Block-Digest: {digest}\r\nContent-Type: {media}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


RECORDS = [
    record(0, b"software: test\r\n", kind="warcinfo", media="application/warc-fields"),
    record(1, http(page(1))),
    record(2, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    record(3, http(b"GIF89a", media="image/gif")),
    record(4, http(page(4), status="404 Not Found")),
    record(5, http(gzip.compress(page(5)), headers="Content-Encoding: gzip\r\n")),
    record(6, http(b"%x\r\n" % len(page(6)) + page(6) + b"\r\n0\r\n\r\n", headers="Transfer-Encoding: chunked\r\n")),
    record(7, page(7), kind="resource", media="text/html"),
]
PACKED = [gzip.compress(r) for r in RECORDS]


def read(path: Path, raw: bytes, **options: int) -> tuple[list[str], list[InputError]]:
    path.write_bytes(raw)
    results = list(read_source(str(path), None, SourceOptions(**options)))
    return [r[0].url or "" for r in results if not isinstance(r, InputError)], [r for r in results if isinstance(r, InputError)]


PAGES = [f"https://ledger.example/{n}" for n in (1, 5, 6, 7)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "archive"])
def test_the_pages_of_an_archive(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    urls, errors = read(path, b"".join(PACKED if name.endswith("gz") else RECORDS))
    assert (urls, errors) == (PAGES, [])


def test_where_a_page_came_from_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(PACKED))
    result = next(iter(read_source(str(path))))
    assert not isinstance(result, InputError)
    capture, (document,) = result
    assert capture.raw == page(1)
    assert (capture.path, capture.url, capture.retrieved) == (str(path), "https://ledger.example/1", "2024-02-09T10:00:01Z")
    assert capture.record is not None
    assert capture.record["warc_record_id"] == "urn:uuid:0000-1"
    assert capture.record["warc_date"] == "2024-02-09T10:00:01Z"
    assert capture.record["warc_block_digest"].startswith("sha1:")
    offset = capture.record["warc_offset"]
    assert zlib.decompressobj(wbits=31).decompress(path.read_bytes()[offset:]) == RECORDS[1]
    assert (document.published, document.source.url, document.source.sha256) == ("2024-02-01T10:00:00+00:00", capture.url, capture.sha256)
    assert "\u201cas always\u201d" in document.text
    json.dumps(dict(capture.record))


def test_a_changed_answer_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(1, http(page(1)), digest="sha1:" + "A" * 32))
    ((_, (document,)),) = read_source(str(path))
    assert [p.code for p in document.problems if p.severity == "error"] == ["warc-digest"]


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_cut_anywhere_gives_what_is_whole_and_says_where_it_stops(tmp_path: Path, packed: bool) -> None:
    records = (PACKED if packed else RECORDS)[:2]
    whole, last = b"".join(records), record(5, http(page(5)))
    last = gzip.compress(last) if packed else last
    # an archive cut within the last bytes (blank lines, checksum) has lost nothing
    for cut in [*range(1, 60), *range(60, len(last) - 12, 23)]:
        urls, errors = read(tmp_path / "a.warc", whole + last[:cut])
        assert urls == PAGES[:1], cut
        assert [e.code for e in errors] == ["truncated"], cut
        assert f"{len(whole):,}" in str(errors[0]) or f"{len(whole) - len(records[-1]):,}" in str(errors[0])
        assert "a.warc" in str(errors[0])


def test_a_damaged_archive(tmp_path: Path) -> None:
    raw = bytearray(b"".join(PACKED))
    at = len(PACKED[0]) + len(PACKED[1]) + 20
    raw[at : at + 8] = b"XXXXXXXX"
    urls, errors = read(tmp_path / "a.warc.gz", bytes(raw))
    assert urls == PAGES[:1]
    assert [e.code for e in errors] == ["truncated"]


def test_pages_without_an_article_are_counted_once(tmp_path: Path) -> None:
    front = http(b"<html><body><a href=/>Home</a></body></html>")
    urls, errors = read(tmp_path / "a.warc", record(1, front) + record(2, front) + record(5, http(page(5))))
    assert urls == ["https://ledger.example/5"]
    assert [e.code for e in errors] == ["no-article"]
    assert "2 of the 3 pages" in str(errors[0])
    assert "https://ledger.example/1" in str(errors[0])


def test_one_odd_record_does_not_stop_the_others(tmp_path: Path) -> None:
    odd = [record(1, b"no answer"), record(2, http(b"\0" * 50)), record(3, http(page(3), headers="Content-Encoding: zstd\r\n")), record(5, http(page(5)))]
    urls, errors = read(tmp_path / "a.warc", b"".join(odd))
    assert urls == ["https://ledger.example/5"]
    assert [e.code for e in errors] == ["truncated", "empty", "unsupported"]
    assert all("a.warc" in str(e) for e in errors)


def test_headers_that_are_not_ascii(tmp_path: Path) -> None:
    odd = http(page(5), headers="X-Title: caf\u00e9\r\nContent-Encoding: caf\u00e9\r\n", media="text/html; name=caf\u00e9")
    assert [e.code for e in read(tmp_path / "a.warc", record(5, odd))[1]] == ["unsupported"]


def test_a_record_over_the_limit_is_left_out(tmp_path: Path) -> None:
    urls, errors = read(tmp_path / "a.warc", record(1, http(b"x" * MEGABYTE)) + record(5, http(page(5))), max_bytes=MEGABYTE // 2)
    assert urls == ["https://ledger.example/5"]
    assert [e.code for e in errors] == ["too-large"]


def test_a_bomb_in_an_answer(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"a" * (30 * MEGABYTE), 9)
    urls, errors = read(tmp_path / "a.warc", record(1, http(bomb, headers="Content-Encoding: gzip\r\n")) + record(5, http(page(5))))
    assert urls == ["https://ledger.example/5"]
    assert [e.code for e in errors] == ["zip-bomb"]


def test_a_bomb_of_records(tmp_path: Path) -> None:
    big = gzip.compress(record(1, http(b"a" * (12 * MEGABYTE)), kind="metadata"), 9)
    urls, errors = read(tmp_path / "a.warc.gz", big * 3)
    assert urls == []
    assert [e.code for e in errors] == ["zip-bomb"]
    assert "byte 0" in str(errors[0])


def package(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return out.getvalue()


def test_a_wacz_package(tmp_path: Path) -> None:
    raw = package({"datapackage.json": b"{}", "archive/data.warc.gz": b"".join(PACKED), "pages/pages.jsonl": b"{}"})
    assert read(tmp_path / "a.wacz", raw) == (PAGES, [])
    with (tmp_path / "a.wacz").open("rb") as stream:  # a pipe cannot go back; the package is spooled
        piped = list(read_source("-", stdin=io.BytesIO(stream.read())))
    assert len(piped) == len(PAGES)


def test_a_bomb_in_a_wacz_package(tmp_path: Path) -> None:
    raw = package({"archive/a.warc": b"a" * (40 * MEGABYTE), "archive/b.warc.gz": b"".join(PACKED)}, zipfile.ZIP_DEFLATED)
    urls, errors = read(tmp_path / "a.wacz", raw)
    assert urls == PAGES
    assert [e.code for e in errors] == ["zip-bomb"]
    assert "archive/a.warc in" in str(errors[0])
    assert "--max-ratio" in str(errors[0])


def test_a_wacz_package_that_is_cut_off_or_none(tmp_path: Path) -> None:
    raw = package({"archive/data.warc.gz": b"".join(PACKED)})
    assert [e.code for e in read(tmp_path / "a.wacz", raw[:-60])[1]] == ["truncated"]
    assert [e.code for e in read(tmp_path / "a.zip", package({"a.docx": b"x"}))[1]] == ["unsupported"]
    damaged = bytearray(raw)
    damaged[raw.index(PACKED[1]) + 40] ^= 255
    assert [e.code for e in read(tmp_path / "a.wacz", bytes(damaged))[1]] == ["truncated"]
