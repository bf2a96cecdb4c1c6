"""SQL for panels: counts of events by party and period, with a row also where nothing happened.

A panel is made in steps, each a table: `party` (who can be in it, numbered in the order of their codes), `vague` (reports whose
day is not known), `counts` (by cell), `dyad` and `span` (its rows: parties, periods), and the panel itself. A cell is one whole
number made of the numbers of actor, recipient and period, since ten million rows are grouped by one number in half the time
that three texts take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.store.ask_sql import all_sql
from dragoman.store.segments import literal, quoted

SIDES = ("actor", "recipient")
NUMBERS = ("cow", "gw")
"""Codes of the Correlates of War project and of Gleditsch and Ward."""
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
VALUES = {"quad": ("quad_code",), "type": ("event",), "score": ("event_scale", "status")}
"""The columns that each way of counting looks at."""
BITS = {"period": 20, "recipient": 17}
"""How much of a cell its parts take: periods up to a million, parties up to a hundred thousand."""
EPOCH = "DATE '0001-01-01'"
"""A Monday."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: the number of the one that `day` lies in, and how number n is written."""

    number: str
    written: str
    days: tuple[str, ...]
    """Precisions of an event's date that fix it."""
    published: int
    """How long the date of a report must be."""


WITHIN_MONTH = ("day", "week", "month")
PERIODS = {
    "day": Length(f"day - {EPOCH}", f"strftime({EPOCH} + n::INTEGER, '%Y-%m-%d')", ("day",), 10),
    "week": Length(f"(day - {EPOCH}) // 7", f"strftime({EPOCH} + n::INTEGER * 7, '%Y-%m-%d')", ("day", "week"), 10),
    "month": Length("year(day) * 12 + month(day) - 1", "printf('%04d-%02d', n // 12, n % 12 + 1)", WITHIN_MONTH, 7),
    "quarter": Length("year(day) * 4 + quarter(day) - 1", "printf('%04d-Q%d', n // 4, n % 4 + 1)", WITHIN_MONTH, 7),
    "year": Length("year(day)", "printf('%04d', n)", (*WITHIN_MONTH, "year"), 4),
}
"""A week goes by its Monday, a quarter as 2026-Q1."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a panel is by and what it counts."""

    sides: tuple[str, ...]
    period: str | None
    count: str
    types: Sequence[str] = ()

    def measures(self) -> dict[str, str]:
        """The columns of counts and the SQL for each."""
        if self.count == "quad":
            return {name: f"count(*) FILTER (quad_code = {number})" for number, name in enumerate(QUADS, 1)}
        if self.count == "type":
            return {name: f"count(*) FILTER (event = {literal(name)})" for name in self.types}
        # Rounded, since the last digits of a sum hang on the order in which its parts come.
        scored = "FILTER (status = 'actual')"
        return {
            "score_sum": f"round(sum(event_scale) {scored}, 6)",
            "score_mean": f"round(avg(event_scale) {scored}, 6)",
        }

    def cell(self) -> str:
        """The number of the cell that a row of events lies in."""
        actor = "actor_party.n" if "actor" in self.sides else "0"
        recipient = "recipient_party.n" if "recipient" in self.sides else "0"
        period = f"({PERIODS[self.period].number})" if self.period else "0"
        return f"({actor}::BIGINT << {sum(BITS.values())}) + ({recipient}::BIGINT << {BITS['period']}) + {period}"


def party_sql(listed: Sequence[str], every: bool) -> str:
    """The parties that can stand in a panel: countries, those LISTED, and with EVERY all that the archive's events have."""
    parts = ["SELECT code FROM countries"]
    parts += [f"SELECT unnest([{', '.join(map(literal, listed))}]) AS code"] if listed else []
    parts += [f"SELECT {side}_code AS code FROM all_events" for side in SIDES] if every else []
    return f"""SELECT row_number() OVER (ORDER BY code) AS n, code, cow_number AS cow, gw_number AS gw
        FROM ({" UNION ".join(parts)}) LEFT JOIN countries USING (code) WHERE code <> '---'"""


def vague_sql(period: str) -> str:
    """Reports whose date of publication lies in no single PERIOD."""
    return f"SELECT docno FROM all_documents WHERE published IS NULL OR length(published) < {PERIODS[period].published}"


def dated_sql(period: str | None) -> str:
    """The event's date, or that of its report where it has none, lies in one PERIOD."""
    if period is None:
        return "true"
    known = ", ".join(map(literal, PERIODS[period].days))
    own = "(date_precision = 'none' AND docno NOT IN (FROM vague))"
    return f"(day IS NOT NULL AND (date_precision IN ({known}) OR {own}))"


def sides_sql(shape: Shape, states: Sequence[str], domestic: bool) -> str:
    """The row stands between the parties that the panel is about: on the sides named in STATES only those, and not within one."""
    conditions = [f"{side}_code IN (SELECT code FROM party)" for side in shape.sides if side not in states]
    conditions += [f"{side}_code IN (SELECT code FROM countries)" for side in shape.sides if side in states]
    return all_sql(conditions + (["actor_code <> recipient_code"] if len(shape.sides) == 2 and not domestic else []))


def placed_sql(shape: Shape, where: str) -> str:
    """The rows that WHERE (over the rows of `all_events`) holds for, each with its cell, or none where it is not dated."""
    joins = "".join(f" JOIN party {side}_party ON {side}_party.code = {side}_code" for side in shape.sides)
    return f"""SELECT is_first, docno, coalesce(sentence, -1) AS sentence, {", ".join(VALUES[shape.count])},
        CASE WHEN {dated_sql(shape.period)} THEN {shape.cell()} END AS cell FROM all_events{joins} WHERE {where}"""


def doubtful_sql() -> str:
    """Where in `placed` two rows stand in one cell and one sentence, so that they may be of one event.

    The first rows of events are each of another event; the others are few, and only these can be doubtful.
    """
    return """SELECT docno, sentence, cell FROM placed WHERE NOT is_first GROUP BY ALL HAVING count(*) > 1
        UNION SELECT docno, sentence, cell FROM placed
            SEMI JOIN (SELECT docno, sentence, cell FROM placed WHERE NOT is_first) USING (docno, sentence, cell) WHERE is_first"""


def counts_sql(shape: Shape, where: str) -> str:
    """The events of each cell; an event counts once in a cell, however many rows it has there.

    Over `placed` and `doubtful`: only rows that are doubtful are told apart by the ids of their events, which are wide.
    """
    values = VALUES[shape.count]
    listed = ", ".join(values)
    joins = "".join(f" JOIN party {side}_party ON {side}_party.code = {side}_code" for side in shape.sides)
    named = f"""SELECT docno, coalesce(sentence, -1) AS sentence, event_id, is_first, {listed}, {shape.cell()} AS cell
        FROM all_events{joins} WHERE {where} AND docno IN (SELECT docno FROM doubtful)"""
    counted = "".join(f", {sql} AS {quoted(name)}" for name, sql in shape.measures().items())
    return f"""SELECT cell, count(*) AS events{counted} FROM (
            SELECT {listed}, cell FROM placed WHERE is_first AND cell IS NOT NULL
            UNION ALL SELECT {listed}, cell FROM placed ANTI JOIN doubtful USING (docno, sentence, cell)
                WHERE NOT is_first AND cell IS NOT NULL
            UNION ALL SELECT {", ".join(f"any_value({name})" for name in values)}, cell
                FROM ({named}) SEMI JOIN doubtful USING (docno, sentence, cell)
                GROUP BY docno, event_id, cell HAVING NOT bool_or(is_first)
        ) GROUP BY cell"""


def dyad_sql(shape: Shape, listed: Mapping[str, Sequence[str]], all_pairs: bool, domestic: bool) -> str:
    """The parties or dyads that have rows: those that were LISTED for every side, else those that were observed."""
    low = BITS["recipient"]
    if shape.sides and not all_pairs and not all(side in listed for side in shape.sides):
        tables = f"(SELECT DISTINCT cell >> {BITS['period']} AS pair FROM counts)"
        joins = "".join(f" JOIN party {side}_party ON {side}_party.n = {_side_sql(side)}" for side in shape.sides)
        return f"SELECT pair, {_parties_sql(shape)} FROM {tables}{joins}"
    tables = "".join(f", party {side}_party" for side in shape.sides)
    conditions = [
        f"{side}_party.code IN ({', '.join(map(literal, listed[side]))})" for side in shape.sides if side in listed
    ]
    conditions += [
        f"{side}_party.n IN (SELECT {_side_sql(side, 'cell >> ' + str(BITS['period']))} FROM counts)"
        for side in shape.sides
        if side not in listed
    ]
    conditions += ["actor_party.n <> recipient_party.n"] if len(shape.sides) == 2 and not domestic else []
    numbers = [f"({side}_party.n::BIGINT << {low if side == 'actor' else 0})" for side in shape.sides]
    pair = " + ".join(numbers) or "0::BIGINT"
    shown = f", {_parties_sql(shape)}" if shape.sides else ""
    return f"SELECT {pair} AS pair{shown} FROM (SELECT 1){tables} WHERE {all_sql(conditions)}"


def _side_sql(side: str, pair: str = "pair") -> str:
    """The number of the party on SIDE of a PAIR."""
    low = BITS["recipient"]
    return f"({pair}) >> {low}" if side == "actor" else f"({pair}) & {(1 << low) - 1}"


def _parties_sql(shape: Shape) -> str:
    names = [f"{side}_party.code AS {side}" for side in shape.sides]
    return ", ".join(names + [f"{side}_party.{n} AS {side}_{n}" for side in shape.sides for n in NUMBERS])


def span_sql(period: str | None, reports: str, first: str | None, last: str | None) -> str:
    """The periods, from that of the day FIRST to that of LAST, else of the first and last event (or report, where there is none).

    Each with how many of the REPORTS (a condition on documents) were published in it.
    """
    if period is None:
        return f"SELECT 0::BIGINT AS n, '' AS written, (SELECT count(*) FROM all_documents WHERE {reports}) AS reports"
    length, bits = PERIODS[period], (1 << BITS["period"]) - 1
    read = f"""SELECT {length.number} AS n, count(*) AS reports FROM all_documents
        WHERE {reports} AND day IS NOT NULL AND docno NOT IN (FROM vague) GROUP BY 1"""
    low, high = (
        f"(SELECT {length.number} FROM (SELECT DATE {literal(day)} AS day))"
        if day
        else f"coalesce((SELECT {pick}(cell & {bits}) FROM counts), (SELECT {pick}(n) FROM read))"
        for day, pick in ((first, "min"), (last, "max"))
    )
    return f"""WITH read AS ({read}), every AS (SELECT unnest(range({low}, {high} + 1)) AS n)
        SELECT n, {length.written} AS written, coalesce(reports, 0) AS reports FROM every LEFT JOIN read USING (n)"""


def panel_sql(shape: Shape) -> str:
    """The panel over the tables `dyad`, `span` and `counts`."""
    shown = [*shape.sides, *([f"written AS {shape.period}"] if shape.period else [])]
    for name in shape.measures():
        shown.append(quoted(name) if name == "score_mean" else f"coalesce({quoted(name)}, 0) AS {quoted(name)}")
    shown += ["coalesce(events, 0) AS events", "reports"]
    shown += [f"{side}_{number}" for side in shape.sides for number in NUMBERS]
    return f"""SELECT {", ".join(shown)} FROM dyad CROSS JOIN span
        LEFT JOIN counts ON cell = (pair << {BITS["period"]}) + n ORDER BY pair, n"""
