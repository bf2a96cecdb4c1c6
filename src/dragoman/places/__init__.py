"""Where on earth: a gazetteer, and the choice among places of one name by what the report says."""

from dragoman.places.gazetteer import Candidate, Gazetteer, Table, load
from dragoman.places.locate import Locator

__all__ = ["Candidate", "Gazetteer", "Locator", "Table", "load"]
