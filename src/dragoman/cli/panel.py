"""The command `dragoman panel`: counts of events by who, whom and when, for estimation."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.ask import (
    add_output,
    add_which,
    add_words,
    format_of,
    plain_output,
    to_limit,
    words_of,
)
from dragoman.cli.interrupt import interruptible
from dragoman.cli.say import DONE, complain
from dragoman.cli.shared import archive_of

if TYPE_CHECKING:
    from dragoman.archive.panel import Panel, Scope

FORMATS = ("table", "csv", "parquet")
SHOWN = 50
ABOUT = """\
The table that analysts estimate on: a row for each dyad and period from the first to the
last, also where nothing happened, with the number of reports that were published in the
period and the codes of Correlates of War and of Gleditsch and Ward."""
NOTES = """\
Rows: the dyads that were observed, or all ordered pairs of the actors and recipients that
are named. Only acts between two states count, and none of a state towards itself, unless
--all-actors, --domestic. An event counts once in a dyad, on its own date, else on that of
its report; a mutual act counts both ways. Only actual events count unless --status names
others (any for all); scores are summed over actual events alone.

--count quad   verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
--count type   a column for each PLOVER type, then own types
--count score  score_sum and score_mean of PLOVER's conflict-cooperation scale

examples:
  dragoman panel --since 2020 --until 2025 --out panel.csv
  dragoman panel --by actor,year --count type --out actors.parquet
  dragoman panel --actor USA,CAN,MEX --recipient USA,CAN,MEX --by actor,recipient,quarter"""


def register(commands: Any) -> None:
    """Add the command `panel`."""
    parser = commands.add_parser(
        "panel",
        help="counts of events by dyad and period, zero rows included",
        description=ABOUT,
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_panel)
    parser.add_argument(
        "--by",
        default="actor,recipient,month",
        metavar="LIST",
        help="any of actor, recipient, and one of day, week, month, quarter, year (default: actor,recipient,month)",
    )
    parser.add_argument("--count", choices=("quad", "type", "score"), default="quad", help="default: quad")
    parser.add_argument("--domestic", action="store_true", help="what a state does to itself too")
    parser.add_argument("--all-actors", action="store_true", help="international bodies, NGOs and companies too")
    parser.add_argument("--all-pairs", action="store_true", help="every observed actor with every observed recipient")
    add_words(parser, "events")
    out = parser.add_argument_group("output")
    add_output(out, FORMATS, "table on a terminal, csv in a pipe")
    out.add_argument(
        "--limit", type=to_limit, metavar="N", help=f"rows that a table shows, 0 for all (default {SHOWN})"
    )
    add_which(parser)


def _panel(arguments: argparse.Namespace) -> int:
    form = format_of(arguments, FORMATS, "csv")
    from dragoman.archive.ask import replaced
    from dragoman.archive.opened import Archive
    from dragoman.archive.panel import Scope, panel

    limit = SHOWN if arguments.limit is None else arguments.limit
    arguments.limit = None
    scope = Scope(arguments.domestic, arguments.all_actors, arguments.all_pairs)
    with interruptible(), Archive(archive_of(arguments), arguments.all_versions, arguments.coding) as archive:
        found = panel(archive, arguments.by, arguments.count, scope, words_of(arguments))
        if found.outside:
            complain(f"dragoman: {found.outside:,} pairs of parties are not counted: {_outside(found, scope)}")
        if found.undated:
            complain(
                f"dragoman: {found.undated:,} events are not counted, since their date is no single {found.period}"
            )
        if form == "table":
            _show(found, limit, arguments.out)
        elif arguments.out:
            with replaced(Path(arguments.out)) as target:
                found.write(target, form)
        else:
            _stream(found)
        if not len(found):
            complain("dragoman: no events for which all of this holds")
    return DONE


def _outside(found: Panel, scope: Scope) -> str:
    """What pairs of parties are that no row counts, and the options that would count more of them."""
    sides = [side for side in ("actor", "recipient") if side in found.columns]
    who = "party with a code" if scope.all_actors else "state"
    options = [] if scope.all_actors else ["--all-actors"]
    if len(sides) == 1:
        told = f"their {sides[0]} is no {who}"
    else:
        told = f"they are not from one {who} to {'one' if scope.domestic else 'another'}"
        options += [] if scope.domestic else ["--domestic"]
    return told + (f"; see {' and '.join(options)}" if options else "")


def _show(found: Panel, limit: int, out: str | None) -> None:
    from dragoman.cli.shown import print_table

    rows = found.rows(limit)
    print_table([name.replace("_", " ") for name in found.columns], rows, out)  # else long names are broken anywhere
    total = len(found)
    if total > len(rows):
        complain(f"dragoman: {len(rows):,} of {total:,} rows; --limit 0 for all")


def _stream(found: Panel) -> None:
    """A panel as CSV on standard output, by way of a file, which DuckDB writes ten times faster than Python."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / "panel.csv"
        found.write(path, "csv")
        plain_output()
        with path.open(encoding="utf-8", newline="") as file:
            shutil.copyfileobj(file, sys.stdout)
