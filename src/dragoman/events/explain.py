"""Why a sentence was coded as it was, or not at all: every predicate that was considered, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.events.candidates import Candidate
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Entity

OUTCOMES = ("event", "same-event", "doubtful-report", "part-of", "incomplete", "unlikely", "no-party", "no-predicate")
"""What became of a predicate, the furthest first: coded; another telling of an event; in a report
without any event that is more likely right than wrong; part of what another one asks, promises or
refuses; without the side that its type needs; too unlikely; without a public party. A sentence has the furthest of its predicates'."""
SHOWN = 3
"""Types of the model's reading that are shown."""


@dataclass(frozen=True, slots=True)
class Considered:
    """A trigger word of one sentence and what became of it; without a candidate where it had no public party."""

    sentence: int
    token: int
    outcome: str
    candidate: Candidate | None = None
    event: str = ""
    """Id of the event that it became."""


def sentences(
    analysis: Analysis, trees: Sequence[Tree], considered: Iterable[Considered]
) -> tuple[dict[str, Any], ...]:
    """For each sentence of a report its span, the predicates considered, and the reason in one word where it gave no event."""
    by_sentence: dict[int, list[Considered]] = {}
    for one in considered:
        by_sentence.setdefault(one.sentence, []).append(one)
    found = []
    for number, sentence in enumerate(analysis.sentences):
        here = by_sentence.get(number, [])
        furthest = min((OUTCOMES.index(c.outcome) for c in here), default=len(OUTCOMES) - 1)
        found.append(
            {
                "start_char": sentence.start_char,
                "end_char": sentence.end_char,
                "reason": None if furthest == 0 else OUTCOMES[furthest],
                "considered": [_told(trees[number], c) for c in here],
            }
        )
    return tuple(found)


def _told(tree: Tree, one: Considered) -> dict[str, Any]:
    told: dict[str, Any] = {"predicate": tree[one.token].text, "outcome": one.outcome}
    if one.event:
        told["event"] = one.event
    if one.candidate is not None:
        told |= {"actor": _names(one.candidate.actor), "recipient": _names(one.candidate.recipient)}
        told |= reading(one.candidate)
    return told


def reading(c: Candidate) -> dict[str, Any]:
    """What lexicon and model said of a candidate, the share of its type, and the runners-up."""
    sense = c.sense
    told: dict[str, Any] = {
        "type": c.event,
        "lexicon": {"lemma": sense.lemma[0], "pos": sense.pos, "frame": sense.frame, "weight": sense.weight}
        if sense.lemma
        else None,
        "confidence": c.score,
        "share": c.share,
        "chance": c.chance,
        "rivals": dict(c.rivals),
    }
    if c.reading is not None:
        model = sorted(c.reading.types.items(), key=lambda item: -item[1])[:SHOWN]
        told["model"] = {name: round(p, 2) for name, p in model}
        if c.reading.likeness is not None:
            told |= {"likeness": c.reading.likeness.shares, "nearest": c.reading.likeness.nearest}
    return told


def _names(side: tuple[Entity, ...]) -> list[str]:
    return [f"{e.text} ({e.code})" for e in side]
