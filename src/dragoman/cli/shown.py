"""Answers of an archive as tables on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import UsageError
from dragoman.records import Commitment, Document, Event, Record, Statement
from dragoman.view import clean, words
from dragoman.view.terminal import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, JustifyMethod

PLAIN_WIDTH = 120
"""Width of tables that no terminal shows."""
HEADS = {
    "events": ("Day", "Status", "Who", "Did what", "To whom", "About", "Conf.", "Report"),
    "statements": ("Day", "Who", "To whom", "How", "Words", "About", "Conf.", "Report"),
    "commitments": ("Day", "Who", "To whom", "What", "Due", "Conf.", "Report"),
    "documents": ("Day", "Outlet", "Title", "Report"),
}
RIGHT = frozenset({"Conf."})
PROOF = "Sentence"
NARROWED = frozenset({"About", "Conf.", "Report"})
"""Columns that make room for the sentence where it is shown; the report is named behind it."""
PROOF_WIDTH = 44


@contextmanager
def console(out: str | None) -> Iterator[Console]:
    """Where a table goes: to the file OUT, else to standard output."""
    from rich.console import Console

    class Shown(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the program as if something were wrong

    if not out:
        yield Shown(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
        return
    try:
        with Path(out).open("w", encoding="utf-8", errors="replace") as file:
            yield Console(file=file, width=PLAIN_WIDTH, highlight=False)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); name another file") from error


def print_table(head: Sequence[str], rows: Iterable[Sequence[Any]], out: str | None = None) -> int:
    """Print ROWS under HEAD, numbers to the right; gives how many."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    cells = [tuple(row) for row in rows]
    for number, name in enumerate(head):
        is_number = name in RIGHT or any(isinstance(row[number], int | float) for row in cells)
        width = PROOF_WIDTH if name == PROOF else None
        justify: JustifyMethod = "right" if is_number else "left"
        table.add_column(clean(name), overflow="fold", justify=justify, width=width)
    for row in cells:
        table.add_row(*(c if isinstance(c, Text) else Text(clean("" if c is None else c)) for c in row))
    with console(out) as shown:
        if cells:
            shown.print(table)
    return len(cells)


def print_records(
    kind: str, records: Sequence[tuple[Record, date | None]], evidence: bool = False, out: str | None = None
) -> int:
    """Print records of KIND with their days, one a row, with EVIDENCE the sentence too; gives how many."""
    head = HEADS[kind]
    if not evidence or kind == "documents":
        return print_table(head, (_row(record, day) for record, day in records), out)
    kept = [number for number, name in enumerate(head) if name not in NARROWED]
    rows = ((*(cells[n] for n in kept), words) for cells, words in ((_row(r, d), _proof(r)) for r, d in records))
    return print_table((*(head[n] for n in kept), PROOF), rows, out)


def _proof(record: Record) -> str:
    assert isinstance(record, Event | Statement | Commitment)
    return f"{record.evidence.text} [{record.document}]"


def _row(record: Record, day: date | None) -> tuple[Any, ...]:
    told = day.isoformat() if day else ""
    if isinstance(record, Document):
        return (record.published or "")[:10], record.outlet, record.title, record.id
    if isinstance(record, Event):
        return words.when(record) or f"({told})" if told else "", *_event(record)
    if isinstance(record, Statement):
        return told, *_statement(record)
    assert isinstance(record, Commitment)
    who, to, due = words.parties(record.by), words.parties(record.to), words.due(record)
    return told, who, to, record.what, due, f"{record.confidence:.2f}", record.document


def _statement(statement: Statement) -> tuple[Any, ...]:
    said = f"“{statement.quote}”" if statement.kind == "direct" else statement.quote
    return (
        words.party(statement.speaker),
        words.party(statement.addressee) if statement.addressee else "",
        statement.cue or "—",
        said,
        words.spaced(statement.context),
        f"{statement.confidence:.2f}",
        statement.document,
    )


def _event(event: Event) -> tuple[Any, ...]:
    from rich.text import Text

    style = STYLES.get(event.status, "")
    return (
        Text(f"{words.MARKS.get(event.status, '')} {clean(event.status)}", style),
        words.parties(event.actor),
        Text(clean(words.deed(event)), f"bold {style}"),
        words.to_whom(event),
        words.spaced(event.context),
        f"{event.confidence:.2f}",
        event.document,
    )
