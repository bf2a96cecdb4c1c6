"""The country of a phrase that names none: from the place in its sentence or from what the report is about."""

from __future__ import annotations

from dragoman.actors.nouns import LOCATIVE
from dragoman.actors.scene import UNKNOWN, Scene, is_state
from dragoman.records import Entity

ALL = 0.75
"""Share from which every group in it is that country's."""
STAYING = frozenset("in at near inside across throughout".split())
"""Prepositions of a place where things still are in the next sentence."""
REACH = 2
"""Sentences back from which people are still where those placed them."""
LEADING = 0.5
"""Share of the mentions of countries from which a report is about one of them."""


def context(scene: Scene, sentence: int, token: int, strict: bool = False) -> tuple[str, float]:
    """The country that a phrase without one belongs to: that of the place in its sentence, else the report's.

    STRICT: groups of people, who belong to where they are; a government belongs to whom the report is about.
    """
    code, share = scene.dominant()
    local = _setting(scene, sentence) if strict else _local(scene, sentence)
    if strict and local is not None and share < ALL:
        return local, 0.55 if local == code else 0.45
    if code is not None and share >= LEADING:
        return code, round(0.35 + 0.35 * share, 2)
    if local is not None:
        return local, 0.5
    if scene.dateline is not None and not strict:
        return scene.dateline, 0.4
    if code is not None and share >= 0.35:
        return code, 0.4
    return _last_state(scene, sentence)


def _local(scene: Scene, sentence: int, prepositions: frozenset[str] = LOCATIVE) -> str | None:
    """The one country in which the sentence places what it tells ("in Somalia", "near Kabul")."""
    tree = scene.trees[sentence]
    found = set()
    for k in dict.fromkeys(scene.names[sentence].known.values()):
        head = next((i for i in range(k.first, k.last) if not k.first <= tree[i].head < k.last), k.first)
        if tree.preposition(head) in prepositions:
            entry = scene.pick(k.entries)[0]
            if is_state(entry.code) and entry.kind in ("state", "place") and entry.form != "adjective":
                found.add(entry.code)
    for token in range(len(tree)):
        code = scene.towns.get((sentence, token))
        if code is not None and tree.preposition(token) in prepositions:
            found.add(code)
    return found.pop() if len(found) == 1 else None


def _setting(scene: Scene, sentence: int) -> str | None:
    """Where the last sentence that says so places what it tells, if that is no further back than REACH."""
    for back in range(sentence, max(-1, sentence - REACH - 1), -1):
        code = _local(scene, back, LOCATIVE if back == sentence else STAYING)
        if code is not None:
            return code
    return None


def _last_state(scene: Scene, sentence: int) -> tuple[str, float]:
    for mention in scene.memory.back(sentence, reach=1):
        for one in mention.entities:
            if is_state(one.code):
                return one.code, 0.3
    return UNKNOWN, 0.3


def of_state(scene: Scene, code: str, sector: str | None, kind: str, sure: float) -> Entity:
    return Entity("", 0, 0, scene.state_name(code), code, sector, None, kind, None, sure)
