"""Bytes to text: unpacking, encodings, and the refusal of what is no text."""

from __future__ import annotations

import codecs
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

import zstandard

CHUNK = 1 << 16
BITE = 1 << 10
"""Packed bytes taken at once: a hostile file grows a thousandfold and more, and memory must stay flat."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SKIPPED, WORDS = b"\x2a\x4d\x18", 0x5D
"""The mark of frames that hold no data, without its first byte, and the first byte of those with a dictionary."""
FRAME_HEAD = 8
MOST_WORDS = 16_000_000
DAMAGE = (zlib.error, zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, EOFError)
"""What a member of an archive raises where its bytes are not as they must be."""
LATIN = frozenset(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii"))
"""Names under which the web means the Western code page."""
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROL = 0.01
"""Share of control characters above which bytes are no text; old wire copy has a few, pictures and archives a tenth."""
MOST_HIGH = 0.3
"""Share of bytes above 127 beyond which a text is in no Western code page: Cyrillic or Greek have four in five."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why bytes could not be read, in one stable word, and a detail for people."""

    reason: str
    detail: str


class Unpacked:
    """The bytes of a stream, unpacked where they are gzip or zstd; `flaw` tells afterwards what went wrong."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.flaw: Flaw | None = None
        self.packing: str | None = None
        self._words: Any = None

    def chunks(self) -> Iterator[bytes]:
        """The unpacked bytes; a damaged or truncated stream gives what came before the damage."""
        first = self._past_frames(self._take())
        self.packing = _packing_of(first)
        if self.packing is None:
            while first:
                yield first
                first = self._take()
            return
        yield from self._unpack(first, self.packing)

    def _take(self) -> bytes:
        try:
            return self.stream.read(CHUNK)
        except DAMAGE as error:
            reason = "truncated" if "end" in str(error) or isinstance(error, EOFError) else "damaged"
            self.flaw = Flaw(reason, f"cannot be read any further: {error}")
            return b""

    def _unpack(self, data: bytes, packing: str) -> Iterator[bytes]:
        unpacker = self._unpacker(packing)
        waiting = b""
        while data:
            data, waiting = data[:BITE], data[BITE:] + waiting
            try:
                out = unpacker.decompress(data)
            except (zlib.error, zstandard.ZstdError) as error:
                self.flaw = Flaw("damaged", f"{packing} data cannot be unpacked any further: {error}")
                return
            if out:
                yield out
            data = (unpacker.unused_data if unpacker.eof else b"") + waiting or self._take()
            waiting = b""
            if unpacker.eof and data:
                data = self._past_frames(data)
                if _packing_of(data) != packing:
                    self._note_rest(data, packing)
                    return
                unpacker = self._unpacker(packing)
        if not unpacker.eof and self.flaw is None:
            self.flaw = Flaw("truncated", f"the {packing} data end too early")

    def _past_frames(self, data: bytes) -> bytes:
        """DATA from its first frame of zstd on that is not to be skipped; web archives keep a dictionary in such a one."""
        while True:
            while len(data) < FRAME_HEAD and (more := self._take()):
                data += more
            if data[1:4] != SKIPPED or data[0] >> 4 != 5 or len(data) < FRAME_HEAD:
                return data
            size = int.from_bytes(data[4:FRAME_HEAD], "little")
            is_words, data = data[0] == WORDS, data[FRAME_HEAD:]
            while len(data) < size <= MOST_WORDS and (more := self._take()):
                data += more
            if len(data) < size:
                self.flaw = Flaw("truncated" if size <= MOST_WORDS else "damaged", "a frame of zstd data is not whole")
                return b""
            if is_words:
                self._words = _dictionary(data[:size])
            data = data[size:]

    def _note_rest(self, data: bytes, packing: str) -> None:
        """After the last member there may be zeros; anything else is a member that cannot be read."""
        if data and (GZIP if packing == "gzip" else ZSTD).startswith(data):
            self.flaw = Flaw("truncated", f"the {packing} data end too early")
        elif data.strip(b"\0"):
            self.flaw = Flaw("damaged", f"after a whole member of {packing} data comes something else")

    def _unpacker(self, packing: str) -> Any:
        if packing == "gzip":
            return zlib.decompressobj(wbits=31)
        return zstandard.ZstdDecompressor(dict_data=self._words).decompressobj()


def _dictionary(data: bytes) -> Any:
    """The dictionary in a frame, which may be packed itself; None where it is broken, and what it packs is damaged then."""
    try:
        if data.startswith(ZSTD):
            with zstandard.ZstdDecompressor().stream_reader(data) as reader:
                data = reader.read(MOST_WORDS)
        return zstandard.ZstdCompressionDict(data)
    except zstandard.ZstdError:
        return None


def _packing_of(data: bytes) -> str | None:
    return "gzip" if data.startswith(GZIP) else "zstd" if data.startswith(ZSTD) else None


def bom_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes show: by a byte order mark, or by the zeros of UTF-16.

    >>> bom_encoding("A line".encode("utf-16-le")), bom_encoding(b"A line") is None
    ('utf-16-le', True)
    """
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0:1024:2], head[1:1024:2]
    if even and odd and odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even and odd and even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def decode(data: bytes, is_html: bool = False, charset: str | None = None) -> str | Flaw:
    """DATA as text: by its mark, as UTF-8, as CHARSET or its HTML says, or as Windows Western; else why it is no text.

    UTF-8 goes before what a server says: other text hardly ever looks like it, and many servers say Latin of all pages.

    >>> decode("café".encode("cp1252")), decode(b"\\x89PNG\\r\\n\\x1a\\n" + bytes(64)).reason
    ('café', 'not-text')
    """
    marked = bom_encoding(data)
    for name in [marked] if marked else ["utf-8", *_told(charset), *_declared(data, is_html), "cp1252"]:
        if name == "cp1252" and not _is_western(data):
            continue
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
        if isinstance(text, str):  # a page may name a codec of Python's that gives none
            return _checked(text)
    if CONTROL.search(data[:CHUNK].decode("latin-1")) and _control_share(data[:CHUNK].decode("latin-1")) > MOST_CONTROL:
        return Flaw("not-text", "binary data")
    return Flaw("undecodable", "neither UTF-8, UTF-16 with its mark, nor a Western code page; convert it to UTF-8")


def _told(charset: str | None) -> list[str]:
    return [] if not charset else ["cp1252" if charset.lower() in LATIN else charset]


def _declared(data: bytes, is_html: bool) -> list[str]:
    found = DECLARED.search(data[:4096]) if is_html else None
    return [found[1].decode("ascii", "replace")] if found else []


def _is_western(data: bytes) -> bool:
    letters = data[:CHUNK]
    return sum(byte > 127 for byte in letters) <= MOST_HIGH * max(1, len(letters))


def _control_share(text: str) -> float:
    return len(CONTROL.findall(text)) / max(1, len(text))


def _checked(text: str) -> str | Flaw:
    sample = text[:CHUNK]
    if "\x00" in sample or _control_share(sample) > MOST_CONTROL:
        return Flaw("not-text", "binary data")
    return text


def read_all(chunks: Iterator[bytes], most: int) -> bytes | Flaw:
    """All bytes, unless there are more than MOST."""
    parts = io.BytesIO()
    for chunk in chunks:
        parts.write(chunk)
        if parts.tell() > most:
            return Flaw("too-large", f"more than {most} bytes; a single report is smaller")
    return parts.getvalue()


def text_lines(chunks: Iterator[bytes], most: int) -> Iterator[str | Flaw]:
    """The lines of a table one at a time, each decoded for itself; a line that cannot be is a Flaw in its place."""
    head = next(chunks, b"")
    marked = bom_encoding(head)
    if marked and marked != "utf-8-sig":
        yield from _wide_lines(head, chunks, marked, most)
        return
    for line in _byte_lines(head.removeprefix(codecs.BOM_UTF8), chunks, most):
        yield decode(line) if isinstance(line, bytes) else line


def _byte_lines(head: bytes, chunks: Iterator[bytes], most: int) -> Iterator[bytes | Flaw]:
    rest = head
    is_over = False
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n") if b"\n" in chunk or b"\n" in rest else (rest + chunk,)
        for line in lines:
            yield Flaw("too-large", f"a line of more than {most} bytes") if is_over else line + b"\n"
            is_over = False
        if len(rest) > most:
            is_over, rest = True, b""
    for line in rest.splitlines(keepends=True) if not is_over else []:
        yield line
    if is_over:
        yield Flaw("too-large", f"a line of more than {most} bytes")


def _wide_lines(head: bytes, chunks: Iterator[bytes], encoding: str, most: int) -> Iterator[str | Flaw]:
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    try:
        for chunk in chain((head,), chunks):
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from (line + "\n" for line in lines)
            if len(rest) > most:
                yield Flaw("too-large", f"a line of more than {most} characters")
                return
        yield from (rest + decoder.decode(b"", final=True)).splitlines(keepends=True)
    except UnicodeDecodeError as error:
        yield Flaw("undecodable", f"not {encoding}: {error.reason}")
