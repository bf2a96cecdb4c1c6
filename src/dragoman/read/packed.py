"""Zip and tar archives: their members one after the other, read where they lie; nothing is written to disk."""

from __future__ import annotations

import re
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from dragoman.read.decode import CHUNK, Flaw
from dragoman.read.paths import kind_of
from dragoman.settings import ReadSettings

WHOLE = frozenset(("text", "html", "json", "feed", "opml", "xml"))
"""Kinds that are read at once; tables and crawls are read line by line and record by record, and may be large."""
NESTED = frozenset(("zip", "tar"))
MOST_GROWTH = 200
"""Packed text grows tenfold, a page of one repeated line fiftyfold; what grows more was made to fill memories."""
LEAST_GROWN = 1_000_000
MOST_HEADER = 4_000_000
"""Bytes of the header of a member; one that claims more was made to fill memories."""
UNSAFE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)|.*\x00", re.DOTALL)
DIRECTORY_END = b"PK\x05\x06"
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    ValueError,
    OverflowError,
    RecursionError,
    EOFError,
    OSError,
    struct.error,
)
"""What the libraries raise for archives that are not as they must be."""

Member = tuple[str, IO[bytes] | Flaw]
"""The name of a member, empty for the archive itself, and its bytes or why they are not read."""


def zip_members(stream: IO[bytes], settings: ReadSettings) -> Iterator[Member]:
    """The readable members of a zip file in the order of its directory."""
    try:
        archive = zipfile.ZipFile(stream)
    except (*BROKEN, NotImplementedError) as error:
        yield "", _zip_flaw(stream, error)
        return
    with archive:
        infos = archive.infolist()
        if any(info.filename in ("[Content_Types].xml", "mimetype") for info in infos):
            yield "", Flaw("not-text", "an office document or book; save it as HTML or text")
            return
        for info in infos:
            if info.filename.endswith("/") or not _is_wanted(info.filename):
                continue
            flaw = _name_flaw(info.filename) or _zip_member_flaw(info, settings)
            yield info.filename, flaw or _opened(archive, info)


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes] | Flaw:
    try:
        return archive.open(info)
    except (*BROKEN, RuntimeError) as error:
        return Flaw("damaged", f"cannot be opened: {error}")


def _zip_flaw(stream: IO[bytes], error: Exception) -> Flaw:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        if DIRECTORY_END in chunk:
            return Flaw("damaged", f"its directory cannot be read: {error}")
    return Flaw("truncated", "its directory, which stands at the end, is not there")


def _zip_member_flaw(info: zipfile.ZipInfo, settings: ReadSettings) -> Flaw | None:
    if (info.external_attr >> 16) & 0o170000 not in (0, 0o100000):
        return Flaw("not-a-file", "a link or device")
    if info.flag_bits & 1:
        return Flaw("encrypted", "a password is needed; unpack it and give the files")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Flaw("unsupported-packing", "packed in a way that cannot be bounded; pack it with deflate")
    if info.file_size > LEAST_GROWN and info.file_size > MOST_GROWTH * info.compress_size:
        return Flaw("packing-bomb", f"{info.compress_size} bytes that grow to {info.file_size}")
    return _size_flaw(info.filename, info.file_size, settings)


def _size_flaw(name: str, size: int, settings: ReadSettings) -> Flaw | None:
    if size > settings.max_bytes and kind_of(name) in WHOLE:
        return Flaw("too-large", f"more than {settings.max_bytes} bytes; a single report is smaller")
    return None


def _is_wanted(name: str) -> bool:
    """Whether a member is looked at, as a folder's files are: known suffix, not hidden; names that lead out always are."""
    if not name or UNSAFE.match(name):
        return True
    parts = re.split(r"[/\\]", name.removeprefix("./"))
    return kind_of(name) is not None and not any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _name_flaw(name: str) -> Flaw | None:
    """Why a member is refused by its name alone.

    >>> [_name_flaw(name) and _name_flaw(name).reason for name in ("a/b.txt", "../b.txt", "/etc/b.txt", "b.zip")]
    [None, 'unsafe-name', 'unsafe-name', 'nested-archive']
    """
    if not name or UNSAFE.match(name):
        return Flaw("unsafe-name", "no name, or one that leads out of the archive")
    if kind_of(name) in NESTED:
        return Flaw("nested-archive", "an archive within an archive; unpack it and give the files")
    return None


# ---------------------------------------------------------------- tar


@dataclass(slots=True)
class _Metered:
    """The bytes of a tar file, with a limit for what reading a header may take."""

    chunks: Iterator[bytes]
    limit: int
    taken: int = 0
    _rest: bytes = b""

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self.chunks, b"")
        part, self._rest = self._rest[:size], self._rest[size:]
        self.taken += len(part)
        if self.taken > self.limit:
            raise tarfile.ReadError("a header that is larger than any needs to be")
        return part


class _Noted(tarfile.TarInfo):
    """A header that says how the archive ended: the library ends in silence at a broken one."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Any:
        try:
            return super().fromtarfile(tarfile)
        except Exception as error:
            tarfile.ending = type(error).__name__  # type: ignore[attr-defined]
            raise


def tar_members(chunks: Iterator[bytes], settings: ReadSettings) -> Iterator[Member]:
    """The readable members of a tar file in their order."""
    meter = _Metered(chunks, MOST_HEADER)
    try:
        with tarfile.open(fileobj=meter, mode="r|", tarinfo=_Noted) as archive:  # type: ignore[call-overload]
            while (info := archive.next()) is not None:
                archive.members.clear()  # else all headers are kept
                meter.limit = 1 << 62
                yield from _tar_member(archive, info, settings)
                ahead = max(0, archive.offset - archive.fileobj.tell())
                meter.limit = meter.taken + ahead + MOST_HEADER
            ending = getattr(archive, "ending", "")
        meter.limit = meter.taken + MOST_HEADER
        while meter.read(CHUNK):
            continue  # the padding, so that a packed file that is cut there is noticed
    except BROKEN as error:
        reason = "truncated" if "end of data" in str(error) or "truncated" in str(error) else "damaged"
        yield "", Flaw(reason, f"cannot be read any further: {error}")
        return
    if ending != "EOFHeaderError":
        reason = "damaged" if ending == "InvalidHeaderError" else "truncated"
        yield "", Flaw(reason, "the archive does not end as it must; what came before was kept")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, settings: ReadSettings) -> Iterator[Member]:
    name = info.name.removeprefix("./")
    if info.isdir() or not _is_wanted(name):
        return
    flaw = _name_flaw(name) or _size_flaw(name, info.size, settings)
    if not info.isfile() or info.issparse():
        flaw = flaw or Flaw("not-a-file", "a link, a device or a file with holes")
    stream = archive.extractfile(info) if flaw is None else None
    if flaw is not None or stream is None:
        yield name, flaw or Flaw("not-a-file", "nothing to read")
        return
    yield name, stream
