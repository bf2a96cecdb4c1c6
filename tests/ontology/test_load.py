"""The packaged ontology: complete, without slips, quick to load, and what the types, scores and senses say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dragoman.errors import DataError
from dragoman.ontology import EventType, Ontology, Sense, check, load
from dragoman.ontology.load import build

PLOVER = """
version = "test"
[[type]]
name = "CONSULT"
quad = 1
score = 2.5
meaning = "talk"
modes = { visit = 4.0 }
"""
CONTEXTS = """
neutral = "peace of mind"
[[context]]
name = "diplomatic"
meaning = "between states"
cues = "peace, peace talk"
weak = "visit"
"""
CAMEO = """
rows = [{ event = "CONSULT", mode = "visit", code = "042", reason = "a visit" }]
moved = {}
planned = {}
names = { 04 = "consult", 042 = "visit", 19 = "fight" }
crosswalk = { CONSULT = ["04"] }
"""
MEET = 'type = "CONSULT"\n[[sense]]\nlemma = ["meet"]\n'


def small(trigger: str = MEET) -> Ontology:
    return build({"plover": PLOVER, "contexts": CONTEXTS, "cameo": CAMEO}, {"CONSULT.toml": trigger})


def test_the_packaged_ontology_has_no_problem() -> None:
    assert check(load()) == []


def test_all_types_and_contexts_are_there() -> None:
    ontology = load()
    assert len(ontology.types) == 16
    assert len(ontology.contexts) == 37
    assert {sense.event for sense in ontology.all_senses} == set(ontology.types)
    assert ontology.version


def test_it_is_read_once() -> None:
    assert load() is load()


@pytest.mark.parametrize(
    ("event", "quad", "score"),
    [("AGREE", 1, 2.5), ("SUPPORT", 1, 5), ("AID", 2, 10), ("ACCUSE", 3, -3), ("REQUEST", 3, 0), ("ASSAULT", 4, -9)],
)
def test_quad_class_and_score(event: str, quad: int, score: float) -> None:
    assert load().quad(event) == quad
    assert load().scale(event, []) == score


def test_a_mode_has_its_own_score_and_the_strongest_counts() -> None:
    assert load().scale("ASSAULT", ["firearms", "targeted"]) == -9.5
    assert load().scale("PROTEST", ["hunger"]) == -4.5


def test_a_mode_without_a_score_leaves_that_of_the_type() -> None:
    assert load().scale("SUPPORT", ["visit"]) == load().scale("SUPPORT", [])


@pytest.mark.parametrize("event", ["CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_planned_cooperation_is_agree(event: str) -> None:
    assert load().planned(event) == "AGREE"


def test_a_planned_step_back_is_concede_and_a_planned_attack_stays_one() -> None:
    assert load().planned("RETREAT") == "CONCEDE"
    assert load().planned("ASSAULT") == "ASSAULT"
    assert load().planned("AGREE") == "AGREE"


def test_who_needs_a_recipient_and_who_may_be_mutual() -> None:
    types = load().types
    assert {name for name, kind in types.items() if kind.needs_recipient} == {"COOPERATE", "AID", "SANCTION"}
    assert types["CONSULT"].mutual
    assert not types["COERCE"].mutual
    assert isinstance(types["CONSULT"], EventType)


def test_a_trigger_is_found_by_lemma_and_part_of_speech() -> None:
    ontology = load()
    assert "CONSULT" in {sense.event for sense in ontology.senses("meet", "verb")}
    assert ontology.senses("meet", "adj") == ()
    assert ontology.senses("xylophone", "noun") == ()


def test_a_sense_has_defaults_for_what_its_file_leaves_out() -> None:
    (sense,) = small().senses("meet", "verb")
    assert sense == Sense(event="CONSULT", lemma=("meet",))


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        (MEET + 'lema = "x"\n', "unknown field"),
        (MEET.replace('type = "CONSULT"\n', ""), "type at the top"),
        (MEET.replace('["meet"]', '"meet"'), "must be a list"),
        (MEET + 'mode = ["visit"]\n', "must not be a list"),
        ("[[sense]\n", "no TOML"),
    ],
)
def test_a_trigger_file_that_is_wrong_in_form_is_refused(trigger: str, told: str) -> None:
    with pytest.raises(DataError, match=f"CONSULT.toml.*{told}"):
        small(trigger)


def test_a_table_that_lacks_a_key_is_refused() -> None:
    tables = {"plover": PLOVER.replace("quad = 1\n", ""), "contexts": CONTEXTS, "cameo": CAMEO}
    with pytest.raises(DataError, match="quad"):
        build(tables, {})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('mode = "dance"', "unknown mode 'dance'"),
        ('context = ["weather"]', "unknown context 'weather'"),
        ('cameo = "190"', "CAMEO code 190 has not a root of CONSULT"),
        ('cameo = "049"', "unknown CAMEO code '049'"),
        ('pos = "adverb"', "unknown pos 'adverb'"),
        ('frame = "prep"', "frame prep without a preposition"),
        ("weight = 1.5", "weight 1.5"),
        ('object = ["Talks"]', "not lower case"),
        ('object = ["talk"]\nnot_object = ["talk"]', "both needed and excluded"),
    ],
)
def test_the_checker_tells_what_is_wrong_with_a_sense(line: str, told: str) -> None:
    assert any(told in problem for problem in check(small(MEET + line + "\n")))


def test_the_checker_tells_of_missing_lemmas_twins_and_unknown_types() -> None:
    assert any("no lemma" in problem for problem in check(small(MEET.replace('["meet"]', "[]"))))
    assert any(
        "same conditions" in p for p in check(small(MEET + '[[sense]]\nlemma = ["gather", "meet"]\nweight = 0.4\n'))
    )
    assert any("unknown type" in problem for problem in check(small(MEET.replace("CONSULT", "CHAT"))))


def test_loading_is_quick() -> None:
    code = (
        "import time; from dragoman.ontology import load; start = time.process_time(); load(); "
        "print(time.process_time() - start)"
    )
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3)]
    assert min(times) < 0.3, "aim is 0.15 s; twice that leaves room for a slow machine"
