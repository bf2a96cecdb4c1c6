"""Records out: JSON lines with every field, flat tables (CSV, Parquet), the formats of the field and their codebook."""

from dragoman.export.codebook import codebook
from dragoman.export.field import FIELD_FORMATS, ExportWriter, open_export
from dragoman.export.redact import without_text
from dragoman.export.write import FORMATS, PAGE, Writer, format_of, json_line, open_writer

__all__ = [
    "FIELD_FORMATS",
    "FORMATS",
    "PAGE",
    "ExportWriter",
    "Writer",
    "codebook",
    "format_of",
    "json_line",
    "open_export",
    "open_writer",
    "without_text",
]
