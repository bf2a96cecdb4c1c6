"""Our own reports against their complete expected records; `python tests/golden/regenerate.py` writes them anew."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "golden"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("regenerate", FOLDER / "regenerate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


golden = _load()
Bodies = list[dict[str, Any]]


def label(record: dict[str, Any]) -> str:
    """One record in a few words, so that a difference can be read."""
    words = (
        record.get("event") or record.get("what") or record.get("quote") or record.get("title") or record.get("reason")
    )
    trigger = (record.get("trigger") or {}).get("text", "")
    return f"{record['record']} {words!r} {record.get('status', '')} {trigger}".strip()


def difference(wanted: Bodies, found: Bodies) -> list[str]:
    """What is missing, what is new, and which fields of a record changed; records are matched by their ids."""
    before, after = {r["id"]: r for r in wanted}, {r["id"]: r for r in found}
    lines = [f"- missing: {label(before[k])}" for k in before if k not in after]
    lines += [f"+ new: {label(after[k])}" for k in after if k not in before]
    for key in before.keys() & after.keys():
        for field in before[key].keys() | after[key].keys():
            old, new = before[key].get(field), after[key].get(field)
            if old != new:
                lines.append(f"~ {label(after[key])}: {field}: {_short(old)} -> {_short(new)}")
    return sorted(lines)


def _short(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = [v.get("name") or v.get("text") for v in value]
    return json.dumps(value, ensure_ascii=False)[:120]


@pytest.mark.parametrize("report", golden.reports(), ids=lambda p: p.name)
def test_the_records_are_as_expected(report: Path) -> None:
    path = golden.expected_path(report)
    assert path.exists(), "no expected records yet: python tests/golden/regenerate.py"
    wanted = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = json.loads(json.dumps(golden.records_of(report)))
    changes = difference(wanted, found)
    assert not changes, f"{report.name}:\n" + "\n".join(changes)
    assert [r["id"] for r in found] == [r["id"] for r in wanted], "the same records in another order"


def test_a_difference_is_told_in_few_words() -> None:
    one = {"record": "event", "id": "e1", "event": "CONSULT", "status": "actual", "trigger": {"text": "met"}}
    other = {**one, "status": "future"}
    (line,) = difference([one], [other])
    assert line == '~ event \'CONSULT\' future met: status: "actual" -> "future"'
    assert difference([one], []) == ["- missing: event 'CONSULT' actual met"]
    assert difference([one], [one]) == []


def test_every_kind_of_report_is_kept() -> None:
    names = {p.suffix for p in golden.reports()}
    assert names == {".txt", ".html", ".jsonl"}
