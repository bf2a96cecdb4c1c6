"""States that a phrase counts and the report lists elsewhere, before or after."""

from __future__ import annotations

import pytest

from tests.actors.test_cast import codes

LAKE = (
    "Ministers of six countries met in Nairobi. Kenya, Uganda, Tanzania, Rwanda, Burundi and Ethiopia share the lake."
)
TALKS = "Japan, South Korea, Australia and India sent envoys. The four-nation talks ended late."
BLOCS = "Five states formed a bloc. It joins Chile and Peru with Norway, Iceland and Finland."


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        (LAKE, "six countries", "BDI ETH KEN RWA TZA UGA"),
        (TALKS, "nation", "AUS IND JPN KOR"),
        (BLOCS, "Five states", "CHL FIN ISL NOR PER"),
        ("The five permanent members of the U.N. Security Council agreed.", "permanent members", "CHN FRA GBR RUS USA"),
        ("Seven nations signed. Kenya, Uganda and Rwanda did not.", "Seven nations", "---"),
    ],
)
def test_counted_states(text: str, phrase: str, expected: str) -> None:
    assert codes(text, phrase) == expected
