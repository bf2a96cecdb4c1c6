"""ICEWS, POLECAT and Phoenix files: records made by hand, read back cell by cell."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from field_records import TALKS, document, filled, rows, written

from dragoman.export.field import FORMS


def test_icews_rows(tmp_path: Path) -> None:
    left = written("icews", tmp_path / "i")
    found = [filled(row) for row in rows("icews", tmp_path / "i")]
    kosovo = ("Police (Kosovo)", "Government,Police", "Kosovo")
    envoy = ("Ida 'Storm' Lie;| junior", "Government", "Norway")
    union = ("European Union", "International Government Organization", "")
    court = ("Judiciary (Norway)", "Government,Judicial", "Norway")
    romania = ("Romania", "", "Romania")
    wolf = ("'Wolf' Ask", "Social,General Population / Civilian / Social", "")
    nobody = ("someone", "", "")
    moss = {"City": "Moss", "Country": "Norway", "Latitude": "59.434", "Longitude": "10.6577"}

    def row(
        date: str, pair: tuple[Any, Any], what: tuple[str, str, str], sentence: int, where: Any = None
    ) -> dict[str, str]:
        cells = {"Event Date": date, "Event Text": what[0], "CAMEO Code": what[1], "Intensity": what[2]}
        for name, party in zip(("Source", "Target"), pair, strict=True):
            cells |= dict(
                zip((f"{name} {part}" for part in ("Name", "Sectors", "Country")), party or ("",) * 3, strict=True)
            )
        cells |= {"Story ID": "d1", "Sentence Number": str(sentence), "Publisher": "The Lantern"} | (where or {})
        return {name: cells[name] for name in FORMS["icews"].fields if cells.get(name)}

    talk, freed = ("Talk by telephone", "041", "1.0"), ("Release persons", "0841", "7.0")
    assert found == [
        row("2026-03-02", (kosovo, envoy), talk, 1, moss),
        row("2026-03-02", (envoy, kosovo), talk, 1, moss),
        row("2026-03-04", (union, None), ("Make a public statement", "010", "0.0"), 3),
        *(row("2026-01-01", (a, r), freed, 3) for a in (court, romania) for r in (wolf, union)),
        row("2026-03-04", (nobody, None), ("Accuse", "112", "-2.0"), 1),
    ]
    assert left == {"status": 1, "no-code": 1}


def test_phoenix_rows(tmp_path: Path) -> None:
    left = written("phoenix", tmp_path / "p")
    found = rows("phoenix", tmp_path / "p")
    assert left == {"status": 1, "no-code": 1, "no-coded-party": 1}
    assert all(row["id_version"].endswith("_0.1.0") and row["id_version"][:-6].isdigit() for row in found)
    talks = [filled(row) for row in found if row["code"] == "041"]
    report = talks[0]["sentence_ids"].partition("_")[0]
    kosovo, norway = ("KSVCOP", "KSV", "COP"), ("NORGOV", "NOR", "GOV")
    sides = [dict(zip(("", "_root", "_agent"), party, strict=True)) for party in (kosovo, norway)]
    for actor, recipient in (sides, sides[::-1]):
        expected = {"date": "20260302", "year": "2026", "month": "03", "day": "02"}
        expected |= {f"source{part}": value for part, value in actor.items()}
        expected |= {f"target{part}": value for part, value in recipient.items()}
        expected |= {"code": "041", "root_code": "04", "quad_class": "1", "goldstein": "1.0"}
        expected |= {"issues": "DIPLOMATIC,1;ECONOMIC,1", "lat": "59.434", "lon": "10.6577", "placeName": "Moss"}
        expected |= {"countryName": "Norway", "sentence_ids": f"{report}_1;{report}_2"}
        expected |= {"urls": "https://lantern.example/d1%3B1", "sources": "The Lantern"}
        assert expected in talks
    speech = next(row for row in found if row["code"] == "010")
    assert [speech[f"source{part}"] for part in ("", "_root", "_agent", "_others")] == [
        "IGOEUREEC",
        "IGO",
        "",
        "EUR;EEC",
    ]
    assert (speech["quad_class"], speech["target"], speech["placeName"]) == ("0", "", "the old harbour")
    assert sum(row["code"] == "0841" for row in found) == 4 and len(found) == 7


def test_phoenix_lists_what_reports_add(tmp_path: Path) -> None:
    other = document("d2", outlet="Post; evening", url="https://post.example/2")
    written("phoenix", tmp_path / "p", (document(), (TALKS,)), (other, (replace(TALKS, context=("economic",)),)))
    (row, _) = rows("phoenix", tmp_path / "p")
    assert row["sources"] == "Post, evening;The Lantern" and row["issues"] == "DIPLOMATIC,1;ECONOMIC,2"
    assert row["urls"].split(";") == ["https://lantern.example/d1%3B1", "https://post.example/2"]
    assert len(row["sentence_ids"].split(";")) == 4


def test_polecat_rows(tmp_path: Path) -> None:
    left = written("polecat", tmp_path / "p")
    found = [filled(row) for row in rows("polecat", tmp_path / "p")]
    shared = {
        "Source": "The Lantern",
        "Publication Date": "2026-03-04",
        "Story People": "Ida 'Storm' Lie,| junior",
        "Story Organizations": "European Union",
        "Story Locations": "Moss",
        "Language": "en",
        "Version": "dragoman 0.1.0; model a b; ontology plover-2.0+1",
    }
    assert (
        found[0]
        == {
            "Event Date": "2026-03-02",
            "Event Type": "CONSULT",
            "Event Mode": "phone",
            "Intensity": "1.5",
            "Quad Code": "VERBAL COOPERATION",
            "Contexts": "diplomatic;economic",
            "Actor Name": "Kosovo;Ida 'Storm' Lie,| junior",
            "Actor Country": "XKX;NOR",
            "Actor COW": "347;385",
            "Primary Actor Sector": "COP",
            "Actor Sectors": "COP;GOV",
            "Actor Title": ";Envoy",
            "Actor Name Raw": "Kosovo's police;the king of Norway's envoy",
            "Placename": "Moss",
            "City": "Moss",
            "Country": "NOR",
            "Latitude": "59.434",
            "Longitude": "10.6577",
            "GeoNames ID": "3145580",
            "Raw Placename": "Moss",
            "Feature Type": "town",
        }
        | shared
    )
    assert {k: v for k, v in found[1].items() if k.startswith("Actor")} == {
        "Actor Name": "European Union",
        "Actor Country": "EUR",
        "Actor Name Raw": "the union",
    }
    release = found[2]
    assert release["Recipient Name"] == ";European Union" and release["Recipient Country"] == ";EUR"
    assert release["Actor COW"] == "385;360" and "Recipient COW" not in release
    assert [row["Event Type"] for row in found] == ["CONSULT", "AGREE", "RETREAT", "ACCUSE", "ELECT"]
    assert left == {"status": 1}


@pytest.mark.parametrize(("form", "number"), [("icews", 2), ("phoenix", 2), ("gdelt", 2), ("polecat", 1)])
def test_a_party_named_twice_counts_once(form: str, number: int, tmp_path: Path) -> None:
    twice = replace(TALKS, actor=(*TALKS.actor, replace(TALKS.actor[1], text="the envoy", start_char=9)))
    written(form, tmp_path / "f", (document(), (twice,)))
    written(form, tmp_path / "once", (document(), (TALKS,)))
    assert (tmp_path / "f").read_bytes() == (tmp_path / "once").read_bytes()
    assert len(rows(form, tmp_path / "f")) == number
