"""From scores to trees and names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
FORBIDDEN = np.float32(-1e9)


def heads(scores: Scores) -> list[int]:
    """The tree of greatest score with one root: for each word the position of its head (0 is the root, word i stands at i + 1).

    SCORES: (words, words + 1), row = word, column = head position. Greedy where that is a tree already, else
    Chu-Liu-Edmonds (Chu & Liu 1965, Edmonds 1967) under the one best root.

    >>> import numpy as np
    >>> heads(np.array([[0, 0, 9], [5, 1, 0]], dtype=np.float32))
    [2, 0]
    """
    square = np.full((scores.shape[0] + 1, scores.shape[0] + 1), FORBIDDEN, dtype=np.float32)
    square[1:] = scores
    np.fill_diagonal(square, FORBIDDEN)
    best = square.argmax(1)
    best[0] = 0
    if (best[1:] == 0).sum() == 1 and not _cycle(best):
        return [int(h) for h in best[1:]]
    gain = square[1:, 0] - np.where(square[1:, 1:].size, square[1:, 1:].max(1, initial=FORBIDDEN), 0)
    root = int(gain.argmax()) + 1
    keep = square[root, 0]
    square[1:, 0] = FORBIDDEN
    square[root] = FORBIDDEN
    square[root, 0] = keep
    return [int(h) for h in _edmonds(square)[1:]]


def _cycle(best: NDArray[np.intp]) -> list[int]:
    """The positions of one cycle among the chosen heads, or []."""
    state = [0] * len(best)
    state[0] = 2
    for start in range(1, len(best)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(best[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return []


def _edmonds(square: Scores) -> NDArray[np.intp]:
    best: NDArray[np.intp] = square.argmax(1)
    best[0] = 0
    cycle = _cycle(best)
    if not cycle:
        return best
    inside = np.zeros(len(square), dtype=bool)
    inside[cycle] = True
    outer, ring = np.flatnonzero(~inside), np.array(cycle)
    size = len(outer)
    small = np.full((size + 1, size + 1), FORBIDDEN, dtype=np.float32)
    small[:size, :size] = square[np.ix_(outer, outer)]
    held = square[cycle, best[cycle]]
    into = square[np.ix_(ring, outer)] - held[:, None]
    small[size, :size] = into.max(0)
    enter = into.argmax(0)
    out_of = square[np.ix_(outer, ring)]
    small[:size, size] = out_of.max(1)
    leave = out_of.argmax(1)
    found = _edmonds(small)
    result: NDArray[np.intp] = best.copy()
    for k in range(1, size):
        head = int(found[k])
        result[outer[k]] = cycle[leave[k]] if head == size else outer[head]
    head = int(found[size])
    result[cycle[enter[head]]] = outer[head]
    return result


def spans(scores: Scores, tags: list[str]) -> list[tuple[int, int, str, float]]:
    """Names in a sentence: (first, last half-open, label, confidence = mean probability of its tags).

    SCORES: (words, tags) log probabilities; decoded by Viterbi so that no I- tag stands without its B-.
    """
    best = _viterbi(scores, tags)
    found: list[tuple[int, int, str, float]] = []
    start = 0
    for i in range(len(best) + 1):
        tag = tags[best[i]] if i < len(best) else "O"
        if i and tags[best[i - 1]] != "O" and not tag.startswith("I-"):
            chosen = scores[np.arange(start, i), best[start:i]]
            found.append((start, i, tags[best[start]][2:], float(np.exp(chosen).mean())))
        if tag.startswith("B-"):
            start = i
    return found


def _viterbi(scores: Scores, tags: list[str]) -> list[int]:
    allowed = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            for i, before in enumerate(tags):
                if before[2:] != tag[2:]:
                    allowed[i, j] = FORBIDDEN
    first = np.array([FORBIDDEN if t.startswith("I-") else 0 for t in tags], dtype=np.float32)
    total = scores[0] + first
    back = []
    for row in scores[1:]:
        paths = total[:, None] + allowed
        back.append(paths.argmax(0))
        total = paths.max(0) + row
    best = [int(total.argmax())]
    for pointers in reversed(back):
        best.append(int(pointers[best[-1]]))
    return best[::-1]
