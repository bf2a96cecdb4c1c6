"""What one coding says and another does not: records that are the same, have changed, or are in one only."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dragoman.archive.compare import Comparison, Difference, changed_fields, compare, told
from dragoman.archive.example import example
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.records import Document, Event, Place, Record, Statement, record_id, text_hash
from dragoman.store import Found, Reader, create, writing

Change = Callable[[Record], Sequence[Record]]


@cache
def parts() -> tuple[Document, Event, Statement]:
    """A document, an event and a statement to make others of."""
    with example() as archive:
        document, event, said = (
            next(iter(answer)) for answer in (archive.documents(), archive.events(), archive.statements())
        )
    assert isinstance(document, Document) and isinstance(event, Event) and isinstance(said, Statement)
    return document, event, said


def report(name: str, kinds: Sequence[str], coder: str = "first coder") -> tuple[Record, ...]:
    """A report with an event of each of KINDS and a statement."""
    document, event, said = parts()
    text = f"{document.text} {name}"
    document = replace(document, id=name, text=text, text_id=text_hash(text))
    events = [
        replace(event, id=record_id("event", document.text_id, n, kind), document=name, event=kind, coder=coder)
        for n, kind in enumerate(kinds)
    ]
    return document, *events, replace(said, id=record_id("statement", document.text_id), document=name, coder=coder)


def ingested(folder: Path, reports: Sequence[Sequence[Record]], coder: str = "first coder") -> None:
    create(folder)
    with writing(folder) as writer:
        writer.begin("test", [], coder)
        batch = [Found(os.urandom(32), f"id:{r[0].document}", tuple(r)) for r in reports]
        writer.commit(batch, writer.coding(coder))
        writer.end("done")


def recoded(folder: Path, change: Change, coder: str = 'second "coder"') -> None:
    """Code all again by hand: CHANGE says what becomes of each record."""
    with Reader(folder) as reader:
        numbers = [docno for (docno,) in reader.fetch("SELECT docno FROM all_documents ORDER BY docno")]
        batch = []
        for docno in numbers:
            records: list[Record] = []
            for kind in ("documents", "events", "statements", "commitments"):
                for record in reader.records(kind, "docno = ?", (docno,)):
                    if isinstance(record, Event | Statement):
                        record = replace(record, coder=coder)
                    records += change(record)
            batch.append((docno, records))
    with writing(folder) as writer:
        coding = writer.coding(coder, "pending")
        writer.commit_recoded(batch, coding)
        writer.turn_over(coding)


def as_second(record: Record) -> Sequence[Record]:
    """The second coder: calls on AID are gone, ASSAULT happened elsewhere, all is a little surer, and one REJECT is new."""
    if not isinstance(record, Event):
        return [record]
    party = replace(record.actor[0], confidence=0.111)
    record = replace(record, actor=(party, *record.actor[1:]), confidence=record.confidence + 0.004)
    if record.event == "AID":
        return []
    if record.event == "ASSAULT":
        place = Place("Kisumu", 0, 6, "Kisumu", "KEN", -0.1, 34.75)
        return [replace(record, place=place, status="negated", confidence=0.5)]
    if record.event == "PROTEST":
        return [record, replace(record, id=record_id("event", record.document, "new"), event="REJECT")]
    return [record]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kinds = {"one": ["AID", "ASSAULT"], "two": ["AID", "CONSULT", "PROTEST"], "three": ["ASSAULT", "CONSULT"]}
    ingested(tmp_path / "a", [report(name, kinds[name]) for name in kinds])
    recoded(tmp_path / "a", as_second)
    return tmp_path / "a"


def seen(folder: Path, a: int = 1, b: int = 2) -> tuple[Comparison, list[Difference]]:
    found: list[Difference] = []
    return compare(folder, a, b, found.append), found


def test_records_are_counted_by_kind_and_type(folder: Path) -> None:
    done, _ = seen(folder)
    assert (done.documents, done.only_a, done.only_b) == (3, 0, 0)
    counts = {key: {what: n for what, n in counter.items() if n} for key, counter in done.counts.items()}
    assert counts == {
        ("documents", "document"): {"same": 3},
        ("events", "AID"): {"only in A": 2},
        ("events", "ASSAULT"): {"changed": 2},
        ("events", "CONSULT"): {"same": 2},
        ("events", "PROTEST"): {"same": 1},
        ("events", "REJECT"): {"only in B": 1},
        ("statements", "indirect"): {"same": 3},
    }
    assert done.fields["events"] == {"status": 2, "place": 2}
    assert done.moved["events"] == 2  # by 0.4, and not those that moved by 0.004


def test_each_difference_is_told_with_its_evidence(folder: Path) -> None:
    _, found = seen(folder)
    assert sorted((d.document, d.change, d.type) for d in found) == [
        ("one", "changed", "ASSAULT"),
        ("one", "only in A", "AID"),
        ("three", "changed", "ASSAULT"),
        ("two", "only in A", "AID"),
        ("two", "only in B", "REJECT"),
    ]
    assert {d.evidence for d in found} == {"Ministers of Kenya and Uganda met in Kisumu on Monday."}
    changed = next(d for d in found if d.change == "changed")
    before, after = told(changed)
    assert "status: actual" in before and "status: negated" in after and "Kisumu" in after


def test_the_other_way_round_it_is_the_mirror_image(folder: Path) -> None:
    done, _ = seen(folder)
    back, _ = seen(folder, 2, 1)
    for key, counter in done.counts.items():
        assert back.counts[key]["only in A"] == counter["only in B"]
        assert back.counts[key]["changed"] == counter["changed"]


def test_reports_that_only_one_coder_has_seen_and_earlier_versions_are_left_out(folder: Path) -> None:
    ingested(folder, [report("four", ["AID"], 'second "coder"')], 'second "coder"')
    document, *rest = report("one", ["AID"], 'second "coder"')
    assert isinstance(document, Document)
    later = replace(document, text=f"{document.text} again", text_id=text_hash(f"{document.text} again"))
    ingested(folder, [(later, *rest)], 'second "coder"')
    done, found = seen(folder)
    assert (done.documents, done.only_a, done.only_b) == (2, 0, 2)
    assert "one" not in {d.document for d in found}


def test_examples_are_the_same_each_time_and_no_more_than_asked(folder: Path) -> None:
    once, again = (compare(folder, 1, 2, examples=1).examples for _ in range(2))
    assert once == again
    assert {key: len(found) for key, found in once.items()} == {
        ("events", "changed"): 1,
        ("events", "only in A"): 1,
        ("events", "only in B"): 1,
    }


def test_a_coding_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="has no coding 7; there are 1, 2"):
        compare(folder, 1, 7)
    with pytest.raises(UsageError, match="name two"):
        compare(folder, 1, 1)


def test_fields_are_named_as_in_tables() -> None:
    before = {"coder": "a", "confidence": 0.1, "mode": ["phone"], "actor": [{"code": "KEN", "confidence": 0.2}]}
    after = {"coder": "b", "confidence": 0.9, "mode": [], "actor": [{"code": "KEN", "confidence": 0.8}], "size": None}
    assert changed_fields(before, after) == ("mode",)
    assert changed_fields({"actor": [1, 2]}, {"actor": [1]}) == ("actor",)


def test_the_command_lists_codings_and_writes_each_difference(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "--archive", str(folder)]) == 0
    assert 'second "coder"' in capsys.readouterr().out
    assert main(["compare", "1", "2", "--archive", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "3 reports coded by both" in shown and "Ministers of Kenya" in shown and "status 2" in shown
    for form in ("jsonl", "csv"):
        assert main(["compare", "1", "2", "--archive", str(folder), "--out", str(tmp_path / f"x.{form}")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert len(rows) == 5
    assert next(line for line in lines if line["change"] == "changed")["after"]["status"] == "negated"
    assert main(["compare", "1", "--archive", str(folder)]) == 2
