"""`dragoman actors` and `dragoman code --actors` as a person meets them."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dragoman
from dragoman.actors import load, read_own
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.read.actor_files import actor_files

EXAMPLES = Path(__file__).parents[1] / "docs" / "own-actors"
MINE, DICTIONARY, REPORT = EXAMPLES / "actors.csv", EXAMPLES / "petrarch.txt", EXAMPLES / "report.txt"


def _service() -> ModuleType:
    """The server of the tests of `read`, which lie in a folder that is no package."""
    path = Path(__file__).parent / "read" / "test_wikidata.py"
    spec = importlib.util.spec_from_file_location("service_of_tests", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_page_shows_files_and_output_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    page = (EXAMPLES.parent / "own-actors.md").read_text(encoding="utf-8")
    for path in (MINE, MINE.with_suffix(".toml"), DICTIONARY, REPORT):
        assert path.read_text(encoding="utf-8").strip() in page, path.name
    for arguments in (
        ("check", MINE),
        ("find", "Keir", "Starmer", "--on", "2021-03-01"),
        ("find", "UF", "--on", "2007-05-01", "--actors", MINE),
        ("find", "Germny"),
    ):
        _, out, err = run(capsys, "actors", *arguments)
        assert out + err in page


def test_both_forms_of_the_example_say_the_same() -> None:
    csv, toml = (read_own(load(), file) for file in actor_files([MINE, MINE.with_suffix(".toml")]))
    assert csv == toml


# ---------------------------------------------------------------- find


def test_find_tells_offices_as_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "actors", "find", "Keir", "Starmer", "--on", "2024-09-01")
    head, first, second = out.splitlines()
    assert (code, err) == (0, "")
    assert head.split() == "Name Kind Code Sector Office or form On 2024-09-01 From To Wikidata".split()
    assert first.split() == "Keir Starmer person GBR GOV Prime Minister now 2024-07-05 Q6383803".split()
    assert "Leader of the Opposition" in second and "former" in second


def test_find_tells_all_that_a_name_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "actors", "find", "UN", "--format", "jsonl", "--on", "2024-09-01")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {"United Nations", "Kim Jong-un"} <= {k["name"] for k in found}
    assert set(found[0]) == set("name kind code sector office form when start end wikidata".split())
    _, out, _ = run(capsys, "actors", "find", "foreign minister")
    assert "role noun" in out


def test_find_with_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "actors", "find", "Umoja Front", "--actors", MINE, "--actors", DICTIONARY)
    assert code == 0 and "KEN" in out and "REB" in out


def test_find_offers_other_spellings(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "actors", "find", "Amnesti", "International")
    assert (code, out) == (1, "")
    assert "nothing is known as 'Amnesti International'; spelled alike: Amnesty International" in err
    code, _, err = run(capsys, "actors", "find", "qqqqqq")
    assert code == 1 and "try the surname" in err


def test_a_wrong_day_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["actors", "find", "UN", "--on", "2024-02-30"])
    assert raised.value.code == 2 and "is no day; write 2024-03-15" in capsys.readouterr().err


# ---------------------------------------------------------------- check


def test_check_sums_up_a_good_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "actors", "check", MINE)
    assert (code, err) == (0, "")
    assert out.startswith("actors.csv: 1 person, ") and "codes: KEN" in out


def test_check_tells_what_the_file_wins_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,code,sector\nPentagon,FRA,MIL\n", encoding="utf-8")
    assert "wins over ours: Pentagon (government, USA)" in run(capsys, "actors", "check", path)[1]


def test_check_tells_all_faults_of_all_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[[actor]]\nname = "A"\ncode = "UK"\nsector = "X"\n', encoding="utf-8")
    code, out, _ = run(capsys, "actors", "check", bad, MINE)
    assert code == 1
    assert "bad.toml cannot be used:\n  actor 1 (A): unknown code 'UK'; that is GBR" in out
    assert "unknown sector 'X'" in out and "actors.csv: 1 person" in out


def test_check_reports_on_a_dictionary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "actors", "check", DICTIONARY)[0] == 0
    path = tmp_path / "old.txt"
    path.write_bytes("CAF\xc9_FRONT_ [FRAREB]\nTIDE_FRONT_ [AFRREB]\n".encode("latin-1"))
    code, out, _ = run(capsys, "actors", "check", path)
    assert code == 1
    assert "lines used: 1; slips: 1" in out
    assert "line 2: AFRREB: AFR is a region, which is no actor here" in out


def test_a_file_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, why in (("none.csv", "no such file"), ("none.xlsx", "unknown kind of actor file")):
        code, _, err = run(capsys, "actors", "check", tmp_path / name)
        assert code == 2 and why in err
    latin = tmp_path / "latin.csv"
    latin.write_bytes("name,code\nCaf\xe9,FRA\n".encode("latin-1"))
    assert "is not in UTF-8" in run(capsys, "actors", "check", latin)[2]


# ---------------------------------------------------------------- code


def events(text: str) -> list[dict[str, object]]:
    return [body for line in text.splitlines() if (body := json.loads(line))["record"] == "event"]


def parties(text: str) -> set[tuple[str, str, str]]:
    return {(a["name"], a["code"], a["sector"]) for e in events(text) for a in (*e["actor"], *e["recipient"])}  # type: ignore[misc]


def test_code_knows_the_actors_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    _, plain, _ = run(capsys, "code", REPORT, "--format", "jsonl")
    code, out, err = run(capsys, "code", REPORT, "--format", "jsonl", "--actors", MINE, "--workers", "2")
    assert (code, err) == (0, "")
    assert ("Umoja Front", "KEN", "PTY") in parties(out) - parties(plain)
    ruiz = next(a for e in events(out) for a in e["actor"] if a["name"] == "Ana Ruiz")  # type: ignore[attr-defined]
    assert (ruiz["code"], ruiz["office"], ruiz["kind"]) == ("CHL", "Mayor of Lota", "person")
    assert all("; actors actors.csv " in str(e["coder"]) for e in events(out))
    assert all("actors" not in str(e["coder"]) for e in events(plain))


def test_code_says_that_lines_of_a_dictionary_are_of_no_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("UMOJA_FRONT_ [KENREB]\nTIDE_FRONT_ [AFRREB]\n", encoding="utf-8")
    code, out, err = run(capsys, "code", REPORT, "--format", "jsonl", "--actors", path)
    assert code == 0 and ("Umoja Front", "KEN", "REB") in parties(out)
    assert "lines of actors without use: 1; `dragoman actors check FILE` tells why" in err


def test_a_bad_file_is_told_before_anything_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, bad = tmp_path / "a.jsonl", tmp_path / "bad.csv"
    out.write_text("kept", encoding="utf-8")
    bad.write_text("name,kode\n", encoding="utf-8")
    code, _, err = run(capsys, "code", REPORT, "--actors", bad, "--out", out)
    assert code == 2 and "unknown column 'kode'" in err
    assert out.read_text(encoding="utf-8") == "kept"


def test_from_python() -> None:
    for files in (MINE, [MINE, DICTIONARY]):
        coded = dragoman.code(REPORT, actors=files)
        assert "Umoja Front" in {a.name for e in coded.events for a in (*e.actor, *e.recipient)}
    with pytest.raises(UsageError, match="no such file"):
        dragoman.code("Ministers met.", actors="none.csv")


# ---------------------------------------------------------------- update


def test_update_writes_a_file_that_code_can_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    served, out = _service(), tmp_path / "fetched.csv"
    with served.serving(served.rows(served.row(1), served.row(2, title="Mayor of Lota"))) as (url, seen):
        code, shown, err = run(
            capsys, "actors", "update", "--from", "wikidata", "--out", out, "--since", "2025-05-01", "--service", url
        )
    assert (code, shown) == (0, "")
    assert "persons 1, terms 1; answers of the service 8" in err and "4 with an office that is not taken up" in err
    assert "2025-05-01" in seen[0][0] and seen[0][1].startswith(f"dragoman/{dragoman.__version__} ")
    assert run(capsys, "actors", "check", out)[0] == 0
    assert "President" in run(capsys, "actors", "find", "Ana Ruiz1", "--actors", out)[1]


def test_update_keeps_the_old_file_where_nothing_comes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    served, out = _service(), tmp_path / "fetched.csv"
    out.write_text("kept", encoding="utf-8")
    with served.serving(served.status(403)) as (url, _):
        code, _, err = run(capsys, "actors", "update", "--from", "wikidata", "--out", out, "--service", url)
    assert code == 1 and out.read_text(encoding="utf-8") == "kept"
    assert "nothing to write" in err and "heads of state: " in err and "status 403" in err


def test_ctrl_c_keeps_what_came(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, out = _service(), tmp_path / "fetched.csv"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.read.sparql.Service._wait", stop)
    with served.serving(served.rows(served.row(1)), served.status(503)) as (url, _):
        code, _, err = run(capsys, "actors", "update", "--from", "wikidata", "--out", out, "--service", url)
    assert code == 130 and "stopped; the file holds what came until then" in err
    assert "Ana Ruiz1" in out.read_text(encoding="utf-8")


def test_update_tells_wrong_use_before_it_asks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for out, service, why in (
        ("a.txt", "http://127.0.0.1:9/", "name a file that ends in .csv"),
        ("none/a.csv", "http://127.0.0.1:9/", "no such folder"),
        ("a.csv", "127.0.0.1", "no address of a service"),
    ):
        code, _, err = run(
            capsys, "actors", "update", "--from", "wikidata", "--out", tmp_path / out, "--service", service
        )
        assert code == 2 and why in err
