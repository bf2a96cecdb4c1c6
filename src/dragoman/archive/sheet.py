"""Review sheets: records as rows of a table that people fill in with a spreadsheet, and what they made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.archive.ask import replaced
from dragoman.errors import DataError, UsageError
from dragoman.records import Commitment, Document, Event, Record, Span, Statement
from dragoman.view import words

SHOWN = {
    "events": ("type", "mode", "status", "actor", "recipient", "date", "place"),
    "statements": ("type", "speaker", "addressee", "cue", "medium", "quote"),
    "commitments": ("type", "by", "to", "what", "due", "conditional"),
}
"""The columns in which a record says what it claims; a verdict is on these."""
HEAD = ("record", "kind", "document", "title", "url")
TAIL = ("evidence", "stratum", "stratum_size", "coding", "verdict", "note")
VERDICTS = {
    "right": ("right", "r", "yes", "y", "1", "true", "correct", "ok"),
    "wrong": ("wrong", "w", "no", "n", "0", "false", "incorrect"),
    "unsure": ("unsure", "u", "?", "unclear", "maybe"),
}
MEANING = {word: verdict for verdict, told in VERDICTS.items() for word in told}
FORMULA = "=+-@\t\r"
"""A cell that begins with one of these is run as a formula by a spreadsheet."""
DELIMITERS = ",;\t"
WIDEST = 1 << 20
"""Characters of the widest cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet that was filled in, by the number that the spreadsheet shows beside it."""

    row: int
    record: str
    verdict: str
    """right, wrong or unsure"""
    note: str
    coding: int | None
    """In which coding the record stood as the sheet shows it."""
    stratum: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says: rows with a verdict, how many have none, what cannot be understood, by row, and how large strata are."""

    lines: tuple[Line, ...]
    empty: int
    problems: tuple[str, ...]
    sizes: dict[tuple[str, str], int]
    """By kind and stratum, of all rows."""


# ---------------------------------------------------------------- records as rows


def kind_of(record: Record) -> str:
    """The word for records of its kind: events, statements, commitments."""
    return f"{record.record}s"


def cells(record: Record) -> dict[str, str]:
    """What a record claims, by the columns of `SHOWN`."""
    if isinstance(record, Event):
        type_, mode, to = record.event, ";".join(record.mode), words.to_whom(record)
        place = words.where(record)
        values: Sequence[str] = (
            type_,
            mode,
            record.status,
            words.parties(record.actor),
            to,
            words.when(record),
            place,
        )
    elif isinstance(record, Statement):
        to = words.party(record.addressee) if record.addressee else ""
        values = record.kind, words.party(record.speaker), to, record.cue or "", record.medium or "", record.quote
    elif isinstance(record, Commitment):
        due = words.due(record)
        values = "commitment", words.parties(record.by), words.parties(record.to), record.what, due
        values = (*values, record.conditional or "")
    else:
        raise AssertionError(record.record)
    return dict(zip(SHOWN[kind_of(record)], (" ".join(value.split()) for value in values), strict=True))


def marked(record: Record) -> str:
    """The evidence of a record on one line, with the words that gave it in double brackets.

    >>> from dragoman.archive.example import example
    >>> with example() as archive:
    ...     [marked(statement) for statement in archive.statements()]
    ['Kenya said that [[water will be shared]].']
    """
    evidence: Span = record.evidence  # type: ignore[union-attr]
    text, start, end = evidence.text, -1, -1
    if isinstance(record, Commitment):
        start = text.find(record.what)
        end = start + len(record.what)
    elif isinstance(record, Event | Statement):
        span = record.trigger if isinstance(record, Event) else record
        start, end = span.start_char - evidence.start_char, span.end_char - evidence.start_char
    if 0 <= start < end <= len(text) and (start, end) != (0, len(text)):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return " ".join(text.split())


def row_of(record: Record, document: Document, more: Mapping[str, object]) -> dict[str, str]:
    """The row of a record of DOCUMENT; MORE gives stratum, stratum_size and coding."""
    head = {"record": record.id, "kind": kind_of(record), "document": document.id}
    head |= {"title": " ".join((document.title or "").split()), "url": document.url or ""}
    return head | cells(record) | {"evidence": marked(record)} | {k: str(v) for k, v in more.items()}


# ---------------------------------------------------------------- writing


def write_sheet(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write ROWS to PATH as CSV that spreadsheets open well; a sheet that has verdicts in it is never written over."""
    if path.exists():
        _check_empty(path)
    kinds = [kind for kind in SHOWN if any(row["kind"] == kind for row in rows)]
    shown = tuple(dict.fromkeys(name for kind in kinds for name in SHOWN[kind]))
    with replaced(path) as target, target.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        out = csv.writer(file)
        out.writerow((*HEAD, *shown, *TAIL))
        for row in rows:
            out.writerow([guarded(row.get(name, "")) for name in (*HEAD, *shown, *TAIL)])


def _check_empty(path: Path) -> None:
    try:
        sheet = read_sheet(path)
    except (DataError, UsageError) as error:
        raise UsageError(f"{path}: exists and is no review sheet; name another file with --out") from error
    if sheet.lines or sheet.problems:
        raise UsageError(
            f"{path}: is a sheet that has been filled in; import it first, or name another file with --out"
        )


def guarded(cell: str) -> str:
    """CELL such that no spreadsheet takes it for a formula.

    >>> guarded("=1+1"), guarded("Oslo"), unguarded("'=1+1")
    ("'=1+1", 'Oslo', '=1+1')
    """
    return f"'{cell}" if cell.startswith(tuple(FORMULA)) else cell


def unguarded(cell: str) -> str:
    """What CELL was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(tuple(FORMULA)) else cell


# ---------------------------------------------------------------- reading


def read_sheet(path: Path) -> Sheet:
    """The rows of a sheet as a spreadsheet has saved it: commas, semicolons or tabs between, in any usual encoding."""
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name the sheet that was filled in") from error
    if "\x00" in text or text.startswith("PK"):
        raise DataError(f"{path}: is no CSV; save it from the spreadsheet as CSV (UTF-8)")
    lines, skipped = _rows(text)
    if not lines:
        raise DataError(f"{path}: is empty; expected a sheet of `dragoman archive review --out`")
    names = [name.strip().lower() for name in lines[0]]
    lacking = [name for name in ("record", "verdict") if name not in names]
    if lacking:
        raise DataError(
            f"{path}: has no column {' and no column '.join(lacking)}; keep the first row as `review --out` wrote it"
        )
    return _understood([dict(zip(names, cells, strict=False)) for cells in lines[1:]], 2 + skipped)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str) -> tuple[list[list[str]], int]:
    """The rows of TEXT, the head first, and how many lines stood before it: Excel can write one that names the delimiter."""
    skipped = 0
    if text[:4].lower() == "sep=":
        text, skipped = text.partition("\n")[2], 1
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(WIDEST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), skipped
    except csv.Error as error:
        raise DataError(f"the sheet is no CSV ({error}); save it from the spreadsheet as CSV (UTF-8)") from error


def _understood(rows: Iterable[Mapping[str, str]], first: int) -> Sheet:
    lines: list[Line] = []
    problems: list[str] = []
    sizes: dict[tuple[str, str], int] = {}
    seen: dict[str, Line] = {}
    empty = 0
    for number, row in enumerate(rows, first):
        cell = {name: unguarded((value or "").strip()) for name, value in row.items()}
        if not any(cell.values()):
            continue
        if cell.get("stratum_size", "").isdecimal():
            sizes[cell.get("kind", ""), cell.get("stratum", "")] = int(cell["stratum_size"])
        found = _line(number, cell)
        if found is None:
            empty += 1
        elif isinstance(found, str):
            problems.append(found)
        elif found.record not in seen:
            seen[found.record] = found
            lines.append(found)
        elif seen[found.record].verdict != found.verdict:
            before = seen[found.record]
            problems.append(
                f"row {number}: {found.record} is {found.verdict} here and {before.verdict} in row {before.row}; keep one"
            )
    return Sheet(tuple(lines), empty, tuple(problems), sizes)


def _line(number: int, cell: Mapping[str, str]) -> Line | str | None:
    """A row with its verdict, what is wrong with it, or None where it has no verdict."""
    told = cell["verdict"].lower().removesuffix(".0") if cell.get("verdict") else ""
    if not told:
        noted = cell.get("note")
        return f"row {number}: has a note and no verdict; write right, wrong or unsure" if noted else None
    if told not in MEANING:
        return f"row {number}: no verdict {cell['verdict']!r}; write right, wrong or unsure"
    if not cell.get("record"):
        return f"row {number}: has a verdict and no id in the column record; restore it from the sheet"
    coding = cell.get("coding", "")
    return Line(
        row=number,
        record=cell["record"],
        verdict=MEANING[told],
        note=cell.get("note", ""),
        coding=int(coding) if coding.isdecimal() else None,
        stratum=cell.get("stratum", ""),
    )
