"""The formats of the field in one table, and their writers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from dragoman import actors
from dragoman.actors import KnowledgeBase
from dragoman.errors import UsageError
from dragoman.export import gdelt, icews, phoenix, plover, polecat
from dragoman.export.numbers import Numbers, Scratch
from dragoman.export.occurrences import Occurrence, Occurrences, Told
from dragoman.export.telling import Order, Telling, record_key, tab_line, tellings
from dragoman.ontology.own import STATUSES
from dragoman.records import Document, Event

FIELD_FORMATS = ("plover", "polecat", "icews", "gdelt", "phoenix")
ACTUAL = frozenset({"actual"})


class ExportWriter(Protocol):
    """Takes the events of one report after another; `close` ends the file, also after a run that was stopped."""

    left_out: Counter[str]
    """Why events or pairs of parties have no row, and how many: status, no-date, no-code, no-party, no-coded-party, repeated."""
    rows: int
    """How many rows were written; of formats that gather what reports tell, after `close`."""

    def write(self, document: Document, events: Sequence[Event]) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its columns with their meaning, and how rows are made; of those that gather reports, `told` and `row`."""

    name: str
    title: str
    fields: Mapping[str, str]
    header: bool = False
    statuses: frozenset[str] = ACTUAL
    needs: frozenset[str] = frozenset({"code", "party"})
    rows: Callable[[Telling], Iterator[tuple[Any, ...]]] | None = None
    line: Callable[[tuple[Any, ...]], str] = tab_line
    numbered: bool = False
    """Whether its ids are numbers."""
    told: Callable[[Telling], Iterator[Told | str]] | None = None
    row: Callable[[Occurrence], tuple[Any, ...]] | None = None


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            "plover",
            "PLOVER JSON lines",
            plover.FIELDS,
            statuses=frozenset(STATUSES),
            needs=frozenset(),
            rows=plover.rows,
            line=plover.line,
        ),
        Form("polecat", "POLECAT", polecat.FIELDS, header=True, needs=frozenset(), rows=polecat.rows),
        Form("icews", "ICEWS events", icews.FIELDS, header=True, rows=icews.rows, numbered=True),
        Form("gdelt", "GDELT 2.0 events", gdelt.FIELDS, told=gdelt.told, row=gdelt.row),
        Form("phoenix", "Phoenix", phoenix.FIELDS, told=phoenix.told, row=phoenix.row),
    )
}


def open_export(
    form: str,
    target: Path | IO[str],
    text: bool = True,
    statuses: frozenset[str] | None = None,
    base: KnowledgeBase | None = None,
) -> ExportWriter:
    """A writer of FORM, one of `FIELD_FORMATS`, to TARGET, a path or an open text file.

    Without TEXT no words of the report are written. STATUSES None: all in PLOVER JSON, which says them, elsewhere only
    what is actual, since no other format has a place for the status. BASE knows the codes of states.
    """
    if form not in FORMS:
        raise UsageError(f"no format {form!r} of the field; there are {', '.join(FIELD_FORMATS)}")
    shape = FORMS[form]
    wanted = shape.statuses if statuses is None else statuses
    unknown = sorted(wanted - set(STATUSES))
    if unknown or not wanted:
        raise UsageError(f"no status {', '.join(unknown) or 'named'}; there are {', '.join(STATUSES)}")
    order = Order(base or actors.load(), wanted, shape.needs, text)
    return _Gathered(shape, target, order) if shape.told else _Rows(shape, target, order)


class _Out:
    """What both kinds of writer share: the file, and what was left out."""

    def __init__(self, form: Form, target: Path | IO[str], order: Order) -> None:
        self.form, self.order = form, order
        self.left_out: Counter[str] = Counter()
        self.rows = 0
        self._owned = isinstance(target, Path)
        self._file = (
            target.open("w", encoding="utf-8", errors="replace", newline="") if isinstance(target, Path) else target
        )
        self._scratch: Scratch | None = Scratch(target)
        self._numbers = Numbers(self._scratch)
        if form.header:
            self._file.write(tab_line(form.fields))

    def _told(self, document: Document, events: Sequence[Event]) -> Iterator[Telling]:
        for telling in tellings(document, events, self.order):
            if isinstance(telling, str):
                self.left_out[telling] += 1
            elif self._numbers.take(record_key(telling)) is None:
                self.left_out["repeated"] += 1
            else:
                yield telling

    def close(self) -> None:
        if self._scratch is None:
            return
        self._scratch.close()
        self._scratch = None
        if self._owned:
            self._file.close()


class _Rows(_Out):
    """Rows as they come, one or several for each event of each report."""

    def __init__(self, form: Form, target: Path | IO[str], order: Order) -> None:
        super().__init__(form, target, order)
        assert form.rows is not None
        self._make = form.rows

    def write(self, document: Document, events: Sequence[Event]) -> None:
        lines = []
        for telling in self._told(document, events):
            key = record_key(telling)
            for nth, cells in enumerate(self._make(telling)):
                name = self._numbers.take(f"{key}_{nth}") if self.form.numbered else key
                lines.append(self.form.line((name, *cells)))
        self._file.write("".join(lines))
        self._file.flush()
        self.rows += len(lines)


class _Gathered(_Out):
    """Rows at the end, one for all that the reports tell of an occurrence."""

    def __init__(self, form: Form, target: Path | IO[str], order: Order) -> None:
        super().__init__(form, target, order)
        assert self._scratch is not None and form.told is not None and form.row is not None
        self._occurrences, self._tell, self._row = Occurrences(self._scratch), form.told, form.row

    def write(self, document: Document, events: Sequence[Event]) -> None:
        for telling in self._told(document, events):
            for told in self._tell(telling):
                if isinstance(told, str):
                    self.left_out[told] += 1
                else:
                    self._occurrences.add(told)

    def close(self) -> None:
        if self._scratch is not None:
            for occurrence in self._occurrences:
                self._file.write(tab_line(self._row(occurrence)))
                self.rows += 1
            self._file.flush()
        super().close()
