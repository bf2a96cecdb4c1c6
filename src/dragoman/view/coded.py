"""What coding gives in Python."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dragoman.errors import DragomanError, UsageError
from dragoman.export import FORMATS, PAGE, format_of, open_writer
from dragoman.records import Commitment, Document, Event, Record, Rejection, Statement
from dragoman.tables import columns, rows
from dragoman.view import words
from dragoman.view.page import open_page, to_html

if TYPE_CHECKING:
    import pandas

Kind = TypeVar("Kind", Document, Event, Statement, Commitment, Rejection)


@dataclass(frozen=True, slots=True, repr=False)
class Coded:
    """The records of one or more reports, in the order of the reports.

    >>> Coded((Rejection("r1", "a.txt", "read", "empty", "no text"),))
    <Coded: 1 rejection>
    """

    records: tuple[Record, ...]

    @property
    def documents(self) -> list[Document]:
        return self._of(Document)

    @property
    def events(self) -> list[Event]:
        return self._of(Event)

    @property
    def statements(self) -> list[Statement]:
        return self._of(Statement)

    @property
    def commitments(self) -> list[Commitment]:
        return self._of(Commitment)

    @property
    def rejections(self) -> list[Rejection]:
        return self._of(Rejection)

    def _of(self, kind: type[Kind]) -> list[Kind]:
        return [r for r in self.records if isinstance(r, kind)]

    def to_frame(self, kind: str = "events") -> pandas.DataFrame:
        """The flat table of KIND (events, statements, commitments, documents, rejections) as a pandas data frame."""
        try:
            import pandas
        except ImportError as error:
            raise DragomanError("to_frame() needs pandas, which is not installed: pip install pandas") from error
        head = columns(kind)
        frame = pandas.DataFrame(list(rows(self.records, kind)), columns=[c.name for c in head])
        dtypes = {str: "string", int: "Int64", float: "float64"}
        return frame.astype({c.name: dtypes[c.type] for c in head})

    def save(self, path: str | PathLike[str], kind: str | None = None, text: bool = True) -> None:
        """Write to PATH, whose suffix names the format (.jsonl, .csv, .parquet, .html); without TEXT no words of reports."""
        form = format_of(str(path))
        if form is None:
            raise UsageError(f"{path}: the name does not say which format; end it with .{', .'.join((*FORMATS, PAGE))}")
        target = Path(path)
        writer = open_page(target, kind, text) if form == PAGE else open_writer(form, target, kind, text)
        writer.write(self.records)
        writer.close()

    def __repr__(self) -> str:
        counts = Counter(r.record for r in self.records)
        told = [f"{n} {kind}" if n == 1 else f"{n} {kind}s" for kind, n in counts.items()]
        return f"<Coded: {', '.join(told) or 'nothing'}>"

    def __str__(self) -> str:
        from rich.console import Console

        from dragoman.view.terminal import print_report

        console = Console(file=io.StringIO(), width=120)
        with console.capture() as shown:
            for report in words.reports(self.records):
                print_report(console, report)
        return shown.get().rstrip()

    def _repr_html_(self) -> str:
        return to_html(self.records)
