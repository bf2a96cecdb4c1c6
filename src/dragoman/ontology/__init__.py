"""PLOVER 2.0 as data: event types, modes, contexts, scores and trigger words, and the way to CAMEO codes."""

from dragoman.ontology.check import check
from dragoman.ontology.load import EventType, Ontology, Sense, load

__all__ = ["EventType", "Ontology", "Sense", "check", "load"]
