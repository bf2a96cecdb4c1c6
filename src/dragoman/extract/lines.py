"""A text as lines: line ends made one, hard-wrapped lines joined to paragraphs; no word is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
TERMINAL = re.compile(r"[.!?…。](?:[\"'”’»)\]]|\[\d+\])*$|[.!?…][\"'”’»)\]]*\s*\(?\[?\d{0,2}\]?\)?$")
END_CHARS = 24
WIDEST = 120
"""No hard-wrapped text is wider; single-line paragraphs nearly always are."""
SLACK = 2
NEARLY = 0.7
"""Share of the width that a line broken by hand reaches."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, and whether a blank line stood before it."""

    text: str
    blank_before: bool = False


def is_ended(text: str) -> bool:
    """Whether TEXT ends as a sentence does.

    >>> is_ended('He said "no."'), is_ended("Leaders meet in Paris")
    (True, False)
    """
    return TERMINAL.search(text[-END_CHARS:]) is not None


def clean(text: str) -> str:
    """TEXT without byte order mark and with half characters replaced, so that it can be stored as UTF-8."""
    return SURROGATE.sub("\ufffd", text).lstrip("\ufeff")


def to_lines(text: str) -> list[Line]:
    r"""The paragraphs of TEXT.

    >>> [line.text for line in to_lines("A title\n\nOne line that was\nbroken by its editor\nand ends.")]
    ['A title', 'One line that was broken by its editor and ends.']
    """
    found: list[Line] = []
    blank = False
    for raw in LINE_END.split(clean(text)):
        stripped = raw.strip()
        if stripped:
            found.append(Line(stripped, blank))
        blank = not stripped
    width = _wrap_width(found)
    return _unwrap(found, width) if width else found


def to_text(lines: list[Line]) -> str:
    """Lines as one text: paragraphs parted as they were, by one line break or by a blank line."""
    parts = [("\n\n" if line.blank_before else "\n") + line.text for line in lines]
    return "".join(parts).lstrip("\n")


def _wrap_width(lines: list[Line]) -> int:
    """The column at which the text was broken, or 0 if its lines are paragraphs.

    In a wrapped text most lines that have a next one end inside a sentence and many of these go on in small letters;
    in a text of one-line paragraphs hardly any do.
    """
    inner = [(a.text, b.text) for a, b in pairwise(lines) if not b.blank_before]
    if not inner:
        return 0
    widths = sorted(len(text) for text, _ in inner)
    width = widths[int(0.95 * (len(widths) - 1))]
    broken = [(text, after) for text, after in inner if not is_ended(text)]
    goes_on = sum(after[0].islower() and len(text) > NEARLY * width for text, after in broken)
    is_wrapped = width <= WIDEST and len(broken) >= 0.5 * len(inner) and goes_on >= max(1, 0.3 * len(broken))
    return width if is_wrapped else 0


def _unwrap(lines: list[Line], width: int) -> list[Line]:
    found = [lines[0]]
    last = lines[0].text
    for line in lines[1:]:
        if line.blank_before or not _goes_on(last, line.text, width):
            found.append(line)
        else:
            glue = "" if re.search(r"[^\W\d_]-$", last) else " "
            found[-1] = Line(found[-1].text + glue + line.text, found[-1].blank_before)
        last = line.text
    return found


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether LINE was broken for want of room, or inside a sentence."""
    first = after.split(maxsplit=1)[0]
    is_full = len(line) + 1 + len(first) > width - SLACK
    return is_full or (len(line) > NEARLY * width and not is_ended(line) and after[0].islower())
