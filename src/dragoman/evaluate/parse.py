"""Sentences, words, parts of speech and dependencies against a treebank, as in the CoNLL 2018 shared task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.evaluate.conllu import GoldDocument, Word, read_conllu
from dragoman.evaluate.report import Group, Report, Score, Share, Value
from dragoman.language import Language
from dragoman.records import Sentence

Key = tuple[int, int, int]
"""Where a word stands: document, start, end."""


def score_parse(path: str | Path, language: Language) -> Report:
    """Scores of LANGUAGE on the CoNLL-U file at PATH: with gold words, and from raw text.

    Relations are compared without subtypes. From raw text a word is right only where its span is; its head must be the
    word that gold names (Zeman et al. 2018, "CoNLL 2018 shared task").
    """
    documents = read_conllu(path)
    sentences = sum(len(d.sentences) for d in documents)
    words = sum(len(s) for d in documents for s in d.sentences)
    counts = Group("counts", (Value("documents", len(documents)), Value("sentences", sentences), Value("words", words)))
    return Report(
        f"parse {Path(path).name}", (counts, with_gold_words(documents, language), from_raw(documents, language))
    )


def _base(rel: str) -> str:
    return rel.split(":")[0]


def with_gold_words(documents: Sequence[GoldDocument], language: Language) -> Group:
    """Tags and heads where sentences and words are given."""
    right: Counter[str] = Counter()
    total = 0
    for document in documents:
        analysis = language.analyse_words([[w.form for w in s] for s in document.sentences])
        for gold, guess in zip(document.sentences, analysis.sentences, strict=True):
            for word, token in zip(gold, guess.tokens, strict=True):
                total += 1
                right["UPOS"] += word.upos == token.upos
                right["lemma"] += word.lemma == token.lemma
                right["UAS"] += word.head == token.head
                right["LAS"] += word.head == token.head and _base(word.rel) == _base(token.rel)
    return Group("gold words", tuple(Share(name, right[name], total) for name in ("UPOS", "lemma", "UAS", "LAS")))


def from_raw(documents: Sequence[GoldDocument], language: Language) -> Group:
    """Sentences, words, tags and heads from the raw text of each document."""
    gold: dict[str, Counter[object]] = {name: Counter() for name in ("sentences", "words", "UPOS", "UAS", "LAS")}
    guess: dict[str, Counter[object]] = {name: Counter() for name in gold}
    for number, document in enumerate(documents):
        for sentence in document.sentences:
            _count(gold, number, _gold_rows(sentence))
        for found in language.analyse(document.text).sentences:
            _count(guess, number, _guess_rows(found))
    return Group("raw text", tuple(_score(name, gold[name], guess[name]) for name in gold))


Row = tuple[int, int, str, int, str]
"""Start, end, part of speech, position of the head, relation."""


def _gold_rows(words: Sequence[Word]) -> list[Row]:
    return [(w.start, w.end, w.upos, w.head, w.rel) for w in words]


def _guess_rows(sentence: Sentence) -> list[Row]:
    return [(t.start_char, t.end_char, t.upos, t.head, t.rel) for t in sentence.tokens]


def _count(into: dict[str, Counter[object]], document: int, rows: Iterable[Row]) -> None:
    """A claim for each word and measure; two claims are equal where the word, and what is said of it, are."""
    rows = list(rows)
    keys: list[Key] = [(document, start, end) for start, end, *_ in rows]
    into["sentences"][(document, rows[0][0], rows[-1][1])] += 1
    for key, (_, _, upos, head, rel) in zip(keys, rows, strict=True):
        above = keys[head] if head >= 0 else None
        into["words"][key] += 1
        into["UPOS"][(key, upos)] += 1
        into["UAS"][(key, above)] += 1
        into["LAS"][(key, above, _base(rel))] += 1


def _score(name: str, gold: Counter[object], guess: Counter[object]) -> Score:
    return Score(name, (gold & guess).total(), guess.total(), gold.total())
