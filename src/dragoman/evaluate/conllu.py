"""CoNLL-U treebanks: gold sentences, and the raw text that they were made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import EvaluationError
from dragoman.evaluate.files import read_text

COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word. START, END: offsets in its document's text; HEAD: position in the sentence, -1 for the root."""

    form: str
    lemma: str
    upos: str
    head: int
    rel: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document of a treebank as raw text with its sentences."""

    text: str
    sentences: tuple[tuple[Word, ...], ...]


@dataclass(slots=True)
class _Draft:
    text: str
    sentences: list[tuple[Word, ...]]
    break_before: str = ""
    """What parts the next sentence from the last: a blank, a line break at a paragraph, nothing after SpaceAfter=No."""


def read_conllu(path: str | Path) -> list[GoldDocument]:
    """The documents of the CoNLL-U file at PATH: paragraphs parted by line breaks, words as `SpaceAfter` says."""
    documents: list[_Draft] = []
    for comments, rows in _blocks(read_text(path), path):
        fresh = any(c.startswith("# newdoc") for c in comments)
        if fresh or not documents:
            documents.append(_Draft("", []))
        draft = documents[-1]
        if draft.sentences:
            paragraph = any(c.startswith("# newpar") for c in comments)
            draft.text += "\n" if paragraph else draft.break_before
        _add(draft, rows, path)
    if not documents:
        raise EvaluationError(f"{path}: holds no sentence; expected CoNLL-U with {COLUMNS} columns")
    return [GoldDocument(d.text, tuple(d.sentences)) for d in documents]


def _blocks(text: str, path: str | Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    comments: list[str] = []
    rows: list[list[str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.rstrip("\r")
        if not bare.strip():
            if rows:
                yield comments, rows
                comments, rows = [], []
        elif bare.startswith("#") and not rows:
            comments.append(bare)
        else:
            cells = bare.split("\t")
            if len(cells) != COLUMNS:
                raise EvaluationError(f"{path}, line {number}: {len(cells)} columns where CoNLL-U has {COLUMNS}")
            rows.append(cells)


def _add(draft: _Draft, rows: list[list[str]], path: str | Path) -> None:
    words: list[Word] = []
    at = len(draft.text)
    pieces = []
    inside: dict[str, tuple[int, int]] = {}
    blank = ""
    for cells in rows:
        number, form, misc = cells[0], cells[1], cells[9]
        if "." in number:
            continue
        if number not in inside:
            pieces.append(blank + form)
            start = at + len(blank)
            at = start + len(form)
            blank = "" if "SpaceAfter=No" in misc.split("|") else " "
        if "-" in number:
            inside |= _parts(rows, number, form, start)
            continue
        first, last = inside.get(number, (start, at))
        words.append(Word(form, cells[2], cells[3], _head(cells, path), cells[7], first, last))
    draft.text += "".join(pieces)
    draft.sentences.append(tuple(words))
    draft.break_before = blank


def _parts(rows: list[list[str]], number: str, form: str, start: int) -> dict[str, tuple[int, int]]:
    """Spans of the words of a multiword token: parts of it where they add up to it, else the whole token for each."""
    first, last = (int(n) for n in number.split("-"))
    forms = {c[0]: c[1] for c in rows if c[0].isdigit() and first <= int(c[0]) <= last}
    if "".join(forms.values()) != form:
        return dict.fromkeys(forms, (start, start + len(form)))
    spans = {}
    for name, part in forms.items():
        spans[name] = (start, start + len(part))
        start += len(part)
    return spans


def _head(cells: list[str], path: str | Path) -> int:
    if not cells[6].isdigit():
        raise EvaluationError(f"{path}: the word {cells[1]!r} has the head {cells[6]!r}; expected a number")
    return int(cells[6]) - 1
