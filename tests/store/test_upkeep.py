"""Keeping an archive sound: check finds every fault, repair mends what can be mended, what is removed is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.archive.ingest import IngestSettings, ingest
from dragoman.archive.mend import mend
from dragoman.errors import DataError, UsageError
from dragoman.records import Page
from dragoman.settings import CodeSettings
from dragoman.store import Reader, catalogue, writing
from dragoman.store.compact import compact, tidy
from dragoman.store.upkeep import check, remove
from dragoman.tables import KINDS

REPORTS = {
    "quarry": "The foreign minister of Norway met his Kenyan counterpart in Nairobi on Monday to talk about the quarry of Eldamar.",
    "ferry": "Chile accused Peru of seizing a ferry near Arica. Peru rejected the charge and recalled its ambassador from Santiago.",
    "dam": '"We will open the dam of Karvonia in June," Finland\'s prime minister told reporters after talks with Sweden.',
}


def page(name: str, text: str | None = None) -> Page:
    url = f"https://lantern.example/{name}"
    return Page(f"{name}.jsonl:1", text or REPORTS[name], "text", url=url, published="2024-03-05")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with three reports, each in a commit of its own."""
    for name in REPORTS:
        ingest([page(name)], tmp_path / "a", CodeSettings())
    return tmp_path / "a"


def counts(folder: Path) -> dict[str, int]:
    with Reader(folder) as reader:
        return {kind: reader.fetch(f"SELECT count(*) FROM {kind}")[0][0] for kind in KINDS}


def segment(folder: Path, kind: str) -> Path:
    return sorted((folder / "segments").glob(f"{kind}-*"))[0]


def cut(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-40])


def change(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))


def test_a_sound_archive_has_no_faults(folder: Path) -> None:
    assert list(check(folder)) == []


@pytest.mark.parametrize("harm", [cut, change, Path.unlink])
@pytest.mark.parametrize("kind", ["events", "statements"])
def test_a_bad_segment_is_found_and_its_records_are_made_again(
    folder: Path, kind: str, harm: Callable[[Path], None]
) -> None:
    before, path = counts(folder), segment(folder, kind)
    harm(path)
    assert [fault.file for fault in check(folder)] == [path.name]
    mend(folder, CodeSettings())
    assert list(check(folder)) == []
    assert counts(folder) == before


def test_who_asks_an_archive_with_a_hole_is_told_what_to_do(folder: Path) -> None:
    for path in sorted((folder / "segments").glob("events-*")):
        kept = path.read_bytes()
        path.unlink()
        with pytest.raises(DataError, match="archive repair"):
            Reader(folder)
        path.write_bytes(kept)


def test_documents_that_were_lost_come_back_from_their_sources(folder: Path) -> None:
    before = counts(folder)
    change(segment(folder, "documents"))
    mend(folder, CodeSettings())
    assert counts(folder)["documents"] == 2
    assert list(check(folder)) == []
    ingest([page(name) for name in REPORTS], folder, CodeSettings())
    assert counts(folder) == before
    with writing(folder) as writer:
        compact(writer)
    assert counts(folder) == before
    assert list(check(folder)) == []


def test_an_orphan_is_found_and_cleared_away_by_the_next_writer(folder: Path) -> None:
    orphan = folder / "segments" / "events-0000000000000000.parquet"
    orphan.write_bytes(b"PAR1")
    assert [(fault.file, fault.is_mendable) for fault in check(folder)] == [(orphan.name, True)]
    with writing(folder):
        pass
    assert list(check(folder)) == []


@pytest.mark.parametrize("harm", [cut, change, Path.unlink])
def test_the_text_index_is_rebuilt(folder: Path, harm: Callable[[Path], None]) -> None:
    with writing(folder) as writer:
        writer.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (index,) = folder.glob("search-*.sqlite")
    harm(index)
    if harm is not change:  # a changed byte may lie where nothing is
        assert [fault.is_mendable for fault in check(folder)] == [True]
    mend(folder, CodeSettings())
    assert list(check(folder)) == []
    assert found(folder, "ferry") == ["https://lantern.example/ferry"]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a-c] {x} 2*2? 中 #1 %20" / "a"
    (tmp_path / "it's a").mkdir()
    for name in REPORTS:
        ingest([page(name)], folder, CodeSettings())
    with writing(folder) as writer:
        compact(writer)
    assert list(check(folder)) == []
    assert counts(folder)["documents"] == 3
    assert found(folder, "ferry") == ["https://lantern.example/ferry"]


def spoil(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


@pytest.mark.parametrize("harm", [spoil, Path.unlink])
def test_a_text_index_that_cannot_be_opened_stops_who_writes_until_it_is_rebuilt(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    (index,) = folder.glob("search-*.sqlite")
    harm(index)
    with pytest.raises(DataError, match="archive repair"):
        ingest([page("later", "Latvia praised Ghana.")], folder, CodeSettings())
    mend(folder, CodeSettings())
    assert list(check(folder)) == []
    assert found(folder, "ferry") == ["https://lantern.example/ferry"]
    assert not index.exists() and len(list(folder.glob("search-*.sqlite"))) == 1


def found(folder: Path, text: str) -> list[str]:
    with Reader(folder) as reader:
        table = reader.find_text(text)
        rows = reader.fetch(f"SELECT document FROM all_documents SEMI JOIN {table} USING (docno)")
    return [row[0] for row in rows]


def test_a_removed_report_is_gone_from_every_answer_at_once(folder: Path) -> None:
    with Reader(folder) as reader:
        assert reader.fetch("SELECT count(*) FROM documents") == [(3,)]
        with writing(folder) as writer:
            assert remove(writer, ["https://lantern.example/quarry"], "asked for") == 1
        for kind in KINDS:
            assert not any("quarry" in str(row) for row in reader.fetch(f"SELECT * FROM all_{kind}"))
    assert found(folder, "Eldamar") == []
    with Reader(folder, all_versions=True) as reader:
        assert reader.fetch("SELECT count(*) FROM documents") == [(2,)]


def test_a_removed_report_stays_away(folder: Path) -> None:
    with writing(folder) as writer:
        remove(writer, ["https://lantern.example/quarry"], "asked for")
        compact(writer)
    again = [page("quarry"), page("quarry", REPORTS["quarry"] + " They dined.")]
    assert ingest(again, folder, CodeSettings()).counts.documents == 0
    assert counts(folder)["documents"] == 2


def test_its_bytes_are_gone_after_compaction(folder: Path) -> None:
    copy = Page("copy.txt", REPORTS["quarry"], "text", id="copy.txt", published="2024-03-05")
    told = IngestSettings(sources=("https://lantern.example/quarry",))
    ingest([copy], folder, CodeSettings(), told)  # a duplicate that names it, and the ledger too
    mend(folder, CodeSettings())
    with writing(folder) as writer:
        remove(writer, ["https://lantern.example/quarry"], "asked for")
        compact(writer)
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"ldamar" not in kept
    assert b"example/quarry" not in kept
    with Reader(folder) as reader:
        rows = "".join(str(reader.fetch(f"SELECT * FROM all_{kind}")) for kind in KINDS)
    assert "ldamar" not in rows
    assert "example/quarry" not in rows
    assert "Karvonia" in rows
    assert list(check(folder)) == []


def test_unknown_names_are_told_and_nothing_is_removed(folder: Path) -> None:
    with writing(folder) as writer, pytest.raises(UsageError, match="nowhere: no such document"):
        remove(writer, ["https://lantern.example/quarry", "nowhere"], "asked for")
    assert counts(folder)["documents"] == 3


def test_compaction_changes_no_answer(folder: Path) -> None:
    def answers() -> list[list[tuple[object, ...]]]:
        with Reader(folder) as reader:
            return [reader.fetch(f"SELECT * FROM all_{kind} ORDER BY ALL") for kind in KINDS]

    before = answers()
    with writing(folder) as writer:
        compact(writer)
        assert len(list((folder / "segments").glob("events-*"))) == 1
        tidy(writer)
    assert answers() == before
    assert list(check(folder)) == []


def test_a_newer_archive_is_refused_and_an_older_one_is_brought_up(folder: Path) -> None:
    base = sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)
    base.execute(f"PRAGMA user_version = {catalogue.SCHEMA_VERSION + 1}")
    with pytest.raises(UsageError, match="newer Dragoman"):
        Reader(folder)
    base.execute(f"PRAGMA user_version = {catalogue.SCHEMA_VERSION}")
    added: tuple[catalogue.Migration, ...] = (
        *catalogue.MIGRATIONS,
        lambda base: base.execute("ALTER TABLE run ADD COLUMN host TEXT") and None,
    )
    catalogue.migrate(base, added)
    assert catalogue.version_of(base) == catalogue.SCHEMA_VERSION + 1
    assert base.execute("SELECT host FROM run").fetchone() == (None,)
    base.close()


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(folder: Path) -> None:
    def fail(base: sqlite3.Connection) -> None:
        base.execute("ALTER TABLE run ADD COLUMN host TEXT")
        raise OSError("disk full")

    base = sqlite3.connect(folder / "catalogue.sqlite", isolation_level=None)
    with pytest.raises(OSError, match="disk full"):
        catalogue.migrate(base, (*catalogue.MIGRATIONS, fail))
    assert catalogue.version_of(base) == catalogue.SCHEMA_VERSION
    assert "host" not in [row[1] for row in base.execute("PRAGMA table_info(run)")]
    base.close()


def test_segments_of_an_older_layout_are_read_beside_new_ones(folder: Path) -> None:
    """A column that an older program did not have is NULL in its segments."""
    import json

    import duckdb

    from dragoman.store import segments

    with writing(folder) as writer:
        name = segment(folder, "events").name
        query = f"SELECT * EXCLUDE (outlet) FROM read_parquet('{folder / 'segments' / name}')"
        with duckdb.connect() as engine:
            engine.execute(f"COPY ({query}) TO '{folder / 'old.parquet'}' (FORMAT parquet)")
            columns = [row[0] for row in engine.execute(f"DESCRIBE {query}").fetchall()]
        (folder / "segments" / name).unlink()
        (folder / "old.parquet").rename(folder / "segments" / name)
        path = folder / "segments" / name
        writer.base.execute("INSERT INTO layout (kind, columns) VALUES ('events', ?)", (json.dumps(columns),))
        writer.base.execute(
            "UPDATE segment SET layout = (SELECT max(layout) FROM layout), sha256 = ?, bytes = ? WHERE name = ?",
            (segments.digest_of(path), path.stat().st_size, name),
        )
    before = counts(folder)
    assert list(check(folder)) == []
    with Reader(folder) as reader:
        assert (None,) in reader.fetch("SELECT DISTINCT outlet FROM events")
    with writing(folder) as writer:
        compact(writer)
    assert counts(folder) == before
