"""What a stream holds by its beginning: an archive, a feed, JSON lines, JSON, HTML, a table or plain text."""

from __future__ import annotations

import json
import re

from dragoman.read.rows import delimiter_of
from dragoman.settings import ReadSettings

# Possessive, since a thousand comments in a row would else be parted in more ways than there is time for.
BEFORE = r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*+<"
PAGE = re.compile(BEFORE + r"(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
ROOT = re.compile(
    r"(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*)?>\s*)*+<(?:\w+:)?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
ROOTS = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemap"
}  # fmt: skip
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
TAR_MARK = slice(257, 262)
HTML = re.compile(
    BEFORE + r"(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1)\b", re.IGNORECASE | re.DOTALL
)


def kind_of_bytes(head: bytes) -> str | None:
    """The kind of archive by its first bytes.

    >>> kind_of_bytes(b"PK\\x03\\x04..."), kind_of_bytes(b"WARC/1.1\\r\\n"), kind_of_bytes(b"Two ministers met.")
    ('zip', 'warc', None)
    """
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(b"WARC/"):
        return "warc"
    return "tar" if head[TAR_MARK] == b"ustar" else None


def kind_of_root(head: str) -> str | None:
    """feed, opml or sitemap by the root of XML; None for anything else.

    >>> kind_of_root('<?xml version="1.0"?><!-- all news --><rss version="2.0">'), kind_of_root("<html><body>")
    ('feed', None)
    """
    found = ROOT.match(head.lstrip("\ufeff \t\r\n"))
    return ROOTS.get(found[1].lower()) if found else None


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
    root = kind_of_root(start)
    if root is not None:
        return root
    if HTML.match(start):
        return "html"
    if start.startswith("<?xml"):
        return "xml"
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
