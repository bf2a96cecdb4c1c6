"""Records out: JSON lines with every field, flat tables (CSV, Parquet)."""

from dragoman.export.redact import without_text
from dragoman.export.write import FORMATS, PAGE, Writer, format_of, json_line, open_writer

__all__ = [
    "FORMATS",
    "PAGE",
    "Writer",
    "format_of",
    "json_line",
    "open_writer",
    "without_text",
]
