"""The same kind of report told six times: leaders of two states on the phone, with other states, media and word order each time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import dragoman
from dragoman.records import Entity, Event
from dragoman.view import Coded

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"


@dataclass(frozen=True)
class Telling:
    """What one report must come out as."""

    path: Path
    leaders: tuple[str, str]
    """Resolved names; the first one gives the readout."""
    states: tuple[str, str]
    offices: tuple[str, str]
    medium: str
    praise: bool
    demands: tuple[tuple[str, str, str], ...]
    """(who asked, whom, status); "" where the text leaves the demander unnamed."""
    withheld: frozenset[str]
    contexts: frozenset[str]
    basis: str
    author: str
    plan: str
    said: int = 4
    """Least number of statements by the first leader."""


PM, PRESIDENT = "Prime Minister", "President"
TELLINGS = (
    Telling(
        EXAMPLES / "call-australia-japan.txt",
        ("Anthony Albanese", "Shigeru Ishiba"), ("AUS", "JPN"), (PM, PM), "X", False,
        (("JPN", "AUS", "historical"), ("AUS", "JPN", "actual")), frozenset({"JPN"}), frozenset({"economic"}),
        "dateline", "", "visit one another",
    ),
    Telling(
        EXAMPLES / "call-brazil-france.txt",
        ("Luiz Inácio Lula da Silva", "Emmanuel Macron"), ("BRA", "FRA"), (PRESIDENT, PRESIDENT), "Facebook", True,
        (("BRA", "FRA", "historical"), ("FRA", "BRA", "actual")), frozenset(), frozenset({"environment"}),
        "rights", "Ilse Marchetti", "meet", 3,
    ),
    Telling(
        HERE / "golden" / "call-turkey-poland.txt",
        ("Recep Tayyip Erdoğan", "Donald Tusk"), ("TUR", "POL"), (PRESIDENT, PM), "Telegram", True,
        (("", "TUR", "historical"), ("TUR", "POL", "historical")), frozenset({"TUR"}),
        frozenset({"migration", "economic"}), "dateline", "Henrike Aalto", "talk again",
    ),
    Telling(
        HERE / "golden" / "call-india-egypt.txt",
        ("Narendra Modi", "Abdel Fattah el-Sisi"), ("IND", "EGY"), (PM, PRESIDENT), "Instagram", True,
        (("EGY", "IND", "historical"), ("IND", "EGY", "historical")), frozenset({"IND", "EGY"}),
        frozenset({"crime"}), "rights", "Tobias Renner", "meet",
    ),
    Telling(
        HERE / "golden" / "call-kenya-ethiopia.txt",
        ("William Ruto", "Abiy Ahmed Ali"), ("KEN", "ETH"), (PRESIDENT, PM), "interview", True,
        (("KEN", "ETH", "historical"),), frozenset({"KEN"}), frozenset({"trafficking"}),
        "dateline", "Naledi Orme", "meet in person",
    ),
    Telling(
        HERE / "golden" / "call-norway-indonesia.txt",
        ("Jonas Gahr Støre", "Prabowo Subianto"), ("NOR", "IDN"), (PM, PRESIDENT), "release", True,
        (("NOR", "IDN", "historical"), ("IDN", "NOR", "historical")), frozenset({"NOR"}),
        frozenset({"diplomatic"}), "rights", "Marit Solheim", "speak once more",
    ),
)  # fmt: skip


@cache
def coded(path: Path) -> Coded:
    return dragoman.code(path)


@pytest.fixture(params=TELLINGS, ids=lambda t: t.path.stem)
def telling(request: pytest.FixtureRequest) -> Telling:
    found: Telling = request.param
    return found


def of_type(path: Path, event: str) -> list[Event]:
    return [e for e in coded(path).events if e.event == event]


def codes(side: tuple[Entity, ...]) -> set[str]:
    return {e.code for e in side}


def test_the_call(telling: Telling) -> None:
    call, *others = [e for e in of_type(telling.path, "CONSULT") if e.status == "actual"]
    assert not others
    assert call.mode == ("phone",)
    sides = {e.name: (e.code, e.office) for e in call.actor + call.recipient}
    assert sides == dict(zip(telling.leaders, zip(telling.states, telling.offices, strict=True), strict=True))
    assert telling.contexts <= set(call.context)


def test_the_plan_has_no_due_date(telling: Telling) -> None:
    plans = [e for e in of_type(telling.path, "AGREE") if e.status == "future"]
    promises = coded(telling.path).commitments
    told = [e.evidence.text for e in plans] + [c.what for c in promises]
    assert any(telling.plan in words for words in told)
    assert all(c.due is None for c in promises)
    assert any(codes(side) == set(telling.states) for side in [e.actor + e.recipient for e in plans])


def test_the_praise(telling: Telling) -> None:
    pairs = {(a.name, r.name) for e in of_type(telling.path, "SUPPORT") for a in e.actor for r in e.recipient}
    assert (telling.leaders in pairs) == telling.praise


def test_the_demands(telling: Telling) -> None:
    found = {
        (a, r, e.status)
        for e in of_type(telling.path, "REQUEST")
        for a in codes(e.actor) or {""}
        for r in codes(e.recipient)
    }
    assert set(telling.demands) <= found


def test_the_leader_speaks_and_the_readout_keeps_its_medium(telling: Telling) -> None:
    said = [s for s in coded(telling.path).statements if s.speaker.name == telling.leaders[0]]
    assert len(said) >= telling.said
    assert any(s.kind == "direct" for s in said)
    through = [s for s in said if s.medium == telling.medium]
    assert "sentence" in {s.medium_basis for s in through}
    if telling.medium != "interview":  # an interview is no text from which later sentences go on to quote
        assert "inherited" in {s.medium_basis for s in through}


def test_what_was_not_given(telling: Telling) -> None:
    negated = [e for e in coded(telling.path).events if e.withheld_by is not None]
    assert all(e.status == "negated" and e.quad_code for e in negated)
    assert telling.withheld <= {e.withheld_by.code for e in negated if e.withheld_by is not None}


def test_biography_and_rights_are_metadata(telling: Telling) -> None:
    (document,) = coded(telling.path).documents
    assert document.rights is not None and "free to use" in document.rights
    assert document.published_basis == telling.basis
    assert document.authors == ((telling.author,) if telling.author else ())
    for word in ("free to use", "Photo:", "staff writer", "columnist", "freelance", "lives in", *document.authors):
        assert word not in document.text
    assert not coded(telling.path).rejections


def test_every_entry_stands_in_the_text(telling: Telling) -> None:
    (document,) = coded(telling.path).documents
    found = coded(telling.path)
    for span in [s for e in found.events for s in (e.evidence, e.trigger)] + [s.evidence for s in found.statements]:
        assert document.text[span.start_char : span.end_char] == span.text


def test_a_report_about_no_public_actor_gives_no_event() -> None:
    found = coded(EXAMPLES / "tide-pools.txt")
    assert found.documents and not found.events and not found.commitments
