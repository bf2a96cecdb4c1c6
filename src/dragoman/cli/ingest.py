"""The command `dragoman ingest`: reports into an archive."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman.cli.progress import Pace, bar
from dragoman.cli.say import DONE, INTERRUPTED, REJECTED, complain, counted
from dragoman.cli.shared import (
    add_archive,
    add_coding,
    add_columns,
    add_fetching,
    add_wait,
    archive_of,
    code_settings,
    read_settings,
)

if TYPE_CHECKING:
    from dragoman.archive.ingest import Ingested

Item = TypeVar("Item")

INGEST = """\
Take reports into an archive, a folder that keeps them and what they say for good. Each is
coded and committed; a report that is there already is not doubled, a changed one (same
address, new text) becomes a new version beside the old. However a run ends, by Ctrl-C, a
crash or a power cut, what it has acknowledged is kept, and the same command goes on."""
INPUTS = """\
what is read:
  everything that `dragoman code` reads: plain text, HTML, JSON lines and CSV, feeds, site maps,
  OPML, WARC, zip and tar, also packed with gzip or zstd; files, folders, patterns, - for
  standard input, and http(s) addresses.

exit code:
  0 all were read; 1 some were refused (`dragoman sql "FROM rejections"` tells why);
  2 wrong use; 130 stopped by Ctrl-C, what was done is kept.

examples:
  dragoman ingest news/ --archive archive
  dragoman ingest CC-NEWS-20260101.warc.gz --archive archive --workers 4 --keep-original
  dragoman ingest https://example.org/feed.xml subscriptions.opml"""


def register(commands: Any) -> None:
    """Add the command `ingest`."""
    parser = commands.add_parser(
        "ingest",
        help="take reports into an archive",
        description=INGEST,
        epilog=INPUTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_ingest)
    parser.add_argument("paths", nargs="+", metavar="SOURCE", help="files, folders, patterns, addresses, or -")
    add_archive(parser)
    add_wait(parser)
    parser.add_argument(
        "--keep-original",
        action="store_true",
        help="keep the pages as they were found too, compressed, so that extraction can be done again",
    )
    parser.add_argument(
        "--refetch",
        action="store_true",
        help="follow links of feeds and site maps that were followed before, to see whether the report has changed",
    )
    add_fetching(parser)
    add_coding(parser.add_argument_group("coding"))
    add_columns(parser)


def _ingest(arguments: argparse.Namespace) -> int:
    from dragoman.archive.ingest import IngestSettings, ingest
    from dragoman.read import Fetcher, count_hint, read_pages

    folder = archive_of(arguments)
    settings = IngestSettings(
        workers=arguments.workers,
        keep_original=arguments.keep_original,
        wait_s=arguments.wait,
        refetch=arguments.refetch,
        command="dragoman " + shlex.join(sys.argv[1:]),
        sources=tuple(arguments.paths),
    )
    fetcher = Fetcher(read_settings(arguments))
    pages = read_pages(arguments.paths, fetcher.settings, fetcher)
    with _progress(count_hint(arguments.paths)) as (watched, advance):
        done = ingest(watched(pages), folder, code_settings(arguments), settings, advance, fetcher)
    complain(f"dragoman: {folder}: {_told(done)}")
    if done.counts.reasons:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in done.counts.reasons.most_common())
        complain(
            f'dragoman: not taken in: {reasons}; `dragoman sql "FROM rejections" --archive {folder}` tells of each'
        )
    if done.is_mixed:
        complain(
            f"dragoman: {folder}: holds reports that were coded with other versions or options; `dragoman recode` with "
            "those of this run brings all to one coder"
        )
    if done.is_stopped:
        complain("dragoman: stopped; what is told above is kept, and the same command goes on from here")
        return INTERRUPTED
    if not done.read:
        complain("dragoman: found no report")
    return REJECTED if done.counts.rejections or not done.read else DONE


def _told(done: Ingested) -> str:
    counts = done.counts
    parts = [counted(counts.documents, "new report")]
    parts += [counted(counts.versions, "of them a new version", "of them new versions")] if counts.versions else []
    parts += [counted(counts.duplicates, "duplicate")] if counts.duplicates else []
    parts += [f"{counts.rejections:,} refused"] if counts.rejections else []
    parts += [f"{counts.removed:,} taken down before"] if counts.removed else []
    parts += [f"{done.known:,} known from before"] if done.known else []
    return ", ".join(parts)


Watched = Callable[[Iterable[Item]], Iterator[Item]]


@contextmanager
def _progress(total: int | None) -> Iterator[tuple[Watched[Any], Callable[[Ingested], None]]]:
    """What counts the pages that are read, and what hears of commits: a bar on a terminal, else a line a minute."""
    pace = Pace()
    if not sys.stderr.isatty():
        yield iter, partial(_tell, pace, total)
        return
    with bar("reading", total) as show:

        def watched(pages: Iterable[Item]) -> Iterator[Item]:
            for read, page in enumerate(pages, 1):
                show(completed=read)
                yield page

        def advance(done: Ingested) -> None:
            show(description=f"{pace.rate(done.read - done.known):.1f} reports/s, kept: {_told(done)}")

        yield watched, advance


def _tell(pace: Pace, total: int | None, done: Ingested) -> None:
    if pace.is_due():
        coded = done.read - done.known
        left = pace.left(coded, total - done.read) if total else ""
        complain(f"dragoman: {done.read:,} read, {pace.rate(coded):.1f} reports/s{left}; kept: {_told(done)}")
