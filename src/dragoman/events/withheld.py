"""What was not given: details, dates, timetables, transcripts that a public actor withheld.

PLOVER has no type for it. It is recorded as AGREE, negated (the actor did not show the willingness that the report looked for),
with `withheld_by`; like every negated record it counts in no score.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.events.candidates import Finder, is_public
from dragoman.events.roles import subject, verb_roles
from dragoman.events.status import NEGATIONS, REFUSAL_GOVERNORS, is_neither, is_yet_to
from dragoman.language.tree import Tree
from dragoman.records import Entity

TELL = frozenset("say specify disclose reveal explain announce clarify indicate state comment confirm".split())
QUESTIONS = frozenset("when whether how where what why who which if".split())
SPEAK = frozenset("say tell write add post announce state".split())
TEXTS = frozenset("statement release post message readout communique communiqué note letter tweet".split())
GIVE = TELL | frozenset(
    """provide release give disclose publish reveal announce offer issue set specify outline share name detail make
        unveil present supply fix spell confirm commit""".split()
)
THINGS = frozenset(
    """detail timetable timeline transcript date schedule deadline figure commitment text readout information
        specifics specific breakdown evidence proof explanation reason record document plan roadmap terms term list content
        account version summary recording indication clue""".split()
)
COMMITS = {"commit": "obl", "agree": "obl"}
"""Verbs that name the thing after a preposition ("commit to a date")."""
SIDES = frozenset("side party government capital leader minister neither".split())
"""Who gave nothing, where only the sentences before tell their names ("neither side gave a date")."""
Found = tuple[int, int, tuple[Entity, ...]]


def withheld(finder: Finder, number: int) -> Iterator[Found]:
    """(verb, thing, who withheld it) for everything that sentence NUMBER says was not given."""
    tree = finder.cast.trees[number]
    for verb in range(len(tree)):
        if tree[verb].upos != "VERB" or tree[verb].lemma.lower() not in GIVE:
            continue
        thing = _thing(tree, verb)
        if thing is None or not _is_refused(tree, verb, thing):
            continue
        public = _who(finder, number, verb)
        if public:
            yield verb, thing, public


def _who(finder: Finder, number: int, verb: int) -> tuple[Entity, ...]:
    """The public parties that could have given it: the doers, those of the clauses around, or who spoke before."""
    tree = finder.cast.trees[number]
    doers = verb_roles(tree, verb).subject
    for tokens in (doers, *_beside(tree, verb)):
        public = tuple(e for e in finder.parties(number, tokens) if is_public(e))
        if public:
            return public
    lemmas = {tree[d].lemma.lower() for d in doers if tree[d].upos not in ("PRON", "DET")}
    return _speaker_before(finder, number, bool(lemmas & TEXTS)) if lemmas <= TEXTS | SIDES else ()


def _thing(tree: Tree, verb: int) -> int | None:
    """What VERB would have given: its object, or the question that its clause answers ("did not say when")."""
    lemma = tree[verb].lemma.lower()
    nouns = (
        *verb_roles(tree, verb).object,
        *tree.children(verb, "xcomp"),
        *tree.children(verb, COMMITS.get(lemma, "obj")),
    )
    for noun in nouns:
        if tree[noun].lemma.lower() in THINGS:
            return noun
    for clause in tree.children(verb, "ccomp", "advcl", "xcomp", "obl") if lemma in TELL else []:
        first = verb + 2 if tree[verb + 1].text.lower() in ("on", "about", "as") else verb + 1
        asked = first < clause and tree[first].text.lower() in QUESTIONS
        if asked and tree[first].head in tree.subtree(clause):
            return clause
    return None


def withholds(tree: Tree, refusal: int) -> bool:
    """Whether the word of refusal at REFUSAL says that something was not given, which is a record of its own."""
    deeds = tree.children(refusal, "xcomp", "ccomp", "advcl", "acl")
    return any(tree[d].lemma.lower() in GIVE and _thing(tree, d) is not None for d in deeds)


def _speaker_before(finder: Finder, number: int, written: bool) -> tuple[Entity, ...]:
    """Who speaks in the three sentences before, or whom their main clauses are about: whose text "the statement" is (WRITTEN:
    the last to speak, if any did), and who "neither side" is (whoever was named last)."""
    speakers: list[tuple[Entity, ...]] = []
    named: list[tuple[Entity, ...]] = []
    for before in range(number - 1, max(-1, number - 4), -1):
        tree = finder.cast.trees[before]
        for verb in range(len(tree)):
            speaks = tree[verb].upos == "VERB" and tree[verb].lemma.lower() in SPEAK
            if not speaks and tree[verb].head >= 0:
                continue
            found = tuple(e for e in finder.parties(before, subject(tree, verb), deep=False) if is_public(e))
            if found:
                (speakers if speaks and written else named).append(found)
    return next(iter((*speakers, *named)), ())


def _is_refused(tree: Tree, verb: int, thing: int) -> bool:
    doers = tree.children(verb, "nsubj")
    for noun in (thing, *doers):
        if any(tree[d].text.lower() in ("no", "neither") for d in tree.children(noun, "det", "cc:preconj")):
            return True
    chain = [verb]
    while tree[chain[-1]].rel in ("xcomp", "conj") and tree[chain[-1]].head >= 0:
        if tree[chain[-1]].rel == "conj" and tree.child(chain[-1], "nsubj", "nsubj:pass") is not None:
            break
        chain.append(tree[chain[-1]].head)
    for word in chain:
        if any(tree[c].text.lower() in NEGATIONS for c in tree.children(word, "advmod", "cc:preconj")):
            return True
        if is_yet_to(tree, word) or is_neither(tree, word):
            return True
        if word != verb and tree[word].lemma.lower() in REFUSAL_GOVERNORS:
            return True
    return False


def _beside(tree: Tree, verb: int) -> Iterator[tuple[int, ...]]:
    """The doers of the clauses that VERB is coordinated with or told in, the nearest first: "X gave no date and no reason was
    given", "X said that a reply would go out but declined to say when"."""
    for above in tree.ancestors(verb):
        if tree[above].upos == "VERB":
            yield subject(tree, above)
    for clause in tree.children(verb, "conj"):
        yield subject(tree, clause)
