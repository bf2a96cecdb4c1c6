"""Who asks an archive: a DuckDB in memory over the segments that the catalogue names; it writes nothing and waits for nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.records import Record
from dragoman.store import catalogue
from dragoman.store.layout import OWN, SHIFT, load, load_document, table_columns
from dragoman.store.search import TextIndex, to_query
from dragoman.store.segments import quoted, rows_sql
from dragoman.tables import KINDS

TRIES = 3


class Reader:
    """An archive, open for questions.

    `engine` is a DuckDB connection with a view for each kind of record (`events`, `statements`, `commitments`, `documents`,
    `rejections`: the columns of the flat tables, and `day` and, of events, `is_first`), and the same with the columns of the
    archive's own under `all_events` and so on. Both show current versions as the live coding has them.
    """

    def __init__(self, folder: str | Path, all_versions: bool = False, coding: int | None = None) -> None:
        self.folder = Path(folder)
        self.all_versions, self.coding = all_versions, coding
        self.base = catalogue.connect(self.folder, read_only=True)
        self.engine = duckdb.connect()
        # Segments never change; without this each query reads all their footers.
        self.engine.execute("SET parquet_metadata_cache = true")
        self._seen: int | None = None
        self.refresh()

    def close(self) -> None:
        self.engine.close()
        self.base.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ what counts

    def refresh(self) -> int:
        """See what has been committed since; gives a number that another state does not have."""
        # Asked but once a round: on a disk that nobody can write, SQLite gives another number each time.
        while (seen := self._version()) != self._seen:
            try:
                self._look()
                self._seen = seen
                return seen
            except (duckdb.IOException, FileNotFoundError) as error:
                if self._version() == seen:
                    raise self._unreadable(error) from error
                # A compaction has deleted files since the catalogue was read.
        return seen

    def _unreadable(self, error: Exception) -> DataError:
        told = str(error).splitlines()[0]
        return DataError(f"{self.folder}: a segment cannot be read; run `dragoman archive repair` ({told})")

    def _version(self) -> int:
        return int(self.base.execute("PRAGMA data_version").fetchone()[0])

    def _look(self) -> None:
        self.base.execute("BEGIN")  # one state of the catalogue for all views
        try:
            hidden = [row["docno"] for row in self.base.execute(self._hidden_sql())]
            gone = self.base.execute("SELECT document FROM document WHERE state <> 'current' AND state = 'removed'")
            removed = [row["document"] for row in gone]
            files = {kind: self._files(kind) for kind in KINDS}
        finally:
            self.base.execute("COMMIT")
        self.engine.execute("CREATE OR REPLACE TEMP TABLE hidden (docno BIGINT)")
        self.engine.execute("CREATE OR REPLACE TEMP TABLE removed (document VARCHAR)")
        if hidden:
            self.engine.execute("INSERT INTO hidden SELECT unnest(?::BIGINT[])", [hidden])
        if removed:
            self.engine.execute("INSERT INTO removed SELECT unnest(?::VARCHAR[])", [removed])
        self.files = sorted(str(path) for found in files.values() for path, _ in found)
        for file in self.files:  # DuckDB would miss some of them only when it reads them
            if not Path(file).exists():
                raise FileNotFoundError(f"{file} is missing")
        for kind, found in files.items():
            self._define(kind, found, bool(hidden), bool(removed))

    def _hidden_sql(self) -> str:
        states = "('removed', 'lost')" if self.all_versions else "('removed', 'lost', 'superseded')"
        # The first condition is for SQLite: with it, it goes by the index of the few that do not count.
        return f"SELECT docno FROM document WHERE state <> 'current' AND state IN {states}"

    def _files(self, kind: str) -> list[tuple[Path, list[str]]]:
        which, values = (
            ("state = 'live'", [])
            if self.coding is None or kind == "rejections"
            else ("coding = ? AND state <> 'dead'", [self.coding])
        )
        rows = self.base.execute(
            f"SELECT name, columns FROM segment JOIN layout USING (layout) WHERE segment.kind = ? AND {which} "
            "ORDER BY first_docno, name",
            [kind, *values],
        )
        folder = (self.folder / catalogue.SEGMENTS).absolute()
        return [(folder / row["name"], json.loads(row["columns"])) for row in rows]

    def _define(self, kind: str, files: Sequence[tuple[Path, Sequence[str]]], hides: bool, removes: bool) -> None:
        conditions = ["docno NOT IN (FROM hidden)"] if hides and kind != "rejections" else []
        if removes and kind == "rejections":
            # A duplicate names the report that it repeats.
            conditions = [
                "document NOT IN (FROM removed)",
                "NOT EXISTS (FROM removed r WHERE contains(detail, r.document))",
            ]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW all_{kind} AS SELECT * FROM ({rows_sql(kind, files)}){where}")
        own = {"day", "is_first"} if kind == "events" else {"day"} if kind != "rejections" else set()
        shown = ", ".join(quoted(n) for n in table_columns(kind) if n not in OWN or n in own)
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW {kind} AS SELECT {shown} FROM all_{kind}")

    # ------------------------------------------------------------ questions

    def fetch(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of QUERY over what has been committed by now; a compaction that removes files beneath it is met by asking again."""
        for last in (False,) * (TRIES - 1) + (True,):
            self.refresh()
            try:
                return self.engine.execute(query, values).fetchall()
            except duckdb.IOException as error:
                if last:
                    raise self._unreadable(error) from error
                self._seen = None
        raise AssertionError

    def records(self, kind: str, where: str = "true", values: Sequence[Any] = ()) -> Iterator[Record]:
        """The records of KIND that WHERE (SQL over `all_KIND`) holds for, in the order of documents."""
        text, name = ("text", "document") if kind == "documents" else ("NULL", f"{kind[:-1]}_id")
        rows = self.fetch(
            f"SELECT record, {text} FROM all_{kind} WHERE is_first AND ({where}) ORDER BY docno, sentence, {name}",
            values,
        )
        return (load_document(record, text) if kind == "documents" else load(record) for record, text in rows)

    def find_text(self, text: str, first: int = 0) -> str:
        """The name of a table of the sentences that TEXT finds in documents from number FIRST on: docno and sentence.

        The sentence of a title is the number `layout.LAST`.
        """
        self.refresh()
        numbers = self._numbers(text, first)
        self.engine.register("numbers", {"number": numbers})
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE found AS SELECT number >> {SHIFT} AS docno, number & {(1 << SHIFT) - 1} AS sentence FROM numbers"
        )
        self.engine.unregister("numbers")
        return "found"

    def _numbers(self, text: str, first: int) -> NDArray[np.int64]:
        name = catalogue.text_index(self.base)
        if name is None:  # nothing has been written yet
            to_query(text)
            return np.empty(0, np.int64)
        try:
            with closing(TextIndex(self.folder / name, read_only=True)) as index:
                return index.find(text, first)
        except DataError:
            if catalogue.text_index(self.base) == name:
                raise
            return self._numbers(text, first)  # it was rebuilt meanwhile
