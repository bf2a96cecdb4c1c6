"""Files in the formats of the field, made from an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dragoman.archive.ask import Answer, replaced
from dragoman.export import FIELD_FORMATS, codebook, open_export
from dragoman.records import Event

TABLES = ("csv", "parquet")
FORMATS = (*FIELD_FORMATS, *TABLES)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to: rows, and why events or pairs of parties have none."""

    rows: int
    left_out: Counter[str]


def export(
    answer: Answer,
    form: str,
    target: Path | IO[str],
    text: bool = True,
    statuses: frozenset[str] | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Exported:
    """Write the events of ANSWER as FORM to TARGET, a path or an open text file; ADVANCE hears of the reports done.

    STATUSES None: of formats that have no place for the status only what is actual, of the others all.
    """
    if isinstance(target, Path):
        with replaced(target) as part:
            return _export(answer, form, part, text, statuses, advance)
    return _export(answer, form, target, text, statuses, advance)


def _export(
    answer: Answer,
    form: str,
    target: Path | IO[str],
    text: bool,
    statuses: frozenset[str] | None,
    advance: Callable[[int], None],
) -> Exported:
    if form in TABLES:
        return Exported(_table(answer, form, target, text), Counter())
    writer = open_export(form, target, text, statuses)
    try:
        for count, (document, records) in enumerate(answer.by_report(), 1):
            writer.write(document, [r for r in records if isinstance(r, Event)])
            advance(count)
    finally:
        writer.close()
    return Exported(writer.rows, writer.left_out)


def _table(answer: Answer, form: str, target: Path | IO[str], text: bool) -> int:
    if not isinstance(target, Path):
        return answer.write(target, form, text)
    if form == "parquet":
        return answer.write_parquet(target, text)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        return answer.write(file, form, text)


def codebook_beside(path: Path, form: str) -> Path:
    """Write the codebook of FORM beside the file of PATH, and give its path."""
    beside = path.with_name(f"{path.stem}.codebook.md")
    beside.write_text(codebook(form if form in FIELD_FORMATS else "table"), encoding="utf-8")
    return beside
