"""POLECAT: 40 columns, tabs, header, one row for each report and event; several parties stand in one cell, ";" between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dragoman.export.parties import plover_code
from dragoman.export.telling import Telling, joined, outlet, parts_of, published
from dragoman.records import Entity

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
FEATURES = {1: "country", 2: "first-level division", 3: "second-level division", 4: "town", 5: "place in a town"}
"""Resolution of a place to the word for it."""


def _side(who: str, side: str) -> dict[str, str]:
    return {
        f"{side} Name": f"{who}: name as resolved",
        f"{side} Country": f"{who}: ISO 3166-1 alpha-3 (XKX Kosovo), UNO, EUR, IGO, NGO or MNC",
        f"{side} COW": f"{who}: number of the state in Correlates of War",
        f"Primary {side} Sector": f"{who}: PLOVER sector of the first party",
        f"{side} Sectors": f"{who}: PLOVER sector",
        f"{side} Title": f"{who}: office held on the day of the report",
        f"{side} Name Raw": f"{who}: words of the report (empty with --no-text)",
        f"Wikipedia {side} ID": "empty: parties are known by their Wikidata id, which PLOVER JSON carries",
    }


FIELDS: Mapping[str, str] = {
    "Event ID": 'id of the report, "_" and id of the record',
    "Event Date": "day of the event; where the text gives none, that of publication",
    "Event Type": "PLOVER type",
    "Event Mode": "PLOVER modes",
    "Intensity": "PLOVER score, -10 to 10",
    "Quad Code": "quad class in words",
    "Contexts": "PLOVER contexts, strongest first",
    **_side("who did it", "Actor"),
    **_side("to whom", "Recipient"),
    "Placename": "where it happened, as resolved",
    "City": "the same, if that is a town or a place in one",
    "District": "the same, if that is a second-level division",
    "Province": "the same, if that is a first-level division",
    "Country": "ISO 3166-1 alpha-3 of the state where it happened",
    "Latitude": "degrees north",
    "Longitude": "degrees east",
    "GeoNames ID": "GeoNames id",
    "Raw Placename": "words of the report (empty with --no-text)",
    "Feature Type": "country, first-level division, second-level division, town, place in a town",
    "Source": "outlet",
    "Publication Date": "day of publication",
    "Story People": "persons among the parties of all events of the report",
    "Story Organizations": "organisations among the parties of all events of the report",
    "Story Locations": "places of all events of the report",
    "Language": "ISO 639-1",
    "Version": "versions of program, model and ontology",
}


def rows(telling: Telling) -> Iterator[tuple[Any, ...]]:
    """The cells after the id, in the order of `FIELDS`."""
    event, document, place = telling.event, telling.document, telling.event.place
    parties = [e for told in telling.story for e in (*told.actor, *told.recipient) if e.name]
    yield (
        *(
            telling.day,
            event.event,
            joined(event.mode),
            event.event_scale,
            QUADS[event.quad_code],
            joined(event.context),
        ),
        *_party(event.actor, telling),
        *_party(event.recipient, telling),
        place.name if place else None,
        *parts_of(place),
        *((place.country, place.lat, place.lon, place.geonameid) if place else (None,) * 4),
        telling.words(place.text) if place else None,
        FEATURES.get(place.resolution or 0) if place else None,
        *(outlet(document), published(document)),
        _names(e.name for e in parties if e.kind == "person"),
        _names(e.name for e in parties if e.kind == "organisation"),
        _names(told.place.name for told in telling.story if told.place),
        *(document.language, event.coder),
    )


def _names(names: Iterator[str | None]) -> str:
    return joined(name for name in dict.fromkeys(names) if name)


def _party(parties: Sequence[Entity], telling: Telling) -> tuple[str, ...]:
    """The eight columns of one side; the lists in them keep step, a party without a value leaves its turn empty."""
    states = telling.base.states
    parts: tuple[Callable[[Entity], str | None], ...] = (
        lambda e: e.name,
        plover_code,
        lambda e: states[e.code].cow_number if e.code in states else None,
        lambda e: e.sector,
        lambda e: e.office,
        lambda e: telling.words(e.text),
    )
    name, country, cow, sectors, title, raw = (_in_step([part(e) for e in parties]) for part in parts)
    first = parties[0].sector or "" if parties else ""
    return name, country, cow, first, sectors, title, raw, ""


def _in_step(values: Sequence[str | None]) -> str:
    return joined(values) if any(values) else ""
