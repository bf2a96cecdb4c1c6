"""What is known of the actors of world politics: states, organs, organisations, office holders, role nouns.

The knowledge is a folder of readable files (`data/`, see its README); this module looks up and decides nothing.
Phrases are compared casefolded, without accents and dots, hyphens as spaces and without a leading "the".
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from dragoman.actors.holders import Person, PersonIndex, Term, name_forms
from dragoman.actors.scan import Scan
from dragoman.actors.spelling import is_short, normal, split_list
from dragoman.errors import DataError

__all__ = ["Entry", "KnowledgeBase", "Person", "Role", "State", "Term", "load", "name_forms", "normal"]

UNIT = re.compile(r"\w+(?:\.\w+)*\.?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory of ISO 3166-1 (and Kosovo) with its codes side by side, "" for those that it does not have.

    `cow`, `gw`: letters of Correlates of War and of Gleditsch and Ward; `cow_number`, `gw_number`: their numbers, as text.
    """

    code: str
    iso2: str
    fips: str
    cow: str
    gw: str
    cow_number: str
    gw_number: str
    cameo: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: str
    seats: tuple[str, ...]
    spanish: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase can stand for. `form`: name, short (only in capitals), adjective, people, capital or seat.

    `kind`: state, government, organisation, group, or place (a division of a state); `phrase`: as spelled in the base.
    """

    name: str
    code: str
    sector: str | None
    kind: str
    form: str
    wikidata: str | None = None
    start: str | None = None
    end: str | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that makes a public actor. `kind`: office, person, government, group; `alone`: needs no country."""

    noun: str
    sector: str
    kind: str
    alone: bool
    plural_only: bool


def _rows(folder: Traversable, name: str) -> Iterator[dict[str, str]]:
    file = folder / name
    if not file.is_file():
        raise DataError(f"the knowledge base lacks {name}; reinstall the package, or give a folder that holds it")
    yield from csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))


def _identity(entry: Entry) -> tuple[str | None, ...]:
    form = "name" if entry.form == "short" else entry.form
    return entry.name, entry.code, entry.sector, form, entry.start


class KnowledgeBase:
    """The actors of one data folder, indexed by phrase; office holders are read at their first use.

    >>> base = load()
    >>> {(e.code, e.form) for e in base.find("the Mexican")}
    {('MEX', 'adjective')}
    """

    unread = 0
    """Lines of the user's dictionaries of actors that could not be used."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
        self.as_of: str = meta["as_of"]
        self.version: str = meta["version"]
        self.states: dict[str, State] = {}
        self.longest = 1
        self._entries: dict[str, list[Entry]] = {}
        self._roles: dict[str, Role] = {}
        self._load_states()
        self._load_divisions()
        for name in ("organs.csv", "organisations.csv"):
            self._load_bodies(name)
        self._load_roles()

    def find(self, phrase: str) -> tuple[Entry, ...]:
        """Everything that exactly this phrase can stand for, from a state's adjective to an abbreviation."""
        return tuple(self._entries.get(normal(phrase), ()))

    def role(self, phrase: str) -> Role | None:
        """The role that a noun or noun phrase names, singular or plural as listed.

        >>> load().role("foreign minister").sector
        'GOV'
        """
        return self._roles.get(normal(phrase))

    def persons(self, surname: str) -> tuple[Person, ...]:
        """Office holders whose name ends in these words, or begins with them where the family name comes first.

        >>> [p.name for p in load().persons("Claudia Sheinbaum")]
        ['Claudia Sheinbaum']
        """
        return self._people.find(surname)

    def phrases(self) -> Iterator[str]:
        """All phrases and full names that the base knows, in the form in which they are compared or as written."""
        yield from self._entries
        yield from self._people.names()

    def spellings(self) -> Iterator[str]:
        """The phrases of all but persons, as spelled and as compared."""
        for key, entries in self._entries.items():
            yield key
            yield from (e.phrase for e in entries)

    def gender(self, name: str) -> str | None:
        """What the given name of a full name tells: "f", "m", or None where it is not known or goes for both.

        >>> load().gender("Claudia Sheinbaum"), load().gender("Xi Jinping")
        ('f', None)
        """
        given, _, rest = name.partition(" ")
        return self._given.get(normal(given)) if rest else None

    @cached_property
    def _given(self) -> dict[str, str]:
        return {normal(r["name"]): r["gender"] for r in _rows(self._folder, "given_names.csv")}

    @cached_property
    def scan(self) -> Scan:
        """Where in a text one of the phrases may begin."""
        return Scan(self.spellings())

    @cached_property
    def _people(self) -> PersonIndex:
        terms, keys = (
            gzip.decompress((self._folder / name).read_bytes()) for name in ("persons.csv.gz", "persons_keys.gz")
        )
        return PersonIndex(terms.decode("utf-8"), keys.decode("utf-8"))

    def _add(self, phrase: str, entry: Entry) -> None:
        key = normal(phrase)
        known = self._entries.setdefault(key, [])
        same = [i for i, e in enumerate(known) if _identity(e) == _identity(entry)]
        if not same:
            known.append(entry)
        elif entry.form == "name":  # "Nato" beside "NATO": then capitals are not needed
            known[same[0]] = entry
        self.longest = max(self.longest, len(UNIT.findall(phrase)))

    def _load_states(self) -> None:
        for row in _rows(self._folder, "states.csv"):
            capitals = split_list(row["capital"])
            state = State(
                code=row["code"],
                iso2=row["iso2"],
                fips=row["fips"],
                cow=row["cow"],
                gw=row["gw"],
                cow_number=row["cow_number"],
                gw_number=row["gw_number"],
                cameo=row["cameo"],
                name=row["name"],
                aliases=split_list(row["aliases"]),
                adjectives=split_list(row["adjectives"]),
                people=split_list(row["people"]),
                capital=capitals[0] if capitals else "",
                seats=split_list(row["seats"]),
                spanish=row["spanish"],
            )
            self.states[state.code] = state
            for phrase in (state.name, *state.aliases):
                form = "short" if is_short(phrase) else "name"
                self._add(phrase, Entry(state.name, state.code, None, "state", form, phrase=phrase))
            for form, kind, sector, phrases in (
                ("adjective", "state", None, state.adjectives),
                ("people", "group", "CVL", state.people),
                ("capital", "state", "GOV", capitals),
            ):
                for phrase in phrases:
                    self._add(phrase, Entry(state.name, state.code, sector, kind, form, phrase=phrase))
            for phrase in state.seats:
                self._add(phrase, Entry(phrase, state.code, "GOV", "government", "seat", phrase=phrase))

    def _load_divisions(self) -> None:
        for row in _rows(self._folder, "divisions.csv"):
            for phrase in (row["name"], *split_list(row["aliases"])):
                self._add(phrase, Entry(row["name"], row["code"], None, "place", "name", phrase=phrase))
            for phrase in split_list(row["adjectives"]):
                self._add(phrase, Entry(row["name"], row["code"], None, "place", "adjective", phrase=phrase))

    def _load_bodies(self, name: str) -> None:
        for row in _rows(self._folder, name):
            for phrase in (row["name"], *split_list(row["aliases"])):
                form = "short" if is_short(phrase) else "name"
                wikidata, start, end = row.get("wikidata") or None, row["from"] or None, row["to"] or None
                self._add(
                    phrase,
                    Entry(
                        row["name"], row["code"], row["sector"] or None, row["kind"], form, wikidata, start, end, phrase
                    ),
                )

    def _load_roles(self) -> None:
        for row in _rows(self._folder, "roles.csv"):
            role = Role(row["noun"], row["sector"], row["kind"], row["alone"] == "yes", row["plural_only"] == "yes")
            for phrase in (row["noun"], *split_list(row["forms"])):
                self._roles.setdefault(normal(phrase), role)


@cache
def load() -> KnowledgeBase:
    """The knowledge base of the package, loaded once.

    >>> load().states["MEX"].capital
    'Mexico City'
    """
    return KnowledgeBase(resources.files("dragoman.actors") / "data")
