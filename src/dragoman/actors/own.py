"""Actors of the user's own: their file joined to the knowledge base, where it wins over ours. See docs/own-actors.md."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from dragoman.actors.added import ALWAYS, Added, Own, Period, outside
from dragoman.actors.base import UNIT, Entry, KnowledgeBase, Role
from dragoman.actors.holders import Person, PersonIndex, Term
from dragoman.actors.own_rows import read_rows
from dragoman.actors.petrarch import read_dictionary
from dragoman.actors.spelling import normal
from dragoman.errors import DataError
from dragoman.settings import ActorFile


def read_own(base: KnowledgeBase, file: ActorFile) -> Added:
    """The content of FILE, checked against BASE: a PETRARCH dictionary (.txt), TOML or CSV by its name.

    Slips in TOML or CSV are a DataError; lines of a dictionary that cannot be used are in `unread`.
    """
    suffix = file.name.lower().rpartition(".")[2]
    if suffix in ("toml", "csv"):
        return read_rows(base, file)
    if suffix != "txt":
        raise DataError(f"{file.name}: unknown kind of actor file; name it .toml, .csv or .txt (PETRARCH)")
    return read_dictionary(base, file)


def extend(base: KnowledgeBase, *files: ActorFile) -> KnowledgeBase:
    """BASE with the actors of FILES, each of which wins over those before it; BASE itself stays as it is.

    >>> from dragoman.actors.base import load
    >>> mine = extend(load(), ActorFile("mine.csv", "name,code,sector\\nThe Hague,NLD,JUD\\n"))
    >>> [(e.code, e.sector) for e in mine.find("The Hague")]
    [('NLD', 'JUD')]
    """
    return reduce(_joined, files, base)


def said(files: Iterable[ActorFile]) -> str:
    """The names of FILES with short hashes, for the version of a coder: records depend on them; "" for none.

    >>> said([ActorFile("mine.csv", "name,code")])
    '; actors mine.csv a060db92'
    """
    named = [f"{f.name} {hashlib.sha256(f.text.encode('utf-8')).hexdigest()[:8]}" for f in files]
    return f"; actors {', '.join(named)}" if named else ""


def _joined(base: KnowledgeBase, file: ActorFile) -> KnowledgeBase:
    added = read_own(base, file)
    if not added.read:
        why = "; ".join(f"line {u.line}: {u.reason}" for u in added.unread[:3]) or "it is empty"
        raise DataError(f"{file.name}: no line of it can be used ({why}); see `dragoman actors check`")
    return OwnBase(base, added, file)


class OwnBase(KnowledgeBase):
    """A knowledge base with the actors of a user's file over it; what lies below is shared and never changed."""

    def __init__(self, base: KnowledgeBase, added: Added, file: ActorFile) -> None:
        # Nothing is read from a folder here, so the constructor of the packaged base does not run.
        self._base = base
        self.as_of, self.states = base.as_of, base.states
        self.version = base.version + said([file])
        self.unread = base.unread + len({u.line for u in added.unread})
        self._added_roles = dict(added.roles)
        self._own_people = PersonIndex(_as_table(added.persons))
        self._full_names = frozenset(normal(n) for r in added.persons for n in (r.name, *r.aliases) if " " in normal(n))
        self._by_id = {r.wikidata: r.name for r in added.persons if r.wikidata}
        self._found = self._entries_by_phrase(added.entries)
        phrases = [e.phrase for e in added.entries]
        self.longest = max([base.longest, *(len(UNIT.findall(p)) for p in phrases)])

    def _entries_by_phrase(self, entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
        """Own entries, then ours of the same phrase on the days that the user's do not cover."""
        own: dict[str, list[Entry]] = {}
        for entry in entries:
            own.setdefault(normal(entry.phrase), []).append(entry)
        found: dict[str, tuple[Entry, ...]] = dict.fromkeys(self._full_names, ())
        for key, mine in own.items():
            taken: list[Period] = [(e.start, e.end) for e in mine]
            rest = [
                replace(e, start=start, end=end)
                for e in self._base.find(key)
                for start, end in outside((e.start, e.end), taken)
            ]
            found[key] = (*mine, *rest)
        return found

    def find(self, phrase: str) -> tuple[Entry, ...]:
        """See `KnowledgeBase.find`; a phrase of the user's file stands for what that says, on its days."""
        own = self._found.get(normal(phrase))
        return self._base.find(phrase) if own is None else own

    def role(self, phrase: str) -> Role | None:
        """See `KnowledgeBase.role`."""
        return self._added_roles.get(normal(phrase)) or self._base.role(phrase)

    def persons(self, surname: str) -> tuple[Person, ...]:
        """See `KnowledgeBase.persons`; the user's persons first, joined with ours who are the same."""
        ours = list(self._base.persons(surname))
        # Who goes by another name in the user's file is found by ours too.
        known = {p.wikidata: self._by_id[p.wikidata] for p in ours if p.wikidata in self._by_id}
        named = [p for w, name in known.items() for p in self._own_people.find(name) if p.wikidata == w]
        own = [replace(p, own=True) for p in dict.fromkeys((*self._own_people.find(surname), *named))]
        for i, person in enumerate(own):
            same = [p for p in ours if _is_same(person, p)]
            own[i] = reduce(_merged, same, person)
            ours = [p for p in ours if p not in same]
        return (*own, *ours)

    def gender(self, name: str) -> str | None:
        """See `KnowledgeBase.gender`."""
        return self._base.gender(name)

    def phrases(self) -> Iterator[str]:
        """See `KnowledgeBase.phrases`."""
        yield from self._own_people.names()
        yield from self._found
        yield from self._base.phrases()

    def spellings(self) -> Iterator[str]:
        """See `KnowledgeBase.spellings`."""
        yield from self._found
        yield from (e.phrase for found in self._found.values() for e in found)
        yield from self._base.spellings()


def _as_table(rows: Sequence[Own]) -> str:
    """Persons as the table that PersonIndex reads, one term a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "aliases", "wikidata", "code", "office", "sector", "start", "end", "basis"])
    aliases: dict[tuple[str, str | None], dict[str, None]] = {}
    for r in rows:  # of all rows of a person
        aliases.setdefault((r.name, r.wikidata), {}).update(dict.fromkeys(r.aliases))
    for r in rows:
        called = ";".join(aliases[r.name, r.wikidata])
        start = r.start or ALWAYS
        writer.writerow([r.name, called, r.wikidata, r.code, r.office, r.sector, start, r.end, "the user's file"])
    return text.getvalue()


def _is_same(own: Person, ours: Person) -> bool:
    """Whether two persons of one full name are one: the same Wikidata id, or one lacks it."""
    if own.wikidata and ours.wikidata:
        return own.wikidata == ours.wikidata
    return bool({normal(n) for n in _names(own)} & {normal(n) for n in _names(ours) if " " in n})


def _names(person: Person) -> tuple[str, ...]:
    return person.name, *person.aliases


def _merged(own: Person, ours: Person) -> Person:
    """The user's person, with our terms on the days that the user's do not cover.

    A term without an office hides none of ours in the same code and sector, which only says more.
    """
    rest: list[Term] = []
    for term in ours.terms:
        taken = [_days(t) for t in own.terms if t.office or (t.code, t.sector) != (term.code, term.sector)]
        if term.start is None:  # unknown: it must not turn into a known start behind the user's term
            rest += [term] if outside((None, term.end), taken) else []
        else:
            rest += [replace(term, start=start, end=end) for start, end in outside((term.start, term.end), taken)]
    terms = sorted((*own.terms, *rest), key=lambda t: (t.start or "", not t.office))
    aliases = tuple(dict.fromkeys((*own.aliases, *(n for n in _names(ours) if n != own.name))))
    return replace(own, terms=tuple(terms), aliases=aliases, wikidata=own.wikidata or ours.wikidata)


def _days(term: Term) -> Period:
    return None if term.start == ALWAYS else term.start, term.end
