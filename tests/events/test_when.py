"""When: dates that the text fixes by itself or against the day of publication, a Wednesday in May 2023."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Event

Coder = Callable[..., tuple[Event, ...]]

PAST = "The Kenyan foreign minister met his Ethiopian counterpart {}."
AHEAD = "The Kenyan foreign minister will meet his Ethiopian counterpart {}."

HELD = [
    ("today", "2023-05-17", "day"),
    ("yesterday", "2023-05-16", "day"),
    ("on Wednesday", "2023-05-17", "day"),
    ("on Tuesday", "2023-05-16", "day"),
    ("on Monday", "2023-05-15", "day"),
    ("on Sunday", "2023-05-14", "day"),
    ("on Thursday", "2023-05-11", "day"),
    ("last Friday", "2023-05-12", "day"),
    ("Tuesday", "2023-05-16", "day"),
    ("on Tuesday evening", "2023-05-16", "day"),
    ("on May 9", "2023-05-09", "day"),
    ("on 9 May", "2023-05-09", "day"),
    ("on 9 May 2023", "2023-05-09", "day"),
    ("on May 9, 2023", "2023-05-09", "day"),
    ("on Tuesday, May 9", "2023-05-09", "day"),
    ("on Tuesday, 9 May 2023,", "2023-05-09", "day"),
    ("on the 9th of May", "2023-05-09", "day"),
    ("on Dec. 28", "2022-12-28", "day"),
    ("on December 28", "2022-12-28", "day"),
    ("in April", "2023-04", "month"),
    ("in April 2019", "2019-04", "month"),
    ("in December", "2022-12", "month"),
    ("in 2019", "2019", "year"),
    ("two days ago", "2023-05-15", "day"),
    ("three years ago", "2020", "year"),
    ("two months ago", "2023-03", "month"),
    ("last month", "2023-04", "month"),
    ("last year", "2022", "year"),
    ("earlier this month", "2023-05", "month"),
    ("last week", "2023-05-08", "week"),
]
PLANNED = [
    ("tomorrow", "2023-05-18", "day"),
    ("on Friday", "2023-05-19", "day"),
    ("on Tuesday", "2023-05-23", "day"),
    ("next Monday", "2023-05-22", "day"),
    ("on June 2", "2023-06-02", "day"),
    ("on January 12", "2024-01-12", "day"),
    ("in January", "2024-01", "month"),
    ("next month", "2023-06", "month"),
    ("next year", "2024", "year"),
    ("next week", "2023-05-22", "week"),
    ("in three days", "2023-05-20", "day"),
]


@pytest.mark.parametrize(("phrase", "day", "precision"), HELD)
def test_what_was_held(events_of: Coder, phrase: str, day: str, precision: str) -> None:
    found = events_of(PAST.format(phrase).replace(",.", "."))
    assert [(e.event, e.date, e.date_precision, e.date_basis) for e in found] == [("CONSULT", day, precision, "text")]


@pytest.mark.parametrize(("phrase", "day", "precision"), PLANNED)
def test_what_is_planned(events_of: Coder, phrase: str, day: str, precision: str) -> None:
    found = events_of(AHEAD.format(phrase))
    assert [(e.event, e.date, e.date_precision, e.date_basis) for e in found] == [("AGREE", day, precision, "text")]


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("on 9 May 2023", "2023-05-09"),
        ("on May 9, 2023", "2023-05-09"),
        ("in April 2019", "2019-04"),
        ("in 2019", "2019"),
        ("on Tuesday", None),
        ("yesterday", None),
        ("on May 9", None),
        ("in April", None),
        ("last month", None),
        ("two days ago", None),
        ("in Nairobi", None),
    ],
)
def test_without_a_day_of_publication(events_of: Coder, phrase: str, day: str | None) -> None:
    """Only what the text fixes by itself; a weekday or a month alone is no date."""
    found = events_of(PAST.format(phrase), published=None)
    assert [(e.event, e.date) for e in found] == [("CONSULT", day)]
    assert (found[0].date_basis == "none") == (day is None)


def test_no_words_no_date(events_of: Coder) -> None:
    (event,) = events_of(PAST.format("in Nairobi"))
    assert (event.date, event.date_text, event.date_precision, event.date_basis) == (None, None, "none", "none")


def test_a_stretch_has_two_ends(events_of: Coder) -> None:
    (event,) = events_of(PAST.format("last week"))
    assert (event.date, event.date_end) == ("2023-05-08", "2023-05-14")


def test_the_words_are_kept(events_of: Coder) -> None:
    (event,) = events_of(PAST.format("on May 9, 2023"))
    assert event.date_text is not None and event.date_text.replace(" ,", ",") == "May 9, 2023"


def test_each_deed_has_its_own_day(events_of: Coder) -> None:
    found = events_of("Iran seized a Greek tanker on Monday, and Greece condemned Iran on Tuesday.")
    assert {(e.event, e.date) for e in found} == {("COERCE", "2023-05-15"), ("ACCUSE", "2023-05-16")}


def test_a_relative_clause_keeps_its_day(events_of: Coder) -> None:
    found = events_of("Greece condemned Iran, which seized a tanker on Monday.")
    assert [e.date for e in found if e.event == "ACCUSE"] == [None]
