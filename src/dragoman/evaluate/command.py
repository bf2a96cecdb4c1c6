"""`dragoman evaluate`: the arguments of the five measures, and what each prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.evaluate import articles as article_scores
from dragoman.evaluate.report import Report

if TYPE_CHECKING:
    from dragoman.pipeline import Coder

LOWEST = 0.05
"""Confidence from which events are looked at to judge confidence itself."""
Measure = Callable[[argparse.Namespace], Report]


def register(subparsers: Any) -> None:
    """Add `evaluate` to the program's commands; `run` of the parsed arguments does it and returns the exit code."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure against hand-marked data",
        description="Measure against hand-marked data and print the figures. Files may be packed with gzip.",
    )
    measures = parser.add_subparsers(dest="measure", required=True, metavar="MEASURE")
    parse = _add(measures, "parse", _parse, "sentences, words, parts of speech and dependencies")
    parse.add_argument("path", metavar="FILE.conllu", help="treebank in CoNLL-U")
    names = _add(measures, "names", _names, "names of persons, organisations and places")
    names.add_argument("path", metavar="FILE.iob2", help="words and IOB2 tags, by tabs")
    pairs = _add(measures, "pairs", _pairs, "the type of event between two marked parties")
    pairs.add_argument("path", metavar="FILE.tsv", help="columns marked_sentence, gold_root, gold_penta")
    pairs.add_argument("--out", metavar="FILE", help="write the answers, in order: columns root, quad, confidence")
    articles = _add(measures, "articles", _articles, "events, statements and commitments of hand-coded articles")
    articles.add_argument("path", metavar="DIR", help="folder with one JSON file for each article")
    articles.add_argument(
        "--predicted", metavar="FILE.jsonl", help="score these records instead of coding the articles now"
    )
    articles.add_argument("--detail", action="store_true", help="list what was missed and what was said beyond gold")
    sure = _add(measures, "confidence", _confidence, "whether events are right as often as their confidence says")
    sure.add_argument("path", metavar="DIR", help="folder with one JSON file for each hand-coded article")


def _add(measures: Any, name: str, measure: Measure, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = measures.add_parser(name, help=about, description=f"Measure {about}.")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.set_defaults(run=run, report=measure)
    return parser


def run(arguments: argparse.Namespace, write: Callable[[str], Any] | None = None) -> int:
    """Measure as ARGUMENTS ask and WRITE the table, or JSON (default: to standard output)."""
    report: Report = arguments.report(arguments)
    text = json.dumps(report.figures(), ensure_ascii=False, indent=2) if arguments.json else report.table()
    (write or sys.stdout.write)(text + "\n")
    return 0


# Models are loaded only when a measure runs, so that --help is quick.


def _parse(arguments: argparse.Namespace) -> Report:
    from dragoman import language
    from dragoman.evaluate.parse import score_parse

    return score_parse(arguments.path, language.load())


def _names(arguments: argparse.Namespace) -> Report:
    from dragoman import language
    from dragoman.evaluate.names import score_names

    return score_names(arguments.path, language.load())


def _pairs(arguments: argparse.Namespace) -> Report:
    from dragoman import ontology, pipeline
    from dragoman.evaluate.pairs import score_pairs

    return score_pairs(arguments.path, pipeline.load(), ontology.load().quad, arguments.out)


def _articles(arguments: argparse.Namespace) -> Report:
    articles = article_scores.read_articles(arguments.path)
    if arguments.predicted:
        records: Any = article_scores.read_records(arguments.predicted)
    else:
        from dragoman import pipeline

        records = code_articles(articles, pipeline.load())
    return article_scores.score_articles(articles, records, arguments.detail)


def _confidence(arguments: argparse.Namespace) -> Report:
    from dragoman import pipeline
    from dragoman.evaluate.confidence import score_confidence
    from dragoman.settings import CodeSettings

    articles = article_scores.read_articles(arguments.path)
    coder = pipeline.load(CodeSettings(min_confidence=LOWEST))
    return score_confidence(articles, code_articles(articles, coder))


def code_articles(articles: list[article_scores.Article], coder: Coder) -> Iterator[dict[str, Any]]:
    """What CODER finds in each of ARTICLES, as printed."""
    from dragoman.records import Page, to_dict

    for article in articles:
        page = Page(
            source=str(Path(article.stem)),
            content=article.text,
            kind="text",
            id=article.stem,
            url=article.url,
            title=article.title,
            published=article.published,
        )
        yield from (to_dict(record) for record in coder.code(page))
