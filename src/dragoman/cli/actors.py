"""The commands `dragoman actors`: look a name up, check a file of own actors, fetch office holders from Wikidata."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.say import DONE, INTERRUPTED, REJECTED, complain
from dragoman.errors import DataError, UsageError

if TYPE_CHECKING:
    from dragoman.actors import KnowledgeBase
    from dragoman.actors.added import Added
    from dragoman.actors.look import Known
    from dragoman.read.wikidata import Harvest
    from dragoman.settings import ActorFile

ABOUT = """\
The actors that are known: states, organs, organisations, office holders. Look a name
up, check a file of your own, fetch office holders from Wikidata."""
FIND = """\
Everything that is known by a name: states, bodies, persons with the offices that they
hold, held or will hold on a day, role nouns. Ends with 1 if nothing is."""
CHECK = """\
Check files of your own actors: tell all that is wrong in them, or what they hold. Of a
PETRARCH dictionary (.txt) every line that cannot be used is told, with the reason; the
others are used all the same. Ends with 0 if all is well, 1 if not."""
FORM = """\
a file, complete (CSV; TOML has the same keys in [[actor]] tables):
  name,aliases,code,sector,office,from,to,kind,wikidata
  Umoja Front,UF;the Front,KEN,REB,,2004,2008-12-31,,
  Ana Ruiz,,CHL,GOV,Mayor of Lota,2021-06,,,

docs/own-actors.md tells the rest. Use it with: dragoman code --actors FILE PATH"""
UPDATE = """\
Ask Wikidata's public query service who heads states and governments and who their
ministers are, and write a file of actors for `dragoman code --actors`. This is the
one command that uses the network: what is sent is the question, no text of yours.
Ctrl-C ends it and keeps what came."""
SHOWN = 10
"""Names of one kind that a summary shows."""


def register(commands: Any) -> None:
    """Add the command `actors`."""
    parser = commands.add_parser("actors", help="look up, check and fetch actors", description=ABOUT)
    actions = parser.add_subparsers(required=True, metavar="COMMAND")
    plain = argparse.RawDescriptionHelpFormatter
    find = actions.add_parser("find", help="what is known by a name", description=FIND, formatter_class=plain)
    find.add_argument("name", nargs="+", metavar="NAME", help="a name, abbreviation, adjective or role noun")
    find.add_argument("--on", type=_day, metavar="DATE", help="the day, as 2024-03-15 (default: today)")
    find.add_argument("--actors", action="append", default=[], metavar="FILE", help="with the actors of FILE")
    find.add_argument("--format", choices=("table", "jsonl"), default="table", help="default: table")
    find.set_defaults(run=_find)
    check = actions.add_parser(
        "check", help="check files of own actors", description=CHECK, epilog=FORM, formatter_class=plain
    )
    check.add_argument("paths", nargs="+", metavar="FILE", help="TOML, CSV, or a PETRARCH dictionary (.txt)")
    check.set_defaults(run=_check)
    update = actions.add_parser(
        "update", help="fetch office holders from Wikidata", description=UPDATE, formatter_class=plain
    )
    update.add_argument("--from", dest="source", choices=("wikidata",), required=True, help="where to ask")
    update.add_argument("--out", required=True, metavar="FILE", help="the file to write, .csv")
    update.add_argument(
        "--since", type=_day, metavar="DATE", help="who was in office then or later (default: a year before the base)"
    )
    update.add_argument("--service", metavar="URL", help="another SPARQL service with Wikidata's data")
    update.set_defaults(run=_update)


def _day(text: str) -> str:
    from dragoman.actors.own_rows import is_date

    if len(text) != 10 or not is_date(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2024-03-15")
    return text


def _write(lines: Iterable[str]) -> None:
    """Lines on standard output, without what a name could do to a terminal."""
    for line in lines:
        sys.stdout.write("".join(c if c.isprintable() else " " for c in line) + "\n")


# ---------------------------------------------------------------- find


def _find(arguments: argparse.Namespace) -> int:
    from datetime import date

    from dragoman import actors
    from dragoman.actors.look import alike, look_up
    from dragoman.read.actor_files import actor_files

    name = " ".join(arguments.name)
    on = arguments.on or date.today().isoformat()
    base = actors.extend(actors.load(), *actor_files(arguments.actors))
    found = look_up(base, name, on)
    if not found:
        near = alike(base, name)
        hint = (
            f"spelled alike: {', '.join(near)}"
            if near
            else "nothing is spelled alike; try the surname, or an abbreviation"
        )
        complain(f"dragoman: nothing is known as {name!r}; {hint}")
        return REJECTED
    if arguments.format == "jsonl":
        sys.stdout.writelines(json.dumps(asdict(known), ensure_ascii=False) + "\n" for known in found)
    else:
        _write(_table(found, on))
    return DONE


def _table(found: Sequence[Known], on: str) -> Iterator[str]:
    head = ("Name", "Kind", "Code", "Sector", "Office or form", f"On {on}", "From", "To", "Wikidata")
    rows = [head] + [
        (
            k.name,
            k.kind,
            k.code or "",
            k.sector or "",
            k.office or ("" if k.kind in ("person", "role noun") else k.form),
            k.when,
            k.start or "",
            k.end or "",
            k.wikidata or "",
        )
        for k in found
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


# ---------------------------------------------------------------- check


def _check(arguments: argparse.Namespace) -> int:
    from dragoman import actors
    from dragoman.read.actor_files import actor_files

    base, is_good = actors.load(), True
    for file in actor_files(arguments.paths):
        try:
            added = actors.read_own(base, file)
        except DataError as error:
            _write(str(error).split("\n"))
            is_good = False
            continue
        is_good &= bool(added.read) and not added.unread
        _write(_summary(base, file, added))
    return DONE if is_good else REJECTED


def _summary(base: KnowledgeBase, file: ActorFile, added: Added) -> Iterator[str]:
    """What FILE holds, what of ours it hides, and what of it cannot be used."""
    people = {(r.name, r.wikidata) for r in added.persons}
    bodies = Counter(r.kind for r in {(r.name, r.code): r for r in added.rows if r.kind != "person"}.values())
    parts = [f"{len(people):,} {'person' if len(people) == 1 else 'persons'}"] if people else []
    parts += [f"{count:,} of kind {kind}" for kind, count in bodies.most_common()]
    parts += [f"{len(added.roles):,} forms of role nouns"] if added.roles else []
    yield f"{file.name}: {', '.join(parts) or 'nothing that can be used'}"
    codes = Counter(r.code for r in added.rows)
    if codes:
        yield f"  codes: {_few(f'{code} {count:,}' for code, count in codes.most_common())}"
    # Only where the file says something else than we do.
    mine = {(e.phrase, e.code, e.sector) for e in added.entries}
    over = {p: o for p, c, s in sorted(mine, key=str) for o in base.find(p) if (o.code, o.sector) != (c, s)}
    if over:
        yield f"  wins over ours: {_few(f'{p} ({o.kind}, {o.code})' for p, o in over.items())}"
    if added.unread:
        yield f"  lines used: {added.read:,}; slips: {len(added.unread):,}"
        yield from (f"  line {u.line}: {u.words}: {u.reason}" for u in added.unread)


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - SHOWN:,} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


# ---------------------------------------------------------------- update


def _update(arguments: argparse.Namespace) -> int:
    import dragoman
    from dragoman import actors
    from dragoman.read.sparql import PUBLIC, Service
    from dragoman.read.wikidata import Harvest, bindings, gather

    out = Path(arguments.out)
    if out.suffix.lower() != ".csv":
        raise UsageError(f"{out}: actors are written as CSV; name a file that ends in .csv")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out.parent}: no such folder; make it first or name another with --out")
    base, harvest = actors.load(), Harvest()
    since = arguments.since or f"{int(base.as_of[:4]) - 1}{base.as_of[4:]}"
    agent = f"dragoman/{dragoman.__version__} (event coding of news; dragoman actors update)"
    address = _address(arguments.service or PUBLIC)
    service = Service(address, bindings, tell=lambda line: complain(f"dragoman: {line}"), agent=agent)
    stopped = False
    try:
        gather(harvest, service, since, base.states)
    except KeyboardInterrupt:
        stopped = True
    _keep(harvest, out)
    for line in _harvested(harvest, out):
        complain(f"dragoman: {line}")
    if stopped:
        complain("dragoman: stopped; the file holds what came until then" if harvest.rows else "dragoman: stopped")
        return INTERRUPTED
    return REJECTED if harvest.failed or not harvest.rows else DONE


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise UsageError(f"{url}: no address of a service; write https://...")
    return url


def _keep(harvest: Harvest, out: Path) -> None:
    """Write what came; a file that is there already is replaced only by a whole one, and not by an empty one."""
    if not harvest.rows:
        return
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(harvest.as_csv(), encoding="utf-8", newline="")
        part.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); name another file with --out") from error


def _harvested(harvest: Harvest, out: Path) -> Iterator[str]:
    rows = harvest.joined()
    people = len({row[8] for row in rows})
    wrote = f"{out}: persons {people:,}, terms {len(rows):,}" if rows else "nothing to write"
    yield f"{wrote}; answers of the service {harvest.answers:,}"
    for reason, count in harvest.unused.most_common():
        yield f"  not used: {count:,} with {reason}"
    for failure in harvest.failed:
        yield f"  not asked to the end: {failure}"
