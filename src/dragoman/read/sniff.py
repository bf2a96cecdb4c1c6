"""What a stream without a telling name holds: JSON lines, JSON, HTML, a table or plain text."""

from __future__ import annotations

import json
import re

from dragoman.read.rows import delimiter_of
from dragoman.settings import ReadSettings

BEFORE = r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<"
PAGE = re.compile(BEFORE + r"(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
HTML = re.compile(
    BEFORE + r"(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1)\b", re.IGNORECASE | re.DOTALL
)


def kind_of_text(head: str, settings: ReadSettings) -> str:
    """The kind of a text by its beginning.

    >>> settings = ReadSettings()
    >>> kind_of_text('{"text": "Two ministers met."}', settings), kind_of_text("Two ministers met.", settings)
    ('jsonl', 'text')
    """
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return _json_kind(start)
    if start.startswith("[") and re.match(r"\[\s*\{\s*\"", start):
        return "json"
    if HTML.match(start):
        return "html"
    first = start.split("\n", 1)[0]
    if "\n" in start and any(mark in first for mark in ",;\t|") and delimiter_of(first, settings) is not None:
        return "csv"
    return "text"


def _json_kind(start: str) -> str:
    first, newline, _ = start.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # A first line too long to be seen whole is a line of JSON all the same; "{" alone opens a printed object.
        if newline and len(first.strip()) < 3:
            return "json"
        return "jsonl" if re.match(r"\{\s*\"", start) else "text"
    return "jsonl"


def is_page(text: str) -> bool:
    """Whether a text is a whole HTML page, whatever its file is called.

    >>> is_page("<!DOCTYPE html><html>"), is_page("Two ministers met.")
    (True, False)
    """
    return PAGE.match(text[:2000]) is not None
