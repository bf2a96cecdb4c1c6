"""Reading one noun phrase: who it stands for on the report's date, and which words of the text name it."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors import pointers
from dragoman.actors.commons import noun_parties
from dragoman.actors.context import of_state
from dragoman.actors.known import is_head, named_parties
from dragoman.actors.nouns import COUNTERS, PRONOUNS, RELATIVE, noun_of
from dragoman.actors.people import settle
from dragoman.actors.scene import Parties, Scene
from dragoman.actors.ties import role_at
from dragoman.records import Entity

KOREAS = {"North": "PRK", "South": "KOR"}
MAX_TEXT = 12
"""Words of a party's text: a longer phrase is cut to what stands before its head."""


def read(scene: Scene, sentence: int, token: int) -> Parties:
    """Who the phrase headed by TOKEN stands for, with the phrase as its text; () if nobody."""
    tree = scene.trees[sentence]
    word = tree[token]
    low = word.text.lower()
    named = scene.names[sentence].cover.get(token)
    if named is None and (low in PRONOUNS or low in RELATIVE) and word.upos in ("PRON", "DET", "SCONJ"):
        return _placed(scene, sentence, token, pointers.pronoun(scene, sentence, token), pronoun=True)
    if (sentence, token) in scene.figure_at:
        return _placed(scene, sentence, token, (_person(scene, sentence, token),))
    if word.upos in ("PUNCT", "ADP", "CCONJ", "AUX", "PART", "SYM", "INTJ", "ADV") and named is None:
        return ()
    found = _korea(scene, sentence, token)
    if found is None:
        found = _titled(scene, sentence, token)
    if found is None and named is not None:
        found = named_parties(scene, sentence, token, named)
    if found is None:
        found = noun_parties(scene, sentence, token)
    return _placed(scene, sentence, token, found)


def _korea(scene: Scene, sentence: int, token: int) -> Parties | None:
    """ "the North" and "the South" in a report that names a Korea."""
    code = KOREAS.get(scene.trees[sentence][token].text)
    if code is None or not pointers.is_pointing(scene.trees[sentence], token):
        return None
    meant = any(scene.weights.get(korea) for korea in KOREAS.values())
    return (of_state(scene, code, None, "state", 0.7),) if meant else None


def _person(scene: Scene, sentence: int, token: int) -> Entity:
    figure = scene.figure_at[sentence, token]
    if figure.entity is None:
        figure.entity = Entity(figure.name, 0, 0, figure.name)
        settle(scene, figure)
    return figure.entity


def _titled(scene: Scene, sentence: int, token: int) -> Parties | None:
    """The person whose title TOKEN is: "President X", "the foreign minister, X"."""
    tree = scene.trees[sentence]
    if tree[token].upos not in ("NOUN", "PROPN") or tree[token].xpos in ("NNS", "NNPS"):
        return None
    role = role_at(scene, sentence, token)
    if noun_of(tree[token]) in COUNTERS:
        return _apposed(scene, sentence, token)
    if role is None or role.role.kind == "government":
        return None
    near = [
        c
        for c in tree.children(token, "appos", "flat", "nmod:desc", "compound", "nmod", "list")
        if c > token and tree.child(c, "case") is None
    ]
    above = tree[token].head
    if tree[token].rel in ("nmod:desc", "compound", "flat") and above > token:
        near.append(above)
    if (
        role.last < len(tree)
        and (sentence, role.last) in scene.figure_at
        and (sentence, role.last - 1) not in scene.figure_at
    ):
        near.append(role.last)
    for one in near:
        if (sentence, one) in scene.figure_at:
            return (_person(scene, sentence, one),)
    return None


def _apposed(scene: Scene, sentence: int, token: int) -> Parties | None:
    """The person whose name follows "his counterpart", "its ally"."""
    for one in scene.trees[sentence].children(token, "appos", "flat"):
        if one > token and (sentence, one) in scene.figure_at:
            return (_person(scene, sentence, one),)
    return None


def _placed(scene: Scene, sentence: int, token: int, found: Parties, pronoun: bool = False) -> Parties:
    """The parties with the words and place of this phrase."""
    if not found:
        return ()
    tree = scene.trees[sentence]
    first, last = (token, token + 1) if pronoun else extent(scene, sentence, token)
    start, end = tree.span(first, last)
    text = scene.text[start:end]
    placed = (replace(e, text=text, start_char=start, end_char=end, confidence=round(e.confidence, 2)) for e in found)
    return tuple({(e.name, e.code, e.sector, e.office): e for e in placed}.values())


def extent(scene: Scene, sentence: int, token: int) -> tuple[int, int]:
    """Tokens of the phrase at TOKEN, at most twelve: what stands before the head is kept first, a name whole."""
    tree = scene.trees[sentence]
    named = scene.names[sentence].cover.get(token)
    if named is not None and (not is_head(tree, token, named) or tree[token].rel in ("amod", "compound")):
        return named.first, named.last
    if tree[token].rel in ("amod", "compound"):
        return token, token + 1
    first, last = tree.phrase(token)
    if named is not None:
        first, last = min(first, named.first), max(last, named.last) if named.label != "PER" else named.last
    if last - first > MAX_TEXT:
        last = max(token + 1, named.last if named is not None else 0)
        first = max(first, last - MAX_TEXT)
    while last - 1 > token and tree[last - 1].upos == "PUNCT":
        last -= 1
    while first < token and tree[first].upos in ("PUNCT", "ADP", "CCONJ"):
        first += 1
    return first, last
