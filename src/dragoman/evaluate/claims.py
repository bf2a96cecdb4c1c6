"""Records of hand coding and of the program in one shape, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Place = tuple[int, int]

_GENERIC = """
    the of and a an in for its his her their to on by with at or from as who that this several some many other others
    two three president prime minister ministers government police party court chief leader leaders official officials
    spokesman spokesperson spokeswoman former deputy vice general foreign secretary mr mrs ms senator state
"""
GENERIC = frozenset(_GENERIC.split())
"""Words by which no party is told from another."""

NUMBERS = ("dead", "injured")
WORD = re.compile(r"\w+")


def names_in(text: str | None) -> frozenset[str]:
    """Content words of TEXT in small letters; all of its words where none is left.

    >>> sorted(names_in("the U.S. president's envoy")), sorted(names_in("the police"))
    (['envoy', 'us'], ['police', 'the'])
    """
    plain = (text or "").lower().replace("u.s.", "us").replace("u.k.", "uk").replace("'s", "").replace("’s", "")
    every = frozenset(WORD.findall(plain))
    return frozenset(w for w in every if len(w) > 1 and w not in GENERIC) or every


def text_of(entity: object) -> str:
    """What an entity, a span or a string is called: its text and its resolved name."""
    if isinstance(entity, Mapping):
        return f"{entity.get('text') or ''} {entity.get('name') or ''}"
    return str(entity or "")


def codes_of(parties: Iterable[Any] | None) -> frozenset[str]:
    """Codes of parties given as codes (gold) or entities (predicted); two spellings of the UN and the EU are one."""
    found = set()
    for party in parties or ():
        code = party if isinstance(party, str) else party.get("code") or "---"
        found.add(code.upper().replace("IGOUNO", "IGO:UN").replace("IGOEUR", "IGO:EU"))
    return frozenset(found)


def find_span(words: str | None, start: int | None, text: str) -> Place | None:
    """Where WORDS stand in TEXT: at START, else nearest to it, blanks folded; None if nowhere.

    >>> find_span("the deal", 40, "the deal and the  deal")
    (13, 22)
    """
    if not words:
        return None
    if start is not None and text.startswith(words, start):
        return start, start + len(words)
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    spans = [m.span() for m in re.finditer(pattern, text)] if pattern else []
    return min(spans, key=lambda s: abs(s[0] - (start or 0)), default=None)


def shared(one: Place, other: Place) -> int:
    """Characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One event, statement or commitment. `names`: content words of each party by side; `parties`: codes by side."""

    kind: str
    type: str
    span: Place
    trigger: Place | None
    trigger_text: str
    status: str | None
    modes: frozenset[str]
    contexts: frozenset[str]
    date: str
    place: frozenset[str]
    has_place: bool
    actor: frozenset[str]
    recipient: frozenset[str]
    actor_names: tuple[frozenset[str], ...]
    recipient_names: tuple[frozenset[str], ...]
    sideless: bool
    numbers: tuple[int | None, ...]
    speaker: str
    direct: bool

    @property
    def speaker_names(self) -> frozenset[str]:
        return names_in(self.speaker)


MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT"})
EVIDENCE = {"event": "evidence", "statement": "quote", "commitment": "evidence"}


def claim(kind: str, row: Row, text: str) -> tuple[Claim, bool]:
    """ROW of either origin as a claim about TEXT, and whether its words were found there."""
    span = _place(row, EVIDENCE[kind], text)
    sides = ("by", "to") if kind == "commitment" else ("actor", "recipient")
    actor, recipient = (row.get(side) or [] for side in sides)
    type_ = row.get("event") if kind == "event" else kind
    type_ = str(type_[0] if isinstance(type_, list) else type_)
    mode = row.get("mode") or []
    trigger = row.get("trigger")
    found = Claim(
        kind=kind,
        type=type_,
        span=span or (0, 0),
        trigger=_place(row, "trigger", text) if isinstance(trigger, Mapping) else None,
        trigger_text=text_of(trigger).strip().lower(),
        status=row.get("status"),
        modes=frozenset([mode] if isinstance(mode, str) else mode),
        contexts=frozenset(row.get("context") or ()) if kind == "event" else frozenset(),
        date=str(row.get("date") or ""),
        place=names_in(text_of(row.get("place"))),
        has_place=bool(row.get("place")),
        actor=codes_of(actor),
        recipient=codes_of(recipient),
        actor_names=_names(row, "actor", actor),
        recipient_names=_names(row, "recipient", recipient),
        sideless=type_ in MUTUAL and not recipient and len(actor) > 1,
        numbers=tuple(_number(row.get(key)) for key in NUMBERS),
        speaker=text_of(row.get("speaker")),
        direct=row.get("kind") == "direct",
    )
    return found, span is not None


def _names(row: Row, side: str, parties: Iterable[Any]) -> tuple[frozenset[str], ...]:
    """Hand coding keeps names beside the codes, the program inside its entities."""
    return tuple(names_in(text_of(p)) for p in row.get(f"{side}_text", parties))


def _place(row: Row, key: str, text: str) -> Place | None:
    value = row.get(key)
    if isinstance(value, Mapping):
        return find_span(value.get("text"), value.get("start_char"), text)
    return find_span(value, row.get("start_char"), text)


def _number(value: Any) -> int | None:
    found = value.get("value") if isinstance(value, Mapping) else value
    return found if isinstance(found, int) else None
