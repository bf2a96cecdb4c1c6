"""Records out: JSON lines with every field, and flat tables (CSV, Parquet, rows for a data frame)."""

from dragoman.export.redact import without_text
from dragoman.export.tables import Column, columns, is_mutual, rows
from dragoman.export.write import FORMATS, PAGE, Writer, format_of, json_line, open_writer

__all__ = [
    "FORMATS",
    "PAGE",
    "Column",
    "Writer",
    "columns",
    "format_of",
    "is_mutual",
    "json_line",
    "open_writer",
    "rows",
    "without_text",
]
