"""Queries read the tables of an archive, and nothing else; no file of it changes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from made_records import reports, store

import dragoman
from dragoman.archive.query import Query
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.store import writing
from dragoman.store.upkeep import remove


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("sql") / "archive", [reports(20)])


@pytest.fixture
def hashes(folder: Path) -> Iterator[None]:
    """Every file of the archive is the same afterwards."""
    before = digests(folder)
    yield
    assert digests(folder) == before


def digests(folder: Path) -> dict[str, str]:
    found = sorted((folder / "segments").iterdir())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def segment(folder: Path) -> str:
    return str(next((folder / "segments").glob("events-*.parquet")).absolute())


# Each with what the message must say. {S} is a segment of the archive, {T} a file beside it.
REFUSED = [
    ("COPY (SELECT 1) TO '{S}' (FORMAT parquet)", "COPY is not answered"),
    ("COPY (SELECT 1) TO '{T}'", "COPY is not answered"),
    ("COPY events TO '{S}'", "COPY is not answered"),
    ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{S}' (FORMAT parquet)", "only SELECT"),
    ("/* a */ EXPLAIN ANALYZE (FORMAT json) COPY (SELECT 1) TO '{S}'", "only SELECT"),
    ("-- a\nEXPLAIN -- b\nANALYZE COPY (SELECT 1) TO '{S}'", "only SELECT|cannot be answered"),
    ("EXPLAIN CREATE TABLE x AS SELECT 1", "only SELECT"),
    ("FROM read_text('/etc/passwd')", r"read_text\(\) is not answered"),
    ("SELECT * FROM read_blob('{S}')", r"read_blob\(\) is not answered"),
    ("SELECT * FROM read_parquet('{S}')", r"read_parquet\(\) is not answered"),
    ("SELECT * FROM main.read_parquet('{S}')", r"read_parquet\(\) is not answered"),
    ("SELECT * FROM parquet_metadata('{S}')", r"parquet_metadata\(\) is not answered"),
    ("SELECT (SELECT count(*) FROM read_csv('/etc/passwd'))", r"read_csv\(\) is not answered"),
    ("WITH a AS (FROM glob('/*')) FROM a", r"glob\(\) is not answered"),
    ("SELECT * FROM '/etc/passwd'", "no table '/etc/passwd'"),
    ("SELECT * FROM '{S}'", "no table"),
    ("ATTACH '{T}' AS other", "ATTACH is not answered"),
    ("DETACH memory", "DETACH is not answered"),
    ("INSTALL httpfs", "is not answered"),
    ("LOAD httpfs", "is not answered"),
    ("SET threads = 1", "is not answered"),
    ("RESET threads", "is not answered"),
    ("PRAGMA threads = 1", "is not answered"),
    ("PRAGMA database_list", "is not answered"),
    ("CALL pragma_version()", "CALL is not answered"),
    ("CREATE TABLE mine AS SELECT 1", "CREATE is not answered"),
    ("CREATE OR REPLACE TEMP VIEW events AS SELECT 1", "CREATE is not answered"),
    ("CREATE MACRO f(x) AS x", "CREATE is not answered"),
    ("SELECT 1 INTO mine", "cannot be answered"),
    ("INSERT INTO countries (code) VALUES ('XXX')", "INSERT is not answered"),
    ("DELETE FROM hidden", "DELETE is not answered"),
    ("DROP VIEW events", "DROP is not answered"),
    ("UPDATE countries SET name = ''", "UPDATE is not answered"),
    ("WITH gone AS (DELETE FROM hidden RETURNING *) FROM gone", "DELETE is not answered|no table"),
    ("WITH more AS (INSERT INTO countries (code) VALUES ('XXX') RETURNING *) FROM more", "INSERT is not answered"),
    ("EXPORT DATABASE '{T}'", "EXPORT is not answered"),
    ("PREPARE q AS SELECT 1", "PREPARE is not answered"),
    ("VACUUM", "VACUUM is not answered"),
    ("SELECT getenv('HOME')", r"getenv\(\) is not answered"),
    ("SELECT current_setting('temp_directory')", r"current_setting\(\) is not answered"),
    ("FROM duckdb_settings()", r"duckdb_settings\(\) is not answered"),
    ("FROM duckdb_secrets()", r"duckdb_secrets\(\) is not answered"),
    ("FROM query('SELECT 1')", r"query\(\) is not answered"),
    ("FROM query_table('hidden')", r"query_table\(\) is not answered"),
    ("FROM hidden", "no table 'hidden'"),
    ("FROM removed", "no table 'removed'"),
    ("FROM temp.main.hidden", "no table"),
    ("FROM information_schema.tables", "no table"),
    ("FROM hidden WHERE EXISTS (WITH hidden AS (SELECT 1) FROM hidden)", "the archive's own"),
    ("SELECT 1; SELECT 2", "2 statements"),
    ("", "0 statements"),
    ("SELEKT 1", "cannot be answered"),
    ("SELECT nothing FROM events", "nothing"),
    ("PIVOT events ON event", "ON event IN"),
]


@pytest.mark.usefixtures("hashes")
@pytest.mark.parametrize(("query", "said"), REFUSED)
def test_what_is_not_answered(folder: Path, tmp_path: Path, query: str, said: str) -> None:
    target = tmp_path / "stolen"
    with dragoman.open(folder) as archive, pytest.raises(UsageError, match=said):
        archive.sql(query.format(S=segment(folder), T=target)).fetchall()
    assert not target.exists()


@pytest.mark.usefixtures("hashes")
def test_duckdb_itself_is_locked_too(folder: Path, tmp_path: Path) -> None:
    """Were a query let through that should not be, DuckDB would still open no other file and change no setting."""
    query = Query(folder)
    for statement in (
        f"COPY (SELECT 1) TO '{tmp_path / 'x.csv'}'",
        "FROM read_text('/etc/passwd')",
        "FROM glob('/*')",
        f"ATTACH '{tmp_path / 'x.db'}'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "LOAD httpfs",
    ):
        with pytest.raises(duckdb.Error):
            query.engine.execute(statement).fetchall()
    assert list(tmp_path.iterdir()) == []
    query.close()


ANSWERED = [
    "SELECT actor_code, count(*) FROM events GROUP BY ALL ORDER BY 2 DESC",
    "FROM events SEMI JOIN (SELECT document FROM statements) USING (document)",
    "WITH kenya AS (SELECT * FROM events WHERE actor_code = 'KEN') SELECT count(*) FROM kenya",
    "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) FROM n",
    "SELECT unnest(string_split(context, ';')) AS c, count(*) FROM events GROUP BY c",
    "SELECT e.event, c.name FROM events e JOIN countries c ON c.code = e.actor_code",
    "PIVOT events ON event IN ('AID', 'CONSULT') USING count(*) GROUP BY actor_code",
    "FROM events UNION ALL FROM events",
    "SELECT * FROM range(3)",
    "SELECT max(day) FROM documents",
    "FROM all_events LIMIT 1;",
    "DESCRIBE events",
    "SUMMARIZE statements",
    "SHOW TABLES",
    "EXPLAIN SELECT * FROM events",
    "-- why\nEXPLAIN ANALYZE SELECT count(*) FROM events",
    "VALUES (1)",
]


@pytest.mark.usefixtures("hashes")
@pytest.mark.parametrize("query", ANSWERED)
def test_what_is_answered(folder: Path, query: str) -> None:
    with dragoman.open(folder) as archive:
        assert archive.sql(query).fetchall()


def test_python_variables_are_out_of_reach(folder: Path) -> None:
    mine = duckdb.sql("SELECT 1 AS one")
    with dragoman.open(folder) as archive, pytest.raises(UsageError, match="no table 'mine'"):
        archive.sql("FROM mine")
    assert mine.fetchall() == [(1,)]


def test_answers_see_what_was_committed_since(tmp_path: Path) -> None:
    made = reports(6)
    folder = store(tmp_path / "archive", [made[:2]])
    with dragoman.open(folder) as archive:
        assert archive.sql("SELECT count(*) FROM documents").fetchall() == [(2,)]
        store(folder, [made[2:]])
        assert archive.sql("SELECT count(*) FROM documents").fetchall() == [(6,)]


def test_what_was_removed_is_in_no_answer(tmp_path: Path) -> None:
    folder = store(tmp_path / "archive", [reports(5)])
    with writing(folder) as writer:
        remove(writer, ["report-3"], "asked to")
    with dragoman.open(folder) as archive:
        for kind in ("documents", "events", "statements", "commitments", "all_events"):
            assert archive.sql(f"SELECT count(*) FROM {kind} WHERE document = 'report-3'").fetchall() == [(0,)]


# ---------------------------------------------------------------- the program


def test_program_lists_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "--archive", str(folder)]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("events", "actor_code", "countries", "cow_number", "DATE"))


def test_program_writes_every_format(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = """SELECT event, count(*) AS n, max(day) AS last, list(DISTINCT status ORDER BY status) AS s
        FROM events GROUP BY ALL ORDER BY event"""
    where = ["--archive", str(folder)]
    assert main(["sql", query, "--format", "jsonl", *where]) == 0
    bodies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [b["event"] for b in bodies] == sorted(b["event"] for b in bodies)
    assert isinstance(bodies[0]["s"], list)
    assert main(["sql", query, *where]) == 0
    assert capsys.readouterr().out.startswith("event,n,last,s\n")
    assert main(["sql", query, "--format", "table", "--limit", "1", *where]) == 0
    assert "the first 1 rows" in capsys.readouterr().err
    out = tmp_path / "answer.parquet"
    assert main(["sql", query, "--out", str(out), *where]) == 0
    assert len(duckdb.read_parquet(str(out)).fetchall()) == len(bodies)
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_program_reads_a_query_from_standard_input(folder: Path) -> None:
    command = [sys.executable, "-m", "dragoman.cli", "sql", "-", "--archive", str(folder)]
    done = subprocess.run(command, input="SELECT 1 AS one", capture_output=True, text=True, check=True)
    assert done.stdout == "one\n1\n"


def test_program_refuses_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "DROP VIEW events", "--archive", str(folder)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("dragoman: DROP is not answered")
    assert err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_a_long_query(folder: Path) -> None:
    query = "SELECT count(*) FROM range(10_000_000) a(x), range(10_000_000) b(y) WHERE hash(x + y) = 1"
    command = [sys.executable, "-m", "dragoman.cli", "sql", query, "--archive", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, err) == (130, "dragoman: stopped\n")
