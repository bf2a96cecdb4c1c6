"""A very small archive of invented reports, to try things on."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman import ontology
from dragoman.archive.opened import Archive
from dragoman.records import Document, Entity, Event, Record, Span, Statement, record_id, text_hash
from dragoman.store import Found, create, writing

FIRST = "Ministers of Kenya and Uganda met in Kisumu on Monday. Kenya said that water will be shared."
SECOND = "Norway sent blankets to Nepal."
CODER = "example"


@contextmanager
def example() -> Iterator[Archive]:
    """Two invented reports with two events and a statement, in a folder that is gone afterwards.

    >>> with example() as archive:
    ...     len(archive.documents()), len(archive.events())
    ...     [event.actor[0].code for event in archive.events(recipient="NPL")]
    (2, 2)
    ['NOR']
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "archive"
        create(folder)
        with writing(folder) as writer:
            writer.begin("example", [], CODER)
            batch = [Found(os.urandom(32), f"id:{report[0].document}", report) for report in (_first(), _second())]
            writer.commit(batch, writer.coding(CODER))
            writer.end("done")
        with Archive(folder) as archive:
            yield archive


def _first() -> tuple[Record, ...]:
    document = _document("lake", FIRST, "2026-01-06", ((0, 54), (55, len(FIRST))))
    kenya, uganda, speaker = _state("Kenya", "KEN", 13), _state("Uganda", "UGA", 23), _state("Kenya", "KEN", 55)
    said = Statement(
        id=record_id("statement", document.text_id, 71),
        document=document.id,
        speaker=speaker,
        quote="water will be shared",
        start_char=71,
        end_char=91,
        kind="indirect",
        cue="say",
        medium=None,
        medium_basis=None,
        via=(),
        addressee=None,
        context=("diplomatic",),
        events=(),
        evidence=Span(FIRST[55:], 55, len(FIRST)),
        confidence=0.8,
        coder=CODER,
    )
    return document, _event(document, "CONSULT", (kenya, uganda), ()), said


def _second() -> tuple[Record, ...]:
    document = _document("blankets", SECOND, "2026-02-03", ((0, len(SECOND)),))
    return document, _event(document, "AID", (_state("Norway", "NOR", 0),), (_state("Nepal", "NPL", 24),))


def _state(name: str, code: str, start: int) -> Entity:
    return Entity(name, start, start + len(name), name, code, kind="state")


def _document(name: str, text: str, published: str, sentences: tuple[tuple[int, int], ...]) -> Document:
    return Document(
        id=name,
        title=None,
        url=None,
        outlet="The Example",
        authors=(),
        published=published,
        published_basis="metadata",
        language="en",
        rights=None,
        text_id=text_hash(text),
        text=text,
        sentences=sentences,
    )


def _event(document: Document, kind: str, actor: tuple[Entity, ...], recipient: tuple[Entity, ...]) -> Event:
    start, end = document.sentences[0]
    plover = ontology.load()
    return Event(
        id=record_id("event", document.text_id, kind),
        document=document.id,
        event=kind,
        mode=(),
        context=("diplomatic",),
        status="actual",
        actor=actor,
        recipient=recipient,
        date=None,
        date_end=None,
        date_text=None,
        date_precision="none",
        date_basis="none",
        place=None,
        dead=None,
        injured=None,
        arrested=None,
        size=None,
        quad_code=plover.quad(kind),
        event_scale=plover.scale(kind, ()),
        cameo="",
        trigger=Span(document.text[start:end], start, end),
        evidence=Span(document.text[start:end], start, end),
        mentions=(),
        attribution=None,
        withheld_by=None,
        confidence=0.9,
        coder=CODER,
    )
