"""What all commands share: exit codes, messages on standard error."""

from __future__ import annotations

import sys

DONE, REJECTED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell gives a program that Ctrl-C or a closed pipe has ended."""


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with what it counts.

    >>> counted(1, "report"), counted(2_000, "report")
    ('1 report', '2,000 reports')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def complain(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(message + "\n")
