"""Which place of its name a report means: by what its phrase, its sentence and the report say of the country, then by size.

Each choice carries its reason (`Place.basis`):

- `state`, `division`, `capital`: the knowledge base knows the name as that; `only-one`: no other place has it;
- `country-named`: a country or division beside the name ("Tripoli, Lebanon", "the Lebanese city of Tripoli");
- `sentence`, `report`, `dateline`, `other-places`: what the sentence, the report, its dateline, its other places speak for;
- `population`: nothing but size; `context`: no table has the name, the country is that of its surroundings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.actors import Cast
from dragoman.actors.base import Entry
from dragoman.actors.scene import is_state
from dragoman.actors.spelling import normal
from dragoman.language.tree import Tree
from dragoman.places import kinds
from dragoman.places.gazetteer import CITY, COUNTRY, DIVISION, FAMOUS, Candidate, Gazetteer
from dragoman.records import Analysis, Document, Place

BESIDE, SENTENCE, REPORT, DATELINE, OTHERS = 4.0, 1.2, 1.6, 0.7, 0.5
"""What speaks for a country, weighed so that words beside the name decide alone; chosen on the development phrases."""
CAPITAL, OWN_NAME, ASKED = 0.5, 0.25, 2.0
"""For a capital; for a name that is the place's own, not an alternate one; for the kind that the words beside it name."""
TOWN, USUAL = 0.35, 0.8
"""For a town rather than the division of its name; for the country of which the knowledge base knows a division so called."""
KNOWN = 100_000
"""Inhabitants from which a town's English name counts like its own ("Geneva", "Florence")."""
MILLIONS = 7.0
"""Power of ten of inhabitants at which size counts 1."""
SHORT = 6
"""Letters below which a name that is only an alternate one needs a report that speaks of its country."""
DECIDED = 0.3
"""Least share of a report's mentions of countries at which the report speaks for a country."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a name: countries beside it and in its sentence, the kind of place that its phrase names."""

    beside: frozenset[str]
    divisions: frozenset[tuple[str, str]]
    sentence: frozenset[str]
    kind: int | None


class Locator:
    """The places of one report."""

    def __init__(self, document: Document, analysis: Analysis, cast: Cast, gazetteer: Gazetteer) -> None:
        self._text = document.text
        self._analysis = analysis
        self._scene = cast.scene
        self._gazetteer = gazetteer
        self._found: dict[tuple[int, int, int], Place | None] = {}
        self._others: dict[str, int] | None = None
        self._beside: dict[str, _Around] | None = None
        self._weights = cast.scene.named()
        self._total = sum(self._weights.values()) or 1.0

    def place(self, sentence: int, first: int, last: int) -> Place | None:
        """The place that tokens FIRST to LAST (half-open) of SENTENCE name; None if they name none."""
        tree = self._scene.trees[sentence]
        while last + 1 < len(tree) and tree[last].text == "-" and tree[last - 1].end_char == tree[last].start_char:
            last += 2  # "Port-au-Prince", of which the name finder saw the beginning
        key = (sentence, first, last)
        if key not in self._found:
            self._found[key] = self._place(*key)
        return self._found[key]

    def _place(self, sentence: int, first: int, last: int) -> Place | None:
        tree = self._scene.trees[sentence]
        words = tree.words(self._text, first, last)
        if self._is_person(sentence, first, last, words.text):
            return None

        def made(name: str, country: str | None, level: int | None, basis: str, at: Candidate | None = None) -> Place:
            return Place(
                words.text,
                words.start_char,
                words.end_char,
                name,
                country,
                at.lat if at else None,
                at.lon if at else None,
                at.geonameid if at else None,
                level,
                basis,
            )

        around = self._told_before(words.text, self._around(sentence, first, last))
        known = self._known(sentence, first, last)
        if known is not None and known.kind == "state" and known.form != "capital" and around.kind in (None, COUNTRY):
            return made(known.name, known.code, COUNTRY, "state", self._gazetteer.country(known.code))
        core = kinds.core(words.text)
        if normal(core) in kinds.REGIONS or kinds.is_water(words.text):
            return made(words.text, None, None, "region")
        below = kinds.below(words.text)
        found = () if below else self._candidates(words.text, core)
        part = known if known is not None and known.kind == "place" else None
        if around.beside and not any(c.country in around.beside for c in found):
            found = ()  # "the West Bank village of Duma" is none of the Dumas elsewhere
        if part is not None and not found and not (below and around.sentence and part.code not in around.sentence):
            return made(part.name, part.code, 5 if below else DIVISION, "division")
        if not found:
            level = 5 if below else around.kind if around.kind != COUNTRY else None
            return made(words.text, self._country(around), level, "context")
        found = found if self._is_plausible(found, normal(core)) else ()
        if not found:
            return made(words.text, self._country(around), around.kind, "context")
        best, basis = self._choose(found, normal(core), around, part.code if part else None)
        return made(best.name, best.country, best.level, basis, best)

    def _is_person(self, sentence: int, first: int, last: int, words: str) -> bool:
        """Whether a person is meant: by a longer name in the report or an office, or because no place is called so."""
        for at in range(first, last):
            figure = self._scene.figure_at.get((sentence, at))
            if figure is not None:
                longer = len(figure.name.split()) > last - first
                return longer or bool(figure.roles) or not self._gazetteer.find(words)
        return False

    def _known(self, sentence: int, first: int, last: int) -> Entry | None:
        """What the knowledge base takes the last word of a name for, if that is the name and no part of it."""
        known = self._scene.names[sentence].known.get(last - 1)
        if (
            known is None
            or known.first < first - 1
            or (known.first > first and not _is_modifier(self._scene.trees[sentence], first, known.first))
        ):
            return None
        return self._scene.pick(known.entries)[0]

    def _candidates(self, words: str, core: str) -> tuple[Candidate, ...]:
        for name in dict.fromkeys((words, core)):
            found = self._gazetteer.find(name)
            if found:
                return found
        return ()

    # ------------------------------------------------------------ which of them

    def _is_plausible(self, found: tuple[Candidate, ...], name: str) -> bool:
        """Whether one of FOUND bears the name as its own, is large, or lies where the report is: odd spellings abound."""
        return any(
            normal(c.name) == name or c.population >= FAMOUS or c.is_capital or self._weights.get(c.country)
            for c in found
        ) and not (
            all(normal(c.name) != name for c in found)
            and len(name) < SHORT
            and not self._weights.keys() & {c.country for c in found}
        )

    def _choose(
        self, found: tuple[Candidate, ...], name: str, around: _Around, usual: str | None
    ) -> tuple[Candidate, str]:
        def plain(c: Candidate) -> float:
            size = math.log10(max(1, c.population)) / MILLIONS
            prime = CAPITAL * c.is_capital + OWN_NAME * (normal(c.name) == name or c.population >= KNOWN)
            kind = ASKED * (c.level == around.kind) if around.kind else TOWN * (c.level == CITY)
            return size + prime + kind

        def reasons(c: Candidate) -> dict[str, float]:
            share = self._weights.get(c.country, 0.0) / self._total
            beside = c.country in around.beside or (c.country, normal(c.division)) in around.divisions
            in_division = any(country == c.country and d == c.division for country, d in around.divisions)
            return {
                "country-named": BESIDE * beside + BESIDE * in_division,
                "sentence": SENTENCE * (c.country in around.sentence),
                "report": REPORT * share * (share >= DECIDED),
                "dateline": DATELINE * (c.country == self._scene.dateline),
                "division": USUAL * (c.country == usual),
                "other-places": OTHERS * min(2, self._elsewhere().get(c.country, 0)),
            }

        best = max(found, key=lambda c: (plain(c) + sum(reasons(c).values()), c.population, -c.geonameid))
        if len({c.country for c in found}) == 1:
            return best, "only-one"
        given = reasons(best)
        basis = max(given, key=lambda k: given[k])
        if best.is_capital and given[basis] < BESIDE:
            return best, "capital"
        return best, basis if given[basis] > 0 else "population"

    def _country(self, around: _Around) -> str | None:
        """The country of a place that no table has."""
        for codes in (around.beside, around.sentence):
            if len(codes) == 1:
                return next(iter(codes))
        dominant = self._scene.dominant()
        if dominant[0] and dominant[1] >= DECIDED:
            return dominant[0]
        return self._scene.dateline

    def _elsewhere(self) -> dict[str, int]:
        """How many other names of the report are places of one country only, by country."""
        if self._others is None:
            self._others = {}
            names = {self._text[n.start_char : n.end_char] for n in self._analysis.names if n.label == "LOC"}
            for name in names:
                codes = {c.country for c in self._gazetteer.find(name)}
                if len(codes) == 1:
                    code = codes.pop()
                    self._others[code] = self._others.get(code, 0) + 1
        return self._others

    # ------------------------------------------------------------ what is around

    def _told_before(self, words: str, around: _Around) -> _Around:
        """AROUND; where it names no country, with the one that stands beside the same name elsewhere in the report."""
        if around.beside:
            return around
        if self._beside is None:
            self._beside = {}
            for n in self._analysis.names:
                key = self._text[n.start_char : n.end_char].lower()
                self._beside.setdefault(key, self._around(n.sentence, n.first, n.last))
                if self._beside[key].beside == frozenset():
                    del self._beside[key]
        other = self._beside.get(words.lower())
        return around if other is None else replace(around, beside=other.beside, divisions=other.divisions)

    def _around(self, sentence: int, first: int, last: int) -> _Around:
        tree = self._scene.trees[sentence]
        beside: set[str] = set()
        divisions: set[tuple[str, str]] = set()
        everywhere: set[str] = set()
        near = range(max(0, first - 5), min(len(tree), last + 5))
        for start, end, code, division in self._named(sentence):
            if start < last and first < end:
                continue
            everywhere.add(code)
            if start in near and _is_beside(tree, first, last, start, end):
                beside.add(code)
                if division:
                    divisions |= {
                        (c.country, c.division) for c in self._gazetteer.find(division) if c.level == DIVISION
                    }
        kept = frozenset(d for d in divisions if d[0] in beside)
        return _Around(frozenset(beside), kept, frozenset(everywhere), kinds.asked(tree, first, last))

    def _named(self, sentence: int) -> Iterator[tuple[int, int, str, str | None]]:
        """Countries and divisions that the knowledge base finds in a sentence: span, code, and the name of a division."""
        for k in dict.fromkeys(self._scene.names[sentence].known.values()):
            entry = self._scene.pick(k.entries)[0]
            if is_state(entry.code) and entry.kind in ("state", "place") and entry.form != "capital":
                yield k.first, k.last, entry.code, entry.name if entry.kind == "place" else None
        tree = self._scene.trees[sentence]
        for name in self._analysis.names:
            if name.sentence == sentence and name.label == "LOC":
                words = tree.words(self._text, name.first, name.last).text
                parts = {c.country for c in self._gazetteer.find(words) if c.level == DIVISION}
                if len(parts) == 1:
                    yield name.first, name.last, parts.pop(), words


def _is_modifier(tree: Tree, first: int, last: int) -> bool:
    """Whether all words of a stretch only modify what follows ("northern Mali", "the central state of")."""
    return all(tree[i].text.islower() or tree[i].upos in ("DET", "ADJ") for i in range(first, last))


def _is_beside(tree: Tree, first: int, last: int, start: int, end: int) -> bool:
    """Whether a country's name stands with the place's: after a comma, in its phrase, or as an adjective before it."""
    between = range(last, start) if start >= last else range(end, first)
    marks = [tree[i].text.lower() for i in between]
    if start >= last:
        if marks in ([","], ["("], ["in"], [",", "in"], ["of"], [",", "the", "capital", "of"]):
            return True
        return len(marks) <= 4 and "in" in marks and not {",", "and", "from", "to"} & set(marks)
    joined = {
        "of",
        "city",
        "town",
        "village",
        "province",
        "port",
        "capital",
        "state",
        "region",
        "district",
        "'s",
        "’s",
        "-",
    }
    fillers = joined | {
        "the",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "coastal",
        "border",
        "largest",
        "second",
    }
    return (
        len(marks) <= 5
        and all(m in fillers or tree[i].upos in ("ADJ", "NOUN") for i, m in zip(between, marks, strict=True))
        and "," not in marks
    )
