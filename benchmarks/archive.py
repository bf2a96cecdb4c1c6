"""How fast an archive answers: ten million rows of events, asked through `dragoman.open` as an analyst would.

    python benchmarks/archive.py                       # builds it in a temporary folder, writes the table into docs/performance.md
    python benchmarks/archive.py --rows 200000 --quick # a minute; only prints the table
    python benchmarks/archive.py --archive DIR         # keeps the archive in DIR, and asks it again next time

Everything in it is made up by the hash of its number: who (a few states do most), what, when (five years), sentences of twenty
words from a vocabulary of fifty thousand in which the n-th word is n times rarer than the first.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

import dragoman
from dragoman import actors, ontology
from dragoman.archive.opened import Archive
from dragoman.records import Document, Entity, Event, Span, to_dict
from dragoman.store import Writer, catalogue, create, segments, writing
from dragoman.store.compact import size_of
from dragoman.store.layout import SHIFT, dump, table_columns

CODER = "dragoman benchmark; made up"
ROWS, EVENTS = 13, 10
"""Of ten events three are mutual, with two rows each."""
PER_REPORT = 4
WORDS, LENGTH = 50_000, 20
PART = 2_000_000
DAYS = 1826
FIRST = "DATE '2021-01-01'"
EVENT_OF = "[0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9]"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is asked, each time a little otherwise: what is timed, and its limits in seconds at the median and worst."""

    name: str
    ask: Callable[[Archive, int], object]
    median: float
    worst: float


# ---------------------------------------------------------------- building


def build(folder: Path, rows: int) -> None:
    """An archive in FOLDER with ROWS rows of events."""
    create(folder)
    reports = rows // ROWS * EVENTS // PER_REPORT
    with tempfile.TemporaryDirectory(dir=folder.parent) as held, writing(folder) as writer:
        words = Path(held) / "words.parquet"
        with duckdb.connect() as engine:
            say(f"{reports * PER_REPORT:,} sentences")
            engine.execute(f"COPY ({sentences_sql(reports * PER_REPORT)}) TO '{words}' (FORMAT parquet)")
        writer.begin("benchmark", [], CODER)
        coding = writer.coding(CODER)
        made = [segments.merge(writer.segments, "events", query) for query in events_sql(reports, rows, words)]
        say("events written")
        made += [segments.merge(writer.segments, "documents", query) for query in documents_sql(reports, words)]
        say("reports written")
        with catalogue.transaction(writer.base):
            writer.enter(made, coding, "live")
            writer.base.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, 1, 'current', 1)",
                ((n, coding, n, f"report-{n}", f"id:report-{n}", f"sha256:{n:064x}") for n in range(1, reports + 1)),
            )
        index(writer, words)
        writer.end("done")


def index(writer: Writer, words: Path) -> None:
    with duckdb.connect() as engine:
        result = engine.execute(f"SELECT n, text FROM '{words}' ORDER BY n")
        done = 0
        while some := result.fetchmany(500_000):
            writer.index.add(((1 + n // PER_REPORT) << SHIFT | n % PER_REPORT, text) for n, text in some)
            done += len(some)
            say(f"{done:,} sentences in the text index")


def draw(number: str, salt: str, most: int) -> str:
    """SQL for a whole number from 1 to MOST by the hash of NUMBER, the small ones most often (Zipf's law)."""
    return f"CAST(floor(pow({most}, hash(({number}) * 31 + {salt}) / 18446744073709551616.0)) AS INTEGER)"


def even(number: str, salt: str, most: int) -> str:
    """SQL for a whole number below MOST by the hash of NUMBER, all as often."""
    return f"CAST(hash(({number}) * 31 + {salt}) % {most} AS INTEGER)"


def word(rank: str) -> str:
    """SQL for the word of a rank: letters, so that the index takes it for one."""
    return f"translate(printf('w%d', {rank}), '0123456789', 'abcdefghij')"


def sentences_sql(count: int) -> str:
    drawn = word(draw(f"n * {LENGTH} + i", "7", WORDS))
    listed = f"list_transform(range({LENGTH}), lambda i: {drawn})"
    return f"SELECT n, array_to_string({listed}, ' ') || '.' AS text FROM range({count}) t(n)"


def lists() -> dict[str, str]:
    """The codes, types and statuses that events are drawn from, as lists in SQL."""
    plover = ontology.load()
    values = {
        "codes": list(actors.load().states)[:200],
        "types": list(plover.types),
        "statuses": ["actual"] * 6 + ["future", "negated", "hypothetical", "historical"],
    }
    return {name: "[" + ", ".join(f"'{v}'" for v in found) + "]" for name, found in values.items()}


def template() -> str:
    """A whole record in JSON, with @marks where events differ."""
    party = Entity("@actor", 0, 6, "@actor", "@actor", "GOV", None, "state", None, 0.9)
    other = replace(party, text="@other", name="@other", code="@other")
    event = Event(
        "@id", "@report", "@type", (), ("diplomatic",), "@status", (party,), (other,), "@day", None, "@day", "day", "text", None,
        None, None, None, None, 1, 2.5, "040", Span("@trigger", 0, 8), Span("@text", 0, 5), (), None, None, 0.7, CODER,
    )  # fmt: skip
    return dump(event)


def events_sql(reports: int, rows: int, words: Path) -> Iterator[str]:
    """Queries for the rows of events, some millions each."""
    given = lists()
    plover = ontology.load()
    quads = "MAP {" + ", ".join(f"'{name}': {plover.quad(name)}" for name in plover.types) + "}"
    marks = {
        "@actor": "a",
        "@other": "b",
        "@id": "event_id",
        "@report": "document",
        "@type": "type",
        "@status": "status",
    }
    record = segments.literal(template())
    day = "coalesce('\"' || strftime(event_day, '%Y-%m-%d') || '\"', 'null')"
    for mark, value in {**marks, '"@day"': day, "@text": "text"}.items():
        record = f"replace({record}, '{mark}', {value})"
    made = {
        "actor_name": "actor_code", "actor_text": "actor_code", "actor_sector": "'GOV'", "recipient_sector": "'GOV'",
        "recipient_name": "recipient_code", "recipient_text": "recipient_code", "event": "type", "context": "'diplomatic'",
        "date": "strftime(event_day, '%Y-%m-%d')", "date_precision": "if(event_day IS NULL, 'none', 'day')",
        "published": "strftime(out, '%Y-%m-%d')", "quad_code": f"{quads}[type]", "event_scale": "2.5", "cameo": "'040'",
        "place_country": "a", "confidence": "0.3 + (e % 70) / 100.0", "evidence": "text", "outlet": "'Lantern'",
        "url": "'https://lantern.example/' || docno", "coder": f"'{CODER}'", "day": "coalesce(event_day, out)",
        "record": f"if(is_first, {record}, NULL)",
    }  # fmt: skip
    own = {"event_id", "document", "actor_code", "recipient_code", "status", "docno", "sentence", "is_first"}
    shown = ", ".join(
        name if name in own else f"{made.get(name, 'NULL')}::{kind} AS {segments.quoted(name)}"
        for name, kind in table_columns("events").items()
    )
    for start in range(0, rows // ROWS * ROWS, PART // ROWS * ROWS):
        end = min(start + PART // ROWS * ROWS, rows // ROWS * ROWS)
        numbered = f"""SELECT r, r // {ROWS} * {EVENTS} + {EVENT_OF}[1 + r % {ROWS}] AS e,
            r % {ROWS} NOT IN (8, 10, 12) AS is_first FROM range({start}, {end}) t(r)"""
        drawn = f"""SELECT *, 1 + e // {PER_REPORT} AS docno, CAST(e % {PER_REPORT} AS INTEGER) AS sentence,
            {given["codes"]}[{draw("e", "1", 200)}] AS a, {given["codes"]}[{draw("e", "2", 200)}] AS b,
            {given["types"]}[{draw("e", "3", 16)}] AS type, {given["statuses"]}[1 + {even("e", "4", 10)}] AS status,
            {FIRST} + CAST(({DAYS} * (e // {PER_REPORT})) // {reports} AS INTEGER) AS out FROM ({numbered})"""
        dated = f"""SELECT *, if({even("e", "5", 10)} < 7, NULL, out - {even("e", "6", 4)}) AS event_day,
            if(is_first, a, b) AS actor_code, if(is_first, b, a) AS recipient_code, 'report-' || docno AS document,
            'e' || substr(md5(e::VARCHAR), 1, 20) AS event_id FROM ({drawn})"""
        yield f"SELECT {shown} FROM ({dated}) JOIN read_parquet('{words}') w ON w.n = e ORDER BY r"


def documents_sql(reports: int, words: Path) -> Iterator[str]:
    """Queries for the reports, some hundred thousand each."""
    whole = Document("@report", "@title", None, None, (), None, "metadata", "en", None, "@text_id", "")
    record = segments.literal(json.dumps({k: v for k, v in to_dict(whole).items() if k != "text"}))
    for mark, value in {"@report": "document", "@title": "title", "@text_id": "text_id"}.items():
        record = f"replace({record}, '{mark}', {value})"
    made = {
        "language": "'en'", "published_basis": "'metadata'", "outlet": "'Lantern'", "is_first": "true", "record": record,
        "published": "strftime(out, '%Y-%m-%d')", "day": "out", "url": "'https://lantern.example/' || docno",
    }  # fmt: skip
    shown = ", ".join(
        name
        if name in ("document", "title", "text", "text_id", "docno")
        else f"{made.get(name, 'NULL')}::{kind} AS {name}"
        for name, kind in table_columns("documents").items()
    )
    for start in range(0, reports, PART // PER_REPORT):
        end = min(reports, start + PART // PER_REPORT)
        told = f"""SELECT 1 + n // {PER_REPORT} AS docno, string_agg(text, ' ' ORDER BY n) AS text FROM read_parquet('{words}')
            WHERE n BETWEEN {start * PER_REPORT} AND {end * PER_REPORT - 1} GROUP BY ALL"""
        named = f"""SELECT *, 'report-' || docno AS document, 'Report ' || docno AS title, printf('sha256:%064d', docno) AS text_id,
            {FIRST} + CAST(({DAYS} * (docno - 1)) // {reports} AS INTEGER) AS out FROM ({told})"""
        yield f"SELECT {shown} FROM ({named}) ORDER BY docno"


# ---------------------------------------------------------------- asking


def tasks() -> list[Task]:
    """What is asked; the n-th time of other parties, types and words than the time before."""
    codes, types = list(actors.load().states)[:200], list(ontology.load().types)

    def pair(n: int, first: int = 0) -> dict[str, str]:
        return {"actor": codes[first + n], "recipient": codes[first + n + 1]}

    def spelled(rank: int) -> str:
        return "w" + "".join("abcdefghij"[int(d)] for d in str(rank))

    def count(where: str) -> str:
        return f"SELECT actor_code, recipient_code, count(*) FROM events WHERE {where} GROUP BY ALL"

    def events(**words: Any) -> Callable[[Archive], object]:
        return lambda archive: list(archive.events(**{"limit": 50, **words}))

    filters = [
        ("pair", lambda a, n: events(**pair(n))(a)),
        ("pair that is rare", lambda a, n: events(**pair(n, 150))(a)),
        ("pair, type, status", lambda a, n: events(**pair(n), type=types[n], status="actual")(a)),
        ("pair, a year", lambda a, n: events(**pair(n), since="2023", until="2023")(a)),
        ("type, last month", lambda a, n: events(type=types[n], since="2025-12")(a)),
        ("actor, status, since", lambda a, n: events(actor=codes[n + 20], status="actual", since="2025-06")(a)),
        ("place", lambda a, n: events(place=codes[n + 5], type="AID")(a)),
        ("how many of a pair", lambda a, n: len(a.events(**pair(n), status="actual"))),
        ("counts by pair", lambda a, n: a.sql(count(f"status = 'actual' AND confidence > 0.{30 + n}")).fetchall()),
        ("counts by pair, a year", lambda a, n: a.sql(count(f"year(day) = {2021 + n % 5}")).fetchall()),
    ]  # fmt: skip
    texts = [
        ("word that is rare", lambda a, n: events(text=spelled(40_000 + n))(a)),
        ("word in a thousandth of sentences", lambda a, n: events(text=spelled(1_000 + n))(a)),
        ("word in a tenth of sentences", lambda a, n: events(text=spelled(12 + n))(a)),
        ("two common words", lambda a, n: events(text=f"{spelled(2 + n)} {spelled(9 + n)}")(a)),
        ("phrase", lambda a, n: events(text=f'"{spelled(2 + n)} {spelled(30 + n)}"')(a)),
        ("how many with a common word", lambda a, n: len(a.events(text=spelled(12 + n)))),
        ("how many with two that most have", lambda a, n: len(a.events(text=f"{spelled(1)} {spelled(2 + n)}"))),
        ("common word, pair", lambda a, n: events(text=spelled(20 + n), **pair(n))(a)),
    ]  # fmt: skip
    panels = [
        ("dyads by month, quad classes", lambda a, n: len(a.panel(by="actor,recipient,month", count="quad"))),
        ("dyads by year, score", lambda a, n: len(a.panel(by="actor,recipient,year", count="score"))),
        ("actors by month, types", lambda a, n: len(a.panel(by="actor,month", count="type"))),
    ]  # fmt: skip
    return [
        *(Task(f"events: {name}", ask, 0.3, 1.0) for name, ask in filters),
        *(Task(f"text: {name}", ask, 1.0, 1.0) for name, ask in texts),
        *(Task(f"panel: {name}", ask, 3.0, 3.0) for name, ask in panels),
    ]


def measure(folder: Path, times: int) -> Iterator[tuple[str, str]]:
    """The rows of the table: each task TIMES times on an archive that is open, and the first time after opening it."""
    for task in tasks():
        start = time.perf_counter()
        with dragoman.open(folder) as archive:
            task.ask(archive, 0)
            first = time.perf_counter() - start
            taken = [timed(task, archive, n) for n in range(1, times + 1)]
        median, worst = statistics.median(taken), max(taken)
        is_kept = median <= task.median and worst <= task.worst
        told = f"{median * 1000:,.0f} ms, worst {worst * 1000:,.0f}, first after opening {first * 1000:,.0f}"
        say(f"{task.name}: {told}")
        yield (
            task.name,
            f"{told}; limit {task.median * 1000:,.0f} / {task.worst * 1000:,.0f}: {'kept' if is_kept else 'MISSED'}",
        )


def timed(task: Task, archive: Archive, n: int) -> float:
    start = time.perf_counter()
    task.ask(archive, n)
    return time.perf_counter() - start


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


# ---------------------------------------------------------------- the table


def other() -> ModuleType:
    """The benchmark of coding, which knows how tables get into the docs."""
    spec = importlib.util.spec_from_file_location("benchmark_run", Path(__file__).with_name("run.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_run"] = module
    spec.loader.exec_module(module)
    return module


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, ask, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000, metavar="N", help="rows of events (10,000,000)")
    parser.add_argument("--times", type=int, default=9, metavar="N", help="how often each question is asked (9)")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="keep the archive here, and use it if it is there")
    parser.add_argument("--quick", action="store_true", help="only print the table")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = given.archive or Path(held) / "archive"
        rows: list[tuple[str, str]] = []
        if not (folder / catalogue.FILE).exists():
            start = time.perf_counter()
            build(folder, given.rows)
            rows.append(("built in", f"{time.perf_counter() - start:,.0f} s"))
        with dragoman.open(folder) as archive:
            count, reports = (archive.reader.fetch(f"SELECT count(*) FROM {k}")[0][0] for k in ("events", "documents"))
        rows.insert(0, ("archive", f"{count:,} rows of events, {reports:,} reports, {size_of(folder) / 1e9:.1f} GB"))
        rows.append(("load of the machine before", f"{os.getloadavg()[0]:.1f}"))
        rows += measure(folder, given.times)
    run = other()
    shown = run.table([run.Row(*row) for row in rows], run.machine())
    print(shown)
    if not given.quick:
        run.BEGIN, run.END = "<!-- archive: begin -->", "<!-- archive: end -->"
        run.DOCS.write_text(run.put_between(run.DOCS.read_text(encoding="utf-8"), shown), encoding="utf-8")


if __name__ == "__main__":
    main()
