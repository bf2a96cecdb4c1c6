"""Cues of speech in a parsed sentence: the word of saying, who says it, and the clause that tells what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.language.tree import Tree
from dragoman.statements import lexicon
from dragoman.statements.lexicon import words

CLOSING = ("''", '"', "”", "’", "'", "»")
FRONTED = 25
"""Words that a speaker with what is said of him may take between a quotation and its verb."""
SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
COMMAS = (",", "—", "–", ";")
OBJECT_FORMS = words("him them us me whom himself itself themselves that")
RELATIVE = words("who which that whom")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying at `token` of sentence `sentence`; `speaker` is the head token of who says it."""

    sentence: int
    token: int
    last: int
    """One past the cue's last token: two words in "called for"."""
    speaker: int
    form: str
    """verb, noun, according, quoted or thought."""


def find_cues(trees: tuple[Tree, ...]) -> list[Cue]:
    """Every cue of the report whose speaker the sentence names, in text order."""
    found: list[Cue] = []
    for number, tree in enumerate(trees):
        for token in range(len(tree)):
            found.extend(_cues_at(tree, number, token))
    return found


def _cues_at(tree: Tree, number: int, token: int) -> Iterator[Cue]:
    word = tree[token].text.lower()
    if word == "according" and token + 1 < len(tree) and tree[token + 1].text.lower() == "to":
        speaker = _according(tree, token)
        if speaker is not None:
            yield Cue(number, token, token + 2, speaker, "according")
    elif is_verb_of_speech(tree, token):
        yield from _verb_cue(tree, number, token)
    elif (
        tree[token].upos == "NOUN"
        and lexicon.verb_of(tree[token].text, tree[token].lemma) in lexicon.SPEECH_NOUNS
        and noun_clause(tree, token)
    ):
        speaker = owner(tree, token)
        head = tree[token].head
        if speaker is not None and not (head >= 0 and tree[token].rel == "obl" and is_verb_of_speech(tree, head)):
            yield Cue(number, token, token + 1, speaker, "noun")


def is_verb_of_speech(tree: Tree, token: int) -> bool:
    """A verb of the lexicon in an active form, or "quoted as saying"."""
    lemma = lexicon.verb_of(tree[token].text, tree[token].lemma)
    if tree[token].upos != "VERB":
        return False
    if lemma == "go" and not any(tree[c].text.lower() == "on" for c in tree.children(token)):
        return False
    if lemma == "put" and token + 1 < len(tree) and tree[token + 1].text.lower() == "it":
        return True  # "As the mediator put it": only quoted words follow or lead.
    speaks = lemma in lexicon.CLAUSE_VERBS or lemma in lexicon.OBJECT_VERBS or lemma in lexicon.THOUGHT_VERBS
    return speaks or any(verb == lemma for verb, _ in lexicon.PREPOSITION_VERBS)


def _verb_cue(tree: Tree, number: int, token: int) -> Iterator[Cue]:
    quoted = _quoted_as(tree, token)
    speaker = quoted if quoted is not None else subject(tree, token)
    if speaker is None or is_unreal(tree, token):
        return
    last, at = token + 1, preposition(tree, token)
    if at is not None and at == token + 1:
        last = at + 1
    form = "quoted" if quoted is not None else "verb"
    if lexicon.verb_of(tree[token].text, tree[token].lemma) in lexicon.THOUGHT_VERBS:
        form = "thought"
    yield Cue(number, token, last, speaker, form)


def is_unreal(tree: Tree, verb: int) -> bool:
    """ "Did not say", "will announce", "would not confirm", "to tell": nothing was said yet or at all."""
    if tree[verb].rel == "conj" and not tree.children(verb, *SUBJECTS, "aux") and tree[tree[verb].head].upos == "VERB":
        first = tree[verb].head
        if any(tree[c].text.lower() == "never" for c in tree.children(first, "advmod")):
            return True
    for child in tree.children(verb, "advmod", "aux", "mark"):
        word = tree[child].text.lower()
        if word in ("not", "n't", "never", "n’t") and lexicon.verb_of(tree[verb].text, tree[verb].lemma) != "deny":
            return True
        if word in ("will", "would", "should", "could", "may", "might", "must", "'ll", "’ll", "shall", "can"):
            return True
        if word == "to" and tree[child].upos == "PART":
            return not _goes_on(tree, verb)
    return False


def _goes_on(tree: Tree, verb: int) -> bool:
    """Whether the infinitive VERB was done: "went on to say"."""
    head = tree[verb].head
    if head < 0 or tree[verb].rel not in ("xcomp", "advcl"):
        return False
    on = any(tree[c].text.lower() == "on" for c in tree.children(head))
    return on and tree[head].text.lower() in ("went", "goes", "gone", "going")


def _quoted_as(tree: Tree, token: int) -> int | None:
    """The subject of "was quoted as saying", "is reported to have said"."""
    head = tree[token].head
    if (
        head < 0
        or tree[token].rel == "conj"
        or lexicon.verb_of(tree[head].text, tree[head].lemma) not in ("quote", "cite", "report", "hear")
    ):
        return None
    if lexicon.verb_of(tree[head].text, tree[head].lemma) in ("quote", "cite") and not tree.is_passive(head):
        return tree.child(head, "obj")
    return tree.child(head, "nsubj:pass")


def _according(tree: Tree, token: int) -> int | None:
    if tree[token].rel == "case":
        return tree[token].head
    return tree.child(token, "obl", "nmod", "obj")


def subject(tree: Tree, verb: int, depth: int = 0) -> int | None:
    """The head token of who does VERB: its subject, its agent, or the subject that it shares with the verb above it."""
    subjects = tree.children(verb, *SUBJECTS)
    if subjects:
        # Of two subjects the nearer one: parses hang the next clause's subject, or the last one's, on the same verb.
        before = [s for s in subjects if s < verb]
        return _antecedent(tree, verb, before[-1] if before else subjects[0])
    misread = tree.child(verb, "nsubj:pass")
    if misread is not None and tree.child(verb, "ccomp") is not None and tree.child(verb, "aux:pass") is None:
        return misread  # No passive without "was": "the government denied that".
    if tree.is_passive(verb):
        return agent(tree, verb)
    misread = _misread_subject(tree, verb) if is_verb_of_speech(tree, verb) else None
    if misread is not None or tree[verb].head < 0 or depth > 4:
        return misread
    return _shared_subject(tree, verb, depth)


def _misread_subject(tree: Tree, verb: int) -> int | None:
    found = fronted_subject(tree, verb)
    if found is None:
        found = inverted_subject(tree, verb)
    return found if found is not None else clause_subject(tree, verb)


def _shared_subject(tree: Tree, verb: int, depth: int) -> int | None:
    """The subject of a verb that has none of its own: a conjunct, a participle, an infinitive, a relative clause."""
    head, rel = tree[verb].head, tree[verb].rel
    participle = tree[verb].text.lower().endswith("ing")
    saying = shares_saying(tree, verb)
    if saying is not None:
        return subject(tree, saying, depth + 1)
    if rel == "acl" and participle and behind_comma(tree, verb):
        above = next((a for a in tree.ancestors(verb) if tree[a].upos == "VERB"), None)
        return subject(tree, above, depth + 1) if above is not None else head
    if rel == "acl":
        return owner(tree, head) if tree[head].lemma.lower() in lexicon.TEXT_NOUNS else head
    if rel == "acl:relcl":
        return head
    shares = rel in ("conj", "xcomp") or _goes_on(tree, verb) or (rel in ("advcl", "parataxis", "dep") and participle)
    if shares and tree[head].upos in ("VERB", "AUX", "ADJ", "NOUN"):
        found = subject(tree, head, depth + 1)
        return found if found is not None else tree.child(head, "nsubj:pass")
    return None


def fronted_subject(tree: Tree, verb: int) -> int | None:
    """The noun phrase between a closing quotation mark and a verb of saying: `"...," the delegate, Ana Ruiz, told the hall`.

    Parses give it to the clause that is quoted.
    """
    mark = next((i for i in range(verb - 1, -1, -1) if tree[i].text in CLOSING), None)
    if mark is None or verb - mark > FRONTED:
        return None
    first = mark + 1
    while first < verb and tree[first].upos == "PUNCT":
        first += 1
    span = range(first, verb)
    if not span or tree[first].upos not in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"):
        return None
    heads = [i for i in span if tree[i].head not in span and tree[i].upos != "PUNCT"]
    nominal = heads and tree[heads[0]].upos in ("NOUN", "PROPN", "PRON")
    return heads[0] if nominal and len(heads) == 1 else None


def inverted_subject(tree: Tree, verb: int) -> int | None:
    """The noun right behind a verb of saying that follows a comma or a quotation mark: `"...", wrote Trump`.

    Parses take it for the object where no subject stands before.
    """
    if verb == 0 or tree[verb - 1].upos != "PUNCT" or tree[verb].text.lower().endswith("ing"):
        return None
    thing = tree.child(verb, "obj", "iobj", "nsubj:pass", "dep", "obl", "obl:unmarked", "xcomp")
    if thing is None or tree[thing].upos not in ("PROPN", "NOUN", "PRON") or tree.preposition(thing) is not None:
        return None
    if (
        tree[thing].text.lower() in OBJECT_FORMS
        or lexicon.verb_of(tree[verb].text, tree[verb].lemma) in lexicon.OBJECT_VERBS
    ):
        return None
    return thing if min(tree.subtree(thing)) == verb + 1 else None


def noun_behind(tree: Tree, verb: int) -> int | None:
    """The noun phrase that begins right behind VERB, whatever the parse makes of it; None for "him", "that"."""
    if tree[verb].text.lower().endswith("ing") or verb == 0 or tree[verb - 1].upos != "PUNCT":
        return None
    for child in tree.children(verb, *SUBJECTS, "obj", "iobj", "dep", "nsubj:pass"):
        if min(tree.subtree(child)) == verb + 1 and tree[child].text.lower() not in OBJECT_FORMS:
            return child
    return None


def clause_subject(tree: Tree, verb: int) -> int | None:
    """The subject of VERB that the parse gave to the clause that it reports: "officials say | border towns were hit", "Rome
    refused, | its envoy said"."""
    if tree.child(verb, *SUBJECTS) is not None:
        return None
    for clause in tree.children(verb, "ccomp"):
        for found in tree.children(clause, *SUBJECTS, "nsubj:pass"):
            if found < verb < clause or clause < verb < found or clause < found < verb:
                return found
    return None


def shares_saying(tree: Tree, verb: int) -> int | None:
    """The verb of saying that VERB goes on from, where the parse hangs it on what was said.

    "said the talks went well and announced ...", "reported that he was free, adding ...".
    """
    head, rel = tree[verb].head, tree[verb].rel
    if (
        head < 0
        or rel not in ("conj", "advcl")
        or not is_verb_of_speech(tree, verb)
        or tree.child(verb, *SUBJECTS) is not None
    ):
        return None
    clause = head
    if rel == "conj" and tree[head].rel == "acl:relcl" and _of_a_thing(tree, head):
        clause = next((a for a in tree.ancestors(head) if tree[a].rel == "ccomp"), head)
    if tree[clause].rel != "ccomp":
        return None
    saying = tree[clause].head
    if not saying < head < verb or not is_verb_of_speech(tree, saying):
        return None
    if (rel == "conj" and tree[verb].xpos not in (tree[saying].xpos, "VBD")) or tree[verb].xpos == tree[
        head
    ].xpos != tree[saying].xpos:
        return None
    return saying if rel == "conj" or tree[verb].text.lower().endswith("ing") else None


def misread_planner(tree: Tree, noun: int) -> int | None:
    """Who plans, where the parse took the verb for a noun: "said the two leaders plan to meet"."""
    word = tree[noun].text.lower()
    if word not in ("plan", "pledge", "promise", "vow", "offer", "aim", "intend", "hope") or noun == 0:
        return None
    deed = tree.child(noun, "acl")
    mark = tree.child(deed, "mark") if deed is not None else None
    before = tree[noun - 1]
    if mark is None or tree[mark].text.lower() != "to" or tree.child(noun, "nmod:poss", "amod") is not None:
        return None
    if before.rel == "compound" and tree.child(noun, "det") is not None:
        return None
    plural = before.upos == "NOUN" and before.text.lower().endswith("s")
    return noun - 1 if plural and before.rel in ("obj", "compound", "nsubj", "iobj", "nmod:desc") else None


def _of_a_thing(tree: Tree, clause: int) -> bool:
    """Whether a relative clause is about something that says nothing: "a call that focused on trade"."""
    pronoun = tree.child(clause, "nsubj")
    noun = tree[tree[clause].head].lemma.lower()
    return pronoun is not None and tree[pronoun].text.lower() in ("that", "which") and noun not in lexicon.TEXT_NOUNS


def behind_comma(tree: Tree, head: int) -> bool:
    """Whether a comma or a dash parts the phrase at HEAD from what stands before it."""
    first = min(tree.subtree(head))
    return tree[first].text in COMMAS or (first > 0 and tree[first - 1].text in COMMAS)


def agent(tree: Tree, verb: int) -> int | None:
    """Who does a passive VERB: "quoted by the agency"."""
    found = tree.child(verb, "obl:agent")
    if found is not None:
        return found
    return next((c for c in tree.children(verb, "obl") if tree.preposition(c) == "by"), None)


def _antecedent(tree: Tree, verb: int, found: int) -> int:
    """Whom a relative pronoun stands for, else the subject itself."""
    if tree[found].text.lower() not in RELATIVE:
        return found
    top = verb
    while tree[top].rel == "conj":
        top = tree[top].head
    return tree[top].head if tree[top].rel == "acl:relcl" and tree[top].head >= 0 else found


def maker(tree: Tree, noun: int) -> int | None:
    """Whose words a noun holds, as its own phrase tells: "the ministry's claim", "a statement by Oslo"."""
    found = tree.child(noun, "nmod:poss")
    if found is not None:
        return found
    for child in tree.children(noun, "nmod"):
        if tree.preposition(child) in ("by", "from", "of"):
            return child
    return None


def owner(tree: Tree, noun: int) -> int | None:
    """Whose words a noun holds, also by the verb over it: "Oslo issued a statement"."""
    found = maker(tree, noun)
    if found is not None:
        return found
    head, rel = tree[noun].head, tree[noun].rel
    if head >= 0 and rel in ("obj", "obl") and tree[head].upos == "VERB":
        return subject(tree, head)
    compound = tree.child(noun, "compound", "amod")
    if compound is not None and tree[compound].upos in ("PROPN", "ADJ") and tree[compound].text[0].isupper():
        return compound
    return None


def preposition(tree: Tree, verb: int) -> int | None:
    """The token of the preposition that VERB takes what was said with ("called for", "spoke of"), or None."""
    lemma = lexicon.verb_of(tree[verb].text, tree[verb].lemma)
    for child in tree.children(verb, "obl", "advcl", "compound:prt", "advmod"):
        marks = tree.children(child, "case", "mark") or [child]
        if child > verb and (lemma, tree[marks[0]].text.lower()) in lexicon.PREPOSITION_VERBS:
            return marks[0]
    return None


def noun_clause(tree: Tree, noun: int) -> int | None:
    """The head of the clause that a noun of speech introduces: "the claim that ...", "its argument was that ..."."""
    for child in tree.children(noun, "acl", "ccomp"):
        mark = tree.child(child, "mark")
        if mark is not None and tree[mark].text.lower() in ("that", "to"):
            return child
    head = tree[noun].head
    if head >= 0 and tree[noun].rel in ("nsubj", "nsubj:outer"):
        mark = tree.child(head, "mark")
        if mark is not None and tree[mark].text.lower() == "that" and tree.child(head, "cop"):
            return head
        if lexicon.verb_of(tree[head].text, tree[head].lemma) == "be":
            return tree.child(head, "ccomp")
    return None
