"""Who stands on which side of a trigger by the learned reading, where the sentence's structure does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.events.candidates import Candidate, Finder, is_known, others
from dragoman.events.head import Head, States
from dragoman.language.tree import Tree
from dragoman.records import Entity

SURE = 0.35
"""Least probability at which a party is put on a side that structure leaves empty; chosen on held-out read sentences."""

AMONG_PERSONS = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT THREATEN PROTEST ASSAULT MOBILIZE".split()
) | {""}
"""Types (and a word of no type yet) that private persons do among themselves; the others authorities do to them, mostly without being
named, and of a user's own types only the user knows."""
LOOSE = 0.5
"""Confidence up to which a group's country is only a guess from what the report is about."""

Parties = tuple[Entity, ...]


def mentions(finder: Finder, number: int) -> list[tuple[int, Parties]]:
    """The noun phrases of sentence NUMBER that stand for parties, by their head words; a name inside a longer phrase goes with it."""
    tree = finder.cast.trees[number]
    found = []
    for token in range(len(tree)):
        parties = finder.cast.parties(number, token)
        if parties and not any(_covers(finder, number, above, token) for above in tree.ancestors(token)):
            found.append((token, parties))
    return found


def _covers(finder: Finder, number: int, above: int, token: int) -> bool:
    """Whether the word ABOVE stands for a known party whose words hold TOKEN too."""
    word = finder.cast.trees[number][token]
    return any(
        is_known(e) and e.start_char <= word.start_char and word.end_char <= e.end_char
        for e in finder.cast.parties(number, above)
    )


class Sides:
    """The learned roles of one sentence's parties. STATES: the branch's, (words, width)."""

    def __init__(self, head: Head, states: States, tree: Tree, found: list[tuple[int, Parties]]) -> None:
        self.head = head
        self.tree = tree
        self.states = states
        self.mentions = found
        self._words = head.role_words(states, [token for token, _ in found])

    def of(self, trigger: int) -> tuple[Parties, Parties]:
        """Actors and recipients of TRIGGER, each party on its likelier side, if that is likely enough."""
        sides: tuple[list[int], list[int]] = ([], [])
        if self.mentions:
            roles = self.head.roles(self._words, self.states[trigger])
            for number, ((token, _), (actor, recipient)) in enumerate(zip(self.mentions, roles, strict=True)):
                if token != trigger and max(actor, recipient) >= SURE:
                    sides[actor < recipient].append(number)
        actors = self._parties(sides[0])
        return actors, others(self._parties(sides[1]), actors)

    def _parties(self, numbers: list[int]) -> Parties:
        """The parties of some mentions; an adjective ("military") counts only where no noun names somebody."""
        nouns = [n for n in numbers if self.tree[self.mentions[n][0]].upos != "ADJ"]
        return tuple(dict.fromkeys(e for n in nouns or numbers for e in self.mentions[n][1]))


def completed(options: list[Candidate], bare: Candidate) -> Iterator[Candidate]:
    """OPTIONS with the side that structure left empty, as BARE has it."""
    for option in options:
        actor, recipient = option.actor, option.recipient
        mutual = option.sense.frame == "mutual"
        if not actor:
            actor = others(bare.actor, recipient)
        if not recipient and not mutual and option.sense.frame != "subject":
            recipient = others(bare.recipient, actor)
        if mutual and len(actor) < 2:
            actor += others(bare.actor + bare.recipient, actor + recipient)
        yield replace(option, actor=actor, recipient=recipient)


def is_about_public(c: Candidate) -> bool:
    """Whether a party with a country or organisation and a public role stands on either side, or may go unsaid ("was arrested")."""
    return any(is_known(e) and (c.event not in AMONG_PERSONS or not _is_private(e)) for e in c.actor + c.recipient)


def _is_private(entity: Entity) -> bool:
    """Whether a party is somebody without any public role, whose country is only that of the report."""
    if entity.kind == "person":
        return entity.sector is None and entity.office is None and entity.identifier_id is None
    return entity.kind == "group" and entity.sector == "CVL" and entity.confidence <= LOOSE


def words_of(tree: Tree, side: Parties) -> list[int]:
    """Words of the parties that stand in this sentence."""
    return [
        i
        for i, t in enumerate(tree.tokens)
        if any(t.start_char < e.end_char and e.start_char < t.end_char for e in side)
    ]
