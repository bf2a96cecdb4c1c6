"""What the resolver of one report works on: its sentences, names, countries, persons and what was mentioned so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from dragoman.actors.base import Entry, KnowledgeBase, Role
from dragoman.actors.memory import Memory, Mention
from dragoman.actors.names import Named, Names
from dragoman.language.tree import Tree
from dragoman.records import Entity

Parties = tuple[Entity, ...]
UNKNOWN = "---"


def is_state(code: str) -> bool:
    """Whether CODE is a country's."""
    return len(code) == 3 and code not in ("NGO", "MNC", UNKNOWN)


class Towns(Protocol):
    """What knows in which country a town lies."""

    def home(self, name: str) -> str | None:
        """The code of the one country that a place of this name is taken to be in, or None."""
        ...


@dataclass(slots=True)
class Figure:
    """A person in the report: `name` is the longest form used, `entity` who that is (without a place in the text)."""

    name: str
    forms: set[str]
    mentions: list[tuple[int, Named]]
    entity: Entity | None = None
    gender: str | None = None
    roles: set[str] = field(default_factory=set)
    """Role nouns that the report calls the person."""


@dataclass(slots=True)
class Scene:
    """The state of resolving one report."""

    text: str
    on: str
    base: KnowledgeBase
    trees: tuple[Tree, ...]
    names: tuple[Names, ...]
    quoted: tuple[tuple[bool, ...], ...]
    read: Callable[[Scene, int, int], Parties]
    weights: dict[str, float] = field(default_factory=dict)
    dateline: str | None = None
    figures: list[Figure] = field(default_factory=list)
    figure_at: dict[tuple[int, int], Figure] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    cache: dict[tuple[int, int], Parties] = field(default_factory=dict)
    roles: dict[str, Role | None] = field(default_factory=dict)
    referents: dict[tuple[int, int], str] = field(default_factory=dict)
    """The words of the first phrase to which a pronoun or a phrase like "the minister" points back, by sentence and token."""
    towns: dict[tuple[int, int], str] = field(default_factory=dict)
    """Countries of the towns that the base does not know, by sentence and each of their tokens."""
    by_towns: dict[str, float] = field(default_factory=dict)
    """What such towns add to `weights`."""
    role_cache: dict[tuple[int, int], Any] = field(default_factory=dict)
    """What `ties.role_at` found, by sentence and token."""

    def parties(self, sentence: int, token: int) -> Parties:
        """Who the phrase headed by TOKEN stands for; worked out once."""
        key = (sentence, token)
        found = self.cache.get(key)
        if found is None:
            self.cache[key] = ()  # a phrase that leads back to itself stands for nobody
            found = self.cache[key] = self.read(self, sentence, token)
        return found

    def refer(self, sentence: int, token: int, mention: Mention) -> None:
        """Note that the phrase at TOKEN points to MENTION, or to what that one points to."""
        if mention.entities:
            before = self.referents.get((mention.sentence, mention.token))
            self.referents[sentence, token] = before or mention.entities[0].text

    def words(self, sentence: int, first: int, last: int) -> str:
        """The text of tokens FIRST to LAST (half-open)."""
        tokens = self.trees[sentence].tokens
        return self.text[tokens[first].start_char : tokens[last - 1].end_char]

    def state_name(self, code: str) -> str | None:
        state = self.base.states.get(code)
        return state.name if state else None

    def named(self) -> dict[str, float]:
        """Weights of the countries by what names them, without the towns that are only taken to lie in them."""
        left = {code: weight - self.by_towns.get(code, 0.0) for code, weight in self.weights.items()}
        return {code: weight for code, weight in left.items() if weight > 0.01}

    def dominant(self) -> tuple[str | None, float]:
        """The country that the report is mostly about and its share of all mentions of countries."""
        total = sum(self.weights.values())
        if not total:
            return None, 0.0
        code = max(self.weights, key=lambda c: self.weights[c])
        return code, self.weights[code] / total

    def holds(self, entry: Entry) -> bool:
        """Whether ENTRY existed on the report's date."""
        return (not entry.start or entry.start[:10] <= self.on) and (not entry.end or late(entry.end) >= self.on)

    def pick(self, entries: tuple[Entry, ...], hints: tuple[str, ...] = ()) -> tuple[Entry, float]:
        """The likeliest of what a phrase can stand for, with a confidence; HINTS are codes that the phrase itself gives."""
        valid = [e for e in entries if self.holds(e)] or list(entries)
        if len({e.code for e in valid}) == 1:
            return min(valid, key=_form_order), 0.95
        total = sum(self.weights.values()) or 1.0

        def score(entry: Entry) -> float:
            share = self.weights.get(entry.code, 0.0) / total
            plain = 0.5 if entry.kind == "state" and entry.form in ("name", "short", "adjective", "people") else 0.0
            return (
                5.0 * (entry.code in hints)
                + plain
                + share
                + 0.2 * (entry.form in ("name", "short"))
                + 0.1 * (not is_state(entry.code))
            )

        ranked = sorted(valid, key=lambda e: (-score(e), valid.index(e)))
        other = next(e for e in ranked if e.code != ranked[0].code)
        return ranked[0], 0.85 if score(ranked[0]) - score(other) >= 0.4 else 0.55

    def role(self, phrase: str) -> Role | None:
        """The role that PHRASE names; looked up once."""
        if phrase not in self.roles:
            self.roles[phrase] = self.base.role(phrase)
        return self.roles[phrase]


def late(date: str) -> str:
    """A partial date as the last day that it can mean, for comparing: "2004" is "2004-12-31"."""
    return date + "-12-31"[(len(date) - 4) :] if len(date) < 10 else date


def _form_order(entry: Entry) -> int:
    order = {"name": 0, "short": 0, "adjective": 1, "people": 2, "seat": 3, "capital": 4}
    return order.get(entry.form, 5) + (10 if entry.kind == "place" else 0)
