"""Write the pages that are made from the code: `python docs/generate.py`. Tests check that they are current.

docs/records.md from the record classes, docs/codebook.md from the ontology and the formats of the field.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from dragoman.export import codebook
from dragoman.records import Attribution, Commitment, Document, Entity, Event, Number, Place, Rejection, Span, Statement
from dragoman.tables import columns

MEANING = {
    "account": "codes of the sides that speak in the report; one code alone: one side's account",
    "actor": "who did it; parties of a mutual act all stand here",
    "addressee": "to whom it was said, or null",
    "approximate": "whether the text says about, at least, more than and the like",
    "arrested": "number of people arrested, or null",
    "attribution": "on whose word the event is reported, or null for the reporter's own",
    "authors": "the writers of the report",
    "by": "who promised",
    "cameo": "CAMEO code as text: the deepest that type, mode and status bear out",
    "code": "ISO 3166-1 alpha-3 country (XKX Kosovo), IGO:UN and so on, NGO, MNC, or --- for none",
    "coder": "versions of program, model and ontology",
    "conditional": "the words of the condition, or null",
    "confidence": "from 0 to 1",
    "context": "what it is about: PLOVER contexts, strongest first",
    "country": "ISO 3166-1 alpha-3, or null",
    "cue": "the verb of saying, or null",
    "date": "ISO date, month or year, as far as the text fixes it, or null",
    "date_basis": "text or none",
    "date_end": "last day of a span of time, or null",
    "date_precision": "day, week, month, year or none",
    "date_text": "the words that give the date, or null",
    "dead": "number of people killed, or null",
    "detail": "what happened and what to do, for people",
    "due": "by when: ISO date, month or year, or null",
    "due_text": "the words that say by when, or null",
    "end_char": "where it ends: the offset after the last character",
    "event": "PLOVER type; of a commitment: id of the AGREE or CONCEDE event it stands in, or null",
    "event_scale": "PLOVER's conflict-cooperation score of the type and its modes, -10 to 10",
    "events": "ids of the events that the statement performs or reports",
    "evidence": "the whole sentence that proves it",
    "fingerprint": "of the text, to find near-duplicates",
    "geonameid": "GeoNames id, or null",
    "identifier_id": "Wikidata id, or null",
    "injured": "number of people injured, or null",
    "kind": "statement: direct or indirect; party: state, government, office, person, organisation, group, place",
    "language": "ISO 639-1",
    "lat": "degrees, or null",
    "lon": "degrees, or null",
    "medium": "through which medium it was said, as the text names it, or null",
    "medium_basis": "sentence: named there; inherited: named for the readout that the quote belongs to; or null",
    "mentions": "spans of the other sentences that tell the same event",
    "mode": "PLOVER modes of the type",
    "name": "full name as resolved, or null",
    "office": "office held on the report's date, or null",
    "outlet": "who published the report",
    "place": "where it happened, or null",
    "published": "ISO date or date-time of the report, or null",
    "published_basis": "how that is known: metadata, dateline, argument, rights or none",
    "quad_code": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    "quote": "exact words of the text, without quotation marks",
    "reason": "short stable word: empty, undecodable, not-an-article, language-unsupported, too-short, ...",
    "recipient": "to whom it was done",
    "resolution": "1 country to 5 below a city, or null",
    "basis": "why this place of that name: state, division, capital, only-one, country-named, sentence, report, dateline, "
    "other-places, population, region, context (no table has the name); null for none",
    "rights": "copyright line or licence",
    "sector": "PLOVER sector, or null",
    "sentences": "start and end of each sentence",
    "side": "actor, recipient, third or reporter",
    "size": "how many took part, or null",
    "source": "a party, or words of the text",
    "speaker": "who says it",
    "start_char": "where it starts",
    "status": "actual, future, negated, hypothetical or historical",
    "step": "where it was refused: read, extract, ...",
    "text": "the words as they stand in the text; of a document: the cleaned text",
    "text_id": "hash of this version of the text",
    "title": "headline",
    "to": "to whom it was promised",
    "trace": "with --explain: what fired and what came close; of a document: of each sentence what was considered; else absent",
    "trigger": "the word that shows the event",
    "url": "canonical address, or null",
    "value": "the number",
    "via": "through whom it came: an agency that quotes a paper that quotes an official",
    "what": "what was promised, in the words of the text",
    "withheld_by": "who declined to give or do it, for negated events of that kind",
}
RECORDS = (Document, Event, Statement, Commitment, Rejection)
PARTS = (Entity, Span, Place, Number, Attribution)
HEAD = """# Records

Made from the record classes by `python docs/generate.py`; do not edit.

`dragoman code --format jsonl` prints one JSON object a line with the keys `record`, `id`, `document` and then those
below, in this order. `id` is a hash of what the record is (text, type, spans, parties as named): the same find keeps it
when a later version codes it again; a document's is its `text_id`. `document` is the id given with the input, else the
canonical URL, else the hash of the text. Offsets are half-open, in Unicode code points, into the `text` of the
document. What is absent is null or an empty list, never a missing key.
"""
TABLES = """## Flat tables

`--format csv`, `--format parquet` and `.to_frame()` hold one kind of record. Events have one row for each ordered pair
of parties; a mutual act stands both ways, a missing side is empty. Lists are joined by `;`, codes are text, unknown is
empty. `--no-text` leaves out the columns that repeat words of the report.
"""


def records_page() -> str:
    """The whole page."""
    sections = [HEAD]
    sections += [_section(kind, 2) for kind in RECORDS]
    sections.append("## Parts of records\n")
    sections += [_section(kind, 3) for kind in PARTS]
    sections.append(TABLES)
    for kind in ("events", "statements", "commitments", "documents", "rejections"):
        names = ", ".join(f"`{c.name}`" for c in columns(kind))
        sections.append(f"**{kind}**: {names}\n")
    return "\n".join(sections)


def _section(kind: type, level: int) -> str:
    lines = [f"{'#' * level} {kind.__name__}\n", "| field | type | meaning |", "| --- | --- | --- |"]
    for field in fields(kind):
        if field.name in ("id", "document"):
            continue  # told at the head of the page
        shape = str(field.type).replace(" | ", " or ").replace("|", "\\|")
        lines.append(f"| `{field.name}` | {shape} | {MEANING[field.name]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("records.md").write_text(records_page(), encoding="utf-8")
    Path(__file__).with_name("codebook.md").write_text(codebook(), encoding="utf-8")
