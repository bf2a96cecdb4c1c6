"""Where: the place that an event's clause names, the one that the report gives, and none where a name is no place of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Event

Coder = Callable[..., tuple[Event, ...]]

CLAUSE = [
    ("Rebels attacked an army base near Goma on Tuesday, officials said.", "ASSAULT", "Goma"),
    ("Soldiers killed five rebels in the northern town of Gao on Tuesday.", "ASSAULT", "Gao"),
    ("Police fired tear gas at students in the Chilean capital, Santiago, on Monday.", "ASSAULT", "Santiago"),
    ("The Nairobi attack killed twelve police officers.", "ASSAULT", "Nairobi"),
    ("Ethiopia sent troops and tanks to Mekelle on Sunday.", "MOBILIZE", "Mekelle"),
    ("Thousands of students marched through Athens against the Greek government on Sunday.", "PROTEST", "Athens"),
    ("The Kenyan foreign minister met his Ethiopian counterpart in Geneva on Monday.", "CONSULT", "Geneva"),
    ("The Kenyan foreign minister visited Kigali on Monday.", "CONSULT", "Kigali"),
    ("The Japanese prime minister arrived in Hanoi on Monday for talks with Vietnamese leaders.", "AGREE", "Hanoi"),
    ("The Kenyan president is expected to meet the Ugandan president in Kampala next week.", "AGREE", "Kampala"),
    ("Kenya and Uganda signed a trade agreement in Kampala on Monday.", "SUPPORT", "Kampala"),
    ("Ugandan police detained three opposition leaders at Entebbe airport on Monday.", "COERCE", "Entebbe"),
    ("A Kampala court jailed two Ugandan opposition leaders on Wednesday.", "COERCE", "Kampala"),
    ("Egyptian farmers blocked roads into Cairo on Saturday to demand help from the government.", "PROTEST", "Cairo"),
    ("Russian forces withdrew from Kherson on Friday.", "RETREAT", "Kherson"),
    ("The Kenyan president visited Oman on Monday after a speech in Amman.", "CONSULT", "Oman"),
    ("Rebels attacked a convoy near the Malian border on Friday, the army of Niger said.", "ASSAULT", "Malian border"),
]
REPORT = [
    ("Thousands marched against the Greek government in Athens. Police arrested 20 protesters.", "COERCE", "Athens"),
    (
        "Japan and Vietnam signed a defence agreement. The ministers signed it on Friday in Hanoi, the agency said.",
        "SUPPORT",
        "Hanoi",
    ),
    (
        "Police in Kenya shot dead two protesters on Monday. The shooting took place in the town of Kisumu.",
        "ASSAULT",
        "Kisumu",
    ),
    (
        "The Serbian president met the Croatian president in Osijek on Monday. "
        "The two presidents agreed to open the archives.",
        "AGREE",
        "Osijek",
    ),
    (
        "Kenya claims the island of Migingo in the lake. Uganda sent 40 police officers to the island on Monday.",
        "MOBILIZE",
        "Migingo",
    ),
]
NOWHERE = [
    ("The Kenyan president criticised the Ugandan government over the killings in Kampala.", "ACCUSE"),
    ("The United States imposed sanctions on Iran on Monday.", "SANCTION"),
    ("Officials in Brussels said that France had rejected the Italian proposal.", "REJECT"),
    ("The Kenyan president spoke by telephone with the president of Uganda, officials in Kampala said.", "CONSULT"),
    ("The Kenyan president will visit Norway, Finland and France next week.", "AGREE"),
    ("The Kenyan government condemned the coup in Mali.", "ACCUSE"),
    ("Kenya called on Uganda to withdraw its troops from Somalia.", "REQUEST"),
]


def told(events: tuple[Event, ...], kind: str) -> list[Event]:
    return [e for e in events if e.event == kind]


@pytest.mark.parametrize(("text", "kind", "place"), CLAUSE + REPORT)
def test_event_is_where_the_text_says(events_of: Coder, text: str, kind: str, place: str) -> None:
    first = told(events_of(text), kind)[0]
    assert first.place is not None
    assert first.place.text == place


@pytest.mark.parametrize(("text", "kind"), NOWHERE)
def test_no_place_is_made_up(events_of: Coder, text: str, kind: str) -> None:
    assert {e.place for e in told(events_of(text), kind)} == {None}


def test_place_carries_what_is_known_of_it(events_of: Coder) -> None:
    text = "The Kenyan foreign minister met his Ethiopian counterpart in Kigali on Monday."
    place = told(events_of(text), "CONSULT")[0].place
    assert place is not None
    assert (place.country, place.resolution) == ("RWA", 4)
    assert text[place.start_char : place.end_char] == "Kigali"


def test_state_that_owns_a_venue_is_not_where_it_stands(events_of: Coder) -> None:
    events = events_of("Gunmen attacked the French embassy in Tripoli on Monday, Libyan police said.")
    assert [e.place.text for e in told(events, "ASSAULT") if e.place] == ["Tripoli"]
