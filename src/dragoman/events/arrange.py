"""Which side each party of an event stands on once its type, mode and status are known."""

from __future__ import annotations

from dataclasses import replace

from dragoman.events.candidates import Candidate, is_known, is_public
from dragoman.events.status import PLANS
from dragoman.language.tree import Tree
from dragoman.records import Entity, Event

MEETING = frozenset("meet talk talks meeting summit negotiate negotiation confer conference".split())
"""Words of a meeting of all its parties, who stand on one side also while it is only planned."""

BACKING = frozenset("support favor favour solidarity honor honour".split())
"""What a rally is held in, for those who follow "of" and "with"."""

Parties = tuple[Entity, ...]


def arranged(tree: Tree, c: Candidate, event: str, state: str) -> tuple[Parties, Parties]:
    """Actor and recipient of C as EVENT with STATE: private persons leave a side that has public parties, and those
    who are to meet stand on one side."""
    actor, recipient = _public_first(c.actor), _public_first(c.recipient)
    if event == "PROTEST":
        recipient = _opposed(tree, c, recipient)
    if event == "AGREE" and state == "future" and actor and recipient and _is_meeting(tree, c):
        actor, recipient = actor + recipient, ()
    if event in ("AGREE", "CONSULT") and not recipient:
        actor = _without_venue(actor)
    return actor, recipient


def _public_first(side: Parties) -> Parties:
    return tuple(e for e in side if is_public(e)) or side


def visited(event: Event) -> Event:
    """EVENT; if it is a visit, who is of the country visited receives the visitor ("a visit to Ireland with the Taoiseach")."""
    if event.event != "CONSULT" or "visit" not in event.mode:
        return event
    hosts = {e.code for e in event.recipient if is_known(e)}
    guests = tuple(e for e in event.actor if e.code not in hosts)
    if not guests or len(guests) == len(event.actor):
        return event
    return replace(event, actor=guests, recipient=tuple(e for e in event.actor if e.code in hosts) + event.recipient)


def _opposed(tree: Tree, c: Candidate, recipient: Parties) -> Parties:
    """Whom a protest is against: not where it is held, nor whom it is held for."""
    places = [(tree[b].start_char, tree[b].end_char) for a in backing(tree, c.token) for b in tree.subtree(a)]
    against = tuple(e for e in recipient if e.kind != "place")
    return tuple(e for e in against if not any(e.start_char < end and start < e.end_char for start, end in places))


def backing(tree: Tree, token: int) -> list[int]:
    """Words that say of the rally at TOKEN what it is held for: "in support of", "in solidarity with"."""
    return [a for a in tree.subtree(token) if tree[a].lemma.lower() in BACKING and tree.preposition(a) in ("in", "for")]


def _is_meeting(tree: Tree, c: Candidate) -> bool:
    """Whether the plan's own words are a meeting: the trigger, or what directly completes a verb of planning."""
    if tree[c.token].lemma.lower() in MEETING:
        return True
    if tree[c.token].lemma.lower() not in PLANS:
        return False
    return any(tree[k].lemma.lower() in MEETING for k in tree.children(c.token, "xcomp", "obj", "ccomp"))


def _without_venue(parties: Parties) -> Parties:
    """Those who meet, without the town where they do."""
    return tuple(e for e in parties if e.kind != "place") or parties
