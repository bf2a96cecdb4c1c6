"""Panels: the table on which analysts estimate, a row for each dyad and period, also where nothing happened."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.archive.ask import Answer, frame, replaced
from dragoman.archive.countries import add_countries
from dragoman.archive.parties import Parties, parties
from dragoman.archive.question import Question, Words, ask, between, listed
from dragoman.errors import UsageError
from dragoman.export import format_of
from dragoman.store import panel_sql as sql
from dragoman.store.ask_sql import count_sql

if TYPE_CHECKING:
    import duckdb
    import pandas

    from dragoman.archive.opened import Archive

COUNTS = ("quad", "type", "score")
TYPES = {"VARCHAR": str, "BIGINT": int, "INTEGER": int, "DOUBLE": float}


@dataclass(frozen=True, slots=True, repr=False)
class Panel:
    """Counts of events. `undated` events lie in no single period; `outside` pairs of parties are not those that are counted."""

    relation: duckdb.DuckDBPyRelation
    undated: int
    outside: int
    period: str | None = None

    @property
    def columns(self) -> list[str]:
        return list(self.relation.columns)

    def __len__(self) -> int:
        return int(self.relation.aggregate("count(*)").fetchall()[0][0])

    def rows(self, limit: int = 0) -> list[tuple[Any, ...]]:
        """All rows, or the first LIMIT, in order."""
        return (self.relation.limit(limit) if limit else self.relation).fetchall()

    def to_frame(self) -> pandas.DataFrame:
        """The panel as a pandas data frame: codes and periods are text, counts whole numbers, scores fractions."""
        types = [TYPES[str(kind)] for kind in self.relation.types]
        return frame(self.rows(), list(zip(self.columns, types, strict=True)))

    def save(self, path: str | PathLike[str]) -> None:
        """Write to PATH, a .csv or .parquet."""
        form = format_of(str(path))
        if form not in ("csv", "parquet"):
            raise UsageError(f"{path}: the name does not say which format; end it with .csv or .parquet")
        with replaced(Path(path)) as target:
            self.write(target, form)

    def write(self, path: Path, form: str) -> None:
        """Write to PATH as csv or parquet."""
        import duckdb

        try:
            if form == "parquet":
                self.relation.write_parquet(str(path), compression="zstd")
            else:
                self.relation.write_csv(str(path), header=True)
        except duckdb.IOException as error:
            told = str(error).splitlines()[0]
            raise UsageError(f"{path}: cannot be written ({told}); name another file") from error

    def __repr__(self) -> str:
        return f"<Panel: {len(self):,} rows of {', '.join(self.columns)}>"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a panel is about."""

    domestic: bool = False
    """Whether a state's acts towards itself count."""
    all_actors: bool = False
    """Whether others than states count: international bodies, NGOs, companies."""
    all_pairs: bool = False
    """Whether every observed actor has a row with every observed recipient, or only dyads that were observed."""


def panel(archive: Archive, by: str | Iterable[str], count: str, scope: Scope, words: Words) -> Panel:
    """The panel that `Archive.panel` gives."""
    words = {**words, "status": words.get("status") or "actual"}
    if words.get("limit") is not None:
        raise UsageError("a panel has no limit; leave it out")
    shape = _shape(by, count, _types(archive) if count == "type" else ())
    shared: Words = {"since": words.get("since"), "until": words.get("until")}
    if "outlet" in words:
        shared["outlet"] = words["outlet"]
    if "document" in words:
        shared["document"] = words["document"]
    events, reports = ask("events", words, archive.held), ask("documents", shared, archive.held)
    return _counted(archive, (shape, scope, words), events, reports)


def _counted(archive: Archive, form: tuple[sql.Shape, Scope, Words], events: Question, reports: Question) -> Panel:
    """The panel of FORM over EVENTS, with how many REPORTS were published in each period."""
    shape, scope, words = form
    engine, named = archive.reader.engine, _named(archive, words)
    codes = [code for who in named.values() for code in who.codes]
    add_countries(engine)
    with Answer(archive.reader, events).asked() as where, Answer(archive.reader, reports).asked() as read:
        every = scope.all_actors or any(who.names for who in named.values())
        _table(engine, "party", sql.party_sql(codes, every))
        if shape.period:
            _table(engine, "vague", sql.vague_sql(shape.period))
        states = [side for side in shape.sides if side not in named and not scope.all_actors]
        chosen = f"{where} AND {sql.sides_sql(shape, states, scope.domestic)}"
        if not shape.sides and not events.by_row:
            chosen += " AND is_first"  # all rows of an event lie in one cell
        dated = sql.dated_sql(shape.period)
        _table(engine, "placed", sql.placed_sql(shape, chosen))
        _table(engine, "doubtful", sql.doubtful_sql())
        _table(engine, "counts", sql.counts_sql(shape, f"{chosen} AND {dated}"))
        outside = _number(engine, f"SELECT count(*) FROM all_events WHERE {where}") if shape.sides else 0
        outside -= _number(engine, "SELECT count(*) FROM placed") if shape.sides else 0
        undated = _number(engine, "SELECT count(*) FROM placed WHERE cell IS NULL")
        if undated:
            undated = _number(engine, count_sql("events", f"{chosen} AND NOT coalesce({dated}, false)", by_row=True))
        days = between(words.get("since"), words.get("until"))
        _table(engine, "span", sql.span_sql(shape.period, read, *days))
    listed = {side: who.codes for side, who in named.items() if not who.names}
    _table(engine, "dyad", sql.dyad_sql(shape, listed, scope.all_pairs, scope.domestic))
    engine.execute("DROP TABLE placed")
    name = f"panel_{secrets.token_hex(4)}"  # beside the panels that were made before, which may still be in use
    _table(engine, name, sql.panel_sql(shape))
    return Panel(engine.sql(f"SELECT * FROM {name}"), undated, outside, shape.period)


def _table(engine: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def _number(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    row = engine.execute(query).fetchone()
    return int(row[0]) if row else 0


def _shape(by: str | Iterable[str], count: str, types: Sequence[str]) -> sql.Shape:
    """What is asked for, understood.

    >>> _shape("recipient, actor, month", "quad", ()).sides
    ('actor', 'recipient')
    >>> _shape("actor,day,month", "quad", ())
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: a panel goes by one length of time; choose day or month
    """
    parts = listed(by)
    for part in parts:
        if part not in (*sql.SIDES, *sql.PERIODS):
            known = ", ".join((*sql.SIDES, *sql.PERIODS))
            raise UsageError(f"no panel by {part!r}; it goes by any of {known}")
    periods = [part for part in parts if part in sql.PERIODS]
    if len(periods) > 1:
        raise UsageError(f"a panel goes by one length of time; choose {' or '.join(periods)}")
    if count not in COUNTS:
        raise UsageError(f"no panel counts {count!r}; choose {', '.join(COUNTS)}")
    sides = tuple(side for side in sql.SIDES if side in parts)
    return sql.Shape(sides, periods[0] if periods else None, count, types)


def _types(archive: Archive) -> list[str]:
    """PLOVER's types in its order, then those of the user's own that the archive holds."""
    plover = list(ontology.load().types)
    return plover + sorted(archive.held("events", "event") - set(plover))


def _named(archive: Archive, words: Words) -> dict[str, Parties]:
    """Whom the words for each side mean."""
    given = {"actor": words.get("actor"), "recipient": words.get("recipient")}
    return {
        side: parties(listed(value), partial(archive.held, "events", f"{side}_code"))
        for side, value in given.items()
        if value
    }
