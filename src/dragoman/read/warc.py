"""WARC files of web crawls, Common Crawl News among them: the web pages in them, and a notice where they are cut."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dragoman.read.address import canonical
from dragoman.read.decode import Flaw, decode
from dragoman.records import Page
from dragoman.settings import ReadSettings

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

HTML = frozenset(("text/html", "application/xhtml+xml"))
END = b"\r\n\r\n"
BROKEN = (OSError, ValueError, RuntimeError, EOFError, AttributeError)
"""What fastwarc raises for records that are not as they must be."""


class ChunkStream(io.RawIOBase):
    """Chunks as a file that is read from its beginning to its end; `tail` holds the last bytes that were read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self._at = 0
        self.tail = b""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Where it stands: fastwarc asks for that by seeking to it."""
        if (offset, whence) not in ((0, io.SEEK_CUR), (self._at, io.SEEK_SET)):
            raise io.UnsupportedOperation("seek")
        return self._at

    def readable(self) -> bool:
        """True: it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills BUFFER as far as the present chunk goes."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        part = self._rest[: len(buffer)]
        buffer[: len(part)] = part
        self._rest = self._rest[len(part) :]
        self._at += len(part)
        self.tail = (self.tail + bytes(part[-len(END) :]))[-len(END) :]
        return len(part)


def warc_items(chunks: Iterator[bytes], source: str, settings: ReadSettings) -> Iterator[tuple[int, Page | Flaw]]:
    """The web pages of a crawl with the number of their record; records that hold none are passed over.

    The day of the crawl is not that of publication, which is left to what the page itself says.
    """
    from fastwarc.warc import ArchiveIterator

    stream = ChunkStream(chunks)
    records = ArchiveIterator(stream, parse_http=False, stream_detect=False)
    number = 0
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            number += 1
            item = _item(record, f"{source}:{number}", settings)
        except BROKEN as error:
            yield number + 1, Flaw("damaged", f"no further record can be read: {error}")
            return
        if item is not None:
            yield number, item
            if item is CUT:
                return
    if number and stream.tail != END:
        yield number + 1, CUT


CUT = Flaw("truncated", "the file ends within a record; what came before was kept")


def _item(record: WarcRecord, source: str, settings: ReadSettings) -> Page | Flaw | None:
    """What a record holds: a page, a flaw of one, or nothing of use."""
    from fastwarc.warc import WarcRecordType

    size = record.content_length
    is_page = record.record_type == WarcRecordType.response and record.is_http
    if size > settings.max_bytes:
        if is_page and _is_html(record.parse_http() or record):
            return Flaw("too-large", f"more than {settings.max_bytes} bytes; a single report is smaller")
        return None
    record.freeze()
    if record.content_length < size:
        return CUT
    if not is_page:
        return None
    record.parse_http(auto_decode="all")
    if not _is_html(record):
        return None
    if record.headers.get("WARC-Truncated"):
        return Flaw("cut-page", "the crawler kept only the beginning of the page")
    return _page(record, source, settings)


def _is_html(record: Any) -> bool:
    if record.http_headers is None or not 200 <= (record.http_headers.status_code or 0) < 300:
        return False
    media = record.http_content_type or record.headers.get("WARC-Identified-Payload-Type") or ""
    return media.strip().lower() in HTML


def _page(record: WarcRecord, source: str, settings: ReadSettings) -> Page | Flaw:
    try:
        data = record.reader.read(settings.max_bytes + 1)
    except BROKEN as error:
        return Flaw("damaged", f"the page cannot be unpacked: {error}")
    if len(data) > settings.max_bytes:
        return Flaw("too-large", f"more than {settings.max_bytes} bytes; a single report is smaller")
    text = decode(data, is_html=True, charset=record.http_charset)
    if isinstance(text, Flaw):
        return text
    if not text.strip():
        return Flaw("empty", "a page without anything in it")
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    return Page(source, text, "html", id=None if url else source, url=canonical(url) if url else None)
