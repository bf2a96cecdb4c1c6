"""The command `dragoman archive review`: a sheet for people to judge records by, their verdicts, and what these show."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.ask import WORDS, words_of
from dragoman.cli.interrupt import interruptible
from dragoman.cli.say import DONE, REJECTED, complain
from dragoman.cli.shared import add_archive, add_wait, archive_of, to_count, to_share
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.archive.precision import Share
    from dragoman.archive.question import Words
    from dragoman.archive.review import Precision, Report

REVIEW = """\
Write a sheet of records for people to judge: a sample stratified by type (or else), or all
records of some reports. Open it in a spreadsheet, write right, wrong or unsure into the column
`verdict`, and read it back with `review import`. A record is right if every column from type to
place (of statements to quote, of commitments to conditional) is what the report says; double
brackets stand around the words that it was found by."""
EXAMPLES = """\
exit code: 0 done; 1 some rows of a sheet were not understood (import --partial); 2 wrong use

examples:
  dragoman archive review --sample 100 --by type --out sheet.csv
  dragoman archive review --sample 60 --records statements --since 2026-01 --out said.csv
  dragoman archive review --documents 20 --out reports.csv
  dragoman archive review import sheet.csv
  dragoman archive review report --by month
  dragoman archive review export --out articles/"""
IMPORT = """\
Keep the verdicts of a sheet that was filled in, and print the precision that it shows. Words
for verdicts: right, wrong, unsure; yes, no; 1, 0; their first letters. Commas, semicolons or
tabs may stand between the cells. If a row cannot be understood nothing is kept, unless --partial."""
REPORT = """\
Precision by all verdicts that were kept, for the coding that counts, with 95 % intervals
(Wilson's). The whole is weighted by how many records each stratum has. Verdicts on records that
the coding no longer has, or of which it says something else now, are counted apart."""
EXPORT = """\
Write reports whose records were all judged as hand-coded articles, the form that `dragoman
evaluate articles` reads, with the records that were judged right. What the program missed in
them is not there: add it by hand before you measure recall."""
KINDS = ("events", "statements", "commitments")
BY = ("type", "status", "quad", "month", "none")
OFFERED = tuple(word for word in WORDS if word != "text")
ONE = ("since", "until", "min_confidence")


def add_review(subcommands: Any) -> None:
    """Add `review` to the commands of `dragoman archive`."""
    parser = _add(subcommands, "review", "have people judge a sample", _sample, REVIEW)
    parser.epilog = EXAMPLES
    parser.add_argument("--out", metavar="FILE", help="the sheet to write")
    drawn = parser.add_mutually_exclusive_group()
    drawn.add_argument("--sample", type=to_count, metavar="N", help="records to draw (default 100)")
    drawn.add_argument("--documents", type=to_count, metavar="N", help="draw reports instead, with all their records")
    parser.add_argument("--records", choices=KINDS, default="events", help="what to draw (default events)")
    parser.add_argument("--by", choices=BY, default="type", help="by what to stratify (default type)")
    parser.add_argument(
        "--proportional",
        action="store_true",
        help="draw from each stratum by its share (default: as many from each, so that rare ones are judged too)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number draws another sample")
    parser.add_argument("--again", action="store_true", help="draw records too that have a verdict already")
    _add_words(parser)
    _add_parts(parser.add_subparsers(metavar="import | report | export", required=False))


def _add_parts(within: Any) -> None:
    taken = _add(within, "import", "read a sheet back", _import, IMPORT)
    taken.add_argument("sheet", metavar="SHEET", help="the sheet that was filled in")
    taken.add_argument(
        "--partial",
        action="store_true",
        default=False,
        help="keep the rows that are understood, and tell of the others",
    )
    add_wait(taken)
    told = _add(within, "report", "precision by all verdicts", _report, REPORT)
    told.add_argument("--by", choices=BY, help="strata (default type)")
    told.add_argument("--format", choices=("table", "jsonl"), default="table", help="default: table")
    _add_words(told)
    written = _add(within, "export", "reviewed reports as hand-coded articles", _export, EXPORT)
    written.add_argument("--out", metavar="DIR", help="a new folder for the articles")
    written.add_argument(
        "--partial",
        action="store_true",
        default=False,
        help="reports too of which some records have no verdict; articles say how many",
    )


def _add(within: Any, name: str, short: str, run: Any, long: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = within.add_parser(
        name,
        help=short,
        description=long,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        # What is named before the word import, report or export must not be overruled by a default after it.
        argument_default=None if name == "review" else argparse.SUPPRESS,
    )
    parser.set_defaults(run=run)
    add_archive(parser)
    return parser


def _add_words(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("only records")
    for word in OFFERED:
        value, said = WORDS[word]
        more: dict[str, Any] = {"action": "append"} if word not in ONE else {}
        more |= {"type": to_share} if word == "min_confidence" else {}
        group.add_argument("--" + word.replace("_", "-"), metavar=value, help=said, **more)


# ---------------------------------------------------------------- what is done


def _sample(arguments: argparse.Namespace) -> int:
    from dragoman.archive.opened import Archive
    from dragoman.archive.sample import Sampling, sample, sample_documents
    from dragoman.archive.sheet import write_sheet

    if not arguments.out:
        raise UsageError("name the sheet to write with --out sheet.csv")
    size = arguments.documents or arguments.sample or 100
    how = Sampling(size, arguments.by, arguments.proportional, arguments.seed, arguments.again)
    with interruptible(), Archive(archive_of(arguments)) as archive:
        words = words_of(arguments)
        rows = (
            sample_documents(archive, words, how)
            if arguments.documents
            else sample(archive, arguments.records, words, how)
        )
    if not rows:
        complain("dragoman: no record to judge: none for which all of this holds, or each has a verdict (see --again)")
        return DONE
    write_sheet(Path(arguments.out), rows)
    what = f"{len({row['document'] for row in rows}):,} reports"
    complain(
        f"dragoman: {arguments.out}: {len(rows):,} records of {what}; write right, wrong or unsure into `verdict`,"
    )
    complain(f"dragoman: then `dragoman archive review import {arguments.out}`")
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from dragoman.archive.review import import_sheet

    done = import_sheet(archive_of(arguments), arguments.sheet, arguments.partial, arguments.wait)
    for problem in done.problems:
        complain(f"dragoman: {problem}")
    more = f", {done.replaced:,} of them other than before" if done.replaced else ""
    left = f"; {done.empty:,} rows have none yet" if done.empty else ""
    complain(f"dragoman: {arguments.sheet}: {done.stored:,} verdicts kept{more}{left}")
    if done.stored:
        _print(done.report, "type")
    return REJECTED if done.problems else DONE


def _report(arguments: argparse.Namespace) -> int:
    from dragoman.archive.opened import Archive
    from dragoman.archive.review import report

    with interruptible(), Archive(archive_of(arguments)) as archive:
        words: Words = words_of(arguments)
        found = report(archive, arguments.by, words)
    if arguments.format == "jsonl":
        for line in found.lines:
            print(json.dumps(_body(line)))
    else:
        _print(found, arguments.by)
    for count, what in ((found.changed, "have changed since they were judged"), (found.gone, "are gone")):
        if count:
            complain(f"dragoman: counted apart: {count:,} verdicts on records that {what} in the coding that counts")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from dragoman.archive.hand_coded import export_reviewed
    from dragoman.archive.opened import Archive

    if not arguments.out:
        raise UsageError("name a new folder for the articles with --out DIR")
    with interruptible(), Archive(archive_of(arguments)) as archive:
        done = export_reviewed(archive, Path(arguments.out), arguments.partial)
    left = (
        f"; {done.left:,} left, since not all of their records have a verdict (--partial takes them)"
        if done.left
        else ""
    )
    complain(f"dragoman: {arguments.out}: {done.articles:,} articles{left}")
    return DONE


# ---------------------------------------------------------------- how it is shown


def _print(report: Report, by: str) -> None:
    from dragoman.cli.shown import print_table

    for kind in KINDS:
        lines = [line for line in report.lines if line.kind == kind and (line.judged or line.unsure)]
        if not lines:
            continue
        has_sizes = any(line.size is not None for line in lines)
        head = (
            kind,
            "judged",
            "right",
            "wrong",
            "unsure",
            "precision",
            "95 % interval",
            *(("records",) if has_sizes else ()),
        )
        rows = [
            (line.stratum, line.judged, line.right, line.wrong, line.unsure, *_said(line.share))
            + ((line.size or 0,) if has_sizes else ())
            for line in lines
        ]
        print_table(head, rows)
        print(f"{kind}, all: {_whole(report, kind, lines)}\n")


def _whole(report: Report, kind: str, lines: Sequence[Precision]) -> str:
    share, covered = report.overall(kind)
    if share is None:
        return "nothing judged right or wrong"
    told = "precision {} ({})".format(*_said(share))
    judged = sum(line.judged for line in lines)
    if covered is None:
        return f"{told}, of {judged:,} judged; not weighted, since the sheet does not tell how many records there are"
    told += f", of {judged:,} judged, each stratum weighing as many as it has"
    return told if covered > 0.9995 else f"{told}; strata without a judged record left out, {1 - covered:.1%} of all"


def _said(share: Share | None) -> tuple[str, str]:
    return ("", "") if share is None else (f"{share.share:.3f}", f"{share.low:.3f} to {share.high:.3f}")


def _body(line: Precision) -> dict[str, Any]:
    share = line.share
    bounds = {"precision": None, "low": None, "high": None}
    if share is not None:
        bounds = {"precision": share.share, "low": share.low, "high": share.high}  # type: ignore[dict-item]
    head = {"kind": line.kind, "stratum": line.stratum, "right": line.right, "wrong": line.wrong, "unsure": line.unsure}
    return head | bounds | {"records": line.size}
