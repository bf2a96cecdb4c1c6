"""GDELT 2.0 events: 61 columns, tabs, no header, one row for an occurrence whatever number of reports tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.actors import KnowledgeBase
from dragoman.export.occurrences import Occurrence, Told
from dragoman.export.parties import cameo_party, country_name, name_of
from dragoman.export.telling import Telling, added, article, clean, eight, outlet
from dragoman.ontology.goldstein import goldstein
from dragoman.records import Entity, Place
from dragoman.tables import pairs

SPELLED: Mapping[str, str] = {"ROU": "ROM"}
"""ISO code to CAMEO's letters where GDELT keeps older ones than the rest of the field."""
QUADS = dict(zip((f"{root:02}" for root in range(1, 21)), (1,) * 5 + (2,) * 3 + (3,) * 5 + (4,) * 7, strict=True))
"""Root of a CAMEO code to GDELT's quad class."""
_SIDE = {
    "Code": "CAMEO code: state, or kind of organisation, and role",
    "Name": "name in capitals; without one sector and state, else the words of the report (not with --no-text)",
    "CountryCode": "CAMEO's letters of the state, or of the region of an international organisation",
    "KnownGroupCode": "CAMEO's letters of an international organisation",
    "EthnicCode": "empty: not coded",
    "Religion1Code": "CAMEO's letters of the faith of an international organisation; else empty: not coded",
    "Religion2Code": "empty: not coded",
    "Type1Code": "CAMEO role",
    "Type2Code": "second role, if any",
    "Type3Code": "third role, if any",
}
_GEO = {
    "Type": "1 country, 2 state of the USA, 3 place in the USA, 4 place elsewhere, 5 division elsewhere",
    "FullName": "place and country; a place that no table has in the words of the report (not with --no-text)",
    "CountryCode": "FIPS 10-4",
    "ADM1Code": "of a country its FIPS 10-4 code; else empty: no table of FIPS divisions is held",
    "ADM2Code": "empty: not coded",
    "Lat": "degrees north",
    "Long": "degrees east",
    "FeatureID": "of a country its FIPS 10-4 code; else empty: the ids of the gazetteer are not GDELT's",
}
FIELDS: Mapping[str, str] = {
    "GLOBALEVENTID": "number of the occurrence, the same in every export",
    "SQLDATE": "day of the event as YYYYMMDD; where the text gives none, that of the first publication of its report",
    "MonthYear": "YYYYMM",
    "Year": "YYYY",
    "FractionDate": "year and part of it that is over: (month - 1) times 30 plus day, over 365",
    **{f"Actor1{part}": f"who did it: {meaning}" for part, meaning in _SIDE.items()},
    **{f"Actor2{part}": f"to whom: {meaning}" for part, meaning in _SIDE.items()},
    "IsRootEvent": "1 if a report tells it in its first paragraph, else 0",
    "EventCode": "CAMEO code as text: 010 is not 10",
    "EventBaseCode": "its first three digits",
    "EventRootCode": "its first two digits",
    "QuadClass": "1 verbal cooperation (roots 01-05), 2 material cooperation (06-08), 3 verbal conflict (09-13), 4 material conflict",
    "GoldsteinScale": "Goldstein value of the code, -10 to 10",
    "NumMentions": "sentences that tell it, over all reports",
    "NumSources": "outlets that tell it",
    "NumArticles": "reports that tell it",
    "AvgTone": "empty: tone is not coded",
    **{f"Actor1Geo_{part}": "empty: only the event is located" for part in _GEO},
    **{f"Actor2Geo_{part}": "empty: only the event is located" for part in _GEO},
    **{f"ActionGeo_{part}": f"where it happened: {meaning}" for part, meaning in _GEO.items()},
    "DATEADDED": "when its first report came out, YYYYMMDDHHMMSS in UTC",
    "SOURCEURL": "address of its first report, else the report's id",
}


def told(telling: Telling) -> Iterator[Told]:
    """What a report tells: a row for each ordered pair of parties, once even if two pairs are coded alike."""
    event, document, day = telling.event, telling.document, telling.day
    shared = (event.cameo, *_place(event.place, telling))
    lead = bool(document.text) and "\n" not in document.text[: event.evidence.start_char].strip()
    report = (added(document), document.url or document.id)
    facts = (("outlet", outlet(document)), ("article", article(document)))
    found: dict[str, Told] = {}
    for actor, recipient in pairs(event):
        sides = [_identity(actor, telling.base), _identity(recipient, telling.base)]
        key = "\x1f".join((day.isoformat(), event.cameo, *sides, place_key(event.place)))
        cells = (eight(day), *_side(actor, telling), *_side(recipient, telling), *shared)
        found[key] = Told(key, day.isoformat(), cells, 1 + len(event.mentions), lead, report, facts)
    yield from found.values()


def row(occurrence: Occurrence) -> tuple[Any, ...]:
    """The cells of an occurrence, in the order of `FIELDS`."""
    day, *rest = occurrence.cells
    parties, code, place = rest[:20], rest[20], rest[21:]
    year, month, number = int(day[:4]), int(day[4:6]), int(day[6:])
    fraction = f"{year + ((month - 1) * 30 + number) / 365:.4f}"
    counts = (occurrence.sentences, len(occurrence.values("outlet")), len(occurrence.values("article")))
    return (
        *(occurrence.number, day, day[:6], day[:4], fraction),
        *parties,
        *(int(occurrence.is_lead), code, code[:3], code[:2], QUADS[code[:2]], goldstein(code), *counts, None),
        *(None,) * 16,
        *place,
        *occurrence.first,
    )


def place_key(place: Place | None) -> str:
    """What tells one place from another: its GeoNames id, else its name."""
    if place is None:
        return ""
    return str(place.geonameid or f"{place.country}/{(place.name or place.text).casefold()}")


def _side(entity: Entity | None, telling: Telling) -> tuple[str, ...]:
    if entity is None:
        return ("",) * 10
    party = cameo_party(entity, telling.base, SPELLED)
    called = name_of(entity, telling.base, telling.order.text)
    types = (*party.roles, "", "", "")[:3]
    return (party.code, clean(called).upper(), party.country, party.group, "", party.religion, "", *types)


def _identity(entity: Entity | None, base: KnowledgeBase) -> str:
    """Which party it is, however a report words it: by code and name; one without either by its words."""
    if entity is None:
        return ""
    code = cameo_party(entity, base, SPELLED).code
    return f"{code}/{entity.name or ('' if code else clean(entity.text).casefold())}"


def _place(place: Place | None, telling: Telling) -> tuple[Any, ...]:
    if place is None:
        return (None,) * 8
    country, name = country_name(place.country, telling.base), place.name or telling.words(place.text)
    fips = telling.base.states[place.country].fips if country and place.country else None
    home, level = place.country == "USA", place.resolution or 0
    kind = {0: None, 1: 1, 2: 2 if home else 5}.get(level, 3 if home else 4)
    full = ", ".join(part for part in dict.fromkeys((clean(name), country)) if part)
    whole = fips if level == 1 else None
    return kind, full, fips, whole, None, place.lat, place.lon, whole
