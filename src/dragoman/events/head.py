"""The learned reading of a trigger: type, mode and status from a branch of the encoder.

The branch (`training/events`) reads the language model's embedded word pieces; small networks over its states (of the trigger, the
parties and the sentence) run with numpy.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.language.model import open_network
from dragoman.records import Sentence

States = NDArray[np.float32]
NONE = "NONE"
SURE = 0.999
"""Probabilities are taken as no surer than this."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the examples of each lesson a use of a word is, from 0 to 1, and the nearest example of the likeliest."""

    shares: dict[str, float]
    nearest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities of the types (NONE among them), of the modes ("TYPE:mode") and of the statuses."""

    types: dict[str, float]
    modes: dict[str, float]
    statuses: dict[str, float]
    likeness: Likeness | None = None
    """How like the examples of the user's own types the words are, where one of their triggers fits."""

    def mode_of(self, event: str) -> str | None:
        """The likeliest mode of EVENT, or None where no mode is more likely than having none."""
        options = {m: p for m, p in self.modes.items() if m.startswith(event + ":")}
        best = max(options, key=lambda m: options[m], default="-")
        return (
            best.partition(":")[2] if options.get(best, 0.0) > 0.5 * (self.modes["-"] + sum(options.values())) else None
        )


class Head:
    """The event branch and its heads. `read` reads a trigger with its parties, `pair` two parties given without a trigger."""

    def __init__(self, session: Any, weights: dict[str, NDArray[np.float32]], data: dict[str, Any]) -> None:
        self.session = session
        self.weights = weights
        self.labels: dict[str, list[str]] = data["labels"]
        self.weighing: dict[str, float] = data["judge"]
        self.version: str = data["version"]

    def states(self, sentence: Sentence) -> States:
        """The branch's state of each word of a sentence: (words, width). One sentence at a time, so that none colours another."""
        assert sentence.trunk is not None
        pieces = sentence.trunk[None]
        mask = np.ones(pieces.shape[:2], dtype=np.int64)
        first = np.array([sentence.first_piece], dtype=np.int64)
        found: States = self.session.run(None, {"trunk": pieces, "mask": mask, "first": first})[0][0]
        return found

    def read(self, states: States, trigger: Iterable[int], actor: Iterable[int], recipient: Iterable[int]) -> Reading:
        """STATES: (words, width) of one sentence; the rest are word positions, empty where a side is missing."""
        return self._reading(states, _mean(states, list(trigger)), list(actor), list(recipient))

    def pair(self, states: States, source: Iterable[int], target: Iterable[int]) -> tuple[Reading, int]:
        """What SOURCE does to TARGET, read at the words that the model itself looks to, and the word that it looks to most."""
        one, two = list(source), list(target)
        flags = _flags(one, two)
        pair = self._linear("look_pair", np.concatenate([_mean(states, one), _mean(states, two), flags]))
        words = np.einsum("ij,wj->wi", self.weights["look_word.weight"], states) + self.weights["look_word.bias"]
        look = np.einsum("ij,wj->wi", self.weights["look.weight"], np.tanh(words + pair))[:, 0]
        return self._reading(states, np.einsum("w,wj->j", _softmax(look), states), one, two), int(look.argmax())

    def judge(self, share: float, chance: float, lexicon: float) -> float:
        """The probability that a type is right, from its share, the chance of its word and the lexicon's weight for it.

        A logistic curve over the log-odds of the first two, fitted on sentences that the model was not trained on.
        """
        w = self.weighing
        odds = w["bias"] + w["share"] * log_odds(share) + w["chance"] * log_odds(chance) + w["lexicon"] * lexicon
        return float(1 / (1 + np.exp(-odds)))

    def words(self, states: States) -> NDArray[np.float32]:
        """For each word the probability that it triggers an event of whatever type: (words,)."""
        scores = np.einsum("ij,wj->wi", self.weights["word.weight"], states) + self.weights["word.bias"]
        raised = np.exp(scores - scores.max(1, keepdims=True))
        found: NDArray[np.float32] = 1 - raised[:, 0] / raised.sum(1)
        return found

    def role_words(self, states: States, at: list[int]) -> States:
        """What `roles` reads of the words AT: once a sentence, whatever the number of its triggers."""
        found: States = (
            np.einsum("ij,wj->wi", self.weights["role_word.weight"], states[at]) + self.weights["role_word.bias"]
        )
        return found

    def roles(self, words: States, trigger: States) -> list[tuple[float, float]]:
        """For each of WORDS (see `role_words`) the probability that it names an actor, and a recipient, of the word whose state
        TRIGGER is."""
        hidden = np.tanh(words + self._linear("role_trigger", trigger))
        scores = np.einsum("ij,wj->wi", self.weights["role.weight"], hidden) + self.weights["role.bias"]
        return [(float(p[1]), float(p[2])) for p in map(_softmax, scores)]

    def _reading(self, states: States, at: States, actor: list[int], recipient: list[int]) -> Reading:
        parts = [at, _mean(states, actor), _mean(states, recipient), states.mean(0), _flags(actor, recipient)]
        hidden = self._layer("mix", np.concatenate(parts))
        types, modes, statuses = (
            dict(zip(self.labels[k], map(float, _softmax(self._linear(k, hidden))), strict=True))
            for k in ("event", "mode", "status")
        )
        return Reading(types, modes, statuses)

    def _linear(self, name: str, x: NDArray[np.float32]) -> NDArray[np.float32]:
        # einsum, not @: one product is too small to be shared among threads, and their wake-up costs more than the product.
        found: NDArray[np.float32] = (
            np.einsum("ij,j->i", self.weights[name + ".weight"], x) + self.weights[name + ".bias"]
        )
        return found

    def _layer(self, name: str, x: NDArray[np.float32]) -> NDArray[np.float32]:
        h = self._linear(name + ".1", x)
        gelu: NDArray[np.float32] = 0.5 * h * (1 + np.tanh(0.7978845608 * (h + 0.044715 * h**3)))
        return gelu


def log_odds(share: float) -> float:
    """The log-odds of a probability, taken as no surer than SURE.

    >>> log_odds(0.5), round(log_odds(1.0), 2)
    (0.0, 6.91)
    """
    kept = min(max(share, 1 - SURE), SURE)
    return float(np.log(kept / (1 - kept)))


def _mean(states: States, positions: list[int]) -> States:
    found: States = states[positions].mean(0) if positions else np.zeros(states.shape[1], dtype=np.float32)
    return found


def _flags(one: list[int], two: list[int]) -> States:
    return np.array([bool(one), bool(two)], dtype=np.float32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[Any]:
    raised = np.exp(scores - scores.max())
    shares: NDArray[np.float32] = raised / raised.sum()
    return shares


@cache
def load() -> Head:
    """The packaged event head."""
    folder = resources.files("dragoman.events") / "data"
    try:
        branch, body = (folder / "branch.onnx").read_bytes(), (folder / "head.npz").read_bytes()
        data = json.loads((folder / "head.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"the event model is not installed ({error}); install the package again") from error
    with np.load(io.BytesIO(body)) as arrays:
        weights = {k: arrays[k].astype(np.float32) for k in arrays.files}
    return Head(open_network(branch), weights, data)
