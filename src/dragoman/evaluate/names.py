"""Names against hand-marked text in IOB2, with gold words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.errors import EvaluationError
from dragoman.evaluate.files import read_text
from dragoman.evaluate.report import Group, Report, Value, span_score
from dragoman.language import Language

LABELS = ("PER", "ORG", "LOC")
"""What is counted. Nationalities (NORP) are a label of ours that such files do not mark."""

BATCH = 200
"""Sentences analysed in one call: the language model batches by length inside."""

Span = tuple[int, int, int, str]
"""Sentence, first and last word (half-open), label."""


def score_names(path: str | Path, language: Language) -> Report:
    """Precision, recall and F1 of names of persons, organisations and places: span and label exactly right."""
    sentences = read_iob2(path)
    gold = {(n, *span) for n, (_, tags) in enumerate(sentences) for span in spans_of(tags)}
    said = set(_said([words for words, _ in sentences], language))
    rows = [span_score("all", gold, said)]
    for label in LABELS:
        rows.append(span_score(label, (s for s in gold if s[3] == label), (s for s in said if s[3] == label)))
    counts = (Value("sentences", len(sentences)), Value("words", sum(len(w) for w, _ in sentences)))
    return Report(f"names {Path(path).name}", (Group("counts", counts), Group("names", tuple(rows))))


def _said(sentences: Sequence[Sequence[str]], language: Language) -> Iterable[Span]:
    for at in range(0, len(sentences), BATCH):
        for name in language.analyse_words(sentences[at : at + BATCH]).names:
            if name.label in LABELS:
                yield at + name.sentence, name.first, name.last, name.label


def read_iob2(path: str | Path) -> list[tuple[list[str], list[str]]]:
    """Words and tags by sentence. Columns by tabs: number, word, tag, anything; or word, tag, anything."""
    found: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*read_text(path).split("\n"), ""], 1):
        bare = line.rstrip("\r")
        if not bare.strip():
            if words:
                found.append((words, tags))
                words, tags = [], []
            continue
        if bare.startswith("# ") and not words:
            continue
        word, tag = _cells(bare, number, path)
        if word:
            words.append(word)
            tags.append(tag)
    if not found:
        raise EvaluationError(f"{path}: holds no sentence; expected IOB2: number, word, tag, by tabs")
    return found


def _cells(line: str, number: int, path: str | Path) -> tuple[str, str]:
    cells = line.split("\t")
    if len(cells) > 2 and cells[0].replace("-", "").replace(".", "").isdigit() and _is_tag(cells[2]):
        # A multiword token ("3-4") repeats its words.
        return (cells[1], cells[2]) if cells[0].isdigit() else ("", "")
    if len(cells) > 1 and _is_tag(cells[1]):
        return cells[0], cells[1]
    raise EvaluationError(f"{path}, line {number}: no IOB2 tag (O, B-PER, I-LOC ...) in column 2 or 3")


def _is_tag(cell: str) -> bool:
    return cell == "O" or cell[:2] in ("B-", "I-")


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans that IOB2 tags mark, of the labels counted; an I- that continues nothing opens a span.

    >>> spans_of(["B-PER", "I-PER", "O", "B-LOC", "B-LOC", "B-OTH"])
    [(0, 2, 'PER'), (3, 4, 'LOC'), (4, 5, 'LOC')]
    """
    found = []
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and tag != f"I-{label}":
            found.append((start, i, label))
            label = ""
        if tag != "O" and not label:
            start, label = i, tag[2:]
    return [span for span in found if span[2] in LABELS]
