"""A report's records as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.records import Commitment, Document, Event, Record, Rejection, Statement
from dragoman.view import words

STYLES = {"actual": "green", "future": "cyan", "negated": "red", "hypothetical": "yellow", "historical": "bright_black"}


def clean(text: object) -> str:
    """TEXT without control characters, so that no report can drive the terminal that shows it.

    >>> clean("one\\ntwo\\x1b[31m")
    'one two [31m'
    """
    shown = "".join(c if c.isprintable() else " " for c in str(text))
    return " ".join(shown.split())


def print_report(console: Console, records: Sequence[Record], evidence: bool = False, explain: bool = False) -> None:
    """Print the records of one report: what happened, who said what, what was promised, what was withheld."""
    documents = [r for r in records if isinstance(r, Document)]
    for refused in (r for r in records if isinstance(r, Rejection)):
        console.print(_cell(f"Not coded: {refused.document}: {refused.reason} ({refused.detail})", "red"))
    for document in documents:
        _print_head(console, document)
    events = [r for r in records if isinstance(r, Event)]
    held = [e for e in events if words.is_withheld(e)]
    told = [e for e in events if not words.is_withheld(e)]
    news = [e for e in told if e.status != words.BACKGROUND]
    old = [e for e in told if e.status == words.BACKGROUND]
    statements = [r for r in records if isinstance(r, Statement)]
    commitments = [r for r in records if isinstance(r, Commitment)]
    tables = (_events("Events", news, explain), _statements(statements), _commitments(commitments))
    for table in (*tables, _events("Background", old, explain)):
        if table is not None:
            console.print(table)
    for event in held:
        console.print(_withheld(event))
    for document in documents if explain else []:
        console.print(_considered(document))
    if evidence:
        _print_evidence(console, [*told, *commitments, *held])
    if documents and not events:
        console.print(_cell("No event between public actors.", "bright_black"))
    console.print()


def _cell(text: object, style: str = "") -> Text:
    return Text(clean(text), style)


def _print_head(console: Console, document: Document) -> None:
    console.rule(_cell(document.title or document.id, "bold"), align="left", style="bright_black")
    for line in (words.origin(document), words.voices(document)):
        if line:
            console.print(_cell(line, "bright_black"))


def _table(title: str, headings: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading == "Conf." else "left")
    return table


def _events(title: str, events: Sequence[Event], explain: bool) -> Table | None:
    if not events:
        return None
    table = _table(title, ("Status", "Date", "Who", "Did what", "To whom", "About", "Conf."))
    for event in events:
        style = STYLES.get(event.status, "")
        what: list[RenderableType] = [_cell(words.deed(event), f"bold {style}")]
        if explain and event.trace:
            what += [_cell(f"{key}: {value}", "dim") for key, value in event.trace.items()]
        table.add_row(
            _cell(f"{words.MARKS.get(event.status, '')} {event.status}", style),
            _cell(words.when(event)),
            _cell(words.parties(event.actor)),
            Group(*what),
            _cell(words.to_whom(event)),
            _cell(words.spaced(event.context)),
            _cell(f"{event.confidence:.2f}"),
        )
    return table


def _statements(statements: Sequence[Statement]) -> Table | None:
    if not statements:
        return None
    table = _table("Statements", ("Who", "How", "Through", "Words", "Conf."))
    for speaker, said in words.by_speaker(statements).items():
        for number, statement in enumerate(said):
            quote = f"“{statement.quote}”" if statement.kind == "direct" else statement.quote
            table.add_row(
                _cell("" if number else speaker),
                _cell(statement.cue or "—"),
                _cell(statement.medium or ""),
                _cell(quote),
                _cell(f"{statement.confidence:.2f}"),
            )
    return table


def _commitments(commitments: Sequence[Commitment]) -> Table | None:
    if not commitments:
        return None
    table = _table("Commitments", ("Who", "To whom", "What", "Due", "If", "Conf."))
    for commitment in commitments:
        table.add_row(
            _cell(words.parties(commitment.by)),
            _cell(words.parties(commitment.to)),
            _cell(commitment.what),
            _cell(words.due(commitment)),
            _cell(commitment.conditional or ""),
            _cell(f"{commitment.confidence:.2f}"),
        )
    return table


def _considered(document: Document) -> Table:
    """Each sentence with the predicates that were considered, what lexicon and model together made of them, and the outcome."""
    table = _table("Considered", ("Sentence", "Predicate", "Read as", "Runner-up", "Conf.", "Outcome"))
    for sentence in document.trace or ():
        words_of = clean(document.text[sentence["start_char"] : sentence["end_char"]])
        rows = sentence["considered"] or [{"predicate": "", "outcome": sentence["reason"]}]
        for number, row in enumerate(rows):
            runner_up = max(row.get("rivals", {}).items(), key=lambda item: item[1], default=("", 0.0))
            table.add_row(
                _cell(words_of if number == 0 else "", "italic"),
                _cell(row["predicate"]),
                _cell(row.get("type", "")),
                _cell(f"{runner_up[0]} {runner_up[1]:.2f}" if runner_up[0] else ""),
                _cell(f"{row['confidence']:.2f}" if "confidence" in row else ""),
                _cell(row["outcome"], "green" if row["outcome"] == "event" else "bright_black"),
            )
    return table


def _withheld(event: Event) -> Text:
    by = words.party(event.withheld_by) if event.withheld_by else ""
    return Text.assemble(("Withheld ", "bold red"), clean(f"by {by}: {words.deed(event)}, “{event.trigger.text}”"))


def _print_evidence(console: Console, records: Sequence[Event | Commitment]) -> None:
    """Each sentence once, in the order of the text, with what it proves."""
    proved: dict[tuple[int, str], list[str]] = {}
    for record in records:
        span = record.evidence
        word = words.deed(record) if isinstance(record, Event) else "commitment"
        proved.setdefault((span.start_char, clean(span.text)), []).append(word)
    table = _table("Evidence", ("For", "Sentence"))
    for (_, sentence), kinds in sorted(proved.items()):
        table.add_row(_cell(", ".join(dict.fromkeys(kinds))), _cell(sentence, "italic"))
    if proved:
        console.print(table)
