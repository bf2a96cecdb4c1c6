"""The text of a report with every passage marked on which a record rests; spans may overlap, so the text is cut into pieces.

Offsets are counted here, in code points, and never by the browser, which counts an emoji as two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from dragoman.records import Commitment, Event, Record, Statement
from dragoman.view import words

EVIDENCE, TRIGGER, QUOTE, PROMISE = "evidence", "trigger", "quote", "promise"
KINDS = {Event: "e", Statement: "s", Commitment: "c"}
"""The letter that a record's number begins with."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with the name by which its passages and its card find each other, unique on the page."""

    key: str
    record: Event | Statement | Commitment


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` (half-open) that SHOWN rests on; `kind`: evidence, trigger, quote or promise."""

    start: int
    end: int
    shown: Shown
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that no span cuts, with the passages that lie over it."""

    start: int
    end: int
    over: tuple[Passage, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.shown.key for p in self.over))


def numbered(records: Iterable[Record], prefix: str) -> list[Shown]:
    """The events, statements and commitments of one report, in their order, named after PREFIX."""
    counts = dict.fromkeys(KINDS.values(), 0)
    found = []
    for record in records:
        if isinstance(record, Event | Statement | Commitment):
            letter = KINDS[type(record)]
            counts[letter] += 1
            found.append(Shown(f"{prefix}{letter}{counts[letter]}", record))
    return found


def passages(shown: Shown) -> Iterator[Passage]:
    """The passages of one record: its evidence, and in it what says the thing itself."""
    record = shown.record
    if isinstance(record, Statement):
        yield Passage(record.start_char, record.end_char, shown, QUOTE)
        return
    kind = EVIDENCE if isinstance(record, Event) else PROMISE
    yield Passage(record.evidence.start_char, record.evidence.end_char, shown, kind)
    if isinstance(record, Event):
        for span in record.mentions:
            yield Passage(span.start_char, span.end_char, shown, EVIDENCE)
        yield Passage(record.trigger.start_char, record.trigger.end_char, shown, TRIGGER)


def pieces(text: str, all_shown: Iterable[Shown]) -> list[Piece]:
    """TEXT cut wherever a passage begins or ends; offsets outside it are brought in."""
    size = len(text)
    spans = [p for shown in all_shown for p in passages(shown)]
    cuts = sorted({0, size, *(min(max(at, 0), size) for p in spans for at in (p.start, p.end))})
    opening = sorted(spans, key=lambda p: p.start)
    found, open_, next_ = [], list[Passage](), 0
    for start, end in pairwise(cuts):
        while next_ < len(opening) and opening[next_].start <= start:
            open_.append(opening[next_])
            next_ += 1
        open_ = [p for p in open_ if p.end > start]
        found.append(Piece(start, end, tuple(open_)))
    return found


def marked(text: str, all_shown: Sequence[Shown]) -> str:
    """TEXT as HTML: a passage that the same records rest on is one mark, with the triggers in it."""
    parts, seen = [], set[str]()
    for keys, run in groupby(pieces(text, all_shown), key=lambda piece: piece.keys):
        inner = list(run)
        body = "".join(_piece(text, piece) for piece in inner)
        parts.append(_mark(keys, inner, body, seen) if keys else body)
    return "".join(parts)


def _mark(keys: tuple[str, ...], inner: Sequence[Piece], body: str, seen: set[str]) -> str:
    """One mark, with the anchors to which the cards of records that begin here lead back."""
    fresh = [key for key in keys if key not in seen]
    seen.update(fresh)
    anchors = "".join(f'<i class="at" id="{key}-at"></i>' for key in fresh)
    over = {p.shown.key: p for piece in inner for p in piece.over}
    kinds = dict.fromkeys(p.kind for piece in inner for p in piece.over if p.kind != TRIGGER)
    states = dict.fromkeys(_status(p.shown) for p in over.values() if isinstance(p.shown.record, Event))
    starts = [f"{p.kind}-starts" for p in inner[0].over if p.start == inner[0].start and p.kind in (QUOTE, PROMISE)]
    classes = " ".join(dict.fromkeys((*kinds, *states, *starts)))
    title = escape("; ".join(dict.fromkeys(brief(p.shown) for p in over.values())))
    return f'<mark class="{classes}" data-for="{" ".join(keys)}" title="{title}">{anchors}{body}</mark>'


def _piece(text: str, piece: Piece) -> str:
    words_here = readable(text[piece.start : piece.end])
    triggers = [p for p in piece.over if p.kind == TRIGGER]
    if not triggers:
        return words_here
    first = " first" if any(p.start == piece.start for p in triggers) else ""
    return f'<b class="trigger {_status(triggers[-1].shown)}{first}">{words_here}</b>'


def _status(shown: Shown) -> str:
    return style(shown.record) if isinstance(shown.record, Event) else ""


def style(event: Event) -> str:
    """The class that shows the status of EVENT; "" for a status that has no sign."""
    return event.status if event.status in words.MARKS else ""


def brief(shown: Shown) -> str:
    """A record in a few words, for where nothing more can be shown."""
    record = shown.record
    if isinstance(record, Event):
        return f"{words.deed(record)} ({record.status})"
    if isinstance(record, Statement):
        return f"said by {words.party(record.speaker)}"
    return f"promise of {words.parties(record.by) or 'somebody'}, due: {words.due(record)}"


def readable(text: object) -> str:
    """TEXT escaped for HTML, which allows no control characters but line breaks and tabs.

    >>> readable("<b>\\x00")
    '&lt;b&gt;\\ufffd'
    """
    shown = "".join(c if c in "\n\t" or c.isprintable() or not _is_control(c) else "\ufffd" for c in str(text))
    return escape(shown)


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char <= "\udfff"
