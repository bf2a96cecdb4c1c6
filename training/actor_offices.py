"""Folding of positions and places as the term lists write them into offices, PLOVER sectors and state codes.

>>> fold("Minister for Foreign Affairs")
('Foreign Minister', 'GOV')
>>> home("california", "Governor"), office_of("california", "Governor")
('USA', 'Governor of California')
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "dragoman" / "actors" / "data"

PLACES = {
    "congo-kinshasa": "COD",
    "congo-brazzaville": "COG",
    "bosnia-herzegovina": "BIH",
    "faroes": "FRO",
    "caymans": "CYM",
    "aland": "ALA",
    "st-kitts-and-nevis": "KNA",
    "turks-and-caicos": "TCA",
    "european-union": "IGO:EU",
    "abkhazia": "GEO",
    "south-ossetia": "GEO",
    "transnistria": "MDA",
    "northern-cyprus": "CYP",
    "artsakh": "AZE",
    "somaliland": "SOM",
    "donetsk": "UKR",
    "luhansk": "UKR",
    "washington": "USA",
    "georgia-us": "USA",
    "victoria": "AUS",
    "georgia": "GEO",
    "palestine": "PSE",
    "ivory-coast": "CIV",
    "berlin": "DEU",
    "guinea": "GIN",
    "micronesia": "FSM",
    "timor-leste": "TLS",
    "punjab": "IND",
}
"""Places whose slug is no name in states.csv or divisions.csv, or could be read two ways."""
OVERSEAS = {"united-states", "united-kingdom", "france", "netherlands", "denmark", "norway", "australia", "new-zealand"}
TERRITORY = re.compile(
    r"(?:Lieutenant )?(?:Governor|Premier|Chief Minister|Resident Commissioner|Attorney General) of (?:the )?(.+)"
)
"""Offices of territories that the lists keep under their state, though they have a code of their own (Puerto Rico)."""
SEPARATIST = {"donetsk", "luhansk"}
BODIES = (
    ("International Court of Justice", "IGO:UN"),
    ("United Nations", "IGO:UN"),
    ("World Health Organization", "IGO:UN"),
    ("Council of Europe", "IGO:COE"),
    ("OSCE", "IGO:OSCE"),
    ("Caribbean Community", "IGO:CARICOM"),
    ("World Trade Organization", "IGO:WTO"),
    ("Arab Parliament", "IGO:LAS"),
    ("NATO", "IGO:NATO"),
)
"""World bodies by words of the position."""


@cache
def rules() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Rules of offices.csv: position, office ("" keeps it, {1} is a group, "-" no weight), sector; the first holds."""
    with (Path(__file__).resolve().parent / "actors" / "offices.csv").open(encoding="utf-8") as file:
        return tuple((re.compile(r["pattern"], re.IGNORECASE), r["office"], r["sector"]) for r in csv.DictReader(file))


@cache
def divisions() -> dict[str, tuple[str, str]]:
    """Slug of a division to its state and name."""
    with (DATA / "divisions.csv").open(encoding="utf-8") as file:
        return {slug(r["name"]): (r["code"], r["name"]) for r in csv.DictReader(file)}


@cache
def states() -> dict[str, str]:
    """Slug of each name of a state to its code."""
    with (DATA / "states.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {slug(alias): r["code"] for r in rows for alias in r["aliases"].split(";") if alias}
    return found | {slug(r["name"]): r["code"] for r in rows}


def slug(name: str) -> str:
    """A name as the lists write places: lower case, no accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "-", plain).strip("-").removeprefix("the-")


def home(place: str, position: str) -> str:
    """The code of the state or organisation that an office belongs to; empty where the place cannot be mapped."""
    if place == "world":
        return next((code for words, code in BODIES if words in position), "")
    territory = TERRITORY.fullmatch(position) if place in OVERSEAS else None
    if territory and slug(territory[1]) in states() and territory[1] != "Georgia":
        return states()[slug(territory[1])]
    if place in PLACES:
        return PLACES[place]
    return states().get(place) or divisions().get(place, ("", ""))[0]


def fold(position: str) -> tuple[str, str]:
    """The office and sector of a position; two empty strings where it has no political weight."""
    text = re.sub(r"\s+", " ", position.replace("&", "and")).strip()
    for pattern, office, sector in rules():
        found = pattern.fullmatch(text)
        if found and office == "-":
            return "", ""
        if found:
            return capital(office.replace("{1}", found[1]) if "{1}" in office else office or text), sector
    return (capital(text), "GOV") if text else ("", "")


SAME = (
    ("the Russian Federation", "Russia"),
    ("the United States of America", "the United States"),
    ("the People's Republic of China", "China"),
    ("Attorney-General", "Attorney General"),
    ("without Portfolio", "without portfolio"),
    ("the Czech Republic", "Czechia"),
    ("Vice-President", "Vice President"),
    ("Prosecutor-General", "Prosecutor General"),
)
"""Spellings of the same office."""


def capital(text: str) -> str:
    """An office with its first letter in upper case and the usual spelling."""
    for other, usual in SAME:
        text = text.replace(other, usual)
    return text[:1].upper() + text[1:]


def office_of(place: str, office: str) -> str:
    """An office with the division that it belongs to, where the place is one."""
    if place == "georgia":
        return office
    name = (
        "Georgia"
        if place == "georgia-us"
        else "Washington"
        if place == "washington"
        else divisions().get(place, ("", ""))[1]
    )
    return office if not name or name in office else f"{office} of {name}"
