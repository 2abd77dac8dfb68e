"""What comes in: encodings, paths, JSON Lines, languages, bad and huge input. Each message is tested."""

import codecs
import io
import json
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.api import Settings
from onrecord.errors import InputError, UsageError
from onrecord.model import Document
from onrecord.sources.decoding import decode
from onrecord.sources.language import detect
from onrecord.sources.text import read_one, read_path, read_paths, read_text
from onrecord.text import READ_AT_MOST, find_quotations, paragraphs

REPORT = "Ferry to sail again\nThe Gull | January 15, 2024\n\n“No,” said Mara Quill – who heads the board. The café by the slipway stayed open, it’s said.\n"
GERMAN = "Die Fähre fährt wieder\n\nDer Hafenrat hat nach sechs Stunden beschlossen, dass die Fähre ab Freitag wieder fährt. Bürgermeisterin Quill lobte den Beschluss.\n"


# ---------------------------------------------------------------------------------------------------------- decoding


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + REPORT.encode("utf-32-be"), "utf-32-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-32-le"), "utf-32-le"),
        (REPORT.encode("cp1252"), "cp1252"),
        (REPORT.encode("mac_roman"), "mac_roman"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_the_encoding_is_found_and_nothing_is_lost(raw, encoding):
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding) == (REPORT, encoding)
    assert decoded.problems == ()


@pytest.mark.parametrize("encoding", ["cp1251", "shift_jis", "gb18030", "cp1253"])
def test_other_encodings_are_guessed_and_it_is_said(encoding):
    words = {
        "cp1251": "Паром снова пойдёт в пятницу, сообщили в портовом совете. Судно ещё раз осмотрят до пятницы, сказала глава совета.",
        "shift_jis": "港湾委員会は金曜日にフェリーの運航を再開すると発表した。船は再び検査される予定だと委員長は述べた。",
        "gb18030": "港务局说，渡轮将于星期五重新开航。局长表示，船只将在星期五之前再次接受检查。",
        "cp1253": "Το πλοίο θα ταξιδέψει ξανά την Παρασκευή, ανακοίνωσε το συμβούλιο του λιμανιού μετά από έξι ώρες.",
    }[encoding]
    decoded = decode((words * 4).encode(encoding))
    assert decoded.text == words * 4
    assert [p.code for p in decoded.problems] == ["encoding-guessed"]


def test_latin1_with_accents_is_western():
    text = "José Müller and Zoë Brontë met Óscar Ångström in Besançon, the señor said. ¿Qué?"
    assert decode(text.encode("latin-1")).text == text


def test_damaged_utf8_says_where():
    raw = "“No,” said Mara Quill. ".encode() + b"\xff\xfe\xc3 " + "“Never,” she said.".encode()
    decoded = decode(raw)
    (problem,) = decoded.problems
    assert problem.code == "undecodable-bytes"
    assert problem.severity == "error"
    assert decoded.text[slice(*problem.span)] == "\ufffd"
    assert f"byte {raw.index(0xFF)} (character {decoded.text.index(chr(0xFFFD))})" in problem.message


def test_half_a_utf16_character_is_no_exception():
    decoded = decode(codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le") + b"\x41")
    assert decoded.text.startswith(REPORT)
    assert [p.code for p in decoded.problems] == ["undecodable-bytes"]


def test_nul_bytes_are_kept_and_said():
    decoded = decode(b"The mayor said\x00 that the bridge would open.")
    assert "\x00" in decoded.text
    assert [p.code for p in decoded.problems] == ["nul-characters"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (bytes(range(32)) * 40, "control characters"),
        (b"", "is empty"),
        (b" \n\r\n ", "nothing but blanks"),
        (codecs.BOM_UTF8, "nothing but blanks"),
    ],
)
def test_what_is_no_text_is_refused_by_name(raw, words):
    with pytest.raises(InputError, match=words):
        decode(raw, name="odd.txt")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_an_input_error(raw):
    try:
        text = decode(raw).text
    except InputError:
        return
    text.encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=200).filter(lambda t: t.strip("\x00 \t\r\n\ufeff\u200b") and t[0] not in "\ufeff\x00"))
def test_any_text_with_a_mark_comes_back(text):
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF32_BE, "utf-32-be")):
        raw = text.encode(encoding, "replace")
        assert decode(mark + raw).text == raw.decode(encoding)


def test_offsets_count_in_the_decoded_text_with_its_line_ends(tmp_path):
    text = REPORT.replace("\n", "\r\n") + "\U0001f6a2 Crews block slipway\r\nTernpost – 16.01.2024\r\nThe crews stayed for six hours, they said.\r\n"
    (tmp_path / "digest.txt").write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    documents = list(read_path(str(tmp_path / "digest.txt")))
    assert [d.outlet for d in documents] == ["The Gull", "Ternpost"]
    for d in documents:
        assert d.text == text[d.source.start : d.source.end]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\f"])
def test_lines_end_as_any_system_ends_them(end):
    text = f"One. {end}{end} Two.{end}"
    assert [text[s:e] for s, e in paragraphs(text)] == ["One.", "Two."]


# ---------------------------------------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge would open.", "en"),
        (GERMAN, "de"),
        ("Le conseil du port a décidé que le ferry reprendrait la mer vendredi, a déclaré la maire.", "fr"),
        ("Паром снова пойдёт в пятницу, сообщили в портовом совете.", "ru"),
        ("قال رئيس البلدية إن الجسر سيفتح يوم الجمعة.", "ar"),
        ("Ok", "en"),
        ("Hamid Karzai, Giorgia Meloni", "en"),
        ("THE FERRY WILL SAIL AGAIN ON FRIDAY, THE BOARD SAID.", "en"),
        ("12 – 14, 15", "und"),
    ],
)
def test_language(text, language):
    assert detect(text) == language


def test_another_language_is_read_and_marked_and_gives_empty_layers():
    analysis = onrecord.analyse(GERMAN)
    assert analysis.document.language == "de"
    problem = next(p for p in analysis.problems if p.code == "language-not-read")
    assert problem.severity == "error"
    assert "'de'" in problem.message
    assert not any((analysis.attributions, analysis.entities, analysis.timexes, analysis.events))


def test_a_language_that_is_given_is_believed():
    document = read_one(GERMAN, language="en")
    assert document.language == "en"
    assert "language-not-read" not in {p.code for p in document.problems}


# ------------------------------------------------------------------------------------------------------------- paths


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "b.txt").write_text("The board said that the ferry would sail on Friday.\n")
    (tmp_path / "news" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "news" / ".hidden").write_text("nothing")
    return tmp_path


def paths_of(*given, **known):
    return [d.source.path if isinstance(d, Document) else f"! {d}" for d in read_paths(given, **known)]


def test_a_folder_is_read_in_name_order(folder):
    assert paths_of("news") == paths_of("news/") == ["news/a.txt", "news/b.txt"]


def test_a_pattern(folder):
    assert paths_of("news/*.txt") == ["news/a.txt", "news/b.txt"]
    assert paths_of("**/b.txt") == ["news/b.txt"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))
    (document,) = read_paths(["-"])
    assert (document.source.path, document.outlet, document.text) == ("-", "The Gull", REPORT)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("gone.txt", None, "There is no file or folder gone.txt"),
        ("gone*.txt", None, "No file fits the pattern gone*.txt"),
        ("void", lambda p: p.mkdir(), "void holds no files"),
        ("empty.txt", lambda p: p.write_bytes(b""), "empty.txt is empty"),
        ("blank.txt", lambda p: p.write_bytes(b"\n \n"), "blank.txt holds nothing but blanks"),
        ("odd.txt", lambda p: p.write_bytes(bytes(range(1, 32)) * 40), "odd.txt is not text"),
        ("picture.txt", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n123"), "picture.txt is not a report: it is a picture"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_others_are_read(folder, name, make, words):
    if make:
        make(folder / name)
    first, second = paths_of(name, "news/b.txt")
    assert words in first
    assert first.rstrip(".").count(". ") >= 1, "what to do is missing"
    assert second == "news/b.txt"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder):
    (folder / "shut.txt").write_text("x")
    (folder / "shut.txt").chmod(0)
    assert "may not be read" in paths_of("shut.txt")[0]


def test_read_raises_the_first_error_after_all_others(folder):
    analyses = onrecord.read("gone.txt", "news", "gone2.txt")
    assert [next(analyses).document.source.path for _ in range(2)] == ["news/a.txt", "news/b.txt"]
    with pytest.raises(InputError, match=r"gone\.txt"):
        next(analyses)


def test_read_tells_of_each_error(folder):
    errors = []
    assert len(list(onrecord.read("gone.txt", "news", "gone2.txt", on_error=errors.append))) == 2
    assert [e.code for e in errors] == ["no-such-file", "no-such-file"]


@pytest.mark.parametrize("published", ["yesterday", "15.01.2024", "2024-02-31", "2024-1-5", "2024-01-15T25:00"])
def test_a_date_that_is_none_is_wrong_usage(published):
    with pytest.raises(UsageError, match="no ISO date"):
        Settings(published=published)


@pytest.mark.parametrize("published", ["2024-01-15", "2024-01-15T10:30", "2024-01-15T10:30+01:00"])
def test_a_date_that_is_one(published):
    assert read_one(REPORT, published=Settings(published=published).published).published == published


def test_a_language_code_that_is_none_is_wrong_usage():
    with pytest.raises(UsageError, match="no language code"):
        Settings(language="English please")


def test_a_lexicon_that_is_none_is_wrong_usage(tmp_path):
    (tmp_path / "mine.yml").write_text("nonsense: [a]\n")
    with pytest.raises(UsageError, match="must be a mapping from lexicon names"):
        Settings(lexicons=(tmp_path / "mine.yml",)).resources()
    with pytest.raises(UsageError, match="Cannot read the lexicon"):
        Settings(lexicons=(tmp_path / "gone.yml",)).resources()


# -------------------------------------------------------------------------------------------------------- JSON Lines


def test_json_lines_with_text_and_metadata(folder):
    rows = [
        {
            "text": "The board said that the ferry would sail.",
            "title": "Ferry to sail again",
            "source": "The Gull",
            "date": "2024-01-15",
            "authors": ["Ann Lee"],
            "url": "https://gull.example/1",
        },
        {"text": REPORT},
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    first, second = read_path("in.jsonl")
    assert first.text[slice(*first.headline)] == "Ferry to sail again"
    assert first.text[slice(*first.body)] == rows[0]["text"]
    assert (first.outlet, first.published, first.authors, first.source.url) == ("The Gull", "2024-01-15", ("Ann Lee",), "https://gull.example/1")
    assert (second.outlet, second.published, second.text) == ("The Gull", "2024-01-15", REPORT)


def test_a_bad_line_of_json_lines_is_named_and_the_others_are_read(folder):
    good = json.dumps({"text": "The board said that the ferry would sail."})
    (folder / "in.jsonl").write_text(f"{good}\n{{oops\n{good}\n", encoding="utf-8")
    found = list(read_paths(["in.jsonl"]))
    assert [isinstance(x, Document) for x in found] == [True, False, True]
    assert "in.jsonl" in str(found[1])
    assert "2" in str(found[1])


# -------------------------------------------------------------------------------------------------------- odd texts


def test_lone_surrogates_never_come_out():
    analysis = onrecord.analyse("The mayor\ud800 said that the bridge would open.")
    assert analysis.document.text == "The mayor\ufffd said that the bridge would open."
    assert "lone-surrogates" in {p.code for p in analysis.problems}
    json.dumps(analysis.to_dict(), ensure_ascii=False).encode()


@pytest.mark.parametrize("text", ["", " ", "\x00", "“", "\u202e", "\U0001f6a2" * 50, "a", "…", "'" * 99, "((((", "\r\r\r"])
def test_odd_texts_are_no_exception(text):
    analysis = onrecord.analyse(text)
    assert analysis.document.text == text
    assert "stage-failed" not in {p.code for p in analysis.problems}


def test_a_hundred_thousand_unclosed_marks():
    text = "“He said so. " * 100_000
    started = time.monotonic()
    (document,) = read_text(text)
    find_quotations(text, paragraphs(text))
    assert time.monotonic() - started < 20
    assert document.text == text


def test_a_line_of_five_megabytes_and_a_report_of_fifty():
    line = "The ferry will sail again on Friday because the board said so. " * 80_000
    started = time.monotonic()
    (document,) = read_text(line)
    assert document.headline is None
    (long,) = read_text("\n".join([line] * 10))
    assert time.monotonic() - started < 30
    problem = next(p for p in long.problems if p.code == "too-long")
    assert problem.severity == "error"
    assert problem.span.start == READ_AT_MOST


def test_what_is_beyond_the_limit_is_not_parsed():
    from onrecord.resources import Resources
    from onrecord.stages.sentences import parse_documents

    document = read_one("x" + " " * READ_AT_MOST + "The mayor said so.", language="en")
    (parse,) = parse_documents([document], Resources())
    assert parse.word == ["x"]


def test_a_dateline_and_a_live_time_are_parsed_apart():
    from onrecord.resources import Resources
    from onrecord.stages.sentences import parse_documents

    text = "Ferry row\nThe Gull | January 15, 2024\nPORT ELLERY (Tern) – The board met again.\n14:05 It met.\n14:40 It met again.\n15:10 It went home."
    document = read_one(text)
    assert document.kind == "live"
    (parse,) = parse_documents([document], Resources())
    assert [text[s:e] for s, e in parse.paragraphs][2:6] == ["PORT ELLERY (Tern) –", "The board met again.", "14:05", "It met."]


def test_wrapped_lines_are_one_paragraph_to_the_parser():
    import textwrap

    from onrecord.resources import Resources
    from onrecord.stages.sentences import parse_documents

    first = "The harbour board met for six hours before it reached a decision on the ferry, and people in the hall said that nobody had slept."
    second = "Mara Quill, who heads the board, said “the vessel will be inspected again before Friday, and again after that,” and went home."
    text = "Ferry to sail again after a night of long and bitter talks\nThe Gull | January 15, 2024\n\n" + "\n\n".join(
        "\n".join(textwrap.wrap(p, 62)) for p in (first, second, first)
    )
    (document,) = read_text(text)
    (parse,) = parse_documents([document], Resources())
    assert [" ".join(text[s:e].split()) for s, e in parse.paragraphs][2:] == [first, second, first]
    assert document.text[slice(*document.headline)] == "Ferry to sail again after a night of long and bitter talks"
    assert [len(q.inner) for q in find_quotations(text, parse.paragraphs)] == [2]


def test_short_paragraphs_are_not_taken_for_wrapped_lines():
    text = "\n".join(["The board met for six hours on Monday, people said.", "“We will sail,” said Mara Quill, who heads it, at noon."] * 6)
    assert len(paragraphs(text)) == 12
