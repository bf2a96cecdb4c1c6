"""Text to `Analysis`: sentences, words, tags, dependencies and names, by one trained model per language."""

from dragoman.language.model import Language, load
from dragoman.language.tree import Tree

__all__ = ["Language", "Tree", "load"]
