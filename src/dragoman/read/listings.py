"""Lists of addresses: OPML subscriptions and site maps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.read.address import joined
from dragoman.read.decode import Flaw
from dragoman.records import Page

DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
ENDS = re.compile(r"</(?:\w+:)?(url|sitemap)\s*>", re.IGNORECASE)
CLOSED = re.compile(r"</(?:\w+:)?(?:urlset|sitemapindex|opml)\s*>", re.IGNORECASE)
CUT = Flaw("truncated", "the list ends in its middle; what came before was kept")


@dataclass(frozen=True, slots=True)
class Link:
    """An address to follow: what a list says of the page there, and what is looked for: page, feed or sitemap."""

    about: Page
    expects: str = "page"


Item = tuple[int, Page | Link | Flaw]
"""The number of an entry in its list, counted from 1, and what it gave."""


def unsafe(text: str) -> Flaw | None:
    """Why XML is not read: it declares entities, by which a small file can grow beyond all bounds or read other files.

    >>> unsafe('<!DOCTYPE rss [<!ENTITY a "aa">]><rss/>').reason
    'unsafe-xml'
    """
    found = ENTITY.search(text)
    return Flaw("unsafe-xml", "it declares entities of its own; remove its DOCTYPE") if found else None


def opml_items(text: str, base: str | None) -> Iterator[Item]:
    """The feeds of a list of subscriptions, each once, in order.

    >>> text = '<opml><body><outline text="L"><outline xmlUrl="https://a.example/rss"/></outline></body></opml>'
    >>> [(number, item.about.url) for number, item in opml_items(text, None)]
    [(1, 'https://a.example/rss')]
    """
    root = _root(text)
    if isinstance(root, Flaw):
        yield 1, root
        return
    urls = [value for outline in root.iter() for name, value in outline.attrib.items() if name.lower() == "xmlurl"]
    for number, url in enumerate(dict.fromkeys(joined(base, url) for url in urls if url.strip()), 1):
        yield number, Link(_page(url), "feed")
    if not CLOSED.search(text):
        yield len(urls) + 1, CUT


def sitemap_items(text: str, base: str | None, is_child: bool) -> Iterator[Item]:
    """The pages of a site map with what it says of them, or the site maps of an index; an index in an index is refused.

    >>> text = '<urlset><url><loc>https://a.example/1</loc><news><title>Talks end</title></news></url></urlset>'
    >>> [(item.about.url, item.about.title) for _, item in sitemap_items(text, None, False)]
    [('https://a.example/1', 'Talks end')]
    """
    is_cut = not CLOSED.search(text)
    if is_cut:
        text = text[: max((found.end() for found in ENDS.finditer(text)), default=0)]
    root = _root(text) if text.strip() else CUT
    number = 0
    for number, entry in enumerate([] if isinstance(root, Flaw) else _entries(root), 1):
        yield number, _sitemap_item(entry, base, is_child)
    if isinstance(root, Flaw) or is_cut:
        yield number + 1, root if isinstance(root, Flaw) else CUT


def _sitemap_item(entry: Any, base: str | None, is_child: bool) -> Link | Flaw:
    found: dict[str, str] = {}
    for element in entry.iterdescendants():
        if isinstance(element.tag, str) and (element.text or "").strip():
            found.setdefault(_name(element), " ".join(element.text.split()))
    if "loc" not in found:
        return Flaw("missing-address", "an entry without its address")
    url = joined(base, found["loc"])
    if _name(entry) == "sitemap":
        if is_child:
            return Flaw("nested-sitemap", f"an index within an index; give {url} itself")
        return Link(_page(url), "sitemap")
    return Link(
        Page(url, "", "html", url=url, title=found.get("title"), published=found.get("publication_date"),
             outlet=found.get("name"))
    )  # fmt: skip


def _page(url: str) -> Page:
    return Page(url, "", "html", url=url)


def _entries(root: Any) -> Iterator[Any]:
    return (element for element in root if isinstance(element.tag, str) and _name(element) in ("url", "sitemap"))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _root(text: str) -> Any:
    """The root of XML, mended where it is broken, or a Flaw."""
    from lxml import etree

    flaw = unsafe(text)
    if flaw is not None:
        return flaw
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        return Flaw("bad-xml", f"not XML: {error}")
    return Flaw("bad-xml", "not XML") if root is None else root
