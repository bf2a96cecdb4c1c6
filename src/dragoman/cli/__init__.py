"""The program `dragoman`: arguments in, records out, exit codes. The only room that prints and exits."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import dragoman
from dragoman.cli.say import INTERRUPTED, PIPE_CLOSED, USAGE, complain
from dragoman.errors import DragomanError

__all__ = ["main"]

DESCRIPTION = """\
Dragoman reads the news and keeps the record: who did or said what to whom, when,
about what, on whose word, and what was promised. Every entry names the sentence
that proves it. No report is sent anywhere: the models are part of the package."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with ARGUMENTS (default: those of the process) and return its exit code."""
    parser = _parser()
    try:
        parsed = parser.parse_args(arguments)
        code: int = parsed.run(parsed)
        sys.stdout.flush()
    except DragomanError as error:
        complain(f"dragoman: {error}")
        return USAGE
    except KeyboardInterrupt:
        complain("dragoman: stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more when it closes it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dragoman",
        description=DESCRIPTION,
        epilog="`dragoman code --help` tells what is read and printed, with examples.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dragoman {dragoman.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    # Each command imports what it needs when it runs, so that --help is quick.
    from dragoman.cli import actors, archive, ask, code, compare, export, ingest, panel, places, recode, sql
    from dragoman.evaluate import command, ontology

    for room in (code, ingest, ask, panel, sql, export, recode, compare, archive, actors, places, command, ontology):
        room.register(commands)
    return parser
