"""Who speaks: the public voices of a report, and the press that only passes them on."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from dragoman.language.tree import Tree
from dragoman.records import Entity
from dragoman.statements import lexicon, speech
from dragoman.statements.speech import Cue

LEAD = 4
"""Words before a name that may tell that it is a state's own medium."""


class Cast(Protocol):
    """What this room needs of the resolved cast of a report."""

    @property
    def trees(self) -> tuple[Tree, ...]: ...

    def entity(self, sentence: int, token: int) -> Entity: ...

    def parties(self, sentence: int, token: int) -> tuple[Entity, ...]: ...

    def referent(self, sentence: int, token: int) -> str | None: ...


def speaker_token(tree: Tree, cue: Cue) -> int | None:
    """The head token of the voice behind CUE: whose statement it is where a text speaks; None if a text is nobody's."""
    token = cue.speaker
    if tree[token].lemma.lower() in lexicon.TEXT_NOUNS and tree[token].upos == "NOUN":
        if cue.form == "according":
            return speech.maker(tree, token)
        owner = speech.owner(tree, token)
        return None if owner is not None and is_text(tree, owner) else owner
    if tree[token].text.lower() == "one":
        # "One of the authors, Ann Dahl": she is meant.
        for group in tree.children(token, "nmod"):
            loose = tree[group].upos == "PROPN" and tree.preposition(group) is None
            name = group if loose else _name_beside(tree, group)
            if name is not None:
                return name
    return token


def voice(text: str, cast: Cast, sentence: int, token: int) -> Entity:
    """Who speaks at TOKEN; where several speak together, the first of them, called by the words and names of all."""
    first, tree = named(cast, sentence, token), cast.trees[sentence]
    others = [c for c in tree.conjuncts(token) if c > token]
    spans = [tree.phrase(t) for t in (token, *others)]
    if others and not all(_stands_alone(tree, c) for c in others):
        # "Retired agent and adviser Ali Dahl" is one person.
        last = named(cast, sentence, others[-1])
        return last if last.kind == "person" and last.name is not None and first.kind != "person" else first
    joined = others and any(tree[c].text.lower() == "and" for c in tree.children(others[-1], "cc"))
    if not joined or any(tree[t].upos in ("VERB", "AUX") for t in range(spans[0][0], spans[-1][1])):
        return first
    start, end = first.start_char, tree[spans[-1][1] - 1].end_char
    names = [first.name, *(named(cast, sentence, t).name for t in others)]
    return replace(
        first,
        text=text[start:end],
        end_char=end,
        name=" and ".join(n for n in names if n) if all(names) else None,
        identifier_id=None,
    )


def _stands_alone(tree: Tree, token: int) -> bool:
    """Whether a noun behind "and" is somebody else: a name, a plural, or a noun with an article of its own."""
    plural = tree[token].upos == "NOUN" and tree[token].text.lower().endswith("s")
    return tree[token].upos == "PROPN" or plural or tree.child(token, "det", "nmod:poss") is not None


def named(cast: Cast, sentence: int, token: int) -> Entity:
    """The entity at TOKEN; one known only by office takes the name that stands beside it: "the envoy, Jon Dahl"."""
    entity = cast.entity(sentence, token)
    tree = cast.trees[sentence]
    said = cast.referent(sentence, token)
    if said is not None and _is_fuller(tree, token, said, entity):
        return replace(entity, name=said, identifier_id=None)
    if is_anonymous(tree, token):
        # "A Chadian official" speaks for Chad but is not Chad: the code says for whom, the name stays open.
        entity = replace(entity, name=None, identifier_id=None)
    beside = _name_beside(tree, token)
    if beside is None or (entity.name is not None and entity.kind == "person"):
        return entity
    person = cast.entity(sentence, beside)
    known = entity if entity.code != "---" or person.code == "---" else person
    return replace(
        known,
        text=entity.text,
        start_char=entity.start_char,
        end_char=entity.end_char,
        name=person.name or person.text,
        identifier_id=person.identifier_id or entity.identifier_id,
    )


def _name_beside(tree: Tree, token: int) -> int | None:
    """The name that stands beside the noun TOKEN: "the envoy, Jon Dahl", "a student named Dahl"."""
    for child in tree.children(token, "appos", "acl"):
        if tree[child].rel == "appos" and tree[child].upos == "PROPN":
            return child
        if tree[child].text.lower() in ("named", "called"):
            found = tree.child(child, "obj", "xcomp")
            return found if found is not None and tree[found].upos == "PROPN" else None
    return None


def _is_fuller(tree: Tree, token: int, said: str, entity: Entity) -> bool:
    """Whether the phrase SAID, to which a speaker without a name of his own points back, tells more of him than his own words."""
    if entity.kind not in ("office", "group", "government") or entity.identifier_id is not None:
        return False
    return tree[token].upos == "PRON" or len(said.split()) > len(entity.text.split())


def is_open(tree: Tree, token: int, entity: Entity) -> bool:
    """Whether a pronoun stands for nobody known: unresolved, or "he" and "she" taken for a state."""
    if tree[token].upos != "PRON":
        return False
    return entity.name is None or (
        tree[token].text.lower() in ("he", "she") and entity.kind not in ("person", "office")
    )


def is_anonymous(tree: Tree, token: int) -> bool:
    """Whether a common noun speaks of somebody left unnamed: "an official", "officials", "two ministers"."""
    if tree[token].upos != "NOUN" or _has_name(tree, token):
        return False
    marker = tree.child(token, "det", "nummod", "nmod:poss")
    if marker is None:
        return tree[token].xpos == "NNS" or tree[token].text.lower().endswith("s")
    return tree[marker].text.lower() in ("a", "an", "one", "some", "several", "two", "three")


def is_text(tree: Tree, token: int) -> bool:
    """Whether a written thing without an owner is said to speak: "the report said"."""
    return tree[token].lemma.lower() in lexicon.TEXT_NOUNS and tree[token].upos == "NOUN"


def is_press(entity: Entity) -> bool:
    """An agency, paper or broadcaster that passes on what others say; a state's own medium speaks for its state.

    >>> is_press(Entity("Reuters", 0, 7)), is_press(Entity("state television", 0, 16))
    (True, False)
    """
    words = f"{entity.text} {entity.name or ''}"
    if lexicon.STATE_MEDIUM.search(words):
        return False
    if entity.kind == "person" and entity.name and not lexicon.PRESS_NAMES.search(entity.name):
        return False
    if any(w.lower().rstrip("s") in lexicon.OFFICIAL_NOUNS for w in words.split()):
        return False
    return bool(lexicon.PRESS_NAMES.search(words) or lexicon.PRESS_NOUNS.search(entity.text))


def is_called_press(tree: Tree, token: int) -> bool:
    """Whether the noun before a name says that it is press: "the newspaper El Correo", "the daily Kayhan"."""
    first = token
    while first > 0 and tree[first - 1].upos == "PROPN":
        first -= 1
    heads = [token] if tree[token].upos == "NOUN" else [*tree.children(token, "compound", "nmod:desc"), first - 1]
    named = tree[token].upos == "PROPN" or (token + 1 < len(tree) and tree[token + 1].upos == "PROPN")
    called = any(i >= 0 and lexicon.PAPER_NOUNS.match(tree[i].text) is not None for i in heads)
    led = " ".join(t.text for t in tree.tokens[max(0, first - LEAD) : token + 1])
    return named and called and lexicon.STATE_MEDIUM.search(led) is None


def is_voice(tree: Tree, token: int, entity: Entity, acts: bool) -> bool:
    """Whether ENTITY can stand in the record as a speaker: named, or a public body; no bystander and no thing.

    ACTS: whether the resolved cast knows it as something that can act.
    """
    word = tree[token]
    text = word.text.lower()
    forms = {word.lemma.lower(), text, text.removesuffix("s"), text.removesuffix("es")}
    if forms & lexicon.BYSTANDERS:
        return entity.name is not None and (word.upos == "PRON" or _has_name(tree, token))
    if forms & {"source", "sources"}:
        return tree.child(token, "nmod", "compound", "amod") is not None
    if word.upos == "NOUN":
        public = forms & lexicon.PUBLIC_VOICES or lexicon.STATE_MEDIUM.search(entity.text)
        return bool(acts or public or entity.name is not None or _has_name(tree, token))
    return (
        word.upos in ("PROPN", "PRON", "ADJ", "X", "DET")
        and text not in ("we", "you", "me")
        and (text != "i" or entity.name is not None)
    )


def _has_name(tree: Tree, token: int) -> bool:
    return any(tree[t].upos == "PROPN" for t in [token, *tree.children(token, "flat", "appos", "compound")])
