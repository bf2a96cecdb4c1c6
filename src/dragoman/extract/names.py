"""Names of writers by their form: what looks like a person's name in a byline and how a list of them is split."""

from __future__ import annotations

import re

from dragoman.extract.forms import words

CALENDAR = words("""
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
""")
PARTICLES = words(
    "de da do di del della dos das du la le el al ul bin ibn ben bint abu von van der den ter ten af av y e"
)
NOT_PERSON = words("""
    news times post press agency agencies staff daily weekly today media network radio television tv herald tribune
    journal gazette guardian telegraph standard observer review magazine desk bureau team service wire wires newswire
    newsroom editor editors editorial reporter reporters correspondent correspondents writer writers columnist
    contributor contributors journalist author producer photographer analyst chief senior special foreign political
    diplomatic international national world politics business breaking exclusive opinion analysis report reports
    update updates latest home video photo photos image share comments no the a an and or of for in on at to from with
    by is are inc ltd llc group foundation university institute center centre council ministry department government
    reuters afp ap bbc cnn voa white house united kingdom nations states
""")
NOT_NAME = NOT_PERSON | CALENDAR
MARKS = re.compile(r"[✉✆☎📧🐦]|\ufe0f|\(?\b[\w.+-]+@[\w-]+\.[\w.-]+\)?|\(?@\w{2,30}\b\)?")
WORD = re.compile(r"[^\W\d_][\w'’.·-]*")
AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
LEAD = re.compile(
    r"^(?:(?:words|written|story|reported|report|reporting|text|posted|from|analysis)\s+)?(?:by\b|from\b)[:\s]\s*",
    re.IGNORECASE,
)
MOST_CHARS = 45


def is_person(text: str) -> bool:
    """Whether TEXT has the form of a person's name: two to five words, capitals but for particles, nothing else.

    >>> is_person("Ana de la Cruz"), is_person("The Daily Lantern"), is_person("Leaders meet")
    (True, False, False)
    """
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > MOST_CHARS:
        return False
    if not all(WORD.fullmatch(word) for word in parts):
        return False
    if any(word.lower().strip(".") in NOT_NAME for word in parts):
        return False
    capital = [word for word in parts if word[0].isupper()]
    small = [word for word in parts if not word[0].isupper()]
    return len(capital) >= 2 and parts[-1][0].isupper() and all(word in PARTICLES for word in small)


def without_marks(text: str) -> str:
    """TEXT without the signs, mail addresses and handles that stand beside a writer's name.

    >>> without_marks("Jane Doe ✉ jane@doe.example")
    'Jane Doe'
    """
    return re.sub(r"\s{2,}", " ", MARKS.sub(" ", text)).strip(" \t|,;·•—–-")


def split_authors(text: str) -> tuple[str, ...]:
    """The writers in one string, as metadata or a table names them: parted by ";", "and", "&" or, in a list, commas.

    >>> split_authors("By Jane Doe; John Roe and Mary Major"), split_authors("Doe, Jane")
    (('Jane Doe', 'John Roe', 'Mary Major'), ('Doe, Jane',))
    """
    text = without_marks(LEAD.sub("", text.strip()))
    parts = [part for piece in re.split(r"[;|\n]", text) for part in AND.split(piece)]
    if len(parts) > 1 or all(is_person(part.strip()) for part in text.split(",")):
        parts = [piece for part in parts for piece in part.split(",")]
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip(" ,"))))


def byline_names(text: str) -> tuple[str, ...]:
    """The persons that a byline names; outlets, posts and places beside them are left out.

    >>> byline_names("Jane Doe and J. R. Roe, Staff Writers")
    ('Jane Doe', 'J. R. Roe')
    """
    text = without_marks(text)
    parts = re.split(r"\s*[,;|/•·]\s*|\s+(?:and|&|with|in|for|at)\s+|\s+[—–-]\s+", text)
    return tuple(dict.fromkeys(part for part in parts if is_person(part)))


def surname(name: str) -> str:
    """The last word of NAME.

    >>> surname("Ana de la Cruz")
    'Cruz'
    """
    return name.split()[-1] if name.split() else name
