"""What other processes do in these tests.

`ingest` takes reports in and says so after each commit, and is killed; `sweep` kills itself at every step of a way; `write` and
`hold` stand beside.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import made_records

from dragoman.archive.ingest import Ingested, IngestSettings, ingest
from dragoman.errors import DragomanError
from dragoman.read import read_pages
from dragoman.records import Record
from dragoman.settings import CodeSettings, ReadSettings
from dragoman.store import Found, Reader, Writer, compact, create, writing
from dragoman.store.upkeep import check, remove
from dragoman.tables import KINDS

SIZE = 3
"""Reports a batch of the sweep."""
MOST = 600
TELLING = ("BEGIN", "COMMIT", "DELETE", "UPDATE segment", "UPDATE document", "INSERT INTO run", "VACUUM", "PRAGMA wal")
"""How statements begin that change something by themselves, or that begin or end a change."""


def take_in(folder: str, source: str, batch: str, room: str = "", workers: str = "1") -> None:
    """Ingest SOURCE and print after each commit how many reports it has acknowledged; from the first on files end at ROOM bytes."""

    def advance(done: Ingested) -> None:
        print(done.counts.documents, flush=True)
        if room:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))

    pages = read_pages([source], ReadSettings())
    try:
        done = ingest(pages, folder, CodeSettings(), IngestSettings(int(workers), batch=int(batch)), advance)
    except DragomanError as error:
        sys.exit(f"{type(error).__name__}: {error}")
    sys.exit(130 if done.is_stopped else 0)


# ---------------------------------------------------------------- being killed


class Steps:
    """Counts what changes files or the catalogue from `start` on, and kills the process at step LAST, or DELAY_S after it began."""

    def __init__(self, last: int, delay_s: float | None) -> None:
        self.count, self.last, self.delay_s = 0, last, delay_s
        self.is_on = False
        for name in ("fsync", "rename", "unlink", "chmod"):
            setattr(os, name, self._counted(getattr(os, name)))
        connect = sqlite3.connect

        def traced(*given: Any, **named: Any) -> sqlite3.Connection:
            base = connect(*given, **named)
            base.set_trace_callback(self._hear)
            return base

        sqlite3.connect = traced  # type: ignore[assignment]

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self._step()
            return call(*given, **named)

        return counted

    def _hear(self, statement: str) -> None:
        if statement.lstrip().startswith(TELLING):
            self._step()

    def _step(self) -> None:
        self.count += self.is_on
        if not self.is_on or self.count != self.last:
            return
        if self.delay_s is None:
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Timer(self.delay_s or 0, os.kill, (os.getpid(), signal.SIGKILL)).start()


def forked(work: Callable[[], int]) -> int:
    """What WORK gives in a process of its own, 1 where it failed, or -9 where it was killed."""
    child = os.fork()
    if not child:
        try:
            status = work()
        except BaseException:
            traceback.print_exc()
            status = 1
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# ---------------------------------------------------------------- the ways that are swept


@cache
def reports() -> list[tuple[Record, ...]]:
    return made_records.reports(MOST)


def commit(writer: Writer, number: int) -> None:
    """Take in batch NUMBER."""
    found = [
        Found(f"{n:032}".encode(), f"id:{n}", reports()[n], link=f"link {n:027}".encode()) for n in of_batch(number)
    ]
    writer.commit(found, writer.coding(made_records.CODER))


def of_batch(number: int) -> range:
    return range(number * SIZE, (number + 1) * SIZE)


def take_away(writer: Writer, number: int) -> None:
    """Remove the first report of batch NUMBER, and its bytes."""
    remove(writer, [f"id:{number * SIZE}"], "asked for")
    compact.compact(writer)


WAYS: dict[str, Callable[[Writer, int], object]] = {
    "commit": commit,
    "tidy": lambda writer, _: compact.tidy(writer),
    "compact": lambda writer, _: compact.compact(writer),
    "remove": take_away,
}


def walk(folder: Path, way: str, number: int, steps: Steps) -> int:
    """Recover, take in batch NUMBER, go the WAY and be killed on it; 2 where it has fewer steps."""
    steps.is_on = way == "commit"  # with recovery from the kill before
    with writing(folder) as writer:
        writer.begin("sweep", [], made_records.CODER)
        if way != "commit":
            commit(writer, number)
        steps.is_on = True
        WAYS[way](writer, number)
        print("done", number, flush=True)
        writer.end("done")
    steps.is_on = False
    return 2 if steps.count < steps.last else 0


def killed_on(step: int, delay_s: float | None, work: Callable[[Steps], int]) -> int:
    """WORK, killed at STEP or soon after."""
    return work(Steps(step, delay_s))


def sound(folder: Path, least: set[int], most: set[int]) -> int:
    """Assert that the archive holds the reports of LEAST at least and of MOST at most, each record once, and has no fault."""
    with Reader(folder) as reader:
        held = Counter(repr(record) for kind in KINDS for record in reader.records(kind))
        there = {n for (n,) in reader.fetch("SELECT split_part(document, '-', 2)::BIGINT FROM documents")}
        found = reader.find_text("says")  # each report does
        (hits,) = reader.fetch(f"SELECT count(DISTINCT docno) FROM all_documents SEMI JOIN {found} USING (docno)")[0]
    assert least <= there <= most, (least - there, there - most)
    expected = Counter(repr(record) for n in there for record in reports()[n])
    assert held == expected, (held - expected, expected - held)
    assert hits == len(there)
    faults = [fault for fault in check(folder) if "orphan" not in fault.what]
    assert not faults, faults
    Path(f"{folder}.there").write_text(json.dumps(sorted(there)))
    return 0


def finished(folder: Path) -> int:
    """Assert that the compaction that was broken off is ended by the next one: what was removed has left every file."""
    with writing(folder) as writer:
        compact.compact(writer)
        known = {(row["docno"], row["state"]) for row in writer.base.execute("SELECT docno, state FROM document")}
        assert {(docno, "current") for docno in writer.index.documents()} == known
    assert not list(check(folder))
    return 0


def sweep(place: str, way: str, stride: str, seed: str) -> None:
    """Kill at every STRIDE-th step of a WAY, one after another in one archive; look at it each time and go on from there."""
    folder, dice, step, killed, number = Path(place), random.Random(seed), 1, 0, 0
    compact.FAN, compact.GRACE = 2, "+1 second"
    there: set[int] = set()
    create(folder)
    reports()
    if way != "commit":  # there is something to be merged from the first on
        assert forked(partial(killed_on, 0, None, partial(walk, folder, "compact", 0))) == 0
        there, number = set(of_batch(0)), 1
    while True:
        delay = dice.choice((None, None, dice.uniform(0, 0.003)))
        status = forked(partial(killed_on, step, delay, partial(walk, folder, way, number)))
        assert status in (-signal.SIGKILL, 0, 2), f"{way}, step {step}: {status}"
        least, most = _bounds(way, number, status >= 0, there)
        assert forked(partial(sound, folder, least, most)) == 0, f"{way}, step {step}"
        if way == "remove":
            assert forked(partial(finished, folder)) == 0, f"{way}, step {step}"
        there = set(json.loads(Path(f"{folder}.there").read_text()))
        assert len(there & set(of_batch(number))) in (0, SIZE - (way == "remove"), SIZE), "a torn batch"
        killed += status == -signal.SIGKILL
        if status == 2:
            break
        number += bool(there & set(of_batch(number)))
        step += int(stride)
    print(json.dumps({"steps": step, "killed": killed, "reports": len(there)}))


def _bounds(way: str, number: int, ended: bool, before: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which reports must be there and which may be."""
    batch, first = set(of_batch(number)), {number * SIZE}
    if way == "remove":
        return set(before) | batch - first, set(before) | (batch - first if ended else batch)
    return (set(before) | batch if ended or way != "commit" else set(before)), set(before) | batch


# ---------------------------------------------------------------- a process to stand beside


def write(place: str, count: str) -> None:
    """Take in COUNT batches and merge all the while; what is replaced is deleted at once."""
    compact.FAN, compact.GRACE = 2, "+1 second"
    create(Path(place))
    with writing(Path(place), wait_s=60) as writer:
        writer.begin("write", [], made_records.CODER)
        for number in range(int(count)):
            commit(writer, number)
            compact.tidy(writer)
            if number % 5 == 4:
                compact.compact(writer)
                compact.rebuild_index(writer)
        writer.end("done")


def hold(place: str, seconds: str) -> None:
    """Write an archive for so many SECONDS, or until killed."""
    with writing(Path(place)) as writer:
        writer.begin("hold", [], made_records.CODER)
        print("writing", flush=True)
        time.sleep(float(seconds or 3600))
        writer.end("done")


if __name__ == "__main__":
    {"ingest": take_in, "sweep": sweep, "write": write, "hold": hold}[sys.argv[1]](*sys.argv[2:])
