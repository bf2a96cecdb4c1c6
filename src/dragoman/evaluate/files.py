"""Reading evaluation files, plain or gzip, with errors that say what is wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

from dragoman.errors import EvaluationError


def read_text(path: str | Path) -> str:
    """The text of the file at PATH, unpacked where its first bytes say gzip."""
    try:
        raw = Path(path).read_bytes()
        return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except FileNotFoundError:
        raise EvaluationError(f"{path}: there is no such file") from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read ({error}); expected UTF-8 text, plain or gzip") from error
