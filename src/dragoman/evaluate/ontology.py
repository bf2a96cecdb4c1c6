"""`dragoman ontology check`: whether own event types are coded as their file says."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.evaluate.lessons import Trial, Verdict

DONE, WRONG = 0, 1
CHECK = """\
Check a file of your own event types: code its examples, which must show the type, and
its counter-examples, which must not, and tell where that fails and why. Without FILE
the packaged ontology is checked for slips."""
FORM = """\
exit code:
  0 all as said; 1 some are not; 2 the file cannot be used, with what is wrong in it.

a file, complete:
  [[type]]
  name = "ELECT"
  meaning = "Vote somebody into a public office, or hold the vote."
  quad = 1            # 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict
  score = 2.0         # from -10, conflict, to 10, cooperation
  examples = ["Voters in Zambia elected Mwila Banda president on Sunday."]
  counter_examples = ["The French minister elected to stay at home."]
  [[type.trigger]]
  lemma = ["elect"]

docs/own-types.md tells the rest: modes, conditions of triggers, own modes of PLOVER's types.
Use it with: dragoman code --ontology FILE PATH"""


def register(subparsers: Any) -> None:
    """Add `ontology` to the program's commands."""
    parser = subparsers.add_parser("ontology", help="check event types of your own", description="Event types.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="test that examples are coded as their file says",
        description=CHECK,
        epilog=FORM,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("path", nargs="?", metavar="FILE", help="TOML file with event types, modes or triggers")
    check.add_argument(
        "--unseen", metavar="FILE", help="measure on further sentences: a file of the same form without triggers"
    )
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace, write: Callable[[str], Any] | None = None) -> int:
    """Check as ARGUMENTS ask and WRITE the verdict (default: to standard output)."""
    write = write or sys.stdout.write
    if arguments.path is None:
        return _packaged(write)
    from dragoman import ontology, pipeline
    from dragoman.evaluate import lessons
    from dragoman.settings import CodeSettings

    file = pipeline.ontology_file(arguments.path)
    own = ontology.read_own(ontology.load(), file)
    unseen = pipeline.ontology_file(arguments.unseen) if arguments.unseen else None
    further = lessons.unseen_lessons(unseen, own.lessons) if unseen else []
    coder = pipeline.load(CodeSettings(ontology=file))
    is_right = True
    for lesson in own.lessons:
        verdict = lessons.examine(coder, lesson)
        is_right &= verdict.is_right
        write("\n".join(_shown(verdict)) + "\n\n")
    if own.samples:
        verdict = lessons.Verdict("added triggers", tuple(lessons.try_example(coder, e) for e in own.samples))
        is_right &= verdict.is_right
        write("\n".join(_shown(verdict)) + "\n\n")
    for lesson in further:
        write("\n".join(_measured(lessons.examine(coder, lesson), Path(arguments.unseen).name)) + "\n\n")
    write("All as said.\n" if is_right else "Not all as said.\n")
    return DONE if is_right else WRONG


def _packaged(write: Callable[[str], Any]) -> int:
    from dragoman import ontology

    found = ontology.load()
    problems = ontology.check(found)
    counts = f"{len(found.types)} types, {len(found.contexts)} contexts, {len(found.all_senses)} trigger senses"
    write("\n".join([*problems, f"{found.version}: {counts}, {len(problems)} slips"]) + "\n")
    return WRONG if problems else DONE


def _shown(verdict: Verdict) -> Iterator[str]:
    yield verdict.name
    for title, trials in (("examples", verdict.examples), ("counter-examples", verdict.counter_examples)):
        if trials:
            yield f"  {title}: {sum(t.is_right for t in trials)} of {len(trials)} as said"
            yield from (line for trial in trials for line in _trial(trial))


def _trial(trial: Trial) -> Iterator[str]:
    yield f"  {'  ok ' if trial.is_right else 'WRONG'}  {trial.text}"
    yield f"         {trial.said}"
    if not trial.is_right:
        yield f"         {trial.hint}"


def _measured(verdict: Verdict, name: str) -> Iterator[str]:
    """The score on unseen sentences, and those that went wrong."""
    yield f"{verdict.name} on {name}"
    yield f"  {verdict.score.line()}"
    for trial in (*verdict.examples, *verdict.counter_examples):
        yield from _trial(trial) if not trial.is_right else ()
