"""Verdicts of people on records: taken from a sheet, kept in the archive, and the precision that they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.archive.opened import Archive
from dragoman.archive.precision import Share, Stratum, weighted, wilson
from dragoman.archive.question import ALLOWED, Words
from dragoman.archive.sample import KINDS, OF_EVENTS, TYPES, records_at, sizes_of, stratum_sql
from dragoman.archive.sheet import Line, cells, read_sheet
from dragoman.errors import DataError
from dragoman.records import Record
from dragoman.store import Reader, writing
from dragoman.store import ask_sql as sql
from dragoman.store.catalogue import transaction
from dragoman.store.layout import load
from dragoman.store.writer import now

TOLD = 20
"""Faults of a sheet that a message lists."""
NO_WORDS: Words = {}
Known = dict[str, tuple[str, str, int]]
"""Of records by id: kind, type and the number of the document."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was judged of a record, and where the record stands now.

    `standing`: the record is in the coding that counts as it was judged. `changed`: one of the fields that the sheet
    showed has another value now. `gone`: the coding that counts has no such record.
    """

    record: str
    kind: str
    type: str
    stratum: str
    verdict: str
    note: str
    standing: str = "standing"
    docno: int = 0
    """The number of its document in the coding that counts."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: the precision that the sheet shows by itself, how many verdicts were stored, how many of
    them took the place of another, rows left empty, and rows that could not be understood."""

    report: Report
    stored: int
    replaced: int
    empty: int
    problems: tuple[str, ...]


def import_sheet(folder: str | Path, path: str | Path, partial: bool = False, wait_s: float = 0.0) -> Imported:
    """Keep the verdicts of a sheet in the archive in FOLDER: all of them, or none where a row cannot be understood.

    With PARTIAL the rows that can be understood are kept and the others told. A record that had a verdict has the new one.
    """
    sheet = read_sheet(Path(path))
    with Reader(folder) as reader:
        known = _known(Path(folder), reader, sheet.lines)
        problems = list(sheet.problems)
        problems += [
            f"row {line.row}: the archive has no record {line.record}"
            + (f" in coding {line.coding}" if line.coding else "")
            + "; was the sheet made from another archive, or the report removed?"
            for line in sheet.lines
            if line.record not in known
        ]
    if problems and not partial:
        more = f"\nand {len(problems) - TOLD:,} more" if len(problems) > TOLD else ""
        told = "\n".join(problems[:TOLD])
        raise DataError(
            f"{path}: nothing was stored, since {len(problems):,} rows cannot be understood; "
            f"mend them, or store the others with --partial\n{told}{more}"
        )
    lines = [line for line in sheet.lines if line.record in known]
    replaced = _store(Path(folder), lines, known, wait_s)
    found = [Verdict(line.record, *known[line.record][:2], line.stratum, line.verdict, line.note) for line in lines]
    return Imported(tally(found, sheet.sizes), len(lines), replaced, sheet.empty, tuple(problems))


def _known(folder: Path, reader: Reader, lines: Sequence[Line]) -> Known:
    """The records of LINES, as the coding has them in which they were shown; where none is named, the one that counts."""
    found: Known = {}
    for coding in {line.coding for line in lines}:
        names = [line.record for line in lines if line.coding == coding]
        if coding is None:
            found |= _found(reader, names)
        else:
            with Reader(folder, all_versions=True, coding=coding) as other:
                found |= _found(other, names)
    return found


def _found(reader: Reader, names: Sequence[str]) -> Known:
    _want(reader, names)
    return {
        name: (kind, type_, docno)
        for kind in KINDS
        for name, type_, docno in reader.fetch(
            f"SELECT {sql.id_of(kind)}, {TYPES[kind]}, docno FROM all_{kind} "
            f"WHERE is_first AND {sql.id_of(kind)} IN (FROM wanted) ORDER BY docno DESC"
        )
    }


def _want(reader: Reader, names: Sequence[str]) -> None:
    """The table `wanted` of ids."""
    reader.engine.execute("CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest(?::VARCHAR[]) AS name", [list(names)])


def _store(folder: Path, lines: Sequence[Line], known: Known, wait_s: float) -> int:
    """Keep the verdicts; gives how many records had another one before."""
    replaced = 0
    with writing(folder, wait_s) as writer, transaction(writer.base):
        for line in lines:
            before = writer.base.execute("SELECT verdict FROM verdict WHERE record = ?", (line.record,)).fetchone()
            replaced += before is not None and before["verdict"] != line.verdict
            kind, type_, docno = known[line.record]
            writer.base.execute(
                "INSERT OR REPLACE INTO verdict (record, kind, type, verdict, note, made, docno) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (line.record, kind, type_, line.verdict, line.note, now(), docno),
            )
    return replaced


def verdicts(archive: Archive, by: str = "type", words: Words = NO_WORDS) -> Iterator[Verdict]:
    """All verdicts, by the strata that records lie in today; with WORDS those on records for which these hold."""
    rows = archive.reader.base.execute("SELECT * FROM verdict ORDER BY record").fetchall()
    for kind in KINDS:
        of_kind = [row for row in rows if row["kind"] == kind]
        if not of_kind or not _is_asked(kind, by, words):
            continue
        answer = archive.ask(kind, words)
        with answer.asked() as where:
            _want(archive.reader, [row["record"] for row in of_kind])
            name, key = sql.id_of(kind), sql.key_of(kind)
            meant = f"({key}) IN (SELECT {key} FROM all_{kind} WHERE {where})"
            found = archive.reader.engine.execute(
                f"SELECT {name}, docno, {TYPES[kind]}, {stratum_sql(kind, by)}, record, {meant} FROM all_{kind} "
                f"WHERE is_first AND {name} IN (FROM wanted) ORDER BY docno DESC"
            ).fetchall()
        live = {one[0]: one[1:] for one in found}
        before = _before(
            archive, kind, [r for r in of_kind if r["record"] in live and r["docno"] != live[r["record"]][0]]
        )
        for row in of_kind:
            yield from _standing(row, live.get(row["record"]), before.get(row["record"]), bool(words))


def _is_asked(kind: str, by: str, words: Words) -> bool:
    """Whether records of KIND know what is asked for."""
    return set(words) <= ALLOWED[kind] and (kind == "events" or by not in OF_EVENTS)


def _standing(row: Any, live: tuple[Any, ...] | None, before: Record | None, is_asked: bool) -> Iterator[Verdict]:
    said = (row["verdict"], row["note"] or "")
    if live is None:
        if not is_asked:  # nobody knows whether it would be meant
            yield Verdict(row["record"], row["kind"], row["type"], row["type"], *said, "gone")
        return
    docno, type_, stratum, body, is_meant = live
    if is_meant:
        is_same = before is None or cells(before) == cells(load(body))
        yield Verdict(row["record"], row["kind"], type_, stratum, *said, "standing" if is_same else "changed", docno)


def _before(archive: Archive, kind: str, rows: Sequence[Any]) -> dict[str, Record]:
    """The records of ROWS as they were when they were judged, where another coding counts now and the older was kept."""
    found: dict[str, Record] = {}
    codings: dict[int, list[Any]] = {}
    for row in rows:
        told = archive.reader.base.execute("SELECT coding FROM document WHERE docno = ?", (row["docno"],)).fetchone()
        if told is not None:
            codings.setdefault(told["coding"], []).append(row)
    for coding, some in codings.items():
        with Reader(archive.folder, all_versions=True, coding=coding) as reader:
            keys = [(row["docno"], row["record"]) for row in some]
            found |= {name: record for (_, name), record in records_at(reader, kind, keys).items()}
    return found


# ---------------------------------------------------------------- precision


@dataclass(frozen=True, slots=True)
class Precision:
    """What was judged in one stratum of a kind of records, and how many records the archive has there."""

    kind: str
    stratum: str
    right: int
    wrong: int
    unsure: int
    size: int | None

    @property
    def judged(self) -> int:
        """How many were judged right or wrong; unsure ones say nothing."""
        return self.right + self.wrong

    @property
    def share(self) -> Share | None:
        """The share that is right, with its interval."""
        return wilson(self.right, self.judged)


@dataclass(frozen=True, slots=True)
class Report:
    """Precision by stratum and of each kind as a whole, and how many verdicts it does not rest on."""

    lines: tuple[Precision, ...]
    strata: tuple[Precision, ...]
    """Those by which the whole is weighted: the same, or those of the sheet."""
    changed: int = 0
    gone: int = 0

    def overall(self, kind: str) -> tuple[Share | None, float | None]:
        """The precision of all records of KIND, each stratum weighing as many as it has, and which share of them that covers.

        Where sizes are not known, the share of what was judged and None.
        """
        lines = [line for line in self.strata if line.kind == kind]
        if any(line.size is None for line in lines if line.judged):
            return wilson(sum(line.right for line in lines), sum(line.judged for line in lines)), None
        total = sum(line.size or 0 for line in lines)
        covered = sum(line.size or 0 for line in lines if line.judged)
        share = weighted(Stratum(line.right, line.judged, line.size) for line in lines)
        return share, covered / total if total else None


def tally(found: Iterable[Verdict], sizes: dict[tuple[str, str], int]) -> Report:
    """The precision that verdicts show by type; SIZES says how many records there are by kind and stratum of a sheet."""
    found = list(found)
    lines = _counted(found, {}, lambda one: one.type)
    return Report(lines, _counted(found, sizes, lambda one: one.stratum))


def _counted(
    found: Iterable[Verdict], sizes: dict[tuple[str, str], int], stratum: Callable[[Verdict], str]
) -> tuple[Precision, ...]:
    counts: dict[tuple[str, str], Counter[str]] = {key: Counter() for key in sizes}
    for one in found:
        if one.standing == "standing":
            counts.setdefault((one.kind, stratum(one)), Counter())[one.verdict] += 1
    lines = [
        Precision(*key, count["right"], count["wrong"], count["unsure"], sizes.get(key))
        for key, count in counts.items()
    ]
    return tuple(sorted(lines, key=lambda line: (KINDS.index(line.kind), line.stratum)))


def report(archive: Archive, by: str = "type", words: Words = NO_WORDS) -> Report:
    """The precision of the coding that counts, by all verdicts that stand; with WORDS of the records for which these hold."""
    found = list(verdicts(archive, by, words))
    apart = Counter(one.standing for one in found)
    sizes = {
        (kind, name): size
        for kind in {one.kind for one in found if one.standing == "standing"}
        for name, size in sizes_of(archive, kind, by, words).items()
    }
    lines = _counted(found, sizes, lambda one: one.stratum)
    return Report(lines, lines, apart["changed"], apart["gone"])
