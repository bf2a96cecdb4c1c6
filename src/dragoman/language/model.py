"""The trained model of a language: words in, tags, tree, names and states out.

A batch never crosses a document, since int8 activations are scaled over the whole batch: a report gets the same answer
whatever stands before or after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.language import decode
from dragoman.language.split import SplitSentence, split
from dragoman.records import Analysis, Name, Sentence, Token

BATCH_PIECES = 2048
"""Pieces in a batch, padding counted: above it padding and memory grow, below it calls do."""
MAX_WORDS = 120
"""Longer sentences (lists, tables) are read in parts; the encoder was trained up to 200 pieces."""
MAX_PIECES = 240

Arrays = dict[str, NDArray[Any]]
Trunk = tuple[NDArray[np.float32], tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Tagged:
    """A sentence, or a part of a long one, as the network read it."""

    tokens: list[Token]
    names: list[tuple[int, int, str, float]]
    trunk: NDArray[np.float32]
    first_piece: tuple[int, ...]


class Language:
    """One language's model. `analyse` is a pure function of the text."""

    def __init__(self, session: Any, tokenizer: Any, data: dict[str, Any]) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.labels: dict[str, list[str]] = data["labels"]
        self.version: str = data["version"]
        self._lemmas = frozenset(data["lemmas"])
        self._irregular: dict[str, str] = data["irregular"]
        self._outputs = [o.name for o in session.get_outputs()]

    def analyse(self, text: str) -> Analysis:
        """The sentences, words, tree and names of TEXT."""
        return self._analysis(text, split(text))

    def analyse_words(self, sentences: Sequence[Sequence[str]]) -> Analysis:
        """The same for given words, joined by single blanks; one sentence a line."""
        spans, at, lines = [], 0, []
        for number, words in enumerate(sentences):
            start, tokens = at, []
            for word in words:
                tokens.append((at, at + len(word)))
                at += len(word) + 1
            spans.append(SplitSentence(start, max(at - 1, start), number, tuple(tokens)))
            lines.append(" ".join(words))
        return self._analysis("\n".join(lines), spans)

    def _analysis(self, text: str, spans: Sequence[SplitSentence]) -> Analysis:
        parts = [part for span in spans for part in _parts(span)]
        tagged = self._run(text, [part for part in parts if part.tokens])
        sentences: list[Sentence] = []
        names: list[Name] = []
        for span in spans:
            if not span.tokens:
                continue
            pieces = [next(tagged) for _ in _parts(span)]
            sentences.append(_join(span, pieces))
            names.extend(_names(len(sentences) - 1, pieces, sentences[-1]))
        return Analysis(text, tuple(sentences), tuple(names), self.version)

    def _run(self, text: str, spans: Sequence[SplitSentence]) -> Iterator[_Tagged]:
        words = [[text[a:b] for a, b in span.tokens] for span in spans]
        encodings = self.tokenizer.encode_batch(words, is_pretokenized=True) if words else []
        found: dict[int, _Tagged] = {}
        for batch in _batches([len(e.ids) for e in encodings]):
            arrays = _arrays([encodings[i] for i in batch], [len(words[i]) for i in batch])
            out = dict(zip(self._outputs, self.session.run(None, arrays), strict=True))
            for row, i in enumerate(batch):
                first = tuple(int(k) for k in arrays["first"][row, 1 : len(words[i]) + 1])
                pieces = out["trunk"][row, : len(encodings[i].ids)].copy()
                found[i] = self._tagged(words[i], spans[i], {k: v[row] for k, v in out.items()}, (pieces, first))
        yield from (found[i] for i in range(len(spans)))

    def _tagged(self, words: list[str], span: SplitSentence, out: Arrays, trunk: Trunk) -> _Tagged:
        n = len(words)
        heads = decode.heads(out["arcs"][1 : n + 1, : n + 1])
        upos = [self.labels["upos"][k] for k in out["upos"][1 : n + 1]]
        tokens = []
        for i, (word, (start, end)) in enumerate(zip(words, span.tokens, strict=True)):
            lemma = self._lemma(word, upos[i], out["lemma"][i + 1])
            xpos = self.labels["xpos"][out["xpos"][i + 1]]
            rel = "root" if heads[i] == 0 else self.labels["rels"][out["rels"][i + 1, heads[i]]]
            tokens.append(Token(word, start, end, lemma, upos[i], xpos, heads[i] - 1, rel))
        names = decode.spans(out["names"][1 : n + 1], self.labels["names"])
        return _Tagged(tokens, names, *trunk)

    def _lemma(self, word: str, upos: str, rules: NDArray[Any]) -> str:
        """By the likeliest rule; of open-class words the likeliest that gives a known lemma, if one does."""
        likely = [apply_rule(word, self.labels["lemma"][rule], upos) for rule in rules]
        if upos == "VERB" and word.lower() in self._irregular:
            return self._irregular[word.lower()]
        if upos in ("VERB", "NOUN", "ADJ") and likely[0] not in self._lemmas:
            return next((o for o in (*likely, *regular_lemmas(word, upos)) if o in self._lemmas), likely[0])
        return likely[0]


def apply_rule(word: str, rule: str, upos: str) -> str:
    """The lemma that a lemma rule makes of WORD; proper nouns keep their capitals.

    >>> apply_rule("Talks", "1|", "NOUN"), apply_rule("went", "=go", "VERB"), apply_rule("Koreas", "1|", "PROPN")
    ('talk', 'go', 'Korea')
    """
    form = word if upos == "PROPN" else word.lower()
    if rule.startswith("="):
        return rule[1:]
    cut, _, added = rule.partition("|")
    kept = len(form) - int(cut)
    return form[:kept] + added if kept > 0 else form


def regular_lemmas(word: str, upos: str) -> Iterator[str]:
    """What a regularly inflected word may come from, likeliest first.

    >>> next(regular_lemmas("dropped", "VERB")), next(regular_lemmas("allies", "NOUN"))
    ('drop', 'ally')
    """
    low = word.lower()
    for suffix in ("ed", "ing") if upos != "NOUN" else ():
        stem = low.removesuffix(suffix)
        if stem != low and len(stem) > 1:
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
            yield from (stem, stem + "e")
    if low.endswith("ies"):
        yield low[:-3] + "y"
    for suffix in ("es", "s"):
        if low.endswith(suffix):
            yield low.removesuffix(suffix)
    yield low


def _parts(span: SplitSentence) -> list[SplitSentence]:
    if len(span.tokens) <= MAX_WORDS:
        return [span]
    found = []
    for at in range(0, len(span.tokens), MAX_WORDS):
        tokens = span.tokens[at : at + MAX_WORDS]
        found.append(SplitSentence(tokens[0][0], tokens[-1][1], span.paragraph, tokens))
    return found


def _join(span: SplitSentence, parts: list[_Tagged]) -> Sentence:
    """The parts of a long sentence as one: the roots of later parts hang on the first root."""
    tokens: list[Token] = []
    first_piece: list[int] = []
    before = 0
    root = next((i for i, t in enumerate(parts[0].tokens) if t.head < 0), 0)
    for part in parts:
        shift = len(tokens)
        for t in part.tokens:
            head, rel = (root, "parataxis") if t.head < 0 and shift else (t.head + shift if t.head >= 0 else -1, t.rel)
            tokens.append(Token(t.text, t.start_char, t.end_char, t.lemma, t.upos, t.xpos, head, rel))
        first_piece += [before + k for k in part.first_piece]
        before += len(part.trunk)
    trunk = np.concatenate([p.trunk for p in parts])
    return Sentence(span.start_char, span.end_char, tuple(tokens), span.paragraph, trunk, tuple(first_piece))


def _names(number: int, parts: list[_Tagged], sentence: Sentence) -> Iterator[Name]:
    shift = 0
    for part in parts:
        for first, last, label, confidence in part.names:
            a, b = sentence.tokens[first + shift], sentence.tokens[last - 1 + shift]
            yield Name(number, first + shift, last + shift, label, a.start_char, b.end_char, round(confidence, 2))
        shift += len(part.tokens)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of similar length, so that little is padded."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda k: (lengths[k], k)):
        if batch and (len(batch) + 1) * min(lengths[i], MAX_PIECES) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _arrays(encodings: Sequence[Any], counts: Sequence[int]) -> Arrays:
    pieces, width = max(len(e.ids) for e in encodings), max(counts) + 1
    ids = np.zeros((len(encodings), pieces), dtype=np.int64)
    mask = np.zeros_like(ids)
    first = np.zeros((len(encodings), width), dtype=np.int64)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
        seen: set[int] = set()
        for position, word in enumerate(encoding.word_ids):
            if word is not None and word not in seen:
                seen.add(word)
                first[row, word + 1] = position
    return {"ids": ids, "mask": mask, "first": first}


def open_network(weights: bytes, threads: int = 1) -> Any:
    """An ONNX network ready to run on THREADS cores; the event branch is opened by it too."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


@cache
def load(threads: int = 1) -> Language:
    """The packaged model of English. THREADS: cores that one run of the network may use."""
    from tokenizers import Tokenizer

    folder = resources.files("dragoman.language") / "data"
    try:
        weights = (folder / "en.onnx").read_bytes()
        data = json.loads((folder / "en.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"the language model is not installed ({error}); install the package again") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return Language(open_network(weights, threads), tokenizer, data)
