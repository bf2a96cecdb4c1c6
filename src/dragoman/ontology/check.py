"""What is wrong with an ontology: every slip in its files that would otherwise show only as a wrong record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from dragoman.ontology.load import Ontology, Sense, is_leaf

POS = ("verb", "noun", "adj")
FRAMES = ("active", "subject", "mutual", "prep", "reverse")
COMPLEMENTS = ("", "inf", "that", "any")
NEEDS = ("", "recipient", "actor", "both")
SIZES = {"types": 16, "contexts": 37}
QUAD_SIGN = {1: 1, 2: 1, 4: -1}
"""Cooperation scores above zero, material conflict below; verbal conflict has both (a request for help)."""


def check(ontology: Ontology) -> list[str]:
    """The problems of ONTOLOGY, one line each; [] if there are none.

    >>> from dragoman.ontology.load import load
    >>> check(load())
    []
    """
    steps: tuple[Callable[[Ontology], Iterator[str]], ...] = (_tables, _types, _contexts, _rows, _senses, _duplicates)
    return [problem for step in steps for problem in step(ontology)]


def _tables(ontology: Ontology) -> Iterator[str]:
    for name, size in SIZES.items():
        found = len(getattr(ontology, name))
        if found != size:
            yield f"{found} {name} where PLOVER has {size}"
    if not ontology.version:
        yield "no version"


def _types(ontology: Ontology) -> Iterator[str]:
    for name, kind in ontology.types.items():
        if kind.quad_code not in (1, 2, 3, 4):
            yield f"{name}: quad class {kind.quad_code}"
        if not kind.meaning:
            yield f"{name}: no meaning"
        if name not in ontology.crosswalk.roots:
            yield f"{name}: no CAMEO root"
        if kind.future is not None and kind.future not in ontology.types:
            yield f"{name}: unknown future type {kind.future}"
        yield from (f"{name}: unknown context {c}" for c in kind.contexts + kind.abroad if c not in ontology.contexts)
        sign = QUAD_SIGN.get(kind.quad_code)
        for mode, score in {"": kind.event_scale, **kind.modes}.items():
            if sign is not None and score * sign <= 0:
                yield f"{name} {mode}: score {score} in quad class {kind.quad_code}"
        if kind.modes and not any(s.event == name and s.mode for s in ontology.all_senses):
            yield f"{name}: no sense with a mode"


def _contexts(ontology: Ontology) -> Iterator[str]:
    cued = Counter(context for found in ontology.cues.values() for _, shows in found for context, _ in shows)
    for name, meaning in ontology.contexts.items():
        if not meaning:
            yield f"context {name}: no meaning"
        if cued[name] < 25:
            yield f"context {name}: only {cued[name]} cues"


def _rows(ontology: Ontology) -> Iterator[str]:
    walk = ontology.crosswalk
    for row in walk.rows:
        here = f"CAMEO row {row.event} {row.mode}"
        if row.event not in ontology.types or row.mode not in ontology.types[row.event].modes:
            yield f"{here}: unknown type or mode"
        if not row.reason:
            yield f"{here}: no reason"
        yield from _code(ontology, here, row.event, row.code)
        if row.family and not row.code.startswith(row.family):
            yield f"{here}: {row.code} is not of the family {row.family}"
    for event, table in walk.moved.items():
        for leaf, code in table.items():
            yield from _code(ontology, f"CAMEO moved {event} {leaf}", event, code)
    for prefix, code in walk.planned.items():
        yield from _code(ontology, f"CAMEO planned {prefix}", "AGREE", code)
    for event, mode in ((t.name, m) for t in ontology.types.values() for m in t.modes):
        yield from _code(ontology, f"{event} {mode}", event, ontology.cameo(event, mode, "actual"))


def _code(ontology: Ontology, here: str, event: str, code: str) -> Iterator[str]:
    """Problems of a CAMEO code in the result for EVENT."""
    if not is_cameo(ontology, code):
        yield f"{here}: unknown CAMEO code {code}"
    elif not ontology.crosswalk.allows(event, code):
        yield f"{here}: CAMEO code {code} has not a root of {event}"


def is_cameo(ontology: Ontology, code: str) -> bool:
    """Whether CODE stands in the code list, as a leaf or as a root and a zero."""
    return (
        code in ontology.crosswalk.names if is_leaf(code) else len(code) == 3 and code[:2] in ontology.crosswalk.names
    )


def _senses(ontology: Ontology) -> Iterator[str]:
    for sense in ontology.all_senses:
        here = f"{sense.event} {sense.pos} {'/'.join(sense.lemma)}"
        yield from (f"{here}: {problem}" for problem in sense_problems(ontology, sense))


def sense_problems(ontology: Ontology, sense: Sense) -> Iterator[str]:
    """What is wrong with one sense, by itself and against the tables."""
    yield from _words(sense)
    yield from _meaning(ontology, sense)


def _words(sense: Sense) -> Iterator[str]:
    """Problems of a sense by itself."""
    if not sense.lemma or not all(sense.lemma):
        yield "no lemma"
    for field in ("lemma", "prep", "object", "not_object"):
        for word in getattr(sense, field):
            if word != word.lower().strip():
                yield f"{field} {word!r} is not lower case"
    for field, allowed in (("pos", POS), ("frame", FRAMES), ("complement", COMPLEMENTS), ("needs", NEEDS)):
        if getattr(sense, field) not in allowed:
            known = ", ".join(filter(None, allowed))
            yield f"unknown {field} {getattr(sense, field)!r}: it may be {known}"
    if not 0.0 < sense.weight <= 1.0:
        yield f"weight {sense.weight} is not in (0, 1]"
    if sense.frame == "prep" and not sense.prep:
        yield "frame prep without a preposition"
    if set(sense.object) & set(sense.not_object):
        yield "an object both needed and excluded"


def _meaning(ontology: Ontology, sense: Sense) -> Iterator[str]:
    """Problems of what a sense says against the tables."""
    kind = ontology.types.get(sense.event)
    if kind is None:
        yield "unknown type"
        return
    if sense.mode and sense.mode not in kind.modes:
        yield f"unknown mode {sense.mode!r}"
    yield from (f"unknown context {c!r}" for c in sense.context if c not in ontology.contexts)
    if sense.cameo and not is_cameo(ontology, sense.cameo):
        yield f"unknown CAMEO code {sense.cameo!r}"
    elif sense.cameo and not ontology.crosswalk.leaf(sense.event, sense.cameo):
        yield f"CAMEO code {sense.cameo} has not a root of {sense.event}"


def _duplicates(ontology: Ontology) -> Iterator[str]:
    """Senses whose word and conditions are the same: the second could never be told from the first."""
    counts = Counter(
        (word, s.event, s.pos, s.mode, s.frame, s.prep, s.complement, s.particle, s.needs, s.not_object, wanted)
        for s in ontology.all_senses
        for word in s.lemma
        for wanted in s.object or ("",)
    )
    twice: dict[str, list[str]] = {}
    for (word, event, pos, mode, *conditions, wanted), count in counts.items():
        if count > 1:
            where = " ".join([event, pos, word, mode, *(str(part) for part in conditions if part)])
            twice.setdefault(where, []).append(wanted)
    yield from (
        f"{where}: several senses with the same conditions {' '.join(objects)}" for where, objects in twice.items()
    )
