"""Dates as reports write them, to ISO; a date without a year is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from dragoman.extract.forms import words

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]|20|21)\d\d"
DATE = re.compile(
    rf"\b(?P<iso>{YEAR}-[01]\d-[0-3]\d)(?!\d)"
    rf"|\b(?P<m1>{MONTH})\s*(?P<d1>{DAY}),?\s+(?P<y1>{YEAR})\b"
    rf"|\b(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH}),?\s+(?P<y2>{YEAR})\b"
    rf"|\b(?P<y3>{YEAR})[/.](?P<n3>[01]?\d)[/.](?P<d3>[0-3]?\d)\b"
    rf"|\b(?P<a4>[0-3]?\d)(?P<s4>[/.])(?P<b4>[0-3]?\d)(?P=s4)(?P<y4>{YEAR})\b",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:Z|\s?[+-]\d{2}:?\d{2})?|\b\d{1,2}\s?[ap]\.?m\b\.?", re.IGNORECASE
)
DATE_WORDS = words("""
    latest news published publish publication posted post updated update last modified first edited created date dated
    issued
    released on at mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    am pm a p m t et est edt gmt utc bst cet cest eet eest pst pdt cst cdt mst mdt ist jst kst hkt sgt aest msk
    hrs hours h z local time min mins minute minutes read ago of the th
""")
PUBLISHED = re.compile(r"\b(?:published|posted|issued|released|created)\b", re.IGNORECASE)
PARTIAL = re.compile(rf"({YEAR})(?:-(0[1-9]|1[0-2]))?")
MOST_WORDS = 16
"""A line of date, time, zone and labels is short; a longer one is a sentence that holds a date."""


def iso_date(value: str) -> str | None:
    """VALUE as an ISO date or date-time, a year or a month alone included; None if it is no date or an ambiguous one.

    >>> iso_date("March 3, 2026"), iso_date("Tue, 03 Mar 2026 10:15:00 +0100"), iso_date("03/04/2026")
    ('2026-03-03', '2026-03-03T10:15:00+01:00', None)
    """
    value = value.strip()
    if PARTIAL.fullmatch(value):
        return value
    return _machine_date(value) or (find_date(value) if is_date_line(value) else None)


def _machine_date(value: str) -> str | None:
    for parse in (_iso_day, datetime.fromisoformat, parsedate_to_datetime, _epoch):
        try:
            return parse(value).isoformat()
        except (ValueError, TypeError, OverflowError, OSError, IndexError):
            continue
    return None


def _iso_day(value: str) -> date:
    if len(value) not in (8, 10):
        raise ValueError(value)
    return date.fromisoformat(value)


def _epoch(value: str) -> date:
    """Seconds or milliseconds since 1970, as feeds and scrapers write them."""
    number = int(value)
    if not 100_000_000 <= number <= 5_000_000_000_000:
        raise ValueError(value)
    return datetime.fromtimestamp(number / 1000 if number > 5_000_000_000 else number, UTC)


def find_date(text: str) -> str | None:
    """The first whole date in TEXT, preferring one that is said to be that of publication.

    >>> find_date("Updated 4 March 2026, published 3 March 2026")
    '2026-03-03'
    """
    found = [(match.start(), day) for match in DATE.finditer(text) if (day := _day_of(match))]
    label = PUBLISHED.search(text)
    after = [day for at, day in found if label and at >= label.end()]
    return after[0] if after else found[0][1] if found else None


def _day_of(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    try:
        if part["iso"]:
            return date.fromisoformat(part["iso"]).isoformat()
        if part["y1"]:
            return _named(part["y1"], part["m1"], part["d1"])
        if part["y2"]:
            return _named(part["y2"], part["m2"], part["d2"])
        if part["y3"]:
            return date(int(part["y3"]), int(part["n3"]), int(part["d3"])).isoformat()
        return _day_first(int(part["a4"]), int(part["b4"]), int(part["y4"]), part["s4"])
    except ValueError:
        return None


def _named(year: str, month: str, day: str) -> str:
    number = MONTHS.index(month[:3].lower()) + 1
    return date(int(year), number, int(re.sub(r"\D", "", day))).isoformat()


def _day_first(first: int, second: int, year: int, mark: str) -> str | None:
    """Dots put the day first everywhere; with slashes the order differs by country and only a number above 12 tells."""
    if mark == "." or first > 12 or first == second:
        return date(year, second, first).isoformat()
    return date(year, first, second).isoformat() if second > 12 else None


def is_date_line(line: str) -> bool:
    """Whether LINE holds a date, a time and their labels, and nothing else.

    >>> is_date_line("Published Tuesday, March 3, 2026 at 5:00 PM EST"), is_date_line("He left on March 3, 2026.")
    (True, False)
    """
    if len(line) > 160 or not DATE.search(line):
        return False
    rest = CLOCK.sub(" ", DATE.sub(" ", line))
    left = re.findall(r"[^\W\d_]+", rest)
    return len(left) <= MOST_WORDS and all(word.lower() in DATE_WORDS for word in left)
