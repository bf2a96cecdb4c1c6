"""Office holders: persons with their terms, found by the forms of their names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.actors.spelling import normal, split_list

_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ad|ar|at|ul|ol)-(?=\w{3})")
_SUFFIX = re.compile(r"(?:,? (?:Jr|Sr)\.?| (?:II|III|IV|VI{1,3}|X[IVX]+|X))$|(?<= (?:II|VI|IV)) of \w+$")
_ENDINGS = frozenset({"jr", "sr", "ii", "iii", "iv", "vi"})
_FIRST_NAMED = "CHN TWN HKG MAC PRK KOR VNM SGP KHM HUN MMR MYS JPN IDN THA LAO ETH ERI"
_FIRST = frozenset(_FIRST_NAMED.split())
"""States whose people news calls by the first word: a family name before the given one, or no family name."""
_TWO_SURNAMES = "ESP MEX GTM HND SLV NIC CRI PAN CUB DOM VEN COL ECU PER BOL CHL ARG URY PRY GNQ"
_DOUBLE = frozenset(_TWO_SURNAMES.split())
"""States of two surnames, where the last but one is the one in use."""


@dataclass(frozen=True, slots=True)
class Term:
    """An office held for a time; dates ISO or partial ("2004", "2004-06"), None where open or unknown."""

    code: str
    office: str
    sector: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """An office holder with all known terms, in the order of their start."""

    name: str
    wikidata: str | None
    terms: tuple[Term, ...]
    aliases: tuple[str, ...] = ()
    own: bool = False
    """Whether the user's own file names the person."""

    def held(self, day: str) -> tuple[Term, ...]:
        """Terms running on DAY (ISO), the highest office first; () for who held none then.

        >>> person = Person("Ann Lee", None, (Term("AUS", "Premier", "GOV", "2001", "2003-05"),))
        >>> [t.office for t in person.held("2003-05-04")], person.held("2003-06-01")
        (['Premier'], ())
        """
        running = [t for t in self.terms if _covers(t, day)]
        return tuple(sorted(sorted(running, key=lambda t: t.start or "", reverse=True), key=_rank))

    def left(self, day: str) -> tuple[Term, ...]:
        """Terms that ended before DAY, the last one first: the offices of which somebody is a former holder."""
        ended = [t for t in self.terms if t.end and t.end < day[: len(t.end)]]
        return tuple(sorted(ended, key=lambda t: (t.end or "", -_rank(t)), reverse=True))


_HIGH = (
    "Supreme Leader",
    "President",
    "Monarch",
    "King",
    "Emperor",
    "Pope",
    "Prime Minister",
    "Chancellor",
    "Crown Prince",
    "Secretary-General",
    "Secretary General",
    "Vice President",
    "Deputy Prime Minister",
    "Foreign",
    "Secretary of State",
    "Defence",
    "Secretary of Defense",
)


def _rank(term: Term) -> int:
    """Place of an office by weight: heads of state and government, deputies, the ministers most named, all others."""
    return next((i for i, office in enumerate(_HIGH) if term.office.startswith(office)), len(_HIGH))


def _covers(term: Term, day: str) -> bool:
    started = not term.start or term.start <= day[: len(term.start)]
    return started and (not term.end or day[: len(term.end)] <= term.end)


class PersonIndex:
    """Office holders by the last word of their names, from a CSV of terms with those of a person together."""

    def __init__(self, text: str) -> None:
        # Rows stay text until they are asked for: to split all into fields takes longer than all the rest.
        self._rows: list[list[str]] = []
        self._last: dict[str, list[int]] = {}
        before = ""
        owners: list[tuple[int, str]] = []
        forms: list[str] = []
        for row in text.splitlines()[1:]:
            fields = row.split(",", 4) if '"' not in row else next(csv.reader([row]))
            who = f"{fields[0]},{fields[2]}"
            if who != before:
                owner = (len(self._rows), fields[3])
                for form in (fields[0], *split_list(fields[1])) if fields[1] else (fields[0],):
                    owners.append(owner)
                    forms.append(form)
                self._rows.append([])
                before = who
            self._rows[-1].append(row)
        # One pass over all names together: name by name takes four times as long.
        plain = normal("|".join(forms)).split("|") if forms else []
        for (number, code), form in zip(owners, plain, strict=True):
            self._index(form.split(), code, number)

    def __len__(self) -> int:
        return len(self._rows)

    def names(self) -> Iterator[str]:
        """The full name of each person."""
        return (next(csv.reader(rows[:1]))[0] for rows in self._rows)

    def _index(self, words: list[str], code: str, number: int) -> None:
        keys = {words[-1]}
        if len(words) > 2:
            if words[-1] in _ENDINGS or code in _DOUBLE:
                keys.add(words[-2])
            elif words[-2] == "of":
                keys.add(words[-3])
        if code in _FIRST:
            keys.add(words[0])
        for key in keys:
            self._last.setdefault(key, []).append(number)

    def find(self, phrase: str) -> tuple[Person, ...]:
        """Persons known by PHRASE; see `KnowledgeBase.persons`."""
        wanted = _name_key(phrase)
        if not wanted:
            return ()
        candidates = dict.fromkeys(self._last.get(wanted.rsplit(" ", 1)[-1], ()))
        return tuple(self._person(i) for i in candidates if self._is_called(i, wanted))

    def _is_called(self, number: int, wanted: str) -> bool:
        name, aliases, _, code = next(csv.reader(self._rows[number][:1]))[:4]
        return any(wanted in name_forms(form, code) for form in (name, *split_list(aliases)))

    def _person(self, number: int) -> Person:
        rows = list(csv.reader(self._rows[number]))
        terms = tuple(Term(r[3], r[4], r[5], r[6] or None, r[7] or None) for r in rows)
        return Person(rows[0][0], rows[0][2] or None, terms, split_list(rows[0][1]))


def _name_key(name: str) -> str:
    """`normal`, and one spelling for the Arabic article."""
    return re.sub(r"\bel (?=\w)", "al ", normal(name))


def name_forms(name: str, code: str = "", family_first: bool = False) -> frozenset[str]:
    """The forms by which one of state CODE may be named: trailing parts, first and last word, a name without "al-".

    >>> sorted(name_forms("Recep Tayyip Erdoğan", "TUR"))
    ['erdogan', 'recep erdogan', 'recep tayyip erdogan', 'tayyip erdogan']
    >>> sorted(name_forms("Xi Jinping", "CHN"))
    ['jinping', 'xi', 'xi jinping']
    """
    words = _SUFFIX.sub("", name).split()
    forms = {" ".join(words[i:]) for i in range(len(words))} | {name, f"{words[0]} {words[-1]}"}
    forms.add(_ARTICLE.sub("", words[-1].casefold()))
    if family_first or code in _FIRST:
        forms.add(words[0])
    if code in _DOUBLE and len(words) > 2:
        forms |= {" ".join(words[i:-1]) for i in range(len(words) - 1)}
    return frozenset(map(_name_key, forms))
