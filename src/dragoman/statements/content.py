"""What an indirect statement says: the words of the clause or object that a cue governs."""

from __future__ import annotations

from dragoman.language.tree import Tree
from dragoman.statements import edges, lexicon, speech
from dragoman.statements.lexicon import words
from dragoman.statements.speech import Cue

SUBORDINATE = (
    "ccomp",
    "xcomp",
    "advcl",
    "acl",
    "acl:relcl",
    "conj",
    "parataxis",
    "root",
    "csubj",
    "advcl:relcl",
    "ccomp:rel",
)
FEELINGS = words(
    """
    concern hope regret disappointment support condolence outrage anger confidence fear doubt optimism
    willingness solidarity gratitude dismay sympathy alarm readiness satisfaction opposition appreciation worry
    shock intention desire commitment view belief surprise sorrow sadness reservation interest
    """
)
CHARGES = words(
    """
    allegation claim charge accusation report suggestion criticism notion idea concern speculation rumour rumor
    assertion statement warning complaint fear argument
    """
)
OBJECTLESS = words("say add argue insist claim announce state assert stress contend")
GERUND_VERBS = words("suggest propose deny demand describe")
SETTINGS = words("during after before at since following amid in on")
CIRCUMSTANCES = words("when after before while since until as if because")
DENIED = words(
    """
    involvement responsibility wrongdoing link tie knowledge role existence belief part any it rumour rumor story
    """
)
# A participle behind a comma with which the reporter, not the speaker, comments.
COMMENTS = words(
    """
    signal underscore highlight mark raise echo add note fuel reflect suggest follow say cite refer use indicate
    bring prompt leave contradict reverse disregard defy ignore call describe accuse blame warn urge insist
    claim tell announce
    """
)
EDGES = " \t\u00a0,;:.–—-…"
THAT_NOUN = 2
"""Words of an object such as "that claim", whose first one is no conjunction."""
LEADING_MARKS = frozenset({"that", "which", "who", ",", ":", ";", "—", "–", "-", "and", "but"})
Range = tuple[int, int]


def contents(tree: Tree, cue: Cue, text: str) -> list[Range]:
    """Character spans of what CUE reports, in text order; several where the cue stands inside the clause; [] for none.

    The leading "that" and the final stop are left out.
    """
    tokens = _tokens(tree, cue)
    if not tokens:
        return []
    tokens = _without_comment(tree, cue, tokens)
    hole = _hole(tree, cue, tokens)
    pieces: list[list[int]] = [[]]
    for at in range(min(tokens), max(tokens) + 1):
        if at in hole:
            pieces.append([])
        else:
            pieces[-1].append(at)
    if cue.form == "according" or tree.child(cue.token, "obj") is None:
        pieces = [p for p in pieces if any(tree[t].upos in ("VERB", "AUX") for t in p)] or _verbless(tree, cue, pieces)
    spans = [
        edges.late_start(s, cue, tree, text) for s in (_span(tree, piece, text) for piece in pieces) if s is not None
    ]
    spans = [edges.before_aside(s, text) for s in spans]
    return edges.long_enough(spans, text)


def _verbless(tree: Tree, cue: Cue, pieces: list[list[int]]) -> list[list[int]]:
    """Pieces without a verb, which a preposition's object may be or a judgement: "called for calm", "called it low"."""
    called = lexicon.verb_of(tree[cue.token].text, tree[cue.token].lemma) == "call"
    return pieces if called or speech.preposition(tree, cue.token) is not None else []


def _tokens(tree: Tree, cue: Cue) -> set[int]:
    if cue.form == "according":
        return _according(tree, cue)
    if cue.form == "noun":
        clause = speech.noun_clause(tree, cue.token)
        if clause is None:
            return set()
        above = clause in tree.ancestors(cue.token)
        return set(tree.subtree(clause)) - (set(tree.subtree(cue.token)) if above else set())
    if cue.form == "thought":
        return set()
    return _clause(tree, cue) or _inverted(tree, cue) or _prepositional(tree, cue) or _object(tree, cue)


def _clause(tree: Tree, cue: Cue) -> set[int]:
    """The complement clause: "said (that) ...", "urged Rome to ...", "claimed to have ..."."""
    lemma = lexicon.verb_of(tree[cue.token].text, tree[cue.token].lemma)
    if lemma not in lexicon.CLAUSE_VERBS or lemma in lexicon.QUOTE_VERBS:
        return set()
    for child in sorted(tree.children(cue.token, "ccomp"), key=lambda c: c < cue.token):
        mark = tree.child(child, "mark")
        if lemma in lexicon.LOOSE_VERBS and (mark is None or tree[mark].text.lower() != "that"):
            continue
        return _mended(tree, cue, child)
    for noun in tree.children(cue.token, "obj"):
        if speech.misread_planner(tree, noun) is not None:
            return {t for c in tree.children(cue.token, "obj") for t in tree.subtree(c)}
    for noun in tree.children(cue.token, "obl", "obj"):
        clause = speech.noun_clause(tree, noun) if tree[noun].lemma.lower() in lexicon.TEXT_NOUNS else None
        if clause is not None:
            return set(tree.subtree(clause))
    infinitive = tree.child(cue.token, "xcomp")
    if lemma in lexicon.LOOSE_VERBS or infinitive is None or not _is_clause(tree, infinitive):
        return set()
    found = set(tree.subtree(infinitive))
    goal = tree.child(cue.token, "obj", "iobj")
    if goal is not None and cue.token < goal < infinitive and (lemma not in edges.ADDRESSED or lemma == "ask"):
        found |= set(tree.subtree(goal))
    return found


def _mended(tree: Tree, cue: Cue, clause: int) -> set[int]:
    """The words of a complement clause, with its subject where the parse gave that to the verb of saying.

    Everything between "that" and the clause belongs to the clause.
    """
    verb, found = cue.token, set(tree.subtree(clause))
    if clause < verb:
        return found - set(range(cue.speaker, max(tree.subtree(cue.speaker)) + 1)) - set(tree.subtree(cue.speaker))
    if cue.speaker < verb and cue.speaker not in tree.ancestors(verb):
        found -= set(tree.subtree(cue.speaker))
    loose = [c for c in tree.children(verb, *speech.SUBJECTS, "nsubj:pass") if verb < c < clause and c != cue.speaker]
    if lexicon.verb_of(tree[verb].text, tree[verb].lemma) in OBJECTLESS:
        loose += [c for c in tree.children(verb, "obj", "iobj", "dep") if verb < c < clause]
    for child in loose:
        found |= set(tree.subtree(child))
    found = {t for t in found if t > verb}
    marks = [t for t in range(cue.last, clause) if tree[t].text.lower() == "that" and tree[t].rel == "mark"]
    if marks and marks[0] < min(found, default=clause):
        found |= set(range(marks[0], clause))
    elif marks and lexicon.verb_of(tree[verb].text, tree[verb].lemma) in edges.ADDRESSED:
        found = {t for t in found if t > marks[0]} | set(range(marks[0], clause))
    return found


def _is_clause(tree: Tree, head: int) -> bool:
    return tree[head].upos in ("VERB", "AUX") or tree.child(head, "cop", "mark") is not None


def _inverted(tree: Tree, cue: Cue) -> set[int]:
    """The clause that the cue interrupts or closes: "Talks go on, she said"."""
    head, rel = tree[cue.token].head, tree[cue.token].rel
    if (
        rel != "parataxis"
        or head < 0
        or lexicon.verb_of(tree[cue.token].text, tree[cue.token].lemma) not in lexicon.CLAUSE_VERBS
    ):
        return set()
    if tree[head].rel in speech.SUBJECTS and tree[head].head > cue.token:
        head = tree[head].head  # Parses hang it on the noun that it stands behind.
    relative = _relative(tree, cue, head)
    if relative:
        return relative
    if head > cue.token:
        # Between commas the cue stands inside the clause: "The islands, she said, had given up the most".
        subject = tree.child(head, "nsubj", "nsubj:pass")
        inside = subject is not None and subject < min(cue.token, cue.speaker) and speech.behind_comma(tree, cue.token)
        return set(tree.subtree(head)) - set(tree.subtree(cue.token)) if inside else set()
    if not _is_clause(tree, head) and tree.child(head, "nsubj", "nsubj:pass") is None:
        return set()
    return set(tree.subtree(head)) - set(tree.subtree(cue.token))


def _relative(tree: Tree, cue: Cue, head: int) -> set[int]:
    """The rest of a relative clause that the cue stands in: "a bigger force, which, she said, will need help"."""
    if cue.speaker < 2 or "which" not in (tree[cue.speaker - 1].text.lower(), tree[cue.speaker - 2].text.lower()):
        return set()
    clauses = [c for c in tree.children(head, "acl:relcl", "advcl:relcl") if c > cue.token]
    return {t for c in clauses[:1] for t in tree.subtree(c) if t >= cue.last}


def _according(tree: Tree, cue: Cue) -> set[int]:
    """The clause that "according to" stands in, without the phrase itself."""
    outer = cue.token if tree[cue.token].rel != "case" else cue.speaker
    head = tree[outer].head
    if head < 0:
        return set()
    while tree[head].rel not in SUBORDINATE or (tree[head].rel == "advcl" and _closes(tree, outer)):
        head = tree[head].head
    phrase = set(tree.subtree(outer))
    return set(tree.subtree(head)) - phrase


def _closes(tree: Tree, head: int) -> bool:
    """Whether the phrase at HEAD stands behind a comma at the end of its sentence, so that all before is credited."""
    last = max(tree.subtree(head))
    return speech.behind_comma(tree, head) and all(t.upos == "PUNCT" for t in tree.tokens[last + 1 :])


def _prepositional(tree: Tree, cue: Cue) -> set[int]:
    at = speech.preposition(tree, cue.token)
    if at is None:
        return set()
    head = tree[at].head if tree[at].head != cue.token else at
    found = set(tree.subtree(head))
    for child in tree.children(cue.token, "xcomp", "advcl", "ccomp"):
        if child > head:
            found |= set(tree.subtree(child))
    if found == set(tree.subtree(head)) and tree[at].text.lower() in ("to", "with", "on", "upon"):
        return _asked_for(tree, cue.token, head)
    if tree[at].text.lower() not in lexicon.KEPT_PREPOSITIONS:
        found.discard(at)
    return {t for t in found if t >= at}


def _asked_for(tree: Tree, verb: int, whom: int) -> set[int]:
    """What somebody is asked for who stands alone behind the verb: "appealed to the neighbours for tents"."""
    if any(tree[t].upos in ("VERB", "AUX") for t in tree.subtree(whom)):
        return {t for t in tree.subtree(whom) if t != tree.child(whom, "case")}
    behind = [c for c in tree.children(verb, "obl", "advcl") if c > whom]
    if any(tree[t].text.lower() == "as" for c in behind for t in tree.children(c, "case", "mark")):
        return {t for c in (whom, *behind) for t in tree.subtree(c) if t != tree.child(whom, "case")}
    things = [c for c in behind if tree.preposition(c) == "for"]
    return {t for c in things for t in tree.subtree(c) if t != tree.child(c, "case")}


def _object(tree: Tree, cue: Cue) -> set[int]:
    """The object and what completes it: "accused Rome of delay", "called the plan absurd"."""
    verb = cue.token
    lemma = lexicon.verb_of(tree[verb].text, tree[verb].lemma)
    thing = tree.child(verb, "obj", "iobj")
    if thing is None and lemma == "call":
        thing = next(
            (c for c in tree.children(verb, "xcomp") if c > verb and tree[c].upos in ("NOUN", "PROPN", "PRON")), None
        )
    if lemma not in lexicon.OBJECT_VERBS and lemma != "call":
        return set()
    if tree.child(verb, "compound:prt") is not None:
        return set()
    if thing is None:
        gerund = tree.child(verb, "xcomp", "csubj", "ccomp")
        return set(tree.subtree(gerund)) if gerund is not None and lemma in GERUND_VERBS else set()
    found = set(tree.subtree(thing))
    for child in tree.children(verb, "obl", "xcomp", "advcl", "ccomp", "nmod"):
        if tree[child].rel == "obl" and (tree.preposition(child) or "") in SETTINGS:
            continue
        apart = tree[child].rel == "advcl" and (
            speech.behind_comma(tree, child) or _has_mark(tree, child, CIRCUMSTANCES)
        )
        if child > thing and not apart:
            found |= set(tree.subtree(child))
    return {t for t in found if t > verb} if _fits(tree, verb, thing) else set()


def _has_mark(tree: Tree, clause: int, marks: frozenset[str]) -> bool:
    mark = tree.child(clause, "mark", "advmod")
    return (
        mark is not None and tree[mark].text.lower() in marks and tree.child(clause, "nsubj", "nsubj:pass") is not None
    )


def _fits(tree: Tree, verb: int, thing: int) -> bool:
    """Whether the verb's object is something said: some verbs need a certain object or a completion."""
    lemma, noun = lexicon.verb_of(tree[verb].text, tree[verb].lemma), tree[thing].lemma.lower()
    as_phrase = any(tree.preposition(c) == "as" for c in [*tree.children(verb, "obl"), *tree.children(thing, "nmod")])
    as_phrase = as_phrase or any(
        (m := tree.child(c, "mark", "case")) is not None and tree[m].text.lower() == "as"
        for c in tree.children(verb, "advcl", "xcomp")
    )
    if lemma in ("call", "label", "brand", "dub"):
        return (
            len(tree.children(verb, "xcomp")) > (thing == tree.child(verb, "xcomp"))
            or len(tree.children(verb, "obj", "iobj")) > 1
        )
    if lemma in ("describe",):
        return as_phrase
    if lemma == "question" and tree[thing].upos == "PRON":
        return False
    if lemma == "deny":
        return noun in CHARGES | DENIED or tree.child(thing, "acl") is not None
    if lemma in ("reject", "dismiss"):
        return as_phrase or noun in CHARGES
    if lemma in ("express", "voice"):
        return noun in FEELINGS
    if lemma in ("credit", "attribute"):
        return bool(tree.children(verb, "obl"))
    return lemma not in ("suggest", "propose", "invite", "advise") or tree[thing].text.lower().endswith("ing")


def _without_comment(tree: Tree, cue: Cue, tokens: set[int]) -> set[int]:
    """Without a trailing participle behind a comma that comments on the saying, or says the next thing."""
    for at in sorted(tokens):
        if tree[at].head not in tokens or at < cue.token or not _comments(tree, cue, at):
            continue
        part = tree.subtree(at)
        if part[-1] >= max(tokens) - 1 and (tree[at].rel == "conj" or speech.behind_comma(tree, at)):
            return {t for t in tokens if t < part[0] and not (t == part[0] - 1 and tree[t].upos == "CCONJ")} or tokens
    return tokens


def _comments(tree: Tree, cue: Cue, at: int) -> bool:
    rel, lemma = tree[at].rel, lexicon.verb_of(tree[at].text, tree[at].lemma)
    says = [
        c
        for c in tree.children(at)
        if speech.is_verb_of_speech(tree, c) and tree.child(c, *speech.SUBJECTS) is not None
    ]
    if rel in ("acl:relcl", "advcl:relcl"):
        return speech.is_verb_of_speech(tree, at) or bool(says)
    if rel == "advcl" and speech.is_verb_of_speech(tree, at):
        mark = tree.child(at, "mark")
        return (mark is not None and tree[mark].text.lower() == "as") or tree[at].text.lower().endswith("ing")
    if rel == "conj" and speech.shares_saying(tree, at) == cue.token:
        return True
    return (
        rel in ("advcl", "xcomp", "acl", "conj", "parataxis", "dep")
        and tree[at].text.lower().endswith("ing")
        and lemma in COMMENTS
    )


def _hole(tree: Tree, cue: Cue, tokens: set[int]) -> range:
    """The run of words around the cue that is its own clause: the cue, its subject, its addressee."""
    if cue.form == "noun":
        return range(0)
    own = {t for t in tree.subtree(cue.token) if t not in tokens} | {cue.token}
    if cue.form == "according":
        outer = cue.token if tree[cue.token].rel != "case" else cue.speaker
        own = set(tree.subtree(outer))
    first = last = cue.token
    while first - 1 in own:
        first -= 1
    while last + 1 in own:
        last += 1
    return range(first, last + 1)


def _span(tree: Tree, piece: list[int], text: str) -> Range | None:
    if len(piece) > 2 and tree[piece[0]].rel == "cop" and tree[piece[1]].text.lower() == "that":
        piece = piece[1:]
    while piece and (
        (tree[piece[0]].text.lower() in LEADING_MARKS and not (tree[piece[0]].rel == "det" and len(piece) == THAT_NOUN))
        or (tree[piece[0]].upos == "PUNCT" and tree[piece[0]].text not in "\"“'‘([$")
    ):
        piece = piece[1:]
    if not piece:
        return None
    start, end = tree.span(piece[0], piece[-1] + 1)
    while end > start and text[end - 1] in EDGES:
        end -= 1
    words = text[start:end]
    if words[-1:] in '"”' and words.count('"') % 2 and "“" not in words:
        end -= 1
    elif words.count('"') % 2 or words.count("“") > words.count("”"):
        tail = text[end : end + 2]
        end += next((n for n in (1, 2) if tail[n - 1 : n] in ('"', "”")), 0)
    return (start, end) if end > start else None
