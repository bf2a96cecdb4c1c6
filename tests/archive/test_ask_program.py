"""Archives of several versions, read-only ones, ones that are written meanwhile, and the program that asks them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from made_records import reports, store
from plain_loop import REPORTS, SIDES, expected

import dragoman
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.records import to_dict
from dragoman.tables import columns


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("program") / "archive", [REPORTS])


# ---------------------------------------------------------------- versions, codings, processes


def test_versions_and_codings(tmp_path: Path) -> None:
    old, new = reports(4, seed=1), reports(4, seed=2)
    folder = store(tmp_path / "archive", [old, new])  # the same ids, other texts: new versions
    with dragoman.open(folder) as current, dragoman.open(folder, all_versions=True) as every:
        assert {d.text_id for d in current.documents()} == {r[0].text_id for r in new}  # type: ignore[union-attr]
        assert len(every.documents()) == 8
        assert [(c.number, c.state, c.documents) for c in current.codings] == [(1, "live", 8)]
    with pytest.raises(UsageError, match="has no coding 9; there are 1"):
        dragoman.open(folder, coding=9)


WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from made_records import reports, store
made = reports(24, seed=3)
store(Path(sys.argv[1]), [made[n:n + 1] for n in range(24)])
"""


def test_asking_while_another_process_writes(tmp_path: Path) -> None:
    folder = store(tmp_path / "archive", [])
    whole = {r.document: len(r_) for r_ in reports(24, seed=3) for r in r_[:1]}
    with dragoman.open(folder) as archive:
        writer = subprocess.Popen([sys.executable, "-c", WRITE, str(folder), str(Path(__file__).parent)])
        seen, looks = 0, 0
        while writer.poll() is None or looks == 0:
            names = [
                r.document
                for kind in ("documents", "events", "statements", "commitments")
                for r in archive.ask(kind, {})
            ]
            count = len(archive.documents())
            assert count >= seen
            assert set(names) <= set(whole)
            seen, looks = count, looks + 1
        assert writer.returncode == 0
        assert looks > 3
        assert Counter(r.document for k in SIDES for r in archive.ask(k, {})) + Counter(whole.keys()) == Counter(whole)


READ_ONLY = """
import os, sys
import dragoman
from dragoman.cli import main
def look(folder):
    with dragoman.open(folder) as archive:
        return len(archive.events(actor="KEN")), len(archive.events(text="dam")), archive.sql("FROM documents").shape[0]
before = look(sys.argv[2])  # another, since who reads a folder that may be written leaves files of SQLite's in it
main(["archive", "compact", "--archive", "nowhere"])  # what it needs is imported while that can be read
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
print(before == look(sys.argv[1]), os.access(sys.argv[1], os.W_OK))
print(main(["archive", "compact", "--archive", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_may_only_be_read(folder: Path) -> None:
    place = Path(tempfile.mkdtemp(prefix="dragoman-read-only-"))
    copy = place / "archive"
    try:
        shutil.copytree(folder, copy)
        place.chmod(0o755)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(copy), str(folder)], capture_output=True, text=True, check=False
        )
        assert done.stdout.split() == ["True", "False", "2"], done.stderr
        assert f"{copy}: cannot be written" in done.stderr
    finally:
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(place)


# ---------------------------------------------------------------- the program


def test_program_prints_records_and_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--archive", str(folder)]
    assert main(["events", "--actor", "KEN,UGA", "--status", "actual", *where]) == 0
    bodies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found, flat = expected("events", {"actor": ["KEN", "Uganda"], "status": ["actual"]})
    assert sorted(b["id"] for b in bodies) == sorted(r.id for r in found)
    assert to_dict(found[0]) in bodies
    assert main(["events", "--actor", "KEN", "--actor", "UGA", "--status", "actual", "--format", "csv", *where]) == 0
    written = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert written[0] == [c.name for c in columns("events")]
    assert len(written) == len(flat) + 1


def test_program_shows_a_table_and_how_much_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--format", "table", "--limit", "3", "--evidence", "--archive", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert len([line for line in out.splitlines() if re.match(r"(\d{4}|  )", line)]) >= 3
    assert re.search(r"3 of \d+; --limit 0 for all", err)
    for kind in ("statements", "commitments", "documents"):
        assert main([kind, "--format", "table", "--archive", str(folder)]) == 0
        assert "report-" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("arguments", [["archive", "status"], ["events", "--format", "table", "--limit", "0"]])
def test_program_ends_quietly_when_nobody_reads_on(folder: Path, arguments: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "dragoman.cli", *arguments, "--archive", str(folder)]
    done = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writes)
    assert (done.returncode, done.stderr) == (141, "")


def test_program_says_that_nothing_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--actor", "NOR", "--archive", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert (out, "no events" in err) == ("", True)
    assert main(["events", "--actor", "Norwya", "--archive", str(folder)]) == 0
    assert "like Norway" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["events", "--actor", "KNE"], "near it are KEN"),
        (["events", "--format", "parquet"], "--out"),
        (["events", "--format", "table", "--no-text"], "--no-text"),
        (["statements", "--since", "soon"], "2026-01-15"),
        (["events", "--out", "x.docx"], "--format"),
    ],
)
def test_program_tells_wrong_use(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main([*arguments, "--archive", str(folder)]) == 2
    assert said in capsys.readouterr().err
