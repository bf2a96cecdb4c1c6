"""The names in a sentence: what the knowledge base knows and what the language model found, made one set of spans."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.actors.base import Entry, KnowledgeBase
from dragoman.actors.nouns import HONORIFICS, NO_PARTY, PRONOUNS, REGIONS
from dragoman.actors.spelling import normal
from dragoman.language.tree import Tree
from dragoman.records import Name, Token

SURE = 0.8
"""Confidence above which the model's places are believed against the base's persons."""
MAX_WORDS = 10
"""Longest phrase of the knowledge base that is tried, in tokens; a longer official name is found by its parts."""


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `first` to `last` (half-open) of a sentence that name something. `label`: PER, ORG, LOC, NORP, or KNOWN."""

    first: int
    last: int
    label: str
    entries: tuple[Entry, ...] = ()
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one sentence: `cover` gives the outermost name over a token, `known` what the base knows at it."""

    cover: dict[int, Named]
    known: dict[int, Named]

    def persons(self) -> list[Named]:
        """Names of persons, in text order."""
        return sorted({n for n in self.cover.values() if n.label == "PER"}, key=lambda n: n.first)


def known_names(tree: Tree, text: str, base: KnowledgeBase, starts: Container[int]) -> list[Named]:
    """Longest matches of the knowledge base over the tokens, left to right, without overlap; STARTS: where one may begin."""
    found: list[Named] = []
    at = 0
    while at < len(tree):
        led = at + 1 if tree[at].text == "The" and at + 1 < len(tree) else at
        may = tree[at].start_char in starts or tree[led].start_char in starts
        match = _match(tree, text, base, at) if may else None
        if match is None:
            at += 1
        else:
            found.append(match)
            at = match.last
    return found


def _match(tree: Tree, text: str, base: KnowledgeBase, at: int) -> Named | None:
    word = tree[at]
    before = tree[at - 2 if at > 1 and tree[at - 1].text == "-" else at - 1].text.lower() if at else ""
    if before in REGIONS and word.text.startswith("America"):
        return None
    if not (word.text[0].isupper() or word.text[0].isdigit() or word.upos == "PROPN"):
        return None
    for size in range(min(base.longest, MAX_WORDS, len(tree) - at), 0, -1):
        phrase = text[word.start_char : tree[at + size - 1].end_char]
        if size > 1 and tree[at + size - 1].upos == "PUNCT":
            continue
        entries = tuple(e for e in base.find(phrase) if _fits(e, phrase))
        if entries and (size > 1 or (_nominal(word) and word.text.lower() not in NO_PARTY)):
            return Named(at, at + size, "KNOWN", entries)
    return None


def _nominal(word: Token) -> bool:
    """Whether a single word can be a name; a tagger takes a rare name for a pronoun or verb in the middle of a sentence."""
    return word.upos in ("PROPN", "ADJ", "NOUN", "X") or (
        word.upos in ("PRON", "VERB") and word.text.lower() not in PRONOUNS and word.text[0].isupper()
    )


def _fits(entry: Entry, phrase: str) -> bool:
    """An abbreviation only in capitals; "us" is no state and "who" no organisation."""
    return entry.form != "short" or phrase == entry.phrase or phrase.replace(".", "").isupper()


def model_names(tree: Tree, names: Iterable[Name], text: str, base: KnowledgeBase) -> list[Named]:
    """The model's names of one sentence; persons without their titles."""
    found = []
    for name in names:
        first, last = name.first, name.last
        if name.label == "PER":
            first = _without_title(tree, first, last, text, base)
            while last - 1 > first and tree[last - 1].upos in ("PUNCT", "PART"):
                last -= 1
            if base.role(text[tree[first].start_char : tree[last - 1].end_char]) is not None:
                continue  # a bare title
        if first < last and any(c.isupper() for i in range(first, last) for c in tree[i].text):
            found.append(Named(first, last, name.label, (), name.confidence))
    return found


def office_holders(
    tree: Tree, names: Sequence[Named], known: Sequence[Named], text: str, base: KnowledgeBase
) -> list[Named]:
    """NAMES corrected by the base: full names of office holders that the model cut, missed or took for something else."""
    fixed = {i for n in known for i in range(n.first, n.last)}
    places = {
        i
        for n in names
        if n.label == "LOC" and n.confidence > SURE and n.last - n.first < 3
        for i in range(n.first, n.last)
    }
    found: list[Named] = []
    at = 0
    while at < len(tree):
        last = _holder(tree, at, fixed | places, text, base)
        if last is not None:
            found.append(Named(at, last, "PER", (), 0.9))
        at = last or at + 1
    kept = []
    for name in names:
        inside = [f for f in found if f.first < name.last and name.first < f.last]
        if not inside:
            kept.append(name)
        elif name.label == "PER" and all(name.first <= f.first and f.last < name.last for f in inside):
            kept.append(name)
            found = [f for f in found if f not in inside]
    return sorted(kept + found, key=lambda n: n.first)


def _holder(tree: Tree, at: int, taken: set[int], text: str, base: KnowledgeBase) -> int | None:
    """Where the full name of an office holder that begins at AT ends."""
    end = at
    while (
        end < len(tree)
        and end - at < 6
        and end not in taken
        and (tree[end].upos == "PROPN" or (end > at and tree[end].text == "-"))
    ):
        end += 1
    if text[tree[at].start_char : tree[at].end_char].lower() in HONORIFICS:
        return None
    for last in range(end, at + 1, -1):
        phrase = text[tree[at].start_char : tree[last - 1].end_char]
        if tree[last - 1].upos == "PROPN" and " " in phrase and base.role(phrase) is None and _is_full(phrase, base):
            return last
    return None


def _is_full(phrase: str, base: KnowledgeBase) -> bool:
    """Whether PHRASE is an office holder's name from its first word on, not only its end ("bin Salman")."""
    first = normal(phrase.split()[0])
    return any(normal(name).split(" ", 1)[0] == first for p in base.persons(phrase) for name in (p.name, *p.aliases))


def relabelled(
    names: Sequence[Named], tree: Tree, votes: dict[str, str], text: str, base: KnowledgeBase
) -> list[Named]:
    """NAMES with the label that the report as a whole speaks for; a name right after a title is a person's."""
    found = []
    for name in names:
        words = text[tree[name.first].start_char : tree[name.last - 1].end_char]
        label = votes.get(words.lower(), name.label)
        if name.label in ("LOC", "ORG", "NORP") and not base.find(words) and _after_title(tree, name.first, text, base):
            label = "PER"
        found.append(replace(name, label=label))
    return found


def _after_title(tree: Tree, first: int, text: str, base: KnowledgeBase) -> bool:
    if not first or (tree[first - 1].text.islower() and tree[first - 1].xpos != "NN"):
        return False
    role = base.role(tree[first - 1].text)
    return role is not None and role.kind in ("office", "person") and tree[first - 1].xpos in ("NN", "NNP")


def label_votes(names: Iterable[tuple[str, str, float]]) -> dict[str, str]:
    """For each name of the report its label: (words, label, confidence) of all mentions; a surname goes with its full name.

    >>> label_votes([("Ana Ruiz", "PER", 0.9), ("Ruiz", "ORG", 0.6), ("Ruiz", "PER", 0.5), ("Oslo", "LOC", 0.9)])["ruiz"]
    'PER'
    """
    sums: dict[str, dict[str, float]] = {}
    for words, label, confidence in names:
        mine = sums.setdefault(words.lower(), {})
        mine[label] = mine.get(label, 0.0) + confidence
        if label == "PER" and " " in words:
            last = sums.setdefault(words.lower().split()[-1], {})
            last["PER"] = last.get("PER", 0.0) + 2 * confidence
    return {words: max(labels, key=lambda k: labels[k]) for words, labels in sums.items()}


def _without_title(tree: Tree, first: int, last: int, text: str, base: KnowledgeBase) -> int:
    while last - first > 1:
        cut = 0
        for size in range(min(4, last - first - 1), 0, -1):
            phrase = text[tree[first].start_char : tree[first + size - 1].end_char]
            if base.role(phrase) is not None or phrase.lower() in HONORIFICS:
                cut = size
                break
        if not cut:
            return first
        first += cut
    return first


def merge(tree: Tree, known: Sequence[Named], found: Sequence[Named], surnames: frozenset[str]) -> Names:
    """One set of spans. SURNAMES: lowered last words of the full names of persons in the report."""
    known_at = {i: k for k in known for i in range(k.first, k.last)}
    cover: dict[int, Named] = {}
    for name in found:
        kept = _settle(tree, name, known_at, surnames)
        if kept is not None:
            cover.update({i: kept for i in range(kept.first, kept.last) if i not in cover})
    for k in known:
        if k.first not in cover and k.last - 1 not in cover:
            cover.update(dict.fromkeys(range(k.first, k.last), k))
    for i, token in enumerate(tree.tokens):
        # A surname of the report is a name even where the model, which reads sentences alone, misses it.
        proper = token.upos == "PROPN" or (token.upos == "NOUN" and token.rel == "nsubj" and token.text[0].isupper())
        if i not in cover and proper and token.text.lower() in surnames and tree.child(i, "det") is None:
            cover[i] = Named(i, i + 1, "PER", (), 0.8)
    outer = {i: k for i, k in known_at.items() if cover.get(i) is None or cover[i].label != "PER"}
    return Names(cover, outer)


def _settle(tree: Tree, name: Named, known_at: dict[int, Named], surnames: frozenset[str]) -> Named | None:
    """NAME as it is after what the base knows in it, or None where the base's own match takes its place."""
    inside = {known_at[i] for i in range(name.first, name.last) if i in known_at}
    for k in sorted(inside, key=lambda k: k.first):
        covers = k.first <= name.first and k.last >= name.last
        if name.label != "PER":
            if covers or (k.first == name.first and k.last - k.first >= name.last - name.first):
                return None
            continue
        if covers:
            alone = name.last - name.first == 1 and tree[name.first].text.lower() in surnames
            return name if alone else None
        if k.first == name.first and any(e.form in ("adjective", "people", "short") for e in k.entries):
            name = replace(name, first=k.last)
        elif k.last > name.last or (k.last - k.first > 1 and k.entries[0].kind in ("organisation", "government")):
            return None
    return name
