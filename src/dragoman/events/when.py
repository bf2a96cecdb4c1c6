"""When an event happened, as far as the text fixes it: which of the expressions of time around it is its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.events.dates import MONTHS, Expression, Meaning, find
from dragoman.events.tense import PLANNED, looks_ahead
from dragoman.language.tree import Tree

OLD_DAYS = 10
"""A deed further back than this before the report is background, not news (the coding guidelines' "about ten days")."""
DATELINE = re.compile(r"^[A-Z][A-Z .,'’/-]{2,}[^.]{0,60}?(?:\)|\d)\s?(?:--|-|–|—)\s")
"""ACCRA, Ghana, May 5 (Agency) - : where and when the report was written, not what it tells."""
GAP = 0.12
"""What a word between counts beside a step in the tree, for phrases that a parse hangs on the wrong word."""
REDUCED = 3.0
"""What it counts that a date hangs on a participle ("oil held by rebels on Monday"): it may still date the clause."""
APART = 2.5
"""The same for a date inside an apposition ("the premier, in office since 2014")."""
OF_A_THING = 1.0
"""The same for a date of a thing that a verb acts on ("discussed the events of Sunday")."""
HAPPENING = frozenset("happen occur take start begin break last end come".split())
"""Verbs by which a relative clause says when its noun happened."""
OTHER_TIMES = frozenset("had has have will would 'll shall could may might".split())
"""Auxiliaries of a clause whose deed is not of the day on which it is told ("said on Monday that they had left")."""
SINCE = 1.5
"""What it counts that a date only says since when something lasts."""
BEHIND = 1.0
"""The same for a date before a noun that names a deed, and is not its own: dates follow their nouns."""
LEAN = 3
"""Sentences that "the same day" looks back."""
STOPS = (",", ";", "-", "--", "–", "—", ")")
OPEN_CLAUSES = ("acl:relcl", "ccomp", "advcl", "parataxis", "acl")


@dataclass(frozen=True, slots=True)
class When:
    """A date as ISO text (day, month or year), its last day where it is a stretch, the words, precision and basis."""

    date: str | None = None
    date_end: str | None = None
    text: str | None = None
    precision: str = "none"
    basis: str = "none"
    start: int = -1
    is_ahead: bool = False
    """Whether the verb looks ahead, so that a date without a year lies in the future."""


NOTHING = When()


def date_of(tree: Tree, token: int, text: str, published: str | None, before: Sequence[Tree] = ()) -> When:
    """The date of the predicate at TOKEN: of the expressions in its sentence the one that hangs nearest to it.

    BEFORE are the sentences before, on whose dates "the following day" may lean.

    >>> from dragoman.language import load
    >>> analysis = load().analyse("Kenya signed the treaty on 5 March 2021.")
    >>> date_of(Tree(analysis.sentences[0]), 1, analysis.text, None).date
    '2021-03-05'
    """
    base = _day(published)
    placed = _placed(tree, text, base)
    beside = _beside(tree, token, placed)
    if beside is not None:
        return beside
    near = [(cost, p) for p in placed if not p.clause and (cost := _cost(tree, token, p)) is not None]
    if not near:
        return NOTHING
    own = min(near, key=lambda n: (n[0], n[1].when.start))[1]
    return _leaning(own, placed, base, text, before) if own.shift is not None else own.when


@dataclass(frozen=True, slots=True)
class _Placed:
    """An expression of a sentence: its tokens, the word above it, and what it means there."""

    first: int
    last: int
    head: int
    when: When
    shift: int | None
    clause: bool


def _placed(tree: Tree, text: str, base: date | None) -> list[_Placed]:
    start = tree.sentence.start_char
    words = text[start : tree.sentence.end_char]
    line = DATELINE.match(words)
    return [_place(tree, e, words, base) for e in find(words) if line is None or e.start >= line.end()]


def _place(tree: Tree, e: Expression, words: str, base: date | None) -> _Placed:
    offset = tree.sentence.start_char
    inside = [i for i, t in enumerate(tree.tokens) if t.start_char - offset < e.end and e.start < t.end_char - offset]
    first, last = inside[0], inside[-1] + 1
    head = next((i for i in inside if not first <= tree[i].head < last), first)
    above = tree[head].head if tree[head].head >= 0 else head
    ahead = looks_ahead(tree, above, _preposition(tree, head, first, inside[-1]))
    meaning = e.resolve(base, ahead)
    return _Placed(
        first, last, head, _when(meaning, words[e.start : e.end], offset + e.start, ahead), e.shift, e.clause
    )


def _preposition(tree: Tree, head: int, first: int, last: int) -> str | None:
    """The preposition that governs a date itself, not the noun that it belongs to ("for Monday's attack")."""
    if tree[head].rel in ("compound", "nmod:poss", "nummod") or (
        last + 1 < len(tree) and tree[last + 1].text in ("'s", "’s")
    ):
        return None
    before = tree[first - 1].text.lower() if first and tree[first - 1].upos in ("ADP", "SCONJ") else None
    return tree.preposition(head) or before


def _when(meaning: Meaning, words: str, start: int, ahead: bool) -> When:
    basis = "text" if meaning.date else "none"
    return When(meaning.date, meaning.date_end, words, meaning.precision, basis, start, ahead)


# ---------------------------------------------------------------- which is the predicate's own


def _cost(tree: Tree, token: int, p: _Placed) -> float | None:
    """How far the date is from the predicate, in steps of the tree; None where another clause stands between them."""
    up_token = [token, *tree.ancestors(token)]
    gap = GAP * (p.first - token if p.first > token else token - p.last + 1)
    steps, at = SINCE * (tree.preposition(p.head) == "since"), p.head
    if tree[token].upos == "NOUN" and p.last <= token and tree[p.head].head != token:
        steps += BEHIND
    while at not in up_token:
        above = tree[at].head
        if above < 0:
            return None
        between = _between(tree, at, token)
        if between is None:
            return None
        steps += between
        at, steps = above, steps + 1
    down = up_token.index(at)
    crossed = [t for t in up_token[:down] if _keeps_its_time(tree, t, p)]
    return None if crossed else steps + down + gap


def _between(tree: Tree, at: int, token: int) -> float | None:
    """What it costs that a date stands in the phrase or clause of AT, below the predicate; None if it is that clause's alone."""
    word, above = tree[at], tree[at].head
    if word.rel == "appos":
        return APART
    if word.rel in ("nmod", "nmod:poss") and tree[token].upos == "VERB":
        return OF_A_THING
    if word.upos not in ("VERB", "AUX"):
        return 0.0
    own_subject = tree.child(at, "nsubj", "nsubj:pass") is not None
    if word.rel == "conj":
        return None if own_subject else 0.0
    if word.rel == "xcomp":
        infinitive = any(tree[m].text.lower() == "to" for m in tree.children(at, "mark"))
        return None if infinitive and tree[above].lemma.lower() not in PLANNED | {"be", "have"} else 0.0
    if word.rel not in OPEN_CLAUSES:
        return 0.0
    if word.rel == "acl:relcl" and above == token and word.lemma.lower() in HAPPENING:
        return 0.0
    if word.rel == "advcl" and word.xpos == "VBG" and not own_subject:
        return REDUCED
    if word.xpos == "VBN" and word.rel in ("acl", "advcl") and (above == token or word.lemma.lower() not in PLANNED):
        return 1.0 if above == token else REDUCED
    return None


def _keeps_its_time(tree: Tree, token: int, p: _Placed) -> bool:
    """Whether the clause of TOKEN is not dated by what stands outside it."""
    rel = tree[token].rel
    if rel == "acl:relcl":
        return not (
            p.last <= token and any(tree[i].text.lower() == "when" for i in range(p.last, min(p.last + 2, token)))
        )
    own_subject = tree.child(token, "nsubj", "nsubj:pass") is not None
    if rel == "parataxis" or (rel == "conj" and own_subject and tree[token].upos == "VERB"):
        return True
    helpers = {tree[c].text.lower() for c in tree.children(token, "aux")}
    if own_subject and tree[token].upos == "VERB" and rel != "root" and "had" in helpers:
        return True
    if rel not in ("ccomp", "advcl") or not own_subject:
        return False
    return bool(helpers & OTHER_TIMES) or (
        any(w in tree.lemmas for w in ("after", "before", "since", "when")) and not _follows(tree, token, p)
    )


def _follows(tree: Tree, token: int, p: _Placed) -> bool:
    """Whether a clause with "when" stands directly behind the date ("on 2 October, when he came")."""
    return any(tree[i].text.lower() == "when" for i in range(p.last, min(p.last + 2, len(tree)))) and p.last <= token


# ---------------------------------------------------------------- against another date of the text


def _beside(tree: Tree, token: int, placed: Sequence[_Placed]) -> When | None:
    """The date of a predicate in a sentence with "a day after", "on the eve of", where only the other side is dated."""
    mark = next((p for p in placed if p.clause), None)
    if mark is None or mark.shift is None:
        return None
    stop = next((i for i in range(mark.last, len(tree)) if tree[i].text in STOPS), len(tree))
    behind = range(mark.last, stop)
    dated = [p for p in placed if _is_day(p)]
    there = next((p for p in dated if p.first in behind), None)
    here = next((p for p in reversed(dated) if p.first not in behind), None)
    if token in behind:
        return _shifted(here.when, -mark.shift, mark) if there is None and here is not None else None
    return _shifted(there.when, mark.shift, mark) if here is None and there is not None else None


def _shifted(anchor: When, days: int, mark: _Placed) -> When:
    first = date.fromisoformat(anchor.date or "") + timedelta(days=days)
    return When(first.isoformat(), None, mark.when.text, "day", "text", mark.when.start, anchor.is_ahead)


def _leaning(own: _Placed, placed: Sequence[_Placed], base: date | None, text: str, before: Sequence[Tree]) -> When:
    """ "the following day", "two days earlier": shifted from the last day named before it, here or in one of the sentences before."""
    days = [p for p in placed if _is_day(p) and p.first < own.first]
    for tree in before[: -LEAN - 1 : -1]:
        days = days or [p for p in _placed(tree, text, base) if _is_day(p)]
    return _shifted(days[-1].when, own.shift or 0, own) if days else own.when


def _is_day(p: _Placed) -> bool:
    return p.shift is None and p.when.precision == "day"


# ---------------------------------------------------------------- news or background


LONG_AGO = re.compile(r"\b(ago|earlier|last (month|year|decade|century)|\d0s|previous|decades?)\b")


def is_old(when: When, published: str | None) -> bool:
    """Whether WHEN lies more than about ten days before the report.

    Without a known publication date any full past date does, and so do words that look back on their own ("last month").
    """
    words = (when.text or "").lower()
    if LONG_AGO.search(words) and not re.search(
        r"\b(day|days|week) (ago|earlier)|earlier (this week|today|in the day)|previous day", words
    ):
        return True
    base = _day(published)
    if when.date is None:
        return base is None and not when.is_ahead and (words in MONTHS or bool(re.search(r"\d", words)))
    if base is None:
        return not when.is_ahead
    last = when.date_end or when.date
    parts = [int(p) for p in last.split("-")]
    if len(parts) == 1:
        return parts[0] < base.year
    if len(parts) == 2:
        return (parts[0], parts[1]) < (base.year, base.month)
    return (base - date(*parts)).days > OLD_DAYS


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
