"""Hand coding of other people's open news: kept as offsets, joined with the text when a model is built.

A coding file is tab-separated: sentence number, trigger start-end, type, mode, status, actors, recipients (start-end joined by
";", "-" for none); a line `# read FIRST LAST` names the sentences that were read whole, so that every other trigger word in
them is known to be no event. Sentence numbers count the sentences of the Groningen Meaning Bank file; offsets count characters of
the sentence as `voa_sentences` joins it.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from training.events.data import NONE, Example

Spans = list[tuple[int, int]]


def voa_sentences(path: Path) -> list[str]:
    """The sentences of the Groningen Meaning Bank CSV as plain text."""
    sentences: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in list(csv.reader(file))[1:]:
            if row[0].startswith("Sentence") or not sentences:
                sentences.append([])
            if row[1]:
                sentences[-1].append(row[1])
    return [join(words) for words in sentences]


def join(words: list[str]) -> str:
    """Words of a treebank line as running text: no blank before closing punctuation and clitics, quotes paired.

    >>> join(["He", "said", ",", '"', "No", ".", '"'])
    'He said, "No."'
    """
    out, is_open = "", False
    for word in words:
        if word in ('"', "``", "''"):
            out += '"' if is_open or not out else ' "'
            is_open = not is_open
        elif (
            not out
            or out.endswith(("(", "$"))
            or (out.endswith('"') and is_open)
            or word in ".,;:?!)%..."
            or word.startswith("'")
            or word == "n't"
        ):
            out += word
        else:
            out += " " + word
    return out


def offsets(text: str) -> Spans:
    if text == "-":
        return []
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in text.split(";"))]


def read_examples(paths: list[Path]) -> list[Example]:
    """Examples of coding and text files given in pairs, coded triggers and, as NONE, the lexicon's other candidates."""
    found = []
    for coding, texts in zip(paths[::2], paths[1::2], strict=True):
        sentences = voa_sentences(texts) if ".csv" in texts.name else wikinews_sentences(texts)
        found += joined(coding, sentences)
    return found


def wikinews_sentences(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def joined(coding: Path, sentences: list[str]) -> list[Example]:
    rows: dict[int, list[Example]] = {}
    for line in coding.read_text(encoding="utf-8").splitlines():
        if line.startswith("# read "):
            first, last = map(int, line.split()[2:4])
            for number in range(first, last + 1):
                rows.setdefault(number, [])
        elif line and not line.startswith("#"):
            number, trigger, kind, mode, status, actors, recipients = line.split("\t")
            text = sentences[int(number)]
            example = Example(text, offsets(trigger)[0], offsets(actors), offsets(recipients), kind, mode, status)
            rows.setdefault(int(number), []).append(example)
    return [e for number, coded in rows.items() for e in (*coded, *others(sentences[number], coded))]


def others(text: str, coded: list[Example]) -> list[Example]:
    """The candidates that the lexicon finds in a sentence where the coder saw no event."""
    from dragoman.actors import load as load_actors
    from dragoman.actors import resolve
    from dragoman.events.candidates import Finder
    from dragoman.language import load
    from dragoman.ontology import load as load_ontology
    from dragoman.records import Document

    analysis = load().analyse(text)
    document = Document("x", None, None, None, (), None, "none", "en", None, "x", text)
    cast = resolve(document, analysis, load_actors())
    finder = Finder(cast, load_ontology())
    found = []
    for number in range(len(cast.trees)):
        for c, *_ in finder.options(number):
            token = cast.trees[number][c.token]
            near = any(e.trigger[0] - 12 <= token.start_char <= e.trigger[1] + 12 for e in coded)
            if not near:
                parties = [[(p.start_char, p.end_char) for p in side] for side in (c.actor, c.recipient)]
                found.append(Example(text, (token.start_char, token.end_char), *parties, NONE, "-", "-", weight=0.7))
    return found
