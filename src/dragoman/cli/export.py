"""The command `dragoman export`: an archive's events in the formats of the field."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from dragoman.cli.ask import add_which, add_words, plain_output, words_of
from dragoman.cli.interrupt import interruptible
from dragoman.cli.progress import REPORT_S, Pace
from dragoman.cli.say import DONE, INTERRUPTED, complain
from dragoman.cli.shared import archive_of
from dragoman.errors import UsageError

TABLES = ("csv", "parquet")
FORMATS = ("plover", "polecat", "icews", "gdelt", "phoenix", *TABLES)
ABOUT = """\
Write events of an archive in a format of the field, with a codebook beside the file."""
NOTES = """\
GDELT, ICEWS, Phoenix and POLECAT have no place for the status of an event, and hold only
what is actual unless --status asks for more: else plans and denials would become facts.
PLOVER JSON, CSV and Parquet say the status and hold every one. GDELT and Phoenix have a row
for each occurrence (day, parties, code, place), the others one for each report of it.
CAMEO codes are text: read them as such, or 010 becomes 10. docs/codebook.md tells every column.

examples:
  dragoman export --format icews --since 2026-01 --out events.tab
  dragoman export --format gdelt --actor USA,MEX --out events.gdelt.tsv
  dragoman export --format plover --no-text --out events.jsonl"""


def register(commands: Any) -> None:
    """Add the command `export`."""
    parser = commands.add_parser(
        "export",
        help="write events as PLOVER, POLECAT, ICEWS, GDELT, Phoenix, CSV or Parquet",
        description=ABOUT,
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_export)
    add_words(parser, "events")
    out = parser.add_argument_group("output")
    out.add_argument("--format", choices=FORMATS, required=True, help="which format")
    out.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")
    out.add_argument("--no-text", action="store_true", help="leave out all words of the reports, for sharing")
    out.add_argument("--no-codebook", action="store_true", help="write no codebook beside FILE")
    add_which(parser)


def _export(arguments: argparse.Namespace) -> int:
    from dragoman.archive.export import codebook_beside, export
    from dragoman.archive.opened import Archive
    from dragoman.archive.question import ANY, listed
    from dragoman.ontology.own import STATUSES

    if arguments.format == "parquet" and not arguments.out:
        raise UsageError("Parquet cannot be written to a terminal or pipe; name a file with --out FILE.parquet")
    statuses = frozenset(s.lower() for s in listed(arguments.status)) if arguments.status else None
    if statuses and ANY in statuses:
        statuses = frozenset(STATUSES)
    if not arguments.out:
        plain_output()
    target = Path(arguments.out) if arguments.out else sys.stdout
    with Archive(archive_of(arguments), arguments.all_versions, arguments.coding) as archive:
        answer = archive.events(**words_of(arguments))
        # Tables are made within DuckDB; the other formats are written in Python, which tidies up behind a Ctrl-C.
        guard = interruptible() if arguments.format in TABLES else nullcontext()
        try:
            with guard, _progress() as advance:
                done = export(answer, arguments.format, target, not arguments.no_text, statuses, advance)
        except KeyboardInterrupt:
            complain("dragoman: stopped; nothing was written" if arguments.out else "dragoman: stopped")
            return INTERRUPTED
    if arguments.out:
        beside = "" if arguments.no_codebook else f", {codebook_beside(Path(arguments.out), arguments.format)}"
        complain(f"dragoman: {arguments.out}: {done.rows:,} rows{beside}")
    if done.left_out:
        told = ", ".join(f"{reason} {count:,}" for reason, count in done.left_out.most_common())
        complain(f"dragoman: without a row: {told}; docs/codebook.md tells what the format needs")
    return DONE


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """What hears of the reports done, whose number nobody knows before, and says so now and then on standard error."""
    is_terminal = sys.stderr.isatty()
    pace = Pace(1.0 if is_terminal else REPORT_S)
    is_told = False

    def advance(count: int) -> None:
        nonlocal is_told
        if pace.is_due():
            is_told = True
            line = f"dragoman: {count:,} reports, {pace.rate(count):,.0f} a second"
            sys.stderr.write(f"\r{line}" if is_terminal else f"{line}\n")

    yield advance
    if is_terminal and is_told:
        sys.stderr.write("\n")
