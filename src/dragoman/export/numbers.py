"""Numbers for rows, made from what they are: the same row has the same number in every export, and no two rows share one."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from pathlib import Path
from typing import IO

MOST = 2**63 - 1
"""The largest number that readers with whole numbers of 64 bits hold."""


class Scratch:
    """A database of no lasting worth beside TARGET, so that exports larger than memory can be made; `close` removes it."""

    def __init__(self, target: Path | IO[str]) -> None:
        beside = target.parent if isinstance(target, Path) else None
        self._folder = tempfile.TemporaryDirectory(dir=beside, prefix=".dragoman-")
        self.base = sqlite3.connect(Path(self._folder.name) / "scratch.sqlite", isolation_level=None)
        self.base.execute("PRAGMA journal_mode = OFF")
        self.base.execute("PRAGMA synchronous = OFF")
        self.base.execute("PRAGMA cache_size = -65536")  # 64 MiB
        self.base.execute("BEGIN")

    def close(self) -> None:
        self.base.close()
        self._folder.cleanup()


class Numbers:
    """Gives each key a number; SCRATCH remembers which are taken."""

    def __init__(self, scratch: Scratch) -> None:
        self._base = scratch.base
        self._base.execute("CREATE TABLE number (number INTEGER PRIMARY KEY, mark INTEGER NOT NULL)")

    def take(self, key: str) -> int | None:
        """The number of KEY, None if it was taken before."""
        number, mark = digest(key)
        while True:
            made = self._base.execute("INSERT OR IGNORE INTO number VALUES (?, ?)", (number, mark))
            if made.rowcount:
                return number
            known = self._base.execute("SELECT mark FROM number WHERE number = ?", (number,)).fetchone()
            if known[0] == mark:
                return None
            number = number % MOST + 1


def digest(key: str) -> tuple[int, int]:
    """Two numbers of 63 bits from KEY, the first one never 0."""
    found = hashlib.sha256(key.encode("utf-8", errors="surrogatepass")).digest()
    return int.from_bytes(found[:8]) % MOST + 1, int.from_bytes(found[8:16]) >> 1
