"""One record an event, not a mention: tellings of the same event in one report become one record with its best sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.records import Entity, Event, Span

ONCE = frozenset(("ASSAULT", "COERCE", "RETREAT", "SANCTION"))
"""Types that befall a named person once in a report: "the killing of X", "X's murder" and "X was shot" tell one event."""
ONE_A_PAIR = frozenset((("CONSULT", "actual"), ("CONSULT", "historical"), ("AGREE", "future")))
"""Talks of the same parties in one report, held or planned, are one event unless their dates differ."""
ONE_A_REPORT = frozenset(("PROTEST", "RETREAT", "SANCTION"))
"""Types that the same sides seldom do twice in one report: tellings whose modes and dates do not differ are one event."""
NEAR = 25
"""Characters between two triggers of one sentence that tell one deed."""
MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE"))
"""Types whose other side stands among the actors: another telling's recipient is not added."""
PAST = frozenset(("actual", "historical"))
OUTCOMES = frozenset(
    "kill die injure wound hurt dead injured wounded death injury casualty fatality hospitalize hospitalise lose".split()
)
"""Words that tell what a deed before them led to."""
OUTCOME_REACH = 2
"""Sentences within which harm done by nobody named belongs to the violence told before."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event was told: the lemma of its trigger, whether it refers back ("the attack", "his arrest"), in which sentence."""

    lemma: str
    refers_back: bool
    sentence: int = 0


def merge(events: list[Event], tellings: dict[str, Telling]) -> list[Event]:
    """EVENTS in text order with the tellings of one event folded; TELLINGS by event id."""
    kept: list[Event] = []
    for event in events:
        for k, other in enumerate(kept):
            if _is_same(other, event, tellings):
                kept[k] = _fold(other, event)
                break
            if _is_outcome(other, event, tellings):
                kept[k] = _with_mention(other, event)
                break
        else:
            kept.append(event)
    return kept


def _is_same(one: Event, other: Event, tellings: dict[str, Telling]) -> bool:
    if one.event != other.event or not _agree(one, other):
        return False
    if one.status != other.status and {one.status, other.status} != PAST:
        return False
    if one.event in ONE_A_REPORT and _same_codes(one, other):
        return True
    if one.status != other.status:
        return one.event in ONCE and _same_person(one, other)
    same_sides = _covers(one.actor, other.actor) and _covers(one.recipient, other.recipient)
    if one.evidence == other.evidence and (same_sides or _near(one, other)):
        return True
    if one.event in ONCE and _same_person(one, other):
        return True
    parties = _covers(one.actor + one.recipient, other.actor + other.recipient)
    if (one.event, one.status) in ONE_A_PAIR:
        return parties and len(one.actor + one.recipient) > 1
    if tellings[other.id].refers_back and _same_codes(one, other):
        return True
    same_word = tellings[one.id].lemma == tellings[other.id].lemma
    return parties and same_word and _covers(one.actor, other.actor)


def _is_outcome(deed: Event, harm: Event, tellings: dict[str, Telling]) -> bool:
    """Whether HARM, done by nobody named, is what the violence of DEED led to ("The attack ... Twelve people were wounded")."""
    if harm.event != "ASSAULT" or harm.actor or tellings[harm.id].lemma not in OUTCOMES:
        return False
    near = 0 <= tellings[harm.id].sentence - tellings[deed.id].sentence <= OUTCOME_REACH
    happened = deed.status == harm.status or {deed.status, harm.status} == PAST
    return near and happened and deed.event in ("ASSAULT", "PROTEST") and _agree(deed, replace(harm, mode=deed.mode))


def _agree(one: Event, other: Event) -> bool:
    """Whether modes and dates, where both tellings give them, do not differ."""
    if one.mode and other.mode and one.mode != other.mode:
        return False
    return not (one.date and other.date) or one.date.startswith(other.date) or other.date.startswith(one.date)


def _near(one: Event, other: Event) -> bool:
    """Whether two words of one sentence, a few words apart, tell one deed of the same sides ("sent police", "threw rocks")."""
    gap = max(one.trigger.start_char, other.trigger.start_char) - min(one.trigger.end_char, other.trigger.end_char)
    return gap <= NEAR and _same_codes(one, other)


def _same_codes(one: Event, other: Event) -> bool:
    """Whether the codes of one telling's parties are among those of the other's, on whatever side."""
    small, large = sorted(({e.code for e in event.actor + event.recipient} for event in (one, other)), key=len)
    return bool(small) and small <= large


def _same_person(one: Event, other: Event) -> bool:
    """Whether both befall the same named person, by nobody whom the other telling contradicts."""
    named = {e.name for e in one.recipient if e.kind == "person" and e.name}
    shared = named & {e.name for e in other.recipient if e.kind == "person"}
    return bool(shared) and (not one.actor or not other.actor or _covers(one.actor, other.actor))


def _covers(one: tuple[Entity, ...], other: tuple[Entity, ...]) -> bool:
    """Whether the parties of one side are among those of the other, by name where both have one, else by code."""
    small, large = sorted((one, other), key=len)
    return bool(small) and all(any(_alike(a, b) for b in large) for a in small)


def _alike(a: Entity, b: Entity) -> bool:
    if a.code != b.code:
        return False
    if a.name and b.name:
        return a.name == b.name
    if a.code == "---":
        return a.text.lower() == b.text.lower()
    return a.sector == b.sector or "state" in (a.kind, b.kind)


def _fold(one: Event, other: Event) -> Event:
    """The fuller telling keeps its sentence; the other's becomes a mention and fills what is missing."""
    best, rest = (other, one) if _fullness(other) > _fullness(one) else (one, other)
    dated = best if best.date else rest
    actor = best.actor or tuple(e for e in rest.actor if not any(_alike(e, r) for r in best.recipient))
    recipient = best.recipient or tuple(e for e in rest.recipient if not any(_alike(e, a) for a in actor))
    return replace(
        _with_mention(best, rest),
        actor=actor,
        recipient=recipient if best.recipient or best.event not in MUTUAL else (),
        mode=best.mode or rest.mode,
        context=tuple(dict.fromkeys(best.context + rest.context)),
        date=dated.date,
        date_end=dated.date_end,
        date_text=dated.date_text,
        date_precision=dated.date_precision,
        date_basis=dated.date_basis,
        confidence=max(best.confidence, rest.confidence),
    )


def _with_mention(best: Event, rest: Event) -> Event:
    """BEST with the sentence of REST as a mention, and its counts and place where BEST has none."""
    places = {(s.start_char, s.end_char): s for s in (*best.mentions, *rest.mentions, rest.evidence)}
    places.pop((best.evidence.start_char, best.evidence.end_char), None)
    mentions: tuple[Span, ...] = tuple(places[k] for k in sorted(places))
    return replace(
        best,
        mentions=mentions,
        place=best.place or rest.place,
        dead=best.dead if best.dead is not None else rest.dead,
        injured=best.injured if best.injured is not None else rest.injured,
        arrested=best.arrested if best.arrested is not None else rest.arrested,
        size=best.size or rest.size,
    )


def _fullness(event: Event) -> int:
    named = sum(e.code != "---" for e in event.actor + event.recipient)
    return 2 * min(named, 3) + bool(event.actor) + bool(event.recipient)
