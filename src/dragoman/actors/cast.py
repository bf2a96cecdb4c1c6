"""The cast of a report: every noun phrase and pronoun resolved to the parties that it stands for, in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.actors import phrases
from dragoman.actors.base import KnowledgeBase
from dragoman.actors.known import is_generic
from dragoman.actors.memory import Mention
from dragoman.actors.names import Names, known_names, label_votes, merge, model_names, office_holders, relabelled
from dragoman.actors.nouns import FEMALE, MALE, noun_of
from dragoman.actors.people import gather
from dragoman.actors.pointers import speaker_of
from dragoman.actors.scene import UNKNOWN, Parties, Scene, Towns, is_state
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Document, Entity, Name

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X", "SCONJ"))
INNER = frozenset(("amod", "compound", "flat", "nmod:desc", "det", "nummod", "goeswith", "fixed", "mark"))
TOWN = 0.7
"""Weight of a town's mention beside 1 for a country's name."""
BODILY = ("organisation", "government", "group")
"""Kinds of bodies, which a later phrase may point to also where they only modify a noun: "a CIA report ... the agency"."""
HOLDER = 1.5
"""Weight of a mention of an office holder beside 1 for a country's name."""
OPEN, CLOSE, EITHER = "“«„", "”»", '"'


class Cast:
    """Who is who in a report. `trees`: one tree a sentence."""

    def __init__(self, scene: Scene) -> None:
        self.trees: tuple[Tree, ...] = scene.trees
        self.scene = scene

    def parties(self, sentence: int, token: int) -> tuple[Entity, ...]:
        """Who the phrase headed by TOKEN stands for; () for what cannot act. Conjuncts are left to the caller."""
        return self.scene.cache.get((sentence, token), ())

    def entity(self, sentence: int, token: int) -> Entity:
        """Always one entity, with the code "---" where nothing is known."""
        found = self.parties(sentence, token)
        if found:
            return found[0]
        first, last = phrases.extent(self.scene, sentence, token)
        start, end = self.trees[sentence].span(first, last)
        return Entity(self.scene.text[start:end], start, end, confidence=0.2)

    def referent(self, sentence: int, token: int) -> str | None:
        """The words of the phrase that a pronoun or a phrase headed by TOKEN points back to, or None."""
        return self.scene.referents.get((sentence, token))

    def place(self, sentence: int, token: int) -> Entity | None:
        """The place that the name over TOKEN stands for (not who acts from it), with the code of its country, or None."""
        known = self.scene.names[sentence].known.get(token)
        if known is None:
            return None
        entry, sure = self.scene.pick(known.entries)
        start, end = self.trees[sentence].span(known.first, known.last)
        is_country = entry.kind == "state" and entry.form != "capital"
        text = self.scene.text[start:end]
        name, kind = (entry.name, "state") if is_country else (text, "place")
        return Entity(text, start, end, name=name, code=entry.code, kind=kind, confidence=sure)

    def place_names(self, sentence: int) -> list[tuple[int, int, str]]:
        """First and last token (half-open) and form (name, short, adjective, capital or seat) of what the base takes for a place."""
        known = dict.fromkeys(self.scene.names[sentence].known.values())
        picked = [(k, self.scene.pick(k.entries)[0]) for k in known]
        return [
            (k.first, k.last, e.form)
            for k, e in picked
            if e.form == "seat" or (e.kind in ("state", "place") and e.form != "people")
        ]


def resolve(document: Document, analysis: Analysis, base: KnowledgeBase, towns: Towns | None = None) -> Cast:
    """The cast of DOCUMENT as of its date: names, titles, offices, groups and pronouns to states, bodies and persons.

    TOWNS tells in which country a town lies that BASE does not know.
    """
    trees = tuple(Tree(s) for s in analysis.sentences)
    names = _names(analysis, trees, base)
    scene = Scene(
        analysis.text, _date(document.published, base.as_of), base, trees, names, tuple(_quoted(trees)), phrases.read
    )
    if towns is not None:
        scene.towns.update(_towns(scene, towns))
    _weigh(scene, document.title)
    gather(scene)
    _weigh_holders(scene)
    for sentence, tree in enumerate(trees):
        for token in range(len(tree)):
            if tree[token].upos in NOMINAL or token in names[sentence].cover:
                _mention(scene, sentence, token)
        said = speaker_of(scene, sentence)
        if said:
            scene.memory.speaker, scene.memory.speaker_at = said, sentence
    return Cast(scene)


def _date(published: str | None, as_of: str) -> str:
    """The day as of which offices are looked up: a bare year means its middle.

    >>> _date("2019", "2026-01-01"), _date("2019-04-02T10:00", "2026-01-01"), _date(None, "2026-01-01")
    ('2019-07-01', '2019-04-02', '2026-01-01')
    """
    if not published:
        return as_of
    return published[:10] + {4: "-07-01", 7: "-15"}.get(len(published), "")


def _short(name: list[str], base: KnowledgeBase) -> list[str]:
    """The words by which the person of a full NAME is called alone: the last one, and what the base knows ("Ban", "Lula")."""
    persons = base.persons(" ".join(name))
    return [w for w in name[:-1] if any(p in persons for p in base.persons(w))] + name[-1:] if persons else name[-1:]


def _names(analysis: Analysis, trees: tuple[Tree, ...], base: KnowledgeBase) -> tuple[Names, ...]:
    by_sentence: list[list[Name]] = [[] for _ in trees]
    for name in analysis.names:
        by_sentence[name.sentence].append(name)
    text = analysis.text
    starts = base.scan.starts(text)
    known = [known_names(tree, text, base, starts) for tree in trees]
    found = [model_names(tree, names, text, base) for tree, names in zip(trees, by_sentence, strict=True)]
    found = [office_holders(*parts, text, base) for parts in zip(trees, found, known, strict=True)]
    votes = label_votes(
        (text[tree[n.first].start_char : tree[n.last - 1].end_char], n.label, n.confidence)
        for tree, names in zip(trees, found, strict=True)
        for n in names
    )
    found = [relabelled(names, tree, votes, text, base) for tree, names in zip(trees, found, strict=True)]
    full = frozenset(
        word.lower()
        for tree, names in zip(trees, found, strict=True)
        for n in names
        if n.label == "PER" and n.last - n.first > 1
        for word in _short([t.text for t in tree.tokens[n.first : n.last]], base)
    )
    return tuple(merge(*parts, full) for parts in zip(trees, known, found, strict=True))


def _quoted(trees: tuple[Tree, ...]) -> Iterator[tuple[bool, ...]]:
    """For each token whether it stands inside quotation marks; a new paragraph closes an open quotation."""
    inside, paragraph = False, -1
    for tree in trees:
        if tree.sentence.paragraph != paragraph:
            inside, paragraph = False, tree.sentence.paragraph
        marks = []
        for token in tree.tokens:
            if token.text in OPEN:
                inside = True
            elif token.text in CLOSE:
                inside = False
            elif token.text in EITHER or token.text in ("``", "''"):
                inside = not inside
            marks.append(inside)
        yield tuple(marks)


def _towns(scene: Scene, towns: Towns) -> Iterator[tuple[tuple[int, int], str]]:
    for sentence, names in enumerate(scene.names):
        for named in dict.fromkeys(names.cover.values()):
            if named.label == "LOC" and not any(i in names.known for i in range(named.first, named.last)):
                code = towns.home(scene.words(sentence, named.first, named.last))
                if code is not None:
                    yield from (((sentence, token), code) for token in range(named.first, named.last))


def _weigh(scene: Scene, title: str | None) -> None:
    """Count how often each country is named, unambiguous names first; set the dateline."""
    unclear = []
    for sentence, names in enumerate(scene.names):
        weight = _weight(sentence)
        for k in dict.fromkeys(names.known.values()):
            if len({e.code for e in k.entries}) > 1:
                unclear.append((k, weight))
            elif not is_generic(k.entries):
                _count(scene.weights, k.entries[0].code, weight)
    for (sentence, token), code in scene.towns.items():
        if (sentence, token - 1) not in scene.towns:
            _count(scene.weights, code, TOWN * _weight(sentence))
            _count(scene.by_towns, code, TOWN * _weight(sentence))
    for word in (title or "").replace("'s", "").replace("’s", "").split():
        for code in {e.code for e in scene.base.find(word.strip(",:;.")) if word[0].isupper()}:
            _count(scene.weights, code, 2.0)
    for k, weight in unclear:
        entry, sure = scene.pick(k.entries)
        _count(scene.weights, entry.code, weight * sure)
    scene.dateline = _dateline(scene)


def _weight(sentence: int) -> float:
    """What a mention in the first two sentences counts beside one later on."""
    return 2.0 if sentence < 2 else 1.0


def _count(weights: dict[str, float], code: str, weight: float) -> None:
    if is_state(code):
        weights[code] = weights.get(code, 0.0) + weight


def _weigh_holders(scene: Scene) -> None:
    """Count each mention of one who held office on the report's date for his country: it may be named nowhere else."""
    for figure in scene.figures:
        persons = scene.base.persons(figure.name) if " " in figure.name else ()
        codes = {t.code for p in persons for t in p.held(scene.on)}
        code = next(iter(codes)) if len(codes) == 1 else ""
        if is_state(code):
            scene.weights[code] = scene.weights.get(code, 0.0) + HOLDER * len(figure.mentions)


def _dateline(scene: Scene) -> str | None:
    """The country of a place in capitals before a dash at the start: "KYIV, Ukraine (AP) —"."""
    if not scene.trees:
        return None
    tokens = scene.trees[0].tokens[:14]
    dash = next((i for i, t in enumerate(tokens) if t.text in ("—", "–", "--", "-") and i), None)
    if dash is None or not tokens[0].text.isupper():
        return None
    codes = [scene.pick(k.entries)[0].code for i, k in scene.names[0].known.items() if i < dash]
    return next((c for c in reversed(codes) if is_state(c)), None)


# ---------------------------------------------------------------- remembering


def _mention(scene: Scene, sentence: int, token: int) -> None:
    tree = scene.trees[sentence]
    found = scene.parties(sentence, token)
    word = tree[token]
    named = scene.names[sentence].cover.get(token)
    if named is not None and named.first <= word.head < named.last:
        return
    inner = word.rel in INNER and not (word.rel == "compound" and any(e.kind in BODILY for e in found))
    if inner or word.upos in ("SCONJ", "DET") or (not found and word.upos not in ("NOUN", "PROPN")):
        return
    _remember(scene, sentence, token, found)
    first = tree.first_conjunct(token)
    if word.rel == "conj" and tree.conjuncts(first)[-1] == token:
        group = [
            e
            for one in tree.conjuncts(first)
            for e in scene.parties(sentence, one)
            if e.code != UNKNOWN or e.kind == "person"
        ]
        if len({(e.name, e.code) for e in group}) > 1:
            _remember(scene, sentence, first, tuple(group), joined=True)


def _remember(scene: Scene, sentence: int, token: int, found: Parties, joined: bool = False) -> None:
    tree = scene.trees[sentence]
    word = tree[token]
    rel = tree[tree.first_conjunct(token)].rel
    figure = scene.figure_at.get((sentence, token))
    low = word.text.lower()
    gender = "f" if low in FEMALE else "m" if low in MALE else None
    plural = (
        joined
        or (word.xpos in ("NNS", "NNPS") and not _is_name(scene, sentence, token))
        or noun_of(word) in ("people", "police")
    )
    mention = Mention(
        found,
        sentence,
        token,
        word.head,
        rel.startswith("nsubj") or rel == "obl:agent",
        rel.startswith(("nsubj", "obj", "iobj")),
        plural or len(found) > 1,
        gender,
        scene.quoted[sentence][token],
        "" if joined or word.upos not in ("NOUN", "PROPN") else noun_of(word),
        None if figure is None else scene.figures.index(figure),
    )
    scene.memory.add(mention)


def _is_name(scene: Scene, sentence: int, token: int) -> bool:
    """Whether a plural form is a proper name ("the United States", "the Philippines")."""
    named = scene.names[sentence].cover.get(token)
    return named is not None and not any(e.form == "people" for e in named.entries)
