"""Types and modes that nobody trained: judged by the likeness of a use of their words to examples and counter-examples.

A use is described at four places (the trigger, who does it, what it is done to and how, the sentence), each by the event
branch's states and by the embedded words that the branch reads. Ridge regression parts examples from counter-examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.actors import KnowledgeBase, resolve
from dragoman.errors import DataError
from dragoman.events.candidates import Candidate, Finder
from dragoman.events.head import NONE, Head, Likeness, Reading, States
from dragoman.language import Language
from dragoman.ontology import Lesson, Ontology, Sense
from dragoman.records import Document, Sentence

Vector = NDArray[Any]
EVEN = 0.5
"""Least likeness of an event; below it the use is more like the counter-examples."""
RIDGE = 1.0
"""Weight of the ridge beside the mean spread of the uses; 0.1 to 3 part unseen sentences about as well."""
SLOPE = 4.0
"""From the regression's score (1 examples, -1 counter-examples) to log odds: a use like the examples gets 0.98."""
ALONE = 0.9
"""Likeness where no counter-example uses a trigger word: then every use that fits the trigger counts."""
SURE = 0.99
TYPE_SAYS = 0.5
"""Weight, in a mode's log odds, of the model's log odds for the mode's type: it was trained on that type, with its parties."""


@dataclass(frozen=True, slots=True)
class Use:
    """A word of a sentence that fits a trigger of a lesson, and what describes it."""

    sentence: str
    word: str
    traits: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What a lesson taught: a direction that parts its examples from its counter-examples."""

    examples: tuple[Use, ...]
    middle: Vector
    direction: Vector
    has_counter: bool

    def likeness(self, traits: Vector) -> float:
        """From 0 (like the counter-examples) to 1 (like the examples)."""
        if not self.has_counter:
            return ALONE
        score = float(np.einsum("i,i->", traits - self.middle, self.direction))
        return round(min(SURE, max(1 - SURE, 1 / (1 + float(np.exp(-SLOPE * score))))), 3)

    def nearest(self, traits: Vector) -> str:
        """The example that is most like a use."""
        return max(self.examples, key=lambda e: float(np.einsum("i,i->", e.traits, traits))).sentence


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """The lessons of an ontology, learnt; `judge` weighs the lexicon's options for a word by them."""

    judges: tuple[tuple[Lesson, Judge], ...]

    def covers(self, sense: Sense) -> bool:
        """Whether a trigger's SENSE is of a type or mode that the lessons teach."""
        return any(lesson.covers(sense) for lesson, _ in self.judges)

    def judge(
        self, reading: Reading, options: list[Candidate], states: States, sentence: Sentence
    ) -> tuple[Reading, list[Candidate]]:
        """READING with the types that the lessons bear out, and the OPTIONS that they leave.

        A lesson's own probability takes its share before PLOVER's types; a mode's share counts for its type. Where a mode
        is borne out, it stands before the type's other readings of the word.
        """
        asked = [(lesson, j) for lesson, j in self.judges if any(lesson.covers(o.sense) for o in options)]
        if not asked:
            return reading, options
        traits = traits_of(states, sentence, options[0])
        found = {}
        for lesson, j in asked:
            weight = max(o.sense.weight for o in options if lesson.covers(o.sense))
            found[lesson.name] = lesson, _share(lesson, j.likeness(traits), weight, reading)
        borne = [(lesson, share) for lesson, share in found.values() if share >= EVEN]
        kept = [o for o in options if not any(lesson.covers(o.sense) for lesson, _ in asked)]
        kept = [o for o in kept if o.event not in {lesson.event for lesson, _ in borne}]
        kept += [o for o in options if any(lesson.covers(o.sense) for lesson, _ in borne)]
        types = _types(reading, borne, {o.event for o in kept})
        best = max(asked, key=lambda a: found[a[0].name][1])[1]
        likeness = Likeness({name: share for name, (_, share) in found.items()}, best.nearest(traits))
        return replace(reading, types=types, likeness=likeness), sorted(kept, key=lambda c: -c.score)


def _share(lesson: Lesson, likeness: float, weight: float, reading: Reading) -> float:
    """The probability of LESSON: its likeness, or less for a weak trigger and for a mode whose type the model does not see.

    A trigger of WEIGHT 0.5 or more leaves all to the likeness; one of 0.3 has the meaning three times in ten to begin with.
    """
    odds = _odds(likeness) * min(1.0, _odds(weight))
    if lesson.mode:
        odds *= min(1.0, float(_odds(reading.types[lesson.event]) ** TYPE_SAYS))
    return round(odds / (1 + odds), 3)


def _types(reading: Reading, borne: Sequence[tuple[Lesson, float]], options: set[str]) -> dict[str, float]:
    """The types of READING after those BORNE out took their share; what none of OPTIONS can be speaks for NONE."""
    if not borne:
        return reading.types
    whole = 1 + sum(_odds(share) for _, share in borne)
    types = {name: p / whole if name in options else 0.0 for name, p in reading.types.items()}
    types[NONE] = 1 / whole - sum(types.values())
    for lesson, share in borne:
        types[lesson.event] = types.get(lesson.event, 0.0) + _odds(share) / whole
    return types


def _odds(share: float) -> float:
    bounded = min(SURE, max(1 - SURE, share))
    return bounded / (1 - bounded)


def traits_of(states: States, sentence: Sentence, c: Candidate) -> Vector:
    """What describes the use of the trigger of C: a vector of length 1, eight times as wide as STATES (words, width)."""
    assert sentence.trunk is not None
    embedded = sentence.trunk[list(sentence.first_piece)]
    things = [*c.roles.object, *(token for _, token in c.roles.phrases)]
    places = ([c.token], things, list(c.roles.subject), list(range(len(states))))
    return _unit(np.concatenate([_unit(_mean(layer, at)) for layer in (states, embedded) for at in places]))


def _mean(layer: States, at: list[int]) -> Vector:
    found: Vector = layer[at].mean(0) if at else np.zeros(layer.shape[1], dtype=np.float32)
    return found


def _unit(vector: Vector) -> Vector:
    found: Vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return found


# ---------------------------------------------------------------- learning


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads the sentences of a lesson as it reads a report."""

    language: Language
    base: KnowledgeBase
    ontology: Ontology
    head: Head

    def uses(self, text: str, lesson: Lesson) -> list[Use]:
        """The words of TEXT that fit a trigger of LESSON."""
        return list(self._uses(text, lesson))

    def _uses(self, text: str, lesson: Lesson) -> Iterator[Use]:
        document = document_of(text)
        analysis = self.language.analyse(text)
        finder = Finder(resolve(document, analysis, self.base), self.ontology)
        for number, sentence in enumerate(analysis.sentences):
            for _, options in finder.options(number):
                if any(lesson.covers(o.sense) for o in options):
                    word = sentence.tokens[options[0].token].text
                    yield Use(text, word, traits_of(self.head.states(sentence), sentence, options[0]))


def document_of(text: str) -> Document:
    """TEXT as a report without a date, for a sentence of a lesson."""
    return Document(text, None, None, None, (), None, "none", "en", None, text, text)


def teach(reader: Reader) -> Taught | None:
    """What the lessons of the reader's ontology teach; None where it has none."""
    lessons = reader.ontology.lessons
    if not lessons:
        return None
    shown = {lesson.name: [u for e in lesson.examples for u in reader.uses(e.text, lesson)] for lesson in lessons}
    return Taught(tuple((lesson, _judge(lesson, shown[lesson.name], _against(reader, lesson))) for lesson in lessons))


def _against(reader: Reader, lesson: Lesson) -> list[Use]:
    """Uses of the lesson's words in its counter-examples, and in the examples of its sisters."""
    sisters = [e.text for other in reader.ontology.lessons if other is not lesson for e in other.examples]
    own = {e.text for e in lesson.examples}
    texts = [*lesson.counter_examples, *(text for text in sisters if text not in own)]
    return [use for text in texts for use in reader.uses(text, lesson)]


def _judge(lesson: Lesson, shown: Sequence[Use], against: Sequence[Use]) -> Judge:
    if not shown:
        raise DataError(
            f"{lesson.name}: no example has a word that fits one of its triggers and a party with a country or office; "
            "add triggers for the words of the examples, or loosen their conditions"
        )
    return learn(shown, against)


def learn(shown: Sequence[Use], against: Sequence[Use]) -> Judge:
    """Ridge regression of 1 on SHOWN and -1 on AGAINST, both sides weighing the same however many they are."""
    rows = np.array([u.traits for u in (*shown, *against)], dtype=np.float64)
    if not against:
        return Judge(tuple(shown), rows.mean(0), np.zeros(rows.shape[1]), False)
    wanted = np.array([1.0] * len(shown) + [-1.0] * len(against))
    weights = np.where(wanted > 0, 1 / len(shown), 1 / len(against)) * len(rows) / 2
    middle = _weighted(weights, rows) / weights.sum()
    rows = rows - middle
    gram = np.einsum("ik,jk->ij", rows, rows)
    spread = max(float(np.trace(gram)) / len(rows), 1e-9)
    dual = np.linalg.solve(gram + RIDGE * spread * np.diag(1 / weights), wanted)
    return Judge(tuple(shown), middle, _weighted(dual, rows), True)


def _weighted(weights: Vector, rows: Vector) -> Vector:
    found: Vector = np.einsum("i,ik->k", weights, rows)
    return found
