"""Whether a user's own types are coded as their examples say, and where not, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.errors import EvaluationError
from dragoman.evaluate.report import Score
from dragoman.events import likeness
from dragoman.ontology import Example, Lesson
from dragoman.ontology.load import parse_toml
from dragoman.ontology.own import example_of
from dragoman.records import Entity, Event
from dragoman.view.words import deed, party

if TYPE_CHECKING:
    from dragoman.pipeline import Coder
    from dragoman.settings import OntologyFile


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence, what it was coded as, whether that is as said, and where not what to do."""

    text: str
    said: str
    is_right: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The trials of a lesson."""

    name: str
    examples: tuple[Trial, ...]
    counter_examples: tuple[Trial, ...] = ()

    @property
    def score(self) -> Score:
        right = sum(t.is_right for t in self.examples)
        return Score(self.name, right, right + sum(not t.is_right for t in self.counter_examples), len(self.examples))

    @property
    def is_right(self) -> bool:
        return all(t.is_right for t in (*self.examples, *self.counter_examples))


def examine(coder: Coder, lesson: Lesson) -> Verdict:
    """Code the sentences of LESSON."""
    return Verdict(
        lesson.name,
        tuple(try_example(coder, e, lesson) for e in lesson.examples),
        tuple(_try_counter(coder, text, lesson) for text in lesson.counter_examples),
    )


def try_example(coder: Coder, example: Example, lesson: Lesson | None = None) -> Trial:
    """Code an example; without LESSON that of a trigger added to one of PLOVER's types."""
    events = _events(coder, example.text)
    kin = [e for e in events if e.event == example.event]
    if any(_fits(e, example) for e in kin):
        return Trial(example.text, _said(kin), True)
    hint = "its mode, status or a party is another than the example says" if kin else _why(coder, example.text, lesson)
    return Trial(example.text, _said(events), False, hint)


def _try_counter(coder: Coder, text: str, lesson: Lesson) -> Trial:
    events = _events(coder, text)
    wrong = [e for e in events if e.event == lesson.event and lesson.mode in ("", *e.mode)]
    hint = f"{_likeness(coder, text, lesson)}; add counter-examples like it or narrow the trigger (object, prep, needs)"
    return Trial(text, _said(wrong or events), not wrong, hint if wrong else "")


def unseen_lessons(file: OntologyFile, known: Iterable[Lesson]) -> list[Lesson]:
    """The sentences of FILE, which has the form of an own file without triggers, for lessons that are KNOWN."""
    table = parse_toml(file.name, file.text)
    names = [lesson.name for lesson in known]
    try:
        found = [_unseen(entry) for key in ("type", "mode") for entry in table.get(key, ())]
    except (AttributeError, KeyError, TypeError) as error:
        raise EvaluationError(
            f"{file.name}: is not of the form of an own file ({error}): [[type]] or [[mode]] with name, examples and counter_examples"
        ) from error
    for lesson in found:
        if lesson.name not in names:
            raise EvaluationError(
                f"{file.name}: {lesson.name!r} is not taught by the ontology file, which has {', '.join(names)}"
            )
    return found


def _unseen(entry: Mapping[str, Any]) -> Lesson:
    event, mode = entry.get("type", entry["name"]), entry["name"] if "type" in entry else ""
    examples = tuple(example_of(e, event, mode) for e in entry.get("examples", ()))
    return Lesson(event, mode, examples, tuple(entry.get("counter_examples", ())))


# ---------------------------------------------------------------- one sentence


def _events(coder: Coder, text: str) -> list[Event]:
    return [r for r in coder.records(likeness.document_of(text)) if isinstance(r, Event)]


def _fits(event: Event, example: Example) -> bool:
    return (
        example.mode in ("", *event.mode)
        and example.status in ("", event.status)
        and all(_is_among(wanted, event.actor) for wanted in example.actor)
        and all(_is_among(wanted, event.recipient) for wanted in example.recipient)
    )


def _is_among(wanted: str, side: Iterable[Entity]) -> bool:
    return any(wanted in (e.code, e.name, e.text) for e in side)


def _said(events: Sequence[Event]) -> str:
    return "; ".join(map(_line, events)) or "no event"


def _line(event: Event) -> str:
    sides = [", ".join(map(party, side)) or "–" for side in (event.actor, event.recipient)]
    return f"{deed(event)} {event.status}, {' > '.join(sides)}, {event.confidence:.2f}"


def _why(coder: Coder, text: str, lesson: Lesson | None) -> str:
    """Why no event of the lesson was found in TEXT, and what to do."""
    if lesson is None:
        return "the trigger does not fit, or the model reads its word otherwise"
    uses = coder.reader.uses(text, lesson)
    if uses and max(_shares(coder, uses, lesson)) >= likeness.EVEN:
        return f"{_likeness(coder, text, lesson)}, but another reading of the word or the clause around it was stronger"
    if uses:
        return f"{_likeness(coder, text, lesson)}; add examples like it"
    tokens = [t for s in coder.language.analyse(text).sentences for t in s.tokens]
    for token in tokens:
        senses = (s for pos in ("verb", "noun", "adj") for s in coder.ontology.senses(token.lemma.lower(), pos))
        if any(lesson.covers(s) for s in senses):
            return (
                f"{token.text!r} is a trigger, but its conditions (pos, frame, object, prep ...) do not fit here, "
                "or no party with a country or office stands beside it"
            )
    return "no word of it is read as a trigger; add one (words with a hyphen are mostly read in parts)"


def _shares(coder: Coder, uses: Iterable[likeness.Use], lesson: Lesson) -> list[float]:
    judges = coder.taught.judges if coder.taught else ()
    return [j.likeness(use.traits) for known, j in judges if known.name == lesson.name for use in uses]


def _likeness(coder: Coder, text: str, lesson: Lesson) -> str:
    uses = coder.reader.uses(text, lesson)
    shares = zip(uses, _shares(coder, uses, lesson), strict=True)
    return "likeness to the examples " + ", ".join(f"{share:.2f} ({use.word!r})" for use, share in shares)
