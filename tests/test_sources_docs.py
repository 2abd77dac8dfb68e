"""Every code that a source can give is explained in the guide."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = ("capture", "page", "feed", "warc", "table", "pdf", "fetch", "dispatch")


def test_every_code_stands_in_the_guide() -> None:
    source = "".join((ROOT / "src" / "onrecord" / "sources" / f"{name}.py").read_text(encoding="utf-8") for name in MODULES)
    codes = set(re.findall(r'code="([a-z-]+)"', source)) | set(re.findall(r'\bnote\(\s*"([a-z-]+)"', source))
    guide = (ROOT / "docs" / "guide" / "sources.md").read_text(encoding="utf-8")
    assert len(codes) > 30
    assert {c for c in codes if f"`{c}`" not in guide} == set()
