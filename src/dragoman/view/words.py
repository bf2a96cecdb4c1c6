"""How records are put into words, the same for terminal and notebook."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.records import Commitment, Document, Entity, Event, Record, Statement
from dragoman.tables import is_mutual

MARKS = {"actual": "●", "future": "○", "negated": "✕", "hypothetical": "?", "historical": "◌"}
BACKGROUND = "historical"
"""Status of what is told only to explain the news of the day."""


def party(entity: Entity) -> str:
    """A party by its full name if known, and its code; a group by the text's words, since its name is only its country's.

    >>> party(Entity("Kenyan soldiers", 0, 15, name="Kenya", code="KEN", sector="MIL", kind="group"))
    'Kenyan soldiers (KEN)'
    """
    name = " ".join(entity.text.split()) if entity.kind == "group" or entity.name is None else entity.name
    return name if entity.code in ("---", name) else f"{name} ({entity.code})"


def parties(entities: Iterable[Entity]) -> str:
    return "; ".join(dict.fromkeys(party(e) for e in entities))


def deed(event: Event) -> str:
    """Type and modes: "CONSULT phone"."""
    return " ".join((event.event, *event.mode))


def when(event: Event) -> str:
    return " – ".join(dict.fromkeys(date for date in (event.date, event.date_end) if date))


def to_whom(event: Event) -> str:
    return "(each other)" if is_mutual(event) else parties(event.recipient)


def sides(event: Event) -> str:
    """Who did it to whom on one line: "A → B", of a mutual act "A ↔ B"."""
    if is_mutual(event):
        return " ↔ ".join(dict.fromkeys(party(e) for e in event.actor))
    return " → ".join(filter(None, (parties(event.actor) or "somebody", parties(event.recipient))))


def is_withheld(event: Event) -> bool:
    """Whether EVENT tells what somebody did not say or give."""
    return event.status == "negated" and event.withheld_by is not None


def told_by(event: Event) -> str:
    """On whose word EVENT rests, "" where it is the reporter's own.

    A source that the report names is given by name and code, any other in the words of the report.
    """
    source = event.attribution.source if event.attribution else None
    if source is None:
        return ""
    return source if isinstance(source, str) else party(source)


def where(event: Event) -> str:
    """Place and country of EVENT, "" if none is known."""
    place = event.place
    if place is None:
        return ""
    name = " ".join((place.name or place.text).split())
    return name if place.country is None or place.resolution == 1 else f"{name}, {place.country}"


def due(commitment: Commitment) -> str:
    """When a promise falls due, with the words that say so; "no date" where it is open.

    >>> from dragoman.records import Span
    >>> due(Commitment("c1", "d1", (), (), "meet", None, "soon", None, None, Span("", 0, 0), 0.5, ""))
    'no date (“soon”)'
    """
    words = " ".join((commitment.due_text or "").split())
    date = commitment.due or "no date"
    return f"{date} (“{words}”)" if words and words != date else date


def by_speaker(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """STATEMENTS under the party that speaks, in the order in which each first speaks."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(party(statement.speaker), []).append(statement)
    return found


def spaced(codes: Iterable[str]) -> str:
    """Contexts and the like for reading: "illegal_drugs" becomes "illegal drugs"."""
    return ", ".join(code.replace("_", " ") for code in codes)


def origin(document: Document) -> str:
    """Outlet, writers and date of a report on one line."""
    date = f"{document.published} ({document.published_basis})" if document.published else "no date"
    return " · ".join(filter(None, (document.outlet, ", ".join(document.authors), date)))


def voices(document: Document) -> str:
    """Whose account a report is: "" if nobody speaks in it."""
    if len(document.account) == 1:
        return f"one side's account: {document.account[0]}"
    return f"sides that speak: {', '.join(document.account)}" if document.account else ""


def reports(records: Iterable[Record]) -> list[list[Record]]:
    """RECORDS by report: each list opens with a document or is one rejection."""
    found: list[list[Record]] = []
    for record in records:
        if record.record in ("document", "rejection") or not found:
            found.append([])
        found[-1].append(record)
    return found
