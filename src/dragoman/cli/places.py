"""The commands `dragoman places`: look a name up, add a GeoNames file for the places that the package does not have."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.say import DONE, INTERRUPTED, REJECTED, complain
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.places import Candidate

ABOUT = """\
The places that are known: all countries, their first-level divisions, and cities over
15,000 inhabitants, from GeoNames. Add a full GeoNames file for towns and villages."""
ADD = """\
Add a GeoNames file: allCountries.txt, cities500.txt or a country's, as it comes from
download.geonames.org, plain or packed (.zip, .gz). Towns, villages, divisions and what
else news names (airports, camps, bases, mountains) are kept in your data folder, and
`dragoman code` uses them from then on. The same file again replaces what it gave."""
LEVELS = {1: "country", 2: "division", 3: "district", 4: "town", 5: "below a town"}


def register(commands: Any) -> None:
    """Add the command `places`."""
    parser = commands.add_parser("places", help="look up and add places", description=ABOUT)
    actions = parser.add_subparsers(required=True, metavar="COMMAND")
    plain = argparse.RawDescriptionHelpFormatter
    add = actions.add_parser("add", help="add a GeoNames file", description=ADD, formatter_class=plain)
    add.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a GeoNames file with 19 columns")
    add.add_argument("--all", action="store_true", help="keep every kind of feature, streams and hills too")
    add.set_defaults(run=_add)
    find = actions.add_parser("find", help="the places of a name", description="Every place that a name can mean.")
    find.add_argument("name", nargs="+", metavar="NAME", help="a name in any spelling that GeoNames has")
    find.add_argument("--country", metavar="CODE", help="only in this country, ISO alpha-3: MLI")
    find.add_argument("--format", choices=("table", "jsonl"), default="table", help="default: table")
    find.set_defaults(run=_find)
    listed = actions.add_parser("list", help="the files that were added", description="The files that were added.")
    listed.set_defaults(run=_list)
    remove = actions.add_parser(
        "remove", help="remove all added places", description="Remove all added places; those of the package stay."
    )
    remove.set_defaults(run=_remove)


def _add(arguments: argparse.Namespace) -> int:
    from dragoman import actors
    from dragoman.read.gazetteer import add_places, data_folder

    alpha3 = {s.iso2: s.code for s in actors.load().states.values() if s.iso2}
    missing = [str(p) for p in arguments.files if not p.is_file()]
    if missing:
        raise UsageError(f"{missing[0]}: no such file; download one from download.geonames.org/export/dump")
    try:
        for path in arguments.files:
            with _progress(path) as advance:
                added = add_places(path, alpha3, arguments.all, advance)
            sys.stdout.write(f"{path.name}: {added.places} places added, {added.passed} of other kinds passed over\n")
            for why, count in added.bad.most_common():
                complain(f"dragoman: {path.name}: {count} lines {why} were left out")
    except KeyboardInterrupt:
        complain("dragoman: stopped; the table is as it was before this file")
        return INTERRUPTED
    sys.stdout.write(f"kept in {data_folder()}; `dragoman code` uses them from now on\n")
    return DONE


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error, on a terminal only; a packed file has no known length."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    size = None if path.suffix in (".zip", ".gz") else path.stat().st_size
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=size)
        yield lambda read: bar.advance(task, read)


def _find(arguments: argparse.Namespace) -> int:
    from dragoman.read.gazetteer import gazetteer

    name = " ".join(arguments.name)
    known, _ = gazetteer()
    code = (arguments.country or "").upper()
    found = [c for c in known.find(name) if c.country == code or not code]
    if not found:
        where = f" in {code}" if code else ""
        complain(
            f"dragoman: no place is known as {name!r}{where}; towns below 15,000 inhabitants come with "
            "`dragoman places add FILE`, and countries are found by `dragoman actors find`"
        )
        return REJECTED
    if arguments.format == "jsonl":
        sys.stdout.writelines(json.dumps(asdict(c), ensure_ascii=False) + "\n" for c in found)
    else:
        sys.stdout.writelines(_line(c) + "\n" for c in found)
    return DONE


def _line(c: Candidate) -> str:
    at = f"{c.lat:.3f} {c.lon:.3f}" if c.lat is not None and c.lon is not None else "no coordinates"
    kind = "capital" if c.is_capital else LEVELS[c.level]
    text = f"{c.name}, {c.country}  {kind}  {c.population:,} inhabitants  {at}  geonameid {c.geonameid}"
    return "".join(ch if ch.isprintable() else " " for ch in text)


def _list(arguments: argparse.Namespace) -> int:
    from dragoman.read.gazetteer import data_folder, own_places

    own = own_places()
    if own is None:
        sys.stdout.write("no file was added; the package's own places are used\n")
        return DONE
    for name, digest, count, skipped in own.sources:
        sys.stdout.write(f"{name}  {count} places  {skipped} bad lines  sha256 {digest[:12]}\n")
    sys.stdout.write(f"kept in {data_folder()}\n")
    return DONE


def _remove(arguments: argparse.Namespace) -> int:
    from dragoman.read.gazetteer import FILE, data_folder

    path = data_folder() / FILE
    if not path.is_file():
        sys.stdout.write("no file was added\n")
        return DONE
    path.unlink()
    sys.stdout.write(f"removed {path}\n")
    return DONE
