"""From a decided candidate to the record of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dragoman.actors import Cast
from dragoman.events import decide, status, when
from dragoman.events.arrange import arranged
from dragoman.events.attribution import attribution_of
from dragoman.events.candidates import Candidate
from dragoman.events.decide import Tools
from dragoman.events.explain import reading
from dragoman.events.numbers import NO_COUNTS, casualties
from dragoman.events.sites import Sites
from dragoman.events.where import Deed, site_of
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Document, Entity, Event, Span, Statement, record_id

VIOLENT = frozenset(("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "SANCTION"))
"""Types in whose sentences counts of dead, injured and arrested people belong to the event."""
HAPPENED = ("actual", "historical")
NEEDS_OTHER_SIDE = frozenset(("REJECT", "ACCUSE", "REQUEST", "AGREE"))
"""Types whose denial says something only where the other side is named."""

ALONE = 0.5
"""A meeting of which the text names one side only must be this sure."""

WITHHELD_WORDS = 8
"""Longest trigger that shows verb and thing together ("did not give any further details"); else the thing stands alone."""

Parties = tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report in the making."""

    document: Document
    analysis: Analysis
    cast: Cast
    statements: Sequence[Statement]
    tools: Tools
    opening: tuple[str, ...]
    """Lemmas of the headline and the first sentence: what the whole report is about."""
    sites: Sites


def report_of(
    document: Document, analysis: Analysis, cast: Cast, statements: Sequence[Statement], tools: Tools, sites: Sites
) -> Report:
    """The report that `event_of` and its sisters work on."""
    title = (document.title or "").lower().split()
    first = [t.lemma.lower() for s in analysis.sentences[:1] for t in s.tokens]
    return Report(document, analysis, cast, statements, tools, (*title, *first), sites)


def event_of(report: Report, tree: Tree, c: Candidate, mode: str | None) -> Event | None:
    """The record of candidate C with MODE as its content gives it, or None where what is left is no event."""
    published = report.document.published
    date = when.date_of(tree, c.token, report.document.text, published, report.cast.trees[: c.sentence])
    found = status.signs(tree, c.token)
    event, state = c.event, decide.status_with(found, c, when.is_old(date, published), report.tools.ontology)
    if event == "AGREE" and state == "actual" and tree[c.token].lemma.lower() in status.PLANS:
        state = "future"
    if state == "actual" and date.is_ahead:
        state = "future"
    if state == "future" and date.date and published and date.date < published[: len(date.date)]:
        date = when.NOTHING  # the day on which a plan was told
    planned = report.tools.ontology.planned(event)
    announced = event == "RETREAT" and state == "actual" and status.is_announced(tree, c.token)
    if announced or (state == "future" and planned != event):
        event, mode = planned, None
        state = "actual" if event == "CONCEDE" else "future"
    elif mode is None:
        mode = c.sense.mode or (c.reading.mode_of(event) if c.reading else None)
    actor, recipient = arranged(tree, c, event, state)
    if event == "CONSULT" and len(actor) + len(recipient) < 2 and c.score < ALONE:
        return None
    if state == "negated" and event in NEEDS_OTHER_SIDE and not recipient:
        return None
    return _filled(report, tree, c, _Decision(event, mode, state, actor, recipient, date, _trace(c, found)))


def demand_of(report: Report, tree: Tree, number: int, verb: int, sides: tuple[Parties, Parties]) -> Event:
    """The record of a duty that the first of SIDES lays on the second."""
    date = when.date_of(tree, verb, report.document.text, report.document.published)
    decision = _Decision(
        "REQUEST", "change", "actual", *sides, when.NOTHING if date.is_ahead else date, {"duty": tree[verb].text}
    )
    return _record(report, tree, number, tree.words(report.document.text, verb, verb + 1), decision, verb)


def withheld_of(report: Report, tree: Tree, number: int, words: tuple[int, int], who: Parties) -> Event:
    """The negated record of something withheld: WORDS are the verb and the thing that WHO did not give."""
    text = report.document.text
    thing = tree.words(text, words[1], words[1] + 1)
    decision = _Decision("AGREE", None, "negated", who, (), when.NOTHING, {"withheld": thing.text}, who[0], thing)
    first, last = min(words), max(words) + 1
    close = last - first <= WITHHELD_WORDS
    trigger = tree.words(text, first, last) if close else thing
    return _record(report, tree, number, trigger, decision)


@dataclass(frozen=True, slots=True)
class _Decision:
    event: str
    mode: str | None
    status: str
    actor: Parties
    recipient: Parties
    date: when.When
    trace: dict[str, Any]
    withheld_by: Entity | None = None
    thing: Span | None = None
    context: tuple[str, ...] = ()
    cameo: str = ""
    confidence: float = 0.5


def _filled(report: Report, tree: Tree, c: Candidate, d: _Decision) -> Event:
    trigger = _trigger(tree, c, report.document.text)
    confidence = round(min(0.99, max(0.01, c.score)), 2)
    d = replace(d, context=c.sense.context, cameo=c.sense.cameo, confidence=confidence)
    return _record(report, tree, c.sentence, trigger, d, c.token)


def _record(report: Report, tree: Tree, number: int, trigger: Span, d: _Decision, token: int | None = None) -> Event:
    text, ontology, sentence = report.document.text, report.tools.ontology, report.analysis.sentences[number]
    evidence = Span(text[sentence.start_char : sentence.end_char], sentence.start_char, sentence.end_char)
    modes = (d.mode,) if d.mode and d.mode in ontology.types[d.event].modes else ()
    befell = d.recipient if d.status in HAPPENED else ()
    one = len(befell) == 1 and befell[0].kind in ("person", "office")
    counts = casualties(tree, token, one) if token is not None and d.event in VIOLENT else NO_COUNTS
    abroad = len({e.code for e in d.actor + d.recipient if e.code != "---"}) > 1
    lemmas = [t.lemma.lower() for t in sentence.tokens]
    context = (*ontology.contexts_of(lemmas, d.event, report.opening, abroad), *d.context)
    parts: tuple[Span | Entity, ...] = (evidence, trigger, d.thing or trigger, *d.actor, *d.recipient)
    spans = [(s.start_char, s.end_char) for s in parts]
    dated = d.date.date is not None
    deed = Deed(number, token, d.event, d.status, modes, d.actor) if token is not None else None
    site = site_of(deed, report.sites) if deed is not None else None
    return Event(
        id=record_id("event", report.document.text_id, d.event, spans),
        document=report.document.id,
        event=d.event,
        mode=modes,
        context=tuple(dict.fromkeys(context)),
        status=d.status,
        actor=d.actor,
        recipient=d.recipient,
        date=d.date.date,
        date_end=d.date.date_end,
        date_text=d.date.text if dated else None,
        date_precision=d.date.precision if dated else "none",
        date_basis=d.date.basis if dated else "none",
        place=report.sites.place(site) if site is not None else None,
        dead=counts.dead,
        injured=counts.injured,
        arrested=counts.arrested if d.event in ("COERCE", "PROTEST") else None,
        size=counts.size if d.event == "PROTEST" else None,
        quad_code=ontology.quad(d.event),
        event_scale=ontology.scale(d.event, modes),
        cameo=ontology.cameo(d.event, modes[0] if modes else None, d.status, d.cameo),
        trigger=trigger,
        evidence=evidence,
        mentions=(),
        attribution=attribution_of(report.statements, trigger, d.actor, d.recipient),
        withheld_by=d.withheld_by,
        confidence=d.confidence,
        coder=report.tools.coder,
        trace=d.trace,
    )


def _trigger(tree: Tree, c: Candidate, text: str) -> Span:
    """The trigger with the compound before it ("phone call") or the particle behind it ("called off")."""
    first = last = c.token
    while first > 0 and tree[first - 1].rel == "compound" and tree[first - 1].head == c.token:
        first -= 1
    if tree.child(c.token, "compound:prt") == last + 1:
        last += 1
    return tree.words(text, first, last + 1)


def _trace(c: Candidate, found: status.Signs) -> dict[str, Any]:
    return reading(c) | {"signs": [f.name for f in fields(found) if getattr(found, f.name)]}
