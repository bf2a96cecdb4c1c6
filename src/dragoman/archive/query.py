"""Queries in SQL that can read the tables of an archive and nothing else, and change nothing."""

from __future__ import annotations

import json
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dragoman.archive.countries import add_countries
from dragoman.errors import UsageError
from dragoman.store import Reader
from dragoman.store.segments import literal, quoted
from dragoman.tables import KINDS

TABLES = (*KINDS, "countries")
"""What there is to ask; the first are views over the segments, the last is a table of the knowledge base."""
INNER = frozenset({"hidden", "removed", "found"})
"""Tables of the reader's own, which tell what has been taken out of the archive."""
READABLE = {*TABLES, *(f"all_{kind}" for kind in KINDS)}
FUNCTIONS = frozenset({"range", "generate_series", "unnest", "repeat", "repeat_row", "generate_subscripts", "values"})
"""Functions that make tables from their arguments alone."""
NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""Parts of a query that read; DuckDB takes others too where a table is expected, WITH x AS (DELETE ...) among them."""
TELLING = frozenset({"current_setting", "getenv", "getvariable", "which_secret"})
"""Functions that tell about the machine and not about the archive."""
EXPLAIN = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*explain\s+(?:analyze\s+)?(?:\([^)]*\)\s*)?", re.I | re.S)
FETCHED = 10_000
"""Rows that are held at a time."""
READ_ONLY = (
    "only SELECT, DESCRIBE, SUMMARIZE, SHOW and EXPLAIN are answered, since the archive is not changed by queries"
)
HINT = "`dragoman sql` without a query lists tables and columns"


class Query:
    """A DuckDB connection of its own over one state of an archive, locked before the first query is read.

    It may open the segments that were live then, and a file to write to where one is named; all other files, extensions,
    settings and network are out of reach. That is DuckDB's lock. Before it, each query is parsed, and none is run that does
    more than read the tables: segments are files that DuckDB may open, and so a COPY could overwrite one.
    """

    def __init__(
        self, folder: Path, all_versions: bool = False, coding: int | None = None, out: Path | None = None
    ) -> None:
        self._reader = Reader(folder, all_versions, coding)
        self._version = self._data_version()
        self.engine = self._reader.engine
        add_countries(self.engine)
        self._memory = duckdb.connect()  # for parsing, where a query has nothing to find
        allowed = [*self._reader.files, *([str(out.absolute())] if out is not None else [])]
        spill = Path(tempfile.gettempdir()) / f"dragoman-{secrets.token_hex(8)}"
        for setting in (
            "python_enable_replacements = false",
            "memory_limit = '60%'",
            f"temp_directory = {literal(str(spill))}",  # made when memory runs out, and gone with the connection
            f"allowed_paths = [{', '.join(map(literal, allowed))}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self.engine.execute(f"SET {setting}")

    def _data_version(self) -> int:
        return int(self._reader.base.execute("PRAGMA data_version").fetchone()[0])

    def is_current(self) -> bool:
        """Whether nothing has been committed since it was opened."""
        return self._data_version() == self._version

    def ask(self, query: str) -> duckdb.DuckDBPyRelation:
        """The rows of QUERY.

        A UsageError tells why it is not answered: it is none that only reads, or DuckDB does not understand it.
        """
        self.check(query)
        with _told():
            return self.engine.sql(f"SELECT {literal(self._plan(query))} AS plan" if EXPLAIN.match(query) else query)

    def rows(self, query: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """The names of the columns of QUERY, and its rows, some thousands held at a time; until they are read, ask nothing else."""
        self.check(query)
        with _told():
            if EXPLAIN.match(query):
                return ["plan"], iter([(self._plan(query),)])
            result = self.engine.execute(query)
            return [column[0] for column in result.description or ()], _fetched(result)

    def _plan(self, query: str) -> str:
        return "\n".join(str(cells[-1]) for cells in self.engine.execute(query).fetchall())

    def write(self, query: str, path: Path) -> None:
        """The rows of QUERY as Parquet in PATH, which must be the `out` that the connection was opened with."""
        self.check(query)
        with _told():
            self.engine.sql(query).write_parquet(str(path.absolute()), compression="zstd")

    def tables(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The tables that can be asked, each with its columns and their types."""
        return [
            (name, [(str(row[0]), str(row[1])) for row in self.engine.execute(f"DESCRIBE {quoted(name)}").fetchall()])
            for name in TABLES
        ]

    def close(self) -> None:
        self._memory.close()
        self._reader.close()

    # ------------------------------------------------------------ what is let through

    def check(self, query: str) -> None:
        """Raise a UsageError unless QUERY is one statement that only reads the tables of the archive."""
        with _told():
            statements = self._memory.extract_statements(query)
        if len(statements) != 1:
            raise UsageError(f"{len(statements)} statements where one query is expected; {HINT}")
        kind, bare = statements[0].type.name, query
        if kind == "EXPLAIN" and (found := EXPLAIN.match(query)):
            bare = query[found.end() :]  # EXPLAIN ANALYZE runs what it explains
        elif kind == "MULTI":
            raise UsageError(
                "PIVOT is answered where its values are listed: PIVOT events ON event IN ('AID', 'COERCE')"
            )
        elif kind != "SELECT":
            raise UsageError(f"{kind} is not answered: {READ_ONLY}")
        row = self._memory.execute("SELECT json_serialize_sql(?)", [bare.strip().rstrip(";")]).fetchone()
        tree = json.loads(row[0] if row else "{}")
        if tree.get("error", True):
            raise UsageError(f"the query is not answered: {READ_ONLY}")
        _check_tree(tree)


def _fetched(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    with _told():
        while some := result.fetchmany(FETCHED):
            yield from some


@contextmanager
def _told() -> Iterator[None]:
    """What DuckDB says against a query, as a UsageError."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        lines = (line.strip() for line in str(error).splitlines() if not re.match(r"LINE \d|\s*\^", line))
        said = " ".join(filter(None, lines))
        raise UsageError(f"the query cannot be answered ({said}); {HINT}") from error


def _check_tree(tree: Any) -> None:
    """Raise a UsageError where a part of a parsed query reads or does more than it may."""
    parts = list(_parts(tree))
    own = {str(part["key"]).lower() for part in parts if "key" in part and "value" in part}
    if own & INNER:
        raise UsageError(
            f"{', '.join(own & INNER)}: is a name of the archive's own; call that part of the query otherwise"
        )
    for part in parts:
        kind, name = str(part.get("type", "")), str(part.get("table_name") or "")
        if kind.endswith("_NODE") and kind not in NODES:
            raise UsageError(f"{kind.split('_')[0]} is not answered: {READ_ONLY}")
        if kind == "BASE_TABLE" and (
            name.lower() not in READABLE | own or part.get("catalog_name") or part.get("schema_name")
        ):
            raise UsageError(f"no table {name!r}; there are {', '.join(TABLES)}")
        if kind == "TABLE_FUNCTION" and (called := _called(part)) not in FUNCTIONS:
            raise UsageError(f"{called}() is not answered: queries read the archive's tables, {', '.join(TABLES)}")
        if str(part.get("function_name", "")).lower() in TELLING:
            raise UsageError(f"{part['function_name']}() is not answered: it tells of the machine, not of the archive")


def _called(part: dict[str, Any]) -> str:
    return str(part.get("function", {}).get("function_name", "")).lower()


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects within parsed JSON."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
