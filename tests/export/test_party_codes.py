"""Parties in CAMEO's letters: what is written can be read back as the party it was."""

import pytest
from field_records import entity

from dragoman import actors
from dragoman.actors.cameo import actor_code
from dragoman.export.parties import BODIES, ROLES, CameoParty, cameo_party, icews_sectors, name_of, plover_code
from dragoman.records import Entity

BASE = actors.load()
CODED = sorted(code for code, state in BASE.states.items() if state.cameo)
TWO_TO_ONE = {"PRM": "UAF"}
"""Sectors for which CAMEO has but a wider role."""


@pytest.mark.parametrize("sector", sorted(ROLES))
def test_codes_of_states_and_roles_read_back(sector: str) -> None:
    for code in CODED:
        party = cameo_party(entity("x", code, sector=sector), BASE)
        assert actor_code(BASE, party.code) == (code, TWO_TO_ONE.get(sector, sector))


def test_codes_of_organisations_read_back() -> None:
    unread = []
    for ours, code in BODIES.items():
        assert len(code) % 3 == 0 and cameo_party(entity("x", f"IGO:{ours}"), BASE).code == code
        if actor_code(BASE, code) != (f"IGO:{ours}", None):
            unread.append(ours)
    assert len(set(BODIES.values())) == len(BODIES)
    assert not {"UN", "EU", "NATO", "AU", "OSCE", "ASEAN", "IMF", "WB"} & set(unread)


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (entity("the UN", "IGO:UN"), CameoParty("IGOUNO", "", "UNO", "", ("IGO",))),
        (entity("blue helmets", "IGO:UN", sector="MIL"), CameoParty("IGOUNOMIL", "", "UNO", "", ("IGO", "MIL"))),
        (entity("the bank", "IGO:ISDB"), CameoParty("IGOMOSDEVIDB", "", "IDB", "MOS", ("IGO", "DEV"))),
        (entity("the court", "IGO:ICC", sector="JUD"), CameoParty("IGOJUDICC", "", "ICC", "", ("IGO", "JUD"))),
        (entity("the group", "IGO:MIKTA"), CameoParty("IGO", "", "", "", ("IGO",))),
        (entity("Oxfam", "NGO", sector="SOC"), CameoParty("NGO", "", "", "", ("NGO",))),
        (entity("Nestlé", "MNC", sector="BUS"), CameoParty("MNC", "", "", "", ("MNC",))),
        (entity("he"), CameoParty()),
        (entity("Curaçao", "CUW"), CameoParty()),
        (None, CameoParty()),
    ],
)
def test_parties_without_a_state(party: Entity | None, expected: CameoParty) -> None:
    assert cameo_party(party, BASE) == expected


@pytest.mark.parametrize(
    ("code", "sector", "name", "kind", "called"),
    [
        ("PER", "COP", "Peru", "group", "Police (Peru)"),
        ("PER", "GOV", "Peru", "state", "Peru"),
        ("PER", None, "Peru", "group", "Peru"),
        ("PER", "GOV", "Ana Soto", "person", "Ana Soto"),
        ("PER", "GOV", None, "person", "Government (Peru)"),
        ("---", "REB", None, "group", "the words"),
        ("---", None, None, "person", "the words"),
    ],
)
def test_what_a_party_is_called(code: str, sector: str | None, name: str | None, kind: str, called: str) -> None:
    assert name_of(entity("the words", code, sector=sector, name=name, kind=kind), BASE) == called


def test_without_text_a_party_without_name_is_called_by_its_kind() -> None:
    assert name_of(entity("the gunmen", sector="REB"), BASE, text=False) == "Rebels"
    assert name_of(entity("somebody"), BASE, text=False) == ""


@pytest.mark.parametrize(
    ("code", "sector", "expected"),
    [
        ("FRA", "SPY", "Government,Intelligence"),
        ("IGO:NATO", "MIL", "International Government Organization,Government,Military"),
        ("NGO", "SOC", "Social,NGOs"),
        ("MNC", "BUS", "Business,Multinational Corporations"),
        ("FRA", None, ""),
    ],
)
def test_sectors_stand_in_one_order(code: str, sector: str | None, expected: str) -> None:
    assert icews_sectors(entity("x", code, sector=sector)) == expected


def test_codes_of_plover() -> None:
    codes = ("XKX", "IGO:UN", "IGO:EU", "IGO:NATO", "NGO", "MNC", "---")
    assert [plover_code(entity("x", code)) for code in codes] == ["XKX", "UNO", "EUR", "IGO", "NGO", "MNC", None]
