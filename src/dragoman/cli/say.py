"""What all commands share: exit codes, messages on standard error."""

from __future__ import annotations

import sys

DONE, REJECTED, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell gives a program that Ctrl-C or a closed pipe has ended."""


def complain(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(message + "\n")
