"""`evaluate pairs`: answers from the marked sentence alone, merged types, right figures."""

import csv
from pathlib import Path

import pytest

from dragoman.errors import EvaluationError
from dragoman.evaluate.conventions import roots
from dragoman.evaluate.pairs import score_pairs, unmark
from dragoman.evaluate.report import Score, Share, Value
from dragoman.events.pairs import PairReading

QUADS = {"CONSULT": 1, "CONCEDE": 1, "ACCUSE": 3}


class FakeCoder:
    """Answers by the first word; keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, object, object]] = []

    def pair(self, text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> PairReading:
        self.seen.append((text, source, target))
        return reading({text.split()[0]: 0.5})


def reading(types: dict[str, float], trigger: str = "do", **more: object) -> PairReading:
    """A reading of a deed that happened, with TYPES; MORE: modes, statuses, words."""
    statuses = dict.fromkeys(("future", "negated", "hypothetical", "historical"), 0.0) | {"actual": 1.0}
    parts = {"modes": {"-": 1.0}, "statuses": statuses, "lemmas": frozenset()} | more
    return PairReading(types, trigger=trigger, **parts)  # type: ignore[arg-type]


def root_of(answer: PairReading) -> str:
    shares = roots(answer)
    assert sum(shares.values()) == pytest.approx(sum(answer.types.values()))
    return max(shares, key=lambda r: shares[r])


@pytest.mark.parametrize(
    ("answer", "root"),
    [
        (reading({"CONCEDE": 1.0}), "YIELD"),
        (reading({"RETREAT": 1.0}, lemmas=frozenset({"agree", "leave"})), "AGREE"),
        (reading({"RETREAT": 1.0}, statuses={"future": 0.9, "negated": 0.0, "actual": 0.1}), "AGREE"),
        (reading({"CONCEDE": 1.0}, statuses={"future": 0.0, "negated": 0.8, "actual": 0.2}), "REJECT"),
        (reading({"SANCTION": 1.0}, "convict", modes={"-": 0.1, "SANCTION:convict": 0.9}), "ACCUSE"),
        (reading({"SANCTION": 1.0}, lemmas=frozenset({"impose", "sanction"})), "COERCE"),
        (reading({"SANCTION": 1.0}, lemmas=frozenset({"embargo"})), "SANCTION"),
        (reading({"RETREAT": 1.0}, lemmas=frozenset({"peacekeeper"})), "SANCTION"),
        (reading({"AGREE": 1.0}, "reach"), "SUPPORT"),
        (reading({"AGREE": 1.0}, "reach", statuses={"future": 0.0, "negated": 0.9, "actual": 0.1}), "REJECT"),
        (reading({"ASSAULT": 1.0}, statuses={"future": 0.7, "negated": 0.0, "actual": 0.3}), "THREATEN"),
        (reading({"MOBILIZE": 1.0}, lemmas=frozenset({"peacekeeping"})), "AID"),
        (reading({"COERCE": 1.0}, lemmas=frozenset({"blockade"})), "ASSAULT"),
    ],
)
def test_conventions_of_the_set(answer: PairReading, root: str) -> None:
    assert root_of(answer) == root


def table(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    return path


ROWS = [
    ["", "gold_root", "marked_sentence", "gold_penta"],
    ["1", "CONSULT", 'CONSULT <s>Peru</s> and "<t>Chile</t>" met.', "1"],
    ["2", "YIELD", "CONCEDE <s>Peru</s> gave in.", "2"],
    ["3", "YIELD", "ACCUSE <t>Peru</t>", "2"],
    ["4", "ACCUSE", "ACCUSE <s>x</s> <t>y</t>", "3"],
]


def test_figures_and_answers(tmp_path: Path) -> None:
    coder = FakeCoder()
    out = tmp_path / "out.tsv"
    report = score_pairs(table(tmp_path / "a.tsv", ROWS), coder, QUADS.__getitem__, out)
    assert out.read_text().splitlines() == [
        "root\tquad\tconfidence",
        "CONSULT\t1\t0.50",
        "YIELD\t2\t0.50",
        "ACCUSE\t3\t0.50",
        "ACCUSE\t3\t0.50",
    ]
    assert coder.seen[0] == ('CONSULT Peru and "Chile" met.', (8, 12), (18, 23))
    assert coder.seen[1][2] is None
    assert coder.seen[2][1] is None
    groups = {g.title: {r.name: r for r in g.rows} for g in report.groups}
    assert groups["root"]["YIELD"] == Score("YIELD", 1, 1, 2)
    assert groups["all"]["accuracy root"] == Share("accuracy root", 3, 4)
    macro = groups["all"]["macro-F1 root"]
    assert isinstance(macro, Value)
    assert macro.value == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert list(groups["confusions"]) == ["YIELD as ACCUSE"]


def test_gold_columns_are_never_read_to_answer(tmp_path: Path) -> None:
    bare = [[row[2]] for row in ROWS]
    with_gold, without = tmp_path / "gold.tsv", tmp_path / "bare.tsv"
    score_pairs(table(tmp_path / "a.tsv", ROWS), FakeCoder(), QUADS.__getitem__, with_gold)
    report = score_pairs(table(tmp_path / "b.tsv", bare), FakeCoder(), QUADS.__getitem__, without)
    assert with_gold.read_bytes() == without.read_bytes()
    assert "nothing scored" in report.table()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["marked_sentence"]], "no row"),
        ([["sentence"], ["x"]], "lacks the column marked_sentence; its columns are sentence"),
        ([["marked_sentence", "gold_root"], ["ACCUSE", "ACCUSE"]], "lacks the column gold_penta"),
    ],
)
def test_broken_tables(tmp_path: Path, rows: list[list[str]], said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        score_pairs(table(tmp_path / "a.tsv", rows), FakeCoder(), QUADS.__getitem__)


@pytest.mark.parametrize(
    ("marked", "text", "source", "target"),
    [
        ("no mark", "no mark", None, None),
        ("<s>the <t>Peru</t> envoy</s> left", "the Peru envoy left", (0, 14), (4, 8)),
        ("<S>A</S> <s>B</s> <t></t><t>C", "A B C", (0, 1), None),
    ],
)
def test_unmark(marked: str, text: str, source: object, target: object) -> None:
    assert unmark(marked) == (text, source, target)
