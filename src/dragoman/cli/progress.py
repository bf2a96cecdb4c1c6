"""How far a long run is: a bar on a terminal, else a line a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

REPORT_S = 60.0
"""Seconds between lines where no terminal shows a bar."""
SPEED_S = 600.0
"""Over which the time left is estimated: commits come seconds apart, and reports are of many lengths."""


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Callable[..., None]]:
    """A bar on standard error; what it gives takes `completed`, `total` and `description`."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=SPEED_S) as shown:
        yield partial(shown.update, shown.add_task(what, total=total))


class Pace:
    """The time since a run began: how many a second, how long the rest takes, and when it is time to say so again."""

    def __init__(self, every: float = REPORT_S) -> None:
        self.every = every
        self._started = self._told = time.monotonic()

    def is_due(self) -> bool:
        """Whether so long ago was the last time that this was true."""
        now = time.monotonic()
        if now - self._told < self.every:
            return False
        self._told = now
        return True

    def rate(self, count: int) -> float:
        """COUNT a second."""
        return count / max(0.1, time.monotonic() - self._started)

    def left(self, count: int, rest: int) -> str:
        """How long the REST takes where COUNT are done, in words; nothing where that cannot be known."""
        rate = self.rate(count)
        return f", {rest / rate / 60:.0f} minutes left" if rate and rest > 0 else ""
