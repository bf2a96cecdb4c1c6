"""Occurrences: what several reports tell of one event, gathered on disk, for the formats with one row for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.export.numbers import MOST, Scratch, digest

Fact = tuple[str, str]
"""A kind and a value: "outlet" and who, "article" and which."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report's part in an occurrence. `key` says which one it is; `cells` are its row, the same from every report."""

    key: str
    day: str
    cells: tuple[Any, ...]
    sentences: int
    is_lead: bool
    report: tuple[str, str]
    """When the report came out (sortable, "" if unknown) and where it stands: of the first one is said."""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What all reports together say: `number` is the same in every export, `facts` are distinct and in order."""

    number: int
    cells: list[Any]
    sentences: int
    is_lead: bool
    first: tuple[str, str]
    facts: list[Fact]

    def values(self, kind: str) -> list[str]:
        """The distinct facts of KIND."""
        return [value for name, value in self.facts if name == kind]


class Occurrences:
    """Takes what reports tell and gives the occurrences by day and number, whatever the order of the reports was."""

    def __init__(self, scratch: Scratch) -> None:
        self._base = scratch.base
        # Rows are kept in the order in which they come: written in that of their numbers, which is none, a large table is slow.
        self._base.execute(
            """CREATE TABLE occurrence (id INTEGER PRIMARY KEY, number INTEGER UNIQUE, key TEXT, day TEXT, cells TEXT,
            sentences INTEGER, is_lead INTEGER, first TEXT)"""
        )
        self._base.execute(
            """CREATE TABLE fact (id INTEGER, kind TEXT, value TEXT, PRIMARY KEY (id, kind, value)) WITHOUT ROWID"""
        )

    def add(self, told: Told) -> None:
        key, (when, where) = _storable(told.key), told.report
        first, cells = json.dumps([when or "9", where, when]), json.dumps(told.cells)
        number, known = self._find(told.key, key)
        if known is None:
            row = (number, key, told.day, cells, told.sentences, told.is_lead, first)
            made = self._base.execute("INSERT INTO occurrence VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
            known = made.lastrowid
        else:
            self._base.execute(
                """UPDATE occurrence SET sentences = sentences + ?, is_lead = max(is_lead, ?), first = min(first, ?),
                cells = min(cells, ?) WHERE id = ?""",
                (told.sentences, told.is_lead, first, cells, known),
            )
        facts = [(known, kind, _storable(value)) for kind, value in told.facts]
        self._base.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", facts)

    def _find(self, key: str, stored: str) -> tuple[int, int | None]:
        """The number of KEY, and its row if there is one."""
        number = digest(key)[0]
        while True:
            known = self._base.execute("SELECT id, key FROM occurrence WHERE number = ?", (number,)).fetchone()
            if known is None or known[1] == stored:
                return number, known[0] if known else None
            number = number % MOST + 1

    def __iter__(self) -> Iterator[Occurrence]:
        shown = "SELECT number, cells, sentences, is_lead, first FROM occurrence WHERE id = ?"
        for known in self._base.execute("SELECT id FROM occurrence ORDER BY day, number"):
            number, cells, sentences, is_lead, first = self._base.execute(shown, known).fetchone()
            facts = self._base.execute(
                "SELECT kind, value FROM fact WHERE id = ? ORDER BY kind, value", known
            ).fetchall()
            _, where, when = json.loads(first)
            yield Occurrence(number, json.loads(cells), sentences, bool(is_lead), (when, where), facts)


def _storable(text: str) -> str:
    """TEXT as SQLite takes it: names of files can hold bytes that are no text."""
    return text.encode("utf-8", "replace").decode("utf-8")
