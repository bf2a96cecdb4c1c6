"""Figures and how they are shown: precision, recall and F1, shares, plain values; as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


def ratio(part: float, whole: float) -> float:
    """PART of WHOLE; 0 where there is nothing."""
    return part / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """RIGHT of SAID answers were right, of WANTED ones.

    >>> score = Score("event", 1, 2, 4)
    >>> score.precision, score.recall, round(score.f1, 3)
    (0.5, 0.25, 0.333)
    """

    name: str
    right: int
    said: int
    wanted: int

    @property
    def precision(self) -> float:
        return ratio(self.right, self.said)

    @property
    def recall(self) -> float:
        return ratio(self.right, self.wanted)

    @property
    def f1(self) -> float:
        # The same order of operations as in the usual harmonic mean, so that equal counts print equal digits.
        return ratio(2 * self.precision * self.recall, self.precision + self.recall)

    def figures(self) -> dict[str, Any]:
        counts = {"right": self.right, "said": self.said, "wanted": self.wanted}
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1} | counts

    def line(self) -> str:
        shown = f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{shown}   ({self.right} of {self.said} said, {self.wanted} wanted)"


@dataclass(frozen=True, slots=True)
class Share:
    """RIGHT of OF."""

    name: str
    right: int
    of: int

    @property
    def value(self) -> float:
        return ratio(self.right, self.of)

    def figures(self) -> dict[str, Any]:
        return {"value": self.value, "right": self.right, "of": self.of}

    def line(self) -> str:
        return f"{self.value:.3f}   ({self.right} of {self.of})"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of another kind: a mean, a count."""

    name: str
    value: float

    def figures(self) -> float:
        return self.value

    def line(self) -> str:
        return f"{self.value:.3f}" if isinstance(self.value, float) else str(self.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together under one title."""

    title: str
    rows: tuple[Score | Share | Value, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one evaluation found."""

    title: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()
    details: tuple[str, ...] = field(default=())
    """Lines for people, shown before the figures when asked for."""

    def table(self) -> str:
        """The report as lines of text.

        >>> print(Report("names", (Group("spans", (Share("right", 1, 2),)),)).table())
        names
        <BLANKLINE>
        spans
          right  0.500   (1 of 2)
        """
        lines = [self.title, *self.notes]
        for group in self.groups:
            width = max((len(row.name) for row in group.rows), default=0)
            lines += ["", group.title, *(f"  {row.name:<{width}}  {row.line()}" for row in group.rows)]
        return "\n".join([*self.details, *lines])

    def figures(self) -> dict[str, Any]:
        """The report as values ready for JSON: figure by name, by group."""
        found: dict[str, Any] = {"title": self.title, "notes": list(self.notes)}
        return found | {group.title: {row.name: row.figures() for row in group.rows} for group in self.groups}


def span_score(name: str, wanted: Iterable[Any], said: Iterable[Any]) -> Score:
    """Both sides as sets: what is equal is right."""
    gold, guess = set(wanted), set(said)
    return Score(name, len(gold & guess), len(guess), len(gold))


def by_label(labels: Sequence[str], wanted: Sequence[str], said: Sequence[str]) -> tuple[Score, ...]:
    """One score for each of LABELS over two columns of equal length."""
    rows = []
    for label in labels:
        right = sum(a == b == label for a, b in zip(wanted, said, strict=True))
        rows.append(Score(label, right, sum(b == label for b in said), sum(a == label for a in wanted)))
    return tuple(rows)


def macro_f1(scores: Sequence[Score]) -> float:
    """Mean F1 over the labels that occur on either side."""
    seen = [s.f1 for s in scores if s.said or s.wanted]
    return ratio(sum(seen), len(seen))
