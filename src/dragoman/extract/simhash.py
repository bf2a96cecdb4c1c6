"""A short hash of a text that near copies share in most of its bits, for the search for duplicates."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import numpy as np

WORD = re.compile(r"\w+")
FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def fingerprint(text: str) -> str:
    """64-bit simhash over word trigrams as 16 hexadecimal digits: near copies differ in few bits (Charikar 2002).

    >>> fingerprint("The ministers met in Paris.") == fingerprint("the  ministers met in Paris")
    True
    """
    words = WORD.findall(text.lower())
    codes = np.array([_word_code(word) for word in words] + [0] * max(0, 3 - len(words)), dtype=np.uint64)
    mixed = codes[:-2] * FACTORS[0] + codes[1:-1] * FACTORS[1] + codes[2:] * FACTORS[2]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    bits = np.unpackbits(mixed.astype(">u8").view(np.uint8).reshape(-1, 8), axis=1)
    votes = 2 * bits.sum(axis=0, dtype=np.int64) > len(mixed)
    return np.packbits(votes).tobytes().hex()


@lru_cache(maxsize=65_536)
def _word_code(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
