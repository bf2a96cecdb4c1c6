"""Samples for people to judge, their verdicts, what these show, and hand-coded articles from them."""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dragoman.archive.example import example
from dragoman.archive.hand_coded import export_reviewed
from dragoman.archive.opened import Archive
from dragoman.archive.precision import Stratum, weighted, wilson
from dragoman.archive.review import import_sheet, report
from dragoman.archive.sample import Sampling, sample, sample_documents
from dragoman.archive.sheet import read_sheet, write_sheet
from dragoman.cli.review import add_review
from dragoman.errors import DataError, UsageError
from dragoman.evaluate.articles import read_articles
from dragoman.records import Document, Event, Record, Statement, record_id, text_hash
from dragoman.store import Found, Reader, create, writing

TYPES = {"CONSULT": 30, "AID": 12, "ASSAULT": 3}
STATUSES = ("actual", "negated", "future")
TWELVE = Sampling(12)


@cache
def reports() -> list[tuple[Record, ...]]:
    """45 reports with an event each, of the number that TYPES tells, and a statement in every third."""
    with example() as archive:
        document, event, said = (
            next(iter(answer)) for answer in (archive.documents(), archive.events(), archive.statements())
        )
    assert isinstance(document, Document) and isinstance(event, Event) and isinstance(said, Statement)
    found = []
    for number, kind in enumerate(kind for kind, count in TYPES.items() for _ in range(count)):
        name, text = f"=report-{number}", f"{document.text} {number}"
        body = replace(document, id=name, title="=Talks", text=text, text_id=text_hash(text), rights="CC BY 4.0")
        what = record_id("event", body.text_id, kind)
        status = STATUSES[number % 3]
        records: list[Record] = [body, replace(event, id=what, document=name, event=kind, status=status)]
        if number % 3 == 0:
            records.append(replace(said, id=record_id("statement", body.text_id), document=name))
        found.append(tuple(records))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "a")
    with writing(tmp_path / "a") as writer:
        writer.begin("test", [], "first")
        writer.commit([Found(os.urandom(32), f"id:{r[0].document}", r) for r in reports()], writer.coding("first"))
        writer.end("done")
    return tmp_path / "a"


def recoded(folder: Path, coder: str, change: dict[str, str]) -> None:
    """Code again by hand; CHANGE maps a type to another status, or to "" where its events are gone."""
    with Reader(folder) as reader:
        batch = []
        for (docno,) in reader.fetch("SELECT docno FROM all_documents ORDER BY docno"):
            records = [
                r for kind in ("documents", "events", "statements") for r in reader.records(kind, f"docno = {docno}")
            ]
            kept: list[Record] = []
            for record in records:
                if isinstance(record, Event) and record.event in change:
                    if change[record.event]:
                        kept.append(replace(record, status=change[record.event], coder=coder))
                else:
                    kept.append(record)
            batch.append((docno, kept))
    with writing(folder) as writer:
        coding = writer.coding(coder, "pending")
        writer.commit_recoded(batch, coding)
        writer.turn_over(coding)


def drawn(folder: Path, kind: str = "events", how: Sampling = TWELVE, **words: str) -> list[dict[str, str]]:
    with Archive(folder) as archive:
        return sample(archive, kind, words, how)  # type: ignore[arg-type]


def filled(
    path: Path, verdicts: Sequence[str], encoding: str = "utf-8-sig", delimiter: str = ",", head: str = ""
) -> None:
    """Fill in the sheet as a person does, and save it as a spreadsheet does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, verdict in zip(rows, verdicts, strict=False):
        row["verdict"] = verdict
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        file.write(head)
        out = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        out.writeheader()
        out.writerows(rows)


# ---------------------------------------------------------------- samples


def test_each_type_gives_as_many_and_a_small_one_all_that_it_has(folder: Path) -> None:
    rows = drawn(folder)
    assert Counter(row["type"] for row in rows) == {"ASSAULT": 3, "AID": 4, "CONSULT": 5}
    assert {(row["stratum"], row["stratum_size"]) for row in rows} == {(f"type={t}", str(n)) for t, n in TYPES.items()}
    assert len({row["record"] for row in rows}) == 12
    assert rows[0]["evidence"] == "Ministers of Kenya and Uganda met in Kisumu on Monday."


def test_a_proportional_sample_has_the_shares_of_the_whole(folder: Path) -> None:
    rows = drawn(folder, how=Sampling(15, proportional=True))
    assert Counter(row["type"] for row in rows) == {"ASSAULT": 1, "AID": 4, "CONSULT": 10}


def test_the_same_seed_draws_the_same_and_another_one_others(folder: Path) -> None:
    first, again, other = (drawn(folder, how=Sampling(12, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert {r["record"] for r in first} != {r["record"] for r in other}


def test_strata_can_be_others_and_words_narrow_the_sample(folder: Path) -> None:
    assert {r["stratum"] for r in drawn(folder, how=Sampling(6, by="status"))} == {f"status={s}" for s in STATUSES}
    assert {r["stratum"] for r in drawn(folder, how=Sampling(6, by="month"))} == {"month=2026-01"}
    assert {r["status"] for r in drawn(folder, how=Sampling(6, by="none"), status="future")} == {"future"}
    assert {r["kind"] for r in drawn(folder, "statements", Sampling(6))} == {"statements"}
    rows = drawn(
        folder, how=Sampling(6), recipient="Uganda"
    )  # of mutual acts: the second of an event's rows, not the first
    assert {r["stratum_size"] for r in rows} == {"30", "3"}
    with pytest.raises(UsageError, match="statements have no status"):
        drawn(folder, "statements", Sampling(6, by="status"))
    with pytest.raises(UsageError, match="2 records cannot come from 3 strata"):
        drawn(folder, how=Sampling(2))


def test_the_sheet_opens_in_a_spreadsheet_and_runs_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(path, drawn(folder))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["title"] == "'=Talks" and rows[0]["document"].startswith("'=report-")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert {row["verdict"] for row in rows} == {""}


def test_a_sheet_that_was_filled_in_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = drawn(folder)
    write_sheet(path, rows)
    write_sheet(path, rows)  # nothing is lost
    filled(path, ["right"])
    with pytest.raises(UsageError, match="filled in"):
        write_sheet(path, rows)
    path.write_text("my notes")
    with pytest.raises(UsageError, match="no review sheet"):
        write_sheet(path, rows)
    assert path.read_text() == "my notes"


# ---------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("encoding", "delimiter", "head"),
    [
        ("utf-8-sig", ",", ""),
        ("utf-8", ";", ""),
        ("cp1252", ";", "sep=;\r\n"),
        ("utf-16", "\t", ""),
        ("utf-8", "\t", ""),
    ],
)
def test_a_sheet_is_read_as_any_spreadsheet_saves_it(
    folder: Path, tmp_path: Path, encoding: str, delimiter: str, head: str
) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(path, drawn(folder))
    filled(
        path, ["Right", "yes", "Y", "1", "r", "wrong", "NO", "n", "0", "W", "unsure", "?"], encoding, delimiter, head
    )
    done = import_sheet(folder, path)
    assert (done.stored, done.empty, done.replaced) == (12, 0, 0)
    totals = [(line.right, line.wrong, line.unsure) for line in done.report.lines]
    assert tuple(map(sum, zip(*totals, strict=True))) == (5, 5, 2)


def test_precision_by_type_and_of_the_whole(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = drawn(folder)
    write_sheet(path, rows)
    filled(path, ["wrong" if row["type"] == "ASSAULT" else "right" for row in rows])
    done = import_sheet(folder, path)
    shares = {line.stratum: line.share for line in done.report.lines}
    assert shares["ASSAULT"] == wilson(0, 3) and shares["AID"] == wilson(4, 4)
    share, covered = done.report.overall("events")
    assert share is not None and covered == 1.0
    assert share.share == pytest.approx(42 / 45)  # 30 and 12 right of each, 3 wrong
    assert share.low < 42 / 45 < share.high
    with Archive(folder) as archive:
        kept = report(archive)
    assert kept.overall("events") == (share, covered)
    assert {line.stratum: line.size for line in kept.lines} == TYPES


def test_what_is_not_understood_is_told_by_row_and_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(path, drawn(folder))
    filled(path, ["right", "perhaps so", "wrong"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    verdict = rows[0].index("verdict")
    rows.append([*rows[1]])
    rows[-1][verdict] = "wrong"  # against row 2
    rows.append([*rows[3]])  # the same as row 4
    rows.append(["e0000000000000000000a", *rows[4][1:]])
    rows[-1][verdict] = "right"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(DataError) as told:
        import_sheet(folder, path)
    for words in (
        "3 rows",
        "row 3: no verdict 'perhaps so'",
        "row 14:",
        "row 2; keep one",
        "row 16: the archive has no",
    ):
        assert words in str(told.value)
    with Reader(folder) as reader:
        assert reader.base.execute("SELECT count(*) FROM verdict").fetchone()[0] == 0
    done = import_sheet(folder, path, partial=True)
    assert (done.stored, len(done.problems)) == (2, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "is empty"), ("record,note\ne1,x\n", "no column verdict"), ("PK\x03\x04\x00\x00", "is no CSV")],
)
def test_a_file_that_is_no_sheet_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=words):
        read_sheet(path)


def test_a_record_that_was_judged_is_not_drawn_again(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    first = drawn(folder)
    write_sheet(path, first)
    filled(path, ["right"] * 12)
    import_sheet(folder, path)
    second = drawn(folder)
    assert not {r["record"] for r in first} & {r["record"] for r in second}
    assert {r["record"] for r in drawn(folder, how=Sampling(12, again=True))} == {r["record"] for r in first}
    filled(path, ["wrong"] * 2)
    assert import_sheet(folder, path).replaced == 2


def test_verdicts_survive_a_recode_and_those_on_what_changed_are_counted_apart(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = drawn(folder)
    write_sheet(path, rows)
    filled(path, ["right"] * 12)
    import_sheet(folder, path)
    recoded(folder, "second", {"ASSAULT": "hypothetical", "AID": ""})
    with Archive(folder) as archive:
        found = report(archive)
    assert {line.stratum: line.judged for line in found.lines} == {"CONSULT": 5, "ASSAULT": 0}
    assert (found.changed, found.gone) == (3, 4)
    share, covered = found.overall("events")
    assert share == wilson(5, 5) and covered == pytest.approx(30 / 33)
    import_sheet(folder, path)  # the sheet shows the records as the first coding had them, so it says nothing new
    with Archive(folder) as archive:
        assert report(archive) == found
    recoded(folder, "third", {"ASSAULT": ""})
    with writing(folder) as writer:
        writer.turn_over(1)
    with Archive(folder) as archive:
        back = report(archive)
    assert (back.changed, back.gone) == (0, 0)
    assert back.overall("events")[0] is not None


def test_a_report_can_be_asked_for_some_records_alone(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = drawn(folder)
    write_sheet(path, rows)
    filled(path, ["right"] * 12)
    import_sheet(folder, path)
    with Archive(folder) as archive:
        found = report(archive, "status", {"type": "CONSULT"})
    assert sum(line.judged for line in found.lines) == 5
    assert {line.stratum: line.size for line in found.lines} == dict.fromkeys(STATUSES, 10)


# ---------------------------------------------------------------- precision


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    # Values of Wilson's interval as printed in R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_in_the_books(right: int, judged: int, low: float, high: float) -> None:
    share = wilson(right, judged)
    assert share is not None
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert wilson(judged - right, judged).low == pytest.approx(1 - share.high)  # type: ignore[union-attr]


def test_the_whole_is_weighted_by_what_strata_have() -> None:
    assert wilson(0, 0) is None and weighted([]) is None and weighted([Stratum(0, 0, 5)]) is None
    share = weighted([Stratum(50, 100, 1), Stratum(90, 100, 9), Stratum(0, 0, 99)])
    assert share is not None and share.share == pytest.approx(0.86)
    one, other = wilson(50, 100), wilson(90, 100)
    assert one and other
    assert share.low == pytest.approx(0.86 - ((0.1 * (0.5 - one.low)) ** 2 + (0.9 * (0.9 - other.low)) ** 2) ** 0.5)
    sure = weighted([Stratum(10, 10, 50), Stratum(10, 10, 50)])
    assert sure is not None and 0.75 < sure.low < 0.85 and sure.high == 1.0


# ---------------------------------------------------------------- whole reports


def test_reports_of_which_all_was_judged_become_hand_coded_articles(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    with Archive(folder) as archive:
        rows = sample_documents(archive, {}, Sampling(6))
    assert len({row["document"] for row in rows}) == 6
    assert any(row["kind"] == "statements" for row in rows)
    write_sheet(path, rows)
    verdicts = ["right" if row["kind"] == "events" else "wrong" for row in rows]
    verdicts[0] = ""  # one report remains without a verdict
    filled(path, verdicts)
    import_sheet(folder, path)
    judged = len({row["document"] for row in rows if row["kind"] == "events"}) - 1
    with Archive(folder) as archive:
        done = export_reviewed(archive, tmp_path / "articles")
        with pytest.raises(UsageError, match="not empty"):
            export_reviewed(archive, tmp_path / "articles")
        more = export_reviewed(archive, tmp_path / "partial", partial=True)
    assert done.articles == judged and more.articles >= done.articles
    articles = read_articles(tmp_path / "articles")
    assert len(articles) == done.articles
    for article in articles:
        (event,) = article.records["event"]
        assert event["evidence"] in article.text and event["trigger"] in event["evidence"]
        assert (event["actor"], event["recipient"]) == (["KEN", "UGA"], [])
        assert not article.records["statement"]
    bodies = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((tmp_path / "articles").iterdir())]
    assert {body["license"] for body in bodies} == {"CC BY 4.0"}
    assert {body["reviewed"]["without_verdict"] for body in bodies} == {0}
    assert [p.stem for p in sorted((tmp_path / "articles").iterdir())] == [body["id"] for body in bodies]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_review(parser.add_subparsers())
    arguments = parser.parse_args(["review", *words])
    code: int = arguments.run(arguments)
    return code


def test_the_commands_lead_from_one_to_the_next(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, archive = str(tmp_path / "sheet.csv"), str(folder)
    assert run("--archive", archive, "--sample", "9", "--by", "type", "--status", "actual", "--out", sheet) == 0
    assert "import" in capsys.readouterr().err
    filled(Path(sheet), ["right"] * 8 + ["wrong"])
    assert run("--archive", archive, "import", sheet) == 0
    shown = capsys.readouterr()
    assert "9 verdicts kept" in shown.err and "95 % interval" in shown.out and "events, all: precision" in shown.out
    assert run("report", "--archive", archive, "--status", "actual", "--format", "jsonl") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(line["right"] for line in lines) == 8 and {line["records"] for line in lines} == {10, 4, 1}
    assert run("--archive", archive, "export", "--out", str(tmp_path / "articles")) == 0
    assert "articles" in capsys.readouterr().err
    with pytest.raises(UsageError, match="--out"):
        run("--archive", archive)
