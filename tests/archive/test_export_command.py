"""`dragoman export`: an archive's events in every format, as many as the archive has, read back as an analyst would."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas
import pytest
from made_records import reports, store

from dragoman.cli import main
from dragoman.records import Event

REPORTS = reports(60)
EVENTS = [record for report in REPORTS for record in report if isinstance(record, Event)]
TABS = {"polecat": 0, "icews": 0, "gdelt": None, "phoenix": None}
"""Formats with tabs, and the line that their header is in."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("export") / "a", [REPORTS])


def export(folder: Path, form: str, out: Path, *arguments: str) -> int:
    return main(["export", "--archive", str(folder), "--format", form, "--out", str(out), *arguments])


@pytest.mark.parametrize("form", TABS)
def test_formats_without_a_status_hold_what_is_actual(
    folder: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(folder, form, tmp_path / "out.tab") == 0
    told = capsys.readouterr().err
    unreal = sum(event.status != "actual" for event in EVENTS)
    assert f"status {unreal:,}" in told
    table = pandas.read_csv(tmp_path / "out.tab", sep="\t", header=TABS[form], dtype=str, keep_default_na=False)
    assert f"{len(table):,} rows" in told
    assert len(table) > 0
    both = export(folder, form, tmp_path / "all.tab", "--status", "actual,future,negated")
    more = pandas.read_csv(tmp_path / "all.tab", sep="\t", header=TABS[form], dtype=str, keep_default_na=False)
    assert both == 0
    assert len(more) > len(table)
    assert export(folder, form, tmp_path / "any.tab", "--status", "Any") == 0
    every = pandas.read_csv(tmp_path / "any.tab", sep="\t", header=TABS[form], dtype=str, keep_default_na=False)
    assert every.equals(more)


def test_plover_json_holds_each_event_with_its_status(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(folder, "plover", tmp_path / "out.jsonl") == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert f"no-date {len(EVENTS) - len(lines)};" in capsys.readouterr().err
    assert {"future", "negation"} <= {mode for line in lines for mode in line["mode"]}
    assert len({line["id"] for line in lines}) == len(lines)


def test_a_codebook_lies_beside_the_file_and_words_can_be_left_out(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "plover", tmp_path / "out.jsonl", "--no-text") == 0
    assert "CONSULT" in (tmp_path / "out.codebook.md").read_text()
    sentences = {event.evidence.text for event in EVENTS}
    written = (tmp_path / "out.jsonl").read_text()
    assert not any(json.dumps(sentence, ensure_ascii=False)[1:-1] in written for sentence in sentences)


def test_only_what_was_asked_for(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "csv", tmp_path / "out.csv", "--type", "AID", "--no-codebook") == 0
    table = pandas.read_csv(tmp_path / "out.csv", dtype={"cameo": str})
    assert set(table["event"]) == {"AID"}
    assert set(table["cameo"]) == {"042"}
    assert table["event_id"].nunique() == sum(event.event == "AID" for event in EVENTS)
    assert not (tmp_path / "out.codebook.md").exists()


def test_parquet_and_csv_hold_the_same_rows(folder: Path, tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        assert export(folder, form, tmp_path / f"out.{form}") == 0
    one, two = pandas.read_csv(tmp_path / "out.csv"), duckdb.read_parquet(str(tmp_path / "out.parquet")).df()
    assert list(one.columns) == list(two.columns)
    assert len(one) == len(two)


def test_parquet_needs_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--archive", str(folder), "--format", "parquet"]) == 2
    assert "--out FILE.parquet" in capsys.readouterr().err
