"""`evaluate confidence`: reliability by five-fold over articles, and the curve over thresholds."""

import pytest

from dragoman.errors import EvaluationError
from dragoman.evaluate.articles import Article
from dragoman.evaluate.confidence import expected_error, fit, mapped, score_confidence
from dragoman.evaluate.report import Score, Share, Value

TEXT = "Peru accused Chile of delay."


def article(stem: str) -> Article:
    gold = {
        "event": "ACCUSE", "mode": None, "status": "actual", "actor": ["PER"], "recipient": ["CHL"],
        "actor_text": ["Peru"], "recipient_text": ["Chile"], "trigger": "accused", "evidence": TEXT,
        "context": [], "date": None, "place": None, "dead": None, "injured": None,
    }  # fmt: skip
    return Article(stem, TEXT, None, None, None, {"event": [gold], "statement": [], "commitment": []})


def said(stem: str, confidence: float, event: str = "ACCUSE") -> dict[str, object]:
    span = {"text": TEXT, "start_char": 0, "end_char": len(TEXT)}
    parties = {"actor": [{"text": "Peru", "code": "PER"}], "recipient": [{"text": "Chile", "code": "CHL"}]}
    return {"record": "event", "document": stem, "event": event, "evidence": span, "confidence": confidence} | parties


def test_reliability_and_curve() -> None:
    articles = [article(f"a{k}") for k in range(10)]
    records = [said(f"a{k}", 0.85) for k in range(8)] + [said(f"a{k}", 0.25, "AID") for k in range(10)]
    report = score_confidence(articles, records)
    groups = {g.title: g.rows for g in report.groups}
    assert groups["as said"] == (Share("0.25", 0, 10), Share("0.85", 8, 8))
    curve = {r.name: r for r in groups["at least"]}
    assert curve["0.00"] == Score("0.00", 8, 18, 10)
    assert curve["0.30"] == Score("0.30", 8, 8, 10)
    assert sum(r.of for r in groups["five-fold"] if isinstance(r, Share)) == 18
    error = {r.name: r for r in groups["calibration"]}["error five-fold"]
    assert isinstance(error, Value)
    assert error.value < 0.1


def test_fit_finds_the_curve_that_the_answers_follow() -> None:
    judged = (
        [(0.9, k < 60) for k in range(100)] + [(0.5, k < 30) for k in range(100)] + [(0.1, k < 10) for k in range(100)]
    )
    slope, shift = fit(judged)
    assert [round(mapped(c, slope, shift), 1) for c in (0.9, 0.5, 0.1)] == [0.6, 0.3, 0.1]
    remapped = [(mapped(c, slope, shift), right) for c, right in judged]
    assert expected_error(remapped) < 0.03 < expected_error(judged)


def test_no_event_is_no_measure() -> None:
    with pytest.raises(EvaluationError, match="no event"):
        score_confidence([article("a")], [])
