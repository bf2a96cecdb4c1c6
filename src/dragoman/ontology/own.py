"""Event types, modes and triggers of the user's own: a TOML file, checked and joined to PLOVER's. See docs/own-types.md."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dragoman.errors import DataError
from dragoman.ontology.check import QUAD_SIGN, is_cameo, sense_problems
from dragoman.ontology.lesson import Example, Lesson
from dragoman.ontology.load import (
    KEYS,
    LISTS,
    CameoRow,
    EventType,
    Ontology,
    Sense,
    is_leaf,
    parse_toml,
    sense_of,
)
from dragoman.settings import OntologyFile

STATUSES = ("actual", "future", "negated", "hypothetical", "historical")
TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
MODE_NAME = re.compile(r"[a-z][a-z0-9-]*")
STRONGEST = 10.0
"""PLOVER's scores run from -10 to 10."""

Shape = Mapping[str, tuple[type, ...]]
NUMBER, TEXT, LIST, TABLE = (int, float), (str,), (list,), (dict,)
CALLED = {str: "text in quotes", int: "a number", list: "a list in [ ]", dict: "a table"}
PARTS = {str: "texts", dict: "tables, written [[...]]"}
FILE: Shape = {"type": LIST, "mode": LIST, "trigger": LIST}
TYPE: Shape = {
    "name": TEXT, "meaning": TEXT, "quad": (int,), "score": NUMBER, "modes": TABLE, "context": LIST, "abroad": LIST,
    "cameo": TEXT, "trigger": LIST, "examples": LIST, "counter_examples": LIST,
}  # fmt: skip
MODE: Shape = {
    "type": TEXT, "name": TEXT, "meaning": TEXT, "score": NUMBER,
    "trigger": LIST, "examples": LIST, "counter_examples": LIST,
}  # fmt: skip
EXAMPLE: Shape = {"text": TEXT, "mode": TEXT, "status": TEXT, "actor": LIST, "recipient": LIST}
TRIGGER: Shape = {key: LIST if key in LISTS else NUMBER if key == "weight" else TEXT for key in KEYS}
NEEDED = {
    "type": ("name", "meaning", "quad", "score", "trigger", "examples", "counter_examples"),
    "mode": ("type", "name", "meaning", "score", "trigger", "examples", "counter_examples"),
    "trigger": ("lemma",),
    "example": ("text",),
}


@dataclass(frozen=True, slots=True)
class Own:
    """What a user's file adds. `samples`: sentences of added triggers, each with the type that it must show."""

    types: tuple[EventType, ...] = ()
    modes: tuple[tuple[str, str, float], ...] = ()
    """(type, mode, score)."""
    senses: tuple[Sense, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    samples: tuple[Example, ...] = ()
    cameo: tuple[CameoRow, ...] = ()


def extend(ontology: Ontology, file: OntologyFile | None) -> Ontology:
    """ONTOLOGY with what FILE adds; itself where there is no file. A bad file is a DataError that tells all its slips.

    >>> from dragoman.ontology.load import load
    >>> text = '[[trigger]]\\nevent = "PROTEST"\\nlemma = ["cacerolazo"]\\npos = "noun"\\n'
    >>> [s.event for s in extend(load(), OntologyFile("pots.toml", text)).senses("cacerolazo", "noun")]
    ['PROTEST']
    """
    return ontology if file is None else _joined(ontology, read_own(ontology, file), file)


def read_own(ontology: Ontology, file: OntologyFile) -> Own:
    """The content of FILE, checked against ONTOLOGY."""
    table = parse_toml(file.name, file.text)
    slips = list(_slips(ontology, table))
    if slips:
        raise DataError("\n  ".join([f"{file.name} cannot be used:", *slips]))
    own = _own(table)
    whole = _joined(ontology, own, file)
    slips = [
        f"{s.event} {s.mode}".rstrip() + f", trigger {'/'.join(s.lemma)}: {p}"
        for s in own.senses
        for p in sense_problems(whole, s)
    ]
    if slips:
        raise DataError("\n  ".join([f"{file.name} cannot be used:", *slips]))
    return own


def _joined(ontology: Ontology, own: Own, file: OntologyFile) -> Ontology:
    types = dict(ontology.types) | {kind.name: kind for kind in own.types}
    for event, mode, score in own.modes:
        types[event] = replace(types[event], modes=types[event].modes | {mode: score})
    index = {key: list(found) for key, found in ontology.index.items()}
    for sense in own.senses:
        for word in dict.fromkeys(w for lemma in sense.lemma for w in spellings(lemma, sense.pos)):
            index.setdefault((word, sense.pos), []).append(sense)
    walk = ontology.crosswalk
    roots = walk.roots | {row.event: (row.code[:2],) for row in own.cameo}
    digest = hashlib.sha256(file.text.encode("utf-8")).hexdigest()[:8]
    return replace(
        ontology,
        version=f"{ontology.version} with {file.name} {digest}",
        types=types,
        all_senses=ontology.all_senses + own.senses,
        crosswalk=replace(walk, roots=roots, rows=walk.rows + tuple(r for r in own.cameo if is_leaf(r.code))),
        index={key: tuple(found) for key, found in index.items()},
        lessons=own.lessons,
    )


def spellings(lemma: str, pos: str) -> tuple[str, ...]:
    """LEMMA and what the language model may take for it: it meets some verbs rarely and then cuts or keeps an ending.

    >>> spellings("name", "verb")
    ('name', 'nam', 'named', 'naming')
    >>> spellings("vigil", "noun")
    ('vigil',)
    """
    if pos != "verb":
        return (lemma,)
    stem = lemma.removesuffix("e")
    bare = lemma[:-1] + "i" if lemma.endswith("y") else stem
    return tuple(dict.fromkeys((lemma, stem, bare, bare + "ed", stem + "ing")))


# ---------------------------------------------------------------- from tables to records


def _own(table: Mapping[str, Any]) -> Own:
    """The content of a file without slips."""
    types, modes = table.get("type", ()), table.get("mode", ())
    senses = [sense_of(t["name"], e) for t in types for e in t["trigger"]]
    senses += [sense_of(m["type"], {**e, "mode": m["name"]}) for m in modes for e in m["trigger"]]
    added = [(e["event"], {k: v for k, v in e.items() if k != "event"}) for e in table.get("trigger", ())]
    senses += [sense_of(event, e) for event, e in added]
    return Own(
        types=tuple(_type(t) for t in types),
        modes=tuple((m["type"], m["name"], float(m["score"])) for m in modes),
        senses=tuple(senses),
        lessons=(
            *(_lesson(t, t["name"], "") for t in types),
            *(_lesson(m, m["type"], m["name"]) for m in modes),
        ),
        samples=tuple(Example(e["example"], event, e.get("mode", "")) for event, e in added if "example" in e),
        cameo=tuple(CameoRow(t["name"], t["cameo"], "as the user's file says") for t in types if "cameo" in t),
    )


def _type(entry: Mapping[str, Any]) -> EventType:
    return EventType(
        name=entry["name"],
        quad_code=entry["quad"],
        event_scale=float(entry["score"]),
        modes={mode: float(score) for mode, score in entry.get("modes", {}).items()},
        mutual=False,
        needs_recipient=False,
        meaning=entry["meaning"],
        contexts=tuple(entry.get("context", ())),
        abroad=tuple(entry.get("abroad", ())),
    )


def _lesson(entry: Mapping[str, Any], event: str, mode: str) -> Lesson:
    return Lesson(
        event, mode, tuple(example_of(e, event, mode) for e in entry["examples"]), tuple(entry["counter_examples"])
    )


def example_of(entry: str | Mapping[str, Any], event: str, mode: str) -> Example:
    """A sentence, or a table with more about it, as the example of EVENT and MODE."""
    if isinstance(entry, str):
        return Example(entry, event, mode)
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    known: dict[str, Any] = {"event": event, "mode": mode}
    return Example(**(known | plain))


# ---------------------------------------------------------------- slips


def _slips(ontology: Ontology, table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the form of a file, with its place and the way to mend it."""
    yield from _shape("the file", table, FILE, ())
    if not any(isinstance(table.get(key), list) and table[key] for key in FILE):
        yield "it adds nothing: write [[type]], [[mode]] or [[trigger]] entries"
    own: dict[str, Mapping[str, Any]] = {}
    for number, entry in _entries(table, "type"):
        where = f"type {entry.get('name', number)}"
        form = [*_shape(where, entry, TYPE, NEEDED["type"]), *_taught(where, entry)]
        yield from form or _type_slips(ontology, where, entry, own)
        own[str(entry.get("name"))] = entry
    seen: set[tuple[str, str]] = set()
    for number, entry in _entries(table, "mode"):
        where = f"mode {entry.get('name', number)}"
        form = [*_shape(where, entry, MODE, NEEDED["mode"]), *_taught(where, entry)]
        yield from form or _mode_slips(ontology, where, entry, seen)
        seen.add((str(entry.get("type")), str(entry.get("name"))))
    for number, entry in _entries(table, "trigger"):
        where = f"trigger {number} ({entry.get('lemma')})"
        yield from _trigger(where, entry, {**TRIGGER, "event": TEXT}, ("lemma", "event"))
        if entry.get("event") not in ontology.types:
            yield f"{where}: event {entry.get('event')!r} is no PLOVER type; triggers of a type of your own stand under it"


def _entries(table: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The tables of a list, numbered from 1; other things there are told by `_shape`."""
    found = table.get(key, ())
    for number, entry in enumerate(found if isinstance(found, list) else (), 1):
        if isinstance(entry, dict):
            yield number, entry


def _shape(where: str, entry: Mapping[str, Any], shape: Shape, needed: Iterable[str]) -> Iterator[str]:
    """Unknown keys, missing ones and values of the wrong kind."""
    for key in needed:
        if entry.get(key) in (None, "", []):
            yield f"{where}: no {key}"
    for key, value in entry.items():
        if key not in shape:
            yield f"{where}: unknown key {key!r}; known are {', '.join(sorted(shape))}"
        elif not isinstance(value, shape[key]) or isinstance(value, bool):
            yield f"{where}: {key} must be {CALLED[shape[key][0]]}"
        elif isinstance(value, list) and key != "examples":
            kind = dict if key in FILE else str
            yield from (f"{where}: {key} must list {PARTS[kind]}, not {v!r}" for v in value if not isinstance(v, kind))


def _taught(where: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Slips in the triggers and examples of a type or mode."""
    for number, trigger in _entries(entry, "trigger"):
        yield from _trigger(f"{where}, trigger {number} ({trigger.get('lemma')})", trigger, TRIGGER, NEEDED["trigger"])
    examples = entry.get("examples", ())
    for number, example in enumerate(examples if isinstance(examples, list) else (), 1):
        here = f"{where}, example {number}"
        if isinstance(example, dict):
            yield from _shape(here, example, EXAMPLE, NEEDED["example"])
            if example.get("status", "actual") not in STATUSES:
                yield f"{here}: unknown status {example['status']!r}; known are {', '.join(STATUSES)}"
        elif not isinstance(example, str):
            yield f'{here}: write a sentence, or {{ text = "sentence", status = "future" }}'


def _trigger(where: str, entry: Mapping[str, Any], shape: Shape, needed: Iterable[str]) -> Iterator[str]:
    form = list(_shape(where, entry, shape, needed))
    yield from form
    for lemma in () if form else entry["lemma"]:
        if " " in lemma.strip():
            yield f"{where}: {lemma!r} is several words; give the one that carries the meaning, the others as object or particle"


def _type_slips(
    ontology: Ontology, where: str, entry: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    name = entry["name"]
    if not TYPE_NAME.fullmatch(name) or name == "NONE":
        yield f"{where}: write the name in capitals, as ELECT"
    if name in ontology.types:
        yield f"{where}: PLOVER has this type; take another name, or add a [[mode]] or [[trigger]] to it"
    if name in own:
        yield f"{where}: the file has two of this name"
    if entry["quad"] not in (1, 2, 3, 4):
        yield (
            f"{where}: quad is {entry['quad']}; it is 1 (verbal cooperation), 2 (material cooperation), "
            "3 (verbal conflict) or 4 (material conflict)"
        )
    for mode, score in {"": entry["score"], **entry.get("modes", {})}.items():
        yield from _mode_name(where, mode) if mode else ()
        yield from _score(f"{where} {mode}".rstrip(), score, entry["quad"])
    yield from _outward(ontology, where, entry)


def _outward(ontology: Ontology, where: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Slips in what a type says in the words of other lists: contexts, CAMEO codes, its own modes."""
    for context in (*entry.get("context", ()), *entry.get("abroad", ())):
        if context not in ontology.contexts:
            yield f"{where}: unknown context {context!r}; known are {', '.join(sorted(ontology.contexts))}"
    if "cameo" in entry and not is_cameo(ontology, entry["cameo"]):
        yield f"{where}: unknown CAMEO code {entry['cameo']!r}; leave it out if no code fits"
    for example in entry["examples"]:
        if isinstance(example, dict) and example.get("mode") and example["mode"] not in entry.get("modes", {}):
            yield f"{where}: an example has the unknown mode {example['mode']!r}; add it to modes"


def _mode_slips(ontology: Ontology, where: str, entry: Mapping[str, Any], seen: set[tuple[str, str]]) -> Iterator[str]:
    kind = ontology.types.get(entry["type"])
    yield from _mode_name(where, entry["name"])
    if kind is None:
        yield f"{where}: unknown type {entry['type']!r}; modes of a type of your own stand in its table modes"
        return
    if entry["name"] in kind.modes or (entry["type"], entry["name"]) in seen:
        yield f"{where}: {entry['type']} has this mode already; take another name"
    for trigger in entry["trigger"]:
        if trigger.get("mode", entry["name"]) != entry["name"]:
            yield f"{where}: a trigger names another mode, {trigger['mode']!r}; leave it out"
    yield from _score(where, entry["score"], kind.quad_code)


def _mode_name(where: str, mode: str) -> Iterator[str]:
    if not MODE_NAME.fullmatch(mode):
        yield f"{where}: write the mode {mode!r} in small letters, as third-party"


def _score(where: str, score: Any, quad: int) -> Iterator[str]:
    if not isinstance(score, int | float) or isinstance(score, bool) or not -STRONGEST <= score <= STRONGEST:
        yield f"{where}: score {score!r} is no number from -10 to 10"
    elif score * QUAD_SIGN.get(quad, 1) <= 0 and quad in QUAD_SIGN:
        sign = "above" if QUAD_SIGN[quad] > 0 else "below"
        yield f"{where}: score {score} does not go with quad class {quad}, whose scores lie {sign} 0"
