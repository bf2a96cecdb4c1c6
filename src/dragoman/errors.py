"""The tree of errors. Every message says what happened, with which input, and what to do.

    DragomanError
    ├── UsageError        the caller asked for something that cannot be: an unknown format, a missing file
    ├── DataError         a file that the package or the user brings is not as it must be (ontology, actors, model)
    └── EvaluationError   an evaluation file cannot be read or lacks a column

A report that cannot be coded raises nothing: it becomes a `dragoman.records.Rejection` and the run goes on.
"""

from __future__ import annotations


class DragomanError(Exception):
    """Base of all errors that the package raises on purpose."""


class UsageError(DragomanError):
    """The caller asked for something that cannot be done."""


class DataError(DragomanError):
    """A data file (ontology, actors, model) is missing or is not as it must be."""


class EvaluationError(DragomanError):
    """An evaluation file cannot be read or lacks what the measure needs."""
