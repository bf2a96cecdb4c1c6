"""ICEWS events: 20 columns, tabs, header, one row for each report, event and ordered pair of parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman import ontology
from dragoman.export.parties import country_name, icews_sectors, name_of
from dragoman.export.telling import Telling, outlet, parts_of, sentence_number
from dragoman.ontology.goldstein import goldstein
from dragoman.tables import pairs

_SIDE = {
    "Name": "name; without one sector and state as in Police (Peru), else the words of the report (not with --no-text)",
    "Sectors": "sectors, widest first, with , between",
    "Country": "name of the state",
}
FIELDS: Mapping[str, str] = {
    "Event ID": "number of the row, the same in every export",
    "Event Date": "day of the event; where the text gives none, that of publication",
    **{f"Source {part}": f"who did it: {meaning}" for part, meaning in _SIDE.items()},
    "Event Text": "what the CAMEO code means",
    "CAMEO Code": "CAMEO code as text: 010 is not 10",
    "Intensity": "Goldstein value of the code, -10 to 10",
    **{f"Target {part}": f"to whom: {meaning}" for part, meaning in _SIDE.items()},
    "Story ID": "id of the report",
    "Sentence Number": "sentence that proves it, from 1",
    "Publisher": "outlet",
    "City": "where it happened, if that is a town or a place in one",
    "District": "where it happened, if that is a second-level division",
    "Province": "where it happened, if that is a first-level division",
    "Country": "name of the state where it happened",
    "Latitude": "degrees north",
    "Longitude": "degrees east",
}


def rows(telling: Telling) -> Iterator[tuple[Any, ...]]:
    """The cells after the id of each ordered pair of parties, in the order of `FIELDS`."""
    event, document, base = telling.event, telling.document, telling.base
    place = event.place
    where = (country_name(place.country, base), place.lat, place.lon) if place else (None,) * 3
    what = (ontology.load().cameo_name(event.cameo).capitalize(), event.cameo, goldstein(event.cameo))
    told = (document.id, sentence_number(document, event.evidence.start_char), outlet(document))
    for pair in pairs(event):
        actor, recipient = (
            (name_of(e, base, telling.order.text), icews_sectors(e), country_name(e.code if e else None, base))
            for e in pair
        )
        yield (telling.day, *actor, *what, *recipient, *told, *parts_of(place), *where)
