"""Who is meant by a word of a question: a code, a country's name, or a name as reports have it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from dragoman import actors
from dragoman.actors import KnowledgeBase
from dragoman.errors import UsageError

OTHER = frozenset({"NGO", "MNC", "---"})
"""Codes that are neither a state's nor an international body's."""
NAMES = ("name", "short")


@dataclass(frozen=True, slots=True)
class Parties:
    """Those who are meant: all who have one of CODES, and all who are called by one of NAMES."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


def parties(words: Iterable[str], held: Callable[[], set[str]]) -> Parties:
    """Whom WORDS mean; HELD gives the codes that the archive holds, for codes that the knowledge base does not have.

    A country goes by its code or name and stands for all who act for it; an organisation that gave its name to a code
    likewise. Any other word is a name that is looked for in the reports' names.

    >>> parties(["USA", "Mexico", "NATO", "Claudia Sheinbaum"], set)
    Parties(codes=('USA', 'MEX', 'IGO:NATO'), names=('Claudia Sheinbaum',))
    >>> parties(["MXE"], set)
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: no actor has the code 'MXE'; near it are MEX (Mexico), MNE (Montenegro)
    """
    base = actors.load()
    codes: list[str] = []
    names: list[str] = []
    for word in words:
        code = code_of(base, word)
        if code is None and looks_like_code(word):
            code = _held(word, held)
        if code is not None:
            codes.append(code)
            continue
        known = [e.name for e in base.find(word) if e.form in NAMES and e.kind not in ("state", "place")]
        if not known and looks_like_code(word):
            raise UsageError(f"no actor has the code {word!r}; {_near(base, word)}")
        names += [word, *known]
    return Parties(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(names)))


def near_names(words: Iterable[str]) -> dict[str, list[str]]:
    """The countries that words which mean none are spelt much like.

    >>> near_names(["mexcio", "Kenya", "Wang Yi"])
    {'mexcio': ['Mexico']}
    """
    base = actors.load()
    names = {state.name.casefold(): state.name for state in base.states.values()}
    strange = [word for word in words if code_of(base, word) is None]
    near = {word: difflib.get_close_matches(word.casefold(), names, 2, 0.8) for word in strange}
    return {word: [names[name] for name in found] for word, found in near.items() if found}


def country(word: str) -> str | None:
    """The code of the country that WORD is the code or the name of.

    >>> country("mex"), country("Mexico"), country("Geneva")
    ('MEX', 'MEX', None)
    """
    base = actors.load()
    if word.upper() in base.states:
        return word.upper()
    return next((e.code for e in base.find(word) if e.kind == "state" and e.form in NAMES), None)


def code_of(base: KnowledgeBase, word: str) -> str | None:
    """The code that all who are meant by WORD have, if there is one."""
    if word.upper() in OTHER:
        return word.upper()
    if ":" in word:
        return next((code for code in body_codes(base) if code.upper() == word.upper()), None)
    state = country(word)
    if state is not None:
        return state
    # "UN" is the code's own name and stands for all of the United Nations; "UNHCR", which has its code, is one of its bodies.
    return next(
        (e.code for e in base.find(word) if e.form in NAMES and ":" in e.code and e.name in _owners(base, e.code)), None
    )


def _owners(base: KnowledgeBase, code: str) -> set[str]:
    return {e.name for e in base.find(code.partition(":")[2]) if e.code == code}


@cache
def body_codes(base: KnowledgeBase) -> tuple[str, ...]:
    """The codes of international bodies that the knowledge base knows."""
    return tuple(sorted({e.code for phrase in base.spellings() for e in base.find(phrase) if ":" in e.code}))


def looks_like_code(word: str) -> bool:
    """Whether WORD is written as codes are: three capitals, or a colon within.

    >>> looks_like_code("MXE"), looks_like_code("IGO:XX"), looks_like_code("Wang Yi")
    (True, True, False)
    """
    return ":" in word or (len(word) == 3 and word.isalpha() and word.isupper())


def _held(word: str, held: Callable[[], set[str]]) -> str | None:
    return next((code for code in held() if code.upper() == word.upper()), None)


def _near(base: KnowledgeBase, word: str) -> str:
    wanted = word.upper()
    states = base.states.values()
    # Letters in another order are the commonest slip.
    found = [s.code for s in states if sorted(s.code) == sorted(wanted)]
    found += difflib.get_close_matches(wanted, [s.code for s in states], 5, 0.6)
    found += difflib.get_close_matches(wanted, body_codes(base), 3, 0.7) if ":" in word else []
    told = [f"{c} ({base.states[c].name})" if c in base.states else c for c in dict.fromkeys(found)]
    return (
        f"near it {'is' if len(told) == 1 else 'are'} {', '.join(told[:6])}"
        if told
        else "`dragoman actors find NAME` tells the code of a name"
    )
