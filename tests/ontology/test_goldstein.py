"""The Goldstein scale: every code that an event can bear has its value."""

import pytest

from dragoman import ontology
from dragoman.errors import DataError
from dragoman.ontology.goldstein import goldstein, goldstein_values


def test_every_code_of_cameo_has_a_value_from_minus_ten_to_ten() -> None:
    crosswalk = ontology.load().crosswalk
    codes = set(crosswalk.names) | {f"{code}0" for code in crosswalk.names if len(code) == 2}
    given = {row.code for row in crosswalk.rows} | set(crosswalk.planned.values())
    given |= {code for moved in crosswalk.moved.values() for code in moved.values()}
    assert codes | given <= goldstein_values().keys()
    assert all(-10 <= value <= 10 for value in goldstein_values().values())


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("010", 0.0),
        ("036", 4.0),
        ("042", 1.9),
        ("057", 8.0),
        ("0874", 10.0),
        ("100", -5.0),
        ("130", -4.4),
        ("190", -10.0),
    ],
)
def test_known_values(code: str, value: float) -> None:
    assert goldstein(code) == value


def test_cooperation_is_above_zero_and_conflict_below() -> None:
    for code, value in goldstein_values().items():
        if code[:2] in ("03", "04", "05", "06", "07", "08"):
            assert value > 0, code
        if code[:2] >= "09":
            assert value < 0, code


def test_a_code_read_as_a_number_is_told() -> None:
    with pytest.raises(DataError, match="'42'"):
        goldstein("42")
