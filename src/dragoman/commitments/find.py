"""Promises to commitments: only those that a public actor makes for itself or for both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.commitments import promises
from dragoman.commitments.promises import Promise
from dragoman.events.when import date_of
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Commitment, Document, Entity, Event, Span, Statement, record_id
from dragoman.statements.lexicon import words
from dragoman.statements.voices import Cast

VAGUE = re.compile(
    r"\b(?:soon|ultimately|eventually|shortly|immediately|in due course|in the (?:near |not too distant )?future"
    r"|(?:in|over|within) the (?:coming|next) (?:\w+ )?(?:days|weeks|months|years?)|in (?:coming|the coming) \w+"
    r"|within (?:\w+ ){1,2}(?:hours|days|weeks|months|years?)|as soon as possible"
    r"|next (?:week|month|year|spring|summer|autumn|fall|winter)"
    r"|later this (?:week|month|year)"
    r"|by (?:the end of )?(?:the )?(?:next |this )?[A-Za-z]*\s?"
    r"(?:year|month|week|\d{4}|January|February|March|April|May|June|July|August|September|October|November|December))\b",
    re.IGNORECASE,
)
CONDITIONS = re.compile(
    r"\b(?:if|unless|once|provided(?: that)?|as long as|so long as|on condition that|in (?:exchange|return) for"
    r"|only after)\b"
)
OWN_BODIES = words(
    """
    delegation team force troop mission government army navy ministry administration soldier envoy convoy
    embassy military authority official representative president minister leader cabinet parliament staff police
    company country state nation side talk case request
    """
)
HABIT = words("often frequently repeatedly always once earlier previously long")
FIRST = frozenset(("i", "we", "us"))
THIRD = frozenset(("it", "he", "she", "they"))
JOINT = words("side leader country government nation two both party president minister power")
JOINT_DEEDS = words("meet talk continue hold discuss sign resume")
PUBLIC = ("state", "government", "office", "organisation")


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence of a report with the statements that stand in it."""

    document: Document
    cast: Cast
    number: int
    tree: Tree
    statements: tuple[Statement, ...]


def find_commitments(
    document: Document,
    analysis: Analysis,
    cast: Cast,
    statements: Sequence[Statement],
    events: Sequence[Event],
    coder: str,
) -> list[Commitment]:
    """What public actors of a report say that they, or they with others, will do, in text order.

    Wishes, forecasts, demands on others, refusals and plans that nobody voices are left out.
    """
    found: list[Commitment] = []
    for number, tree in enumerate(cast.trees):
        here = tree.sentence
        spoken = tuple(s for s in statements if s.start_char < here.end_char and here.start_char < s.end_char)
        scene = _Scene(document, cast, number, tree, spoken)
        taken: set[int] = set()
        for promise in sorted(promises.find_promises(tree), key=lambda p: (p.cue, p.verb)):
            if promise.verb in taken or any(a in taken for a in _chain(tree, promise.verb)):
                continue
            by, confidence = _promisers(scene, promise)
            if by:
                taken.update((promise.verb, promise.cue))
                found.append(_commitment(scene, promise, by, confidence, (events, coder)))
    return found


def _chain(tree: Tree, verb: int) -> Iterator[int]:
    """The verbs that VERB is coordinated with or completes: one promise holds them all."""
    while tree[verb].rel in ("conj", "xcomp") and tree[verb].head >= 0:
        verb = tree[verb].head
        yield verb


def _promisers(scene: _Scene, promise: Promise) -> tuple[tuple[Entity, ...], float]:
    """Who binds himself by PROMISE, and how surely; () where it is a forecast, a demand or nobody's word."""
    tree = scene.tree
    if promises.is_negated(tree, promise.verb) and not promises.forswears(tree, promise.verb):
        return (), 0.0
    if _is_conditional_clause(tree, promise):
        return (), 0.0
    if promise.form in ("promise", "noun", "announced"):
        if any(tree[c].text.lower() in HABIT for c in tree.children(promise.cue, "advmod")):
            return (), 0.0
        by = _public(_parties(scene, promise.doers)) or _public(_parties(scene, promise.pledgers))
        return by, 0.75 if promise.form == "promise" else 0.6
    voice = _voice(scene, promise)
    if voice is None:
        return (_deal(scene, promise), 0.6)
    deed = promises.lemma_of(tree, promise.verb)
    must = deed == "have" and tree.child(promise.verb, "xcomp") is not None
    if (deed in promises.NO_DEED or must) and promise.form in ("will", "would"):
        return (), 0.0
    if promise.form == "would" and voice.kind == "direct":
        # In the speaker's own words "would" is a thought; in reported words it is a "will".
        return (), 0.0
    return _for_itself(scene, promise, voice), 0.7 if promise.form in ("will", "would") else 0.65


def _parties(scene: _Scene, doers: Sequence[int]) -> tuple[Entity, ...]:
    found: dict[tuple[int, int, str | None], Entity] = {}
    named = [
        n
        for d in doers
        for c in scene.tree.children(d, "nmod")
        if scene.tree.preposition(c) == "including"
        for n in scene.tree.conjuncts(c)
    ]
    for doer in [*doers, *named]:
        for party in scene.cast.parties(scene.number, doer):
            found[(party.start_char, party.end_char, party.name)] = party
    return tuple(found.values())


def _public(parties: Sequence[Entity]) -> tuple[Entity, ...]:
    """Those that act for a state, an organisation or a public body; persons with a country or an office among them."""
    return tuple(p for p in parties if p.code != "---" or p.kind in PUBLIC or p.office)


def _voice(scene: _Scene, promise: Promise) -> Statement | None:
    """The innermost statement that the deed stands in."""
    at = scene.tree[promise.verb].start_char
    around = [s for s in scene.statements if s.start_char <= at < s.end_char]
    return min(around, key=lambda s: s.end_char - s.start_char) if around else None


def _for_itself(scene: _Scene, promise: Promise, voice: Statement) -> tuple[Entity, ...]:
    """The promisers where the doer is the speaker, his side, or both sides with him."""
    tree, speaker = scene.tree, voice.speaker
    if not _public((speaker,)):
        return ()
    heads = [tree[d].text.lower() for d in promise.doers]
    if voice.kind == "direct" and any(h in FIRST for h in heads):
        return (speaker,)
    if voice.kind == "direct" and promise.verb == promise.first and not promise.doers and promise.form == "ready":
        return (speaker,)
    if voice.kind == "direct" and any(h in ("you",) for h in heads):
        return ()
    parties = _public(_parties(scene, promise.doers))
    if any(_same_side(p, speaker) for p in parties):
        return parties
    if not parties:
        own = any(promises.lemma_of(tree, d) in OWN_BODIES for d in promise.doers)
        pronoun = any(h in THIRD for h in heads)
        active = tree.child(promise.verb, "nsubj:pass") is None
        done = not active and promise.form in ("will", "would") and _is_official_deed(tree, promise.verb, speaker)
        return (speaker,) if ((own or pronoun) and active) or _own_subject(tree, promise.verb) or done else ()
    plural = len(parties) > 1 or any(promises.lemma_of(tree, d) in JOINT for d in promise.doers)
    return parties if plural and promises.lemma_of(tree, promise.verb) in JOINT_DEEDS else ()


def _is_official_deed(tree: Tree, verb: int, speaker: Entity) -> bool:
    """ "Compensation will be paid, the ministry said": what only those who say it can do."""
    by = tree.child(verb, "obl:agent")
    return (
        by is None and promises.lemma_of(tree, verb) in promises.PASSIVE_DEEDS and speaker.kind in (*PUBLIC, "person")
    )


def _own_subject(tree: Tree, verb: int) -> bool:
    """ "The delegation will be led by ...": a passive deed done to the speaker's own body."""
    subject = tree.child(verb, "nsubj:pass")
    return subject is not None and promises.lemma_of(tree, subject) in OWN_BODIES


def _same_side(party: Entity, speaker: Entity) -> bool:
    names = {(e.name or e.text).lower() for e in (party, speaker)}
    return len(names) == 1 or (party.code == speaker.code != "---")


def _deal(scene: _Scene, promise: Promise) -> tuple[Entity, ...]:
    """The parties of "under the agreement, A and B will ..."; the deal itself says it."""
    tree = scene.tree
    if promise.form not in ("will", "would"):
        return ()
    terms = [
        c
        for c in tree.children(promise.verb, "obl")
        if tree.preposition(c) == "under" and promises.lemma_of(tree, c) in promises.DEALS
    ]
    return _public(_parties(scene, promise.doers)) if terms else ()


def _is_conditional_clause(tree: Tree, promise: Promise) -> bool:
    """Whether the promise itself only stands in an "if" clause or a question."""
    top = promise.cue if promise.form not in ("will", "would") else promise.verb
    for at in (top, *tree.ancestors(top)):
        mark = tree.child(at, "mark")
        if mark is not None and tree[mark].text.lower() in ("if", "whether", "unless", "until"):
            return at <= promise.verb or tree[at].rel == "advcl"
        if tree[at].rel in ("ccomp", "root", "parataxis"):
            return False
    return False


def _commitment(
    scene: _Scene, promise: Promise, by: tuple[Entity, ...], confidence: float, rest: tuple[Sequence[Event], str]
) -> Commitment:
    events, coder = rest
    text, here = scene.document.text, scene.tree.sentence
    start, end = _what(scene, promise)
    due, due_text = _due(scene, promise, text[min(start, scene.tree[promise.cue].start_char) : end])
    return Commitment(
        id=record_id("commitment", scene.document.text_id, (start, end), tuple((e.start_char, e.end_char) for e in by)),
        document=scene.document.id,
        by=by,
        to=_to(scene, promise, by),
        what=text[start:end],
        due=due,
        due_text=due_text,
        conditional=_condition(scene, promise),
        event=_event(scene, promise, end, events),
        evidence=Span(text[here.start_char : here.end_char], here.start_char, here.end_char),
        confidence=confidence,
        coder=coder,
    )


def _what(scene: _Scene, promise: Promise) -> tuple[int, int]:
    """The words of the deed, up to the end of its clause without a comment behind a comma."""
    tree = scene.tree
    inside = [t for t in tree.subtree(promise.verb) if t >= promise.first]
    last = inside[-1]
    for t in inside:
        if tree[t].rel in ("advcl", "acl") and tree[t].head == promise.verb and tree[t].text.endswith("ing"):
            first = min(tree.subtree(t))
            if first > promise.verb and tree[first - 1].text == ",":
                last = min(last, first - 2)
    while last > promise.first and tree[last].upos == "PUNCT":
        last -= 1
    start, end = tree.span(promise.first, last + 1)
    voice = _voice(scene, promise)
    if voice is not None and start < voice.end_char < end:
        end = voice.end_char
    return start, end


def _due(scene: _Scene, promise: Promise, words: str) -> tuple[str | None, str | None]:
    """When it is to be done: a date if the text fixes one, and the words, vague ones kept."""
    vague = VAGUE.search(words)
    when = date_of(scene.tree, promise.verb, scene.document.text, scene.document.published)
    published = scene.document.published or ""
    past = bool(when.date and published and when.date < published[: len(when.date)])
    if when.date and not past and when.text and when.text in words:
        return when.date, when.text
    return None, vague.group() if vague is not None else None


def _condition(scene: _Scene, promise: Promise) -> str | None:
    tree, text = scene.tree, scene.document.text
    for verb in (promise.verb, promise.cue):
        for clause in tree.children(verb, "advcl"):
            mark = tree.child(clause, "mark")
            words = tree.words(text, tree.subtree(clause)[0], tree.subtree(clause)[-1] + 1).text
            if mark is not None and CONDITIONS.match(words):
                return words.rstrip(" ,.")
    start, end = _what(scene, promise)
    terms = re.search(
        r"\bin (?:exchange|return) for\b|\bprovided that\b|\bon condition that\b|\bas long as\b|\bonly if\b|\bif\b",
        text[start:end],
    )
    return text[start:end][terms.start() :] if terms is not None else None


def _to(scene: _Scene, promise: Promise, by: Sequence[Entity]) -> tuple[Entity, ...]:
    """To whom it is promised or for whom it is done: "promised Kenya aid", "meet with Rome", "help Oslo"."""
    tree = scene.tree
    heads: list[int] = [*tree.children(promise.cue, "iobj"), *tree.children(promise.verb, "iobj")]
    for verb in (promise.cue, promise.verb):
        heads += [
            c
            for c in tree.children(verb, "obl", "nmod")
            if tree.preposition(c) in ("to", "with", "for") and c != promise.verb
        ]
    if promises.lemma_of(tree, promise.verb) in (
        "help",
        "support",
        "assist",
        "meet",
        "join",
        "aid",
        "arm",
        "back",
        "pay",
        "defend",
        "protect",
    ):
        heads += tree.children(promise.verb, "obj")
    found = _public(_parties(scene, [c for h in heads for c in tree.conjuncts(h)]))
    return tuple(p for p in found if not any(_same_side(p, b) for b in by))


def _event(scene: _Scene, promise: Promise, end: int, events: Sequence[Event]) -> str | None:
    """The agreement or concession whose trigger stands in the promise or in the words that lead to it."""
    start = scene.tree[min(promise.cue, promise.verb)].start_char
    for event in events:
        if event.event in ("AGREE", "CONCEDE") and start <= event.trigger.start_char < end:
            return event.id
    return None
