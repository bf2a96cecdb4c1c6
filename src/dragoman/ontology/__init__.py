"""PLOVER 2.0 as data: event types, modes, contexts, scores and trigger words, and the way to CAMEO codes."""

from dragoman.ontology.check import check
from dragoman.ontology.lesson import Example, Lesson
from dragoman.ontology.load import EventType, Ontology, Sense, load
from dragoman.ontology.own import extend, read_own

__all__ = ["EventType", "Example", "Lesson", "Ontology", "Sense", "check", "extend", "load", "read_own"]
