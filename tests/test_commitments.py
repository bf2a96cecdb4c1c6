"""What public actors promise: with the language model and the cast, no events."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman import actors, language, ontology
from dragoman.commitments import find_commitments
from dragoman.records import Commitment, Document, Event, Span, text_hash
from dragoman.statements import find_statements


def read(text: str, events: tuple[Event, ...] = ()) -> list[Commitment]:
    return list(_read(text, events))


@cache
def _read(text: str, events: tuple[Event, ...]) -> tuple[Commitment, ...]:
    analysis = language.load().analyse(text)
    document = Document("t", None, None, None, (), "2024-05-14", "argument", "en", None, text_hash(text), text)
    cast = actors.resolve(document, analysis, actors.load())
    said = find_statements(document, analysis, cast, ontology.load(), "test")
    return tuple(find_commitments(document, analysis, cast, said, events, "test"))


def codes(commitment: Commitment) -> list[str]:
    return sorted({e.code for e in commitment.by})


PROMISES = [
    ("Kenya agreed to withdraw its troops.", ["KEN"], "withdraw its troops"),
    ("Kenya has agreed to withdraw its troops.", ["KEN"], "withdraw its troops"),
    ("Kenya and Somalia agreed to resume flights.", ["KEN", "SOM"], "resume flights"),
    ("Kenya pledged to send more doctors.", ["KEN"], "send more doctors"),
    ("Kenya promised to send more doctors.", ["KEN"], "send more doctors"),
    ("Kenya vowed to send more doctors.", ["KEN"], "send more doctors"),
    ("Kenya offered to host the talks.", ["KEN"], "host the talks"),
    ("Kenya undertook to release the prisoners.", ["KEN"], "release the prisoners"),
    ("Kenya said it would reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya says it will reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya said that it plans to reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya said it intends to reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya said it was ready to reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya announced it would reopen the border.", ["KEN"], "reopen the border"),
    ("Kenya announced a withdrawal from the valley.", ["KEN"], "a withdrawal from the valley"),
    ("Kenya will reopen the border, President William Ruto said.", ["KEN"], "reopen the border"),
    ("Kenya's pledge to send more doctors was welcomed.", ["KEN"], "send more doctors"),
    ("Kenya made a pledge to send more doctors.", ["KEN"], "send more doctors"),
    ("Kenya said it will not develop nuclear weapons.", ["KEN"], "develop nuclear weapons"),
    ('President William Ruto said: "We will send more doctors."', ["KEN"], "send more doctors"),
    ('"I will send more doctors," President William Ruto said.', ["KEN"], "send more doctors"),
    ('"We are going to send more doctors," President William Ruto said.', ["KEN"], "send more doctors"),
    ("Kenya and Somalia signed an agreement to share the harbour.", ["KEN", "SOM"], "share the harbour"),
    ("Under the agreement, Kenya will share the harbour with Somalia.", ["KEN"], "share the harbour with Somalia"),
    ("NATO agreed to train the soldiers.", ["IGO:NATO"], "train the soldiers"),
    ("Egypt is committed to keeping the canal open, and has agreed to lower the fees.", ["EGY"], "lower the fees"),
    ("Brazil is set to lead the mission, Brazil's foreign ministry said.", ["BRA"], "lead the mission"),
    ("Brazil has agreed this week to lead the mission.", ["BRA"], "lead the mission"),
    ("Brazil said that Brazil and Egypt plan to lower fees.", ["BRA", "EGY"], "lower fees"),
    ("Brazil volunteered to lead the mission.", ["BRA"], "lead the mission"),
]


@pytest.mark.parametrize(("text", "by", "what"), PROMISES)
def test_promises(text: str, by: list[str], what: str) -> None:
    found = [c for c in read(text) if what in c.what]
    assert [codes(c) for c in found] == [by]


NO_PROMISE = [
    "Kenya refused to withdraw its troops.",
    "Kenya did not agree to withdraw its troops.",
    "Kenya said it would not withdraw its troops.",
    "Kenya said it has no plans to withdraw its troops.",
    "Kenya withdrew its troops.",
    "Kenya wants Somalia to withdraw its troops.",
    "Kenya said Somalia must withdraw its troops.",
    "Kenya urged Somalia to withdraw its troops.",
    "Kenya said prices will rise in the summer.",
    "Kenya said the coast will be hit by storms.",
    "Kenya hopes that the talks will succeed.",
    "The two presidents are to meet on Friday.",
    "The talks will take place in Geneva.",
    "If Kenya agreed to withdraw its troops, the road would be open.",
    "A farmer promised to come back.",
    "Kenya could agree to withdraw its troops.",
]


@pytest.mark.parametrize("text", NO_PROMISE)
def test_no_promise(text: str) -> None:
    assert read(text) == []


DUE = [
    ("Kenya said it would withdraw its troops soon.", None, "soon"),
    ("Kenya said it would ultimately withdraw its troops.", None, "ultimately"),
    ("Kenya agreed to withdraw its troops.", None, None),
]


@pytest.mark.parametrize(("text", "due", "words"), DUE)
def test_due(text: str, due: str | None, words: str | None) -> None:
    assert [(c.due, c.due_text) for c in read(text)] == [(due, words)]


def test_due_date() -> None:
    [commitment] = read("Kenya agreed to withdraw its troops by 30 June 2024.")
    assert commitment.due == "2024-06-30"


CONDITIONS = [
    ("Kenya said it would withdraw its troops if Somalia signs the treaty.", "if Somalia signs the treaty"),
    ("Kenya agreed to withdraw its troops in exchange for aid.", "in exchange for aid"),
    ("Kenya agreed to withdraw its troops.", None),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS)
def test_condition(text: str, condition: str | None) -> None:
    assert [c.conditional for c in read(text)] == [condition]


def test_to_whom() -> None:
    [commitment] = read("Kenya promised to help Somalia.")
    assert [e.code for e in commitment.to] == ["SOM"]


def test_both_sides() -> None:
    text = "President William Ruto said that Kenya and Somalia will hold talks again."
    assert [codes(c) for c in read(text)] == [["KEN", "SOM"]]


def test_words_and_evidence_stand_in_the_text() -> None:
    text = "It rained. Kenya agreed to withdraw its troops. It stopped."
    [commitment] = read(text)
    assert isinstance(commitment.evidence, Span)
    assert commitment.evidence.text == text[commitment.evidence.start_char : commitment.evidence.end_char]
    assert commitment.what in commitment.evidence.text
    assert commitment.event is None
