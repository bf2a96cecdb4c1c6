"""Ctrl-C in the middle of a query: DuckDB is asked to end it, and where it does not listen, the program ends all the same."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dragoman.cli.say import INTERRUPTED, complain

PATIENCE_S = 2.0
"""Within which DuckDB mostly ends a query; in the midst of a large product of tables it looks up only after minutes."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends what the block does, as a KeyboardInterrupt or, where nothing stirs, by ending the process.

    Only for what changes nothing: nobody tidies up behind a process that ends so.
    """
    import duckdb

    try:
        with _watched():
            yield
    except (RuntimeError, duckdb.InterruptException) as error:
        if "interrupt" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


@contextmanager
def _watched() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Python's own handler waits until DuckDB gives control back; a byte in this socket is there at once.
    watch, wake = socket.socketpair()
    wake.setblocking(False)
    before = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    thread = threading.Thread(target=_wait, args=(watch,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        wake.close()
        thread.join()
        watch.close()


def _wait(watch: socket.socket) -> None:
    """Return when the other end is closed; end the process where that does not follow on Ctrl-C in time."""
    while signals := watch.recv(64):
        if signal.SIGINT not in signals:
            continue
        watch.settimeout(PATIENCE_S)
        try:
            watch.recv(64)
        except TimeoutError:
            complain("dragoman: stopped")
            os._exit(INTERRUPTED)
        return
