"""Find candidate events: a trigger word of the lexicon with the parties that the sentence's structure gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Cast
from dragoman.events.head import Reading
from dragoman.events.roles import Roles, noun_roles, subject, verb_roles
from dragoman.language.tree import Tree
from dragoman.ontology import Ontology, Sense
from dragoman.records import Entity

MUTUAL_PREPOSITIONS = ("between", "with", "among", "amongst")
ACTOR_PREPOSITIONS = ("by", "from", "of")
TARGETS = ("against", "at", "on", "upon")
"""Prepositions of the other side where the object only says what was used ("fired tear gas at them")."""
LISTING = ("include", "comprise", "contain", "cover", "range")
EXAMPLES = ("like", "including", "as")
MOVES = ("RETREAT", "MOBILIZE")
FORCES = ("MIL", "COP", "PRM", "REB")
STATE = ("GOV", "MIL", "COP", "SPY", "LEG", "JUD")
"""Sectors that act for their state."""
SPORT = frozenset(
    """cup final semifinal match league tournament championship goal goalkeeper striker midfielder defender coach inning wicket
        playoff medal chess football soccer cricket rugby tennis basketball hockey player referee halftime stadium season
        half batsman bowler quarterfinal penalty champion athlete""".split()
)
SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
CLAUSE_RECIPIENT = ("ACCUSE", "REQUEST", "THREATEN")
CONTENT_RELATIONS = ("xcomp", "ccomp", "obj", "advcl", "acl", "obl", "csubj")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger word read as one type of event. `content`: tokens of what was asked, promised, refused or threatened."""

    sentence: int
    token: int
    event: str
    sense: Sense
    roles: Roles
    actor: tuple[Entity, ...]
    recipient: tuple[Entity, ...]
    content: tuple[int, ...] = ()
    score: float = 0.0
    """The lexicon's weight; of a decided candidate its confidence."""
    share: float = 0.0
    """Of the type among all types and none, by model and lexicon together."""
    chance: float = 0.0
    """That the word triggers an event of whatever type, by the model's first look."""
    rivals: tuple[tuple[str, float], ...] = ()
    reading: Reading | None = None


def is_public(entity: Entity) -> bool:
    """Whether a party belongs in the record: it has a country or organisation, or it is a body or group by its own nature."""
    return entity.code != "---" or entity.sector not in (None, "CVL", "UNK") or entity.kind in ("organisation", "group")


def is_known(entity: Entity) -> bool:
    """Whether a party has a country or organisation; where none of an event's parties has, it concerns no public actor."""
    return entity.code != "---"


class Finder:
    """Candidates of one document; holds the document's cast and the ontology."""

    def __init__(self, cast: Cast, ontology: Ontology) -> None:
        self.cast = cast
        self.ontology = ontology

    def options(self, number: int) -> Iterator[tuple[int, list[Candidate]]]:
        """Each trigger word of sentence NUMBER with its possible readings, the lexicon's favourite first; none without parties."""
        tree = self.cast.trees[number]
        game = is_sport(tree)
        for token in range(len(tree)):
            pos = _pos(tree, token)
            senses = self.ontology.senses(tree[token].lemma.lower(), pos) if pos else ()
            senses = tuple(s for s in senses if s.event != "ASSAULT") if game else senses
            if senses:
                yield token, self._options(number, tree, token, senses)

    def _options(self, number: int, tree: Tree, token: int, senses: Sequence[Sense]) -> list[Candidate]:
        roles = noun_roles(tree, token) if senses[0].pos == "noun" else verb_roles(tree, token)
        content = content_of(tree, token, roles)
        found = []
        for sense in senses:
            option = self._with_parties(number, token, sense, roles) if fits(tree, token, roles, sense) else None
            if option is not None:
                blamed = (
                    ()
                    if option.recipient or option.event not in CLAUSE_RECIPIENT
                    else self._blamed(number, token, option)
                )
                found.append(replace(option, content=content, recipient=option.recipient or blamed))
        found = [_completed(option, found) for option in found]
        return sorted(found, key=lambda c: -c.score)

    def bare(self, number: int, token: int) -> Candidate | None:
        """TOKEN as a trigger of no type yet, with what it is about; None for a word that can trigger nothing."""
        tree = self.cast.trees[number]
        pos = _pos(tree, token)
        if not pos:
            return None
        roles = noun_roles(tree, token) if pos == "noun" else verb_roles(tree, token)
        return Candidate(number, token, "", Sense("", (), pos), roles, (), (), content_of(tree, token, roles))

    def _blamed(self, number: int, token: int, best: Candidate) -> tuple[Entity, ...]:
        """The subject of a complement clause: whom a claim, demand or refusal is about ("alleged that X had lied")."""
        tree = self.cast.trees[number]
        for clause in tree.children(
            token, *(("ccomp", "acl", "acl:relcl") if tree[token].upos == "NOUN" else ("ccomp",))
        ):
            found = self.parties(
                number, subject(tree, clause) or tuple(tree.children(clause, "nsubj:pass")), deep=False
            )
            public = tuple(e for e in found if is_public(e) and not any(is_same(e, a) for a in best.actor))
            if public:
                return public
        return ()

    def _with_parties(self, number: int, token: int, sense: Sense, roles: Roles) -> Candidate | None:
        noun = sense.pos == "noun"
        actor, recipient = (
            self._noun_parties(number, sense, roles) if noun else self._verb_parties(number, sense, roles)
        )
        recipient = others(recipient, actor)
        if not any(is_known(e) for e in actor + recipient):
            return None
        paired = any(is_public(e) for e in recipient) or (sense.frame == "mutual" and len(actor) > 1)
        if sense.needs in ("recipient", "both") and not paired:
            return None
        if sense.needs in ("actor", "both") and not any(is_public(e) for e in actor):
            return None
        detail = sum(map(bool, (sense.object, sense.complement, sense.particle)))
        score = sense.weight + 0.1 * detail + 0.05 * bool(actor) + 0.05 * bool(recipient)
        return Candidate(number, token, sense.event, sense, roles, actor, recipient, (), round(score, 3))

    def _verb_parties(self, number: int, sense: Sense, roles: Roles) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
        doers = self.parties(number, roles.subject)
        after = self.parties(number, roles.after(*sense.prep)) if sense.prep else ()
        objects = self.parties(number, roles.object, deep=not sense.object)
        if sense.object and not after:
            after = self.parties(number, roles.after(*TARGETS)) or self._inside(number, roles.object, sense.prep)
        if sense.frame == "mutual":
            return _unique(doers + objects + after + self.parties(number, roles.after("with"), deep=False)), ()
        if sense.frame == "subject":
            return doers, self._target(number, sense, roles)
        if sense.frame == "reverse":
            return after or objects, doers
        if sense.frame == "prep":
            return doers, after or objects
        if not doers and sense.event in MOVES and objects and all(e.sector in FORCES for e in objects):
            return objects, after  # "Ethiopian troops were withdrawn from Somalia"
        return doers, others(objects, doers) or after or self._struck(number, sense, roles)

    def _target(self, number: int, sense: Sense, roles: Roles) -> tuple[Entity, ...]:
        """Whom a protest is against; other deeds of one side have no other."""
        return self.parties(number, roles.after("against"), deep=False) if sense.event == "PROTEST" else ()

    def _struck(self, number: int, sense: Sense, roles: Roles) -> tuple[Entity, ...]:
        """The country where a thing that belongs to nobody was hit ("bombed targets in Syria")."""
        return (
            self.parties(number, roles.after("in", "inside"), deep=False)
            if sense.event == "ASSAULT" and roles.object
            else ()
        )

    def _noun_parties(self, number: int, sense: Sense, roles: Roles) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
        owner = self.parties(number, roles.possessor, deep=False)
        modifier = self.parties(number, roles.modifier, deep=False)
        support = self.parties(number, roles.subject)
        after = self.parties(number, roles.after(*sense.prep))
        if sense.frame == "mutual":
            around = self.parties(number, roles.after(*MUTUAL_PREPOSITIONS, *sense.prep, "by", "of"))
            return _unique(support + owner + modifier + around), ()
        resigning = sense.event == "RETREAT" and sense.frame == "subject"  # "the resignation of the minister"
        sources = [p for p in ACTOR_PREPOSITIONS if p not in sense.prep or (p == "of" and resigning)]
        actor = self.parties(number, roles.after("by")) or owner or support or modifier
        actor = actor or self.parties(number, roles.after(*sources))
        recipient = after or self.parties(number, roles.object)
        movers = self.parties(number, roles.after("of")) if sense.event in MOVES and not actor else ()
        if movers and all(e.sector in FORCES for e in movers):
            return movers, others(recipient, movers)  # "the withdrawal of Ethiopian troops from Somalia"
        if not recipient and owner and modifier:
            recipient = () if actor is modifier else modifier
        if sense.frame == "subject":
            return actor, self._target(number, sense, roles)
        if sense.frame == "reverse":
            return recipient, actor
        return actor, recipient

    def parties(self, number: int, tokens: Iterable[int], deep: bool = True) -> tuple[Entity, ...]:
        """Entities of TOKENS; a thing that is no party gives way to the party that it belongs to ("Israel's attack")."""
        found: tuple[Entity, ...] = ()
        for token in tokens:
            here = self.cast.parties(number, token)
            if here and not any(is_known(e) for e in here):
                here = self._examples(number, token) or here
            for same in () if here else self.cast.trees[number].children(token, "appos"):
                here = here or self.cast.parties(number, same)
            found += here or (
                self._inside(number, (token,), ("by", "of", "from", "in", "with", "against", "to", "on"))
                if deep
                else ()
            )
        return _unique(found)

    def _examples(self, number: int, token: int) -> tuple[Entity, ...]:
        """The parties that a phrase of no country names as its examples: "several states, including Peru and Chile"."""
        inner = noun_roles(self.cast.trees[number], token, alone=True)
        return self.parties(number, inner.after(*EXAMPLES), deep=False)

    def _inside(self, number: int, tokens: Iterable[int], prepositions: Iterable[str]) -> tuple[Entity, ...]:
        tree = self.cast.trees[number]
        for token in tokens:
            if tree[token].upos not in ("NOUN", "PROPN"):
                continue
            inner = noun_roles(tree, token, alone=True)
            examples = inner.after(*EXAMPLES)
            for group in (examples, inner.after("by"), inner.possessor, inner.modifier, inner.after(*prepositions)):
                found = self.parties(number, group, deep=False)
                if found:
                    return found
        return ()


def is_sport(tree: Tree) -> bool:
    """Whether a sentence tells of a game, where beating, shooting and attacking harm nobody."""
    return len(SPORT & set(tree.lemmas)) >= 2 or any(SCORE.fullmatch(t.text) for t in tree.tokens)


def _completed(option: Candidate, siblings: Sequence[Candidate]) -> Candidate:
    """OPTION with the other side that a sibling of the same type found where its own conditions look elsewhere."""
    for other in siblings:
        if other.event != option.event:
            continue
        mutual = option.sense.frame == other.sense.frame == "mutual"
        if mutual and len(other.actor) > len(option.actor) and not others(option.actor, other.actor):
            option = replace(option, actor=other.actor)
        elif not mutual and not option.recipient and other.recipient and not others(option.actor, other.actor):
            option = replace(option, recipient=other.recipient)
    return option


def others(side: tuple[Entity, ...], known: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Those of SIDE that are not among KNOWN."""
    return tuple(e for e in side if not any(is_same(e, k) for k in known))


def _pos(tree: Tree, token: int) -> str:
    """verb, noun, adj, or "" for a word that triggers nothing; a capitalised noun in a name ("the Paris Agreement") does not."""
    upos = tree[token].upos
    if upos == "VERB":
        return "verb"
    if upos == "NOUN":
        is_name = token > 0 and tree[token].text[:1].isupper() and tree[token - 1].text[:1].isupper()
        return "" if is_name else "noun"
    if upos == "ADJ":
        verbal = tree[token].xpos in ("VBN", "VBG")
        return "verb" if verbal else "adj"
    return ""


def fits(tree: Tree, token: int, roles: Roles, sense: Sense) -> bool:
    """Whether the words around the trigger fulfil the conditions of SENSE."""
    if sense.particle and not any(
        tree[c].text.lower() == sense.particle
        for c in tree.children(token, "compound:prt", "advmod", "case", "obl", "xcomp")
    ):
        return False
    after = roles.after(*sense.prep)
    if sense.pos != "noun" and sense.frame == "prep" and not sense.object and not after:
        return False
    nearby = _nearby(tree, token, roles, sense)
    if nearby & set(sense.not_object):
        return False
    if sense.pos != "noun":
        nearby |= {tree[t].lemma.lower() for t in after}
        nearby |= {tree[c].lemma.lower() for c in tree.children(token, "xcomp") if tree[c].upos in ("ADJ", "NOUN")}
    if sense.complement:
        clauses = complements(tree, token, sense.complement)
        if not clauses:
            return False
        heads = {tree[k].lemma.lower() for c in clauses for k in tree.conjuncts(c)}
        if heads & set(sense.not_object):
            return False
        nearby = heads if sense.object else nearby
    return not sense.object or bool(nearby & set(sense.object))


def _nearby(tree: Tree, token: int, roles: Roles, sense: Sense) -> set[str]:
    """Lemmas of a verb's objects, or of the words that say what kind of deed a noun names."""
    if sense.pos == "noun":
        inner = tree.children(token, "compound", "amod", "nmod", "nmod:poss", "nmod:desc")
        return {tree[c].lemma.lower() for c in inner}
    return {tree[o].lemma.lower() for o in roles.object}


def complements(tree: Tree, token: int, kind: str) -> list[int]:
    """Heads of the clauses of KIND ("inf", "that" or "any") that complete the word."""
    found = []
    for c in tree.children(token, "xcomp", "acl", "advcl", "ccomp", "csubj"):
        marked = marked_to(tree, c)
        if tree[c].rel == "advcl" and not marked:
            continue
        infinitive = tree[c].xpos in ("VB", "VBG") or marked
        clause = tree[c].rel in ("ccomp", "acl", "csubj")
        if {"inf": infinitive, "that": clause}.get(kind, infinitive or clause):
            found.append(c)
    return found


def marked_to(tree: Tree, clause: int) -> bool:
    """Whether a clause is an infinitive with "to"."""
    return any(tree[m].lemma.lower() == "to" for m in tree.children(clause, "mark"))


def content_of(tree: Tree, token: int, roles: Roles) -> tuple[int, ...]:
    """Tokens of what the predicate is about: its complement clauses and its object, with all below them."""
    found: set[int] = set()
    for child in tree.children(token, *CONTENT_RELATIONS):
        clause = tree[child].upos in ("VERB", "AUX", "ADJ")
        if clause and tree[child].rel == "advcl" and not marked_to(tree, child):
            continue
        if tree[child].rel == "obl" and not (
            clause or tree.preposition(child) in ("of", "for", "from", "with", "on", "against", "under")
        ):
            continue
        found.update(_below(tree, child))
    if tree[token].upos == "NOUN":  # "the threat of sanctions", "a call for talks"
        found.update(
            t for c in tree.children(token, "nmod") if tree.preposition(c) in ("of", "for") for t in _below(tree, c)
        )
        listing = tree[token].head
        if (
            tree[token].rel == "nsubj" and tree[listing].lemma.lower() in LISTING
        ):  # "their demands include the release of ..."
            found.update(t for c in tree.children(listing, "obj") for t in _below(tree, c))
    if roles.support is not None:
        found.update(
            t for c in tree.children(roles.support, "xcomp", "advcl") if marked_to(tree, c) for t in _below(tree, c)
        )
    return tuple(sorted(found))


def _below(tree: Tree, top: int) -> list[int]:
    """TOP and what hangs on it, without adverbial and relative clauses: they tell deeds of their own."""
    found, stack = [], [top]
    while stack:
        at = stack.pop()
        found.append(at)
        for c in tree.children(at):
            own = tree[c].rel in ("acl:relcl", "parataxis") or (tree[c].rel == "advcl" and not marked_to(tree, c))
            if not own:
                stack.append(c)
    return found


def is_same(one: Entity, other: Entity) -> bool:
    """Whether two mentions are one party: by resolved name where both have one, else by the words themselves."""
    if one.code != other.code:
        return False
    if not one.name or not other.name:
        return (one.start_char, one.end_char) == (other.start_char, other.end_char)
    return one.name == other.name and _is_same_body(one, other)


def _is_same_body(one: Entity, other: Entity) -> bool:
    """Whether two parties of one name, a country's mostly, are one body: its police and its opposition are not."""
    if one.kind == "person" or one.sector == other.sector:
        return not (one.office and other.office) or one.office == other.office
    if None in (one.sector, other.sector):
        return (one.sector or other.sector) in STATE
    return {one.sector, other.sector} <= {"GOV", "MIL"}


def _unique(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for entity in entities:
        if not any(is_same(entity, e) for e in found):
            found.append(entity)
    return tuple(found)


def governors(tree: Tree, token: int) -> Iterator[int]:
    """Predicates above TOKEN through complements, coordination and support: what colours its status."""
    at = token
    while tree[at].head >= 0 and tree[at].rel in (
        "xcomp", "ccomp", "conj", "acl", "obj", "obl", "nsubj:pass", "advcl", "nmod", "nsubj", "parataxis", "csubj", "compound"
    ):  # fmt: skip
        at = tree[at].head
        yield at
