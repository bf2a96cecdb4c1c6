"""What holds for every format of the field: columns, readers, statuses, dates, ids, texts; and the codebook."""

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
from field_records import EVENTS, MOSS, SPEECH, TALKS, WIDTH, document, frame, written
from hypothesis import given
from hypothesis import strategies as st

from dragoman import ontology
from dragoman.actors.check import SECTORS
from dragoman.errors import UsageError
from dragoman.export import FIELD_FORMATS, codebook, open_export
from dragoman.export.codebook import FLAT
from dragoman.export.field import FORMS
from dragoman.ontology.own import STATUSES
from dragoman.tables import columns


@pytest.fixture(params=sorted(WIDTH))
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_columns_are_as_many_as_the_format_has(form: str, tmp_path: Path) -> None:
    written(form, tmp_path / "f")
    lines = (tmp_path / "f").read_text("utf-8").split("\n")
    assert len(FORMS[form].fields) == WIDTH[form] and lines[-1] == ""
    assert {line.count("\t") + 1 for line in lines[:-1]} == {WIDTH[form]}
    assert (lines[0].split("\t") == list(FORMS[form].fields)) == (form in ("polecat", "icews"))


def test_readers_with_and_without_rules_of_quoting_see_the_same(form: str, tmp_path: Path) -> None:
    written(form, tmp_path / "f")
    plain = frame(form, tmp_path / "f", quoting=3)
    assert plain.equals(frame(form, tmp_path / "f"))
    header = 0 if FORMS[form].header else None
    guessed = pandas.read_csv(tmp_path / "f", sep="\t", header=header)
    assert guessed.shape == plain.shape
    assert not plain.map(lambda cell: cell in ("None", "nan", "---")).any().any()


def test_only_what_is_actual_unless_asked(form: str, tmp_path: Path) -> None:
    every = frozenset({"actual", "historical"})
    assert written(form, tmp_path / "a")["status"] == 1
    assert "status" not in written(form, tmp_path / "b", statuses=every)
    added = len(frame(form, tmp_path / "b")) - len(frame(form, tmp_path / "a"))
    assert added == (1 if form == "polecat" else 2)
    assert written(form, tmp_path / "c", statuses=frozenset({"negated"}))["status"] == len(EVENTS)
    assert len((tmp_path / "c").read_text("utf-8").splitlines()) == FORMS[form].header


@pytest.mark.parametrize("name", FIELD_FORMATS)
def test_an_event_without_any_date_is_left_out(name: str, tmp_path: Path) -> None:
    reports = [(document(published=None), (SPEECH, TALKS)), (document("d2", published="unclear"), (SPEECH,))]
    assert written(name, tmp_path / "f", *reports) == {"no-date": 2}


@pytest.mark.parametrize("name", FIELD_FORMATS)
def test_without_text_no_word_of_the_report_is_shown(name: str, tmp_path: Path) -> None:
    written(name, tmp_path / "f", text=False)
    shown = (tmp_path / "f").read_text("utf-8").casefold()
    for words in ("the king", "wolf", "the union", "bucharest", "someone", "harbour", "spoke", "had met"):
        assert words not in shown
    assert "storm" in shown or name == "phoenix"


@pytest.mark.parametrize("name", FIELD_FORMATS)
def test_ids_are_unique_and_the_same_in_every_export(name: str, tmp_path: Path) -> None:
    twin = document(
        "d2", url="https://lantern.example/twin"
    )  # one text under two ids: the ids of its records are alike
    ids = []
    for path, reports in (("a", [document(), twin]), ("b", [twin, document()]), ("c", [document()])):
        left = written(name, tmp_path / path, *((report, EVENTS) for report in reports))
        assert "repeated" not in left
        ids.append(list(ids_in(name, tmp_path / path)))
    assert all(len(set(found)) == len(found) for found in ids)
    assert set(ids[0]) == set(ids[1]) >= set(ids[2])


@pytest.mark.parametrize("name", FIELD_FORMATS)
def test_a_record_given_twice_is_written_once(name: str, tmp_path: Path) -> None:
    once = written(name, tmp_path / "a")
    twice = written(name, tmp_path / "b", (document(), EVENTS), (document(), EVENTS))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    writable = len(EVENTS) - once.get("status", 0) - once.get("no-code", 0)
    assert twice["repeated"] == writable


def ids_in(name: str, path: Path) -> Iterator[str]:
    if name == "plover":
        yield from (json.loads(line)["id"] for line in path.read_text("utf-8").split("\n")[:-1])
    else:
        yield from frame(name, path).iloc[:, 0]


@given(words=st.text(min_size=1), outlet=st.text(), url=st.text(), form=st.sampled_from(sorted(WIDTH)))
def test_whatever_the_names_rows_stay_whole(words: str, outlet: str, url: str, form: str) -> None:
    odd = replace(TALKS.actor[1], name=words, text=words, office=words)
    told = replace(TALKS, actor=(TALKS.actor[0], odd), place=replace(MOSS, name=words, text=words))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        left = written(form, path, (document("a\tb\udc80", outlet=outlet, url=url), (told, SPEECH)))
        assert left == {}
        shown = frame(form, path, quoting=3)
        assert shown.equals(frame(form, path)) and len(shown.columns) == WIDTH[form]
        assert len(shown) == (2 if form == "polecat" else 3)


@pytest.mark.parametrize("name", FIELD_FORMATS)
def test_an_open_file_is_written_and_stays_open(name: str, tmp_path: Path) -> None:
    written(name, tmp_path / "f")
    shown = io.StringIO()
    writer = open_export(name, shown)
    writer.write(document(), EVENTS)
    writer.close()
    writer.close()
    assert shown.getvalue() == (tmp_path / "f").read_bytes().decode("utf-8")
    assert writer.rows == shown.getvalue().count("\n") - FORMS[name].header
    assert [p.name for p in tmp_path.iterdir()] == ["f"], "nothing is left beside the file"


def test_an_unknown_format_or_status_is_told() -> None:
    with pytest.raises(UsageError, match=r"'acled'.*plover, polecat"):
        open_export("acled", io.StringIO())
    with pytest.raises(UsageError, match="no status past; there are actual"):
        open_export("gdelt", io.StringIO(), statuses=frozenset({"past"}))
    with pytest.raises(UsageError, match="no status named"):
        open_export("gdelt", io.StringIO(), statuses=frozenset())


# ---------------------------------------------------------------- the codebook


def test_the_codebook_has_every_column() -> None:
    page = codebook()
    for form in FORMS.values():
        assert all(f"`{column}` | {meaning} |" in page for column, meaning in form.fields.items())
        assert codebook(form.name).count("\n### ") == 1
    with pytest.raises(UsageError, match="no codebook of 'acled'"):
        codebook("acled")


def test_the_codebook_names_the_columns_of_the_flat_table_and_every_code() -> None:
    page = codebook("table")
    assert list(FLAT) == [column.name for column in columns("events")]
    known = ontology.load()
    for name in (*known.types, *known.contexts, *STATUSES, *SECTORS, *(c for c in known.crosswalk.names if len(c) > 2)):
        assert f"`{name}`" in page, name
    assert f"ontology {known.version}" in page and "CC BY" in page


def test_the_page_in_the_docs_is_current() -> None:
    page = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text("utf-8")
    assert page == codebook(), "run: python docs/generate.py"
