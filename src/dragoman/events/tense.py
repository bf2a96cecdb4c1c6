"""Whether a word of the text looks ahead or back, for dates that name no year or week."""

from __future__ import annotations

from dragoman.language.tree import Tree

AHEAD = frozenset("will would shall 'll ’ll wo may might should must can could".split())
PLANNED = frozenset("plan schedule expect intend due set agree prepare slate aim hope".split())
"""Words that look ahead themselves; "set" only as a participle."""
DONE = frozenset(
    "manage fail help begin start continue use seem appear try dare happen prove able have cease stop".split()
)
"""Verbs whose infinitive is as past as they are."""
SAYING = frozenset(
    "say tell report add quote note write state believe think know mean show suggest indicate have be claim argue".split()
)
"""Verbs in whose present tense news tells what has been."""
DEADLINES = ("by", "before", "until", "till", "for", "ahead")
"""Prepositions of a date that is still to come, whatever the tense ("gave them until Friday", "called a vote for May")."""
MOVED = frozenset("postpone delay move push put adjourn extend bring reschedule defer".split())
"""Verbs whose "to" names a new date that is still to come."""
COMING = frozenset("upcoming planned forthcoming coming scheduled proposed".split())
UNCHANGED = frozenset("put cut hit let set shut hurt cost split quit beat cast bid spread read".split())
"""Verbs whose past is spelled like their present."""
LINKS = (
    "conj",
    "xcomp",
    "aux",
    "cop",
    "advcl",
    "acl",
    "obl",
    "obj",
    "nmod",
    "compound",
    "nsubj",
    "nsubj:pass",
    "iobj",
    "appos",
)


def looks_ahead(tree: Tree, word: int, preposition: str | None = None) -> bool:
    """Whether a date that hangs on WORD by PREPOSITION lies after the report."""
    if preposition == "since":
        return False
    if preposition in DEADLINES or (preposition == "to" and tree[word].lemma.lower() in MOVED):
        return "had" not in _helpers(tree, word)
    return _ahead(tree, word, 0)


def _helpers(tree: Tree, word: int) -> set[str]:
    return {tree[c].text.lower() for c in tree.children(word, "aux", "aux:pass", "cop")}


def _is_past(tree: Tree, word: int) -> bool:
    """Whether WORD is a finite verb in a past tense."""
    token, helpers = tree[word], _helpers(tree, word)
    if helpers & AHEAD:
        return False
    if token.xpos == "VBN" and not helpers and tree.child(word, "nsubj") is not None:
        return True  # a past tense taken for a participle
    unchanged = token.xpos == "VBP" and token.text.lower() in UNCHANGED
    return token.xpos == "VBD" or unchanged or bool(helpers & {"had", "was", "were", "did", "has", "have"})


def _infinitive(tree: Tree, word: int) -> bool:
    return any(tree[m].text.lower() == "to" for m in tree.children(word, "mark", "aux"))


def _ahead(tree: Tree, word: int, depth: int) -> bool:
    token = tree[word]
    lemma, helpers = token.lemma.lower(), _helpers(tree, word)
    if helpers & AHEAD:
        return True
    if lemma in PLANNED and (lemma != "set" or token.xpos == "VBN"):
        return True
    if any(tree[c].text.lower() in COMING for c in tree.children(word, "amod")):
        return True
    if tree.preposition(word) == "ahead":
        return True
    if _infinitive(tree, word):
        above = token.head
        implied = above >= 0 and token.rel in ("xcomp", "ccomp") and tree[above].lemma.lower() in DONE
        return _ahead(tree, above, depth + 1) if implied and depth < 4 else True
    if _is_past(tree, word):
        return False
    if token.xpos in ("VBZ", "VBP") or helpers & {"is", "are", "'s", "’s"}:
        return lemma not in SAYING or token.xpos in ("VBG", "VBN")
    if token.head < 0 or depth > 3 or token.rel not in LINKS:
        return False
    return _ahead(tree, token.head, depth + 1)
