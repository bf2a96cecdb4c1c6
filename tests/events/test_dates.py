"""Dates in 300 short passages: the share that is right, on the part that rules were made on and on the part put aside."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dragoman import language
from dragoman.events.when import date_of
from dragoman.language.tree import Tree
from dragoman.records import Analysis

FOLDER = Path(__file__).parent
FLOOR = 0.92


def rows(part: str) -> list[dict[str, str]]:
    with (FOLDER / f"dates_{part}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def trigger_in(analysis: Analysis, words: str) -> tuple[int, int]:
    """Sentence and head word of the last place where WORDS stand."""
    start = analysis.text.rindex(words)
    for number, sentence in enumerate(analysis.sentences):
        inside = [
            i for i, t in enumerate(sentence.tokens) if start <= t.start_char and t.end_char <= start + len(words)
        ]
        if inside:
            return number, next((i for i in inside if sentence.tokens[i].head not in inside), inside[0])
    raise AssertionError(f"{words!r} is not in the text")


def dated(row: dict[str, str]) -> tuple[str, str, str]:
    """Date, its last day and precision that we give for a row."""
    analysis = language.load().analyse(row["text"])
    sentence, token = trigger_in(analysis, row["trigger"])
    trees = [Tree(s) for s in analysis.sentences]
    when = date_of(trees[sentence], token, analysis.text, row["published"] or None, trees[:sentence])
    return when.date or "", when.date_end or "", when.precision if when.date else "none"


def is_right(row: dict[str, str]) -> bool:
    return dated(row) == (row["date"], row["date_end"], row["precision"])


@pytest.mark.parametrize("part", ["dev", "held"])
def test_dates_are_right(part: str) -> None:
    told = rows(part)
    right = sum(is_right(row) for row in told)
    assert right / len(told) >= FLOOR, f"{right} of {len(told)}"
