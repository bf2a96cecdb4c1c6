"""Phoenix: 26 columns, tabs, no header, one row for a day, pair of coded parties, code and place; what its reports add is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.export.gdelt import place_key
from dragoman.export.occurrences import Occurrence, Told
from dragoman.export.parties import CameoParty, cameo_party, country_name
from dragoman.export.telling import (
    Telling,
    article,
    clean,
    coder_version,
    eight,
    joined,
    outlet,
    parts_of,
    sentence_number,
)
from dragoman.ontology.goldstein import goldstein
from dragoman.records import Entity
from dragoman.tables import pairs

SPELLED: Mapping[str, str] = {"TLS": "TLS"}
"""ISO code to CAMEO's letters where Phoenix keeps newer ones."""
QUADS = dict(zip((f"{root:02}" for root in range(1, 21)), map(int, "00111222333334434444"), strict=True))
"""Root of a CAMEO code to Phoenix's quad class: it has a class 0 and counts 16 as verbal."""
AGENTS = frozenset("GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split())
ROOTS = frozenset("IGO NGO IMG MNC".split())
_SIDE = {
    "": "CAMEO code; empty where the party has none",
    "_root": "its first three letters: state, or IGO, NGO, MNC",
    "_agent": "role GOV, MIL, REB, OPP, PTY, COP, JUD, SPY, MED (media), EDU, BUS, CRM or CVL, if the code has it next",
    "_others": "the rest of the code by three letters, with ; between",
}
FIELDS: Mapping[str, str] = {
    "id_version": 'number of the row, the same in every export, "_" and the version of the program',
    "date": "day of the event as YYYYMMDD; where the text gives none, that of publication",
    "year": "YYYY",
    "month": "MM",
    "day": "DD",
    **{f"source{part}": f"who did it: {meaning}" for part, meaning in _SIDE.items()},
    **{f"target{part}": f"to whom: {meaning}" for part, meaning in _SIDE.items()},
    "code": "CAMEO code as text: 010 is not 10",
    "root_code": "its first two digits",
    "quad_class": "0 neutral (roots 01, 02), 1 verbal cooperation (03-05), 2 material cooperation (06-08), 3 verbal conflict "
    "(09-13, 16), 4 material conflict",
    "goldstein": "Goldstein value of the code, -10 to 10",
    "issues": "PLOVER contexts in capitals, each with the number of reports that show it: CODE,count;CODE,count",
    "lat": "degrees north",
    "lon": "degrees east",
    "placeName": "place; one that no table has in the words of the report (not with --no-text)",
    "stateName": "first-level division, where the place is one",
    "countryName": "country of the place",
    "sentence_ids": "id of the report, _ and number of the sentence, with ; between",
    "urls": "addresses of the reports, with ; between (in an address %3B)",
    "sources": "outlets, with ; between",
}


def told(telling: Telling) -> Iterator[Told | str]:
    """What a report tells: a row for each ordered pair of which one party is coded, once even if two are coded alike."""
    event, document, day = telling.event, telling.document, telling.day
    place, shared = event.place, (event.cameo, *_place(telling))
    spans = (event.evidence, *event.mentions)
    facts = [("outlet", outlet(document)), ("url", document.url or "")]
    facts += [("sentence", _sentence_id(telling, span.start_char)) for span in spans]
    facts += [("issue", f"{context.upper()}\t{article(document)}") for context in event.context]
    facts = [fact for fact in facts if fact[1]]
    found: dict[str, Told] = {}
    for actor, recipient in pairs(event):
        sides = _side(actor, telling), _side(recipient, telling)
        if not (sides[0][0] or sides[1][0]):
            yield "no-coded-party"
            continue
        key = "\x1f".join((day.isoformat(), event.cameo, sides[0][0], sides[1][0], place_key(place)))
        cells = (eight(day), *sides[0], *sides[1], *shared)
        report = (document.published or "", coder_version(event))
        found[key] = Told(key, day.isoformat(), cells, len(spans), False, report, facts)
    yield from found.values()


def row(occurrence: Occurrence) -> tuple[Any, ...]:
    """The cells of an occurrence, in the order of `FIELDS`."""
    day, *rest = occurrence.cells
    parties, code, place = rest[:8], rest[8], rest[9:]
    issues = Counter(value.partition("\t")[0] for value in occurrence.values("issue"))
    urls = (clean(url).replace(";", "%3B") for url in occurrence.values("url"))
    return (
        *(f"{occurrence.number}_{occurrence.first[1]}", day, day[:4], day[4:6], day[6:]),
        *parties,
        *(code, code[:2], QUADS[code[:2]], goldstein(code)),
        ";".join(f"{issue},{count}" for issue, count in sorted(issues.items())),
        *place,
        *(";".join(occurrence.values("sentence")), ";".join(urls), joined(occurrence.values("outlet"))),
    )


def _side(entity: Entity | None, telling: Telling) -> tuple[str, str, str, str]:
    party: CameoParty = cameo_party(entity, telling.base, SPELLED)
    parts = [party.code[i : i + 3] for i in range(0, len(party.code), 3)]
    has_root = bool(parts) and ((bool(party.country) and parts[0] == party.country) or parts[0] in ROOTS)
    root = parts.pop(0) if has_root else ""
    agent = parts.pop(0) if parts and parts[0] in AGENTS else ""
    return party.code, root, agent, ";".join(parts)


def _place(telling: Telling) -> tuple[Any, ...]:
    place = telling.event.place
    if place is None:
        return (None,) * 5
    name = place.name or telling.words(place.text)
    return place.lat, place.lon, name, parts_of(place)[2], country_name(place.country, telling.base)


def _sentence_id(telling: Telling, start_char: int) -> str:
    number = sentence_number(telling.document, start_char)
    return f"{article(telling.document)}_{'' if number is None else number}"
