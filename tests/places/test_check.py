"""The gazetteer of the package is sound, and the checker sees what is not."""

from __future__ import annotations

import gzip
from importlib import resources
from pathlib import Path

import pytest

from dragoman import actors
from dragoman.places.check import check

COUNTRIES = ("MLI", "NER")
SOUND = (
    "1\tMali\tMLI\t\t13\t-7\t100\t1\t",
    "2\tGao\tMLI\t09\t16.3\t0\t50\t2\t",
    "3\tGao\tMLI\t09\t16.3\t0\t40\t4\tcapital",
    "",
    "gao\t1,2",
)


def faults(folder: Path, *lines: str) -> list[str]:
    (folder / "places.tsv.gz").write_bytes(gzip.compress("\n".join([*lines, ""]).encode()))
    return check(folder, COUNTRIES)


def test_package_has_no_fault() -> None:
    assert check(resources.files("dragoman.places") / "data", actors.load().states) == []


def test_every_country_of_the_knowledge_base_is_there() -> None:
    from dragoman import places

    assert all(places.load().country(code) for code in actors.load().states)


def test_sound_file(tmp_path: Path) -> None:
    assert faults(tmp_path, *SOUND) == []


@pytest.mark.parametrize(
    ("line", "to", "told"),
    [
        (0, "1\tMali\tMLI\t\t13\t-7\t100\t1", "8 fields"),
        (1, "2\tGao\tXYZ\t09\t16.3\t0\t50\t2\t", "unknown country 'XYZ'"),
        (1, "2\tGao\tMLI\t09\t96.3\t0\t50\t2\t", "no coordinates"),
        (1, "2\tGao\tMLI\t\t16.3\t0\t50\t2\t", "division ''"),
        (1, "2\tGao\tMLI\t09\t16.3\t0\t50\t7\t", "unknown level '7'"),
        (2, "3\tGao\tMLI\t09\t\t\t40\t4\t", "no coordinates"),
        (2, "x\tGao\tMLI\t09\t16.3\t0\t40\t4\t", "no id"),
        (2, "2\tGao\tMLI\t09\t16.3\t0\t40\t4\t", "place 2 is there twice"),
        (2, "3\tMali\tMLI\t\t16.3\t0\t40\t1\t", "country MLI is there twice"),
        (2, "3\tGao\tMLI\t09\t16.3\t0\t40\t4\tseat", "unknown mark 'seat'"),
        (3, "4\tKidal\tMLI\t10\t18\t1\t40\t4\t", "no empty line"),
        (4, "gao\t1", "place 3 is not found by its name 'Gao'"),
        (4, "gao\t1,2,3", "leads to no place ('3')"),
        (4, "Gao\t1,2", "not in the form"),
        (4, "gao\t1,2\ngao\t1", "out of order or there twice"),
    ],
)
def test_fault_is_told(tmp_path: Path, line: int, to: str, told: str) -> None:
    lines = list(SOUND)
    lines[line] = to
    assert any(told in fault for fault in faults(tmp_path, *lines))


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"\xff\xfe")[:-4]])
def test_unreadable_file_is_one_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "places.tsv.gz").write_bytes(content)
    assert len(check(tmp_path, COUNTRIES)) == 1


def test_missing_file_is_one_fault(tmp_path: Path) -> None:
    assert len(check(tmp_path, COUNTRIES)) == 1
