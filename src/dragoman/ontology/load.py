"""The ontology as data: PLOVER's types, contexts and trigger words, and the way to CAMEO, read from packaged TOML."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import Any

from dragoman.errors import DataError
from dragoman.ontology.lesson import Lesson

WEAK = 0.5
"""Score of a weak cue; a context is given from ENOUGH on, so that one weak cue alone gives none."""
ENOUGH = 1.0
AROUND = 0.25
"""Weight of the headline's and first sentence's words: best of 0, 0.25 and 0.5 on hand-coded reports."""
MOST_CONTEXTS = 3
"""Hand coders tick one or two contexts in nine events of ten, hardly ever more than three."""
HAPPENED = ("actual", "historical")


@dataclass(frozen=True, slots=True)
class EventType:
    """A PLOVER type. `future`: the type that a planned event of this type becomes, or None if it stays what it is."""

    name: str
    quad_code: int
    event_scale: float
    modes: dict[str, float]
    mutual: bool
    needs_recipient: bool
    meaning: str
    future: str | None = None
    contexts: tuple[str, ...] = ()
    """What such an event is mostly about: a weak cue."""
    abroad: tuple[str, ...] = ()
    """What it is about when its parties belong to different states or international bodies: a full cue."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of one or several trigger words: the event type it shows and the conditions under which it does."""

    event: str
    lemma: tuple[str, ...]
    pos: str = "verb"
    """verb, noun or adj."""
    mode: str = ""
    frame: str = "active"
    """Who is who: active (subject does, object receives), subject, mutual, prep, reverse."""
    prep: tuple[str, ...] = ()
    """Prepositions that mark the other party."""
    object: tuple[str, ...] = ()
    """Needed objects, or complements of a noun; empty = none needed."""
    complement: str = ""
    """Needed clause: inf, that, any."""
    particle: str = ""
    needs: str = ""
    """recipient, actor or both: the sides that must be public parties."""
    not_object: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    cameo: str = ""
    weight: float = 0.8
    """How often, in news, the word under these conditions has this meaning."""
    example: str = ""


@dataclass(frozen=True, slots=True)
class CameoRow:
    """What a type and mode bear out in CAMEO; with `family` only for a trigger that names that root."""

    event: str
    code: str
    reason: str
    mode: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The way from PLOVER to CAMEO; see the head of cameo.toml."""

    roots: dict[str, tuple[str, ...]]
    rows: tuple[CameoRow, ...]
    moved: dict[str, dict[str, str]]
    planned: dict[str, str]
    names: dict[str, str]

    def allows(self, event: str, code: str) -> bool:
        """Whether CODE's root belongs to the type EVENT."""
        return code[:2] in self.roots.get(event, ())

    def leaf(self, event: str, hint: str) -> str:
        """The code that a trigger's HINT gives an EVENT, "" if none."""
        if event == "AGREE" and not self.allows(event, hint):
            return next((self.planned[hint[:n]] for n in (4, 3, 2) if hint[:n] in self.planned), "")
        hint = self.moved.get(event, {}).get(hint, hint)
        return hint if self.allows(event, hint) else ""

    def row(self, event: str, mode: str, family: str) -> str:
        """The code of the row of EVENT and MODE; with FAMILY only a row of that root."""
        found = [r for r in self.rows if r.event == event and r.mode == mode and r.family in ("", family)]
        if family:
            found = [r for r in found if r.code.startswith(family)]
        return max(found, key=lambda r: len(r.family)).code if found else ""


Cues = dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, float], ...]], ...]]
"""First word of a phrase -> its phrases, longest first, each with the contexts that it shows and how strongly."""


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Everything that the coder knows about events before it reads a word. Made by `load`."""

    version: str
    types: dict[str, EventType]
    contexts: dict[str, str]
    """Name of a context -> its meaning."""
    all_senses: tuple[Sense, ...]
    crosswalk: Crosswalk
    cues: Cues
    index: dict[tuple[str, str], tuple[Sense, ...]] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    """Of the types and modes that a user's file adds; none in the packaged ontology."""

    def senses(self, lemma: str, pos: str) -> tuple[Sense, ...]:
        """The meanings of LEMMA as POS (verb, noun, adj), () if it is no trigger.

        >>> {sense.event for sense in load().senses("apologize", "verb")}
        {'CONCEDE'}
        """
        return self.index.get((lemma, pos), ())

    def contexts_of(
        self, lemmas: Sequence[str], event: str = "", around: Sequence[str] = (), abroad: bool = False
    ) -> tuple[str, ...]:
        """The contexts that the words of a sentence show, strongest first, three at most beside the type's own.

        EVENT, the type found there, adds what such events are mostly about, more so if its parties are of different
        states (ABROAD); AROUND, lemmas of the headline and the report's first sentence, counts a quarter.

        >>> load().contexts_of(["the", "court", "convict", "the", "minister", "of", "embezzlement"])
        ('legal', 'corruption')
        >>> load().contexts_of(["the", "government", "issue", "a", "statement"])
        ()
        >>> load().contexts_of(["Oslo", "turn", "down", "the", "offer"], event="REJECT", abroad=True)
        ('diplomatic',)
        """
        scores = self._cue_scores(lemmas)
        hints = [(name, AROUND * score) for name, score in self._cue_scores(around).items()]
        if event:
            kind = self.types[event]
            hints += [(name, WEAK) for name in kind.contexts]
            hints += [(name, ENOUGH) for name in kind.abroad if abroad]
        for name, score in hints:
            scores[name] = scores.get(name, 0.0) + score
        enough = [name for name in self.contexts if scores.get(name, 0.0) >= ENOUGH]
        ranked = sorted(enough, key=lambda name: -scores[name])
        own = {*self.types[event].contexts, *self.types[event].abroad} if event else set()
        shown = [name for name in ranked if name not in own][:MOST_CONTEXTS]
        return tuple(name for name in ranked if name in own or name in shown)

    def _cue_scores(self, lemmas: Sequence[str]) -> dict[str, float]:
        """Score of each context over the different cues in LEMMAS; the longest cue at a place hides those inside it."""
        words, at = fold(lemmas), 0
        seen: dict[tuple[str, ...], tuple[tuple[str, float], ...]] = {}
        while at < len(words):
            step = 1
            for phrase, shows in self.cues.get(words[at], ()):
                if words[at : at + len(phrase)] == phrase:
                    seen[phrase] = shows
                    step = len(phrase)
                    break
            at += step
        scores: dict[str, float] = {}
        for shows in seen.values():
            for name, weight in shows:
                scores[name] = scores.get(name, 0.0) + weight
        return scores

    def cameo(self, event: str, mode: str | None, status: str, hint: str = "") -> str:
        """The deepest CAMEO code that an event bears out, "" for a type without any; HINT is the trigger's `cameo`.

        >>> ontology = load()
        >>> ontology.cameo("CONSULT", "phone", "actual"), ontology.cameo("CONSULT", "phone", "negated")
        ('041', '040')
        >>> ontology.cameo("AGREE", None, "future", "040")  # a planned meeting
        '036'
        """
        if event not in self.crosswalk.roots:
            if event in self.types:
                return ""
            raise DataError(f"no CAMEO root for event type {event!r}: known are {', '.join(self.crosswalk.roots)}")
        default = self.crosswalk.roots[event][0] + "0"
        if status not in HAPPENED and not (event == "AGREE" and status == "future"):
            return default
        leaf = self.crosswalk.leaf(event, hint)
        if is_leaf(leaf):
            return leaf
        return self.crosswalk.row(event, mode or "", leaf[:2]) or leaf or default

    def cameo_name(self, code: str) -> str:
        """The short name of a CAMEO code: `cameo_name("040")` is "consult"."""
        return self.crosswalk.names[code if is_leaf(code) else code[:2]]

    def scale(self, event: str, modes: Iterable[str]) -> float:
        """PLOVER's score of an event: that of its strongest mode, else that of its type.

        >>> load().scale("CONSULT", ["visit"]), load().scale("CONSULT", [])
        (4.0, 2.5)
        """
        known = [self.types[event].modes[mode] for mode in modes if mode in self.types[event].modes]
        return max(known, key=abs) if known else self.types[event].event_scale

    def quad(self, event: str) -> int:
        """PLOVER's quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
        return self.types[event].quad_code

    def planned(self, event: str) -> str:
        """The type that a planned EVENT is coded as: a future CONSULT is AGREE, a future ASSAULT stays one.

        >>> load().planned("CONSULT"), load().planned("RETREAT"), load().planned("ASSAULT")
        ('AGREE', 'CONCEDE', 'ASSAULT')
        """
        return self.types[event].future or event


def is_leaf(code: str) -> bool:
    """Whether a CAMEO code says more than its root ("041" does, "040" and "" do not)."""
    return len(code) > 3 or (len(code) == 3 and code[2] != "0")


def fold(lemmas: Iterable[str]) -> tuple[str, ...]:
    """Lemmas as cues are compared: lower case, parted at hyphens, without plural -s and possessive 's.

    >>> fold(["Nations", "pro-democracy", "crisis", "woman", "'s"])
    ('nation', 'pro', 'democracy', 'crisis', 'woman')
    """
    parts = (part for lemma in lemmas for part in _parts(lemma))
    return tuple(_singular(part) for part in parts)


def _parts(lemma: str) -> list[str]:
    plain = lemma.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    return [part for part in plain.split("-") if part]


@functools.lru_cache(maxsize=50_000)
def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


@functools.cache
def load() -> Ontology:
    """The packaged ontology, read once.

    >>> len(load().types), len(load().contexts)
    (16, 37)
    """
    folder = files("dragoman.ontology")
    tables = {name: folder.joinpath(f"{name}.toml").read_text("utf-8") for name in ("plover", "contexts", "cameo")}
    triggers = sorted(
        (f for f in folder.joinpath("triggers").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    return build(tables, {f.name: f.read_text("utf-8") for f in triggers})


def build(tables: Mapping[str, str], triggers: Mapping[str, str]) -> Ontology:
    """An ontology from the texts of its files: TABLES plover, contexts and cameo; TRIGGERS by file name."""
    plover, contexts, cameo = (parse_toml(f"{name}.toml", tables[name]) for name in ("plover", "contexts", "cameo"))
    senses = tuple(sense for name, text in triggers.items() for sense in _senses(name, text))
    index: dict[tuple[str, str], list[Sense]] = {}
    for sense in senses:
        for lemma in sense.lemma:
            index.setdefault((lemma, sense.pos), []).append(sense)
    try:
        return Ontology(
            version=plover["version"],
            types={t["name"]: _event_type(t) for t in plover["type"]},
            contexts={c["name"]: c["meaning"] for c in contexts["context"]},
            all_senses=senses,
            crosswalk=_crosswalk(cameo),
            cues=_cues(contexts),
            index={key: tuple(found) for key, found in index.items()},
        )
    except (KeyError, TypeError) as error:
        raise DataError(
            f"the ontology's tables lack or misspell {error}: compare them with the packaged files"
        ) from error


def parse_toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name} is no TOML: {error}") from error


def _event_type(entry: Mapping[str, Any]) -> EventType:
    return EventType(
        name=entry["name"],
        quad_code=entry["quad"],
        event_scale=entry["score"],
        modes=entry.get("modes", {}),
        mutual=entry.get("mutual", False),
        needs_recipient=entry.get("needs_recipient", False),
        meaning=entry["meaning"],
        future=entry.get("future"),
        contexts=tuple(entry.get("context", ())),
        abroad=tuple(entry.get("abroad", ())),
    )


LISTS = frozenset(f.name for f in fields(Sense) if f.type == "tuple[str, ...]")
KEYS = frozenset(f.name for f in fields(Sense)) - {"event"}


def _senses(name: str, text: str) -> list[Sense]:
    """The senses of one trigger file, whose `type` is that of all of them."""
    table = parse_toml(name, text)
    found = []
    for entry in table.get("sense", ()):
        if "type" not in table or entry.keys() - KEYS:
            unknown = ", ".join(sorted(entry.keys() - KEYS)) or "none"
            raise DataError(f"{name}: each file names its type at the top; unknown fields of a sense: {unknown}")
        for key, value in entry.items():
            if isinstance(value, list) != (key in LISTS):
                raise DataError(
                    f"{name}: {key} of {entry.get('lemma')} must {'be' if key in LISTS else 'not be'} a list"
                )
        found.append(sense_of(table["type"], entry))
    return found


def sense_of(event: str, entry: Mapping[str, Any]) -> Sense:
    """The sense that an ENTRY of a trigger file gives EVENT; its keys and lists are as they must be."""
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Sense(event=event, **({"lemma": ()} | plain))


def _crosswalk(table: Mapping[str, Any]) -> Crosswalk:
    return Crosswalk(
        roots={event: tuple(roots) for event, roots in table["crosswalk"].items()},
        rows=tuple(CameoRow(**row) for row in table["rows"]),
        moved=table["moved"],
        planned=table["planned"],
        names=table["names"],
    )


def _cues(table: Mapping[str, Any]) -> Cues:
    """Index of all cue phrases by their first word."""
    shows: dict[tuple[str, ...], dict[str, float]] = {phrase: {} for phrase in phrases(table["neutral"])}
    for context in table["context"]:
        for text, weight in ((context.get("weak", ""), WEAK), (context["cues"], ENOUGH)):
            for phrase in phrases(text):
                shows.setdefault(phrase, {})[context["name"]] = weight
    index: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, float], ...]]]] = {}
    for phrase, weights in shows.items():
        index.setdefault(phrase[0], []).append((phrase, tuple(weights.items())))
    return {first: tuple(sorted(found, key=lambda p: -len(p[0]))) for first, found in index.items()}


def phrases(text: str) -> list[tuple[str, ...]]:
    """The phrases of a comma-parted list as folded words."""
    return [folded for part in text.split(",") if (folded := fold(part.split()))]
