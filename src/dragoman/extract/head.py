"""The head of a report: title, byline, date line and dateline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.extract.dates import DAY, MONTH, YEAR, find_date, is_date_line
from dragoman.extract.forms import CAP
from dragoman.extract.lines import Line, is_ended
from dragoman.extract.matter import byline_of, is_furniture, is_note, signed_name
from dragoman.extract.rights import Rights, licence_of, rights_of

PLACE_WORD = rf"[{CAP}][\w.'’-]*"
PLACE = rf"{PLACE_WORD}(?:[ /](?:{PLACE_WORD}|de|del|of|the|la|el|al|am|upon|sur|and|via))*"
DAY_MONTH = rf"(?:(?i:{MONTH})\s+{DAY}\b|{DAY}\s+(?i:{MONTH}))(?:,?\s+{YEAR})?"
AGENCY = r"[(\[/]\s*(?P<agency>[A-Z][\w.&/' -]{1,38}?)\s*[)\]/]"
DATELINE = re.compile(
    rf"^(?P<place>{PLACE}(?:,\s*{PLACE}){{0,2}}?)(?:,?\s*(?P<date>{DAY_MONTH}))?(?:,?\s*{AGENCY})?"
    rf"(?:,?\s*(?P<date2>{DAY_MONTH}))?"
    rf"(?P<dash>\s*(?:—|―|--+|–)\s*|\s+-\s+|:\s+|\s*\.\s*--?\s*|(?<=[)])(?=[{CAP}]))(?=[\"“'‘«(\[]?[{CAP}0-9])"
)
LONGEST_PLACE = 60
DATELINE_CHARS = 160
HEAD_LINES = 14
TITLE_WORDS = 32
"""Headlines of up to thirty words are seen; no lead without a final stop is that short and followed by a body."""
BODY_WORDS = 6
LABEL_WORDS = 4
CRUMBS = re.compile(r"\w\s+[>»›]\s+\w")


@dataclass(frozen=True, slots=True)
class Found:
    """What the matter around a report says of it."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    agency: str | None = None
    has_deck: bool = False
    """Whether the summary under the headline was seen; a second one would be a list."""
    rights: tuple[Rights, ...] = ()


def same_words(first: str, second: str) -> bool:
    """Whether two lines are the same but for case and punctuation.

    >>> same_words("Leaders meet: 'a good day'", "LEADERS MEET — A GOOD DAY")
    True
    """
    return _letters(first) == _letters(second) != ""


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def take_head(lines: Sequence[Line], title: str | None) -> tuple[list[Line], Found]:
    """The lines from the first sentence of the report on, and what stood before; a TITLE already known is only dropped.

    >>> head = [Line("Leaders meet"), Line("By Jane Doe"), Line("PARIS — Both leaders met here on Monday.")]
    >>> rest, found = take_head(head, None)
    >>> rest[0].text, found.title, found.authors
    ('Both leaders met here on Monday.', 'Leaders meet', ('Jane Doe',))
    """
    found = Found(title=title)
    end = min(_body_from(lines, title), HEAD_LINES)
    at = 0
    while at < end:
        line, following = lines[at].text, lines[at + 1 :]
        seen = _labelled(line, found, following) or _titled(line, found, following, title)
        if seen is None:
            break
        found = seen
        at += 1
    return _take_dateline(list(lines[at:]), found) if at < len(lines) else (list(lines), Found(title=title))


def _body_from(lines: Sequence[Line], title: str | None) -> int:
    """Number of the first line that can only be the report's own: a whole sentence, and neither furniture nor title."""
    for at, line in enumerate(lines):
        is_sentence = len(line.text.split()) >= BODY_WORDS and is_ended(line.text)
        if is_sentence and not _is_never_body(line.text) and not _is_ended_title(line.text, lines[at + 1 :], title):
            return at
    return 0


def _is_never_body(line: str) -> bool:
    return is_furniture(line) or is_note(line) or is_date_line(line) or byline_of(line) is not None


def _is_ended_title(line: str, following: Sequence[Line], title: str | None) -> bool:
    """Whether a sentence is the headline all the same: the one known, or one with the byline or the date below it."""
    if title is not None:
        return same_words(line, title)
    return len(line.split()) <= TITLE_WORDS and bool(following) and _is_under_title(following[0].text)


def _is_under_title(line: str) -> bool:
    return byline_of(line) is not None or is_date_line(line)


def _labelled(line: str, found: Found, following: Sequence[Line]) -> Found | None:
    """FOUND with what a line of a known form adds, or None if the line has no such form."""
    writers = byline_of(line)
    if writers is not None:
        authors = tuple(dict.fromkeys((*found.authors, *writers)))
        return replace(found, authors=authors, published=found.published or find_date(line))
    if is_date_line(line):
        return replace(found, published=found.published or find_date(line))
    rights = rights_of(line) or licence_of(line)
    if rights is not None:
        return replace(found, rights=(*found.rights, rights))
    if is_furniture(line) or is_note(line):
        return found
    name = signed_name(line)
    if name and found.title and not any(name in later.text for later in following):
        after = following[0].text
        # A name alone may also be a place; what stands beside or below it tells.
        is_sure = line != name or _is_never_body(after) or DATELINE.match(after[:DATELINE_CHARS]) is not None
        return replace(found, authors=(*found.authors, name)) if is_sure and name not in found.authors else found
    return None


def _titled(line: str, found: Found, following: Sequence[Line], known: str | None) -> Found | None:
    """FOUND with LINE as its title, or FOUND itself for a label or a summary; None if the report begins."""
    if known is not None:
        return found if same_words(line, known) or _is_scrap(line) else None
    if CRUMBS.search(line) or (found.title is not None and _is_scrap(line)):
        return found
    if not _is_title(line, following):
        return found if _is_scrap(line) else None
    count = len(line.split())
    if found.title is None:
        # Under a byline a few words are the writer's post or paper.
        return found if found.authors and count <= LABEL_WORDS else replace(found, title=line)
    if len(found.title.split()) < LABEL_WORDS <= count:
        return replace(found, title=line)  # what stood above was the label of a section
    return replace(found, has_deck=True) if not found.has_deck else None


def _is_title(line: str, following: Sequence[Line]) -> bool:
    """A short line without a final stop before the first sentence; with one only if a byline or date comes next."""
    words = line.split()
    if not 2 <= len(words) <= TITLE_WORDS or not (line[0].isalnum() or line[0] in "\"'“‘«") or line[0].islower():
        return False
    if line[-1] in ":;," or not following:
        return False
    is_abbreviation = re.search(r"\b[A-Z]\.[A-Z]\.$", line) is not None
    return not is_ended(line) or is_abbreviation or _is_under_title(following[0].text)


def _is_scrap(line: str) -> bool:
    """A label such as WORLD, or a place under the byline, that is no sentence."""
    words = line.split()
    return (
        len(words) <= LABEL_WORDS
        and not is_ended(line)
        and line[-1] not in ":;,"
        and (line.isupper() or len(words) == 1)
    )


def _take_dateline(lines: list[Line], found: Found) -> tuple[list[Line], Found]:
    first = lines[0]
    match = DATELINE.match(first.text[:DATELINE_CHARS])
    if match is None or not _is_dateline(match, lines):
        return lines, found
    lines[0] = Line(first.text[match.end() :], first.blank_before)
    published = found.published or find_date(match[0])
    return lines, replace(found, published=published, agency=match["agency"])


def _is_dateline(match: re.Match[str], lines: list[Line]) -> bool:
    """Tells "ROME — Ministers met" from "NATO — The alliance": by agency, date, capitals, or what follows."""
    place = match["place"]
    if len(place) > LONGEST_PLACE:
        return False
    if match["date"] or match["date2"] or match["agency"]:
        return True
    city = re.split(r"[,/]", place)[0]
    rest = lines[0].text[match.end() :]
    if ":" in match["dash"]:
        speakers = sum(bool(re.match(rf"[{CAP}. ]{{3,}}:", line.text)) for line in lines)
        return city.isupper() and speakers == 1 and len(city) > 3 and city not in rest
    if city.isupper() and len(city) > 2:
        return not re.search(rf"\b{re.escape(city)}\b", "\n".join((rest, *(line.text for line in lines[1:]))))
    sentence = rest.split(". ", 1)[0]
    return len(place.split()) <= 4 and not re.search(r"—|--| – | - ", sentence)
