"""Office holders: persons with their terms, found by the forms of their names."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
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
    """Office holders by the words that end or begin their names, from a CSV of terms with those of a person together.

    KEYS: what `keys_of` makes of the same table, where that was done before: it takes longer than all the rest.
    """

    def __init__(self, text: str, keys: str | None = None) -> None:
        # Rows stay text until they are asked for.
        self._lines = text.splitlines()
        self._keys = (keys_of(text) if keys is None else keys).split("\n")

    def names(self) -> Iterator[str]:
        """The full name of each person."""
        return (next(csv.reader([self._lines[first]]))[0] for first, _ in _persons(self._lines))

    def find(self, phrase: str) -> tuple[Person, ...]:
        """Persons known by PHRASE; see `KnowledgeBase.persons`."""
        wanted = _name_key(phrase)
        if not wanted:
            return ()
        return tuple(self._person(i) for i in self._numbers(wanted.rsplit(" ", 1)[-1]) if self._is_called(i, wanted))

    def _numbers(self, key: str) -> list[int]:
        """The first lines of the persons whose names have KEY at an end."""
        at = bisect_left(self._keys, f"{key}\t")
        word, _, numbers = self._keys[at].partition("\t") if at < len(self._keys) else ("", "", "")
        return [int(n) for n in numbers.split(",")] if word == key else []

    def _is_called(self, first: int, wanted: str) -> bool:
        name, aliases, _, code = next(csv.reader([self._lines[first]]))[:4]
        return any(wanted in name_forms(form, code) for form in (name, *split_list(aliases)))

    def _person(self, first: int) -> Person:
        last, who = first + 1, _who(self._lines[first])
        while last < len(self._lines) and _who(self._lines[last]) == who:
            last += 1
        rows = list(csv.reader(self._lines[first:last]))
        terms = tuple(Term(r[3], r[4], r[5], r[6] or None, r[7] or None) for r in rows)
        return Person(rows[0][0], rows[0][2] or None, terms, split_list(rows[0][1]))


def _who(line: str) -> tuple[str, str]:
    """Name and Wikidata id of a line, which tell persons apart."""
    fields = line.split(",", 3) if '"' not in line else next(csv.reader([line]))
    return fields[0], fields[2]


def _persons(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The first line of each person with its fields, the header left out."""
    before: tuple[str, str] | None = None
    for number, line in enumerate(lines[1:], 1):
        if (who := _who(line)) != before:
            yield number, next(csv.reader([line]))
            before = who


def keys_of(text: str) -> str:
    """The index of a table of terms: each word that a person may be found by, a tab, and the first lines of those persons.

    >>> keys_of("name,aliases,wikidata,code,office,sector,start,end,basis\\nAnn Lee,,,AUS,Premier,GOV,2001,,own")
    'lee\\t1'
    """
    found: dict[str, dict[int, None]] = {}
    owners, forms = [], []
    for number, (name, aliases, _, code, *_) in _persons(text.splitlines()):
        for form in (name, *split_list(aliases)):
            owners.append((number, code))
            forms.append(form)
    # One pass over all names together: name by name takes four times as long.
    for (number, code), form in zip(owners, normal("|".join(forms)).split("|") if forms else [], strict=True):
        for key in _ends(form.split(), code):
            found.setdefault(key, {})[number] = None
    return "\n".join(f"{key}\t{','.join(map(str, numbers))}" for key, numbers in sorted(found.items()))


def _ends(words: list[str], code: str) -> set[str]:
    """The words of a normalised name by which news may call its bearer."""
    keys = {words[-1]}
    if len(words) > 2:
        if words[-1] in _ENDINGS or code in _DOUBLE:
            keys.add(words[-2])
        elif words[-2] == "of":
            keys.add(words[-3])
    if code in _FIRST:
        keys.add(words[0])
    return keys


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
