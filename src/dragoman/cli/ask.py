"""The commands `dragoman events`, `statements`, `commitments` and `documents`: what an archive holds, asked by who, whom, what, when."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.cli.interrupt import interruptible
from dragoman.cli.say import DONE, complain
from dragoman.cli.shared import add_archive, archive_of, to_share
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.archive.ask import Answer
    from dragoman.archive.question import Words

FORMATS = ("table", "jsonl", "csv", "parquet")
SHOWN = 50
"""Records that a table shows unless told otherwise: two screens."""
SHORT = {
    "events": "events of an archive: who did what to whom",
    "statements": "statements of an archive: who said what to whom",
    "commitments": "commitments of an archive: who promised what to whom",
    "documents": "reports of an archive",
}
ABOUT = {
    "events": "Events for which all that is asked holds.",
    "statements": "Statements for which all that is asked holds; --actor is who speaks, --recipient to whom.",
    "commitments": "Commitments for which all that is asked holds; --actor is who promises, --recipient to whom.",
    "documents": "Reports for which all that is asked holds: their day, outlet and text, and that they hold such an event.",
}
NOTES = """\
Several values of one option, repeated or with commas, mean any of them; several
options mean all. A country goes by code or name (USA, Mexico) and stands for all who
act for it; any other name is looked for in the names of reports ("Claudia Sheinbaum").
--text takes words, "a phrase", stem*, AND, OR, NOT and parentheses, and finds what
rests on such a sentence.

A table shows the newest 50. Data comes whole, in the order of the reports: JSON lines
hold each record once, with every field; CSV and Parquet hold flat rows, of an event
those of its ordered pairs of parties that were asked for.

exit code: 0 also where nothing is found; 2 wrong use; 130 stopped by Ctrl-C

examples:
  dragoman events --actor USA --recipient MEX --since 2026-01 --status actual
  dragoman events --type CONSULT --text "fentanyl OR tariff*" --evidence
  dragoman statements --actor "Claudia Sheinbaum" --format csv --out said.csv
  dragoman documents --actor KEN --recipient UGA --outlet Reuters"""
WORDS: dict[str, tuple[str, str]] = {
    "actor": ("WHO", "who acts: code, country or name"),
    "recipient": ("WHO", "to whom"),
    "type": ("TYPE", "PLOVER type or own type (CONSULT, AID, ...)"),
    "mode": ("MODE", "mode of the type"),
    "context": ("CONTEXT", "what it is about"),
    "status": ("STATUS", "actual, future, negated, hypothetical, historical, any"),
    "since": ("DATE", "from this day, month or year on: 2026-01-15, 2026-01, 2026"),
    "until": ("DATE", "up to the end of this day, month or year"),
    "text": ("WORDS", "what the sentence says"),
    "outlet": ("NAME", "who published the report"),
    "place": ("PLACE", "where it happened: a country, or the name of a place"),
    "actor_sector": ("SECTOR", "PLOVER sector of who acts (GOV, MIL, ...)"),
    "recipient_sector": ("SECTOR", "PLOVER sector of whom it concerns"),
    "min_confidence": ("X", "leave out what is below X, from 0 to 1"),
    "document": ("ID", "in this report"),
}
ONE = ("since", "until", "text", "min_confidence")
"""Words that take one value."""


def register(commands: Any) -> None:
    """Add the four commands."""
    for kind, short in SHORT.items():
        parser = commands.add_parser(
            kind,
            help=short,
            description=ABOUT[kind],
            epilog=NOTES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        parser.set_defaults(run=partial(_ask, kind))
        add_words(parser, kind)
        out = parser.add_argument_group("output")
        add_output(out, FORMATS, "table on a terminal, jsonl in a pipe")
        out.add_argument(
            "--limit", type=to_limit, metavar="N", help=f"the newest N records, 0 for all (table: {SHOWN}; data: all)"
        )
        out.add_argument("--no-text", action="store_true", help="leave out evidence and all quoted words, for sharing")
        out.add_argument("--evidence", action="store_true", help="in tables: show the sentence that proves each record")
        add_which(parser)


def add_words(parser: argparse.ArgumentParser, kind: str, leave_out: tuple[str, ...] = ()) -> None:
    """The options that are the words of a question for KIND."""
    group = parser.add_argument_group("what is asked for")
    without = {"statements": ("mode", "status", "place"), "commitments": ("type", "mode", "context", "status", "place")}
    for word, (value, said) in WORDS.items():
        if word in without.get(kind, ()) or word in leave_out:
            continue
        flag = "--" + word.replace("_", "-")
        said = "direct or indirect" if kind == "statements" and word == "type" else said
        if word == "min_confidence":
            group.add_argument(flag, type=to_share, metavar=value, help=said)
        elif word in ONE:
            group.add_argument(flag, metavar=value, help=said)
        else:
            group.add_argument(flag, action="append", metavar=value, help=said)


def add_output(group: Any, formats: tuple[str, ...], default: str) -> None:
    """The options that say in which form and where to."""
    group.add_argument("--format", choices=formats, help=f"default: by the suffix of --out; {default}")
    group.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")


def add_which(parser: argparse.ArgumentParser) -> None:
    """The options that say which archive, and which state of it."""
    group = parser.add_argument_group("archive")
    add_archive(group)
    group.add_argument("--all-versions", action="store_true", help="earlier versions of changed reports too")
    group.add_argument("--coding", type=int, metavar="N", help="as coding N has it (`dragoman compare` lists them)")


def words_of(arguments: argparse.Namespace) -> Words:
    """The words of the question that ARGUMENTS ask."""
    given = vars(arguments)
    return {word: given[word] for word in (*WORDS, "limit") if given.get(word) is not None}  # type: ignore[return-value]


def format_of(arguments: argparse.Namespace, formats: tuple[str, ...], piped: str) -> str:
    """The format asked for, by option, by the suffix of the file, or by who reads it: PIPED where that is a program."""
    from dragoman.export import format_of

    form: str | None = arguments.format
    if form is None and arguments.out:
        form = format_of(arguments.out)
        if form not in formats:
            raise UsageError(f"{arguments.out}: the name does not say which format; add --format {'|'.join(formats)}")
    if form is None:
        form = "table" if sys.stdout.isatty() else piped
    if form == "parquet" and not arguments.out:
        raise UsageError("Parquet cannot be written to a terminal or pipe; name a file with --out FILE.parquet")
    return form


def plain_output() -> None:
    """Have standard output take data as it is: UTF-8, no other ends of lines."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")


def to_limit(text: str) -> int:
    """A number of records, 0 for all, as argparse wants it."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of records; write 1 or more, or 0 for all")
    return int(text)


def _ask(kind: str, arguments: argparse.Namespace) -> int:
    form = format_of(arguments, FORMATS, "jsonl")
    if form == "table" and arguments.no_text:
        raise UsageError("--no-text is for data: choose --format jsonl, csv or parquet with it")
    if arguments.limit is None and form == "table":
        arguments.limit = SHOWN
    from dragoman.archive.opened import Archive

    with interruptible(), Archive(archive_of(arguments), arguments.all_versions, arguments.coding) as archive:
        answer = archive.ask(kind, words_of(arguments))
        shown = _print(answer, form, arguments)
        if not shown:
            complain(f"dragoman: no {kind} for which all of this holds")
            _hint(arguments)
        elif form == "table" and answer.question.limit is not None and shown == answer.question.limit:
            total = answer.total()
            if total > shown:
                complain(f"dragoman: {shown:,} of {total:,}; --limit 0 for all")
    return DONE


def _hint(arguments: argparse.Namespace) -> None:
    """Names that were looked for as they stand and may be slips for a country's."""
    from dragoman.archive.parties import near_names
    from dragoman.archive.question import listed

    said = [*(arguments.actor or ()), *(arguments.recipient or ())]
    for word, names in near_names(listed(said)).items():
        complain(f"dragoman: {word!r} was looked for as a name; it is like {' and '.join(names)}")


def _print(answer: Answer, form: str, arguments: argparse.Namespace) -> int:
    """Write the answer; gives how many records or rows."""
    from dragoman.archive.ask import replaced

    text = not arguments.no_text
    if form == "table":
        from dragoman.cli.shown import print_records

        return print_records(answer.kind, list(answer.dated()), arguments.evidence, arguments.out)
    if not arguments.out:
        plain_output()
        return answer.write(sys.stdout, form, text)
    with replaced(Path(arguments.out)) as target:
        if form == "parquet":
            return answer.write_parquet(target, text)
        with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
            return answer.write(file, form, text)
