"""Copyright lines and licences: who holds the rights and of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.extract.forms import any_of

YEAR = r"(?:19|20)\d\d"
YEARS = rf"(?:{YEAR}\s*(?:[-–—/,]|to)\s*)?(?P<year>{YEAR})"
SIGN = r"(?:©|\(c\)|copyright|&copy;|℗)"
SIGNED = re.compile(rf"{SIGN}(?:[\s:,.]|{SIGN})*(?:{YEARS}\b)?[\s,.:|–—-]*(?:by\s+)?(?P<holder>[^|\n]*)", re.IGNORECASE)
HOLDER_FIRST = re.compile(rf"^(?P<holder>[^|\n©]*?)[\s,.|–—-]*{SIGN}\s*{YEARS}?\b", re.IGNORECASE)
RESERVED = re.compile(r"\ball rights? reserved\b", re.IGNORECASE)
HOLDER_END = re.compile(
    r"[.|;()]|,\s*(?:inc|llc|ltd|plc|all|a\s)|\s[—–-]\s|\ball rights?\b|\s(?:inc|llc|ltd)\b", re.IGNORECASE
)
OPENS = re.compile(
    rf"^\W{{0,3}}(?:©|\(c\)\s*{YEAR}|℗|copyright\b.{{0,12}}(?:©|\(c\)|{YEAR})|(?:{YEAR}\s*)©)", re.IGNORECASE
)
LICENCE = re.compile(
    any_of(r"""
        \bcreative commons\b.{0,40}\b(?:licen[cs]e|attribution|public domain|zero)
        \blicen[sc]ed under\b
        \bCC[ -](?:BY|0)\b
        \bmay not be (?:published|reproduced|republished|copied)\b
        \brepublish (?:this|our) (?:article|story|stories|articles)\b
    """),
    re.IGNORECASE,
)
MOST_WORDS = 70
MOST_CHARS = 600
"""Notices of agencies run to fifty words."""


@dataclass(frozen=True, slots=True)
class Rights:
    """A line that says whose the text is."""

    line: str
    holder: str | None
    year: str | None


def rights_of(line: str) -> Rights | None:
    """What a copyright line says, or None if LINE is none.

    >>> rights_of("© 2026 The Daily Lantern. All rights reserved.")
    Rights(line='© 2026 The Daily Lantern. All rights reserved.', holder='The Daily Lantern', year='2026')
    >>> rights_of("Parliament passed the copyright bill of 2019 on Monday.") is None
    True
    """
    if len(line) > MOST_CHARS or len(line.split()) > MOST_WORDS:
        return None
    if not (OPENS.search(line) or "©" in line or RESERVED.search(line)):
        return None
    line = re.sub(r"[\s.:;,|]+$", ".", line) if re.search(r"[.:;,|]$", line) else line
    match = SIGNED.search(line)
    if match is None:
        return Rights(line, None, None)
    holder = _holder(match["holder"])
    year = match["year"]
    if holder is None and (before := HOLDER_FIRST.match(line)):
        holder, year = _holder(before["holder"]), year or before["year"]
    return Rights(line, holder, year)


def _holder(text: str) -> str | None:
    name = HOLDER_END.split(text.strip(), maxsplit=1)[0].strip(" ,:–—-")
    is_name = name and len(name.split()) <= 8 and (name[0].isupper() or "." in name or name[0].isdigit())
    return name if is_name and re.search(r"[^\W\d_]", name) else None


def licence_of(line: str) -> Rights | None:
    """What a line says that states the licence of the text, or None if LINE is none.

    >>> licence_of("This article is licensed under CC BY 4.0.").holder is None
    True
    """
    return Rights(line, None, None) if len(line) <= MOST_CHARS and LICENCE.search(line) else None


def year_of(rights: str | None) -> str | None:
    """The year that a rights line names beside its sign.

    >>> year_of("Copyright 2019-2026 Lantern Media"), year_of("CC BY 2.5")
    ('2026', None)
    """
    found = SIGNED.search(rights) if rights else None
    return found["year"] or (re.findall(YEAR, rights or "") or [None])[-1] if found else None
