"""Each word of a question finds what a plain loop over the records finds."""

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
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_records import DATES, WORDS, reports, store

import dragoman
from dragoman.archive.question import Words
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.export import json_line
from dragoman.records import Document, Record, to_dict
from dragoman.tables import KINDS, columns, rows

REPORTS = reports(90)
SIDES = {"events": ("actor", "recipient"), "statements": ("speaker", "addressee"), "commitments": ("by", "to")}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    batches = [REPORTS[:40], REPORTS[40:41], REPORTS[41:]]
    return store(tmp_path_factory.mktemp("asked") / "archive", batches)


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterator[dragoman.Archive]:
    with dragoman.open(folder) as opened:
        yield opened


# ---------------------------------------------------------------- the plain loop

CODES = {"KEN": "KEN", "Kenya": "KEN", "Uganda": "UGA", "African Union": "IGO:AU", "IGO:AU": "IGO:AU", "MEX": "MEX"}


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in folded if not unicodedata.combining(c))


def has_words(text: str | None, phrase: str) -> bool:
    return re.search(rf"(^|\W){re.escape(plain(phrase))}($|\W)", plain(text or "")) is not None


def is_party(row: Row, side: str, words: list[str]) -> bool:
    codes = str(row[f"{side}_code"] or "").split(";")
    return any(
        CODES[w] in codes if w in CODES else has_words(row[f"{side}_name"], w) or has_words(row[f"{side}_text"], w)
        for w in words
    )


def in_cell(cell: str | None, values: list[str]) -> bool:
    return bool(set((cell or "").split(";")) & set(values))


def day(row: Row) -> str | None:
    told = row.get("date") or row["published"]
    return (told + "-01-01"[len(told) - 4 :] if len(told) < 10 else told[:10]) if told else None


def holds(kind: str, row: Row, words: Words) -> bool:
    actor, recipient = SIDES[kind]
    column = "kind" if kind == "statements" else "event"
    places = {"Kenya": "KEN", "Kampala": "Kampala"}
    checks: dict[str, Callable[[Any], bool]] = {
        "actor": lambda v: is_party(row, actor, v),
        "recipient": lambda v: is_party(row, recipient, v),
        "actor_sector": lambda v: in_cell(row[f"{actor}_sector"], v),
        "recipient_sector": lambda v: in_cell(row[f"{recipient}_sector"], v),
        "type": lambda v: row[column] in v,
        "mode": lambda v: in_cell(row["mode"], v),
        "context": lambda v: in_cell(row["context"], v),
        "status": lambda v: row["status"] in v,
        "since": lambda v: day(row) is not None and str(day(row))[: len(v)] >= v,
        "until": lambda v: day(row) is not None and str(day(row))[: len(v)] <= v,
        "text": lambda v: has_words(row["evidence"], v),
        "outlet": lambda v: any(has_words(row["outlet"], name) for name in v),
        "place": lambda v: any(places[name] in (row["place_country"], row["place_name"]) for name in v),
        "min_confidence": lambda v: row["confidence"] >= v,
        "document": lambda v: row["document"] in v,
    }
    return all(checks[word](value) for word, value in words.items())


@cache
def table(kind: str) -> list[tuple[Record, list[tuple[Any, ...]]]]:
    """The records of KIND with their flat rows; what is empty in a row is nothing in the archive."""
    return [
        (record, [tuple(c if c != "" else None for c in row) for row in rows((report[0], record), kind)])
        for report in REPORTS
        for record in report
        if isinstance(record, KINDS[kind])
    ]


def expected(kind: str, words: Words) -> tuple[list[Record], list[tuple[Any, ...]]]:
    """The records and the flat rows that WORDS hold for."""
    names = [c.name for c in columns(kind)]
    found: list[Record] = []
    flat: list[tuple[Any, ...]] = []
    for record, cells in table(kind):
        kept = [row for row in cells if holds(kind, dict(zip(names, row, strict=True)), words)]
        flat += kept
        found += [record] if kept else []
    return found, flat


# ---------------------------------------------------------------- properties


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


WHO = some("KEN", "Kenya", "Uganda", "African Union", "MEX", "Amina Otieno", "celik", "villagers")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "actor": WHO,
    "recipient": WHO,
    "actor_sector": some("GOV", "CVL", "MIL"),
    "recipient_sector": some("GOV", "CVL"),
    "type": some("CONSULT", "AID", "ACCUSE", "SIT_IN"),
    "mode": some("visit", "phone"),
    "context": some("military", "legal"),
    "status": some("actual", "future", "negated"),
    "since": st.sampled_from([d for d in DATES if d]),
    "until": st.sampled_from(["2026", "2026-01", "2026-02", "2026-02-14", "2026-12"]),
    "text": st.sampled_from(WORDS),
    "outlet": some("reuters", "Nile Post"),
    "place": some("Kenya", "Kampala"),
    "min_confidence": st.floats(0, 1).map(lambda x: round(x, 2)),
    "document": some("report-3", "report-41", "report-7"),
}
LEFT_OUT = {
    "events": (),
    "statements": ("mode", "status", "place", "type"),
    "commitments": ("type", "mode", "context", "status", "place"),
}


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, Words]:
    kind = draw(st.sampled_from(sorted(SIDES)))
    names = draw(st.lists(st.sampled_from(sorted(set(VALUES) - set(LEFT_OUT[kind]))), max_size=3, unique=True))
    words: Words = {name: draw(VALUES[name]) for name in names}  # type: ignore[misc,assignment]
    if "since" in words and "until" in words:
        del words["since"]
    return kind, words


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions())
def test_answers_are_what_a_plain_loop_finds(archive: dragoman.Archive, question: tuple[str, Words]) -> None:
    kind, words = question
    found, flat = expected(kind, words)
    answer = archive.ask(kind, words)
    assert Counter(r.id for r in answer) == Counter(r.id for r in found)
    assert Counter(answer.rows()) == Counter(flat)
    assert len(answer) == len(found)
    assert bool(answer) == bool(found)
    newest = list(archive.ask(kind, {**words, "limit": 5}))
    assert len(newest) == min(5, len(found))
    assert {r.id for r in newest} <= {r.id for r in found}


def test_every_word_narrows_and_none_is_ignored(archive: dragoman.Archive) -> None:
    everything = len(archive.events())
    for words in ({"actor": "KEN"}, {"text": "dam"}, {"place": "Kampala"}, {"status": "future"}, {"since": "2026-02"}):
        assert 0 < len(archive.ask("events", words)) < everything  # type: ignore[arg-type]


# ---------------------------------------------------------------- records, rows, order


def test_records_come_back_as_they_were_stored(archive: dragoman.Archive) -> None:
    for kind, of in KINDS.items():
        if kind != "rejections":
            stored = [r for report in REPORTS for r in report if isinstance(r, of)]
            assert sorted(archive.ask(kind, {}), key=lambda r: r.id) == sorted(stored, key=lambda r: r.id)


def test_newest_come_first_where_a_limit_is_set(archive: dragoman.Archive) -> None:
    found, _ = expected("events", {})
    published = {report[0].document: report[0] for report in REPORTS}
    days = sorted(
        (day({"date": e.date, "published": published[e.document].published}) or "" for e in found),  # type: ignore[union-attr]
        reverse=True,
    )
    newest = [
        day({"date": e.date, "published": published[e.document].published}) or "" for e in archive.events(limit=20)
    ]  # type: ignore[union-attr]
    assert newest == days[:20]


def test_limit_counts_events_and_not_their_rows(archive: dragoman.Archive) -> None:
    answer = archive.events(actor=["KEN", "UGA", "TUR"], limit=10)
    ids = [row[0] for row in answer.rows()]
    assert len(answer) == 10 == len(list(answer)) == len(set(ids)) < len(ids)
    assert Counter(answer.rows()) == Counter(answer.relation.fetchall())


def test_rows_keep_the_order_of_reports_and_json_lines_are_those_of_code(archive: dragoman.Archive) -> None:
    numbers = [int(str(row[1]).split("-")[1]) for row in archive.events().rows()]
    assert numbers == sorted(numbers)
    lines = list(archive.documents().lines())
    assert lines == [json_line(report[0]) for report in REPORTS]
    assert set(archive.events().lines()) == {json_line(r) for report in REPORTS for r in report if r.record == "event"}


def test_documents_are_those_that_hold_such_an_event(archive: dragoman.Archive) -> None:
    wanted = {r.document for r in expected("events", {"actor": ["KEN"], "recipient": ["Uganda"]})[0]}
    assert {d.document for d in archive.documents(actor="KEN", recipient="Uganda")} == wanted


def test_text_finds_documents_by_title_too(archive: dragoman.Archive) -> None:
    wanted = {
        d.id
        for d, *_ in REPORTS
        if isinstance(d, Document) and "dam" in f"{d.title} {d.text}".lower().replace(",", " ").split()
    }
    assert {d.document for d in archive.documents(text="dam")} == wanted
    assert {d.document for d in archive.documents(text="dam NOT water")} < wanted


def test_frames_have_the_types_of_coded_frames(archive: dragoman.Archive) -> None:
    frame = archive.events(actor="KEN").to_frame()
    assert list(frame.columns) == [c.name for c in columns("events")]
    assert frame["actor_code"].dtype == "string"
    assert frame["quad_code"].dtype == "Int64"
    assert (frame["actor_code"] == "KEN").all()


def test_relations_can_be_asked_further(archive: dragoman.Archive) -> None:
    answer = archive.events(text="dam")
    relation = answer.relation
    list(archive.events(text="water"))  # another question meanwhile
    assert relation.aggregate("count(DISTINCT event_id)").fetchall() == [(len(answer),)]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_files_hold_the_answer(archive: dragoman.Archive, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"kenya.{form}"
    answer = archive.events(actor="KEN")
    answer.save(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    if form == "jsonl":
        assert path.read_text(encoding="utf-8") == "".join(answer.lines())
        return
    frame = pandas.read_csv(path, dtype=str) if form == "csv" else None
    if frame is None:
        import duckdb

        assert Counter(duckdb.read_parquet(str(path)).fetchall()) == Counter(answer.rows())
        return
    assert list(frame.columns) == [c.name for c in columns("events")]
    assert len(frame) == len(list(answer.rows()))


def test_without_text_no_words_of_reports(archive: dragoman.Archive) -> None:
    file = io.StringIO()
    archive.events().write(file, "csv", text=False)
    archive.statements().write(file, "jsonl", text=False)
    assert "says" not in file.getvalue()
    assert "Amina Otieno" in file.getvalue()


def test_a_name_without_a_format_is_told(archive: dragoman.Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"end it with \.jsonl"):
        archive.events().save(tmp_path / "events.txt")
    with pytest.raises(UsageError, match="no such folder"):
        archive.events().save(tmp_path / "nowhere" / "events.csv")


# ---------------------------------------------------------------- wrong words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"actor": "KNE"}, "near it are KEN"),
        ({"type": "CONSLT"}, "near it are CONSULT"),
        ({"context": "milltary"}, "near it are military"),
        ({"status": "done"}, "there are actual"),
        ({"since": "soon"}, "write 2026-01-15"),
        ({"since": "2026", "until": "2025"}, "change places"),
        ({"min_confidence": 7}, "from 0 to 1"),
        ({"limit": -1}, "0 for all"),
        ({"text": "!!"}, "no word to search for"),
        ({"whom": "KEN"}, "there are actor"),
    ],
)
def test_wrong_words_are_told_with_what_is_right(archive: dragoman.Archive, words: Words, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(archive.ask("events", words))


def test_own_types_and_codes_of_the_archive_are_known(archive: dragoman.Archive) -> None:
    assert len(archive.events(type="sit_in"))
    assert len(archive.events(type="SIT_IN,AID")) == len(archive.events(type=["SIT_IN", "AID"]))


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
def look():
    with dragoman.open(sys.argv[1]) as archive:
        return len(archive.events(actor="KEN")), len(archive.events(text="dam")), archive.sql("FROM documents").shape[0]
before = look()
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
print(before == look(), os.access(sys.argv[1], os.W_OK))
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
        done = subprocess.run([sys.executable, "-c", READ_ONLY, str(copy)], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "True False", done.stderr
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


def test_program_says_that_nothing_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--actor", "NOR", "--archive", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert (out, "no events" in err) == ("", True)


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
