"""How records are put into words, the same for terminal and notebook."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.export import is_mutual
from dragoman.records import Document, Entity, Event, Record

MARKS = {"actual": "●", "future": "○", "negated": "✕", "hypothetical": "?", "historical": "◌"}


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
