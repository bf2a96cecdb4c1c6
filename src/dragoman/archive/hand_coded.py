"""Reports whose records people have judged, as hand-coded articles: what `dragoman evaluate articles` measures against."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.archive.opened import Archive
from dragoman.archive.review import verdicts
from dragoman.archive.sample import report_of
from dragoman.errors import UsageError
from dragoman.records import Commitment, Document, Entity, Event, Record, Statement

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
PLAIN = re.compile(r"[^a-z0-9]+")
LONGEST = 60
"""Characters of an article's name."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many articles were written, and how many reports were left since not each of their records has a verdict."""

    articles: int
    left: int


def export_reviewed(archive: Archive, out: Path, partial: bool = False) -> Exported:
    """Write the reviewed reports of ARCHIVE into the new or empty folder OUT, a JSON file each.

    Only records that were judged right are in them. A report of which a record has no verdict, or one on what has
    changed since, is left unless PARTIAL.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out}: is there and not empty; name a new folder, since articles in it may have been edited")
    judged: dict[int, dict[str, str]] = {}
    for one in verdicts(archive):
        if one.standing == "standing":
            judged.setdefault(one.docno, {})[one.record] = one.verdict
    out.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    left = 0
    for docno, told in sorted(judged.items()):
        document, records = report_of(archive.reader, docno)
        if not partial and any(record.id not in told for record in records):
            left += 1
            continue
        name = _name(document, names)
        body = json.dumps(article(name, document, records, told), ensure_ascii=False, indent=1)
        (out / f"{name}.json").write_text(body + "\n", encoding="utf-8", errors="replace")
    return Exported(len(names), left)


def _name(document: Document, taken: set[str]) -> str:
    """A name for the article that no other has, from the report's title or id."""
    letters = unicodedata.normalize("NFKD", document.title or document.id).encode("ascii", "ignore").decode()
    plain = PLAIN.sub("-", letters.lower()).strip("-")[:LONGEST].strip("-") or "report"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    taken.add(name)
    return name


def article(name: str, document: Document, records: Sequence[Record], judged: Mapping[str, str]) -> dict[str, Any]:
    """A hand-coded article with those of RECORDS that were JUDGED right, and under `reviewed` what became of all."""
    right = [record for record in records if judged.get(record.id) == "right"]
    counts = Counter(judged.get(record.id, "without_verdict") for record in records)
    return {
        "id": name,
        "title": document.title,
        "published": document.published,
        "source": document.outlet,
        "license": document.rights,
        "url": document.url,
        "text": document.text,
        "events": [_event(r, document.text) for r in right if isinstance(r, Event) and (r.actor or r.recipient)],
        "statements": [_statement(r) for r in right if isinstance(r, Statement)],
        "commitments": [_commitment(r) for r in right if isinstance(r, Commitment)],
        "reviewed": {word: counts[word] for word in ("right", "wrong", "unsure", "without_verdict")},
    }


def _event(event: Event, text: str) -> dict[str, Any]:
    # A trigger of several words can reach beyond the sentence that was chosen as evidence.
    start = min(event.evidence.start_char, event.trigger.start_char)
    end = max(event.evidence.end_char, event.trigger.end_char)
    return {
        "event": event.event,
        "mode": event.mode[0] if event.mode else None,
        "status": event.status,
        "actor": [party.code for party in event.actor],
        "recipient": [party.code for party in event.recipient],
        "actor_text": [party.text for party in event.actor],
        "recipient_text": [party.text for party in event.recipient],
        "context": list(event.context),
        "date": _date(event.date),
        "place": event.place.text if event.place else None,
        "dead": event.dead,
        "injured": event.injured,
        "trigger": text[event.trigger.start_char : event.trigger.end_char],
        "evidence": text[start:end],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "speaker": _called(statement.speaker),
        "speaker_country": statement.speaker.code,
        "quote": statement.quote,
        "kind": statement.kind,
        "cue": statement.cue,
    }


def _called(party: Entity) -> str:
    """The name of a speaker, whom the text may call "he"."""
    return party.name if party.name and party.kind == "person" else party.text


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "by": [party.code for party in commitment.by],
        "what": commitment.what,
        "due": _date(commitment.due),
        "evidence": commitment.evidence.text,
    }


def _date(date: str | None) -> str | None:
    """The date to the day; None where it is no date of the calendar."""
    found = DATE.match(date or "")
    return found[0] if found else None
