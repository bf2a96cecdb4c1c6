"""Options that several commands have: how reports are coded, how tables are read, which archive."""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from dragoman.cli.say import complain
from dragoman.settings import CodeSettings, ReadSettings

ARCHIVE = "DRAGOMAN_ARCHIVE"


def add_coding(group: Any) -> None:
    """The options of coding, but for --explain."""
    group.add_argument(
        "--published",
        type=to_date,
        metavar="DATE",
        help="when reports appeared that do not say so: 2025-03-14, 2025-03, 2025",
    )
    group.add_argument(
        "--min-confidence",
        type=to_share,
        metavar="X",
        help="leave out records below X, from 0 to 1 (default: for events the threshold with the best F1)",
    )
    group.add_argument(
        "--ontology", metavar="FILE", help="code the event types of FILE too; see `dragoman ontology check --help`"
    )
    group.add_argument(
        "--actors",
        action="append",
        default=[],
        metavar="FILE",
        help="know the actors of FILE too (TOML, CSV, or a PETRARCH .txt), may be repeated; see `dragoman actors --help`",
    )
    group.add_argument(
        "--workers", type=to_count, default=1, metavar="N", help="processes that code side by side (default 1)"
    )


def code_settings(arguments: argparse.Namespace, explain: bool = False) -> CodeSettings:
    """How the ARGUMENTS ask for reports to be coded; a bad file of types or actors is told here, once and at once."""
    from dragoman.pipeline import load, ontology_file
    from dragoman.read.actor_files import actor_files

    settings = CodeSettings(
        published=arguments.published,
        explain=explain,
        min_confidence=arguments.min_confidence,
        ontology=ontology_file(arguments.ontology) if arguments.ontology else None,
        actors=actor_files(arguments.actors),
    )
    if arguments.ontology or arguments.actors:
        unread = load(settings).base.unread
        if unread:
            complain(f"dragoman: lines of actors without use: {unread:,}; `dragoman actors check FILE` tells why")
    return settings


def add_columns(parser: argparse.ArgumentParser) -> None:
    """The options that name the columns of tables of reports."""
    columns = parser.add_argument_group("columns of CSV and JSON lines, where they have other names")
    for field in fields(ReadSettings):
        if field.name.endswith("_column"):
            flag = "--" + field.name.replace("_", "-")
            columns.add_argument(flag, default=field.default, metavar="NAME", help=f"default: {field.default}")


def add_fetching(parser: argparse.ArgumentParser) -> None:
    """The options of what is fetched, by the names that the settings have."""
    group = parser.add_argument_group("addresses")
    group.add_argument("--no-fetch", dest="fetch", action="store_false", help="fetch nothing, links of feeds included")
    group.add_argument(
        "--allow-private", action="store_true", help="fetch from hosts of your own network too, at any port"
    )
    group.add_argument(
        "--ignore-robots",
        dest="obey_robots",
        action="store_false",
        help="follow links also where the site asks programs not to; you answer for it",
    )
    group.add_argument(
        "--delay", type=float, default=ReadSettings().delay, metavar="S", help="seconds between requests to one host"
    )


def read_settings(arguments: argparse.Namespace) -> ReadSettings:
    """How the ARGUMENTS ask for reports to be read."""
    given = {f.name: getattr(arguments, f.name) for f in fields(ReadSettings) if hasattr(arguments, f.name)}
    return ReadSettings(**given)


def add_archive(parser: Any) -> None:
    """The option that names the archive."""
    parser.add_argument(
        "--archive",
        metavar="DIR",
        help=f"the folder of the archive (default: {ARCHIVE} of the environment, else ./archive)",
    )


def archive_of(arguments: argparse.Namespace) -> Path:
    """The folder of the archive that the ARGUMENTS mean."""
    return Path(arguments.archive or os.environ.get(ARCHIVE) or "archive")


def add_wait(parser: Any) -> None:
    """The option to wait for another process that writes the archive."""
    parser.add_argument(
        "--wait",
        type=to_count,
        nargs="?",
        const=86_400,
        default=0,
        metavar="SECONDS",
        help="wait while another process writes the archive, at most SECONDS (a day if none are given)",
    )


def to_date(text: str) -> str:
    """A date, month or year, as argparse wants it."""
    from dragoman.extract import iso_date

    date = iso_date(text)
    if date is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2025-03-14, 2025-03 or 2025")
    return date


def to_share(text: str) -> float:
    """A number from 0 to 1, as argparse wants it."""
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return share


def to_count(text: str) -> int:
    """A whole number above 0, as argparse wants it."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of that kind; write 1 or more")
    return int(text)
