"""Hand coding of other people's open news: kept as offsets, joined with the text when a model is built.

A coding file is tab-separated: text, trigger start-end, type, mode, status, actors, recipients (start-end joined by ";", "-" for
none); a line `# read TEXT` (or `# read FIRST LAST` of numbered texts, or `# read TEXT START-END`) names what was read whole, so that
every other word in it is known to trigger nothing. TEXT is the number of a sentence of the Groningen Meaning Bank file, whose offsets count characters of the
sentence as `voa_sentences` joins it, or the id of a Wikinews report, whose offsets count characters of its text.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from training.events.data import NONE, Example

Span = tuple[int, int]
WHOLE = 10**9
SILVER = 0.7
"""Weight of a candidate of the lexicon that no coder marked: nobody looked at that very word."""


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


def texts_of(path: Path) -> dict[str, str]:
    """The texts that a coding file speaks of: sentences by number, reports by id."""
    if ".csv" in path.name:
        return {str(number): text for number, text in enumerate(voa_sentences(path))}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {row["id"]: row["text"] for row in map(json.loads, file)}


def offsets(text: str) -> list[Span]:
    if text == "-":
        return []
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in text.split(";"))]


def read_examples(paths: list[Path]) -> list[Example]:
    """Examples of coding and text files given in pairs: coded triggers and, as NONE, the lexicon's other candidates.

    An example of type "" is a sentence without either: it teaches that none of its words triggers anything.
    """
    found = []
    for coding, texts in zip(paths[::2], paths[1::2], strict=True):
        found += joined(coding, texts_of(texts))
    return found


def read_parts(coding: Path) -> dict[str, Span]:
    """The texts that were read, and from where to where."""
    found = {}
    for line in coding.read_text(encoding="utf-8").splitlines():
        if line.startswith("# read "):
            first, *last = line.split()[2:]
            if last and "-" in last[0]:
                found[first] = offsets(last[0])[0]
            else:
                names = map(str, range(int(first), int(last[0]) + 1)) if last else [first]
                found |= dict.fromkeys(names, (0, WHOLE))
    return found


def coded_lines(coding: Path) -> dict[str, list[list[str]]]:
    """The fields of a coding file's lines, by text."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for line in coding.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            found[line.split("\t")[0]].append(line.split("\t"))
    return found


def joined(coding: Path, texts: dict[str, str]) -> list[Example]:
    lines = coded_lines(coding)
    found = []
    for name, (start, end) in read_parts(coding).items():
        coded = [
            Example(texts[name], offsets(trigger)[0], offsets(actors), offsets(recipients), kind, mode, status)
            for _, trigger, kind, mode, status, actors, recipients in lines.get(name, [])
        ]
        found += _sentences(texts[name], coded, (start, end))
    return found


def _sentences(text: str, coded: list[Example], part: Span) -> list[Example]:
    """The examples of the read part of a text, each cut to its sentence, with what was read and holds nothing."""
    cast, finder = _finder(text)
    found = []
    for number, tree in enumerate(cast.trees):
        start, end = tree.tokens[0].start_char, tree.tokens[-1].end_char
        if not part[0] <= start < part[1]:
            continue
        here = [e for e in coded if start <= e.trigger[0] < end]
        triggers = [(_shift(e.trigger, start), e.type) for e in here]
        own = [
            Example(
                text[start:end], _shift(e.trigger, start), _within(e.actors, start, end), _within(e.recipients, start, end),
                e.type, e.mode, e.status, triggers=triggers,
            )
            for e in here
        ]  # fmt: skip
        for c in (found[0] for _, found in finder.options(number) if found):
            token = tree[c.token]
            if not any(e.trigger[0] - 12 <= token.start_char <= e.trigger[1] + 12 for e in here):
                sides = [
                    _within([(p.start_char, p.end_char) for p in side], start, end) for side in (c.actor, c.recipient)
                ]
                word = _shift((token.start_char, token.end_char), start)
                own.append(Example(text[start:end], word, *sides, NONE, "-", "-", weight=SILVER, triggers=triggers))
        found += own or [Example(text[start:end], (0, 0), [], [], "", "-", "-", triggers=[])]
    return found


def _shift(span: Span, start: int) -> Span:
    return span[0] - start, span[1] - start


def _within(spans: list[Span], start: int, end: int) -> list[Span]:
    return [_shift(s, start) for s in spans if start <= s[0] < end]


def _finder(text: str) -> tuple[Any, Any]:
    """The cast and the candidate finder of a text, by the packaged language model, knowledge base and lexicon."""
    from dragoman.actors import load as load_actors
    from dragoman.actors import resolve
    from dragoman.events.candidates import Finder
    from dragoman.records import Document

    language, ontology = _tools()
    document = Document("x", None, None, None, (), None, "none", "en", None, "x", text)
    cast = resolve(document, language.analyse(text), load_actors())
    return cast, Finder(cast, ontology)


@cache
def _tools() -> tuple[Any, Any]:
    from dragoman.language import load
    from dragoman.ontology import load as load_ontology

    return load(), load_ontology()


def sentence_places(texts: dict[str, str]) -> dict[str, tuple[str, int, str]]:
    """What a coder is given to read: name, start and words of every sentence, as `NUMBER` or `REPORT:NUMBER`."""
    from dragoman.language.split import split

    found = {}
    for name, text in texts.items():
        if name.isdigit():
            found[name] = (name, 0, text)
        else:
            for number, s in enumerate(split(text)):
                found[f"{name}:{number}"] = (name, s.start_char, text[s.start_char : s.end_char])
    return found


def to_offsets(sheet: Path, texts: dict[str, str]) -> tuple[list[str], list[str]]:
    """A coder's sheet, which quotes words, as coding lines with offsets, and what could not be found.

    A sheet's line is as a coding line's with the sentence of `sentence_places` and the words themselves; `#2` behind words means
    their second occurrence.
    """
    places = sentence_places(texts)
    lines: dict[tuple[Any, ...], str] = {}
    wrong, notes = [], []
    for number, line in enumerate(sheet.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            notes += [line.strip()] if line.startswith("# read ") else []
            continue
        parts = [p.strip() for p in line.split("\t")]
        if len(parts) != 7 or parts[0] not in places:
            wrong.append(f"{number}: not seven fields of a known sentence: {line}")
            continue
        name, start, text = places[parts[0]]
        spans = [_spans(text, p) for p in (parts[1], *parts[5:])]
        if None in spans or not spans[0]:
            wrong.append(f"{number}: words not in the sentence: {line}")
            continue
        trigger, *sides = (";".join(f"{a + start}-{b + start}" for a, b in s or []) or "-" for s in spans)
        key = (int(name) if name.isdigit() else name, spans[0][0][0] + start, parts[2])
        lines[key] = "\t".join([name, trigger, *parts[2:5], *sides])
    return notes + [lines[key] for key in sorted(lines)], wrong


def _spans(text: str, words: str) -> list[Span] | None:
    """Where quoted words stand in TEXT, whole words before parts of words; None if they do not."""
    found = []
    for part in [] if words == "-" else words.split(";"):
        phrase, _, nth = part.strip().partition("#")
        plain = re.escape(phrase.strip())
        whole = re.sub(r"(?<=\w)$", r"(?!\\w)", re.sub(r"^(?=\w)", r"(?<!\\w)", plain))
        places = next((p for w in (whole, plain) if w and len(p := _places(w, text)) >= int(nth or 1)), None)
        if places is None:
            return None
        found.append(places[int(nth or 1) - 1])
    return found


def _places(pattern: str, text: str) -> list[Span]:
    return [m.span() for m in re.finditer(pattern, text)]


def problems(coding: Path, texts: dict[str, str]) -> list[str]:
    """What is wrong with a coding file: unknown texts and labels, spans outside the text, doubles, lines outside what was read."""
    from training.events.data import MODE_LABELS, STATUS, TYPES

    found, seen, parts = [], set(), read_parts(coding)
    for name, lines in coded_lines(coding).items():
        for line in lines:
            here = f"{coding.name}: {' '.join(line[:3])}"
            trigger, kind, mode, status, *sides = line[1:]
            at = offsets(trigger)[0][0]
            if name not in texts or name not in parts or not parts[name][0] <= at < parts[name][1]:
                found.append(f"{here}: unknown text, or outside what was read of it")
            elif any(b > len(texts[name]) or a >= b for s in (trigger, *sides) for a, b in offsets(s)):
                found.append(f"{here}: span outside the text")
            if kind not in TYPES[1:] or status not in STATUS or (mode != "-" and f"{kind}:{mode}" not in MODE_LABELS):
                found.append(f"{here}: label {mode} {status}")
            if (name, trigger, kind) in seen:
                found.append(f"{here}: the same trigger and type twice")
            seen.add((name, trigger, kind))
    return found
