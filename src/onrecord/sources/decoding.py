"""From bytes to text without loss, or with a Problem that says where something was lost.

What comes in: the raw bytes of a file. What goes out: `Decoded` text, in which every offset of the record counts. Line ends are
kept as they are; only a byte order mark is taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.errors import InputError
from onrecord.model import Problem, Severity, Span


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes.

    Attributes:
        text: The text, without a byte order mark.
        encoding: Python's name of the encoding.
        problems: What was lost or is odd; spans count in `text`.
    """

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Make text of it first, for example with: pdftotext FILE"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Unpack it, or save the document as plain text."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save it as plain text."),
    (b"{\\rtf", "a rich text document", "Save it as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first, for example with: gunzip FILE"),
    (b"\x89PNG", "a PNG picture", "onrecord reads text."),
    (b"\xff\xd8\xff", "a JPEG picture", "onrecord reads text."),
    (b"GIF8", "a GIF picture", "onrecord reads text."),
    (b"SQLite format 3\x00", "an SQLite database", "If it is a record, use it with --db."),
    (b"\x7fELF", "a program", "onrecord reads text."),
    (b"ID3", "a sound file", "onrecord reads text."),
    (b"RIFF", "a sound or video file", "onrecord reads text."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
)

_CP1252_GAPS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(raw: bytes, *, name: str = "The input") -> Decoded:
    """The text of some bytes: by byte order mark, by the zeros of UTF-16, as UTF-8, or in the encoding that its bytes look like.

    Windows-1252 is tried before a guess by charset-normalizer, which on a short English text with a few curly quotation marks finds
    Central European or Asian encodings. Bytes that fit no encoding become U+FFFD, with a Problem that says where.

    Args:
        raw: The bytes.
        name: What to call them in a message.

    Raises:
        InputError: There is nothing in them, or they are no text.

    >>> decode("“No,” she said.".encode("cp1252")).text
    '“No,” she said.'
    """
    if not raw:
        raise InputError(f"{name} is empty. Give a file that holds text.", code="empty", path=name)
    for magic, what, hint in _MAGIC:
        if raw.startswith(magic):
            raise InputError(f"{name} is {what}, not text. {hint}", code="binary", path=name)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            decoded = _decode(raw[len(mark) :], encoding)
            break
    else:
        wide = _wide(raw)
        decoded = _decode(raw, wide) if wide else _unmarked(raw, name)
    if not decoded.text.strip("\x00 \t\r\n\ufeff\u200b"):
        raise InputError(f"{name} holds nothing but blanks. Give a file that holds text.", code="empty", path=name)
    return decoded


def _wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: zeros in every second (or three of four) bytes."""
    head = raw[:4096]
    n = len(head) // 4
    if n < 2:
        return None
    zeros = [head[k::4].count(0) for k in range(4)]
    if min(zeros[1:]) >= 0.9 * n and zeros[0] < 0.1 * n:
        return "utf-32-le"
    if min(zeros[:3]) >= 0.9 * n and zeros[3] < 0.1 * n:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if odd >= n and even < 0.1 * n:
        return "utf-16-le"
    if even >= n and odd < 0.1 * n:
        return "utf-16-be"
    return None


def _decode(raw: bytes, encoding: str) -> Decoded:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        text = raw.decode(encoding, "replace")
        lost = text.count("\ufffd")
        at = len(raw[: error.start].decode(encoding, "replace"))
        return Decoded(text, encoding, (_lost(encoding, lost, error, at), *_zeros(text)))
    return Decoded(text, encoding, _zeros(text))


def _lost(encoding: str, lost: int, error: UnicodeDecodeError, at: int) -> Problem:
    return Problem(
        code="undecodable-bytes",
        severity=Severity.ERROR,
        message=f"{lost} byte sequence{'s are' if lost != 1 else ' is'} not valid {encoding.upper()}, the first at byte {error.start} (character {at}); U+FFFD stands there instead.",
        hint="Save the file again in UTF-8 from the program that made it.",
        span=Span(at, at + 1),
    )


def _zeros(text: str) -> tuple[Problem, ...]:
    at = text.find("\x00")
    if at < 0:
        return ()
    n = text.count("\x00")
    return (
        Problem(
            code="nul-characters",
            message=f"The text holds {n} NUL character{'s' if n != 1 else ''}, the first at character {at}.",
            hint="They are kept, so that offsets are those of the file.",
        ),
    )


def _unmarked(raw: bytes, name: str) -> Decoded:
    """Bytes of one to four a character, without a mark."""
    controls = len(_CONTROL.findall(raw[:65536]))
    if controls > max(2, len(raw[:65536]) // 50):
        raise InputError(f"{name} is not text: {controls} of its first {min(len(raw), 65536)} bytes are control characters. Give a text file.", code="binary", path=name)
    try:
        return Decoded(text := raw.decode("utf-8"), "utf-8", _zeros(text))
    except UnicodeDecodeError as error:
        high = sum(b > 127 for b in raw[:65536])
        valid = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", raw[:65536]))
        if valid * 4 > high:  # mostly well-formed sequences: UTF-8 that was damaged
            text = raw.decode("utf-8", "replace")
            at = len(raw[: error.start].decode("utf-8", "replace"))
            bad = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
            return Decoded(text, "utf-8", (_lost("utf-8", bad, error, at), *_zeros(text)))
    for encoding in ("cp1252", "mac_roman"):
        if encoding == "mac_roman" or not _CP1252_GAPS & set(raw):
            text = raw.decode(encoding)
            if _plausible(text):
                return Decoded(text, encoding, _zeros(text))
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is not None and best.encoding not in ("ascii", "utf_8"):
        try:
            text = raw.decode(best.encoding)
            return Decoded(text, best.encoding, (_guessed(best.encoding), *_zeros(text)))
        except UnicodeDecodeError:
            pass  # its guess rests on the start of the file and fails later on
    if not _CP1252_GAPS & set(raw):
        text = raw.decode("cp1252")
        return Decoded(text, "cp1252", (_guessed("cp1252"), *_zeros(text)))
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError as error:
        text = raw.decode("cp1252", "replace")
        return Decoded(text, "cp1252", (_lost("cp1252", text.count("\ufffd"), error, error.start), *_zeros(text)))
    raise AssertionError("unreachable: cp1252 has gaps where it fails")  # pragma: no cover


def _guessed(encoding: str) -> Problem:
    return Problem(
        code="encoding-guessed",
        message=f"The encoding is not stated and no UTF-8; it was read as {encoding}.",
        hint="Look whether its accented letters are right; if not, save the file again in UTF-8.",
    )


_TYPOGRAPHY = "‘’“”–—…•€£§©®°½¼¾«»„‚ ·×‹›´¨¡¿º¹²³\u00ad"
_LETTERS = re.compile(r"[À-ÖØ-öø-ÿŠšŽžŒœŸß]")


def _plausible(text: str) -> bool:
    """Do the characters beyond ASCII stand where a Western European text has them?

    Typography anywhere; letters next to letters, not in runs of three, small ones inside words. Mac text read as Windows-1252 fails
    (``ÒNo,Ó``), as do Cyrillic and Chinese.
    """
    sample = text[:200_000]
    high = list(re.finditer(r"[^\x00-\x7f]", sample))
    if not high:
        return True
    good = 0
    for m in high:
        c, k = m.group(), m.start()
        before, after = sample[k - 1 : k], sample[k + 1 : k + 2]
        if c in _TYPOGRAPHY:
            # an opening mark has a blank or bracket before it, a closing one no blank
            fits = (not before.isalnum()) if c in "“„«" else (not before.isspace()) if c in "”»" else True
            good += fits
        elif _LETTERS.match(c):
            run = any(len(x) == 3 and not any(map(str.isascii, x)) for x in (sample[k : k + 3], sample[max(0, k - 1) : k + 2], sample[max(0, k - 2) : k + 1]))
            inside = before.isalpha() or after.isalpha()
            upper = c.isupper() and ((before.isalpha() and before.islower()) or (not after.islower() and not before.isupper() and not after.isupper()))
            # Ò or Ó before a capital at the start of a word is a curly mark of another encoding
            mark = (c in "ÒÓÔÕÐÑ" and (before in (" ", "\n", "", "(") and after.isupper())) or (c in "ÓÕÔ" and (not after.isalnum() or before.islower()))
            good += inside and not run and not upper and not mark
    return good >= 0.9 * len(high)


def clean_surrogates(text: str) -> tuple[str, tuple[Problem, ...]]:
    """A text in which every lone surrogate, which no UTF-8 can carry, is U+FFFD; and a Problem if there was one.

    >>> clean_surrogates("a\\ud800b")[0]
    'a\ufffdb'
    """
    m = _SURROGATE.search(text)
    if not m:
        return text, ()
    n = len(_SURROGATE.findall(text))
    problem = Problem(
        code="lone-surrogates",
        severity=Severity.ERROR,
        message=f"{n} half character{'s (lone surrogates)' if n != 1 else ' (a lone surrogate)'}, the first at character {m.start()}; U+FFFD stands there instead.",
        hint="Mend the program that wrote the text.",
        span=Span(m.start(), m.start() + 1),
    )
    return _SURROGATE.sub("\ufffd", text), (problem,)
