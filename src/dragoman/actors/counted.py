"""States that a phrase counts and the report lists: "12 South American countries", "six-nation talks", "the permanent members"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.actors.nouns import COUNTRY, noun_of
from dragoman.actors.scene import Parties, Scene, is_state
from dragoman.language.tree import Tree
from dragoman.records import Entity

COUNTED = COUNTRY | frozenset("power party member way".split())
COUNTS = {w: n for n, w in enumerate("three four five six seven eight nine ten eleven twelve".split(), 3)}
LEAST, MOST = 3, 20
PERMANENT = ("USA", "GBR", "FRA", "RUS", "CHN")
"""The permanent members of the UN Security Council (Charter of the United Nations, article 23)."""


def counted(scene: Scene, sentence: int, token: int) -> Parties:
    """The states that the counting phrase headed by TOKEN stands for, () where the report does not list as many."""
    tree = scene.trees[sentence]
    if noun_of(tree[token]) not in COUNTED:
        return ()
    if _is_permanent(tree, token):
        return _states(scene, PERMANENT)
    number = count_of(tree, token)
    if number is None:
        return ()
    near = sorted(range(len(scene.trees)), key=lambda i: (abs(i - sentence), i < sentence))
    codes = next((c for reach in (1, 2) for i in near for c in _lists(scene, i, reach) if len(c) == number), None)
    return _states(scene, codes) if codes else ()


def count_of(tree: Tree, token: int) -> int | None:
    """How many TOKEN counts, between three and twenty: "six nations", "six-nation", "the 12 countries".

    >>> from dragoman.records import Sentence, Token
    >>> rows = [("six", "NUM", 1, "nummod"), ("powers", "NOUN", -1, "root")]
    >>> count_of(Tree(Sentence(0, 10, tuple(Token(w, 0, 0, w, u, "", h, r) for w, u, h, r in rows))), 1)
    6
    """
    before = [token - 2] if token > 1 and tree[token - 1].text == "-" else []
    for at in (*tree.children(token, "nummod", "amod", "compound"), *before):
        low = tree[at].text.lower()
        number = COUNTS.get(low) or (int(low) if low.isascii() and low.isdigit() and len(low) < 3 else 0)
        if LEAST <= number <= MOST:
            return number
    return None


def _is_permanent(tree: Tree, token: int) -> bool:
    of_council = any(tree[c].text == "Council" for c in tree.children(token, "nmod", "compound"))
    return of_council and any(tree[c].text.lower() == "permanent" for c in tree.children(token, "amod"))


def _lists(scene: Scene, sentence: int, reach: int) -> Iterator[tuple[str, ...]]:
    """The states that are listed in REACH sentences from SENTENCE on: one list, then all lists together."""
    found: dict[str, None] = {}
    for at in range(sentence, min(sentence + reach, len(scene.trees))):
        for one in _coordinated(scene, at):
            if reach == 1:
                yield one
            found |= dict.fromkeys(one)
    yield tuple(found)


def _coordinated(scene: Scene, sentence: int) -> Iterator[tuple[str, ...]]:
    """Codes of the states that a sentence joins by commas and "and"."""
    tree = scene.trees[sentence]
    for token in range(len(tree)):
        if tree[token].rel != "conj" and tree.children(token, "conj") and tree[token].upos in ("PROPN", "NOUN"):
            codes = [c for one in (token, *_conjuncts(tree, token)) for c in _codes(scene, sentence, one)]
            if len(codes) > 1:
                yield tuple(dict.fromkeys(codes))


def _conjuncts(tree: Tree, token: int) -> list[int]:
    chain = list(tree.children(token, "conj"))
    for at in chain:
        chain += [c for c in tree.children(at, "conj") if c not in chain]
    return chain


def _codes(scene: Scene, sentence: int, token: int) -> tuple[str, ...]:
    return tuple(e.code for e in scene.parties(sentence, token) if is_state(e.code) and e.kind == "state")


def _states(scene: Scene, codes: tuple[str, ...]) -> Parties:
    return tuple(Entity("", 0, 0, scene.state_name(c), c, None, None, "state", None, 0.7) for c in codes)
