"""One connection to a machine that was checked: bounded in time, proven by its name, its errors in stable words."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.read.decode import Flaw

MOST_TRIES = 4
"""Numbers of one host that are tried: one or two of each kind of internet."""


@dataclass(slots=True)
class Watch:
    """Cuts a connection when its time is over: a limit for each silence alone lets a server drip for ever.

    What one request leaves of the time is left for the next, so that redirects share it.
    """

    seconds: float
    is_over: bool = False
    _since: float = 0.0
    _sockets: list[socket.socket] = field(default_factory=list)
    _timer: threading.Timer | None = None

    def start(self) -> None:
        """Lets the time run."""
        self._since = time.monotonic()
        self._timer = threading.Timer(max(0.0, self.seconds), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def restart(self, seconds: float) -> None:
        """Gives this many seconds from now on."""
        if self._timer is not None:
            self._timer.cancel()
        self.seconds = seconds
        self.start()

    def add(self, connection: socket.socket) -> None:
        """Watches CONNECTION by a second handle, which stays good when TLS takes over the first."""
        self._sockets.append(connection.dup())
        if self.is_over:
            self._cut()

    def stop(self) -> None:
        """Stops the time until the next start."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        self.seconds -= time.monotonic() - self._since
        for connection in self._sockets:
            connection.close()
        self._sockets.clear()

    def _cut(self) -> None:
        self.is_over = True
        for connection in self._sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed by the other side already


def first_open(numbers: Sequence[str], port: int, seconds: float, watch: Watch) -> socket.socket:
    """A connection to the first of the numbers that takes one; no name is looked up."""
    error: OSError = OSError("no number to ask")
    for number in numbers[:MOST_TRIES]:
        if watch.is_over:
            raise TimeoutError
        try:
            connection = socket.create_connection((number, port), timeout=max(0.001, min(seconds, watch.seconds)))
        except OSError as failed:
            error = failed
            continue
        watch.add(connection)
        return connection
    raise error


def secured(connection: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """CONNECTION in TLS, with a certificate that is good for HOST."""
    try:
        return context.wrap_socket(connection, server_hostname=host)
    except BaseException:
        connection.close()
        raise


def flaw_of(error: BaseException, watch: Watch) -> Flaw:
    """An error of a connection in one stable word.

    >>> flaw_of(ConnectionRefusedError(111, "Connection refused"), Watch(1.0))
    Flaw(reason='unreachable', detail='Connection refused')
    """
    from urllib3.exceptions import IncompleteRead, ProtocolError
    from urllib3.exceptions import TimeoutError as PoolTimeout

    causes = [error, error.__cause__, error.__context__, *error.args]
    if watch.is_over or any(isinstance(cause, TimeoutError | PoolTimeout) for cause in causes):
        return Flaw("timed-out", "its time was over" if watch.is_over else "no answer in time")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Flaw("bad-certificate", f"the host cannot prove its name: {error.verify_message}")
    if any(isinstance(cause, IncompleteRead | http.client.IncompleteRead) for cause in causes):
        return Flaw("truncated", "the connection ended before the answer did")
    if isinstance(error, ProtocolError | http.client.HTTPException | ValueError) and not isinstance(error, OSError):
        return Flaw("bad-answer", f"no answer as HTTP has it: {type(error).__name__}")
    return Flaw("unreachable", getattr(error, "strerror", None) or str(error) or type(error).__name__)
