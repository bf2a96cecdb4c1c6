"""`evaluate parse` and `evaluate names`: right figures, right alignment, clear errors."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from dragoman.errors import EvaluationError
from dragoman.evaluate.conllu import read_conllu
from dragoman.evaluate.names import read_iob2, score_names, spans_of
from dragoman.evaluate.parse import score_parse
from dragoman.evaluate.report import Score, Share
from dragoman.language.split import split
from dragoman.records import Analysis, Name, Sentence, Token

ROWS = [
    ("1", "Peru", "Peru", "PROPN", "2", "nsubj", "_"),
    ("2", "left", "leave", "VERB", "0", "root", "SpaceAfter=No"),
    ("3", ".", ".", "PUNCT", "2", "punct", "_"),
]
SECOND = [
    ("1", "Envoys", "envoy", "NOUN", "4", "nsubj", "_"),
    ("2-3", "cannot", "_", "_", "_", "_", "_"),
    ("2", "can", "can", "AUX", "4", "aux", "_"),
    ("3", "not", "not", "PART", "4", "advmod:neg", "_"),
    ("4", "talk", "talk", "VERB", "0", "root", "SpaceAfter=No"),
    ("5", ".", ".", "PUNCT", "4", "punct", "_"),
]


def block(rows: Sequence[tuple[str, ...]], *comments: str) -> str:
    cells = [
        "\t".join([n, form, lemma, upos, "_", "_", head, rel, "_", misc])
        for n, form, lemma, upos, head, rel, misc in rows
    ]
    return "\n".join([*comments, *cells]) + "\n\n"


TREEBANK = (
    block(ROWS, "# newdoc id = a", "# newpar")
    + block(SECOND)
    + block(ROWS, "# newpar")
    + block(ROWS, "# newdoc id = b")
)


class FakeLanguage:
    """Every word is a noun that hangs on the second word, the root; a capital makes a place or a nationality."""

    version = "fake"

    def analyse(self, text: str) -> Analysis:
        return self._analysis(text, [s.tokens for s in split(text)])

    def analyse_words(self, sentences: Sequence[Sequence[str]]) -> Analysis:
        text, spans = "", []
        for words in sentences:
            line = []
            for word in words:
                line.append((len(text), len(text) + len(word)))
                text += word + " "
            spans.append(tuple(line))
        return self._analysis(text, spans)

    def _analysis(self, text: str, lines: Sequence[Sequence[tuple[int, int]]]) -> Analysis:
        sentences, names = [], []
        for number, spans in enumerate(lines):
            tokens = []
            for i, (a, b) in enumerate(spans):
                head, rel = (-1, "root") if i == 1 else (1, "nsubj:pass" if i == 0 else "punct")
                tokens.append(Token(text[a:b], a, b, text[a:b], "NOUN", "", head, rel))
                if text[a].isupper():
                    names.append(Name(number, i, i + 1, "LOC" if i == 0 else "NORP", a, b, 1.0))
            sentences.append(Sentence(spans[0][0], spans[-1][1], tuple(tokens)))
        return Analysis(text, tuple(sentences), tuple(names), "fake")


def figures(report: object) -> dict[str, Score | Share]:
    return {f"{g.title}/{r.name}": r for g in report.groups for r in g.rows}  # type: ignore[attr-defined]


def test_raw_text_follows_space_after_paragraphs_and_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.encode()))
    documents = read_conllu(path)
    assert [d.text for d in documents] == ["Peru left. Envoys cannot talk.\nPeru left.", "Peru left."]
    words = documents[0].sentences[1]
    assert [documents[0].text[w.start : w.end] for w in words] == ["Envoys", "can", "not", "talk", "."]
    assert [w.head for w in words] == [3, 3, 3, -1, 3]


def test_parse_figures(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREEBANK)
    found = figures(score_parse(path, FakeLanguage()))  # type: ignore[arg-type]
    assert found["raw text/sentences"] == Score("sentences", 4, 4, 4)
    assert found["raw text/words"] == Score("words", 14, 14, 14)
    assert found["gold words/UPOS"] == Share("UPOS", 1, 14)
    # The three short sentences are right throughout, subtypes aside; in the long one nothing is.
    assert found["gold words/UAS"] == Share("UAS", 9, 14)
    assert found["gold words/LAS"] == found["gold words/UAS"].__class__("LAS", 9, 14)
    assert found["raw text/LAS"] == Score("LAS", 9, 14, 14)


def test_words_that_do_not_align_are_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    rows = [("1", "Peru-left", "x", "X", "0", "root", "SpaceAfter=No"), ("2", ".", ".", "PUNCT", "1", "punct", "_")]
    path.write_text(block(rows))
    found = figures(score_parse(path, FakeLanguage()))  # type: ignore[arg-type]
    assert found["raw text/words"] == Score("words", 1, 4, 2)
    assert found["raw text/UAS"] == Score("UAS", 0, 4, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no sentence"),
        ("1\tword\n", "line 1: 2 columns"),
        (block([("1", "x", "x", "X", "_", "root", "_")]), "head '_'"),
    ],
)
def test_broken_treebanks(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=said):
        read_conllu(path)


IOB2 = "# newdoc id = a\n1\tPeru\tB-LOC\t-\tsomebody\n2\tleft\tO\t-\t-\n3\tChile\tB-ORG\t-\t-\n\n1\tNo\tO\t-\t-\n"


def test_names_are_exact_and_nationalities_uncounted(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text(IOB2)
    found = figures(score_names(path, FakeLanguage()))  # type: ignore[arg-type]
    # "Peru" is right, "No" is wrong, "Chile" was called a nationality.
    assert found["names/all"] == Score("all", 1, 2, 2)
    assert found["names/LOC"] == Score("LOC", 1, 2, 1)


def test_iob2_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text("Rome\tB-LOC\n#\tO\n\n1-2\tdel\tO\n1\tde\tO\n2\tel\tO\n")
    assert read_iob2(path) == [(["Rome", "#"], ["B-LOC", "O"]), (["de", "el"], ["O", "O"])]
    path.write_text("1\tRome\tPLACE\n")
    with pytest.raises(EvaluationError, match="line 1: no IOB2 tag"):
        read_iob2(path)
    path.write_text("\n")
    with pytest.raises(EvaluationError, match="no sentence"):
        read_iob2(path)


def test_an_inner_tag_of_another_label_opens_a_name() -> None:
    assert spans_of(["B-PER", "I-ORG", "I-ORG"]) == [(0, 1, "PER"), (1, 3, "ORG")]


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no such file"):
        read_conllu(tmp_path / "none.conllu")
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8bbroken")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_conllu(path)
