"""What a plain loop over records finds, to hold an archive's answers against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from made_records import reports

from dragoman.archive.question import Words
from dragoman.records import Record
from dragoman.tables import KINDS, columns, rows

REPORTS = reports(90)
SIDES = {"events": ("actor", "recipient"), "statements": ("speaker", "addressee"), "commitments": ("by", "to")}
Row = dict[str, Any]
CODES = {"KEN": "KEN", "Kenya": "KEN", "Uganda": "UGA", "African Union": "IGO:AU", "IGO:AU": "IGO:AU", "MEX": "MEX"}


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in folded if not unicodedata.combining(c))


def has_words(text: str | None, phrase: str) -> bool:
    return re.search(rf"(^|\W){re.escape(plain(phrase))}($|\W)", plain(text or "")) is not None


def is_party(row: Row, side: str, words: list[str]) -> bool:
    codes = str(row[f"{side}_code"] or "").split(";")
    return any(
        CODES[w] in codes if w in CODES else has_words(row[f"{side}_name"], w) or has_words(row[f"{side}_text"], w)
        for w in words
    )


def in_cell(cell: str | None, values: list[str]) -> bool:
    return bool(set((cell or "").split(";")) & set(values))


def day(row: Row) -> str | None:
    told = row.get("date") or row["published"]
    return (told + "-01-01"[len(told) - 4 :] if len(told) < 10 else told[:10]) if told else None


def holds(kind: str, row: Row, words: Words) -> bool:
    actor, recipient = SIDES[kind]
    column = "kind" if kind == "statements" else "event"
    places = {"Kenya": "KEN", "Kampala": "Kampala"}
    checks: dict[str, Callable[[Any], bool]] = {
        "actor": lambda v: is_party(row, actor, v),
        "recipient": lambda v: is_party(row, recipient, v),
        "actor_sector": lambda v: in_cell(row[f"{actor}_sector"], v),
        "recipient_sector": lambda v: in_cell(row[f"{recipient}_sector"], v),
        "type": lambda v: row[column] in v,
        "mode": lambda v: in_cell(row["mode"], v),
        "context": lambda v: in_cell(row["context"], v),
        "status": lambda v: row["status"] in v,
        "since": lambda v: day(row) is not None and str(day(row))[: len(v)] >= v,
        "until": lambda v: day(row) is not None and str(day(row))[: len(v)] <= v,
        "text": lambda v: has_words(row["evidence"], v),
        "outlet": lambda v: any(has_words(row["outlet"], name) for name in v),
        "place": lambda v: any(places[name] in (row["place_country"], row["place_name"]) for name in v),
        "min_confidence": lambda v: row["confidence"] >= v,
        "document": lambda v: row["document"] in v,
    }
    return all(checks[word](value) for word, value in words.items())


@cache
def table(kind: str) -> list[tuple[Record, list[tuple[Any, ...]]]]:
    """The records of KIND with their flat rows; what is empty in a row is nothing in the archive."""
    return [
        (record, [tuple(c if c != "" else None for c in row) for row in rows((report[0], record), kind)])
        for report in REPORTS
        for record in report
        if isinstance(record, KINDS[kind])
    ]


def expected(kind: str, words: Words) -> tuple[list[Record], list[tuple[Any, ...]]]:
    """The records and the flat rows that WORDS hold for."""
    names = [c.name for c in columns(kind)]
    found: list[Record] = []
    flat: list[tuple[Any, ...]] = []
    for record, cells in table(kind):
        kept = [row for row in cells if holds(kind, dict(zip(names, row, strict=True)), words)]
        flat += kept
        found += [record] if kept else []
    return found, flat
