"""Statements in short passages: found, whose, through which medium; the part that rules were made on and the part put aside."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import load
from dragoman.records import Page, Statement

FOLDER = Path(__file__).parent
TAIL = "\n\nThe papers of the town had nothing else to tell that day, for it was warm and quiet."
"""Makes a passage long enough to be taken for a report."""
SHARED = 0.8
"""Least share of the characters of either quotation that both have."""
NO_NAME = frozenset("the of and a an in for president minister prime foreign spokesman spokeswoman mr mrs ms".split())


def passages(part: str) -> list[dict[str, Any]]:
    with (FOLDER / f"passages_{part}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def found(passage: dict[str, Any]) -> list[Statement]:
    page = Page("test", passage["text"] + TAIL, "text", published=passage["published"] or None)
    return [r for r in load().code(page) if isinstance(r, Statement)]


def words(text: str | None) -> set[str]:
    every = set(re.findall(r"\w+", (text or "").lower()))
    return (every - NO_NAME) or every


def spans(passage: dict[str, Any]) -> list[tuple[dict[str, Any], int, int]]:
    at, told = 0, []
    for wanted in passage["statements"]:
        start = passage["text"].find(wanted["quote"], at)
        start = passage["text"].find(wanted["quote"]) if start < 0 else start
        told.append((wanted, start, start + len(wanted["quote"])))
    return told


def is_same(wanted: dict[str, Any], start: int, end: int, said: Statement) -> bool:
    shared = min(end, said.end_char) - max(start, said.start_char)
    close = shared >= SHARED * (end - start) and shared >= SHARED * (said.end_char - said.start_char)
    names, given = words(wanted["speaker"]), words(f"{said.speaker.text} {said.speaker.name or ''}")
    last = re.findall(r"\w+", wanted["speaker"].lower())[-1:]
    return close and bool(names & given) and (bool(set(last) & given) or 2 * len(names & given) >= len(names))


def pair(passage: dict[str, Any]) -> tuple[list[tuple[dict[str, Any], Statement]], int, int]:
    """Statements that answer each other, and how many were found and wanted."""
    said, wanted = found(passage), spans(passage)
    left, pairs = list(said), []
    for w, start, end in wanted:
        match = next((s for s in left if is_same(w, start, end, s)), None)
        if match is not None:
            left.remove(match)
            pairs.append((w, match))
    return pairs, len(said), len(wanted)


def medium(words: str | None) -> str:
    """A medium without article or possessor."""
    return re.sub(r"^(?:a|an|the|his|her|its|their) ", "", (words or "").lower())


def f1(right: int, said: int, wanted: int) -> float:
    return 2 * right / max(1, said + wanted)


@pytest.mark.parametrize(("part", "floor"), [("dev", 0.91), ("held", 0.82)])
def test_statements_are_found(part: str, floor: float) -> None:
    told = [pair(p) for p in passages(part)]
    assert f1(sum(len(t[0]) for t in told), sum(t[1] for t in told), sum(t[2] for t in told)) >= floor


@pytest.mark.parametrize(("part", "floor"), [("dev", 0.96), ("held", 0.89)])
def test_quotations_are_found(part: str, floor: float) -> None:
    right = said = wanted = 0
    for passage in passages(part):
        right += sum(w["kind"] == "direct" == s.kind for w, s in pair(passage)[0])
        said += sum(s.kind == "direct" for s in found(passage))
        wanted += sum(w["kind"] == "direct" for w in passage["statements"])
    assert f1(right, said, wanted) >= floor


@pytest.mark.parametrize(("part", "floor"), [("dev", 0.92), ("held", 0.95)])
def test_media_are_those_that_the_text_names(part: str, floor: float) -> None:
    pairs = [both for p in passages(part) for both in pair(p)[0]]
    right = sum(medium(wanted["medium"]) == medium(said.medium) for wanted, said in pairs)
    assert right / len(pairs) >= floor
