"""Builds the derived parts of the knowledge base: the code columns of states.csv and persons.csv.gz.

    python training/build_actors.py states --codelist CSV --cameo TXT FOLDER
    python training/build_actors.py persons --terms CSV.GZ --extra CSV --aliases CSV FOLDER

`--codelist`: countrycode's dictionary/codelist_without_cldr.csv; `--cameo`: country list of the TABARI dictionaries;
`--terms`: dated terms (place, position, person, wikidata, start, end, end_basis); FOLDER: the package's data folder.
Same sources, same bytes: rows are sorted and the gzip header carries no time.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import io
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from actor_offices import SEPARATIST, fold, home, office_of

from dragoman.actors.holders import keys_of

SPELLED = {"KSV": "XKX", "TMP": "TLS"}
"""CAMEO's codes that are not today's ISO code."""
TODAY = {
    "SRB": {"cow": "YUG", "cow_number": "345"},
    "YEM": {"gw": "YEM", "gw_number": "678"},
    "VNM": {"gw": "DRV", "gw_number": "816"},
    "SSD": {"fips": "OD"},
}
"""Codes that the codelist lacks or takes from a state of the past: in Correlates of War Serbia carries on Yugoslavia's, in
Gleditsch and Ward Yemen that of North Yemen, and 815 is the Vietnam of before 1893; FIPS 10-4 gave South Sudan OD."""
TERRITORIES = frozenset(
    """
    ALA ASM ESH FLK FRO GIB GLP GRL GUF GUM MAC MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SHN SJM SPM TCA TKL VAT VGB VIR WLF
    """.split()
)
"""What TABARI's list of countries leaves out and CAMEO's actor codes have, under ISO's code (UTDEventData's table of them)."""
SNAPSHOT = "2025-01-31"
"""The last day of the term lists; a later date in them is a slip."""
STATES = """
code iso2 fips cow gw cow_number gw_number cameo name aliases adjectives people capital seats spanish basis
""".split()
"""The columns of states.csv."""
FIELDS = ("name", "aliases", "wikidata", "code", "office", "sector", "start", "end", "basis")


def fill_states(folder: Path, codelist: Path, cameo: Path) -> None:
    """Fill the codes of states.csv and its names in Spanish; a code that no source gives stays empty."""
    with codelist.open(encoding="utf-8") as file:
        listed = {r["iso3c"]: r for r in csv.DictReader(file) if r["iso3c"]}
        file.seek(0)
        listed["XKX"] = next(r for r in csv.DictReader(file) if r["country.name.en"] == "Kosovo")
    seen = {SPELLED.get(c, c): c for c in re.findall(r"\[([A-Z]{3})\b", cameo.read_text("utf-8", errors="replace"))}
    path = folder / "states.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        source = listed[row["code"]]
        for column, key in (
            ("iso2", "iso2c"),
            ("fips", "fips"),
            ("cow", "cowc"),
            ("gw", "gwc"),
            ("cow_number", "cown"),
            ("gw_number", "gwn"),
            ("spanish", "country.name.es"),
        ):
            row[column] = source[key].replace("’", "'") or row.get(column, "")
        row |= TODAY.get(row["code"], {})
        row["cameo"] = seen.get(row["code"], row["code"] if row["code"] in TERRITORIES else "")
        row["basis"] = "codes and Spanish: countrycode 1.8.0; cameo: TABARI country list; names: common knowledge"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, STATES, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def from_terms(terms: list[dict[str, str]], left: collections.Counter[str]) -> list[dict[str, str]]:
    """Terms with their state and folded office; what cannot be used is counted in LEFT by reason."""
    for term in terms:
        for side in ("start", "end"):
            found = re.match(r"\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", term[side])
            term[side] = found[0] if found and found[0] <= SNAPSHOT else ""
    close_by_successor(terms)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for term in terms:
        for position in re.split(r"<br ?/?>", term["position"]):
            code, (office, sector) = home(term["place"], position), fold(position)
            reason = why_unused(term, code, office)
            if reason:
                left[reason] += 1
                continue
            office = office_of(term["place"], office)
            sector = "REB" if term["place"] in SEPARATIST else sector
            keys = (
                term["person"],
                "",
                term["wikidata"],
                code,
                office,
                sector,
                term["start"],
                term["end"],
                term["basis"],
            )
            row = dict(zip(FIELDS, keys, strict=True))
            same = rows.setdefault((term["wikidata"] or term["person"], code, office, term["start"]), row)
            # The lists rename positions: the same term then shows twice, once closed when the old name left the list.
            same["end"] = "" if not same["end"] or not row["end"] else max(same["end"], row["end"])
    return list(rows.values())


def why_unused(term: dict[str, str], code: str, office: str) -> str:
    """Why a term stays out, or an empty string."""
    if not code:
        return f"place not mapped: {term['place']}"
    if not office or "Co-Prince" in office:
        return "office of no political weight"
    if office == "Monarch" and term["person"] in ("Charles III", "Elizabeth II") and code != "GBR":
        return "a realm that shares the British monarch"
    if term["end"] and term["end"] < "2000":
        return "ended before 2000"
    if term["end"] and term["end"] < term["start"][: len(term["end"])]:
        return "ends before it starts"
    if (
        not term["end"]
        and term["start"] < "2008"
        and re.match("ambassador|permanent rep|prefect", term["position"], re.IGNORECASE)
    ):
        return "an old ambassador or prefect with no end known"
    letters = [c for c in term["person"] if c.isalpha() and c not in "ʻʼ"]
    return "" if letters and unicodedata.name(letters[0], "").startswith("LATIN") else "no name in Latin letters"


def close_by_successor(terms: list[dict[str, str]]) -> None:
    """End open terms of single-holder offices that somebody else took later; an unknown end is no seat for life."""
    single = re.compile(
        r"(ambassador|permanent representative|governor|mayor|prefect) |"
        r"minister (of|for) (?!state)|president$|prime minister$",
        re.IGNORECASE,
    )
    starts: dict[tuple[str, str], list[tuple[str, str]]] = collections.defaultdict(list)
    for term in terms:
        starts[term["place"], term["position"]].append((term["start"], term["person"]))
    for term in terms:
        term["basis"] = "Wikidata" if term["end_basis"] != "left the list" else "Wikidata; end: left the list"
        if term["end"] or not single.match(term["position"]):
            continue
        later = [s for s, who in starts[term["place"], term["position"]] if s > term["start"] and who != term["person"]]
        if later and term["start"]:
            term["end"], term["basis"] = min(later), "Wikidata; end: start of the successor"


def merge(rows: list[dict[str, str]], extra: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows brought up by EXTRA, whose rows replace the end of the same term or add a term."""
    terms: dict[tuple[str, ...], list[dict[str, str]]] = collections.defaultdict(list)
    identifiers: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for row in rows:
        terms[row["name"], row["code"], row["office"]].append(row)
        identifiers[row["name"], row["code"]].add(row["wikidata"])
        identifiers[row["name"], "IGO"].add(row["wikidata"])
    for new in extra:
        known = [t for t in terms[new["name"], new["code"], new["office"]] if is_same(t, new)]
        for term in known:
            term["end"] = new["end"]
            term["basis"] = f"Wikidata; end: {new['basis']}"
        if not known:
            # The same name in another state is another person; in an international organisation it may be the same.
            same = identifiers[new["name"], "IGO" if new["code"].startswith("IGO") else new["code"]]
            rows.append(dict.fromkeys(FIELDS, "") | new | {"wikidata": next(iter(same)) if len(same) == 1 else ""})
    return rows


def is_same(term: dict[str, str], new: dict[str, str]) -> bool:
    """Whether NEW tells of the same term: it starts the same month, or TERM is open and began before NEW ends."""
    return term["start"][:7] == new["start"][:7] or (not term["end"] and (not new["end"] or term["start"] < new["end"]))


def name_once(rows: list[dict[str, str]], known: dict[str, list[str]]) -> None:
    """One name for each Wikidata id, one with KNOWN aliases or the most frequent; its other names become aliases."""
    names: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in rows:
        names[row["wikidata"] or row["name"]][row["name"]] += 1
    unknown = known.keys() - {r["name"] for r in rows}
    if unknown:
        print(f"aliases for unknown persons: {sorted(unknown)}")
    for row in rows:
        counted = names[row["wikidata"] or row["name"]]
        row["name"] = max(counted, key=lambda n: (n in known, counted[n], n))
        others = [*known.get(row["name"], ()), *sorted(n for n in counted if n != row["name"])]
        row["aliases"] = ";".join(dict.fromkeys(others))


def join_terms(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows where terms of the same person, state and office that overlap are one (the lists split some)."""
    terms: dict[tuple[str, ...], list[dict[str, str]]] = collections.defaultdict(list)
    for row in sorted(rows, key=lambda r: (r["start"], not r["end"], r["end"])):
        before = terms[row["wikidata"] or row["name"], row["code"], row["office"]]
        last = before[-1] if before else None
        if last and row["start"] and (not last["end"] or row["start"][:7] <= last["end"][:7]) and last["start"]:
            known_open = not last["end"] and "common" in last["basis"]
            if not known_open and (not last["end"] or not row["end"] or row["end"] > last["end"]):
                last["end"], last["basis"] = row["end"], row["basis"]
        else:
            before.append(row)
    return [row for same in terms.values() for row in same]


def build_persons(folder: Path, terms: Path, extra: Path, aliases: Path) -> None:
    """Write persons.csv.gz, and say what was left out."""
    left: collections.Counter[str] = collections.Counter()
    rows = merge(from_terms(read_csv(terms), left), read_csv(extra))
    name_once(rows, {r["name"]: r["aliases"].split(";") for r in read_csv(aliases)})
    unique = {tuple(row[f] for f in FIELDS) for row in join_terms(rows)}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(sorted(unique, key=lambda r: (r[0], r[2], r[6], r)))
    table = buffer.getvalue()
    for name, content in (("persons.csv.gz", table), ("persons_keys.gz", keys_of(table))):
        (folder / name).write_bytes(gzip.compress(content.encode("utf-8"), 9, mtime=0))
    print(f"{len(unique)} terms of {len({(r[0], r[2]) for r in unique})} persons; left out: {sum(left.values())}")
    for reason, count in left.most_common():
        print(f"  {count:6} {reason}")


def main() -> None:
    """Run one of the two builders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, dest="command")
    states = commands.add_parser("states")
    states.add_argument("--codelist", type=Path, required=True)
    states.add_argument("--cameo", type=Path, required=True)
    persons = commands.add_parser("persons")
    persons.add_argument("--terms", type=Path, required=True)
    persons.add_argument("--extra", type=Path, required=True)
    persons.add_argument("--aliases", type=Path, required=True)
    for command in (states, persons):
        command.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.command == "states":
        fill_states(given.folder, given.codelist, given.cameo)
    else:
        build_persons(given.folder, given.terms, given.extra, given.aliases)


if __name__ == "__main__":
    main()
