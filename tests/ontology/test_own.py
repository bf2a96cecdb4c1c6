"""Types, modes and triggers of the user's own: what a file may hold, what it teaches, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dragoman import ontology, pipeline
from dragoman.errors import DataError, EvaluationError
from dragoman.evaluate import lessons
from dragoman.records import Event, Page, Record, to_dict
from dragoman.settings import CodeSettings, OntologyFile
from dragoman.tables import rows
from dragoman.view import Coded

ROOT = Path(__file__).parents[2]
SHOWN, HIDDEN = ROOT / "examples" / "own-types", Path(__file__).parent / "own"
FILES = [
    SHOWN / "elect.toml",
    SHOWN / "sit-in.toml",
    HIDDEN / "legislate.toml",
    HIDDEN / "appoint.toml",
    HIDDEN / "inspect.toml",
]
CALL = ROOT / "examples" / "call-australia-japan.txt"

VOTE = (
    "Chileans elected Ana Ruiz president on Sunday. The new leader thanked her voters and promised to lower the taxes."
)
GOOD = """
[[type]]
name = "ELECT"
meaning = "Vote somebody into office."
quad = 1
score = 2.0
modes = { local = 1.5 }
context = ["election"]
cameo = "050"
examples = ["Voters in Zambia elected Mwila Banda president.", { text = "Peru will elect a mayor.", status = "future" }]
counter_examples = ["The French minister elected to stay at home."]
[[type.trigger]]
lemma = ["elect"]
"""
MODE = """
[[mode]]
type = "PROTEST"
name = "vigil"
score = -4.0
meaning = "Stand together in silence."
examples = ["Students in Greece held a vigil for the victims."]
counter_examples = ["The Greek nurse kept a vigil at his bed."]
[[mode.trigger]]
lemma = ["vigil"]
pos = "noun"
"""
TRIGGER = '[[trigger]]\nevent = "PROTEST"\nlemma = ["cacerolazo"]\npos = "noun"\n'


def extended(text: str) -> ontology.Ontology:
    return ontology.extend(ontology.load(), OntologyFile("own.toml", text))


def coder(path: Path) -> pipeline.Coder:
    return pipeline.load(CodeSettings(ontology=pipeline.ontology_file(path), explain=True))


def events(records: list[Record]) -> list[Event]:
    return [r for r in records if isinstance(r, Event)]


# ---------------------------------------------------------------- the file


def test_a_type_gets_all_that_plovers_types_have() -> None:
    found = extended(GOOD)
    assert (found.quad("ELECT"), found.scale("ELECT", []), found.scale("ELECT", ["local"])) == (1, 2.0, 1.5)
    assert found.cameo("ELECT", None, "actual") == "050"
    assert found.planned("ELECT") == "ELECT"
    assert found.contexts_of([], "ELECT", ["ballot", "voter", "election", "poll"]) == ("election",)
    assert [s.event for s in found.senses("elect", "verb")] == ["ELECT"]
    assert found.version.startswith(ontology.load().version + " with own.toml ")


def test_a_type_without_a_cameo_code_has_an_empty_one() -> None:
    assert extended(GOOD.replace('cameo = "050"', "")).cameo("ELECT", None, "actual") == ""


def test_a_mode_joins_its_type_and_a_trigger_its_word() -> None:
    found = extended(MODE + TRIGGER)
    assert found.scale("PROTEST", ["vigil"]) == -4.0
    assert {s.mode for s in found.senses("vigil", "noun") if s.event == "PROTEST"} >= {"vigil"}
    assert [s.event for s in found.senses("cacerolazo", "noun")] == ["PROTEST"]
    assert [lesson.name for lesson in found.lessons] == ["PROTEST vigil"]


def test_the_packaged_ontology_is_left_as_it_is() -> None:
    extended(GOOD + MODE + TRIGGER)
    assert "ELECT" not in ontology.load().types and "vigil" not in ontology.load().types["PROTEST"].modes
    assert ontology.extend(ontology.load(), None) is ontology.load()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[type]]", "[[type]", "is no TOML: .*line 2"),
        ("quad = 1", "quad = 1\nquda = 2", "type ELECT: unknown key 'quda'; known are .*quad"),
        ('"ELECT"', '"CONSULT"', "type CONSULT: PLOVER has this type"),
        ('"ELECT"', '"elect"', "type elect: write the name in capitals"),
        ("quad = 1", "quad = 5", "type ELECT: quad is 5; it is 1"),
        ("score = 2.0", "score = -2.0", "type ELECT: score -2.0 does not go with quad class 1"),
        ("score = 2.0", "score = 11", "score 11 is no number from -10 to 10"),
        ("local = 1.5", "local = -1.5", "type ELECT local: score -1.5"),
        ("local = 1.5", 'local = "much"', "score 'much' is no number"),
        ("quad = 1", 'quad = "one"', "quad must be a number"),
        ("[[type.trigger]]", '[[type.trigger]]\nmode = "grand"', "ELECT grand, trigger elect: unknown mode 'grand'"),
        ("[[type.trigger]]", '[[type.trigger]]\nframe = "passive"', "unknown frame 'passive': it may be active"),
        ("[[type.trigger]]", '[[type.trigger]]\npos = "adverb"', "unknown pos 'adverb': it may be verb"),
        ("[[type.trigger]]", "[[type.trigger]]\nweight = 7", "weight 7 is not in"),
        ("[[type.trigger]]", "[[type.trigger]]\nobjekt = []", "trigger 1 .*unknown key 'objekt'"),
        ('["elect"]', '"elect"', "trigger 1 .*lemma must be a list"),
        ('["elect"]', '["vote in"]', "'vote in' is several words"),
        ('[[type.trigger]]\nlemma = ["elect"]', "", "type ELECT: no trigger"),
        ('lemma = ["elect"]', "lemma = []", "trigger 1 .*no lemma"),
        ("counter_examples = [", "counter_examples = [1, ", "counter_examples must list texts, not 1"),
        ('["The French minister elected to stay at home."]', "[]", "type ELECT: no counter_examples"),
        ('status = "future"', 'status = "soon"', "example 2: unknown status 'soon'; known are actual"),
        ('status = "future"', 'staus = "future"', "example 2: unknown key 'staus'"),
        ('status = "future"', 'mode = "grand"', "an example has the unknown mode 'grand'"),
        ('["election"]', '["weather"]', "unknown context 'weather'; known are"),
        ('"050"', '"999"', "unknown CAMEO code '999'"),
    ],
)
def test_a_bad_type_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError, match=f"(?s)own.toml.*{told}"):
        extended(GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it adds nothing"),
        ("type = 3", "type must be a list"),
        ("type = [3]", "type must list tables"),
        (GOOD + GOOD, "the file has two of this name"),
        (GOOD.partition("examples")[0] + '[[type.trigger]]\nlemma = ["elect"]', "type ELECT: no examples"),
        (MODE.replace('"PROTEST"', '"PROTSET"'), "mode vigil: unknown type 'PROTSET'"),
        (MODE.replace('"vigil"\nscore', '"riot"\nscore'), "PROTEST has this mode already"),
        (MODE + MODE, "PROTEST has this mode already"),
        (MODE.replace("-4.0", "4.0"), "mode vigil: score 4.0 does not go with quad class 4"),
        (MODE.replace('"vigil"\nscore', '"Vigil"\nscore'), "write the mode 'Vigil' in small letters"),
        (MODE.replace("pos =", 'mode = "riot"\npos ='), "a trigger names another mode, 'riot'"),
        (TRIGGER.replace("PROTEST", "DANCE"), "event 'DANCE' is no PLOVER type"),
        (TRIGGER + 'mode = "dance"', "unknown mode 'dance'"),
    ],
)
def test_other_bad_files_are_told_too(text: str, told: str) -> None:
    with pytest.raises(DataError, match=f"(?s)own.toml cannot be used:.*{told}"):
        extended(text)


def test_all_slips_are_told_at_once() -> None:
    with pytest.raises(DataError) as raised:
        extended(GOOD.replace("quad = 1", "quad = 9").replace('"050"', '"999"'))
    assert "quad is 9" in str(raised.value) and "999" in str(raised.value)


def test_examples_that_use_no_trigger_teach_nothing() -> None:
    text = GOOD.replace('lemma = ["elect"]', 'lemma = ["anoint"]')
    with pytest.raises(DataError, match="ELECT: no example has a word that fits"):
        pipeline.load(CodeSettings(ontology=OntologyFile("own.toml", text)))


# ---------------------------------------------------------------- what it teaches


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_examples_are_coded_as_said(path: Path) -> None:
    taught = coder(path)
    for lesson in taught.ontology.lessons:
        verdict = lessons.examine(taught, lesson)
        shown = [t for t in (*verdict.examples, *verdict.counter_examples) if not t.is_right]
        assert len(shown) <= 1, "one may go wrong when the model is trained anew; mend the file then"


@pytest.mark.parametrize(
    ("path", "precision", "recall"),
    # Measured: elect 0.97 and 0.94, legislate 0.97 and 0.94, appoint 0.93 and 0.87, sit-in 0.77 and 1.00,
    # inspect 0.78 and 1.00.
    [(FILES[0], 0.85, 0.8), (FILES[1], 0.6, 0.7), (FILES[2], 0.8, 0.8), (FILES[3], 0.8, 0.7), (FILES[4], 0.65, 0.8)],
    ids=lambda p: p.stem if isinstance(p, Path) else None,
)
def test_unseen_sentences_are_told_apart(path: Path, precision: float, recall: float) -> None:
    taught = coder(path)
    file = pipeline.ontology_file(path.with_name(f"{path.stem}-unseen.toml"))
    (lesson,) = lessons.unseen_lessons(file, taught.ontology.lessons)
    score = lessons.examine(taught, lesson).score
    assert score.precision >= precision and score.recall >= recall, score.line()


def test_unseen_sentences_of_another_type_are_refused() -> None:
    file = OntologyFile("other.toml", '[[type]]\nname = "DANCE"\nexamples = ["Cuba danced."]')
    with pytest.raises(EvaluationError, match="'DANCE' is not taught by the ontology file, which has ELECT"):
        lessons.unseen_lessons(file, coder(FILES[0]).ontology.lessons)


@pytest.mark.parametrize("text", ["type = 3", "type = [3]", "[[type]]", '[[type]]\nname = "ELECT"\nexamples = [3]'])
def test_unseen_sentences_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(EvaluationError, match=r"other\.toml: is not of the form of an own file"):
        lessons.unseen_lessons(OntologyFile("other.toml", text), coder(FILES[0]).ontology.lessons)


def test_an_event_of_an_own_type_is_whole() -> None:
    records = coder(FILES[0]).code(Page("<test>", VOTE, "text", published="2024-05-14"))
    event = next(e for e in events(records) if e.event == "ELECT")
    assert (event.quad_code, event.event_scale, event.cameo) == (1, 2.0, "")
    assert [a.code for a in event.actor] == ["CHL"] and event.status == "actual"
    assert "with elect.toml " in event.coder
    assert event.trace is not None
    assert event.trace["lexicon"]["lemma"] == "elect" and event.trace["likeness"]["ELECT"] >= 0.5
    assert "NONE" in event.trace["rivals"] and event.trace["nearest"]
    table = list(rows(records, "events"))
    assert any("ELECT" in row for row in table)
    assert "ELECT" in str(Coded(tuple(records))) and "ELECT" in Coded(tuple(records))._repr_html_()


def test_plovers_reading_of_the_same_word_stays() -> None:
    text = "Lawmakers in Chile voted against the mining bill. The minister said that he would respect their decision."
    found = events(coder(FILES[0]).code(Page("<test>", text, "text")))
    assert "ELECT" not in {e.event for e in found}
    assert any("ELECT" in (e.trace or {}).get("likeness", {}) for e in found), "the trace tells that it was weighed"


def test_an_own_mode_stands_beside_plovers_modes() -> None:
    text = (
        "Farmers in India sat down on the motorway and refused to leave. Police in Peru arrested ten people on Monday."
    )
    found = {(e.event, e.mode) for e in events(coder(FILES[1]).code(Page("<test>", text, "text")))}
    assert ("PROTEST", ("sit-in",)) in found and any(event == "COERCE" for event, _ in found)


# ---------------------------------------------------------------- what it leaves alone


def test_without_its_words_a_file_changes_nothing_but_the_version() -> None:
    page = Page("<test>", CALL.read_text(encoding="utf-8"), "text")
    plain = pipeline.load(CodeSettings(explain=True))
    own = coder(FILES[0])
    assert [_unversioned(r) for r in own.code(page)] == [_unversioned(r) for r in plain.code(page)]


def _unversioned(record: Record) -> dict[str, object]:
    return to_dict(replace(record, coder="") if hasattr(record, "coder") else record)


def test_two_workers_give_what_one_gives() -> None:
    settings = CodeSettings(ontology=pipeline.ontology_file(FILES[0]), explain=True)
    pages = [Page(f"<{k}>", f"{VOTE} It was day {k}.", "text", id=str(k)) for k in range(3)]
    one, two = (list(pipeline.code_pages(pages, settings, workers)) for workers in (1, 2))
    assert one == two and all(any(e.event == "ELECT" for e in events(records)) for records in one)
