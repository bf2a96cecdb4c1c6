"""The program as a person or a script meets it."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from dragoman.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
CALL = str(EXAMPLES / "call-australia-japan.txt")
PROGRAM = [sys.executable, "-m", "dragoman.cli"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_pipe_gets_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "code", CALL)
    bodies = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert bodies[0]["record"] == "document" and bodies[0]["published"] == "2025-03-12"
    assert {b["record"] for b in bodies} >= {"document", "event", "statement"}
    assert [list(b)[:3] for b in bodies] == [["record", "id", "document"]] * len(bodies)


def test_records_filters_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "code", CALL, "--records", "statements")
    assert {json.loads(line)["record"] for line in out.splitlines()} == {"statement"}
    _, out, _ = run(capsys, "code", CALL, "--records", "statements", "--format", "csv")
    assert next(csv.reader(io.StringIO(out)))[0] == "statement_id"


def test_table_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "code", CALL, "--format", "table", "--evidence")
    assert code == 0 and "\x1b" not in out
    for words in ("Status", "To whom", "Statements", "Evidence", "(AUS)", "Anthony Albanese"):
        assert words in out
    _, out, _ = run(capsys, "code", str(EXAMPLES / "protest-peru.txt"), "--format", "table", "--records", "statements")
    assert "Statements" in out and "Did what" not in out


def test_refusal_is_told_twice_and_the_run_goes_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("", encoding="utf-8")
    code, out, err = run(capsys, "code", str(bad), CALL)
    bodies = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert "bad.txt" in err and "empty" in err
    assert bodies[0]["record"] == "rejection" and bodies[0]["reason"] == "empty"
    assert any(b["record"] == "document" for b in bodies)


def test_control_characters_of_a_name_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "table.jsonl"
    bad.write_text(json.dumps({"id": "x\x1b[31m", "text": ""}) + "\n", encoding="utf-8")
    _, _, err = run(capsys, "code", str(bad))
    assert err and "\x1b" not in err


def test_format_follows_the_name_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("a.csv", "a.parquet", "a.jsonl"):
        assert run(capsys, "code", CALL, "--out", str(tmp_path / name))[:2] == (0, "")
    table = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    found = duckdb.sql(f"SELECT event_id, cameo FROM '{tmp_path / 'a.parquet'}'").fetchall()
    assert found == [(row["event_id"], row["cameo"]) for row in table]
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])["record"] == "document"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "a.jsonl", "a.parquet"]


def test_no_text_leaves_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "code", CALL, "--no-text")
    assert "warm, frank" not in out and "steady friend" not in out
    statement = next(json.loads(line) for line in out.splitlines() if '"record": "statement"' in line)
    assert statement["quote"] is None and statement["end_char"] > statement["start_char"]
    _, out, _ = run(capsys, "code", CALL, "--no-text", "--format", "csv")
    assert not {"evidence", "actor_text", "recipient_text"} & set(out.splitlines()[0].split(","))


def test_columns_may_have_other_names(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "news.csv"
    source.write_text("nr,body,day\n7,The king of Norway met the president of Ghana in Oslo.,2024-05-01\n", "utf-8")
    names = ("--id-column", "nr", "--text-column", "body", "--published-column", "day")
    code, out, _ = run(capsys, "code", str(source), *names)
    document = json.loads(out.splitlines()[0])
    assert (code, document["document"], document["published"]) == (0, "7", "2024-05-01")


def test_published_is_for_reports_that_carry_no_date(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("The king of Norway met the president of Ghana in Oslo on Monday.", encoding="utf-8")
    _, out, _ = run(capsys, "code", str(report), "--published", "2024-05-01")
    document = json.loads(out.splitlines()[0])
    assert (document["published"], document["published_basis"]) == ("2024-05-01", "argument")


def test_explain_adds_a_trace_to_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, plain, _ = run(capsys, "code", CALL, "--records", "events")
    _, explained, _ = run(capsys, "code", CALL, "--records", "events", "--explain")
    assert "trace" not in json.loads(plain.splitlines()[0])
    assert all("trace" in json.loads(line) for line in explained.splitlines())


@pytest.mark.parametrize(
    "wrong",
    [
        ["code"],
        ["code", CALL, "--published", "soon"],
        ["code", CALL, "--min-confidence", "2"],
        ["code", CALL, "--workers", "0"],
        ["code", CALL, "--records", "links"],
        ["unknown"],
        [],
    ],
)
def test_wrong_use_ends_with_two(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert "usage: dragoman" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "parquet"], "--out"),
        (["--out", CALL], "among the files to read"),
        (["--out", "no/such/folder/a.csv"], "no such folder"),
        (["--format", "table", "--no-text"], "--no-text"),
    ],
)
def test_what_cannot_be_is_told_before_coding(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "code", CALL, *options)
    assert (code, out) == (2, "") and told in err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, told in (
        (["--version"], r"^dragoman \d+\.\d+"),
        (["code", "--help"], "examples:"),
        (["--help"], "code"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        assert re.search(told, capsys.readouterr().out)


def test_closed_pipe_is_quiet() -> None:
    program = subprocess.Popen([*PROGRAM, "code", str(EXAMPLES)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout and program.stderr
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=60) == 141


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    source, out = tmp_path / "many.jsonl", tmp_path / "a.jsonl"
    line = json.dumps({"id": "one", "text": "The king of Norway met the president of Ghana in Oslo on Monday."})
    source.write_text(f"{line}\n" * 20_000, encoding="utf-8")
    program = subprocess.Popen([*PROGRAM, "code", str(source), "--out", str(out)], stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while time.monotonic() < until and program.poll() is None and not (out.exists() and out.stat().st_size):
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=60)
    assert program.returncode == 130 and b"kept" in told
    kept = [json.loads(row) for row in out.read_text(encoding="utf-8").splitlines()]
    assert kept[0]["record"] == "document"
