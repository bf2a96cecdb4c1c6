"""A sample of the records of an archive for people to judge, the same whenever it is drawn from the same archive by the same seed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.archive.ask import Answer
from dragoman.archive.opened import Archive
from dragoman.archive.question import Words
from dragoman.archive.sheet import SHOWN, row_of
from dragoman.errors import UsageError
from dragoman.records import Document, Record
from dragoman.store import Reader
from dragoman.store import ask_sql as sql
from dragoman.store.layout import load
from dragoman.store.segments import literal

KINDS = tuple(SHOWN)
TYPES = {"events": "event", "statements": "kind", "commitments": "'commitment'"}
"""SQL for the type of a record of each kind."""
BY = ("type", "status", "quad", "month", "none")
OF_EVENTS = ("status", "quad")
SPARE = 8
"""Records drawn beyond what is asked, since the same text under two names has the same records twice."""
FEW = 500
"""Records fetched by their keys in one query."""
Key = tuple[int, str]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a sample is drawn: its size, by what it is stratified, and the seed by which it is the same again."""

    size: int = 100
    by: str = "type"
    proportional: bool = False
    """Whether a stratum gives as many records as it has a share in all, rather than as many as each other."""
    seed: int = 1
    again: bool = False
    """Whether records that have a verdict are drawn too."""


def sample(archive: Archive, kind: str, words: Words, how: Sampling = Sampling()) -> list[Row]:
    """Rows of a sheet: a stratified sample of the records of KIND for which WORDS hold; the same for the same archive and seed."""
    answer = archive.ask(kind, words)
    with answer.asked() as where:
        _list_reviewed(answer.reader, how.again)
        strata = answer.reader.engine.execute(_strata_sql(answer, where, how)).fetchall()
    drawn = {name: _distinct(found) for name, _, found in strata}
    sizes = {name: size for name, size, _ in strata}
    shares = _allotted({name: sizes[name] for name in drawn if drawn[name]}, how)
    chosen = [(key, name) for name, keys in drawn.items() for key in keys[: shares.get(name, 0)]]
    label = {name: "all" if how.by == "none" else f"{how.by}={name}" for name in sizes}
    found = _bodies(archive.reader, kind, [key for key, _ in chosen])
    codings = _codings(archive.reader, [docno for docno, _ in found])
    return [
        row_of(*found[key], {"stratum": label[name], "stratum_size": sizes[name], "coding": codings[key[0]]})
        for key, name in chosen
    ]


def sample_documents(archive: Archive, words: Words, how: Sampling = Sampling()) -> list[Row]:
    """Rows of a sheet: every record of some documents that hold one and for which WORDS hold, drawn by the seed."""
    answer = archive.ask("documents", words)
    told = " UNION ".join(f"SELECT docno FROM all_{kind}" for kind in KINDS)
    with answer.asked() as where:
        _list_reviewed(answer.reader, how.again)
        found = answer.reader.engine.execute(
            f"SELECT docno FROM all_documents WHERE {where} AND docno IN ({told}) "
            f"AND docno NOT IN (SELECT docno FROM all_documents WHERE document IN (FROM reviewed_in)) "
            f"ORDER BY md5(document || {literal(f' {how.seed}')}), docno LIMIT {how.size}"
        ).fetchall()
    numbers = [docno for (docno,) in found]
    codings = _codings(archive.reader, numbers)
    rows = []
    for docno in numbers:
        document, records = report_of(archive.reader, docno)
        more = {"stratum": "documents", "stratum_size": "", "coding": codings[docno]}
        rows += [row_of(record, document, more) for record in records]
    return rows


def _list_reviewed(reader: Reader, again: bool) -> None:
    """The tables `reviewed` of records, and `reviewed_in` of documents, that are not to be drawn."""
    rows = reader.base.execute(
        "SELECT record, d.document FROM verdict LEFT JOIN document d ON d.docno = verdict.docno"
    ).fetchall()
    for table, column in (("reviewed", "record"), ("reviewed_in", "document")):
        names = [] if again else sorted({row[column] for row in rows if row[column]})
        reader.engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest(?::VARCHAR[]) AS name", [names])


def _strata_sql(answer: Answer, where: str, how: Sampling) -> str:
    """For each stratum its name, how many records it has, and some of them in the order in which the seed draws them."""
    name = sql.id_of(answer.kind)
    order = f"md5({name} || {literal(f' {how.seed}')})"
    return (
        f"SELECT {stratum_sql(answer.kind, how.by)} AS stratum, count(*), "
        f"arg_min(struct_pack(docno := docno, name := {name}), {order}, {2 * how.size + SPARE}) "
        f"FILTER ({name} NOT IN (FROM reviewed)) {_firsts_sql(answer, where)} GROUP BY stratum ORDER BY stratum"
    )


def _firsts_sql(answer: Answer, where: str) -> str:
    """One row of each record that WHERE holds for."""
    if answer.question.by_row:
        key = sql.key_of(answer.kind)
        where = f"({key}) IN (SELECT {key} FROM all_{answer.kind} WHERE {where})"
    return f"FROM all_{answer.kind} WHERE is_first AND {where}"


def sizes_of(archive: Archive, kind: str, by: str, words: Words) -> dict[str, int]:
    """How many records of KIND for which WORDS hold each stratum has."""
    answer = archive.ask(kind, words)
    with answer.asked() as where:
        query = f"SELECT {stratum_sql(kind, by)} AS stratum, count(*) {_firsts_sql(answer, where)} GROUP BY stratum"
        return dict(answer.reader.engine.execute(query).fetchall())


def stratum_sql(kind: str, by: str) -> str:
    """SQL for the stratum that a record of KIND lies in."""
    if by not in BY:
        raise UsageError(f"no strata by {by!r}; there are {', '.join(BY)}")
    if by in OF_EVENTS and kind != "events":
        raise UsageError(f"{kind} have no {by}; draw them by type, month or none")
    if by == "month":
        return "coalesce(strftime(day, '%Y-%m'), 'unknown')"
    return {"type": TYPES[kind], "status": "status", "quad": "quad_code::VARCHAR", "none": "'all'"}[by]


def _distinct(found: Iterable[dict[str, Any]] | None) -> list[Key]:
    """The keys of records, each id once."""
    keys: dict[str, Key] = {}
    for one in found or ():
        keys.setdefault(one["name"], (one["docno"], one["name"]))
    return list(keys.values())


def _allotted(sizes: dict[str, int], how: Sampling) -> dict[str, int]:
    """How many records each stratum gives; what a small one cannot give falls to the others."""
    total = sum(sizes.values())
    if how.proportional:
        exact = {name: min(how.size, total) * size / total for name, size in sizes.items()}
        given = {name: int(share) for name, share in exact.items()}
        for name in sorted(exact, key=lambda n: (given[n] - exact[n], n))[: min(how.size, total) - sum(given.values())]:
            given[name] += 1
        return given
    if how.size < len(sizes):
        raise UsageError(
            f"{how.size} records cannot come from {len(sizes)} strata; draw {len(sizes)} or more, or draw with --proportional"
        )
    given, left = {}, how.size
    for number, name in enumerate(sorted(sizes, key=lambda n: (sizes[n], n))):
        given[name] = min(sizes[name], left // (len(sizes) - number))
        left -= given[name]
    return given


# ---------------------------------------------------------------- records of the archive


def _bodies(reader: Reader, kind: str, keys: Sequence[Key]) -> dict[Key, tuple[Record, Document]]:
    """The records of KEYS, each with its document."""
    documents = _heads(reader, sorted({docno for docno, _ in keys}))
    return {key: (record, documents[key[0]]) for key, record in records_at(reader, kind, keys).items()}


def records_at(reader: Reader, kind: str, keys: Sequence[Key]) -> dict[Key, Record]:
    """The records of KIND by number of document and id, as many of KEYS as there are."""
    found: dict[Key, Record] = {}
    wanted = set(keys)
    for start in range(0, len(keys), FEW):
        where = sql.keys_sql(kind, keys[start : start + FEW])
        rows = reader.engine.execute(
            f"SELECT docno, {sql.id_of(kind)}, record FROM all_{kind} WHERE is_first AND {where}"
        )
        found |= {(docno, name): load(record) for docno, name, record in rows.fetchall() if (docno, name) in wanted}
    return found


def _heads(reader: Reader, numbers: Sequence[int]) -> dict[int, Document]:
    """Documents by their numbers, without their texts."""
    listed = ", ".join(map(str, numbers)) or "NULL"
    rows = reader.engine.execute(f"SELECT docno, record FROM all_documents WHERE docno IN ({listed})").fetchall()
    return {docno: load(json.dumps(json.loads(record) | {"text": ""})) for docno, record in rows}  # type: ignore[misc]


def report_of(reader: Reader, docno: int) -> tuple[Document, list[Record]]:
    """A document with its text, and all its records."""
    (document,) = reader.records("documents", "docno = ?", (docno,))
    assert isinstance(document, Document)
    return document, [record for kind in KINDS for record in reader.records(kind, "docno = ?", (docno,))]


def _codings(reader: Reader, numbers: Iterable[int]) -> dict[int, int]:
    """The coding of each document of NUMBERS."""
    find = "SELECT coding FROM document WHERE docno = ?"
    return {docno: reader.base.execute(find, (docno,)).fetchone()["coding"] for docno in set(numbers)}
