"""The whole way, on texts of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman import pipeline
from dragoman.errors import UsageError
from dragoman.records import Document, Page, Record, Rejection, to_dict
from dragoman.run import ordered_map
from dragoman.settings import CodeSettings

EXAMPLES = Path(__file__).parents[1] / "examples"
CALL = "call-australia-japan.txt"


@pytest.fixture(scope="module")
def records() -> list[list[Record]]:
    return list(pipeline.code_pages(pipeline.pages_of(EXAMPLES), CodeSettings()))


def spans(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, dict):
        if {"text", "start_char", "end_char"} <= body.keys():
            yield body
        for value in body.values():
            yield from spans(value)
    elif isinstance(body, list):
        for value in body:
            yield from spans(value)


def test_every_example_is_coded(records: list[list[Record]]) -> None:
    assert len(records) == 11
    assert all(isinstance(report[0], Document) for report in records)


def test_spans_hold_the_words_that_they_name(records: list[list[Record]]) -> None:
    for report in records:
        document = report[0]
        assert isinstance(document, Document)
        assert document.sentences
        for record in report[1:]:
            assert record.document == document.id
            body = to_dict(record)
            for span in spans(body):
                assert document.text[span["start_char"] : span["end_char"]] == span["text"]
            if body["record"] == "statement":
                assert document.text[body["start_char"] : body["end_char"]] == body["quote"]


def test_references_between_records_hold(records: list[list[Record]]) -> None:
    for report in records:
        bodies = [to_dict(r) for r in report]
        ids = [b["id"] for b in bodies]
        assert len(ids) == len(set(ids))
        for body in bodies:
            if body["record"] == "statement":
                assert set(body["events"]) <= set(ids)
            if body["record"] == "commitment":
                assert body["event"] is None or body["event"] in ids


def test_same_records_whatever_the_workers_and_the_order(records: list[list[Record]]) -> None:
    pages = list(pipeline.pages_of(EXAMPLES))
    other = list(pipeline.code_pages(reversed(pages), CodeSettings(), workers=2))
    as_text = [json.dumps([to_dict(r) for r in report]) for report in records]
    assert [json.dumps([to_dict(r) for r in report]) for report in reversed(other)] == as_text


def test_one_bad_report_does_not_stop_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("seven is not a tree")

    monkeypatch.setattr("dragoman.pipeline.find_statements", fail)
    (record,) = pipeline.load().code(Page("a.txt", "The king of Norway met the president of Ghana in Oslo.", "text"))
    assert isinstance(record, Rejection)
    assert (record.reason, record.document) == ("internal-error", "a.txt")
    assert "seven is not a tree" in record.detail


def test_refused_pages_pass_through_in_order() -> None:
    refused = Rejection("r1", "x", "read", "empty", "no text")
    page = Page("a.txt", "The king of Norway met the president of Ghana in Oslo on Monday.", "text")
    found = list(pipeline.code_pages([refused, page], CodeSettings()))
    assert found[0] == [refused]
    assert isinstance(found[1][0], Document)


def test_confidence_floor_leaves_no_loose_ends() -> None:
    everything = dragoman.code(EXAMPLES / CALL)
    floor = sorted(e.confidence for e in everything.events)[-1]
    kept = pipeline.load(CodeSettings(min_confidence=floor)).code(next(iter(pipeline.pages_of(EXAMPLES / CALL))))  # type: ignore[arg-type]
    bodies = [to_dict(r) for r in kept]
    ids = {b["id"] for b in bodies}
    assert all(b.get("confidence", 1.0) >= floor for b in bodies)
    assert all(set(b.get("events", ())) <= ids for b in bodies)


def test_code_takes_a_text_or_a_path() -> None:
    text = "French President Emmanuel Macron met the Italian prime minister in Rome on Tuesday."
    assert dragoman.code(text, published="2024-05-28").documents[0].published_basis == "argument"
    assert len(dragoman.code(EXAMPLES / "wires.jsonl").documents) == 3
    assert dragoman.code("").rejections[0].reason == "empty"
    with pytest.raises(UsageError, match="no such file"):
        dragoman.code("no-such-report.txt")


def test_ordered_map_reads_only_a_little_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for i in range(1000):
            taken.append(i)
            yield i

    results = ordered_map(abs, items(), workers=2)
    assert [next(results), next(results)] == [0, 1]
    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]
