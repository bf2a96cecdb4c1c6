"""What statements and events are to each other in a report, and whose account it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.records import Analysis, Document, Event, Statement


def performing(statement: Statement, events: Iterable[Event]) -> Statement:
    """STATEMENT with the events that it reports (their trigger stands in the quote) or performs (it is the cue)."""

    def belongs(event: Event) -> bool:
        trigger, evidence = event.trigger, statement.evidence
        if statement.start_char <= trigger.start_char < statement.end_char:
            return True
        here = evidence.start_char <= trigger.start_char < evidence.end_char
        return here and statement.cue is not None and statement.cue.split()[0] in trigger.text.split()

    return replace(statement, events=tuple(e.id for e in events if belongs(e)))


def described(document: Document, analysis: Analysis, statements: Iterable[Statement]) -> Document:
    """DOCUMENT with its sentences and the sides that speak in it, in order of appearance."""
    sentences = tuple((s.start_char, s.end_char) for s in analysis.sentences)
    speaking = sorted(statements, key=lambda s: s.start_char)
    codes = dict.fromkeys(s.speaker.code for s in speaking if s.speaker.code != "---")
    return replace(document, sentences=sentences, account=tuple(codes))
