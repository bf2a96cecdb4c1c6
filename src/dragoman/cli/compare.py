"""The command `dragoman compare`: which codings an archive has, and what one changed over another."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dragoman.cli.ask import add_output, format_of, plain_output, to_limit
from dragoman.cli.interrupt import interruptible
from dragoman.cli.say import DONE, complain
from dragoman.cli.shared import add_archive, archive_of, to_count
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.archive.compare import Comparison, Difference

FORMATS = ("table", "jsonl", "csv")
COMPARE = """\
What one coding of an archive says and another does not, record by record. Without numbers:
the codings that there are. Reports that only one of the two has coded are left out.

Records are the same if they have one id: the same type found at the same words. A record has
changed if any field differs but its coder and confidences. How many records moved their
confidence by 0.005 or more is told by itself."""
NOTES = """\
exit code: 0 whatever differs; 2 wrong use; 130 stopped by Ctrl-C

examples:
  dragoman compare
  dragoman compare 1 2 --examples 5
  dragoman compare 1 2 --out changes.csv"""
HEAD = ("kind", "change", "type", "document", "id", "fields", "before", "after", "evidence")


def register(commands: Any) -> None:
    """Add the command `compare`."""
    parser = commands.add_parser(
        "compare",
        help="what another coding of an archive changed",
        description=COMPARE,
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_compare)
    parser.add_argument("codings", nargs="*", type=to_count, metavar="CODING", help="numbers of two codings")
    add_archive(parser)
    out = parser.add_argument_group("output")
    add_output(out, FORMATS, "table")
    out.add_argument(
        "--examples",
        type=to_limit,
        default=3,
        metavar="N",
        help="in tables: examples of each kind of change (default 3)",
    )


def _compare(arguments: argparse.Namespace) -> int:
    folder = archive_of(arguments)
    if not arguments.codings:
        return _list(folder)
    if len(arguments.codings) != 2:
        raise UsageError("name two codings, such as `dragoman compare 1 2`; without numbers they are listed")
    from dragoman.archive.compare import compare

    form = format_of(arguments, FORMATS, "table")
    a, b = arguments.codings
    with interruptible():
        if form == "table":
            done = compare(folder, a, b, examples=arguments.examples)
            _print(done, arguments.out)
        elif arguments.out:
            done = _save(Path(arguments.out), form, (folder, a, b))
        else:
            plain_output()
            done = compare(folder, a, b, _writer(sys.stdout, form), 0)
    if not done.documents:
        complain(f"dragoman: no report has both codings {a} and {b}; `dragoman recode` codes all reports again")
    return DONE


def _save(path: Path, form: str, which: tuple[Path, int, int]) -> Comparison:
    from dragoman.archive.ask import replaced
    from dragoman.archive.compare import compare

    with replaced(path) as target, target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        return compare(*which, _writer(file, form), 0)


def _list(folder: Path) -> int:
    from dragoman.archive.opened import Archive
    from dragoman.cli.shown import print_table

    with Archive(folder) as archive:
        rows = [(c.number, c.state, c.documents, c.made, c.coder) for c in archive.codings]
    if not print_table(("coding", "state", "documents", "since", "coder"), rows):
        complain(f"dragoman: {folder}: has no coding, since it holds no reports")
    return DONE


def _writer(file: IO[str], form: str) -> Callable[[Difference], None]:
    """What writes a difference to FILE, one a line."""
    if form == "jsonl":
        return lambda difference: print(json.dumps(_body(difference), ensure_ascii=False), file=file)
    from dragoman.archive.compare import told

    out = csv.writer(file, lineterminator="\n")
    out.writerow(HEAD)

    def write(d: Difference) -> None:
        cells = (d.kind, d.change, d.type, d.document, d.id, ";".join(d.fields), *told(d), d.evidence)
        out.writerow([" ".join(cell.split()) for cell in cells])

    return write


def _body(d: Difference) -> dict[str, Any]:
    head = {"kind": d.kind, "change": d.change, "type": d.type, "document": d.document, "id": d.id}
    return head | {"fields": list(d.fields), "before": d.before, "after": d.after}


# ---------------------------------------------------------------- the table


def _print(done: Comparison, out: str | None) -> None:
    from dragoman.cli.shown import console

    with console(out) as shown:
        left = [f"{n:,} only by {c}" for n, c in ((done.only_a, done.a), (done.only_b, done.b)) if n]
        apart = f"; not compared: {', '.join(left)}" if left else ""
        shown.print(f"A is coding {done.a}, B is coding {done.b}: {done.documents:,} reports coded by both{apart}")
        if done.documents:
            _print_counts(shown, done)
            _print_fields(shown, done)
            _print_examples(shown, done)


def _print_counts(shown: Console, done: Comparison) -> None:
    from rich.table import Table

    from dragoman.archive.compare import CHANGES
    from dragoman.view import clean

    whats = ("same", *CHANGES)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("kind")
    table.add_column("type")
    for what in whats:
        table.add_column(what, justify="right")
    for (kind, type_), counts in sorted(done.counts.items(), key=lambda item: item[0][0] != "documents"):
        table.add_row(kind, clean(type_), *(f"{counts[what]:,}" for what in whats))
    shown.print(table)


def _print_fields(shown: Console, done: Comparison) -> None:
    for kind, counts in done.fields.items():
        if counts:
            told = ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
            shown.print(f"changed in {kind}: {told}", soft_wrap=True, markup=False)
    for kind, count in done.moved.items():
        if count:
            shown.print(f"confidence moved in {count:,} {kind} that both have")


def _print_examples(shown: Console, done: Comparison) -> None:
    from dragoman.archive.compare import told
    from dragoman.view import clean

    for (kind, change), found in done.examples.items():
        if found:
            shown.print(f"\n{kind}, {change}", style="bold")
        for difference in found:
            before, after = told(difference)
            lines = [f"{difference.document}  {difference.id}"]
            lines += [f"  A  {before}"] if before else []
            lines += [f"  B  {after}"] if after else []
            lines += [f"  “{' '.join(difference.evidence.split())}”"] if difference.evidence else []
            for line in lines:
                shown.print(clean(line), soft_wrap=True, markup=False)
