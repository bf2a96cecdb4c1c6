"""What a trigger means: the lexicon's options weighed against the model's reading of the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import exp

from dragoman.events.candidates import Candidate, is_sport
from dragoman.events.head import NONE, Head, Reading, States, log_odds
from dragoman.events.likeness import Taught
from dragoman.events.sides import words_of
from dragoman.events.status import Signs, status_of
from dragoman.language.tree import Tree
from dragoman.ontology import Ontology, Sense

SHOWN = 4
"""Rivals that a decision shows."""
UNLISTED = 0.05
"""The lexicon's weight of a type that it does not list for the word under these conditions; chosen on held-out read sentences."""
FLOOR = 0.34
"""Least confidence at which an event is recorded unless the user says otherwise; the best F1 on the development articles."""
AGREED = 0.75
"""Where the lexicon's weight and the type's share both reach this, the event is recorded however doubtful its word is by itself."""
EVEN, LONG = 0.5, 6
"""Unless the user sets the floor: a report of that many sentences none of whose events is more likely right than wrong holds none.
Reports without politics have single doubtful finds; of the development articles' none is lost."""
SLOPE, SHIFT = 0.53, -0.38
"""From the probability that a word is a trigger of its type to that of an event's being right with its parties, once a report: fitted
on the development articles (`dragoman evaluate confidence` prints both, and judges them by five-fold)."""
PLAN_TRUST = 0.8
"""A model this sure that a deed is only planned makes it `future`."""
STATUS_TRUST = 0.5
"""The model's status overrules plain `actual` from this probability on; other statuses need a sign in the words."""
LEAD, BODY = 2, 4
"""The first two sentences of a report tell its news; from the fifth on stands what explains it."""
BACKGROUND = {"lead": 0.15, "early": 1.0, "body": 1.5}
"""What the model's odds of `historical` are multiplied by there: hand coders never call a deed of the lead background, and four in ten
of the body's."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What codes events: the ontology, the learned head and the version of both."""

    ontology: Ontology
    head: Head
    coder: str
    floor: float
    """Least confidence of an event."""
    even: float = 0.0
    """Least confidence of a report's surest event."""
    taught: Taught | None = None
    """What judges types and modes of the user's own."""

    def is_taught(self, sense: Sense) -> bool:
        """Whether a trigger's SENSE is judged by its likeness to a user's examples."""
        return self.taught is not None and self.taught.covers(sense)


def decide(tools: Tools, states: States, tree: Tree, options: list[Candidate]) -> Candidate:
    """The best of the OPTIONS for one trigger, with its confidence and rivals.

    The last option has no type: it stands for every type that the lexicon does not list for this word. What lexicon and model say of
    the types gives the best one's share; that share, the model's first look at the word and the lexicon's weight give the
    confidence. The share of a type that was taught by examples is its confidence.
    """
    best, weight = weighed(tools, states, tree, options)
    if tools.is_taught(best.sense):
        return replace(best, score=best.share)
    odds = log_odds(tools.head.judge(best.share, best.chance, weight))
    sure = 1 / (1 + exp(-(SLOPE * odds + SHIFT)))
    if weight >= AGREED and best.share >= AGREED:
        sure = max(sure, FLOOR)
    return replace(best, score=round(sure, 3))


def weighed(tools: Tools, states: States, tree: Tree, options: list[Candidate]) -> tuple[Candidate, float]:
    """The best of the OPTIONS with its share, and the lexicon's weight for it, 0 where it lists no such type for the word.

    A planned deed has another type (planned talks are AGREE): the model was trained to call it so, the lexicon lists its words
    under the deed; both shares count for the deed.
    """
    *listed, bare = options
    first = listed[0] if listed else bare
    reading = tools.head.read(states, [bare.token], words_of(tree, first.actor), words_of(tree, first.recipient))
    if tools.taught is not None and listed:
        reading, listed = tools.taught.judge(reading, listed, states, tree.sentence)
    game = is_sport(tree)
    scores: dict[str, tuple[float, Candidate]] = {}
    for option in (*listed, *_unlisted(bare, tools.ontology, {o.event for o in listed}, reading)):
        if option.event == "ASSAULT" and game:
            continue
        names = {option.event, tools.ontology.planned(option.event)} if option.sense.lemma else {option.event}
        share = sum(reading.types[name] for name in names) * min(option.score, 1.0)
        if option.event not in scores or share > scores[option.event][0]:
            scores[option.event] = share, option
    total = sum(s for s, _ in scores.values()) + reading.types[NONE]
    ranked = sorted(scores.items(), key=lambda item: -item[1][0])
    share, best = ranked[0][1][0] / total, ranked[0][1][1]
    others = [(event, round(s / total, 2)) for event, (s, _) in ranked[1:SHOWN]]
    rivals = (*others, (NONE, round(reading.types[NONE] / total, 2)))
    weight = min(best.score, 1.0) if best.sense.lemma else 0.0
    return replace(best, share=round(share, 3), chance=bare.chance, rivals=rivals, reading=reading), weight


def _unlisted(bare: Candidate, ontology: Ontology, listed: set[str], reading: Reading) -> Iterator[Candidate]:
    """BARE as each type of the model's that is not LISTED, with a sense that asks for nothing."""
    planned = {ontology.planned(event) for event in listed}
    for event in ontology.types:
        if event in reading.types and event not in listed | planned:
            yield replace(bare, event=event, sense=Sense(event, (), bare.sense.pos, weight=UNLISTED), score=UNLISTED)


def status_with(found: Signs, candidate: Candidate, is_old: bool, ontology: Ontology) -> str:
    """The status that the words' signs give; where they give plain `actual`, a sure reading of the model, which cannot see where in
    the report the sentence stands."""
    place = "lead" if candidate.sentence < LEAD else "early" if candidate.sentence < BODY else "body"
    state, reading = status_of(found, candidate.event, is_old), candidate.reading
    if state != "actual" or reading is None:
        return state
    planned = ontology.planned(candidate.event)
    if planned != candidate.event and reading.types[planned] > PLAN_TRUST:
        return "future"
    weighed = {s: p * (BACKGROUND[place] if s == "historical" else 1.0) for s, p in reading.statuses.items()}
    best = max(weighed, key=lambda s: weighed[s])
    return best if weighed[best] >= STATUS_TRUST * sum(weighed.values()) else state
