"""Killed at any moment, an archive holds what it has acknowledged: each report once, none torn; and it goes on from there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import pytest

from dragoman.archive.ingest import ingest
from dragoman.read import read_pages
from dragoman.settings import CodeSettings, ReadSettings
from dragoman.store import Reader
from dragoman.store.upkeep import check
from dragoman.tables import KINDS

HERE = Path(__file__).resolve().parent
SCRIPT = [sys.executable, str(HERE / "other_process.py")]
COUNTRIES = "Norway Kenya Chile Peru Finland Ghana Nepal Latvia".split()
DEEDS = (
    "accused {} of seizing a ferry",
    "signed a treaty on fishing with {}",
    "recalled its ambassador from {}",
    "will send doctors to {} in May",
    'told reporters: "We trust {}." It did not say more',
)
BATCH = 2


def write_reports(path: Path, count: int) -> list[str]:
    """COUNT short reports, each unlike the others; gives their ids."""
    stories = (each for each in product(DEEDS, COUNTRIES, COUNTRIES) if each[1] != each[2])
    names = []
    with path.open("w", encoding="utf-8") as file:
        for number, (deed, one, other) in enumerate(islice(stories, count)):
            text = f"On day {number} of the talks {one} {deed.format(other)}."
            file.write(json.dumps({"id": f"r{number}", "text": text, "published": "2024-03-05"}) + "\n")
            names.append(f"r{number}")
    return names


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(HERE.parent / "archive")}


def documents(folder: Path) -> list[str]:
    """The ids of all versions of all reports, in the order in which they came in."""
    if not (folder / "catalogue.sqlite").exists():
        return []
    with Reader(folder, all_versions=True) as reader:
        return [record.document for record in reader.records("documents")]


def answers(folder: Path) -> dict[str, list[str]]:
    with Reader(folder) as reader:
        return {kind: [repr(record) for record in reader.records(kind)] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Blow:
    """When the process is killed: so many seconds after that many commits."""

    commits: int
    seconds: float


def struck(folder: Path, source: Path, blow: Blow | None) -> int:
    """How many reports an ingest has acknowledged before it was killed, or ended."""
    command = [*SCRIPT, "ingest", str(folder), str(source), str(BATCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as running:
        assert running.stdout is not None
        lines: list[str] = []
        if blow is not None:
            lines += islice(running.stdout, blow.commits)
            time.sleep(blow.seconds)
            running.send_signal(signal.SIGKILL)
        lines += running.stdout.readlines()
    assert running.returncode in ((0,) if blow is None else (-signal.SIGKILL, 0))
    return max((int(line) for line in lines if line.endswith("\n")), default=0)


def _blows(rounds: int) -> Sequence[Blow]:
    dice = random.Random(rounds)
    return [Blow(dice.randrange(4), dice.uniform(0, 0.4)) for _ in range(rounds)]


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, rounds: int) -> None:
    source, folder = tmp_path / "reports.jsonl", tmp_path / "archive"
    names = write_reports(source, 12 + 4 * rounds)
    for blow in _blows(rounds):
        before = len(documents(folder))
        acknowledged = struck(folder, source, blow)
        there = documents(folder)
        assert there == names[: len(there)], blow
        assert len(there) >= before + acknowledged
        assert len(there) % BATCH == 0 or len(there) == len(names), "a torn batch"
    assert len(documents(folder)) + struck(folder, source, None) == len(names)
    assert list(check(folder)) == []
    calm = tmp_path / "calm"
    ingest(read_pages([str(source)], ReadSettings()), calm, CodeSettings())
    assert answers(folder) == answers(calm)


def test_ctrl_c_ends_a_run_after_one_more_commit(tmp_path: Path) -> None:
    source, folder = tmp_path / "reports.jsonl", tmp_path / "archive"
    names = write_reports(source, 60)
    command = [*SCRIPT, "ingest", str(folder), str(source), str(BATCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        last = running.stdout.readlines()[-1]
    assert running.returncode == 130
    assert documents(folder) == names[: int(last)]
    assert int(last) < len(names)
    with Reader(folder) as reader:
        assert reader.base.execute("SELECT state, documents FROM run").fetchall()[0][:] == ("stopped", int(last))


def test_workers_end_when_the_run_is_killed(tmp_path: Path) -> None:
    source, folder = tmp_path / "reports.jsonl", tmp_path / "archive"
    names = write_reports(source, 60)
    command = [*SCRIPT, "ingest", str(folder), str(source), str(BATCH), "", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=30)  # until the last that holds the pipe has ended
    there = documents(folder)
    assert there == names[: len(there)]
    assert there


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for the size of files")
@pytest.mark.parametrize("room", [0, 9_000])
def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path, room: int) -> None:
    source, folder = tmp_path / "reports.jsonl", tmp_path / "archive"
    names = write_reports(source, 12)
    command = [*SCRIPT, "ingest", str(folder), str(source), str(BATCH), str(room)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"DataError: {folder}: cannot be written ("), done.stderr
    acknowledged = int(done.stdout.split()[-1])
    assert documents(folder) == names[:acknowledged]
    assert struck(folder, source, None) == len(names) - acknowledged
    assert documents(folder) == names
    assert list(check(folder)) == []


STRIDES = {"commit": 4, "tidy": 4, "compact": 19, "remove": 11}
"""The ordinary run tries a step in so many, the slow one each."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.parametrize(
    ("way", "stride"),
    [*STRIDES.items(), *(pytest.param(way, 1, marks=pytest.mark.slow) for way in STRIDES)],
)
def test_killed_at_each_step_on_a_way_the_archive_is_sound(tmp_path: Path, way: str, stride: int) -> None:
    """Before each fsync, rename, unlink and change of the catalogue, and within; the next process recovers and goes on."""
    command = [*SCRIPT, "sweep", str(tmp_path / "archive"), way, str(stride), "a seed"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["killed"] >= 3
    assert told["reports"] > 0
