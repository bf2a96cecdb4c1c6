"""One stream of bytes to Pages, whatever it holds, and the links of lists followed to theirs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO

from dragoman.read.address import canonical
from dragoman.read.decode import Flaw, Unpacked, decode, read_all, text_lines
from dragoman.read.feeds import feed_items
from dragoman.read.fetch import Fetcher
from dragoman.read.listings import Item, Link, opml_items, sitemap_items
from dragoman.read.packed import BROKEN, Member, tar_members, zip_members
from dragoman.read.paths import kind_of
from dragoman.read.rows import Row, csv_rows, json_rows, json_values
from dragoman.read.sniff import is_page, kind_of_bytes, kind_of_root, kind_of_text
from dragoman.read.warc import HTML, warc_items
from dragoman.records import Page, Rejection, record_id
from dragoman.settings import ReadSettings

STEP = "read"
SNIFFED = 8_192
BLANK = "\ufeff \t\r\n\f\v"
LISTS = frozenset(("feed", "opml", "sitemap"))
TEXTS = frozenset(("text", "html"))
NAMED_IN_VAIN = frozenset(("feed", "opml", "xml", "zip", "tar", "warc"))
"""Kinds that show themselves; what is only called so is something else."""
REFUSED = {
    "member": frozenset(("zip", "tar")),
    "page": LISTS | {"zip", "tar", "warc", "jsonl", "csv", "json"},
    "feed": frozenset(("zip", "tar", "warc", "jsonl", "csv", "json", "html", "text", "opml", "sitemap")),
    "sitemap": frozenset(("zip", "tar", "warc", "jsonl", "csv", "json", "html", "text", "opml", "feed")),
}
"""What may not stand where something else was looked for: lists lead to pages and archives to files, and no further."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stream and what is known of it before it is read."""

    stream: IO[bytes]
    name: str
    """For messages: a path, an address, "archive.zip!member", "<stdin>"."""
    kind: str | None = None
    """What its name says it holds."""
    url: str | None = None
    """Where it was fetched, to which links in it are relative."""
    charset: str | None = None
    expects: str = "any"
    about: Page | None = None
    """What the list that led here says of the page."""


def read_source(given: Source, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    """What a stream holds, as Pages and Rejections; at least one of them."""
    settings = fetcher.settings
    unpacked = Unpacked(given.stream)
    chunks = unpacked.chunks()
    head = _head(chunks)
    kind = kind_of_bytes(head) or _text_kind(head, given, settings)
    if isinstance(kind, Flaw):
        yield reject(given.name, kind.reason, kind.detail)
        return
    if kind in REFUSED.get(given.expects, ()):
        yield _unexpected(given, kind)
        return
    count, skipped = 0, fetcher.skipped
    for item in _items(replace(given, kind=kind), chain((head,) if head else (), chunks), unpacked, fetcher):
        count += 1
        yield item
    if unpacked.flaw is not None:
        yield reject(given.name, unpacked.flaw.reason, unpacked.flaw.detail)
    elif not count and skipped == fetcher.skipped:
        yield reject(given.name, "empty", "nothing in it")


def follow(link: Link, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    """The page, feed or site map at an address that a list names."""
    yield from _fetched(str(link.about.url), fetcher, link)


def read_address(url: str, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    """What the address gives that the user named."""
    yield from _fetched(url, fetcher, None)


def _fetched(url: str, fetcher: Fetcher, link: Link | None) -> Iterator[Page | Rejection]:
    # Feeds that somebody subscribed to are as good as named outright; only what is found in them is asked about first.
    answer = fetcher.fetch(url, is_link=link is not None and link.expects != "feed")
    if isinstance(answer, Flaw):
        yield reject(url, answer.reason, answer.detail)
        return
    kind = "html" if answer.media in HTML else kind_of(answer.url.partition("?")[0])
    with answer.body as body:
        yield from read_source(
            Source(body, url, kind, answer.url, answer.charset, link.expects if link else "any",
                   link.about if link and link.expects == "page" else None),
            fetcher,
        )  # fmt: skip


def _head(chunks: Iterator[bytes]) -> bytes:
    head = b""
    while len(head) < SNIFFED and (chunk := next(chunks, b"")):
        head += chunk
    return head


def _text_kind(head: bytes, given: Source, settings: ReadSettings) -> str | Flaw:
    """The kind of what is no archive: a list by its root, else what its name says, else what it looks like."""
    seen = decode(_whole_characters(head[:SNIFFED]), charset=given.charset) if head else ""
    if isinstance(seen, Flaw) and seen.reason == "not-text":
        return seen
    text = seen if isinstance(seen, str) else ""
    named = given.kind if given.kind not in NAMED_IN_VAIN else None
    if named in TEXTS:
        return kind_of_root(text) or named or "text"
    kind = named or (kind_of_text(text, settings) if isinstance(seen, str) else "text")
    if kind == "xml":
        return Flaw("unknown-xml", "neither a feed nor OPML nor a site map")
    if (
        given.kind in NAMED_IN_VAIN
        and kind not in LISTS
        and text.strip(BLANK)
        and (kind, given.kind) != ("html", "xml")
    ):
        return Flaw("other-kind", f"called {given.kind}, but it holds {kind}")
    return kind


def _whole_characters(head: bytes) -> bytes:
    """HEAD without a UTF-8 character that was cut at its end."""
    for length in range(min(4, len(head))):
        part = head[: len(head) - length]
        try:
            part.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return part
    return head


def _unexpected(given: Source, kind: str) -> Rejection:
    if given.expects == "member":
        return reject(given.name, "nested-archive", "an archive within an archive; unpack it and give the files")
    return reject(given.name, f"not-a-{given.expects}", f"its address gives {kind}")


# ---------------------------------------------------------------- by kind


def _items(given: Source, chunks: Iterator[bytes], unpacked: Unpacked, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    settings = fetcher.settings
    if given.kind == "jsonl":
        yield from _rows(json_rows(text_lines(chunks, settings.max_bytes), given.name, settings), given)
    elif given.kind == "csv":
        yield from _rows(csv_rows(text_lines(chunks, settings.max_bytes), given.name, settings), given)
    elif given.kind == "warc":
        yield from _rows(warc_items(chunks, given.name, settings), given)
    elif given.kind == "tar":
        yield from _members(tar_members(chunks, settings), given, fetcher)
    elif given.kind == "zip":
        yield from _zip(given, chunks, unpacked, fetcher)
    else:
        yield from _whole(given, chunks, unpacked, fetcher)


def _rows(rows: Iterator[Row], given: Source) -> Iterator[Page | Rejection]:
    for number, item in rows:
        yield reject(f"{given.name}:{number}", item.reason, item.detail) if isinstance(item, Flaw) else item


def _zip(given: Source, chunks: Iterator[bytes], unpacked: Unpacked, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    """A zip file, whose directory stands at its end; one that comes through a pipe is put by first."""
    if unpacked.packing is None and given.stream.seekable():
        given.stream.seek(0)
        yield from _members(zip_members(given.stream, fetcher.settings), given, fetcher)
        return
    most = fetcher.settings.max_download
    with tempfile.SpooledTemporaryFile(max_size=fetcher.settings.max_bytes) as held:
        for chunk in chunks:
            if held.tell() + len(chunk) > most:
                yield reject(given.name, "too-large", f"more than {most} bytes")
                return
            held.write(chunk)
        stream: IO[bytes] = held
        yield from _members(zip_members(stream, fetcher.settings), given, fetcher)


def _members(members: Iterator[Member], given: Source, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    for name, stream in members:
        source = f"{given.name}!{name}" if name else given.name
        if isinstance(stream, Flaw):
            yield reject(source, stream.reason, stream.detail)
            continue
        try:
            with stream:
                yield from read_source(Source(stream, source, kind_of(name), expects="member"), fetcher)
        except BROKEN as error:
            yield reject(source, "damaged", f"cannot be read any further: {error}")


def _whole(given: Source, chunks: Iterator[bytes], unpacked: Unpacked, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    """A file that is one report, one JSON value or one list; a report of which a part is missing is none."""
    settings = fetcher.settings
    data = read_all(chunks, settings.max_bytes)
    if unpacked.flaw is not None and given.kind not in LISTS:
        return
    text = decode(data, given.kind == "html" or given.kind in LISTS, given.charset) if isinstance(data, bytes) else data
    if isinstance(text, Flaw):
        yield reject(given.name, text.reason, text.detail)
    elif not text.strip(BLANK):
        return
    elif given.kind == "json":
        yield from _json(text, given, settings)
    elif given.kind in LISTS:
        yield from _listed(_list(text.lstrip(BLANK), given, settings), given, fetcher)
    else:
        yield _page(text, given)


def _page(text: str, given: Source) -> Page:
    kind = "html" if given.kind == "html" or is_page(text) else "text"
    if given.url is not None:
        about = given.about or Page(given.name, "", kind)
        return replace(about, source=given.name, content=text, kind=kind, url=canonical(given.url))
    # A text typed at the terminal has no name to be known by; a file is known by its path.
    return Page(given.name, text, kind, id=None if given.name == "<stdin>" else given.name)


def _json(text: str, given: Source, settings: ReadSettings) -> Iterator[Page | Rejection]:
    """A .json file: one object, a list of objects, or JSON lines after all."""
    if kind_of_text(text[:SNIFFED], settings) == "jsonl" and "\n" in text.strip():
        yield from _rows(json_rows(iter(text.splitlines()), given.name, settings), given)
    else:
        yield from _rows(json_values(text, given.name, settings), given)


def _list(text: str, given: Source, settings: ReadSettings) -> Iterator[Item]:
    if given.kind == "feed":
        return feed_items(text, given.name, given.url, settings)
    if given.kind == "opml":
        return opml_items(text, given.url)
    return sitemap_items(text, given.url, given.expects == "sitemap")


def _listed(items: Iterator[Item], given: Source, fetcher: Fetcher) -> Iterator[Page | Rejection]:
    for number, item in items:
        if isinstance(item, Link) and item.expects == "page" and fetcher.is_known(str(item.about.url)):
            fetcher.skipped += 1
        elif isinstance(item, Link):
            yield from follow(item, fetcher)
        elif isinstance(item, Flaw):
            yield reject(f"{given.name}:{number}", item.reason, item.detail)
        else:
            yield item


def shown(path: str) -> str:
    """PATH as it can be stored and printed, even if its name is no UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")


def reject(source: str, reason: str, detail: str) -> Rejection:
    """The refusal of a source, or of a part of it, in this step."""
    source = shown(source)
    return Rejection(record_id("rejection", source, STEP, reason), source, STEP, reason, shown(detail))
