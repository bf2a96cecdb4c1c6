"""The files of a user's own actors, read once for all workers."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from dragoman.errors import UsageError
from dragoman.settings import ActorFile

SUFFIXES = (".toml", ".csv", ".txt")


def actor_files(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[ActorFile, ...]:
    """The file or files of PATHS; one that cannot be read is a UsageError.

    >>> actor_files("no/such.csv")
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: no/such.csv: no such file; name a TOML, CSV or PETRARCH file of actors
    """
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    return tuple(_read(Path(path)) for path in paths)


def _read(path: Path) -> ActorFile:
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path}: unknown kind of actor file; name it .toml, .csv, or .txt for a PETRARCH dictionary")
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file; name a TOML, CSV or PETRARCH file of actors") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a file of actors") from error
    try:
        return ActorFile(path.name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if path.suffix.lower() == ".txt":  # dictionaries of the 1990s are in Latin-1
            return ActorFile(path.name, raw.decode("latin-1"))
        raise UsageError(f"{path}: is not in UTF-8 ({error}); save it as UTF-8") from error
