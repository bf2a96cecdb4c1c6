"""Who said what in a report: direct quotations and indirect statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from dragoman.language.tree import Tree
from dragoman.records import Analysis, Document, Entity, Span, Statement, record_id
from dragoman.statements import content, direct, lexicon, medium, speech, voices
from dragoman.statements.quotes import Quote, find_quotes, word_count
from dragoman.statements.speech import Cue, find_cues

Range = tuple[int, int]
FRAGMENT_CLAUSE = 8
"""Words of an indirect clause before a quoted fragment from which on they say something of their own."""
OPEN_END = re.compile(
    r"(?:[\s,:;—–-]|\b(?:a|an|the|in|of|to|on|for|by|as|at|with|its|their|his|her|and|or|was|is|were|are|be)\b)+$"
)
REACH = 12
"""Sentences over which a readout named once is still being quoted."""


class Contexts(Protocol):
    """What this room needs of the ontology."""

    def contexts_of(self, lemmas: Sequence[str]) -> tuple[str, ...]: ...


@dataclass(slots=True)
class _Report:
    """A report while its statements are found."""

    document: Document
    cast: voices.Cast
    trees: tuple[Tree, ...]
    quotes: list[Quote]
    cues: list[Cue]
    voice: dict[Cue, Entity] = field(default_factory=dict)
    press: dict[Cue, Entity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Draft:
    start_char: int
    end_char: int
    kind: str
    cue: Cue
    confidence: float


def find_statements(
    document: Document, analysis: Analysis, cast: voices.Cast, ontology: Contexts, coder: str
) -> list[Statement]:
    """Every direct quotation of three words or more and every indirect statement with speaker and cue, in text order.

    `events` stays empty here: events are coded after statements.
    """
    trees = tuple(Tree(s) for s in analysis.sentences)
    quotes = find_quotes(document.text)
    report = _Report(document, cast, trees, quotes, _outside_speakers(trees, quotes, find_cues(trees)))
    _cast_voices(report, report.cues)
    reporting = [c for c in report.cues if c not in report.press]
    attributed = direct.attribute(document.text, trees, report.quotes, reporting)
    _cast_voices(report, [*report.cues, *(a.cue for a in attributed)])
    drafts = [
        _Draft(a.quote.start_char, a.quote.end_char, "direct", a.cue, a.confidence)
        for a in attributed
        if a.cue in report.voice
    ]
    drafts += _indirect(report)
    drafts.sort(key=lambda d: (d.start_char, d.end_char, d.kind))
    found = [_statement(report, draft, ontology, coder) for draft in drafts]
    return _inherit(found, report)


def _outside_speakers(trees: Sequence[Tree], quotes: Sequence[Quote], cues: Sequence[Cue]) -> list[Cue]:
    """The cues, one whose speaker the parse found inside a quotation taking the speaker of the cue next to it.

    `"We wait," she said, asking Rome for patience`: "asking" has her as its speaker, not "we".
    """

    def quoted(sentence: int, token: int) -> Quote | None:
        at = trees[sentence][token].start_char
        return next((q for q in quotes if q.depth == 0 and q.start_char <= at < q.end_char), None)

    found: list[Cue] = []
    for cue in cues:
        if quoted(cue.sentence, cue.token) != (inside := quoted(cue.sentence, cue.speaker)) and inside is not None:
            behind = speech.noun_behind(trees[cue.sentence], cue.token)
            if behind is not None and quoted(cue.sentence, behind) is None:
                found.append(replace(cue, speaker=behind))
                continue
            others = [
                c for c in cues if c.sentence == cue.sentence and quoted(c.sentence, c.speaker) is None and c != cue
            ]
            if not others:
                continue
            cue = replace(cue, speaker=min(others, key=lambda c: abs(c.token - cue.token)).speaker)
        found.append(cue)
    return found


def _cast_voices(report: _Report, cues: Sequence[Cue]) -> None:
    """Who speaks at each cue; "the report said" speaks for whoever spoke last."""
    last: tuple[int, Entity] | None = None
    for cue in sorted(set(cues), key=lambda c: (c.sentence, c.token)):
        tree = report.trees[cue.sentence]
        token = voices.speaker_token(tree, cue)
        if token is None:
            told = cue.form != "according" or _is_definite(tree, cue.speaker)
            if told and last is not None and cue.sentence - last[0] <= 4:
                report.voice[cue] = last[1]
            continue
        entity = voices.voice(report.document.text, report.cast, cue.sentence, token)
        if voices.is_press(entity) or voices.is_called_press(tree, token):
            report.press[cue] = entity
        elif voices.is_voice(tree, token, entity, bool(report.cast.parties(cue.sentence, token))):
            if voices.is_open(tree, token, entity) and last is not None and cue.sentence - last[0] <= 2:
                # A pronoun that the cast leaves open goes on from whoever spoke last.
                before = replace(last[1], name=last[1].name or last[1].text)
                entity = replace(before, text=entity.text, start_char=entity.start_char, end_char=entity.end_char)
            report.voice[cue] = entity
            last = (cue.sentence, entity)


def _is_definite(tree: Tree, noun: int) -> bool:
    """Whether a text is one told of before: "according to the post"."""
    return any(tree[d].text.lower() in ("the", "this", "that") for d in tree.children(noun, "det"))


def _indirect(report: _Report) -> list[_Draft]:
    found: list[_Draft] = []
    taken: set[Range] = set()
    for cue in report.cues:
        tree = report.trees[cue.sentence]
        at = tree[cue.token].start_char
        if cue not in report.voice or any(q.start_char <= at < q.end_char for q in report.quotes):
            continue
        for span in content.contents(tree, cue, report.document.text):
            if _is_circumstance(report, cue, span):
                continue
            span = _before_fragment(report.document.text, _outside_quotes(span, report.quotes), report.quotes)
            if span not in taken and word_count(report.document.text[slice(*span)]) >= 2:
                taken.add(span)
                found.append(_Draft(*span, "indirect", cue, _indirect_confidence(tree, cue)))
    return [d for d in found if not any(_repeats(report, d, other) for other in found)]


def _is_circumstance(report: _Report, cue: Cue, span: Range) -> bool:
    """Whether SPAN only tells when a quotation was spoken: `"It is near," she said, as the storm closed in`."""
    text, tree = report.document.text, report.trees[cue.sentence]
    if not re.match(r"(?:as|when|while|after|before)\b", text[span[0] : span[1]]):
        return False
    start = tree.sentence.start_char
    quoted = any(start <= q.outer_start and q.outer_end <= tree[cue.token].start_char for q in report.quotes)
    return quoted and text[: span[0]].rstrip().endswith(",")


def _repeats(report: _Report, draft: _Draft, other: _Draft) -> bool:
    """Whether DRAFT is what OTHER has the same speaker say that he said: "she said she asked Oslo to wait"."""
    at = report.trees[draft.cue.sentence][draft.cue.token].start_char
    one, two = report.voice[draft.cue], report.voice[other.cue]
    same = (one.name or one.text).lower() == (two.name or two.text).lower()
    return same and other.start_char <= at < other.end_char and draft.cue != other.cue


def _outside_quotes(span: Range, quotes: Sequence[Quote]) -> Range:
    """SPAN cut where it runs out of, or into, a quotation that it does not hold."""
    start, end = span
    for quote in quotes:
        if quote.depth == 0 and quote.start_char == start and quote.outer_end < end:
            start = quote.outer_start
        elif quote.depth == 0 and quote.outer_start < start < quote.outer_end < end:
            start = quote.outer_end
    return start, end


def _before_fragment(text: str, span: Range, quotes: Sequence[Quote]) -> Range:
    """SPAN up to the first quotation in it that counts as direct speech; empty where too little stands before that.

    What is quoted is a statement of its own; the words before it are one only if they say something without it.
    """
    start, end = span
    for quote in quotes:
        overlaps = quote.start_char < end and start < quote.end_char
        if quote.depth == 0 and overlaps and word_count(text[quote.start_char : quote.end_char]) >= direct.MIN_WORDS:
            stop = start + len(OPEN_END.sub("", text[start : max(start, quote.outer_start)]))
            return (start, stop) if word_count(text[start:stop]) >= FRAGMENT_CLAUSE else (start, start)
    return span


def _indirect_confidence(tree: Tree, cue: Cue) -> float:
    if cue.form in ("according", "quoted"):
        return 0.8
    if cue.form == "noun":
        return 0.6
    if tree[cue.token].rel == "parataxis":
        return 0.75
    return 0.85 if tree.child(cue.token, "ccomp") is not None else 0.6


def _statement(report: _Report, draft: _Draft, ontology: Contexts, coder: str) -> Statement:
    text, cue = report.document.text, draft.cue
    speaker = report.voice[cue]
    first = min(_sentence_at(report.trees, draft.start_char), cue.sentence)
    last = max(_sentence_at(report.trees, draft.end_char - 1), cue.sentence)
    if last - first > 12:
        first = last = _sentence_at(report.trees, draft.start_char)
    start, end = report.trees[first].sentence.start_char, report.trees[last].sentence.end_char
    tree = report.trees[cue.sentence]
    word = None if cue.form == "plain" and tree[cue.token].upos != "VERB" else _cue_words(text, tree, cue)
    named = medium.medium_in(_unquoted(report, cue.sentence, draft), word)
    via = _via(report, draft)
    if named is not None and any(named in passer.text for passer in (speaker, *via)):
        named = None  # Who speaks or passes the words on is no medium beside himself.
    lemmas = [lemma for tree in report.trees[first : last + 1] for lemma in tree.lemmas]
    unsure = 0.2 if speaker.name is None and tree[cue.speaker].upos == "PRON" else 0.0
    return Statement(
        id=record_id(
            "statement",
            report.document.text_id,
            draft.kind,
            (draft.start_char, draft.end_char),
            (speaker.start_char, speaker.end_char),
        ),
        document=report.document.id,
        speaker=speaker,
        quote=text[draft.start_char : draft.end_char],
        start_char=draft.start_char,
        end_char=draft.end_char,
        kind=draft.kind,
        cue=word,
        medium=named,
        medium_basis="sentence" if named else None,
        via=via,
        addressee=_addressee(report, cue),
        context=ontology.contexts_of(lemmas),
        events=(),
        evidence=Span(text[start:end], start, end),
        confidence=round(draft.confidence - unsure, 2),
        coder=coder,
    )


def _sentence_at(trees: Sequence[Tree], offset: int) -> int:
    return next((i for i, t in enumerate(trees) if offset < t.sentence.end_char), len(trees) - 1)


def _cue_words(text: str, tree: Tree, cue: Cue) -> str:
    return text[tree[cue.token].start_char : tree[cue.last - 1].end_char]


def _unquoted(report: _Report, sentence: int, draft: _Draft) -> str:
    """The words of a sentence without quotations and without the statement itself."""
    at = report.trees[sentence].sentence
    words = list(report.document.text[at.start_char : at.end_char])
    spans = [(q.outer_start, q.outer_end) for q in report.quotes] + [(draft.start_char, draft.end_char)]
    for a, b in spans:
        for i in range(max(a, at.start_char), min(b, at.end_char)):
            words[i - at.start_char] = "\0"
    return re.sub("\0+", '"', "".join(words))


def _via(report: _Report, draft: _Draft) -> tuple[Entity, ...]:
    """The press that the statement came through, from the report on: who reports it, who is quoted, who was told."""
    found = [e for cue, e in report.press.items() if cue.sentence == draft.cue.sentence and cue != draft.cue]
    quoting = _quoting(report, draft.cue)
    if quoting is not None:
        found.append(quoting)
    told = _addressee(report, draft.cue)
    if told is not None and voices.is_press(told) and not lexicon.ADDRESSEE_ONLY_PRESS.match(told.text):
        found.append(told)
    unique = {(e.start_char, e.end_char): e for e in found}
    return tuple(unique.values())


def _quoting(report: _Report, cue: Cue) -> Entity | None:
    """Who passes words on: "was quoted by the Press Trust as saying"."""
    tree = report.trees[cue.sentence]
    if cue.form != "quoted" or tree[cue.token].head < 0:
        return None
    agent = speech.agent(tree, tree[cue.token].head)
    return None if agent is None else report.cast.entity(cue.sentence, agent)


def _addressee(report: _Report, cue: Cue) -> Entity | None:
    """Whom the speaker told: "told reporters", "said to the council", "urged Rome to"."""
    if cue.form not in ("verb", "quoted"):
        return None
    tree = report.trees[cue.sentence]
    lemma = lexicon.verb_of(tree[cue.token].text, tree[cue.token].lemma)
    thing = tree.child(cue.token, "iobj")
    if thing is None and lemma in ("tell", "inform", "notify", "assure", "remind", "urge", "ask", "warn", "advise"):
        thing = tree.child(cue.token, "obj")
    if thing is None and lemma in ("say", "write", "speak", "add", "announce", "explain", "appeal"):
        thing = next((c for c in tree.children(cue.token, "obl") if tree.preposition(c) == "to"), None)
    if thing is None and lemma == "call":
        thing = next((c for c in tree.children(cue.token, "obl") if tree.preposition(c) in ("on", "upon")), None)
    if thing is None:
        thing = _audience(tree, cue.token)
    if thing is None or tree[thing].upos not in ("NOUN", "PROPN", "PRON"):
        return None
    return report.cast.entity(cue.sentence, thing)


def _audience(tree: Tree, verb: int) -> int | None:
    """Whom a text or a speech was for: "wrote in a letter to the king", "speaking to a crowd, she said"."""
    for child in tree.children(verb, "obl", "advcl"):
        addressed = tree[child].text.lower() in ("speaking", "writing", "talking")
        if addressed or (tree[child].rel == "obl" and tree[child].lemma.lower() in lexicon.TEXT_NOUNS):
            found = next((c for c in tree.children(child, "obl", "nmod") if tree.preposition(c) == "to"), None)
            if found is not None:
                return found
    return None


def _inherit(statements: Sequence[Statement], report: _Report) -> list[Statement]:
    """Later words of a speaker whose readout was named belong to it until he is heard elsewhere or at another time."""
    current: dict[str, tuple[str, int]] = {}
    return list(_inherited(statements, report, current))


def _inherited(
    statements: Sequence[Statement], report: _Report, current: dict[str, tuple[str, int]]
) -> Iterator[Statement]:
    for statement in statements:
        who = (statement.speaker.name or statement.speaker.text).lower()
        at = _sentence_at(report.trees, statement.start_char)
        if statement.medium is not None:
            if medium.is_readout(statement.medium):
                current[who] = (statement.medium, at)
            else:
                current.pop(who, None)
        elif who in current and at - current[who][1] <= REACH:
            elsewhere = medium.OCCASION.search(_outside(statement)) or _told_press(statement)
            if elsewhere:
                current.pop(who)
            else:
                statement = replace(statement, medium=current[who][0], medium_basis="inherited")
        yield statement


def _outside(statement: Statement) -> str:
    return statement.evidence.text.replace(statement.quote, "")


def _told_press(statement: Statement) -> bool:
    return statement.addressee is not None and bool(lexicon.ADDRESSEE_ONLY_PRESS.match(statement.addressee.text))
