"""Fetching against real servers here: nothing but public hosts is asked, and no server can hold up or flood a run."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import trustme

from dragoman.read import Fetcher, read_pages
from dragoman.read.decode import Flaw
from dragoman.read.fetch import Fetched
from dragoman.records import Page, Rejection
from dragoman.settings import ReadSettings

HTML = "<html><body><p>Two ministers met in Oslo on Monday.</p></body></html>"
HERE: dict[str, Any] = {"allow_private": True, "delay": 0.0}


def here(**changes: Any) -> ReadSettings:
    """Settings that let this machine be asked."""
    return ReadSettings(**(HERE | changes))


def fetched(url: str, settings: ReadSettings | None = None, is_link: bool = False, **more: Any) -> Any:
    return Fetcher(settings or here(), **more).fetch(url, is_link)


def body(answer: Any) -> bytes:
    assert isinstance(answer, Fetched), answer
    with answer.body as stream:
        return stream.read()


def reason(answer: Any) -> str:
    assert isinstance(answer, Flaw), answer
    return answer.reason


def test_a_page_is_fetched_and_says_who_asks(web: Any) -> None:
    url = web.give("/a?b=%C3%BC", HTML)
    answer = fetched(url)
    assert (answer.url, answer.media, answer.charset) == (url, "text/html", "utf-8")
    assert body(answer).decode() == HTML
    assert web.headers[0]["User-Agent"].startswith("Dragoman/")
    assert web.headers[0]["Host"] == f"127.0.0.1:{web.port}"
    assert web.asked == ["/a?b=%C3%BC"]


def test_an_address_is_read_like_a_file(web: Any) -> None:
    url = web.give("/a", HTML)
    assert list(read_pages([url], here())) == [Page(url, HTML, "html", url=url)]
    (refused,) = read_pages([web.url + "/b"], here())
    assert isinstance(refused, Rejection)
    assert (refused.reason, refused.document) == ("http-404", web.url + "/b")


def test_nothing_is_fetched_where_that_is_off(web: Any) -> None:
    assert reason(fetched(web.give("/a", HTML), here(fetch=False))) == "not-fetched"
    assert web.asked == []


# ---------------------------------------------------------------- only public hosts


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "2130706433", "0x7f.1",
     "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
     "[fe80::1]", "[fd00::1]", "[::]", "[::7f00:1]", "224.0.0.1", "255.255.255.255", "100.64.0.1", "localhost.",
     "⑫⑦.⓪.⓪.①", "LOCALHOST"],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_hosts_that_are_not_public_are_refused(host: str, scheme: str) -> None:
    assert reason(fetched(f"{scheme}://{host}/", ReadSettings())) == "not-public"


@pytest.mark.parametrize("numbers", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::ffff:10.0.0.1"], ["fd12::1"]])
def test_names_of_private_hosts_are_refused(numbers: list[str]) -> None:
    answer = fetched("https://lantern.example/feed", ReadSettings(), resolve=lambda host, port: numbers)
    assert reason(answer) == "not-public"


@pytest.mark.parametrize("host", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "[fe80::1]", "[fd00:ec2::254]", "0.0.0.1"])
def test_some_hosts_are_never_asked(host: str) -> None:
    assert reason(fetched(f"http://{host}/", here())) == "not-public"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://lantern.example/a", "bad-address"),
        ("file:///etc/passwd", "bad-address"),
        ("https://jane:secret@lantern.example/", "bad-address"),
        ("https://jane@lantern.example/", "bad-address"),
        ("https:///a", "bad-address"),
        ("https://", "bad-address"),
        ("https://lantern.example\\@127.0.0.1/", "bad-address"),
        ("https://lantern.example/a\r\nHost: other.example", "bad-address"),
        ("https://[::1/", "bad-address"),
        ("https://[fe80::1%25eth0]/", "bad-address"),
        ("https://lantern.example:99999/", "bad-address"),
        (f"https://{'a' * 64}.example/", "bad-address"),
        ("https://lantern.example:8080/", "bad-port"),
        ("http://lantern.example:22/", "bad-port"),
    ],
)
def test_addresses_that_are_none(url: str, expected: str) -> None:
    assert reason(fetched(url, ReadSettings(), resolve=lambda host, port: ["93.184.215.14"])) == expected


def test_a_name_that_nobody_has_is_said() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert reason(fetched("https://lantern.example/", ReadSettings(), resolve=resolve)) == "unreachable"


def test_the_checked_number_is_asked_and_the_name_not_looked_up_again(web: Any) -> None:
    answers = [["127.0.0.1"], ["10.9.9.9"]]
    answer = fetched(
        f"http://lantern.example:{web.port}{web.give('/a', HTML)[len(web.url) :]}",
        resolve=lambda host, port: answers.pop(0),
    )
    assert body(answer).decode() == HTML
    assert answers == [["10.9.9.9"]]
    assert web.headers[0]["Host"] == f"lantern.example:{web.port}"


def test_a_second_number_is_asked_where_the_first_is_silent(web: Any) -> None:
    web.give("/a", HTML)
    answer = fetched(f"http://lantern.example:{web.port}/a", resolve=lambda host, port: ["127.9.9.9", "127.0.0.1"])
    assert body(answer).decode() == HTML


# ---------------------------------------------------------------- redirects


def test_redirects_are_followed_to_where_the_page_is(web: Any) -> None:
    web.send("/a", 301, Location="/b")
    web.send("/b", 307, Location="c?utm_source=rss&id=7")
    web.give("/c?utm_source=rss&id=7", HTML)
    (page,) = read_pages([web.url + "/a"], here())
    assert isinstance(page, Page)
    assert (page.source, page.url) == (web.url + "/a", web.url + "/c?id=7")


def test_a_redirect_may_be_written_in_utf_8(web: Any) -> None:
    web.send("/a", 301, Location="/café".encode().decode("latin-1"))
    web.give("/caf%C3%A9", HTML)
    answer = fetched(web.url + "/a")
    assert body(answer).decode() == HTML
    assert answer.url == web.url + "/caf%C3%A9"


def test_five_redirects_and_no_more(web: Any) -> None:
    for number in range(9):
        web.send(f"/{number}", 302, Location=f"/{number + 1}")
    web.give("/9", HTML)
    assert body(fetched(web.url + "/4")).decode() == HTML
    assert reason(fetched(web.url + "/3")) == "too-many-redirects"


@pytest.mark.parametrize("goal", ["http://169.254.169.254/latest", "//0.0.0.0/", "http://[fe80::1]/"])
def test_a_redirect_to_a_host_that_is_not_public_is_refused(web: Any, goal: str) -> None:
    assert reason(fetched(web.send("/a", 302, Location=goal))) == "not-public"


@pytest.mark.parametrize("goal", ["file:///etc/passwd", "ftp://lantern.example/", "http://a:b@lantern.example/"])
def test_a_redirect_to_no_web_address_is_refused(web: Any, goal: str) -> None:
    assert reason(fetched(web.send("/a", 302, Location=goal))) == "bad-address"


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize("status", [204, 403, 404, 410, 429, 500, 503])
def test_other_answers_are_said_by_their_number(web: Any, status: int) -> None:
    web.send("/a", status)
    assert [item.reason for item in read_pages([web.url + "/a"], here())] == [  # type: ignore[union-attr]
        "empty" if status == 204 else f"http-{status}"
    ]


def test_pages_that_are_too_large(web: Any) -> None:
    settings = here(max_bytes=10_000)
    assert reason(fetched(web.give("/a", b"x" * 20_000), settings)) == "too-large"
    packed = gzip.compress(b"x" * 50_000_000)
    bomb = web.give("/b", packed, Content_Encoding="gzip")
    assert len(packed) < 60_000
    assert reason(fetched(bomb, here(max_bytes=100_000))) == "too-large"


def test_pages_may_come_packed(web: Any) -> None:
    url = web.give("/a", gzip.compress(HTML.encode()), Content_Encoding="gzip")
    assert body(fetched(url)).decode() == HTML
    assert web.headers[0]["Accept-Encoding"] == "gzip"
    assert reason(fetched(web.give("/b", b"x", Content_Encoding="br"))) == "bad-answer"
    assert reason(fetched(web.give("/c", gzip.compress(HTML.encode())[:-9], Content_Encoding="gzip"))) == "truncated"


def test_pictures_and_films_are_not_loaded(web: Any) -> None:
    assert reason(fetched(web.give("/a", b"x", media="video/mp4"))) == "not-text"


def drip(request: Any) -> None:
    """A page that never ends and never pauses."""
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def drip_headers(request: Any) -> None:
    for _ in range(200):
        request.wfile.write(b"H")
        request.wfile.flush()
        time.sleep(0.05)


def hang(request: Any) -> None:
    time.sleep(2)


@pytest.mark.parametrize("play", [drip, drip_headers, hang])
def test_time_is_bounded(web: Any, play: Callable[[Any], None]) -> None:
    web.pages["/a"] = play
    began = time.monotonic()
    assert reason(fetched(web.url + "/a", here(total_s=0.4))) == "timed-out"
    assert time.monotonic() - began < 1.5


def test_silence_is_bounded(web: Any) -> None:
    web.pages["/a"] = hang
    assert reason(fetched(web.url + "/a", here(timeout_s=0.2))) == "timed-out"


def test_a_handshake_that_drips_is_bounded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def play() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    connection.sendall(b"\x16\x03\x03\x10\x00")
                    for _ in range(100):
                        connection.sendall(b"\x02")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=play)
        thread.start()
        began = time.monotonic()
        answer = fetched(f"https://127.0.0.1:{server.getsockname()[1]}/", here(total_s=0.4))
        thread.join()
    assert reason(answer) == "timed-out"
    assert time.monotonic() - began < 3


def break_off(request: Any) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"<html>")
    request.close_connection = True


def break_chunks(request: Any) -> None:
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"6\r\n<html>\r\n40\r\n<p>")
    request.close_connection = True


def babble(request: Any) -> None:
    request.wfile.write(b"+OK POP3 ready\r\n")
    request.close_connection = True


def flood(request: Any) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000 + b"\r\n")
    request.close_connection = True


@pytest.mark.parametrize(
    ("play", "expected"),
    [(break_off, "truncated"), (break_chunks, "truncated"), (babble, "bad-answer"), (flood, "bad-answer")],
)
def test_broken_answers(web: Any, play: Callable[[Any], None], expected: str) -> None:
    web.pages["/a"] = play
    assert reason(fetched(web.url + "/a")) == expected


def test_a_host_that_takes_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert reason(fetched(f"http://127.0.0.1:{port}/")) == "unreachable"


# ---------------------------------------------------------------- TLS


def test_a_host_must_prove_its_name(
    tls_web: Callable[[ssl.SSLContext], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("lantern.example").configure_cert(context)
    web = tls_web(context)
    web.give("/a", HTML)
    settings = here()
    assert reason(
        fetched(f"https://lantern.example:{web.port}/a", settings, resolve=lambda host, port: ["127.0.0.1"])
    ) == ("bad-certificate")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    for host, expected in (("lantern.example", None), ("other.example", "bad-certificate")):
        answer = fetched(f"https://{host}:{web.port}/a", settings, resolve=lambda host, port: ["127.0.0.1"])
        if expected:
            assert reason(answer) == expected
        else:
            assert body(answer).decode() == HTML


# ---------------------------------------------------------------- politeness


def test_a_host_is_given_time_between_requests(web: Any) -> None:
    web.give("/a", HTML)
    fetcher = Fetcher(here(delay=0.2))
    began = time.monotonic()
    for _ in range(3):
        body(fetcher.fetch(web.url + "/a"))
    assert time.monotonic() - began >= 0.4


def test_links_are_left_alone_where_robots_are_asked_to(web: Any) -> None:
    web.give("/robots.txt", "User-agent: *\nDisallow: /*/private\n", media="text/plain")
    for path in ("/a/private/1", "/a/1"):
        web.give(path, HTML)
    fetcher = Fetcher(here())
    assert reason(fetcher.fetch(web.url + "/a/private/1", is_link=True)) == "robots"
    assert body(fetcher.fetch(web.url + "/a/1", is_link=True))
    assert body(fetcher.fetch(web.url + "/a/private/1"))  # named outright
    assert web.asked.count("/robots.txt") == 1
    assert body(fetched(web.url + "/a/private/1", here(obey_robots=False), is_link=True))


@pytest.mark.parametrize(("status", "expected"), [(404, None), (403, None), (500, "robots")])
def test_where_there_are_no_rules_for_robots(web: Any, status: int, expected: str | None) -> None:
    web.send("/robots.txt", status)
    answer = fetched(web.give("/a", HTML), is_link=True)
    if expected:
        assert reason(answer) == expected
    else:
        assert body(answer)


def test_rules_may_ask_for_longer_pauses(web: Any) -> None:
    web.give("/robots.txt", "User-agent: dragoman\nCrawl-delay: 0.3\n", media="text/plain")
    url = web.give("/a", HTML)
    fetcher = Fetcher(here())
    began = time.monotonic()
    for _ in range(2):
        body(fetcher.fetch(url, is_link=True))
    assert time.monotonic() - began >= 0.3


def test_proxies_of_the_environment_are_not_used(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert body(fetched(web.give("/a", HTML)))
