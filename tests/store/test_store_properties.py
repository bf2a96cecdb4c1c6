"""Whatever records hold comes back as it was; however reports come in, the archive is the same."""

from __future__ import annotations

import os
import tempfile
import typing
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.archive.ingest import IngestSettings, digest_of, identity_of, ingest
from dragoman.pipeline import load
from dragoman.records import (
    Commitment,
    Document,
    Event,
    Page,
    Record,
    Rejection,
    Statement,
    from_dict,
    text_hash,
    to_dict,
)
from dragoman.settings import CodeSettings
from dragoman.store import Committed, Found, Reader, Writer, compact, create, writing
from dragoman.tables import KINDS

CALM = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck), database=None)

# ---------------------------------------------------------------- whatever records hold

ODD = (
    "",
    "\0",
    "\\u0000",
    "\ud800",
    "\udcff x",
    "'; DROP TABLE document; --",
    '"',
    "a\nb\tc\r\x85\u2028",
    "NULL",
    "é" * 9,
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=12), st.just("long " * 20_000))
NUMBERS = st.one_of(st.integers(-9, 9), st.sampled_from((2**31, 2**63 - 1, -(2**63), 2**63, 10**30)))
FRACTIONS = st.one_of(st.floats(allow_nan=False), st.sampled_from((0.1, 1e-320, -0.0, 1e308)))


def values(shape: Any) -> st.SearchStrategy[Any]:
    """Values of any SHAPE that a record's type allows."""
    plain = {str: TEXTS, int: NUMBERS, float: FRACTIONS, bool: st.booleans(), NoneType: st.none()}
    if shape in plain:
        return plain[shape]
    if is_dataclass(shape):
        return st.builds(shape, **{name: values(part) for name, part in shapes(shape).items()})  # type: ignore[arg-type]
    parts = typing.get_args(shape)
    if typing.get_origin(shape) is not tuple:
        return st.one_of(list(map(values, parts)))
    if parts[-1] is Ellipsis:
        return st.lists(values(parts[0]), max_size=2).map(tuple)
    return st.tuples(*map(values, parts))


def shapes(kind: type) -> dict[str, Any]:
    """The fields of KIND and their types; a trace is not stored."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.name != "trace"}


DOCUMENTS = values(Document).map(lambda doc: replace(doc, text_id=text_hash(repr(doc.text))))
SAID = st.one_of([values(kind) for kind in (Event, Statement, Commitment, Rejection)])


@given(st.one_of(SAID, DOCUMENTS))
@settings(CALM, max_examples=100)
def test_records_survive_json(record: Record) -> None:
    assert from_dict(to_dict(record)) == record


@given(st.lists(st.tuples(DOCUMENTS, st.lists(SAID, max_size=4)), min_size=2, max_size=4))
@settings(CALM, max_examples=12)
def test_records_survive_the_archive(reports: list[tuple[Document, list[Record]]]) -> None:
    batch = [Found(os.urandom(32), f"id:{n}", (doc, *said)) for n, (doc, said) in enumerate(reports)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        create(folder)
        with writing(folder) as writer:
            coding = writer.coding("test coder")
            writer.commit(batch[:1], coding)
            writer.commit(batch[1:], coding)
            assert held(folder) == Counter(repr(record) for found in batch for record in found.records)
            compact.compact(writer)
            compact.rebuild_index(writer)
        assert held(folder) == Counter(repr(record) for found in batch for record in found.records)


def held(folder: Path) -> Counter[str]:
    with Reader(folder) as reader:
        return Counter(repr(record) for kind in KINDS for record in reader.records(kind))


# ---------------------------------------------------------------- however reports come in

TOLD = (
    "Norway's foreign minister met her Kenyan counterpart in Nairobi on Monday to talk about fishing.",
    "Chile accused Peru of seizing a ferry near Arica on Tuesday and recalled its ambassador.",
    '"We will open the dam in June," Finland\'s prime minister told reporters after talks with Sweden.',
)
WAYS = ("url", "other url", "id", "other id", "path", "other path", "nameless")


def page(way: str, number: int, copy: int = 0) -> Page:
    """The report of NUMBER as it is found in one of WAYS; COPY in pages that differ in what does not count."""
    outlet = f"Lantern {copy}" if copy else None
    place, text = f"{way}.jsonl:{number}", TOLD[number]
    if "url" in way:
        return Page(place, text, "text", url=f"https://lantern.example/{way.replace(' ', '-')}", outlet=outlet)
    if "id" in way:
        return Page(place, text, "text", id=way, outlet=outlet)
    if "path" in way:
        return Page(f"{way}.txt", text, "text", id=f"{way}.txt", outlet=outlet)
    return Page(place, text, "text", outlet=outlet)


@cache
def found(page: Page) -> Found:
    records = tuple(load(CodeSettings()).code(page))
    return Found(digest_of(page), identity_of(page, records), records)


@dataclass
class Plainly:
    """What an archive should hold, said plainly: versions of reports by how they are known, the current one marked."""

    seen: set[bytes] = field(default_factory=set)
    reports: list[list[Any]] = field(default_factory=list)
    """identity, number of the text, version, whether it is current"""
    doubles: int = 0

    def take(self, page: Page, number: int) -> None:
        one = found(page)
        if one.digest in self.seen:
            return
        self.seen.add(one.digest)
        loose = one.identity.startswith(("path:", "text:"))
        for report in self.reports:
            same = report[0] == one.identity
            if report[1] == number and (same or loose or report[0].startswith(("path:", "text:"))):
                self.doubles += 1
                if same:
                    self._make_current(one.identity, report)
                return
        version = 1 + max((r[2] for r in self.reports if r[0] == one.identity), default=0)
        self.reports.append([one.identity, number, version, True])
        self._make_current(one.identity, self.reports[-1])

    def _make_current(self, identity: str, current: list[Any]) -> None:
        for report in self.reports:
            if report[0] == identity:
                report[3] = report is current


def state(folder: Path) -> list[tuple[Any, ...]]:
    """What the archive holds: each version of a report with its text and whether it is current."""
    with Reader(folder) as shown, Reader(folder, all_versions=True) as whole:
        current = [d.id for d in shown.records("documents")]
        rows = whole.base.execute(
            "SELECT docno, identity, version, state, document FROM document ORDER BY docno"
        ).fetchall()
        texts: dict[int, str] = dict(whole.fetch("SELECT docno, text FROM all_documents"))  # type: ignore[arg-type]
        assert sorted(texts) == [row["docno"] for row in rows]
        assert Counter(current) == Counter(row["document"] for row in rows if row["state"] == "current")
        numbers = [next(n for n, t in enumerate(TOLD) if t == texts[row["docno"]].strip()) for row in rows]
    return [(r["identity"], n, r["version"], r["state"] == "current") for r, n in zip(rows, numbers, strict=True)]


def doubles(folder: Path) -> int:
    with Reader(folder) as reader:
        return int(reader.fetch("SELECT count(*) FROM rejections WHERE reason = 'duplicate'")[0][0])


MET = st.tuples(st.sampled_from(WAYS), st.integers(0, len(TOLD) - 1), st.integers(0, 1))


@given(st.lists(st.tuples(MET, st.sampled_from(("next", "next", "commit", "tidy", "compact"))), min_size=1, max_size=9))
@CALM
def test_the_archive_holds_what_plain_rules_say(story: list[tuple[tuple[str, int, int], str]]) -> None:
    """With batches of any size, compaction at any time only the order in which reports came counts."""
    plain = Plainly()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        create(folder)
        with writing(folder) as writer:
            _tell(writer, plain, story)
        assert state(folder) == [tuple(report) for report in plain.reports]
        assert doubles(folder) == plain.doubles


def _tell(writer: Writer, plain: Plainly, story: Sequence[tuple[tuple[str, int, int], str]]) -> None:
    coding = writer.coding("test coder")
    batch: list[Found] = []
    for met, then in [*story, (None, "commit")]:
        if met is not None:
            one = found(page(*met))
            plain.take(page(*met), met[1])
            if not writer.is_known(one.digest, coding) and one.digest not in {f.digest for f in batch}:
                batch.append(one)
        if then != "next":
            writer.commit(batch, coding)
            batch = []
        if then == "tidy":
            compact.tidy(writer)
        if then == "compact":
            compact.compact(writer)


# ---------------------------------------------------------------- through the front door


def rows(folder: Path) -> list[list[str]]:
    """All that an archive answers, in its own order."""
    with Reader(folder, all_versions=True) as reader:
        return [[repr(record) for record in reader.records(kind)] for kind in KINDS]


STORY = [page("url", 0), page("path", 1), page("url", 1), page("url", 0, copy=1), page("nameless", 2), page("id", 2)]


def test_any_size_of_batch_gives_the_same(tmp_path: Path) -> None:
    told = []
    for size in (1, 2, 64):
        folder = tmp_path / str(size)
        done = ingest(STORY, folder, CodeSettings(), IngestSettings(batch=size))
        told.append((rows(folder), state(folder), done.counts))
    assert told[0] == told[1] == told[2]


def test_ingesting_twice_changes_nothing(tmp_path: Path) -> None:
    ingest(STORY, tmp_path / "a", CodeSettings())
    before = rows(tmp_path / "a"), state(tmp_path / "a"), sorted(p.name for p in (tmp_path / "a/segments").iterdir())
    done = ingest(STORY, tmp_path / "a", CodeSettings())
    assert (done.read, done.known, done.counts) == (len(STORY), len(STORY), Committed())
    assert before == (
        rows(tmp_path / "a"),
        state(tmp_path / "a"),
        sorted(p.name for p in (tmp_path / "a/segments").iterdir()),
    )


def test_a_report_that_is_changed_and_changed_back(tmp_path: Path) -> None:
    """A, then B, then a page with A again: A counts, and there are two versions, not three."""
    url = next(iter(STORY)).url
    ingest([page("url", 0), page("url", 1)], tmp_path / "a", CodeSettings())
    assert state(tmp_path / "a") == [(f"url:{url}", 0, 1, False), (f"url:{url}", 1, 2, True)]
    done = ingest([page("url", 0, copy=1)], tmp_path / "a", CodeSettings())
    assert (done.counts.documents, done.counts.duplicates) == (0, 1)
    assert state(tmp_path / "a") == [(f"url:{url}", 0, 1, True), (f"url:{url}", 1, 2, False)]


def test_a_file_with_new_text_is_a_new_version_and_a_copy_is_none(tmp_path: Path) -> None:
    ingest([page("path", 0), replace(page("path", 0), source="b.txt", id="b.txt")], tmp_path / "a", CodeSettings())
    ingest([page("path", 1)], tmp_path / "a", CodeSettings())
    assert [row[1:] for row in state(tmp_path / "a")] == [(0, 1, False), (1, 2, True)]


def test_reports_of_different_ids_stay_two(tmp_path: Path) -> None:
    ingest([page("id", 0), page("other id", 0), page("url", 0)], tmp_path / "a", CodeSettings())
    assert [row[1:] for row in state(tmp_path / "a")] == [(0, 1, True)] * 3


@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "\\u0000", "é" * 40_000])
def test_odd_names_are_taken_in(tmp_path: Path, odd: str) -> None:
    """As JSON lines can give them, or a file whose name is not in UTF-8."""
    ingest([replace(page("id", 0), id=odd, outlet=odd, title=odd)], tmp_path / "a", CodeSettings())
    with Reader(tmp_path / "a") as reader:
        assert len(list(reader.records("documents"))) == 1
