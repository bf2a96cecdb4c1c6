"""Sides that only the report gives, and on which side parties stand; reports of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Entity, Event

Coder = Callable[..., tuple[Event, ...]]
IMPLIED = [
    # whose demand is refused
    (
        "Norway demanded that Iceland close the fishery. Iceland rejected that demand on Tuesday.",
        ("REJECT", "ISL", "NOR"),
    ),
    ("Kenya asked Uganda to open the border. Uganda has refused.", ("REJECT", "UGA", "KEN")),
    (
        "The Chilean Senate asked the interior minister to testify. The minister refused to appear.",
        ("REJECT", "CHL", "CHL"),
    ),
    # who is condemned for the deed told before
    (
        "Russian forces shelled the port of Odesa. The raid was condemned by the European Union.",
        ("ACCUSE", "IGO:EU", "RUS"),
    ),
    # the authorities where nobody is said to act
    (
        "Serbian police surrounded the square. By midnight forty Serbian protesters had been arrested.",
        ("COERCE", "SRB", "SRB"),
    ),
    # who claims the attack
    (
        "A car bomb killed nine Afghan soldiers in Kabul. The Taliban claimed responsibility for the attack.",
        ("ASSAULT", "AFG", "AFG"),
    ),
    # whose offer is refused in the same breath
    ("Israel has dismissed as insincere the Syrian president's offer to resume peace talks.", ("AGREE", "SYR", "ISR")),
    # whom protesters are against
    (
        "The government of Peru cut the fuel subsidy. Thousands of Peruvians marched through Lima on Friday.",
        ("PROTEST", "PER", "PER"),
    ),
    # the other one in a report about two
    (
        "Thailand accused Myanmar of firing on its boats. Myanmar accused Thailand of spying. "
        "Thailand closed the border to trucks and imposed sanctions.",
        ("SANCTION", "THA", "MMR"),
    ),
    # who speaks of himself
    (
        '"We condemn the Iranian missile strike," Canadian Foreign Minister Ann Roe told reporters in Ottawa.',
        ("ACCUSE", "CAN", "IRN"),
    ),
]


def codes(side: tuple[Entity, ...]) -> str:
    return " ".join(sorted({e.code for e in side}))


@pytest.mark.parametrize(("text", "expected"), IMPLIED, ids=[text[:40] for text, _ in IMPLIED])
def test_a_side_that_the_report_implies_is_filled(events_of: Coder, text: str, expected: tuple[str, str, str]) -> None:
    told = {(e.event, codes(e.actor), codes(e.recipient)) for e in events_of(text)}
    assert expected in told


def test_an_implied_party_stands_in_the_text_and_is_less_sure(events_of: Coder) -> None:
    text = "Kenya asked Uganda to open the border. Uganda has refused."
    refusal = next(e for e in events_of(text) if e.event == "REJECT")
    kenya = refusal.recipient[0]
    assert text[kenya.start_char : kenya.end_char] == kenya.text == "Kenya"
    assert kenya.confidence < refusal.actor[0].confidence


def test_nobody_is_implied_where_the_report_names_nobody(events_of: Coder) -> None:
    (refusal,) = [e for e in events_of("Uganda has refused to sign the treaty.") if e.event == "REJECT"]
    assert refusal.recipient == ()


SIDES = [
    ("The French president plans to meet the Dutch prime minister in May.", ("AGREE", "FRA NLD", "")),
    ("NATO foreign ministers held a meeting in Brussels on Tuesday.", ("CONSULT", "IGO:NATO", "")),
    ("A military coup removed the prime minister of Thailand in 2006.", ("COERCE", "THA", "")),
    (
        "Hundreds of Georgians rallied in Tbilisi in support of the Ukrainian president.",
        ("PROTEST", "GEO", ""),
    ),
]


@pytest.mark.parametrize(("text", "expected"), SIDES, ids=[text[:40] for text, _ in SIDES])
def test_parties_stand_on_their_side(events_of: Coder, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in {(e.event, codes(e.actor), codes(e.recipient)) for e in events_of(text)}
