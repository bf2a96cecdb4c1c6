"""The command `dragoman recode`: the reports of an archive coded again."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from dragoman.cli.progress import Pace, bar
from dragoman.cli.say import DONE, INTERRUPTED, REJECTED, complain
from dragoman.cli.shared import add_archive, add_coding, add_wait, archive_of, code_settings

if TYPE_CHECKING:
    from dragoman.archive.recode import Recoded

RECODE = """\
Code all reports of an archive again with this program, its models and the options of coding,
from the texts that the archive holds. Answers come from the coding that counted before until
every report is done; then the new one counts, and the older one is kept beside it. However a
run ends, the same command goes on. Verdicts stay, since a find that is made again keeps its id."""
RECODED = """\
exit code:
  0 done, or there was nothing to do; 1 some reports could not be coded and stand without
  records (`dragoman sql "FROM rejections"` tells why); 2 wrong use; 130 stopped by Ctrl-C.

examples:
  dragoman recode --archive archive --workers 4
  dragoman recode --ontology elect.toml
  dragoman recode --from-original     (where pages were kept by ingest --keep-original)"""


def register(commands: Any) -> None:
    """Add the command `recode`."""
    parser = commands.add_parser(
        "recode",
        help="code the reports of an archive again",
        description=RECODE,
        epilog=RECODED,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_recode)
    add_archive(parser)
    add_wait(parser)
    parser.add_argument(
        "--from-original", action="store_true", help="read the pages again that were kept as they were found"
    )
    add_coding(parser.add_argument_group("coding"))


def _recode(arguments: argparse.Namespace) -> int:
    from dragoman.archive.recode import RecodeSettings, recode

    folder = archive_of(arguments)
    settings = RecodeSettings(
        workers=arguments.workers,
        from_original=arguments.from_original,
        wait_s=arguments.wait,
        command="dragoman " + shlex.join(sys.argv[1:]),
    )
    with _progress() as advance:
        done = recode(folder, code_settings(arguments), settings, advance)
    if done.was_live:
        complain(
            f"dragoman: {folder}: all reports are coded by {done.coder} already (coding {done.coding}); nothing done"
        )
        return DONE
    if not done.coding:
        complain(f"dragoman: {folder}: holds no reports")
        return DONE
    if arguments.from_original and done.from_original < done.done:
        complain(f"dragoman: of {done.done - done.from_original:,} reports no page was kept; their texts were coded")
    if done.total:
        complain(f"dragoman: {folder}: {_told(done)}")
    else:
        complain(f"dragoman: {folder}: all reports were coded by {done.coder} before")
    if done.is_stopped:
        complain(f"dragoman: stopped; {done.total - done.done:,} are left, and the same command goes on from here")
        return INTERRUPTED
    others = "`dragoman compare` lists the codings, and `dragoman compare A B` tells what has changed"
    complain(f"dragoman: coding {done.coding} counts now; {others}")
    return REJECTED if done.rejections else DONE


def _told(done: Recoded) -> str:
    refused = f", {done.rejections:,} refused and without records" if done.rejections else ""
    return f"{done.done:,} of {done.total:,} reports coded by {done.coder}{refused}"


@contextmanager
def _progress() -> Iterator[Callable[[Recoded], None]]:
    """What hears of commits: a bar on a terminal, else a line a minute, each with the rate and the time that is left."""
    pace = Pace()
    if not sys.stderr.isatty():
        yield partial(_tell, pace)
        return
    with bar("coding again", None) as show:
        yield lambda done: show(
            total=done.total, completed=done.done, description=f"{pace.rate(done.done):.1f} reports/s"
        )


def _tell(pace: Pace, done: Recoded) -> None:
    if pace.is_due():
        left = pace.left(done.done, done.total - done.done)
        complain(f"dragoman: {done.done:,} of {done.total:,} reports, {pace.rate(done.done):.1f} a second{left}")
