"""A report for a notebook: its records as a table and its text with the evidence marked. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from dragoman.records import Document, Event, Record, Rejection, Statement
from dragoman.view import words

MARK = "background:rgba(255,200,0,.25);border-radius:2px"
TRIGGER = "background:rgba(255,140,0,.45);border-radius:2px"
TABLE = ("Status", "Date", "Who", "Did what", "To whom", "About", "Confidence")


def to_html(records: Iterable[Record]) -> str:
    """RECORDS as HTML, one section a report."""
    return "\n".join(_section(report) for report in words.reports(records))


def _section(records: Sequence[Record]) -> str:
    first = records[0]
    if isinstance(first, Rejection):
        return f"<p><b>{escape(first.document)}</b> was not coded: {escape(first.reason)} ({escape(first.detail)})</p>"
    events = [r for r in records if isinstance(r, Event)]
    body = [_events(events), _statements([r for r in records if isinstance(r, Statement)])]
    if isinstance(first, Document):
        about = " · ".join(filter(None, (words.origin(first), words.voices(first))))
        body.insert(0, f"<h4>{escape(first.title or first.id)}</h4><p><small>{escape(about)}</small></p>")
        body.append(f'<div style="white-space:pre-wrap">{marked(first.text, events)}</div>')
    return f"<section>{''.join(body)}</section>"


def _row(cells: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f'<{tag} style="text-align:left">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"


def _events(events: Sequence[Event]) -> str:
    if not events:
        return "<p>No event between public actors.</p>"
    lines = [
        (
            event.status,
            words.when(event),
            words.parties(event.actor),
            words.deed(event),
            words.to_whom(event),
            words.spaced(event.context),
            f"{event.confidence:.2f}",
        )
        for event in events
    ]
    return f"<table>{_row(TABLE, 'th')}{''.join(map(_row, lines))}</table>"


def _statements(statements: Sequence[Statement]) -> str:
    lines = [
        (words.party(s.speaker), s.cue or "", s.medium or "", f"“{s.quote}”" if s.kind == "direct" else s.quote)
        for s in statements
    ]
    return (
        f"<table>{_row(('Who', 'How', 'Through', 'Words'), 'th')}{''.join(map(_row, lines))}</table>" if lines else ""
    )


def marked(text: str, events: Sequence[Event]) -> str:
    """TEXT escaped, evidence and triggers marked; hovering tells which events a passage proves."""
    spans = [(e.evidence, e, MARK) for e in events] + [(e.trigger, e, TRIGGER) for e in events]
    cuts = sorted({0, len(text), *(at for span, _, _ in spans for at in (span.start_char, span.end_char))})
    parts = []
    for start, end in pairwise(cuts):
        over = [(e, style) for span, e, style in spans if span.start_char <= start and end <= span.end_char]
        words_here = escape(text[start:end])
        if over:
            title = "; ".join(dict.fromkeys(f"{words.deed(e)} ({e.status})" for e, _ in over))
            words_here = f'<mark title="{escape(title)}" style="{over[-1][1]}">{words_here}</mark>'
        parts.append(words_here)
    return "".join(parts)
