"""Fit what an event's confidence is made of on read sentences that the exported model was not trained on.

    python -m training.events.judge held-out.tsv gmb_voa_part.csv.gz src/dragoman/events/data

Writes the weights into `head.json`, where they are part of the model's version.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from dragoman import actors, language, ontology
from dragoman.events import decide, head
from dragoman.events.candidates import Finder
from dragoman.events.code import read_sentence
from dragoman.records import Document
from training.events.read import coded_lines, offsets, read_parts, texts_of

NAMES = ("share", "chance", "lexicon")


def answers(coding: Path, texts: dict[str, str]) -> Iterator[tuple[list[float], bool]]:
    """For every candidate of the read texts what its confidence is made of, and whether a coder marked it with its type."""
    speech, base, known, model = language.load(), actors.load(), ontology.load(), head.load()
    tools = decide.Tools(known, model, "", 0.0)
    lines = coded_lines(coding)
    for name in read_parts(coding):
        analysis = speech.analyse(texts[name])
        document = Document("x", None, None, None, (), None, "none", "en", None, "x", texts[name])
        finder = Finder(actors.resolve(document, analysis, base), known)
        gold = [(offsets(line[1])[0], known.planned(line[2])) for line in lines.get(name, [])]
        for number, tree in enumerate(finder.cast.trees):
            for token, states, options in read_sentence(tools, finder, analysis, number):
                if states is None or not options:
                    continue
                best, weight = decide.weighed(tools, states, tree, options)
                word, kind = tree[token], known.planned(best.event)
                right = any(a < word.end_char and word.start_char < b and kind == k for (a, b), k in gold)
                yield [head.log_odds(best.share), head.log_odds(best.chance), weight], right


def main(coding: Path, texts: Path, folder: Path) -> None:
    rows, right = zip(*answers(coding, texts_of(texts)), strict=True)
    fitted = LogisticRegression(C=1.0).fit(np.array(rows), np.array(right))
    weights = dict(zip(NAMES, fitted.coef_[0], strict=True)) | {"bias": fitted.intercept_[0]}
    path = folder / "head.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    body["judge"] = {name: round(float(w), 3) for name, w in weights.items()}
    files = (folder / "branch.onnx").read_bytes() + (folder / "head.npz").read_bytes()
    body["version"] = "events-" + hashlib.sha256(files + repr(body["judge"]).encode()).hexdigest()[:8]
    path.write_text(json.dumps(body) + "\n", encoding="utf-8")
    print(body["version"], body["judge"], f"{len(rows)} candidates, {sum(right)} right")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
