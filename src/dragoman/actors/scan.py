"""Where in a text a phrase of the knowledge base may begin: one pass over the characters for all phrases at once.

Matching itself is done on the tokens (`names.known_names`); this pass tells it where to look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import ahocorasick_rs
import numpy as np

_ENDS = "\n\t\r-()[]{}<>\"'/:,;!?*_|"
"""Characters that part words; each becomes a space."""
_TABLE = bytes(32 if chr(b) in _ENDS else ord(chr(b).lower()) for b in range(128)) + bytes(range(128, 256))
_MARKED = re.compile(r"[^\x00-\x7f]+")
_PLAIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ə": "a", "ð": "d"}


class Scan:
    """An automaton over PHRASES (compared without case, accents, hyphens and dots).

    >>> scan = Scan(["United Nations", "U.N.", "Côte d'Ivoire"])
    >>> sorted(scan.starts("The U.N. asked Cote d'Ivoire; united nations"))
    [4, 15, 30]
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        plain = {_plain(_ascii(phrase)).strip() for phrase in phrases}
        self._automaton = ahocorasick_rs.AhoCorasick([f" {p}" for p in sorted(plain) if p])

    def starts(self, text: str) -> set[int]:
        """Offsets in TEXT at which a whole phrase stands."""
        letters = _ascii(text)
        plain = " " + _plain(letters)
        end = len(plain)
        found = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        firsts = np.array(
            [first for _, first, last in found if last == end or not plain[last].isalnum()], dtype=np.intp
        )
        dots = np.flatnonzero(np.frombuffer(letters, dtype=np.uint8) == ord("."))
        # Each dot that was left out before a place moves it by one.
        firsts += np.searchsorted(dots - np.arange(len(dots)), firsts, side="right")
        return set(firsts.tolist())


def _ascii(text: str) -> bytes:
    """TEXT without accents as one byte a character, so that offsets stay."""
    if not text.isascii():
        text = _MARKED.sub(lambda m: _plain_run(m[0]), text)
    return text.encode("ascii", "replace")


def _plain(letters: bytes) -> str:
    """In lower case, with spaces for what parts words and without dots."""
    return letters.translate(_TABLE, b".").decode("ascii")


@lru_cache(maxsize=10_000)
def _plain_run(run: str) -> str:
    """A run of letters with accents or of other signs; news has few different ones."""
    return "".join(map(_base, run))


def _base(char: str) -> str:
    """The letter under an accent; of another sign a space, of a letter of another script a question mark."""
    low = char.lower()
    first = _PLAIN.get(low) or unicodedata.normalize("NFKD", low)[0]
    return first if first.isascii() else "?" if first.isalpha() else " "
