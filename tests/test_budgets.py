"""Small by budget: files can be read in one sitting, the whole system on one page."""

from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_files_and_pipeline_stay_small() -> None:
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in ROOT.rglob("*.py") if ".venv" not in p.parts}
    assert sizes
    assert {str(p.relative_to(ROOT)): n for p, n in sizes.items() if n > 400} == {}
    assert sizes[ROOT / "src" / "dragoman" / "pipeline.py"] <= 150
