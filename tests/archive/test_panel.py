"""A panel has every dyad in every period, and its counts are those of the events."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest
from made_records import PARTIES, document, event, party, reports, store

import dragoman
from dragoman import actors, ontology
from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.records import Document, Event, Record
from dragoman.tables import pairs

REPORTS = reports(120, seed=11)
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
Cell = tuple[Any, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("panel") / "archive", [REPORTS[:50], REPORTS[50:]])


@pytest.fixture(scope="module")
def archive(folder: Path) -> Iterator[dragoman.Archive]:
    with dragoman.open(folder) as opened:
        yield opened


def month(event_: Event, published: str | None) -> str | None:
    """The month of an event, else of its report; None where only the year is known."""
    told = event_.date or published
    return told[:7] if told and len(told) >= 7 else None


def events() -> Iterator[tuple[Event, str | None]]:
    for doc, *records in REPORTS:
        assert isinstance(doc, Document)
        for record in records:
            if isinstance(record, Event):
                yield record, doc.published


def cells(sides: tuple[str, ...], statuses: tuple[str, ...] = ("actual",)) -> dict[Cell, list[Event]]:
    """The events of each dyad (or side) of states and month, each once."""
    states = actors.load().states
    found: dict[Cell, dict[str, Event]] = defaultdict(dict)
    for event_, published in events():
        when = month(event_, published)
        if when is None or event_.status not in statuses:
            continue
        for actor, recipient in pairs(event_):
            both = {"actor": actor, "recipient": recipient}
            codes = tuple(p.code if (p := both[side]) else None for side in sides)
            if all(code in states for code in codes) and (len(codes) < 2 or codes[0] != codes[1]):
                found[(*codes, when)][event_.document + event_.id] = event_
    return {cell: list(within.values()) for cell, within in found.items()}


def as_dicts(panel: Any) -> list[dict[str, Any]]:
    return [dict(zip(panel.columns, row, strict=True)) for row in panel.rows()]


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize("sides", [("actor", "recipient"), ("actor",), ("recipient",), ()])
def test_counts_are_those_of_the_events(archive: dragoman.Archive, sides: tuple[str, ...]) -> None:
    panel = as_dicts(archive.panel(by=[*sides, "month"]))
    wanted = cells(sides)
    for row in panel:
        within = wanted.pop((*(row[side] for side in sides), row["month"]), [])
        assert row["events"] == len(within) == sum(row[q] for q in QUADS)
        assert [row[q] for q in QUADS] == [sum(e.quad_code == n for e in within) for n in (1, 2, 3, 4)]
    assert wanted == {}


def test_every_dyad_has_every_month(archive: dragoman.Archive) -> None:
    panel = as_dicts(archive.panel())
    dyads = {(r["actor"], r["recipient"]) for r in panel}
    months = sorted({r["month"] for r in panel})
    assert dyads == {cell[:2] for cell in cells(("actor", "recipient"))}
    assert months == pandas.period_range(months[0], months[-1], freq="M").astype(str).tolist()
    assert [(r["actor"], r["recipient"], r["month"]) for r in panel] == sorted((*d, m) for d in dyads for m in months)
    assert any(r["events"] == 0 for r in panel)


def test_types_and_scores_add_up(archive: dragoman.Archive) -> None:
    typed = archive.panel(count="type").to_frame()
    own = [*ontology.load().types, "SIT_IN"]
    assert list(typed.columns)[3 : 3 + len(own)] == own
    assert (typed[own].sum(axis=1) == typed["events"]).all()
    wanted = cells(("actor", "recipient"), ("actual", "future"))
    for row in as_dicts(archive.panel(count="score", status="actual,future")):
        within = wanted.get((row["actor"], row["recipient"], row["month"]), [])
        scores = [e.event_scale for e in within if e.status == "actual"]
        assert row["events"] == len(within)
        assert row["score_sum"] == pytest.approx(sum(scores))
        assert row["score_mean"] == (pytest.approx(sum(scores) / len(scores)) if scores else None)


def test_reports_are_those_published_in_the_period(archive: dragoman.Archive) -> None:
    published = Counter(
        str(doc.published)[:7] for doc, *_ in REPORTS if isinstance(doc, Document) and len(doc.published or "") >= 7
    )
    for row in as_dicts(archive.panel(by="month")):
        assert row["reports"] == published[row["month"]]
    one = as_dicts(archive.panel(by="month", outlet="Reuters"))
    assert 0 < sum(r["reports"] for r in one) < sum(published.values())


def test_numbers_of_other_projects_stand_beside(archive: dragoman.Archive) -> None:
    row = next(r for r in as_dicts(archive.panel()) if r["actor"] == "KEN" and r["recipient"] == "MEX")
    assert (row["actor_cow"], row["actor_gw"], row["recipient_cow"], row["recipient_gw"]) == (501, 501, 70, 70)


# ---------------------------------------------------------------- what is in it


def test_named_lists_give_every_pair(archive: dragoman.Archive) -> None:
    panel = as_dicts(archive.panel(actor="KEN,NOR", recipient=["Uganda", "NOR"], since="2025-10", until="2026-03"))
    assert {(r["actor"], r["recipient"]) for r in panel} == {("KEN", "UGA"), ("KEN", "NOR"), ("NOR", "UGA")}
    assert [r["month"] for r in panel[:6]] == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert sum(r["events"] for r in panel if "NOR" in (r["actor"], r["recipient"])) == 0
    assert sum(r["events"] for r in panel) > 0


def test_others_than_states_on_request(archive: dragoman.Archive) -> None:
    assert not any(":" in r["actor"] for r in as_dicts(archive.panel()))
    assert any(r["actor"] == "IGO:AU" for r in as_dicts(archive.panel(all_actors=True)))
    named = as_dicts(archive.panel(actor="IGO:AU"))
    assert {r["actor"] for r in named} == {"IGO:AU"}
    assert {r["recipient"] for r in named} <= set(actors.load().states)
    assert any(r["actor"] == r["recipient"] for r in as_dicts(archive.panel(domestic=True)))


def test_a_panel_of_what_one_person_did(archive: dragoman.Archive) -> None:
    assert {r["actor"] for r in as_dicts(archive.panel(by="actor,year", actor="Amina Otieno"))} == {"KEN"}


def test_all_pairs(archive: dragoman.Archive) -> None:
    panel = as_dicts(archive.panel(by="actor,recipient", actor="KEN", all_pairs=True))
    every = as_dicts(archive.panel(by="actor,recipient", all_pairs=True))
    assert len(every) >= len(as_dicts(archive.panel(by="actor,recipient")))
    assert {r["actor"] for r in panel} == {"KEN"}


def test_what_is_left_out_is_told(archive: dragoman.Archive) -> None:
    panel = archive.panel(by="month", status="any")
    assert panel.undated == sum(month(e, p) is None and (e.date or p) is not None for e, p in events()) + sum(
        (e.date or p) is None for e, p in events()
    )
    assert archive.panel(by="actor,recipient").outside > 0
    assert panel.outside == 0  # by neither side all events count


@pytest.mark.parametrize(
    ("by", "first", "second"),
    [
        ("day", "2025-12-31", "2026-01-01"),
        ("week", "2025-12-29", "2026-01-05"),
        ("quarter", "2025-Q4", "2026-Q1"),
        ("year", "2025", "2026"),
    ],
)
def test_lengths_of_time(archive: dragoman.Archive, by: str, first: str, second: str) -> None:
    panel = as_dicts(archive.panel(by=by, since="2025-12-31", until="2026-01-05"))
    assert [r[by] for r in panel[:2]] == [first, second]


def test_an_event_of_several_of_one_state_counts_once(tmp_path: Path) -> None:
    """Two ministers of Kenya and one of Uganda met: Kenya met Uganda once, and two such meetings in one sentence are two."""
    dice = random.Random(1)
    text = "They met in Kisumu."
    doc = document("one", text, "2026-01-05", ((0, len(text)),), "Kisumu")
    kenya, otieno, okello = (party(PARTIES[n]) for n in (0, 3, 5))
    sides = {"actor": (kenya, otieno, okello), "recipient": (), "event": "CONSULT", "status": "actual", "date": None}
    met = [event(doc, n, dice, **sides, date_precision="none", quad_code=1) for n in range(2)]
    other = replace(doc, id="two")  # the same text elsewhere, with the same ids of events
    same = [replace(e, document="two") for e in met]
    records: list[tuple[Record, ...]] = [(doc, *met), (other, *same)]
    with dragoman.open(store(tmp_path / "archive", [records])) as archive:
        assert len(archive.events()) == 4
        counted = {(r["actor"], r["recipient"]): r["events"] for r in as_dicts(archive.panel(domestic=True))}
        assert counted == {("KEN", "UGA"): 4, ("UGA", "KEN"): 4, ("KEN", "KEN"): 4}
        assert [r["events"] for r in as_dicts(archive.panel(by="actor"))] == [4, 4]
        assert [r["events"] for r in as_dicts(archive.panel(by="year", actor="KEN"))] == [4]


def test_an_empty_archive_gives_an_empty_panel(tmp_path: Path) -> None:
    with dragoman.open(store(tmp_path / "archive", [])) as archive:
        assert len(archive.panel()) == 0
        assert len(archive.panel(actor="KEN", recipient="UGA", since="2026-01", until="2026-02")) == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "actor,decade"}, "by 'decade'"),
        ({"by": "day,month"}, "choose day or month"),
        ({"count": "points"}, "choose quad"),
        ({"limit": 3}, "no limit"),
        ({"actor": "KNE"}, "near it are KEN"),
    ],
)
def test_wrong_panels_are_told(archive: dragoman.Archive, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        archive.panel(**asked)


# ---------------------------------------------------------------- out


def test_frames_and_files(archive: dragoman.Archive, tmp_path: Path) -> None:
    panel = archive.panel()
    frame = panel.to_frame()
    assert len(frame) == len(panel)
    assert (frame["month"].dtype, frame["events"].dtype, frame["actor_cow"].dtype) == ("string", "Int64", "Int64")
    panel.save(tmp_path / "panel.csv")
    panel.save(tmp_path / "panel.parquet")
    back = pandas.read_csv(tmp_path / "panel.csv")
    assert list(back.columns) == list(frame.columns)
    assert back["events"].sum() == frame["events"].sum()
    import duckdb

    assert duckdb.read_parquet(str(tmp_path / "panel.parquet")).fetchall() == panel.rows()
    with pytest.raises(UsageError, match="end it with"):
        panel.save(tmp_path / "panel.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["panel.csv", "panel.parquet"]


def test_program(folder: Path, archive: dragoman.Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--archive", str(folder)]
    assert main(["panel", "--count", "score", "--status", "any", *where]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(out)))
    wanted = archive.panel(count="score", status="any")
    assert rows[0] == wanted.columns
    assert len(rows) == len(wanted) + 1
    assert "events are not counted, since their date is no single month" in err
    assert "not from one state to another; see --all-actors and --domestic" in err
    assert main(["panel", "--by", "recipient", "--all-actors", *where]) == 0
    assert re.search(r"their recipient is no party with a code\n", capsys.readouterr().err)
    assert main(["panel", "--format", "table", "--limit", "2", *where]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) >= 3
    assert "2 of " in err
    assert main(["panel", "--by", "actor,year", "--out", str(tmp_path / "p.parquet"), *where]) == 0
    assert (tmp_path / "p.parquet").exists()
    assert main(["panel", "--since", "1901", "--until", "1902", "--format", "csv", *where]) == 0
    assert "no events" in capsys.readouterr().err
