"""Files, folders, globs and standard input to Pages, one after the other; what cannot be read becomes a Rejection."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO

from dragoman.read.decode import Flaw, Unpacked, decode, read_all, text_lines
from dragoman.read.paths import STDIN, count_hint, find_files, kind_of
from dragoman.read.rows import Row, csv_rows, json_rows, json_values
from dragoman.read.sniff import is_page, kind_of_text
from dragoman.records import Page, Rejection, record_id
from dragoman.settings import ReadSettings

__all__ = ["count_hint", "read_pages"]

STEP = "read"
SNIFFED = 8_192


def read_pages(paths: Sequence[str], settings: ReadSettings) -> Iterator[Page | Rejection]:
    """The reports that PATHS hold, read as they are asked for; "-" is standard input.

    >>> [(item.reason, item.document) for item in read_pages(["no/such/file.txt"], ReadSettings())]
    [('not-found', 'no/such/file.txt')]
    """
    for path in paths:
        is_empty = True
        for name in find_files(path):
            is_empty = False
            yield from _read(name, settings)
        if is_empty:
            yield _nothing(path)


def _nothing(path: str) -> Rejection:
    if Path(path).is_dir():
        return _reject(path, "empty", "no file of a known kind in this folder")
    return _reject(path, "not-found", "no such file, folder or match")


def _read(path: str, settings: ReadSettings) -> Iterator[Page | Rejection]:
    try:
        if path == STDIN:
            yield from _read_stream(sys.stdin.buffer, "<stdin>", None, settings)
            return
        with Path(path).open("rb") as stream:
            yield from _read_stream(stream, _shown(path), kind_of(path), settings)
    except OSError as error:
        reason = "not-found" if isinstance(error, FileNotFoundError) else "unreadable"
        yield _reject(path, reason, error.strerror or str(error))


def _read_stream(
    stream: IO[bytes], source: str, kind: str | None, settings: ReadSettings
) -> Iterator[Page | Rejection]:
    unpacked = Unpacked(stream)
    chunks = unpacked.chunks()
    head = next(chunks, b"")
    chunks = chain((head,), chunks) if head else chunks
    seen = decode(_whole_characters(head[:SNIFFED])) if head else ""
    if isinstance(seen, Flaw) and seen.reason == "not-text":
        yield _reject(source, seen.reason, seen.detail)
        return
    if kind is None:
        kind = kind_of_text(seen, settings) if isinstance(seen, str) else "text"
    count = 0
    for item in _items(chunks, source, kind, settings):
        count += 1
        yield item
    if unpacked.flaw is not None:
        yield _reject(source, unpacked.flaw.reason, unpacked.flaw.detail)
    elif not count:
        yield _reject(source, "empty", "nothing in it")


def _whole_characters(head: bytes) -> bytes:
    """HEAD without a UTF-8 character that was cut at its end."""
    for length in range(min(4, len(head))):
        part = head[: len(head) - length]
        try:
            part.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return part
    return head


def _items(chunks: Iterator[bytes], source: str, kind: str, settings: ReadSettings) -> Iterator[Page | Rejection]:
    if kind == "jsonl":
        yield from _rows(json_rows(text_lines(chunks, settings.max_bytes), source, settings), source)
    elif kind == "csv":
        yield from _rows(csv_rows(text_lines(chunks, settings.max_bytes), source, settings), source)
    else:
        yield from _whole(chunks, source, kind, settings)


def _rows(rows: Iterator[Row], source: str) -> Iterator[Page | Rejection]:
    for number, item in rows:
        yield _reject(f"{source}:{number}", item.reason, item.detail) if isinstance(item, Flaw) else item


def _whole(chunks: Iterator[bytes], source: str, kind: str, settings: ReadSettings) -> Iterator[Page | Rejection]:
    """A file that is one report, or one JSON value."""
    data = read_all(chunks, settings.max_bytes)
    text = decode(data, kind == "html") if isinstance(data, bytes) else data
    if isinstance(text, Flaw):
        yield _reject(source, text.reason, text.detail)
    elif not text.strip("\ufeff \t\r\n\f\v"):
        return
    elif kind == "json":
        yield from _json(text, source, settings)
    else:
        # A text typed at the terminal has no name to be known by; a file is known by its path.
        name = None if source == "<stdin>" else source
        yield Page(source, text, "html" if kind == "html" or is_page(text) else "text", id=name)


def _json(text: str, source: str, settings: ReadSettings) -> Iterator[Page | Rejection]:
    """A .json file: one object, a list of objects, or JSON lines after all."""
    if kind_of_text(text[:SNIFFED], settings) == "jsonl" and "\n" in text.strip():
        yield from _rows(json_rows(iter(text.splitlines()), source, settings), source)
    else:
        yield from _rows(json_values(text, source, settings), source)


def _shown(path: str) -> str:
    """PATH as it can be stored and printed, even if its name is no UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")


def _reject(source: str, reason: str, detail: str) -> Rejection:
    source = _shown(source)
    return Rejection(record_id("rejection", source, STEP, reason), source, STEP, reason, detail)
