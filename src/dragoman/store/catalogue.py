"""The catalogue: an SQLite file that says which reports an archive holds and which segments count; its commit is the only one."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.errors import DataError, UsageError

FILE = "catalogue.sqlite"
SEGMENTS = "segments"
WAIT_S = 30.0
"""How long to wait for the catalogue while another process commits, which takes milliseconds."""

FIRST = """
CREATE TABLE property (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE coding (coding INTEGER PRIMARY KEY, coder TEXT UNIQUE, made TEXT, state TEXT);
CREATE TABLE run (run INTEGER PRIMARY KEY, command TEXT, sources TEXT, coder TEXT, pid INTEGER, started TEXT, ended TEXT,
    state TEXT, documents INTEGER DEFAULT 0, versions INTEGER DEFAULT 0, duplicates INTEGER DEFAULT 0,
    rejections INTEGER DEFAULT 0, known INTEGER DEFAULT 0);
CREATE TABLE page (digest BLOB PRIMARY KEY, outcome TEXT, coding INTEGER, docno INTEGER) WITHOUT ROWID;
CREATE TABLE document (docno INTEGER PRIMARY KEY, coding INTEGER, origin INTEGER, document TEXT, identity TEXT, text_id TEXT,
    version INTEGER, state TEXT, run INTEGER);
CREATE INDEX document_origin ON document (origin, coding);
CREATE INDEX document_name ON document (document);
CREATE INDEX document_identity ON document (identity);
CREATE INDEX document_text ON document (text_id);
CREATE INDEX document_hidden ON document (docno) WHERE state <> 'current';
CREATE TABLE layout (layout INTEGER PRIMARY KEY, kind TEXT, columns TEXT, UNIQUE (kind, columns));
CREATE TABLE segment (name TEXT PRIMARY KEY, kind TEXT, coding INTEGER, layout INTEGER, records INTEGER, bytes INTEGER,
    sha256 TEXT, first_docno INTEGER, last_docno INTEGER, state TEXT, dead_since TEXT);
CREATE TABLE removed (digest TEXT PRIMARY KEY, day TEXT, reason TEXT) WITHOUT ROWID;
CREATE TABLE verdict (record TEXT PRIMARY KEY, kind TEXT, type TEXT, verdict TEXT, note TEXT, made TEXT, docno INTEGER)
    WITHOUT ROWID;
"""
"""Version 1. `origin` is the docno that a text bore when it came in: a recoding gives it another.

States: of a coding and of a segment live (asked), pending (a recoding under way), kept (an older coding) or dead (to be
deleted); of a document current, superseded (its report has changed since), removed (until its bytes are gone) or lost (its
segment was damaged)."""

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[Migration, ...] = (lambda base: _run_script(base, FIRST),)
"""What leads from one version of the catalogue to the next; the first makes it. Never changed once released, only added to.

Segments need none: each knows its layout, and columns that it lacks are read as NULL until it is compacted."""
SCHEMA_VERSION = len(MIGRATIONS)


def connect(folder: Path, read_only: bool = False) -> sqlite3.Connection:
    """The catalogue of the archive in FOLDER, whose version must be this program's; rows are by name.

    >>> connect(Path("no/such/archive"))
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: no/such/archive: no archive there; make one with `dragoman ingest SOURCE --archive no/such/archive`
    """
    path = folder / FILE
    if not path.is_file():
        raise UsageError(f"{folder}: no archive there; make one with `dragoman ingest SOURCE --archive {folder}`")
    try:
        base = open_file(path, "ro" if read_only else "rw")
        version = version_of(base)
    except sqlite3.Error as error:
        if "readonly" in str(error):
            raise DataError(f"{folder}: cannot be written ({error}); see that you may write in it") from error
        raise DataError(f"{path}: cannot be read as a catalogue ({error}); restore it from a backup") from error
    if version > SCHEMA_VERSION:
        raise UsageError(
            f"{folder}: made by a newer Dragoman (archive version {version}, this one knows {SCHEMA_VERSION}); update Dragoman"
        )
    if version < SCHEMA_VERSION and read_only:
        base.close()
        raise UsageError(
            f"{folder}: is of version {version}; bring it to {SCHEMA_VERSION} with `dragoman archive repair`"
        )
    return base


def make(folder: Path) -> sqlite3.Connection:
    """The catalogue of FOLDER, made where there is none, brought to this version where it is older."""
    (folder / SEGMENTS).mkdir(parents=True, exist_ok=True)
    base = connect(folder) if (folder / FILE).exists() else open_file(folder / FILE, "rwc")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")  # what has been acknowledged survives a power cut
    base.execute("PRAGMA secure_delete = ON")  # what has been removed leaves no bytes behind
    migrate(base, MIGRATIONS)
    return base


def migrate(base: sqlite3.Connection, steps: tuple[Migration, ...]) -> None:
    """Take BASE through the STEPS that it has not seen, each in a transaction of its own."""
    for number in range(version_of(base), len(steps)):
        with transaction(base):
            steps[number](base)
            base.execute(f"PRAGMA user_version = {number + 1}")


def version_of(base: sqlite3.Connection) -> int:
    """The version of the catalogue's tables; 0 where there are none."""
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def text_index(base: sqlite3.Connection) -> str | None:
    """The name of the file that the text index is in."""
    found = base.execute("SELECT value FROM property WHERE name = 'text_index'").fetchone()
    return None if found is None else str(found["value"])


def name_text_index(base: sqlite3.Connection, name: str) -> None:
    """Let the text index be the file of NAME; readers turn to it from then on."""
    base.execute("INSERT OR REPLACE INTO property VALUES ('text_index', ?)", (name,))


def new_text_index() -> str:
    """A name for a text index that no other has borne."""
    return f"search-{secrets.token_hex(4)}.sqlite"


@contextmanager
def transaction(base: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, also when the process is killed."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def open_file(path: Path, mode: str) -> sqlite3.Connection:
    """The SQLite file at PATH, opened in MODE (ro, rw, rwc); to read also where nothing can be written."""
    try:
        base = _connected(f"{path.absolute().as_uri()}?mode={mode}")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if mode != "ro" or "locked" in str(error):
            raise
        # On a read-only disk, where nobody can write, SQLite cannot make the files that keep readers and writers apart.
        base = _connected(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
    return base


def _connected(uri: str) -> sqlite3.Connection:
    base = sqlite3.connect(uri, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    base.row_factory = sqlite3.Row
    return base


def _run_script(base: sqlite3.Connection, script: str) -> None:
    """The statements of SCRIPT; `executescript` would end the transaction."""
    for statement in script.split(";"):
        if statement.strip():
            base.execute(statement)
