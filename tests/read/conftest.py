"""A web server on this machine that answers as a test tells it to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class Answering(BaseHTTPRequestHandler):
    """One request, answered by what the server holds at its path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web: Web = self.server.web  # type: ignore[attr-defined]
        web.asked.append(self.path)
        web.headers.append(dict(self.headers))
        page = web.pages.get(self.path, (404, {}, b"no such page"))
        if callable(page):
            page(self)
            return
        status, headers, body = page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


Answer = tuple[int, dict[str, str], bytes] | Callable[[Answering], None]


class Web:
    """What a server gives at each path, and what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        self.server.handle_error = lambda request, address: None  # type: ignore[method-assign]
        self.server.web = self  # type: ignore[attr-defined]
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def give(self, path: str, body: bytes | str, media: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Puts a page at PATH; its address."""
        data = body.encode() if isinstance(body, str) else body
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": media, **fields}, data)
        return self.url + path

    def send(self, path: str, status: int, **headers: str) -> str:
        """Puts an answer without a page at PATH; its address."""
        self.pages[path] = (status, headers, b"")
        return self.url + path

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    served = Web()
    yield served
    served.close()


@pytest.fixture
def tls_web() -> Iterator[Callable[[ssl.SSLContext], Web]]:
    """Starts servers that speak TLS."""
    served: list[Web] = []

    def start(context: ssl.SSLContext) -> Web:
        served.append(Web(context))
        return served[-1]

    yield start
    for one in served:
        one.close()
