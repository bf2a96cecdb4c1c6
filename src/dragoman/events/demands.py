"""Demands in a modal: "the ministry said Israel must halt the work" asks Israel for it, without a word of asking."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.events.candidates import Finder, is_public, is_same
from dragoman.events.roles import subject, verb_roles
from dragoman.language.tree import Tree
from dragoman.records import Entity

SPEECH = frozenset(
    "say tell insist stress state declare add repeat argue maintain believe reiterate emphasize emphasise write".split()
)
OBLIGATION = frozenset(("must", "should", "ought"))
Demand = tuple[int, tuple[Entity, ...], tuple[Entity, ...]]


def demands(finder: Finder, number: int) -> Iterator[Demand]:
    """(verb of what is asked, who asks, of whom) for every duty that one public party lays on another in sentence NUMBER."""
    tree = finder.cast.trees[number]
    for verb in range(len(tree)):
        speech = tree[verb].head
        said = tree[verb].rel in ("ccomp", "parataxis") and speech >= 0 and tree[speech].lemma.lower() in SPEECH
        if not said or tree[verb].upos != "VERB" or not _is_duty(tree, verb):
            continue
        askers = _public(finder, number, subject(tree, speech))
        roles = verb_roles(tree, verb)
        asked = _public(finder, number, roles.subject or tuple(tree.children(verb, "nsubj")))
        asked = tuple(e for e in asked if e.code != "---" and not any(is_same(e, a) for a in askers))
        if askers and asked:
            yield verb, askers, asked


def _public(finder: Finder, number: int, tokens: tuple[int, ...]) -> tuple[Entity, ...]:
    return tuple(e for e in finder.parties(number, tokens, deep=False) if is_public(e))


def _is_duty(tree: Tree, verb: int) -> bool:
    """ "must", "should", or "has to", "needs to", without a negation that turns it into something else."""
    if any(tree[a].text.lower() in OBLIGATION for a in tree.children(verb, "aux")):
        return True
    return tree[verb].lemma.lower() in ("have", "need") and any(
        tree[m].text.lower() == "to" for c in tree.children(verb, "xcomp") for m in tree.children(c, "mark")
    )
