"""Long work in batches: each is committed as a whole, and whatever ends a run, what was done is kept."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")

BATCH = 64
"""Reports a commit: few enough that a stop costs half a minute of coding, enough that segments are not tiny."""
PATIENCE_S = 15.0
"""Seconds after which what is done is committed, also where fewer reports are."""


def in_batches(
    results: Iterable[Result], take: Callable[[Result], None], commit: Callable[[], None], size: int = BATCH
) -> bool:
    """TAKE each of RESULTS, and COMMIT after every SIZE of them, after a while, and at the end; whether Ctrl-C was the end.

    Ctrl-C waits while a commit is under way, and whatever ends the run, what was taken is committed.

    >>> taken, committed = [], []
    >>> in_batches(range(5), taken.append, lambda: committed.append(len(taken)), 2), committed
    (False, [2, 4, 5])
    """
    count, committed = 0, time.monotonic()
    try:
        for result in results:
            take(result)
            count += 1
            if count >= size or time.monotonic() - committed > PATIENCE_S:
                with uninterrupted():
                    commit()
                count, committed = 0, time.monotonic()
    except KeyboardInterrupt:
        return True
    finally:
        with uninterrupted():
            commit()
    return False


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the block has ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        pressed.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
