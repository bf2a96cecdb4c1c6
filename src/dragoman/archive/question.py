"""A question to an archive: the words in which it is put, the same in Python and for the program, and the SQL that they mean."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from dragoman import ontology
from dragoman.archive.parties import country, parties
from dragoman.errors import UsageError
from dragoman.ontology.own import STATUSES
from dragoman.store.ask_sql import PARTIES, among_sql, any_sql, days_sql, party_sql, phrase_sql
from dragoman.store.layout import first_day

ANY = "any"
"""As a status: all of them."""
HOW = ("direct", "indirect")
Many = str | Iterable[str]


class Words(TypedDict, total=False):
    """The words of a question. Several values of one word, in a list or with commas between, mean any of them."""

    actor: Many
    """Who acts, speaks or promises: a code (USA, IGO:UN), a country's name, or any name."""
    recipient: Many
    """To whom it is done, said or promised."""
    type: Many
    """PLOVER types and own types; of statements direct or indirect."""
    mode: Many
    context: Many
    status: Many
    """actual, future, negated, hypothetical, historical; any is all of them."""
    since: str | None
    """The first day, month or year: 2026-01-15, 2026-01, 2026."""
    until: str | None
    """The last one, to its end."""
    text: str | None
    """What the sentence says: words, "a phrase", stem*, AND, OR, NOT, parentheses."""
    outlet: Many
    place: Many
    """Where it happened: a country's code or name, or the name of a place."""
    actor_sector: Many
    recipient_sector: Many
    min_confidence: float | None
    document: Many
    """Ids of reports."""
    limit: int | None
    """The newest so many records."""


ALLOWED = {
    "events": frozenset(Words.__annotations__),
    "statements": frozenset(Words.__annotations__) - {"mode", "status", "place"},
    "commitments": frozenset(Words.__annotations__) - {"type", "mode", "context", "status", "place"},
    "documents": frozenset(Words.__annotations__),
}
"""Which words each kind of record takes; documents take those of events too, and are those that hold such an event."""
BY_ROW = ("actor", "recipient", "actor_sector", "recipient_sector")
"""Words that can hold for one pair of an event's parties and not for another."""
OF_EVENTS = (*BY_ROW, "type", "mode", "context", "status", "place", "min_confidence")
"""Words that a document has only through its events."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose words have been understood: conditions in SQL on the rows of KIND, and what cannot be said in them."""

    kind: str
    conditions: tuple[str, ...]
    of_events: tuple[str, ...] = ()
    """Of documents: conditions on the rows of events that they must hold."""
    text: str | None = None
    limit: int | None = None
    by_row: bool = False
    """Whether the conditions can hold for one row of an event and not for another."""


def ask(kind: str, words: Words, held: Callable[[str, str], set[str]]) -> Question:
    """The question for records of KIND in these WORDS; HELD gives the values that a column of a kind has in the archive.

    >>> ask("statements", {"actor": "Kenya", "until": "2026-02"}, lambda kind, column: set()).conditions
    ("(speaker_code IN ('KEN'))", "day <= DATE '2026-02-28'")
    >>> ask("commitments", {"status": "actual"}, lambda kind, column: set())
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: commitments cannot be asked for by status; leave it out
    """
    given = {name: value for name, value in words.items() if value is not None and value != () and value != []}
    unknown = [name for name in given if name not in Words.__annotations__]
    if unknown:
        raise UsageError(f"no word {unknown[0]!r} in questions; there are {', '.join(Words.__annotations__)}")
    wrong = [name for name in given if name not in ALLOWED[kind]]
    if wrong:
        raise UsageError(f"{kind} cannot be asked for by {wrong[0]}; leave it out")
    limit = words.get("limit")
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise UsageError(f"limit {limit}: no number of records; write 1 or more, or 0 for all")
    if "status" in given and ANY in map(str.lower, listed(given["status"])):
        del given["status"]
    about = "events" if kind == "documents" else kind
    told = [name for name in given if name in OF_EVENTS]
    conditions = {name: _condition(about, name, given[name], held) for name in told}
    shared = _shared(given)
    by_row = kind == "events" and any(name in BY_ROW for name in told)
    if kind == "documents":
        return Question(kind, tuple(shared), tuple(conditions.values()), words.get("text"), limit or None)
    return Question(kind, (*conditions.values(), *shared), (), words.get("text"), limit or None, by_row)


def listed(value: object) -> tuple[str, ...]:
    """The values of a word: "a,b" and ["a", "b"] are the same.

    >>> listed("USA, MEX"), listed(["USA,MEX", "CAN"])
    (('USA', 'MEX'), ('USA', 'MEX', 'CAN'))
    """
    parts = (
        [value] if isinstance(value, str) else [str(v) for v in value] if isinstance(value, Iterable) else [str(value)]
    )
    return tuple(dict.fromkeys(word for part in parts for word in map(str.strip, part.split(",")) if word))


def _shared(given: Mapping[str, Any]) -> list[str]:
    """Conditions that all kinds of records know."""
    conditions = days_sql(*between(given.get("since"), given.get("until")))
    if "outlet" in given:
        conditions.append(any_sql(phrase_sql("outlet", outlet) for outlet in _values("outlet", given["outlet"])))
    if "document" in given:  # not split at commas, which ids may hold
        documents = given["document"]
        ids = [documents] if isinstance(documents, str) else list(documents)
        if not any(ids):
            raise _empty("document")
        conditions.append(among_sql("document", ids))
    return conditions


def _values(name: str, value: object) -> tuple[str, ...]:
    """The values of a word that was given, at least one."""
    values = listed(value)
    if not values:
        raise _empty(name)
    return values


def _empty(name: str) -> UsageError:
    return UsageError(f"{name.replace('_', ' ')} is asked for and nothing is named; name one, or leave it out")


def _condition(kind: str, name: str, value: object, held: Callable[[str, str], set[str]]) -> str:
    if name == "min_confidence":
        return f"confidence >= {_share(value)}"
    values = _values(name, value)
    side = PARTIES[kind]["recipient" in name]
    if name in ("actor", "recipient"):
        who = parties(values, lambda: held(kind, f"{side}_code"))
        return party_sql(side, who.codes, who.names)
    if name == "place":
        return any_sql(_place(word) for word in values)
    if name in ("actor_sector", "recipient_sector"):
        column, known = f"{side}_sector", _known(kind, "sector")
        values = tuple(v.upper() for v in values)
    else:
        column = {"type": "kind" if kind == "statements" else "event"}.get(name, name)
        known = _known(kind, name)
        values = tuple(v.upper() if column == "event" else v.lower().replace(" ", "_") for v in values)
    if not set(values) <= set(known):
        _check(name, values, {*known, *held(kind, column)})
    return among_sql(column, values)


def _known(kind: str, name: str) -> Sequence[str]:
    """The values of a word that need no look into the archive."""
    plover = ontology.load()
    if name == "type":
        return HOW if kind == "statements" else tuple(plover.types)
    if name == "sector":
        return ()
    if name == "mode":
        return tuple({mode for kind_ in plover.types.values() for mode in kind_.modes})
    return STATUSES if name == "status" else tuple(plover.contexts)


def _check(name: str, values: Iterable[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            near = difflib.get_close_matches(value, known, 3, 0.6)
            what = name.replace("_", " ")
            hint = (
                f"near it {'is' if len(near) == 1 else 'are'} {', '.join(near)}"
                if near
                else f"there are {', '.join(sorted(known)) or 'none'}"
            )
            raise UsageError(f"no {what} {value!r}; {hint}")


def _share(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise UsageError(f"confidence {value!r}: no number from 0 to 1")
    return float(value)


def _place(word: str) -> str:
    code = country(word)
    return among_sql("place_country", [code]) if code else phrase_sql("place_name", word)


DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def between(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first day of SINCE and the last of UNTIL.

    >>> between("2026", "2024-02")
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: nothing lies between 2026 and 2024-02; change places
    >>> between("2024-02", "2024-02")
    ('2024-02-01', '2024-02-29')
    """
    # A year may come as a number and a day as a date.
    first = None if since is None else _day(str(since))
    last = None if until is None else _last(str(until))
    if first and last and first > last:
        raise UsageError(f"nothing lies between {since} and {until}; change places")
    return first, last


def _day(date: str) -> str:
    day = first_day(date) if DATE.fullmatch(date) else None
    if day is None:
        raise UsageError(f"{date!r} is no date; write 2026-01-15, 2026-01 or 2026")
    return day


def _last(date: str) -> str:
    year, month, day = _day(date).split("-")
    found = DATE.fullmatch(date)
    month = month if found and found[2] else "12"
    day = day if found and found[3] else str(monthrange(int(year), int(month))[1])
    return f"{year}-{month}-{day}"
