"""The codes by which other data sets name states."""

import pytest

from dragoman import actors


@pytest.mark.parametrize(
    ("code", "cow", "gleditsch_ward"),
    [
        ("USA", "2", "2"),
        ("CAN", "20", "20"),
        ("MEX", "70", "70"),
        ("GBR", "200", "200"),
        ("FRA", "220", "220"),
        ("DEU", "255", "260"),
        ("SRB", "345", "340"),
        ("XKX", "347", "347"),
        ("RUS", "365", "365"),
        ("YEM", "679", "678"),
        ("TWN", "713", "713"),
        ("VNM", "816", "816"),
        ("TUV", "947", ""),  # Gleditsch and Ward leave out the smallest states
        ("PSE", "", ""),
        ("GRL", "", ""),
    ],
)
def test_numbers_of_states_that_panel_data_are_joined_on(code: str, cow: str, gleditsch_ward: str) -> None:
    state = actors.load().states[code]
    assert (state.cow_number, state.gw_number) == (cow, gleditsch_ward)


@pytest.mark.parametrize("column", ["cow_number", "gw_number", "cow", "gw", "fips", "cameo", "iso2"])
def test_no_code_stands_for_two_states(column: str) -> None:
    codes = [getattr(state, column) for state in actors.load().states.values() if getattr(state, column)]
    assert len(codes) == len(set(codes)) > 170


def test_letters_and_numbers_stand_side_by_side() -> None:
    for state in actors.load().states.values():
        assert bool(state.cow) == bool(state.cow_number) and bool(state.gw) == bool(state.gw_number), state.code
