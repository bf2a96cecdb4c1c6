"""HTML to running text and metadata, by trafilatura."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dragoman.extract.lines import is_ended
from dragoman.extract.names import NOT_PERSON, split_authors
from dragoman.extract.rights import Rights, rights_of
from dragoman.records import Page

DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""A fixed last day instead of today's keeps the step pure; guessing from any date in the page would invent one."""
RIGHTS_NAMES = frozenset(
    {"copyright", "dc.rights", "dcterms.rights", "dc.rightsholder", "rights", "dcterms.rightsholder"}
)
LONGEST_RIGHTS = 300
TITLE_WORDS = 4
PAGE = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
PAGE_CHARS = 4_000
RIGHTS_SIGNS = 'contains(., "©") or contains(., "ll rights reserved") or contains(., "Copyright")'

for _name in ("trafilatura", "htmldate", "courlan"):
    # A library prints nothing: what could not be read becomes a Rejection, not a line on standard error.
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_html(page: Page) -> Page | None:
    """PAGE with its running text as content and what its HTML says where the source said nothing; None without text.

    >>> read_html(Page("a.html", "<html><body><script>1</script></body></html>", "html")) is None
    True
    """
    from trafilatura import bare_extraction  # half a second to import: only for those who read HTML
    from trafilatura.utils import load_html

    try:
        tree = load_html(_whole(page.content))
        if tree is None:
            return None
        rights = page.rights or _rights(tree)
        read: Any = bare_extraction(
            tree, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(DATES)
        )
        text = "\n\n".join(_paragraphs(read.body)) if read is not None else ""
    except Exception:  # an HTML parser may fail in any way on a broken page; the run goes on and the page is refused
        return None
    if not text.strip():
        return None
    outlet = page.outlet or (read.sitename or "").split(" | ", 1)[0] or None
    return replace(
        page,
        content=text,
        kind="text",
        url=page.url or read.url,
        title=page.title or _bare_title(read.title, outlet),
        published=page.published or read.date,
        authors=page.authors or _writers(read.author or "", outlet),
        outlet=outlet,
        rights=rights or read.license,
    )


def _whole(html: str) -> str:
    """A page; a bare fragment, as tables hold them, is put into one, since the parser refuses it otherwise."""
    return html if PAGE.search(html[:PAGE_CHARS]) else f"<html><body>{html}</body></html>"


def _paragraphs(body: Any) -> Iterator[str]:
    """The text blocks of trafilatura's tree, in order, without the marks that its text output adds."""
    for block in body.iter("p", "head", "item", "quote", "code", "ab", "cell"):
        if block.tag == "head" and not is_ended("".join(block.itertext()).strip()):
            continue  # headline and headings of sections; some sites mark whole sentences of the report as one
        if block.tag in ("item", "quote", "cell", "code") and block.find(".//p") is not None:
            continue
        if block.tag == "quote" and block.find("./item") is not None:
            continue
        if any(parent.tag in ("p", "head") for parent in block.iterancestors()):
            continue
        yield from _parts(block)


def _parts(block: Any) -> Iterator[str]:
    """The lines of one block: parted where the page breaks a line, white space as a browser shows it."""
    pieces = [block.text or ""]
    for element in block.iterdescendants():
        if element.tag == "lb":
            pieces.append("\n")
        elif isinstance(element.tag, str):
            pieces.append(element.text or "")
        pieces.append(element.tail or "")
    for line in "".join(pieces).split("\n"):
        text = " ".join(line.split(" ")).strip()
        if text:
            yield text


def _writers(author: str, outlet: str | None) -> tuple[str, ...]:
    """The persons among what a page calls its author; desks, agencies and the outlet itself are none.

    >>> _writers("Jane Doe; CNN; Editorial Staff", "CNN")
    ('Jane Doe',)
    """
    names = (name for name in split_authors(author) if name.casefold() != (outlet or "").casefold())
    return tuple(name for name in names if not any(word.lower().strip(".") in NOT_PERSON for word in name.split()))


def _bare_title(title: str | None, outlet: str | None) -> str | None:
    """The headline without the names of site and section after it.

    >>> _bare_title("Leaders meet | The Lantern", "The Lantern")
    'Leaders meet'
    """
    if not title:
        return None
    first = title.split(" | ", 1)[0]
    title = first if len(first.split()) >= TITLE_WORDS else title
    if not outlet:
        return title
    return re.sub(rf"\s*[|–—:-]\s*{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE) or title


def _rights(tree: Any) -> str | None:
    """What the page says of its rights: in its head, its structured data, or its last line with a copyright sign."""
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = (meta.get("content") or "").strip()
        if name in RIGHTS_NAMES and content:
            return str(content)
    return _visible_rights(tree) or _structured_rights(tree)


def _visible_rights(tree: Any) -> str | None:
    """The last copyright line that readers see, preferring one that names holder or year."""
    found: list[Rights] = []
    for text in tree.xpath(f"//body//text()[{RIGHTS_SIGNS}]"):
        element = text.getparent()
        if text.is_tail and element is not None:
            element = element.getparent()
        if element is None or element.tag in ("script", "style", "noscript"):
            continue
        block = " ".join(element.text_content().split())
        rights = rights_of(block if len(block) <= LONGEST_RIGHTS else " ".join(text.split()))
        if rights is not None:
            found.append(rights)
    named = [rights for rights in found if rights.holder or rights.year]
    return (named or found)[-1].line if found else None


def _structured_rights(tree: Any) -> str | None:
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for node in data if isinstance(data, list) else [data]:
            if isinstance(node, dict) and isinstance(node.get("copyrightNotice"), str):
                return str(node["copyrightNotice"])
    return None
