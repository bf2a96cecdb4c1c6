"""When an event happened, as far as the text fixes it: by itself or against the publication date.

A weekday means the nearest fitting day in the tense of its verb; without a publication date a weekday or a bare month gives
nothing. Partial dates keep their precision: "in 2019" is "2019", "in April 2019" is "2019-04".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.language.tree import Tree

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan jan.",
            "february feb feb.",
            "march mar mar.",
            "april apr apr.",
            "may",
            "june jun jun.",
            "july jul jul.",
            "august aug aug.",
            "september sept sept. sep sep.",
            "october oct oct.",
            "november nov nov.",
            "december dec dec.",
        ],
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
DAYS_AWAY = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
NUMBERS = {
    w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}
UNITS = {"day": 1, "week": 7, "fortnight": 14}
OLD_DAYS = 10
"""A deed further back than this before the report is background, not news (the coding guidelines' "about ten days")."""


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


def date_of(tree: Tree, token: int, text: str, published: str | None) -> When:
    """The date of the predicate at TOKEN: of the expressions in its sentence the one that hangs nearest to it.

    >>> from dragoman.language import load
    >>> analysis = load().analyse("Kenya signed the treaty on 5 March 2021.")
    >>> date_of(Tree(analysis.sentences[0]), 1, analysis.text, None).date
    '2021-03-05'
    """
    base = _day(published)
    found = expressions(tree, base, token)
    near = [(distance, when) for when, head in found if (distance := _distance(tree, token, head)) is not None]
    return min(near, key=lambda f: (f[0], f[1].start))[1] if near else NOTHING


LONG_AGO = re.compile(r"\b(ago|earlier|last (month|year|decade|century)|\d0s|previous|decades?)\b")


def is_old(when: When, published: str | None) -> bool:
    """Whether WHEN lies more than about ten days before the report.

    Without a known publication date any full past date does, and so do words that look back on their own ("last month").
    """
    words = (when.text or "").lower()
    if LONG_AGO.search(words) and not re.search(
        r"\b(day|days|week) (ago|earlier)|earlier (this week|today|in the day)", words
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


def _distance(tree: Tree, token: int, head: int) -> int | None:
    """Steps from the date's words to the predicate; None where another finite clause stands between them."""
    up_token = [token, *tree.ancestors(token)]
    steps = 0
    at = head
    while True:
        if at in up_token:
            down = up_token.index(at)
            crossed = [t for t in up_token[:down] if tree[t].rel in ("acl:relcl", "parataxis") or _own_clause(tree, t)]
            return None if crossed else steps + down
        if tree[at].rel in ("acl:relcl", "ccomp", "advcl", "parataxis", "acl") and tree[at].upos in ("VERB", "AUX"):
            return None
        if tree[at].head < 0:
            return None
        at = tree[at].head
        steps += 1


def _own_clause(tree: Tree, token: int) -> bool:
    """A complement clause with its own subject keeps its own time, unless it stands under a verb of saying in the same sentence."""
    return (
        tree[token].rel in ("ccomp", "advcl")
        and tree.child(token, "nsubj", "nsubj:pass") is not None
        and any(w in tree.lemmas for w in ("after", "before", "since", "when"))
    )


def expressions(tree: Tree, base: date | None, verb: int) -> list[tuple[When, int]]:
    """All date expressions of a sentence with the token that each hangs on."""
    found: list[tuple[When, int]] = []
    taken: set[int] = set()
    for i in range(len(tree)):
        if i in taken:
            continue
        for rule in (_full_date, _relative, _weekday, _year, _decade):
            hit = rule(tree, i, base, verb)
            if hit is not None:
                when, last = hit
                taken.update(range(i, last))
                head = next((k for k in range(i, last) if not i <= tree[k].head < last), i)
                start = tree[i].start_char
                words = " ".join(t.text for t in tree.tokens[i:last])
                basis, ahead = "text" if when.date else "none", _looks_ahead(tree, verb)
                found.append((When(when.date, when.date_end, words, when.precision, basis, start, ahead), head))
                break
    return found


def _low(tree: Tree, i: int) -> str:
    return tree[i].text.lower() if 0 <= i < len(tree) else ""


def _year_at(tree: Tree, i: int) -> int | None:
    word = _low(tree, i)
    return int(word) if re.fullmatch(r"(1[89]|20)\d\d", word) else None


def _full_date(tree: Tree, i: int, base: date | None, verb: int) -> tuple[When, int] | None:
    """ "5 March 2021", "March 5, 2021", "March 5", "March 2021", "March"."""
    day = _number(_low(tree, i))
    of = _low(tree, i + 1) == "of"
    if day and _low(tree, i + 1 + of) in MONTHS and _low(tree, i).rstrip("stndrh").isdigit():
        month, at = MONTHS[_low(tree, i + 1 + of)], i + 2 + of
    elif _low(tree, i) in MONTHS and tree[i].text[0].isupper() and tree[i].upos == "PROPN":
        month, at = MONTHS[_low(tree, i)], i + 1
        if _low(tree, at) == ".":
            at += 1
        day = _number(_low(tree, at)) if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", _low(tree, at)) else None
        at += day is not None
    else:
        return None
    comma = _low(tree, at) in (",", "of")
    year = _year_at(tree, at + comma)
    if year is not None:
        at += comma + 1
    elif base is None:
        return When(), at
    else:
        year = _nearest_year(base, month, day, _looks_ahead(tree, verb))
    if day is None:
        return When(f"{year}-{month:02}", None, None, "month"), at
    try:
        return When(date(year, month, day).isoformat(), None, None, "day"), at
    except ValueError:
        return None


def _number(word: str) -> int | None:
    digits = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word)
    value = int(digits[1]) if digits else NUMBERS.get(word)
    return value if value and value <= 31 else None


def _nearest_year(base: date, month: int, day: int | None, ahead: bool) -> int:
    """The year in which a month (and day) without a year lies nearest to the report on the side of the verb's tense."""
    if ahead:
        return base.year if (month, day or 31) >= (base.month, base.day) else base.year + 1
    return base.year if (month, day or 1) <= (base.month, base.day) else base.year - 1


def _looks_ahead(tree: Tree, verb: int) -> bool:
    chain = [verb, *tree.ancestors(verb)][:3]
    helpers = {_low(tree, c) for v in chain for c in tree.children(v, "aux")}
    return bool(helpers & {"will", "would", "shall", "'ll", "to"}) or any(
        tree[v].lemma.lower() in ("plan", "schedule", "expect", "intend", "due", "set", "agree", "prepare", "plan")
        for v in chain
    )


def _relative(tree: Tree, i: int, base: date | None, verb: int) -> tuple[When, int] | None:
    word, following = _low(tree, i), _low(tree, i + 1)
    if word in DAYS_AWAY:
        return (_shift(base, DAYS_AWAY[word], "day"), i + 1)
    unit = following.removesuffix("s")
    if word in ("last", "next", "this") and following in ("week", "month", "year", "weekend"):
        return (_stretch(base, {"last": -1, "next": 1, "this": 0}[word], following), i + 2)
    count = NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) < 3 else None)
    if count and unit in ("day", "week", "month", "year", "decade") and _low(tree, i + 2) in ("ago", "earlier"):
        return (_ago(base, count, unit), i + 3)
    if count and unit == "day" and _low(tree, i + 2) == "later":
        return (When(), i + 3)
    if word in ("in", "within") and (ahead := _ahead_in(tree, i, base, verb)) is not None:
        return ahead, i + 3
    if word == "earlier" and following == "this" and _low(tree, i + 2) in ("year", "month", "week"):
        return (_stretch(base, 0, _low(tree, i + 2)), i + 3)
    return None


def _ahead_in(tree: Tree, i: int, base: date | None, verb: int) -> When | None:
    """ "in three days", where the verb looks ahead; of what is past it tells how long it took."""
    word, unit = _low(tree, i + 1), _low(tree, i + 2).removesuffix("s")
    count = NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) < 3 else None)
    if count is None or unit not in ("day", "week", "month", "year") or not _looks_ahead(tree, verb):
        return None
    return _ago(base, -count, unit)


def _shift(base: date | None, days: int, precision: str) -> When:
    return When() if base is None else When((base + timedelta(days=days)).isoformat(), None, None, precision)


def _stretch(base: date | None, step: int, unit: str) -> When:
    """ "last week", "next month", "this year": weeks from Monday to Sunday."""
    if base is None:
        return When()
    if unit in ("week", "weekend"):
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * step)
        first = monday + timedelta(days=5) if unit == "weekend" else monday
        return When(first.isoformat(), (monday + timedelta(days=6)).isoformat(), None, "week")
    if unit == "month":
        month = base.year * 12 + base.month - 1 + step
        return When(f"{month // 12}-{month % 12 + 1:02}", None, None, "month")
    return When(str(base.year + step), None, None, "year")


def _ago(base: date | None, count: int, unit: str) -> When:
    if base is None:
        return When()
    if unit in UNITS:
        return _shift(base, -count * UNITS[unit], "day" if unit == "day" else "week")
    if unit == "month":
        return _stretch(base, -count, "month")
    return When(str(base.year - count * (10 if unit == "decade" else 1)), None, None, "year")


def _weekday(tree: Tree, i: int, base: date | None, verb: int) -> tuple[When, int] | None:
    shift = 1 if _low(tree, i) in ("last", "next", "this") and _low(tree, i + 1) in WEEKDAYS else 0
    name = _low(tree, i + shift)
    if name not in WEEKDAYS or not tree[i + shift].text[0].isupper():
        return None
    end = i + shift + 1
    exact = _full_date(tree, end + (_low(tree, end) == ","), base, verb)
    if exact is not None and exact[0].precision == "day":
        return exact  # "Tuesday, May 9"
    if base is None:
        return When(), end
    ahead = _low(tree, i) == "next" or (_low(tree, i) != "last" and _looks_ahead(tree, verb))
    days = (WEEKDAYS[name] - base.weekday()) % 7
    back = days - 7 if days else (-7 if _low(tree, i) == "last" else 0)
    days = (days or 7) if ahead else back
    return _shift(base, days, "day"), end


def _decade(tree: Tree, i: int, base: date | None, verb: int) -> tuple[When, int] | None:
    """ "the 1980s": no day, month or year, but well past."""
    return (When(), i + 1) if re.fullmatch(r"((1[89]|20)\d|\d)0s", _low(tree, i)) else None


def _year(tree: Tree, i: int, base: date | None, verb: int) -> tuple[When, int] | None:
    year = _year_at(tree, i)
    if year is None or tree[i].upos not in ("NUM", "NOUN", "PROPN"):
        return None
    governed = tree.preposition(i) in ("in", "since", "during", "of", "from", "until", "by", "throughout") or tree[i].rel in (
        "obl:unmarked", "nmod:unmarked", "nummod", "compound"
    )  # fmt: skip
    return (When(str(year), None, None, "year"), i + 1) if governed else None
