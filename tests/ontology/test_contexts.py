"""Contexts by cue words: what shows one, what does not, and what hints add."""

from __future__ import annotations

import pytest

from dragoman.ontology import load


def contexts(sentence: str, **hints: object) -> tuple[str, ...]:
    return load().contexts_of(sentence.split(), **hints)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lemmas", "context"),
    [
        ("the army shell the hill town", "military"),
        ("the spy pass secret to a handler", "intelligence"),
        ("the finance minister tender her resignation", "executive"),
        ("the senate pass the bill", "legislative"),
        ("voter queue at the polling station", "election"),
        ("the two faction agree to share power", "political_institutions"),
        ("the pro - democracy movement march", "pro_democracy"),
        ("the general stage a coup d'etat", "pro_autocracy"),
        ("they lower the tariff on steel", "economic"),
        ("the judge sentence him", "legal"),
        ("the court order restitution to the survivor", "reparations"),
        ("human right watch report torture", "human_rights"),
        ("the paper fight for freedom of the press", "rights_freedoms"),
        ("riot police fire tear gas", "repression"),
        ("a humanitarian corridor open", "human_security"),
        ("women 's rights group praise the ruling", "gender"),
        ("parliament legalise same - sex marriage", "lgbt"),
        ("a mob burn the mosque", "religion_ethnicity"),
        ("the landless demand land reform", "inequality"),
        ("the ambassador return to the embassy", "diplomatic"),
        ("troops annex the disputed island", "territory"),
        ("the peacekeepers hand over the post", "peacekeeping"),
        ("the vaccine reach the clinic", "health"),
        ("she seek asylum in Norway", "asylum"),
        ("migrants cross at night with no visa", "migration"),
        ("the earthquake flatten two village", "disasters"),
        ("the pipeline carry natural gas", "natural_resource"),
        ("carbon emission fall", "environment"),
        ("a semiconductor export ban", "technology"),
        ("a suicide bomber strike the market", "terrorism"),
        ("inspector find enriched uranium", "cbrn"),
        ("hacker plant malware", "cyber"),
        ("the channel spread disinformation", "misinformation"),
        ("the gang kidnap the mayor", "crime"),
        ("he take a bribe", "corruption"),
        ("police find heroin", "illegal_drugs"),
        ("a ring for human trafficking", "trafficking"),
    ],
)
def test_each_context_has_words_that_show_it(lemmas: str, context: str) -> None:
    assert context in contexts(lemmas)


@pytest.mark.parametrize(
    "lemmas",
    [
        "the government say on Tuesday that it will answer",
        "the official give no detail",
        "the company of friend walk on the west bank of the river",
        "in front of the building he hold a press conference",
        "",
    ],
)
def test_words_of_any_report_show_nothing(lemmas: str) -> None:
    assert set(contexts(lemmas)) <= {"economic"} if "company" in lemmas else contexts(lemmas) == ()


def test_one_weak_cue_is_not_enough_two_are() -> None:
    assert "diplomatic" not in contexts("the visit end")
    assert "diplomatic" in contexts("the visit end with a negotiation")


def test_a_repeated_weak_cue_counts_once() -> None:
    assert "diplomatic" not in contexts("a visit be a visit")


def test_the_longest_phrase_hides_its_parts() -> None:
    assert contexts("the civilian nuclear reactor")[0] == "cbrn"
    assert "human_security" not in contexts("the civilian nuclear reactor")


def test_strongest_first_and_three_at_most() -> None:
    many = contexts("the court convict the judge and prosecutor over a bribe , an election and an earthquake")
    assert many[0] == "legal"
    assert len(many) == 3


def test_plurals_capitals_and_hyphens_do_not_matter() -> None:
    assert contexts("Elections") == contexts("election") == ("election",)
    assert contexts("pro-democracy activists") == contexts("pro - democracy activist")


def test_hints_of_type_parties_and_headline() -> None:
    assert contexts("Oslo refuse the offer") == ()
    assert contexts("Oslo refuse the offer", event="REJECT", abroad=True) == ("diplomatic",)
    assert contexts("Oslo bomb the bridge", event="ASSAULT", abroad=True) == ()
    assert contexts("it refuse", around=["nuclear", "reactor", "uranium", "warhead", "plutonium"]) == ("cbrn",)
    assert contexts("it refuse", around=["uranium"]) == ()
