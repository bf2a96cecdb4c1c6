"""SQL for questions to an archive, over the views of a `Reader`. These functions return SQL and run nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dragoman.store.layout import LAST
from dragoman.store.segments import literal, quoted
from dragoman.tables import BREAKS, columns

PARTIES = {"events": ("actor", "recipient"), "statements": ("speaker", "addressee"), "commitments": ("by", "to")}
"""The columns of who acts and of whom it concerns."""
JOINED = frozenset({"mode", "context", "account", "by_code", "by_sector", "to_code", "to_sector"})
"""Columns that hold several values with ";" between."""
IN_ORDER = {
    "events": "docno, sentence, event_id, is_first DESC, actor_text, recipient_text, actor_name, recipient_name",
    "statements": "docno, sentence, start_char, statement_id",
    "commitments": "docno, sentence, commitment_id",
    "documents": "docno",
}
"""The order in which reports came in, and within each that of its sentences."""
NEWEST = "day DESC NULLS LAST, docno DESC, sentence"


def id_of(kind: str) -> str:
    """The column that names a record of KIND within its document."""
    return "document" if kind == "documents" else f"{kind[:-1]}_id"


def key_of(kind: str) -> str:
    """The columns that tell records of KIND apart: the same text under two ids gives the same ids of records."""
    return f"docno, {id_of(kind)}"


def all_sql(conditions: Iterable[str]) -> str:
    """All of CONDITIONS.

    >>> all_sql([]), all_sql(["a = 1", "b = 2"])
    ('true', 'a = 1 AND b = 2')
    """
    return " AND ".join(conditions) or "true"


def any_sql(conditions: Iterable[str]) -> str:
    """One of CONDITIONS at least."""
    return f"({' OR '.join(conditions)})"


def among_sql(column: str, values: Sequence[str]) -> str:
    """COLUMN holds one of VALUES, whole: "USA" is in "USA;MEX" and not in "USAID".

    >>> among_sql("status", ["actual"]), among_sql("mode", ["phone", "visit"])
    ("status IN ('actual')", "(contains(';' || mode || ';', ';phone;') OR contains(';' || mode || ';', ';visit;'))")
    """
    if column in JOINED:
        return any_sql(f"contains(';' || {column} || ';', {literal(f';{value};')})" for value in values)
    return f"{column} IN ({', '.join(map(literal, values))})"


def phrase_sql(column: str, phrase: str) -> str:
    """COLUMN holds the words of PHRASE, whatever their letter case and accents: "sheinbaum" is in "Claudia Sheinbaum"."""
    words = " ".join(phrase.split())
    plain = f"strip_accents(lower({column}))"
    # The plain search first: most rows fail it, and it costs a tenth of the pattern.
    edge = r"[^\pL\pN]"
    pattern = f"'(^|{edge})' || strip_accents(lower({literal(re.escape(words))})) || '($|{edge})'"
    return f"(contains({plain}, strip_accents(lower({literal(words)}))) AND regexp_matches({plain}, {pattern}))"


def party_sql(side: str, codes: Sequence[str], names: Sequence[str]) -> str:
    """The party on SIDE (actor, by, ...) has one of CODES, or is called by one of NAMES."""
    parts = [among_sql(f"{side}_code", codes)] if codes else []
    parts += [phrase_sql(f"{side}_{part}", name) for name in names for part in ("name", "text")]
    return any_sql(parts)


def days_sql(first: str | None, last: str | None) -> list[str]:
    """Conditions for days from FIRST to LAST, both included."""
    bounds = [f"day >= DATE {literal(first)}"] if first else []
    return bounds + ([f"day <= DATE {literal(last)}"] if last else [])


def said_sql(kind: str, found: str) -> str:
    """Of KIND, what rests on one of the sentences in the table FOUND; documents also by their title."""
    if kind == "documents":
        return f"docno IN (SELECT docno FROM {found})"
    if kind == "statements":
        return f"(docno, statement_id) IN (SELECT docno, statement_id FROM ({_quoting_sql(found)}))"
    return f"(docno, sentence) IN (SELECT docno, sentence FROM {found})"


def _quoting_sql(found: str) -> str:
    """Statements whose evidence, which may be several sentences, holds one of those in FOUND."""
    return f"""SELECT docno, statement_id FROM all_statements WHERE (docno, sentence) IN (SELECT docno, sentence FROM {found})
        UNION SELECT s.docno, s.statement_id FROM all_statements s JOIN {found} f ON f.docno = s.docno
            AND f.sentence > s.sentence AND f.sentence < {LAST}
        JOIN (SELECT docno, string_split(sentences, ';') AS spans FROM all_documents
            WHERE docno IN (SELECT docno FROM {found})) d ON d.docno = s.docno
        WHERE TRY_CAST(split_part(d.spans[f.sentence + 1], '-', 1) AS BIGINT) < s.evidence_end_char"""


def columns_sql(kind: str, text: bool = True, breaks: bool = True) -> str:
    """The columns of the flat table of KIND; without BREAKS blanks stand for tabs and ends of lines."""
    shown = []
    for column in columns(kind, text):
        name = quoted(column.name)
        bare = column.type is str and not breaks
        shown.append(f"translate({name}, {literal(BREAKS)}, '{' ' * len(BREAKS)}') AS {name}" if bare else name)
    return ", ".join(shown)


def newest_sql(kind: str, where: str, limit: int) -> str:
    """Keys of the newest rows of KIND, LIMIT of them, the newest first."""
    return f"SELECT {key_of(kind)} FROM all_{kind} WHERE {where} ORDER BY {NEWEST}, {id_of(kind)} LIMIT {limit}"


def rows_sql(kind: str, where: str, shown: str, limit: int | None = None) -> str:
    """The rows of KIND that WHERE holds for; with LIMIT those of the newest records, newest first."""
    rows = f"SELECT {shown} FROM all_{kind} WHERE {where}"
    if limit is None:
        return rows
    newest = f"""SELECT {key_of(kind)} FROM (SELECT DISTINCT {key_of(kind)}, day, sentence FROM all_{kind} WHERE {where})
        ORDER BY {NEWEST}, {id_of(kind)} LIMIT {limit}"""
    ties = ", ".join(part for part in IN_ORDER[kind].split(", ") if part not in ("docno", "sentence"))
    order = ", ".join(filter(None, (NEWEST, ties)))
    return f"{rows} AND ({key_of(kind)}) IN ({newest}) ORDER BY {order}"


def count_sql(kind: str, where: str, by_row: bool) -> str:
    """How many records of KIND there are; BY_ROW where the condition can hold for one row of an event and not for another."""
    if not by_row:
        return f"SELECT count(*) FROM all_{kind} WHERE is_first AND {where}"
    return f"SELECT count(*) FROM (SELECT DISTINCT {key_of(kind)} FROM all_{kind} WHERE {where})"


def parts_sql(kind: str, where: str, size: int) -> str:
    """In which stretches of SIZE documents the rows of KIND lie, and how many in each."""
    return f"SELECT docno // {size} AS part, count(*) FROM all_{kind} WHERE {where} GROUP BY part ORDER BY part"


def records_sql(kind: str, where: str, within: str, by_row: bool) -> str:
    """The records of KIND as JSON, the texts of documents, and days, WITHIN a stretch of documents, in order."""
    chosen = f"{where} AND {within}"
    if by_row:
        key = key_of(kind)
        chosen = f"{within} AND ({key}) IN (SELECT {key} FROM all_{kind} WHERE {chosen})"
    text = "text" if kind == "documents" else "NULL"
    shown = f"record, {text}, day, {key_of(kind)}"
    return f"SELECT {shown} FROM all_{kind} WHERE is_first AND {chosen} ORDER BY {IN_ORDER[kind]}"


def keys_sql(kind: str, keys: Sequence[tuple[int, str]]) -> str:
    """The condition for the records of KEYS, such that only the narrow columns of other rows are read."""
    numbers = ", ".join(str(docno) for docno in sorted({docno for docno, _ in keys}))
    names = ", ".join(literal(name) for name in sorted({name for _, name in keys}))
    return f"docno IN ({numbers}) AND {id_of(kind)} IN ({names})"
