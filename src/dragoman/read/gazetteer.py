"""Places of the user's own: full GeoNames files kept as an SQLite table in the user's data folder, asked beside the gazetteer."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from dragoman.actors.spelling import normal
from dragoman.errors import DataError, UsageError
from dragoman.places import Candidate, Gazetteer, load

FILE = "places.sqlite"
SCHEMA = """
CREATE TABLE source (name TEXT, digest TEXT, places INTEGER, skipped INTEGER);
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, country TEXT, division TEXT, lat REAL, lon REAL, people INTEGER,
    level INTEGER, capital INTEGER);
CREATE TABLE name (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
"""
LEVELS = {"ADM1": 2, "ADM2": 3, "ADM3": 3, "ADM4": 3, "PPLX": 5}
"""Resolution by GeoNames feature code; a populated place is 4, a building or field 5."""
FEATURES = frozenset(
    """AIRP AIRB AIRF CMP CMPRF CMPMN HSP SQR MSQE CH MNMT MKT PRN PAL UNIV BDG DAM MN MNQ REFR STDM PSTB PSTC FT INSM NVB
    MILB RSTN RR PIPL OILR OILF NUC MT MTS PASS PEN ISL ISLS VAL PLAT RGN AREA RES CAPE OAS""".split()
)
"""Features that news names besides towns and divisions: airports, camps, squares, bases, mountains, islands."""
LONGEST = 40
BATCH = 5000
COLUMNS = 19


@dataclass(slots=True)
class Added:
    """What became of a file: places that came in, lines passed over as no place that news names, bad lines by reason."""

    places: int = 0
    passed: int = 0
    bad: Counter[str] = field(default_factory=Counter)


def data_folder() -> Path:
    """The user's data folder: DRAGOMAN_DATA, else where the platform keeps such data. It need not exist."""
    given = os.environ.get("DRAGOMAN_DATA")
    if given:
        return Path(given)
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "dragoman"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "dragoman"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "dragoman"


class OwnPlaces:
    """The places of one SQLite file, open for reading."""

    def __init__(self, path: Path) -> None:
        try:
            self._base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            rows = self._base.execute("SELECT name, digest, places, skipped FROM source").fetchall()
        except sqlite3.Error as error:
            raise DataError(
                f"{path}: is no table of places ({error}); remove it with `dragoman places remove` and add the files again"
            ) from error
        self.sources: tuple[tuple[str, str, int, int], ...] = tuple(rows)

    @property
    def version(self) -> str:
        """A short hash of the files that it was made from."""
        return hashlib.sha256("".join(d for _, d, _, _ in self.sources).encode()).hexdigest()[:8]

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of exactly this name (normalised), those with most inhabitants first."""
        rows = self._base.execute(
            "SELECT place.id, place.name, country, division, lat, lon, people, level, capital FROM name "
            "JOIN place ON place.id = name.id WHERE key = ? ORDER BY people DESC, place.id",
            (key,),
        )
        return tuple(Candidate(*row) for row in rows)

    def close(self) -> None:
        self._base.close()


def own_places() -> OwnPlaces | None:
    """The user's table, or None if there is none."""
    path = data_folder() / FILE
    return OwnPlaces(path) if path.is_file() else None


def gazetteer() -> tuple[Gazetteer, str]:
    """The gazetteer of the package with the user's table beside it, and what a coder's version says of that table ("" for none)."""
    own = own_places()
    return (load(), "") if own is None else (load().beside(own), f"; places {own.version}")


def add_places(
    path: Path, alpha3: Mapping[str, str], everything: bool = False, advance: Callable[[int], None] | None = None
) -> Added:
    """Take a GeoNames file (19 columns, tab; plain, .gz or .zip) into the user's table; what is there stays unless it is done.

    ALPHA3: ISO two-letter codes to three-letter ones; ADVANCE is told the bytes read. The same place again is replaced.
    """
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    target, fresh = folder / FILE, folder / f"{FILE}.{os.getpid()}.new"
    added = Added()
    try:
        if target.is_file():
            shutil.copyfile(target, fresh)
        with closing(sqlite3.connect(fresh)) as base:
            if not target.is_file():
                base.executescript(SCHEMA)
            base.execute("PRAGMA synchronous = OFF")  # a half-written file is thrown away
            digest = _fill(base, path, alpha3, everything, (added, advance))
            if not added.places:
                told = ", ".join(f"{n} lines {why}" for why, n in added.bad.most_common(3)) or "it has no line"
                raise UsageError(
                    f"{path}: holds no place ({told}); give a GeoNames file such as allCountries.txt or ML.zip"
                )
            base.execute("DELETE FROM source WHERE name = ?", (path.name,))
            base.execute("INSERT INTO source VALUES (?, ?, ?, ?)", (path.name, digest, added.places, added.bad.total()))
            base.commit()
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return added


def _fill(
    base: sqlite3.Connection,
    path: Path,
    alpha3: Mapping[str, str],
    everything: bool,
    told: tuple[Added, Callable[[int], None] | None],
) -> str:
    """Write the places of a file in batches; its digest."""
    added, advance = told
    digest = hashlib.sha256()
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int]] = []
    with _lines(path) as lines:
        for raw in lines:
            digest.update(raw)
            if advance is not None:
                advance(len(raw))
            row = _row(raw, alpha3, everything, added)
            if row is not None:
                place, keys = row
                places.append(place)
                names += [(key, int(str(place[0]))) for key in keys]
            if len(places) >= BATCH:
                _store(base, places, names)
    _store(base, places, names)
    return digest.hexdigest()


def _store(base: sqlite3.Connection, places: list[tuple[object, ...]], names: list[tuple[str, int]]) -> None:
    base.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    base.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", names)
    places.clear()
    names.clear()


def _row(
    raw: bytes, alpha3: Mapping[str, str], everything: bool, added: Added
) -> tuple[tuple[object, ...], set[str]] | None:
    """One line as a row and the names to find it by; None for what is passed over, counted in ADDED."""
    fields = raw.decode("utf-8", errors="replace").rstrip("\r\n").split("\t")
    if fields == [""]:
        return None
    reason = _fault(fields, alpha3)
    if reason:
        added.bad[reason] += 1
        return None
    kind, code = fields[6], fields[7]
    if not everything and kind != "P" and code not in LEVELS and code not in FEATURES:
        added.passed += 1
        return None
    keys = {normal(n) for n in (fields[1], fields[2], *fields[3].split(",")) if _usable(n)}
    level = LEVELS.get(code) or (4 if kind == "P" else 5)
    people = int(fields[14]) if fields[14].isdigit() else 0
    added.places += 1
    place = (
        int(fields[0]),
        fields[1],
        alpha3[fields[8]],
        fields[10],
        float(fields[4]),
        float(fields[5]),
        people,
        level,
    )
    return (*place, int(code == "PPLC")), keys | {normal(fields[1])}


def _fault(fields: list[str], alpha3: Mapping[str, str]) -> str | None:
    if len(fields) != COLUMNS:
        return f"without {COLUMNS} columns"
    if not fields[0].isdigit() or not fields[1].strip():
        return "without id or name"
    try:
        inside = abs(float(fields[4])) <= 90 and abs(float(fields[5])) <= 180
    except ValueError:
        inside = False
    if not inside:
        return "without coordinates"
    return None if fields[8] in alpha3 else "without a known country"


def _usable(name: str) -> bool:
    """Whether a name can stand in a text in English: Latin letters, no airport code."""
    key = normal(name)
    code = name.isupper() and len(name) <= 4
    return key.isascii() and len(key) <= LONGEST and bool(re.search(r"[a-z]{3}", key)) and not code


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[bytes]]:
    """The lines of a plain, gzipped or zipped file, one at a time."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head.startswith(b"PK"):
                with zipfile.ZipFile(file) as packed, packed.open(_member(packed, path)) as inner:
                    yield iter(inner)
            elif head.startswith(b"\x1f\x8b"):
                with gzip.open(file) as unpacked:
                    yield iter(io.BufferedReader(unpacked))
            else:
                yield _plain(file)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path}: cannot be read ({error}); give a GeoNames file, plain, .gz or .zip") from error


def _plain(file: BinaryIO) -> Iterator[bytes]:
    yield from file


def _member(packed: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The table of a GeoNames archive: its largest .txt, which is not the readme."""
    tables = [i for i in packed.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename.lower()]
    if not tables:
        raise UsageError(f"{path}: holds no .txt file; give an archive of GeoNames such as ML.zip")
    return max(tables, key=lambda i: i.file_size)
