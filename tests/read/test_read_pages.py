"""What a user relies on: every way to give reports is read, what cannot be read is said, and the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.read import count_hint, read_pages
from dragoman.read.decode import Flaw, Unpacked, decode, text_lines
from dragoman.records import Page, Rejection
from dragoman.settings import ReadSettings

TEXT = "Two ministers met in Oslo on Monday."
ROWS = [{"id": str(n), "title": f"Report {n}", "text": f"{TEXT} It was meeting number {n}."} for n in range(3)]


def read(*paths: object, settings: ReadSettings | None = None) -> list[Page | Rejection]:
    return list(read_pages([str(path) for path in paths], settings or ReadSettings()))


def one(path: object) -> Page:
    (found,) = read(path)
    assert isinstance(found, Page), found
    return found


def reasons(found: list[Page | Rejection]) -> list[str]:
    return [item.reason if isinstance(item, Rejection) else "page" for item in found]


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def jsonl(rows: list[dict[str, str]] = ROWS) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def pack(name: str, data: bytes) -> bytes:
    return {"": lambda d: d, ".gz": gzip.compress, ".zst": zstandard.compress}[name](data)


# ---------------------------------------------------------------- where reports are found


def test_a_file_is_known_by_its_path(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", TEXT)
    assert one(path) == Page(str(path), TEXT, "text", id=str(path))


def test_folders_are_read_with_all_below_them_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.html", "b/c.jsonl.gz", "b/deep/d.csv", ".git/e.txt", "photo.png", "b/notes.pdf"):
        data = jsonl().encode() if "jsonl" in name else b"text,id\nTwo men met.,7\n" if "csv" in name else b"<p>x</p>"
        put(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)
    sources = [str(Path(item.source).relative_to(tmp_path)) for item in read(tmp_path) if isinstance(item, Page)]
    assert sources == ["a.html", "z.txt", "b/c.jsonl.gz:1", "b/c.jsonl.gz:2", "b/c.jsonl.gz:3", "b/deep/d.csv:2"]


def test_globs(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.html"):
        put(tmp_path / name, TEXT)
    assert [Path(item.source).name for item in read(tmp_path / "*.txt") if isinstance(item, Page)] == ["a.txt", "b.txt"]
    assert reasons(read(tmp_path / "*.csv")) == ["not-found"]


def test_a_file_with_brackets_in_its_name_is_no_glob(tmp_path: Path) -> None:
    assert one(put(tmp_path / "report[1].txt", TEXT)).content == TEXT


def test_what_is_not_there_is_said_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = read(tmp_path / "no.txt", tmp_path / "empty", put(tmp_path / "a.txt", TEXT))
    assert reasons(found) == ["not-found", "empty", "page"]
    assert found[0].document == str(tmp_path / "no.txt")  # type: ignore[union-attr]


def test_reading_is_lazy(tmp_path: Path) -> None:
    pages = read_pages([str(put(tmp_path / "a.jsonl", jsonl())), str(tmp_path / "gone.txt")], ReadSettings())
    assert isinstance(next(pages), Page)


def test_count_hint(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT), put(tmp_path / "b.html", TEXT)
    assert count_hint([str(tmp_path)]) == 2
    put(tmp_path / "c.jsonl", jsonl())
    assert count_hint([str(tmp_path)]) is None


# ---------------------------------------------------------------- packing and encodings


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.tsv", "a.json"])
def test_every_format_plain_and_packed(tmp_path: Path, name: str, packing: str) -> None:
    data = {
        "a.txt": TEXT,
        "a.html": f"<p>{TEXT}</p>",
        "a.jsonl": json.dumps({"text": TEXT}) + "\n",
        "a.csv": f'id,text\n7,"{TEXT}"\n',
        "a.tsv": f"id\ttext\n7\t{TEXT}\n",
        "a.json": json.dumps([{"text": TEXT}], indent=2),
    }[name]
    found = one(put(tmp_path / (name + packing), pack(packing, data.encode())))
    assert TEXT in found.content
    assert found.kind == ("html" if name == "a.html" else "text")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Vučić met Orbán."),
        ("utf-8-sig", "Vučić met Orbán."),
        ("utf-16", "Vučić met Orbán."),
        ("utf-16-le", "Orban met Vucic in the capital."),
        ("utf-32", "Vučić met Orbán."),
        ("cp1252", "The café talks – “a start” – ended."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    assert one(put(tmp_path / "a.txt", text.encode(encoding))).content == text
    rows = f'id,text\n1,"{text}"\n2,"{text}"\n'.encode(encoding)
    assert [item.content for item in read(put(tmp_path / "a.csv", rows)) if isinstance(item, Page)] == [text, text]


def test_html_may_declare_its_encoding(tmp_path: Path) -> None:
    html = '<html><head><meta charset="iso-8859-2"></head><body><p>Vučić met Orbán.</p></body></html>'
    assert "Vučić" in one(put(tmp_path / "a.html", html.encode("iso-8859-2"))).content


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["empty"]),
        (b" \r\n\n", ["empty"]),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ["not-text"]),
        ("Министры встретились в Осло.".encode("cp1251"), ["undecodable"]),
        (b"x" * 5001, ["too-large"]),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.unknown"])
def test_what_is_no_text(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    assert reasons(read(put(tmp_path / name, data), settings=ReadSettings(max_bytes=5000))) == expected


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_truncated_file_keeps_what_came_before(tmp_path: Path, packing: str) -> None:
    rows = [{"text": f"{TEXT} {n} " + "".join(chr(97 + (n * k) % 26) for k in range(400))} for n in range(2000)]
    data = pack(packing, jsonl(rows).encode())
    found = read(put(tmp_path / f"a.jsonl{packing}", data[: len(data) * 3 // 4]))
    assert reasons(found)[-1] == "truncated"
    assert sum(isinstance(item, Page) for item in found) > 100


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(jsonl(ROWS * 200).encode()))
    data[len(data) // 2] ^= 0xFF
    assert reasons(read(put(tmp_path / "a.jsonl.gz", bytes(data))))[-1] == "damaged"


def test_several_members_are_one_file(tmp_path: Path) -> None:
    for packing in (".gz", ".zst"):
        data = b"".join(pack(packing, line.encode()) for line in jsonl().splitlines(keepends=True))
        assert reasons(read(put(tmp_path / f"a.jsonl{packing}", data))) == ["page"] * 3


# ---------------------------------------------------------------- rows


def test_a_row_is_a_page_with_all_it_says(tmp_path: Path) -> None:
    row = {"id": 7, "url": "https://a.example/7", "title": "T", "published": "2026-03-03",
           "authors": ["Ann Poe", "Tom Reed"],
           "text": TEXT, "html": "<p>other</p>", "outlet": "The Lantern", "rights": "CC BY 4.0"}  # fmt: skip
    found = one(put(tmp_path / "a.jsonl", json.dumps(row)))
    assert found == Page(
        f"{tmp_path}/a.jsonl:1", TEXT, "text", "7", "https://a.example/7", "T", "2026-03-03", ("Ann Poe", "Tom Reed"),
        "The Lantern", "CC BY 4.0",
    )  # fmt: skip


def test_bad_lines_are_said_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [jsonl()[:-1], '{"text": "broken', "[1]", '{"title": "no text"}', "", '{"html": "<p>x</p>"}', '"x"']
    found = read(put(tmp_path / "a.jsonl", "\n".join(lines)))
    assert reasons(found) == ["page"] * 3 + ["bad-json", "bad-row", "missing-text", "page", "bad-row"]
    assert found[3].document == f"{tmp_path}/a.jsonl:4"  # type: ignore[union-attr]


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    table = f'id,text\n1,{TEXT}\n2,a,b\n3,\n\n4,"He said ""no"", and\nleft, too."\n5,"a"b\n6,{TEXT}\n'
    found = read(put(tmp_path / "a.csv", table))
    assert reasons(found) == ["page", "bad-row", "missing-text", "page", "bad-row", "page"]
    assert found[3].content == 'He said "no", and\nleft, too.'  # type: ignore[union-attr]


def test_other_column_names_and_delimiters(tmp_path: Path) -> None:
    names = ReadSettings(id_column="Nr", text_column="Body", authors_column="by")
    (found,) = read(put(tmp_path / "a.csv", f"nr;BODY;by\n7;{TEXT};Ann Poe and Tom Reed\n"), settings=names)
    assert isinstance(found, Page)
    assert (found.id, found.content, found.authors) == ("7", TEXT, ("Ann Poe", "Tom Reed"))


def test_a_table_without_a_text_column(tmp_path: Path) -> None:
    assert reasons(read(put(tmp_path / "a.csv", "id,headline\n1,x\n"))) == ["missing-columns"]


def test_long_fields_and_lines(tmp_path: Path) -> None:
    long = "A very long report. " * 20_000
    assert one(put(tmp_path / "a.csv", f'text\n"{long}"\n')).content == long
    found = read(put(tmp_path / "b.jsonl", jsonl([{"text": long}, *ROWS])), settings=ReadSettings(max_bytes=100_000))
    assert reasons(found) == ["too-large", "page", "page", "page"]


# ---------------------------------------------------------------- standard input


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (TEXT, ["text"]),
        (f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", ["html"]),
        (jsonl(), ["text"] * 3),
        (json.dumps(ROWS, indent=1), ["text"] * 3),
        (f"id,text\n1,{TEXT}\n", ["text"]),
        (f"Text, and more of it\n{TEXT}\n", ["text"]),
    ],
)
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_standard_input_is_recognised(
    monkeypatch: pytest.MonkeyPatch, data: str, kinds: list[str], packing: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack(packing, data.encode()))))
    found = read("-")
    assert [item.kind for item in found if isinstance(item, Page)] == kinds
    assert all(isinstance(item, Page) and (item.id is None or item.id in "012") for item in found)


# ---------------------------------------------------------------- properties


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_are_read_or_refused(data: bytes, size: int) -> None:
    def chunks() -> Iterator[bytes]:
        for at in range(0, len(data), size):
            yield data[at : at + size]

    assert isinstance(decode(data), str | Flaw)
    assert all(isinstance(line, str | Flaw) for line in text_lines(chunks(), 100))
    list(Unpacked(io.BytesIO(b"\x1f\x8b" + data)).chunks())
    list(Unpacked(io.BytesIO(b"\x28\xb5\x2f\xfd" + data)).chunks())


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), min_size=1)
)
def test_rows_come_back_as_they_were_written(texts: list[str]) -> None:
    data = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode()
    lines = [line for line in text_lines(iter([data[:7], data[7:]]), 10**6) if isinstance(line, str)]
    assert [json.loads(line)["text"] for line in lines] == texts
