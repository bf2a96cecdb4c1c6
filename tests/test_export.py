"""Flat tables and files, from records made by hand."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import UsageError
from dragoman.export import json_line, open_writer
from dragoman.records import Attribution, Commitment, Document, Entity, Event, Rejection, Span, Statement
from dragoman.tables import columns, rows
from dragoman.view import Coded

TEXT = "Norway's king met Ghana's president.\nThey spoke of cocoa."
KING = Entity("Norway's king", 0, 13, name="Harald V", code="NOR", sector="GOV", office="King", kind="office")
HEAD = Entity("Ghana's president", 18, 35, code="GHA", sector="GOV", kind="office")
UNION = Entity("the union", 0, 9, code="NGO")
EVIDENCE = Span(TEXT[:36], 0, 36)
DOCUMENT = Document(
    "d1",
    "A visit",
    "https://lantern.example/1",
    "Lantern",
    ("Ann",),
    "2024-05-01",
    "metadata",
    "en",
    None,
    "sha256:1",
    TEXT,
)
EVENT = Event(
    id="e1",
    document="d1",
    event="CONSULT",
    mode=("visit",),
    context=("diplomatic", "economic"),
    status="actual",
    actor=(KING, HEAD),
    recipient=(),
    date=None,
    date_end=None,
    date_text="last week",
    date_precision="none",
    date_basis="none",
    place=None,
    dead=None,
    injured=None,
    arrested=None,
    size=None,
    quad_code=1,
    event_scale=4.0,
    cameo="042",
    trigger=Span("met", 14, 17),
    evidence=EVIDENCE,
    mentions=(),
    attribution=Attribution("people who were there", None, "third"),
    withheld_by=None,
    confidence=0.7,
    coder="test",
)
STATEMENT = Statement(
    "s1",
    "d1",
    KING,
    "of cocoa",
    47,
    55,
    "indirect",
    "spoke",
    None,
    None,
    (),
    HEAD,
    ("economic",),
    ("e1",),
    EVIDENCE,
    0.8,
    "t",
)
COMMITMENT = Commitment("c1", "d1", (KING, HEAD), (), "meet again", "2025", "next year", None, None, EVIDENCE, 0.6, "t")
REJECTION = Rejection("r1", "d2", "extract", "empty", "no text")
RECORDS = (DOCUMENT, EVENT, STATEMENT, COMMITMENT, REJECTION)

# fmt: off
EVENT_COLUMNS = [
    "event_id", "document", "published", "date", "date_precision",
    "actor_name", "actor_text", "actor_code", "actor_sector",
    "recipient_name", "recipient_text", "recipient_code", "recipient_sector",
    "event", "mode", "context", "quad_code", "event_scale", "cameo", "status",
    "place_name", "place_country", "lat", "lon", "geonameid", "dead", "injured", "arrested",
    "attribution", "confidence", "evidence", "url", "outlet", "coder",
]
# fmt: on


def table(records: Any, kind: str = "events", text: bool = True) -> list[dict[str, Any]]:
    names = [c.name for c in columns(kind, text)]
    return [dict(zip(names, row, strict=True)) for row in rows(records, kind, text)]


def test_event_columns_stand_in_the_published_order() -> None:
    assert [c.name for c in columns("events")] == EVENT_COLUMNS


def test_mutual_act_stands_both_ways() -> None:
    found = table(RECORDS)
    assert [(r["actor_code"], r["recipient_code"]) for r in found] == [("NOR", "GHA"), ("GHA", "NOR")]
    assert {r["event_id"] for r in found} == {"e1"}
    assert found[0]["context"] == "diplomatic;economic"
    assert (found[0]["published"], found[0]["url"], found[0]["outlet"]) == (
        "2024-05-01",
        "https://lantern.example/1",
        "Lantern",
    )


def test_joint_act_without_target_is_not_turned_on_its_actors() -> None:
    found = table([DOCUMENT, replace(EVENT, event="ACCUSE", mode=())])
    assert [(r["actor_code"], r["recipient_code"]) for r in found] == [("NOR", None), ("GHA", None)]


def test_every_ordered_pair_has_a_row_and_a_missing_side_is_empty() -> None:
    found = table([DOCUMENT, replace(EVENT, event="AID", recipient=(UNION, KING))])
    assert [(r["actor_code"], r["recipient_code"]) for r in found] == [
        ("NOR", "NGO"),
        ("NOR", "NOR"),
        ("GHA", "NGO"),
        ("GHA", "NOR"),
    ]
    assert [(r["actor_code"], r["recipient_code"]) for r in table([replace(EVENT, actor=(), recipient=(HEAD,))])] == [
        (None, "GHA")
    ]


def test_other_tables_follow_the_fields() -> None:
    (statement,) = table(RECORDS, "statements")
    assert (statement["speaker_name"], statement["addressee_code"], statement["events"]) == ("Harald V", "GHA", "e1")
    assert (statement["statement_id"], statement["url"]) == ("s1", DOCUMENT.url)
    (commitment,) = table(RECORDS, "commitments")
    assert (commitment["by_code"], commitment["by_name"], commitment["to_code"]) == ("NOR;GHA", "Harald V;", None)
    (document,) = table(RECORDS, "documents")
    assert (document["document"], document["text"], document["authors"]) == ("d1", TEXT, "Ann")
    (rejection,) = table(RECORDS, "rejections")
    assert rejection == {
        "rejection_id": "r1",
        "document": "d2",
        "step": "extract",
        "reason": "empty",
        "detail": "no text",
    }


@pytest.mark.parametrize("kind", ["events", "statements", "commitments", "documents"])
def test_without_text_no_words_of_the_report_are_left(kind: str) -> None:
    shown = json.dumps(table(RECORDS, kind, text=False))
    for words in ("king met", "king", "cocoa", "last week", "people who were there", "meet again", "next year"):
        assert words not in shown


def test_json_without_text_keeps_keys_and_offsets() -> None:
    full, bare = (json.loads(json_line(EVENT, text)) for text in (True, False))
    assert list(full) == list(bare)
    assert bare["trigger"] == {"text": None, "start_char": 14, "end_char": 17}
    assert bare["actor"][0]["text"] is None and bare["actor"][0]["name"] == "Harald V"
    assert bare["attribution"]["source"] is None
    assert json.loads(json_line(DOCUMENT, False))["text"] is None


def written(form: str, path: Path, kind: str | None = None) -> Path:
    Coded(RECORDS).save(path / f"records.{form}", kind)
    return path / f"records.{form}"


def test_csv_has_clean_fields_and_unix_lines(tmp_path: Path) -> None:
    raw = written("csv", tmp_path, "documents").read_bytes()
    assert b"\r" not in raw and b"\t" not in raw and raw.count(b"\n") == 2
    (row,) = csv.DictReader(io.StringIO(raw.decode()))
    assert row["text"] == TEXT.replace("\n", " ")


def test_codes_stay_text_in_parquet_and_frame(tmp_path: Path) -> None:
    path = written("parquet", tmp_path)
    found = duckdb.sql(f"SELECT cameo, dead, confidence, actor_code FROM '{path}'").fetchall()
    assert found == [("042", None, 0.7, "NOR"), ("042", None, 0.7, "GHA")]
    frame = Coded(RECORDS).to_frame()
    assert list(frame.columns) == EVENT_COLUMNS
    assert list(frame["cameo"]) == ["042", "042"] and frame["dead"].isna().all()


def test_empty_tables_keep_their_columns(tmp_path: Path) -> None:
    Coded(()).save(tmp_path / "none.parquet")
    assert duckdb.sql(f"SELECT * FROM '{tmp_path / 'none.parquet'}'").columns == EVENT_COLUMNS
    assert list(Coded(()).to_frame("statements").columns) == [c.name for c in columns("statements")]


def test_unknown_names_are_told() -> None:
    with pytest.raises(UsageError, match="events, statements"):
        Coded(RECORDS).to_frame("event")
    with pytest.raises(UsageError, match=r"\.csv"):
        Coded(RECORDS).save("records.xlsx")
    with pytest.raises(UsageError, match="--out"):
        open_writer("parquet", io.StringIO())


@given(st.text(max_size=60))
def test_any_words_come_back_from_csv(words: str) -> None:
    file = io.StringIO()
    event = replace(EVENT, evidence=Span(words, 0, len(words)))
    open_writer("csv", file).write([DOCUMENT, event])
    found = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert len(found) == 2
    assert len(found[0]["evidence"]) == len(words)


def test_notebook_view_escapes_and_marks() -> None:
    text = TEXT.replace("cocoa", "<script>")
    shown = Coded((replace(DOCUMENT, text=text, title="<b>"), EVENT, REJECTION))._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown and "&lt;b&gt;" in shown
    assert "CONSULT visit (actual)" in shown and "<mark" in shown
    assert "no text" in shown


def test_result_shows_what_it_holds() -> None:
    coded = Coded(RECORDS)
    assert repr(coded) == "<Coded: 1 document, 1 event, 1 statement, 1 commitment, 1 rejection>"
    assert "Harald V (NOR)" in str(coded) and "(each other)" in str(coded)
    withheld = str(Coded((DOCUMENT, replace(EVENT, status="negated", withheld_by=KING))))
    assert "Withheld by Harald V (NOR)" in withheld
