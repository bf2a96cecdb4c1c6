"""Quotation marks to quotations: a reading of the text alone, without the parse."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

OPENING = {"“": "”", "„": "“”", "«": "»", '"': '"'}
CLOSING = frozenset("”»")
SINGLE = "'‘’"
BEFORE_OPENING = frozenset(" \t\u00a0([{—–-/…“\"„«‘'")
WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
PARAGRAPH = re.compile(r"[^\n]+")
ELIDED = re.compile(r"['‘’](?:\d0s|\d\ds?\b|tis\b|twas\b|em\b|til\b|cause\b|n['’])", re.IGNORECASE)
CUE_BEHIND = re.compile(
    r",\s+(?:(?:\w+\.?\s+){1,4}(?:said|says|told|added|wrote|announced|warned)\b|(?:said|says|added|wrote)\s+\w)"
)
BREAK = re.compile(r"[.,:!?]\s$")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: `start_char` to `end_char` are its words, `outer_start` to `outer_end` those with their marks."""

    start_char: int
    end_char: int
    outer_start: int
    outer_end: int
    closed: bool
    depth: int
    """0, or 1 for a quotation inside a quotation."""


def find_quotes(text: str) -> list[Quote]:
    """Every quotation of TEXT in text order, of whatever length, speech or not.

    A mark that opens a paragraph while the quotation before it is open continues that; each paragraph is one Quote.

    >>> [text[q.start_char : q.end_char] for text in ['"We agree," she said, "in part."'] for q in find_quotes(text)]
    ['We agree', 'in part.']
    """
    found: list[Quote] = []
    for paragraph in PARAGRAPH.finditer(text):
        found.extend(_paragraph(text, paragraph.start(), paragraph.end()))
    return sorted(found, key=lambda q: (q.outer_start, -q.outer_end))


def word_count(text: str) -> int:
    """Words of TEXT; an apostrophe or a hyphen parts no word.

    >>> word_count("We don't know - yet.")
    4
    """
    return len(WORD.findall(text))


def _paragraph(text: str, start: int, end: int) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    for at in range(start, end):
        mark = text[at]
        if mark not in OPENING and mark not in CLOSING:
            continue
        if opened is not None and _closes(text, at, end, text[opened]):
            found.extend(_quote(text, opened, at, closed=True))
            opened = None
        elif mark in OPENING and _opens(text, at, start, end):
            if opened is not None:
                found.extend(_quote(text, opened, _missing_end(text, opened, at), closed=False))
            opened = at
    if opened is not None:
        found.extend(_quote(text, opened, _missing_end(text, opened, end), closed=False))
    return [*_within(found, outside := _singles_outside(text, start, end, found)), *outside]


def _within(doubles: list[Quote], outside: list[Quote]) -> list[Quote]:
    """DOUBLES, those that stand inside a quotation in single marks one deeper."""
    return [
        replace(d, depth=1) if any(s.outer_start < d.outer_start and d.outer_end < s.outer_end for s in outside) else d
        for d in doubles
    ]


def _opens(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return (text[at] != '"' or before in BEFORE_OPENING) and not after.isspace()


def _closes(text: str, at: int, end: int, opening: str) -> bool:
    if text[at] not in OPENING[opening]:
        return False
    if opening != '"':
        return True
    before = text[at - 1]
    after = text[at + 1] if at + 1 < end else " "
    # A straight mark between a blank and a letter opens, even where the mark before it was never closed.
    return not (before.isspace() and after.isalnum())


def _missing_end(text: str, opened: int, limit: int) -> int:
    """Where a quotation without closing mark stops: before the cue that follows it, else at the end of its paragraph.

    Where another quotation opens first, at the end of the last whole sentence before that.
    """
    cue = CUE_BEHIND.search(text, opened, limit)
    if cue is not None:
        return cue.start()
    if limit < len(text) and text[limit] in OPENING:
        ends = list(SENTENCE_END.finditer(text, opened, limit))
        return ends[0].end() if ends else limit
    return limit


def _quote(text: str, opened: int, end: int, closed: bool) -> list[Quote]:
    start, outer_end = opened + 1, end + 1 if closed else end
    inner = _trimmed(text, start, end)
    if inner is None:
        return []
    quote = Quote(*inner, opened, outer_end, closed, 0)
    nested = [Quote(*i, a, b, True, 1) for i, a, b in _singles(text, start, end)]
    return [quote, *nested]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words without blanks at both ends and without a closing comma, which belongs to the sentence around them."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
        end -= 1
    return (start, end) if end > start else None


def _singles(text: str, start: int, end: int) -> list[tuple[tuple[int, int], int, int]]:
    """Quotations in single marks between START and END: ((start, end) of the words, start and end with the marks)."""
    found, at = [], start
    while at < end:
        close = _single_close(text, at, start, end) if text[at] in SINGLE else None
        if close is None:
            at += 1
            continue
        inner = _trimmed(text, at + 1, close)
        if inner is not None:
            found.append((inner, at, close + 1))
        at = close + 1
    return found


def _singles_outside(text: str, start: int, end: int, doubles: list[Quote]) -> list[Quote]:
    taken = [(q.outer_start, q.outer_end) for q in doubles]
    found = []
    for inner, a, b in _singles(text, start, end):
        crossed = [(x, y) for x, y in taken if a < y and x < b]
        # Around double marks the single ones must be plain speech: opened at a break, closed behind a stop.
        around = text[b - 2] in ",.!?…" and (a == start or BREAK.search(text[max(start, a - 2) : a]) is not None)
        if not crossed or (around and all(a < x and y < b for x, y in crossed)):
            found.append(Quote(*inner, a, b, True, 0))
    return found


def _single_close(text: str, at: int, start: int, end: int) -> int | None:
    """The mark that closes the single quotation opened at AT, or None where AT is an apostrophe."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if (
        text[at] == "’"
        or before not in BEFORE_OPENING
        or not (after.isalnum() or after in "[…")
        or ELIDED.match(text, at)
    ):
        return None
    marks = "’" if text[at] == "‘" else "'’"
    ends = [j for j in range(at + 2, end) if text[j] in marks and not text[j + 1 : min(j + 2, end)].isalnum()]
    # A mark behind an s may be a plural's apostrophe: one behind a stop or before a stop is surer.
    sure = [
        j for j in ends if text[j - 1] in ",.!?…" or text[j - 1] not in "sS" or text[j + 1 : min(j + 2, end)] in ",.;:)"
    ]
    return sure[0] if sure else (ends[-1] if ends else None)
