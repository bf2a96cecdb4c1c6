"""Places in short texts: the share of right countries and right names, on the part rules were made on and the part put aside."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from dragoman import actors, language, places
from dragoman.actors.spelling import normal
from dragoman.records import Document, Place

FOLDER = Path(__file__).parent
COUNTRY, NAME = 0.85, 0.75
"""Shares of right countries and of right places."""


def rows(part: str) -> list[dict[str, str]]:
    with (FOLDER / f"phrases_{part}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def locate(text: str, phrase: str) -> Place | None:
    """The place that the last PHRASE in TEXT names."""
    document = Document("test", None, None, None, (), None, "none", "en", None, "sha256:test", text)
    analysis = language.load().analyse(text)
    cast = actors.resolve(document, analysis, actors.load(), places.load())
    start = text.rindex(phrase)
    for number, sentence in enumerate(analysis.sentences):
        inside = [i for i, t in enumerate(sentence.tokens) if start < t.end_char and t.start_char < start + len(phrase)]
        if inside:
            locator = places.Locator(document, analysis, cast, places.load())
            return locator.place(number, inside[0], inside[-1] + 1)
    raise AssertionError(f"{phrase!r} is not in the text")


def country_of(place: Place | None) -> str:
    return (place.country if place else None) or "---"


def is_name_right(place: Place | None, row: dict[str, str]) -> bool:
    """Whether country and name are right; any name that the gazetteer has for the place will do."""
    if country_of(place) != row["country"]:
        return False
    if place is None or row["name"] in ("---", ""):
        return True
    if normal(place.name or "") == normal(row["name"]):
        return True
    return any(c.geonameid == place.geonameid for c in places.load().find(row["name"]))


@pytest.mark.parametrize("part", ["dev", "held"])
def test_places_are_right(part: str) -> None:
    told = [(row, locate(row["text"], row["phrase"])) for row in rows(part)]
    countries = sum(country_of(place) == row["country"] for row, place in told)
    names = sum(is_name_right(place, row) for row, place in told)
    assert countries / len(told) >= COUNTRY, f"{countries} of {len(told)} countries"
    assert names / len(told) >= NAME, f"{names} of {len(told)} names"
