"""The command `dragoman sql`: queries over an archive that can change nothing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dragoman.cli.ask import add_output, add_which, format_of, plain_output, to_limit
from dragoman.cli.interrupt import interruptible
from dragoman.cli.say import DONE, complain
from dragoman.cli.shared import archive_of

if TYPE_CHECKING:
    from dragoman.archive.query import Query

FORMATS = ("table", "jsonl", "csv", "parquet")
SHOWN = 1_000
ABOUT = """\
Ask an archive in SQL, as DuckDB has it. The tables are events, statements, commitments,
documents and rejections (the columns of docs/records.md, and day), and countries. Without
a query they are listed with their columns. Nothing can be changed, and nothing else read."""
NOTES = """\
An event has a row for each ordered pair of its parties; count events WHERE is_first, or
count(DISTINCT event_id). Cells of several values have ";" between: string_split(context, ';').

examples:
  dragoman sql
  dragoman sql "SELECT actor_code, recipient_code, count(*) AS n FROM events
                GROUP BY ALL ORDER BY n DESC LIMIT 20"
  dragoman sql - --format csv < query.sql > answer.csv"""


def register(commands: Any) -> None:
    """Add the command `sql`."""
    parser = commands.add_parser(
        "sql",
        help="ask an archive in SQL",
        description=ABOUT,
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_sql)
    parser.add_argument("query", nargs="?", metavar="QUERY", help="one query, or - to read it from standard input")
    out = parser.add_argument_group("output")
    add_output(out, FORMATS, "table on a terminal, csv in a pipe")
    out.add_argument(
        "--limit", type=to_limit, metavar="N", help=f"rows that a table shows, 0 for all (default {SHOWN:,})"
    )
    add_which(parser)


def _sql(arguments: argparse.Namespace) -> int:
    form = format_of(arguments, FORMATS, "csv")
    from dragoman.archive.ask import replaced

    query = sys.stdin.read() if arguments.query == "-" else arguments.query
    if query is None:
        return _list(arguments)
    if not arguments.out or form == "table":
        with interruptible(), closing(_open(arguments)) as asked:
            names, rows = asked.rows(query)
            if form == "table":
                _show(names, rows, SHOWN if arguments.limit is None else arguments.limit, arguments.out)
            else:
                plain_output()
                _write(names, rows, form, sys.stdout)
        return DONE
    with interruptible(), replaced(Path(arguments.out)) as target, closing(_open(arguments, target)) as asked:
        if form == "parquet":
            asked.write(query, target)
            return DONE
        names, rows = asked.rows(query)
        with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
            _write(names, rows, form, file)
    return DONE


def _open(arguments: argparse.Namespace, out: Path | None = None) -> Query:
    from dragoman.archive.query import Query

    return Query(archive_of(arguments), arguments.all_versions, arguments.coding, out)


def _list(arguments: argparse.Namespace) -> int:
    from dragoman.cli.shown import print_table

    with closing(_open(arguments)) as asked:
        rows = [(table, column, kind) for table, columns in asked.tables() for column, kind in columns]
        print_table(("Table", "Column", "Type"), rows, arguments.out)
    return DONE


def _show(names: list[str], rows: Iterator[tuple[Any, ...]], limit: int, out: str | None) -> None:
    from dragoman.cli.shown import print_table

    if names == ["plan"]:
        sys.stdout.write("".join(f"{plan}\n" for (plan,) in rows))
        return
    shown = list(islice(rows, limit)) if limit else list(rows)
    print_table(names, _cells(shown), out)
    if not shown:
        complain("dragoman: no rows")
    if next(rows, None) is not None:
        complain(f"dragoman: the first {limit:,} rows; --limit 0 for all")


def _write(names: list[str], rows: Iterator[tuple[Any, ...]], form: str, file: IO[str]) -> None:
    if form == "jsonl":
        for row in rows:
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_plain) + "\n")
        return
    from dragoman.archive.ask import write_csv

    write_csv(file, names, _cells(rows))


def _cells(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [cell if isinstance(cell, int | float) else _text(cell) for cell in row]


def _text(value: Any) -> str:
    """A cell of a query's answer as text; lists and structs as JSON, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    """A value that JSON does not know, as one that it does."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
