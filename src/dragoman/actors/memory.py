"""What was mentioned so far in a report, for pronouns and for noun phrases that point back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.records import Entity

REACH = 3
"""Sentences that a pronoun looks back."""
LIMIT = 60
"""Mentions that are looked at; more than that lie in no three sentences of news."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase: who it stands for (nobody: a thing), where, and what grammar says of it."""

    entities: tuple[Entity, ...]
    sentence: int
    token: int
    clause: int
    """The verb or noun that it depends on."""
    subject: bool
    direct: bool
    """Whether it is a subject or object itself rather than part of a phrase."""
    plural: bool
    gender: str | None
    quoted: bool
    noun: str
    """Lemma of its head."""
    figure: int | None = None

    @property
    def kind(self) -> str:
        if not self.entities:
            return "thing"
        return "several" if len(self.entities) > 1 else self.entities[0].kind


@dataclass(slots=True)
class Memory:
    """Mentions in the order of the text, and the last one for each role noun."""

    mentions: list[Mention] = field(default_factory=list)
    by_noun: dict[str, Mention] = field(default_factory=dict)
    speaker: tuple[Entity, ...] = ()
    speaker_at: int = -9

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        if mention.entities and mention.noun:
            self.by_noun[mention.noun] = mention

    def back(self, sentence: int, reach: int = REACH) -> Iterator[Mention]:
        """Mentions of the last sentences, nearest first."""
        for mention in self.mentions[: -LIMIT - 1 : -1]:
            if sentence - mention.sentence > reach:
                return
            yield mention
