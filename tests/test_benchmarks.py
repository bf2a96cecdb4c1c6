"""The benchmark's own parts: pages that look like the web, a table that lands between its markers."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dragoman
from dragoman.store.upkeep import check

PATH = Path(__file__).resolve().parent.parent / "benchmarks" / "run.py"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_run", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_run"] = module
    spec.loader.exec_module(module)
    return module


def test_pages_repeat_and_escape(run: ModuleType) -> None:
    made = run.pages([{"text": "Peru & Chile.\n\nThey met."}], 3)
    assert len(made) == len(set(made)) == 3
    assert "<p>Peru &amp; Chile.</p>\n<p>They met.</p>" in made[0]


def test_the_table_replaces_the_last_one(run: ModuleType) -> None:
    first = run.put_between("# Performance\n", run.table([run.Row("a", "1")], "machine"))
    second = run.put_between(first + "\nMore.\n", run.table([run.Row("b", "2")], "machine"))
    assert "| a | 1 |" in first
    assert "| a | 1 |" not in second
    assert "| b | 2 |" in second
    assert second.endswith("More.\n")
    assert second.count(run.BEGIN) == 1


def test_reports_without_text_are_refused(run: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "x"}\n')
    with pytest.raises(SystemExit, match="key text"):
        run.read_reports(str(path))


def test_the_made_up_archive_is_sound_and_has_answers(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("benchmark_archive", PATH.with_name("archive.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_archive"] = module
    spec.loader.exec_module(module)
    module.build(tmp_path / "a", 1_300)
    assert list(check(tmp_path / "a")) == []
    with dragoman.open(tmp_path / "a") as archive:
        assert len(archive.sql("FROM events")) == 1_300
        assert len(archive.events()) == 1_000
        assert len(list(archive.events(limit=5))) == 5
        assert len(archive.documents(text="wb wc")) > 0
