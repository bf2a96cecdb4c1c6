"""The knowledge base: what a user may look up, and that its files are sound."""

from __future__ import annotations

import time
from importlib import resources
from pathlib import Path

import pytest

from dragoman.actors.base import KnowledgeBase, PersonIndex, load, normal
from dragoman.actors.check import SECTORS, check
from dragoman.errors import DataError

DATA = Path(str(resources.files("dragoman.actors") / "data"))


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load()


def test_the_packaged_files_have_no_fault() -> None:
    assert check(DATA) == []


def test_the_package_stays_small() -> None:
    assert sum(f.stat().st_size for f in DATA.iterdir()) < 6_000_000


def test_loading_is_quick() -> None:
    start = time.process_time()
    base = KnowledgeBase(DATA)
    base.persons("Nobody")
    assert time.process_time() - start < 1.0, "0.4 s on an idle core; a loaded test machine is given more"


def test_every_state_of_iso_and_kosovo_has_its_names(base: KnowledgeBase) -> None:
    assert len(base.states) == 250
    for code, state in base.states.items():
        assert state.name and state.spanish, code
        assert any(e.code == code for e in base.find(state.name)), code
    assert base.states["DEU"].cow == "GMY" and base.states["TLS"].cameo == "TMP" and base.states["XKX"].iso2 == ""


@pytest.mark.parametrize(
    ("phrase", "code", "form"),
    [
        ("the United States", "USA", "name"),
        ("U.S.", "USA", "short"),
        ("UK", "GBR", "short"),
        ("Burma", "MMR", "name"),
        ("the Ivory Coast", "CIV", "name"),
        ("Cote d'Ivoire", "CIV", "name"),
        ("Turkey", "TUR", "name"),
        ("West Bank", "PSE", "name"),
        ("Danish", "DNK", "adjective"),
        ("Spaniards", "ESP", "people"),
        ("Kiev", "UKR", "capital"),
        ("Downing Street", "GBR", "seat"),
        ("the Kremlin", "RUS", "seat"),
        ("Elysee Palace", "FRA", "seat"),
        ("Catalan", "ESP", "adjective"),
        ("Texas", "USA", "name"),
        ("the Pentagon", "USA", "name"),
        ("Knesset", "ISR", "name"),
        ("WHO", "IGO:UN", "short"),
        ("Nato", "IGO:NATO", "name"),
        ("al Shabaab", "SOM", "name"),
        ("Amnesty International", "NGO", "name"),
    ],
)
def test_phrases_are_found(base: KnowledgeBase, phrase: str, code: str, form: str) -> None:
    assert [(e.code, e.form) for e in base.find(phrase)] == [(code, form)]


def test_phrases_of_two_readings_give_both(base: KnowledgeBase) -> None:
    assert {e.code for e in base.find("Georgia")} == {"GEO", "USA"}
    assert {e.code for e in base.find("Congo")} == {"COD", "COG"}
    assert {e.code for e in base.find("Dominican")} == {"DMA", "DOM"}


def test_what_changed_its_part_is_dated(base: KnowledgeBase) -> None:
    assert {(e.sector, e.start, e.end) for e in base.find("Taliban")} == {
        ("REB", None, "2021-08-15"),
        ("GOV", "2021-08-15", None),
    }


@pytest.mark.parametrize("phrase", ["Atlantis", "", "the", "Monday"])
def test_other_words_are_not_found(base: KnowledgeBase, phrase: str) -> None:
    assert base.find(phrase) == ()


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Sheinbaum", "Claudia Sheinbaum"),
        ("bin Salman", "Mohammed bin Salman"),
        ("Salman", "Mohammed bin Salman"),
        ("MBS", "Mohammed bin Salman"),
        ("erdogan", "Recep Tayyip Erdoğan"),
        ("Recep Erdogan", "Recep Tayyip Erdoğan"),
        ("Joao Lourenco", "João Lourenço"),
        ("Xi", "Xi Jinping"),
        ("Xi Jinping", "Xi Jinping"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Ban", "Ban Ki-moon"),
        ("al-Assad", "Bashar al-Assad"),
        ("Assad", "Bashar al-Assad"),
        ("el-Sisi", "Abdel Fattah el-Sisi"),
        ("Kramp-Karrenbauer", "Annegret Kramp-Karrenbauer"),
        ("Lula", "Luiz Inácio Lula da Silva"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Uribe", "Álvaro Uribe Vélez"),
        ("Robert Kennedy", "Robert F. Kennedy Jr."),
        ("Abiy", "Abiy Ahmed Ali"),
    ],
)
def test_persons_are_found_by_the_forms_of_their_names(base: KnowledgeBase, called: str, name: str) -> None:
    assert name in [p.name for p in base.persons(called)]


def test_a_given_name_or_a_part_of_a_word_finds_nobody(base: KnowledgeBase) -> None:
    assert "Angela Merkel" not in [p.name for p in base.persons("Angela")]
    assert base.persons("heinbaum") == () and base.persons("") == ()


def test_offices_are_those_of_the_day(base: KnowledgeBase) -> None:
    (merkel,) = base.persons("Angela Merkel")
    assert [(t.code, t.office) for t in merkel.held("2015-06-01")] == [("DEU", "Chancellor")]
    assert merkel.held("2023-06-01") == () and merkel.left("2023-06-01")[0].office == "Chancellor"
    (salman,) = base.persons("Mohammed bin Salman")
    assert salman.held("2023-06-01")[0].office == "Prime Minister"


def test_the_state_of_georgia_is_not_the_american_one(base: KnowledgeBase) -> None:
    assert [(t.code, t.office) for t in base.persons("Kobakhidze")[0].held("2025-01-01")] == [("GEO", "Prime Minister")]


def test_terms_that_a_list_split_are_joined(base: KnowledgeBase) -> None:
    presidencies = [t for t in base.persons("Mahmoud Abbas")[-1].terms if t.office == "President"]
    assert [(t.start, t.end) for t in presidencies] == [("2005-01-15", None)]


def test_the_base_has_the_promised_size(base: KnowledgeBase) -> None:
    assert len(set(base._people.names())) > 25_000


@pytest.mark.parametrize(
    ("noun", "sector", "alone"),
    [
        ("president", "GOV", False),
        ("minister of defence", "GOV", False),
        ("lawmakers", "LEG", True),
        ("police", "COP", True),
        ("gunmen", "UAF", True),
        ("rebels", "REB", True),
        ("protesters", "CVL", True),
        ("refugees", "REF", True),
        ("central bank", "GOV", True),
        ("special forces", "MIL", True),
        ("opposition parties", "OPP", True),
        ("former president", "ELI", True),
    ],
)
def test_role_nouns(base: KnowledgeBase, noun: str, sector: str, alone: bool) -> None:
    role = base.role(noun)
    assert role is not None and (role.sector, role.alone) == (sector, alone) and role.sector in SECTORS


def test_no_role_is_no_role(base: KnowledgeBase) -> None:
    assert base.role("table") is None


def test_comparison_of_phrases() -> None:
    assert normal("The Élysée") == normal("elysee") and normal("The") == "the"


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_text('as_of = "2020-01-01"\nversion = "1"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"states\.csv"):
        KnowledgeBase(tmp_path)


def test_the_checker_names_each_fault(tmp_path: Path) -> None:
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "organs.csv").open("a", encoding="utf-8") as file:
        file.write("Kremlin,,QQQ,XYZ,government,2020-1,,made up\n")
    faults = check(tmp_path)
    for part in ("unknown code 'QQQ'", "unknown sector 'XYZ'", "'2020-1' is no date", "'kremlin' stands for"):
        assert any(part in fault for fault in faults), part


def test_a_name_shared_by_two_persons_gives_both() -> None:
    header = "name,aliases,wikidata,code,office,sector,start,end,basis\n"
    rows = "Ann Lee,,Q1,GBR,Mayor,GOV,2001,2003,x\nAnn Lee,,Q1,GBR,Judge,JUD,2004,,x\nAnn Lee,,Q2,AUS,Premier,GOV,,,x\n"
    found = PersonIndex(header + rows).find("Lee")
    assert [(p.wikidata, len(p.terms)) for p in found] == [("Q1", 2), ("Q2", 1)]
