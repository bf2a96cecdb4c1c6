"""On whose word the report tells an event."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Attribution, Entity, Span, Statement


def attribution_of(
    statements: Sequence[Statement], trigger: Span, actor: tuple[Entity, ...], recipient: tuple[Entity, ...]
) -> Attribution | None:
    """The statement in whose words the trigger stands, and whose side its speaker is on; the reporter's own word otherwise."""
    inside = [s for s in statements if s.start_char <= trigger.start_char and trigger.end_char <= s.end_char]
    if not inside:
        return Attribution(None, None, "reporter")
    told = min(inside, key=lambda s: s.end_char - s.start_char)
    return Attribution(told.speaker, told.cue, side_of(told.speaker, actor, recipient))


def side_of(speaker: Entity, actor: tuple[Entity, ...], recipient: tuple[Entity, ...]) -> str:
    """`actor`, `recipient` or `third`: first by name, then by country."""
    for side, parties in (("actor", actor), ("recipient", recipient)):
        if any(speaker.name and speaker.name == p.name for p in parties):
            return side
    for side, parties in (("actor", actor), ("recipient", recipient)):
        if any(speaker.code != "---" and speaker.code == p.code for p in parties):
            return side
    return "third"
