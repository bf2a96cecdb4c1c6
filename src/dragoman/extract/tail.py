"""The tail of a report: the writer and the biography, rights, pleas, links, notes and credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.extract.dates import find_date, is_date_line
from dragoman.extract.forms import BULLET, CAP, any_of
from dragoman.extract.lines import Line, is_ended
from dragoman.extract.matter import (
    byline_of,
    is_furniture,
    is_heading,
    is_note,
    is_work_credit,
    signed_name,
    work_authors,
)
from dragoman.extract.names import is_person, surname
from dragoman.extract.rights import Rights, licence_of, rights_of

TRADE = (
    "(?:writer|editor|reporter|correspondent|journalist|columnist|contributor|freelancer|photojournalist|intern"
    "|bureau chief)s?"
)
JOB = any_of(rf"""
    {TRADE}
    (?:producer|blogger|anchor|newsroom|author|fellow|professor|lecturer|analyst|researcher|presenter|host)s?
    (?:photographer|videographer|broadcaster)s?
""")
NAME = rf"(?P<name>[{CAP}][\w.'’-]+(?: (?:[{CAP}][\w.'’-]*|de|da|von|van|bin|al|el|la|der)){{1,4}})"
IS = r"(?:,[^,]{2,60},)?\s+(?:is|are|was|works as|serves as)\s+(?:also\s+|currently\s+)?"
BIOGRAPHY = re.compile(
    rf"^{NAME}(?:{IS}(?:a|an|the|our|one of|\w+['’]s)\s+(?:[\w'’.,&-]+\s+){{0,9}}?{TRADE}\b"
    r"|\s+(?:covers|writes|reports|reported|edits)"
    r"\s+(?:about|on|for|from|the|foreign|politics|international|national|business)\b)"
)
ABOUT_WRITER = re.compile(
    rf"^(?:the|this) (?:writer|author|reporter|columnist|correspondent)"
    rf"(?:['’]s\b|{IS}|\s+(?:covers|can be|tweets|lives)\b)",
    re.IGNORECASE,
)
OF_AUTHOR = re.compile(
    r"^(?:,[^,]{2,60},)?\s+"
    + any_of(rf"""
        (?:is|are|was|has been|works|serves|joined)\b.{{0,120}}?\b{JOB}\b
        (?:covers|writes|reports|edits|tweets|hosts|teaches|lives|can be reached|is based|is on)\b
        has (?:covered|reported|written|worked|more|over|spent|won)\b
        (?:reported|contributed|wrote) (?:from|to this|this|reporting)\b
    """),
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"^(?:she|he|they|her|his|their|previously|prior to|before (?:joining|that|becoming)|originally from|born in"
    r"|a (?:graduate|native))\b",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    rf"(?<=[.!?])(?<![A-Z][.])\s*(?:[—–]|--?)\s*(?P<agency>[{CAP}][\w.-]{{1,15}}(?:[ /][{CAP}][\w.-]{{1,15}})?)$"
    rf"|(?<=[.!?\"”])(?<![A-Z][.])\s*[(\[](?P<other>[{CAP}][\w./-]{{1,15}})[)\]]$"
)
SIGN_OFF_CHARS = 50
TAIL_LINES = 40
MARKS = "—–-•* "
"""Signs before a biography."""
BIOGRAPHY_CHARS = 400
SHORT_WORDS = 18
"""Headlines and labels below a report have no final stop and are no longer."""


@dataclass(slots=True)
class Tail:
    """What the lines after the report say; filled from the last line upwards."""

    names: list[str] = field(default_factory=list)
    rights: list[Rights] = field(default_factory=list)
    published: str | None = None
    agency: str | None = None


def take_tail(lines: Sequence[Line], authors: Sequence[str]) -> tuple[list[Line], Tail]:
    """The lines of the report, and what stood after it; the first line always stays.

    >>> rest, tail = take_tail([Line("Both leaders met on Monday."), Line("Jane Doe ✉"), Line("© 2026 Lantern")], ())
    >>> len(rest), tail.names, tail.rights[0].year
    (1, ['Jane Doe'], '2026')
    """
    cut = len(lines)
    tail = Tail()
    last = max(0, len(lines) - TAIL_LINES)
    for at in range(len(lines) - 1, last, -1):
        kind = _kind(at, lines, authors, cut < len(lines))
        if kind == "text":
            break
        if kind == "matter":
            cut = at
    for line in lines[cut:]:
        _note(line.text, lines[:cut], tail)
    return _take_sign_off(list(lines[:cut]), tail), tail


def _take_sign_off(body: list[Line], tail: Tail) -> list[Line]:
    """The report without the agency's name that stands after its last sentence."""
    found = SIGN_OFF.search(body[-1].text[-SIGN_OFF_CHARS:]) if body else None
    if found is not None:
        name = found["agency"] or found["other"]
        if is_person(name):
            tail.names.append(name)
        else:
            tail.agency = name
        body[-1] = Line(body[-1].text[: -len(found[0])].rstrip(), body[-1].blank_before)
    return body


def _kind(at: int, lines: Sequence[Line], authors: Sequence[str], has_matter_below: bool) -> str:
    """ "matter": not of the report; "open": not if matter stands above it; "text": of the report."""
    line = lines[at].text
    body = lines[:at]
    if is_furniture(line) or is_note(line) or is_heading(line) or is_date_line(line) or byline_of(line) is not None:
        return "matter"
    if _is_biography(line, body, authors):
        return "matter"
    if _is_signature(line, body, authors):
        return "matter"
    if PRONOUN.match(line) or (is_person(line) and not is_ended(line)):
        return "open"
    if is_ended(line) or BULLET.match(line) or line[-1] in ":;," or len(line.split()) > SHORT_WORDS:
        return "text"
    if lines[at - 1].text.endswith(":") or _mostly_unended(body):
        return "text"
    return "matter" if has_matter_below else "open"


def _mostly_unended(body: Sequence[Line]) -> bool:
    """Whether the report itself does without final stops, so that their lack tells nothing."""
    last = next((at for at in range(len(body), 0, -1) if is_ended(body[at - 1].text)), 0)
    return 2 * sum(is_ended(line.text) for line in body[:last]) < max(1, last)


def _is_biography(line: str, body: Sequence[Line], authors: Sequence[str]) -> bool:
    """A sentence about the writer: its subject has the byline's name, or a newsroom's job and no part in the report."""
    line = line.lstrip(MARKS)
    for author in authors:
        for name in (author, surname(author)):
            if line.startswith(name) and OF_AUTHOR.match(line[len(name) :]):
                return not _is_mentioned(author, body) if name != author else True
    if ABOUT_WRITER.match(line):
        return True
    found = BIOGRAPHY.match(line[:BIOGRAPHY_CHARS])
    return found is not None and not _is_mentioned(found["name"], body)


def _is_mentioned(name: str, body: Sequence[Line]) -> bool:
    """Whether the report speaks of NAME; a line that is nothing but the name is a signature."""
    word = re.compile(rf"\b{re.escape(surname(name))}\b")
    return any(
        word.search(line.text) and signed_name(line.text) is None and byline_of(line.text) is None for line in body
    )


def _is_signature(line: str, body: Sequence[Line], authors: Sequence[str]) -> bool:
    """A writer's name alone on a line; below a quotation it names who was quoted, in a report a party."""
    name = signed_name(line)
    if name is None or (body and re.search(r"[\"”’»]\s*$", body[-1].text)):
        return False
    return name in authors or not _is_mentioned(name, body)


def _note(line: str, body: Sequence[Line], tail: Tail) -> None:
    rights = rights_of(line) or licence_of(line)
    if rights is not None:
        tail.rights.append(rights)
        return
    if is_heading(line):
        return
    if is_date_line(line):
        tail.published = tail.published or find_date(line)
        return
    names = byline_of(line) or (work_authors(line) if is_work_credit(line) else ())
    if not names and (name := _writer(line)) and not _is_mentioned(name, body):
        names = (name,)
    tail.names += [name for name in names if name not in tail.names]


def _writer(line: str) -> str | None:
    found = BIOGRAPHY.match(line.lstrip(MARKS)[:BIOGRAPHY_CHARS])
    if found and is_person(found["name"]):
        return found["name"]
    return signed_name(line)
