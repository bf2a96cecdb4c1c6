"""What kind of place a name or the words beside it say it is."""

from __future__ import annotations

import re

from dragoman.language.tree import Tree
from dragoman.places.gazetteer import BELOW, CITY, COUNTRY, DISTRICT, DIVISION

TOWNS = frozenset("city town village port capital metropolis hamlet resort suburb settlement municipality".split())
PARTS = frozenset("province state region governorate oblast prefecture department canton emirate".split())
COUNTIES = frozenset("county district".split())
LANDS = frozenset("country nation republic kingdom".split())
VENUES = frozenset(
    """airport square street avenue road bridge hospital mosque church cathedral temple palace stadium camp base prison jail
    university school hotel station market park embassy consulate tower building barracks neighborhood neighbourhood
    quarter district plaza checkpoint headquarters parliament monument museum mall court house heights terminal boulevard
    crossing cemetery arena hall wharf factory plant refinery dam mine""".split()
)
WATERS = frozenset("sea ocean gulf bay strait straits channel river lake basin canal desert mountains".split())
REGIONS = frozenset(
    """middle east|sahel|europe|africa|asia|latin america|south america|north america|central america|central asia|east asia
    south asia|southeast asia|southeast asia|balkans|caucasus|north caucasus|south caucasus|horn of africa|caribbean|maghreb
    levant|scandinavia|baltics|eastern europe|western europe|central europe|west africa|east africa|north africa|southern africa
    central africa|sub saharan africa|oceania|pacific|indo pacific|mediterranean|arctic|antarctica|great lakes|south pacific
    arabian peninsula|korean peninsula|sahara|kurdistan|mesopotamia|indochina|iberia|persian gulf|gulf|southern europe
    northern europe|amazon|himalayas|alps|andes|west|asia pacific""".replace("\n", "|")
    .replace("|    ", "|")
    .split("|")
)
"""Regions that lie in several countries."""
_DIRECTION = re.compile(
    r"^(?:the |downtown |central |greater |inner |upper |lower |old |(?:north|south|east|west)(?:ern|east|west)?(?:ern)? "
    r"|mid )+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r",? (?:province|state|governorate|region|oblast|prefecture|department|county|district|city|town|village|area|metropolitan area"
    r"|municipality|island|islands|peninsula|valley|strip)$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^(?:the )?(?:city|town|village|province|state|port|island) of ", re.IGNORECASE)


def core(words: str) -> str:
    """A name without what only says its kind or part: "northern Helmand province" is "Helmand".

    >>> core("northern Helmand province"), core("the city of Goma")
    ('Helmand', 'Goma')
    """
    short = _TAIL.sub("", _HEAD.sub("", words.strip()))
    without = _DIRECTION.sub("", short)
    return without or short or words


def is_water(words: str) -> bool:
    """Whether a name is of a sea, a river or a range, which lie in no one country."""
    parts = words.lower().split()
    return bool(parts) and (
        parts[-1] in WATERS or (parts[0] in ("gulf", "bay", "strait", "sea", "lake") and len(parts) > 1)
    )


def below(words: str) -> bool:
    """Whether a name is of something below a city: a square, an airport, a street."""
    parts = words.lower().split()
    return len(parts) > 1 and parts[-1] in VENUES - {"district"}


def asked(tree: Tree, first: int, last: int) -> int | None:
    """The resolution that the words in and beside a name ask for: "Kano state", "the town of Kano"."""
    inside = [tree[i].lemma.lower() for i in range(first, last)]
    after = tree[last].lemma.lower() if last < len(tree) and tree[last].text.islower() else ""
    of = first > 1 and tree[first - 1].text.lower() == "of"
    before = (
        tree[first - 2].lemma.lower()
        if of
        else tree[first - 1].lemma.lower()
        if first and tree[first - 1].upos == "NOUN"
        else ""
    )
    for words, level in ((PARTS, DIVISION), (COUNTIES, DISTRICT), (TOWNS, CITY), (LANDS, COUNTRY)):
        if inside[-1:] and len(inside) > 1 and inside[-1] in words:
            return level
        if after in words or before in words:
            return level
    return BELOW if after in VENUES else None
