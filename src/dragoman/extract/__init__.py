"""Page to Document: the report's own words, and what the matter around them says of it."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.extract.dates import is_date_line, iso_date
from dragoman.extract.head import Found, take_head
from dragoman.extract.html import read_html
from dragoman.extract.language import language_of
from dragoman.extract.lines import Line, clean, to_lines, to_text
from dragoman.extract.matter import byline_of, is_furniture
from dragoman.extract.names import split_authors
from dragoman.extract.rights import rights_of, year_of
from dragoman.extract.simhash import fingerprint
from dragoman.extract.tail import Tail, take_tail
from dragoman.records import Document, Page, Rejection, record_id, text_hash
from dragoman.settings import CodeSettings

__all__ = ["extract", "iso_date"]

STEP = "extract"


def extract(page: Page, settings: CodeSettings) -> Document | Rejection:
    """The report on PAGE, clean and with what is known about it, or why there is none to code.

    >>> text = "Leaders meet\\nBy Jane Doe\\nThe leaders of France and Italy met in Rome on Monday.\\n© 2026 Lantern"
    >>> document = extract(Page("a.txt", text, "text"), CodeSettings())
    >>> document.text, document.title, document.authors, document.published
    ('The leaders of France and Italy met in Rome on Monday.', 'Leaders meet', ('Jane Doe',), '2026')
    """
    if not page.content.strip("\ufeff\x00 \t\r\n"):
        return _reject(page, "empty", "no text")
    if page.kind == "html":
        read = read_html(page)
        if read is None:
            return _reject(page, "not-an-article", "no running text was found in the HTML")
        page = read
    lines, found, tail = _strip(page)
    text = to_text(lines)
    refusal = _refusal(page, text, settings)
    if refusal is not None:
        return refusal
    return _document(page, text, found, tail, settings)


def _strip(page: Page) -> tuple[list[Line], Found, Tail]:
    """The report's own lines: first its head is taken, then its tail with the writers known, then scraps inside."""
    title = _known(page.title)
    lines, found = take_head(to_lines(page.content), title)
    lines, tail = take_tail(lines, (*page.authors, *found.authors))
    scraps = [line for line in lines[1:] if _is_scrap(line.text)]
    tail.rights += [rights for line in scraps if (rights := rights_of(line.text)) is not None]
    return [line for line in lines if line not in scraps], found, tail


def _is_scrap(line: str) -> bool:
    return is_furniture(line) or is_date_line(line) or bool(byline_of(line))


def _known(value: str | None) -> str | None:
    """A value of the source, or None if it is blank."""
    cleaned = " ".join(clean(value).split()) if value else ""
    return cleaned or None


def _refusal(page: Page, text: str, settings: CodeSettings) -> Rejection | None:
    words = len(text.split())
    if not any(character.isalpha() for character in text):
        return _reject(page, "not-an-article", "no words")
    if words > settings.max_words:
        return _reject(page, "too-long", f"{words} words, more than {settings.max_words}; split it into reports")
    if words < settings.min_words and _is_latin(text):
        return _reject(page, "too-short", f"{words} words, fewer than {settings.min_words}")
    language = language_of(text)
    if language != "en":
        return _reject(page, "language-unsupported", f"language {language}; only English is coded")
    return None


def _is_latin(text: str) -> bool:
    """Whether spaces part the words of TEXT, so that their number means something."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < "\u0250" for character in letters) > len(letters)


def _document(page: Page, text: str, found: Found, tail: Tail, settings: CodeSettings) -> Document:
    rights = [*found.rights, *tail.rights]
    line = _known(page.rights) or (rights[0].line if rights else None)
    published, basis = _published(page, found.published or tail.published, line, settings)
    url = _known(page.url)
    text_id = text_hash(text)
    holder = next((r.holder for r in rights if r.holder), None)
    return Document(
        id=_known(page.id) or url or text_id,
        title=_known(page.title) or found.title,
        url=url,
        outlet=_known(page.outlet) or holder or found.agency or tail.agency,
        authors=_authors(page, (*found.authors, *tail.names)),
        published=published,
        published_basis=basis,
        language="en",
        rights=line,
        text_id=text_id,
        text=text,
        fingerprint=fingerprint(text),
    )


def _published(page: Page, dateline: str | None, rights: str | None, settings: CodeSettings) -> tuple[str | None, str]:
    """When the report appeared and how that is known; what the source says goes before what the caller assumes."""
    choices = (
        (iso_date(page.published) if page.published else None, "metadata"),
        (dateline, "dateline"),
        (iso_date(settings.published) if settings.published else None, "argument"),
        (year_of(rights), "rights"),
    )
    return next(((value, basis) for value, basis in choices if value), (None, "none"))


def _authors(page: Page, found: Iterable[str]) -> tuple[str, ...]:
    known = tuple(name for author in page.authors for name in split_authors(clean(author)))
    return known or tuple(dict.fromkeys(found))


def _reject(page: Page, reason: str, detail: str) -> Rejection:
    name = _known(page.id) or _known(page.url) or clean(page.source)
    return Rejection(record_id("rejection", clean(page.source), STEP, reason), name, STEP, reason, detail)
