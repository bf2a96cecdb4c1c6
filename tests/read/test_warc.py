"""Crawls: the pages in them are read, the rest passed over, and a cut or broken file is said."""

from __future__ import annotations

import gzip
import io
from functools import cache
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from dragoman.extract import extract
from dragoman.read import Fetcher, read_pages
from dragoman.read.sources import Source, read_source
from dragoman.records import Document, Page, Rejection
from dragoman.settings import CodeSettings, ReadSettings

TEXT = "The foreign ministers of Norway and Chile met in Oslo on Monday to speak about fish – and about more."
HTML = f"<html><head><title>Talks</title></head><body><p>{TEXT}</p><p>{TEXT}</p></body></html>"


def record(kind: str, url: str, block: bytes, **fields: str) -> bytes:
    head = {
        "WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2026-03-09T06:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{abs(hash((kind, url))) % 10**12:012}>",
        "Content-Type": f"application/http; msgtype={kind}", "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body: bytes | str = HTML, status: str = "200 OK", **fields: str) -> bytes:
    data = body.encode() if isinstance(body, str) else body
    head = {"Content_Type": "text/html; charset=utf-8"} | fields
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in head.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + data


def response(number: int, *given: bytes | str, **fields: str) -> bytes:
    return record("response", f"https://lantern.example/{number}", answer(*given, **fields))


def crawl(*records: bytes) -> bytes:
    return record("warcinfo", "", b"software: a crawler\r\n", Content_Type="application/warc-fields") + b"".join(
        records
    )


def packed(data: bytes, name: str) -> bytes:
    """Each record in a member of its own, as crawlers write them."""
    records = [b"WARC/1.0\r\n" + part for part in data.split(b"WARC/1.0\r\n")[1:]]
    squeeze = {".gz": gzip.compress, ".zst": zstandard.compress}.get(Path(name).suffix)
    return b"".join(squeeze(part) for part in records) if squeeze else data


def read(path: Path, data: bytes, settings: ReadSettings | None = None) -> list[Page | Rejection]:
    path.write_bytes(data)
    return list(read_pages([str(path)], settings or ReadSettings()))


def told(found: list[Page | Rejection]) -> list[str | None]:
    return [item.reason if isinstance(item, Rejection) else item.url for item in found]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_pages_are_read_and_the_rest_passed_over(tmp_path: Path, name: str) -> None:
    data = crawl(
        record("request", "https://lantern.example/1", b"GET /1 HTTP/1.1\r\nHost: lantern.example\r\n\r\n"),
        response(1),
        response(2, b"\x89PNG", Content_Type="image/png"),
        response(3, status="404 Not Found"),
        response(4, "", status="301 Moved", Location="/1"),
        record("metadata", "https://lantern.example/1", b"a: b\r\n\r\n"),
        record("revisit", "https://lantern.example/1", answer("")),
        record("response", "dns:lantern.example", b"20260309 192.0.2.1\n", Content_Type="text/dns"),
        response(5, Content_Type="application/xhtml+xml"),
        response(6, Content_Type="", WARC="x"),
        record("response", "https://Lantern.example:443/7#top", answer()),
    )
    found = read(tmp_path / name, packed(data, name))
    assert told(found) == [f"https://lantern.example/{n}" for n in (1, 5, 7)]
    assert found[0] == Page(f"{tmp_path / name}:3", HTML, "html", url="https://lantern.example/1")
    (tmp_path / name).rename(tmp_path / "download")
    assert told(list(read_pages([str(tmp_path / "download")], ReadSettings()))) == told(found)


def test_the_day_of_the_crawl_is_not_that_of_publication(tmp_path: Path) -> None:
    (page,) = read(tmp_path / "a.warc", crawl(response(1, Date="Mon, 09 Mar 2026 06:00:00 GMT")))
    assert isinstance(page, Page)
    document = extract(page, CodeSettings())
    assert isinstance(document, Document)
    assert (document.id, document.published) == ("https://lantern.example/1", None)


def chunked(data: bytes) -> bytes:
    return b"%x\r\n" % len(data) + data + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "block",
    [
        answer(gzip.compress(HTML.encode()), Content_Encoding="gzip"),
        answer(brotli.compress(HTML.encode()), Content_Encoding="br"),
        answer(chunked(HTML.encode()), Transfer_Encoding="chunked"),
        answer(chunked(gzip.compress(HTML.encode())), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        answer(HTML.encode("cp1252"), Content_Type="text/html; charset=ISO-8859-1"),
        answer(HTML.encode("utf-16"), Content_Type="text/html"),
        answer(HTML, Content_Type="text/html; charset=ISO-8859-1"),
        answer(HTML, Content_Type="text/html; charset=no-such"),
    ],
)
def test_pages_come_packed_and_in_any_writing(tmp_path: Path, block: bytes) -> None:
    (page,) = read(tmp_path / "a.warc", crawl(record("response", "https://lantern.example/1", block)))
    assert isinstance(page, Page)
    assert page.content == HTML


def test_bad_pages_are_said_and_the_rest_is_read(tmp_path: Path) -> None:
    data = crawl(
        response(1, b"\x89PNG\r\n\x1a\n" + bytes(200)),
        response(2, "x" * 30_000),
        response(3, gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip"),
        response(4, ""),
        record("response", "https://lantern.example/5", answer(), WARC_Truncated="length"),
        response(6),
        record("response", "https://lantern.example/7", b"no HTTP at all"),
        response(8),
    )
    found = read(tmp_path / "a.warc", data, ReadSettings(max_bytes=20_000))
    assert told(found) == [
        "not-text", "too-large", "too-large", "empty", "cut-page", "https://lantern.example/6", "https://lantern.example/8",
    ]  # fmt: skip
    assert isinstance(found[0], Rejection)
    assert found[0].document == f"{tmp_path}/a.warc:2"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_a_cut_file_gives_what_came_before(tmp_path: Path, name: str) -> None:
    data = packed(crawl(*(response(n) for n in range(9))), name)
    found = read(tmp_path / name, data[: len(data) * 5 // 6])
    assert told(found)[:6] == [f"https://lantern.example/{n}" for n in range(6)]
    assert told(found)[-1] == "truncated"
    assert all(item.content == HTML for item in found if isinstance(item, Page))


@pytest.mark.parametrize("is_packed", [False, True])
def test_crawls_with_a_dictionary_of_their_own(tmp_path: Path, is_packed: bool) -> None:
    parts = [crawl(response(n)) for n in range(20)]
    words = zstandard.train_dictionary(4096, parts * 20)
    held = zstandard.compress(words.as_bytes()) if is_packed else words.as_bytes()
    packer = zstandard.ZstdCompressor(dict_data=words)
    data = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held + b"".join(map(packer.compress, parts))
    assert told(read(tmp_path / "a.warc.zst", data)) == [f"https://lantern.example/{n}" for n in range(20)]
    assert told(read(tmp_path / "a.warc.zst", data[: len(held) // 2])) == ["truncated"]


def test_damage_within_is_said(tmp_path: Path) -> None:
    data = crawl(response(1), response(2), response(3))
    at = data.index(b"WARC/1.0", data.index(b"example/1"))
    found = read(tmp_path / "a.warc", data[:at] + b"nonsense\r\n" + data[at:])
    assert told(found) == ["https://lantern.example/1", "damaged"]
    broken = bytearray(packed(data, "a.warc.gz"))
    broken[len(broken) // 2] ^= 0xFF
    assert "damaged" in told(read(tmp_path / "a.warc.gz", bytes(broken)))


def test_a_file_that_only_claims_to_be_a_crawl(tmp_path: Path) -> None:
    assert told(read(tmp_path / "a.warc", TEXT.encode())) == ["other-kind"]
    assert told(read(tmp_path / "a.warc.gz", b"")) == ["empty"]


# ---------------------------------------------------------------- any prefix, any damage


@cache
def whole(name: str) -> bytes:
    return packed(crawl(*(response(n) for n in range(3)), record("metadata", "x", b"a: b")), name)


def attempt(data: bytes, name: str) -> list[Page | Rejection]:
    return list(read_source(Source(io.BytesIO(data), name, "warc"), Fetcher(ReadSettings())))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
@trying(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_any_prefix_is_read_or_refused(name: str, share: float) -> None:
    data = whole(name)
    cut = data[: int(share * len(data))]
    found = attempt(cut, name)
    assert all(item.content == HTML for item in found if isinstance(item, Page))
    # A file cut exactly between two members is whole: nothing in it says that there were more.
    if not (data[len(cut) :].startswith((b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1.0")) and cut):
        assert any(isinstance(item, Rejection) for item in found)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@trying(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_survived(name: str, data: st.DataObject) -> None:
    broken = bytearray(whole(name))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert attempt(bytes(broken), name)
