"""Word lists, as commented YAML, and the tables made from them.

What comes in: ``*.yml`` beside this file, each entry with its source or a comment where it is odd. What goes out:
``tables/*.json``, which the program reads (YAML is slow to read). ``python -m onrecord.lexicons`` makes the tables;
``python -m onrecord.lexicons --check`` fails if one differs from its source, and a test runs it.

A user's own file (``--lexicon my.yml``) has the name of a lexicon at its top level and entries of that lexicon below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError

FOLDER = Path(__file__).parent
TABLES = FOLDER / "tables"


def compile_all() -> dict[str, str]:
    """Table name and its text for each YAML source."""
    import yaml

    made = {}
    for path in sorted(FOLDER.glob("*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        made[path.stem] = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=False, default=str) + "\n"
    return made


def merge(base: Any, more: list[Mapping[str, Any]]) -> Any:
    """A table with further entries: mappings are joined key by key, lists are lengthened, anything else is replaced.

    >>> merge({"say": ["said"]}, [{"say": ["opined"]}])
    {'say': ['said', 'opined']}
    """
    for entries in more:
        if isinstance(base, dict) and isinstance(entries, Mapping):
            base = {**base, **{k: merge(base[k], [v]) if k in base else v for k, v in entries.items()}}
        elif isinstance(base, list) and isinstance(entries, list):
            base = [*base, *entries]
        else:
            base = entries
    return base


def read_user_lexicon(path: Path | str) -> dict[str, Any]:
    """A user's lexicon file: lexicon names and their further entries.

    Raises:
        UsageError: The file cannot be read, is no YAML mapping, or names a lexicon that there is not.
    """
    import yaml

    try:
        data = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"Cannot read the lexicon {path}: {error.strerror}. Give the path of a YAML file.") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is no YAML: {error}. Mend that place, or leave the file out.") from error
    names = sorted(p.stem for p in TABLES.glob("*.json"))
    if not isinstance(data, dict) or any(name not in names for name in data):
        raise UsageError(f"{path} must be a mapping from lexicon names to entries. Lexicons: {', '.join(names)}.")
    return data


def main(argv: list[str]) -> int:
    """Write the tables, or with ``--check`` say which differ."""
    stale = []
    TABLES.mkdir(exist_ok=True)
    made = compile_all()
    for name, text in made.items():
        table = TABLES / f"{name}.json"
        if not table.exists() or table.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in argv:
                table.write_text(text, encoding="utf-8")
    if "--check" in argv and stale:
        print(f"These tables differ from their sources: {', '.join(stale)}. Run 'make lexicons'.", file=sys.stderr)
        return 1
    return 0
