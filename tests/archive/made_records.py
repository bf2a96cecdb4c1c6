"""Archives of records made by hand, many and odd ones, without a language model."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman import ontology
from dragoman.records import Commitment, Document, Entity, Event, Place, Record, Span, Statement, record_id, text_hash
from dragoman.store import Found, create, writing

PARTIES = (
    ("Kenya", "Kenya", "KEN", None, "state"),
    ("Uganda", "Uganda", "UGA", None, "state"),
    ("Mexico", "Mexico", "MEX", None, "state"),
    ("Otieno", "Amina Otieno", "KEN", "GOV", "person"),
    ("the army", "Kenya", "KEN", "MIL", "group"),
    ("Okello", "Juma Okello", "UGA", "GOV", "person"),
    ("Çelik", "Özgür Çelik", "TUR", "GOV", "person"),
    ("the African Union", "African Union", "IGO:AU", None, "organisation"),
    ("villagers", None, "---", "CVL", "group"),
)
WORDS = "water border fentanyl rail grain truce envoy harvest dam tariff".split()
TYPES = ("CONSULT", "AID", "ACCUSE", "ASSAULT", "AGREE", "SIT_IN")
"""PLOVER's and one of a user's own."""
DATES = ("2025-11-03", "2025-12-31", "2026-01-01", "2026-01", "2026-02-14", "2026", None, None)
PUBLISHED = ("2026-01-05", "2026-02-20T08:00:00+01:00", "2026-03", "2026", None)
CODER = "made by hand"


def party(row: Sequence[str | None], start: int = 0) -> Entity:
    text, name, code, sector, kind = row
    return Entity(str(text), start, start + len(str(text)), name, str(code), sector, kind=str(kind))


def document(name: str, text: str, published: str | None, sentences: Sequence[tuple[int, int]], title: str) -> Document:
    outlet = ("Reuters", "The Nile Post", None)[len(name) % 3]
    return Document(
        name, title, None, outlet, (), published, "metadata" if published else "none", "en", None, text_hash(text), text,
        tuple(sentences),
    )  # fmt: skip


def event(doc: Document, number: int, dice: random.Random, **given: object) -> Event:
    kind = dice.choice(TYPES)
    start, end = dice.choice(doc.sentences)
    date = dice.choice(DATES)
    sides = [tuple(party(p) for p in dice.sample(PARTIES, dice.choice((1, 1, 2, 3)))) for _ in range(2)]
    mutual = kind == "CONSULT" and dice.random() < 0.5
    plover = ontology.load()
    body = {
        "id": record_id("event", doc.text_id, number),
        "document": doc.id,
        "event": kind,
        "mode": tuple(dice.sample(("visit", "phone"), dice.choice((0, 1, 2)))) if kind == "CONSULT" else (),
        "context": tuple(dice.sample(("military", "economic", "legal"), dice.choice((0, 1, 2)))),
        "status": dice.choice(("actual", "actual", "future", "negated")),
        "actor": sides[0] if mutual else sides[0][: dice.choice((0, 1, 2))],
        "recipient": () if mutual else sides[1],
        "date": date,
        "date_end": None,
        "date_text": None,
        "date_precision": {None: "none", 10: "day", 7: "month", 4: "year"}[len(date) if date else None],
        "date_basis": "text" if date else "none",
        "place": dice.choice((None, Place("Kisumu", 0, 6, "Kisumu", "KEN"), Place("Kampala", 0, 7, "Kampala", "UGA"))),
        "dead": None,
        "injured": None,
        "arrested": None,
        "size": None,
        "quad_code": plover.quad(kind) if kind in plover.types else 2,
        "event_scale": round(dice.uniform(-10, 10), 1),
        "cameo": "042",
        "trigger": Span(doc.text[start : start + 3], start, start + 3),
        "evidence": Span(doc.text[start:end], start, end),
        "mentions": (),
        "attribution": None,
        "withheld_by": None,
        "confidence": round(dice.random(), 3),
        "coder": CODER,
    }
    return Event(**(body | given))  # type: ignore[arg-type]


def statement(doc: Document, number: int, dice: random.Random) -> Statement:
    first = dice.randrange(len(doc.sentences))
    last = min(len(doc.sentences) - 1, first + dice.choice((0, 0, 1, 2)))
    start, end = doc.sentences[first][0], doc.sentences[last][1]
    addressee = dice.choice((None, party(dice.choice(PARTIES))))
    return Statement(
        record_id("statement", doc.text_id, number), doc.id, party(dice.choice(PARTIES)), doc.text[start:end], start, end,
        dice.choice(("direct", "indirect")), "say", None, None, (), addressee, dice.choice(((), ("legal", "military"))), (),
        Span(doc.text[start:end], start, end), round(dice.random(), 3), CODER,
    )  # fmt: skip


def commitment(doc: Document, number: int, dice: random.Random) -> Commitment:
    start, end = dice.choice(doc.sentences)
    by, to = (tuple(party(p) for p in dice.sample(PARTIES, dice.choice((1, 2)))) for _ in range(2))
    return Commitment(
        record_id("commitment", doc.text_id, number), doc.id, by, to, doc.text[start:end], None, None, None, None,
        Span(doc.text[start:end], start, end), round(dice.random(), 3), CODER,
    )  # fmt: skip


def report(number: int, dice: random.Random) -> tuple[Record, ...]:
    """One report of four sentences with a few records of each kind."""
    text, sentences = "", []
    for place in range(4):
        start = len(text)
        text += f"Report {number} says {dice.choice(WORDS)} and {dice.choice(WORDS)}, part {place}.\n"
        sentences.append((start, len(text) - 1))
    doc = document(f"report-{number}", text, dice.choice(PUBLISHED), sentences, f"On {dice.choice(WORDS)}")
    events = [event(doc, n, dice) for n in range(dice.randrange(4))]
    said = [statement(doc, n, dice) for n in range(dice.randrange(3))]
    return doc, *events, *said, *(commitment(doc, n, dice) for n in range(dice.randrange(2)))


def reports(count: int, seed: int = 7) -> list[tuple[Record, ...]]:
    dice = random.Random(seed)
    return [report(number, dice) for number in range(count)]


def store(folder: Path, batches: Iterable[Sequence[tuple[Record, ...]]], coder: str = CODER) -> Path:
    """An archive in FOLDER with BATCHES of reports, each committed by itself."""
    create(folder)
    with writing(folder) as writer:
        writer.begin("test", [], coder)
        for batch in batches:
            found = [Found(os.urandom(32), f"id:{records[0].document}", records) for records in batch]
            writer.commit(found, writer.coding(coder))
        writer.end("done")
    return folder
