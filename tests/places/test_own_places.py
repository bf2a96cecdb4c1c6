"""A user's own table of places: added from GeoNames files, asked beside the package's, never left half written."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from dragoman import actors
from dragoman.cli import main
from dragoman.errors import DataError, UsageError
from dragoman.read.gazetteer import FILE, add_places, data_folder, gazetteer, own_places

ALPHA3 = {s.iso2: s.code for s in actors.load().states.values() if s.iso2}


def line(number: int, name: str, code: str = "PPL", country: str = "ML", **other: str) -> str:
    """A line as GeoNames writes it; the places of these tests are invented."""
    fields = [
        str(number),
        name,
        name,
        "",
        "14.5",
        "-3.2",
        "P",
        code,
        country,
        "",
        "04",
        "",
        "",
        "",
        "900",
        "",
        "",
        "",
        "",
    ]
    at = {"others": 3, "lat": 4, "kind": 6, "people": 14}
    for key, value in other.items():
        fields[at[key]] = value
    return "\t".join(fields)


VILLAGE = line(1, "Tondikoira", others="Tondi Koyra,Тондикойра,TKA")
FIELD = line(2, "Tondikoira Airfield", "AIRF", kind="S", people="0")
STREAM = line(3, "Oued Tondi", "STM", kind="H", people="0")
LINES = (VILLAGE, FIELD, STREAM)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRAGOMAN_DATA", str(tmp_path / "data"))
    return tmp_path


def written(folder: Path, *lines: str, name: str = "ML.txt") -> Path:
    path = folder / name
    path.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["places", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_what_news_names_is_kept(folder: Path) -> None:
    added = add_places(written(folder, *LINES), ALPHA3)
    assert (added.places, added.passed, added.bad.total()) == (2, 1, 0)
    known, version = gazetteer()
    assert version.startswith("; places ")
    for name in ("Tondikoira", "Tondi Koyra", "tondi-koyra"):
        (place,) = known.find(name)
        assert (place.geonameid, place.country, place.level, place.lat, place.lon) == (1, "MLI", 4, 14.5, -3.2)
    assert known.find("Tondikoira Airfield")[0].level == 5
    assert not known.find("TKA") and not known.find("Oued Tondi")
    assert known.find("Bamako"), "the package's places stay"


def test_all_keeps_every_kind(folder: Path) -> None:
    assert add_places(written(folder, *LINES), ALPHA3, everything=True).places == 3
    assert gazetteer()[0].find("Oued Tondi")


@pytest.mark.parametrize(("code", "level"), [("ADM1", 2), ("ADM2", 3), ("PPLX", 5), ("PPLC", 4)])
def test_levels(folder: Path, code: str, level: int) -> None:
    add_places(written(folder, line(1, "Tondikoira", code, kind="A" if code.startswith("ADM") else "P")), ALPHA3)
    (place,) = gazetteer()[0].find("Tondikoira")
    assert (place.level, place.is_capital) == (level, code == "PPLC")


@pytest.mark.parametrize("form", ["gz", "zip"])
def test_packed_files(folder: Path, form: str) -> None:
    plain, packed = written(folder, *LINES), folder / f"ML.{form}"
    if form == "gz":
        packed.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("readme.txt", "x" * 5000)
            archive.write(plain, "ML.txt")
    assert add_places(packed, ALPHA3).places == 2


def test_bad_lines_are_counted_with_their_reason(folder: Path) -> None:
    bad = ("no columns", line(7, "Far", lat="99"), line(8, "Nowhere", country="QQ"), line(9, " "), VILLAGE + "\tmore")
    added = add_places(written(folder, VILLAGE, "", *bad), ALPHA3)
    assert added.places == 1
    assert dict(added.bad) == {
        "without 19 columns": 2,
        "without coordinates": 1,
        "without a known country": 1,
        "without id or name": 1,
    }


@pytest.mark.parametrize("content", [b"", b"not a table\n" * 20, b"PK\x03\x04broken", b"\x1f\x8bbroken"])
def test_file_without_places_is_refused_and_changes_nothing(folder: Path, content: bytes) -> None:
    add_places(written(folder, VILLAGE), ALPHA3)
    before = (data_folder() / FILE).read_bytes()
    bad = folder / "bad.txt"
    bad.write_bytes(content)
    with pytest.raises(UsageError, match=r"bad\.txt"):
        add_places(bad, ALPHA3)
    assert (data_folder() / FILE).read_bytes() == before
    assert [p.name for p in data_folder().iterdir()] == [FILE]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_stop_in_the_middle_leaves_the_old_table(folder: Path, error: type[BaseException]) -> None:
    add_places(written(folder, VILLAGE), ALPHA3)
    before = (data_folder() / FILE).read_bytes()
    read = 0

    def stop(size: int) -> None:
        nonlocal read
        read += size
        if read > 400_000:
            raise error

    many = written(folder, *(line(n, f"Tondi {n}") for n in range(10, 9000)), name="many.txt")
    with pytest.raises(error):
        add_places(many, ALPHA3, advance=stop)
    assert (data_folder() / FILE).read_bytes() == before
    assert [p.name for p in data_folder().iterdir()] == [FILE]


def test_version_depends_on_the_files(folder: Path) -> None:
    assert gazetteer()[1] == ""
    add_places(written(folder, VILLAGE), ALPHA3)
    first = gazetteer()[1]
    add_places(written(folder, VILLAGE), ALPHA3)
    assert gazetteer()[1] == first
    add_places(written(folder, FIELD, name="other.txt"), ALPHA3)
    assert gazetteer()[1] != first


def test_damaged_table_is_told(folder: Path) -> None:
    data_folder().mkdir()
    (data_folder() / FILE).write_bytes(b"no table" * 100)
    with pytest.raises(DataError, match="dragoman places remove"):
        own_places()


# ---------------------------------------------------------------- commands


def test_add_find_list_remove(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(folder, *LINES, "bad")
    code, out, err = run(capsys, "add", path)
    assert code == 0 and "2 places added" in out and "without 19 columns" in err
    code, out, _ = run(capsys, "find", "Tondi", "Koyra")
    assert code == 0 and "Tondikoira, MLI" in out and "900 inhabitants" in out
    code, out, _ = run(capsys, "list")
    assert code == 0 and "ML.txt" in out and "2 places" in out and "1 bad line" in out
    assert run(capsys, "remove")[0] == 0
    assert run(capsys, "find", "Tondi", "Koyra")[0] == 1
    assert "no file was added" in run(capsys, "remove")[1]


def test_find_in_one_country(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "find", "Tripoli", "--country", "lbn", "--format", "jsonl")
    found = [json.loads(row) for row in out.splitlines()]
    assert code == 0 and {(f["name"], f["country"]) for f in found} == {("Tripoli", "LBN")}


def test_unknown_name_and_missing_file_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "find", "Qwxyz")
    assert (code, out) == (1, "") and "Qwxyz" in err and "places add" in err
    code, _, err = run(capsys, "add", folder / "none.txt")
    assert code == 2 and "none.txt" in err


def test_coder_uses_the_table_and_names_it(folder: Path) -> None:
    from dragoman.pipeline import Coder
    from dragoman.records import Event, Page
    from dragoman.settings import CodeSettings

    text = "Malian soldiers attacked rebels in the village of Tondikoira on Monday, and twelve people were killed."
    before = Coder(CodeSettings(published="2024-03-05"))
    add_places(written(folder, VILLAGE), ALPHA3)
    after = Coder(CodeSettings(published="2024-03-05"))
    assert before.version + gazetteer()[1] == after.version
    events = [r for r in after.code(Page("a.txt", text, "text")) if isinstance(r, Event)]
    placed = [e.place for e in events if e.place is not None]
    assert placed and placed[0].geonameid == 1 and all(e.coder == after.version for e in events)
