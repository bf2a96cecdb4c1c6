"""Coding a passage the whole way, from text to events."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from dragoman.pipeline import load
from dragoman.records import Event, Page

PUBLISHED = "2023-05-17"
"""A Wednesday."""
TAIL = " It was a warm day, and there was nothing else of note in the papers."
"""Makes a single sentence long enough to be taken for a report."""


@cache
def code(text: str, published: str | None = PUBLISHED) -> tuple[Event, ...]:
    records = load().code(Page("<test>", text + TAIL, "text", published=published))
    assert not any(r.record == "rejection" for r in records), records
    return tuple(r for r in records if isinstance(r, Event))


@pytest.fixture(scope="session")
def events_of() -> Callable[..., tuple[Event, ...]]:
    """The events of a passage, in text order."""
    return code
