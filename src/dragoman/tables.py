"""Flat tables: one kind of record a table, columns derived from the fields of its class.

Events have a row for each ordered pair of parties: a mutual act stands both ways, a missing side is empty.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import permutations, product
from typing import Any

from dragoman import ontology
from dragoman.errors import UsageError
from dragoman.records import Commitment, Document, Entity, Event, Number, Record, Rejection, Span, Statement

KINDS: dict[str, type[Record]] = {
    "events": Event,
    "statements": Statement,
    "commitments": Commitment,
    "documents": Document,
    "rejections": Rejection,
}
# fmt: off
EVENTS = [
    "event_id", "document", "published", "date", "date_precision",
    "actor_name", "actor_text", "actor_code", "actor_sector",
    "recipient_name", "recipient_text", "recipient_code", "recipient_sector",
    "event", "mode", "context", "quad_code", "event_scale", "cameo", "status",
    "place_name", "place_country", "lat", "lon", "geonameid", "dead", "injured", "arrested",
    "attribution", "confidence", "evidence", "url", "outlet", "coder",
]
# fmt: on
BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Tabs and ends of lines: files for tables have a blank for each, so that offsets into a text column stay true."""
PARTY = ("name", "text", "code", "sector")
OF_DOCUMENT = ("published", "url", "outlet")
QUOTED = frozenset({"evidence", "quote", "what", "conditional", "due_text", "text"})
WHOLE = frozenset({"quad_code", "geonameid", "dead", "injured", "arrested"})
FRACTION = frozenset({"event_scale", "lat", "lon", "confidence"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table: its name and `str`, `int` or `float`."""

    name: str
    type: type


def columns(kind: str, text: bool = True) -> list[Column]:
    """The columns of the table of KIND, in order; without TEXT those that repeat the words of a report are left out.

    >>> [c.name for c in columns("rejections")]
    ['rejection_id', 'document', 'step', 'reason', 'detail']
    >>> "evidence" in {c.name for c in columns("events", text=False)}
    False
    """
    names = EVENTS if kind == "events" else _derived(kind)
    return [Column(name, _type(name)) for name in names if text or not _is_quoted(name)]


def rows(records: Iterable[Record], kind: str, text: bool = True) -> Iterator[tuple[Any, ...]]:
    """The rows of the table of KIND that RECORDS hold; a document's record comes before those of what it says."""
    wanted = [c.name for c in columns(kind, text)]
    document: Document | None = None
    for record in records:
        if isinstance(record, Document):
            document = record
        if isinstance(record, KINDS[kind]):
            for row in _event_rows(record, text) if isinstance(record, Event) else [_flat(record)]:
                row |= {name: getattr(document, name, None) for name in OF_DOCUMENT}
                yield tuple(_cell(row.get(name)) for name in wanted)


def _is_quoted(name: str) -> bool:
    return name in QUOTED or name.endswith("_text")


def _type(name: str) -> type:
    if name in WHOLE or name.endswith("_char"):
        return int
    return float if name in FRACTION else str


def _cell(value: Any) -> Any:
    return ";".join(str(v) for v in value if v is not None) if isinstance(value, tuple | list) else value


# ---------------------------------------------------------------- events


@cache
def _mutual() -> frozenset[str]:
    return frozenset(name for name, kind in ontology.load().types.items() if kind.mutual)


def is_mutual(event: Event) -> bool:
    """Whether its parties do EVENT to each other: several actors, no recipient, a type that can be mutual."""
    return len(event.actor) > 1 and not event.recipient and event.event in _mutual()


def pairs(event: Event) -> list[tuple[Entity | None, Entity | None]]:
    """The ordered pairs of parties of EVENT: actors by recipients, and of a mutual act each party with each other."""
    if is_mutual(event):
        return list(permutations(event.actor, 2))
    actors: Sequence[Entity | None] = event.actor or (None,)
    return list(product(actors, event.recipient or (None,)))


def _event_rows(event: Event, text: bool) -> Iterator[dict[str, Any]]:
    shared = {name: getattr(event, name) for name in EVENTS if hasattr(event, name)} | {
        "event_id": event.id,
        "attribution": _source(event, text),
        "evidence": event.evidence.text,
    }
    if event.place is not None:
        place = event.place
        shared |= {"place_name": place.name, "place_country": place.country}
        shared |= {"lat": place.lat, "lon": place.lon, "geonameid": place.geonameid}
    for actor, recipient in pairs(event):
        yield shared | _party("actor", actor) | _party("recipient", recipient)


def _source(event: Event, text: bool) -> str | None:
    """Who the report credits, by name if known; without TEXT never in the words of the text."""
    source = event.attribution.source if event.attribution else None
    if isinstance(source, Entity):
        return source.name or (source.text if text else source.code)
    return source if text else None


def _party(side: str, entity: Entity | None) -> dict[str, Any]:
    return {f"{side}_{part}": getattr(entity, part, None) for part in PARTY}


# ---------------------------------------------------------------- the other kinds


@cache
def _derived(kind: str) -> list[str]:
    if kind not in KINDS:
        raise UsageError(f"no table of {kind!r}; there are {', '.join(KINDS)}")
    shapes = typing.get_type_hints(KINDS[kind])
    names: list[str] = []
    for field in fields(KINDS[kind]):
        if field.name != "trace":  # a tree of its own, for reading and not for a table
            names += _names(kind, field.name, shapes[field.name])
    if kind in ("statements", "commitments"):
        names.insert(names.index("document") + 1, "published")
        names[-1:-1] = ["url", "outlet"]
    return names


def _names(kind: str, name: str, shape: Any) -> list[str]:
    """The columns of one field: four for parties, three for spans, one for anything else."""
    if name == "id":
        return ["document"] if kind == "documents" else [f"{kind[:-1]}_id"]
    inside = {shape, *typing.get_args(shape)}
    if Entity in inside:
        return [f"{name}_{part}" for part in PARTY]
    if Span in inside:
        return [name, f"{name}_start_char", f"{name}_end_char"]
    return [name]


def _flat(record: Record) -> dict[str, Any]:
    kind = record.record
    row: dict[str, Any] = {"document": record.document, f"{kind}_id": record.id}
    for field in fields(record):
        value = getattr(record, field.name)
        parties = (value,) if isinstance(value, Entity) else value
        if isinstance(parties, tuple) and parties and isinstance(parties[0], Entity):
            row |= {f"{field.name}_{part}": _joined(parties, part) for part in PARTY}
        elif isinstance(value, Span):
            row |= {field.name: value.text, f"{field.name}_start_char": value.start_char}
            row[f"{field.name}_end_char"] = value.end_char
        elif field.name == "sentences":
            row["sentences"] = tuple(f"{start}-{end}" for start, end in value)
        elif field.name != "id":
            row[field.name] = value.value if isinstance(value, Number) else value
    return row


def _joined(parties: Sequence[Entity], part: str) -> Any:
    """One value of each party in order, empty where unknown, so that the columns of parties stay in step."""
    values = [getattr(p, part) for p in parties]
    return ";".join(v or "" for v in values) if any(values) else None
