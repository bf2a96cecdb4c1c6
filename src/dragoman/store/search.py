"""The text index: sentences and titles in SQLite's FTS5, derived from the documents and rebuilt by repair.

It is written before the catalogue commits, so it never lacks what the catalogue holds; what it holds beyond that has numbers
that no live document bears and is passed over. It keeps no text, only which words stand in which sentence.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DataError, UsageError
from dragoman.store import catalogue
from dragoman.store.layout import SHIFT, storable

PART = re.compile(r'"([^"]*)"?|([()])|(\S+?)(?=[()"\s]|$)')
WORD = re.compile(r"\w+\*?")
OPERATORS = frozenset({"AND", "OR", "NOT"})


class TextIndex:
    """The index of one archive; where SQLite has no FTS5, or the file is damaged, a DataError says so."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        mode = "ro" if read_only else "rwc"
        try:
            self._base = catalogue.open_file(path, mode)
            self._base.row_factory = None  # millions of rows may come
            if not read_only:
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = FULL")
                self._base.execute("CREATE TABLE IF NOT EXISTS document (docno INTEGER PRIMARY KEY)")
                self._base.execute(
                    "CREATE VIRTUAL TABLE IF NOT EXISTS sentence USING fts5 "
                    "(words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2')"
                )
        except sqlite3.Error as error:
            raise DataError(f"{self.path}: no text index ({error}); run `dragoman archive repair`") from error

    def add(self, sentences: Iterable[tuple[int, str]]) -> None:
        """Take in sentences by their numbers, all or none."""
        docnos: set[int] = set()

        def noted() -> Iterator[tuple[int, str]]:
            for number, words in sentences:
                docnos.add(number >> SHIFT)
                yield number, storable(words)

        self._base.execute("BEGIN IMMEDIATE")
        try:
            self._base.executemany("INSERT INTO sentence (rowid, words) VALUES (?, ?)", noted())
            self._base.executemany("INSERT OR IGNORE INTO document VALUES (?)", [(docno,) for docno in docnos])
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def find(self, text: str, first: int = 0) -> NDArray[np.int64]:
        """The numbers of the sentences that TEXT finds in documents from number FIRST on, in order."""
        query = to_query(text)
        try:
            rows = self._base.execute(
                "SELECT rowid FROM sentence WHERE sentence MATCH ? AND rowid >= ?", (query, first << SHIFT)
            )
            return np.fromiter((number for (number,) in rows), np.int64)
        except sqlite3.OperationalError as error:
            if "fts5" in str(error) or "syntax" in str(error):
                raise UsageError(f"{text!r} cannot be searched for ({error}); {HOW}") from error
            raise DataError(f"{self.path}: no text index ({error}); run `dragoman archive repair`") from error
        except sqlite3.Error as error:
            raise DataError(f"{self.path}: damaged text index ({error}); run `dragoman archive repair`") from error

    def last(self) -> int:
        """The greatest document number in it, 0 where it is empty; no other document may have it, even if its commit never came."""
        return int(self._base.execute("SELECT max(docno) FROM document").fetchone()[0] or 0)

    def documents(self) -> NDArray[np.int64]:
        """The numbers of the documents that it knows, in order."""
        rows = self._base.execute("SELECT docno FROM document ORDER BY docno")
        return np.fromiter((docno for (docno,) in rows), np.int64)

    def flaw(self) -> str | None:
        """What SQLite finds wrong with it, or with the lists of words in it, all of which are read."""
        try:
            found = self._base.execute("PRAGMA integrity_check").fetchone()[0]
            self._base.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, sentence, 'row')")
            self._base.execute("SELECT sum(cnt) FROM temp.vocabulary").fetchone()
        except sqlite3.Error as error:
            return str(error)
        return None if found == "ok" else str(found)

    def close(self) -> None:
        self._base.close()


def delete_index(path: Path) -> None:
    """Take the files of a text index off the disk."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


HOW = 'write words, "a phrase", stem* and OR, NOT, parentheses'


def to_query(text: str) -> str:
    """What the user typed in FTS5's language: words, "phrases", stems*, AND, OR, NOT and parentheses; anything else is words.

    >>> to_query('cease-fire OR "border wall" tariff*')
    '"cease fire" OR "border wall" AND "tariff"*'
    """
    parts: list[str] = []
    for phrase, bracket, bare in PART.findall(text):
        part = bracket or (bare if bare in OPERATORS else _words(bare or phrase))
        if part and parts and part not in (*OPERATORS, ")") and parts[-1] not in (*OPERATORS, "("):
            parts.append("AND")  # FTS5 has an unwritten AND between phrases only
        parts += [part] if part else []
    if not any('"' in part for part in parts):
        raise UsageError(f"{text!r} holds no word to search for; {HOW}")
    return " ".join(parts)


def _words(text: str) -> str:
    words: Sequence[str] = WORD.findall(text)
    stem = "*" if words and words[-1].endswith("*") else ""
    return f'"{" ".join(w.rstrip("*") for w in words)}"{stem}' if words else ""
