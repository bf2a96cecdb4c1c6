"""Whole articles against hand coding: events, statements, commitments, and the fields of the events that were found."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import EvaluationError
from dragoman.evaluate.claims import EVIDENCE, Claim, claim, shared
from dragoman.evaluate.files import read_text
from dragoman.evaluate.matching import pairing
from dragoman.evaluate.report import Group, Report, Score, Share

Weight = Callable[[Claim, Claim], float]
Pairs = list[tuple[Claim, Claim]]
REQUIRED = ("text", "events", "statements", "commitments")
FIELDS = ("status", "wrong_actual", "mode", "date", "parties", "trigger", "place", "numbers")
BOTH_WAYS = frozenset({"CONSULT", "COOPERATE"})
"""Mutual by nature: each party is actor and recipient, whichever side it was coded on."""
STATEMENT_SHARE = 0.8
LONGEST = 3
"""Evidence or trigger may be so many times as long as that of hand coding."""


@dataclass(frozen=True, slots=True)
class Article:
    """A hand-coded article: what the program reads, and what it should find."""

    stem: str
    text: str
    title: str | None
    published: str | None
    url: str | None
    records: Mapping[str, Sequence[Mapping[str, Any]]]


def read_articles(folder: str | Path) -> list[Article]:
    """The hand-coded articles in FOLDER, one JSON file each, by name."""
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise EvaluationError(f"{folder}: holds no *.json file; expected a folder of hand-coded articles")
    return [_article(path) for path in paths]


def _article(path: Path) -> Article:
    try:
        body = json.loads(read_text(path))
    except ValueError as error:
        raise EvaluationError(f"{path}: is no JSON ({error})") from error
    lacking = [key for key in REQUIRED if not isinstance(body, dict) or key not in body]
    if lacking:
        raise EvaluationError(f"{path}: lacks {', '.join(lacking)}; is it a hand-coded article?")
    records = {kind: body[f"{kind}s"] for kind in EVIDENCE}
    return Article(path.stem, body["text"], body.get("title"), body.get("published"), body.get("url"), records)


def read_records(path: str | Path) -> list[dict[str, Any]]:
    """Records as the program prints them, one JSON object a line."""
    found = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except ValueError as error:
                raise EvaluationError(f"{path}, line {number}: is no JSON ({error})") from error
    return found


def score_articles(articles: Sequence[Article], records: Iterable[Mapping[str, Any]], detail: bool = False) -> Report:
    """Scores of RECORDS on ARTICLES, micro-averaged.

    A record belongs to the article whose file is named as its document. One record answers one of gold at most. An
    event is right with its type, told at its place, with a right party in its role and no more wrong codes than right
    ones; `event_named` asks besides that half of the parties are named right, `event_strict` that the codes are exactly
    those of gold, `event_live` looks at actual and future events alone. `dyad` counts ordered pairs of codes, once an
    article. Fields are judged on the pairs of `event`; in `wrong_actual` less is better.
    """
    records = list(records)
    said, strange = _by_article(articles, records)
    refused = Counter(str(r.get("reason")) for r in records if r.get("record") == "rejection")
    tally = _Tally()
    lost = 0
    details: list[str] = []
    for article in articles:
        gold, guess = {}, {}
        for kind in EVIDENCE:
            gold[kind], missing = _claims(kind, article.records[kind], article.text)
            guess[kind], unfound = _claims(kind, said[article.stem][kind], article.text)
            lost += missing + unfound
        pairs = tally.add(gold, guess)
        if detail:
            details += _misses(article.stem, gold["event"], guess["event"], pairs)
    notes = [f"{n} rejected: {reason}" for reason, n in refused.most_common()]
    notes += [f"{strange} records of no article here"] if strange else []
    notes += [f"{lost} records whose words are not in the article"] if lost else []
    return Report(f"{len(articles)} articles", tally.groups(), tuple(notes), tuple(details))


def judge_events(
    articles: Sequence[Article], records: Iterable[Mapping[str, Any]]
) -> tuple[list[list[tuple[float, bool]]], int]:
    """For each of ARTICLES its events' confidences and whether they are right as `event`; and how many events gold has."""
    said, _ = _by_article(articles, records)
    judged, wanted = [], 0
    for article in articles:
        gold, _ = _claims("event", article.records["event"], article.text)
        guess, _ = _claims("event", said[article.stem]["event"], article.text)
        right = {j for _, j in pairing([[event_weight(g, p) for p in guess] for g in gold])}
        sure = [float(row.get("confidence") or 0.0) for row in said[article.stem]["event"]]
        judged.append([(c, j in right) for j, c in enumerate(sure)])
        wanted += len(gold)
    return judged, wanted


def _by_article(
    articles: Sequence[Article], records: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, dict[str, list[Mapping[str, Any]]]], int]:
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {a.stem: defaultdict(list) for a in articles}
    strange = 0
    for record in records:
        kind = record.get("record")
        if kind not in EVIDENCE:
            continue
        stem = re.split(r"[\\/]", str(record.get("document") or ""))[-1].removesuffix(".txt").removesuffix(".json")
        if stem in found:
            found[stem][str(kind)].append(record)
        else:
            strange += 1
    return found, strange


def _claims(kind: str, rows: Iterable[Mapping[str, Any]], text: str) -> tuple[list[Claim], int]:
    made = [claim(kind, row, text) for row in rows]
    return [c for c, _ in made], sum(not found for _, found in made)


# ---------------------------------------------------------------- when an answer is right


def told_there(gold: Claim, guess: Claim) -> bool:
    """Evidence that overlaps and is not far longer, or a trigger that lies within gold's evidence."""
    brief = guess.span[1] - guess.span[0] <= LONGEST * (gold.span[1] - gold.span[0])
    if brief and shared(gold.span, guess.span):
        return True
    trigger = guess.trigger
    return trigger is not None and shared(gold.span, trigger) == trigger[1] - trigger[0] > 0


def named_share(gold: Claim, guess: Claim) -> float:
    """Share of gold's parties that a party of the right side shares a content word with."""
    actors, recipients = guess.actor_names, guess.recipient_names
    if gold.sideless:
        actors = recipients = actors + recipients
    wanted = [(names, actors) for names in gold.actor_names] + [(names, recipients) for names in gold.recipient_names]
    return sum(any(names & other for other in side) for names, side in wanted) / max(len(wanted), 1)


def event_weight(gold: Claim, guess: Claim) -> float:
    """How well GUESS answers GOLD; 0 if it does not."""
    if gold.type != guess.type or not told_there(gold, guess):
        return 0.0
    if gold.sideless:
        both = guess.actor | guess.recipient
        right, said = len(gold.actor & both), len(both)
    else:
        right = len(gold.actor & guess.actor) + len(gold.recipient & guess.recipient)
        said = len(guess.actor) + len(guess.recipient)
    if not right or said > 2 * right:
        return 0.0
    parties = right / max(len(gold.actor) + len(gold.recipient), 1)
    return 1.0 + parties + 0.5 * (gold.status == guess.status) + named_share(gold, guess)


def named_weight(gold: Claim, guess: Claim) -> float:
    return event_weight(gold, guess) if named_share(gold, guess) >= 0.5 else 0.0


def strict_weight(gold: Claim, guess: Claim) -> float:
    if gold.sideless:
        same = gold.actor == guess.actor | guess.recipient
    else:
        same = (gold.actor, gold.recipient) == (guess.actor, guess.recipient)
    return event_weight(gold, guess) if same else 0.0


def statement_weight(gold: Claim, guess: Claim) -> float:
    """Characters shared by two quotations of one speaker, if they are most of both."""
    wanted, said = gold.speaker_names, guess.speaker_names
    last = (re.findall(r"\w+", gold.speaker.lower()) or [""])[-1]
    if not wanted & said or not (last in said or 2 * len(wanted & said) >= len(wanted)):
        return 0.0
    common = shared(gold.span, guess.span)
    most = all(common >= STATEMENT_SHARE * (end - start) for start, end in (gold.span, guess.span))
    return float(common) if most else 0.0


def commitment_weight(gold: Claim, guess: Claim) -> float:
    right = len(gold.actor & guess.actor)
    return float(right) if right and 2 * right >= len(guess.actor) and told_there(gold, guess) else 0.0


def dyads(events: Iterable[Claim]) -> set[tuple[str, str]]:
    """Ordered pairs of different codes that EVENTS hold."""
    found: set[tuple[str, str]] = set()
    for event in events:
        pairs = {(a, b) for a in event.actor for b in event.recipient or event.actor}
        if event.type in BOTH_WAYS:
            pairs |= {(b, a) for a, b in pairs}
        found |= {(a, b) for a, b in pairs if a != b}
    return found


def judged(gold: Claim, guess: Claim) -> Iterator[tuple[str, bool]]:
    """Name and outcome of each field that can be judged on a pair."""
    # An agreement is actual as a promise and future as a deed: coders differ, and neither is wrong.
    either = gold.type in ("AGREE", "CONCEDE") and {gold.status, guess.status} == {"actual", "future"}
    yield "status", either or gold.status == guess.status
    if gold.status != "actual" and not either:
        yield "wrong_actual", guess.status == "actual"
    yield "mode", gold.modes == guess.modes
    yield "date", gold.date == guess.date
    yield "parties", strict_weight(gold, guess) > 0
    said, wanted = guess.trigger_text, gold.trigger_text
    yield "trigger", bool(said) and (said in wanted or wanted in said) and len(said) <= LONGEST * len(wanted)
    if gold.has_place:
        yield "place", bool(gold.place & guess.place)
    for here, there in zip(gold.numbers, guess.numbers, strict=True):
        if here is not None:
            yield "numbers", here == there


# ---------------------------------------------------------------- adding up


class _Tally:
    """Counts over articles."""

    def __init__(self) -> None:
        self.scores: dict[str, Counter[str]] = {}
        self.types: dict[str, Counter[str]] = defaultdict(Counter)
        self.fields: dict[str, Counter[bool]] = {name: Counter() for name in FIELDS}

    def add(self, gold: Mapping[str, Sequence[Claim]], guess: Mapping[str, Sequence[Claim]]) -> Pairs:
        """Count one article; the pairs of `event` come back."""
        events, said = gold["event"], guess["event"]
        self._pair("event_named", events, said, named_weight)
        pairs = self._pair("event", events, said, event_weight)
        self._pair("event_strict", events, said, strict_weight)
        self._pair("event_live", _live(events), _live(said), event_weight)
        self._count("dyad", len(dyads(events) & dyads(said)), len(dyads(said)), len(dyads(events)))
        for name, keep in (("statement", False), ("statement_direct", True)):
            sides = [[s for s in side["statement"] if s.direct or not keep] for side in (gold, guess)]
            self._pair(name, sides[0], sides[1], statement_weight)
        self._pair("commitment", gold["commitment"], guess["commitment"], commitment_weight)
        self._types(events, said, pairs)
        for wanted, found in pairs:
            for name, right in judged(wanted, found):
                self.fields[name][right] += 1
            self._count("context", len(wanted.contexts & found.contexts), len(found.contexts), len(wanted.contexts))
        return pairs

    def _pair(self, name: str, gold: Sequence[Claim], guess: Sequence[Claim], weight: Weight) -> Pairs:
        found = pairing([[weight(g, p) for p in guess] for g in gold])
        self._count(name, len(found), len(guess), len(gold))
        return [(gold[i], guess[j]) for i, j in found]

    def _count(self, name: str, right: int, said: int, wanted: int) -> None:
        # Not update(): a score with nothing in it must stand in the table all the same.
        score = self.scores.setdefault(name, Counter())
        score["right"] += right
        score["said"] += said
        score["wanted"] += wanted

    def _types(self, gold: Sequence[Claim], guess: Sequence[Claim], pairs: Pairs) -> None:
        for name, side in (("wanted", gold), ("said", guess), ("right", [g for g, _ in pairs])):
            for one in side:
                self.types[one.type][name] += 1

    def groups(self) -> tuple[Group, ...]:
        self._count("context", 0, 0, 0)
        scores = [_score(name, counts) for name, counts in self.scores.items()]
        fields = [Share(name, counts[True], counts.total()) for name, counts in self.fields.items()]
        types = sorted(self.types.items(), key=lambda item: -item[1]["wanted"])
        return (
            Group("records", tuple(sorted(scores, key=lambda s: s.name == "context"))),
            Group("fields", tuple(fields)),
            Group("types", tuple(_score(name, counts) for name, counts in types)),
        )


def _score(name: str, counts: Counter[str]) -> Score:
    return Score(name, counts["right"], counts["said"], counts["wanted"])


def _live(events: Iterable[Claim]) -> list[Claim]:
    return [e for e in events if e.status in ("actual", "future")]


def _misses(stem: str, gold: Sequence[Claim], guess: Sequence[Claim], pairs: Pairs) -> list[str]:
    """Lines that name what was missed and what was said beyond gold."""
    answered = {id(c) for pair in pairs for c in pair}
    lines = ["", f"== {stem}"]
    for word, side in (("missed", gold), ("extra", guess)):
        for one in side:
            if id(one) not in answered:
                parties = f"{' '.join(sorted(one.actor))} -> {' '.join(sorted(one.recipient))}"
                mode = f"/{'+'.join(sorted(one.modes))}" if one.modes else ""
                lines.append(f"  {word:<6}  {one.type}{mode} {one.status} {parties}: {one.trigger_text!r}")
    return lines
