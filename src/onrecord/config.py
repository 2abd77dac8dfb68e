"""Where each setting comes from: flags beat the environment, which beats ``onrecord.toml``, which beats the defaults.

Read once, at the start of a command, and passed on as one frozen object; nothing else looks at the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.api import Settings
from onrecord.errors import UsageError

FILE = "onrecord.toml"


@dataclass(frozen=True, slots=True)
class Option:
    """A setting: its type, its default, what it does."""

    kind: type
    default: Any
    help: str
    choices: tuple[str, ...] = ()


OPTIONS: dict[str, Option] = {
    "db": Option(str, None, "The record's file."),
    "user": Option(str, None, "Who judges, marks and amends; the account's name by default."),
    "judged": Option(str, "prefer", "How judgements count in what is shown and exported.", ("only", "prefer", "ignore")),
    "jobs": Option(int, 1, "Worker processes of a run."),
    "wait": Option(float, 5.0, "Seconds to wait while another process writes."),
    "parser": Option(str, None, "The spaCy pipeline package; the first that is installed by default."),
    "model": Option(str, "default", "Use the learned models, or rules only.", ("default", "none")),
    "lexicons": Option(list, (), "Your own lexicon files."),
    "wikidata": Option(str, None, "Your file of names and Wikidata ids."),
    "outlet": Option(str, None, "The outlet, where the text does not say."),
    "published": Option(str, None, "The publication date, where the text does not say."),
    "language": Option(str, None, "The language (BCP 47), where it should not be detected."),
}


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with where each comes from (``--db``, ``ONRECORD_DB``, a path, ``default``)."""

    values: Mapping[str, Any]
    origins: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def settings(self) -> Settings:
        """Those that reading and analysing take."""
        v = self.values
        return Settings(
            parser=v["parser"],
            model=v["model"],
            lexicons=tuple(Path(p) for p in v["lexicons"] or ()),
            outlet=v["outlet"],
            published=v["published"],
            language=v["language"],
            wikidata=Path(v["wikidata"]) if v["wikidata"] else None,
        )


def _value(name: str, raw: Any, origin: str) -> Any:
    option = OPTIONS[name]
    try:
        if option.kind is list:
            value: Any = tuple(raw.split(os.pathsep) if isinstance(raw, str) else raw)
        elif option.kind in (int, float) and isinstance(raw, str):
            value = option.kind(raw)
        else:
            value = raw
            if not isinstance(raw, option.kind) and not (option.kind is float and isinstance(raw, int)):
                raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"{origin}: {name} = {raw!r} is no {option.kind.__name__}. {option.help}") from None
    if option.choices and value not in option.choices:
        raise UsageError(f"{origin}: {name} is one of {', '.join(option.choices)}, not {value!r}.")
    if name == "jobs" and value < 1:
        raise UsageError(f"{origin}: jobs is 1 or more, not {value}.")
    return value


def find_file(start: Path) -> Path | None:
    """The nearest ``onrecord.toml`` at or above a folder, or None."""
    return next((p / FILE for p in (start, *start.parents) if (p / FILE).is_file()), None)


def load(flags: Mapping[str, Any] | None = None, env: Mapping[str, str] | None = None, start: Path | None = None) -> Config:
    """The settings as flags, environment, file and defaults give them.

    Args:
        flags: What was typed; None and empty values are not.
        env: The environment; the process's own if None.
        start: The folder from which ``onrecord.toml`` is looked for, upwards; the current one if None.

    Raises:
        UsageError: A name that is no setting, or a value that cannot be, with where it stands.

    >>> load({"db": "city.db"}, env={}, start=Path("/")).origins["db"]
    '--db'
    """
    environment = os.environ if env is None else env
    values: dict[str, Any] = {name: option.default for name, option in OPTIONS.items()}
    origins = dict.fromkeys(OPTIONS, "default")
    file = find_file(start or Path.cwd())
    if file is not None:
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{file} is no TOML: {error}. Mend it or move it away.") from error
        for name, raw in table.items():
            if name not in OPTIONS:
                raise UsageError(f"{file}: there is no setting {name!r}. Settings: {', '.join(OPTIONS)}.")
            values[name], origins[name] = _value(name, raw, str(file)), str(file)
        if origins["db"] == str(file) and values["db"] != ":memory:":
            values["db"] = str(file.parent / values["db"])  # a path in the file is meant from where the file stands
        if origins["wikidata"] == str(file):
            values["wikidata"] = str(file.parent / values["wikidata"])
        if origins["lexicons"] == str(file):
            values["lexicons"] = tuple(str(file.parent / p) for p in values["lexicons"])
    for name in OPTIONS:
        key = f"ONRECORD_{name.upper()}"
        if environment.get(key):
            values[name], origins[name] = _value(name, environment[key], key), key
    for name, raw in (flags or {}).items():
        if name in OPTIONS and raw is not None and raw != ():
            values[name], origins[name] = _value(name, raw, f"--{name}"), f"--{name}"
    return Config(values, origins)
