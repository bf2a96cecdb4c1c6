"""The client of the query service, against a real server here that pages, refuses, breaks off, drips and hangs."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dragoman.actors import extend, load
from dragoman.read.sparql import Bounds, Service, ServiceError, Slow
from dragoman.read.wikidata import CLASSES, Harvest, bindings, gather, office_of
from dragoman.settings import ActorFile

Play = Callable[["Answering"], None]
"""What the server does with one request; `give` sends rows."""
QUICK = Bounds(answer=1.0, tries=3, pause=0.01)


class Answering(BaseHTTPRequestHandler):
    """One request; the plays of the server are used up one by one, the last one stays."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Any = self.server
        self.query = parse_qs(urlsplit(self.path).query)["query"][0]
        server.seen.append((self.query, self.headers["User-Agent"]))
        play: Play = server.plays.pop(0) if len(server.plays) > 1 else server.plays[0]
        play(self)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def give(self, rows: list[dict[str, str]]) -> None:
        """The rows of the page that the query asks for."""
        limit, offset = (int(re.search(rf"{word} (\d+)", self.query)[1]) for word in ("LIMIT", "OFFSET"))  # type: ignore[index]
        page = [{key: {"value": value} for key, value in row.items()} for row in rows[offset : offset + limit]]
        self.send(200, json.dumps({"results": {"bindings": page}}).encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(*plays: Play) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A server that plays PLAYS; its address, and the queries and agents that it saw."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    server.plays, server.seen = list(plays), []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", server.seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def row(number: int = 1, **cells: str) -> dict[str, str]:
    person = {"person": f"http://www.wikidata.org/entity/Q{number}", "name": f"Ana Ruiz{number}", "iso": "CHL"}
    term = {"title": "President of Chile", "start": "2026-03-11T00:00:00Z", "startPrecision": "11"}
    return person | term | cells


def rows(*given: dict[str, str]) -> Play:
    return lambda request: request.give(list(given))


def status(code: int, body: bytes = b"", **headers: str) -> Play:
    return lambda request: request.send(code, body, **headers)


def service(url: str, told: list[str] | None = None, **bounds: Any) -> Service:
    tell = told.append if told is not None else lambda line: None
    return Service(
        url, bindings, Bounds(**({"answer": 1.0, "tries": 3, "pause": 0.01} | bounds)), tell, agent="dragoman/0"
    )


def gathered(url: str) -> Harvest:
    harvest = Harvest()
    gather(harvest, service(url), "2025-01-01", load().states)
    return harvest


def test_all_pages_of_all_kinds_of_positions_are_asked_for() -> None:
    with serving(rows(*(row(n) for n in range(1, 2502)))) as (url, seen):
        harvest = gathered(url)
    assert len(harvest.rows) == 2501 and harvest.answers == 2501 * len(CLASSES)
    assert len(seen) == 2 * len(CLASSES)
    assert all(position in seen[2 * i][0] for i, position in enumerate(CLASSES.values()))
    assert "OFFSET 2000" in seen[1][0] and "2025-01-01" in seen[0][0]
    assert {agent for _, agent in seen} == {"dragoman/0"}
    base = extend(load(), ActorFile("fetched.csv", harvest.as_csv()))
    assert base.persons("Ana Ruiz7")[0].held("2026-05-01")[0].office == "President"


def test_what_cannot_be_used_is_counted_with_its_reason() -> None:
    answers = [
        row(1),
        row(2, title="Deputy Minister of Health"),
        row(3, iso="XXX"),
        row(4, startPrecision="8"),
        row(5, anyEnd="http://www.wikidata.org/.well-known/genid/1"),
        row(6, end="2024-01-01T00:00:00Z", endPrecision="9", anyEnd="x"),
        row(7, person="http://www.wikidata.org/entity/L7"),
        {key: value for key, value in row(8).items() if key != "name"},
        {key: value for key, value in row(9).items() if key != "start"},
    ]
    with serving(rows(*answers)) as (url, _):
        harvest = gathered(url)
    assert len(harvest.rows) == 1 and not harvest.failed
    assert {reason: count // len(CLASSES) for reason, count in harvest.unused.items()} == {
        "an office that is not taken up": 1,
        "a state without a code here": 1,
        "a start or end that is not known to the year": 3,
        "an end before the start": 1,
        "no Wikidata id": 1,
        "no English name": 1,
    }


def test_terms_that_overlap_are_joined_so_that_the_file_is_sound() -> None:
    answers = [
        row(1, end="2026-06-01T00:00:00Z", endPrecision="11", anyEnd="x"),
        row(1, start="2026-04-01T00:00:00Z", startPrecision="10"),
        row(
            1,
            start="2020-01-01T00:00:00Z",
            startPrecision="9",
            end="2021-01-01T00:00:00Z",
            endPrecision="9",
            anyEnd="x",
        ),
    ]
    with serving(rows(*answers)) as (url, _):
        text = gathered(url).as_csv()
    assert text.splitlines()[1:] == [
        "Ana Ruiz1,,CHL,GOV,President,2020,2021,,Q1",
        "Ana Ruiz1,,CHL,GOV,President,2026-03-11,,,Q1",
    ]
    extend(load(), ActorFile("fetched.csv", text))


def test_it_waits_as_long_as_it_is_told_to() -> None:
    told: list[str] = []
    pauses: list[float] = []
    with serving(status(429, Retry_After="7"), status(503), rows(row(1))) as (url, seen):
        client = service(url, told)
        client.sleep = pauses.append
        assert len(client.ask("LIMIT 1 OFFSET 0")) == 1
    assert pauses == [7.0, 0.02] and len(seen) == 3
    assert told[0].endswith("status 429; next try in 7 seconds")


def test_a_pause_that_is_too_long_ends_it() -> None:
    with serving(status(429, Retry_After="86400")) as (url, seen):
        harvest = gathered(url)
    assert len(seen) == 1, "a service that asks for a day is not asked for the other positions"
    assert "asks for a pause of 86400 seconds" in harvest.failed[0]


def test_errors_of_the_server_are_tried_again_and_then_told() -> None:
    with serving(status(500), status(502), rows(row(1))) as (url, _):
        assert len(service(url).ask("LIMIT 1 OFFSET 0")) == 1
    with (
        serving(status(500)) as (url, seen),
        pytest.raises(ServiceError, match=r"status 500, 3 times; try again later"),
    ):
        service(url).ask("LIMIT 1 OFFSET 0")
    assert len(seen) == 3


def test_a_wrong_address_is_told_at_once() -> None:
    with serving(status(404)) as (url, seen), pytest.raises(ServiceError, match="status 404; is this the address"):
        service(url).ask("LIMIT 1 OFFSET 0")
    assert len(seen) == 1
    with pytest.raises(ServiceError, match="no connection"):
        service("http://127.0.0.1:9/sparql").ask("x")


@pytest.mark.parametrize("body", [b'{"results": {"bind', b"<html>", b"[]", b'{"results": 7}', b"\xff\xfe"])
def test_a_broken_page_is_asked_for_again(body: bytes) -> None:
    with serving(status(200, body), rows(row(1))) as (url, seen):
        assert len(service(url).ask("LIMIT 1 OFFSET 0")) == 1
    assert len(seen) == 2


def test_a_page_that_takes_too_long_is_halved() -> None:
    def late(request: Answering) -> None:
        """The service stops long queries in the middle of an answer, with status 200."""
        limit = int(re.search(r"LIMIT (\d+)", request.query)[1])  # type: ignore[index]
        if limit > 500:
            request.send(200, b'{"results": {"bindings": [\n java.util.concurrent.TimeoutException: ...')
        else:
            request.give([row(n) for n in range(1, 700)])

    with serving(late) as (url, seen):
        harvest = gathered(url)
    assert len(harvest.rows) == 699 and not harvest.failed
    limits = [int(re.search(r"LIMIT (\d+)", query)[1]) for query, _ in seen]  # type: ignore[index]
    assert limits[:4] == [2000, 1000, 500, 500]


def test_a_query_that_is_too_slow_at_any_size_is_left_and_the_others_go_on() -> None:
    def slow_for_heads_of_state(request: Answering) -> None:
        if CLASSES["heads of state"] in request.query:
            request.send(500, b"java.util.concurrent.TimeoutException")
        else:
            request.give([row(1)])

    with serving(slow_for_heads_of_state) as (url, _):
        harvest = gathered(url)
    assert len(harvest.rows) == 1 and len(harvest.failed) == 1
    assert harvest.failed[0].startswith("heads of state: ")


def test_a_server_that_hangs_or_drips_is_left() -> None:
    def hang(request: Answering) -> None:
        time.sleep(1.0)

    def drip(request: Answering) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        try:
            for _ in range(40):
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    for play in (hang, drip):
        began = time.monotonic()
        with serving(play) as (url, _), pytest.raises(Slow):
            service(url, answer=0.3).ask("LIMIT 1 OFFSET 0")
        assert time.monotonic() - began < 5


def test_an_answer_that_is_cut_off_is_asked_for_again() -> None:
    def cut(request: Answering) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b'{"results"')
        request.close_connection = True

    with serving(cut, rows(row(1))) as (url, _):
        assert len(service(url).ask("LIMIT 1 OFFSET 0")) == 1


def test_an_answer_without_end_is_refused() -> None:
    with serving(status(200, b" " * 100_000)) as (url, _), pytest.raises(ServiceError, match="more than 10,000 bytes"):
        service(url, size=10_000).ask("LIMIT 1 OFFSET 0")


def test_time_is_bounded_as_a_whole() -> None:
    with serving(rows(row(1))) as (url, seen), pytest.raises(ServiceError, match="seconds are over"):
        service(url, whole=-1.0).ask("LIMIT 1 OFFSET 0")
    assert not seen


def test_what_came_before_ctrl_c_is_kept() -> None:
    harvest, calls = Harvest(), []

    def stop(body: bytes) -> list[dict[str, str]]:
        calls.append(body)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return bindings(body)

    with serving(rows(row(1))) as (url, _), pytest.raises(KeyboardInterrupt):
        gather(harvest, Service(url, stop, QUICK), "2025-01-01", load().states)
    assert len(harvest.rows) == 1


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("President of the United States", "President"),
        ("President of the Senate of Chile", ""),
        ("President of the Government of Spain", "Prime Minister"),
        ("First Deputy Prime Minister of Fiji", "Deputy Prime Minister"),
        ("Vice President of Kenya", "Vice President"),
        ("Federal Chancellor of Germany", "Chancellor"),
        ("Chancellor of the Exchequer", "Finance Minister"),
        ("United States Secretary of State", "Secretary of State"),
        ("Secretary of State for Defence", "Defence Minister"),
        ("Minister of State for Defence", ""),
        ("Minister for Foreign and European Affairs of Malta", "Foreign Minister"),
        ("Minister of the Interior of Peru", "Interior Minister"),
        ("Queen of Denmark", "Monarch"),
        ("Mayor of Lota", ""),
        ("", ""),
    ],
)
def test_titles_are_folded_into_offices(title: str, office: str) -> None:
    assert office_of(title) == office
