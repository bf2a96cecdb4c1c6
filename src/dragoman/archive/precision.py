"""How often records are right, from a sample that people have judged, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the bounds of its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was judged in one part of the records, and how many records that part has (None where that is not known)."""

    right: int
    judged: int
    size: int | None = None


def wilson(right: int, judged: int) -> Share | None:
    """The share of RIGHT in JUDGED with Wilson's score interval; None where nothing was judged.

    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.

    >>> found = wilson(45, 50)
    >>> round(found.share, 3), round(found.low, 3), round(found.high, 3)
    (0.9, 0.786, 0.957)
    """
    if not judged:
        return None
    share, square = right / judged, Z * Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    reach = Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Share(share, 0.0 if right == 0 else low, 1.0 if right == judged else high)


def weighted(strata: Iterable[Stratum]) -> Share | None:
    """The share of all records that are right, each stratum weighing as many as it has, whatever of it was judged.

    Strata of which nothing was judged are left out. The interval joins Wilson's intervals of the strata by the method
    of variance estimates recovery, which holds where a stratum is all right or all wrong too: G. Y. Zou, W. Huang and
    X. Zhang (2009), A note on confidence interval estimation for a linear function of binomial proportions, CSDA 53,
    1080-1085. With a single stratum it is Wilson's own.

    >>> found = weighted([Stratum(9, 10, 900), Stratum(5, 10, 100)])
    >>> round(found.share, 3), found == wilson(14, 20)
    (0.86, False)
    >>> weighted([Stratum(45, 50, 7)]) == wilson(45, 50)
    True
    """
    parts = [(s.size or 0, wilson(s.right, s.judged)) for s in strata]
    known = [(size, share) for size, share in parts if size and share is not None]
    total = sum(size for size, _ in known)
    if not total:
        return None
    if len(known) == 1:
        return known[0][1]
    share = sum(size * s.share for size, s in known) / total
    below = math.sqrt(sum((size / total * (s.share - s.low)) ** 2 for size, s in known))
    above = math.sqrt(sum((size / total * (s.high - s.share)) ** 2 for size, s in known))
    return Share(share, max(0.0, share - below), min(1.0, share + above))
