"""The command `dragoman code`: reports in, records out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.say import DONE, INTERRUPTED, REJECTED, complain
from dragoman.cli.shared import add_coding, add_columns, add_fetching, code_settings, read_settings
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.records import Record

KINDS = ("events", "statements", "commitments", "documents", "rejections")
FORMATS = ("table", "jsonl", "csv", "parquet", "html")
PLAIN_WIDTH = 120
"""Width of tables that no terminal shows."""

CODE = """\
Code reports: events (PLOVER 2.0, each with a status, so that plans and denials are
no facts), statements and commitments. English only for now; a report in another
language, or one that cannot be read, is refused with a reason and the run goes on."""
INPUTS = """\
what is read:
  plain text, HTML, JSON lines and CSV, feeds, site maps, OPML, WARC, zip and tar, also
  packed with gzip or zstd; files, folders, patterns ("news/*.html"), http(s) addresses;
  - is standard input. JSON lines and CSV hold a report a row in the columns id, url,
  title, published, authors and text or html.

what is printed:
  a table for each report on a terminal, JSON lines in a pipe. CSV and Parquet hold
  one kind of record: events, a row for each ordered pair of parties, unless
  --records asks for another. HTML is one page to read: each report with the
  passages marked that its records rest on.

exit code:
  0 all were read; 1 some were refused (see standard error and the rejections in
  the output); 2 wrong use; 130 stopped by Ctrl-C, what was done is kept.

examples:
  dragoman code report.txt
  dragoman code news/ --out events.csv
  dragoman code news/ --out page.html
  dragoman code archive.jsonl.gz --records statements --format csv > statements.csv
  dragoman code archive.csv --text-column body --published-column date --workers 2
  curl -s https://example.org/report.html | dragoman code - --format table --evidence"""


def register(commands: Any) -> None:
    """Add the command `code`."""
    parser = commands.add_parser(
        "code",
        help="code reports: events, statements, commitments",
        description=CODE,
        epilog=INPUTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_code)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, patterns, addresses, or -")
    out = parser.add_argument_group("output")
    out.add_argument(
        "--format", choices=FORMATS, help="default: by the suffix of --out; table on a terminal, jsonl in a pipe"
    )
    out.add_argument("--records", choices=KINDS, metavar="KIND", help=f"only these records: {', '.join(KINDS)}")
    out.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")
    out.add_argument(
        "--no-text", action="store_true", help="leave out evidence and all quoted words, keep offsets, for sharing"
    )
    out.add_argument("--evidence", action="store_true", help="in tables: show the sentence that proves each entry")
    coding = parser.add_argument_group("coding")
    add_coding(coding)
    coding.add_argument("--explain", action="store_true", help="say of each event why it was coded")
    add_fetching(parser)
    add_columns(parser)


# ---------------------------------------------------------------- code


def _code(arguments: argparse.Namespace) -> int:
    """Code all pages, write the records of each at once, and count the refusals."""
    form = _format(arguments)
    run = _Run()
    coded = _coded(arguments)
    with _writer(form, arguments) as write, _progress(arguments, run) as advance:
        # Opened first, so that a wrong use is told before models are loaded.
        try:
            for records in coded:
                write(records)
                run.count(records)
                if not (form == "table" and arguments.out is None and sys.stdout.isatty()):
                    _tell_refusals(records)
                advance()
        except KeyboardInterrupt:
            run.stopped = True
    if run.stopped:
        complain(f"dragoman: stopped; {run.reports} reports were coded and are kept")
        return INTERRUPTED
    if not run.reports and not run.refused:
        complain("dragoman: found no report to code")
        return REJECTED
    return REJECTED if run.refused else DONE


class _Run:
    """What a run has done so far."""

    def __init__(self) -> None:
        self.reports = self.refused = self.records = 0
        self.stopped = False

    def count(self, records: Sequence[Record]) -> None:
        refused = sum(r.record == "rejection" for r in records)
        self.refused += refused
        self.reports += sum(r.record == "document" for r in records)
        self.records += len(records) - refused


def _coded(arguments: argparse.Namespace) -> Iterator[list[Record]]:
    from dragoman.pipeline import code_pages
    from dragoman.read import read_pages

    settings = code_settings(arguments, arguments.explain)
    return code_pages(read_pages(arguments.paths, read_settings(arguments)), settings, arguments.workers)


def _tell_refusals(records: Iterable[Record]) -> None:
    from dragoman.records import Rejection
    from dragoman.view import clean

    for record in records:
        if isinstance(record, Rejection):
            complain(clean(f"dragoman: {record.document}: {record.reason}: {record.detail}"))


# ---------------------------------------------------------------- where it goes


def _format(arguments: argparse.Namespace) -> str:
    """The format asked for, by option, by the suffix of the file, or by who reads it."""
    from dragoman.export import format_of

    form: str | None = arguments.format or (format_of(arguments.out) if arguments.out else None)
    if form is None:
        form = "table" if arguments.out is None and sys.stdout.isatty() else "jsonl"
    if arguments.out:
        out = Path(arguments.out)
        if any(Path(path).resolve() == out.resolve() for path in arguments.paths):
            raise UsageError(f"{out}: is among the files to read; name another file with --out")
        if not out.absolute().parent.is_dir():
            raise UsageError(f"{out.parent}: no such folder; make it first or name another with --out")
    return form


@contextmanager
def _writer(form: str, arguments: argparse.Namespace) -> Iterator[Callable[[Sequence[Record]], None]]:
    """What takes the records of a report; the file is ended properly whatever ends the run."""
    if form == "table":
        with _table(arguments) as write:
            yield write
        return
    from dragoman.export import PAGE, open_writer
    from dragoman.view import open_page

    if not arguments.out and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")
    try:
        target = Path(arguments.out) if arguments.out else sys.stdout
        make = open_page if form == PAGE else partial(open_writer, form)
        writer = make(target, arguments.records, not arguments.no_text)
    except OSError as error:
        raise UsageError(f"{arguments.out}: cannot be written ({error.strerror})") from error
    try:
        yield writer.write
    finally:
        writer.close()


@contextmanager
def _table(arguments: argparse.Namespace) -> Iterator[Callable[[Sequence[Record]], None]]:
    from rich.console import Console

    from dragoman.view import print_report

    if arguments.no_text:
        raise UsageError("--no-text is for data: choose --format jsonl, csv or parquet with it")

    def write(records: Sequence[Record]) -> None:
        kept = [r for r in records if arguments.records in (None, f"{r.record}s") or r.record == "document"]
        print_report(console, kept, arguments.evidence, arguments.explain)

    if arguments.out:
        with Path(arguments.out).open("w", encoding="utf-8", errors="replace") as file:
            console = Console(file=file, width=PLAIN_WIDTH)
            yield write
    else:
        console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
        yield write


@contextmanager
def _progress(arguments: argparse.Namespace, run: _Run) -> Iterator[Callable[[], None]]:
    """A bar on standard error from the second report on, unless the records themselves scroll by there."""
    if not sys.stderr.isatty() or (sys.stdout.isatty() and not arguments.out):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from dragoman.read import count_hint

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=count_hint(arguments.paths), visible=False)

        def advance() -> None:
            said = f"{run.reports} reports, {run.records - run.reports} records, {run.refused} refused"
            done = run.reports + run.refused
            bar.update(task, description=said, completed=done, visible=done > 1)

        yield advance
