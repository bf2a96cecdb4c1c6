"""Join written and read event coding with its text: examples of a trigger with its parties, and what they mean.

Written lines: `TYPE mode status | sentence with slots and *trigger*` (see slots.py). Read coding: offsets into other people's
open texts, kept without the words (see read.py).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from training.events.slots import KINDS, SLOT, fill

NONE = "NONE"
TYPES = [NONE, "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
         "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]  # fmt: skip
STATUS = ["actual", "future", "negated", "hypothetical", "historical"]
MODES = {
    "CONSULT": "visit third-party multilateral phone", "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet", "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence", "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue", "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
}  # fmt: skip
MODE_LABELS = ["-"] + [f"{t}:{m}" for t, ms in MODES.items() for m in ms.split()]


@dataclass(slots=True)
class Example:
    """One sentence with one trigger; spans are character offsets. `weight` lets silver negatives count less."""

    text: str
    trigger: tuple[int, int]
    actors: list[tuple[int, int]]
    recipients: list[tuple[int, int]]
    type: str
    mode: str
    status: str
    others: list[tuple[int, int]] = field(default_factory=list)
    weight: float = 1.0
    triggers: list[tuple[tuple[int, int], str]] | None = None
    """Every trigger of the sentence with its type where the whole sentence was coded; None where only one trigger was marked."""


@dataclass(frozen=True, slots=True)
class Written:
    type: str
    mode: str
    status: str
    sentence: str
    source: str


def read_written(folder: Path) -> list[Written]:
    """Every line of the written files; a line that is not in form raises ValueError with its place."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            head, _, sentence = line.partition("|")
            labels = head.split()
            if len(labels) != 3 or not sentence.strip():
                raise ValueError(f"{path.name}:{number}: TYPE mode status | sentence")
            found.append(Written(labels[0], labels[1], labels[2], sentence.strip(), f"{path.name}:{number}"))
    return found


def problems(rows: list[Written]) -> list[str]:
    """What is wrong with written lines: labels, slots, triggers, doubles."""
    found, seen = [], {}
    for row in rows:
        if row.type not in TYPES:
            found.append(f"{row.source}: type {row.type}")
        elif row.mode != "-" and f"{row.type}:{row.mode}" not in MODE_LABELS:
            found.append(f"{row.source}: mode {row.mode} of {row.type}")
        if row.status not in STATUS and row.type != NONE:
            found.append(f"{row.source}: status {row.status}")
        for match in SLOT.finditer(row.sentence):
            if match[2] == ":" and match[3] not in KINDS:
                found.append(f"{row.source}: slot {match[3]}")
        if row.sentence.count("*") != 2:
            found.append(f"{row.source}: one trigger between asterisks")
        if row.type != NONE and "{A" not in row.sentence and "{R" not in row.sentence:
            found.append(f"{row.source}: no party")
        skeleton = SLOT.sub("_", row.sentence).lower()
        if skeleton in seen:
            found.append(f"{row.source}: same skeleton as {seen[skeleton]}")
        seen[skeleton] = row.source
    return found


def examples(rows: list[Written], rng: random.Random, copies: int = 1) -> list[Example]:
    """COPIES fillings of every written line."""
    found = []
    for row in rows:
        for _ in range(copies):
            filled = fill(row.sentence, rng)
            actors, recipients = filled.parties["A"], filled.parties["R"]
            status = row.status if row.type != NONE else "-"
            found.append(
                Example(
                    filled.text, filled.trigger, actors, recipients, row.type, row.mode, status, filled.parties["X"]
                )
            )
    return found


if __name__ == "__main__":
    import sys
    from collections import Counter

    ROWS = read_written(Path(sys.argv[1]))
    for problem in problems(ROWS):
        print(problem)
    print(len(ROWS), "lines", dict(Counter(r.type for r in ROWS)))
