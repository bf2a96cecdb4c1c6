"""PETRARCH dictionaries: every form of their lines, what each becomes, and a reason for each line that is of no use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors import extend, load, read_own
from dragoman.actors.added import Added
from dragoman.actors.cameo import actor_code
from dragoman.errors import DataError
from dragoman.settings import ActorFile

ACTORS = """\
# Bodies and persons of our own invention.
<!-- a comment
over two lines -->
UMOJA_FRONT_  ; a note
+UF_
+THE_FRONT_OF_UMOJA_ # another
\t[KENREB <081231]
\t[KENPTY >20090101]
\t[KENOPP]

TIDE_BANK_ [IGODEV]
TIDE_WATCH_ [NGOENV]
TIDE_WORKS_INC_\t[MNCUSA]

MINISTER_ZEBULON_QUIST_
+Z._QUIST_
\t[CHLGOV 040101-081231] [CHLELI]
"""
AGENTS = """\
!PERSON! = MAN, MEN, WOMAN, WOMEN
BEEKEEPER [~AGR]
BEE!PERSON! [~AGR]
HIVE_POLICE {} [~COP]
COMB_THIEF {COMB_THIEVES} [~CRM]
HONEY_PARTY [~PTY]
QUEEN_DOCTOR [~HLH]
HIVE_WATCH [NGO~]
BEE!BIRD! [~AGR]
WAX_SELLER [~ZZZ]
HONEY_SELLER [~BUS
"""


def read(text: str) -> Added:
    return read_own(load(), ActorFile("mine.txt", text))


def unread(text: str) -> list[tuple[int, str]]:
    return [(u.line, u.reason) for u in read(text).unread]


def test_a_body_has_its_codes_on_their_days_and_the_plain_code_on_the_others() -> None:
    text = "UMOJA_FRONT_\n\t[KENREB 040101-081231]\n\t[KENPTY >20100101]\n\t[KENOPP]\n"
    assert [(e.sector, e.start, e.end) for e in read(text).entries] == [
        ("REB", "2004-01-01", "2008-12-31"),
        ("PTY", "2010-01-01", None),
        ("OPP", None, "2003-12-31"),
        ("OPP", "2009-01-01", "2009-12-31"),
    ]


def test_a_whole_actor_file() -> None:
    added = read(ACTORS)
    base = extend(load(), ActorFile("mine.txt", ACTORS))
    assert {(e.name, e.code, e.sector, e.kind) for e in base.find("UF")} == {
        ("Umoja Front", "KEN", "REB", "group"),
        ("Umoja Front", "KEN", "PTY", "group"),
    }
    assert [e.form for e in base.find("The Front of Umoja")] == ["name", "name"]
    assert [(e.code, e.sector) for e in base.find("Tide Watch")] == [("NGO", "SOC")]
    assert [(e.code, e.sector) for e in base.find("Tide Works Inc")] == [("MNC", "BUS")]
    (person,) = base.persons("Z. Quist")
    assert person.name == "Zebulon Quist", "a title is no part of the name"
    assert [t.sector for t in person.held("2006-01-01")] == ["GOV"]
    assert [t.sector for t in person.held("2010-01-01")] == ["ELI"]
    assert [(u.line, u.words) for u in added.unread] == [(11, "IGODEV")]
    assert "put it in a CSV file" in added.unread[0].reason
    assert added.read == 11


def test_agents_become_role_nouns_with_their_plurals() -> None:
    roles = read(AGENTS).roles
    found = {noun: role.sector for noun, role in roles.items()}
    assert found == {
        **dict.fromkeys(("beekeeper", "beekeepers", "beeman", "beemen", "beewoman", "beewomen"), "AGR"),
        "hive police": "COP",
        "comb thief": "CRM",
        "comb thieves": "CRM",
        "honey party": "PTY",
        "honey parties": "PTY",
        "queen doctor": "MED",
        "queen doctors": "MED",
    }
    assert roles["hive police"].kind == "group" and roles["hive police"].alone, "as police is"


def test_agents_that_cannot_be_used_are_told() -> None:
    assert unread(AGENTS) == [
        (8, "NGO~ makes an organisation of any country's, which no role noun does here"),
        (9, "the substitution !BIRD! is not defined before it"),
        (10, "no sector goes with ~ZZZ"),
        (11, "the bracket of the code is not closed"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("UMOJA_FRONT_\n", 1, "no code in brackets"),
        ("\t[KENREB]\n", 1, "it belongs to no actor"),
        ("+UF_\n", 1, "it belongs to no actor"),
        ("\n_ [KENREB]\n", 2, "no name"),
        ("UMOJA_FRONT_ [KENREB\n", 1, "a bracket is not closed"),
        ("UMOJA_FRONT_ [KENRE]\n", 1, "'KENRE' is no CAMEO code"),
        ("UMOJA_FRONT_ [QQQREB]\n", 1, "unknown code QQQ"),
        ("UMOJA_FRONT_ [AFRREB]\n", 1, "AFR is a region"),
        ("UMOJA_FRONT_ [YUGREB]\n", 1, "YUG is a state of the past"),
        ("UMOJA_FRONT_ [KENREB <991301]\n", 1, "'<991301' is no date"),
        ("UMOJA_FRONT_ [KENREB 090101-080101]\n", 1, "'090101-080101' is no date"),
        ("UMOJA_FRONT_ [KENREB 2004017-080101]\n", 1, "'2004017-080101' is no date"),
        ("UMOJA_FRONT_ [KENREB @080101]\n", 1, "'@080101' is no date"),
        ("UMOJA_FRONT_ [KENREB] [KENPTY]\n", 1, "a second code without dates"),
        ("UMOJA_FRONT_ [KENREB]\n+A|B\n", 1, "holds a bar"),
        ("NORWAY_ [DNK]\n", 1, "names a state, which another code (DNK) would hide"),
        ("!PERSON! = \n", 1, "write a substitution as"),
        ("BEE {BEES [~AGR]\n", 1, "the brace of the plural is not closed"),
    ],
)
def test_a_line_of_no_use_is_told_with_its_number(text: str, line: int, reason: str) -> None:
    ((number, why),) = unread(text)
    assert number == line and why.startswith(reason)


def test_years_of_two_digits_are_read_as_petrarch_reads_them() -> None:
    entries = read("UMOJA_FRONT_ [KENREB 310101-301231]\n").entries
    assert [(e.start, e.end) for e in entries] == [("1931-01-01", "2030-12-31")]


@pytest.mark.parametrize(
    ("cameo", "ours"),
    [
        ("USAGOV", ("USA", "GOV")),
        ("TMPMIL", ("TLS", "MIL")),
        ("KSV", ("XKX", None)),
        ("ROMJUD", ("ROU", "JUD")),
        ("SSDREB", ("SSD", "REB")),
        ("AFGREBTAL", ("AFG", "REB")),
        ("IGOUNOKID", ("IGO:UN", None)),
        ("IGOUNODEVWBK", ("IGO:WB", None)),
        ("IGOWSTNAT", ("IGO:NATO", None)),
        ("IGOEUREEC", ("IGO:EU", None)),
        ("NGMHLH", ("NGO", "MED")),
        ("MNCUSAMED", ("MNC", "BUS")),
        ("IMGMUSALQ", ("---", "UAF")),
        ("GBRMED", ("GBR", "JRN")),
        ("CHRCTH", ("---", "REL")),
        ("---", ("---", None)),
    ],
)
def test_cameo_codes(cameo: str, ours: tuple[str, str | None]) -> None:
    assert actor_code(load(), cameo) == ours


def test_what_we_know_already_keeps_what_we_know_of_it() -> None:
    base = extend(load(), ActorFile("mine.txt", "NORWAY_ [NOR]\n+NORWEGIAN_\n+OSLO_\n+TRONDHEIM_\n"))
    assert [(e.form, e.sector) for e in base.find("Norwegian")] == [("adjective", None)]
    assert [(e.form, e.sector) for e in base.find("Oslo")] == [("capital", "GOV")]
    assert [(e.name, e.code, e.kind) for e in base.find("Trondheim")] == [("Norway", "NOR", "place")]


def test_an_office_of_ours_stays_where_the_dictionary_gives_none() -> None:
    base = extend(load(), ActorFile("mine.txt", "KEIR_STARMER_\n\t[GBRGOV >240705]\n"))
    (person,) = base.persons("Keir Starmer")
    assert [t.office for t in person.held("2025-01-01")] == ["Prime Minister", ""]


def test_a_dictionary_without_a_line_of_use_is_an_error() -> None:
    for text, why in (("UMOJA_FRONT_\n", "line 1: no code in brackets"), ("", "it is empty")):
        with pytest.raises(DataError, match=why):
            extend(load(), ActorFile("mine.txt", text))


LINE = st.text(alphabet="AB_ +[]{}!~<>-#;@=|.\t0189KEN", max_size=30)


@given(st.lists(LINE, max_size=8))
def test_any_dictionary_is_read_and_its_lines_are_used_or_told(lines: list[str]) -> None:
    added = read("\n".join(lines))
    assert all(1 <= u.line <= len(lines) and u.reason for u in added.unread)
    assert added.read <= len(lines)
    if added.read:
        extend(load(), ActorFile("mine.txt", "\n".join(lines)))
