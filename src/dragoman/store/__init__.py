"""One archive on disk: an SQLite catalogue, immutable Parquet segments, a text index, and an in-memory DuckDB for who asks."""

from dragoman.store.reader import Reader
from dragoman.store.settle import Committed, Found
from dragoman.store.writer import Writer, create, writing

__all__ = ["Committed", "Found", "Reader", "Writer", "create", "writing"]
