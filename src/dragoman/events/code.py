"""From an analysed report to its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.actors import Cast
from dragoman.events import absorb, decide, merge
from dragoman.events.arrange import visited
from dragoman.events.candidates import Candidate, Finder, is_known
from dragoman.events.decide import Tools
from dragoman.events.demands import demands
from dragoman.events.explain import Considered
from dragoman.events.head import States
from dragoman.events.implied import Told, implied
from dragoman.events.record import Report, demand_of, event_of, report_of, withheld_of
from dragoman.events.setting import placed
from dragoman.events.sides import Sides, completed, is_about_public, mentions
from dragoman.events.sites import Sites
from dragoman.events.withheld import withheld
from dragoman.language.tree import Tree
from dragoman.places import Locator
from dragoman.records import Analysis, Document, Event, Statement

CHANCE = 0.3
"""Least probability at which a word that the lexicon does not list is looked at; chosen on held-out read sentences."""
LEAST = 0.01
"""The same for a word that it lists, unless it is sure of it; below no type reaches the confidence that is recorded."""


def code_events(
    document: Document, analysis: Analysis, cast: Cast, statements: Sequence[Statement], tools: Tools, locator: Locator
) -> tuple[list[Event], list[Considered]]:
    """The events of a report, in text order, one record an event, and every predicate that was considered for one."""
    report = report_of(document, analysis, cast, statements, tools, Sites(cast, analysis, locator))
    finder = Finder(cast, tools.ontology)
    told: dict[str, Told] = {}
    considered: list[Considered] = []
    for number in range(len(cast.trees)):
        found, seen = _sentence(report, finder, number)
        considered += seen
        told |= {event.id: Told(number, token, event) for token, event in found}
    tellings = {key: _telling(cast.trees[t.sentence], t) for key, t in told.items()}
    merged = [visited(e) for e in merge.merge(implied(cast, list(told.values()), statements), tellings)]
    merged = placed(merged, told, report.sites, document.title)
    lost = "same-event"
    surest = max((e.confidence for e in merged if e.withheld_by is None), default=0.0)
    if surest < tools.even and len(cast.trees) >= decide.LONG:
        merged, lost = [], "doubtful-report"
    kept = {e.id for e in merged}
    return merged, [replace(c, outcome=lost, event="") if c.event and c.event not in kept else c for c in considered]


def _sentence(report: Report, finder: Finder, number: int) -> tuple[list[tuple[int, Event]], list[Considered]]:
    """The events of one sentence, each with its trigger, and what was considered."""
    tree, tools = finder.cast.trees[number], report.tools
    considered, likely = [], []
    for token, states, options in read_sentence(tools, finder, report.analysis, number):
        if states is None or not options:
            considered.append(Considered(number, token, "no-party" if options is None else "unlikely"))
            continue
        c = decide.decide(tools, states, tree, options)
        considered.append(Considered(number, token, "unlikely" if c.score < tools.floor else "part-of", c))
        if c.score >= tools.floor:
            likely.append(c)
    coded = {c.token: event_of(report, tree, c, mode) for c, mode in absorb.settle(tree, likely)}
    found = [(token, event) for token, event in coded.items() if event is not None]
    found += [
        (thing, withheld_of(report, tree, number, (verb, thing), who)) for verb, thing, who in withheld(finder, number)
    ]
    found += [
        (verb, demand_of(report, tree, number, verb, (askers, asked)))
        for verb, askers, asked in demands(finder, number)
        if not set(coded) & set(tree.subtree(verb))
    ]
    return found, [_settled(c, coded[c.token]) if c.token in coded else c for c in considered]


def read_sentence(
    tools: Tools, finder: Finder, analysis: Analysis, number: int
) -> Iterator[tuple[int, States | None, list[Candidate] | None]]:
    """Every word of a sentence that may trigger an event, by the lexicon or by the model, with the branch's states and the options.

    The last option has no type (see `decide.decide`). Words without a public party on either side have None for options, those in
    which the model sees no trigger at all have none.
    """
    listed = dict(finder.options(number))
    found = mentions(finder, number)
    if not any(is_known(e) for _, parties in found for e in parties):
        yield from ((token, None, None) for token in listed)
        return
    states = tools.head.states(analysis.sentences[number])
    chances = tools.head.words(states)
    sides = Sides(tools.head, states, finder.cast.trees[number], found)
    for token in range(len(finder.cast.trees[number])):
        chance = float(chances[token])
        sure = any(o.score >= decide.AGREED or tools.is_taught(o.sense) for o in listed.get(token, ()))
        if chance < (LEAST if token in listed else CHANCE) and not sure:
            if token in listed:
                yield token, states, []
            continue
        bare = finder.bare(number, token)
        if bare is not None:
            actor, recipient = sides.of(token)
            bare = replace(bare, actor=actor, recipient=recipient, chance=round(chance, 3))
            options = [c for c in completed(listed.get(token, []), bare) if is_about_public(c)]
            yield token, states, [*options, bare] if options or is_about_public(bare) else None


def _settled(c: Considered, event: Event | None) -> Considered:
    """C with what became of it after its sentence was settled."""
    return replace(c, outcome="event", event=event.id) if event is not None else replace(c, outcome="incomplete")


def _telling(tree: Tree, told: Told) -> merge.Telling:
    return merge.Telling(tree[told.token].lemma.lower(), _refers_back(tree, told.token), told.sentence)


def _refers_back(tree: Tree, token: int) -> bool:
    """A noun with "the", "this", "that" or a possessor speaks of something told before."""
    if tree[token].upos != "NOUN":
        return False
    pointing = any(
        tree[d].text.lower() in ("the", "this", "that", "these", "those") for d in tree.children(token, "det")
    )
    return pointing or tree.child(token, "nmod:poss") is not None
