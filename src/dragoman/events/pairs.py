"""Classify two parties given in one sentence: for measures where the pair is handed over (`dragoman evaluate pairs`)."""

from __future__ import annotations

import numpy as np

from dragoman.events.head import NONE, Head, Reading
from dragoman.language.model import Language
from dragoman.records import Token

Span = tuple[int, int]


def classify(text: str, source: Span | None, target: Span | None, language: Language, head: Head) -> tuple[str, float]:
    """The likeliest PLOVER type of what SOURCE (character offsets) does to TARGET in TEXT, and its probability.

    >>> from dragoman.events import head
    >>> from dragoman.language import load
    >>> classify("Kenya condemned Sudan.", (0, 5), (16, 21), load(), head.load())[0]
    'ACCUSE'
    """
    types = reading_of(text, source, target, language, head).types
    best = max((t for t in types if t != NONE), key=lambda t: types[t])
    return best, types[best] / (1 - types[NONE])


def reading_of(text: str, source: Span | None, target: Span | None, language: Language, head: Head) -> Reading:
    """Type, mode and status of what SOURCE does to TARGET in TEXT, as the model reads them."""
    analysis = language.analyse(text)
    tokens = [t for s in analysis.sentences for t in s.tokens]
    states = np.concatenate([head.states(s) for s in analysis.sentences])
    return head.pair(states, _inside(tokens, source), _inside(tokens, target))


def _inside(tokens: list[Token], span: Span | None) -> list[int]:
    if span is None:
        return []
    return [i for i, t in enumerate(tokens) if t.start_char < span[1] and span[0] < t.end_char]
