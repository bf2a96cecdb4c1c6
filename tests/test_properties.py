"""What holds for every report: spans lie in the text, and neither neighbours nor workers change a record."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import language, pipeline
from dragoman.records import Document, Page, Rejection, to_dict

REPORTS = (
    "OSLO, March 3 - Norway's foreign minister, Kari Dahl, met her Swedish counterpart in Oslo on Tuesday.\n\n"
    '"We agreed to open two more border posts by June," Dahl told reporters. Sweden did not comment.\n\n'
    "Earlier, protesters threw stones at the police outside the Swedish embassy. At least three officers were hurt.",
    "France accused Turkey of sending arms to the rebels. Turkey denied it and recalled its ambassador from Paris.\n\n"
    "The European Union will impose sanctions if the shipments do not stop, said the bloc's spokeswoman, Ines Roca.",
    "The president of Kenya spoke by phone with the leaders of Uganda and Tanzania, his office said in a statement.\n\n"
    "They called on all parties to end the fighting. None of the three gave details of the plan, and no date was set.",
    "The choir sang three songs in the old theatre on Sunday and the audience asked for more. It was sold out.",
)
SENTENCES = st.sampled_from([s for report in REPORTS for s in report.replace("\n\n", " ").split(". ")])
NOISE = st.text(alphabet="aZ.,;:!?\"“”'’()-–— \n\té🇫🇷\u0301\u200b0157$%", max_size=30)
TEXTS = st.lists(st.one_of(SENTENCES, SENTENCES, NOISE), min_size=1, max_size=6).map(". ".join)


def page(text: str, number: int = 0) -> Page:
    return Page(source=f"{number}.txt", content=text, kind="text", id=str(number), published="2024-03-05")


def coded(text: str, number: int = 0) -> list[str]:
    """One report as printed."""
    return [json.dumps(to_dict(r), ensure_ascii=False) for r in pipeline.load().code(page(text, number))]


def spans(value: Any) -> Iterator[tuple[str, int, int]]:
    """Everything in a printed record that says where its words stand."""
    if isinstance(value, dict):
        if {"start_char", "end_char"} <= value.keys():
            yield value["quote"] if "quote" in value else value["text"], value["start_char"], value["end_char"]
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def check(text: str) -> None:
    records = pipeline.load().code(page(text))
    if isinstance(records[0], Rejection):
        assert len(records) == 1
        return
    assert isinstance(records[0], Document)
    cleaned = records[0].text
    assert all(0 <= a < b <= len(cleaned) for a, b in records[0].sentences)
    for record in records[1:]:
        for words, start, end in spans(to_dict(record)):
            assert cleaned[start:end] == words


@pytest.mark.parametrize("text", REPORTS)
def test_spans_of_reports(text: str) -> None:
    check(text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_spans_of_any_text(text: str) -> None:
    check(text)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_analysis_covers_the_text(text: str) -> None:
    analysis = language.load().analyse(text)
    inside = [i for s in analysis.sentences for t in s.tokens for i in range(t.start_char, t.end_char)]
    assert inside == [i for i, char in enumerate(text) if not char.isspace()]
    for sentence in analysis.sentences:
        assert [t.head for t in sentence.tokens].count(-1) == 1
        assert all(-1 <= t.head < len(sentence.tokens) for t in sentence.tokens)
        assert all(text[t.start_char : t.end_char] == t.text for t in sentence.tokens)


def test_neighbours_change_nothing() -> None:
    alone = [coded(text, n) for n, text in enumerate(REPORTS)]
    backwards = [coded(text, n) for n, text in reversed(list(enumerate(REPORTS)))][::-1]
    assert alone == backwards


def test_workers_change_nothing() -> None:
    here = [coded(text, n) for n, text in enumerate(REPORTS)]
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as running:
            assert list(running.map(coded, REPORTS, range(len(REPORTS)))) == here
