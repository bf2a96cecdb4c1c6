"""Who is who: the knowledge base of actors, and the resolver of a report's parties as of its date."""

from dragoman.actors.base import KnowledgeBase, load
from dragoman.actors.cast import Cast, resolve
from dragoman.actors.own import extend, read_own, said

__all__ = ["Cast", "KnowledgeBase", "extend", "load", "read_own", "resolve", "said"]
