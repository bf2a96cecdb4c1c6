"""A report on a terminal: the news of the day apart from the background, statements by speaker, promises with their dates."""

from __future__ import annotations

from dataclasses import replace

from test_page import DOCUMENT, FOUGHT, HELD, MET, PROMISED, RECORDS, SAID

from dragoman.view import Coded


def test_parts_of_a_report() -> None:
    shown = str(Coded(RECORDS))
    assert "one side's account: NOR" in shown
    assert shown.index("Events") < shown.index("Statements") < shown.index("Commitments") < shown.index("Background")
    assert "no date (“soon”)" in shown
    assert "Withheld by Ane <Lund> (NOR): CONSULT visit, “name”" in shown


def test_no_empty_background() -> None:
    assert "Background" not in str(Coded((DOCUMENT, MET, HELD)))
    only = str(Coded((DOCUMENT, FOUGHT)))
    assert "Background" in only and "Events" not in only and "No event" not in only


def test_speaker_is_named_once() -> None:
    other = replace(SAID, id="s2", cue="added")
    assert str(Coded((DOCUMENT, SAID, other))).count("Ane <Lund> (NOR)") == 1


def test_promise_with_a_date() -> None:
    assert "2024-06 (“June”)" in str(Coded((DOCUMENT, replace(PROMISED, due="2024-06", due_text="June"))))
