"""What surrounds a report and is no part of it, told by its form: links, pleas, credits, notes, marks, bylines.

Every rule is about the form of a whole line; where a sentence of a report could begin in the same way, a rule asks
for more: no final stop, only capitalised words, a word of the trade.
"""

from __future__ import annotations

import re

from dragoman.extract import forms
from dragoman.extract.forms import BULLET
from dragoman.extract.lines import is_ended
from dragoman.extract.names import AND, byline_names, is_person, without_marks
from dragoman.extract.rights import licence_of, rights_of

CAPTION_WORDS = 45
"""A longer line is a paragraph that a caption or credit was glued to."""
CAPTION_CHARS = 500
"""Keeps patterns from being tried on a megabyte without a space."""
BYLINE_MOST = 16
NAME_CHARS = 160


def is_furniture(line: str) -> bool:
    """Whether LINE is a link, plea, share bar, credit, notice or mark, wherever in the report it stands.

    >>> is_furniture("Sign up for our newsletter"), is_furniture("Ministers signed up to the plan.")
    (True, False)
    """
    bare = BULLET.sub("", line).strip()
    if not re.search(r"[^\W_]", bare):
        return True
    words = len(bare.split())
    if words > CAPTION_WORDS or len(bare) > CAPTION_CHARS:
        return False
    return (
        _is_link(bare, words)
        or _is_plea(bare)
        or all(word.lower() in forms.SHARE_WORDS or word.isdigit() for word in re.findall(r"[\w-]+", bare))
        or forms.NOTICES.match(bare) is not None
        or is_credit(bare)
        or is_contact(bare)
        or is_work_credit(bare)
        or rights_of(bare) is not None
    )


def _is_link(line: str, words: int) -> bool:
    return words <= 30 and forms.LINKS.match(line) is not None


def _is_plea(line: str) -> bool:
    """A sentence of speech may plead too; it has quotation marks, or somebody who says it."""
    is_quoted = re.search(r"[\"“”]|\b(?:said|says|told|added|wrote|urged)\b", line)
    return not is_quoted and forms.PLEA.match(line) is not None and forms.PLEA_NOUNS.search(line) is not None


def is_credit(line: str) -> bool:
    """Whether LINE is a photo credit or a caption with one.

    >>> is_credit("The harbour on Monday. Photo: Tom Reed/Lantern"), is_credit("Photos by the army showed two ships.")
    (True, False)
    """
    if len(line.split()) > CAPTION_WORDS:
        return False
    whole = forms.CREDIT_LINE.match(line)
    if whole and (line[0] in "([" or _is_names(whole["rest"], forms.CREDIT_WORDS)):
        return True
    end = forms.CREDIT_END.search(line)
    if end is None or re.search(r"[\"“”]", line):
        return False
    return end["rest"] is None or _is_names(end["rest"], forms.CREDIT_WORDS)


def _is_names(text: str, allowed: frozenset[str]) -> bool:
    """Whether TEXT is made of names and of the small words that join them."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", re.sub(r"\([^()]*\)", "", text))
    return bool(words) and all(word[0].isupper() or word.lower() in allowed for word in words)


def is_contact(line: str) -> bool:
    """Whether LINE holds addresses and handles and nothing else.

    >>> is_contact("Email: desk@lantern.example"), is_contact("The site www.port.example was down.")
    (True, False)
    """
    rest, count = forms.CONTACT.subn(" ", line)
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", rest)
    return count > 0 and all(word.lower() in forms.CONTACT_WORDS for word in words)


def is_work_credit(line: str) -> bool:
    """Whether LINE tells who reported, wrote or edited.

    >>> is_work_credit("Reporting by Jane Doe; editing by Ann Poe"), is_work_credit("Reporting by Doe led to trials.")
    (True, False)
    """
    if len(line.split()) > CAPTION_WORDS:
        return False
    if forms.SHARED_WORK.search(line):
        return True
    found = forms.WORK_CREDIT.match(line) or forms.WORK_FROM.match(line)
    return found is not None and _is_names(found["rest"], forms.WORK_WORDS)


def work_authors(line: str) -> tuple[str, ...]:
    """The persons who reported or wrote, as a line at the end of an agency report names them; editors are left out.

    >>> work_authors("Reporting by Jane Doe in Paris; editing by John Roe")
    ('Jane Doe',)
    """
    names: list[str] = []
    for part in re.split(r"[;.]\s+", line.strip("()[] ")):
        found = forms.WORK_CREDIT.match(part)
        what = found["what"].lower() if found else ""
        if found and re.search(r"report|writ|written", what) and "additional" not in what:
            names += byline_names(AND.sub(", ", found["rest"]))
    return tuple(dict.fromkeys(names))


def is_note(line: str) -> bool:
    """Whether LINE, at the head or the tail, is a note about the report, its tags or its end.

    >>> is_note("This article was originally published by Lantern."), is_note("The report was published on Monday.")
    (True, False)
    """
    if len(line) > 2 * CAPTION_CHARS:
        return False
    if forms.NOTES.match(line) or forms.END_MARK.match(line) or licence_of(line) is not None:
        return True
    return forms.LABELLED.match(line) is not None and not is_ended(line)


def is_heading(line: str) -> bool:
    """Whether LINE opens a list of other stories, of sources or of tags.

    >>> is_heading("Related stories"), is_heading("Related issues were discussed.")
    (True, False)
    """
    return not is_ended(line) and forms.HEADINGS.fullmatch(line.strip(" :–—-#»>▸")) is not None


def byline_of(line: str) -> tuple[str, ...] | None:
    """The writers that a byline names (perhaps none: a staff byline); None if LINE is no byline.

    >>> byline_of("By Jane Doe and John Roe, Staff Writers"), byline_of("By Friday, the talks had ended.")
    (('Jane Doe', 'John Roe'), None)
    """
    found = forms.BYLINE.match(line) if len(line) <= NAME_CHARS else None
    rest = without_marks(found["rest"]) if found else ""
    words = re.findall(r"[^\W\d_][\w'’.-]*", rest)
    if not words or len(words) > BYLINE_MOST or (line.endswith(".") and not re.search(r"\b[A-Z]r?\.$", line)):
        return None
    small = [word for word in words if word[0].islower() and word.lower() not in forms.BYLINE_WORDS]
    if small and (len(small) > 3 or not byline_names(rest)):
        return None
    return byline_names(AND.sub(", ", rest))


def signed_name(line: str) -> str | None:
    """The writer whose name stands alone on LINE, with or without a sign, address, dash or post beside it.

    >>> signed_name("Jane Doe ✉"), signed_name("— Jane Doe, Lantern"), signed_name("Leaders will meet")
    ('Jane Doe', 'Jane Doe', None)
    """
    if len(line) > NAME_CHARS:
        return None
    bare = without_marks(line)
    first = re.split(r"\s*[,|•·/(]\s*|\s+(?:in|for)\s+", bare, maxsplit=1)[0].strip()
    rest = bare[len(first) :]
    return first if is_person(first) and len(rest.split()) <= 8 and not is_ended(rest or "x") else None
