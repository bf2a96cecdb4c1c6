"""Generated pages are current, and what the README promises holds."""

import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import dragoman

ROOT = Path(__file__).parents[1]


def test_records_page_is_current() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "generate.py"))["records_page"]()
    assert page == (ROOT / "docs" / "records.md").read_text(encoding="utf-8"), "run: python docs/generate.py"


def test_own_types_page_shows_the_files_as_they_are() -> None:
    page = (ROOT / "docs" / "own-types.md").read_text(encoding="utf-8")
    for name in ("elect.toml", "sit-in.toml"):
        assert (ROOT / "examples" / "own-types" / name).read_text(encoding="utf-8").strip() in page


def test_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == dragoman.__version__


def test_makefile_has_two_commands() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(".PHONY")] == [".PHONY: demo test"]


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, dragoman; print([m for m in ('numpy', 'onnxruntime', 'rich', 'duckdb') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
