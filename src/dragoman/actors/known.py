"""Phrases that name a state, a body or an organisation: what the knowledge base makes of them, and what to do without it."""

from __future__ import annotations

from dragoman.actors.base import Entry
from dragoman.actors.context import LEADING, context, of_state
from dragoman.actors.names import Named
from dragoman.actors.nouns import LOCATIVE, MOTION, SECTOR_WORDS
from dragoman.actors.scene import Parties, Scene, is_state
from dragoman.actors.spelling import normal
from dragoman.actors.ties import role_at, ties
from dragoman.language.tree import Tree
from dragoman.records import Entity

GENERIC = frozenset(
    """congress|senate|supreme court|house of representatives|parliament|national assembly|constitutional court|treasury
    |central bank|high court|federal court|national guard|air force|navy|army|coast guard|interior ministry|foreign ministry
    |defense ministry|justice department|house|lower house|upper house|federal police|national police""".replace(
        "\n    ", ""
    ).split("|")
)
"""Names of organs that many states have; of one state where nothing speaks against it."""


def named_parties(scene: Scene, sentence: int, token: int, named: Named) -> Parties | None:
    known = scene.names[sentence].known.get(token)
    if known is not None and is_head(scene.trees[sentence], token, known):
        return known_parties(scene, sentence, token, known)
    if named.label == "PER":
        return (Entity("", 0, 0, scene.words(sentence, named.first, named.last)),)
    tree = scene.trees[sentence]
    if known is not None and named.label == "KNOWN":
        return known_parties(scene, sentence, token, known)
    if not is_head(tree, token, named) and known is None:
        inside = range(named.first, named.last)
        head = next((a for a in (token, *tree.ancestors(token)) if tree[a].head not in inside), token)
        return scene.parties(sentence, head) if head != token else None
    if known is not None and named.label != "KNOWN":
        return known_parties(scene, sentence, token, known)
    if tree[token].text.endswith("s") and named.label in ("LOC", "NORP", "ORG") and named.last - named.first < 3:
        shared = _namesakes(scene, tree[token].text)
        if shared:
            return shared
    single = named.label == "ORG" and named.last - named.first == 1
    if single and (role_at(scene, sentence, token) is not None or tree[token].upos == "ADJ"):
        return None
    if named.label == "ORG":
        return _organisation(scene, sentence, token, named)
    return None if named.label == "NORP" or role_at(scene, sentence, token) is not None else ()


def is_head(tree: Tree, token: int, named: Named) -> bool:
    return not named.first <= tree[token].head < named.last


def known_parties(scene: Scene, sentence: int, token: int, named: Named) -> Parties | None:
    """A phrase of the knowledge base, chosen by what the phrase and the report say of the country."""
    tree = scene.trees[sentence]
    hints: tuple[str, ...] = ()
    if any(e.kind in ("government", "group", "organisation") for e in named.entries):
        hints = tuple(c for c in ties(scene, sentence, token).codes if is_state(c))
    entry, sure = scene.pick(named.entries, hints)
    if not hints and is_generic(named.entries):
        code, share = scene.dominant()
        if code is not None and code != entry.code and share >= LEADING:
            return (
                Entity(
                    "",
                    0,
                    0,
                    scene.words(sentence, named.first, named.last),
                    code,
                    entry.sector,
                    None,
                    entry.kind,
                    None,
                    0.6,
                ),
            )
    body = (entry.kind == "government" and entry.form != "seat") or (entry.kind == "group" and entry.form != "people")
    if body and hints and entry.code not in hints and is_state(entry.code):
        role = role_at(scene, sentence, token)
        name = scene.words(sentence, named.first, named.last)
        own = Entity("", 0, 0, name, hints[0], role.role.sector if role else entry.sector, None, entry.kind, None, 0.75)
        return (own,)
    if entry.form == "adjective" and not _stands_alone(tree, token):
        role = role_at(scene, sentence, token)
        if role is not None:
            return None
    kind, sector = entry.kind, entry.sector
    if entry.form == "capital" or entry.kind == "place":
        place = _is_location(tree, named.first, token)
        kind, sector = ("place", None) if place else ("state" if entry.form == "capital" else "place", sector)
    return (Entity("", 0, 0, entry.name, entry.code, sector, None, kind, entry.wikidata, sure),)


def is_generic(entries: tuple[Entry, ...]) -> bool:
    """Whether a name is that of an organ which many states have by the same name: "Congress", "the Supreme Court"."""
    return all(e.kind == "government" and normal(e.phrase) in GENERIC for e in entries)


def _stands_alone(tree: Tree, token: int) -> bool:
    return tree[token].upos in ("ADJ", "PROPN") and tree[token].rel in ("amod", "compound", "nmod", "nmod:poss")


def _is_location(tree: Tree, first: int, token: int) -> bool:
    """Whether a capital is a place here ("in Paris", "flew to Cairo") rather than its government."""
    rel = tree[token].rel
    case = tree.preposition(token)
    head = tree[token].head
    if rel == "compound":
        return True
    if case is None:
        return rel == "appos" or (
            rel in ("obj", "root")
            and head >= 0
            and tree[head].lemma.lower() in ("visit", "reach", "leave", "enter", "storm", "bomb")
        )
    if case in LOCATIVE:
        return True
    return case in ("to", "from", "toward", "towards", "for") and head >= 0 and tree[head].lemma.lower() in MOTION


def _organisation(scene: Scene, sentence: int, token: int, named: Named) -> Parties:
    """An organisation that the base does not know: its country from its own name, its phrase, or the report."""
    name = scene.words(sentence, named.first, named.last)
    words = [w.strip("'’.").lower() for w in name.split()]
    role = role_at(scene, sentence, token)
    sector = next((s for s, nouns in SECTOR_WORDS if any(w in nouns for w in words[-1:] + words[:1])), None)
    if role is not None:
        sector = role.role.sector
    known = scene.names[sentence].known
    inside = [known[i] for i in range(named.first, named.last) if i in known]
    codes = [scene.pick(k.entries)[0].code for k in inside] or list(ties(scene, sentence, token).codes)
    codes = codes or [c for a in scene.trees[sentence].children(token, "appos") for c in ties(scene, sentence, a).codes]
    code, sure = (codes[0], 0.8) if codes else context(scene, sentence, token, strict=role is None)
    kind = "government" if role is not None and role.role.kind == "government" else "organisation"
    return (Entity("", 0, 0, name, code, sector, None, kind, None, sure),)


def _namesakes(scene: Scene, plural: str) -> Parties:
    """The states of one name: "the two Koreas", "both Congos", "the Sudans"."""
    last = plural.removesuffix("s").lower().removesuffix("n")
    found = [s for s in scene.base.states.values() if last in (s.name.lower().split()[-1], s.name.lower().split()[0])]
    named = [s for s in found if scene.weights.get(s.code)] if plural.endswith("ns") else found
    found = named if len(named) == 1 else found
    return tuple(of_state(scene, s.code, None, "state", 0.8) for s in found) if len(found) in (1, 2) else ()
