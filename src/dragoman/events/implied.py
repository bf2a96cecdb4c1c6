"""Sides that a sentence leaves out because the report has named them: who arrested, whose demand is refused, against whom.

Only parties that the report names are taken, each as it stands in the text, with less confidence. The record's id does not
depend on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Cast
from dragoman.events.arrange import backing
from dragoman.events.candidates import is_known, is_public, is_same
from dragoman.events.roles import subject
from dragoman.records import Entity, Event, Statement

FACTOR = 0.6
"""How far being implied lowers the confidence in a party."""
REACH = 3
"""Sentences that an answer, a judgement or an arrest without a doer looks back."""
AGENTS = {
    "COERCE": ("COP", "MIL", "JUD", "GOV", "SPY"),
    "ACCUSE": ("JUD", "COP", "GOV"),
    "SANCTION": ("JUD", "GOV"),
}
"""Sectors of those who do it where nobody is said to, the likeliest first."""
OFFICIAL = {
    "COERCE": ("arrest", "restrict", "curfew", "deport"),
    "ACCUSE": ("allege", "investigate"),
    "SANCTION": ("convict",),
}
"""Modes in which only authorities do it."""
ANSWERED = {
    "REJECT": frozenset(("REQUEST",)),
    "ACCUSE": frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "REJECT")),
}
"""What a deed answers whose object is a deed told before: "has rejected that demand", "condemned the operation"."""
UNSAID = frozenset("sue lawsuit suit suspect claim blame".split())
"""Words of accusing that say nothing of authorities."""
TOWARDS = frozenset("THREATEN CONCEDE SANCTION AID AGREE COERCE".split())
"""Types that are done to somebody, whom a report about two states need not name again."""
OFFICIALS = ("state", "government", "office", "person")
"""Kinds of party that stand for their side in such a report."""
BILATERAL = 0.8
"""Share of all parties of a report's events from which two codes are what it is about."""
CLAIMED = frozenset("responsibility credit".split())
NOBODY = frozenset("no neither".split())
BACK = frozenset("the this that these those its his her their such any".split())

Parties = tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as its sentence tells it, and where: sentence and trigger word."""

    sentence: int
    token: int
    event: Event


def implied(cast: Cast, told: Sequence[Told], statements: Sequence[Statement]) -> list[Event]:
    """The events of TOLD (in text order) with the sides filled that the report implies."""
    done: list[Told] = []
    pair = _pair(told)
    for one in told:
        event = one.event
        if event.withheld_by is None:
            event = _with(event, "actor", _speaker(cast, one, statements))
            if not event.actor:
                event = _with(event, "actor", _doer(cast, replace(one, event=event), done))
            if event.actor and not event.recipient:
                now = replace(one, event=event)
                event = _with(event, "recipient", _other(cast, now, done) or _counterpart(cast, now, pair))
        done.append(replace(one, event=event))
    return [_refused(one, done).event for one in done]


def _pair(told: Sequence[Told]) -> frozenset[str]:
    """The two states or organisations that a report is about, if nearly all parties of its events are theirs."""
    codes = Counter(e.code for t in told for e in t.event.actor + t.event.recipient if is_known(e))
    top = codes.most_common(2)
    if len(top) < 2 or sum(n for _, n in top) < BILATERAL * codes.total():
        return frozenset()
    return frozenset(code for code, _ in top)


def _counterpart(cast: Cast, one: Told, pair: frozenset[str]) -> Parties:
    """In a report about two, the other one, as it was named last."""
    own = {e.code for e in one.event.actor}
    if one.event.event not in TOWARDS or len(own) != 1 or not own & pair:
        return ()
    return next(((e,) for e in _before(cast, one, REACH) if e.code in pair - own and _is_side(e)), ())


def _is_side(entity: Entity) -> bool:
    """Whether a party stands for its country or organisation, as a firm or a crowd of it does not."""
    return entity.kind in OFFICIALS or entity.code.startswith("IGO")


def _speaker(cast: Cast, one: Told, statements: Sequence[Statement]) -> Parties:
    """Who says of himself in a quotation what he does: "I thank Ana", "we stand ready"."""
    tree = cast.trees[one.sentence]
    if not any(tree[s].text.lower() in ("i", "we") for s in subject(tree, one.token)):
        return ()
    at = tree[one.token].start_char
    found = next((s.speaker for s in statements if s.start_char <= at < s.end_char and s.kind == "direct"), None)
    return (found,) if found is not None and is_known(found) and one.event.actor != (found,) else ()


def _doer(cast: Cast, one: Told, done: Sequence[Told]) -> Parties:
    """Who did what is told without a doer: the authorities, those who claim it, the protesters spoken of before."""
    if one.event.event == "PROTEST":
        return next((d.event.actor for d in reversed(done) if d.event.event == "PROTEST" and d.event.actor), ())
    if one.event.event == "ASSAULT":
        return _claimant(cast)
    return _agent(cast, one) if one.event.recipient else ()


def _claimant(cast: Cast) -> Parties:
    """Who the report says has claimed responsibility for an attack."""
    for number, tree in enumerate(cast.trees):
        for token in range(len(tree)):
            if tree[token].lemma.lower() == "claim" and any(
                tree[o].lemma.lower() in CLAIMED for o in tree.children(token, "obj")
            ):
                found = tuple(e for s in subject(tree, token) for e in cast.parties(number, s) if is_public(e))
                if found and not any(
                    tree[c].text.lower() in NOBODY for s in subject(tree, token) for c in tree.children(s, "det")
                ):
                    return found
    return ()


def _refused(one: Told, done: Sequence[Told]) -> Told:
    """ONE with him for a recipient who refuses it in the same sentence: "Israel dismissed Syria's offer"."""
    event = one.event
    if event.recipient or event.event not in ("AGREE", "REQUEST") or len(event.actor) != 1:
        return one
    for other in done:
        refusal = other.sentence == one.sentence and other.event.event == "REJECT"
        if refusal and any(is_same(event.actor[0], e) for e in other.event.recipient):
            return replace(one, event=_with(event, "recipient", other.event.actor))
    return one


def _with(event: Event, side: str, found: Parties) -> Event:
    if not found:
        return event
    lowered = tuple(replace(e, confidence=round(e.confidence * FACTOR, 2)) for e in found)
    trace = {**(event.trace or {}), "implied": side}
    return (
        replace(event, actor=lowered, trace=trace)
        if side == "actor"
        else replace(event, recipient=lowered, trace=trace)
    )


def _agent(cast: Cast, one: Told) -> Parties:
    """The authorities of the one they act on, as the report named them last."""
    event = one.event
    sectors = AGENTS.get(event.event, ())
    unknown = event.event == "COERCE" and not event.mode
    official = sectors and (unknown or set(event.mode) & set(OFFICIAL[event.event]))
    if not official or cast.trees[one.sentence][one.token].lemma.lower() in UNSAID:
        return ()
    codes = {e.code for e in event.recipient if is_known(e)}
    fitting = [
        e
        for e in _before(cast, one, len(cast.trees))
        if e.sector in sectors and e.code in codes and not any(is_same(e, r) for r in event.recipient)
    ]
    return tuple(sorted(fitting, key=lambda e: (e.kind == "person", sectors.index(e.sector or "")))[:1])


def _other(cast: Cast, one: Told, done: Sequence[Told]) -> Parties:
    """Whom ONE is against: the doer of the deed it answers, for a refusal else the last one spoken of."""
    event = one.event
    if event.event == "PROTEST":
        return () if backing(cast.trees[one.sentence], one.token) else _government(cast, one)
    refused = event.event == "REJECT"
    if event.event not in ANSWERED or not (refused or _speaks_of_deed(cast, one)):
        return ()
    found = _doer_before(one, done)
    if found or not refused:
        return found
    return next(((e,) for e in _before(cast, one, REACH) if _is_side(e) and _is_another(e, event)), ())


def _doer_before(one: Told, done: Sequence[Told]) -> Parties:
    """The actor, another than ONE's, of the last deed before that ONE can answer."""
    codes = {e.code for e in one.event.actor}
    for before in reversed(done):
        if one.sentence - before.sentence > REACH:
            return ()
        deed = before.event
        aimed_elsewhere = (
            one.event.event == "REJECT" and deed.recipient and not codes & {e.code for e in deed.recipient}
        )
        own = one.event.event != "REJECT" and codes & {e.code for e in deed.actor}
        fits = deed.event in ANSWERED[one.event.event] and not aimed_elsewhere and not own
        if fits and deed.actor and all(_is_another(e, one.event) for e in deed.actor):
            return deed.actor
    return ()


def _government(cast: Cast, one: Told) -> Parties:
    """Whom protesters protest against where nobody is named: their government, rioters the police, if the report speaks of them."""
    codes = {e.code for e in one.event.actor if is_known(e)}
    named = [e for e in _before(cast, one, len(cast.trees)) if e.code in codes]
    sectors = ("COP", "GOV") if "riot" in one.event.mode else ("GOV",)
    return tuple([e for s in sectors for e in named if e.sector == s][:1])


def _speaks_of_deed(cast: Cast, one: Told) -> bool:
    """Whether the object (of a passive the subject) is a definite thing that is no party: a deed told before."""
    tree = cast.trees[one.sentence]
    for noun in tree.children(one.token, "obj", "nsubj:pass"):
        definite = any(tree[c].text.lower() in BACK for c in tree.children(noun, "det", "nmod:poss"))
        if definite and tree[noun].upos == "NOUN" and not cast.parties(one.sentence, noun):
            return True
    return False


def _is_another(entity: Entity, event: Event) -> bool:
    return is_known(entity) and not any(is_same(entity, a) or a.name == entity.name for a in event.actor)


def _before(cast: Cast, one: Told, reach: int) -> Iterator[Entity]:
    """Known parties named before the trigger: of its sentence nearest first, of those before the subjects first."""
    for number in range(one.sentence, max(-1, one.sentence - reach - 1), -1):
        tree = cast.trees[number]
        words = [i for i in range(len(tree)) if tree[i].upos in ("NOUN", "PROPN", "PRON")]
        if number == one.sentence:
            order = [i for i in reversed(words) if i < one.token]
        else:
            order = sorted(words, key=lambda i: (not tree[i].rel.startswith("nsubj"), -i))
        for token in order:
            yield from (e for e in cast.parties(number, token) if is_known(e) and e.kind != "place")
