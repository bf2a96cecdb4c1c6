"""Did it happen? Every status in the forms that news gives it, and what a plan turns a type into."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Event

Coder = Callable[..., tuple[Event, ...]]

CASES = [
    # actual
    ("Japan condemned the missile test by North Korea.", "ACCUSE", "actual"),
    ("Kenya and Tanzania have signed a treaty on fishing.", "SUPPORT", "actual"),
    ("Israel is attacking villages in Lebanon.", "ASSAULT", "actual"),
    ("Officials confirmed that Iran had seized a Greek tanker on Tuesday.", "COERCE", "actual"),
    # future
    ("The European Union will impose sanctions on Belarus.", "SANCTION", "future"),
    ("Bulgaria is going to expel two Russian diplomats.", "SANCTION", "future"),
    ("The government of Peru is about to impose a curfew.", "COERCE", "future"),
    ("Teachers in Argentina are expected to strike on Friday.", "PROTEST", "future"),
    ("France is to send troops to the border with Spain.", "MOBILIZE", "future"),
    # a plan to talk, help or work together is an agreement to come
    ("The Kenyan president will meet the Ugandan president on Friday.", "AGREE", "future"),
    ("The Kenyan president is to visit Uganda next week.", "AGREE", "future"),
    ("The foreign ministers of Chile and Peru are scheduled to hold talks on Friday.", "AGREE", "future"),
    ("The foreign ministers of Chile and Peru plan to meet on Friday.", "AGREE", "future"),
    ("Talks between Norway and Sweden are expected next month.", "AGREE", "future"),
    ("Canada will send food aid to Haiti.", "AGREE", "future"),
    ("Norway and Denmark are due to sign a treaty on Thursday.", "AGREE", "future"),
    # an announced step back is a concession, made now
    ("Ethiopia announced that it will withdraw its troops from Somalia.", "CONCEDE", "actual"),
    ("Ethiopia will withdraw its troops from Somalia next month.", "CONCEDE", "actual"),
    ("The prime minister of Estonia will resign next week.", "CONCEDE", "actual"),
    ("Iran is going to release two French tourists.", "CONCEDE", "actual"),
    # negated
    ("Japan did not condemn South Korea.", "ACCUSE", "negated"),
    ("The president of Chile never met the president of Peru.", "CONSULT", "negated"),
    ("No talks took place between Norway and Sweden.", "CONSULT", "negated"),
    ("The European Union has not imposed sanctions on Serbia.", "SANCTION", "negated"),
    ("Sanctions were not imposed on Serbia by the European Union.", "SANCTION", "negated"),
    ("Iran failed to release the French tourists.", "RETREAT", "negated"),
    ("Russia denied attacking a hospital in Ukraine.", "ASSAULT", "negated"),
    ("Chad and Sudan left Cairo without signing a treaty.", "SUPPORT", "negated"),
    # hypothetical
    ("The European Union could impose sanctions on Belarus.", "SANCTION", "hypothetical"),
    ("Bulgaria may expel two Russian diplomats.", "SANCTION", "hypothetical"),
    ("If Iran attacks Israel, oil prices might rise.", "ASSAULT", "hypothetical"),
    ("The United States might impose sanctions on Uganda.", "SANCTION", "hypothetical"),
    ("Germany might send tanks to Ukraine.", "AID", "hypothetical"),
    ("A possible Russian attack on Ukraine worries the markets.", "ASSAULT", "hypothetical"),
    # historical
    ("Iraq invaded Kuwait in 1990.", "ASSAULT", "historical"),
    ("Bulgaria expelled two Russian diplomats last year.", "SANCTION", "historical"),
    ("Turkey and Greece signed a treaty twenty years ago.", "SUPPORT", "historical"),
    ("The general, who had been arrested by the army of Myanmar in 2021, gave no interviews.", "COERCE", "historical"),
    ("Japan apologised to South Korea in March 2015.", "CONCEDE", "historical"),
    ("Rwanda has repeatedly accused Burundi of arming rebels.", "ACCUSE", "historical"),
    # what dates a person does not date the deed
    ("Police in Peru arrested a former minister.", "COERCE", "actual"),
]


def _id(case: object) -> str:
    return case[:50] if isinstance(case, str) else ""


@pytest.mark.parametrize(("text", "event", "status"), CASES, ids=_id)
def test_status(events_of: Coder, text: str, event: str, status: str) -> None:
    assert (event, status) in [(e.event, e.status) for e in events_of(text)]


WITHHELD = [
    ("The Kenyan foreign ministry did not provide details of the talks.", "KEN", "details"),
    ("The Norwegian government gave no timetable for the withdrawal.", "NOR", "timetable"),
    ("The Indian prime minister refused to release the transcript of the call.", "IND", "transcript"),
    ("The Polish defence ministry declined to give a date for the vote.", "POL", "date"),
    ("Neither Chile nor Peru disclosed the terms of the deal.", "CHL", "terms"),
    ("No details were given by the Turkish government.", "TUR", "details"),
    ("The Japanese foreign ministry has yet to publish a list of the guests.", "JPN", "list"),
]


@pytest.mark.parametrize(("text", "who", "thing"), WITHHELD, ids=_id)
def test_what_was_withheld(events_of: Coder, text: str, who: str, thing: str) -> None:
    found = [e for e in events_of(text) if e.withheld_by is not None]
    assert [(e.event, e.status, e.withheld_by.code) for e in found if e.withheld_by] == [("AGREE", "negated", who)]
    assert thing in found[0].evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan foreign ministry provided details of the talks.",
        "The Polish defence ministry gave a date for the vote.",
        "The Indian prime minister did not provide breakfast for the guests.",
    ],
    ids=_id,
)
def test_nothing_was_withheld(events_of: Coder, text: str) -> None:
    assert not any(e.withheld_by for e in events_of(text))
