"""From an analysed report to its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.actors import Cast
from dragoman.events import absorb, decide, merge
from dragoman.events.candidates import Candidate, Finder, is_public
from dragoman.events.decide import Tools
from dragoman.events.demands import demands
from dragoman.events.explain import Considered
from dragoman.events.record import Report, demand_of, event_of, report_of, withheld_of
from dragoman.events.sides import Sides, completed, is_about_public, mentions
from dragoman.events.withheld import withheld
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Document, Event, Statement

CHANCE = 0.3
"""Least probability at which a word that the lexicon does not list is looked at; chosen on held-out read sentences."""


def code_events(
    document: Document, analysis: Analysis, cast: Cast, statements: Sequence[Statement], tools: Tools
) -> tuple[list[Event], list[Considered]]:
    """The events of a report, in text order, one record an event, and every predicate that was considered for one."""
    report = report_of(document, analysis, cast, statements, tools)
    finder = Finder(cast, tools.ontology)
    events: dict[str, Event] = {}
    tellings: dict[str, merge.Telling] = {}
    considered: list[Considered] = []
    for number, tree in enumerate(cast.trees):
        found, seen = _sentence(report, finder, number)
        considered += seen
        for token, event in found:
            events[event.id] = event
            tellings[event.id] = merge.Telling(tree[token].lemma.lower(), _refers_back(tree, token), number)
    merged = merge.merge(list(events.values()), tellings)
    kept = {e.id for e in merged}
    folded = [replace(c, outcome="same-event", event="") if c.event and c.event not in kept else c for c in considered]
    return merged, folded


def _sentence(report: Report, finder: Finder, number: int) -> tuple[list[tuple[int, Event]], list[Considered]]:
    """The events of one sentence, each with its trigger, and what was considered."""
    tree = finder.cast.trees[number]
    read = dict(_read(report, finder, number))
    likely = [c for c in read.values() if c is not None and c.score >= report.tools.floor]
    chosen = absorb.settle(tree, likely)
    coded = {c.token: event_of(report, tree, c, mode) for c, mode in chosen}
    found = [(token, event) for token, event in coded.items() if event is not None]
    found += [
        (thing, withheld_of(report, tree, number, (verb, thing), who)) for verb, thing, who in withheld(finder, number)
    ]
    found += [
        (verb, demand_of(report, tree, number, verb, (askers, asked)))
        for verb, askers, asked in demands(finder, number)
        if not set(coded) & set(tree.subtree(verb))
    ]
    return found, [_considered(number, token, c, coded, likely) for token, c in read.items()]


def _read(report: Report, finder: Finder, number: int) -> Iterator[tuple[int, Candidate | None]]:
    """Every word of a sentence that may trigger an event, by the lexicon or by the model, as decided; None without a public party."""
    tree, head = finder.cast.trees[number], report.tools.head
    listed = dict(finder.options(number))
    found = mentions(finder, number)
    if not any(is_public(e) for _, parties in found for e in parties):
        yield from dict.fromkeys(listed).items()
        return
    states = head.states(report.analysis.sentences[number])
    chances = head.words(states)
    sides = Sides(head, states, found)
    for token in range(len(tree)):
        if token not in listed and chances[token] < CHANCE:
            continue
        bare = finder.bare(number, token)
        if bare is None:
            continue
        actor, recipient = sides.of(token)
        bare = replace(bare, actor=actor, recipient=recipient)
        options = [c for c in (*completed(listed.get(token, []), bare), bare) if is_about_public(c)]
        if not options:
            yield token, None
        else:
            options = options if options[-1].event == "" else [*options, bare]
            yield token, decide.decide(report.tools, states, tree, options)


def _considered(
    number: int, token: int, read: Candidate | None, coded: dict[int, Event | None], likely: list[Candidate]
) -> Considered:
    if read is None:
        return Considered(number, token, "no-party")
    event = coded.get(token)
    if event is not None:
        return Considered(number, token, "event", read, event.id)
    outcome = "incomplete" if token in coded else "part-of" if read in likely else "unlikely"
    return Considered(number, token, outcome, read)


def _refers_back(tree: Tree, token: int) -> bool:
    """A noun with "the", "this", "that" or a possessor speaks of something told before."""
    if tree[token].upos != "NOUN":
        return False
    pointing = any(
        tree[d].text.lower() in ("the", "this", "that", "these", "those") for d in tree.children(token, "det")
    )
    return pointing or tree.child(token, "nmod:poss") is not None
