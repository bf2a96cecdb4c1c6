"""The records of a report as lists of cards, each with a link to the passage that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from dragoman.records import Commitment, Event, Statement
from dragoman.view import words
from dragoman.view.marks import Shown, readable, style

COUNTS = ("dead", "injured", "arrested")
GROUPS = ("Events", "Withheld", "Background")
Kind = TypeVar("Kind", Event, Statement, Commitment)


def events(shown: Sequence[Shown]) -> str:
    """The news of the day, then what was withheld, then the background."""
    told = list(_of(shown, Event))
    if not told:
        return '<section class="list"><h3>Events</h3><p>No event between public actors.</p></section>'
    return "".join(
        _section(title, (_event(key, event) for key, event in told if _group(event) == title)) for title in GROUPS
    )


def statements(shown: Sequence[Shown]) -> str:
    """Who said what: statements under their speakers."""
    said = list(_of(shown, Statement))
    keys = {one.id: key for key, one in said}
    groups = "".join(
        f'<h4 dir="auto">{readable(speaker)}</h4>{_list(_statement(keys[one.id], one) for one in group)}'
        for speaker, group in words.by_speaker(one for _, one in said).items()
    )
    return f'<section class="list"><h3>Statements</h3>{groups}</section>' if groups else ""


def commitments(shown: Sequence[Shown]) -> str:
    """Who promised what, and by when."""
    return _section("Promises", (_commitment(key, promise) for key, promise in _of(shown, Commitment)))


def _of(shown: Sequence[Shown], kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    return ((s.key, s.record) for s in shown if isinstance(s.record, kind))


def _group(event: Event) -> str:
    if words.is_withheld(event):
        return "Withheld"
    return "Background" if event.status == words.BACKGROUND else "Events"


def _section(title: str, cards: Iterable[str]) -> str:
    body = _list(cards)
    return f'<section class="list"><h3>{title}</h3>{body}</section>' if body else ""


def _list(cards: Iterable[str]) -> str:
    body = "".join(cards)
    return f"<ul>{body}</ul>" if body else ""


def _event(key: str, event: Event) -> str:
    sign = f'<span class="sign {style(event)}" aria-hidden="true">{words.MARKS.get(event.status, "")}</span>'
    head = f'{sign} <span class="status">{readable(event.status)}</span> <b>{readable(words.deed(event))}</b>'
    if words.is_withheld(event) and event.withheld_by is not None:
        who = f"withheld by {words.party(event.withheld_by)}: “{' '.join(event.trigger.text.split())}”"
    else:
        who = words.sides(event)
    return _card(key, head, who, _event_facts(event))


def _event_facts(event: Event) -> Iterator[tuple[str, str]]:
    day = words.when(event)
    said = " ".join((event.date_text or "").split())
    yield "When", f"{day} (“{said}”)" if day and said else day
    yield "Where", words.where(event)
    yield "About", words.spaced(event.context)
    for name in COUNTS:
        count = getattr(event, name)
        yield name.capitalize(), "" if count is None else str(count)
    yield "Size", "" if event.size is None else event.size.text
    yield "As told by", words.told_by(event)
    yield "Confidence", f"{event.confidence:.2f}"
    yield "CAMEO", event.cameo


def _statement(key: str, statement: Statement) -> str:
    quote = f"“{statement.quote}”" if statement.kind == "direct" else statement.quote
    head = f'<span class="sign" aria-hidden="true">❝</span> <span class="status">{readable(statement.kind)}</span>'
    if statement.cue:
        head += f" <b>{readable(statement.cue)}</b>"
    facts = (
        ("Through", statement.medium or ""),
        ("As told by", words.parties(statement.via)),
        ("To", words.party(statement.addressee) if statement.addressee else ""),
        ("About", words.spaced(statement.context)),
        ("Confidence", f"{statement.confidence:.2f}"),
    )
    return _card(key, head, quote, facts)


def _commitment(key: str, promise: Commitment) -> str:
    due = words.due(promise)
    head = f'<span class="sign" aria-hidden="true">⚑</span> <b dir="auto">{readable(due)}</b>'
    facts = (
        ("Who", words.parties(promise.by) or "somebody"),
        ("To", words.parties(promise.to)),
        ("If", promise.conditional or ""),
        ("Confidence", f"{promise.confidence:.2f}"),
    )
    return _card(key, head, promise.what, facts)


def _card(key: str, head: str, body: str, facts: Iterable[tuple[str, str]]) -> str:
    """One card; HEAD is HTML, the rest is escaped here."""
    lines = "".join(f'<dt>{name}</dt><dd dir="auto">{readable(value)}</dd>' for name, value in facts if value)
    link = f'<a class="back" href="#{key}-at">in the text</a>'
    return (
        f'<li class="card" id="{key}"><p class="what">{head} {link}</p>'
        f'<p class="who" dir="auto">{readable(body)}</p><dl>{lines}</dl></li>'
    )
