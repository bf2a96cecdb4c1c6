"""Each word of a question finds what a plain loop over the records finds."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_records import DATES, WORDS, store
from plain_loop import REPORTS, SIDES, day, expected

import dragoman
from dragoman.archive.question import Words
from dragoman.errors import UsageError
from dragoman.export import json_line
from dragoman.records import Document
from dragoman.tables import KINDS, columns


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    batches = [REPORTS[:40], REPORTS[40:41], REPORTS[41:]]
    return store(tmp_path_factory.mktemp("asked") / "archive", batches)


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterator[dragoman.Archive]:
    with dragoman.open(folder) as opened:
        yield opened


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
        ({"type": "CONSLT"}, "near it is CONSULT"),
        ({"context": "milltary"}, "near it is military"),
        ({"status": "done"}, "there are actual"),
        ({"since": "soon"}, "write 2026-01-15"),
        ({"since": "2026", "until": "2025"}, "change places"),
        ({"min_confidence": 7}, "from 0 to 1"),
        ({"limit": -1}, "0 for all"),
        ({"text": "!!"}, "no word to search for"),
        ({"whom": "KEN"}, "there are actor"),
        ({"actor": ""}, "nothing is named"),
        ({"outlet": [""]}, "nothing is named"),
        ({"document": ""}, "nothing is named"),
        ({"since": ""}, "no date"),
        ({"limit": 2.5}, "0 for all"),
    ],
)
def test_wrong_words_are_told_with_what_is_right(archive: dragoman.Archive, words: Words, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(archive.ask("events", words))


def test_any_status_a_year_as_a_number_and_a_day_as_a_date(archive: dragoman.Archive) -> None:
    assert len(archive.events(status="any")) == len(archive.events())
    numbered = archive.events(since=2026, until=date(2026, 2, 28))  # type: ignore[arg-type]
    assert len(numbered) == len(archive.events(since="2026", until="2026-02"))


def test_own_types_and_codes_of_the_archive_are_known(archive: dragoman.Archive) -> None:
    assert len(archive.events(type="sit_in"))
    assert len(archive.events(type="SIT_IN,AID")) == len(archive.events(type=["SIT_IN", "AID"]))
