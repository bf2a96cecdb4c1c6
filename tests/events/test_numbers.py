"""Counts of dead, injured, arrested and gathered people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Event

Coder = Callable[..., tuple[Event, ...]]


def _id(case: object) -> str:
    return case[:50] if isinstance(case, str) else ""


@pytest.mark.parametrize(
    ("text", "dead", "injured"),
    [
        ("A Russian attack on Ukraine killed three people.", 3, None),
        ("A Russian missile strike on Ukraine killed 12 people and wounded 30.", 12, 30),
        ("Three soldiers were killed when rebels attacked an army post in Mali.", 3, None),
        ("At least 1,200 people were killed in a Russian attack on Ukraine.", 1200, None),
        ("Rebels attacked a village in Mali, leaving seven people dead.", 7, None),
        ("Rebels attacked a village in Mali, killing seven people and injuring nine.", 7, 9),
        ("Twenty-one people died when Syrian jets bombed Turkish troops.", 21, None),
        ("Two hundred people died when Syrian jets bombed Turkish troops.", 200, None),
        ("The army of Myanmar shot dead two protesters.", 2, None),
        ("Rebels attacked a village in Mali, and fourteen people were injured.", None, 14),
        ("Rebels attacked a village in Mali.", None, None),
        ("Rebels attacked a village in Mali, killing dozens of people.", None, None),
        ("Rebels attacked 12 villages in Mali.", None, None),
    ],
    ids=_id,
)
def test_dead_and_injured(events_of: Coder, text: str, dead: int | None, injured: int | None) -> None:
    found = [e for e in events_of(text) if e.event == "ASSAULT"]
    assert found
    assert {(e.dead, e.injured) for e in found} == {(dead, injured)}


@pytest.mark.parametrize(
    ("text", "arrested"),
    [
        ("Police in Uganda arrested 34 protesters.", 34),
        ("Thirty-four protesters were arrested by police in Uganda.", 34),
        ("Police in Uganda detained three opposition leaders.", 3),
        ("Police in Uganda arrested an opposition leader.", None),
    ],
    ids=_id,
)
def test_arrested(events_of: Coder, text: str, arrested: int | None) -> None:
    assert [e.arrested for e in events_of(text) if e.event == "COERCE"] == [arrested]


@pytest.mark.parametrize(
    ("text", "value", "approximate"),
    [
        ("About 5,000 people marched against the government in Serbia.", 5000, True),
        ("Some 300 demonstrators protested against the government in Serbia.", 300, True),
        ("Thousands of people marched against the government in Serbia.", 2000, True),
        ("Tens of thousands of people marched against the government in Serbia.", 20000, True),
        ("Hundreds of protesters marched against the government in Serbia.", 200, True),
        ("A crowd of 250 protesters demonstrated against the government in Serbia.", 250, False),
    ],
    ids=_id,
)
def test_size_of_a_crowd(events_of: Coder, text: str, value: int, approximate: bool) -> None:
    sizes = [e.size for e in events_of(text) if e.event == "PROTEST"]
    assert [(s.value, s.approximate) for s in sizes if s is not None] == [(value, approximate)]
    assert all(s is None or s.text in text for s in sizes)


def test_a_talk_has_no_dead(events_of: Coder) -> None:
    found = events_of("The presidents of Chile and Peru discussed a landslide that killed 40 people.")
    assert all(e.dead is None for e in found if e.event == "CONSULT")
