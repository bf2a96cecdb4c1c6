"""The command `dragoman archive`: what is in an archive, whether it is sound, what must go."""

from __future__ import annotations

import argparse
import json
from typing import Any

from dragoman.cli.review import add_review
from dragoman.cli.say import DONE, REJECTED, complain, counted
from dragoman.cli.shared import add_archive, add_coding, add_wait, archive_of, code_settings

ARCHIVE = "What an archive holds, whether it is sound, and reports that must leave it."
CHECK = """\
Read every file of the archive in full: segments readable and with the hash that they were
written with, no orphans, counts and catalogue in agreement, the text index sound. Changes nothing."""
REPAIR = """\
Rebuild whatever is derived (the text index; the records that a damaged segment held, by coding
its texts again), clear away what no commit names, and set damaged files aside. Give the options
of coding that the archive was made with, so that records are made as they were."""
REMOVE = """\
Take reports down by id, address or text id: gone from every answer at once, in all versions.
Their bytes leave the disk with the next `dragoman archive compact`. Digests of their names are
kept, so that a later ingest does not bring them back."""
RUN = {"documents": "documents", "duplicates": "duplicates", "rejections": "refused", "known": "known before"}
"""What is told of a run, by the columns of the ledger."""
COMPACT = "Merge small files, delete replaced ones, and take the bytes of removed reports off the disk."


def register(commands: Any) -> None:
    """Add the command `archive`."""
    parser = commands.add_parser("archive", help="what an archive holds; check, repair, review it", description=ARCHIVE)
    within = parser.add_subparsers(metavar="WHAT", required=True)
    _add(within, "status", "what it holds, by whom coded, and its last runs", _status)
    _add(within, "check", "whether it is sound", _check, CHECK)
    repair = _add(within, "repair", "rebuild what is derived", _repair, REPAIR)
    add_wait(repair)
    add_coding(repair.add_argument_group("coding"))
    compact = _add(within, "compact", "merge small files, drop what was removed", _compact, COMPACT)
    add_wait(compact)
    remove = _add(within, "remove", "take reports down", _remove, REMOVE)
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id, address or text id")
    remove.add_argument("--reason", default="", metavar="TEXT", help="why, for the record; name nobody in it")
    add_wait(remove)
    add_review(within)


def _add(within: Any, name: str, short: str, run: Any, long: str | None = None) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = within.add_parser(
        name, help=short, description=long or short, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=run)
    add_archive(parser)
    return parser


def _status(arguments: argparse.Namespace) -> int:
    from rich.table import Table

    from dragoman.archive.opened import Archive
    from dragoman.cli.shown import console as shown
    from dragoman.store.compact import size_of
    from dragoman.tables import KINDS

    folder = archive_of(arguments)
    with Archive(folder) as archive, shown(None) as console:
        reader = archive.reader
        counts = {kind: reader.fetch(f"SELECT count(*) FROM all_{kind} WHERE is_first")[0][0] for kind in KINDS}
        since, until = reader.fetch("SELECT min(day), max(day) FROM documents")[0]
        told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
        console.print(f"{folder}: {told}; {size_of(folder) / 1e6:,.1f} MB", soft_wrap=True)
        console.print(f"reports of {since or 'unknown days'}" + (f" to {until}" if until != since else ""))
        codings = Table("coding", "state", "documents", "since", "coder", box=None)
        for one in archive.codings:
            codings.add_row(str(one.number), one.state, f"{one.documents:,}", one.made, one.coder)
        console.print(codings)
        console.print("the last runs")
        for row in reader.base.execute("SELECT * FROM (SELECT * FROM run ORDER BY run DESC LIMIT 5) ORDER BY run"):
            told = ", ".join(f"{row[name]:,} {said}" for name, said in RUN.items() if row[name] or name == "documents")
            line = f" {row['run']:>4}  {row['started']}  {row['state']}: {told}"
            console.print(line, f"       {row['command']}", sep="\n", no_wrap=True, overflow="ellipsis", markup=False)
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from dragoman.store.upkeep import check

    folder = archive_of(arguments)
    faults = list(check(folder))
    for fault in faults:
        complain(f"dragoman: {fault.file}: {fault.what}")
    if faults:
        complain(
            f"dragoman: {counted(len(faults), 'fault')}; `dragoman archive repair --archive {folder}` mends what can be mended"
        )
        return REJECTED
    complain(f"dragoman: {folder}: sound")
    return DONE


def _repair(arguments: argparse.Namespace) -> int:
    from dragoman.archive.mend import mend

    folder = archive_of(arguments)
    for line in mend(folder, code_settings(arguments), arguments.wait):
        complain(f"dragoman: {line}")
    return _check(arguments)


def _compact(arguments: argparse.Namespace) -> int:
    from dragoman.store import writing
    from dragoman.store.compact import compact

    folder = archive_of(arguments)
    with writing(folder, arguments.wait) as writer:
        saved = compact(writer)
    complain(f"dragoman: {folder}: {max(0, saved) / 1e6:,.1f} MB less")
    return DONE


def _remove(arguments: argparse.Namespace) -> int:
    from dragoman.store import writing
    from dragoman.store.upkeep import remove

    folder = archive_of(arguments)
    with writing(folder, arguments.wait) as writer:
        count = remove(writer, arguments.documents, arguments.reason)
    complain(
        f"dragoman: removed from every answer: {json.dumps(arguments.documents, ensure_ascii=False)} ({count} in all versions "
        f"and codings); `dragoman archive compact --archive {folder}` takes the bytes off the disk"
    )
    return DONE
