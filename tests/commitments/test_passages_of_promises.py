"""Promises in short passages: found, whose, by when; what is withheld; the part rules were made on and the part put aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import load
from dragoman.records import Commitment, Event, Page, Record

FOLDER = Path(__file__).parent
TAIL = "\n\nThe papers of the town had nothing else to tell that day, for it was warm and quiet."
"""Makes a passage long enough to be taken for a report."""


def passages(part: str) -> list[dict[str, Any]]:
    with (FOLDER / f"passages_{part}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def coded(passage: dict[str, Any]) -> list[Record]:
    return load().code(Page("test", passage["text"] + TAIL, "text", published=passage["published"] or None))


def is_same(text: str, wanted: dict[str, Any], found: Commitment) -> bool:
    """Whether promiser and words are the same: a right one among at most twice as many, and half of either's words shared."""
    start = text.find(wanted["what"])
    at = text.find(found.what)
    shared = min(start + len(wanted["what"]), at + len(found.what)) - max(start, at)
    close = 2 * shared >= min(len(wanted["what"]), len(found.what)) and at >= 0
    codes = {e.code for e in found.by}
    right = len(codes & set(wanted["by"]))
    return close and right > 0 and 2 * right >= len(codes)


def pairs(passage: dict[str, Any]) -> tuple[list[tuple[dict[str, Any], Commitment]], int, int]:
    """Promises that answer each other, and how many were found and wanted."""
    said = [r for r in coded(passage) if isinstance(r, Commitment)]
    left, both = list(said), []
    for wanted in passage["commitments"]:
        match = next((c for c in left if is_same(passage["text"], wanted, c)), None)
        if match is not None:
            left.remove(match)
            both.append((wanted, match))
    return both, len(said), len(passage["commitments"])


def f1(told: list[tuple[list[Any], int, int]]) -> float:
    return 2 * sum(len(t[0]) for t in told) / max(1, sum(t[1] + t[2] for t in told))


@pytest.mark.parametrize(("part", "floor"), [("dev", 0.68), ("held", 0.74)])
def test_promises_are_found(part: str, floor: float) -> None:
    assert f1([pairs(p) for p in passages(part)]) >= floor


@pytest.mark.parametrize("part", ["dev", "held"])
def test_due_is_the_day_month_or_year_that_the_text_fixes(part: str) -> None:
    both = [pair for p in passages(part) for pair in pairs(p)[0]]
    assert sum(wanted["due"] == found.due for wanted, found in both) / len(both) >= 0.85


def withheld_right(passage: dict[str, Any]) -> int:
    records = [r for r in coded(passage) if isinstance(r, Event) and r.withheld_by is not None]
    return sum(any(r.withheld_by and r.withheld_by.code in w["by"] for r in records) for w in passage["withheld"])


def test_what_is_withheld_is_told_with_who_withheld_it() -> None:
    both = [p for part in ("dev", "held") for p in passages(part)]
    assert sum(map(withheld_right, both)) / sum(len(p["withheld"]) for p in both) >= 0.75
