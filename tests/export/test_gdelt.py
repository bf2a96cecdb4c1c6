"""GDELT files: records made by hand, read back cell by cell, and reports of one occurrence counted."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from field_records import EVENTS, TALKS, document, filled, rows, written

from dragoman.export.field import FORMS


def test_gdelt_rows(tmp_path: Path) -> None:
    left = written("gdelt", tmp_path / "g")
    found = [filled(row) for row in rows("gdelt", tmp_path / "g")]
    kosovo = {"Code": "KSVCOP", "Name": "POLICE (KOSOVO)", "CountryCode": "KSV", "Type1Code": "COP"}
    envoy = {"Code": "NORGOV", "Name": "IDA 'STORM' LIE;| JUNIOR", "CountryCode": "NOR", "Type1Code": "GOV"}
    union = {
        "Code": "IGOEUREEC",
        "Name": "EUROPEAN UNION",
        "CountryCode": "EUR",
        "KnownGroupCode": "EEC",
        "Type1Code": "IGO",
    }
    court = {"Code": "NORJUD", "Name": "JUDICIARY (NORWAY)", "CountryCode": "NOR", "Type1Code": "JUD"}
    romania = {"Code": "ROM", "Name": "ROMANIA", "CountryCode": "ROM"}
    wolf = {"Code": "CVL", "Name": "'WOLF' ASK", "Type1Code": "CVL"}
    nobody = {"Name": "SOMEONE"}
    shared = {
        "NumSources": "1",
        "NumArticles": "1",
        "DATEADDED": "20260305013000",
        "SOURCEURL": "https://lantern.example/d1;1",
    }
    talks = day("20260302", "2026.1699") | code("041", "1", "1.0", "1") | shared | {"NumMentions": "2"}
    talks |= {
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Moss, Norway",
        "ActionGeo_CountryCode": "NO",
        "ActionGeo_Lat": "59.434",
        "ActionGeo_Long": "10.6577",
    }
    release = day("20260101", "2026.0027") | code("0841", "2", "7.0", "0") | shared | {"NumMentions": "1"}
    out = day("20260304", "2026.1753") | shared | {"NumMentions": "1"}
    expected = [
        side(1, kosovo) | side(2, envoy) | talks,
        side(1, envoy) | side(2, kosovo) | talks,
        side(1, union) | out | code("010", "1", "0.0", "0") | {"ActionGeo_FullName": "the old harbour"},
        *(side(1, a) | side(2, r) | release for a in (court, romania) for r in (wolf, union)),
        side(1, nobody) | out | code("112", "3", "-2.0", "1"),
    ]
    assert sorted(found, key=str) == sorted(
        ({n: row[n] for n in FORMS["gdelt"].fields if n in row} for row in expected), key=str
    )
    assert [row["SQLDATE"] for row in found] == sorted(row["SQLDATE"] for row in found)
    assert left == {"status": 1, "no-code": 1}


def day(number: str, fraction: str) -> dict[str, str]:
    return {"SQLDATE": number, "MonthYear": number[:6], "Year": number[:4], "FractionDate": fraction}


def code(cameo: str, quad: str, goldstein: str, root: str) -> dict[str, str]:
    codes = {"EventCode": cameo, "EventBaseCode": cameo[:3], "EventRootCode": cameo[:2]}
    return {"IsRootEvent": root} | codes | {"QuadClass": quad, "GoldsteinScale": goldstein}


def side(number: int, party: dict[str, str]) -> dict[str, str]:
    return {f"Actor{number}{part}": value for part, value in party.items()}


def test_gdelt_counts_the_reports_of_one_occurrence(tmp_path: Path) -> None:
    early = document("d2", outlet="Harbour Post", published="2026-03-03", url=None)
    same = document("d3", outlet=None, published=None)
    reports = [(document(), (TALKS,)), (early, (replace(TALKS, mentions=()),)), (same, (replace(TALKS, id="e9"),))]
    written("gdelt", tmp_path / "g", *reports)
    found = rows("gdelt", tmp_path / "g")
    counts = {(r["NumMentions"], r["NumSources"], r["NumArticles"], r["DATEADDED"], r["SOURCEURL"]) for r in found}
    assert len(found) == 2 and counts == {("5", "3", "3", "20260303000000", "d2")}
    other = replace(TALKS, date="2026-03-01"), replace(TALKS, id="e8", place=None), replace(TALKS, id="e7", cameo="042")
    written("gdelt", tmp_path / "more", *reports, (document("d4"), other))
    assert len(rows("gdelt", tmp_path / "more")) == 8


@pytest.mark.parametrize("form", ["gdelt", "phoenix"])
def test_what_is_gathered_does_not_hang_on_the_order_of_reports(form: str, tmp_path: Path) -> None:
    reports = [(document(f"d{n}", outlet=f"Post {n}", published=f"2026-03-{n + 9:02}"), EVENTS) for n in range(4)]
    pages = []
    for n, order in enumerate(itertools.islice(itertools.permutations(reports), 0, 24, 5)):
        written(form, tmp_path / str(n), *order)
        pages.append((tmp_path / str(n)).read_bytes())
    assert len(set(pages)) == 1
