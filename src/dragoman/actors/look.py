"""Looking up a name: everything that the knowledge base knows by it as of a day, or names that are spelled alike."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.actors.added import ALWAYS, first_day, last_day
from dragoman.actors.base import Entry, KnowledgeBase
from dragoman.actors.holders import Person, Term
from dragoman.actors.spelling import normal

MOST_ALIKE = 5
ALIKE = 0.75
"""Least likeness of a spelling, from 0 to 1: one wrong letter in four."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that a name can stand for. `when`: now, former or later, as of the day asked for; dates as known, or null."""

    name: str
    kind: str
    """state, government, organisation, group, place, person or role noun."""
    code: str | None
    sector: str | None
    office: str | None
    form: str
    """How the name stands for it: name, short, adjective, people, capital, seat."""
    when: str
    start: str | None
    end: str | None
    wikidata: str | None


def look_up(base: KnowledgeBase, name: str, on: str) -> list[Known]:
    """What BASE knows by NAME as of the day ON (ISO): bodies first, then persons with each office, then role nouns.

    >>> from dragoman.actors.base import load
    >>> [(k.name, k.office, k.when) for k in look_up(load(), "Claudia Sheinbaum", "2025-03-01")][:1]
    [('Claudia Sheinbaum', 'President', 'now')]
    """
    found = [_entry(entry, on) for entry in base.find(name)]
    for person in base.persons(name):
        found += _terms(person, on)
    role = base.role(name)
    if role is not None:
        found.append(Known(role.noun, "role noun", None, role.sector, None, "name", "now", None, None, None))
    return found


def alike(base: KnowledgeBase, name: str) -> list[str]:
    """Names of BASE that are spelled almost as NAME, the nearest first.

    >>> from dragoman.actors.base import load
    >>> alike(load(), "Emanuel Macrom")[0]
    'Emmanuel Macron'
    """
    wanted = normal(name)
    if not wanted:
        return []
    written: dict[str, str] = {}
    for phrase in base.phrases():
        part = phrase if " " in wanted else phrase.rsplit(" ", 1)[-1]  # a single word may be a surname
        # Likeness is slow to tell for tens of thousands of names, so only those that begin or end alike are compared.
        if abs(len(part) - len(wanted)) > 4:
            continue
        plain = normal(part)
        if plain[:2] == wanted[:2] or plain[-3:] == wanted[-3:]:
            written.setdefault(plain, phrase if phrase != normal(phrase) else _written(base, phrase))
    return [written[plain] for plain in difflib.get_close_matches(wanted, written, MOST_ALIKE, ALIKE)]


def _written(base: KnowledgeBase, phrase: str) -> str:
    """A phrase in the form of comparison as the base spells it."""
    return next((e.phrase for e in base.find(phrase)), phrase)


def _entry(entry: Entry, on: str) -> Known:
    when = _when(entry.start, entry.end, on)
    return Known(
        entry.name, entry.kind, entry.code, entry.sector, None, entry.form, when, entry.start, entry.end, entry.wikidata
    )


def _terms(person: Person, on: str) -> Iterator[Known]:
    """The offices of a person: those held first, then former ones, the last first, then later ones."""
    current = person.held(on)
    past = person.left(on)
    rest = [t for t in person.terms if t not in current and t not in past]
    for term in dict.fromkeys((*current, *past, *rest)):
        yield _term(person, term, on)


def _term(person: Person, term: Term, on: str) -> Known:
    start = None if term.start == ALWAYS else term.start
    when = "unknown" if term.start is None and not term.end else _when(start, term.end, on)
    return Known(
        person.name,
        "person",
        term.code,
        term.sector or None,
        term.office or None,
        "name",
        when,
        start,
        term.end,
        person.wikidata,
    )


def _when(start: str | None, end: str | None, on: str) -> str:
    if first_day(start) > last_day(on):
        return "later"
    return "former" if last_day(end) < first_day(on) else "now"
