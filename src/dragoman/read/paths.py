"""Which files a list of paths names: files, folders with all that is below them, globs, "-", addresses on the web."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.read.address import is_url

STDIN = "-"
REPORTS = {".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html"}
TABLES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv"}
FEEDS = {".rss": "feed", ".atom": "feed", ".rdf": "feed", ".opml": "opml", ".xml": "xml"}
ARCHIVES = {".warc": "warc", ".zip": "zip", ".tar": "tar", ".tgz": "tar", ".tzst": "tar"}
KINDS = REPORTS | TABLES | FEEDS | ARCHIVES
PACKED = {".gz": "gzip", ".zst": "zstd"}
GLOB_MARKS = frozenset("*?[")


def kind_of(path: str) -> str | None:
    """What a file holds by its suffix, packed or not; None if the suffix is unknown.

    text, html, jsonl, json, csv, feed, opml, warc, zip, tar; xml where only a look inside can tell.

    >>> kind_of("a/b.HTML.gz"), kind_of("b.csv"), kind_of("b.tar.zst"), kind_of("b.pdf")
    ('html', 'csv', 'tar', None)
    """
    name = Path(path)
    suffix = name.suffix.lower()
    if suffix in PACKED:
        suffix = Path(name.stem).suffix.lower()
    return KINDS.get(suffix)


def find_files(path: str) -> Iterator[str]:
    """The files that PATH stands for, in the order of their names; none if there is nothing of that name.

    A folder gives its files of known suffixes; a file named outright is given whatever its suffix.
    """
    if path == STDIN or is_url(path) or (os.path.lexists(path) and not Path(path).is_dir()):
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
    """How many reports PATHS hold, or None where only reading can tell: in tables, feeds, archives, on standard input and on the web.

    >>> count_hint(["-"]) is None, count_hint(["https://lantern.example/feed"]) is None
    (True, True)
    """
    count = 0
    for path in paths:
        for name in find_files(path):
            if name == STDIN or is_url(name) or kind_of(name) not in ("text", "html"):
                return None
            count += 1
    return count
