"""Promises in a parsed sentence: the word that promises, the deed, and who is to do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.language.tree import Tree
from dragoman.statements.lexicon import words
from dragoman.statements.speech import misread_planner

WILL = words("will 'll ’ll shall wo")
WOULD = words("would 'd ’d")
# Verbs whose infinitive is what their subject binds itself to.
PROMISE_VERBS = words(
    """
    pledge promise vow agree commit undertake offer volunteer consent swear guarantee assure
    """
)
# Plans and intents: a commitment where the planner voices them.
PLAN_VERBS = words("plan intend propose aim mean prepare")
READY = words("ready prepared willing determined committed set due going able bound obliged") - {
    "able",
    "due",
}
PROMISE_NOUNS = words(
    """
    pledge promise commitment vow undertaking offer plan intention intent agreement deal accord pact memorandum
    understanding
    """
)
DEALS = words(
    """
    agreement deal accord pact memorandum treaty understanding plan communique declaration protocol truce
    """
)
# Steps that are promised by being announced: "announced a withdrawal", "announced his resignation".
ANNOUNCED = words(
    """
    withdrawal pullout resignation departure release closure suspension reopening resumption ceasefire truce
    moratorium donation grant aid package evacuation retirement reduction cut amnesty pardon
    """
)
ANNOUNCE = words("announce unveil declare confirm offer")
# What only comes about, or that nobody does: a forecast or a need, no promise.
NO_DEED = words(
    """
    be require need see face suffer depend happen become cost last fall rise grow lose win prove know find
    expect hope think believe feel seem appear want mean remain occur emerge hurt harm fail struggle die survive
    benefit affect increase decrease decline improve worsen prefer allow enable help_out regret learn understand
    like love hear matter result lead cause
    """
)
# Deeds that are promised by being forsworn.
FORSWORN = words(
    """
    develop produce make build use attack deploy impose invade strike test expand raise harm extradite target
    proliferate acquire transfer interfere annex occupy resume enrich bomb fire launch execute block seize arm
    seek stop send sell sign supply
    """
)
# What a public speaker does when it "will be done": "the prisoners will be freed, the ministry said".
PASSIVE_DEEDS = words(
    """
    pay release free withdraw reopen open close shut publish build rebuild compensate send deliver distribute lift ease repair
    return deploy hold prosecute punish extend restore abolish replace raise cut launch provide give make
    """
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A deed to come: `verb` heads its words, `doers` those of who is to do it, `cue` is the word that promises."""

    verb: int
    first: int
    """The token at which the deed's words begin."""
    doers: tuple[int, ...]
    cue: int
    form: str
    """promise, plan, will, would, ready, noun or announced."""
    pledgers: tuple[int, ...] = ()
    """Who promises, where that is told apart from who is to do it."""


def find_promises(tree: Tree) -> Iterator[Promise]:
    """Every deed to come that the sentence tells, whoever tells it."""
    for token in range(len(tree)):
        if tree[token].upos in ("VERB", "AUX", "ADJ", "NOUN", "PROPN"):
            yield from _at(tree, token)


def _at(tree: Tree, token: int) -> Iterator[Promise]:
    lemma = lemma_of(tree, token)
    if tree[token].upos == "NOUN":
        yield from _noun(tree, token)
    elif tree[token].upos == "VERB" and (lemma in PROMISE_VERBS or lemma in PLAN_VERBS):
        yield from _promise_verb(tree, token, lemma)
    elif tree[token].upos == "VERB" and lemma in ANNOUNCE:
        yield from _announced(tree, token)
    if tree[token].text.lower() in READY and tree.child(token, "xcomp", "advcl", "ccomp") is not None:
        yield from _ready(tree, token)
    yield from _modal(tree, token)


def lemma_of(tree: Tree, token: int) -> str:
    return tree[token].lemma.lower()


def doers_of(tree: Tree, verb: int, depth: int = 0) -> tuple[int, ...]:
    """The heads of who does VERB, conjuncts included; for an infinitive or a conjunct that of the verb above."""
    found = tree.child(verb, "nsubj", "nsubj:outer")
    if found is not None:
        if tree[found].text.lower() in ("who", "which", "that") and tree[verb].rel == "acl:relcl":
            found = tree[verb].head
        return tuple(tree.conjuncts(found))
    if tree.is_passive(verb):
        agent = tree.child(verb, "obl:agent")
        return tuple(tree.conjuncts(agent)) if agent is not None else ()
    head, rel = tree[verb].head, tree[verb].rel
    if head >= 0 and depth < 4 and rel in ("conj", "xcomp", "advcl", "acl:relcl", "acl"):
        if rel.startswith("acl") and tree[head].upos in ("NOUN", "PROPN", "PRON"):
            return (head,)
        above = doers_of(tree, head, depth + 1)
        return above or tuple(tree.children(head, "nsubj:pass"))
    return ()


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether VERB, or the verb that it complements, is denied; refusals count."""
    for at in (verb, tree[verb].head if tree[verb].rel in ("xcomp", "conj") else verb):
        if at >= 0 and any(
            tree[c].text.lower() in ("not", "n't", "n’t", "never", "no", "neither")
            for c in tree.children(at, "advmod", "det")
        ):
            return True
    thing = tree.child(verb, "obj")
    return thing is not None and any(tree[c].text.lower() == "no" for c in tree.children(thing, "det"))


def forswears(tree: Tree, verb: int) -> bool:
    """A denied deed that is itself a promise: "will not develop such weapons", "would impose no conditions"."""
    return is_negated(tree, verb) and lemma_of(tree, verb) in FORSWORN


def _promise_verb(tree: Tree, token: int, lemma: str) -> Iterator[Promise]:
    if is_negated(tree, token) or _is_unreal(tree, token):
        return
    doers = doers_of(tree, token)
    form = "promise" if lemma in PROMISE_VERBS else "plan"
    deed = tree.child(token, "xcomp")
    if deed is None:
        deed = next((c for c in tree.children(token, "advcl") if c > token and _has_to(tree, c)), None)
    if deed is not None and tree[deed].upos == "VERB":
        yield Promise(deed, _verb_start(tree, deed), doers, token, form)
        return
    clause = tree.child(token, "ccomp")
    if clause is not None and clause > token and form == "promise":
        start = next((c for c in tree.children(clause, "aux") if tree[c].text.lower() in WILL | WOULD), None)
        subject = tree.child(clause, "nsubj", "nsubj:pass")
        first = _verb_start(tree, clause) if start is None else start + 1
        if subject is not None and tree[subject].upos != "PRON" and lemma in ("assure", "guarantee", "promise"):
            first = min(
                first, min(tree.subtree(subject))
            )  # "promised that the plant would open": all of it is promised
        yield Promise(clause, first, doers_of(tree, clause) or doers, token, form, doers)
        return
    thing = tree.child(token, "obj") if lemma != "agree" else None
    if thing is None and lemma in ("agree", "commit", "consent"):
        thing = next((c for c in tree.children(token, "obl") if _has_to(tree, c)), None)
    if thing is not None and thing > token and (lemma != "offer" or _is_aid(tree, thing)) and form == "promise":
        yield Promise(thing, min(_phrase(tree, thing)), doers, token, form)


def _has_to(tree: Tree, head: int) -> bool:
    return any(tree[c].text.lower() == "to" for c in tree.children(head, "mark", "case"))


def _is_aid(tree: Tree, thing: int) -> bool:
    return lemma_of(tree, thing) in (
        "aid",
        "help",
        "assistance",
        "reward",
        "support",
        "relief",
        "loan",
        "amnesty",
        "dollar",
        "troop",
        "expertise",
    )


def _phrase(tree: Tree, head: int) -> range:
    return range(*tree.phrase(head))


def _ready(tree: Tree, token: int) -> Iterator[Promise]:
    deed = tree.child(token, "xcomp", "advcl", "ccomp")
    if deed is None or deed < token or is_negated(tree, token) or _is_unreal(tree, token):
        return
    mark = tree.child(deed, "mark")
    if mark is not None and tree[mark].text.lower() == "to":
        yield Promise(
            deed,
            _verb_start(tree, deed),
            doers_of(tree, token) or tuple(tree.children(token, "nsubj:pass")),
            token,
            "ready",
        )


def _announced(tree: Tree, token: int) -> Iterator[Promise]:
    if is_negated(tree, token) or _is_unreal(tree, token):
        return
    for thing in tree.children(token, "obj"):
        if lemma_of(tree, thing) in ANNOUNCED:
            yield Promise(thing, min(_phrase(tree, thing)), doers_of(tree, token), token, "announced")


def _noun(tree: Tree, token: int) -> Iterator[Promise]:
    if lemma_of(tree, token) not in PROMISE_NOUNS:
        return
    planner = misread_planner(tree, token)
    if planner is not None:
        deed = tree.child(token, "acl")
        if deed is not None:
            yield Promise(deed, _verb_start(tree, deed), (planner,), token, "plan")
        return
    deed = next((c for c in tree.children(token, "acl") if tree.child(c, "mark") is not None), None)
    if deed is None or tree[deed].upos != "VERB" or tree[tree.child(deed, "mark") or 0].text.lower() != "to":
        return
    top = token
    if tree[token].rel == "nmod" and lemma_of(tree, token) == "understanding":
        top = tree[token].head
    doers = _owners(tree, top)
    if doers:
        yield Promise(deed, _verb_start(tree, deed), doers, token, "noun")


def _owners(tree: Tree, noun: int) -> tuple[int, ...]:
    """Whose promise a noun names: its possessor, or who made, signed, gave or announced it."""
    owner = tree.child(noun, "nmod:poss")
    if owner is None:
        owner = next((c for c in tree.children(noun, "nmod") if tree.preposition(c) in ("by", "from", "between")), None)
    if owner is not None:
        return tuple(tree.conjuncts(owner))
    head = tree[noun].head
    made = (
        "sign",
        "make",
        "reach",
        "announce",
        "give",
        "seal",
        "conclude",
        "renew",
        "repeat",
        "strike",
        "sign",
        "reaffirm",
        "have",
        "launch",
    )
    if head >= 0 and tree[noun].rel == "obj" and lemma_of(tree, head) in made and not is_negated(tree, head):
        return doers_of(tree, head)
    return ()


def _modal(tree: Tree, verb: int) -> Iterator[Promise]:
    """ "Will do", "would do" (reported), "is to do", "plans to do" without a promise verb."""
    for child in tree.children(verb, "aux"):
        word = tree[child].text.lower()
        if word in WILL or word in WOULD:
            form = "will" if word in WILL else "would"
            if (
                form == "would"
                and tree.children(verb, "aux")[-1] != child
                and tree[tree.children(verb, "aux")[-1]].text.lower() == "have"
            ):
                return
            yield Promise(verb, verb, doers_of(tree, verb), child, form)
            return
        if (
            tree[child].lemma.lower() == "be"
            and child + 2 <= verb
            and tree[child + 1].text.lower() == "to"
            and tree[child + 1].head == verb
        ):
            yield Promise(verb, verb, doers_of(tree, verb), child, "will")
            return
    if tree[verb].upos == "VERB" and tree[verb].rel == "xcomp" and tree[tree[verb].head].lemma.lower() in ("be", "go"):
        top = tree[verb].head
        if tree[top].lemma.lower() == "be" or tree[top].text.lower() == "going":
            yield Promise(verb, verb, doers_of(tree, top), top, "will")


def _verb_start(tree: Tree, verb: int) -> int:
    """The first word of the deed: the verb with the adverb right before it, "not" included, without "to"."""
    first = verb
    while (
        first > 0
        and tree[first - 1].head == verb
        and tree[first - 1].rel in ("advmod", "aux", "aux:pass", "cop", "det", "amod", "compound")
    ):
        first -= 1
    return first


def _is_unreal(tree: Tree, verb: int) -> bool:
    """ "Could agree", "must promise", "to pledge", "refused to offer"."""
    for child in tree.children(verb, "aux", "mark"):
        word = tree[child].text.lower()
        if word in ("could", "may", "might", "should", "must", "would", "can", "if", "unless", "whether"):
            return True
        if word == "to" and tree[verb].rel in ("xcomp", "ccomp", "csubj"):
            return tree[tree[verb].head].lemma.lower() not in ("be",)
    return False
