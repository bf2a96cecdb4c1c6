"""Files, folders, archives, feeds and addresses to Pages, one after the other; what cannot be read becomes a Rejection."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.read.address import is_url
from dragoman.read.fetch import Fetcher
from dragoman.read.paths import STDIN, count_hint, find_files, kind_of
from dragoman.read.sources import Source, read_address, read_source, reject, shown
from dragoman.records import Page, Rejection
from dragoman.settings import ReadSettings

__all__ = ["Fetcher", "count_hint", "is_url", "read_pages"]


def read_pages(
    paths: Sequence[str], settings: ReadSettings, fetcher: Fetcher | None = None
) -> Iterator[Page | Rejection]:
    """The reports that PATHS hold, read as they are asked for; "-" is standard input, "https://..." is fetched.

    A fetcher that is given is used in place of one made from the settings, and goes on with the pauses it owes to hosts.

    >>> [(item.reason, item.document) for item in read_pages(["no/such/file.txt"], ReadSettings())]
    [('not-found', 'no/such/file.txt')]
    """
    fetcher = fetcher or Fetcher(settings)
    for path in paths:
        is_empty = True
        for name in find_files(path):
            is_empty = False
            yield from _read(name, fetcher)
        if is_empty:
            yield _nothing(path)


def _nothing(path: str) -> Rejection:
    if Path(path).is_dir():
        return reject(path, "empty", "no file of a known kind in this folder")
    return reject(path, "not-found", "no such file, folder or match")


def _read(path: str, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    try:
        if path == STDIN:
            yield from read_source(Source(sys.stdin.buffer, "<stdin>"), fetcher)
        elif is_url(path):
            yield from read_address(path, fetcher)
        else:
            with Path(path).open("rb") as stream:
                yield from read_source(Source(stream, shown(path), kind_of(path)), fetcher)
    except OSError as error:
        reason = "not-found" if isinstance(error, FileNotFoundError) else "unreadable"
        yield reject(path, reason, error.strerror or str(error))
