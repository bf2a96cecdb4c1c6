"""`evaluate articles`: what counts as right, the figures, and the command around them."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import EvaluationError
from dragoman.evaluate import register
from dragoman.evaluate.articles import read_articles, score_articles
from dragoman.evaluate.matching import pairing
from dragoman.evaluate.report import Report, Score, Share

TEXT = (
    "Peru and Chile held talks in Lima on Monday.\n\nPeru's foreign minister Ana Poe accused Bolivia of delay.\n\n"
    '"We will open the border by June," Ms. Poe said.'
)
CALL, CHARGE, PROMISE = TEXT.split("\n\n")


def gold_event(**changed: Any) -> dict[str, Any]:
    event = {
        "event": "CONSULT",
        "mode": None,
        "status": "actual",
        "actor": ["PER", "CHL"],
        "recipient": [],
        "actor_text": ["Peru", "Chile"],
        "recipient_text": [],
        "context": ["diplomatic"],
        "date": None,
        "place": "Lima",
        "dead": None,
        "injured": 2,
        "trigger": "talks",
        "evidence": CALL,
    }
    return event | changed


CHARGED = {
    "event": "ACCUSE",
    "mode": "allege",
    "status": "actual",
    "actor": ["PER"],
    "recipient": ["BOL"],
    "actor_text": ["Ana Poe"],
    "recipient_text": ["Bolivia"],
    "trigger": "accused",
    "evidence": CHARGE,
    "place": None,
    "injured": None,
}
QUOTE = "We will open the border by June,"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    gold = tmp_path / "gold"
    gold.mkdir()
    body = {
        "text": TEXT,
        "events": [gold_event(), gold_event(**CHARGED)],
        "statements": [{"speaker": "Ana Poe", "quote": QUOTE, "kind": "direct", "cue": "said"}],
        "commitments": [{"by": ["PER"], "what": "open the border", "due": None, "evidence": PROMISE}],
    }
    (gold / "talks.json").write_text(json.dumps(body))
    return gold


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"text": words, "start_char": start, "end_char": start + len(words)}


def party(text: str, code: str) -> dict[str, Any]:
    return {**span(text), "name": None, "code": code}


def event(**changed: Any) -> dict[str, Any]:
    made = {
        "record": "event",
        "document": "talks",
        "event": "CONSULT",
        "mode": [],
        "status": "actual",
        "actor": [party("Peru", "PER")],
        "recipient": [party("Chile", "CHL")],
        "context": ["diplomatic", "economic"],
        "date": None,
        "place": {**span("Lima"), "name": "Lima"},
        "dead": None,
        "injured": 2,
        "trigger": span("talks"),
        "evidence": span(CALL),
    }
    return made | changed


def rows(report: Report) -> dict[str, Any]:
    return {f"{g.title}/{r.name}": r for g in report.groups for r in g.rows}


def test_sides_do_not_matter_in_a_mutual_act(folder: Path) -> None:
    found = rows(score_articles(read_articles(folder), [event()]))
    assert found["records/event"] == Score("event", 1, 1, 2)
    assert found["records/event_strict"] == Score("event_strict", 1, 1, 2)
    assert found["records/dyad"] == Score("dyad", 2, 2, 3)
    assert found["records/context"] == Score("context", 1, 2, 1)
    assert found["fields/numbers"] == found["fields/place"].__class__("numbers", 1, 1)
    assert found["types/CONSULT"].f1 == 1.0


@pytest.mark.parametrize(
    ("changed", "scores"),
    [
        ({}, (1, 1, 1)),
        ({"recipient": [party("Chile", "CHL")]}, (1, 1, 0)),
        ({"recipient": [party("Chile", "CHL"), party("Lima", "FRA")]}, (0, 0, 0)),
        ({"actor": [party("Peru", "PER"), party("Chile", "CHL")], "recipient": []}, (1, 0, 0)),
        ({"event": "REJECT"}, (0, 0, 0)),
        ({"evidence": span(CALL)}, (1, 1, 1)),
        ({"evidence": span(CALL), "trigger": span("talks")}, (0, 0, 0)),
        ({"status": "negated"}, (1, 1, 1)),
        ({"actor": [party("Lima", "PER")]}, (1, 1, 1)),
    ],
)
def test_what_makes_an_event_right(folder: Path, changed: dict[str, Any], scores: tuple[int, int, int]) -> None:
    base = {
        "event": "ACCUSE",
        "mode": ["allege"],
        "actor": [party("foreign minister Ana Poe", "PER")],
        "recipient": [party("Bolivia", "BOL")],
        "evidence": span(CHARGE),
        "trigger": span("accused"),
    }
    found = rows(score_articles(read_articles(folder), [event(**base | changed)]))
    names = ("event", "event_named", "event_strict")
    assert tuple(found[f"records/{name}"].right for name in names) == scores


def test_status_of_a_promise_may_be_either(folder: Path) -> None:
    path = folder / "talks.json"
    body = json.loads(path.read_text())
    body["events"] = [gold_event(event="AGREE", status="future"), gold_event(**CHARGED | {"status": "negated"})]
    path.write_text(json.dumps(body))
    said = [
        event(event="AGREE"),
        event(**CHARGED | {"actor": [party("Peru", "PER")], "trigger": span("accused"), "evidence": span(CHARGE)}),
    ]
    said[1]["recipient"] = [party("Bolivia", "BOL")]
    found = rows(score_articles(read_articles(folder), said))
    assert found["fields/status"] == Share("status", 1, 2)
    assert found["fields/wrong_actual"] == Share("wrong_actual", 1, 1)


def test_statements_and_commitments(folder: Path) -> None:
    start = TEXT.index(QUOTE)
    statement = {"record": "statement", "document": "talks", "kind": "direct", "quote": QUOTE, "start_char": start}
    commitment = {"record": "commitment", "document": "talks", "by": [party("Peru", "PER")], "evidence": span(PROMISE)}
    right = statement | {"speaker": {"text": "Ms. Poe", "name": None}}
    short = right | {"quote": "We will open the border", "kind": "indirect"}
    other = statement | {"speaker": {"text": "Ms. Roe", "name": None}}
    found = rows(score_articles(read_articles(folder), [right, short, other, commitment]))
    assert found["records/statement"] == Score("statement", 1, 3, 1)
    assert found["records/statement_direct"] == Score("statement_direct", 1, 2, 1)
    assert found["records/commitment"] == Score("commitment", 1, 1, 1)


def test_strangers_are_noted(folder: Path) -> None:
    lost = event(evidence={"text": "words that are not there", "start_char": 0})
    refused = {"record": "rejection", "document": "talks", "reason": "too-short"}
    report = score_articles(read_articles(folder), [event(document="other"), lost, refused])
    assert report.notes == (
        "1 rejected: too-short",
        "1 records of no article here",
        "1 records whose words are not in the article",
    )


def test_pairs_before_weight() -> None:
    assert sorted(pairing([[5.0, 1.0], [4.0, 0.0], [0.0, 0.0]])) == [(0, 1), (1, 0)]
    assert pairing([]) == pairing([[], []]) == []


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    predicted = tmp_path / "out.jsonl"
    predicted.write_text(json.dumps(event()) + "\n")
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    command = ["evaluate", "articles", str(folder), "--predicted", str(predicted)]
    arguments = parser.parse_args([*command, "--detail"])
    assert arguments.run(arguments) == 0
    assert "missed  ACCUSE/allege actual PER -> BOL: 'accused'" in capsys.readouterr().out
    arguments = parser.parse_args([*command, "--json"])
    arguments.run(arguments)
    assert json.loads(capsys.readouterr().out)["records"]["event"]["recall"] == 0.5


def test_broken_folders(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no"):
        read_articles(tmp_path)
    path = tmp_path / "a.json"
    path.write_text("{")
    with pytest.raises(EvaluationError, match="is no JSON"):
        read_articles(tmp_path)
    path.write_text('{"text": "x"}')
    with pytest.raises(EvaluationError, match="lacks events, statements, commitments"):
        read_articles(tmp_path)
