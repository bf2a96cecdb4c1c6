"""Archives are read where they lie; hostile members are refused, and a cut or broken archive is said."""

from __future__ import annotations

import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from dragoman.read import Fetcher, read_pages
from dragoman.read.sources import Source, read_source
from dragoman.records import Page, Rejection
from dragoman.settings import ReadSettings

TEXT = "Two ministers met in Oslo on Monday."
MEMBERS = {
    "b/report.html": f"<html><body><p>{TEXT}</p></body></html>".encode(),
    "a.txt": TEXT.encode(),
    "rows.jsonl.gz": gzip.compress("".join(json.dumps({"text": f"{TEXT} {n}"}) + "\n" for n in range(3)).encode()),
    "table.csv": f"id,text\n7,{TEXT}\n".encode(),
    "photo.png": b"\x89PNG",
    ".hidden/c.txt": b"no",
    "__MACOSX/a.txt": b"no",
}
READ = ["b/report.html", "a.txt", "rows.jsonl.gz:1", "rows.jsonl.gz:2", "rows.jsonl.gz:3", "table.csv:2"]


def zipped(members: dict[str, bytes], **how: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how.get("packing", zipfile.ZIP_DEFLATED)) as archive:
        archive.mkdir("folder")
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], *more: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        folder = tarfile.TarInfo("folder.txt")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return out.getvalue()


FORMS = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: gzip.compress(tarred(members)),
    "a.tgz": lambda members: gzip.compress(tarred(members)),
    "a.tar.zst": lambda members: zstandard.compress(tarred(members)),
    "a.tzst": lambda members: zstandard.compress(tarred(members)),
}


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def read(path: object, settings: ReadSettings | None = None) -> list[Page | Rejection]:
    return list(read_pages([str(path)], settings or ReadSettings()))


def told(found: list[Page | Rejection]) -> list[str]:
    """Sources of pages, and sources with reasons of refusals, without what is before the "!"."""
    return [
        f"{item.document.partition('!')[2]} {item.reason}" if isinstance(item, Rejection)
        else item.source.partition("!")[2]
        for item in found
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_members_are_read_in_order(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, FORMS[name](MEMBERS))
    found = read(path)
    assert told(found) == READ
    assert all(isinstance(item, Page) and TEXT in item.content for item in found)
    assert found[1].id == f"{path}!a.txt"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FORMS)
def test_an_archive_is_known_by_its_content_and_found_in_folders(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, FORMS[name]({"a.txt": TEXT.encode()}))
    assert told(read(tmp_path)) == ["a.txt"]
    (tmp_path / name).rename(tmp_path / "download")
    assert told(read(tmp_path / "download")) == ["a.txt"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_archives_come_by_standard_input(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(FORMS[name](MEMBERS)))))
    assert told(read("-")) == READ


@pytest.mark.parametrize("name", FORMS)
def test_archives_come_by_address_and_may_be_larger_than_a_page(web: Any, name: str) -> None:
    filler = {f"{n}.png": bytes(random.Random(n).randbytes(9_000)) for n in range(9)}
    url = web.give(f"/{name}?x=1", FORMS[name](filler | MEMBERS), media="application/octet-stream")
    settings = ReadSettings(allow_private=True, delay=0, max_bytes=20_000)
    assert told(list(read_pages([url], settings))) == READ
    small = ReadSettings(allow_private=True, delay=0, max_download=20_000)
    assert told(list(read_pages([url], small))) == [" too-large"]


@pytest.mark.parametrize("name", FORMS)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    names = ["../a.txt", "/etc/b.txt", "c/../../d.txt", "C:\\e.txt", "..\\f.txt", "good.txt", "a..b.txt"]
    found = read(put(tmp_path / name, FORMS[name](dict.fromkeys(names, TEXT.encode()))))
    assert [item.reason if isinstance(item, Rejection) else "page" for item in found] == [
        "unsafe-name", "unsafe-name", "unsafe-name", "unsafe-name", "unsafe-name", "page", "page",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    inner = zipped({"a.txt": TEXT.encode()})
    members = {"in.zip": inner, "in.tgz": b"x", "disguised.txt": inner, "good.txt": TEXT.encode()}
    assert told(read(put(tmp_path / name, FORMS[name](members)))) == [
        "in.zip nested-archive", "in.tgz nested-archive", "disguised.txt nested-archive", "good.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_members_that_are_too_large_or_no_text(tmp_path: Path, name: str) -> None:
    members = {"long.txt": b"x" * 5001, "binary.txt": bytes(range(256)), "empty.txt": b"", "good.txt": TEXT.encode()}
    found = read(put(tmp_path / name, FORMS[name](members)), ReadSettings(max_bytes=5000))
    assert told(found) == ["long.txt too-large", "binary.txt not-text", "empty.txt empty", "good.txt"]


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"a.jsonl": bytes(50_000_000), "good.txt": TEXT.encode()})
    assert told(read(put(tmp_path / "a.zip", bomb))) == ["a.jsonl packing-bomb", "good.txt"]
    squeezed = zipped({"a.txt": TEXT.encode()}, packing=zipfile.ZIP_BZIP2)
    assert told(read(put(tmp_path / "b.zip", squeezed))) == ["a.txt unsupported-packing"]


def test_a_tar_header_cannot_fill_the_memory(tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 200_000_000
    data = tarred({"good.txt": TEXT.encode()}).rstrip(b"\0")
    data += bytes(-len(data) % 512) + header.tobuf(tarfile.USTAR_FORMAT) + bytes(200_000_000)
    found = read(put(tmp_path / "a.tar.gz", gzip.compress(data, 1)))
    assert told(found) == ["good.txt", " damaged"]


def test_links_devices_and_holes_are_refused(tmp_path: Path) -> None:
    infos = []
    for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
        info = tarfile.TarInfo(f"{number}.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        infos.append(info)
    found = read(put(tmp_path / "a.tar", tarred({"good.txt": TEXT.encode()}, *infos)))
    assert told(found) == ["good.txt", *(f"{n}.txt not-a-file" for n in range(4))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert told(read(put(tmp_path / "a.zip", out.getvalue()))) == ["a.txt not-a-file"]


def test_members_with_a_password_are_said(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert told(read(put(tmp_path / "a.zip", bytes(data))))[-1] == "a.txt encrypted"


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    path = put(tmp_path / "a.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}))
    assert [item.reason for item in read(path)] == ["not-text"]  # type: ignore[union-attr]


def test_an_archive_without_reports_is_empty(tmp_path: Path) -> None:
    for name in ("a.zip", "a.tar"):
        assert told(read(put(tmp_path / name, FORMS[name]({"a.png": b"x"})))) == [" empty"]


def test_one_broken_member_does_not_hide_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}, packing=zipfile.ZIP_STORED))
    data[data.index(b"Oslo")] ^= 0xFF
    assert told(read(put(tmp_path / "a.zip", bytes(data)))) == ["a.txt damaged", "b.txt"]


def test_a_broken_header_is_said(tmp_path: Path) -> None:
    data = bytearray(tarred({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}))
    data[data.index(b"b.txt") + 3] ^= 0xFF
    assert told(read(put(tmp_path / "a.tar", bytes(data)))) == ["a.txt", " damaged"]


# ---------------------------------------------------------------- any prefix, any damage


@cache
def whole(name: str) -> bytes:
    return FORMS[name](MEMBERS)


def attempt(data: bytes, name: str) -> list[Page | Rejection]:
    return list(read_source(Source(io.BytesIO(data), name, "tar" if "tar" in name else "zip"), Fetcher(ReadSettings())))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.zst"])
@trying(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_any_prefix_is_read_or_refused(name: str, share: float) -> None:
    data = whole(name)
    found = attempt(data[: int(share * len(data))], name)
    assert any(isinstance(item, Rejection) for item in found)
    assert all(TEXT in item.content for item in found if isinstance(item, Page))


@trying(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_any_prefix_of_a_bare_tar_is_read_or_refused(share: float) -> None:
    # The last of its blocks of zeros may lack: nothing is lost with them.
    data = whole("a.tar").rstrip(b"\0")
    found = attempt(data[: int(share * len(data))], "a.tar")
    assert any(isinstance(item, Rejection) for item in found)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
@trying(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_survived(name: str, data: st.DataObject) -> None:
    broken = bytearray(whole(name))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert attempt(bytes(broken), name)
