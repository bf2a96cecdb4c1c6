"""Whether confidence means what it says: of events said to be 0.8 right about eight in ten are, and what each threshold gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import Any

from dragoman.errors import EvaluationError
from dragoman.evaluate.articles import Article, judge_events
from dragoman.evaluate.report import Group, Report, Score, Share, Value, ratio

FOLDS = 5
BINS = 10
STEPS = 50
"""Newton steps of the fit; it needs fewer than ten."""
RIDGE = 1e-3
"""Keeps the fit finite where all answers are right."""
EDGE = 0.005
"""A confidence of 0 or 1, printed with two digits, is taken as half a digit away from it."""
THRESHOLDS = tuple(k / 20 for k in range(20))

Judged = list[tuple[float, bool]]


def score_confidence(articles: Sequence[Article], records: Iterable[Mapping[str, Any]]) -> Report:
    """Reliability of the events' confidence, and precision, recall and F1 at each threshold.

    An event is right as in `event` of `score_articles`. `as said` takes the confidence as printed, `five-fold` maps it anew (Platt
    1999: a logistic curve over its log-odds) by four fifths of the articles and judges it on the fifth, so that no article
    judges its own setting. Each row is a tenth of the scale: how many of the events in it were right; its name gives their mean.
    """
    judged, wanted = judge_events(articles, records)
    if not any(judged):
        raise EvaluationError("no event was found in these articles, so there is no confidence to judge")
    folded: Judged = []
    for fold in range(FOLDS):
        known = [j for k, one in enumerate(judged) if k % FOLDS != fold for j in one]
        slope, shift = fit(known)
        folded += [
            (mapped(c, slope, shift), right) for k, one in enumerate(judged) if k % FOLDS == fold for c, right in one
        ]
    plain = [j for one in judged for j in one]
    slope, shift = fit(plain)
    curve = []
    for threshold in THRESHOLDS:
        kept = [right for c, right in plain if c >= threshold]
        curve.append(Score(f"{threshold:.2f}", sum(kept), len(kept), wanted))
    errors = (
        Value("error as said", expected_error(plain)),
        Value("error five-fold", expected_error(folded)),
        Value("slope", slope),
        Value("shift", shift),
    )
    return Report(
        f"{len(articles)} articles, {len(plain)} events said, {wanted} wanted",
        (
            Group("calibration", errors),
            Group("as said", _bins(plain)),
            Group("five-fold", _bins(folded)),
            Group("at least", tuple(curve)),
        ),
    )


def fit(judged: Judged) -> tuple[float, float]:
    """Slope and shift of the logistic curve from a confidence's log-odds to the share that is right, by Newton's method.

    >>> slope, shift = fit([(0.9, True)] * 6 + [(0.9, False)] * 4 + [(0.5, True)] * 4 + [(0.5, False)] * 6)
    >>> round(mapped(0.9, slope, shift), 2), round(mapped(0.5, slope, shift), 2)
    (0.6, 0.4)
    """
    slope, shift = 1.0, 0.0
    for _ in range(STEPS):
        g0 = RIDGE * (slope - 1.0)
        g1, h00, h01, h11 = 0.0, RIDGE, 0.0, RIDGE
        for c, right in judged:
            x, p = _odds(c), mapped(c, slope, shift)
            off, weight = p - right, p * (1 - p)
            g0, g1 = g0 + off * x, g1 + off
            h00, h01, h11 = h00 + weight * x * x, h01 + weight * x, h11 + weight
        determinant = h00 * h11 - h01 * h01
        slope -= (h11 * g0 - h01 * g1) / determinant
        shift -= (h00 * g1 - h01 * g0) / determinant
    return slope, shift


def mapped(confidence: float, slope: float, shift: float) -> float:
    """CONFIDENCE on the fitted curve."""
    return 1 / (1 + exp(-(slope * _odds(confidence) + shift)))


def expected_error(judged: Judged) -> float:
    """Mean distance between confidence and share right over the bins, weighted by their size (expected calibration error).

    >>> round(expected_error([(0.8, True)] * 8 + [(0.8, False)] * 2), 3)
    0.0
    """
    parts = [[j for j in judged if _bin(j[0]) == k] for k in range(BINS)]
    return ratio(sum(abs(sum(c for c, _ in p) - sum(right for _, right in p)) for p in parts), len(judged))


def _bins(judged: Judged) -> tuple[Share, ...]:
    rows = []
    for k in range(BINS):
        inside = [j for j in judged if _bin(j[0]) == k]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            rows.append(Share(f"{mean:.2f}", sum(right for _, right in inside), len(inside)))
    return tuple(rows)


def _bin(confidence: float) -> int:
    return min(int(confidence * BINS + 1e-9), BINS - 1)


def _odds(confidence: float) -> float:
    kept = min(max(confidence, EDGE), 1 - EDGE)
    return log(kept / (1 - kept))
