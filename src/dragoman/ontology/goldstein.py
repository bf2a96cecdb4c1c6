"""The Goldstein scale of CAMEO, which GDELT, ICEWS and Phoenix carry beside a code; PLOVER has a score of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dragoman.errors import DataError
from dragoman.ontology.load import parse_toml


@cache
def goldstein_values() -> dict[str, float]:
    """CAMEO code, as text, to its value from -10 to 10.

    >>> values = goldstein_values()
    >>> values["010"], values["057"], values["190"]
    (0.0, 8.0, -10.0)
    """
    name = "goldstein.toml"
    table = parse_toml(name, files("dragoman.ontology").joinpath(name).read_text("utf-8"))
    return {code: float(row["value"]) for row in table["values"] for code in row["codes"].split()}


def goldstein(code: str) -> float:
    """The value of a CAMEO code.

    >>> goldstein("042"), goldstein("0874")
    (1.9, 10.0)
    """
    try:
        return goldstein_values()[code]
    except KeyError:
        raise DataError(
            f"CAMEO has no code {code!r}, so it has no Goldstein value; codes are text such as '042'"
        ) from None
