"""Expressions of time in a sentence and the days, weeks, months or years that they mean.

A weekday or a month without a year means the nearest one on the side of the tense of the verb that it hangs on. Weeks run from
Monday to Sunday (ISO 8601). What the text does not fix, by itself or against the day of publication, has no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {n: i for i, n in enumerate(_NAMES, 1)} | {n[:3]: i for i, n in enumerate(_NAMES, 1)} | {"sept": 9}
WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
NUMBERS = {
    w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "the": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
HOLIDAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24),
    "christmas": (12, 25), "boxing day": (12, 26), "valentine's day": (2, 14), "may day": (5, 1), "bastille day": (7, 14),
    "halloween": (10, 31), "all saints' day": (11, 1), "armistice day": (11, 11), "the fourth of july": (7, 4),
}  # fmt: skip
"""Holidays of one fixed day everywhere."""
UNITS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means: first day (or month, or year), last day of a stretch, precision; all empty for none."""

    date: str | None = None
    date_end: str | None = None
    precision: str = "none"


NONE = Meaning()
Resolve = Callable[[date | None, bool], Meaning]


@dataclass(frozen=True, slots=True)
class Expression:
    """Characters START to END of a sentence; RESOLVE gives the meaning for a day of publication and a direction (ahead or not).

    `shift`: days by which it differs from another date of the text ("a day later" 1, "two days before the vote" -2);
    `clause`: whether that date stands in what follows ("a day after X"), not in what was said before.
    """

    start: int
    end: int
    resolve: Resolve
    shift: int | None = None
    clause: bool = False


_MONTH = (
    r"(?P<month{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"(?P<day{0}>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_WEEKDAY = r"(?P<{0}>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_TO = r"\s?(?:to|-|–|through|until|till)\s?(?:the )?"
_COUNT = r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)s?"
_AFTER_DAY = r"(?:,? (?:of )?" + _YEAR + ")?"
_PART = r"(?: (?:morning|afternoon|evening|night))?"


def _m(name: str = "") -> str:
    return _MONTH.format(name)


def _d(name: str = "") -> str:
    return _DAY.format(name)


def find(text: str) -> list[Expression]:
    """The expressions of time in one sentence, in text order, without overlap.

    >>> [e.resolve(date(2023, 5, 17), False).date for e in find("They met on Monday and again on 9 May.")]
    ['2023-05-15', '2023-05-09']
    """
    found: list[Expression] = []
    for pattern, rule in _RULES:
        for match in pattern.finditer(text):
            if all(match.end() <= e.start or e.end <= match.start() for e in found):
                expression = rule(match)
                if expression is not None:
                    found.append(expression)
    return sorted(found, key=lambda e: e.start)


def _expression(match: re.Match[str], resolve: Resolve) -> Expression:
    return Expression(match.start(), match.end(), resolve)


# ---------------------------------------------------------------- calendar days


def _numeric(match: re.Match[str]) -> Expression | None:
    """ "2019-05-13", and "13/5/2019" or "5/13/2019" where only one reading is a day."""
    one, two, three = (int(match[k]) for k in (1, 2, 3))
    if one > 31:
        readings = [(one, two, three)]
    else:
        readings = list({(three, two, one), (three, one, two)})
    days = {d for reading in readings if (d := _calendar(*reading)) is not None}
    return _expression(match, lambda base, ahead: _on(min(days)) if len(days) == 1 else NONE)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _falls(year: int, month: int, day: int, weekday: int) -> bool:
    at = _calendar(year, month, day)
    return at is not None and at.weekday() == weekday


def _on(first: date | None, last: date | None = None) -> Meaning:
    if first is None:
        return NONE
    return Meaning(first.isoformat(), last.isoformat() if last and last != first else None, "day")


def _month_day(match: re.Match[str]) -> Expression | None:
    """ "5 March 2021", "March 5", "Tuesday, May 9", "3 to 5 May", "from May 3 to May 5"."""
    parts = match.groupdict()
    month, day = MONTHS[parts["month"].lower().rstrip(".")], int(parts["day"])
    last_month = MONTHS[parts["month2"].lower().rstrip(".")] if parts.get("month2") else month
    named = WEEKDAYS.get((parts.get("named") or "").lower())
    last_day = int(parts["day2"]) if parts.get("day2") else None

    def resolve(base: date | None, ahead: bool) -> Meaning:
        year = int(parts["year"]) if parts.get("year") else nearest_year(base, month, day, ahead)
        if year is None:
            return NONE
        if named is not None and not parts.get("year"):  # "Wednesday, July 31": the year in which it is one
            year = next((y for y in (year, year + 1, year - 1) if _falls(y, month, day, named)), year)
        return _on(_calendar(year, month, day), _calendar(year, last_month, last_day) if last_day else None)

    return _expression(match, resolve)


def _month(match: re.Match[str]) -> Expression | None:
    """ "in April", "April 2019", "mid-March"; "May" and "March" alone only where a preposition shows that they are months."""
    parts = match.groupdict()
    month = MONTHS[parts["month"].lower().rstrip(".")]
    if parts["month"] in ("May", "March", "Mar.", "Jan", "Jun", "Dec", "Sep") and not (parts["year"] or parts["lead"]):
        return None

    def resolve(base: date | None, ahead: bool) -> Meaning:
        year = int(parts["year"]) if parts["year"] else nearest_year(base, month, None, ahead)
        if base is not None and not parts["year"] and (parts["lead"] or "").lower().split()[-1:] == ["last"]:
            year = nearest_year(base, month, None, False)
        return NONE if year is None else Meaning(f"{year}-{month:02}", None, "month")

    return Expression(match.start("month"), match.end(), resolve)


def nearest_year(base: date | None, month: int, day: int | None, ahead: bool) -> int | None:
    """The year in which a month (and day) without a year lies nearest to the report on the side of the verb's tense."""
    if base is None:
        return None
    if ahead:
        return base.year if (month, day or 31) >= (base.month, base.day) else base.year + 1
    return base.year if (month, day or 1) <= (base.month, base.day) else base.year - 1


def _nine_eleven(match: re.Match[str]) -> Expression | None:
    end = match.end() if match[0] == "9/11" else match.start() + match[0].index("11") + 2
    return Expression(match.start(), end, lambda base, ahead: Meaning("2001-09-11", None, "day"))


def _holiday(match: re.Match[str]) -> Expression | None:
    month, day = HOLIDAYS[match[0].lower().replace("’", "'")]

    def resolve(base: date | None, ahead: bool) -> Meaning:
        year = nearest_year(base, month, day, ahead)
        return NONE if year is None else _on(_calendar(year, month, day))

    return _expression(match, resolve)


def _year(match: re.Match[str]) -> Expression | None:
    return Expression(match.start("year"), match.end("year"), lambda base, ahead: Meaning(match["year"], None, "year"))


# ---------------------------------------------------------------- against the day of publication


def _weekday(match: re.Match[str]) -> Expression | None:
    lead = (match["lead"] or "").lower().strip()

    def resolve(base: date | None, ahead: bool) -> Meaning:
        first = weekday(base, WEEKDAYS[match["first"].lower()], lead, ahead)
        second = match.groupdict().get("second")
        if first is None or not second:
            return _on(first)
        days = (WEEKDAYS[second.lower()] - first.weekday()) % 7
        if not ahead and base is not None and first + timedelta(days=days) > base:
            first -= timedelta(days=7)
        return _on(first, first + timedelta(days=days))

    return _expression(match, resolve)


def weekday(base: date | None, number: int, lead: str, ahead: bool) -> date | None:
    """The nearest day of week NUMBER (0 Monday) in the direction of the tense; "last" and "next" exclude the day itself."""
    if base is None:
        return None
    on = (number - base.weekday()) % 7
    if lead == "next" or (ahead and lead not in ("last", "past")):
        return base + timedelta(days=on or (7 if lead == "next" else 0))
    return base + timedelta(days=on - 7 if on or lead in ("last", "past") else 0)


def _day_word(match: re.Match[str]) -> Expression | None:
    word = match[0].lower()
    days = -1 if word in ("yesterday", "last night", "overnight") else 1 if word == "tomorrow" else 0
    return _expression(match, lambda base, ahead: _on(base and base + timedelta(days=days)))


def _stretch(match: re.Match[str]) -> Expression | None:
    """ "last week", "next month", "this year", "at the weekend"."""
    lead, unit = (match["lead"] or "").lower(), match["unit"].lower()

    def resolve(base: date | None, ahead: bool) -> Meaning:
        if unit == "weekend" and lead not in ("last", "next", "past"):
            return _weekend(base, 0 if ahead else -1)
        return stretch(base, {"last": -1, "past": -1, "next": 1, "coming": 1}.get(lead, 0), unit)

    return _expression(match, resolve)


def _weekend(base: date | None, step: int) -> Meaning:
    """Saturday and Sunday: with step 0 of this week, with -1 the last ones that have begun."""
    if base is None:
        return NONE
    saturday = base + timedelta(days=5 - base.weekday())
    if step < 0 and saturday > base:
        saturday -= timedelta(days=7)
    return _on(saturday, saturday + timedelta(days=1))


def stretch(base: date | None, step: int, unit: str) -> Meaning:
    """The week, month or year STEP units from that of the report."""
    if base is None:
        return NONE
    if unit == "weekend":
        return _weekend(base - timedelta(days=base.weekday()) + timedelta(days=7 * step), 0)
    if unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * step)
        return Meaning(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "week")
    if unit == "month":
        month = base.year * 12 + base.month - 1 + step
        return Meaning(f"{month // 12}-{month % 12 + 1:02}", None, "month")
    return Meaning(str(base.year + step), None, "year")


def _ago(match: re.Match[str]) -> Expression | None:
    count, unit = _count(match), match["unit"].lower()
    return _expression(match, lambda base, ahead: away(base, -count, unit))


def _within(match: re.Match[str]) -> Expression | None:
    """ "in three days": ahead; of what is past it tells how long it took."""
    count, unit = _count(match), match["unit"].lower()
    return _expression(match, lambda base, ahead: away(base, count, unit) if ahead else NONE)


def _count(match: re.Match[str]) -> int:
    word = match["count"].lower()
    return NUMBERS[word] if word in NUMBERS else int(word)


def away(base: date | None, count: int, unit: str) -> Meaning:
    """The day, week, month or year COUNT units after BASE (before it if negative)."""
    if base is None:
        return NONE
    if unit in UNITS:
        day = base + timedelta(days=count * UNITS[unit])
        return Meaning(day.isoformat(), None, "day" if unit == "day" else "week")
    if unit == "month":
        return stretch(base, count, "month")
    return Meaning(str(base.year + count * (10 if unit == "decade" else 1)), None, "year")


# ---------------------------------------------------------------- against another date


def _beside(match: re.Match[str]) -> Expression | None:
    """ "a day after X", "two days before the vote", "on the eve of": shifted from a date in what follows."""
    side = match["side"]
    count = _count(match) * UNITS[match["unit"].lower()] if match["count"] else int("hours" not in match[0].lower())
    return Expression(match.start(), match.end(), lambda base, ahead: NONE, count if side == "after" else -count, True)


def _later(match: re.Match[str]) -> Expression | None:
    """ "the same day", "the following day", "two days earlier": shifted from a date told before."""
    words = match[0].lower()
    if "same" in words or words.startswith("that ") or "hours" in words or words.endswith("in the day"):
        shift = 0
    else:
        back = any(w in words for w in ("before", "earlier", "previous"))
        count = _count(match) * UNITS[match["unit"].lower()] if match["count"] else 1
        shift = -count if back else count
    fallback: Resolve = lambda base, ahead: NONE  # noqa: E731
    if "earlier" in words:
        fallback = lambda base, ahead: _on(base and base + timedelta(days=shift))  # noqa: E731
    return Expression(match.start(), match.end(), fallback, shift)


def _nothing(match: re.Match[str]) -> Expression | None:
    return _expression(match, lambda base, ahead: NONE)


def _rules() -> Iterator[tuple[str, Callable[[re.Match[str]], Expression | None]]]:
    named = rf"(?:{_WEEKDAY.format('named')},? (?:the )?)?"
    yield r"\b9/11\b|\bSept(?:ember|\.) 11(?:th)?(?:,? 2001)?,? (?:terrorist |terror )?attacks?\b", _nine_eleven
    yield rf"\b(?:[Ee]very|[Ee]ach|Good|Black|Easter|Palm|Bloody) {_WEEKDAY.format('first')}\b", _nothing
    yield r"\b(\d{4})-(\d\d)-(\d\d)\b", _numeric
    yield r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", _numeric
    yield rf"\b{_d()} {_m()}{_TO}{_d('2')} {_m('2')}{_AFTER_DAY}", _month_day
    yield rf"\b{_m()} {_d()}{_TO}{_m('2')} {_d('2')}\b{_AFTER_DAY}", _month_day
    yield rf"\b{_d()}{_TO}{_d('2')}(?: of)? {_m()}{_AFTER_DAY}", _month_day
    yield rf"(?<=[Bb]etween ){_d()} and {_d('2')} {_m()}{_AFTER_DAY}", _month_day
    yield rf"\b{_m()} {_d()}{_TO}{_d('2')}\b{_AFTER_DAY}", _month_day
    yield rf"\b{named}{_d()}(?: of)? {_m()}{_AFTER_DAY}", _month_day
    yield rf"\b{named}{_m()} {_d()}\b(?!\d){_AFTER_DAY}", _month_day
    words = "in In of since Since by By until before after during last next this early late mid Early Late Mid for from the The on"
    lead = rf"(?P<lead>(?:{'|'.join(words.split())})[ -](?:early |late |mid-|last |next )?)?"
    yield rf"\b{lead}{_m()}(?! \d{{1,2}}\b)(?![a-z])(?:,? (?:of )?{_YEAR})?", _month
    days = "|".join(h.replace("'", "['’]") for h in sorted(HOLIDAYS, key=len, reverse=True))
    yield rf"\b(?i:{days})\b", _holiday
    yield rf"(?P<lead>)\b{_WEEKDAY.format('first')}{_TO}{_WEEKDAY.format('second')}", _weekday
    yield rf"(?:\b(?P<lead>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming) )?\b{_WEEKDAY.format('first')}\b{_PART}", _weekday
    yield (
        r"(?i)\b(?:yesterday|today|tonight|tomorrow|last night|overnight|this (?:morning|afternoon|evening))\b",
        _day_word,
    )
    part = r"(?:day|night|morning|afternoon|evening)"
    yield rf"(?i)\b{_COUNT} {_UNIT} ago\b", _ago
    yield r"(?i)\bon the (?P<side>eve) of\b(?P<count>)(?P<unit>)", _beside
    yield rf"(?i)\b(?:{_COUNT}|the) (?P<unit>day|week|fortnight)s? (?P<side>after|before)\b(?! *[.,;]|$)", _beside
    yield (
        rf"(?i)\b(?:{_COUNT} (?P<unit>day|week|fortnight)s? (?:earlier|later)|(?:the|that) same {part}|that {part})\b",
        _later,
    )
    yield (
        rf"(?i)\bthe (?:following|next|previous) {part}\b(?P<count>)(?P<unit>)|\bthe {part} (?:before|after)\b",
        _later,
    )
    yield r"(?i)\bhours (?:earlier|later)\b(?P<count>)(?P<unit>)|\b(?:earlier|later) in the day\b", _later
    yield r"(?i)\bhours (?P<side>after|before)\b(?P<count>)(?P<unit>)", _beside
    yield rf"(?i)\b{_COUNT} (?P<unit>month|year|decade)s? earlier\b", _ago
    yield r"(?i)\b(?P<lead>last|next|this|past|coming) (?P<unit>weekend|week|month|year)\b", _stretch
    yield r"(?i)\b(?:at|over|during) the (?P<lead>past |coming )?(?P<unit>weekend)\b", _stretch
    yield rf"(?i)\b(?:in|within) {_COUNT} {_UNIT}(?![’']?s? (?:time )?(?:of|old))\b", _within
    yield r"(?i)\b(?:the )?(?:1[89]|20)?\d0s\b", _nothing
    before = (
        r"(?i:in|since|during|of|from|until|by|before|after|throughout|early|late|mid|the|of the|a|this|and|to|[('’-])"
    )
    yield rf"(?:(?<=\b)|(?<=[('’-])){before}(?: early| late| mid)?[ -]?{_YEAR}\b(?![-/:,.]\d|%)", _year


_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _rules())
