"""Answers of an archive: records, flat rows, frames and files for one question."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import duckdb

from dragoman.archive.question import Question
from dragoman.errors import DragomanError, UsageError
from dragoman.export import format_of, json_line
from dragoman.export.write import unbroken
from dragoman.records import Document, Record
from dragoman.store import Reader
from dragoman.store import ask_sql as sql
from dragoman.store.layout import load, load_document
from dragoman.store.segments import literal
from dragoman.tables import columns

if TYPE_CHECKING:
    import pandas

STRETCH = 4096
"""Documents that are looked at together: some tens of megabytes of records."""
ENOUGH = 20_000
"""Rows that are fetched together, where they lie thinly."""
FEW = 500
"""Records that are fetched by their keys in one query."""
RECENT = (30, 365)
"""Days before the last report in which the newest records are looked for before all that is older is."""
Key = tuple[int, str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Answer:
    """What an archive answers to a question, found when it is looked at and anew each time.

    Iterating gives the records; where a limit is set the newest come first, else they come in the order of the reports.
    """

    reader: Reader
    question: Question
    _known: dict[int, list[Key]] = field(default_factory=dict)
    """The keys that a limit leaves, by the state of the archive; Python asks for the length of whatever becomes a list."""

    @property
    def kind(self) -> str:
        return self.question.kind

    def __iter__(self) -> Iterator[Record]:
        return (record for record, _ in self.dated())

    def dated(self) -> Iterator[tuple[Record, date | None]]:
        """The records, each with the day that questions by time go by: of the event, else of the report."""
        is_document = self.kind == "documents"
        for record, text, day in self._raw():
            yield (load_document(record, text) if is_document else load(record)), day

    def __len__(self) -> int:
        """How many records there are; an event counts once, whatever the number of its rows."""
        return self.total() if self.question.limit is None else len(self._keys())

    def __bool__(self) -> bool:
        with self.asked() as where:
            return bool(self._run(f"SELECT 1 FROM all_{self.kind} WHERE {where} LIMIT 1"))

    def total(self) -> int:
        """How many records there would be without a limit."""
        with self.asked() as where:
            return int(self._run(sql.count_sql(self.kind, where, self.question.by_row))[0][0])

    def __repr__(self) -> str:
        return f"<Answer: {len(self):,} {self.kind}>"

    # ------------------------------------------------------------ records and rows

    def by_report(self) -> Iterator[tuple[Document, list[Record]]]:
        """The records with the reports that they are from, in the order of the reports; those of a limit are all there are."""
        with self.asked() as where:
            for within in self._stretches(where):
                found: dict[int, list[Record]] = {}
                for record, text, _, docno, *_ in self._run(
                    sql.records_sql(self.kind, where, within, self.question.by_row)
                ):
                    found.setdefault(docno, []).append(load_document(record, text) if text else load(record))
                numbers = ", ".join(map(str, found)) or "NULL"
                query = sql.records_sql("documents", "true", f"docno IN ({numbers})", False)
                for record, text, _, docno, *_ in self._run(query):
                    yield load_document(record, text), found[docno]

    def lines(self, text: bool = True) -> Iterator[str]:
        """The records as lines of JSON; without TEXT no words of reports."""
        is_document = self.kind == "documents"
        for record, body, _ in self._raw():
            if text and not is_document:
                yield record + "\n"
            else:
                yield json_line(load_document(record, body) if is_document else load(record), text)

    def rows(self, text: bool = True) -> Iterator[tuple[Any, ...]]:
        """The rows of the flat table: of an event those of its pairs of parties that the question is about."""
        shown = f"{sql.columns_sql(self.kind, text)}, docno AS key_docno, {sql.id_of(self.kind)} AS key_id"
        if self.question.limit is not None:
            chosen = sql.all_sql(self.question.conditions)  # which rows of an event; that it is one of these is settled
            for some in _slices(self._keys(), FEW):
                found: dict[Key, list[tuple[Any, ...]]] = {}
                query = sql.rows_sql(self.kind, f"{chosen} AND {sql.keys_sql(self.kind, some)}", shown)
                for cells in self._run(f"{query} ORDER BY {sql.IN_ORDER[self.kind]}"):
                    found.setdefault((cells[-2], cells[-1]), []).append(cells[:-2])
                for key in some:
                    yield from found.get(key, ())
            return
        with self.asked() as where:
            for within in self._stretches(where):
                query = sql.rows_sql(self.kind, f"{where} AND {within}", shown)
                for row in self._run(f"{query} ORDER BY {sql.IN_ORDER[self.kind]}"):
                    yield row[:-2]

    def _raw(self) -> Iterator[tuple[str, str, date | None]]:
        """The records as the archive holds them, the texts of documents, and days."""
        by_row = self.question.by_row
        if self.question.limit is not None:
            for some in _slices(self._keys(), FEW):
                query = sql.records_sql(self.kind, "true", sql.keys_sql(self.kind, some), False)
                found = {row[3:]: row[:3] for row in self._run(query)}
                yield from (found[key] for key in some if key in found)
            return
        with self.asked() as where:
            for within in self._stretches(where):
                for row in self._run(sql.records_sql(self.kind, where, within, by_row)):
                    yield row[0], row[1], row[2]

    def _keys(self) -> list[Key]:
        """The newest records, as many as the limit allows: looked for in the last days first, which is often enough."""
        state = self.reader.refresh()
        if state in self._known:
            return self._known[state]
        last = self._run("SELECT max(day) FROM all_documents")[0][0]
        keys: list[Key] = []
        for days in (*RECENT, None) if last is not None else (None,):
            with self.asked(None if days is None else last - timedelta(days)) as where:
                keys = self._newest(where)
            if len(keys) == self.question.limit:
                break
        self._known.clear()
        self._known[state] = keys
        return keys

    def _newest(self, where: str) -> list[Key]:
        limit, by_row = self.question.limit or 0, self.question.by_row
        where = where if by_row else f"is_first AND {where}"
        wanted = limit * 2 if by_row else limit
        while True:
            rows = self._run(sql.newest_sql(self.kind, where, wanted))
            keys: list[Any] = list(dict.fromkeys(rows))  # an event can have several rows
            if len(keys) >= limit or len(rows) < wanted:
                return keys[:limit]
            wanted *= 4

    def _stretches(self, where: str) -> Iterator[str]:
        """Conditions for stretches of documents, one after the other, that together hold all rows, so that memory stays flat."""
        first, rows = None, 0
        parts = self._run(sql.parts_sql(self.kind, where, STRETCH))
        for number, (part, count) in enumerate(parts):
            first, rows = (part if first is None else first), rows + count
            if rows >= ENOUGH or number == len(parts) - 1:
                yield f"docno BETWEEN {first * STRETCH} AND {(part + 1) * STRETCH - 1}"
                first, rows = None, 0

    # ------------------------------------------------------------ how it is asked

    @contextmanager
    def asked(self, since: date | None = None) -> Iterator[str]:
        """The question as a condition on rows, over what has been committed by now, as long as the block lasts; SINCE a day only."""
        self.reader.refresh()
        where, tables = self._conditions(since)
        try:
            yield where
        finally:
            for table in tables:
                self.reader.engine.execute(f"DROP TABLE IF EXISTS {table}")

    def _conditions(self, since: date | None = None) -> tuple[str, list[str]]:
        """The condition on rows, and the tables made for it."""
        conditions, tables = list(self.question.conditions), []
        first = 0
        if since is not None:
            conditions.append(f"day >= DATE '{since}'")
            first = self._run(f"SELECT coalesce(min(docno), 0) FROM all_{self.kind} WHERE {conditions[-1]}")[0][0]
        if self.question.text is not None:
            tables.append(self._table(f"FROM {self.reader.find_text(self.question.text, first)}"))
            numbers = self._run(f"SELECT DISTINCT docno FROM {tables[-1]} LIMIT {FEW + 1}")
            if len(numbers) <= FEW:  # named one by one, so that parts of segments that have none of them are not read
                conditions.append(f"docno IN ({', '.join(str(n) for (n,) in numbers) or 'NULL'})")
            conditions.append(sql.said_sql(self.kind, tables[-1]))
        if self.question.of_events:
            inner = sql.all_sql(self.question.of_events)
            tables.append(self._table(f"SELECT DISTINCT docno FROM all_events WHERE {inner}"))
            conditions.append(f"docno IN (SELECT docno FROM {tables[-1]})")
        return sql.all_sql(conditions), tables

    def _table(self, query: str) -> str:
        """A table of its own, since a relation or another question may be under way beside this one."""
        name = f"asked_{secrets.token_hex(4)}"
        self.reader.engine.execute(f"CREATE TEMP TABLE {name} AS {query}")
        return name

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of QUERY in the state of the archive that the question was begun in.

        Only if a compaction has deleted files since, which it does minutes after, the present state must do.
        """
        try:
            return self.reader.engine.execute(query).fetchall()
        except duckdb.IOException:
            return self.reader.fetch(query)

    # ------------------------------------------------------------ frames and files

    @property
    def relation(self) -> duckdb.DuckDBPyRelation:
        """The rows of the flat table as a DuckDB relation, which can be filtered, grouped and joined further."""
        self.reader.refresh()
        where, _ = self._conditions()  # the relation outlives this call, and so must the tables
        return self.reader.engine.sql(sql.rows_sql(self.kind, where, sql.columns_sql(self.kind), self.question.limit))

    def to_frame(self) -> pandas.DataFrame:
        """The rows of the flat table as a pandas data frame, with the types that `Coded.to_frame` gives."""
        return frame(self.rows(), [(c.name, c.type) for c in columns(self.kind)])

    def save(self, path: str | PathLike[str], text: bool = True) -> None:
        """Write to PATH, whose suffix names the format: records as .jsonl, rows as .csv or .parquet; without TEXT no words."""
        form = format_of(str(path))
        if form not in ("jsonl", "csv", "parquet"):
            raise UsageError(f"{path}: the name does not say which format; end it with .jsonl, .csv or .parquet")
        with replaced(Path(path)) as target:
            if form == "parquet":
                self.write_parquet(target, text)
                return
            with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
                self.write(file, form, text)

    def write(self, file: IO[str], form: str, text: bool = True) -> int:
        """Write to an open FILE as jsonl or csv; gives the number of records or rows."""
        if form == "csv":
            return write_csv(file, [c.name for c in columns(self.kind, text)], self.rows(text))
        count = 0
        for line in self.lines(text):
            file.write(line)
            count += 1
        return count

    def write_parquet(self, path: Path, text: bool = True) -> int:
        """Write the rows to PATH as Parquet; gives their number."""
        shown = sql.columns_sql(self.kind, text, breaks=False)
        with self.asked() as where:
            query = sql.rows_sql(self.kind, where, shown, self.question.limit)
            copy = f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            try:
                return int(self.reader.engine.execute(copy).fetchall()[0][0])
            except duckdb.IOException as error:
                told = str(error).splitlines()[0]
                raise UsageError(
                    f"{path}: cannot be written ({told}); see that the disk has room, or ask again"
                ) from error


def frame(rows: Iterable[Sequence[Any]], head: Sequence[tuple[str, type]]) -> pandas.DataFrame:
    """ROWS as a pandas data frame with columns of the names and types in HEAD."""
    try:
        import pandas
    except ImportError as error:
        raise DragomanError("to_frame() needs pandas, which is not installed: pip install pandas") from error
    dtypes = {str: "string", int: "Int64", float: "float64"}
    found = pandas.DataFrame(list(rows), columns=[name for name, _ in head])
    return found.astype({name: dtypes[kind] for name, kind in head})


def write_csv(file: IO[str], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """ROWS as CSV with a head of NAMES, one blank for each tab or end of line within; gives the number of rows."""
    out = csv.writer(file, lineterminator="\n")
    out.writerow(names)
    count = 0
    for row in rows:
        out.writerow(unbroken(row))
        count += 1
    return count


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside PATH to write to, which takes its place when the block ends well."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it first or name another")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error
    finally:
        part.unlink(missing_ok=True)


def _slices(keys: Sequence[Key], size: int) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
