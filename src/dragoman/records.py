"""Everything that flows through the house: frozen, slotted dataclasses and nothing else.

Offsets are half-open, in Unicode code points, into `Document.text`. Absent is None or an empty tuple.
The record classes (`Document`, `Event`, `Statement`, `Commitment`, `Link`, `Rejection`) print as JSON objects in the order of
their fields; `to_dict` makes them, tables and docs are derived from the same fields.
"""

from __future__ import annotations

import hashlib
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

# ---------------------------------------------------------------- what comes in


@dataclass(frozen=True, slots=True)
class Page:
    """One report as it was found, before it is read: raw text or HTML, and what the source says about it."""

    source: str
    """Where it was found, for messages: a path, a path and a line, "<stdin>"."""
    content: str
    kind: str
    """"text" or "html"."""
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    rights: str | None = None


# ---------------------------------------------------------------- what the language model says


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `head` is the index of its head in the sentence, -1 for the root; `rel` a Universal Dependencies relation."""

    text: str
    start_char: int
    end_char: int
    lemma: str
    upos: str
    xpos: str
    head: int
    rel: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: tokens `first` to `last` (half-open) of sentence number `sentence`; label PER, ORG, LOC or NORP."""

    sentence: int
    first: int
    last: int
    label: str
    start_char: int
    end_char: int
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence: its span and tokens; where the model ran, the encoder's lower states (word pieces x width, float32) and the
    first piece of each token."""

    start_char: int
    end_char: int
    tokens: tuple[Token, ...]
    paragraph: int = 0
    trunk: NDArray[np.float32] | None = None
    first_piece: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A text as the language model sees it."""

    text: str
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    model: str
    """Version of the model that made it."""


# ---------------------------------------------------------------- parts of records


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text and where they stand."""

    text: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A party as the text names it and as it was resolved on the document's date.

    `code`: ISO 3166-1 alpha-3 (XKX Kosovo), IGO:UN and so on, NGO, MNC, or --- for none; `sector`: PLOVER sector or None;
    `kind`: state, government, office, person, organisation, group or place.
    """

    text: str
    start_char: int
    end_char: int
    name: str | None = None
    code: str = "---"
    sector: str | None = None
    office: str | None = None
    kind: str = "person"
    identifier_id: str | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened. `resolution`: 1 country, 2 first-level division, 3 second-level, 4 town, 5 below a town."""

    text: str
    start_char: int
    end_char: int
    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    resolution: int | None = None
    basis: str | None = None
    """Why this place of that name: state, division, capital, only-one, country-named, sentence, report, dateline, other-places,
    population, region, or context where no table has the name."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count of people: "at least 12" is (12, True, "at least 12")."""

    value: int
    approximate: bool
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """On whose word the report tells an event. `side`: actor, recipient, third or reporter."""

    source: Entity | str | None
    cue: str | None
    side: str


# ---------------------------------------------------------------- records


@dataclass(frozen=True, slots=True)
class Document:
    """One report: cleaned text and what is known about it."""

    record: ClassVar[str] = "document"
    id: str
    title: str | None
    url: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    published_basis: str
    """metadata, dateline, argument, rights or none."""
    language: str
    rights: str | None
    text_id: str
    text: str
    sentences: tuple[tuple[int, int], ...] = ()
    fingerprint: str | None = None
    account: tuple[str, ...] = ()
    """Codes of the sides that speak in it."""
    trace: tuple[dict[str, Any], ...] | None = None
    """For each sentence what was considered and why it gave no event; filled only on request."""

    @property
    def document(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when and where, in which context, with which status: PLOVER 2.0 and its evidence."""

    record: ClassVar[str] = "event"
    id: str
    document: str
    event: str
    mode: tuple[str, ...]
    context: tuple[str, ...]
    status: str
    actor: tuple[Entity, ...]
    recipient: tuple[Entity, ...]
    date: str | None
    date_end: str | None
    date_text: str | None
    date_precision: str
    date_basis: str
    place: Place | None
    dead: int | None
    injured: int | None
    arrested: int | None
    size: Number | None
    quad_code: int
    event_scale: float
    cameo: str
    trigger: Span
    evidence: Span
    mentions: tuple[Span, ...]
    attribution: Attribution | None
    withheld_by: Entity | None
    confidence: float
    coder: str
    trace: dict[str, Any] | None = None
    """Why it was coded; filled only on request."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what to whom through which medium, word for word (`direct`) or reported (`indirect`)."""

    record: ClassVar[str] = "statement"
    id: str
    document: str
    speaker: Entity
    quote: str
    start_char: int
    end_char: int
    kind: str
    cue: str | None
    medium: str | None
    medium_basis: str | None
    via: tuple[Entity, ...]
    """Through whom the words came, nearest to the report first: an agency that quotes a paper that was told."""
    addressee: Entity | None
    context: tuple[str, ...]
    events: tuple[str, ...]
    evidence: Span
    confidence: float
    coder: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who promised what to whom, by when or with no date."""

    record: ClassVar[str] = "commitment"
    id: str
    document: str
    by: tuple[Entity, ...]
    to: tuple[Entity, ...]
    what: str
    due: str | None
    due_text: str | None
    conditional: str | None
    event: str | None
    evidence: Span
    confidence: float
    coder: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A report, or a part of the input, that was not coded, and why: a short stable word and a detail for people."""

    record: ClassVar[str] = "rejection"
    id: str
    document: str
    step: str
    reason: str
    detail: str


Record = Document | Event | Statement | Commitment | Rejection


def record_id(kind: str, text_id: str, *parts: object) -> str:
    """Stable id of a record from what it is: kind, text, type and spans; never a score or a resolved code.

    >>> record_id("event", "sha256:ab", "CONSULT", (3, 9)) == record_id("event", "sha256:ab", "CONSULT", (3, 9))
    True
    """
    digest = hashlib.sha256(repr((kind, text_id, parts)).encode("utf-8")).hexdigest()
    return f"{kind[0]}{digest[:20]}"


def text_hash(text: str) -> str:
    """`sha256:` and the hash of one version of a text."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain(value: Any) -> Any:
    """A record part as JSON-ready values: dataclasses become dicts, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def to_dict(record: Record) -> dict[str, Any]:
    """A record as printed in JSON lines: `record`, `id`, `document` first; `trace` only where it was asked for.

    >>> to_dict(Rejection("r1", "a.txt", "read", "empty", "no text"))["reason"]
    'empty'
    """
    body = plain(record)
    if body.get("trace", ()) is None:
        del body["trace"]
    head = {"record": record.record, "id": record.text_id if isinstance(record, Document) else record.id}
    head["document"] = record.document
    return head | {k: v for k, v in body.items() if k not in ("id", "document")}


RECORDS: dict[str, type[Record]] = {kind.record: kind for kind in (Document, Event, Statement, Commitment, Rejection)}


def from_dict(body: dict[str, Any]) -> Record:
    """The record that `to_dict` printed; keys that this version does not know are passed over, those that lack are empty.

    >>> rejection = Rejection("r1", "a.txt", "read", "empty", "no text")
    >>> from_dict(to_dict(rejection)) == rejection
    True
    >>> from_dict({"record": "rejection", "id": "r1", "document": "a.txt", "step": "read", "reason": "empty"}).detail is None
    True
    """
    kind = RECORDS[body["record"]]
    if kind is Document:
        body = body | {"id": body["document"]}
    return typing.cast(Record, _rebuilt(kind, body))


@cache
def _shapes(kind: type) -> dict[str, Any]:
    return {
        name: shape for name, shape in typing.get_type_hints(kind).items() if typing.get_origin(shape) is not ClassVar
    }


@cache
def _unknown(kind: type) -> dict[str, Any]:
    """What fields that an older version did not write are: empty, where the class does not say it itself."""
    bare = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    shapes = {name: shape for name, shape in _shapes(kind).items() if name in bare}
    return {name: () if typing.get_origin(shape) is tuple else None for name, shape in shapes.items()}


def _rebuilt(shape: Any, value: Any) -> Any:
    """VALUE, as JSON holds it, as a SHAPE: dicts become dataclasses, lists tuples."""
    if isinstance(value, list):
        inner = next((part for part in _choices(shape) if typing.get_origin(part) is tuple), tuple)
        element = (typing.get_args(inner) or (Any,))[0]
        return tuple(_rebuilt(element, item) for item in value)
    kind: Any = next((part for part in _choices(shape) if is_dataclass(part)), None)
    if isinstance(value, dict) and kind is not None:
        known = {name: _rebuilt(part, value[name]) for name, part in _shapes(kind).items() if name in value}
        return kind(**_unknown(kind) | known)
    return value


def _choices(shape: Any) -> tuple[Any, ...]:
    """What a value of SHAPE can be besides nothing."""
    is_union = typing.get_origin(shape) is not tuple and bool(typing.get_args(shape))
    return tuple(part for part in typing.get_args(shape) if part is not NoneType) if is_union else (shape,)
