"""Who said what: direct quotations and indirect statements with speaker, cue, medium and addressee."""

from dragoman.statements.account import described, performing
from dragoman.statements.find import find_statements
from dragoman.statements.quotes import find_quotes

__all__ = ["described", "find_quotes", "find_statements", "performing"]
