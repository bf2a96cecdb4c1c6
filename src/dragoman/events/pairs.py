"""Classify two parties given in one sentence: for measures where the pair is handed over (`dragoman evaluate pairs`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dragoman.events.head import NONE, Head
from dragoman.language.model import Language
from dragoman.records import Token

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PairReading:
    """What one party does to another: probabilities of types, of a type's modes, and of statuses; the word that shows it; all words."""

    types: dict[str, float]
    modes: dict[str, float]
    statuses: dict[str, float]
    trigger: str
    """Lemma of the word that the model looks to most."""
    lemmas: frozenset[str]

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=lambda t: self.types[t])

    def mode_share(self, event: str, mode: str) -> float:
        """The probability of MODE, given that the type is EVENT."""
        own = sum(p for m, p in self.modes.items() if m == "-" or m.startswith(event + ":"))
        return self.modes.get(f"{event}:{mode}", 0.0) / own if own else 0.0


def classify(text: str, source: Span | None, target: Span | None, language: Language, head: Head) -> PairReading:
    """What SOURCE (character offsets) does to TARGET in TEXT; that it is some event is taken for given.

    >>> from dragoman.events import head
    >>> from dragoman.language import load
    >>> classify("Kenya condemned Sudan.", (0, 5), (16, 21), load(), head.load()).type
    'ACCUSE'
    """
    analysis = language.analyse(text)
    tokens = [t for s in analysis.sentences for t in s.tokens]
    states = np.concatenate([head.states(s) for s in analysis.sentences])
    reading, at = head.pair(states, _inside(tokens, source), _inside(tokens, target))
    types = {t: p / (1 - reading.types[NONE]) for t, p in reading.types.items() if t != NONE}
    lemmas = frozenset(t.lemma.lower() for t in tokens)
    return PairReading(types, reading.modes, reading.statuses, tokens[at].lemma.lower(), lemmas)


def _inside(tokens: list[Token], span: Span | None) -> list[int]:
    if span is None:
        return []
    return [i for i, t in enumerate(tokens) if t.start_char < span[1] and span[0] < t.end_char]
