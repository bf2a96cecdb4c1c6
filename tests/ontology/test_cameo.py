"""From PLOVER to CAMEO: leaves where they are borne out, roots elsewhere, a root that always leads back to the type."""

from __future__ import annotations

import pytest

from dragoman.errors import DataError
from dragoman.ontology import load

STATUSES = ("actual", "future", "negated", "hypothetical", "historical")


@pytest.mark.parametrize(
    ("event", "mode", "status", "hint", "code"),
    [
        ("CONSULT", "phone", "actual", "", "041"),
        ("CONSULT", "visit", "actual", "", "042"),
        ("CONSULT", "visit", "actual", "043", "042"),  # the visitor is the actor
        ("CONSULT", "third-party", "historical", "", "044"),
        ("CONSULT", None, "actual", "", "040"),
        ("CONSULT", None, "actual", "046", "046"),
        ("SUPPORT", None, "actual", "057", "057"),
        ("SUPPORT", None, "actual", "051", "051"),
        ("ACCUSE", "disapprove", "actual", "111", "111"),
        ("ACCUSE", "disapprove", "actual", "", "110"),
        ("ACCUSE", "allege", "actual", "", "112"),
        ("ACCUSE", "investigate", "actual", "", "090"),
        ("COERCE", "arrest", "actual", "", "173"),
        ("AGREE", None, "future", "040", "036"),  # a planned meeting
        ("AGREE", None, "actual", "072", "0332"),  # promised military aid
        ("AGREE", None, "actual", "036", "036"),
        ("AGREE", None, "negated", "036", "030"),
        ("REQUEST", "meet", "actual", "", "106"),
        ("REQUEST", "meet", "actual", "020", "026"),  # an appeal, no demand
        ("REQUEST", "assist", "actual", "020", "020"),
        ("RETREAT", "ceasefire", "actual", "", "0871"),
        ("RETREAT", "resign", "actual", "", "080"),
        ("CONCEDE", None, "actual", "055", "080"),  # CAMEO's apology stands under another root
        ("CONCEDE", None, "actual", "085", "085"),
        ("ASSAULT", "firearms", "actual", "", "180"),
        ("ASSAULT", "firearms", "actual", "190", "193"),
        ("ASSAULT", "explosives", "actual", "190", "190"),
        ("ASSAULT", "aerial", "actual", "", "195"),
        ("SANCTION", None, "actual", "163", "163"),
        ("SANCTION", None, "actual", "042", "160"),  # a hint that contradicts the type
        ("PROTEST", "demo", "actual", "", "141"),
    ],
)
def test_the_deepest_leaf_that_is_borne_out(event: str, mode: str | None, status: str, hint: str, code: str) -> None:
    assert load().cameo(event, mode, status, hint) == code


@pytest.mark.parametrize("status", ["negated", "hypothetical", "future"])
def test_what_did_not_happen_bears_out_the_root_only(status: str) -> None:
    assert load().cameo("COERCE", "arrest", status, "173") == "170"


def test_every_code_leads_back_to_its_type() -> None:
    ontology = load()
    hints = {sense.cameo for sense in ontology.all_senses} | {""}
    for event, kind in ontology.types.items():
        for mode in ("", *kind.modes):
            codes = {ontology.cameo(event, mode, status, hint) for status in STATUSES for hint in hints}
            assert all(code[:2] in ontology.crosswalk.roots[event] and ontology.cameo_name(code) for code in codes)


def test_codes_are_text_and_the_roots_have_names() -> None:
    names = load().crosswalk.names
    assert {f"{root:02}" for root in range(1, 21)} <= set(names)
    assert load().cameo_name("040") == names["04"]
    assert load().cameo_name("057") == "sign a formal agreement"


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(DataError, match="CHAT"):
        load().cameo("CHAT", None, "actual")
