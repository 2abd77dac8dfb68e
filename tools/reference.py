"""Writes docs/reference.md from the docstrings of the public names: python tools/reference.py"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import onrecord

PAGE = Path(__file__).parent.parent / "docs" / "reference.md"
GROUPS = {
    "Read without a database": ("analyse", "read", "Analysis"),
    "A record that lasts": ("open", "Record"),
    "What is found": ("Document", "Span", "Period", "Attribution", "Quantity", "Event", "Vote", "Timex", "Toponym", "Entity", "Label", "Link", "Problem"),
    "Stages of your own": ("Stage", "STAGES"),
    "Errors": ("OnrecordError", "InputError", "UsageError", "ResourceError", "RecordError"),
}
SECTION = re.compile(r"^(Args|Attributes|Returns|Yields|Raises):$")


def docstring(text: str) -> list[str]:
    """A docstring in Google's form as Markdown: sections as lists, examples as code."""
    out: list[str] = []
    section = ""
    code = False
    for line in inspect.cleandoc(text).splitlines():
        example = line.startswith((">>> ", "... ")) or (code and line.strip() != "")
        if example != code:
            out += ["", "```pycon"] if example else ["```", ""]
            code = example
        if example:
            out.append(line)
        elif SECTION.match(line):
            section = line[:-1]
            out += ["", f"**{section}**", ""]
        elif section in ("Returns", "Yields") and line.startswith("    "):
            out.append(line.strip())
        elif section and line.startswith("    ") and not line.startswith("     "):
            name, colon, rest = line.strip().partition(": ")
            out.append(f"- `{name}`: {rest}" if colon else f"- {line.strip()}")
        elif section and line.startswith("    "):
            out[-1] += " " + line.strip()
        else:
            section = "" if line.strip() else section
            out.append(line)
    return [*out, "```"] if code else out


def signature(thing: object) -> str:
    """Its parameters as they are written, without quotation marks around types."""
    try:
        found = inspect.signature(thing)  # type: ignore[arg-type]
        short = [p.replace(default=Ellipsis) if len(repr(p.default)) > 40 and p.default is not p.empty else p for p in found.parameters.values()]
        written = str(found.replace(parameters=short)).replace("Ellipsis", "…")
        return re.sub(r"(: |-> )'([^']*)'", r"\1\2", written).removesuffix(" -> None" if isinstance(thing, type) else "\0")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""


def entry(name: str) -> list[str]:
    """One public name, and the methods of `Record`."""
    thing = getattr(onrecord, name)
    if name == "open":
        return ["### `open(path)`", "", "`Record(path)`, with the same arguments.", ""]
    if not callable(thing):
        return [f"### `{name}`", "", "The stages of one report, in the order in which they run: " + ", ".join(f"`{s.layer}`" for s in thing) + ".", ""]
    fields = isinstance(thing, type) and name != "Record"
    out = [f"### `{name}`" if fields else f"### `{name}{signature(thing)}`", "", *docstring(inspect.getdoc(thing) or ""), ""]
    if name in ("Record", "Analysis"):
        for method, value in sorted(vars(thing).items()):
            if not method.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)) and inspect.getdoc(value):
                call = method if isinstance(value, property) else method + signature(value).replace("(self, ", "(").replace("(self)", "()")
                out += [f"#### `{call}`", "", *docstring(inspect.getdoc(value) or ""), ""]
    return out


def page() -> str:
    """The whole page."""
    named = {n for names in GROUPS.values() for n in names}
    missing = set(onrecord.__all__) - named - {"__version__"}
    if missing:
        raise SystemExit(f"tools/reference.py: in no group: {', '.join(sorted(missing))}. Add them to GROUPS.")
    lines = ["# Reference", "", "Made from the docstrings by `make reference`; change those, not this page. `import onrecord` gives all of these names.", ""]
    for title, names in GROUPS.items():
        lines += [f"## {title}", ""]
        for name in names:
            lines += entry(name)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
