"""How names are compared: one plain form for all spellings, abbreviations, lists in a cell."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ə": "a",
        "’": "'",
        "‘": "'",
        "`": "'",
        "ʻ": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
    }
)
_DROP = re.compile(r"[.\u0300-\u036f]+")
_SPACE = re.compile(r"[\s\-]+")


def normal(phrase: str) -> str:
    """The form in which phrases are compared.

    >>> normal("the U.S."), normal("Côte  d’Ivoire"), normal("Guinea-Bissau"), normal("ERDOĞAN")
    ('us', "cote d'ivoire", 'guinea bissau', 'erdogan')
    """
    text = phrase.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    text = _SPACE.sub(" ", _DROP.sub("", text)).casefold().strip()
    return text[4:] if text.startswith("the ") and len(text) > 4 else text


def split_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that are joined by ";"."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def is_short(phrase: str) -> bool:
    """Whether a phrase is an abbreviation in capitals, to be taken only where the text has capitals too.

    >>> is_short("U.S."), is_short("NATO"), is_short("Iran"), is_short("M23")
    (True, True, False, True)
    """
    letters = [c for c in phrase if c.isalpha()]
    return (
        " " not in phrase
        and len(phrase) <= 9
        and bool(letters)
        and sum(c.isupper() for c in letters) >= max(1, len(letters) - 1)
        and (len(letters) > 2 or all(c.isupper() for c in letters))
    )
