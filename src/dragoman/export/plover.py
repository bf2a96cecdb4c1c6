"""PLOVER JSON lines: the fields of the manual, one object for each report and event; `plover.schema.json` says what each holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.actors import KnowledgeBase
from dragoman.export.parties import country_name, plover_code
from dragoman.export.telling import OF_PUBLICATION, OF_TEXT, Telling, parts_of
from dragoman.records import Entity, Place

AUXILIARY: Mapping[str, str] = {
    "future": "future",
    "negated": "negation",
    "hypothetical": "hypothetical",
    "historical": "historical",
}
"""Status to the auxiliary mode of the manual; what is actual has none."""
FIELDS: Mapping[str, str] = {
    "id": 'id of the report, "_" and id of the record',
    "date": "day of the event; where the text gives none, that of publication: then `comment` says so",
    "enddate": "last day of a span of time, or null",
    "actor": "who did it; all parties of a mutual act: list of entities (code, sector, entity_text, identifier_id of Wikidata, "
    "identifier_text: the name, office)",
    "recipient": "to whom it was done: list of entities",
    "event": "PLOVER type",
    "mode": "PLOVER modes, then the auxiliary modes historical, future, hypothetical, negation for what is not actual",
    "context": "PLOVER contexts, strongest first",
    "has_event": "true: the object tells of an event",
    "quad_code": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    "event_scale": "PLOVER score, -10 to 10",
    "size": "numbers of people dead, injured, arrested, or null",
    "event_loc": "where it happened (extracted_place, resolved_place, geonameid, lat, lon, city, district, province, country, "
    "country_code, resolution: 1 country to 5 below a town), or null",
    "event_text": "the word that shows the event (null with --no-text)",
    "text": "the sentence that proves it (null with --no-text)",
    "text_info": "report, its language and where in it the sentence stands",
    "cite_info": "title, outlet, address, date and rights of the report",
    "coder": "versions of program, model and ontology",
    "comment": "what the date rests on, if not on the text alone",
}


def rows(telling: Telling) -> Iterator[tuple[Any, ...]]:
    """The object without its id, alone in a tuple."""
    event, document, words = telling.event, telling.document, telling.words
    status = AUXILIARY.get(event.status)
    where, evidence = event.place, event.evidence
    yield (
        {
            "date": telling.day.isoformat(),
            "enddate": event.date_end,
            "actor": [_entity(e, telling) for e in event.actor],
            "recipient": [_entity(e, telling) for e in event.recipient],
            "event": event.event,
            "mode": [*event.mode, *([status] if status else [])],
            "context": list(event.context),
            "has_event": True,
            "quad_code": event.quad_code,
            "event_scale": event.event_scale,
            "size": _size(telling),
            "event_loc": _location(where, telling, telling.base) if where else None,
            "event_text": words(event.trigger.text),
            "text": words(evidence.text),
            "text_info": {
                "document": document.id,
                "text_id": document.text_id,
                "language": document.language,
                "start_char": evidence.start_char,
                "end_char": evidence.end_char,
            },
            "cite_info": {
                "title": document.title,
                "outlet": document.outlet,
                "url": document.url,
                "published": document.published,
                "rights": document.rights,
            },
            "coder": event.coder,
            "comment": _comment(telling),
        },
    )


def line(cells: tuple[Any, ...]) -> str:
    """An id and an object as one line."""
    key, body = cells
    return json.dumps({"id": key, **body}, ensure_ascii=False) + "\n"


def _entity(entity: Entity, telling: Telling) -> dict[str, Any]:
    return {
        "code": plover_code(entity),
        "sector": entity.sector,
        "entity_text": telling.words(entity.text),
        "identifier_id": entity.identifier_id,
        "identifier_text": entity.name,
        "office": entity.office,
    }


def _size(telling: Telling) -> dict[str, int | None] | None:
    event = telling.event
    numbers = {"dead": event.dead, "injured": event.injured, "arrested": event.arrested}
    return numbers if any(number is not None for number in numbers.values()) else None


def _location(place: Place, telling: Telling, base: KnowledgeBase) -> dict[str, Any]:
    city, district, province = parts_of(place)
    return {
        "extracted_place": telling.words(place.text),
        "resolved_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "city": city,
        "district": district,
        "province": province,
        "country": country_name(place.country, base) or None,
        "country_code": place.country,
        "resolution": place.resolution,
    }


def _comment(telling: Telling) -> str | None:
    if telling.day_basis == OF_TEXT:
        return None
    known = telling.event.date
    said = f"the text says {known}" if known else "the text gives no date"
    how = "day of publication" if telling.day_basis == OF_PUBLICATION else "its first day"
    return f"date: {said}; {how}"
