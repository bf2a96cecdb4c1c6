"""Write the complete expected records of every report in this folder and in examples/: `python tests/golden/regenerate.py`.

Read the difference (`git diff tests/golden`) before keeping it: every changed line is a changed answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dragoman
from dragoman.records import to_dict

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
LEFT_OUT = ("coder", "confidence", "trace")
"""What changes with every training run and says nothing of what was found."""


def reports() -> list[Path]:
    """The reports that have expected records: our own texts here and the examples, in the order of their names."""
    return sorted(HERE.glob("*.txt")) + sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".html", ".jsonl"))


def expected_path(report: Path) -> Path:
    """Where the expected records of REPORT are kept."""
    return HERE / "expected" / f"{report.name}.jsonl"


def records_of(report: Path) -> list[dict[str, Any]]:
    """The records of REPORT as `dragoman code --format jsonl` prints them, without what is left out."""
    found = [_without(to_dict(r)) for r in dragoman.code(report).records]
    for record in found:
        record["document"] = record["document"].replace(str(report), report.name)
        if record["record"] == "document":
            record["id"] = record["id"].replace(str(report), report.name)
    return found


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in LEFT_OUT}
    return [_without(v) for v in value] if isinstance(value, list | tuple) else value


def main() -> None:
    """Write all expected records."""
    for report in reports():
        lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in records_of(report)]
        expected_path(report).parent.mkdir(exist_ok=True)
        expected_path(report).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
