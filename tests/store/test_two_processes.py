"""Two processes at one archive: who asks waits for nobody and sees whole batches, who writes is alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.store import Reader, create, writing
from dragoman.tables import KINDS

HERE = Path(__file__).resolve().parent
BATCHES, SIZE = 14, 3


@contextmanager
def another(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, whose output can be read; it is killed when the block ends."""
    told = os.environ | {"PYTHONPATH": str(HERE.parent / "archive")}
    with subprocess.Popen(
        [sys.executable, str(HERE / "other_process.py"), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=told,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def look(reader: Reader) -> tuple[int, int]:
    """How many reports the catalogue has, and the documents, once all answers were held against each other."""
    found = reader.find_text("says")  # each report does
    rows = reader.fetch(
        f"""SELECT (SELECT count(*) FROM documents), (SELECT count(DISTINCT document) FROM documents),
        (SELECT count(*) FROM events WHERE document NOT IN (SELECT document FROM documents)),
        (SELECT count(*) FROM all_documents SEMI JOIN {found} USING (docno))"""
    )
    documents, different, orphans, hits = rows[0]
    assert documents == different
    assert documents % SIZE == 0, "part of a batch"
    assert orphans == 0
    assert hits <= documents  # the search was asked a moment earlier
    assert len(list(reader.records("statements"))) >= 0
    return documents, hits


def test_a_reader_beside_an_ingest_that_merges_sees_whole_batches(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    create(folder)
    counts, hits, looks = [0], [0], 0
    with another("write", str(folder), str(BATCHES)) as writer, Reader(folder) as reader:
        while counts[-1] < BATCHES * SIZE:
            documents, found = look(reader)
            assert documents >= counts[-1]
            assert found >= hits[-1]
            counts.append(documents)
            hits.append(found)
            looks += 1
        assert writer.wait(60) == 0
        assert look(reader) == (BATCHES * SIZE, BATCHES * SIZE)
        assert len(set(counts)) > 3, "the reader was never beside the writer"
        names = {path.name.split("-")[0] for path in (folder / "segments").iterdir()}
        assert names <= set(KINDS)
        assert len(list((folder / "segments").iterdir())) < BATCHES * len(names), "nothing was merged"


def test_who_opens_an_archive_in_the_middle_of_it_sees_it_whole(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    create(folder)
    seen = 0
    with another("write", str(folder), str(BATCHES)) as writer:
        while seen < BATCHES * SIZE:
            with Reader(folder) as reader:
                documents, _ = look(reader)
            assert documents >= seen
            seen = documents
        assert writer.wait(60) == 0


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    create(folder)
    with another("hold", str(folder), "") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "writing\n"
        with (
            pytest.raises(UsageError, match=rf"process {holder.pid} \(`hold`\) has been writing since 20.*--wait"),
            writing(folder),
        ):
            pass
    with writing(folder) as writer:  # it was killed, and holds nothing any more
        assert writer.base.execute("SELECT state FROM run").fetchone()[0] == "broken off"


def test_a_second_writer_can_wait(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    create(folder)
    with another("hold", str(folder), "0.5") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "writing\n"
        start = time.monotonic()
        with writing(folder, wait_s=30) as writer:
            assert time.monotonic() - start > 0.2
            assert writer.base.execute("SELECT state FROM run").fetchone()[0] == "done"


def test_several_processes_make_one_archive_at_once(tmp_path: Path) -> None:
    for number in range(2):
        folder = str(tmp_path / str(number))
        with (
            another("write", folder, "0") as one,
            another("write", folder, "0") as other,
            another("write", folder, "0") as third,
        ):
            assert [running.wait(60) for running in (one, other, third)] == [0, 0, 0]


@pytest.mark.parametrize("left", [["lock"], ["lock", "segments"], ["lock", "segments", "catalogue.sqlite"]])
def test_an_archive_that_was_killed_while_it_was_made_is_made(tmp_path: Path, left: list[str]) -> None:
    for name in left:
        (tmp_path / name).mkdir() if name == "segments" else (tmp_path / name).touch()
    create(tmp_path)
    with writing(tmp_path), Reader(tmp_path) as reader:
        assert reader.fetch("SELECT count(*) FROM documents") == [(0,)]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
