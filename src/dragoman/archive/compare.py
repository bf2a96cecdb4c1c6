"""What one coding of an archive says and another does not, record by record."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dragoman.errors import UsageError
from dragoman.records import Commitment, Event, Record, Statement, from_dict
from dragoman.store import Reader, catalogue
from dragoman.store.segments import literal, rows_sql
from dragoman.view import words

KINDS = ("documents", "events", "statements", "commitments")
TYPES = {"documents": "'document'", "events": "event", "statements": "kind", "commitments": "'commitment'"}
"""SQL for the type of a record of each kind."""
CHANGES = ("changed", "only in A", "only in B")
MOVED = 0.005
"""From here on a confidence, as tables print it, has moved."""
STRETCH = 4096
"""Documents that are compared together: some tens of megabytes of records."""
CHUNK = 100_000
PASSED = frozenset({"record", "coder", "confidence", "trace"})
"""What is no difference in a record: who made it, how sure it was, why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that two codings of a report do not share as it is; `before` is that of the first, `after` of the second."""

    kind: str
    change: str
    """changed, only in A, only in B"""
    type: str
    document: str
    id: str
    fields: tuple[str, ...]
    """Of a changed one, what differs, by the names that tables have."""
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def evidence(self) -> str:
        """The sentence that the record rests on; of a document its title."""
        body = self.after or self.before or {}
        return str((body.get("evidence") or {}).get("text") or body.get("title") or "")


def told(difference: Difference) -> tuple[str, str]:
    """In words what the two codings say: of a changed record the fields that differ, of another all that matters.

    >>> told(Difference("events", "changed", "AID", "a", "e1", ("place_name",), {"place": None}, {"place": {"name": "Oslo"}}))
    ('place_name: none', 'place_name: Oslo')
    """
    sides = []
    for body in (difference.before, difference.after):
        if body is not None and difference.fields:
            sides.append("; ".join(f"{name}: {_value(body, name)}" for name in difference.fields))
        else:
            sides.append("" if body is None else summary(from_dict(body)))
    return sides[0], sides[1]


def _value(body: Any, name: str) -> str:
    """What BODY has under a name that `changed_fields` gave."""
    if isinstance(body, list):
        return ", ".join(_value(part, name) for part in body) or "none"
    if not isinstance(body, dict):
        return "none" if body is None else str(body)
    if name in body or not name:
        inner = body.get(name) if name else body.get("text", body)
        return _value(inner, "")
    heads = [key for key in body if name.startswith(f"{key}_")]
    return _value(body[max(heads, key=len)], name[len(max(heads, key=len)) + 1 :]) if heads else "none"


def summary(record: Record) -> str:
    """A record on one line."""
    if isinstance(record, Event):
        return f"{words.deed(record)}, {record.status}: {words.sides(record)}"
    if isinstance(record, Statement):
        return f"{words.party(record.speaker)}: {record.quote}"
    if isinstance(record, Commitment):
        return f"{words.parties(record.by)}: {record.what}"
    return record.document


@dataclass(slots=True)
class Comparison:
    """What two codings have in common: reports, and of each kind and type records that are the same, changed, or in one only."""

    a: int
    b: int
    documents: int = 0
    """Reports that both have coded; only these are compared."""
    only_a: int = 0
    only_b: int = 0
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """By kind and type: `same`, `changed`, `only in A`, `only in B`."""
    fields: dict[str, Counter[str]] = field(default_factory=dict)
    """By kind: how many of the changed records differ in a field."""
    moved: Counter[str] = field(default_factory=Counter)
    """By kind: how many records that both have moved their confidence."""
    examples: dict[tuple[str, str], list[Difference]] = field(default_factory=dict)
    """By kind and change, the same ones whenever it is asked, drawn by their ids from all."""

    def count(self, kind: str, type_: str, what: str, number: int = 1) -> None:
        self.counts.setdefault((kind, type_), Counter())[what] += number


def compare(
    folder: str | Path, a: int, b: int, see: Callable[[Difference], None] = lambda _: None, examples: int = 3
) -> Comparison:
    """Compare codings A and B of the archive in FOLDER; SEE hears of every difference, report by report.

    Only current versions of reports that both have coded are looked at.
    """
    with Reader(folder) as reader:
        done = Comparison(a, b)
        coders = _coders(reader, a, b)
        with duckdb.connect() as engine:
            _open(engine, reader, done)
            drawn: dict[tuple[str, str], list[tuple[str, str, Difference]]] = {}
            for kind in KINDS:
                for difference in _differences(engine, kind, coders, done):
                    see(difference)
                    _draw(drawn.setdefault((kind, difference.change), []), difference, examples)
    for key, kept in drawn.items():
        done.examples[key] = [difference for *_, difference in sorted(kept, key=lambda one: one[:2], reverse=True)]
    return done


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """The fields in which two records differ, by the names that tables have; who made them and how sure is passed over.

    >>> changed_fields({"date": None, "actor": [{"code": "KEN"}]}, {"date": "2026", "actor": [{"code": "UGA"}]})
    ('date', 'actor_code')
    """
    return tuple(dict.fromkeys(_changed(before, after, "")))


def _changed(before: Any, after: Any, name: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if key not in PASSED:
                yield from _changed(before.get(key), after.get(key), f"{name}_{key}" if name else key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from _changed(one, other, name)
    elif before != after:
        yield name


def _draw(kept: list[tuple[str, str, Difference]], difference: Difference, number: int) -> None:
    """Keep the NUMBER of differences whose ids, which are hashes, come last: a sample that is always the same."""
    entry = (difference.id, difference.document, difference)
    if len(kept) < number:
        heapq.heappush(kept, entry)
    elif kept and entry[:2] > kept[0][:2]:
        heapq.heapreplace(kept, entry)


# ---------------------------------------------------------------- the two sides


def _coders(reader: Reader, a: int, b: int) -> tuple[str, str]:
    known = {row["coding"]: row["coder"] for row in reader.base.execute("SELECT coding, coder FROM coding")}
    for number in (a, b):
        if number not in known:
            told = ", ".join(map(str, known)) or "none"
            raise UsageError(
                f"{reader.folder}: has no coding {number}; there are {told} (`dragoman compare` lists them)"
            )
    if a == b:
        raise UsageError(f"coding {a} is the same as itself; name two")
    return str(known[a]), str(known[b])


def _open(engine: duckdb.DuckDBPyConnection, reader: Reader, done: Comparison) -> None:
    """Let ENGINE see both codings and know which documents they share."""
    base = reader.base
    base.execute("BEGIN")  # one state of the catalogue for both sides
    try:
        for side, coding in (("a", done.a), ("b", done.b)):
            for kind in KINDS:
                rows = base.execute(
                    "SELECT name, columns FROM segment JOIN layout USING (layout) "
                    "WHERE segment.kind = ? AND coding = ? AND state <> 'dead' ORDER BY first_docno, name",
                    (kind, coding),
                )
                folder = (reader.folder / catalogue.SEGMENTS).absolute()
                files = [(folder / row["name"], json.loads(row["columns"])) for row in rows]
                engine.execute(f"CREATE TEMP VIEW {kind}_{side} AS {rows_sql(kind, files)}")
        _share(engine, base, done)
    finally:
        base.execute("COMMIT")


def _share(engine: duckdb.DuckDBPyConnection, base: sqlite3.Connection, done: Comparison) -> None:
    """The table `shared`: the numbers that a document has in the one coding and in the other, in stretches."""
    engine.execute("CREATE TEMP TABLE shared (number BIGINT, a BIGINT, b BIGINT)")
    found = base.execute(
        "SELECT a.docno AS a, b.docno AS b FROM document a JOIN document b ON b.origin = a.origin AND b.coding = ? "
        "WHERE a.coding = ? AND a.state = 'current' AND b.state = 'current' ORDER BY a.origin",
        (done.b, done.a),
    )
    while rows := found.fetchmany(CHUNK):
        first = done.documents
        engine.execute(
            "INSERT INTO shared SELECT unnest(?::BIGINT[]), unnest(?::BIGINT[]), unnest(?::BIGINT[])",
            [list(range(first, first + len(rows))), [row["a"] for row in rows], [row["b"] for row in rows]],
        )
        done.documents += len(rows)
    for coding, name in ((done.a, "only_a"), (done.b, "only_b")):
        total = base.execute(
            "SELECT count(*) FROM document WHERE coding = ? AND state = 'current'", (coding,)
        ).fetchone()[0]
        setattr(done, name, total - done.documents)


# ---------------------------------------------------------------- record by record


def _differences(
    engine: duckdb.DuckDBPyConnection, kind: str, coders: tuple[str, str], done: Comparison
) -> Iterator[Difference]:
    """The records of KIND that differ, one stretch of documents in memory at a time; what does not differ is counted."""
    for first in range(0, done.documents, STRETCH):
        span = engine.execute(
            "SELECT min(a), max(a), min(b), max(b) FROM shared WHERE number BETWEEN ? AND ?",
            (first, first + STRETCH - 1),
        ).fetchone()
        assert span is not None
        engine.execute(f"CREATE OR REPLACE TEMP TABLE pair AS {_pairs_sql(kind, coders, first, span)}")
        for type_, same, moved in engine.execute(
            "SELECT type, count(*) FILTER (is_same), count(*) FILTER (is_moved) FROM pair GROUP BY type ORDER BY type"
        ).fetchall():
            done.count(kind, type_, "same", same)
            done.moved[kind] += moved
        unlike = engine.execute(
            "SELECT type, id, before, after FROM pair WHERE NOT is_same ORDER BY number, sentence, id"
        ).fetchall()
        yield from _told_apart(kind, unlike, done)


def _told_apart(
    kind: str, rows: list[tuple[str, str, str | None, str | None]], done: Comparison
) -> Iterator[Difference]:
    for type_, name, one, other in rows:
        before, after = (None if body is None else json.loads(body) for body in (one, other))
        names = changed_fields(before, after) if before and after else ()
        if before and after and not names:  # told otherwise, meant the same: a field that the older did not have
            done.count(kind, type_, "same")
            continue
        change = CHANGES[0] if names else CHANGES[1] if after is None else CHANGES[2]
        done.count(kind, type_, change)
        done.fields.setdefault(kind, Counter()).update(names)
        document = str((after or before or {}).get("document"))
        yield Difference(kind, change, type_, document, name, names, before, after)


def _pairs_sql(kind: str, coders: tuple[str, str], first: int, span: tuple[int, ...]) -> str:
    """The records of a stretch of documents side by side; bodies only of those that are not the same."""
    name = "document" if kind == "documents" else f"{kind[:-1]}_id"
    sure = "NULL" if kind == "documents" else "confidence"
    sides = []
    for side, coder, low, high in (("a", coders[0], *span[:2]), ("b", coders[1], *span[2:])):
        made = literal(f'"coder": {json.dumps(coder, ensure_ascii=False)}')
        # Quotes within a text are escaped in JSON, so that neither pattern can be met there.
        plain = rf"""regexp_replace(replace(record, {made}, ''), '"confidence": [-+.0-9e]+', '', 'g')"""
        sides.append(
            f"SELECT s.number, {name} AS id, {TYPES[kind]} AS type, r.sentence, {sure} AS sure, record, {plain} AS plain "
            f"FROM {kind}_{side} r JOIN shared s ON s.{side} = r.docno "
            f"WHERE is_first AND r.docno BETWEEN {low} AND {high} AND s.number BETWEEN {first} AND {first + STRETCH - 1}"
        )
    return (
        "SELECT number, id, coalesce(a.type, b.type) AS type, coalesce(b.sentence, a.sentence) AS sentence, "
        "coalesce(a.plain = b.plain, false) AS is_same, "
        f"coalesce(abs(a.sure - b.sure) >= {MOVED}, false) AS is_moved, "
        "CASE WHEN is_same THEN NULL ELSE a.record END AS before, CASE WHEN is_same THEN NULL ELSE b.record END AS after "
        f"FROM ({sides[0]}) a FULL JOIN ({sides[1]}) b USING (number, id)"
    )
