"""`dragoman ontology check` and `dragoman code --ontology` as a person meets them."""

import json
from pathlib import Path

import pytest

import dragoman
from dragoman.cli import main
from dragoman.errors import UsageError

EXAMPLES = Path(__file__).parents[1] / "examples"
ELECT = EXAMPLES / "own-types" / "elect.toml"
UNSEEN = EXAMPLES / "own-types" / "elect-unseen.toml"
CALL = str(EXAMPLES / "call-australia-japan.txt")
VOTE = (
    "Chileans elected Ana Ruiz president on Sunday. The new leader thanked her voters and promised to lower the taxes."
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "vote.txt"
    path.write_text(VOTE, encoding="utf-8")
    return path


def test_check_tells_each_sentence_and_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ontology", "check", ELECT, "--unseen", UNSEEN)
    assert (code, err) == (0, "")
    assert "ok   Voters in Zambia elected" in out and "ELECT actual" in out and "counter-examples: 8 of 8" in out
    assert "ELECT on elect-unseen.toml" in out and "P 0." in out
    assert out.endswith("All as said.\n")


def test_check_tells_what_is_not_as_said_and_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = ELECT.read_text(encoding="utf-8")
    first = "\"Portugal's parliament elected"
    more = '"Kenya signed a treaty.", { text = "Fijians elected a president.", status = "negated" },\n    '
    counter = 'counter_examples = [\n    "Voters in Zambia elected a president on Sunday.",'
    path = tmp_path / "own.toml"
    path.write_text(text.replace(first, more + first).replace("counter_examples = [", counter), encoding="utf-8")
    code, out, _ = run(capsys, "ontology", "check", path)
    assert code == 1 and out.endswith("Not all as said.\n")
    assert "WRONG  Kenya signed a treaty." in out and "no word of it is read as a trigger; add one" in out
    assert "its mode, status or a party is another than the example says" in out
    assert "add counter-examples like it or narrow the trigger" in out


def test_check_of_a_bad_file_ends_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ELECT.read_text(encoding="utf-8").replace("quad = 1", "quad = 7"), encoding="utf-8")
    code, out, err = run(capsys, "ontology", "check", path)
    assert (code, out) == (2, "") and "own.toml cannot be used" in err and "quad is 7" in err
    code, _, err = run(capsys, "ontology", "check", tmp_path / "none.toml")
    assert code == 2 and "none.toml: cannot be read" in err


def test_check_without_a_file_checks_the_packaged_ontology(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ontology", "check")
    assert code == 0 and "16 types" in out and "0 slips" in out


def test_code_with_own_types(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    _, plain, _ = run(capsys, "code", report, "--records", "events")
    assert "ELECT" not in plain
    code, out, err = run(capsys, "code", report, "--records", "events", "--ontology", ELECT, "--explain")
    event = next(body for line in out.splitlines() if (body := json.loads(line))["event"] == "ELECT")
    assert (code, err) == (0, "")
    assert (event["quad_code"], event["event_scale"], event["cameo"]) == (1, 2.0, "")
    assert set(event["trace"]) >= {"lexicon", "likeness", "nearest", "rivals"}
    for form in ("csv", "table"):
        code, out, _ = run(capsys, "code", report, "--ontology", ELECT, "--format", form)
        assert code == 0 and "ELECT" in out


def test_a_bad_file_is_told_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, report: Path
) -> None:
    out, bad = tmp_path / "a.jsonl", tmp_path / "own.toml"
    out.write_text("kept", encoding="utf-8")
    bad.write_text("[[type]]\n", encoding="utf-8")
    code, _, err = run(capsys, "code", report, "--ontology", bad, "--out", out, "--workers", "2")
    assert code == 2 and "type 1: no name" in err
    assert out.read_text(encoding="utf-8") == "kept"


def test_from_python(report: Path) -> None:
    assert "ELECT" in {e.event for e in dragoman.code(report, ontology=ELECT).events}
    with pytest.raises(UsageError, match="cannot be read as an ontology file"):
        dragoman.code(VOTE, ontology=report.with_name("none.toml"))
