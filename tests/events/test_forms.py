"""Every type of event in the forms that news gives it: active, passive, noun, coordination, relative clause, control, light verb."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.records import Entity, Event

Told = tuple[str, tuple[str, ...], tuple[str, ...]]
Coder = Callable[..., tuple[Event, ...]]


def told(event: Event) -> Told:
    return event.event, _codes(event.actor), _codes(event.recipient)


def _codes(side: tuple[Entity, ...]) -> tuple[str, ...]:
    return tuple(sorted({e.code for e in side}))


CASES = [
    # CONSULT
    ("The Kenyan foreign minister met his Ethiopian counterpart in Nairobi.", "CONSULT", "ETH KEN", "", None),
    ("Officials from Japan and Vietnam held talks on shipping.", "CONSULT", "JPN VNM", "", None),
    ("Talks between Norway and Sweden took place in Oslo on Tuesday.", "CONSULT", "NOR SWE", "", None),
    ("The president of Chile spoke by telephone with the president of Peru.", "CONSULT", "CHL PER", "", "phone"),
    ("The Brazilian president visited Portugal.", "CONSULT", "BRA", "PRT", "visit"),
    ("The Indonesian president was received by the prime minister of Malaysia.", "CONSULT", "IDN", "MYS", "visit"),
    (
        "The Greek prime minister, who met the president of Cyprus on Monday, was upbeat.",
        "CONSULT",
        "CYP GRC",
        "",
        None,
    ),
    ("The envoys of Egypt and Jordan discussed water in Cairo.", "CONSULT", "EGY JOR", "", None),
    ("The Kenyan president held a meeting with the Ugandan president.", "CONSULT", "KEN UGA", "", None),
    # AGREE
    ("Poland agreed to host talks with Lithuania.", "AGREE", "POL", "LTU", None),
    ("Canada offered to mediate between Chad and Sudan.", "AGREE", "CAN", "SDN TCD", None),
    ("Colombia and Ecuador reached an agreement on border trade.", "AGREE", "COL ECU", "", None),
    ("An agreement was reached between Colombia and Ecuador.", "AGREE", "COL ECU", "", None),
    ("The Thai prime minister invited the king of Bhutan to Bangkok.", "AGREE", "THA", "BTN", None),
    ("Finland promised to send medicine to Moldova.", "AGREE", "FIN", "MDA", None),
    # REQUEST
    ("Mexico urged Guatemala to open its archives.", "REQUEST", "MEX", "GTM", None),
    ("Nigeria asked the United Nations for help with the floods.", "REQUEST", "NGA", "IGO:UN", "assist"),
    ("Turkey was urged by Germany to open the border.", "REQUEST", "DEU", "TUR", None),
    ("Zambia called on Zimbabwe to release the fishermen.", "REQUEST", "ZMB", "ZWE", "yield"),
    ("Lebanon rejected a demand by Cyprus for new talks.", "REJECT", "LBN", "CYP", None),
    ("Spain repeated its demand that Morocco reopen the crossing.", "REQUEST", "ESP", "MAR", None),
    # ACCUSE
    ("Armenia accused Azerbaijan of shelling two villages.", "ACCUSE", "ARM", "AZE", None),
    ("Rwanda was accused by Burundi of arming rebels.", "ACCUSE", "BDI", "RWA", None),
    ("Pakistan condemned Iran over the raid.", "ACCUSE", "PAK", "IRN", "disapprove"),
    ("The Danish government criticised and mocked the Hungarian government.", "ACCUSE", "DNK", "HUN", "disapprove"),
    ("Ireland's criticism of Israel grew louder on Friday.", "ACCUSE", "IRL", "ISR", "disapprove"),
    ("Venezuela summoned the Colombian ambassador.", "ACCUSE", "VEN", "COL", None),
    ("Georgia, which blamed Russia for the blackout, closed two roads.", "ACCUSE", "GEO", "RUS", None),
    (
        "Prosecutors in Belgium opened an investigation into the European Parliament.",
        "ACCUSE",
        "BEL",
        "IGO:EU",
        "investigate",
    ),
    # REJECT
    ("Serbia refused to recognise the decision of the Kosovo government.", "REJECT", "SRB", "XKX", None),
    ("Uganda rejected the demand of Kenya.", "REJECT", "UGA", "KEN", None),
    ("The offer was turned down by Algeria.", "REJECT", "DZA", "", None),
    ("Russia vetoed a resolution of the United Nations Security Council.", "REJECT", "RUS", "IGO:UN", None),
    # THREATEN
    ("Iran threatened to attack Israel.", "THREATEN", "IRN", "ISR", "violence"),
    ("Turkey threatened Greece with war.", "THREATEN", "TUR", "GRC", "violence"),
    ("China warned Australia of serious consequences.", "THREATEN", "CHN", "AUS", None),
    ("The threat of sanctions by France against Mali angered Bamako.", "THREATEN", "FRA", "MLI", "relations"),
    # SUPPORT
    ("Austria praised Slovenia for its help.", "SUPPORT", "AUT", "SVN", None),
    ("Albania was praised by Italy for its patience.", "SUPPORT", "ITA", "ALB", None),
    ("Bolivia and Paraguay signed a treaty on river traffic.", "SUPPORT", "BOL PRY", "", None),
    ("A treaty on river traffic was signed by Bolivia and Paraguay.", "SUPPORT", "BOL PRY", "", None),
    ("Latvia expressed its support for Ukraine.", "SUPPORT", "LVA", "UKR", None),
    ("Costa Rica recognised Palestine.", "SUPPORT", "CRI", "PSE", None),
    ("Latvia's support for Ukraine was praised by Estonia.", "SUPPORT", "LVA", "UKR", None),
    ("The ratification of the treaty by Norway was a surprise.", "SUPPORT", "NOR", "", None),
    # SANCTION
    ("The European Union imposed sanctions on Belarus.", "SANCTION", "IGO:EU", "BLR", None),
    ("Sanctions were imposed on Belarus by the European Union.", "SANCTION", "IGO:EU", "BLR", None),
    ("Bulgaria expelled two Russian diplomats.", "SANCTION", "BGR", "RUS", "expel"),
    ("Morocco cut diplomatic ties with Iran.", "SANCTION", "MAR", "IRN", None),
    ("India, which banned imports from Bangladesh, gave no reason.", "SANCTION", "IND", "BGD", None),
    ("The court convicted a former Peruvian president of fraud.", "SANCTION", "PER", "PER", "convict"),
    ("Lithuania decided to expel a Belarusian diplomat and did so on Monday.", "SANCTION", "LTU", "BLR", "expel"),
    # COERCE
    ("Police in Uganda arrested an opposition leader.", "COERCE", "UGA", "UGA", "arrest"),
    ("An opposition leader was arrested by police in Uganda.", "COERCE", "UGA", "UGA", "arrest"),
    ("The arrest of a Tunisian journalist by the police drew protests.", "COERCE", "TUN", "TUN", "arrest"),
    ("Iran seized a Greek tanker.", "COERCE", "IRN", "GRC", "seize"),
    ("The government of Sri Lanka imposed a curfew.", "COERCE", "LKA", "", "curfew"),
    ("Algeria deported dozens of Nigerien migrants.", "COERCE", "DZA", "NER", "deport"),
    # ASSAULT
    ("Israeli warplanes bombed targets in Syria.", "ASSAULT", "ISR", "SYR", "aerial"),
    ("A Ukrainian depot was attacked by Russian drones.", "ASSAULT", "RUS", "UKR", None),
    ("Russia launched an attack on Ukraine.", "ASSAULT", "RUS", "UKR", None),
    ("A Russian attack on Ukraine killed three people.", "ASSAULT", "RUS", "UKR", None),
    ("Turkish soldiers shot and wounded a Syrian farmer.", "ASSAULT", "TUR", "SYR", "firearms"),
    ("Rebels in Mali kidnapped a German aid worker.", "ASSAULT", "MLI", "DEU", "abduct"),
    ("Police fired tear gas at protesters in Kenya.", "ASSAULT", "KEN", "KEN", "crowd-control"),
    ("The Sudanese army began shelling a camp of Chadian soldiers.", "ASSAULT", "SDN", "TCD", None),
    ("Ukraine came under attack by Russia.", "ASSAULT", "RUS", "UKR", None),
    ("Russia's bombardment of Ukraine went on.", "ASSAULT", "RUS", "UKR", None),
    # PROTEST
    ("Thousands of people marched against the government in Serbia.", "PROTEST", "SRB", "SRB", "demo"),
    ("Teachers in Argentina went on strike.", "PROTEST", "ARG", "", "strike"),
    ("A protest by farmers against the Dutch government blocked roads.", "PROTEST", "NLD", "NLD", None),
    # RETREAT
    ("Albania and Greece exchanged prisoners.", "COOPERATE", "ALB GRC", "", None),
    ("Ethiopia withdrew its troops from Somalia.", "RETREAT", "ETH", "SOM", "withdraw"),
    ("Ethiopian troops were withdrawn from Somalia.", "RETREAT", "ETH", "SOM", "withdraw"),
    ("Iran released a French tourist.", "RETREAT", "IRN", "FRA", "release"),
    ("The prime minister of Estonia resigned.", "RETREAT", "EST", "", "resign"),
    ("The resignation of the Romanian interior minister was announced on Monday.", "RETREAT", "ROU", "", "resign"),
    ("Ethiopia's withdrawal from Somalia was completed on Monday.", "RETREAT", "ETH", "SOM", "withdraw"),
    ("The release of a French tourist by Iran was welcome news.", "RETREAT", "IRN", "FRA", "release"),
    ("The withdrawal of Ethiopian troops was completed on Monday.", "RETREAT", "ETH", "", "withdraw"),
    # CONCEDE
    ("Japan's apology to South Korea came on Monday.", "CONCEDE", "JPN", "KOR", None),
    ("Japan offered an apology to South Korea.", "CONCEDE", "JPN", "KOR", None),
    ("Japan apologised to South Korea.", "CONCEDE", "JPN", "KOR", None),
    ("The United States lifted sanctions on Myanmar.", "CONCEDE", "USA", "MMR", None),
    ("Sanctions on Myanmar were lifted by the United States.", "CONCEDE", "USA", "MMR", None),
    ("The president of Zambia pardoned a journalist.", "CONCEDE", "ZMB", "ZMB", None),
    # AID
    ("Norway gave Malawi emergency aid.", "AID", "NOR", "MWI", None),
    ("Germany sent tanks to Ukraine.", "AID", "DEU", "UKR", None),
    ("Food aid was delivered to Haiti by Canada.", "AID", "CAN", "HTI", None),
    ("Spain granted asylum to a Nicaraguan writer.", "AID", "ESP", "NIC", None),
    ("Ukraine received tanks from Germany.", "AID", "DEU", "UKR", None),
    ("Malawi, which Norway gave emergency aid, has little rain.", "AID", "NOR", "MWI", None),
    ("Canada provided Haiti with medicine and trained its police.", "AID", "CAN", "HTI", None),
    # MOBILIZE
    ("Poland deployed troops along its border.", "MOBILIZE", "POL", "", None),
    ("North Korea put its army on alert.", "MOBILIZE", "PRK", "", None),
    ("Troops were deployed by Chad on the border with Sudan.", "MOBILIZE", "TCD", "SDN", "troops"),
    # COOPERATE
    ("The navies of India and France held a joint exercise.", "COOPERATE", "FRA IND", "", None),
    ("Thailand extradited a fugitive to Australia.", "COOPERATE", "THA", "AUS", None),
    ("Albania and Greece shared intelligence on smugglers.", "COOPERATE", "ALB GRC", "", None),
    ("The navy of Kenya conducted joint exercises with the navy of Tanzania.", "COOPERATE", "KEN TZA", "", None),
]


def _id(case: object) -> str:
    return case[:50] if isinstance(case, str) else ""


@pytest.mark.parametrize(("text", "event", "actor", "recipient", "mode"), CASES, ids=_id)
def test_form(events_of: Coder, text: str, event: str, actor: str, recipient: str, mode: str | None) -> None:
    found = events_of(text)
    wanted = (event, tuple(actor.split()), tuple(recipient.split()))
    assert wanted in [told(e) for e in found]
    if mode is not None:
        assert mode in next(e for e in found if told(e) == wanted).mode


NO_EVENTS = [
    "Kenya beat Uganda 3-1 in the final of the regional football cup.",
    "The striker fired a shot wide of the goal before half time.",
    "Chess players attacked each other's kings in Oslo.",
    "Researchers at the University of Tokyo found a new species of frog.",
    "The satellite released a small probe over the far side of the Moon.",
    "The novelist, who wrote forty books, died at her home in Lisbon on Sunday.",
    "She was born in Vienna in 1931 and studied medicine.",
    "The company launched a new phone in Seoul.",
    "Shares of the airline fell by four per cent in London.",
    "Heavy rain is expected in northern Italy.",
    "Sweden has a population of about ten million.",
    "The Norwegian prime minister said that the weather was fine.",
    "The minister noted that the economy of Ghana had grown.",
    "Belgium and the Netherlands share a long border.",
]


@pytest.mark.parametrize("text", NO_EVENTS, ids=_id)
def test_no_event(events_of: Coder, text: str) -> None:
    assert [told(e) for e in events_of(text)] == []
