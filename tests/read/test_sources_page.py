"""The page on sources tells of every reason for which a source can be refused, and of every ending that is known."""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.read.paths import KINDS, PACKED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
OWN = {"sparql.py", "wikidata.py", "gazetteer.py", "actor_files.py"}


def test_every_reason_is_explained() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src/dragoman/read").glob("*.py") if p.name not in OWN)
    reasons = set(re.findall(r"""(?:Flaw\(\s*|reject\([^"]*, |reason = |else )"([a-z]+(?:-[a-z]+)*)",? ?""", source))
    reasons -= {"html", "text", "any", "jsonl", "json", "xml", "csv", "identity", "zstd"}  # kinds and codings
    assert {"not-public", "truncated", "nested-archive", "not-found", "unreadable"} <= reasons
    assert {reason for reason in reasons if f"`{reason}`" not in PAGE} == set()


def test_every_ending_is_named() -> None:
    assert {ending for ending in (*KINDS, *PACKED) if f"`{ending}`" not in PAGE} == set()
