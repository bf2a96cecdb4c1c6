"""Check the training sentences: schema, doubles, balance, and that none of them stands in a file that the project is measured on.

    python -m training.events.check training/events --texts voa=gmb_voa_part.csv.gz wikinews=wikinews_open.jsonl.gz \
        --evaluation plv_dev.tsv gold/dev

Prints what is wrong, then the counts; the exit code is 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.events import data, read
from training.events.slots import SLOT

RUN = 10
"""Words in a row that two texts do not share by chance; a slot breaks the row."""
LEAST = {"written": 200, "status": 0.03}
"""Fewest written lines of a type, and least share of a status among them."""


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of RUN words in TEXT.

    >>> len(shingles("one two three four five six seven eight nine ten eleven"))
    2
    """
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def evaluation_runs(paths: Iterable[Path]) -> set[tuple[str, ...]]:
    """The runs of words of all evaluation files: tables of sentences, or folders of hand-coded articles."""
    found: set[tuple[str, ...]] = set()
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        for file in files:
            text = file.read_text(encoding="utf-8")
            found |= shingles(json.loads(text)["text"] if file.suffix == ".json" else re.sub(r"</?[st]>", "", text))
    return found


def overlaps(folder: Path, texts: dict[str, dict[str, str]], known: set[tuple[str, ...]]) -> Iterator[str]:
    """Training sentences that share a run of words with the evaluation files."""
    for row in data.read_written(folder / "written"):
        if any(shingles(part) & known for part in SLOT.sub("\0", row.sentence).split("\0")):
            yield f"{row.source}: stands in an evaluation file"
    for name, of in texts.items():
        for text, (start, end) in read.read_parts(folder / "read" / f"{name}.tsv").items():
            if shingles(of[text][start:end]) & known:
                yield f"{name} {text}: stands in an evaluation file"


def unbalanced(rows: list[data.Written]) -> Iterator[str]:
    types = Counter(r.type for r in rows)
    status = Counter(r.status for r in rows if r.type != data.NONE)
    yield from (f"{t}: {types[t]} written lines" for t in data.TYPES if types[t] < LEAST["written"])
    yield from (f"{s}: too few lines" for s in data.STATUS if status[s] < LEAST["status"] * sum(status.values()))
    modes = Counter(f"{r.type}:{r.mode}" for r in rows if r.mode != "-")
    yield from (f"{m}: no written line" for m in data.MODE_LABELS[1:] if not modes[m])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", nargs="*", default=[], metavar="NAME=FILE", help="texts of the read coding files")
    parser.add_argument("--evaluation", nargs="*", type=Path, default=[], help="files that nothing may stand in")
    args = parser.parse_args()
    rows = data.read_written(args.folder / "written")
    texts = {name: read.texts_of(Path(path)) for name, _, path in (t.partition("=") for t in args.texts)}
    wrong = [*data.problems(rows), *unbalanced(rows)]
    for name, of in texts.items():
        wrong += read.problems(args.folder / "read" / f"{name}.tsv", of)
    wrong += overlaps(args.folder, texts, evaluation_runs(args.evaluation))
    print("\n".join(wrong) or "nothing wrong")
    print(len(rows), "written:", dict(Counter(r.type for r in rows).most_common()))
    print("  status:", dict(Counter(r.status for r in rows if r.type != data.NONE).most_common()))
    for path in sorted((args.folder / "read").glob("*.tsv")):
        lines = [line for coded in read.coded_lines(path).values() for line in coded]
        print(path.stem, len(lines), "mentions read:", dict(Counter(line[2] for line in lines).most_common()))
        print("  status:", dict(Counter(line[4] for line in lines).most_common()))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
