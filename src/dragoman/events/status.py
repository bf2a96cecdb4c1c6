"""Did it happen? The status of an event from tense, modality, negation, condition and time around its predicate."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.events.candidates import governors, marked_to
from dragoman.language.tree import Tree

NEGATIONS = frozenset("not n't never no neither nor hardly scarcely without nobody none".split())
FUTURE_GOVERNORS = frozenset(
    """plan intend aim prepare schedule expect hope seek want propose consider promise pledge vow agree decide due
        set slate ready arrange offer resolve undertake commit wish announce await""".split()
)
"""Words that make a deed in their infinitive a thing to come."""
ANNOUNCING = frozenset("announce tender offer submit declare promise pledge signal confirm accept".split())
"""Verbs whose object is a step back that is still to be done."""
GIVING = frozenset(("offer", "announce", "promise", "arrange", "seek", "want", "await"))
"""With a clause these look ahead; with an object noun they may do what it names ("offered praise", "announced a ban")."""
REFUSAL_GOVERNORS = frozenset("refuse decline fail deny reject cease stop avoid lack forgo rule omit neglect".split())
"""Words that say that what they govern was not done ("failed to release", "denied attacking")."""
HYPOTHETICAL_GOVERNORS = frozenset(
    """consider propose suggest weigh mull contemplate threaten discuss debate call demand urge ask request recommend
        fear advocate want favor favour seek require""".split()
)
POSSIBLE = frozenset("possible potential likely hypothetical proposed would-be eventual conceivable".split())
PLANNED = frozenset(
    """planned upcoming forthcoming future scheduled proposed next prospective coming expected""".split()
)
PAST = frozenset(
    """former previous past earlier last historic old longstanding prior recent sustained persistent repeated
        perennial periodic""".split()
)
OF_PERSONS = frozenset("former last old historic".split())
"""Adjectives that date the person or thing itself, not what is done to it ("arrested a former minister")."""
PAST_ADVERBS = frozenset(
    """previously formerly once earlier historically traditionally periodically long repeatedly ago often frequently
        regularly initially originally""".split()
)
CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
FUTURE_MODALS = frozenset(["will", "shall", "'ll", "’ll", "wo"])
POSSIBLE_MODALS = frozenset("could may might can should must ought".split())
BACKGROUND_SINCE = frozenset(("since",))


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words around a predicate say of it; the first that applies, in the order of `status_of`, decides."""

    negated: bool = False
    future: bool = False
    hypothetical: bool = False
    past: bool = False
    reported_would: bool = False

    def __or__(self, other: Signs) -> Signs:
        return Signs(
            self.negated or other.negated,
            self.future or other.future,
            self.hypothetical or other.hypothetical,
            self.past or other.past,
            self.reported_would or other.reported_would,
        )


INNER = ("xcomp", "ccomp", "obj", "acl", "nmod", "obl", "advcl", "csubj")


def signs(tree: Tree, token: int) -> Signs:
    """The signs on a predicate and on what governs it."""
    found = _own_signs(tree, token)
    below = token
    for above in governors(tree, token):
        if _blocks(tree, below, above):
            participle = tree[below].rel == "advcl" and tree[below].xpos == "VBG"
            frame = (above, *governors(tree, above)) if participle else ()
            found |= Signs(past=any(_is_past(tree, a) or _has_old_object(tree, a) for a in frame))
            break
        found |= _governor_signs(tree, below, above)
        below = above
    return found


def _own_signs(tree: Tree, token: int) -> Signs:
    future, hypothetical, would = _modal(tree, token)
    words: set[str] = set()
    if tree[token].upos == "NOUN":
        around = tree.children(token, "amod", "compound")
        words = {tree[c].lemma.lower() for c in around} | {tree[c].text.lower() for c in around}
    return Signs(
        _is_negated(tree, token),
        future or bool(words & PLANNED),
        hypothetical or bool(words & POSSIBLE) or _has_condition(tree, token),
        _is_past(tree, token) or _has_old_object(tree, token) or bool(words & (PAST - {"last"})),
        would,
    )


def _governor_signs(tree: Tree, below: int, above: int) -> Signs:
    """What the word above says of the one below: its meaning (plan, refusal), its own negation, modality and time."""
    rel, lemma = tree[below].rel, tree[above].lemma.lower()
    inner = rel in INNER
    finite = (rel == "ccomp" and tree[below].xpos in ("VBD", "VBZ", "VBP")) or tree.child(below, "aux") is not None
    found = Signs(hypothetical=rel == "advcl" and _has_condition(tree, below))
    if inner and not finite:
        looks_ahead = lemma in FUTURE_GOVERNORS
        found |= Signs(
            lemma in REFUSAL_GOVERNORS,
            looks_ahead and not (rel == "obj" and lemma in GIVING),
            lemma in HYPOTHETICAL_GOVERNORS and not looks_ahead,
        )
    reaches = inner or rel in ("nsubj:pass", "nsubj", "conj")
    if reaches and not (rel == "ccomp" and finite) and tree[above].upos in ("VERB", "AUX", "ADJ", "NOUN"):
        future, hypothetical, would = _modal(tree, above)
        past = rel in ("obj", "nsubj:pass") and _is_past(tree, above)
        found |= Signs(rel != "conj" and _is_negated(tree, above), future, hypothetical, past, would)
    return found


def _blocks(tree: Tree, below: int, above: int) -> bool:
    """Whether the word above says nothing of whether the word below happened: another clause, another deed."""
    rel = tree[below].rel
    if rel in ("parataxis", "acl:relcl"):
        return True
    if rel == "advcl":
        return not any(tree[m].text.lower() in ("to", *CONDITIONS) for m in tree.children(below, "mark"))
    if rel == "nsubj":
        return tree[above].upos == "NOUN"
    return rel in ("nmod", "obl") and tree[above].upos not in ("VERB", "NOUN")


def is_yet_to(tree: Tree, verb: int) -> bool:
    """ "has yet to publish"."""
    head = tree[verb].head
    if head < 0 or not marked_to(tree, verb):
        return False
    around = {tree[c].text.lower() for at in (verb, head) for c in tree.children(at, "advmod")}
    return ("yet" in around and tree[head].lemma.lower() in ("have", "be")) or tree[head].text.lower() == "yet"


def is_neither(tree: Tree, verb: int) -> bool:
    """ "neither the one nor the other signed", "neither would sign"."""
    return any(
        tree[d].text.lower() in ("neither", "nor")
        for s in tree.children(verb, "nsubj", "nsubj:pass")
        for d in (s, *tree.children(s, "cc:preconj", "cc", "advmod", "det"))
    )


def _is_negated(tree: Tree, token: int) -> bool:
    if is_yet_to(tree, token) or is_neither(tree, token):
        return True
    for c in tree.children(token):
        text = tree[c].text.lower()
        if tree[c].rel in ("advmod", "det", "cc:preconj", "mark", "aux") and text in NEGATIONS:
            return True
        if tree[c].rel in ("nsubj", "nsubj:pass", "obj") and any(
            tree[d].text.lower() in ("no", "neither") for d in tree.children(c, "det")
        ):
            return True
        if tree[c].rel in ("nsubj", "nsubj:pass") and text in ("nobody", "none", "neither"):
            return True
    return False


def _modal(tree: Tree, token: int) -> tuple[bool, bool, bool]:
    """(future, hypothetical, would) by the auxiliaries of TOKEN."""
    helpers = {tree[c].text.lower() for c in tree.children(token, "aux", "aux:pass")}
    going = tree[token].rel in ("xcomp", "ccomp") and tree[tree[token].head].text.lower() in (
        "going",
        "about",
        "set",
        "due",
    )
    to_be = any(tree[c].lemma.lower() == "be" for c in tree.children(token, "aux", "cop")) and marked_to(tree, token)
    future = bool(helpers & FUTURE_MODALS) or going or to_be
    return future, bool(helpers & POSSIBLE_MODALS), "would" in helpers or "’d" in helpers


def _is_past(tree: Tree, token: int) -> bool:
    """Past perfect, or an adverb that puts the deed before the news ("has long", "previously", "in recent years")."""
    for c in tree.children(token, "advmod", "obl", "obl:unmarked", "nmod:unmarked", "advcl"):
        if tree[c].text.lower() in PAST_ADVERBS:
            return True
        if tree.preposition(c) in BACKGROUND_SINCE:
            return True
        if tree[c].lemma.lower() in ("year", "decade", "month", "century", "time") and _spans_past(tree, c):
            return True
    if _is_stretch(tree, token) or _is_toll(tree, token):
        return True
    return _is_background_perfect(tree, token) or _has_time_before_infinitive(tree, token)


def _is_stretch(tree: Tree, token: int) -> bool:
    """ "three years of violence": a deed that fills years is no news of the day."""
    above = tree[token].head
    return (
        above >= 0
        and tree[token].rel == "nmod"
        and tree.preposition(token) == "of"
        and tree[above].lemma.lower() in ("year", "decade", "month", "century")
        and tree[above].text.lower().endswith("s")
    )


def _is_toll(tree: Tree, token: int) -> bool:
    """ "has killed tens of thousands": what a war has cost since it began; also of the deed that is its subject."""
    verb = tree[token].head if tree[token].rel == "nsubj" else token
    if verb < 0 or not any(tree[c].text.lower() in ("has", "have") for c in tree.children(verb, "aux")):
        return False
    masses = [i for c in tree.children(verb, "obj", "ccomp", "xcomp") for i in tree.subtree(c)]
    words = {tree[i].text.lower() for i in masses}
    return bool(words & {"tens", "hundreds", "scores"} and words & {"thousands", "millions"})


def _has_time_before_infinitive(tree: Tree, token: int) -> bool:
    """ "faced calls for years to act": the time stands before "to" and so belongs to what governs the infinitive."""
    for noun in range(token + 1, len(tree)):
        clause = tree[noun].head
        if (
            tree[noun].lemma.lower() not in ("year", "decade", "month")
            or clause < noun
            or token not in tree.ancestors(noun)
        ):
            continue
        marks = [m for m in tree.children(clause, "mark") if tree[m].text.lower() == "to" and m > noun]
        if marks and _spans_past(tree, noun):
            return True
    return False


def _has_old_object(tree: Tree, verb: int) -> bool:
    """ "faced sustained pressure": a deed that the noun's adjective puts before the news."""
    return any(
        tree[a].lemma.lower() in PAST - OF_PERSONS for o in tree.children(verb, "obj") for a in tree.children(o, "amod")
    )


def _is_background_perfect(tree: Tree, token: int) -> bool:
    """Past perfect in a relative or adverbial clause ("who had led the talks"): told to explain."""
    had = any(tree[c].text.lower() in ("had", "'d") for c in tree.children(token, "aux"))
    return had and tree[token].rel in ("acl:relcl", "advcl", "acl")


def _spans_past(tree: Tree, noun: int) -> bool:
    words = {tree[d].text.lower() for d in tree.children(noun)}
    plural = tree[noun].text.lower().endswith("s")
    if tree.preposition(noun) == "for" and ((plural and len(words) == 1) or "long" in words):
        return True  # "for years", "for a long time"
    return (
        bool(words & {"ago", "recent", "past", "previous", "earlier"})
        or (
            plural
            and tree.preposition(noun) in ("for", "over", "during", "in")
            and bool(words & {"recent", "past", "many", "several"})
        )
        or (plural and tree.preposition(noun) == "during" and tree.child(noun, "nmod") is not None)
    )


def _has_condition(tree: Tree, token: int) -> bool:
    return any(tree[m].text.lower() in CONDITIONS for m in tree.children(token, "mark"))


PLANS = frozenset(
    """plan intend schedule expect hope arrange due set prepare aim plot mull eye seek want slate consider ready""".split()
)
"""Triggers of AGREE that tell a plan or schedule and no promise: the coding guidelines make them `future`."""


def is_announced(tree: Tree, noun: int) -> bool:
    """Whether a deed, named by a noun, is only told as announced ("announced his resignation", "offered to submit its withdrawal")."""
    head = tree[noun].head
    return head >= 0 and tree[noun].rel == "obj" and tree[head].lemma.lower() in ANNOUNCING


def status_of(found: Signs, event: str, is_old: bool) -> str:
    """The status that SIGNS bear out. IS_OLD: the text dates the deed well before the report.

    >>> status_of(Signs(negated=True), "CONSULT", False), status_of(Signs(), "CONSULT", True)
    ('negated', 'historical')
    """
    if found.negated:
        return "negated"
    if found.hypothetical:
        return "hypothetical"
    if found.future or found.reported_would:
        return "future"
    if is_old or found.past:
        return "historical"
    return "actual"
