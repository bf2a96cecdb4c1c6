"""Role nouns in a noun phrase, and whom the phrase ties its head to: "the Mexican foreign minister", "an aide to Erdogan"."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.actors.base import Role
from dragoman.actors.nouns import AWAY, COUNTERS, IN_LIKE, JOINED, LINKED, OF_LIKE, noun_of
from dragoman.actors.scene import UNKNOWN, Scene
from dragoman.language.tree import Tree
from dragoman.records import Entity

HOME = frozenset(("successor", "predecessor"))
"""Of the nouns that a possessive does not claim those whose bearer is of the same country."""
BACKED = 0.5
"""Confidence that a body without a country of its own must have to lend its country: "a Department spokesman"."""
BEFORE = (
    "amod",
    "compound",
    "nmod:poss",
    "nmod:desc",
    "nmod",
    "flat",
    "nummod",
    "det",
    "obl",
    "advmod",
    "dep",
    "nmod:unmarked",
)


@dataclass(frozen=True, slots=True)
class RoleAt:
    """A role found at tokens `first` to `last` (half-open)."""

    role: Role
    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class Ties:
    """Whom a phrase ties its head to: parties, and the sector of the body that its modifiers name without a country."""

    parties: tuple[Entity, ...] = ()
    sector: str | None = None
    away: bool = False
    """Tied only by "in" or "with": where it is rather than whose."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.code for e in self.parties if e.code != UNKNOWN))


def role_at(scene: Scene, sentence: int, token: int) -> RoleAt | None:
    """The longest role phrase whose head is TOKEN: "prime minister", "secretary of state", "leader of the opposition"."""
    key = (sentence, token)
    if key not in scene.role_cache:
        scene.role_cache[key] = _find_role(scene, sentence, token)
    found: RoleAt | None = scene.role_cache[key]
    return found


def _find_role(scene: Scene, sentence: int, token: int) -> RoleAt | None:
    tree = scene.trees[sentence]
    word = tree[token]
    if word.upos not in ("NOUN", "PROPN", "ADJ", "X", "VERB") or (
        word.upos in ("ADJ", "VERB") and not _nominal(tree, token)
    ):
        return None
    for first in range(_start(tree, token), token + 1):
        for last in range(_end(tree, token), token, -1):
            words = scene.words(sentence, first, last)
            role = scene.role(words)
            if role is not None and _heads(tree, token, first, last):
                return RoleAt(role, first, last, words)
    role = scene.role(word.lemma) if word.upos in ("NOUN", "PROPN") else None
    if role is None and "-" in word.text[1:-1] and word.upos in ("NOUN", "PROPN"):
        role = scene.role(word.text.rsplit("-", 1)[1])  # "counter-protesters", "ex-minister"
    return None if role is None else RoleAt(role, token, token + 1, word.text)


def _start(tree: Tree, token: int) -> int:
    """Where the words that may belong to a role phrase headed by TOKEN begin."""
    first = token
    while first > max(0, token - 3) and tree[first - 1].upos not in (
        "DET",
        "CCONJ",
        "AUX",
        "ADP",
        "PRON",
        "PUNCT",
        "PART",
        "ADV",
        "SCONJ",
    ):
        first -= 1
    while first > 1 and tree[first - 1].text == "-" and token - first < 3:
        first -= 2
    return first


def _end(tree: Tree, token: int) -> int:
    """Where they end: after "of state", "-elect", "of the general staff"."""
    if token + 1 < len(tree) and (
        tree[token + 1].text.lower() in ("of", "in", "d'affaires")
        or tree[token + 1].text == "-"
        or tree[token + 1].upos == "ADJ"
    ):
        return min(len(tree), token + 5)
    return min(len(tree), token + 2)


def _heads(tree: Tree, token: int, first: int, last: int) -> bool:
    """Whether TOKEN is the head of the phrase: nothing in it hangs on a word outside it."""
    return all(first <= tree[i].head < last for i in range(first, last) if i != token)


def _nominal(tree: Tree, token: int) -> bool:
    rel = tree[token].rel
    if rel == "amod" and noun_of(tree[token]) in ("military", "paramilitary"):
        return True
    return (
        rel.startswith(("nsubj", "obj", "obl", "nmod", "conj", "appos", "iobj", "root"))
        and tree.child(token, "det", "nmod:poss", "case") is not None
    )


def ties(scene: Scene, sentence: int, token: int, depth: int = 0) -> Ties:
    """Whom the noun phrase at TOKEN belongs to by its own words; context is not asked."""
    tree = scene.trees[sentence]
    role = role_at(scene, sentence, token)
    first = role.first if role is not None else token
    before = _modifiers(scene, sentence, token, first, depth)
    if before.parties or depth > 4:
        return before
    beside = _beside(scene, sentence, first)
    if beside:
        return Ties(tuple(beside), before.sector)
    after, away = _after(scene, sentence, token)
    if not after and tree[token].rel == "conj":
        shared = _shared(scene, sentence, token, depth)
        return Ties(shared.parties, before.sector, shared.away)
    return Ties(tuple(after), before.sector or _body_sector(after, scene, sentence, token), away)


def _modifiers(scene: Scene, sentence: int, token: int, first: int, depth: int) -> Ties:
    """Ties by the words before the head; its role phrase begins at FIRST."""
    tree = scene.trees[sentence]
    known = scene.names[sentence].known
    parties: list[Entity] = []
    owners: list[Entity] = []
    sector: str | None = None
    for child in tree.children(token, *BEFORE):
        owner = tree[child].rel == "nmod:poss"
        inside = first <= child < token and child not in known
        if (not owner and (inside or child > token or tree.child(child, "case") is not None)) or not is_near(
            tree, child, token
        ):
            continue
        for one in (c for c in tree.conjuncts(child) if c < token):
            found, body = _modifier(scene, sentence, one, depth)
            sector = sector or body
            if not owner:
                parties += found
            elif noun_of(tree[token]) not in COUNTERS - HOME:
                owners += found
    return Ties(tuple(parties or owners), sector)


def is_near(tree: Tree, one: int, other: int) -> bool:
    """Whether no verb or clause stands between two words of what should be one noun phrase."""
    low, high = min(one, other), max(one, other)
    return all(
        tree[i].upos not in ("AUX", "SCONJ")
        and (tree[i].upos != "VERB" or tree[i - 1].text == "-" or tree[i].xpos in ("VBN", "VBG"))
        for i in range(low + 1, high)
    )


def _beside(scene: Scene, sentence: int, first: int) -> list[Entity]:
    """The country of an adjective or possessive right before the phrase, also where the tree hangs it elsewhere."""
    tree = scene.trees[sentence]
    owner = first > 1 and tree[first - 1].text in ("'s", "’s", "'", "’")
    at = first - 2 if owner else first - 1
    known = scene.names[sentence].known.get(at)
    if known is None or known.last != at + 1 or not (owner or any(e.form == "adjective" for e in known.entries)):
        return []
    return [e for e in scene.parties(sentence, at) if e.code != UNKNOWN]


def _shared(scene: Scene, sentence: int, token: int, depth: int) -> Ties:
    """Modifiers before the first conjunct hold for a later one without an article: "the Kenyan president and prime minister"."""
    tree = scene.trees[sentence]
    if tree.child(token, "det", "nmod:poss", "amod", "compound", "nummod") is not None or tree[token].upos == "PROPN":
        return Ties()
    first = tree.first_conjunct(token)
    return ties(scene, sentence, first, depth + 1) if first not in scene.names[sentence].cover else Ties()


def _modifier(scene: Scene, sentence: int, token: int, depth: int) -> tuple[list[Entity], str | None]:
    """The parties that a modifier before the head names, and the sector of a body that it names."""
    tree = scene.trees[sentence]
    word = tree[token]
    if word.upos == "VERB" and token > 1 and tree[token - 1].text == "-":
        return _joined(scene, sentence, token), None
    names = scene.names[sentence]
    named = token in names.cover or token in names.known
    if named or word.rel == "nmod:poss" or word.upos == "PRON":
        found = [e for e in scene.parties(sentence, token) if e.code != UNKNOWN]
        body = next((e.sector for e in found if e.kind in ("government", "group", "organisation")), None)
        return found, body
    if word.upos in ("NOUN", "PROPN"):
        role = role_at(scene, sentence, token)
        inner = ties(scene, sentence, token, depth + 1)
        found = list(inner.parties)
        if not found and role is not None and role.role.kind in ("government", "group") and word.upos == "PROPN":
            found = [e for e in scene.parties(sentence, token) if e.code != UNKNOWN and e.confidence > BACKED]
        return found, role.role.sector if role is not None else inner.sector
    inner = ties(scene, sentence, token, depth + 1) if tree.children(token, "compound", "obl", "nmod") else Ties()
    return list(inner.parties), None


def _joined(scene: Scene, sentence: int, token: int) -> list[Entity]:
    """Parties of "U.S.-led" and "Kabul-based"; of "Iran-backed" nobody."""
    tree = scene.trees[sentence]
    if noun_of(tree[token]) not in JOINED and tree[token].text.lower() not in JOINED:
        return []
    return [e for e in scene.parties(sentence, token - 2) if e.code != UNKNOWN]


def _after(scene: Scene, sentence: int, token: int) -> tuple[list[Entity], bool]:
    tree = scene.trees[sentence]
    near: list[Entity] = []
    far: list[Entity] = []
    role = role_at(scene, sentence, token)
    within = range(role.first, role.last) if role is not None else range(0)
    heads = [token, *(i for i in within if i > token)]
    children = [c for h in heads for c in tree.children(h, "nmod", "obl", "nmod:unmarked")]
    if not children:
        children = _next_phrase(tree, role.last if role is not None else token + 1)
    for child in children:
        case = tree.preposition(child)
        if child < token or case is None or child in within:
            continue
        of = case in OF_LIKE or (case == "to" and noun_of(tree[token]) in ("aide", "adviser", "advisor"))
        if of or (case in IN_LIKE and case not in AWAY):
            for one in tree.conjuncts(child):
                found = [e for e in scene.parties(sentence, one) if e.code != UNKNOWN]
                if of:
                    near += found
                else:
                    far += found
    return (near, False) if near else (far[:1], bool(far))


def _next_phrase(tree: Tree, at: int) -> list[int]:
    """The noun of a prepositional phrase that begins right at AT, wherever the tree hangs it: it belongs to what stands before."""
    if at >= len(tree) or tree[at].upos != "ADP" or tree[at].text.lower() not in ("of", "in", "from", "within"):
        return []
    noun = tree[at].head
    return [noun] if tree[at].rel == "case" and at < noun < at + 7 else []


def _body_sector(found: list[Entity], scene: Scene, sentence: int, token: int) -> str | None:
    """The sector of the body after "of" or "for", for heads such as "spokesman for the army"."""
    if noun_of(scene.trees[sentence][token]) not in LINKED:
        return None
    return next((e.sector for e in found if e.sector and e.kind in ("government", "group", "organisation")), None)
