"""PLOVER JSON: every line is as the schema of the package has it."""

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from field_records import ENVOY, EVENTS, LEAD, SPEECH, document, written

from dragoman.export.field import FORMS


def schema() -> jsonschema.Draft202012Validator:
    text = resources.files("dragoman.export").joinpath("plover.schema.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("text", [True, False])
def test_every_line_of_plover_json_is_valid(tmp_path: Path, text: bool) -> None:
    left = written("plover", tmp_path / "p", text=text)
    lines = [json.loads(line) for line in (tmp_path / "p").read_text("utf-8").split("\n")[:-1]]
    check = schema()
    for line in lines:
        check.validate(line)
        assert list(line) == list(FORMS["plover"].fields)
    assert len(lines) == len(EVENTS) and left == {}


def test_plover_objects(tmp_path: Path) -> None:
    written("plover", tmp_path / "p")
    talks, speech, meeting, release, *_ = map(json.loads, (tmp_path / "p").read_text("utf-8").split("\n")[:-1])
    assert [e["code"] for e in talks["actor"]] == ["XKX", "NOR"] and talks["recipient"] == []
    assert talks["actor"][1] == {
        "code": "NOR",
        "sector": "GOV",
        "entity_text": "the king\nof Norway's envoy",
        "identifier_id": "Q99",
        "identifier_text": ENVOY.name,
        "office": "Envoy",
    }
    assert talks["event_loc"] == {
        "extracted_place": "Moss",
        "resolved_place": "Moss",
        "geonameid": 3145580,
        "lat": 59.434,
        "lon": 10.6577,
        "city": "Moss",
        "district": None,
        "province": None,
        "country": "Norway",
        "country_code": "NOR",
        "resolution": 4,
    }
    assert (talks["date"], talks["comment"], talks["text"], talks["event_text"]) == ("2026-03-02", None, LEAD, "spoke")
    assert (speech["date"], speech["comment"]) == ("2026-03-04", "date: the text gives no date; day of publication")
    assert meeting["mode"] == ["historical"] and meeting["date"] == "2019-01-01"
    assert meeting["comment"] == "date: the text says 2019; its first day"
    assert release["size"] == {"dead": 0, "injured": None, "arrested": 3} and release["enddate"] == "2026-01-31"
    assert [e["code"] for e in release["recipient"]] == [None, "EUR"]


@pytest.mark.parametrize(
    ("status", "mode"),
    [("actual", []), ("future", ["future"]), ("negated", ["negation"]), ("hypothetical", ["hypothetical"])],
)
def test_plover_says_the_status_among_the_modes(tmp_path: Path, status: str, mode: list[str]) -> None:
    written("plover", tmp_path / "p", (document(), (replace(SPEECH, status=status),)))
    assert json.loads((tmp_path / "p").read_text("utf-8"))["mode"] == mode
