"""From an analysed report to its events."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.actors import Cast
from dragoman.events import absorb, decide, merge
from dragoman.events.candidates import Finder
from dragoman.events.demands import demands
from dragoman.events.record import Tools, demand_of, event_of, report_of, withheld_of
from dragoman.events.withheld import withheld
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Document, Event, Statement


def code_events(
    document: Document, analysis: Analysis, cast: Cast, statements: Sequence[Statement], tools: Tools
) -> list[Event]:
    """The events of a report, in text order, one record an event."""
    report = report_of(document, analysis, cast, statements, tools)
    finder = Finder(cast, tools.ontology)
    events: dict[str, Event] = {}
    tellings: dict[str, merge.Telling] = {}
    for number, tree in enumerate(cast.trees):
        options = list(finder.options(number))
        states = tools.head.states(analysis.sentences[number]) if options else None
        likely = (
            [decide.decide(tools.head, tools.ontology, states, tree, o) for o in options] if states is not None else []
        )
        chosen = absorb.settle(tree, [c for c in likely if c is not None])
        found = [(c.token, event_of(report, tree, c, mode)) for c, mode in chosen]
        found += [
            (thing, withheld_of(report, tree, number, (verb, thing), who))
            for verb, thing, who in withheld(finder, number)
        ]
        told = {c.token for c, _ in chosen}
        found += [
            (verb, demand_of(report, tree, number, verb, (askers, asked)))
            for verb, askers, asked in demands(finder, number)
            if not told & set(tree.subtree(verb))
        ]
        for token, event in found:
            if event is not None:
                events[event.id] = event
                tellings[event.id] = merge.Telling(tree[token].lemma.lower(), _refers_back(tree, token))
    return merge.merge(list(events.values()), tellings)


def _refers_back(tree: Tree, token: int) -> bool:
    """A noun with "the", "this", "that" or a possessor speaks of something told before."""
    if tree[token].upos != "NOUN":
        return False
    pointing = any(
        tree[d].text.lower() in ("the", "this", "that", "these", "those") for d in tree.children(token, "det")
    )
    return pointing or tree.child(token, "nmod:poss") is not None
