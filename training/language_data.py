"""Training and evaluation data of the language model: treebanks (CoNLL-U), names (CSV of the Groningen Meaning Bank).

Every reader returns lists of `Sentence`. A field that a source does not annotate is None and its loss is masked.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAME_TAGS = ["O"] + [f"{mark}-{kind}" for kind in ("PER", "ORG", "LOC", "NORP") for mark in "BI"]
"""BIO tags of names: person, organisation, place, nationality (people and adjectives: "Iraqi", "the French")."""

MASKED = "_"
"""A word whose name tag the source does not settle (GUM does not mark adjectives of nationality): no loss is taken there."""

TITLES = frozenset(
    """president prime minister mr. mrs. ms. dr. mr mrs ms dr senator general gen. sen. rep. representative king
        queen pope chancellor vice foreign secretary sheikh sheik ayatollah colonel col. captain capt. major sergeant
        sgt. lieutenant lt. judge justice governor gov. mayor ambassador prince princess sir lord lady professor prof.
        cardinal bishop archbishop defense defence interior finance premier marshal admiral spokesman spokeswoman
        congressman congresswoman emperor sultan emir first deputy former imam mullah reverend rev. state leader
        director chief attorney""".split()
)
"""Words that some sources count as part of a person's name; the tag set here leaves them out, as Universal NER does."""

PERSON_JOINS = frozenset("- . de al el van von der bin ibn del la the di da".split())
NAME_JOINS = PERSON_JOINS | frozenset("& 's ’s of for and".split())
GPE_FIXED = {
    "U.S.": "LOC",
    "US": "LOC",
    "U.K.": "LOC",
    "UK": "LOC",
    "U.N.": "ORG",
    "UN": "ORG",
    "EU": "ORG",
    "E.U.": "ORG",
}
GPE_PAIRS = {
    ("United", "States"): "LOC",
    ("United", "Nations"): "ORG",
    ("European", "Union"): "ORG",
    ("United", "Kingdom"): "LOC",
}


@dataclass(slots=True)
class Sentence:
    words: list[str]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemma: list[str] | None = None
    heads: list[int] | None = None
    rels: list[str] | None = None
    names: list[str] | None = None


def lemma_rule(form: str, lemma: str) -> str:
    """The edit from FORM to LEMMA as text: letters cut at the end, letters added; whole words where they share no stem.

    >>> lemma_rule("meetings", "meeting"), lemma_rule("said", "say"), lemma_rule("went", "go")
    ('1|', '2|y', '=go')
    """
    low, target = form.lower(), lemma.lower()
    shared = 0
    while shared < min(len(low), len(target)) and low[shared] == target[shared]:
        shared += 1
    if not shared and len(low) <= 6:
        return "=" + target
    return f"{len(low) - shared}|{target[shared:]}"


def conllu_blocks(path: Path) -> Iterator[list[list[str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        block: list[list[str]] = []
        for line in file:
            line = line.rstrip("\n")
            if not line:
                if block:
                    yield block
                block = []
            elif line[0].isdigit():
                columns = line.split("\t")
                if columns[0].isdigit():
                    block.append(columns)
        if block:
            yield block


def read_conllu(path: Path) -> list[Sentence]:
    """The sentences of a treebank; names too where the last column holds `Entity=` annotation of all mentions (GUM)."""
    sentences = []
    for block in conllu_blocks(path):
        sentence = Sentence(
            words=[c[1] for c in block],
            upos=[c[3] for c in block],
            xpos=[c[4] for c in block],
            lemma=[lemma_rule(c[1], c[2]) for c in block],
            heads=[int(c[6]) for c in block],
            rels=[c[7] for c in block],
        )
        if "gum" in path.name:
            sentence.names = gum_names(block)
        sentences.append(sentence)
    return sentences


def gum_mentions(block: list[list[str]]) -> list[tuple[int, int, str]]:
    """(first, last, type) of every mention that opens and closes in the sentence, 0-based and inclusive."""
    open_, found = [], []
    for index, columns in enumerate(block):
        entity = next((f[7:] for f in columns[9].split("|") if f.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", entity):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                if part.endswith(")"):
                    found.append((index, index, fields[1]))
                else:
                    open_.append((fields[0], index, fields[1]))
            else:
                wanted = part.strip(")").split("-")[0]
                for k in range(len(open_) - 1, -1, -1):
                    if open_[k][0] == wanted:
                        _, first, kind = open_.pop(k)
                        found.append((first, index, kind))
                        break
    return found


def gum_names(block: list[list[str]]) -> list[str]:
    """BIO tags of the named mentions: those whose head is a proper noun, cut to the words of the name itself."""
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    tags = ["O"] * len(block)
    for first, last, kind in sorted(gum_mentions(block), key=lambda m: m[0] - m[1]):
        if kind not in kinds:
            continue
        head = next((i for i in range(first, last + 1) if not first <= int(block[i][6]) - 1 <= last), first)
        if block[head][3] != "PROPN" and not block[head][4].startswith("NNP"):
            continue
        span = name_span(block, first, last, head, kind)
        label = "NORP" if kind == "person" and block[head][4] == "NNPS" else kinds[kind]
        for i in span:
            tags[i] = ("B-" if i == span[0] else "I-") + label
    for i, columns in enumerate(block):
        if tags[i] == "O" and columns[4] in ("JJ", "NNPS") and columns[1][:1].isupper():
            tags[i] = MASKED
    return tags


def name_span(block: list[list[str]], first: int, last: int, head: int, kind: str) -> list[int]:
    """Indices of the name in a mention: from its first to its last capitalised word around the head, small words inside kept."""

    def fits(i: int) -> bool:
        word = block[i][1]
        joins = PERSON_JOINS if kind == "person" else NAME_JOINS
        return word[:1].isupper() or word[:1].isdigit() or word in joins

    start = end = head
    while end < last and fits(end + 1):
        end += 1
    while start > first and fits(start - 1):
        start -= 1
    while end > head and not (block[end][1][:1].isupper() or block[end][1][:1].isdigit()):
        end -= 1
    while (start < head and not block[start][1][:1].isupper()) or (
        start < head and block[start][1].lower() in ("the", "a")
    ):
        start += 1
    while kind == "person" and start < end and block[start][1].lower() in TITLES:
        start += 1
    return list(range(start, end + 1))


def read_gmb(path: Path) -> list[Sentence]:
    """The silver names of the Groningen Meaning Bank (Voice of America part), mapped to `NAME_TAGS`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    sentences: list[list[list[str]]] = []
    for row in rows:
        if row[0].startswith("Sentence") or not sentences:
            sentences.append([])
        if row[1]:
            sentences[-1].append(row)
    return [Sentence(words=[r[1] for r in s], names=gmb_names(s)) for s in sentences if s]


def gmb_names(rows: list[list[str]]) -> list[str]:
    spans: list[list[int | str]] = []
    for i, row in enumerate(rows):
        mark, _, kind = row[3].partition("-")
        if mark == "B" or (mark == "I" and (not spans or spans[-1][1] != i - 1 or spans[-1][2] != kind)):
            spans.append([i, i, kind])
        elif mark == "I":
            spans[-1][1] = i
    tags = ["O"] * len(rows)
    for first, last, kind in spans:
        assert isinstance(first, int) and isinstance(last, int)
        words = [r[1] for r in rows[first : last + 1]]
        label = gmb_label(words, [r[2] for r in rows[first : last + 1]], str(kind))
        while label == "PER" and first <= last and rows[first][1].lower() in TITLES:
            first += 1
        while label == "ORG" and first < last and rows[first][1].lower() == "the":
            first += 1
        while first <= last and rows[last][1] in ("'s", ",", "."):
            last -= 1
        if label:
            for i in range(first, last + 1):
                tags[i] = ("B-" if i == first else "I-") + label
    return tags


def gmb_label(words: list[str], tags: list[str], kind: str) -> str:
    if len(words) == 1 and words[0] in GPE_FIXED:
        return GPE_FIXED[words[0]]
    if tuple(words[:2]) in GPE_PAIRS and len(words) == 2:
        return GPE_PAIRS[(words[0], words[1])]
    if kind == "gpe":
        return "NORP" if tags[-1] in ("JJ", "NNS", "NNPS", "NN") else "LOC"
    return {"per": "PER", "org": "ORG", "geo": "LOC"}.get(kind, "")


def vocabularies(sentences: list[Sentence]) -> dict[str, list[str]]:
    """Label lists by field, in a fixed order; lemma rules seen less than three times are left to "0|"."""
    upos = sorted({t for s in sentences for t in s.upos or ()})
    xpos = sorted({t for s in sentences for t in s.xpos or ()})
    rels = sorted({t for s in sentences for t in s.rels or ()})
    rules = Counter(t for s in sentences for t in s.lemma or ())
    lemma = ["0|", *sorted(r for r, n in rules.items() if n >= 3 and r != "0|")]
    return {"upos": upos, "xpos": xpos, "rels": rels, "lemma": lemma, "names": NAME_TAGS}
