"""One-to-one pairing of wanted and predicted records: as many pairs as possible, then the greatest weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PAIR_BONUS = 1000.0
"""Above any sum of weights within an article, so that the number of pairs comes first."""


def pairing(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Row and column of each pair, by column; a weight of 0 or less is no pair.

    The assignment problem by shortest augmenting paths (Kuhn 1955, Jonker & Volgenant 1987) on the square filled up
    with zeros.

    >>> pairing([[0.9, 0.8], [0.7, 0.0]])
    [(1, 0), (0, 1)]
    """
    wide = max((len(row) for row in weights), default=0)
    if not wide:
        return []
    size = max(len(weights), wide)
    cost = np.zeros((size, size))
    given = np.array([list(row) for row in weights], dtype=float)
    cost[: len(weights), :wide] = np.where(given > 0, -(given + PAIR_BONUS), 0.0)
    rows = _assign(cost)
    return [(int(row), column) for column, row in enumerate(rows) if cost[row, column] < 0]


def _assign(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """The row of each column at least total cost; rows are added one by one along the cheapest alternating path."""
    size = len(cost)
    row_price, column_price = np.zeros(size), np.zeros(size + 1)
    owner = np.full(size + 1, -1)
    for row in range(size):
        # The last column is not real: the new row waits there until a path ends at a free column.
        owner[size], at = row, size
        distance, before = np.full(size, np.inf), np.full(size, size)
        done = np.zeros(size + 1, dtype=bool)
        while owner[at] >= 0:
            done[at] = True
            here = owner[at]
            reach = cost[here] - row_price[here] - column_price[:size]
            closer = ~done[:size] & (reach < distance)
            distance[closer], before[closer] = reach[closer], at
            following = int(np.where(done[:size], np.inf, distance).argmin())
            step = distance[following]
            row_price[owner[done]] += step
            column_price[done] -= step
            distance[~done[:size]] -= step
            at = following
        while at != size:
            owner[at], at = owner[before[at]], int(before[at])
    return owner[:size]
