"""RSS and Atom feeds: entries that hold their report whole, and links to those that do not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from dragoman.read.address import canonical, is_url, joined
from dragoman.read.decode import Flaw
from dragoman.read.listings import CUT, DECLARATION, Item, Link, unsafe
from dragoman.records import Page
from dragoman.settings import ReadSettings

ENDS = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
MAIL = re.compile(r"[(<]?[^\s()<>]+@[^\s()<>]+[)>]?")
BLOG = re.compile(
    r"(?:<p>\s*)?The post <a\b[^>]*>[^<]*</a> (?:appeared first on|first appeared on) <a\b[^>]*>[^<]*</a>\.?\s*(?:</p>)?\s*$"
)
"""What a common program for web logs puts at the end of each entry."""
TEASER = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read|learn) (?:more|on)|continue reading|(?:read|view) the (?:full|whole|rest)\b.{0,40}"
    r"|full (?:story|article|text))[\s\W]*$",
    re.IGNORECASE,
)


def feed_items(text: str, source: str, base: str | None, settings: ReadSettings) -> Iterator[Item]:
    """The entries of a feed: Pages where it holds them whole, Links where it holds a teaser.

    >>> text = "<rss><channel><title>The Lantern</title><item><link>https://a.example/1</link></item></channel></rss>"
    >>> [(item.about.url, item.about.outlet) for _, item in feed_items(text, "a.rss", None, ReadSettings())]
    [('https://a.example/1', 'The Lantern')]
    """
    import feedparser

    flaw = unsafe(text)
    if flaw is not None:
        yield 1, flaw
        return
    last = max((found.end() for found in ENDS.finditer(text)), default=0)
    is_cut = not CLOSED.search(text, last)
    data = DECLARATION.sub("", text[:last] if is_cut else text, count=1).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": base} if base else {})
    # A stream, since the library takes a string for a file name or an address and would fetch it.
    parsed: Any = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    number = 0
    for number, entry in enumerate(parsed.entries, 1):
        yield number, _item(entry, parsed.feed, f"{source}:{number}", base, settings)
    if is_cut:
        yield number + 1, CUT


def _item(entry: Any, feed: Any, source: str, base: str | None, settings: ReadSettings) -> Page | Link | Flaw:
    name = str(entry.get("id") or "")
    link = joined(base, str(entry.get("link") or "")) or (name if is_url(name) else "")
    about = Page(
        source=source,
        content="",
        kind="html",
        # The address identifies a report in whatever feed it stands; a feed's own number only where there is none.
        id=None if is_url(link) else name or None,
        url=canonical(link) if is_url(link) else None,
        title=_plain(entry.get("title"), entry.get("title_detail")),
        published=_published(entry),
        authors=_authors(entry),
        outlet=_plain(entry.get("source", {}).get("title") or feed.get("title"), None),
        rights=_plain(entry.get("rights") or feed.get("rights"), None),
    )
    whole = _whole(entry, settings)
    if whole is not None:
        content, kind = whole
        return replace(about, content=content, kind=kind)
    if not is_url(link):
        return Flaw("missing-text", "an entry with neither the report nor the address of its page")
    return Link(replace(about, url=link))


def _whole(entry: Any, settings: ReadSettings) -> tuple[str, str] | None:
    """The report itself and its kind, where the entry holds it: content as long as one, or a very long summary."""
    contents = [part for part in entry.get("content", []) if part.get("value")]
    summary = entry.get("summary_detail") or {}
    parts = contents or ([summary] if summary.get("value") else [])
    least = settings.content_words if contents else settings.summary_words
    for part in parts:
        is_text = part.get("type") == "text/plain"
        value = str(part["value"]) if is_text else BLOG.sub("", str(part["value"]))
        words = value if is_text else unescape(TAG.sub(" ", value))
        if len(words.split()) >= least and not TEASER.search(words[-200:].rstrip()):
            # Loose text and lines parted by <br> stand in a paragraph, as a page has them.
            return (
                (value, "text") if is_text else (f"<html><body><article><p>{value}</p></article></body></html>", "html")
            )
    return None


def _plain(value: object, detail: Any) -> str | None:
    text = str(value or "")
    if detail is None or detail.get("type") != "text/plain":
        text = unescape(TAG.sub("", text))
    return " ".join(text.split()) or None


def _published(entry: Any) -> str | None:
    """When an entry appeared, as it writes it; where only the feed's reader can make out the date, in ISO form."""
    from dragoman.extract import iso_date

    for name in ("published", "created", "updated"):
        written, parsed = entry.get(name), entry.get(f"{name}_parsed")
        if written and iso_date(str(written)):
            return str(written).strip()
        if parsed:
            return "{:04}-{:02}-{:02}".format(*parsed[:3])
    return None


def _authors(entry: Any) -> tuple[str, ...]:
    """The writers of an entry; of one who is given with a mail address, the name alone."""
    authors = entry.get("authors", [])
    names = (
        [str(author.get("name") or "") for author in authors] if len(authors) > 1 else [str(entry.get("author") or "")]
    )
    cleaned = (MAIL.sub("", name).strip(" ()<>,;") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))
