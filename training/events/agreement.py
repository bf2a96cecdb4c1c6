"""How far two coders agree: `second/` holds a tenth of the training data coded again by somebody who did not see the first coding.

    python -m training.events.agreement training/events

Written lines: share of the same type, mode and status, and Cohen's kappa of the type. Read sentences: F1 of mentions (triggers overlap,
same type), and on those the share of the same mode and status.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.events.data import Written, read_written
from training.events.read import coded_lines, offsets, read_parts


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa (Cohen 1960): agreement beyond chance.

    >>> round(kappa([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]), 2)
    0.5
    """
    observed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[k] * second[k] for k in first) / len(pairs) ** 2
    return (observed - chance) / (1 - chance) if chance < 1 else 1.0


def of_written(first: Iterable[Written], second: Iterable[Written]) -> str:
    known = {row.sentence: row for row in first}
    both = [(known[row.sentence], row) for row in second if row.sentence in known]
    types = [(a.type, b.type) for a, b in both]
    same = [(a, b) for a, b in both if a.type == b.type and a.type != "NONE"]
    mode, status = (sum(getattr(a, k) == getattr(b, k) for a, b in same) / len(same) for k in ("mode", "status"))
    share = sum(a == b for a, b in types) / len(types)
    apart = Counter(" or ".join(sorted(pair)) for pair in types if pair[0] != pair[1]).most_common(8)
    return (
        f"written: {len(both)} lines; type {share:.3f}, kappa {kappa(types):.3f}; on the same type mode {mode:.3f}, status {status:.3f}\n"
        f"  apart most often: {', '.join(f'{k} {n}' for k, n in apart)}"
    )


def of_read(one: Path, other: Path) -> str:
    first, second = coded_lines(one), coded_lines(other)
    texts = read_parts(one).keys() & read_parts(other).keys()
    hits: list[tuple[list[str], list[str]]] = []
    counts = [sum(len(side.get(t, [])) for t in texts) for side in (first, second)]
    for text in texts:
        left = list(second.get(text, []))
        for row in first.get(text, []):
            same = next((r for r in left if r[2] == row[2] and _overlap(r[1], row[1])), None)
            if same is not None:
                left.remove(same)
                hits.append((row, same))
    mode, status = (sum(a[k] == b[k] for a, b in hits) / max(len(hits), 1) for k in (3, 4))
    return (
        f"read: {len(texts)} texts, {counts[0]} and {counts[1]} mentions; F1 {2 * len(hits) / max(sum(counts), 1):.3f}; "
        f"on the same mention mode {mode:.3f}, status {status:.3f}"
    )


def _overlap(one: str, other: str) -> bool:
    return any(a < d and c < b for a, b in offsets(one) for c, d in offsets(other))


if __name__ == "__main__":
    FOLDER = Path(sys.argv[1])
    print(of_written(read_written(FOLDER / "written"), read_written(FOLDER / "second" / "written")))
    for SHEET in sorted((FOLDER / "second").glob("*.tsv")):
        print(SHEET.stem, of_read(FOLDER / "read" / SHEET.name, SHEET))
