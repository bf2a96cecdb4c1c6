"""Map a function over items, here or in worker processes: same results in the same order, whatever their number."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from typing import TypeVar

from dragoman.errors import DragomanError

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items in hand for each worker: enough that none waits, few enough that memory stays flat."""


def ordered_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int = 1,
    start: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """FUNCTION of each of ITEMS, in their order; START runs once in each process before its first item.

    >>> list(ordered_map(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    if workers == 1:
        yield from map(function, items)
        return
    # A fork of a process with threads can hang, so workers start from a clean one.
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    source = iter(items)
    waiting: deque[Future[Result]] = deque()
    pool = ProcessPoolExecutor(workers, get_context(method), partial(_start, start))
    try:
        while True:
            waiting.extend(pool.submit(function, item) for item in islice(source, AHEAD * workers - len(waiting)))
            if not waiting:
                return
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise DragomanError(
            "a worker process ended unexpectedly, perhaps for lack of memory; use fewer workers"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(start: Callable[[], object] | None) -> None:
    """Ctrl-C is for the parent, which keeps what is done; where the parent is killed, its workers end too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if start is not None:
        start()


def _end_with_parent() -> None:
    """Else a worker would wait for work for ever: it holds an end of the pipe from which the work comes itself."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
