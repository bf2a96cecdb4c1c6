"""Counts of people around an event: dead, injured, arrested, and the size of a crowd."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.language.tree import Tree
from dragoman.records import Number

WORDS = {
    w: i for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen""".split()
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "tens": 20, "millions": 2_000_000}
"""Least numbers that vague plurals stand for; always approximate."""
APPROXIMATE = frozenset(
    """about around some nearly almost roughly approximately least than over up estimated""".split()
)

DEAD = frozenset("kill die slay murder massacre assassinate execute".split())
DEAD_WORDS = frozenset("dead death fatality killing body casualty".split())
KILLINGS = frozenset("killing behead hang death beheading execution assassination".split())
HURT = frozenset("injure wound hurt hospitalize hospitalise maim".split())
HARMS = frozenset("poison stab beat stabbing beating poisoning torture".split())
HURT_WORDS = frozenset(["injured", "wounded", "injury", "wound"])
HELD = frozenset("arrest detain apprehend jail imprison round".split())
HELD_WORDS = frozenset(["arrest", "detention", "detainee"])
CROWD = frozenset(
    """protester demonstrator people person marcher worker striker supporter student troop soldier officer police
        resident""".split()
)


@dataclass(frozen=True, slots=True)
class Casualties:
    """People counted in a sentence; None where the text gives no number."""

    dead: int | None = None
    injured: int | None = None
    arrested: int | None = None
    size: Number | None = None


NO_COUNTS = Casualties()


def value_of(tree: Tree, token: int) -> Number | None:
    """The number that TOKEN and its parts spell: "at least 12", "two hundred", "3,000", "dozens".

    >>> from dragoman.language import load
    >>> tree = Tree(load().analyse("At least 1,200 people marched.").sentences[0])
    >>> value_of(tree, 2)
    Number(value=1200, approximate=True, text='At least 1,200')
    """
    word = tree[token].text.lower()
    if word in VAGUE:
        return _vague(tree, token)
    value = _plain(word)
    if value is None:
        return None
    first = last = token
    for c in tree.children(token, "compound", "flat", "nummod"):
        part = _plain(tree[c].text.lower())
        if part is not None and abs(c - token) <= 2:
            value = part * value if c < token and value in SCALES.values() else value + part
            first, last = min(first, c), max(last, c)
    while first > 0 and (
        tree[first - 1].text.lower() in APPROXIMATE or tree[first - 1].text.lower() in ("at", "more", "as", "many")
    ):
        first -= 1
    words = [t.text for t in tree.tokens[first : last + 1]]
    return Number(value, bool(APPROXIMATE & {w.lower() for w in words}), " ".join(words))


def _vague(tree: Tree, token: int) -> Number:
    """ "dozens", "tens of thousands"."""
    word = tree[token].text.lower()
    for c in tree.children(token, "nmod"):
        scale = SCALES.get(tree[c].text.lower().removesuffix("s"))
        if scale is not None and c == token + 2:
            return Number(VAGUE[word] * scale, True, f"{tree[token].text} of {tree[c].text}")
    return Number(VAGUE[word], True, tree[token].text)


def _plain(word: str) -> int | None:
    digits = word.replace(",", "")
    if re.fullmatch(r"\d{1,7}", digits):
        return int(digits)
    return WORDS.get(word, SCALES.get(word))


def _count(tree: Tree, noun: int) -> Number | None:
    """The number on a noun phrase ("three soldiers", "dozens of people"), or the phrase itself where it is a number."""
    own = value_of(tree, noun)
    if own is not None:
        return own
    for c in tree.children(noun, "nummod"):
        return value_of(tree, c)
    return None


def _crowd(tree: Tree, noun: int) -> Number | None:
    """The number on a crowd's noun or above it: "300 people", "thousands of people", "a crowd of 300"."""
    found = _count(tree, noun)
    for above in tree.ancestors(noun):
        if found is not None or tree[above].text.lower() not in VAGUE:
            break
        # of "tens of thousands of people" the outermost word gives the number
        outer = tree[above].head
        found = None if outer >= 0 and tree[outer].text.lower() in VAGUE else value_of(tree, above)
    return found


def _patients(tree: Tree, verb: int) -> list[int]:
    found = tree.children(verb, "obj", "nsubj:pass")
    if tree[verb].lemma.lower() == "die":
        found = tree.children(verb, "nsubj")
    if not found and tree[verb].xpos == "VBN" and tree[verb].rel in ("acl", "amod"):
        found = [tree[verb].head]
    if not found and tree[verb].rel == "conj":
        found = _patients(tree, tree[verb].head) if tree[verb].xpos == "VBN" else []
    return found


def _people(tree: Tree, verbs: frozenset[str], words: frozenset[str]) -> int | None:
    for i in range(len(tree)):
        lemma = tree[i].lemma.lower()
        number = None
        if lemma in verbs and tree[i].upos in ("VERB", "ADJ"):
            number = next((n for p in _patients(tree, i) if (n := _count(tree, p)) is not None), None)
        elif lemma in words or tree[i].text.lower() in words:
            number = _count(tree, i) or _predicated(tree, i)
        if number is not None and number.value > 0 and number.text.lower() not in VAGUE:
            return number.value
    return None


def _predicated(tree: Tree, word: int) -> Number | None:
    """ "12 dead", "left 12 people dead", "12 were wounded": the number that the word is said of."""
    head = tree[word].head
    around = tree.children(word, "nsubj", "nsubj:pass") + (tree.children(head, "obj") if head >= 0 else [])
    if head >= 0 and tree[word].rel in ("amod", "acl", "dep", "appos"):
        around.append(head)
    return next((n for a in around if (n := _count(tree, a)) is not None), None)


def casualties(tree: Tree, token: int, one: bool) -> Casualties:
    """The people counted in the sentence of the predicate at TOKEN; ONE: it befell one person, who counts where no number stands."""
    crowd = next(
        (
            n
            for i in range(len(tree))
            if tree[i].lemma.lower() in CROWD and (n := _crowd(tree, i)) is not None and n.value >= 20
        ),
        None,
    )
    dead, hurt, held = (
        _people(tree, verbs, words) or (1 if one and tree[token].lemma.lower() in alone else None)
        for verbs, words, alone in (
            (DEAD, DEAD_WORDS, DEAD | KILLINGS),
            (HURT, HURT_WORDS, HURT | HARMS),
            (HELD, HELD_WORDS, HELD | HELD_WORDS),
        )
    )
    return Casualties(dead, hurt, held, crowd)
