"""The places that a sentence names, each with the word by which it hangs in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.actors import Cast
from dragoman.language.tree import Tree
from dragoman.places import Locator
from dragoman.records import Analysis, Name, Place

TOWN, VENUE, STATE = 0, 1, 2
"""What a name is of, in the order in which an event is placed by it: a town or province, a venue, a whole state or more."""

SETTLEMENTS = frozenset(
    """city town village capital district province region state area island neighborhood neighbourhood suburb territory
    port county prefecture municipality department township enclave peninsula resort governorate sector valley strip
    outskirts center centre heart north south east west northeast northwest southeast southwest part corner community
    hub stronghold""".split()
)
"""Nouns that only say what kind of place the name beside them is ("the southern city of Basra")."""
VENUES = frozenset(
    """airport base square street avenue park hotel embassy consulate headquarters palace parliament prison jail hospital
    university mosque church market camp station stadium complex building residence house plaza bridge road boulevard
    border frontier coast airspace water soil mountain river lake office court school college temple checkpoint outpost
    crossing hall tower ranch estate home compound dam plant mall""".split()
)
"""Nouns of places that a name tells apart ("at Kabul airport", "near the border of Chad")."""
ABROAD = frozenset("embassy consulate base mission school camp outpost".split())
"""Venues that a state has in other countries."""
LANDS = frozenset("border frontier coast airspace water soil territory shore".split())
"""Places that an adjective of a state names ("near the Kenyan border")."""
TOWNS = frozenset("city town village".split())
KINDS = TOWNS | frozenset("island capital river border province region district camp base lake port".split())
"""Nouns that point back to a place named before ("the island")."""
BACK = 4
"""Sentences that they look back."""
POSSESSIVE = ("'s", "’s", "'", "’")
WHOLE, BELOW = 1, 5
"""Resolutions of PLOVER: a country; a place below a city."""
INNER = ("appos", "flat", "compound", "nmod:desc", "nmod:poss", "nmod", "amod", "dep")


@dataclass(frozen=True, slots=True)
class Site:
    """Tokens `first` to `last` (half-open) of a sentence that name a place.

    `head`: the word by which it hangs in the sentence ("city" in "the city of Basra"); `case`: its preposition or "".
    """

    sentence: int
    first: int
    last: int
    head: int
    case: str
    level: int
    before: Site | None = None
    """The name told before that "the island" or "the city" stands for."""


class Sites:
    """The places of one report, found sentence by sentence at the first request."""

    def __init__(self, cast: Cast, analysis: Analysis, locator: Locator) -> None:
        self.cast = cast
        self._analysis = analysis
        self._locator = locator
        self._found: dict[int, tuple[Site, ...]] = {}

    def of(self, sentence: int) -> tuple[Site, ...]:
        """The named places of a sentence, in text order; of "Istanbul, Turkey" only the first."""
        if sentence not in self._found:
            self._found[sentence] = ()  # "the city" is looked for in the sentences before
            named = self._read(sentence)
            self._found[sentence] = (*named, *self._pointing(sentence, named))
        return self._found[sentence]

    def place(self, site: Site) -> Place | None:
        """The place of a record that SITE names."""
        named = site.before or site
        return self._locator.place(named.sentence, named.first, named.last)

    def country(self, site: Site) -> str | None:
        """The country in which SITE lies, where one is known."""
        place = self.place(site)
        return None if place is None else place.country

    def _read(self, sentence: int) -> list[Site]:
        tree = self.cast.trees[sentence]
        found: list[Site] = []
        for first, last in self._names(sentence):
            place = self._locator.place(sentence, first, last)
            inner = next((k for k in range(first, last) if not first <= tree[k].head < last), last - 1)
            if place is None or (found and _narrows(tree, found[-1], first, inner)):
                continue
            head = inner if self._is_owner(tree, sentence, inner, last) else _outer(tree, inner)
            case = tree.preposition(head) or ""
            if found and found[-1].head == head != inner:
                found.pop()  # "the Red Sea port of Mocha"
            found.append(Site(sentence, first, last, head, "" if case in POSSESSIVE else case, _level(place)))
        return [s for s in found if not _is_listed(tree, s, found)]

    def _is_owner(self, tree: Tree, sentence: int, inner: int, last: int) -> bool:
        """Whether a state is named as whose a venue is, not where ("the U.S. embassy")."""
        over = tree[inner].head
        if over < 0 or tree[over].lemma.lower() not in ABROAD or tree[inner].rel == "nmod":
            return False
        entity = self.cast.place(sentence, last - 1)
        return entity is not None and entity.kind == "state"

    def _pointing(self, sentence: int, named: list[Site]) -> Iterator[Site]:
        """The words of a sentence that point back to a place ("the island"), with the name that they stand for."""
        tree = self.cast.trees[sentence]
        for token in range(len(tree)):
            kind = tree[token].lemma.lower()
            case = tree.preposition(token) or ""
            if kind not in KINDS or not case or case in POSSESSIVE or any(s.head == token for s in named):
                continue
            pointing = any(tree[d].text.lower() in ("the", "this", "that") for d in tree.children(token, "det"))
            if pointing and len(tree.children(token, "nmod", "nmod:poss", "amod", "compound", "acl", "acl:relcl")) == 0:
                name = self._last(sentence, kind)
                if name is not None:
                    yield Site(sentence, token, token + 1, token, case, name.level, name)

    def _last(self, sentence: int, kind: str) -> Site | None:
        """The last place before SENTENCE that is called a KIND: by the word beside its name, or in it."""
        for number in range(sentence - 1, max(-1, sentence - 1 - BACK), -1):
            tree = self.cast.trees[number]
            for site in reversed(self.of(number)):
                words = {tree[site.head].lemma.lower(), tree[site.last - 1].lemma.lower()}
                if site.before is None and (kind in words or (kind in TOWNS and site.level == TOWN)):
                    return site
        return None

    def _names(self, sentence: int) -> list[tuple[int, int]]:
        """The tokens that the model or the base takes for names of places."""
        tree = self.cast.trees[sentence]
        mine = [n for n in self._analysis.names if n.sentence == sentence]
        spans = {(n.first, n.last) for n in mine if n.label == "LOC"}
        places = {k for first, last in spans for k in range(first, last)}
        others = [n for n in mine if n.label in ("ORG", "PER")]
        for first, last, form in self.cast.place_names(sentence):
            if form == "adjective":
                if last < len(tree) and tree[last].lemma.lower() in LANDS and last not in places:
                    spans.add((first, last + 1))
            elif not places & set(range(first, last)) and not any(_is_part(first, last, n) for n in others):
                spans.add((first, last))
        return _joined(tree, sorted(spans))


def _is_listed(tree: Tree, site: Site, others: list[Site]) -> bool:
    """Whether SITE is one of several that are told together: what happens in two places happens at none of them."""
    group = set(tree.conjuncts(tree.first_conjunct(site.head)))
    return any(other.head in group for other in others if other.head != site.head)


def _joined(tree: Tree, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """SPANS with those made one that the model cut behind "of" ("Strait of", "Hormuz")."""
    whole: list[tuple[int, int]] = []
    for first, last in spans:
        if whole and whole[-1][1] == first and tree[first - 1].text.lower() == "of":
            first = whole.pop()[0]
        whole.append((first, last))
    return whole


def _is_part(first: int, last: int, name: Name) -> bool:
    """Whether tokens FIRST to LAST are only a part of NAME ("Paris" in "Paris Club")."""
    return name.first < last and first < name.last and not (first <= name.first and name.last <= last)


def _narrows(tree: Tree, before: Site, first: int, inner: int) -> bool:
    """Whether a name only says where the one before it lies ("Istanbul, Turkey")."""
    return before.last == first - 1 and tree[first - 1].text == "," and tree[inner].rel in INNER


def _level(place: Place) -> int:
    if place.resolution == WHOLE or place.basis == "region":
        return STATE
    return VENUE if place.resolution == BELOW else TOWN


def _outer(tree: Tree, inner: int) -> int:
    """The word that carries the preposition of the phrase in which the name at INNER stands."""
    at = inner
    while tree[at].rel in INNER and tree[at].head >= 0:
        over = tree[at].head
        kind = tree[over].lemma.lower()
        if kind not in SETTLEMENTS and kind not in VENUES:
            return at
        if tree[at].rel == "nmod" and tree.preposition(at) != "of":
            return at
        at = over
    return at
