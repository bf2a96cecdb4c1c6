"""What a trigger means: the lexicon's options weighed against the model's reading of the same words."""

from __future__ import annotations

from dataclasses import replace

from dragoman.events.candidates import Candidate
from dragoman.events.head import NONE, Head, States
from dragoman.events.status import Signs, status_of
from dragoman.language.tree import Tree
from dragoman.ontology import Ontology
from dragoman.records import Entity

LEXICON_WEIGHT = 0.7
"""Exponent of the lexicon's weight beside the model's probability; chosen on the development articles."""
THRESHOLD = 0.12
"""Least share of an event type at which a candidate is recorded; chosen there for the best F1."""
PLAN_TRUST = 0.8
"""A model this sure that a deed is only planned makes it `future`."""
STATUS_TRUST = 0.5
"""The model's status overrules plain `actual` from this probability on; other statuses need a sign in the words."""


def decide(head: Head, ontology: Ontology, states: States, tree: Tree, options: list[Candidate]) -> Candidate | None:
    """The best of the OPTIONS for one trigger, with confidence and rivals, or None if no event is likely enough.

    A planned deed has another type (planned talks are AGREE): the model was trained to call it so, the lexicon lists its
    words under the deed; both shares count for the deed.
    """
    first = options[0]
    sides = (_tokens(tree, first.actor), _tokens(tree, first.recipient))
    reading = head.read(states, [first.token], *sides)
    scores: dict[str, tuple[float, Candidate]] = {}
    for option in options:
        likely = sum(reading.types[name] for name in {option.event, ontology.planned(option.event)})
        share = likely * min(option.score, 1.0) ** LEXICON_WEIGHT
        if option.event not in scores or share > scores[option.event][0]:
            scores[option.event] = share, option
    total = sum(s for s, _ in scores.values()) + reading.types[NONE]
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    share, best = ranked[0][1][0] / total, ranked[0][1][1]
    others = [(event, round(s / total, 2)) for event, (s, _) in ranked[1:]]
    rivals = (*others, (NONE, round(reading.types[NONE], 2)))
    return replace(best, score=round(share, 3), rivals=rivals, reading=reading) if share >= THRESHOLD else None


def status_with(found: Signs, candidate: Candidate, is_old: bool, ontology: Ontology) -> str:
    """The status that the words' signs give; where they give plain `actual`, a sure reading of the model."""
    state, reading = status_of(found, candidate.event, is_old), candidate.reading
    if state != "actual" or reading is None:
        return state
    planned = ontology.planned(candidate.event)
    if planned != candidate.event and reading.types[planned] > PLAN_TRUST:
        return "future"
    best = max(reading.statuses, key=lambda s: reading.statuses[s])
    return best if reading.statuses[best] >= STATUS_TRUST else state


def _tokens(tree: Tree, side: tuple[Entity, ...]) -> list[int]:
    """Words of the parties that stand in this sentence."""
    return [
        i
        for i, t in enumerate(tree.tokens)
        if any(t.start_char < e.end_char and e.start_char < t.end_char for e in side)
    ]
