"""Who promised what to whom, by when: what a public actor says that it, or both sides, will do."""

from dragoman.commitments.find import find_commitments

__all__ = ["find_commitments"]
