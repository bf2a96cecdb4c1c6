"""`dragoman.open`: an archive in Python, asked in the same words as by the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from dragoman.archive.ask import Answer
from dragoman.archive.panel import Panel, Scope, panel
from dragoman.archive.query import Query
from dragoman.archive.question import Words, ask
from dragoman.errors import UsageError
from dragoman.store import Reader

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Coding:
    """One coding of an archive's reports: its number, the versions of the coder, when it was begun, live, pending or kept."""

    number: int
    coder: str
    made: str
    state: str
    documents: int


class Archive:
    """An archive, open for questions. Others may write it meanwhile: each answer is of the moment in which it is looked at.

    >>> from dragoman.archive.example import example
    >>> with example() as archive:
    ...     [event.event for event in archive.events(actor="Kenya", since="2026-01")]
    ...     archive.statements(text="water").to_frame()["quote"].tolist()
    ...     archive.panel(by="actor,recipient,month", count="quad").to_frame().loc[0, "events"].item()
    ...     archive.sql("SELECT count(*) FROM documents").fetchall()
    ['CONSULT']
    ['water will be shared']
    1
    [(2,)]
    """

    def __init__(self, folder: str | PathLike[str], all_versions: bool = False, coding: int | None = None) -> None:
        self.folder = Path(folder)
        self.reader = Reader(self.folder, all_versions, coding)
        self._sql: Query | None = None
        if coding is not None and coding not in (known := [c.number for c in self.codings]):
            self.reader.close()
            numbers = ", ".join(map(str, known)) or "none"
            raise UsageError(f"{self.folder}: has no coding {coding}; there are {numbers}")

    def events(self, **words: Unpack[Words]) -> Answer:
        """The events for which all WORDS hold (`dragoman.archive.Words`): who did what to whom, where, about what, when."""
        return self.ask("events", words)

    def statements(self, **words: Unpack[Words]) -> Answer:
        """The statements for which all WORDS hold: `actor` is who speaks, `recipient` to whom."""
        return self.ask("statements", words)

    def commitments(self, **words: Unpack[Words]) -> Answer:
        """The commitments for which all WORDS hold: `actor` is who promises, `recipient` to whom."""
        return self.ask("commitments", words)

    def documents(self, **words: Unpack[Words]) -> Answer:
        """The reports for which all WORDS hold: their own day, outlet and text, and that they hold such an event."""
        return self.ask("documents", words)

    def ask(self, kind: str, words: Words) -> Answer:
        """The records of KIND (events, statements, commitments, documents) for which all WORDS hold."""
        return Answer(self.reader, ask(kind, words, self.held))

    def panel(
        self,
        by: str | Iterable[str] = "actor,recipient,month",
        count: str = "quad",
        domestic: bool = False,
        all_actors: bool = False,
        all_pairs: bool = False,
        **words: Unpack[Words],
    ) -> Panel:
        """Counts of the events for which all WORDS hold, BY any of actor, recipient and one of day, week, month, quarter, year.

        COUNT is quad (PLOVER's four classes), type (a column for each) or score (sum and mean over actual events). Only actual
        events count unless WORDS name another status, or "any". Each dyad has a row for each period from the first to the last:
        the dyads that were observed, or all ordered pairs of the actors and recipients named. An event counts once in a dyad;
        `reports` are those that were published in the period, whether they hold an event or not. Parties are states; with
        ALL_ACTORS international bodies, NGOs and companies too. DOMESTIC adds what a state does to itself, ALL_PAIRS every
        observed actor with every observed recipient.
        """
        return panel(self, by, count, Scope(domestic, all_actors, all_pairs), words)

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """The rows of a query over the views of the archive; it can read nothing else and change nothing."""
        if self._sql is None or not self._sql.is_current():
            self._sql = Query(self.folder, self.reader.all_versions, self.reader.coding)
        return self._sql.ask(query)

    @property
    def codings(self) -> list[Coding]:
        """The codings of the archive, the first made first."""
        rows = self.reader.base.execute(
            "SELECT coding, coder, made, state, (SELECT count(*) FROM document d WHERE d.coding = c.coding "
            "AND d.state IN ('current', 'superseded')) FROM coding c ORDER BY coding"
        )
        return [Coding(*row) for row in rows]

    def close(self) -> None:
        """Let go of the archive's files."""
        if self._sql is not None:
            self._sql.close()
        self.reader.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Archive {self.folder}: {len(self.documents()):,} documents, {len(self.events()):,} events>"

    def held(self, kind: str, column: str) -> set[str]:
        """The values that COLUMN of KIND has, each of several in one cell for itself."""
        rows = self.reader.fetch(
            f"SELECT DISTINCT unnest(string_split({column}, ';')) FROM (SELECT DISTINCT {column} FROM all_{kind})"
        )
        return {value for (value,) in rows if value}
