"""Which type of event a sentence tells between two marked parties, against hand coding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dragoman.errors import EvaluationError
from dragoman.evaluate.conventions import PairAnswer, roots
from dragoman.evaluate.files import read_text
from dragoman.evaluate.report import Group, Report, Share, Value, by_label, macro_f1

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""The data set that the measure comes from makes one type of these two ..."""
YIELD_QUAD = 2
"""... and counts it as material cooperation. Its other conventions are told in `conventions`."""

MARK = re.compile(r"<(/?)([st])>", re.IGNORECASE)
WIDEST_FIELD = 10_000_000
SHOWN = 25
"""Confusions shown in the table."""

Span = tuple[int, int]


class PairCoder(Protocol):
    """What the measure needs of a coder."""

    def pair(self, text: str, source: Span | None, target: Span | None) -> PairAnswer:
        """What the words at SOURCE do to those at TARGET."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one row."""

    root: str
    quad: int
    confidence: float


def score_pairs(
    path: str | Path, coder: PairCoder, quad: Callable[[str], int], out: str | Path | None = None
) -> Report:
    """Scores on a table with the columns marked_sentence, gold_root and gold_penta; OUT gets the answers.

    Without the gold columns the answers are written to OUT and nothing is scored.
    """
    rows = _rows(path)
    answers = [answer(row["marked_sentence"] or "", coder, quad) for row in rows]
    if out is not None:
        _write(out, answers)
    lacking = [c for c in ("gold_root", "gold_penta") if c not in rows[0]]
    if lacking:
        if out is None:
            raise EvaluationError(
                f"{path}: lacks the column {', '.join(lacking)}; with --out the answers can be written unscored"
            )
        return Report(
            f"pairs {Path(path).name}", (), (f"{len(rows)} rows answered; no {', '.join(lacking)}, nothing scored",)
        )
    roots = [(row["gold_root"] or "").strip().upper() for row in rows]
    return _report(path, [MERGED.get(r, r) for r in roots], [(r["gold_penta"] or "").strip() for r in rows], answers)


def answer(marked: str, coder: PairCoder, quad: Callable[[str], int]) -> Answer:
    """The answer to one marked sentence; it sees nothing else of the row."""
    text, source, target = unmark(marked)
    shares = roots(coder.pair(text, source, target))
    root = max(shares, key=lambda r: shares[r])
    return Answer(root, YIELD_QUAD if root == "YIELD" else quad(root), shares[root])


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """The sentence without its marks, and where the first source and the first target stand.

    >>> unmark("<s>Peru</s> thanked <t>Chile</t>.")
    ('Peru thanked Chile.', (0, 4), (13, 18))
    """
    text, at = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        closing, side = mark.group(1), mark.group(2).lower()
        if not closing:
            opened.setdefault(side, len(text))
        elif side in opened and side not in spans and len(text) > opened[side]:
            spans[side] = (opened[side], len(text))
    return text + marked[at:], spans.get("s"), spans.get("t")


def _rows(path: str | Path) -> list[dict[str, str | None]]:
    csv.field_size_limit(WIDEST_FIELD)
    rows = list(csv.DictReader(io.StringIO(read_text(path), newline=""), delimiter="\t"))
    if not rows:
        raise EvaluationError(f"{path}: holds no row; expected a table by tabs with the column marked_sentence")
    if "marked_sentence" not in rows[0]:
        columns = ", ".join(str(c) for c in rows[0])
        raise EvaluationError(f"{path}: lacks the column marked_sentence; its columns are {columns}")
    return rows


def _write(out: str | Path, answers: Sequence[Answer]) -> None:
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(["root", "quad", "confidence"])
        writer.writerows([a.root, a.quad, f"{a.confidence:.2f}"] for a in answers)


def _report(path: str | Path, roots: Sequence[str], quads: Sequence[str], answers: Sequence[Answer]) -> Report:
    said, said_quads = [a.root for a in answers], [str(a.quad) for a in answers]
    by_root = by_label(sorted({*roots, *said}), roots, said)
    by_quad = by_label(sorted({*quads, *said_quads}), quads, said_quads)
    confused = Counter(pair for pair in zip(roots, said, strict=True) if pair[0] != pair[1])
    summary = (
        Value("macro-F1 root", macro_f1(by_root)),
        Value("macro-F1 quad", macro_f1(by_quad)),
        Share("accuracy root", sum(s.right for s in by_root), len(roots)),
        Share("accuracy quad", sum(s.right for s in by_quad), len(roots)),
    )
    confusions = tuple(Value(f"{gold} as {guess}", n) for (gold, guess), n in confused.most_common(SHOWN))
    groups = (Group("all", summary), Group("root", by_root), Group("quad", by_quad), Group("confusions", confusions))
    return Report(f"pairs {Path(path).name}: {len(roots)} rows", groups)
