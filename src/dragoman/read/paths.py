"""Which files a list of paths names: files, folders with all that is below them, globs, "-" for standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

STDIN = "-"
REPORTS = {".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html"}
TABLES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv"}
PACKED = {".gz": "gzip", ".zst": "zstd"}
GLOB_MARKS = frozenset("*?[")


def kind_of(path: str) -> str | None:
    """What a file holds by its suffix, packed or not: text, html, jsonl, json or csv; None if the suffix is unknown.

    >>> kind_of("a/b.HTML.gz"), kind_of("b.csv"), kind_of("b.pdf")
    ('html', 'csv', None)
    """
    name = Path(path)
    suffix = name.suffix.lower()
    if suffix in PACKED:
        suffix = Path(name.stem).suffix.lower()
    return REPORTS.get(suffix) or TABLES.get(suffix)


def find_files(path: str) -> Iterator[str]:
    """The files that PATH stands for, in the order of their names; none if there is nothing of that name.

    A folder gives its files of known suffixes; a file named outright is given whatever its suffix.
    """
    if path == STDIN or (os.path.lexists(path) and not Path(path).is_dir()):
        yield path
    elif Path(path).is_dir():
        yield from _below(path)
    elif GLOB_MARKS & set(path):
        for found in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 - keeps the path as the user wrote it
            if Path(found).is_dir():
                if "**" not in path:
                    yield from _below(found)
            else:
                yield found


def _below(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and kind_of(name) is not None:
                yield os.path.join(root, name)  # noqa: PTH118 - Path would drop the "./" that the user wrote


def count_hint(paths: Sequence[str]) -> int | None:
    """How many reports PATHS hold, or None where only reading can tell: in tables and on standard input.

    >>> count_hint(["-"]) is None
    True
    """
    count = 0
    for path in paths:
        for name in find_files(path):
            if name == STDIN or kind_of(name) not in ("text", "html"):
                return None
            count += 1
    return count
