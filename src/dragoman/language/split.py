"""Text to sentences and words, by rules measured on UD English EWT and GUM. Made for newswire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.language.split_tokens import tokens
from dragoman.language.split_words import MONTHS, NEVER_LAST, NUMBERED, OPENERS, SAYING, TITLES

PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x1c-\x1e\x85]+")
CLOSERS = frozenset("\"'”’»)]}")
OPENING = frozenset("\"'“‘«([{")
NEVER = frozenset(f"{word}." for word in (*TITLES, *MONTHS, *NUMBERED)) | frozenset(NEVER_LAST)
LOOK_AHEAD = 5
"""Words after a quoted "!" or "?" among which a verb of saying shows that the sentence goes on."""


@dataclass(frozen=True, slots=True)
class SplitSentence:
    """A sentence before the model sees it: its span, its paragraph and the spans of its words."""

    start_char: int
    end_char: int
    paragraph: int
    tokens: tuple[tuple[int, int], ...]


def split(text: str) -> list[SplitSentence]:
    """The sentences of TEXT; a line break always ends one.

    >>> [len(s.tokens) for s in split("Mr. Poe met U.S. envoys. He left.\\nNo talks followed.")]
    [6, 3, 4]
    """
    found = []
    number = 0
    for paragraph in PARAGRAPH.finditer(text):
        spans = tokens(text, *paragraph.span())
        if not spans:
            continue
        first = 0
        for last in _ends(text, spans):
            found.append(SplitSentence(spans[first][0], spans[last - 1][1], number, tuple(spans[first:last])))
            first = last
        number += 1
    return found


def _ends(text: str, spans: list[tuple[int, int]]) -> Iterator[int]:
    """Where sentences end: positions after their last word, the end of the paragraph included."""
    count = len(spans)
    first = at = 0
    while at < count:
        a, b = spans[at]
        last = text[b - 1]
        at += 1
        if last not in ".!?…" or (b - a > 3 and last in "!?" and text[a].isalnum()):
            continue
        after, closed = _past_closers(text, spans, at, first)
        if (
            after < count
            and not _is_list_number(text, spans, first, at - 1)
            and _is_end(text, spans, at - 1, after, closed)
        ):
            first = at = after
            yield after
    yield count


def _past_closers(text: str, spans: list[tuple[int, int]], at: int, first: int) -> tuple[int, bool]:
    """The position after the closing quotes and brackets at AT, and whether there were any."""
    start = at
    while at < len(spans):
        a, b = spans[at]
        mark = text[a:b]
        if mark == "[" and _is_note(text, spans, at):
            at += 3
            continue
        if mark[0] not in CLOSERS and not (mark in ("!", "?", ".", "''") or (mark[0] in "!?" and b - a > 1)):
            break
        if text[a - 1].isspace() and not _is_open(text, spans, at, first):
            break
        at += 1
    return at, any(text[spans[k][0]] in CLOSERS for k in range(start, at))


def _is_note(text: str, spans: list[tuple[int, int]], at: int) -> bool:
    """Whether "[12]" stands at AT: a note belongs to the sentence before it."""
    if at + 2 >= len(spans):
        return False
    (a, b), (c, _) = spans[at + 1], spans[at + 2]
    return text[a:b].isdigit() and text[c] == "]"


def _is_open(text: str, spans: list[tuple[int, int]], at: int, first: int) -> bool:
    """Whether the mark at AT, set off by a blank, closes what was opened in this sentence: `" Go . "`."""
    a, b = spans[at]
    if b - a != 1 or text[a] != '"' or (b < len(text) and not text[b].isspace()):
        return text[a] in ")]}”.!?"
    return sum(text[x] == '"' for x, _ in spans[first:at]) % 2 == 1


def _is_end(text: str, spans: list[tuple[int, int]], stop: int, after: int, closed: bool) -> bool:
    a, b = spans[stop]
    mark = text[a:b]
    begin, end = spans[after]
    opener = text[begin]
    glued = not text[begin - 1].isspace()
    if glued and not _is_glued_end(text, spans, stop, after):
        return False
    if opener in OPENING or (opener in "-–—•*" and end - begin == 1):
        if after + 1 >= len(spans):
            return False
        following = text[spans[after + 1][0]]
        dashed = opener in "-–—"
        if following.islower() or (dashed and mark != "."):
            return False
        opener = following if not dashed else opener
    if opener.islower() and not _is_careless(text, spans, stop, after):
        return False
    if opener in ",;:%/.…&)]}":
        return False
    if mark[-1] == "." and len(mark) > 1 and mark[0] != ".":
        return _ends_after_abbreviation(text, spans, stop, after, mark)
    if closed and mark[-1] in "!?":
        return not _is_said(text, spans, after)
    return True


def _is_careless(text: str, spans: list[tuple[int, int]], stop: int, after: int) -> bool:
    """A sentence that opens in small letters, as in unedited text: a plain stop after a plain word, nothing between."""
    a, b = spans[stop]
    if (b - a != 1 and text[a] not in "!?") or after != stop + 1 or not stop:
        return False
    word = text[spans[stop - 1][0] : spans[stop - 1][1]]
    return len(word) > 2 and word.islower() and word.isalpha()


def _is_glued_end(text: str, spans: list[tuple[int, int]], stop: int, after: int) -> bool:
    """Two sentences without a blank between them: "the end.Then it"; not "Yahoo!Inc" or "3.Do"."""
    a, b = spans[after]
    if stop == 0:
        return False
    if spans[stop][1] - spans[stop][0] > 1:
        return text[spans[stop][0]] == "." and text[a].isupper()
    before = text[spans[stop - 1][0] : spans[stop - 1][1]]
    word = text[a:b]
    return (before.islower() or not before.isalpha()) and len(word) > 1 and word[0].isupper() and word[1:].islower()


def _ends_after_abbreviation(text: str, spans: list[tuple[int, int]], stop: int, after: int, mark: str) -> bool:
    """ "U.S.", "Inc.", "J." end a sentence before a word that opens sentences; titles and months never do."""
    if mark in NEVER:
        return after > stop + 1
    if after > stop + 1 and text[spans[after - 1][0]] in ".!?":
        return True
    at = after + 1 if text[spans[after][0]] in OPENING and after + 1 < len(spans) else after
    word = text[spans[at][0] : spans[at][1]]
    if len(mark) == 2 and stop and not text[spans[stop - 1][0]].islower():
        return False
    if word in ("A", "I") and at + 1 < len(spans):
        return text[spans[at + 1][0]] not in ".'’" or word == "I"
    return word in OPENERS


def _is_said(text: str, spans: list[tuple[int, int]], after: int) -> bool:
    """Whether a speaker and a verb of saying follow a quoted "!" or "?"."""
    for a, b in spans[after : after + LOOK_AHEAD]:
        word = text[a:b]
        if word in SAYING:
            return True
        if not word[0].isalnum() and word[0] not in "'’.":
            return False
    return False


def _is_list_number(text: str, spans: list[tuple[int, int]], first: int, stop: int) -> bool:
    """ "1." or "*1." at the head of a sentence belongs to what follows."""
    if not 1 <= stop - first <= 2 or text[spans[stop][0]] != ".":
        return False
    head = text[spans[stop - 1][0] : spans[stop - 1][1]]
    return (head.isdigit() and len(head) < 3) or (stop - first == 1 and len(head) == 1)
