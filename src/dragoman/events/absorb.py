"""Which candidates are events of their own, and which are only what another one asks, promises, refuses or threatens."""

from __future__ import annotations

from dataclasses import replace

from dragoman.events.candidates import Candidate, is_public, others
from dragoman.events.status import PLANS
from dragoman.events.withheld import withholds
from dragoman.language.tree import Tree
from dragoman.records import Entity

CONTAINERS = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN"))
"""Acts of speech whose content has not been done: it colours their mode and is no event beside them."""

REQUEST_MODES = {"CONSULT": "meet", "AGREE": "meet", "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist",
                 "RETREAT": "yield", "CONCEDE": "yield"}  # fmt: skip
THREAT_MODES = {"ASSAULT": "violence", "MOBILIZE": "violence", "SANCTION": "relations", "COERCE": "restrict"}
MADE = ("REQUEST", "AGREE")
GIVEN = ("CONCEDE", "ACCUSE")
"""Acts of speech that are done by being offered."""


def settle(tree: Tree, candidates: list[Candidate]) -> list[tuple[Candidate, str | None]]:
    """The candidates of one sentence that are events of their own, each with the mode that its content gives it."""
    candidates = [c for c in candidates if c.event != "REJECT" or not withholds(tree, c.token)]
    candidates = _one_per_phrase(tree, candidates)
    absorbed: dict[int, list[Candidate]] = {}
    for outer in candidates:
        if outer.event in CONTAINERS:
            absorbed[outer.token] = [
                c for c in candidates if c.token in outer.content and c.token != outer.token and not _stands(outer, c)
            ]
    inner = {c.token for group in absorbed.values() for c in group}
    kept = [c for c in candidates if c.token not in inner]
    return [(_adopt(c, absorbed.get(c.token, [])), _mode(c, absorbed.get(c.token, []))) for c in kept]


def _stands(outer: Candidate, inner: Candidate) -> bool:
    """Whether what OUTER is about was done all the same: a request or offer that is refused has been made."""
    return outer.event == "REJECT" and inner.event in MADE and inner.sense.pos == "noun"


def _adopt(outer: Candidate, inner: list[Candidate]) -> Candidate:
    """OUTER with the other side that only its content names ("agreed to meet X", "threatened to attack X", "demanded that X leave")."""
    if outer.recipient or len(outer.actor) > 1 or not inner:
        return outer

    def public(side: tuple[Entity, ...]) -> tuple[Entity, ...]:
        return tuple(e for e in others(side, outer.actor) if is_public(e))

    for c in inner:
        planned = outer.event == "AGREE" and not set(outer.sense.lemma) - PLANS
        if planned and c.sense.frame == "mutual" and public(c.actor) and outer.actor:
            return replace(outer, actor=outer.actor + public(c.actor))  # what both will do; an offer has one side
        sides = (c.actor, c.recipient) if outer.event == "REQUEST" else (c.recipient, c.actor)
        found = public(sides[0]) or public(sides[1])
        if found:
            return replace(outer, recipient=found)
    return outer


def _one_per_phrase(tree: Tree, candidates: list[Candidate]) -> list[Candidate]:
    """A support verb and its noun ("held talks") are one trigger: the noun stays, with the verb's parties where it has none."""
    by_token = {c.token: c for c in candidates}
    dropped: set[int] = set()
    for c in candidates:
        if c.sense.pos == "noun" and c.roles.support in by_token:
            verb = by_token[c.roles.support]
            if c.event in GIVEN and tree[verb.token].lemma.lower() == "offer":
                dropped.add(verb.token)  # "offered an apology": it was made
            elif verb.event == c.event or verb.sense.object:
                loser, winner = (verb, c) if verb.event == c.event and not verb.sense.object else (c, verb)
                dropped.add(loser.token)
                by_token[winner.token] = _richer(winner, loser)
        if c.sense.pos == "noun" and tree[c.token].rel in ("compound", "nmod") and tree[c.token].head in by_token:
            head = by_token[tree[c.token].head]
            if head.event == c.event and head.sense.pos == "noun":
                dropped.add(c.token)
                by_token[head.token] = _richer(head, c)
    return [by_token[c.token] for c in candidates if c.token not in dropped]


def _richer(winner: Candidate, loser: Candidate) -> Candidate:
    if winner.event != loser.event:
        return winner
    actor, recipient = winner.actor, winner.recipient
    if len(loser.actor) > len(actor) and not set(actor) - set(loser.actor):
        actor = loser.actor
    # Two words of one deed: the surer one says how sure it is.
    score = max(winner.score, loser.score)
    return replace(winner, actor=actor or loser.actor, recipient=recipient or loser.recipient, score=score)


def _mode(outer: Candidate, inner: list[Candidate]) -> str | None:
    if outer.sense.mode:
        return outer.sense.mode
    for c in inner:
        if outer.event in ("REQUEST", "REJECT") and c.event in REQUEST_MODES:
            return REQUEST_MODES[c.event]
        if outer.event == "THREATEN" and c.event in THREAT_MODES:
            return "arrest" if c.sense.mode == "arrest" else THREAT_MODES[c.event]
    if outer.event == "REQUEST" and outer.content:
        return "change"
    return None
