"""Walking a parsed sentence: children, conjuncts, phrases, subjects and objects. Indices are token positions in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dragoman.records import Sentence, Span, Token

CLAUSES = ("acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "parataxis", "csubj", "csubj:pass")


class Tree:
    """A sentence with its dependency tree indexed for walking.

    >>> words = [("Mexico", "PROPN", 1, "nsubj"), ("thanked", "VERB", -1, "root"), ("Canada", "PROPN", 1, "obj")]
    >>> tokens, at = [], 0
    >>> for word, upos, head, rel in words:
    ...     tokens.append(Token(word, at, at + len(word), word.lower(), upos, "", head, rel))
    ...     at += len(word) + 1
    >>> tree = Tree(Sentence(0, at - 1, tuple(tokens)))
    >>> tree.child(1, "nsubj"), tree.child(1, "obj"), tree.root
    (0, 2, 1)
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self._children: list[list[int]] = [[] for _ in self.tokens]
        self.root = 0
        for i, token in enumerate(self.tokens):
            if token.head < 0:
                self.root = i
            else:
                self._children[token.head].append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def children(self, index: int, *rels: str) -> list[int]:
        """Dependents of INDEX in text order; with RELS only those relations ("nsubj" does not match "nsubj:pass")."""
        found = self._children[index]
        return [c for c in found if self.tokens[c].rel in rels] if rels else list(found)

    def child(self, index: int, *rels: str) -> int | None:
        """The first dependent with one of RELS, or None."""
        return next((c for c in self._children[index] if self.tokens[c].rel in rels), None)

    def subtree(self, index: int) -> list[int]:
        """INDEX and everything below it, in text order."""
        found, stack = [], [index]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(self._children[at])
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above INDEX, nearest first."""
        at = self.tokens[index].head
        while at >= 0:
            yield at
            at = self.tokens[at].head

    def conjuncts(self, index: int) -> list[int]:
        """INDEX and the words coordinated with it, first conjunct first; INDEX must be the first conjunct."""
        return [index, *self.children(index, "conj")]

    def first_conjunct(self, index: int) -> int:
        while self.tokens[index].rel == "conj":
            index = self.tokens[index].head
        return index

    def preposition(self, index: int) -> str | None:
        """Lemma of the case marker of INDEX; a conjunct shares that of the first conjunct. "because of" gives "because"."""
        marker = self.child(index, "case")
        if marker is None and self.tokens[index].rel == "conj":
            return self.preposition(self.tokens[index].head)
        return None if marker is None else self.tokens[marker].text.lower()

    def is_passive(self, verb: int) -> bool:
        return self.child(verb, "nsubj:pass", "aux:pass", "csubj:pass") is not None

    def phrase(self, head: int) -> tuple[int, int]:
        """First and last token (half-open) of the noun phrase at HEAD, without relative clauses, appositions and conjuncts.

        Prepositional phrases behind the head are kept ("president of Mexico"), a leading case marker is left out.
        """
        inside = {head}
        stack = [head]
        while stack:
            at = stack.pop()
            for c in self._children[at]:
                rel = self.tokens[c].rel
                if rel in CLAUSES or (rel in ("case", "punct", "cop", "mark", "discourse") and at == head):
                    continue
                if at == head and rel in ("appos", "conj", "cc", "dep", "list", "nsubj", "advmod", "aux", "orphan"):
                    continue
                if at == head and rel.startswith(("obl", "nsubj", "obj", "aux")):
                    continue
                inside.add(c)
                stack.append(c)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside or (last + 2 in inside and self.tokens[last + 1].rel in ("punct", "case", "cc")):
            last += 1
        while last > head and self.tokens[last].rel in ("punct", "case", "cc"):
            last -= 1
        return first, last + 1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of tokens FIRST to LAST (half-open)."""
        return self.tokens[first].start_char, self.tokens[last - 1].end_char

    def words(self, text: str, first: int, last: int) -> Span:
        """Tokens FIRST to LAST (half-open) as a Span of TEXT, the document's text."""
        start, end = self.span(first, last)
        return Span(text[start:end], start, end)

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        return tuple(t.lemma.lower() for t in self.tokens)
