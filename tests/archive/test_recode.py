"""Coding an archive again: a new coding beside the old, whole or not at all, whatever stops it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dragoman.archive.ingest import IngestSettings, ingest
from dragoman.archive.recode import RecodeSettings, recode
from dragoman.cli import main
from dragoman.pipeline import ontology_file
from dragoman.records import Page
from dragoman.settings import CodeSettings
from dragoman.store import Reader, writing
from dragoman.store.compact import compact
from dragoman.store.upkeep import check, remove

TYPES = Path(__file__).parents[2] / "examples" / "own-types" / "sit-in.toml"
PLAIN, OWN = CodeSettings(), CodeSettings(ontology=ontology_file(TYPES))
REPORTS = {
    "lobby": "Protesters occupied the lobby of the Kenyan parliament on Monday to demand an end to the fuel tax.",
    "ferry": "Chile accused Peru of seizing a ferry near Arica. Peru rejected the charge and recalled its ambassador from Santiago.",
    "dam": '"We will open the dam of Karvonia in June," Finland\'s prime minister told reporters after talks with Sweden.',
}


def page(name: str, text: str | None = None) -> Page:
    url = f"https://lantern.example/{name}"
    return Page(f"{name}.jsonl:1", text or REPORTS[name], "text", url=url, published="2024-03-05")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ingest([page(name) for name in REPORTS], tmp_path / "a", PLAIN)
    return tmp_path / "a"


def modes(folder: Path, coding: int | None = None) -> Counter[str]:
    with Reader(folder, coding=coding) as reader:
        return Counter(mode or "" for (mode,) in reader.fetch("SELECT mode FROM all_events WHERE is_first"))


def ids(folder: Path, coding: int | None = None) -> set[str]:
    with Reader(folder, coding=coding) as reader:
        return {name for (name,) in reader.fetch("SELECT event_id FROM events")}


def states(folder: Path) -> dict[int, str]:
    with Reader(folder) as reader:
        return dict(map(tuple, reader.base.execute("SELECT coding, state FROM coding ORDER BY coding").fetchall()))


def documents(folder: Path) -> list[str]:
    with Reader(folder) as reader:
        return [name for (name,) in reader.fetch("SELECT document FROM documents ORDER BY document")]


def test_a_new_coding_counts_and_the_old_one_is_kept_beside_it(folder: Path) -> None:
    before = ids(folder)
    done = recode(folder, OWN)
    assert (done.done, done.total, done.rejections, done.is_live) == (3, 3, 0, True)
    assert modes(folder)["sit-in"] == 1
    assert modes(folder, coding=1)["sit-in"] == 0
    assert ids(folder, coding=1) == before
    assert before <= ids(folder)  # what is found again has the id that it had
    assert states(folder) == {1: "kept", 2: "live"}
    assert documents(folder) == [f"https://lantern.example/{name}" for name in sorted(REPORTS)]
    assert list(check(folder)) == []
    with Reader(folder) as reader:
        run = reader.base.execute("SELECT * FROM run ORDER BY run DESC").fetchone()
        assert (run["state"], run["documents"]) == ("done", 3)


def test_where_all_is_coded_by_this_coder_nothing_is_done(folder: Path) -> None:
    with Reader(folder) as reader:
        files = reader.files
    done = recode(folder, PLAIN)
    assert (done.was_live, done.done, done.coding) == (True, 0, 1)
    with Reader(folder) as reader:
        assert reader.files == files


def test_an_older_coding_can_be_had_back(folder: Path) -> None:
    before = modes(folder)
    recode(folder, OWN)
    done = recode(folder, PLAIN)
    assert (done.total, done.is_live, done.was_live) == (0, True, False)
    assert modes(folder) == before
    assert states(folder) == {1: "live", 2: "kept"}
    assert list(check(folder)) == []


STOPPED = """
import os, signal, sys
from dragoman.archive import recode
from dragoman.pipeline import ontology_file
from dragoman.settings import CodeSettings

recode.BATCH = 1
pressed = []

def advance(done):
    if not pressed:
        pressed.append(True)
        os.kill(os.getpid(), getattr(signal, sys.argv[3]))

if __name__ == "__main__":
    done = recode.recode(sys.argv[1], CodeSettings(ontology=ontology_file(sys.argv[2])), advance=advance)
    print(done.done, done.total, done.is_stopped, done.is_live)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_a_run_that_is_stopped_goes_on_and_nothing_shows_until_it_is_whole(
    folder: Path, tmp_path: Path, how: str
) -> None:
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED)
    before = modes(folder)
    ran = subprocess.run(
        [sys.executable, str(script), str(folder), str(TYPES), how], capture_output=True, text=True, check=False
    )
    assert ran.returncode == (0 if how == "SIGINT" else -9), ran.stderr
    if how == "SIGINT":
        assert ran.stdout.split() == ["1", "3", "True", "False"]
    assert modes(folder) == before
    assert states(folder) == {1: "live", 2: "pending"}
    assert list(check(folder)) == []
    done = recode(folder, OWN)
    assert (done.total, done.done, done.is_live) == (2, 2, True)
    assert modes(folder)["sit-in"] == 1
    assert len(documents(folder)) == 3


def test_the_turn_is_made_up_for_where_a_run_ended_just_before_it(folder: Path) -> None:
    recode(folder, OWN)
    with writing(folder) as writer:  # as a kill between the last commit and the turn leaves it
        writer.turn_over(1)
        writer.base.execute("UPDATE segment SET state = 'pending' WHERE coding = 2 AND kind <> 'rejections'")
        writer.base.execute("UPDATE coding SET state = 'pending' WHERE coding = 2")
    assert modes(folder)["sit-in"] == 0
    done = recode(folder, OWN)
    assert (done.total, done.is_live) == (0, True)
    assert modes(folder)["sit-in"] == 1


def test_reports_that_came_in_by_the_new_coder_meanwhile_stay(folder: Path) -> None:
    ingest(
        [page("camp", "Hundreds of Iraqis camped outside the council of Basra on Sunday to demand water.")], folder, OWN
    )
    assert modes(folder)["sit-in"] == 1
    done = recode(folder, OWN)
    assert done.total == 3
    assert modes(folder)["sit-in"] == 2
    assert len(documents(folder)) == 4
    assert modes(folder, coding=1)["sit-in"] == 0
    assert list(check(folder)) == []


def test_earlier_versions_are_coded_too_and_removed_reports_never(folder: Path) -> None:
    ingest([page("lobby", REPORTS["lobby"].replace("fuel tax", "bread tax"))], folder, PLAIN)
    with writing(folder) as writer:
        remove(writer, ["https://lantern.example/dam"], "")
    done = recode(folder, OWN)
    assert done.total == 3
    assert modes(folder)["sit-in"] == 1
    with Reader(folder, all_versions=True) as reader:
        assert reader.fetch("SELECT count(*) FROM all_events WHERE is_first AND mode = 'sit-in'") == [(2,)]
    with writing(folder) as writer:
        compact(writer)
    assert list(check(folder)) == []
    assert modes(folder)["sit-in"] == 1


def test_a_later_version_replaces_the_recoded_one(folder: Path) -> None:
    recode(folder, OWN)
    ingest(
        [page("lobby", "The Kenyan parliament was quiet on Tuesday after a night of talks with Uganda's envoys.")],
        folder,
        OWN,
    )
    assert modes(folder)["sit-in"] == 0
    assert len(documents(folder)) == 3


HTML = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p><p>{1}</p></article></body></html>"


def test_pages_that_were_kept_are_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    kept = Page("a.html", HTML.format("A ferry", REPORTS["ferry"]), "html", id="ferry")
    ingest([kept], folder, CodeSettings(published="2024-03-05"), IngestSettings(keep_original=True))
    ingest([page("lobby")], folder, CodeSettings(published="2024-03-05"))
    before = ids(folder)
    done = recode(folder, OWN, RecodeSettings(from_original=True))
    assert (done.done, done.from_original) == (2, 1)
    assert before <= ids(folder)
    with Reader(folder) as reader:
        found = reader.fetch("SELECT document, published, published_basis FROM documents ORDER BY document")
    assert found == [("ferry", "2024-03-05", "argument"), ("https://lantern.example/lobby", "2024-03-05", "metadata")]


def test_a_report_that_can_no_longer_be_coded_stands_without_records_and_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    ingest([page("ferry")], folder, PLAIN, IngestSettings(keep_original=True))
    assert ids(folder)
    done = recode(folder, CodeSettings(ontology=OWN.ontology, min_words=500), RecodeSettings(from_original=True))
    assert (done.done, done.rejections) == (1, 1)
    assert ids(folder) == set()
    assert documents(folder) == ["https://lantern.example/ferry"]
    with Reader(folder) as reader:
        ((document, step, reason, detail),) = reader.fetch("SELECT document, step, reason, detail FROM rejections")
    assert (document, step, reason) == ("https://lantern.example/ferry", "extract", "too-short")
    assert "sit-in.toml" in detail
    assert list(check(folder)) == []


def test_workers_give_the_same(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "b"
    ingest([page(name) for name in REPORTS], other, PLAIN)
    recode(folder, OWN)
    recode(other, OWN, RecodeSettings(workers=2))
    answers = []
    for place in (folder, other):
        with Reader(place) as reader:
            answers.append([reader.fetch(f"SELECT * FROM all_{kind} ORDER BY ALL") for kind in ("events", "documents")])
    assert answers[0] == answers[1]


def test_the_command_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recode", "--archive", str(folder), "--ontology", str(TYPES)]) == 0
    assert "3 of 3 reports coded by" in capsys.readouterr().err
    assert main(["recode", "--archive", str(folder), "--ontology", str(TYPES)]) == 0
    assert "nothing done" in capsys.readouterr().err
    assert main(["recode", "--archive", str(folder / "none")]) == 2
