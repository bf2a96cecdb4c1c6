"""The countries of the knowledge base as a table beside those of an archive."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from dragoman import actors

TEXTS = ("code", "iso2", "name", "fips", "cow", "gw")
NUMBERS = ("cow_number", "gw_number")
COLUMNS = dict.fromkeys(TEXTS, "VARCHAR") | dict.fromkeys(NUMBERS, "INTEGER")


def add_countries(engine: DuckDBPyConnection) -> None:
    """Make the table `countries`: a row for each state and territory, its codes side by side."""
    shape = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    engine.execute(f"CREATE TEMP TABLE IF NOT EXISTS countries ({shape})")
    if engine.execute("SELECT 1 FROM countries LIMIT 1").fetchone():
        return
    states = actors.load().states.values()
    lists: list[list[str | int | None]] = [[str(getattr(s, name)) or None for s in states] for name in TEXTS]
    lists += [[_number(getattr(s, name, "")) for s in states] for name in NUMBERS]
    unnested = ", ".join(f"unnest(?::{kind}[])" for kind in COLUMNS.values())
    engine.execute(f"INSERT INTO countries SELECT {unnested}", lists)


def _number(value: object) -> int | None:
    return int(str(value)) if str(value).isdigit() else None
