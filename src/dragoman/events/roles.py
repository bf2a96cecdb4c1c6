"""Who stands where around a predicate: subject, object and oblique phrases of verbs, possessors and complements of nouns.

Passives, control ("agreed to send"), coordination, participles, relative clauses and support verbs ("held talks with") are
resolved here, so that the lexicon of triggers speaks of parties alone and never of word order.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.actors.counted import COUNTED, count_of
from dragoman.language.tree import Tree

RELATIVE = frozenset(["who", "whom", "which", "that", "whose"])
OBJECT_CONTROL = frozenset(
    """urge ask tell order force allow permit persuade convince compel press pressure push request call invite want
        encourage enable help get cause require instruct authorize authorise forbid ban bar prevent stop appeal lead
        warn direct command oblige expect nominate appoint elect send deploy""".split()
)
"""Verbs whose infinitive is done by their object; with others ("promise", "agree", "plan") it is done by the subject."""

SUPPORT_VERBS = frozenset(
    """hold make give take launch carry conduct issue begin start stage mount lead open impose sign announce order
        offer express voice end resume continue join attend pay have do reach renew repeat plan cancel put place file
        lodge deliver provide extend seek mark finish complete conclude stop pursue step organize organise host keep
        wage commit arrange set chair convene enter initiate raise show lend throw suspend postpone perform execute
        undertake finalize finalise ratify negotiate discuss propose send demand include follow see witness plot
        prepare schedule sponsor""".split()
)
"""Verbs whose subject does what their object noun names ("launched an attack", "held talks")."""

PATIENT_VERBS = frozenset("face suffer receive undergo get win draw escape survive fear incur await accept".split())
"""Verbs whose subject is at the receiving end of what their object noun names ("faced sanctions", "received aid")."""


COUPS = frozenset("coup takeover putsch junta".split())
CARRYING = ("in", "into", "on", "to", "with", "for", "from", "at")
NESTED = ("by", "against")
WHILE = ("after", "before", "during", "following", "since", "amid", "upon")
"""Prepositions of a deed that frames the clause: its subject takes part ("stressed this during a meeting with X")."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Tokens around a predicate; every tuple holds conjuncts too. `phrases`: (preposition, token) pairs in text order."""

    subject: tuple[int, ...] = ()
    object: tuple[int, ...] = ()
    phrases: tuple[tuple[str, int], ...] = ()
    possessor: tuple[int, ...] = ()
    modifier: tuple[int, ...] = ()
    support: int | None = None

    def after(self, *prepositions: str) -> tuple[int, ...]:
        return tuple(token for prep, token in self.phrases if prep in prepositions)


def with_conjuncts(tree: Tree, tokens: list[int]) -> tuple[int, ...]:
    found: list[int] = []
    for token in tokens:
        chain = [antecedent(tree, token)]
        for at in chain:  # a parse may hang each conjunct on the one before it
            chain += [c for c in tree.children(at, "conj") if c not in chain]
        found += [c for c in sorted(chain) if c not in found]
    return tuple(found)


def antecedent(tree: Tree, token: int) -> int:
    """The noun that a relative pronoun stands for; any other token itself.

    >>> from dragoman.records import Sentence, Token
    >>> rows = [("police", "NOUN", -1, "root"), ("who", "PRON", 2, "nsubj"), ("fired", "VERB", 0, "acl:relcl")]
    >>> antecedent(Tree(Sentence(0, 20, tuple(Token(w, 0, 0, w, u, "", h, r) for w, u, h, r in rows))), 1)
    0
    """
    if tree[token].text.lower() not in RELATIVE or tree[token].upos not in ("PRON", "SCONJ", "DET"):
        return token
    for above in tree.ancestors(token):
        if tree[above].rel in ("acl:relcl", "acl") and tree[above].head >= 0:
            return tree[above].head
    return token


def is_passive(tree: Tree, verb: int) -> bool:
    """Passive by its auxiliary or subject, as a bare participle on a noun ("the men arrested by"), or as a passive's conjunct."""
    token = tree[verb]
    if tree.is_passive(verb):
        return True
    if token.xpos != "VBN" or tree.child(verb, "nsubj") is not None or tree.child(verb, "aux") is not None:
        return False
    if token.rel in ("acl", "amod"):
        return True
    if token.rel == "conj":
        return is_passive(tree, token.head) and tree.child(verb, "obj") is None
    return token.rel in ("advcl", "root", "parataxis", "ccomp", "xcomp") and (
        tree.child(verb, "obj") is None and tree.child(verb, "mark") is None
    )


def subject(tree: Tree, verb: int, depth: int = 0) -> tuple[int, ...]:
    """Who does what an active VERB says: its subject or the one that control, coordination or attachment gives."""
    own = [c for c in tree.children(verb, "nsubj", "csubj") if c < verb or tree.preposition(c) is None]
    if not own and any(tree[m].text.lower() == "to" for m in tree.children(verb, "mark")):
        own = tree.children(verb, "nsubj:outer")  # "is to visit", read as a copula
    token = tree[verb]
    head = token.head
    if not own and token.rel == "ccomp" and head >= 0:
        # The parse hung it on the verb above: "demanded that Uganda | withdraw".
        own = [c for c in tree.children(head, "nsubj") if head < c < verb]
    if own:
        return with_conjuncts(tree, own[:1])
    if depth > 5:
        return ()
    if head < 0:
        return ()
    if token.rel == "conj":
        return _patient_or_subject(tree, head, depth)
    if token.rel in ("xcomp", "advcl", "advcl:relcl", "ccomp") and tree[head].upos in ("VERB", "AUX", "ADJ", "NOUN"):
        return _controlled(tree, verb, head, depth)
    if token.rel in ("acl", "acl:relcl"):
        return _of_noun(tree, verb, head, depth)
    if token.rel in ("obl", "nmod", "obj", "dep") and tree[head].upos == "VERB" and token.xpos == "VBG":
        return _patient_or_subject(tree, head, depth)
    return ()


def _patient_or_subject(tree: Tree, verb: int, depth: int) -> tuple[int, ...]:
    """The surface subject of VERB: of a passive its patient, for that is what a coordinated or controlled verb continues."""
    passive = tree.children(verb, "nsubj:pass", "csubj:pass")
    return with_conjuncts(tree, passive[:1]) if passive else subject(tree, verb, depth + 1)


def _controlled(tree: Tree, verb: int, head: int, depth: int) -> tuple[int, ...]:
    if tree[verb].rel == "ccomp" and tree.child(verb, "mark") is not None and tree[verb].xpos not in ("VB", "VBG"):
        return ()
    if tree[verb].rel in ("xcomp", "ccomp") and tree[head].lemma.lower() in OBJECT_CONTROL:
        patients = tree.children(head, "obj", "iobj", "nsubj:pass")
        if patients:
            return with_conjuncts(tree, patients[:1])
        asked = [c for c in tree.children(head, "obl") if tree.preposition(c) in ("on", "to", "for", "upon")]
        if asked:
            return with_conjuncts(tree, asked[:1])
    return _patient_or_subject(tree, head, depth)


def _of_noun(tree: Tree, verb: int, noun: int, depth: int) -> tuple[int, ...]:
    token = tree[verb]
    if token.rel == "acl:relcl" and not any(tree[c].text.lower() in RELATIVE for c in tree.subtree(verb)):
        return ()
    if token.xpos == "VBG" or token.rel == "acl:relcl":
        return with_conjuncts(tree, [noun])
    holders = tree.children(noun, "nmod:poss")
    if holders:
        return with_conjuncts(tree, holders[:1])
    governor = tree[noun].head
    first = [o for o in tree.children(governor, "obj", "iobj") if o < noun] if governor >= 0 else []
    if tree[noun].rel == "obj" and first and tree[first[0]].rel in ("obj", "iobj"):
        return with_conjuncts(tree, first[:1])  # "gave the envoys time to leave": they leave
    if governor >= 0 and tree[noun].rel in ("obj", "obl", "nsubj:pass") and tree[governor].upos == "VERB":
        return _patient_or_subject(tree, governor, depth) if tree[noun].rel != "nsubj:pass" else ()
    return ()


def verb_roles(tree: Tree, verb: int) -> Roles:
    """Subject (the doer), object and oblique phrases of a verb in any voice."""
    phrases = _phrases(tree, verb)
    modifier = tuple(c for c in tree.children(verb, "compound") if tree[c].upos == "PROPN")
    if is_passive(tree, verb):
        agents = tree.children(verb, "obl:agent") or [t for p, t in phrases if p == "by"]
        patients = tree.children(verb, "nsubj:pass")
        if not patients:
            patients = _passive_patient(tree, verb)
        return Roles(with_conjuncts(tree, agents[:1]), with_conjuncts(tree, patients), tuple(phrases), (), modifier)
    objects = tree.children(verb, "obj", "iobj")
    if not objects and tree[verb].rel == "acl:relcl" and tree.child(verb, "nsubj") is not None:
        doer = tree.child(verb, "nsubj")
        if doer is not None and tree[doer].text.lower() not in RELATIVE:
            objects = [tree[verb].head]
    if not objects and tree.child(verb, "ccomp", "xcomp") is None:
        # "shot and wounded a protester": the object of the last verb is that of them all
        later = [c for c in tree.children(verb, "conj") if tree[c].upos == "VERB" and not tree.children(c, "nsubj")]
        objects = next((o for c in later if c - verb <= 3 and (o := tree.children(c, "obj"))), [])
    return Roles(subject(tree, verb), with_conjuncts(tree, objects), tuple(phrases), (), modifier)


def _passive_patient(tree: Tree, verb: int) -> list[int]:
    token = tree[verb]
    if token.head < 0:
        return []
    if token.rel in ("acl", "amod", "acl:relcl"):
        return [token.head]
    if token.rel in ("conj", "advcl", "xcomp"):
        return list(_patient_or_subject(tree, token.head, 0))
    return []


def _phrases(tree: Tree, word: int) -> list[tuple[str, int]]:
    """Prepositional phrases of a word, conjuncts included, with those of a verb's verbal conjunct left out."""
    found: list[tuple[str, int]] = []
    for child in tree.children(word, "obl", "obl:agent", "nmod", "obl:unmarked", "nmod:unmarked", "nsubj"):
        prep = tree.preposition(child)
        if prep is not None and (tree[child].rel != "nsubj" or child > word):  # a name misread as a second subject
            found += [(prep, c) for c in with_conjuncts(tree, [child])]
    return found


def noun_roles(tree: Tree, noun: int, alone: bool = False) -> Roles:
    """Possessor, modifiers and complements of a noun, and (unless ALONE) what the verb that supports an event noun adds."""
    possessor = with_conjuncts(tree, tree.children(noun, "nmod:poss"))
    modifier = [c for c in tree.children(noun, "amod", "compound", "nmod:desc", "nmod") if _names_party(tree, c)]
    modifier = [c for c in modifier if tree.child(c, "case") is None]
    phrases = _phrases(tree, noun)
    # "a protest by farmers against the law": a second phrase that the parse hangs on the first one's noun
    phrases += [p for _, inner in phrases for p in _phrases(tree, inner) if p[0] in NESTED]
    verb = None if alone else _support(tree, noun)
    doers: tuple[int, ...] = ()
    patients: tuple[int, ...] = ()
    if verb is not None:
        doers, patients, more = _supported(tree, noun, verb)
        phrases += [p for p in more if p[1] != noun and p not in phrases]
    return Roles(doers, patients, tuple(phrases), possessor, with_conjuncts(tree, modifier), verb)


def _names_party(tree: Tree, modifier: int) -> bool:
    """Whether a modifier may name a party: a name ("Syrian talks"), states counted ("six-nation talks"), or the military of a coup."""
    word = tree[modifier].lemma.lower()
    counted = word in COUNTED and count_of(tree, modifier) is not None
    return (
        tree[modifier].text[:1].isupper()
        or counted
        or (word == "military" and tree[tree[modifier].head].lemma in COUPS)
    )


def _support(tree: Tree, noun: int) -> int | None:
    """The verb whose object (or passive subject) the event noun is, also through a coordinated noun."""
    first = tree.first_conjunct(noun)
    head = tree[first].head
    if head < 0 or tree[head].upos != "VERB":
        return None
    if tree[first].rel in ("obj", "nsubj:pass", "nsubj"):
        return head
    in_phrase = tree[first].rel in ("obl", "advcl") and tree.preposition(first) in CARRYING + WHILE
    return head if in_phrase else None


def _supported(tree: Tree, noun: int, verb: int) -> tuple[tuple[int, ...], tuple[int, ...], list[tuple[str, int]]]:
    first = tree.first_conjunct(noun)
    lemma = tree[verb].lemma.lower()
    roles = verb_roles(tree, verb)
    rel = tree[first].rel
    others = [p for p in roles.phrases if p[1] != first]
    if rel == "nsubj":
        return (
            (),
            (),
            others if lemma in ("take", "occur", "happen", "begin", "end", "involve", "include", "continue") else [],
        )
    if lemma in PATIENT_VERBS:
        return (), roles.subject, others
    if lemma in SUPPORT_VERBS:
        return roles.subject, tuple(t for t in roles.object if tree[t].rel == "iobj"), others
    if tree.preposition(first) in WHILE:
        return roles.subject, (), []
    if rel == "obl" and tree.preposition(first) in ("in", "at", "on"):
        return roles.subject, roles.object, others
    return (), (), []
