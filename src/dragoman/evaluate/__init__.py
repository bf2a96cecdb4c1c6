"""How right the answers are: parse and names against treebanks, pairs and whole articles against hand coding."""

from dragoman.evaluate.command import register

__all__ = ["register"]
