"""Actors of the user's own: what a file may say, how its slips are told, and that it wins over the packaged base."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors import extend, load, read_own, said
from dragoman.actors.added import outside, overlap
from dragoman.actors.base import KnowledgeBase
from dragoman.actors.look import alike, look_up
from dragoman.errors import DataError
from dragoman.settings import ActorFile

HEADER = "name,aliases,code,sector,office,from,to,kind,wikidata\n"


def csv_file(*rows: str) -> ActorFile:
    return ActorFile("mine.csv", HEADER + "".join(f"{row}\n" for row in rows))


def with_rows(*rows: str) -> KnowledgeBase:
    return extend(load(), csv_file(*rows))


def slips(file: ActorFile) -> list[str]:
    with pytest.raises(DataError) as raised:
        read_own(load(), file)
    first, *rest = str(raised.value).split("\n  ")
    assert first == f"{file.name} cannot be used:"
    return rest


def test_a_body_is_found_by_name_and_alias() -> None:
    base = with_rows("Umoja Front,UF;the Front of Umoja,KEN,REB,,2004,2008-12-31,,Q999999")
    (entry,) = base.find("the front of Umoja")
    assert (entry.name, entry.code, entry.sector, entry.kind) == ("Umoja Front", "KEN", "REB", "group")
    assert (entry.start, entry.end, entry.wikidata) == ("2004", "2008-12-31", "Q999999")
    assert [e.form for e in base.find("UF")] == ["short"], "an abbreviation is taken only in capitals"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Office of Tides,,PRT,GOV,,,,,", "government"),
        ("Tide Guard,,PRT,MIL,,,,,", "government"),
        ("Tide Party,,PRT,PTY,,,,,", "group"),
        ("Tide Watch,,NGO,,,,,,", "organisation"),
        ("Tide Union,,IGO:TIDE,,,,,,", "organisation"),
        ("Lusitania,,PRT,,,,,,", "state"),
        ("Tide Press,,PRT,JRN,,,,,", "organisation"),
        ("Tide Club,,PRT,JRN,,,,group,", "group"),
    ],
)
def test_the_kind_of_a_body_follows_from_code_and_sector(row: str, kind: str) -> None:
    assert [e.kind for e in with_rows(row).find(row.split(",")[0])] == [kind]


def test_toml_and_csv_say_the_same() -> None:
    toml = """
    [[actor]]
    name = "Ana Ruiz"
    aliases = ["Ana María Ruiz"]
    code = "CHL"
    sector = "GOV"
    office = "Mayor of Lota"
    from = 2021-06-28
    to = 2024
    """
    rows = read_own(load(), ActorFile("mine.toml", toml)).rows
    assert rows == read_own(load(), csv_file("Ana Ruiz,Ana María Ruiz,CHL,GOV,Mayor of Lota,2021-06-28,2024,,")).rows
    assert rows[0].kind == "person"


def test_all_slips_of_a_csv_are_told_with_their_lines() -> None:
    found = slips(
        csv_file(
            ",UF,KEN,REB,,,,,",
            "Ana Ruiz,,UK,GOVT,Mayor,2021-06,2020,body,Q0",
            "Ana Ruiz,,CHL,GOV,Mayor,2021-02-30,,,",
            "Short,row",
            "A Front,,Germany,REB,Chief,,,group,",
            "B Front,,FRA,REB,,2001,,,",
            "B Front,,FRA,REB,,2004,2005,,",
            "...,,FRA,REB,,,,,",
            "A|B,,FRA,REB,,,,,",
            "C Front,,,REB,,,,,",
        )
    )
    expected = [
        "line 2: no name",
        "line 3: unknown code 'UK'; that is GBR",
        "line 3: unknown sector 'GOVT'",
        "line 3: unknown kind 'body'",
        "line 3: 'Q0' is no Wikidata id",
        "line 3: from 2021-06 lies after to 2020",
        "line 4: '2021-02-30' is no date",
        "line 5: 2 cells where the first line names 9",
        "line 6: unknown code 'Germany'; that is DEU",
        "line 6: only persons hold an office",
        "line 9: '...' holds no letter",
        "line 10: 'A|B' holds a bar",
        "line 11: no code",
        "line 8: B Front stands in line 7 already",
    ]
    assert len(found) == len(expected)
    assert all(slip.startswith(start) for slip, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    ("name", "text", "slip"),
    [
        ("a.csv", "", "line 1: no column 'name'"),
        ("a.csv", "name;code\n", "line 1: unknown column 'name;code'"),
        ("a.csv", "name,name,code\n", "line 1: column 'name' stands there twice"),
        ("a.csv", "name,code\n", "it holds no actor: write a row"),
        ("a.csv", 'name,code\n"A,FRA\n', "line 2: no CSV"),
        ("a.toml", "[[actor", "the file: no TOML"),
        ("a.toml", "", "it holds no actor: write [[actor]] tables"),
        ("a.toml", 'actor = "x"', "the file: actor must be tables"),
        ("a.toml", "[[body]]\n", "the file: unknown key 'body'"),
        ("a.toml", '[[actor]]\nname = "A"\nkode = "FRA"', "actor 1 (A): unknown key 'kode'"),
        ("a.toml", '[[actor]]\nname = "A"\ncode = "FRA"\naliases = "B"', "actor 1 (A): aliases must be a list"),
        ("a.toml", '[[actor]]\nname = "A"\ncode = "FRA"\naliases = ["B;C"]', "actor 1 (A): an alias holds a semicolon"),
        ("a.toml", '[[actor]]\nname = 7\ncode = "FRA"', "actor 1 (7): name must be text"),
        ("a.toml", '[[actor]]\nname = "A"\ncode = "FRA"\nto = true', "actor 1 (A): to must be text"),
        ("a.toml", '[[actor]]\nname = "A"\n', "actor 1 (A): no code"),
    ],
)
def test_a_file_of_the_wrong_form_is_told(name: str, text: str, slip: str) -> None:
    assert slips(ActorFile(name, text))[0].startswith(slip)


def test_a_file_with_one_fault_in_all_rows_tells_the_first_fifty() -> None:
    assert slips(csv_file(*(f"Front {n},,XXX,REB,,,,," for n in range(80))))[-1] == "and 30 more"


def test_an_unknown_kind_of_file_is_told() -> None:
    with pytest.raises(DataError, match=r"name it \.toml, \.csv or \.txt"):
        read_own(load(), ActorFile("mine.xlsx", ""))


def test_a_phrase_of_the_file_hides_ours() -> None:
    base = with_rows("Georgia,,PRT,PTY,,,,,")
    assert [(e.code, e.sector) for e in base.find("Georgia")] == [("PRT", "PTY")]
    assert {e.code for e in load().find("Georgia")} == {"GEO", "USA"}, "the packaged base stays as it is"


def test_a_dated_row_hides_ours_on_its_days_only() -> None:
    base = with_rows("Pentagon,,FRA,MIL,,2020,2021-06,,")
    assert [(k.code, k.when) for k in look_up(base, "Pentagon", "2020-05-01")] == [
        ("FRA", "now"),
        ("USA", "former"),
        ("USA", "later"),
    ]
    assert [k.code for k in look_up(base, "Pentagon", "2021-07-01") if k.when == "now"] == ["USA"]


def test_a_person_of_the_file_joins_ours_and_wins_on_its_days() -> None:
    base = with_rows("Keir Starmer,,GBR,ELI,Trade Envoy,2024-08,2024-10,,")
    (person,) = base.persons("Keir Starmer")
    assert person.own and person.wikidata == "Q6383803"
    assert [t.office for t in person.held("2024-09-15")] == ["Trade Envoy"]
    assert [t.office for t in person.held("2024-11-15")] == ["Prime Minister"]
    assert not load().persons("Keir Starmer")[0].own


def test_a_person_without_dates_replaces_ours_for_good() -> None:
    (person,) = with_rows("Keir Starmer,,GBR,CVL,Gardener,,,,").persons("Keir Starmer")
    assert [t.office for t in person.terms] == ["Gardener"]
    assert [k.start for k in look_up(with_rows("Ana Ruiz,,CHL,,Mayor,,,,"), "Ana Ruiz", "1950-01-01")] == [None]


def test_namesakes_are_kept_apart_by_their_ids() -> None:
    base = with_rows("Keir Starmer,,CAN,CVL,Gardener,2001,,,Q999999")
    assert [(p.own, p.wikidata) for p in base.persons("Keir Starmer")] == [(True, "Q999999"), (False, "Q6383803")]


def test_who_has_another_name_in_the_file_is_found_by_ours_too() -> None:
    base = with_rows("Sir Keir Rodney,,GBR,CVL,Gardener,2024-08,,,Q6383803")
    (person,) = base.persons("Starmer")
    assert person.name == "Sir Keir Rodney" and person.held("2025-01-01")[0].office == "Gardener"


def test_rows_of_one_person_are_joined_with_all_aliases() -> None:
    rows = ("Ana Ruiz,A. Ruiz,CHL,GOV,Mayor,2001,2004,,", "Ana Ruiz,Anita Ruiz,CHL,LEG,Senator,2005,,,")
    (person,) = with_rows(*rows).persons("Anita Ruiz")
    assert [t.office for t in person.terms] == ["Mayor", "Senator"]
    assert with_rows(*rows).persons("A. Ruiz") == (person,)


def test_the_last_of_several_files_wins() -> None:
    first, second = csv_file("Umoja Front,,KEN,REB,,,,,"), ActorFile("b.csv", "name,code,sector\nUmoja Front,TZA,PTY\n")
    base = extend(load(), first, second)
    assert [e.code for e in base.find("Umoja Front")] == ["TZA"]
    assert base.version == load().version + said([first]) + said([second])


def test_a_long_name_is_looked_for_to_its_end() -> None:
    name = " ".join(f"Word{n}" for n in range(40))
    base = with_rows(f"{name},,KEN,REB,,,,,")
    assert base.longest == 40 and base.find(name) and load().longest < 40


def test_names_spelled_alike_are_offered() -> None:
    base = with_rows("Umoja Front,,KEN,REB,,,,,", "Zebulon Quist,,CHL,GOV,Mayor,,,,")
    assert alike(base, "Umoja Frunt")[0] == "Umoja Front"
    assert alike(base, "Qist")[:1] == ["Zebulon Quist"]
    assert alike(base, "...") == []


DAYS = st.one_of(st.none(), st.dates().map(lambda d: d.isoformat()))


@given(DAYS, DAYS, DAYS, DAYS)
def test_what_lies_outside_overlaps_nothing_taken(a: str | None, b: str | None, c: str | None, d: str | None) -> None:
    if (a and b and a > b) or (c and d and c > d):
        return
    left = outside((a, b), [(c, d)])
    assert not any(overlap(part, (c, d)) for part in left)
    assert left == [(a, b)] or overlap((a, b), (c, d))


@given(st.text())
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for name in ("a.csv", "a.toml"):
        try:
            extend(load(), ActorFile(name, text))
        except DataError as error:
            assert str(error).startswith(f"{name} cannot be used:\n  ")


@given(st.lists(st.text(max_size=12), min_size=2, max_size=2))
def test_any_name_can_be_looked_up_again_or_is_refused(names: list[str]) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows([["name", "aliases", "code", "office"], [*names, "FRA", "Mayor"]])
    try:
        base = extend(load(), ActorFile("a.csv", text.getvalue()))
    except DataError:
        return
    name = " ".join(names[0].split())
    assert any(p.name == name for p in base.persons(name))
